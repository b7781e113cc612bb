# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes that read orders: one, all of a customer, payments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.checks import Validator
from checkout_core.service.calls import Call, read_own_order
from checkout_core.service.facts import facts_of_order
from checkout_core.values import OURS
from checkout_core.wire import write_order_detail
from checkout_core.wire.envelopes import Envelope, succeeded


if TYPE_CHECKING:
    from checkout_core.orders import Order
    from checkout_core.service.dependencies import App


#: The default and the maximum number of orders on a page.
PAGE, MOST = 25, 100
#: The most digits of a number in a query.
DIGITS = 9


def get(call: Call) -> Envelope:
    """Return an order with its payments and shipments."""
    order = read_own_order(call).order
    return succeeded("This is the order.", content_of_order(call.app, order))


def content_of_order(app: App, order: Order) -> dict[str, Any]:
    """Return the content of an answer that shows an order."""
    document = write_order_detail(order, policy=app.refunds)
    own = facts_of_order(order, app.clock())
    if own:
        document[OURS] = own
    return {"order": document}


def list_orders(call: Call) -> Envelope:
    """Return the caller's orders, newest first: `page`, `limit`, `user_id`."""
    check = Validator()
    query = call.query
    number = _positive(check, query, "page", 1)
    limit = _positive(check, query, "limit", PAGE)
    if query.get("user_id", call.caller.id) != call.caller.id:
        check.add("user_id", "not_a_choice", query["user_id"], choices="your own id")
    check.raise_any()
    limit = min(limit, MOST)
    with call.app.database.reading() as unit:
        rows, total = unit.orders.page(call.caller.id, (number - 1) * limit, limit)
    pages = -(-total // limit)
    content = {
        "orders": [_summary(each.order) for each in rows],
        "pagination": {
            "total_records": total,
            "total_pages": pages,
            "previous_page": number - 1 if number > 1 else None,
            "limit": limit,
            "next_page": number + 1 if number < pages else None,
        },
    }
    return succeeded("These are the orders.", content)


def _positive(check: Validator, query: Any, name: str, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    number = int(text) if text.isdecimal() and len(text) <= DIGITS else text
    return check.count(name, number, low=1)


#: The keys of an order in a list, by the vendor's names.
_SUMMARY_KEYS = (
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


def _summary(order: Order) -> dict[str, Any]:
    detail = write_order_detail(order)
    return {
        **{name: detail[name] for name in _SUMMARY_KEYS},
        "has_refund": bool(order.refunds),
        # Singular here, plural in the order itself: the vendor's names.
        "loyalty_point_redeemed": detail["loyalty_points_redeemed"],
        "loyalty_point_earned": detail["loyalty_points_earned"],
    }


def list_payments(call: Call) -> Envelope:
    """Return the payments of an order."""
    payments = write_order_detail(read_own_order(call).order)["payments"]
    return succeeded("These are the payments.", {"payments": payments})
