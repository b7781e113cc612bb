# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""These goods together for a price, or cheaper: a shirt and a soap for 1,299."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, ClassVar, Generic

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import count
from checkout_core.offers.benefits.benefit import (
    NO_MATCH,
    OWN_PATH,
    TOO_FEW,
    Basket,
    Gift,
    Grid,
    NotMet,
    Outcome,
    PricedSet,
    Priority,
    records,
)
from checkout_core.offers.benefits.details import each_is, minor_cap
from checkout_core.offers.benefits.own import (
    CUT,
    Cut,
    OwnBenefit,
    ids_of,
    own_document,
    own_gift,
    row_of,
    rows_of,
    scope_of,
    table_of,
    target_of,
    values_of,
)
from checkout_core.offers.benefits.pools import (
    at_most,
    by_line,
    first_of,
    groups_of,
    in_order,
    money_off,
    part_of,
    quantity_of,
    sets_of,
    side_by_side,
    within,
)
from checkout_core.offers.benefits.words import (
    A_SET,
    at_most_in_all,
    at_most_times,
    cut_at,
)
from checkout_core.offers.selectors import (
    EVERYTHING,
    SELECTOR_KEYS,
    Selector,
    selector_document,
)


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from checkout_core.keys import Values
    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.offers.selectors import LineIndex
    from checkout_core.values import Record
    from checkout_core.words import Words


#: How many components a bundle has.
MIN_COMPONENTS = 2
MAX_COMPONENTS = 20


@frozen
class Component:
    """
    One part of a bundle; made by `part`.

    Attributes:
        target: which lines.
        quantity: how many of their units are in each bundle, above 0.
    """

    target: Selector
    quantity: int

    def document(self) -> dict[str, object]:
        """Return its object."""
        return {**ids_of(self.target), "quantity": self.quantity}


def _component(
    check: Validator,  # noqa: ARG001 - as `rows_of` calls it
    path: str,  # noqa: ARG001 - as `rows_of` calls it
    values: Values,
) -> Component:
    quantity = values["quantity"]
    return Component(target_of(values), 1 if quantity is None else quantity)


_COMPONENT = ObjectTable({**SELECTOR_KEYS, "quantity": count(low=1)})
_COMPONENTS = f"{OWN_PATH}.components"


