# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Reads Juspay's answers: HTTP status and body in, a typed value out.

Promises that amounts stay exact, that the varying types of the real API are accepted
(numbers as text, text as numbers, `"null"`, `{}` for nothing, missing and new fields),
and that an answer that cannot be used is a `GatewayError` that says whether the call
may be sent again.

Knows nothing of sockets.
"""

from __future__ import annotations

import json
import re

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import evolve, field, fields, frozen

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, GatewayError, shown
from checkout_core.juspay import answers
from checkout_core.juspay.answers import (
    Cancellation,
    Mandate,
    MandateList,
    Notification,
    Order,
    Refund,
    SdkFields,
    SdkPayload,
    Session,
    Txn,
)
from checkout_core.juspay.requests import Call, Repeat, Request, length_only
from checkout_core.juspay.rules import UDFS, same_order_id
from checkout_core.money import number
from checkout_core.values import Record, thawed


if TYPE_CHECKING:
    from collections.abc import Hashable


T = TypeVar("T")
Reader = Callable[[object], object]

#: No answer in the documents is longer than 5,000 characters.
BODY_LIMIT = 1_000_000
MESSAGE_LIMIT = 500
#: An order has at most 25 attempts; a page of mandates is the longest list there is.
LIST_LIMIT = 1_000
_OK = range(200, 300)
_THROTTLED = 429
#: Statuses after which the call may have been carried out.
_UNCLEAR = frozenset({408, 500, 502, 503, 504})

#: Keys that are ignored, and why.
READ_PAST: Mapping[str, str] = MappingProxyType(
    {
        "bank_pg": "null in every sample; its meaning is documented nowhere",
        "rewards_breakup": "null in every sample; its meaning is documented nowhere",
    }
)

#: Keys with another name here, by the class they belong to.
RENAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # The answer to a mandate's create is flat and mixes camelCase with snake_case.
        "Order": {
            "options.createMandate": "create_mandate",
            "mandate.maxAmount": "mandate_max_amount",
            "mandate.startDate": "mandate_start_date",
            "mandate.endDate": "mandate_end_date",
        },
        # An order has mandate_status, a separate mandate has status.
        "Mandate": {"mandate_status": "status"},
        "SdkPayload": {"requestId": "request_id"},
        "SdkFields": {
            "clientId": "client_id",
            "merchantId": "merchant_id",
            "clientAuthToken": "client_auth_token",
            "clientAuthTokenExpiry": "client_auth_token_expiry",
            "orderId": "order_id",
            "customerId": "customer_id",
            "firstName": "first_name",
            "lastName": "last_name",
            "returnUrl": "return_url",
            "customerPhone": "customer_phone",
            "customerEmail": "customer_email",
            "options.createMandate": "create_mandate",
            "mandate.maxAmount": "mandate_max_amount",
            "mandateMaxAmount": "session_max_amount",
            "mandate.startDate": "mandate_start_date",
            "mandate.endDate": "mandate_end_date",
            "mandate.frequency": "mandate_frequency",
            "mandate.ruleValue": "mandate_rule_value",
            # Commerce Engine's page spells three keys with a blank at their end.
            "mandate.start_date ": "mandate_start_date",
            "mandate.end_date ": "mandate_end_date",
            "mandate.rule_value ": "mandate_rule_value",
            "mandate.start_date": "mandate_start_date",
            "mandate.end_date": "mandate_end_date",
            "mandate.rule_value": "mandate_rule_value",
        },
    }
)

#: The SDK payload's keys: attribute, Juspay's spelling, Commerce Engine's spelling
#: with the blank that ends three of its keys, in the order of Commerce Engine's page.
SDK_KEYS: tuple[tuple[str, str, str], ...] = (
    ("client_id", "clientId", "clientId"),
    ("merchant_id", "merchantId", "merchantId"),
    ("client_auth_token", "clientAuthToken", "clientAuthToken"),
    ("client_auth_token_expiry", "clientAuthTokenExpiry", "clientAuthTokenExpiry"),
    ("environment", "environment", "environment"),
    ("order_id", "orderId", "orderId"),
    ("amount", "amount", "amount"),
    ("action", "action", "action"),
    ("customer_id", "customerId", "customerId"),
    ("first_name", "firstName", "firstName"),
    ("last_name", "lastName", "lastName"),
    ("return_url", "returnUrl", "returnUrl"),
    ("customer_phone", "customerPhone", "customerPhone"),
    ("customer_email", "customerEmail", "customerEmail"),
    ("currency", "currency", "currency"),
    ("description", "description", "description"),
    ("create_mandate", "options.createMandate", "options.createMandate"),
    ("mandate_max_amount", "mandate.maxAmount", "mandate.maxAmount"),
    ("mandate_start_date", "mandate.startDate", "mandate.start_date "),
    ("mandate_end_date", "mandate.endDate", "mandate.end_date "),
    ("mandate_frequency", "mandate.frequency", "mandate.frequency"),
    ("mandate_rule_value", "mandate.ruleValue", "mandate.rule_value "),
)

#: Texts of the merchant: here "null" is the text, everywhere else it means None.
_OWN = frozenset({"customer_id", "order_id", "product_id", "unique_request_id", *UDFS})

_WHOLE = re.compile(r"-?[0-9]{1,18}").fullmatch
_EPOCH = re.compile(r"[0-9]{1,11}").fullmatch
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})"
).fullmatch
#: Values of `status` in error answers (error samples, 2026-11).
_ERROR_WORDS = frozenset(
    {"bad request", "error", "invalid request", "invalid_request_error"}
)
_EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)


@frozen
class Response:
    """
    An HTTP answer: the status, the headers and the body as bytes.

    The body is not shown in the repr, since it can hold a client auth token.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=length_only)


