# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The merchant takes the money: in cash, by a transfer, from a courier."""

from __future__ import annotations

import json

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import RefundPolicy
from checkout_core.service import SqlDatabase
from tests.factories.manual import (
    ADVANCE,
    AT_THE_DOOR,
    BY_CASH,
    BY_TRANSFER,
    SHOP_WITH_CASH,
)
from tests.factories.providers import HYPER
from tests.factories.service import CATALOGUE, MERCHANT, SHOP, TEE
from tests.factories.service_client import INVALID, Service, running


#: Two tees, their delivery, and the fee: 998.00 + 70.80 + 30.00.
DUE, FULL = "1068.80", "1098.80"


@pytest.fixture
def url() -> str:
    """Return the URL of a database in memory; `test_agreement` has the others."""
    return "sqlite://"


@pytest.fixture
def shop(database: SqlDatabase) -> Iterator[Service]:
    """Yield a shop that takes cash, for a fee, and transfers."""
    with running(database, catalogue=SHOP_WITH_CASH) as service:
        yield service


def by_cash(shop: Service, **more: Any) -> str:
    """Return the number of an order that is paid in cash."""
    cart = shop.cart()["id"]
    shop.done("POST", f"carts/{cart}/payment", AT_THE_DOOR)
    if more:
        shop.done("POST", f"carts/{cart}/payment-plan", more)
    method = HYPER if more else BY_CASH
    order = shop.order(cart, payment_method=method)["order"]
    return str(order["order_number"])


def note(shop: Service, number: str, amount: str, **more: Any) -> tuple[int, Any]:
    """Return what the merchant's note of a payment is answered with."""
    body = {"id": "C1", "amount": amount, "method": "cash", **more}
    path = f"{MERCHANT}/orders/{number}/payments"
    return shop.ask("POST", path, body, token=SHOP)


def noted(shop: Service, number: str, amount: str, **more: Any) -> dict[str, Any]:
    """Return the order once the merchant noted a payment."""
    status, document = note(shop, number, amount, **more)
    assert 200 == status, document
    return dict(document["content"]["order"])


def paid_in_cash(shop: Service) -> str:
    """Return the number of an order that was paid in cash."""
    number = by_cash(shop)
    noted(shop, number, FULL)
    return number


# Ordering ---------------------------------------------------------------------------


def test_an_order_that_is_paid_in_cash(shop: Service) -> None:
    """It is confirmed, shipped, collected and complete, without a gateway."""
    number = by_cash(shop)
    order = shop.done("GET", f"orders/{number}")["order"]
    shop.ship(number, "P1", "shipped", {"0": 2})
    paid = noted(shop, number, FULL, reference="receipt 7")
    done = shop.ship(number, "P1", "delivered")
    (payment,) = shop.done("GET", f"orders/{number}/payments")["payments"]

    assert ("confirmed", "pending", FULL) == (
        order["status"],
        order["payment_status"],
        str(order["x_checkout_core"]["collect_on_delivery"]),
    )
    assert ("success", "0.00", "complete") == (
        paid["payment_status"],
        str(paid["x_checkout_core"]["collect_on_delivery"]),
        done["status"],
    )
    assert ("cash", "receipt 7", "success", FULL) == (
        payment["payment_method"],
        payment["payment_reference_number"],
        payment["payment_status"],
        str(payment["amount"]),
    )
    assert [] == shop.gateway.sent


def test_a_transfer_is_waited_for(shop: Service) -> None:
    """The order is pending until the money is noted."""
    created = shop.order(payment_method=BY_TRANSFER)
    number = created["order"]["order_number"]
    paid = noted(shop, number, DUE, method="bank-transfer", reference="UTR1")

    assert ("pending", True, {}) == (
        created["order"]["status"],
        created["payment_required"],
        created["payment_info"],
    )
    assert ("confirmed", "success") == (paid["status"], paid["payment_status"])


