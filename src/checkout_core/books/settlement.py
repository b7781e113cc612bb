# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the operator of a marketplace owes its suppliers, and what it withholds.

Each order and refund gives rows for each supplier other than the store itself: the
sale, the tax collected at source (TCS, CGST Act s.52), the tax deducted at source (TDS,
Income-tax Act 1961 s.194-O and its successor of 2025), the commission and its tax.
Their sum is what the supplier is paid.

Promises that nothing of it is in any figure the shopper sees, and that what is withheld
follows returns: a refund has the amount before it less the amount after it, so that any
sequence of returns ends at nothing.  A discount at the gateway that the merchant funds
is a part of the sale, or has rows like a refund if it came after the invoice.

Sale of 443.60, of which 420.00 are taxable: TCS is 2.10 and TDS 0.44; goods of 400.00
with 20.00 of tax come back, so that TCS is 0.10 and TDS 0.02, and the refund has 2.00
and 0.42.

Sources: Notification 15/2024-Central Tax of 10 July 2024 and its sisters (0.25 % each
of CGST and SGST or UTGST, 0.5 % of IGST); the FAQ of the CBIC on TCS; Finance (No. 2)
Act 2024 (0.1 %).  Not advice on tax.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, evolve, field, frozen

from checkout_core.books.terms import (
    Commission,
    TdsBase,
    by_text,
    check_terms,
    checked_terms,
)
from checkout_core.checks import MAX_NOTE, ZERO, Validator
from checkout_core.errors import join
from checkout_core.ledger.rows import postings
from checkout_core.money import Rounding
from checkout_core.money.exact import (
    grid_of,
    percentage,
    rate_millionths,
    to_decimal,
)
from checkout_core.money.parse import to_minor
from checkout_core.money.rounding import divide
from checkout_core.orders import Order
from checkout_core.pricing import Quote
from checkout_core.refunds import PriceReduction, Refund
from checkout_core.refunds.suppliers import (
    SupplierRefund,
    refunds_fit,
    supplier_refunds,
)
from checkout_core.statuses import TaxCategory
from checkout_core.tax.india.names import CGST, IGST, SGST, UTGST
from checkout_core.tax.india.supplies import EXPORTS


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.ledger.rows import Posting
    from checkout_core.ledger.suppliers import SupplierFigures
    from checkout_core.store import Supplier


__all__ = [
    "Commission",
    "SettlementKind",
    "SettlementRow",
    "TdsBase",
    "settlement",
]


#: Tax collected at source, in percent of the net value of taxable supplies.
TCS: Mapping[str, Decimal] = {
    CGST: Decimal("0.25"),
    SGST: Decimal("0.25"),
    UTGST: Decimal("0.25"),
    IGST: Decimal("0.5"),
}
#: Tax deducted at source, in percent; the higher rate without a permanent account
#: number.
TDS, TDS_WITHOUT_PAN = Decimal("0.1"), Decimal(5)
_HALF_UP = Rounding.HALF_UP

#: What comes after a sale and lowers it.
Note: TypeAlias = Refund | PriceReduction
_Key: TypeAlias = tuple[str, int | None, str | None]


class SettlementKind(StrEnum):
    """What a row of a settlement is, in the order in which they come."""

    SALE = "sale"
    TCS = "tcs"
    TDS = "tds"
    COMMISSION = "commission"
    COMMISSION_TAX = "commission_tax"


@frozen(kw_only=True)
class SettlementRow:
    """
    One amount between the operator and a supplier; amounts are in major units.

    Attributes:
        supplier: the supplier's id.
        order: the number of the order.
        refund: the id of the refund that it is of, or of the payment that lowered the
            price; None of the order itself.
        kind: what it is, see `SettlementKind`.
        name: the head of a tax collected at source, such as `IGST`; None elsewhere.
        base: what the amount is a percentage of, None if it is none.
        amount: above 0 what the supplier is owed, below 0 what is withheld.
        at: when the order was priced, the refund made or the price lowered; None if
            the order does not say it.
        currency: the ISO 4217 code of the amounts.
    """

    supplier: str
    order: str
    refund: str | None
    kind: SettlementKind
    name: str | None
    base: Decimal | None
    amount: Decimal
    at: datetime | None
    currency: str