def read_order(request: Request, response: Response) -> Order:
    """
    Return the order in the answer to a create, status, update or refund call.

    A status of NOT_FOUND is an answer too, with any HTTP status.  Raises `GatewayError`
    for an answer that cannot be used.
    """
    expect(request=(request, Request), response=(response, Response))
    if request.call is Call.ORDER_STATUS:
        document = _document(request, response)
        if document.get("status") == "NOT_FOUND":
            return _same_order(request, _noun(Order, document))
    return _same_order(request, _noun(Order, _usable(request, response)))


def read_session(request: Request, response: Response) -> Session:
    """Return the answer to a session; without its SDK payload it cannot be used."""
    session = _same_order(request, _noun(Session, _usable(request, response)))
    if session.sdk_payload is None or session.sdk_payload.payload is None:
        raise GatewayError(
            "the answer has no sdk_payload",
            http_status=response.status,
            error_code="unusable_answer",
            fields=("sdk_payload",),
        )
    return session


def read_txn(request: Request, response: Response) -> Txn:
    """Return the answer to a debit, or to creating and paying an order."""
    return _same_order(request, _noun(Txn, _usable(request, response)))


def read_refund(request: Request, response: Response) -> Refund:
    """Return the refund in the answer to `POST /refunds`."""
    return _noun(Refund, _usable(request, response))


def read_mandate(request: Request, response: Response) -> Mandate:
    """Return the mandate in the answer to a command."""
    return _noun(Mandate, _usable(request, response))


def read_mandates(request: Request, response: Response) -> MandateList:
    """Return one page of a customer's mandates."""
    return _noun(MandateList, _usable(request, response))


def read_notification(request: Request, response: Response) -> Notification:
    """Return the notification that was sent to a customer."""
    return _noun(Notification, _usable(request, response))


def read_cancellation(request: Request, response: Response) -> Cancellation:
    """Return the answer to the cancellation of a scheduled debit."""
    return _noun(Cancellation, _usable(request, response))


#: The reader for the answer to each call.
READERS: Mapping[Call, Callable[[Request, Response], object]] = MappingProxyType(
    {
        Call.CREATE_ORDER: read_order,
        Call.CREATE_ORDER_AND_PAY: read_txn,
        Call.CREATE_SESSION: read_session,
        Call.ORDER_STATUS: read_order,
        Call.UPDATE_ORDER: read_order,
        Call.REFUND_ORDER: read_order,
        Call.EXECUTE_MANDATE: read_txn,
        Call.MANDATE_STATUS: read_mandate,
        Call.REVOKE_MANDATE: read_mandate,
        Call.PAUSE_MANDATE: read_mandate,
        Call.RESUME_MANDATE: read_mandate,
        Call.NOTIFY_MANDATE: read_notification,
        Call.CANCEL_DEBIT: read_cancellation,
    }
)


def read(request: Request, response: Response) -> object:
    """
    Return the answer to *request*, by the reader of its call.

    The type is that of the call's own reader.  Raises `GatewayError` for an answer that
    cannot be used, and `ValueError` for a request made by hand.
    """
    expect(request=(request, Request), response=(response, Response))
    if request.call is None:
        msg = "a request made by hand has no reader of its own; call the one you need"
        raise ValueError(msg)
    return READERS[request.call](request, response)


def no_answer(request: Request, reason: str) -> GatewayError:
    """
    Return the error for a request without an answer: a timeout, a lost connection.

    It is not known whether the request was carried out.  The error is retryable if a
    repeat does no harm; else read the order's status first.
    """
    expect(request=(request, Request))
    retryable = request.repeat is not Repeat.ASK_FIRST
    advice = "send it again" if retryable else "ask for the status before sending again"
    return GatewayError(
        f"no answer came ({reason}); {advice}",
        error_code="no_answer",
        retryable=retryable,
    )


