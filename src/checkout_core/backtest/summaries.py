# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of a back-test, read from its results, whichever engine priced them.

Promises that all of them are exact: sums and counts are DuckDB's of decimals, and what
is left to work out is worked out in whole numbers.  Knows no page.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import isqrt
from pathlib import Path
from typing import TYPE_CHECKING

from checkout_core.backtest.figures import (
    Applied,
    BreakEven,
    Bucket,
    OfferFigures,
    OfferName,
    Quantile,
    Sampled,
    Summary,
)
from checkout_core.backtest.tables import Tables
from checkout_core.backtest.traps import traps
from checkout_core.money.exact import difference, to_decimal
from checkout_core.money.rounding import Rounding, divide


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from checkout_core.backtest.figures import Orders, Total
    from checkout_core.backtest.job import Job, Stores
    from checkout_core.offers import Offer
    from checkout_core.store import Store


#: The quantiles of the report, in percent; the first and the last are the ends.
QUANTILES = (0, 5, 25, 50, 75, 95, 100)
#: From so many changed carts on there is an interval.
ENOUGH = 30
#: The square of 1.96, which is how many standard errors an interval of 95 % has.
_SQUARE = Fraction(196, 100) ** 2
#: Buckets on either side of 0, and how wide they can be, by their first digit.
_BUCKETS, _FIRST = 8, (1, 2, 5)


def summary(folder: str | Path, job: Job, *, sample: str | None = None) -> Summary:
    """
    Return what the results in a *folder* say.

    Raises `CheckoutError` where DuckDB is not installed (`extra_missing`).

    Args:
        folder: where `results` is; a part without its manifest is not done, and is
            left out.
        job: what the carts were priced by.
        sample: the part of the customers that was drawn, as text of a number above 0
            and at most 1; None (the default) for all.
    """
    results = Path(folder) / "results"
    files = [
        each
        for each in sorted(results.glob("part-*.parquet"))
        if each.with_suffix(".json").exists()
    ]
    stores = job.stores()
    names = _names(stores)
    exponent = stores.currency.exponent
    with Tables(files, exponent) as tables:
        rows, faulty = tables.counts()
        orders, totals = tables.orders(), tables.totals()
        offers = tuple(_offers(stores, tables.applied(), to_decimal(0, exponent)))
        displaced = tuple(tables.displaced(names))
        refusals, near = tables.refusals(), tables.near(names)
        paid = next(each for each in totals if each.name == "to_be_paid")
        return Summary(
            fingerprint=job.fingerprint,
            engine=job.engine,
            at=job.at,
            currency=stores.currency,
            rows=rows,
            faulty=faulty,
            bad=tables.bad(),
            reproduction=tables.reproduction(),
            orders=orders,
            totals=totals,
            offers=offers,
            displaced=displaced,
            refusals=refusals,
            near=near,
            traps=traps(orders.compared, offers, refusals, near, displaced),
            quantiles=_quantiles(tables, orders.changed),
            buckets=_buckets(tables, orders.changed, exponent),
            most=tables.most(),
            sample=None if sample is None else _sampled(tables, sample, orders, paid),
            break_even=_break_even(orders, paid),
        )


def _by_name(store: Store) -> dict[tuple[str, str], Offer]:
    """Return every offer of a store by its kind and id."""
    return {(each.kind, each.id): each for each in (*store.promotions, *store.coupons)}


def _names(stores: Stores) -> dict[tuple[str, str], OfferName]:
    """Return every offer of both stores by kind and id, by its proposed name."""
    offers = {**_by_name(stores.base), **_by_name(stores.proposed)}
    return {
        key: OfferName(kind=each.kind, id=each.id, name=each.name)
        for key, each in offers.items()
    }


def _offers(
    stores: Stores, applied: Mapping[tuple[str, str, str], Applied], zero: Decimal
) -> Iterator[OfferFigures]:
    """Yield today's offers in their order, then the new ones."""
    nowhere = Applied(carts=0, saving=zero)
    base, proposed = _by_name(stores.base), _by_name(stores.proposed)
    for key, named in _names(stores).items():
        offer = proposed.get(key) or base[key]
        yield OfferFigures(
            offer=named,
            codes=offer.codes,
            state=_state(base.get(key), proposed.get(key)),
            base=applied.get((*key, "base"), nowhere),
            proposed=applied.get((*key, "proposed"), nowhere),
        )


def _state(base: Offer | None, proposed: Offer | None) -> str:
    if base is None:
        return "new"
    if proposed is None:
        return "removed"
    return "same" if base == proposed else "changed"


