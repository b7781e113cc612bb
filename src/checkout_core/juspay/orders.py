# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The requests about an order: create it, pay it, read it, change it, refund it.

Promises that no request is built from a quote that fails its check, and that fields
have the documented names and order.

Knows nothing of answers, and of the quote only that it can be paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from checkout_core.checks import Validator
from checkout_core.http import Request
from checkout_core.juspay.amounts import (
    check_currency,
    check_refund,
    written,
)
from checkout_core.juspay.credentials import AnyCredentials
from checkout_core.juspay.fields import (
    JSON_FLAGS,
    TXN_PLACES,
    OrderFields,
    Payable,
    UpdateFields,
    check_payable,
    fill,
    flag,
    in_order,
    payment,
    put_addresses,
    put_udfs,
    refuse_unknown,
)
from checkout_core.juspay.messages import collected
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.requests import VERSION, Call, Draft
from checkout_core.juspay.rules import (
    check_choice,
    check_method,
    check_mobile_country_code,
    check_order_id,
    check_refund_id,
    check_text,
)
from checkout_core.money.parse import number
from checkout_core.subscriptions.calendar import KOLKATA
from checkout_core.values import thawed


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo
    from typing import Unpack

    from checkout_core.money import Amount


#: What the payment page is opened for (session page and its samples).
ACTIONS = ("paymentPage", "paymentManagement", "quickPay")


def create_order(
    quote: Payable,
    credentials: AnyCredentials,
    *,
    order_id: str,
    currency: str = "INR",
    environment: str = "sandbox",
    at: datetime | None = None,
    zone: tzinfo = KOLKATA,
    get_client_auth_token: bool = True,
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
    **fields: Unpack[OrderFields],
) -> Request:
    """
    Return the request that creates an order for `quote.to_be_paid`.

    Of a quote with a payment plan it is for `quote.due_now`; give a `Due` for the rest.
    *environment* is a key of `BASE_URLS` or a https URL; *at* is now, needed with a
    mandate, whose days are of *zone*.  Raises `CheckoutError` with every fault; if the
    quote has faults, with those only.  Source: S002, `POST /orders`.
    """
    check_payable(quote)
    quote.check()
    draft = Draft(credentials, environment, version, policy)
    ident = draft.put("order_id", check_order_id, order_id, policy)
    fill(draft, quote, fields, currency=currency, at=at, zone=zone)
    if flag(draft, "get_client_auth_token", get_client_auth_token):
        draft.pairs.append(("options.get_client_auth_token", "true"))
    draft.pairs = in_order(draft.pairs)
    route = draft.route(routing_id, fields.get("customer_id"), ident)
    return draft.post(Call.CREATE_ORDER, "/orders", ident, route)


def create_order_and_pay(
    quote: Payable,
    credentials: AnyCredentials,
    *,
    order_id: str,
    payment_method_type: str,
    payment_method: str,
    upi_vpa: str | None = None,
    transaction_order_id: str | None = None,
    redirect_after_payment: bool = True,
    currency: str = "INR",
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
    **fields: Unpack[OrderFields],
) -> Request:
    """
    Return the request that creates an order and starts paying it.

    *upi_vpa* is the address a UPI collect asks; *transaction_order_id* is the id of
    the transaction, by default the order's.  Raises `CheckoutError` with every fault.
    Source: the sample of S002, `POST /txns`; the order's fields have the prefix
    `order.` there.
    """
    check_payable(quote)
    quote.check()
    order = Draft(credentials, environment, version, policy)
    ident = order.put("order_id", check_order_id, order_id, policy)
    checked = dict(fields)
    terms = checked.pop("mandate", None)
    if terms is not None:
        order.refuse("mandate", "mandate_not_here", terms)
    fill(order, quote, checked, currency=currency)
    inner = [
        (f"order.{key}", value) for key, value in in_order(order.pairs, TXN_PLACES)
    ]
    order.pairs = []
    if transaction_order_id is None:
        order.pairs.append(("order_id", ident))
    else:
        order.put("order_id", check_order_id, transaction_order_id, policy)
    order.pairs.append(("merchant_id", credentials.merchant_id))
    for name, value in (
        ("payment_method_type", payment_method_type),
        ("payment_method", payment_method),
    ):
        order.put(name, check_method, name, value)
    if upi_vpa is not None:
        order.put("upi_vpa", check_text, "upi_vpa", upi_vpa)
    redirected = flag(order, "redirect_after_payment", redirect_after_payment)
    order.pairs += [
        ("redirect_after_payment", "true" if redirected else "false"),
        ("format", "json"),
        *inner,
    ]
    route = order.route(routing_id, fields.get("customer_id"), ident)
    return order.post(Call.CREATE_ORDER_AND_PAY, "/txns", ident, route)


