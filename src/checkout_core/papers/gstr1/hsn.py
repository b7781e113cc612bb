# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Table 12 of GSTR-1: what was supplied by HSN code, unit and rate.

Promises the rows of `Quote.figures.hsn_rows` less what notes took back, and the value
of what has no code as a figure of its own.  Knows no documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from checkout_core.lint import Finding
from checkout_core.papers.gstr1.sums import Sums
from checkout_core.tax.india.units import SERVICE, is_service


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.ledger import Component
    from checkout_core.papers.particulars import Item


__all__ = ["TWO_LISTS", "Codes", "unit_of"]


#: The table has two lists since this month.  Source: GSTN's advisory of May 2025.
TWO_LISTS = (2025, 5)
_MOST = 30
#: Goods whose unit is not known: the list's own word for that.
_OTHER = "OTH"


@define
class _Row:
    description: str
    units: int = 0
    sums: Sums = field(factory=Sums)


@define
class Codes:
    """
    What was supplied by code, and the value of what has none, in paise.

    Attributes:
        has_two_lists: whether registered buyers have a list of their own.
        missing: the value of what has no code.
    """

    has_two_lists: bool
    missing: int = 0
    _rows: dict[tuple[str, str, str, Decimal], _Row] = field(factory=dict)
    _without_unit: dict[str, None] = field(factory=dict)

    def add(
        self,
        item: Item,
        unit: str | None,
        rate: Decimal,
        taxes: Iterable[Component],
        *,
        is_registered: bool,
        sign: int,
    ) -> None:
        """Count goods or a charge of a document, or take them off for a note."""
        code = item.hsn_code
        if not code:
            only = Sums()
            only.add(item.taxable_value, (), sign)
            self.missing += only.txval
            return
        is_counted = item.kind == "subtotal" and not is_service(code)
        if unit is None:
            self._without_unit[code] = None
            unit = _OTHER
        name = "hsn_b2b" if is_registered else "hsn_b2c"
        key = name if self.has_two_lists else "data", code, unit, rate
        row = self._rows.setdefault(key, _Row(_described(item)))
        if is_counted:
            row.units += sign * (item.quantity + item.free_quantity)
        row.sums.add(item.taxable_value, taxes, sign)

    def section(self) -> dict[str, Any]:
        """Return `hsn`, {} if there is nothing."""
        lists: dict[str, list[dict[str, Any]]] = {}
        for (name, code, unit, rate), row in sorted(
            self._rows.items(), key=lambda each: each[0]
        ):
            if row.sums.is_empty and not row.units:
                continue
            found = lists.setdefault(name, [])
            found.append(
                {
                    "num": len(found) + 1,
                    "hsn_sc": code,
                    "desc": row.description,
                    "uqc": unit,
                    "qty": row.units,
                    "rt": rate,
                    **row.sums.shown("txval", "iamt", "camt", "samt", "csamt"),
                }
            )
        return lists

    @property
    def sums(self) -> Sums:
        """All rows added up."""
        whole = Sums()
        for each in self._rows.values():
            whole.include(each.sums)
        return whole

    def findings(self) -> list[Finding]:
        """Return a finding for each code whose goods have no unit."""
        return [
            Finding("hsn", "unit_missing", code, "goods of this code have no unit")
            for code in self._without_unit
        ]


def unit_of(item: Item) -> str | None:
    """Return the unit of goods, that of services for what is not counted."""
    return SERVICE if is_service(item.hsn_code) else item.unit


def _described(item: Item) -> str:
    """Return what goods or a charge are called, as far as the table has room."""
    text = "Delivery" if item.kind == "shipping" else item.name
    if item.kind == "handling":
        text = f"Handling of {text}"
    return " ".join(text.split())[:_MOST].rstrip()