def _quantiles(tables: Tables, changed: int) -> tuple[Quantile, ...]:
    """
    Return the quantiles of the change by their nearest rank.

    Of 10 changes that of 25 percent is the third: 2.5 rounded up.
    """
    if not changed:
        return ()
    ranks = [max(1, -(-percent * changed // 100)) for percent in QUANTILES]
    found = dict(zip(sorted({*ranks}), tables.change_at(sorted({*ranks})), strict=True))
    return tuple(
        Quantile(percent=percent, change=found[rank])
        for percent, rank in zip(QUANTILES, ranks, strict=True)
    )


def _buckets(tables: Tables, changed: int, exponent: int) -> tuple[Bucket, ...]:
    """
    Return the changed carts by their change.

    0 is an end of two buckets, and all have one width, 1, 2 or 5 with zeros, such that
    nine of ten changes are in the eight on either side; the first and the last have no
    end where more lies there.
    """
    if not changed:
        return ()
    ranks = sorted({1, -(-5 * changed // 100), -(-95 * changed // 100), changed})
    changes = [_minor(each, exponent) for each in tables.change_at(ranks)]
    by_rank = dict(zip(ranks, changes, strict=True))
    inner = [by_rank[-(-percent * changed // 100)] for percent in (5, 95)]
    width = _width(max(abs(each) for each in inner))
    low = max(-_BUCKETS, min(0, changes[0] // width))
    high = min(_BUCKETS, max(0, changes[-1] // width + 1))
    edges = [to_decimal(i * width, exponent) for i in range(low, high + 1)]
    ends: list[tuple[Decimal | None, Decimal | None]] = [*pairwise(edges)]
    if changes[0] < low * width:
        ends.insert(0, (None, edges[0]))
    if changes[-1] >= high * width:
        ends.append((edges[-1], None))
    return tuple(
        Bucket(low=a, high=b, carts=carts)
        for (a, b), carts in zip(ends, tables.between(ends), strict=True)
    )


def _width(most: int) -> int:
    """Return the least 1, 2 or 5 with zeros of which eight are at least *most*."""
    power = 1
    while True:
        for first in _FIRST:
            if first * power * _BUCKETS >= most:
                return first * power
        power *= 10


def _sampled(tables: Tables, rate: str, orders: Orders, paid: Total) -> Sampled:
    """
    Return what a sample of whole customers says of all carts.

    Each customer is drawn with probability p, whatever the others are, so the sum of
    the sampled changes divided by p has the mean of the whole.  With t the change of a
    sampled customer, (1 - p) / p^2 times the sum of the t^2 has the mean of its
    variance (Horvitz and Thompson).  Of 40 customers with 10.00 each at 1 %: 40,000.00,
    and 1.96 times the root of 0.99 / 0.0001 x 40 x 100 = 39,600,000, 12,334.00.
    """
    part = Fraction(rate)
    exponent = _exponent(paid)
    customers, squares = tables.clusters()
    whole = _minor(paid.change, exponent) / part
    margin = None
    if orders.changed >= ENOUGH:
        variance = _SQUARE * (1 - part) / part**2 * squares
        ceiling = -(-variance.numerator // variance.denominator)
        root = isqrt(ceiling)
        margin = to_decimal(root + (root * root < ceiling), exponent)
    return Sampled(
        rate=rate,
        changed=orders.changed,
        customers=customers,
        estimate=to_decimal(
            divide(whole.numerator, whole.denominator, Rounding.HALF_UP), exponent
        ),
        margin=margin,
    )


def _break_even(orders: Orders, paid: Total) -> BreakEven | None:
    """Return how many orders of today's average would pay for what is given away."""
    exponent = _exponent(paid)
    given = difference(paid.before, paid.after)
    if given <= 0 or paid.before <= 0:
        return None
    minor, before = _minor(given, exponent), _minor(paid.before, exponent)
    average = divide(before, orders.compared, Rounding.HALF_UP)
    return BreakEven(
        given=given,
        average=to_decimal(average, exponent),
        orders=-(-minor * orders.compared // before),
    )


def _exponent(total: Total) -> int:
    """Return how many decimals the amounts of a total have."""
    return -int(total.before.as_tuple().exponent)


def _minor(amount: Decimal, exponent: int) -> int:
    """Return an amount in minor units."""
    return int(amount.scaleb(exponent))


__all__ = ["ENOUGH", "QUANTILES", "summary"]
