# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which lines an offer means: by product, variant and category.

Promises one definition of "this line matches" for everything that asks: the store's
index, the arithmetic of the benefits, the hints of `evaluate` and refunds.  Knows
nothing of amounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import Kind, identifiers


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class LineIndex(Protocol):
    """
    Lines that can be looked up, such as those of a compiled cart.

    `everything` has the indexes of all lines, `units` one entry a line; `by_product`
    has the indexes of the lines of a
    (product, variant) pair, where None stands for any, and `by_category` those of a
    category.
    """

    @property
    def everything(self) -> Sequence[int]:
        """All lines, in ascending order."""
        ...

    @property
    def units(self) -> Sequence[int]:
        """The units of each line, 0 of goods by measure, which have none."""
        ...

    @property
    def by_product(self) -> Mapping[tuple[str | None, str | None], Sequence[int]]:
        """The lines of each (product, variant) pair."""
        ...

    @property
    def by_category(self) -> Mapping[str, Sequence[int]]:
        """The lines of each category."""
        ...


@frozen
class Choice:
    """
    Lines that have all of the ids that are given; None does not restrict.

    Attributes:
        product_id: the product, None for any.
        variant_id: the variant, None for any.
        category_id: a category that the line has, None for any.

    >>> Choice("tee", category_id="sale").is_within_category
    True
    """

    product_id: str | None = None
    variant_id: str | None = None
    category_id: str | None = None

    @property
    def names_product(self) -> bool:
        """Whether a product or a variant is given."""
        return self.product_id is not None or self.variant_id is not None

    @property
    def is_within_category(self) -> bool:
        """Whether both a product (or variant) and a category are required."""
        return self.category_id is not None and self.names_product

    def lines(self, index: LineIndex) -> Sequence[int]:
        """Return the indexes of the lines that match, in ascending order."""
        if self.category_id is None:
            return lines_of(index, self.product_id, self.variant_id)
        in_category = index.by_category.get(self.category_id, ())
        if not self.names_product:
            return in_category
        of_product = set(lines_of(index, self.product_id, self.variant_id))
        return [i for i in in_category if i in of_product]


def lines_of(
    index: LineIndex, product_id: str | None, variant_id: str | None
) -> Sequence[int]:
    """Return the indexes of the lines of a product and variant, None for any."""
    if product_id is None and variant_id is None:
        return index.everything
    return index.by_product.get((product_id, variant_id), ())


def lines_in(index: LineIndex, category_ids: Sequence[str]) -> Sequence[int]:
    """Return the indexes of the lines in one of the categories, in ascending order."""
    if len(category_ids) == 1:
        return index.by_category.get(category_ids[0], ())
    found: set[int] = set()
    for category in category_ids:
        found.update(index.by_category.get(category, ()))
    return sorted(found)


@frozen
class Selector:
    """
    Lines that match at least one of its choices; made by `products` and the like.

    Selectors are joined by `|`.

    Attributes:
        choices: the alternatives, in the order they were given; () (the default)
            selects no line.

    >>> (products("tee") | categories("mugs")).choices[1].category_id
    'mugs'
    """

    choices: tuple[Choice, ...] = ()

    def __or__(self, other: Selector) -> Selector:
        """Return the lines of this selector and those of *other*."""
        if not isinstance(other, Selector):
            return NotImplemented
        return Selector((*self.choices, *other.choices))

    def lines(self, index: LineIndex) -> Sequence[int]:
        """Return the indexes of the lines that match, in ascending order."""
        if len(self.choices) == 1:
            return self.choices[0].lines(index)
        found: set[int] = set()
        for choice in self.choices:
            found.update(choice.lines(index))
        return sorted(found)

    def covers(self, choice: Choice) -> bool:
        """
        Return whether every line that *choice* can match is selected, by its ids.

        >>> tees = products("tee")
        >>> tees.covers(Choice("tee", "red")), tees.covers(Choice())
        (True, False)
        """
        return any(
            all(
                mine is None or mine == getattr(choice, name)
                for name in _LISTS.values()
                for mine in [getattr(each, name)]
            )
            for each in self.choices
        )

    def concerns(self, index: LineIndex) -> bool:
        """Return whether some line matches."""
        return any(len(choice.lines(index)) > 0 for choice in self.choices)


