# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Frozen nouns to plain data and back, by their annotations.

Promises that what was written is read as an equal noun, and that anything else
is a fault with its path.  Amounts are text, moments RFC 3339, enums their
values; a text annotated with a table of words is one of them.  Annotations are
looked at once per class, not per value.  Knows no noun by name.
"""

from __future__ import annotations

import re
import sys
import types
import typing

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from checkout_core.errors import CheckoutError, shown


if TYPE_CHECKING:
    from checkout_core.checks import Check

    _Reader: TypeAlias = Callable[[Check, Any, str], Any]


#: Sums may be longer than any input, so their grammar is their own.
_SUM = re.compile(r"-?(0|[1-9][0-9]{0,49})(\.[0-9]{1,7})?").fullmatch
#: What annotations name that modules import for type checkers only.
_NAMES = {"Decimal": Decimal, "datetime": datetime}


def plain(value: Any, *, without_defaults: bool = False) -> Any:
    """
    Return a noun as plain data, without copying what is plain already.

    With *without_defaults*, a field that holds its default is left out: `structured`
    reads it all the same, and so a field that is added later leaves the documents
    of earlier releases as they are.

    >>> plain((Decimal("1.50"), None))
    ['1.50', None]
    """
    kind: Any = type(value)
    return _writer(kind, without_defaults)(value)


@cache
def _writer(kind: Any, without_defaults: bool) -> Callable[[Any], Any]:  # noqa: FBT001 - a key of the cache
    """Return what writes the values of a class as plain data."""
    if attrs.has(kind):
        fields = [(each.name, each.default) for each in attrs.fields(kind)]

        def write(noun: Any) -> dict[str, Any]:
            return {
                name: plain(inner, without_defaults=without_defaults)
                for name, default in fields
                if (inner := getattr(noun, name)) != default or not without_defaults
            }

        return write
    if issubclass(kind, tuple):
        return lambda items: [
            plain(each, without_defaults=without_defaults) for each in items
        ]
    if issubclass(kind, Decimal):
        return "{:f}".format
    if issubclass(kind, datetime):
        return datetime.isoformat
    return str if issubclass(kind, StrEnum) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def opened(check: Check, path: str, value: object, expected: str) -> Mapping[str, Any]:
    """Return the object at *path*, or raise that it should be what is *expected*."""
    if isinstance(value, Mapping):
        return value
    check.needed(path, value, expected)
    raise CheckoutError(check.found)


def check_version(
    check: Check, path: str, data: Mapping[str, Any], *expected: str
) -> str:
    """Return the version of the object at *path*; raise unless it is one *expected*."""
    version = data.get("schema_version")
    if version not in expected:
        check.add(
            f"{path}.schema_version" if path else "schema_version",
            "bad_schema_version",
            version,
            found=shown(version),
            expected=" or ".join(expected),
        )
        check.raise_any()
    return str(version)


def structured(
    check: Check, kind: Any, data: Any, path: str, skip: tuple[str, ...] = ()
) -> Any:
    """
    Return the noun of *kind* that `plain` wrote as *data*; faults go to *check*.

    A field that has a default may be absent: older releases did not write it.
    What stands in *data* under a key of *skip* is not looked at.
    """
    if skip and isinstance(data, Mapping):
        data = {key: each for key, each in data.items() if key not in skip}
    return _reader(kind)(check, data, path)


@cache
def _reader(kind: Any) -> _Reader:
    """Return what reads the values that an annotation allows, compiled once."""
    origin, of = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _optional(next(each for each in of if each is not type(None)))
    if origin is typing.Annotated:
        return _word(of[1])
    if origin is tuple:
        return _list(of[0]) if of[-1] is Ellipsis else _row(of)
    if attrs.has(kind):
        return _noun(kind)
    if issubclass(kind, StrEnum):
        return lambda check, data, path: check.choice(path, data, kind)
    return _LEAVES[kind]


def _noun(kind: Any) -> _Reader:
    # Modules import what only annotations name for type checkers alone.
    names = vars(sys.modules[kind.__module__]) | _NAMES
    hints = typing.get_type_hints(kind, names, include_extras=True)
    fields = [
        (each.name, _reader(hints[each.name]), each.default is attrs.NOTHING)
        for each in attrs.fields(kind)
    ]
    known = {name: None for name, _, _ in fields}

    def read(check: Check, data: Any, path: str) -> Any:
        if not isinstance(data, Mapping):
            check.wrong_type(path, data, "an object")
            data = {}
        check.keys(path, data, known)
        dot = f"{path}." if path else ""
        before = len(check.found)
        values = {
            name: read_field(check, data.get(name), dot + name)
            for name, read_field, needed in fields
            if needed or name in data
        }
        if len(check.found) > before:
            return None
        return check.within(path, lambda: kind(**values))

    return read


def _optional(kind: Any) -> _Reader:
    read = _reader(kind)
    return lambda check, data, path: None if data is None else read(check, data, path)


def _word(words: Collection[str]) -> _Reader:
    def read(check: Check, data: Any, path: str) -> Any:
        if isinstance(data, str) and data in words:
            return data
        return check.choice(path, data, words)

    return read


def _list(kind: Any) -> _Reader:
    read_entry = _reader(kind)

    def read(check: Check, data: Any, path: str) -> Any:
        found = check.items(path, data, limit=1_000_000)
        return tuple(
            [read_entry(check, each, f"{path}[{at}]") for at, each in enumerate(found)]
        )

    return read


def _row(kinds: tuple[Any, ...]) -> _Reader:
    """Return what reads a list that has one place for each of *kinds*."""
    readers = [_reader(kind) for kind in kinds]

    def read(check: Check, data: Any, path: str) -> Any:
        found = check.items(path, data, limit=len(readers))
        if len(found) != len(readers):
            check.wrong_type(path, data, f"a list of {len(readers)}")
            return ()
        places = enumerate(zip(readers, found, strict=True))
        return tuple(
            [read_it(check, each, f"{path}[{at}]") for at, (read_it, each) in places]
        )

    return read


def _amount(check: Check, data: Any, path: str) -> Decimal:
    if isinstance(data, str) and _SUM(data):
        return Decimal(data)
    check.add(path, "bad_amount", data)
    return Decimal(0)


_LEAVES: Mapping[Any, _Reader] = {
    Decimal: _amount,
    datetime: lambda check, data, path: check.time(path, data),
    bool: lambda check, data, path: check.flag(path, data),
    int: lambda check, data, path: check.count(path, data),
    str: lambda check, data, path: check.text(path, data, limit=10_000),
}
