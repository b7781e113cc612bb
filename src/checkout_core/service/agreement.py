# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The price that the shopper agreed to: what a cart showed them last, and an order's now.

Between the two, points and credit may be spent elsewhere, an offer may end and the
catalogue may change.  Promises that an order costs no more than its cart showed, and
that a refusal says what changed; what became cheaper goes through.

Knows nothing of how a price is calculated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.service.calls import RequestError
from checkout_core.service.shown import TOTAL, Shown, amounts_shown, read_shown
from checkout_core.wire.endpoints import price_changed


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from checkout_core.pricing import Quote
    from checkout_core.service.ports import CartRow


def check_agreed(row: CartRow, quote: Quote, expected_total: Decimal | None) -> None:
    """
    Raise `RequestError` (409 `price_changed`) if an order costs more than was agreed.

    Args:
        row: the cart as it is stored, with what it showed last; one that an older
            release showed says nothing.
        quote: its price now.
        expected_total: what the request expects to be paid: any other total is refused;
            None refuses a total that is higher than the one shown.
    """
    before = [] if row.shown is None else read_shown(row.shown)
    now, total = quote.to_be_paid, expected_total
    if expected_total is None:
        if not before or now <= before[-1].amount:
            return
        total = before[-1].amount
    elif expected_total == now:
        return
    changes = _changes(before, amounts_shown(quote)) if before else []
    if expected_total is not None:
        changes = [each for each in changes if each["what"] != TOTAL]
        changes.append(_change(TOTAL, TOTAL, expected_total, now))
    raise RequestError(price_changed(total, quote, changes))


def _changes(
    before: Iterable[Shown], now: Iterable[Shown]
) -> list[Mapping[str, object]]:
    """Return each amount that differs, in the order of the cart's parts."""
    old = {(each.what, each.key): each for each in before}
    new = {(each.what, each.key): each for each in now}
    # What is gone comes before the total.
    *parts, total = new
    keys = [*parts, *(key for key in old if key not in new), total]
    found: list[Mapping[str, object]] = []
    for key in keys:
        named = new.get(key) or old[key]
        nothing = named.amount - named.amount
        first, last = (
            each[key].amount if key in each else nothing for each in (old, new)
        )
        if first != last:
            found.append(_change(named.what, named.name, first, last))
    return found


def _change(what: str, name: str, before: Decimal, now: Decimal) -> dict[str, object]:
    return {
        "path": what,
        "code": "price_changed",
        "value": f"{now:f}",
        "message": f"{name}: {before:f} before, {now:f} now",
        "what": what,
        "name": name,
        "before": before,
        "now": now,
    }
