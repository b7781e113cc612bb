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
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from checkout_core.cart import Customer
from checkout_core.checks import ZERO, Validator
from checkout_core.errors import GatewayError
from checkout_core.orders import Order, OrderStatus, PaymentState
from checkout_core.service import request_ids
from checkout_core.service.agreement import check_agreed
from checkout_core.service.attempts import (
    PaymentEndpoint,
    Step,
    first_sending,
    pay,
    send_payment,
)
from checkout_core.service.calls import (
    Call,
    conflict,
    no_cart,
    own_order,
    own_summary,
)
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.documents import record_of
from checkout_core.service.editing import all_apply, cart_changes
from checkout_core.service.facts import facts_of_order, facts_of_return
from checkout_core.service.gift_cards import take_from_cards
from checkout_core.service.manual import answer_manual, check_taken, priced_for
from checkout_core.service.outgoing import events_of_change, store_events
from checkout_core.service.ports import (
    CartRow,
    Draw,
    OrderRecord,
    OrderRow,
    OrderSummary,
    PriorCounts,
)
from checkout_core.service.recording import ask_open, poll_payments, read_attempts
from checkout_core.service.unchanged import Known, write_unchanged
from checkout_core.tenders import OF_CUSTOMER
from checkout_core.values import OURS
from checkout_core.wire import dumps, loads
from checkout_core.wire.endpoints import (
    ALL,
    CreateOrder,
    ask_payment,
    ask_payment_on_own_page,
    finish_create_order,
    finish_juspay_create_order,
    place_order,
    read_all,
    read_create_order,
    read_juspay_create_order,
)
from checkout_core.wire.envelopes import (
    CONFLICT,
    Answered,
    Envelope,
    PaymentPending,
    content_of,
    succeeded,
)
from checkout_core.wire.manual import is_manual
from checkout_core.wire.orders import write_placed


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from checkout_core.http import Answer
    from checkout_core.ledger import Redemption
    from checkout_core.offers import Offer
    from checkout_core.service.ports import Attempt, Unit


#: How long a payment page is open, as long as its token lives.
PAGE_LIFE = timedelta(minutes=15)


def create(call: Call) -> Envelope:
    """
    Place the order of a cart and begin its payment: `{cart_id, payment_method?, ...}`.

    Repeated requests place one order for a cart.  `all` asks for all that is unpaid,
    also what is due later.  An order that costs more than its cart showed last is
    refused, and with `expected_total` any other total.
    """
    app = call.app
    body = call.document()
    wanted = read_create_order(body)

    def begin(order: Order, at: datetime) -> Answered | PaymentPending:
        method = wanted.payment_method
        step = _ask(app, order, method, at, whole=wanted.whole)
        if isinstance(step, Answered) and step.order is not None:
            return evolve(step, envelope=_with_facts(app, step.envelope, step.order))
        return step

    def finish(pending: PaymentPending, answer: Answer) -> Envelope:
        return _with_facts(app, finish_create_order(pending, answer), pending.order)

    request = PaymentEndpoint(f"order {dumps(body)}", begin, finish)

    def plan(unit: Unit) -> _Planned | Known[Step | OrderRow]:
        return _planned(call, unit, wanted, request)

    def store(unit: Unit, planned: _Planned) -> Step | OrderRow | None:
        return _stored(app, unit, planned, request)

    found: Step | OrderRow | None = write_unchanged(app.database, plan, store)
    if found is None:
        raise cart_changes(wanted.cart_id)
    if not isinstance(found, OrderRow):
        return send_payment(app, found, request)
    if is_manual(wanted.payment_method):
        return answer_manual(app, found, begin)
    return pay(app, found, request)


def _ask(
    app: App, order: Order, method: object, at: datetime, *, whole: bool
) -> Answered | PaymentPending:
    """Ask for the payment of an order, with what host and shop say of it."""
    return ask_payment(
        order,
        method,
        gateway=app.gateway,
        at=at,
        refunds=app.refunds,
        fields=app.fields(order),
        whole=whole,
        manual=app.catalogue.manual,
    )


def _with_facts(app: App, envelope: Envelope, order: Order) -> Envelope:
    """Return the answer with what is due when, and with what else we say of orders."""
    own = facts_of_order(order, app.clock())
    if not own or not envelope.success:
        return envelope
    content = content_of(envelope)
    shown = {**content, "order": {**content["order"], OURS: own}}
    return succeeded(envelope.document["message"], shown)


@frozen
class _Planned:
    """
    An order that can be placed, with all that is written for it.

    Attributes:
        cart: the cart that it was priced from.
        record: the order, serialised.
        step: what its payment begins with.
    """

    cart: CartRow
    record: OrderRecord
    step: Answered | PaymentPending


