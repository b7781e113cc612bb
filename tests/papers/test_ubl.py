# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""UBL: each element in its place, nothing empty, and all that is missing named."""

from __future__ import annotations

import datetime as dt

from decimal import Context, Decimal, Inexact, localcontext
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from attrs import evolve

from checkout_core import CheckoutError
from checkout_core.papers.en16931 import (
    VatCharge,
    VatInvoice,
    en16931,
    en16931_note,
)
from checkout_core.papers.ubl import UblAddress, UblDelivery, UblParty, ubl
from tests.factories.carts import line
from tests.factories.faults import faults, faults_of
from tests.factories.refunds import refunds_of
from tests.factories.tables import case
from tests.factories.tax import quoted
from tests.factories.vat_papers import BUYER, EXEMPT, SELLER


if TYPE_CHECKING:
    from collections.abc import Iterator


DAY = dt.date(2026, 11, 22)
DUE = dt.date(2026, 12, 22)


def goods() -> VatInvoice:
    """Return three lamps and a book, with delivery, 0.44 off by the round-off."""
    return en16931(
        quoted(
            [
                line("lamp 3 x 33.33 at 18"),
                line("book 1 x 20.00", tax_category="exempt"),
            ],
            cart={"shipping": {"estimated_cost": "10.00", "tax_rate": "18"}},
            store={"round_off": "1"},
        ),
        reasons=EXEMPT,
    )


def voucher() -> VatInvoice:
    """Return a voucher, which is outside the scope of VAT."""
    return en16931(quoted([line("voucher 1 x 9.00", tax_category="outside_scope")]))


def reverse() -> VatInvoice:
    """Return a service on which the buyer owes the tax."""
    return en16931(quoted([line("A 1 x 9.00", tax_category="reverse_charge")]))


def made(invoice: VatInvoice | None = None, **more: Any) -> str:
    """Return the text of an invoice; what a document needs is given unless said."""
    given: dict[str, Any] = {
        "seller": SELLER,
        "buyer": BUYER,
        "number": "R-1",
        "date": DAY,
        "due": DUE,
        "buyer_reference": "PO 7",
    }
    return ubl(goods() if invoice is None else invoice, **{**given, **more})


def note(**more: Any) -> str:
    """Return the text of a credit note."""
    given = {"due": None, "kind": "credit_note", "preceding": [("R-1", DAY)]}
    return made(**{**given, **more})


def flat(text: str) -> list[str]:
    """Return every element with a text: its path, its attribute and the text."""

    def walk(element: ET.Element, path: str) -> Iterator[str]:
        for child in element:
            where = f"{path}/{child.tag.partition('}')[2]}".removeprefix("/")
            if len(child):
                yield from walk(child, where)
            else:
                yield " ".join([where, *child.attrib.values(), child.text or "EMPTY"])

    return list(walk(ET.fromstring(text), ""))