def create_session(
    quote: Payable,
    credentials: AnyCredentials,
    *,
    order_id: str,
    payment_page_client_id: str,
    action: str = "paymentPage",
    first_name: str | None = None,
    last_name: str | None = None,
    mobile_country_code: str | None = None,
    payment_filter: Mapping[str, object] | None = None,
    currency: str = "INR",
    environment: str = "sandbox",
    at: datetime | None = None,
    zone: tzinfo = KOLKATA,
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
    **fields: Unpack[OrderFields],
) -> Request:
    """
    Return the request that creates an order and the payload for a payment page.

    The order id is at most 17 characters here, unless the policy says otherwise.
    Raises `CheckoutError` with every fault.  Source: the session page and its
    samples, `POST /session`, JSON with flat keys.
    """
    check_payable(quote)
    quote.check()
    draft = Draft(credentials, environment, version, policy)
    ident = (
        collected(
            draft,
            check_order_id,
            order_id,
            policy,
            limit=policy.session_order_id_limit,
        )
        or ""
    )
    draft.pairs.append(("order_id", ident))
    fill(draft, quote, fields, currency=currency, at=at, zone=zone)
    draft.pairs = in_order(draft.pairs)
    draft.put("payment_page_client_id", _needed, payment_page_client_id)
    draft.put("action", check_choice, "action", action, ACTIONS)
    for name, value in (("first_name", first_name), ("last_name", last_name)):
        if value is not None:
            draft.put(name, check_text, name, value)
    if mobile_country_code is not None:
        draft.put("mobile_country_code", check_mobile_country_code, mobile_country_code)
    document: dict[str, object] = {
        key: value == "true" if key in JSON_FLAGS else value
        for key, value in draft.pairs
    }
    if payment_filter is not None:
        check = Validator()
        document["payment_filter"] = thawed(
            check.record("payment_filter", payment_filter)
        )
        draft.found += check.found
    route = draft.route(routing_id, fields.get("customer_id"), ident)
    return draft.post(Call.CREATE_SESSION, "/session", ident, route, document)


def order_status(
    credentials: AnyCredentials,
    *,
    order_id: str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that reads an order.

    *customer_id* only routes it: give the one the order was made for.  Source: the
    order status page, `GET /orders/{order_id}`.
    """
    draft = Draft(credentials, environment, version, policy)
    ident = collected(draft, check_order_id, order_id, policy) or ""
    route = draft.route(routing_id, customer_id, ident)
    return draft.get(Call.ORDER_STATUS, _order_path(ident), ident, route)


def update_order(
    credentials: AnyCredentials,
    *,
    order_id: str,
    quote: Payable | None = None,
    currency: str = "INR",
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
    **fields: Unpack[UpdateFields],
) -> Request:
    """
    Return the request that changes an order's amount, addresses or udf fields.

    Nothing else of an order can change; *currency* is that of the order and is not
    sent.  Raises `CheckoutError` with every fault, also if nothing is changed.  Source:
    the update page, `POST /orders/{order_id}`.
    """
    if quote is not None:
        check_payable(quote)
        quote.check()
    draft = Draft(credentials, environment, version, policy)
    ident = collected(draft, check_order_id, order_id, policy) or ""
    if quote is not None:
        amount = payment(draft, quote, currency)
        draft.pairs += [] if amount is None else [("amount", written(amount))]
    refuse_unknown(draft, fields, UpdateFields.__annotations__)
    put_addresses(draft, fields)
    put_udfs(draft, fields)
    if not (draft.pairs or draft.found):
        draft.refuse("", "update_empty", None)
    route = draft.route(routing_id, customer_id, ident)
    return draft.post(Call.UPDATE_ORDER, _order_path(ident), ident, route)


def refund_order(
    credentials: AnyCredentials,
    *,
    order_id: str,
    unique_request_id: str,
    amount: Amount | None = None,
    left: Amount | None = None,
    currency: str = "INR",
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that refunds an order.

    *unique_request_id* is new for each refund and the same for a repeat; *amount* is
    what to refund, None for all that is left; *left* is how much is left, if the caller
    knows.  Source: the refund page, `POST /orders/{order_id}/refunds`.
    """
    draft = Draft(credentials, environment, version, policy)
    ident = collected(draft, check_order_id, order_id, policy) or ""
    draft.put("unique_request_id", check_refund_id, unique_request_id)
    code = collected(draft, check_currency, currency)
    rest = None if left is None else collected(draft, number, left, "left")
    if rest is not None and rest <= 0:
        draft.refuse("amount", "refund_nothing_left", amount)
    elif amount is not None and code is not None:
        checked = collected(draft, check_refund, amount, rest, code)
        draft.pairs += [] if checked is None else [("amount", written(checked))]
    route = draft.route(routing_id, customer_id, ident)
    path = f"{_order_path(ident)}/refunds"
    return draft.post(Call.REFUND_ORDER, path, ident, route)


def _order_path(order_id: str) -> str:
    return f"/orders/{percent(order_id, safe='')}"


def _needed(value: object) -> str:
    path = "payment_page_client_id"
    check = Validator()
    text = check.text(path, value, needed="the client id Juspay gave for the page")
    check.raise_any()
    return text
