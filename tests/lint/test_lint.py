# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Offers that are legal and probably not meant, and their harmless neighbours."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import Line, Store, lint, read_checkout
from checkout_core.lint import MAX_RIVALS, Finding
from tests.factories.carts import checkout
from tests.factories.faults import faults_of
from tests.factories.offers import (
    MONEY,
    buy_get,
    coupon,
    fixed,
    fixed_price,
    free_goods,
    ours,
    percentage,
    promotion,
    rewards,
    row,
    rules,
    volume,
)
from tests.factories.tables import case


def found(*offers: dict[str, Any]) -> tuple[Finding, ...]:
    """Return what is found about a store that has *offers*."""
    document = checkout("A 1 x 1.00", *offers, code=None)
    return lint(read_checkout(json.dumps(document)).store)


def codes(*offers: dict[str, Any]) -> list[str]:
    """Return the codes of what is found."""
    return [each.code for each in found(*offers)]


def limits(total: int | None, customer: int | None, code: int | None) -> dict[str, Any]:
    """Return redemption_limits."""
    return {
        "total_redemptions": total,
        "per_customer_redemptions": customer,
        "per_coupon_code_redemptions": code,
    }


#: Nothing about this one is strange.
FINE = percentage("10", most="50")
#: One that starts when it ends.
NEVER: dict[str, Any] = {
    "starts_at": "2026-11-22T00:00:00Z",
    "expires_at": "2026-11-22T05:30:00+05:30",
}


class TestNeverApplies:
    """`never_applies`: nobody can ever get it."""

    @pytest.mark.parametrize(
        "offer",
        [
            case(
                "no redemption",
                promotion(
                    "discount", FINE, "all", redemption_limits=limits(0, None, None)
                ),
            ),
            case(
                "none for a customer",
                promotion(
                    "discount", FINE, "all", redemption_limits=limits(None, 0, None)
                ),
            ),
            case(
                "none for a code",
                coupon(
                    "discount", FINE, "all", redemption_limits=limits(None, None, 0)
                ),
            ),
            case(
                "0 units",
                promotion("discount", percentage("5", row("A", units=(None, 0)))),
            ),
            case(
                "nothing of an amount",
                promotion("discount", fixed("5", row("A", money=("5", "0")))),
            ),
            case(
                "a price from 20 on and up to 10",
                coupon("fixed-price", fixed_price(("A", "20", "10", "5"), by=MONEY)),
            ),
            case(
                "at most no unit",
                promotion("volume-based", volume(("A", "<=0 5"), most="5")),
            ),
            case(
                "a limit that is exceeded before it is met",
                promotion(
                    "volume-based", volume(("A", "<=5 0, >5 0, <=9 5"), most="5")
                ),
            ),
            case(
                "every quantity exceeds 0",
                promotion("volume-based", volume(("A", "<=9 5, >0 0"), most="5")),
            ),
            case("an empty window", promotion("discount", FINE, "all", **NEVER)),
            case("no code", coupon("discount", FINE, "all", coupon_code=[])),
            case(
                "no room", coupon("discount", FINE, "all", application_rules=rules(0))
            ),
            case(
                "no room at a price",
                coupon(
                    "fixed-price",
                    fixed_price(("A", 1, None, "1")),
                    application_rules=rules(0),
                ),
            ),
            case("0 %", promotion("discount", percentage("0", most="5"), "all")),
            case("a cap of 0", promotion("discount", percentage("5", most="0"), "all")),
            case("an amount of 0", promotion("discount", fixed("0"), "all")),
            case(
                "a price for 0 units",
                coupon("fixed-price", fixed_price(("A", 1, 0, "5"))),
            ),
            case("0 free goods", promotion("free-goods", free_goods((2, 0), (3, 0)))),
            case(
                "y at 0 %",
                promotion("buy-x-get-y", buy_get((1, "A", 1, "B"), percent="0")),
            ),
            case(
                "y capped at 0",
                promotion("buy-x-get-y", buy_get((1, "A", 1, "B"), most="0")),
            ),
            case(
                "volume at 0 %",
                promotion("volume-based", volume(("A", ">1 0, <=1 0"), most="5")),
            ),
            case(
                "volume capped at 0",
                promotion("volume-based", volume(("A", ">1 5"), most="0")),
            ),
            case("0 points", coupon("accelerated-rewards", rewards(0, row("A")))),
        ],
    )
    def test_is_found(self, offer: dict[str, Any]) -> None:
        """One reason, one finding."""
        assert ["never_applies"] == codes(offer)

    @pytest.mark.parametrize(
        "offer",
        [
            case(
                "one redemption",
                promotion("discount", FINE, "all", redemption_limits=limits(1, 1, 0)),
            ),
            case(
                "a window",
                promotion(
                    "discount",
                    FINE,
                    "all",
                    **NEVER | {"expires_at": "2026-11-22T00:00:01Z"},
                ),
            ),
            case("an open window", promotion("discount", FINE, "all", starts_at=None)),
            case("a promotion needs no code", promotion("discount", FINE, "all")),
            case("a code", coupon("discount", FINE, "all")),
            case(
                "room for one",
                coupon("discount", FINE, "all", application_rules=rules(1)),
            ),
            case(
                "free goods ask for no room",
                coupon("free-goods", free_goods((2, 1)), application_rules=rules(0)),
            ),
            case(
                "shipping asks for no room",
                coupon("free-shipping", application_rules=rules(0)),
            ),
            case(
                "points ask for no room",
                coupon(
                    "accelerated-rewards",
                    rewards(5, row("A")),
                    application_rules=rules(0),
                ),
            ),
            case(
                "an amount",
                promotion("discount", fixed("5"), "all", minimum_order_total="5"),
            ),
            case(
                "a price for 1 unit of two rows",
                coupon("fixed-price", fixed_price(("A", 1, 0, "5"), ("B", 1, 1, "5"))),
            ),
            case(
                "a price for all units",
                coupon("fixed-price", fixed_price(("A", 1, None, "5"))),
            ),
            case(
                "free goods in one slab",
                promotion("free-goods", free_goods((2, 0), (3, 1))),
            ),
            case(
                "y at 1 % in one row",
                promotion("buy-x-get-y", buy_get((1, "A", 1, "B"), percent="1")),
            ),
            case(
                "volume in one slab",
                promotion("volume-based", volume(("A", ">1 0, <=1 5"), most="5")),
            ),
            case(
                "between two limits",
                promotion(
                    "volume-based", volume(("A", "<=9 5, <=5 0, >8 0"), most="5")
                ),
            ),
            case(
                "at most one unit",
                promotion("volume-based", volume(("A", "<=1 5, >1 0"), most="5")),
            ),
            case(
                "a price from 10 to 10",
                coupon("fixed-price", fixed_price(("A", "10", "10", "5"), by=MONEY)),
            ),
            case(
                "a price from 2 units on, for one of them",
                coupon("fixed-price", fixed_price(("A", 2, 1, "5"))),
            ),
            case(
                "one row with room",
                promotion(
                    "discount",
                    percentage("5", row("A", units=(None, 0)), row("B"), most="5"),
                ),
            ),
            case("free shipping", promotion("free-shipping")),
        ],
    )
    def test_is_not_found(self, offer: dict[str, Any]) -> None:
        """The neighbour is fine."""
        assert [] == codes(offer)

    def test_says_each_reason(self) -> None:
        """Three reasons are three findings about one offer."""
        offer = coupon(
            "discount", fixed("0"), "all", coupon_code=[], application_rules=rules(0)
        )

        assert [
            "its list of codes is empty, so no customer can enter one",
            "its max_applicable_items is 0, so it applies to no item",
            "its benefit is always zero",
        ] == [each.message for each in found(offer)]


