# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Converts instances of frozen classes to plain data and back, by annotations.

Promises that what was written is read as an equal instance, and that anything else is a
fault with its path.  Amounts are text, moments RFC 3339, enums their values; a text
annotated with a table has to be one of its words.  Annotations are read once for each
class: what reads and what writes its instances is made then and kept.  Data is read
quickly first; only if something may be wrong is it read again, to say what and where.
A mapping whose keys are no texts is a list of pairs.  No class is known by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.errors import CheckoutError
from checkout_core.errors.describe import shown
from checkout_core.ledger.rows import SPARSE
from checkout_core.values import thawed
from checkout_core.wire.annotations import UNCLEAR, pair_of, quick_reader, reader


if TYPE_CHECKING:
    from checkout_core.checks import Validator


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
    return _WRITERS[bool(without_defaults)][type(value)](value)


def unstructure_fields(instance: object, names: Iterable[str]) -> dict[str, Any]:
    """Return the fields *names* of *instance*, in that order, as plain data."""
    write, found = _WRITERS[False], {}
    for name in names:
        value = getattr(instance, name)
        kind = type(value)
        found[name] = value if kind in _PLAIN else write[kind](value)
    return found


#: Types whose values are plain data.
_PLAIN = frozenset({str, int, bool, type(None)})
#: The default of a field that is written whatever it holds.
_ALWAYS = object()


class _Writers(dict[type, Callable[[Any], Any]]):
    """What writes the values of a class as plain data, made when it is first asked."""

    def __init__(self, *, without_defaults: bool) -> None:
        super().__init__()
        self._without_defaults = without_defaults

    def __missing__(self, kind: Any) -> Callable[[Any], Any]:
        found = self[kind] = self._made(kind)
        return found

    def _made(self, kind: Any) -> Callable[[Any], Any]:
        if attrs.has(kind):
            return self._instance(kind)
        if issubclass(kind, tuple):
            return self._items
        if issubclass(kind, Decimal):
            return decimal_text if kind is Decimal else "{:f}".format
        if issubclass(kind, datetime):
            return datetime.isoformat
        if issubclass(kind, Mapping):
            return thawed if pair_of(kind) is None else self._pairs
        return str if issubclass(kind, StrEnum) else _as_it_is

    def _instance(self, kind: Any) -> Callable[[Any], dict[str, Any]]:
        fields = [
            (
                each.name,
                each.default
                if each.default is not attrs.NOTHING
                and (self._without_defaults or SPARSE in each.metadata)
                else _ALWAYS,
            )
            for each in attrs.fields(kind)
        ]

        def write(instance: Any) -> dict[str, Any]:
            found = {}
            for name, default in fields:
                value = getattr(instance, name)
                # Most fields that hold their default hold that very object.
                if default is _ALWAYS or (value is not default and value != default):
                    kind = type(value)
                    found[name] = value if kind in _PLAIN else self[kind](value)
            return found

        return write

    def _items(self, items: tuple[Any, ...]) -> list[Any]:
        return [self[type(each)](each) for each in items]

    def _pairs(self, value: Mapping[Any, Any]) -> list[list[Any]]:
        return [[unstructure(key), unstructure(each)] for key, each in value.items()]


_WRITERS = {each: _Writers(without_defaults=each) for each in (False, True)}


def decimal_text(value: Decimal) -> str:
    """
    Return a decimal as documents have it, without an exponent.

    >>> decimal_text(Decimal("12.50")), decimal_text(Decimal("1E+2"))
    ('12.50', '100')
    """
    text = str(value)
    return f"{value:f}" if "E" in text or "e" in text else text


def _as_it_is(value: Any) -> Any:
    return value


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
    try:
        return quick_reader(kind)(data)
    except UNCLEAR:
        return reader(kind)(check, data, path)
