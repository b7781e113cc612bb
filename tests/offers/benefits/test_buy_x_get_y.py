# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Benefit 6: with d discounted units the rest must be enough; the largest such d.

The ids of the rows show the arithmetic; what is expected is what is left of each
line, or the refusal with its distance.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.offers import (
    MONEY,
    buy_get,
    coupon,
    fixed,
    outcome,
    promotion,
    row,
    rules,
)
from tests.factories.tables import case


def bought(*rows: tuple[Any, str, int, str], **more: Any) -> dict[str, Any]:
    """Return a promotion of (from, bought, free units, got)."""
    return promotion("buy-x-get-y", buy_get(*rows, **more))


class TestOneProduct:
    """The two pools are the same units; the discounted ones are not bought."""

    @pytest.mark.parametrize(
        ("quantity", "rule", "expected"),
        [
            case("2 - 1 is 1 of 2", 2, (2, 1), "quantity_too_low 1"),
            case("3 - 1 is 2 of 2", 3, (2, 1), "200.00"),
            case("4 - 2 is 2 of 4, so 1", 4, (2, 1), "300.00"),
            case("5 - 2 is 3 of 4, so 1", 5, (2, 1), "400.00"),
            case("6 - 2 is 4 of 4", 6, (2, 1), "400.00"),
            case("1 - 1 is 0 of 1", 1, (1, 1), "quantity_too_low 1"),
            case("2 - 1 is 1 of 1", 2, (1, 1), "100.00"),
            case("3 - 1 is 2 of 3", 3, (3, 2), "quantity_too_low 1"),
            case("a part of a set: 4 - 1 is 3 of 3", 4, (3, 2), "300.00"),
            case("a whole set: 5 - 2 is 3 of 3", 5, (3, 2), "300.00"),
            case("6 - 3 is 3 of 6, so 2", 6, (3, 2), "400.00"),
            case("8 - 2, since 8 - 3 is 5 of 6", 8, (3, 2), "600.00"),
            case("9 - 3 is 6 of 6", 9, (3, 2), "600.00"),
            case("10 - 4 is 6 of 6", 10, (3, 2), "600.00"),
            case("11 - 4, since 11 - 5 is 6 of 9", 11, (3, 2), "700.00"),
        ],
    )
    def test_buy_some_get_some_free(
        self, quantity: int, rule: tuple[int, int], expected: str
    ) -> None:
        """`ceil(d / get_quantity) x minimum_quantity` units must be paid for."""
        offer = bought((rule[0], "A", rule[1], "A"))

        assert expected == outcome(f"A {quantity} x 100.00", offer)

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            case("199.99 - 199.99 is 0 of 200", "A 1 x 199.99", "value_too_low 200.00"),
            case("200 - 100 is 100 of 200", "A 2 x 100.00", "value_too_low 100.00"),
            case("300 - 100 is 200 of 200", "A 3 x 100.00", "200.00"),
            case("500 - 200 is 300 of 400, so 1", "A 5 x 100.00", "400.00"),
            case("600 - 200 is 400 of 400", "A 6 x 100.00", "400.00"),
        ],
    )
    def test_for_an_amount(self, said: str, expected: str) -> None:
        """For each 200.00 paid one unit comes free."""
        assert expected == outcome(said, bought(("200", "A", 1, "A"), by=MONEY))

    def test_what_costs_nothing_gets_no_nearer(self) -> None:
        """The gift is there and free already, so one A more would not help."""
        offer = bought((2, "A", 1, "G"))

        assert "nothing_to_discount" == outcome("A 1 x 100.00; G 1 x 0", offer)

    def test_uneven_units(self) -> None:
        """1.00 left is 0.34, 0.33 and 0.33: the cheapest is free."""
        offers = [
            promotion("discount", fixed("2.00"), "all", id="off"),
            bought((2, "A", 1, "A")),
        ]

        assert "0.67" == outcome("A 3 x 1.00", *offers)

    def test_uneven_units_picked_across_their_groups(self) -> None:
        """0.35 left is 0.12, 0.12 and 0.11: 0.11 and one of 0.12 are free."""
        offers = [
            promotion("discount", fixed("2.65"), "all", id="off"),
            bought((1, "A", 2, "A")),
        ]

        assert "0.12" == outcome("A 3 x 1.00", *offers)