class TestMissingCap:
    """`missing_cap`: a percentage that grows with the cart."""

    @pytest.mark.parametrize(
        ("offer", "expected"),
        [
            case(
                "percentage",
                promotion("discount", percentage("10"), "all"),
                ["missing_cap"],
            ),
            case(
                "volume",
                promotion("volume-based", volume(("A", ">1 5"))),
                ["missing_cap"],
            ),
            case("percentage, capped", promotion("discount", FINE, "all"), []),
            case(
                "every row has a maximum",
                promotion(
                    "discount",
                    percentage(
                        "10",
                        row("A", units=(None, 2)),
                        row("B", money=(None, "9")),
                    ),
                ),
                [],
            ),
            case(
                "one row has none",
                promotion(
                    "discount",
                    percentage("10", row("A", units=(None, 2)), row("B")),
                ),
                ["missing_cap"],
            ),
            case(
                "at most two items",
                coupon("discount", percentage("10"), "all", application_rules=rules(2)),
                [],
            ),
            case(
                "volume, capped",
                promotion("volume-based", volume(("A", ">1 5"), most="9")),
                [],
            ),
            case(
                "y at 50 %",
                promotion("buy-x-get-y", buy_get((1, "A", 1, "B"), percent="50")),
                [],
            ),
        ],
    )
    def test_missing_cap(self, offer: dict[str, Any], expected: list[str]) -> None:
        """Only percentages of whatever comes are warned about."""
        assert expected == codes(offer)


