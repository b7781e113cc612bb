# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The most changed carts of a back-test, read and priced again, to see what differs.

Promises that a cart is priced with the counters that the run had for it, and that no
difference is given whose amounts are not those of the results.  Of a run on this
machine only the fragments of these carts are read: results have the rows of their
fragment, in its order.  Another engine keeps no such places, so there the carts are
searched for by their ids.  Needs `checkout-core[backtest]`.
"""

from __future__ import annotations

import os

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from checkout_core.backtest.batches import baskets
from checkout_core.backtest.figures import CartChange, Summary
from checkout_core.backtest.job import Job, Stores
from checkout_core.backtest.limits import Pair
from checkout_core.backtest.ordered import counters_of
from checkout_core.backtest.row import Basket, read_row
from checkout_core.backtest.sample import sampled
from checkout_core.backtest.sources import (
    Fragment,
    Source,
    carts_of,
    handed,
    picked,
    source_of,
)
from checkout_core.backtest.wanted import carts_by_id
from checkout_core.differences import Difference, diff
from checkout_core.errors import CheckoutError
from checkout_core.pricing import quote
from checkout_core.wire.text import loads


class _Found(NamedTuple):
    """A cart of the source, for the change that it should have, and its counters."""

    change: CartChange
    basket: Basket
    counters: Pair


_STORES: Pair = (None, None)


def differences_of(
    summary: Summary,
    job: Job,
    source: str | os.PathLike[str],
    folder: str | os.PathLike[str],
) -> dict[CartChange, Difference]:
    """
    Return what the two quotes of each of the most changed carts differ in.

    A cart that is not in the source any more, or not as it was priced, is left out:
    amounts have to be those of the results.  The report says so in its place.

    Args:
        summary: the figures, as `summary` returned them for the folder.
        job: what the carts were priced by.
        source: the carts, as `run` took them.
        folder: where `results` is.
    """
    stores = job.stores()
    found = {}
    for each in _carts(summary.most, stores, Path(source), Path(folder) / "results"):
        difference = _difference(each, stores)
        if difference is not None:
            found[each.change] = difference
    return found


def _difference(found: _Found, stores: Stores) -> Difference | None:
    basket, change = found.basket, found.change
    if basket.cart is None or basket.faults:
        return None
    try:
        before, after = [
            quote(
                basket.cart,
                store,
                at=basket.at,
                redemptions=each and each.redemptions(stores.currency),
            )
            for store, each in zip(
                (stores.base, stores.proposed), found.counters, strict=True
            )
        ]
    except CheckoutError:
        return None
    actual = basket.cart_id, basket.at, before.to_be_paid, after.to_be_paid
    wanted = change.cart_id, change.at, change.before, change.after
    return diff(before, after) if actual == wanted else None


def _carts(
    changes: Iterable[CartChange], stores: Stores, source: Path, results: Path
) -> Iterator[_Found]:
    """Yield the carts that can be those of the *changes*."""
    placed: list[tuple[Fragment, Decimal | None, list[CartChange]]] = []
    elsewhere: list[CartChange] = []
    ordered = sorted(changes, key=attrgetter("part", "row"))
    for part, of_part in groupby(ordered, attrgetter("part")):
        fragment, sample = _read_from(results / part)
        if fragment is None:
            elsewhere += of_part
        else:
            placed.append((fragment, sample, list(of_part)))
    place = source if source.is_dir() else source.parent
    placed.sort(key=lambda each: (*_group(each[0]), each[0].first))
    for _, of_group in groupby(placed, lambda each: _group(each[0])):
        yield from _rows(list(of_group), stores, place, results)
    if elsewhere:
        yield from _by_id(elsewhere, stores, source)


def _group(fragment: Fragment) -> tuple[str, int]:
    return fragment.file, fragment.group or 0


def _read_from(results: Path) -> tuple[Fragment | None, Decimal | None]:
    """Return the fragment that results are of, None if they are of none, and share."""
    manifest = loads(results.with_suffix(".json").read_bytes(), limit=None)
    facts, share = manifest.get("source", {}), manifest.get("sample")
    if facts.keys() != set(Fragment._fields):
        return None, None
    return Fragment(**facts), None if share is None else Decimal(share)


def _rows(
    placed: Sequence[tuple[Fragment, Decimal | None, list[CartChange]]],
    stores: Stores,
    place: Path,
    results: Path,
) -> Iterator[_Found]:
    """Yield carts of fragments of one row group or file, unless it was changed."""
    fragments = tuple([fragment for fragment, _, _ in placed])
    kind = "lines" if fragments[0].group is None else "parquet"
    source = Source(kind, place, fragments, {})
    try:
        for number, fragment, rows in handed(source, range(len(fragments))):
            _, sample, changes = placed[number]
            counters = counters_of(results / changes[0].part)
            carts = (sampled(x, sample) for x in carts_of(place, fragment, rows))
            batches = picked(carts, [each.row for each in changes])
            again = (basket for batch in batches for basket in baskets(batch, stores))
            for change, basket in zip(changes, again, strict=False):
                yield _Found(change, basket, counters.get(change.row, _STORES))
    except (CheckoutError, OSError):
        # It was changed or is gone.
        return


def _by_id(
    changes: Sequence[CartChange], stores: Stores, source: Path
) -> Iterator[_Found]:
    """Yield the carts with the ids of *changes*, if the source can be read here."""
    try:
        for row in carts_by_id(source_of(source), {each.cart_id for each in changes}):
            basket = read_row(row, stores)
            for each in changes:
                if each.cart_id == basket.cart_id:
                    yield _Found(each, basket, _STORES)
    except (CheckoutError, OSError):
        # Another engine may read what no file here has.
        return


__all__ = ["differences_of"]
