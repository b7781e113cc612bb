# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A reference service: the storefront's routes over a database and a gateway.

It reads, calls and stores; every rule is in the rooms below.  Start from it, or
take the ports and bring your own framework.
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
