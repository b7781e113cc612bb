# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The parts of an order by who supplies them, as the operator of a marketplace books them.

What others supply is not the operator's revenue: it is owed to them, less the tax of
lines that the operator pays itself (CGST Act s.9(5)).  Discounts are the supplier's,
since its invoice is less by them.

Promises parts that add up to the order and to each of its refunds, to the last minor
unit.
"""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.ledger.rows import TAXES
from checkout_core.money import allocate
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.refunds.suppliers import owner_of, supplier_refunds
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checkout_core.ledger import Entry
    from checkout_core.pricing import Quote
    from checkout_core.refunds import PriceReduction, Refund


#: The id of the operator itself.
OWN = ""
#: The roles of tenders that are amounts of money, in the order in which they pay.
_OF_CREDIT = tuple(each.row for each in TENDERS.values() if not each.unit)
_OF_POINTS = tuple(each.row for each in TENDERS.values() if each.unit)


@frozen(kw_only=True)
class Part:
    """
    What of an order, or of a refund, is of one supplier; amounts are in major units.

    Attributes:
        id: the supplier's id, `OWN` for the operator.
        entries: its rows.
        total: what its goods and charges come to, tax and round-off included.
        operated: the tax of its lines that the operator pays, by component.
        tenders: what each tender pays or gets back of it, by role.
        customer: what the customer owes of it, or is owed back.
        charge: what is kept of it for a cancellation, 0 of an order.
    """

    id: str
    entries: tuple[Entry, ...]
    total: Decimal
    operated: tuple[tuple[str, Decimal], ...]
    tenders: tuple[tuple[str, Decimal], ...]
    customer: Decimal
    charge: Decimal

    @property
    def owed(self) -> Decimal:
        """What the supplier is owed: the total, less the tax the operator pays."""
        taxes = [amount for _, amount in self.operated]
        return difference(
            self.total, exact_sum(difference(self.total, self.total), taxes)
        )


class Supplied:
    """
    The parts of an order.

    Args:
        quote: what was ordered.
    """

    def __init__(self, quote: Quote) -> None:
        self._quote = quote
        self.ids = [each.id for each in quote.suppliers]
        self._whose = owner_of(quote)
        self._zero = to_decimal(0, quote.cart.currency.exponent)

    def sold(self) -> list[Part]:
        """Return what each supplier sold, by its id."""
        figures, rows = self._quote.suppliers, self._by_supplier()
        whole = self._by_role((row.kind, row.amount) for row in self._quote.entries)
        tenders = self._tenders(
            whole, [each.credit for each in figures], [each.points for each in figures]
        )
        return [
            Part(
                id=each.id,
                entries=tuple(rows[each.id]),
                total=each.grand_total,
                operated=self._operated(rows[each.id]),
                tenders=tendered,
                customer=each.to_be_paid,
                charge=self._zero,
            )
            for each, tendered in zip(figures, tenders, strict=True)
        ]

    def returned(self, note: Refund) -> list[Part]:
        """Return what each supplier takes back in a refund."""
        found = supplier_refunds(self._quote, note)
        whole = self._by_role(
            (TENDERS[each.kind].row, each.value) for each in note.tenders
        )
        whole["credit"] = exact_sum(note.moved, [whole["credit"]])
        tenders = self._tenders(
            whole, [each.credit for each in found], [each.points for each in found]
        )
        parts = []
        for each, tendered in zip(found, tenders, strict=True):
            others = [each.gateway_discount, each.unpaid]
            paid = difference(each.gateway, each.surcharge)
            parts.append(
                Part(
                    id=each.id,
                    entries=each.entries,
                    total=each.amount,
                    operated=self._operated(each.entries),
                    tenders=tendered,
                    customer=exact_sum(paid, others),
                    charge=each.charge,
                )
            )
        return parts

    def taken_off(self, reduction: PriceReduction) -> Iterator[tuple[str, Decimal]]:
        """
        Yield the roles that a price reduction lowers: the operator's own come first.

        Others are owed less, but for the tax that the operator pays.
        """
        lines = self._quote.cart.lines
        whose = [self._whose(x.line, x.supplier) for x in reduction.rows]
        for name, row in sorted(
            zip(whose, reduction.rows, strict=True), key=itemgetter(0)
        ):
            value = "gateway_offer" if name == OWN else f"supplier:{name}"
            operated = row.line is not None and lines[row.line].section_9_5
            yield value, row.net
            for tax in row.taxes:
                own = name == OWN or operated
                yield f"tax:{tax.name}" if own else value, tax.amount

    def _by_supplier(self) -> dict[str, list[Entry]]:
        """Return the rows of the order by who supplies them."""
        found: dict[str, list[Entry]] = {name: [] for name in self.ids}
        for row in self._quote.entries:
            found[self._whose(row.line, row.supplier)].append(row)
        return found

    def _operated(self, entries: Iterable[Entry]) -> tuple[tuple[str, Decimal], ...]:
        """Return the taxes of a supplier's rows that the operator pays."""
        lines = self._quote.cart.lines
        return tuple(
            [
                (row.name or "", row.amount)
                for row in entries
                if row.kind in TAXES
                and row.line is not None
                and lines[row.line].section_9_5
            ]
        )

    # Tenders ----------------------------------------------------------------------

    def _by_role(self, parts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
        """Return what each tender has, by role."""
        found = dict.fromkeys((*_OF_POINTS, *_OF_CREDIT), self._zero)
        for role, amount in parts:
            if role in found:
                found[role] = exact_sum(found[role], [amount])
        return found

    def _tenders(
        self,
        whole: dict[str, Decimal],
        credit: Sequence[Decimal],
        points: Sequence[Decimal],
    ) -> list[tuple[tuple[str, Decimal], ...]]:
        """
        Return what each tender has of each supplier.

        *credit* and *points* are the suppliers' shares of all tenders of a kind.  Of
        those of money each but the last is shared over what is left of the shares:
        of 100.00 and 60.00, of which cards pay 40.00, that is 25.00 and 15.00, and
        credit the rest.
        """
        left = [self._minor(each) for each in credit]
        found: list[list[tuple[str, Decimal]]] = [
            [(role, each) for role in _OF_POINTS] for each in points
        ]
        for role in _OF_CREDIT:
            amount = self._minor(whole[role])
            parts = allocate(amount, left) if amount else [0] * len(left)
            for i, part in enumerate(parts):
                left[i] -= part
                money = to_decimal(part, self._quote.cart.currency.exponent)
                found[i].append((role, money))
        return [tuple(each) for each in found]

    def _minor(self, amount: Decimal) -> int:
        return to_minor(amount, self._quote.cart.currency, "amount")
