# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `ubl` command: an invoice or a credit note by EN 16931, as a UBL 2.1 document.

Promises that a fault names what has to be changed: an option, the file of the parties,
or what was sold.
"""

from __future__ import annotations

import datetime as dt
import re

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.checks import Validator
from checkout_core.cli.blame import (
    PARTIES,
    STANDARD_INPUT,
    Refused,
    blaming,
    document_of,
    of_source,
    refuse_unused,
    renamed,
    source_name,
)
from checkout_core.cli.ending import Answer
from checkout_core.cli.sold import (
    document_of_sold,
    sold_in,
    takes_number,
    takes_sold,
    takes_supplier,
)
from checkout_core.cli.streams import read
from checkout_core.orders import Order
from checkout_core.papers.en16931 import en16931, en16931_note
from checkout_core.papers.gstr1.documents import note_of
from checkout_core.papers.numbers import paper_day
from checkout_core.papers.ubl import UblDelivery, ubl
from checkout_core.papers.ubl_parties import read_parties
from checkout_core.refunds import Refund


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from checkout_core.cli.arguments import Parser
    from checkout_core.errors import Fault
    from checkout_core.papers.en16931 import VatInvoice
    from checkout_core.papers.ubl_parties import UblParties
    from checkout_core.pricing import Quote


#: Texts of the document that are options, each with its placeholder and its help.
_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "order_reference": (
            "X",
            "the number of the buyer's order (BT-13); this or the next is needed",
        ),
        "buyer_reference": ("X", "what the buyer calls the purchase (BT-10)"),
        "account": (
            "IBAN",
            "the account to pay into (BT-84) (default: the way to pay is left out)",
        ),
        "payment_reference": ("X", "what to write on the transfer (BT-83)"),
        "note": ("TEXT", "a text for the buyer (BT-22)"),
    }
)
_DAYS = ("date", "due", "delivered")
#: Where in the file of the parties a value is, by the beginning of its path.
_PARTIES: Mapping[str, str] = MappingProxyType(
    {
        "seller": "seller",
        "buyer": "buyer",
        "reasons": "reasons",
        "delivery.address": "delivered_to",
    }
)
#: The option of a value, by the beginning of its path.
_OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        **{
            name: f"--{name.replace('_', '-')}"
            for name in ("number", *_DAYS, "supplier", "refund", *_TEXTS)
        },
        "delivery.date": "--delivered",
        "preceding": "--corrects",
    }
)
#: A path in the two tables, and what follows it.
_PATH = re.compile(r"(delivery\.\w+|\w+)(.*)").fullmatch


def takes_ubl(parser: Parser) -> None:
    """Take what was sold, the parties, and the facts of the document."""
    takes_sold(parser)
    parser.add_argument(
        "--parties",
        metavar="PARTIES",
        required=True,
        help="the file of the parties: seller, buyer, and if needed delivered_to and"
        " reasons; or - for standard input",
    )
    takes_number(parser, "the number of the document (BT-1)")
    parser.add_argument(
        "--due",
        metavar="DAY",
        help="the day until which an invoice is to be paid (BT-9); needed where"
        " anything is left to be paid",
    )
    for name, (metavar, text) in _TEXTS.items():
        parser.add_argument(_OPTIONS[name], metavar=metavar, help=text)
    parser.add_argument(
        "--delivered", metavar="DAY", help="the day of the delivery (BT-72)"
    )
    takes_supplier(parser)
    parser.add_argument(
        "--refund",
        metavar="ID",
        help="the refund of the order that a credit note is of (default: it is an"
        " invoice)",
    )
    parser.add_argument(
        "--corrects",
        nargs=2,
        action="append",
        metavar=("N", "DAY"),
        help="number and day of an invoice that a credit note corrects; as often as"
        " needed",
    )


def ubl_document(args: Namespace) -> Answer:
    """Return the text of the document."""
    if args.file == args.parties == STANDARD_INPUT:
        raise Refused(
            ["standard input: only SOLD or PARTIES can be read from it; give a file"]
        )
    if args.refund is None:
        refuse_unused(args, ("corrects",), "without --refund")
    if not args.account:
        refuse_unused(args, ("payment_reference",), "without --account")
    document = document_of_sold(args.file)
    with blaming(args.parties):
        parties = read_parties(
            document_of(args.parties, read(args.parties), PARTIES), ""
        )
    sold = sold_in(args.file, document)
    _refuse_reductions(args.file, sold)
    check = Validator()
    # In place of a day that is refused is another, so that all faults are found.
    days: dict[str, Any] = {
        name: paper_day(check, name, value) or dt.date.min
        for name in _DAYS
        if (value := getattr(args, name)) is not None
    }
    said: list[tuple[str, str]] = args.corrects or []
    corrected = [
        (number, paper_day(check, f"preceding[{i}][1]", day))
        for i, (number, day) in enumerate(said)
    ]
    delivery = UblDelivery(
        date=days.pop("delivered", None), address=parties.delivered_to
    )
    more: dict[str, Any] = {
        "kind": "invoice" if args.refund is None else "credit_note",
        "preceding": corrected,
        "delivery": None if delivery == UblDelivery() else delivery,
        **{name: getattr(args, name) or "" for name in _TEXTS},
    }

    def written(figures: VatInvoice) -> str:
        return ubl(figures, parties.seller, parties.buyer, args.number, **days, **more)

    figures = check.within("", lambda: _figures(args, sold, parties))
    text = None if figures is None else check.within("", lambda: written(figures))
    if check.found:
        raise Refused(_blamed(args, check.found))
    assert text is not None
    return Answer(text.removesuffix("\n"))


def _refuse_reductions(file: str, sold: Quote | Order) -> None:
    """Raise `Refused` for an order of which the quote does not say the whole price."""
    if isinstance(sold, Order) and sold.price_reductions:
        payments = ", ".join(each.payment for each in sold.price_reductions)
        why = "lowered the price after the quote, of which the figures are"
        where = f"{source_name(file)}: payments"
        raise Refused([f"{where}: {payments} {why}; give the quote to have those"])


def _figures(args: Namespace, sold: Quote | Order, parties: UblParties) -> VatInvoice:
    """Return the figures of an invoice, or of the credit note for a refund."""
    quote = sold.quote if isinstance(sold, Order) else sold
    more: dict[str, Any] = {
        "supplier": args.supplier or "",
        "reasons": parties.reasons,
    }
    if args.refund is None:
        return en16931(quote, **more)
    check = Validator()
    back = note_of(check, "", sold, {"kind": "CRN", "refund": args.refund})
    check.raise_any()
    assert isinstance(back, Refund)
    return en16931_note(quote, back, **more)


def _blamed(args: Namespace, faults: Iterable[Fault]) -> list[str]:
    """Return a line for each fault, by where its value came from."""
    found = []
    for each in faults:
        match = _PATH(each.path)
        first, rest = match.groups() if match else ("", "")
        if each.path.endswith(".reason_code"):
            found += of_source(args.parties, [renamed(each, "reasons")])
        elif first in _PARTIES:
            path = f"{_PARTIES[first]}{rest}"
            found += of_source(args.parties, [renamed(each, path)])
        elif first in _OPTIONS:
            found.append(str(renamed(each, f"{_OPTIONS[first]}{rest}")))
        else:
            found += of_source(args.file, [each])
    return found


__all__ = ["takes_ubl", "ubl_document"]
