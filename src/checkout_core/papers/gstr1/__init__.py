# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
GSTR-1: the return of outward supplies of a month, from its documents.

Promises that documents are read one by one and none is kept, that every amount is one
of a quote, a refund or a fee, and that the tables by rate are compared with the table
by HSN code, and their taxes with those of the documents: what differs is a figure of
the result, and a finding.

Knows no files, and not which numbers the host gave before.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from checkout_core.checks import ZERO, Validator
from checkout_core.errors import MAX_FAULTS, fault_from
from checkout_core.lint import Finding
from checkout_core.money.exact import difference, exact_sum
from checkout_core.papers.block import block_of
from checkout_core.papers.categories import EFFECTS, nil_key
from checkout_core.papers.content import content_of, nothing
from checkout_core.papers.content import is_within_state as is_within
from checkout_core.papers.gstr1.documents import (
    GstDocument,
    Original,
    ShippingBill,
    read_documents,
)
from checkout_core.papers.gstr1.hsn import TWO_LISTS, Codes, unit_of
from checkout_core.papers.gstr1.messages import MESSAGES
from checkout_core.papers.gstr1.operators import Operators
from checkout_core.papers.gstr1.sections import Filed, Sections, taxes_of
from checkout_core.papers.gstr1.series import Numbers
from checkout_core.papers.gstr1.sums import KEYS, Sums, paise, rupees
from checkout_core.papers.inv01.items import HEADS
from checkout_core.refunds import PriceReduction, Refund
from checkout_core.refunds.suppliers import refunds_fit
from checkout_core.statuses import TaxCategory
from checkout_core.tax.india.buyer import buyer_gstin
from checkout_core.tax.india.gstin import Gstin
from checkout_core.tax.india.gstin import gstin as read_gstin
from checkout_core.tax.india.supplies import EXPORTS
from checkout_core.tax.india.units import SERVICE


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.ledger import Component
    from checkout_core.papers.block import Block
    from checkout_core.papers.content import Content
    from checkout_core.papers.particulars import Item
    from checkout_core.pricing import Quote


__all__ = [
    "CrossCheck",
    "GstDocument",
    "Gstr1",
    "Original",
    "ShippingBill",
    "gstr1",
    "read_documents",
]


#: The version of the offline tool's form.
VERSION = "GST3.2.3"

_PERIOD = re.compile(r"(0[1-9]|1[0-2])(20[0-9]{2})").fullmatch
#: Supplies that are filed by the buyer's GSTIN.
_OF_GSTIN = ("sez_with_payment", "sez_without_payment", "deemed_export")


@frozen
class CrossCheck:
    """
    The value in the tables by rate and that in the table by HSN code, and the taxes.

    Amounts are in major units.

    Attributes:
        sections: b2b, b2cl, b2cs, exp and nil less cdnr and cdnur.
        hsn: the table by HSN code.
        hsn_missing: the value of what has no code.
        taxes: what the tables by rate say of each tax less what the documents have of
            it, by its key in the return; 0.00 always, else a table is wrong.
    """

    sections: Decimal
    hsn: Decimal
    hsn_missing: Decimal
    taxes: Mapping[str, Decimal]

    @property
    def difference(self) -> Decimal:
        """What the tables differ by; 0.00 always, else a table is wrong."""
        both = exact_sum(self.hsn, [self.hsn_missing])
        return difference(self.sections, both)


@frozen(kw_only=True)
class Gstr1:
    """
    A return, and what was found while it was made.

    Attributes:
        document: the JSON of the offline tool, to be `dumps`ed.
        counted: how many documents it counts, cancelled ones included.
        passed_over: how many were of another month or another registration.
        value: what was supplied, without tax, less what was credited; in major units.
        taxes: the tax on that in major units by its key in the return: iamt, camt,
            samt, csamt; without what buyers pay on reverse charge.
        cross_check: the tables compared with each other.
        findings: what to look at before it is filed.
    """

    document: Mapping[str, Any]
    counted: int
    passed_over: int
    value: Decimal
    taxes: Mapping[str, Decimal]
    cross_check: CrossCheck
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        """Show whose it is and how much it counts."""
        whose, period = self.document["gstin"], self.document["fp"]
        return f"<Gstr1 {whose} of {period}, {self.counted} documents>"