def settlement(
    orders: Mapping[str, Quote | Order],
    refunds: Mapping[str, Sequence[Refund | PriceReduction]] | None = None,
    commission: Mapping[str, Commission | Mapping[str, Any]] | None = None,
    *,
    tds_base: str = TdsBase.GROSS,
    tds_exempt: Iterable[str] = (),
) -> tuple[SettlementRow, ...]:
    """
    Return what an operator owes each supplier and withholds, order by order.

    Raises `CheckoutError` with every fault: a value of another class, refunds of an
    order that is not there, a commission that is not one, a supplier that no order
    knows.

    Args:
        orders: what was ordered, quotes or orders, by their numbers.  The sale of an
            order is less the discounts at the gateway that lowered its price.
        refunds: all refunds of each order in their sequence, by its number, and what
            lowered its price after the invoice; by default the refunds that an order
            knows, and none of a quote.
        commission: the operator's commission by the supplier's id, a `Commission` or
            {"amount" or "percent", "tax_rate"}; none by default.
        tds_base: what tax is deducted of, see `TdsBase`; `gross` by default.
        tds_exempt: the ids of suppliers whose sales are below the threshold of s.194-O
            (individuals and undivided families to 5 lakh a year); () by default.
    """
    check = Validator()
    base = check.choice("tds_base", tds_base, TdsBase)
    taken, exempt = checked_terms(check, commission, tds_exempt)
    sold = by_text(check, "orders", orders)
    for number, each in sold.items():
        if not isinstance(each, Quote | Order):
            check.wrong_type(join("orders", number), each, "a Quote or an Order")
    given = _notes(check, sold, refunds)
    if not check.found:
        check_terms(check, "", [_quote(x) for x in sold.values()], taken, exempt)
    check.raise_any()
    found: list[SettlementRow] = []
    for number, each in sold.items():
        notes = given.get(number, each.refunds if isinstance(each, Order) else ())
        lowered = _lowered(each, notes)
        quote = _quote(each)
        for figures in quote.suppliers:
            if figures.id:
                account = _Account(
                    quote,
                    number,
                    figures,
                    taken.get(figures.id),
                    base,
                    exempt=figures.id in exempt,
                )
                found += account.rows(lowered, notes)
    return tuple(found)


def _quote(sold: Quote | Order) -> Quote:
    return sold.quote if isinstance(sold, Order) else sold


def _lowered(sold: Quote | Order, notes: Sequence[Note]) -> list[PriceReduction]:
    """Return what lowered the price of an order before its invoice."""
    if not isinstance(sold, Order):
        return []
    later = {each.payment for each in notes if isinstance(each, PriceReduction)}
    return [each for each in sold.price_reductions if each.payment not in later]


# Arguments ------------------------------------------------------------------------


def _notes(
    check: Validator, orders: Mapping[str, Any], given: object
) -> dict[str, list[Note]]:
    """Return the refunds and price reductions of each order that they are given of."""
    found: dict[str, list[Note]] = {}
    known = {} if given is None else by_text(check, "refunds", given)
    for number, each in known.items():
        path = join("refunds", number)
        if number not in orders:
            check.add(path, "unknown_order", number)
        found[number] = []
        for i, note in enumerate(check.items(path, each, limit=MAX_NOTE)):
            sold, where = orders.get(number), f"{path}[{i}]"
            if not isinstance(note, Refund | PriceReduction):
                check.wrong_type(where, note, "a Refund or a PriceReduction")
            elif isinstance(sold, Quote | Order) and not refunds_fit(
                _quote(sold), note
            ):
                check.add(where, "refunds_do_not_fit", None)
            else:
                found[number].append(note)
    return found


@define(eq=False)
class _Base:
    """
    What the amounts of a supplier are worked out from, in minor units.

    Attributes:
        sale: what it is owed for its supplies.
        taxable: the value of those that tax is collected at source of.
        value: the value of all of them.
        goods: the value of its goods.
        mixed: of goods and charges with a part that is not taxable, by their key, their
            value and the taxable part.
    """

    sale: int
    taxable: int
    value: int
    goods: int
    mixed: dict[_Key, tuple[int, int]]


