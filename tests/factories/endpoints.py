# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A shop's desk: a cart with addresses, requests to pay for it, and the way through."""

from __future__ import annotations

import json

from typing import Any

import jsonschema

from checkout_core import Address, GatewayError, Quote, dumps
from checkout_core.juspay import Credentials
from checkout_core.juspay.gateway import JuspayGateway
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.wire.endpoints import begin_create_order, finish_create_order
from checkout_core.wire.envelopes import Answered, Envelope, PaymentPending, content_of
from tests.factories.addresses import address
from tests.factories.orders import NOON, priced
from tests.paths import SCHEMAS


ORDER = json.loads((SCHEMAS / "order.strict.schema.json").read_text())
CREATED = jsonschema.Draft202012Validator(ORDER)
PAGE_INFO = jsonschema.Draft202012Validator(
    {"$ref": "#/$defs/JusPayHyperCheckoutResponse", "$defs": ORDER["$defs"]}
)
IN_JUSPAY = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "juspay-create-order.strict.schema.json").read_text())
)
SHOP = JuspayGateway(
    credentials=Credentials("merchant-id", "LOOPBACK_KEY"),
    payment_page_client_id="shop",
)
HYPER = {
    "payment_provider_slug": "juspay",
    "integration_type": "hyper-checkout",
    "return_url": "https://shop.example/paid",
    "action": "paymentPage",
}
EXPRESS = {
    "payment_provider_slug": "juspay",
    "integration_type": "express-checkout",
    "return_url": "https://shop.example/paid",
    "payment_method_type": "UPI",
    "payment_method": "UPI_PAY",
}
ADDRESS = address(id=None, landmark="opposite the post office")


def cart(**fields: Any) -> Quote:
    """Return the quote of a cart with an id and addresses."""
    home = Address(**ADDRESS)
    given = {
        "id": "cart_01",
        "billing_address": home,
        "shipping_address": home,
        "fulfillment_preference": {
            "fulfillment_type": "delivery",
            "preference_type": "auto",
            "shipments": [],
        },
    }
    return priced(**{**given, **fields})


def begin(
    method: Any = None, quote: Quote | None = None, **more: Any
) -> Answered | PaymentPending:
    """Begin to create an order."""
    request = {"cart_id": "cart_01"}
    if method is not None:
        request["payment_method"] = method
    return begin_create_order(
        more.pop("request", request),
        cart() if quote is None else quote,
        more.pop("existing", None),
        gateway=more.pop("gateway", SHOP),
        order_number=more.pop("number", "ORD-1"),
        at=NOON,
        **more,
    )


def through(
    need: Answered | PaymentPending, gateway: Loopback | None = None, **more: Any
) -> Envelope:
    """Return the answer once the call went to the gateway and back."""
    assert isinstance(need, PaymentPending)
    there = gateway or Loopback(Gateway(at=NOON))
    try:
        answer: Any = there.send(need.call)
    except GatewayError as error:
        answer = error
    return finish_create_order(need, answer, **more)


def failed(done: Answered | PaymentPending) -> tuple[int, str, list[str]]:
    """Return status, code and the paths of a failure."""
    assert isinstance(done, Answered)
    document = done.envelope.document
    assert document["success"] is False
    return (
        done.envelope.status,
        document["code"],
        [each["path"] for each in document["errors"]],
    )


def valid(envelope: Envelope) -> dict[str, Any]:
    """Return the content of an answer that the vendor would accept."""
    assert envelope.success
    document = json.loads(dumps(envelope.document))
    assert [] == [each.message for each in CREATED.iter_errors(document)]
    return content_of(envelope)
