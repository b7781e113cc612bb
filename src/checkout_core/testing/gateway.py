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
import re

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, quote_plus, unquote, urlsplit

from attrs import evolve, field, frozen

from checkout_core.errors import GatewayError
from checkout_core.http import Request, Response
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


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INDIA = timedelta(hours=5, minutes=30)
_FIRST_FULL_ANSWER = "2018-07-01"
_TOKEN_LIFE = timedelta(minutes=15)
_ORDER_LIFE = timedelta(days=2)
_MOST = Decimal("100001.00")
_STATUS_IDS = {
    "NEW": 10,
    "CHARGED": 21,
    "PENDING_VBV": 23,
    "AUTHENTICATION_FAILED": 26,
    "AUTHORIZATION_FAILED": 27,
}
_FIELDS = ("customer_id", "customer_email", "customer_phone", "product_id")
_UDFS = tuple(f"udf{at}" for at in range(1, 11))
_ECHOED = (*_FIELDS, "return_url", *_UDFS)
_SPANS = {"WEEKLY": 7, "FORTNIGHTLY": 16, "ONETIME": 0, "DAILY": 0, "ASPRESENTED": 0}
_SPANS |= dict.fromkeys(
    ["MONTHLY", "BIMONTHLY", "QUARTERLY", "HALFYEARLY", "YEARLY"], 31
)
_MONEY = re.compile(r"\d{1,15}(\.\d{1,2})?", re.ASCII).fullmatch
_DIGITS = re.compile(r"\d{1,11}", re.ASCII).fullmatch
_IPV4 = re.compile(r"(\d+\.){3}\d+", re.ASCII).fullmatch
_SDK_NAMES = (
    ("payment_page_client_id", "clientId"),
    ("action", "action"),
    ("order_id", "orderId"),
    ("currency", "currency"),
    ("customer_id", "customerId"),
    ("customer_email", "customerEmail"),
    ("customer_phone", "customerPhone"),
    ("first_name", "firstName"),
    ("last_name", "lastName"),
    ("return_url", "returnUrl"),
    ("description", "description"),
    ("options.create_mandate", "options.createMandate"),
    ("mandate.max_amount", "mandate.maxAmount"),
    ("mandate.start_date", "mandate.startDate"),
    ("mandate.end_date", "mandate.endDate"),
    ("mandate.frequency", "mandate.frequency"),
    ("mandate.rule_value", "mandate.ruleValue"),
    ("mandate.block_funds", "mandate.blockFunds"),
    ("mandate.revokable_by_customer", "mandate.revokableByCustomer"),
)

_Given = Mapping[str, str]
_Document = dict[str, Any]