def test_the_fee_is_shown_before_it_is_charged(shop: Service) -> None:
    """A cart without a payment has no fee; the order that names cash says so."""
    cart = shop.cart()["id"]
    body = {"cart_id": cart, "payment_method": BY_CASH}
    status, document = shop.ask("POST", "orders", body)
    order = shop.done("POST", "orders", {**body, "expected_total": FULL})["order"]

    assert (409, "price_changed") == (status, document["code"])
    assert [
        ("charge", "Cash on delivery", "0.00", "30.00"),
        ("total", "total", DUE, FULL),
    ] == [
        (each["what"], each["name"], str(each["before"]), str(each["now"]))
        for each in document["errors"]
    ]
    assert (FULL, "confirmed") == (str(order["to_be_paid"]), order["status"])


@pytest.mark.parametrize("repeat", [BY_CASH, BY_TRANSFER, HYPER])
def test_another_way_to_pay_an_order(shop: Service, repeat: Any) -> None:
    """An order for cash keeps its price: a transfer is another one, cash a repeat."""
    cart = shop.cart()["id"]
    shop.done("POST", f"carts/{cart}/payment", AT_THE_DOOR)
    first = shop.order(cart, payment_method=BY_CASH)
    body = {"cart_id": cart, "payment_method": repeat}
    status, document = shop.ask("POST", "orders", body)

    if repeat is BY_TRANSFER:
        assert (409, "payment_differs") == (status, document["code"])
    else:
        assert first == document["content"]


def test_cash_after_all(database: SqlDatabase) -> None:
    """Where cash costs no fee, an order that waits for a card is confirmed for it."""
    catalogue = {**CATALOGUE, "shop": {"manual": ["cash-on-delivery"]}}
    with running(database, catalogue=catalogue) as shop:
        cart = shop.cart()["id"]
        first = shop.order(cart)["order"]
        again = shop.order(cart, payment_method=BY_CASH)["order"]
        stored = shop.done("GET", f"orders/{first['order_number']}")["order"]

    assert ("pending", "confirmed", "confirmed") == (
        first["status"],
        again["status"],
        stored["status"],
    )


def test_from_the_card_to_the_bank(shop: Service) -> None:
    """A payment page does not keep the shopper from sending the money."""
    cart = shop.cart()["id"]
    number = shop.order(cart)["order"]["order_number"]
    retried = shop.done(
        "POST", f"orders/{number}/retry-payment", {"payment_method": BY_TRANSFER}
    )
    paid = noted(shop, number, DUE, method="bank-transfer")
    shop.pay(number)

    assert ({"payment_info": {}}, "success") == (retried, paid["payment_status"])
    # What came twice goes back, through the gateway.
    assert [DUE] == [str(amount) for _, amount in shop.provider.refunds(number)]


def test_a_card_order_does_not_become_one_for_cash(shop: Service) -> None:
    """Its price has no fee for cash."""
    number = shop.number()
    body = {"payment_method": BY_CASH}

    assert (409, "payment_differs") == shop.refused(
        "POST", f"orders/{number}/retry-payment", body
    )


@pytest.mark.parametrize(
    ("payment", "method", "code"),
    [
        ({"method": "cash_on_delivery"}, HYPER, "payment_not_taken"),
        ({"method": "bank_transfer"}, None, "payment_not_taken"),
    ],
)
def test_a_shop_that_takes_no_cash(
    service: Service, payment: Any, method: Any, code: str
) -> None:
    """By default a cart for cash cannot be ordered, whatever the method says."""
    cart = service.cart()["id"]
    service.done("POST", f"carts/{cart}/payment", {"payment": payment})
    body = {"cart_id": cart}
    if method is not None:
        body["payment_method"] = method

    assert (409, code) == service.refused("POST", "orders", body)


def test_a_method_that_the_shop_does_not_take(service: Service) -> None:
    """It is refused before anything is placed."""
    body = {"cart_id": service.cart()["id"], "payment_method": BY_CASH}

    assert INVALID == service.refused("POST", "orders", body)
    assert [] == service.done("GET", "orders")["orders"]


def test_cash_at_the_gateway(shop: Service) -> None:
    """COD_INITIATED confirms the order, and is never a payment."""
    number = shop.number()
    shop.apply(shop.gateway.gateway.pay_at_the_door(number))
    order = shop.done("GET", f"orders/{number}")["order"]
    paid = noted(shop, number, DUE)

    assert ("confirmed", "pending") == (order["status"], order["payment_status"])
    assert "success" == paid["payment_status"]


# Confirming -------------------------------------------------------------------------


