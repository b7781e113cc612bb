# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
# ruff: noqa: E501 - golden texts; expected == actual
"""The story of a quote: every row has its sentence, every reason its words."""

from __future__ import annotations

from decimal import Context, Inexact, Rounded, localcontext
from importlib.resources import files
from typing import Any

import attrs
import pytest

from checkout_core import (
    Cart,
    Line,
    Offer,
    Store,
    coupon,
    dumps,
    promotion,
    quote,
    read_checkout,
    read_quote,
    write_quote,
)
from checkout_core.money.parse import currency_of
from checkout_core.offers import percentage_off
from checkout_core.pricing.ledger import Ledger
from checkout_core.views import explain
from checkout_core.views.language import Language
from checkout_core.views.terms import terms_of
from tests.factories.carts import AT, line


ALL: dict[str, Any] = {"applies_to_product": "all"}
CHOSEN: dict[str, Any] = {"applies_to_product": "product"}


def percent(number: int, **more: Any) -> dict[str, Any]:
    """Return the details of a percentage discount."""
    return {"discount_type": "percentage", "discount_percent": number, **more}


def document(**given: Any) -> str:
    """Return a checkout document of two tees, changed as *given* says."""
    tees = [line("tee 2 x 100.00 at 18 inside", product_name="Tee")]
    cart = {"currency": "INR", "cart_items": tees}
    return dumps({"at": AT, **given, "cart": cart | given.get("cart", {})})


def story(*, told: bool = True, **given: Any) -> str:
    """Return the story of a document, with its store where *told*."""
    checkout = read_checkout(document(**given))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    return explain(priced, checkout.store) if told else explain(priced)


def offer(kind: str, id_: str, type_: str, **more: Any) -> dict[str, Any]:
    """Return an offer's document, combinable unless it says otherwise."""
    together = {
        "promotion": "can_be_used_with_other_promotion",
        "coupon": "can_be_used_with_promotion",
    }
    found = {"id": id_, f"{kind}_type": type_, together[kind]: True, **more}
    return found if kind == "promotion" else {"coupon_code": ["CODE"], **found}


