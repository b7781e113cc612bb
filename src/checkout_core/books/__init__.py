# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Books: the journal of an order, and the formats that accounting programs read.

`journal` makes balanced transactions of an order, and `as_beancount` and its like write
them.  Accounts have roles; `ROLES` says what each is called unless the host says so.

Names of `__all__` are public; all other modules and names of this package are private.
"""

from __future__ import annotations

from checkout_core.books.accounts import ROLES
from checkout_core.books.beancount import as_beancount
from checkout_core.books.dates import (
    Dates,
    Payout,
    PayoutFrom,
    Settled,
    read_dates,
)
from checkout_core.books.journal import journal
from checkout_core.books.rows import TRANSACTIONS, JournalRow, Transaction
from checkout_core.books.tables import (
    HLEDGER_RULES,
    as_csv,
    as_erpnext,
    as_hledger,
    as_zoho,
)
from checkout_core.books.tally import as_tally


__all__ = [
    "HLEDGER_RULES",
    "ROLES",
    "TRANSACTIONS",
    "Dates",
    "JournalRow",
    "Payout",
    "PayoutFrom",
    "Settled",
    "Transaction",
    "as_beancount",
    "as_csv",
    "as_erpnext",
    "as_hledger",
    "as_tally",
    "as_zoho",
    "journal",
    "read_dates",
]
