# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is credited of charges, at the rates and categories at which they were sold.

A refund says how much of a charge comes back, and how much of each tax.  A paper says
at which rate and in which category: those of the quote's postings of that charge.  A
net amount is shared over them by theirs, and so is each tax over those that have it: of
a delivery of 35.00 exempt and 25.00 at 18 %, 20.00 with 0.75 twice are 11.67 exempt and
8.33 with 0.75 twice.

Promises that nothing of a charge is lost, and that equal halves stay equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger import Entry
from checkout_core.ledger.rows import CHARGES, Posting, postings
from checkout_core.money.allocation import allocate
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.refunds.reduction import TAX_OF


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from checkout_core.currencies import Currency
    from checkout_core.pricing import Quote


__all__ = ["as_sold"]


def as_sold(quote: Quote, entries: Iterable[Entry]) -> list[Entry]:
    """
    Return the rows of a refund, charges as they were sold: goods first.

    Each row of a charge has its rate, its category, its code and its supplier.
    """
    currency = quote.cart.currency
    zero = to_decimal(0, currency.exponent)
    rows = list(entries)
    found = [each for each in rows if each.kind not in CHARGES]
    groups: dict[tuple[str, int | None, str | None], list[Posting]] = {}
    for each in postings([x for x in rows if x.kind in CHARGES], zero):
        groups.setdefault((each.kind, each.line, each.supplier), []).append(each)
    sold = postings(quote.entries, zero)
    for key, back in groups.items():
        like = [x for x in sold if (x.kind, x.line, x.supplier) == key]
        found += _shared(back, like, currency)
    return found


def _shared(
    back: Sequence[Posting], sold: Sequence[Posting], currency: Currency
) -> list[Entry]:
    """Return what comes *back* of charges as rows like those that were *sold*."""
    nets = [0] * len(sold)
    taxes: list[dict[tuple[str, Decimal], int]] = [{} for _ in sold]
    totals: dict[tuple[str, Decimal], int] = {}
    for each in back:
        places = [i for i, x in enumerate(sold) if x.name == each.name]
        weights = [_minor(sold[i].net, currency) for i in places]
        net = _minor(each.net, currency)
        for i, part in zip(places, allocate(net, weights) if net else (), strict=False):
            nets[i] += part
        for tax in each.taxes:
            key = tax.name, tax.rate
            totals[key] = totals.get(key, 0) + _minor(tax.amount, currency)
    for key, total in totals.items():
        weights = [
            sum(
                _minor(x.amount, currency) for x in row.taxes if (x.name, x.rate) == key
            )
            for row in sold
        ]
        for i, part in enumerate(allocate(total, weights)):
            if part:
                taxes[i][key] = part
    return [
        entry
        for row, net, of_row in zip(sold, nets, taxes, strict=True)
        if net or of_row
        for entry in _entries(row, net, of_row, currency)
    ]


def _entries(
    row: Posting,
    net: int,
    taxes: dict[tuple[str, Decimal], int],
    currency: Currency,
) -> list[Entry]:
    """Return the rows of one charge at one rate."""
    digits = currency.exponent
    first = Entry(
        row.kind,
        to_decimal(net, digits),
        row.line,
        name=row.name,
        rate=row.rate,
        category=row.category,
        hsn_code=row.hsn_code,
        supplier=row.supplier,
    )
    return [
        first,
        *[
            Entry(
                TAX_OF[row.kind],
                to_decimal(amount, digits),
                row.line,
                name=name,
                rate=rate,
                supplier=row.supplier,
            )
            for (name, rate), amount in taxes.items()
        ],
    ]


def _minor(amount: Decimal, currency: Currency) -> int:
    return to_minor(amount, currency, "amount")
