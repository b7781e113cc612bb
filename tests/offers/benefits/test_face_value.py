# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A fixed discount at its face value: the shopper saves exactly the amount.

Figures are worked out by hand; the law compares the cut with a search over all of them.
"""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    Rounding,
    Store,
    evaluate,
    promotion,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_quote,
)
from checkout_core.offers import (
    Gift,
    amount_off,
    percentage_off,
    products,
    spend_tiers,
    tier,
)
from checkout_core.offers.benefits.face_value import largest_cut
from checkout_core.tax.line_rule import LineRule
from checkout_core.tax.rates import Rate, TaxComponent
from checkout_core.wire.quotes import fingerprint
from tests.factories.carts import AT, Document, checkout, priced
from tests.factories.faults import faults_of
from tests.factories.offers import coupon as coupon_of
from tests.factories.offers import fixed, left, row
from tests.factories.offers import promotion as document_of
from tests.factories.tables import case


FACE = {"fixed_discount": "face_value"}


def save(amount: str, *rows: Document, **fields: Any) -> Document:
    """Return a coupon of one amount off."""
    to = "product" if rows else "all"
    return coupon_of("discount", fixed(amount, *rows), to, **fields)


def test_an_amount_of_nothing_takes_nothing_off() -> None:
    """It is refused as it is in the lines' own basis: 0.00 off 100.00 is no offer."""
    cart = Cart("INR", [Line("Tee", 1, "100.00", tax_rate=18)])
    for policy in ("own_basis", "face_value"):
        offer = promotion("o", amount_off(0))
        store = Store("INR", promotions=[offer], fixed_discount=policy)
        sold = quote(cart, store, at=AT)

        assert [each.code for each in sold.refusals] == ["nothing_to_discount"]
        assert sold.promotions == ()


# The cut ----------------------------------------------------------------------------


def searched(rule: LineRule, amount: int, most: int, share: int) -> int:
    """Return the largest cut that saves at most *share*, by trying each."""
    before = rule.cost(amount)
    return max(
        cut for cut in range(most + 1) if before - rule.cost(amount - cut) <= share
    )


RATES = st.decimals(0, 1000, places=2)
RULES = st.builds(
    lambda percent, extras, fixed, count, rounding: LineRule.of(
        Rate.of(
            percent,
            tuple(TaxComponent(f"c{i}", each) for i, each in enumerate(extras)),
            inclusive=False,
            fixed=fixed,
        ),
        ("CGST", "SGST")[:count],
        rounding=rounding,
    ),
    RATES,
    st.lists(RATES, max_size=3),
    st.integers(0, 30),
    st.integers(1, 2),
    st.sampled_from(Rounding),
)


@given(RULES, st.integers(0, 400), st.data())
def test_the_cut_is_the_largest_that_saves_no_more(
    rule: LineRule, amount: int, data: st.DataObject
) -> None:
    """Without a search, it is what a search over all cuts finds."""
    most = data.draw(st.integers(0, amount))
    gain = rule.cost(amount) - rule.cost(amount - most)
    share = data.draw(st.integers(0, gain))
    cut, residue = largest_cut(rule, amount, most, share)

    assert searched(rule, amount, most, share) == cut
    assert share == rule.cost(amount) - rule.cost(amount - cut) + residue


def test_the_cut_is_lower_where_both_halves_round_up() -> None:
    """6 + 2 x 0.54 -> 8; without 1, 5 + 2 x 0.45 -> 5: that saves 3, more than 2."""
    rate = Rate.of(Decimal(18), (), inclusive=False)
    rule = LineRule.of(rate, ("CGST", "SGST"), rounding=Rounding.HALF_UP)

    assert (0, 2) == largest_cut(rule, 6, 6, 2)


class Counted:
    """A rule that counts how often it is asked."""

    def __init__(self, rule: LineRule) -> None:
        self.rule, self.asked = rule, 0

    def cost(self, amount: int) -> int:
        """Return what the shopper pays."""
        self.asked += 1
        return self.rule.cost(amount)

    def fixed_on(self, amount: int) -> int:
        """Return the duty."""
        return self.rule.fixed_on(amount)


