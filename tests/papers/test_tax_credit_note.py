# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The credit note of rule 53: what came back, at the rates of the invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Cart, Charge, CheckoutError, Customer, Quote, Store, quote
from checkout_core.orders import Order, PaymentUpdate
from checkout_core.papers.particulars import Paid, TaxPaper
from checkout_core.papers.tax_invoice import tax_credit_note
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.store import Supplier
from tests.factories.papers import NOON, SHOP, delivery, goods, seller_in, sold


BACK = "2026-12-01T10:00:00+05:30"


def note_of(quoted: Any, back: Any, **more: Any) -> TaxPaper:
    """Return the credit note of a refund."""
    fields: dict[str, Any] = {
        "seller": SHOP,
        "number": "CN/1",
        "date": "2026-12-01",
        "invoices": [("INV/1", "2026-11-22")],
    } | more
    return tax_credit_note(quoted, back, **fields)


def returned(quoted: Quote, units: dict[int, int], **more: Any) -> Refund:
    """Return the refund of some units."""
    return refund(quoted, units, id="R1", at=BACK, **more)


def faults(call: Any) -> list[tuple[str, str]]:
    """Return path and code of everything that is wrong."""
    with pytest.raises(CheckoutError) as error:
        call()
    return [(each.path, each.code) for each in error.value.faults]


def test_what_came_back_is_credited() -> None:
    """One of two at 500.00: 45.00 of either tax, all of it to the payment method."""
    line = goods("Tee", "500.00", quantity=2, hsn_code="6109")
    quoted = sold(line, goods("b"))
    paper = note_of(quoted, returned(quoted, {0: 1}, reason="too small"))
    (item,) = paper.items

    assert ("Credit Note", "CN/1", date(2026, 12, 1), True) == (
        paper.title,
        paper.number,
        paper.date,
        paper.is_credit_note,
    )
    assert ("Tee", "6109", 1, 0, "500.00", "0.00", "500.00", "18") == (
        item.name,
        item.hsn_code,
        item.quantity,
        item.free_quantity,
        str(item.subtotal),
        str(item.discount),
        str(item.taxable_value),
        str(item.rate),
    )
    assert (("CGST", Decimal("45.00")), ("SGST", Decimal("45.00"))) == paper.taxes
    assert ("590.00", "Rupees Five Hundred Ninety Only", "too small") == (
        str(paper.total),
        paper.in_words,
        paper.reason,
    )
    assert ((("INV/1", date(2026, 11, 22)),), "Karnataka") == (
        paper.invoices,
        paper.place_state,
    )
    assert (Paid("gateway", "", Decimal("590.00")),) == paper.paid


def test_a_whole_order_comes_back_with_its_charges() -> None:
    """1,000.00, 60.00 of delivery, 30.00 of a charge, and the round-off: 1,286.00."""
    wrap = Charge("Gift wrap", "30.00", tax_rate=18)
    quoted = sold(
        shipping=delivery("60.00"),
        store={"charges": [wrap], "round_off": "1"},
    )
    paper = note_of(quoted, cancellation(quoted, id="R1", at=BACK))

    assert ["Lamp", "", "Gift wrap"] == [each.name for each in paper.items]
    assert quoted.totals.round_off == paper.round_off
    assert quoted.totals.grand_total == paper.total


def test_money_goes_back_as_it_came() -> None:
    """100.00 by points and 50.00 by credit of 1,180.00; 100.00 are kept."""
    quoted = sold(
        customer=Customer(credit_balance="50.00"), credit_balance_used="50.00"
    )
    policy = RefundPolicy(cancellation_charge="100.00", cancellation_reason="packed")
    order = Order.placed(quoted, number="ORD-1", at=NOON)
    order = order.after(PaymentUpdate("P1", "1130.00", NOON))
    paper = note_of(order, order.cancellation(id="R1", at=BACK, policy=policy))

    assert "ORD-1" == paper.order_number
    assert quoted.totals.grand_total == sum(each.amount for each in paper.paid)


def test_tax_of_an_older_refund_has_the_rate_of_its_line() -> None:
    """A refund by smaller steps can have tax without value: its rate is the line's."""
    quoted = sold(goods("Pin", "0.03", quantity=3))
    first = returned(quoted, {0: 1})
    second = refund(quoted, {0: 1}, id="R2", at=BACK, earlier=[first])

    for back in (first, second):
        assert [Decimal(18)] == [x.rate for x in note_of(quoted, back).items]


