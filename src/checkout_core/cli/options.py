# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the commands take: their arguments, each with its help.

Promises one wording for an argument that several commands share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.cli.carts import NOW
from checkout_core.cli.forms import DEFAULT_FOR_LINES, DEFAULT_FORMAT, FORMATS
from checkout_core.cli.notes import (
    DEFAULT_DIFFERENCE_FORMAT,
    DEFAULT_REFUND_FORMAT,
    DIFFERENCE_FORMATS,
    REFUND_FORMATS,
)
from checkout_core.cli.style import AUTO, COLORS
from checkout_core.views.language import LANGUAGES
from checkout_core.views.paper import NARROWEST, WIDEST, WIDTH
from checkout_core.wire.writer import AMOUNTS, NUMBERS


if TYPE_CHECKING:
    from checkout_core.cli.arguments import Parser


def takes_checkout(parser: Parser) -> None:
    """Take a checkout document."""
    parser.add_argument(
        "file", metavar="FILE", help="a checkout document, or - for standard input"
    )


def _takes_form(parser: Parser) -> None:
    """Take the form of a price."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="receipt or explain to read, svg for a picture, html for a page,"
        " order, cart or quote as JSON"
        f" (default: {DEFAULT_FORMAT})",
    )
    _takes_layout(parser, "of a receipt")


def _takes_layout(parser: Parser, whose: str) -> None:
    parser.add_argument(
        "--locale",
        metavar="NAME",
        help="the locale of words, numbers and dates, like hi_IN; words are"
        f" in {', '.join(LANGUAGES)}, else in English (default: English)",
    )
    _takes_width(parser, whose)


def _takes_width(parser: Parser, whose: str) -> None:
    parser.add_argument(
        "--width",
        type=int,
        metavar="COLUMNS",
        help=f"width {whose} in columns, {NARROWEST} to {WIDEST} (default: {WIDTH})",
    )


def takes_price(parser: Parser) -> None:
    """Take a document and the form of its price."""
    takes_checkout(parser)
    _takes_store(parser)
    _takes_form(parser)
    _takes_amounts(parser)
    _takes_lines(parser, f"{DEFAULT_FOR_LINES} by default")


def _takes_store(parser: Parser) -> None:
    """Take a store that is not in the document, and the moment of pricing."""
    parser.add_argument(
        "--store",
        metavar="STORE",
        help="the file of the store; FILE is then a cart, or a checkout document"
        " without a store",
    )
    parser.add_argument(
        "--at",
        metavar="TIME",
        help="the moment of pricing, like 2026-11-22T12:00:00+05:30, or"
        f" {NOW} (default: that of the document)",
    )


def _takes_lines(parser: Parser, form: str) -> None:
    """Take many documents."""
    parser.add_argument(
        "--lines",
        action="store_true",
        default=None,
        help="FILE is JSON Lines, a document on each line; prints a line of JSON for"
        f" each, {form}; status 1 if one has faults",
    )


def _takes_amounts(parser: Parser) -> None:
    """Take how JSON has its amounts."""
    parser.add_argument(
        "--amounts",
        choices=AMOUNTS,
        help="how JSON has its amounts and rates: as numbers, or as text for programs"
        f" that make floats of numbers, such as JavaScript (default: {NUMBERS})",
    )


def takes_color(parser: Parser) -> None:
    """Take where tables and colour are printed."""
    parser.add_argument(
        "--color",
        choices=tuple(COLORS),
        help="tables in colour, with checkout-core[cli]: "
        + ", ".join(f"{name} is {what}" for name, what in COLORS.items())
        + f" (default: {AUTO})",
    )


def takes_demo(parser: Parser) -> None:
    """Take the form of the demo document."""
    parser.add_argument(
        "--document",
        action="store_true",
        help="print the document instead of its price",
    )
    _takes_form(parser)


def takes_choice(parser: Parser, first: str, second: str) -> None:
    """Take a form, *first* by default."""
    parser.add_argument(
        "--format",
        choices=(first, second),
        help=f"{first} to read, {second} for programs (default: {first})",
    )


def takes_verify(parser: Parser) -> None:
    """Take a quote document."""
    parser.add_argument(
        "file", metavar="FILE", help="a quote document, or - for standard input"
    )
    takes_choice(parser, "text", "json")
    _takes_lines(parser, "with its line, adds_up and to_be_paid")
    takes_color(parser)


def takes_evaluate(parser: Parser) -> None:
    """Take a checkout document and the form of its verdicts."""
    takes_checkout(parser)
    _takes_store(parser)
    takes_choice(parser, "text", "json")
    _takes_amounts(parser)
    _takes_layout(parser, "of the text")
    _takes_lines(parser, "json by default")
    takes_color(parser)


def takes_lint(parser: Parser) -> None:
    """Take a store."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a store, a checkout document, or what serve takes;"
        " or - for standard input",
    )
    parser.add_argument(
        "--cart",
        action="store_true",
        help="also look at what papers need of the cart of a checkout document",
    )
    takes_choice(parser, "text", "json")
    takes_color(parser)


def takes_refund(parser: Parser) -> None:
    """Take what was sold and what is returned."""
    parser.add_argument(
        "file",
        metavar="SOLD",
        help="a quote document or a stored order, or - for standard input",
    )
    parser.add_argument(
        "returns",
        metavar="RETURNS",
        help='the returned goods, {"id": "R1", "at": "2026-12-01T10:00:00+05:30",'
        ' "returned": {"0": 1}}: units by the index of their line;'
        " or - for standard input",
    )
    parser.add_argument(
        "--format",
        choices=REFUND_FORMATS,
        default=DEFAULT_REFUND_FORMAT,
        help="note to read, svg for a picture, html for a page, json for programs"
        f" (default: {DEFAULT_REFUND_FORMAT})",
    )
    _takes_layout(parser, "of the note")


def takes_diff(parser: Parser) -> None:
    """Take two documents that are quotes or can be priced."""
    documents = "a quote document, a stored order, or a checkout document to price"
    parser.add_argument(
        "file", metavar="A", help=f"{documents}; or - for standard input"
    )
    parser.add_argument("other", metavar="B", help="what it is compared with, the same")
    parser.add_argument(
        "--format",
        choices=DIFFERENCE_FORMATS,
        default=DEFAULT_DIFFERENCE_FORMAT,
        help="text to read, json for programs, html for a page"
        f" (default: {DEFAULT_DIFFERENCE_FORMAT})",
    )
    _takes_layout(parser, "of the text")


def takes_schema(parser: Parser) -> None:
    """Take the name of a document."""
    parser.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="the document whose schema is printed; without it, the names of all",
    )


__all__ = [
    "takes_choice",
    "takes_color",
    "takes_demo",
    "takes_diff",
    "takes_evaluate",
    "takes_lint",
    "takes_price",
    "takes_refund",
    "takes_schema",
    "takes_verify",
]
