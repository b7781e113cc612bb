# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A fake Juspay as a value: a request in, a step with the answer out.

Written from the documents, and sharing no rule with the builders of requests, so that
it checks them independently.  Promises that equal gateways answer equal requests with
equal bytes, and that each configured failure happens.

It does not simulate Juspay's risk, routing or settlement, and accepts all that the
documents do not rule out.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from checkout_core.errors import GatewayError
from checkout_core.http import Request, Response
from checkout_core.testing.gateway import actions
from checkout_core.testing.gateway.books import Books
from checkout_core.testing.gateway.jwt import (
    JwtKeys,
    in_clear,
    sealed_answer,
    sealed_event,
)
from checkout_core.testing.gateway.lists import ListedOffer
from checkout_core.testing.gateway.replies import (
    Document,
    Refused,
    decimal_of,
    digest_of,
    error_of,
    java_encoded,
    number_of,
    response_of,
    time_of,
)
from checkout_core.testing.gateway.routes import authorize, handled
from checkout_core.values import Record


class Trouble(StrEnum):
    """
    What goes wrong with the next request, or with the next event.

    - `NO_CONNECTION`: nothing arrives, nothing is answered.
    - `TIMEOUT_AFTER_ACCEPT`: the request is carried out, no answer comes.
    - `SERVER_ERROR`: HTTP status 500, nothing is carried out.
    - `THROTTLED`: HTTP status 429, nothing is carried out.
    - `MALFORMED_JSON`: the request is carried out, the answer breaks off.
    - `AMOUNT_MISMATCH`: the order in the answer has another amount.
    - `DUPLICATE_WEBHOOK`: the next event is sent twice.
    """

    NO_CONNECTION = "no_connection"
    TIMEOUT_AFTER_ACCEPT = "timeout_after_accept"
    SERVER_ERROR = "server_error"
    THROTTLED = "throttled"
    MALFORMED_JSON = "malformed_json"
    AMOUNT_MISMATCH = "amount_mismatch"
    DUPLICATE_WEBHOOK = "duplicate_webhook"


@frozen
class Step:
    """
    The result of a request or an action.

    Attributes:
        gateway: the gateway after it.
        response: the answer, None if there is none.
        events: the events that are posted to the shop, in this order; () by default.
    """

    gateway: Gateway
    response: Response | None = None
    events: tuple[Request, ...] = ()


