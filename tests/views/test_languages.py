# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501, RUF001 - golden texts; expected == actual
"""What people read in their own language: no word is left in English."""

from __future__ import annotations

import re

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

import attrs
import babel
import pytest

from babel import Locale
from babel.numbers import format_currency
from hypothesis import given

from checkout_core import CheckoutError, dumps
from checkout_core.money.parse import currency_of
from checkout_core.testing import strategies as ours
from checkout_core.views import (
    LANGUAGES,
    Language,
    Translations,
    explain,
    receipt,
    refusal_text,
    svg,
)
from checkout_core.views.language import MEASURES, name_of, own_catalogue
from checkout_core.views.layout import columns
from checkout_core.views.paper import paper_of
from tests.factories.carts import AT, checkout, line
from tests.factories.faults import faults
from tests.factories.spoken import less, sold, tees, texts


if TYPE_CHECKING:
    from checkout_core import Quote


INR = currency_of("INR")
LETTERS = re.compile("[A-Za-z]+")
#: Marks of direction and isolates.
ISOLATES = re.compile("[\u2066-\u2069]")
MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")
#: What stays in Latin letters: names of taxes, codes of units, and the symbol "US$".
LATIN = {"CGST", "SGST", "UTGST", "IGST", "GST", "GMS", "KGS", "US"}


def signs(language: str) -> set[str]:
    """Return the letters of CLDR's signs of units: some are Latin ones in Tamil too."""
    words = Language.of(language, INR)
    written = [words.measure(number, each) for each in MEASURES for number in (1, 2)]
    return set(LETTERS.findall(" ".join(written)))


@pytest.mark.parametrize("language", ["hi", "ar"])
def test_signs_of_units(language: str) -> None:
    """They have letters of the language, a tonne as well as a gram."""
    assert set() == signs(language)


@pytest.mark.parametrize("language", ["hi", "ta", "ar"])
def test_no_word_is_english(language: str) -> None:
    """Of all that can be read, only taxes and units are in Latin letters."""
    found = {
        word for text in texts() for word in LETTERS.findall(text(locale=language))
    }

    assert set() == found - LATIN - signs(language)


class Cyrillic:
    """A catalogue that has a translation of everything: no Latin letter is left."""

    @staticmethod
    def gettext(message: str, /) -> str:
        """Return *message* with another letter for each outside braces."""
        parts = re.split("({[a-z]+})", message)
        return "".join(x if x[:1] == "{" else re.sub("[A-Za-z]", "ж", x) for x in parts)

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Return the same of the one or the other."""
        return self.gettext(singular if number == 1 else plural)


@given(ours.documents())
def test_whatever_is_said_can_be_translated(document: ours.Document) -> None:
    """A text that had not passed a catalogue would have letters of its own."""
    order, store = sold(document)
    said = receipt(order, translations=Cyrillic())
    said += explain(order, store, translations=Cyrillic())
    theirs = set(LETTERS.findall(dumps(document).replace("\\n", " ")))

    # Lists and units are CLDR's, in English here: rupees have that of India.
    of_cldr = {"and", "or"} | signs("en") | signs("en_IN")
    assert set() == set(LETTERS.findall(said)) - theirs - LATIN - of_cldr


# Whole texts ----------------------------------------------------------------------

TEA: dict[str, Any] = {
    "at": AT,
    "cart": {
        "currency": "INR",
        "cart_items": [
            line("A 2 x 280.00 at 5 inside", product_name="Assam tea"),
            line("B 1 x 450.00 at 5", product_name="Diya"),
        ],
        "shipping_address": {"state": "Karnataka"},
    },
    "store": {"promotions": [less(10, "Ten")], "tax": {"seller_state": "Karnataka"}},
}

PAPERS = {
    "hi_IN": """\
                      22 नव॰ 2026, 12:00
----------------------------------------
Assam tea                        ₹560.00
  2 × ₹280.00, 5% कर शामिल
Diya                             ₹450.00
  1 × ₹450.00, 5% कर अतिरिक्त
