# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A second gateway, made up: whole paise, its own ids, signatures instead of passwords.

It shares nothing with Juspay but the port, and so shows that the port is one.
`Account` implements it; `PaisaPay` is the far side, in memory.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlsplit

from attrs import field, frozen

from checkout_core.checks import Validator
from checkout_core.errors import GatewayError
from checkout_core.gateway import (
    AuthorizationState,
    Capabilities,
    Operation,
    PaymentRef,
    PaymentReport,
    PaymentRequest,
    RefundState,
    RefundStatus,
    Started,
    check_void,
    to_capture,
)
from checkout_core.http import Repeat, Request, Response
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import currency_of, to_minor
from checkout_core.orders import PaymentState
from checkout_core.statuses import Funder
from checkout_core.testing.gateway import Trouble
from checkout_core.values import Record


if TYPE_CHECKING:
    from collections.abc import Mapping


#: It holds money and takes it later, but only all of it, and never gives it back.
LIMITS = Capabilities(longest_id=40, capture=True)
BASE = "https://api.paisapay.example/v1"
STATES = {
    "pending": RefundState.PENDING,
    "processed": RefundState.SUCCESS,
    "failed": RefundState.FAILURE,
}


def signature(text: str | bytes, secret: str) -> str:
    """Return what proves that a text comes from somebody who knows the secret."""
    data = text.encode() if isinstance(text, str) else text
    return hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()


def paise(amount: Decimal, currency: str) -> int:
    """Return an amount in the smallest units."""
    return to_minor(amount, currency_of(currency), "amount")


# The port -----------------------------------------------------------------------------