class TestWorthMore:
    """`worth_more_than_its_trigger`: it gives more than it asks for."""

    @pytest.mark.parametrize(
        ("offer", "expected"),
        [
            case(
                "100.01 from 100 on",
                promotion(
                    "discount", fixed("100.01"), "all", minimum_order_total="100"
                ),
                "it takes up to 100.01 off any order of 100 or more",
            ),
            case(
                "0.01 from nothing on",
                promotion("discount", fixed("0.01"), "all"),
                "it takes up to 0.01 off any order, however small",
            ),
            case(
                "100 from 100 on",
                promotion("discount", fixed("100"), "all", minimum_order_total="100"),
                None,
            ),
            case(
                "100 from a row of 100 on",
                promotion("discount", fixed("100", row("A", money=("100", None)))),
                None,
            ),
            case(
                "100 from a row of 99 or of 100 on",
                promotion(
                    "discount",
                    fixed(
                        "100",
                        row("A", money=("100", None)),
                        row("B", money=("99", None)),
                    ),
                    minimum_order_total="50",
                ),
                "it takes up to 100 off any order of 50 or more with B for 99 or more",
            ),
            case(
                "buy 1 get 2",
                promotion("buy-x-get-y", buy_get((1, "A", 2, "B"))),
                "buying 1 of A gives 2 of B free",
            ),
            case(
                "buy 1 get 2 at 100 %",
                promotion("buy-x-get-y", buy_get((1, "A", 2, "B"), percent="100")),
                "buying 1 of A gives 2 of B free",
            ),
            case(
                "buy 1 get 2 at 99 %",
                promotion("buy-x-get-y", buy_get((1, "A", 2, "B"), percent="99")),
                None,
            ),
            case(
                "buy 2 get 2", promotion("buy-x-get-y", buy_get((2, "A", 2, "B"))), None
            ),
            case(
                "for 1.00 get 2",
                promotion("buy-x-get-y", buy_get(("1", "A", 2, "B"), by=MONEY)),
                None,
            ),
            case(
                "2 free from 1 on",
                promotion("free-goods", free_goods((1, 2))),
                "buying 1 of A gives 2 free",
            ),
            case("2 free from 2 on", promotion("free-goods", free_goods((2, 2))), None),
            case(
                "2 free from 1.00 on",
                promotion("free-goods", free_goods(("1", 2), by=MONEY)),
                None,
            ),
        ],
    )
    def test_worth_more(self, offer: dict[str, Any], expected: str | None) -> None:
        """As much as it asks for is fine."""
        wanted = [] if expected is None else [expected]

        assert wanted == [each.message for each in found(offer)]

    @pytest.mark.parametrize(
        ("offer", "expected"),
        [
            case(
                "a product",
                promotion("discount", fixed("300", row("kurta"))),
                "it takes up to 300 off any order with kurta, however small",
            ),
            case(
                "a variant of it",
                promotion("discount", fixed("300", row("kurta", "red"))),
                "it takes up to 300 off any order with kurta, variant red,"
                " however small",
            ),
            case(
                "a variant",
                promotion("discount", fixed("300", row(None, "red"))),
                "it takes up to 300 off any order with variant red, however small",
            ),
            case(
                "three of it",
                promotion("discount", fixed("300", row("kurta", units=(3, None)))),
                "it takes up to 300 off any order with 3 of kurta, however small",
            ),
            case(
                "one of it",
                promotion("discount", fixed("300", row("kurta", units=(1, None)))),
                "it takes up to 300 off any order with kurta, however small",
            ),
            case(
                "three of anything",
                promotion("discount", fixed("300", row(units=(3, None))), "all"),
                "it takes up to 300 off any order with 3 items, however small",
            ),
            case(
                "anything for 100",
                promotion("discount", fixed("300", row(money=("100", None))), "all"),
                "it takes up to 300 off any order with items for 100 or more",
            ),
            case(
                "a category",
                promotion("discount", fixed("300", categories=["wear"]), "category"),
                "it takes up to 300 off any order with goods of category wear,"
                " however small",
            ),
            case(
                "two categories",
                promotion(
                    "discount", fixed("300", categories=["wear", "gift"]), "category"
                ),
                "it takes up to 300 off any order with goods of 2 categories,"
                " however small",
            ),
            case(
                "at most 120 of the 300",
                promotion("discount", fixed("300", row("kurta", money=(None, "120")))),
                "it takes up to 120 off any order with kurta, however small",
            ),
            case(
                "at most 120 of the 300, from 120 on",
                promotion("discount", fixed("300", row("A", money=("120", "120")))),
                None,
            ),
            case(
                "the row that has room",
                promotion(
                    "discount", fixed("300", row("A", units=(None, 0)), row("B"))
                ),
                "it takes up to 300 off any order with B, however small",
            ),
            case(
                "free goods of an order of 500",
                promotion(
                    "free-goods",
                    free_goods((1, 2), product=None),
                    minimum_order_total="500",
                ),
                "buying 1 of a product gives 2 free in an order of 500 or more",
            ),
            case(
                "a category for a product in a category, of an order of 500",
                promotion(
                    "buy-x-get-y",
                    buy_get((1, "@wear", 2, "soap@bath")),
                    minimum_order_total="500",
                ),
                "buying 1 of category wear gives 2 of soap, category bath free in an"
                " order of 500 or more",
            ),
            case(
                "room for 2 of 3",
                coupon(
                    "buy-x-get-y",
                    buy_get((1, "A", 3, "B")),
                    application_rules=rules(2),
                ),
                "buying 1 of A gives 2 of B free",
            ),
            case(
                "room for 1 of 3",
                coupon(
                    "buy-x-get-y",
                    buy_get((1, "A", 3, "B")),
                    application_rules=rules(1),
                ),
                None,
            ),
            case(
                "3 that are free up to an amount",
                promotion("buy-x-get-y", buy_get((1, "A", 3, "B"), most="10")),
                None,
            ),
            case(
                "nobody can use it",
                coupon("discount", fixed("300"), "all", coupon_code=[]),
                "its list of codes is empty, so no customer can enter one",
            ),
        ],
    )
    def test_says_what_is_true(
        self, offer: dict[str, Any], expected: str | None
    ) -> None:
        """The sentence names what an order must hold, and no more than it gives."""
        wanted = [] if expected is None else [expected]

        assert wanted == [each.message for each in found(offer)]

    def test_each_row_and_slab(self) -> None:
        """Two rows too generous are two findings."""
        offer = promotion("buy-x-get-y", buy_get((1, "A", 2, "B"), (1, "A", 3, "C")))

        assert ["worth_more_than_its_trigger"] * 2 == codes(offer)