def confirm(shop: Service, number: str, **body: Any) -> tuple[int, Any]:
    """Return what the merchant's confirmation is answered with."""
    path = f"{MERCHANT}/orders/{number}/confirm"
    return shop.ask("POST", path, body, token=SHOP)


def test_the_merchant_confirms_an_order(shop: Service) -> None:
    """It may be shipped then; a repeat changes nothing."""
    number = shop.number()
    _, first = confirm(shop, number, reason="known by phone")
    again = confirm(shop, number, reason="another")
    shipped = shop.ship(number, "P1", "shipped", {"0": 2})

    assert ("confirmed", "pending", "known by phone", (200, first)) == (
        first["content"]["order"]["status"],
        first["content"]["order"]["payment_status"],
        first["content"]["order"]["x_checkout_core"]["reason"],
        again,
    )
    assert "shipped" == shipped["status"]
    assert (409, "invalid_request") == (
        confirm(shop, number)[0],
        confirm(shop, number)[1]["code"],
    )


@pytest.mark.parametrize("body", [{"reason": 7}, {"why": "x"}, {"reason": "x" * 10001}])
def test_a_confirmation_that_is_none(shop: Service, body: Any) -> None:
    """A reason is a text."""
    status, document = confirm(shop, shop.number(), **body)

    assert INVALID == (status, document["code"])


# Noting money -----------------------------------------------------------------------


def test_a_note_counts_once(shop: Service) -> None:
    """The same id and the same content again change nothing."""
    number = by_cash(shop)
    first = noted(shop, number, "500.00")
    shop.clock.later(minutes=5)
    again = noted(shop, number, "500")
    rest = noted(shop, number, "598.80", id="C2", at="2026-11-25T10:00:00+05:30")

    assert (first, "partially_paid") == (again, first["payment_status"])
    assert ("598.80", "success", "2026-11-25T10:00:00+05:30") == (
        str(first["x_checkout_core"]["collect_on_delivery"]),
        rest["payment_status"],
        rest["payment_success_date"],
    )


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "499.00"},
        {"method": "other"},
        {"reference": "r"},
        {"at": "2026-11-20T10:00:00Z"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_note_under_its_id(shop: Service, change: Any) -> None:
    """It is refused, and the first one stays."""
    number = by_cash(shop)
    noted(shop, number, "500.00")
    status, document = note(shop, number, **{"amount": "500.00", **change})

    assert (409, "payment_differs") == (status, document["code"])


def test_the_id_of_a_gateways_payment(shop: Service) -> None:
    """A payment that began at the gateway does not end by a note."""
    number = shop.number()
    status, document = note(shop, number, DUE, id=number)

    assert (409, "payment_differs") == (status, document["code"])


def test_more_than_is_unpaid(shop: Service) -> None:
    """No gateway could send it back: what is due is noted, no more."""
    number = by_cash(shop)
    noted(shop, number, "1000.00")
    status, document = note(shop, number, "98.81", id="C2")
    noted(shop, number, "98.80", id="C2")
    full = note(shop, number, "0.01", id="C3")[1]["code"]

    assert (400, "more_than_unpaid", "amount") == (
        status,
        document["code"],
        document["errors"][0]["path"],
    )
    assert "only 98.80 INR of this order is unpaid" in document["message"]
    assert "more_than_unpaid" == full


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, ["id", "amount", "method"]),
        ({"id": "", "amount": 0, "method": "card"}, ["id", "amount", "method"]),
        ({"id": " ", "amount": 1, "method": "cash"}, ["id"]),
        ({"id": "C1", "amount": "1.001", "method": "cash"}, ["amount"]),
        (
            {"id": "C1", "amount": 1, "method": "cash", "at": "now", "x": 1},
            ["x", "at"],
        ),
    ],
)
def test_a_note_that_is_none(shop: Service, body: Any, paths: list[str]) -> None:
    """All that is wrong with it is said."""
    path = f"{MERCHANT}/orders/{by_cash(shop)}/payments"
    status, document = shop.ask("POST", path, body, token=SHOP)

    assert (400, paths) == (status, [each["path"] for each in document["errors"]])


