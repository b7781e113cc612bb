# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What each cycle buys, and what it costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Cart,
    Customer,
    Line,
    Shipping,
    Store,
    promotion,
    quote,
    read_store,
    write_order,
)
from checkout_core.subscriptions import Change, SubscriptionPlan
from checkout_core.subscriptions import subscription as module
from tests.factories.subscriptions import BOX, STORE, TEA, amounts, plan, subscribed


CYCLES = [
    # plan, fields of the cart, other fields, what the first cycles cost
    (plan(billing_limit=2), {}, {}, ["499.00", "499.00"]),
    (
        plan(billing_limit=4, coupon_cycles=2),
        {"coupon_code": "TEN"},
        {},
        ["449.10", "449.10", "499.00", "499.00"],
    ),
    (plan(billing_limit=2), {"coupon_code": "TEN"}, {}, ["449.10", "449.10"]),
    (
        plan(billing_limit=2, coupon_cycles=0),
        {"coupon_code": "TEN"},
        {},
        ["499.00", "499.00"],
    ),
    (plan(billing_limit=3, trial_cycles=2), {}, {}, ["0.00", "0.00", "499.00"]),
    (
        plan(billing_limit=2, trial_cycles=1, trial_price="49.00", price="399.00"),
        {},
        {},
        ["49.00", "399.00"],
    ),
    # Delivery is paid for in a free cycle as well; taxed as the goods at 18 %: 50 + 9.
    (
        plan(billing_limit=2, trial_cycles=1),
        {"shipping": Shipping("50.00")},
        {},
        ["50.00", "558.00"],
    ),
    # Points and credit are spent once.
    (
        plan(billing_limit=2),
        {
            "customer": Customer(
                "u1", loyalty_points_balance=100, credit_balance="50.00"
            ),
            "loyalty_points_redeemed": 100,
            "credit_balance_used": "50.00",
        },
        {},
        ["349.00", "499.00"],
    ),
    (
        plan(billing_limit=4),
        {},
        {"changes": [Change(3, 0, quantity=3), Change(2, 0, quantity=2)]},
        ["499.00", "998.00", "1497.00", "1497.00"],
    ),
    (
        plan(billing_limit=3),
        {},
        {"changes": [Change(2, 0, selling_price="549.00"), Change(3, 0, quantity=2)]},
        ["499.00", "549.00", "1098.00"],
    ),
    # Of two changes of one cycle the later one counts.
    (
        plan(billing_limit=2),
        {},
        {"changes": [Change(2, 0, quantity=2), Change(2, 0, quantity=4)]},
        ["499.00", "1996.00"],
    ),
    # A line that is bought no more, and comes back.
    (
        plan(billing_limit=3),
        {"lines": [BOX, TEA]},
        {"changes": [Change(2, 1, quantity=0), Change(3, 1, quantity=1)]},
        ["709.00", "499.00", "604.00"],
    ),
    # The coupon's cycles are those that are billed.
    (
        plan(billing_limit=3, coupon_cycles=2),
        {"coupon_code": "TEN"},
        {"skipped": [2]},
        ["449.10", "449.10", "499.00"],
    ),
]


@pytest.mark.parametrize(("agreed", "fields", "more", "expected"), CYCLES)
def test_what_the_cycles_cost(
    agreed: SubscriptionPlan,
    fields: dict[str, Any],
    more: dict[str, Any],
    expected: list[str],
) -> None:
    """Trial, coupon, quantities and prices by the number of the cycle."""
    cart = Cart("INR", [BOX]).changed(**fields)

    assert expected == amounts(subscribed(agreed, cart, **more))


def test_a_tax_rate_is_that_of_the_cycle_s_day() -> None:
    """A rate that falls in March is charged from March on."""
    shop = read_store(
        """{"currency": "INR", "tax_classes": {"box": [
            {"tax_rate": 28, "valid_to": "2026-03-01T00:00:00+05:30"},
            {"tax_rate": 18, "valid_from": "2026-03-01T00:00:00+05:30"}],
            "else": {"tax_rate": 5}}}"""
    )
    cart = Cart("INR", [Line("box", 1, "100.00", tax_class="box")])
    found = subscribed(plan(billing_limit=4), cart)

    assert ["128.00", "128.00", "118.00", "118.00"] == amounts(found, shop)


def test_an_offer_holds_while_it_holds() -> None:
    """A sale from 1 March to 1 April is in one bill."""
    sale = promotion(
        "p1",
        "discount",
        {"discount_type": "percentage", "discount_percent": 50},
        applies_to_product="all",
        starts_at="2026-03-01T00:00:00+05:30",
        expires_at="2026-04-01T00:00:00+05:30",
    )
    found = subscribed(plan(billing_limit=4))

    assert ["499.00", "499.00", "249.50", "499.00"] == (
        amounts(found, Store("INR", promotions=[sale]))
    )


def test_equal_cycles_are_priced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty years of days, a coupon for two of them: two quotes."""
    calls = []

    def counted(*args: Any, **fields: Any) -> Any:
        calls.append(fields["at"])
        return priced(*args, **fields)

    priced = quote
    monkeypatch.setattr(module, "quote", counted)
    cart = Cart("INR", [BOX], coupon_code="TEN")
    found = amounts(subscribed(plan("daily", coupon_cycles=2), cart))

    assert (10957, 2) == (len(found), len(calls))


def test_four_prices_of_360_bills(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trial cycle, a new price in cycle 13, and an offer that ends after the 20th."""
    calls = []

    def counted(*args: Any, **fields: Any) -> Any:
        calls.append(fields["at"])
        return priced(*args, **fields)

    priced = quote
    monkeypatch.setattr(module, "quote", counted)
    sale = promotion(
        "p1",
        "discount",
        {"discount_type": "percentage", "discount_percent": 50},
        applies_to_product="all",
        expires_at="2027-09-15T00:00:00+05:30",
    )
    found = subscribed(
        plan(trial_cycles=1), changes=[Change(13, 0, selling_price="599.00")]
    )
    costs = amounts(found, Store("INR", promotions=[sale]))

    assert (360, 4) == (len(costs), len(calls))
    assert ["0.00", *["249.50"] * 11, *["299.50"] * 8, *["599.00"] * 340] == costs


def test_bills_are_the_quotes_of_their_cycles() -> None:
    """Number, moment and amount."""
    cart = Cart("INR", [BOX], coupon_code="TEN")
    found = subscribed(plan(billing_limit=3, coupon_cycles=1), cart)
    quotes = [found.quote_of(cycle, STORE) for cycle in (1, 2, 3)]

    assert [
        (cycle, each.at, each.to_be_paid) for cycle, each in enumerate(quotes, 1)
    ] == [(bill.cycle, bill.at, bill.amount) for bill in found.bills(STORE)]


def test_the_order_of_a_cycle_names_the_plan() -> None:
    """The vendor's fields stand in every line of every cycle."""
    agreed = plan("monthly", 3, billing_limit=2)
    order = write_order(subscribed(agreed).quote_of(2, STORE), order_number="R-2")
    item = order["order_items"][0]

    assert (True, True, "Box", 3, "monthly") == (
        order["on_subscription"],
        item["on_subscription"],
        item["subscription_plan"],
        item["subscription_interval"],
        item["subscription_frequency"],
    )


def test_a_free_trial_shows_what_the_goods_are_worth() -> None:
    """The price of a trial cycle is 0, its listing price is not."""
    line = subscribed(plan(trial_cycles=1)).cart_of(1).lines[0]

    assert (Decimal(0), Decimal("499.00")) == (line.selling_price, line.listing_price)
