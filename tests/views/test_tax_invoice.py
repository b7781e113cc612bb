# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Papers of law as text and as a page: every particular, in both, and nothing else."""

from __future__ import annotations

import re

from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest

from checkout_core import Address, Charge, Customer, Loyalty, promotion
from checkout_core.offers import amount_off
from checkout_core.orders import Order, PaymentUpdate
from checkout_core.papers.particulars import Irn, Paid, TaxPaper
from checkout_core.papers.seller import Seller
from checkout_core.papers.tax_invoice import tax_credit_note
from checkout_core.refunds import RefundPolicy
from checkout_core.views import LANGUAGES
from checkout_core.views.tax_invoice import as_html, as_text
from checkout_core.views.tax_invoice.labels import (
    COPIES,
    language_of,
    paid_label,
    quantity_of,
)
from checkout_core.views.theme import Theme
from tests.factories.faults import faults_of
from tests.factories.names import BAD_NAMES
from tests.factories.papers import (
    AT_HOME,
    FIELDS,
    IN_PUNE,
    NOON,
    SHOP,
    delivery,
    goods,
    paper_of,
    sold,
)


SELLER = Seller(
    **FIELDS,
    trade_name="Tee House",
    address2="Ashok Nagar",
    phone="080 4123 4567",
    email="shop@tee.example",
    bank="HDFC Bank\nA/c 5020 0012\nIFSC HDFC0000001",
    signatory="Meera Rao",
    declaration="All particulars are true.\nGoods once sold can be returned.",
)
IRN = Irn("a5c1" * 16, "112610031234567", "2026-11-22 12:05:00", "eyJhbGciOiJSUzI1NiJ9")


def whole(**more: Any) -> TaxPaper:
    """Return an invoice that has everything that one within a state can have."""
    lines = [
        goods(
            "Tee",
            "500.00",
            quantity=2,
            product_name="Tee",
            variant_name="indigo",
            hsn_code="6109",
            unit="PCS",
            cess_rate=1,
            handling_charge_excluding_tax="10.00",
            handling_charge_tax_rate=18,
        ),
        goods("Coconut", "40.00", tax_rate=0, tax_category="exempt"),
        goods(
            "Legal advice",
            "1000.00",
            tax_rate=0,
            tax_category="reverse_charge",
            reverse_charge_rate=18,
            hsn_code="998212",
        ),
    ]
    quoted = sold(
        *lines,
        billing_address=IN_PUNE,
        shipping=delivery("60.00"),
        customer=Customer(loyalty_points_balance=100, credit_balance="50.00"),
        loyalty_points_redeemed=100,
        credit_balance_used="50.00",
        store={
            "promotions": [promotion("p", amount_off("100.00"))],
            "charges": [Charge("Gift wrap", "30.00", tax_rate=18, hsn_code="998549")],
            "loyalty": Loyalty(value_per_point="1", points_per_unit=0),
            "round_off": "1",
        },
    )
    return paper_of(quoted, seller=SELLER, irn=IRN, **more)


def returned(**more: Any) -> TaxPaper:
    """Return a credit note of one lamp of two, with a charge that is kept."""
    quoted = sold(goods(quantity=2), **more)
    order = Order.placed(quoted, number="ORD-1", at=NOON)
    order = order.after(PaymentUpdate("P1", "2360.00", NOON))
    policy = RefundPolicy(cancellation_charge="18.00", cancellation_reason="packed")
    back = order.cancellation(id="R1", at=NOON, policy=policy, reason="too late")
    return tax_credit_note(
        order,
        back,
        SELLER,
        "CN/1",
        "2026-12-01",
        invoices=[("INV/1", "2026-11-22"), ("INV/2", "2026-11-23")],
    )


def parsed(page: str) -> ET.Element:
    """Return the tree of a page, which is valid XML but for its first line."""
    first, rest = page.split("\n", 1)
    assert "<!DOCTYPE html>" == first
    return ET.fromstring(rest)


