# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Promotions and coupons of every benefit, in the vendor's form.

Quantities are drawn near the limits of rows, and offers so that they overlap.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from checkout_core.offers import BENEFITS
from checkout_core.testing.strategies.facts import conditions, excludes
from checkout_core.testing.strategies.own_benefits import (
    bundles,
    every_nths,
    quantity_tiers,
    set_prices,
    shipping_discounts,
    spend_tiers,
    unit_prices,
)
from checkout_core.testing.strategies.values import (
    AFTER,
    BEFORE,
    CATEGORIES,
    NOW,
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
    from collections.abc import Callable, Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy


@once
def targets() -> SearchStrategy[Document]:
    """Return a product and variant of a row, null for any."""
    return st.fixed_dictionaries(
        {
            "product_id": st.sampled_from([None, None, *PRODUCTS, "absent"]),
            "variant_id": st.sampled_from([None, None, None, "v1"]),
        }
    )


@once
@st.composite
def rows(draw: DrawFn, currency: str, *, named: bool) -> Document:
    """Return a row of limits, with a product where it is *named*."""
    row: Document = dict.fromkeys(("product_id", "variant_id"))
    if named:
        row = draw(targets())
    return row | {
        "minimum_quantity": draw(seldom(edges())),
        "maximum_quantity": draw(seldom(edges())),
        "minimum_value": draw(seldom(amounts(currency))),
        "maximum_value": draw(seldom(amounts(currency))),
    }


@once
@st.composite
def _reached(draw: DrawFn, currency: str, scopes: tuple[str, ...]) -> Document:
    """Return what an offer applies to, and its rows."""
    scope = draw(st.sampled_from(scopes))
    named = scope == "product"
    least = 1 if named else 0
    return {
        "applies_to_product": scope,
        "details": {
            "products": draw(
                st.lists(rows(currency, named=named), min_size=least, max_size=2)
            ),
            "category_id": (
                draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=2))
                if scope == "category"
                else []
            ),
        },
    }


_SCOPES = ("all", "all", "product", "category")


@once
@st.composite
def percentage_discounts(draw: DrawFn, currency: str) -> Document:
    """Return a percentage off."""
    offer = draw(_reached(currency, _SCOPES))
    offer["details"] |= {
        "discount_type": "percentage",
        "discount_percent": draw(percents()),
        "maximum_discount_amount": draw(maybe(amounts(currency))),
    }
    return offer


@once
@st.composite
def fixed_discounts(draw: DrawFn, currency: str) -> Document:
    """Return one amount off."""
    offer = draw(_reached(currency, _SCOPES))
    offer["details"] |= {
        "discount_type": "fixed-amount",
        "fixed_discount_amount": draw(
            st.one_of(amounts(currency), amounts(currency, high=2_000))
        ),
    }
    return offer


@once
@st.composite
def fixed_prices(draw: DrawFn, currency: str) -> Document:
    """Return units at a price of their own."""
    by_quantity = draw(st.booleans())
    found = []
    for target in draw(st.lists(targets(), min_size=1, max_size=2)):
        row = target | {"offer_price": draw(amounts(currency))}
        if by_quantity:
            row["minimum_quantity"] = draw(edges())
            row["maximum_quantity"] = draw(maybe(edges()))
        else:
            row["minimum_purchase_amount"] = draw(amounts(currency, low=1))
            row["maximum_purchase_amount"] = draw(maybe(amounts(currency)))
        found.append(row)
    return _by_criterion(found, by_quantity=by_quantity)


@once
@st.composite
def free_goods(draw: DrawFn, currency: str) -> Document:
    """Return extra units, in proportion or by slabs."""
    by_quantity = draw(st.booleans())
    key = "buy_quantity" if by_quantity else "minimum_purchase_amount"
    edge: SearchStrategy[Any] = edges(1) if by_quantity else amounts(currency, low=1)

    def slab(minimum: object) -> Document:
        return {
            key: minimum,
            "get_quantity": draw(st.integers(0, 3)),
            "condition": "greater-or-equal",
        }

    found = []
    for target in draw(st.lists(targets(), min_size=1, max_size=2)):
        if draw(st.booleans()):
            found.append(target | {"auto_scale": True, "slab": slab(draw(edge))})
        else:
            minimums = draw(st.lists(edge, min_size=1, max_size=3, unique_by=Decimal))
            found.append(target | {"slabs": [slab(each) for each in minimums]})
    return _by_criterion(found, by_quantity=by_quantity)


