# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Asking a gateway for the payment of an order, unless the merchant takes it themselves.

Promises that the amount asked for is what is due of the order, and that an order is
paid by what its quote was priced for.

Knows nothing of carts; `endpoints` has the requests that lead here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkout_core.checks import Validator, expect, listed
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.gateway import OWN_PAGE, PaymentRequest, Started, started
from checkout_core.orders import OrderStatus, StatusChange
from checkout_core.orders.order import Order
from checkout_core.values import Record
from checkout_core.wire.envelopes import (
    CONFLICT,
    Answered,
    Envelope,
    PaymentPending,
    failed,
    gateway_failed,
    refused,
    succeeded,
)
from checkout_core.wire.manual import CASH, MANUAL, check_manual, differs, is_manual
from checkout_core.wire.orders import write_placed


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.gateway import Gateway
    from checkout_core.http import Answer
    from checkout_core.refunds import RefundPolicy


__all__ = ["ask_payment", "ask_payment_on_own_page", "created", "started_or_failed"]


_METHOD = "payment_method"


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
    manual: Collection[str] = (),
) -> Answered | PaymentPending:
    """
    Ask a gateway for what is due of an order, or return the final answer.

    There is nothing to ask for if the order is cancelled, if nothing of it is due,
    without a payment method, and where the merchant takes the payment: then the answer
    holds the order to store, `confirmed` if it is paid in cash.  The figures of the
    order are not checked here: it was placed by `place_order` or read by `read_order`,
    which checked them.

    Args:
        order: the order as it is stored.
        payment_method: the `payment_method` of the request, not yet checked; None for
            none.
        gateway, at, mandate, refunds, fields, whole, manual: as in
            `begin_create_order`.

    Raises `CheckoutError` if *order* is not an `Order`.
    """
    expect(order=(order, Order))
    over = _over(order)
    if over is not None:
        return over
    try:
        due = _due(order, at, whole=whole)
        if is_manual(payment_method):
            _check_taken(payment_method, gateway, order, manual, whole=whole)
            return _taken(order, payment_method, due, at, refunds)
        if not due or payment_method is None:
            answer = created(order, Record(), refunds, required=bool(due))
            return Answered(answer, order)
        method = _method(payment_method, gateway, manual)
        url = method["return_url"]
        return _asked(
            order, gateway, at, method, url, mandate, fields, refunds, whole=whole
        )
    except CheckoutError as error:
        return Answered(refused(error))


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


def created(
    order: Order,
    payment_info: Mapping[str, Any],
    refunds: RefundPolicy | None,
    *,
    required: bool,
) -> Envelope:
    """Return the answer of the create-order endpoint."""
    content = {
        "order": write_placed(order, refunds),
        "payment_required": required,
        "payment_info": payment_info if required else {},
    }
    return succeeded("The order is created.", content)


def started_or_failed(pending: PaymentPending, answer: Answer) -> Started | Envelope:
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


def _over(order: Order) -> Answered | None:
    """Return the answer for an order that is cancelled, else None."""
    if order.status == "cancelled":
        message = f"the order {order.number} was cancelled; begin with a new cart"
        return Answered(failed(CONFLICT, "order_cancelled", message), order)
    return None


def _due(order: Order, at: datetime | str, *, whole: bool) -> Decimal:
    """Return what is asked for; raises `CheckoutError` for another moment."""
    check = Validator()
    moment = check.time("at", at)
    check.raise_any()
    assert moment is not None
    return order.amount_unpaid if whole else order.amount_due(moment)


def _check_taken(
    payment_method: object,
    gateway: Gateway,
    order: Order,
    allowed: Collection[str],
    *,
    whole: bool,
) -> None:
    """Raise `CheckoutError` for a payment that the merchant does not take."""
    check = Validator()
    slug = f"{_METHOD}.payment_provider_slug"
    if allowed:
        check_manual(check, _METHOD, check.record(_METHOD, payment_method), allowed)
    else:
        check.add(slug, "not_a_choice", MANUAL, choices=listed([gateway.slug]))
    _check_mandate(check, order, MANUAL, able=False)
    if whole:
        # Nothing is asked for: the merchant notes what came.
        check.add("all", "not_with_manual", whole)
    check.raise_any()


def _taken(
    order: Order,
    method: Mapping[str, str],
    due: Decimal,
    at: datetime | str,
    refunds: RefundPolicy | None,
) -> Answered:
    """Return the answer for a payment that the merchant takes, which is checked."""
    kind = method["integration_type"]
    why = differs(order, kind, due)
    if why:
        return _differs(why)
    if kind == CASH and order.status is OrderStatus.PENDING:
        order = order.after(StatusChange("confirmed", at))
    required = bool(due) and kind != CASH
    return Answered(created(order, Record(), refunds, required=required), order)


def _differs(why: str) -> Answered:
    return Answered(failed(CONFLICT, "payment_differs", why))


def _method(fields: object, gateway: Gateway, manual: Collection[str]) -> Record:
    """Return the payment method that was asked for, checked."""
    check = Validator()
    method = check.record(_METHOD, fields)
    check.raise_any()
    slug = method.get("payment_provider_slug")
    if slug != gateway.slug:
        where = f"{_METHOD}.payment_provider_slug"
        known = [gateway.slug, MANUAL] if manual else [gateway.slug]
        check.add(where, "not_a_choice", slug, choices=listed(known))
    check.within("", lambda: gateway.check_method(method, _METHOD))
    url, where = method.get("return_url"), f"{_METHOD}.return_url"
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
) -> Answered | PaymentPending:
    """Return the order with a payment that begins, and the call that asks for it."""
    check = Validator()
    moment = check.time("at", at)
    able = gateway.capabilities.mandates
    _check_mandate(check, order, gateway.slug, able=able, asked=mandate is not None)
    check.raise_any()
    assert moment is not None
    payment = started(order, at=moment, capabilities=gateway.capabilities, whole=whole)
    why = differs(order, None, payment.amount)
    if why:
        return _differs(why)
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


def _check_mandate(
    check: Validator, order: Order, slug: str, *, able: bool, asked: bool = False
) -> None:
    """Add a fault if later debits are needed where no mandate can be had."""
    lines = order.quote.cart.lines
    if not able and (asked or any(each.on_subscription for each in lines)):
        check.add(f"{_METHOD}.payment_provider_slug", "no_mandates", slug)
