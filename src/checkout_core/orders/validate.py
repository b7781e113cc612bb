# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Checks that payments, shipments and refunds of an order fit its quote.

Only an order that was read from a document needs this; events keep orders valid.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.errors import CheckoutError, Faults
from checkout_core.money.exact import difference, exact_sum
from checkout_core.money.parse import to_minor
from checkout_core.orders.shipments import packed_units
from checkout_core.refunds import Refund
from checkout_core.refunds.note import tender_path


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checkout_core.orders.order import Order
    from checkout_core.orders.reversals import Disputed, Reversed


def check_order(order: Order) -> None:
    """Raise `CheckoutError` with every contradiction within *order*."""
    found = Faults()
    _check_ids(order, found)
    _check_grid(order, found)
    _check_units(order, found)
    _check_money(order, found)
    found.raise_any()


def _check_ids(order: Order, found: Faults) -> None:
    for name, events in _lists(order).items():
        known: set[str] = set()
        for index, event in enumerate(events):
            if event.id in known:
                found.add(f"{name}[{index}].id", "id_twice", event.id)
            known.add(event.id)


def _lists(order: Order) -> dict[str, Sequence[Any]]:
    """Return what happened to an order, by the key that documents have for it."""
    return {
        "payments": order.payments,
        "parcels": order.shipments,
        "refunds": order.refunds,
        "excess": order.excess,
        "reversals": order.reversals,
        "disputes": order.disputes,
    }


def _check_grid(order: Order, found: Faults) -> None:
    """Add a fault for amounts with more decimals than the order's currency."""
    currency = order.quote.cart.currency
    for name, events in _lists(order).items():
        for index, event in enumerate(events):
            for path, amount in _amounts(f"{name}[{index}]", event):
                try:
                    to_minor(amount, currency, path)
                except CheckoutError as error:
                    found.extend(error)


#: Where a document has a field under another name.
_KEYS = {"gateway_due": "due.gateway"}


def _amounts(path: str, event: Any) -> Iterator[tuple[str, Decimal]]:
    """Yield every amount of an event with its path."""
    for field in attrs.fields(type(event)):
        value = getattr(event, field.name)
        if isinstance(value, Decimal):
            yield f"{path}.{_KEYS.get(field.name, field.name)}", value
    if isinstance(event, Refund):
        for tender in event.tenders:
            yield f"{path}.due.{tender.path}", tender.due
            yield f"{path}.{tender.path}", tender.value


def _check_units(order: Order, found: Faults) -> None:
    lines = order.quote.lines
    packed = packed_units(order.shipments)
    for name, units in (("parcels", packed), ("refunds", order.returned)):
        for line, count in units.items():
            bought = lines[line].quantity if 0 <= line < len(lines) else 0
            if not 0 < count <= bought:
                path = f"{name}.units[{line}]"
                found.add(path, "more_than_bought", count, left=bought)


def _check_money(order: Order, found: Faults) -> None:
    """Add a fault for refunds that do not add up or exceed what was paid."""
    zero = difference(order.to_be_paid, order.to_be_paid)
    for index, note in enumerate(order.refunds):
        try:
            note.check()
        except CheckoutError as error:
            found.extend(error, f"refunds[{index}]")
    paid = {"gateway": order.to_be_paid}
    due = {"gateway": [note.gateway_due for note in order.refunds]}
    for tender in order.quote.tenders:
        path = tender_path(tender.kind, tender.name)
        # Two gift cards can have one path, since their codes are masked.
        paid[path], due[path] = exact_sum(paid.get(path, zero), [tender.value]), []
    for note in order.refunds:
        for part in note.tenders:
            due.setdefault(part.path, []).append(part.due)
    for path, parts in due.items():
        whole, most = exact_sum(zero, parts), paid.get(path, zero)
        if whole > most:
            found.add(f"refunds.due.{path}", "refund_exceeds_paid", whole, left=most)
    _check_gone(order, found)


def _check_gone(order: Order, found: Faults) -> None:
    """Add a fault for each payment that gave back more than it brought."""
    money = order.settlement
    gone_away: dict[str, Sequence[Reversed | Disputed]] = {
        "reversals": order.reversals,
        "disputes": order.disputes,
    }
    for name, events in gone_away.items():
        for index, event in enumerate(events):
            if event.payment not in money.reversed:
                path, ident = f"{name}[{index}].payment", event.payment
                found.add(path, "payment_not_received", ident, id=ident)
    for payment in money.succeeded:
        gone = money.reversed[payment.id]
        if gone > payment.received:
            left = payment.received
            found.add("reversals", "refund_exceeds_paid", gone, left=left)
    # What went away lowers the money, so that it is added again to what is held.
    gone = money.sum(money.reversed.values())
    held = exact_sum(money.money, [gone])
    if money.discount_held < 0 or held < 0 or money.received < money.sent_back:
        settled = exact_sum(money.settled, [gone])
        back = difference(settled, money.balance)
        found.add("refunds", "refund_exceeds_paid", back, left=settled)