@given(RULES, st.integers(1, 10**12), st.data())
def test_the_cut_takes_a_few_steps(
    rule: LineRule, amount: int, data: st.DataObject
) -> None:
    """At most a few for each component, whatever the amounts are."""
    most = data.draw(st.integers(0, amount))
    gain = rule.cost(amount) - rule.cost(amount - most)
    counted = Counted(rule)
    largest_cut(counted, amount, most, data.draw(st.integers(0, gain)))  # type: ignore[arg-type]

    assert counted.asked <= 4 + 2 * len(rule.labels)


# Whole quotes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "amount", "expected", "saving", "round_off"),
    [
        case(
            "100 - 15.25 = 84.75, tax 15.26: 17.99 and a residue of 0.01",
            "A 1 x 100.00 at 18",
            "18.00",
            "84.75",
            "18.00",
            "-0.01",
        ),
        case(
            "898.20 and 236.25: 79.17 and 20.83, of which B gives 19.84",
            "A 1 x 898.20 at 18 inside; B 1 x 225.00 at 5",
            "100.00",
            "819.03 205.16",
            "100.00",
            "0.00",
        ),
        case(
            "at most what all cost: 118.00",
            "A 1 x 100.00 at 18",
            "500",
            "0.00",
            "118.00",
            "0.00",
        ),
        case(
            "with tax inside it is the amount",
            "A 1 x 100.00 at 18 inside",
            "18.00",
            "82.00",
            "18.00",
            "0.00",
        ),
        case(
            "without tax it is the amount",
            "A 1 x 100.00",
            "18",
            "82.00",
            "18.00",
            "0.00",
        ),
        case(
            "a share of 0.01 of 0.50 each: nothing is cut, all is residue",
            "A 1 x 0.50 at 100",
            "0.01",
            "0.50",
            "0.01",
            "-0.01",
        ),
    ],
)
def test_the_shopper_saves_the_amount(
    said: str, amount: str, expected: str, saving: str, round_off: str
) -> None:
    """What is cut, what is saved, and what the round-off has."""
    found = priced(said, save(amount), store=FACE)

    assert expected == left(found)
    assert saving == str(found.totals.coupon_savings)
    assert round_off == str(found.totals.round_off)
    assert found == read_quote(write_quote(found), verify=True)


def test_in_its_own_basis_the_tax_is_saved_too() -> None:
    """18.00 off 100.00 saves 21.24, and the default writes no key."""
    found = priced("A 1 x 100.00 at 18", save("18.00"))

    assert "21.24" == str(found.totals.coupon_savings)
    assert "fixed_discount" not in write_quote(found)["store"]


def test_equal_halves_of_a_tax() -> None:
    """9 % twice: 84.74 has 7.63 twice, 100.00 in all: 18.00 are saved."""
    found = priced(
        "A 1 x 100.00 at 18",
        save("18.00"),
        cart={"shipping_address": {"state": "Karnataka"}},
        store={**FACE, "tax": {"seller_state": "Karnataka"}},
    )

    assert "84.74" == left(found)
    assert "18.00" == str(found.totals.coupon_savings)
    assert "0.00" == str(found.totals.round_off)


def test_what_others_fund_is_worth_its_face_value_already() -> None:
    """The brand pays 18.00 of 118.00; the tax stays."""
    funded = save("18.00", x_checkout_core={"funded_by": "brand"})
    found = priced("A 1 x 100.00 at 18", funded, store=FACE)

    assert "82.00" == left(found)
    assert "18.00" == str(found.totals.coupon_savings)
    assert "100.00" == str(found.to_be_paid)


def test_after_an_offer_that_others_fund() -> None:
    """The brand pays 50.00, the tax is on 100.00: 15.25 of it is cut, 68 - 18 = 50."""
    first = document_of(
        "discount",
        fixed("50"),
        "all",
        x_checkout_core={"funded_by": "brand"},
    )
    found = priced("A 1 x 100.00 at 18", first, save("18.00"), store=FACE)

    assert "34.75" == left(found)
    assert "18.00" == str(found.totals.coupon_savings)
    assert "50.00" == str(found.to_be_paid)


