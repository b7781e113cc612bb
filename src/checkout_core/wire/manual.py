# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Payments that the merchant takes: cash on delivery, and a transfer to their bank.

Nothing is sent for them.  Promises that a merchant takes what they allowed and nothing
else, and that an order is paid by what its quote was priced for: a fee for cash is in
the price of every order that is paid in cash.

Knows nothing of gateways, and nothing of how the money is noted once it came.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeGuard

from checkout_core.cart.instalments import NOW
from checkout_core.cart.payment import BANK_TRANSFER, CASH_ON_DELIVERY, Payment
from checkout_core.checks import MAX_ID, Validator


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.cart.payment import Method
    from checkout_core.orders import Order
    from checkout_core.values import Record


__all__ = [
    "CASH",
    "MANUAL",
    "MANUAL_METHODS",
    "TRANSFER",
    "check_allowed",
    "check_manual",
    "differs",
    "is_manual",
]


#: The `payment_provider_slug` of a payment that the merchant takes.
MANUAL = "manual"
#: Its `integration_type`: paid in cash to the courier, or by a transfer.
CASH, TRANSFER = "cash-on-delivery", "bank-transfer"
#: What the payment of the cart is called for each of them.
MANUAL_METHODS: Mapping[str, Method] = MappingProxyType(
    {CASH: CASH_ON_DELIVERY, TRANSFER: BANK_TRANSFER}
)

_KEYS = ("payment_provider_slug", "integration_type")


def is_manual(payment_method: object) -> TypeGuard[Mapping[str, str]]:
    """Return whether a `payment_method` is one that the merchant takes."""
    return (
        isinstance(payment_method, Mapping)
        and payment_method.get("payment_provider_slug") == MANUAL
    )


def check_manual(
    check: Validator, path: str, method: Record, allowed: Collection[str]
) -> str:
    """
    Return the `integration_type` of a manual payment, one of *allowed*.

    Args:
        check: collects the faults.
        path: the place of *method* in the request.
        method: the `payment_method`, with the slug of manual payments.
        allowed: what the merchant takes, not empty.
    """
    check.keys(path, method, _KEYS)
    where = f"{path}.integration_type"
    return check.choice(where, method.get("integration_type"), tuple(allowed))


def check_allowed(check: Validator, path: str, value: object) -> tuple[str, ...]:
    """Return what a merchant takes, a list of keys of `MANUAL_METHODS`; () for None."""
    found = [
        check.choice(f"{path}[{index}]", each, tuple(MANUAL_METHODS))
        for index, each in enumerate(check.items(path, value or [], limit=MAX_ID))
    ]
    return tuple(dict.fromkeys(found))


def differs(order: Order, kind: str | None, due: Decimal) -> str:
    """
    Return why an order cannot be paid this way, "" if it can.

    The payment of its cart says what it was priced for.  What is due before delivery of
    an order that is paid in cash can be paid by any other way.

    Args:
        order: the order.
        kind: a key of `MANUAL_METHODS`, None for a payment through a gateway.
        due: what is asked for, in major units.
    """
    quote = order.quote
    payment = quote.cart.payment
    chosen = None if payment is None else payment.method
    if kind is None:
        if chosen == BANK_TRANSFER:
            return _another(BANK_TRANSFER)
        return ""
    wanted = MANUAL_METHODS[kind]
    if kind == CASH and due and any(each.due != NOW for each in quote.instalments):
        return (
            f"{due} {quote.currency} of this order are due before it is delivered;"
            " choose how they are paid"
        )
    if chosen == wanted or (chosen == CASH_ON_DELIVERY and due):
        return ""
    if chosen is not None:
        return _another(chosen)
    this = Payment(wanted)
    for charge in quote.policies.charges:
        patterns = () if charge.conditions is None else charge.conditions.payment
        if any(each.matches(this) for each in patterns):
            return (
                f"the cart was priced before its payment was chosen, and {charge.name}"
                f" depends on it; set the payment of the cart to {wanted}"
            )
    return ""


def _another(chosen: str) -> str:
    return (
        f"the cart was priced for {chosen}; pay it so, or choose another payment of"
        " the cart"
    )
