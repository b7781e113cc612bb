# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Orders over HTTP: placed once, paid, shipped, cancelled, refunded."""

from __future__ import annotations

import json

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checkout_core import Customer
from checkout_core.refunds import RefundPolicy
from checkout_core.service import App, SqlDatabase
from checkout_core.store import Redemptions
from checkout_core.testing.gateway import Loopback
from service.factories import (
    ADDRESS,
    ARJUN,
    CATALOGUE,
    MEERA,
    MERCHANT,
    SHOP,
    STORE,
    TEA,
    TEE,
    Client,
    Clock,
    Service,
    make_app,
)
from service.providers import HYPER


SCHEMAS = Path(__file__).parents[1] / "contract" / "schemas"
CREATED = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "order.strict.schema.json").read_text())
)


def account(service: Service, customer: str = "meera") -> tuple[int, int]:
    """Return a customer's points, and credit in paise."""
    with service.app.database.reading() as unit:
        return unit.balances.get(customer)


def rich_cart(service: Service) -> str:
    """Return a cart of Meera's with everything on it."""
    path = f"carts/{service.cart(TEE, TEA)['id']}"
    service.done("POST", f"{path}/coupon", {"coupon_code": "SAVE100"})
    service.done("POST", f"{path}/loyalty-points", {"loyalty_point_redeemed": 400})
    service.done("POST", f"{path}/credit-balance", {"credit_balance_used": 200})
    body = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
    service.done("POST", f"{path}/address", body)
    return path.removeprefix("carts/")


def collect(service: Service, cart_id: str) -> None:
    """Let a cart be collected, which costs no delivery."""
    body = {"fulfillment_type": "collect-in-store", "pickup_location_id": "p1"}
    service.done("POST", f"carts/{cart_id}/fulfillment-preference", body)


def test_a_cart_becomes_an_order_with_a_payload(service: Service) -> None:
    """The answer is the vendor's in every key, and Juspay knows the order."""
    content = service.order(rich_cart(service))
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
    collect(service, cart["id"])
    content = service.order(cart["id"])

    assert (False, "confirmed", []) == (
        content["payment_required"],
        content["order"]["status"],
        service.gateway.sent,
    )


@pytest.mark.parametrize("body", [{}, {"cart_id": 1}, {"cart_id": "x", "y": 1}, b"[]"])
def test_a_request_that_is_none(service: Service, body: object) -> None:
    """What is wrong with a request is said before anything is placed."""
    assert (400, "invalid_request") == service.refused("POST", "orders", body)


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

    assert (400, "invalid_request") == service.refused("POST", "orders", body)
    assert [] == service.done("GET", "orders")["orders"]


def test_what_is_spent_is_taken_once(service: Service) -> None:
    """Points and credit leave the account with the order."""
    cart_id = rich_cart(service)
    service.order(cart_id)
    service.order(cart_id)

    assert (0, 300_00) == account(service)