@frozen(kw_only=True)
class Gateway:
    """
    A merchant's account at the fake Juspay; every method returns the next state.

    Every attribute has a default: `Gateway()` is an account without orders.

    Attributes:
        merchant_id, api_key: the credentials that requests need.
        at: the present moment of the gateway.
        username, password: the credentials of events.
        webhook_url: where events are posted, unless the order has another URL.
        response_key: the key that signs return URLs.
        pages: what the links to payment pages begin with.
        troubles: the failure of each future request; None for no failure.
        orders: every order as the API answers it, by its id in lower case.
        asked: the fields of the requests for those orders, by the same ids.
        captures: the amount of every captured part, by `txn_uuid` and key.
        mandates: every mandate as the API answers it, by its id.
        notices: every notification that was sent, by the merchant's id of it.
        offers: the offers that `/v1/offers/list` answers with; () by default.
        jwt: the keys of requests under `/v4`, which need no API key; None (the
            default) for none.  What is sealed differs each time.
    """

    merchant_id: str = "merchant-id"
    api_key: str = field(default="LOOPBACK_KEY", repr=False)
    at: datetime = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    username: str = "juspay"
    password: str = field(default="loopback", repr=False)
    webhook_url: str = "https://shop.example/events"
    response_key: str = field(default="loopback_response_key", repr=False)
    pages: str = "https://sandbox.juspay.in"
    troubles: tuple[Trouble | None, ...] = ()
    orders: Record = Record()
    asked: Record = Record()
    captures: Record = Record()
    mandates: Record = Record()
    notices: Record = Record()
    offers: tuple[ListedOffer, ...] = ()
    jwt: JwtKeys | None = None

    def failing(self, *troubles: Trouble | None) -> Gateway:
        """Return the gateway with failures for future requests or events."""
        return evolve(self, troubles=(*self.troubles, *troubles))

    def later(self, span: timedelta) -> Gateway:
        """Return the gateway at a later moment."""
        return evolve(self, at=self.at + span)

    @property
    def books(self) -> Books:
        """What the merchant has here."""
        return Books(
            merchant_id=self.merchant_id,
            pages=self.pages,
            at=self.at,
            orders=self.orders,
            asked=self.asked,
            captures=self.captures,
            mandates=self.mandates,
            notices=self.notices,
        )

    def having(self, books: Books) -> Gateway:
        """Return the gateway with other books."""
        return evolve(
            self,
            orders=books.orders,
            asked=books.asked,
            captures=books.captures,
            mandates=books.mandates,
            notices=books.notices,
        )

    def answer(self, request: Request) -> Step:
        """Return the result of *request*."""
        trouble, rest = None, self.troubles
        if rest and rest[0] is not Trouble.DUPLICATE_WEBHOOK:
            trouble, rest = rest[0], rest[1:]
        here = evolve(self, troubles=rest)
        match trouble:
            case Trouble.NO_CONNECTION:
                return Step(here)
            case Trouble.SERVER_ERROR:
                return Step(here, response_of(500, error_of("INTERNAL_SERVER_ERROR")))
            case Trouble.THROTTLED:
                return Step(here, response_of(429, error_of("too_many_requests")))
        keys = here.jwt if urlsplit(request.url).path.startswith("/v4/") else None
        try:
            asked = request if keys is None else in_clear(request, keys)
            authorize(asked, here.merchant_id, here.api_key, sealed=keys is not None)
            books, document = handled(here.books, asked, here.offers)
            there, status = here.having(books), 200
        except Refused as refused:
            there, document, status = here, refused.document, refused.status
        if trouble is Trouble.TIMEOUT_AFTER_ACCEPT:
            return Step(there)
        if trouble is Trouble.AMOUNT_MISMATCH and "amount" in document:
            document = {
                **document,
                "amount": number_of(decimal_of(document["amount"]) + 1),
            }
        response = response_of(status, document)
        if keys is not None and status in range(200, 300):
            response = sealed_answer(response, keys)
        if trouble is Trouble.MALFORMED_JSON:
            response = evolve(response, body=response.body[:-2])
        return Step(there, response)

    def pay(
        self, order_id: str, instrument: Mapping[str, object] | None = None
    ) -> Step:
        """
        Return the step in which the customer pays; a mandate becomes active.

        *instrument* is what they pay with, in the keys of an order's status:
        `payment_method_type`, `payment_method`, `card` and the like; by default the
        answer says nothing of it.
        """
        return self._after(
            actions.moved(
                self.books,
                order_id,
                "CHARGED",
                "ORDER_SUCCEEDED",
                mandate="ACTIVE",
                extra=instrument,
            )
        )

    def pay_by_offer(
        self,
        order_id: str,
        discount: str,
        surcharge: str = "0",
        *,
        surcharge_tax: str = "0",
        offer_code: str = "BANK15",
        offer_id: str = "offer-1",
    ) -> Step:
        """
        Return the step in which an offer pays *discount*, and the customer the rest.

        *surcharge* is the gateway's additional fee, *surcharge_tax* the tax on it.  The
        shop's policy says who funds *offer_code*, by default a bank.  A discount of "0"
        is a payment with a fee and no offer.
        """
        offer = {"offer_id": offer_id, "offer_code": offer_code}
        books = actions.offered(
            self.books, order_id, discount, surcharge, surcharge_tax, offer
        )
        return self.having(books).pay(order_id)

    def pay_at_the_door(self, order_id: str) -> Step:
        """Return the step in which the customer chooses to pay on delivery."""
        return self._moved(order_id, "COD_INITIATED", "TXN_CREATED")

    def authorize(self, order_id: str) -> Step:
        """Return the step in which the customer's money is held, and not yet taken."""
        return self._moved(order_id, "AUTHORIZED", "ORDER_AUTHORIZED", "ACTIVE")

    def capture_part(self, order_id: str, amount: str) -> Step:
        """Return the step in which *amount* of the money that is held is taken."""
        return self._after(actions.captured_part(self.books, order_id, amount))

    def void(self, order_id: str) -> Step:
        """Return the step in which the money that is held is given back."""
        return self._moved(order_id, "VOIDED", "ORDER_VOIDED")

    def fail(self, order_id: str, status: str = "AUTHORIZATION_FAILED") -> Step:
        """Return the step in which a payment fails, and its mandate with it."""
        return self._moved(order_id, status, "ORDER_FAILED", "FAILURE")

    def settle_refund(
        self, order_id: str, unique_request_id: str, status: str = "SUCCESS"
    ) -> Step:
        """
        Return the step in which a pending refund is done or fails.

        *status* is "SUCCESS", "FAILURE" or "MANUAL_REVIEW".  What failed counts as
        refunded no longer; Juspay takes it again under another id only.
        """
        return self._after(
            actions.settled_refund(self.books, order_id, unique_request_id, status)
        )

    def auto_refund(self, order_id: str, status: str = "SUCCESS") -> Step:
        """
        Return the step in which Juspay gives all of an order back by itself.

        It does so for an order that was charged, and for one that was paid too late or
        twice; *status* is that of the refund: "PENDING", "SUCCESS" or "FAILURE".
        """
        return self._after(actions.auto_refund(self.books, order_id, status))

    def refund_on_dashboard(
        self, order_id: str, amount: str | None = None, status: str = "SUCCESS"
    ) -> Step:
        """
        Return the step in which an order is refunded on Juspay's dashboard.

        No request asked for it.  *amount* is by default all that is left; *status* is
        "PENDING", "SUCCESS", "FAILURE" or "MANUAL_REVIEW".
        """
        return self._after(
            actions.dashboard_refund(self.books, order_id, amount, status)
        )

    def open_chargeback(self, order_id: str, amount: str | None = None) -> Step:
        """
        Return the step in which a payer's bank asks for *amount* of an order back.

        By default for all that the payer was charged.
        """
        return self._disputed(order_id, "RECEIVED", amount)

    def win_chargeback(self, order_id: str) -> Step:
        """Return the step in which a chargeback is decided for the merchant."""
        return self._disputed(order_id, "RESOLVED_IN_MERCHANT_FAVOUR")

    def lose_chargeback(self, order_id: str) -> Step:
        """Return the step in which a chargeback is decided for the payer."""
        return self._disputed(order_id, "RESOLVED_IN_CUSTOMER_FAVOUR")

    def return_url(self, order_id: str) -> str:
        """Return the signed URL the customer comes back with."""
        order = self.orders[order_id.lower()]
        pairs = [
            ("order_id", order["order_id"]),
            ("status", order["status"]),
            ("status_id", str(order["status_id"])),
        ]
        # As in Juspay's Java sample, implemented again for independence.
        query = "&".join(
            f"{java_encoded(key)}={java_encoded(value)}" for key, value in sorted(pairs)
        )
        digest = hmac.new(
            self.response_key.encode(), java_encoded(query).encode(), hashlib.sha256
        ).digest()
        signature = java_encoded(base64.b64encode(digest).decode())
        tail = f"signature={signature}&signature_algorithm=HMAC-SHA256"
        return f"{order['return_url']}?{query}&{tail}"

    def _moved(self, order_id: str, status: str, event: str, mandate: str = "") -> Step:
        return self._after(
            actions.moved(self.books, order_id, status, event, mandate=mandate)
        )

    def _disputed(self, order_id: str, state: str, amount: str | None = None) -> Step:
        return self._after(actions.disputed(self.books, order_id, amount, state))

    def _after(self, result: actions.Result) -> Step:
        books, order, event = result
        return self._notified(self.having(books), order, event)

    def _notified(self, there: Gateway, order: Document, name: str) -> Step:
        asked = self.asked[order["order_id"].lower()]
        url = asked.get("metadata.webhook_url", self.webhook_url)
        pair = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        headers = (
            ("Authorization", f"Basic {pair}"),
            ("Content-Type", "application/json"),
        )
        seen = repr(sorted(order.items()))
        body = {
            "id": f"evt_{digest_of(name, order['order_id'], seen)}",
            "event_name": name,
            "date_created": time_of(self.at),
            "content": {"order": order},
        }
        text = json.dumps(body).encode()
        if self.jwt is not None and self.jwt.events:
            text = sealed_event(text, self.jwt)
        event = Request("POST", url, headers, text)
        if Trouble.DUPLICATE_WEBHOOK in there.troubles:
            rest = list(there.troubles)
            rest.remove(Trouble.DUPLICATE_WEBHOOK)
            return Step(evolve(there, troubles=tuple(rest)), None, (event, event))
        return Step(there, None, (event,))


class Loopback:
    """
    A transport without a network: it keeps a gateway and what that gateway sent.

    `send` returns the answer, or raises `GatewayError` if there is none.
    """

    __slots__ = ("events", "gateway", "sent")

    def __init__(self, gateway: Gateway | None = None) -> None:
        self.gateway = Gateway() if gateway is None else gateway
        self.events: list[Request] = []
        self.sent: list[Request] = []

    def send(self, request: Request) -> Response:
        """Return the answer to *request*."""
        self.sent.append(request)
        step = self.gateway.answer(request)
        self.take(step)
        if step.response is None:
            raise GatewayError("no answer came", error_code="no_answer")
        return step.response

    def take(self, step: Step) -> None:
        """Continue from *step*, the result of an action of the gateway."""
        self.gateway = step.gateway
        self.events += step.events
