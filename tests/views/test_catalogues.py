# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The catalogues: whole, in step with the source, and right in every plural."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

from gettext import c2py
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from babel import Locale
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from checkout_core.views import LANGUAGES
from checkout_core.views.language import own_catalogue, read_catalogue
from tests.factories.spoken import texts
from tests.paths import ROOT, SOURCE


if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message


FOLDER = SOURCE / "views" / "catalogues"
TRANSLATED = [each for each in LANGUAGES if each != "en"]
#: Messages that are the same word in a language and in English.
SAME = {
    "de": {
        *("Himachal Pradesh", "Punjab", "Chandigarh", "Uttarakhand", "Haryana"),
        *("Delhi", "Rajasthan", "Uttar Pradesh", "Bihar", "Sikkim", "Nagaland"),
        *("Arunachal Pradesh", "Manipur", "Mizoram", "Tripura", "Meghalaya"),
        *("Assam", "Jharkhand", "Odisha", "Chhattisgarh", "Madhya Pradesh"),
        *("Gujarat", "Maharashtra", "Karnataka", "Goa", "Lakshadweep", "Kerala"),
        *("Tamil Nadu", "Puducherry", "Telangana", "Andhra Pradesh", "Ladakh"),
    }
}


def catalogue(path: Path) -> Catalog:
    """Return the catalogue or template in a file."""
    return read_po(path.read_text("utf-8").splitlines(keepends=True))


def of_language(name: str) -> Catalog:
    """Return the catalogue that translators write."""
    return catalogue(FOLDER / name / "LC_MESSAGES" / "checkout_core.po")


def messages(of: Catalog) -> dict[Any, Message]:
    """Return the messages by their English, without the head."""
    return {each.id: each for each in of if each.id}


def forms(translated: Message) -> tuple[str, ...]:
    """Return a translation's plural forms, one if it has no plural."""
    found = translated.string
    return (found,) if isinstance(found, str) else tuple(found or ())


def english(of: Message) -> tuple[str, ...]:
    """Return a message for one thing and for several."""
    return (of.id,) if isinstance(of.id, str) else tuple(of.id)


def facts(text: str) -> set[str]:
    """Return the words in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


TEMPLATE = catalogue(FOLDER / "checkout_core.pot")
MESSAGES = messages(TEMPLATE)


def test_the_template_has_what_the_source_says(tmp_path: Path) -> None:
    """A new message is seen: extract it, and every catalogue lacks it."""
    found = tmp_path / "found.pot"
    options = ["--add-location=file", "--sort-by-file", "--omit-header"]
    extract = ["pybabel", "-q", "extract", "-F", str(ROOT / "pyproject.toml")]
    pybabel: Any = CommandLineInterface()
    pybabel.run([*extract, *options, "-o", str(found), str(SOURCE.parent)])

    def where(each: Message) -> set[str]:
        return {path.split("checkout_core/")[-1] for path, _ in each.locations}

    now = messages(catalogue(found))

    assert {id_: where(each) for id_, each in MESSAGES.items()} == {
        id_: where(each) for id_, each in now.items()
    }


def test_the_commands_of_the_page_work(tmp_path: Path) -> None:
    """They start a language, and change nothing where nothing is new."""
    page = (ROOT / "docs" / "how-to" / "languages.md").read_text("utf-8")
    commands = re.findall("^ *pybabel (.+)$", page, re.MULTILINE)
    shutil.copytree(SOURCE, tmp_path / "src" / "checkout_core")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for each in commands:
        # A language that the package does not have, whichever it has by now.
        words = each.replace("-l fr", "-l eo").split()
        pybabel = [sys.executable, "-m", "babel.messages.frontend", *words]
        subprocess.run(pybabel, cwd=tmp_path, capture_output=True, check=True)
    written = tmp_path / FOLDER.relative_to(ROOT)

    def said(path: Path) -> dict[Any, Any]:
        return {id_: x.string for id_, x in messages(catalogue(path)).items()}

    names = [f"{each}/LC_MESSAGES/checkout_core.po" for each in TRANSLATED]
    for name in ("checkout_core.pot", *names):
        assert said(FOLDER / name) == said(written / name)
    begun = said(written / "eo" / "LC_MESSAGES" / "checkout_core.po")
    assert set(MESSAGES) == set(begun)


def test_every_module_that_speaks_is_searched() -> None:
    """A module that marks messages stands in pyproject, or they would not be found."""
    says = re.compile(
        r"(?<![a-z])(messages?|(words|language)\.(text|many))\(\s*\""
    ).search
    found = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*.py")
        if says(path.read_text("utf-8"))
    }
    searched = {
        path.split("src/")[-1]
        for each in MESSAGES.values()
        for path, _ in each.locations
    }

    assert "checkout_core/views/receipt.py" in found
    assert set() == found - searched


def test_every_message_is_read_by_someone() -> None:
    """None is left from what is no longer said, and all that is said is known."""
    heard = Listener()
    for text in texts():
        text(translations=heard)

    # What a receipt calls points is their number, which is a message of its own.
    assert heard.messages - {"{granted}"} == {english(x)[0] for x in MESSAGES.values()}


class Listener:
    """A catalogue that knows no message and notes each that it is asked for."""

    def __init__(self) -> None:
        self.messages: set[str] = set()

    def gettext(self, message: str, /) -> str:
        """Return *message* as it is."""
        self.messages.add(message)
        return message

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Return the English for *number* things."""
        self.messages.add(singular)
        return singular if number == 1 else plural


