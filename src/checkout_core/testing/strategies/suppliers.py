# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Suppliers of a store, and carts whose lines and charges are theirs.

One of them is not registered, so that its goods have no tax of its own.  Ids are in
another order as text than as numbers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from checkout_core.currencies import CURRENCIES
from checkout_core.testing.strategies.values import STATES, Document, once


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy


#: The suppliers that lines and charges name, as a store's document has them.
SUPPLIERS: dict[str, Document] = {
    "mh": {"name": "Pune Spices", "gstin": "27AABCS4321Q1Z2"},
    "9": {"name": "Bengaluru Books", "gstin": "29AABCC1234D1Z7", "state": "KA"},
    "10": {"name": "Asha", "state": "Maharashtra"},
    "ch": {"name": "Sector 17", "state": "CH", "registered": True},
}
#: Those of them that collect no tax.
UNREGISTERED = ("10",)
#: Keys of a line by which tax is due on it.
_TAXING = ("tax_slabs", "tax_components", "cess_rate", "cess_per_unit")
#: What an order can be said to be, and where; None is left out.
_KINDS = (
    "regular",
    "sez_with_payment",
    "sez_without_payment",
    "export_with_payment",
    "export_without_payment",
    "deemed_export",
)


@once
def supplies() -> SearchStrategy[Document]:
    """Return keys of a cart in India: the kind of its supply, and the place."""
    return st.fixed_dictionaries(
        {},
        optional={
            "supply_type": st.sampled_from(_KINDS),
            "place_of_supply": st.sampled_from([*STATES, "96", "KA"]),
        },
    )


@st.composite
def supplied(draw: DrawFn, document: Document) -> Document:
    """
    Return a checkout *document* whose goods and charges several suppliers share.

    It is changed in place; suppliers that it had are taken out.  Goods of a supplier
    who is not registered have no tax, or the store pays it (section 9(5)).
    """
    cart, store = document["cart"], document["store"]
    names = draw(st.lists(st.sampled_from([*SUPPLIERS]), min_size=1, unique=True))
    store["suppliers"] = {name: dict(SUPPLIERS[name]) for name in names}
    for each in (*cart["cart_items"], *store["charges"]):
        each.pop("supplier", None)
        each.pop("section_9_5", None)
    for line in cart["cart_items"]:
        line["supplier"] = name = draw(st.sampled_from([None, "", *names]))
        if name and draw(st.integers(0, 5)) == 0:
            line["section_9_5"] = True
        elif name in UNREGISTERED:
            for key in _TAXING:
                line.pop(key, None)
            line["tax_rate"] = "0"
    for charge in store["charges"]:
        if draw(st.integers(0, 3)) == 0:
            charge["supplier"] = draw(st.sampled_from(["", *names]))
    shipping = cart.get("shipping")
    if shipping is not None:
        shipping.pop("suppliers", None)
        if draw(st.integers(0, 3)) == 0:
            cost = shipping["estimated_cost"]
            shipping["suppliers"] = draw(_costs(cost, cart["currency"], ["", *names]))
    return document


@st.composite
def _costs(
    draw: DrawFn, cost: str, currency: str, names: Sequence[str]
) -> dict[str, str]:
    """Return the delivery cost of each supplier; together they are *cost*."""
    exponent = CURRENCIES[currency].exponent
    left, found = int(Decimal(cost).scaleb(exponent)), {}
    for name in names[:-1]:
        part = draw(st.integers(0, left))
        found[name] = f"{Decimal(part).scaleb(-exponent):f}"
        left -= part
    return {**found, names[-1]: f"{Decimal(left).scaleb(-exponent):f}"}