SUPPLIER = [
    "AccountingSupplierParty/Party/EndpointID 0088 7300010000001",
    "AccountingSupplierParty/Party/PostalAddress/StreetName 12, MG Road",
    "AccountingSupplierParty/Party/PostalAddress/AdditionalStreetName Second floor",
    "AccountingSupplierParty/Party/PostalAddress/CityName Bengaluru",
    "AccountingSupplierParty/Party/PostalAddress/PostalZone 560001",
    "AccountingSupplierParty/Party/PostalAddress/CountrySubentity Karnataka",
    "AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode IN",
    "AccountingSupplierParty/Party/PartyTaxScheme/CompanyID IN29AAGCB7383J1Z4",
    "AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme/ID VAT",
    (
        "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName"
        " Bengaluru Lamps Pvt Ltd"
    ),
]
CUSTOMER = [
    "AccountingCustomerParty/Party/EndpointID 0088 5798000000001",
    "AccountingCustomerParty/Party/PostalAddress/CityName Lyon",
    "AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode FR",
    "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName Lumière & Fils",
    "AccountingCustomerParty/Party/PartyLegalEntity/CompanyID 0002 732829320",
]
HEAD = [
    (
        "CustomizationID urn:cen.eu:en16931:2017#compliant"
        "#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    ),
    "ProfileID urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
]


def test_an_invoice_in_the_order_of_the_document() -> None:
    """
    All that an invoice can have: 99.99 + 20.00 + 10.00, of it 109.99 at 18 %.

    18.00 and 1.80 of tax are 19.80; 149.79 is rounded to 150.00 by 0.21.
    """
    text = made(
        note="Thank you",
        order_reference="O-9",
        delivery=UblDelivery(date=DAY, address=UblAddress(country="DE", city="Bonn")),
        account="DE75512108001245126199",
        payment_reference="R-1 O-9",
    )

    assert [
        *HEAD,
        "ID R-1",
        "IssueDate 2026-11-22",
        "DueDate 2026-12-22",
        "InvoiceTypeCode 380",
        "Note Thank you",
        "DocumentCurrencyCode INR",
        "BuyerReference PO 7",
        "OrderReference/ID O-9",
        *SUPPLIER,
        *CUSTOMER,
        "Delivery/ActualDeliveryDate 2026-11-22",
        "Delivery/DeliveryLocation/Address/CityName Bonn",
        "Delivery/DeliveryLocation/Address/Country/IdentificationCode DE",
        "PaymentMeans/PaymentMeansCode 30",
        "PaymentMeans/PaymentID R-1 O-9",
        "PaymentMeans/PayeeFinancialAccount/ID DE75512108001245126199",
        "AllowanceCharge/ChargeIndicator true",
        "AllowanceCharge/AllowanceChargeReason Shipping",
        "AllowanceCharge/Amount INR 10.00",
        "AllowanceCharge/TaxCategory/ID S",
        "AllowanceCharge/TaxCategory/Percent 18",
        "AllowanceCharge/TaxCategory/TaxScheme/ID VAT",
        "TaxTotal/TaxAmount INR 19.80",
        "TaxTotal/TaxSubtotal/TaxableAmount INR 109.99",
        "TaxTotal/TaxSubtotal/TaxAmount INR 19.80",
        "TaxTotal/TaxSubtotal/TaxCategory/ID S",
        "TaxTotal/TaxSubtotal/TaxCategory/Percent 18",
        "TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/ID VAT",
        "TaxTotal/TaxSubtotal/TaxableAmount INR 20.00",
        "TaxTotal/TaxSubtotal/TaxAmount INR 0.00",
        "TaxTotal/TaxSubtotal/TaxCategory/ID E",
        "TaxTotal/TaxSubtotal/TaxCategory/Percent 0",
        "TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode VATEX-EU-132",
        "TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/ID VAT",
        "LegalMonetaryTotal/LineExtensionAmount INR 119.99",
        "LegalMonetaryTotal/TaxExclusiveAmount INR 129.99",
        "LegalMonetaryTotal/TaxInclusiveAmount INR 149.79",
        "LegalMonetaryTotal/ChargeTotalAmount INR 10.00",
        "LegalMonetaryTotal/PayableRoundingAmount INR 0.21",
        "LegalMonetaryTotal/PayableAmount INR 150.00",
        "InvoiceLine/ID 1",
        "InvoiceLine/InvoicedQuantity C62 3",
        "InvoiceLine/LineExtensionAmount INR 99.99",
        "InvoiceLine/Item/Name lamp",
        "InvoiceLine/Item/ClassifiedTaxCategory/ID S",
        "InvoiceLine/Item/ClassifiedTaxCategory/Percent 18",
        "InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/ID VAT",
        "InvoiceLine/Price/PriceAmount INR 33.33",
        "InvoiceLine/ID 2",
        "InvoiceLine/InvoicedQuantity C62 1",
        "InvoiceLine/LineExtensionAmount INR 20.00",
        "InvoiceLine/Item/Name book",
        "InvoiceLine/Item/ClassifiedTaxCategory/ID E",
        "InvoiceLine/Item/ClassifiedTaxCategory/Percent 0",
        "InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/ID VAT",
        "InvoiceLine/Price/PriceAmount INR 20",
    ] == flat(text)


def test_a_credit_note_names_its_invoices() -> None:
    """One of two lamps: 33.33 + 6.00, from two invoices of which one has a day."""
    sold = quoted("lamp 2 x 33.33 at 18")
    (back,) = refunds_of(sold, {0: 1})
    text = note(
        invoice=en16931_note(sold, back), preceding=[("R-1", DAY), ["R-0", None]]
    )

    assert [
        *HEAD,
        "ID R-1",
        "IssueDate 2026-11-22",
        "CreditNoteTypeCode 381",
        "DocumentCurrencyCode INR",
        "BuyerReference PO 7",
        "BillingReference/InvoiceDocumentReference/ID R-1",
        "BillingReference/InvoiceDocumentReference/IssueDate 2026-11-22",
        "BillingReference/InvoiceDocumentReference/ID R-0",
        *SUPPLIER,
        *CUSTOMER,
        "TaxTotal/TaxAmount INR 6.00",
        "TaxTotal/TaxSubtotal/TaxableAmount INR 33.33",
        "TaxTotal/TaxSubtotal/TaxAmount INR 6.00",
        "TaxTotal/TaxSubtotal/TaxCategory/ID S",
        "TaxTotal/TaxSubtotal/TaxCategory/Percent 18",
        "TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/ID VAT",
        "LegalMonetaryTotal/LineExtensionAmount INR 33.33",
        "LegalMonetaryTotal/TaxExclusiveAmount INR 33.33",
        "LegalMonetaryTotal/TaxInclusiveAmount INR 39.33",
        "LegalMonetaryTotal/PayableAmount INR 39.33",
        "CreditNoteLine/ID 1",
        "CreditNoteLine/CreditedQuantity C62 1",
        "CreditNoteLine/LineExtensionAmount INR 33.33",
        "CreditNoteLine/Item/Name lamp",
        "CreditNoteLine/Item/ClassifiedTaxCategory/ID S",
        "CreditNoteLine/Item/ClassifiedTaxCategory/Percent 18",
        "CreditNoteLine/Item/ClassifiedTaxCategory/TaxScheme/ID VAT",
        "CreditNoteLine/Price/PriceAmount INR 33.33",
    ] == flat(text)


def test_what_is_outside_the_scope() -> None:
    """No rate anywhere, no VAT number, and the seller by its number in a register."""
    seller = evolve(SELLER, tax_number="", company_id="U72900KA2020PTC1")
    text = made(voucher(), seller=seller)

    assert [] == [each for each in flat(text) if "Percent" in each]
    assert [
        "AccountingSupplierParty/Party/PartyLegalEntity/CompanyID U72900KA2020PTC1"
    ] == [each for each in flat(text) if "AccountingSupplierParty" in each][-1:]
    assert ["TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode VATEX-EU-O"] == [
        each for each in flat(text) if "Exemption" in each
    ]


def test_an_allowance_of_the_document() -> None:
    """Figures of another source may have them: 100.00 less 10.00 at 18 %."""
    whole = en16931(quoted("lamp 1 x 100.00 at 18"))
    (row,) = whole.breakdown
    lowered = evolve(
        whole,
        allowances=(VatCharge(Decimal("10.00"), "S", Decimal(18), "Loyal customer"),),
        bt_107=Decimal("10.00"),
        bt_109=Decimal("90.00"),
        bt_110=Decimal("16.20"),
        bt_112=Decimal("106.20"),
        bt_113=Decimal("106.20"),
        bt_115=Decimal("0.00"),
        breakdown=(evolve(row, taxable=Decimal("90.00"), tax=Decimal("16.20")),),
    )
    text = flat(made(lowered, due=None))

    assert [
        "AllowanceCharge/ChargeIndicator false",
        "AllowanceCharge/AllowanceChargeReason Loyal customer",
        "AllowanceCharge/Amount INR 10.00",
    ] == [each for each in text if each.startswith("AllowanceCharge/")][:3]
    assert [
        "LegalMonetaryTotal/AllowanceTotalAmount INR 10.00",
        "LegalMonetaryTotal/PrepaidAmount INR 106.20",
        "LegalMonetaryTotal/PayableAmount INR 0.00",
    ] == [each for each in text if "LegalMonetaryTotal" in each][3:]


@pytest.mark.parametrize(
    ("delivery", "expected"),
    [
        case("nothing", UblDelivery(), []),
        case(
            "a day",
            UblDelivery(date=DAY),
            ["Delivery/ActualDeliveryDate 2026-11-22"],
        ),
        case(
            "a place",
            UblDelivery(address=UblAddress(country="DE")),
            ["Delivery/DeliveryLocation/Address/Country/IdentificationCode DE"],
        ),
    ],
)
def test_a_part_of_a_delivery(delivery: UblDelivery, expected: list[str]) -> None:
    """No element is empty."""
    text = flat(made(delivery=delivery))

    assert expected == [each for each in text if each.startswith("Delivery/")]


def test_a_price_that_six_decimals_cannot_say() -> None:
    """
    250,000 at 65.00 for 1000 less a third: 10833.33, 0.04333332 each, 0.043333.

    250,000 x 0.043333 is 10833.25, off by 0.08: the price is then that of all units.
    """
    invoice = en16931(quoted("A 1 x 10833.33"))
    (first,) = invoice.lines
    many = evolve(first, quantity=Decimal(250_000), price=Decimal("0.043333"))
    text = flat(made(evolve(invoice, lines=(many,))))

    assert [
        "InvoiceLine/Price/PriceAmount INR 10833.33",
        "InvoiceLine/Price/BaseQuantity C62 250000",
    ] == [each for each in text if "Price/" in each]


def test_texts_are_escaped() -> None:
    """What means something in XML is text here, and comes back as it was."""
    nasty = "<b>&amp; \"quoted\" 'too' ]]> \u092e\u0940\u0930\u093e"
    text = made(note=nasty, seller=evolve(SELLER, name=nasty))

    assert "<b>" not in text
    assert f"Note {nasty}" in flat(text)
    assert f"{SUPPLIER[-1].partition(' ')[0]} {nasty}" in flat(text)


def test_equal_input_gives_equal_text() -> None:
    """A document begins by saying how it is encoded, and ends with a line."""
    text = made()

    assert text == made()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="')
    assert text.endswith("</Invoice>\n")


# What is missing --------------------------------------------------------------------


def test_everything_that_is_missing_at_once() -> None:
    """Each with its name and what to give."""
    with pytest.raises(CheckoutError) as caught:
        made(
            seller=UblParty(),
            buyer=UblParty(),
            number="",
            date=None,
            due=None,
            buyer_reference="",
        )

    assert [
        ("number", "empty_text"),
        ("date", "required"),
        ("due", "required"),
        ("buyer_reference", "required"),
        ("seller.name", "empty_text"),
        ("seller.endpoint", "empty_text"),
        ("seller.endpoint_scheme", "empty_text"),
        ("seller.address.country", "empty_text"),
        ("buyer.name", "empty_text"),
        ("buyer.endpoint", "empty_text"),
        ("buyer.endpoint_scheme", "empty_text"),
        ("buyer.address.country", "empty_text"),
        ("seller.tax_number", "required"),
    ] == faults(caught.value)
    assert (
        "number: this may not be empty; give the number of the document (BT-1) (got '')"
    ) == str(caught.value.faults[0])


def at(address: Any) -> dict[str, UblParty]:
    """Return a seller at an address."""
    return {"seller": evolve(SELLER, address=address)}


NO_SCHEME = evolve(SELLER, company_id="1", company_scheme="CIN")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        case("a kind", {"kind": "receipt"}, [("kind", "not_a_choice")]),
        case("a text for a day", {"date": "2026-11-22"}, [("date", "wrong_type")]),
        case("a text for a due day", {"due": "soon"}, [("due", "wrong_type")]),
        case("blanks", {"note": " \n"}, [("note", "empty_text")]),
        case("no text", {"account": 7}, [("account", "wrong_type")]),
        case("a control", {"note": "\x07"}, [("note", "control_character")]),
        case("no character", {"note": "\uffff"}, [("note", "control_character")]),
        case("a surrogate", {"number": "\ud800"}, [("number", "control_character")]),
        case("another address", at("Bengaluru"), [("seller.address", "wrong_type")]),
        case("no address", at(None), [("seller.address", "required")]),
        case(
            "a country by name",
            {"buyer": evolve(BUYER, address=UblAddress(country="France"))},
            [("buyer.address.country", "bad_form")],
        ),
        case(
            "a GSTIN without its country",
            {"seller": evolve(SELLER, tax_number="29AAGCB7383J1Z4")},
            [("seller.tax_number", "bad_form")],
        ),
        case(
            "a scheme by name",
            {"buyer": evolve(BUYER, endpoint_scheme="GLN")},
            [("buyer.endpoint_scheme", "bad_form")],
        ),
        case(
            "a register", {"seller": NO_SCHEME}, [("seller.company_scheme", "bad_form")]
        ),
        case(
            "a delivery",
            {"delivery": UblDelivery(date="now", address=UblAddress())},  # type: ignore[arg-type]
            [
                ("delivery.date", "wrong_type"),
                ("delivery.address.country", "empty_text"),
            ],
        ),
    ],
)
def test_what_cannot_be_written(
    more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Types, forms and characters, each by the name of its argument."""
    assert expected == faults_of(made, **more)


def test_one_reference_is_enough() -> None:
    """What the buyer calls the purchase, or the number of its order."""
    text = flat(made(buyer_reference="", order_reference="O-9"))

    assert ["OrderReference/ID O-9"] == [each for each in text if "Reference" in each]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        case("no invoice", {"preceding": ()}, [("preceding", "required")]),
        case("a due day", {"due": DUE}, [("due", "due_on_credit_note")]),
        case(
            "no pairs",
            {"preceding": ["R-1", None, ("", DAY), ("R-1", "then")]},
            [
                ("preceding[0]", "wrong_type"),
                ("preceding[1]", "required"),
                ("preceding[2][0]", "empty_text"),
                ("preceding[3][1]", "wrong_type"),
            ],
        ),
    ],
)
def test_what_a_credit_note_needs(
    more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """The invoices that it corrects, and no day to be paid."""
    assert expected == faults_of(note, **more)


def test_numbers_that_a_category_asks_for() -> None:
    """BR-O-02: outside the scope there is no VAT number; BR-AE-02: who owes has one."""
    owing = evolve(BUYER, company_id="", company_scheme="", tax_number="")

    assert [
        ("seller.tax_number", "breaks_rule"),
        ("buyer.tax_number", "breaks_rule"),
        ("seller.company_id", "required"),
    ] == faults_of(made, voucher(), buyer=evolve(BUYER, tax_number="FR1"))
    assert [("buyer.tax_number", "required")] == faults_of(made, reverse(), buyer=owing)
    assert "FR32732829320" in made(
        reverse(), buyer=evolve(owing, tax_number="FR32732829320")
    )


def test_figures_that_cannot_be_written() -> None:
    """Rules of EN 16931, a name of blanks, charges without a name, no currency."""
    invoice = goods()
    (charge,) = invoice.charges
    off = VatCharge(Decimal("0.00"), "S", Decimal(18))
    forged = evolve(
        invoice,
        lines=(evolve(invoice.lines[0], name=" "), *invoice.lines[1:]),
        charges=(evolve(charge, reason=""),),
        allowances=(off,),
        bt_115=Decimal("1.00"),
        currency="",
    )

    assert [
        ("invoice.bt_115", "does_not_add_up"),
        ("invoice.currency", "required"),
        ("invoice.lines[0].name", "empty_text"),
        ("invoice.charges[0].reason", "empty_text"),
        ("invoice.allowances[0].reason", "empty_text"),
    ] == faults_of(made, forged)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("invoice", "R-1"),
        ("seller", None),
        ("buyer", {}),
        ("preceding", 1),
        ("delivery", DAY),
    ],
)
def test_arguments_of_another_type(argument: str, value: object) -> None:
    """Named before anything is looked at."""
    assert [(argument, "wrong_type")] == faults_of(
        ubl,
        **{
            "invoice": goods(),
            "seller": SELLER,
            "buyer": BUYER,
            "number": "R-1",
            "date": DAY,
            argument: value,
        },
    )


def test_the_hosts_decimal_context_changes_nothing() -> None:
    """Precision, rounding and traps of the caller's thread are not looked at."""
    expected = made()
    for context in (Context(prec=3), Context(traps=[Inexact]), Context(Emax=3)):
        with localcontext(context):
            assert expected == made()