class _Refused(Exception):  # noqa: N818 - an answer, not an error
    """An answer that ends the handling of a request."""

    def __init__(self, status: int, document: _Document) -> None:
        self.status = status
        self.document = document
        super().__init__(status)


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
    mandates: Record = Record()

    def failing(self, *troubles: Trouble | None) -> Gateway:
        """Return the gateway with failures for future requests or events."""
        return evolve(self, troubles=(*self.troubles, *troubles))

    def later(self, span: timedelta) -> Gateway:
        """Return the gateway at a later moment."""
        return evolve(self, at=self.at + span)

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
                return Step(here, _response(500, _error("INTERNAL_SERVER_ERROR")))
            case Trouble.THROTTLED:
                return Step(here, _response(429, _error("too_many_requests")))
        try:
            there, document = _handled(here, request)
            status = 200
        except _Refused as refused:
            there, document, status = here, refused.document, refused.status
        if trouble is Trouble.TIMEOUT_AFTER_ACCEPT:
            return Step(there)
        if trouble is Trouble.AMOUNT_MISMATCH and "amount" in document:
            document = {**document, "amount": _number(_decimal(document["amount"]) + 1)}
        response = _response(status, document)
        if trouble is Trouble.MALFORMED_JSON:
            response = evolve(response, body=response.body[:-2])
        return Step(there, response)

    def pay(self, order_id: str) -> Step:
        """Return the step in which the customer pays; a mandate becomes active."""
        return self._moved(order_id, "CHARGED", "ORDER_SUCCEEDED", "ACTIVE")

    def pay_by_offer(self, order_id: str, discount: str, surcharge: str = "0") -> Step:
        """
        Return the step in which a bank pays *discount*, and the customer the rest.

        *surcharge* is the gateway's additional fee.
        """
        order = thawed(self.orders[order_id.lower()])
        fee, whole = Decimal(surcharge), _decimal(order["amount"])
        benefit = {"type": "DISCOUNT", "amount": _number(Decimal(discount))}
        order |= {
            "effective_amount": _number(whole + fee - Decimal(discount)),
            "offers": [
                {
                    "offer_id": "offer-1",
                    "offer_code": "BANK15",
                    "status": "AVAILED",
                    "benefits": [benefit],
                }
            ],
            "txn_detail": {"surcharge_amount": _number(fee), "tax_amount": 0},
        }
        return _with_order(self, order).pay(order_id)

    def fail(self, order_id: str, status: str = "AUTHORIZATION_FAILED") -> Step:
        """Return the step in which a payment fails, and its mandate with it."""
        return self._moved(order_id, status, "ORDER_FAILED", "FAILURE")

    def settle_refund(
        self, order_id: str, unique_request_id: str, status: str = "SUCCESS"
    ) -> Step:
        """Return the step in which a pending refund is done or fails."""
        order = thawed(self.orders[order_id.lower()])
        for refund in order["refunds"]:
            if refund["unique_request_id"] == unique_request_id:
                refund.update(status=status, sent_to_gateway=True, id=unique_request_id)
        name = "ORDER_REFUNDED" if status == "SUCCESS" else "ORDER_REFUND_FAILED"
        return self._told(_with_order(self, order), order, name)

    def return_url(self, order_id: str) -> str:
        """Return the signed URL the customer comes back with."""
        order = self.orders[order_id.lower()]
        pairs = [
            ("order_id", order["order_id"]),
            ("status", order["status"]),
            ("status_id", str(order["status_id"])),
        ]
        # As in Juspay's Java sample, implemented again for independence.
        query = "&".join(f"{_java(key)}={_java(value)}" for key, value in sorted(pairs))
        digest = hmac.new(
            self.response_key.encode(), _java(query).encode(), hashlib.sha256
        ).digest()
        signature = _java(base64.b64encode(digest).decode())
        tail = f"signature={signature}&signature_algorithm=HMAC-SHA256"
        return f"{order['return_url']}?{query}&{tail}"

    def _moved(self, order_id: str, status: str, event: str, mandate: str) -> Step:
        order = thawed(self.orders[order_id.lower()])
        order.update(_status(status))
        there = self
        if "mandate" in order:
            order["mandate"]["mandate_status"] = mandate
            there = _with_mandate(self, order, mandate)
        return self._told(_with_order(there, order), order, event)

    def _told(self, there: Gateway, order: _Document, name: str) -> Step:
        asked = self.asked[order["order_id"].lower()]
        url = asked.get("metadata.webhook_url", self.webhook_url)
        pair = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        headers = (
            ("Authorization", f"Basic {pair}"),
            ("Content-Type", "application/json"),
        )
        seen = repr(sorted(order.items()))
        body = {
            "id": f"evt_{_digest(name, order['order_id'], seen)}",
            "event_name": name,
            "date_created": _told_time(self.at),
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


def _handled(gateway: Gateway, request: Request) -> tuple[Gateway, _Document]:
    """Return the gateway after *request*, and the document of its answer."""
    headers = {name.lower(): value for name, value in request.headers}
    _authorized(gateway, headers)
    parts = [unquote(part) for part in urlsplit(request.url).path.split("/") if part]
    given = _given(request, headers)
    match request.method, parts:
        case "POST", ["orders"]:
            return _create(gateway, given, headers.get("version", ""))
        case "GET", ["orders", order_id]:
            return gateway, _found(gateway, order_id, status=200)
        case "POST", ["orders", order_id]:
            return _update(gateway, order_id, given)
        case "POST", ["orders", order_id, "refunds"]:
            return _refund(gateway, order_id, given)
        case "POST", ["session"]:
            return _session(gateway, given)
        case "POST", ["txns"]:
            return _txn(gateway, given)
        case "POST", ["mandates", mandate_id]:
            return _command(gateway, mandate_id, given)
    raise _Refused(404, _error("RESOURCE_NOT_FOUND"))


def _authorized(gateway: Gateway, headers: _Given) -> None:
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
        raise _Refused(401, document)
    if headers.get("x-merchantid") != gateway.merchant_id:
        raise _Refused(403, _error("forbidden_resource"))


def _given(request: Request, headers: _Given) -> _Given:
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
        raise _Refused(400, _error("INVALID_INPUT", "The body is unreadable")) from None


def _create(gateway: Gateway, given: _Given, version: str) -> tuple[Gateway, _Document]:
    there, order = _ordered(gateway, given, longest=20)
    wants = given.get("options.get_client_auth_token") == "true"
    if wants and version >= _FIRST_FULL_ANSWER:
        return there, {**order, "juspay": _token(there, order)}
    short = {key: order[key] for key in ("id", "order_id", "payment_links")}
    return there, {"status": "CREATED", "status_id": 1, **short}


def _session(gateway: Gateway, given: _Given) -> tuple[Gateway, _Document]:
    for name in ("payment_page_client_id", "action", "currency"):
        if not given.get(name):
            raise _missing(name)
    there, order = _ordered(gateway, given, longest=17)
    token = _token(there, order)
    payload = {key: given[name] for name, key in _SDK_NAMES if name in given}
    payload |= {
        # The sample is asked for 100 and answers with "100.0".
        "amount": str(float(given["amount"])),
        "merchantId": gateway.merchant_id,
        "clientAuthToken": token["client_auth_token"],
        "clientAuthTokenExpiry": token["client_auth_token_expiry"],
        "environment": "sandbox",
    }
    expiry = _told_time(gateway.at + _ORDER_LIFE)
    return there, {
        "status": "NEW",
        "id": order["id"],
        "order_id": order["order_id"],
        "payment_links": {"web": order["payment_links"]["web"], "expiry": expiry},
        "sdk_payload": {
            "requestId": _digest("request", order["order_id"]),
            "service": "in.juspay.hyperpay",
            "payload": payload,
            "expiry": expiry,
        },
        "order_expiry": expiry,
    }


def _txn(gateway: Gateway, given: _Given) -> tuple[Gateway, _Document]:
    """Create an order and start paying it, by its customer or by a mandate."""
    inner = {
        key.removeprefix("order."): value
        for key, value in given.items()
        if key.startswith("order.")
    }
    if given.get("format") != "json":
        raise _missing("format")
    if given.get("merchant_id") != gateway.merchant_id:
        raise _Refused(403, _error("forbidden_resource"))
    mandate_id = given.get("mandate_id")
    if mandate_id is None:
        for name in ("payment_method_type", "payment_method"):
            if not given.get(name):
                raise _missing(name)
    elif gateway.mandates.get(mandate_id, {}).get("status") != "ACTIVE":
        raise _Refused(400, _error("INVALID_MANDATE", "Mandate is not active"))
    there, order = _ordered(gateway, inner, longest=20)
    txn_id = f"{gateway.merchant_id}-{order['order_id']}-1"
    txn_uuid = f"eul{_digest('txn', order['order_id'])[:17]}"
    order |= {**_status("PENDING_VBV"), "txn_id": txn_id, "txn_uuid": txn_uuid}
    url = f"https://sandbox.juspay.in/v2/pay/start/{gateway.merchant_id}/{txn_uuid}"
    return _with_order(there, order), {
        "order_id": order["order_id"],
        "txn_id": txn_id,
        "txn_uuid": txn_uuid,
        "status": "PENDING_VBV",
        "payment": {"authentication": {"url": url, "method": "GET"}},
    }


def _ordered(
    gateway: Gateway, given: _Given, longest: int
) -> tuple[Gateway, _Document]:
    """Return the gateway with one more order, and that order."""
    for name in ("order_id", "amount"):
        if not given.get(name):
            raise _missing(name)
    order_id = given["order_id"]
    if len(order_id) > longest:
        raise _invalid("order_id", f"order_id is longer than {longest} characters")
    if order_id.lower() in gateway.orders:
        words = f'Order with id = "{order_id}" already created.'
        document = {
            "status": "order_already_created",
            "error_code": "ALREADY_EXISTS",
            "error_message": words,
            "order_id": order_id,
        }
        raise _Refused(400, document)
    _judged(given)
    ident = f"ordeh_{_digest('order', order_id)}"
    pages = "https://sandbox.juspay.in/merchant"
    order = {
        "id": ident,
        "order_id": order_id,
        "merchant_id": gateway.merchant_id,
        **_status("NEW"),
        "amount": _number(Decimal(given["amount"])),
        "currency": given.get("currency", "INR"),
        "refunded": False,
        "amount_refunded": 0,
        "refunds": [],
        "date_created": _told_time(gateway.at),
        "payment_links": {
            "web": f"{pages}/pay/{ident}",
            "mobile": f"{pages}/pay/{ident}?mobile=true",
            "iframe": f"{pages}/ipay/{ident}",
        },
        **{name: given.get(name, "") for name in _ECHOED},
    }
    there = gateway
    if given.get("options.create_mandate") in {"REQUIRED", "OPTIONAL"}:
        order["mandate"] = _mandate(gateway, given)
        there = _with_mandate(gateway, order, "CREATED")
    asked = {**there.asked, order_id.lower(): given}
    return _with_order(evolve(there, asked=Record(asked)), order), order


def _judged(given: _Given) -> None:
    """Refuse fields that the create-order page does not allow."""
    amount = given["amount"]
    if not _MONEY(amount) or Decimal(amount) <= 0:
        raise _invalid("amount", "Amount is invalid")
    if given.get("currency", "INR") == "INR" and Decimal(amount) < 1:
        raise _invalid("amount", "Should be greater than or equal 1")
    if not _DIGITS(given.get("gateway_id", "0")):
        raise _invalid("gateway_id", "Invalid gateway id")
    _returnable(given.get("return_url", ""))
    for name in _UDFS:
        value = given.get(name, "")
        if len(value) > 255:  # noqa: PLR2004 - "Upto 255 characters"
            raise _invalid(name, "At most 255 characters are allowed")
        if name in _UDFS[:5] and re.search("[^A-Za-z0-9 ]", value):
            raise _invalid(name, "Special characters are not allowed")


def _returnable(url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if not parts.scheme or not parts.netloc:
        raise _invalid("return_url", "Not a fully qualified URL")
    if parts.query or "?" in url or "#" in url or _IPV4(parts.hostname or ""):
        raise _invalid("return_url", "No query parameters, fragments or IP addresses")


def _mandate(gateway: Gateway, given: _Given) -> _Document:
    """Return the mandate of a new order as the API answers it, or refuse its terms."""
    if not given.get("customer_id", "").strip():
        raise _Refused(400, _error("INVALID_CUSTOMER_ID", "pass customer_id"))
    rule = given.get("mandate.amount_rule", "VARIABLE")
    most = _most(given, rule)
    frequency = given.get("mandate.frequency", "ASPRESENTED")
    if frequency not in _SPANS:
        raise _invalid("mandate.frequency", "Frequency passed is invalid")
    funds = given.get("mandate.block_funds")
    if funds is not None and funds != ("true" if frequency == "ONETIME" else "false"):
        words = "Block fund should be false for recurring and true for OT mandate."
        raise _invalid("mandate.block_funds", words, "INVALID_BLOCK_FUNDS")
    _timely(gateway, given)
    value = given.get("mandate.rule_value", "0")
    span = _SPANS[frequency]
    if not _DIGITS(value) or not min(span, 1) <= int(value) <= span:
        raise _invalid("mandate.rule_value", f"rule_value is 1 to {span}")
    found = {
        "mandate_id": _digest("mandate", given["order_id"])[:22],
        "mandate_token": _digest("mandate token", given["order_id"]),
        "mandate_status": "CREATED",
        "mandate_type": "EMANDATE",
        # The real API writes it singular here, and amounts as text in events.
        "block_fund": funds == "true",
        "max_amount": most,
        "amount_rule": rule,
        "frequency": frequency,
        "revokable_by_customer": given.get("mandate.revokable_by_customer", "true"),
    }
    for name in ("start_date", "end_date"):
        if f"mandate.{name}" in given:
            found[name] = given[f"mandate.{name}"]
    if span:
        found["rule_value"] = int(value)
    return found


def _most(given: _Given, rule: str) -> str:
    """Return the requested largest debit, or refuse it."""
    most = given.get("mandate.max_amount", given.get("mandate_max_amount", ""))
    if not _MONEY(most) or Decimal(most) < 1:
        words = "mandate_max_amount should be greater than or equal to 1"
    elif Decimal(most) > _MOST:
        words = "mandate_max_amount exceeds mandate maxAmount threshold."
    elif rule == "FIXED" and Decimal(most) != Decimal(given["amount"]):
        words = "mandate_max_amount should be equal to the order amount"
    else:
        return most
    raise _invalid("mandate.max_amount", words)


def _timely(gateway: Gateway, given: _Given) -> None:
    """Refuse a mandate that does not start today, or ends before it starts."""
    start = given.get("mandate.start_date")
    today = (gateway.at + _INDIA).date()
    if start is not None and not (
        _DIGITS(start)
        and (_EPOCH + timedelta(seconds=int(start)) + _INDIA).date() == today
    ):
        words = "Start date passed is invalid"
        raise _invalid("mandate.start_date", words, "INVALID_START_DATE")
    end = given.get("mandate.end_date")
    if end is not None and not (_DIGITS(end) and int(end) > int(start or 0)):
        raise _invalid("mandate.end_date", "End date passed is invalid")


def _found(gateway: Gateway, order_id: str, status: int = 400) -> _Document:
    order = gateway.orders.get(order_id.lower())
    if order is None:
        document = {"status_id": 40, "status": "NOT_FOUND", "order_id": order_id}
        raise _Refused(status, document)
    found: _Document = thawed(order)
    return found


def _update(
    gateway: Gateway, order_id: str, given: _Given
) -> tuple[Gateway, _Document]:
    order = _found(gateway, order_id)
    if order["status"] == "CHARGED":
        raise _Refused(400, _error("INVALID_ACTION", "The order is charged"))
    for name, value in given.items():
        if name == "amount":
            if not _MONEY(value) or Decimal(value) <= 0:
                raise _invalid("amount", "Amount is invalid")
            order["amount"] = _number(Decimal(value))
        elif name in _UDFS:
            order[name] = value
        elif not name.startswith(("billing_address_", "shipping_address_")):
            raise _invalid(name, "This field cannot be changed")
    return _with_order(gateway, order), order


def _refund(
    gateway: Gateway, order_id: str, given: _Given
) -> tuple[Gateway, _Document]:
    order = _found(gateway, order_id)
    ident = given.get("unique_request_id", "")
    if not ident:
        raise _missing("unique_request_id")
    if any(each["unique_request_id"] == ident for each in order["refunds"]):
        words = (
            "A refund call was already completed with this unique_request_id for the"
            " order."
        )
        raise _Refused(400, _error("duplicate.call", words))
    if order["status"] != "CHARGED":
        words = "Cannot process unsuccessful order."
        raise _Refused(400, _error("invalid.order.not_successful", words))
    charged = _decimal(order.get("effective_amount", order["amount"]))
    left = charged - _decimal(order["amount_refunded"])
    text = given.get("amount", f"{left:f}")
    if not _MONEY(text) or Decimal(text) <= 0:
        raise _Refused(400, _error("invalid.amount", "Amount is invalid."))
    if Decimal(text) > left:
        words = "Refund amount exceeds the refundable amount."
        raise _Refused(400, _error("invalid.amount.exceeded", words))
    order["refunds"].append(
        {
            "id": None,
            "unique_request_id": ident,
            "amount": _number(Decimal(text)),
            "status": "PENDING",
            "created": _told_time(gateway.at),
            "sent_to_gateway": False,
            "ref": None,
            "error_code": None,
            "error_message": "",
            "initiated_by": "API",
            "refund_type": "STANDARD",
        }
    )
    done = _decimal(order["amount_refunded"]) + Decimal(text)
    # It counts as refunded now, although the refund is still pending.
    order |= {"refunded": True, "amount_refunded": _number(done)}
    return _with_order(gateway, order), order


def _command(
    gateway: Gateway, mandate_id: str, given: _Given
) -> tuple[Gateway, _Document]:
    mandate = thawed(gateway.mandates.get(mandate_id, Record()))
    if not mandate:
        raise _Refused(404, _error("RESOURCE_NOT_FOUND"))
    changes: _Document = {}
    match given.get("command"):
        case "check_status":
            return gateway, mandate
        case "revoke":
            changes = {"status": "REVOKED"}
        case "pause":
            changes = {
                "status": "PAUSED",
                "pause_start_date": given.get("pause_start_date"),
                "pause_end_date": given.get("pause_end_date"),
            }
        case "resume":
            changes = {"status": "ACTIVE"}
        case "pre_debit_notify":
            return gateway, _notice(gateway, mandate_id, given)
        case "cancel_recurring_transaction":
            return _cancelled(gateway, given)
        case _:
            document = {**_error("bad_request", "Invalid command"), "status": "Invalid"}
            raise _Refused(400, document)
    if mandate["status"] in {"REVOKED", "EXPIRED", "FAILURE"}:
        raise _Refused(400, _error("INVALID_ACTION", "The mandate has ended"))
    mandate |= changes
    mandates = Record({**gateway.mandates, mandate_id: mandate})
    return evolve(gateway, mandates=mandates), mandate


def _notice(gateway: Gateway, mandate_id: str, given: _Given) -> _Document:
    for name in ("object_reference_id", "description", "source_info"):
        if not given.get(name):
            raise _missing(name)
    try:
        info = json.loads(given["source_info"])
    except ValueError:
        raise _invalid("source_info", "source_info is not JSON") from None
    now = str(int((gateway.at - _EPOCH).total_seconds()))
    return {
        "id": _digest("notice", given["object_reference_id"])[:7],
        "object": "notification",
        "object_reference_id": given["object_reference_id"],
        "notification_type": "SMS",
        "status": "SUCCESS",
        "description": given["description"],
        "source_object": "MANDATE",
        "source_info": info,
        "mandate": {"mandate_id": mandate_id},
        "date_created": now,
        "last_updated": now,
    }


def _cancelled(gateway: Gateway, given: _Given) -> tuple[Gateway, _Document]:
    order = gateway.orders.get(given.get("order_id", "").lower())
    if order is None:
        raise _Refused(400, _error("bad_request", "Please send order_id"))
    if order["status"] != "PENDING_VBV":
        document = {
            "code": "INVALID_REQUEST",
            "type": "INVALID_REQUEST_ERROR",
            "user_message": "Cancel action not allowed.",
            "message": "No scheduled recurring transactions are found.",
        }
        raise _Refused(400, document)
    changed = {**thawed(order), "status": "JUSPAY_DECLINED", "status_id": 22}
    return _with_order(gateway, changed), {
        "order_id": order["order_id"],
        "txn_uuid": order["txn_uuid"],
        "txn_status": "JUSPAY_DECLINED",
        "response_message": "Transaction successfully terminated at Juspay end.",
    }


def _with_order(gateway: Gateway, order: _Document) -> Gateway:
    key = order["order_id"].lower()
    return evolve(gateway, orders=Record({**gateway.orders, key: order}))


def _with_mandate(gateway: Gateway, order: _Document, status: str) -> Gateway:
    told = {key: order["mandate"][key] for key in order["mandate"]}
    told.pop("mandate_status")
    told |= {
        "status": status,
        "order_id": order["order_id"],
        "customer_id": order["customer_id"],
        "currency": order["currency"],
    }
    mandates = {**gateway.mandates, told["mandate_id"]: told}
    return evolve(gateway, mandates=Record(mandates))


def _token(gateway: Gateway, order: _Document) -> _Document:
    return {
        "client_auth_token": f"tkn_{_digest('token', order['order_id'])[:32]}",
        "client_auth_token_expiry": _told_time(gateway.at + _TOKEN_LIFE),
    }


def _status(name: str) -> _Document:
    return {"status": name, "status_id": _STATUS_IDS[name]}


def _missing(name: str) -> _Refused:
    words = "Mandatory fields are missing"
    document = {
        "status": "Bad Request",
        "error_code": words,
        "error_message": words,
        "error_info": {
            "code": "INVALID_INPUT",
            "developer_message": "Invalid input data",
            "user_message": "Invalid input data",
            "fields": [{"field_name": name, "reason": words}],
        },
    }
    return _Refused(400, document)


def _invalid(name: str, words: str, code: str = "INVALID_REQUEST") -> _Refused:
    info = {
        "category": "UNKNOWN",
        "code": "UNKNOWN_ERROR",
        "developer_message": words,
        "user_message": code,
        "fields": [{"field_name": name, "reason": "Invalid Value"}],
    }
    return _Refused(400, {**_error(code, words), "error_info": info})


def _error(code: str, words: str = "") -> _Document:
    return {
        "status": "ERROR",
        "status_id": -1,
        "error_code": code,
        "error_message": words or code,
    }


def _response(status: int, document: _Document) -> Response:
    headers = (("Content-Type", "application/json"),)
    return Response(status, headers, json.dumps(document).encode())


def _number(amount: Decimal) -> int | str:
    """Return an amount as the API answers it: a number if it is whole, else text."""
    return int(amount) if amount == int(amount) else f"{amount:f}"


def _decimal(amount: object) -> Decimal:
    return Decimal(str(amount))


def _told_time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def _java(text: str) -> str:
    return quote_plus(text, safe="*").replace("~", "%7E")
