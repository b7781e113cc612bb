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

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from attrs import evolve, field, frozen

from checkout_core.errors import GatewayError
from checkout_core.http import Request, Response
from checkout_core.testing.gateway.books import (
    Books,
    order_in,
    with_mandate,
    with_order,
)
from checkout_core.testing.gateway.captures import capture, void
from checkout_core.testing.gateway.mandates import command
from checkout_core.testing.gateway.orders import (
    create_order,
    create_session,
    create_transaction,
    refund_order,
    transaction_of,
    update_order,
)
from checkout_core.testing.gateway.replies import (
    Document,
    Refused,
    decimal_of,
    digest_of,
    error_of,
    java_encoded,
    number_of,
    response_of,
    status_of,
    time_of,
)
from checkout_core.testing.gateway.terms import (
    Fields,
)
from checkout_core.values import Record, thawed


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
        events: the events that are posted to the shop, in this order.
    """

    gateway: Gateway
    response: Response | None = None
    events: tuple[Request, ...] = ()


@frozen(kw_only=True)
class Gateway:
    """
    A merchant's account at the fake Juspay; every method returns the next state.

    Attributes:
        merchant_id, api_key: the credentials that requests need.
        at: the present moment of the gateway.
        username, password: the credentials of events.
        webhook_url: where events are posted, unless the order has another URL.
        response_key: the key that signs return URLs.
        troubles: the failure of each future request; None for no failure.
        orders: every order as the API answers it, by its id in lower case.
        asked: the fields of the requests for those orders, by the same ids.
        captures: the amount of every captured part, by `txn_uuid` and key.
        mandates: every mandate as the API answers it, by its id.
    """

    merchant_id: str = "merchant-id"
    api_key: str = field(default="LOOPBACK_KEY", repr=False)
    at: datetime = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    username: str = "juspay"
    password: str = field(default="loopback", repr=False)
    webhook_url: str = "https://shop.example/events"
    response_key: str = field(default="loopback_response_key", repr=False)
    troubles: tuple[Trouble | None, ...] = ()
    orders: Record = Record()
    asked: Record = Record()
    captures: Record = Record()
    mandates: Record = Record()

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
            at=self.at,
            orders=self.orders,
            asked=self.asked,
            captures=self.captures,
            mandates=self.mandates,
        )

    def having(self, books: Books) -> Gateway:
        """Return the gateway with other books."""
        return evolve(
            self,
            orders=books.orders,
            asked=books.asked,
            captures=books.captures,
            mandates=books.mandates,
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
        try:
            _authorize(here, request)
            books, document = _handled(here.books, request)
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
        if trouble is Trouble.MALFORMED_JSON:
            response = evolve(response, body=response.body[:-2])
        return Step(there, response)

    def pay(self, order_id: str) -> Step:
        """Return the step in which the customer pays; a mandate becomes active."""
        order = thawed(self.orders[order_id.lower()])
        return self._with_status(order, "CHARGED", "ORDER_SUCCEEDED", "ACTIVE")

    def authorize(self, order_id: str) -> Step:
        """Return the step in which the customer's money is held, and not yet taken."""
        order = thawed(self.orders[order_id.lower()])
        order |= transaction_of(self.merchant_id, order["order_id"])
        return self._with_status(order, "AUTHORIZED", "ORDER_AUTHORIZED", "ACTIVE")

    def pay_by_offer(self, order_id: str, discount: str, surcharge: str = "0") -> Step:
        """
        Return the step in which a bank pays *discount*, and the customer the rest.

        *surcharge* is the gateway's additional fee.
        """
        order = thawed(self.orders[order_id.lower()])
        fee, whole = Decimal(surcharge), decimal_of(order["amount"])
        benefit = {"type": "DISCOUNT", "amount": number_of(Decimal(discount))}
        order |= {
            "effective_amount": number_of(whole + fee - Decimal(discount)),
            "offers": [
                {
                    "offer_id": "offer-1",
                    "offer_code": "BANK15",
                    "status": "AVAILED",
                    "benefits": [benefit],
                }
            ],
            "txn_detail": {"surcharge_amount": number_of(fee), "tax_amount": 0},
        }
        return self.having(with_order(self.books, order)).pay(order_id)

    def fail(self, order_id: str, status: str = "AUTHORIZATION_FAILED") -> Step:
        """Return the step in which a payment fails, and its mandate with it."""
        order = thawed(self.orders[order_id.lower()])
        return self._with_status(order, status, "ORDER_FAILED", "FAILURE")

    def settle_refund(
        self, order_id: str, unique_request_id: str, status: str = "SUCCESS"
    ) -> Step:
        """Return the step in which a pending refund is done or fails."""
        order = thawed(self.orders[order_id.lower()])
        for refund in order["refunds"]:
            if refund["unique_request_id"] == unique_request_id:
                refund.update(status=status, sent_to_gateway=True, id=unique_request_id)
        name = "ORDER_REFUNDED" if status == "SUCCESS" else "ORDER_REFUND_FAILED"
        there = self.having(with_order(self.books, order))
        return self._notified(there, order, name)

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

    def _with_status(
        self, order: Document, status: str, event: str, mandate: str
    ) -> Step:
        order.update(status_of(status))
        books = self.books
        if "mandate" in order:
            order["mandate"]["mandate_status"] = mandate
            books = with_mandate(books, order, mandate)
        return self._notified(self.having(with_order(books, order)), order, event)

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
        event = Request("POST", url, headers, json.dumps(body).encode())
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