def test_every_language_has_a_catalogue() -> None:
    """One line of the table and one file for each."""
    assert sorted(TRANSLATED) == sorted(each.parent.name for each in FOLDER.glob("*/*"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_is_complete(language: str) -> None:
    """It has every message of the template and no other, and none is left open."""
    found = messages(of_language(language))

    assert set(MESSAGES) == set(found)
    assert [] == [each.id for each in found.values() if not all(forms(each))]
    assert [] == [each.id for each in found.values() if each.fuzzy]
    assert {} == dict(of_language(language).obsolete)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_no_english(language: str) -> None:
    """A message that has words is said in other words."""
    same = {
        text
        for each in messages(of_language(language)).values()
        for text in forms(each)
        if text in english(each) and re.search("[a-z]", re.sub("{[a-z]+}", "", text))
    }

    assert SAME.get(language, set()) == same


#: What a thing of the English messages is called in every language: a part of the word
#: that all its forms have.
TERMS = {
    "coupon": {"hi": "कूपन", "ta": "கூப்ப", "de": "utschein", "ar": "كوبون"},
    "promotion": {"hi": "ऑफ़र", "ta": "சலுகை", "de": "ktion", "ar": "عرو?ض"},
    "offer": {"hi": "ऑफ़र", "ta": "சலுகை", "de": "ngebot", "ar": "عرو?ض"},
    "cart": {"hi": "कार्ट", "ta": "கார்ட்", "de": "arenkorb", "ar": "سل[ةت]"},
    "shipping": {"hi": "शिपिंग", "ta": "டெலிவரி", "de": "ersand", "ar": "شحن"},
    "handling": {"hi": "हैंडलिंग", "ta": "கையாளுதல்", "de": "earbeitung", "ar": "مناولة"},
    "charges?": {"hi": "शुल्क", "ta": "கட்டண", "de": "ebühr", "ar": "رسوم"},
    "taxable value": {
        "hi": "कर योग्य मूल्य",
        "ta": "வரிக்குரிய மதிப்பு",
        "de": "emessungsgrundlage",
        "ar": "المبلغ الخاضع للضريبة",
    },
    "points?": {"hi": "पॉइंट", "ta": "புள்ளி", "de": "unkt", "ar": "نقا?ط|نقطة"},
    "credit": {"hi": "क्रेडिट", "ta": "கிரெடிட்", "de": "uthaben", "ar": "رصيد"},
    "cess": {"hi": "उपकर", "ta": "செஸ் வரி", "de": "usatzabgabe", "ar": "رسم إضافي"},
    "lines?": {"hi": "मद", "ta": "உருப்படி", "de": "osition", "ar": "بن[دو]"},
    "goods": {"hi": "सामान", "ta": "பொருட்க", "de": "Ware", "ar": "سلع"},
}
#: Other things of the same name; "credit" alone is a kind of card.
OTHER = re.compile("[Cc]redit [Nn]ote|[Rr]everse charge|^credit$")


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("term", TERMS)
def test_a_thing_has_one_name(term: str, language: str) -> None:
    """A shopper reads of a coupon everywhere, not of a voucher elsewhere."""
    said = re.compile(rf"\b{term}\b", re.IGNORECASE).search
    own = re.compile(TERMS[term][language]).search
    found = messages(of_language(language)).values()
    about = [
        each
        for each in found
        if said(OTHER.sub("", re.sub("{[a-z]+}", "", english(each)[0])))
    ]

    assert about
    assert [] == [
        (each.id, text) for each in about for text in forms(each) if not own(text)
    ]


def forms_of_one_number(language: str) -> set[int]:
    """Return the plural forms that stand for a single number, by CLDR."""
    plural = Locale.parse(language).plural_form
    tags = ["zero", "one", "two", "few", "many", "other"]
    used = [each for each in tags if each in {plural(n) for n in range(200)}]
    counts = [[plural(n) for n in range(200)].count(each) for each in used]
    return {i for i, count in enumerate(counts) if count == 1}


def test_forms_of_one_number() -> None:
    """In Arabic none, one and two have words of their own; in Hindi 0 is as 1."""
    assert ({0, 1, 2}, set(), {0}, {0}) == tuple(
        forms_of_one_number(each) for each in ("ar", "hi", "ta", "de")
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_same_facts(language: str) -> None:
    """Only a form for a single number may say it in words."""
    alone = forms_of_one_number(language)
    wrong = []
    for each in messages(of_language(language)).values():
        expected = set().union(*map(facts, english(each)))
        for i, text in enumerate(forms(each)):
            may_lack = {"number"} if len(forms(each)) > 1 and i in alone else set()
            if not expected - may_lack <= facts(text) <= expected:
                wrong.append((each.id, text))

    assert [] == wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    """As many as CLDR has, told apart as CLDR tells whole numbers apart."""
    found = of_language(language)
    plural = Locale.parse(language).plural_form
    index = c2py(found.plural_expr)
    told = {(plural(n), index(n)) for n in range(1000)}

    assert len(told) == len(dict(told)) == len({i for _, i in told})
    assert {found.num_plurals} == {
        len(forms(each))
        for each in messages(found).values()
        if not isinstance(each.id, str)
    }
    # French, Spanish, Italian and Portuguese have a form for whole millions.
    assert found.num_plurals == len({plural(n) for n in (*range(1000), 10**6)})


POINTS = ("{number} point", "{number} points")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ar",
            {
                0: "{number} نقطة",
                1: "نقطة واحدة",
                2: "نقطتان",
                3: "{number} نقاط",
                11: "{number} نقطة",
                100: "{number} نقطة",
                103: "{number} نقاط",
            },
        ),
        ("de", {0: "{number} Punkte", 1: "{number} Punkt", 2: "{number} Punkte"}),
        ("ta", {0: "{number} புள்ளிகள்", 1: "{number} புள்ளி", 2: "{number} புள்ளிகள்"}),
    ],
)
def test_points_in_their_plural(language: str, expected: dict[int, str]) -> None:
    """Each number takes the form that the language has for it."""
    own = own_catalogue(language)

    assert own is not None
    assert expected == {n: own.ngettext(*POINTS, n) for n in expected}


def test_none_is_as_one_in_hindi() -> None:
    """CLDR has 0 and 1 in one form: 0 मद, 1 मद, 2 मदें."""
    own = own_catalogue("hi")

    assert own is not None
    assert ["{number} मद", "{number} मद", "{number} मदें"] == [
        own.ngettext("{number} line", "{number} lines", n) for n in range(3)
    ]


def test_an_installed_package_has_compiled_catalogues(tmp_path: Path) -> None:
    """Where the source of a catalogue is not shipped, its compiled form is read."""
    with (tmp_path / "checkout_core.mo").open("wb") as file:
        write_mo(file, of_language("de"))
    built = read_catalogue(tmp_path)

    assert ("Summe", "{number} Punkte") == (
        built.gettext("Total"),
        built.ngettext(*POINTS, 3),
    )
