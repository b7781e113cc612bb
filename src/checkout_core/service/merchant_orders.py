# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The merchant's lists: orders by what is known of them, and refunds that are not paid.

Promises that a list is read from columns, that each part of it is bounded, and that
what is added or changed meanwhile moves no entry from one part to another: a part
begins behind the last entry of the one before.
"""

from __future__ import annotations

import base64

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from checkout_core.checks import Validator
from checkout_core.gateway import RefundState
from checkout_core.service.documents import email_key, phone_key
from checkout_core.service.gateway_refunds import REFUND
from checkout_core.service.orders import DIGITS
from checkout_core.service.ports import OrderFilters
from checkout_core.statuses import OrderStatus, PaymentStatus
from checkout_core.wire import dumps, loads
from checkout_core.wire.envelopes import Envelope, succeeded


if TYPE_CHECKING:
    from checkout_core.service.calls import Call
    from checkout_core.service.ports import OrderSummary, RefundRequest, Task


#: The default and the maximum number of entries of a part.
PART, MOST = 25, 100
#: The longest value of a parameter.
_LONGEST = 255
_FLAGS: Mapping[str, bool] = {"true": True, "false": False}
#: Whether the refunds of a list failed, by the word for it.
_FAILED: Mapping[str, bool] = {"failed": True, "waiting": False}


def list_orders(call: Call) -> Envelope:
    """
    Return orders of all customers, the newest first, by what is known of them.

    `status`, `payment_status`, `user_id`, `email`, `phone`, `number` (how it begins),
    `placed_from`, `placed_to`, `reversed`, `limit` and `cursor`.
    """
    check, query = Validator(), call.query
    names = ("status", "payment_status", "user_id", "email", "phone", "number")
    more = ("placed_from", "placed_to", "reversed", "limit", "cursor")
    check.keys("", query, (*names, *more))
    texts = {name: _text(check, query, name) for name in names}
    for name, choices in (("status", OrderStatus), ("payment_status", PaymentStatus)):
        if texts[name] is not None:
            check.choice(name, texts[name], choices)
    email, phone = texts["email"], texts["phone"]
    filters = OrderFilters(
        status=texts["status"],
        payment_status=texts["payment_status"],
        owner=texts["user_id"],
        email=None if email is None else email_key(email),
        phone=None if phone is None else phone_key(phone),
        number=texts["number"],
        placed_from=_time(check, query, "placed_from"),
        placed_to=_time(check, query, "placed_to"),
        reversed=_choice(check, query, "reversed", _FLAGS),
    )
    if phone is not None and filters.phone is None:
        check.add("phone", "wrong_type", phone, expected="a number", found="no digit")
    limit, after = _limit(check, query), _cursor(check, query)
    check.raise_any()
    with call.app.database.reading() as unit:
        found = unit.orders.search(filters, after, limit + 1)
    content = {
        "orders": [_order(each) for each in found[:limit]],
        "next_cursor": _next(found, limit),
    }
    return succeeded("These are the orders.", content)


def _order(found: OrderSummary) -> dict[str, Any]:
    return {
        "order_number": found.number,
        "placed_at": found.placed_at,
        "user_id": found.owner,
        "status": found.status,
        "payment_status": found.payment_status,
        "currency": found.currency,
        "to_be_paid": found.to_be_paid,
        "amount_paid": found.amount_paid,
        "amount_unpaid": found.amount_unpaid,
        "is_reversed": found.reversed,
    }


def list_refunds(call: Call) -> Envelope:
    """
    Return refunds that have not paid the customer, the oldest first.

    `status` (`failed`: the merchant has to act; `waiting`: the service goes on trying;
    both by default), `limit` and `cursor`.
    """
    check, query = Validator(), call.query
    check.keys("", query, ("status", "limit", "cursor"))
    failed = _choice(check, query, "status", _FAILED)
    limit, place = _limit(check, query), _cursor(check, query)
    after = None
    if place is not None:
        asked_at = _moment(check, "cursor", place[0]) if place[0] else None
        after = (asked_at, place[1])
    check.raise_any()
    with call.app.database.reading() as unit:
        found = unit.payments.unsettled_refunds(
            failed=failed, after=after, limit=limit + 1
        )
        tasks = unit.tasks.of_keys(REFUND, [each.id for each in found])
    content = {
        "refunds": [_refund(each, tasks.get(each.id)) for each in found[:limit]],
        "next_cursor": _next(found, limit),
    }
    return succeeded("These are the refunds.", content)


def _refund(request: RefundRequest, task: Task | None) -> dict[str, Any]:
    asked_at = request.asked_at
    return {
        "order_number": request.order_number,
        "refund_id": request.refund_id,
        "payment_id": request.gateway_id,
        "amount": request.amount,
        "status": "failed" if request.status == RefundState.FAILURE else "waiting",
        "is_sent": bool(request.status),
        "since": None if asked_at is None else asked_at.isoformat(),
        "tries": 0 if task is None else task.tries,
        "next_try": None if task is None else task.due_at.isoformat(),
    }


# Parameters --------------------------------------------------------------------------


def _text(check: Validator, query: Mapping[str, str], name: str) -> str | None:
    value = query.get(name)
    if value is None:
        return None
    return check.text(name, value, needed="a value", limit=_LONGEST)


def _time(check: Validator, query: Mapping[str, str], name: str) -> datetime | None:
    value = query.get(name)
    return None if value is None else _moment(check, name, value)


def _moment(check: Validator, path: str, value: str) -> datetime | None:
    """Return a moment in UTC, in which columns have it."""
    at = check.time(path, value)
    try:
        return None if at is None else at.astimezone(UTC)
    except OverflowError:
        # In UTC it lies in the year 0 or 10000.
        check.add(path, "bad_time", value)
        return None


def _choice(
    check: Validator, query: Mapping[str, str], name: str, words: Mapping[str, bool]
) -> bool | None:
    value = query.get(name)
    if value is None:
        return None
    return words.get(check.choice(name, value, words))


def _limit(check: Validator, query: Mapping[str, str]) -> int:
    text = query.get("limit")
    if text is None:
        return PART
    is_short = len(text) <= DIGITS and text.isascii() and text.isdigit()
    number = int(text) if is_short else text
    return check.count("limit", number, low=1, high=MOST)


def _cursor(check: Validator, query: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the place that a cursor of an earlier answer names."""
    text = query.get("cursor")
    if text is None:
        return None
    # What a cursor of ours holds can be printed; a lone surrogate cannot be looked for.
    with suppress(ValueError):
        match loads(base64.urlsafe_b64decode(text)):
            case [str() as first, str() as second] if (first + second).isprintable():
                return first, second
    check.add("cursor", "wrong_cursor", text)
    return None


def _next(found: list[OrderSummary] | list[RefundRequest], limit: int) -> str | None:
    """Return the cursor of the next part, None if there is none."""
    if len(found) <= limit:
        return None
    first, second = found[limit - 1].cursor
    place = first.isoformat() if isinstance(first, datetime) else first or ""
    return base64.urlsafe_b64encode(dumps([place, second]).encode()).decode()
