# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Requests to Juspay for the quote of a sample, and the answers to them.

The answers are those of the fake gateway to the very requests made here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from benchmarks.carts import AT
from benchmarks.samples import Sample
from checkout_core import Quote, juspay
from checkout_core.http import Request, Response
from checkout_core.juspay import Credentials, MandateTerms
from checkout_core.testing.gateway import Gateway, Loopback


SHOP = Credentials("merchant-id", "LOOPBACK_KEY")
NOW = datetime.fromisoformat(AT).astimezone(UTC)


def create_order(priced: Quote, **more: Any) -> Request:
    """Return the request that begins a payment."""
    return juspay.create_order(
        priced,
        SHOP,
        order_id="ORD-1",
        customer_id="u1",
        customer_email="asha@example.com",
        udf1="web",
        return_url="https://shop.example/paid",
        **more,
    )


def with_mandate(priced: Quote) -> Request:
    """Return the request that begins a payment and a mandate."""
    terms = MandateTerms(max_amount=100_000, frequency="MONTHLY", rule_value=5)
    return create_order(priced, mandate=terms, at=NOW)


def create_session(priced: Quote) -> Request:
    """Return the request that opens a payment page."""
    return juspay.create_session(
        priced,
        SHOP,
        order_id="ORD-2",
        payment_page_client_id="shop",
        customer_id="u1",
    )


def refund_order() -> Request:
    """Return the request that sends a rupee back."""
    return juspay.refund_order(SHOP, order_id="ORD-1", unique_request_id="R1", amount=1)


def order_status() -> Request:
    """Return the request that asks for an order."""
    return juspay.order_status(SHOP, order_id="ORD-1")


@cache
def answered(sample: Sample) -> dict[str, tuple[Request, Response]]:
    """Return each request about the sample's order with its answer."""
    shop = Loopback(Gateway(at=NOW))
    asked = {
        "created": create_order(sample.quote),
        "opened": create_session(sample.quote),
    }
    found = {name: (each, shop.send(each)) for name, each in asked.items()}
    shop.take(shop.gateway.pay("ORD-1"))
    for name, each in (("refunded", refund_order()), ("paid", order_status())):
        found[name] = (each, shop.send(each))
    return found