class TestRowsApplyAlone:
    """`rows_apply_alone`: a row of token price that would be a part of a bundle."""

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            case(
                "1 beside 999",
                [("kurta", 1, None, "999"), ("soap", 1, 1, "1")],
                "its rows do not form a bundle: soap at 1 applies without kurta",
            ),
            case(
                "99.90 beside 999",
                [("soap", 1, 1, "99.90"), ("kurta", 1, None, "999")],
                "its rows do not form a bundle: soap at 99.90 applies without kurta",
            ),
            case("99.91 beside 999", [("A", 1, 1, "99.91"), ("B", 1, 1, "999")], None),
            case("one product", [("A", 1, 1, "1"), ("A", 1, 1, "999")], None),
            case("one row", [("A", 1, 1, "1")], None),
            case("any product", [(None, 1, 1, "1"), (None, 5, 5, "999")], None),
            case("any other", [("A", 1, 1, "1"), (None, 1, 1, "999")], None),
        ],
    )
    def test_a_tenth_of_another_price(
        self, rows: list[tuple[str | None, int, Any, str]], expected: str | None
    ) -> None:
        """Rows are alternatives, each for its own product."""
        wanted = [] if expected is None else [("rows_apply_alone", expected)]

        assert wanted == [
            (each.code, each.message)
            for each in found(coupon("fixed-price", fixed_price(*rows)))
        ]


class TestFundsNothing:
    """`funds_nothing`: somebody else would pay for what takes no money off a line."""

    @pytest.mark.parametrize(
        ("payer", "expected"), [("platform", ["funds_nothing"]), ("seller", [])]
    )
    @pytest.mark.parametrize(
        "offer",
        [
            case("shipping", promotion("free-shipping")),
            case("goods", promotion("free-goods", free_goods((2, 1)))),
            case("points", coupon("accelerated-rewards", rewards(5, row("A")))),
        ],
    )
    def test_what_is_free(
        self, offer: dict[str, Any], payer: str, expected: list[str]
    ) -> None:
        """Nothing of it is ever counted as funded savings."""
        assert expected == codes(offer | {"x_checkout_core": {"funded_by": payer}})

    def test_money_off_is_funded(self) -> None:
        """A discount of the platform is fine."""
        payer = {"funded_by": "platform"}

        assert [] == codes(promotion("discount", FINE, "all", x_checkout_core=payer))

    def test_says_who_and_what(self) -> None:
        """The sentence names both."""
        payer = {"funded_by": "brand"}
        (finding,) = found(promotion("free-shipping", x_checkout_core=payer))

        assert (
            "funded_by brand covers discounts on lines only, not free-shipping"
            == finding.message
        )


def tied(
    name: str, percent: str, *, together: bool = False, **fields: Any
) -> dict[str, Any]:
    """Return a promotion of a capped percentage of everything."""
    return promotion(
        "discount",
        percentage(percent, most="50"),
        "all",
        id=name,
        can_be_used_with_other_promotion=together,
        **fields,
    )


#: A year, the next one, and whatever comes later.
THEN: dict[str, Any] = {
    "starts_at": "2026-01-01T00:00:00Z",
    "expires_at": "2027-01-01T00:00:00Z",
}
BEFORE: dict[str, Any] = {"starts_at": None, "expires_at": "2026-01-01T00:00:00Z"}
NEXT: dict[str, Any] = {
    "starts_at": "2027-01-01T00:00:00Z",
    "expires_at": "2028-01-01T00:00:00Z",
}
LATER: dict[str, Any] = {"starts_at": "2028-01-01T00:00:00Z", "expires_at": None}
ALWAYS: dict[str, Any] = {"starts_at": None, "expires_at": None}


