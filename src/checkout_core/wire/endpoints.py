# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Commerce Engine's two payment endpoints, each a pair of pure functions.

`begin_*` returns the request to send, or the final answer if there is none; `finish_*`
turns the gateway's answer into that of the endpoint.  In between, the host stores the
order and sends the request.  Promises that the amount sent is what is due of the
order, that each cart becomes one order, and that every request gets an envelope.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import Validator, expect, listed
from checkout_core.deprecated import former, renamed_argument
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.gateway import OWN_PAGE, PaymentRequest, Started, started
from checkout_core.orders.order import Order
from checkout_core.pricing import Quote
from checkout_core.values import Record, thawed
from checkout_core.wire.envelopes import (
    CONFLICT,
    NOT_FOUND,
    Answered,
    Envelope,
    PaymentPending,
    failed,
    gateway_failed,
    refused,
    succeeded,
)
from checkout_core.wire.orders import write_placed
from checkout_core.wire.text import loads


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.gateway import Gateway
    from checkout_core.http import Answer
    from checkout_core.refunds import RefundPolicy


__all__ = [
    "CreateJuspayOrder",
    "CreateOrder",
    "ask_payment",
    "ask_payment_on_own_page",
    "begin_create_order",
    "begin_juspay_create_order",
    "finish_create_order",
    "finish_juspay_create_order",
    "place_order",
    "read_create_order",
    "read_juspay_create_order",
]


# Create order --------------------------------------------------------------------


@frozen
class CreateOrder:
    """
    A request of the create-order endpoint.

    Attributes:
        cart_id: the id of the cart that becomes an order.
        payment_method: how it is paid, not yet checked; None for not yet.
    """

    cart_id: str
    payment_method: object | None = None


def read_create_order(request: str | bytes | Mapping[str, Any]) -> CreateOrder:
    """
    Return a request of the create-order endpoint: `{cart_id, payment_method?}`.

    Raises `CheckoutError` with every fault.
    """
    check = Validator()
    asked = _request(check, request, ("cart_id", "payment_method"))
    cart_id = check.text("cart_id", asked.get("cart_id"), needed="the cart's id")
    check.raise_any()
    return CreateOrder(cart_id, asked.get("payment_method"))


@renamed_argument("shop", "gateway")
def begin_create_order(
    request: str | bytes | Mapping[str, Any],
    quote: Quote | None,
    existing_order: Order | None = None,
    *,
    gateway: Gateway,
    order_number: str,
    at: datetime | str,
    mandate: object | None = None,
    refunds: RefundPolicy | None = None,
    fields: Mapping[str, Any] | None = None,
    whole: bool = False,
) -> Answered | PaymentPending:
    """
    Begin the create-order endpoint: place the order of a cart and ask for its payment.

    The returned order holds the payment that was begun.  Store it before the call is
    sent: if the answer is lost, the next request continues with the same order.

    Args:
        request: the body, `{cart_id, payment_method?}`.
        quote: the quote of the cart, None if there is no such cart.
        existing_order: the order that the host made from that cart before: then no
            second order is made, and what is due of it is asked for again under a new
            id; None (the default) for none.
        gateway: the merchant's account at a payment gateway.
        order_number: the number of a new order.
        at: now.
        mandate: the terms of a mandate for later debits, in the gateway's own class; by
            default those that the gateway derives from the order.
        refunds: the policy that decides what the answer says about a cancellation.
        fields: further fields of the payment in the gateway's names (Juspay: `udf1` to
            `udf10`, `description`, `product_id`, `metadata`), which override those of
            the gateway's settings.
        whole: True asks for all that is unpaid, also what a payment plan has due later;
            False by default.

    Raises `CheckoutError` if *quote* or *existing_order* is of another class.
    """
    expect(quote=(quote, Quote | None), existing_order=(existing_order, Order | None))
    try:
        asked = read_create_order(request)
    except CheckoutError as error:
        return Answered(refused(error))
    if existing_order is not None:
        quote = existing_order.quote
    if quote is None or quote.cart.id != asked.cart_id:
        message = f"there is no cart {asked.cart_id!r}"
        return Answered(failed(NOT_FOUND, "cart_not_found", message))
    try:
        quote.check()
    except CheckoutError as error:
        return Answered(refused(error, CONFLICT))
    try:
        order = existing_order or place_order(quote, order_number=order_number, at=at)
    except CheckoutError as error:
        return Answered(refused(error))
    return ask_payment(
        order,
        asked.payment_method,
        gateway=gateway,
        at=at,
        mandate=mandate,
        refunds=refunds,
        fields=fields,
        whole=whole,
    )


def place_order(quote: Quote, *, order_number: str, at: datetime | str) -> Order:
    """
    Return the new order of a quote, with nothing paid yet.

    This is the one place where the figures of a quote are checked before it is paid.
    Raises `CheckoutError` if they do not add up, or if *quote* is not a `Quote`.

    Args:
        quote: the quote of the cart.
        order_number: the number of the order.
        at: now.
    """
    expect(quote=(quote, Quote))
    quote.check()
    return Order.placed(quote, number=order_number, at=at)


