# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The promotions with conditions, found by what a cart says and by its lines.

Promises that a cart visits those whose conditions hold, and neither its lines nor the
other promotions for them: 10,000 bank offers cost what 10 do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from checkout_core.cart.payment import Payment
    from checkout_core.offers.conditions import Conditions, Facts, Window
    from checkout_core.offers.selectors import LineIndex, Selector


__all__ = ["ConditionedOffers", "Reach"]


#: What a condition asks for, or what a cart says: equal ones meet.
Token: TypeAlias = tuple[object, ...]
#: The keys of a payment that a pattern has, each with the length of a `bin`, else 0.
Shape: TypeAlias = tuple[tuple[str, int], ...]

#: Up to so many promotions are asked one by one.
FEW = 4
_DAY = 24 * 60


# How promotions are found by what a cart says.  Promotions with equal conditions are
# one group, whose conditions are tested once.  Each group is filed under the tokens of
# one of its conditions: of `payment` HDFC or ICICI and `channels` app, under (payment,
# card, HDFC) and (payment, card, ICICI), or under (channel, app).  If the conditions
# hold for a cart, it says one of the tokens, so the groups that can hold are those
# under what it says; they are then tested in full.  The condition is the one whose
# tokens the fewest other groups have: with 10,000 bank offers for the app, each of a
# bank of its own, a cart in the app that pays with HDFC visits one of them.


@frozen(eq=False, repr=False)
class Reach:
    """
    Which promotions can concern which lines, by their positions.

    Attributes:
        always: those that can concern every line.
        by_product: those for a (product, variant) pair, None for any.
        by_category: those for a category.
    """

    always: AbstractSet[int]
    by_product: Mapping[tuple[str | None, str | None], AbstractSet[int]]
    by_category: Mapping[str, AbstractSet[int]]

    @classmethod
    def of(cls, selectors: Iterable[tuple[int, Selector]]) -> Reach:
        """Return the reach of promotions: pairs of a position and a selector."""
        always: set[int] = set()
        by_product: dict[tuple[str | None, str | None], set[int]] = {}
        by_category: dict[str, set[int]] = {}
        for position, selector in selectors:
            products, categories = set(), set()
            for choice in selector.choices:
                if choice.names_product or choice.category_id is None:
                    products.add((choice.product_id, choice.variant_id))
                else:
                    categories.add(choice.category_id)
            if (None, None) in products:
                always.add(position)
                continue
            for product in products:
                by_product.setdefault(product, set()).add(position)
            for category in categories:
                by_category.setdefault(category, set()).add(position)
        return cls(always, by_product, by_category)

    def parts(self, lines: LineIndex) -> list[AbstractSet[int]]:
        """Return sets of promotions, which together are all that concern a line."""
        found = [self.always]
        if self.by_product:
            own = self.by_product
            found += [own[each] for each in lines.by_product.keys() & own.keys()]
        if self.by_category:
            by = self.by_category
            found += [by[each] for each in lines.by_category.keys() & by.keys()]
        return found


