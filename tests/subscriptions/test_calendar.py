# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The calendar: days that recur, days of debits, windows, limits."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core.subscriptions import Cadence, Recurrence
from checkout_core.subscriptions.calendar import (
    FREQUENCIES,
    RULE_VALUES,
    Frequency,
    RuleType,
    check_rule_value,
    debit_dates,
    debit_days,
    debit_window,
    month_length,
    months_later,
    needs_authentication,
    next_debit_date,
    notify_before,
    rule_value_of,
)
from tests.factories.faults import faults_of


if TYPE_CHECKING:
    pass


def day(text: str) -> date:
    """Return the day that *text* is."""
    return date.fromisoformat(text)


RULES = [
    ("WEEKLY", 7),
    ("FORTNIGHTLY", 16),
    ("MONTHLY", 31),
    ("BIMONTHLY", 31),
    ("QUARTERLY", 31),
    ("HALFYEARLY", 31),
    ("YEARLY", 31),
]


def test_the_largest_rule_values() -> None:
    """Days of a week, of the half of a month, of a month."""
    assert RULES == [(each.value, most) for each, most in RULE_VALUES.items()]


DATES = [
    # frequency, rule value, start, the first debit days
    ("ONETIME", None, "2026-01-31", ["2026-01-31"]),
    ("ASPRESENTED", None, "2026-01-31", []),
    ("DAILY", None, "2026-02-27", ["2026-02-27", "2026-02-28", "2026-03-01"]),
    # 2026-11-24 is a Tuesday.
    ("WEEKLY", 2, "2026-11-24", ["2026-11-24", "2026-12-01"]),
    ("WEEKLY", 1, "2026-11-24", ["2026-11-30", "2026-12-07"]),
    ("WEEKLY", 7, "2026-11-24", ["2026-11-29", "2026-12-06"]),
    # The page's own example.
    (
        "FORTNIGHTLY",
        16,
        "2018-01-24",
        ["2018-01-31", "2018-02-15", "2018-02-28", "2018-03-15", "2018-03-31"],
    ),
    ("FORTNIGHTLY", 1, "2026-02-01", ["2026-02-01", "2026-02-16", "2026-03-01"]),
    ("FORTNIGHTLY", 15, "2026-04-15", ["2026-04-15", "2026-04-30", "2026-05-15"]),
    ("FORTNIGHTLY", 14, "2026-02-14", ["2026-02-14", "2026-02-28", "2026-03-14"]),
    ("FORTNIGHTLY", 14, "2026-02-15", ["2026-02-28", "2026-03-14", "2026-03-29"]),
    (
        "MONTHLY",
        31,
        "2026-01-31",
        ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
    ),
    ("MONTHLY", 30, "2024-02-29", ["2024-02-29", "2024-03-30"]),
    ("MONTHLY", 1, "2026-12-02", ["2027-01-01", "2027-02-01"]),
    ("BIMONTHLY", 15, "2026-11-24", ["2026-12-15", "2027-02-15"]),
    ("QUARTERLY", 31, "2026-08-31", ["2026-08-31", "2026-11-30", "2027-02-28"]),
    ("HALFYEARLY", 31, "2026-08-31", ["2026-08-31", "2027-02-28", "2027-08-31"]),
    (
        "YEARLY",
        29,
        "2024-02-29",
        ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
    ),
]


@pytest.mark.parametrize(("frequency", "value", "start", "expected"), DATES)
def test_debit_days(
    frequency: str, value: int | None, start: str, expected: list[str]
) -> None:
    """The first days of each frequency, clamped from the stored value."""
    found = debit_dates(
        Frequency(frequency), value, date.fromisoformat(start), max(len(expected), 1)
    )
    assert expected == [day.isoformat() for day in found]


NEXT = [
    # frequency, rule value, start, after, the next debit day
    ("DAILY", None, "2026-01-01", "2026-02-28", "2026-03-01"),
    ("MONTHLY", 31, "2026-01-01", "2026-02-28", "2026-03-31"),
    ("MONTHLY", 31, "2026-05-01", "2026-02-28", "2026-05-31"),
    ("MONTHLY", 31, "2026-01-01", "9999-11-30", "9999-12-31"),
    ("MONTHLY", 31, "9999-01-01", "9999-11-30", "9999-12-31"),
    ("ONETIME", None, "2026-01-01", "2026-01-01", None),
    ("DAILY", None, "9999-12-30", "9999-12-31", None),
    ("YEARLY", 31, "9999-12-30", "9999-12-31", None),
    ("FORTNIGHTLY", 16, "9999-12-30", "9999-12-31", None),
]


