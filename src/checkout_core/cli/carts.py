# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Carts to be priced: the store is in the document, or in a file of its own.

With a store of its own, which is read once, a document is a cart, or a checkout
document without a store.  Promises that a fault of the store names the store's file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, frozen

from checkout_core.checks import Validator
from checkout_core.cli.blame import (
    CART,
    CHECKOUT,
    STANDARD_INPUT,
    STORE,
    STORE_WITH_CATALOGUE,
    Refused,
    blaming,
    document_in,
    document_of,
    of_source,
    renamed,
)
from checkout_core.cli.streams import read
from checkout_core.errors import CheckoutError, fault
from checkout_core.store import Store
from checkout_core.wire import Checkout, read_checkout, read_store


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.errors import Fault


T = TypeVar("T")

#: The value of `--at` for the present moment.
NOW = "now"


@frozen
class Carts:
    """
    How documents are read and priced, by the options of a command.

    Attributes:
        store: the store for all documents, None (the default) if each has its own.
        file: the file of that store, "" by default.
        at: the moment of pricing, None (the default) for that of each document.
    """

    store: Store | None = None
    file: str = ""
    at: datetime | None = None

    @classmethod
    def of(cls, args: Namespace) -> Carts:
        """Return how to read by `--store` and `--at`; raises `Refused` for both."""
        check = Validator()
        now = args.at == NOW
        at = datetime.now(UTC) if now else check.maybe_time("--at", args.at)
        if check.found:
            raise Refused(map(str, check.found))
        if args.store is None:
            return cls(at=at)
        if args.store == args.file == STANDARD_INPUT:
            both = "only FILE or --store can be read from it; give a file"
            raise Refused([f"standard input: {both}"])
        document = document_of(
            args.store, read(args.store), STORE, STORE_WITH_CATALOGUE
        )
        with blaming(args.store):
            return cls(store_of(document), args.store, at)

    def use(self, data: bytes, function: Callable[[Checkout], T]) -> T:
        """
        Return what *function* makes of the checkout in *data*.

        Raises `CheckoutError` with the paths of *data*; those of a store in a file of
        its own begin with `store` too.
        """
        moment = {} if self.at is None else {"at": self.at}
        if self.store is None:
            document = document_in(data, CHECKOUT, hints=_HINTS)
            if isinstance(document, Mapping):
                document = {**document, **moment}
            return function(read_checkout(document))
        document = document_in(data, CHECKOUT, CART)
        alone = _is_cart(document)
        if alone:
            document = {"cart": document}
        elif isinstance(document, Mapping) and document.get("store") is not None:
            hint = "the store is read from the file of --store"
            twice = fault("store", "unknown_key", None, hint=hint)
            raise CheckoutError([twice])
        if isinstance(document, Mapping):
            document = {**document, **moment, "store": None}
        try:
            found = read_checkout(document)
            return function(evolve(found, store=self.store))
        except CheckoutError as error:
            if not alone:
                raise
            # A cart has no moment of its own.
            paths = [
                "--at" if each.path == "at" else _below(each.path, "cart")
                for each in error.faults
            ]
            raise CheckoutError(map(renamed, error.faults, paths)) from None

    @contextmanager
    def blaming(self, source: str) -> Iterator[None]:
        """Report faults raised inside as those of *source*, or of the store's file."""
        try:
            yield
        except CheckoutError as error:
            raise Refused(self._line(source, each) for each in error.faults) from None

    def _line(self, source: str, found: Fault) -> str:
        if found.path.startswith("--"):
            return str(found)
        inner = _below(found.path, "store")
        if self.store is not None and inner != found.path and found.code not in _OURS:
            source, found = self.file, renamed(found, inner)
        return of_source(source, [found])[0]


#: What to do about a document without a store, where none is given.
_HINTS = MappingProxyType({CART: "give the file of its store as --store"})

#: Faults of a document that brings a store although there is one already.
_OURS = frozenset({"unknown_key"})


def _is_cart(document: object) -> bool:
    """Return whether a document is a cart and not one that holds a cart."""
    return (
        isinstance(document, Mapping)
        and "cart" not in document
        and ("cart_items" in document or "currency" in document)
    )


def _below(path: str, part: str) -> str:
    """
    Return *path* as seen from *part*; a path outside of it is unchanged.

    >>> _below("cart.currency", "cart"), _below("cart", "cart"), _below("at", "cart")
    ('currency', '', 'at')
    """
    return "" if path == part else path.removeprefix(f"{part}.")


def store_of(document: Any) -> Store:
    """
    Return the store that a document is, or that it holds as its `store`.

    Raises `CheckoutError` with every fault.
    """
    if isinstance(document, Mapping) and "store" in document:
        try:
            return read_store(document["store"])
        except CheckoutError as error:
            raise error.under("store") from None
    return read_store(document)


__all__ = ["NOW", "Carts", "store_of"]
