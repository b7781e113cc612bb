# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every offer judged against one cart: real quotes with and without, honest hints."""

from __future__ import annotations

import json
import pickle

from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    Redemptions,
    dumps,
    evaluate,
    near_miss,
    quote,
    read_checkout,
    write_evaluation,
)
from checkout_core.cart.line import MAX_LINES
from checkout_core.evaluation import MAX_HINTS, Evaluation, NearMiss, Verdict
from checkout_core.evaluation.catalogue import Catalogue
from checkout_core.ledger import MissingGift
from checkout_core.wire.checkout import Checkout
from tests.factories.carts import AT, checkout, line
from tests.factories.offers import (
    MONEY,
    buy_get,
    coupon,
    fixed,
    free_goods,
    percentage,
    promotion,
    row,
)
from tests.factories.tables import case


SCHEMA = json.loads(
    (Path(__file__).parent / "data" / "evaluation.schema.json").read_text()
)


def read(said: Any, *offers: dict[str, Any], **more: Any) -> Checkout:
    """Return a cart without a code, unless one is given, and its store."""
    document = checkout(said, *offers, **{"code": None, **more})
    return read_checkout(json.dumps(document))


def judged(said: Any, *offers: dict[str, Any], **more: Any) -> Evaluation:
    """Return the verdicts on *offers*."""
    given = read(said, *offers, **more)
    return evaluate(given.cart, given.store, at=given.at)


def figures(verdict: Verdict) -> list[str]:
    """Return what a verdict says in money: saving, with, without."""
    amounts = (verdict.saving, verdict.with_offer, verdict.without_offer)
    return [str(each) for each in amounts]


def off(name: str, amount: str, **more: Any) -> dict[str, Any]:
    """Return a promotion of an amount off everything."""
    return promotion("discount", fixed(amount), "all", id=name, **more)


