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

from checkout_core.refunds import RefundPolicy

from checkout_core import Customer
from checkout_core.service import Desk, SqlDatabase
from checkout_core.store import Redemptions
from checkout_core.testing.gateway import Loopback
from service.house import (
    ADDRESS,
    ARJUN,
    HYPER,
    MEERA,
    MERCHANT,
    SHELF,
    SHOP,
    STORE,
    TEA,
    TEE,
    Client,
    Clock,
    House,
    desk_of,
)


SCHEMAS = Path(__file__).parents[1] / "contract" / "schemas"
CREATED = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "order.strict.schema.json").read_text())
)


def account(house: House, customer: str = "meera") -> tuple[int, int]:
    """Return a customer's points, and credit in paise."""
    with house.desk.database.reading() as unit:
        return unit.accounts.get(customer)


def rich_cart(house: House) -> str:
    """Return a cart of Meera's with everything on it."""
    path = f"carts/{house.cart(TEE, TEA)['id']}"
    house.done("POST", f"{path}/coupon", {"coupon_code": "SAVE100"})
    house.done("POST", f"{path}/loyalty-points", {"loyalty_point_redeemed": 400})
    house.done("POST", f"{path}/credit-balance", {"credit_balance_used": 200})
    body = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
    house.done("POST", f"{path}/address", body)
    return path.removeprefix("carts/")


def collect(house: House, cart_id: str) -> None:
    """Let a cart be collected, which costs no delivery."""
    body = {"fulfillment_type": "collect-in-store", "pickup_location_id": "p1"}
    house.done("POST", f"carts/{cart_id}/fulfillment-preference", body)


def test_a_cart_becomes_an_order_with_a_payload(house: House) -> None:
    """The answer is the vendor's in every key, and Juspay knows the order."""
    content = house.order(rich_cart(house))
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
    assert [number.lower()] == list(house.gateway.gateway.orders)


def test_a_cart_becomes_one_order(house: House) -> None:
    """The same request again is the same order with the same payload."""
    cart = house.cart()
    first, again = house.order(cart["id"]), house.order(cart["id"])

    assert (first, 1) == (again, len(house.gateway.gateway.orders))


def test_without_a_method_the_order_waits(house: House) -> None:
    """An order may be placed first and paid later."""
    cart = house.cart()
    content = house.done("POST", "orders", {"cart_id": cart["id"]})
    later = house.order(cart["id"])

    assert (True, {}, content["order"]["order_number"]) == (
        content["payment_required"],
        content["payment_info"],
        later["order"]["order_number"],
    )


def test_nothing_to_pay(house: House) -> None:
    """What costs nothing is confirmed at once, and the gateway is not asked."""
    free = {"product_id": "sticker", "variant_id": None, "quantity": 1}
    cart = house.cart(free)
    collect(house, cart["id"])
    content = house.order(cart["id"])

    assert (False, "confirmed", []) == (
        content["payment_required"],
        content["order"]["status"],
        house.gateway.sent,
    )


@pytest.mark.parametrize("body", [{}, {"cart_id": 1}, {"cart_id": "x", "y": 1}, b"[]"])
def test_a_request_that_is_none(house: House, body: object) -> None:
    """What is wrong with a request is said before anything is placed."""
    assert (400, "invalid_request") == house.refused("POST", "orders", body)


@pytest.mark.parametrize("token", [MEERA, ARJUN])
def test_a_cart_that_is_not_there(house: House, token: str) -> None:
    """Another's cart cannot be ordered, nor one that nobody has."""
    cart_id = house.cart()["id"] if token == ARJUN else "cart_none"
    body = {"cart_id": cart_id, "payment_method": HYPER}

    assert (404, "cart_not_found") == house.refused("POST", "orders", body, token=token)


def test_a_method_that_nobody_knows_places_nothing(house: House) -> None:
    """A refused request leaves the cart a cart."""
    cart = house.cart()
    method = {**HYPER, "payment_provider_slug": "cash"}
    body = {"cart_id": cart["id"], "payment_method": method}

    assert (400, "invalid_request") == house.refused("POST", "orders", body)
    assert [] == house.done("GET", "orders")["orders"]


def test_what_is_spent_is_taken_once(house: House) -> None:
    """Points and credit leave the account with the order."""
    cart_id = rich_cart(house)
    house.order(cart_id)
    house.order(cart_id)

    assert (0, 300_00) == account(house)


