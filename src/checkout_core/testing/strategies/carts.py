# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Lines, addresses and carts of a checkout document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from checkout_core.tenders import OF_CUSTOMER
from checkout_core.testing.strategies.facts import CHANNELS, PINCODES, payments
from checkout_core.testing.strategies.values import (
    AFTER,
    CATEGORIES,
    DATES,
    HSN_CODES,
    NOW,
    PRODUCTS,
    STATES,
    VARIANTS,
    Document,
    amounts,
    maybe,
    once,
    percents,
    rates,
    seldom,
)


if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy


@once
def slabs(currency: str) -> SearchStrategy[list[Document]]:
    """Return tax slabs: a lower rate up to an edge, a higher one above."""
    return st.builds(
        lambda edge, low, high: [{"up_to": edge, "rate": low}, {"rate": high}],
        amounts(currency, low=1, high=50_000),
        st.sampled_from(["0", "5"]),
        st.sampled_from(["12", "18"]),
    )


@once
@st.composite
def lines(draw: DrawFn, currency: str = "INR") -> Document:
    """Return a line without its `line_id`."""
    line: Document = {
        "product_id": draw(st.sampled_from(PRODUCTS)),
        "variant_id": draw(st.sampled_from(VARIANTS)),
        "category_ids": draw(st.lists(st.sampled_from(CATEGORIES), max_size=2)),
        "quantity": draw(st.one_of(st.integers(1, 7), st.integers(1, 1_000_000))),
        "selling_price": draw(amounts(currency)),
        "price_including_tax": draw(st.booleans()),
        "product_type": draw(st.sampled_from(["physical", "digital"])),
        "weight_grams": draw(st.sampled_from([0, 250, 1000])),
    }
    match draw(st.sampled_from(["rate"] * 6 + ["slabs", "cess", "exempt", "unit"])):
        case "slabs":
            line["tax_slabs"] = draw(slabs(currency))
        case "cess":
            line |= {"tax_rate": "28", "cess_rate": draw(st.sampled_from(["1", "12"]))}
        case "unit":
            cess = draw(amounts(currency, high=50))
            line |= {"tax_rate": draw(rates()), "cess_per_unit": cess}
        case "exempt":
            categories = ["zero", "nil_rated", "exempt", "export", "outside_scope"]
            line |= {"tax_rate": "0", "tax_category": draw(st.sampled_from(categories))}
        case _:
            line["tax_rate"] = draw(rates())
    if draw(st.booleans()):
        charge = draw(amounts(currency, high=2_000))
        line["handling_charge_excluding_tax"] = charge
        if draw(st.integers(0, 3)):
            line["handling_charge_tax_rate"] = draw(rates())
    if draw(st.integers(0, 4)) == 0:
        line["listing_price"] = draw(amounts(currency))
    if draw(st.integers(0, 2)) == 0:
        line["hsn_code"] = draw(st.sampled_from(HSN_CODES))
    if "cess_per_unit" not in line and draw(st.integers(0, 9)) == 0:
        line |= draw(measures())
    return line


@once
def measures() -> SearchStrategy[Document]:
    """Return the keys of goods by measure: a price is for so many base units."""
    return st.fixed_dictionaries(
        {
            "price_per": st.sampled_from([1, 2, 100, 1000]),
            "unit": st.sampled_from([None, "GMS", "mlt"]),
            "quantity": st.integers(1, 5_000),
        }
    )


@once
def addresses() -> SearchStrategy[Document]:
    """Return addresses that decide a place of supply, some of them abroad."""
    return st.one_of(
        st.builds(
            lambda state: {"state": state, "country": "India"}, st.sampled_from(STATES)
        ),
        st.builds(lambda: {"state": "Bavaria", "country": "Germany"}),
        st.builds(lambda: {"city": "Pune"}),
        st.builds(lambda pincode: {"pincode": pincode}, st.sampled_from(PINCODES)),
    )


@once
@st.composite
def gift_cards(draw: DrawFn, currency: str = "INR") -> list[Document]:
    """Return gift cards, some of them ended at `AT`, some of them used up."""
    ends = st.sampled_from([None, None, NOW, AFTER])
    return [
        {
            "code": code,
            "balance": draw(amounts(currency, high=20_000)),
            **draw(st.fixed_dictionaries({}, optional={"expires_at": ends})),
        }
        for code in ["GIFT-AAAA-1111", "gift 2222", "3333"][: draw(st.integers(0, 3))]
    ]


@once
@st.composite
def plans(draw: DrawFn, currency: str = "INR") -> list[Document]:
    """Return a payment plan: parts now, on dates and on delivery, the last the rest."""
    dates = st.lists(st.sampled_from(DATES), max_size=2, unique=True).map(sorted)
    dues = [
        *draw(st.sampled_from([[], ["now"]])),
        *draw(dates),
        *draw(st.sampled_from([[], ["on_delivery"]])),
    ]
    share: SearchStrategy[Document] = st.one_of(
        st.fixed_dictionaries({"percent": percents().filter(lambda x: x != "0")}),
        st.fixed_dictionaries({"amount": amounts(currency, low=1)}),
    )
    return [{"due": due, **(draw(share) if due != dues[-1] else {})} for due in dues]


@once
@st.composite
def cart_documents(draw: DrawFn, currency: str = "INR", most: int = 5) -> Document:
    """Return the `cart` of a checkout document; lines have ids of their own."""
    items = draw(st.lists(lines(currency), min_size=1, max_size=most))
    ids = draw(st.permutations(range(len(items))))
    for item, number in zip(items, ids, strict=True):
        item["line_id"] = f"l{number}"
    cart: Document = {"id": "cart", "currency": currency, "cart_items": items}
    if draw(st.booleans()):
        cart["shipping"] = {
            "estimated_cost": draw(amounts(currency, high=20_000)),
            "price_including_tax": draw(st.booleans()),
        }
        if draw(st.integers(0, 3)):
            cart["shipping"]["tax_rate"] = draw(rates())
        if draw(st.integers(0, 3)) == 0:
            cart["shipping"]["hsn_code"] = draw(st.sampled_from(HSN_CODES))
    if draw(st.integers(0, 3)):
        codes = ["save ", "SAVE", "sAvE", "DIWALI10", "NOPE", " "]
        if draw(st.booleans()):
            cart["coupon_code"] = draw(st.sampled_from(codes))
        else:
            entered = st.lists(st.sampled_from(codes), max_size=3)
            both = st.just(["Diwali10", "SAVE"])
            cart["coupon_codes"] = draw(st.one_of(both, both, entered))
    cart |= draw(
        st.fixed_dictionaries(
            {},
            optional={"payment": payments(), "channel": st.sampled_from(CHANNELS)},
        )
    )
    for kind in OF_CUSTOMER.values():
        counts = st.sampled_from([0, 0, 1, 99, 10**6])
        money = amounts(currency, high=10_000)
        cart[kind.argument] = draw(counts if kind.unit else money)
    cart |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                "gift_cards": gift_cards(currency),
                "payment_plan": seldom(plans(currency)),
            },
        )
    )
    cart["shipping_address"] = draw(maybe(addresses()))
    cart["billing_address"] = draw(maybe(addresses()))
    if draw(st.integers(0, 9)) == 0:
        cart["fulfillment_preference"] = {
            "fulfillment_type": "collect-in-store",
            "pickup_location_id": "s1",
        }
    return cart
