# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Carts over HTTP: what is in them, what pays for them, where they go."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core.service import SqlDatabase
from checkout_core.wire.envelopes import CartPolicy
from tests.factories.providers import HYPER
from tests.factories.service import ADDRESS, ARJUN, CATALOGUE, STORE, TEA, TEE
from tests.factories.service_client import Service, running


def test_a_cart_is_priced_from_the_catalogue(service: Service) -> None:
    """A client sends products and quantities, the price is the store's."""
    cart = service.cart(TEE, TEA)

    assert (
        [("tee", 2, Decimal("499.00")), ("tea", 2, Decimal("250.00"))],
        Decimal("1593.80"),
    ) == (
        [
            (each["product_id"], each["quantity"], each["selling_price"])
            for each in cart["cart_items"]
        ],
        cart["to_be_paid"],
    )


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, ["items"]),
        ({"items": [{"product_id": "tee"}]}, ["items[0].quantity"]),
        ({"items": [{**TEE, "selling_price": 1}]}, ["items[0].selling_price"]),
        ({"items": [{**TEE, "product_id": "shoe"}]}, ["items[0].product_id"]),
        ({"items": [{**TEE, "variant_id": None}]}, ["items[0].product_id"]),
        ({"items": [{**TEA, "quantity": 3}]}, ["items[0].quantity"]),
        ({"items": [], "metadata": {}}, ["items"]),
        ({"items": [TEE, TEA, TEE]}, ["items[2]"]),
        ({"items": [TEE], "metadata": 1}, ["metadata"]),
        ({"items": [TEE], "note": ""}, ["note"]),
        (b"{", [""]),
        (b"[]", [""]),
    ],
)
def test_a_cart_that_cannot_be(
    service: Service, body: object, paths: list[str]
) -> None:
    """What is wrong is said with its path, and no cart is made."""
    status, document = service.ask("POST", "carts", body)

    assert (400, "invalid_request", paths) == (
        status,
        document["code"],
        [each["path"] for each in document["errors"]],
    )
    assert (404, "cart_not_found") == service.refused("GET", "carts/users/meera")


def test_metadata_is_kept(service: Service) -> None:
    """What a shop notes on a cart stays on it."""
    body = {"items": [TEE], "metadata": {"channel": "web"}}
    cart = service.done("POST", "carts", body)["cart"]

    assert {"channel": "web"} == service.done("GET", f"carts/{cart['id']}")["cart"][
        "metadata"
    ]


def test_items_are_added_changed_and_removed(service: Service) -> None:
    """A quantity is the new one, and 0 takes the line away."""
    path = f"carts/{service.cart()['id']}/items"
    counts = []
    for item in (
        TEA,
        {**TEE, "quantity": 5},
        {**TEA, "quantity": 0},
        {**TEA, "quantity": 0},
    ):
        cart = service.done("POST", path, item)["cart"]
        counts.append(
            {each["product_id"]: each["quantity"] for each in cart["cart_items"]}
        )

    assert [
        {"tee": 2, "tea": 2},
        {"tee": 5, "tea": 2},
        {"tee": 5},
        {"tee": 5},
    ] == counts


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ({**TEA, "product_id": "shoe"}, "product_id"),
        ({**TEA, "variant_id": "blue"}, "product_id"),
        ({**TEA, "quantity": 1_000_001}, "quantity"),
        ({**TEE, "quantity": 1_000_001}, "quantity"),
    ],
)
def test_what_is_wrong_with_an_item_has_the_names_of_the_request(
    item: dict[str, Any], wrong: str, service: Service
) -> None:
    """A new line and one that is there; the request has no list of items."""
    path = f"carts/{service.cart(TEE)['id']}/items"
    status, found = service.ask("POST", path, item)

    assert (400, [wrong]) == (status, [each["path"] for each in found["errors"]])


def test_the_last_line_stays(service: Service) -> None:
    """A cart holds something; who wants none deletes it."""
    cart = service.cart()
    item = {**TEE, "quantity": 0}

    assert (400, "invalid_request") == service.refused(
        "POST", f"carts/{cart['id']}/items", item
    )
    assert cart == service.done("GET", f"carts/{cart['id']}")["cart"]


def test_a_cart_is_deleted(service: Service) -> None:
    """Once deleted it is not there."""
    path = f"carts/{service.cart()['id']}"
    service.done("DELETE", path)

    assert (404, "cart_not_found") == service.refused("GET", path)