----------------------------------------
2 मदें, 3 इकाइयाँ                 ₹1,010.00
Ten                             -₹101.00
मूल्यों में जोड़ा गया कर                ₹20.26
========================================
कुल                               ₹929.26
देय राशि                          ₹929.26
========================================
कुल में शामिल कर                     ₹44.26
  ₹885.00 पर CGST 2.5%            ₹22.13
  ₹885.00 पर SGST 2.5%            ₹22.13
========================================
आपकी बचत                         ₹103.24
  Ten                            ₹101.00
  कर में बचत                         ₹2.24""",
    "ta_IN": """\
                     22 நவ., 2026, 12:00
----------------------------------------
Assam tea                       ₹~560.00
  2 × ₹~280.00, 5% வரி உட்பட
Diya                            ₹~450.00
  1 × ₹~450.00, 5% வரி கூடுதல்
----------------------------------------
2 உருப்படிகள், 3 எண்ணிக்கை        ₹~1,010.00
Ten                            -₹~101.00
விலையுடன் சேர்க்கப்பட்ட வரி           ₹~20.26
========================================
மொத்தம்                           ₹~929.26
செலுத்த வேண்டிய தொகை              ₹~929.26
========================================
மொத்தத்தில் வரி                     ₹~44.26
  ₹~885.00 மீது CGST 2.5%         ₹~22.13
  ₹~885.00 மீது SGST 2.5%         ₹~22.13
========================================
உங்கள் சேமிப்பு                    ₹~103.24
  Ten                           ₹~101.00
  வரியில் சேமிப்பு                  ₹~2.24""",
    "de_AT": """\
                       22.11.2026, 12:00
----------------------------------------
Assam tea                       ₹~560,00
  2 × ₹~280,00, inkl. 5~% Steuer
Diya                            ₹~450,00
  1 × ₹~450,00, zzgl. 5~% Steuer
----------------------------------------
2 Positionen, 3 Stück         ₹~1.010,00
Ten                            -₹~101,00
Zuzüglich Steuer                 ₹~20,26
========================================
Summe                           ₹~929,26
Zu zahlen                       ₹~929,26
========================================
Enthaltene Steuer                ₹~44,26
  CGST 2,5~% auf ₹~885,00        ₹~22,13
  SGST 2,5~% auf ₹~885,00        ₹~22,13
========================================
Ihre Ersparnis                  ₹~103,24
  Ten                           ₹~101,00
  Ersparte Steuer                 ₹~2,24""",
    "ar_EG": """\
                     22/11/2026، 12:00 م
----------------------------------------
Assam tea                       560.00~₹
  2 × 280.00~₹، شامل ضريبة 5%
Diya                            450.00~₹
  1 × 450.00~₹، تُضاف ضريبة 5%
----------------------------------------
بندان، 3 وحدات                1,010.00~₹
Ten                            -101.00~₹
ضريبة مضافة إلى الأسعار          20.26~₹
========================================
الإجمالي                        929.26~₹
المبلغ المستحق                  929.26~₹
========================================
الضريبة ضمن الإجمالي             44.26~₹
  CGST 2.5% على 885.00~₹         22.13~₹
  SGST 2.5% على 885.00~₹         22.13~₹
========================================
وفّرت                            103.24~₹
  Ten                           101.00~₹
  ضريبة موفَّرة                     2.24~₹""",
    "ja_JP": """\
                        2026/11/22 12:00
----------------------------------------
Assam tea                        ₹560.00
  2 x ₹280.00, 5% tax included
Diya                             ₹450.00
  1 x ₹450.00, plus 5% tax
----------------------------------------
2 lines, 3 units               ₹1,010.00
Ten                             -₹101.00
Tax added to prices               ₹20.26
========================================
Total                            ₹929.26
To be paid                       ₹929.26
========================================
Tax in the total                  ₹44.26
  CGST 2.5% on ₹885.00            ₹22.13
  SGST 2.5% on ₹885.00            ₹22.13
