# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""An excluded line does not exist for the offer that excludes it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import quote, read_checkout, verify, write_quote
from checkout_core.testing import strategies as ours
from checkout_core.testing.strategies.values import CATEGORIES, PRODUCTS
from tests.factories.carts import Document


#: What a cart needs of its store whatever its offers are.
KEPT = ("currency", "suppliers", "tax")


def excluded(line: Document, exclude: Document) -> bool:
    """Return whether an exclusion holds a line, by the words of the contract."""
    listing = line.get("listing_price")
    return (
        line["product_id"] in exclude["product_ids"]
        or not set(line["category_ids"]).isdisjoint(exclude["category_ids"])
        or (
            exclude["discounted"]
            and listing is not None
            and float(listing) > float(line["selling_price"])
        )
    )


@st.composite
def exclusions(draw: Any) -> Document:
    """Return some products, some categories and what is reduced."""
    return {
        "product_ids": draw(st.lists(st.sampled_from(PRODUCTS), max_size=1)),
        "category_ids": draw(st.lists(st.sampled_from(CATEGORIES), max_size=1)),
        "discounted": draw(st.booleans()),
    }


def gave(document: Document) -> tuple[Any, ...]:
    """Return what the only offer of a store gives, by the ids of the lines."""
    found = read_checkout(document)
    priced = quote(found.cart, found.store, at=found.at)
    verify(write_quote(priced))
    ids = [line.line_id for line in found.cart.lines]
    return (
        {ids[i]: line.left for i, line in enumerate(priced.lines)},
        {ids[i]: line.free_quantity for i, line in enumerate(priced.lines)},
        [each.bonus_points for each in (*priced.promotions, *priced.coupons)],
        [
            (each.code, each.short_units, each.short_amount, each.gift)
            for each in priced.refusals
        ],
    )


@given(document=ours.documents(), exclude=exclusions(), reduced=st.data())
def test_an_excluded_line_does_not_exist(
    document: Document, exclude: Document, reduced: Any
) -> None:
    """What is left of the others is what it is in a cart without it."""
    items, store = document["cart"]["cart_items"], document["store"]
    for item in items:
        if reduced.draw(st.booleans()):
            item["listing_price"] = "1000000"
    rest = [item for item in items if not excluded(item, exclude)]
    kind = "promotions" if store["promotions"] else "coupons"
    offers = store[kind]
    if not offers or not rest:
        return
    drawn = offers[0].get("x_checkout_core") or {}
    # It has no group, as it is alone, and excludes nothing of its own.
    own = {key: drawn[key] for key in drawn if key not in ("group", "exclude")}
    offer = {**offers[0], "x_checkout_core": own}
    codes = offer.get("coupon_code") or [None]
    # The delivery may depend on all lines, and offers differ by what they can use up.
    alone = {"coupon_code": codes[0], "coupon_codes": None, "charges": []}
    cart = {**document["cart"], **alone, "shipping": None}
    plain = {
        **document,
        "cart": cart | {"cart_items": rest},
        "store": {key: store[key] for key in KEPT if key in store} | {kind: [offer]},
    }
    excluding = {**offer, "x_checkout_core": own | {"exclude": exclude}}
    with_exclusion = {
        **plain,
        "cart": cart,
        "store": plain["store"] | {kind: [excluding]},
    }
    left, free, points, refusals = gave(with_exclusion)
    left_of_rest, *others = gave(plain)
    hidden = {each["line_id"] for each in items if excluded(each, exclude)}
    kept = {line: amount for line, amount in left.items() if line not in hidden}
    free_of_rest = {line: units for line, units in free.items() if line not in hidden}
    listed = {
        each["line_id"]: units for each, units in zip(items, free.values(), strict=True)
    }

    assert left_of_rest == kept
    assert [0] * len(hidden) == [listed[line] for line in sorted(hidden)]
    assert others[:2] == [free_of_rest, points]
    # Of an offer that means none of the lines, a quote says nothing; with the excluded
    # lines there it says why the offer does not apply, which is its first reason.
    meant = points or others[2]
    if meant and refusals and refusals[0][0] in {"all_excluded", "no_matching_items"}:
        return
    assert not meant or others[2] == refusals