def test_only_the_merchant_notes_and_confirms(shop: Service) -> None:
    """A customer cannot say that they paid."""
    number = by_cash(shop)

    assert [(403, "forbidden")] * 2 == [
        shop.refused("POST", f"{MERCHANT}/orders/{number}/{each}", {})
        for each in ("payments", "confirm")
    ]


# An advance -------------------------------------------------------------------------


def test_an_advance_and_the_rest_at_the_door(shop: Service) -> None:
    """A quarter now through the gateway, three quarters in cash: 274.70 and 824.10."""
    number = by_cash(shop, payment_plan=ADVANCE)
    before = shop.done("GET", f"orders/{number}")["order"]
    shop.pay(number)
    advance = shop.done("GET", f"orders/{number}")["order"]
    status = shop.done("GET", f"orders/{number}/payment-status")
    paid = noted(shop, number, "824.10")

    assert [("1", "now", "274.70"), ("2", "on_delivery", "824.10")] == [
        (each["id"], each["due"], str(each["amount"]))
        for each in paid["x_checkout_core"]["plan"]
    ]

    def own(order: dict[str, Any]) -> tuple[str, ...]:
        facts = order["x_checkout_core"]
        found = facts["due_now"], facts["collect_on_delivery"]
        return (order["status"], order["payment_status"], *map(str, found))

    assert [
        ("pending", "pending", "274.70", "824.10"),
        ("confirmed", "partially_paid", "0.00", "824.10"),
        ("confirmed", "success", "0.00", "0.00"),
    ] == [own(each) for each in (before, advance, paid)]
    assert (False, "824.10") == (
        status["is_retry_available"],
        str(status["amount_unpaid"]),
    )


def asked(shop: Service) -> list[str]:
    """Return what was asked for of each payment at the gateway."""
    return [each["amount"] for each in shop.gateway.gateway.asked.values()]


@pytest.mark.parametrize("way", ["order", "retry", "own page"])
def test_all_of_it_is_asked_for(shop: Service, way: str) -> None:
    """`all` asks for the whole rest, also what the courier would collect."""
    cart = shop.cart()["id"]
    shop.done("POST", f"carts/{cart}/payment-plan", {"payment_plan": ADVANCE})
    body = {"cart_id": cart, "payment_method": HYPER}
    if way == "order":
        shop.done("POST", "orders", {**body, "all": True})
        assert [DUE] == asked(shop)
        return
    number = shop.done("POST", "orders", body)["order"]["order_number"]
    shop.pay(number)
    nothing = shop.done("POST", "orders", body)
    if way == "retry":
        path = f"orders/{number}/retry-payment"
        shop.done("POST", path, {"payment_method": HYPER, "all": True})
    else:
        back = "https://shop.example/back"
        whole = {"order_number": number, "return_url": back, "all": True}
        shop.done("POST", "payments/juspay/create-order", whole)

    assert (False, {}) == (nothing["payment_required"], nothing["payment_info"])
    assert ["267.20", "801.60"] == asked(shop)


BY_CARD = {"payment_method_type": "CARD", "payment_method": "VISA"}
BY_UPI = {
    "payment_provider_slug": "juspay",
    "integration_type": "express-checkout",
    "payment_method_type": "UPI",
    "payment_method": "UPI_COLLECT",
    "upi_vpa": "meera@upi",
    "return_url": "https://shop.example/back",
}


@pytest.mark.parametrize("whole", [False, True], ids=["the advance", "all"])
def test_a_card_pays_an_advance_and_no_cash(shop: Service, *, whole: bool) -> None:
    """The price with the fee is for cash at the door; 274.70 are due before that."""
    cart = shop.cart()["id"]
    shop.done("POST", f"carts/{cart}/payment", AT_THE_DOOR)
    shop.done("POST", f"carts/{cart}/payment-plan", {"payment_plan": ADVANCE})
    body = {"cart_id": cart, "payment_method": HYPER, "all": whole}
    number = shop.done("POST", "orders", body)["order"]["order_number"]
    asked_for = json.loads(shop.gateway.sent[-1].body)
    shop.apply(shop.gateway.gateway.pay(number, BY_CARD))
    order = shop.done("GET", f"orders/{number}")["order"]
    shop.cancel(number)

    assert (("1098.80", True) if whole else ("274.70", False)) == (
        asked_for["amount"],
        "payment_filter" in asked_for,
    )
    assert (("pending", "pending") if whole else ("confirmed", "partially_paid")) == (
        order["status"],
        order["payment_status"],
    )
    assert ([] if whole else ["274.70"]) == [
        str(amount) for _, amount in shop.provider.refunds(number)
    ]


