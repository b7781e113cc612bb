# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A key that nobody reads is refused with its path, at every depth of a document."""

from __future__ import annotations

import json
import re

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checkout_core import (
    CheckoutError,
    dumps,
    promotion,
    quote,
    read_cart,
    read_checkout,
    read_order,
    read_quote,
    read_store,
    write_order_detail,
    write_quote,
)
from checkout_core.orders import ExcessReturned, Order, Refunded
from checkout_core.refunds import RefundPolicy, refund
from checkout_core.wire import (
    loads,
    read_plan,
    read_refund,
    read_returns,
    write_refund,
)
from tests.factories.faults import faults, faults_of
from tests.factories.orders import at, paid, placed, priced, with_shipment
from tests.factories.tables import case
from tests.paths import CASES, EVERY_KEY


PATHS = [
    path
    for path in sorted(CASES.glob("*.json"))
    if '"error": true' not in path.read_text()
]
TEE = {"product_id": "tee", "quantity": 1, "selling_price": "9.00", "tax_rate": 0}
SCHEMA = json.loads(
    (files("checkout_core.wire") / "schemas" / "checkout.schema.json").read_text()
)

#: What belongs to the host or to the vendor and is written back as it came.
FREE = re.compile(
    r"(.*\.)?(metadata|fulfillment_preference"
    r"|associated_options|attributes|subscriptions|seller_detail)\b.*"
).fullmatch


def enriched(document: Any, path: str = "") -> Iterator[str]:
    """Yield the path of a key nobody knows, put into each object while it is there."""
    if isinstance(document, dict):
        here = f"{path}.colour" if path else "colour"
        if not FREE(here):
            document["colour"] = "red"
            yield here
            del document["colour"]
        for key, each in document.items():
            yield from enriched(each, f"{path}.{key}" if path else key)
    if isinstance(document, list):
        for nth, each in enumerate(document):
            yield from enriched(each, f"{path}[{nth}]")


def passed_over(document: Any, read: Callable[[Any], object]) -> list[str]:
    """Return the paths at which the key is not named by a fault, seen by *read*."""
    found, seen = [], 0
    for path in enriched(document):
        seen += 1
        try:
            read(document)
        except CheckoutError as error:
            if any(each.path == path for each in error.faults):
                continue
        found.append(path)
    assert seen
    return found


def plain(document: Any) -> Any:
    """Return a document as JSON gives it, in dicts and lists."""
    return loads(dumps(document))


def kind(offer_type: str, details: Any, **more: Any) -> dict[str, Any]:
    """Return a coupon with every object that it can have."""
    return {
        "id": offer_type,
        "coupon_type": offer_type,
        "coupon_code": [offer_type],
        "can_be_used_with_promotion": True,
        "application_rules": {
            "max_applicable_items": 1,
            "application_priority": "first_added",
        },
        "redemption_limits": {"total_redemptions": 9},
        "x_checkout_core": {"funded_by": "brand"},
        "details": details,
        **more,
    }


