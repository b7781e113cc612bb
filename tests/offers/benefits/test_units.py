# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Benefits 3, 4, 5, 7 and 8: prices of their own, free goods, shipping, volume, points.

The ids of the rows show the arithmetic; what is expected is what is left of each
line, the units that come free, or the refusal with its distance.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.carts import priced
from tests.factories.offers import (
    MONEY,
    UNITS,
    coupon,
    fixed,
    fixed_price,
    free_goods,
    left,
    outcome,
    percentage,
    promotion,
    refused,
    rewards,
    row,
    rules,
    volume,
)
from tests.factories.tables import case


class TestFixedPriceByQuantity:
    """From `minimum_quantity` on, at most `maximum_quantity` units at a price."""

    @pytest.mark.parametrize(
        ("said", "edges", "expected"),
        [
            case("1 of 2", "A 1 x 100.00", ("A", 2, None, "80"), "quantity_too_low 1"),
            case("2 of 2: 2 x 80", "A 2 x 100.00", ("A", 2, None, "80"), "160.00"),
            case("3 of 2: 3 x 80", "A 3 x 100.00", ("A", 2, None, "80"), "240.00"),
            case("from 0 on", "A 1 x 100.00", ("A", 0, None, "80"), "80.00"),
            case("1 of at most 2", "A 1 x 100.00", ("A", 1, 2, "80"), "80.00"),
            case("2 of at most 2", "A 2 x 100.00", ("A", 1, 2, "80"), "160.00"),
            case("2 x 80 + 100", "A 3 x 100.00", ("A", 1, 2, "80"), "260.00"),
            case("at most 0", "A 3 x 100.00", ("A", 1, 0, "80"), "nothing_to_discount"),
            case("from 3 on 2 units", "A 3 x 100.00", ("A", 3, 2, "80"), "260.00"),
            case("80.01 is dearer", "A 1 x 80.01", ("A", 1, None, "80"), "80.00"),
            case(
                "80.00 is not",
                "A 1 x 80.00",
                ("A", 1, None, "80"),
                "nothing_to_discount",
            ),
            case(
                "79.99 is cheaper",
                "A 1 x 79.99",
                ("A", 1, None, "80"),
                "nothing_to_discount",
            ),
            case("for nothing", "A 2 x 80.00", ("A", 1, 1, "0"), "80.00"),
            case(
                "B is passed over and takes no place",
                "A 2 x 100.00; B 2 x 50.00",
                (None, 1, 3, "80"),
                "160.00 100.00",
            ),
            case(
                "B is passed over, and counted",
                "A 1 x 100.00; B 2 x 50.00",
                (None, 3, None, "80"),
                "80.00 100.00",
            ),
            case(
                "one unit, the cheapest dearer one",
                "A 1 x 100.00; B 1 x 90.00; C 1 x 70.00",
                (None, 1, 1, "80"),
                "100.00 80.00 70.00",
            ),
            case(
                "another product",
                "A 1 x 100.00",
                ("B", 1, None, "80"),
                "no_matching_items",
            ),
        ],
    )
    def test_edges(
        self, said: str, edges: tuple[str | None, int, int | None, str], expected: str
    ) -> None:
        """Units that cost no more than the price are passed over."""
        assert expected == outcome(said, coupon("fixed-price", fixed_price(edges)))

    @pytest.mark.parametrize(
        ("most", "priority", "expected"),
        [
            case("1: B", 1, "cheapest_first", "200.00 80.00"),
            case("1: A", 1, "most_expensive_first", "180.00 90.00"),
            case("2: B, A", 2, "cheapest_first", "180.00 80.00"),
            case("no room", 0, "cheapest_first", "nothing_to_discount"),
            case("no limit", None, "cheapest_first", "160.00 80.00"),
        ],
    )
    def test_application_rules(
        self, most: int | None, priority: str, expected: str
    ) -> None:
        """2 x 100.00 and 1 x 90.00 at 80.00, as many as there is room for."""
        details = fixed_price((None, 1, None, "80"))

        assert expected == outcome(
            "A 2 x 100.00; B 1 x 90.00",
            coupon("fixed-price", details, application_rules=rules(most, priority)),
        )

    def test_places_over_several_rows(self) -> None:
        """3 places, the cheapest first: both units of B at 40.00, 1 of A at 80.00."""
        details = fixed_price(("A", 1, 2, "80"), ("B", 1, None, "40"))

        assert "280.00 80.00" == outcome(
            "A 3 x 100.00; B 2 x 50.00",
            coupon("fixed-price", details, application_rules=rules(3)),
        )

    @pytest.mark.parametrize("names", ["AB", "BA"])
    @pytest.mark.parametrize(
        ("priority", "expected"),
        [
            case("the sock", "cheapest_first", "100.00 4.00"),
            case("the coat", "most_expensive_first", "4.00 10.00"),
            case("the first line", "first_added", "4.00 10.00"),
        ],
    )
    def test_one_place_whatever_the_order_of_the_rows(
        self, names: str, priority: str, expected: str
    ) -> None:
        """A coat at 100.00 and a sock at 10.00, one of them for 4.00."""
        details = fixed_price(*[(name, 1, None, "4") for name in names])

        assert expected == outcome(
            "A 1 x 100.00; B 1 x 10.00",
            coupon("fixed-price", details, application_rules=rules(1, priority)),
        )

    @pytest.mark.parametrize(
        ("first", "expected"),
        [
            case("takes A", ("A", 1, None, "90"), "90.00 80.00"),
            case("fails", ("A", 2, None, "90"), "80.00 80.00"),
            case("gives nothing", ("A", 1, None, "100"), "80.00 80.00"),
            case("gives no unit", ("A", 1, 0, "90"), "80.00 80.00"),
        ],
    )
    def test_a_row_takes_its_lines_or_leaves_them(
        self, first: tuple[str | None, int, int | None, str], expected: str
    ) -> None:
        """After A's own row everything is 80.00."""
        details = fixed_price(first, (None, 1, None, "80"))

        assert expected == outcome(
            "A 1 x 100.00; B 1 x 100.00", coupon("fixed-price", details)
        )

    def test_uneven_units(self) -> None:
        """2.99 left is 1.00, 1.00 and 0.99: the two of 1.00 go down to 0.99."""
        offers = [
            promotion("discount", fixed("0.01"), "all"),
            coupon("fixed-price", fixed_price(("A", 1, None, "0.99"))),
        ]

        assert "2.97" == outcome("A 3 x 1.00", *offers)

    def test_in_the_lines_own_basis(self) -> None:
        """118.00 with 18 % inside at 100.00; 100.00 before tax at 100.00 is no news."""
        offer = coupon("fixed-price", fixed_price((None, 1, None, "100")))

        found = priced("A 1 x 118.00 at 18 inside; B 1 x 100.00 at 18", offer)

        assert "100.00 100.00" == left(found)
        assert "18.00" == str(found.coupons[0].saving)

    def test_a_variant(self) -> None:
        """Only the red one costs 80.00."""
        details = fixed_price(("A", 1, None, "80"), variant="red")

        assert "80.00 100.00" == outcome(
            "A/red 1 x 100.00; A/blue 1 x 100.00", coupon("fixed-price", details)
        )


