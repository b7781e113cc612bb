# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Checkout documents of stores abroad, which name their tax regime."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from checkout_core.testing import strategies as ours
from tests.factories.market import alone


Document = dict[str, Any]


#: Keys of a cart that only India has.
SAID = ("supply_type", "place_of_supply")


def under(document: Document, **tax: str) -> Document:
    """
    Return a document of a store abroad, under the regime that *tax* names.

    It has neither suppliers nor kinds of supply, which are India's.
    """
    alone(document)
    store = document["store"]
    cart = {key: each for key, each in document["cart"].items() if key not in SAID}
    return {
        **document,
        "cart": cart,
        "store": {**store, "tax": {**store["tax"], "seller_state": None, **tax}},
    }


#: Components as a US state, county and city have them.
COMPONENTS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["State", "County", "City"]),
            "rate": st.decimals("0", "30", places=3).map(str),
            "compound": st.booleans(),
        }
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda each: each["name"],
)


@st.composite
def american(draw: st.DrawFn) -> Document:
    """Draw a checkout in the US, some of whose lines and charges have components."""
    document = draw(ours.documents("USD"))
    cart, store = document["cart"], document["store"]
    for line in cart["cart_items"]:
        more = {"cess_rate", "cess_per_unit", "tax_category"} & set(line)
        if "tax_rate" in line and not more and draw(st.booleans()):
            del line["tax_rate"]
            line["tax_components"] = draw(COMPONENTS)
        if "handling_charge_tax_rate" in line and draw(st.booleans()):
            del line["handling_charge_tax_rate"]
            line["handling_charge_tax_components"] = draw(COMPONENTS)
    for charge in [*filter(None, [cart.get("shipping")]), *store["charges"]]:
        if "tax_category" not in charge and draw(st.booleans()):
            charge.pop("tax_rate", None)
            charge["tax_components"] = draw(COMPONENTS)
    return under(document, regime="components", tax_name="Sales tax")
