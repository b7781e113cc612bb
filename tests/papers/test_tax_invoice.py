# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The tax invoice of rule 46: its title, its particulars, its sums."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checkout_core import (
    Address,
    Cart,
    Charge,
    CheckoutError,
    Customer,
    Loyalty,
    Quote,
    Store,
    promotion,
    quote,
)
from checkout_core.ledger import Component, TaxRow
from checkout_core.offers import amount_off
from checkout_core.orders import Order, PaymentUpdate, Refunded
from checkout_core.papers.particulars import Irn, Paid, TaxPaper
from checkout_core.papers.seller import Seller
from checkout_core.papers.tax_invoice import tax_credit_note
from checkout_core.refunds import Refund, RefundPolicy, cancellation
from checkout_core.store import Supplier
from checkout_core.tax.regime import Place
from checkout_core.testing.strategies import checkouts
from checkout_core.wire import Checkout
from tests.factories.papers import (
    AT_HOME,
    FIELDS,
    IN_PUNE,
    NOON,
    SHOP,
    delivery,
    goods,
    paper_of,
    seller_in,
    sold,
)


UNREGISTERED = Seller(**FIELDS | {"gstin": None, "state": "Karnataka"})


def faults(call: Any) -> list[tuple[str, str]]:
    """Return path and code of everything that is wrong."""
    with pytest.raises(CheckoutError) as error:
        call()
    return [(each.path, each.code) for each in error.value.faults]


def texts(paper: Any, *names: str) -> list[str]:
    """Return figures of a paper as text."""
    return [str(getattr(paper, name)) for name in names]


# The title --------------------------------------------------------------------------


EXEMPT = goods("Coconut", "40.00", tax_rate=0, tax_category="exempt")


@pytest.mark.parametrize(
    ("lines", "more", "title"),
    [
        ([goods()], {}, "Tax Invoice"),
        ([goods(tax_rate=0, tax_category="zero")], {}, "Tax Invoice"),
        ([goods(tax_rate=0, tax_category="reverse_charge")], {}, "Tax Invoice"),
        ([EXEMPT], {}, "Bill of Supply"),
        ([goods(tax_rate=0, tax_category="nil_rated")], {}, "Bill of Supply"),
        ([goods(tax_rate=0, tax_category="outside_scope")], {}, "Bill of Supply"),
        ([EXEMPT, goods()], {}, "Invoice-cum-Bill of Supply"),
        ([EXEMPT, goods()], {"billing_address": IN_PUNE}, "Tax Invoice"),
        ([EXEMPT], {"shipping": delivery("60.00", 0)}, "Bill of Supply"),
        ([EXEMPT], {"shipping": delivery("60.00")}, "Invoice-cum-Bill of Supply"),
    ],
)
def test_the_title_is_that_of_the_law(lines: Any, more: Any, title: str) -> None:
    """A delivery without tax follows the goods; one with tax is taxed."""
    paper = paper_of(sold(*lines, **more))

    assert title == paper.title
    assert ("Bill of Supply" != title) == paper.shows_tax


def test_a_seller_without_a_registration_writes_a_bill() -> None:
    """Of any goods, all at rate 0."""
    quoted = sold(goods(tax_rate=0), tax={"seller_state": "Karnataka"})
    paper = paper_of(quoted, seller=UNREGISTERED)

    assert ("Bill of Supply", False) == (paper.title, paper.shows_tax)


# The particulars --------------------------------------------------------------------


