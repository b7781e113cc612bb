# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Immutable JSON data that a host gives and gets back unchanged.

Promises that data kept from a document (addresses, metadata, the vendor's offer
objects) can be compared, hashed, pickled and shared between threads, is returned
exactly as it was given, and is not shown in a repr: it may hold personal data, and
reprs are written to logs.  `maker_of` makes many instances of a frozen class.  Knows
nothing of carts.
"""

from __future__ import annotations

import re
import reprlib

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.errors import MAX_FAULTS, MAX_SHOWN, CheckoutError, fault
from checkout_core.errors.describe import NumberLiteral, type_name


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.errors import Fault


_SURROGATE = re.compile("[\ud800-\udfff]").search

#: Our own key, and the prefix of our own keys, in the vendor's documents.
OURS = "x_checkout_core"
#: How deep kept JSON may be nested; the limit for documents is lower.
MAX_DEPTH = 64
#: What an object of a document may be.  Most are of the first class, which is tested in
#: an eighth of the time that the abstract one takes.
MAPPINGS = (dict, Mapping)
#: Types whose values need no check to be kept.
_ATOMS = frozenset({int, bool, type(None)})
#: Types whose values are kept, and given back, as they are.
_FLAT = _ATOMS | {str, Decimal}


@attrs.frozen
class JsonText:
    """
    A value that is JSON text already, and is written as it is.

    Attributes:
        parts: UTF-8 of JSON that we wrote before, such as what is stored of an order,
            in parts that are put together when an answer is; it is not checked, and a
            repr does not show it.
    """

    parts: tuple[bytes, ...] = attrs.field(repr=False)

    @property
    def text(self) -> str:
        """All parts as one text."""
        return b"".join(self.parts).decode()


class Record(Mapping[str, Any]):
    """
    A JSON object that cannot change; its repr shows the first keys and no value.

    >>> Record({"email": "meera@example.in", "tags": [1, 2]})
    <Record ['email', 'tags']>
    """

    __slots__ = ("_items",)
    _items: dict[str, Any]

    def __init__(self, items: Mapping[str, Any] | None = None, path: str = "") -> None:
        pairs = {} if items is None else items
        try:
            if not isinstance(pairs, MAPPINGS):
                found = type_name(pairs)
                raise _refused("wrong_type", pairs, expected="a mapping", found=found)
            self._items = _items(pairs, 0)
        except CheckoutError as error:
            raise error.under(path) from None

    def __getitem__(self, key: str) -> Any:
        """Return the value kept under *key*."""
        return self._items[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value kept under *key*, *default* if the key is absent."""
        return self._items.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Return whether there is a *key*, in a tenth of the time of a `Mapping`."""
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys in the order they were given."""
        return iter(self._items)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._items)

    def __hash__(self) -> int:
        """Hash by content, whatever the order of the keys."""
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        """Show the first keys; `thawed` shows the content."""
        return f"<Record {reprlib.repr(list(self._items))}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by content."""
        return (type(self), (thawed(self),))


def items_of(record: Record) -> dict[str, Any]:
    """
    Return what a record holds, for readers that ask for many keys.

    A `dict` answers in a quarter of the time, but its repr would show the values.
    """
    return record._items  # noqa: SLF001 - its own class


def _frozen(value: Any, depth: int) -> Any:
    """Return *value* frozen; the path of a fault is added by the callers."""
    if depth > MAX_DEPTH:
        raise _refused("nested_too_deep", "...", limit=MAX_DEPTH)
    # Most values are plain text, for which this check is enough.
    if type(value) is str and value.isascii():
        return value
    match value:
        case None | bool() | int() | NumberLiteral() | JsonText():
            return value
        case str():
            return _encodable(value)
        case Decimal() if value.is_finite():
            return value
        case dict() | Mapping():
            record = Record.__new__(Record)
            record._items = _items(value, depth)  # noqa: SLF001 - its own class
            return record
        case list() | tuple():
            return _tuple(value, depth)
        case float():
            raise _refused("float_given", value, what="the number", example="'12.50'")
        case Decimal():
            # NaN is not equal to itself, and JSON cannot express it.
            raise _refused("bad_amount", value)
    found = type_name(value)
    raise _refused("wrong_type", value, expected="JSON data", found=found)


def _refused(code: str, value: object, **facts: object) -> CheckoutError:
    return CheckoutError([fault("", code, value, **facts)])