@pytest.mark.parametrize(("frequency", "value", "start", "after", "expected"), NEXT)
def test_the_next_debit_day(
    frequency: str, value: int | None, start: str, after: str, expected: str | None
) -> None:
    """The first one later than a day, None at the end of the calendar."""
    found = next_debit_date(
        Frequency(frequency),
        value,
        date.fromisoformat(start),
        date.fromisoformat(after),
    )
    assert expected == (found and found.isoformat())


def test_days_of_a_rule_that_has_no_value_are_refused() -> None:
    """A daily debit has no day."""
    assert [("mandate.rule_value", "mandate_rule_value_given")] == faults_of(
        lambda: debit_dates(Frequency.DAILY, 1, date(2026, 1, 1), 1)
    )


def test_a_rule_value_is_one_of_its_frequency() -> None:
    """A week has seven days, and no frequency guesses its day."""
    path = "mandate.rule_value"
    assert [
        (path, "mandate_rule_value_range"),
        (path, "mandate_rule_value_missing"),
    ] == [
        *faults_of(lambda: check_rule_value(Frequency.WEEKLY, 8)),
        *faults_of(lambda: check_rule_value(Frequency.MONTHLY, None)),
    ]


def test_a_rule_value_comes_back() -> None:
    """Sunday is the seventh day."""
    assert 7 == check_rule_value(Frequency.WEEKLY, 7)


@given(
    frequency=st.sampled_from([each for each in RULE_VALUES if each != "WEEKLY"]),
    value=st.integers(1, 16),
    start=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_debit_days_climb_and_never_leave_their_rule(
    frequency: Frequency, value: int, start: date
) -> None:
    """Days ascend from the start, and only a short month moves one forward."""
    days = debit_dates(frequency, value, start, 30)
    climb = all(start <= one < other for one, other in pairwise(days))
    allowed = {min(value, 15), 15 + value} if frequency == "FORTNIGHTLY" else {value}
    short = [
        day
        for day in days
        if day.day not in allowed and (day + timedelta(days=1)).day != 1
    ]
    assert (True, []) == (climb, short)


def test_a_customer_is_told_a_day_before() -> None:
    """24 hours before the debit."""
    debit = datetime(2026, 3, 31, 9, tzinfo=UTC)
    assert datetime(2026, 3, 30, 9, tzinfo=UTC) == notify_before(debit)


AUTHENTICATION = [
    # amount, purpose, expected
    ("15000", "", False),
    ("15000.01", "", True),
    ("100000", "insurance", False),
    ("100000.01", "insurance", True),
    ("100000.01", "mutual_fund", True),
    ("100000.01", "credit_card_bill", True),
]


@pytest.mark.parametrize(("amount", "purpose", "expected"), AUTHENTICATION)
def test_large_debits_need_the_customer(
    amount: str,
    purpose: str,
    expected: bool,  # noqa: FBT001 - a table's column
) -> None:
    """The Reserve Bank's limits, by purpose."""
    assert expected == needs_authentication(amount, purpose)


def test_an_unknown_purpose_is_refused() -> None:
    """A limit is never guessed."""
    assert [("purpose", "not_a_choice")] == faults_of(
        lambda: needs_authentication("1", "groceries")
    )


RECURRENCES = [
    # cadence, interval, anchor, the first days
    ("daily", 1, "2026-02-27", ["2026-02-27", "2026-02-28", "2026-03-01"]),
    ("daily", 10, "2026-02-27", ["2026-02-27", "2026-03-09", "2026-03-19"]),
    ("weekly", 5, "2026-11-24", ["2026-11-24", "2026-12-29", "2027-02-02"]),
    ("monthly", 1, "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31"]),
    ("monthly", 3, "2026-11-30", ["2026-11-30", "2027-02-28", "2027-05-30"]),
    ("monthly", 5, "2026-10-31", ["2026-10-31", "2027-03-31", "2027-08-31"]),
    (
        "annually",
        1,
        "2024-02-29",
        ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
    ),
    ("annually", 2, "2026-12-31", ["2026-12-31", "2028-12-31"]),
    (
        "fortnightly",
        1,
        "2018-01-31",
        ["2018-01-31", "2018-02-15", "2018-02-28", "2018-03-15", "2018-03-31"],
    ),
    ("fortnightly", 1, "2026-12-01", ["2026-12-01", "2026-12-16", "2027-01-01"]),
    ("fortnightly", 1, "2026-02-15", ["2026-02-15", "2026-02-28", "2026-03-15"]),
    ("fortnightly", 2, "2026-01-30", ["2026-01-30", "2026-02-28", "2026-03-30"]),
    ("fortnightly", 3, "2026-11-10", ["2026-11-10", "2026-12-25", "2027-02-10"]),
]


