# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `inv01` and `gstr1` commands: an e-invoice for the portal, a return of a month.

Promises that a fault names what has to be changed: an option, a file, a line of it or a
document.  The orders of a return are read line by line, and none is kept.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from checkout_core.checks import Validator
from checkout_core.cli.blame import (
    MONTH,
    STANDARD_INPUT,
    Refused,
    blaming,
    document_in,
    of_source,
    refuse_spread,
    refuse_unused,
    renamed,
    source_name,
)
from checkout_core.cli.ending import Answer
from checkout_core.cli.progress import counting
from checkout_core.cli.sold import (
    document_of_sold,
    seller_in,
    sold_in,
    takes_number,
    takes_seller,
    takes_sold,
    takes_supplier,
)
from checkout_core.cli.streams import lines, opened, read
from checkout_core.errors import MAX_FAULTS, CheckoutError
from checkout_core.papers.gstr1 import gstr1, read_documents
from checkout_core.papers.gstr1.documents import NOTES, note_of
from checkout_core.papers.inv01 import KINDS, inv01, inv01_findings
from checkout_core.wire import dumps, read_order
from checkout_core.wire.text import loads


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from checkout_core.cli.arguments import Parser
    from checkout_core.errors import Fault
    from checkout_core.orders import Order
    from checkout_core.papers.gstr1 import GstDocument
    from checkout_core.pricing import Quote


# INV-01 ------------------------------------------------------------------------------

#: What of `inv01` a file of facts may say.
_FACTS = ("dispatch", "export", "transport", "ecommerce", "igst_on_intra")
#: The arguments of `inv01` that are options.
_OPTIONS = ("number", "date", "supplier", "today", "code", "kind")


def takes_inv01(parser: Parser) -> None:
    """Take what was sold, who sells it, and the facts of the document."""
    takes_sold(parser)
    takes_seller(parser)
    takes_number(parser)
    parser.add_argument(
        "--kind",
        choices=KINDS,
        default=KINDS[0],
        help="INV for an invoice, CRN for a credit note, DBN for a debit note"
        f" (default: {KINDS[0]})",
    )
    takes_supplier(parser)
    parser.add_argument(
        "--refund", metavar="ID", help="the refund of the order that a CRN is of"
    )
    parser.add_argument(
        "--payment",
        metavar="ID",
        help="the payment that lowered the price, for a CRN, or had a fee, for a DBN",
    )
    parser.add_argument(
        "--corrects",
        nargs=2,
        action="append",
        metavar=("N", "DAY"),
        help="number and day of an invoice that a note corrects; as often as needed",
    )
    parser.add_argument("--code", metavar="HSN", help="the HSN code of a DBN's fee")
    parser.add_argument(
        "--today",
        metavar="DAY",
        help="the day it is sent, to refuse a date that the portal refuses"
        " (default: the date is not checked)",
    )
    parser.add_argument(
        "--facts",
        metavar="FACTS",
        help=f"a file with any of {', '.join(_FACTS)}, by the portal's own keys",
    )


def e_invoice(args: Namespace) -> Answer:
    """Return the document for the portal."""
    files = [args.file, args.seller, args.facts]
    if files.count(STANDARD_INPUT) > 1:
        raise Refused(["standard input: only one file can be read from it"])
    if args.kind == KINDS[0]:
        unused = ("refund", "payment", "code", "corrects")
        refuse_unused(args, unused, f"with --kind {args.kind}")
    document = document_of_sold(args.file)
    seller = seller_in(args.seller)
    sold = sold_in(args.file, document)
    given = {
        "kind": args.kind,
        "supplier": args.supplier or "",
        "code": args.code or "",
        "today": args.today,
        "invoices": args.corrects or (),
        "note": _note(args, sold),
        **_facts(args),
    }
    try:
        whole = inv01(sold, seller, args.number, args.date, **given)
    except CheckoutError as error:
        raise Refused(_blamed(args, error.faults)) from None
    found = [f"{args.number}: {each}" for each in inv01_findings(whole)]
    return Answer(dumps(whole, indent=2), complaints=found)


def _note(args: Namespace, sold: Quote | Order) -> Any:
    """Return what a note is of, None for an invoice."""
    if args.kind not in NOTES:
        return None
    row = {"kind": args.kind, "refund": args.refund, "payment": args.payment}
    check = Validator()
    note = note_of(check, "", sold, row)
    if check.found:
        raise Refused([str(renamed(each, f"--{each.path}")) for each in check.found])
    return note


def _facts(args: Namespace) -> dict[str, Any]:
    """Return what a file says of dispatch, export and transport."""
    if args.facts is None:
        return {}
    check = Validator()
    with blaming(args.facts):
        found: Mapping[str, Any] = check.mapping("", loads(read(args.facts))) or {}
        check.keys("", found, _FACTS)
        check.raise_any()
    return dict(found)


