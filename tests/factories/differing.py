# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Carts with all that offers, charges and payments can have, and quotes that differ in it.

The names and codes in them are digits, as in `tests.factories.spoken`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from checkout_core import (
    Address,
    Cart,
    Charge,
    Conditions,
    Customer,
    Line,
    Loyalty,
    Quote,
    Shipping,
    Store,
    TaxPolicy,
    coupon,
    diff,
    promotion,
    quote,
)
from checkout_core.cart import GiftCard, Part, Payment
from checkout_core.offers import (
    amount_off,
    categories,
    free_goods,
    percentage_off,
    products,
    sale,
    set_price,
    shipping_discount,
    unit_price,
)
from checkout_core.pricing.ledger import Ledger
from checkout_core.pricing.refusals import CARD_NAMES, METHOD_NAMES
from checkout_core.tax.india.supplies import SUPPLIES
from checkout_core.views.compared.totals import MOST


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.differences import Difference


AT = "2026-11-05T10:00:00+05:30"
LATER = "2026-12-05T10:00:00+05:30"

#: One payment of each method, then one of each kind of card.
PAYMENTS = (
    *[Payment(each) for each in METHOD_NAMES],  # type: ignore[arg-type]
    *[Payment("card", card_type=each) for each in CARD_NAMES],  # type: ignore[arg-type]
    Payment("upi", app="11"),
    Payment("emi", issuer="12", network="13", bin="14", emi_months=1),
    Payment("emi", emi_months=6),
)
CARD = Payment("card", issuer="12")


def _loyalty(mode: str) -> Loyalty:
    return Loyalty(value_per_point="0.25", points_per_unit=1, points_mode=mode)


STORE = Store(
    "INR",
    promotions=[
        promotion("1", unit_price(sale(products("1"), price=9)), name="1"),
        promotion("2", set_price(3, 5, on=categories("9")), name="2"),
        promotion(
            "3", percentage_off(10), name="3", conditions=Conditions(payment=[CARD])
        ),
        promotion("4", shipping_discount(percent_off=50), name="4"),
        promotion("5", percentage_off(1), name="5", expires_at="2026-12-01T00:00:00Z"),
        promotion("6", percentage_off(1), name="6", minimum_order_total=99000),
        promotion("7", free_goods(1, every_quantity=2), name="7"),
    ],
    coupons=[
        coupon("1", amount_off(10), ["51"], name="1"),
        coupon("2", percentage_off(5), ["52"], name="2"),
        coupon("3", percentage_off(1), ["53"], name="3"),
    ],
    maximum_coupons=2,
    charges=[
        Charge(
            "91",
            percent=2,
            id="91",
            when="chosen",
            conditions=Conditions(payment=[Payment("cash_on_delivery")]),
        ),
        Charge("92", "30", tax_rate=18, id="92", when="chosen"),
        Charge("93", open={"minimum": "1.00"}, id="93", when="chosen"),
    ],
    loyalty=Loyalty(value_per_point="0.25", points_per_unit=1, points_mode="discount"),
)
GOODS = (
    Line("1", 4, "100.00", tax_rate=5),
    Line("2", 3, "10.00", tax_rate=18, category_ids=["9"]),
    Line("3", 2500, "65.00", price_per=1000, unit="GMS", tax_rate=5),
    Line("4", 40, "65.00", price_per=10, unit="GMS", tax_rate=0),
)
#: What a cart gains: every fact that a shopper or shop decides.
MORE: dict[str, Any] = {
    "channel": "21",
    "coupon_codes": ["51", "52", "53", "54"],
    "payment": Payment(
        "emi",
        network="13",
        card_type="credit",
        issuer="12",
        bin="14",
        app="15",
        emi_months=6,
    ),
    "customer": Customer(
        groups=["22"],
        orders_placed=3,
        loyalty_points_balance=400,
        credit_balance="60.00",
    ),
    "loyalty_points_redeemed": 40,
    "credit_balance_used": "5.00",
    "shipping_address": Address(pincode="560001", state="31", country="32"),
    "shipping": Shipping("99.00", tax_rate=18, estimated_delivery_days=3),
    "gift_cards": [
        GiftCard("AAAA1111", "20.00", expires_at="2026-01-01T00:00:00Z"),
        GiftCard("AAAA2222", "0.00"),
        GiftCard("AAAA3333", "50.00"),
        GiftCard("AAAA4444", "5000.00"),
        GiftCard("AAAA5555", "50.00"),
    ],
    "payment_plan": [
        Part("now", percent=25),
        Part("2026-12-24", amount=1),
        Part("on_delivery"),
    ],
    "charges": [{"id": "91"}, {"id": "92"}, {"id": "93", "amount": "7.00"}],
}