def _handled(books: Books, request: Request) -> tuple[Books, Document]:
    """Return the books after *request*, and the document of its answer."""
    headers = {name.lower(): value for name, value in request.headers}
    parts = [unquote(part) for part in urlsplit(request.url).path.split("/") if part]
    fields = _given(request, headers)
    match request.method, parts:
        case "POST", ["orders"]:
            return create_order(books, fields, headers.get("version", ""))
        case "GET", ["orders", order_id]:
            return books, order_in(books, order_id, status=200)
        case "POST", ["orders", order_id]:
            return update_order(books, order_id, fields)
        case "POST", ["orders", order_id, "refunds"]:
            return refund_order(books, order_id, fields)
        case "POST", ["session"]:
            return create_session(books, fields)
        case "POST", ["txns"]:
            return create_transaction(books, fields)
        case "POST", ["v2", "txns", txn_uuid, "capture"]:
            return capture(books, txn_uuid, fields)
        case "POST", ["v2", "txns", txn_uuid, "void"]:
            return void(books, txn_uuid)
        case "POST", ["mandates", mandate_id]:
            return command(books, mandate_id, fields)
    raise Refused(404, error_of("RESOURCE_NOT_FOUND"))


def _authorize(gateway: Gateway, request: Request) -> None:
    headers = {name.lower(): value for name, value in request.headers}
    pair = base64.b64encode(f"{gateway.api_key}:".encode()).decode()
    if headers.get("authorization") != f"Basic {pair}":
        document = {
            "status": "error",
            "error_code": "access_denied",
            "error_info": {
                "category": "USER_ERROR",
                "code": "UNAUTHORIZED",
                "user_message": "Unauthorized.",
                "developer_message": "Invalid API Key. Please pass a valid and active"
                " api key.",
            },
        }
        raise Refused(401, document)
    if headers.get("x-merchantid") != gateway.merchant_id:
        raise Refused(403, error_of("forbidden_resource"))


def _given(request: Request, headers: Fields) -> Fields:
    """Return the fields of a body as text, from a form or JSON."""
    try:
        if headers.get("content-type") == "application/json":
            found = dict(json.loads(request.body))
            return {
                key: value if isinstance(value, str) else json.dumps(value)
                for key, value in found.items()
            }
        text = request.body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except (TypeError, ValueError):
        raise Refused(
            400, error_of("INVALID_INPUT", "The body is unreadable")
        ) from None