def error_of(request: Request, response: Response) -> GatewayError:
    """
    Return the error in an answer, in any of the documented shapes.

    Decides on `error_code` and the fields: `error_info.code` is UNKNOWN_ERROR for
    the most useful of them.
    """
    try:
        document = _document(request, response)
    except GatewayError as error:
        return error
    info = _mapping(document.get("error_info"))
    inner = _mapping(document.get("response"))
    code = _first(
        document.get("error_code"),
        inner.get("errorCode"),
        document.get("code"),
        info.get("code"),
        document.get("status"),
    )
    message = _first(
        document.get("error_message"),
        document.get("error_Message"),
        info.get("developer_message"),
        inner.get("errorMessage"),
        document.get("message"),
        document.get("user_message"),
        code,
        f"HTTP status {response.status}",
    )
    named = info.get("fields")
    names = tuple(
        each["field_name"]
        for each in (named if isinstance(named, list) else [])
        if isinstance(each, dict) and isinstance(each.get("field_name"), str)
    )
    return GatewayError(
        message[:MESSAGE_LIMIT],
        http_status=response.status,
        error_code=code[:MESSAGE_LIMIT],
        fields=names,
        retryable=_retryable(request, response.status),
    )


def _retryable(request: Request, status: int) -> bool:
    if status == _THROTTLED:
        return True
    return status in _UNCLEAR and request.repeat is not Repeat.ASK_FIRST


def _first(*values: object) -> str:
    found = (each for each in values if isinstance(each, str) and each)
    return next(found, "")


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _document(request: Request, response: Response) -> dict[str, Any]:
    expect(request=(request, Request), response=(response, Response))
    found = parse(response.body)
    if isinstance(found, dict):
        return found
    reason = found if isinstance(found, str) else "it is not a JSON object"
    raise GatewayError(
        f"the answer with HTTP status {response.status} cannot be used: {reason}",
        http_status=response.status,
        error_code="unusable_answer",
        retryable=_retryable(request, response.status)
        or (response.status in _OK and request.repeat is Repeat.SAFE),
    )


def parse(body: bytes) -> dict[str, Any] | str | None:
    """
    Return the JSON object in *body*, the reason if it is not JSON, None for other JSON.

    Numbers stay exact; NaN and its like, deep nesting and megabytes are refused.

    >>> parse(b'{"amount": 0.10}'), parse(b"{"), parse(b"[]")
    ({'amount': Decimal('0.10')}, 'it is not JSON', None)
    """
    if len(body) > BODY_LIMIT:
        return f"it is longer than {BODY_LIMIT} bytes"
    try:
        found = json.loads(
            body.decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant
        )
        # `Record` limits the depth, so that every kept value can be read later.
        Record(found if isinstance(found, dict) else {})
    except UnicodeDecodeError:
        return "it is not UTF-8"
    except CheckoutError as error:
        deep = error.faults[0].code == "nested_too_deep"
        return "it is nested too deep" if deep else "it has text that is not Unicode"
    except RecursionError:
        return "it is nested too deep"
    except (ValueError, ArithmeticError):
        return "it is not JSON"
    return found if isinstance(found, dict) else None


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _usable(request: Request, response: Response) -> dict[str, Any]:
    """Return the document of an answer; raise if status or shape is an error."""
    expect(request=(request, Request), response=(response, Response))
    if response.status not in _OK:
        raise error_of(request, response)
    document = _document(request, response)
    status = document.get("status")
    # A separate refund has its own error_code, which can be "processed".
    failed = document.get("error_code") and "unique_request_id" not in document
    # Only a status call may be answered with NOT_FOUND.
    failed = failed or (status == "NOT_FOUND" and request.call is not None)
    if failed or (isinstance(status, str) and status.lower() in _ERROR_WORDS):
        raise error_of(request, response)
    return document


def _same_order(request: Request, found: T) -> T:
    """Return the answer if it is about the order that was asked about."""
    order_id = getattr(found, "order_id", None)
    if not isinstance(order_id, str) or (
        request.order_id and not same_order_id(order_id, request.order_id)
    ):
        raise GatewayError(
            f"the answer is about order {shown(order_id)}, not {request.order_id!r}",
            error_code="unusable_answer",
            fields=("order_id",),
        )
    return found


# Reading one value.  A reader raises ValueError for what it cannot read; the value
# then stays in `other`, so that nothing of an answer is lost.


def _text(value: object) -> str | None:
    return None if value == "null" else _own_text(value)


def _own_text(value: object) -> str:
    match value:
        case str():
            return value
        case int() if not isinstance(value, bool):
            return str(value)
    raise ValueError


def _whole(value: object) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and _WHOLE(value):
        return int(value)
    raise ValueError


def _amount(value: object) -> Decimal:
    return number(value, "amount")


