# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the commands of papers share: what was sold, who sells it, number and day.

Promises that a fault of a file names the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.cli.blame import (
    QUOTE,
    SELLER,
    STORED_ORDER,
    blaming,
    document_of,
    kind_of,
)
from checkout_core.cli.streams import read
from checkout_core.papers.seller import read_seller
from checkout_core.wire import read_order, read_quote


if TYPE_CHECKING:
    from checkout_core.cli.arguments import Parser
    from checkout_core.orders import Order
    from checkout_core.papers.seller import Seller
    from checkout_core.pricing import Quote


def takes_sold(parser: Parser) -> None:
    """Take the file of what was sold."""
    parser.add_argument(
        "file",
        metavar="SOLD",
        help="a quote document or a stored order, or - for standard input",
    )


def takes_seller(parser: Parser) -> None:
    """Take the file of who sells it."""
    parser.add_argument(
        "--seller",
        metavar="SELLER",
        required=True,
        help="the file of the seller: gstin, legal_name, address1, location, pin, and"
        " more; or - for standard input",
    )


def takes_number(parser: Parser, text: str = "the number, like INV/26-27/0001") -> None:
    """Take the number of the paper, which *text* explains, and its day."""
    parser.add_argument("--number", metavar="N", required=True, help=text)
    parser.add_argument(
        "--date", metavar="DAY", required=True, help="its day, like 2026-11-22"
    )


def takes_supplier(parser: Parser) -> None:
    """Take the supplier whose paper it is."""
    parser.add_argument(
        "--supplier",
        metavar="ID",
        help="whose part of the order (default: that of the store's own seller)",
    )


def document_of_sold(source: str) -> Any:
    """Return the document of what was sold, of the right kind."""
    return document_of(source, read(source), QUOTE, STORED_ORDER)


def seller_in(source: str) -> Seller:
    """Return the seller in a file."""
    with blaming(source):
        return read_seller(document_of(source, read(source), SELLER), "")


def sold_in(source: str, document: Any) -> Quote | Order:
    """Return what was sold, its figures verified."""
    with blaming(source):
        is_order = kind_of(document) is STORED_ORDER
        return (read_order if is_order else read_quote)(document, verify=True)


__all__ = [
    "document_of_sold",
    "seller_in",
    "sold_in",
    "takes_number",
    "takes_seller",
    "takes_sold",
    "takes_supplier",
]