def percent(
    name: str, value: str, *rows: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """Return a promotion of a percentage, of everything where no row is given."""
    to = "product" if rows else "all"
    return promotion("discount", percentage(value, *rows), to, id=name, **more)


ALONE = {"can_be_used_with_other_promotion": False}


class TestPromotions:
    """As the cart stands, and as if the store did not have the offer."""

    def test_one_that_applies(self) -> None:
        """10 % of 100.00 at 18 %: 118.00 without, 106.20 with."""
        (found,) = judged("A 1 x 100.00 at 18", percent("ten", "10")).promotions

        assert found.applies
        assert ["11.80", "106.20", "118.00"] == figures(found)
        assert found.near_miss is None

    def test_two_together(self) -> None:
        """100 - 10 - 30; without the first 70, without the second 90."""
        found = judged("A 1 x 100.00", percent("ten", "10"), off("off", "30"))

        assert [["10.00", "60.00", "70.00"], ["30.00", "60.00", "90.00"]] == [
            figures(each) for each in found.promotions
        ]

    def test_the_runner_up_steps_in(self) -> None:
        """Without the exclusive 20.00 the 10 % would apply."""
        found = judged("A 1 x 100.00", percent("ten", "10"), off("off", "20", **ALONE))

        ten, alone = found.promotions
        assert ["0.00", "80.00", "80.00"] == figures(ten)
        assert "excluded_by_promotion" == getattr(ten.refusal, "code", "")
        assert ["20.00", "80.00", "90.00"] == figures(alone)

    def test_an_offer_may_cost_more_than_it_saves(self) -> None:
        """90.00 misses the free shipping from 100.00 on, so 60.00 are added."""
        (found,) = judged(
            "A 1 x 100.00",
            percent("ten", "10"),
            cart={"shipping": {"estimated_cost": "60.00"}},
            store={"free_shipping_threshold": "100"},
        ).promotions

        assert ["10.00", "150.00", "100.00"] == figures(found)

    def test_one_that_concerns_no_line(self) -> None:
        """A quote only counts it; here it has its reason."""
        (found,) = judged("A 1 x 100.00", percent("x", "10", row("X"))).promotions

        assert not found.applies
        assert found.refusal is not None
        assert ("x", "promotion", "no_matching_items", 0, "0.00") == (
            found.refusal.offer_id,
            found.refusal.kind,
            found.refusal.code,
            found.refusal.short_units,
            str(found.refusal.short_amount),
        )
        assert found.refusal.message.startswith("This offer needs items")

    @pytest.mark.parametrize(
        ("fields", "code", "message"),
        [
            case(
                "the window comes before the goods",
                {"expires_at": "2026-02-01T00:00:00Z"},
                "expired",
                "This offer has ended.",
            ),
            case(
                "and so do the limits",
                {"redemption_limits": {"total_redemptions": 0}},
                "limit_reached",
                "This offer has been used up.",
            ),
            case(
                "100.00 of 110",
                {"minimum_order_total": "110"},
                "below_minimum",
                "Add ₹10.00 more to use this offer.",
            ),
        ],
    )
    def test_one_that_concerns_no_line_has_the_first_failing_code(
        self, fields: dict[str, Any], code: str, message: str
    ) -> None:
        """The order of the codes is the same for offers that a quote only counts."""
        offer = percent("x", "10", row("X"), **fields)
        (found,) = judged("A 1 x 100.00", offer).promotions

        assert found.refusal is not None
        assert (code, message) == (found.refusal.code, found.refusal.message)
        assert found.near_miss is None

    def test_one_that_concerns_no_line_with_the_counters_of_the_call(self) -> None:
        """Counters of the call bar it before its goods are looked for."""
        limits = {"total_redemptions": 5}
        offer = percent("x", "10", row("X"), redemption_limits=limits)
        given = read("A 1 x 100.00", offer)

        (found,) = evaluate(
            given.cart, given.store, at=given.at, redemptions=Redemptions({"x": 5})
        ).promotions

        assert "limit_reached" == getattr(found.refusal, "code", "")

    def test_in_the_store_s_order(self) -> None:
        """Every offer has one verdict, and the quote is that of the cart."""
        given = read("A 1 x 100.00", percent("b", "0"), percent("a", "10"))

        found = evaluate(given.cart, given.store, at=given.at)

        assert ["b", "a"] == [each.offer.id for each in found.promotions]
        assert quote(given.cart, given.store, at=given.at) == found.quote

    def test_with_the_counters_of_the_call(self) -> None:
        """`redemptions` replaces the store's counters in every quote."""
        limits = {
            "total_redemptions": 5,
            "per_customer_redemptions": None,
            "per_coupon_code_redemptions": None,
        }
        given = read("A 1 x 100.00", percent("p", "10", redemption_limits=limits))

        found = evaluate(
            given.cart, given.store, at=given.at, redemptions=Redemptions({"p": 5})
        )

        assert ["limit_reached"] == [
            getattr(each.refusal, "code", "") for each in found.promotions
        ]


class TestCoupons:
    """Each as if its code were entered in place of the cart's own."""

    def test_nobody_entered_it(self) -> None:
        """100.00 without, 80.00 with."""
        found = judged("A 1 x 100.00", coupon("discount", fixed("20"), "all"))

        assert ["20.00", "80.00", "100.00"] == figures(found.coupons[0])
        assert "100.00" == str(found.quote.to_be_paid)

    @pytest.mark.parametrize("code", ["ONE", "TWO", " two "])
    def test_it_is_entered_already(self, code: str) -> None:
        """The cart's own quote is that of the choice."""
        offer = coupon("discount", fixed("20"), "all", coupon_code=["ONE", "TWO"])

        found = judged("A 1 x 100.00", offer, code=code)

        assert ["20.00", "80.00", "100.00"] == figures(found.coupons[0])

    def test_the_entered_code_is_judged_where_it_is_one_of_the_coupon(self) -> None:
        """The first code is used up, but the cart has the second: 100.00 of 110."""
        found = judged(
            "A 1 x 100.00",
            coupon(
                "discount",
                fixed("20"),
                "all",
                coupon_code=["ONE", "TWO"],
                minimum_order_total="110",
                redemption_limits={"per_coupon_code_redemptions": 1},
            ),
            code="two ",
            store={"code_redemptions": {"ONE": 1}},
        )

        (verdict,) = found.coupons
        assert found.quote.refusals == (verdict.refusal,)
        assert "below_minimum" == getattr(verdict.refusal, "code", "")

    def test_in_place_of_the_cart_s_own(self) -> None:
        """Own 20.00 off, other 30.00 off; without a coupon 100.00."""
        found = judged(
            "A 1 x 100.00",
            coupon("discount", fixed("20"), "all", id="own", coupon_code=["OWN"]),
            coupon("discount", fixed("30"), "all", id="other", coupon_code=["OTHER"]),
            code="OWN",
        )

        assert [["20.00", "80.00", "100.00"], ["30.00", "70.00", "100.00"]] == [
            figures(each) for each in found.coupons
        ]
        assert "80.00" == str(found.quote.to_be_paid)

    def test_in_place_of_promotions(self) -> None:
        """50.00 off alone against 10 %: 90.00 without, 50.00 with."""
        found = judged(
            "A 1 x 100.00",
            percent("ten", "10"),
            coupon("discount", fixed("50"), "all", can_be_used_with_promotion=False),
        )

        assert ["50.00", "50.00", "90.00"] == figures(found.coupons[0])
        assert found.promotions[0].applies

    def test_two_in_place_of_promotions(self) -> None:
        """30.00 and 50.00 off alone, each against 10 %; 5.00 saves less than it."""
        found = judged(
            "A 1 x 100.00",
            percent("ten", "10"),
            *[
                coupon(
                    "discount",
                    fixed(amount),
                    "all",
                    id=f"c{amount}",
                    coupon_code=[f"C{amount}"],
                    can_be_used_with_promotion=False,
                )
                for amount in ("30", "50", "5")
            ],
        )

        assert [
            ["30.00", "70.00", "90.00"],
            ["50.00", "50.00", "90.00"],
            ["0.00", "90.00", "90.00"],
        ] == [figures(each) for each in found.coupons]

    def test_one_that_does_not_apply(self) -> None:
        """The reason is that of the cart with its code."""
        (found,) = judged(
            "A 1 x 100.00",
            coupon("discount", fixed("5"), "all", minimum_order_total="110"),
        ).coupons

        assert ["0.00", "100.00", "100.00"] == figures(found)
        assert found.refusal is not None
        assert "below_minimum" == found.refusal.code

    @pytest.mark.parametrize("code", ["NOPE", "CODE"])
    def test_beside_a_promotion_that_does_not_apply(self, code: str) -> None:
        """Its reason stays that of the promotion, whatever becomes of the code."""
        found = judged(
            "A 1 x 100.00",
            off("big", "5", minimum_order_total="150"),
            coupon("discount", fixed("5"), "all", minimum_order_total="110"),
            code=code,
        )

        assert ["50.00", "10.00"] == [
            str(each.refusal.short_amount)
            for each in (*found.promotions, *found.coupons)
            if each.refusal is not None
        ]

    def test_one_without_a_code(self) -> None:
        """Nobody can enter it."""
        (found,) = judged(
            "A 1 x 100.00", coupon("discount", fixed("5"), "all", coupon_code=[])
        ).coupons

        assert not found.applies
        assert ["0.00", "100.00", "100.00"] == figures(found)


def bulk(value: str, minimum: int) -> dict[str, Any]:
    """Return a percentage off A from *minimum* units on."""
    return percent("p", value, row("A", units=(minimum, None)))


class TestNearMiss:
    """A change that makes an offer apply, never for more than now."""

    @pytest.mark.parametrize(
        ("said", "offer", "expected"),
        [
            case(
                "2 more make 120 - 20 = 100, as much as now",
                "A 10 x 10.00",
                off("p", "20", minimum_order_total="120"),
                (0, 12, "100.00"),
            ),
            case(
                "120 - 19.99 is more than 100",
                "A 10 x 10.00",
                off("p", "19.99", minimum_order_total="120"),
                None,
            ),
            case(
                "19.99 are missing, so 2 more all the same: 120 - 30",
                "A 10 x 10.00",
                off("p", "30", minimum_order_total="119.99"),
                (0, 12, "90.00"),
            ),
            case(
                "the third one is free",
                "A 2 x 100.00",
                promotion("buy-x-get-y", buy_get((2, "A", 1, "A"))),
                (0, 3, "200.00"),
            ),
            case(
                "one more A and B is free: 200 < 101 is not",
                "A 1 x 100.00; B 1 x 1.00",
                promotion("buy-x-get-y", buy_get((2, "A", 1, "B"))),
                None,
            ),
            case(
                "one more A and B is free: 20 < 60",
                "A 1 x 10.00; B 1 x 50.00",
                promotion("buy-x-get-y", buy_get((2, "A", 1, "B"))),
                (0, 2, "20.00"),
            ),
            case(
                "B for 20.00 of A: 20 < 60",
                "A 1 x 10.00; B 1 x 50.00",
                promotion("buy-x-get-y", buy_get(("20", "A", 1, "B"), by=MONEY)),
                (0, 2, "20.00"),
            ),
            case(
                "half of 300 is less than 200",
                "A 2 x 100.00",
                percent("p", "50", row("A", money=("300", None))),
                (0, 3, "150.00"),
            ),
            case(
                "half of 3 instead of 2",
                "A 2 x 100.00",
                bulk("50", 3),
                (0, 3, "150.00"),
            ),
            case("a tenth of 3 instead of 2", "A 2 x 100.00", bulk("10", 3), None),
            case(
                "a red one, that only the variant names",
                "A/red 2 x 100.00",
                percent("p", "50", row(None, "red", units=(3, None))),
                (0, 3, "150.00"),
            ),
            case(
                "the cheaper line: (100 + 20) / 2 = 60 < (200 + 10) / 2",
                "A 1 x 100.00 in c; B 1 x 10.00 in c",
                promotion(
                    "discount",
                    percentage("50", row(units=(3, None)), categories=["c"]),
                    "category",
                ),
                (1, 2, "60.00"),
            ),
            case(
                "only lines of the offer: half of 3 x 100, and 1.00",
                "A 2 x 100.00; B 1 x 1.00",
                bulk("50", 3),
                (0, 3, "151.00"),
            ),
            case(
                "ten million of 0.01",
                "A 1 x 0.01",
                off("p", "9", minimum_order_total="100000"),
                None,
            ),
            case(
                "as many as a line may have: half of a million of 0.01",
                "A 999999 x 0.01",
                bulk("50", 1_000_000),
                (0, 1_000_000, "5000.00"),
            ),
            case(
                "nothing costs nothing",
                "A 1 x 0.00",
                off("p", "9", minimum_order_total="9"),
                None,
            ),
            case(
                "more goods do not start it",
                "A 1 x 1.00",
                percent("p", "9", starts_at="2027-01-01T00:00:00Z"),
                None,
            ),
        ],
    )
    def test_of_a_promotion(
        self, said: str, offer: dict[str, Any], expected: tuple[int, int, str] | None
    ) -> None:
        """The line, what to set it to, and the price of that very cart."""
        given = read(said, offer)
        evaluation = evaluate(given.cart, given.store, at=given.at)

        (found,) = evaluation.promotions

        assert not found.applies
        assert expected == hinted(found)
        if found.near_miss is not None:
            lines = list(given.cart.lines)
            at = found.near_miss.line
            assert at is not None
            lines[at] = lines[at].changed(quantity=found.near_miss.quantity)
            really = quote(given.cart.changed(lines=lines), given.store, at=given.at)
            assert really.to_be_paid == found.near_miss.to_be_paid
            assert really.promotions
            assert really.to_be_paid <= evaluation.quote.to_be_paid

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            case("as many as one likes", {}, (0, 3, "150.00")),
            case("at most 3", {"max_order_quantity": 3}, (0, 3, "150.00")),
            case("at most 2", {"max_order_quantity": 2}, None),
            case("in twos: half of 400", {"incremental_quantity": 2}, (0, 4, "200.00")),
            case(
                "in twos, at most 3",
                {"incremental_quantity": 2, "max_order_quantity": 3},
                None,
            ),
        ],
    )
    def test_within_what_may_be_ordered(
        self, fields: dict[str, Any], expected: tuple[int, int, str] | None
    ) -> None:
        """2 x 100.00, and half of everything from 3 units on."""
        (found,) = judged([line("A 2 x 100.00", **fields)], bulk("50", 3)).promotions

        assert expected == hinted(found)

    @pytest.mark.parametrize(
        ("first", "minimum", "most", "expected"),
        [
            case("100 of two, 150 of three: 15 of it", "50", "110", 3, (3, "15.00")),
            case("three may not be ordered", "50", "110", 2, None),
            case("1.00 is left of each, so nobody gets there", "99", "110", None, None),
        ],
    )
    def test_of_what_others_lower_too(
        self,
        first: str,
        minimum: str,
        most: int | None,
        expected: tuple[int, str] | None,
    ) -> None:
        """One A is not enough for the 90 %: what is added is lowered as well."""
        found = judged(
            [line("A 1 x 100.00", max_order_quantity=most)],
            percent("first", first),
            percent("late", "90", row("A", money=(minimum, None))),
        ).promotions[1]

        assert "value_too_low" == getattr(found.refusal, "code", "")
        assert (expected and (0, *expected)) == hinted(found)

    def test_whatever_else_is_refused(self) -> None:
        """Its own distance counts, not that of the offer which has not started."""
        found = judged(
            "A 1 x 100.00",
            off("soon", "5", starts_at="2027-01-01T00:00:00Z"),
            percent("first", "50"),
            percent("late", "90", row("A", money=("110", None))),
        ).promotions[2]

        # 300.00, half of it, and a tenth of that.
        assert (0, 3, "15.00") == hinted(found)

    def test_that_another_offer_comes_to_stand_in_its_way(self) -> None:
        """Two A are enough for 10 %, and for the 50 % that stand alone."""
        found = judged(
            "A 1 x 100.00",
            percent("ten", "10", row("A", units=(2, None))),
            percent("half", "50", row("A", units=(2, None)), **ALONE),
        )

        assert hinted(found.promotions[0]) is None
        assert (0, 2, "100.00") == hinted(found.promotions[1])

    def test_of_a_coupon(self) -> None:
        """One A more and half of it all: 150.00 instead of 200.00."""
        details = percentage("50", row("A", units=(3, None)))

        (found,) = judged("A 2 x 100.00", coupon("discount", details)).coupons

        assert (0, 3, "150.00") == hinted(found)

    def test_of_a_coupon_that_a_promotion_lowers_too(self) -> None:
        """100 of two, 150 of three: the refusal of two says what it lacks."""
        found = judged(
            "A 1 x 100.00",
            percent("first", "50"),
            coupon("discount", percentage("90", row("A", money=("110", None)))),
            code=None,
        )

        # 300.00, half of it, and a tenth of that.
        assert (0, 3, "15.00") == hinted(found.coupons[0])

    def test_of_a_coupon_is_no_dearer_than_the_cart_s_own(self) -> None:
        """60 % off two would be 80.00, but with the own code one is 50.00 now."""
        found = judged(
            "A 1 x 100.00",
            coupon("discount", fixed("50"), "all", id="own", coupon_code=["OWN"]),
            coupon(
                "discount",
                percentage("60", row("A", units=(2, None))),
                id="other",
                coupon_code=["OTHER"],
            ),
            code="OWN",
        )

        assert "50.00" == str(found.quote.to_be_paid)
        assert hinted(found.coupons[1]) is None

    def test_tries_a_few_lines_only(self) -> None:
        """Of nine lines the five cheapest are tried, and the best of them told."""
        said = "; ".join(f"L{at} 1 x {at}0.00" for at in range(1, 10))

        (found,) = judged(said, percent("p", "50", row(units=(10, None)))).promotions

        # 450.00 + 10.00, and half of it.
        assert (0, 2, "230.00") == hinted(found)

    def test_by_itself(self) -> None:
        """A host asks for the hint of one refusal of a quote it has."""
        given = read("A 2 x 100.00", bulk("50", 3))
        now = quote(given.cart, given.store, at=given.at)

        found = near_miss(now, given.store, now.refusals[0])

        assert found is not None
        assert (0, 3, Decimal("150.00")) == (
            found.line,
            found.quantity,
            found.to_be_paid,
        )

    def test_by_itself_of_the_second_offer(self) -> None:
        """A refusal names its offer: three of A are not near 900.00, but get 50 %."""
        far = off("far", "20", minimum_order_total="900")
        given = read("A 2 x 100.00", far, bulk("50", 3))
        now = quote(given.cart, given.store, at=given.at)
        (refusal,) = (each for each in now.refusals if each.offer_id == "p")

        found = near_miss(now, given.store, refusal)

        assert (0, 3, "150.00") == (
            getattr(found, "line", None),
            getattr(found, "quantity", None),
            str(getattr(found, "to_be_paid", "")),
        )

    def test_by_itself_of_an_offer_that_the_store_has_not(self) -> None:
        """The offer was taken out since: there is nothing to reach."""
        given = read("A 2 x 100.00", bulk("50", 3))
        now = quote(given.cart, given.store, at=given.at)
        without = given.store.changed(promotions=[])

        assert near_miss(now, without, now.refusals[0]) is None

    def test_by_itself_in_a_currency_without_decimals(self) -> None:
        """500 yen are 300 short of 800: three more of 100, less 350."""
        offer = off("p", "350", minimum_order_total="800")
        given = read("A 5 x 100", offer, currency="JPY")
        now = quote(given.cart, given.store, at=given.at)

        found = near_miss(now, given.store, now.refusals[0])

        assert (0, 8, "450") == (
            getattr(found, "line", None),
            getattr(found, "quantity", None),
            str(getattr(found, "to_be_paid", "")),
        )

    def test_by_itself_of_a_coupon(self) -> None:
        """The code stands in the cart of the quote."""
        details = percentage("50", row("A", units=(3, None)))
        given = read("A 2 x 100.00", coupon("discount", details), code="CODE")
        now = quote(given.cart, given.store, at=given.at)

        found = near_miss(now, given.store, now.refusals[0])

        assert "150.00" == str(getattr(found, "to_be_paid", ""))

    def test_of_an_offer_that_has_ended(self) -> None:
        """More goods do not open it again."""
        window = {
            "starts_at": "2019-01-01T00:00:00Z",
            "expires_at": "2020-01-01T00:00:00Z",
        }
        given = read("A 2 x 100.00", off("p", "20", **window))
        now = quote(given.cart, given.store, at=given.at)

        assert "expired" == now.refusals[0].code
        assert near_miss(now, given.store, now.refusals[0]) is None

    def test_of_a_code_nobody_knows(self) -> None:
        """There is no offer that more goods could reach."""
        given = read("A 2 x 100.00", bulk("50", 3), code="NOPE")
        now = quote(given.cart, given.store, at=given.at)

        assert near_miss(now, given.store, now.refusals[-1]) is None

    def test_with_the_counters_of_the_call(self) -> None:
        """Where the call's counters bar the offer, nothing reaches it."""
        limits = {
            "total_redemptions": 5,
            "per_customer_redemptions": None,
            "per_coupon_code_redemptions": None,
        }
        offer = {**bulk("50", 3), "redemption_limits": limits}
        given = read("A 2 x 100.00", offer)
        now = quote(given.cart, given.store, at=given.at)

        found = [
            near_miss(
                now, given.store, now.refusals[0], redemptions=Redemptions({"p": count})
            )
            for count in (4, 5)
        ]

        assert [False, True] == [each is None for each in found]


