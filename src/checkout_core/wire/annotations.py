# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Readers of plain data by annotations, for `codec`: one that explains, and a quick one.

Promises that both give the same for what is right, and that only `reader` says what is
wrong.  Each is made once for an annotation and kept.
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
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeAlias

import attrs

from checkout_core.checks import MAX_COUNT, Validator
from checkout_core.errors import CheckoutError
from checkout_core.values import MAPPINGS, maker_of


#: Reads a value, given what collects its faults and its path in the document.
Reader: TypeAlias = Callable[[Validator, Any, str], Any]
#: Reads a value that is plainly right, and raises one of `UNCLEAR` for others.
Quick: TypeAlias = Callable[[Any], Any]

#: Sums may have more digits than any input, so their pattern is separate.
_SUM = re.compile(r"-?(0|[1-9][0-9]{0,49})(\.[0-9]{1,7})?").fullmatch
#: Names in annotations that modules import for type checkers only.
_NAMES = {"Decimal": Decimal, "datetime": datetime}
#: The most entries of a list; lists of rows are as long as a quote made them.
_MAX_ENTRIES = 1_000_000
#: The most characters of a text; sentences are longer than any identifier.
_MAX_TEXT = 10_000
#: Amounts and rates that are kept; most documents have the same few.
_MOST_AMOUNTS = 4_096


class _Field(NamedTuple):
    name: str
    hint: Any
    default: Any

    @property
    def needed(self) -> bool:
        return self.default is attrs.NOTHING


@cache
def _fields(kind: Any) -> list[_Field]:
    """Return the fields of a class with their annotations."""
    # Names that only annotations use are imported for type checkers only.
    names = vars(sys.modules[kind.__module__]) | _NAMES
    hints = typing.get_type_hints(kind, names, include_extras=True)
    return [
        _Field(each.name, hints[each.name], each.default) for each in attrs.fields(kind)
    ]


def pair_of(kind: Any) -> tuple[Any, ...] | None:
    """Return the types of key and value of a mapping, None if its keys are texts."""
    for base in getattr(kind, "__orig_bases__", ()):
        of = typing.get_args(base)
        if typing.get_origin(base) is Mapping and of[0] is not str:
            return of
    return None


# Reading with the place of each fault --------------------------------------------


@cache
def reader(kind: Any) -> Reader:
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
    pair = pair_of(kind)
    if pair is not None:
        return _mapping(kind, _row(pair))
    return _LEAVES[kind]


def _instance(kind: Any) -> Reader:
    fields = [(each.name, reader(each.hint), each.needed) for each in _fields(kind)]
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


def _optional(kind: Any) -> Reader:
    read = reader(kind)
    return lambda check, data, path: None if data is None else read(check, data, path)


def _word(words: Collection[str]) -> Reader:
    def read(check: Validator, data: Any, path: str) -> Any:
        if isinstance(data, str) and data in words:
            return data
        return check.choice(path, data, words)

    return read


def _list(kind: Any) -> Reader:
    read_entry = reader(kind)

    def read(check: Validator, data: Any, path: str) -> Any:
        entries = check.items(path, data, limit=_MAX_ENTRIES)
        return tuple(
            [
                read_entry(check, entry, f"{path}[{index}]")
                for index, entry in enumerate(entries)
            ]
        )

    return read


def _row(kinds: tuple[Any, ...]) -> Reader:
    """Return a function that reads a list with one item for each of *kinds*."""
    readers = [reader(kind) for kind in kinds]

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


def _mapping(kind: Any, read_pair: Reader) -> Reader:
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


_LEAVES: Mapping[Any, Reader] = {
    Decimal: _amount,
    datetime: lambda check, data, path: check.time(path, data),
    bool: lambda check, data, path: check.flag(path, data),
    int: lambda check, data, path: check.count(path, data),
    str: lambda check, data, path: check.text(path, data, limit=_MAX_TEXT),
}


# Reading what is plainly right ---------------------------------------------------


class _UnclearError(Exception):
    """The data may be wrong."""


#: What a quick reader raises: also a missing key, a word that is not in its table, a
#: list in place of a text, or a value that a constructor refuses.
UNCLEAR = (_UnclearError, KeyError, TypeError, CheckoutError)