class TestAlwaysTies:
    """`always_ties`: an exclusive promotion that an earlier one always beats."""

    def test_two_exclusives_that_give_the_same(self) -> None:
        """The later one is told, and which one wins."""
        (finding,) = found(tied("a", "10"), tied("b", "20"), tied("c", "10"))

        assert ("promotions[2]", "always_ties", "c") == (
            finding.path,
            finding.code,
            finding.offer_id,
        )
        assert "'a'" in finding.message

    @pytest.mark.parametrize(
        "second",
        [
            case("it asks for more", {"minimum_order_total": "1000"}),
            case("it is used up", {"redemption_limits": limits(5, None, None)}),
        ],
    )
    def test_one_that_is_to_be_had_less_often(self, second: dict[str, Any]) -> None:
        """The first wins each tie as long as it is open, and is never used up."""
        (finding,) = found(tied("a", "10"), tied("b", "10", **second))

        assert (
            "it never applies while 'a' is open, which gives the same and comes first"
            " in the list" == finding.message
        )

    @pytest.mark.parametrize(
        ("others", "expected"),
        [(MAX_RIVALS - 1, ["always_ties"]), (MAX_RIVALS, [])],
    )
    def test_with_the_first_of_many(self, others: int, expected: list[str]) -> None:
        """Each asks for less than those before it, and the last two for the same."""
        asks = [*range(others + 1, 1, -1), 1, 1]
        offers = [
            tied(f"p{at}", "10", minimum_order_total=str(each))
            for at, each in enumerate(asks)
        ]

        assert expected == codes(*offers)

    def test_each_is_told_once(self) -> None:
        """Of three that give the same the second and the third are told."""
        a, b, c = tied("a", "10", **ALWAYS), tied("b", "10", **THEN), tied("c", "10")

        assert [("b", True), ("c", True)] == [
            (each.offer_id, "'a'" in each.message) for each in found(a, b, c)
        ]

    def test_the_one_that_is_open_at_the_same_time(self) -> None:
        """The first of three is over before the others start."""
        a, b, c = tied("a", "9", **THEN), tied("b", "9", **NEXT), tied("c", "9", **NEXT)

        (finding,) = found(a, b, c)

        assert ("c", True) == (finding.offer_id, "'b'" in finding.message)

    @pytest.mark.parametrize(
        "offers",
        [
            case(
                "one year after the other",
                [
                    tied("a", "10", **NEXT),
                    tied("b", "10", **THEN),
                    tied("c", "10", **LATER),
                ],
            ),
            case(
                "another pays, so other taxes are saved",
                [
                    tied("a", "10"),
                    tied("b", "10", x_checkout_core={"funded_by": "brand"}),
                ],
            ),
            case("another percent", [tied("a", "10"), tied("b", "11")]),
            case("combinable", [tied("a", "10"), tied("b", "10", together=True)]),
            case(
                "the first ends the moment it starts, while the other is open",
                [
                    tied("a", "10", **NEVER),
                    tied("b", "10", starts_at="2026-01-01T00:00:00Z", expires_at=None),
                ],
            ),
            case(
                "the first asks for more",
                [tied("a", "10", minimum_order_total="1000"), tied("b", "10")],
            ),
            case(
                "the first is used up some day",
                [
                    tied("a", "10", redemption_limits=limits(5, None, None)),
                    tied("b", "10"),
                ],
            ),
            case(
                "coupons never meet",
                [
                    coupon("discount", FINE, "all", id=each, coupon_code=[each])
                    for each in "ab"
                ],
            ),
        ],
    )
    def test_is_not_found(self, offers: list[dict[str, Any]]) -> None:
        """Only what is always the same ties always."""
        assert "always_ties" not in codes(*offers)


class TestStacks:
    """`stack_reaches_100`: percentages of everything that apply together."""

    def test_a_hundred_together(self) -> None:
        """50 + 30 + 20; the last one is told."""
        (finding,) = found(
            *(
                tied(each, percent, together=True)
                for each, percent in (("a", "50"), ("b", "30"), ("c", "20"))
            )
        )

        assert ("promotions[2]", "stack_reaches_100", "c") == (
            finding.path,
            finding.code,
            finding.offer_id,
        )
        assert "100 %" in finding.message

    def test_of_what_is_open_at_the_same_time(self) -> None:
        """60 + 50 at the end of the second year; what is over by then is left out."""
        (finding,) = found(
            tied("a", "60", together=True, **NEXT | {"expires_at": None}),
            tied("b", "90", together=True, **THEN),
            tied("c", "50", together=True, **LATER),
        )

        assert ("c", True) == (finding.offer_id, "110 %" in finding.message)

    @pytest.mark.parametrize(
        "last",
        [
            case("a year later", tied("b", "50", together=True, **NEXT)),
            case("the year before", tied("b", "50", together=True, **BEFORE)),
            case("never", tied("b", "50", together=True, **NEVER)),
            case("99.99 together", tied("b", "49.99", together=True)),
            case("exclusive", tied("b", "50")),
            case(
                "of two items",
                promotion(
                    "discount", percentage("50", row(units=(None, 2))), "all", id="b"
                ),
            ),
            case(
                "that nobody can use",
                tied("b", "50", together=True, redemption_limits=limits(0, None, None)),
            ),
            case(
                "of one product",
                promotion("discount", percentage("50", row("A"), most="5"), id="b"),
            ),
            case(
                "an amount",
                promotion(
                    "discount", fixed("50"), "all", id="b", minimum_order_total="50"
                ),
            ),
            case(
                "a coupon",
                coupon("discount", percentage("50", most="5"), "all", id="b"),
            ),
        ],
    )
    def test_is_not_found(self, last: dict[str, Any]) -> None:
        """50 % in a year, and another one."""
        first = tied("a", "50", together=True, **THEN)

        assert "stack_reaches_100" not in codes(first, last)


