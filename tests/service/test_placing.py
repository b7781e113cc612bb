# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Orders are placed once and paid: `POST orders` and the status of a payment."""

from __future__ import annotations

import json

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from checkout_core import Customer
from checkout_core.service import App, SqlDatabase, placing
from checkout_core.store import Redemptions
from tests.factories.providers import HYPER
from tests.factories.service import ARJUN, CATALOGUE, MEERA, STORE, TEE
from tests.factories.service_client import INVALID, Service, running
from tests.paths import SCHEMAS


CREATED = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "order.strict.schema.json").read_text())
)


def test_a_cart_becomes_an_order_with_a_payload(service: Service) -> None:
    """The answer is the vendor's in every key, and Juspay knows the order."""
    content = service.order(service.rich_cart())
    document = {"message": "", "success": True, "content": content}
    text = json.dumps(document, default=float)
    number = content["order"]["order_number"]
    payload = content["payment_info"]["sdk_payload"]["payload"]

    assert [] == [each.message for each in CREATED.iter_errors(json.loads(text))]
    assert ("pending", True, number, "1192.14") == (
        content["order"]["status"],
        content["payment_required"],
        payload["orderId"],
        payload["amount"],
    )
    assert [number.lower()] == list(service.gateway.gateway.orders)


def test_a_cart_becomes_one_order(service: Service) -> None:
    """The same request again is the same order with the same payload."""
    cart = service.cart()
    first, again = service.order(cart["id"]), service.order(cart["id"])

    assert (first, 1) == (again, len(service.gateway.gateway.orders))


