# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which offers apply: the combinable set against each exclusive one, then the coupon.

The names of the offers say what they take off: `ten` is 10 %, `off30` is 30.00.
"""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Quote
from tests.factories.carts import line, priced
from tests.factories.offers import (
    buy_get,
    coupon,
    fixed,
    free_goods,
    left,
    percentage,
    promotion,
    refused,
    rewards,
    row,
)
from tests.factories.tables import case


def percent(name: str, value: str, *, together: bool = True, **more: Any) -> Any:
    """Return a promotion of a percentage of everything."""
    return promotion(
        "discount",
        percentage(value),
        "all",
        id=name,
        can_be_used_with_other_promotion=together,
        **more,
    )


def off(name: str, amount: str, *, together: bool = True, **more: Any) -> Any:
    """Return a promotion of an amount off everything."""
    return promotion(
        "discount",
        fixed(amount),
        "all",
        id=name,
        can_be_used_with_other_promotion=together,
        **more,
    )


def names(found: Quote) -> list[str]:
    """Return the ids of the offers that apply."""
    return [each.id for each in (*found.promotions, *found.coupons)]


def why(found: Quote) -> dict[str | None, str]:
    """Return the code of every refusal by its offer."""
    return {each.offer_id: each.code for each in found.refusals}


class TestCombinable:
    """Together, in the store's order, each on what the earlier ones left."""

    @pytest.mark.parametrize(
        ("offers", "expected"),
        [
            case("90 - 30", [percent("ten", "10"), off("off30", "30")], "60.00"),
            case("70 - 7", [off("off30", "30"), percent("ten", "10")], "63.00"),
            case("90 - 9", [percent("ten", "10"), percent("ten2", "10")], "81.00"),
        ],
    )
    def test_order(self, offers: list[dict[str, Any]], expected: str) -> None:
        """100.00, in two orders."""
        found = priced("A 1 x 100.00", *offers)

        assert expected == left(found)
        assert [1, 2] == [each.sequence for each in found.promotions]

    def test_savings_are_the_drop_of_each(self) -> None:
        """100 - 10 - 27 at 18 %: 118.00 -> 106.20 -> 74.34."""
        found = priced(
            "A 1 x 100.00 at 18", percent("ten", "10"), percent("thirty", "30")
        )

        assert ["11.80", "31.86"] == [str(each.saving) for each in found.promotions]
        assert "43.66" == str(found.totals.promotion_savings)

    def test_one_that_finds_nothing_left(self) -> None:
        """It is refused and takes no place in the sequence."""
        found = priced(
            "A 1 x 100.00; B 1 x 50.00",
            promotion("discount", fixed("100", row("A")), id="all"),
            promotion("discount", percentage("10", row("A")), id="late"),
            promotion("discount", percentage("10", row("B")), id="b"),
        )

        assert [("all", 1), ("b", 2)] == [(e.id, e.sequence) for e in found.promotions]
        assert {"late": "nothing_to_discount"} == why(found)