========================================
You saved                        ₹103.24
  Ten                            ₹101.00
  Tax saved                        ₹2.24""",
}


def bare(text: str) -> str:
    """Return *text* without marks of direction, fixed blanks as ~ and narrow ones as ^."""
    return MARKS.sub("", text).replace("\u00a0", "~").replace("\u202f", "^")


@pytest.mark.parametrize("locale", PAPERS)
def test_a_receipt(locale: str) -> None:
    """Words, numbers and the date are those of the place; names stay as they are."""
    if locale == "ta_IN" and format_currency(1, "INR", locale=locale) == "₹1.00":
        pytest.skip(
            f"Babel {babel.__version__} writes amounts in Tamil without a blank"
        )
    order, _ = sold(TEA)

    assert PAPERS[locale] == bare(receipt(order, locale=locale, width=40))


STORIES = {
    "hi_IN": """\
Assam tea: 2 × ₹280.00 का मूल्य ₹560.00 है, 5% कर शामिल।
Diya: 1 × ₹450.00 का मूल्य ₹450.00 है, 5% कर अतिरिक्त।
सभी मदों का जोड़ ₹1,010.00 है।

ऑफ़र “Ten” से मिलता है: पूरे कार्ट पर 10% की छूट।
ऑफ़र “Ten” ने ₹101.00 घटाए, जो इन मदों के उससे पहले के जोड़ ₹1,010.00 का 10% है:
  Assam tea: ₹560.00 में से ₹56.00 की छूट।
  Diya: ₹450.00 में से ₹45.00 की छूट।
इससे ₹103.24 की बचत होती है: मूल्यों पर ₹101.00 और उन पर लगने वाले कर में ₹2.24।

आपूर्ति का स्थान कर्नाटक है, जहाँ विक्रेता है, इसलिए कर दो बराबर हिस्सों में है: CGST और SGST।
Assam tea पर कर: 2.5% की दर से CGST ₹12.00 और 2.5% की दर से SGST ₹12.00, मूल्य में शामिल; कर योग्य मूल्य ₹480.00 है।
Diya पर कर: 2.5% की दर से CGST ₹10.13 और 2.5% की दर से SGST ₹10.13, मूल्य के अतिरिक्त; कर योग्य मूल्य ₹405.00 है।
मूल्यों पर अलग से लगने वाला कर ₹20.26 जोड़ता है।
कर कुल ₹44.26 है।

कुल मिलाकर ग्राहक ₹103.24 बचाता है।
कुल राशि ₹929.26 है।
देय राशि ₹929.26 है।""",
    "ar_EG": """\
Assam tea: 2 × 280.00~₹ يساوي 560.00~₹، شامل ضريبة 5%.
Diya: 1 × 450.00~₹ يساوي 450.00~₹، تُضاف ضريبة 5%.
مجموع كل البنود 1,010.00~₹.

العرض «Ten» يمنح: خصم 10% على كل شيء.
العرض «Ten» خصم 101.00~₹، أي 10% من 1,010.00~₹ وهو مجموع هذه البنود قبله:
  Assam tea: خصم 56.00~₹ من 560.00~₹.
  Diya: خصم 45.00~₹ من 450.00~₹.
يوفر 103.24~₹: 101.00~₹ من الأسعار و2.24~₹ من الضريبة المضافة إليها.

مكان التوريد هو كارناتاكا حيث يوجد البائع، لذلك تنقسم الضريبة إلى نصفين متساويين: CGST وSGST.
الضريبة على Assam tea: CGST بنسبة 2.5%: 12.00~₹ وSGST بنسبة 2.5%: 12.00~₹، ضمن السعر؛ والمبلغ الخاضع للضريبة 480.00~₹.
الضريبة على Diya: CGST بنسبة 2.5%: 10.13~₹ وSGST بنسبة 2.5%: 10.13~₹، تُضاف إلى السعر؛ والمبلغ الخاضع للضريبة 405.00~₹.
الضريبة المضافة إلى الأسعار تزيد 20.26~₹.
إجمالي الضريبة 44.26~₹.

