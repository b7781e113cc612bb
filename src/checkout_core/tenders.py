# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Tenders: what pays a part of an order in place of money, such as points and credit.

Promises that all a room has to know of a kind of tender stands in one line of
`TENDERS`: its rows, its totals, its keys of documents, and how it is called.  The kinds
stand in the order in which they pay.  Knows nothing of how much is granted, which
`pricing.tenders` decides.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen


if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


@frozen(kw_only=True)
class TenderKind:
    """
    One kind of tender, as every room but pricing sees it.

    Attributes:
        argument: the argument of `Cart` and the key of its document that says how much
            of it the shopper wants to use.
        balance: the attribute of `Customer` that says how much they have.
        row: the kind of the ledger's row that holds its value.
        meaning: what such a row is, for `ledger.KINDS`.
        total: the total that its value is part of, a key of `ledger.SUMS`.
        count_row: the kind of row that counts what is spent, "" if it is an amount of
            money: then `asked` and `granted` are amounts, else counts.
        count_meaning: what such a row is, "" without one.
        count_total: the total that the count is part of, "" without one.
        earns_points: whether what it pays earns points; True by default.
        key: the key of a quote's document that holds it.
        refund: the attribute of `Refund` and of `Due` with the value that is refunded
            to it.
        label: what a receipt calls it; `{count}` stands for how many were granted.
        paid: the sentence if all that was asked for is granted; it may name `{asked}`,
            `{granted}` and `{value}`.
        less: the sentence if less is granted, with `{why}`.
        none: the sentence if nothing is granted, with `{why}`.
    """

    argument: str
    balance: str
    row: str
    meaning: str
    total: str
    count_row: str = ""
    count_meaning: str = ""
    count_total: str = ""
    earns_points: bool = True
    key: str
    refund: str
    label: str
    paid: str
    less: str
    none: str


#: Every kind of tender, in the order in which they pay.
TENDERS: Mapping[str, TenderKind] = MappingProxyType(
    {
        "points": TenderKind(
            argument="loyalty_points_redeemed",
            balance="loyalty_points_balance",
            row="points",
            meaning="the value of the points redeemed",
            total="points_value",
            count_row="points_redeemed",
            count_meaning="points spent (a count)",
            count_total="loyalty_points_redeemed",
            earns_points=False,
            key="points",
            refund="points_value",
            label="{count} points",
            paid="{asked} pay {value}.",
            less=(
                "{asked} were requested, {granted} were redeemed and pay {value}:"
                " {why}."
            ),
            none="{asked} were requested and none were redeemed: {why}.",
        ),
        "credit": TenderKind(
            argument="credit_balance_used",
            balance="credit_balance",
            row="credit",
            meaning="the credit used",
            total="credit_balance_used",
            key="credit",
            refund="credit",
            label="Credit",
            paid="Credit pays {granted}.",
            less="{asked} of credit was requested and {granted} was used: {why}.",
            none="{asked} of credit was requested and {granted} was used: {why}.",
        ),
    }
)


@frozen(kw_only=True)
class TenderRequest:
    """
    How much of a tender the shopper wants to use, and how much they have.

    Attributes:
        kind: a key of `TENDERS`.
        name: which one of several of its kind, "" if there is only one.
        asked: a count of points, else an amount in major units; 0 for none.
        balance: how much they have, in the same unit.
    """

    kind: str
    name: str = ""
    asked: Decimal
    balance: Decimal


#: Why less of a tender is granted than was asked for; the sentences are in
#: `views.explain`.
REASONS = (
    "no_programme",
    "balance",
    "maximum_points",
    "maximum_percent",
    "nothing_left_to_pay",
    "below_minimum_points",
    "same_value_for_fewer",
    "worthless",
)
