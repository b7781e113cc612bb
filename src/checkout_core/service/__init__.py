# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A reference service: the storefront's routes with a database and a gateway.

It reads requests, calls the engine and stores results; all rules of pricing and orders
are in the other packages.  Use it as a start, or implement the ports with your own
framework.
"""

from __future__ import annotations

from checkout_core.service.app import create_app
from checkout_core.service.database import SqlDatabase
from checkout_core.service.desk import Desk
from checkout_core.service.shelf import Shelf, read_shelf
from checkout_core.service.tokens import Caller, Tokens


__all__ = [
    "Caller",
    "Desk",
    "Shelf",
    "SqlDatabase",
    "Tokens",
    "create_app",
    "read_shelf",
]
