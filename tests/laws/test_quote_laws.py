# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds in every quote: the identities of the contract's section 4."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Quote,
    dumps,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_cart,
    write_order,
    write_quote,
)
from checkout_core.ledger import SUMS, Totals
from checkout_core.money.exact import to_decimal
from checkout_core.testing import strategies as ours
from checkout_core.views.language import Language
from checkout_core.views.sums import savings_of
from checkout_core.wire import loads
from tests.factories.market import alone


Document = dict[str, Any]
#: Keys of a cart that say what kind of supply it is, and where.
SAID = {"supply_type", "place_of_supply"}


def priced(document: Document) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def ordered(document: Document) -> Document:
    """Return the order as somebody reads it who has only its JSON."""
    found: Document = loads(dumps(write_order(priced(document))))
    return found


@given(ours.documents())
def test_the_totals_add_up(document: Document) -> None:
    """Each total of the order is what section 4 says it is."""
    order, quoted = ordered(document), priced(document)

    assert (
        order["subtotal"] + order["item_total_tax"] == order["subtotal_including_tax"]
    )
    assert (
        order["shipping_estimated_cost"] - order["shipping_discount_amount"]
        == order["shipping_amount"]
    )
    assert (
        order["shipping_amount"] + order["shipping_tax_amount"]
        == order["shipping_amount_including_tax"]
    )
    assert (
        order["handling_charge_excluding_tax"] + order["handling_charge_tax_amount"]
        == order["handling_charge_including_tax"]
    )
    assert (
        order["item_total_tax"]
        + order["shipping_tax_amount"]
        + order["handling_charge_tax_amount"]
        == order["total_tax"]
    )
    assert (
        order["subtotal_including_tax"]
        - order["promotion_discount_amount"]
        - order["coupon_discount_amount"]
        + order["shipping_amount_including_tax"]
        + order["handling_charge_including_tax"]
        + quoted.totals.round_off
        == order["grand_total"]
    )
    assert (
        order["grand_total"]
        - quoted.totals.funded_savings
        - quoted.totals.points_value
        - order["credit_balance_used"]
        == order["to_be_paid"]
    )
    assert (
        order["promotion_savings"] + order["coupon_savings"] + order["other_savings"]
        == order["total_savings"]
    )


@given(ours.documents())
def test_what_was_saved_adds_up(document: Document) -> None:
    """The receipt's savings are the order's without what the shopper paid with."""
    quoted = priced(document)
    totals = quoted.totals
    points = [each for each in quoted.entries if each.kind == "points_saving"]
    paid = totals.points_value + totals.credit_balance_used
    paid += sum(each.amount for each in points)
    zero = to_decimal(0, quoted.cart.currency.exponent)
    words = Language.of(None, quoted.cart.currency)
    savings = savings_of(quoted, zero, words)

    assert totals.total_savings - paid == sum(amount for _, amount in savings)
    assert [] == [each for each in savings if each[1] <= 0]


@given(ours.documents())
def test_the_lines_add_up_to_the_order(document: Document) -> None:
    """Lines sum to the order, and applied rows to the savings."""
    order = ordered(document)
    items = order["order_items"]

    for name, total in (
        ("promotion_discount_amount", order["promotion_discount_amount"]),
        ("coupon_discount_amount", order["coupon_discount_amount"]),
        ("tax_amount", order["item_total_tax"]),
    ):
        assert total == sum(item[name] for item in items)
    for rows, total in (
        (order["applied_promotions"], order["promotion_savings"]),
        (order["applied_coupons"], order["coupon_savings"]),
    ):
        assert total == sum(row["savings"] for row in rows)
    assert order["order_items_count"] == len(items)


@given(ours.documents())
def test_every_number_is_the_sum_of_its_rows(document: Document) -> None:
    """A total is nothing but a sum of rows of the ledger."""
    quoted = priced(document)

    for name, kinds in SUMS.items():
        signs = dict(kinds)
        rows = [
            signs[each.kind] * each.amount
            for each in quoted.entries
            if each.kind in signs
        ]
        assert sum(rows) == getattr(quoted.totals, name)


@given(ours.documents())
def test_nobody_pays_less_than_nothing(document: Document) -> None:
    """No total but the round-off is below zero, and payment is asked for a reason."""
    quoted = priced(document)

    for each in fields(Totals):
        if each.name != "round_off":
            assert getattr(quoted.totals, each.name) >= 0
    assert quoted.payment_required is (quoted.to_be_paid > 0)


