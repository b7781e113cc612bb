# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""States by name, two-digit GST code or letters."""

from collections.abc import Mapping
from typing import Any


# GST code, letters (after "IN-", or alone), name and other names.
STATES = (
    ("01", "JK", "Jammu and Kashmir|J and K"),
    ("02", "HP", "Himachal Pradesh"),
    ("03", "PB", "Punjab"),
    ("04", "CH", "Chandigarh"),
    ("05", "UK UT", "Uttarakhand|Uttaranchal|Uttrakhand"),
    ("06", "HR", "Haryana"),
    ("07", "DL", "Delhi|NCT of Delhi|New Delhi"),
    ("08", "RJ", "Rajasthan"),
    ("09", "UP", "Uttar Pradesh"),
    ("10", "BR", "Bihar"),
    ("11", "SK", "Sikkim"),
    ("12", "AR", "Arunachal Pradesh"),
    ("13", "NL", "Nagaland"),
    ("14", "MN", "Manipur"),
    ("15", "MZ", "Mizoram"),
    ("16", "TR", "Tripura"),
    ("17", "ML", "Meghalaya"),
    ("18", "AS", "Assam"),
    ("19", "WB", "West Bengal"),
    ("20", "JH", "Jharkhand"),
    ("21", "OD OR", "Odisha|Orissa"),
    ("22", "CG CT", "Chhattisgarh|Chattisgarh|Chhatisgarh"),
    ("23", "MP", "Madhya Pradesh"),
    ("24", "GJ", "Gujarat"),
    (
        "26",
        "DH DN DD",
        "Dadra and Nagar Haveli and Daman and Diu|Dadra and Nagar Haveli|Daman and Diu",
    ),
    ("27", "MH", "Maharashtra"),
    ("29", "KA", "Karnataka"),
    ("30", "GA", "Goa"),
    ("31", "LD", "Lakshadweep"),
    ("32", "KL", "Kerala"),
    ("33", "TN", "Tamil Nadu"),
    ("34", "PY", "Puducherry|Pondicherry"),
    ("35", "AN", "Andaman and Nicobar Islands|Andaman and Nicobar"),
    ("36", "TS TG", "Telangana|Telengana"),
    ("37", "AP", "Andhra Pradesh"),
    ("38", "LA", "Ladakh"),
    ("97", "", "Other Territory"),
)
WITHOUT_LEGISLATURE = {"04", "26", "31", "35", "38", "97"}
INDIA = {"india", "in", "ind"}


def spelled(name: str) -> str:
    """Without case, blanks, dots, hyphens, apostrophes; `&` is `and`."""
    kept = name.replace("&", "and").casefold()
    return "".join(each for each in kept if each not in " \t\n.-'\u2019")


def spellings() -> dict[str, str]:
    """Every name, code, `29-Karnataka`, `IN-KA` and `KA`, with the state's code."""
    found = {}
    for code, letters, names in STATES:
        for each in (code, *names.split("|"), f"{code}-{names.split('|')[0]}"):
            found[spelled(each)] = code
        for each in letters.split():
            found[spelled(each)] = found[spelled(f"IN-{each}")] = code
    return found


CODES = spellings()
NAMES = {code: names.split("|")[0] for code, _, names in STATES}
NAMES["96"] = "Other Countries"


def state_code(state: str) -> str:
    """A state by any spelling; else an error."""
    return CODES[spelled(state)]


def filled(address: Mapping[str, Any] | None, key: str) -> str | None:
    """A blank field of an address says nothing."""
    value = str((address or {}).get(key) or "").strip()
    return value or None
