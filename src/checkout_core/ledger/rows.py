# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rows of the ledger, and which of them belong together.

A row is one amount and why it is there.  Rows are in the order of events, and a tax
follows the net amount that it is on, so that a reader needs no key to find it: a lamp
for 118.00 with 18 % inside and 10 % off, within one state, is

    subtotal            100.00   line 0, standard, 18 %, HSN 9405
    promotion_discount   10.00   line 0, standard, 18 %, HSN 9405
    tax                   8.10   line 0, CGST 9 %
    tax                   8.10   line 0, SGST 9 %

and these four are one posting: 100.00 - 10.00 = 90.00 net with 16.20 of tax.  Every
figure is a sum of such rows: 106.20 is `subtotal - promotion_discount + tax` (see
`totals.SUMS`), and 90.00 with 8.10 twice is what an invoice has at 18 % or under 9405
(see `summaries`).

Promises that a row of 0 is left out, except a net amount of 0 that has a tax (a price
of 0.01 that is all tax), without which its tax would belong to the row above.  Knows no
rule of pricing.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, TypeAlias

from attrs import field, frozen

from checkout_core.money.exact import exact_sum, grid_of
from checkout_core.statuses import TaxCategory
from checkout_core.tenders import TENDERS
from checkout_core.values import maker_of


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checkout_core.ledger.sheet import Row


#: What each kind of row is; amounts are never negative but for the round-off.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "subtotal": "a line before discounts, without tax",
        "promotion_discount": "what promotions took off a line's taxable value",
        "coupon_discount": "what the coupon took off a line's taxable value",
        "points_discount": "what points took off a line's taxable value",
        "tax": "one tax component of a line",
        "shipping": "the shipping cost without tax",
        "shipping_discount": "the shipping cost that was freed",
        "shipping_tax": "one tax component of the shipping",
        "handling": "a line's handling without tax",
        "handling_tax": "one tax component of a line's handling",
        "charge": "a charge of the store without tax",
        "charge_tax": "one tax component of a charge",
        "round_off": "the signed round-off, outside tax",
        "funded": "a discount that someone other than the seller pays",
        **{each.row: each.meaning for each in TENDERS.values()},
        "promotion_saving": "what a promotion saved the shopper on a line or shipping",
        "coupon_saving": "what the coupon saved the shopper on a line or shipping",
        "points_saving": "what points that are a discount saved the shopper",
        "threshold_saving": "shipping freed by the threshold, with its tax",
        **{
            each.count_row: each.count_meaning for each in TENDERS.values() if each.unit
        },
        "points_earned": "points earned (a count)",
        "points_bonus": "points an offer adds (a count)",
    }
)
#: Kinds of rows whose amount is a number of points, not money.
COUNTS = frozenset(
    [
        *[each.count_row for each in TENDERS.values() if each.unit],
        "points_earned",
        "points_bonus",
    ]
)
#: The posting that a row is part of, named by the row that it begins with, and the sign
#: with which the row's amount is part of its net amount; 0 for a tax.
POSTINGS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "subtotal": ("subtotal", 1),
        "promotion_discount": ("subtotal", -1),
        "coupon_discount": ("subtotal", -1),
        "points_discount": ("subtotal", -1),
        "tax": ("subtotal", 0),
        "shipping": ("shipping", 1),
        "shipping_discount": ("shipping", -1),
        "shipping_tax": ("shipping", 0),
        "handling": ("handling", 1),
        "handling_tax": ("handling", 0),
        "charge": ("charge", 1),
        "charge_tax": ("charge", 0),
    }
)
#: Rows of net amounts, which say how they are taxed.
NET = tuple(kind for kind, (_, sign) in POSTINGS.items() if sign)

#: Rows of the taxes on them, one for each component.
TAXES = frozenset(kind for kind, (_, sign) in POSTINGS.items() if not sign)

#: Rows of delivery, handling and charges, their taxes included.
CHARGES = tuple(kind for kind, (first, _) in POSTINGS.items() if first != "subtotal")
#: Metadata of a field that documents leave out where it holds its default.
SPARSE = "sparse"

# Types of texts that have to be a key of a table.
_Row: TypeAlias = Annotated[str, tuple(KINDS)]
TaxCategoryName: TypeAlias = Annotated[str, tuple(TaxCategory)]