def test_a_row_with_a_cap() -> None:
    """Of 50.00 that a row allows the shopper saves 59.00, at most 40.00: 33.90 off."""
    found = priced(
        "A 1 x 100.00 at 18",
        save("40", row("A", money=(None, "50"))),
        store=FACE,
    )

    assert "66.10" == left(found)
    assert "40.00" == str(found.totals.coupon_savings)


def test_slabs_are_looked_up_before_the_offer() -> None:
    """At 18 % 118.00 is 100.00 and its tax; 2,500.00 is then at 5 %: 105.00 saved."""
    line = {
        "product_id": "A",
        "quantity": 1,
        "selling_price": "2600.00",
        "tax_slabs": [{"up_to": "2500", "rate": "5"}, {"rate": "18"}],
    }
    found = priced([line], save("118"), store=FACE)

    assert "2500.00" == left(found)
    assert "105.00" == str(found.totals.coupon_savings)


def test_a_residue_that_has_no_room_is_dropped() -> None:
    """0.01 off 0.50 with 100 % on top is all residue; then the line is free."""
    first = document_of("discount", fixed("0.01"), "all")
    found = priced(
        "A 1 x 0.50 at 100",
        first,
        coupon_of(
            "discount",
            {"discount_type": "percentage", "discount_percent": "100"},
            "all",
        ),
        store=FACE,
    )

    assert ("0.00", "0.00") == (str(found.totals.round_off), str(found.to_be_paid))
    assert ["0.00"] == [str(each.saving) for each in found.promotions]
    assert () == found.promotions[0].lines
    assert found == read_quote(write_quote(found), verify=True)


def test_earlier_offers_have_their_residue_first() -> None:
    """Both leave 0.01 of 0.01 with 100 % on top; there is room for one residue."""
    first, second = (
        document_of("discount", fixed("0.01"), "all", id=each) for each in "pq"
    )
    found = priced("A 1 x 0.01 at 100", first, second, store=FACE)

    assert "0.01" == left(found)
    assert ("-0.01", "0.01") == (str(found.totals.round_off), str(found.to_be_paid))
    assert ["0.01", "0.00"] == [str(each.saving) for each in found.promotions]
    assert found == read_quote(write_quote(found), verify=True)


def test_the_coupons_residue_comes_after_that_of_the_promotions() -> None:
    """What a coupon saves alone is what it saves after them: nothing has room."""
    first = document_of("discount", fixed("0.01"), "all")
    read = read_checkout(
        json.dumps(checkout("A 1 x 0.01 at 100", first, save("0.01"), store=FACE))
    )
    found = quote(read.cart, read.store, at=read.at)
    (verdict,) = evaluate(read.cart, read.store, at=read.at).coupons

    assert "0.01" == str(found.totals.promotion_savings)
    assert "0.00" == str(found.totals.coupon_savings)
    assert "0.00" == str(verdict.saving)


def test_the_residue_comes_before_the_step() -> None:
    """18.00 off 118.00 is 100.00, which lies on the step of 1.00."""
    found = priced(
        "A 1 x 100.00 at 18", save("18.00"), store={**FACE, "round_off": "1"}
    )

    assert ("-0.01", "100.00") == (str(found.totals.round_off), str(found.to_be_paid))


def test_the_residue_counts_where_offers_compete() -> None:
    """15.25 off saves 17.99; 18.00 at its face value saves more, and applies."""
    alone = {"can_be_used_with_other_promotion": False}
    found = priced(
        "A 1 x 100.00 at 18",
        document_of(
            "discount",
            {"discount_type": "percentage", "discount_percent": "15.25"},
            "all",
            id="first",
            **alone,
        ),
        document_of("discount", fixed("18.00"), "all", id="second", **alone),
        store=FACE,
    )

    assert ["second"] == [each.id for each in found.promotions]
    assert "0.01" == str(found.figures.runner_up_behind)