def ask_payment(
    order: Order,
    payment_method: object | None,
    *,
    gateway: Gateway,
    at: datetime | str,
    mandate: object | None = None,
    refunds: RefundPolicy | None = None,
    fields: Mapping[str, Any] | None = None,
    whole: bool = False,
) -> Answered | PaymentPending:
    """
    Ask a gateway for what is due of an order, or return the final answer.

    There is nothing to ask for if the order is cancelled, if nothing of it is due, and
    without a payment method.  The figures of the order are not checked here: it was
    placed by `place_order` or read by `read_order`, which checked them.

    Args:
        order: the order as it is stored.
        payment_method: the `payment_method` of the request, not yet checked; None for
            none.
        gateway, at, mandate, refunds, fields, whole: as in `begin_create_order`.

    Raises `CheckoutError` if *order* is not an `Order`.
    """
    expect(order=(order, Order))
    over = _over(order)
    if over is not None:
        return over
    try:
        due = _due(order, at, whole=whole)
        if not due or payment_method is None:
            answer = _created(order, Record(), refunds, required=bool(due))
            return Answered(answer, order)
        method = _method(payment_method, gateway)
        url = method["return_url"]
        return _asked(
            order, gateway, at, method, url, mandate, fields, refunds, whole=whole
        )
    except CheckoutError as error:
        return Answered(refused(error))


@renamed_argument("need", "pending")
def finish_create_order(
    pending: PaymentPending, answer: Answer, *, request_id: str = ""
) -> Envelope:
    """
    Return the answer of the create-order endpoint.

    Args:
        pending: what `begin_create_order` returned.
        answer: the gateway's answer to `pending.call`, or the error if there is none.
        request_id: written to the SDK payload if the gateway's answer has none; "" by
            default.

    Raises `CheckoutError` if *pending* is not a `PaymentPending`.
    """
    found = _read(pending, answer)
    if isinstance(found, Envelope):
        return found
    info: dict[str, Any] = thawed(found.client)
    sdk = info.get("sdk_payload")
    if sdk is not None:
        sdk["requestId"] = sdk["requestId"] or request_id
    return _created(pending.order, info, pending.refunds, required=True)


def _over(order: Order) -> Answered | None:
    """Return the answer for an order that is cancelled, else None."""
    if order.status == "cancelled":
        message = f"the order {order.number} was cancelled; begin with a new cart"
        return Answered(failed(CONFLICT, "order_cancelled", message), order)
    return None


def _due(order: Order, at: datetime | str, *, whole: bool) -> Decimal:
    """Return what a gateway is asked for; raises `CheckoutError` for another moment."""
    check = Validator()
    moment = check.time("at", at)
    check.raise_any()
    assert moment is not None
    return order.amount_unpaid if whole else order.amount_due(moment)


def _created(
    order: Order,
    payment_info: Mapping[str, Any],
    refunds: RefundPolicy | None,
    *,
    required: bool,
) -> Envelope:
    content = {
        "order": write_placed(order, refunds),
        "payment_required": required,
        "payment_info": payment_info if required else {},
    }
    return succeeded("The order is created.", content)


def _request(
    check: Validator, request: str | bytes | Mapping[str, Any], known: tuple[str, ...]
) -> Record:
    """Return the body of a request, which is an object; unknown keys are noted."""
    data = loads(request) if isinstance(request, str | bytes) else request
    found = check.record("", data)
    check.raise_any()
    check.keys("", found, known)
    return found


def _method(fields: object, gateway: Gateway) -> Record:
    """Return the payment method that was asked for, checked."""
    check = Validator()
    path = "payment_method"
    method = check.record(path, fields)
    check.raise_any()
    slug = method.get("payment_provider_slug")
    if slug != gateway.slug:
        where = f"{path}.payment_provider_slug"
        check.add(where, "not_a_choice", slug, choices=listed([gateway.slug]))
    check.within("", lambda: gateway.check_method(method, path))
    url, where = method.get("return_url"), f"{path}.return_url"
    check.within("", lambda: gateway.check_return_url(url, where))
    check.raise_any()
    return method


def _asked(
    order: Order,
    gateway: Gateway,
    at: datetime | str,
    method: Record,
    return_url: str,
    mandate: object | None,
    fields: Mapping[str, Any] | None,
    refunds: RefundPolicy | None = None,
    *,
    whole: bool = False,
) -> PaymentPending:
    """Return the order with a payment that begins, and the call that asks for it."""
    check = Validator()
    moment = check.time("at", at)
    lines = order.quote.cart.lines
    subscribed = mandate is not None or any(each.on_subscription for each in lines)
    if subscribed and not gateway.capabilities.mandates:
        path = "payment_method.payment_provider_slug"
        check.add(path, "no_mandates", gateway.slug)
    check.raise_any()
    assert moment is not None
    payment = started(order, at=moment, capabilities=gateway.capabilities, whole=whole)
    begun = order.after(payment)
    asked = PaymentRequest(
        order=begun,
        payment=payment,
        method=method,
        return_url=return_url,
        fields=fields,
        mandate=mandate,
    )
    return PaymentPending(begun, gateway.start(asked), refunds)