def sold(*lines: Line, at: str = AT, store: Store = STORE, **more: Any) -> Quote:
    """Return the quote of *lines*."""
    return quote(Cart("INR", lines, **more), store, at=at)


def orders() -> Iterator[tuple[Quote, Store]]:
    """Yield quotes and their stores: with everything, and with what that leaves out."""
    full = sold(*GOODS, **MORE)
    yield full, STORE
    yield sold(*GOODS, **MORE | {"gift_cards": ()}), STORE
    yield sold(GOODS[0], shipping=Shipping("9.00", tax_rate=0)), STORE
    # The coupon that is best on its own, and the second best: by less, and by as much.
    for percent in (50, 40):
        alone = [
            coupon(x, percentage_off(each), [x], can_be_used_with_promotion=False)
            for x, each in (("51", 50), ("52", percent))
        ]
        store = Store("INR", coupons=alone, maximum_coupons=2)
        yield sold(GOODS[0], store=store, coupon_codes=["51", "52"]), store


# Differences ------------------------------------------------------------------------


def pairs() -> Iterator[Difference]:
    """Yield differences of every kind, with all that can be said of each."""
    plain, full = sold(GOODS[0]), sold(*GOODS, **MORE)
    yield diff(plain, plain)
    yield diff(plain, full)
    yield diff(full, plain)
    yield diff(plain, sold(GOODS[0], at=LATER))
    yield diff(plain, sold(GOODS[0], coupon_code="53"))
    for each in PAYMENTS:
        yield diff(plain, sold(GOODS[0], payment=each))
    stored = [Ledger.stored(plain.figures, plain.entries, engine=x) for x in "78"]
    yield diff(*[attrs.evolve(plain, ledger=each) for each in stored])
    for line in _lines():
        yield diff(sold(GOODS[3]), sold(line))
    for number in (MOST + 1, MOST + 3):
        many = [Line(f"1{i:02}", 1, 10, tax_rate=0) for i in range(number)]
        yield diff(sold(*many), sold(*[x.changed(quantity=2) for x in many]))
    # From one state to another the tax on a line is as much, but another.
    store = Store("INR", tax=TaxPolicy(seller_state="29"))
    near, far = [
        sold(GOODS[0], store=store, shipping_address=Address(state=each))
        for each in ("29", "30")
    ]
    yield diff(near, far)
    yield from _supplies()
    # Points that pay, and points that are a discount.
    for mode in ("tender", "discount"):
        store = Store("INR", loyalty=_loyalty(mode))
        points = {"customer": MORE["customer"], "loyalty_points_redeemed": 40}
        one, other = [
            sold(GOODS[3], store=store, **each)
            for each in (points | {"loyalty_points_redeemed": 0}, points)
        ]
        yield diff(one, other)


def _supplies() -> Iterator[Difference]:
    """Yield what a supply of another kind is, and one that is elsewhere."""
    store = Store("INR", tax=TaxPolicy(seller_state="29"))
    here = Address(state="29")
    near = sold(GOODS[0], store=store, shipping_address=here)
    for word in SUPPLIES:
        yield diff(near, sold(GOODS[0], store=store, supply_type=word))
    yield diff(near, sold(GOODS[0], store=store, place_of_supply="30"))


def _lines() -> Iterator[Line]:
    """Yield a line that has become another in each of the ways that have a name."""
    line = GOODS[3]
    yield line.changed(tax_rate=5)
    yield line.changed(listing_price="70.00", price_per=20, unit="KGS", hsn_code="3004")
    yield line.changed(product_name="44", variant_name="45", cess_rate=12)
    yield line.changed(price_including_tax=True)
    for each in (
        "zero",
        "nil_rated",
        "exempt",
        "reverse_charge",
        "export",
        "outside_scope",
    ):
        yield line.changed(tax_category=each)
