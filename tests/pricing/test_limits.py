# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who may use an offer: windows, redemption limits, minimum totals, refusals.

Each edge is tried one below, at and one above it.
"""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import Redemptions, quote, read_checkout
from tests.factories.carts import checkout, priced
from tests.factories.offers import (
    coupon,
    fixed,
    outcome,
    percentage,
    promotion,
    refused,
    row,
)
from tests.factories.tables import case


def ten(**fields: Any) -> dict[str, Any]:
    """Return a promotion of 10 % on everything."""
    return promotion("discount", percentage("10"), "all", **fields)


def ten_coupon(**fields: Any) -> dict[str, Any]:
    """Return a coupon of 10 % on everything."""
    return coupon("discount", percentage("10"), "all", **fields)


def limits(
    total: int | None = None, customer: int | None = None, code: int | None = None
) -> dict[str, Any]:
    """Return redemption_limits."""
    return {
        "total_redemptions": total,
        "per_customer_redemptions": customer,
        "per_coupon_code_redemptions": code,
    }


class TestWindow:
    """`starts_at <= at < expires_at`, null is open."""

    @pytest.mark.parametrize("offer", [ten, ten_coupon])
    @pytest.mark.parametrize(
        ("window", "expected"),
        [
            case("starts now", ("2026-11-22T12:00:00+05:30", None), "90.00"),
            case("starts now, said in UTC", ("2026-11-22T06:30:00Z", None), "90.00"),
            case("starts in a second", ("2026-11-22T06:30:01Z", None), "not_started"),
            case("started a second ago", ("2026-11-22T06:29:59Z", None), "90.00"),
            case("ends now", (None, "2026-11-22T12:00:00+05:30"), "expired"),
            case("ends now, said in UTC", (None, "2026-11-22T06:30:00Z"), "expired"),
            case("ends in a millionth", (None, "2026-11-22T06:30:00.000001Z"), "90.00"),
            case("ended a second ago", (None, "2026-11-22T06:29:59Z"), "expired"),
            case("open", (None, None), "90.00"),
            case(
                "starts and ends now",
                ("2026-11-22T06:30:00Z", "2026-11-22T06:30:00Z"),
                "expired",
            ),
        ],
    )
    def test_at_the_instant(
        self, offer: Any, window: tuple[str | None, str | None], expected: str
    ) -> None:
        """Noon of the 22nd at +05:30 is 06:30 UTC."""
        given = offer(starts_at=window[0], expires_at=window[1])

        assert expected == outcome("A 1 x 100.00", given)


class TestTotalLimit:
    """Counts from the store's document, else the offer's own, replaced per call."""

    @pytest.mark.parametrize("offer", [ten, ten_coupon])
    @pytest.mark.parametrize(
        ("limit", "count", "expected"),
        [
            case("9 of 10", 10, 9, "90.00"),
            case("10 of 10", 10, 10, "limit_reached"),
            case("11 of 10", 10, 11, "limit_reached"),
            case("0 of 0", 0, 0, "limit_reached"),
            case("many of no limit", None, 10**9, "90.00"),
        ],
    )
    def test_from_the_offer(
        self, offer: Any, limit: int | None, count: int, expected: str
    ) -> None:
        """Without the store's counter the offer's redemption_count is looked at."""
        given = offer(redemption_limits=limits(limit), redemption_count=count)

        assert expected == outcome("A 1 x 100.00", given)

    @pytest.mark.parametrize(
        ("counted", "expected"),
        [
            case("9 of 10", {"p": 9}, "90.00"),
            case("10 of 10", {"p": 10}, "limit_reached"),
            case("0, whatever the offer says", {"p": 0}, "90.00"),
            case(
                "others are counted, so the offer's own 99", {"q": 0}, "limit_reached"
            ),
        ],
    )
    def test_from_the_store(self, counted: dict[str, int], expected: str) -> None:
        """The store's counter comes before the offer's."""
        offer = ten(redemption_limits=limits(10), redemption_count=99)

        assert expected == outcome(
            "A 1 x 100.00", offer, store={"offer_redemptions": counted}
        )

    @pytest.mark.parametrize(
        ("redemptions", "expected"),
        [
            case("none given: the store's 10 of 10", None, ["limit_reached"]),
            case("9 of 10", Redemptions({"p": 9}), []),
            case("10 of 10", Redemptions({"p": 10}), ["limit_reached"]),
            case("nobody counted: the offer's own 0", Redemptions(), []),
        ],
    )
    def test_replaced_by_the_call(
        self, redemptions: Redemptions | None, expected: list[str]
    ) -> None:
        """`redemptions` replaces both counters of the store."""
        offer = ten(redemption_limits=limits(10))
        document = checkout("A 1 x 1.00", offer, store={"offer_redemptions": {"p": 10}})
        given = read_checkout(json.dumps(document))

        found = quote(given.cart, given.store, at=given.at, redemptions=redemptions)

        assert expected == refused(found)


class TestCustomerLimit:
    """Counted on the customer; a guest is nobody we have counted."""

    @pytest.mark.parametrize("offer", [ten(id="o"), ten_coupon(id="o")])
    @pytest.mark.parametrize(
        ("limit", "customer", "expected"),
        [
            case("0 of 1", 1, {"id": "u"}, "90.00"),
            case(
                "others were used",
                1,
                {"id": "u", "offer_redemptions": {"x": 9}},
                "90.00",
            ),
            case(
                "1 of 1",
                1,
                {"id": "u", "offer_redemptions": {"o": 1}},
                "customer_limit_reached",
            ),
            case(
                "2 of 1",
                1,
                {"id": "u", "offer_redemptions": {"o": 2}},
                "customer_limit_reached",
            ),
            case("1 of 2", 2, {"id": "u", "offer_redemptions": {"o": 1}}, "90.00"),
            case("a guest", 1, None, "90.00"),
            case("a guest with counters", 1, {"offer_redemptions": {"o": 5}}, "90.00"),
            case("a guest, and none allowed", 0, None, "customer_limit_reached"),
            case("no limit", None, {"id": "u", "offer_redemptions": {"o": 5}}, "90.00"),
        ],
    )
    def test_edges(
        self,
        offer: dict[str, Any],
        limit: int | None,
        customer: dict[str, Any] | None,
        expected: str,
    ) -> None:
        """Used up as soon as the count reaches the limit."""
        given = {**offer, "redemption_limits": limits(customer=limit)}

        assert expected == outcome("A 1 x 100.00", given, customer=customer)


class TestCodeLimit:
    """Counted by the store's spelling of the code."""

    @pytest.mark.parametrize(
        ("entered", "counted", "expected"),
        [
            case("2 of 3", "Save", {"Save": 2}, "90.00"),
            case("3 of 3", "Save", {"Save": 3}, "code_limit_reached"),
            case(
                "3 of 3, spelled otherwise", " SAVE ", {"Save": 3}, "code_limit_reached"
            ),
            case("another spelling was counted", "Save", {"SAVE": 9}, "90.00"),
            case("its other code", "Extra", {"Save": 3}, "90.00"),
        ],
    )
    def test_edges(self, entered: str, counted: dict[str, int], expected: str) -> None:
        """Each code of a coupon has its own count."""
        offer = ten_coupon(
            coupon_code=["Save", "Extra"], redemption_limits=limits(code=3)
        )

        assert expected == outcome(
            "A 1 x 100.00", offer, code=entered, store={"code_redemptions": counted}
        )

    def test_a_promotion_has_no_code(self) -> None:
        """A limit per code, even of 0, bars no promotion."""
        assert "90.00" == outcome("A 1 x 100.00", ten(redemption_limits=limits(code=0)))

    def test_no_redemption_allowed(self) -> None:
        """A limit of 0 is used up before anybody comes."""
        offer = ten_coupon(redemption_limits=limits(code=0))

        assert "code_limit_reached" == outcome("A 1 x 100.00", offer)

    def test_replaced_by_the_call(self) -> None:
        """`redemptions` brings the codes' counters too."""
        offer = ten_coupon(redemption_limits=limits(code=3))
        given = read_checkout(json.dumps(checkout("A 1 x 1.00", offer)))

        found = quote(
            given.cart,
            given.store,
            at=given.at,
            redemptions=Redemptions(codes={"CODE": 3}),
        )

        assert ["code_limit_reached"] == refused(found)