إجمالًا يوفر المشتري 103.24~₹.
الإجمالي 929.26~₹.
المبلغ المستحق 929.26~₹.""",
}


@pytest.mark.parametrize("locale", STORIES)
def test_an_explanation(locale: str) -> None:
    """Each sentence is whole in its own language."""
    order, store = sold(TEA)

    assert STORIES[locale] == bare(explain(order, store, locale=locale))


# Columns and directions -------------------------------------------------------------


@cache
def demo() -> Quote:
    """Return an order with much on it, in letters of several directions."""
    goods = [
        line("A 2 x 280.00 at 5 inside", product_name="שלום Tea (250 g)"),
        line("B 1 x 450.00 at 5", product_name="A long name that is wrapped twice"),
        line("C 9 x 99999.99 at 18 inside", product_name="سكر 1 kg"),
    ]
    order, _ = sold(checkout(goods, less(10, "Ten, 10% off"), cart=SHIPPED))
    return order


SHIPPED = {"shipping": {"estimated_cost": "40.00", "tax_rate": "18"}}
AMOUNT = re.compile(r"(-?)[^\d-]*([\d.,]*\d)\D*$")


def amounts(text: str) -> list[str]:
    """Return the digits of the figures, below the goods' notes."""
    found = [AMOUNT.search(x) for x in bare(text).splitlines() if "₹" in x]
    return [f"{x[1]}{re.sub('[.,]', '', x[2])}" for x in found if x]


@pytest.mark.parametrize("locale", ["hi_IN", "ta_IN", "de_DE", "de_AT", "ar_EG", "ar"])
def test_the_figures_are_those_of_the_english_receipt(locale: str) -> None:
    """Digit for digit and in the same order, so they add up as those do."""
    assert amounts(receipt(demo(), width=100)) == amounts(
        receipt(demo(), locale=locale, width=100)
    )


@pytest.mark.parametrize("locale", [*LANGUAGES, "ar_EG", "de_CH", "fa_IR"])
@pytest.mark.parametrize("width", [32, 42, 48, 64, 240])
def test_no_line_is_wider_than_the_paper(locale: str, width: int) -> None:
    """Every figure ends at the margin; marks of direction take no column."""
    lines = receipt(demo(), locale=locale, width=width).splitlines()

    assert {width} == {columns(x) for x in lines if x.rstrip(PDI)[-1:] in "₹-="}
    assert width == max(map(columns, lines))


PDI = "\u2069"


@pytest.mark.parametrize("width", [32, 48, 100])
def test_a_line_that_runs_from_the_right_stands_alone(width: int) -> None:
    """It begins with its mark, and ends each isolate that it begins."""
    order = demo()
    told = explain(order, locale="ar").splitlines()
    lines = [
        *receipt(order, locale="ar", width=width).splitlines(),
        *filter(None, told),
    ]

    assert {"\u200f"} == {each[0] for each in lines}
    assert set(range(1)) == {
        len(re.findall("[\u2066-\u2068]", each)) - each.count(PDI) for each in lines
    }


def test_names_are_isolated_among_words_from_the_right() -> None:
    """A name that is wrapped keeps its own direction on both lines."""
    lines = receipt(demo(), locale="ar", width=32).splitlines()

    names = [each.split("\u2069  ")[0] for each in lines[4:6]]

    assert [
        "\u200f\u2068A long name that is\u2069",
        "\u200f\u2068wrapped twice",
    ] == names
    assert lines[2].startswith("\u200f\u2068שלום Tea (250 g)\u2069  ")


def test_what_is_said_of_isolated_parts_runs_from_the_right() -> None:
    """It has no letter of its own, and would run from the left beside its parts."""
    arabic = Language.of("ar", INR)
    cess = arabic.text("{tax} {rate}", tax=arabic.text("Cess"), rate="12%")

    assert "\u2068رسم إضافي\u2069 \u206812%\u2069" == cess
    assert f"\u2067{cess}\u2069: \u20685\u2069" == arabic.text(
        "{tax}: {amount}", tax=cess, amount="5"
    )


