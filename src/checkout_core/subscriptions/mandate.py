# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The mandate that a subscription needs, its debits, and the check before each.

Promises a maximum that is the price of the most expensive cycle, including coupons that
end, tax rates that change and quantities that grow; and a frequency whose calendar
contains every debit day, else ASPRESENTED.

Knows nothing of gateways or clocks.

A bank refuses a debit that is not on its calendar, so its word for a plan's interval is
used only if its calendar has all debit days.  Monthly bills from 31 January 2026 fall
on 31 January, 28 February and 31 March, and so does MONTHLY with rule value 31.
Quarterly bills after 40 trial days from 25 January fall on 6 March and 6 June, but
QUARTERLY with rule value 6 begins on 6 February, the first 6th after the start, and has
6 May next; and a bill every ten days has no word at all.  Both are ASPRESENTED, which
allows any day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.store import Store
from checkout_core.subscriptions.calendar import (
    NOTICE,
    AmountRule,
    Frequency,
    RuleType,
    debit_days,
    debit_window,
    needs_authentication,
    notify_before,
    rule_value_of,
)
from checkout_core.subscriptions.subscription import MAX_SKIPPED, Subscription


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from checkout_core.money import Amount
    from checkout_core.store import Redemptions
    from checkout_core.subscriptions.subscription import Bill


ACTIVE = "ACTIVE"


@frozen(kw_only=True)
class Debit:
    """
    One debit of a schedule.

    Attributes:
        cycle: the number of its bill, from 1.
        at: when it is due.
        amount: in major units.
        currency: an ISO 4217 code.
        notify_at: the last moment to notify the customer; None for the bill that is
            paid at the start, when the customer is present.
        needs_authentication: whether the amount, in rupees, is above the limit of
            the Reserve Bank; the bill at the start is authenticated in any case,
            with the mandate.
    """

    cycle: int
    at: datetime
    amount: Decimal
    currency: str
    notify_at: datetime | None
    needs_authentication: bool


@frozen(kw_only=True)
class Mandate:
    """
    What the customer has to agree to, so that a whole schedule can be debited.

    Attributes:
        maximum: the largest debit, in major units.
        currency: an ISO 4217 code.
        amount_rule: `FIXED` if all debits are equal, else `VARIABLE`.
        frequency: how often it is debited.
        rule_value: on which day of the period, None if the frequency has no day.
        rule_type: whether the debit may be before or after that day.
        starts_at: when it begins, with its offset.
        ends_at: the end of the last bill's period, which leaves room for that bill's
            retries.
        zone: the time zone of its days.
        largest_cycle: the first cycle of the largest debit.
        debits: how many there are, at most those of 30 years.
    """

    maximum: Decimal
    currency: str
    amount_rule: AmountRule
    frequency: Frequency
    rule_value: int | None
    rule_type: RuleType
    starts_at: datetime
    ends_at: datetime
    zone: tzinfo
    largest_cycle: int
    debits: int

    def day(self, at: datetime) -> date:
        """
        Return the day of a moment in the mandate's time zone.

        Raises `CheckoutError` if *at* is not a datetime.
        """
        expect(at=(at, datetime))
        return at.astimezone(self.zone).date()


def debits(
    subscription: Subscription,
    store: Store,
    *,
    purpose: str = "",
    redemptions: Redemptions | None = None,
) -> Iterator[Debit]:
    """
    Yield what is debited: a row for each cycle that leaves something to pay.

    *subscription* is priced in *store*, with *redemptions* or the store's counters;
    *purpose* is a key of `calendar.AUTHENTICATION_ABOVE`, by default "" for the general
    limit.  Raises `CheckoutError` for values of foreign types.
    """
    expect(subscription=(subscription, Subscription), store=(store, Store))
    currency = store.currency.code
    for bill in _due(subscription, store, redemptions):
        at_start = bill.at == subscription.starts_at
        rupees = currency == "INR"
        yield Debit(
            cycle=bill.cycle,
            at=bill.at,
            amount=bill.amount,
            currency=currency,
            notify_at=None if at_start else notify_before(bill.at),
            needs_authentication=rupees and needs_authentication(bill.amount, purpose),
        )


