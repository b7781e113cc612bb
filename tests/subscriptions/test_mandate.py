# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The mandate of a whole schedule, its debits, and the guard before each of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from checkout_core import Cart, CheckoutError, Customer, Line, Store, read_store
from checkout_core.subscriptions import (
    Change,
    Mandate,
    Pause,
    SubscriptionPlan,
    check_debit,
    debits,
    mandate,
)
from tests.factories.faults import faults, faults_of
from tests.factories.subscriptions import BOX, START, STORE, day, plan, subscribed


MANDATES = [
    # plan, fields of the cart, other fields: maximum, rule, frequency, value, cycle
    (plan(), {}, {}, ("499.00", "FIXED", "MONTHLY", 31, 1)),
    # The coupon ends: what comes after it is the maximum.
    (
        plan(coupon_cycles=3),
        {"coupon_code": "TEN"},
        {},
        ("499.00", "VARIABLE", "MONTHLY", 31, 4),
    ),
    (plan(), {"coupon_code": "TEN"}, {}, ("449.10", "FIXED", "MONTHLY", 31, 1)),
    # The quantity grows for one bill.
    (
        plan(),
        {},
        {"changes": [Change(5, 0, quantity=4), Change(6, 0, quantity=1)]},
        ("1996.00", "VARIABLE", "MONTHLY", 31, 5),
    ),
    # Free cycles are no debits: all others are equal.
    (plan(trial_cycles=1), {}, {}, ("499.00", "FIXED", "MONTHLY", 31, 2)),
    # Points pay part of the first bill.
    (
        plan(),
        {
            "customer": Customer("u1", loyalty_points_balance=99),
            "loyalty_points_redeemed": 99,
        },
        {},
        ("499.00", "VARIABLE", "MONTHLY", 31, 2),
    ),
    (plan("daily"), {}, {}, ("499.00", "FIXED", "DAILY", None, 1)),
    (plan("daily", 7), {}, {}, ("499.00", "FIXED", "WEEKLY", 6, 1)),
    (plan("weekly"), {}, {}, ("499.00", "FIXED", "WEEKLY", 6, 1)),
    (plan("fortnightly"), {}, {}, ("499.00", "FIXED", "FORTNIGHTLY", 16, 1)),
    (plan("monthly", 2), {}, {}, ("499.00", "FIXED", "BIMONTHLY", 31, 1)),
    (plan("monthly", 3), {}, {}, ("499.00", "FIXED", "QUARTERLY", 31, 1)),
    (plan("monthly", 6), {}, {}, ("499.00", "FIXED", "HALFYEARLY", 31, 1)),
    (plan("annually"), {}, {}, ("499.00", "FIXED", "YEARLY", 31, 1)),
    # No bank has a word for it.
    (plan("weekly", 5), {}, {}, ("499.00", "FIXED", "ASPRESENTED", None, 1)),
    (plan("weekly", 2), {}, {}, ("499.00", "FIXED", "ASPRESENTED", None, 1)),
    (plan("monthly", 4), {}, {}, ("499.00", "FIXED", "ASPRESENTED", None, 1)),
    # One debit, at once or after the trial.
    (plan(billing_limit=1), {}, {}, ("499.00", "FIXED", "ONETIME", None, 1)),
    (
        plan(billing_limit=2, trial_cycles=1),
        {},
        {},
        ("499.00", "FIXED", "ONETIME", None, 2),
    ),
    # The trial ends on another day of the month, which is the rule then.
    (plan(trial_days=14), {}, {}, ("499.00", "FIXED", "MONTHLY", 14, 1)),
    (
        plan("monthly", 3, trial_days=14),
        {},
        {},
        ("499.00", "FIXED", "QUARTERLY", 14, 1),
    ),
    # A quarter that is counted from another month than the mandate's start.
    (
        plan("monthly", 3, trial_days=60),
        {},
        {},
        ("499.00", "FIXED", "ASPRESENTED", None, 1),
    ),
    # What is left out leaves the calendar as it is.
    (
        plan(),
        {},
        {"skipped": [2, 5], "pauses": [Pause(day("2026-02-01"), day("2026-04-15"))]},
        ("499.00", "FIXED", "MONTHLY", 31, 1),
    ),
]