class TestExclusive:
    """The largest saving of the combinable set and each exclusive one wins."""

    @pytest.mark.parametrize(
        ("alone", "expected", "refusals"),
        [
            case(
                "19.00 < 19.01",
                "19.01",
                ["alone"],
                {"ten": "excluded_by_promotion", "ten2": "excluded_by_promotion"},
            ),
            case(
                "19.00 = 19.00: ten comes first",
                "19.00",
                ["ten", "ten2"],
                {"alone": "excluded_by_promotion"},
            ),
            case(
                "19.00 > 18.99",
                "18.99",
                ["ten", "ten2"],
                {"alone": "excluded_by_promotion"},
            ),
        ],
    )
    def test_against_the_set(
        self, alone: str, expected: list[str], refusals: dict[str, str]
    ) -> None:
        """10 % and 10 % of what is left are 19.00 of 100.00."""
        found = priced(
            "A 1 x 100.00",
            percent("ten", "10"),
            off("alone", alone, together=False),
            percent("ten2", "10"),
        )

        assert expected == names(found)
        assert refusals == why(found)

    def test_a_tie_goes_to_the_first_applied_member(self) -> None:
        """The set's first member comes first but gives nothing; its second is late."""
        found = priced(
            "A 1 x 100.00",
            percent("none", "0"),
            off("alone", "10", together=False),
            percent("ten", "10"),
        )

        assert ["alone"] == names(found)
        assert {
            "none": "nothing_to_discount",
            "ten": "excluded_by_promotion",
        } == why(found)

    def test_exclusives_against_each_other(self) -> None:
        """20 beats 10; of two 20s the first."""
        found = priced(
            "A 1 x 100.00",
            *(
                off(name, amount, together=False)
                for name, amount in (("a", "10"), ("b", "20"), ("c", "20"))
            ),
        )

        assert ["b"] == names(found)
        assert {"a": "excluded_by_promotion", "c": "excluded_by_promotion"} == why(
            found
        )

    def test_by_what_the_shopper_saves_with_tax(self) -> None:
        """10.00 off B at 18 % on top saves 11.80, more than 11.00 off A inside."""
        found = priced(
            "A 1 x 100.00 at 18 inside; B 1 x 100.00 at 18",
            promotion(
                "discount",
                fixed("11", row("A")),
                id="a",
                can_be_used_with_other_promotion=False,
            ),
            promotion(
                "discount",
                fixed("10", row("B")),
                id="b",
                can_be_used_with_other_promotion=False,
            ),
        )

        assert ["b"] == names(found)
        assert "0.80" == str(found.figures.runner_up_behind)

    def test_each_choice_has_the_slab_of_its_own_net(self) -> None:
        """
        100.00 off A makes 2500.00 at 5 %, and what it shows is 105.00 saved.

        The 18 % of 2600.00 are no saving: a rate is resolved once, from the final net.
        """
        slabs = [{"up_to": "2500", "rate": "5"}, {"rate": "18"}]
        cart = [
            line("A 1 x 2600.00", tax_rate=None, tax_slabs=slabs),
            line("B 1 x 500.00"),
        ]
        offers = [
            promotion(
                "discount",
                fixed(amount, row(name)),
                id=name,
                can_be_used_with_other_promotion=False,
            )
            for name, amount in (("A", "100"), ("B", "105.01"))
        ]

        assert ["B"] == names(priced(cart, *offers))
        assert "105.00" == str(priced(cart, offers[0]).promotions[0].saving)

    @pytest.mark.parametrize(
        ("amount", "expected"),
        [case("59.99 < 60", "59.99", ["post"]), case("60.01 > 60", "60.01", ["off"])],
    )
    def test_free_shipping_counts(self, amount: str, expected: list[str]) -> None:
        """The shipping of 60.00 against an amount."""
        found = priced(
            "A 1 x 100.00",
            off("off", amount, together=False),
            promotion(
                "free-shipping", id="post", can_be_used_with_other_promotion=False
            ),
            cart={"shipping": {"estimated_cost": "60.00"}},
        )

        assert expected == names(found)

    @pytest.mark.parametrize(
        ("amount", "expected"),
        [
            case("99.99 < 100", "99.99", ["gift"]),
            case("100.01 > 100", "100.01", ["off"]),
        ],
    )
    def test_free_goods_count(self, amount: str, expected: list[str]) -> None:
        """One free unit worth 100.00 against an amount."""
        found = priced(
            "A 2 x 100.00",
            off("off", amount, together=False),
            promotion(
                "free-goods",
                free_goods((2, 1)),
                id="gift",
                can_be_used_with_other_promotion=False,
            ),
        )

        assert expected == names(found)

    def test_shipping_is_judged_by_its_apportioned_tax(self) -> None:
        """60.00 taxed as the goods are, at 18 %: 70.80 beats 70.00 and not 71.00."""
        found = [
            priced(
                "A 1 x 100.00 at 18",
                off("off", amount, together=False),
                promotion(
                    "free-shipping", id="post", can_be_used_with_other_promotion=False
                ),
                cart={"shipping": {"estimated_cost": "60.00", "tax_rate": "5"}},
                store={"tax": {"charge_tax": "apportion"}},
            )
            for amount in ("59.99", "60.01")
        ]

        assert [["post"], ["off"]] == [names(each) for each in found]

    def test_shipping_is_apportioned_by_taxable_values(self) -> None:
        """A's 118.00 hold 100.00 like B's: 50.00 at 18 % and 50.00 at 0 make 109.00."""
        found = [
            priced(
                "A 1 x 118.00 at 18 inside; B 1 x 100.00",
                off("off", amount, together=False),
                promotion(
                    "free-shipping", id="post", can_be_used_with_other_promotion=False
                ),
                cart={"shipping": {"estimated_cost": "100.00"}},
                store={"tax": {"charge_tax": "apportion"}},
            )
            for amount in ("108.99", "109.01")
        ]

        assert [["post"], ["off"]] == [names(each) for each in found]

    def test_refused_ones_are_no_rivals(self) -> None:
        """What is barred or gives nothing keeps its own reason."""
        found = priced(
            "A 1 x 100.00",
            off("alone", "10", together=False),
            off("dear", "90", together=False, minimum_order_total="101"),
            off("nil", "0", together=False),
            percent("late", "50", starts_at="2027-01-01T00:00:00Z"),
        )

        assert ["alone"] == names(found)
        assert {
            "dear": "below_minimum",
            "nil": "nothing_to_discount",
            "late": "not_started",
        } == why(found)


