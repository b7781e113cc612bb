# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The paper of a receipt: its width and the language that it is written in.

In a language that is written from right to left the text is in logical order, labels
before figures, as a terminal, an editor or a mail expects it.  Each line begins with a
right-to-left mark: what draws it by Unicode's UAX 9 sets it from the right, so that
labels are at the right edge and figures at the left one.  Figures, names and codes
are isolated, so that each keeps its own direction and none is torn apart, and the
figures of a column are filled up from their left, so that their last digits are below
each other.  None of these marks takes a column.  Where nothing reorders text, the lines
are as wide and their figures as complete, only in logical order.

Knows nothing of the contents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.views.direction import isolated, left_to_right
from checkout_core.views.language import Language
from checkout_core.views.layout import columns, row, wrapped


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.pricing import Quote
    from checkout_core.views.language import Translations


#: Rolls for thermal printers are 32, 42, 48 or 64 columns wide.
WIDTH = 48
NARROWEST = 32
WIDEST = 240


@frozen(eq=False)
class Paper:
    """
    The paper that a quote is printed on.

    Attributes:
        width: in columns.
        language: the words and the number formats.
    """

    width: int
    language: Language

    def figure(self, label: str, figure: str, indent: int = 0) -> list[str]:
        """Return a label with any figure."""
        if self.language.direction == "rtl":
            gap = " " * (self.width // 3 - columns(figure))
            figure = left_to_right(f"{gap}{isolated(figure)}")
        return row(label, figure, self.width, indent)

    def amount(self, label: str, amount: Decimal, indent: int = 0) -> list[str]:
        """Return a label with an amount of money."""
        return self.figure(label, self.language.money(amount), indent)

    def note(self, text: str) -> list[str]:
        """Return text below a label."""
        return [f"  {each}" for each in wrapped(text, self.width - 2)]

    def at_the_end(self, text: str) -> str:
        """Return a short text at the end of a line."""
        gap = " " * (self.width - columns(text))
        return gap + self.language.isolated(text)


def paper_of(
    quote: Quote,
    locale: str | None,
    width: int,
    translations: Translations | None = None,
) -> Paper:
    """Return the paper of a quote; raise for an unknown locale or a bad width."""
    check = Validator()
    wide = check.count("width", width, low=NARROWEST, high=WIDEST)
    check.raise_any()
    return Paper(wide, Language.of(locale, quote.cart.currency, translations))


__all__ = [
    "NARROWEST",
    "WIDEST",
    "WIDTH",
    "Paper",
    "paper_of",
]