def test_every_particular_of_a_taxed_line() -> None:
    """Two of 500.00 and a free one, at 18 % within Karnataka, 60.00 of delivery.

    100.00 off: 900.00, 81.00 + 81.00; delivery 60.00, 5.40 + 5.40: 1,132.80.
    """
    line = goods(
        "Tee",
        "500.00",
        quantity=2,
        product_name="Tee",
        variant_name="indigo",
        hsn_code="6109",
        unit="PCS",
    )
    quoted = sold(
        line,
        store={"promotions": [promotion("p", amount_off("100.00"))]},
        shipping=delivery("60.00"),
    )
    paper = paper_of(quoted)

    tee, sent = paper.items
    assert (1, "Tee, indigo", "6109", 2, 0, "PCS") == (
        tee.number,
        tee.name,
        tee.hsn_code,
        tee.quantity,
        tee.free_quantity,
        tee.unit,
    )
    assert ["1000.00", "100.00", "900.00", "162.00", "1062.00"] == texts(
        tee, "subtotal", "discount", "taxable_value", "tax_amount", "amount"
    )
    assert (
        Component("CGST", Decimal(9), Decimal("81.00")),
        Component("SGST", Decimal(9), Decimal("81.00")),
    ) == tee.taxes
    assert (2, "shipping", "", "60.00", "70.80") == (
        sent.number,
        sent.kind,
        sent.name,
        str(sent.taxable_value),
        str(sent.amount),
    )
    assert ("INV/1", date(2026, 11, 22), SHOP, "") == (
        paper.number,
        paper.date,
        paper.seller,
        paper.order_number,
    )
    assert ("Karnataka", "29", "", False) == (
        paper.place_state,
        paper.place_code,
        paper.endorsement,
        paper.is_reverse_charge,
    )
    assert ("CGST", "SGST") == paper.heads
    assert ["1060.00", "100.00", "960.00", "172.80", "0.00", "1132.80"] == texts(
        paper,
        "subtotal",
        "discount",
        "taxable_value",
        "tax_amount",
        "round_off",
        "total",
    )
    assert (("CGST", Decimal("86.40")), ("SGST", Decimal("86.40"))) == paper.taxes
    assert (
        TaxRow(
            "standard",
            Decimal(18),
            Decimal(0),
            Decimal("960.00"),
            (
                Component("CGST", Decimal(9), Decimal("86.40")),
                Component("SGST", Decimal(9), Decimal("86.40")),
            ),
        ),
    ) == paper.tax_rows
    assert "Rupees One Thousand One Hundred Thirty-Two and Paise Eighty Only" == (
        paper.in_words
    )
    assert (Paid("due", "", Decimal("1132.80")),) == paper.paid
    assert repr(paper) == "<Tax Invoice INV/1, INR 1132.80>"


def test_the_rates_come_in_order() -> None:
    """By category, then from the lowest rate."""
    lines = [goods("a"), EXEMPT, goods("b", tax_rate=5), goods("c")]
    paper = paper_of(sold(*lines))

    assert [
        ("standard", "5", "1000.00"),
        ("standard", "18", "2000.00"),
        ("exempt", "0", "40.00"),
    ] == [(x.category, str(x.rate), str(x.taxable_value)) for x in paper.tax_rows]


def test_a_cess_is_a_head_of_its_own() -> None:
    """After those of GST: 1,000.00 at 28 % and a cess of 12 % between states."""
    line = goods(tax_rate=28, cess_rate=12)
    paper = paper_of(sold(line, shipping_address=IN_PUNE))

    assert ("IGST", "CESS") == paper.heads
    assert (("IGST", Decimal("280.00")), ("CESS", Decimal("120.00"))) == paper.taxes
    assert ("12", "1400.00") == (str(paper.items[0].cess_rate), str(paper.total))


def test_the_round_off_is_outside_tax() -> None:
    """999.50 with 89.96 of either tax (89.955) are 1,179.42, rounded to 1,179.00."""
    paper = paper_of(sold(goods(price="999.50"), store={"round_off": "1"}))

    assert ["-0.42", "1179.00"] == texts(paper, "round_off", "total")


def test_goods_for_nothing_are_an_item() -> None:
    """They have no row in the ledger."""
    paper = paper_of(sold(goods(), goods("Card", "0.00")))

    assert [("Lamp", "1000.00"), ("Card", "0.00")] == [
        (each.name, str(each.taxable_value)) for each in paper.items
    ]


def test_handling_and_charges_are_items() -> None:
    """Handling is named after its line, a charge by its own name and code."""
    line = goods(handling_charge_excluding_tax="10.00", handling_charge_tax_rate=18)
    wrap = Charge("Gift wrap", "30.00", tax_rate=18, hsn_code="998549")
    paper = paper_of(sold(line, store={"charges": [wrap]}))

    assert [
        ("subtotal", "Lamp", ""),
        ("handling", "Lamp", ""),
        ("charge", "Gift wrap", "998549"),
    ] == [(each.kind, each.name, each.hsn_code) for each in paper.items]


# Who and where ----------------------------------------------------------------------


def test_the_recipient_is_who_the_bill_names() -> None:
    """And the goods go elsewhere, which is said too."""
    paper = paper_of(sold(billing_address=IN_PUNE))
    buyer, there = paper.buyer, paper.delivery

    assert (
        "Pune Stores LLP",
        ("7 FC Road", "Pune 411004"),
        "Maharashtra",
        "27",
        "",
        "27AAPFU0939F1ZV",
    ) == (buyer.name, buyer.lines, buyer.state, buyer.code, buyer.country, buyer.gstin)
    assert there is not None
    assert ("Asha Rao", "Karnataka", "") == (there.name, there.state, there.gstin)
    assert repr(buyer) == "<Party Maharashtra>"


@pytest.mark.parametrize(
    "more",
    [
        {"billing_address": AT_HOME},
        {},
        {"shipping_address": None, "billing_address": AT_HOME},
        {
            "billing_address": IN_PUNE,
            "fulfillment_preference": {"fulfillment_type": "collect-in-store"},
        },
    ],
)
def test_one_address_is_said_once(more: Any) -> None:
    """Also of goods that are collected, which are delivered nowhere."""
    assert paper_of(sold(**more)).delivery is None


