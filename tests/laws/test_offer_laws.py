# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds of every choice of offers: the laws of the contract's section 2.3."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import attrs

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Cart,
    Line,
    Offer,
    Quote,
    Store,
    dumps,
    evaluate,
    quote,
    read_checkout,
)
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.store.compiled import code_key
from checkout_core.testing import strategies as ours


Document = dict[str, Any]


def priced(document: Document) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def bare(document: Document) -> Document:
    """Return the same cart in the same store without any offer."""
    store = document["store"] | {"promotions": [], "coupons": []}
    return document | {"store": store}


def without_points(document: Document) -> None:
    """
    Redeem no points.

    Where they are a discount, only whole ones are: of what offers leave, fewer fit.
    """
    document["cart"]["loyalty_points_redeemed"] = 0


@given(ours.documents())
def test_no_line_is_left_higher_by_offers(document: Document) -> None:
    """Against the cart without any offer, no line's amount left is higher."""
    without_points(document)
    with_offers, without = priced(document), priced(bare(document))

    for mine, other in zip(with_offers.lines, without.lines, strict=True):
        assert mine.left <= other.left


@given(ours.documents())
def test_lines_cost_no_more_together(document: Document) -> None:
    """Where slab rates do not fall, offers never make the lines dearer."""
    for line in document["cart"]["cart_items"]:
        if line.pop("tax_slabs", None) is not None:
            line["tax_rate"] = "18"
    document["store"]["tax"] |= {"level": "line", "inclusive_split": "gross_exact"}
    without_points(document)
    with_offers, without = priced(document), priced(bare(document))

    def cost(quoted: Quote) -> Any:
        goods = [line.taxable_value + line.tax_amount for line in quoted.lines]
        return sum(goods) - quoted.totals.funded_savings

    assert cost(with_offers) <= cost(without)


@given(ours.documents())
def test_an_unused_coupon_leaves_nothing_but_its_refusal(document: Document) -> None:
    """A coupon that does not apply changes no figure."""
    document["cart"].pop("coupon_codes", None)
    document["cart"]["coupon_code"] = "SAVE"
    entered = priced(document)
    if entered.coupons:
        return
    document["cart"]["coupon_code"] = None
    without = priced(document)

    assert without.totals == entered.totals
    assert without.lines == entered.lines
    assert without.entries == entered.entries
    assert [each for each in entered.refusals if each.kind != "coupon"] == list(
        without.refusals
    )
    assert 1 == sum(each.kind == "coupon" for each in entered.refusals)


@given(ours.documents())
def test_every_promotion_is_accounted_for(document: Document) -> None:
    """A promotion applies, is refused once, or is counted as not matching."""
    quoted = priced(document)
    applied = [each.id for each in quoted.promotions]
    refused = [each.offer_id for each in quoted.refusals if each.kind == "promotion"]

    assert len(set(applied + refused)) == len(applied) + len(refused)
    counted = len(applied) + len(refused) + quoted.figures.promotions_not_matching
    assert len(document["store"]["promotions"]) == counted


@given(ours.documents())
def test_every_refusal_has_a_code_and_a_sentence(document: Document) -> None:
    """A refusal says why, in words, and never how far where it is no distance."""
    for each in priced(document).refusals:
        assert each.code in REFUSAL_REASONS
        assert each.message
        if each.code in ("below_minimum", "value_too_low"):
            assert each.short_amount > 0
        if each.code == "quantity_too_low":
            assert each.short_units > 0


@given(ours.documents())
def test_the_choice_saves_most(document: Document) -> None:
    """No exclusive promotion alone would save more than what was chosen."""
    document["cart"].pop("coupon_codes", None)
    document["cart"]["coupon_code"] = None
    chosen = priced(document)
    for offer in document["store"]["promotions"]:
        if offer["can_be_used_with_other_promotion"]:
            continue
        alone = document["store"] | {"promotions": [offer]}
        rival = priced(document | {"store": alone})
        assert rival.totals.promotion_savings <= chosen.totals.promotion_savings


@given(ours.documents())
def test_sequences_count_from_one(document: Document) -> None:
    """Applied promotions are numbered in their order, and so are their savings."""
    quoted = priced(document)

    numbers = [each.sequence for each in quoted.promotions]
    assert list(range(1, len(numbers) + 1)) == numbers
    for offer in (*quoted.promotions, *quoted.coupons):
        of_lines = sum(line.saving for line in offer.lines)
        if offer.scope != "shipping":
            assert offer.saving == of_lines


def by_keys(quoted: Quote) -> dict[str, Any]:
    """Return everything a quote says, lines by their keys and not their places."""
    keys = [line.key for line in quoted.cart.lines]
    names = (None, *keys)

    def placed(at: int | None) -> Any:
        return names[0 if at is None else at + 1]

    figures = attrs.asdict(quoted.figures, recurse=False)
    for kind in ("promotions", "coupons"):
        figures[kind] = [
            (
                attrs.evolve(offer, lines=()),
                {placed(each.line): attrs.evolve(each, line=0) for each in offer.lines},
            )
            for offer in figures[kind]
        ]
    figures["refusals"] = [
        (attrs.evolve(each, line=None), placed(each.line))
        for each in figures["refusals"]
    ]
    figures["lines"] = dict(zip(keys, figures["lines"], strict=True))
    figures["suppliers"] = [
        (attrs.evolve(each, lines=()), {keys[i] for i in each.lines})
        for each in figures["suppliers"]
    ]
    rows = [
        (attrs.evolve(each, line=None), placed(each.line)) for each in quoted.entries
    ]
    return figures | {"entries": Counter(rows), "place": quoted.place}


