# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Laws of the two endpoints: any request, any answer, any cart."""

from __future__ import annotations

import json

from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import dumps, quote
from checkout_core.cart import Cart
from checkout_core.http import Response
from checkout_core.orders import Order
from checkout_core.testing import strategies
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.wire import Checkout
from checkout_core.wire.endpoints import (
    begin_create_order,
    begin_juspay_create_order,
    finish_create_order,
    finish_juspay_create_order,
)
from checkout_core.wire.envelopes import Answered, Envelope, PaymentPending
from tests.factories.endpoints import (
    CREATED,
    EXPRESS,
    HYPER,
    IN_JUSPAY,
    SHOP,
    begin,
    cart,
)
from tests.factories.orders import NOON


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.sampled_from(["", "\ud800", "\x00", "9" * 300, "NaN", *HYPER.values()]),
)
KEYS = st.sampled_from(["cart_id", "payment_method", *HYPER, *EXPRESS])
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=8,
)
IN_ORDER = {"order_number": "ORD-1", "return_url": "https://shop.example/paid"}
GOOD = [
    {"cart_id": "cart_01", "payment_method": HYPER},
    {"cart_id": "cart_01", "payment_method": EXPRESS},
    {"cart_id": "cart_01"},
    IN_ORDER,
]
QUOTE = cart()
ORDER = Order.placed(QUOTE, number="ORD-1", at=NOON)
#: Why Juspay is not asked for a payment that is due.
TOO_SMALL = {"amount_below_minimum", "amount_decimals"}


@st.composite
def changed(draw: st.DrawFn, documents: list[Any]) -> Any:
    """Return one of the documents with some values replaced, added or left out."""
    found = deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(0, 3))):
        places: list[tuple[Any, Any]] = []
        inner = [found]
        while inner:
            here = inner.pop()
            keys = list(here) if isinstance(here, dict) else range(len(here))
            places += [(here, key) for key in keys]
            values = here.values() if isinstance(here, dict) else here
            inner += [each for each in values if isinstance(each, dict | list)]
        if not places:
            break
        where, key = draw(st.sampled_from(places))
        where[key] = draw(JSON)
        if isinstance(where, dict) and draw(st.booleans()):
            del where[key]
    return found


def holds(envelope: Envelope) -> None:
    """Check that an envelope is one, and can be sent."""
    document = json.loads(dumps(envelope.document).encode())
    if envelope.success:
        assert ["message", "success", "content"] == list(document)
        assert document["success"] is True
        return
    assert ["message", "success", "code", "errors"] == list(document)
    assert document["success"] is False
    assert document["message"]
    assert document["code"]
    assert envelope.status in {400, 401, 404, 409, 502}
    for each in document["errors"]:
        assert ["path", "code", "value", "message"] == list(each)


@given(st.sampled_from([json.dumps, lambda asked: asked]), JSON | changed(GOOD))
def test_whatever_is_asked_an_envelope_comes_back(form: Any, asked: Any) -> None:
    """Never an exception, and nothing half done."""
    request = form(asked)
    found = [
        begin(request=request, quote=QUOTE),
        begin(request=request, existing=ORDER),
        begin_juspay_create_order(request, ORDER, gateway=SHOP, at=NOON),
    ]

    for each in found:
        if isinstance(each, Answered):
            holds(each.envelope)
        else:
            assert each.order.payments


@given(st.text() | st.binary())
def test_what_is_no_json(request: str | bytes) -> None:
    """400 or 404, whatever the bytes are."""
    found = begin(request=request)

    assert isinstance(found, Answered)
    assert found.envelope.status in {400, 404}
    holds(found.envelope)


def answered(need: Answered | PaymentPending) -> tuple[PaymentPending, Any]:
    """Return a call and the document it is answered with."""
    assert isinstance(need, PaymentPending)
    return need, json.loads(Loopback(Gateway(at=NOON)).send(need.call).body)


PAGE, PAGE_ANSWER = answered(begin(HYPER))
TXN, TXN_ANSWER = answered(begin(EXPRESS))
TXN_ANSWER["payment"]["sdk_params"] = {"tr": "1", "amount": "843.30"}
MADE, MADE_ANSWER = answered(
    begin_juspay_create_order(IN_ORDER, ORDER, gateway=SHOP, at=NOON)
)
STATUSES = st.sampled_from([200, 200, 200, 201, 400, 401, 403, 404, 500])


@given(
    st.sampled_from([(PAGE, PAGE_ANSWER), (TXN, TXN_ANSWER)]).flatmap(
        lambda pair: st.tuples(st.just(pair[0]), changed([pair[1]]))
    ),
    STATUSES,
)
def test_whatever_is_answered_to_a_create(
    pair: tuple[PaymentPending, Any], status: int
) -> None:
    """An envelope, and one that the vendor would accept where it went well."""
    need, answer = pair
    body = json.dumps(answer).encode()
    envelope = finish_create_order(need, Response(status, (), body))

    holds(envelope)
    if envelope.success:
        document = json.loads(dumps(envelope.document))
        assert [] == [each.message for each in CREATED.iter_errors(document)]


@given(changed([MADE_ANSWER]), STATUSES)
def test_whatever_is_answered_to_an_order_in_juspay(answer: Any, status: int) -> None:
    """An envelope, and one that the vendor would accept where it went well."""
    body = json.dumps(answer).encode()
    envelope = finish_juspay_create_order(MADE, Response(status, (), body))

    holds(envelope)
    if envelope.success:
        document = json.loads(dumps(envelope.document))
        assert [] == [each.message for each in IN_JUSPAY.iter_errors(document)]


@given(strategies.checkouts(), st.sampled_from([HYPER, EXPRESS, None]))
def test_what_is_sent_is_what_the_order_asks_for(
    checkout: Checkout, method: dict[str, str] | None
) -> None:
    """What is due now, whatever is in the cart and whoever is asked."""
    bought: Cart = checkout.cart.changed(id="cart_01")
    priced = quote(bought, checkout.store, at=checkout.at)
    request = {"cart_id": "cart_01", "payment_method": method or HYPER}
    order = Order.placed(priced, number="ORD-1", at=NOON)
    due = order.amount_due(NOON)
    found = (
        begin_juspay_create_order(IN_ORDER, order, gateway=SHOP, at=NOON)
        if method is None
        else begin_create_order(
            request, priced, gateway=SHOP, order_number="ORD-1", at=NOON
        )
    )

    if isinstance(found, Answered):
        holds(found.envelope)
        if due:
            codes = {each["code"] for each in found.envelope.document["errors"]}
            assert codes <= TOO_SMALL
        return
    gateway = Loopback(Gateway(at=NOON))
    gateway.send(found.call)
    sent = gateway.gateway.asked["ord-1"]
    assert (due, priced.currency) == (
        Decimal(sent["amount"]),
        sent["currency"],
    )
    assert found.order.to_be_paid == priced.to_be_paid
