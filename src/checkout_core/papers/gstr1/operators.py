# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Table 14 of GSTR-1: what a supplier supplied through operators of electronic commerce.

Promises the supplies on which the operator collects tax at source (s.52) apart from
those of which it owes the tax itself (s.9(5)).  Knows no other section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from checkout_core.checks import Validator
from checkout_core.papers.block import block_of
from checkout_core.papers.categories import EFFECTS
from checkout_core.papers.content import content_of
from checkout_core.papers.gstr1.sums import Sums, rupees


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.papers.content import Content
    from checkout_core.papers.gstr1.documents import GstDocument
    from checkout_core.papers.particulars import Item


__all__ = ["Operators"]


@define
class Operators:
    """What was supplied through each operator, by its GSTIN."""

    _collecting: dict[str, Sums] = field(factory=dict)
    _paying: dict[str, Sums] = field(factory=dict)

    def add(self, document: GstDocument, content: Content, sign: int) -> None:
        """Count what a document has, if it was sold through an operator."""
        operator = document.ecommerce
        if document.supplier:
            operator = document.quote.policies.tax.seller_gstin or operator
        if not operator:
            return
        _count(self._collecting, operator, content.items, sign)
        _count(self._paying, operator, _operated(document), sign)

    def section(self) -> dict[str, Any]:
        """Return `supeco`, {} if there is nothing."""
        found = {
            "clttx": _rows(self._collecting),
            "paytx": _rows(self._paying),
        }
        found = {key: rows for key, rows in found.items() if rows}
        return {"supeco": found} if found else {}


def _count(
    found: dict[str, Sums], operator: str, items: Sequence[Item], sign: int
) -> None:
    for each in items:
        if EFFECTS[each.category].is_item:
            sums = found.setdefault(operator, Sums())
            sums.add(each.taxable_value, each.taxes, sign)


def _operated(document: GstDocument) -> list[Item]:
    """Return the lines of a supplier whose tax the operator owes."""
    quote = document.quote
    lines = {
        i
        for i, each in enumerate(quote.cart.lines)
        if each.section_9_5 and each.supplier == document.supplier
    }
    operator = block_of(Validator(), quote, "") if lines else None
    if operator is None:
        return []
    content = content_of(
        quote, operator, document.note, document.reductions, document.code
    )
    return [each for each in content.items if each.line in lines]


def _rows(found: dict[str, Sums]) -> list[dict[str, Any]]:
    return [
        {
            "etin": operator,
            "suppval": rupees(sums.txval),
            "igst": rupees(sums.iamt),
            "cgst": rupees(sums.camt),
            "sgst": rupees(sums.samt),
            "cess": rupees(sums.csamt),
        }
        for operator, sums in sorted(found.items())
        if not sums.is_empty
    ]