@given(ours.documents(), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(document: Document, random: Random) -> None:
    """Permuting a cart permutes its lines, in what is refused as in what is paid."""
    for coupon in document["store"]["coupons"]:
        # What was added first is the one thing that the order of lines means.
        if (coupon["application_rules"] or {}).get("application_priority"):
            coupon["application_rules"]["application_priority"] = "cheapest_first"
    mixed = list(document["cart"]["cart_items"])
    random.shuffle(mixed)
    other = document | {"cart": document["cart"] | {"cart_items": mixed}}

    assert by_keys(priced(document)) == by_keys(priced(other))


@given(ours.documents())
def test_free_units_carry_neither_tax_nor_money(document: Document) -> None:
    """Free goods change no amount, only what is saved."""
    free = [
        each
        for each in document["store"]["promotions"]
        if each["promotion_type"] == "free-goods"
    ]
    if not free:
        return
    document["store"] |= {"coupons": [], "promotions": free}
    with_goods, without = priced(document), priced(bare(document))

    assert without.to_be_paid == with_goods.to_be_paid
    assert without.totals.total_tax == with_goods.totals.total_tax
    assert [x.left for x in without.lines] == [x.left for x in with_goods.lines]


def is_entered(cart: Cart, offer: Offer) -> bool:
    """Return whether one of the codes of a cart is a coupon's."""
    return not {*map(code_key, cart.codes)}.isdisjoint(map(code_key, offer.codes))


def with_code(cart: Cart, store: Store, offer: Offer) -> Cart:
    """Return the cart with a coupon's code: in a store with several places one more."""
    if is_entered(cart, offer):
        return cart
    codes = cart.codes if store.policies.maximum_coupons > 1 else ()
    return cart.changed(coupon_code=None, coupon_codes=(*codes, offer.codes[0]))


def without_code(cart: Cart, offer: Offer) -> Cart:
    """Return the cart without the codes of a coupon."""
    theirs = {*map(code_key, offer.codes)}
    codes = [each for each in cart.codes if code_key(each) not in theirs]
    return cart.changed(coupon_code=None, coupon_codes=codes)


@given(ours.documents())
def test_a_near_miss_is_honest(document: Document) -> None:
    """The hinted cart really costs what the hint says, and no more than now."""
    checkout = read_checkout(dumps(document))
    catalogue = [
        Line(product, 1, "10", tax_rate=5, variant_id=variant, category_ids=categories)
        for product in ours.PRODUCTS
        for variant, categories in ((None, ["c1"]), ("v1", ["c2"]))
    ]
    found = evaluate(checkout.cart, checkout.store, at=checkout.at, catalogue=catalogue)

    for verdict in (*found.promotions, *found.coupons):
        near = verdict.near_miss
        if near is None:
            continue
        lines = list(checkout.cart.lines)
        if near.line is not None:
            lines[near.line] = lines[near.line].changed(quantity=near.quantity)
        elif near.payment is None:
            assert near.added is not None
            lines.append(near.added)
        assert near.to_be_paid is not None
        assert near.to_be_paid <= found.quote.to_be_paid
        payment = near.payment or checkout.cart.payment
        cart = checkout.cart.changed(lines=lines, payment=payment)
        if verdict in found.coupons:
            cart = with_code(cart, checkout.store, verdict.offer)
        then = quote(cart, checkout.store, at=checkout.at)
        assert near.to_be_paid == then.to_be_paid


@given(ours.documents())
def test_a_verdict_is_that_of_a_quote(document: Document) -> None:
    """What is shared between offers changes nothing: each is priced by itself again."""
    checkout = read_checkout(dumps(document))
    cart, store, at = checkout.cart, checkout.store, checkout.at
    found = evaluate(cart, store, at=at)

    for verdict in found.promotions:
        without = store.without(verdict.offer) if verdict.applies else store
        assert quote(cart, without, at=at).to_be_paid == verdict.without_offer
        assert found.quote.to_be_paid == verdict.with_offer
        applied = [x for x in found.quote.promotions if x.id == verdict.offer.id]
        assert [x.saving for x in applied] == [verdict.saving] * verdict.applies
    several = store.policies.maximum_coupons > 1
    for verdict in found.coupons:
        offer = verdict.offer
        entered = quote(with_code(cart, store, offer), store, at=at)
        assert entered.to_be_paid == verdict.with_offer
        if verdict.applies and (several or is_entered(cart, offer)):
            bare = quote(without_code(cart, offer), store, at=at)
        elif verdict.applies:
            bare = quote(cart.changed(coupon_code=None, coupon_codes=()), store, at=at)
        else:
            bare = entered
        assert bare.to_be_paid == verdict.without_offer
        assert [x.saving for x in entered.coupons if x.id == offer.id] == (
            [verdict.saving] * verdict.applies
        )
        if verdict.refusal is not None:
            refused = [x for x in entered.refusals if x.kind == "coupon"]
            assert verdict.refusal in refused
