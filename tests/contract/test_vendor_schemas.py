# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Order and cart against the vendor's strict schemas, which refuse unknown keys.

The schemas are facts of the vendor's published types.  What we knowingly leave of
them is listed here, rule by rule, each with a test that shows it.
"""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from hypothesis import given

from checkout_core import (
    Quote,
    dumps,
    evaluate,
    quote,
    read_checkout,
    write_cart,
    write_evaluation,
    write_order,
)
from checkout_core.testing import strategies as ours
from tests.factories.addresses import address
from tests.paths import SCHEMAS


ADDRESS = address(id="a1")


def validator(name: str, definition: str) -> jsonschema.Draft202012Validator:
    """Return the validator of one definition of a schema file."""
    schema = json.loads((SCHEMAS / f"{name}.strict.schema.json").read_text())
    root = {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    return jsonschema.Draft202012Validator(root)


ORDER, CART = validator("order", "Order"), validator("cart", "Cart")


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document as a real shop sends it: names, addresses, a delivery."""
    for line in document["cart"]["cart_items"]:
        line |= {"sku": "S", "slug": "s", "product_image_url": "https://x.example/i"}
    document["cart"] |= {
        "shipping_address": ADDRESS,
        "billing_address": ADDRESS,
        "fulfillment_preference": {
            "fulfillment_type": "delivery",
            "preference_type": "auto",
            "shipments": [],
        },
    }
    return document


def priced(document: dict[str, Any]) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def seen(document: dict[str, Any]) -> Any:
    """Return a document as any JSON reader sees it."""
    return json.loads(dumps(document))


def measureless(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    Return items without our object, which says by what they are measured.

    The vendor has no field for it, and its items have no metadata.
    """
    for item in items:
        assert {"price_per", "unit"} >= set(item.pop("x_checkout_core", {}))
    return items


@given(ours.documents())
def test_every_order_follows_the_schema(document: dict[str, Any]) -> None:
    """The order of a cart with complete Indian addresses is valid but for measures."""
    order = seen(
        write_order(priced(complete(document)), order_number="O1", order_date=ours.AT)
    )

    ORDER.validate({**order, "order_items": measureless(order["order_items"])})


@given(ours.documents())
def test_every_cart_follows_the_schema(document: dict[str, Any]) -> None:
    """The cart with complete Indian addresses is valid but for our measures."""
    cart = seen(write_cart(priced(complete(document))))

    CART.validate({**cart, "cart_items": measureless(cart["cart_items"])})


def amount(document: dict[str, Any], *names: str) -> Decimal:
    """Return the sum of some fields, of our own in metadata too; absent ones are 0."""
    fields = {
        name.removeprefix("x_checkout_core."): value
        for name, value in {**document["metadata"], **document}.items()
    }
    return sum((Decimal(fields.get(name, 0)) for name in names), Decimal(0))


@pytest.mark.parametrize("write", [write_order, write_cart])
@given(document=ours.documents())
def test_every_order_and_cart_adds_up(write: Any, document: dict[str, Any]) -> None:
    """By its own fields alone: the round-off, funded money and points among them."""
    found = write(priced(complete(document)))
    item_tax = "item_total_tax" if write is write_order else "items_tax_amount"
    parts = ("shipping_amount_including_tax", "handling_charge_including_tax")
    off = ("promotion_discount_amount", "coupon_discount_amount")
    others = ("funded_savings", "points_value", "credit_balance_used")
    taxes = ("shipping_tax_amount", "handling_charge_tax_amount")

    assert amount(found, "grand_total") == (
        amount(found, "subtotal", item_tax, *parts, "round_off") - amount(found, *off)
    )
    assert amount(found, "to_be_paid") == (
        amount(found, "grand_total") - amount(found, *others)
    )
    assert amount(found, "total_tax") == amount(found, item_tax, *taxes)


def test_what_the_vendor_has_no_field_for_stands_in_metadata() -> None:
    """As text, and never in the place of a key that the host has taken."""
    line = {
        "product_id": "a",
        "quantity": 1,
        "selling_price": "1180.35",
        "tax_rate": 0,
    }
    offer = {
        "id": "p",
        "name": "The brand's 50",
        "promotion_type": "discount",
        "applies_to_product": "all",
        "x_checkout_core": {"funded_by": "brand"},
        "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 50},
        "can_be_used_with_other_promotion": True,
    }
    taken = {"x_checkout_core.round_off": "mine", "a": "1"}
    cart: dict[str, Any] = {"currency": "INR", "cart_items": [line]}
    store = {"promotions": [offer], "round_off": "1"}
    document = complete({"at": ours.AT, "cart": cart, "store": store})
    found = write_order(priced(document), order_number="O1", order_date=ours.AT)
    cart |= {"metadata": taken}
    with_host = write_order(priced(document))

    ORDER.validate(seen(found))
    # 1180.35 less 50.00 is 1130.35; rounded to 1130.00.
    assert ("1130.00", "1180.00") == (
        str(found["to_be_paid"]),
        str(found["grand_total"]),
    )
    assert found["metadata"] == {
        "x_checkout_core.round_off": "-0.35",
        "x_checkout_core.funded_savings": "50.00",
    }
    assert with_host["metadata"] == taken | {"x_checkout_core.funded_savings": "50.00"}


@given(ours.documents())
def test_every_evaluation_follows_the_schema(document: dict[str, Any]) -> None:
    """The four lists of evaluate are the vendor's."""
    checkout = read_checkout(dumps(document))
    found = write_evaluation(evaluate(checkout.cart, checkout.store, at=checkout.at))

    for kind in ("Coupon", "Promotion"):
        for side in ("Applicable", "Inapplicable"):
            known = validator("cart", f"{side}{kind}")
            for each in found[f"{side}_{kind}s".lower()]:
                known.validate(seen(each))


def test_the_order_has_every_field_of_the_schema() -> None:
    """Nothing the vendor's order can say is left out."""
    document = complete(
        {
            "cart": {
                "currency": "INR",
                "cart_items": [
                    {
                        "product_id": "a",
                        "quantity": 1,
                        "selling_price": 1,
                        "tax_rate": 0,
                    }
                ],
            }
        }
    )
    order = write_order(priced(document), order_date=ours.AT)
    schema = json.loads((SCHEMAS / "order.strict.schema.json").read_text())["$defs"]

    assert set(schema["Order"]["properties"]) == set(order)
    item = set(schema["OrderItem"]["properties"]) - {"seller_id", "seller_detail"}
    assert item == set(order["order_items"][0])


#: The rules we knowingly leave: what a cart says, and what the schema holds of it.
LEFT: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "an address without nickname is echoed without it": (
        {key: each for key, each in ADDRESS.items() if key != "nickname"},
        {},
        "'nickname' is a required property",
    ),
    "an address abroad keeps its country": (
        ADDRESS | {"country": "Germany", "country_code": "+49"},
        {},
        "'India' was expected",
    ),
    "a partial address is written in full all the same": (
        {"state": "Karnataka"},
        {"country_code": "+91", "country": "India"},
        "'first_name' is a required property",
    ),
}


