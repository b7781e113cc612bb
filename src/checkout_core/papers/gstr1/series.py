# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Table 13 of GSTR-1: the numbers that were given, by series.

A series is a number without its last digits: INV/26/0007 is the seventh of INV/26/.
Promises memory that grows with the gaps of a series and not with its numbers.  Knows no
amounts.
"""

from __future__ import annotations

import re

from bisect import bisect_left
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


@define(kw_only=True)
class _Series:
    """
    The numbers of a series.

    Attributes:
        first: the lowest one, and its text.
        last: the highest one, and its text.
        count: how many documents there are.
        cancelled: how many of them count as a number only.
        again: how many documents have a number that another one has.
        example: the text of the first such number, "" without one.
    """

    first: tuple[int, str]
    last: tuple[int, str]
    count: int = 0
    cancelled: int = 0
    again: int = 0
    example: str = ""
    #: Where each run of numbers without a gap begins and ends, the lowest first.
    _starts: list[int] = field(factory=list)
    _ends: list[int] = field(factory=list)

    def add(self, at: tuple[int, str], *, is_cancelled: bool) -> None:
        """Count one document by its number."""
        self.first, self.last = min(self.first, at), max(self.last, at)
        self.count += 1
        self.cancelled += is_cancelled
        number, text = at
        starts, ends = self._starts, self._ends
        # The first run that ends where the number could be added, or later.
        i = bisect_left(ends, number - 1)
        if i == len(ends) or starts[i] > number + 1:
            starts.insert(i, number)
            ends.insert(i, number)
        elif starts[i] <= number <= ends[i]:
            self.again += 1
            self.example = self.example or text
        elif starts[i] == number + 1:
            starts[i] = number
        else:
            ends[i] = number
            if i + 1 < len(ends) and starts[i + 1] == number + 1:
                ends[i] = ends.pop(i + 1)
                del starts[i + 1]

    @property
    def span(self) -> int:
        """How many numbers there are from the first to the last."""
        return self.last[0] - self.first[0] + 1


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
        series = self._found.setdefault(key, _Series(first=at, last=at))
        series.add(at, is_cancelled=is_cancelled)

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
        """Return which series have numbers that are missing, or there twice."""
        found = []
        for (_, name), each in sorted(self._found.items()):
            missing = each.span - (each.count - each.again)
            if missing:
                text = (
                    f"{each.first[1]} to {each.last[1]} are {each.span} numbers; no"
                    f" document has {missing} of them; say which were cancelled"
                )
                found.append(Finding("doc_issue", "numbers_missing", name, text))
            if each.again:
                text = (
                    f"documents whose number another one has: {each.again}, such as"
                    f" {each.example}; give each its own, or leave one out"
                )
                found.append(Finding("doc_issue", "numbers_twice", name, text))
        return found
