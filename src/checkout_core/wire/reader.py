# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What all readers of documents share: parts, lists, faults at their place.

Knows no key of any document.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from attrs import evolve

from checkout_core.checks import Validator
from checkout_core.currencies import CURRENCIES, Currency
from checkout_core.errors import CheckoutError, Fault, join
from checkout_core.values import MAPPINGS


if TYPE_CHECKING:
    from collections.abc import Sequence


N = TypeVar("N")

#: What happens to unknown keys.
Unknown: TypeAlias = Literal["error", "ignore"]

#: The path of an entry of a list: the list, the index, the rest.
IN_LIST = re.compile(r"([a-z_]+)\[([0-9]+)\](.*)").fullmatch


class DocumentReader:
    """
    Reads the parts of one document and collects the faults of all of them.

    Attributes:
        check: collects the faults; it ignores unknown keys if *unknown* is "ignore".
    """

    def __init__(self, unknown: Unknown) -> None:
        self.check = Validator(lenient=unknown == "ignore")

    def keys(self, path: str, data: Mapping[str, Any], known: Collection[str]) -> None:
        """Add a fault for every key of *data* that is not *known*."""
        self.check.keys(path, data, known)

    def part(
        self, data: Mapping[str, Any], path: str, key: str
    ) -> Mapping[str, Any] | None:
        """Return the object under *key*; add a fault if it is missing."""
        value = data.get(key)
        if isinstance(value, MAPPINGS):
            return value
        self.check.needed(join(path, key), value, "an object")
        return None

    def known_part(
        self, data: Mapping[str, Any], path: str, key: str, known: Collection[str]
    ) -> tuple[str, Mapping[str, Any]] | None:
        """
        Return the path of the object under *key* and the object, None if it is absent.

        Every key of it that is not *known* is a fault.
        """
        if data.get(key) is None:
            return None
        part = self.part(data, path, key)
        if part is None:
            return None
        where = join(path, key)
        self.keys(where, part, known)
        return where, part

    def instance(
        self,
        data: Mapping[str, Any],
        path: str,
        key: str,
        known: Sequence[str],
        kind: Callable[..., N],
        needed: Iterable[str] = (),
    ) -> N | None:
        """Return the instance under *key*, None if it is absent."""
        found = self.known_part(data, path, key, known)
        if found is None:
            return None
        where, part = found
        return self.make(
            where, kind, {**given_fields(part, known), **absent_fields(part, needed)}
        )

    def make(
        self, path: str, kind: Callable[..., N], fields: Mapping[str, Any]
    ) -> N | None:
        """Return the instance made of *fields*, or None with its faults added."""
        try:
            return kind(**fields)
        except CheckoutError as error:
            self.check.extend(error, path)
            return None

    def entries(
        self, data: Mapping[str, Any], path: str, key: str, limit: int
    ) -> list[tuple[str, Any]]:
        """Return the entries under *key* with their paths."""
        if data.get(key) is None:
            return []
        where = join(path, key)
        entries = self.check.items(where, data[key], limit=limit)
        return [(f"{where}[{index}]", each) for index, each in enumerate(entries)]

    def objects(
        self, data: Mapping[str, Any], path: str, key: str, limit: int
    ) -> list[tuple[int, str, Mapping[str, Any]]]:
        """Return the objects under *key* with their indexes and paths."""
        objects = []
        for index, (where, each) in enumerate(self.entries(data, path, key, limit)):
            if isinstance(each, MAPPINGS):
                objects.append((index, where, each))
            else:
                self.check.needed(where, each, "an object")
        return objects


def relocated(fault: Fault, indexes: Mapping[str, Sequence[int]]) -> Fault:
    """
    Return a fault with the index that an entry of a list has in the document.

    *indexes* holds for each list the indexes of the entries that could be read.
    """
    entry = IN_LIST(fault.path)
    if entry is None or entry[1] not in indexes:
        return fault
    path = f"{entry[1]}[{indexes[entry[1]][int(entry[2])]}]{entry[3]}"
    return evolve(fault, path=path)


def given_fields(data: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """Return the known fields that are given; null stands for the default."""
    return {key: data[key] for key in known if data.get(key) is not None}


def without_unknown(entries: Any, names: Sequence[str]) -> Any:
    """Return *entries* without the keys that their objects do not have."""
    if not isinstance(entries, list | tuple):
        return entries
    return [
        {key: each[key] for key in names if key in each}
        if isinstance(each, MAPPINGS)
        else each
        for each in entries
    ]


def absent_fields(data: Mapping[str, Any], needed: Iterable[str]) -> dict[str, None]:
    """Return None for missing fields, which the constructor then reports."""
    return {key: None for key in needed if data.get(key) is None}


def known_currency(code: object) -> Currency | None:
    """Return the currency called *code*, None if it has a fault or is absent."""
    return CURRENCIES.get(code) if isinstance(code, str) else None