# Positional, unlike other classes of more than five fields: a quote has a row for every
# amount, and by keyword each takes a fifth longer to make.  Without a slot for weak
# references, which `maker_of` needs.
@frozen(weakref_slot=False)
class Entry:
    """
    One row of the ledger.

    Attributes:
        kind: a key of `KINDS`.
        amount: in major units on the currency's grid, or a count of points; only the
            round-off can be negative.
        line: the index of the line it belongs to, None if it is of the whole order.
        offer: the id of the offer that caused it, None without one.
        name: a tax component, a charge, or one of several tenders of a kind; None
            elsewhere.
        rate: in percent: of a tax its own (CGST 9), of a net amount that of all its
            equal components (18), without a cess; None elsewhere.
        category: of a net amount, how it is taxed, such as `standard`; None elsewhere.
        hsn_code: of a net amount, the HSN or SAC code; None if the line or charge has
            none.
        supplier: of delivery, charges and round-off of an order with several suppliers,
            the id of the one whose part it is; None elsewhere.
    """

    kind: _Row
    amount: Decimal
    line: int | None = None
    offer: str | None = None
    name: str | None = None
    rate: Decimal | None = None
    category: TaxCategoryName | None = field(default=None, metadata={SPARSE: True})
    hsn_code: str | None = field(default=None, metadata={SPARSE: True})
    supplier: str | None = field(default=None, metadata={SPARSE: True})


def entries_of(rows: Iterable[Row], exponent: int) -> tuple[Entry, ...]:
    """Return *rows* in minor units as rows in major units."""
    money, count, make = grid_of(exponent), grid_of(0), maker_of(Entry)
    return tuple(
        [
            make(kind, (count if kind in COUNTS else money)(minor), *rest)
            for kind, minor, *rest in rows
        ]
    )


@frozen(slots=False)
class Component:
    """
    One component of a tax, such as CGST at 9 %.

    Attributes:
        name: as in the place of supply or on the line, such as `CGST`.
        rate: in percent.
        amount: in major units.
    """

    name: str
    rate: Decimal
    amount: Decimal


@frozen(kw_only=True)
class Posting:
    """
    A net amount and the tax on it: the goods of one line, or a charge at one rate.

    Attributes:
        kind: the kind of row that it begins with: `subtotal`, `shipping`, `handling` or
            `charge`.
        line: the index of the line, None for delivery and charges.
        name: what a charge is called, None elsewhere.
        rate: the rate of the net amount in percent, without a cess.
        category: how it is taxed, such as `standard`.
        hsn_code: the line's code, None without one.
        net: the net amount after discounts, in major units.
        taxes: each tax on it, in the order of its rows.
        supplier: the supplier whose part of a charge it is, None (the default) if there
            is only one, or for goods.
    """

    kind: str
    line: int | None
    name: str | None
    rate: Decimal | None
    category: str | None
    hsn_code: str | None
    net: Decimal
    taxes: tuple[Component, ...]
    supplier: str | None = None


def postings(entries: Iterable[Entry], zero: Decimal) -> tuple[Posting, ...]:
    """
    Return the net amounts of *entries*, each with the tax that follows it.

    *zero* has the currency's digits.  Where tax of a line follows the rows of another
    one, its own net amount is 0 and has no row, as in a refund.

    >>> cost = Entry("shipping", Decimal("60.00"), rate=Decimal(18))
    >>> tax = Entry("shipping_tax", Decimal("10.80"), name="IGST", rate=Decimal(18))
    >>> (posting,) = postings([cost, tax], Decimal("0.00"))
    >>> posting.net, posting.taxes[0].amount
    (Decimal('60.00'), Decimal('10.80'))
    """
    groups: list[tuple[Entry, list[Decimal], list[Component]]] = []
    for entry in entries:
        known = POSTINGS.get(entry.kind)
        if known is None:
            continue
        first, sign = known
        if entry.kind == first or not groups or not _follows(entry, groups[-1][0]):
            groups.append((entry, [], []))
        _, nets, taxes = groups[-1]
        if sign:
            nets.append(entry.amount if sign > 0 else entry.amount.copy_negate())
        else:
            rate = entry.rate or Decimal(0)
            taxes.append(Component(entry.name or "", rate, entry.amount))
    return tuple(
        [
            Posting(
                kind=POSTINGS[first.kind][0],
                line=first.line,
                name=first.name if nets else None,
                rate=first.rate if nets else None,
                category=first.category,
                hsn_code=first.hsn_code,
                net=exact_sum(zero, nets),
                taxes=tuple(taxes),
                supplier=first.supplier,
            )
            for first, nets, taxes in groups
        ]
    )


def _follows(entry: Entry, first: Entry) -> bool:
    """Return whether a row is part of the posting that *first* begins."""
    begins = POSTINGS[entry.kind][0], entry.line, entry.supplier
    return begins == (POSTINGS[first.kind][0], first.line, first.supplier)
