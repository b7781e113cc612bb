# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Our own benefits, as offers have them under `x_checkout_core.benefit`.

Sizes of sets are small and selectors overlap, so that sets are made across lines.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from checkout_core.testing.strategies.values import (
    CATEGORIES,
    PRODUCTS,
    Document,
    amounts,
    edges,
    maybe,
    once,
    percents,
    seldom,
)
from checkout_core.values import OURS


if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy


@once
def selectors() -> SearchStrategy[Document]:
    """Return selectors; {} selects every line."""
    ids = {
        "product_ids": [*PRODUCTS, "absent"],
        "variant_ids": ["v1", "v2"],
        "category_ids": list(CATEGORIES),
    }
    lists = {
        key: st.lists(st.sampled_from(each), max_size=2, unique=True)
        for key, each in ids.items()
    }
    return st.one_of(
        st.builds(dict),
        *[st.fixed_dictionaries({key: each}) for key, each in lists.items()],
        st.fixed_dictionaries(lists),
    )


@once
def cuts(currency: str) -> SearchStrategy[Document]:
    """Return a price, an amount off or a percentage off."""
    return st.one_of(
        st.fixed_dictionaries({"price": amounts(currency)}),
        st.fixed_dictionaries({"amount_off": amounts(currency, low=1)}),
        st.fixed_dictionaries({"percent_off": percents().filter(lambda x: x != "0")}),
    )


def _own(kind: str, keys: Document) -> Document:
    return {"details": None, OURS: {"benefit": {"kind": kind, **keys}}}


def _caps(currency: str) -> Document:
    """Return the largest discounts, null for none, as keys with their strategies."""
    return {"maximum_discount_amount": seldom(amounts(currency, low=1))}


@once
@st.composite
def unit_prices(draw: DrawFn, currency: str) -> Document:
    """Return units at a price of their own."""
    rows = [
        {
            **draw(selectors()),
            **draw(cuts(currency)),
            "maximum_quantity": draw(seldom(edges(1))),
        }
        for _ in range(draw(st.integers(1, 3)))
    ]
    caps = draw(st.fixed_dictionaries(_caps(currency)))
    return _own("unit_price", {"rows": rows, **caps})


@once
def set_prices(currency: str) -> SearchStrategy[Document]:
    """Return any n units for a price."""
    keys: dict[str, SearchStrategy[Any]] = {
        "target": maybe(selectors()),
        "size": st.integers(2, 5),
        "price": amounts(currency),
        "max_sets": seldom(st.integers(1, 3)),
        **_caps(currency),
    }
    return st.fixed_dictionaries(keys).map(lambda found: _own("set_price", found))


@once
@st.composite
def bundles(draw: DrawFn, currency: str) -> Document:
    """Return goods that are cheaper together."""
    components = [
        {**draw(selectors()), "quantity": draw(maybe(st.integers(1, 3)))}
        for _ in range(draw(st.integers(2, 3)))
    ]
    keys = {
        "components": components,
        **draw(cuts(currency)),
        "max_bundles": draw(seldom(st.integers(1, 3))),
        **draw(st.fixed_dictionaries(_caps(currency))),
    }
    return _own("bundle", keys)


@once
@st.composite
def every_nths(draw: DrawFn, currency: str) -> Document:
    """Return one unit of every n cheaper."""
    n = draw(st.integers(2, 4))
    keys = {
        "target": draw(maybe(selectors())),
        "n": n,
        "position": draw(maybe(st.integers(1, n))),
        "order": draw(st.sampled_from([None, "dearest_first", "cheapest_first"])),
        **draw(cuts(currency)),
        "max_groups": draw(seldom(st.integers(1, 3))),
        **draw(st.fixed_dictionaries(_caps(currency))),
    }
    return _own("every_nth", keys)


@once
@st.composite
def spend_tiers(draw: DrawFn, currency: str) -> Document:
    """Return more off the more is spent."""
    edges_of = st.lists(
        amounts(currency, low=1), min_size=1, max_size=3, unique_by=Decimal
    )
    off = cuts(currency).filter(lambda cut: "price" not in cut)
    tiers = [
        {
            "minimum_value": each,
            **draw(off),
            **draw(st.fixed_dictionaries(_caps(currency))),
        }
        for each in sorted(draw(edges_of), key=Decimal)
    ]
    caps = draw(st.fixed_dictionaries(_caps(currency)))
    return _own(
        "spend_tiers", {"target": draw(maybe(selectors())), "tiers": tiers, **caps}
    )


@once
@st.composite
def quantity_tiers(draw: DrawFn, currency: str) -> Document:
    """Return cheaper units the more is bought."""
    edges_of = st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True)
    tiers = [
        {"minimum_quantity": each, **draw(cuts(currency))}
        for each in sorted(draw(edges_of))
    ]
    caps = draw(st.fixed_dictionaries(_caps(currency)))
    return _own(
        "quantity_tiers", {"target": draw(maybe(selectors())), "tiers": tiers, **caps}
    )


@once
@st.composite
def shipping_discounts(draw: DrawFn, currency: str) -> Document:
    """Return a part of the delivery cost."""
    caps = draw(st.fixed_dictionaries(_caps(currency)))
    return _own("shipping_discount", {**draw(cuts(currency)), **caps})
