# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The nouns that cross a border, each with what reads and what writes its document.

A new one costs one row.  Knows no other library.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from attrs import frozen

from checkout_core.cart import Cart
from checkout_core.checks import Validator
from checkout_core.orders import Order
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund
from checkout_core.store import Store
from checkout_core.values import MAPPINGS, Record, thawed
from checkout_core.wire import (
    Checkout,
    dumps,
    read_cart,
    read_checkout,
    read_order,
    read_quote,
    read_refund,
    read_store,
    write_order_detail,
    write_quote,
    write_refund,
)
from checkout_core.wire.inputs import write_checkout, write_store
from checkout_core.wire.quotes import write_cart_input


T = TypeVar("T")


@frozen(kw_only=True)
class Kind(Generic[T]):
    """
    One noun and its document.

    Attributes:
        noun: the class of the values.
        read: makes one of its document, verified; raises `CheckoutError` with every
            fault.
        write: makes the document: what `read` reads, amounts as text.
        trust: reads a document of one's own, whose figures are not calculated again;
            None (default) if there is no such reader.
    """

    noun: type[T]
    read: Callable[[Any], T]
    write: Callable[[T], dict[str, Any]]
    trust: Callable[[Any], T] | None = None

    def checked(self, value: object) -> T:
        """Return *value* if it is the noun; raise `CheckoutError` if it is not."""
        check = Validator()
        name = self.noun.__name__
        found = check.instance("", value, self.noun, f"of the class {name}")
        check.raise_any()
        assert found is not None
        return found

    def of(self, value: object) -> T:
        """
        Return the noun that *value* is, or the one of its document, a mapping.

        Raises `CheckoutError` with every fault; text is refused, since a framework has
        parsed it already.
        """
        if isinstance(value, self.noun):
            return value
        if not isinstance(value, MAPPINGS):
            check = Validator()
            check.needed("", value, "an object")
            check.raise_any()
        return self.read(value)

    def loaded(self, text: str, *, verify: bool) -> T:
        """Return the noun of a stored text; raise `CheckoutError` if it was changed."""
        trusted = None if verify else self.trust
        return (trusted or self.read)(text)

    def document(self, value: object) -> dict[str, Any]:
        """Return the document of *value*; raise `CheckoutError` for another type."""
        return self.write(self.checked(value))

    def text(self, value: object) -> str:
        """Return the document of *value* as JSON text: the same for equal values."""
        return dumps(self.document(value))


CART = Kind(noun=Cart, read=read_cart, write=write_cart_input)
CHECKOUT = Kind(noun=Checkout, read=read_checkout, write=write_checkout)
STORE = Kind(noun=Store, read=read_store, write=write_store)
QUOTE = Kind(
    noun=Quote,
    read=partial(read_quote, verify=True),
    write=write_quote,
    trust=read_quote,
)
ORDER = Kind(
    noun=Order,
    read=partial(read_order, verify=True),
    write=partial(write_order_detail, stored=True),
    trust=read_order,
)
REFUND = Kind(noun=Refund, read=read_refund, write=write_refund)

#: How each class is written; `Record` is JSON that was kept.
WRITERS: Mapping[type[Any], Callable[[Any], Any]] = MappingProxyType(
    {
        **{
            each.noun: each.write
            for each in (CART, CHECKOUT, STORE, QUOTE, ORDER, REFUND)
        },
        Record: thawed,
    }
)


#: A key, or the index of a list.
_PART = re.compile(r"\[([0-9]+)\]|\.?([^.\[\]]+)")


def parts(path: str) -> tuple[str | int, ...]:
    """
    Return the keys and indexes of a fault's path.

    A path that is not made of them (its key has a bracket) is one key.

    >>> parts("cart.cart_items[0].quantity"), parts(""), parts("metadata.a[b]")
    (('cart', 'cart_items', 0, 'quantity'), (), ('metadata.a[b]',))
    """
    found = list(_PART.finditer(path))
    if "".join(each[0] for each in found) != path:
        return (path,)
    return tuple(int(each[1]) if each[1] else each[2] for each in found)
