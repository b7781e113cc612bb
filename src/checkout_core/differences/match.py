# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which values of two lists are of the same thing, and where two values differ.

Promises one order from both sides: what is compared the other way round gives the same
things in the same order.  Both take time that is linear in what they compare.  Knows
nothing of quotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import fields, has

from checkout_core.differences.nouns import Change
from checkout_core.errors import join


if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence


T = TypeVar("T")

#: The attributes that name a value among others in a list, the first that it has.
_NAMES = ("id", "code", "name")


def matched(
    before: Sequence[T], after: Sequence[T], key_of: Callable[[T], Hashable]
) -> list[tuple[T | None, T | None]]:
    """
    Return the pairs of equal keys, None for a side that does not have one.

    Of several values with one key, the first is matched with the first.  A pair is
    where its value is in the list in which that is nearer to the beginning.

    >>> matched(["ten", "gone"], ["new", "ten"], str)
    [(None, 'new'), ('ten', 'ten'), ('gone', None)]
    """
    found: dict[tuple[Hashable, int], list[Any]] = {}
    places: dict[tuple[Hashable, int], int] = {}
    for side, values in enumerate((before, after)):
        seen: Counter[Hashable] = Counter()
        for place, each in enumerate(values):
            key = key_of(each)
            which = key, seen[key]
            seen[key] += 1
            found.setdefault(which, [None, None])[side] = each
            places[which] = min(place, places.get(which, place))
    # Two keys can have one place, one in each list.
    order = sorted(found, key=lambda which: (places[which], str(which)))
    return [tuple(found[which]) for which in order]


def changes(before: Any, after: Any, path: str = "") -> Iterator[Change]:
    """
    Yield where two values differ; *path* is theirs, "" by default.

    Objects and mappings are compared key by key; of a list of objects, those that have
    the same id, code or name are compared, else those in the same place.

    >>> list(changes({"a": 1, "b": {"c": 2}}, {"a": 1, "b": {"c": 3}}))
    [Change(name='b.c')]
    """
    if before == after:
        return
    one, other = _parts(before), _parts(after)
    if one is None and other is None:
        if not (_is_nothing(before) and _is_nothing(after)):
            yield Change(path, _plain(before), _plain(after))
        return
    # Data of the host can be an object on one side and a text on the other.
    if one is None:
        one = {}
        if not _is_nothing(before):
            yield Change(path, _plain(before), None)
    if other is None:
        other = {}
        if not _is_nothing(after):
            yield Change(path, None, _plain(after))
    for key in _keys(list(one), list(other)):
        first, second = one.get(key), other.get(key)
        if first != second:
            yield from changes(first, second, join(path, str(key)))


def _keys(keys: list[str], others: list[str]) -> list[str]:
    """Return the keys of two objects, each once."""
    if keys == others:
        return keys
    pairs = matched(keys, others, str)
    return [key for pair in pairs for key in dict.fromkeys(pair) if key is not None]


def _parts(value: Any) -> Mapping[str, Any] | None:
    """Return the keys of an object, a mapping or a list of them; None of others."""
    kind = type(value)
    if has(kind):
        names = [each.name for each in fields(kind) if each.eq and each.name[0] != "_"]
        return {name: getattr(value, name) for name in names}
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple) and any(
        has(type(each)) or isinstance(each, Mapping) for each in value
    ):
        return {f"[{name}]": each for name, each in _named(value).items()}
    return None


def _named(values: tuple[Any, ...]) -> Mapping[Any, Any]:
    """Return the values by what names each among the others, else by their places."""
    for attribute in _NAMES:
        found = {getattr(each, attribute, None): each for each in values}
        if None not in found and len(found) == len(values):
            return found
    return dict(enumerate(values))


def _is_nothing(value: Any) -> bool:
    """Return whether a value is what an absent key has too."""
    return value is None or value is False or value in ((), "")


def _plain(value: Any) -> Any:
    """Return a value as a text, a number, a moment, or a tuple of them."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return str(value) if isinstance(value, Enum) else value


__all__ = ["changes", "matched"]
