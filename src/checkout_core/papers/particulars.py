# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a tax invoice, a bill of supply or a credit note says, as values.

Source: rules 46, 46A, 49 and 53 of the CGST Rules.  Promises that the totals of a paper
are sums of its items.  Knows no quotes, and neither labels nor layout.
"""

from __future__ import annotations

import datetime as dt  # `date` is a field, and its annotation is read in the class

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.ledger import Component, TaxRow
from checkout_core.money.exact import difference, exact_sum
from checkout_core.papers.seller import Seller
from checkout_core.papers.words import amount_in_words


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


__all__ = [
    "BILL_OF_SUPPLY",
    "CREDIT_NOTE",
    "INVOICE_CUM_BILL",
    "TAX_INVOICE",
    "Irn",
    "Item",
    "Paid",
    "Party",
    "TaxPaper",
]


#: The title of an invoice under rule 46.
TAX_INVOICE = "Tax Invoice"
#: The title without tax, under rule 49 and section 31(3)(c).
BILL_OF_SUPPLY = "Bill of Supply"
#: The title of both in one, to an unregistered buyer, under rule 46A.
INVOICE_CUM_BILL = "Invoice-cum-Bill of Supply"
#: The title of a note under rule 53(1A).
CREDIT_NOTE = "Credit Note"


@frozen(kw_only=True)
class Party:
    """
    A recipient, or where goods are delivered, as far as it is known.

    Attributes:
        name: of the business, else of the person; "" if not known.
        lines: the address, line by line, without state and country.
        state: its name, "" if not known.
        code: the two digits of a state of India, "" elsewhere.
        country: its name, "" for India.
        gstin: the registration, "" without one.
    """

    name: str
    lines: tuple[str, ...]
    state: str
    code: str
    country: str
    gstin: str

    def __repr__(self) -> str:
        """Show the state, which decides the tax, and no personal data."""
        return f"<Party {self.state or self.country or 'without a state'}>"


@frozen(kw_only=True)
class Item:
    """
    One row of a paper: the goods of a line, or a charge.

    Amounts are in major units.

    Attributes:
        number: counts from 1.
        kind: `subtotal` for goods, else `shipping`, `handling` or `charge`.
        line: the index of the line that it is of, None for delivery and charges.
        name: of product and variant; of a charge its own; "" for a delivery.
        hsn_code: the HSN or SAC code, "" without one.
        quantity: how many units are billed, or come back; 0 for a charge.
        free_quantity: how many units are free.
        unit: a code of `UQC`, None if the line has none.
        subtotal: without tax, before discounts.
        discount: what is taken off that.
        taxable_value: what the tax is on.
        category: how it is taxed, such as `standard`.
        rate: in percent, without a cess; the rate at which the recipient pays where
            that is so.
        cess_rate: in percent, 0 without one.
        taxes: each tax on it.
        recipient_taxes: each tax that the recipient pays on reverse charge, which is
            not in the total.
    """

    number: int
    kind: str
    line: int | None
    name: str
    hsn_code: str
    quantity: int
    free_quantity: int
    unit: str | None
    subtotal: Decimal
    discount: Decimal
    taxable_value: Decimal
    category: str
    rate: Decimal
    cess_rate: Decimal
    taxes: tuple[Component, ...]
    recipient_taxes: tuple[Component, ...] = ()

    @property
    def tax_amount(self) -> Decimal:
        """The tax on it that is in the total."""
        nothing = difference(self.taxable_value, self.taxable_value)
        return exact_sum(nothing, [each.amount for each in self.taxes])

    @property
    def amount(self) -> Decimal:
        """Value and tax."""
        return exact_sum(self.taxable_value, [self.tax_amount])


@frozen
class Paid:
    """
    One way in which a total is paid, or given back.

    Attributes:
        kind: `funded` by another than seller and buyer, a key of `TENDERS`, `payment`
            for money that came, or `due` for money that has not; of a credit note
            `funded`, `unpaid`, `gateway_discount`, `charge` (what is kept), `gateway`,
            a key of `TENDERS`, `moved` (to store credit), or `surcharge` (a fee that
            goes back on top, below 0 here).
        name: who funds it, which tender of several, the method of a payment, or why a
            charge is kept; "" if not known.
        amount: in major units.
        count: how much of a tender, in its own unit: points, else an amount; None of
            anything else.
    """

    kind: str
    name: str
    amount: Decimal
    count: Decimal | None = None


@frozen(init=False)
class Irn:
    """
    What the invoice registration portal answered: it is printed as it came.

    Raises `CheckoutError` for a reference that is not 64 hexadecimal digits.

    Attributes:
        number: the invoice reference number.
        ack_number: the number of the acknowledgement; "" by default.
        ack_date: its date, as the portal writes it; "" by default.
        qr: the text of the signed QR code; "" by default.
    """

    number: str
    ack_number: str
    ack_date: str
    qr: str

    def __init__(
        self, number: str, ack_number: str = "", ack_date: str = "", qr: str = ""
    ) -> None:
        check = Validator()
        known = check.text("number", number, needed="the IRN")
        # A SHA-256 of GSTIN, year, kind and number, in hexadecimal.
        digits = set(known.lower()) <= set("0123456789abcdef")
        if known and not (digits and len(known) == _IRN_LENGTH):
            check.add("number", "bad_irn", number)
        fields = {
            "number": known,
            "ack_number": check.text("ack_number", ack_number),
            "ack_date": check.text("ack_date", ack_date),
            "qr": check.text("qr", qr, limit=MAX_NOTE),
        }
        check.raise_any()
        self.__attrs_init__(**fields)  # pyright: ignore[reportAttributeAccessIssue]


_IRN_LENGTH = 64


@frozen(kw_only=True)
class TaxPaper:
    """
    A tax invoice, a bill of supply, both in one, or a credit note.

    Attributes:
        title: the one that law gives it: `TAX_INVOICE`, `BILL_OF_SUPPLY`,
            `INVOICE_CUM_BILL` or `CREDIT_NOTE`.
        number: the host's number.
        date: its day.
        seller: who issues it.
        supplier: the id of the supplier, "" for the store's own seller.
        order_number: the host's number of the order, "" if it is not known.
        buyer: the recipient.
        delivery: where the goods go if that is not the recipient's address, else None.
        place_state: the name of the place of supply.
        place_code: its two digits.
        endorsement: what an export or a supply to a SEZ has to say, "" elsewhere.
        is_reverse_charge: whether the recipient pays tax on any item.
        shows_tax: whether it has columns of tax; a bill of supply has none.
        heads: the names of the taxes, in the order of the columns.
        items: goods, then charges.
        tax_rows: value and tax by category and rate, those on reverse charge included.
        round_off: outside tax, with its sign, in major units.
        paid: how the total is paid or given back.
        invoices: number and day of each invoice that a credit note corrects; () else.
        reason: why a credit note is made, "" for nothing and on other papers.
        irn: what the portal answered, None without it.
    """

    title: str
    number: str
    date: dt.date
    seller: Seller
    supplier: str
    order_number: str
    buyer: Party
    delivery: Party | None
    place_state: str
    place_code: str
    endorsement: str
    is_reverse_charge: bool
    shows_tax: bool
    heads: tuple[str, ...]
    items: tuple[Item, ...]
    tax_rows: tuple[TaxRow, ...]
    round_off: Decimal
    paid: tuple[Paid, ...]
    invoices: tuple[tuple[str, dt.date], ...] = ()
    reason: str = ""
    irn: Irn | None = None

    def _summed(self, values: Iterable[Decimal]) -> Decimal:
        return exact_sum(difference(self.round_off, self.round_off), values)

    @property
    def is_credit_note(self) -> bool:
        """Whether it corrects invoices."""
        return self.title == CREDIT_NOTE

    @property
    def subtotal(self) -> Decimal:
        """All items without tax, before discounts."""
        return self._summed(each.subtotal for each in self.items)

    @property
    def discount(self) -> Decimal:
        """All discounts."""
        return self._summed(each.discount for each in self.items)

    @property
    def taxable_value(self) -> Decimal:
        """The value of all items after discounts."""
        return self._summed(each.taxable_value for each in self.items)

    @property
    def tax_amount(self) -> Decimal:
        """All tax in the total."""
        return self._summed(each.tax_amount for each in self.items)

    @property
    def taxes(self) -> tuple[tuple[str, Decimal], ...]:
        """The tax in the total by its name, in the order of `heads`."""
        return tuple(
            [
                (
                    head,
                    self._summed(
                        tax.amount
                        for item in self.items
                        for tax in item.taxes
                        if tax.name == head
                    ),
                )
                for head in self.heads
            ]
        )

    @property
    def total(self) -> Decimal:
        """Value, tax and round-off."""
        return exact_sum(self.taxable_value, [self.tax_amount, self.round_off])

    @property
    def in_words(self) -> str:
        """
        The total in English words.

        Raises `CheckoutError` if it is below 0, which no paper of law can say.
        """
        return amount_in_words(self.total)

    def __repr__(self) -> str:
        """Show title, number and total, and no personal data."""
        return f"<{self.title} {self.number}, INR {self.total}>"
