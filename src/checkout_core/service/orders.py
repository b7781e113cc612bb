# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes of orders: place, pay, read, cancel, ship, refund.

Promises that an order, its redemptions and the points and credit it spends are
committed together or not at all, before the gateway is called.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve

from checkout_core.cart import Customer
from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.orders import (
    Order,
    PaymentState,
    Refunded,
    ShipmentState,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.service.carts import coupon_applies
from checkout_core.service.desk import (
    Asked,
    Desk,
    conflict,
    new_id,
    own_order,
    refuse,
)
from checkout_core.service.payments import keep, pay, refresh, send_refunds
from checkout_core.service.ports import Before, OrderRow
from checkout_core.wire import dumps, loads, write_order_detail
from checkout_core.wire.endpoints import (
    begin_create_order,
    begin_juspay_create_order,
    finish_create_order,
    finish_juspay_create_order,
)
from checkout_core.wire.envelopes import (
    CONFLICT,
    NOT_FOUND,
    Done,
    Envelope,
    Need,
    content_of,
    refused,
    succeeded,
)
from checkout_core.wire.orders import ORIGINAL, TRANSFER
from checkout_core.wire.refunds import read_returns, read_units, write_refund


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.offers import Offer
    from checkout_core.refunds import Refund
    from checkout_core.service.ports import Attempt, BankTransfer, RefundCall, Unit
    from checkout_core.values import Record


#: How long a payment page is open, as long as its token lives.
PAGE_LIFE = timedelta(minutes=15)
#: The default and the maximum number of orders on a page.
PAGE, MOST = 25, 100
#: The most digits of a number in a query.
DIGITS = 9


#: The vendor's word for the gateway's status of a refund; any other is pending.
_STATES = {"SUCCESS": "success", "FAILURE": "failed"}
#: A refund of several calls has the first of these statuses that one of them has.
_WORST = ("failed", "pending", "success")


# Placing ----------------------------------------------------------------------------


def create(asked: Asked) -> Envelope:
    """
    Place the order of a cart and begin its payment: `{cart_id, payment_method?}`.

    Repeated requests place one order for a cart.
    """
    desk = asked.desk
    given = asked.document()
    number = _placed(asked, given)
    if isinstance(number, Envelope):
        return number

    def begin(order: Order, at: datetime) -> Done | Need:
        return begin_create_order(
            given,
            None,
            order,
            shop=desk.shop,
            order_number=number,
            at=at,
            refunds=desk.refunds,
        )

    return pay(desk, number, f"order {dumps(given)}", begin, finish_create_order)


def _placed(asked: Asked, given: Record) -> Envelope | str:
    """Return the number of the cart's committed order, or an answer."""
    desk, cart_id = asked.desk, given.get("cart_id")
    with desk.database.writing() as unit:
        cart = unit.carts.get(cart_id) if isinstance(cart_id, str) else None
        if cart is not None and cart.owner != asked.caller.id:
            cart = None
        known = None if cart is None else unit.orders.of_cart(cart.id)
        quote = None
        if cart is not None and known is None:
            quote = desk.priced(unit, cart.id, loads(cart.wish), asked.caller)
            coupon_applies(quote, CONFLICT)
        step = begin_create_order(
            given,
            quote,
            None if known is None else known.order,
            shop=desk.shop,
            order_number=new_id(),
            at=desk.clock(),
            refunds=desk.refunds,
        )
        if known is None and cart is not None and step.order is not None:
            # The payment begins with its attempt, in a separate transaction.
            row = OrderRow(evolve(step.order, payments=()), cart.id, asked.caller.id)
            _spend(desk, unit, row)
            unit.orders.add(row)
            unit.carts.put(evolve(cart, order_number=row.order.number))
        if isinstance(step, Done):
            return step.envelope
        return step.order.number


def _spend(desk: Desk, unit: Unit, row: OrderRow) -> None:
    """Count the order's redemptions, take points and credit; raise if not possible."""
    quote = row.order.quote
    store, counted = desk.shelf.store, desk.shelf.store.redemptions
    customer = desk.shelf.customers.get(row.owner, Customer())
    offers: dict[tuple[str, str], Offer] = {
        (each.kind, each.id): each for each in (*store.promotions, *store.coupons)
    }
    # Counters are always locked in the same order, so that two orders cannot deadlock.
    wanted = sorted(
        quote.figures.redemptions, key=lambda each: (each.kind, each.offer_id)
    )
    for each in wanted:
        offer = offers[each.kind, each.offer_id]
        before = Before(
            counted.offers.get(offer.id, offer.redemption_count),
            counted.codes.get(each.code or "", 0),
            customer.offer_redemptions.get(offer.id, 0),
        )
        if not unit.counters.commit(each, offer.limits, row.order.number, before):
            message = (
                f"{offer.name or offer.id} has since been used up; get the cart again"
            )
            raise conflict("offer_used_up", message)
    points = int(quote.totals.loyalty_points_redeemed)
    credit = desk.shelf.minor(quote.totals.credit_balance_used)
    spends = points or credit
    if spends and not unit.accounts.spend(row.owner, points, credit):
        message = "points or credit have since been spent; get the cart again"
        raise conflict("balance_changed", message)


def create_in_juspay(asked: Asked) -> Envelope:
    """Begin the payment of an order on the merchant's own page."""
    desk = asked.desk
    given = asked.document()
    number = given.get("order_number")
    order = None
    if isinstance(number, str):
        with desk.database.reading() as unit:
            order = own_order(unit, asked, number).order

    def begin(order: Order | None, at: datetime) -> Done | Need:
        return begin_juspay_create_order(given, order, shop=desk.shop, at=at)

    if order is None:
        step = begin(order, desk.clock())
        assert isinstance(step, Done)
        return step.envelope
    words = f"juspay {dumps(given)}"
    return pay(desk, order.number, words, begin, finish_juspay_create_order)


def retry_payment(asked: Asked) -> Envelope:
    """Begin another payment once the last one failed or its page has closed."""
    desk = asked.desk
    given = asked.document()
    check = Validator()
    check.keys("", given, ("payment_method",))
    method = check.record("payment_method", given.get("payment_method"))
    check.raise_any()
    with desk.database.reading() as unit:
        row = own_order(unit, asked)
    number = row.order.number
    refresh(desk, number)
    with desk.database.reading() as unit:
        row = own_order(unit, asked)
        last = unit.payments.latest(number)
    open_page = last is not None and not is_retryable(row.order, last, desk.clock())
    if open_page and row.order.amount_unpaid:
        message = f"a payment of order {number} is in progress; wait until it ends"
        raise conflict("payment_in_progress", message)
    request = {"cart_id": row.order.quote.cart.id, "payment_method": method}

    def begin(order: Order, at: datetime) -> Done | Need:
        return begin_create_order(
            request, None, order, shop=desk.shop, order_number=number, at=at
        )

    words = f"retry {desk.clock().isoformat()}"
    envelope = pay(desk, number, words, begin, finish_create_order)
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


# Looking ----------------------------------------------------------------------------


def get(asked: Asked) -> Envelope:
    """Return an order with its payments and shipments."""
    order = _seen(asked).order
    return succeeded("This is the order.", _shown(asked.desk, order))


def _shown(desk: Desk, order: Order) -> dict[str, Any]:
    return {"order": write_order_detail(order, policy=desk.refunds)}


def _seen(asked: Asked) -> OrderRow:
    with asked.desk.database.reading() as unit:
        return own_order(unit, asked)


def page(asked: Asked) -> Envelope:
    """Return the caller's orders, newest first: `page`, `limit`, `user_id`."""
    check = Validator()
    query = asked.query
    at = _whole(check, query, "page", 1)
    limit = _whole(check, query, "limit", PAGE)
    if query.get("user_id", asked.caller.id) != asked.caller.id:
        check.add("user_id", "not_a_choice", query["user_id"], choices="your own id")
    check.raise_any()
    limit = min(limit, MOST)
    with asked.desk.database.reading() as unit:
        rows, total = unit.orders.page(asked.caller.id, (at - 1) * limit, limit)
    pages = -(-total // limit)
    content = {
        "orders": [_listed(each.order) for each in rows],
        "pagination": {
            "total_records": total,
            "total_pages": pages,
            "previous_page": at - 1 if at > 1 else None,
            "limit": limit,
            "next_page": at + 1 if at < pages else None,
        },
    }
    return succeeded("These are the orders.", content)


def _whole(check: Validator, query: Any, name: str, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    number = int(text) if text.isdecimal() and len(text) <= DIGITS else text
    return check.count(name, number, low=1)


#: The keys of an order in a list, by the vendor's names.
_LISTED = (
    "order_number",
    "order_date",
    "status",
    "payment_status",
    "payment_success_date",
    "on_subscription",
    "grand_total",
    "credit_balance_used",
    "to_be_paid",
    "order_items_count",
    "order_items",
    "customer_note",
    "currency",
)


def _listed(order: Order) -> dict[str, Any]:
    found = write_order_detail(order)
    return {
        **{name: found[name] for name in _LISTED},
        "has_refund": bool(order.refunds),
        # Singular here, plural in the order itself: the vendor's names.
        "loyalty_point_redeemed": found["loyalty_points_redeemed"],
        "loyalty_point_earned": found["loyalty_points_earned"],
    }


def payment_status(asked: Asked) -> Envelope:
    """Return how far an order is paid; ask the gateway if it is not."""
    desk = asked.desk
    row = _seen(asked)
    # If the gateway does not answer, the stored status is returned.
    with suppress(GatewayError):
        refresh(desk, row.order.number)
    with desk.database.reading() as unit:
        row = own_order(unit, asked)
        last = unit.payments.latest(row.order.number)
    order = row.order
    content = {
        "status": str(order.payment_status),
        "amount_paid": order.amount_paid,
        "amount_unpaid": order.amount_unpaid,
        "is_retry_available": is_retryable(order, last, desk.clock()),
    }
    return succeeded("This is the payment status.", content)


def payments(asked: Asked) -> Envelope:
    """Return the payments of an order."""
    found = write_order_detail(_seen(asked).order)["payments"]
    return succeeded("These are the payments.", {"payments": found})


def shipments(asked: Asked) -> Envelope:
    """Return the shipments of an order."""
    found = write_order_detail(_seen(asked).order)["shipments"]
    return succeeded("These are the shipments.", {"shipments": found})


def refunds(asked: Asked) -> Envelope:
    """Return the refunds of an order."""
    with asked.desk.database.reading() as unit:
        row = own_order(unit, asked)
        number = row.order.number
        calls = unit.payments.calls(number)
        transfers = unit.payments.transfers(number)
    found = [_refund(each, calls, transfers.get(each.id)) for each in row.order.refunds]
    return succeeded("These are the refunds.", {"refunds": found})


def _refund(
    note: Refund, calls: list[RefundCall], transfer: BankTransfer | None
) -> dict[str, Any]:
    states = {
        _STATES.get(each.status, "pending") for each in calls if each.note == note.id
    }
    status = min(states, key=_WORST.index, default="success")
    by_points = not note.gateway and not note.credit and bool(note.points)
    found: dict[str, Any] = {
        "request_number": note.id,
        "refund_amount": note.gateway + note.credit,
        "refund_date": note.at.isoformat(),
        "status": status,
        "payment_mode": "loyalty-point" if by_points else ORIGINAL,
        "refund_remarks": note.reason,
    }
    if transfer is not None:
        # The cancellation approved it; the merchant has sent it through the bank or not
        # yet.
        found["status"] = "approved" if transfer.paid_at is None else "success"
        found["payment_mode"] = TRANSFER
        if transfer.reference is not None:
            found["payment_reference_number"] = transfer.reference
    return found


# Changing ---------------------------------------------------------------------------


def cancel(asked: Asked) -> Envelope:
    """
    Cancel an order and refund what was paid.

    `{cancellation_reason, refund_mode?, bank_account_id?, feedback?}`.  With
    `bank-transfer` the merchant, not the gateway, sends the money to the account that
    the customer chose.  A repeated request changes nothing.
    """
    desk = asked.desk
    given = asked.document()
    check = Validator()
    known = ("cancellation_reason", "refund_mode", "bank_account_id", "feedback")
    check.keys("", given, known)
    reason = check.text(
        "cancellation_reason",
        given.get("cancellation_reason"),
        needed="a reason",
        limit=MAX_NOTE,
    )
    mode = given.get("refund_mode")
    mode = ORIGINAL if mode is None else mode
    check.choice("refund_mode", mode, (ORIGINAL, TRANSFER))
    account = given.get("bank_account_id")
    if mode == TRANSFER:
        needed = "the account that the money goes to"
        account = check.text("bank_account_id", account, needed=needed)
    elif account is not None:
        check.add("bank_account_id", "account_not_used", account)
    feedback = check.maybe_text("feedback", given.get("feedback"), limit=MAX_NOTE)
    check.raise_any()
    with desk.database.writing() as unit:
        row = own_order(unit, asked)
        order, at = row.order, desk.clock()
        try:
            after = order.after(StatusChange("cancelled", at, reason, feedback))
        except CheckoutError as error:
            return refused(error, CONFLICT)
        if after is not order:
            note = order.cancellation(
                id=new_id(), at=at, policy=desk.refunds, reason=reason
            )
            row = keep(
                desk, unit, row, after.after(Refunded(note)), bank_account_id=account
            )
        else:
            _goes_there(unit, order, account)
    send_refunds(desk, row.order.number)
    return succeeded("The order is cancelled.", _shown(desk, row.order))


def _goes_there(unit: Unit, order: Order, account: str | None) -> None:
    """Raise if the money of a cancelled order is not refunded to *account*."""
    note = order.refunds[-1]
    known = unit.payments.transfers(order.number).get(note.id)
    if note.gateway and account != (None if known is None else known.bank_account_id):
        message = "the order was cancelled before, and its money goes back another way"
        raise conflict("already_cancelled", message)


def give_back(asked: Asked) -> Envelope:
    """
    Refund returned units: `{id, returned, shipping?, reason?}`.

    For the merchant.  A repeat with the same id returns the same refund.
    """
    desk = asked.desk
    check = Validator()
    given = asked.document()
    known = ("id", "returned", "shipping", "reason")
    check.keys("", given, known)
    said = {key: given[key] for key in known if key in given}
    at = desk.clock().isoformat()
    wanted = check.within("", lambda: read_returns({**said, "at": at}))
    check.raise_any()
    assert wanted is not None
    with desk.database.writing() as unit:
        row = own_order(unit, asked)
        order = row.order
        note = next((each for each in order.refunds if each.id == wanted.id), None)
        if note is None:
            note = order.refund(
                wanted.returned,
                id=wanted.id,
                at=wanted.at,
                policy=desk.refunds,
                shipping=wanted.shipping,
                reason=wanted.reason,
                store=desk.shelf.store,
            )
            keep(desk, unit, row, order.after(Refunded(note)))
        elif dict(_units(note)) != dict(wanted.returned):
            message = (
                f"refund {wanted.id} was made before with other units; use a new id"
            )
            raise conflict("refund_id_used", message)
    send_refunds(desk, row.order.number)
    return succeeded("The refund is made.", {"refund": write_refund(note)})


def transfer(asked: Asked) -> Envelope:
    """
    Record that a refund was sent through a bank: `{at, reference}`.

    For the merchant.  A repeat with the same values changes nothing.
    """
    check = Validator()
    given = asked.document()
    check.keys("", given, ("at", "reference"))
    at = check.time("at", given.get("at"))
    reference = check.text(
        "reference", given.get("reference"), needed="the bank's reference"
    )
    check.raise_any()
    name = asked.path["id"]
    with asked.desk.database.writing() as unit:
        order = own_order(unit, asked).order
        known = unit.payments.transfers(order.number).get(name)
        note = next((each for each in order.refunds if each.id == name), None)
        if known is None or note is None:
            message = f"this order has no refund {name!r} by bank transfer"
            raise refuse(NOT_FOUND, "refund_not_found", message)
        paid = evolve(known, paid_at=at, reference=reference)
        if known.paid_at is None:
            unit.payments.put_transfer(paid)
        elif paid != known:
            message = f"refund {name} was recorded before as {known.reference}"
            raise conflict("refund_paid", message)
    found = _refund(note, [], paid)
    return succeeded("The transfer is noted.", {"refund": found})


def _units(note: Refund) -> list[tuple[int, int]]:
    return [(each.line, each.quantity) for each in note.returned]


def parcel(asked: Asked) -> Envelope:
    """
    Record the state of a parcel: `{id, state, units?}`, units by the line's index.

    For the merchant.
    """
    desk = asked.desk
    given = asked.document()
    check = Validator()
    check.keys("", given, ("id", "state", "units"))
    name = check.text("id", given.get("id"), needed="the parcel's id")
    state = check.choice("state", given.get("state"), ShipmentState)
    packed = tuple(read_units(check, "units", given.get("units")).items())
    check.raise_any()
    with desk.database.writing() as unit:
        row = own_order(unit, asked)
        event = ShipmentUpdate(name, state, desk.clock(), packed)
        try:
            after = row.order.after(event)
        except CheckoutError as error:
            return refused(error, CONFLICT)
        row = keep(desk, unit, row, after)
    return succeeded("The parcel is noted.", _shown(desk, row.order))
