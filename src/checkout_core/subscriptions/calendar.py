# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The calendar of what recurs: days of billing and shipping, days of debits.

Promises that every day is calculated from the stored anchor or rule value and never
from the day before it, so that a 31st is again the 31st after February, and 29 February
again 29 February after three common years.  Days are of Asia/Kolkata unless the caller
says otherwise.  Knows nothing of carts, subscriptions, gateways or clocks.

A merchant counts from a day.  Step n of a `Recurrence` is its anchor and n intervals:
monthly from 31 January that is 28 February, then 31 March, each clamped to its own
month.  A fortnight is half a month: 24 January, the 9th of its half, is followed by 9
and 24 February.

A bank counts by a rule.  The debit days of a `Frequency` are the days of its rule value
from the start on; from monthly on, periods begin with the month of the first one.
QUARTERLY with rule value 5 from 10 January 2026 falls on 5 February, 5 May and 5
August, in the periods February to April, May to July and so on (`debit_window`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator, expect
from checkout_core.deprecated import renamed_argument
from checkout_core.errors import CheckoutError, fault
from checkout_core.money import number


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checkout_core.money import Amount


#: India has kept one offset since 1945, so no time-zone database is read.
KOLKATA = timezone(timedelta(hours=5, minutes=30), "Asia/Kolkata")

#: The longest mandate: e-NACH since October 2023, and Juspay's own default.
DEFAULT_YEARS = 30
NOTICE = timedelta(hours=24)
MAX_INTERVAL = 1_000


class Frequency(StrEnum):
    """
    How often the customer may be debited; ASPRESENTED is whenever they are asked.

    Source: the mandate pages and the types of the official Node package.
    """

    ONETIME = "ONETIME"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    FORTNIGHTLY = "FORTNIGHTLY"
    MONTHLY = "MONTHLY"
    BIMONTHLY = "BIMONTHLY"
    QUARTERLY = "QUARTERLY"
    HALFYEARLY = "HALFYEARLY"
    YEARLY = "YEARLY"
    ASPRESENTED = "ASPRESENTED"


class RuleType(StrEnum):
    """
    Where the debit lies relative to the day of the rule.

    - `ON`: on that day.
    - `BEFORE`: on it or earlier (what Razorpay does in any case).
    - `AFTER`: on it or later (what Paytm does in any case).
    """

    ON = "ON"
    BEFORE = "BEFORE"
    AFTER = "AFTER"


class AmountRule(StrEnum):
    """
    What may be debited later.

    - `FIXED`: the maximum, which is the amount of the order.
    - `VARIABLE`: anything up to the maximum.
    """

    FIXED = "FIXED"
    VARIABLE = "VARIABLE"


class Cadence(StrEnum):
    """
    The unit that an interval counts: 2 and `weekly` mean every second week.

    The vendor's words are `weekly`, `monthly` and `annually`; `fortnightly` is twice a
    calendar month, as banks define it, not every 14 days.
    """

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    ANNUALLY = "annually"


#: The largest rule value of each frequency that has one (Commerce Engine's order
#: page: 1-7 from Monday, 1-16, 1-31); the other three take none.
RULE_VALUES: Mapping[Frequency, int] = MappingProxyType(
    {
        Frequency.WEEKLY: 7,
        Frequency.FORTNIGHTLY: 16,
        Frequency.MONTHLY: 31,
        Frequency.BIMONTHLY: 31,
        Frequency.QUARTERLY: 31,
        Frequency.HALFYEARLY: 31,
        Frequency.YEARLY: 31,
    }
)

#: How many months lie between two debits.
MONTHS: Mapping[Frequency, int] = MappingProxyType(
    {
        Frequency.MONTHLY: 1,
        Frequency.BIMONTHLY: 2,
        Frequency.QUARTERLY: 3,
        Frequency.HALFYEARLY: 6,
        Frequency.YEARLY: 12,
    }
)

#: A bank's word for an interval; an interval that is not here is debited as presented.
FREQUENCIES: Mapping[tuple[Cadence, int], Frequency] = MappingProxyType(
    {
        (Cadence.DAILY, 1): Frequency.DAILY,
        (Cadence.DAILY, 7): Frequency.WEEKLY,
        (Cadence.WEEKLY, 1): Frequency.WEEKLY,
        (Cadence.FORTNIGHTLY, 1): Frequency.FORTNIGHTLY,
        (Cadence.MONTHLY, 1): Frequency.MONTHLY,
        (Cadence.MONTHLY, 2): Frequency.BIMONTHLY,
        (Cadence.MONTHLY, 3): Frequency.QUARTERLY,
        (Cadence.MONTHLY, 6): Frequency.HALFYEARLY,
        (Cadence.MONTHLY, 12): Frequency.YEARLY,
        (Cadence.ANNUALLY, 1): Frequency.YEARLY,
    }
)

#: Above these the customer authenticates every debit: the Reserve Bank of India's
#: limits in rupees as Juspay's mandate pages give them (2026-11), by purpose.
AUTHENTICATION_ABOVE: Mapping[str, Decimal] = MappingProxyType(
    {
        "": Decimal(15_000),
        "credit_card_bill": Decimal(100_000),
        "insurance": Decimal(100_000),
        "mutual_fund": Decimal(100_000),
    }
)

#: How many days a cadence steps, and how many months.
_DAYS = {Cadence.DAILY: 1, Cadence.WEEKLY: 7}
_STEPS = {Cadence.MONTHLY: 1, Cadence.ANNUALLY: 12}
#: The last day of a month's first half.
_HALF = 15
_FEBRUARY = 2


@frozen(init=False)
class Recurrence:
    """
    A rhythm: every interval of a cadence.

    Raises `CheckoutError` for another cadence or an interval that is out of range.

    Attributes:
        cadence: a `Cadence`, or its text such as "monthly".
        interval: how many of them lie between two days, 1 (default) to 1,000.

    >>> Recurrence("monthly", 3).day(date(2026, 11, 30), 1)
    datetime.date(2027, 2, 28)
    """

    cadence: Cadence
    interval: int

    def __init__(self, cadence: str, interval: int = 1) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.choice("frequency", cadence, Cadence),
            check.count("interval", interval, low=1, high=MAX_INTERVAL),
        )
        check.raise_any()

    @property
    def frequency(self) -> Frequency:
        """The bank's frequency for it, ASPRESENTED if there is none."""
        return FREQUENCIES.get((self.cadence, self.interval), Frequency.ASPRESENTED)

    @renamed_argument("nth", "steps")
    def day(self, anchor: date, steps: int) -> date:
        """
        Return the day that is *steps* after *anchor*, the day of step 0.

        Raises `CheckoutError` for a day after the year 9999.
        """
        check_day("anchor", anchor)
        expect(steps=(steps, int))
        found = self._day(anchor, steps)
        if found is None:
            raise CheckoutError([fault("steps", "beyond_calendar", steps)])
        return found

    def _day(self, anchor: date, steps: int) -> date | None:
        try:
            return self._stepped(anchor, steps * self.interval)
        except (OverflowError, ValueError):
            return None

    def _stepped(self, anchor: date, steps: int) -> date:
        if self.cadence in _DAYS:
            return anchor + timedelta(days=steps * _DAYS[self.cadence])
        if self.cadence in _STEPS:
            return months_later(anchor, steps * _STEPS[self.cadence])
        half = int(anchor.day > _HALF)
        value = anchor.day - half * _HALF
        months, half = divmod(half + steps, 2)
        first = months_later(anchor, months)
        return _half_days(first.year, first.month, value)[half]

    def days(self, anchor: date, last: date) -> Iterator[date]:
        """Yield the days from *anchor* to *last*, both included."""
        check_day("anchor", anchor)
        check_day("last", last)
        steps = 0
        while (day := self._day(anchor, steps)) is not None and day <= last:
            yield day
            steps += 1