def test_a_later_offer_of_the_merchant_is_credited() -> None:
    """After the invoice of 1,180.00 a payment takes off 118.00: 100.00 and the tax."""
    order = Order.placed(sold(), number="ORD-1", at=NOON).after(
        PaymentUpdate(
            "P1", "1180.00", BACK, gateway_discount="118.00", funded_by="merchant"
        )
    )
    (less,) = order.price_reductions
    paper = note_of(order, less)

    assert ["Lamp", "100.00", "118.00"] == [
        paper.items[0].name,
        str(paper.taxable_value),
        str(paper.total),
    ]
    assert ((), "", 0) == (paper.paid, paper.reason, paper.items[0].quantity)
    other = sold(goods("a"), goods("b"))
    last = Order.placed(other, number="ORD-2", at=NOON).after(
        PaymentUpdate(
            "P1", "2360.00", BACK, gateway_discount="236.00", funded_by="merchant"
        )
    )
    assert [("refund", "refunds_do_not_fit")] == faults(
        lambda: note_of(order, last.price_reductions[0])
    )


def two_suppliers() -> Quote:
    """Return the quote of case 20: 743.40 of the store, 443.60 of another."""
    pune = Supplier("mh", gstin=seller_in("27").gstin)
    return sold(
        goods("P", "600.00"),
        goods("Q", "400.00", tax_rate=5, supplier="mh"),
        shipping=delivery("50.00"),
        store={"suppliers": [pune]},
    )


def test_a_supplier_credits_its_own_rows() -> None:
    """Of case 20, all of it: 743.40 and 443.60."""
    quoted = two_suppliers()
    back = cancellation(quoted, id="R1", at=BACK)
    own = note_of(quoted, back)
    other = note_of(quoted, back, supplier="mh", seller=seller_in("27"))

    assert ["743.40", "443.60"] == [str(own.total), str(other.total)]
    assert ["Q", ""] == [each.name for each in other.items]
    assert (Paid("gateway", "", Decimal("443.60")),) == other.paid


def test_goods_under_section_9_5_are_credited_by_the_operator() -> None:
    """Where the money goes is shared by what is on the two papers."""
    pune = Supplier("mh", gstin=seller_in("27").gstin)
    thali = goods("Thali", "200.00", tax_rate=5, supplier="mh", section_9_5=True)
    spice = goods("Spice", "100.00", tax_rate=5, supplier="mh")
    quoted = sold(thali, spice, goods(), store={"suppliers": [pune]})
    back = cancellation(quoted, id="R1", at=BACK)
    own = note_of(quoted, back)
    other = note_of(quoted, back, supplier="mh", seller=seller_in("27"))

    assert ["1390.00", "105.00"] == [str(own.total), str(other.total)]
    assert (Paid("gateway", "", Decimal("1390.00")),) == own.paid
    assert (Paid("gateway", "", Decimal("105.00")),) == other.paid


def test_a_fee_that_goes_back_is_on_each_note() -> None:
    """Of 1210.60, 23.60 are the fee on top: 758.18 - 14.78 and 452.42 - 8.82."""
    quoted = two_suppliers()
    back = cancellation(
        quoted,
        id="R1",
        at=BACK,
        paid="1187.00",
        surcharge="23.60",
        policy=RefundPolicy(surcharge="on_cancellation"),
    )
    notes = [
        note_of(quoted, back),
        note_of(quoted, back, supplier="mh", seller=seller_in("27")),
    ]

    assert [
        ("743.40", [("surcharge", "-14.78"), ("gateway", "758.18")]),
        ("443.60", [("surcharge", "-8.82"), ("gateway", "452.42")]),
    ] == [
        (str(note.total), [(each.kind, str(each.amount)) for each in note.paid])
        for note in notes
    ]


def test_a_bill_of_supply_is_credited_without_tax() -> None:
    """Its note has no columns of tax either."""
    quoted = sold(goods(tax_rate=0, tax_category="exempt"))
    paper = note_of(quoted, returned(quoted, {0: 1}))

    assert ("Credit Note", False, "1000.00") == (
        paper.title,
        paper.shows_tax,
        str(paper.total),
    )


def test_all_faults_are_found_at_once() -> None:
    """Those of the invoices too."""
    assert [
        ("number", "bad_paper_number"),
        ("refund", "wrong_type"),
        ("invoices[0].number", "bad_paper_number"),
        ("invoices[0].date", "bad_day"),
        ("invoices[1]", "wrong_type"),
    ] == faults(
        lambda: note_of(sold(), "back", number="cn", invoices=[("inv", "1"), "INV/2"])
    )
    assert [("invoices", "too_few")] == faults(
        lambda: note_of(sold(), returned(sold(), {0: 1}), invoices=[])
    )
    assert [("invoices", "wrong_type")] == faults(
        lambda: note_of(sold(), returned(sold(), {0: 1}), invoices="INV/1")
    )


def test_a_refund_of_another_order_is_refused() -> None:
    """One of a line that was not sold, or of other money."""
    two = sold(goods("a"), goods("b"))
    dollars = quote(Cart("USD", [goods()]), Store("USD"))

    assert [("refund", "refunds_do_not_fit")] == faults(
        lambda: note_of(sold(), returned(two, {1: 1}))
    )
    assert [("refund", "refunds_do_not_fit")] == faults(
        lambda: note_of(sold(), returned(dollars, {0: 1}))
    )
