# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the fields of INV-01 take: lengths, forms, and the sections that a caller fills.

Promises texts that are cut to what the portal takes, and never filled.  Knows no
quotes.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.errors import join
from checkout_core.papers.inv01.messages import add
from checkout_core.papers.numbers import paper_day


if TYPE_CHECKING:
    import datetime as dt


__all__ = [
    "DISPATCH",
    "EXPORT",
    "TRANSPORT",
    "cleaned",
    "day_text",
    "optional",
    "required",
    "section",
]


@frozen(kw_only=True)
class Form:
    """
    What one field takes.

    Attributes:
        low: how many characters it has at least, or the smallest number.
        high: how many it has at most, or the largest number.
        kind: `text` (the default), `number`, or `day`.
        pattern: a regular expression for the whole text; "" (the default) for any.
        is_required: whether its section needs it; False by default.
    """

    low: int = 0
    high: int = 0
    kind: str = "text"
    pattern: str = ""
    is_required: bool = False

    @property
    def said(self) -> str:
        """What it takes, in words."""
        if self.kind == "number":
            return f"a whole number from {self.low} to {self.high}"
        what = f"{self.low} to {self.high} characters"
        return f"{what} of the form {self.pattern}" if self.pattern else what


def _text(low: int, high: int, pattern: str = "", *, needed: bool = False) -> Form:
    return Form(low=low, high=high, pattern=pattern, is_required=needed)


_DAY = Form(kind="day")

#: Sections that a caller fills, by the portal's own names.  Source: the field table of
#: schema INV-01 1.1; the distance as e-way bills take it, 0 for the portal's own.
DISPATCH: Mapping[str, Form] = MappingProxyType(
    {
        "Nm": _text(3, 100, needed=True),
        "Addr1": _text(1, 100, needed=True),
        "Addr2": _text(3, 100),
        "Loc": _text(3, 100, needed=True),
        "Pin": Form(low=100_000, high=999_999, kind="number", is_required=True),
        "Stcd": _text(1, 2, "[0-9]{1,2}", needed=True),
    }
)
EXPORT: Mapping[str, Form] = MappingProxyType(
    {
        "ShipBNo": _text(1, 20),
        "ShipBDt": _DAY,
        "Port": _text(2, 10, "[0-9A-Za-z]{2,10}"),
        "RefClm": _text(1, 1, "[YN]"),
        "ForCur": _text(3, 16),
        "CntCode": _text(2, 2, "[A-Z]{2}"),
    }
)
TRANSPORT: Mapping[str, Form] = MappingProxyType(
    {
        "TransId": _text(15, 15, "[0-9]{2}[0-9A-Z]{13}"),
        "TransName": _text(3, 100),
        "TransMode": _text(1, 1, "[1-4]"),
        "Distance": Form(low=0, high=4_000, kind="number", is_required=True),
        "TransDocNo": _text(1, 15, "[0-9A-Z/-]{1,15}"),
        "TransDocDt": _DAY,
        "VehNo": _text(4, 20),
        "VehType": _text(1, 1, "[OR]"),
    }
)

#: What no text of the portal may hold.
_TAKEN_OUT = str.maketrans("", "", '"\\')


def cleaned(text: str, high: int) -> str:
    r"""
    Return a text without quotation marks and backslashes, cut to *high* characters.

    >>> cleaned('12" pipe \\ new', 7)
    '12 pipe'
    """
    return " ".join(text.translate(_TAKEN_OUT).split())[:high].rstrip()


def required(check: Validator, path: str, text: str, low: int, high: int) -> str:
    """Return a text that the portal needs; one that is too short is a fault."""
    found = cleaned(text, high)
    if len(found) < low:
        add(check, path, "text_length", text, low=low, high=high)
    return found


def optional(text: str, low: int, high: int) -> str | None:
    """Return a text that may be left out, None where the portal would refuse it."""
    found = cleaned(text, high)
    return found if len(found) >= low else None


def day_text(day: dt.date) -> str:
    """
    Return a day as the portal writes it.

    >>> import datetime
    >>> day_text(datetime.date(2026, 11, 2))
    '02/11/2026'
    """
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def section(
    check: Validator, path: str, given: object, forms: Mapping[str, Form]
) -> dict[str, Any] | None:
    """
    Return a section that a caller filled, None where nothing is *given*.

    Faults for keys it does not have, values of another form, and keys it needs, go into
    *check*.
    """
    if given is None:
        return None
    known = check.mapping(path, given)
    if known is None:
        return None
    check.keys(path, known, forms)
    found: dict[str, Any] = {}
    for key, form in forms.items():
        value, where = known.get(key), join(path, key)
        if value is None:
            if form.is_required:
                add(check, where, "fact_missing", None)
        elif form.kind == "day":
            day = paper_day(check, where, value)
            found[key] = "" if day is None else day_text(day)
        elif _is_of(form, value):
            found[key] = value
        else:
            add(check, where, "fact_form", value, form=form.said)
    return found


def _is_of(form: Form, value: object) -> bool:
    """Return whether a number or a text has the form of its field."""
    if form.kind == "number":
        return type(value) is int and form.low <= value <= form.high
    if not isinstance(value, str) or cleaned(value, len(value)) != value:
        return False
    is_long = form.low <= len(value) <= form.high
    return is_long and (not form.pattern or bool(re.fullmatch(form.pattern, value)))
