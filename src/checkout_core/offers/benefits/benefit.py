# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What every benefit can do, and what it sees of a cart.

`Benefit` is the protocol that each file of this package implements and each line of
`BENEFITS` is checked against: reading and writing the vendor's details, the lines it
concerns, its amounts in minor units, its terms and warnings.  `CompiledBenefit` is what
pricing asks.  Knows nothing of windows, limits or the choice of offers.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    NamedTuple,
    Protocol,
    TypeAlias,
    TypeVar,
    runtime_checkable,
)

from attrs import define, field, frozen

from checkout_core.errors import CheckoutError, fault
from checkout_core.offers.selectors import LineIndex
from checkout_core.values import OURS, Record


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from checkout_core.checks import Validator
    from checkout_core.money import Rounding
    from checkout_core.offers.selectors import Choice, Selector
    from checkout_core.revisions import Revision
    from checkout_core.tax.line_rule import LineRule
    from checkout_core.words import Words


#: The grid amounts are on: `Decimal` as given, or `int` minor units when compiled.
Grid = TypeVar("Grid")

#: The path of our own benefits in an offer.
OWN_PATH = f"{OURS}.benefit"

#: Returns an amount in minor units; the text is its path, for a fault.
ToMinor: TypeAlias = "Callable[[str, Decimal], int]"


class Priority(StrEnum):
    """
    In which order units are picked.

    - `CHEAPEST_FIRST`: by unit amount, line key, unit
    - `MOST_EXPENSIVE_FIRST`: by unit amount downwards, line key, unit
    - `FIRST_ADDED`: by the line's place in the cart, unit
    """

    CHEAPEST_FIRST = "cheapest_first"
    MOST_EXPENSIVE_FIRST = "most_expensive_first"
    FIRST_ADDED = "first_added"


class OfferRules(Protocol):
    """What a benefit has to know of its offer; an `Offer` has all of it."""

    @property
    def priority(self) -> Priority:
        """In which order units are picked."""
        ...

    @property
    def max_applicable_items(self) -> int | None:
        """The most units that are discounted, None for no limit."""
        ...

    @property
    def minimum_order_total(self) -> Decimal:
        """What the lines have to come to at least, in major units."""
        ...


class CartLines(LineIndex, Protocol):
    """The lines of a cart; `ranks` orders them by their keys."""

    @property
    def quantities(self) -> Sequence[int]:
        """The units of each line."""
        ...

    @property
    def ranks(self) -> Sequence[int]:
        """The place of each line in the order of the lines' keys."""
        ...


@define(eq=False, repr=False)
class Taxed:
    """
    How the lines are taxed before an offer.

    Attributes:
        amounts: what each line is taxed on, in minor units: what is left of it and what
            others than the seller pay of it.
        rules: the rule of each line's rate, at the slab of its amount.
    """

    amounts: Sequence[int]
    rules: Sequence[LineRule]


# By position: one is made for every choice of offers.
@define(eq=False, repr=False)
class Basket:
    """
    The lines as an offer sees them: the remaining amount of each, in its own basis.

    Attributes:
        lines: the lines of the cart, with their quantities and indexes.
        remaining: what is left of each line, in minor units.
        delivery: what is left of the delivery cost, in its own basis and minor units.
        rounding: how halves of a minor unit are rounded.
        revision: the pricing rules that apply.
        taxed: returns how the lines are taxed, if an amount is to save the shopper its
            face value; None if it is taken off in the lines' own basis.
    """

    lines: CartLines
    remaining: Sequence[int]
    delivery: int
    rounding: Rounding
    revision: Revision
    taxed: Callable[[], Taxed] | None = None


