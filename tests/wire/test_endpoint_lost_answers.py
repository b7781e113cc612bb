# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""From the request to the gateway and back, with answers that are lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import GatewayError, dumps, read_order, write_order_detail
from checkout_core.juspay import is_paid, order_status
from checkout_core.juspay import read_order as read_answer
from checkout_core.juspay.reconcile import payment_of
from checkout_core.orders import Order
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.wire.endpoints import (
    begin_juspay_create_order,
    finish_juspay_create_order,
)
from checkout_core.wire.envelopes import Answered, Envelope, PaymentPending, content_of
from tests.factories.endpoints import EXPRESS, HYPER, SHOP, begin, cart, through, valid
from tests.factories.orders import NOON, at


METHODS = pytest.mark.parametrize("method", [HYPER, EXPRESS], ids=["hyper", "express"])


def needed(found: Answered | PaymentPending) -> PaymentPending:
    """Return what there is to send."""
    assert isinstance(found, PaymentPending)
    return found


def stored(order: Order) -> Order:
    """Return the order as it comes back from where the host keeps it."""
    return read_order(dumps(write_order_detail(order, stored=True)))


@METHODS
@pytest.mark.parametrize(
    "trouble",
    [Trouble.TIMEOUT_AFTER_ACCEPT, Trouble.MALFORMED_JSON, Trouble.SERVER_ERROR],
)
def test_what_nobody_knows_is_said(method: dict[str, Any], trouble: Trouble) -> None:
    """502, and that it may have been begun all the same."""
    gateway = Loopback(Gateway(at=NOON).failing(trouble))
    envelope = through(begin(method), gateway)

    assert 502 == envelope.status
    assert (
        "it is not known whether the payment was begun" in envelope.document["message"]
    )


def test_what_is_known_is_not_doubted() -> None:
    """A refusal is a refusal."""
    gateway = Loopback(Gateway(at=NOON).failing(Trouble.THROTTLED))
    envelope = through(begin(HYPER), gateway)

    assert (502, False) == (
        envelope.status,
        "nobody knows" in envelope.document["message"],
    )


@METHODS
@pytest.mark.parametrize(
    "trouble", [Trouble.NO_CONNECTION, Trouble.TIMEOUT_AFTER_ACCEPT]
)
def test_asked_again_there_is_one_order(
    method: dict[str, Any], trouble: Trouble
) -> None:
    """The answer was lost: the same order asks again, whatever number it is given."""
    gateway = Loopback(Gateway(at=NOON).failing(trouble))
    first = needed(begin(method))
    assert not through(first, gateway).success
    kept = stored(first.order)

    again = needed(begin(method, number="ORD-2", existing=kept))
    content = valid(through(again, gateway))

    assert ("ORD-1", "pending") == (
        content["order"]["order_number"],
        content["order"]["status"],
    )
    assert "ORD-1-2" == content["payment_info"]["order_id"]
    assert {each.amount for each in again.order.payments} == {kept.to_be_paid}


def test_the_first_payment_came_after_all() -> None:
    """It had been begun and was paid: the status says so, and nothing is asked for."""
    gateway = Loopback(Gateway(at=NOON).failing(Trouble.TIMEOUT_AFTER_ACCEPT))
    first = needed(begin(HYPER))
    assert not through(first, gateway).success
    gateway.take(gateway.gateway.pay("ORD-1"))

    call = order_status(SHOP.credentials, order_id="ORD-1")
    said = read_answer(call, gateway.send(call))
    order = stored(first.order)
    assert is_paid(said, order_id="ORD-1", amount=order.to_be_paid, currency="INR")
    order = order.after(payment_of(order, said, at=at(1)))
    done = begin(HYPER, existing=order)

    assert isinstance(done, Answered)
    content = valid(done.envelope)
    assert ("confirmed", "success", False, {}) == (
        content["order"]["status"],
        content["order"]["payment_status"],
        content["payment_required"],
        content["payment_info"],
    )


def test_sent_twice_as_it_is() -> None:
    """The gateway takes no id twice, so nothing is begun twice."""
    gateway = Loopback(Gateway(at=NOON))
    need = needed(begin(HYPER))
    assert through(need, gateway).success
    envelope = through(need, gateway)

    assert (502, "ALREADY_EXISTS", 1) == (
        envelope.status,
        envelope.document["code"],
        len(gateway.gateway.orders),
    )


def test_an_order_in_juspay_after_a_lost_answer() -> None:
    """The other endpoint asks for the same order under an id of its own."""
    request = {"order_number": "ORD-1", "return_url": "https://shop.example/paid"}
    order = Order.placed(cart(), number="ORD-1", at=NOON)
    gateway = Loopback(Gateway(at=NOON).failing(Trouble.TIMEOUT_AFTER_ACCEPT))

    def asked(kept: Order) -> tuple[Order, Envelope]:
        need = needed(begin_juspay_create_order(request, kept, gateway=SHOP, at=NOON))
        answer: Any
        try:
            answer = gateway.send(need.call)
        except GatewayError as error:
            answer = error
        return need.order, finish_juspay_create_order(need, answer)

    kept, lost = asked(order)
    kept, found = asked(stored(kept))

    assert (502, 200) == (lost.status, found.status)
    assert ("ORD-1-2", order.to_be_paid) == (
        content_of(found)["data"]["order_id"],
        content_of(found)["data"]["amount"],
    )
    assert ["ORD-1", "ORD-1-2"] == [each.id for each in kept.payments]
