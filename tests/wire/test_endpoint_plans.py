# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The payment endpoints ask for what is due, and for the rest only if told to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Part
from checkout_core.http import Request
from checkout_core.juspay import Credentials, Due, create_order
from checkout_core.juspay.client import JuspayClient
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.wire.endpoints import (
    ask_payment_on_own_page,
    begin_juspay_create_order,
)
from checkout_core.wire.envelopes import Answered, PaymentPending, content_of
from tests.factories.endpoints import HYPER, SHOP, begin, cart, failed
from tests.factories.faults import faults_of
from tests.factories.orders import NOON


CREDENTIALS = Credentials("merchant-id", "LOOPBACK_KEY")
#: 843.30: a quarter is 210.83.
PLAN = [Part("now", percent=25), Part("on_delivery")]
DOOR = [Part("on_delivery")]


def asked(done: Answered | PaymentPending) -> str:
    """Return the amount that a gateway is asked for."""
    assert isinstance(done, PaymentPending)
    request = done.call
    assert isinstance(request, Request)
    return str(done.order.payments[-1].amount)


def test_an_order_asks_for_what_is_due_now() -> None:
    """Of 843.30 a quarter, or all of it if told to."""
    quoted = cart(payment_plan=PLAN)

    assert ("843.30", "210.83", "843.30") == (
        str(quoted.to_be_paid),
        asked(begin(HYPER, quoted)),
        asked(begin(HYPER, quoted, whole=True)),
    )


def test_an_order_that_asks_for_nothing_now() -> None:
    """No payment is required, and none can be asked for but the rest."""
    quoted = cart(payment_plan=DOOR)
    done = begin(HYPER, quoted)
    assert isinstance(done, Answered)
    assert done.order is not None
    content = content_of(done.envelope)

    assert (False, {}, "confirmed", "pending") == (
        content["payment_required"],
        content["payment_info"],
        content["order"]["status"],
        content["order"]["payment_status"],
    )
    url = "https://shop.example/paid"
    own = ask_payment_on_own_page(done.order, url, gateway=SHOP, at=NOON)
    assert (409, "nothing_to_pay", []) == failed(own)
    rest = begin_juspay_create_order(
        {"order_number": "ORD-1", "return_url": url},
        done.order,
        gateway=SHOP,
        at=NOON,
        whole=True,
    )
    assert "843.30" == asked(rest)


def test_a_moment_that_is_none_is_refused() -> None:
    """It decides what is due."""
    quoted = cart(payment_plan=PLAN)
    order = begin(HYPER, quoted).order
    assert order is not None
    own = ask_payment_on_own_page(order, "https://x.example", gateway=SHOP, at="noon")

    assert (400, "invalid_request", ["at"]) == failed(own)


@pytest.mark.parametrize(
    ("plan", "expected"), [(PLAN, "210.83"), ([], "843.30"), ([Part("now")], "843.30")]
)
def test_a_request_never_asks_for_more_than_is_due(plan: Any, expected: str) -> None:
    """Built of the quote itself; of the rest, a `Due` says the amount."""
    quoted = cart(payment_plan=plan)
    request = create_order(quoted, CREDENTIALS, order_id="A1")

    assert f"amount={expected}&" in str(request.body, "utf-8")
    rest = Due(quoted.to_be_paid - quoted.due_now + 1)
    assert b"amount=" in (create_order(rest, CREDENTIALS, order_id="A2").body or b"")


def test_a_request_for_nothing_is_refused() -> None:
    """If all of it is due later."""
    quoted = cart(payment_plan=DOOR)

    assert [("amount", "amount_nothing_to_pay")] == faults_of(
        create_order, quoted, CREDENTIALS, order_id="A1"
    )


def test_an_order_of_the_client_is_for_what_is_due() -> None:
    """As a request of its own is."""
    client = JuspayClient(CREDENTIALS, Loopback(Gateway(at=NOON)))
    made = client.create_order(cart(payment_plan=PLAN), order_id="A1")

    assert Decimal("210.83") == made.amount
