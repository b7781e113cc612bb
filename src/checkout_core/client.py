# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The former module of the clients; see `juspay.client` and `http`."""

from __future__ import annotations

from checkout_core.deprecated import former


__getattr__ = former(
    __name__,
    {
        "AsyncJuspayClient": "checkout_core.juspay.client:AsyncJuspayClient",
        "JuspayClient": "checkout_core.juspay.client:JuspayClient",
        "ask": "checkout_core.juspay.client:ask",
        "create": "checkout_core.juspay.client:create",
        "resume": "checkout_core.juspay.client:resume",
        "Answer": "checkout_core.http:Answer",
        "Conversation": "checkout_core.http:Conversation",
        "converse": "checkout_core.http:converse",
    },
)
