# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A change of an order: stored with all that follows from it, or not at all."""

from __future__ import annotations

import pytest

from checkout_core.orders import Order, StatusChange
from checkout_core.service.ports import CartRow, OrderRow, Unit
from checkout_core.service.saving import change_order
from tests.factories.service import NOON
from tests.factories.service_client import Service


def row_of(service: Service, number: str) -> OrderRow:
    """Return the row of an order, read in a transaction of its own."""
    with service.app.database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None
    return row


def cancelled(order: Order) -> Order:
    """Return an order as it is after its cancellation."""
    return order.after(StatusChange("cancelled", NOON, "no more", None))


def keep(unit: Unit, row: OrderRow) -> None:
    """Store a cart with the number of an order."""
    unit.carts.add(CartRow("beside", "meera", row.order.number), NOON, most=9)


def test_an_order_is_changed(service: Service) -> None:
    """What comes back is what is stored, and what belongs to it is stored with it."""
    number = service.number()
    stored = change_order(service.app, row_of(service, number), cancelled, also=keep)
    with service.app.database.reading() as unit:
        beside = unit.carts.get("beside")

    assert ("cancelled", stored, number) == (
        stored.order.status,
        row_of(service, number),
        None if beside is None else beside.contents,
    )


def test_a_row_that_is_old(service: Service) -> None:
    """The change is made to the order as it is now, not as the request read it."""
    row = row_of(service, service.number())
    change_order(service.app, row, cancelled)
    seen: list[str] = []

    def look(order: Order) -> Order:
        seen.append(order.status)
        return order

    after = change_order(service.app, row, look)

    assert ("pending", "cancelled", "cancelled") == (
        row.order.status,
        seen[-1],
        after.order.status,
    )


def test_what_fails_leaves_the_order(service: Service) -> None:
    """An error of the change, or of what belongs to it, undoes both."""
    row = row_of(service, service.number())

    def fail(unit: Unit, row: OrderRow) -> None:
        keep(unit, row)
        raise KeyError

    with pytest.raises(KeyError):
        change_order(service.app, row, cancelled, also=fail)
    with service.app.database.reading() as unit:
        assert unit.carts.get("beside") is None
    assert row == row_of(service, row.order.number)
