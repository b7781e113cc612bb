# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Money goes back: by a cancellation, by units returned, through a bank."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkout_core.refunds import RefundPolicy
from checkout_core.service import SqlDatabase
from tests.factories.providers import HYPER
from tests.factories.service import MERCHANT, SHOP
from tests.factories.service_client import INVALID, Service, running


def test_a_cancelled_order_is_refunded(service: Service) -> None:
    """Money goes back through the gateway, points and credit to the account."""
    number = service.order(service.rich_cart())["order"]["order_number"]
    service.pay(number)
    order = service.cancel(number, refund_mode="original-payment-mode")
    (told,) = service.gateway.gateway.orders[number.lower()]["refunds"]
    (refund,) = service.done("GET", f"orders/{number}/refunds")["refunds"]

    assert ("cancelled", "1192.14", (400, 500_00)) == (
        order["status"],
        told["amount"],
        service.balances(),
    )
    assert (Decimal("1392.14"), "pending") == (
        refund["refund_amount"],
        refund["status"],
    )


def test_a_cancellation_keeps_what_was_said(database: SqlDatabase) -> None:
    """The charge that the order shows is the one that is kept."""
    policy = RefundPolicy(cancellation_charge=50, cancellation_reason="packing")
    with running(database, refunds=policy) as service:
        number = service.paid()
        said = service.done("GET", f"orders/{number}")["order"]
        service.cancel(number)
    (told,) = service.gateway.gateway.orders[number.lower()]["refunds"]
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
    order = service.cancel(number, feedback="too slow")
    again = service.cancel(number, feedback="never mind")
    seen = service.done("GET", f"orders/{number}")["order"]
    other = service.cancel(service.number())

    assert ["too slow", "too slow", "too slow", None] == [
        each["feedback"] for each in (order, again, seen, other)
    ]


def test_money_goes_to_a_bank_account(service: Service) -> None:
    """The gateway is not asked; the merchant says when it was sent, once."""
    number = service.paid()
    service.cancel(number, **TRANSFER)
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
    service.cancel(number, **first)
    body = {"cancellation_reason": "again", **then}
    status, document = service.ask("POST", f"orders/{number}/cancel", body)

    assert (expected, None if expected == 200 else "already_cancelled") == (
        status,
        document.get("code"),
    )


def test_cancelled_again_without_money(service: Service) -> None:
    """Where nothing goes back, it goes to no account."""
    number = service.number()
    service.cancel(number)

    assert "cancelled" == service.cancel(number, **TRANSFER)["status"]


def test_nothing_that_was_paid_needs_no_transfer(service: Service) -> None:
    """A pending order has no money to send, whatever account is named."""
    number = service.number()
    service.cancel(number, **TRANSFER)
    [refund] = service.done("GET", f"orders/{number}/refunds")["refunds"]
    path = f"{MERCHANT}/orders/{number}/refunds/{refund['request_number']}/paid"

    assert ("success", "original-payment-mode") == (
        refund["status"],
        refund["payment_mode"],
    )
    assert (404, "refund_not_found") == service.refused("POST", path, SENT, token=SHOP)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"at": "yesterday", "reference": "x"},
        {**SENT, "reference": ""},
        {**SENT, "reference": " "},
    ],
    ids=str,
)
def test_a_transfer_that_is_none(service: Service, body: object) -> None:
    """When it was sent and the bank's reference are needed."""
    path = f"{MERCHANT}/orders/{service.number()}/refunds/R1/paid"

    assert INVALID == service.refused("POST", path, body, token=SHOP)


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
    service.cancel(number)
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
    first = service.cancel(number)

    assert (first, 1) == (
        service.cancel(number),
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
        {
            "cancellation_reason": "x",
            "refund_mode": "bank-transfer",
            "bank_account_id": "\u00a0",
        },
        {"cancellation_reason": "x", "bank_account_id": "acc_7"},
        {"cancellation_reason": "x", "feedback": 5},
    ],
    ids=str,
)
def test_a_cancellation_that_is_none(service: Service, body: object) -> None:
    """It needs a reason, and an account where and only where money goes there."""
    number = service.number()

    assert INVALID == service.refused("POST", f"orders/{number}/cancel", body)


def test_a_shipped_order_is_not_cancelled(service: Service) -> None:
    """What is under way comes back by a return."""
    number = service.paid()
    service.ship(number, "P1", "shipped", {"0": 2})

    assert (409, "invalid_request") == service.refused(
        "POST", f"orders/{number}/cancel", {"cancellation_reason": "late"}
    )


def test_a_cancelled_order_is_not_paid(service: Service) -> None:
    """Who asks again is told to begin a new cart."""
    cart = service.cart()
    number = service.order(cart["id"])["order"]["order_number"]
    service.cancel(number)
    body = {"cart_id": cart["id"], "payment_method": HYPER}

    assert (409, "order_cancelled") == service.refused("POST", "orders", body)


def test_money_that_comes_too_late_goes_back(service: Service) -> None:
    """A payment of a cancelled order is returned whole."""
    number = service.number()
    service.cancel(number)
    service.pay(number)
    (told,) = service.gateway.gateway.orders[number.lower()]["refunds"]

    assert "1068.80" == told["amount"]


def test_units_are_refunded(service: Service) -> None:
    """Refunds by units sum to what was paid, and each is asked for once."""
    number = service.paid()
    first = service.refund(number, "R1", {"0": 1})
    again = service.refund(number, "R1", {"0": 1})
    second = service.refund(number, "R2", {"0": 1})
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
        service.refund(number, name, {"0": 2})
    told = [service.gateway.gateway.orders[each.lower()]["refunds"] for each in numbers]

    assert [["1068.80"], ["1068.80"]] == [
        [each["amount"] for each in refunds] for refunds in told
    ]
    assert 2 == len({each["unique_request_id"] for (each,) in told})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"id": "R1", "returned": {"0": 2}}, (409, "refund_id_used")),
        ({"id": "R2", "returned": {"0": 2}}, INVALID),
        ({"id": "R2", "returned": {"7": 1}}, INVALID),
        ({"id": "R2"}, INVALID),
        ({"id": "R2", "returned": {"0": 1}, "policy": {}}, INVALID),
    ],
)
def test_a_refund_that_cannot_be(service: Service, body: object, said: object) -> None:
    """Nothing comes back twice, and an id is used once."""
    number = service.paid()
    service.refund(number, "R1", {"0": 1})
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
    service.collect(cart["id"])
    path = f"carts/{cart['id']}/loyalty-points"
    points = service.done("POST", path, {"loyalty_point_redeemed": 40})["cart"]
    number = service.order(cart["id"])["order"]["order_number"]
    service.cancel(number)
    (refund,) = service.done("GET", f"orders/{number}/refunds")["refunds"]

    assert (Decimal("0.00"), "loyalty-point", "success", (400, 500_00)) == (
        points["to_be_paid"],
        refund["payment_mode"],
        refund["status"],
        service.balances(),
    )