def gstr1(
    documents: Iterable[GstDocument],
    gstin: str,
    period: str,
    *,
    version: str = VERSION,
) -> Gstr1:
    """
    Return the return of one registration for a month.

    Documents of another month or registration are passed over.  Raises `CheckoutError`
    with the faults of all documents, each under its number.

    Args:
        documents: in any order, read once; a generator is not kept.
        gstin: whose return it is.
        period: month and year, like "112026".
        version: what the offline tool calls its form, "GST3.2.3" by default.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> from checkout_core.tax import TaxPolicy
    >>> store = Store("INR", tax=TaxPolicy(seller_gstin="29AABCT1332L1ZA"))
    >>> tee = Line("Tee", 2, "500.00", tax_rate=5, price_including_tax=False,
    ...     hsn_code="6109", unit="PCS")
    >>> sold = quote(Cart("INR", [tee]), store)
    >>> found = gstr1([GstDocument(number="INV/1", date="2026-11-22", sold=sold)],
    ...     "29AABCT1332L1ZA", "112026")
    >>> found.document["b2cs"][0]["camt"], found.cross_check.difference
    (Decimal('25.00'), Decimal('0.00'))
    """
    check = Validator()
    own = check.within("", lambda: read_gstin(gstin, "gstin"))
    said: object = period
    known = _PERIOD(said) if isinstance(said, str) else None
    if known is None:
        check.found.append(fault_from(MESSAGES, "period", "bad_period", period))
    name = check.text("version", version)
    check.raise_any()
    assert own is not None
    assert known is not None
    month, year = int(known[1]), int(known[2])
    at = year, month
    made = _Return(own=own, month=at, codes=Codes(at >= TWO_LISTS))
    for i, each in enumerate(documents):
        path = f"documents[{i}]"
        if check.instance(path, each, GstDocument, "a GstDocument") is not None:
            made.add(check, each)
        if len(check.found) > MAX_FAULTS:
            break
    check.raise_any()
    return made.result(period, name)


@define(kw_only=True)
class _Return:
    """A return while it is made."""

    own: Gstin
    month: tuple[int, int]
    codes: Codes
    sections: Sections = field(factory=Sections)
    numbers: Numbers = field(factory=Numbers)
    operators: Operators = field(factory=Operators)
    total: Sums = field(factory=Sums)
    #: The same with what buyers pay on reverse charge, as the tables by rate have it.
    due: Sums = field(factory=Sums)
    counted: int = 0
    passed_over: int = 0
    incomplete: int = 0

    def add(self, check: Validator, document: GstDocument) -> None:
        """Count one document, or pass it over; its faults are under its number."""
        day = document.date
        if (day.year, day.month) != self.month:
            self.passed_over += 1
            return
        inner = Validator()
        block = block_of(inner, document.quote, document.supplier)
        if block is not None and not self._is_own(document.quote, block):
            self.passed_over += 1
            return
        self.counted += 1
        number, kind = document.number, document.kind
        self.numbers.add(kind, number, is_cancelled=document.is_cancelled)
        if not document.is_cancelled and block is not None:
            self._read(inner, document, block)
        check.found += [each.under(number) for each in inner.found]

    def _is_own(self, quote: Quote, block: Block) -> bool:
        """
        Return whether a supplier is the one whose return it is.

        The store's own seller may be known by the state alone; the registration is then
        its own unless a supplier of the store has it.
        """
        number = self.own.number
        if block.gstin is not None or block.supplier or block.state is None:
            return block.gstin == number
        others = [each.gstin for each in quote.policies.suppliers]
        return block.state.code == self.own.state_code and number not in others

    def _read(self, check: Validator, document: GstDocument, block: Block) -> None:
        quote, note = document.quote, document.note
        if quote.currency != "INR":
            check.add("sold.currency", "not_in_rupees", quote.currency)
            return
        if isinstance(note, Refund | PriceReduction) and not refunds_fit(quote, note):
            check.add("note", "refunds_do_not_fit", None)
            return
        content = content_of(quote, block, note, document.reductions, document.code)
        foreign = _foreign(content.items)
        for name in foreign:
            where = "sold.cart.cart_items"
            check.found.append(
                fault_from(MESSAGES, where, "not_of_gst", name, name=name)
            )
        filed = _filed(check, document, block, content)
        if check.found:
            return
        sign = -1 if document.kind == "CRN" else 1
        self.sections.add(filed)
        for item in content.items:
            self._count(quote, item, filed, sign)
        self.operators.add(document, content, sign)
        if filed.kind == "exp" and document.kind == "INV":
            self.incomplete += document.shipping_bill is None

    def _count(self, quote: Quote, item: Item, filed: Filed, sign: int) -> None:
        if not EFFECTS[item.category].is_item and not _nil(item):
            return
        self.total.add(item.taxable_value, item.taxes, sign)
        _, taxes = _paper_rate(item, is_registered=bool(filed.buyer))
        self.due.add(item.taxable_value, taxes, sign)
        charged = item.rate if not item.recipient_taxes else ZERO
        self.codes.add(
            item,
            _unit(quote, item),
            charged,
            item.taxes,
            is_registered=bool(filed.buyer),
            sign=sign,
        )

    def result(self, period: str, version: str) -> Gstr1:
        """Return what was found."""
        numbers, hsn = self.numbers.section(), self.codes.section()
        document = {
            "gstin": self.own.number,
            "fp": period,
            "version": version,
            "hash": "hash",
            **self.sections.as_document(),
            **({"hsn": hsn} if hsn else {}),
            **({"doc_issue": numbers} if numbers else {}),
            **self.operators.section(),
        }
        by_rate = sum(each.txval for each in self.sections.values.values())
        taxes = taxes_of(document)
        taxes.include(self.due, -1)
        found = CrossCheck(
            rupees(by_rate + self.sections.nil_value),
            rupees(self.codes.sums.txval),
            rupees(self.codes.missing),
            taxes.shown(*KEYS),
        )
        return Gstr1(
            document=document,
            counted=self.counted,
            passed_over=self.passed_over,
            value=rupees(self.total.txval),
            taxes=self.total.shown(*KEYS),
            cross_check=found,
            findings=tuple(self._findings(found)),
        )

    def _findings(self, check: CrossCheck) -> list[Finding]:
        found = []
        if check.difference:
            text = (
                f"the tables by rate and by HSN code differ by {check.difference}; do"
                " not file it"
            )
            found.append(Finding("hsn", "values_differ", "", text))
        for key, amount in check.taxes.items():
            if amount:
                text = (
                    f"the tables by rate have {amount} more {key} than the documents;"
                    " do not file it"
                )
                found.append(Finding(key, "taxes_differ", "", text))
        if check.hsn_missing:
            text = f"{check.hsn_missing} were supplied without an HSN code"
            found.append(Finding("hsn", "hsn_missing", "", text))
        if self.incomplete:
            text = f"{self.incomplete} exports have no shipping bill yet"
            found.append(Finding("exp", "shipping_bill_missing", "", text))
        return [*found, *self.codes.findings(), *self.numbers.findings()]