class TestMinimumOrderTotal:
    """The sum listed, or for a coupon beside promotions what those left."""

    @pytest.mark.parametrize("offer", [ten, ten_coupon])
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            case("99.99 of 100", "A 1 x 60.00; B 1 x 39.99", "below_minimum 0.01"),
            case("100 of 100", "A 1 x 60.00; B 1 x 40.00", "54.00 36.00"),
            case("110 of 100", "A 1 x 60.00; B 1 x 50.00", "54.00 45.00"),
            case(
                "84.75 + 15.25 inside is 100 in its own basis",
                "A 1 x 100.00 at 18 inside",
                "90.00",
            ),
            case(
                "99.99 and its tax is 99.99", "A 1 x 99.99 at 18", "below_minimum 0.01"
            ),
        ],
    )
    def test_edges(self, offer: Any, said: str, expected: str) -> None:
        """The edge counts as reached."""
        assert expected == outcome(said, offer(minimum_order_total="100"))

    @pytest.mark.parametrize(
        ("together", "minimum", "expected", "refusals"),
        [
            case("90 left of 90", True, "90", ["p", "c"], []),
            case("90 left of 90.01", True, "90.01", ["p"], ["below_minimum 0.01"]),
            case(
                "alone: 100 listed of 100, and 60 off is more than 10",
                False,
                "100",
                ["c"],
                ["excluded_by_coupon"],
            ),
            case(
                "alone: 100 listed of 100.01",
                False,
                "100.01",
                ["p"],
                ["below_minimum 0.01"],
            ),
        ],
    )
    def test_of_a_coupon(
        self, *, together: bool, minimum: str, expected: list[str], refusals: list[str]
    ) -> None:
        """10 % off leaves 90.00 of 100.00; the coupon is 60.00 off."""
        found = priced(
            "A 1 x 100.00",
            ten(),
            coupon(
                "discount",
                fixed("60"),
                "all",
                minimum_order_total=minimum,
                can_be_used_with_promotion=together,
            ),
        )

        assert expected == [each.id for each in (*found.promotions, *found.coupons)]
        assert refusals == refused(found)

    def test_of_a_later_promotion(self) -> None:
        """Promotions look at what is listed, whatever the earlier ones left."""
        offers = [ten(id="one"), ten(id="two", minimum_order_total="100")]

        assert "81.00" == outcome("A 1 x 100.00", *offers)


