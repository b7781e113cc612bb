# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `invoice` command: the tax invoice of a quote or a stored order.

Promises that a fault names what has to be changed: an option, the seller's file, or
what was sold.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.cli.blame import (
    STANDARD_INPUT,
    Refused,
    layout_options,
    of_source,
    refuse_unused,
    renamed,
)
from checkout_core.cli.ending import Answer
from checkout_core.cli.forms import Form
from checkout_core.cli.sold import (
    document_of_sold,
    seller_in,
    sold_in,
    takes_number,
    takes_seller,
    takes_sold,
    takes_supplier,
)
from checkout_core.errors import CheckoutError
from checkout_core.papers.tax_invoice import tax_invoice
from checkout_core.views.paper import NARROWEST, WIDEST
from checkout_core.views.pdf import as_pdf
from checkout_core.views.tax_invoice import as_html, as_text
from checkout_core.views.tax_invoice.labels import COPIES
from checkout_core.views.tax_invoice.plain import WIDTH


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser
    from checkout_core.errors import Fault
    from checkout_core.papers.particulars import TaxPaper


def _pdf(paper: TaxPaper, **options: Any) -> bytes:
    return as_pdf(as_html(paper, **options))


#: Every form in which an invoice is printed, each made of its value.
FORMATS: Mapping[str, Form] = MappingProxyType(
    {
        "text": Form(as_text, ("locale", "width")),
        "html": Form(as_html, ("locale", "copy")),
        "pdf": Form(_pdf, ("locale", "copy")),
    }
)
_DEFAULT = "text"


def takes_invoice(parser: Parser) -> None:
    """Take what was sold, who sells it, and the facts of the paper."""
    takes_sold(parser)
    takes_seller(parser)
    takes_number(parser)
    takes_supplier(parser)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default=_DEFAULT,
        help="text to read, html for a page that prints on A4, pdf for a file, with"
        f" checkout-core[pdf] (default: {_DEFAULT})",
    )
    parser.add_argument(
        "--copy",
        choices=tuple(filter(None, COPIES)),
        help="which copy it is, printed on the page (default: nothing is said)",
    )
    parser.add_argument(
        "--locale",
        metavar="NAME",
        help="the locale of words, numbers and dates, like hi_IN (default: English)",
    )
    parser.add_argument(
        "--width",
        type=int,
        metavar="COLUMNS",
        help=f"width of the text in columns, {NARROWEST} to {WIDEST}"
        f" (default: {WIDTH})",
    )


def invoice(args: Namespace) -> Answer:
    """Return the invoice in the requested form."""
    form = FORMATS[args.format]
    unused = [x for x in ("locale", "width", "copy") if x not in form.takes]
    refuse_unused(args, unused, f"with --format {args.format}")
    options = layout_options(args, *form.takes)
    if args.file == args.seller == STANDARD_INPUT:
        raise Refused(
            ["standard input: only SOLD or SELLER can be read from it; give a file"]
        )
    document = document_of_sold(args.file)
    seller = seller_in(args.seller)
    sold = sold_in(args.file, document)
    facts = {"number": args.number, "date": args.date, "supplier": args.supplier or ""}
    try:
        paper = tax_invoice(sold, seller, **facts)
    except CheckoutError as error:
        raise Refused(_blamed(args, error.faults)) from None
    return Answer(form.write(paper, **options))


def _blamed(args: Namespace, faults: tuple[Fault, ...]) -> list[str]:
    """Return a line for each fault, by where its value came from."""
    lines = []
    for each in faults:
        if each.path in ("number", "date", "supplier"):
            lines.append(str(renamed(each, f"--{each.path}")))
        elif each.path.startswith("seller."):
            path = each.path.removeprefix("seller.")
            lines += of_source(args.seller, [renamed(each, path)])
        else:
            lines += of_source(args.file, [each])
    return lines


__all__ = ["FORMATS", "invoice", "takes_invoice"]