def test_the_newest_cart_of_a_user(service: Service) -> None:
    """A shopper who comes back finds the last cart, and may drop it."""
    first = service.cart()
    service.clock.later(seconds=5)
    second = service.cart(TEA)
    found = [service.done("GET", "carts/users/meera")["cart"]["id"]]
    service.done("DELETE", "carts/users/meera")
    found.append(service.done("GET", "carts/users/meera")["cart"]["id"])

    assert [second["id"], first["id"]] == found
    assert (404, "cart_not_found") == service.refused("GET", "carts/users/arjun")


def test_a_coupon_comes_and_goes(service: Service) -> None:
    """A code is entered and taken out."""
    path = f"carts/{service.cart()['id']}/coupon"
    applied = service.done("POST", path, {"coupon_code": "save100"})["cart"]
    removed = service.done("DELETE", path)["cart"]

    assert [(True, Decimal("100.00")), (False, Decimal("0.00"))] == [
        (each["is_coupon_applied"], each["coupon_savings"])
        for each in (applied, removed)
    ]


def test_a_coupon_that_gives_nothing_is_refused(service: Service) -> None:
    """The shopper hears why, and the cart stays as it was."""
    cart = service.cart()
    said = service.refused(
        "POST", f"carts/{cart['id']}/coupon", {"coupon_code": "NONE"}
    )

    assert ((400, "unknown_code"), cart) == (
        said,
        service.done("GET", f"carts/{cart['id']}")["cart"],
    )


def test_points_pay(service: Service) -> None:
    """Points are redeemed as far as the customer has them, and not any more."""
    path = f"carts/{service.cart()['id']}/loyalty-points"
    body = {"loyalty_point_redeemed": 1000}
    with_points = service.done("POST", path, body)["cart"]
    without = service.done("DELETE", path)["cart"]

    assert (400, 0) == (
        with_points["loyalty_points_redeemed"],
        without["loyalty_points_redeemed"],
    )


def test_points_that_are_not_there(service: Service) -> None:
    """Who has no points is told so."""
    path = f"carts/{service.cart(token=ARJUN)['id']}/loyalty-points"
    body = {"loyalty_point_redeemed": 10}

    assert (400, "balance") == service.refused("POST", path, body, token=ARJUN)


@pytest.mark.parametrize(
    ("loyalty", "asked", "code", "why"),
    [
        ({"minimum_points": 50}, 20, "below_minimum_points", "at least 50"),
        ({"minimum_points": 50, "maximum_points": 40}, 60, "maximum_points", "most 40"),
        ({"maximum_percent": "0"}, 60, "maximum_percent", "most 0% of an order"),
        (
            {"minimum_points": 500},
            600,
            "balance",
            "the balance is 400 points, and at least 500 points must be redeemed",
        ),
    ],
)
def test_why_no_points_pay(
    loyalty: dict[str, Any], asked: int, code: str, why: str
) -> None:
    """The message has the number that the shopper has to know."""
    store = {**STORE, "loyalty": {**STORE["loyalty"], **loyalty}}
    database = SqlDatabase("sqlite://")
    with running(database, catalogue={**CATALOGUE, "store": store}) as service:
        path = f"carts/{service.cart()['id']}/loyalty-points"
        status, found = service.ask("POST", path, {"loyalty_point_redeemed": asked})
    database.close()

    assert (400, code) == (status, found["code"])
    assert why in found["message"]


def test_credit_pays(service: Service) -> None:
    """Credit is used and left."""
    path = f"carts/{service.cart()['id']}/credit-balance"
    used = service.done("POST", path, b'{"credit_balance_used": 120.50}')["cart"]
    left = service.done("DELETE", path)["cart"]

    assert (Decimal("120.50"), Decimal("0.00")) == (
        used["credit_balance_used"],
        left["credit_balance_used"],
    )


def test_credit_that_is_not_there(service: Service) -> None:
    """Who has no credit is told so."""
    path = f"carts/{service.cart(token=ARJUN)['id']}/credit-balance"
    body = {"credit_balance_used": 10}

    assert (400, "balance") == service.refused("POST", path, body, token=ARJUN)


TIP = {"id": "tip", "name": "Tip", "when": "chosen", "open": {"maximum": "50"}}
BOX = {
    "id": "box",
    "name": "Box",
    "when": "chosen",
    "amount": "5.00",
    "conditions": {"channels": ["app"]},
}