# Each offer that applies leaves one with its quote, and none has a weak reference.  By
# position: nearly all say their first two fields and no other.
@define(eq=False, repr=False, weakref_slot=False)
class Adjustment:
    """
    What an offer gives: money off some lines, free units, shipping, points.

    Attributes:
        lines: the indexes of the lines that become cheaper.
        amounts: what is taken off each of `lines`, in minor units.
        units: pairs of a line's index and the units that come free with it.
        shipping: what is taken off the delivery cost, in its own basis and minor units.
        points: the bonus points.
        residues: of each of `lines`, what the shopper saves beyond its amount so that
            a discount is worth its face value; () for nothing.
    """

    lines: Sequence[int] = ()
    amounts: Sequence[int] = ()
    units: tuple[tuple[int, int], ...] = ()
    shipping: int = 0
    points: int = 0
    residues: Sequence[int] = ()

    def of_budget(self, prices: Sequence[int]) -> int:
        """
        Return what it takes of the offer's budget; *prices* are those of a unit.

        That is what it takes off lines and delivery, each in its own basis, and the
        selling price of its free units: of 118.00 with 18 % inside, 18.00 off are 18.00
        of the budget, and so are 18.00 off 100.00 with the tax on top.
        """
        gifts = sum([units * prices[line] for line, units in self.units])
        return sum(self.amounts) + self.shipping + gifts


@frozen
class AbsentGift:
    """
    The gift that a row gives on and that is not in the cart.

    Attributes:
        wanted: which goods it is.
        percent: what is taken off each unit; 100: it is free.
        maximum: the largest discount of the whole offer in minor units, None for none.
    """

    wanted: Choice
    percent: Decimal
    maximum: int | None


@define(eq=False, repr=False)
class NotMet:
    """
    Which condition of a row is not met, and how far away it is.

    Attributes:
        step: one of the steps below.
        units: how many units are missing, 0 if adding units would not help.
        amount: how much is missing in minor units, 0 if adding goods would not help.
        line: the line that is short, if lines are counted one by one.
        rank: the rank of that line.
        gift: the goods of which `units` are missing, if it is a gift.
    """

    step: tuple[int, str]
    units: int = field(default=0, kw_only=True)
    amount: int = field(default=0, kw_only=True)
    line: int | None = field(default=None, kw_only=True)
    rank: int = field(default=0, kw_only=True)
    gift: AbsentGift | None = field(default=None, kw_only=True)

    @property
    def code(self) -> str:
        """One of the last four refusal codes."""
        return self.step[1]


#: What stops a row, with its refusal code, from the check that fails first to the one
#: that fails last.  TOO_MANY also means that nothing is left to discount, but ranks
#: below a row that more units would open.
NO_MATCH = (0, "no_matching_items")
NO_GIFT = (1, "no_matching_items")
TOO_MANY = (2, "nothing_to_discount")
TOO_FEW = (3, "quantity_too_low")
TOO_LITTLE = (4, "value_too_low")
NOTHING = (5, "nothing_to_discount")

Outcome: TypeAlias = Adjustment | NotMet


def further(one: NotMet, other: NotMet) -> NotMet:
    """
    Return the outcome of the row that passed more checks, of equals the nearer one.

    Lines that miss equally much are ordered by their keys, rows by their position.
    """
    return other if _progress(other) > _progress(one) else one


def _progress(found: NotMet) -> tuple[tuple[int, str], int, int]:
    return found.step, -(found.units or found.amount), -found.rank


class CompiledBenefit(Protocol):
    """A benefit whose amounts are minor units: what pricing asks."""

    def give(self, rules: OfferRules, basket: Basket) -> Outcome:
        """Return what it gives on *basket*, or which condition is not met."""
        ...


class PricedSet(NamedTuple):
    """
    Units that have one price together.

    Attributes:
        price: what the set costs, in minor units.
        parts: pairs of the lines that units are taken of, and how many are.
    """

    price: int
    parts: Sequence[tuple[Sequence[int], int]]


@runtime_checkable
class HasSets(Protocol):
    """A compiled benefit that gives a price to several units together."""

    def set_in(self, index: LineIndex) -> PricedSet | None:
        """Return what one set is made of, None if it has no price of its own."""
        ...