def test_the_demo() -> None:
    """The document that comes along, from the first price to what is to be paid."""
    expected = """\
Assam gold tea, 250 g: 2 x ₹280.00 is ₹560.00, 5% tax included.
Coconut: 4 x ₹35.00 is ₹140.00, tax: exempt.
Sandalwood soap, 75 g: 6 x ₹48.00 is ₹288.00, 5% tax included.
Handloom cotton kurta, indigo, M: 1 x ₹1,499.00 is ₹1,499.00, 5% tax included.
Brass diya, pair: 1 x ₹450.00 is ₹450.00, plus 5% tax.
Steel tiffin box with three tiers and a carrying handle: 1 x ₹890.00 is ₹890.00, 5% tax included.
All lines come to ₹3,827.00.

Shipping costs ₹94.40, ₹80.00 and 18% tax.
Handling of Brass diya, pair costs ₹17.70, tax included.
Gift wrap costs ₹35.40, tax included.

The promotion "Festive home, 10% off" gives 10% off chosen categories, at most ₹500.00 in all.
The promotion "Festive home, 10% off" took off ₹134.00, which is 10% of the ₹1,340.00 that these lines came to before it:
  Brass diya, pair: ₹45.00 off ₹450.00.
  Steel tiffin box with three tiers and a carrying handle: ₹89.00 off ₹890.00.
It saves ₹136.24: ₹134.00 off prices and ₹2.24 of tax on top of them.
The promotion "Soap: buy 3, get 1 free" gives free units of chosen products.
  Sandalwood soap, 75 g: 2 more for free in addition to the 6 in the cart, worth ₹96.00 with tax.
It saves ₹96.00.
The next best choice of promotions, "5% off everything", saves ₹39.77 less.
The coupon "Namaste, 150 off (NAMASTE150)" gives ₹150.00 off everything, once, for carts from ₹2,000.00.
The coupon "Namaste, 150 off (NAMASTE150)" took off ₹150.00, which is 4.06% of the ₹3,693.00 that these lines came to before it:
  Assam gold tea, 250 g: ₹22.75 off ₹560.00.
  Coconut: ₹5.69 off ₹140.00.
  Sandalwood soap, 75 g: ₹11.70 off ₹288.00.
  Handloom cotton kurta, indigo, M: ₹60.88 off ₹1,499.00.
  Brass diya, pair: ₹16.45 off ₹405.00.
  Steel tiffin box with three tiers and a carrying handle: ₹32.53 off ₹801.00.
It saves ₹150.84: ₹150.00 off prices and ₹0.84 of tax on top of them.

The promotion "500 off from 5,000" does not apply: the cart is ₹1,173.00 short of its minimum.
The promotion "5% off everything" does not apply: other promotions save more.
The promotion "Monsoon sale on apparel" does not apply: it had ended.
1 other promotion does not match any item in this cart.

Shipping is free from ₹4,000.00; ₹457.00 more is needed.

The place of supply is Karnataka, where the seller is, so the tax is two equal halves, CGST and SGST.
Tax on Assam gold tea, 250 g: CGST at 2.5% is ₹12.79 and SGST at 2.5% is ₹12.79, within its price; ₹511.67 is the taxable value.
No tax is due on Coconut.
Tax on Sandalwood soap, 75 g: CGST at 2.5% is ₹6.58 and SGST at 2.5% is ₹6.58, within its price; ₹263.14 is the taxable value.
Handloom cotton kurta, indigo, M is taxed at 5%, the rate for the price of one unit after offers.
Tax on Handloom cotton kurta, indigo, M: CGST at 2.5% is ₹34.24 and SGST at 2.5% is ₹34.24, within its price; ₹1,369.64 is the taxable value.
Tax on Brass diya, pair: CGST at 2.5% is ₹9.71 and SGST at 2.5% is ₹9.71, on top; ₹388.55 is the taxable value.
Tax on Steel tiffin box with three tiers and a carrying handle: CGST at 2.5% is ₹18.30 and SGST at 2.5% is ₹18.30, within its price; ₹731.87 is the taxable value.
Tax on shipping: CGST at 9% is ₹7.20 and SGST at 9% is ₹7.20.
Tax on handling: CGST at 9% is ₹1.35 and SGST at 9% is ₹1.35.
Tax on the store's charges: CGST at 9% is ₹2.70 and SGST at 9% is ₹2.70.
Tax on top of prices adds ₹19.42.
The tax is ₹185.74 in all.

In all, the shopper saves ₹383.08.
The total is ₹3,709.92.
2,000 points were requested, 1,240 were redeemed and pay ₹310.00: the balance is 1,240 points.
Credit pays ₹100.00.
The order earns 61 points: 0.02 for each ₹1.00 of ₹3,089.18, the goods without tax, less the points used.
₹3,299.92 is to be paid."""
    checkout = read_checkout(files("checkout_core").joinpath("demo.json").read_bytes())
    priced = quote(checkout.cart, checkout.store, at=checkout.at)

    assert expected == explain(priced, checkout.store)


def test_without_the_store() -> None:
    """A quote alone knows ids of refused offers, and no terms."""
    promotions = [
        offer("promotion", "p1", "discount", name="One", details=percent(10), **ALL),
        offer(
            "promotion",
            "p2",
            "discount",
            name="Two",
            details=percent(5),
            can_be_used_with_other_promotion=False,
            **ALL,
        ),
    ]
    store = {"promotions": promotions}
    with_store, without = story(store=store), story(store=store, told=False)

    assert 'The promotion "One" gives 10% off everything.' in with_store
    assert 'The promotion "Two" does not apply: other promotions save' in with_store
    assert "gives" not in without
    assert 'The promotion "p2" does not apply: other promotions save more.' in without


def test_a_stored_quote() -> None:
    """A quote that was read again tells the same story."""
    checkout = read_checkout(files("checkout_core").joinpath("demo.json").read_bytes())
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    stored = read_quote(dumps(write_quote(priced)))

    assert explain(priced) == explain(stored)


def test_the_caller_s_decimal_context_changes_nothing() -> None:
    """Not its precision, not its traps."""
    expected = story()
    with localcontext(Context(prec=3, traps=[Inexact, Rounded])):
        assert expected == story()


