# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Numbers of every locale: those of babel, though not written by it."""

from __future__ import annotations

from decimal import Context, Decimal, DefaultContext, Inexact, localcontext

import pytest

from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_minus_sign_symbol,
)
from hypothesis import given
from hypothesis import strategies as st

from checkout_core.money.parse import currency_of
from checkout_core.views.formats import Numbers


#: Babel takes two apostrophes in a number for quotes and drops them.
AS_BABEL = [
    name
    for name in sorted(locale_identifiers())
    if Locale.parse(name).number_symbols["latn"]["group"] != "'"
]
#: Their digits are the same in CLDR as in ISO 4217.
CODES = ("INR", "EUR", "JPY", "TND")


@given(
    locale=st.sampled_from(AS_BABEL),
    code=st.sampled_from(CODES),
    minor=st.integers(-(10**15), 10**15),
)
def test_amounts_are_those_of_babel(locale: str, code: str, minor: int) -> None:
    """Symbol, groups and decimals; but for a space beside letters, and CLDR's sign."""
    currency = currency_of(code)
    amount = Decimal(minor).scaleb(-currency.exponent)

    minus = get_minus_sign_symbol(locale, numbering_system="latn")
    expected = format_currency(amount, code, locale=locale).replace("-", minus)
    found = Numbers.of(locale, currency).money(amount)
    assert expected.replace("\u00a0", "") == found.replace("\u00a0", "")


@given(
    locale=st.sampled_from(AS_BABEL),
    number=st.decimals(0, 10**12, places=6),
    whole=st.integers(-(10**12), 10**12),
)
def test_other_numbers_are_those_of_babel(
    locale: str, number: Decimal, whole: int
) -> None:
    """Rates, counts, and numbers with all their decimals."""
    numbers = Numbers.of(locale, currency_of("INR"))

    rate = number.scaleb(-2)
    expected = format_percent(rate, locale=locale, decimal_quantization=False)
    assert expected == numbers.rate(number)
    expected = format_decimal(number, locale=locale, decimal_quantization=False)
    assert expected == numbers.exact(number)
    assert format_decimal(whole, locale=locale) == numbers.count(whole)


@pytest.mark.parametrize("locale", ["de_CH", "fr_CH", "it_CH", "rm", "gsw"])
def test_a_swiss_million(locale: str) -> None:
    """Every group has its mark, also where the mark is an apostrophe."""
    numbers = Numbers.of(locale, currency_of("CHF"))
    mark = Locale.parse(locale).number_symbols["latn"]["group"]

    assert f"1{mark}234{mark}567" == numbers.count(1234567)
    assert f"1{mark}234{mark}567" in numbers.money(Decimal("1234567.50"))
    assert f"12{mark}345{mark}678" in numbers.rate(Decimal(12345678))


def test_numbers_of_a_locale_are_compiled_once() -> None:
    """A receipt of three lines costs no locale data."""
    rupees = currency_of("INR")

    assert Numbers.of("hi_IN", rupees) is Numbers.of("hi_IN", rupees)


def test_the_context_of_the_first_caller_does_not_matter() -> None:
    """Not even one that has no room for the digits of an amount."""
    dinars = currency_of("JOD")
    with localcontext(Context(prec=1, traps=[Inexact])):
        numbers = Numbers.of("zu_ZA", dinars)

    assert "JOD\u00a01,234.500" == numbers.money(Decimal("1234.5"))


def test_the_default_context_of_the_host_does_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A host may change it for all its threads; a new context begins as a copy."""
    monkeypatch.setattr(DefaultContext, "prec", 1)
    rupees = Numbers.of("sw_KE", currency_of("INR"))

    assert "₹\u00a01,234.50" == rupees.money(Decimal("1234.5"))