def mandate(
    subscription: Subscription,
    store: Store,
    *,
    since: datetime | str | None = None,
    rule_type: str = RuleType.ON,
    redemptions: Redemptions | None = None,
) -> Mandate:
    """
    Return the mandate that covers every debit of a subscription.

    The frequency is ONETIME for a single debit; else the bank's word for the plan's
    interval, if its calendar from the day of the start has all debit days; else
    ASPRESENTED.  The amount rule is FIXED if all debits are equal.  *since* is the
    moment from which a later mandate of the same subscription covers the debits, by
    default its start; *rule_type* is `ON` (default), `BEFORE` or `AFTER`; *redemptions*
    are counters that replace those of *store*.  Raises `CheckoutError` if no cycle
    leaves anything to pay.
    """
    expect(subscription=(subscription, Subscription), store=(store, Store))
    check = Validator()
    kind = check.choice("rule_type", rule_type, RuleType)
    start = check.maybe_time("since", since) or subscription.starts_at
    check.raise_any()
    due = _due(subscription, store, redemptions)
    bills = [bill for bill in due if bill.at >= start]
    if not bills:
        plan = subscription.plan.name
        raise CheckoutError([fault("subscription", "nothing_to_debit", plan)])
    # The first of the largest.
    largest = max(bills, key=lambda bill: (bill.amount, -bill.cycle))
    equal = all(bill.amount == largest.amount for bill in bills)
    frequency, value = _rule(subscription, start, bills)
    return Mandate(
        maximum=largest.amount,
        currency=store.currency.code,
        amount_rule=AmountRule.FIXED if equal else AmountRule.VARIABLE,
        frequency=frequency,
        rule_value=value,
        rule_type=kind,
        starts_at=start,
        ends_at=subscription.ends_at,
        zone=subscription.zone,
        largest_cycle=largest.cycle,
        debits=len(bills),
    )


def _due(
    subscription: Subscription, store: Store, redemptions: Redemptions | None
) -> Iterator[Bill]:
    bills = subscription.bills(store, redemptions=redemptions)
    return (bill for bill in bills if bill.amount)


def _rule(
    subscription: Subscription, start: datetime, bills: Sequence[Bill]
) -> tuple[Frequency, int | None]:
    if len(bills) == 1:
        return Frequency.ONETIME, None
    frequency = subscription.plan.billing.frequency
    value = rule_value_of(frequency, subscription.anchor)
    days = {bill.at.astimezone(subscription.zone).date() for bill in bills}
    last = max(days)
    begins = start.astimezone(subscription.zone).date()
    for day in debit_days(frequency, value, begins):
        if day > last:
            break
        days.discard(day)
    if not days:
        return frequency, value
    return Frequency.ASPRESENTED, None


def check_debit(
    agreed: Mandate,
    amount: Amount,
    at: datetime | str,
    *,
    status: str = ACTIVE,
    notified_at: datetime | str | None = None,
    earlier: Sequence[datetime] = (),
) -> None:
    """
    Raise `CheckoutError` with every reason why a mandate may not be debited.

    *agreed* is the mandate, *amount* the debit in major units, *at* its moment;
    *status* is the mandate's status (upper or lower case), by default `ACTIVE`;
    *notified_at* is when the customer was notified, None only at the mandate's start;
    *earlier* are the moments of the debits that succeeded.  A mandate by calendar is
    debited once in each period, on the days that its rule type allows.
    """
    expect(agreed=(agreed, Mandate))
    check = Validator()
    asked = check.amount("amount", amount)
    if not check.found:
        most = agreed.maximum
        if asked > most:
            check.add("amount", "debit_above_maximum", amount, maximum=most)
        elif agreed.amount_rule is AmountRule.FIXED and asked != most:
            check.add("amount", "debit_not_fixed", amount, maximum=most)
    if check.text("status", status).upper() != ACTIVE:
        check.add("status", "mandate_not_active", status)
    moment = check.time("at", at)
    notified = check.maybe_time("notified_at", notified_at)
    times = check.items("earlier", earlier, limit=MAX_SKIPPED)
    before = [check.time(f"earlier[{i}]", each) for i, each in enumerate(times)]
    known = [each for each in before if each is not None]
    if moment is not None:
        if notified_at is None:
            _check_absent_notice(check, agreed, moment)
        elif notified is not None and _notice(notified, moment) < NOTICE:
            check.add("notified_at", "notice_too_late", notified.isoformat())
        _check_day(check, agreed, moment, known)
    check.raise_any()


def _check_absent_notice(check: Validator, agreed: Mandate, moment: datetime) -> None:
    if moment != agreed.starts_at:
        expected = "when the customer was notified"
        check.add("notified_at", "required", None, expected=expected)


def _notice(notified: datetime, moment: datetime) -> timedelta:
    # In UTC: Python subtracts two times of one zone by their local clock.
    return moment.astimezone(UTC) - notified.astimezone(UTC)


def _check_day(
    check: Validator, agreed: Mandate, moment: datetime, earlier: Sequence[datetime]
) -> None:
    shown = moment.isoformat()
    if not agreed.starts_at <= moment <= agreed.ends_at:
        first, last = agreed.starts_at.isoformat(), agreed.ends_at.isoformat()
        check.add("at", "debit_outside_mandate", shown, first=first, last=last)
        return
    rule = agreed.frequency, agreed.rule_value, agreed.rule_type
    if agreed.frequency is Frequency.ONETIME and earlier:
        check.add("at", "debited_before", shown, at=earlier[0].isoformat())
    found = debit_window(*rule, agreed.day(agreed.starts_at), agreed.day(moment))
    if found is None:
        return
    period, window = found
    if not window[0] <= agreed.day(moment) <= window[1]:
        check.add("at", "debit_on_another_day", shown, first=window[0], last=window[1])
    for each in earlier:
        if period[0] <= agreed.day(each) <= period[1]:
            check.add("at", "debited_before", shown, at=each.isoformat())
            break