def test_what_never_applies_does_nothing_else() -> None:
    """No cap is missing of 0 %, and nothing is given by what has no code."""
    assert ["never_applies"] == codes(promotion("discount", percentage("0"), "all"))


class TestFindings:
    """Findings come in the store's order and say where to look."""

    def test_in_the_store_s_order(self) -> None:
        """Promotions first, then coupons, then what is found about several."""
        offers = [
            promotion("discount", percentage("100"), "all", id="p"),
            coupon("discount", percentage("100"), "all", id="c"),
        ]

        assert [
            ("promotions[0]", "missing_cap"),
            ("coupons[0]", "missing_cap"),
            ("promotions[0]", "stack_reaches_100"),
        ] == [(each.path, each.code) for each in found(*offers)]

    def test_in_one_line(self) -> None:
        """A finding reads as a sentence."""
        (finding,) = found(promotion("discount", fixed("0"), "all"))

        assert "promotions[0] (p): its benefit is always zero" == str(finding)

    def test_no_offers(self) -> None:
        """Without offers there is nothing to look at."""
        assert () == found()


# Against the prices of a catalogue ---------------------------------------------------


def shelf(*said: str, **fields: Any) -> list[Line]:
    """Return lines of a catalogue."""
    found = read_checkout(json.dumps(checkout("; ".join(said)))).cart.lines
    return [each.changed(**fields) for each in found]


def dear(offer: dict[str, Any], lines: list[Line]) -> list[str]:
    """Return what is found about an offer beside a catalogue."""
    document = checkout("A 1 x 1.00", offer, code=None)
    found = lint(read_checkout(json.dumps(document)).store, lines=lines)
    return [each.message for each in found if each.code == "not_cheaper"]


ANY_THREE = ours("set_price", size=3, price="999")
PAIR = [{"product_ids": ["A"]}, {"quantity": 2}]
DEAR = "the cheapest units that make a set cost {}, no more than its price of {}"


@pytest.mark.parametrize(
    ("offer", "lines", "expected"),
    [
        case(
            "3 x 333", ANY_THREE, ["A 1 x 333.00", "B 1 x 900.00"], ("999.00", "999.00")
        ),
        case("3 x 333.01", ANY_THREE, ["A 1 x 333.01"], None),
        case("no goods", ANY_THREE, [], None),
        case(
            "of C alone",
            ours("set_price", size=3, price="999", target={"product_ids": ["C"]}),
            ["A 1 x 1.00"],
            None,
        ),
        case(
            "A and 2 x 4.50",
            ours("bundle", components=PAIR, price="14.00"),
            ["A 1 x 5.00", "B 1 x 4.50"],
            ("14.00", "14.00"),
        ),
        case(
            "A alone makes no pair",
            ours("bundle", components=PAIR, price="14.00"),
            ["A 1 x 5.00"],
            None,
        ),
        case(
            "a percentage of them",
            ours("bundle", components=PAIR, percent_off="5"),
            ["A 1 x 5.00", "B 1 x 4.50"],
            None,
        ),
    ],
)
def test_a_set_that_costs_no_more_without_its_price(
    offer: dict[str, Any], lines: list[str], expected: tuple[str, str] | None
) -> None:
    """The cheapest units that make one, as often as there are not fewer."""
    goods = shelf(*lines) if lines else []

    assert ([] if expected is None else [DEAR.format(*expected)]) == dear(offer, goods)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        case("as many as one likes", {}, ["3.00"]),
        case("one of each: 1 + 2 + 9", {"max_order_quantity": 1}, ["12.00"]),
        case("by weight", {"price_per": 1000}, []),
        case("off the grid", {"selling_price": "1.005"}, []),
    ],
)
def test_what_makes_a_set_of_the_catalogue(
    fields: dict[str, Any], expected: list[str]
) -> None:
    """A line counts as often as it may be ordered; one without units does not."""
    goods = shelf("A 1 x 1.00", "B 1 x 2.00", "C 1 x 9.00", **fields)

    assert [DEAR.format(each, "999.00") for each in expected] == dear(ANY_THREE, goods)


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [({"product_ids": ["A"]}, "6.00"), ({"discounted": True}, "27.00"), (None, "3.00")],
)
def test_what_an_offer_excludes_makes_no_set(
    exclude: dict[str, Any] | None, expected: str
) -> None:
    """Goods that it names, or those below their listing price."""
    goods = [
        *shelf("A 1 x 1.00", "B 1 x 2.00", listing_price="5.00"),
        *shelf("C 1 x 9.00"),
    ]
    own = {**ANY_THREE["x_checkout_core"], "exclude": exclude}

    assert [DEAR.format(expected, "999.00")] == dear(
        {**ANY_THREE, "x_checkout_core": own}, goods
    )