def _items(source: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    items = {}
    faults: list[Fault] = []
    for key, value in source.items():
        # Most objects are flat, and most of their keys and values need only this check.
        if depth < MAX_DEPTH and type(key) is str and key.isascii():
            kind = type(value)
            if kind in _ATOMS or (
                kind is str and (value.isascii() or not _SURROGATE(value))
            ):
                items[key] = value
                continue
        try:
            name = _key(key)
            items[name] = _frozen(value, depth + 1)
        except CheckoutError as error:
            path = safe(key) if isinstance(key, str) else ""
            faults += error.under(path).faults
            if len(faults) >= MAX_FAULTS:
                break
    if faults:
        raise CheckoutError(faults)
    return items


def _tuple(source: Sequence[Any], depth: int) -> tuple[Any, ...]:
    items = []
    faults: list[Fault] = []
    for i, value in enumerate(source):
        try:
            items.append(_frozen(value, depth + 1))
        except CheckoutError as error:
            faults += error.under(f"[{i}]").faults
            if len(faults) >= MAX_FAULTS:
                break
    if faults:
        raise CheckoutError(faults)
    return tuple(items)


def _encodable(text: str) -> str:
    # A lone surrogate cannot be encoded as UTF-8.
    if _SURROGATE(text):
        raise _refused("control_character", text)
    return text


def _key(key: object) -> str:
    if isinstance(key, str):
        return _encodable(key)
    found = type_name(key)
    raise _refused("wrong_type", key, expected="a text key", found=found)


def safe(key: object) -> str:
    """
    Return a key for a path: shortened, and encodable as UTF-8.

    >>> safe("a" * 100)[-5:], len(safe(chr(0xD800)))
    ('aa...', 6)
    """
    text = str(key)
    cut = text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."
    return cut.encode("utf-8", "backslashreplace").decode()


def thawed(value: Any) -> Any:
    """
    Return kept JSON as fresh dicts and lists.

    >>> thawed(Record({"a": [1, {"b": None}]}))
    {'a': [1, {'b': None}]}
    """
    kind = type(value)
    if kind is tuple:
        return [thawed(each) for each in value]
    if issubclass(kind, Record):
        return {
            key: each if type(each) in _FLAT else thawed(each)
            for key, each in value._items.items()  # noqa: SLF001 - its own class
        }
    return value


def arguments(instance: Any) -> dict[str, Any]:
    """Return the arguments by name that would make an equal *instance*."""
    kind: Any = type(instance)
    return {name: getattr(instance, name) for name in argument_names(kind)}


@cache
def argument_names(kind: Any) -> tuple[str, ...]:
    """
    Return the names of a class's attributes that are arguments of its constructor.

    Whatever such an attribute holds is taken as the argument, so that `attrs.evolve`
    and `copy.replace` work; what is calculated from them is not an argument.
    """
    return tuple(each.name for each in attrs.fields(kind) if each.init)


# A frozen class refuses to set its attributes, so its constructor goes round that with
# a call for each: a row of the ledger has 8 and takes 620 ns.  Its twin has the same
# attributes and is not frozen; it sets them at once, takes the frozen class for its
# own, and has made the same row in 260 ns.
@cache
def maker_of(kind: Any) -> Callable[..., Any]:
    """
    Return what makes instances of the frozen class *kind* from values unchecked.

    It takes one positional value for each attribute, in their order, whatever their
    defaults, and calls nothing of the class: for values that were checked where they
    came in, or that were calculated.  Made when it is first asked for, so a module asks
    in a function and not when it is imported.  With slots, *kind* needs
    `weakref_slot=False`, without which its twin has another layout.

    >>> from checkout_core.ledger import AppliedLine
    >>> maker_of(AppliedLine)(0, Decimal("5.00"), 0, Decimal("5.90"), Decimal(0)).saving
    Decimal('5.90')
    """

    def become(twin: Any) -> None:
        twin.__class__ = kind

    twin: Callable[..., Any] = attrs.make_class(
        kind.__name__,
        [each.name for each in attrs.fields(kind)],
        slots="__slots__" in vars(kind),
        weakref_slot=False,
        eq=False,
        repr=False,
        class_body={"__attrs_post_init__": become},
    )
    return twin


__all__ = ["Record", "thawed"]
