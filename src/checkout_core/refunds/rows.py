# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rows of an order in minor units: what was charged, what was refunded of it before.

Promises that a row is found again by its key in the quote, in refunds of any age and in
a refund that is being made, and that rows go back to the ledger in the quote's order.

Knows nothing of policies, and not what is due.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from checkout_core.ledger import Entry
from checkout_core.ledger.rows import TAXES
from checkout_core.money.exact import grid_of
from checkout_core.money.parse import to_minor
from checkout_core.refunds.note import SIGNS
from checkout_core.refunds.proration import apportion
from checkout_core.tax.regimes import EQUAL


if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from checkout_core.pricing import Quote
    from checkout_core.refunds.note import Refund


#: Kinds of discounts, each with the kind of row that it is taken off.
DISCOUNTS = {
    "promotion_discount": "subtotal",
    "coupon_discount": "subtotal",
    "points_discount": "subtotal",
    "shipping_discount": "shipping",
}
LINE = ("subtotal", "tax", "handling", "handling_tax")
DELIVERY = ("shipping", "shipping_discount", "shipping_tax")
CHARGES = ("charge", "charge_tax")
OF_ORDER = frozenset((*DELIVERY, *CHARGES))
#: The sign of each kind in what the shopper pays.  Discounts are already off the rows
#: that they reduce, so they are not counted.
_PAID = {kind: 0 if kind in DISCOUNTS else sign for kind, sign in SIGNS.items()}


class RowKey(NamedTuple):
    """
    What distinguishes one row from another.

    `line` is the line's index, `offer` the id of the offer that caused the row, `name`
    that of the tax component or charge.  The `rate` distinguishes components of a tax
    only: a net amount has one row, whatever that says of its tax.  `supplier` is that
    of a charge or round-off of an order with several.
    """

    kind: str
    line: int | None = None
    offer: str | None = None
    name: str | None = None
    rate: Decimal | None = None
    supplier: str | None = None


#: A key of its fields; three times as fast as `RowKey(...)`, for each row of an order.
_key = partial(tuple.__new__, RowKey)

#: Rows in minor units; those of goods and of the delivery are less their discounts.
Rows: TypeAlias = dict[RowKey, int]

ROUND_OFF = "round_off"


class OrderRows:
    """
    The rows of an order, and what of them was refunded before, in minor units.

    Attributes:
        quote: the quote that was ordered.
        earlier: all refunds of the order so far.
        charged: the rows of the quote, less price reductions.
        reduced: what price reductions took off them.
        without_units: the keys of those that are not refunded by units: delivery and
            charges.
        refunded: the sums of the rows of *earlier*.
        returned: how many units of each line came back before, line by line.
        foreign: whether *earlier* names lines that the quote does not have.
        money: returns minor units as an amount of the order.
    """

    def __init__(self, quote: Quote, earlier: Sequence[Refund]) -> None:
        self.quote = quote
        self.earlier = earlier
        self._currency = quote.cart.currency
        self.money = grid_of(self._currency.exponent)
        self.charged = self._read(quote.entries)
        self.reduced: Rows = {}
        self._shared = any(key.supplier is not None for key in self.charged)
        self.without_units = [key for key in self.charged if key.kind in OF_ORDER]
        self.refunded = self._read([row for note in earlier for row in note.entries])
        self.returned = [0] * len(quote.lines)
        self.foreign = False
        for row in [row for note in earlier for row in note.returned]:
            if 0 <= row.line < len(self.returned):
                self.returned[row.line] += row.quantity
            else:
                self.foreign = True

    def reduce(self, rows: Rows) -> None:
        """Take the rows of price reductions off what was charged."""
        self.reduced = rows
        for key, amount in rows.items():
            if amount:
                self.charged[key] -= amount

    def minor(self, amount: Decimal) -> int:
        """Return an amount of the order in minor units."""
        return to_minor(amount, self._currency, "amount")

    def _read(self, entries: Iterable[Entry]) -> Rows:
        """Return the rows that are money paid or refunded."""
        found: Rows = {}
        currency = self._currency
        for row in entries:
            kind = row.kind
            if kind in _PAID:
                amount = to_minor(row.amount, currency, "amount")
                rate = row.rate if kind in TAXES else None
                key = _key((kind, row.line, row.offer, row.name, rate, row.supplier))
                found[key] = found.get(key, 0) + amount
                if kind in DISCOUNTS:
                    of = (DISCOUNTS[kind], row.line, None, None, None, row.supplier)
                    reduced = _key(of)
                    found[reduced] = found.get(reduced, 0) - amount
        return found

    def entries(self, rows: Rows) -> tuple[Entry, ...]:
        """Return *rows* as rows of the ledger, in the order of the quote's."""
        amounts = dict(rows)
        for key, amount in rows.items():
            if key.kind in DISCOUNTS:
                first, supplier = DISCOUNTS[key.kind], key.supplier
                amounts[RowKey(first, key.line, supplier=supplier)] += amount
        return tuple(
            [
                Entry(key.kind, self.money(part), *key[1:5], supplier=key.supplier)
                for key in self.charged
                if (part := amounts.get(key))
            ]
        )

    def by_supplier(self, rows: Rows) -> dict[str | None, Rows]:
        """Return *rows* by their supplier: None where the order has only one."""
        found: dict[str | None, Rows] = {}
        for key, amount in rows.items():
            line = key.line
            supplier = key.supplier if line is None else self._supplier_of(line)
            found.setdefault(supplier, {})[key] = amount
        return found

    def _supplier_of(self, line: int) -> str | None:
        """Return the supplier of a line: None where the order has only one."""
        return self.quote.cart.lines[line].supplier or "" if self._shared else None

    def is_complete(self, units: Sequence[int], supplier: str | None = None) -> bool:
        """
        Return whether *units*, line by line, are all units of the order.

        Only those of one supplier where there are several and it is given.
        """
        return all(
            back == line.quantity
            for i, (back, line) in enumerate(zip(units, self.quote.lines, strict=True))
            if supplier is None or supplier == self._supplier_of(i)
        )

    def remaining(self, kinds: Collection[str]) -> int:
        """Return what the shopper paid for some kinds of rows, less refunds."""
        return paid_for(self.charged, kinds) - paid_for(self.refunded, kinds)

    def by_line(self, rows: Rows) -> list[int]:
        """Return the part of each line's *rows* that was not refunded before."""
        found = [0] * len(self.quote.lines)
        for key, amount in rows.items():
            if key.line is not None:
                part = amount - self.refunded.get(key, 0)
                found[key.line] += _PAID[key.kind] * part
        return found


def paid_for(rows: Rows, kinds: Collection[str] = _PAID) -> int:
    """Return what the shopper pays for *rows*; *kinds* selects some of them."""
    return sum(
        [
            _PAID[kind] * amount
            for key, amount in rows.items()
            if (kind := key.kind) in kinds
        ]
    )


def spread(amount: int, rows: Rows) -> Rows:
    """Return *amount* spread over *rows* in proportion, equal components kept equal."""
    groups: dict[object, list[RowKey]] = {}
    for key in rows:
        equal = (key.kind, key.line, key.rate, key.supplier)
        group = equal if key.name in EQUAL else key
        groups.setdefault(group, []).append(key)
    figures = [[rows[key] for key in keys] for keys in groups.values()]
    shares = apportion(amount, figures)
    return {
        key: share
        for keys, of_group in zip(groups.values(), shares, strict=True)
        for key, share in zip(keys, of_group, strict=True)
    }
