# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Subscriptions: a cart that is ordered again and again by a plan.

Promises dates that follow from the plan alone, and debits within their mandate.
"""

from __future__ import annotations

from checkout_core.subscriptions.calendar import Cadence, Recurrence
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
    "Bill",
    "Cadence",
    "Change",
    "Debit",
    "Mandate",
    "Pause",
    "Recurrence",
    "Subscription",
    "SubscriptionPlan",
    "check_debit",
    "debits",
    "mandate",
]
