# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Subscriptions: the days of bills and shipments, and what is refused."""

from __future__ import annotations

import pickle

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import Cart
from checkout_core.subscriptions import (
    Change,
    Pause,
    Recurrence,
    Subscription,
    SubscriptionPlan,
)
from tests.factories.faults import faults_of
from tests.factories.subscriptions import BOX, STORE, day, plan, subscribed, written


if TYPE_CHECKING:
    from collections.abc import Callable


BILLING = [
    # plan, start, fields, the days of the bills
    (
        plan(billing_limit=4),
        "2026-01-31",
        {},
        ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
    ),
    (
        plan("annually", billing_limit=5),
        "2024-02-29",
        {},
        ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
    ),
    (
        plan("weekly", 5, billing_limit=3),
        "2026-11-24",
        {},
        ["2026-11-24", "2026-12-29", "2027-02-02"],
    ),
    # Fifteen trial days anchor the bills on the 15th.
    (
        plan(trial_days=15, billing_limit=3),
        "2026-01-31",
        {},
        ["2026-02-15", "2026-03-15", "2026-04-15"],
    ),
    # A trial that ends on the 31st: short months are clamped, none is chained.
    (
        plan(trial_days=30, billing_limit=3),
        "2026-01-01",
        {},
        ["2026-01-31", "2026-02-28", "2026-03-31"],
    ),
    # Paused over the end of February: March is not the 28th.
    (
        plan(billing_limit=3),
        "2026-01-31",
        {"pauses": [Pause(day("2026-02-10"), day("2026-03-10"))]},
        ["2026-01-31", "2026-03-31", "2026-04-30"],
    ),
    # The day a pause ends is billed, the day it begins is not.
    (
        plan(billing_limit=3),
        "2026-01-31",
        {"pauses": [Pause(day("2026-02-28"), day("2026-04-30"))]},
        ["2026-01-31", "2026-04-30", "2026-05-31"],
    ),
    # Never resumed.
    (
        plan(),
        "2026-01-31",
        {"pauses": [Pause(day("2026-03-01"))]},
        ["2026-01-31", "2026-02-28"],
    ),
    # The second and third are left out; a limit counts what is billed.
    (
        plan(billing_limit=3),
        "2026-01-31",
        {"skipped": [3, 2]},
        ["2026-01-31", "2026-04-30", "2026-05-31"],
    ),
    # A leap day that was skipped comes back after four years.
    (
        plan("annually", 4, billing_limit=2),
        "2024-02-29",
        {"skipped": [1]},
        ["2028-02-29", "2032-02-29"],
    ),
    # A thousand years on is not looked at.
    (plan("annually", 1000), "2026-01-31", {}, ["2026-01-31"]),
]


@pytest.mark.parametrize(("agreed", "start", "fields", "expected"), BILLING)
def test_billing_days(
    agreed: SubscriptionPlan, start: str, fields: dict[str, Any], expected: list[str]
) -> None:
    """Every day is clamped from the anchor, whatever came before it."""
    found = subscribed(agreed, starts_at=f"{start}T09:00:00+05:30", **fields)

    assert expected == written(found.billing_days)


SHIPPING = [
    # plan, fields, the first days of the shipments
    (plan(), {}, ["2026-01-31", "2026-02-28", "2026-03-31"]),
    (plan(shipping_limit=2), {}, ["2026-01-31", "2026-02-28"]),
    (
        plan(shipping=Recurrence("weekly", 2), billing_limit=1),
        {},
        ["2026-01-31", "2026-02-14"],
    ),
    # Billed once a year, sent every four months for that year.
    (
        plan("annually", shipping=Recurrence("monthly", 4), billing_limit=1),
        {},
        ["2026-01-31", "2026-05-31", "2026-09-30"],
    ),
    # Trial days are sent too; what is not billed is not.
    (
        plan(
            trial_days=28,
            shipping=Recurrence("weekly", 2),
            billing_limit=2,
            shipping_limit=5,
        ),
        {"skipped": [2]},
        ["2026-01-31", "2026-02-14", "2026-02-28", "2026-03-14", "2026-05-09"],
    ),
    # A pause stops what was billed already.
    (
        plan(shipping=Recurrence("weekly", 2), billing_limit=2),
        {"pauses": [Pause(day("2026-02-01"), day("2026-02-20"))]},
        ["2026-01-31", "2026-02-28", "2026-03-14", "2026-03-28"],
    ),
]


@pytest.mark.parametrize(("agreed", "fields", "expected"), SHIPPING)
def test_shipping_days(
    agreed: SubscriptionPlan, fields: dict[str, Any], expected: list[str]
) -> None:
    """Goods go with the bill, or on days of their own while they are paid for."""
    found = subscribed(agreed, **fields)

    assert expected == written(found.shipping_days, len(expected))


def test_an_open_end_is_thirty_years_away() -> None:
    """The 360th bill is the last, and the day 30 years on is not billed again."""
    found = subscribed()

    assert (360, "2055-12-31", "2056-01-31", "2056-01-31T09:00:00+05:30") == (
        len(found.billing_days),
        found.billing_days[-1].isoformat(),
        found.horizon.isoformat(),
        found.ends_at.isoformat(),
    )


def test_a_limit_ends_with_the_period_of_its_last_bill() -> None:
    """The end is the day the next bill would have been due."""
    assert "2026-03-31T09:00:00+05:30" == (
        subscribed(plan(billing_limit=2)).ends_at.isoformat()
    )


NEXT = [
    # after, the next bill, the next shipment
    ("2025-12-31", "2026-01-31", "2026-01-31"),
    ("2026-01-31", "2026-02-28", "2026-02-14"),
    ("2026-02-28", None, "2026-03-14"),
    ("2026-03-28", None, None),
]