# Nearly all that is read was written by `unstructure` and is right.  So it is read
# first by functions that take a value and nothing else, and give up where a fault is
# possible.  They take less than half as long, since no path is made for a value: that
# of `lines[0].components[1].rate` is joined of four parts, and only a fault shows it.
@cache
def quick_reader(kind: Any) -> Quick:
    """Return a function that reads the values of an annotation if they are right."""
    origin, of = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _quick_optional(next(each for each in of if each is not type(None)))
    if origin is typing.Annotated:
        return _quick_words(of[1]).__getitem__
    if origin is tuple:
        return _quick_list(of[0]) if of[-1] is Ellipsis else _quick_row(of)
    if attrs.has(kind):
        return _quick_instance(kind)
    return _QUICK_LEAVES.get(kind) or _quick_other(kind)


def _quick_optional(kind: Any) -> Quick:
    if typing.get_origin(kind) is typing.Annotated:
        return {None: None, **_quick_words(typing.get_args(kind)[1])}.__getitem__
    read = quick_reader(kind)

    def quick(data: Any) -> Any:
        return None if data is None else read(data)

    # True does not find what is kept for 1: the cache has `int` and `str` as they are
    # for its keys, and others within a tuple.
    return lru_cache(_MOST_AMOUNTS)(quick) if kind in (Decimal, int) else quick


def _quick_words(words: Collection[str]) -> dict[Any, str]:
    return {str(each): str(each) for each in words}


def _quick_other(kind: Any) -> Quick:
    """Return a quick reader that asks the one that explains."""
    read = reader(kind)

    def quick(data: Any) -> Any:
        check = Validator()
        found = read(check, data, "")
        if check.found:
            raise _UnclearError
        return found

    return quick


def _quick_list(kind: Any) -> Quick:
    read = quick_reader(kind)

    def quick(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple) or len(data) > _MAX_ENTRIES:
            raise _UnclearError
        return tuple([read(each) for each in data])

    return quick


def _quick_row(kinds: tuple[Any, ...]) -> Quick:
    readers = [quick_reader(kind) for kind in kinds]

    def quick(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple) or len(data) != len(readers):
            raise _UnclearError
        return tuple([read(each) for read, each in zip(readers, data, strict=True)])

    return quick


def _quick_instance(kind: Any) -> Quick:
    # A default that is made for each instance is left to the class, by `reader`.
    fields = [
        (
            each.name,
            quick_reader(each.hint),
            each.needed or hasattr(each.default, "takes_self"),
            each.default,
        )
        for each in _fields(kind)
    ]
    known = frozenset([name for name, _, _, _ in fields])
    make = _maker(kind)

    def quick(data: Any) -> Any:
        if type(data) is not dict or not known.issuperset(data):
            raise _UnclearError
        return make(
            *[
                read(data[name]) if needed or name in data else default
                for name, read, needed, default in fields
            ]
        )

    return quick


def _maker(kind: Any) -> Callable[..., Any]:
    """Return what makes an instance of its values; its class checks them if it can."""
    fields = attrs.fields(kind)
    checks = hasattr(kind, "__attrs_init__") or hasattr(kind, "__attrs_post_init__")
    checks = checks or any(each.validator or each.converter for each in fields)
    if not checks and "__weakref__" not in getattr(kind, "__slots__", ()):
        return maker_of(kind)
    names = [each.alias for each in fields]
    return lambda *values: kind(**dict(zip(names, values, strict=True)))


@lru_cache(_MOST_AMOUNTS)
def _quick_amount(data: Any) -> Decimal:
    if type(data) is str and _SUM(data):
        return Decimal(data)
    raise _UnclearError


def _quick_text(data: Any) -> Any:
    # What can be printed has no control character.
    if type(data) is str and len(data) <= _MAX_TEXT and data.isprintable():
        return data
    return _other_text(data)


def _quick_flag(data: Any) -> bool:
    if data is True or data is False:
        return data
    raise _UnclearError


def _quick_count(data: Any) -> int:
    if type(data) is int and 0 <= data <= MAX_COUNT:
        return data
    raise _UnclearError


_other_text = _quick_other(str)

_QUICK_LEAVES: Mapping[Any, Quick] = {
    Decimal: _quick_amount,
    bool: _quick_flag,
    int: _quick_count,
    str: _quick_text,
}