def test_an_isolate_that_is_wrapped_begins_again_as_it_was() -> None:
    """Each line ends what it has open; an end without a beginning is left alone."""
    arabic = Language.of("ar", INR)

    assert (
        "\u200f\u2067a \u2068b\u2069\u2069\n\u200f\u2067\u2068c\u2069 d\u2069\u2069"
        == arabic.page(["\u2067a \u2068b", "c\u2069 d\u2069\u2069"])
    )


def test_words_from_the_left_have_no_marks() -> None:
    """Not even where the locale is written from the right but has no catalogue."""
    texts_ = [receipt(demo(), locale=each) for each in (None, "hi", "de", "fa_IR")]

    assert [None] * 4 == [ISOLATES.search(each) for each in texts_]


def test_the_figures_of_a_column_end_below_each_other() -> None:
    """They are filled up from their left, within an isolate that runs to the right."""
    found = paper_of(demo(), "ar", 48).amount("1", Decimal("5.00"))

    assert [
        "1" + " " * 31 + "\u2066" + " " * 10 + "\u2068\u200f5.00\u00a0₹\u2069\u2069"
    ] == found


# Locales ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (None, ("Total", "en", "ltr")),
        ("en_US", ("Total", "en", "ltr")),
        ("hi", ("कुल", "hi", "ltr")),
        ("hi_IN", ("कुल", "hi-IN", "ltr")),
        ("ta_LK", ("மொத்தம்", "ta-LK", "ltr")),
        ("de_AT", ("Summe", "de-AT", "ltr")),
        ("ar_EG", ("الإجمالي", "ar-EG", "rtl")),
        ("ja_JP", ("Total", "en", "ltr")),
        ("fa_IR", ("Total", "en", "ltr")),
        ("hi_Latn_IN", ("Total", "en", "ltr")),
    ],
)
def test_a_locale_has_the_words_of_its_language(
    locale: str | None, expected: tuple[str, str, str]
) -> None:
    """A region has the words of its language; without a catalogue they are English."""
    found = Language.of(locale, INR)

    assert expected == (found.text("Total"), found.tag, found.direction)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (None, "-₹1.00"),
        ("hi_IN", "-₹1.00"),
        ("de_AT", "-₹\u00a01,00"),
        ("sv_SE", "\u22121,00\u00a0INR"),
        ("ar_AE", "\u200f\u200e-1.00\u00a0₹"),
        ("fa_IR", "\u200e\u2212\u200e₹\u00a01.00"),
    ],
)
def test_a_minus_is_that_of_the_locale(locale: str | None, expected: str) -> None:
    """In Arabic it stands left of Latin digits, by the mark that CLDR gives it."""
    assert expected == Language.of(locale, INR).money(Decimal(-1))


NOON = datetime(2026, 12, 1, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (None, "2026-12-01 10:05"),
        ("en_GB", "1 Dec 2026, 10:05"),
        ("en_US", "Dec 1, 2026, 10:05 AM"),
        ("hi_IN", "1 दिस॰ 2026, 10:05"),
        ("ta_IN", "1 டிச., 2026, 10:05"),
        ("es_MX", "1 dic 2026, 10:05 a.m."),
        ("ru_RU", "1 дек. 2026 г., 10:05"),
        ("de_DE", "01.12.2026, 10:05"),
        ("ar_EG", "01/12/2026، 10:05 ص"),
        ("ja_JP", "2026/12/01 10:05"),
    ],
)
def test_a_moment(locale: str | None, expected: str) -> None:
    """A date is written as the locale has it, by ISO 8601 if none is named."""
    found = bare(Language.of(locale, INR).moment(NOON))

    # CLDR changes the blank before "AM" and its case from release to release.
    assert expected == re.sub("[~^]", " ", found).replace("am", "AM")


