# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a subscriber agreed to: the plan, later changes of it, and pauses.

Promises that none of them can be made with invalid values: constructors raise every
fault.  Knows nothing of carts and their prices, nor which days follow from a plan.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.cart import Line
from checkout_core.checks import MAX_QUANTITY, Validator, expect
from checkout_core.errors import CheckoutError, Fault
from checkout_core.subscriptions.calendar import Recurrence, check_day


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.money import Amount


MAX_TRIAL_DAYS = 3_660


@frozen(init=False, kw_only=True)
class SubscriptionPlan:
    """
    The agreement: how often to bill and ship, for how long, at what price.

    The vendor's `subscription_plan`, billing and order interval and frequency,
    limits, `billing_trial_days`, `subscription_price` and `minimum_quantity`.  Raises
    `CheckoutError` with every fault.

    Attributes:
        name: what the customer reads, not empty.
        billing: the rhythm of bills.
        shipping: the rhythm of shipments; None (default) ships with every bill.
        billing_limit: how many bills there are, 1 or more; None (default) for no end.
        shipping_limit: how many shipments there are, as `billing_limit`.
        trial_days: days before the first bill is due, 0 by default.
        trial_cycles: how many bills charge `trial_price` for each unit, 0 by default;
            delivery and charges are not changed.
        trial_price: the price of one unit in these bills, in major units, 0 by default.
        price: what a unit costs in this plan, in major units; None (default) for the
            cart's prices.
        coupon_cycles: for how many bills the cart's coupon applies; None (default) for
            all.
        minimum_quantity: the fewest units of a line, 1 by default.
    """

    name: str
    billing: Recurrence
    shipping: Recurrence | None
    billing_limit: int | None
    shipping_limit: int | None
    trial_days: int
    trial_cycles: int
    trial_price: Decimal
    price: Decimal | None
    coupon_cycles: int | None
    minimum_quantity: int

    def __init__(
        self,
        name: str,
        billing: Recurrence,
        *,
        shipping: Recurrence | None = None,
        billing_limit: int | None = None,
        shipping_limit: int | None = None,
        trial_days: int = 0,
        trial_cycles: int = 0,
        trial_price: Amount = 0,
        price: Amount | None = None,
        coupon_cycles: int | None = None,
        minimum_quantity: int = 1,
    ) -> None:
        check = Validator()
        check.instance("billing", billing, Recurrence, "a Recurrence")
        if shipping is not None:
            check.instance("shipping", shipping, Recurrence, "a Recurrence")
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            name=check.text("subscription_plan", name, needed="the plan's name"),
            billing=billing,
            shipping=shipping,
            billing_limit=check.maybe_count("billing_limit", billing_limit, low=1),
            shipping_limit=check.maybe_count("shipping_limit", shipping_limit, low=1),
            trial_days=check.count("trial_days", trial_days, high=MAX_TRIAL_DAYS),
            trial_cycles=check.count("trial_cycles", trial_cycles),
            trial_price=check.amount("trial_price", trial_price),
            price=check.maybe_amount("price", price),
            coupon_cycles=check.maybe_count("coupon_cycles", coupon_cycles),
            minimum_quantity=check.count(
                "minimum_quantity", minimum_quantity, high=MAX_QUANTITY
            ),
        )
        check.raise_any()

    @classmethod
    def of(cls, line: Line, **more: Any) -> SubscriptionPlan:
        """
        Return the plan of a line's three subscription fields.

        *more* are the other arguments of the plan.  Raises `CheckoutError` with every
        fault.

        >>> coffee = Line("coffee", 1, 450, tax_rate=5, on_subscription=True,
        ...     subscription_plan="Monthly", subscription_interval=1,
        ...     subscription_frequency="monthly")
        >>> SubscriptionPlan.of(coffee, billing_limit=12).billing.frequency
        <Frequency.MONTHLY: 'MONTHLY'>
        """
        expect(line=(line, Line))
        check = Validator()
        name = line.subscription_plan
        plan = check.text("subscription_plan", name, needed="the plan's name")
        cadence: Any = line.subscription_frequency
        interval: Any = line.subscription_interval
        billing = Recurrence("daily")
        try:
            billing = Recurrence(cadence, interval)
        except CheckoutError as error:
            # Its two faults are called as the line's fields are.
            check.found += [
                Fault(f"subscription_{each.path}", each.code, each.value, each.message)
                for each in error.faults
            ]
        check.raise_any()
        return cls(plan, billing, **more)


@frozen(init=False)
class Change:
    """
    A change of a line's quantity or price from a cycle on.

    Raises `CheckoutError` for values out of range.

    Attributes:
        cycle: the first cycle with the change; cycles count from 1.
        line: the index of the line in the cart, from 0.
        quantity: the new quantity, 0 to leave the line out; None (default) for no
            change.
        selling_price: the new price of one unit in major units; None (default) for no
            change.
    """

    cycle: int
    line: int
    quantity: int | None
    selling_price: Decimal | None

    def __init__(
        self,
        cycle: int,
        line: int,
        *,
        quantity: int | None = None,
        selling_price: Amount | None = None,
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.count("cycle", cycle, low=1),
            check.count("line", line),
            check.maybe_count("quantity", quantity, high=MAX_QUANTITY),
            check.maybe_amount("selling_price", selling_price),
        )
        check.raise_any()


@frozen(init=False)
class Pause:
    """
    Days without bills and shipments.

    Raises `CheckoutError` for values that are no dates.

    Attributes:
        begins: the first day of the pause.
        ends: the first day after it; None (default) if it has no end yet.
    """

    begins: date
    ends: date | None

    def __init__(self, begins: date, ends: date | None = None) -> None:
        check = Validator()
        check.day("begins", begins)
        if ends is not None:
            check.day("ends", ends)
        check.raise_any()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            begins, ends
        )

    def covers(self, day: date) -> bool:
        """Return whether *day* is paused; the day of `ends` is not."""
        check_day("day", day)
        return is_covered((self,), day)


def is_covered(pauses: Iterable[Pause], day: date) -> bool:
    """Return whether one of *pauses* covers a day."""
    return any(
        pause.begins <= day and (pause.ends is None or day < pause.ends)
        for pause in pauses
    )