REFUSALS = [
    (
        {"starts_at": "2027-01-01T00:00:00Z"},
        "it had not started yet.",
    ),
    ({"expires_at": "2026-01-01T00:00:00Z"}, "it had ended."),
    (
        {"redemption_limits": {"total_redemptions": 0}},
        "its limit of uses was reached.",
    ),
    ({"minimum_order_total": 320}, "the cart is ₹120.00 short of its minimum."),
    (
        {"details": percent(5, products=[{"minimum_quantity": 5}])},
        "3 more of the participating items must be in the cart.",
    ),
    (
        {"details": percent(5, products=[{"minimum_value": 250}])},
        "the participating items are ₹50.00 short of its minimum.",
    ),
    (
        {"details": percent(0)},
        "nothing was left that it could discount.",
    ),
]


@pytest.mark.parametrize(("change", "expected"), REFUSALS)
def test_a_refused_promotion(change: dict[str, Any], expected: Any) -> None:
    """It is called by its name, with the reason and the distance."""
    given = {"name": "Five off", "details": percent(5), **ALL, **change}
    found = story(store={"promotions": [offer("promotion", "p", "discount", **given)]})

    assert f'The promotion "Five off" does not apply: {expected}' in found


def test_a_refusal_without_a_distance() -> None:
    """Where nothing one could add would help, no distance is told."""
    details = {
        "spending_criteria_type": "minimum-quantity",
        "products": [
            {
                "product_id": "tee",
                "minimum_quantity": 1,
                "maximum_quantity": None,
                "offer_price": "500.00",
            }
        ],
    }
    given = offer("coupon", "k", "fixed-price", name="Dear", details=details)
    found = story(store={"coupons": [given]}, cart={"coupon_code": "code"})

    assert 'The coupon "Dear" (code) does not apply: nothing was left' in found


def test_a_refusal_of_a_later_release() -> None:
    """A code that this release does not know is told as it is."""
    given = offer("promotion", "p", "discount", details=percent(0), **ALL)
    checkout = read_checkout(document(store={"promotions": [given]}))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    later = attrs.evolve(priced.refusals[0], code="too_late_today")
    figures = attrs.evolve(priced.figures, refusals=(later,))
    stored = attrs.evolve(priced, ledger=Ledger.stored(figures, priced.entries))

    assert 'The promotion "p" does not apply: too late today.' in explain(stored)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("quantity_too_low", "there are too few participating items"),
        ("value_too_low", "the participating items are worth too little"),
    ],
)
def test_an_older_refusal_without_a_distance(code: str, expected: str) -> None:
    """Quotes of 0.1.0 said so where more would not have helped either."""
    given = offer("promotion", "p", "discount", details=percent(0), **ALL)
    checkout = read_checkout(document(store={"promotions": [given]}))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    older = attrs.evolve(priced.refusals[0], code=code)
    figures = attrs.evolve(priced.figures, refusals=(older,))
    stored = attrs.evolve(priced, ledger=Ledger.stored(figures, priced.entries))

    assert f'The promotion "p" does not apply: {expected}.' in explain(stored)


def test_an_unknown_code() -> None:
    """It is told as it was typed, without what steers a terminal."""
    assert 'The code "NO PE" does not apply: no coupon has this code.' in story(
        cart={"coupon_code": " NO\nPE "}
    )


def test_further_promotions() -> None:
    """Promotions that concern nothing in the cart are only counted."""
    given = [
        offer(
            "promotion",
            str(n),
            "discount",
            applies_to_product="category",
            details=percent(5, category_id=["toys"]),
        )
        for n in range(2)
    ]
    one = story(store={"promotions": given[:1]})
    two = story(store={"promotions": given})

    assert "1 other promotion does not match any item in this cart." in one
    assert "2 other promotions do not match any item in this cart." in two


def test_a_runner_up_that_saves_as_much() -> None:
    """It comes later in the store."""
    given = [
        offer(
            "promotion",
            name,
            "discount",
            details=percent(5),
            can_be_used_with_other_promotion=False,
            **ALL,
        )
        for name in ("first", "second")
    ]

    assert (
        'The next best choice of promotions, "second", saves just as much but comes'
        " later in the store."
    ) in story(store={"promotions": given})


