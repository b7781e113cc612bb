# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The journal as tables: our own columns, and those that hledger, ERPNext and Zoho import.

Promises one line a row, but for hledger one line a transaction, with the header of the
program's own template.  Accounts have to be those of the program's chart: the mapping
of roles names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.books.text import (
    checked,
    csv_line,
    one_line,
    plain_amount,
    references,
)
from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError, fault


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checkout_core.books.rows import JournalRow, Transaction


__all__ = [
    "HLEDGER_RULES",
    "as_csv",
    "as_erpnext",
    "as_hledger",
    "as_zoho",
    "csv_parts",
    "erpnext_parts",
    "hledger_parts",
    "zoho_parts",
]


# Our own columns ------------------------------------------------------------------

#: The columns of `as_csv`, each with its cell.
_COLUMNS: Mapping[str, Callable[[JournalRow], str]] = MappingProxyType(
    {
        "date": lambda row: row.date.isoformat(),
        "txn": lambda row: row.txn,
        "account": lambda row: row.account,
        "debit": lambda row: plain_amount(row.debit),
        "credit": lambda row: plain_amount(row.credit),
        "currency": lambda row: row.currency,
        "refs": lambda row: references(row.refs),
        "memo": lambda row: row.memo,
    }
)


def as_csv(transactions: Iterable[Transaction]) -> str:
    """
    Return transactions as CSV, a line for each row.

    The columns are date, txn, account, debit, credit, currency, refs and memo; of debit
    and credit one is empty.  References are separated by a semicolon and a blank.
    """
    return "".join(csv_parts(transactions))


def csv_parts(transactions: Iterable[Transaction]) -> Iterator[str]:
    """Yield `as_csv` in parts: the header, then each transaction."""
    yield csv_line(_COLUMNS)
    for each in checked(transactions):
        yield "".join(
            [csv_line(cell(row) for cell in _COLUMNS.values()) for row in each.rows]
        )


# hledger --------------------------------------------------------------------------

#: The most postings that hledger makes of a record ("account field", hledger manual).
MAX_POSTINGS = 99
#: The fields of a record, by the names that hledger's rules give them.
_RECORD = (
    "date",
    "code",
    "description",
    "comment",
    *[
        f"{name}{i}"
        for i in range(1, MAX_POSTINGS + 1)
        for name in ("account", "amount")
    ],
)
#: The rules by which hledger reads `as_hledger`: the text of its `.rules` file.  A
#: posting whose account and amount are empty is none ("CSV FORMAT", hledger manual).
HLEDGER_RULES = "skip 1\ndate-format %Y-%m-%d\nfields " + ", ".join(_RECORD) + "\n"


def as_hledger(transactions: Iterable[Transaction]) -> str:
    """
    Return transactions as CSV for hledger, a line for each, read by `HLEDGER_RULES`.

    hledger makes one transaction of one record, so that all rows of a transaction are
    on one line: account1, amount1, account2 ...  A debit is positive.  Raises
    `CheckoutError` for a transaction of more than 99 rows, which hledger cannot read.
    """
    return "".join(hledger_parts(transactions))


def hledger_parts(transactions: Iterable[Transaction]) -> Iterator[str]:
    """Yield `as_hledger` in parts: the header, then each transaction."""
    yield csv_line(_RECORD)
    for each in checked(transactions):
        if len(each.rows) > MAX_POSTINGS:
            count = len(each.rows)
            path = f"{each.number}.rows"
            raise CheckoutError([fault(path, "too_many", count, limit=MAX_POSTINGS)])
        cells = [
            each.date.isoformat(),
            each.number,
            one_line(each.memo),
            f"txn:{each.txn}, refs:{one_line(references(each.refs))}",
        ]
        for row in each.rows:
            cells += [row.account, f"{plain_amount(row.amount)} {row.currency}"]
        yield csv_line(cells + [""] * (len(_RECORD) - len(cells)))


# ERPNext --------------------------------------------------------------------------

