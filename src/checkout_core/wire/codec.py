# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Converts instances of frozen classes to plain data and back, by annotations.

Promises that what was written is read as an equal instance, and that anything else is a
fault with its path.  Amounts are text, moments RFC 3339, enums their values; a text
annotated with a table has to be one of its words.  Annotations are read once for each
class: what reads and what writes its instances is made then and kept.  A mapping whose
keys are no texts is a list of pairs.  No class is known by name.
"""

from __future__ import annotations

import re
import sys
import types
import typing

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from checkout_core.errors import CheckoutError
from checkout_core.errors.describe import shown
from checkout_core.ledger.rows import SPARSE
from checkout_core.values import MAPPINGS, thawed


if TYPE_CHECKING:
    from checkout_core.checks import Validator

    _Reader: TypeAlias = Callable[[Validator, Any, str], Any]


#: Sums may have more digits than any input, so their pattern is separate.
_SUM = re.compile(r"-?(0|[1-9][0-9]{0,49})(\.[0-9]{1,7})?").fullmatch
#: Names in annotations that modules import for type checkers only.
_NAMES = {"Decimal": Decimal, "datetime": datetime}
#: The most entries of a list; lists of rows are as long as a quote made them.
_MAX_ENTRIES = 1_000_000
#: The most characters of a text; sentences are longer than any identifier.
_MAX_TEXT = 10_000


# Writing ------------------------------------------------------------------------


def unstructure(value: Any, *, without_defaults: bool = False) -> Any:
    """
    Return *value* as plain data: dicts, lists, text, whole numbers, booleans, None.

    With *without_defaults*, fields that hold their default are left out, else only
    those with `SPARSE` in their metadata; `structure` adds them again.  A field that a
    later release adds therefore does not change documents of earlier releases.

    >>> unstructure((Decimal("1.50"), None))
    ['1.50', None]

    Args:
        value: an instance of a frozen class, a tuple of them, or what their fields
            hold; kept JSON is copied as it is.
        without_defaults: False by default.
    """
    kind: Any = type(value)
    return _writer(kind, without_defaults)(value)


def unstructure_fields(instance: object, names: Iterable[str]) -> dict[str, Any]:
    """Return the fields *names* of *instance*, in that order, as plain data."""
    return {name: unstructure(getattr(instance, name)) for name in names}


@cache
def _writer(kind: Any, without_defaults: bool) -> Callable[[Any], Any]:  # noqa: FBT001 - a key of the cache
    """Return a function that writes the values of a class as plain data."""
    if attrs.has(kind):
        fields = [
            (each.name, each.default, without_defaults or SPARSE in each.metadata)
            for each in attrs.fields(kind)
        ]

        def write(instance: Any) -> dict[str, Any]:
            found = {}
            for name, default, sparse in fields:
                value = getattr(instance, name)
                if not sparse or value != default:
                    known: Any = type(value)
                    found[name] = _writer(known, without_defaults)(value)
            return found

        return write
    if issubclass(kind, tuple):
        return lambda items: [
            unstructure(each, without_defaults=without_defaults) for each in items
        ]
    if issubclass(kind, Decimal):
        return "{:f}".format
    if issubclass(kind, datetime):
        return datetime.isoformat
    if issubclass(kind, Mapping):
        return thawed if _pair(kind) is None else _pairs
    return str if issubclass(kind, StrEnum) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _pairs(value: Mapping[Any, Any]) -> list[list[Any]]:
    return [[unstructure(key), unstructure(each)] for key, each in value.items()]


def _pair(kind: Any) -> tuple[Any, ...] | None:
    """Return the types of key and value of a mapping, None if its keys are texts."""
    for base in getattr(kind, "__orig_bases__", ()):
        of = typing.get_args(base)
        if typing.get_origin(base) is Mapping and of[0] is not str:
            return of
    return None


# Reading ------------------------------------------------------------------------


def required_mapping(
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


def structure(
    check: Validator, kind: Any, data: Any, path: str, skip: tuple[str, ...] = ()
) -> Any:
    """
    Return the instance of *kind* that `unstructure` wrote.

    A field with a default may be absent, since older releases did not write it.

    Args:
        check: collects the faults.
        kind: a frozen class, or an annotation such as `tuple[Entry, ...]`.
        data: what was written.
        path: its place in the document, "" for the document itself.
        skip: keys that are ignored.
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
        return _instance(kind)
    if issubclass(kind, StrEnum):
        return lambda check, data, path: check.choice(path, data, kind)
    pair = _pair(kind)
    if pair is not None:
        return _mapping(kind, _row(pair))
    return _LEAVES[kind]


def _instance(kind: Any) -> _Reader:
    # Names that only annotations use are imported for type checkers only.
    names = vars(sys.modules[kind.__module__]) | _NAMES
    hints = typing.get_type_hints(kind, names, include_extras=True)
    fields = [
        (each.name, _reader(hints[each.name]), each.default is attrs.NOTHING)
        for each in attrs.fields(kind)
    ]
    # In order: a fault names the known keys in the order of the fields.
    known = {name: None for name, _, _ in fields}

    def read(check: Validator, data: Any, path: str) -> Any:
        if not isinstance(data, MAPPINGS):
            check.wrong_type(path, data, "an object")
            data = {}
        if not data.keys() <= known.keys():
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
        try:
            return kind(**values)
        except CheckoutError as error:
            check.extend(error, path)
            return None

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
        entries = check.items(path, data, limit=_MAX_ENTRIES)
        return tuple(
            [
                read_entry(check, entry, f"{path}[{index}]")
                for index, entry in enumerate(entries)
            ]
        )

    return read


def _row(kinds: tuple[Any, ...]) -> _Reader:
    """Return a function that reads a list with one item for each of *kinds*."""
    readers = [_reader(kind) for kind in kinds]

    def read(check: Validator, data: Any, path: str) -> Any:
        items = check.items(path, data, limit=len(readers))
        if len(items) != len(readers):
            check.wrong_type(path, data, f"a list of {len(readers)}")
            return ()
        numbered = enumerate(zip(readers, items, strict=True))
        return tuple(
            [
                read_item(check, item, f"{path}[{index}]")
                for index, (read_item, item) in numbered
            ]
        )

    return read


def _mapping(kind: Any, read_pair: _Reader) -> _Reader:
    """Return a function that reads a list of pairs as a mapping."""

    def read(check: Validator, data: Any, path: str) -> Any:
        before = len(check.found)
        entries = check.items(path, data, limit=_MAX_ENTRIES)
        pairs = [
            read_pair(check, entry, f"{path}[{index}]")
            for index, entry in enumerate(entries)
        ]
        if len(check.found) > before:
            return None
        return check.within(path, lambda: kind(pairs))

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
    str: lambda check, data, path: check.text(path, data, limit=_MAX_TEXT),
}
