# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Checks of an order's arguments, and the error of an event that it refuses.

Knows nothing of orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError, fault


if TYPE_CHECKING:
    from checkout_core.orders.events import ExcessReturned


T = TypeVar("T")

#: What a fault expects in place of a value that is not an event.
AN_EVENT = (
    "an event: PaymentUpdate, ShipmentUpdate, StatusChange, Refunded or ExcessReturned"
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


def not_an_event(value: object) -> CheckoutError:
    """Return the error of a value that is not an event of an order."""
    check = Validator()
    check.wrong_type("event", value, AN_EVENT)
    return CheckoutError(check.found)


def other_discount(event: ExcessReturned, due: ExcessReturned) -> CheckoutError:
    """Return the error of excess that holds another discount than is *due* with it."""
    return refused(
        "excess.gateway_discount",
        "does_not_add_up",
        event.gateway_discount,
        expected=due.gateway_discount,
        identity="the discounts of the payments it came with",
    )