class NamesProduct(Protocol):
    """A row that names a product, a variant, or neither."""

    @property
    def product_id(self) -> str | None:
        """The product, None for any."""
        ...

    @property
    def variant_id(self) -> str | None:
        """The variant, None for any."""
        ...


def named_by_rows(rows: Iterable[NamesProduct]) -> Selector:
    """Return the lines of the products and variants that *rows* name."""
    return Selector(tuple([Choice(row.product_id, row.variant_id) for row in rows]))


#: All lines.
EVERYTHING = Selector((Choice(),))


def products(*ids: str) -> Selector:
    """
    Return the lines of the products *ids*, in all their variants.

    Raises `CheckoutError` for ids that are not text, or empty.

    >>> [each.product_id for each in products("tee", "mug").choices]
    ['tee', 'mug']
    """
    return Selector(tuple(Choice(product_id=each) for each in _ids("product", ids)))


def variants(*ids: str) -> Selector:
    """
    Return the lines of the variants *ids*, of whichever product they are.

    Raises `CheckoutError` for ids that are not text, or empty.
    """
    return Selector(tuple(Choice(variant_id=each) for each in _ids("variant", ids)))


def categories(*ids: str) -> Selector:
    """
    Return the lines that are in one of the categories *ids*.

    Raises `CheckoutError` for ids that are not text, or empty.
    """
    return Selector(tuple(Choice(category_id=each) for each in _ids("category", ids)))


# As an object of a document ---------------------------------------------------


#: How many ids a selector may have in each of its lists.
MAX_IDS = 1_000
#: The lists of a selector in a document, each with the attribute of a `Choice`; an
#: object that also says something else has these keys with its own.
_LISTS = {
    "product_ids": "product_id",
    "variant_ids": "variant_id",
    "category_ids": "category_id",
}
SELECTOR_KEYS: Mapping[str, Kind] = dict.fromkeys(_LISTS, identifiers(MAX_IDS))
SELECTOR = ObjectTable(SELECTOR_KEYS)


def selector_of(values: Mapping[str, Any]) -> Selector:
    """Return the lines of the ids that were read with `SELECTOR_KEYS`, maybe none."""
    return Selector(
        tuple(
            [
                Choice(**{name: each})
                for key, name in _LISTS.items()
                for each in values[key] or ()
            ]
        )
    )


def selector_document(check: Validator, path: str, on: object) -> dict[str, Any]:
    """
    Return the object with `SELECTOR_KEYS` from which the lines *on* are read.

    Faults go into *check*: another value than a selector, one that selects nothing, and
    a choice that needs two ids at once, for which such an object has no form.
    """
    selector = check.instance(path, on, Selector, "a Selector")
    if selector is None or selector == EVERYTHING:
        return {}
    found: dict[str, Any] = {}
    if not selector.choices:
        check.add(path, "empty_target", [], expected="a product or a category")
    for i, choice in enumerate(selector.choices):
        given = {
            key: getattr(choice, name)
            for key, name in _LISTS.items()
            if getattr(choice, name) is not None
        }
        if len(given) == 1:
            ((key, value),) = given.items()
            found.setdefault(key, []).append(value)
        else:
            check.add(f"{path}[{i}]", "not_one_id", ", ".join(given) or None)
    return found


def _ids(kind: str, ids: tuple[object, ...]) -> tuple[str, ...]:
    """Return identifiers, of which there has to be one."""
    check = Validator()
    path = f"{kind}_ids"
    found = tuple(
        check.text(f"{path}[{i}]", each, needed="an identifier")
        for i, each in enumerate(ids)
    )
    if not ids:
        check.add(path, "empty_target", [], expected=f"the id of a {kind}")
    check.raise_any()
    return found