def test_a_recipient_may_be_unknown() -> None:
    """Below 50,000 rupees; the place of supply is then the seller's state."""
    paper = paper_of(sold(shipping_address=None))

    assert ("", "", "Karnataka", "29") == (
        paper.buyer.name,
        paper.buyer.state,
        paper.place_state,
        paper.place_code,
    )
    assert repr(paper.buyer) == "<Party without a state>"


def test_the_number_may_be_with_the_delivery() -> None:
    """The registration is that of the first address that has one."""
    paper = paper_of(sold(shipping_address=IN_PUNE, billing_address=AT_HOME))

    assert ("Asha Rao", "27AAPFU0939F1ZV") == (paper.buyer.name, paper.buyer.gstin)


def test_a_number_of_another_country_is_no_registration() -> None:
    """Neither printed as a GSTIN, nor a reason for two papers (rule 46A)."""
    there = Address(
        first_name="Ana",
        country="Portugal",
        tax_identification_number="PT501442600",
    )

    paper = paper_of(sold(goods(), EXEMPT, shipping_address=there))

    assert ("", "Portugal") == (paper.buyer.gstin, paper.buyer.country)
    assert "Invoice-cum-Bill of Supply" == paper.title
    home = paper_of(sold(billing_address=there, shipping_address=IN_PUNE))
    assert "27AAPFU0939F1ZV" == home.buyer.gstin


# Kinds of supply --------------------------------------------------------------------

ABROAD = Address(
    first_name="Ana",
    address_line1="1 Rua",
    city="Lisboa",
    state="Lisboa",
    country="Portugal",
)


@pytest.mark.parametrize(
    ("kind", "where", "said"),
    [
        (
            "export_with_payment",
            ABROAD,
            "SUPPLY MEANT FOR EXPORT ON PAYMENT OF INTEGRATED TAX",
        ),
        (
            "export_without_payment",
            ABROAD,
            (
                "SUPPLY MEANT FOR EXPORT UNDER BOND OR LETTER OF UNDERTAKING WITHOUT"
                " PAYMENT OF INTEGRATED TAX"
            ),
        ),
        (
            "sez_with_payment",
            IN_PUNE,
            (
                "SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS"
                " ON PAYMENT OF INTEGRATED TAX"
            ),
        ),
        (
            "sez_without_payment",
            IN_PUNE,
            (
                "SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS"
                " UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX"
            ),
        ),
        ("deemed_export", IN_PUNE, ""),
        (None, AT_HOME, ""),
    ],
)
def test_a_kind_of_supply_has_its_endorsement(
    kind: Any, where: Address, said: str
) -> None:
    """In the words of rule 46."""
    assert said == paper_of(sold(supply_type=kind, shipping_address=where)).endorsement


def test_an_export_goes_to_other_countries() -> None:
    """The recipient's state is one of another country, and has no code here."""
    paper = paper_of(sold(shipping_address=ABROAD))

    assert ("Other Countries", "96") == (paper.place_state, paper.place_code)
    assert ("Lisboa", "", "Portugal") == (
        paper.buyer.state,
        paper.buyer.code,
        paper.buyer.country,
    )


def test_the_recipient_pays_on_reverse_charge() -> None:
    """1,001.00 at 5 %: 25.03 of each half by itself (25.025), and none in the total."""
    line = goods(
        price="1001.00",
        tax_rate=0,
        tax_category="reverse_charge",
        reverse_charge_rate=5,
    )
    paper = paper_of(sold(line))
    (item,) = paper.items
    halves = (
        Component("CGST", Decimal("2.5"), Decimal("25.03")),
        Component("SGST", Decimal("2.5"), Decimal("25.03")),
    )

    assert (True, halves, ()) == (
        paper.is_reverse_charge,
        item.recipient_taxes,
        item.taxes,
    )
    assert ["0.00", "1001.00"] == texts(paper, "tax_amount", "total")
    assert [("reverse_charge", Decimal(5), halves)] == [
        (each.category, each.rate, each.components) for each in paper.tax_rows
    ]


def test_reverse_charge_between_states_is_one_tax() -> None:
    """At a rate that the line does not say there is nothing to show."""
    rates: list[dict[str, Any]] = [{"reverse_charge_rate": 18}, {}]
    known, unknown = [
        paper_of(
            sold(
                goods(tax_rate=0, tax_category="reverse_charge", **more),
                shipping_address=IN_PUNE,
            )
        )
        for more in rates
    ]

    assert (Component("IGST", Decimal(18), Decimal("180.00")),) == (
        known.items[0].recipient_taxes
    )
    assert (True, ()) == (unknown.is_reverse_charge, unknown.items[0].recipient_taxes)


# How it is paid ---------------------------------------------------------------------


