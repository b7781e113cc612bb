# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The worked numbers of pricing, as comments and docstrings tell them.

Theory stands before the code, where nothing runs it.  Here it is run: who changes an
algorithm, or the number that explains it, hears of the other.  The numbers of refunds
are in their own room.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Address,
    Cart,
    Charge,
    Customer,
    Line,
    Loyalty,
    Quote,
    Store,
    TaxPolicy,
    TaxSlab,
    coupon,
    promotion,
    quote,
)
from checkout_core.offers import (
    Gift,
    amount_off,
    buy_x_get_y,
    percentage_off,
    products,
    row,
)
from checkout_core.subscriptions import Recurrence
from checkout_core.subscriptions.calendar import Frequency, debit_dates


AT = "2026-11-22T12:00:00+05:30"


def sold(*lines: Line, store: Store | None = None, **cart: Any) -> Quote:
    """Return the quote of a cart."""
    return quote(Cart("INR", lines, **cart), store or Store("INR"), at=AT)


def line(product: str, quantity: int, price: str, rate: str = "0", **more: Any) -> Line:
    """Return a line whose price includes no tax unless *more* says so."""
    return Line(product, quantity, price, tax_rate=rate, **more)


def off(gift: Gift, *lines: Line, **rules: object) -> list[str]:
    """Return what a coupon of *gift* takes off each line."""
    offer = coupon("k", gift, ["K"], application_rules=rules or None)
    found = sold(*lines, store=Store("INR", coupons=[offer]), coupon_code="K")
    return [str(each.listed - each.left) for each in found.lines]


CHEAPEST = "cheapest_first"


class TestPicking:
    """`offers.benefits.pools`."""

    def test_units_of_a_line_have_two_amounts(self) -> None:
        """10.00 for 3 units is 3.34 and twice 3.33: the cheapest is free for 3.33."""
        lines = (line("tee", 3, "4.00"), line("pen", 1, "100.00"))
        first = promotion("p", percentage_off(100, maximum="2.00", on=products("tee")))
        gift = buy_x_get_y(buy=products("pen"), get=products("tee"), buy_quantity=1)
        second = coupon(
            "k",
            gift,
            ["K"],
            application_rules={
                "max_applicable_items": 1,
                "application_priority": CHEAPEST,
            },
        )
        store = Store("INR", promotions=[first], coupons=[second])
        found = sold(*lines, store=store, coupon_code="K")

        assert ["6.67", "100.00"] == [str(each.left) for each in found.lines]

    @pytest.mark.parametrize(
        ("priority", "units", "expected"),
        [
            (CHEAPEST, 1, ["0.00", "33.33"]),
            (CHEAPEST, 2, ["0.00", "66.66"]),
            (CHEAPEST, 3, ["0.00", "100.00"]),
            (CHEAPEST, 4, ["50.00", "100.00"]),
            ("most_expensive_first", 1, ["50.00", "0.00"]),
            ("most_expensive_first", 2, ["50.00", "33.34"]),
        ],
    )
    def test_the_picking_order(
        self, priority: str, units: int, expected: list[str]
    ) -> None:
        """A mug at 50.00 and tees at 33.34, 33.33 and 33.33, taken one more each."""
        lines = (line("mug", 1, "50.00"), line("tee", 3, "33.34"))
        tees = promotion("p", percentage_off(100, maximum="0.02", on=products("tee")))
        everything = percentage_off(100)
        rules = {"max_applicable_items": units, "application_priority": priority}
        second = coupon("k", everything, ["K"], application_rules=rules)
        store = Store("INR", promotions=[tees], coupons=[second])
        before = sold(*lines, store=store)
        after = sold(*lines, store=store, coupon_code="K")

        assert expected == [
            str(one.left - other.left)
            for one, other in zip(before.lines, after.lines, strict=True)
        ]

    def test_the_cap_of_the_offer_selects_over_all_rows(self) -> None:
        """A coat at 100.00 and a sock at 10.00: the cheapest unit is the sock."""
        rows = [row(product="coat"), row(product="sock")]
        found = off(
            percentage_off(100, rows=rows),
            line("coat", 1, "100.00"),
            line("sock", 1, "10.00"),
            max_applicable_items=1,
            application_priority=CHEAPEST,
        )

        assert ["0.00", "10.00"] == found

    def test_a_row_selects_before_the_offer(self) -> None:
        """3 tees, at most 2, and 2 mugs; of 3 units in all both mugs and one tee."""
        rows = [row(product="tee", maximum_quantity=2), row(product="mug")]
        found = off(
            percentage_off(100, rows=rows),
            line("tee", 3, "100.00"),
            line("mug", 2, "50.00"),
            max_applicable_items=3,
            application_priority=CHEAPEST,
        )

        assert ["100.00", "100.00"] == found


