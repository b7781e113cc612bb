# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The former module of the transports' protocols; see `http`."""

from __future__ import annotations

from checkout_core.deprecated import former


__getattr__ = former(
    __name__,
    {
        "AsyncTransport": "checkout_core.http:AsyncTransport",
        "Transport": "checkout_core.http:Transport",
    },
)
