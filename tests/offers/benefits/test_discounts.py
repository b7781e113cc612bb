# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Benefits 1 and 2: a percentage of what is eligible, and one amount off an order.

The ids of the rows show the arithmetic; what is expected is what is left of each
line, or the refusal with its distance.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.carts import priced
from tests.factories.offers import (
    coupon,
    fixed,
    left,
    outcome,
    percentage,
    promotion,
    row,
    rules,
)
from tests.factories.tables import case


#: A cart of two products, 3 x 100.00 and 2 x 50.00.
TWO = "A 3 x 100.00; B 2 x 50.00"


class TestPercentage:
    """`round(percent x eligible amount of all rows)`, allocated by what is eligible."""

    @pytest.mark.parametrize(
        ("said", "percent", "expected"),
        [
            case("10 % of 999.99 = 99.999 -> 100.00", "A 1 x 999.99", "10", "899.99"),
            case("50 % of 0.01 = 0.005 -> 0.01", "A 1 x 0.01", "50", "0.00"),
            case("50 % of 0.03 = 0.015 -> 0.02", "A 1 x 0.03", "50", "0.01"),
            case(
                "49 % of 0.01 = 0.0049 -> 0", "A 1 x 0.01", "49", "nothing_to_discount"
            ),
            case("0 % of anything", "A 1 x 9.00", "0", "nothing_to_discount"),
            case("100 % of 9.00", "A 1 x 9.00", "100", "0.00"),
            case("12.5 % of 10.00 = 1.25", "A 1 x 10.00", "12.5", "8.75"),
            case("33.333333 % of 100 = 33.33", "A 1 x 100.00", "33.333333", "66.67"),
            case("nothing is left of 0.00", "A 1 x 0.00", "10", "nothing_to_discount"),
            case(
                "10 % of 0.99 = 0.099 -> 0.10: 0.0333 each, the odd one to A",
                "B 1 x 0.33; A 1 x 0.33; C 1 x 0.33",
                "10",
                "0.30 0.29 0.30",
            ),
            case(
                "10 % of 1.05 -> 0.11: 5.76 and 5.24, the odd one to the larger rest",
                "A 1 x 0.55; B 1 x 0.50",
                "10",
                "0.49 0.45",
            ),
            case(
                "a line of nothing gets nothing: 10 % of 1.00",
                "A 1 x 0.00; B 1 x 1.00",
                "10",
                "0.00 0.90",
            ),
        ],
    )
    def test_of_everything(self, said: str, percent: str, expected: str) -> None:
        """The whole is rounded once, half up, and the lines add up to it."""
        assert expected == outcome(
            said, promotion("discount", percentage(percent), "all")
        )

    @pytest.mark.parametrize(
        ("most", "expected"),
        [
            case("20.00 is below 20.01", "20.01", "180.00"),
            case("20.00 is 20.00", "20.00", "180.00"),
            case("20.00 is above 19.99", "19.99", "180.01"),
            case("a cap of 0", "0", "nothing_to_discount"),
            case("no cap", None, "180.00"),
        ],
    )
    def test_maximum_discount_amount(self, most: str | None, expected: str) -> None:
        """10 % of 200.00 is 20.00, and at most the cap."""
        details = percentage("10", most=most)

        assert expected == outcome(
            "A 2 x 100.00", promotion("discount", details, "all")
        )

    def test_the_cap_is_of_the_whole_offer(self) -> None:
        """150.01 allocated by 300 and 100: 112.5075 -> 112.51 and 37.5025 -> 37.50."""
        details = percentage("50", most="150.01")

        assert "187.49 62.50" == outcome(
            "A 3 x 100.00; B 2 x 50.00", promotion("discount", details, "all")
        )


