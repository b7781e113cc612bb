# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A fake Juspay as a value: a request in, a step with the answer out.

`Loopback` is a transport to it; `testing.server` serves it over HTTP.
"""

from __future__ import annotations

from checkout_core.testing.gateway.fake import Gateway, Loopback, Step, Trouble
from checkout_core.testing.gateway.jwt import JwtKeys, new_pair
from checkout_core.testing.gateway.lists import ListedOffer


__all__ = [
    "Gateway",
    "JwtKeys",
    "ListedOffer",
    "Loopback",
    "Step",
    "Trouble",
    "new_pair",
]
