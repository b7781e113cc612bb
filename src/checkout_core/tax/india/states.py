# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The states and union territories of India, as GST knows them.

Names and two-digit codes are those of the GST system, letters those of ISO
3166-2:IN (2026-11, with the older OR, CT, UT and TG).  `utgst` marks the union
territories without a legislature, where UTGST replaces SGST.  Codes 25 and
28 are only prefixes of old registrations and name no place of supply.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import did_you_mean
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = [
    "INDIA",
    "MAX_NAME",
    "OTHER_COUNTRIES",
    "STATES",
    "State",
    "country_key",
    "hint_for",
    "is_abroad",
    "state_of",
    "state_of_revision_4",
]


@frozen
class State:
    """
    A state or union territory: its GST code, its name, its local tax.

    Attributes:
        code: its two digits in a GSTIN, such as "27".
        name: in English.
        utgst: whether the half that is not CGST is UTGST, as in union territories
            without a legislature.
    """

    code: str
    name: str
    utgst: bool

    @property
    def local_tax(self) -> str:
        """The name of the half that is not CGST."""
        return "UTGST" if self.utgst else "SGST"


#: code, name, UTGST, ISO letters, other names
_TABLE = (
    ("01", message("Jammu and Kashmir"), False, ("JK",), ()),
    ("02", message("Himachal Pradesh"), False, ("HP",), ()),
    ("03", message("Punjab"), False, ("PB",), ()),
    ("04", message("Chandigarh"), True, ("CH",), ()),
    ("05", message("Uttarakhand"), False, ("UK", "UT"), ("Uttaranchal",)),
    ("06", message("Haryana"), False, ("HR",), ()),
    ("07", message("Delhi"), False, ("DL",), ("NCT of Delhi", "New Delhi")),
    ("08", message("Rajasthan"), False, ("RJ",), ()),
    ("09", message("Uttar Pradesh"), False, ("UP",), ()),
    ("10", message("Bihar"), False, ("BR",), ()),
    ("11", message("Sikkim"), False, ("SK",), ()),
    ("12", message("Arunachal Pradesh"), False, ("AR",), ()),
    ("13", message("Nagaland"), False, ("NL",), ()),
    ("14", message("Manipur"), False, ("MN",), ()),
    ("15", message("Mizoram"), False, ("MZ",), ()),
    ("16", message("Tripura"), False, ("TR",), ()),
    ("17", message("Meghalaya"), False, ("ML",), ()),
    ("18", message("Assam"), False, ("AS",), ()),
    ("19", message("West Bengal"), False, ("WB",), ()),
    ("20", message("Jharkhand"), False, ("JH",), ()),
    ("21", message("Odisha"), False, ("OD", "OR"), ("Orissa",)),
    ("22", message("Chhattisgarh"), False, ("CG", "CT"), ()),
    ("23", message("Madhya Pradesh"), False, ("MP",), ()),
    ("24", message("Gujarat"), False, ("GJ",), ()),
    (
        "26",
        message("Dadra and Nagar Haveli and Daman and Diu"),
        True,
        ("DH", "DN", "DD"),
        ("Dadra and Nagar Haveli", "Daman and Diu"),
    ),
    ("27", message("Maharashtra"), False, ("MH",), ()),
    ("29", message("Karnataka"), False, ("KA",), ()),
    ("30", message("Goa"), False, ("GA",), ()),
    ("31", message("Lakshadweep"), True, ("LD",), ()),
    ("32", message("Kerala"), False, ("KL",), ()),
    ("33", message("Tamil Nadu"), False, ("TN",), ()),
    ("34", message("Puducherry"), False, ("PY",), ("Pondicherry",)),
    (
        "35",
        message("Andaman and Nicobar Islands"),
        True,
        ("AN",),
        ("Andaman and Nicobar",),
    ),
    ("36", message("Telangana"), False, ("TS", "TG"), ()),
    ("37", message("Andhra Pradesh"), False, ("AP",), ()),
    ("38", message("Ladakh"), True, ("LA",), ()),
    ("96", message("Other Countries"), False, (), ("Other Country",)),
    ("97", message("Other Territory"), True, (), ()),
)


#: Further spellings, by code; those of `_TABLE` were read by revision 4 already.
_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "01": ("J&K",),
        "05": ("Uttrakhand",),
        "22": ("Chattisgarh", "Chhatisgarh"),
        "36": ("Telengana",),
    }
)
#: What spellings of one state differ in, in addition to case and blanks.
_MARKS = str.maketrans("", "", ".-'\N{RIGHT SINGLE QUOTATION MARK}")


def _folded(text: str) -> str:
    return "".join(text.replace("&", "and").translate(_MARKS).split()).casefold()


def _in_words(text: str) -> str:
    """Return what revision 4 compared: a text in one case, with single blanks."""
    return " ".join(text.replace("&", " and ").split()).casefold()


def _spellings() -> tuple[dict[str, State], dict[str, State]]:
    """Return every state by each spelling of today, and by those of revision 4."""
    found, earlier = {}, {}
    for code, name, utgst, letters, others in _TABLE:
        state = State(code, name, utgst)
        known = (code, name, *others, *(f"IN-{each}" for each in letters))
        for spelling in known:
            earlier[_in_words(spelling)] = state
        for spelling in (*known, f"{code}-{name}", *letters, *_ALSO.get(code, ())):
            found[_folded(spelling)] = state
    return found, earlier


#: Every state by each of its spellings, such as "karnataka", "29" and "ka".
STATES: Mapping[str, State]
STATES, _EARLIER = _spellings()


INDIA = "india"
#: The code under which GST files buyers abroad.
OTHER_COUNTRIES = "96"
#: A text longer than this is not the name of a state.
MAX_NAME = 64


def country_key(name: str) -> str:
    """
    Return the same text for all spellings of one country.

    >>> country_key("IND") == country_key(" India"), country_key("Nepal")
    (True, 'nepal')
    """
    key = name.strip().casefold()
    return INDIA if key in ("in", "ind") else key


def is_abroad(country: str) -> bool:
    """
    Return whether *country* is not India; an empty text is India.

    >>> is_abroad("Nepal"), is_abroad("IN"), is_abroad("")
    (True, False, False)
    """
    return country_key(country) not in ("", INDIA)


def hint_for(text: str) -> str:
    """
    Return how to write the state that *text* does not name.

    >>> hint_for("Karnatka")
    "did you mean 'Karnataka'?"
    """
    return did_you_mean(
        text[:MAX_NAME],
        [state.name for state in STATES.values()],
        "use its name ('Maharashtra'), GST code ('27') or letters ('MH')",
    )


def state_of(text: object) -> State | None:
    """
    Return the state that *text* names, None if there is none.

    By name, GST code, both (`29-Karnataka`), ISO 3166-2 code or its two letters.  Case,
    blanks, dots, hyphens and apostrophes do not matter, and `&` is `and`.

    >>> state_of("orissa").code, state_of("27").name, state_of("IN-TG").name
    ('21', 'Maharashtra', 'Telangana')
    >>> state_of("Tamilnadu").code, state_of("J&K").code, state_of("29-karnataka").name
    ('33', '01', 'Karnataka')
    """
    if not isinstance(text, str) or len(text) > MAX_NAME:
        return None
    return STATES.get(_folded(text))


def state_of_revision_4(text: str) -> State | None:
    """Return the state that *text* named for revision 4, None if there was none."""
    return None if len(text) > MAX_NAME else _EARLIER.get(_in_words(text))
