# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the host says of cart and moment, and the conditions and exclusions on it."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from .taxes import Line


Json = Mapping[str, Any]

OURS = "x_checkout_core"


def ours(offer: Json) -> Json:
    """Own keys of an offer stand under `x_checkout_core`."""
    return offer.get(OURS) or {}


def selects(selector: Json | None, line: Line, *, nothing: bool = True) -> bool:
    """
    A line matches when any list holds one of its ids.

    *nothing* is what a selector without ids says: every line, in `exclude` none.
    """
    selector = selector or {}
    lists = [
        selector.get(key) or ()
        for key in ("product_ids", "variant_ids", "category_ids")
    ]
    if not any(lists):
        return nothing
    products, variants, categories = lists
    return (
        line.product_id in products
        or (line.variant_id is not None and line.variant_id in variants)
        or not line.categories.isdisjoint(categories)
    )


def excluded(offer: Json, line: Line) -> bool:
    """Excluded is a line that matches, or with `discounted` one reduced already."""
    exclude = ours(offer).get("exclude") or {}
    if exclude.get("discounted") and line.reduced:
        return True
    return selects(exclude, line, nothing=False)


def same(one: Any, other: Any) -> bool:
    """Texts are compared trimmed and without case."""
    if isinstance(one, str) and isinstance(other, str):
        return one.strip().casefold() == other.strip().casefold()
    return bool(one == other)


def pays(pattern: Json, payment: Json | None) -> bool:
    """The method is equal, and each further key; a bin begins with the pattern's."""
    if payment is None:
        return False
    for key, wanted in pattern.items():
        if wanted is None:
            continue
        found = payment.get(key)
        if found is None:
            return False
        if key == "bin":
            if not found.startswith(wanted):
                return False
        elif not same(wanted, found):
            return False
    return True


def pincode_of(cart: Json) -> str | None:
    """
    The shipping address's, else the billing address's; collected goods have none.

    An address that is given and has none fails.
    """
    preference = cart.get("fulfillment_preference") or {}
    if preference.get("fulfillment_type") == "collect-in-store":
        return None
    for key in ("shipping_address", "billing_address"):
        address = cart.get(key)
        if address is not None:
            return bare(address.get("pincode") or "") or None
    return None


def bare(pincode: str) -> str:
    """Blanks and case do not count."""
    return "".join(str(pincode).split()).casefold()


def minutes(time: str | None, default: int) -> int:
    """`HH:MM` as minutes since midnight."""
    if time is None:
        return default
    hours, rest = time.split(":")
    return int(hours) * 60 + int(rest)


def local(at: datetime, offset: str | None) -> datetime:
    """The moment in the store's `utc_offset`, without one in the offset of `at`."""
    if offset is None:
        return at
    sign = -1 if offset[0] == "-" else 1
    distance = timedelta(minutes=sign * minutes(offset[1:], 0))
    return at.astimezone(timezone(distance))


def opens(window: Json, moment: datetime) -> bool:
    """`from <= t < to`; over midnight it belongs to the day it starts on."""
    days = window.get("weekdays") or range(1, 8)
    start = minutes(window.get("from"), 0)
    end = minutes(window.get("to"), 24 * 60)
    # Whole seconds decide nothing that whole minutes do not, since edges are minutes.
    now = moment.hour * 60 + moment.minute
    today, yesterday = moment.isoweekday(), (moment.isoweekday() - 2) % 7 + 1
    if end > start:
        return today in days and start <= now < end
    return (today in days and now >= start) or (yesterday in days and now < end)


def outside_hours(conditions: Json, at: datetime | None, offset: str | None) -> bool:
    """The local moment lies in no window."""
    windows = conditions.get("windows") or ()
    if not windows:
        return False
    assert at is not None
    moment = local(at, offset)
    return not any(opens(window, moment) for window in windows)


def unmet(conditions: Json, cart: Json, customer: Json) -> str | None:
    """The first failing code of the facts; what is not known fails."""

    def asked(key: str) -> Any:
        return conditions.get(key) or ()

    placed = customer.get("orders_placed")
    pincode = pincode_of(cart)
    groups = customer.get("groups") or ()
    least = conditions.get("minimum_orders")
    if asked("channels") and cart.get("channel") not in asked("channels"):
        return "wrong_channel"
    if asked("pincodes") and not any(
        pincode is not None and pincode.startswith(bare(prefix))
        for prefix in asked("pincodes")
    ):
        return "wrong_pincode"
    if asked("customer_groups") and not set(groups) & set(asked("customer_groups")):
        return "wrong_group"
    if conditions.get("first_order") and placed != 0:
        return "not_first_order"
    if least is not None and (placed is None or placed < least):
        return "too_few_orders"
    if asked("payment") and not any(
        pays(pattern, cart.get("payment")) for pattern in asked("payment")
    ):
        return "wrong_payment"
    return None