@once
@st.composite
def buy_gets(draw: DrawFn, currency: str) -> Document:
    """Return buy x get y, its two sides often overlapping."""
    by_quantity = draw(st.booleans())

    def side(name: str) -> Document:
        category = draw(maybe(st.sampled_from(CATEGORIES)))
        product = draw(st.sampled_from([None, *PRODUCTS[:3]]))
        if category is None and product is None:
            category = "c1"
        return {
            f"{name}_product_id": product,
            f"{name}_variant_id": None,
            f"{name}_from_category_id": category,
        }

    found = []
    for _ in range(draw(st.integers(1, 2))):
        kind = draw(st.sampled_from(["free", "discount"]))
        row: Document = {
            **side("buy"),
            **side("get"),
            "get_quantity": draw(edges(1)),
            "get_offer_type": kind,
            "get_discount_percent": draw(percents()) if kind == "discount" else None,
        }
        if by_quantity:
            row["minimum_quantity"] = draw(edges(1))
        else:
            row["minimum_purchase_amount"] = draw(amounts(currency, low=1))
        found.append(row)
    offer = _by_criterion(found, by_quantity=by_quantity)
    offer["details"]["maximum_discount_amount"] = draw(maybe(amounts(currency)))
    return offer


@once
@st.composite
def volumes(draw: DrawFn, currency: str) -> Document:
    """Return percentages that depend on the quantity."""
    slab = st.fixed_dictionaries(
        {
            "quantity": edges(),
            "condition": st.sampled_from(["greater", "less-or-equal"]),
            "discount_percent": percents(),
        }
    )
    found = [
        target
        | {
            "slabs": draw(
                st.lists(
                    slab,
                    min_size=1,
                    max_size=3,
                    unique_by=lambda each: (each["quantity"], each["condition"]),
                )
            )
        }
        for target in draw(st.lists(targets(), min_size=1, max_size=2))
    ]
    most = draw(maybe(amounts(currency)))
    details = {"products": found, "maximum_discount_amount": most}
    return {"applies_to_product": "product", "details": details}


@once
@st.composite
def rewards(draw: DrawFn, currency: str) -> Document:
    """Return bonus points."""
    offer = draw(_reached(currency, ("product", "category")))
    for row in offer["details"]["products"]:
        del row["maximum_quantity"], row["maximum_value"]
    offer["details"]["bonus_loyalty_point"] = draw(st.integers(0, 50))
    return offer


def _by_criterion(found: list[Document], *, by_quantity: bool) -> Document:
    kind = "minimum-quantity" if by_quantity else "minimum-purchase-amount"
    details = {"spending_criteria_type": kind, "products": found}
    return {"applies_to_product": "product", "details": details}


@once
def nothing_more(currency: str) -> SearchStrategy[Document]:  # noqa: ARG001
    """Return no keys: the vendor's type says it all."""
    return st.builds(dict)


#: What draws the keys of an offer that say what it gives, for each benefit of
#: `offers.BENEFITS`.
DETAILS: Mapping[str, Callable[[str], SearchStrategy[Document]]] = MappingProxyType(
    {
        "percentage_discount": percentage_discounts,
        "fixed_discount": fixed_discounts,
        "free_goods": free_goods,
        "free_shipping": nothing_more,
        "buy_x_get_y": buy_gets,
        "volume_based": volumes,
        "fixed_price": fixed_prices,
        "accelerated_rewards": rewards,
        "unit_price": unit_prices,
        "set_price": set_prices,
        "bundle": bundles,
        "every_nth": every_nths,
        "spend_tiers": spend_tiers,
        "quantity_tiers": quantity_tiers,
        "shipping_discount": shipping_discounts,
    }
)