#: Every reason at once, in the order in which they are looked for; each row takes
#: the reason before it away.
REASONS: list[tuple[str, dict[str, Any]]] = [
    ("not_started", {}),
    ("expired", {"starts_at": None}),
    ("limit_reached", {"expires_at": None}),
    ("customer_limit_reached", {"redemption_count": 0}),
    ("code_limit_reached", {"redemption_limits": limits(1, None, 0)}),
    ("below_minimum 900.00", {"redemption_limits": None}),
    ("no_matching_items", {"minimum_order_total": None}),
    ("quantity_too_low 1", {"details": percentage("0", row("A", units=(2, None)))}),
    (
        "value_too_low 50.00",
        {"details": percentage("0", row("A", money=("150", None)))},
    ),
    ("nothing_to_discount", {"details": percentage("0", row("A"))}),
]


class TestRefusals:
    """The first failing code in the contract's order, with sentence and distance."""

    @pytest.mark.parametrize(
        "taken", range(len(REASONS)), ids=[reason for reason, _ in REASONS]
    )
    def test_order(self, taken: int) -> None:
        """An offer that fails for every reason tells the first that remains."""
        offer = coupon(
            "discount",
            percentage("0", row("X", units=(2, None))),
            starts_at="2027-01-01T00:00:00Z",
            expires_at="2027-01-01T00:00:00Z",
            redemption_limits=limits(1, 0, 0),
            redemption_count=1,
            minimum_order_total="1000",
        )
        for _, change in REASONS[: taken + 1]:
            offer |= change
        if taken == 1:
            offer["expires_at"] = "2026-01-01T00:00:00Z"

        assert [REASONS[taken][0]] == refused(priced("A 1 x 100.00", offer))

    @pytest.mark.parametrize(
        ("offer", "sentence"),
        [
            case(
                "not_started",
                ten(starts_at="2027-01-01T00:00:00Z"),
                "This offer has not started yet.",
            ),
            case(
                "expired",
                ten(starts_at=None, expires_at="2026-01-01T00:00:00Z"),
                "This offer has ended.",
            ),
            case(
                "limit_reached",
                ten(redemption_limits=limits(0)),
                "This offer has been used up.",
            ),
            case(
                "customer_limit_reached",
                ten(redemption_limits=limits(None, 0)),
                "You have already used this offer.",
            ),
            case(
                "code_limit_reached",
                ten_coupon(redemption_limits=limits(code=0)),
                "This code has been used up.",
            ),
            case(
                "no_matching_items",
                coupon("discount", percentage("10", row("X"))),
                "This offer needs items that are not in your cart.",
            ),
            case(
                "quantity_too_low, one",
                promotion("discount", percentage("10", row("A", units=(2, None)))),
                "Add 1 more item to use this offer.",
            ),
            case(
                "quantity_too_low, two",
                promotion("discount", percentage("10", row("A", units=(3, None)))),
                "Add 2 more items to use this offer.",
            ),
            case(
                "nothing_to_discount",
                promotion("free-shipping"),
                "There is nothing left in your cart that this offer can discount.",
            ),
            case(
                "unknown_code", ten_coupon(coupon_code=[]), "We do not know this code."
            ),
        ],
    )
    def test_sentences(self, offer: dict[str, Any], sentence: str) -> None:
        """A shopper reads a sentence."""
        found = priced(
            "A 1 x 100.00", offer, code="CODE" if "coupon_type" in offer else None
        )

        assert [sentence] == [each.message for each in found.refusals]

    @pytest.mark.parametrize(
        ("offer", "amount"),
        [
            case("below_minimum", ten(minimum_order_total="120.50"), "20.50"),
            case(
                "value_too_low",
                promotion("discount", percentage("10", row("A", money=("120", None)))),
                "20.00",
            ),
        ],
    )
    def test_sentences_with_an_amount(self, offer: dict[str, Any], amount: str) -> None:
        """What is missing stands in the sentence, on the currency's grid."""
        found = priced("A 1 x 100.00", offer).refusals[0]

        assert amount == str(found.short_amount)
        assert found.message.startswith("Add ")
        assert amount in found.message

    def test_a_refusal_has_the_offers_name(self) -> None:
        """A page can say which offer it was."""
        found = priced("A 1 x 100.00", ten(name="Diwali", minimum_order_total="200"))

        assert ["Diwali"] == [each.name for each in found.refusals]

    def test_an_unknown_code_is_no_offer_of_ours(self) -> None:
        """It has no id, is of kind coupon, and the cart shows no code."""
        found = priced("A 1 x 100.00", code="NOPE")

        assert [(None, "coupon", "unknown_code")] == [
            (each.offer_id, each.kind, each.code) for each in found.refusals
        ]
        assert found.coupon_code is None

    def test_an_unknown_code_needs_no_moment(self) -> None:
        """Without offers nothing depends on when; the code is refused all the same."""
        assert ["unknown_code"] == refused(priced("A 1 x 100.00", code="NOPE", at=None))

    def test_an_unknown_code_leaves_promotions_alone(self) -> None:
        """The promotion applies all the same."""
        found = priced("A 1 x 100.00", ten(), code="NOPE")

        assert "90.00" == str(found.to_be_paid)
        assert ["unknown_code"] == refused(found)

    @pytest.mark.parametrize("code", [None, "", "  "])
    def test_a_blank_code_is_no_code(self, code: str | None) -> None:
        """Nothing is refused where nothing was entered."""
        assert [] == refused(priced("A 1 x 100.00", ten_coupon(), code=code))

    @pytest.mark.parametrize("entered", ["Diwali", "DIWALI", "  dIWALI\t"])
    def test_any_spelling(self, entered: str) -> None:
        """Codes are trimmed and compared without case; the store's is shown."""
        found = priced("A 1 x 100.00", ten_coupon(coupon_code=["Diwali"]), code=entered)

        assert "Diwali" == found.coupon_code

    def test_a_refused_coupon_leaves_no_code(self) -> None:
        """`coupon_code` is that of a coupon that applies."""
        found = priced("A 1 x 100.00", ten_coupon(minimum_order_total="101"))

        assert found.coupon_code is None
        assert [("c", "coupon")] == [(e.offer_id, e.kind) for e in found.refusals]


