# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Random checkout documents in rupees with suppliers, places, charges and offers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from checkout_core import CheckoutError, Quote
from tests.factories.gst_papers import (
    HOME,
    KATHMANDU,
    MUMBAI,
    PUNE,
    SHOP,
    Document,
    sold,
)


RATES = ["0", "0.25", "3", "5", "12", "18", "28", "40"]
CATEGORIES = ["zero", "nil_rated", "exempt", "outside_scope", "reverse_charge"]
SUPPLY_TYPES = [
    None,
    None,
    None,
    "regular",
    "sez_with_payment",
    "sez_without_payment",
    "deemed_export",
]
PRICES = st.integers(0, 9_999_99).map(lambda n: str(Decimal(n).scaleb(-2)))


@st.composite
def lines(draw: st.DrawFn, number: int) -> Document:
    """Draw one line with a code and a unit."""
    category = draw(st.sampled_from([None, None, None, *CATEGORIES]))
    supplier = draw(st.sampled_from([None, None, "mh", "ka"]))
    line: Document = {
        "product_id": f"G{number}",
        "product_name": f"Goods number {number}",
        "quantity": draw(st.integers(1, 9)),
        "selling_price": draw(PRICES),
        "price_including_tax": draw(st.booleans()),
        "tax_rate": "0" if category else draw(st.sampled_from(RATES)),
        "hsn_code": draw(st.sampled_from(["6109", "0902", "85395000", "996331"])),
        "unit": draw(st.sampled_from(["PCS", "NOS", "kgs"])),
        "supplier": supplier,
    }
    if category:
        line["tax_category"] = category
    elif draw(st.integers(0, 5)) == 0:
        line["cess_rate"] = "12"
    if category == "reverse_charge":
        line["reverse_charge_rate"] = "18"
    if supplier and category is None and draw(st.integers(0, 4)) == 0:
        line["section_9_5"] = True
    if draw(st.integers(0, 4)) == 0:
        line["handling_charge_excluding_tax"] = "7.35"
        if draw(st.booleans()):
            line["handling_charge_tax_rate"] = "18"
    return line


@st.composite
def documents(
    draw: st.DrawFn, *, buyers: tuple[Document, ...] = (SHOP, MUMBAI, KATHMANDU)
) -> Document:
    """Draw what `sold` takes: lines, a buyer, a delivery, charges, offers, policies."""
    count = draw(st.integers(1, 5))
    buyer = draw(st.sampled_from(buyers))
    tax: Document = {
        "level": draw(st.sampled_from(["line", "document"])),
        "charge_tax": draw(st.sampled_from(["own_rate", "highest", "apportion"])),
        "export": draw(st.sampled_from(["with_tax", "lut"])),
    }
    store: Document = {"tax": tax, "handling_hsn_code": "996719"}
    found: Document = {
        "lines": [draw(lines(i)) for i in range(count)],
        "buyer": buyer,
        "store": store,
    }
    if draw(st.booleans()):
        store["round_off"] = draw(st.sampled_from(["1", "0.50"]))
    if draw(st.booleans()):
        charge = {"name": "Gift wrap", "amount": draw(PRICES), "hsn_code": "998541"}
        store["charges"] = [{**charge, "tax_rate": "18"}]
    if draw(st.booleans()):
        shipping: Document = {"estimated_cost": draw(PRICES)}
        if draw(st.booleans()):
            shipping["hsn_code"] = "996812"
            shipping["tax_rate"] = draw(st.sampled_from(RATES))
        found["shipping"] = shipping
    if draw(st.booleans()):
        store["coupons"] = [COUPON]
        found["coupon_code"] = "LESS"
    supply = draw(st.sampled_from(SUPPLY_TYPES))
    if supply and buyer is not KATHMANDU:
        found["supply_type"] = supply
    if draw(st.integers(0, 3)) == 0 and buyer is not KATHMANDU:
        found["billing_address"] = draw(st.sampled_from([SHOP, MUMBAI]))
    return found


COUPON: dict[str, Any] = {
    "id": "c",
    "name": "Ten percent",
    "coupon_type": "discount",
    "coupon_code": ["LESS"],
    "minimum_order_total": None,
    "redemption_limits": None,
    "applies_to_product": "all",
    "details": {"discount_type": "percentage", "discount_percent": 10},
    "can_be_used_with_promotion": True,
}


def quoted(found: Document) -> Quote | None:
    """Return the quote of what was drawn, None where no such cart is sold."""
    try:
        return sold(**{**found, "store": dict(found["store"])})
    except CheckoutError:
        return None


#: Buyers of a return: registered and not, in both states and abroad.
EVERYBODY = (SHOP, MUMBAI, HOME, PUNE, KATHMANDU)