def month_length(year: int, month: int) -> int:
    """
    Return how many days a month has.

    >>> month_length(2024, 2), month_length(2100, 2), month_length(2026, 12)
    (29, 28, 31)
    """
    if month == _FEBRUARY:
        leap = not year % 4 and (year % 100 or not year % 400)
        return 29 if leap else 28
    # Odd months are long up to July, even ones from August on.
    return 30 + (month + month // 8) % 2


def months_later(day: date, months: int) -> date:
    """
    Return the same day of a later month, the last day of a month that is shorter.

    >>> months_later(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, month_length(year, month)))


def rule_value_of(frequency: Frequency, day: date) -> int | None:
    """
    Return the rule value by which a frequency falls on *day*, None if it takes none.

    >>> rule_value_of(Frequency.FORTNIGHTLY, date(2018, 1, 31))
    16
    """
    if frequency not in RULE_VALUES:
        return None
    if frequency is Frequency.WEEKLY:
        return day.isoweekday()
    if frequency is Frequency.FORTNIGHTLY and day.day > _HALF:
        return day.day - _HALF
    return day.day


def frequency_of(value: object) -> Frequency:
    """Return the frequency that *value* is or spells; raise `CheckoutError` if none."""
    check = Validator()
    found = check.choice("frequency", value, Frequency)
    check.raise_any()
    return found


def check_day(path: str, value: object) -> None:
    """Raise `CheckoutError` unless *value* is a date without a time."""
    check = Validator()
    check.day(path, value)
    check.raise_any()


def check_rule_value(
    frequency: Frequency, value: object, *, path: str = "mandate.rule_value"
) -> int | None:
    """
    Return the day a frequency is debited on, None for one that has no day.

    *value* has to be from 1 to what `RULE_VALUES` says of *frequency*, None for a
    frequency that is not there; else `CheckoutError` is raised, at *path*.

    >>> check_rule_value(Frequency.WEEKLY, 7)
    7
    """
    frequency = frequency_of(frequency)
    high = RULE_VALUES.get(frequency)
    if high is None:
        if value is None:
            return None
        code = "mandate_rule_value_given"
    elif value is None:
        code = "mandate_rule_value_missing"
    elif type(value) is int and 1 <= value <= high:
        return value
    else:
        code = "mandate_rule_value_range"
    raise CheckoutError([fault(path, code, value, high=high, frequency=frequency)])


def debit_dates(
    frequency: Frequency, rule_value: int | None, start: date, count: int
) -> tuple[date, ...]:
    """
    Return the first *count* debit days on or after *start*, fewer if the calendar ends.

    ASPRESENTED has none, ONETIME one.  From monthly on the first is the first day
    of the rule on or after *start*, and the others follow it in whole months.  Raises
    `CheckoutError` for a rule value that *frequency* does not have.

    >>> days = debit_dates(Frequency.FORTNIGHTLY, 16, date(2018, 1, 24), 5)
    >>> ["%d-%02d" % (day.day, day.month) for day in days]
    ['31-01', '15-02', '28-02', '15-03', '31-03']
    """
    check_day("start", start)
    expect(count=(count, int))
    days = debit_days(frequency, rule_value, start)
    return tuple(day for day, _ in zip(days, range(count), strict=False))


def next_debit_date(
    frequency: Frequency, rule_value: int | None, start: date, after: date
) -> date | None:
    """
    Return the first debit day later than *after*, None if none follows.

    The arguments and errors are those of `debit_dates`.

    >>> next_debit_date(Frequency.MONTHLY, 31, date(2026, 1, 1), date(2026, 2, 28))
    datetime.date(2026, 3, 31)
    """
    check_day("start", start)
    check_day("after", after)
    for day in debit_days(frequency, rule_value, start):
        if day > after:
            return day
    return None


def debit_days(
    frequency: Frequency, rule_value: int | None, start: date
) -> Iterator[date]:
    """
    Yield the debit days on or after *start*, to the end of the calendar.

    >>> next(debit_days(Frequency.WEEKLY, 1, date(2026, 11, 24)))
    datetime.date(2026, 11, 30)
    """
    value = check_rule_value(frequency, rule_value) or 1
    match frequency:
        case Frequency.ASPRESENTED:
            return iter(())
        case Frequency.ONETIME:
            return iter((start,))
        case Frequency.DAILY:
            return _every(start, 1)
        case Frequency.WEEKLY:
            return _every(start, 7, (value - start.isoweekday()) % 7)
        case Frequency.FORTNIGHTLY:
            return _fortnights(start, value)
    return _monthly(start, value, MONTHS[frequency])


def debit_window(
    frequency: Frequency,
    rule_value: int | None,
    rule_type: RuleType,
    start: date,
    day: date,
) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """
    Return the period *day* lies in, and the days of it that may be debited.

    Each is a pair (first, last).  A period is a day, a week from Monday, a half of
    a month, or months from that of the first debit day after *start*.  None for
    ONETIME and ASPRESENTED, which have no periods.  Raises as `debit_dates`.

    >>> period, window = debit_window(
    ...     Frequency.MONTHLY, 31, RuleType.AFTER, date(2026, 1, 1), date(2026, 2, 28)
    ... )
    >>> [day.isoformat() for day in (*period, *window)]
    ['2026-02-01', '2026-02-28', '2026-02-28', '2026-02-28']
    """
    value = check_rule_value(frequency, rule_value) or 1
    match frequency:
        case Frequency.ASPRESENTED | Frequency.ONETIME:
            return None
        case Frequency.DAILY:
            first = last = due = day
        case Frequency.WEEKLY:
            first = day - timedelta(days=day.weekday())
            last, due = first + timedelta(days=6), first + timedelta(days=value - 1)
        case Frequency.FORTNIGHTLY:
            half = int(day.day > _HALF)
            end = month_length(day.year, day.month)
            first = day.replace(day=(1, _HALF + 1)[half])
            last = day.replace(day=(_HALF, end)[half])
            due = _half_days(day.year, day.month, value)[half]
        case _:
            step = MONTHS[frequency]
            one = next(_monthly(start, value, step)).replace(day=1)
            months = (day.year - one.year) * 12 + day.month - one.month
            first = months_later(one, months - months % step)
            last = months_later(first, step) - timedelta(days=1)
            due = first.replace(day=min(value, month_length(first.year, first.month)))
    windows = {
        RuleType.ON: (due, due),
        RuleType.BEFORE: (first, due),
        RuleType.AFTER: (due, last),
    }
    return (first, last), windows[rule_type]


def _every(start: date, step: int, ahead: int = 0) -> Iterator[date]:
    for ordinal in range(start.toordinal() + ahead, date.max.toordinal() + 1, step):
        yield date.fromordinal(ordinal)


def _half_days(year: int, month: int, value: int) -> tuple[date, date]:
    last = month_length(year, month)
    one, other = min(value, _HALF), min(_HALF + value, last)
    return date(year, month, one), date(year, month, other)


def _fortnights(start: date, value: int) -> Iterator[date]:
    for year, month, _ in _months(start, 1):
        for day in _half_days(year, month, value):
            if day >= start:
                yield day


def _monthly(start: date, value: int, step: int) -> Iterator[date]:
    past = start.day > min(value, month_length(start.year, start.month))
    for year, month, last in _months(start, step, ahead=int(past)):
        # From the rule's own value each time: 31 Jan, 28 Feb, and 31 Mar again.
        yield date(year, month, min(value, last))


def _months(start: date, step: int, ahead: int = 0) -> Iterator[tuple[int, int, int]]:
    first = start.year * 12 + start.month - 1 + ahead
    for months in range(first, (date.max.year + 1) * 12, step):
        year, month = months // 12, months % 12 + 1
        yield year, month, month_length(year, month)


def notify_before(debit: datetime) -> datetime:
    """
    Return the last moment to notify the customer of a debit: 24 hours before it.

    >>> from datetime import UTC
    >>> notify_before(datetime(2026, 3, 31, 9, tzinfo=UTC)).isoformat()
    '2026-03-30T09:00:00+00:00'
    """
    expect(debit=(debit, datetime))
    return debit - NOTICE


def needs_authentication(amount: Amount, purpose: str = "") -> bool:
    """
    Return whether a debit in rupees needs the customer to authenticate it.

    *purpose* is a key of `AUTHENTICATION_ABOVE`, "" (default) for the general limit.
    Raises `CheckoutError` for another one.

    >>> needs_authentication("15000"), needs_authentication("15000.01")
    (False, True)
    """
    check = Validator()
    known = check.choice("purpose", purpose, AUTHENTICATION_ABOVE)
    check.raise_any()
    return number(amount, "amount") > AUTHENTICATION_ABOVE[known]