@once
def benefits(kind: str, currency: str) -> SearchStrategy[Document]:
    """Return the keys that say what an offer of one of the vendor's types gives."""
    return st.one_of(
        [
            DETAILS[name](currency)
            for name, each in BENEFITS.items()
            if each.type == kind
        ]
    )


@once
def _gifts(kind: str) -> SearchStrategy[str]:
    """Return the names of benefits that a promotion, or a coupon, can have."""
    return st.sampled_from(
        [name for name, each in BENEFITS.items() if kind in each.kinds]
    )


@once
@st.composite
def _terms(draw: DrawFn, name: str, currency: str) -> Document:
    """Return the keys that every offer has."""
    offer: Document = {
        "id": name,
        "name": name.upper(),
        "description": None,
        "tags": None,
        "redemption_limits": None,
        "redemption_count": draw(st.integers(0, 3)),
        "minimum_order_total": draw(seldom(amounts(currency))),
        "starts_at": draw(st.sampled_from([BEFORE] * 8 + [NOW, AFTER])),
        "expires_at": draw(st.sampled_from([None, None, None, AFTER])),
    }
    if offer["starts_at"] == BEFORE and draw(st.integers(0, 11)) == 0:
        offer["expires_at"] = NOW
    if draw(st.integers(0, 5)) == 0:
        offer["redemption_limits"] = {
            "total_redemptions": draw(st.sampled_from([None, 0, 3])),
            "per_customer_redemptions": draw(st.sampled_from([None, 1])),
            "per_coupon_code_redemptions": draw(st.sampled_from([None, 2])),
        }
    if own := draw(_own_terms(currency)):
        offer[OURS] = own
    return offer


@once
@st.composite
def _own_terms(draw: DrawFn, currency: str) -> Document:
    """Return the keys of our own that every offer may have, most often none."""
    budgets = st.fixed_dictionaries({"total_discount_amount": amounts(currency)})
    terms: dict[str, tuple[int, SearchStrategy[Any]]] = {
        "funded_by": (4, st.sampled_from(["seller", "platform", "brand"])),
        "conditions": (4, conditions()),
        "exclude": (4, excludes()),
        "redemption_limits": (9, budgets),
    }
    return {
        name: draw(strategy)
        for name, (most, strategy) in terms.items()
        if draw(st.integers(0, most)) == 0
    }


def _joined(terms: Document, gift: Document) -> Document:
    """Return both with all of their own keys."""
    own = {**terms.get(OURS, {}), **gift.get(OURS, {})}
    return {**terms, **gift, **({OURS: own} if own else {})}


@st.composite
def promotions(
    draw: DrawFn,
    name: str = "o1",
    currency: str = "INR",
    groups: Sequence[str] = (),
) -> Document:
    """Return a promotion in the vendor's form, perhaps in one of the store's groups."""
    gift = draw(_gifts("promotion"))
    terms = draw(_terms(name, currency))
    group = draw(maybe(st.sampled_from(groups))) if groups else None
    if group is not None:
        terms.setdefault(OURS, {})["group"] = group
    return {
        **_joined(terms, draw(DETAILS[gift](currency))),
        "promotion_type": BENEFITS[gift].type,
        "can_be_used_with_other_promotion": draw(st.booleans()),
    }


@once
@st.composite
def coupons(
    draw: DrawFn, name: str = "k1", code: str = "SAVE", currency: str = "INR"
) -> Document:
    """Return a coupon in the vendor's form."""
    gift = draw(_gifts("coupon"))
    orders = ["cheapest_first", "most_expensive_first", "first_added"]
    rules = st.fixed_dictionaries(
        {
            "max_applicable_items": st.sampled_from([1, 2, 3, 6, 0]),
            "application_priority": st.sampled_from(orders),
        }
    )
    return {
        **_joined(draw(_terms(name, currency)), draw(DETAILS[gift](currency))),
        "coupon_type": BENEFITS[gift].type,
        "coupon_code": [code, f"{code}-2"][: draw(st.sampled_from([1, 1, 2]))],
        "application_rules": draw(maybe(rules)),
        "can_be_used_with_promotion": draw(st.booleans()),
    }
