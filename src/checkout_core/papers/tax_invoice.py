# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tax invoice of rule 46 and the credit note of rule 53, with their particulars.

Promises that every amount is a row of the quote or of the refund, less what a payment
with an offer of the merchant took off the price, and that the title is the one that law
gives: a bill of supply shows no tax (rule 49), and an unregistered buyer of taxed and
untaxed goods gets one paper for both (rule 46A).

Knows no HTML.  Whether a number was used before, and whether a buyer without a
registration has to be named (rule 46(e)), is not checked here.
"""

from __future__ import annotations

import datetime as dt  # `date` is an argument

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import join
from checkout_core.money.exact import exact_sum
from checkout_core.orders import Order
from checkout_core.papers.block import block_of, buyer_of, delivery_of
from checkout_core.papers.categories import EFFECTS
from checkout_core.papers.content import content_of, with_heads
from checkout_core.papers.items import heads_of, tax_rows_of
from checkout_core.papers.numbers import paper_day, paper_number
from checkout_core.papers.paid import given_back, paid_for
from checkout_core.papers.particulars import (
    BILL_OF_SUPPLY,
    CREDIT_NOTE,
    INVOICE_CUM_BILL,
    TAX_INVOICE,
    Irn,
    Item,
    TaxPaper,
)
from checkout_core.papers.seller import Seller
from checkout_core.pricing import Quote
from checkout_core.refunds import PriceReduction, Refund
from checkout_core.refunds.suppliers import refunds_fit
from checkout_core.statuses import TaxCategory


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.papers.block import Block


__all__ = ["ENDORSEMENTS", "tax_credit_note", "tax_invoice"]


T = TypeVar("T")

Sold: TypeAlias = Quote | Order

_EXPORT = "SUPPLY MEANT FOR EXPORT"
_SEZ = "SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS"
_PAID = "ON PAYMENT OF INTEGRATED TAX"
_UNPAID = "UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX"
#: What a paper has to say for each kind of supply.  Source: rule 46, its proviso on
#: exports and special economic zones.
ENDORSEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "export_with_payment": f"{_EXPORT} {_PAID}",
        "export_without_payment": f"{_EXPORT} {_UNPAID}",
        "sez_with_payment": f"{_SEZ} {_PAID}",
        "sez_without_payment": f"{_SEZ} {_UNPAID}",
    }
)

#: A credit note corrects at most so many invoices.
_MAX_INVOICES = 100


def tax_invoice(
    sold: Sold,
    seller: Seller,
    number: str,
    date: dt.date | str,
    *,
    supplier: str = "",
    reductions: Sequence[PriceReduction] | None = None,
    irn: Irn | None = None,
) -> TaxPaper:
    """
    Return the invoice of one supplier with every particular of rule 46.

    Raises `CheckoutError` with every fault: a number that the portal refuses, amounts
    that are not rupees, a place of supply that is not known, a seller of another
    registration or state than the one that was priced, and tax of a seller who is not
    registered.

    Args:
        sold: the quote or the order.
        seller: who issues it.
        number: the host's, 1 to 16 capital letters, digits, "/" and "-".
        date: its day, a `date` or ISO text.
        supplier: whose part of the order it is of; "" (the default) for the store's
            own seller.
        reductions: by how much payments lowered the price before the invoice was made;
            None (the default): all that the order knows.
        irn: what the portal answered; None (the default) without it.

    >>> from checkout_core import Address, Cart, Line, Store, quote
    >>> from checkout_core.papers.seller import Seller
    >>> from checkout_core.tax import TaxPolicy
    >>> shop = Seller(gstin="29AABCT1332L1ZA", legal_name="Tee Traders Pvt Ltd",
    ...     address1="1 MG Road", location="Bengaluru", pin="560001")
    >>> store = Store("INR", tax=TaxPolicy(seller_gstin=shop.gstin))
    >>> tee = Line("Tee", 2, "500.00", tax_rate=5, price_including_tax=False)
    >>> home = Address(state="Karnataka", first_name="Asha")
    >>> found = tax_invoice(quote(Cart("INR", [tee], shipping_address=home), store),
    ...     shop, "INV/1", "2026-11-22")
    >>> found.title, found.total, found.in_words
    ('Tax Invoice', Decimal('1050.00'), 'Rupees One Thousand Fifty Only')
    """
    check = Validator()
    facts = _facts(check, sold, seller, number, date, supplier)
    lowered: tuple[PriceReduction, ...] = ()
    if reductions is not None:
        kind, expected = PriceReduction, "a PriceReduction"
        lowered = _instances(check, "reductions", reductions, kind, expected)
    elif isinstance(sold, Order):
        lowered = sold.price_reductions
    if irn is not None:
        check.instance("irn", irn, Irn, "an Irn")
    items: tuple[Item, ...] = ()
    if facts is not None and not check.found:
        items = content_of(facts.quote, facts.block, None, lowered, "").items
        facts.check_items(check, items, facts.block.round_off)
    check.raise_any()
    assert facts is not None
    quote = facts.quote
    title = facts.title(items, is_registered=bool(buyer_of(quote).gstin))
    common = facts.common(items)
    round_off = facts.block.round_off
    total = _total(items, round_off)
    return TaxPaper(
        title=title,
        shows_tax=title != BILL_OF_SUPPLY,
        endorsement=ENDORSEMENTS.get(quote.supply_type, ""),
        round_off=round_off,
        paid=paid_for(sold, facts.block, total, lowered),
        irn=irn,
        **common,
    )


def tax_credit_note(
    sold: Sold,
    refund: Refund | PriceReduction,
    seller: Seller,
    number: str,
    date: dt.date | str,
    *,
    supplier: str = "",
    invoices: Sequence[tuple[str, dt.date | str]],
) -> TaxPaper:
    """
    Return the credit note of one supplier with every particular of rule 53(1A).

    Also of a price reduction that came after the invoice was made.  Raises
    `CheckoutError` with every fault, as `tax_invoice`, and for a refund of another
    order.

    Args:
        sold: the quote or the order that the refund is of.
        refund: what came back, or by how much a payment lowered the price.
        seller: who issues it.
        number: the host's, of a series of its own or of that of the invoices.
        date: its day, a `date` or ISO text.
        supplier: whose part of the refund it is of; "" (the default) for the store's
            own seller.
        invoices: number and day of each invoice that it corrects, at least one.
    """
    check = Validator()
    facts = _facts(check, sold, seller, number, date, supplier)
    note = _note(check, refund)
    corrected = _invoices(check, invoices)
    content = None
    if facts is not None and note is not None and facts.fits(check, note):
        content = content_of(facts.quote, facts.block, note, (), "")
        facts.check_items(check, content.items, content.round_off)
    check.raise_any()
    assert facts is not None
    assert content is not None
    title = facts.title(content.items, is_registered=True)
    back = note if isinstance(note, Refund) else None
    return TaxPaper(
        title=CREDIT_NOTE,
        shows_tax=title != BILL_OF_SUPPLY,
        endorsement="",
        round_off=content.round_off,
        paid=() if back is None else given_back(facts.quote, facts.block, back),
        invoices=corrected,
        reason="" if back is None else back.reason,
        **facts.common(content.items),
    )


@frozen(kw_only=True)
class _Facts:
    """What an invoice and a credit note are made of, all of it checked."""

    quote: Quote
    order_number: str
    seller: Seller
    number: str
    day: dt.date | None
    block: Block

    def check_items(
        self, check: Validator, items: Sequence[Item], round_off: Decimal
    ) -> None:
        """
        Add a fault for a paper without items, and for tax without registration.

        Also for a total below 0: where goods under section 9(5) are on another paper,
        the round-off can be more than what is left.
        """
        if not items:
            check.add("supplier", "nothing_on_paper", self.block.supplier)
        elif (total := _total(items, round_off)) < 0:
            check.add("totals.round_off", "total_below_zero", round_off, total=total)
        if self.seller.gstin is None and any(each.taxes for each in items):
            check.add("seller.gstin", "tax_without_gstin", None)

    def fits(self, check: Validator, note: Refund | PriceReduction) -> bool:
        """Return whether a note is of this quote; add a fault if it is not."""
        currency = note.currency if isinstance(note, Refund) else self.quote.currency
        fits = currency == self.quote.currency and refunds_fit(self.quote, note)
        if not fits:
            name = note.id if isinstance(note, Refund) else note.payment
            check.add("refund", "refunds_do_not_fit", name)
        return fits and not check.found

    def title(self, items: Sequence[Item], *, is_registered: bool) -> str:
        """Return the title of an invoice; charges without tax follow the goods."""
        if self.seller.gstin is None or not self.block.is_registered:
            return BILL_OF_SUPPLY
        # Supplies that are not taxable: s.2(47) and s.2(78) of the CGST Act.
        is_untaxed = [not EFFECTS[each.category].is_item for each in items]
        taxed = [
            each.kind == "subtotal" or each.rate or each.taxes
            for each, without in zip(items, is_untaxed, strict=True)
            if not without
        ]
        if not any(taxed):
            return BILL_OF_SUPPLY
        both = any(is_untaxed) and not is_registered
        return INVOICE_CUM_BILL if both else TAX_INVOICE

    def common(self, items: tuple[Item, ...]) -> dict[str, Any]:
        """Return the fields that both papers have alike."""
        quote, block = self.quote, self.block
        return {
            "number": self.number,
            "date": self.day,
            "seller": self.seller,
            "supplier": block.supplier,
            "order_number": self.order_number,
            "buyer": buyer_of(quote),
            "delivery": delivery_of(quote),
            "place_state": block.place_state,
            "place_code": block.place_code,
            "is_reverse_charge": any(
                each.category == TaxCategory.REVERSE_CHARGE for each in items
            ),
            "heads": heads_of(with_heads(quote, block), items),
            "items": items,
            "tax_rows": tax_rows_of(items),
        }


def _facts(
    check: Validator,
    sold: object,
    seller: Seller,
    number: str,
    date: dt.date | str,
    supplier: str,
) -> _Facts | None:
    """Return what both papers are made of, None if it is not usable."""
    known = sold if isinstance(sold, Quote | Order) else None
    if known is None:
        check.wrong_type("sold", sold, "a Quote or an Order")
    issuer = check.instance("seller", seller, Seller, "a Seller")
    name = paper_number(check, "number", number)
    day = paper_day(check, "date", date)
    who = check.text("supplier", supplier)
    if known is None:
        return None
    quote = known.quote if isinstance(known, Order) else known
    if quote.currency != "INR":
        check.add("currency", "not_in_rupees", quote.currency)
        return None
    block = block_of(check, quote, who)
    if block is None or issuer is None:
        return None
    _check_seller(check, issuer, block)
    return _Facts(
        quote=quote,
        order_number=known.number if isinstance(known, Order) else "",
        seller=issuer,
        number=name,
        day=day,
        block=block,
    )


def _check_seller(check: Validator, seller: Seller, block: Block) -> None:
    """Add a fault for a seller of another registration or state than was priced."""
    where = "seller.gstin"
    if block.gstin is not None and seller.gstin != block.gstin:
        check.add(where, "other_seller", seller.gstin, known=block.gstin)
    elif block.gstin is None and seller.gstin is not None and not block.is_registered:
        code, name = "supplier_without_gstin", block.supplier
        check.add(where, code, seller.gstin, supplier=name)
    elif block.state is not None and seller.state != block.state:
        name = block.state.name
        check.add("seller.state", "other_seller", seller.state.name, known=name)


def _note(check: Validator, value: object) -> Refund | PriceReduction | None:
    """Return what a credit note is of."""
    if isinstance(value, Refund | PriceReduction):
        return value
    check.wrong_type("refund", value, "a Refund or a PriceReduction")
    return None


def _total(items: Sequence[Item], round_off: Decimal) -> Decimal:
    return exact_sum(round_off, [each.amount for each in items])


def _instances(
    check: Validator, path: str, values: object, kind: type[T], expected: str
) -> tuple[T, ...]:
    """Return a list of instances of one class."""
    found = [
        check.instance(f"{path}[{i}]", each, kind, expected)
        for i, each in enumerate(check.items(path, values, limit=MAX_NOTE))
    ]
    return tuple([each for each in found if each is not None])


def _invoices(check: Validator, value: object) -> tuple[tuple[str, dt.date], ...]:
    """Return number and day of each invoice."""
    before = len(check.found)
    rows = check.items("invoices", value, limit=_MAX_INVOICES)
    if not rows and len(check.found) == before:
        check.add("invoices", "too_few", rows, least=1)
    found = []
    for i, each in enumerate(rows):
        path = f"invoices[{i}]"
        if not isinstance(each, tuple | list) or len(each) != len(("number", "date")):
            check.needed(path, each, "a number and a day")
            continue
        number = paper_number(check, join(path, "number"), each[0])
        day = paper_day(check, join(path, "date"), each[1])
        if day is not None:
            found.append((number, day))
    return tuple(found)
