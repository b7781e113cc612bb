# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who sells, who buys and where goods went on a UBL document, and what is missing there.

Promises a fault for everything that a document of Peppol BIS Billing 3.0 needs with
its figures, each with the name of the argument and what to give, and that a document
of parties is read with every fault of it at once.

Knows no XML.
"""

from __future__ import annotations

import datetime as dt
import re

from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import join
from checkout_core.keys import Key, KeyTable
from checkout_core.kinds import NOTE, Kind
from checkout_core.papers.exemptions import EN_REASONS, Reasons, known_reasons


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from checkout_core.papers.en16931 import VatInvoice


__all__ = [
    "UblAddress",
    "UblCheck",
    "UblDelivery",
    "UblParties",
    "UblParty",
    "read_parties",
]


@frozen(kw_only=True)
class UblAddress:
    """
    An address of UBL; every field is text and "" by default.

    Attributes:
        country: ISO 3166-1, two letters, such as "IN"; every address needs it.
        street: house and street.
        street2: what follows on the next line.
        city: the city.
        postal_code: the postal code.
        region: the state or province.
    """

    country: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    postal_code: str = ""
    region: str = ""


@frozen(kw_only=True)
class UblParty:
    """
    A seller or a buyer; every text is "" by default.

    Attributes:
        name: the registered name (BT-27, BT-44).
        address: where the party is; the country alone is enough.
        endpoint: the electronic address that Peppol sends to (BT-34, BT-49).
        endpoint_scheme: its code in the EAS list, such as "0088" (GLN) or "EM".
        tax_number: the VAT number (BT-31, BT-48) behind the two letters of its country;
            of a GSTIN "IN29AAGCB7383J1Z4".  Nothing outside the scope of VAT has one.
        company_id: the number in a register of companies (BT-30, BT-47).
        company_scheme: its code in the ICD list, such as "0002".
    """

    name: str = ""
    address: UblAddress = UblAddress()
    endpoint: str = ""
    endpoint_scheme: str = ""
    tax_number: str = ""
    company_id: str = ""
    company_scheme: str = ""


@frozen(kw_only=True)
class UblDelivery:
    """
    When and where goods were delivered.

    Attributes:
        date: the day (BT-72), None (the default) if it is not said.
        address: where (BG-15), None (the default) if it is not said.
    """

    date: dt.date | None = None
    address: UblAddress | None = None


@frozen(kw_only=True)
class UblParties:
    """
    What a file says of the parties of an invoice, which is the same for many of them.

    Attributes:
        seller: who sells.
        buyer: who buys.
        delivered_to: where goods were delivered, None (the default) if it is not said.
        reasons: by category why no VAT is due, as `en16931` takes them; `EN_REASONS` by
            default.
    """

    seller: UblParty
    buyer: UblParty
    delivered_to: UblAddress | None = None
    reasons: Reasons = EN_REASONS


# Read from a file -----------------------------------------------------------------


def _reasons(check: Validator, path: str, value: object) -> Reasons:
    """Return why no VAT is due, by category."""
    data = check.mapping(path, value)
    # Its own paths begin with the name, which is that of the key.
    return check.within("", lambda: known_reasons(data)) or EN_REASONS


_ADDRESS = KeyTable(
    UblAddress,
    Key("country", NOTE),
    Key("street", NOTE),
    Key("street2", NOTE),
    Key("city", NOTE),
    Key("postal_code", NOTE),
    Key("region", NOTE),
)
_PARTY = KeyTable(
    UblParty,
    Key("name", NOTE),
    Key("address", _ADDRESS.as_kind()),
    Key("endpoint", NOTE),
    Key("endpoint_scheme", NOTE),
    Key("tax_number", NOTE),
    Key("company_id", NOTE),
    Key("company_scheme", NOTE),
)
_PARTIES = KeyTable(
    UblParties,
    Key("seller", _PARTY.as_kind()),
    Key("buyer", _PARTY.as_kind()),
    Key("delivered_to", _ADDRESS.as_kind()),
    Key("reasons", Kind(check=_reasons, schema={"type": "object"})),
)


def read_parties(document: Mapping[str, Any], path: str = "parties") -> UblParties:
    """
    Return the parties that *document* describes.

    Raises `CheckoutError` with every fault of a type, of a key that there is not, and
    of a reason; what a document of Peppol needs more is checked when it is written.

    Args:
        document: plain data, as a reader of JSON gives it: `seller` and `buyer`, each
            with the keys of `UblParty`, and if needed `delivered_to`, with those of
            `UblAddress`, and `reasons`, pairs of a code and a text by category.
        path: what faults call the document; "parties" by default.

    >>> found = read_parties({
    ...     "seller": {"name": "Lampen GmbH", "address": {"country": "DE"}},
    ...     "buyer": {"name": "Lumen AB", "address": {"country": "SE"}},
    ... })
    >>> found.buyer.name, found.buyer.address.country
    ('Lumen AB', 'SE')
    """
    check = Validator()
    found = _PARTIES.within(check, path, document)
    check.raise_any()
    assert isinstance(found, UblParties)
    return found


# Checked with the figures ---------------------------------------------------------

_PAIR = 2
_COUNTRY = re.compile(r"[A-Z]{2}").fullmatch
_SCHEME = re.compile(r"[0-9]{4}|[A-Z]{2}").fullmatch
_TAX_NUMBER = re.compile(r"[A-Z]{2}[A-Za-z0-9]+").fullmatch
_CURRENCY = re.compile(r"[A-Z]{3}").fullmatch
#: What is text to Python and no character to XML 1.0.
_NO_CHARACTER = re.compile("[\ufffe\uffff]").search


class UblCheck(Validator):
    """What a document needs, each fault with the name of the argument."""

    def written(self, path: str, value: object, *, needed: str = "") -> None:
        """Check a text; blanks alone are nothing, since no element may be empty."""
        found = self.text(path, value, limit=MAX_NOTE)
        if _NO_CHARACTER(found):
            self.add(path, "control_character", value)
        elif isinstance(value, str) and not value.strip() and (needed or value):
            expected = needed or "a text, or leave it out"
            self.add(path, "empty_text", value, expected=expected)

    def figures(self, invoice: VatInvoice) -> None:
        """Check what is written of the figures, amounts apart."""
        if not _CURRENCY(invoice.currency):
            expected = "the ISO 4217 code of the amounts"
            self.add(
                "invoice.currency", "required", invoice.currency, expected=expected
            )
        for index, line in enumerate(invoice.lines):
            path = f"invoice.lines[{index}]"
            self.written(f"{path}.name", line.name, needed="the item's name (BT-153)")
        for index, charge in enumerate(invoice.charges):
            path = f"invoice.charges[{index}].reason"
            self.written(path, charge.reason, needed="what the charge is (BT-104)")
        for index, off in enumerate(invoice.allowances):
            path = f"invoice.allowances[{index}].reason"
            self.written(path, off.reason, needed="what the allowance is (BT-97)")

    def due(self, due: object, invoice: VatInvoice, *, is_note: bool) -> None:
        """Check the day until which an invoice is to be paid."""
        if is_note:
            if due is not None:
                self.add("due", "due_on_credit_note", due)
        elif due is not None:
            self.day("due", due)
        elif invoice.bt_115 > 0:
            expected = "the day until which BT-115 is to be paid (BT-9)"
            self.add("due", "required", None, expected=expected)

    def references(self, buyer: object, order: object) -> None:
        """Check what the buyer calls the purchase, by one of its two names."""
        for name, value in (("buyer_reference", buyer), ("order_reference", order)):
            self.written(name, value)
        if not (buyer or order):
            expected = "a buyer_reference (BT-10) or an order_reference (BT-13)"
            self.add("buyer_reference", "required", None, expected=expected)

    def preceding(self, preceding: Sequence[object], *, is_note: bool) -> None:
        """Check the invoices that a credit note is about."""
        if is_note and not preceding:
            expected = "the number and the day of each invoice that is corrected"
            self.add("preceding", "required", None, expected=expected)
        for index, each in enumerate(preceding):
            path = f"preceding[{index}]"
            if not isinstance(each, list | tuple) or len(each) != _PAIR:
                self.needed(path, each, "a pair of a number and a day")
                continue
            said, day = each
            self.written(f"{path}[0]", said, needed="the number of the invoice")
            if day is not None:
                self.day(f"{path}[1]", day)

    def parties(self, invoice: VatInvoice, seller: UblParty, buyer: UblParty) -> None:
        """Check who sells and who buys, and the numbers that the categories ask for."""
        for path, party in (("seller", seller), ("buyer", buyer)):
            self._party(path, party)
        letters = {row.category for row in invoice.breakdown}
        if "O" in letters:
            for path, party in (("seller", seller), ("buyer", buyer)):
                if party.tax_number:
                    self.add(
                        f"{path}.tax_number",
                        "breaks_rule",
                        party.tax_number,
                        expected="left out where all is outside the scope of VAT",
                        rule="BR-O-02",
                    )
            if not seller.company_id:
                expected = "a number in a register of companies (BT-30)"
                self.add("seller.company_id", "required", None, expected=expected)
        elif not seller.tax_number:
            expected = "the VAT number (BT-31), such as 'IN29AAGCB7383J1Z4'"
            self.add("seller.tax_number", "required", None, expected=expected)
        if "AE" in letters and not (buyer.tax_number or buyer.company_id):
            expected = "the VAT number (BT-48) of the buyer, who owes the tax"
            self.add("buyer.tax_number", "required", None, expected=expected)

    def _party(self, path: str, party: UblParty) -> None:
        self.written(f"{path}.name", party.name, needed="the registered name")
        needed = "the electronic address that Peppol sends to"
        self.written(f"{path}.endpoint", party.endpoint, needed=needed)
        codes = {"endpoint_scheme": "its code in the EAS list, such as '0088'"}
        if party.company_scheme:
            codes["company_scheme"] = "its code in the ICD list, such as '0002'"
        for name, expected in codes.items():
            self.coded(join(path, name), getattr(party, name), expected, _SCHEME)
        self.written(f"{path}.company_id", party.company_id)
        if party.tax_number:
            expected = "the number behind the letters of its country, such as 'IN29...'"
            self.coded(f"{path}.tax_number", party.tax_number, expected, _TAX_NUMBER)
        self._address(f"{path}.address", party.address)

    def coded(
        self, path: str, value: object, expected: str, form: Callable[[str], object]
    ) -> None:
        """Check a code of a form."""
        found = self.text(path, value, needed=expected)
        if found and not form(found):
            self.add(path, "bad_form", value, expected=expected)

    def _address(self, path: str, address: object) -> None:
        if not isinstance(address, UblAddress):
            self.needed(path, address, "a UblAddress")
            return
        expected = "two letters of ISO 3166-1, such as 'IN'"
        self.coded(f"{path}.country", address.country, expected, _COUNTRY)
        for name in ("street", "street2", "city", "postal_code", "region"):
            self.written(f"{path}.{name}", getattr(address, name))

    def delivery(self, delivery: UblDelivery | None) -> None:
        """Check when and where goods were delivered."""
        if delivery is None:
            return
        if delivery.date is not None:
            self.day("delivery.date", delivery.date)
        if delivery.address is not None:
            self._address("delivery.address", delivery.address)
