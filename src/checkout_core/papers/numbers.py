# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The number and the date of a paper, as the GST portal takes them.

Promises a number that the portal takes as it is: nothing is put into capitals or cut.
Knows no papers, and not which numbers were used before: that a number is used once in
a financial year (1 April to 31 March) is the host's duty.
"""

from __future__ import annotations

import re

from datetime import date, datetime
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from checkout_core.checks import Validator


__all__ = ["NUMBER_FORM", "paper_day", "paper_number"]


#: At most 16 capital letters, digits, "/" and "-", the first a letter or 1 to 9.
#: Source: rule 46(b) of the CGST Rules, and the INV-01 schema's pattern of `No`.
NUMBER_FORM = "^[A-Z1-9][A-Z0-9/-]{0,15}$"

_NUMBER = re.compile(NUMBER_FORM[1:-1]).fullmatch
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def paper_number(check: Validator, path: str, value: object) -> str:
    """
    Return the number of a paper; faults go into *check*, and the result is then "".

    Args:
        check: collects what is wrong.
        path: where the number is, such as "number".
        value: the number as the host gives it.

    >>> from checkout_core.checks import Validator
    >>> paper_number(Validator(), "number", "INV/26-27/0001")
    'INV/26-27/0001'
    """
    if isinstance(value, str) and _NUMBER(value):
        return value
    if isinstance(value, str):
        check.add(path, "bad_paper_number", value)
    else:
        check.needed(path, value, "the number of the paper, as text")
    return ""


def paper_day(check: Validator, path: str, value: object) -> date | None:
    """
    Return the day of a paper; faults go into *check*, and the result is then None.

    Args:
        check: collects what is wrong.
        path: where the day is, such as "date".
        value: a `date` or its text, such as "2026-11-22"; a moment is refused, since
            its day depends on a time zone.

    >>> from checkout_core.checks import Validator
    >>> paper_day(Validator(), "date", "2026-11-22")
    datetime.date(2026, 11, 22)
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            if _DAY(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        check.add(path, "bad_day", value)
    else:
        check.needed(path, value, "a day, like '2026-11-22'")
    return None
