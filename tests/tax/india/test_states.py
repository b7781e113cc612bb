# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The states of India: every code, name, alias and ISO form, and nothing else."""

from __future__ import annotations

import pickle

import pytest

from checkout_core.tax.india.states import STATES, State, hint_for, state_of


#: GST code, name, the half that is not CGST: from the list of the GST system.
GST = {
    "01": ("Jammu and Kashmir", "SGST"),
    "02": ("Himachal Pradesh", "SGST"),
    "03": ("Punjab", "SGST"),
    "04": ("Chandigarh", "UTGST"),
    "05": ("Uttarakhand", "SGST"),
    "06": ("Haryana", "SGST"),
    "07": ("Delhi", "SGST"),
    "08": ("Rajasthan", "SGST"),
    "09": ("Uttar Pradesh", "SGST"),
    "10": ("Bihar", "SGST"),
    "11": ("Sikkim", "SGST"),
    "12": ("Arunachal Pradesh", "SGST"),
    "13": ("Nagaland", "SGST"),
    "14": ("Manipur", "SGST"),
    "15": ("Mizoram", "SGST"),
    "16": ("Tripura", "SGST"),
    "17": ("Meghalaya", "SGST"),
    "18": ("Assam", "SGST"),
    "19": ("West Bengal", "SGST"),
    "20": ("Jharkhand", "SGST"),
    "21": ("Odisha", "SGST"),
    "22": ("Chhattisgarh", "SGST"),
    "23": ("Madhya Pradesh", "SGST"),
    "24": ("Gujarat", "SGST"),
    "26": ("Dadra and Nagar Haveli and Daman and Diu", "UTGST"),
    "27": ("Maharashtra", "SGST"),
    "29": ("Karnataka", "SGST"),
    "30": ("Goa", "SGST"),
    "31": ("Lakshadweep", "UTGST"),
    "32": ("Kerala", "SGST"),
    "33": ("Tamil Nadu", "SGST"),
    "34": ("Puducherry", "SGST"),
    "35": ("Andaman and Nicobar Islands", "UTGST"),
    "36": ("Telangana", "SGST"),
    "37": ("Andhra Pradesh", "SGST"),
    "38": ("Ladakh", "UTGST"),
    "96": ("Other Countries", "SGST"),
    "97": ("Other Territory", "UTGST"),
}

#: ISO 3166-2:IN, today's letters and the older ones.
ISO = {
    "AN": "35",
    "AP": "37",
    "AR": "12",
    "AS": "18",
    "BR": "10",
    "CG": "22",
    "CH": "04",
    "CT": "22",
    "DD": "26",
    "DH": "26",
    "DL": "07",
    "DN": "26",
    "GA": "30",
    "GJ": "24",
    "HP": "02",
    "HR": "06",
    "JH": "20",
    "JK": "01",
    "KA": "29",
    "KL": "32",
    "LA": "38",
    "LD": "31",
    "MH": "27",
    "ML": "17",
    "MN": "14",
    "MP": "23",
    "MZ": "15",
    "NL": "13",
    "OD": "21",
    "OR": "21",
    "PB": "03",
    "PY": "34",
    "RJ": "08",
    "SK": "11",
    "TG": "36",
    "TN": "33",
    "TR": "16",
    "TS": "36",
    "UK": "05",
    "UP": "09",
    "UT": "05",
    "WB": "19",
}

ALIASES = {
    "Orissa": "21",
    "Pondicherry": "34",
    "Uttaranchal": "05",
    "NCT of Delhi": "07",
    "New Delhi": "07",
    "Dadra and Nagar Haveli": "26",
    "Daman and Diu": "26",
    "Andaman and Nicobar": "35",
    "Other Country": "96",
    "JandK": "01",
    "Uttrakhand": "05",
    "Chattisgarh": "22",
    "Chhatisgarh": "22",
    "Telengana": "36",
}

