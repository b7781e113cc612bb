# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Subscriptions: a cart that is bought repeatedly by a plan.

Promises that every day is clamped from the day the subscription is anchored on, even
after pauses and skipped bills; that the cart of a cycle depends only on its number; and
that the price of a cycle is a real quote with the offers and tax rates of its own
moment.

An open-ended subscription is worked out for 30 years, the longest a mandate lasts.
What cannot change between two cycles is priced once (`cycles`).

Knows nothing of gateways, mandates or clocks.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.cart import Cart
from checkout_core.checks import Validator, changed_arguments, expect, listing
from checkout_core.errors import CheckoutError, fault
from checkout_core.pricing import Quote, quote
from checkout_core.store import Store
from checkout_core.subscriptions.calendar import (
    DEFAULT_YEARS,
    KOLKATA,
    check_day,
    months_later,
)
from checkout_core.subscriptions.cycles import carts_of, first_cycles, turning_points
from checkout_core.subscriptions.plan import Change, Pause, SubscriptionPlan, is_covered


if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from decimal import Decimal

    from checkout_core.store import Redemptions


#: Subscriptions begin within these years, so that 30 more are in every calendar.
FIRST_YEAR, LAST_YEAR = 1970, 2169
MAX_CHANGES = 200
#: More days than 30 years have.
MAX_SKIPPED = 11_000


def _check_clock(check: Validator, billing_time: object, zone: object) -> None:
    if not isinstance(zone, tzinfo):
        check.wrong_type("zone", zone, "a tzinfo")
    if billing_time is not None:
        check.instance("billing_time", billing_time, time, "a time of day")


def _checked_skipped(check: Validator, skipped: object) -> frozenset[int]:
    """Return the numbers of skipped cycles; as they are a set, in any order."""
    numbers = listing(check, "skipped", skipped) or ()
    if len(numbers) > MAX_SKIPPED:
        check.add("skipped", "too_many", numbers, limit=MAX_SKIPPED)
        return frozenset()
    for index, number in enumerate(numbers):
        check.count(f"skipped[{index}]", number, low=1)
    # A number that was refused may have no hash.
    return frozenset() if check.found else frozenset(numbers)


def _checked_pauses(check: Validator, pauses: object) -> tuple[Pause, ...]:
    found = tuple(check.items("pauses", pauses, limit=MAX_CHANGES))
    for index, pause in enumerate(found):
        path = f"pauses[{index}]"
        if check.instance(path, pause, Pause, "a Pause") is None:
            continue
        if pause.ends is not None and pause.ends <= pause.begins:
            check.add(path, "window_reversed", str(pause.ends))
    return found


@frozen
class Bill:
    """
    The bill of one cycle.

    Attributes:
        cycle: its number, from 1.
        at: when it is due.
        amount: what is to be paid, in major units of the cart's currency.
    """

    cycle: int
    at: datetime
    amount: Decimal


