# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A store's tax table: classes of goods whose rates change with time.

Promises that a line which names a class is taxed at the rate valid at the moment of
pricing, and that a quote keeps that rate.  Rates and dates come from the merchant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.cart import Cart, Line
from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError, join
from checkout_core.store.moments import since_epoch
from checkout_core.tax import TaxCategory, TaxComponent, TaxSlab
from checkout_core.values import safe


if TYPE_CHECKING:
    from collections.abc import Iterator


MAX_CLASSES = 10_000
MAX_PERIODS = 1_000

#: What a period of a class says about the lines that name it.
TAX_KEYS = (
    "tax_rate",
    "tax_slabs",
    "tax_category",
    "tax_components",
    "cess_rate",
    "cess_per_unit",
    "hsn_code",
)
PERIOD_KEYS = ("valid_from", "valid_to", *TAX_KEYS)

#: Used as the beginning of periods without `valid_from` when they are sorted.
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@frozen(kw_only=True)
class TaxPeriod:
    """
    The tax of a class while `valid_from <= at < valid_to`.

    All but the moments are as in `Line`.

    Attributes:
        valid_from: the first moment, with its offset; None if it has no beginning.
        valid_to: the first moment after it; None if it has no end.
        tax_rate: in percent.
        tax_slabs: rates by the net price of one unit, () for none.
        tax_category: `standard` or one that has rate 0.
        tax_components: components in place of GST, () for none.
        cess_rate: in percent of the taxable value.
        cess_per_unit: in major units of the store's currency.
        hsn_code: the code of lines that have none of their own, None for none.
    """

    valid_from: datetime | None
    valid_to: datetime | None
    tax_rate: Decimal
    tax_slabs: tuple[TaxSlab, ...]
    tax_category: TaxCategory
    tax_components: tuple[TaxComponent, ...]
    cess_rate: Decimal
    cess_per_unit: Decimal
    hsn_code: str | None

    @property
    def amounts(self) -> tuple[tuple[str, Decimal], ...]:
        """The period's amounts with their paths, to be compared with a currency."""
        edges = tuple(
            (f"tax_slabs[{i}].up_to", slab.up_to)
            for i, slab in enumerate(self.tax_slabs)
            if slab.up_to is not None
        )
        return (*edges, ("cess_per_unit", self.cess_per_unit))

    @property
    def fields(self) -> dict[str, Any]:
        """What it says about a line, by `TAX_KEYS`."""
        return {key: getattr(self, key) for key in TAX_KEYS}

    @property
    def window(self) -> tuple[timedelta, timedelta]:
        """Its first moment and the first one after it, as distances from the epoch."""
        starts, ends = self.valid_from, self.valid_to
        return (
            timedelta.min if starts is None else since_epoch(starts),
            timedelta.max if ends is None else since_epoch(ends),
        )


@frozen
class TaxClass:
    """
    A class of goods whose tax changes with time.

    Attributes:
        name: what `Line.tax_class` says.
        periods: the periods of its tax, which do not overlap.
    """

    name: str
    periods: tuple[TaxPeriod, ...]

    @cached_property
    def _by_start(self) -> tuple[list[timedelta], list[tuple[timedelta, TaxPeriod]]]:
        """The beginnings of the periods, ascending, and the end of each."""
        windows = [(*each.window, i) for i, each in enumerate(self.periods)]
        found = [(end, self.periods[i]) for _, end, i in sorted(windows)]
        return sorted([starts for starts, *_ in windows]), found

    def period(self, at: datetime | None) -> TaxPeriod | None:
        """
        Return the period that covers *at*, None if there is none.

        Without a moment only a period without beginning and end covers it.
        """
        starts, periods = self._by_start
        # Of periods that do not overlap, only the last that has begun can cover it.
        since = timedelta.min if at is None else since_epoch(at)
        index = bisect_right(starts, since) - 1
        if index < 0:
            return None
        end, found = periods[index]
        holds = end == timedelta.max if at is None else since < end
        return found if holds else None


