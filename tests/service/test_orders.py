# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Orders are read: one by its number, and a page of a customer's."""

from __future__ import annotations

import pytest

from tests.factories.service import ARJUN, MERCHANT, SHOP
from tests.factories.service_client import INVALID, Service


def test_an_order_is_looked_at(service: Service) -> None:
    """Its owner sees it, and so does the merchant; nobody else does."""
    number = service.number()
    seen = service.done("GET", f"orders/{number}")["order"]
    sold = service.done("GET", f"{MERCHANT}/orders/{number}", token=SHOP)["order"]

    assert (number, seen) == (seen["order_number"], sold)
    assert (404, "order_not_found") == service.refused(
        "GET", f"orders/{number}", token=ARJUN
    )


def test_orders_are_listed(service: Service) -> None:
    """The newest come first, a page at a time."""
    numbers: list[str] = []
    for _ in range(3):
        numbers.insert(0, service.number())
        service.clock.later(minutes=1)
    first = service.done("GET", "orders?limit=2&user_id=meera")
    second = service.done("GET", "orders?limit=2&page=2")

    assert (numbers, 3, (None, 2), (1, None)) == (
        [each["order_number"] for each in (*first["orders"], *second["orders"])],
        first["pagination"]["total_records"],
        tuple(first["pagination"][key] for key in ("previous_page", "next_page")),
        tuple(second["pagination"][key] for key in ("previous_page", "next_page")),
    )


@pytest.mark.parametrize("query", ["page=0", "page=x", "limit=-1", "user_id=arjun"])
def test_a_page_that_is_none(service: Service, query: str) -> None:
    """A page that cannot be is refused."""
    assert INVALID == service.refused("GET", f"orders?{query}")