def test_points_credit_and_funders_pay() -> None:
    """Of 1,180.00: 100.00 by points, 50.00 by credit, the rest is due."""
    quoted = sold(
        customer=Customer(loyalty_points_balance=100, credit_balance="50.00"),
        loyalty_points_redeemed=100,
        credit_balance_used="50.00",
        store={"loyalty": Loyalty(value_per_point="1", points_per_unit=0)},
    )

    assert (
        Paid("points", "", Decimal("100.00"), Decimal(100)),
        Paid("credit", "", Decimal("50.00"), Decimal("50.00")),
        Paid("due", "", Decimal("1030.00")),
    ) == paper_of(quoted).paid


def test_a_funder_pays_its_offers() -> None:
    """A brand's discount does not lower the value; the brand pays its part."""
    off = promotion("p", amount_off("100.00"), funded_by="brand")
    paper = paper_of(sold(goods(), goods("b"), store={"promotions": [off]}))

    assert "2360.00" == str(paper.total)
    assert [("funded", "brand"), ("due", "")] == [(x.kind, x.name) for x in paper.paid]
    assert paper.total == sum(each.amount for each in paper.paid)


def placed(quoted: Quote, *payments: PaymentUpdate) -> Order:
    """Return an order with its payments."""
    order = Order.placed(quoted, number="ORD-1", at=NOON)
    for each in payments:
        order = order.after(each)
    return order


def test_payments_of_an_order_are_named() -> None:
    """One that failed paid nothing."""
    order = placed(
        sold(),
        PaymentUpdate("P0", "1180.00", NOON, state="failed"),
        PaymentUpdate("P1", "180.00", NOON, method="UPI"),
        PaymentUpdate("P2", "900.00", NOON),
    )
    paper = paper_of(order)

    assert "ORD-1" == paper.order_number
    assert (
        Paid("payment", "UPI", Decimal("180.00")),
        Paid("payment", "", Decimal("900.00")),
        Paid("due", "", Decimal("100.00")),
    ) == paper.paid


def test_an_offer_of_the_merchant_lowers_the_invoice() -> None:
    """1,180.00 for 1,062.00: 100.00 off the value, 9.00 off each half."""
    order = placed(
        sold(),
        PaymentUpdate(
            "P1",
            "1180.00",
            NOON,
            method="card",
            gateway_discount="118.00",
            funded_by="merchant",
        ),
    )
    paper = paper_of(order)
    (item,) = paper.items

    assert ["1000.00", "100.00", "900.00"] == texts(
        item, "subtotal", "discount", "taxable_value"
    )
    assert "1062.00" == str(paper.total)
    assert (Paid("payment", "card", Decimal("1062.00")),) == paper.paid
    assert "1180.00" == str(paper_of(order, reductions=[]).total)
    assert "1062.00" == str(
        paper_of(order.quote, reductions=order.price_reductions).total
    )


# Suppliers --------------------------------------------------------------------------

PUNE = Supplier("mh", name="Pune Spices", gstin="27AABCS4321Q1Z2")
SPICES = Seller(
    gstin="27AABCS4321Q1Z2",
    legal_name="Pune Spices LLP",
    address1="7 FC Road",
    location="Pune",
    pin="411004",
)


def two() -> Quote:
    """Return case 20: 600.00 of Karnataka, 400.00 of Maharashtra, 50.00 of delivery."""
    return sold(
        goods("P", "600.00"),
        goods("Q", "400.00", tax_rate=5, supplier="mh"),
        shipping=delivery("50.00"),
        store={"suppliers": [PUNE]},
    )


def test_each_supplier_has_an_invoice() -> None:
    """Heads from its own state, delivery by 600 : 400; in all 1,187.00."""
    own = paper_of(two())
    other = paper_of(two(), seller=SPICES, supplier="mh")

    assert [("P", "600.00"), ("", "30.00")] == [
        (each.name, str(each.taxable_value)) for each in own.items
    ]
    assert [("Q", "400.00"), ("", "20.00")] == [
        (each.name, str(each.taxable_value)) for each in other.items
    ]
    assert (
        (("CGST", Decimal("56.70")), ("SGST", Decimal("56.70"))),
        (("IGST", Decimal("23.60")),),
    ) == (own.taxes, other.taxes)
    assert ["743.40", "443.60"] == [str(own.total), str(other.total)]
    assert ("mh", "Karnataka", "29") == (
        other.supplier,
        other.place_state,
        other.place_code,
    )
    assert (Paid("due", "", Decimal("443.60")),) == other.paid


def said_paid(paper: TaxPaper) -> list[str]:
    """Return how a paper is paid, as `payment 626.28`."""
    return [f"{each.kind} {each.amount}" for each in paper.paid]


