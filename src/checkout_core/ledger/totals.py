# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every total of a quote, and the signed kinds of rows it is the sum of.

Promises one definition of each: a field of `Totals` says which rows it adds up, and
`SUMS` is read from there.

The round-off is a row of its own, outside tax: of 1104.25 rounded to a step of 1.00 it
is -0.25, and `grand_total` and all totals after it hold it as one more summand.  Where
prices that include tax are split by `net_exact`, the row also holds the residue: 1.02
with 18 % inside is 0.86 net and 0.15 tax, each rounded once, and the shopper pays the
1.02 that was shown, so the row is 0.01.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, fields, frozen

from checkout_core.ledger.rows import KINDS
from checkout_core.money.exact import amounts_of, exact_sum, percent_of
from checkout_core.tenders import TENDERS
from checkout_core.values import maker_of


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checkout_core.ledger.rows import Entry

    #: Kinds of rows with the signs they are added with.
    Signed: TypeAlias = tuple[tuple[str, int], ...]


_TAXED = ("subtotal", "tax")
_SHIPPING = ("shipping", "-shipping_discount")
_HANDLING = ("handling", "charge")
_HANDLING_TAX = ("handling_tax", "charge_tax")
_GRAND = (
    *_TAXED,
    "-promotion_discount",
    "-coupon_discount",
    "-points_discount",
    *_SHIPPING,
    "shipping_tax",
    *_HANDLING,
    *_HANDLING_TAX,
    "round_off",
)
_TENDERS = tuple(each.row for each in TENDERS.values())
_OTHER = (*_TENDERS, "points_saving", "threshold_saving")


def _tendered(name: str) -> tuple[str, ...]:
    """Return the rows of the tenders that are part of the total called *name*."""
    kinds = TENDERS.values()
    values = [each.row for each in kinds if each.total == name]
    counts = [each.count_row for each in kinds if each.count_total == name]
    return (*values, *counts)


def _sum(*rows: str) -> dict[str, Signed]:
    """Return the rows that a field of `Totals` adds up, those with "-" negated."""
    signs = [-1 if row.startswith("-") else 1 for row in rows]
    kinds = [row.removeprefix("-") for row in rows]
    return {"rows": tuple(zip(kinds, signs, strict=True))}


@frozen(slots=False, kw_only=True)
class Totals:
    """
    The totals of a quote, in major units; section 4 of the contract.

    Attributes:
        subtotal: the goods without their tax, before discounts.
        item_total_tax: the tax on the goods, after discounts.
        subtotal_including_tax: the two together.
        promotion_discount_amount: what promotions take off the goods.
        coupon_discount_amount: what the coupon takes off the goods, and what points
            do that are a discount.
        shipping_estimated_cost: delivery without its tax, before discounts.
        shipping_discount_amount: what is taken off delivery.
        shipping_amount: delivery without its tax, after discounts.
        shipping_tax_amount: the tax on delivery.
        shipping_amount_including_tax: the two together.
        handling_charge_excluding_tax: handling and the store's charges without their
            tax.
        handling_charge_tax_amount: the tax on them.
        handling_charge_including_tax: the two together.
        total_tax: the tax on goods, delivery, handling and charges.
        round_off: what the rounding of the grand total adds or, below 0, takes off.
        grand_total: what the order costs.
        funded_savings: what others than the shop pay of it.
        points_value: what points pay of it, 0 where they are a discount.
        credit_balance_used: what gift cards and store credit pay of it.
        to_be_paid: what is left for the shopper to pay.
        promotion_savings: what promotions save the shopper, tax included.
        coupon_savings: what the coupon saves the shopper, tax included.
        other_savings: what points, gift cards and credit pay, what points save that
            are a discount, and delivery that the threshold freed, with its tax.
        total_savings: the savings of promotions, coupon and others together.
        loyalty_points_redeemed: a number of points, not an amount.
        loyalty_points_earned: a number of points, not an amount.
    """

    subtotal: Decimal = field(metadata=_sum("subtotal"))
    item_total_tax: Decimal = field(metadata=_sum("tax"))
    subtotal_including_tax: Decimal = field(metadata=_sum(*_TAXED))
    promotion_discount_amount: Decimal = field(metadata=_sum("promotion_discount"))
    coupon_discount_amount: Decimal = field(
        metadata=_sum("coupon_discount", "points_discount")
    )
    shipping_estimated_cost: Decimal = field(metadata=_sum("shipping"))
    shipping_discount_amount: Decimal = field(metadata=_sum("shipping_discount"))
    shipping_amount: Decimal = field(metadata=_sum(*_SHIPPING))
    shipping_tax_amount: Decimal = field(metadata=_sum("shipping_tax"))
    shipping_amount_including_tax: Decimal = field(
        metadata=_sum(*_SHIPPING, "shipping_tax")
    )
    handling_charge_excluding_tax: Decimal = field(metadata=_sum(*_HANDLING))
    handling_charge_tax_amount: Decimal = field(metadata=_sum(*_HANDLING_TAX))
    handling_charge_including_tax: Decimal = field(
        metadata=_sum(*_HANDLING, *_HANDLING_TAX)
    )
    total_tax: Decimal = field(metadata=_sum("tax", "shipping_tax", *_HANDLING_TAX))
    round_off: Decimal = field(metadata=_sum("round_off"))
    grand_total: Decimal = field(metadata=_sum(*_GRAND))
    funded_savings: Decimal = field(metadata=_sum("funded"))
    points_value: Decimal = field(metadata=_sum(*_tendered("points_value")))
    credit_balance_used: Decimal = field(
        metadata=_sum(*_tendered("credit_balance_used"))
    )
    to_be_paid: Decimal = field(
        metadata=_sum(*_GRAND, "-funded", *[f"-{row}" for row in _TENDERS])
    )
    promotion_savings: Decimal = field(metadata=_sum("promotion_saving"))
    coupon_savings: Decimal = field(metadata=_sum("coupon_saving"))
    other_savings: Decimal = field(metadata=_sum(*_OTHER))
    total_savings: Decimal = field(
        metadata=_sum("promotion_saving", "coupon_saving", *_OTHER)
    )
    loyalty_points_redeemed: Decimal = field(
        metadata=_sum(*_tendered("loyalty_points_redeemed"))
    )
    loyalty_points_earned: Decimal = field(
        metadata=_sum("points_earned", "points_bonus")
    )

    @property
    def promotion_discount_percent(self) -> Decimal:
        """The promotions' discount in percent of the subtotal, two decimals."""
        return share(self.promotion_discount_amount, self.subtotal)

    @property
    def coupon_discount_percent(self) -> Decimal:
        """The coupon's discount in percent of the subtotal, two decimals."""
        return share(self.coupon_discount_amount, self.subtotal)


