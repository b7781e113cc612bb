# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Subscriptions: a cart that is bought repeatedly by a plan.

Promises that every day is clamped from the day the subscription is anchored on, even
after pauses and skipped bills; that the cart of a cycle depends only on its number; and
that the price of a cycle is a real quote with the offers and tax rates of its own
moment.

An open-ended subscription is worked out for 30 years, the longest a mandate lasts.
What cannot change between two cycles is priced once: one quote for each distinct
cart and each stretch of time in which no offer starts or ends and no tax rate
changes.

Knows nothing of gateways, mandates or clocks.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.cart import Cart, Line
from checkout_core.checks import MAX_QUANTITY, Validator, expect, listing
from checkout_core.errors import CheckoutError, Fault, fault
from checkout_core.pricing import Quote, quote
from checkout_core.store import Store
from checkout_core.subscriptions.calendar import (
    DEFAULT_YEARS,
    KOLKATA,
    Recurrence,
    check_day,
    months_later,
)


if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from decimal import Decimal

    from checkout_core.money import Amount
    from checkout_core.store import Redemptions


#: Subscriptions begin within these years, so that 30 more are in every calendar.
FIRST_YEAR, LAST_YEAR = 1970, 2169
MAX_TRIAL_DAYS = 3_660
MAX_CHANGES = 200
#: More days than 30 years have.
MAX_SKIPPED = 11_000


@frozen(init=False)
class SubscriptionPlan:
    """
    The agreement: how often to bill and ship, for how long, at what price.

    The vendor's `subscription_plan`, billing and order interval and frequency,
    limits, `billing_trial_days`, `subscription_price` and `minimum_quantity`.

    Attributes:
        name: what the customer reads.
        billing: the rhythm of bills.
        shipping: the rhythm of shipments; None ships with every bill.
        billing_limit, shipping_limit: how many there are, None for no end.
        trial_days: days before the first bill is due, 0 by default.
        trial_cycles: how many bills charge `trial_price` for each unit, 0 by default;
            delivery and charges are not changed.
        trial_price: the price of one unit in these bills, 0 by default.
        price: what a unit costs in this plan; None for the cart's prices.
        coupon_cycles: for how many bills the cart's coupon applies, None for all.
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
            check.text("subscription_plan", name, needed="the plan's name"),
            billing,
            shipping,
            check.maybe_count("billing_limit", billing_limit, low=1),
            check.maybe_count("shipping_limit", shipping_limit, low=1),
            check.count("trial_days", trial_days, high=MAX_TRIAL_DAYS),
            check.count("trial_cycles", trial_cycles),
            check.amount("trial_price", trial_price),
            check.maybe_amount("price", price),
            check.maybe_count("coupon_cycles", coupon_cycles),
            check.count("minimum_quantity", minimum_quantity, high=MAX_QUANTITY),
        )
        check.raise_any()

    @classmethod
    def of(cls, line: Line, **more: Any) -> SubscriptionPlan:
        """
        Return the plan of a line's three subscription fields.

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
        line: the index of the line in the cart.
        quantity: the new quantity, 0 to leave the line out, None for no change.
        selling_price: the new price of one unit in major units, None for no change.
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
    """Nothing is billed or shipped from `begins` until `ends` (None: no end yet)."""

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
        return _is_covered((self,), day)


def _check_clock(check: Validator, billing_time: object, zone: object) -> None:
    if not isinstance(zone, tzinfo):
        check.wrong_type("zone", zone, "a tzinfo")
    if billing_time is not None:
        check.instance("billing_time", billing_time, time, "a time of day")


def _is_covered(pauses: Iterable[Pause], day: date) -> bool:
    return any(
        pause.begins <= day and (pause.ends is None or day < pause.ends)
        for pause in pauses
    )


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


