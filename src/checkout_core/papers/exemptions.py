# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why no VAT is due: the exemption reasons of EN 16931, by category.

Promises a code of the VATEX list, a text or both for each reason that is given, and
that a code which belongs to one category is given for that one.  Knows no invoice.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from checkout_core.checks import MAX_NOTE, Validator


if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = ["EN_REASONS", "Reasons", "known_reasons"]

#: By category: the code and the text of why no VAT is due.
Reasons: TypeAlias = Mapping[str, tuple[str, str]]
#: Why no VAT is due in a category, unless the caller says it: BT-121, a code of the
#: VATEX list of the CEF, and BT-120, a text.  For E there is none: there are dozens of
#: reasons to be exempt.
EN_REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"AE": ("VATEX-EU-AE", ""), "G": ("VATEX-EU-G", ""), "O": ("VATEX-EU-O", "")}
)
#: The categories that have a reason.
_WITH_REASON = ("E", *EN_REASONS)
_VATEX = re.compile(r"VATEX(-[A-Z0-9]+){2,}").fullmatch
#: Codes that belong to one category (PEPPOL-EN16931-P0104 to P0111).
_CODES: Mapping[str, str] = MappingProxyType(
    {
        **{code: letter for letter, (code, _) in EN_REASONS.items()},
        "VATEX-EU-IC": "K",
    }
)
_PAIR = 2


def known_reasons(reasons: Reasons | None) -> Reasons:
    """Return the reasons by category, those that are not given by default."""
    found = dict(EN_REASONS)
    check = Validator()
    given: Mapping[str, Any] = {}
    if reasons is not None:
        given = check.mapping("reasons", reasons) or {}
    for category, pair in given.items():
        path = f"reasons.{category}"
        if category not in _WITH_REASON:
            check.choice(path, category, _WITH_REASON)
        elif not isinstance(pair, list | tuple) or len(pair) != _PAIR:
            check.needed(path, pair, "a pair of a code and a text")
        else:
            found[category] = _reason(check, path, category, pair)
    check.raise_any()
    return found


def _reason(
    check: Validator, path: str, category: str, pair: Sequence[object]
) -> tuple[str, str]:
    code = check.text(f"{path}[0]", pair[0])
    text = check.text(f"{path}[1]", pair[1], limit=MAX_NOTE)
    if not (code or text.strip()):
        check.add(path, "empty_text", "", expected="a VATEX code or a text")
    elif code and (not _VATEX(code) or _CODES.get(code, category) != category):
        check.add(f"{path}[0]", "bad_exemption_code", code, category=category)
    return code, text
