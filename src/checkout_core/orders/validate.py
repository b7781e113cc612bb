# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Checks that payments, parcels and refunds of an order fit its quote.

Only an order that was read from a document needs this; events keep orders valid.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.errors import CheckoutError, Faults
from checkout_core.money import difference, exact_sum, to_minor


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.orders.order import Order


def check_order(order: Order) -> None:
    """Raise `CheckoutError` with every contradiction within *order*."""
    found = Faults()
    _check_ids(order, found)
    _check_grid(order, found)
    _check_units(order, found)
    _check_money(order, found)
    found.raise_any()


def _check_ids(order: Order, found: Faults) -> None:
    for name in ("payments", "parcels", "refunds", "excess"):
        known: set[str] = set()
        for at, each in enumerate(getattr(order, name)):
            if each.id in known:
                found.add(f"{name}[{at}].id", "id_twice", each.id)
            known.add(each.id)


def _check_grid(order: Order, found: Faults) -> None:
    """Add a fault for amounts with more decimals than the order's currency."""
    currency = order.quote.cart.currency
    for name in ("payments", "refunds", "excess"):
        for at, each in enumerate(getattr(order, name)):
            for path, amount in _amounts(f"{name}[{at}]", each):
                try:
                    to_minor(amount, currency, path)
                except CheckoutError as error:
                    found.extend(error)


def _amounts(path: str, noun: Any) -> Iterator[tuple[str, Decimal]]:
    """Yield every amount of a noun, and of the nouns in it, with its path."""
    for field in attrs.fields(type(noun)):
        value, where = getattr(noun, field.name), f"{path}.{field.name}"
        if isinstance(value, Decimal):
            yield where, value
        elif attrs.has(type(value)):
            yield from _amounts(where, value)


def _check_units(order: Order, found: Faults) -> None:
    packed: Counter[int] = Counter()
    for each in order.parcels:
        packed.update(dict(each.units))
    lines = order.quote.lines
    for name, units in (("parcels", packed), ("refunds", order.returned)):
        for at, count in units.items():
            left = lines[at].quantity if 0 <= at < len(lines) else 0
            if not 0 < count <= left:
                path = f"{name}.units[{at}]"
                found.add(path, "more_than_bought", count, left=left)


def _check_money(order: Order, found: Faults) -> None:
    """Add a fault for refunds that do not add up or exceed what was paid."""
    totals = order.quote.totals
    zero = difference(order.to_be_paid, order.to_be_paid)
    for at, each in enumerate(order.refunds):
        try:
            each.check()
        except CheckoutError as error:
            found.extend(error, f"refunds[{at}]")
    for name, most in (
        ("gateway", totals.to_be_paid),
        ("credit", totals.credit_balance_used),
        ("points_value", totals.points_value),
    ):
        due = exact_sum(zero, [getattr(each.due, name) for each in order.refunds])
        if due > most:
            found.add(f"refunds.due.{name}", "refund_exceeds_paid", due, left=most)
    if not 0 <= order.discount_held <= order.amount_held:
        left = order.amount_settled
        gone = difference(left, order.amount_held)
        found.add("refunds", "refund_exceeds_paid", gone, left=left)
