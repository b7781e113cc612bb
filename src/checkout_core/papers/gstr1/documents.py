# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The documents of a return: invoices, credit notes and debit notes, with their facts.

A stored order and the facts of its documents are one line of a file:

    {"order": {...}, "papers": [
        {"number": "INV/1", "date": "2026-11-22"},
        {"kind": "CRN", "number": "CN/1", "date": "2026-12-01", "refund": "R1"}]}

Promises documents whose parts fit each other.  Knows no sections.
"""

from __future__ import annotations

import datetime as dt  # `date` is a field, and its annotation is read in the class

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import evolve, frozen

from checkout_core.checks import MAX_NOTE, Amount, Validator
from checkout_core.errors import fault_from, join
from checkout_core.orders import Order
from checkout_core.orders.debit_notes import DebitNote
from checkout_core.papers.gstr1.messages import MESSAGES
from checkout_core.papers.numbers import paper_day, paper_number
from checkout_core.pricing import Quote
from checkout_core.refunds import PriceReduction, Refund
from checkout_core.tax.india.gstin import gstin


if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = [
    "NOTES",
    "GstDocument",
    "Original",
    "ShippingBill",
    "note_of",
    "read_documents",
]


Note: TypeAlias = Refund | PriceReduction | DebitNote

#: What a note is made of.
NOTES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "CRN": ((Refund, PriceReduction), "a Refund or a PriceReduction"),
    "DBN": ((DebitNote,), "a DebitNote"),
}
KINDS = ("INV", "CRN", "DBN")


@frozen(init=False)
class Original:
    """
    The invoice that a note corrects.

    Raises `CheckoutError` for a number that the portal refuses, and for a day that
    cannot be read.

    Attributes:
        number: its number.
        date: its day, as an argument also ISO text.
        value: its total, in major units; None (the default): what the order says.
    """

    number: str
    date: dt.date
    value: Decimal | None

    def __init__(
        self, number: str, date: dt.date | str, value: Amount | None = None
    ) -> None:
        check = Validator()
        name = paper_number(check, "number", number)
        day = paper_day(check, "date", date)
        amount = check.maybe_amount("value", value)
        check.raise_any()
        fields: dict[str, Any] = {"number": name, "date": day, "value": amount}
        self.__attrs_init__(**fields)  # pyright: ignore[reportAttributeAccessIssue]


@frozen(init=False)
class ShippingBill:
    """
    The shipping bill of an export.

    Attributes:
        port: the code of the port.
        number: its number.
        date: its day, as an argument also ISO text.
    """

    port: str
    number: str
    date: dt.date

    def __init__(self, port: str, number: str, date: dt.date | str) -> None:
        check = Validator()
        there = check.text("port", port, needed="the code of the port")
        name = check.text("number", number, needed="its number")
        day = paper_day(check, "date", date)
        check.raise_any()
        fields: dict[str, Any] = {"port": there, "number": name, "date": day}
        self.__attrs_init__(**fields)  # pyright: ignore[reportAttributeAccessIssue]


@frozen(init=False, kw_only=True)
class GstDocument:
    """
    An invoice, a credit note or a debit note, as a return counts it.

    Raises `CheckoutError` with every fault: of its number and day, for a note that is
    not of its kind, and for a GSTIN that is not valid.

    Attributes:
        number: the host's.
        date: its day, as an argument also ISO text.
        sold: the quote or the order that it is of.
        kind: "INV" (the default), "CRN" or "DBN".
        supplier: whose it is; "" (the default) for the store's own seller.
        note: what a CRN or DBN is of, a `Refund`, `PriceReduction` or `DebitNote`; None
            (the default) of an INV.
        original: the invoice that a note corrects, None (the default) if it is not
            known.
        reductions: price reductions that the invoice has; None (the default): all that
            the order knows.
        code: the HSN code of the surcharge of a DBN, "" by default.
        is_cancelled: whether it counts as a number only; False by default.
        ecommerce: the GSTIN of an operator through whom it was sold; "" by default, and
            of a supplier of the store always the store's.
        shipping_bill: of an export, None (the default) if it is not known yet.
    """

    number: str
    date: dt.date
    sold: Quote | Order
    kind: str
    supplier: str
    note: Note | None
    original: Original | None
    reductions: tuple[PriceReduction, ...]
    code: str
    is_cancelled: bool
    ecommerce: str
    shipping_bill: ShippingBill | None

    def __init__(
        self,
        *,
        number: str,
        date: dt.date | str,
        sold: Quote | Order,
        kind: str = "INV",
        supplier: str = "",
        note: Note | None = None,
        original: Original | None = None,
        reductions: Sequence[PriceReduction] | None = None,
        code: str = "",
        is_cancelled: bool = False,
        ecommerce: str = "",
        shipping_bill: ShippingBill | None = None,
    ) -> None:
        check = Validator()
        given: object = sold
        known = given if isinstance(given, Quote | Order) else None
        if known is None:
            check.wrong_type("sold", sold, "a Quote or an Order")
        typ = check.choice("kind", kind, KINDS)
        operator = check.text("ecommerce", ecommerce)
        if operator:
            operator = (
                check.within("", lambda: gstin(operator, "ecommerce").number) or ""
            )
        for name, value, of in (
            ("original", original, Original),
            ("shipping_bill", shipping_bill, ShippingBill),
        ):
            if value is not None:
                check.instance(name, value, of, f"a {of.__name__}")
        expected = NOTES.get(typ)
        if expected is not None and not isinstance(note, expected[0]):
            check.needed("note", note, expected[1])
        elif expected is None and note is not None:
            check.wrong_type("note", note, "None for an invoice")
        fields: dict[str, Any] = {
            "number": paper_number(check, "number", number),
            "date": paper_day(check, "date", date),
            "sold": known,
            "kind": typ,
            "supplier": check.text("supplier", supplier),
            "note": note,
            "original": original,
            "reductions": _reductions(check, known, reductions),
            "code": check.text("code", code),
            "is_cancelled": check.flag("is_cancelled", is_cancelled),
            "ecommerce": operator,
            "shipping_bill": shipping_bill,
        }
        check.raise_any()
        self.__attrs_init__(**fields)  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def quote(self) -> Quote:
        """What was sold."""
        return self.sold.quote if isinstance(self.sold, Order) else self.sold

    def __repr__(self) -> str:
        """Show kind, number and day, and no personal data."""
        return f"<GstDocument {self.kind} {self.number} of {self.date}>"


def _reductions(
    check: Validator,
    sold: Quote | Order | None,
    given: Sequence[PriceReduction] | None,
) -> tuple[PriceReduction, ...]:
    if given is None:
        return sold.price_reductions if isinstance(sold, Order) else ()
    rows = check.items("reductions", given, limit=MAX_NOTE)
    for i, each in enumerate(rows):
        path, expected = f"reductions[{i}]", "a PriceReduction"
        check.instance(path, each, PriceReduction, expected)
    return tuple(rows)


# A line of a file --------------------------------------------------------------------

_PAPER = (
    "kind",
    "number",
    "date",
    "supplier",
    "cancelled",
    "refund",
    "payment",
    "code",
    "original",
    "shipping_bill",
    "ecommerce",
)
_PARTS: Mapping[str, tuple[type, tuple[str, ...]]] = {
    "original": (Original, ("number", "date", "value")),
    "shipping_bill": (ShippingBill, ("port", "number", "date")),
}


def read_documents(order: Order, papers: object) -> tuple[GstDocument, ...]:
    """
    Return the documents of an order from the facts of its papers.

    Raises `CheckoutError` with every fault, for keys that a paper does not have, and
    for a refund or a payment that the order does not know.

    Args:
        order: what was sold, with its refunds and payments.
        papers: a list of objects: `number` and `date`, and where they differ from the
            defaults `kind`, `supplier`, `cancelled`, `ecommerce`, `original` (number,
            date, value; by default the invoice in the same list) and `shipping_bill`
            (port, number, date); of a CRN the id of the `refund`, or of the `payment`
            that lowered the price; of a DBN that of the `payment` with the fee, and its
            `code`.
    """
    check = Validator()
    check.instance("order", order, Order, "an Order")
    rows = [
        check.mapping(f"papers[{i}]", each)
        for i, each in enumerate(check.items("papers", papers, limit=MAX_NOTE))
    ]
    check.raise_any()
    credited = {
        str(each.get("payment"))
        for each in rows
        if each is not None and each.get("kind") == "CRN"
    }
    found: list[GstDocument] = []
    for i, row in enumerate(rows):
        path = f"papers[{i}]"
        known: Mapping[str, Any] = row or {}
        check.keys(path, known, _PAPER)
        made = _document(check, path, order, known, credited)
        found += [] if made is None else [made]
    check.raise_any()
    firsts = {x.supplier: x for x in reversed(found) if x.kind == "INV"}
    return tuple([_with_original(each, firsts) for each in found])


def _with_original(
    document: GstDocument, firsts: Mapping[str, GstDocument]
) -> GstDocument:
    """Return a note with the invoice of its supplier, where it names none."""
    first = firsts.get(document.supplier)
    if document.kind == "INV" or document.original is not None or first is None:
        return document
    return evolve(document, original=Original(first.number, first.date))


def _document(
    check: Validator,
    path: str,
    order: Order,
    row: Mapping[str, Any],
    credited: set[str],
) -> GstDocument | None:
    """Return the document of one row."""
    parts = {
        key: _part(check, join(path, key), row[key], *_PARTS[key])
        for key in _PARTS
        if row.get(key) is not None
    }
    known = ("kind", "number", "date", "supplier", "code", "ecommerce")
    given = {key: row[key] for key in known if row.get(key) is not None}
    if row.get("kind") in NOTES:
        given["note"] = note_of(check, path, order, row)
        if given["note"] is None:
            return None
    reductions = [
        each for each in order.price_reductions if each.payment not in credited
    ]
    fields: dict[str, Any] = {
        "number": None,
        "date": None,
        "is_cancelled": row.get("cancelled", False),
        **given,
        **parts,
    }

    def made() -> GstDocument:
        return GstDocument(sold=order, reductions=reductions, **fields)

    return check.within(path, made)


def _part(
    check: Validator, path: str, value: object, of: type, keys: tuple[str, ...]
) -> Any:
    """Return the value of a class that an object describes."""
    data = check.mapping(path, value)
    if data is None:
        return None
    check.keys(path, data, keys)
    known = {key: data.get(key) for key in keys}
    return check.within(path, lambda: of(**known))


def note_of(
    check: Validator, path: str, sold: Quote | Order, row: Mapping[str, Any]
) -> Note | None:
    """Return what a note is of, by the id of a refund or a payment of an order."""
    order = sold if isinstance(sold, Order) else None
    notes: dict[str, dict[str, Note]] = {"refund": {}, "payment": {}}
    if row["kind"] == "DBN":
        del notes["refund"]
    if order is not None and row["kind"] == "DBN":
        notes["payment"] |= {each.payment: each for each in order.debit_notes}
    elif order is not None:
        notes["refund"] |= {each.id: each for each in order.refunds}
        notes["payment"] |= {each.payment: each for each in order.price_reductions}
    for key, known in notes.items():
        if row.get(key) is not None:
            name = row[key]
            if isinstance(name, str) and name in known:
                return known[name]
            ids = ", ".join(map(repr, known)) or "none"
            where = join(path, key)
            check.found.append(
                fault_from(MESSAGES, where, "unknown_note", name, key=key, known=ids)
            )
            return None
    key = next(iter(notes))
    check.needed(join(path, key), None, f"the id of the {key} that it is of")
    return None
