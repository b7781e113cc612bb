# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Units by line: how many units of which lines are returned, packed or sent.

Promises one shape for all of them: a mapping goes in, `Units` comes out.  Knows nothing
of how many units a line has.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.values import safe


_PAIR = 2


class Units(Mapping[int, int]):
    """
    Units by the index of their line, sorted by line; it cannot be changed.

    Equal to any mapping with the same content.  Raises `CheckoutError` with every fault
    of its argument.

    >>> Units({2: 1, 0: 3})
    Units({0: 3, 2: 1})
    >>> Units({0: 3}) == {0: 3}, Units({0: 3}).get(1, 0)
    (True, 0)

    Args:
        units: units (1 or more) by the line's index (from 0), a mapping; pairs of line
            and units are taken too.  None by default.
    """

    __slots__ = ("_units",)
    _units: dict[int, int]

    def __init__(self, units: Mapping[int, int] | Iterable[object] = ()) -> None:
        check = Validator()
        found = units_by_line(check, "", units)
        check.raise_any()
        self._units = dict(found)

    def __getitem__(self, line: int) -> int:
        """Return the units of a line."""
        return self._units[line]

    def __iter__(self) -> Iterator[int]:
        """Iterate over the lines, the first one first."""
        return iter(self._units)

    def __len__(self) -> int:
        """Count the lines."""
        return len(self._units)

    def __eq__(self, other: object) -> bool:
        """Compare with any mapping by content."""
        if isinstance(other, Mapping):
            return self._units == dict(other)
        return NotImplemented

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(tuple(self._units.items()))

    def items(self) -> ItemsView[int, int]:
        """Return the pairs of line and units; that of `Mapping` takes four times it."""
        return self._units.items()

    def __repr__(self) -> str:
        """Show the constructor's call."""
        return f"Units({self._units})"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by content."""
        return (Units, (self._units,))


def known_units(units: Mapping[int, int]) -> Units:
    """Return *units* that are known to be right, as `Units`."""
    found = Units.__new__(Units)
    found._units = dict(sorted(units.items()))  # noqa: SLF001 - its own class
    return found


def units_by_line(check: Validator, path: str, value: object) -> Units:
    """Return *value*, a mapping or pairs, as `Units`; add its faults to *check*."""
    found: dict[int, int] = {}
    for where, line, quantity in pairs(check, path, value):
        before = len(check.found)
        index = check.count(where, line)
        if index in found and len(check.found) == before:
            check.add(where, "line_twice", line)
        found[index] = check.count(where, quantity, low=1)
    return known_units(found)


def pairs(
    check: Validator, path: str, value: object
) -> Iterable[tuple[str, object, object]]:
    """Yield path, key and value of each entry of a mapping or of a list of pairs."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield f"{path}[{safe(key)}]", key, inner
        return
    for index, pair in enumerate(check.items(path, value, limit=MAX_NOTE)):
        where = f"{path}[{index}]"
        if isinstance(pair, list | tuple) and len(pair) == _PAIR:
            yield where, *pair
        else:
            check.wrong_type(where, pair, "a pair")
