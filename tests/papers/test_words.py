# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Amounts in words: what a reader of the words gets back, and words written by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from unicodedata import normalize

import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from checkout_core import CheckoutError
from checkout_core.papers.words import amount_in_words, number_in_words


#: Written by hand: rupees, the English and the Hindi words.
WRITTEN = [
    ("0", "Rupees Zero Only", "रुपये शून्य मात्र"),
    ("0.01", "Rupees Zero and Paise One Only", "रुपये शून्य और एक पैसे मात्र"),
    ("1.00", "Rupees One Only", "रुपये एक मात्र"),
    ("20", "Rupees Twenty Only", "रुपये बीस मात्र"),
    (
        "99.99",
        "Rupees Ninety-Nine and Paise Ninety-Nine Only",
        "रुपये निन्यानवे और निन्यानवे पैसे मात्र",
    ),
    ("100", "Rupees One Hundred Only", "रुपये एक सौ मात्र"),
    ("117.50", "Rupees One Hundred Seventeen and Paise Fifty Only", None),
    (
        "1054.24",
        "Rupees One Thousand Fifty-Four and Paise Twenty-Four Only",
        "रुपये एक हज़ार चौवन और चौबीस पैसे मात्र",
    ),
    (
        "1054024.05",
        "Rupees Ten Lakh Fifty-Four Thousand Twenty-Four and Paise Five Only",
        "रुपये दस लाख चौवन हज़ार चौबीस और पाँच पैसे मात्र",
    ),
    (
        "12345678",
        (
            "Rupees One Crore Twenty-Three Lakh Forty-Five Thousand Six Hundred"
            " Seventy-Eight Only"
        ),
        "रुपये एक करोड़ तेईस लाख पैंतालीस हज़ार छह सौ अठहत्तर मात्र",
    ),
    (
        "999999999",
        (
            "Rupees Ninety-Nine Crore Ninety-Nine Lakh Ninety-Nine Thousand"
            " Nine Hundred Ninety-Nine Only"
        ),
        None,
    ),
    ("1000000000", "Rupees One Hundred Crore Only", "रुपये एक सौ करोड़ मात्र"),
    ("2500000000001", "Rupees Two Lakh Fifty Thousand Crore One Only", None),
    ("100000000000000", "Rupees One Crore Crore Only", "रुपये एक करोड़ करोड़ मात्र"),
]

#: The Hindi words for 0 to 99, five in a row, as they are learnt.
IN_HINDI = """
शून्य एक दो तीन चार
पाँच छह सात आठ नौ
दस ग्यारह बारह तेरह चौदह
पंद्रह सोलह सत्रह अठारह उन्नीस
बीस इक्कीस बाईस तेईस चौबीस
पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस
तीस इकतीस बत्तीस तैंतीस चौंतीस
पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
चालीस इकतालीस बयालीस तैंतालीस चवालीस
पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
पचास इक्यावन बावन तिरपन चौवन
पचपन छप्पन सत्तावन अट्ठावन उनसठ
साठ इकसठ बासठ तिरसठ चौंसठ
पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर
पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी
अस्सी इक्यासी बयासी तिरासी चौरासी
पचासी छियासी सत्तासी अट्ठासी नवासी
नब्बे इक्यानवे बानवे तिरानवे चौरानवे
पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे
"""
HINDI = IN_HINDI.split()

ONES = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen"
    " Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen"
)
TENS = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety"

ENGLISH = {each: i for i, each in enumerate(ONES.split())} | {
    each: 10 * i for i, each in enumerate(TENS.split(), 2)
}
SCALES = {
    "en": {"Hundred": 100, "Thousand": 1000, "Lakh": 10**5},
    "hi": {"सौ": 100, normalize("NFC", "हज़ार"): 1000, "लाख": 10**5},
}
CRORE = {"en": "Crore", "hi": normalize("NFC", "करोड़")}


