# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The juspay/create-order endpoint: an order in Juspay for an order of ours."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import GatewayError, dumps, read_quote, write_quote
from checkout_core.http import Response
from checkout_core.juspay import MandateTerms
from checkout_core.orders import Order
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.wire.endpoints import (
    begin_juspay_create_order,
    finish_juspay_create_order,
)
from checkout_core.wire.envelopes import Answered, PaymentPending, content_of
from tests.factories.endpoints import IN_JUSPAY, SHOP, cart, failed
from tests.factories.orders import NOON, moved, paid
from tests.paths import PAGES


#: What the vendor's page shows, as it stands there.
IN_JUSPAY_PAGE = json.loads((PAGES / "juspay-create-order.json").read_text())
DATA_PAGE = IN_JUSPAY_PAGE["content"]["data"]


class TestJuspayCreateOrder:
    """The other endpoint: an order in Juspay for an order of ours."""

    REQUEST: dict[str, Any] = {  # noqa: RUF012 - it is only read
        "order_number": "ORD-1",
        "return_url": "https://shop.example/paid",
    }

    def order(self) -> Order:
        """Return an order that is not paid."""
        return Order.placed(cart(), number="ORD-1", at=NOON)

    def begun(self, order: Order | None, **more: Any) -> Answered | PaymentPending:
        """Begin, with the usual request."""
        request = more.pop("request", self.REQUEST)
        return begin_juspay_create_order(request, order, gateway=SHOP, at=NOON, **more)

    def test_every_key_of_the_page(self) -> None:
        """All are there, the status id as text, the amount exact."""
        need = self.begun(self.order())
        assert isinstance(need, PaymentPending)
        answer = Loopback(Gateway(at=NOON)).send(need.call)
        envelope = finish_juspay_create_order(need, answer)
        document = json.loads(dumps(envelope.document))

        assert [] == [each.message for each in IN_JUSPAY.iter_errors(document)]
        data = content_of(envelope)["data"]
        assert list(DATA_PAGE) == list(data)
        for name in ("payment_links", "juspay"):
            assert list(DATA_PAGE[name]) == list(data[name])
        assert ("10", "NEW", Decimal("843.30"), "u1") == (
            data["status_id"],
            data["status"],
            data["amount"],
            data["customer_id"],
        )
        assert data["juspay"]["client_auth_token"]

    def test_where_the_shop_is_in_production(self) -> None:
        """Its orders are Juspay's real ones."""
        shop = evolve(SHOP, environment="production")
        need = begin_juspay_create_order(
            self.REQUEST, self.order(), gateway=shop, at=NOON
        )
        assert isinstance(need, PaymentPending)

        assert need.call.url.startswith("https://api.juspay.in/")

    def test_the_short_answer(self) -> None:
        """Older versions tell an id and links: the rest is ours or empty."""
        need = self.begun(self.order())
        assert isinstance(need, PaymentPending)
        body = b'{"status": "CREATED", "status_id": 1, "id": "o", "order_id": "ORD-1"}'
        data = content_of(finish_juspay_create_order(need, Response(200, (), body)))

        assert {
            "status_id": "1",
            "juspay": {"client_auth_token": "", "client_auth_token_expiry": ""},
            "payment_links": {"web": "", "mobile": "", "iframe": ""},
            "return_url": "https://shop.example/paid",
            "amount": Decimal("843.30"),
            "customer_email": "meera@example.in",
        }.items() <= data["data"].items()

    @pytest.mark.parametrize(
        ("request_", "paths"),
        [
            ("", [""]),
            ({}, ["order_number", "return_url"]),
            ({"order_number": 1, "return_url": ""}, ["order_number", "return_url"]),
            ({**REQUEST, "amount": 1}, ["amount"]),
            ({**REQUEST, "return_url": "paid"}, ["return_url"]),
        ],
    )
    def test_a_bad_request(self, request_: Any, paths: list[str]) -> None:
        """400, with every fault and its path."""
        found = failed(self.begun(self.order(), request=request_))

        assert (400, "invalid_request", paths) == found

    def test_with_a_mandate(self) -> None:
        """Later debits need one, which begins now."""
        terms = MandateTerms(max_amount=1000, frequency="MONTHLY", rule_value=5)
        need = self.begun(self.order(), mandate=terms)

        assert isinstance(need, PaymentPending)
        assert b"mandate.frequency=MONTHLY" in need.call.body
        assert b"mandate.start_date=1795329000" in need.call.body

    def test_no_such_order(self) -> None:
        """404, whichever order is found instead."""
        other = Order.placed(cart(), number="ORD-2", at=NOON)

        assert (404, "order_not_found", []) == failed(self.begun(None))
        assert (404, "order_not_found", []) == failed(self.begun(other))

    def test_orders_that_nobody_pays(self) -> None:
        """Paid or cancelled: 409."""
        assert (409, "nothing_to_pay", []) == failed(self.begun(paid(self.order())))
        assert (409, "order_cancelled", []) == failed(
            self.begun(moved(self.order(), "cancelled"))
        )

    def test_another_amount(self) -> None:
        """An order in Juspay that asks for something else is none of ours."""
        need = self.begun(self.order())
        assert isinstance(need, PaymentPending)
        gateway = Loopback(Gateway(at=NOON).failing(Trouble.AMOUNT_MISMATCH))
        envelope = finish_juspay_create_order(need, gateway.send(need.call))

        assert (502, "amount_differs") == (envelope.status, envelope.document["code"])

    def test_a_lost_answer(self) -> None:
        """The envelope says that nobody knows; the order is there, once."""
        need = self.begun(self.order())
        assert isinstance(need, PaymentPending)
        gateway = Loopback(Gateway(at=NOON).failing(Trouble.TIMEOUT_AFTER_ACCEPT))
        with pytest.raises(GatewayError) as lost:
            gateway.send(need.call)
        envelope = finish_juspay_create_order(need, lost.value)

        assert (502, "no_answer", 1) == (
            envelope.status,
            envelope.document["code"],
            len(gateway.gateway.orders),
        )


def test_a_moment_that_is_none() -> None:
    """Now has an offset."""
    order = Order.placed(cart(), number="ORD-1", at=NOON)
    done = begin_juspay_create_order(
        TestJuspayCreateOrder.REQUEST, order, gateway=SHOP, at="noon"
    )

    assert (400, "invalid_request", ["at"]) == failed(done)


def test_a_quote_that_does_not_add_up() -> None:
    """No request is made from it."""
    bad = read_quote(dumps(write_quote(cart())), verify=False)
    object.__setattr__(bad.figures.totals, "to_be_paid", Decimal("1.00"))
    order = Order(number="ORD-1", quote=bad, placed_at=NOON, status="pending")
    done = begin_juspay_create_order(
        TestJuspayCreateOrder.REQUEST, order, gateway=SHOP, at=NOON
    )

    assert 400 == failed(done)[0]
