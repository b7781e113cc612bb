# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every offer judged against one cart: real quotes with and without, honest hints."""

from __future__ import annotations

import json

from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checkout_core import (
    Redemptions,
    dumps,
    evaluate,
    near_miss,
    quote,
    read_checkout,
    write_evaluation,
)
from checkout_core.evaluation import Evaluation, Verdict
from checkout_core.wire.read import Checkout
from offers.documents import (
    MONEY,
    buy_get,
    case,
    checkout,
    coupon,
    fixed,
    line,
    percentage,
    promotion,
    row,
)


SCHEMA = json.loads(
    (Path(__file__).parent / "offers/data/evaluation.schema.json").read_text()
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
        assert found.refusal.message.startswith("Nothing in your cart")

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

    def test_one_that_does_not_apply(self) -> None:
        """The reason is that of the cart with its code."""
        (found,) = judged(
            "A 1 x 100.00",
            coupon("discount", fixed("5"), "all", minimum_order_total="110"),
        ).coupons

        assert ["0.00", "100.00", "100.00"] == figures(found)
        assert found.refusal is not None
        assert "below_minimum" == found.refusal.code

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

    def test_by_itself_of_a_coupon(self) -> None:
        """The code stands in the cart of the quote."""
        details = percentage("50", row("A", units=(3, None)))
        given = read("A 2 x 100.00", coupon("discount", details), code="CODE")
        now = quote(given.cart, given.store, at=given.at)

        found = near_miss(now, given.store, now.refusals[0])

        assert "150.00" == str(getattr(found, "to_be_paid", ""))

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


def hinted(found: Verdict) -> tuple[int, int, str] | None:
    """Return a near miss as (line, quantity, to be paid)."""
    near = found.near_miss
    return None if near is None else (near.line, near.quantity, str(near.to_be_paid))


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
                "Add 1 item more to use this offer.",
                "Take 1 more of A and pay ₹150.00 in all.",
            ),
            case(
                "units are missing, but more would cost more",
                bulk("10", 3),
                "Add 1 item more to use this offer.",
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
