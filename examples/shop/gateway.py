# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The shop's account at Juspay; without a key, a fake one in this process.

`pay_at_the_fake_gateway` is what a customer does on Juspay's payment page.
"""

from __future__ import annotations

import os

from collections.abc import Mapping

from checkout_core import GatewayError, Order, Refund
from checkout_core.http import Request
from checkout_core.juspay import Credentials, JuspayClient, is_from_juspay, read_event
from checkout_core.juspay import Order as JuspayOrder
from checkout_core.orders import PaymentState
from checkout_core.testing.gateway import Loopback
from checkout_core.transports.urllib import UrllibTransport
from shop.problems import NotFound


KEY = os.environ.get("JUSPAY_API_KEY")
#: The fake gateway knows one merchant, with this id and this key.
FAKE = None if KEY else Loopback()
CLIENT = JuspayClient(
    Credentials(os.environ["JUSPAY_MERCHANT_ID"], KEY)
    if KEY
    else Credentials("merchant-id", "LOOPBACK_KEY"),
    FAKE or UrllibTransport(),
    "production" if KEY else "sandbox",
)
#: What events carry.
WEBHOOK = (
    (os.environ["JUSPAY_WEBHOOK_USERNAME"], os.environ["JUSPAY_WEBHOOK_PASSWORD"])
    if KEY
    else ("juspay", "loopback")
)
RETURN_URL = "https://shop.example/back"


def payment_link(order: Order) -> str:
    """Return where the customer pays the last payment of *order*."""
    payment = order.payments[-1]
    # The answer to an earlier request may have been lost: ask before creating.
    found = CLIENT.order_status(payment.id)
    if found.not_found:
        found = CLIENT.create_order(
            order.quote, order_id=payment.id, return_url=RETURN_URL
        )
    links = found.payment_links
    return (links and links.web) or ""


def order_told_of(headers: Mapping[str, str], body: bytes) -> JuspayOrder | None:
    """Return the order that an event is about; None for a mandate, say."""
    if not is_from_juspay(headers, *WEBHOOK):
        raise GatewayError("this is not from Juspay", error_code="unauthorized")
    found = read_event(body).content
    return found if isinstance(found, JuspayOrder) else None


def send_refund(order: Order, note: Refund) -> None:
    """Ask Juspay to send the gateway's share of a refund back; once for each id."""
    if note.gateway:
        paid = [x for x in order.payments if x.state is PaymentState.SUCCEEDED]
        CLIENT.refund(
            CLIENT.order_status(paid[0].id),
            unique_request_id=note.id,
            amount=note.gateway,
        )


def pay_at_the_fake_gateway(payment_id: str) -> Request:
    """Return the event that Juspay posts after the customer has paid."""
    if FAKE is None or payment_id.lower() not in FAKE.gateway.orders:
        raise NotFound(f"there is no payment {payment_id} at the fake gateway")
    FAKE.take(FAKE.gateway.pay(payment_id))
    return FAKE.events[-1]