def text(element: ET.Element) -> str:
    """Return what an element writes."""
    return "".join(element.itertext())


def table(root: ET.Element, name: str) -> list[list[str]]:
    """Return the cells of a table, row by row."""
    (found,) = [x for x in root.iter("table") if x.get("class") == name]
    return [[text(cell) for cell in row] for row in found.iter("tr")]


# The page -------------------------------------------------------------------------


#: What rule 46 asks for, by its clauses, as the page above says it.
PARTICULARS = {
    "a": ["Tee House", "Tee Traders Private Limited", "1 MG Road", "Ashok Nagar"],
    "a, seller": ["Bengaluru 560001", "GSTIN 29AABCT1332L1ZA", "080 4123 4567"],
    "b": ["INV/1"],
    "c": ["2026-11-22"],
    "d": ["Pune Stores LLP", "7 FC Road", "Pune 411004", "GSTIN 27AAPFU0939F1ZV"],
    "e": ["Maharashtra (code 27)"],
    "g": ["HSN 6109", "HSN 998212", "HSN 998549"],
    "h": ["Tee, indigo", "Coconut"],
    "n": ["Place of supply", "Karnataka (code 29)"],
    "o": ["Delivered to", "Asha Rao", "14, Vani Vilas Road", "Mysuru 570004"],
    "p": ["Tax is payable on reverse charge", "Yes"],
    "q": ["For Tee Traders Private Limited", "Meera Rao", "Authorised signatory"],
    "r": ["a5c1" * 16, "112610031234567", "2026-11-22 12:05:00"],
    "s": ["All particulars are true.", "Goods once sold can be returned."],
    "bank": ["HDFC Bank", "A/c 5020 0012", "IFSC HDFC0000001"],
}


@pytest.mark.parametrize("clause", PARTICULARS)
def test_every_particular_is_on_the_page_and_in_the_text(clause: str) -> None:
    """In English, in the words of the rule."""
    shown = {
        "page": text(next(parsed(as_html(whole())).iter("body"))),
        "text": re.sub(r"\s+", " ", as_text(whole())),
    }

    assert [] == [
        (where, each)
        for where, said in shown.items()
        for each in PARTICULARS[clause]
        if each not in said
    ]


def test_goods_and_charges_are_a_table() -> None:
    """Each head with its rate; what the recipient pays has a star.

    Of 2,040.00 of goods 100.00 are off: 49.02 of the tees, 1.96 of the coconut, 49.02
    of the advice.  950.98 at 9 % are 85.59, and 9.51 of cess.
    """
    rows = table(parsed(as_html(whole())), "items")

    assert [
        [
            *("#", "Item", "Quantity", "Amount", "Discounts", "Taxable value"),
            *("CGST", "SGST", "Cess", "Total"),
        ],
        [
            *("1", "Tee, indigoHSN 6109", "2 PCS", "1,000.00", "49.02", "950.98"),
            *("85.599%", "85.599%", "9.511%", "1,131.67"),
        ],
        ["2", "CoconutExempt", "1", "40.00", "1.96", "38.04", "", "", "", "38.04"],
        [
            *("3", "Legal adviceHSN 998212 · Reverse charge", "1", "1,000.00"),
            *("49.02", "950.98", "85.59*9%", "85.59*9%", "", "950.98"),
        ],
        [
            *("4", "Shipping", "", "60.00", "0.00", "60.00"),
            *("5.409%", "5.409%", "", "70.80"),
        ],
        [
            *("5", "Handling: Tee, indigo", "", "20.00", "0.00", "20.00"),
            *("1.809%", "1.809%", "", "23.60"),
        ],
        [
            *("6", "Gift wrapHSN 998549", "", "30.00", "0.00", "30.00"),
            *("2.709%", "2.709%", "", "35.40"),
        ],
        [
            *("", "Total", "", "2,150.00", "100.00", "2,050.00"),
            *("95.49", "95.49", "9.51", "2,250.49"),
        ],
    ] == rows