@pytest.mark.parametrize(("after", "bill", "shipment"), NEXT)
def test_what_comes_next(after: str, bill: str | None, shipment: str | None) -> None:
    """The first day later than another, None at the end."""
    agreed = plan(billing_limit=2, shipping=Recurrence("weekly", 2))
    found = subscribed(agreed)
    billed, sent = found.next_billing(day(after)), found.next_shipping(day(after))

    assert (bill, shipment) == (
        billed and billed.isoformat(),
        sent and sent.isoformat(),
    )


def test_the_start_is_paid_at_once_and_the_rest_at_the_hour_of_billing() -> None:
    """Moments are of Asia/Kolkata where nothing else is said."""
    found = subscribed(billing_time=time(6, 30))

    assert ["2026-01-31T09:00:00+05:30", "2026-02-28T06:30:00+05:30"] == [
        found.moment(cycle).isoformat() for cycle in (1, 2)
    ]


def test_days_are_those_of_the_zone() -> None:
    """Half past eight in the evening in UTC is the next day in India."""
    start = "2026-01-30T20:30:00Z"

    assert ["2026-01-31", "2026-01-30"] == [
        subscribed(starts_at=start).first_day.isoformat(),
        subscribed(starts_at=start, zone=UTC).first_day.isoformat(),
    ]


def test_bills_after_the_start_are_at_the_start_s_hour_in_the_zone() -> None:
    """02:00 in India, whatever offset the start was given with."""
    found = subscribed(starts_at="2026-01-30T20:30:00Z")

    assert datetime(2026, 2, 27, 20, 30, tzinfo=UTC) == found.moment(2)


def test_a_subscription_is_changed_by_its_arguments() -> None:
    """What is not changed stays, and equal ones are equal."""
    found = subscribed(plan(billing_limit=2))
    paused = found.changed(pauses=[Pause(day("2026-02-01"), day("2026-03-01"))])

    assert (found, ["2026-01-31", "2026-03-31"]) == (
        paused.changed(pauses=[]),
        written(paused.billing_days),
    )


def test_subscriptions_travel() -> None:
    """Pickled and read again they are the same."""
    found = subscribed(plan(billing_limit=2), changes=[Change(2, 0, quantity=2)])

    assert found == pickle.loads(pickle.dumps(found))


REFUSED: list[tuple[Callable[[], object], list[tuple[str, str]]]] = [
    (
        lambda: SubscriptionPlan("", "monthly", shipping="weekly", billing_limit=0),  # type: ignore[arg-type]
        [
            ("billing", "wrong_type"),
            ("shipping", "wrong_type"),
            ("subscription_plan", "empty_text"),
            ("billing_limit", "count_out_of_range"),
        ],
    ),
    (
        lambda: Change(0, -1, quantity=-1, selling_price=1.5),  # type: ignore[arg-type]
        [
            ("cycle", "count_out_of_range"),
            ("line", "count_out_of_range"),
            ("quantity", "count_out_of_range"),
            ("selling_price", "float_given"),
        ],
    ),
    (
        lambda: Subscription({}, "monthly", "soon", pauses=[1], skipped=[0]),  # type: ignore[arg-type,list-item]
        [
            ("cart", "wrong_type"),
            ("plan", "wrong_type"),
            ("starts_at", "bad_time"),
            ("skipped[0]", "count_out_of_range"),
            ("pauses[0]", "wrong_type"),
        ],
    ),
    (lambda: subscribed(skipped=7), [("skipped", "wrong_type")]),
    (lambda: subscribed(skipped=range(1, 12_000)), [("skipped", "too_many")]),
    (
        lambda: subscribed(pauses=[Pause(day("2026-03-01"), day("2026-03-01"))]),
        [("pauses[0]", "window_reversed")],
    ),
    (
        lambda: Pause("x", "y"),  # type: ignore[arg-type]
        [("begins", "wrong_type"), ("ends", "wrong_type")],
    ),
    (
        lambda: subscribed(starts_at="2170-01-01T00:00:00Z"),
        [("starts_at", "start_out_of_range")],
    ),
    (
        lambda: subscribed(starts_at="2026-01-31T09:00:00"),
        [("starts_at", "naive_time")],
    ),
    (lambda: subscribed(changes=["more"]), [("changes[0]", "wrong_type")]),
    (
        lambda: subscribed(changes=[Change(2, 1, quantity=2)]),
        [("changes[0].line", "no_such_line")],
    ),
    (
        lambda: subscribed(plan(minimum_quantity=2)),
        [("cycles[1].cart_items[0].quantity", "below_min_order_quantity")],
    ),
    (
        lambda: subscribed(
            cart=Cart("INR", [BOX.changed(max_order_quantity=2)]),
            changes=[Change(4, 0, quantity=3)],
        ),
        [("cycles[4].cart_items[0].quantity", "above_max_order_quantity")],
    ),
    (
        lambda: subscribed(changes=[Change(2, 0, quantity=0)]),
        [("cycles[2].cart_items", "empty_cart")],
    ),
    (
        lambda: subscribed(plan(price="1.001")),
        [("cycles[1].cart_items[0].selling_price", "off_grid")],
    ),
    (lambda: subscribed(plan(billing_limit=2)).moment(3), [("cycle", "no_such_cycle")]),
    (lambda: subscribed().cart_of(0), [("cycle", "no_such_cycle")]),
    (lambda: subscribed().quote_of(True, STORE), [("cycle", "no_such_cycle")]),
]


@pytest.mark.parametrize(("call", "expected"), REFUSED)
def test_what_cannot_be_subscribed_to(
    call: Callable[[], object], expected: list[tuple[str, str]]
) -> None:
    """Faults are named where they stand, or with the cycle they begin in."""
    assert expected == faults_of(call)