def test_charges_are_chosen(database: SqlDatabase) -> None:
    """A tip of 20.00 is charged and left; a charge that is not to be had is refused."""
    store = {**STORE, "charges": [TIP, BOX]}
    with running(database, catalogue={**CATALOGUE, "store": store}) as service:
        path = f"carts/{service.cart()['id']}/charges"
        body = {"charges": [{"id": "tip", "amount": "20.00"}]}
        chosen = service.done("POST", path, body)["cart"]
        refused = [
            service.refused("POST", path, {"charges": charges})
            for charges in ([{"id": "box"}], [{"id": "bag"}], "tip")
        ]
        left = service.done("DELETE", path)["cart"]

    assert (Decimal("20.00"), Decimal("0.00")) == (
        chosen["handling_charge_excluding_tax"],
        left["handling_charge_excluding_tax"],
    )
    assert "wrong_channel" == refused[0][1]
    assert {400} == {status for status, _ in refused}


@pytest.mark.parametrize(
    "body",
    [
        {"billing_address": ADDRESS, "shipping_address": ADDRESS},
        {"billing_address_id": "home", "shipping_address_id": "home"},
    ],
)
def test_addresses(service: Service, body: object) -> None:
    """Addresses are given whole or by the id the customer knows them by."""
    cart = service.done("POST", f"carts/{service.cart()['id']}/address", body)["cart"]

    assert (ADDRESS, ADDRESS) == (cart["billing_address"], cart["shipping_address"])


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (
            {"billing_address_id": "home", "shipping_address_id": "x"},
            ["no_such_address"],
        ),
        ({"billing_address_id": "home"}, ["required"]),
        ({"billing_address": {"town": 1}, "shipping_address": {}}, ["unknown_key"]),
        (
            {"billing_address_id": 1, "shipping_address_id": "home"},
            ["wrong_type", "no_such_address"],
        ),
    ],
)
def test_addresses_that_cannot_be(
    service: Service, body: object, codes: list[str]
) -> None:
    """What is wrong with them is said."""
    _, document = service.ask("POST", f"carts/{service.cart()['id']}/address", body)

    assert codes == [each["code"] for each in document["errors"]]


def test_goods_that_are_collected_cost_no_delivery(service: Service) -> None:
    """How the goods reach the customer is part of the price."""
    body = {"fulfillment_type": "collect-in-store", "pickup_location_id": "p1"}
    path = f"carts/{service.cart()['id']}/fulfillment-preference"
    cart = service.done("POST", path, body)["cart"]

    assert (body, Decimal("0.00")) == (
        cart["fulfillment_preference"],
        cart["shipping_amount"],
    )


def test_a_note_is_kept_and_taken_out(service: Service) -> None:
    """What the customer writes goes with the cart into its order."""
    cart = service.cart()
    path = f"carts/{cart['id']}/customer-note"
    notes = ["Ring twice.", None, "Gate 3"]
    told = [
        service.done("POST", path, {"customer_note": each})["cart"]["customer_note"]
        for each in notes
    ]
    order = service.order(cart["id"])["order"]

    assert (None, notes, "Gate 3") == (
        cart["customer_note"],
        told,
        order["customer_note"],
    )


@pytest.mark.parametrize(
    "body",
    [{"customer_note": 7}, {"customer_note": "x" * 10_001}, {"note": "x"}, []],
    ids=lambda each: str(each)[:30],
)
def test_a_note_that_is_none(service: Service, body: object) -> None:
    """It is a text of bounded length."""
    path = f"carts/{service.cart()['id']}/customer-note"

    assert (400, "invalid_request") == service.refused("POST", path, body)


def test_a_preference_is_checked(service: Service) -> None:
    """Every key of it is one of the vendor's, and holds what it should."""
    path = f"carts/{service.cart()['id']}/fulfillment-preference"
    body = {"fulfillment_type": "delivery", "preference_type": "x", "bogus": 1}
    status, document = service.ask("POST", path, body)

    assert (
        400,
        ["fulfillment_preference.bogus", "fulfillment_preference.preference_type"],
    ) == (status, [each["path"] for each in document["errors"]])


def test_a_cart_says_when_it_is_ready(service: Service) -> None:
    """Once it has an address and a preference, and what it misses until then."""
    cart = service.cart()
    path = f"carts/{cart['id']}"
    home = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
    steps = [
        cart,
        service.done("POST", f"{path}/address", home)["cart"],
        service.done(
            "POST", f"{path}/fulfillment-preference", {"fulfillment_type": "delivery"}
        )["cart"],
    ]

    assert [
        (
            "not-ready-for-payment",
            "Give a shipping address and a fulfillment preference first.",
        ),
        ("not-ready-for-payment", "Give a fulfillment preference first."),
        ("ready-for-payment", None),
    ] == [(each["status"], each["status_error_message"]) for each in steps]


