# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The plan of a line's subscription fields."""

from __future__ import annotations

from checkout_core import Line
from checkout_core.subscriptions import Recurrence, SubscriptionPlan
from tests.factories.faults import faults_of
from tests.factories.subscriptions import BOX


def test_a_line_names_its_plan() -> None:
    """The vendor's three fields make a plan, the rest is given."""
    line = Line(
        "tea",
        1,
        5,
        tax_rate=0,
        subscription_plan="Tea",
        subscription_interval=2,
        subscription_frequency="weekly",
    )

    assert SubscriptionPlan("Tea", Recurrence("weekly", 2), trial_days=7) == (
        SubscriptionPlan.of(line, trial_days=7)
    )


def test_a_line_without_a_plan_names_none() -> None:
    """Every missing field is named."""
    assert [
        ("subscription_plan", "required"),
        ("subscription_frequency", "required"),
        ("subscription_interval", "required"),
    ] == faults_of(lambda: SubscriptionPlan.of(BOX))


def test_a_line_s_frequency_may_be_no_word() -> None:
    """What is refused is said as the field is called."""
    line = BOX.changed(
        subscription_plan="Box",
        subscription_interval=1,
        subscription_frequency="sometimes",
    )

    assert [("subscription_frequency", "not_a_choice")] == faults_of(
        lambda: SubscriptionPlan.of(line)
    )