def by(criterion: str, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return details by units or by amount."""
    return {"spending_criteria_type": criterion, "products": list(rows), **more}


UNITS, MONEY = "minimum-quantity", "minimum-purchase-amount"
GET_B = {
    "buy_product_id": "a",
    "get_product_id": "b",
    "get_quantity": 1,
    "get_offer_type": "free",
}
#: A coupon of every kind, its details in every form.
COUPONS = [
    kind(
        "discount",
        {
            "discount_type": "percentage",
            "discount_percent": 10,
            "products": [{"product_id": "a"}],
        },
        applies_to_product="product",
    ),
    kind(
        "discount",
        {"discount_type": "fixed-amount", "fixed_discount_amount": 10},
        applies_to_product="all",
    ),
    kind("fixed-price", by(UNITS, {"minimum_quantity": 1, "offer_price": 9})),
    kind("fixed-price", by(MONEY, {"minimum_purchase_amount": 1, "offer_price": 9})),
    kind(
        "free-goods",
        by(UNITS, {"auto_scale": True, "slab": {"buy_quantity": 2, "get_quantity": 1}}),
    ),
    kind(
        "free-goods",
        by(MONEY, {"slabs": [{"minimum_purchase_amount": 2, "get_quantity": 1}]}),
    ),
    kind("free-shipping", {}),
    kind("buy-x-get-y", by(UNITS, {**GET_B, "minimum_quantity": 1})),
    kind("buy-x-get-y", by(MONEY, {**GET_B, "minimum_purchase_amount": 1})),
    kind(
        "volume-based",
        {
            "products": [
                {
                    "slabs": [
                        {"quantity": 2, "condition": "greater", "discount_percent": 5}
                    ]
                }
            ]
        },
    ),
    kind(
        "accelerated-rewards",
        {"category_id": ["x"], "bonus_loyalty_point": 5},
        applies_to_product="category",
    ),
]

FLAT = {"type": "flat", "amount": "60.00"}
#: A store with every table in every form, and an offer of every kind.
SHOP: dict[str, Any] = {
    "currency": "INR",
    "coupons": [
        {**each, "id": f"c{nth}", "coupon_code": [f"C{nth}"]}
        for nth, each in enumerate(COUPONS)
    ],
    "shipping_rates": {
        "type": "by_zone",
        "zones": [
            {"countries": ["IN"], "rate": FLAT},
            {
                "countries": ["JP"],
                "rate": {
                    "type": "by_weight",
                    "slabs": [{"up_to": 500, "amount": "40.00"}, {"amount": "90.00"}],
                },
            },
        ],
    },
    "tax_classes": {
        "books": {"tax_rate": "0"},
        "milk": [
            {
                "valid_to": "2026-01-01T00:00:00Z",
                "tax_slabs": [{"up_to": "100", "rate": "5"}, {"rate": "12"}],
            },
            {
                "valid_from": "2026-01-01T00:00:00Z",
                "tax_components": [{"name": "State", "rate": "6.25"}],
            },
        ],
    },
}


@pytest.mark.parametrize("path", [EVERY_KEY, *PATHS], ids=lambda path: path.stem)
def test_a_checkout_document(path: Path) -> None:
    """The cart, its lines, addresses and customer; the store, its offers and rules."""
    document = loads(path.read_bytes())

    assert [] == passed_over(document.get("document", document), read_checkout)


def test_a_store_and_every_kind_of_offer() -> None:
    """Details, rows, slabs, limits, rules; zones, rates, classes and their periods."""
    assert [] == passed_over(plain(SHOP), read_store)


def test_a_cart() -> None:
    """The cart by itself, as `read_cart` reads it."""
    assert [] == passed_over(loads(EVERY_KEY.read_bytes())["cart"], read_cart)


@pytest.mark.parametrize("part", ["cart", "store"])
def test_the_schema_refuses_it_too(part: str) -> None:
    """The shipped schema of checkout documents says the same of every key."""
    whole = {"$ref": f"#/$defs/{part.title()}", "$defs": SCHEMA["$defs"]}
    validator = jsonschema.Draft202012Validator(whole)
    document = loads(EVERY_KEY.read_bytes())[part]
    if part == "store":
        document = plain({**document, **SHOP})
    validator.validate(document)

    assert [] == [path for path in enriched(document) if validator.is_valid(document)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_stored_quote(path: Path) -> None:
    """The figures, the rows, and all that the quote was made from."""
    checkout = read_checkout(dumps(loads(path.read_bytes())["document"]))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)

    assert [] == passed_over(plain(write_quote(priced)), read_quote)


def lived() -> Order:
    """Return an order with a payment, a parcel, a refund and excess money."""
    order = with_shipment(paid(paid(placed()), 5, "P2"), "S1", "shipped", {0: 1})
    order = order.after(ExcessReturned("X1", order.amount_overpaid, at(3)))
    back = refund(order.quote, {0: 1}, id="R1", at=at(3), paid=order.amount_received)
    return order.after(Refunded(back))


def test_a_stored_order() -> None:
    """What is ours in it: payments, parcels, refunds, excess and the quote."""
    document = plain(write_order_detail(lived(), stored=True))
    ours = {"x_checkout_core": document["x_checkout_core"]}

    assert {"x_checkout_core"} == {
        path.split(".")[0] for path in enriched(ours) if path != "colour"
    }
    # Beside it stands the vendor's order, which others may add to.
    assert ["colour"] == passed_over(ours, read_order)


def test_a_stored_refund() -> None:
    """What is written for others besides is refused as a whole."""
    note = refund(priced(), {0: 1}, id="R1", at=at(3))

    assert {"lines", "shipping", "charges"} == {
        re.split(r"[.\[]", path)[0]
        for path in passed_over(plain(write_refund(note)), read_refund)
    }


def test_what_a_refund_says_twice() -> None:
    """A key more among the lines makes them other lines than the rows say."""
    note = refund(priced(), {0: 1}, id="R1", at=at(3))
    document = plain(write_refund(note))
    document["lines"][0]["colour"] = "red"

    with pytest.raises(CheckoutError) as caught:
        read_refund(document)

    assert [("lines", "does_not_add_up")] == faults(caught.value)


def test_a_document_of_returns() -> None:
    """The units, the policy, the store of then and the refunds before."""
    note = refund(priced(), {0: 1}, id="R1", at=at(3))
    document = {
        "id": "R2",
        "at": at(4).isoformat(),
        "returned": [{"line": 0, "quantity": 1}],
        "policy": {"promotion_break": "retain"},
        "store": {"currency": "INR", "charges": [{"name": "Wrap", "amount": "4.00"}]},
        "earlier": [plain(write_refund(note))],
    }
    said_twice = re.compile(r"earlier\[0\]\.(lines|shipping|charges)\b.*").fullmatch

    assert [] == [
        path for path in passed_over(document, read_returns) if not said_twice(path)
    ]


def test_a_plan() -> None:
    """An entry of a product's subscriptions, where it is read as a plan."""
    plan = {
        "subscription_plan": "Tea",
        "billing_interval": 1,
        "billing_frequency": "annually",
    }

    assert [] == passed_over(plan, read_plan)


def test_every_policy_has_a_key() -> None:
    """The policy of a document of returns is `RefundPolicy`, name by name."""
    with pytest.raises(CheckoutError) as caught:
        read_returns({"id": "R", "at": "2026-12-01T10:00:00Z", "policy": {"x": 1}})

    assert "policy.x" == caught.value.faults[0].path
    assert (
        RefundPolicy()
        == read_returns({"id": "R", "at": "2026-12-01T10:00:00Z", "policy": {}}).policy
    )


# What some offers have and others would pass over ---------------------------------


def unread(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Return path and message of every fault of a coupon in a store."""
    with pytest.raises(CheckoutError) as caught:
        read_store({"currency": "INR", "coupons": [document]})
    assert {"unknown_key"} == {each.code for each in caught.value.faults}
    return [
        (
            each.path.removeprefix("coupons[0]."),
            each.message.removeprefix("this key is not known here; "),
        )
        for each in caught.value.faults
    ]


NO_DETAILS = "free-shipping frees the whole cost and has no details; drop this"
NO_CATEGORIES = (
    "an offer for all looks at no categories; drop this, or use applies_to_product"
    " 'category'"
)
SCALED = {"auto_scale": True, "slab": {"buy_quantity": 2, "get_quantity": 1}}
SLABS = {"slabs": [{"buy_quantity": 2, "get_quantity": 1}]}
ROW = "details.products[0]"
TEN = {"discount_type": "percentage", "discount_percent": 10, "category_id": ["x"]}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        case(
            "half of the delivery",
            kind("free-shipping", {"discount_percent": 50, "foo": {"bar": 1}}),
            [("details.discount_percent", NO_DETAILS), ("details.foo", NO_DETAILS)],
        ),
        case(
            "the delivery of a product",
            kind("free-shipping", None, applies_to_product="product"),
            [("applies_to_product", "free-shipping looks at no products; drop this")],
        ),
        case(
            "a category of everything",
            kind("discount", TEN, applies_to_product="all"),
            [("details.category_id", NO_CATEGORIES)],
        ),
        case(
            "a maximum of what a reward counts",
            kind(
                "accelerated-rewards",
                {
                    "bonus_loyalty_point": 5,
                    "products": [{"product_id": "a", "maximum_quantity": 3}],
                },
                applies_to_product="product",
            ),
            [(f"{ROW}.maximum_quantity", "did you mean 'minimum_quantity'?")],
        ),
        case(
            "slabs beside auto_scale",
            kind("free-goods", by(UNITS, {**SCALED, **SLABS})),
            [(f"{ROW}.slabs", "with auto_scale only 'slab' is read; drop this")],
        ),
        case(
            "a slab without auto_scale",
            kind("free-goods", by(UNITS, {**SCALED, **SLABS, "auto_scale": False})),
            [(f"{ROW}.slab", "without auto_scale only 'slabs' are read; drop this")],
        ),
    ],
)
def test_a_key_of_another_offer(
    document: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """What would be passed over is refused, with what to do."""
    assert expected == unread(document)


@pytest.mark.parametrize("details", [None, {}, []], ids=str)
def test_free_shipping_without_details(details: Any) -> None:
    """Null and an empty object say nothing; a list is no object."""
    document = kind("free-shipping", details)
    if details == []:
        with pytest.raises(CheckoutError) as caught:
            read_store({"currency": "INR", "coupons": [document]})
        assert [("coupons[0].details", "wrong_type")] == faults(caught.value)
    else:
        (found,) = read_store({"currency": "INR", "coupons": [document]}).coupons
        assert "shipping" == found.scope


def test_free_shipping_in_python() -> None:
    """The function that makes a promotion checks as the reader does."""
    with pytest.raises(CheckoutError) as caught:
        promotion("v", "free-shipping", {"discount_percent": 50})

    assert [("details.discount_percent", "unknown_key")] == faults(caught.value)


def test_free_shipping_where_unknown_keys_are_ignored() -> None:
    """Who asks to ignore what nobody knows gets the whole delivery."""
    document = kind("free-shipping", {"colour": "red"})
    shop = {"currency": "INR", "coupons": [document]}

    assert "shipping" == read_store(shop, unknown="ignore").coupons[0].scope


@pytest.mark.parametrize(
    ("key", "entry"),
    [
        ("charges", {"id": "wrap"}),
        ("gift_cards", {"code": "CARD1234", "balance": "5.00"}),
        ("payment_plan", {"due": "now"}),
    ],
)
def test_lists_of_a_cart_where_unknown_keys_are_ignored(
    key: str, entry: dict[str, Any]
) -> None:
    """A key that nobody reads, in any list of a cart, changes nothing."""
    cart = {"currency": "INR", "cart_items": [TEE]}

    assert read_cart({**cart, key: [entry]}) == read_cart(
        {**cart, key: [{**entry, "colour": "red"}]}, unknown="ignore"
    )


def test_what_is_no_list_is_refused_where_unknown_keys_are_ignored() -> None:
    """Its keys are not looked at."""
    cart = {"currency": "INR", "cart_items": [TEE], "charges": 7}

    assert [("charges", "wrong_type")] == faults_of(read_cart, cart, unknown="ignore")
