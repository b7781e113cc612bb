# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Plain data that cannot change: the JSON a host hands in and gets back.

Promises that what is kept from a document (metadata, option lists, the
vendor's offer objects) can be compared, hashed, pickled and shared between
threads, and comes out again exactly as it went in.  Knows nothing of carts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from checkout_core.errors import CheckoutError, fault, join
from checkout_core.money import Spelled


#: How deep kept JSON may be nested; the border's own limit is lower.
MAX_DEPTH = 64


class Record(Mapping[str, Any]):
    """
    A JSON object that cannot change.

    >>> Record({"a": [1, 2]})
    Record({'a': (1, 2)})
    """

    __slots__ = ("_items",)
    _items: dict[str, Any]

    def __init__(self, items: Mapping[str, Any] | None = None, path: str = "") -> None:
        found = {} if items is None else items
        self._items = {
            _key(key, path): _frozen(found[key], join(path, str(key)), 1)
            for key in found
        }

    def __getitem__(self, key: str) -> Any:
        """Return the value kept under *key*."""
        return self._items[key]

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
        """Show the content."""
        return f"Record({self._items!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by content."""
        return (Record, (thawed(self),))


def _frozen(value: object, path: str, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise CheckoutError([fault(path, "nested_too_deep", "...", limit=MAX_DEPTH)])
    match value:
        case Decimal() if not value.is_finite():
            # NaN is not even equal to itself, and JSON has no word for it.
            raise CheckoutError([fault(path, "bad_amount", value)])
        case None | str() | bool() | int() | Decimal() | Spelled() | Record():
            return value
        case Mapping():
            inner = Record.__new__(Record)
            inner._items = {  # noqa: SLF001 - its own class
                _key(key, path): _frozen(each, join(path, str(key)), depth + 1)
                for key, each in value.items()
            }
            return inner
        case list() | tuple():
            return tuple(
                _frozen(each, f"{path}[{at}]", depth + 1)
                for at, each in enumerate(value)
            )
        case float():
            raise CheckoutError([fault(path, "float_given", value)])
    found = type(value).__name__
    raise CheckoutError(
        [fault(path, "wrong_type", value, expected="JSON data", found=found)]
    )


def _key(key: object, path: str) -> str:
    if isinstance(key, str):
        return key
    found = type(key).__name__
    raise CheckoutError(
        [
            fault(
                path,
                "wrong_type",
                key,
                expected="an object with text keys",
                found=found,
            )
        ]
    )


def thawed(value: Any) -> Any:
    """
    Return kept JSON as fresh dicts and lists.

    >>> thawed(Record({"a": [1, {"b": None}]}))
    {'a': [1, {'b': None}]}
    """
    match value:
        case Record():
            return {key: thawed(each) for key, each in value.items()}
        case tuple():
            return [thawed(each) for each in value]
    return value