def _planned(
    call: Call, unit: Unit, wanted: CreateOrder, request: PaymentEndpoint
) -> _Planned | Known[Step | OrderRow]:
    """Price the cart's order, or return the one that it became; write nothing."""
    app, owner, cart_id = call.app, call.caller.id, wanted.cart_id
    cart = unit.carts.get(cart_id)
    if cart is None or cart.owner != owner:
        raise no_cart(cart_id)
    if cart.order_number is not None:
        known = unit.orders.get(cart.order_number)
        assert known is not None  # both are stored together
        request_ids.note(order_number=known.order.number)
        if wanted.expected_total is not None:
            check_agreed(cart, known.order.quote, wanted.expected_total)
        return Known(known)
    contents = priced_for(app, loads(cart.contents), wanted.payment_method)
    quote = app.priced(unit, cart.id, contents, call.caller).quote
    all_apply(quote, CONFLICT)
    check_taken(app, quote)
    check_agreed(cart, quote, wanted.expected_total)
    at = app.clock()
    order = place_order(quote, order_number=new_id(), at=at)
    step = request.begin(order, at)
    if step.order is None:
        # What cannot be asked for is not ordered either.
        return Known(step.envelope)
    row = OrderRow(order=step.order, cart_id=cart.id, owner=owner)
    if isinstance(step, Answered):
        # The answer shows the order already.
        placed = step.envelope.document["content"]["order"]
    else:
        placed = write_placed(step.order, app.refunds)
    return _Planned(cart, record_of(row, app.refunds, placed=placed), step)


def _stored(
    app: App, unit: Unit, planned: _Planned, request: PaymentEndpoint
) -> Step | None:
    """Store an order with its first payment; return None if its cart changed."""
    cart, step = planned.cart, planned.step
    number = planned.record.row.order.number
    if not unit.carts.put(evolve(cart, order_number=number), cart):
        return None
    row = unit.orders.add(planned.record)
    if row is None:
        # Two numbers drawn alike: 1 in 32^12.  The other order keeps what it has.
        raise conflict("order_number_taken", "please send the request again")
    _spend(app, unit, row)
    store_events(unit, events_of_change(app, None, row.order))
    request_ids.note(order_number=number)
    if isinstance(step, Answered):
        return step.envelope
    return first_sending(app, unit, row, step, request)


def _spend(app: App, unit: Unit, row: OrderRow) -> None:
    """Take all that the order uses up; raise if some of it is no longer there."""
    quote = row.order.quote
    store = app.catalogue.store
    offers: dict[tuple[str, str | None], Offer] = {
        (each.kind, each.id): each for each in (*store.promotions, *store.coupons)
    }
    # What is counted is always locked in the same order, here and where an order is
    # cancelled, so that two requests cannot wait for each other: counters of offers,
    # orders of the customer, their account, gift cards.
    redeemed = [each for each in quote.figures.redemptions if each.offer_id is not None]
    for each in sorted(redeemed, key=lambda each: (each.kind, each.offer_id)):
        _redeem(app, unit, row, each, offers[each.kind, each.offer_id])
    placed = quote.cart.customer.orders_placed
    # Without a condition that asks for it, orders of one customer do not exclude each
    # other.
    alone = app.catalogue.asks_orders
    if placed is not None and not unit.counters.count_order(
        row.owner, placed, alone=alone
    ):
        message = "another order has since been placed; get the cart again"
        raise conflict("orders_changed", message)
    spent = {
        each.kind: app.catalogue.units(each.kind, each.granted)
        for each in quote.tenders
        if each.kind in OF_CUSTOMER
    }
    if any(spent.values()) and not unit.balances.spend(row.owner, spent):
        message = "points or credit have since been spent; get the cart again"
        raise conflict("balance_changed", message)
    take_from_cards(app, unit, quote.figures.redemptions)


def _redeem(
    app: App, unit: Unit, row: OrderRow, redemption: Redemption, offer: Offer
) -> None:
    """Count one redemption; raise if the offer has since been used up."""
    counted = app.catalogue.store.redemptions
    customer = app.catalogue.customers.get(row.owner, Customer())
    before = PriorCounts(
        counted.offers.get(offer.id, offer.redemption_count),
        counted.codes.get(redemption.code or "", 0),
        customer.offer_redemptions.get(offer.id, 0),
    )
    draw, most = None, offer.limits.total_discount_amount
    if redemption.amount is not None and most is not None:
        draw = Draw(
            amount=app.catalogue.minor(redemption.amount),
            most=app.catalogue.minor(most),
            before=app.catalogue.minor(counted.discounts.get(offer.id, ZERO)),
        )
    number, limits = row.order.number, offer.limits
    if redemption.customer_id is None and limits.per_customer_redemptions is not None:
        # A guest, who is known here by the id of their session.
        redemption = evolve(redemption, customer_id=row.owner)
    if not unit.counters.commit(redemption, limits, number, before, draw):
        message = f"{offer.name or offer.id} has since been used up; get the cart again"
        raise conflict("offer_used_up", message)


