# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a locale writes amounts, counts and rates.

Promises the digits of our own currency table (CLDR shows Iraqi dinars without
their fils), no sign on zero, that no digit is lost, and that neither the caller's
decimal context nor the machine's locale is read.  Knows nothing of quotes.
"""

from __future__ import annotations

import re

from decimal import Decimal, localcontext
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import EXACT


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.currencies import Currency


#: The form of a locale's name: other texts are not used to look for files.
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,3}").fullmatch

_FRACTION = re.compile(r"0(?:\.0+)?(?=[^0-9#.,]*\Z)")
_NUMBER = re.compile("[0-9](?:.*[0-9])?")
_NO_BREAK = "\u00a0"


@frozen(eq=False)
class Form:
    """
    How a locale writes one kind of number, as babel does it, but compiled.

    Attributes:
        positive: the text before and after a number.
        negative: the same for one below 0.
        point: the text before the decimals.
        separator: the text between groups of digits.
        grouping: how many digits the last group has, and each before it.
    """

    positive: tuple[str, str]
    negative: tuple[str, str]
    point: str
    separator: str
    grouping: tuple[int, int]

    @classmethod
    def of(
        cls, locale: Any, pattern: Any, written: Callable[[Decimal], str] | None = None
    ) -> Form:
        """
        Return the form of a *pattern* of babel.

        *written* says how babel writes a number by it, None (the default) if it needs
        no currency.
        """
        from babel.numbers import get_decimal_symbol, get_group_symbol

        if written is None:
            written = partial(pattern.apply, locale=locale)
        return cls(
            _beside(written(Decimal(1))),
            _beside(written(Decimal(-1))),
            get_decimal_symbol(locale),
            get_group_symbol(locale),
            pattern.grouping,
        )

    def written(self, number: Decimal, digits: int = 0) -> str:
        """Return *number* with the decimals it has, but at least so many *digits*."""
        whole, _, decimals = f"{number.copy_abs():f}".partition(".")
        decimals = decimals.rstrip("0").ljust(digits, "0")
        before, after = self.negative if number < 0 else self.positive
        point = self.point if decimals else ""
        return f"{before}{self._grouped(whole)}{point}{decimals}{after}"

    def _grouped(self, whole: str) -> str:
        size, others = self.grouping
        groups: list[str] = []
        while len(whole) > size:
            groups.insert(0, whole[-size:])
            whole, size = whole[:-size], others
        return self.separator.join([whole, *groups])


def _beside(written: str) -> tuple[str, str]:
    """Return the text before and after the digits of a number."""
    before, after = _NUMBER.split(written)
    return before, after


@frozen(eq=False)
class Numbers:
    """
    The numbers of one locale, amounts in one currency.

    Attributes:
        locale: the locale of babel.
        digits: how many decimals the currency has.
        amounts: the form of an amount with its symbol.
        rates: that of a percentage.
        plain: that of all other numbers.
    """

    locale: Any
    digits: int
    amounts: Form
    rates: Form
    plain: Form

    @classmethod
    def of(cls, locale: str | None, currency: Currency) -> Numbers:
        """
        Return the numbers of *locale*; raises `CheckoutError` if there is none.

        None stands for English: "en_IN" (lakhs and crores) for rupees, "en" (thousands)
        for all other currencies.

        >>> from checkout_core.money.parse import currency_of
        >>> amount = Decimal("1234567.89")
        >>> Numbers.of(None, currency_of("INR")).money(amount)
        '₹12,34,567.89'
        >>> Numbers.of(None, currency_of("USD")).money(amount)
        '$1,234,567.89'
        """
        if locale is None:
            locale = "en_IN" if currency.code == "INR" else "en"
        return _numbers(_checked(locale), currency)

    def money(self, amount: Decimal) -> str:
        """Return an amount with its symbol and all digits of its currency."""
        return self.amounts.written(amount, self.digits)

    def rate(self, percent: Decimal) -> str:
        """Return a percentage with as many decimals as it has."""
        return self.rates.written(percent)

    def count(self, number: Decimal | int) -> str:
        """Return a whole number of units or points."""
        return self.plain.written(Decimal(number))

    def exact(self, number: Decimal) -> str:
        """
        Return a number with as many decimals as it has.

        >>> from checkout_core.currencies import CURRENCIES
        >>> Numbers.of("de_DE", CURRENCIES["EUR"]).exact(Decimal("0.025"))
        '0,025'
        """
        return self.plain.written(number)


def _checked(name: object) -> str:
    """Return the name of a locale; raises `CheckoutError` for what cannot be one."""
    if isinstance(name, str) and _LOCALE(name):
        return name
    raise CheckoutError([fault("locale", "unknown_locale", name)])


@lru_cache(maxsize=64)
def _numbers(name: str, currency: Currency) -> Numbers:
    from babel import Locale, UnknownLocaleError
    from babel.numbers import (
        format_currency,
        get_currency_symbol,
        get_minus_sign_symbol,
        parse_pattern,
    )

    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise CheckoutError([fault("locale", "unknown_locale", name)]) from None
    code, digits = currency.code, currency.exponent
    symbol = get_currency_symbol(code, locale)
    fraction = f"0.{'0' * digits}" if digits else "0"
    # Babel writes "-" in any locale; CLDR has a sign for each: in Arabic one that is
    # left of Latin digits, in Swedish a true minus.
    positive, _, negative = locale.currency_formats["standard"].pattern.partition(";")
    negative = (negative or f"-{positive}").replace(
        "-", get_minus_sign_symbol(locale, numbering_system="latn")
    )
    pattern = ";".join(
        _FRACTION.sub(fraction, part, count=1) for part in (positive, negative)
    )
    # "KWD1.250" runs together; CLDR requires a space between letters and digits.
    if symbol[-1].isalpha():
        pattern = re.sub("¤(?=[-#0])", f"¤{_NO_BREAK}", pattern)
    if symbol[0].isalpha():
        pattern = re.sub("(?<=[#0])¤", f"{_NO_BREAK}¤", pattern)
    amount = parse_pattern(pattern)
    written = partial(
        format_currency,
        currency=code,
        format=amount,
        locale=locale,
        currency_digits=False,
    )
    # Babel rounds by the context that it finds, and a new one is like the default one,
    # which a host may have changed.
    with localcontext(EXACT):
        return Numbers(
            locale,
            digits,
            Form.of(locale, amount, written),
            Form.of(locale, locale.percent_formats[None]),
            Form.of(locale, locale.decimal_formats[None]),
        )


__all__ = [
    "Form",
    "Numbers",
]