def test_an_advance_by_express(shop: Service) -> None:
    """An app pays what is due before the delivery, and not what is due with it."""
    carts = [shop.cart()["id"] for _ in range(2)]
    for cart in carts:
        shop.done("POST", f"carts/{cart}/payment", AT_THE_DOOR)
        shop.done("POST", f"carts/{cart}/payment-plan", {"payment_plan": ADVANCE})
    advance = shop.order(carts[0], payment_method=BY_UPI)
    body = {"cart_id": carts[1], "payment_method": BY_UPI, "all": True}

    assert advance["payment_required"]
    assert ["274.70"] == asked(shop)
    assert INVALID == shop.refused("POST", "orders", body)


# Money back -------------------------------------------------------------------------


def test_a_refund_of_cash_goes_through_a_bank(shop: Service) -> None:
    """No gateway is asked; it is approved until the merchant has sent it."""
    number = paid_in_cash(shop)
    shop.ship(number, "P1", "shipped", {"0": 2})
    shop.ship(number, "P1", "delivered")
    refund = shop.refund(number, "R1", {"0": 1})
    (waiting,) = shop.done("GET", f"orders/{number}/refunds")["refunds"]
    body = {"at": "2026-11-26T10:00:00Z", "reference": "UTR9"}
    path = f"{MERCHANT}/orders/{number}/refunds/R1/paid"
    sent = [shop.done("POST", path, body, token=SHOP)["refund"] for _ in range(2)]

    assert ("499.00", "499.00", "approved", "bank-transfer") == (
        refund["gateway"],
        str(waiting["refund_amount"]),
        waiting["status"],
        waiting["payment_mode"],
    )
    assert [("success", "UTR9")] * 2 == [
        (each["status"], each["payment_reference_number"]) for each in sent
    ]
    assert [] == shop.gateway.sent


def test_an_order_says_how_its_money_comes_back(shop: Service) -> None:
    """By the gateway while a payment through it succeeded, else through a bank."""
    modes = []
    for number in (by_cash(shop), paid_in_cash(shop), shop.paid()):
        order = shop.done("GET", f"orders/{number}")["order"]
        modes.append(order["cancellation_refund_details"]["payment_mode"])

    assert ["bank-transfer", "bank-transfer", "original-payment-mode"] == modes


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({}, "bank_account_id", "required"),
        (
            {"refund_mode": "original-payment-mode"},
            "refund_mode",
            "no_original_payment",
        ),
        ({"refund_mode": "bank-transfer"}, "bank_account_id", "required"),
        (
            {"refund_mode": "original-payment-mode", "bank_account_id": "b1"},
            "bank_account_id",
            "account_not_used",
        ),
    ],
)
def test_a_cancellation_without_an_account(
    shop: Service, body: Any, path: str, code: str
) -> None:
    """What the merchant took has no way back but a bank account."""
    number = paid_in_cash(shop)
    reason = {"cancellation_reason": "late"}
    status, document = shop.ask("POST", f"orders/{number}/cancel", {**reason, **body})

    assert (400, [(path, code)]) == (
        status,
        [(each["path"], each["code"]) for each in document["errors"]],
    )
    assert "confirmed" == shop.done("GET", f"orders/{number}")["order"]["status"]


@pytest.mark.parametrize("mode", [{}, {"refund_mode": "bank-transfer"}])
def test_a_cancellation_through_a_bank(shop: Service, mode: Any) -> None:
    """The money goes to the account, once; another account is refused later."""
    number = paid_in_cash(shop)
    there = {**mode, "bank_account_id": "b1"}
    order = shop.cancel(number, **there, feedback="too slow")
    again = shop.cancel(number, **there, feedback="too slow")
    (refund,) = shop.done("GET", f"orders/{number}/refunds")["refunds"]
    other = {"cancellation_reason": "x", "bank_account_id": "b2"}

    assert ("cancelled", "too slow", "changed my mind", order) == (
        order["status"],
        order["feedback"],
        order["x_checkout_core"]["reason"],
        again,
    )
    assert (FULL, "approved", "bank-transfer", "changed my mind") == (
        str(refund["refund_amount"]),
        refund["status"],
        refund["payment_mode"],
        refund["refund_remarks"],
    )
    assert (409, "already_cancelled") == shop.refused(
        "POST", f"orders/{number}/cancel", other
    )