def test_a_coupon_that_saves_as_much() -> None:
    """It comes later in the store too: it does not save 0.00 less."""
    alone = [
        coupon(x, percentage_off(5), [x], can_be_used_with_promotion=False)
        for x in ("first", "second")
    ]
    store = Store("INR", coupons=alone, maximum_coupons=2)
    tea = Line("tea", 2, "250.00", tax_rate=5)
    sold = quote(Cart("INR", [tea], coupon_codes=["second", "first"]), store, at=AT)

    assert (
        'The next best choice of offers, "second", saves just as much but comes later'
        " in the store."
    ) in explain(sold, store).splitlines()


def test_free_shipping_by_a_promotion() -> None:
    """It tells what shipping costs, then who frees it."""
    given = offer("promotion", "p", "free-shipping", name="Post")
    found = story(
        store={"promotions": [given], "free_shipping_threshold": "1.00"},
        cart={"shipping": {"estimated_cost": "40.00", "tax_rate": "0"}},
    )

    assert "Shipping costs ₹40.00." in found
    assert 'The promotion "Post" gives free shipping.' in found
    assert 'The promotion "Post" made the shipping free.' in found
    assert "It saves ₹40.00." in found
    assert "is enough for free" not in found


def test_free_shipping_by_the_threshold() -> None:
    """It tells what was left of the lines and what that saves."""
    assert (
        "After offers the lines come to ₹200.00, which is enough for free shipping and"
        " saves ₹47.20."
    ) in story(
        store={"free_shipping_threshold": "200.00"},
        cart={"shipping": {"estimated_cost": "40.00", "tax_rate": "18"}},
    )


def test_bonus_points_and_points_earned() -> None:
    """What the order earns by itself and what offers add are told apart."""
    details = {"bonus_loyalty_point": 50, "products": [{"product_id": "tee"}]}
    given = offer("coupon", "k", "accelerated-rewards", details=details, **CHOSEN)
    found = story(
        store={"coupons": [given], "loyalty": {"points_per_unit": "0.1"}},
        cart={"coupon_code": "CODE"},
    )

    assert 'The coupon "k (CODE)" adds 50 points.' in found
    assert (
        "The order earns 16 points: 0.1 for each ₹1.00 of ₹169.49, the goods without"
        " tax."
    ) in found
    assert "Offers add 50 points." in found


def test_bonus_points_alone() -> None:
    """Without a programme an order earns what offers add."""
    details = {"bonus_loyalty_point": 1, "products": [{"product_id": "tee"}]}
    given = offer("coupon", "k", "accelerated-rewards", details=details, **CHOSEN)
    found = story(store={"coupons": [given]}, cart={"coupon_code": "CODE"})

    assert "Offers add 1 point." in found
    assert "The order earns" not in found


def test_a_discount_that_a_brand_pays() -> None:
    """It comes off after tax."""
    given = offer(
        "promotion",
        "p",
        "discount",
        details=percent(10),
        x_checkout_core={"funded_by": "brand"},
        **ALL,
    )
    found = story(store={"promotions": [given]})

    assert (
        "The brand pays for it, so it is taken off after tax and does not change the tax."
        in found
    )
    assert "Funders other than the seller pay ₹20.00." in found


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("Karnataka", "The place of supply is Karnataka, where the seller is, so"),
        ("Goa", "The place of supply is outside Karnataka, where the seller is, so"),
        (None, "The place of supply is Karnataka, where the seller is, so"),
    ],
)
def test_the_place_of_supply(state: str | None, expected: Any) -> None:
    """It tells why the tax is one or two halves."""
    address = None if state is None else {"state": state}

    assert expected in story(
        store={"tax": {"seller_state": "Karnataka"}}, cart={"shipping_address": address}
    )


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("document", "Tax is rounded once for all lines of one rate, then shared out."),
        ("unit", "Tax is rounded on each unit."),
    ],
)
def test_the_level_of_tax(level: str, expected: Any) -> None:
    """It tells where tax is rounded, if not on each line."""
    assert expected in story(store={"tax": {"level": level}})


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("7", "to a multiple of ₹7.00, which adds ₹3.00."),
        ("9", "to a multiple of ₹9.00, which takes off ₹2.00."),
    ],
)
def test_a_round_off(step: str, expected: str) -> None:
    """It tells the step and what it does."""
    assert f"The total is rounded {expected}" in story(store={"round_off": step})