def create_in_juspay(call: Call) -> Envelope:
    """Begin the payment of an order on the merchant's own page."""
    app = call.app
    body = call.document()
    number, row = body.get("order_number"), None
    if isinstance(number, str):
        with app.database.reading() as unit:
            row = own_order(unit, call, number)
    wanted = read_juspay_create_order(body, app.gateway)
    assert row is not None

    def begin(order: Order, at: datetime) -> Answered | PaymentPending:
        return ask_payment_on_own_page(
            order,
            wanted.return_url,
            gateway=app.gateway,
            at=at,
            fields=app.fields(order),
            whole=wanted.whole,
        )

    text = f"juspay {dumps(body)}"
    return pay(app, row, PaymentEndpoint(text, begin, finish_juspay_create_order))


def retry_payment(call: Call) -> Envelope:
    """
    Begin another payment once the last one failed or its page has closed.

    `{payment_method, all?}`.  What the merchant takes waits for no page: if the shopper
    pays on it after all, less is left to be taken.
    """
    app = call.app
    body = call.document()
    check = Validator()
    check.keys("", body, ("payment_method", ALL))
    method = check.record("payment_method", body.get("payment_method"))
    whole = read_all(check, body)
    check.raise_any()
    with app.database.reading() as unit:
        row = own_order(unit, call)
    number = row.order.number
    row, attempts = read_attempts(app, ask_open(app, row))
    last = attempts[0] if attempts else None
    now = app.clock()
    due = row.order.amount_unpaid if whole else row.order.amount_due(now)
    open_page = last is not None and not _is_over(row.order, last, now)
    if open_page and due and not is_manual(method):
        message = f"a payment of order {number} is in progress; wait until it ends"
        raise conflict("payment_in_progress", message)

    def begin(order: Order, at: datetime) -> Answered | PaymentPending:
        return _ask(app, order, method, at, whole=whole)

    text = f"retry {app.clock().isoformat()}"
    request = PaymentEndpoint(text, begin, finish_create_order)
    asked = frozenset(each.key for each in attempts)
    if is_manual(method):
        envelope = answer_manual(app, row, begin)
    else:
        envelope = pay(app, row, request, asked=asked)
    if not envelope.success:
        return envelope
    info = content_of(envelope)["payment_info"]
    return succeeded("The payment can be made.", {"payment_info": info})


def is_retryable(order: Order, last: Attempt | None, at: datetime) -> bool:
    """Return whether another payment may begin."""
    if not order.amount_due(at) or order.status == "cancelled":
        return False
    return last is None or _is_over(order, last, at)


def _is_over(order: Order, last: Attempt, at: datetime) -> bool:
    """Return whether the page of an attempt has closed, or its payment has ended."""
    states = {each.id: each.state for each in order.payments}
    is_old = at - last.at >= PAGE_LIFE
    return is_old or states[last.gateway_id] is not PaymentState.STARTED


def payment_status(call: Call) -> Envelope:
    """
    Return how far an order is paid; ask the gateway where more may come.

    The order is read if something is unpaid, if it was cancelled, or if a second page
    of it is open, which may be paid too; otherwise its columns say it all.
    """
    app = call.app
    with app.database.reading() as unit:
        known = own_summary(unit, call)
        row = own_order(unit, call) if _more_may_come(app, unit, known) else None
    if row is None:
        return _payment_status(known, {"is_retry_available": False})
    # If the gateway does not answer, the stored status is returned.
    if call.may_ask:
        with suppress(GatewayError):
            row = poll_payments(app, row)
    with app.database.reading() as unit:
        last = unit.payments.latest(row.order.number)
        row = own_order(unit, call, known=row)
    order = row.order
    own: dict[str, Any] = {"is_retry_available": is_retryable(order, last, app.clock())}
    if order.status is OrderStatus.CANCELLED:
        own |= facts_of_return(order)
    return _payment_status(order, own)


def _more_may_come(app: App, unit: Unit, known: OrderSummary) -> bool:
    """Return whether money may come that an order does not know, as columns say."""
    if known.amount_unpaid or known.status == OrderStatus.CANCELLED:
        return True
    oldest = app.clock() - app.fulfilment_window
    attempts = unit.payments.attempts(known.number)
    return sum(each.at > oldest for each in attempts) > 1


def _payment_status(known: Order | OrderSummary, more: Mapping[str, Any]) -> Envelope:
    content = {
        "status": str(known.payment_status),
        "amount_paid": known.amount_paid,
        "amount_unpaid": known.amount_unpaid,
        **more,
    }
    return succeeded("This is the payment status.", content)