class Benefit(Protocol):
    """
    What each file of `offers.benefits` has to offer; amounts are in major units.

    Attributes:
        kind: the `kind` of our own `benefit`, "" for a benefit of the vendor's.
        type: the vendor's `promotion_type` or `coupon_type`.
        discount_type: the vendor's `discount_type`, "" if the type alone decides.
        kinds: which offers can have it: `promotion`, `coupon`.
        has_details: whether the vendor's object has `details`.
        discounts_lines: whether it takes money off lines, so that `funded_by` and
            `max_applicable_items` have an effect.
        lowers_total: whether the shopper pays less, on lines or for shipping.
        ties_units: whether what it gives depends on several units together, so that a
            return can break it.
    """

    kind: ClassVar[str]
    type: ClassVar[str]
    discount_type: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]]
    has_details: ClassVar[bool]
    discounts_lines: ClassVar[bool]
    lowers_total: ClassVar[bool]
    ties_units: ClassVar[bool]

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of the vendor's offer; faults go into *check*."""
        ...

    @property
    def scope(self) -> str:
        """What it applies to: `cart`, `product`, `category` or `shipping`."""
        ...

    def document(self) -> dict[str, Any]:
        """
        Return the keys of an offer that say what it gives.

        These are the vendor's `applies_to_product` and `details`, where it has them, or
        our own `benefit` under `x_checkout_core`.
        """
        ...

    def reach(self) -> Selector:
        """Return the lines without which it gives nothing."""
        ...

    def required(self) -> Selector:
        """Return the lines that have to be bought, where others are discounted."""
        ...

    def minor(self, path: str, to_minor: ToMinor) -> CompiledBenefit:
        """Return it with amounts in minor units; *path* is that of its keys."""
        ...

    def joined(self, other: Any) -> Benefit | None:
        """Return it with the rows of *other* added, None if they differ elsewhere."""
        ...

    def terms(self, words: Words) -> str:
        """Return its terms in the language of *words*, as a label."""
        ...

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart."""
        ...

    def findings(self, rules: OfferRules) -> Iterator[tuple[str, str]]:
        """Yield a code and a sentence for each thing that is probably a mistake."""
        ...


@frozen
class Gift:
    """
    What an offer gives, made by `percentage_off` and the like.

    `promotion` and `coupon` make an offer of it.  Two gifts of one kind that differ in
    nothing but their rows are joined by `+`; of the rows that match a line, the first
    that gives something counts.

    Attributes:
        benefit: the benefit, with its amounts in major units.

    >>> from checkout_core.offers import fixed_price
    >>> tee = fixed_price(399, product="tee", from_quantity=2)
    >>> mug = fixed_price(99, product="mug", from_quantity=1)
    >>> len((tee + mug).benefit.rows)
    2
    """

    benefit: Benefit

    @property
    def type(self) -> str:
        """The vendor's `promotion_type` or `coupon_type`."""
        return self.benefit.type

    @property
    def applies_to_product(self) -> str | None:
        """The vendor's `applies_to_product`, None if it has none."""
        found: str | None = self.benefit.document().get("applies_to_product")
        return found

    @property
    def details(self) -> Record | None:
        """The vendor's `details`, None if it has none."""
        found = self.benefit.document().get("details")
        return None if found is None else Record(found)

    @property
    def own(self) -> Record | None:
        """Our own `x_checkout_core.benefit`, None if the vendor's keys say it all."""
        found = self.benefit.document().get(OURS)
        return None if found is None else Record(found["benefit"])

    def __add__(self, other: Gift) -> Gift:
        """Return both gifts in one, *other*'s rows after one's own."""
        if not isinstance(other, Gift):
            return NotImplemented
        joined = None
        if type(self.benefit) is type(other.benefit):
            joined = self.benefit.joined(other.benefit)
        if joined is None:
            path = place_of(self.benefit)
            raise CheckoutError([fault(path, "gifts_differ", other.type)])
        return Gift(joined)


def place_of(benefit: Benefit | type[Benefit]) -> str:
    """Return the path in an offer of the keys that say what it gives."""
    return OWN_PATH if benefit.kind else "details"


def read_as(
    benefit: type[Benefit], check: Validator, document: Mapping[str, Any]
) -> Gift:
    """Return a gift from an offer's document; raise every fault of *check*."""
    details = check.mapping("", document)
    found = None if details is None else benefit.read(check, details)
    check.raise_any()
    assert found is not None
    return Gift(found)


def without_nulls(**fields: object) -> dict[str, object]:
    """Return the keys that have a value: null means the same as an absent key."""
    return {key: value for key, value in fields.items() if value is not None}


def records(rows: Iterable[Any]) -> list[dict[str, object]]:
    """Return the documents of *rows*."""
    return [row.document() for row in rows]