def small(word: str, language: str) -> int:
    """Return the number below 100 that a word is."""
    if language == "hi":
        return [normalize("NFC", each) for each in HINDI].index(word)
    return sum(ENGLISH[part] for part in word.split("-"))


def read(words: str, language: str) -> int:
    """Return the number that words are, as a reader adds them up."""
    before, crore, after = words.rpartition(CRORE[language])
    if crore:
        return read(before.strip(), language) * 10**7 + read(after.strip(), language)
    total = count = 0
    for word in words.split():
        scale = SCALES[language].get(word)
        if scale is None:
            count = small(word, language)
        else:
            total += count * scale
            count = 0
    return total + count


def read_amount(text: str, language: str) -> Decimal:
    """Return the rupees that a sentence says."""
    if language == "en":
        whole, _, paise = (
            text.removeprefix("Rupees ").removesuffix(" Only").partition(" and Paise ")
        )
    else:
        whole, _, paise = (
            text.removeprefix("रुपये ")
            .removesuffix(" मात्र")
            .removesuffix(" पैसे")
            .partition(" और ")
        )
    return Decimal(f"{read(whole, language)}.{read(paise, language):02}")


@pytest.mark.parametrize(("rupees", "english", "hindi"), WRITTEN)
def test_words_written_by_hand(rupees: str, english: str, hindi: str | None) -> None:
    """In Title Case with a hyphen below 100, and without "and" but before paise."""
    amount = Decimal(rupees)

    assert english == amount_in_words(amount)
    if hindi is not None:
        assert normalize("NFC", hindi) == amount_in_words(amount, "hi")


@given(
    st.decimals(0, "999999999999999.99", places=2, allow_nan=False),
    st.sampled_from(["en", "hi"]),
)
@example(Decimal("100000000000000.00"), "en")
@example(Decimal("10000000.10"), "hi")
def test_a_reader_of_the_words_gets_the_amount(amount: Decimal, language: str) -> None:
    """So no two amounts have the same words."""
    assert amount == read_amount(amount_in_words(amount, language), language)


@given(st.integers(0, 10**40), st.sampled_from(["en", "hi"]))
def test_a_count_of_crore_is_written_by_the_same_rule(
    number: int, language: str
) -> None:
    """However large it is."""
    assert number == read(number_in_words(number, language), language)


def test_every_hindi_number_below_a_hundred_has_its_own_word() -> None:
    """One hundred words, none of them twice."""
    words = [number_in_words(each, "hi") for each in range(100)]

    assert [normalize("NFC", each) for each in HINDI] == words
    assert 100 == len(set(words))


def test_every_english_number_below_a_hundred_has_its_own_words() -> None:
    """The second word begins with a capital letter too."""
    words = [number_in_words(each) for each in range(100)]

    assert 100 == len(set(words))
    assert ["Twenty-One", "Thirty", "Forty-Four", "Ninety-Nine"] == [
        words[each] for each in (21, 30, 44, 99)
    ]


@pytest.mark.parametrize(
    ("amount", "language", "faults"),
    [
        ("-0.01", "en", [("amount", "negative")]),
        ("0.005", "en", [("amount", "off_grid")]),
        (0.5, "en", [("amount", "float_given")]),
        (None, "fr", [("language", "not_a_choice"), ("amount", "required")]),
    ],
)
def test_what_has_no_words(
    amount: Any, language: str, faults: list[tuple[str, str]]
) -> None:
    """All faults at once."""
    with pytest.raises(CheckoutError) as error:
        amount_in_words(amount, language)

    assert faults == [(each.path, each.code) for each in error.value.faults]


@pytest.mark.parametrize(("number", "code"), [(-1, "negative"), ("1", "wrong_type")])
def test_what_is_no_count(number: Any, code: str) -> None:
    """A number is whole and 0 or more."""
    with pytest.raises(CheckoutError) as error:
        number_in_words(number)

    assert [("number", code)] == [(x.path, x.code) for x in error.value.faults]