class TestFixedPriceByAmount:
    """While the amount is between minimum and maximum, inclusive, all units."""

    @pytest.mark.parametrize(
        ("said", "edges", "expected"),
        [
            case("199.99 of 200", "A 1 x 199.99", ("200", "400"), "value_too_low 0.01"),
            case("200 of 200: 2 x 80", "A 2 x 100.00", ("200", "400"), "160.00"),
            case(
                "400 of at most 400: 4 x 80", "A 4 x 100.00", ("200", "400"), "320.00"
            ),
            case(
                "400.01 of at most 400",
                "A 1 x 400.01",
                ("200", "400"),
                "nothing_to_discount",
            ),
            case("no maximum: 5 x 80", "A 5 x 100.00", ("200", None), "400.00"),
            case(
                "all at 80.00 already",
                "A 5 x 80.00",
                ("200", None),
                "nothing_to_discount",
            ),
        ],
    )
    def test_edges(
        self, said: str, edges: tuple[str, str | None], expected: str
    ) -> None:
        """Too little is refused with the distance, too much without."""
        details = fixed_price(("A", *edges, "80"), by=MONEY)

        assert expected == outcome(said, coupon("fixed-price", details))

    def test_a_row_out_of_its_range_leaves_its_lines(self) -> None:
        """300.00 is above the first row's 200.00, so the second's price holds."""
        details = fixed_price(
            ("A", "100", "200", "80"), ("A", "200.01", None, "70"), by=MONEY
        )

        assert "210.00" == outcome("A 3 x 100.00", coupon("fixed-price", details))
        assert "160.00" == outcome("A 2 x 100.00", coupon("fixed-price", details))

    def test_places(self) -> None:
        """One of two units at 80.00."""
        details = fixed_price(("A", "100", None, "80"), by=MONEY)
        offer = coupon("fixed-price", details, application_rules=rules(1))

        assert "180.00" == outcome("A 2 x 100.00", offer)