class TestWhatConcernsTheCart:
    """A promotion that names no line is only counted."""

    @pytest.mark.parametrize(
        ("offer", "counted"),
        [
            case("all", ten(minimum_order_total="900"), 0),
            case("free shipping", promotion("free-shipping"), 0),
            case("any product", promotion("discount", percentage("0", row())), 0),
            case("A", promotion("discount", percentage("0", row("A"))), 0),
            case("red A", promotion("discount", percentage("0", row("A", "red"))), 0),
            case(
                "anything red",
                promotion("discount", percentage("0", row(None, "red"))),
                0,
            ),
            case("blue A", promotion("discount", percentage("0", row("A", "blue"))), 1),
            case("X", promotion("discount", percentage("0", row("X"))), 1),
            case(
                "X or A", promotion("discount", percentage("0", row("X"), row("A"))), 0
            ),
            case(
                "c",
                promotion("discount", percentage("0", categories=["c"]), "category"),
                0,
            ),
            case(
                "d",
                promotion("discount", percentage("0", categories=["d"]), "category"),
                1,
            ),
        ],
    )
    def test_counted_or_refused(self, offer: dict[str, Any], counted: int) -> None:
        """A red A in c: either a refusal or one of promotions_not_matching."""
        found = priced("A/red 1 x 100.00 in c", offer)

        assert counted == found.figures.promotions_not_matching
        assert 1 - counted == len(found.refusals)

    def test_one_that_applies_is_neither(self) -> None:
        """Two others are counted."""
        others = [
            promotion("discount", percentage("1", row(each)), id=each) for each in "XY"
        ]

        found = priced("A 1 x 100.00", ten(), *others)

        assert 2 == found.figures.promotions_not_matching
        assert () == found.refusals

    def test_coupons_nobody_entered_are_not_looked_at(self) -> None:
        """They appear in `evaluate` only."""
        found = priced("A 1 x 100.00", ten_coupon(), code=None)

        assert () == found.refusals
        assert 0 == found.figures.promotions_not_matching


