# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Frozen nouns to plain data and back, by their annotations.

Promises that what was written is read as an equal noun, and that anything else
is a fault with its path.  Amounts are text, moments RFC 3339, enums their
values.  Knows no noun by name.
"""

from __future__ import annotations

import re
import sys
import types
import typing

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.errors import shown


if TYPE_CHECKING:
    from checkout_core.checks import Check


#: Sums may be longer than any input, so their grammar is their own.
_SUM = re.compile(r"-?(0|[1-9][0-9]{0,49})(\.[0-9]{1,7})?").fullmatch
#: What annotations name that modules import for type checkers only.
_NAMES = {"Decimal": Decimal, "datetime": datetime}


def plain(value: Any) -> Any:
    """
    Return a noun as plain data, without copying what is plain already.

    >>> plain((Decimal("1.50"), None))
    ['1.50', None]
    """
    if attrs.has(type(value)):
        return {
            each.name: plain(getattr(value, each.name))
            for each in attrs.fields(type(value))
        }
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


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
    """
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if data is None:
            return None
        kind = next(each for each in typing.get_args(kind) if each is not type(None))
        return structured(check, kind, data, path)
    if origin is tuple:
        return _tuple(check, typing.get_args(kind), data, path)
    if attrs.has(kind):
        given = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            check.wrong_type(path, data, "an object")
        names = vars(sys.modules[kind.__module__]) | _NAMES
        hints = typing.get_type_hints(kind, names)
        fields = attrs.fields(kind)
        known = [each.name for each in fields]
        check.keys(path, {k: v for k, v in given.items() if k not in skip}, known)
        dot = f"{path}." if path else ""
        before = len(check.found)
        values = {
            each.name: structured(
                check, hints[each.name], given.get(each.name), f"{dot}{each.name}"
            )
            for each in fields
            if each.name in given or each.default is attrs.NOTHING
        }
        if len(check.found) > before:
            return None
        return check.within(path, lambda: kind(**values))
    return _leaf(check, kind, data, path)


def _tuple(check: Check, kinds: tuple[Any, ...], data: Any, path: str) -> Any:
    found = check.items(path, data, limit=1_000_000)
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(found)
    elif len(kinds) != len(found):
        check.wrong_type(path, data, f"a list of {len(kinds)}")
        found = [None] * len(kinds)
    return tuple(
        structured(check, kind, each, f"{path}[{at}]")
        for at, (kind, each) in enumerate(zip(kinds, found, strict=True))
    )


def _leaf(check: Check, kind: Any, data: Any, path: str) -> Any:
    if kind is Decimal:
        if isinstance(data, str) and _SUM(data):
            return Decimal(data)
        check.add(path, "bad_amount", data)
        return Decimal(0)
    if kind is datetime:
        return check.time(path, data) or datetime(2000, 1, 1, tzinfo=UTC)
    if kind is bool:
        return check.flag(path, data)
    if kind is int:
        return check.count(path, data)
    if issubclass(kind, StrEnum):
        return check.choice(path, data, kind)
    return check.text(path, data, limit=10_000)