#: 1 free from 2 units on and 3 from 5, unsorted; the same for 50.00 and 100.00.
FIVE_THREE = [(5, 3), (2, 1)]
HUNDRED_THREE = [("50", 1), ("100", 3)]


class TestFreeGoods:
    """Extra units of the same product, counted per line; no amount changes."""

    @pytest.mark.parametrize(
        ("by", "said", "slab", "expected"),
        [
            case("1 of 2", UNITS, "A 1 x 9.00", (2, 1), "quantity_too_low 1"),
            case("2 / 2", UNITS, "A 2 x 9.00", (2, 1), "+1"),
            case("3 / 2", UNITS, "A 3 x 9.00", (2, 1), "+1"),
            case("4 / 2", UNITS, "A 4 x 9.00", (2, 1), "+2"),
            case("5 / 2 x 3", UNITS, "A 5 x 9.00", (2, 3), "+6"),
            case("none for 2", UNITS, "A 2 x 9.00", (2, 0), "nothing_to_discount"),
            case(
                "99.99 of 100", MONEY, "A 1 x 99.99", ("100", 1), "value_too_low 0.01"
            ),
            case("100 / 100", MONEY, "A 1 x 100.00", ("100", 1), "+1"),
            case("199.99 / 100", MONEY, "A 1 x 199.99", ("100", 1), "+1"),
            case("200 / 100 x 2", MONEY, "A 2 x 100.00", ("100", 2), "+4"),
            case(
                "nothing is left",
                MONEY,
                "A 2 x 0.00",
                ("0.01", 2),
                "value_too_low 0.01",
            ),
            case("another product", UNITS, "B 2 x 9.00", (2, 1), "not matching"),
        ],
    )
    def test_auto_scale(
        self, by: str, said: str, slab: tuple[Any, int], expected: str
    ) -> None:
        """As often as the edge fits."""
        details = free_goods(slab, by=by, scaled=True)

        assert expected == outcome(said, promotion("free-goods", details))

    @pytest.mark.parametrize(
        ("by", "said", "slabs", "expected"),
        [
            case("1 of 2", UNITS, "A 1 x 9.00", FIVE_THREE, "quantity_too_low 1"),
            case("2 of 2", UNITS, "A 2 x 9.00", FIVE_THREE, "+1"),
            case("4 of 5", UNITS, "A 4 x 9.00", FIVE_THREE, "+1"),
            case("5 of 5", UNITS, "A 5 x 9.00", FIVE_THREE, "+3"),
            case("10 is 5 once", UNITS, "A 10 x 9.00", FIVE_THREE, "+3"),
            case(
                "1 of 5: what 2 give is nothing",
                UNITS,
                "A 1 x 9.00",
                [(2, 0), (5, 1)],
                "quantity_too_low 4",
            ),
            case(
                "4 of 5, and 2 of 2 that give nothing",
                UNITS,
                "A 4 x 9.00",
                [(2, 0), (5, 1)],
                "quantity_too_low 1",
            ),
            case(
                "50 of 100, and 20 that give nothing",
                MONEY,
                "A 1 x 50.00",
                [("20", 0), ("100", 1)],
                "value_too_low 50.00",
            ),
            case(
                "a slab of none",
                UNITS,
                "A 5 x 9.00",
                [(2, 1), (5, 0)],
                "nothing_to_discount",
            ),
            case(
                "49.99 of 50",
                MONEY,
                "A 1 x 49.99",
                HUNDRED_THREE,
                "value_too_low 0.01",
            ),
            case("50 of 50", MONEY, "A 1 x 50.00", HUNDRED_THREE, "+1"),
            case("99.99 of 100", MONEY, "A 1 x 99.99", HUNDRED_THREE, "+1"),
            case("100 of 100", MONEY, "A 1 x 100.00", HUNDRED_THREE, "+3"),
            case("1000 is 100 once", MONEY, "A 1 x 1000.00", HUNDRED_THREE, "+3"),
        ],
    )
    def test_slabs(
        self, by: str, said: str, slabs: list[tuple[Any, int]], expected: str
    ) -> None:
        """The highest slab reached, once, in whatever order they stand."""
        details = free_goods(*slabs, by=by)

        assert expected == outcome(said, promotion("free-goods", details))

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            case(
                "1 and 1 are not 2",
                "A/red 1 x 9.00; A/blue 1 x 9.00",
                "quantity_too_low 1",
            ),
            case("2 and 1", "A/red 2 x 9.00; A/blue 1 x 9.00", "+1 +0"),
            case("2 and 4", "A/red 2 x 9.00; A/blue 4 x 9.00", "+1 +2"),
        ],
    )
    def test_per_line(self, said: str, expected: str) -> None:
        """Each line counts for itself."""
        details = free_goods((2, 1), scaled=True)

        assert expected == outcome(said, promotion("free-goods", details))

    def test_first_row_that_gives(self) -> None:
        """The red line has a row of its own; where that fails the next one holds."""
        own = free_goods((3, 2), variant="red")
        rest = free_goods((2, 1))
        own["products"] += rest["products"]
        offer = promotion("free-goods", own)

        assert "+2 +1" == outcome("A/red 3 x 9.00; A/blue 3 x 9.00", offer)
        assert "+1 +1" == outcome("A/red 2 x 9.00; A/blue 3 x 9.00", offer)

    def test_by_the_amount_that_is_left(self) -> None:
        """10 % off leaves 90.00 of the 100.00 that a free unit asks for."""
        offers = [
            promotion("discount", percentage("10"), "all", id="ten"),
            promotion("free-goods", free_goods(("100", 1), by=MONEY, scaled=True)),
        ]

        found = priced("A 1 x 100.00", *offers)

        assert ["value_too_low 10.00"] == refused(found)

    @pytest.mark.parametrize(
        ("said", "saving"),
        [
            case("100.00 + 18 %", "A 2 x 100.00 at 18", "118.00"),
            case("100.00 with 18 % inside", "A 2 x 100.00 at 18 inside", "100.00"),
            case("worth nothing", "A 2 x 0.00", "0.00"),
        ],
    )
    def test_saving(self, said: str, saving: str) -> None:
        """What the free units would cost, tax included; the cart costs what it did."""
        found = priced(said, promotion("free-goods", free_goods((2, 1))))

        assert saving == str(found.promotions[0].saving)
        assert priced(said).to_be_paid == found.to_be_paid
        assert found.lines[0].on_promotion

    def test_a_coupon_and_a_promotion_both_give(self) -> None:
        """One unit each: two free units of the line."""
        offers = [
            promotion("free-goods", free_goods((2, 1))),
            coupon("free-goods", free_goods((2, 1))),
        ]

        assert "+2" == outcome("A 2 x 9.00", *offers)


