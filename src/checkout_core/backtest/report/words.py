# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The words of a report: numbers as the locale writes them, sentences in English.

Promises that no name of a store or a cart steers anything.  Knows no markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.ledger.totals import POINTS
from checkout_core.money.exact import percent_of
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.views.compared.totals import LABELS
from checkout_core.views.formats import Numbers
from checkout_core.views.language import Language
from checkout_core.views.layout import clean


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.backtest.figures import OfferFigures, OfferName, Trap
    from checkout_core.currencies import Currency


#: Why an offer is refused, where the engine's own sentence has facts of one cart in it.
_WHY: Mapping[str, str] = MappingProxyType(
    {
        "below_minimum": "the cart is short of its minimum",
        "too_few_orders": "the customer has placed too few orders",
        "wrong_payment": "it is for other payments",
    }
)

#: What is said of an offer that is not in both stores as it is.
STATES: Mapping[str, str] = MappingProxyType(
    {
        "same": "",
        "changed": "changed",
        "removed": "only today",
        "new": "only proposed",
    }
)


def language_of(locale: str | None, currency: Currency) -> Language:
    """
    Return English with the numbers of a *locale*; None for those of English.

    The sentences of a report have no translations yet: numbers in digits of Hindi and
    words of English are one page, and its `lang` says English.
    """
    numbers = Numbers.of(locale, currency)
    return Language(locale=numbers.locale, numbers=numbers, is_default=locale is None)


def counted(language: Language, number: int, one: str, several: str) -> str:
    """Return a *number* of things, with the word for *one* or for *several*."""
    return f"{language.count(number)} {one if number == 1 else several}"


def carts(language: Language, number: int) -> str:
    """Return a number of carts."""
    return counted(language, number, "cart", "carts")


def share(language: Language, part: int, whole: int) -> str:
    """Return *part* in percent of *whole*, two decimals half up."""
    return language.rate(percent_of(part, whole))


def total_label(name: str) -> str:
    """Return what people call a total."""
    return LABELS[name]


def total_figure(language: Language, name: str, amount: Decimal) -> str:
    """Return an amount of a total, or a number of points."""
    return (language.count if name in POINTS else language.money)(amount)


def total_change(language: Language, name: str, amount: Decimal) -> str:
    """Return the change of a total, with its sign."""
    return (language.signed_count if name in POINTS else language.signed)(amount)


def offer_note(offer: OfferName) -> str:
    """Return which kind of offer it is, and its id."""
    return f"{offer.kind} {clean(offer.id)}"


def codes_of(figures: OfferFigures) -> str:
    """Return the codes of a coupon, the first three of many; "" for a promotion."""
    shown = ", ".join(clean(each) for each in figures.codes[:_CODES])
    more = len(figures.codes) - _CODES
    return f"{shown} and {more} more" if more > 0 else shown


_CODES = 3


def why(code: str) -> str:
    """Return what a code of a refusal means, "" for a code of another release."""
    reason = REFUSAL_REASONS.get(code)
    if reason is None:
        return ""
    _, _, said = (reason.agent_for_good or reason.agent).partition(": ")
    return _WHY[code] if "{" in said else said.rstrip(".")


def trap_text(language: Language, trap: Trap, compared: int) -> str:
    """Return what should be heard of an offer, as sentences."""
    said = _TRAPS[trap.code](language, trap, compared)
    return f"{said} The same is so in today's store." if trap.today else said


def _always_refused(language: Language, trap: Trap, compared: int) -> str:
    ((code, count),) = trap.reasons
    if count == compared:
        return f"Never applied: {code} on all {carts(language, count)}."
    others = (
        "no other cart has its code"
        if trap.offer.kind == "coupon"
        else "no other cart has goods that it is about"
    )
    return f"Never applied: {code} on {carts(language, count)}; {others}."


def _out_of_reach(language: Language, trap: Trap, _: int) -> str:
    ((code, count),) = trap.reasons
    if trap.short is not None:
        what = "no cart reaches its minimum"
        short = language.money(trap.short)
    else:
        assert trap.short_units is not None
        what = "no cart has enough of its goods"
        short = counted(language, trap.short_units, "unit", "units")
    return (
        f"Never applied: {what}; the nearest is {short} short"
        f" ({code} on {carts(language, count)})."
    )


def _never_applied(language: Language, trap: Trap, _: int) -> str:
    found = [f"{code} on {carts(language, count)}" for code, count in trap.reasons]
    return f"Never applied: {language.listed(found)}."


def _no_goods(*_: object) -> str:
    return "Never applied: no cart has goods that it is about."


def _no_code(*_: object) -> str:
    return "Never applied: no cart has its code."


def _always_applies(language: Language, trap: Trap, _: int) -> str:
    return f"Applies to all {carts(language, trap.carts)}."


def _dearer(language: Language, trap: Trap, _: int) -> str:
    assert trap.other is not None
    other = trap.other
    return (
        f"In place of “{clean(other.gone.name)}” on {carts(language, other.carts)}, of"
        f" which {language.count(other.dearer)} would pay more."
    )


_TRAPS: Mapping[str, Callable[[Language, Trap, int], str]] = {
    "always_refused": _always_refused,
    "out_of_reach": _out_of_reach,
    "never_applied": _never_applied,
    "no_goods": _no_goods,
    "no_code": _no_code,
    "always_applies": _always_applies,
    "dearer": _dearer,
}


__all__ = [
    "STATES",
    "carts",
    "codes_of",
    "counted",
    "language_of",
    "offer_note",
    "share",
    "total_change",
    "total_figure",
    "total_label",
    "trap_text",
    "why",
]
