# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The journal as a file of beancount: options, accounts, transactions.

Promises a file that `bean-check` accepts: every account is opened before it is used, a
debit is positive, and the transactions of an order share a link.  What is written of a
transaction depends on those before it only for the accounts that are open.

The syntax is that of "Beancount Language Syntax" and of `beancount/core/account.py`
(`ACCOUNT_RE`) and `parser/lexer.l` (links, strings) of beancount 3.2.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

from checkout_core.books.accounts import PLACE, unlike
from checkout_core.books.text import checked, one_line, plain_amount, references
from checkout_core.checks import Validator


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checkout_core.books.rows import Transaction


__all__ = ["as_beancount", "beancount_parts"]


#: What the names of all accounts begin with: the roots that beancount knows.
ROOTS = ("Assets", "Liabilities", "Equity", "Income", "Expenses")
#: The day on which accounts are opened: before any order.
OPENED = "1970-01-01"
#: What a link cannot have, by the lexer.
_NOT_OF_LINK = re.compile(r"[^A-Za-z0-9\-_/.]").sub
#: A member of a family, whichever it is.
_ANY = "X"
#: The column in which the amounts of a transaction end.
_WIDTH = 52


def as_beancount(
    transactions: Iterable[Transaction], *, with_accounts: bool = True
) -> str:
    """
    Return transactions as the text of a beancount file.

    Raises `CheckoutError` for every account that beancount would not read.

    Args:
        transactions: those of any number of orders, as `journal` returns them.
        with_accounts: whether it opens its accounts and declares its currencies, so
            that it is a file of its own; False for a file that another one includes,
            which does both.
    """
    return "".join(beancount_parts(transactions, with_accounts=with_accounts))


def beancount_parts(
    transactions: Iterable[Transaction], *, with_accounts: bool = True
) -> Iterator[str]:
    """Yield `as_beancount` in parts, one for each transaction."""
    check = Validator()
    check.flag("with_accounts", with_accounts)
    check.raise_any()
    known: set[str] = set()
    for each in checked(transactions):
        accounts = list(dict.fromkeys(row.account for row in each.rows))
        _check(accounts)
        head = ""
        if with_accounts:
            currency = [each.currency] if each.currency not in known else []
            new = [account for account in accounts if account not in known]
            known.update(currency, new)
            head = "".join(
                [
                    *[f'option "operating_currency" "{x}"\n' for x in currency],
                    *[f"{OPENED} commodity {x}\n" for x in currency],
                    *[f"{OPENED} open {account}\n" for account in new],
                    "\n" if currency or new else "",
                ]
            )
        yield head + _transaction(each)


def check_names(roles: Mapping[str, str]) -> None:
    """
    Raise `CheckoutError` for every account of a mapping that beancount would not read.

    It tells before anything is written what `as_beancount` would refuse.

    >>> check_names({"tax": "Liabilities:{name}", "bank": "Assets:HDFC-1"})
    """
    _check([each.replace(PLACE, _ANY) for each in roles.values()])


def _check(accounts: Iterable[str]) -> None:
    check = Validator()
    for each in unlike(accounts, ROOTS):
        check.add("roles", "not_of_beancount", each, roots=", ".join(ROOTS))
    check.raise_any()


def _transaction(each: Transaction) -> str:
    link = _NOT_OF_LINK("-", each.order)
    lines = [
        f"{each.date.isoformat()} * {_text(each.memo)} ^{link}",
        f"  number: {_text(each.number)}",
        f"  refs: {_text(references(each.refs))}",
    ]
    for row in each.rows:
        amount = plain_amount(row.amount)
        space = " " * max(1, _WIDTH - len(row.account) - len(amount))
        lines.append(f"  {row.account}{space}{amount} {row.currency}")
    return "\n".join(lines) + "\n\n"


def _text(text: str) -> str:
    r"""
    Return a string of beancount, on one line.

    >>> _text('5" lamp\\n')
    '"5\\" lamp\\\\n"'
    """
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
