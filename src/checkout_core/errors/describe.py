# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a value is named in a message: in a few words, and without personal data.

Promises that a hostile value of any size is described at once, that a text is cut, and
that nothing of an object's content is shown.  Words are those of a reader of JSON.

Knows nothing of faults.
"""

from __future__ import annotations

from collections.abc import Mapping, Sized
from datetime import date, time
from decimal import MAX_EMAX, Context, Decimal

from attrs import frozen


#: A value is shown with at most this many characters, in a message and as JSON.
MAX_SHOWN = 60


class Description(str):
    """
    Words that describe a value, such as `a Line`; shown without quotes.

    >>> shown(Description("a Line")), shown("a Line")
    ('a Line', "'a Line'")
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Show the words as they are."""
        return str(self)


@frozen
class NumberLiteral:
    """
    A JSON number whose text is not an amount: `1e5`, or one with too many digits.

    Attributes:
        text: the number as the document has it, so that errors can show it and
            documents can repeat it.
    """

    text: str

    def __repr__(self) -> str:
        """Show the text as it is written in the document, cut if it is long."""
        return self.text if len(self.text) <= MAX_SHOWN else f"{self.text[:20]}..."


def fault_value(value: object) -> str | int | Decimal | float | None:
    """
    Return a plain scalar as it is and a `Description` of every other value.

    >>> fault_value("x"), fault_value({"a": 1}), fault_value(b"xyz")
    ('x', an object of 1 key, 3 bytes)
    """
    match value:
        case bool() | None | float() | Decimal() | Description():
            return value
        case str():
            # The value of an enum as plain text, without its class name.
            return str.__str__(value)
        case int() if value.bit_length() <= 4 * MAX_SHOWN:
            return int(value)
    return Description(_described(value))


def _described(value: object) -> str:
    match value:
        case int():
            return f"an integer of {value.bit_length()} bits"
        case NumberLiteral():
            return repr(value)
        case date() | time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return counted(len(value), "byte")
        case Mapping():
            return f"an object of {counted(len(value), 'key')}"
        case list() | tuple():
            return f"a list of {counted(len(value), 'item')}"
        case Sized():
            return f"{named(value)} of {counted(len(value), 'item')}"
    return named(value)


def counted(count: int, name: str) -> str:
    """
    Return *count* with its name in the singular or plural.

    >>> counted(1, "key"), counted(2, "key")
    ('1 key', '2 keys')
    """
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def named(value: object) -> str:
    """
    Return the type of *value* with its article, and nothing of its content.

    >>> named(NumberLiteral("1e5")), named({1}), named(object())
    ('a NumberLiteral', 'a set', 'a Python object')
    """
    return named_type(type(value))


def named_type(kind: type) -> str:
    """
    Return the name of a type with its article.

    >>> named_type(NumberLiteral), named_type(object)
    ('a NumberLiteral', 'a Python object')
    """
    if kind is object:
        return "a Python object"
    name = kind.__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def shown(value: object, limit: int = MAX_SHOWN) -> str:
    """
    Return *value* for a message, at most *limit* characters long.

    >>> shown("x" * 100, limit=12), shown(Decimal("12.50")), shown([1, 2])
    ("'xxxxxxxx...", '12.50', 'a list of 2 items')
    """
    found = fault_value(value)
    if isinstance(found, Decimal):
        if found.is_finite():
            # Rounded before it is written: 10 MB of digits must not be copied.
            context = Context(prec=limit, Emin=-MAX_EMAX, Emax=MAX_EMAX)
            found = context.plus(found)
        text = str(found)
    elif isinstance(found, str):
        # Cut before repr: a hostile text of 10 MB must not be copied to be refused.
        text = repr(type(found)(found[: limit + 1]))
    else:
        text = repr(found)
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


def type_name(value: object) -> str:
    """
    Return the name of a value's type as a reader of JSON would say it.

    >>> type_name(None), type_name(True), type_name({})
    ('null', 'a boolean', 'an object')
    """
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "text"
        case int() | float() | Decimal() | NumberLiteral():
            return "a number"
        case Mapping():
            return "an object"
        case list() | tuple():
            return "a list"
        case bytes() | bytearray():
            return "bytes"
    return named(value)


__all__ = [
    "MAX_SHOWN",
    "Description",
    "NumberLiteral",
    "counted",
    "fault_value",
    "named",
    "named_type",
    "shown",
    "type_name",
]