#: Every total, as the signed kinds of rows it sums.
SUMS: Mapping[str, Signed] = MappingProxyType(
    {each.name: each.metadata["rows"] for each in fields(Totals)}
)
#: `SUMS` the other way round: the totals that a kind of row is part of.
FEEDS: Mapping[str, Signed] = MappingProxyType(
    {
        kind: tuple(
            (name, sign)
            for name, kinds in SUMS.items()
            for each, sign in kinds
            if each == kind
        )
        for kind in KINDS
    }
)
#: Totals that are a number of points, not money.
POINTS = ("loyalty_points_redeemed", "loyalty_points_earned")
#: Their places among all totals.
_COUNTS = [list(SUMS).index(name) for name in POINTS]
#: Every total, at nothing.
_NOTHING = dict.fromkeys(SUMS, 0)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """
    Return *part* in percent of *whole*, two decimals half up, 0 of nothing.

    >>> share(Decimal("87.80"), Decimal("1095.76"))
    Decimal('8.01')
    """
    numerator, denominator = part.as_integer_ratio()
    upper, lower = whole.as_integer_ratio()
    return percent_of(numerator * lower, denominator * upper)


def added_up(sums: Mapping[str, int]) -> dict[str, int]:
    """
    Return every total in minor units; *sums* are those of each kind of row.

    >>> added_up({"subtotal": 10000, "tax": 1800})["to_be_paid"]
    11800
    """
    found = _NOTHING.copy()
    for kind, minor in sums.items():
        if minor:
            for name, sign in FEEDS[kind]:
                found[name] += sign * minor
    return found


def shown_totals(totals: Mapping[str, int], exponent: int) -> Totals:
    """Return *totals* in major units, those that are counts as they are."""
    # Most are 0 or equal to another one: without offers, 8 of the 26 differ.
    values = list(totals.values())
    distinct = {*values}
    known = dict(zip(distinct, amounts_of(distinct, exponent), strict=True))
    found = list(map(known.__getitem__, values))
    for index in _COUNTS:
        found[index] = Decimal(values[index])
    made: Totals = maker_of(Totals)(*found)
    return made


def total(entries: Iterable[Entry], name: str, zero: Decimal) -> Decimal:
    """
    Return the total called *name* of *entries*; *zero* has the currency's digits.

    >>> from checkout_core.ledger import Entry
    >>> total([Entry("tax", Decimal("0.05"))], "item_total_tax", Decimal("0.00"))
    Decimal('0.05')
    """
    signs = dict(SUMS[name])
    return exact_sum(
        zero,
        (
            entry.amount if signs[entry.kind] > 0 else entry.amount.copy_negate()
            for entry in entries
            if entry.kind in signs
        ),
    )
