# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The words of a locale: whole messages with facts in braces, translated by catalogues.

A message is its English text and is found by it, as gettext does: first in the host's
own catalogue, then in that of this package, else it stays English.  Promises that
numbers, dates and plurals follow CLDR.  In a language that is written from right to
left every fact is isolated (FSI ... PDI of Unicode's UAX 9), so that a Latin name or an
amount does not scramble the sentence around it.  Knows nothing of quotes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import localcontext
from functools import cache, lru_cache
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable
from unicodedata import name as name_of_character

from attrs import field, frozen

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import EXACT
from checkout_core.views.direction import from_the_right, isolated
from checkout_core.views.formats import Numbers


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal
    from importlib.resources.abc import Traversable

    from checkout_core.currencies import Currency


#: The languages of this package, as CLDR names them; "en" is what messages are
#: written in, each other one has a catalogue in `catalogues`.
LANGUAGES: tuple[str, ...] = ("en", "hi", "ta", "de", "ar")


#: What CLDR calls the units of measure that have a sign, by their code of GST.
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "CBM": "volume-cubic-meter",
        "CCM": "volume-cubic-centimeter",
        "CMS": "length-centimeter",
        "GMS": "mass-gram",
        "KGS": "mass-kilogram",
        "KME": "length-kilometer",
        "LTR": "volume-liter",
        "MLT": "volume-milliliter",
        "MTR": "length-meter",
        "MTS": "mass-tonne",
        "SQF": "area-square-foot",
        "SQM": "area-square-meter",
        "SQY": "area-square-yard",
        "TON": "mass-tonne",
        "YDS": "length-yard",
    }
)


