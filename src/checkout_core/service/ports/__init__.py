# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The data that the service stores, and the ports of its database.

A `Unit` is one transaction: all of it is committed or nothing.  Rows that a writing
unit has read cannot change until the unit ends.  `database` implements these with SQL;
a host with another store writes its own.
"""

from __future__ import annotations

from checkout_core.service.ports.answers import Answers, KeptAnswer
from checkout_core.service.ports.repositories import (
    Balances,
    Carts,
    Counters,
    Database,
    Events,
    GiftCards,
    Orders,
    Payments,
    Tasks,
    Unit,
)
from checkout_core.service.ports.rows import (
    REPLACED,
    Attempt,
    BankTransfer,
    CartRow,
    Counts,
    Draw,
    OrderDocuments,
    OrderFilters,
    OrderRecord,
    OrderRow,
    OrderSummary,
    OutgoingEvent,
    PriorCounts,
    RefundRequest,
    ShownOrder,
    StoredOrderError,
    Task,
)
from checkout_core.service.ports.sessions import SessionRow, Sessions
from checkout_core.service.ports.trouble import DatabaseTrouble, Trouble


__all__ = [
    "REPLACED",
    "Answers",
    "Attempt",
    "Balances",
    "BankTransfer",
    "CartRow",
    "Carts",
    "Counters",
    "Counts",
    "Database",
    "DatabaseTrouble",
    "Draw",
    "Events",
    "GiftCards",
    "KeptAnswer",
    "OrderDocuments",
    "OrderFilters",
    "OrderRecord",
    "OrderRow",
    "OrderSummary",
    "Orders",
    "OutgoingEvent",
    "Payments",
    "PriorCounts",
    "RefundRequest",
    "SessionRow",
    "Sessions",
    "ShownOrder",
    "StoredOrderError",
    "Task",
    "Tasks",
    "Trouble",
    "Unit",
]