def hinted(found: Verdict) -> tuple[int | None, int, str] | None:
    """Return a near miss as (line, quantity, to be paid)."""
    near = found.near_miss
    return None if near is None else (near.line, near.quantity, str(near.to_be_paid))


def soap(price: str = "40", **fields: Any) -> Line:
    """Return a soap of the catalogue."""
    given = {"tax_rate": 0, "category_ids": ["bath"], **fields}
    return Line("soap", given.pop("quantity", 1), price, **given)


def free_soap(bought: int = 2, free: int = 1, **more: Any) -> dict[str, Any]:
    """Return buy so many of A, get a soap free."""
    found = promotion("buy-x-get-y", buy_get((bought, "A", free, "soap")))
    return {**found, **more}


#: What the offer of a free soap says is missing.
SOAP = MissingGift("soap", None, None, Decimal(100))


class TestGifts:
    """What is missing is not in the cart: the hint says what to add."""

    def test_without_a_catalogue(self) -> None:
        """It is free, and nobody knows what the cart would cost."""
        (found,) = judged("A 2 x 100.00", free_soap()).promotions

        expected = NearMiss(
            line=None, quantity=1, to_be_paid=None, gift=SOAP, is_free=True
        )

        assert expected == found.near_miss

    @pytest.mark.parametrize(
        ("details", "expected"),
        [
            case("free", buy_get((2, "A", 1, "soap")), True),
            case("free at 100 %", buy_get((2, "A", 1, "soap"), percent="100"), True),
            case("99 %", buy_get((2, "A", 1, "soap"), percent="99"), False),
            case("at most 40 off", buy_get((2, "A", 1, "soap"), most="40"), False),
        ],
    )
    def test_without_a_catalogue_only_what_is_free(
        self, details: dict[str, Any], *, expected: bool
    ) -> None:
        """Whatever is left to pay might be more than now."""
        (found,) = judged("A 2 x 100.00", promotion("buy-x-get-y", details)).promotions

        assert expected == (found.near_miss is not None)

    @pytest.mark.parametrize(
        ("offers", "expected"),
        [
            case("nothing else applies", [free_soap(**ALONE)], True),
            case("beside another", [percent("ten", "10"), free_soap()], True),
            case(
                "it stands alone, and another applies",
                [percent("ten", "10"), free_soap(**ALONE)],
                False,
            ),
            case(
                "one that stands alone applies",
                [percent("ten", "10", **ALONE), free_soap()],
                False,
            ),
            case(
                "a coupon beside one that stands alone",
                [
                    percent("ten", "10", **ALONE),
                    coupon("buy-x-get-y", buy_get((2, "A", 1, "soap"))),
                ],
                True,
            ),
            case(
                "a coupon that would have to replace another offer",
                [
                    percent("ten", "10"),
                    coupon(
                        "buy-x-get-y",
                        buy_get((2, "A", 1, "soap")),
                        can_be_used_with_promotion=False,
                    ),
                ],
                False,
            ),
        ],
    )
    def test_without_a_catalogue_only_beside_what_applies(
        self, offers: list[dict[str, Any]], *, expected: bool
    ) -> None:
        """Where the offer competes, nobody knows whether it would win."""
        found = judged("A 2 x 100.00", *offers)

        (missed,) = [
            each
            for each in (*found.promotions, *found.coupons)
            if each.refusal is not None and each.refusal.gift is not None
        ]
        assert expected == (missed.near_miss is not None)

    def stocked(self, *catalogue: Line, said: str = "A 2 x 100.00", **more: Any) -> Any:
        """Return the hint of a free soap where *catalogue* is what one can add."""
        given = read(said, free_soap(**more))
        found = evaluate(
            given.cart, given.store, at=given.at, catalogue=iter(catalogue)
        )
        near = found.promotions[0].near_miss
        if near is not None:
            # The hinted cart is priced once more, by itself.
            lines = [*given.cart.lines, near.added]
            really = quote(given.cart.changed(lines=lines), given.store, at=given.at)
            assert really.to_be_paid == near.to_be_paid
            assert ["p"] == [each.id for each in really.promotions]
        return near

    def test_with_a_catalogue(self) -> None:
        """200.00 as now, and the soap of 40.00 is free."""
        found = self.stocked(soap(quantity=7))

        expected = NearMiss(
            line=None,
            quantity=1,
            to_be_paid=Decimal("200.00"),
            gift=SOAP,
            added=soap(),
            is_free=True,
        )

        assert expected == found

    def test_with_a_catalogue_that_is_made_once(self) -> None:
        """Its lines are checked when it is made; the hint is that of the same lines."""
        given = read("A 2 x 100.00", free_soap())
        made = Catalogue.of([soap(quantity=7)])

        (found,) = evaluate(
            given.cart, given.store, at=given.at, catalogue=made
        ).promotions

        assert (None, 1, "200.00") == hinted(found)
        assert (made, [soap(quantity=7)]) == (Catalogue.of(made), list(made))

    @pytest.mark.parametrize(
        ("line", "free"),
        [
            case("another product", Line("tea", 1, "5", tax_rate=0), 1),
            case("handling would be paid", soap(handling_charge_excluding_tax=1), 1),
            case("only two at once", soap(quantity=2, min_order_quantity=2), 1),
            case("only in twos", soap(quantity=2, incremental_quantity=2), 1),
            case(
                "in twos, at most 3 of 4",
                soap(quantity=2, incremental_quantity=2, max_order_quantity=3),
                4,
            ),
            case("it costs nothing anyway", soap("0"), 1),
            case("the key is taken", soap(line_id="A"), 1),
        ],
    )
    def test_nothing_that_helps(self, line: Line, free: int) -> None:
        """No soap of the catalogue comes free."""
        given = read("A 2 x 100.00", free_soap(free=free))

        (found,) = evaluate(
            given.cart, given.store, at=given.at, catalogue=[line]
        ).promotions

        assert found.near_miss is None

    def test_as_many_as_may_be_ordered(self) -> None:
        """One set gives three, and two may be ordered."""
        given = read("A 2 x 100.00", free_soap(free=3))

        (found,) = evaluate(
            given.cart,
            given.store,
            at=given.at,
            catalogue=[soap(max_order_quantity=2)],
        ).promotions

        assert (None, 2, "200.00") == hinted(found)

    def test_what_is_not_all_free(self) -> None:
        """Half of the soap is paid, but for it one A is free: 100 + 20."""
        given = read(
            "A 2 x 100.00",
            promotion("buy-x-get-y", buy_get((2, "A", 1, "soap"), percent="50")),
            promotion("buy-x-get-y", buy_get((1, "soap", 1, "A")), id="more"),
        )

        found = evaluate(given.cart, given.store, at=given.at, catalogue=[soap()])

        near = found.promotions[0].near_miss
        assert (None, 1, "120.00") == hinted(found.promotions[0])
        assert near is not None
        assert not near.is_free

    def test_of_a_tax_class(self) -> None:
        """Half of the soap at 18 % is 23.60, and one A is free for it: 123.60."""
        given = read(
            "A 2 x 100.00",
            promotion("buy-x-get-y", buy_get((2, "A", 1, "soap"), percent="50")),
            promotion("buy-x-get-y", buy_get((1, "soap", 1, "A")), id="more"),
            store={"tax_classes": {"toiletries": {"tax_rate": "18"}}},
        )
        classed = Line("soap", 1, "40", tax_class="toiletries")

        found = evaluate(given.cart, given.store, at=given.at, catalogue=[classed])

        assert (None, 1, "123.60") == hinted(found.promotions[0])

    def test_the_one_after_which_least_is_paid(self) -> None:
        """Of ten in the category the five cheapest are tried; 3.00 has no handling."""
        offer = promotion("buy-x-get-y", buy_get((2, "A", 1, "@bath")))
        given = read("A 2 x 100.00", offer)
        catalogue = [
            soap(
                str(price),
                variant_id=f"v{price}",
                handling_charge_excluding_tax=0 if price in (3, 9) else 1,
            )
            for price in range(10, 0, -1)
        ]

        (found,) = evaluate(
            given.cart, given.store, at=given.at, catalogue=catalogue
        ).promotions

        assert found.near_miss is not None
        assert found.near_miss.added is not None
        assert "v3" == found.near_miss.added.variant_id

    @pytest.mark.parametrize(
        ("got", "expected"),
        [
            case("a variant", "/neem", "neem"),
            case("a variant of a product", "soap/neem", "neem"),
            case("a product in a category", "soap@spa", "rose"),
        ],
    )
    def test_it_is_the_gift(self, got: str, expected: str) -> None:
        """Everything that the offer names holds of what is added."""
        given = read(
            "A 2 x 100.00", promotion("buy-x-get-y", buy_get((2, "A", 1, got)))
        )
        catalogue = [
            soap("1"),
            soap("3", variant_id="neem"),
            soap("2", variant_id="rose", category_ids=["spa", "bath"]),
        ]

        (found,) = evaluate(
            given.cart, given.store, at=given.at, catalogue=catalogue
        ).promotions

        assert found.near_miss is not None
        assert found.near_miss.added is not None
        assert expected == found.near_miss.added.variant_id

    def test_of_a_coupon(self) -> None:
        """Its code is entered where the gift is added."""
        offer = coupon("buy-x-get-y", buy_get((2, "A", 1, "soap")))
        given = read("A 2 x 100.00", offer)

        (found,) = evaluate(
            given.cart, given.store, at=given.at, catalogue=[soap()]
        ).coupons

        assert (None, 1, "200.00") == hinted(found)

    def test_by_itself(self) -> None:
        """A host asks for the hint of one refusal, with its catalogue and without."""
        given = read("A 2 x 100.00", free_soap())
        now = quote(given.cart, given.store, at=given.at)

        with_it, without = (
            near_miss(now, given.store, now.refusals[0], catalogue=catalogue)
            for catalogue in ([soap()], [])
        )

        expected = NearMiss(
            line=None, quantity=1, to_be_paid=None, gift=SOAP, is_free=True
        )

        assert expected == without
        assert Decimal("200.00") == getattr(with_it, "to_be_paid", None)

    def test_by_itself_of_what_is_not_free(self) -> None:
        """Without a catalogue nobody knows what is left to pay of a gift at 99 %."""
        gift = promotion("buy-x-get-y", buy_get((2, "A", 1, "soap"), percent="99"))
        given = read("A 2 x 100.00", gift)
        now = quote(given.cart, given.store, at=given.at)

        assert getattr(now.refusals[0], "gift", None) is not None
        assert near_miss(now, given.store, now.refusals[0]) is None

    def test_a_full_cart(self) -> None:
        """A cart with as many lines as it may have takes no gift."""
        lines = [Line("A", 2, 1, tax_rate=0)]
        lines += [Line(f"L{at}", 1, 1, tax_rate=0) for at in range(MAX_LINES - 1)]
        store = read("A 1 x 1.00", free_soap()).store

        (found,) = evaluate(
            Cart("INR", lines), store, at=AT, catalogue=[soap()]
        ).promotions

        assert found.near_miss is None

    def test_a_catalogue_is_of_lines(self) -> None:
        """Everything else is told, with its place."""
        given = read("A 2 x 100.00", free_soap())
        catalogue: Any = [soap(), "soap", {"product_id": "soap"}]

        with pytest.raises(CheckoutError) as caught:
            evaluate(given.cart, given.store, at=given.at, catalogue=catalogue)

        assert ["catalogue[1]", "catalogue[2]"] == [
            each.path for each in caught.value.faults
        ]

    @pytest.mark.parametrize(
        "catalogue", [None, "soap", 7, {"soap": 1}], ids=["null", "text", "int", "dict"]
    )
    def test_a_catalogue_is_a_list(self, catalogue: Any) -> None:
        """Or whatever can be iterated over."""
        given = read("A 2 x 100.00", free_soap())

        with pytest.raises(CheckoutError) as caught:
            evaluate(given.cart, given.store, at=given.at, catalogue=catalogue)

        assert ["catalogue"] == [each.path for each in caught.value.faults]

    def test_a_price_off_the_grid(self) -> None:
        """The fault is where the line stands in the catalogue."""
        given = read("A 2 x 100.00", free_soap())

        with pytest.raises(CheckoutError) as caught:
            evaluate(
                given.cart,
                given.store,
                at=given.at,
                catalogue=[Line("tea", 1, 1, tax_rate=0), soap("1.005")],
            )

        assert ["catalogue[1].selling_price"] == [
            each.path for each in caught.value.faults
        ]


