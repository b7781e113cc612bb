# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Messages that people read: whole sentences and labels with their facts in braces.

`message` and `messages` mark the texts that translators get.  A room that says
something takes `Words`, which fills in the facts in one language: `English` for the
sentences of documents, `views.language.Language` for the locale of a reader.

Promises that a message is never put together from parts of a sentence.  Knows nothing
of locales.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from checkout_core.money.exact import plain, with_symbol


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from checkout_core.currencies import Currency


def message(text: str, /) -> str:
    """
    Return *text*, a message for translators to find.

    >>> message("Free shipping")
    'Free shipping'
    """
    return text


def messages(one: str, several: str, /) -> tuple[str, str]:
    """
    Return a message for one thing and for several; `{number}` says how many.

    >>> messages("{number} point", "{number} points")
    ('{number} point', '{number} points')
    """
    return one, several


class Words(Protocol):
    """
    A language that fills in the facts of messages.

    Facts are text already: amounts by `money`, percentages by `rate`, counts by
    `count`, names as documents have them.
    """

    def text(self, message: str, /, **facts: str) -> str:
        """Return *message* in this language, its *facts* filled in."""
        ...

    def many(self, one: str, several: str, number: int, /, **facts: str) -> str:
        """Return the message for *number* things; `{number}` is filled in too."""
        ...

    def money(self, amount: Decimal, /) -> str:
        """Return an amount in major units with its currency."""
        ...

    def rate(self, percent: Decimal, /) -> str:
        """Return a percentage with its sign."""
        ...

    def count(self, number: int, /) -> str:
        """Return a whole number."""
        ...

    def listed(self, parts: Sequence[str], /) -> str:
        """Return *parts*, at least one, as in "a, b and c"."""
        ...

    def either(self, parts: Sequence[str], /) -> str:
        """Return *parts*, at least one, as in "a, b or c"."""
        ...


@frozen(eq=False)
class English:
    """
    The English of documents, which needs no locale data.

    Attributes:
        currency: what amounts are in.

    >>> from decimal import Decimal
    >>> from checkout_core.money.parse import currency_of
    >>> english = English(currency_of("INR"))
    >>> english.text("Add {amount} more.", amount=english.money(Decimal("250.00")))
    'Add ₹250.00 more.'
    >>> english.many("{number} point", "{number} points", 1200)
    '1200 points'
    """

    currency: Currency

    def text(self, message: str, /, **facts: str) -> str:
        """Return *message* with its *facts* filled in."""
        return message.format_map(facts)

    def many(self, one: str, several: str, number: int, /, **facts: str) -> str:
        """Return *one* if *number* is 1, else *several*."""
        return (one if number == 1 else several).format(number=number, **facts)

    def money(self, amount: Decimal, /) -> str:
        """Return an amount in major units with its symbol."""
        return with_symbol(amount, self.currency)

    def rate(self, percent: Decimal, /) -> str:
        """Return a percentage with as many decimals as it has."""
        return f"{plain(percent):f}%"

    def count(self, number: int, /) -> str:
        """Return a whole number, its digits not grouped."""
        return str(number)

    def listed(self, parts: Sequence[str], /) -> str:
        """
        Return *parts* as a sentence lists them.

        >>> from checkout_core.money.parse import currency_of
        >>> English(currency_of("INR")).listed(["a", "b", "c"])
        'a, b and c'
        """
        return _joined(parts, "and")

    def either(self, parts: Sequence[str], /) -> str:
        """Return *parts* as a sentence lists choices."""
        return _joined(parts, "or")


def _joined(parts: Sequence[str], word: str) -> str:
    *most, last = parts
    return f"{', '.join(most)} {word} {last}" if most else last


def joined(words: Words, parts: Sequence[str]) -> str:
    """
    Return *parts*, at least one, one after another: labels that do not depend on each.

    >>> from checkout_core.money.parse import currency_of
    >>> joined(English(currency_of("INR")), ["Tee", "variant red"])
    'Tee, variant red'
    """
    found, *others = parts
    for each in others:
        found = words.text("{label}, {more}", label=found, more=each)
    return found


__all__ = ["English", "Words", "joined", "message", "messages"]
