# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The former module of reconciliation; see `juspay.reconcile`."""

from __future__ import annotations

from checkout_core.deprecated import former


__getattr__ = former(
    __name__,
    {
        "payment_of": "checkout_core.juspay.reconcile:payment_of",
        "started": "checkout_core.juspay.reconcile:started",
    },
)