def test_credit_is_not_spent_twice(house: House) -> None:
    """Two carts of one credit: the second hears that it is gone."""
    paths = [f"carts/{house.cart()['id']}" for _ in range(2)]
    for path in paths:
        body = {"credit_balance_used": 500}
        house.done("POST", f"{path}/credit-balance", body)
    first, second = [
        house.order(path.removeprefix("carts/"))["order"]["credit_balance_used"]
        for path in paths
    ]

    assert (Decimal("500.00"), Decimal("0.00"), (400, 0)) == (
        first,
        second,
        account(house),
    )


def test_a_coupon_that_ran_out_stops_the_order(house: House) -> None:
    """Nobody pays more than the cart said because others were faster."""
    carts = []
    guest = house.done("POST", "auth/anonymous")["access_token"]
    for token in (MEERA, ARJUN, guest):
        cart = house.cart(token=token)
        body = {"coupon_code": "TWO"}
        house.done("POST", f"carts/{cart['id']}/coupon", body, token=token)
        carts.append((cart["id"], token))
    for cart_id, token in carts[:2]:
        house.order(cart_id, token=token)
    cart_id, token = carts[2]
    order = {"cart_id": cart_id, "payment_method": HYPER}

    assert (409, "limit_reached") == house.refused("POST", "orders", order, token=token)


def test_a_coupon_is_redeemed_once_by_a_customer(house: House) -> None:
    """Who has used it is told so."""
    cart = house.cart()
    house.done("POST", f"carts/{cart['id']}/coupon", {"coupon_code": "TWO"})
    house.order(cart["id"])
    path = f"carts/{house.cart()['id']}/coupon"

    assert (400, "customer_limit_reached") == house.refused(
        "POST", path, {"coupon_code": "TWO"}
    )


def test_a_cancelled_order_gives_its_coupon_back(house: House) -> None:
    """What was redeemed may be redeemed again."""
    cart = house.cart()
    house.done("POST", f"carts/{cart['id']}/coupon", {"coupon_code": "TWO"})
    number = house.order(cart["id"])["order"]["order_number"]
    house.done("POST", f"orders/{number}/cancel", {"cancellation_reason": "no"})
    path = f"carts/{house.cart()['id']}/coupon"

    assert house.done("POST", path, {"coupon_code": "TWO"})["cart"]["is_coupon_applied"]


def test_what_the_store_counted_before(database: SqlDatabase) -> None:
    """Counters go on from where the shelf's document left them."""
    store = {
        **STORE,
        "offer_redemptions": {"scarce": 1},
        "code_redemptions": {"TWO": 1},
    }
    desk = desk_of(database, shelf={**SHELF, "store": store})
    with Client(desk) as client:
        house = House(desk, Clock(), Loopback(), client)
        found = []
        for token in (MEERA, ARJUN):
            cart = house.cart(token=token)
            path = f"carts/{cart['id']}/coupon"
            body = {"coupon_code": "TWO"}
            found.append(house.ask("POST", path, body, token=token)[0])
            house.order(cart["id"], token=token)

    assert [200, 400] == found


def test_what_all_orders_used_up_is_evaluated_so(database: SqlDatabase) -> None:
    """One before the shelf was read and Meera's are two: none is left for Arjun."""
    store = {**STORE, "offer_redemptions": {"scarce": 1}}
    desk = desk_of(database, shelf={**SHELF, "store": store})
    with Client(desk) as client:
        house = House(desk, Clock(), Loopback(), client)
        cart = house.cart(token=MEERA)
        path = f"carts/{cart['id']}/coupon"
        house.done("POST", path, {"coupon_code": "TWO"}, token=MEERA)
        house.order(cart["id"], token=MEERA)
        path = f"carts/{house.cart(token=ARJUN)['id']}/evaluate-coupons"
        found = house.done("GET", path, token=ARJUN)

    assert ["scarce"] == [each["id"] for each in found["inapplicable_coupons"]]


def counts(house: House) -> dict[str, int]:
    """Return how often each offer was redeemed."""
    with house.desk.database.reading() as unit:
        return dict(unit.counters.counts().offers)