@given(ours.documents())
def test_what_offers_take_is_what_is_missing(document: Document) -> None:
    """Listed less what offers and points took is what is left, on every line."""
    quoted = priced(document)
    offers = (*quoted.promotions, *quoted.coupons)

    for at, line in enumerate(quoted.lines):
        taken = [x.discount for offer in offers for x in offer.lines if x.line == at]
        assert line.listed == line.left + sum(taken) + line.points_discount
        assert line.left >= 0
        assert line.taxable_value >= 0
        assert line.tax_amount == sum(each.amount for each in line.components)


@given(ours.documents())
def test_an_inclusive_line_is_its_parts(document: Document) -> None:
    """Where tax is inside, taxable value and tax make what is left (gross_exact)."""
    document["store"]["tax"]["inclusive_split"] = "gross_exact"
    quoted = priced(document)

    for line, given_line in zip(quoted.lines, quoted.cart.lines, strict=True):
        base = line.left + line.funded
        if given_line.price_including_tax:
            assert base == line.taxable_value + line.tax_amount
        else:
            assert base == line.taxable_value


@given(ours.documents())
def test_the_halves_are_equal(document: Document) -> None:
    """CGST and SGST (UTGST) are equal on every line, in every row, at every level."""
    document["store"]["tax"]["seller_state"] = "27"
    document["cart"]["shipping_address"] = {"state": "Maharashtra", "country": "India"}
    quoted = priced(document)

    figures = quoted.figures
    owners: tuple[Any, ...] = (*quoted.lines, *figures.tax_rows, *figures.charges)
    taxed = "suppliers" not in document["store"] and not {*document["cart"]} & SAID
    for owner in owners:
        first = [x.amount for x in owner.components if x.name == "CGST"]
        second = [x.amount for x in owner.components if x.name in ("SGST", "UTGST")]
        assert first == second
        assert first or not taxed


@given(ours.documents(), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_total(document: Document, random: Any) -> None:
    """Permuting lines changes no total (picking by place in the cart excepted)."""
    for coupon in document["store"]["coupons"]:
        rules = coupon["application_rules"]
        if rules is not None and rules["application_priority"] == "first_added":
            coupon["application_rules"] = None
    before = priced(document).totals
    random.shuffle(document["cart"]["cart_items"])

    assert before == priced(document).totals


@given(ours.documents(), ours.rates())
def test_inclusive_tax_never_moves_what_is_paid(document: Document, rate: str) -> None:
    """Another rate inside the prices leaves what the lines cost as it was."""
    # What is shared over suppliers is shared by values without tax.
    alone(document)
    document["store"] |= {"loyalty": None, "coupons": [], "promotions": []}
    document["store"]["tax"]["charge_tax"] = "own_rate"
    for charge in document["store"]["charges"]:
        charge["charge_tax"] = None
        # Without a rate it would follow the goods.
        charge["tax_rate"] = charge.get("tax_rate") or "0"
    if (shipping := document["cart"].get("shipping")) is not None:
        shipping["tax_rate"] = shipping.get("tax_rate") or "0"
    document["store"]["round_off"] = None
    for line in document["cart"]["cart_items"]:
        for key in ("tax_slabs", "cess_rate", "tax_category", "cess_per_unit"):
            line.pop(key, None)
        line |= {"price_including_tax": True, "tax_rate": "18"}
        line["handling_charge_tax_rate"] = line.get("handling_charge_tax_rate") or "0"
    before = priced(document).to_be_paid
    for line in document["cart"]["cart_items"]:
        line["tax_rate"] = rate

    assert before == priced(document).to_be_paid


@given(ours.documents())
def test_a_quote_survives_its_own_document(document: Document) -> None:
    """A quote verifies, is read back equal, and is written with equal bytes."""
    quoted = priced(document)
    text = dumps(write_quote(quoted))

    verify(text)
    again = read_quote(text, verify=True)

    assert quoted == again
    assert text == dumps(write_quote(again))
    assert dumps(write_cart(quoted)) == dumps(write_cart(again))


@given(ours.documents())
def test_points_are_never_spent_for_nothing(document: Document) -> None:
    """No fewer points have the value of those that were redeemed."""
    quoted = priced(document)
    points, loyalty = quoted.figures.points, quoted.policies.loyalty

    if points.granted:
        assert loyalty is not None
        unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
        worth, fewer = (
            count * loyalty.value_per_point // unit * unit
            for count in (points.granted, points.granted - 1)
        )
        assert fewer < worth
        assert points.value == (0 if loyalty.is_discount else worth)
    assert points.granted <= points.asked
    assert points.value <= quoted.totals.grand_total