@pytest.mark.parametrize(("agreed", "fields", "more", "expected"), MANDATES)
def test_the_mandate_of_a_schedule(
    agreed: SubscriptionPlan,
    fields: dict[str, Any],
    more: dict[str, Any],
    expected: tuple[str, str, str, int | None, int],
) -> None:
    """The largest debit of all, by the rule that finds every debit day."""
    cart = Cart("INR", [BOX]).changed(**fields)
    found = mandate(subscribed(agreed, cart, **more), STORE)

    assert expected == (
        str(found.maximum),
        found.amount_rule,
        found.frequency,
        found.rule_value,
        found.largest_cycle,
    )


def test_a_tax_rate_that_rises_later_is_covered() -> None:
    """Three bills at 5 %, the others at 18 %."""
    shop = read_store(
        """{"currency": "INR", "tax_classes": {"box": [
            {"tax_rate": 5, "valid_to": "2026-04-01T00:00:00+05:30"},
            {"tax_rate": 18, "valid_from": "2026-04-01T00:00:00+05:30"}]}}"""
    )
    cart = Cart("INR", [Line("box", 1, "100.00", tax_class="box")])
    found = mandate(subscribed(cart=cart), shop)

    assert (Decimal("118.00"), "VARIABLE", 4) == (
        found.maximum,
        found.amount_rule,
        found.largest_cycle,
    )


def test_a_mandate_lasts_to_the_end_of_the_last_bill_s_period() -> None:
    """So that the last debit can be tried again."""
    found = mandate(subscribed(plan(billing_limit=3)), STORE)

    assert (START, "2026-04-30T09:00:00+05:30", 3) == (
        found.starts_at.isoformat(),
        found.ends_at.isoformat(),
        found.debits,
    )


@pytest.mark.parametrize(
    ("agreed", "start", "bills", "rule"),
    [
        (plan(), "2026-01-31", ["2026-01-31", "2026-02-28"], ("MONTHLY", 31)),
        # The bank's calendar has 6 February and 6 May.
        (
            plan("monthly", 3, trial_days=40),
            "2026-01-25",
            ["2026-03-06", "2026-06-06"],
            ("ASPRESENTED", None),
        ),
        (
            plan("daily", 10),
            "2026-01-25",
            ["2026-01-25", "2026-02-04"],
            ("ASPRESENTED", None),
        ),
    ],
)
def test_the_bank_s_word_is_used_if_its_calendar_has_all_days(
    agreed: SubscriptionPlan,
    start: str,
    bills: list[str],
    rule: tuple[str, int | None],
) -> None:
    """Otherwise the mandate allows any day."""
    found = subscribed(agreed, starts_at=f"{start}T09:00:00+05:30")
    asked = mandate(found, STORE)

    assert bills == [each.isoformat() for each in found.billing_days[:2]]
    assert rule == (asked.frequency, asked.rule_value)


def test_a_mandate_lasts_thirty_years_at_most() -> None:
    """An open end is the longest that e-NACH takes."""
    found = mandate(subscribed(), STORE)

    assert ("2056-01-31T09:00:00+05:30", 360) == (
        found.ends_at.isoformat(),
        found.debits,
    )


def test_a_mandate_may_follow_another_one() -> None:
    """A customer who doubles the quantity agrees anew, to what is still to come."""
    found = subscribed(
        plan(billing_limit=6),
        changes=[Change(2, 0, quantity=3), Change(4, 0, quantity=2)],
    )
    start = datetime.fromisoformat("2026-04-02T12:00:00+05:30")
    agreed = mandate(found, STORE, since=start)

    assert ("998.00", "FIXED", "MONTHLY", 31, 4, 3, start) == (
        str(agreed.maximum),
        agreed.amount_rule,
        agreed.frequency,
        agreed.rule_value,
        agreed.largest_cycle,
        agreed.debits,
        agreed.starts_at,
    )


