# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Sellers, buyers and carts for papers of India: everything goes through JSON text."""

from __future__ import annotations

import json

from typing import Any

from checkout_core import Order, Quote, dumps, quote, read_checkout
from checkout_core.papers.seller import Seller
from tests.factories.carts import AT


Document = dict[str, Any]

#: The store's own seller, in Karnataka, and two suppliers.
OWN = "29AABCC1234D1Z7"
MH = "27AABCS4321Q1Z2"
KA = "29AABCT1332L1ZA"

SELLERS: dict[str, Seller] = {
    "": Seller(
        gstin=OWN,
        legal_name="Own Traders Private Limited",
        address1="1 MG Road",
        location="Bengaluru",
        pin="560001",
    ),
    "mh": Seller(
        gstin=MH,
        legal_name="Pune Spices",
        address1="1 FC Road",
        location="Pune",
        pin="411001",
    ),
    "ka": Seller(
        gstin=KA,
        legal_name="Tee Traders Private Limited",
        address1="2 Church Street",
        location="Bengaluru",
        pin="560025",
    ),
}
SUPPLIERS: Document = {
    "mh": {"name": "Pune Spices", "gstin": MH},
    "ka": {"name": "Tee Traders", "gstin": KA},
}
#: Buyers with a GSTIN in Karnataka and Maharashtra, one without, one abroad.
SHOP: Document = {
    "business_name": "Asha Stores",
    "address_line1": "12 Park Road",
    "city": "Bengaluru",
    "pincode": "560002",
    "state": "Karnataka",
    "tax_identification_number": "29AAPFU0939F1ZR",
}
MUMBAI: Document = {
    "business_name": "Bina Mart",
    "address_line1": "7 Hill Road",
    "city": "Mumbai",
    "pincode": "400001",
    "state": "Maharashtra",
    "tax_identification_number": "27AAPFU0939F1ZV",
}
HOME: Document = {
    "first_name": "Chitra",
    "last_name": "Rao",
    "address_line1": "3 Lake View",
    "city": "Mysuru",
    "pincode": "570001",
    "state": "Karnataka",
}
PUNE: Document = {**HOME, "city": "Pune", "pincode": "411002", "state": "Maharashtra"}
KATHMANDU: Document = {
    "business_name": "Everest Goods",
    "address_line1": "1 Durbar Marg",
    "city": "Kathmandu",
    "pincode": "44600",
    "country": "Nepal",
}


def goods(name: str, price: str, rate: str, **more: Any) -> Document:
    """Return one line, without tax in its price."""
    return {
        "product_id": name,
        "product_name": f"{name} of a shop",
        "quantity": 1,
        "selling_price": price,
        "price_including_tax": False,
        "tax_rate": rate,
        "hsn_code": "6109",
        "unit": "PCS",
        **more,
    }


def document(
    lines: list[Document], buyer: Document | None = None, **more: Any
) -> Document:
    """Return a checkout document; what is no `store` and no `at` is of the cart."""
    store = more.pop("store", {})
    moment = more.pop("at", AT)
    cart = {"currency": "INR", "cart_items": lines, **more}
    if buyer is not None:
        cart.setdefault("shipping_address", buyer)
    tax = {"seller_gstin": OWN, **store.pop("tax", {})}
    return {
        "at": moment,
        "cart": cart,
        "store": {"tax": tax, "suppliers": SUPPLIERS, **store},
    }


def sold(lines: list[Document], buyer: Document | None = None, **more: Any) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(json.dumps(document(lines, buyer, **more)))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def ordered(lines: list[Document], buyer: Document | None = None, **more: Any) -> Order:
    """Return the order of a checkout document."""
    return Order.placed(sold(lines, buyer, **more), number="A1", at=AT)


def two_suppliers(buyer: Document, **more: Any) -> Quote:
    """Return case 20 for a buyer: 600.00 at 18 % and 400.00 at 5 %, and delivery."""
    lines = [goods("P", "600.00", "18"), goods("Q", "400.00", "5", supplier="mh")]
    shipping = {"estimated_cost": "50.00", "tax_rate": "18", "hsn_code": "996812"}
    return sold(lines, buyer, shipping=shipping, **more)


def plain(value: Any) -> Any:
    """Return a document as JSON text says it, amounts as texts."""
    return json.loads(dumps(value), parse_float=str)
