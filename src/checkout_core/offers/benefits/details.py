# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Parts of the vendor's `details` that several benefits have: rows, edges, percentages.

Each function reads one part, adds its faults to a `Validator` and returns an exact
value.  Knows no single benefit.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from checkout_core.checks import ZERO, Validator
from checkout_core.offers.selectors import Choice, Selector


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from checkout_core.offers.benefits.benefit import ToMinor
    from checkout_core.values import Record


R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

#: How many rows, slabs and categories one offer may hold.
MAX_ROWS = 1_000

HUNDRED = Decimal(100)

#: What an offer for products has at least one of.
A_ROW = "a row with a product_id or a variant_id"


class Criterion(StrEnum):
    """Whether a row's limits are units or money."""

    QUANTITY = "minimum-quantity"
    AMOUNT = "minimum-purchase-amount"


def rows_of(check: Validator, path: str, value: object) -> list[tuple[str, Record]]:
    """Return the objects of a list, each with its path."""
    found = []
    for i, each in enumerate(check.items(path, value, limit=MAX_ROWS)):
        row = check.mapping(f"{path}[{i}]", each)
        if row is not None:
            found.append((f"{path}[{i}]", row))
    return found


def list_of(details: Record, key: str) -> Any:
    """Return the list under *key*; null means an empty one."""
    value = details.get(key)
    return () if value is None else value


def some_rows(
    check: Validator, path: str, details: Record, expected: str
) -> list[tuple[str, Record]]:
    """Return the rows under the last key of *path*; there must be one."""
    key = path.rpartition(".")[2]
    found = list_of(details, key) if key == "products" else details.get(key)
    if found == ():
        check.add(path, "empty_target", [], expected=expected)
    return rows_of(check, path, found)


def product_of(
    check: Validator, path: str, row: Record
) -> tuple[str | None, str | None]:
    """Return the product and the variant of a row, None for any."""
    return (
        check.maybe_text(f"{path}.product_id", row.get("product_id")),
        check.maybe_text(f"{path}.variant_id", row.get("variant_id")),
    )


def for_products_only(check: Validator, document: Record) -> None:
    """Add a fault if `applies_to_product` is given and is not `product`."""
    scope = document.get("applies_to_product")
    if scope is not None:
        check.choice("applies_to_product", scope, ("product",))


def by_criterion(
    check: Validator,
    details: Record,
    read_row: Callable[[Validator, str, Record, Criterion], R],
    *more: str,
) -> tuple[Criterion, tuple[R, ...]]:
    """Return the criterion of *details* and its rows; *more* are further keys."""
    check.keys("details", details, ("spending_criteria_type", "products", *more))
    criterion = check.choice(
        "details.spending_criteria_type",
        details.get("spending_criteria_type"),
        Criterion,
    )
    rows = some_rows(check, "details.products", details, A_ROW)
    # The criterion decides which edges a row has.
    if criterion != details.get("spending_criteria_type"):
        return criterion, ()
    return criterion, tuple(read_row(check, path, row, criterion) for path, row in rows)


def edge_of(
    check: Validator, path: str, row: Record, by: Criterion, keys: tuple[str, str]
) -> int | Decimal:
    """Return the positive edge of a row, in units or money."""
    key = keys[by is Criterion.AMOUNT]
    value = row.get(key)
    if by is Criterion.QUANTITY:
        return check.count(f"{path}.{key}", value, low=1)
    return check.positive_amount(f"{path}.{key}", value)


def read_percent(check: Validator, path: str, value: object) -> Decimal:
    """Return a percentage between 0 and 100, which has to be given."""
    if value is None:
        check.add(path, "required", None, expected="a percentage")
        return ZERO
    return check.rate(path, value)


def distinct(check: Validator, path: str, key: str, edges: Sequence[object]) -> None:
    """Add a fault if two slabs have the same edge."""
    if len(set(edges)) < len(edges):
        check.add(path, "slab_order", edges, field=key)


def one_of(check: Validator, path: str, **arguments: object) -> str | None:
    """Return which of the arguments is given; it has to be exactly one of them."""
    named = [name for name, value in arguments.items() if value is not None]
    if len(named) == 1:
        return named[0]
    check.add(path, "one_of", ", ".join(named) or None, choices=", ".join(arguments))
    return None


def each_is(check: Validator, path: str, value: object, kind: type[R]) -> tuple[R, ...]:
    """Return the entries of a list that have to be of one *kind*."""
    if isinstance(value, kind) or not isinstance(value, list | tuple):
        check.needed(path, value, f"a list of {kind.__name__}s")
        return ()
    for i, each in enumerate(value):
        check.instance(f"{path}[{i}]", each, kind, f"a {kind.__name__}")
    return tuple(each for each in value if isinstance(each, kind))


def choices_of(check: Validator, path: str, value: object) -> tuple[Choice, ...] | None:
    """Return the choices of a selector, None if it has a fault."""
    selector = check.instance(path, value, Selector, "a Selector")
    if selector is None:
        return None
    before = len(check.found)
    found = each_is(check, path, selector.choices, Choice)
    return found if len(check.found) == before else None


def minor_or_none(to_minor: ToMinor, path: str, amount: Decimal | None) -> int | None:
    """Return an amount in minor units, None if there is none."""
    return None if amount is None else to_minor(path, amount)


def minor_cap(to_minor: ToMinor, path: str, most: Decimal | None) -> int | None:
    """Return the cap of a benefit or a tier at *path* in minor units, None for none."""
    return minor_or_none(to_minor, f"{path}.maximum_discount_amount", most)


def minor_edge(to_minor: ToMinor, path: str, edge: int | Decimal) -> int:
    """Return the edge of a row in minor units; a count of units stays as it is."""
    return edge if isinstance(edge, int) else to_minor(path, edge)


class InMajor(Protocol[R_co]):
    """A row whose amounts are in major units."""

    def minor(self, path: str, to_minor: ToMinor) -> R_co:
        """Return it with amounts in minor units; *path* is its own."""
        ...


def minor_rows(
    to_minor: ToMinor, path: str, rows: Iterable[InMajor[R]]
) -> tuple[R, ...]:
    """Return the rows of the list at *path* with amounts in minor units."""
    return tuple(row.minor(f"{path}[{i}]", to_minor) for i, row in enumerate(rows))