class TestTwoProducts:
    """Buy 2 of A, get 1 of B."""

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            case("1 of 2", "A 1 x 100.00; B 1 x 50.00", "quantity_too_low 1"),
            case("2 of 2", "A 2 x 100.00; B 1 x 50.00", "200.00 0.00"),
            case("3 of 4 for the second", "A 3 x 100.00; B 2 x 50.00", "300.00 50.00"),
            case("4 of 4", "A 4 x 100.00; B 2 x 50.00", "400.00 0.00"),
            case(
                "more than there is to get", "A 9 x 100.00; B 1 x 50.00", "900.00 0.00"
            ),
            case("nothing to get", "A 2 x 100.00", "no_matching_items 1"),
            case("nothing bought", "B 2 x 50.00", "no_matching_items"),
            case("neither", "C 2 x 50.00", "not matching"),
            case(
                "units of nothing are not bought",
                "A 2 x 0.00; B 1 x 50.00",
                "quantity_too_low 2",
            ),
            case(
                "units of nothing are not got",
                "A 2 x 100.00; B 1 x 0.00",
                "nothing_to_discount",
            ),
        ],
    )
    def test_free(self, said: str, expected: str) -> None:
        """The bought units stay as they are."""
        assert expected == outcome(said, bought((2, "A", 1, "B")))

    @pytest.mark.parametrize(
        ("said", "percent", "expected"),
        [
            case("50 % of 50", "A 2 x 100.00; B 1 x 50.00", "50", "200.00 25.00"),
            case(
                "once for the row: 50 % of 2 x 0.15",
                "A 4 x 100.00; B 2 x 0.15",
                "50",
                "400.00 0.15",
            ),
            case("100 %", "A 2 x 100.00; B 1 x 50.00", "100", "200.00 0.00"),
            case("0 %", "A 2 x 100.00; B 1 x 50.00", "0", "nothing_to_discount"),
            case(
                "49 % of 0.01 is 0",
                "A 2 x 100.00; B 1 x 0.01",
                "49",
                "nothing_to_discount",
            ),
        ],
    )
    def test_discounted(self, said: str, percent: str, expected: str) -> None:
        """`round(percent x sum)` of a row's discounted units."""
        assert expected == outcome(said, bought((2, "A", 1, "B"), percent=percent))

    def test_a_percent_beside_free_says_nothing(self) -> None:
        """What is free is free, whatever stands in get_discount_percent."""
        details = buy_get((2, "A", 1, "B"))
        details["products"][0]["get_discount_percent"] = "10"

        assert "200.00 0.00" == outcome(
            "A 2 x 100.00; B 1 x 50.00", promotion("buy-x-get-y", details)
        )

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            case("99.99 of 100", "A 1 x 99.99; B 2 x 50.00", "value_too_low 0.01"),
            case("100 of 100", "A 1 x 100.00; B 2 x 50.00", "100.00 50.00"),
            case("199.99 of 200", "A 1 x 199.99; B 2 x 50.00", "199.99 50.00"),
            case("200 of 200", "A 2 x 100.00; B 2 x 50.00", "200.00 0.00"),
        ],
    )
    def test_for_an_amount(self, said: str, expected: str) -> None:
        """For each 100.00 of A one B is free."""
        assert expected == outcome(said, bought(("100", "A", 1, "B"), by=MONEY))


class TestTargets:
    """A side is a product, a variant or a category; what is given must all hold."""

    @pytest.mark.parametrize(
        ("sides", "expected"),
        [
            case("any red for any in c", ("@c", "/red"), "100.00 80.00 0.00 40.00"),
            case("A for B", ("A", "B"), "100.00 80.00 0.00 40.00"),
            case("red A for blue A", ("A/red", "A/blue"), "100.00 0.00 60.00 40.00"),
            case("in d for B", ("B", "@d"), "100.00 80.00 60.00 0.00"),
            case("A in c for A", ("A", "A@c"), "0.00 80.00 60.00 40.00"),
            case("red in c", ("C", "/red@c"), "0.00 80.00 60.00 40.00"),
            case("B in c: there is none", ("A", "B@c"), "no_matching_items 1"),
            case("nothing of all that", ("X@c", "Y@d"), "not matching"),
            case("X in c, that A in c is not", ("X@c", "A@c"), "no_matching_items"),
        ],
    )
    def test_buy_one_get_one(self, sides: tuple[str, str], expected: str) -> None:
        """Red A 100 in c, blue A 80, red B 60, C 40 in d."""
        assert expected == outcome(
            "A/red 1 x 100.00 in c; A/blue 1 x 80.00;"
            " B/red 1 x 60.00; C 1 x 40.00 in d",
            bought((1, sides[0], 1, sides[1])),
        )

    @pytest.mark.parametrize(
        ("priority", "expected"),
        [
            case("C", "cheapest_first", "80.00 100.00 0.00"),
            case("B", "most_expensive_first", "80.00 0.00 60.00"),
            case("the first in the cart", "first_added", "0.00 100.00 60.00"),
        ],
    )
    def test_overlapping_sets_in_picking_order(
        self, priority: str, expected: str
    ) -> None:
        """Buy 2 of a category and get 1 of it: the first in picking order is free."""
        said = "A 1 x 80.00 in c; B 1 x 100.00 in c; C 1 x 60.00 in c"
        offer = coupon(
            "buy-x-get-y",
            buy_get((2, "@c", 1, "@c")),
            application_rules=rules(None, priority),
        )

        assert expected == outcome(said, offer)

    def test_partly_overlapping_sets(self) -> None:
        """2 of c bought, 1 of B got: B 1 is in both, so A 1 + B 1 are paid."""
        said = "A 1 x 100.00 in c; B 2 x 50.00 in c"

        assert "100.00 50.00" == outcome(said, bought((2, "@c", 1, "B")))


