# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What of money that goes back belongs to whom: funders of discounts, fees on top.

An order says how much of a refund goes back to those who fund discounts, and how much
of the fees on top; whose it is, its payments say.  Each part is shared over what is
left of theirs, so that everything returned leaves every account at 0.

Promises shares that add up, in minor units, none above what is left of it.

An offer of 100.00, of which a bank funds 60.00 and a brand 40.00: of 33.33 that go back
20.00 are the bank's and 13.33 the brand's; of the next 33.34 it is 20.00 and 13.34 of
the 40.00 and 26.67 that are left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from checkout_core.money import allocate
from checkout_core.refunds.proration import prorate
from checkout_core.statuses import Funder, SurchargeBy


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from checkout_core.orders import DebitNote, PaymentUpdate

    Minor = Callable[[Decimal], int]


K = TypeVar("K")


def taken(amount: int, left: dict[K, int]) -> dict[K, int]:
    """
    Take *amount* off what is *left*, in proportion; return the part of each.

    What is left of all together is the most that is taken.

    >>> left = {"bank": 6000, "brand": 4000}
    >>> taken(3333, left), left
    ({'bank': 2000, 'brand': 1333}, {'bank': 4000, 'brand': 2667})
    """
    whole = min(amount, sum(left.values()))
    shares = allocate(whole, list(left.values())) if whole else [0] * len(left)
    found = dict(zip(left, shares, strict=True))
    for key, part in found.items():
        left[key] -= part
    return found


class Funders:
    """
    What funders of the gateway's discounts still pay.

    Args:
        payments: the payments that succeeded, in the order of their reports.
        minor: makes minor units.
    """

    def __init__(self, payments: Sequence[PaymentUpdate], minor: Minor) -> None:
        self._payments = [
            (
                minor(each.gateway_discount),
                {funder: minor(part) for funder, part in each.funded_by},
            )
            for each in payments
            if each.gateway_discount
        ]
        #: What of each payment's discount went back with excess money.
        self._excess = [0] * len(self._payments)
        self.left: dict[Funder, int] = {}
        for _, parts in self._payments:
            for funder, part in parts.items():
                self.left[funder] = self.left.get(funder, 0) + part

    def reduce(self, amount: int) -> None:
        """Note that the price fell by *amount*, which the merchant funds."""
        self.left[Funder.MERCHANT] = self.left.get(Funder.MERCHANT, 0) - amount

    def of_refund(self, amount: int) -> dict[Funder, int]:
        """
        Return whose *amount* is, which goes back with goods.

        A bank's, a platform's or a brand's; the merchant's only where a price reduction
        could not take all of what they fund.
        """
        found: dict[Funder, int] = {}
        self._take(amount, found)
        return found

    def of_excess(self, amount: int) -> dict[Funder, int]:
        """
        Return whose *amount* is, which goes back with excess money.

        That is money of the last payments, as an order returns it; the merchant's part
        of a payment is what the price did not fall by.
        """
        found: dict[Funder, int] = {}
        rest = amount
        for i in reversed(range(len(self._payments))):
            whole, parts = self._payments[i]
            kept = whole - self._excess[i]
            part = min(rest, kept)
            self._excess[i] += part
            mine = parts.get(Funder.MERCHANT, 0)
            own = prorate(mine, kept, whole) - prorate(mine, kept - part, whole)
            others: dict[Funder, int] = {
                funder: min(self.left[funder], theirs)
                for funder, theirs in parts.items()
                if funder is not Funder.MERCHANT
            }
            shares = taken(part - own, others) | {Funder.MERCHANT: own}
            for funder, share in shares.items():
                self._note(funder, share, found)
            rest -= part
        self._take(amount - sum(found.values()), found)
        return found

    def _take(self, amount: int, found: dict[Funder, int]) -> None:
        """Add to *found* whose *amount* is: the others' first, then the merchant's."""
        others: dict[Funder, int] = {
            funder: part
            for funder, part in self.left.items()
            if funder is not Funder.MERCHANT
        }
        shares = taken(amount, others)
        shares[Funder.MERCHANT] = amount - sum(shares.values())
        for funder, share in shares.items():
            self._note(funder, share, found)

    def _note(self, funder: Funder, share: int, found: dict[Funder, int]) -> None:
        if share:
            self.left[funder] = self.left.get(funder, 0) - share
            found[funder] = found.get(funder, 0) + share


class Fees:
    """
    What is left of the fees on top of payments, by the roles that they were booked to.

    Args:
        payments: the payments that succeeded, in the order of their reports.
        notes: the debit notes for those that the merchant gets, by the payment's id.
        minor: makes minor units.
    """

    def __init__(
        self,
        payments: Sequence[PaymentUpdate],
        notes: dict[str, DebitNote],
        minor: Minor,
    ) -> None:
        self._left: dict[tuple[str, str], int] = {}
        for payment in payments:
            for role, amount in fee_of(payment, notes):
                self._left[payment.id, role] = minor(amount)

    def of_payment(self, payment: str, amount: int) -> dict[str, int]:
        """Return the roles of *amount* of a payment's fee that went away."""
        own = {key: part for key, part in self._left.items() if key[0] == payment}
        found = taken(amount, own)
        self._left |= own
        return _by_role(found)

    def of_refund(self, amount: int) -> dict[str, int]:
        """Return the roles of *amount* of all fees that is given back."""
        return _by_role(taken(amount, self._left))


def _by_role(parts: dict[tuple[str, str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (_, role), part in parts.items():
        found[role] = found.get(role, 0) + part
    return found


def fee_of(
    payment: PaymentUpdate, notes: dict[str, DebitNote]
) -> list[tuple[str, Decimal]]:
    """
    Return the roles and amounts of the fee on top of a payment.

    The merchant's is more consideration, its value and its tax; the gateway's passes
    through: it lowers what the gateway's own fee will be.
    """
    if not payment.fee:
        return []
    if payment.surcharge_by is SurchargeBy.GATEWAY:
        return [("gateway_fee", payment.fee)]
    note = notes[payment.id]
    taxes = [(f"tax:{each.name}", each.amount) for each in note.components]
    return [("surcharge", note.taxable_value), *taxes]