#: 60.00 and 18 % on it: 70.80.
SHIPPED = {"shipping": {"estimated_cost": "60.00", "tax_rate": "18"}}


class TestFreeShipping:
    """The whole shipping cost; nothing to free or freed already gives nothing."""

    def test_frees_the_cost_and_its_tax(self) -> None:
        """60.00 + 10.80 are saved, and the goods are left alone."""
        found = priced("A 1 x 100.00", promotion("free-shipping"), cart=SHIPPED)

        assert "70.80" == str(found.promotions[0].saving)
        assert "100.00" == str(found.to_be_paid)
        assert "0.00" == str(found.totals.shipping_amount)
        assert () == found.promotions[0].lines

    @pytest.mark.parametrize(
        "cart",
        [
            case("not shipped", {}),
            case("shipped for nothing", {"shipping": {"estimated_cost": "0"}}),
        ],
    )
    def test_nothing_to_free(self, cart: dict[str, Any]) -> None:
        """Without a cost there is nothing to discount."""
        assert "nothing_to_discount" == outcome(
            "A 1 x 100.00", promotion("free-shipping"), cart=cart
        )

    def test_freed_already(self) -> None:
        """Of two promotions and a coupon, the first frees it."""
        found = priced(
            "A 1 x 100.00",
            promotion("free-shipping", id="one"),
            promotion("free-shipping", id="two"),
            coupon("free-shipping"),
            cart=SHIPPED,
        )

        assert ["one"] == [each.id for each in found.promotions]
        assert ["nothing_to_discount", "nothing_to_discount"] == refused(found)

    def test_stays_free_after_a_later_promotion(self) -> None:
        """10 % off the goods come after it: 90.00, and no shipping."""
        found = priced(
            "A 1 x 100.00",
            promotion("free-shipping", id="one"),
            promotion("discount", percentage("10"), "all", id="two"),
            cart=SHIPPED,
        )

        assert "90.00" == str(found.to_be_paid)