def test_what_is_free_for_ever_needs_no_mandate() -> None:
    """Nothing can be debited."""
    agreed = plan(billing_limit=2, trial_cycles=2)

    assert [("subscription", "nothing_to_debit")] == faults_of(
        lambda: mandate(subscribed(agreed), STORE)
    )


def test_the_rule_type_is_one_of_three_words() -> None:
    """What it is decides on which days a debit is allowed."""
    assert [("rule_type", "not_a_choice")] == faults_of(
        lambda: mandate(subscribed(), STORE, rule_type="NEAR")
    )


def test_the_debits_of_a_schedule() -> None:
    """Number, moment, amount, the last moment to tell, authentication."""
    cart = Cart("INR", [Line("tv", 1, "14000.00", tax_rate=0)])
    found = subscribed(plan(billing_limit=3, trial_days=1), cart).changed(
        changes=[Change(2, 0, selling_price="15000.00"), Change(3, 0, quantity=2)]
    )
    rows = [
        (row.cycle, f"{row.at:%m-%d %H:%M}", str(row.amount), row.needs_authentication)
        for row in debits(found, STORE)
    ]

    assert [
        (1, "02-01 09:00", "14000.00", False),
        (2, "03-01 09:00", "15000.00", False),
        (3, "04-01 09:00", "30000.00", True),
    ] == rows


def test_the_customer_is_told_a_day_before() -> None:
    """But for the bill at the start, where the customer is there."""
    rows = list(debits(subscribed(plan(billing_limit=2)), STORE))

    assert (None, "2026-02-27T09:00:00+05:30") == (
        rows[0].notify_at,
        rows[1].notify_at and rows[1].notify_at.isoformat(),
    )


def test_free_cycles_are_not_debited() -> None:
    """The first row is that of the third cycle."""
    found = subscribed(plan(billing_limit=4, trial_cycles=2))

    assert [3, 4] == [row.cycle for row in debits(found, STORE)]


LIMITS = [
    # currency, price, purpose, expected
    ("INR", "15000.00", "", False),
    ("INR", "15000.01", "", True),
    ("INR", "15000.01", "insurance", False),
    ("INR", "100000.01", "mutual_fund", True),
    # The limits are rupees.
    ("JPY", "20000", "", False),
]