def test_the_tax_is_shown_by_rate() -> None:
    """A cess and a category are part of what a row is called."""
    rows = table(parsed(as_html(whole())), "rates")

    assert [
        ["Rate", "Taxable value", "CGST", "SGST", "Cess"],
        ["18%", "110.00", "9.909%", "9.909%", ""],
        ["18%, 1% cess", "950.98", "85.599%", "85.599%", "9.511%"],
        ["Exempt", "38.04", "", "", ""],
        ["Reverse charge, 18%", "950.98", "85.59*9%", "85.59*9%", ""],
    ] == rows


def test_the_total_is_said_in_figures_and_in_words() -> None:
    """With its parts, and with what pays it."""
    page = text(parsed(as_html(whole())))

    assert "Rupees Two Thousand Two Hundred Fifty Only" in page
    assert "Round-off-₹0.49Total₹2,250.00" in page
    assert "100 points₹100.00Credit₹50.00To be paid₹2,100.00" in page
    assert "* The recipient pays this tax on reverse charge" in page


def test_a_bill_of_supply_has_no_tax() -> None:
    """Neither a column nor a table nor a word."""
    exempt = goods("Coconut", "40.00", tax_rate=0, tax_category="exempt")
    paper = paper_of(sold(exempt))
    root = parsed(as_html(paper))

    assert [
        ["#", "Item", "Quantity", "Value"],
        ["1", "Coconut", "1", "40.00"],
        ["", "Total", "", "40.00"],
    ] == table(root, "items")
    for said in (text(next(root.iter("body"))), as_text(paper)):
        assert "Bill of Supply" in said
        assert [] == re.findall("CGST|Tax |reverse|Exempt", said)


def test_a_credit_note_names_its_invoices() -> None:
    """And where the money goes; nobody pays into a bank for one."""
    page, said = text(parsed(as_html(returned()))), as_text(returned())

    for each in (
        "Credit Note",
        "CN/1",
        "INV/1 of 2026-11-22",
        "INV/2 of 2026-11-23",
        "too late",
        "ORD-1",
        "Cancellation charge, packed",
        "To your payment method",
        "Rupees Two Thousand Three Hundred Sixty Only",
    ):
        assert each in page
        assert each in re.sub(r"\s+", " ", said)
    assert "HDFC" not in page + said


