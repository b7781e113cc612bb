# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Tiers: what an offer gives from a value or a quantity on, and more from a higher one.

Two benefits have them.  Knows no cart.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.offers.benefits.benefit import OWN_PATH, Gift, without_nulls
from checkout_core.offers.benefits.details import each_is
from checkout_core.offers.benefits.own import CUT, POSITIVE, Cut, own_gift
from checkout_core.offers.selectors import Selector, selector_document


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checkout_core.offers.benefits.benefit import Benefit


TIERS = f"{OWN_PATH}.tiers"


@frozen(kw_only=True)
class Tier:
    """
    What is given from a minimum on; made by `tier`.

    Attributes:
        minimum: the least value in major units, or the fewest units: what the offer
            that has the tier goes by.
        cut: what is taken off, or the price.
        maximum: the most it takes off in all, in major units; None for no limit.
    """

    minimum: Amount
    cut: Cut[Decimal]
    maximum: Decimal | None

    def document(self, edge: str) -> dict[str, object]:
        """Return its object, whose minimum is called *edge*."""
        return {
            edge: self.minimum,
            **self.cut.document(),
            **without_nulls(maximum_discount_amount=self.maximum),
        }


def tier(
    minimum: Amount,
    *,
    percent_off: Amount | None = None,
    amount_off: Amount | None = None,
    price: Amount | None = None,
    maximum: Amount | None = None,
) -> Tier:
    """
    Return what is given from a minimum on, for `spend_tiers` and `quantity_tiers`.

    Exactly one of *percent_off*, *amount_off* and *price* is given.

    Args:
        minimum: above 0: of `spend_tiers` what the goods come to at least, in major
            units; of `quantity_tiers` how many units there are at least.
        percent_off: the percentage taken off, above 0, up to 100.
        amount_off: of `spend_tiers` what is taken off once; of `quantity_tiers` what is
            taken off each unit; in major units, above 0.
        price: of `quantity_tiers` what each unit costs, in major units.
        maximum: of `spend_tiers` the most the tier takes off in all, in major units;
            None for no limit.

    Raises `CheckoutError` with every fault.

    >>> tier(2000, percent_off=10, maximum=300).cut.percent_off
    Decimal('10')
    """
    check = Validator()
    given = {"price": price, "amount_off": amount_off, "percent_off": percent_off}
    values = {
        key: None if value is None else CUT[key].check(check, key, value)
        for key, value in given.items()
    }
    cut = Cut.read(check, "", values)
    most = None if maximum is None else POSITIVE.check(check, "maximum", maximum)
    check.raise_any()
    return Tier(minimum=minimum, cut=cut, maximum=most)


def tiers_gift(
    benefit: type[Benefit],
    edge: str,
    tiers: tuple[Tier, ...],
    on: Selector,
    maximum: Amount | None,
) -> Gift:
    """Return the gift of a benefit with *tiers*, whose minimums are called *edge*."""
    check = Validator()
    target = selector_document(check, f"{OWN_PATH}.target", on)
    rows = [each.document(edge) for each in each_is(check, TIERS, tiers, Tier)]
    check.raise_any()
    return own_gift(
        benefit,
        check,
        target=target or None,
        tiers=rows,
        maximum_discount_amount=maximum,
    )


def check_ascending(check: Validator, edge: str, minimums: Sequence[Any]) -> None:
    """Add a fault if the minimums, called *edge*, do not ascend."""
    if any(low >= high for low, high in pairwise(minimums)):
        check.add(TIERS, "tier_order", minimums, field=edge)


def falls(
    tiers: Iterable[tuple[Cut[Decimal], Decimal | None]],
) -> Iterator[tuple[str, str]]:
    """
    Yield a warning for each tier that gives less than the one before it.

    Percentages are compared with percentages, amounts with amounts, and prices with
    prices; a tier is compared with the last of its kind before it.  The caps of two
    tiers are compared too.  *tiers* are the cuts with their caps, None for no cap.
    """
    last: dict[str, tuple[int, Decimal, Decimal | None]] = {}
    for number, (cut, most) in enumerate(tiers, 1):
        ((key, value),) = cut.document().items()
        assert isinstance(value, Decimal)
        known = last.get(key)
        last[key] = number, value, most
        if known is None:
            continue
        before, other, cap = known
        what = ""
        if value > other if key == "price" else value < other:
            what = f"{key} {value:f}, where tier {before} has {other:f}"
        elif most is not None and cap is not None and most < cap:
            what = f"at most {most:f}, where tier {before} gives up to {cap:f}"
        if what:
            yield "tiers_fall", f"tier {number} gives less than one before it: {what}"


def reached(minimums: Sequence[int], amount: int) -> int:
    """
    Return the index of the highest tier that *amount* reaches, -1 for none.

    >>> reached([3, 6], 5), reached([3, 6], 6), reached([3, 6], 2)
    (0, 1, -1)
    """
    found = -1
    for i, minimum in enumerate(minimums):
        if minimum > amount:
            break
        found = i
    return found


__all__ = [
    "TIERS",
    "Tier",
    "check_ascending",
    "falls",
    "reached",
    "tier",
    "tiers_gift",
]
