# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What `orjson` asks for to write our nouns and decimals (`checkout-core[orjson]`).

Only for writing: `orjson.loads` makes floats of numbers with a point, so documents are
read by `loads` and `read_*`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson

from checkout_core.errors.describe import NumberLiteral, type_name
from checkout_core.integrations.documents import WRITERS
from checkout_core.wire import dumps


__all__ = ["default"]


def default(value: Any) -> Any:
    """
    Return what orjson writes for *value*: a noun's document, a decimal's digits.

    What `dumps` writes is written alike, but without blanks.  Raises `TypeError` for
    every other class, as orjson expects it.

    >>> from decimal import Decimal
    >>> orjson.dumps({"price": Decimal("12.50")}, default=default)
    b'{"price":12.50}'
    """
    if isinstance(value, Decimal | NumberLiteral):
        return orjson.Fragment(dumps(value))
    write = WRITERS.get(type(value))
    if write is None:
        msg = f"{type_name(value)} cannot be written as JSON"
        raise TypeError(msg)
    return write(value)
