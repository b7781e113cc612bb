# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Hypothesis strategies for checkout documents (`checkout-core[testing]`).

They draw small carts with values where errors are likely: amounts of a few minor units,
rates that do not divide evenly, quantities near the rows' limits, offers that overlap.
Every document they draw is valid; `checkouts` are documents, read.  Each part has its
own strategy, so that callers can combine them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from checkout_core.tenders import OF_CUSTOMER
from checkout_core.testing.strategies.carts import (
    addresses,
    cart_documents,
    gift_cards,
    lines,
    measures,
    plans,
    slabs,
)
from checkout_core.testing.strategies.facts import (
    CHANNELS,
    GROUPS,
    PINCODES,
    PREFIXES,
    conditions,
    excludes,
    payments,
    windows,
)
from checkout_core.testing.strategies.offers import (
    DETAILS,
    benefits,
    buy_gets,
    coupons,
    fixed_discounts,
    fixed_prices,
    free_goods,
    nothing_more,
    percentage_discounts,
    promotions,
    rewards,
    rows,
    targets,
    volumes,
)
from checkout_core.testing.strategies.own_benefits import (
    bundles,
    cuts,
    every_nths,
    quantity_tiers,
    selectors,
    set_prices,
    shipping_discounts,
    spend_tiers,
    unit_prices,
)
from checkout_core.testing.strategies.stores import charges, store_documents
from checkout_core.testing.strategies.suppliers import (
    SUPPLIERS,
    supplied,
    supplies,
)
from checkout_core.testing.strategies.values import (
    AFTER,
    AT,
    BEFORE,
    CATEGORIES,
    CODES,
    DATES,
    NOW,
    PRODUCTS,
    RATES,
    STATES,
    VARIANTS,
    Document,
    amounts,
    currencies,
    edges,
    maybe,
    percents,
    rates,
    seldom,
)
from checkout_core.wire import Checkout, dumps, read_checkout


if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy


@st.composite
def documents(draw: DrawFn, currency: str | None = None, most: int = 5) -> Document:
    """Return a whole checkout document that can be priced."""
    code = draw(currencies()) if currency is None else currency
    customer: Document = {"id": draw(st.sampled_from([None, "u1"]))}
    for kind in OF_CUSTOMER.values():
        counts, money = st.sampled_from([0, 37, 100_000]), amounts(code, high=20_000)
        customer[kind.balance] = draw(counts if kind.unit else money)
    redeemed = st.sampled_from([{}, {"o1": 1, "k1": 1}])
    customer["offer_redemptions"] = draw(redeemed)
    known = {
        "groups": st.lists(st.sampled_from(GROUPS), unique=True),
        "orders_placed": st.integers(0, 3),
    }
    customer |= draw(st.fixed_dictionaries({}, optional=known))
    cart, store = draw(cart_documents(code, most)), draw(store_documents(code))
    if chosen := draw(_chosen(store["charges"])):
        cart["charges"] = chosen
    found = {"at": AT, "cart": cart, "customer": customer, "store": store}
    if (code == "INR" or store["tax"]["seller_state"]) and draw(st.integers(0, 3)) == 0:
        cart |= draw(supplies())
    return draw(supplied(found)) if draw(st.integers(0, 2)) == 0 else found


@st.composite
def _chosen(draw: DrawFn, charges_of_store: list[Document]) -> list[Document]:
    """Return the charges that a cart chooses, with an amount where one is asked."""
    found = []
    for charge in charges_of_store:
        if charge.get("when") == "chosen" and draw(st.integers(0, 3)):
            edges_of = charge.get("open", {}).values()
            amount = (
                {"amount": draw(st.sampled_from(list(edges_of)))} if edges_of else {}
            )
            found.append({"id": charge["id"], **amount})
    return found


def checkouts(currency: str | None = None) -> SearchStrategy[Checkout]:
    """Return checkouts, read from documents."""
    return documents(currency).map(lambda document: read_checkout(dumps(document)))


__all__ = [
    "AFTER",
    "AT",
    "BEFORE",
    "CATEGORIES",
    "CHANNELS",
    "CODES",
    "DATES",
    "DETAILS",
    "GROUPS",
    "NOW",
    "PINCODES",
    "PREFIXES",
    "PRODUCTS",
    "RATES",
    "STATES",
    "SUPPLIERS",
    "VARIANTS",
    "Document",
    "addresses",
    "amounts",
    "benefits",
    "bundles",
    "buy_gets",
    "cart_documents",
    "charges",
    "checkouts",
    "conditions",
    "coupons",
    "currencies",
    "cuts",
    "documents",
    "edges",
    "every_nths",
    "excludes",
    "fixed_discounts",
    "fixed_prices",
    "free_goods",
    "gift_cards",
    "lines",
    "maybe",
    "measures",
    "nothing_more",
    "payments",
    "percentage_discounts",
    "percents",
    "plans",
    "promotions",
    "quantity_tiers",
    "rates",
    "rewards",
    "rows",
    "seldom",
    "selectors",
    "set_prices",
    "shipping_discounts",
    "slabs",
    "spend_tiers",
    "store_documents",
    "supplied",
    "supplies",
    "targets",
    "unit_prices",
    "volumes",
    "windows",
]
