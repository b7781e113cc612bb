# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Paths on which the goods of an order come back, and the policies they are made by."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st

from checkout_core import Quote, dumps, quote, read_checkout
from checkout_core.ledger import SUMS
from checkout_core.ledger.rows import NET
from checkout_core.refunds import Refund, refund
from checkout_core.tenders import TENDERS
from checkout_core.wire import Checkout


AT = "2026-12-01T10:00:00+05:30"
TENDERED = [each.row for each in TENDERS.values()]
MONEY = [kind for kind, _ in SUMS["to_be_paid"] if kind not in TENDERED]
POLICIES = st.fixed_dictionaries(
    {
        "tenders": st.sampled_from(["waterfall", "pro_rata"]),
        "shipping": st.sampled_from(["full_on_full_return", "pro_rata"]),
        "charges": st.sampled_from(["full_on_full_return", "pro_rata"]),
        "points_restored": st.sampled_from(["pro_rata", "full_refund_only"]),
        "minimum_amount": st.sampled_from([None, 0, 5]),
        "promotion_break": st.sampled_from(["retain", "retain", "recompute"]),
    }
)


def priced(document: dict[str, Any]) -> tuple[Checkout, Quote]:
    """Return a document, read, and its quote."""
    checkout = read_checkout(dumps(document))
    return checkout, quote(checkout.cart, checkout.store, at=checkout.at)


def returns(draw: Any, quoted: Quote) -> list[dict[int, int]]:
    """Return a random path on which every unit comes back, a few at a time."""
    left = [line.quantity for line in quoted.lines]
    path: list[dict[int, int]] = []
    while any(left):
        step = {}
        for index, units in enumerate(left):
            few = draw(st.sampled_from([units, 1, 2, 0]))
            if min(few, units):
                step[index] = min(few, units)
        if len(path) > 5:
            step = {index: units for index, units in enumerate(left) if units}
        for index, units in step.items():
            left[index] -= units
        if step:
            path.append(step)
    return path


def walked(
    quoted: Quote, path: list[dict[int, int]], **more: Any
) -> tuple[Refund, ...]:
    """Return the refunds of a path of returns."""
    found: tuple[Refund, ...] = ()
    for index, step in enumerate(path):
        found += (refund(quoted, step, id=f"R{index}", at=AT, earlier=found, **more),)
    return found


def rows(entries: Any) -> Counter[Any]:
    """Return what the rows of each name come to; refunds have no rates of net rows."""
    found: Counter[Any] = Counter()
    for row in entries:
        if row.kind in MONEY:
            rate = None if row.kind in NET else row.rate
            found[row.kind, row.line, row.offer, row.name, rate] += row.amount
    return Counter({key: amount for key, amount in found.items() if amount})
