# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds for the difference of any two quotes in one currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Difference, Quote, diff, dumps, quote, read_checkout
from checkout_core.differences import (
    Change,
    ItemChange,
    LineChange,
    OfferChange,
    RowChange,
    TotalChange,
    TotalPart,
)
from checkout_core.testing import strategies as ours


Document = dict[str, Any]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Quote, Quote]:
    """Return the quotes of two documents in one currency, or of one in two orders."""
    currency = draw(ours.currencies())
    document = draw(ours.documents(currency))
    other = draw(st.one_of(st.just(document), ours.documents(currency)))
    items = draw(st.permutations(other["cart"]["cart_items"]))
    other = {**other, "cart": {**other["cart"], "cart_items": items}}
    return priced(document), priced(other)


def priced(document: Document) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


@given(ours.documents())
def test_a_quote_differs_in_nothing_from_itself(document: Document) -> None:
    """However it came about."""
    assert diff(priced(document), priced(document)).is_empty


@given(pairs())
def test_each_total_is_the_sum_of_its_parts(quotes: tuple[Quote, Quote]) -> None:
    """Those that differ, each by the rows that differ, also in another order."""
    found = diff(*quotes)
    before, after = [each.totals for each in quotes]

    for each in found.totals:
        assert each.before == getattr(before, each.name)
        assert each.after == getattr(after, each.name)
        assert each.difference == sum([part.amount for part in each.parts], Decimal(0))
        assert all(part.row in found.rows for part in each.parts)


@given(pairs())
def test_what_is_not_named_is_equal(quotes: tuple[Quote, Quote]) -> None:
    """A total that is not among those that differ is the same in both."""
    named = {each.name for each in diff(*quotes).totals}
    before, after = [each.totals for each in quotes]

    assert named == {
        name
        for name in type(before).__annotations__
        if getattr(before, name) != getattr(after, name)
    }


@given(pairs())
def test_it_is_the_same_the_other_way_round(quotes: tuple[Quote, Quote]) -> None:
    """With its sides exchanged."""
    before, after = quotes

    assert turned(diff(before, after)) == diff(after, before)


def turned(found: Any) -> Any:
    """Return a difference, or what is in it, with its sides exchanged."""
    match found:
        case tuple():
            return tuple(map(turned, found))
        case TotalPart(row, amount):
            return TotalPart(turned(row), -amount)
        case Difference():
            lists = {
                name: turned(getattr(found, name))
                for name in type(found).__annotations__
                if name not in ("before", "after")
            }
            return Difference(before=found.after, after=found.before, **lists)
        case LineChange(given=given, figures=figures):
            more = {"given": turned(given), "figures": turned(figures)}
            return evolve(found, before=found.after, after=found.before, **more)
        case ItemChange(changes=changes):
            sides = {"before": found.after, "after": found.before}
            return evolve(found, changes=turned(changes), **sides)
        case TotalChange(parts=parts):
            sides = {"before": found.after, "after": found.before}
            return evolve(found, parts=turned(parts), **sides)
    assert isinstance(found, Change | OfferChange | RowChange)
    swapped: dict[str, Any] = {"before": found.after, "after": found.before}
    return evolve(found, **swapped)
