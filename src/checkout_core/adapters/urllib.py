# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The former module of a transport; see `transports.urllib`."""

from __future__ import annotations

from checkout_core.deprecated import former


__getattr__ = former(
    __name__,
    {
        "UrllibTransport": "checkout_core.transports.urllib:UrllibTransport",
    },
)