SPELLINGS = {
    "maharashtra": "27",
    "MAHARASHTRA": "27",
    "  Maharashtra  ": "27",
    "west\tbengal": "19",
    "West  Bengal": "19",
    "Jammu & Kashmir": "01",
    "Jammu&Kashmir": "01",
    "JAMMU AND KASHMIR": "01",
    "Andaman & Nicobar Islands": "35",
    "Dadra & Nagar Haveli & Daman & Diu": "26",
    "in-mh": "27",
    "IN MH": "27",
    "ka": "29",
    "TN": "33",
    "Tamilnadu": "33",
    "J&K": "01",
    "J. & K.": "01",
    "29-Karnataka": "29",
    "Maharashtra.": "27",
    "Dadra-and-Nagar-Haveli": "26",
    "In-Tg": "36",
    " 27 ": "27",
    "orissa": "21",
    "nct of delhi": "07",
}


def found(text: str) -> str | None:
    """Return the GST code of the state that *text* names."""
    state = state_of(text)
    return None if state is None else state.code


def test_what_is_not_text_names_no_state() -> None:
    """The code 27 is text; a number is not looked up."""
    assert [None, None] == [state_of(27), state_of(None)]


@pytest.mark.parametrize("code", GST)
def test_a_state_is_known_by_code_and_name(code: str) -> None:
    """Both lead to the same state, with its local tax."""
    name, local = GST[code]
    by_code, by_name = state_of(code), state_of(name)

    assert by_code is not None
    assert (by_name, code, name, local) == (
        by_code,
        by_code.code,
        by_code.name,
        by_code.local_tax,
    )


@pytest.mark.parametrize(("letters", "code"), ISO.items(), ids=list(ISO))
def test_a_state_is_known_by_its_iso_code(letters: str, code: str) -> None:
    """IN and two letters name a state."""
    assert code == found(f"IN-{letters}")


@pytest.mark.parametrize(("text", "code"), ALIASES.items(), ids=list(ALIASES))
def test_a_state_is_known_by_its_other_names(text: str, code: str) -> None:
    """Older and longer names are known."""
    assert code == found(text)


@pytest.mark.parametrize(("text", "code"), SPELLINGS.items(), ids=list(SPELLINGS))
def test_case_blanks_and_ampersands_do_not_matter(text: str, code: str) -> None:
    """A name is known however it is set."""
    assert code == found(text)


UNKNOWN = [
    "25",
    "28",
    "00",
    "1",
    "001",
    "39",
    "98",
    "99",
    "2\uff17",
    "",
    " ",
    "XX",
    "IN-",
    "IN-XX",
    "IN-ZZ",
    "US-CA",
    "IN-27",
    "Bombay",
    "India",
    "Maharashtr",
    "Maharashtra\x00",
    "Maharashtra" + " " * 100,
    "x" * 10_000_000,
]


@pytest.mark.parametrize("text", UNKNOWN, ids=[ascii(each)[:20] for each in UNKNOWN])
def test_what_names_no_state_is_none(text: str) -> None:
    """Codes 25 and 28 are only prefixes of old registrations."""
    assert None is found(text)


def test_the_tables_hold_nothing_else() -> None:
    """Every spelling there is, is in one of the tables above."""
    spellings = {
        *GST,
        *(name for name, _ in GST.values()),
        *(f"{code}{name}" for code, (name, _) in GST.items()),
        *ISO,
        *(f"in{letters}" for letters in ISO),
        *ALIASES,
    }
    expected = {each.replace(" ", "").casefold() for each in spellings}

    assert expected == set(STATES)


def test_a_state_is_a_value() -> None:
    """States compare, hash and pickle by what they are."""
    goa = State("30", "Goa", utgst=False)

    assert (goa, hash(goa), goa) == (
        state_of("goa"),
        hash(state_of("30")),
        pickle.loads(pickle.dumps(goa)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Karnatka", "did you mean 'Karnataka'?"),
        ("maharastra", "did you mean 'Maharashtra'?"),
        ("Tamilnadu", "did you mean 'Tamil Nadu'?"),
        (
            "Atlantis" * 100,
            "use its name ('Maharashtra'), GST code ('27') or letters ('MH')",
        ),
    ],
)
def test_a_misspelt_state_is_told_the_nearest_name(text: str, expected: str) -> None:
    """A near name is suggested; where none is near, the three ways to write one."""
    assert expected == hint_for(text)