class TestRunnerUp:
    """The next best choice, and by how much the chosen one saves more."""

    @pytest.mark.parametrize(
        ("offers", "expected", "behind"),
        [
            case("no offer", [], (), "0.00"),
            case("one choice", [percent("ten", "10")], (), "0.00"),
            case(
                "19 - 12",
                [
                    percent("ten", "10"),
                    off("alone", "12", together=False),
                    percent("ten2", "10"),
                ],
                ("alone",),
                "7.00",
            ),
            case(
                "20 - 19: the set",
                [
                    percent("ten", "10"),
                    percent("ten2", "10"),
                    off("alone", "20", together=False),
                ],
                ("ten", "ten2"),
                "1.00",
            ),
            case(
                "a tie",
                [off("a", "10", together=False), off("b", "10", together=False)],
                ("b",),
                "0.00",
            ),
            case(
                "the second of three",
                [off(each, each[1:], together=False) for each in ("a5", "b30", "c20")],
                ("c20",),
                "10.00",
            ),
        ],
    )
    def test_is_told(
        self, offers: list[dict[str, Any]], expected: tuple[str, ...], behind: str
    ) -> None:
        """Of 100.00."""
        figures = priced("A 1 x 100.00", *offers).figures

        assert expected == figures.runner_up
        assert behind == str(figures.runner_up_behind)