#: The columns of a Data Import of the doctype Journal Entry: labels of
#: `journal_entry.json`, and of `journal_entry_account.json` with the name of the table.
_OF_ENTRY = (
    "Entry Type",
    "Company",
    "Posting Date",
    "Reference Number",
    "Reference Date",
    "User Remark",
)
_OF_ACCOUNT = ("Account", "Party Type", "Party", "Debit", "Credit")
_CHILD = "Accounting Entries"


def as_erpnext(
    transactions: Iterable[Transaction], *, company: str, customer: str = ""
) -> str:
    """
    Return transactions as CSV for the Data Import of ERPNext's Journal Entry.

    The fields of an entry are on its first row and are blank on the others: only so are
    they rows of one entry (frappe/frappe pull request 10990, erpnext issue 49633).

    Args:
        transactions: those of any number of orders, as `journal` returns them.
        company: the company as ERPNext calls it, which each entry needs.
        customer: the customer that receivables are of; ERPNext asks for one where the
            account is of the type Receivable; "" (the default) for none.
    """
    return "".join(erpnext_parts(transactions, company=company, customer=customer))


def erpnext_parts(
    transactions: Iterable[Transaction], *, company: str, customer: str = ""
) -> Iterator[str]:
    """Yield `as_erpnext` in parts: the header, then each transaction."""
    check = Validator()
    check.text("company", company, needed="the company, as ERPNext calls it")
    check.text("customer", customer)
    check.raise_any()
    yield csv_line([*_OF_ENTRY, *[f"{name} ({_CHILD})" for name in _OF_ACCOUNT]])
    for each in checked(transactions):
        day = each.date.isoformat()
        entry = ["Journal Entry", company, day, each.number, day, each.memo]
        lines = []
        for i, row in enumerate(each.rows):
            party = ["Customer", customer] if _is_of(row, customer) else ["", ""]
            lines.append(
                csv_line(
                    [
                        *([""] * len(_OF_ENTRY) if i else entry),
                        row.account,
                        *party,
                        plain_amount(row.debit),
                        plain_amount(row.credit),
                    ]
                )
            )
        yield "".join(lines)


def _is_of(row: JournalRow, customer: str) -> bool:
    """Return whether a row is of the customer, if one is named."""
    return bool(customer) and row.role == "receivable"


# Zoho Books -----------------------------------------------------------------------

#: The columns of the sample file of "Import Journals" of Zoho Books, in its order.  The
#: file is to be had in the program only; public programs that write it agree on these.
_ZOHO = (
    "Journal Date",
    "Reference Number",
    "Journal Number Prefix",
    "Journal Number Suffix",
    "Notes",
    "Journal Type",
    "Currency",
    "Account",
    "Description",
    "Contact Name",
    "Debit",
    "Credit",
    "Project Name",
    "Status",
    "Exchange Rate",
)
#: A journal of both ways of reporting, accrual and cash.
_BOTH = "both"
#: As a draft it changes no balance; the host publishes what it has seen.
_DRAFT = "draft"


def as_zoho(transactions: Iterable[Transaction], *, customer: str = "") -> str:
    """
    Return transactions as CSV for "Import Journals" of Zoho Books, as drafts.

    Rows of one journal have its number.

    Args:
        transactions: those of any number of orders, as `journal` returns them.
        customer: the contact that receivables are of; Zoho asks for one where the
            account is of the type Accounts Receivable; "" (the default) for none.
    """
    return "".join(zoho_parts(transactions, customer=customer))


def zoho_parts(
    transactions: Iterable[Transaction], *, customer: str = ""
) -> Iterator[str]:
    """Yield `as_zoho` in parts: the header, then each transaction."""
    check = Validator()
    check.text("customer", customer)
    check.raise_any()
    yield csv_line(_ZOHO)
    for each in checked(transactions):
        prefix, _, suffix = each.number.rpartition("-")
        yield "".join(
            [
                csv_line(
                    [
                        each.date.isoformat(),
                        references(each.refs),
                        f"{prefix}-",
                        suffix,
                        each.memo,
                        _BOTH,
                        row.currency,
                        row.account,
                        row.memo,
                        customer if _is_of(row, customer) else "",
                        plain_amount(row.debit),
                        plain_amount(row.credit),
                        "",
                        _DRAFT,
                        "",
                    ]
                )
                for row in each.rows
            ]
        )