def test_a_guests_promotion_is_counted(house: House) -> None:
    """Without a code and without a customer, and given back with the order."""
    guest = house.done("POST", "auth/anonymous")["access_token"]
    cart = house.cart({**TEE, "quantity": 20}, token=guest)
    number = house.order(cart["id"], token=guest)["order"]["order_number"]
    counted = counts(house)
    body = {"cancellation_reason": "x"}
    house.done("POST", f"orders/{number}/cancel", body, token=guest)

    assert ({"bulk": 1}, {"bulk": 0}) == (counted, counts(house))


def test_many_buyers_of_the_last_two(house: House) -> None:
    """Whatever the order of their requests, exactly two succeed."""
    carts = []
    for _ in range(8):
        token = house.done("POST", "auth/anonymous")["access_token"]
        cart = house.cart(token=token)
        body = {"coupon_code": "TWO"}
        house.done("POST", f"carts/{cart['id']}/coupon", body, token=token)
        carts.append((cart["id"], token))

    def buy(each: tuple[str, str]) -> int:
        body = {"cart_id": each[0]}
        return house.ask("POST", "orders", body, token=each[1])[0]

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(buy, carts))

    assert [200] * 2 == found[:2]
    assert [409] * 6 == found[2:]


def test_an_offer_that_goes_between_price_and_order(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counters that changed since they were read stop the order, and undo it."""
    carts = []
    for token in (MEERA, ARJUN):
        cart = house.cart(token=token)
        path = f"carts/{cart['id']}/coupon"
        house.done("POST", path, {"coupon_code": "TWO"}, token=token)
        carts.append(cart["id"])
    guest = house.done("POST", "auth/anonymous")["access_token"]
    cart = house.cart(token=guest)
    path = f"carts/{cart['id']}/coupon"
    house.done("POST", path, {"coupon_code": "TWO"}, token=guest)
    house.order(carts[0])
    house.order(carts[1], token=ARJUN)
    monkeypatch.setattr(Desk, "redemptions", lambda *_: Redemptions())
    body = {"cart_id": cart["id"], "payment_method": HYPER}
    said = house.refused("POST", "orders", body, token=guest)

    assert ((409, "offer_used_up"), []) == (
        said,
        house.done("GET", "orders", token=guest)["orders"],
    )


def test_credit_that_goes_between_price_and_order(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account that was emptied since it was read stops the order, and undoes it."""
    path = f"carts/{house.cart()['id']}"
    house.done("POST", f"{path}/credit-balance", {"credit_balance_used": 500})
    with house.desk.database.writing() as unit:
        unit.accounts.spend("meera", 0, 1_00)
    before = Customer("meera", credit_balance="500.00")
    monkeypatch.setattr(Desk, "customer", lambda *_, **__: before)
    cart_id = path.removeprefix("carts/")
    body = {"cart_id": cart_id, "payment_method": HYPER}

    assert ((409, "balance_changed"), [], (400, 499_00)) == (
        house.refused("POST", "orders", body),
        house.done("GET", "orders")["orders"],
        account(house),
    )


def test_one_cart_from_many_sides(house: House) -> None:
    """A cart that is ordered by many at once becomes one order."""
    cart = house.cart()

    def buy(_: int) -> Any:
        content = house.done("POST", "orders", {"cart_id": cart["id"]})
        return content["order"]["order_number"]

    with ThreadPoolExecutor(8) as pool:
        assert 1 == len(set(pool.map(buy, range(8))))


def test_an_order_is_looked_at(house: House) -> None:
    """Its owner sees it, and so does the merchant; nobody else does."""
    number = house.number()
    seen = house.done("GET", f"orders/{number}")["order"]
    sold = house.done("GET", f"{MERCHANT}/orders/{number}", token=SHOP)["order"]

    assert (number, seen) == (seen["order_number"], sold)
    assert (404, "order_not_found") == house.refused(
        "GET", f"orders/{number}", token=ARJUN
    )


def test_orders_are_listed(house: House) -> None:
    """The newest come first, a page at a time."""
    numbers: list[str] = []
    for _ in range(3):
        numbers.insert(0, house.number())
        house.clock.later(minutes=1)
    first = house.done("GET", "orders?limit=2&user_id=meera")
    second = house.done("GET", "orders?limit=2&page=2")

    assert (numbers, 3, (None, 2), (1, None)) == (
        [each["order_number"] for each in (*first["orders"], *second["orders"])],
        first["pagination"]["total_records"],
        tuple(first["pagination"][key] for key in ("previous_page", "next_page")),
        tuple(second["pagination"][key] for key in ("previous_page", "next_page")),
    )


@pytest.mark.parametrize("query", ["page=0", "page=x", "limit=-1", "user_id=arjun"])
def test_a_page_that_is_none(house: House, query: str) -> None:
    """A page that cannot be is refused."""
    assert (400, "invalid_request") == house.refused("GET", f"orders?{query}")


def test_an_order_is_paid(house: House) -> None:
    """An event makes the service ask, and what the gateway says counts."""
    number = house.paid()
    status = house.done("GET", f"orders/{number}/payment-status")
    (payment,) = house.done("GET", f"orders/{number}/payments")["payments"]

    assert ("success", Decimal("1068.80"), False, "success") == (
        status["status"],
        status["amount_paid"],
        status["is_retry_available"],
        payment["payment_status"],
    )


def test_a_status_is_asked_for(house: House) -> None:
    """Where the event did not come yet, the shopper's question finds out."""
    number = house.number()
    before = house.done("GET", f"orders/{number}/payment-status")["status"]
    house.pay(number, tell=False)

    assert ("pending", "success") == (
        before,
        house.done("GET", f"orders/{number}/payment-status")["status"],
    )


def test_a_status_without_a_payment(house: House) -> None:
    """An order that nobody began to pay can be paid."""
    cart = house.cart()
    number = house.done("POST", "orders", {"cart_id": cart["id"]})["order"][
        "order_number"
    ]
    status = house.done("GET", f"orders/{number}/payment-status")

    assert ("pending", True) == (status["status"], status["is_retry_available"])


# After payment ----------------------------------------------------------------------


def cancel(house: House, number: str, **more: Any) -> dict[str, Any]:
    """Return an order that was cancelled."""
    body = {"cancellation_reason": "changed my mind", **more}
    found: dict[str, Any] = house.done("POST", f"orders/{number}/cancel", body)["order"]
    return found


def test_a_cancelled_order_is_refunded(house: House) -> None:
    """Money goes back through the gateway, points and credit to the account."""
    number = house.order(rich_cart(house))["order"]["order_number"]
    house.pay(number)
    order = cancel(house, number, refund_mode="original-payment-mode")
    (told,) = house.gateway.gateway.orders[number.lower()]["refunds"]
    (refund,) = house.done("GET", f"orders/{number}/refunds")["refunds"]

    assert ("cancelled", "1192.14", (400, 500_00)) == (
        order["status"],
        told["amount"],
        account(house),
    )
    assert (Decimal("1392.14"), "pending") == (
        refund["refund_amount"],
        refund["status"],
    )


def test_a_cancellation_keeps_what_was_said(database: SqlDatabase) -> None:
    """The charge that the order shows is the one that is kept."""
    gateway = Loopback()
    policy = RefundPolicy(cancellation_charge=50, cancellation_reason="packing")
    desk = desk_of(database, transport=gateway, refunds=policy)
    with Client(desk) as client:
        house = House(desk, Clock(), gateway, client)
        number = house.paid()
        said = house.done("GET", f"orders/{number}")["order"]
        cancel(house, number)
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


def test_what_the_shopper_said_stays(house: House) -> None:
    """Reason and feedback are the order's for ever."""
    number = house.number()
    order = cancel(house, number, feedback="too slow")
    again = cancel(house, number, feedback="never mind")
    seen = house.done("GET", f"orders/{number}")["order"]
    other = cancel(house, house.number())

    assert ["too slow", "too slow", "too slow", None] == [
        each["feedback"] for each in (order, again, seen, other)
    ]


def test_money_goes_to_a_bank_account(house: House) -> None:
    """The gateway is not asked; the merchant says when it was sent, once."""
    number = house.paid()
    cancel(house, number, **TRANSFER)
    [refund] = house.done("GET", f"orders/{number}/refunds")["refunds"]
    path = f"{MERCHANT}/orders/{number}/refunds/{refund['request_number']}/paid"
    told = [house.done("POST", path, SENT, token=SHOP)["refund"] for _ in range(2)]
    [after] = house.done("GET", f"orders/{number}/refunds")["refunds"]
    other = house.refused("POST", path, {**SENT, "reference": "UTR43"}, token=SHOP)

    assert () == house.gateway.gateway.orders[number.lower()]["refunds"]
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
    house: House, first: dict[str, str], then: dict[str, str], expected: int
) -> None:
    """Nobody is told that it goes to another account than it does."""
    number = house.paid()
    cancel(house, number, **first)
    body = {"cancellation_reason": "again", **then}
    status, document = house.ask("POST", f"orders/{number}/cancel", body)

    assert (expected, None if expected == 200 else "already_cancelled") == (
        status,
        document.get("code"),
    )


