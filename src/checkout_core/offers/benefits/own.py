# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Parts of our own benefits: their keys, the lines they are for, how much is cheaper.

They are under `x_checkout_core.benefit` of an offer, whose type is the vendor's, so
that its documents stay valid.  Knows no single benefit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from attrs import Factory, field, frozen

from checkout_core.checks import ZERO, Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import AMOUNT, Kind, choice
from checkout_core.money.exact import rate_millionths
from checkout_core.offers.benefits.benefit import (
    OWN_PATH,
    Gift,
    Grid,
    read_as,
    without_nulls,
)
from checkout_core.offers.benefits.details import (
    MAX_ROWS,
    minor_or_none,
    one_of,
)
from checkout_core.offers.benefits.pools import part_of
from checkout_core.offers.selectors import (
    EVERYTHING,
    SELECTOR,
    Selector,
    selector_document,
    selector_of,
)
from checkout_core.values import OURS


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from checkout_core.keys import Values
    from checkout_core.offers.benefits.benefit import Basket, Benefit, ToMinor
    from checkout_core.offers.benefits.pools import Pool
    from checkout_core.values import Record


R = TypeVar("R")


# Kinds of values -----------------------------------------------------------------


def _positive_rate(check: Validator, path: str, value: object) -> Decimal:
    before = len(check.found)
    found = check.rate(path, value)
    if not found and len(check.found) == before:
        check.add(path, "not_positive", value)
    return found


#: An amount above zero.
POSITIVE = Kind(
    check=lambda check, path, value: check.positive_amount(path, value),
    write=AMOUNT.write,
    schema=AMOUNT.schema,
)
#: A percentage above 0, up to 100.
SHARE = Kind(
    check=_positive_rate,
    write="{:f}".format,
    schema={"$ref": "#/$defs/Percent"},
)


def target_of(values: Values) -> Selector:
    """Return the lines of the ids that were read; without ids, all lines."""
    found = selector_of(values)
    return found if found.choices else EVERYTHING


#: Which lines a benefit is for: an object with lists of ids, null for all.
TARGET = SELECTOR.as_kind(target_of)


def rows_of(
    table: ObjectTable,
    make: Callable[[Validator, str, Values], R],
    *,
    low: int = 1,
    high: int = MAX_ROWS,
) -> Kind:
    """Return the kind of a list of *low* to *high* objects, each made by *make*."""

    def check_rows(check: Validator, path: str, value: object) -> tuple[R, ...]:
        found = check.items(path, value, limit=high)
        if isinstance(value, list | tuple) and len(value) < low:
            check.add(path, "too_few", value, least=low)
        rows = []
        for i, each in enumerate(found):
            where = f"{path}[{i}]"
            row = check.mapping(where, each)
            if row is not None:
                table.known(check, where, row)
                rows.append(make(check, where, table.read(check, where, row)))
        return tuple(rows)

    return Kind(
        check=check_rows,
        schema={
            "type": "array",
            "minItems": low,
            "maxItems": high,
            "items": table.schema(),
        },
    )


def row_of(
    check: Validator,
    table: ObjectTable,
    make: Callable[[Validator, str, Values], R],
    row: Mapping[str, object],
) -> R:
    """Return what *make* makes of a *row* given in Python; raise every fault."""
    document = check.mapping("", row)
    found = None
    if document is not None:
        found = make(check, "", table.read(check, "", document))
    check.raise_any()
    assert found is not None
    return found


# How much is cheaper ---------------------------------------------------------------


