# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds for every subscription, whatever is paused, skipped or changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from checkout_core import Cart, Line, Store, coupon
from checkout_core.subscriptions import (
    Cadence,
    Change,
    Pause,
    Recurrence,
    Subscription,
    SubscriptionPlan,
    check_debit,
    debits,
    mandate,
)
from checkout_core.subscriptions.calendar import KOLKATA, RuleType


if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


HALF = coupon(
    "c1",
    "discount",
    ["HALF"],
    {"discount_type": "percentage", "discount_percent": 50},
    applies_to_product="all",
    expires_at="2030-01-01T00:00:00Z",
)
STORE = Store("INR", coupons=[HALF])
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@st.composite
def pauses(draw: DrawFn) -> Pause:
    """Return a pause of some days, or one without an end."""
    begins = draw(DAYS)
    lasts = draw(st.integers(1, 400))
    return Pause(begins, draw(st.sampled_from([None, begins + timedelta(days=lasts)])))


@st.composite
def subscriptions(draw: DrawFn) -> Subscription:
    """Return a subscription of up to a few hundred bills."""
    counts = st.integers(0, 4)
    separate = st.builds(
        Recurrence, st.sampled_from(["weekly", "monthly"]), st.integers(1, 6)
    )
    plan = SubscriptionPlan(
        "Plan",
        Recurrence(draw(st.sampled_from(Cadence)), draw(st.integers(1, 13))),
        shipping=draw(st.none() | separate),
        billing_limit=draw(st.integers(1, 30)),
        trial_days=draw(st.sampled_from([0, 0, 1, 14, 30, 90])),
        trial_cycles=draw(counts),
        trial_price=draw(st.sampled_from(["0", "0.01", "49.00"])),
        coupon_cycles=draw(st.none() | counts),
    )
    line = Line(
        "box", draw(st.integers(1, 3)), draw(st.sampled_from(["0.01", "499.99"])),
        tax_rate=draw(st.sampled_from([0, 5, 18])),
        price_including_tax=draw(st.booleans()),
    )  # fmt: skip
    changes = st.builds(
        Change,
        st.integers(1, 20),
        st.just(0),
        quantity=st.none() | st.integers(1, 9),
        selling_price=st.none() | st.sampled_from(["1.00", "333.33"]),
    )
    day = draw(DAYS)
    return Subscription(
        Cart("INR", [line], coupon_code=draw(st.sampled_from([None, "HALF"]))),
        plan,
        datetime(
            day.year, day.month, day.day, draw(st.integers(0, 23)), tzinfo=KOLKATA
        ),
        changes=draw(st.lists(changes, max_size=3)),
        pauses=draw(st.lists(pauses(), max_size=2)),
        skipped=draw(st.sets(st.integers(1, 12), max_size=4)),
    )


@given(subscriptions())
def test_bills_ascend_within_the_window_one_a_period(found: Subscription) -> None:
    """No bill is before the trial's end or after the subscription's, none is double."""
    days = found.billing_days
    climb = all(one < other for one, other in pairwise(days))
    inside = all(found.anchor <= day < found.last_day <= found.horizon for day in days)

    assert (True, True, True) == (
        climb,
        inside,
        len(days) <= (found.plan.billing_limit or 0),
    )


@given(subscriptions())
def test_bills_are_steps_from_the_anchor_that_nothing_stops(
    found: Subscription,
) -> None:
    """What is paused or skipped moves no other day."""
    billing = found.plan.billing
    last = found.horizon - timedelta(days=1)
    free = [
        day
        for number, day in enumerate(billing.days(found.anchor, last), 1)
        if number not in found.skipped
        and not any(pause.covers(day) for pause in found.pauses)
    ]

    assert free[: found.plan.billing_limit] == list(found.billing_days)


@given(subscriptions())
def test_nothing_is_sent_in_a_pause_or_in_a_period_that_is_not_billed(
    found: Subscription,
) -> None:
    """What is sent was billed, or is the trial's."""
    open_periods = [day for day, billed in found.periods if not billed]
    ends = {one: other for (one, _), (other, _) in pairwise(found.periods)}
    wrong = [
        day
        for day in found.shipping_days
        if found.is_paused(day)
        or not found.first_day <= day < found.last_day
        or any(one <= day < ends.get(one, found.last_day) for one in open_periods)
    ]

    assert [] == wrong


@given(subscriptions())
def test_a_schedule_sums_to_its_quotes(found: Subscription) -> None:
    """What is priced once for many cycles is what each of them costs by itself."""
    cycles = range(1, len(found.billing_days) + 1)
    quotes = [found.quote_of(cycle, STORE).to_be_paid for cycle in cycles]

    assert sum(quotes, Decimal(0)) == sum(
        [row.amount for row in debits(found, STORE)], Decimal(0)
    )


@given(subscriptions())
def test_the_maximum_covers_every_debit_and_equals_one(found: Subscription) -> None:
    """It is the debit of the cycle that is named, and no cycle before it."""
    rows = list(debits(found, STORE))
    assume(rows)
    agreed = mandate(found, STORE)
    first = next(row for row in rows if row.amount == agreed.maximum)

    assert (max(row.amount for row in rows), agreed.largest_cycle, len(rows)) == (
        agreed.maximum,
        first.cycle,
        agreed.debits,
    )


@given(subscriptions(), st.sampled_from(RuleType))
def test_every_debit_of_a_schedule_is_allowed_by_its_mandate(
    found: Subscription, rule_type: RuleType
) -> None:
    """Told in time and made in order, whatever the frequency and the rule type."""
    rows = list(debits(found, STORE))
    assume(rows)
    agreed = mandate(found, STORE, rule_type=rule_type)
    for at, row in enumerate(rows):
        earlier = [each.at for each in rows[:at]]
        check_debit(
            agreed, row.amount, row.at, notified_at=row.notify_at, earlier=earlier
        )


@given(subscriptions())
def test_a_fixed_mandate_has_equal_debits(found: Subscription) -> None:
    """FIXED if and only if no two debits differ."""
    amounts = {row.amount for row in debits(found, STORE)}
    assume(amounts)

    assert (len(amounts) == 1) == (mandate(found, STORE).amount_rule == "FIXED")