def test_a_catalogue_has_lines() -> None:
    """Any other value is named with its place."""
    lines: Any = [*shelf("A 1 x 1.00"), "tee"]

    assert [("lines[1]", "wrong_type")] == faults_of(lint, Store("INR"), lines=lines)


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        case("the same twice", [{"product_ids": ["A"]}] * 2, [1]),
        case("all of it before", [{}, {"product_ids": ["A"]}], [1]),
        case(
            "in one of those before",
            [{"product_ids": ["A", "B"]}, {}, {"product_ids": ["B"]}],
            [2],
        ),
        case(
            "in two together",
            [
                {"product_ids": ["A"]},
                {"product_ids": ["B"]},
                {"product_ids": ["A", "B"]},
            ],
            [],
        ),
        case("the narrow one first", [{"product_ids": ["A"]}, {}], []),
    ],
)
def test_a_component_that_no_line_can_belong_to(
    components: list[dict[str, Any]], expected: list[int]
) -> None:
    """Every id of it is in one component before it."""
    warnings = found(ours("bundle", components=components, price="9"))

    assert [("component_shadowed", f"components[{i}]") for i in expected] == [
        (each.code, each.message.split(",")[0].rpartition(" ")[2]) for each in warnings
    ]


def asking(**own: Any) -> dict[str, Any]:
    """Return 10 % on some goods with own keys."""
    goods = {**FINE, "products": [row("A"), row("B")]}
    return promotion("discount", goods, x_checkout_core=own)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        case(
            "a first order after others",
            {"conditions": {"first_order": True, "minimum_orders": 1}},
            ["never_matches"],
        ),
        case("a first order", {"conditions": {"first_order": True}}, []),
        case(
            "all that it is for",
            {"exclude": {"product_ids": ["B", "A"]}},
            ["never_matches"],
        ),
        case("some of it", {"exclude": {"product_ids": ["A"]}}, []),
        case("a category of it", {"exclude": {"category_ids": ["gold"]}}, []),
        case("what is reduced", {"exclude": {"discounted": True}}, []),
        case(
            "hours", {"conditions": {"windows": [{"to": "09:00"}]}}, ["no_utc_offset"]
        ),
    ],
)
def test_conditions_and_exclusions(own: dict[str, Any], expected: list[str]) -> None:
    """What no cart meets, and hours on a clock that is not known."""
    assert expected == codes(asking(**own))


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [
        case("its categories", {"category_ids": ["x", "y"]}, ["never_matches"]),
        case("one of them", {"category_ids": ["x"]}, []),
    ],
)
def test_an_exclusion_of_categories(
    exclude: dict[str, Any], expected: list[str]
) -> None:
    """A category covers itself."""
    goods = {**FINE, "category_id": ["x", "y"]}
    own = {"x_checkout_core": {"exclude": exclude}}

    assert expected == codes(promotion("discount", goods, "category", **own))


def test_everything_is_never_excluded_by_ids() -> None:
    """A cart may hold other goods."""
    own = {"x_checkout_core": {"exclude": {"product_ids": ["A"]}}}

    assert [] == codes(promotion("discount", FINE, "all", **own))