def tax_classes(
    document: Mapping[str, Any], *, lenient: bool = False
) -> tuple[TaxClass, ...]:
    """
    Return the classes that the `tax_classes` of a store document describe.

    Each name holds one period or a list of them.  With *lenient* (False by default)
    unknown keys are skipped.  Raises `CheckoutError` with every fault.

    >>> tax_classes({"books": {"tax_rate": 0}})[0].periods[0].tax_rate
    Decimal('0')
    """
    expect(document=(document, Mapping))
    check = Validator(lenient=lenient)
    found = []
    if len(document) > MAX_CLASSES:
        check.add("", "too_many", document, limit=MAX_CLASSES)
        document = {}
    for name, data in document.items():
        path = safe(name)
        check.text(path, name, needed="the name of a class")
        if isinstance(data, Mapping):
            periods = list(_period(check, path, data))
        else:
            items = check.items(path, data, limit=MAX_PERIODS)
            periods = [
                period
                for i, each in enumerate(items)
                for period in _period(check, f"{path}[{i}]", each)
            ]
        if data in ([], ()):
            check.add(path, "empty_target", data, expected="a period with a tax_rate")
        _no_overlap(check, path, periods)
        found.append(TaxClass(name, tuple(periods)))
    check.raise_any()
    return tuple(found)


def _period(check: Validator, path: str, value: object) -> Iterator[TaxPeriod]:
    """Yield the period, checked by the rules of a line."""
    part = check.mapping(path, value)
    if part is None:
        return
    check.keys(path, part, PERIOD_KEYS)
    starts = check.maybe_time(join(path, "valid_from"), part.get("valid_from"))
    ends = check.maybe_time(join(path, "valid_to"), part.get("valid_to"))
    if starts is not None and ends is not None and ends <= starts:
        check.add(join(path, "valid_to"), "period_reversed", part["valid_to"])
    fields = {key: part[key] for key in TAX_KEYS if part.get(key) is not None}
    try:
        line = Line("class", 1, 0, **fields)
    except CheckoutError as error:
        check.extend(error, path)
        return
    tax = {key: getattr(line, key) for key in TAX_KEYS}
    period = TaxPeriod(valid_from=starts, valid_to=ends, **tax)
    check.amounts += [(join(path, each), amount) for each, amount in period.amounts]
    yield period


def _no_overlap(check: Validator, path: str, periods: Sequence[TaxPeriod]) -> None:
    """Add a fault for every period that begins before the previous one has ended."""

    def start(i: int) -> tuple[bool, datetime]:
        begins = periods[i].valid_from
        return begins is not None, begins or _ANY_TIME

    for earlier, i in pairwise(sorted(range(len(periods)), key=start)):
        ends, starts = periods[earlier].valid_to, periods[i].valid_from
        if ends is None or starts is None or starts < ends:
            later = max(earlier, i)
            begins = periods[later].valid_from
            value = None if begins is None else begins.isoformat()
            check.add(f"{path}[{later}]", "periods_overlap", value)


_CLASS_OF = "cart.cart_items[{}].tax_class"


def classified(
    cart: Cart, classes: Mapping[str, TaxClass], at: datetime | None
) -> Cart:
    """
    Return *cart* with the tax of every line that names a class.

    A line that also gives its own tax keeps it: a stored quote keeps the rate it was
    made with in this way.  Raises `CheckoutError` for classes that are unknown or have
    no rate at the moment.
    """
    check = Validator()
    lines = list(cart.lines)
    # Each class is resolved once: a cart may have many lines of it.
    resolved: dict[str, dict[str, Any] | None] = {}
    for i, line in enumerate(cart.lines):
        if line.tax_class is None or line.has_own_tax:
            continue
        known = classes.get(line.tax_class)
        if known is None:
            check.add(_CLASS_OF.format(i), "unknown_tax_class", line.tax_class)
            continue
        if known.name not in resolved:
            period = known.period(at)
            resolved[known.name] = None if period is None else period.fields
        fields = resolved[known.name]
        if fields is None:
            check.add(_CLASS_OF.format(i), "no_rate_then", line.tax_class, at=at)
            continue
        if line.hsn_code is not None:
            fields = fields | {"hsn_code": line.hsn_code}
        changed = check.within(f"cart.cart_items[{i}]", partial(line.changed, **fields))
        if changed is not None:
            lines[i] = changed
    check.raise_any()
    return cart.changed(lines=lines) if resolved else cart


__all__ = [
    "MAX_CLASSES",
    "MAX_PERIODS",
    "PERIOD_KEYS",
    "TAX_KEYS",
    "TaxClass",
    "TaxPeriod",
    "classified",
    "tax_classes",
]