def test_a_round_off_of_what_others_leave() -> None:
    """Of 200.00 a brand pays 12.34, so 187.66 is owed and 188.00 is paid."""
    brand = offer("promotion", "p", "discount", **ALL) | {
        "details": {"discount_type": "fixed-amount", "fixed_discount_amount": "12.34"},
        "x_checkout_core": {"funded_by": "brand"},
    }

    assert (
        "What the shopper owes is rounded to a multiple of ₹1.00, which adds ₹0.34.\n"
    ) in story(store={"round_off": "1", "promotions": [brand]})


def test_net_exact() -> None:
    """What is between net prices and the prices shown is told."""
    item = {"product_id": "x", "quantity": 1, "selling_price": 100, "tax_rate": 18}

    assert (
        "Tax is calculated on the net price; a round-off of -₹0.01 makes net price and"
        " tax equal to the prices shown."
    ) in story(
        store={"tax": {"inclusive_split": "net_exact"}},
        cart={"cart_items": [item | {"price_including_tax": True}]},
    )


POINTS = [
    (
        None,
        10,
        "10 points were requested and none were redeemed: the store has no points",
    ),
    (
        {},
        500,
        "500 points were requested, 400 were redeemed and pay ₹100.00: the balance",
    ),
    (
        {"maximum_points": 300},
        500,
        "pay ₹75.00: at most 300 points can be redeemed on one order.",
    ),
    (
        {"maximum_percent": "10"},
        400,
        (
            "400 points were requested, 80 were redeemed and pay ₹20.00: points can pay"
            " at most 10% of an order."
        ),
    ),
    ({"value_per_point": 1}, 400, "pay ₹200.00: nothing more was left to pay."),
    (
        {"minimum_points": 100},
        99,
        (
            "99 points were requested and none were redeemed: at least 100 points must be"
            " redeemed."
        ),
    ),
    (
        {"minimum_points": 1000},
        2000,
        (
            "2,000 points were requested and none were redeemed: the balance is 400 points,"
            " and at least 1,000 points must be redeemed."
        ),
    ),
    (
        {"value_per_point": "0.003"},
        12,
        (
            "12 points were requested, 10 were redeemed and pay ₹0.03: the others would not"
            " have paid any more."
        ),
    ),
    ({}, 100, "100 points pay ₹25.00."),
    ({}, 1, "1 point pays ₹0.25."),
    (
        {"maximum_points": 1},
        2,
        (
            "2 points were requested, 1 was redeemed and pays ₹0.25: at most 1 point can"
            " be redeemed on one order."
        ),
    ),
    (
        None,
        1,
        "1 point was requested and was not redeemed: the store has no points programme.",
    ),
]


@pytest.mark.parametrize(("loyalty", "asked", "expected"), POINTS)
def test_points(loyalty: dict[str, Any] | None, asked: int, expected: Any) -> None:
    """It tells what was asked for, what was taken and why not more."""
    given = None if loyalty is None else {"value_per_point": "0.25", **loyalty}
    found = story(
        store={"loyalty": given},
        customer={"loyalty_points_balance": 400},
        cart={"loyalty_points_redeemed": asked},
    )

    assert expected in found


def test_credit() -> None:
    """It tells what was asked for, what was used and why not more."""
    short = story(
        customer={"credit_balance": "30.00"}, cart={"credit_balance_used": "50.00"}
    )
    whole = story(
        customer={"credit_balance": "500.00"}, cart={"credit_balance_used": "300.00"}
    )

    assert "₹50.00 of credit was requested and ₹30.00 was used: the balance is" in short
    assert "₹300.00 of credit was requested and ₹200.00 was used: nothing more" in whole
    assert whole.endswith("Nothing is left to pay.")


def test_goods_without_tax() -> None:
    """Where no tax is due, nothing is told about tax."""
    item = {"product_id": "x", "quantity": 1, "selling_price": 5, "tax_rate": 0}

    assert (
        "x: 1 x ₹5.00 is ₹5.00.\n\nThe total is ₹5.00.\n₹5.00 is to be paid."
    ) == story(cart={"cart_items": [item]})


