# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""One unit of every n cheaper: the third one free."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import choice, count
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    NOTHING,
    OWN_PATH,
    TOO_FEW,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    Priority,
)
from checkout_core.offers.benefits.details import minor_cap
from checkout_core.offers.benefits.own import (
    CUT,
    TARGET,
    Cut,
    OwnBenefit,
    ids_of,
    own_document,
    own_gift,
    scope_of,
    table_of,
    values_of,
)
from checkout_core.offers.benefits.pools import (
    at_most,
    first_of,
    groups_of,
    in_order,
    money_off,
    places_of,
    quantity_of,
)
from checkout_core.offers.benefits.words import (
    at_most_in_all,
    at_most_times,
    cut_at,
)
from checkout_core.offers.selectors import EVERYTHING, Selector, selector_document
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.values import Record
    from checkout_core.words import Words


class UnitOrder(StrEnum):
    """
    In which order units are counted: by unit amount, then line key, then unit.

    - `DEAREST_FIRST`: the last of n is the cheapest of them
    - `CHEAPEST_FIRST`: the last of n is the dearest of them
    """

    DEAREST_FIRST = "dearest_first"
    CHEAPEST_FIRST = "cheapest_first"


_PRIORITIES: Mapping[UnitOrder, Priority] = MappingProxyType(
    {
        UnitOrder.DEAREST_FIRST: Priority.MOST_EXPENSIVE_FIRST,
        UnitOrder.CHEAPEST_FIRST: Priority.CHEAPEST_FIRST,
    }
)

_TERMS: Mapping[UnitOrder, tuple[str, str, str]] = MappingProxyType(
    {
        UnitOrder.DEAREST_FIRST: (
            message("of every {count}, dearest first, number {place} at {amount}"),
            message("of every {count}, dearest first, number {place} at {amount} off"),
            message("of every {count}, dearest first, number {place} at {rate} off"),
        ),
        UnitOrder.CHEAPEST_FIRST: (
            message("of every {count}, cheapest first, number {place} at {amount}"),
            message("of every {count}, cheapest first, number {place} at {amount} off"),
            message("of every {count}, cheapest first, number {place} at {rate} off"),
        ),
    }
)