class TestManyOffers:
    """What an evaluation shares and what it leaves out."""

    def test_hints_for_what_the_least_money_opens(self) -> None:
        """Of 25 the five that ask for most have none; a gift asks for nothing."""
        limit = MAX_HINTS + 5
        offers = [
            off(f"p{at}", "90", minimum_order_total=str(110 + 10 * (limit - at)))
            for at in range(limit - 1)
        ]

        found = judged("A 10 x 10.00", *offers, free_soap(id="soap"))

        assert [False] * 5 + [True] * MAX_HINTS == [
            each.near_miss is not None for each in found.promotions
        ]

    def test_hints_for_what_costs_least_and_not_for_what_is_least_short(self) -> None:
        """Two more of A at 100.00 cost more than one, whatever each is short by."""
        others = [
            off(f"p{at}", "5", minimum_order_total=str(201 + at))
            for at in range(MAX_HINTS)
        ]

        found = judged("A 2 x 100.00", bulk("50", 4), *others)

        # 1.00 to 20.00 short: one more of A each.  A half off from 4 units on: two.
        assert [False] + [True] * MAX_HINTS == [
            each.near_miss is not None for each in found.promotions
        ]

    @pytest.mark.parametrize(
        "other",
        [
            case("free goods", promotion("free-goods", free_goods((11, 1)))),
            case(
                "half of a gift",
                promotion("buy-x-get-y", buy_get((1, "A", 1, "X"), percent="50")),
            ),
        ],
    )
    def test_what_pays_nothing_back_takes_no_hint_away(
        self, other: dict[str, Any]
    ) -> None:
        """However many of them are nearer than 20.00 off from 120.00 on."""
        others = [{**other, "id": f"o{at}"} for at in range(MAX_HINTS)]
        given = read("A 10 x 10.00", *others, off("p", "20", minimum_order_total="120"))

        hints = [
            evaluate(given.cart, given.store, at=given.at, catalogue=catalogue)
            .promotions[-1]
            .near_miss
            for catalogue in ([], [Line("X", 1, 10, tax_rate=0)])
        ]

        hint = NearMiss(line=0, quantity=12, to_be_paid=Decimal("100.00"))

        assert [hint] * 2 == hints

    def test_what_is_paid_without_each_of_many(self) -> None:
        """100 - 1 - 2 - 4 - 8 - 16: each is missed by its own amount."""
        amounts = ["1", "2", "4", "8", "16"]

        found = judged("A 1 x 100.00", *[off(f"p{each}", each) for each in amounts])

        assert [f"{69 + int(each)}.00" for each in amounts] == [
            str(each.without_offer) for each in found.promotions
        ]

    def test_without_is_that_of_a_store_without_it(self) -> None:
        """A gap in the stack changes what the later offers are worth."""
        given = read(
            "A 3 x 33.33 at 18; B 1 x 9.99",
            percent("a", "33.3"),
            percent("b", "50", row("A")),
            off("c", "7", **ALONE),
            percent("d", "12.5"),
            coupon("discount", percentage("5"), "all"),
            code="CODE",
        )

        found = evaluate(given.cart, given.store, at=given.at)

        assert [
            quote(given.cart, given.store.without(each), at=given.at).to_be_paid
            for each in given.store.promotions
        ] == [each.without_offer for each in found.promotions]

    @pytest.mark.parametrize(
        ("late", "expected"),
        [
            case("100 - 30 without the 10 %, as before", "5", True),
            case("100 - 35 without the 10 %: another promotion steps in", "35", False),
        ],
    )
    def test_equal_verdicts(self, late: str, *, expected: bool) -> None:
        """Verdicts are equal by what one can see, what is paid without them too."""
        two = [percent("ten", "10"), off("off", "30")]
        one, again = (judged("A 1 x 100.00", *two) for _ in range(2))
        other = judged("A 1 x 100.00", *two, percent("late", late, **ALONE))

        assert one == again
        assert expected == (one.promotions[0] == other.promotions[0])

    def test_survives_a_pickle(self) -> None:
        """What is not priced yet is priced where it is read."""
        found = judged("A 1 x 100.00", percent("ten", "10"), off("off", "30"))

        assert found == pickle.loads(pickle.dumps(found))


