# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Discounts that the merchant funds: which rows they lower, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Address,
    Cart,
    Charge,
    Line,
    Loyalty,
    Order,
    Quote,
    Shipping,
    Store,
    TaxPolicy,
    promotion,
    quote,
    refund,
)
from checkout_core.offers import percentage_off, products
from checkout_core.orders import Refunded
from checkout_core.refunds import (
    FundedDiscount,
    PriceReduction,
    Refund,
    RefundPolicy,
    price_reductions,
)
from tests.factories.faults import faults_of
from tests.factories.orders import at
from tests.factories.orders import paid as paid_of
from tests.factories.refunds import volume


HERE = Address(state="Karnataka")
TAX = TaxPolicy(seller_state="Karnataka")


def sold(*lines: Line, store: dict[str, Any] | None = None, **fields: Any) -> Quote:
    """Return the quote of some lines, delivered within the seller's state."""
    cart = Cart("INR", lines, shipping_address=HERE, **fields)
    return quote(cart, Store("INR", **{"tax": TAX, **(store or {})}), at=at(0))


def reduced(of: Quote, *amounts: str, earlier: Any = ()) -> list[PriceReduction]:
    """Return the reductions that payments with some discounts are."""
    given = [
        FundedDiscount(f"P{i}", at(i), Decimal(each)) for i, each in enumerate(amounts)
    ]
    return list(price_reductions(of, given, earlier))


