# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a locale writes amounts, counts and rates.

Promises the digits of our own currency table (CLDR shows Iraqi dinars without
their fils), no sign on zero, and that neither the caller's decimal context nor
the machine's locale is read.  Knows nothing of quotes.
"""

from __future__ import annotations

import re

from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, localcontext
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import plain


if TYPE_CHECKING:
    from checkout_core.currencies import Currency


#: Sums of a cart have at most this many digits; a lost digit would be an error.
_PRECISION = 80

#: The form of a locale's name: other texts are not used to look for files.
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,3}").fullmatch

_FRACTION = re.compile(r"0(?:\.0+)?(?=[^0-9#.,]*\Z)")
_NO_BREAK = "\u00a0"


@frozen(eq=False)
class Numbers:
    """
    The numbers of one locale, amounts in one currency.

    Attributes:
        locale: the locale of babel.
        code: the code of the currency.
        pattern: babel's pattern of an amount with its symbol.
        bare_pattern: the same without a symbol.
    """

    locale: Any
    code: str
    pattern: Any
    bare_pattern: Any

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
        from babel.numbers import (
            get_currency_symbol,
            get_minus_sign_symbol,
            parse_pattern,
        )

        if locale is None:
            locale = "en_IN" if currency.code == "INR" else "en"
        found = _locale(locale)
        symbol = get_currency_symbol(currency.code, found)
        standard = found.currency_formats["standard"].pattern
        digits = f"0.{'0' * currency.exponent}" if currency.exponent else "0"
        # Babel writes "-" in any locale; CLDR has a sign for each: in Arabic one that
        # is left of Latin digits, in Swedish a true minus.
        positive, _, negative = standard.partition(";")
        negative = (negative or f"-{positive}").replace(
            "-", get_minus_sign_symbol(found, numbering_system="latn")
        )
        pattern = ";".join(
            _FRACTION.sub(digits, part, count=1) for part in (positive, negative)
        )
        bare = pattern.replace("¤", "").replace(_NO_BREAK, "")
        # "KWD1.250" runs together; CLDR requires a space between letters and digits.
        if symbol[-1].isalpha():
            pattern = re.sub("¤(?=[-#0])", f"¤{_NO_BREAK}", pattern)
        if symbol[0].isalpha():
            pattern = re.sub("(?<=[#0])¤", f"{_NO_BREAK}¤", pattern)
        return cls(found, currency.code, parse_pattern(pattern), parse_pattern(bare))

    def money(self, amount: Decimal) -> str:
        """Return an amount with its symbol and all digits of its currency."""
        from babel.numbers import format_currency

        with localcontext(_own()):
            return format_currency(
                _unsigned_zero(amount),
                self.code,
                format=self.pattern,
                locale=self.locale,
                currency_digits=False,
            )

    def rate(self, percent: Decimal) -> str:
        """Return a percentage with as many decimals as it has."""
        from babel.numbers import format_percent

        with localcontext(_own()):
            return format_percent(
                plain(percent).scaleb(-2),
                locale=self.locale,
                decimal_quantization=False,
            )

    def count(self, number: Decimal | int) -> str:
        """Return a whole number of units or points."""
        from babel.numbers import format_decimal

        with localcontext(_own()):
            return format_decimal(_unsigned_zero(Decimal(number)), locale=self.locale)

    def exact(self, number: Decimal) -> str:
        """
        Return a number with as many decimals as it has.

        >>> from checkout_core.currencies import CURRENCIES
        >>> Numbers.of("de_DE", CURRENCIES["EUR"]).exact(Decimal("0.025"))
        '0,025'
        """
        from babel.numbers import format_decimal

        with localcontext(_own()):
            return format_decimal(
                plain(number), locale=self.locale, decimal_quantization=False
            )


def _own() -> Context:
    return Context(prec=_PRECISION, rounding=ROUND_HALF_EVEN, traps=[Inexact])


def _unsigned_zero(number: Decimal) -> Decimal:
    return number or number.copy_abs()


def _locale(name: object) -> Any:
    from babel import Locale, UnknownLocaleError

    if isinstance(name, str) and _LOCALE(name):
        try:
            return Locale.parse(name.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            pass
    raise CheckoutError([fault("locale", "unknown_locale", name)])


__all__ = [
    "Numbers",
]
