# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The journal's values: a transaction, and its rows.

Promises that a transaction balances to the last minor unit, that a row has one side,
and that no row is of 0.  Knows nothing of orders.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.books.accounts import Accounts
from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import difference, exact_sum


if TYPE_CHECKING:
    from collections.abc import Iterable


#: Every kind of transaction, in the order of those of one day.
TRANSACTIONS = (
    "sale",
    "payment",
    "payout",
    "credit_note",
    "refund",
    "reduction",
    "supplier_sale",
    "supplier_settlement",
    "chargeback",
)


@frozen(kw_only=True)
class JournalRow:
    """
    One side of a transaction: an amount that an account is debited or credited with.

    Attributes:
        date: the day of the transaction.
        txn: its kind, such as `sale`; one of `books.TRANSACTIONS`.
        role: what the account is for, such as `tax:CGST`.
        account: the account, as the mapping of roles calls it.
        debit: the amount in major units, above 0; None on the other side.
        credit: the same of the other side.
        currency: the ISO 4217 code of the amount.
        refs: the order's number, then those of invoice, payment or refund.
        memo: what happened, for people to read.
    """

    date: date
    txn: str
    role: str
    account: str
    debit: Decimal | None
    credit: Decimal | None
    currency: str
    refs: tuple[str, ...]
    memo: str

    @property
    def amount(self) -> Decimal:
        """The amount with its sign: a debit is positive."""
        if self.debit is not None:
            return self.debit
        assert self.credit is not None
        return self.credit.copy_negate()


@frozen(kw_only=True)
class Transaction:
    """
    What happened at once: rows whose debits and credits are equal.

    Attributes:
        date: its day.
        txn: its kind, one of `books.TRANSACTIONS`.
        order: the number of the order.
        number: a number for vouchers, the same each time the order is booked: its
            order, its kind, and how many of that kind the order has up to it.
        refs: the order's number, then those of invoice, payment or refund.
        memo: what happened, for people to read.
        currency: the ISO 4217 code of its amounts.
        rows: the rows, in the order of the contract's table; at least two.
    """

    date: date
    txn: str
    order: str
    number: str
    refs: tuple[str, ...]
    memo: str
    currency: str
    rows: tuple[JournalRow, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the debits, in major units, which is that of the credits."""
        debits = [each.debit for each in self.rows if each.debit is not None]
        return exact_sum(debits[0], debits[1:])


class Draft:
    """
    A transaction that is being made: amounts by role, debits first.

    Attributes:
        txn: its kind.
        date: its day.
        refs: what it is about, after the order's number.
        memo: what happened.
    """

    def __init__(self, txn: str, day: date, refs: Iterable[str], memo: str) -> None:
        self.txn = txn
        self.date = day
        self.refs = tuple(refs)
        self.memo = memo
        self._sides: tuple[dict[str, Decimal], dict[str, Decimal]] = ({}, {})

    def debit(self, role: str, amount: Decimal) -> None:
        """Debit a role with an amount; one below 0 is a credit at the same place."""
        self._add(0, role, amount)

    def credit(self, role: str, amount: Decimal) -> None:
        """Credit a role with an amount; one below 0 is a debit at the same place."""
        self._add(1, role, amount)

    def _add(self, side: int, role: str, amount: Decimal) -> None:
        before = self._sides[side].get(role)
        self._sides[side][role] = (
            amount if before is None else exact_sum(before, [amount])
        )

    @property
    def amounts(self) -> list[tuple[str, Decimal]]:
        """The roles with their amounts, credits below 0, none of them 0."""
        debits, credits_ = self._sides
        found = [*debits.items()]
        found += [(role, amount.copy_negate()) for role, amount in credits_.items()]
        return [(role, amount) for role, amount in found if amount]

    def transaction(
        self, order: str, number: int, currency: str, accounts: Accounts
    ) -> Transaction:
        """
        Return the transaction; raises `CheckoutError` if it does not balance.

        It balances if the order's own figures add up.  *number* counts the order's
        transactions of this kind, from 1.
        """
        amounts = self.amounts
        left = exact_sum(amounts[0][1], [amount for _, amount in amounts[1:]])
        if left:
            debits = [amount for _, amount in amounts if amount > 0]
            zero = difference(left, left)
            total = exact_sum(zero, debits)
            facts = {"expected": difference(total, left), "identity": "the credits"}
            path = f"{self.txn}[{number - 1}].debits"
            raise CheckoutError([fault(path, "does_not_add_up", total, **facts)])
        refs = tuple(dict.fromkeys([order, *self.refs]))
        return Transaction(
            date=self.date,
            txn=self.txn,
            order=order,
            number=f"{order}-{self.txn}-{number}",
            refs=refs,
            memo=self.memo,
            currency=currency,
            rows=tuple(
                [
                    JournalRow(
                        date=self.date,
                        txn=self.txn,
                        role=role,
                        account=accounts[role],
                        debit=amount if amount > 0 else None,
                        credit=amount.copy_negate() if amount < 0 else None,
                        currency=currency,
                        refs=refs,
                        memo=self.memo,
                    )
                    for role, amount in amounts
                ]
            ),
        )


def drafts_in_order(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts that hold something, by day, those of one day by kind."""
    found = [each for each in drafts if each.amounts]
    return sorted(found, key=lambda each: (each.date, TRANSACTIONS.index(each.txn)))