class TestRowEdges:
    """Minimums and maximums of a row, one below, at and one above each edge."""

    @pytest.mark.parametrize(
        ("said", "limits", "expected"),
        [
            case(
                "2 of 3",
                "A 2 x 100.00",
                row("A", units=(3, None)),
                "quantity_too_low 1",
            ),
            case("3 of 3", "A 3 x 100.00", row("A", units=(3, None)), "270.00"),
            case("4 of 3", "A 4 x 100.00", row("A", units=(3, None)), "360.00"),
            case("1 of 0", "A 1 x 100.00", row("A", units=(0, None)), "90.00"),
            case(
                "1 + 1 of 3, over lines",
                "A 1 x 100.00; B 1 x 50.00",
                row(units=(3, None)),
                "quantity_too_low 1",
            ),
            case(
                "1 + 2 of 3, over lines",
                "A 1 x 100.00; B 2 x 50.00",
                row(units=(3, None)),
                "90.00 90.00",
            ),
            case(
                "299.99 of 300",
                "A 1 x 299.99",
                row("A", money=("300", None)),
                "value_too_low 0.01",
            ),
            case("300 of 300", "A 1 x 300.00", row("A", money=("300", None)), "270.00"),
            case(
                "300.01 of 300: 30.001 -> 30.00",
                "A 1 x 300.01",
                row("A", money=("300", None)),
                "270.01",
            ),
            case(
                "quantity is looked at before value",
                "A 1 x 1.00",
                row("A", units=(3, None), money=("300", None)),
                "quantity_too_low 2",
            ),
            case("1 of at most 2", "A 1 x 100.00", row("A", units=(None, 2)), "90.00"),
            case("2 of at most 2", "A 2 x 100.00", row("A", units=(None, 2)), "180.00"),
            case(
                "3 of at most 2: 10 % of 200",
                "A 3 x 100.00",
                row("A", units=(None, 2)),
                "280.00",
            ),
            case(
                "at most 0",
                "A 3 x 100.00",
                row("A", units=(None, 0)),
                "nothing_to_discount",
            ),
            case(
                "at most 3 units, cheapest first: 2 x 50 + 100, 10 % is 20 = 10 + 10",
                "A 2 x 100.00; B 2 x 50.00",
                row(units=(None, 3)),
                "190.00 90.00",
            ),
            case(
                "149.99 of at most 150: 15.00",
                "A 1 x 149.99",
                row("A", money=(None, "150")),
                "134.99",
            ),
            case(
                "150 of at most 150",
                "A 1 x 150.00",
                row("A", money=(None, "150")),
                "135.00",
            ),
            case(
                "200 of at most 150",
                "A 1 x 200.00",
                row("A", money=(None, "150")),
                "185.00",
            ),
            case(
                "worth at most 0",
                "A 1 x 200.00",
                row("A", money=(None, "0")),
                "nothing_to_discount",
            ),
            case(
                "400 cut to 200 = 50 + 150: 5 and 15",
                "A 1 x 100.00; B 1 x 300.00",
                row(money=(None, "200")),
                "95.00 285.00",
            ),
            case(
                "3 cut to 2 units = 200, cut to 150: 15",
                "A 3 x 100.00",
                row("A", units=(None, 2), money=(None, "150")),
                "285.00",
            ),
        ],
    )
    def test_ten_percent(
        self, said: str, limits: dict[str, Any], expected: str
    ) -> None:
        """Edges are inclusive; what is too much is cut, what is too little refused."""
        details = percentage("10", limits)

        assert expected == outcome(said, promotion("discount", details))

    @pytest.mark.parametrize(("to", "categories"), [("all", []), ("category", ["c"])])
    def test_rows_of_other_targets_only_set_limits(
        self, to: str, categories: list[str]
    ) -> None:
        """A row that names nothing counts all lines of the target: 3 of 3, 2 of 3."""
        details = percentage("10", row(units=(3, None)), categories=categories)
        offer = promotion("discount", details, to)

        assert "90.00 90.00" == outcome("A 1 x 100.00 in c; B 2 x 50.00 in c", offer)
        assert "quantity_too_low 1" == outcome(
            "A 1 x 1.00 in c; B 1 x 1.00 in c", offer
        )