@frozen(init=False)
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
        skipped: the numbers of cycles that are not billed, none by default.
        billing_time: the time of day of bills, by default that of `starts_at`.
        zone: the time zone of all days, by default Asia/Kolkata.

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
    _starts: tuple[int, ...] = field(eq=False, repr=False)
    _carts: tuple[Cart, ...] = field(eq=False, repr=False)

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
        # The skipped cycles are a set, so that their order does not matter.
        left_out = listing(check, "skipped", skipped) or ()
        if len(left_out) > MAX_SKIPPED:
            check.add("skipped", "too_many", left_out, limit=MAX_SKIPPED)
            left_out = ()
        for at, number in enumerate(left_out):
            check.count(f"skipped[{at}]", number, low=1)
        rests = tuple(check.items("pauses", pauses, limit=MAX_CHANGES))
        for at, pause in enumerate(rests):
            if check.instance(f"pauses[{at}]", pause, Pause, "a Pause") is None:
                continue
            if pause.ends is not None and pause.ends <= pause.begins:
                check.add(f"pauses[{at}]", "window_reversed", str(pause.ends))
        later = tuple(check.items("changes", changes, limit=MAX_CHANGES))
        for at, change in enumerate(later):
            check.instance(f"changes[{at}]", change, Change, "a Change")
        check.raise_any()
        assert moment is not None
        last = len(cart.lines) - 1
        for at, change in enumerate(later):
            if change.line > last:
                path = f"changes[{at}].line"
                check.add(path, "no_such_line", change.line, last=last)
        check.raise_any()
        starts = _starts(cart, plan, later)
        carts = _carts(check, cart, plan, later, starts)
        check.raise_any()
        clock = moment.astimezone(zone).time() if billing_time is None else billing_time
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            cart=cart,
            plan=plan,
            starts_at=moment,
            changes=later,
            pauses=rests,
            skipped=frozenset(left_out),
            billing_time=clock,
            zone=zone,
            starts=starts,
            carts=carts,
        )

    def changed(self, **fields: Any) -> Subscription:
        """Return the same subscription with some of its arguments changed."""
        given: dict[str, Any] = {
            "cart": self.cart,
            "plan": self.plan,
            "starts_at": self.starts_at,
            "changes": self.changes,
            "pauses": self.pauses,
            "skipped": self.skipped,
            "billing_time": self.billing_time,
            "zone": self.zone,
        }
        return Subscription(**{**given, **fields})

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
            due = number not in self.skipped and not _is_covered(self.pauses, day)
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
                    if not _is_covered(self.pauses, day)
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
        return _is_covered(self.pauses, day)

    def next_billing(self, after: date) -> date | None:
        """Return the first day later than *after* that is billed, if any."""
        return _next(self.billing_days, after)

    def next_shipping(self, after: date) -> date | None:
        """Return the first day later than *after* that goods are sent, if any."""
        return _next(self.shipping_days, after)

    def moment(self, cycle: int) -> datetime:
        """Return when a cycle's bill is due."""
        day = self.billing_days[self._checked(cycle) - 1]
        if day == self.first_day:
            return self.starts_at
        return datetime.combine(day, self.billing_time, self.zone)

    def cart_of(self, cycle: int) -> Cart:
        """Return what is bought in a cycle: its quantities, prices and coupon."""
        return self._carts[self._phase(self._checked(cycle))]

    def quote_of(
        self, cycle: int, store: Store, *, redemptions: Redemptions | None = None
    ) -> Quote:
        """
        Return the quote of a cycle, at its own moment.

        A coupon is redeemed once, when the subscription begins: counters are those of
        the call, and earlier cycles do not add to them.
        """
        cart, at = self.cart_of(cycle), self.moment(cycle)
        return quote(cart, store, at=at, redemptions=redemptions)

    def bills(
        self, store: Store, *, redemptions: Redemptions | None = None
    ) -> Iterator[Bill]:
        """Yield what each cycle costs; equal cycles are priced once."""
        expect(store=(store, Store))
        known: dict[tuple[int, int], Decimal] = {}
        turns = _turns(self.cart, store)
        for cycle in range(1, len(self.billing_days) + 1):
            at = self.moment(cycle)
            key = self._phase(cycle), bisect_right(turns, at)
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
    at = bisect_right(days, after)
    return days[at] if at < len(days) else None


def _starts(
    cart: Cart, plan: SubscriptionPlan, changes: Iterable[Change]
) -> tuple[int, ...]:
    """Return the cycles whose cart is not that of the cycle before."""
    found = {1, plan.trial_cycles + 1, *[each.cycle for each in changes]}
    if cart.loyalty_points_redeemed or cart.credit_balance_used:
        found.add(2)
    if plan.coupon_cycles is not None:
        found.add(plan.coupon_cycles + 1)
    return tuple(sorted(found))


def _carts(
    check: Validator,
    cart: Cart,
    plan: SubscriptionPlan,
    changes: Sequence[Change],
    cycles: Sequence[int],
) -> tuple[Cart, ...]:
    """Return the cart of each of *cycles*; lines that stay as they are are shared."""
    of_line: dict[int, list[Change]] = {}
    # Sorting is stable: of two changes of one cycle the later one in the list applies.
    for change in sorted(changes, key=lambda each: each.cycle):
        of_line.setdefault(change.line, []).append(change)
    known: dict[tuple[int, int, Decimal], Line | None] = {}
    found = []
    for cycle in cycles:
        lines = []
        for at, line in enumerate(cart.lines):
            bought = _bought(line, plan, of_line.get(at, ()), cycle)
            if not bought[0]:
                continue
            key = (at, *bought)
            if key not in known:
                path = f"cycles[{cycle}].cart_items[{at}]"
                known[key] = _line(check, path, line, plan, *bought)
            lines.append(known[key])
        fields: dict[str, Any] = {"lines": lines}
        if cycle > 1:
            fields |= {"loyalty_points_redeemed": 0, "credit_balance_used": 0}
        if plan.coupon_cycles is not None and cycle > plan.coupon_cycles:
            fields["coupon_code"] = None
        if None not in lines:
            try:
                found.append(cart.changed(**fields))
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


def _bought(
    line: Line, plan: SubscriptionPlan, changes: Sequence[Change], cycle: int
) -> tuple[int, Decimal]:
    """Return how many of a line are bought in a cycle, and at what price."""
    past = [each for each in changes if each.cycle <= cycle]
    counts = [each.quantity for each in past if each.quantity is not None]
    prices = [each.selling_price for each in past if each.selling_price is not None]
    if cycle <= plan.trial_cycles:
        prices.append(plan.trial_price)
    price = line.selling_price if plan.price is None else plan.price
    return [line.quantity, *counts][-1], [price, *prices][-1]


def _turns(cart: Cart, store: Store) -> list[datetime]:
    """Return the moments at which offers or tax rates may change a cart's price."""
    found: set[datetime | None] = set()
    for offer in (*store.promotions, *(store.coupons if cart.coupon_code else ())):
        found |= {offer.starts_at, offer.expires_at}
    named = {line.tax_class for line in cart.lines}
    for known in store.policies.tax_classes:
        if known.name in named:
            for period in known.periods:
                found |= {period.valid_from, period.valid_to}
    return sorted([each for each in found if each is not None])
