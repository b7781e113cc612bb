# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A reference service: the storefront's routes with a database and a gateway.

It reads requests, calls the engine and stores results; all rules of pricing and orders
are in the other packages.  Use it as a start, or implement the ports with your own
framework.
"""

from __future__ import annotations

from checkout_core.deprecated import former
from checkout_core.service.app import create_app
from checkout_core.service.catalogue import Catalogue, read_catalogue
from checkout_core.service.database import DatabaseTimeouts, SqlDatabase
from checkout_core.service.dependencies import App
from checkout_core.service.limits import Limits
from checkout_core.service.sweeping import sweep
from checkout_core.service.tokens import Caller, Tokens


__all__ = [
    "App",
    "Caller",
    "Catalogue",
    "DatabaseTimeouts",
    "Limits",
    "SqlDatabase",
    "Tokens",
    "create_app",
    "read_catalogue",
    "sweep",
]

__getattr__ = former(
    __name__,
    {
        "Desk": "checkout_core.service:App",
        "Shelf": "checkout_core.service:Catalogue",
        "read_shelf": "checkout_core.service:read_catalogue",
    },
)