def test_shares_of_tenders_have_no_count() -> None:
    """Credit of 100.00 over 743.40 and 443.60 is 62.63 and 37.37."""
    quoted = sold(
        goods("P", "600.00"),
        goods("Q", "400.00", tax_rate=5, supplier="mh"),
        shipping=delivery("50.00"),
        store={"suppliers": [PUNE]},
        customer=Customer(credit_balance="100.00"),
        credit_balance_used="100.00",
    )

    assert (
        Paid("credit", "", Decimal("37.37")),
        Paid("due", "", Decimal("406.23")),
    ) == paper_of(quoted, seller=SPICES, supplier="mh").paid
    part = placed(quoted, PaymentUpdate("P1", "1000.00", NOON))
    whole = part.after(PaymentUpdate("P2", "87.00", NOON))
    # 1000.00 of 1087.00 by 680.77 and 406.23: 626.28 and 373.72.
    assert [
        ["credit 62.63", "payment 626.28", "due 54.49"],
        ["credit 37.37", "payment 373.72", "due 32.51"],
        ["credit 62.63", "payment 680.77"],
    ] == [
        said_paid(paper)
        for paper in (
            paper_of(part),
            paper_of(part, seller=SPICES, supplier="mh"),
            paper_of(whole),
        )
    ]


def test_a_payment_is_less_what_it_took_off_each_paper() -> None:
    """
    118.70 off 1187.00 are 74.34 and 44.36; 118.70 of the rest are left to pay.

    Of 669.06 and 399.24, 949.60 are paid: 594.72 and 354.88.
    """
    payment = PaymentUpdate(
        "P1", "1068.30", NOON, gateway_discount="118.70", funded_by="merchant"
    )
    order = placed(two(), payment)

    assert [
        ["669.06", "payment 594.72", "due 74.34"],
        ["399.24", "payment 354.88", "due 44.36"],
    ] == [
        [str(paper.total), *said_paid(paper)]
        for paper in (
            paper_of(order),
            paper_of(order, seller=SPICES, supplier="mh"),
        )
    ]


def test_an_unregistered_supplier_writes_a_bill() -> None:
    """It collects no tax, whatever the store is."""
    seller = Seller(**FIELDS | {"gstin": None, "state": "Kerala"})
    line = goods("Q", tax_rate=0, supplier="kl")
    quoted = sold(goods(), line, store={"suppliers": [Supplier("kl", state="Kerala")]})

    assert "Bill of Supply" == paper_of(quoted, seller=seller, supplier="kl").title
    # A GSTIN on it would be that of another.
    assert [("seller.gstin", "supplier_without_gstin")] == faults(
        lambda: paper_of(quoted, seller=seller_in("32"), supplier="kl")
    )


def test_a_bill_of_who_has_a_gstin_and_collects_no_tax() -> None:
    """Under the composition levy."""
    seller = seller_in("32")
    supplier = Supplier("kl", gstin=seller.gstin, registered=False)
    line = goods("Q", tax_rate=0, supplier="kl")
    quoted = sold(goods(), line, store={"suppliers": [supplier]})

    paper = paper_of(quoted, seller=seller, supplier="kl")
    assert ("Bill of Supply", seller) == (paper.title, paper.seller)


def test_the_operator_pays_under_section_9_5() -> None:
    """The line is on its paper with its heads; the supplier has no paper (case 30)."""
    thali = goods("Thali", "200.00", tax_rate=5, supplier="mh", section_9_5=True)
    quoted = sold(thali, store={"suppliers": [PUNE]})
    paper = paper_of(quoted)

    assert (("CGST", Decimal("5.00")), ("SGST", Decimal("5.00"))) == paper.taxes
    assert ("210.00", "Karnataka") == (str(paper.total), paper.place_state)
    assert [("supplier", "nothing_on_paper")] == faults(
        lambda: paper_of(quoted, seller=SPICES, supplier="mh")
    )


def test_an_operator_may_sell_nothing_of_its_own() -> None:
    """Its paper is then of what it owes tax for, with the round-off of that.

    200.50 with 5.01 of either tax and 105.00 are 315.52, rounded up by 0.48: of that
    0.32 are shared to the first supplier, who has no paper.
    """
    thali = goods("Thali", "200.50", tax_rate=5, supplier="mh", section_9_5=True)
    other = Supplier("kl", gstin=seller_in("32").gstin)
    spice = goods("Spice", "100.00", tax_rate=5, supplier="kl")
    store = {"suppliers": [PUNE, other], "round_off": "1"}
    some = paper_of(sold(thali, spice, store=store))
    whole = paper_of(sold(thali, store=store))

    assert ["Thali"] == [each.name for each in some.items]
    assert ["0.32", "210.84", "0.48", "211.00"] == [
        *texts(some, "round_off", "total"),
        *texts(whole, "round_off", "total"),
    ]
    assert ["due 210.84"] == said_paid(some)
    assert (Paid("due", "", Decimal("211.00")),) == whole.paid


