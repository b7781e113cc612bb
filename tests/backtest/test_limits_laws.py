# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Whatever carts and limits: the back-test gives what a serial run gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checkout_core import (
    Cart,
    Customer,
    Line,
    Offer,
    OfferGroup,
    Shipping,
    Store,
    coupon,
    promotion,
)
from checkout_core.backtest.job import Stores
from checkout_core.backtest.row import Basket
from checkout_core.offers import (
    amount_off,
    free_goods,
    free_shipping,
    percentage_off,
)
from tests.backtest.serial import Batches, serial


NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
CODES = ("ONE", "TWO", "THREE")

benefits = st.one_of(
    st.sampled_from((5, 10, 50)).map(percentage_off),
    st.sampled_from((20, 75, 300)).map(amount_off),
    st.just(free_shipping()),
    st.just(free_goods(2, every_quantity=1)),
)


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the limits of an offer, and what else decides whether it applies."""
    few = st.none() | st.integers(0, 4)
    limits = {
        "total_redemptions": draw(few),
        "per_customer_redemptions": draw(few),
    }
    return {
        "redemption_limits": {k: v for k, v in limits.items() if v is not None},
        "budget": draw(st.none() | st.sampled_from((0, 60, 100, 250, 900))),
        "redemption_count": draw(st.integers(0, 1)),
        "minimum_order_total": draw(st.sampled_from((0, 0, 150))),
        "expires_at": draw(st.sampled_from((None, NOON + timedelta(minutes=3)))),
    }


@st.composite
def promotions(draw: st.DrawFn, name: str) -> Offer:
    """Draw a promotion."""
    said = draw(terms())
    return promotion(
        name,
        draw(benefits),
        group=draw(st.sampled_from((None, None, "g"))),
        can_be_used_with_other_promotion=draw(st.booleans()),
        **said,
    )


@st.composite
def coupons(draw: st.DrawFn, name: str, codes: list[str]) -> Offer:
    """Draw a coupon with *codes*."""
    said = draw(terms())
    most = draw(st.none() | st.integers(0, 3))
    if most is not None:
        said["redemption_limits"]["per_coupon_code_redemptions"] = most
    return coupon(
        name,
        draw(benefits),
        codes,
        can_be_used_with_promotion=draw(st.booleans()),
        **said,
    )


@st.composite
def stores(draw: st.DrawFn) -> Store:
    """Draw a store with up to five offers and counters of its own."""
    names = ("a", "b", "c")[: draw(st.integers(0, 3))]
    found = [draw(promotions(each)) for each in names]
    # One has the id of a promotion, which is counted with it.
    held = [draw(coupons("a", ["ONE", "TWO"])), draw(coupons("d", ["THREE"]))]
    ids = ["a", "b", "c", "d"]
    return Store(
        "INR",
        promotions=found,
        coupons=held[: draw(st.integers(0, 2))],
        offer_groups=[OfferGroup("g", draw(st.sampled_from(("best", "all"))))],
        maximum_coupons=draw(st.sampled_from((1, 2))),
        offer_redemptions=draw(
            st.dictionaries(st.sampled_from(ids), st.integers(0, 2), max_size=2)
        ),
        code_redemptions=draw(
            st.dictionaries(st.sampled_from(CODES), st.integers(0, 1), max_size=1)
        ),
        offer_discounts=draw(
            st.dictionaries(
                st.sampled_from(ids), st.sampled_from(("10", "59.99")), max_size=1
            )
        ),
    )


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    """Draw a cart: few prices, customers, codes and moments, so that they meet."""
    prices = draw(
        st.lists(st.sampled_from(("20", "100", "333.33")), min_size=1, max_size=2)
    )
    customer = draw(st.sampled_from((None, "meera", "ravi")))
    codes = draw(st.lists(st.sampled_from(CODES), max_size=2, unique=True))
    own = draw(
        st.dictionaries(st.sampled_from(("a", "d")), st.integers(0, 2), max_size=1)
    )
    cart = Cart(
        "INR",
        [
            Line(f"p{i}", 1, price, tax_rate=18, price_including_tax=True)
            for i, price in enumerate(prices)
        ],
        coupon_codes=codes,
        customer=Customer(customer, offer_redemptions=own),
        shipping=draw(st.sampled_from((None, Shipping("50", tax_rate=18)))),
    )
    placed = draw(
        st.none() | st.integers(0, 5).map(lambda each: NOON + timedelta(minutes=each))
    )
    return Basket("c", cart, placed, customer, None, [], placed)


@settings(max_examples=150, deadline=None)
@given(
    stores(), stores(), st.lists(baskets(), max_size=40), st.sampled_from((None, NOON))
)
def test_limits_are_those_of_a_serial_run(
    base: Store, proposed: Store, carts: list[Basket], at: datetime | None
) -> None:
    """Totals, offers and refusals of every cart, with the moment of each or of all."""
    both = Stores(base, proposed, at)
    carts = [each._replace(at=at or each.placed) for each in carts]

    found = Batches(carts, both)

    assert serial(carts, both) == found.run()