def test_a_moment_is_in_its_own_time_zone() -> None:
    """Noon in India is noon on the receipt."""
    order, _ = sold(TEA)

    assert receipt(order, locale="de_DE").lstrip().startswith("22.11.2026, 12:00")


def test_lists_are_those_of_the_language() -> None:
    """With English words they are English, in the manner of the British."""
    found = {
        each: bare(Language.of(each, INR).listed(["1", "2", "3"]))
        for each in ("en_US", "ja_JP", "hi_IN", "de_DE", "ar_EG")
    }
    # Babel 2.18 has a comma there.
    found["hi_IN"] = found["hi_IN"].replace(", और", " और")

    assert {
        "en_US": "1, 2 and 3",
        "ja_JP": "1, 2 and 3",
        "hi_IN": "1, 2 और 3",
        "de_DE": "1, 2 und 3",
        "ar_EG": "1 و2 و3",
    } == found


# The host's own catalogue -----------------------------------------------------------


WORDS = {"Total": "Endbetrag", "To be paid": "お支払い", "{number} line": "{number}行"}


class House(NullTranslations):
    """A host that calls the total something else, and speaks some Japanese."""

    def gettext(self, message: str) -> str:
        """Return the host's own words, or the message."""
        return WORDS.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the host's own words, or the English."""
        return WORDS.get(msgid1, super().ngettext(msgid1, msgid2, n))


def test_the_host_is_asked_first() -> None:
    """Then this package, then the message is English."""
    german = Language.of("de_DE", INR, House())
    japanese = Language.of("ja_JP", INR, House())

    assert ("Endbetrag", "Versand", "de-DE") == (
        german.text("Total"),
        german.text("Shipping"),
        german.tag,
    )
    assert ("お支払い", "Shipping", "2行", "3 units", "ja-JP") == (
        japanese.text("To be paid"),
        japanese.text("Shipping"),
        japanese.many("{number} line", "{number} lines", 2),
        japanese.many("{number} unit", "{number} units", 3),
        japanese.tag,
    )


def test_the_host_may_reword_english() -> None:
    """The default locale takes a catalogue too."""
    order, _ = sold(TEA)
    lines = receipt(order, translations=House()).splitlines()

    assert any(each.startswith("Endbetrag ") for each in lines)


def test_a_catalogue_that_does_not_know_a_message() -> None:
    """Ours is asked next, for one thing and for several."""
    german = Language.of("de", INR, NullTranslations())
    lines = "{number} line", "{number} lines"

    assert ["1 Position", "3 Positionen"] == [german.many(*lines, n) for n in (1, 3)]
    assert "Versand" == german.text("Shipping")


def test_a_catalogue_that_knows_a_message_is_heard() -> None:
    """Ours is not asked then."""
    german = Language.of("de", INR, House())
    lines = "{number} line", "{number} lines"

    assert "3行" == german.many(*lines, 3)


def test_facts_are_isolated_among_words_from_the_right() -> None:
    """A Latin name or a number keeps its own direction; elsewhere nothing is added."""
    order, lines = "for order {number}", ("{number} line", "{number} lines")
    arabic, english = Language.of("ar", INR), Language.of(None, INR)

    assert "للطلب \u2068A-1\u2069" == arabic.text(order, number="A-1")
    assert "\u20683\u2069 بنود" == arabic.many(*lines, 3)
    assert "for order A-1" == english.text(order, number="A-1")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("hi_IN", "hi"), ("sr_Latn", "sr_Latn"), ("zh_Hant_TW", "zh_Hant")],
)
def test_a_catalogue_is_named_by_language_and_script(
    locale: str, expected: str
) -> None:
    """A country does not change it; another script is other words."""
    assert expected == name_of(Locale.parse(locale))