@pytest.mark.parametrize("others", [(), ("Spice",)])
def test_an_operator_supplies_from_its_own_state(others: tuple[str, ...]) -> None:
    """Without an address: Karnataka, though all the goods are of Maharashtra's."""
    lines = [
        goods(name, "200.00", tax_rate=5, supplier="mh", section_9_5=name == "Thali")
        for name in ("Thali", *others)
    ]
    paper = paper_of(
        sold(*lines, store={"suppliers": [PUNE]}, shipping_address=None),
    )

    assert ("Karnataka", ("CGST", "SGST")) == (paper.place_state, paper.heads)
    assert (("CGST", Decimal("5.00")), ("SGST", Decimal("5.00"))) == paper.taxes


def test_a_free_delivery_leaves_the_round_off_to_the_operator() -> None:
    """204.00 are rounded to 200.00; of the supplier nothing else is on paper."""
    meal = goods("Thali", "204.00", tax_rate=0, supplier="mh", section_9_5=True)
    lamp = goods("Lamp", "0.00", tax_rate=0)
    quoted = sold(
        meal,
        lamp,
        store={
            "suppliers": [PUNE],
            "round_off": "10",
            "free_shipping_threshold": "100.00",
        },
        shipping=delivery("50.00"),
    )
    paper = paper_of(quoted)

    assert ("-4.00", "200.00") == (str(paper.round_off), str(paper.total))
    assert (Paid("due", "", Decimal("200.00")),) == paper.paid
    assert [("supplier", "nothing_on_paper")] == faults(
        lambda: paper_of(quoted, seller=SPICES, supplier="mh")
    )


def test_no_paper_has_a_total_below_zero() -> None:
    """204.00 are rounded to 200.00, and the supplier's own part of that is 1.00."""
    meal = goods("Thali", "203.00", tax_rate=0, supplier="mh", section_9_5=True)
    spice = goods("Spice", "1.00", tax_rate=0, supplier="mh")
    quoted = sold(meal, spice, store={"suppliers": [PUNE], "round_off": "10"})
    back = cancellation(quoted, id="R1", at=NOON)
    expected = [("totals.round_off", "total_below_zero")]

    assert expected == faults(
        lambda: paper_of(quoted, seller=SPICES, supplier="mh"),
    )
    assert expected == faults(
        lambda: tax_credit_note(
            quoted,
            back,
            SPICES,
            "CN/1",
            "2026-12-01",
            supplier="mh",
            invoices=[("INV/1", "2026-11-22")],
        )
    )


def test_goods_under_section_9_5_leave_their_suppliers_paper() -> None:
    """
    What pays each of the two papers is shared by what is on them.

    Credit of 149.50 over 1390.00 and 105.00 is 139.00 and 10.50; of 1345.50 half is
    paid, 625.50 of 1251.00 and 47.25 of 94.50.
    """
    thali = goods("Thali", "200.00", tax_rate=5, supplier="mh", section_9_5=True)
    spice = goods("Spice", "100.00", tax_rate=5, supplier="mh")
    quoted = sold(
        thali,
        spice,
        goods(),
        store={"suppliers": [PUNE]},
        customer=Customer(credit_balance="149.50"),
        credit_balance_used="149.50",
    )
    order = placed(quoted, PaymentUpdate("P1", "672.75", NOON))
    own, other = paper_of(order), paper_of(order, seller=SPICES, supplier="mh")

    assert (["Thali", "Lamp"], ["Spice"]) == (
        [each.name for each in own.items],
        [each.name for each in other.items],
    )
    assert ("IGST",) == other.heads
    assert ["credit 139.00", "payment 625.50", "due 625.50"] == said_paid(own)
    assert ["credit 10.50", "payment 47.25", "due 47.25"] == said_paid(other)
    assert quoted.totals.grand_total == own.total + other.total


# What cannot be one -----------------------------------------------------------------


def test_all_faults_are_found_at_once() -> None:
    """Those of the arguments, in their order."""
    assert [
        ("number", "bad_paper_number"),
        ("date", "bad_day"),
        ("supplier", "unknown_supplier"),
        ("reductions[0]", "wrong_type"),
        ("irn", "wrong_type"),
    ] == faults(
        lambda: paper_of(
            sold(),
            number="inv",
            date="22/11",
            supplier="mh",
            reductions=[1],
            irn="a5",
        )
    )
    assert [("sold", "wrong_type"), ("seller", "wrong_type")] == faults(
        lambda: paper_of("quote", seller="shop")
    )


