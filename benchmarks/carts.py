# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Where the workloads are, and carts and stores of any size for the growth."""

from __future__ import annotations

import json
import tracemalloc

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from checkout_core import (
    Cart,
    Conditions,
    Exclude,
    GiftCard,
    Line,
    Offer,
    OfferGroup,
    Payment,
    Store,
    coupon,
    promotion,
    quote,
)
from checkout_core.offers import (
    EVERYTHING,
    Gift,
    bundle,
    categories,
    every_nth,
    part,
    percentage_off,
    quantity_tiers,
    sale,
    set_price,
    spend_tiers,
    tier,
    unit_price,
)


WORKLOADS = Path(__file__).parents[1] / "tests" / "cases" / "workloads"
NAMES = ("small", "typical", "large")
HUNDREDS = (100, 200, 400)
AT = "2026-11-22T12:00:00+05:30"


def document_of(name: str) -> dict[str, Any]:
    """Return the document of a workload as data."""
    found: dict[str, Any] = json.loads((WORKLOADS / f"{name}.json").read_bytes())
    return found


def expected_of(name: str) -> dict[str, str | None]:
    """Return the order fields that a right engine gives for a workload."""
    text = (WORKLOADS / f"{name}.expected.json").read_text("utf-8")
    found: dict[str, str | None] = json.loads(text)["order"]
    return found


def cart_of(count: int, quantity: int = 2) -> Cart:
    """Return a cart of *count* lines, half of them with the tax inside."""
    return Cart(
        "INR",
        [
            Line(
                f"p{at}",
                quantity,
                f"{100 + at % 97}.99",
                tax_rate=(5, 12, 18, 28)[at % 4],
                price_including_tax=bool(at % 2),
                category_ids=[f"c{at % 7}"],
            )
            for at in range(count)
        ],
        coupon_code="FLAT",
    )


def _row(**more: Any) -> dict[str, Any]:
    return {"product_id": None, "variant_id": None, **more}


#: The vendor's types of benefit, each with its terms for every line of `cart_of`, and
#: what it applies to.
TERMS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "percentage": (
        "discount",
        {"discount_type": "percentage", "discount_percent": 10},
        {"applies_to_product": "all"},
    ),
    "fixed amount": (
        "discount",
        {"discount_type": "fixed-amount", "fixed_discount_amount": 50},
        {"applies_to_product": "all"},
    ),
    "percentage of 3 units": (
        "discount",
        {
            "discount_type": "percentage",
            "discount_percent": 10,
            "products": [_row(maximum_quantity=3)],
        },
        {"applies_to_product": "product"},
    ),
    "fixed price": (
        "fixed-price",
        {
            "spending_criteria_type": "minimum-quantity",
            "products": [_row(minimum_quantity=1, offer_price=90)],
        },
        {},
    ),
    "free goods": (
        "free-goods",
        {
            "spending_criteria_type": "minimum-quantity",
            "products": [
                _row(auto_scale=True, slab={"buy_quantity": 2, "get_quantity": 1})
            ],
        },
        {},
    ),
    "buy 2 get 1": (
        "buy-x-get-y",
        {
            "spending_criteria_type": "minimum-quantity",
            "products": [
                {
                    "minimum_quantity": 2,
                    "buy_from_category_id": "c1",
                    "get_from_category_id": "c1",
                    "get_quantity": 1,
                    "get_offer_type": "free",
                }
            ],
        },
        {},
    ),
    "volume": (
        "volume-based",
        {
            "products": [
                _row(
                    slabs=[
                        {"quantity": 2, "condition": "greater", "discount_percent": 5}
                    ]
                )
            ]
        },
        {},
    ),
    "rewards": (
        "accelerated-rewards",
        {"products": [_row(minimum_quantity=1)], "bonus_loyalty_point": 5},
        {"applies_to_product": "product"},
    ),
}


#: The benefits of this project's own, for every line of `cart_of`.
GIFTS: dict[str, Gift] = {
    "unit price": unit_price(sale(EVERYTHING, percent_off=10, maximum_quantity=3)),
    "set price": set_price(2, "150.00"),
    "bundle": bundle(part(categories("c1")), part(EVERYTHING), percent_off=20),
    "every third unit": every_nth(3, percent_off=50),
    "spend tiers": spend_tiers(tier(100, percent_off=5), maximum=1_000),
    "quantity tiers": quantity_tiers(tier(2, percent_off=5), maximum=1_000),
}
#: The names of all benefits.
BENEFITS = (*TERMS, *GIFTS)


def promotion_of(name: str, id_: str, **fields: Any) -> Offer:
    """Return a promotion with the terms called *name*."""
    if name in GIFTS:
        return promotion(id_, GIFTS[name], **fields)
    type_, details, more = TERMS[name]
    return promotion(id_, type_, details, **more, **fields)


