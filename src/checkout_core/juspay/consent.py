# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The mandate that an order's subscription lines need.

Promises a maximum that is at least the order's own payment and every later debit of its
lines, after offers have ended and tax rates have changed.  Only the order is needed:
its quote holds the policies.

Knows nothing of plans that a host keeps elsewhere, with trial days or limits; such a
host calculates the terms itself (`subscriptions`, `mandate_terms`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import evolve

from checkout_core.checks import Validator, expect
from checkout_core.juspay.recurring import mandate_terms
from checkout_core.money.exact import exact_sum
from checkout_core.orders.order import Order
from checkout_core.store import Store
from checkout_core.subscriptions import Subscription, SubscriptionPlan, debits, mandate
from checkout_core.subscriptions.calendar import AmountRule, Frequency
from checkout_core.tax import TaxCategory


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.cart import Line
    from checkout_core.juspay.mandates import MandateTerms
    from checkout_core.subscriptions import Mandate, Recurrence


def mandate_of(order: Order) -> MandateTerms | None:
    """
    Return the mandate that the subscription lines of *order* need, None without them.

    A subscription line is `on_subscription` and has plan, interval and frequency.
    Lines with one billing rhythm need one mandate by the bank's calendar; several
    rhythms need one that is debited as presented, large enough for all of them on one
    day.  Each debit is priced without offers, since they may have ended.  Raises
    `CheckoutError` for an interval or a frequency that no schedule has.
    """
    expect(order=(order, Order))
    policies = order.quote.policies
    named = {line.tax_class for line in order.quote.cart.lines}
    kept = tuple(each for each in policies.tax_classes if each.name in named)
    classes = {each.name for each in kept}
    store = Store.of(order.quote.currency, evolve(policies, tax_classes=kept))
    found = []
    for plan, lines in _plans(order.quote.cart.lines):
        cart = order.quote.cart.changed(
            lines=[_by_class(line, classes) for line in lines],
            coupon_code=None,
            coupon_codes=(),
            keep_tenders=False,
        )
        subscription = Subscription(cart, plan, order.placed_at)
        if next(debits(subscription, store), None) is not None:
            found.append(mandate(subscription, store))
    if not found:
        return None
    agreed = _together(found)
    asked = order.amount_unpaid
    if asked > agreed.maximum:
        # Goods bought once in the same order are paid with the first debit.
        agreed = evolve(agreed, maximum=asked, amount_rule=AmountRule.VARIABLE)
    # If a payment is repeated on another day, its mandate starts on that day.
    return evolve(mandate_terms(agreed, asked), start_date=None)


def _plans(lines: Sequence[Line]) -> list[tuple[SubscriptionPlan, list[Line]]]:
    """Return the plans of subscription lines, one for each billing rhythm."""
    check = Validator()
    found: dict[Recurrence, tuple[SubscriptionPlan, list[Line]]] = {}
    for line_index, line in enumerate(lines):
        named = (
            line.subscription_plan,
            line.subscription_interval,
            line.subscription_frequency,
        )
        if not line.on_subscription or None in named:
            continue
        plan = check.within(
            f"cart_items[{line_index}]", partial(SubscriptionPlan.of, line)
        )
        if plan is not None:
            found.setdefault(plan.billing, (plan, []))[1].append(line)
    check.raise_any()
    return list(found.values())


def _by_class(line: Line, classes: Collection[str]) -> Line:
    """Return a line that is taxed by its class at each moment, if it has a class."""
    if line.tax_class not in classes:
        return line
    # The quote wrote the class's rate at the moment of the order.
    return line.changed(**_UNTAXED)


#: The tax fields of a line whose tax comes only from its class.
_UNTAXED: Mapping[str, Any] = {
    "tax_rate": 0,
    "tax_slabs": (),
    "tax_category": TaxCategory.STANDARD,
    "tax_components": (),
    "cess_rate": 0,
    "cess_per_unit": 0,
}


def _together(found: list[Mandate]) -> Mandate:
    """
    Return one mandate under which all the debits of several can be made.

    Lines say no limit of bills, so all of them end on the same day.
    """
    first, *others = found
    if not others:
        return first
    return evolve(
        first,
        maximum=exact_sum(first.maximum, [each.maximum for each in others]),
        amount_rule=AmountRule.VARIABLE,
        frequency=Frequency.ASPRESENTED,
        rule_value=None,
        debits=sum(each.debits for each in found),
    )