def test_credit_is_not_spent_twice(service: Service) -> None:
    """Two carts of one credit: the second hears that it is gone."""
    paths = [f"carts/{service.cart()['id']}" for _ in range(2)]
    for path in paths:
        body = {"credit_balance_used": 500}
        service.done("POST", f"{path}/credit-balance", body)
    first, second = [
        service.order(path.removeprefix("carts/"))["order"]["credit_balance_used"]
        for path in paths
    ]

    assert (Decimal("500.00"), Decimal("0.00"), (400, 0)) == (
        first,
        second,
        account(service),
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
    app = make_app(database, catalogue={**CATALOGUE, "store": store})
    with Client(app) as client:
        service = Service(app, Clock(), Loopback(), client)
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
    app = make_app(database, catalogue={**CATALOGUE, "store": store})
    with Client(app) as client:
        service = Service(app, Clock(), Loopback(), client)
        cart = service.cart(token=MEERA)
        path = f"carts/{cart['id']}/coupon"
        service.done("POST", path, {"coupon_code": "TWO"}, token=MEERA)
        service.order(cart["id"], token=MEERA)
        path = f"carts/{service.cart(token=ARJUN)['id']}/evaluate-coupons"
        found = service.done("GET", path, token=ARJUN)

    assert ["scarce"] == [each["id"] for each in found["inapplicable_coupons"]]


def counts(service: Service) -> dict[str, int]:
    """Return how often each offer was redeemed."""
    with service.app.database.reading() as unit:
        return dict(unit.counters.counts().offers)


def test_a_guests_promotion_is_counted(service: Service) -> None:
    """Without a code and without a customer, and given back with the order."""
    guest = service.done("POST", "auth/anonymous")["access_token"]
    cart = service.cart({**TEE, "quantity": 20}, token=guest)
    number = service.order(cart["id"], token=guest)["order"]["order_number"]
    counted = counts(service)
    body = {"cancellation_reason": "x"}
    service.done("POST", f"orders/{number}/cancel", body, token=guest)

    assert ({"bulk": 1}, {"bulk": 0}) == (counted, counts(service))


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
    with service.app.database.writing() as unit:
        unit.balances.spend("meera", 0, 1_00)
    before = Customer("meera", credit_balance="500.00")
    monkeypatch.setattr(App, "customer", lambda *_, **__: before)
    cart_id = path.removeprefix("carts/")
    body = {"cart_id": cart_id, "payment_method": HYPER}

    assert ((409, "balance_changed"), [], (400, 499_00)) == (
        service.refused("POST", "orders", body),
        service.done("GET", "orders")["orders"],
        account(service),
    )


def test_one_cart_from_many_sides(service: Service) -> None:
    """A cart that is ordered by many at once becomes one order."""
    cart = service.cart()

    def buy(_: int) -> Any:
        content = service.done("POST", "orders", {"cart_id": cart["id"]})
        return content["order"]["order_number"]

    with ThreadPoolExecutor(8) as pool:
        assert 1 == len(set(pool.map(buy, range(8))))


def test_an_order_is_looked_at(service: Service) -> None:
    """Its owner sees it, and so does the merchant; nobody else does."""
    number = service.number()
    seen = service.done("GET", f"orders/{number}")["order"]
    sold = service.done("GET", f"{MERCHANT}/orders/{number}", token=SHOP)["order"]

    assert (number, seen) == (seen["order_number"], sold)
    assert (404, "order_not_found") == service.refused(
        "GET", f"orders/{number}", token=ARJUN
    )


def test_orders_are_listed(service: Service) -> None:
    """The newest come first, a page at a time."""
    numbers: list[str] = []
    for _ in range(3):
        numbers.insert(0, service.number())
        service.clock.later(minutes=1)
    first = service.done("GET", "orders?limit=2&user_id=meera")
    second = service.done("GET", "orders?limit=2&page=2")

    assert (numbers, 3, (None, 2), (1, None)) == (
        [each["order_number"] for each in (*first["orders"], *second["orders"])],
        first["pagination"]["total_records"],
        tuple(first["pagination"][key] for key in ("previous_page", "next_page")),
        tuple(second["pagination"][key] for key in ("previous_page", "next_page")),
    )


@pytest.mark.parametrize("query", ["page=0", "page=x", "limit=-1", "user_id=arjun"])
def test_a_page_that_is_none(service: Service, query: str) -> None:
    """A page that cannot be is refused."""
    assert (400, "invalid_request") == service.refused("GET", f"orders?{query}")


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


# After payment ----------------------------------------------------------------------


def cancel(service: Service, number: str, **more: Any) -> dict[str, Any]:
    """Return an order that was cancelled."""
    body = {"cancellation_reason": "changed my mind", **more}
    found: dict[str, Any] = service.done("POST", f"orders/{number}/cancel", body)[
        "order"
    ]
    return found


def test_a_cancelled_order_is_refunded(service: Service) -> None:
    """Money goes back through the gateway, points and credit to the account."""
    number = service.order(rich_cart(service))["order"]["order_number"]
    service.pay(number)
    order = cancel(service, number, refund_mode="original-payment-mode")
    (told,) = service.gateway.gateway.orders[number.lower()]["refunds"]
    (refund,) = service.done("GET", f"orders/{number}/refunds")["refunds"]

    assert ("cancelled", "1192.14", (400, 500_00)) == (
        order["status"],
        told["amount"],
        account(service),
    )
    assert (Decimal("1392.14"), "pending") == (
        refund["refund_amount"],
        refund["status"],
    )


def test_a_cancellation_keeps_what_was_said(database: SqlDatabase) -> None:
    """The charge that the order shows is the one that is kept."""
    gateway = Loopback()
    policy = RefundPolicy(cancellation_charge=50, cancellation_reason="packing")
    app = make_app(database, transport=gateway, refunds=policy)
    with Client(app) as client:
        service = Service(app, Clock(), gateway, client)
        number = service.paid()
        said = service.done("GET", f"orders/{number}")["order"]
        cancel(service, number)
    (told,) = gateway.gateway.orders[number.lower()]["refunds"]
    details = said["cancellation_refund_details"]

    assert (Decimal("1018.80"), Decimal("50.00"), "packing", "1018.80") == (
        details["refundable_amount"],
        details["cancellation_charges"],
        details["cancellation_charges_reason"],
        told["amount"],
    )


TRANSFER = {"refund_mode": "bank-transfer", "bank_account_id": "acc_7"}
SENT = {"at": "2026-11-25T10:00:00+05:30", "reference": "UTR42"}


def test_what_the_shopper_said_stays(service: Service) -> None:
    """Reason and feedback are the order's for ever."""
    number = service.number()
    order = cancel(service, number, feedback="too slow")
    again = cancel(service, number, feedback="never mind")
    seen = service.done("GET", f"orders/{number}")["order"]
    other = cancel(service, service.number())

    assert ["too slow", "too slow", "too slow", None] == [
        each["feedback"] for each in (order, again, seen, other)
    ]


def test_money_goes_to_a_bank_account(service: Service) -> None:
    """The gateway is not asked; the merchant says when it was sent, once."""
    number = service.paid()
    cancel(service, number, **TRANSFER)
    [refund] = service.done("GET", f"orders/{number}/refunds")["refunds"]
    path = f"{MERCHANT}/orders/{number}/refunds/{refund['request_number']}/paid"
    told = [service.done("POST", path, SENT, token=SHOP)["refund"] for _ in range(2)]
    [after] = service.done("GET", f"orders/{number}/refunds")["refunds"]
    other = service.refused("POST", path, {**SENT, "reference": "UTR43"}, token=SHOP)

    assert () == service.gateway.gateway.orders[number.lower()]["refunds"]
    assert (Decimal("1068.80"), "approved", "bank-transfer", False) == (
        refund["refund_amount"],
        refund["status"],
        refund["payment_mode"],
        "payment_reference_number" in refund,
    )
    assert refund | {"status": "success", "payment_reference_number": "UTR42"} == after
    assert [after, after] == told
    assert (409, "refund_paid") == other


ELSEWHERE = {**TRANSFER, "bank_account_id": "acc_8"}


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (TRANSFER, TRANSFER, 200),
        (TRANSFER, ELSEWHERE, 409),
        (TRANSFER, {}, 409),
        ({}, TRANSFER, 409),
        ({}, {"refund_mode": "original-payment-mode"}, 200),
    ],
)
def test_cancelled_again_the_money_goes_where_it_went(
    service: Service, first: dict[str, str], then: dict[str, str], expected: int
) -> None:
    """Nobody is told that it goes to another account than it does."""
    number = service.paid()
    cancel(service, number, **first)
    body = {"cancellation_reason": "again", **then}
    status, document = service.ask("POST", f"orders/{number}/cancel", body)

    assert (expected, None if expected == 200 else "already_cancelled") == (
        status,
        document.get("code"),
    )