@frozen(init=False, kw_only=True)
class Subscription:
    """
    A cart, the plan it is bought by, and later changes.

    The first bill of a subscription without trial days is paid at `starts_at`, all
    others at `billing_time` of their day.  Limits count only bills that are made:
    paused and skipped ones are not billed later.  Points and credit pay the first bill
    only.  Raises `CheckoutError` with every fault.

    Attributes:
        cart: what is bought in each cycle, unless `changes` say otherwise.
        plan: how often it is billed and shipped.
        starts_at: when it begins, with its offset.
        changes: a `Change` for each new quantity or price, none by default.
        pauses: a `Pause` for each time without bills and shipments, none by default.
        skipped: the numbers of periods that are not billed, from 1; none by default.
        billing_time: the time of day of bills, by default that of `starts_at`.
        zone: the time zone of all days, by default Asia/Kolkata.

    >>> from checkout_core import Line
    >>> from checkout_core.subscriptions import Recurrence
    >>> box = Line("box", 1, "499.00", tax_rate=18, price_including_tax=True)
    >>> monthly = SubscriptionPlan("Monthly box", Recurrence("monthly"))
    >>> found = Subscription(Cart("INR", [box]), monthly, "2026-01-31T09:00:00+05:30")
    >>> found.next_billing(date(2026, 2, 28)).isoformat()
    '2026-03-31'
    """

    cart: Cart
    plan: SubscriptionPlan
    starts_at: datetime
    changes: tuple[Change, ...]
    pauses: tuple[Pause, ...]
    skipped: frozenset[int]
    billing_time: time
    zone: tzinfo
    _starts: tuple[int, ...] = field(init=False, eq=False, repr=False)
    _carts: tuple[Cart, ...] = field(init=False, eq=False, repr=False)

    def __init__(
        self,
        cart: Cart,
        plan: SubscriptionPlan,
        starts_at: datetime | str,
        *,
        changes: Sequence[Change] = (),
        pauses: Sequence[Pause] = (),
        skipped: Collection[int] = (),
        billing_time: time | None = None,
        zone: tzinfo = KOLKATA,
    ) -> None:
        check = Validator()
        check.instance("cart", cart, Cart, "a Cart")
        check.instance("plan", plan, SubscriptionPlan, "a SubscriptionPlan")
        _check_clock(check, billing_time, zone)
        moment = check.time("starts_at", starts_at)
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            low, high = FIRST_YEAR, LAST_YEAR
            check.add("starts_at", "start_out_of_range", moment, low=low, high=high)
        omitted = _checked_skipped(check, skipped)
        rests = _checked_pauses(check, pauses)
        later = tuple(check.items("changes", changes, limit=MAX_CHANGES))
        for index, change in enumerate(later):
            check.instance(f"changes[{index}]", change, Change, "a Change")
        check.raise_any()
        assert moment is not None
        last = len(cart.lines) - 1
        for index, change in enumerate(later):
            if change.line > last:
                path = f"changes[{index}].line"
                check.add(path, "no_such_line", change.line, last=last)
        check.raise_any()
        starts = first_cycles(cart, plan, later)
        carts = carts_of(check, cart, plan, later, starts)
        check.raise_any()
        clock = moment.astimezone(zone).time() if billing_time is None else billing_time
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            cart=cart,
            plan=plan,
            starts_at=moment,
            changes=later,
            pauses=rests,
            skipped=omitted,
            billing_time=clock,
            zone=zone,
        )
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_carts", carts)

    def changed(self, **fields: Any) -> Subscription:
        """
        Return the same subscription with some of its arguments changed.

        *fields* are those of the constructor.  Raises `CheckoutError` with every fault,
        also for names that a subscription does not have.
        """
        return Subscription(**changed_arguments(self, fields))

    @property
    def first_day(self) -> date:
        """The day of the start."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def anchor(self) -> date:
        """The day all bills are counted from: the first one after the trial days."""
        return self.first_day + timedelta(days=self.plan.trial_days)

    @property
    def horizon(self) -> date:
        """The day 30 years after the start, the first that is not worked out."""
        return months_later(self.first_day, 12 * DEFAULT_YEARS)

    @cached_property
    def periods(self) -> tuple[tuple[date, bool], ...]:
        """The first days of all periods up to the last bill, and which are billed."""
        found: list[tuple[date, bool]] = []
        billed, limit = 0, self.plan.billing_limit
        last = self.horizon - timedelta(days=1)
        for number, day in enumerate(self.plan.billing.days(self.anchor, last), 1):
            if billed == limit:
                break
            due = number not in self.skipped and not is_covered(self.pauses, day)
            billed += due
            found.append((day, due))
        return tuple(found)

    @cached_property
    def billing_days(self) -> tuple[date, ...]:
        """The days of the bills, cycle by cycle."""
        return tuple([day for day, due in self.periods if due])

    @cached_property
    def shipping_days(self) -> tuple[date, ...]:
        """
        The days goods are sent: trial days and periods that are billed, not paused.

        Goods with days of their own are sent from the day of the start on.
        """
        shipping = self.plan.shipping
        days = self.billing_days
        if shipping is not None:
            starts = [day for day, _ in self.periods]
            last = self.last_day - timedelta(days=1)
            days = tuple(
                [
                    day
                    for day in shipping.days(self.first_day, last)
                    if not is_covered(self.pauses, day)
                    and (
                        day < self.anchor
                        or self.periods[bisect_right(starts, day) - 1][1]
                    )
                ]
            )
        return days[: self.plan.shipping_limit]

    @property
    def last_day(self) -> date:
        """The day after the last period: of the limit, or the horizon."""
        after = self.horizon
        if len(self.billing_days) == self.plan.billing_limit:
            after = self.plan.billing.day(self.anchor, len(self.periods))
        return min(after, self.horizon)

    @property
    def ends_at(self) -> datetime:
        """When the period of the last bill is over."""
        return datetime.combine(self.last_day, self.billing_time, self.zone)

    def is_paused(self, day: date) -> bool:
        """Return whether a pause covers *day*."""
        check_day("day", day)
        return is_covered(self.pauses, day)

    def next_billing(self, after: date) -> date | None:
        """Return the first day later than *after* that is billed, if any."""
        return _next(self.billing_days, after)

    def next_shipping(self, after: date) -> date | None:
        """Return the first day later than *after* that goods are sent, if any."""
        return _next(self.shipping_days, after)

    def moment(self, cycle: int) -> datetime:
        """
        Return when a cycle's bill is due.

        *cycle* counts from 1.  Raises `CheckoutError` if there is no such cycle.
        """
        day = self.billing_days[self._checked(cycle) - 1]
        if day == self.first_day:
            return self.starts_at
        return datetime.combine(day, self.billing_time, self.zone)

    def cart_of(self, cycle: int) -> Cart:
        """
        Return what is bought in a cycle: its quantities, prices and coupon.

        *cycle* counts from 1.  Raises `CheckoutError` if there is no such cycle.
        """
        return self._carts[self._phase(self._checked(cycle))]

    def quote_of(
        self, cycle: int, store: Store, *, redemptions: Redemptions | None = None
    ) -> Quote:
        """
        Return the quote of a cycle, at its own moment.

        A coupon is redeemed once, when the subscription begins: counters are those of
        the call (*redemptions*, by default those of *store*), and earlier cycles do not
        add to them.  Raises `CheckoutError` if there is no such cycle.
        """
        cart, at = self.cart_of(cycle), self.moment(cycle)
        return quote(cart, store, at=at, redemptions=redemptions)

    def bills(
        self, store: Store, *, redemptions: Redemptions | None = None
    ) -> Iterator[Bill]:
        """Yield what each cycle costs; equal cycles are priced once."""
        expect(store=(store, Store))
        known: dict[tuple[int, int], Decimal] = {}
        moments = turning_points(self.cart, store)
        for cycle in range(1, len(self.billing_days) + 1):
            at = self.moment(cycle)
            key = self._phase(cycle), bisect_right(moments, at)
            if key not in known:
                priced = self.quote_of(cycle, store, redemptions=redemptions)
                known[key] = priced.to_be_paid
            yield Bill(cycle, at, known[key])

    def _phase(self, cycle: int) -> int:
        return bisect_right(self._starts, cycle) - 1

    def _checked(self, cycle: int) -> int:
        most = len(self.billing_days)
        if type(cycle) is not int or not 1 <= cycle <= most:
            raise CheckoutError([fault("cycle", "no_such_cycle", cycle, count=most)])
        return cycle


def _next(days: Sequence[date], after: date) -> date | None:
    check_day("after", after)
    index = bisect_right(days, after)
    return days[index] if index < len(days) else None
