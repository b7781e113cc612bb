# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The former module of two transports; see `transports.httpx`."""

from __future__ import annotations

from checkout_core.deprecated import former


__getattr__ = former(
    __name__,
    {
        "AsyncHttpxTransport": "checkout_core.transports.httpx:AsyncHttpxTransport",
        "HttpxTransport": "checkout_core.transports.httpx:HttpxTransport",
    },
)
