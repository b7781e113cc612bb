# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
One amount off several lines: in their own basis, or at its face value.

`fixed_off` is all that takes one amount off: the vendor's fixed amount, the amounts of
spend tiers, points that are a discount.  Promises that at face value what the shopper
saves is the amount to the last minor unit, in time linear in lines.  Knows no single
benefit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.money.allocation import shares
from checkout_core.offers.benefits.benefit import Adjustment, Basket, Outcome
from checkout_core.offers.benefits.target import shared


if TYPE_CHECKING:
    from checkout_core.offers.benefits.benefit import Taxed
    from checkout_core.offers.benefits.target import Eligible
    from checkout_core.tax.line_rule import LineRule


# The theory of a discount at its face value
#
# Let cost(x) be what the shopper pays for the amount x of a line: x where the price
# includes tax, else x and the tax on it.  A line that is taxed on L before the offer
# and may be discounted by e can save the shopper at most G = cost(L) - cost(L - e).
# The face, at most the sum of all G, is allocated over the lines by G.  Of its share h
# a line gives the largest d <= e that saves no more: cost(L) - cost(L - d) <= h.
#
# Without rounding, d saves d x cost(L) / L, a duty per unit aside, since cost is a
# multiple of the amount.  So d = floor(h x L / cost(L)) is the answer but for what the
# components of the tax are rounded by: each less than one minor unit, so the answer is
# at most a few units away, one for each component.  As cost rises with every unit of
# an amount, it is found by going there one by one, whatever the amounts are.
#
# What d saves less than h is the residue, which goes into the round-off.
#
# 18.00 off 100.00 with 18 % on top: cost(L) = 118.00 and G = 118.00, so h = 18.00 and
# d = floor(1800 x 10000 / 11800) = 1525, which is 15.25.  84.75 are left, with 15.255
# of tax, rounded 15.26: 100.01, so 17.99 are saved.  15.26 would save 18.01: 84.74 and
# 15.25 are 99.99.  So d is 15.25, and the residue is 0.01.


def fixed_off(amount: int, found: Eligible, basket: Basket) -> Outcome:
    """
    Return *amount*, or what is eligible if that is less, over the lines.

    It is taken off in the lines' own basis, so that of lines with tax on top the
    shopper saves the tax too; at its face value if the *basket* says how the lines are
    taxed.  *found* is what `eligible` returns.
    """
    if basket.taxed is None or not amount:
        return shared(min(amount, found[2]), found, basket)
    return _at_face_value(amount, found, basket, basket.taxed())


def _at_face_value(face: int, found: Eligible, basket: Basket, taxed: Taxed) -> Outcome:
    lines, eligible, _ = found
    rules, amounts = taxed.rules, taxed.amounts
    gains = [
        most
        if rules[line].rate.inclusive
        else rules[line].cost(amounts[line]) - rules[line].cost(amounts[line] - most)
        for line, most in zip(lines, eligible, strict=True)
    ]
    whole = sum(gains)
    discounts, residues = [], []
    parts = shares(min(face, whole), gains, basket.lines.ranks, whole, lines)
    for line, most, share in zip(lines, eligible, parts, strict=True):
        cut, residue = share, 0
        if not rules[line].rate.inclusive:
            cut, residue = largest_cut(rules[line], amounts[line], most, share)
        discounts.append(cut)
        residues.append(residue)
    return Adjustment(lines, discounts, residues=residues if any(residues) else ())


def largest_cut(rule: LineRule, amount: int, most: int, share: int) -> tuple[int, int]:
    """
    Return the largest cut of an amount that saves at most *share*, and the residue.

    Args:
        rule: the line's, with its tax on top.
        amount: what the line is taxed on, in minor units.
        most: the largest cut, at most the amount.
        share: what the shopper is to save, in minor units.

    >>> from decimal import Decimal
    >>> from checkout_core.money import Rounding
    >>> from checkout_core.tax.line_rule import LineRule
    >>> from checkout_core.tax.rates import Rate
    >>> rate = Rate.of(Decimal(18), (), inclusive=False)
    >>> rule = LineRule.of(rate, ("GST",), rounding=Rounding.HALF_UP)
    >>> largest_cut(rule, 10000, 10000, 1800)
    (1525, 1)
    """
    if not share:
        return 0, 0
    before = rule.cost(amount)
    cut = min(most, share * amount // (before - rule.fixed_on(amount)))
    saved = before - rule.cost(amount - cut)
    while saved > share:
        cut -= 1
        saved = before - rule.cost(amount - cut)
    while cut < most:
        more = before - rule.cost(amount - cut - 1)
        if more > share:
            break
        cut, saved = cut + 1, more
    return cut, share - saved


__all__ = ["fixed_off", "largest_cut"]
