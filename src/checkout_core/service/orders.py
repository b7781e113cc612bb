# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes that read orders: one, all of a customer, payments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.checks import Validator
from checkout_core.service import request_ids
from checkout_core.service.calls import (
    Call,
    may_read,
    no_order,
    own_order,
    read_own_order,
    request_error,
)
from checkout_core.service.documents import (
    ITEMS,
    content_of_order,
    listed,
    shown_by,
    summary_of,
)
from checkout_core.wire.envelopes import BAD_REQUEST, Envelope, succeeded
from checkout_core.wire.orders import write_payments
from checkout_core.wire.text import encoded
from checkout_core.wire.write import write_lists


if TYPE_CHECKING:
    from checkout_core.orders import Order
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import OrderSummary, Unit


#: The default and the maximum number of orders on a page.
PAGE, MOST = 25, 100
#: The most characters that the items of a page may have; an order alone may have more.
MOST_CHARACTERS = 32_000_000
#: The most digits of a number in a query.
DIGITS = 9


def get(call: Call) -> Envelope:
    """Return an order with its payments and shipments."""
    app, number = call.app, call.path["order_number"]
    with app.database.reading() as unit:
        shown = unit.orders.shown(number, shown_by(app.refunds))
        if shown is None or not may_read(call, shown.owner):
            raise no_order(number)
        request_ids.note(order_number=number)
        row = own_order(unit, call) if shown.text is None else None
    message = "This is the order."
    if row is not None:
        return succeeded(message, order_content(app, row.order))
    return succeeded(message, {"order": shown.text})


def order_content(app: App, order: Order) -> dict[str, Any]:
    """Return the content of an answer that shows an order now."""
    return content_of_order(order, app.refunds, app.clock())


def list_orders(call: Call) -> Envelope:
    """Return the caller's orders, newest first: `page`, `limit`, `user_id`."""
    check = Validator()
    query = call.query
    number = _positive(check, query, "page", 1)
    limit = _positive(check, query, "limit", PAGE)
    mine = call.caller.id
    check.choice("user_id", query.get("user_id", mine), [mine])
    check.raise_any()
    limit = min(limit, MOST)
    with call.app.database.reading() as unit:
        page = unit.orders.page(call.caller.id, (number - 1) * limit, limit)
        found, total = page
        size = sum(each.size for each in found)
        if size > MOST_CHARACTERS and limit > 1:
            message = (
                f"these {len(found)} orders are longer than an answer may be"
                f" ({MOST_CHARACTERS} characters); ask for fewer with limit="
            )
            raise request_error(BAD_REQUEST, "page_too_large", message)
        items = unit.orders.items(each.number for each in found)
        orders = listed(_entry(unit, each, items.get(each.number)) for each in found)
    pages = -(-total // limit)
    content = {
        "orders": orders,
        "pagination": {
            "total_records": total,
            "total_pages": pages,
            "previous_page": number - 1 if number > 1 else None,
            "limit": limit,
            "next_page": number + 1 if number < pages else None,
        },
    }
    return succeeded("These are the orders.", content)


def _entry(unit: Unit, found: OrderSummary, items: bytes | None) -> tuple[bytes, bytes]:
    """Return the entry of an order in a list, and its items."""
    if found.summary is not None and items is not None:
        return found.summary.encode(), items
    row = unit.orders.get(found.number)
    assert row is not None  # orders are never deleted
    summary, lists = summary_of(row.order), write_lists(row.order.quote)
    return encoded(summary), encoded(lists[ITEMS])


def _positive(check: Validator, query: Any, name: str, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    number = int(text) if text.isdecimal() and len(text) <= DIGITS else text
    return check.count(name, number, low=1)


def list_payments(call: Call) -> Envelope:
    """Return the payments of an order."""
    payments = write_payments(read_own_order(call).order)
    return succeeded("These are the payments.", {"payments": payments})
