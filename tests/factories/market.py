# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A marketplace: the operator is in Karnataka, where the buyer is too by default.

`mh` and `gj` are registered in Maharashtra and Gujarat, `ch` says only that it is,
`asha` is not.  Everything goes through JSON text, is verified and read back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories.carts import Document, lines
from tests.factories.tax import quoted, refused


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core import Quote


SELLERS: Document = {
    "mh": {"name": "Pune Spices", "gstin": "27AABCS4321Q1Z2"},
    "gj": {"name": "Surat Sarees", "state": "GJ", "registered": True},
    "ch": {
        "name": "Sector 17",
        "state": "CH",
        "registered": True,
        "pan": "AABCC1685Q",
    },
    "asha": {"name": "Asha", "state": "MH"},
}


def supplied(said: str, suppliers: Sequence[str | None], **more: Any) -> list[Document]:
    """Return the lines that are *said*, each with its supplier and *more* fields."""
    return [
        {**line, "supplier": name, **more}
        for line, name in zip(lines(said), suppliers, strict=True)
    ]


def bought(goods: list[Document], **more: Any) -> Quote:
    """Return the quote of lines, checked, stored and read back."""
    return quoted(goods, **at_market(**more))


def turned_away(goods: list[Document], **more: Any) -> list[tuple[str, str]]:
    """Return (path, code) of every fault of lines that cannot be priced."""
    found = at_market(**more)
    store = {**found.pop("store"), "tax": {"seller_state": found.pop("seller")}}
    cart = {"shipping_address": {"state": found.pop("to")}, **found.pop("cart", {})}
    return refused(said=goods, store=store, cart=cart, **found)


def at_market(**more: Any) -> dict[str, Any]:
    """Return the keywords of a quote with the store and the buyer of the market."""
    store = {"suppliers": SELLERS, **more.pop("store", {})}
    to = {} if "shipping_address" in more.get("cart", {}) else {"to": "KA"}
    return {"seller": "KA", **to, **more, "store": store}


def alone(document: Document) -> Document:
    """Return a checkout document, changed in place: the store supplies all of it."""
    cart, store = document["cart"], document["store"]
    store.pop("suppliers", None)
    for each in (*cart["cart_items"], *store["charges"]):
        each.pop("supplier", None)
        each.pop("section_9_5", None)
    (cart.get("shipping") or {}).pop("suppliers", None)
    return document
