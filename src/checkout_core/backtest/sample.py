# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A share of the carts, drawn by a hash: a customer has all their carts in it, or none.

Promises that the draw depends on the customer's id alone, or where there is none on the
id of the cart: the same customers on each run, in each engine, and a share of 0.01 is
within one of 0.02.  No float is made.

A SHA-256 as a number is below 2 ** 256, and any value is as likely as another.  So it
is below 0.01 * 2 ** 256 for one id in a hundred; compared as whole numbers, that is
hash * 100 < 1 * 2 ** 256.
"""

from __future__ import annotations

import hashlib

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from checkout_core.backtest.columns import LINE
from checkout_core.backtest.messages import refuse
from checkout_core.backtest.tally import Tally
from checkout_core.backtest.values import values_of
from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import plain
from checkout_core.money.parse import read_number
from checkout_core.wire.text import read_object


def share(value: object) -> Decimal | None:
    """
    Return a share of the carts, above 0 and at most 1; None for None and for 1.

    Raises `CheckoutError` for anything else, for more than six decimals, and for a
    float.

    >>> share("0.010"), share(1)
    (Decimal('0.01'), None)
    """
    if value is None:
        return None
    if isinstance(value, float):
        facts = {"what": "a share", "example": "'0.01'"}
        raise CheckoutError([fault("sample", "float_given", value, **facts)])
    found = read_number(value)
    if found is None or not 0 < found <= 1:
        raise refuse("sample", "bad_sample", value)
    return None if found == 1 else plain(found)


def check_drawn(part: Decimal | None, found: Tally) -> None:
    """Raise a `CheckoutError` if a *part* of the carts has none of them."""
    if part is not None and not found.rows:
        raise refuse("sample", "empty_sample", str(part))


def is_drawn(key: str, part: Decimal) -> bool:
    """
    Return whether what has a *key* is within a *part* of all.

    >>> sum(is_drawn(f"c{number}", Decimal("0.1")) for number in range(1000))
    114
    """
    hashed = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    numerator, denominator = part.as_integer_ratio()
    return int.from_bytes(hashed, "big") * denominator < numerator << 256


def sampled(batch: pa.RecordBatch, part: Decimal | None) -> pa.RecordBatch:
    """Return the carts of a batch that are within a *part* of all; None for all."""
    if part is None:
        return batch
    return batch.filter(
        pa.array([is_drawn(key, part) for key in _keys(batch)], pa.bool_())
    )


def _keys(batch: pa.RecordBatch) -> Iterator[str]:
    """Yield what each row is drawn by: the customer, else the cart, else its text."""
    if batch.schema.names == [LINE]:
        for text in values_of(batch.column(0)):
            found = _object(text)
            yield _key(found.get("customer"), found.get("cart_id"), text)
        return
    columns = [
        values_of(batch.column(name))
        if name in batch.schema.names
        else [None] * batch.num_rows
        for name in ("customer", "cart_id", "cart")
    ]
    for row in zip(*columns, strict=True):
        yield _key(*row)


def _object(value: Any) -> Mapping[str, Any]:
    """Return an object that may be given as JSON text, an empty one if it is none."""
    try:
        return read_object(value)
    except CheckoutError:
        return {}


def _key(customer: Any, cart_id: Any, cart: Any) -> str:
    found = _object(customer).get("id")
    if isinstance(found, str) and found:
        return f"customer {found}"
    if cart_id is not None:
        return f"cart {cart_id}"
    return f"row {cart}"


__all__ = ["check_drawn", "is_drawn", "sampled", "share"]