@runtime_checkable
class Translations(Protocol):
    """
    Translations of messages; `gettext.NullTranslations` and its kin are some.

    A message that it does not know it returns as it is; an empty one is none.
    """

    def gettext(self, message: str, /) -> str:
        """Return the translation of *message*."""
        ...

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Return the translation for *number* things."""
        ...


@frozen(eq=False, kw_only=True)
class Language:
    """
    The words, numbers and dates of one locale, amounts in one currency.

    Attributes:
        locale: the locale of babel, for numbers and dates.
        numbers: its number formats.
        tag: the language of the words as HTML names it, such as "hi" or "de-AT"; "en"
            if neither this package nor the host has a catalogue for the locale.
        direction: "ltr" or "rtl", that of the words.
        is_default: whether no locale was asked for: dates are then written by ISO 8601.
        catalogues: where messages are looked up, in this order.
    """

    locale: Any
    numbers: Numbers
    tag: str = "en"
    direction: str = "ltr"
    is_default: bool = False
    catalogues: tuple[Translations, ...] = field(default=(), repr=False)

    @classmethod
    def of(
        cls,
        locale: str | None,
        currency: Currency,
        translations: Translations | None = None,
    ) -> Language:
        """
        Return the language of *locale*; raises `CheckoutError` if there is no such one.

        None stands for English, with the numbers that `Numbers.of` names.  A locale
        for which there is no catalogue keeps its numbers and dates and has English
        words.  *translations* are the host's own, asked before those of this package;
        None (the default) for none.

        >>> from checkout_core.money.parse import currency_of
        >>> english = Language.of("en_US", currency_of("USD"))
        >>> english.text("{count} of {name}", count="2", name="Tea")
        '2 of Tea'
        >>> english.many("{number} line", "{number} lines", 1200)
        '1,200 lines'
        """
        expect(translations=(translations, Translations | None))
        numbers = Numbers.of(locale, currency)
        found = numbers.locale
        own = own_catalogue(name_of(found))
        has_words = not (own is None and translations is None)
        return cls(
            locale=found,
            numbers=numbers,
            tag=str(found).replace("_", "-") if has_words else "en",
            direction=found.text_direction if has_words else "ltr",
            is_default=locale is None,
            catalogues=tuple(x for x in (translations, own) if x is not None),
        )

    def text(self, message: str, /, **facts: str) -> str:
        """Return the whole sentence or label *message*, its *facts* filled in."""
        said = message
        for each in self.catalogues:
            said = each.gettext(message) or message
            if said != message:
                break
        return self._filled(said, message, facts)

    def many(self, one: str, several: str, number: int, /, **facts: str) -> str:
        """
        Return *one* or *several* as the *number* of things needs, by CLDR's rules.

        `{number}` is filled in as the locale writes it.
        """
        message = one if number == 1 else several
        said = message
        for each in self.catalogues:
            said = each.ngettext(one, several, number) or message
            if said not in (one, several):
                break
        return self._filled(said, message, {"number": self.count(number), **facts})

    def _filled(self, said: Any, message: str, facts: dict[str, str]) -> str:
        if self.direction == "rtl":
            facts = {name: self.isolated(each) for name, each in facts.items()}
        if said == message:
            return message.format_map(facts)
        if not isinstance(said, str) or not _names_in(said) <= facts.keys():
            known = ", ".join(f"{{{name}}}" for name in sorted(facts)) or "none"
            wrong = fault("translations", "bad_translation", said, known=known)
            raise CheckoutError([wrong])
        return str(said.format_map(facts))

    def moment(self, at: datetime) -> str:
        """
        Return a date and time, in the time zone that *at* has.

        >>> from datetime import UTC, datetime
        >>> from checkout_core.money.parse import currency_of
        >>> at = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
        >>> Language.of(None, currency_of("INR")).moment(at)
        '2026-12-01 10:00'
        >>> Language.of("de_DE", currency_of("INR")).moment(at)
        '01.12.2026, 10:00'
        """
        if self.is_default:
            # strftime writes years before 1000 with fewer digits.
            return at.isoformat(" ", "minutes")[:16]
        from babel.dates import format_date, format_time

        day = format_date(at, "medium", locale=self.locale)
        clock = format_time(at, self._clock(), locale=self.locale)
        both = str(self.locale.datetime_formats["medium"]).replace("'", "")
        return both.replace("{1}", day).replace("{0}", clock)

    def day(self, day: str, /) -> str:
        """
        Return a day that is given as ISO text.

        >>> from checkout_core.money.parse import currency_of
        >>> Language.of(None, currency_of("INR")).day("2026-12-24")
        '2026-12-24'
        >>> Language.of("de_DE", currency_of("INR")).day("2026-12-24")
        '24.12.2026'
        """
        if self.is_default:
            return day
        from babel.dates import format_date

        return str(format_date(date.fromisoformat(day), "medium", locale=self.locale))

    def _clock(self) -> str:
        """
        Return the format of a time of day.

        CLDR writes the half of the day in English in some languages of other letters
        (Hindi: "2:30 pm"); there the clock has 24 hours, which needs no word.
        """
        has_half = "a" in self.locale.time_formats["short"].pattern
        half = self.locale.day_periods["format"]["abbreviated"]["pm"]
        month = self.locale.months["format"]["wide"][1]
        is_english = has_half and half.isascii() and not _is_latin(month)
        return "HH:mm" if is_english else "short"

    def money(self, amount: Decimal, /) -> str:
        """Return an amount with its symbol and all digits of its currency."""
        return self.numbers.money(amount)

    def signed(self, amount: Decimal, /) -> str:
        """
        Return an amount with the sign of its locale, also above 0.

        >>> from decimal import Decimal
        >>> from checkout_core.money.parse import currency_of
        >>> Language.of(None, currency_of("INR")).signed(Decimal("12.50"))
        '+₹12.50'
        """
        return self._signed(self.money, amount)

    def signed_count(self, number: Decimal, /) -> str:
        """Return a whole number of points with the sign of its locale."""
        return self._signed(self.count, number)

    def _signed(self, write: Callable[[Decimal], str], number: Decimal) -> str:
        from babel.numbers import get_minus_sign_symbol, get_plus_sign_symbol

        if number <= 0:
            return write(number)
        # The plus goes where the minus of a number below 0 would be.
        minus = get_minus_sign_symbol(self.locale, numbering_system="latn")
        plus = get_plus_sign_symbol(self.locale, numbering_system="latn")
        return write(number.copy_negate()).replace(minus, plus, 1)

    def rate(self, percent: Decimal, /) -> str:
        """Return a percentage with as many decimals as it has."""
        return self.numbers.rate(percent)

    def count(self, number: Decimal | int, /) -> str:
        """Return a whole number of units or points."""
        return self.numbers.count(number)

    def measure(self, number: int, unit: str | None, /) -> str:
        """
        Return a number of base units: "2,500 g".

        *unit* is a code of `UQC`, None for a number alone; a code for which CLDR has no
        sign is written as it is.

        >>> from checkout_core.money.parse import currency_of
        >>> english = Language.of(None, currency_of("INR"))
        >>> english.measure(2500, "GMS"), english.measure(40, "TBS")
        ('2,500 g', '40 TBS')
        """
        name = MEASURES.get(unit or "")
        if name is None:
            return f"{self.count(number)} {unit}" if unit else self.count(number)
        from babel.units import format_unit

        # Babel rounds by the context that it finds, which is the host's.
        with localcontext(EXACT):
            return str(
                format_unit(
                    number, name, "short", locale=self.locale, numbering_system="latn"
                )
            )

    def listed(self, parts: Sequence[str], /) -> str:
        """
        Return *parts*, at least one, as a sentence lists them.

        >>> from checkout_core.money.parse import currency_of
        >>> Language.of(None, currency_of("INR")).listed(["a", "b", "c"])
        'a, b and c'
        """
        return self._list(parts, "standard")

    def either(self, parts: Sequence[str], /) -> str:
        """
        Return *parts*, at least one, as a sentence lists choices.

        >>> from checkout_core.money.parse import currency_of
        >>> Language.of("de_DE", currency_of("EUR")).either(["a", "b", "c"])
        'a, b oder c'
        """
        return self._list(parts, "or")

    def _list(self, parts: Sequence[str], style: Literal["standard", "or"]) -> str:
        if len(parts) == 1:
            return parts[0]
        from babel.lists import format_list

        # English lists are British ones, without a comma before "and".
        locale = "en_GB" if self.tag.startswith("en") else self.locale
        return format_list([self.isolated(x) for x in parts], style, locale=locale)

    def isolated(self, text: str) -> str:
        """Return a text, isolated if the words run right to left."""
        return isolated(text) if self.direction == "rtl" else text

    def page(self, lines: Iterable[str]) -> str:
        """Return *lines* as one text, each marked with its writing direction."""
        if self.direction == "rtl":
            lines = from_the_right(lines)
        return "\n".join(lines)


def _is_latin(text: str) -> bool:
    return name_of_character(text[0], "").startswith("LATIN")


@lru_cache(maxsize=4096)
def _names_in(said: str) -> frozenset[str]:
    """
    Return what a translation has in braces; the name of a fact is one whole word.

    A part of a fact, such as the first letter of an amount, would be a wrong figure.

    >>> sorted(_names_in("{count} of {name}, {price[0]}, {price:>9} {{}}"))
    ['count', 'name', 'price:>9', 'price[0]']
    """
    try:
        parts = list(Formatter().parse(said))
    except ValueError:
        return frozenset([said])
    return frozenset(
        [
            f"{name}{f'!{turned}' if turned else ''}{f':{spec}' if spec else ''}"
            for _, name, spec, turned in parts
            if name is not None
        ]
    )


def name_of(locale: Any) -> str:
    """Return the name of the catalogue of a locale of babel: "hi" for "hi_IN"."""
    script = locale.script
    return f"{locale.language}_{script}" if script else str(locale.language)


@cache
def own_catalogue(name: str) -> Translations | None:
    """Return this package's catalogue of a language; None if there is none."""
    if name == "en" or name not in LANGUAGES:
        return None
    from importlib.resources import files

    where = files("checkout_core.views").joinpath("catalogues", name, "LC_MESSAGES")
    return read_catalogue(where)


def read_catalogue(folder: Traversable) -> Translations:
    """
    Return the catalogue in *folder*.

    In a source checkout that is the `.po` that translators write, in an installed
    package the `.mo` that was compiled from it.
    """
    from gettext import GNUTranslations

    source = folder.joinpath("checkout_core.po")
    if not source.is_file():
        with folder.joinpath("checkout_core.mo").open("rb") as built:
            return GNUTranslations(built)
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = _Bytes()
    write_mo(compiled, read_po(source.read_text("utf-8").splitlines(keepends=True)))
    return GNUTranslations(compiled)


class _Bytes:
    """What is written to it can be read; the core has no files."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.parts.append(part)
        return len(part)

    def read(self) -> bytes:
        return b"".join(self.parts)


__all__ = [
    "LANGUAGES",
    "Language",
    "Translations",
    "name_of",
    "own_catalogue",
    "read_catalogue",
]
