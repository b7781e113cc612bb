# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of an order's invoice: its quote less price reductions.

Promises that each figure is the quote's less the sum of the reductions' rows, so that
value and tax by rate, by HSN code and of the whole always add up.

Knows nothing of numbers, dates and parties: the host adds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve, frozen

from checkout_core.ledger import Component, HsnRow, TaxRow
from checkout_core.ledger.rows import Posting, postings
from checkout_core.money.exact import difference, exact_sum
from checkout_core.refunds.reduction import components_of


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from checkout_core.pricing import Quote
    from checkout_core.refunds import PriceReduction


T = TypeVar("T", TaxRow, HsnRow)


@frozen(kw_only=True)
class Invoice:
    """
    The figures of an invoice; amounts are in major units.

    Attributes:
        rows: value and tax of the goods of each line, of each handling, of the delivery
            and of each charge, in the order of the quote.
        taxable_value: their values added up.
        components: their taxes added up, by name and rate.
        round_off: the quote's round-off, outside tax.
        amount: the total: value, tax and round-off.
        tax_rows: value and tax by category and rate.
        hsn_rows: the goods by HSN code and rate.
    """

    rows: tuple[Posting, ...]
    taxable_value: Decimal
    components: tuple[Component, ...]
    round_off: Decimal
    amount: Decimal
    tax_rows: tuple[TaxRow, ...]
    hsn_rows: tuple[HsnRow, ...]

    @property
    def tax_amount(self) -> Decimal:
        """All tax."""
        nothing = difference(self.amount, self.amount)
        return exact_sum(nothing, [each.amount for each in self.components])


def invoice_of(quote: Quote, reductions: Sequence[PriceReduction] = ()) -> Invoice:
    """
    Return the figures of the invoice for *quote* less *reductions*.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> lamp = Line("Lamp", 1, "1000.00", tax_rate=18, price_including_tax=True)
    >>> found = invoice_of(quote(Cart("INR", [lamp]), Store("INR")))
    >>> found.taxable_value, found.tax_amount, found.amount
    (Decimal('847.46'), Decimal('152.54'), Decimal('1000.00'))
    """
    totals, figures = quote.totals, quote.figures
    zero = difference(totals.grand_total, totals.grand_total)
    rows = list(postings(quote.entries, zero))
    places = {_key(row): i for i, row in enumerate(rows)}
    off = [row for reduction in reductions for row in reduction.rows]
    for each in off:
        place = places[_key(each)]
        rows[place] = _less(rows[place], each)
    lowered = exact_sum(zero, [each.amount for each in reductions])
    return Invoice(
        rows=tuple(rows),
        taxable_value=exact_sum(zero, [each.net for each in rows]),
        components=components_of(rows),
        round_off=totals.round_off,
        amount=difference(totals.grand_total, lowered),
        tax_rows=_summary_less(quote, figures.tax_rows, off),
        hsn_rows=_summary_less(quote, figures.hsn_rows, off),
    )


def _key(row: Posting) -> tuple[object, ...]:
    """Return what distinguishes a posting from the others of its quote."""
    return row.kind, row.line, row.name, row.rate, row.category


def _taxes_less(
    taxes: Sequence[Component], off: Sequence[Component]
) -> tuple[Component, ...]:
    """Return *taxes* less those of *off* with the same names and rates."""
    less = {(each.name, each.rate): each.amount for each in off}
    return tuple(
        [
            evolve(each, amount=difference(each.amount, part))
            if (part := less.get((each.name, each.rate)))
            else each
            for each in taxes
        ]
    )


def _less(row: Posting, off: Posting) -> Posting:
    taxes = _taxes_less(row.taxes, off.taxes)
    return evolve(row, net=difference(row.net, off.net), taxes=taxes)


def _summary_less(
    quote: Quote, rows: Sequence[T], off: Sequence[Posting]
) -> tuple[T, ...]:
    """Return the rows of a summary, each less the postings of *off* that are in it."""
    found = list(rows)
    # A charge is in the first row with its taxes that has the fewest others.
    places = sorted(range(len(found)), key=lambda i: len(found[i].components))
    for each in off:
        place = next((i for i in places if _is_in(quote, found[i], each)), None)
        if place is not None:
            row = found[place]
            found[place] = evolve(
                row,
                taxable_value=difference(row.taxable_value, each.net),
                components=_taxes_less(row.components, each.taxes),
            )
    return tuple(found)


def _is_in(quote: Quote, row: TaxRow | HsnRow, off: Posting) -> bool:
    """
    Return whether a posting is in a row of a summary.

    Goods are in the row of their category (or HSN code), of their rates and of exactly
    their taxes; those of 0.00 count, which have no row in the ledger.  A charge is in
    one that has its taxes; one of an older quote does not say its rate.
    """
    known = {(each.name, each.rate) for each in row.components}
    is_there = not isinstance(row, TaxRow) or off.category in (None, row.category)
    if off.kind == "subtotal" and off.line is not None:
        line = quote.lines[off.line]
        if isinstance(row, HsnRow):
            is_there = row.hsn_code == quote.cart.lines[off.line].hsn_code
        rates = row.rate, row.cess_rate
        taxes = {(each.name, each.rate) for each in line.components}
        return is_there and rates == (line.tax_rate, line.cess_rate) and known == taxes
    taxes = {(each.name, each.rate) for each in off.taxes}
    is_there = is_there and isinstance(row, TaxRow)
    return is_there and off.rate in (None, row.rate) and taxes <= known