def test_a_number_that_is_taken(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that has it keeps its payment; the other cart can be sent again."""
    monkeypatch.setattr(placing, "new_id", lambda: "ORDER-1")
    first, second = service.cart(), service.cart()
    placed = service.order(first["id"])
    body = {"cart_id": second["id"], "payment_method": service.provider.method}

    assert (409, "order_number_taken") == service.refused("POST", "orders", body)
    assert placed == service.order(first["id"])
    monkeypatch.undo()
    assert "ORDER-1" != service.order(second["id"])["order"]["order_number"]


def test_without_a_method_the_order_waits(service: Service) -> None:
    """An order may be placed first and paid later."""
    cart = service.cart()
    content = service.done("POST", "orders", {"cart_id": cart["id"]})
    later = service.order(cart["id"])

    assert (True, {}, content["order"]["order_number"]) == (
        content["payment_required"],
        content["payment_info"],
        later["order"]["order_number"],
    )


def test_nothing_to_pay(service: Service) -> None:
    """What costs nothing is confirmed at once, and the gateway is not asked."""
    free = {"product_id": "sticker", "variant_id": None, "quantity": 1}
    cart = service.cart(free)
    service.collect(cart["id"])
    content = service.order(cart["id"])

    assert (False, "confirmed", []) == (
        content["payment_required"],
        content["order"]["status"],
        service.gateway.sent,
    )


@pytest.mark.parametrize("body", [{}, {"cart_id": 1}, {"cart_id": "x", "y": 1}, b"[]"])
def test_a_request_that_is_none(service: Service, body: object) -> None:
    """What is wrong with a request is said before anything is placed."""
    assert INVALID == service.refused("POST", "orders", body)


@pytest.mark.parametrize("token", [MEERA, ARJUN])
def test_a_cart_that_is_not_there(service: Service, token: str) -> None:
    """Another's cart cannot be ordered, nor one that nobody has."""
    cart_id = service.cart()["id"] if token == ARJUN else "cart_none"
    body = {"cart_id": cart_id, "payment_method": HYPER}

    assert (404, "cart_not_found") == service.refused(
        "POST", "orders", body, token=token
    )


def test_a_method_that_nobody_knows_places_nothing(service: Service) -> None:
    """A refused request leaves the cart a cart."""
    cart = service.cart()
    method = {**HYPER, "payment_provider_slug": "cash"}
    body = {"cart_id": cart["id"], "payment_method": method}

    assert INVALID == service.refused("POST", "orders", body)
    assert [] == service.done("GET", "orders")["orders"]


def test_what_is_spent_is_taken_once(service: Service) -> None:
    """Points and credit leave the account with the order."""
    cart_id = service.rich_cart()
    service.order(cart_id)
    service.order(cart_id)

    assert (0, 300_00) == service.balances()


def test_credit_is_not_spent_twice(service: Service) -> None:
    """Two carts of one credit: the second hears that it is gone, and may go on."""
    paths = [f"carts/{service.cart()['id']}" for _ in range(2)]
    for path in paths:
        credit = {"credit_balance_used": 500}
        service.done("POST", f"{path}/credit-balance", credit)
    first, second = [path.removeprefix("carts/") for path in paths]
    used = service.order(first)["order"]["credit_balance_used"]
    body = {"cart_id": second, "payment_method": HYPER}
    changed = service.refused("POST", "orders", body)
    service.done("GET", f"carts/{second}")
    again = service.order(second)["order"]["credit_balance_used"]

    assert (Decimal("500.00"), (409, "price_changed"), Decimal("0.00"), (400, 0)) == (
        used,
        changed,
        again,
        service.balances(),
    )


def test_a_coupon_that_ran_out_stops_the_order(service: Service) -> None:
    """Nobody pays more than the cart said because others were faster."""
    carts = []
    guest = service.done("POST", "auth/anonymous")["access_token"]
    for token in (MEERA, ARJUN, guest):
        cart = service.cart(token=token)
        body = {"coupon_code": "TWO"}
        service.done("POST", f"carts/{cart['id']}/coupon", body, token=token)
        carts.append((cart["id"], token))
    for cart_id, token in carts[:2]:
        service.order(cart_id, token=token)
    cart_id, token = carts[2]
    order = {"cart_id": cart_id, "payment_method": HYPER}

    assert (409, "limit_reached") == service.refused(
        "POST", "orders", order, token=token
    )


def test_a_coupon_is_redeemed_once_by_a_customer(service: Service) -> None:
    """Who has used it is told so."""
    cart = service.cart()
    service.done("POST", f"carts/{cart['id']}/coupon", {"coupon_code": "TWO"})
    service.order(cart["id"])
    path = f"carts/{service.cart()['id']}/coupon"

    assert (400, "customer_limit_reached") == service.refused(
        "POST", path, {"coupon_code": "TWO"}
    )


def test_a_cancelled_order_gives_its_coupon_back(service: Service) -> None:
    """What was redeemed may be redeemed again."""
    cart = service.cart()
    service.done("POST", f"carts/{cart['id']}/coupon", {"coupon_code": "TWO"})
    number = service.order(cart["id"])["order"]["order_number"]
    service.done("POST", f"orders/{number}/cancel", {"cancellation_reason": "no"})
    path = f"carts/{service.cart()['id']}/coupon"

    assert service.done("POST", path, {"coupon_code": "TWO"})["cart"][
        "is_coupon_applied"
    ]


def test_what_the_store_counted_before(database: SqlDatabase) -> None:
    """Counters go on from where the catalogue's document left them."""
    store = {
        **STORE,
        "offer_redemptions": {"scarce": 1},
        "code_redemptions": {"TWO": 1},
    }
    catalogue = {**CATALOGUE, "store": store}
    with running(database, catalogue=catalogue) as service:
        found = []
        for token in (MEERA, ARJUN):
            cart = service.cart(token=token)
            path = f"carts/{cart['id']}/coupon"
            body = {"coupon_code": "TWO"}
            found.append(service.ask("POST", path, body, token=token)[0])
            service.order(cart["id"], token=token)

    assert [200, 400] == found


def test_what_all_orders_used_up_is_evaluated_so(database: SqlDatabase) -> None:
    """One before the catalogue was read and Meera's are two: none is left for Arjun."""
    store = {**STORE, "offer_redemptions": {"scarce": 1}}
    catalogue = {**CATALOGUE, "store": store}
    with running(database, catalogue=catalogue) as service:
        cart = service.cart(token=MEERA)
        path = f"carts/{cart['id']}/coupon"
        service.done("POST", path, {"coupon_code": "TWO"}, token=MEERA)
        service.order(cart["id"], token=MEERA)
        path = f"carts/{service.cart(token=ARJUN)['id']}/evaluate-coupons"
        found = service.done("GET", path, token=ARJUN)

    assert ["scarce"] == [each["id"] for each in found["inapplicable_coupons"]]


def test_a_guests_promotion_is_counted(service: Service) -> None:
    """Without a code and without a customer, and given back with the order."""
    guest = service.done("POST", "auth/anonymous")["access_token"]
    cart = service.cart({**TEE, "quantity": 20}, token=guest)
    number = service.order(cart["id"], token=guest)["order"]["order_number"]
    counted = service.redemptions()
    body = {"cancellation_reason": "x"}
    service.done("POST", f"orders/{number}/cancel", body, token=guest)

    assert ({"bulk": 1}, {"bulk": 0}) == (counted, service.redemptions())


def test_many_buyers_of_the_last_two(service: Service) -> None:
    """Whatever the order of their requests, exactly two succeed."""
    carts = []
    for _ in range(8):
        token = service.done("POST", "auth/anonymous")["access_token"]
        cart = service.cart(token=token)
        body = {"coupon_code": "TWO"}
        service.done("POST", f"carts/{cart['id']}/coupon", body, token=token)
        carts.append((cart["id"], token))

    def buy(each: tuple[str, str]) -> int:
        body = {"cart_id": each[0]}
        return service.ask("POST", "orders", body, token=each[1])[0]

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(buy, carts))

    assert [200] * 2 == found[:2]
    assert [409] * 6 == found[2:]


