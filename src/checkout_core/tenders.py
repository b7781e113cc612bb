# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Tenders: what pays a part of an order in place of money: points, gift cards, credit.

Promises that one line of `TENDERS` says all that a room has to know of a kind of
tender: its rows, its totals, its keys of documents, and how it is called.  The order of
the kinds is the order in which they pay.  Knows nothing of how much is granted, which
`pricing.tenders` decides.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.words import message, messages


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal


__all__ = ["TENDERS", "TenderKind", "TenderRequest", "masked"]


#: What takes the place of a gift card's code, but for its last characters.
MASK = "****"
#: How many of the last characters are shown of a code that is longer than that.
_SHOWN = 4


def masked(code: str) -> str:
    """
    Return what is shown of a gift card's code: its last four characters.

    A code of four characters or fewer shows none of them; what is masked stays as it
    is.

    >>> masked("AAAA1111"), masked("****1111"), masked("1111")
    ('****1111', '****1111', '****')
    """
    return MASK + code[-_SHOWN:] if len(code) > _SHOWN else MASK


@frozen(kw_only=True)
class TenderKind:
    """
    One kind of tender: its names in every room, and what is said of it.

    Its texts are messages and name their facts in braces: `{name}`, `{asked}`,
    `{granted}`, `{count}` and `{value}` of the tender, `{why}` it is not more, and what
    a refund has `{restored}`.  What is asked, granted and restored is an amount of
    money, or a number of units as `counted` has it; the count is what is granted, as a
    number alone.

    Attributes:
        unit: what is counted, such as "point"; "" (the default) if it is an amount of
            money.
        counted: how one unit and several are written, with their `{number}`; two empty
            texts (the default) without a `unit`.
        several: whether an order can have more than one, each with a code of which its
            name shows the end; False by default.  Its code is redeemed with the order,
            and one that pays nothing since it has ended or is empty is refused.
        argument: the argument of `Cart` and the key of its document that says how much
            of it the shopper wants to use.
        balance: the attribute of `Customer` that says how much they have; "" (the
            default) if the request itself says so.
        earns_points: whether what it pays earns points; True by default.
        row: the kind of the ledger's row that holds its value.
        meaning: what such a row is.
        row_label: what people call such a row.
        total: the total that its value is part of, a key of `ledger.SUMS`.
        count_row: the kind of the row that counts what is spent; "" (the default)
            without a `unit`.
        count_meaning, count_label, count_total: what such a row is, what people call
            it, and the total that it is part of; "" (the default) without a `unit`.
        key: the key of a quote's document that holds it.
        refund: the attribute of `Refund` and `Due` that says what is refunded to it.
        label: what a receipt calls it.
        refunded: what a credit note calls what is given back to it.
        not_restored: the same if nothing is given back, "" (the default) if that cannot
            be.
        paid: the sentence if all that was asked for is granted; of what is counted, for
            one unit granted and for several.
        less: the same if less is granted.
        nothing: the same if nothing is granted, for one unit asked for and for several;
            "" (the default) if it is `less`.
    """

    unit: str = ""
    counted: tuple[str, str] = ("", "")
    several: bool = False
    argument: str
    balance: str = ""
    earns_points: bool = True
    row: str
    meaning: str
    row_label: str
    total: str
    count_row: str = ""
    count_meaning: str = ""
    count_label: str = ""
    count_total: str = ""
    key: str
    refund: str
    label: str
    refunded: str
    not_restored: str = ""
    paid: str | tuple[str, str]
    less: str | tuple[str, str]
    nothing: str | tuple[str, str] = ""


#: Every kind of tender, in the order in which they pay.
TENDERS: Mapping[str, TenderKind] = MappingProxyType(
    {
        "points": TenderKind(
            unit="point",
            counted=messages("{number} point", "{number} points"),
            argument="loyalty_points_redeemed",
            balance="loyalty_points_balance",
            earns_points=False,
            row="points",
            meaning="the value of the points redeemed",
            row_label=message("Value of the points"),
            total="points_value",
            count_row="points_redeemed",
            count_meaning="points spent (a count)",
            count_label=message("Points spent"),
            count_total="loyalty_points_redeemed",
            key="points",
            refund="points_value",
            label="{granted}",
            refunded=message("{restored} restored"),
            not_restored=message("Points, not restored"),
            paid=messages("{asked} pays {value}.", "{asked} pay {value}."),
            less=messages(
                "{asked} were requested, {number} was redeemed and pays {value}:"
                " {why}.",
                "{asked} were requested, {number} were redeemed and pay {value}:"
                " {why}.",
            ),
            nothing=messages(
                "{asked} was requested and was not redeemed: {why}.",
                "{asked} were requested and none were redeemed: {why}.",
            ),
        ),
        "gift_card": TenderKind(
            several=True,
            argument="gift_cards",
            row="gift_card",
            meaning="what a gift card pays",
            row_label=message("Gift card"),
            total="credit_balance_used",
            key="gift_cards",
            refund="gift_card",
            label=message("Gift card {name}"),
            refunded=message("Back to gift card {name}"),
            paid=message("The gift card {name} pays {value}."),
            less=message(
                "The gift card {name} has {asked} and {granted} was used: {why}."
            ),
            nothing=message("The gift card {name} pays nothing: {why}."),
        ),
        "credit": TenderKind(
            argument="credit_balance_used",
            balance="credit_balance",
            row="credit",
            meaning="the credit used",
            row_label=message("Credit"),
            total="credit_balance_used",
            key="credit",
            refund="credit",
            label=message("Credit"),
            refunded=message("To your credit"),
            paid=message("Credit pays {value}."),
            less=message(
                "{asked} of credit was requested and {granted} was used: {why}."
            ),
        ),
    }
)

#: The kinds of which an order can have several, by the key of `TENDERS`.
BY_CODE = tuple(name for name, kind in TENDERS.items() if kind.several)

#: The kinds of which a customer has a balance.
OF_CUSTOMER: Mapping[str, TenderKind] = MappingProxyType(
    {name: kind for name, kind in TENDERS.items() if kind.balance}
)


# Without slots, one is made in half the time; every cart makes two.
@frozen(kw_only=True, slots=False)
class TenderRequest:
    """
    How much of a tender the shopper wants to use, and how much they have.

    Attributes:
        kind: a key of `TENDERS`.
        name: which one of several of its kind, "" if there is only one.
        asked: a count of points, else an amount in major units; 0 for none.
        balance: how much they have, in the same unit.
        expires_at: from when on it pays nothing, with its offset; None (the default)
            for never.
    """

    kind: str
    name: str = ""
    asked: Decimal
    balance: Decimal
    expires_at: datetime | None = None

    @property
    def is_made(self) -> bool:
        """Whether it is to be answered: one with a name says so if it is empty."""
        return bool(self.asked or self.name)


def any_ends(requests: Iterable[TenderRequest]) -> bool:
    """Return whether one of them ends, so that the moment of pricing is needed."""
    return any(each.expires_at is not None for each in requests)
