# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Parcels move an order, and the last one earns its points."""

from __future__ import annotations

import pytest

from tests.factories.service import MERCHANT, SHOP
from tests.factories.service_client import INVALID, Service


def test_an_order_is_shipped_in_parts(service: Service) -> None:
    """Each parcel moves the order as the table says."""
    number = service.paid()
    steps = [
        service.ship(number, "P1", "shipped", {"0": 1}),
        service.ship(number, "P2", "shipped", {"0": 1}),
        service.ship(number, "P1", "delivered"),
        service.ship(number, "P2", "delivered"),
    ]
    shipments = service.done("GET", f"orders/{number}/shipments")["shipments"]

    assert ["partially_shipped", "shipped", "partially_delivered", "complete"] == [
        each["status"] for each in steps
    ]
    assert ["P1", "P2"] == [each["reference_number"] for each in shipments]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"id": "P1", "state": "lost"}, INVALID),
        ({"id": "P1", "state": "shipped", "units": {"x": 1}}, INVALID),
        ({"id": "P1", "state": "shipped", "units": {"\u0660": 1}}, INVALID),
        ({"id": "P1", "state": "shipped", "units": {"9" * 5000: 1}}, INVALID),
        ({"id": "P1", "state": "shipped", "units": {"0": 1, "00": 1}}, INVALID),
        ({"id": "P1", "state": "shipped", "units": {"0": 9}}, (409, "invalid_request")),
    ],
)
def test_a_parcel_that_cannot_be(service: Service, body: object, said: object) -> None:
    """A parcel holds units of the order's lines."""
    path = f"{MERCHANT}/orders/{service.paid()}/parcels"

    assert said == service.refused("POST", path, body, token=SHOP)


def test_points_are_earned_with_the_last_parcel(service: Service) -> None:
    """Points come with the goods and go when they come back."""
    number = service.paid()
    before = service.balances()[0]
    service.ship(number, "P1", "shipped", {"0": 2})
    service.ship(number, "P1", "delivered")
    earned = service.balances()[0]
    service.refund(number, "R1", {"0": 1})

    assert (400, 484, 442) == (before, earned, service.balances()[0])
