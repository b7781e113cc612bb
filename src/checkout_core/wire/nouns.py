# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Converts instances of frozen classes to plain data and back, by annotations.

Promises that what was written is read as an equal instance, and that anything else is a
fault with its path.  Amounts are text, moments RFC 3339, enums their values; a text
annotated with a table has to be one of its words.  Annotations are read once for each
class.  No class is known by name.
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
from checkout_core.ledger import SPARSE


if TYPE_CHECKING:
    from checkout_core.checks import Validator

    _Reader: TypeAlias = Callable[[Validator, Any, str], Any]


#: Sums may have more digits than any input, so their pattern is separate.
_SUM = re.compile(r"-?(0|[1-9][0-9]{0,49})(\.[0-9]{1,7})?").fullmatch
#: Names in annotations that modules import for type checkers only.
_NAMES = {"Decimal": Decimal, "datetime": datetime}


def plain(value: Any, *, without_defaults: bool = False) -> Any:
    """
    Return an instance as plain data; values that are plain already are not copied.

    With *without_defaults*, fields that hold their default are left out, else only
    those with `SPARSE` in their metadata; `structured` adds them again.  A field that a
    later release adds therefore does not change documents of earlier releases.

    >>> plain((Decimal("1.50"), None))
    ['1.50', None]
    """
    kind: Any = type(value)
    return _writer(kind, without_defaults)(value)


@cache
def _writer(kind: Any, without_defaults: bool) -> Callable[[Any], Any]:  # noqa: FBT001 - a key of the cache
    """Return a function that writes the values of a class as plain data."""
    if attrs.has(kind):
        fields = [
            (each.name, each.default, without_defaults or SPARSE in each.metadata)
            for each in attrs.fields(kind)
        ]

        def write(noun: Any) -> dict[str, Any]:
            found = {}
            for name, default, sparse in fields:
                value = getattr(noun, name)
                if not sparse or value != default:
                    kind: Any = type(value)
                    write_value = _writer(kind, without_defaults)
                    found[name] = write_value(value)
            return found

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


def opened(
    check: Validator, path: str, value: object, expected: str
) -> Mapping[str, Any]:
    """Return the object at *path*; raise that *expected* is needed if it is not one."""
    if isinstance(value, Mapping):
        return value
    check.needed(path, value, expected)
    raise CheckoutError(check.found)


def check_version(
    check: Validator, path: str, data: Mapping[str, Any], *expected: str
) -> str:
    """Return the version of the object at *path*; raise if it is not *expected*."""
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
    check: Validator, kind: Any, data: Any, path: str, skip: tuple[str, ...] = ()
) -> Any:
    """
    Return the instance of *kind* that `plain` wrote; faults are added to *check*.

    A field with a default may be absent, since older releases did not write it.  Keys
    of *skip* are ignored.
    """
    if skip and isinstance(data, Mapping):
        data = {key: each for key, each in data.items() if key not in skip}
    return _reader(kind)(check, data, path)


@cache
def _reader(kind: Any) -> _Reader:
    """Return a function that reads the values of an annotation; it is made once."""
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
    # Names that only annotations use are imported for type checkers only.
    names = vars(sys.modules[kind.__module__]) | _NAMES
    hints = typing.get_type_hints(kind, names, include_extras=True)
    fields = [
        (each.name, _reader(hints[each.name]), each.default is attrs.NOTHING)
        for each in attrs.fields(kind)
    ]
    known = {name: None for name, _, _ in fields}

    def read(check: Validator, data: Any, path: str) -> Any:
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
    def read(check: Validator, data: Any, path: str) -> Any:
        if isinstance(data, str) and data in words:
            return data
        return check.choice(path, data, words)

    return read


def _list(kind: Any) -> _Reader:
    read_entry = _reader(kind)

    def read(check: Validator, data: Any, path: str) -> Any:
        found = check.items(path, data, limit=1_000_000)
        return tuple(
            [read_entry(check, each, f"{path}[{at}]") for at, each in enumerate(found)]
        )

    return read


def _row(kinds: tuple[Any, ...]) -> _Reader:
    """Return a function that reads a list with one item for each of *kinds*."""
    readers = [_reader(kind) for kind in kinds]

    def read(check: Validator, data: Any, path: str) -> Any:
        found = check.items(path, data, limit=len(readers))
        if len(found) != len(readers):
            check.wrong_type(path, data, f"a list of {len(readers)}")
            return ()
        places = enumerate(zip(readers, found, strict=True))
        return tuple(
            [read_it(check, each, f"{path}[{at}]") for at, (read_it, each) in places]
        )

    return read


def _amount(check: Validator, data: Any, path: str) -> Decimal:
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
