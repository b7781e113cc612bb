# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The values that `diff` returns.

Each has two sides: `before` is what the first quote says, `after` what the second one
says, and None is a side that says nothing.  Frozen and comparable.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.money.exact import difference


if TYPE_CHECKING:
    from checkout_core.ledger import AppliedOffer, Refusal
    from checkout_core.pricing import Quote


@frozen
class Change:
    """
    A value that differs.

    Its values are not in its `repr`: they can be a name or an address.

    Attributes:
        name: what it is, as a path such as `quantity` or `shipping_address.pincode`.
        before: the value of the first quote: a text, a number, a moment, a tuple of
            such values, or None.  Amounts are in major units, rates in percent.
        after: that of the second quote.
    """

    name: str
    before: Any = field(repr=False)
    after: Any = field(repr=False)


@frozen(kw_only=True)
class LineChange:
    """
    A line that was added, was removed, or differs.

    Attributes:
        key: the pair that identifies the line within its cart, as `Line.key`.
        before: the index of the line in the first cart, None if it was added.
        after: its index in the second cart, None if it was removed.
        given: what differs of the `Line`, () if it was added or removed.
        figures: what differs of the `QuotedLine`, () if it was added or removed.
    """

    key: tuple[str, str]
    before: int | None
    after: int | None
    given: tuple[Change, ...] = ()
    figures: tuple[Change, ...] = ()


@frozen(kw_only=True)
class OfferChange:
    """
    An offer, or whatever else can be refused, of which the quotes say different things.

    Attributes:
        kind: such as `promotion` or `coupon`; the `kind` of its refusal.
        id: the id of the offer; "" for a code that no coupon has.
        before: what the first quote says: an `AppliedOffer` if it applies, a `Refusal`
            if it does not, None if it is not in the quote.
        after: what the second quote says.
    """

    kind: str
    id: str
    before: AppliedOffer | Refusal | None
    after: AppliedOffer | Refusal | None


@frozen(kw_only=True)
class ItemChange:
    """
    A charge, a tender or a part of the payment that differs.

    Attributes:
        kind: `charge`, `instalment`, or a key of `TENDERS`.
        name: which one of its kind: the name of a charge, when a part is due, the name
            of a tender, "" if there is only one.
        before: the `QuotedCharge`, `Tender` or `Instalment` of the first quote, None
            without one.
        after: that of the second quote.
        changes: what differs between the two, () if one of them is None.
    """

    kind: str
    name: str
    before: Any
    after: Any
    changes: tuple[Change, ...] = ()


@frozen(kw_only=True)
class RowChange:
    """
    Rows of the ledger that are of the same thing and whose sums differ.

    Rows are of the same thing if their kind, line, offer, name and rate are equal.  The
    rate of a net amount does not count: it is how the amount is taxed, and the rows of
    its tax have it.

    Attributes:
        kind: a key of `ledger.KINDS`.
        line: the key of the line, None if they are of the whole order.
        offer: the id of the offer that caused them, None without one.
        name: a tax component, a charge, or one of several tenders; None elsewhere.
        rate: of a tax, in percent; None elsewhere.
        before: their sum in the first quote, in major units or points; 0 without any.
        after: their sum in the second quote.
    """

    kind: str
    line: tuple[str, str] | None
    offer: str | None
    name: str | None
    rate: Decimal | None
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more there is in the second quote; below 0 how much less."""
        return difference(self.after, self.before)


@frozen
class TotalPart:
    """
    What the rows of one thing add to the difference of a total.

    Attributes:
        row: the rows.
        amount: their difference with the sign that they have in the total, in major
            units or points.
    """

    row: RowChange
    amount: Decimal


@frozen(kw_only=True)
class TotalChange:
    """
    A total that differs, with the rows that make its difference.

    Attributes:
        name: a key of `ledger.SUMS`.
        before: the total of the first quote, in major units or points.
        after: that of the second quote.
        parts: all rows of the total that differ; their amounts add up to its
            `difference`.
    """

    name: str
    before: Decimal
    after: Decimal
    parts: tuple[TotalPart, ...]

    @property
    def difference(self) -> Decimal:
        """How much more it is in the second quote; below 0 how much less."""
        return difference(self.after, self.before)


@frozen(kw_only=True, repr=False)
class Difference:
    """
    What two quotes in one currency differ in.

    The order of the lines does not matter.

    Attributes:
        before: the first quote.
        after: the second quote.
        facts: what differs of what they were made from, but the lines: keys of the
            cart, `at`, `place`, `policies`, `revision` and `engine`.
        lines: the lines that were added, were removed, or differ.
        offers: the offers that apply to one of them, or whose terms, savings or
            reasons differ.
        charges: the store's charges that differ.
        delivery: the figures of the delivery that differ.
        tenders: what pays in place of money and differs.
        instalments: the parts of the payment that differ, () if all of both is due now.
        rows: the rows of the ledger that differ.
        totals: the totals that differ, in the order of `ledger.SUMS`.
    """

    before: Quote
    after: Quote
    facts: tuple[Change, ...]
    lines: tuple[LineChange, ...]
    offers: tuple[OfferChange, ...]
    charges: tuple[ItemChange, ...]
    delivery: tuple[Change, ...]
    tenders: tuple[ItemChange, ...]
    instalments: tuple[ItemChange, ...]
    rows: tuple[RowChange, ...]
    totals: tuple[TotalChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (
            self.facts
            or self.lines
            or self.offers
            or self.charges
            or self.delivery
            or self.tenders
            or self.instalments
            or self.rows
            or self.totals
        )

    @property
    def to_be_paid(self) -> Decimal:
        """How much more is to be paid, in major units; below 0 how much less."""
        return difference(self.after.to_be_paid, self.before.to_be_paid)

    def __repr__(self) -> str:
        """Show what was to be paid and what is, and nothing of the customer."""
        before, after = self.before, self.after
        paid = f"{before.to_be_paid} -> {after.to_be_paid}"
        return f"<Difference {after.currency} {paid}>"


__all__ = [
    "Change",
    "Difference",
    "ItemChange",
    "LineChange",
    "OfferChange",
    "RowChange",
    "TotalChange",
    "TotalPart",
]