class TestBuyXGetY:
    """`offers.benefits.buy_x_get_y`: how many units are free."""

    @pytest.mark.parametrize(
        ("buy", "get", "units", "free"),
        [
            # Two sets need 4 bought, and only 3 are left.
            (2, 1, 5, 1),
            # A set of 4; of the 3 that are left 2 are bought and 1 is free.
            (2, 2, 7, 3),
        ],
    )
    def test_a_unit_is_not_bought_and_free(
        self, buy: int, get: int, units: int, free: int
    ) -> None:
        """The units that are given are not among those that are bought."""
        gift = buy_x_get_y(
            buy=products("tee"),
            get=products("tee"),
            buy_quantity=buy,
            get_quantity=get,
        )
        store = Store("INR", promotions=[promotion("p", gift)])
        found = sold(line("tee", units, "10.00"), store=store)

        assert Decimal(10 * free) == found.totals.promotion_savings


class TestTax:
    """`tax.line_rule`, `pricing.taxes` and `pricing.charges`."""

    def test_the_line_rule(self) -> None:
        """999.99 with 18 % inside: 76.27 twice, and 847.45 remain."""
        (found,) = sold(
            line("tee", 1, "999.99", "18", price_including_tax=True),
            store=Store("INR", tax=TaxPolicy(seller_state="27")),
            shipping_address=Address(state="Maharashtra", country="India"),
        ).lines

        assert (["76.27", "76.27"], "847.45") == (
            [str(each.amount) for each in found.components],
            str(found.taxable_value),
        )

    @pytest.mark.parametrize(
        ("price", "expected"), [("2625.00", "5"), ("2626.00", "18")]
    )
    def test_slabs_are_tried_from_the_lowest(self, price: str, expected: str) -> None:
        """Up to 2,500.00 without 5 % the rate is 5, above it is 18."""
        slabs = [TaxSlab(Decimal(2500), Decimal(5)), TaxSlab(None, Decimal(18))]
        tee = Line("tee", 1, price, tax_slabs=slabs, price_including_tax=True)
        (found,) = sold(tee).lines

        assert expected == str(found.tax_rate)

    @pytest.mark.parametrize(
        ("level", "expected"),
        [("document", ["0.06", "0.05", "0.05"]), ("line", ["0.05", "0.05", "0.05"])],
    )
    def test_a_document_is_rounded_once(self, level: str, expected: list[str]) -> None:
        """Three lines of 0.30 at 18 %: 0.162 is 0.16, each alone is 0.05."""
        lines = [line(each, 1, "0.30", "18") for each in "abc"]
        found = sold(*lines, store=Store("INR", tax=TaxPolicy(level=level)))

        assert expected == [str(each.tax_amount) for each in found.lines]

    def test_an_apportioned_charge(self) -> None:
        """10.00 over 100.00 at 28 % and at 0 %: 5.61 and 4.39, net 4.38 and 4.39."""
        charge = Charge("Wrap", 10, price_including_tax=True)
        policy = TaxPolicy(charge_tax="apportion")
        store = Store("INR", charges=[charge], tax=policy)
        found = sold(line("a", 1, "100.00", "28"), line("b", 1, "100.00"), store=store)
        rows = [each for each in found.entries if each.kind.startswith("charge")]

        assert {
            ("charge", "4.38"),
            ("charge", "4.39"),
            ("charge_tax", "1.23"),
        } == {(each.kind, str(each.amount)) for each in rows}


class TestRoundOff:
    """`pricing.totals`: the grand total on a step."""

    def test_only_what_the_shopper_owes_is_rounded(self) -> None:
        """Of 100.40, 12.34 are funded: 88.06 are owed and 88.00 are paid."""
        offer = promotion("p", amount_off("12.34"), funded_by="platform")
        store = Store("INR", promotions=[offer], round_off=1)
        found = sold(line("tee", 1, "100.40"), store=store).totals

        assert ["12.34", "-0.06", "88.00"] == [
            str(found.funded_savings),
            str(found.round_off),
            str(found.to_be_paid),
        ]


class TestTenders:
    """`pricing.tenders`: how many points pay."""

    def test_no_point_is_redeemed_without_value(self) -> None:
        """At 0.004 a point 252 of 300 fit into 1.00, and 250 pay as much."""
        store = Store("INR", loyalty=Loyalty(value_per_point="0.004"))
        found = sold(
            line("pen", 1, "1.00"),
            store=store,
            customer=Customer("u1", loyalty_points_balance=300),
            loyalty_points_redeemed=300,
        )

        assert (Decimal(250), Decimal("1.00")) == (
            found.figures.points.granted,
            found.figures.points.value,
        )


class TestCalendar:
    """`subscriptions.calendar`."""

    @pytest.mark.parametrize(
        ("cadence", "anchor", "expected"),
        [
            ("monthly", date(2026, 1, 31), [date(2026, 2, 28), date(2026, 3, 31)]),
            ("fortnightly", date(2026, 1, 24), [date(2026, 2, 9), date(2026, 2, 24)]),
        ],
    )
    def test_a_step_is_counted_from_the_anchor(
        self, cadence: str, anchor: date, expected: list[date]
    ) -> None:
        """A short month, or half of one, does not move the days after it."""
        found = Recurrence(cadence)

        assert expected == [found.day(anchor, steps) for steps in (1, 2)]

    def test_a_bank_counts_by_its_rule(self) -> None:
        """QUARTERLY with rule value 5 from 10 January 2026."""
        found = debit_dates(Frequency.QUARTERLY, 5, date(2026, 1, 10), 3)

        assert [date(2026, 2, 5), date(2026, 5, 5), date(2026, 8, 5)] == list(found)