def test_a_page_needs_nothing_else() -> None:
    """No script, no address but the names of XML and the logo's own data."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    page = as_html(whole(), theme=Theme(logo=svg, colour="#7a1f3d", font="Lato, 'A b'"))
    root = parsed(page)

    assert [] == [
        each.tag for each in root.iter() if each.tag in ("script", "link", "iframe")
    ]
    assert [] == re.findall(r"(?<!svg\")(?:href|src)=\"(?!data:image/)", page)
    assert "@page{size:A4" in page
    assert "thead{display:table-header-group}" in page
    assert "#7a1f3d" in page
    assert "font-family:Lato, 'A b',system-ui" in page
    assert "Tee House" == next(root.iter("img")).get("alt")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_is_markup(name: str) -> None:
    """Of a line, a buyer, a charge or a seller."""
    name = name[:200]
    seller = Seller(
        **FIELDS | {"legal_name": name or "x", "location": name or "x"},
        bank=name,
        declaration=name,
        trade_name=name,
        signatory=name,
    )
    where = AT_HOME.__class__(
        fields={**AT_HOME.fields, "first_name": name, "city": name}
    )
    quoted = sold(
        goods(product_name=name, hsn_code=name or None),
        shipping_address=where,
        store={"charges": [Charge(name or "x", "1.00", tax_rate=18)]},
    )
    paper = paper_of(quoted, seller=seller)
    plain = as_html(paper_of(sold()))

    assert {x.tag for x in parsed(as_html(paper)).iter()} <= {
        *(x.tag for x in parsed(plain).iter()),
        "small",
    }
    assert "\x1b" not in as_text(paper)


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_named(copy: str) -> None:
    """In the words of rule 48."""
    found = [x for x in COPIES.values() if x and x in as_html(whole(), copy=copy)]

    assert [COPIES[copy]] if copy else [] == found


def test_nobody_has_to_be_named() -> None:
    """A buyer of whom nothing is known takes no room."""
    paper = paper_of(sold(shipping_address=None))

    assert "Billed to" not in as_html(paper) + as_text(paper)


def test_a_paper_may_say_nothing_of_payment() -> None:
    """One under section 9(5) does not: its total is shared with another paper."""
    paper = attrs.evolve(whole(), paid=())

    assert "Payment" not in as_html(paper)
    assert "To be paid" not in as_text(paper)


def test_a_recipient_abroad_has_no_code() -> None:
    """And a seller without a registration no number."""
    there = Address(first_name="Ana", state="Lisboa", country="Portugal")
    paper = paper_of(sold(shipping_address=there))
    seller = Seller(**FIELDS | {"gstin": None, "state": "Karnataka"})
    free = sold(goods(tax_rate=0), tax={"seller_state": "Karnataka"})

    for show in (as_html, as_text):
        assert ["Lisboa", "Portugal"] == re.findall("Lisboa|Portugal", show(paper))
        assert "SUPPLY MEANT FOR EXPORT ON PAYMENT" in show(paper)
        assert "GSTIN" not in show(paper_of(free, seller=seller))


def test_an_irn_may_come_without_the_rest() -> None:
    """Then nothing is said of an acknowledgement, and there is no code."""
    paper = paper_of(sold(), irn=Irn("a5c1" * 16))
    page = as_html(paper)

    assert "a5c1" * 16 in page
    assert [] == re.findall('Acknowledge|qr"', page + as_text(paper))


# Languages ------------------------------------------------------------------------


@pytest.mark.parametrize("locale", [*LANGUAGES, None, "hi_IN"])
def test_each_language_has_its_direction_and_the_title_of_the_law(locale: Any) -> None:
    """The page says its language; its figures are the same in all."""
    page = as_html(whole(), locale=locale)
    root = parsed(page)

    assert ("rtl" if locale == "ar" else "ltr") == root.get("dir")
    assert "Tax Invoice" in page
    assert "Tax Invoice" in as_text(whole(), locale=locale)
    assert ("85,59" if locale == "de" else "85.59") in page


def test_hindi_has_words_of_its_own() -> None:
    """The total too."""
    said = "रुपये दो हज़ार दो सौ पचास मात्र"

    assert said in as_html(whole(), locale="hi_IN")
    assert said in as_text(whole(), locale="hi_IN")


class Shouting:
    """A catalogue of a host, which has each message in capitals."""

    def gettext(self, message: str, /) -> str:
        """Return the translation."""
        return re.sub(r"\b[A-Za-z]+\b(?!})", lambda x: x[0].upper(), message)

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Return the translation for a number."""
        return self.gettext(singular if number == 1 else plural)


def test_a_host_has_words_of_its_own() -> None:
    """The title of the law stays beside them."""
    page = as_html(whole(), translations=Shouting())
    said = as_text(whole(), translations=Shouting())

    assert "TAX INVOICE" in page
    assert '<p class="law" lang="en">Tax Invoice</p>' in page
    assert "TAX INVOICE · Tax Invoice" in said


def test_figures_of_a_page_from_the_right_are_isolated() -> None:
    """A phone number is not turned round, nor a page number."""
    page = as_html(whole(), locale="ar")

    assert "\u2068080 4123 4567\u2069" in page
    assert "direction:ltr" in page


# The text -------------------------------------------------------------------------


def test_the_text_adds_up() -> None:
    """Items to the taxable value, that and the taxes to the total."""
    lines = as_text(whole(), width=72).splitlines()
    at = [i for i, each in enumerate(lines) if set(each) in ({"-"}, {"="})]

    def amounts(part: list[str]) -> list[Decimal]:
        found = [re.search(r"^\S.* (-?₹[\d,.]+)$", each) for each in part]
        return [Decimal(x[1].replace("₹", "").replace(",", "")) for x in found if x]

    items = amounts(lines[at[2] : at[3]])
    value, *taxes, total = amounts(lines[at[3] : at[4]])

    assert value == sum(items)
    assert total == value + sum(taxes)
    assert all(len(each) <= 72 for each in lines)