class TestRows:
    """A line belongs to the first row that matches it and whose minimums are met."""

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            case("both rows: 30 and 10", [row("A"), row("B")], "270.00 90.00"),
            case("B alone: 10", [row("B")], "300.00 90.00"),
            case(
                "A's one unit 10, the rest of A belongs to no other row, B 10",
                [row("A", units=(None, 1)), row()],
                "290.00 90.00",
            ),
            case(
                "a row that fails leaves A to the next",
                [row("A", units=(4, None)), row()],
                "270.00 90.00",
            ),
            case(
                "a row that gives nothing leaves A to the next",
                [row("A", units=(None, 0)), row()],
                "270.00 90.00",
            ),
            case("a product nobody has", [row("C"), row("B")], "300.00 90.00"),
            case(
                "all fail: the row that got furthest says why",
                [row("C"), row("A", units=(9, None)), row("B", money=("120", None))],
                "value_too_low 20.00",
            ),
            case(
                "the same, in another order",
                [row("B", money=("120", None)), row("A", units=(9, None)), row("C")],
                "value_too_low 20.00",
            ),
            case(
                "of two as far the nearer: 3 of 9, 2 of 3",
                [row("A", units=(9, None)), row("B", units=(3, None))],
                "quantity_too_low 1",
            ),
        ],
    )
    def test_of_ten_percent(self, rows: list[dict[str, Any]], expected: str) -> None:
        """3 x 100.00 and 2 x 50.00."""
        assert expected == outcome(TWO, promotion("discount", percentage("10", *rows)))

    def test_a_row_whose_discount_rounds_to_nothing_gives_nothing(self) -> None:
        """10 % of 0.04 is 0, so A goes to the next row: 10 % of 1.04 is B's 0.10."""
        details = percentage("10", row("A"), row())

        assert "0.04 0.90" == outcome(
            "A 1 x 0.04; B 1 x 1.00", promotion("discount", details)
        )

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            case("product and variant", row("A", "red"), "90.00 100.00 100.00"),
            case("product", row("A"), "90.00 90.00 100.00"),
            case("variant of any product", row(None, "red"), "90.00 100.00 90.00"),
            case("anything", row(), "90.00 90.00 90.00"),
            case("a variant nobody has", row("A", "green"), "not matching"),
        ],
    )
    def test_targets(self, target: dict[str, Any], expected: str) -> None:
        """Rows match by product and, if not null, by variant."""
        assert expected == outcome(
            "A/red 1 x 100.00; A/blue 1 x 100.00; B/red 1 x 100.00",
            promotion("discount", percentage("10", target)),
        )

    @pytest.mark.parametrize(
        ("categories", "expected"),
        [
            case("one", ["c"], "90.00 90.00 100.00"),
            case("any of two", ["d", "c"], "90.00 90.00 90.00"),
            case("one nobody has", ["e"], "not matching"),
            case("one of them nobody has", ["e", "d"], "100.00 90.00 90.00"),
        ],
    )
    def test_categories(self, categories: list[str], expected: str) -> None:
        """A category target matches a line that holds any of the ids."""
        details = percentage("10", categories=categories)

        assert expected == outcome(
            "A 1 x 100.00 in c; B 1 x 100.00 in c,d; C 1 x 100.00 in d",
            promotion("discount", details, "category"),
        )

    def test_a_category_with_nothing_left(self) -> None:
        """Lines that cost nothing are matched, and there is nothing to discount."""
        details = percentage("10", categories=["c"])

        assert "nothing_to_discount" == outcome(
            "A 1 x 0.00 in c", promotion("discount", details, "category")
        )

    def test_a_coupon_for_a_category_nobody_has(self) -> None:
        """An entered coupon is always refused with a reason."""
        details = percentage("10", categories=["c"])

        assert "no_matching_items" == outcome(
            "A 1 x 1.00", coupon("discount", details, "category")
        )


class TestFixedAmount:
    """`min(fixed_discount_amount, eligible amount)` once per order."""

    @pytest.mark.parametrize(
        ("said", "amount", "expected"),
        [
            case("29.99 of at most 30.00", "A 1 x 29.99", "30", "0.00"),
            case("30.00 of 30.00", "A 1 x 30.00", "30", "0.00"),
            case("30.01 - 30.00", "A 1 x 30.01", "30", "0.01"),
            case("nothing off", "A 1 x 30.00", "0", "nothing_to_discount"),
            case("off nothing", "A 1 x 0.00", "30", "nothing_to_discount"),
            case(
                "1.00 = 0.34 + 0.33 + 0.33, the odd one to A",
                "B 1 x 5.00; A 1 x 5.00; C 1 x 5.00",
                "1",
                "4.67 4.66 4.67",
            ),
            case("40.00 by 300 and 100: 30 and 10", TWO, "40", "270.00 90.00"),
        ],
    )
    def test_off_everything(self, said: str, amount: str, expected: str) -> None:
        """It never takes more than there is, and is allocated like a percentage."""
        assert expected == outcome(said, promotion("discount", fixed(amount), "all"))

    def test_once_per_order(self) -> None:
        """Two rows share one amount: 40.00 by 300 and 100."""
        details = fixed("40", row("A"), row("B"))

        assert "270.00 90.00" == outcome(TWO, promotion("discount", details))

    def test_of_what_is_eligible(self) -> None:
        """At most 1 unit of A is eligible: 100.00 of the 250.00."""
        details = fixed("250", row("A", units=(None, 1)))

        assert "200.00 100.00" == outcome(TWO, promotion("discount", details))

    def test_with_tax_on_top_the_shopper_saves_the_tax_too(self) -> None:
        """10.00 off 100.00 at 18 %: 118.00 - 106.20 = 11.80."""
        found = priced("A 1 x 100.00 at 18", promotion("discount", fixed("10"), "all"))

        assert "11.80" == str(found.promotions[0].saving)
        assert "106.20" == str(found.to_be_paid)

    def test_with_tax_inside_the_shopper_saves_the_amount(self) -> None:
        """10.00 off 100.00 with 18 % inside is 10.00."""
        found = priced(
            "A 1 x 100.00 at 18 inside", promotion("discount", fixed("10"), "all")
        )

        assert "10.00" == str(found.promotions[0].saving)
        assert "90.00" == str(found.to_be_paid)

    @pytest.mark.parametrize(
        ("said", "rows", "expected"),
        [
            case(
                "rows in another order than the lines",
                "A 1 x 1.00; B 1 x 1.00",
                [row("B"), row("A")],
                "0.99 1.00",
            ),
            case(
                "units picked in another order than the lines",
                "A 1 x 2.00; B 2 x 1.00",
                [row(units=(None, 3))],
                "1.99 2.00",
            ),
        ],
    )
    def test_a_tie_goes_to_the_smaller_key(
        self, said: str, rows: list[dict[str, Any]], expected: str
    ) -> None:
        """0.01 on two equal eligible amounts is A's, however it was reached."""
        assert expected == outcome(said, promotion("discount", fixed("0.01", *rows)))


