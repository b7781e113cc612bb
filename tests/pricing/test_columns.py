# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What pricing keeps and shares, so that a quote works out nothing twice."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from checkout_core import (
    Address,
    Cart,
    Line,
    Shipping,
    Store,
    TaxPolicy,
    coupon,
    promotion,
    quote,
)
from checkout_core.offers import amount_off, percentage_off, products
from checkout_core.pricing.context import PricingContext
from checkout_core.pricing.coupons import choose
from checkout_core.pricing.result import PricingResult
from checkout_core.pricing.totals import total_up
from checkout_core.revisions import CURRENT


BERLIN = ZoneInfo("Europe/Berlin")
#: An hour that Berlin has twice in that night: in summer time, then in winter time.
SUMMER = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
WINTER = SUMMER.replace(fold=1)


def line(name: str, price: str = "100.00", **more: object) -> Line:
    """Return one unit of a product at 18 %."""
    return Line(name, 1, price, **{"tax_rate": 18, **more})  # type: ignore[arg-type]


def priced(cart: Cart, store: Store, at: datetime | None = None) -> PricingResult:
    """Return the columns of a quote."""
    context = PricingContext.of(cart, store, CURRENT)
    return total_up(context, choose(context, at, None))


def test_without_offers_nothing_is_copied() -> None:
    """What is left of the lines is the cart's own column of listed amounts."""
    cart = Cart("INR", [line("tee"), line("mug")])
    result = priced(cart, Store("INR"))

    assert cart.columns.list_amounts is result.chosen.coupon.remaining
    assert cart.columns.list_amounts is result.taxes.taxable
    assert cart.columns.no_further is result.taxes.further


def test_offers_leave_the_listed_amounts_as_they_are() -> None:
    """10 % off everything, then 5.00 off the tee: 85.00 and 90.00 of 100.00 remain."""
    cart = Cart("INR", [line("tee"), line("mug")], coupon_code="five")
    store = Store(
        "INR",
        promotions=[promotion("ten", percentage_off(10))],
        coupons=[coupon("five", amount_off(5, on=products("tee")), ["FIVE"])],
    )
    result = priced(cart, store, SUMMER)

    assert [8500, 9000] == result.chosen.coupon.remaining
    assert [9000, 9000] == result.chosen.promotions.remaining
    assert (10000, 10000) == cart.columns.list_amounts


def test_equal_charges_are_shared_over_the_rates_once() -> None:
    """Of three lines with handling, two pay the same, and have one and the same."""
    lines = [
        line(name, tax_rate=rate, handling_charge_excluding_tax=charge)
        for name, rate, charge in (("a", 5, "2"), ("b", 12, "2"), ("c", 18, "3"))
    ]
    store = Store("INR", tax=TaxPolicy(charge_tax="apportion"))
    (_, first), (_, second), (_, third) = priced(Cart("INR", lines), store).handling

    assert first is second
    assert [200, 300] == [first.net, third.net]
    assert [Decimal(5), Decimal(12), Decimal(18)] == [
        part.percent for part in third.parts
    ]


def test_a_line_whose_components_exceed_it_is_priced_by_its_whole_rule() -> None:
    """
    Two halves, rounded up, of 0.01 with 200 % inside would be 0.02: both give way.

    Of 1.00 with 18 % inside, beside it, a half is 0.0763, rounded up 0.08.
    """
    lines = [
        line(name, price, tax_rate=rate, price_including_tax=True)
        for name, price, rate in (("tiny", "0.01", 200), ("mug", "1.00", 18))
    ]
    goa = Address(state="Goa")
    store = Store("INR", tax=TaxPolicy(seller_state="Goa"), rounding="up")
    taxes = priced(Cart("INR", lines, shipping_address=goa), store).taxes

    assert [[1, 84], [0, 8], [(), ()]] == [taxes.taxable, taxes.equal, taxes.further]


@pytest.mark.parametrize(
    ("at", "expected"), [(SUMMER, ["not_started"]), (WINTER, [])], ids=str
)
def test_a_window_opens_once_in_an_hour_that_the_clock_shows_twice(
    at: datetime, expected: list[str]
) -> None:
    """It opens at 02:15 in winter time: 02:30 in summer time was before."""
    starts = WINTER.replace(minute=15)
    offer = promotion("ten", percentage_off(10), starts_at=starts)
    found = quote(Cart("INR", [line("tee")]), Store("INR", promotions=[offer]), at=at)

    assert expected == [each.code for each in found.refusals]


def test_a_cart_without_a_line_to_classify_stays_as_it_is() -> None:
    """A line that names a class and has a rate keeps it: no line is made again."""
    cart = Cart("INR", [line("tee", tax_class="books")])

    assert cart is quote(cart, Store("INR")).cart


def test_what_costs_nothing_by_itself_is_no_free_item() -> None:
    """Of a mug at 0.00 nothing is left either, but no offer made it free."""
    mug = line("mug", "0.00")
    store = Store("INR", promotions=[promotion("all", percentage_off(100))])
    quoted = quote(Cart("INR", [line("tee"), mug]), store, at=SUMMER)

    assert [True, False] == [each.is_free_item for each in quoted.lines]
    assert Decimal("0.00") == quoted.to_be_paid


@pytest.mark.parametrize(
    ("price", "expected"), [("99.99", "149.99"), ("100", "100.00")]
)
def test_delivery_is_free_from_the_threshold_on(price: str, expected: str) -> None:
    """Of 100.00 it is free from 100.00 on; a paisa less pays the 50.00."""
    cart = Cart("INR", [line("tee", price, tax_rate=0)], shipping=Shipping(50))
    quoted = quote(cart, Store("INR", free_shipping_threshold="100"), at=SUMMER)

    assert Decimal(expected) == quoted.to_be_paid
