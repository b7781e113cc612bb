# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote with a figure of every kind: whichever of them is changed is named.

Half of a delivery of 99.00 is free, and a mug for three mugs, which a budget of 500.00
pays at 50.00.  17.00 off at face value leave 0.01 of the tees' share over, 40 points of
0.25 are a discount of 10.00, a tip of 20.00 was chosen, a card has ended and another
pays 50.00.  Of the rest, 525.04, a quarter is due now, 100.00 at Christmas.
"""

from __future__ import annotations

import copy

from typing import Any

import pytest

from checkout_core import CheckoutError, dumps, quote, read_checkout, verify
from checkout_core.wire import loads, write_quote
from checkout_core.wire.quotes import fingerprint
from tests.factories.tables import case


def limited(amount: str) -> dict[str, Any]:
    """Return the key of an offer's budget."""
    limits = {"total_discount_amount": amount}
    return {"x_checkout_core": {"redemption_limits": limits}}


HALF = {
    "id": "half",
    "promotion_type": "free-shipping",
    "can_be_used_with_other_promotion": True,
    "x_checkout_core": {"benefit": {"kind": "shipping_discount", "percent_off": "50"}},
}
MUG = {
    "id": "free",
    "promotion_type": "free-goods",
    "can_be_used_with_other_promotion": True,
    "applies_to_product": "product",
    "details": {
        "spending_criteria_type": "minimum-quantity",
        "products": [
            {
                "product_id": "mug",
                "auto_scale": True,
                "slab": {"buy_quantity": 3, "get_quantity": 1},
            }
        ],
    },
    **limited("500.00"),
}
COUPON = {
    "coupon_type": "discount",
    "can_be_used_with_promotion": True,
    "applies_to_product": "all",
}
FACE = {"discount_type": "fixed-amount", "fixed_discount_amount": "17.00"}
FIVE = {"discount_type": "percentage", "discount_percent": "5"}
TEES = {"product_id": "tee", "quantity": 2, "selling_price": "100.00", "tax_rate": "18"}
MUGS = {
    "product_id": "mug",
    "quantity": 3,
    "selling_price": "50.00",
    "tax_rate": "5",
    "price_including_tax": True,
}
RICE = {
    "product_id": "rice",
    "quantity": 2500,
    "price_per": 1000,
    "selling_price": "65.00",
    "tax_rate": "0",
}
CART = {
    "id": "c",
    "currency": "INR",
    "cart_items": [TEES, MUGS, RICE],
    "coupon_codes": ["SEVENTEEN", "FIVE"],
    "charges": [{"id": "tip", "amount": "20.00"}],
    "gift_cards": [
        {"code": "OLD-1111", "balance": "10", "expires_at": "2026-01-01T00:00:00Z"},
        {"code": "NEW-2222", "balance": "50"},
    ],
    "payment_plan": [
        {"due": "now", "percent": "25"},
        {"due": "2026-12-24", "amount": "100"},
        {"due": "on_delivery"},
    ],
    "loyalty_points_redeemed": 40,
    "shipping": {"estimated_cost": "99.00", "tax_rate": "18"},
}
TIP = {"id": "tip", "name": "Tip", "when": "chosen", "open": {"minimum": "10"}}
STORE = {
    "currency": "INR",
    "maximum_coupons": 2,
    "fixed_discount": "face_value",
    "loyalty": {"value_per_point": "0.25", "points_mode": "discount"},
    "charges": [TIP],
    "promotions": [HALF, MUG],
    "coupons": [
        COUPON | {"id": "a", "coupon_code": ["SEVENTEEN"], "details": FACE},
        COUPON | {"id": "b", "coupon_code": ["FIVE"], "details": FIVE},
    ],
}


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    """The quote as it is stored."""
    checkout = read_checkout(
        {
            "at": "2026-11-22T12:00:00+05:30",
            "cart": CART,
            "customer": {"loyalty_points_balance": 400},
            "store": STORE,
        }
    )
    found = quote(checkout.cart, checkout.store, at=checkout.at)
    document: dict[str, Any] = loads(dumps(write_quote(found)))
    verify(document)
    return document


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        case(
            "the part of the delivery that is off",
            ("promotions", 0, "shipping_discount"),
            "49.51",
            "totals.shipping_discount_amount",
        ),
        case(
            "more is left over of a face value",
            ("coupons", 0, "lines", 0, "residue"),
            "0.02",
            "totals.round_off",
        ),
        case(
            "something is left over where the price has its tax inside",
            ("coupons", 0, "lines", 1, "residue"),
            "0.01",
            "coupons[0].lines[1].residue",
        ),
        case(
            "free units of an offer",
            ("promotions", 1, "lines", 0, "free_quantity"),
            2,
            "lines[1].free_quantity",
        ),
        case(
            "free units of a line",
            ("lines", 1, "free_quantity"),
            2,
            "lines[1].free_quantity",
        ),
        case(
            "the mask of a card that pays nothing",
            ("gift_cards", 0, "name"),
            "****3333",
            "gift_cards[0]",
        ),
        case(
            "the mask of a card that pays",
            ("gift_cards", 1, "name"),
            "****3333",
            "gift_cards.granted",
        ),
        case("what a card pays", ("gift_cards", 1, "value"), "49", "gift_cards.value"),
        case("why a card pays nothing", ("gift_cards", 0, "why"), "", "gift_cards[0]"),
        case(
            "whose code is redeemed",
            ("redemptions", 4, "code"),
            "NEW-3333",
            "redemptions",
        ),
        case(
            "what is taken of a card",
            ("redemptions", 4, "amount"),
            "49.00",
            "redemptions",
        ),
        case(
            "what is taken of a budget",
            ("redemptions", 1, "amount"),
            "49.00",
            "redemptions",
        ),
        case("an instalment", ("instalments", 0, "amount"), "1.00", "instalments"),
        case("its day", ("instalments", 1, "due"), "2026-12-25", "instalments"),
        case("the plan", ("instalments",), None, "instalments"),
        case(
            "the codes that were entered",
            ("cart", "coupon_codes"),
            ["FIVE"],
            "coupons[0].code",
        ),
        case("the code of a coupon", ("coupons", 0, "code"), "FIVE", "coupons[1].code"),
        case(
            "how many coupons an order takes",
            ("store", "maximum_coupons"),
            1,
            "coupons",
        ),
        case(
            "what points took off: the line no longer adds up",
            ("lines", 0, "points_discount"),
            "3.00",
            "lines[0].left",
        ),
        case("a charge's id", ("charges", 0, "id"), "gift", "charges"),
        case("the charge that was chosen", ("charges", 0, "amount"), "21", "charges"),
        case(
            "the amount that was chosen",
            ("cart", "charges", 0, "amount"),
            "21.00",
            "charges",
        ),
        case(
            "the charge that the cart names",
            ("cart", "charges", 0, "id"),
            "gift",
            "cart.charges[0].id",
        ),
        case("why a card is refused", ("refusals", 0, "code"), "x", "refusals[0].code"),
    ],
)
def test_what_was_changed_is_named(
    stored: dict[str, Any], path: tuple[Any, ...], value: Any, named: str
) -> None:
    """Though the document has a fresh fingerprint."""
    forged = copy.deepcopy(stored)
    holder: Any = forged
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    forged["fingerprint"] = fingerprint(forged)

    with pytest.raises(CheckoutError) as caught:
        verify(forged)

    assert named in [each.path for each in caught.value.faults]