#: Unsorted: 5 % up to 2, 3 % up to 4, 10 % above 5, 20 % above 10.
SLABS = ">10 20, <=4 3, >5 10, <=2 5"


class TestVolume:
    """The quantity of a row's lines picks the slab; its percent is on all units."""

    @pytest.mark.parametrize(
        ("quantity", "expected"),
        [
            case("1 <= 2: 5 % of 100", 1, "95.00"),
            case("2 <= 2: 5 % of 200", 2, "190.00"),
            case("3 <= 4: 3 % of 300", 3, "291.00"),
            case("4 <= 4: 3 % of 400", 4, "388.00"),
            case("5 is not above 5", 5, "quantity_too_low 1"),
            case("6 > 5: 10 % of 600", 6, "540.00"),
            case("10 > 5: 10 % of 1000", 10, "900.00"),
            case("11 > 10: 20 % of 1100", 11, "880.00"),
        ],
    )
    def test_slabs(self, quantity: int, expected: str) -> None:
        """The largest quantity exceeded; if none, the smallest not exceeded."""
        offer = promotion("volume-based", volume(("A", SLABS)))

        assert expected == outcome(f"A {quantity} x 100.00", offer)

    @pytest.mark.parametrize(
        ("said", "slabs", "expected"),
        [
            case("above every limit", "A 3 x 1.00", "<=2 5", "nothing_to_discount"),
            case("two too few", "A 4 x 1.00", ">5 10, >9 20", "quantity_too_low 2"),
            case("greater wins over less", "A 6 x 100.00", "<=9 50, >5 10", "540.00"),
            case("a slab of 0 %", "A 6 x 1.00", ">5 0", "nothing_to_discount"),
            case("nothing is left", "A 6 x 0.00", ">5 10", "nothing_to_discount"),
            case("above 0", "A 1 x 1.00", ">0 10", "0.90"),
        ],
    )
    def test_edges(self, said: str, slabs: str, expected: str) -> None:
        """Slabs may stand alone, mix and give nothing."""
        offer = promotion("volume-based", volume(("A", slabs)))

        assert expected == outcome(said, offer)

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            case(
                "one row: 10 % of 0.30 is 0.03, the odd one to A",
                [(None, ">1 10")],
                "0.13 0.14",
            ),
            case(
                "two rows: 10 % of 0.15 is 0.015 -> 0.02 each",
                [("A", ">0 10"), ("B", ">0 10")],
                "0.13 0.13",
            ),
            case(
                "1 of A is not above 1", [("A", ">1 10"), (None, ">1 10")], "0.13 0.14"
            ),
            case(
                "a row that gives nothing leaves its line: 10 % of 0.30",
                [("A", ">0 0"), (None, ">0 10")],
                "0.13 0.14",
            ),
            case(
                "A's row takes A: 20 % of 0.15 is 0.03; 1 is left, not above 1",
                [("A", ">0 20"), (None, ">1 10")],
                "0.12 0.15",
            ),
            case("nobody has C", [("C", ">0 10"), ("B", ">0 10")], "0.15 0.13"),
        ],
    )
    def test_rounded_per_row(
        self, rows: list[tuple[str | None, str]], expected: str
    ) -> None:
        """A 1 x 0.15 and B 1 x 0.15."""
        offer = promotion("volume-based", volume(*rows))

        assert expected == outcome("A 1 x 0.15; B 1 x 0.15", offer)

    @pytest.mark.parametrize(
        ("most", "expected"),
        [
            case("90 of at most 90.01", "90.01", "540.00 270.00"),
            case("90 of at most 90", "90", "540.00 270.00"),
            case("30 by 60 and 30: 20 and 10", "30", "580.00 290.00"),
            case("0.01 by 60 and 30: all A's", "0.01", "599.99 300.00"),
            case("at most 0", "0", "nothing_to_discount"),
        ],
    )
    def test_maximum_discount_amount(self, most: str, expected: str) -> None:
        """10 % of 600 and of 300, capped by the lines' uncapped discounts."""
        details = volume(("A", ">0 10"), ("B", ">0 10"), most=most)

        assert expected == outcome(
            "A 6 x 100.00; B 6 x 50.00", promotion("volume-based", details)
        )

    @pytest.mark.parametrize(
        ("most", "priority", "expected"),
        [
            case("2 of B: 10", 2, "cheapest_first", "600.00 290.00"),
            case("2 of A: 20", 2, "most_expensive_first", "580.00 300.00"),
            case("no room", 0, "cheapest_first", "nothing_to_discount"),
        ],
    )
    def test_application_rules(self, most: int, priority: str, expected: str) -> None:
        """The slab looks at all 12 units, the percent only at those with a place."""
        details = volume((None, ">11 10"))

        assert expected == outcome(
            "A 6 x 100.00; B 6 x 50.00",
            coupon("volume-based", details, application_rules=rules(most, priority)),
        )

    def test_places_over_several_rows(self) -> None:
        """7 places: 6 of B, which is cheaper, 1 of A; with 6 there is none for A."""
        details = volume(("A", ">0 10"), ("B", ">0 10"))

        assert ["590.00 270.00", "600.00 270.00"] == [
            outcome(
                "A 6 x 100.00; B 6 x 50.00",
                coupon("volume-based", details, application_rules=rules(most)),
            )
            for most in (7, 6)
        ]

    @pytest.mark.parametrize("names", ["AB", "BA"])
    @pytest.mark.parametrize(
        ("priority", "expected"),
        [
            case("the sock: 20 % of 10.00", "cheapest_first", "100.00 8.00"),
            case("the coat: 30 % of 100.00", "most_expensive_first", "70.00 10.00"),
            case("the first line", "first_added", "70.00 10.00"),
        ],
    )
    def test_one_place_whatever_the_order_of_the_rows(
        self, names: str, priority: str, expected: str
    ) -> None:
        """A coat at 100.00 and a sock at 10.00, each with a percent of its own."""
        percents = {"A": ">0 30", "B": ">0 20"}
        details = volume(*[(name, percents[name]) for name in names])

        assert expected == outcome(
            "A 1 x 100.00; B 1 x 10.00",
            coupon("volume-based", details, application_rules=rules(1, priority)),
        )

    def test_a_variant(self) -> None:
        """Only the red one is counted and discounted."""
        details = volume(("A", ">1 10"), variant="red")

        assert "180.00 100.00" == outcome(
            "A/red 2 x 100.00; A/blue 1 x 100.00", promotion("volume-based", details)
        )