def test_other_currencies() -> None:
    """Outside India thousands are grouped, and the tax has no name of its own."""
    item = {
        "product_id": "x",
        "quantity": 1,
        "selling_price": 1234567,
        "tax_rate": 10,
    }
    found = story(cart={"currency": "JPY", "cart_items": [item]})

    assert "x: 1 x ¥1,234,567 is ¥1,234,567, plus 10% tax." in found
    assert "Tax on x: 10% is ¥123,457, on top; ¥1,234,567 is the taxable" in found


BUY_GET = {
    "spending_criteria_type": "minimum-quantity",
    "products": [
        {
            "minimum_quantity": 2,
            "buy_product_id": "tee",
            "get_product_id": "tee",
            "get_quantity": 1,
            "get_offer_type": "free",
        }
    ],
}

TERMS = [
    (
        promotion("p", "discount", percent(10, maximum_discount_amount=50), **ALL),
        "10% off everything, at most ₹50.00 in all",
    ),
    (
        promotion(
            "p", "discount", percent(10, products=[{"product_id": "a"}]), **CHOSEN
        ),
        "10% off chosen products",
    ),
    (
        promotion(
            "p",
            "discount",
            percent(2, category_id=["a"]),
            applies_to_product="category",
            minimum_order_total=500,
        ),
        "2% off chosen categories, for carts from ₹500.00",
    ),
    (
        promotion(
            "p",
            "discount",
            {"discount_type": "fixed-amount", "fixed_discount_amount": 99},
            **ALL,
        ),
        "₹99.00 off everything, once",
    ),
    (
        coupon(
            "k",
            "fixed-price",
            ["C"],
            {
                "spending_criteria_type": "minimum-quantity",
                "products": [
                    {"product_id": "a", "minimum_quantity": 1, "offer_price": 9},
                    {"product_id": "b", "minimum_quantity": 1, "offer_price": 19},
                ],
            },
            application_rules={"max_applicable_items": 3},
        ),
        "chosen products at ₹9.00 or ₹19.00 each, on at most 3 units",
    ),
    (
        promotion(
            "p",
            "free-goods",
            {
                "spending_criteria_type": "minimum-quantity",
                "products": [
                    {
                        "product_id": "a",
                        "auto_scale": True,
                        "slab": {"buy_quantity": 2, "get_quantity": 1},
                    }
                ],
            },
        ),
        "free units of chosen products",
    ),
    (promotion("p", "free-shipping"), "free shipping"),
    (promotion("p", "buy-x-get-y", BUY_GET), "1 free for every 2 bought"),
    (
        promotion(
            "p",
            "buy-x-get-y",
            {
                "spending_criteria_type": "minimum-purchase-amount",
                "products": [
                    {
                        "minimum_purchase_amount": 500,
                        "buy_product_id": "tee",
                        "get_product_id": "tee",
                        "get_quantity": 2,
                        "get_offer_type": "discount",
                        "get_discount_percent": "12.5",
                    }
                ],
            },
        ),
        "2 at 12.5% off for every ₹500.00 bought",
    ),
    (
        promotion(
            "p",
            "volume-based",
            {
                "products": [
                    {
                        "product_id": "a",
                        "slabs": [
                            {
                                "quantity": 5,
                                "condition": "less-or-equal",
                                "discount_percent": 2,
                            },
                            {
                                "quantity": 5,
                                "condition": "greater",
                                "discount_percent": 4,
                            },
                        ],
                    }
                ]
            },
        ),
        "2% off up to 5 units or 4% off above 5 units",
    ),
    (
        coupon(
            "k",
            "accelerated-rewards",
            ["C"],
            {"bonus_loyalty_point": 1500, "products": [{"product_id": "a"}]},
            **CHOSEN,
        ),
        "1,500 extra points",
    ),
]


@pytest.mark.parametrize(("given", "expected"), TERMS)
def test_terms(given: Offer, expected: Any) -> None:
    """What an offer promises, in words."""
    assert expected == terms_of(given, Language.of("en_IN", currency_of("INR")))
