# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
An invoice or a credit note by EN 16931 as the text of a UBL 2.1 document.

Promises what Peppol BIS Billing 3.0 asks of every document (its elements in the order
of the schema, none of them empty), equal text for equal input, and one error that names
everything that is missing.  Rules of single countries are not looked at.

Knows no quote: the figures come from `en16931`, all else from the host.
"""

from __future__ import annotations

import datetime as dt

from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree as ET

from attrs import frozen

from checkout_core.checks import expect
from checkout_core.money.exact import EXACT, difference, plain
from checkout_core.papers.en16931 import VatInvoice
from checkout_core.papers.ubl_parties import (
    UblAddress,
    UblCheck,
    UblDelivery,
    UblParty,
)
from checkout_core.papers.vat_rules import check_en16931


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checkout_core.papers.en16931 import VatCharge, VatLine, VatRow


__all__ = ["UblAddress", "UblDelivery", "UblParty", "ubl"]

_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_CUSTOMIZATION = (
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
)
_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"
#: Credit transfer, UNTDID 4461.
_TRANSFER = "30"
#: By how much quantity times price may miss the amount of a line.
_SLACK = Decimal("0.02")


@frozen(kw_only=True)
class _Kind:
    """What the two documents call the same things."""

    root: str
    code: str
    type_code: str
    line: str
    quantity: str


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "invoice": _Kind(
            root="Invoice",
            code="380",
            type_code="InvoiceTypeCode",
            line="InvoiceLine",
            quantity="InvoicedQuantity",
        ),
        "credit_note": _Kind(
            root="CreditNote",
            code="381",
            type_code="CreditNoteTypeCode",
            line="CreditNoteLine",
            quantity="CreditedQuantity",
        ),
    }
)


#: The number and the day of an invoice that a credit note is about.
_Preceding: TypeAlias = tuple[str, dt.date | None]


def ubl(
    invoice: VatInvoice,
    seller: UblParty,
    buyer: UblParty,
    number: str,
    date: dt.date,
    due: dt.date | None = None,
    *,
    kind: str = "invoice",
    buyer_reference: str = "",
    order_reference: str = "",
    preceding: Sequence[_Preceding] = (),
    delivery: UblDelivery | None = None,
    account: str = "",
    payment_reference: str = "",
    note: str = "",
) -> str:
    """
    Return *invoice* as a document of Peppol BIS Billing 3.0, as text.

    Raises `CheckoutError` with everything that is missing or cannot be written, and
    with every rule of EN 16931 that the figures break.  Source: UBL 2.1 (ISO/IEC
    19845), Peppol BIS Billing 3.0 of May 2025 and EN 16931-1.

    Args:
        invoice: the figures, of `en16931` or `en16931_note`.
        seller: who sells, with an electronic address and, unless all is outside the
            scope of VAT, a VAT number.
        buyer: who buys, with an electronic address; with a VAT number or a company id
            where it owes the tax.
        number: the invoice's own number (BT-1).
        date: the day of issue (BT-2).
        due: the day until which an invoice is to be paid (BT-9); needed where anything
            is left to be paid.  A credit note has none.
        kind: "invoice" (the default, 380) or "credit_note" (381).
        buyer_reference: what the buyer calls the purchase (BT-10), "" by default.
        order_reference: the number of the buyer's order (BT-13), "" by default; one of
            the two is needed.
        preceding: the number and the day (or None) of each invoice that a credit note
            corrects (BG-3), one at least; () by default.
        delivery: when and where goods were delivered, None by default.
        account: the account to pay into (BT-84), such as an IBAN; "" (the default)
            leaves the way to pay out.
        payment_reference: what to write on the transfer (BT-83), "" by default.
        note: a text for the buyer (BT-22), "" by default.
    """
    expect(
        invoice=(invoice, VatInvoice),
        seller=(seller, UblParty),
        buyer=(buyer, UblParty),
        preceding=(preceding, Sequence),
        delivery=(delivery, UblDelivery | None),
    )
    check = UblCheck()
    is_note = check.choice("kind", kind, _KINDS) == "credit_note"
    check.within("invoice", lambda: check_en16931(invoice))
    check.figures(invoice)
    check.written("number", number, needed="the number of the document (BT-1)")
    check.day("date", date)
    check.due(due, invoice, is_note=is_note)
    check.references(buyer_reference, order_reference)
    check.preceding(preceding, is_note=is_note)
    check.parties(invoice, seller, buyer)
    check.delivery(delivery)
    given = {"account": account, "payment_reference": payment_reference, "note": note}
    for name, value in given.items():
        check.written(name, value)
    check.raise_any()
    known = _KINDS[kind]
    page = _Page(invoice.currency)
    root = page.root(known.root)
    page.text(root, "CustomizationID", _CUSTOMIZATION)
    page.text(root, "ProfileID", _PROFILE)
    page.text(root, "ID", number)
    page.text(root, "IssueDate", date.isoformat())
    if due is not None:
        page.text(root, "DueDate", due.isoformat())
    page.text(root, known.type_code, known.code)
    page.text(root, "Note", note)
    page.text(root, "DocumentCurrencyCode", invoice.currency)
    page.text(root, "BuyerReference", buyer_reference)
    if order_reference:
        page.text(page.group(root, "OrderReference"), "ID", order_reference)
    page.preceding(root, preceding)
    page.party(root, "AccountingSupplierParty", seller)
    page.party(root, "AccountingCustomerParty", buyer)
    page.delivery(root, delivery)
    page.payment(root, account, payment_reference)
    page.figures(root, invoice, known)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


# What is written -----------------------------------------------------------------


class _Page:
    """
    The elements of one document.

    Prefixes are written as they are and declared at the root: what ElementTree knows of
    namespaces is shared by a whole process.
    """

    def __init__(self, currency: str) -> None:
        self._currency = currency

    def root(self, name: str) -> ET.Element:
        spaces = {
            "xmlns": f"{_SCHEMA}{name}-2",
            "xmlns:cac": f"{_SCHEMA}CommonAggregateComponents-2",
            "xmlns:cbc": f"{_SCHEMA}CommonBasicComponents-2",
        }
        return ET.Element(name, spaces)

    def group(self, parent: ET.Element, *names: str) -> ET.Element:
        """Return a new element of elements inside *parent*, each name in the last."""
        for name in names:
            parent = ET.SubElement(parent, f"cac:{name}")
        return parent

    def text(self, parent: ET.Element, name: str, text: str, **attributes: str) -> None:
        """Write an element of text; an empty one is left out."""
        if text:
            kept = {key: value for key, value in attributes.items() if value}
            ET.SubElement(parent, f"cbc:{name}", kept).text = text

    def amount(self, parent: ET.Element, name: str, amount: Decimal) -> None:
        self.text(parent, name, f"{amount:f}", currencyID=self._currency)

    def preceding(self, root: ET.Element, preceding: Iterable[_Preceding]) -> None:
        for number, day in preceding:
            inner = self.group(root, "BillingReference", "InvoiceDocumentReference")
            self.text(inner, "ID", number)
            if day is not None:
                self.text(inner, "IssueDate", day.isoformat())

    def payment(self, root: ET.Element, account: str, reference: str) -> None:
        if account:
            means = self.group(root, "PaymentMeans")
            self.text(means, "PaymentMeansCode", _TRANSFER)
            self.text(means, "PaymentID", reference)
            self.text(self.group(means, "PayeeFinancialAccount"), "ID", account)

    def party(self, root: ET.Element, name: str, party: UblParty) -> None:
        inner = self.group(root, name, "Party")
        self.text(inner, "EndpointID", party.endpoint, schemeID=party.endpoint_scheme)
        self.address(self.group(inner, "PostalAddress"), party.address)
        if party.tax_number:
            scheme = self.group(inner, "PartyTaxScheme")
            self.text(scheme, "CompanyID", party.tax_number)
            self.text(self.group(scheme, "TaxScheme"), "ID", "VAT")
        entity = self.group(inner, "PartyLegalEntity")
        self.text(entity, "RegistrationName", party.name)
        scheme_id = party.company_scheme
        self.text(entity, "CompanyID", party.company_id, schemeID=scheme_id)

    def address(self, parent: ET.Element, address: UblAddress) -> None:
        self.text(parent, "StreetName", address.street)
        self.text(parent, "AdditionalStreetName", address.street2)
        self.text(parent, "CityName", address.city)
        self.text(parent, "PostalZone", address.postal_code)
        self.text(parent, "CountrySubentity", address.region)
        country = self.group(parent, "Country")
        self.text(country, "IdentificationCode", address.country)

    def delivery(self, root: ET.Element, delivery: UblDelivery | None) -> None:
        if delivery is None or delivery == UblDelivery():
            return
        inner = self.group(root, "Delivery")
        if delivery.date is not None:
            self.text(inner, "ActualDeliveryDate", delivery.date.isoformat())
        if delivery.address is not None:
            place = self.group(inner, "DeliveryLocation", "Address")
            self.address(place, delivery.address)

    def figures(self, root: ET.Element, invoice: VatInvoice, kind: _Kind) -> None:
        self._beyond_lines(root, invoice.allowances, "false")
        self._beyond_lines(root, invoice.charges, "true")
        total = self.group(root, "TaxTotal")
        self.amount(total, "TaxAmount", invoice.bt_110)
        for row in invoice.breakdown:
            self._row(self.group(total, "TaxSubtotal"), row)
        sums = self.group(root, "LegalMonetaryTotal")
        self.amount(sums, "LineExtensionAmount", invoice.bt_106)
        self.amount(sums, "TaxExclusiveAmount", invoice.bt_109)
        self.amount(sums, "TaxInclusiveAmount", invoice.bt_112)
        for name, amount in (
            ("AllowanceTotalAmount", invoice.bt_107),
            ("ChargeTotalAmount", invoice.bt_108),
            ("PrepaidAmount", invoice.bt_113),
            ("PayableRoundingAmount", invoice.bt_114),
        ):
            if amount:
                self.amount(sums, name, amount)
        self.amount(sums, "PayableAmount", invoice.bt_115)
        for line in invoice.lines:
            self._line(self.group(root, kind.line), line, kind)

    def _beyond_lines(
        self, root: ET.Element, found: Iterable[VatCharge], indicator: str
    ) -> None:
        """Write the charges, or the allowances, of the whole document."""
        for each in found:
            inner = self.group(root, "AllowanceCharge")
            self.text(inner, "ChargeIndicator", indicator)
            self.text(inner, "AllowanceChargeReason", each.reason)
            self.amount(inner, "Amount", each.amount)
            category = self.group(inner, "TaxCategory")
            self._category(category, each.category, each.rate)

    def _row(self, inner: ET.Element, row: VatRow) -> None:
        self.amount(inner, "TaxableAmount", row.taxable)
        self.amount(inner, "TaxAmount", row.tax)
        reasons = {
            "TaxExemptionReasonCode": row.reason_code,
            "TaxExemptionReason": row.reason,
        }
        rate = None if row.category == "O" else row.rate
        category = self.group(inner, "TaxCategory")
        self._category(category, row.category, rate, reasons)

    def _line(self, inner: ET.Element, line: VatLine, kind: _Kind) -> None:
        quantity = f"{plain(line.quantity):f}"
        self.text(inner, "ID", line.number)
        self.text(inner, kind.quantity, quantity, unitCode=line.unit)
        self.amount(inner, "LineExtensionAmount", line.amount)
        item = self.group(inner, "Item")
        self.text(item, "Name", line.name)
        category = self.group(item, "ClassifiedTaxCategory")
        self._category(category, line.category, line.rate)
        price = self.group(inner, "Price")
        # A price of 6 decimals and 50,000 units can miss the amount by 0.025, and
        # PEPPOL-EN16931-R120 allows 0.02: the price is then that of all units.
        made = EXACT.multiply(line.quantity, line.price)
        if difference(made, line.amount).copy_abs() <= _SLACK:
            self.amount(price, "PriceAmount", plain(line.price))
        else:
            self.amount(price, "PriceAmount", line.amount)
            self.text(price, "BaseQuantity", quantity, unitCode=line.unit)

    def _category(
        self,
        inner: ET.Element,
        letter: str,
        rate: Decimal | None,
        reasons: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.text(inner, "ID", letter)
        if rate is not None:
            self.text(inner, "Percent", f"{plain(rate):f}")
        for name, text in reasons.items():
            self.text(inner, name, text)
        self.text(self.group(inner, "TaxScheme"), "ID", "VAT")