def _foreign(items: Sequence[Item]) -> list[str]:
    """Return the names of taxes that are not of GST."""
    names = {each.name for item in items for each in item.taxes}
    return sorted(names - GST)


def _nil(item: Item) -> str | None:
    return nil_key(item.category, item.hsn_code)


def _unit(quote: Quote, item: Item) -> str | None:
    """Return the unit of goods, or of a charge."""
    if item.kind == "subtotal":
        return unit_of(item)
    charges = {each.name: each.unit for each in quote.policies.charges}
    return (charges.get(item.name) if item.kind == "charge" else None) or SERVICE


def _filed(
    check: Validator, document: GstDocument, block: Block, content: Content
) -> Filed:
    """Return a document as the sections count it."""
    quote, items = document.quote, content.items
    supply = quote.supply_type
    buyer = "" if supply in EXPORTS else buyer_gstin(quote.cart)
    if supply in _OF_GSTIN and not buyer:
        where, code = "sold.cart.billing_address", "recipient_gstin_missing"
        check.found.append(fault_from(MESSAGES, where, code, None, supply=supply))
    rates: dict[Decimal, Sums] = {}
    nil: dict[str, int] = {}
    for item in items:
        if EFFECTS[item.category].is_item:
            rate, taxes = _paper_rate(item, is_registered=bool(buyer))
            rates.setdefault(rate, Sums()).add(item.taxable_value, taxes)
        elif (key := _nil(item)) is not None:
            nil[key] = nil.get(key, 0) + paise(item.taxable_value)
    value = _total(quote, items, content.round_off)
    is_inter = not is_within(quote, block)
    is_plain = not buyer and supply not in EXPORTS
    original = value, document.date
    if document.kind != "INV":
        known = document.original
        if known is not None:
            worth = known.value
            if worth is None:
                worth = _invoiced(document, block)
            original = worth, known.date
        elif is_plain and is_inter and rates:
            code = "original_missing"
            check.found.append(fault_from(MESSAGES, "original", code, None))
    return Filed(
        document=document,
        buyer=buyer,
        supply=supply,
        place=block.place_code,
        is_inter=is_inter,
        is_reverse=any(x.category == TaxCategory.REVERSE_CHARGE for x in items),
        value=value,
        rates=rates,
        nil=nil,
        original=original,
    )


def _paper_rate(
    item: Item, *, is_registered: bool
) -> tuple[Decimal, Sequence[Component]]:
    """Return rate and taxes of an item: on reverse charge those that the buyer pays."""
    if not item.recipient_taxes:
        return item.rate, item.taxes
    return (item.rate, item.recipient_taxes) if is_registered else (ZERO, ())


def _invoiced(document: GstDocument, block: Block) -> Decimal:
    """Return the total of the invoice of an order's part."""
    quote = document.quote
    content = content_of(quote, block, None, document.reductions, "")
    return _total(quote, content.items, content.round_off)


def _total(quote: Quote, items: Iterable[Item], round_off: Decimal) -> Decimal:
    amounts = [each.amount for each in items]
    return exact_sum(nothing(quote), [*amounts, round_off])


#: The taxes that a return has a key for.
GST = frozenset(HEADS)
