# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes that place an order and have it paid.

Promises that an order, its redemptions and the points and credit it spends are
committed together or not at all, before the gateway is called.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cart import Customer
from checkout_core.checks import Validator
from checkout_core.errors import GatewayError
from checkout_core.orders import Order, PaymentState
from checkout_core.service.calls import Call, conflict, own_order, read_own_order
from checkout_core.service.carts import coupon_applies
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.payments import pay, refresh_payment
from checkout_core.service.ports import OrderRow, PriorCounts
from checkout_core.tenders import OF_CUSTOMER
from checkout_core.wire import dumps, loads
from checkout_core.wire.endpoints import (
    begin_create_order,
    begin_juspay_create_order,
    finish_create_order,
    finish_juspay_create_order,
)
from checkout_core.wire.envelopes import (
    CONFLICT,
    Done,
    Envelope,
    Need,
    content_of,
    succeeded,
)


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.offers import Offer
    from checkout_core.service.ports import Attempt, Unit
    from checkout_core.values import Record


#: How long a payment page is open, as long as its token lives.
PAGE_LIFE = timedelta(minutes=15)


def create(call: Call) -> Envelope:
    """
    Place the order of a cart and begin its payment: `{cart_id, payment_method?}`.

    Repeated requests place one order for a cart.
    """
    app = call.app
    given = call.document()
    row = _placed(call, given)
    if isinstance(row, Envelope):
        return row
    number = row.order.number

    def begin(order: Order, at: datetime) -> Done | Need:
        return begin_create_order(
            given,
            None,
            order,
            shop=app.shop,
            order_number=number,
            at=at,
            refunds=app.refunds,
        )

    return pay(app, row, f"order {dumps(given)}", begin, finish_create_order)


def _placed(call: Call, given: Record) -> Envelope | OrderRow:
    """Return the cart's committed order, or an answer."""
    app, cart_id = call.app, given.get("cart_id")
    with app.database.writing() as unit:
        cart = unit.carts.get(cart_id) if isinstance(cart_id, str) else None
        if cart is not None and cart.owner != call.caller.id:
            cart = None
        known = None if cart is None else unit.orders.of_cart(cart.id)
        quote = None
        if cart is not None and known is None:
            quote = app.priced(unit, cart.id, loads(cart.contents), call.caller)
            coupon_applies(quote, CONFLICT)
        step = begin_create_order(
            given,
            quote,
            None if known is None else known.order,
            shop=app.shop,
            order_number=new_id(),
            at=app.clock(),
            refunds=app.refunds,
        )
        if known is None and cart is not None and step.order is not None:
            # The payment begins with its attempt, in a separate transaction.
            row = OrderRow(
                order=evolve(step.order, payments=()),
                cart_id=cart.id,
                owner=call.caller.id,
            )
            _spend(app, unit, row)
            known = unit.orders.add(row)
            unit.carts.put(evolve(cart, order_number=row.order.number))
        if isinstance(step, Done):
            return step.envelope
        assert known is not None
        return known


def _spend(app: App, unit: Unit, row: OrderRow) -> None:
    """Count the order's redemptions, take points and credit; raise if not possible."""
    quote = row.order.quote
    store, counted = app.catalogue.store, app.catalogue.store.redemptions
    customer = app.catalogue.customers.get(row.owner, Customer())
    offers: dict[tuple[str, str], Offer] = {
        (each.kind, each.id): each for each in (*store.promotions, *store.coupons)
    }
    # Counters are always locked in the same order, so that two orders cannot deadlock.
    wanted = sorted(
        quote.figures.redemptions, key=lambda each: (each.kind, each.offer_id)
    )
    for each in wanted:
        offer = offers[each.kind, each.offer_id]
        before = PriorCounts(
            counted.offers.get(offer.id, offer.redemption_count),
            counted.codes.get(each.code or "", 0),
            customer.offer_redemptions.get(offer.id, 0),
        )
        if not unit.counters.commit(each, offer.limits, row.order.number, before):
            message = (
                f"{offer.name or offer.id} has since been used up; get the cart again"
            )
            raise conflict("offer_used_up", message)
    spent = {
        each.kind: app.catalogue.units(each.kind, each.granted)
        for each in quote.tenders
        if each.kind in OF_CUSTOMER
    }
    if any(spent.values()) and not unit.balances.spend(row.owner, spent):
        message = "points or credit have since been spent; get the cart again"
        raise conflict("balance_changed", message)


def create_in_juspay(call: Call) -> Envelope:
    """Begin the payment of an order on the merchant's own page."""
    app = call.app
    given = call.document()
    number = given.get("order_number")
    row = None
    if isinstance(number, str):
        with app.database.reading() as unit:
            row = own_order(unit, call, number)

    def begin(order: Order | None, at: datetime) -> Done | Need:
        return begin_juspay_create_order(given, order, shop=app.shop, at=at)

    if row is None:
        step = begin(None, app.clock())
        assert isinstance(step, Done)
        return step.envelope
    words = f"juspay {dumps(given)}"
    return pay(app, row, words, begin, finish_juspay_create_order)


def retry_payment(call: Call) -> Envelope:
    """Begin another payment once the last one failed or its page has closed."""
    app = call.app
    given = call.document()
    check = Validator()
    check.keys("", given, ("payment_method",))
    method = check.record("payment_method", given.get("payment_method"))
    check.raise_any()
    with app.database.reading() as unit:
        row = own_order(unit, call)
    number = row.order.number
    row = refresh_payment(app, row)
    with app.database.reading() as unit:
        row = own_order(unit, call, known=row)
        last = unit.payments.latest(number)
    open_page = last is not None and not is_retryable(row.order, last, app.clock())
    if open_page and row.order.amount_unpaid:
        message = f"a payment of order {number} is in progress; wait until it ends"
        raise conflict("payment_in_progress", message)
    request = {"cart_id": row.order.quote.cart.id, "payment_method": method}

    def begin(order: Order, at: datetime) -> Done | Need:
        return begin_create_order(
            request, None, order, shop=app.shop, order_number=number, at=at
        )

    words = f"retry {app.clock().isoformat()}"
    envelope = pay(app, row, words, begin, finish_create_order)
    if not envelope.success:
        return envelope
    info = content_of(envelope)["payment_info"]
    return succeeded("The payment can be made.", {"payment_info": info})


def is_retryable(order: Order, last: Attempt | None, at: datetime) -> bool:
    """Return whether another payment may begin."""
    if not order.amount_unpaid or order.status == "cancelled":
        return False
    if last is None or at - last.at >= PAGE_LIFE:
        return True
    states = {each.id: each.state for each in order.payments}
    return states[last.gateway_id] is PaymentState.FAILED


def payment_status(call: Call) -> Envelope:
    """Return how far an order is paid; ask the gateway if it is not."""
    app = call.app
    row = read_own_order(call)
    # If the gateway does not answer, the stored status is returned.
    with suppress(GatewayError):
        row = refresh_payment(app, row)
    with app.database.reading() as unit:
        row = own_order(unit, call, known=row)
        last = unit.payments.latest(row.order.number)
    order = row.order
    content = {
        "status": str(order.payment_status),
        "amount_paid": order.amount_paid,
        "amount_unpaid": order.amount_unpaid,
        "is_retry_available": is_retryable(order, last, app.clock()),
    }
    return succeeded("This is the payment status.", content)