class Wrong(NullTranslations):
    """A host whose translation names a fact that the message does not have."""

    def __init__(self, said: object) -> None:
        super().__init__()
        self.said = said

    def gettext(self, message: str) -> str:
        """Return the same for every message."""
        return self.said  # type: ignore[return-value]

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the same for every message and number."""
        return self.said  # type: ignore[return-value]


@pytest.mark.parametrize(
    "said",
    [
        "{price} in all",
        "{0}",
        "{}",
        "{",
        "}",
        "{name.first}",
        "{name[first]}",
        "{name[0]}",
        "{count:d}",
        "{count:>9999999999}",
        "{count:{name}}",
        "{name!r}",
        7,
    ],
)
def test_a_translation_with_other_facts(said: Any) -> None:
    """It is refused with the translation and the facts that there are."""
    words = Language.of(None, INR, Wrong(said))
    with pytest.raises(CheckoutError) as caught:
        words.text("{count} of {name}", count="2", name="Tea")

    (found,) = caught.value.faults
    assert ("translations", "bad_translation", said) == (
        found.path,
        found.code,
        found.value,
    )
    assert found.message.endswith("the message has {count}, {name}")


@pytest.mark.parametrize("nothing", ["", None])
def test_an_empty_translation(nothing: Any) -> None:
    """It is none, as in gettext: the words of this package stand."""
    words = Language.of("de_DE", INR, Wrong(nothing))

    assert ("Summe", "2 Positionen") == (
        words.text("Total"),
        words.many("{number} line", "{number} lines", 2),
    )


def test_a_translation_of_a_message_without_facts() -> None:
    """It can have none."""
    with pytest.raises(CheckoutError, match="the message has none"):
        Language.of(None, INR, Wrong("{x}")).text("Total")


@pytest.mark.parametrize("translations", ["de", 7, {"Total": "Summe"}])
def test_what_has_no_translations(translations: Any) -> None:
    """It is refused with the field."""
    order, _ = sold(TEA)
    with pytest.raises(CheckoutError) as caught:
        receipt(order, translations=translations)

    assert [("translations", "wrong_type")] == faults(caught.value)


def test_translations_of_the_standard_library_are_catalogues() -> None:
    """So are those of Babel and Django, which are made of them."""
    assert isinstance(NullTranslations(), Translations)
    assert isinstance(own_catalogue("hi"), NullTranslations)


def test_a_language_without_a_catalogue_has_none() -> None:
    """English is what messages are written in."""
    assert [None, None] == [own_catalogue(each) for each in ("en", "ja")]


# Refusals ---------------------------------------------------------------------------


def test_a_refusal_in_the_shopper_s_language() -> None:
    """The document keeps its English; the sentence is made of the same facts."""
    order, _ = sold(tees(less(5, minimum_order_total=320)))
    (one,) = order.refusals

    assert (
        "Add ₹120.00 more to use this offer.",
        "Add ₹120.00 more to use this offer.",
        "इस ऑफ़र के लिए ₹120.00 की ख़रीदारी और करें।",
        "Kaufen Sie noch für 120,00~₹ ein, um dieses Angebot zu nutzen.",
    ) == (
        one.message,
        refusal_text(one, order),
        refusal_text(one, order, locale="hi_IN"),
        bare(refusal_text(one, order, locale="de_DE")),
    )


MISSING = {
    "hi_IN": [
        "इस ऑफ़र के लिए T की 1 और इकाई जोड़ें।",
        "इस ऑफ़र के लिए T की 2 और इकाइयाँ जोड़ें।",
        "इस ऑफ़र के लिए T की 5 और इकाइयाँ जोड़ें।",
        "इस ऑफ़र के लिए 1 और वस्तु जोड़ें।",
        "इस ऑफ़र के लिए 2 और वस्तुएँ जोड़ें।",
        "इस ऑफ़र के लिए 5 और वस्तुएँ जोड़ें।",
    ],
    "ta_IN": [
        "இந்தச் சலுகையைப் பயன்படுத்த T இன்னும் 1 எண்ணிக்கை சேர்க்கவும்.",
        "இந்தச் சலுகையைப் பயன்படுத்த T இன்னும் 2 எண்ணிக்கை சேர்க்கவும்.",
        "இந்தச் சலுகையைப் பயன்படுத்த T இன்னும் 5 எண்ணிக்கை சேர்க்கவும்.",
        "இந்தச் சலுகையைப் பயன்படுத்த இன்னும் 1 பொருளைச் சேர்க்கவும்.",
        "இந்தச் சலுகையைப் பயன்படுத்த இன்னும் 2 பொருட்களைச் சேர்க்கவும்.",
        "இந்தச் சலுகையைப் பயன்படுத்த இன்னும் 5 பொருட்களைச் சேர்க்கவும்.",
    ],
    "de_DE": [
        "Legen Sie noch 1 × T dazu, um dieses Angebot zu nutzen.",
        "Legen Sie noch 2 × T dazu, um dieses Angebot zu nutzen.",
        "Legen Sie noch 5 × T dazu, um dieses Angebot zu nutzen.",
        "Legen Sie noch 1 Artikel dazu, um dieses Angebot zu nutzen.",
        "Legen Sie noch 2 Artikel dazu, um dieses Angebot zu nutzen.",
        "Legen Sie noch 5 Artikel dazu, um dieses Angebot zu nutzen.",
    ],
    "ar_AE": [
        "أضف وحدة أخرى من T لاستخدام هذا العرض.",
        "أضف وحدتين أخريين من T لاستخدام هذا العرض.",
        "أضف 5 وحدات أخرى من T لاستخدام هذا العرض.",
        "أضف منتجًا واحدًا آخر لاستخدام هذا العرض.",
        "أضف منتجين آخرين لاستخدام هذا العرض.",
        "أضف 5 منتجات أخرى لاستخدام هذا العرض.",
    ],
    "en_IN": [
        "Add 1 more of T to use this offer.",
        "Add 2 more of T to use this offer.",
        "Add 5 more of T to use this offer.",
        "Add 1 more item to use this offer.",
        "Add 2 more items to use this offer.",
        "Add 5 more items to use this offer.",
    ],
}


@pytest.mark.parametrize("locale", MISSING)
def test_units_that_are_missing(locale: str) -> None:
    """One, two and five of a product, then of any: each language counts its way."""
    order, _ = sold(
        checkout([line("1 1 x 9.00", product_name="T")], less(5, minimum_order_total=9))
    )
    (one,) = sold(tees(less(5, minimum_order_total=320)))[0].refusals
    short = [
        attrs.evolve(one, code="quantity_too_low", short_units=units, line=which)
        for which in (0, None)
        for units in (1, 2, 5)
    ]

    assert MISSING[locale] == [
        bare(refusal_text(each, order, locale=locale)) for each in short
    ]


def test_a_refusal_of_a_later_release() -> None:
    """A code without words here keeps the sentence that it was stored with."""
    order, _ = sold(tees(code="55"))
    later = attrs.evolve(order.refusals[0], code="too_late", message="Too\nlate.")

    assert "Too late." == refusal_text(later, order, locale="hi_IN")


def test_a_refusal_of_another_quote() -> None:
    """Its line would be another's."""
    order, _ = sold(tees(code="55"))
    other = attrs.evolve(order.refusals[0], line=7)
    with pytest.raises(CheckoutError) as caught:
        refusal_text(other, order)

    assert [("refusal", "refusal_of_another_quote")] == faults(caught.value)


def test_every_text_takes_a_locale() -> None:
    """Receipt, explanation, credit note, verdicts, refusals: none has its own rules."""
    for text in texts():
        with pytest.raises(CheckoutError, match="no such locale"):
            text(locale="xx_YY")


def test_words_that_are_no_unicode() -> None:
    """A picture of them can be drawn, and written in UTF-8."""
    order, _ = sold(TEA)

    assert svg(order, translations=Wrong("\ud800")).encode()


def test_a_moment_of_long_ago() -> None:
    """A year has four digits, as ISO 8601 has it."""
    at = datetime(1, 2, 3, 4, 5, tzinfo=UTC)

    assert "0001-02-03 04:05" == Language.of(None, INR).moment(at)
