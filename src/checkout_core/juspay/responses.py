# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Reads the answers to requests: HTTP status and body in, a typed value out.

Promises that an answer that cannot be used is a `GatewayError` that says whether the
call may be sent again.

Knows nothing of sockets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from checkout_core.checks import expect
from checkout_core.errors import GatewayError
from checkout_core.errors.describe import shown
from checkout_core.http import Repeat, Request, Response
from checkout_core.juspay.answers import (
    Cancellation,
    Mandate,
    MandateList,
    Notification,
    OfferList,
    Order,
    OrderBreakup,
    OrderList,
    Refund,
    Session,
    Txn,
)
from checkout_core.juspay.decode import instance_of, parse
from checkout_core.juspay.requests import Call
from checkout_core.juspay.rules import same_order_id
from checkout_core.money.exact import exact_sum


T = TypeVar("T")

MESSAGE_LIMIT = 500
_OK = range(200, 300)
_THROTTLED = 429

#: Statuses after which the call may have been carried out.
_UNCLEAR = frozenset({408, 500, 502, 503, 504})

#: Values of `status` in error answers (error samples, 2026-11).
_ERROR_WORDS = frozenset(
    {"bad request", "error", "invalid request", "invalid_request_error"}
)


def read_order(request: Request, response: Response) -> Order:
    """
    Return the order in the answer to a create, status, update, refund, capture or void.

    A status of NOT_FOUND is an answer too, with any HTTP status.  Raises `GatewayError`
    for an answer that cannot be used.
    """
    expect(request=(request, Request), response=(response, Response))
    if request.call == Call.ORDER_STATUS:
        document = _document(request, response)
        if document.get("status") == "NOT_FOUND":
            return _same_order(request, instance_of(Order, document))
    return _same_order(request, instance_of(Order, _usable(request, response)))


def read_session(request: Request, response: Response) -> Session:
    """Return the answer to a session; without its SDK payload it cannot be used."""
    session = _same_order(request, instance_of(Session, _usable(request, response)))
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
    return _same_order(request, instance_of(Txn, _usable(request, response)))


def read_refund(request: Request, response: Response) -> Refund:
    """Return the refund in the answer to `POST /refunds`."""
    return instance_of(Refund, _usable(request, response))


def read_mandate(request: Request, response: Response) -> Mandate:
    """Return the mandate in the answer to a command."""
    return instance_of(Mandate, _usable(request, response))


def read_mandates(request: Request, response: Response) -> MandateList:
    """Return one page of a customer's mandates."""
    return instance_of(MandateList, _usable(request, response))


def read_notification(request: Request, response: Response) -> Notification:
    """Return the notification that was sent to a customer."""
    return instance_of(Notification, _usable(request, response))


def read_cancellation(request: Request, response: Response) -> Cancellation:
    """Return the answer to the cancellation of a scheduled debit."""
    return instance_of(Cancellation, _usable(request, response))


def read_orders(request: Request, response: Response) -> OrderList:
    """Return one page of the merchant's orders."""
    return instance_of(OrderList, _usable(request, response))


def read_offers(request: Request, response: Response) -> OfferList:
    """
    Return the offers that a payer could use.

    Raises `GatewayError` (`offer_does_not_add_up`) where the final amount of one is not
    the order's less its discounts; with instalments it is worked out in another way.
    """
    found = instance_of(OfferList, _usable(request, response))
    named = [
        *((each.offer_id, each.order_breakup) for each in found.offers),
        *(
            (each.payment_method_reference, each.order_breakup)
            for each in found.best_offer_combinations
        ),
    ]
    for name, breakup in named:
        if breakup is not None and not _adds_up(breakup):
            raise GatewayError(
                f"the final amount of {shown(name)} is not the order's less its"
                " discounts; show no estimate",
                http_status=response.status,
                error_code="offer_does_not_add_up",
                fields=("final_order_amount",),
            )
    return found


def _adds_up(breakup: OrderBreakup) -> bool:
    # One sample has a discount for each plan, and no final amount.
    if breakup.emi_discount is not None or "emi_discounts" in breakup.other:
        return True
    whole, final = breakup.order_amount, breakup.final_order_amount
    if whole is None or final is None:
        return True
    off = [breakup.discount_amount, breakup.merchant_discount_amount]
    return whole == exact_sum(final, [each for each in off if each is not None])


#: The reader for the answer to each call.
READERS: Mapping[Call, Callable[[Request, Response], object]] = MappingProxyType(
    {
        Call.CREATE_ORDER: read_order,
        Call.CREATE_ORDER_AND_PAY: read_txn,
        Call.CREATE_SESSION: read_session,
        Call.ORDER_STATUS: read_order,
        Call.UPDATE_ORDER: read_order,
        Call.REFUND_ORDER: read_order,
        Call.CAPTURE_TXN: read_order,
        Call.VOID_TXN: read_order,
        Call.EXECUTE_MANDATE: read_txn,
        Call.MANDATE_STATUS: read_mandate,
        Call.REVOKE_MANDATE: read_mandate,
        Call.PAUSE_MANDATE: read_mandate,
        Call.RESUME_MANDATE: read_mandate,
        Call.NOTIFY_MANDATE: read_notification,
        Call.CANCEL_DEBIT: read_cancellation,
        Call.REFUND_TXN: read_refund,
        Call.LIST_MANDATES: read_mandates,
        Call.NOTIFICATION_STATUS: read_notification,
        Call.LIST_ORDERS: read_orders,
        Call.LIST_OFFERS: read_offers,
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
    return READERS[Call(request.call)](request, response)


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