def test_cancelled_again_without_money(house: House) -> None:
    """Where nothing goes back, it goes to no account."""
    number = house.number()
    cancel(house, number)

    assert "cancelled" == cancel(house, number, **TRANSFER)["status"]


def test_nothing_that_was_paid_needs_no_transfer(house: House) -> None:
    """A pending order has no money to send, whatever account is named."""
    number = house.number()
    cancel(house, number, **TRANSFER)
    [refund] = house.done("GET", f"orders/{number}/refunds")["refunds"]
    path = f"{MERCHANT}/orders/{number}/refunds/{refund['request_number']}/paid"

    assert ("success", "original-payment-mode") == (
        refund["status"],
        refund["payment_mode"],
    )
    assert (404, "refund_not_found") == house.refused("POST", path, SENT, token=SHOP)


@pytest.mark.parametrize(
    "body",
    [{}, {"at": "yesterday", "reference": "x"}, {**SENT, "reference": ""}],
    ids=str,
)
def test_a_transfer_that_is_none(house: House, body: object) -> None:
    """When it was sent and the bank's reference are needed."""
    path = f"{MERCHANT}/orders/{house.number()}/refunds/R1/paid"

    assert BAD == house.refused("POST", path, body, token=SHOP)


def test_a_shopper_sends_no_transfer(house: House) -> None:
    """Only the merchant says that money has gone."""
    path = f"{MERCHANT}/orders/{house.number()}/refunds/R1/paid"

    assert (403, "forbidden") == house.refused("POST", path, SENT)