def test_a_lenient_shop_is_always_ready(database: SqlDatabase) -> None:
    """It sells without address and preference."""
    with running(database, carts=CartPolicy(ready="lenient")) as service:
        cart = service.cart()

    assert ("ready-for-payment", None) == (
        cart["status"],
        cart["status_error_message"],
    )


#: An extension: nobody outside can call it, and no payment takes its blank.
DESK = {**ADDRESS, "phone": "221 456"}


def test_a_strict_shop_looks_at_phones(database: SqlDatabase) -> None:
    """One that nobody can be called by is refused when the cart takes it."""
    with running(database, carts=CartPolicy(phones="strict")) as service:
        path = f"carts/{service.cart()['id']}/address"
        wrong = {"billing_address": DESK, "shipping_address": {**DESK, "phone": "1"}}
        status, document = service.ask("POST", path, wrong)
        right = {"billing_address_id": "home", "shipping_address": ADDRESS}
        cart = service.done("POST", path, right)["cart"]

    assert (400, ["billing_address.phone", "shipping_address.phone"]) == (
        status,
        [each["path"] for each in document["errors"]],
    )
    assert ADDRESS["phone"] == cart["billing_address"]["phone"]


def test_a_strict_shop_names_what_else_is_wrong(database: SqlDatabase) -> None:
    """An address that cannot be read has no phone to look at."""
    with running(database, carts=CartPolicy(phones="strict")) as service:
        path = f"carts/{service.cart()['id']}/address"
        status, document = service.ask(
            "POST",
            path,
            {
                "billing_address": {**ADDRESS, "city": 7},
                "shipping_address": {**DESK, "phone": "1"},
            },
        )

    assert (400, ["billing_address.city", "shipping_address.phone"]) == (
        status,
        [each["path"] for each in document["errors"]],
    )


def test_a_lenient_shop_leaves_phones_to_the_gateway(service: Service) -> None:
    """The cart takes the address as it is, the payment does not."""
    cart = service.cart()
    both = {"billing_address": DESK, "shipping_address": DESK}
    service.done("POST", f"carts/{cart['id']}/address", both)
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    status, document = service.ask("POST", "orders", body)

    assert (400, {"customer_phone"}) == (
        status,
        {each["path"] for each in document["errors"]},
    )


def test_a_phone_is_one_number_everywhere(service: Service) -> None:
    """In the cart, in the order and at the gateway, however it was typed."""
    cart = service.cart()
    typed = {"phone": "+91 98000-00001", "email": "m@x.in", "pincode": "560001"}
    both = {"billing_address": typed, "shipping_address": typed}
    told = service.done("POST", f"carts/{cart['id']}/address", both)["cart"]
    order = service.order(cart["id"])["order"]
    [sent] = service.gateway.gateway.asked.values()

    assert {
        "country_code": "+91",
        "phone": "9800000001",
        "email": "m@x.in",
        "pincode": "560001",
        "country": "India",
    } == told["billing_address"]
    assert told["billing_address"] == order["shipping_address"]
    assert ("9800000001", "9800000001", "India") == (
        sent["customer_phone"],
        sent["billing_address_phone"],
        sent["shipping_address_country"],
    )


def test_a_wrong_address_is_refused_with_all_its_faults(service: Service) -> None:
    """Of both addresses together, with the nearest key."""
    wrong = {"ctiy": "Pune", "state": 7}
    body = {"billing_address": wrong, "shipping_address": wrong}
    path = f"carts/{service.cart()['id']}/address"
    status, document = service.ask("POST", path, body)

    assert (
        400,
        [
            "billing_address.ctiy",
            "billing_address.state",
            "shipping_address.ctiy",
            "shipping_address.state",
        ],
    ) == (status, [each["path"] for each in document["errors"]])
    assert "did you mean 'city'?" in document["errors"][0]["message"]


def test_coupons_are_evaluated(service: Service) -> None:
    """What each coupon would give is said."""
    found = service.done("GET", f"carts/{service.cart()['id']}/evaluate-coupons")

    assert {
        "applicable_coupons": ["hundred", "scarce"],
        "inapplicable_coupons": [],
    } == {key: [each["id"] for each in found[key]] for key in found}


