# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Our nouns and decimals as msgspec writes them (`checkout-core[msgspec]`).

msgspec writes every class of attrs by its fields and asks no hook, so a noun is given
to it as `raw(noun)`: the text of its document.  `encode` does that for all nouns in
dicts, lists and tuples; a `msgspec.Struct` declares such a field as `msgspec.Raw`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from checkout_core.errors.describe import NumberLiteral, type_name
from checkout_core.integrations.documents import WRITERS
from checkout_core.wire import dumps


__all__ = ["encode", "raw"]


def raw(value: Any) -> msgspec.Raw:
    """
    Return a noun's document, or a decimal's digits, as text that msgspec copies.

    Raises `TypeError` for every other class.

    >>> from decimal import Decimal
    >>> msgspec.json.encode({"price": raw(Decimal("12.50"))})
    b'{"price":12.50}'
    """
    if not isinstance(value, Decimal) and type(value) not in WRITERS:
        msg = f"{type_name(value)} has no document"
        raise TypeError(msg)
    return msgspec.Raw(encode(value))


def encode(value: Any) -> bytes:
    """
    Return *value* as JSON text: JSON data and structs, with nouns in it.

    Numbers are those that `dumps` writes, so that a float is refused; of a NaN msgspec
    would make null.  Raises `TypeError` for it and for what msgspec does not write.

    >>> encode({"price": Decimal("12.50")})
    b'{"price":12.50}'
    """
    return msgspec.json.encode(_prepared(value))


def _prepared(value: Any) -> Any:
    """Return *value* with nouns as their documents and numbers as their digits."""
    write = WRITERS.get(type(value))
    if write is not None:
        return _prepared(write(value))
    if isinstance(value, Decimal | NumberLiteral | float):
        return msgspec.Raw(dumps(value).encode())
    if isinstance(value, Mapping):
        return {key: _prepared(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(each) for each in value]
    return value