def figures(reduction: PriceReduction) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what a reduction is of, its value, and its taxes."""
    return [
        (each.kind, str(each.net), tuple(str(tax.amount) for tax in each.taxes))
        for each in reduction.rows
    ]


LAMP = Line("lamp", 1, "1000.00", tax_rate=18, price_including_tax=True)
TEA = Line("tea", 2, "100.00", tax_rate=5)


def test_everything_has_its_share() -> None:
    """By what each costs with tax: 105.00, 118.00, 59.00 and 11.80 of 293.80."""
    of = sold(
        Line("tea", 1, "100.00", tax_rate=5),
        Line("cup", 1, "100.00", tax_rate=18),
        shipping=Shipping("50.00", tax_rate=18),
        store={"charges": [Charge("Wrap", "10.00", tax_rate=18)]},
    )
    (found,) = reduced(of, "29.38")

    # 10.50 x 2.5 / 105 = 0.25; 11.80 x 9 / 118 = 0.90; 5.90 and 1.18 likewise.
    assert [
        ("subtotal", "10.00", ("0.25", "0.25")),
        ("subtotal", "10.00", ("0.90", "0.90")),
        ("shipping", "5.00", ("0.45", "0.45")),
        ("charge", "1.00", ("0.09", "0.09")),
    ] == figures(found)
    assert ("26.00", "29.38") == (str(found.taxable_value), str(found.amount))
    assert [("CGST", "0.25"), ("SGST", "0.25"), ("CGST", "1.44"), ("SGST", "1.44")] == [
        (each.name, str(each.amount)) for each in found.components
    ]


def test_the_whole_takes_the_rows_own_figures() -> None:
    """Each row of the quote, also where the line rule would round otherwise."""
    of = sold(
        Line("a", 3, "33.33", tax_rate=5), shipping=Shipping("60.00", tax_rate=18)
    )
    (found,) = reduced(of, str(of.to_be_paid))
    rows = {(x.kind, x.name): x.amount for x in of.entries if x.amount}
    kinds = ("subtotal", "tax", "shipping", "shipping_tax")

    assert {key: each for key, each in rows.items() if key[0] in kinds} == {
        (each.kind, each.name): each.amount for each in found.entries
    }


def test_the_tie_goes_to_the_larger_and_then_to_the_first() -> None:
    """A paisa over two equal lines; and over a small and a large one."""
    one, two = Line("a", 1, "10.00", tax_rate=0), Line("b", 1, "10.00", tax_rate=0)
    (found,) = reduced(sold(one, two), "0.01")

    assert [0] == [each.line for each in found.rows]


def test_a_tiny_share_has_no_tax() -> None:
    """0.01 with 18 % inside: 0.0008 of each half is nothing."""
    (found,) = reduced(sold(LAMP), "0.01")

    assert [("subtotal", "0.01", ())] == figures(found)


def test_a_tiny_share_is_only_tax() -> None:
    """0.01 with 200 % inside: 0.0067 of tax is 0.01, and all but it comes back."""
    of = sold(Line("gold leaf", 1, "100.00", tax_rate=200), store={"tax": TaxPolicy()})
    (found,) = reduced(of, "0.01")
    order = order_of(of, "0.01")
    (note,) = returned(order, {0: 1})

    assert [("subtotal", "0.00", ("0.01",))] == figures(found)
    assert [("subtotal", "0.00"), ("tax", "0.01")] == [
        (each.kind, str(each.amount)) for each in found.entries
    ]
    assert ("299.99", "199.99") == (
        str(note.gateway),
        str(note.lines[0].components[0].amount),
    )


def test_what_others_fund_takes_no_share() -> None:
    """Of 200.00 a brand pays 100.00, so both lines weigh 100.00."""
    half = promotion("p1", percentage_off(50, on=products("a")), funded_by="brand")
    of = sold(
        Line("a", 1, "200.00", tax_rate=0),
        Line("b", 1, "100.00", tax_rate=0),
        store={"promotions": [half]},
    )
    (some,), (whole,) = reduced(of, "20.00"), reduced(of, "200.00")

    assert ["10.00", "10.00"] == [str(each.net) for each in some.rows]
    assert ["100.00", "100.00"] == [str(each.net) for each in whole.rows]


def test_each_payment_takes_of_what_is_left() -> None:
    """Two payments with 100.00 each are the same as one with 200.00, row by row."""
    of = sold(LAMP, TEA)
    first, second = reduced(of, "100.00", "100.00")
    (both,) = reduced(of, "200.00")

    assert [("P0", "100.00"), ("P1", "100.00")] == [
        (each.payment, str(each.amount)) for each in (first, second)
    ]
    assert both.amount == first.amount + second.amount
    for a, b, whole in zip(first.rows, second.rows, both.rows, strict=True):
        assert abs(a.net + b.net - whole.net) <= Decimal("0.02")


def test_nothing_is_no_reduction() -> None:
    """A payment without a discount is left out."""
    assert ["P1"] == [each.payment for each in reduced(sold(LAMP), "0", "1.00")]
    assert [] == reduced(sold(LAMP))


def test_goods_that_came_back_before_have_their_credit() -> None:
    """Nine of ten mugs are credited with 900.00: at most 100.00 is left of them."""
    of = sold(
        Line("mug", 10, "100.00", tax_rate=0), Line("pot", 1, "1000.00", tax_rate=0)
    )
    back = refund(of, {0: 9}, id="R1", at=at(1), paid=0)
    (found,) = reduced(of, "500.00", earlier=[back])

    # 250.00 each; the mugs take 100.00 and the pot the other 150.00 as well.
    assert [(0, "100.00"), (1, "400.00")] == [
        (each.line, str(each.net)) for each in found.rows
    ]


def test_no_more_than_there_is() -> None:
    """All came back before: nothing is left that a later discount could lower."""
    of = sold(Line("mug", 1, "100.00", tax_rate=0))
    back = refund(of, {0: 1}, id="R1", at=at(1), paid=0)
    (found,) = reduced(of, "10.00", earlier=[back])

    assert ((), "0.00", ()) == (found.rows, str(found.amount), found.entries)


def test_a_duty_per_unit_is_lowered_last() -> None:
    """It is no percentage of the price; the whole takes it along."""
    of = sold(Line("coal", 1, "10.00", tax_rate=0, cess_per_unit="90.00"))
    (some,), (most,) = reduced(of, "10.00"), reduced(of, "55.00")

    assert [("subtotal", "10.00", ())] == figures(some)
    assert [("subtotal", "10.00", ("45.00",))] == figures(most)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("lamp", []), [("quote", "wrong_type")]),
        ((sold(LAMP), [1]), [("discounts[0]", "wrong_type")]),
        ((sold(LAMP), [], [1]), [("earlier[0]", "wrong_type")]),
        (
            (sold(LAMP), [FundedDiscount("P1", at(1), Decimal(-1))]),
            [("discounts[0].amount", "negative")],
        ),
    ],
)
def test_what_is_refused(arguments: Any, expected: Any) -> None:
    """Each value of another type, and an amount below zero."""
    assert expected == faults_of(price_reductions, *arguments)


def test_only_reductions_lower_a_refund() -> None:
    """Other values are named."""
    assert [("reductions[0]", "wrong_type")] == faults_of(
        refund, sold(LAMP), {0: 1}, id="R1", at=at(1), reductions=[5]
    )


# Returns ------------------------------------------------------------------------------


def order_of(of: Quote, off: str, **more: Any) -> Order:
    """Return an order that was paid with a discount of the merchant."""
    order = Order.placed(of, number="1", at=at(0))
    return paid_of(order, gateway_discount=off, funded_by="merchant", **more)


def returned(order: Order, *steps: dict[int, int], **more: Any) -> list[Refund]:
    """Return the refunds of some returns, one after the other."""
    found = []
    for i, units in enumerate(steps):
        note = order.refund(units, id=f"R{i}", at=at(2 + i), **more)
        note.check()
        order = order.after(Refunded(note))
        found.append(note)
    return found


def test_a_return_credits_the_units_less_their_share() -> None:
    """Three cups for 300.00 less 50.00: 250.00 x 1/3, 2/3 and 3/3."""
    order = order_of(sold(Line("cup", 3, "100.00", tax_rate=0)), "50.00")
    found = returned(order, {0: 1}, {0: 1}, {0: 1})

    assert ["83.33", "83.34", "83.33"] == [str(each.gateway) for each in found]
    assert [each.gateway for each in found] == [each.amount for each in found]
    assert [Decimal(0)] * 3 == [each.gateway_discount for each in found]


def test_the_tax_of_a_return_is_that_of_the_invoice() -> None:
    """All of case 39 comes back: 720.34 and 64.83 twice."""
    (note,) = returned(order_of(sold(LAMP), "150.00"), {0: 1})
    (line,) = note.lines

    assert ("720.34", ["64.83", "64.83"], "850.00") == (
        str(line.taxable_value),
        [str(each.amount) for each in line.components],
        str(note.gateway),
    )


def test_delivery_comes_back_with_its_reduction() -> None:
    """Of 400.00 and 100.00 of delivery 50.00 are given: 360.00 and 90.00."""
    of = sold(
        Line("pot", 1, "400.00", tax_rate=0), shipping=Shipping("100.00", tax_rate=0)
    )
    kept = returned(
        order_of(of, "50.00"), {0: 1}, policy=RefundPolicy(shipping="never")
    )

    assert ["360.00"] == [str(each.gateway) for each in kept]
    assert ["450.00"] == [
        str(x.gateway) for x in returned(order_of(of, "50.00"), {0: 1})
    ]


def test_what_is_kept_costs_less_too() -> None:
    """
    Three for 270.00 less 27.00; two without the offer are 200.00, less 20.00.

    243.00 - 180.00 = 63.00; then one is kept for 90.00, and then none.
    """
    store = Store("INR", promotions=[volume(10)], tax=TAX)
    of = sold(Line("a", 3, "100.00", tax_rate=0), store={"promotions": [volume(10)]})
    policy = RefundPolicy(promotion_break="recompute")
    found = returned(
        order_of(of, "27.00"), {0: 1}, {0: 1}, {0: 1}, policy=policy, store=store
    )

    assert ["63.00", "90.00", "90.00"] == [str(each.gateway) for each in found]


def test_points_were_earned_by_the_price_before() -> None:
    """500.00 of goods earned 50; half of them back takes 25 of them, not more."""
    of = sold(
        Line("cup", 2, "250.00", tax_rate=0),
        store={"loyalty": Loyalty(points_per_unit="0.1")},
    )
    notes = returned(order_of(of, "100.00"), {0: 1}, {0: 1})

    assert [25, 25] == [each.points_reversed for each in notes]


def test_part_of_the_discount_is_excess() -> None:
    """Of 600.00 with 60.00 given only 400.00 was needed: 40.00 lower the price."""
    of = sold(Line("cup", 1, "1000.00", tax_rate=0))
    order = Order.placed(of, number="1", at=at(0))
    order = paid_of(order, "600.00")
    order = paid_of(
        order, "600.00", "P2", gateway_discount="60.00", funded_by="merchant"
    )
    (found,) = order.price_reductions
    sent = order.return_of_excess(id="X1", at=at(3))

    assert ("P2", "40.00", "180.00") == (
        found.payment,
        str(found.amount),
        str(sent.gateway),
    )
    assert found == order.after(sent).price_reductions[0]


def test_a_bank_and_the_merchant_in_one_payment() -> None:
    """150.00 of 1000.00: 100.00 of a bank, 50.00 off the price of 950.00."""
    order = Order.placed(sold(LAMP), number="1", at=at(0))
    order = paid_of(
        order, gateway_discount="150.00", funded_by={"bank": 100, "merchant": 50}
    )
    note = order.cancellation(id="C1", at=at(2))

    assert ("50.00", "950.00", "850.00", "100.00") == (
        str(order.price_reductions[0].amount),
        str(order.invoice().amount),
        str(note.gateway),
        str(note.gateway_discount),
    )
    assert "0.00" == str(order.after(Refunded(note)).amount_held)


def test_an_invoice_knows_what_came_before_it() -> None:
    """A payment after the invoice is a credit note of its own."""
    of = sold(LAMP)
    order = Order.placed(of, number="1", at=at(0))
    order = paid_of(
        order, "500.00", gateway_discount="50.00", funded_by="merchant", when=at(1)
    )
    order = paid_of(
        order,
        "500.00",
        "P2",
        gateway_discount="10.00",
        funded_by="merchant",
        when=at(5),
    )

    assert ["1000.00", "950.00", "940.00"] == [
        str(order.invoice(when).amount) for when in (at(0), at(3), None)
    ]
