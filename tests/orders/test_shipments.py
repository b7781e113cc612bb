# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The shipments of an order: how far its units have come."""

from __future__ import annotations

import pytest

from checkout_core.orders import ShipmentState, ShipmentUpdate
from checkout_core.orders.shipments import has_reached, packed_units
from tests.factories.orders import at, priced


LINES = priced().lines


def test_units_of_several_shipments() -> None:
    """They are added up line by line."""
    shipments = (
        ShipmentUpdate("S1", "delivered", at(1), {0: 1, 1: 2}),
        ShipmentUpdate("S2", "shipped", at(1), {0: 2}),
    )

    assert {0: 3, 1: 2} == packed_units(shipments)


@pytest.mark.parametrize(
    ("state", "reached"),
    [
        ("scheduled", True),
        ("shipped", True),
        ("delivered", False),
        ("undelivered", False),
        ("returned_to_origin", False),
    ],
)
def test_what_two_shipments_have_reached(state: str, *, reached: bool) -> None:
    """All units are on their way once the slower shipment is."""
    shipments = (
        ShipmentUpdate("S1", "delivered", at(1), {0: 3, 1: 2}),
        ShipmentUpdate("S2", "shipped", at(1), {2: 1}),
    )

    assert reached == has_reached(shipments, ShipmentState(state), LINES)