@frozen(kw_only=True)
class EveryNth(OwnBenefit, Generic[Grid]):
    """
    One unit of every n cheaper.

    Attributes:
        n: how many units a group has, 2 or more.
        position: which unit of a group is cheaper, 1 to `n`; the last by default.
        order: in which order units are counted; dearest first by default.
        cut: what that unit costs, or what is taken off it.
        target: which lines the units are of.
        max_groups: the most groups, None for no limit.
        maximum_discount_amount: the most it takes off in all, None for no limit.
    """

    n: int
    position: int
    order: UnitOrder
    cut: Cut[Grid]
    target: Selector
    max_groups: int | None
    maximum_discount_amount: Grid | None

    kind: ClassVar[str] = "every_nth"
    type: ClassVar[str] = "discount"
    ties_units: ClassVar[bool] = True
    keys: ClassVar[ObjectTable] = table_of(
        kind,
        {
            "target": TARGET,
            "n": count(low=2),
            "position": count(low=1),
            "order": choice(UnitOrder),
            **CUT,
            "max_groups": count(low=1),
        },
        "n",
    )

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of an offer's document."""
        values = values_of(check, cls.keys, document)
        n, position = values["n"], values["position"]
        if position is not None and position > n:
            check.add(f"{OWN_PATH}.position", "beyond_its_group", position, n=n)
        return EveryNth(
            n=n,
            position=n if position is None else position,
            order=values["order"] or UnitOrder.DEAREST_FIRST,
            cut=Cut.read(check, OWN_PATH, values),
            target=values["target"] or EVERYTHING,
            max_groups=values["max_groups"],
            maximum_discount_amount=values["maximum_discount_amount"],
        )

    @property
    def scope(self) -> str:
        """What it applies to."""
        return scope_of(self.target)

    def document(self) -> dict[str, Any]:
        """Return the keys of an offer that say what it gives."""
        return own_document(
            self.kind,
            target=ids_of(self.target) or None,
            n=self.n,
            position=self.position,
            order=str(self.order),
            **self.cut.document(),
            max_groups=self.max_groups,
            maximum_discount_amount=self.maximum_discount_amount,
        )

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        return self.target

    def required(self) -> Selector:
        """Return the lines of its target: the units of a group make one cheaper."""
        return self.target

    def minor(self: EveryNth[Decimal], path: str, to_minor: ToMinor) -> EveryNth[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return EveryNth(
            n=self.n,
            position=self.position,
            order=self.order,
            cut=self.cut.minor(path, to_minor),
            target=self.target,
            max_groups=self.max_groups,
            maximum_discount_amount=minor_cap(to_minor, path, most),
        )

    def joined(self, other: EveryNth[Decimal]) -> None:
        """Return None: it has no rows."""

    def give(
        self: EveryNth[int],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
        basket: Basket,
    ) -> Outcome:
        """
        Return what one unit of each full group becomes cheaper, rounded for each unit.

        Units are counted in its order, across lines; those that fill no group keep
        their price.  The third one free, dearest first: of 2 at 400.00, 2 at 300.00 and
        3 at 200.00 the groups are 400 + 400 + 300 and 300 + 200 + 200, so 300.00 and
        200.00 are taken off, and the last unit is in no group.
        """
        lines, n = self.target.lines(basket.lines), self.n
        if not lines:
            return NotMet(NO_MATCH)
        missing = n - quantity_of(lines, basket)
        if missing > 0:
            return NotMet(TOO_FEW, units=missing)
        units = in_order(groups_of(lines, basket), _PRIORITIES[self.order])
        groups = at_most(sum([each[4] for each in units]) // n, self.max_groups)
        if not groups:
            return NotMet(NOTHING)
        chosen = places_of(first_of(units, groups * n), n, self.position)
        off = self.cut.off(chosen, basket)
        return money_off(off, self.maximum_discount_amount, basket)

    def terms(self: EveryNth[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        found = cut_at(
            words,
            _TERMS[self.order],
            self.cut,
            count=words.count(self.n),
            place=words.count(self.position),
        )
        found = at_most_times(words, found, self.max_groups)
        return at_most_in_all(words, found, self.maximum_discount_amount)

    def findings(
        self,
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield nothing: a group never gives more than it has."""
        return iter(())


def every_nth(
    n: int,
    *,
    percent_off: Amount | None = None,
    amount_off: Amount | None = None,
    price: Amount | None = None,
    on: Selector = EVERYTHING,
    position: int | None = None,
    order: Literal["dearest_first", "cheapest_first"] = "dearest_first",
    max_groups: int | None = None,
    maximum: Amount | None = None,
) -> Gift:
    """
    Return one unit of every *n* cheaper.

    Its offer is of the vendor's type `discount`.  Exactly one of *percent_off*,
    *amount_off* and *price* is given.

    Args:
        n: how many units a group has, 2 or more; units that fill none keep their price.
        percent_off: what is taken off that unit, above 0, up to 100.
        amount_off: what is taken off that unit, above 0, in major units.
        price: what that unit costs, in major units, if it costs more than that.
        on: `EVERYTHING` (default), `products`, `variants` or `categories`, joined by
            `|`: which units are counted, together.
        position: which unit of a group is cheaper, 1 to *n*; the last by default.
        order: how units are counted, `dearest_first` (default) or `cheapest_first`.
        max_groups: the most groups of an order, above 0; None for no limit.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the offer.

    >>> every_nth(3, percent_off=100).benefit.position
    3
    """
    check = Validator()
    target = selector_document(check, f"{OWN_PATH}.target", on)
    return own_gift(
        EveryNth,
        check,
        target=target or None,
        n=n,
        position=position,
        order=order,
        price=price,
        amount_off=amount_off,
        percent_off=percent_off,
        max_groups=max_groups,
        maximum_discount_amount=maximum,
    )