def _flag(value: object) -> bool:
    match value:
        case bool():
            return value
        case "true" | "false":
            return value == "true"
    raise ValueError


def _moment(value: object) -> datetime | None:
    if value in ("null", ""):
        return None
    text = str(value) if type(value) is int and 0 <= value < 10**11 else value
    if isinstance(text, str) and _EPOCH(text):
        # By addition: fromtimestamp goes through a float on some platforms.
        return _EPOCH_START + timedelta(seconds=int(text))
    if isinstance(text, str) and _MOMENT(text):
        return datetime.fromisoformat(text)
    raise ValueError


def _record(value: object) -> Record:
    if isinstance(value, dict):
        return Record(value)
    raise ValueError


#: How a value is read, by the type its attribute is annotated with.
_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "str | None": _text,
        "int | None": _whole,
        "bool | None": _flag,
        "Decimal | None": _amount,
        "datetime | None": _moment,
        "Record | None": _record,
    }
)


@cache
def _table(kind: Any) -> Mapping[str, tuple[str, Reader]]:
    """Return the attribute of each key of a document, and its reader."""
    table = {}
    for each in fields(kind):
        annotation = str(each.type)
        if annotation.startswith("tuple["):
            noun = getattr(answers, annotation.removeprefix("tuple[").partition(",")[0])
            table[each.name] = (each.name, _many(noun))
        elif annotation != "Record":
            name = annotation.removesuffix(" | None")
            reader = _READERS.get(annotation) or _one(getattr(answers, name))
            if each.name in _OWN and reader is _text:
                reader = _own_text
            table[each.name] = (each.name, reader)
    for key, name in RENAMED.get(kind.__name__, {}).items():
        table[key] = (name, table[name][1])
    return table


def _one(kind: type) -> Reader:
    def read(value: object) -> object:
        if value == "FILTERED":
            return None
        if isinstance(value, dict):
            return _noun(kind, value)
        raise ValueError

    return read


def _many(kind: type) -> Reader:
    def read(value: object) -> object:
        if isinstance(value, list) and len(value) > LIST_LIMIT:
            raise GatewayError(
                f"a list in the answer has more than {LIST_LIMIT} entries",
                error_code="unusable_answer",
            )
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return tuple(_noun(kind, each) for each in value)
        raise ValueError

    return read


def _noun(kind: type[T], document: Mapping[str, Any]) -> T:
    """Return one instance of `answers`; keys without an attribute are in `other`."""
    table = _table(cast("Hashable", kind))
    found: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for key, value in document.items():
        if value is None or value == {}:
            # Some events write {} for null.
            continue
        if key in READ_PAST and not value:
            continue
        name, reader = table.get(key, ("", _unknown))
        try:
            found[name] = reader(value)
        except (ValueError, OverflowError):
            other[key] = value
    found["other"] = Record(other)
    return kind(**found)


def _unknown(_: object) -> object:
    raise ValueError


def noun_of(kind: type[T], document: Mapping[str, Any]) -> T:
    """Return a noun of `answers` from a parsed JSON object, for events and stores."""
    return _noun(kind, document)


def juspay_sdk_payload(sdk: SdkPayload) -> dict[str, Any]:
    """Return the complete SDK payload in Juspay's own spelling."""
    expect(sdk=(sdk, SdkPayload))
    inner = sdk.payload or SdkFields()
    shown = {
        key: getattr(inner, name)
        for name, key, _ in SDK_KEYS
        if getattr(inner, name) is not None
    }
    if inner.session_max_amount is not None:
        shown["mandateMaxAmount"] = inner.session_max_amount
    expiry = {} if sdk.expiry is None else {"expiry": written_moment(sdk.expiry)}
    return {
        "requestId": sdk.request_id,
        "service": sdk.service,
        "payload": {**shown, **thawed(inner.other)},
        **expiry,
        **thawed(sdk.other),
    }


def written_moment(at: datetime) -> str:
    """
    Return a moment in Juspay's format.

    >>> written_moment(datetime(2023, 12, 30, 21, 46, 57, tzinfo=UTC))
    '2023-12-30T21:46:57Z'
    """
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def commerce_engine_sdk_payload(
    sdk: SdkPayload, *, every_key: bool = False
) -> dict[str, Any]:
    """
    Return the SDK payload in Commerce Engine's spelling, blanks at the end included.

    Only the documented keys; with *every_key* also those without a value, as "".
    """
    expect(sdk=(sdk, SdkPayload))
    inner = sdk.payload or SdkFields()
    most = inner.mandate_max_amount or inner.session_max_amount
    inner = evolve(inner, mandate_max_amount=most)
    return {
        "requestId": sdk.request_id or "",
        "service": sdk.service or "",
        "payload": {
            key: getattr(inner, name) or ""
            for name, _, key in SDK_KEYS
            if every_key or getattr(inner, name) is not None
        },
    }