def test_cancelled_again_without_money(service: Service) -> None:
    """Where nothing goes back, it goes to no account."""
    number = service.number()
    cancel(service, number)

    assert "cancelled" == cancel(service, number, **TRANSFER)["status"]


def test_nothing_that_was_paid_needs_no_transfer(service: Service) -> None:
    """A pending order has no money to send, whatever account is named."""
    number = service.number()
    cancel(service, number, **TRANSFER)
    [refund] = service.done("GET", f"orders/{number}/refunds")["refunds"]
    path = f"{MERCHANT}/orders/{number}/refunds/{refund['request_number']}/paid"

    assert ("success", "original-payment-mode") == (
        refund["status"],
        refund["payment_mode"],
    )
    assert (404, "refund_not_found") == service.refused("POST", path, SENT, token=SHOP)


@pytest.mark.parametrize(
    "body",
    [{}, {"at": "yesterday", "reference": "x"}, {**SENT, "reference": ""}],
    ids=str,
)
def test_a_transfer_that_is_none(service: Service, body: object) -> None:
    """When it was sent and the bank's reference are needed."""
    path = f"{MERCHANT}/orders/{service.number()}/refunds/R1/paid"

    assert BAD == service.refused("POST", path, body, token=SHOP)


def test_a_shopper_sends_no_transfer(service: Service) -> None:
    """Only the merchant says that money has gone."""
    path = f"{MERCHANT}/orders/{service.number()}/refunds/R1/paid"

    assert (403, "forbidden") == service.refused("POST", path, SENT)