def test_another_seller_is_refused() -> None:
    """The goods were priced for a registration, or at least for a state."""
    other = seller_in("27")
    by_state = sold(tax={"seller_state": "Karnataka"})

    assert [("seller.gstin", "other_seller")] == faults(
        lambda: paper_of(sold(), seller=other)
    )
    assert [("seller.state", "other_seller")] == faults(
        lambda: paper_of(by_state, seller=other)
    )
    assert [("seller.gstin", "tax_without_gstin")] == faults(
        lambda: paper_of(by_state, seller=UNREGISTERED)
    )


def test_other_money_and_unknown_places_are_refused() -> None:
    """An invoice of GST is in rupees and names the place of supply."""
    dollars = quote(Cart("USD", [goods()]), Store("USD"))

    assert [("currency", "not_in_rupees")] == faults(lambda: paper_of(dollars))
    assert [("place_of_supply", "place_unknown")] == faults(
        lambda: paper_of(sold(tax={}))
    )


def older(quoted: Quote, *components: str) -> Quote:
    """Return a quote as one is read that was written before places were kept."""
    return attrs.evolve(quoted, place=Place(components))


def test_an_older_quote_says_where_it_was_by_its_addresses() -> None:
    """If they still lead to the taxes that it holds."""
    paper = paper_of(older(sold(), "CGST", "SGST"))

    assert ("Karnataka", "29") == (paper.place_state, paper.place_code)
    assert [("place_of_supply", "place_unknown")] == faults(
        lambda: paper_of(older(sold(), "IGST"))
    )


# What the portal answered -----------------------------------------------------------


def test_an_irn_is_kept_as_it_came() -> None:
    """With its acknowledgement and the text of its code."""
    irn = Irn("A5c1" * 16, "112610031234567", "2026-11-22 12:05:00", "eyJhbGciOiJ")
    paper = paper_of(sold(), irn=irn)

    assert irn == paper.irn
    assert ("A5c1" * 16, "", "", "") == attrs.astuple(Irn("A5c1" * 16))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "empty_text"),
        ("a5c1", "bad_irn"),
        ("g" * 64, "bad_irn"),
        (5, "wrong_type"),
    ],
)
def test_what_is_no_irn(number: Any, code: str) -> None:
    """It has 64 hexadecimal digits."""
    assert [("number", code)] == faults(lambda: Irn(number))


# The law ----------------------------------------------------------------------------


def seller_of(quoted: Quote, supplier: str) -> Seller:
    """Return a seller who is the supplier that the goods were priced for."""
    known = {each.id: each for each in quoted.policies.suppliers}
    tax = quoted.policies.tax
    gstin, state = tax.seller_gstin, tax.seller_state
    if supplier:
        gstin, state = known[supplier].gstin, known[supplier].state
    assert state is not None
    if gstin is None and (not supplier or known[supplier].registered):
        return seller_in(state.code)
    return Seller(**FIELDS | {"gstin": gstin, "state": state})


def papers_of(of: Quote | Order) -> list[TaxPaper]:
    """Return the papers of all suppliers of a quote that have one."""
    quoted = of.quote if isinstance(of, Order) else of
    names = {"", *(each.id for each in quoted.suppliers)}
    found = []
    for each in sorted(names):
        seller = seller_of(quoted, each)
        try:
            found.append(paper_of(of, seller=seller, supplier=each))
        except CheckoutError as error:
            assume("total_below_zero" not in {each.code for each in error.faults})
    return found


@settings(max_examples=60)
@given(checkouts("INR"))
def test_a_paper_is_the_order(found: Checkout) -> None:
    """Its value, its tax, and what pays it, to the paisa, for any cart."""
    quoted = quote(found.cart, found.store, at=found.at)
    assume(found.store.tax.seller_state is not None)
    assume(quoted.place.state is not None)
    papers = papers_of(quoted)

    assert quoted.totals.grand_total == sum(each.total for each in papers)
    assert quoted.totals.total_tax == sum(each.tax_amount for each in papers)
    for paper in papers:
        assert paper.total == sum(x.amount for x in paper.paid)