@pytest.mark.parametrize(("cadence", "interval", "anchor", "expected"), RECURRENCES)
def test_recurring_days(
    cadence: str, interval: int, anchor: str, expected: list[str]
) -> None:
    """The first days of each cadence, clamped from the anchor."""
    found = Recurrence(cadence, interval).days(day(anchor), day(expected[-1]))

    assert expected == [each.isoformat() for each in found]


def test_a_recurrence_is_a_word_and_a_count() -> None:
    """Both faults are reported together."""
    assert [("frequency", "not_a_choice"), ("interval", "count_out_of_range")] == (
        faults_of(lambda: Recurrence("hourly", 0))
    )


NAMES = [
    # cadence, interval, what a bank calls it
    ("daily", 7, "WEEKLY"),
    ("weekly", 1, "WEEKLY"),
    ("weekly", 2, "ASPRESENTED"),
    ("weekly", 5, "ASPRESENTED"),
    ("fortnightly", 1, "FORTNIGHTLY"),
    ("monthly", 4, "ASPRESENTED"),
    ("monthly", 6, "HALFYEARLY"),
    ("monthly", 12, "YEARLY"),
    ("annually", 2, "ASPRESENTED"),
]


@pytest.mark.parametrize(("cadence", "interval", "expected"), NAMES)
def test_what_a_bank_calls_an_interval(
    cadence: str, interval: int, expected: str
) -> None:
    """Every other week is not twice a month."""
    assert expected == Recurrence(cadence, interval).frequency


@pytest.mark.parametrize(
    ("frequency", "anchor", "expected"),
    [
        ("WEEKLY", "2026-11-29", 7),
        ("FORTNIGHTLY", "2026-11-15", 15),
        ("FORTNIGHTLY", "2026-11-16", 1),
        ("MONTHLY", "2026-11-16", 16),
        ("DAILY", "2026-11-16", None),
    ],
)
def test_the_rule_value_of_a_day(
    frequency: str, anchor: str, expected: int | None
) -> None:
    """A Sunday is 7; the 15th ends the first half of a month, the 16th begins one."""
    assert expected == rule_value_of(Frequency(frequency), day(anchor))


def test_months_are_as_long_as_the_calendar_says() -> None:
    """Four hundred years of them, leap years and centuries among them."""
    months = [(year, month) for year in range(1900, 2300) for month in range(1, 13)]

    assert [monthrange(*each)[1] for each in months] == [
        month_length(*each) for each in months
    ]


MONTHS_LATER = [
    # day, months, expected
    ("2026-01-31", 1, "2026-02-28"),
    ("2024-01-31", 1, "2024-02-29"),
    ("2024-02-29", 48, "2028-02-29"),
    ("2100-02-28", 0, "2100-02-28"),
    ("2096-02-29", 48, "2100-02-28"),
    ("2026-12-31", 2, "2027-02-28"),
]


@pytest.mark.parametrize(("start", "months", "expected"), MONTHS_LATER)
def test_a_later_month(start: str, months: int, expected: str) -> None:
    """The last day stands in for one that is not there; 2100 is no leap year."""
    assert expected == months_later(day(start), months).isoformat()


