# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The former module of retries; see `transports.retrying`."""

from __future__ import annotations

from checkout_core.deprecated import former


__getattr__ = former(
    __name__,
    {
        "AsyncRetrying": "checkout_core.transports.retrying:AsyncRetrying",
        "Retrying": "checkout_core.transports.retrying:Retrying",
        "may_repeat": "checkout_core.transports.retrying:may_repeat",
        "pauses": "checkout_core.transports.retrying:pauses",
    },
)