#: 70, 100 and 50, in this order in the cart.
THREE = "M 1 x 70.00; A 1 x 100.00; B 1 x 50.00"


class TestApplicationRules:
    """How many units a coupon is good for, and which come first."""

    @pytest.mark.parametrize(
        ("said", "most", "priority", "expected"),
        [
            case("B: 5", THREE, 1, "cheapest_first", "70.00 100.00 45.00"),
            case("A: 10", THREE, 1, "most_expensive_first", "70.00 90.00 50.00"),
            case("M: 7", THREE, 1, "first_added", "63.00 100.00 50.00"),
            case("B, M: 5 + 7", THREE, 2, "cheapest_first", "63.00 100.00 45.00"),
            case("A, M: 10 + 7", THREE, 2, "most_expensive_first", "63.00 90.00 50.00"),
            case("M, A: 7 + 10", THREE, 2, "first_added", "63.00 90.00 50.00"),
            case("null is cheapest first", THREE, 1, None, "70.00 100.00 45.00"),
            case("no limit: 22", THREE, None, "first_added", "63.00 90.00 45.00"),
            case("more room than units: 22", THREE, 9, None, "63.00 90.00 45.00"),
            case("no room", THREE, 0, None, "nothing_to_discount"),
            case(
                "equal units by key",
                "B 1 x 50.00; A 1 x 50.00",
                1,
                "cheapest_first",
                "50.00 45.00",
            ),
            case(
                "equal units by key, most expensive first too",
                "B 1 x 50.00; A 1 x 50.00",
                1,
                "most_expensive_first",
                "50.00 45.00",
            ),
            case(
                "equal units by position",
                "B 1 x 50.00; A 1 x 50.00",
                1,
                "first_added",
                "45.00 50.00",
            ),
        ],
    )
    def test_ten_percent(
        self, said: str, most: int | None, priority: str | None, expected: str
    ) -> None:
        """The units that are picked are eligible, the others are not."""
        offer = coupon(
            "discount", percentage("10"), "all", application_rules=rules(most, priority)
        )

        assert expected == outcome(said, offer)

    @pytest.mark.parametrize(
        ("rows", "most", "expected"),
        [
            case(
                "both of B, 1 of A for the third place: 10 and 10",
                [row("A", units=(None, 2)), row("B")],
                3,
                "290.00 90.00",
            ),
            case("both of B and none of A", [row("A"), row("B")], 2, "300.00 90.00"),
            case(
                "1 of B for its row, 2 of A for the other places: 20 and 5",
                [row("A"), row("B", units=(None, 1))],
                3,
                "280.00 95.00",
            ),
            case(
                "units, then places, then the row's value: 50 of 100 for B",
                [row("A"), row("B", money=(None, "50"))],
                3,
                "290.00 95.00",
            ),
            case(
                "a row that fails leaves its places to the next",
                [row("A", units=(4, None)), row("B")],
                1,
                "300.00 95.00",
            ),
            case(
                "a row that gives nothing leaves its places to the next",
                [row("A", money=(None, "0")), row("B")],
                1,
                "300.00 95.00",
            ),
            case(
                "minimums look at the full quantity",
                [row("A", units=(3, None), money=("300", None))],
                1,
                "290.00 100.00",
            ),
            case(
                "units first, then the row's value: 200 cut to 150",
                [row("A", money=(None, "150"))],
                2,
                "285.00 100.00",
            ),
        ],
    )
    def test_over_several_rows(
        self, rows: list[dict[str, Any]], most: int, expected: str
    ) -> None:
        """The limit counts units over all rows, the cheapest first."""
        details = percentage("10", *rows)

        assert expected == outcome(
            TWO, coupon("discount", details, application_rules=rules(most))
        )

    @pytest.mark.parametrize("names", ["AB", "BA"])
    @pytest.mark.parametrize(
        ("priority", "percent_off", "amount_off"),
        [
            case("the sock", "cheapest_first", "100.00 5.00", "100.00 3.00"),
            case("the coat", "most_expensive_first", "50.00 10.00", "93.00 10.00"),
            case("the first line", "first_added", "50.00 10.00", "93.00 10.00"),
        ],
    )
    def test_one_place_whatever_the_order_of_the_rows(
        self, names: str, priority: str, percent_off: str, amount_off: str
    ) -> None:
        """A coat at 100.00 and a sock at 10.00: 50 %, or 7.00, off one of them."""
        products = [row(name) for name in names]
        allowed = rules(1, priority)

        assert [percent_off, amount_off] == [
            outcome(
                "A 1 x 100.00; B 1 x 10.00",
                coupon("discount", details, application_rules=allowed),
            )
            for details in (percentage("50", *products), fixed("7.00", *products))
        ]

    def test_what_its_places_leave_may_round_to_nothing(self) -> None:
        """5 % of 2 x 0.05 is 0.005 -> 0.01, but 5 % of the one place is 0.0025 -> 0."""
        details = percentage("5", row("A"))

        assert "0.09" == outcome("A 2 x 0.05", coupon("discount", details))
        assert "nothing_to_discount" == outcome(
            "A 2 x 0.05", coupon("discount", details, application_rules=rules(1))
        )

    @pytest.mark.parametrize(
        ("priority", "expected"),
        [
            case(
                "units 0.99, 1.00, 1.00: 50 % of 0.99 -> 0.50", "cheapest_first", "2.49"
            ),
            case("50 % of 1.00", "most_expensive_first", "2.49"),
            case("the first unit is one of 1.00", "first_added", "2.49"),
        ],
    )
    def test_half_of_one_uneven_unit(self, priority: str, expected: str) -> None:
        """A promotion of 0.01 leaves 2.99 of 3 x 1.00."""
        offers = [
            promotion("discount", fixed("0.01"), "all"),
            coupon(
                "discount",
                percentage("50"),
                "all",
                application_rules=rules(1, priority),
            ),
        ]

        assert expected == outcome("A 3 x 1.00", *offers)

    @pytest.mark.parametrize(
        ("priority", "expected"),
        [
            case("0.99", "cheapest_first", "2.00"),
            case("1.00", "most_expensive_first", "1.99"),
            case("the first unit is one of 1.00", "first_added", "1.99"),
        ],
    )
    def test_the_whole_of_one_uneven_unit(self, priority: str, expected: str) -> None:
        """A promotion of 0.01 leaves 2.99 of 3 x 1.00: units of 1.00, 1.00 and 0.99."""
        offers = [
            promotion("discount", fixed("0.01"), "all"),
            coupon(
                "discount",
                percentage("100"),
                "all",
                application_rules=rules(1, priority),
            ),
        ]

        assert expected == outcome("A 3 x 1.00", *offers)

    def test_the_first_added_are_all_of_the_first_line(self) -> None:
        """19.99 left is 10.00 and 9.99: both of A's units come before any of B's."""
        offers = [
            promotion("discount", fixed("0.02"), "all"),
            coupon(
                "discount",
                percentage("100"),
                "all",
                application_rules=rules(2, "first_added"),
            ),
        ]

        assert "0.00 19.99" == outcome("A 2 x 10.00; B 2 x 10.00", *offers)

    def test_units_with_nothing_left_are_not_picked(self) -> None:
        """A costs nothing, so the one place is B's: 10 % of 50."""
        offer = coupon("discount", percentage("10"), "all", application_rules=rules(1))

        assert "0.00 45.00" == outcome("A 1 x 0.00; B 1 x 50.00", offer)

    def test_free_lines_show_as_free(self) -> None:
        """A line of which nothing is left of something is a free item."""
        found = priced(
            "A 1 x 1.00; B 1 x 0.00",
            promotion("discount", percentage("100"), "all"),
        )

        assert "0.00 0.00" == left(found)
        assert [True, False] == [each.is_free_item for each in found.lines]
