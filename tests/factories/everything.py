# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart with everything on every paper: conditions, sets, codes, cards, part payment.

Two shirts at 1,499.00 for 1,199.00 each, four mugs of which any three are 999.00, and
2,500 g of rice at 65.00 per kilogram come to 3,908.50; the bank takes 10 % off, two
coupons 100.00 and 5 %, points 10.00.  Half the delivery, at most 40.00, is free; a gift
wrap was chosen, a gift card pays 500.00, and a quarter of the rest is due now.
"""

from __future__ import annotations

from checkout_core import (
    Cart,
    Charge,
    Conditions,
    Customer,
    Line,
    Loyalty,
    Shipping,
    Store,
    coupon,
    promotion,
)
from checkout_core.cart import GiftCard, Part, Payment
from checkout_core.offers import (
    amount_off,
    categories,
    percentage_off,
    products,
    sale,
    set_price,
    shipping_discount,
    unit_price,
)


AT = "2026-11-05T10:00:00+05:30"
BANK = Payment("card", issuer="Marigold Bank")
STORE = Store(
    "INR",
    promotions=[
        promotion(
            "sale",
            unit_price(sale(products("shirt"), price="1199")),
            name="Diwali price",
        ),
        promotion(
            "set", set_price(3, "999", on=categories("mugs")), name="Any 3 mugs for 999"
        ),
        promotion(
            "bank",
            percentage_off(10, maximum=500),
            name="Marigold Bank",
            conditions=Conditions(payment=[BANK]),
        ),
        promotion(
            "half",
            shipping_discount(percent_off=50, maximum=40),
            name="Half the delivery",
        ),
    ],
    coupons=[
        coupon("a", amount_off(100), ["A100"], name="100 off"),
        coupon("b", percentage_off(5), ["B5"], name="5 % off"),
        coupon("c", percentage_off(1), ["C1"], name="1 % off"),
    ],
    maximum_coupons=2,
    charges=[
        Charge(
            "COD fee",
            percent=2,
            minimum=30,
            id="cod",
            when="chosen",
            conditions=Conditions(payment=[Payment("cash_on_delivery")]),
        ),
        Charge("Gift wrap", "30", tax_rate=18, id="wrap", when="chosen"),
    ],
    loyalty=Loyalty(value_per_point="0.25", points_mode="discount"),
)
CART = Cart(
    "INR",
    [
        Line("shirt", 2, "1499.00", tax_rate=5, price_including_tax=True),
        Line(
            "blue",
            2,
            "399",
            tax_rate=18,
            price_including_tax=True,
            category_ids=["mugs"],
        ),
        Line(
            "red",
            2,
            "349",
            tax_rate=18,
            price_including_tax=True,
            category_ids=["mugs"],
        ),
        Line("rice", 2500, "65.00", price_per=1000, unit="GMS", tax_rate=5),
    ],
    coupon_codes=["A100", "B5", "C1", "XYZ"],
    payment=BANK,
    charges=[{"id": "wrap"}, {"id": "cod"}],
    gift_cards=[
        GiftCard("AAAA1111", "200.00", expires_at="2026-01-01T00:00:00Z"),
        GiftCard("BBBB2222", "500.00"),
    ],
    payment_plan=[
        Part("now", percent=25),
        Part("2026-12-24", amount=100),
        Part("on_delivery"),
    ],
    loyalty_points_redeemed=40,
    customer=Customer(loyalty_points_balance=400),
    shipping=Shipping("99.00", tax_rate=18),
)
