# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The e-invoice of India: a document of schema INV-01 1.1, as the portal takes it.

Promises that every amount is a row of the quote, the refund or the fee that it is made
of, that its values are sums of its items, and that what the portal would refuse is
refused here, all of it at once.  Nothing is filled in.

Knows no network: what the portal answers (IRN, acknowledgement, signed QR) is kept by
the host, and a document it has already (2150) is asked for, not sent again.
"""

from __future__ import annotations

import datetime as dt  # `date` is an argument

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import join
from checkout_core.money.exact import exact_sum
from checkout_core.orders import Order
from checkout_core.orders.debit_notes import DebitNote
from checkout_core.papers.block import block_of
from checkout_core.papers.content import (
    Content,
    content_of,
    is_within_state,
    nothing,
)
from checkout_core.papers.inv01.checks import (
    check_day,
    check_sums,
    check_taxes,
    inv01_findings,
)
from checkout_core.papers.inv01.fields import (
    DISPATCH,
    EXPORT,
    TRANSPORT,
    day_text,
    section,
)
from checkout_core.papers.inv01.items import as_items, is_taxable, values_of
from checkout_core.papers.inv01.joined import following, joined
from checkout_core.papers.inv01.messages import add
from checkout_core.papers.inv01.parties import buyer, recipient, seller_of
from checkout_core.papers.numbers import paper_day, paper_number
from checkout_core.papers.particulars import Item
from checkout_core.papers.seller import Seller
from checkout_core.pricing import Quote
from checkout_core.refunds import PriceReduction, Refund
from checkout_core.refunds.suppliers import refunds_fit
from checkout_core.statuses import TaxCategory
from checkout_core.tax.india.buyer import buyer_gstin
from checkout_core.tax.india.gstin import gstin


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.papers.block import Block


__all__ = ["KINDS", "SUPPLY_TYPES", "inv01", "inv01_findings"]


Sold: TypeAlias = Quote | Order
Note: TypeAlias = Refund | PriceReduction | DebitNote

VERSION = "1.1"
#: Invoice, credit note and debit note.
KINDS = ("INV", "CRN", "DBN")

#: What `SupTyp` is for each kind of supply.
SUPPLY_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "regular": "B2B",
        "sez_with_payment": "SEZWP",
        "sez_without_payment": "SEZWOP",
        "export_with_payment": "EXPWP",
        "export_without_payment": "EXPWOP",
        "deemed_export": "DEXP",
    }
)
_EXPORTS = ("export_with_payment", "export_without_payment")
_MAX_INVOICES = 100


def inv01(
    sold: Sold,
    seller: Seller,
    number: str,
    date: dt.date | str,
    kind: str = "INV",
    *,
    supplier: str = "",
    note: Note | None = None,
    invoices: Sequence[tuple[str, dt.date | str]] = (),
    reductions: Sequence[PriceReduction] | None = None,
    code: str = "",
    today: dt.date | str | None = None,
    report_days: int = 30,
    ecommerce: str = "",
    igst_on_intra: bool = False,
    dispatch: Mapping[str, Any] | None = None,
    export: Mapping[str, Any] | None = None,
    transport: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """
    Return the document of one supplier for the portal: exact amounts, to be `dumps`ed.

    Raises `CheckoutError` with everything that the portal would refuse.  What it only
    may refuse is in `inv01_findings`.

    Args:
        sold: the quote or the order.
        seller: who issues it, registered as the goods were priced.
        number: the host's, 1 to 16 capital letters, digits, "/" and "-".
        date: its day, a `date` or ISO text.
        kind: "INV" (the default), "CRN" for a credit note, "DBN" for a debit note.
        supplier: whose part of the order it is of; "" (the default) for the store's own
            seller, who has the lines under section 9(5) too.
        note: what a CRN or DBN is of: a `Refund` or a `PriceReduction`, or a
            `DebitNote`; None (the default) of an INV.
        invoices: number and day of each invoice that a note corrects; () (the default)
            of an INV.
        reductions: by how much payments lowered the price before the invoice was made;
            None (the default): all that the order knows.
        code: the HSN code of the surcharge of a DBN; "" (the default) of others.
        today: the day on which it is sent, to check *date* by; None (the default): it
            is not checked.
        report_days: for how many days the portal takes a document, 30 by default.
        ecommerce: the GSTIN of another operator through whom it was sold; "" by
            default, and of a supplier of the store always the store's.
        igst_on_intra: whether IGST is due though it is within a state; False by
            default.  No quote needs it as it was priced: within a state it has CGST and
            SGST, which are refused with it, and a zone has IGST without it.
        dispatch: `DispDtls` by the portal's keys, None (the default) for none.
        export: `ExpDtls` likewise: shipping bill, port, currency, country.
        transport: `EwbDtls` likewise, for an e-way bill.

    >>> from checkout_core import Address, Cart, Line, Store, quote
    >>> from checkout_core.tax import TaxPolicy
    >>> shop = Seller(gstin="29AABCT1332L1ZA", legal_name="Tee Traders Pvt Ltd",
    ...     address1="1 MG Road", location="Bengaluru", pin="560001")
    >>> tee = Line("Tee", 2, "500.00", tax_rate=5, price_including_tax=False,
    ...     hsn_code="6109", unit="PCS")
    >>> buyer = Address(business_name="Asha Stores", address_line1="12 Park Road",
    ...     city="Mumbai", pincode="400001", state="Maharashtra",
    ...     tax_identification_number="27AAPFU0939F1ZV")
    >>> store = Store("INR", tax=TaxPolicy(seller_gstin=shop.gstin))
    >>> document = inv01(quote(Cart("INR", [tee], billing_address=buyer,
    ...     shipping_address=buyer), store), shop, "INV/1", "2026-11-22")
    >>> document["DocDtls"]["Dt"], document["ValDtls"]["IgstVal"]
    ('22/11/2026', Decimal('50.00'))
    """
    check = Validator()
    name = paper_number(check, "number", number)
    day = paper_day(check, "date", date)
    sent = None if today is None else paper_day(check, "today", today)
    typ = check.choice("kind", kind, KINDS)
    # What is left out of another kind is not asked where the kind is not known.
    said = typ if typ == kind else ""
    days = check.count("report_days", report_days, high=10_000)
    check_day(check, day, sent, days)
    before = _preceding(check, said, invoices)
    operator = _operator(check, ecommerce)
    intra = check.flag("igst_on_intra", igst_on_intra)
    given = {
        "DispDtls": section(check, "dispatch", dispatch, DISPATCH),
        "ExpDtls": section(check, "export", export, EXPORT),
        "EwbDtls": section(check, "transport", transport, TRANSPORT),
    }
    issuer = check.instance("seller", seller, Seller, "a Seller")
    given_for: object = sold
    known = given_for if isinstance(given_for, Quote | Order) else None
    if known is None:
        check.wrong_type("sold", sold, "a Quote or an Order")
    who, of_fee = check.text("supplier", supplier), check.text("code", code)
    if of_fee and said and said != "DBN":
        add(check, "code", "code_not_taken", of_fee, kind=said)
    found: dict[str, Any] = {}
    if known is not None and issuer is not None:
        quote = known.quote if isinstance(known, Order) else known
        if quote.currency != "INR":
            check.add("currency", "not_in_rupees", quote.currency)
        else:
            lowered = _lowered(check, known, reductions)
            parts = _Parts(typ, note, lowered, of_fee)
            found = _document(check, quote, issuer, who, parts, is_intra_igst=intra)
            if operator and not who and "TranDtls" in found:
                found["TranDtls"]["EcmGstin"] = operator
    check.raise_any()
    assert day is not None
    found["DocDtls"] = {"Typ": typ, "No": name, "Dt": day_text(day)}
    found["RefDtls"] = {"PrecDocDtls": before} if before else None
    found |= given
    return {key: found[key] for key in _SECTIONS if found.get(key) is not None}


#: The sections of a document, in the order of the schema.
_SECTIONS = (
    "Version",
    "TranDtls",
    "DocDtls",
    "SellerDtls",
    "BuyerDtls",
    "DispDtls",
    "ShipDtls",
    "ItemList",
    "ValDtls",
    "RefDtls",
    "ExpDtls",
    "EwbDtls",
)


def _preceding(
    check: Validator, kind: str, invoices: Sequence[tuple[str, dt.date | str]]
) -> list[dict[str, str]]:
    """Return the invoices that a note corrects."""
    found = []
    rows = check.items("invoices", invoices, limit=_MAX_INVOICES)
    for i, each in enumerate(rows):
        path = f"invoices[{i}]"
        if not isinstance(each, tuple | list) or len(each) != len(("number", "date")):
            check.needed(path, each, "a number and a day")
            continue
        number = paper_number(check, join(path, "number"), each[0])
        day = paper_day(check, join(path, "date"), each[1])
        if len(number) == 1:
            # The portal takes such a number as an invoice's own, and not here.
            where = join(path, "number")
            add(check, where, "text_length", number, low=2, high=16)
        if day is not None:
            found.append({"InvNo": number, "InvDt": day_text(day)})
    if kind in _NOTES and not rows:
        add(check, "invoices", "invoices_missing", None, kind=kind)
    elif kind == "INV" and rows:
        add(check, "invoices", "invoices_not_taken", rows)
    return found


def _operator(check: Validator, number: str) -> str:
    """Return the registration of an operator of electronic commerce."""
    known = check.text("ecommerce", number)
    if known:
        return check.within("", lambda: gstin(known, "ecommerce").number) or ""
    return ""


@frozen
class _Parts:
    """What a document is made of with the quote: its kind, and what changes it."""

    kind: str
    note: Note | None
    reductions: tuple[PriceReduction, ...]
    code: str


def _lowered(
    check: Validator, sold: Sold, reductions: Sequence[PriceReduction] | None
) -> tuple[PriceReduction, ...]:
    """Return the price reductions that were received before the invoice was made."""
    if reductions is None:
        return sold.price_reductions if isinstance(sold, Order) else ()
    found = []
    for i, each in enumerate(check.items("reductions", reductions, limit=MAX_NOTE)):
        path, expected = f"reductions[{i}]", "a PriceReduction"
        known = check.instance(path, each, PriceReduction, expected)
        found += [] if known is None else [known]
    return tuple(found)


def _document(
    check: Validator,
    quote: Quote,
    seller: Seller,
    supplier: str,
    parts: _Parts,
    *,
    is_intra_igst: bool,
) -> dict[str, Any]:
    """Return the sections that follow from the quote and from who issues it."""
    supply = quote.supply_type
    parties = {
        "SellerDtls": seller_of(check, seller),
        "ShipDtls": recipient(check, quote.cart),
    }
    block = block_of(check, quote, supplier)
    if block is None:
        return parties
    is_export = supply in _EXPORTS
    bought_by = buyer(check, quote.cart, block.place_code, is_export=is_export)
    _check_parties(check, quote, seller, block)
    is_intra = is_within_state(quote, block)
    content = _content(check, quote, block, parts)
    if content is None:
        return parties
    zero = nothing(quote)
    items, round_off = _joined(quote, content), content.round_off
    lines = as_items(check, quote, filter(is_taxable, items), zero)
    if not lines:
        add(check, "cart.cart_items", "nothing_taxable", None)
    others = [each for each in items if not is_taxable(each)]
    values = values_of(lines, others, round_off, zero)
    check_taxes(
        check,
        lines,
        is_intra=is_intra,
        igst_on_intra=is_intra_igst,
        with_rates=parts.kind == "INV",
    )
    check_sums(check, values, _expected(quote, block, parts))
    is_reverse = any(x.category == TaxCategory.REVERSE_CHARGE for x in items)
    trade = {
        "TaxSch": "GST",
        "SupTyp": SUPPLY_TYPES[supply],
        "RegRev": "Y" if is_reverse else "N",
        "EcmGstin": quote.policies.tax.seller_gstin if supplier else None,
        "IgstOnIntra": "Y" if is_intra_igst else "N",
    }
    return {
        **parties,
        "Version": VERSION,
        "TranDtls": {key: each for key, each in trade.items() if each is not None},
        "BuyerDtls": bought_by,
        "ItemList": lines,
        "ValDtls": values,
    }


def _check_parties(
    check: Validator, quote: Quote, seller: Seller, block: Block
) -> None:
    """Add a fault for a seller whom the portal, or this quote, does not know."""
    if seller.gstin is None or not block.is_registered:
        add(check, "seller.gstin", "seller_not_registered", seller.gstin)
        return
    if block.gstin is not None and block.gstin != seller.gstin:
        check.add("seller.gstin", "other_seller", seller.gstin, known=block.gstin)
    elif block.state is not None and block.state != seller.state:
        state, name = seller.state.name, block.state.name
        add(check, "seller.gstin", "seller_of_another_state", state, state=name)
    if buyer_gstin(quote.cart) == seller.gstin:
        where = "cart.billing_address.tax_identification_number"
        add(check, where, "same_gstin", seller.gstin)


def _content(
    check: Validator, quote: Quote, block: Block, parts: _Parts
) -> Content | None:
    """Return what the document holds, None if its note does not fit it."""
    note, kind = parts.note, parts.kind
    known = _NOTES.get(kind)
    if known is None and note is not None:
        add(check, "note", "note_not_taken", None)
        return None
    if known is not None and not isinstance(note, known[0]):
        add(check, "note", "note_missing", None, kind=kind, expected=known[1])
        return None
    if isinstance(note, DebitNote) and block.supplier:
        add(check, "supplier", "surcharge_of_supplier", block.supplier)
    if isinstance(note, Refund | PriceReduction) and not refunds_fit(quote, note):
        check.add("note", "refunds_do_not_fit", None)
        return None
    return content_of(quote, block, note, parts.reductions, parts.code)


#: What a note is made of.
_NOTES: Mapping[str, tuple[tuple[type, ...], str]] = MappingProxyType(
    {
        "CRN": ((Refund, PriceReduction), "a Refund or a PriceReduction"),
        "DBN": ((DebitNote,), "a DebitNote"),
    }
)


def _joined(quote: Quote, content: Content) -> list[Item]:
    """Return goods, with the charges that join them, then all other charges."""
    goods = [each for each in content.items if each.kind == "subtotal"]
    charges = [each for each in content.items if each.kind != "subtotal"]
    follow = following(quote, charges)
    others = [each for each in charges if each not in follow]
    sold = [each for each in content.sold if each.kind == "subtotal"]
    found, left = joined(goods, follow, sold)
    return [*found, *left, *others]


def _expected(quote: Quote, block: Block, parts: _Parts) -> Decimal | None:
    """Return the total that the figures of the supplier have, None if of others."""
    if parts.kind != "INV" or parts.reductions or block.is_split:
        return None
    totals = [x.grand_total for x in quote.suppliers if x.id in block.owners]
    return exact_sum(nothing(quote), totals) if totals else None