@frozen(kw_only=True)
class Bundle(OwnBenefit, Generic[Grid]):
    """
    Goods of several kinds, together for a price or cheaper.

    Attributes:
        components: what is in a bundle, 2 to 20; a line belongs to the first that
            matches it.
        cut: what a bundle costs, or what is taken off it.
        max_bundles: the most bundles, None for no limit.
        maximum_discount_amount: the most it takes off in all, None for no limit.
    """

    components: tuple[Component, ...]
    cut: Cut[Grid]
    max_bundles: int | None
    maximum_discount_amount: Grid | None

    kind: ClassVar[str] = "bundle"
    type: ClassVar[str] = "discount"
    ties_units: ClassVar[bool] = True
    keys: ClassVar[ObjectTable] = table_of(
        kind,
        {
            "components": rows_of(
                _COMPONENT, _component, low=MIN_COMPONENTS, high=MAX_COMPONENTS
            ),
            **CUT,
            "max_bundles": count(low=1),
        },
        "components",
    )

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of an offer's document."""
        values = values_of(check, cls.keys, document)
        return Bundle(
            components=values["components"],
            cut=Cut.read(check, OWN_PATH, values),
            max_bundles=values["max_bundles"],
            maximum_discount_amount=values["maximum_discount_amount"],
        )

    @property
    def scope(self) -> str:
        """What it applies to."""
        return scope_of(*[each.target for each in self.components])

    def document(self) -> dict[str, Any]:
        """Return the keys of an offer that say what it gives."""
        return own_document(
            self.kind,
            components=records(self.components),
            **self.cut.document(),
            max_bundles=self.max_bundles,
            maximum_discount_amount=self.maximum_discount_amount,
        )

    def reach(self) -> Selector:
        """Return the lines of all components: any of them concerns it."""
        return Selector(
            tuple(one for each in self.components for one in each.target.choices)
        )

    def required(self) -> Selector:
        """Return the lines of all components: each of them makes the bundle."""
        return self.reach()

    def minor(self: Bundle[Decimal], path: str, to_minor: ToMinor) -> Bundle[int]:
        """Return it with amounts in minor units."""
        most = self.maximum_discount_amount
        return Bundle(
            components=self.components,
            cut=self.cut.minor(path, to_minor),
            max_bundles=self.max_bundles,
            maximum_discount_amount=minor_cap(to_minor, path, most),
        )

    def joined(self, other: Bundle[Decimal]) -> None:
        """Return None: the components of two bundles are no bundle."""

    def lines(self, index: LineIndex) -> list[Sequence[int]]:
        """Return the lines of each component: those that no component before it has."""
        taken: set[int] = set()
        found: list[Sequence[int]] = []
        for each in self.components:
            lines = [i for i in each.target.lines(index) if i not in taken]
            taken.update(lines)
            found.append(lines)
        return found

    def give(
        self: Bundle[int],
        rules: OfferRules,  # noqa: ARG002 - the protocol's
        basket: Basket,
    ) -> Outcome:
        """
        Return what the bundles become cheaper, shared over their lines.

        The dearest units of each component make the first bundle, and so on.  With a
        price, the first bundle that costs no more ends it.  Shirts at 1,200.00 and
        1,000.00 and two soaps at 180.00, together 1,299.00: the first bundle costs
        1,380.00, so 81.00 is taken off; the second costs 1,180.00 and stays as it is.
        With 10 % both are used, and rounded once: 10 % of 2,560.00 is 256.00.
        """
        found = self.lines(basket.lines)
        if not any(found):
            return NotMet(NO_MATCH)
        sizes = [each.quantity for each in self.components]
        missing = sum(
            max(0, size - quantity_of(lines, basket))
            for size, lines in zip(sizes, found, strict=True)
        )
        if missing:
            return NotMet(TOO_FEW, units=missing)
        order = Priority.MOST_EXPENSIVE_FIRST
        pools = [in_order(groups_of(lines, basket), order) for lines in found]
        costs = reduce(side_by_side, map(sets_of, pools, sizes))
        cut = self.cut
        whole = cut.percent_off is not None
        used = at_most(
            sum([each for each, cost in costs if whole or cut.of(cost, basket)]),
            self.max_bundles,
        )
        amounts: dict[int, int] = {}
        for pool, size in zip(pools, sizes, strict=True):
            amounts.update(by_line(first_of(pool, used * size)))
        if whole:
            less = part_of(sum(amounts.values()), cut.millionths, basket)
        else:
            less, left = 0, used
            for each, cost in costs:
                less += min(each, left) * cut.of(cost, basket)
                left -= min(each, left)
        off = within(amounts, less, basket)
        return money_off(off, self.maximum_discount_amount, basket)

    def set_in(self: Bundle[int], index: LineIndex) -> PricedSet | None:
        """Return what a bundle is made of, None if it has no price of its own."""
        price, units = self.cut.price, [each.quantity for each in self.components]
        if price is None:
            return None
        return PricedSet(price, list(zip(self.lines(index), units, strict=True)))

    def terms(self: Bundle[Decimal], words: Words) -> str:
        """Return its terms, as a label."""
        units = sum([each.quantity for each in self.components])
        found = cut_at(words, A_SET, self.cut, count=words.count(units))
        found = at_most_times(words, found, self.max_bundles)
        return at_most_in_all(words, found, self.maximum_discount_amount)

    def findings(
        self,
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield each component that no line can belong to."""
        for i, each in enumerate(self.components):
            for j, earlier in enumerate(self.components[:i]):
                if _covers(earlier.target, each.target):
                    message = (
                        f"no line belongs to its components[{i}], since components[{j}]"
                        " takes all of them; put the narrow one first"
                    )
                    yield "component_shadowed", message
                    break


def _covers(one: Selector, other: Selector) -> bool:
    """Return whether every line of *other* is one of *one*, whatever the lines."""
    return one == EVERYTHING or set(other.choices) <= set(one.choices)


def part(on: Selector, quantity: int = 1) -> Component:
    """
    Return one part of a `bundle`.

    Args:
        on: `EVERYTHING`, `products`, `variants` or `categories`, joined by `|`.
        quantity: how many of their units are in each bundle, above 0; 1 by default.

    Raises `CheckoutError` with every fault.

    >>> from checkout_core.offers import products
    >>> part(products("soap"), 2).quantity
    2
    """
    check = Validator()
    row = {**selector_document(check, "product_ids", on), "quantity": quantity}
    return row_of(check, _COMPONENT, _component, row)


def bundle(
    *parts: Component,
    price: Amount | None = None,
    percent_off: Amount | None = None,
    amount_off: Amount | None = None,
    max_bundles: int | None = None,
    maximum: Amount | None = None,
) -> Gift:
    """
    Return goods that are cheaper together.

    Its offer is of the vendor's type `discount`.  Exactly one of *price*, *percent_off*
    and *amount_off* is given.

    Args:
        parts: made by `part`, 2 to 20; a line belongs to the first that matches it, so
            the narrow one comes first.
        price: what a bundle costs, in major units.
        percent_off: what is taken off all bundles together, above 0, up to 100.
        amount_off: what is taken off each bundle, above 0, in major units.
        max_bundles: the most bundles of an order, above 0; None for no limit.
        maximum: the most it takes off in all, in major units; None for no limit.

    Raises `CheckoutError` with every fault; paths are those of the offer.

    >>> from checkout_core.offers import products
    >>> pair = bundle(part(products("shirt")), part(products("soap")), price=1299)
    >>> pair.own["components"][1]["product_ids"]
    ('soap',)
    """
    check = Validator()
    found = each_is(check, _COMPONENTS, parts, Component)
    check.raise_any()
    return own_gift(
        Bundle,
        check,
        components=records(found),
        price=price,
        percent_off=percent_off,
        amount_off=amount_off,
        max_bundles=max_bundles,
        maximum_discount_amount=maximum,
    )
