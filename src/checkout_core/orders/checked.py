# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Checks of an order's arguments, and the error of an event that it refuses.

Knows nothing of orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from checkout_core.errors import CheckoutError, fault


if TYPE_CHECKING:
    from checkout_core.checks import Validator


T = TypeVar("T")

#: What a fault expects in place of a value that is not an event.
AN_EVENT = (
    "an event: PaymentUpdate, ShipmentUpdate, StatusChange, Refunded, ExcessReturned,"
    " Reversed or Disputed"
)
#: Payments, shipments or refunds of one order.
_MOST = 1_000_000


def instances(check: Validator, path: str, value: Any, kind: type[T]) -> tuple[T, ...]:
    """Return a list of instances of one class as a tuple, checked."""
    found = check.items(path, value, limit=_MOST)
    for i, each in enumerate(found):
        if not isinstance(each, kind):
            check.wrong_type(f"{path}[{i}]", each, f"of the class {kind.__name__}")
    return tuple(found)


def refused(path: str, code: str, value: Any, **facts: object) -> CheckoutError:
    """Return the error that an event or one of its values is refused with."""
    return CheckoutError([fault(path, code, value, **facts)])
