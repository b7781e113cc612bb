# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What each cycle of a subscription buys, and when its price may change.

Few of the many cycles of a subscription differ.  A cart changes only in the cycle of a
change, after the trial cycles, after those with a coupon, and in the second cycle if
points or credit pay the first: `first_cycles` names them, and every other cycle buys
what the one before it bought.  Its price changes also when an offer starts or ends
or a tax rate changes: `turning_points`.  So a cycle is priced once for each pair of
both.  360 monthly bills with one trial cycle, a price change in cycle 13 and an offer
that ends in the middle of the 20th have carts from cycles 1, 2 and 13, and four prices:
of 1, 2 to 12, 13 to 20, and 21 to 360.

Knows nothing of days of billing, mandates or clocks.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from checkout_core.errors import CheckoutError


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.cart import Cart, Line
    from checkout_core.checks import Validator
    from checkout_core.store import Store
    from checkout_core.subscriptions.plan import Change, SubscriptionPlan


def first_cycles(
    cart: Cart, plan: SubscriptionPlan, changes: Iterable[Change]
) -> tuple[int, ...]:
    """Return the cycles whose cart differs from that of the cycle before."""
    found = {1, plan.trial_cycles + 1, *[change.cycle for change in changes]}
    if any(tender.asked for tender in cart.tenders):
        found.add(2)
    if plan.coupon_cycles is not None:
        found.add(plan.coupon_cycles + 1)
    return tuple(sorted(found))


def carts_of(
    check: Validator,
    cart: Cart,
    plan: SubscriptionPlan,
    changes: Sequence[Change],
    cycles: Sequence[int],
) -> tuple[Cart, ...]:
    """Return the cart of each of *cycles*; lines that do not change are shared."""
    of_line: dict[int, list[Change]] = {}
    # Sorting is stable: of two changes of one cycle the later one in the list applies.
    for change in sorted(changes, key=lambda change: change.cycle):
        of_line.setdefault(change.line, []).append(change)
    steps = [
        _steps(line, plan, of_line.get(index, ()))
        for index, line in enumerate(cart.lines)
    ]
    known: dict[tuple[int, int, Decimal], Line | None] = {}
    found = []
    for cycle in cycles:
        lines = []
        for index, line in enumerate(cart.lines):
            bought = _bought(*steps[index], plan, cycle)
            if not bought[0]:
                continue
            key = (index, *bought)
            if key not in known:
                path = f"cycles[{cycle}].cart_items[{index}]"
                known[key] = _line(check, path, line, plan, *bought)
            lines.append(known[key])
        fields: dict[str, Any] = {"lines": lines}
        if plan.coupon_cycles is not None and cycle > plan.coupon_cycles:
            fields |= {"coupon_code": None, "coupon_codes": ()}
        if None not in lines:
            try:
                found.append(cart.changed(keep_tenders=cycle == 1, **fields))
            except CheckoutError as error:
                check.extend(error, f"cycles[{cycle}]")
    return tuple(found)


def _line(
    check: Validator,
    path: str,
    line: Line,
    plan: SubscriptionPlan,
    quantity: int,
    price: Decimal,
) -> Line | None:
    """Return a line as a cycle buys it, or None with its faults noted."""
    if quantity < plan.minimum_quantity:
        limit = plan.minimum_quantity
        check.add(f"{path}.quantity", "below_min_order_quantity", quantity, limit=limit)
        return None
    try:
        return line.changed(
            quantity=quantity,
            selling_price=price,
            on_subscription=True,
            subscription_plan=plan.name,
            subscription_interval=plan.billing.interval,
            subscription_frequency=plan.billing.cadence.value,
        )
    except CheckoutError as error:
        check.extend(error, path)
        return None


def _steps(
    line: Line, plan: SubscriptionPlan, changes: Sequence[Change]
) -> tuple[list[int], list[tuple[int, Decimal]]]:
    """Return the cycles from which a line is bought otherwise: quantity and price."""
    quantity = line.quantity
    price = line.selling_price if plan.price is None else plan.price
    cycles, bought = [0], [(quantity, price)]
    for change in changes:
        if change.quantity is not None:
            quantity = change.quantity
        if change.selling_price is not None:
            price = change.selling_price
        cycles.append(change.cycle)
        bought.append((quantity, price))
    return cycles, bought


def _bought(
    cycles: Sequence[int],
    bought: Sequence[tuple[int, Decimal]],
    plan: SubscriptionPlan,
    cycle: int,
) -> tuple[int, Decimal]:
    """Return how many of a line are bought in a cycle, and at what price."""
    quantity, price = bought[bisect_right(cycles, cycle) - 1]
    return quantity, plan.trial_price if cycle <= plan.trial_cycles else price


def turning_points(cart: Cart, store: Store) -> list[datetime]:
    """Return the moments at which offers or tax rates may change a cart's price."""
    found: set[datetime | None] = set()
    for offer in (*store.promotions, *(store.coupons if cart.codes else ())):
        found |= {offer.starts_at, offer.expires_at}
    named = {line.tax_class for line in cart.lines}
    for known in store.policies.tax_classes:
        if known.name in named:
            for period in known.periods:
                found |= {period.valid_from, period.valid_to}
    return sorted([moment for moment in found if moment is not None])
