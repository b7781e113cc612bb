# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of an order's invoice: its quote less price reductions.

Promises that each figure is the quote's less the sum of the reductions' rows, so that
value and tax by rate, by HSN code and of the whole always add up.

Knows nothing of numbers, dates and parties: the host adds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from attrs import evolve, frozen

from checkout_core.ledger import Component, HsnRow, TaxRow
from checkout_core.ledger.rows import Posting, postings
from checkout_core.money.exact import difference, exact_sum
from checkout_core.refunds.reduction import components_of


if TYPE_CHECKING:
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
    sold = postings(quote.entries, zero)
    off = _off(sold, reductions)
    rows = [_less(row, off[i]) if i in off else row for i, row in enumerate(sold)]
    less = [(sold[i], each) for i, each in off.items()]
    lowered = exact_sum(zero, [each.amount for each in reductions])
    return Invoice(
        rows=tuple(rows),
        taxable_value=exact_sum(zero, [each.net for each in rows]),
        components=components_of(rows),
        round_off=totals.round_off,
        amount=difference(totals.grand_total, lowered),
        tax_rows=_summary_less(quote, figures.tax_rows, less, coded=False),
        hsn_rows=_summary_less(quote, figures.hsn_rows, less, coded=True),
    )


def _off(
    sold: Sequence[Posting], reductions: Sequence[PriceReduction]
) -> dict[int, Posting]:
    """Return what all *reductions* take off each posting of a quote, by its index."""
    places = {_key(row): i for i, row in enumerate(sold)}
    parts: dict[int, list[Posting]] = {}
    for reduction in reductions:
        for row in reduction.rows:
            parts.setdefault(places[_key(row)], []).append(row)
    return {
        i: evolve(
            found[0],
            net=exact_sum(found[0].net, [each.net for each in found[1:]]),
            taxes=components_of(found),
        )
        for i, found in parts.items()
    }


def _key(row: Posting) -> tuple[object, ...]:
    """Return what distinguishes a posting from the others of its quote."""
    return row.kind, row.line, row.name, row.rate, row.category, row.supplier


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


#: A heading of a summary, a category or a HSN code, and a rate; None for any.
_Place: TypeAlias = tuple[str | None, Decimal | None]


def _summary_less(
    quote: Quote,
    rows: Sequence[T],
    less: Iterable[tuple[Posting, Posting]],
    *,
    coded: bool,
) -> tuple[T, ...]:
    """
    Return the rows of a summary, by HSN code if it is *coded*, less what is off them.

    *less* are postings of the quote, each with what is taken off it.
    """
    found, places = list(rows), _places(rows)
    for posting, off in less:
        near = places.get(_place(quote, posting, coded=coded), ())
        index = next((i for i in near if _has_taxes(quote, rows[i], posting)), None)
        if index is not None:
            row = found[index]
            found[index] = evolve(
                row,
                taxable_value=difference(row.taxable_value, off.net),
                components=_taxes_less(row.components, off.taxes),
            )
    return tuple(found)


def _places(rows: Sequence[TaxRow | HsnRow]) -> dict[_Place, list[int]]:
    """Return the indices of the rows of a summary by their places."""
    found: dict[_Place, list[int]] = {}
    # A charge is in the first row with its taxes that has the fewest others.
    for i in sorted(range(len(rows)), key=lambda i: len(rows[i].components)):
        row = rows[i]
        headings: tuple[str | None, ...] = (
            (row.category, None) if isinstance(row, TaxRow) else (row.hsn_code,)
        )
        for place in product(headings, (row.rate, None)):
            found.setdefault(place, []).append(i)
    return found


def _place(quote: Quote, posting: Posting, *, coded: bool) -> _Place:
    """
    Return the place of the row that a posting is in; charges have no HSN code.

    A charge of an older quote does not say its rate.
    """
    line = _line_of(posting)
    heading = None if coded else posting.category
    if line is None:
        return heading, posting.rate
    if coded:
        heading = quote.cart.lines[line].hsn_code
    return heading, quote.lines[line].tax_rate


def _has_taxes(quote: Quote, row: TaxRow | HsnRow, posting: Posting) -> bool:
    """
    Return whether a row of a summary has the taxes of a posting.

    Goods are in a row of their cess and of exactly their taxes; those of 0.00 count,
    which have no row in the ledger.
    """
    known = {(each.name, each.rate) for each in row.components}
    line = _line_of(posting)
    if line is None:
        return {(each.name, each.rate) for each in posting.taxes} <= known
    goods = quote.lines[line]
    taxes = {(each.name, each.rate) for each in goods.components}
    return row.cess_rate == goods.cess_rate and known == taxes


def _line_of(posting: Posting) -> int | None:
    """Return the index of the line whose goods a posting is of, None for a charge."""
    return posting.line if posting.kind == "subtotal" else None