SHORT = """\
Tax Invoice
Tee Traders Private Limited
1 MG Road
Bengaluru 560001
Karnataka (code 29)
GSTIN 29AABCT1332L1ZA
----------------------------------------
Number                             INV/1
Date                          2026-11-22
Place of supply      Karnataka (code 29)
Tax is payable on reverse charge      No
----------------------------------------
Billed to
  Asha Rao
  14, Vani Vilas Road
  Mysuru 570004
  Karnataka (code 29)
----------------------------------------
1. Lamp                        ₹1,000.00
  HSN 9405
  1
  CGST 9%: ₹90.00
  SGST 9%: ₹90.00
----------------------------------------
Taxable value                  ₹1,000.00
CGST                              ₹90.00
SGST                              ₹90.00
Total                          ₹1,180.00
Rupees One Thousand One Hundred Eighty
Only
  To be paid                   ₹1,180.00
========================================
Tax by rate
  18%                          ₹1,000.00
    CGST                          ₹90.00
    SGST                          ₹90.00
----------------------------------------
For Tee Traders Private Limited
Authorised signatory"""


def test_a_text_of_a_short_sale() -> None:
    """All of it."""
    paper = paper_of(sold(goods(hsn_code="9405", quantity=1)), seller=SHOP)

    assert SHORT == as_text(paper, width=40)


@pytest.mark.parametrize(
    ("paid", "is_credit", "said"),
    [
        (Paid("funded", "brand", Decimal(1)), False, "Paid by the brand"),
        (Paid("funded", "", Decimal(1)), True, "Paid by others"),
        (Paid("payment", "UPI", Decimal(1)), False, "Paid by UPI"),
        (Paid("payment", "", Decimal(1)), False, "Paid"),
        (Paid("points", "", Decimal(1), Decimal(4)), True, "4 points restored"),
        (Paid("points", "", Decimal(1), Decimal(0)), True, "Points, not restored"),
        (Paid("credit", "", Decimal(1), Decimal(1)), True, "To your credit"),
        (Paid("points", "", Decimal(1)), False, "Value of the points"),
        (Paid("credit", "", Decimal(1)), False, "Gift cards and credit"),
        (Paid("gift_card", "****1111", Decimal(1), Decimal(1)), False, None),
        (Paid("charge", "packed", Decimal(1)), True, "Cancellation charge, packed"),
        (Paid("surcharge", "", Decimal(-1)), True, "Payment fee, given back"),
    ],
)
def test_each_way_to_pay_has_its_words(paid: Paid, is_credit: Any, said: Any) -> None:
    """And each way to give back."""
    found = paid_label(language_of(None, None), paid, is_credit=is_credit)

    assert (said or "Gift card ****1111") == found


def test_free_units_are_counted_apart() -> None:
    """Also where goods are measured."""
    import attrs

    (item,) = paper_of(sold(goods(unit="KGS"))).items
    words = language_of(None, None)

    assert "1 kg" == quantity_of(words, item)
    assert "1 kg, 2 free" == quantity_of(words, attrs.evolve(item, free_quantity=2))


def test_what_cannot_be_shown_is_refused() -> None:
    """With all faults at once."""
    assert [
        ("paper", "wrong_type"),
        ("copy", "not_a_choice"),
        ("theme", "wrong_type"),
    ] == faults_of(as_html, "paper", copy="fourth", theme="blue")
    assert [("locale", "unknown_locale")] == faults_of(as_html, whole(), locale="xx")
    assert [
        ("paper", "wrong_type"),
        ("width", "count_out_of_range"),
    ] == faults_of(as_text, "paper", width=8)