def test_the_amount_of_a_spend_tier() -> None:
    """It is worth its face value too, within the cap."""
    gift = spend_tiers(tier(100, amount_off=20), maximum=18)
    assert ("84.75", "18.00") == _of(gift)
    assert ("90.00", "11.80") == _of(percentage_off(10))


def _of(gift: Gift) -> tuple[str, str]:
    line = Line("A", 1, "100.00", tax_rate=18)
    store = Store("INR", promotions=[promotion("p", gift)], fixed_discount="face_value")
    found = quote(Cart("INR", [line]), store, at=AT)
    return left(found), str(found.totals.promotion_savings)


def test_lines_that_it_does_not_touch() -> None:
    """Only what is eligible is worth anything."""
    gift = amount_off(18, on=products("A"))
    assert ("84.75", "18.00") == _of(gift)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 99_999),
            st.sampled_from([0, 5, 12, 18, 28, 100]),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 50_000),
)
def test_the_face_is_saved_to_the_last_unit(
    goods: list[tuple[int, int, bool]], face: int
) -> None:
    """Whatever the lines are, the shopper pays the face less, and not below 0."""
    lines = [
        Line.from_minor(
            f"p{i}",
            1,
            price,
            currency="INR",
            tax_rate=rate,
            price_including_tax=inside,
        )
        for i, (price, rate, inside) in enumerate(goods)
    ]
    gift = amount_off(Decimal(face).scaleb(-2))
    plain = Store("INR")
    store = plain.changed(
        promotions=[promotion("p", gift)], fixed_discount="face_value"
    )
    cart = Cart("INR", lines)
    before, found = quote(cart, plain, at=AT), quote(cart, store, at=AT)
    expected = min(Decimal(face).scaleb(-2), before.to_be_paid)

    assert expected == found.totals.promotion_savings
    assert before.to_be_paid - expected == found.to_be_paid
    verify(found)


# The policy -------------------------------------------------------------------------


def test_a_word_that_is_none() -> None:
    """There are two words."""
    assert [("fixed_discount", "not_a_choice")] == faults_of(
        Store, "INR", fixed_discount="face"
    )


def test_the_policy_is_kept_with_the_quote() -> None:
    """A stored quote has the policies that it was priced by."""
    found = priced("A 1 x 100.00 at 18", save("18.00"), store=FACE)
    document = write_quote(found)

    assert "face_value" == document["store"]["fixed_discount"]
    (offer,) = document["coupons"]
    assert "0.01" == offer["lines"][0]["residue"]
    assert "shipping_discount" not in offer


# Stored quotes ----------------------------------------------------------------------


def spoiled(found: Any, **changes: Any) -> list[str]:
    """Return the paths that `verify` names after changes to the coupon's line."""
    document = write_quote(found)
    document["coupons"][0]["lines"][0] |= changes
    document["fingerprint"] = fingerprint(document)
    with pytest.raises(CheckoutError) as caught:
        verify(document)
    return [each.path for each in caught.value.faults]


@pytest.mark.parametrize(
    ("said", "store", "residue", "expected"),
    [
        case("more", "A 1 x 100.00 at 18", FACE, "0.02", "totals.round_off"),
        case("less than 0", "A 1 x 100.00 at 18", FACE, "-0.01", "totals.round_off"),
        case(
            "more than is left",
            "A 1 x 100.00 at 18",
            FACE,
            "90.00",
            "coupons[0].lines[0].residue",
        ),
        case(
            "with tax inside",
            "A 1 x 100.00 at 18 inside",
            FACE,
            "0.01",
            "coupons[0].lines[0].residue",
        ),
        case(
            "of another policy",
            "A 1 x 100.00 at 18",
            {},
            "0.01",
            "coupons[0].lines[0].residue",
        ),
    ],
)
def test_a_residue_that_was_changed(
    said: str, store: Document, residue: str, expected: str
) -> None:
    """It is named, or the round-off that it contradicts."""
    found = priced(said, save("18.00"), store=store)

    assert expected in spoiled(found, residue=residue)
