# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What was sold, by role: rows of the ledger as debits and credits of a sale.

Promises that the same rows of an order and of its refunds have the same roles, so that
a return takes back what its sale booked.  Knows nothing of money that moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger.rows import TAXES
from checkout_core.money.exact import plain
from checkout_core.statuses import FundedBy, TaxCategory


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from checkout_core.ledger import Entry
    from checkout_core.pricing import Quote


#: Roles of what is sold, in the order of the journal, and their families.
_SOLD = ("sales", "shipping", "handling", "charge", "tax", "round_off")
#: Roles of discounts, in the order of the journal.
DISCOUNTS = ("promotion_discount", "coupon_discount", "points_discount")
#: Rows whose role is their kind, with the sign that they have in it.
_PLAIN = {
    "shipping": ("shipping", 1),
    "shipping_discount": ("shipping", -1),
    "handling": ("handling", 1),
    "round_off": ("round_off", 1),
}


class Sold:
    """
    The roles of an order's rows.

    Args:
        quote: what was sold.
    """

    def __init__(self, quote: Quote) -> None:
        self._quote = quote
        self._sales: dict[int | None, str] = {}
        for row in quote.entries:
            if row.kind == "subtotal":
                assert row.line is not None
                rate = quote.lines[row.line].tax_rate if row.rate is None else row.rate
                self._sales[row.line] = _sales(rate, row.category)
        offers = (*quote.promotions, *quote.coupons)
        self._funders = {each.id: str(each.funded_by) for each in offers}

    def sold(self, entries: Iterable[Entry]) -> Iterator[tuple[str, Decimal]]:
        """Yield what rows credit a sale with, by role, in the order of the journal."""
        found: dict[str, list[tuple[str, Decimal]]] = {role: [] for role in _SOLD}
        for row in entries:
            role, sign = self._role(row)
            if role:
                amount = row.amount if sign > 0 else row.amount.copy_negate()
                found[role.partition(":")[0]].append((role, amount))
        for of_family in found.values():
            yield from of_family

    def _role(self, row: Entry) -> tuple[str, int]:
        """Return a row's role among what is sold, and its sign; "" if it has none."""
        if row.kind == "subtotal":
            return self._sales[row.line], 1
        if row.kind == "charge":
            return f"charge:{row.name}", 1
        if row.kind in TAXES:
            return f"tax:{row.name}", 1
        return _PLAIN.get(row.kind, ("", 0))

    def discounts(self, entries: Iterable[Entry]) -> Iterator[tuple[str, Decimal]]:
        """Yield what the shop takes off the price, by role."""
        return _of_kinds(entries, DISCOUNTS, lambda row: row.kind)

    def funded(self, entries: Iterable[Entry]) -> Iterator[tuple[str, Decimal]]:
        """Yield what others than the shop pay of its offers, by role."""
        return _of_kinds(entries, ("funded",), self._funder)

    def _funder(self, row: Entry) -> str:
        funder = self._funders.get(row.offer or "", str(FundedBy.PLATFORM))
        return f"funded:{funder}"


def _of_kinds(
    entries: Iterable[Entry], kinds: tuple[str, ...], role: Callable[[Entry], str]
) -> Iterator[tuple[str, Decimal]]:
    """Yield the roles and amounts of the rows of some kinds, kind by kind."""
    rows = [row for row in entries if row.kind in kinds]
    for kind in kinds:
        yield from ((role(row), row.amount) for row in rows if row.kind == kind)


def _sales(rate: Decimal, category: str | None) -> str:
    """Return the role of goods: by their rate, or by a category of their own."""
    standard = category is None or category == TaxCategory.STANDARD
    return f"sales:{plain(rate):f}" if standard else f"sales:{category}"