class TestRedemptionsToCommit:
    """What the host counts up when the order is placed."""

    def test_one_for_each_offer_that_applies(self) -> None:
        """With the code, the customer, and a key that a retry repeats."""
        found = priced(
            "A 1 x 100.00",
            ten(),
            ten_coupon(),
            promotion("discount", percentage("0"), "all", id="none"),
            customer={"id": "u1"},
        )

        assert [
            ("p", "promotion", None, "u1", 1, "cart_1/promotion/p/", ""),
            ("c", "coupon", "CODE", "u1", 1, "cart_1/coupon/c/CODE", ""),
        ] == [
            (
                each.offer_id,
                each.kind,
                each.code,
                each.customer_id,
                each.count,
                each.idempotency_key,
                each.why,
            )
            for each in found.figures.redemptions
        ]

    def test_a_cart_without_an_id_has_no_key(self) -> None:
        """Such carts of one store would all share it, and only one be counted."""
        found = priced("A 1 x 100.00", ten(), ten_coupon(), cart={"id": ""})

        assert [
            ("p", None, "cart_without_id"),
            ("c", None, "cart_without_id"),
        ] == [
            (each.offer_id, each.idempotency_key, each.why)
            for each in found.figures.redemptions
        ]

    def test_the_key_is_the_same_again(self) -> None:
        """Pricing the cart anew gives the same redemptions, at another moment too."""
        offers = [ten(), ten_coupon()]

        assert (
            priced("A 1 x 1.00", *offers).figures.redemptions
            == priced(
                "A 1 x 1.00", *offers, at="2026-11-23T00:00:00Z"
            ).figures.redemptions
        )

    def test_offers_of_one_id_have_keys_of_their_own(self) -> None:
        """A promotion and a coupon may share an id."""
        found = priced("A 1 x 100.00", ten(id="same"), ten_coupon(id="same"))

        assert 2 == len({each.idempotency_key for each in found.figures.redemptions})

    def test_none_for_a_guest_s_id(self) -> None:
        """A guest has no id to count on."""
        found = priced("A 1 x 100.00", ten())

        assert [None] == [each.customer_id for each in found.figures.redemptions]

    def test_none_without_offers(self) -> None:
        """Refused offers are not redeemed."""
        found = priced("A 1 x 100.00", ten_coupon(minimum_order_total="101"))

        assert () == found.figures.redemptions