def test_an_unpaid_order_is_cancelled_without_an_account(shop: Service) -> None:
    """Nothing was paid, so nothing is sent; and nothing is asked for any more."""
    number = by_cash(shop)
    order = shop.cancel(number)
    status = shop.done("GET", f"orders/{number}/payment-status")
    account = {"cancellation_reason": "x", "bank_account_id": "b1"}

    assert ("cancelled", "pending") == (order["status"], order["payment_status"])
    assert ("0.00", "0.00") == (
        str(status["amount_unpaid"]),
        str(status["amount_paid"]),
    )
    assert INVALID == shop.refused("POST", f"orders/{by_cash(shop)}/cancel", account)


def gone_from_the_gateway(shop: Service, way: str) -> str:
    """Return the number of an order whose money is the merchant's alone."""
    if way == "auto refund":
        number = shop.paid()
        shop.apply(shop.gateway.gateway.auto_refund(number))
        noted(shop, number, DUE, method="bank-transfer")
        return number
    number = shop.number()
    body = {"payment_method": BY_TRANSFER}
    shop.done("POST", f"orders/{number}/retry-payment", body)
    noted(shop, number, DUE, method="bank-transfer")
    shop.pay(number)
    return number


@pytest.mark.parametrize("way", ["auto refund", "excess"])
def test_the_gateways_money_has_gone_back(shop: Service, way: str) -> None:
    """What the merchant took after or before it goes through a bank, to an account."""
    number = gone_from_the_gateway(shop, way)
    before = shop.provider.refunds(number)
    order = shop.done("GET", f"orders/{number}")["order"]
    path, body = f"orders/{number}/cancel", {"cancellation_reason": "late"}
    nowhere = shop.refused("POST", path, body)
    original = {**body, "refund_mode": "original-payment-mode"}
    other_way = shop.refused("POST", path, original)
    shop.cancel(number, bank_account_id="B1")
    refund = next(
        each
        for each in shop.done("GET", f"orders/{number}/refunds")["refunds"]
        if each["payment_mode"] == "bank-transfer"
    )

    assert "bank-transfer" == order["cancellation_refund_details"]["payment_mode"]
    assert [INVALID] * 2 == [nowhere, other_way]
    assert (DUE, "approved") == (str(refund["refund_amount"]), refund["status"])
    assert before == shop.provider.refunds(number)


def test_money_that_came_both_ways_goes_back_both_ways(shop: Service) -> None:
    """An advance of 274.70 through the gateway, and the rest through a bank."""
    number = by_cash(shop, payment_plan=ADVANCE)
    shop.pay(number)
    noted(shop, number, "824.10")
    shop.cancel(number)
    (refund,) = shop.done("GET", f"orders/{number}/refunds")["refunds"]
    ((name, amount),) = shop.provider.refunds(number)
    again = shop.cancel(number)
    shop.apply(shop.gateway.gateway.settle_refund(number, name))
    (halfway,) = shop.done("GET", f"orders/{number}/refunds")["refunds"]
    ident = refund["request_number"]
    body = {"at": "2026-11-26T10:00:00Z", "reference": "UTR9"}
    path = f"{MERCHANT}/orders/{number}/refunds/{ident}/paid"
    shop.done("POST", path, body, token=SHOP)
    (done,) = shop.done("GET", f"orders/{number}/refunds")["refunds"]

    assert (FULL, Decimal("274.70"), "cancelled") == (
        str(refund["refund_amount"]),
        amount,
        again["status"],
    )
    assert ["pending", "approved", "success"] == [
        each["status"] for each in (refund, halfway, done)
    ]
    assert "original-payment-mode" == done["payment_mode"]


# Returned to origin -----------------------------------------------------------------


