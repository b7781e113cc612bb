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

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import Validator, expect
from checkout_core.deprecated import former, renamed_argument
from checkout_core.errors import CheckoutError
from checkout_core.orders.order import Order
from checkout_core.pricing import Quote
from checkout_core.values import Record, thawed
from checkout_core.wire.asking import (
    ask_payment,
    ask_payment_on_own_page,
    created,
    started_or_failed,
)
from checkout_core.wire.envelopes import (
    CONFLICT,
    NOT_FOUND,
    Answered,
    Envelope,
    PaymentPending,
    failed,
    refused,
    succeeded,
)
from checkout_core.wire.text import loads


if TYPE_CHECKING:
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


#: The key of a request that asks for all that is unpaid.
ALL = "all"


# Create order --------------------------------------------------------------------


@frozen
class CreateOrder:
    """
    A request of the create-order endpoint.

    Attributes:
        cart_id: the id of the cart that becomes an order.
        payment_method: how it is paid, not yet checked; None for not yet.
        whole: whether all that is unpaid is asked for, also what a payment plan has due
            later; False by default.
        expected_total: what the shopper was shown that is to be paid, in major units;
            None (the default) if the request does not say.
    """

    cart_id: str
    payment_method: object | None = None
    whole: bool = False
    expected_total: Decimal | None = None


def read_create_order(request: str | bytes | Mapping[str, Any]) -> CreateOrder:
    """
    Return a request of the create-order endpoint.

    `{cart_id, payment_method?, all?, expected_total?}`.  Raises `CheckoutError` with
    every fault.
    """
    check = Validator()
    known = ("cart_id", "payment_method", ALL, "expected_total")
    asked = _request(check, request, known)
    cart_id = check.text("cart_id", asked.get("cart_id"), needed="the cart's id")
    whole = read_all(check, asked)
    total = check.maybe_amount("expected_total", asked.get("expected_total"))
    check.raise_any()
    return CreateOrder(cart_id, asked.get("payment_method"), whole, total)


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
    manual: Collection[str] = (),
) -> Answered | PaymentPending:
    """
    Begin the create-order endpoint: place the order of a cart and ask for its payment.

    The returned order holds the payment that was begun.  Store it before the call is
    sent: if the answer is lost, the next request continues with the same order.

    Args:
        request: the body, `{cart_id, payment_method?, all?, expected_total?}`.  An
            order that is not for `expected_total` is refused (`price_changed`).
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
        whole: True asks for all that is unpaid, also what a payment plan has due later,
            as `all` of the request does; False by default.
        manual: the payments that the merchant takes without a gateway, such as
            `("cash-on-delivery", "bank-transfer")`; none by default.

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
    if asked.expected_total not in (None, quote.to_be_paid):
        return Answered(price_changed(asked.expected_total, quote))
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
        whole=whole or asked.whole,
        manual=manual,
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
    found = started_or_failed(pending, answer)
    if isinstance(found, Envelope):
        return found
    info: dict[str, Any] = thawed(found.client)
    sdk = info.get("sdk_payload")
    if sdk is not None:
        sdk["requestId"] = sdk["requestId"] or request_id
    return created(pending.order, info, pending.refunds, required=True)


def read_all(check: Validator, asked: Record) -> bool:
    """Return the `all` of a request: whether all that is unpaid is asked for."""
    return check.flag(ALL, asked[ALL]) if asked.get(ALL) is not None else False


def price_changed(
    expected: object, quote: Quote, changes: Sequence[Mapping[str, object]] = ()
) -> Envelope:
    """
    Return the answer for an order that is not for what the shopper was shown.

    Args:
        expected: what they were shown.
        quote: what the order is for.
        changes: what became of each amount that changed, as far as it is known.
    """
    now, currency = quote.to_be_paid, quote.currency
    message = (
        f"{now} {currency} is to be paid, not {expected}; show that, and send it as"
        " expected_total"
    )
    return failed(CONFLICT, "price_changed", message, changes)


def _request(
    check: Validator, request: str | bytes | Mapping[str, Any], known: tuple[str, ...]
) -> Record:
    """Return the body of a request, which is an object; unknown keys are noted."""
    data = loads(request) if isinstance(request, str | bytes) else request
    found = check.record("", data)
    check.raise_any()
    check.keys("", found, known)
    return found


# Create order in Juspay ------------------------------------------------------------


@frozen
class CreateJuspayOrder:
    """
    A request of the juspay/create-order endpoint.

    Attributes:
        order_number: the number of the order to pay.
        return_url: where the shopper comes back to, checked by the gateway.
        whole: whether all that is unpaid is asked for, also what a payment plan has due
            later; False by default.
    """

    order_number: str
    return_url: str
    whole: bool = False


def read_juspay_create_order(
    request: str | bytes | Mapping[str, Any], gateway: Gateway
) -> CreateJuspayOrder:
    """
    Return a request of the juspay/create-order endpoint.

    `{order_number, return_url, all?}`.  Raises `CheckoutError` with every fault.
    """
    check = Validator()
    asked = _request(check, request, ("order_number", "return_url", ALL))
    number = check.text(
        "order_number", asked.get("order_number"), needed="the order's number"
    )
    url = asked.get("return_url")
    check.within("", lambda: gateway.check_return_url(url, "return_url"))
    whole = read_all(check, asked)
    check.raise_any()
    assert isinstance(url, str)
    return CreateJuspayOrder(number, url, whole)


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
    Begin the juspay/create-order endpoint: `{order_number, return_url, all?}`.

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
        whole=whole or asked.whole,
    )


@renamed_argument("need", "pending")
def finish_juspay_create_order(pending: PaymentPending, answer: Answer) -> Envelope:
    """Return the answer of the juspay/create-order endpoint, every key of its page."""
    found = started_or_failed(pending, answer)
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
