# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is stored of an order, serialised before a transaction begins.

An order is stored as columns, by which it is found and listed, and as texts: its quote,
which never changes; what happened to it since, which grows; and what the shopper sees,
so that a look or a list parses nothing.  Promises that a text made by other rules is
recognised and made again: `FORM` is raised when the texts for shoppers change, and the
refund policy is part of `shown_by`.  Texts for shoppers are ASCII, so that a long list
of them is put together and sent as it is.

Knows nothing of databases.
"""

from __future__ import annotations

import hashlib
import zlib

from typing import TYPE_CHECKING, Any

from checkout_core.cart.instalments import NOW, ON_DELIVERY
from checkout_core.money.parse import to_minor
from checkout_core.service.facts import facts_of_order
from checkout_core.service.ports import OrderDocuments, OrderRecord
from checkout_core.values import OURS, JsonText
from checkout_core.wire import dumps, write_quote
from checkout_core.wire.orders import (
    detail_with,
    write_events,
    write_payments,
    write_shipments,
)
from checkout_core.wire.text import ascii_text
from checkout_core.wire.write import LISTS, write_lists


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from checkout_core.cart import Address
    from checkout_core.orders import Order
    from checkout_core.refunds import RefundPolicy
    from checkout_core.service.ports import OrderRow


#: Raised when what shoppers see of an order changes: `summary`, `shown` or the lists.
FORM = 1
#: The list that an entry of a list of orders has, too; the last of `LISTS`.
ITEMS = LISTS[-1]
_BEFORE_ITEMS = f', "{ITEMS}": '.encode()
#: A quote of many lines becomes a twentieth; a higher level takes twice the time and
#: saves a tenth of that.
_LEVEL = 3
#: A phone number is found by its last digits, with or without a dialling code.
_PHONE_DIGITS = 10

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
    "customer_note",
    "currency",
)


def shown_by(policy: RefundPolicy) -> str:
    """Return what identifies the rules by which `shown` is made now."""
    return f"{FORM}/{hashlib.sha256(repr(policy).encode()).hexdigest()[:32]}"


def record_of(
    row: OrderRow,
    policy: RefundPolicy,
    *,
    placed: Mapping[str, Any] | None = None,
) -> OrderRecord:
    """
    Return what is stored of a row.

    *policy* decides what the order says a cancellation refunds; *placed* is a new order
    as `write_placed` wrote it for the shopper: with it, what is written once is added.
    """
    order = row.order
    currency = order.quote.cart.currency
    if placed is None:
        detail = detail_with(order, {}, policy)
    else:
        detail = _detail(order, placed)
    return OrderRecord(
        row=row,
        happened=dumps(write_events(order)),
        summary=ascii_text(_summary(order, detail)),
        shown=_shown(order, detail),
        shown_by=shown_by(policy),
        currency=currency.code,
        to_be_paid=to_minor(order.to_be_paid, currency, "to_be_paid"),
        amount_paid=to_minor(order.amount_paid, currency, "amount_paid"),
        amount_unpaid=to_minor(order.amount_unpaid, currency, "amount_unpaid"),
        email=_first(order, "email", email_key),
        phone=_first(order, "phone", phone_key),
        reversed=order.payment_reversed,
        documents=None if placed is None else documents_of(order, placed),
    )


def _detail(order: Order, placed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `detail_with` does without lists, of what was written already."""
    known = {key: placed[key] for key in placed if key not in (*LISTS, OURS)}
    return known | {
        "payments": write_payments(order),
        "shipments": write_shipments(order),
    }


def documents_of(order: Order, lists: Mapping[str, Any]) -> OrderDocuments:
    """Return what never changes of an order; *lists* has its `LISTS`."""
    lists = {key: lists[key] for key in LISTS}
    items = lists.pop(ITEMS)
    quote = packed(dumps(write_quote(order.quote)))
    return OrderDocuments(
        quote=quote, items=ascii_text(items), offers=ascii_text(lists)
    )


def packed(text: str) -> bytes:
    """Return a text compressed."""
    return zlib.compress(text.encode(), _LEVEL)


def unpacked(data: bytes) -> str | None:
    """Return a text that was compressed, None if *data* is none."""
    try:
        return zlib.decompress(data).decode()
    except (zlib.error, UnicodeDecodeError):
        return None


def content_of_order(
    order: Order, policy: RefundPolicy, at: datetime
) -> dict[str, Any]:
    """Return the content of an answer that shows an order *at* a moment."""
    detail = detail_with(order, write_lists(order.quote), policy)
    return {"order": _with_facts(order, detail, at)}


def summary_of(order: Order) -> dict[str, Any]:
    """Return the entry of an order in a list, without `order_items`."""
    return _summary(order, detail_with(order, {}))


def _summary(order: Order, detail: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: detail[name] for name in _SUMMARY_KEYS},
        "has_refund": bool(order.refunds),
        # Singular here, plural in the order itself: the vendor's names.
        "loyalty_point_redeemed": detail["loyalty_points_redeemed"],
        "loyalty_point_earned": detail["loyalty_points_earned"],
    }


def _shown(order: Order, detail: dict[str, Any]) -> str | None:
    """Return what is shown of an order but its lists, None if a date changes it."""
    dues = {each.due for each in order.quote.instalments}
    if dues - {NOW, ON_DELIVERY}:
        return None
    return ascii_text(_with_facts(order, detail, order.placed_at))


def _with_facts(order: Order, detail: dict[str, Any], at: datetime) -> dict[str, Any]:
    own = facts_of_order(order, at)
    return {**detail, OURS: own} if own else detail


def joined(shown: bytes, items: bytes, offers: bytes) -> JsonText:
    """Return an order as its owner sees it, of its three texts."""
    # An object without its brackets, put behind the keys of another.
    return JsonText((shown[:-1], b", ", offers[1:-1], _BEFORE_ITEMS, items, b"}"))


def listed(entries: Iterable[tuple[bytes, bytes]]) -> JsonText:
    """Return the list of orders whose entries are `summary` and `items`."""
    parts: list[bytes] = []
    for summary, items in entries:
        parts += (b", ", summary[:-1], _BEFORE_ITEMS, items, b"}")
    return JsonText((b"[", *parts[1:], b"]"))


def email_key(text: str) -> str | None:
    """Return an email address as orders are found by it, None for none."""
    return text.strip().lower() or None


def phone_key(text: str) -> str | None:
    """Return a phone number as orders are found by it: its last ten digits at most."""
    digits = "".join(each for each in text if each in "0123456789")
    return digits[-_PHONE_DIGITS:] or None


def _first(order: Order, name: str, key: Any) -> str | None:
    """Return the first address's email or phone, that of the bill before delivery's."""
    cart = order.quote.cart
    found: list[Address | None] = [cart.billing_address, cart.shipping_address]
    keys = (key(str(each.fields.get(name) or "")) for each in found if each is not None)
    return next(filter(None, keys), None)