def _read(pending: PaymentPending, answer: Answer) -> Started | Envelope:
    """Return what the gateway answered, or the envelope of its error."""
    expect(pending=(pending, PaymentPending))
    if isinstance(answer, GatewayError):
        return gateway_failed(answer)
    try:
        found = pending.start.read(answer)
    except GatewayError as error:
        return gateway_failed(error)
    assert isinstance(found, Started)  # a start is one request
    return found if found.problem is None else gateway_failed(found.problem)


# Create order in Juspay ------------------------------------------------------------


@frozen
class CreateJuspayOrder:
    """
    A request of the juspay/create-order endpoint.

    Attributes:
        order_number: the number of the order to pay.
        return_url: where the shopper comes back to, checked by the gateway.
    """

    order_number: str
    return_url: str


def read_juspay_create_order(
    request: str | bytes | Mapping[str, Any], gateway: Gateway
) -> CreateJuspayOrder:
    """
    Return a request of the juspay/create-order endpoint: `{order_number, return_url}`.

    Raises `CheckoutError` with every fault.
    """
    check = Validator()
    asked = _request(check, request, ("order_number", "return_url"))
    number = check.text(
        "order_number", asked.get("order_number"), needed="the order's number"
    )
    url = asked.get("return_url")
    check.within("", lambda: gateway.check_return_url(url, "return_url"))
    check.raise_any()
    assert isinstance(url, str)
    return CreateJuspayOrder(number, url)


@renamed_argument("shop", "gateway")
def begin_juspay_create_order(
    request: str | bytes | Mapping[str, Any],
    order: Order | None,
    *,
    gateway: Gateway,
    at: datetime | str,
    mandate: object | None = None,
    fields: Mapping[str, Any] | None = None,
    whole: bool = False,
) -> Answered | PaymentPending:
    """
    Begin the juspay/create-order endpoint: `{order_number, return_url}`.

    Args:
        request: the body.
        order: the order with that number, None if there is none.
        gateway, at, mandate, fields, whole: as in `begin_create_order`, and so is the
            order to store.

    Raises `CheckoutError` if *order* is of another class.
    """
    expect(order=(order, Order | None))
    try:
        asked = read_juspay_create_order(request, gateway)
    except CheckoutError as error:
        return Answered(refused(error))
    if order is None or order.number != asked.order_number:
        message = f"there is no order {asked.order_number!r}"
        return Answered(failed(NOT_FOUND, "order_not_found", message))
    try:
        order.quote.check()
    except CheckoutError as error:
        return Answered(refused(error))
    return ask_payment_on_own_page(
        order,
        asked.return_url,
        gateway=gateway,
        at=at,
        mandate=mandate,
        fields=fields,
        whole=whole,
    )


def ask_payment_on_own_page(
    order: Order,
    return_url: str,
    *,
    gateway: Gateway,
    at: datetime | str,
    mandate: object | None = None,
    fields: Mapping[str, Any] | None = None,
    whole: bool = False,
) -> Answered | PaymentPending:
    """
    Ask a gateway for what is due of an order, to be paid on an own page.

    Nothing is left to ask for if the order is cancelled or nothing is due; the figures
    of the order are not checked here, as in `ask_payment`.

    Args:
        order: the order as it is stored.
        return_url: where the shopper comes back to, checked.
        gateway, at, mandate, fields, whole: as in `begin_create_order`.

    Raises `CheckoutError` if *order* is not an `Order`.
    """
    expect(order=(order, Order))
    over = _over(order)
    if over is not None:
        return over
    method = Record({"integration_type": OWN_PAGE})
    try:
        if not _due(order, at, whole=whole):
            message = f"the order {order.number} has nothing left to pay"
            return Answered(failed(CONFLICT, "nothing_to_pay", message), order)
        return _asked(
            order, gateway, at, method, return_url, mandate, fields, whole=whole
        )
    except CheckoutError as error:
        return Answered(refused(error))


@renamed_argument("need", "pending")
def finish_juspay_create_order(pending: PaymentPending, answer: Answer) -> Envelope:
    """Return the answer of the juspay/create-order endpoint, every key of its page."""
    found = _read(pending, answer)
    if isinstance(found, Envelope):
        return found
    return succeeded("The order is created in Juspay.", {"data": found.client})


__getattr__ = former(
    __name__,
    {
        "Answer": "checkout_core.http:Answer",
        "EXPRESS": "checkout_core.juspay.gateway:EXPRESS",
        "HYPER": "checkout_core.juspay.gateway:HYPER",
        "METHODS": "checkout_core.juspay.gateway:METHODS",
    },
)