class TestRows:
    """The d units and the needed bought ones are used up for the rows that follow."""

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            case(
                "2 of A are used up",
                "A 2 x 100.00; B 1 x 50.00; C 1 x 60.00",
                "200.00 0.00 60.00",
            ),
            case(
                "1 of A is left",
                "A 3 x 100.00; B 1 x 50.00; C 1 x 60.00",
                "300.00 0.00 60.00",
            ),
            case(
                "2 of A are left",
                "A 4 x 100.00; B 1 x 50.00; C 1 x 60.00",
                "400.00 0.00 0.00",
            ),
            case(
                "the first fails, the second not",
                "A 2 x 100.00; C 1 x 60.00",
                "200.00 0.00",
            ),
        ],
    )
    def test_bought_units_are_used_up(self, said: str, expected: str) -> None:
        """Buy 2 A get B, then buy 2 A get C."""
        assert expected == outcome(said, bought((2, "A", 1, "B"), (2, "A", 1, "C")))

    def test_discounted_units_are_used_up(self) -> None:
        """One B, free for A, is not there any more for C."""
        offer = bought((1, "A", 1, "B"), (1, "C", 1, "B"))

        assert "10.00 0.00 30.00" == outcome(
            "A 1 x 10.00; B 1 x 20.00; C 1 x 30.00", offer
        )

    def test_discounted_units_are_not_bought_later(self) -> None:
        """B is free for A, so it does not buy C; with two Bs the other one does."""
        offer = bought((1, "A", 1, "B"), (1, "B", 1, "C"))

        assert "10.00 0.00 30.00" == outcome(
            "A 1 x 10.00; B 1 x 20.00; C 1 x 30.00", offer
        )
        assert "10.00 20.00 0.00" == outcome(
            "A 1 x 10.00; B 2 x 20.00; C 1 x 30.00", offer
        )

    def test_units_are_used_up_by_their_worth(self) -> None:
        """100.00 takes two units of 60.00; the third buys nothing for 100.00."""
        offer = bought(("100", "A", 1, "B"), ("100", "A", 1, "C"), by=MONEY)
        rest = "B 1 x 50.00; C 1 x 50.00"

        assert "180.00 0.00 50.00" == outcome(f"A 3 x 60.00; {rest}", offer)
        assert "240.00 0.00 0.00" == outcome(f"A 4 x 60.00; {rest}", offer)

    def test_units_are_used_up_across_lines(self) -> None:
        """D's 20.00 and one A of 30.00 make 50.00; two As are left, and buy C."""
        offer = bought(("50", "@c", 1, "B"), ("60", "@c", 1, "C"), by=MONEY)

        assert "90.00 20.00 0.00 0.00" == outcome(
            "A 3 x 30.00 in c; D 1 x 20.00 in c; B 1 x 5.00; C 1 x 5.00", offer
        )

    def test_a_row_that_rounds_to_nothing_uses_nothing_up(self) -> None:
        """1 % of B's 0.10 is 0.001, so A is left to buy C at 1 % off."""
        offer = promotion(
            "buy-x-get-y",
            buy_get((1, "A", 1, "B"), (1, "A", 1, "C"), percent="1"),
        )

        assert "10.00 0.10 99.00" == outcome(
            "A 1 x 10.00; B 1 x 0.10; C 1 x 100.00", offer
        )

    def test_the_cheapest_bought_units_are_used_up_first(self) -> None:
        """One of 10.00 in c buys B; the one of 90.00 is left to buy C."""
        offer = bought((1, "@c", 1, "B"), (1, "A", 1, "C"))

        assert "90.00 10.00 0.00 0.00" == outcome(
            "A 1 x 90.00 in c; D 1 x 10.00 in c; B 1 x 5.00; C 1 x 5.00", offer
        )

    def test_what_is_bought_is_not_what_was_got(self) -> None:
        """4 of c: 1 free and 2 bought are used up, 1 is left and buys D."""
        offer = bought((2, "@c", 1, "@c"), (1, "@c", 1, "D"))

        assert "30.00 0.00" == outcome("A 4 x 10.00 in c; D 1 x 5.00", offer)
        assert "20.00 5.00" == outcome("A 3 x 10.00 in c; D 1 x 5.00", offer)

    def test_another_offer_starts_afresh(self) -> None:
        """Two offers may both count the same two units of A."""
        offers = [
            {**bought((2, "A", 1, "B")), "id": "one"},
            {**bought((2, "A", 1, "C")), "id": "two"},
        ]

        assert "200.00 0.00 0.00" == outcome(
            "A 2 x 100.00; B 1 x 50.00; C 1 x 60.00", *offers
        )

    def test_the_row_that_got_furthest(self) -> None:
        """Of a product nobody has and one unit too few, the latter is told."""
        offer = bought((1, "A", 1, "X"), (2, "A", 1, "B"))

        assert "quantity_too_low 1" == outcome("A 1 x 100.00; B 1 x 50.00", offer)


