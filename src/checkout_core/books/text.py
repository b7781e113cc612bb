# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How values of the journal are written: amounts, references, cells of CSV.

Promises that a cell is read back as it was, by RFC 4180, and that an amount has neither
an exponent nor a separator.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from checkout_core.books.rows import Transaction
from checkout_core.checks import expect


if TYPE_CHECKING:
    from collections.abc import Iterator


#: What separates the references of a row.
_BETWEEN = "; "
_TO_QUOTE = frozenset('",\r\n')


def checked(transactions: Iterable[Transaction]) -> Iterator[Transaction]:
    """Yield *transactions*; raises `CheckoutError` for what is none."""
    expect(transactions=(transactions, Iterable))
    for each in transactions:
        expect(transactions=(each, Transaction))
        yield each


def plain_amount(amount: Decimal | None) -> str:
    """
    Return an amount as programs read it, "" for None.

    >>> plain_amount(Decimal("1E+3")), plain_amount(None)
    ('1000', '')
    """
    return "" if amount is None else f"{amount:f}"


def references(refs: Iterable[str]) -> str:
    """
    Return references as one text.

    >>> references(["A1", "INV-7"])
    'A1; INV-7'
    """
    return _BETWEEN.join(refs)


def csv_line(cells: Iterable[str]) -> str:
    r"""
    Return a line of CSV with its end.

    >>> csv_line(["A1", "mug, blue", ""])
    'A1,"mug, blue",\n'
    """
    return ",".join([_cell(each) for each in cells]) + "\n"


def _cell(text: str) -> str:
    if _TO_QUOTE.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def one_line(text: str) -> str:
    r"""
    Return a text without line ends and tabs.

    >>> one_line("a\nb")
    'a b'
    """
    return " ".join(text.split())