WINDOWS = [
    # frequency, value, type, start, day: first and last of its period and window
    (
        ("DAILY", None, "ON", "2026-01-01", "2026-01-05"),
        ["01-05", "01-05", "01-05", "01-05"],
    ),
    (
        ("WEEKLY", 3, "ON", "2026-11-24", "2026-11-29"),
        ["11-23", "11-29", "11-25", "11-25"],
    ),
    (
        ("FORTNIGHTLY", 16, "BEFORE", "2026-01-01", "2026-02-20"),
        ["02-16", "02-28", "02-16", "02-28"],
    ),
    (
        ("FORTNIGHTLY", 14, "AFTER", "2026-01-01", "2026-02-02"),
        ["02-01", "02-15", "02-14", "02-15"],
    ),
    (
        ("MONTHLY", 30, "AFTER", "2026-01-01", "2026-03-02"),
        ["03-01", "03-31", "03-30", "03-31"],
    ),
    # The 10th of February is past, so quarters begin with March.
    (
        ("QUARTERLY", 10, "AFTER", "2026-02-20", "2026-05-31"),
        ["03-01", "05-31", "03-10", "05-31"],
    ),
    (
        ("YEARLY", 29, "ON", "2024-02-29", "2026-12-31"),
        ["02-01", "01-31", "02-28", "02-28"],
    ),
]


@pytest.mark.parametrize(("given_rule", "expected"), WINDOWS)
def test_the_days_of_a_period_that_may_be_debited(
    given_rule: tuple[str, int | None, str, str, str], expected: list[str]
) -> None:
    """ON its day, BEFORE it from the period's first, AFTER it to the last."""
    frequency, value, kind, start, at = given_rule
    found = debit_window(
        Frequency(frequency), value, RuleType(kind), day(start), day(at)
    )
    assert found is not None

    assert expected == [f"{each:%m-%d}" for pair in found for each in pair]


@pytest.mark.parametrize("frequency", ["ONETIME", "ASPRESENTED"])
def test_what_is_presented_has_no_period(frequency: str) -> None:
    """Any day is as good as another."""
    assert None is debit_window(
        Frequency(frequency), None, RuleType.ON, day("2026-01-01"), day("2026-01-02")
    )


@given(
    frequency=st.sampled_from([each for each in Frequency if each in RULE_VALUES]),
    value=st.integers(1, 7),
    kind=st.sampled_from(RuleType),
    start=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_each_period_holds_one_debit_day_within_its_window(
    frequency: Frequency, value: int, kind: RuleType, start: date
) -> None:
    """Two debit days never share a period, and each lies where it may be debited."""
    days = list(islice(debit_days(frequency, value, start), 30))
    found = [debit_window(frequency, value, kind, start, each) for each in days]
    windows = [each for each in found if each is not None]
    inside = [
        period[0] <= window[0] <= each <= window[1] <= period[1]
        for each, (period, window) in zip(days, windows, strict=True)
    ]

    assert ([True] * 30, 30) == (inside, len({period for period, _ in windows}))


@given(
    named=st.sampled_from(list(FREQUENCIES)),
    anchor=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_a_frequency_has_the_days_of_the_interval_it_names(
    named: tuple[Cadence, int], anchor: date
) -> None:
    """What a bank debits by rule value is what the anchor says, for years."""
    recurrence = Recurrence(*named)
    value = rule_value_of(recurrence.frequency, anchor)
    expected = [recurrence.day(anchor, nth) for nth in range(50)]

    assert expected == list(debit_dates(recurrence.frequency, value, anchor, 50))


@given(
    cadence=st.sampled_from(Cadence),
    interval=st.integers(1, 30),
    anchor=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_recurring_days_climb_and_are_clamped_from_the_anchor(
    cadence: Cadence, interval: int, anchor: date
) -> None:
    """A day of a month differs from the anchor's only at the end of a short month."""
    recurrence = Recurrence(cadence, interval)
    days = [recurrence.day(anchor, nth) for nth in range(40)]
    half = anchor.day - 15 * (anchor.day > 15)
    allowed = {
        "monthly": {anchor.day},
        "annually": {anchor.day},
        "fortnightly": {min(half, 15), half + 15},
    }.get(cadence, {each.day for each in days})
    drifted = [
        each
        for each in days
        if each.day not in allowed and (each + timedelta(days=1)).day != 1
    ]
    climb = all(one < other for one, other in pairwise(days))

    assert (anchor, True, []) == (days[0], climb, drifted)