def coupon_of(name: str, id_: str = "k", code: str = "FLAT", **fields: Any) -> Offer:
    """Return a coupon with the terms called *name*."""
    if name in GIFTS:
        return coupon(id_, GIFTS[name], [code], **fields)
    type_, details, more = TERMS[name]
    return coupon(id_, type_, [code], details, **more, **fields)


def store_with(others: int) -> Store:
    """Return a store whose promotions but one concern products nobody has."""
    absent = [
        promotion(
            f"absent{at}",
            "discount",
            {
                "discount_type": "percentage",
                "discount_percent": 5,
                "products": [{"product_id": f"absent{at}"}],
            },
            applies_to_product="product",
        )
        for at in range(others)
    ]
    everything = promotion_of("percentage", "ten")
    return Store(
        "INR", promotions=[everything, *absent], coupons=[coupon_of("fixed amount")]
    )


def store_of_closed(others: int) -> Store:
    """Return a store whose promotions but one are each for a bank of its own."""
    banks = [
        promotion(
            f"bank{i}",
            percentage_off(5),
            conditions=Conditions(payment=[Payment("card", issuer=f"bank {i}")]),
        )
        for i in range(others)
    ]
    everything = promotion_of("percentage", "ten")
    return Store(
        "INR", promotions=[everything, *banks], coupons=[coupon_of("fixed amount")]
    )


def cart_with_everything(count: int) -> Cart:
    """Return so many lines, several codes, a gift card and a payment by card."""
    return cart_of(count).changed(
        coupon_code=None,
        coupon_codes=[f"K{i}" for i in range(3)],
        payment=Payment("card", issuer="hdfc"),
        gift_cards=[GiftCard("CARD-0001", 50)],
    )


def store_with_everything() -> Store:
    """Return a store whose offers have conditions, exclusions, groups and budgets."""
    paid = Conditions(payment=[Payment("card", issuer="hdfc")])
    of_group = [
        promotion_of(name, name.replace(" ", "-"), group="sale", conditions=paid)
        for name in GIFTS
    ]
    others = promotion_of("percentage", "ten", exclude=Exclude(categories("c1")))
    return Store(
        "INR",
        promotions=[*of_group, others],
        coupons=codes(3, can_be_used_with_promotion=True),
        offer_groups=[OfferGroup("sale", "best")],
        maximum_coupons=2,
    )


def store_of_matching(count: int, *, together: bool) -> Store:
    """Return a store whose promotions all take something off every line."""
    found = [
        promotion(
            f"match{at}",
            "discount",
            {
                "discount_type": "percentage",
                "discount_percent": 1,
                "products": [_row()],
            },
            applies_to_product="product",
            can_be_used_with_other_promotion=together,
        )
        for at in range(count)
    ]
    return Store("INR", promotions=found)


def codes(count: int, **fields: Any) -> list[Offer]:
    """Return coupons of 1 % off everything."""
    one = {"discount_type": "percentage", "discount_percent": 1}
    return [
        coupon(
            f"k{at}", "discount", [f"K{at}"], one, applies_to_product="all", **fields
        )
        for at in range(count)
    ]


def missed(count: int) -> Store:
    """Return a store whose promotions ask for a little more each."""
    one = {"discount_type": "percentage", "discount_percent": 1}
    return Store(
        "INR",
        promotions=[
            promotion(
                f"far{at}",
                "discount",
                one,
                applies_to_product="all",
                minimum_order_total=100_000 + at,
            )
            for at in range(count)
        ],
    )


def hundredth(count: int) -> Store:
    """Return a store of whose offers one in a hundred concerns the cart."""
    near = count // 200
    others = store_with(count - 2 * near - 1).promotions
    return Store(
        "INR", promotions=[*others, *missed(near).promotions], coupons=codes(near)
    )


#: Stores of so many offers, which `evaluate` judges one by one, and their n, 2n, 4n.
JUDGED: dict[str, tuple[Callable[[int], Store], tuple[int, int, int]]] = {
    "promotions together": (partial(store_of_matching, together=True), HUNDREDS),
    "one of the promotions": (partial(store_of_matching, together=False), HUNDREDS),
    "promotions with a hint": (missed, HUNDREDS),
    "promotions that cannot match": (store_with, HUNDREDS),
    "coupons": (lambda n: Store("INR", coupons=codes(n)), HUNDREDS),
    "coupons with a hint": (
        lambda n: Store("INR", coupons=codes(n, minimum_order_total=100_000)),
        HUNDREDS,
    ),
    "as many of both": (
        lambda n: Store(
            "INR",
            promotions=store_of_matching(n, together=True).promotions,
            coupons=codes(n),
        ),
        HUNDREDS,
    ),
    "of which 1 % concern the cart": (hundredth, (2_500, 5_000, 10_000)),
}


def bytes_of(cart: Cart, store: Store, *, read: bool = False) -> int:
    """Return the bytes that a quote holds, once its figures are *read* or before."""
    quote(cart, store, at=AT)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    found = quote(cart, store, at=AT)
    if read:
        assert found.figures.lines
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert found.to_be_paid > 0
    return held