class TestCoupon:
    """On what promotions left, or in place of them all."""

    def test_on_what_promotions_left(self) -> None:
        """100 - 10 % - 10 % of 90."""
        found = priced(
            "A 1 x 100.00",
            percent("ten", "10"),
            coupon("discount", percentage("10"), "all"),
        )

        assert ["ten", "c"] == names(found)
        assert "81.00" == left(found)
        assert ["10.00", "9.00"] == [
            str(found.totals.promotion_savings),
            str(found.totals.coupon_savings),
        ]

    def test_on_what_an_exclusive_promotion_left(self) -> None:
        """Exclusive is said of promotions among themselves."""
        found = priced(
            "A 1 x 100.00",
            off("alone", "20", together=False),
            coupon("discount", fixed("10"), "all"),
        )

        assert ["alone", "c"] == names(found)

    @pytest.mark.parametrize(
        ("amount", "expected", "refusals"),
        [
            case("20.01 > 20", "20.01", ["c"], {"alone": "excluded_by_coupon"}),
            case("20 = 20", "20", ["alone"], {"c": "better_promotion_applied"}),
            case("19.99 < 20", "19.99", ["alone"], {"c": "better_promotion_applied"}),
        ],
    )
    def test_in_place_of_promotions(
        self, amount: str, expected: list[str], refusals: dict[str, str]
    ) -> None:
        """A coupon that cannot be used with promotions must save more than they do."""
        found = priced(
            "A 1 x 100.00",
            off("alone", "20", together=False),
            coupon("discount", fixed(amount), "all", can_be_used_with_promotion=False),
        )

        assert expected == names(found)
        assert refusals == why(found)

    def test_replaced_promotions_say_so(self) -> None:
        """All that were eligible; what was barred or gave nothing keeps its reason."""
        found = priced(
            "A 1 x 100.00",
            percent("ten", "10"),
            off("alone", "5", together=False),
            percent("none", "0"),
            percent("late", "50", starts_at="2027-01-01T00:00:00Z"),
            coupon("discount", fixed("50"), "all", can_be_used_with_promotion=False),
        )

        assert ["c"] == names(found)
        assert {
            "ten": "excluded_by_coupon",
            "alone": "excluded_by_coupon",
            "none": "nothing_to_discount",
            "late": "not_started",
        } == why(found)
        assert "0.00" == str(found.totals.promotion_savings)

    def test_what_it_replaces_came_second(self) -> None:
        """50.00 against 10 % and then 5.00 of 100; the exclusive 12.00 was third."""
        figures = priced(
            "A 1 x 100.00",
            percent("ten", "10"),
            off("five", "5"),
            off("alone", "12", together=False),
            coupon("discount", fixed("50"), "all", can_be_used_with_promotion=False),
        ).figures

        assert ("ten", "five") == figures.runner_up
        assert "35.00" == str(figures.runner_up_behind)

    def test_where_no_promotion_applies(self) -> None:
        """It applies even if it saves nothing in money: 50 points."""
        found = priced(
            "A 1 x 100.00",
            percent("none", "0"),
            coupon(
                "accelerated-rewards",
                rewards(50, row("A")),
                can_be_used_with_promotion=False,
            ),
        )

        assert ["c"] == names(found)

    def test_points_never_replace_money(self) -> None:
        """A saving of 0 is not more than 10.00."""
        found = priced(
            "A 1 x 100.00",
            percent("ten", "10"),
            coupon(
                "accelerated-rewards",
                rewards(50, row("A")),
                can_be_used_with_promotion=False,
            ),
        )

        assert {"c": "better_promotion_applied"} == why(found)

    def test_one_alone_works_on_the_listed_amounts(self) -> None:
        """The promotion left 10.00; alone the coupon takes 95 % of 100.00."""
        found = priced(
            "A 1 x 100.00",
            percent("ninety", "90"),
            coupon(
                "discount", percentage("95"), "all", can_be_used_with_promotion=False
            ),
        )

        assert "5.00" == left(found)

    @pytest.mark.parametrize("together", [True, False])
    def test_one_that_fails_leaves_promotions(self, *, together: bool) -> None:
        """A refused coupon changes nothing."""
        found = priced(
            "A 1 x 100.00",
            percent("ten", "10"),
            coupon(
                "discount",
                percentage("50", row("X")),
                can_be_used_with_promotion=together,
            ),
        )

        assert ["ten"] == names(found)
        assert {"c": "no_matching_items"} == why(found)

    def test_barred_before_anything_else(self) -> None:
        """Its window is looked at first."""
        found = priced(
            "A 1 x 100.00",
            percent("ten", "10"),
            coupon(
                "discount",
                percentage("50", row("X")),
                expires_at="2026-02-01T00:00:00Z",
            ),
        )

        assert {"c": "expired"} == why(found)

    def test_finds_nothing_left(self) -> None:
        """Everything is free already."""
        found = priced(
            "A 1 x 100.00",
            percent("all", "100"),
            coupon("discount", percentage("50"), "all"),
        )

        assert {"c": "nothing_to_discount"} == why(found)

    def test_a_promotion_and_a_coupon_of_one_id(self) -> None:
        """Their refusals are told apart by kind."""
        found = priced(
            "A 1 x 100.00",
            percent("same", "0"),
            coupon("discount", percentage("0"), "all", id="same"),
        )

        assert [
            ("same", "promotion", "nothing_to_discount"),
            ("same", "coupon", "nothing_to_discount"),
        ] == [(each.offer_id, each.kind, each.code) for each in found.refusals]

    def test_refusals_come_in_the_store_s_order(self) -> None:
        """Promotions first, the coupon last."""
        found = priced(
            "A 1 x 100.00",
            percent("a", "0"),
            percent("b", "50", minimum_order_total="101"),
            percent("c", "0"),
            coupon("discount", percentage("0"), "all", id="d"),
        )

        assert ["a", "b", "c", "d"] == [each.offer_id for each in found.refusals]
        assert [
            "nothing_to_discount",
            "below_minimum 1.00",
            "nothing_to_discount",
            "nothing_to_discount",
        ] == refused(found)


def funded(who: str | None) -> dict[str, Any]:
    """Return our own keys of an offer."""
    return {"x_checkout_core": None if who is None else {"funded_by": who}}