@frozen(kw_only=True)
class Account:
    """A merchant's account at PaisaPay, as a `checkout_core.gateway.Gateway`."""

    key: str = "key_1"
    secret: str = field(default="secret", repr=False)
    webhook: str | None = field(default="hook", repr=False)
    slug: str = "paisapay"
    capabilities: Capabilities = LIMITS

    def check_method(self, method: Record, path: str) -> None:
        """Take its one way to pay."""
        check = Validator()
        check.choice(
            f"{path}.integration_type", method.get("integration_type"), ("checkout",)
        )
        check.keys(
            path, method, ("payment_provider_slug", "integration_type", "return_url")
        )
        check.raise_any()

    def check_return_url(self, url: object, path: str) -> None:
        """Take any text."""
        check = Validator()
        check.text(path, url, needed="a URL to come back to")
        check.raise_any()

    def start(self, asked: PaymentRequest) -> Operation[Started]:
        """Make an order under our receipt."""
        kind = asked.method["integration_type"]
        check = Validator()
        check.choice("payment_method.integration_type", kind, ("checkout",))
        check.raise_any()
        amount = paise(asked.amount, asked.currency)
        body = {"amount": amount, "currency": asked.currency, "receipt": asked.id}
        request = self._request("POST", "/orders", body)

        def read(response: Response) -> Started:
            order = answered(response)
            client = {
                "key": self.key,
                "order_id": order["id"],
                "receipt": asked.id,
                "amount": amount,
            }
            problem = None
            if order["amount"] != amount:
                message = f"the order is for {order['amount']} paise"
                problem = GatewayError(message, error_code="amount_differs")
            return Started(client=Record(client), problem=problem)

        return Operation(request, read)

    def status(self, ref: PaymentRef) -> Operation[PaymentReport]:
        """Look an order up by our receipt."""
        return Operation(
            self._looking(ref.id), lambda response: read_status(ref, answered(response))
        )

    def _looking(self, receipt: str) -> Request:
        return self._request("GET", f"/orders?receipt={quote(receipt, safe='')}")

    def capture(
        self, ref: PaymentRef, *, capture_id: str, amount: Decimal | None = None
    ) -> Operation[PaymentReport]:
        """Look up the payment that is held: captures go by its own id."""
        whole = to_capture(self.capabilities, ref, amount)

        def read(response: Response) -> PaymentReport | Operation[PaymentReport]:
            found = read_status(ref, answered(response))
            if found.state is PaymentState.SUCCEEDED:
                return found
            if found.authorization is not AuthorizationState.HELD:
                message = f"nothing is held for {ref.id}"
                raise GatewayError(message, error_code="nothing_authorized")
            body = {"amount": paise(whole, ref.currency), "receipt": capture_id}
            path = f"/payments/{found.reference}/capture"
            return Operation(self._request("POST", path, body), told)

        def told(response: Response) -> Operation[PaymentReport]:
            answered(response)
            return self.status(ref)

        return Operation(self._looking(ref.id), read)

    def void(self, ref: PaymentRef) -> Operation[PaymentReport]:
        """Refuse: what is not captured expires."""
        check_void(self.capabilities)
        raise AssertionError(ref)

    def refund(
        self, payment_id: str, *, refund_id: str, amount: Decimal, currency: str
    ) -> Operation[RefundStatus]:
        """Look up the payment that is refunded: refunds go by its own id."""

        def read(response: Response) -> Operation[RefundStatus]:
            (order,) = answered(response)["items"]
            (payment,) = [each for each in order["payments"] if captured(each)]
            body = {"amount": paise(amount, currency), "receipt": refund_id}
            path = f"/payments/{payment['id']}/refund"
            return Operation(self._request("POST", path, body), told)

        def told(response: Response) -> RefundStatus:
            return RefundStatus(
                id=refund_id, state=STATES[answered(response)["status"]]
            )

        return Operation(self._looking(payment_id), read)

    def event(self, headers: Mapping[str, str], body: bytes) -> str:
        """Return the receipt of the order that an event is about."""
        given = headers.get("x-paisapay-signature", "")
        if self.webhook is None or given != signature(body, self.webhook):
            raise GatewayError("the event is not signed", error_code="unauthorized")
        document = json.loads(body)
        if "event" not in document:
            raise GatewayError("this is not an event", error_code="unusable_event")
        order = document.get("payload", {}).get("order", {}).get("entity", {})
        return str(order.get("receipt", ""))

    def returned(self, url: str) -> str:
        """Return the receipt that the shopper returns with."""
        query = dict(parse_qsl(urlsplit(url).query))
        text = f"{query.get('receipt')}|{query.get('payment_id')}"
        if query.get("signature") != signature(text, self.secret):
            raise GatewayError("the URL is not signed", error_code="unauthorized")
        return query["receipt"]

    def _request(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> Request:
        pair = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        return Request(
            method,
            f"{BASE}{path}",
            (("Authorization", f"Basic {pair}"),),
            b"" if body is None else json.dumps(body).encode(),
            repeat=Repeat.SAFE if method == "GET" else Repeat.ASK_FIRST,
        )


def answered(response: Response) -> dict[str, Any]:
    """Return the document of an answer, or raise its error."""
    try:
        document: dict[str, Any] = json.loads(response.body)
    except ValueError:
        raise GatewayError(
            "the answer is not JSON",
            http_status=response.status,
            error_code="unusable_answer",
        ) from None
    if response.status != 200:
        error = document["error"]
        raise GatewayError(
            error["description"],
            http_status=response.status,
            error_code=error["code"],
        )
    return document


def captured(payment: Mapping[str, Any]) -> bool:
    """Return whether the money of a payment came."""
    return bool(payment["status"] == "captured")


def read_status(ref: PaymentRef, document: Mapping[str, Any]) -> PaymentReport:
    """Return what the answer to a look-up says about a payment."""
    if not document["items"]:
        return PaymentReport(id=ref.id, state=None)
    (order,) = document["items"]
    refunds = tuple(
        RefundStatus(id=each["receipt"], state=STATES[each["status"]])
        for each in order["refunds"]
    )
    paid = [each for each in order["payments"] if captured(each)]
    held = [each for each in order["payments"] if each["status"] == "authorized"]
    if held and not paid:
        return PaymentReport(
            id=ref.id,
            state=PaymentState.STARTED,
            authorization=AuthorizationState.HELD,
            reference=held[0]["id"],
        )
    if not paid:
        failed = bool(order["payments"])
        state = PaymentState.FAILED if failed else PaymentState.STARTED
        return PaymentReport(id=ref.id, state=state, refunds=refunds)
    payment = paid[0]
    exponent = currency_of(ref.currency).exponent
    off = order["amount"] + payment["fee"] - payment["amount"]
    problem = None
    if (order["amount"], order["currency"]) != (
        paise(ref.amount, ref.currency),
        ref.currency,
    ):
        message = f"paid was {order['amount']} {order['currency']}"
        problem = GatewayError(message, error_code="differs_from_request")
    elif off != payment["discount"]:
        message = "less was paid, and no offer explains it"
        problem = GatewayError(message, error_code="unexplained_discount")
    discount = to_decimal(off, exponent)
    return PaymentReport(
        id=ref.id,
        state=PaymentState.SUCCEEDED,
        method=payment["method"],
        reference=payment["id"],
        received=to_decimal(payment["amount"], exponent),
        gateway_discount=discount,
        funded_by={Funder.BANK: discount} if off else {},
        surcharge=to_decimal(payment["fee"], exponent),
        refunds=refunds,
        problem=problem,
    )


# The far side -------------------------------------------------------------------------


class PaisaPay:
    """The gateway itself, in memory: a transport, and what a shopper does there."""

    def __init__(self) -> None:
        self.account = Account()
        self.orders: dict[str, dict[str, Any]] = {}
        self.sent: list[Request] = []
        self.troubles: list[Trouble | None] = []

    def send(self, request: Request) -> Response:
        """Return the answer to *request*, or the trouble that is due."""
        self.sent.append(request)
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is Trouble.NO_CONNECTION:
            raise GatewayError("no answer came", error_code="no_answer")
        if trouble is Trouble.SERVER_ERROR:
            return refused("SERVER_ERROR", "try again", 500)
        response = self._answer(request)
        if trouble is Trouble.TIMEOUT_AFTER_ACCEPT:
            raise GatewayError("no answer came", error_code="no_answer")
        if trouble is Trouble.MALFORMED_JSON:
            return Response(response.status, (), response.body[:-2])
        if trouble is Trouble.AMOUNT_MISMATCH:
            document = json.loads(response.body)
            for order in document.get("items", [document]):
                order["amount"] += 100
            return Response(response.status, (), json.dumps(document).encode())
        return response

    def _answer(self, request: Request) -> Response:
        given = json.loads(request.body) if request.body else {}
        parts = urlsplit(request.url)
        match request.method, parts.path.split("/")[2:]:
            case "POST", ["orders"]:
                return self._order(given)
            case "GET", ["orders"]:
                receipt = dict(parse_qsl(parts.query))["receipt"]
                found = [self.orders[receipt]] if receipt in self.orders else []
                return granted({"count": len(found), "items": found})
            case "POST", ["payments", payment_id, "capture"]:
                return self._capture(payment_id, given)
            case "POST", ["payments", payment_id, "refund"]:
                return self._refund(payment_id, given)
        return refused("BAD_REQUEST_ERROR", "no such URL", 404)

    def _order(self, given: dict[str, Any]) -> Response:
        if given["receipt"] in self.orders:
            return refused("BAD_REQUEST_ERROR", "this receipt was used before")
        made = {"id": f"order_{len(self.orders) + 1}", "payments": [], "refunds": []}
        self.orders[given["receipt"]] = {**made, **given}
        return granted(self.orders[given["receipt"]])

    def _capture(self, payment_id: str, given: dict[str, Any]) -> Response:
        (payment,) = [
            payment
            for order in self.orders.values()
            for payment in order["payments"]
            if payment["id"] == payment_id
        ]
        if (payment["status"], payment["amount"]) != ("authorized", given["amount"]):
            return refused("BAD_REQUEST_ERROR", "this cannot be captured")
        payment["status"] = "captured"
        return granted(payment)

    def _refund(self, payment_id: str, given: dict[str, Any]) -> Response:
        (order,) = [
            each
            for each in self.orders.values()
            if payment_id in [payment["id"] for payment in each["payments"]]
        ]
        for refund in order["refunds"]:
            if refund["receipt"] == given["receipt"]:
                return granted(refund)
        order["refunds"].append({**given, "status": "pending"})
        return granted(order["refunds"][-1])

    def pay(self, receipt: str, *, discount: int = 0, fee: int = 0) -> None:
        """Let the shopper pay, less what an offer takes off and with a fee on top."""
        order = self.orders[receipt]
        self._pay(
            receipt,
            status="captured",
            amount=order["amount"] + fee - discount,
            discount=discount,
            fee=fee,
        )

    def authorize(self, receipt: str) -> None:
        """Let the shopper's money be held."""
        amount = self.orders[receipt]["amount"]
        self._pay(receipt, status="authorized", amount=amount, discount=0, fee=0)

    def fail(self, receipt: str) -> None:
        """Let the payment fail."""
        amount = self.orders[receipt]["amount"]
        self._pay(receipt, status="failed", amount=amount, discount=0, fee=0)

    def _pay(self, receipt: str, **facts: Any) -> None:
        order = self.orders[receipt]
        count = len(order["payments"]) + 1
        payment = {"id": f"pay_{receipt}_{count}", "method": "upi", **facts}
        order["payments"].append(payment)

    def event(self, name: str, receipt: str) -> bytes:
        """Return the body of an event."""
        order = {"entity": {"receipt": receipt}}
        return json.dumps({"event": name, "payload": {"order": order}}).encode()

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the headers that an event is sent with."""
        return {"X-PaisaPay-Signature": signature(body, self.account.webhook or "")}

    def return_url(self, receipt: str) -> str:
        """Return the URL that the shopper comes back with."""
        signed = signature(f"{receipt}|pay_1", self.account.secret)
        query = f"receipt={receipt}&payment_id=pay_1&signature={signed}"
        return f"https://shop.example/back?{query}"


def granted(document: dict[str, Any]) -> Response:
    """Return the answer to a request that was carried out."""
    return Response(200, (), json.dumps(document).encode())


def refused(code: str, words: str, status: int = 400) -> Response:
    """Return the answer to a request that was not."""
    error = {"error": {"code": code, "description": words}}
    return Response(status, (), json.dumps(error).encode())