class TestWritten:
    """The vendor's lists, valid against the vendor's schema."""

    @pytest.mark.parametrize("kind", ["promotion", "coupon"])
    def test_applicable(self, kind: str) -> None:
        """What it saves and what is to be paid, in numbers and in a sentence."""
        make = {"promotion": promotion, "coupon": coupon}[kind]
        offer = make("discount", percentage("10"), "all", id="o", name="Ten off")

        found = write_evaluation(judged("A 1 x 100.00 at 18", offer))

        (written,) = found[f"applicable_{kind}s"]
        assert [] == found[f"inapplicable_{kind}s"]
        assert {
            "id": "o",
            "name": "Ten off",
            f"{kind}_type": "discount",
            **({"coupon_code": ["CODE"]} if kind == "coupon" else {}),
            "estimated_discount": Decimal("11.80"),
            "savings_message": "You save ₹11.80 and pay ₹106.20.",
        } == written

    @pytest.mark.parametrize(
        ("offer", "reason", "suggestion"),
        [
            case(
                "a near miss",
                bulk("50", 3),
                "Add 1 more item to use this offer.",
                "Take 1 more of A and pay ₹150.00 in all.",
            ),
            case(
                "units are missing, but more would cost more",
                bulk("10", 3),
                "Add 1 more item to use this offer.",
                "",
            ),
            case(
                "money is missing, but more would cost more",
                off("p", "1", minimum_order_total="250"),
                "Add ₹50.00 more to use this offer.",
                "",
            ),
            case(
                "nothing helps",
                percent("p", "10", expires_at="2026-02-01T00:00:00Z"),
                "This offer has ended.",
                "",
            ),
        ],
    )
    def test_inapplicable(
        self, offer: dict[str, Any], reason: str, suggestion: str
    ) -> None:
        """The reason, and what to do about it."""
        found = write_evaluation(judged("A 2 x 100.00", offer))

        assert [] == found["applicable_promotions"]
        assert [
            {
                "id": "p",
                "name": "p",
                "promotion_type": "discount",
                "reason": reason,
                "suggestion": suggestion,
            }
        ] == found["inapplicable_promotions"]

    @pytest.mark.parametrize(
        ("details", "catalogue", "reason", "suggestion"),
        [
            case(
                "nobody knows its price",
                buy_get((2, "A", 1, "soap")),
                [],
                "Add 1 of soap: it is free.",
                "Add 1 of soap: it is free.",
            ),
            case(
                "it stands in the catalogue",
                buy_get((2, "A", 1, "soap")),
                [soap(product_name="Neem soap")],
                "Add 1 of soap: it is free.",
                "Add 1 of Neem soap: it is free, and you pay ₹1,23,400.00 in all.",
            ),
            case(
                "two of them",
                buy_get((2, "A", 2, "soap")),
                [soap(product_name="Soap", variant_name="Neem")],
                "Add 2 of soap: they are free.",
                "Add 2 of Soap, Neem: they are free, and you pay ₹1,23,400.00 in all.",
            ),
            case(
                "half of it is paid, and for it one A is free",
                buy_get((2, "A", 1, "soap"), percent="50"),
                [soap()],
                "Add 1 of soap: it is 50% off.",
                "Add 1 of soap and pay ₹61,720.00 in all.",
            ),
        ],
    )
    def test_a_gift(
        self,
        details: dict[str, Any],
        catalogue: list[Line],
        reason: str,
        suggestion: str,
    ) -> None:
        """What to add, and what the cart then costs where somebody knows."""
        offers = [promotion("buy-x-get-y", details)]
        if suggestion.startswith("Add 1 of soap and"):
            free = buy_get((1, "soap", 1, "A"))
            offers.append(promotion("buy-x-get-y", free, id="more"))
        given = read("A 2 x 61700.00", *offers)
        found = write_evaluation(
            evaluate(given.cart, given.store, at=given.at, catalogue=catalogue)
        )

        written = found["inapplicable_promotions"][0]
        assert (reason, suggestion) == (written["reason"], written["suggestion"])

    def test_amounts_are_grouped(self) -> None:
        """As on the receipt."""
        found = write_evaluation(judged("A 1 x 1234567.00", off("off", "234567.50")))

        (written,) = found["applicable_promotions"]
        assert (
            "You save ₹2,34,567.50 and pay ₹9,99,999.50." == written["savings_message"]
        )

    def test_a_suggestion_names_the_product(self) -> None:
        """As the cart calls it."""
        said = [line("A 2 x 100.00", product_name="Tee, red")]

        found = write_evaluation(judged(said, bulk("50", 3)))

        (written,) = found["inapplicable_promotions"]
        assert (
            "Take 1 more of Tee, red and pay ₹150.00 in all." == written["suggestion"]
        )

    @pytest.mark.parametrize(
        "key",
        [
            "applicable_coupons",
            "inapplicable_coupons",
            "applicable_promotions",
            "inapplicable_promotions",
        ],
    )
    def test_follows_the_vendor_s_schema(self, key: str) -> None:
        """Each list holds what the vendor says it holds, and no more."""
        found = write_evaluation(
            judged(
                "A 2 x 100.00 at 18; B 1 x 50.00",
                percent("ten", "10"),
                promotion("free-shipping", id="post"),
                bulk("50", 3),
                coupon("discount", fixed("20"), "all", id="k1", coupon_code=["K1"]),
                coupon(
                    "free-shipping",
                    id="k2",
                    coupon_code=["K2"],
                    minimum_order_total="9000",
                ),
                cart={"shipping": {"estimated_cost": "60.00"}},
            )
        )
        name = {
            "applicable_coupons": "ApplicableCoupon",
            "inapplicable_coupons": "InapplicableCoupon",
            "applicable_promotions": "ApplicablePromotion",
            "inapplicable_promotions": "InapplicablePromotion",
        }[key]
        schema = {**SCHEMA, "$ref": f"#/$defs/{name}"}
        validator = jsonschema.Draft202012Validator(schema)

        assert found[key]
        for each in json.loads(dumps(found))[key]:
            validator.validate(each)
            assert set(SCHEMA["$defs"][name]["properties"]) == set(each)