@frozen(kw_only=True)
class Cut(Generic[Grid]):
    """
    How much is taken off an amount; exactly one of its attributes is given.

    Attributes:
        price: what the amount becomes, if it is more than that.
        amount_off: what is taken off, at most the amount.
        percent_off: the percentage that is taken off, above 0, up to 100.
        millionths: no argument: the percentage in millionths.
    """

    price: Grid | None = None
    amount_off: Grid | None = None
    percent_off: Decimal | None = None
    millionths: int = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(
            lambda self: rate_millionths(self.percent_off or ZERO), takes_self=True
        ),
    )

    @classmethod
    def read(
        cls, check: Validator, path: str, values: Mapping[str, Any]
    ) -> Cut[Decimal]:
        """Return it from the values of an object at *path*; one has to be given."""
        given = {key: values[key] for key in CUT if key in values}
        one_of(check, path, **given)
        return Cut(**given)

    def minor(self: Cut[Decimal], path: str, to_minor: ToMinor) -> Cut[int]:
        """Return it with amounts in minor units."""
        return Cut(
            price=minor_or_none(to_minor, f"{path}.price", self.price),
            amount_off=minor_or_none(to_minor, f"{path}.amount_off", self.amount_off),
            percent_off=self.percent_off,
        )

    def document(self) -> dict[str, object]:
        """Return its key."""
        return without_nulls(
            price=self.price,
            amount_off=self.amount_off,
            percent_off=self.percent_off,
        )

    def of(self: Cut[int], amount: int, basket: Basket) -> int:
        """
        Return what is taken off *amount*, which is never more than that.

        Of 9.99, a third (33.333333 %) is 3.33; a price of 5.00 takes 4.99 off, one of
        12.00 nothing.
        """
        if self.price is not None:
            return max(0, amount - self.price)
        if self.amount_off is not None:
            return min(amount, self.amount_off)
        return part_of(amount, self.millionths, basket)

    def off(self: Cut[int], units: Pool, basket: Basket) -> dict[int, int]:
        """Return what is taken off each of *units*, by line."""
        found: dict[int, int] = {}
        for amount, _, _, line, count in units:
            less = self.of(amount, basket)
            if less:
                found[line] = found.get(line, 0) + count * less
        return found


#: The keys of a cut, one of which is given.
CUT: Mapping[str, Kind] = {
    "price": AMOUNT,
    "amount_off": POSITIVE,
    "percent_off": SHARE,
}


# Objects -------------------------------------------------------------------------


@frozen
class OwnBenefit:
    """
    What is true of our own benefits, where their files do not say otherwise.

    Promotions and coupons can have them, the `details` of an offer are not theirs, and
    they take money off lines.
    """

    discount_type: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ("promotion", "coupon")
    has_details: ClassVar[bool] = False
    discounts_lines: ClassVar[bool] = True
    lowers_total: ClassVar[bool] = True

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart: no cut or cap of it can be 0."""
        return False


def table_of(kind: str, keys: Mapping[str, Kind], *needed: str) -> ObjectTable:
    """Return the keys of a benefit: its *kind*, its own, and the cap that all have."""
    whole = {"kind": choice((kind,)), **keys, "maximum_discount_amount": POSITIVE}
    return ObjectTable(whole, needed=("kind", *needed))


def values_of(check: Validator, table: ObjectTable, document: Record) -> Values:
    """Return the values of the benefit of an offer's *document*, by their keys."""
    own = document[OURS]["benefit"]
    table.known(check, OWN_PATH, own)
    return table.read(check, OWN_PATH, own)


def own_document(kind: str, **keys: object) -> dict[str, Any]:
    """Return the keys of an offer whose benefit has these *keys*; None is left out."""
    return {"details": None, OURS: {"benefit": {"kind": kind, **without_nulls(**keys)}}}


def own_gift(benefit: type[Benefit], check: Validator, **keys: object) -> Gift:
    """Return the gift of a benefit with these *keys*; raise every fault of *check*."""
    return read_as(benefit, check, own_document(benefit.kind, **keys))


def ids_of(target: Selector) -> dict[str, Any]:
    """Return the keys of a selector that was read, {} for everything."""
    return selector_document(Validator(), "", target)


def scope_of(*selectors: Selector) -> str:
    """
    Return what a benefit applies to, by the selectors of its parts.

    One part for everything makes it the cart.

    >>> from checkout_core.offers import EVERYTHING, categories, products
    >>> scope_of(EVERYTHING), scope_of(categories("tees"), categories("mugs"))
    ('cart', 'category')
    >>> scope_of(products("mug"), EVERYTHING)
    'cart'
    >>> scope_of(categories("tees"), products("mug"))
    'product'
    """
    if EVERYTHING in selectors:
        return "cart"
    choices = [each for selector in selectors for each in selector.choices]
    if all(each.category_id is not None and not each.names_product for each in choices):
        return "category"
    return "product"
