# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Table 13 of GSTR-1: the numbers that were given, by series.

A series is a number without its last digits: INV/26/0007 is the seventh of INV/26/.
Promises memory that does not grow with the numbers of a series.  Knows no amounts.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from attrs import define, field

from checkout_core.lint import Finding


__all__ = ["Numbers"]


#: The row of the table for each kind of document: invoices for outward supply, debit
#: notes, credit notes.
_ROWS: Mapping[str, int] = MappingProxyType({"INV": 1, "DBN": 4, "CRN": 5})
_ENDING = re.compile(r"[0-9]*$")


@define
class _Series:
    """The first and the last number of a series, and how many there are."""

    first: tuple[int, str]
    last: tuple[int, str]
    count: int = 0
    cancelled: int = 0


@define
class Numbers:
    """The numbers of all documents of a return."""

    _found: dict[tuple[int, str], _Series] = field(factory=dict)

    def add(self, kind: str, number: str, *, is_cancelled: bool) -> None:
        """Count one document."""
        digits = _ENDING.search(number)
        ending = "" if digits is None else digits.group()
        at = int(ending or 0), number
        key = _ROWS[kind], number.removesuffix(ending)
        series = self._found.setdefault(key, _Series(at, at))
        series.first, series.last = min(series.first, at), max(series.last, at)
        series.count += 1
        series.cancelled += is_cancelled

    def section(self) -> dict[str, Any]:
        """Return `doc_issue`, {} without a document."""
        rows: dict[int, list[dict[str, Any]]] = {}
        for (row, _), each in sorted(self._found.items()):
            docs = rows.setdefault(row, [])
            docs.append(
                {
                    "num": len(docs) + 1,
                    "from": each.first[1],
                    "to": each.last[1],
                    "totnum": each.count,
                    "cancel": each.cancelled,
                    "net_issue": each.count - each.cancelled,
                }
            )
        if not rows:
            return {}
        return {
            "doc_det": [{"doc_num": row, "docs": docs} for row, docs in rows.items()]
        }

    def findings(self) -> list[Finding]:
        """Return a finding for each series with numbers that are missing or twice."""
        found = []
        for (_, name), each in sorted(self._found.items()):
            span = each.last[0] - each.first[0] + 1
            if span != each.count:
                text = (
                    f"{each.first[1]} to {each.last[1]} are {span} numbers, and there"
                    f" are {each.count} documents; say which were cancelled"
                )
                found.append(Finding("doc_issue", "numbers_differ", name, text))
        return found