def test_how_money_would_go_back(house: House) -> None:
    """The way it came, once it came; before that by the merchant's bank."""
    number = house.number()
    modes = []
    for pay in (False, True):
        if pay:
            house.pay(number)
        order = house.done("GET", f"orders/{number}")["order"]
        modes.append(order["cancellation_refund_details"]["payment_mode"])

    assert ["bank-transfer", "original-payment-mode"] == modes


def test_a_refund_ends(house: House) -> None:
    """The gateway tells when the money has arrived."""
    number = house.paid()
    cancel(house, number)
    (told,) = house.gateway.gateway.orders[number.lower()]["refunds"]
    name = told["unique_request_id"]
    states = []
    for state in ("FAILURE", "SUCCESS"):
        house.happens(house.gateway.gateway.settle_refund(number, name, state))
        found = house.done("GET", f"orders/{number}/refunds")["refunds"]
        states.append(found[0]["status"])

    assert ["failed", "success"] == states


def test_an_order_is_cancelled_once(house: House) -> None:
    """Cancelling again changes nothing."""
    number = house.paid()
    first = cancel(house, number)

    assert (first, 1) == (
        cancel(house, number),
        len(house.gateway.gateway.orders[number.lower()]["refunds"]),
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
def test_a_cancellation_that_is_none(house: House, body: object) -> None:
    """It needs a reason, and an account where and only where money goes there."""
    number = house.number()

    assert (400, "invalid_request") == house.refused(
        "POST", f"orders/{number}/cancel", body
    )


def test_a_shipped_order_is_not_cancelled(house: House) -> None:
    """What is under way comes back by a return."""
    number = house.paid()
    parcel(house, number, "P1", "shipped", {"0": 2})

    assert (409, "invalid_request") == house.refused(
        "POST", f"orders/{number}/cancel", {"cancellation_reason": "late"}
    )


def test_a_cancelled_order_is_not_paid(house: House) -> None:
    """Who asks again is told to begin a new cart."""
    cart = house.cart()
    number = house.order(cart["id"])["order"]["order_number"]
    cancel(house, number)
    body = {"cart_id": cart["id"], "payment_method": HYPER}

    assert (409, "order_cancelled") == house.refused("POST", "orders", body)


def test_money_that_comes_too_late_goes_back(house: House) -> None:
    """A payment of a cancelled order is returned whole."""
    number = house.number()
    cancel(house, number)
    house.pay(number)
    (told,) = house.gateway.gateway.orders[number.lower()]["refunds"]

    assert "1068.80" == told["amount"]


BAD = (400, "invalid_request")


def parcel(
    house: House,
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
    found: dict[str, Any] = house.done("POST", path, body, token=SHOP)["order"]
    return found


def test_an_order_is_shipped_in_parts(house: House) -> None:
    """Each parcel moves the order as the table says."""
    number = house.paid()
    steps = [
        parcel(house, number, "P1", "shipped", {"0": 1}),
        parcel(house, number, "P2", "shipped", {"0": 1}),
        parcel(house, number, "P1", "delivered"),
        parcel(house, number, "P2", "delivered"),
    ]
    shipments = house.done("GET", f"orders/{number}/shipments")["shipments"]

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
def test_a_parcel_that_cannot_be(house: House, body: object, said: object) -> None:
    """A parcel holds units of the order's lines."""
    path = f"{MERCHANT}/orders/{house.paid()}/parcels"

    assert said == house.refused("POST", path, body, token=SHOP)


def test_points_are_earned_with_the_last_parcel(house: House) -> None:
    """Points come with the goods and go when they come back."""
    number = house.paid()
    before = account(house)[0]
    parcel(house, number, "P1", "shipped", {"0": 2})
    parcel(house, number, "P1", "delivered")
    earned = account(house)[0]
    give_back(house, number, "R1", {"0": 1})

    assert (400, 484, 442) == (before, earned, account(house)[0])


def give_back(house: House, number: str, name: str, units: dict[str, int]) -> Any:
    """Return a refund of units that came back."""
    path = f"{MERCHANT}/orders/{number}/refunds"
    body = {"id": name, "returned": units, "reason": "too small"}
    return house.done("POST", path, body, token=SHOP)["refund"]


def test_units_are_refunded(house: House) -> None:
    """Refunds by units sum to what was paid, and each is asked for once."""
    number = house.paid()
    first = give_back(house, number, "R1", {"0": 1})
    again = give_back(house, number, "R1", {"0": 1})
    second = give_back(house, number, "R2", {"0": 1})
    told = house.gateway.gateway.orders[number.lower()]["refunds"]

    assert (first, Decimal("1068.80")) == (
        again,
        sum(Decimal(str(each["amount"])) for each in told),
    )
    assert Decimal("1068.80") == Decimal(first["gateway"]) + Decimal(second["gateway"])


@pytest.mark.parametrize("name", ["R1", "the first one / \u20b9"])
def test_refunds_of_two_orders_may_be_named_alike(house: House, name: str) -> None:
    """The gateway is asked for both, by ids that it has never seen and does take."""
    numbers = [house.paid(), house.paid()]
    for number in numbers:
        give_back(house, number, name, {"0": 2})
    told = [house.gateway.gateway.orders[each.lower()]["refunds"] for each in numbers]

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
def test_a_refund_that_cannot_be(house: House, body: object, said: object) -> None:
    """Nothing comes back twice, and an id is used once."""
    number = house.paid()
    give_back(house, number, "R1", {"0": 1})
    path = f"{MERCHANT}/orders/{number}/refunds"

    assert said == house.refused("POST", path, body, token=SHOP)


def test_all_that_is_wrong_with_a_refund(house: House) -> None:
    """It is told in one answer: the key that is unknown, and the units."""
    path = f"{MERCHANT}/orders/{house.paid()}/refunds"
    body = {"id": "", "returned": {"0": 0}, "policy": {}}
    _, answer = house.ask("POST", path, body, token=SHOP)

    assert [
        ("policy", "unknown_key"),
        ("id", "empty_text"),
        ("returned.0.quantity", "count_out_of_range"),
    ] == [(each["path"], each["code"]) for each in answer["errors"]]


def test_points_come_back_without_money(house: House) -> None:
    """A refund of points alone says so."""
    cart = house.cart({"product_id": "pin", "variant_id": None, "quantity": 1})
    collect(house, cart["id"])
    path = f"carts/{cart['id']}/loyalty-points"
    points = house.done("POST", path, {"loyalty_point_redeemed": 40})["cart"]
    number = house.order(cart["id"])["order"]["order_number"]
    cancel(house, number)
    (refund,) = house.done("GET", f"orders/{number}/refunds")["refunds"]

    assert (Decimal("0.00"), "loyalty-point", "success", (400, 500_00)) == (
        points["to_be_paid"],
        refund["payment_mode"],
        refund["status"],
        account(house),
    )
