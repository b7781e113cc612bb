# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Kinds of values: how one is checked, written, and described by a JSON Schema.

Promises that what is right at first sight is what the check returns.  Knows no key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import MAX_COUNT, MAX_ID, MAX_NOTE, Validator, is_identifier
from checkout_core.money.parse import read_number, read_rate
from checkout_core.values import Record, thawed


if TYPE_CHECKING:
    from decimal import Decimal
    from enum import StrEnum


__all__ = [
    "AMOUNT",
    "COUNT",
    "COUNTS",
    "FACTOR",
    "FLAG",
    "MOMENT",
    "NOTE",
    "OBJECT",
    "TEXT",
    "Kind",
    "choice",
    "count",
    "entries",
    "identifier",
    "identifiers",
    "instance",
    "rate",
]


@frozen(eq=False, repr=False, kw_only=True)
class Kind:
    """
    A kind of value: how it is checked, written and described.

    Most values are right, which `quick` sees in a tenth of the time.  The others are
    given to `check`, which finds what is wrong with them, if anything is.

    Attributes:
        check: takes a `Validator`, the path of the value and the value; returns its
            clean form, or anything after it has added a fault.
        quick: takes the value and returns its clean form if that is right at first
            sight, else None, which does not say that it is wrong.  By default nothing
            is.
        write: takes the clean form, which is not None, and returns plain data; None
            (the default) if it is plain data.
        schema: the JSON Schema of the value in a document; the names in it are those of
            the definitions of `checkout.schema.json`.
        is_amount: whether `check` keeps it in `Validator.amounts`; False by default.
    """

    check: Callable[[Validator, str, Any], Any]
    quick: Callable[[Any], Any] = lambda _value: None
    schema: Mapping[str, Any]
    write: Callable[[Any], Any] | None = None
    is_amount: bool = False


def _named(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _text(name: str, limit: int) -> Kind:
    # What is printable has neither control characters nor lone surrogates; tabs and
    # line ends, which are not printable, are left to the check.
    def quick(value: object) -> str | None:
        if type(value) is str and len(value) <= limit and value.isprintable():
            return value
        return None

    return Kind(
        check=lambda check, path, value: check.text(path, value, limit=limit),
        quick=quick,
        schema=_named(name),
    )


#: Text of at most 255 or 10,000 characters, which may be empty.
TEXT = _text("Text", MAX_ID)
NOTE = _text("Note", MAX_NOTE)


def identifier(needed: str) -> Kind:
    """Return the kind of a text that may not be empty; *needed* is what to give."""
    return Kind(
        check=lambda check, path, value: check.text(path, value, needed=needed),
        quick=lambda value: value if is_identifier(value) else None,
        schema=_named("Identifier"),
    )


def identifiers(limit: int) -> Kind:
    """Return the kind of a list of at most *limit* identifiers."""

    def quick(value: object) -> tuple[str, ...] | None:
        if not isinstance(value, list | tuple) or len(value) > limit:
            return None
        for each in value:
            if not is_identifier(each):
                return None
        return tuple(value)

    return Kind(
        check=lambda check, path, value: check.texts(path, value, limit=limit),
        quick=quick,
        write=list,
        schema={"type": "array", "maxItems": limit, "items": _named("Identifier")},
    )


def _quick_amount(value: object) -> Decimal | None:
    found = read_number(value)
    return None if found is None or found.is_signed() else found


_write_number = "{:f}".format

#: An exact amount >= 0.
AMOUNT = Kind(
    check=lambda check, path, value: check.amount(path, value),
    quick=_quick_amount,
    write=_write_number,
    schema=_named("Amount"),
    is_amount=True,
)


#: A number >= 0 with at most 6 decimals, which is not on a currency's grid.
FACTOR = Kind(
    check=lambda check, path, value: check.factor(path, value),
    write=_write_number,
    schema=_named("Amount"),
)


def rate(limit: int, name: str) -> Kind:
    """Return the kind of a percentage from 0 to *limit*, with its *name* in schemas."""
    return Kind(
        check=lambda check, path, value: check.rate(path, value, limit=limit),
        quick=lambda value: read_rate(value, limit),
        write=_write_number,
        schema=_named(name),
    )


def count(*, low: int = 0, high: int = MAX_COUNT) -> Kind:
    """Return the kind of a whole number from *low* to *high*."""
    bounds = {"type": "integer", "minimum": low, "maximum": high}
    return Kind(
        check=lambda check, path, value: check.count(path, value, low=low, high=high),
        quick=lambda value: (
            value if type(value) is int and low <= value <= high else None
        ),
        schema=bounds if (low, high) != (0, MAX_COUNT) else _named("Count"),
    )


COUNT = count()

FLAG = Kind(
    check=lambda check, path, value: check.flag(path, value),
    quick=lambda value: value if type(value) is bool else None,
    schema={"type": "boolean"},
)

#: A moment with its offset.
MOMENT = Kind(
    check=lambda check, path, value: check.time(path, value),
    write=lambda at: at.isoformat(),
    schema=_named("Time"),
)

#: An object whose values are counts.
COUNTS = Kind(
    check=lambda check, path, value: check.counts(path, value),
    write=thawed,
    schema={"type": "object", "additionalProperties": _named("Count")},
)


#: A JSON object, kept as it is.
OBJECT = Kind(
    check=lambda check, path, value: check.record(path, value),
    quick=lambda value: value if type(value) is Record else None,
    schema={"type": "object"},
)


def choice(
    of: type[StrEnum] | tuple[str, ...], make: Callable[[Any], Any] = lambda each: each
) -> Kind:
    """
    Return the kind of a member of an enum, given as its word, or of one of some words.

    *make* is called with the member; what it returns is kept, by default the member.
    """
    members = {str(each): make(each) for each in of}
    return Kind(
        check=lambda check, path, value: make(check.choice(path, value, of)),
        quick=lambda value: members.get(value) if isinstance(value, str) else None,
        write=str,
        schema={"enum": list(members)},
    )


def instance(of: type[Any]) -> Kind:
    """Return the kind of an instance of a class that has a schema of its name."""
    name = of.__name__
    return Kind(
        check=lambda check, path, value: check.instance(path, value, of, name),
        quick=lambda value: value if isinstance(value, of) else None,
        schema=_named(name),
    )


def entries(of: Kind, limit: int) -> Kind:
    """Return the kind of a list of at most *limit* values of one kind."""
    write = of.write

    def check_each(check: Validator, path: str, value: object) -> tuple[Any, ...]:
        items = check.items(path, value, limit=limit)
        return tuple(
            [of.check(check, f"{path}[{i}]", each) for i, each in enumerate(items)]
        )

    return Kind(
        check=check_each,
        write=list if write is None else lambda values: [*map(write, values)],
        schema={"type": "array", "maxItems": limit, "items": of.schema},
    )