class TestFundedBy:
    """Whoever pays: only the seller's own discounts lower the taxable value."""

    @pytest.mark.parametrize(
        ("who", "expected"),
        [
            case(
                "nobody named",
                None,
                ["90.00", "16.20", "106.20", "0.00", "106.20", "11.80"],
            ),
            case(
                "seller",
                "seller",
                ["90.00", "16.20", "106.20", "0.00", "106.20", "11.80"],
            ),
            case(
                "platform",
                "platform",
                ["100.00", "18.00", "118.00", "10.00", "108.00", "10.00"],
            ),
            case(
                "brand",
                "brand",
                ["100.00", "18.00", "118.00", "10.00", "108.00", "10.00"],
            ),
        ],
    )
    @pytest.mark.parametrize("kind", [promotion, coupon])
    def test_ten_percent(self, kind: Any, who: str | None, expected: list[str]) -> None:
        """Of 100.00 at 18 %: 90 + 16.20, or 100 + 18 - 10."""
        offer = kind("discount", percentage("10"), "all", **funded(who))

        found = priced("A 1 x 100.00 at 18", offer)

        totals = found.totals
        savings = totals.promotion_savings + totals.coupon_savings
        assert expected == [
            str(found.lines[0].taxable_value),
            str(totals.item_total_tax),
            str(totals.grand_total),
            str(totals.funded_savings),
            str(totals.to_be_paid),
            str(savings),
        ]
        assert "90.00" == left(found)

    def test_later_offers_see_what_is_left(self) -> None:
        """10 % of the platform, then the seller's 10 % of 90: taxed are 91."""
        found = priced(
            "A 1 x 100.00 at 18",
            percent("theirs", "10", **funded("platform")),
            percent("ours", "10"),
        )

        assert "81.00" == left(found)
        assert "91.00" == str(found.lines[0].taxable_value)
        assert ["10.00", "10.62"] == [str(each.saving) for each in found.promotions]
        assert "97.38" == str(found.to_be_paid)

    def test_two_who_fund(self) -> None:
        """10.00 of the platform and 9.00 of the brand are 19.00 after tax."""
        found = priced(
            "A 1 x 100.00 at 18",
            percent("platform", "10", **funded("platform")),
            percent("brand", "10", **funded("brand")),
        )

        assert "19.00" == str(found.totals.funded_savings)
        assert "99.00" == str(found.to_be_paid)
        assert ["platform", "brand"] == [each.funded_by for each in found.promotions]

    def test_the_choice_counts_the_discount_itself(self) -> None:
        """10.00 of the platform saves 10.00; the seller's 8.50 saves 10.03."""
        found = priced(
            "A 1 x 100.00 at 18",
            off("theirs", "10", together=False, **funded("platform")),
            off("ours", "8.50", together=False),
        )

        assert ["ours"] == names(found)
        assert "0.03" == str(found.figures.runner_up_behind)

    def test_a_coupon_on_a_funded_promotion(self) -> None:
        """The coupon's lane goes on from what the platform paid."""
        found = priced(
            "A 1 x 100.00",
            off("theirs", "10", **funded("platform")),
            coupon("discount", fixed("20"), "all"),
        )

        assert "70.00" == left(found)
        assert "80.00" == str(found.lines[0].taxable_value)
        assert "70.00" == str(found.to_be_paid)

    def test_free_goods_move_no_money(self) -> None:
        """Whoever funds them, nothing is taken off."""
        found = priced(
            "A 2 x 100.00",
            promotion("free-goods", free_goods((2, 1)), **funded("brand")),
        )

        assert "0.00" == str(found.totals.funded_savings)
        assert "200.00" == str(found.to_be_paid)


class TestScope:
    """How far an applied offer reaches, and the lines it touched."""

    @pytest.mark.parametrize(
        ("offer", "scope", "touched"),
        [
            case("all", percent("p", "10"), "cart", [0, 1]),
            case(
                "product",
                promotion("discount", percentage("10", row("B"))),
                "product",
                [1],
            ),
            case(
                "category",
                promotion("discount", percentage("10", categories=["c"]), "category"),
                "category",
                [0],
            ),
            case("shipping", promotion("free-shipping"), "shipping", []),
            case(
                "buy x get y: the discounted line",
                promotion("buy-x-get-y", buy_get((1, "A", 1, "B"))),
                "product",
                [1],
            ),
            case(
                "free goods",
                promotion("free-goods", free_goods((1, 1))),
                "product",
                [0],
            ),
            case("fixed, all", off("p", "1"), "cart", [0, 1]),
            case("a line that got 0.00 is not touched", off("p", "0.01"), "cart", [0]),
        ],
    )
    def test_of_what_applies(
        self, offer: dict[str, Any], scope: str, touched: list[int]
    ) -> None:
        """A 1 x 100.00 in c and B 1 x 50.00, shipped for 60.00."""
        found = priced(
            "A 1 x 100.00 in c; B 1 x 50.00",
            offer,
            cart={"shipping": {"estimated_cost": "60.00"}},
        )

        assert [scope] == [each.scope for each in found.promotions]
        assert touched == [each.line for each in found.promotions[0].lines]
        assert touched == [at for at, e in enumerate(found.lines) if e.on_promotion]

    def test_a_coupon_is_no_promotion(self) -> None:
        """`on_promotion` is said of promotions only."""
        found = priced("A 1 x 100.00", coupon("discount", percentage("10"), "all"))

        assert [False] == [each.on_promotion for each in found.lines]