@define(eq=False)
class _Account:
    """One supplier in one order."""

    quote: Quote
    number: str
    figures: SupplierFigures
    commission: Commission | None
    tds_base: TdsBase
    exempt: bool = field(kw_only=True)

    def rows(
        self, lowered: Iterable[PriceReduction], notes: Iterable[Note]
    ) -> Iterator[SettlementRow]:
        """Yield the rows of the order, lowered, then those of each note."""
        before = self._sold()
        for each in lowered:
            before = self._less(before, each) or before
        yield from self._order(before)
        for note in notes:
            after = self._less(before, note)
            if after is not None:
                yield from self._noted(note, before, after)
                before = after

    # What amounts are of ----------------------------------------------------------

    def _minor(self, amount: Decimal) -> int:
        return to_minor(amount, self.quote.cart.currency, "amount")

    @property
    def _zero(self) -> Decimal:
        return to_decimal(0, self.quote.cart.currency.exponent)

    def _of_supplier(self, rows: Iterable[Posting]) -> list[Posting]:
        """Return those of *rows* that are goods and charges of the supplier."""
        figures, lines = self.figures, set(self.figures.lines)
        several = len(self.quote.suppliers) > 1
        return [
            each
            for each in rows
            if (
                each.line in lines
                if each.line is not None
                else not several or each.supplier == figures.id
            )
        ]

    def _rows_of_supplier(self) -> list[Posting]:
        """Return goods and charges of the supplier, as they were sold."""
        return self._of_supplier(postings(self.quote.entries, self._zero))

    def _sold(self) -> _Base:
        rows = self._rows_of_supplier()
        goods = [each for each in rows if each.kind == "subtotal"]
        operated = [
            self._minor(part.amount)
            for each in rows
            if self._is_operated(each)
            for part in each.taxes
        ]
        mixed: dict[_Key, tuple[int, int]] = {}
        for each in rows:
            net, due = mixed.get(_key(each), (0, 0))
            part = self._minor(each.net)
            mixed[_key(each)] = net + part, due + part * self._is_taxable(each)
        return _Base(
            self._minor(self.figures.grand_total) - sum(operated),
            sum(due for _, due in mixed.values()),
            sum(net for net, _ in mixed.values()),
            sum([self._minor(each.net) for each in goods]),
            {key: each for key, each in mixed.items() if each[1] < each[0]},
        )

    def _less(self, before: _Base, note: Note) -> _Base | None:
        """Return what is left after a note, None if it has nothing of the supplier."""
        rounded: list[Decimal] = []
        if isinstance(note, PriceReduction):
            rows = self._of_supplier(note.rows)
        else:
            parts = supplier_refunds(self.quote, note)
            entries = [x for each in parts if self._is_own(each) for x in each.entries]
            rows = list(postings(entries, self._zero))
            rounded = [each.amount for each in entries if each.kind == "round_off"]
        if not rows and not rounded:
            return None
        after = evolve(before, mixed=dict(before.mixed))
        after.sale -= sum(map(self._minor, rounded))
        taxable = {_key(x) for x in self._rows_of_supplier() if self._is_taxable(x)}
        for each in rows:
            key, net = _key(each), self._minor(each.net)
            taxes = 0 if self._is_operated(each) else self._tax(each)
            after.sale -= net + taxes
            after.value -= net
            after.goods -= net if each.kind == "subtotal" else 0
            part = net if key in taxable else 0
            if key in after.mixed:
                whole, due = after.mixed[key]
                if isinstance(note, PriceReduction):
                    part = net if self._is_taxable(each) else 0
                else:
                    # A charge over several rates comes back as one row.
                    part = divide(net * due, whole, _HALF_UP) if whole else 0
                after.mixed[key] = whole - net, due - part
            after.taxable -= part
        return after

    def _is_own(self, part: SupplierRefund) -> bool:
        return part.id == self.figures.id

    def _tax(self, row: Posting) -> int:
        return sum([self._minor(each.amount) for each in row.taxes])

    def _is_operated(self, row: Posting) -> bool:
        """Return whether the operator pays the tax of a row (s.9(5))."""
        lines = self.quote.cart.lines
        return row.line is not None and lines[row.line].section_9_5

    def _is_taxable(self, row: Posting) -> bool:
        """Return whether tax is collected at source of a row."""
        if self._is_operated(row) or self.quote.supply_type in EXPORTS:
            return False
        return bool(row.rate) or row.category == TaxCategory.ZERO

    # Rows -------------------------------------------------------------------------

    def _order(self, base: _Base) -> Iterator[SettlementRow]:
        yield self._row(SettlementKind.SALE, base.sale)
        for head, of, amount in self._withheld(base):
            kind = SettlementKind.TDS if head is None else SettlementKind.TCS
            yield self._row(kind, -amount, name=head, base=of)
        for kind, amount in self._commission(base):
            yield self._row(kind, -amount)

    def _noted(
        self, note: Note, before: _Base, after: _Base
    ) -> Iterator[SettlementRow]:
        yield self._row(SettlementKind.SALE, after.sale - before.sale, note)
        pairs = zip(self._withheld(before), self._withheld(after), strict=True)
        for (head, of, amount), (_, left, rest) in pairs:
            kind = SettlementKind.TDS if head is None else SettlementKind.TCS
            yield self._row(kind, amount - rest, note, name=head, base=left - of)
        if self.commission is not None and self.commission.percent is not None:
            pairs_of = zip(
                self._commission(before), self._commission(after), strict=True
            )
            for (kind, amount), (_, rest) in pairs_of:
                yield self._row(kind, amount - rest, note)

    def _withheld(self, base: _Base) -> Iterator[tuple[str | None, int, int]]:
        """Yield head, base and amount of each tax at source; TDS has no head."""
        if self.figures.registered and self._taxed:
            for head in self._heads:
                millionths = rate_millionths(TCS[head])
                yield head, base.taxable, _percent(base.taxable, millionths)
        if not self.exempt:
            of = base.sale if self.tds_base is TdsBase.GROSS else base.value
            supplier = self._supplier
            known = self.figures.gstin is not None or (
                supplier is not None and supplier.pan is not None
            )
            rate_ = TDS if known else TDS_WITHOUT_PAN
            yield None, of, _percent(of, rate_millionths(rate_))

    @property
    def _taxed(self) -> bool:
        """Whether tax is collected at source of any supply."""
        return any(map(self._is_taxable, self._rows_of_supplier()))

    @property
    def _heads(self) -> list[str]:
        """The heads of the supplies that tax is collected at source of."""
        names = {
            part.name
            for line in self.figures.lines
            if not self.quote.cart.lines[line].section_9_5
            for part in self.quote.lines[line].components
        }
        names.update(
            [
                part.name
                for row in self._rows_of_supplier()
                if self._is_taxable(row)
                for part in row.taxes
            ]
        )
        return [head for head in TCS if head in names]

    @property
    def _supplier(self) -> Supplier | None:
        found = [x for x in self.quote.policies.suppliers if x.id == self.figures.id]
        return found[0] if found else None

    def _commission(self, base: _Base) -> Iterator[tuple[SettlementKind, int]]:
        taken = self.commission
        if taken is None:
            return
        if taken.amount is not None:
            amount = self._minor(taken.amount)
        else:
            amount = _percent(base.goods, rate_millionths(taken.percent or ZERO))
        yield SettlementKind.COMMISSION, amount
        yield (
            SettlementKind.COMMISSION_TAX,
            _percent(amount, rate_millionths(taken.tax_rate)),
        )

    def _row(
        self,
        kind: SettlementKind,
        amount: int,
        note: Note | None = None,
        *,
        name: str | None = None,
        base: int | None = None,
    ) -> SettlementRow:
        money = grid_of(self.quote.cart.currency.exponent)
        refund = note.payment if isinstance(note, PriceReduction) else None
        return SettlementRow(
            supplier=self.figures.id,
            order=self.number,
            refund=note.id if isinstance(note, Refund) else refund,
            kind=kind,
            name=name,
            base=None if base is None else money(base),
            amount=money(amount),
            at=self.quote.at if note is None else note.at,
            currency=self.quote.currency,
        )


def _key(row: Posting) -> _Key:
    """Return what distinguishes goods or a charge from the others of a supplier."""
    return row.kind, row.line, row.name


def _percent(amount: int, millionths: int) -> int:
    """Return a percentage half up on the magnitude, as each row is rounded."""
    return percentage(amount, millionths, _HALF_UP)