def _blamed(args: Namespace, faults: tuple[Fault, ...]) -> list[str]:
    """Return a line for each fault, by where its value came from."""
    found = []
    for each in faults:
        first = each.path.partition(".")[0].partition("[")[0]
        if first in _OPTIONS:
            found.append(str(renamed(each, f"--{each.path}")))
        elif first == "invoices":
            found.append(str(renamed(each, f"--corrects{each.path[len(first) :]}")))
        elif first == "seller":
            path = each.path.removeprefix("seller.")
            found += of_source(args.seller, [renamed(each, path)])
        else:
            source = args.facts if first in _FACTS else args.file
            found += of_source(source, [each])
    return found


# GSTR-1 ------------------------------------------------------------------------------

#: What a return without any document has.
_HEAD = frozenset({"gstin", "fp", "version", "hash"})


def takes_gstr1(parser: Parser) -> None:
    """Take the orders, and whose return it is."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help='JSON Lines, {"order": ..., "papers": [...]} on each line: a stored order'
        " and the facts of its documents; or - for standard input",
    )
    parser.add_argument(
        "--gstin",
        metavar="GSTIN",
        help="whose return it is (default: that of the first order's own seller)",
    )
    parser.add_argument(
        "--period",
        metavar="MMYYYY",
        required=True,
        help="the month, like 112026; documents of others are passed over",
    )


def monthly_return(args: Namespace) -> Answer:
    """Return the JSON of the offline tool."""
    reader = _Reader(args.file)
    try:
        with opened(args.file) as stream, counting() as advance:

            def documents() -> Iterator[GstDocument]:
                for number, line in lines(stream):
                    yield from reader.documents(number, line)
                    if len(reader.refused) >= MAX_FAULTS:
                        return
                    advance()

            found = gstr1(*_whose(args, documents()), args.period)
    except CheckoutError as error:
        raise Refused([*reader.refused, *_of_return(args, reader, error)]) from None
    if reader.refused:
        raise Refused(reader.refused)
    seen = [f"{found.document['fp']}: {each}" for each in found.findings]
    passed = found.passed_over
    if passed:
        seen.append(f"documents of other months or registrations: {passed}")
    if found.document.keys() <= _HEAD:
        seen.append(f"{source_name(args.file)}: no document is in the return")
    return Answer(dumps(found.document, indent=2), complaints=seen)


def _whose(
    args: Namespace, documents: Iterator[GstDocument]
) -> tuple[Iterator[GstDocument], str]:
    """Return all documents, and whose return it is, "" where nothing says it."""
    if args.gstin is not None:
        return documents, args.gstin
    first = next(documents, None)
    if first is None:
        return documents, ""
    number = first.quote.policies.tax.seller_gstin
    if number is None:
        lack = "the first order does not say whose return it is; give the GSTIN"
        raise Refused([f"--gstin: {lack}"])
    return chain([first], documents), number


def _of_return(args: Namespace, reader: _Reader, error: CheckoutError) -> list[str]:
    """Return a line for each fault: of an option, or of a document by its number."""
    found = []
    for each in error.faults:
        if each.path not in ("gstin", "period"):
            found.append(str(each))
        elif each.path == "period" or args.gstin is not None:
            found.append(str(renamed(each, f"--{each.path}")))
        elif not reader.refused:
            # No document says whose return it is.
            lack = "no order with papers is in it; add one, or give --gstin"
            found.append(f"{source_name(args.file)}: {lack}")
    return found


class _Reader:
    """The lines of a file of orders, and the faults of those that cannot be read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.refused: list[str] = []

    def documents(self, number: int, line: bytes) -> tuple[GstDocument, ...]:
        """Return the documents of one line, () if it cannot be read."""
        refuse_spread(self.file, number, line)
        try:
            check = Validator()
            given = check.mapping("", document_in(line, MONTH))
            check.raise_any()
            whole: Mapping[str, Any] = given or {}
            check.keys("", whole, ("order", "papers"))
            sold: Mapping[str, Any] = check.mapping("order", whole.get("order")) or {}
            check.raise_any()
            order = check.within("order", lambda: read_order(sold))
            check.raise_any()
            assert order is not None
            return read_documents(order, whole.get("papers"))
        except CheckoutError as error:
            where = f"{source_name(self.file)}: line {number}"
            self.refused += [f"{where}: {each}" for each in error.faults]
            return ()


__all__ = [
    "e_invoice",
    "monthly_return",
    "takes_gstr1",
    "takes_inv01",
]
