# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A seller in Karnataka, what it sells, and the papers of that."""

from __future__ import annotations

from typing import Any

from checkout_core import Address, Cart, Line, Quote, Shipping, Store, quote
from checkout_core.papers.particulars import TaxPaper
from checkout_core.papers.seller import Seller
from checkout_core.papers.tax_invoice import tax_invoice
from checkout_core.tax import TaxPolicy
from checkout_core.tax.india.gstin import check_character


NOON = "2026-11-22T12:00:00+05:30"

#: What every seller has to say.
FIELDS: dict[str, Any] = {
    "gstin": "29AABCT1332L1ZA",
    "legal_name": "Tee Traders Private Limited",
    "address1": "1 MG Road",
    "location": "Bengaluru",
    "pin": "560001",
}
SHOP = Seller(**FIELDS)
AT_HOME = Address(
    first_name="Asha",
    last_name="Rao",
    address_line1="14, Vani Vilas Road",
    city="Mysuru",
    pincode="570004",
    state="Karnataka",
)
IN_PUNE = Address(
    business_name="Pune Stores LLP",
    address_line1="7 FC Road",
    city="Pune",
    pincode="411004",
    state="Maharashtra",
    tax_identification_number="27AAPFU0939F1ZV",
)


def seller_in(code: str) -> Seller:
    """Return a registered seller in a state."""
    first = f"{code}AAPFU0939F1Z"
    return Seller(**FIELDS | {"gstin": first + check_character(first)})


def goods(name: str = "Lamp", price: str = "1000.00", **more: Any) -> Line:
    """Return one unit of goods at 18 %, whose price has no tax in it."""
    fields = {"tax_rate": 18, "price_including_tax": False} | more
    return Line(name, fields.pop("quantity", 1), price, **fields)


def sold(*lines: Line, store: Any = None, tax: Any = None, **cart: Any) -> Quote:
    """Return what a shop in Karnataka sells, to a buyer there by default."""
    cart.setdefault("shipping_address", AT_HOME)
    policy = TaxPolicy(**({"seller_gstin": SHOP.gstin} if tax is None else tax))
    return quote(
        Cart("INR", list(lines or [goods()]), **cart),
        Store("INR", tax=policy, **(store or {})),
        at=NOON,
    )


def delivery(cost: str, rate: int = 18) -> Shipping:
    """Return a delivery whose cost has no tax in it."""
    return Shipping(cost, tax_rate=rate)


def paper_of(quoted: Any, **more: Any) -> TaxPaper:
    """Return the invoice of a quote or an order."""
    fields: dict[str, Any] = {
        "seller": SHOP,
        "number": "INV/1",
        "date": "2026-11-22",
    } | more
    return tax_invoice(quoted, **fields)