@pytest.mark.parametrize(("currency", "price", "purpose", "expected"), LIMITS)
def test_large_debits_are_flagged(
    currency: str,
    price: str,
    purpose: str,
    expected: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Above 15,000 rupees, or above 1,00,000 for three purposes."""
    cart = Cart(currency, [Line("premium", 1, price, tax_rate=0)])
    rows = debits(subscribed(cart=cart), Store(currency), purpose=purpose)

    assert expected == next(rows).needs_authentication


def agreed_on(**fields: Any) -> Mandate:
    """Return a mandate of 499.00 a month from 31 January to 30 June."""
    return mandate(subscribed(plan(billing_limit=5), **fields), STORE)


def varying(rule_type: str = "ON") -> Mandate:
    """Return a mandate of up to 998.00 a month."""
    changes = [Change(2, 0, quantity=2)]
    return mandate(
        subscribed(plan(billing_limit=5), changes=changes), STORE, rule_type=rule_type
    )


FEBRUARY = "2026-02-28T09:00:00+05:30"
TOLD = "2026-02-27T09:00:00+05:30"
JANUARY = datetime.fromisoformat(START)

GUARDS: list[tuple[Mandate, dict[str, Any], list[tuple[str, str]]]] = [
    (agreed_on(), {}, []),
    (agreed_on(), {"status": "active", "earlier": [JANUARY]}, []),
    (agreed_on(), {"at": START, "notified_at": None}, []),
    (varying(), {"amount": "998.00"}, []),
    (varying(), {"amount": "0.50"}, []),
    (varying(), {"amount": "998.01"}, [("amount", "debit_above_maximum")]),
    (agreed_on(), {"amount": "498.00"}, [("amount", "debit_not_fixed")]),
    (agreed_on(), {"amount": 499.5}, [("amount", "float_given")]),
    (agreed_on(), {"status": "PAUSED"}, [("status", "mandate_not_active")]),
    (agreed_on(), {"at": "soon"}, [("at", "bad_time")]),
    (agreed_on(), {"notified_at": None}, [("notified_at", "required")]),
    (agreed_on(), {"notified_at": "then"}, [("notified_at", "bad_time")]),
    (
        agreed_on(),
        {"notified_at": "2026-02-27T09:00:01+05:30"},
        [("notified_at", "notice_too_late")],
    ),
    (
        agreed_on(),
        {"at": "2026-01-31T08:59:59+05:30", "notified_at": "2026-01-01T00:00:00Z"},
        [("at", "debit_outside_mandate")],
    ),
    (
        agreed_on(),
        {"at": "2026-06-30T09:00:01+05:30"},
        [("at", "debit_outside_mandate")],
    ),
    (
        varying(),
        {"at": "2026-03-30T09:00:00+05:30"},
        [("at", "debit_on_another_day")],
    ),
    (varying("BEFORE"), {"at": "2026-03-30T09:00:00+05:30"}, []),
    # It is the last day of the month in India already.
    (varying(), {"at": "2026-03-30T18:30:00Z"}, []),
    (
        varying("AFTER"),
        {"at": "2026-03-30T09:00:00+05:30"},
        [("at", "debit_on_another_day")],
    ),
    (
        agreed_on(),
        {"earlier": [JANUARY, datetime(2026, 2, 1, 3, tzinfo=UTC)]},
        [("at", "debited_before")],
    ),
    # Every other week is presented whenever it is due.
    (
        mandate(subscribed(plan("weekly", 2)), STORE),
        {"at": "2026-02-28T09:00:00+05:30", "earlier": [JANUARY]},
        [],
    ),
    (
        mandate(subscribed(plan(billing_limit=1)), STORE),
        {"earlier": [JANUARY]},
        [("at", "debited_before")],
    ),
    (
        agreed_on(),
        {"amount": 500, "status": "", "at": "2026-02-27T09:00:00+05:30"},
        [
            ("amount", "debit_above_maximum"),
            ("status", "mandate_not_active"),
            ("notified_at", "notice_too_late"),
            ("at", "debit_on_another_day"),
        ],
    ),
]


@pytest.mark.parametrize(("given_mandate", "fields", "expected"), GUARDS)
def test_what_a_mandate_allows(
    given_mandate: Mandate, fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Amount, status, notice, window, one debit a period: every reason at once."""
    given: dict[str, Any] = {
        "amount": "499.00",
        "at": FEBRUARY,
        "notified_at": TOLD,
        **fields,
    }
    amount, at = given.pop("amount"), given.pop("at")
    found = []
    try:
        check_debit(given_mandate, amount, at, **given)
    except CheckoutError as error:
        found = faults(error)

    assert expected == found


def test_a_day_of_notice_is_24_hours_when_clocks_change() -> None:
    """From noon to noon it is 23 hours on the last Sunday of March in Berlin."""
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 1, 12, tzinfo=zone)
    found = mandate(subscribed(plan("daily"), starts_at=start, zone=zone), STORE)
    noon = datetime(2026, 3, 29, 12, tzinfo=zone)

    assert [("notified_at", "notice_too_late")] == faults_of(
        lambda: check_debit(found, "499.00", noon, notified_at=noon - timedelta(days=1))
    )