@pytest.mark.parametrize("why", LEFT)
def test_what_we_leave_of_the_schema(why: str) -> None:
    """The address is echoed, India filled in, and the schema says what it lacks."""
    address, filled, message = LEFT[why]
    line = {"product_id": "a", "quantity": 1, "selling_price": 1, "tax_rate": 0}
    document = complete({"cart": {"currency": "INR", "cart_items": [line]}})
    document["cart"] |= {"shipping_address": address}
    order = seen(write_order(priced(document)))

    assert {**address, **filled} == order["shipping_address"]
    assert message in [each.message for each in ORDER.iter_errors(order)]


@pytest.mark.parametrize(
    ("line", "tax"),
    [
        ({"tax_type": "VAT"}, {}),
        ({}, {"regime": "named", "tax_name": "VAT"}),
        ({"tax_type": "VAT"}, {"regime": "named", "tax_name": "TVA"}),
    ],
    ids=["of a line", "of the store", "of both: the line's"],
)
def test_a_tax_type_of_another_country_is_kept(
    line: dict[str, str], tax: dict[str, str]
) -> None:
    """The schema knows GST only; a line or a store that says VAT keeps it."""
    item = {"product_id": "a", "quantity": 1, "selling_price": 1, "tax_rate": 20}
    document = complete(
        {
            "cart": {"currency": "GBP", "cart_items": [item | line]},
            "store": {"tax": tax},
        }
    )
    order = seen(write_order(priced(document)))

    assert "VAT" == order["order_items"][0]["tax_type"]
    assert "'GST' was expected" in [each.message for each in ORDER.iter_errors(order)]