class TestCaps:
    """`maximum_discount_amount` by the lines' discounts; places over all rows."""

    @pytest.mark.parametrize(
        ("most", "expected"),
        [
            case("150 of at most 150.01", "150.01", "20.00 0.00 0.00"),
            case("150 of at most 150", "150", "20.00 0.00 0.00"),
            case("30 by 50 and 100: 10 and 20", "30", "20.00 40.00 80.00"),
            case("0.01 by 50 and 100: all C's", "0.01", "20.00 50.00 99.99"),
            case("at most 0", "0", "nothing_to_discount"),
        ],
    )
    def test_maximum_discount_amount(self, most: str, expected: str) -> None:
        """B 50.00 and C 100.00 would be free."""
        offer = bought((1, "A", 1, "B"), (1, "A", 1, "C"), most=most)

        assert expected == outcome("A 2 x 10.00; B 1 x 50.00; C 1 x 100.00", offer)

    @pytest.mark.parametrize(
        ("most", "expected"),
        [
            case("no room", 0, "nothing_to_discount"),
            case("1 of B", 1, "90.00 50.00 60.00"),
            case("2 of B", 2, "90.00 0.00 60.00"),
            case("2 of B, 1 of C", 3, "90.00 0.00 30.00"),
            case("all", 4, "90.00 0.00 0.00"),
            case("more than all", 9, "90.00 0.00 0.00"),
        ],
    )
    def test_places(self, most: int, expected: str) -> None:
        """Buy 1 of A get 1 of B, or of C: `max_applicable_items` caps d."""
        offer = coupon(
            "buy-x-get-y",
            buy_get((1, "A", 1, "B"), (1, "A", 1, "C")),
            application_rules=rules(most),
        )

        assert expected == outcome("A 9 x 10.00; B 2 x 50.00; C 2 x 30.00", offer)

    def test_places_leave_bought_units_to_later_rows(self) -> None:
        """Only 1 of B has a place; 1 of the 2 As is left, and no place for C."""
        offer = coupon(
            "buy-x-get-y",
            buy_get((1, "A", 1, "B"), (1, "A", 1, "C")),
            application_rules=rules(1),
        )

        assert "20.00 50.00 30.00" == outcome(
            "A 2 x 10.00; B 2 x 50.00; C 1 x 30.00", offer
        )

    def test_beside_a_discount_on_what_is_left(self) -> None:
        """40.00 off B first: the free unit is worth the 10.00 that are left."""
        offers = [
            promotion("discount", fixed("40", row("B")), id="off"),
            bought((1, "A", 1, "B")),
        ]

        assert "100.00 0.00" == outcome("A 1 x 100.00; B 1 x 50.00", *offers)