@frozen(eq=False, repr=False, kw_only=True)
class ConditionedOffers:
    """
    The promotions of a store that have conditions.

    Attributes:
        reach: which lines they can concern.
        groups: the different conditions, each with the positions of its promotions.
        group_of: the index of the group of each position.
        by_token: the groups that are filed under a token.
        shapes: the shapes of all patterns of payments that are tokens.
        minimums: the numbers of orders that are tokens, ascending.
        longest: the length of the longest beginning of a pincode that is a token.
    """

    reach: Reach
    groups: tuple[tuple[Conditions, frozenset[int]], ...]
    group_of: Mapping[int, int]
    by_token: Mapping[Token, Sequence[int]]
    shapes: tuple[Shape, ...]
    minimums: Sequence[int]
    longest: int

    @classmethod
    def of(
        cls, offers: Sequence[tuple[int, Conditions, Selector]]
    ) -> ConditionedOffers:
        """Return the *offers*: the position, the conditions and the reach of each."""
        positions: dict[Conditions, list[int]] = {}
        for position, conditions, _ in offers:
            positions.setdefault(conditions, []).append(position)
        asked = [list(_asked(each)) for each in positions]
        counts = Counter(
            token for group in asked for tokens in group for token in set(tokens)
        )
        by_token: dict[Token, list[int]] = {}
        for i, group in enumerate(asked):
            rarest = min(group, key=lambda tokens: sum([counts[x] for x in tokens]))
            for token in set(rarest):
                by_token.setdefault(token, []).append(i)
        groups = tuple([(each, frozenset(own)) for each, own in positions.items()])
        return cls(
            reach=Reach.of((position, reach) for position, _, reach in offers),
            groups=groups,
            group_of={x: i for i, (_, own) in enumerate(groups) for x in own},
            by_token=by_token,
            shapes=tuple(
                {
                    _shape(pattern): None
                    for conditions in positions
                    for pattern in conditions.payment
                }
            ),
            minimums=sorted(
                {
                    each.minimum_orders
                    for each in positions
                    if each.minimum_orders is not None
                }
            ),
            longest=max(
                (len(code) for each in positions for code in each.pincodes), default=0
            ),
        )

    def concerned(self, lines: LineIndex) -> set[int]:
        """Return the promotions that can concern some line."""
        return set().union(*self.reach.parts(lines))

    def open(self, lines: LineIndex, facts: Facts) -> set[int]:
        """Return those of them whose conditions hold."""
        parts = [each for each in self.reach.parts(lines) if each]
        count = sum(map(len, parts))
        groups, group_of = self.groups, self.group_of
        if count <= FEW:
            near = set().union(*parts)
            return {x for x in near if groups[group_of[x]][0].unmet(facts) is None}
        held = [i for i in self._near(facts) if groups[i][0].unmet(facts) is None]
        if len(held) * len(parts) < count:
            # The intersection of two sets takes as long as the smaller one is large.
            return {x for part in parts for i in held for x in part & groups[i][1]}
        among = set(held)
        return {x for part in parts for x in part if group_of[x] in among}

    def _near(self, facts: Facts) -> set[int]:
        """Return the groups that are filed under what a cart says."""
        found: set[int] = set()
        by_token = self.by_token
        for token in self._said(facts):
            found.update(by_token.get(token, ()))
        return found

    def _said(self, facts: Facts) -> Iterator[Token]:
        """Yield every token of a cart."""
        paid = facts.payment
        if paid is not None:
            for shape in self.shapes:
                yield _seen_as(shape, paid)
        for group in facts.groups:
            yield "group", group
        code = facts.pincode
        for length in range(1, min(len(code), self.longest) + 1):
            yield "pincode", code[:length]
        yield "channel", facts.channel
        placed = facts.orders_placed
        if placed is not None:
            if not placed:
                yield ("first",)
            for least in self.minimums[: bisect_right(self.minimums, placed)]:
                yield "orders", least
        yield "hour", facts.weekday, facts.minute // 60


def _asked(conditions: Conditions) -> Iterator[list[Token]]:
    """Yield the tokens of each condition that is given; a cart says one of each."""
    if conditions.payment:
        yield [_seen_as(_shape(each), each) for each in conditions.payment]
    if conditions.customer_groups:
        yield [("group", each) for each in conditions.customer_groups]
    if conditions.pincodes:
        yield [("pincode", each) for each in conditions.pincodes]
    if conditions.channels:
        yield [("channel", each) for each in conditions.channels]
    if conditions.first_order:
        yield [("first",)]
    if conditions.minimum_orders is not None:
        yield [("orders", conditions.minimum_orders)]
    if conditions.windows:
        yield [token for each in conditions.windows for token in _hours(each)]


def _shape(pattern: Payment) -> Shape:
    return tuple(
        [
            (name, len(str(value)) if name == "bin" else 0)
            for name, value in pattern.terms.items()
        ]
    )


def _seen_as(shape: Shape, payment: Payment) -> Token:
    """Return a payment as far as a pattern of that shape looks at it."""
    terms = payment.terms
    return (
        "payment",
        *[
            (name, str(terms.get(name, ""))[:length] if length else terms.get(name))
            for name, length in shape
        ],
    )


def _hours(window: Window) -> Iterator[Token]:
    """Yield the hours of the week in which a window is open at some minute."""
    opens, closes = window.minutes
    last = closes - 1 if opens < closes else closes + _DAY - 1
    for weekday in window.weekdays or range(1, 8):
        for hour in range(opens // 60, last // 60 + 1):
            yield "hour", (weekday - 1 + hour // 24) % 7 + 1, hour % 24
