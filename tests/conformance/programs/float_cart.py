# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart as one writes it in an afternoon, in floats: what the corpus finds in it.

It knows lines, tax per line, delivery and one discount for the whole cart, and rounds
where it prints.  It has no checks and no offers of lines, and says so of no case.
"""

from __future__ import annotations

import json
import sys

from typing import Any


#: Fields of an order that this cart knows nothing of.
NOTHING = (
    *("coupon_discount_amount", "shipping_discount_amount"),
    *("handling_charge_excluding_tax", "handling_charge_tax_amount"),
    *("credit_balance_used",),
)


def price(document: dict[str, Any]) -> dict[str, str]:
    """Return the totals of a checkout document."""
    cart, store = document["cart"], document.get("store") or {}
    subtotal = tax = 0.0
    for line in cart["cart_items"]:
        rate = float(line.get("tax_rate") or 0) / 100
        amount = float(line["selling_price"]) * int(line["quantity"])
        if line.get("price_including_tax"):
            amount = amount / (1 + rate)
        subtotal += amount
        tax += amount * rate
    discount = 0.0
    for offer in store.get("promotions") or []:
        details = offer.get("details")
        if isinstance(details, dict):
            discount += float(details.get("fixed_discount_amount") or 0)
            discount += subtotal * float(details.get("discount_percentage") or 0) / 100
    shipping = cart.get("shipping") or {}
    delivery = float(shipping.get("estimated_cost") or 0)
    delivery_tax = delivery * float(shipping.get("tax_rate") or 0) / 100
    total = subtotal - discount + tax + delivery + delivery_tax
    figures = {
        "subtotal": subtotal,
        "item_total_tax": tax,
        "promotion_discount_amount": discount,
        "shipping_estimated_cost": delivery,
        "shipping_amount": delivery,
        "shipping_tax_amount": delivery_tax,
        "total_tax": tax + delivery_tax,
        "grand_total": total,
        "to_be_paid": total,
    }
    return dict.fromkeys(NOTHING, "0.00") | {
        name: f"{value:.2f}" for name, value in figures.items()
    }


def main() -> None:
    """Answer each line until `stop`."""
    for text in sys.stdin:
        request = json.loads(text)
        if request["op"] == "stop":
            break
        if request["op"] == "start":
            answer: dict[str, Any] = {
                "program": "float cart",
                "version": "1",
                "protocol": 1,
                "does": ["price"],
            }
        else:
            answer = {"id": request["id"]}
            try:
                answer["order"] = price(json.loads(request["document"]))
            except (
                ArithmeticError,
                AttributeError,
                LookupError,
                TypeError,
                ValueError,
            ):
                answer["faults"] = [{"path": "", "code": "unreadable"}]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