class TestRewards:
    """Bonus points once per order when any row is satisfied; no money moves."""

    @pytest.mark.parametrize(
        ("said", "rows", "expected"),
        [
            case("2 of 2", "A 2 x 100.00", [row("A", units=(2, None))], "50"),
            case(
                "1 of 2",
                "A 1 x 100.00",
                [row("A", units=(2, None))],
                "quantity_too_low 1",
            ),
            case("100 of 100", "A 1 x 100.00", [row("A", money=("100", None))], "50"),
            case(
                "99.99 of 100",
                "A 1 x 99.99",
                [row("A", money=("100", None))],
                "value_too_low 0.01",
            ),
            case(
                "two rows, once", "A 1 x 1.00; B 1 x 1.00", [row("A"), row("B")], "50"
            ),
            case("any of two", "B 1 x 1.00", [row("A"), row("B")], "50"),
            case("anything", "B 1 x 0.00", [row()], "50"),
            case(
                "the row that got furthest",
                "A 1 x 1.00",
                [row("B"), row("A", money=("3", None))],
                "value_too_low 2.00",
            ),
            case("no row", "A 1 x 1.00", [row("B")], "no_matching_items"),
        ],
    )
    def test_products(
        self, said: str, rows: list[dict[str, Any]], expected: str
    ) -> None:
        """Points come without a loyalty programme, and amounts stay."""
        found = priced(said, coupon("accelerated-rewards", rewards(50, *rows)))

        points = str(found.totals.loyalty_points_earned)
        assert expected == (points if found.coupons else refused(found)[0])
        assert priced(said).to_be_paid == found.to_be_paid
        assert "0.00" == str(found.totals.coupon_savings)

    def test_category(self) -> None:
        """The lines of the category count together: 1 + 1 of 2."""
        details = rewards(50, row(units=(2, None)), categories=["c"])
        offer = coupon("accelerated-rewards", details, "category")

        found = priced("A 1 x 1.00 in c; B 1 x 1.00 in c", offer)

        assert [50] == [each.bonus_points for each in found.coupons]
        assert "quantity_too_low 1" == outcome("A 1 x 1.00 in c; B 1 x 1.00", offer)

    def test_no_points(self) -> None:
        """A bonus of 0 is none."""
        assert "nothing_to_discount" == outcome(
            "A 1 x 1.00", coupon("accelerated-rewards", rewards(0, row("A")))
        )

    def test_on_top_of_what_the_programme_gives(self) -> None:
        """200.00 x 0.1 is 20, and 50."""
        found = priced(
            "A 2 x 100.00",
            coupon("accelerated-rewards", rewards(50, row("A"))),
            store={"loyalty": {"points_per_unit": "0.1"}},
        )

        assert "70" == str(found.totals.loyalty_points_earned)