def test_how_money_would_go_back(service: Service) -> None:
    """The way it came, once it came; before that by the merchant's bank."""
    number = service.number()
    modes = []
    for pay in (False, True):
        if pay:
            service.pay(number)
        order = service.done("GET", f"orders/{number}")["order"]
        modes.append(order["cancellation_refund_details"]["payment_mode"])

    assert ["bank-transfer", "original-payment-mode"] == modes


def test_a_refund_ends(service: Service) -> None:
    """The gateway tells when the money has arrived."""
    number = service.paid()
    cancel(service, number)
    (told,) = service.gateway.gateway.orders[number.lower()]["refunds"]
    name = told["unique_request_id"]
    states = []
    for state in ("FAILURE", "SUCCESS"):
        service.apply(service.gateway.gateway.settle_refund(number, name, state))
        found = service.done("GET", f"orders/{number}/refunds")["refunds"]
        states.append(found[0]["status"])

    assert ["failed", "success"] == states


def test_an_order_is_cancelled_once(service: Service) -> None:
    """Cancelling again changes nothing."""
    number = service.paid()
    first = cancel(service, number)

    assert (first, 1) == (
        cancel(service, number),
        len(service.gateway.gateway.orders[number.lower()]["refunds"]),
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"cancellation_reason": ""},
        {"cancellation_reason": "x", "refund_mode": "cash"},
        {"cancellation_reason": "x", "refund_mode": ""},
        {"cancellation_reason": "x", "refund_mode": "bank-transfer"},
        {"cancellation_reason": "x", "bank_account_id": "acc_7"},
        {"cancellation_reason": "x", "feedback": 5},
    ],
    ids=str,
)
def test_a_cancellation_that_is_none(service: Service, body: object) -> None:
    """It needs a reason, and an account where and only where money goes there."""
    number = service.number()

    assert (400, "invalid_request") == service.refused(
        "POST", f"orders/{number}/cancel", body
    )


def test_a_shipped_order_is_not_cancelled(service: Service) -> None:
    """What is under way comes back by a return."""
    number = service.paid()
    parcel(service, number, "P1", "shipped", {"0": 2})

    assert (409, "invalid_request") == service.refused(
        "POST", f"orders/{number}/cancel", {"cancellation_reason": "late"}
    )


def test_a_cancelled_order_is_not_paid(service: Service) -> None:
    """Who asks again is told to begin a new cart."""
    cart = service.cart()
    number = service.order(cart["id"])["order"]["order_number"]
    cancel(service, number)
    body = {"cart_id": cart["id"], "payment_method": HYPER}

    assert (409, "order_cancelled") == service.refused("POST", "orders", body)


def test_money_that_comes_too_late_goes_back(service: Service) -> None:
    """A payment of a cancelled order is returned whole."""
    number = service.number()
    cancel(service, number)
    service.pay(number)
    (told,) = service.gateway.gateway.orders[number.lower()]["refunds"]

    assert "1068.80" == told["amount"]


BAD = (400, "invalid_request")


def parcel(
    service: Service,
    number: str,
    name: str,
    state: str,
    units: dict[str, int] | None = None,
) -> dict[str, Any]:
    """Return an order once a parcel is somewhere."""
    body: dict[str, Any] = {"id": name, "state": state}
    if units:
        body["units"] = units
    path = f"{MERCHANT}/orders/{number}/parcels"
    found: dict[str, Any] = service.done("POST", path, body, token=SHOP)["order"]
    return found


def test_an_order_is_shipped_in_parts(service: Service) -> None:
    """Each parcel moves the order as the table says."""
    number = service.paid()
    steps = [
        parcel(service, number, "P1", "shipped", {"0": 1}),
        parcel(service, number, "P2", "shipped", {"0": 1}),
        parcel(service, number, "P1", "delivered"),
        parcel(service, number, "P2", "delivered"),
    ]
    shipments = service.done("GET", f"orders/{number}/shipments")["shipments"]

    assert ["partially_shipped", "shipped", "partially_delivered", "complete"] == [
        each["status"] for each in steps
    ]
    assert ["P1", "P2"] == [each["reference_number"] for each in shipments]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"id": "P1", "state": "lost"}, (400, "invalid_request")),
        ({"id": "P1", "state": "shipped", "units": {"x": 1}}, (400, "invalid_request")),
        ({"id": "P1", "state": "shipped", "units": {"\u0660": 1}}, BAD),
        ({"id": "P1", "state": "shipped", "units": {"9" * 5000: 1}}, BAD),
        ({"id": "P1", "state": "shipped", "units": {"0": 1, "00": 1}}, BAD),
        ({"id": "P1", "state": "shipped", "units": {"0": 9}}, (409, "invalid_request")),
    ],
)
def test_a_parcel_that_cannot_be(service: Service, body: object, said: object) -> None:
    """A parcel holds units of the order's lines."""
    path = f"{MERCHANT}/orders/{service.paid()}/parcels"

    assert said == service.refused("POST", path, body, token=SHOP)


