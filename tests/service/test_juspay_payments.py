# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What only Juspay has: express payments, orders for an own page, funders of offers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkout_core.juspay import Policy
from checkout_core.service import SqlDatabase
from checkout_core.testing.gateway import Trouble
from tests.factories.service import ARJUN
from tests.factories.service_client import Service, running


EXPRESS = {
    "payment_provider_slug": "juspay",
    "integration_type": "express-checkout",
    "return_url": "https://shop.example/back",
    "payment_method_type": "UPI",
    "payment_method": "UPI_PAY",
}
RETURN = "https://shop.example/back"


def test_another_request_takes_an_attempt_over(service: Service) -> None:
    """What is stored is the answer to what was asked last."""
    cart = service.cart()
    body = {"cart_id": cart["id"], "payment_method": service.provider.method}
    service.provider.fail_next(Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
    service.refused("POST", "orders", body)
    (order,) = service.done("GET", "orders")["orders"]
    number = order["order_number"]
    service.done(
        "POST",
        "payments/juspay/create-order",
        {"order_number": number, "return_url": RETURN},
    )
    info = service.order(cart["id"])["payment_info"]

    assert (f"{number}-2", "in.juspay.hyperpay") == (
        info["order_id"],
        info["sdk_payload"]["service"],
    )


def test_an_express_payment(service: Service) -> None:
    """A payment that was started says where the shopper goes on."""
    info = service.order(payment_method=EXPRESS)["payment_info"]

    assert ("PENDING_VBV", "GET") == (
        info["status"],
        info["payment"]["authentication"]["method"],
    )


def test_an_order_for_the_shops_own_page(service: Service) -> None:
    """The answer has the token; asked again it is the same."""
    cart = service.cart()
    number = service.done("POST", "orders", {"cart_id": cart["id"]})["order"][
        "order_number"
    ]
    body = {"order_number": number, "return_url": RETURN}
    first, again = [
        service.done("POST", "payments/juspay/create-order", body)["data"]
        for _ in range(2)
    ]

    assert (first, number, Decimal("1068.80"), True) == (
        again,
        first["order_id"],
        first["amount"],
        first["juspay"]["client_auth_token"].startswith("tkn_"),
    )


def test_a_cancelled_order_for_the_shops_own_page(service: Service) -> None:
    """An answer is not given again once the order is cancelled."""
    cart = service.cart()
    order = service.done("POST", "orders", {"cart_id": cart["id"]})["order"]
    number = order["order_number"]
    body = {"order_number": number, "return_url": RETURN}
    service.done("POST", "payments/juspay/create-order", body)
    service.done("POST", f"orders/{number}/cancel", {"cancellation_reason": "no"})
    said = service.refused("POST", "payments/juspay/create-order", body)

    assert (409, "order_cancelled") == said


@pytest.mark.parametrize("body", [{}, {"order_number": 1, "return_url": RETURN}])
def test_no_order_for_the_shops_own_page(service: Service, body: object) -> None:
    """A request names an order."""
    path = "payments/juspay/create-order"

    assert (400, "invalid_request") == service.refused("POST", path, body)


def test_anothers_order_for_the_shops_own_page(service: Service) -> None:
    """Another's order is not there."""
    body = {"order_number": service.number(), "return_url": RETURN}
    path = "payments/juspay/create-order"

    assert (404, "order_not_found") == service.refused("POST", path, body, token=ARJUN)


def test_the_shop_says_who_funds_an_offer(database: SqlDatabase) -> None:
    """What the gateway's order says of the discount is kept with the payment."""
    policy = Policy(offer_funding={"BANK15": "brand"})
    with running(database, account={"policy": policy}) as service:
        number = service.number()
        service.notify(service.provider.pay_by_offer(number, "160.00"))
    with database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None

    assert (("brand", Decimal("160.00")),) == row.order.payments[0].funded_by


def test_a_receipt_that_cannot_be_read_settles_nothing(service: Service) -> None:
    """Money came, but nobody knows how much: the order stays unpaid."""
    number = service.number()
    ((body, headers),) = service.provider.alter(number, "no amount")
    status, document = service.send_event(body, headers)
    polled = service.done("GET", f"orders/{number}/payment-status")

    assert (502, "unusable_receipt", "pending") == (
        status,
        document["code"],
        polled["status"],
    )