def test_hours_on_the_stores_own_clock() -> None:
    """With an offset there is nothing to say."""
    own = {"x_checkout_core": {"conditions": {"windows": [{"to": "09:00"}]}}}
    document = checkout(
        "A 1 x 1.00",
        promotion("discount", FINE, "all", **own),
        code=None,
        store={"utc_offset": "+05:30"},
    )

    assert () == lint(read_checkout(json.dumps(document)).store)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        case("both ask the same", {"channels": ["a"]}, {"channels": ["a"]}, True),
        case("the second asks", {}, {"channels": ["a"]}, True),
        case("the first asks", {"channels": ["a"]}, {}, False),
        case("they ask for others", {"channels": ["a"]}, {"channels": ["b"]}, False),
    ],
)
def test_a_tie_needs_the_same_conditions(
    first: dict[str, Any],
    second: dict[str, Any],
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """The later one never applies if the earlier one always does where it would."""
    alone = {"can_be_used_with_other_promotion": False}
    offers = [
        promotion(
            "discount",
            FINE,
            "all",
            id=name,
            **alone,
            **({"x_checkout_core": {"conditions": each}} if each else {}),
        )
        for name, each in (("a", first), ("b", second))
    ]

    assert (["always_ties"] if expected else []) == codes(*offers)


def test_percentages_that_never_meet_do_not_stack() -> None:
    """60 % with UPI and 60 % with cards are never taken together."""
    offers = [
        promotion(
            "discount",
            percentage("60", most="50"),
            "all",
            id=method,
            x_checkout_core={"conditions": {"payment": [{"method": method}]}},
        )
        for method in ("upi", "card")
    ]

    assert [] == codes(*offers)


# Charges -------------------------------------------------------------------------

#: A charge of 9.00 whose rate is an explicit 0.
BAG: dict[str, Any] = {"name": "Bag", "amount": "9.00", "tax_rate": "0"}


def charged(
    *charges: dict[str, Any], lines: list[Line] | None = None, **store: Any
) -> list[tuple[str, str, str]]:
    """Return path, code and name of what is found about a store with *charges*."""
    document = checkout("A 1 x 1.00", store={"charges": list(charges), **store})
    made = read_checkout(json.dumps(document)).store
    return [(each.path, each.code, each.offer_id) for each in lint(made, lines=lines)]


def test_a_charge_that_nobody_gets() -> None:
    """A first order is never the fourth."""
    conditions = {"first_order": True, "minimum_orders": 3}
    wrap = {"id": "wrap", "name": "Wrap", "when": "chosen", "amount": "5.00"}

    assert [("charges[0]", "charge_unreachable", "wrap")] == charged(
        {**wrap, "conditions": conditions}
    )


def test_the_hours_of_a_charge_need_an_offset() -> None:
    """As those of an offer do."""
    bag = {
        "name": "Bag",
        "amount": "9.00",
        "conditions": {"windows": [{"to": "12:00"}]},
    }

    assert [("charges[0]", "no_utc_offset", "Bag")] == charged(bag)
    assert [] == charged(bag, utc_offset="+05:30")


@pytest.mark.parametrize(
    ("fields", "store", "expected"),
    [
        case("an explicit 0", {}, {}, True),
        case("a percentage", {"amount": None, "percent": "1"}, {}, True),
        case("its own way", {"charge_tax": "own_rate"}, {}, True),
        case("no rate", {"tax_rate": None}, {}, False),
        case("a rate", {"tax_rate": "18"}, {}, False),
        case("for nothing", {"amount": "0"}, {}, False),
        case("a category", {"tax_category": "outside_scope"}, {}, False),
        case("the way of the goods", {"charge_tax": "highest"}, {}, False),
        case("the store's way", {}, {"tax": {"charge_tax": "apportion"}}, False),
        case("abroad", {}, {"tax": {"regime": "named", "tax_name": "VAT"}}, False),
    ],
)
def test_a_charge_without_tax(
    fields: dict[str, Any],
    store: dict[str, Any],
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """In India a charge beside taxed goods is taxed as they are."""
    wanted = [("charges[0]", "delivery_untaxed", "Bag")] if expected else []

    assert wanted == charged({**BAG, **fields}, **store)


ZONE = {"states": ["Goa"]}


@pytest.mark.parametrize(
    ("table", "paths"),
    [
        case(
            "flat", {"type": "flat", "amount": "9", "tax_rate": 0}, ["shipping_rates"]
        ),
        case("for nothing", {"type": "flat", "amount": "0", "tax_rate": 0}, []),
        case("no rate", {"type": "flat", "amount": "9"}, []),
        case(
            "by weight",
            {"type": "by_weight", "slabs": [{"amount": "9"}], "tax_rate": "0"},
            ["shipping_rates"],
        ),
        case(
            "two zones",
            {
                "type": "by_zone",
                "zones": [
                    {**ZONE, "rate": {"type": "flat", "amount": "9"}},
                    {**ZONE, "rate": {"type": "flat", "amount": "9", "tax_rate": 0}},
                ],
            },
            ["shipping_rates.zones[1].rate"],
        ),
    ],
)
def test_a_delivery_without_tax(table: dict[str, Any], paths: list[str]) -> None:
    """Each rate of the table is looked at."""
    wanted = [(path, "delivery_untaxed", "delivery") for path in paths]

    assert wanted == charged(shipping_rates=table)


@pytest.mark.parametrize(("rate", "count"), [(0, 0), (5, 1)])
def test_a_catalogue_says_whether_goods_are_taxed(rate: int, count: int) -> None:
    """Beside goods at rate 0 a charge at 0 is right."""
    lines = [Line("a", 1, "1.00", tax_rate=rate)]

    assert count == len(charged(BAG, lines=lines))


def test_a_plan_that_asks_for_nothing_now() -> None:
    """An order is confirmed before anything of it is paid."""
    plans: list[Any] = [
        [{"due": "on_delivery"}],
        [{"due": "now", "percent": 5}, {"due": "on_delivery"}],
        [],
    ]
    findings = [lint(Store("INR", payment_plan=plan)) for plan in plans]

    assert [[("payment_plan", "plan_asks_nothing_now", "plan")], [], []] == [
        [(each.path, each.code, each.offer_id) for each in one] for one in findings
    ]