def test_points_are_earned_with_the_last_parcel(service: Service) -> None:
    """Points come with the goods and go when they come back."""
    number = service.paid()
    before = account(service)[0]
    parcel(service, number, "P1", "shipped", {"0": 2})
    parcel(service, number, "P1", "delivered")
    earned = account(service)[0]
    create_refund(service, number, "R1", {"0": 1})

    assert (400, 484, 442) == (before, earned, account(service)[0])


def create_refund(
    service: Service, number: str, name: str, units: dict[str, int]
) -> Any:
    """Return a refund of units that came back."""
    path = f"{MERCHANT}/orders/{number}/refunds"
    body = {"id": name, "returned": units, "reason": "too small"}
    return service.done("POST", path, body, token=SHOP)["refund"]


def test_units_are_refunded(service: Service) -> None:
    """Refunds by units sum to what was paid, and each is asked for once."""
    number = service.paid()
    first = create_refund(service, number, "R1", {"0": 1})
    again = create_refund(service, number, "R1", {"0": 1})
    second = create_refund(service, number, "R2", {"0": 1})
    told = service.gateway.gateway.orders[number.lower()]["refunds"]

    assert (first, Decimal("1068.80")) == (
        again,
        sum(Decimal(str(each["amount"])) for each in told),
    )
    assert Decimal("1068.80") == Decimal(first["gateway"]) + Decimal(second["gateway"])


@pytest.mark.parametrize("name", ["R1", "the first one / \u20b9"])
def test_refunds_of_two_orders_may_be_named_alike(service: Service, name: str) -> None:
    """The gateway is asked for both, by ids that it has never seen and does take."""
    numbers = [service.paid(), service.paid()]
    for number in numbers:
        create_refund(service, number, name, {"0": 2})
    told = [service.gateway.gateway.orders[each.lower()]["refunds"] for each in numbers]

    assert [["1068.80"], ["1068.80"]] == [
        [each["amount"] for each in refunds] for refunds in told
    ]
    assert 2 == len({each["unique_request_id"] for (each,) in told})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"id": "R1", "returned": {"0": 2}}, (409, "refund_id_used")),
        ({"id": "R2", "returned": {"0": 2}}, (400, "invalid_request")),
        ({"id": "R2", "returned": {"7": 1}}, (400, "invalid_request")),
        ({"id": "R2"}, (400, "invalid_request")),
        ({"id": "R2", "returned": {"0": 1}, "policy": {}}, (400, "invalid_request")),
    ],
)
def test_a_refund_that_cannot_be(service: Service, body: object, said: object) -> None:
    """Nothing comes back twice, and an id is used once."""
    number = service.paid()
    create_refund(service, number, "R1", {"0": 1})
    path = f"{MERCHANT}/orders/{number}/refunds"

    assert said == service.refused("POST", path, body, token=SHOP)


def test_all_that_is_wrong_with_a_refund(service: Service) -> None:
    """It is told in one answer: the key that is unknown, and the units."""
    path = f"{MERCHANT}/orders/{service.paid()}/refunds"
    body = {"id": "", "returned": {"0": 0}, "policy": {}}
    _, answer = service.ask("POST", path, body, token=SHOP)

    assert [
        ("policy", "unknown_key"),
        ("id", "empty_text"),
        ("returned.0.quantity", "count_out_of_range"),
    ] == [(each["path"], each["code"]) for each in answer["errors"]]


def test_points_come_back_without_money(service: Service) -> None:
    """A refund of points alone says so."""
    cart = service.cart({"product_id": "pin", "variant_id": None, "quantity": 1})
    collect(service, cart["id"])
    path = f"carts/{cart['id']}/loyalty-points"
    points = service.done("POST", path, {"loyalty_point_redeemed": 40})["cart"]
    number = service.order(cart["id"])["order"]["order_number"]
    cancel(service, number)
    (refund,) = service.done("GET", f"orders/{number}/refunds")["refunds"]

    assert (Decimal("0.00"), "loyalty-point", "success", (400, 500_00)) == (
        points["to_be_paid"],
        refund["payment_mode"],
        refund["status"],
        account(service),
    )
