# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Subscriptions: a cart that is ordered again and again by a plan.

Promises dates that follow from the plan alone, and debits within their mandate.  Names
of `__all__` are public; all other modules and names of this package are private.
"""

from __future__ import annotations

from checkout_core.subscriptions.calendar import (
    AmountRule,
    Cadence,
    Frequency,
    Recurrence,
    RuleType,
)
from checkout_core.subscriptions.mandate import (
    Debit,
    Mandate,
    check_debit,
    debits,
    mandate,
)
from checkout_core.subscriptions.plan import Change, Pause, SubscriptionPlan
from checkout_core.subscriptions.subscription import Bill, Subscription


__all__ = [
    "AmountRule",
    "Bill",
    "Cadence",
    "Change",
    "Debit",
    "Frequency",
    "Mandate",
    "Pause",
    "Recurrence",
    "RuleType",
    "Subscription",
    "SubscriptionPlan",
    "check_debit",
    "debits",
    "mandate",
]
