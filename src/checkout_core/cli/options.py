# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the commands take: their arguments, each with its help.

Promises one wording for an argument that several commands share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.cli.forms import DEFAULT_FORMAT, FORMATS
from checkout_core.cli.notes import DEFAULT_REFUND_FORMAT, REFUND_FORMATS
from checkout_core.views.receipt import NARROWEST, WIDEST, WIDTH


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
        help=f"how the numbers {whose} are written, like de_DE (default: English)",
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
    _takes_form(parser)


def takes_demo(parser: Parser) -> None:
    """Take the form of the demo document."""
    parser.add_argument(
        "--document",
        action="store_true",
        help="print the document instead of its price",
    )
    _takes_form(parser)


def _takes_choice(parser: Parser, first: str, second: str) -> None:
    parser.add_argument(
        "--format",
        choices=(first, second),
        default=first,
        help=f"{first} to read, {second} for programs (default: {first})",
    )


def takes_verify(parser: Parser) -> None:
    """Take a quote document."""
    parser.add_argument(
        "file", metavar="FILE", help="a quote document, or - for standard input"
    )
    _takes_choice(parser, "text", "json")


def takes_evaluate(parser: Parser) -> None:
    """Take a checkout document and the form of its verdicts."""
    takes_checkout(parser)
    _takes_choice(parser, "text", "json")
    _takes_width(parser, "of the text")


def takes_lint(parser: Parser) -> None:
    """Take a store."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a store, a checkout document, or what serve takes;"
        " or - for standard input",
    )
    _takes_choice(parser, "text", "json")


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


def takes_schema(parser: Parser) -> None:
    """Take the name of a document."""
    parser.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="the document whose schema is printed; without it, the names of all",
    )


__all__ = [
    "takes_demo",
    "takes_evaluate",
    "takes_lint",
    "takes_price",
    "takes_refund",
    "takes_schema",
    "takes_verify",
]