def test_an_offer_that_goes_between_price_and_order(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counters that changed since they were read stop the order, and undo it."""
    carts = []
    for token in (MEERA, ARJUN):
        cart = service.cart(token=token)
        path = f"carts/{cart['id']}/coupon"
        service.done("POST", path, {"coupon_code": "TWO"}, token=token)
        carts.append(cart["id"])
    guest = service.done("POST", "auth/anonymous")["access_token"]
    cart = service.cart(token=guest)
    path = f"carts/{cart['id']}/coupon"
    service.done("POST", path, {"coupon_code": "TWO"}, token=guest)
    service.order(carts[0])
    service.order(carts[1], token=ARJUN)
    monkeypatch.setattr(App, "redemptions", lambda *_: Redemptions())
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    said = service.refused("POST", "orders", body, token=guest)

    assert ((409, "offer_used_up"), []) == (
        said,
        service.done("GET", "orders", token=guest)["orders"],
    )


def test_credit_that_goes_between_price_and_order(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account that was emptied since it was read stops the order, and undoes it."""
    path = f"carts/{service.cart()['id']}"
    service.done("POST", f"{path}/credit-balance", {"credit_balance_used": 500})
    service.app.database.write(
        lambda unit: unit.balances.spend("meera", {"credit": 1_00})
    )
    before = Customer("meera", credit_balance="500.00")
    monkeypatch.setattr(App, "customer", lambda *_, **__: before)
    cart_id = path.removeprefix("carts/")
    body = {"cart_id": cart_id, "payment_method": HYPER}

    assert ((409, "balance_changed"), [], (400, 499_00)) == (
        service.refused("POST", "orders", body),
        service.done("GET", "orders")["orders"],
        service.balances(),
    )


def test_one_cart_from_many_sides(service: Service) -> None:
    """A cart that is ordered by many at once becomes one order."""
    cart = service.cart()

    def buy(_: int) -> Any:
        content = service.done("POST", "orders", {"cart_id": cart["id"]})
        return content["order"]["order_number"]

    with ThreadPoolExecutor(8) as pool:
        assert 1 == len(set(pool.map(buy, range(8))))


def test_an_order_is_paid(service: Service) -> None:
    """An event makes the service ask, and what the gateway says counts."""
    number = service.paid()
    status = service.done("GET", f"orders/{number}/payment-status")
    (payment,) = service.done("GET", f"orders/{number}/payments")["payments"]

    assert ("success", Decimal("1068.80"), False, "success") == (
        status["status"],
        status["amount_paid"],
        status["is_retry_available"],
        payment["payment_status"],
    )


def test_a_status_is_asked_for(service: Service) -> None:
    """Where the event did not come yet, the shopper's question finds out."""
    number = service.number()
    before = service.done("GET", f"orders/{number}/payment-status")["status"]
    service.provider.pay(number)

    assert ("pending", "success") == (
        before,
        service.done("GET", f"orders/{number}/payment-status")["status"],
    )


def test_a_status_without_a_payment(service: Service) -> None:
    """An order that nobody began to pay can be paid."""
    cart = service.cart()
    number = service.done("POST", "orders", {"cart_id": cart["id"]})["order"][
        "order_number"
    ]
    status = service.done("GET", f"orders/{number}/payment-status")

    assert ("pending", True) == (status["status"], status["is_retry_available"])