def test_a_coupon_that_orders_used_up_is_evaluated_so(service: Service) -> None:
    """The customer may have it once, and had it."""
    cart = service.cart()
    service.done("POST", f"carts/{cart['id']}/coupon", {"coupon_code": "TWO"})
    service.order(cart["id"])

    found = service.done("GET", f"carts/{service.cart()['id']}/evaluate-coupons")

    assert {
        "applicable_coupons": ["hundred"],
        "inapplicable_coupons": ["scarce"],
    } == {key: [each["id"] for each in found[key]] for key in found}


def test_promotions_are_evaluated(service: Service) -> None:
    """What keeps a promotion from applying is said."""
    found = service.done("GET", f"carts/{service.cart()['id']}/evaluate-promotions")

    assert ([], ["bulk"]) == (
        found["applicable_promotions"],
        [each["id"] for each in found["inapplicable_promotions"]],
    )


def test_offers_are_listed(service: Service) -> None:
    """Coupons and promotions come as the store wrote them."""
    coupons = service.done("GET", "carts/available-coupons")["coupons"]
    promotions = service.done("GET", "carts/available-promotions")["promotions"]

    assert (["hundred", "scarce"], ["bulk"]) == (
        [each["id"] for each in coupons],
        [each["id"] for each in promotions],
    )


BODIES = {
    "items": TEE,
    "coupon": {"coupon_code": "SAVE100"},
    "loyalty-points": {"loyalty_point_redeemed": 1},
    "credit-balance": {"credit_balance_used": 1},
    "charges": {"charges": []},
    "payment": {"payment": {"method": "upi"}},
    "channel": {"channel": "app"},
    "gift-cards": {"gift_card_codes": []},
    "payment-plan": {"payment_plan": []},
    "address": {"billing_address": ADDRESS, "shipping_address": ADDRESS},
    "fulfillment-preference": {},
    "customer-note": {"customer_note": "x"},
}
#: What stays with a cart once it is set.
_NOT_REMOVED = ("items", "address", "fulfillment-preference", "customer-note")


@pytest.mark.parametrize(
    ("method", "tail"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/evaluate-coupons"),
        ("GET", "/evaluate-promotions"),
        *[("POST", f"/{each}") for each in BODIES],
        *[("DELETE", f"/{each}") for each in BODIES if each not in _NOT_REMOVED],
    ],
)
def test_anothers_cart_is_not_there(service: Service, method: str, tail: str) -> None:
    """A cart belongs to who made it; others do not even learn that it exists."""
    cart = service.cart()
    path = f"carts/{cart['id']}{tail}"
    body = BODIES.get(tail[1:]) if method == "POST" else None

    assert (404, "cart_not_found") == service.refused(method, path, body, token=ARJUN)
    assert cart == service.done("GET", f"carts/{cart['id']}")["cart"]


def test_an_ordered_cart_is_not_changed(service: Service) -> None:
    """A cart that became an order stays what was ordered."""
    cart = service.cart()
    service.order(cart["id"])
    path = f"carts/{cart['id']}"

    assert [(409, "cart_ordered")] * 2 == [
        service.refused("POST", f"{path}/items", TEA),
        service.refused("DELETE", path),
    ]


def test_a_gift_of_the_catalogue_is_suggested(database: SqlDatabase) -> None:
    """A pin is free with two tees; the catalogue knows its name and its price."""
    gift = {
        "id": "pin",
        "promotion_type": "buy-x-get-y",
        "can_be_used_with_other_promotion": True,
        "details": {
            "spending_criteria_type": "minimum-quantity",
            "products": [
                {
                    "minimum_quantity": 2,
                    "buy_product_id": "tee",
                    "get_product_id": "pin",
                    "get_quantity": 1,
                    "get_offer_type": "free",
                }
            ],
        },
    }
    catalogue = {**CATALOGUE, "store": {**STORE, "promotions": [gift]}}
    with running(database, catalogue=catalogue) as service:
        path = f"carts/{service.cart()['id']}/evaluate-promotions"
        (found,) = service.done("GET", path)["inapplicable_promotions"]

    # Two tees of 499.00 and the delivery of 60.00 with 18 %.
    assert (
        "Add 1 of pin: it is free.",
        "Add 1 of pin: it is free, and you pay ₹1,068.80 in all.",
    ) == (found["reason"], found["suggestion"])