#: Lines of three suppliers and the store, some of them under section 9(5).
MIXED = st.lists(
    st.tuples(
        st.sampled_from([None, "mh", "kl", "ga"]),
        st.integers(1, 200_000),
        st.sampled_from([0, 5, 12, 18]),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


def mixed(rows: Any, *, step: Any = None, **fields: Any) -> Quote:
    """Return the quote of drawn lines."""
    suppliers = [
        PUNE,
        Supplier("kl", gstin=seller_in("32").gstin),
        Supplier("ga", state="Goa"),
    ]
    lines = [
        goods(
            f"g{i}",
            str(Decimal(paise).scaleb(-2)),
            tax_rate=0 if who == "ga" and not operated else rate,
            supplier=who,
            section_9_5=operated and who is not None,
        )
        for i, (who, paise, rate, operated) in enumerate(rows)
    ]
    store = {"suppliers": suppliers, "round_off": step, **fields.pop("store", {})}
    return sold(*lines, store=store, **fields)


@settings(max_examples=150)
@given(
    MIXED,
    st.sampled_from([None, "0.05", "1", "10"]),
    st.integers(0, 20_000),
    st.sampled_from([AT_HOME, IN_PUNE]),
)
def test_the_papers_of_all_suppliers_are_the_order(
    rows: Any, step: Any, cost: int, where: Address
) -> None:
    """Also under section 9(5), and with a supplier who collects no tax."""
    quoted = mixed(
        rows,
        step=step,
        shipping_address=where,
        shipping=delivery(str(Decimal(cost).scaleb(-2))),
    )
    papers = papers_of(quoted)

    assert quoted.totals.grand_total == sum(each.total for each in papers)
    assert quoted.totals.total_tax == sum(each.tax_amount for each in papers)
    assert len(rows) == sum(
        each.kind == "subtotal" for paper in papers for each in paper.items
    )
    for paper in papers:
        assert paper.total == sum(x.amount for x in paper.paid)
    back = cancellation(quoted, id="R1", at=NOON)
    notes = [
        tax_credit_note(
            quoted,
            back,
            paper.seller,
            "CN/1",
            "2026-12-01",
            supplier=paper.supplier,
            invoices=[(paper.number, paper.date)],
        )
        for paper in papers
    ]
    assert back.amount == sum(each.total for each in notes)
    assert back.tax_amount == sum(each.tax_amount for each in notes)
    for note in notes:
        assert note.total == sum(x.amount for x in note.paid)


def by_kind(papers: list[TaxPaper]) -> dict[str, Decimal]:
    """Return what the rows of papers on how they are paid come to, by their kind."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for paper in papers:
        for each in paper.paid:
            # Below a gateway's minimum its money is credit.
            found["credit" if each.kind == "moved" else each.kind] += each.amount
    return {kind: amount for kind, amount in found.items() if amount}


@settings(max_examples=60)
@given(
    MIXED,
    st.integers(0, 30_000),
    st.integers(0, 300),
    st.sampled_from([1, 3, 4]),
    st.sampled_from(["0", "0", "23.60"]),
    st.sampled_from([0, 10]),
    st.data(),
)
def test_what_pays_all_papers_pays_the_order(
    rows: Any, credit: int, points: int, quarters: int, fee: str, kept: int, data: Any
) -> None:
    """Each paper's rows are its total, and those of all are the order's own."""
    money = str(Decimal(credit).scaleb(-2))
    quoted = mixed(
        rows,
        shipping=delivery("50.00"),
        customer=Customer(loyalty_points_balance=300, credit_balance=money),
        loyalty_points_redeemed=points,
        credit_balance_used=money,
        store={"loyalty": Loyalty(value_per_point="0.25", points_per_unit=0)},
    )
    assume(quoted.to_be_paid)
    paisa = Decimal("0.01")
    part = max(paisa, (quoted.to_be_paid * quarters / 4).quantize(paisa))
    order = placed(
        quoted,
        PaymentUpdate("P1", part, NOON, surcharge=fee, surcharge_by="merchant"),
    )
    invoices = papers_of(order)

    for paper in invoices:
        assert paper.total == sum(each.amount for each in paper.paid)
    pays = {
        "points": quoted.totals.points_value,
        "credit": quoted.totals.credit_balance_used,
        "payment": part,
        "due": order.amount_unpaid,
    }
    assert {name: x for name, x in pays.items() if x} == by_kind(invoices)

    policy = RefundPolicy(surcharge="on_cancellation", cancellation_charge=kept)
    line = data.draw(st.integers(0, len(rows) - 1))
    some = order.refund({line: 1}, id="R1", at=NOON, policy=policy)
    order = order.after(Refunded(some))
    rest = order.cancellation(id="R2", at=NOON, policy=policy)
    # Where no goods are left, a fee alone has no paper.
    for note in (some, rest) if rest.amount else (some,):
        notes = notes_of(order, note)
        for paper in notes:
            assert paper.total == sum(each.amount for each in paper.paid)
        goes = {
            "unpaid": note.unpaid,
            "charge": note.charge,
            "surcharge": -note.surcharge,
            "gateway": note.gateway,
            "points": note.points_value,
            "credit": note.credit,
        }
        assert {name: x for name, x in goes.items() if x} == by_kind(notes)


def notes_of(order: Order, back: Refund) -> list[TaxPaper]:
    """Return the credit notes of all suppliers who have something of a refund."""
    found = []
    for each in sorted({"", *(each.id for each in order.quote.suppliers)}):
        with suppress(CheckoutError):
            found.append(
                tax_credit_note(
                    order,
                    back,
                    seller_of(order.quote, each),
                    "CN/1",
                    "2026-12-01",
                    supplier=each,
                    invoices=[("INV/1", "2026-11-22")],
                )
            )
    return found
