# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Requests to Juspay that are built and answers that are read, each checked.

The answers are those of the fake gateway to the very requests built here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from benchmarks.carts import AT, checkout_of
from checkout_core import juspay, quote
from checkout_core.http import Request
from checkout_core.juspay import Credentials, MandateTerms
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.wire import loads


SHOP = Credentials("merchant-id", "LOOPBACK_KEY")
NOW = datetime.fromisoformat(AT).astimezone(UTC)


def calls() -> dict[str, Callable[[], object]]:
    """Return what is measured: each returns what was checked here once."""
    checkout = checkout_of("typical")
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    order = partial(
        juspay.create_order,
        priced,
        SHOP,
        order_id="ORD-1",
        customer_id="u1",
        customer_email="asha@example.com",
        udf1="web",
        return_url="https://shop.example/paid",
    )
    terms = MandateTerms(max_amount=5000, frequency="MONTHLY", rule_value=5)
    mandate = partial(order, mandate=terms, at=NOW)
    session = partial(
        juspay.create_session,
        priced,
        SHOP,
        order_id="ORD-2",
        payment_page_client_id="shop",
        customer_id="u1",
    )
    refund = partial(
        juspay.refund_order, SHOP, order_id="ORD-1", unique_request_id="R1", amount=1
    )
    status = partial(juspay.order_status, SHOP, order_id="ORD-1")
    gateway = Loopback(Gateway(at=NOW))
    created = _answered(gateway, order())
    opened = _answered(gateway, session())
    gateway.take(gateway.gateway.pay("ORD-1"))
    returned = _answered(gateway, refund())
    paid = _answered(gateway, status())

    assert f"amount={priced.to_be_paid}".encode() in order().body
    assert b"mandate.max_amount=5000" in mandate().body
    assert f"{priced.to_be_paid}" == loads(session().body)["amount"]
    assert ("ORD-1", "NEW") == (created().order_id, created().status)
    assert ("CHARGED", priced.to_be_paid) == (paid().status, paid().amount)
    assert "ORD-2" == opened().sdk_payload.payload.order_id
    assert [1] == [each.amount for each in returned().refunds]
    return {
        "build `create_order`": order,
        "build it with a mandate": mandate,
        "build `create_session`": session,
        "build `refund_order`": refund,
        "build `order_status`": status,
        "read a created order": created,
        "read a session": opened,
        "read a paid order": paid,
        "read a refunded order": returned,
    }


def _answered(gateway: Loopback, request: Request) -> Callable[[], Any]:
    """Return the reading of the gateway's answer to *request*."""
    return partial(juspay.read, request, gateway.send(request))