def test_a_parcel_that_was_not_taken(shop: Service) -> None:
    """
    Its units are refunded by themselves, all of it unpaid, and once.

    Nothing goes back through a gateway, and nothing is collected any more.
    """
    number = by_cash(shop)
    shop.ship(number, "AWB1", "shipped", {"0": 2})
    back = shop.ship(number, "AWB1", "returned_to_origin")
    again = shop.ship(number, "AWB1", "returned_to_origin")
    (refund,) = shop.done("GET", f"orders/{number}/refunds")["refunds"]
    status = shop.done("GET", f"orders/{number}/payment-status")
    late = note(shop, number, FULL)[1]["code"]

    assert (("return_to_origin", "pending"), back) == (
        (back["status"], back["payment_status"]),
        again,
    )
    assert ("rto-AWB1", "0.00", "success", "returned to origin") == (
        refund["request_number"],
        str(refund["refund_amount"]),
        refund["status"],
        refund["refund_remarks"],
    )
    assert ("0.00", False, "more_than_unpaid") == (
        str(status["amount_unpaid"]),
        status["is_retry_available"],
        late,
    )
    assert [] == shop.gateway.sent


def test_one_parcel_of_two_was_not_taken(shop: Service) -> None:
    """The price of its unit is no longer asked for; the other one is collected."""
    number = by_cash(shop)
    for name in ("P1", "P2"):
        shop.ship(number, name, "shipped", {"0": 1})
    shop.ship(number, "P1", "delivered")
    back = shop.ship(number, "P2", "returned_to_origin")
    paid = noted(shop, number, "599.80")

    # 1098.80 - 499.00: delivery and the fee stay with the unit that was taken.
    assert "599.80" == str(back["x_checkout_core"]["collect_on_delivery"])
    assert "success" == paid["payment_status"]


@pytest.mark.parametrize(
    ("policy", "sent"),
    [
        (RefundPolicy(), ["274.70"]),
        (RefundPolicy(cancellation_charge=100), ["174.70"]),
        (RefundPolicy(advance="kept"), []),
    ],
    ids=["returned", "less a charge", "kept"],
)
def test_an_advance_of_what_was_not_taken(
    database: SqlDatabase, policy: RefundPolicy, sent: list[str]
) -> None:
    """It goes back or is kept, as the policy says of a cancellation."""
    with running(database, catalogue=SHOP_WITH_CASH, refunds=policy) as shop:
        number = by_cash(shop, payment_plan=ADVANCE)
        shop.pay(number)
        shop.ship(number, "P1", "shipped", {"0": 2})
        shop.ship(number, "P1", "returned_to_origin")
        status = shop.done("GET", f"orders/{number}/payment-status")
        refunds = shop.provider.refunds(number)

    assert (sent, "0.00") == (
        [str(amount) for _, amount in refunds],
        str(status["amount_unpaid"]),
    )


def test_a_paid_parcel_that_came_back(shop: Service) -> None:
    """The merchant decides: the customer may want it again."""
    number = shop.paid()
    shop.ship(number, "P1", "shipped", {"0": 2})
    shop.ship(number, "P1", "returned_to_origin")
    before = shop.done("GET", f"orders/{number}/refunds")["refunds"]
    refund = shop.refund(number, "R1", {"0": 2})

    assert ([], DUE) == (before, refund["gateway"])


def test_a_unit_that_was_returned_unpaid(service: Service) -> None:
    """What the merchant refunds of an unpaid order is no longer asked for."""
    number = service.number()
    service.refund(number, "R1", {"0": 1})
    status = service.done("GET", f"orders/{number}/payment-status")
    service.clock.later(minutes=16)
    body = {"payment_method": HYPER}
    service.done("POST", f"orders/{number}/retry-payment", body)

    assert "569.80" == str(status["amount_unpaid"])
    assert [DUE, "569.80"] == asked(service)


def test_a_cart_keeps_its_payment(shop: Service) -> None:
    """What the order names is priced with it, and the cart is as it was."""
    cart = shop.cart(TEE)["id"]
    shop.refused("POST", "orders", {"cart_id": cart, "payment_method": BY_CASH})
    found = shop.done("GET", f"carts/{cart}")["cart"]

    assert (DUE, False) == (str(found["to_be_paid"]), "x_checkout_core" in found)
