# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Names the source of a fault: a file, an option or an environment variable.

Promises that each line names what has to be changed, and that no option is accepted and
then ignored.  Prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError, Fault, fault
from checkout_core.money.parse import currency_of
from checkout_core.values import OURS
from checkout_core.views.formats import Numbers
from checkout_core.views.paper import NARROWEST, WIDEST
from checkout_core.wire.text import MAX_CHARACTERS, loads


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Collection, Iterable, Iterator


STANDARD_INPUT = "-"
#: Stored documents are read up to this many characters: each offer has a row for each
#: line.  No file is read further (see `streams`).
MOST_STORED = 4 * MAX_CHARACTERS


class Refused(Exception):  # noqa: N818 - what is refused is the input
    """
    The input cannot be used.

    Attributes:
        lines: what is wrong, each naming what has to be changed.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def source_name(source: str) -> str:
    """Return the name of a source: a file by its name."""
    return "standard input" if source == STANDARD_INPUT else source


@contextmanager
def blaming(
    source: str, *, unless: Callable[[CheckoutError], object] = lambda _: None
) -> Iterator[None]:
    """
    Report every fault raised inside as a fault of *source*.

    An error for which *unless* is true is raised as it is; by default there is none.
    """
    try:
        yield
    except CheckoutError as error:
        if unless(error):
            raise
        raise Refused(of_source(source, error.faults)) from None


@contextmanager
def by_path() -> Iterator[None]:
    """Report every fault raised inside by its path, which is an option or a command."""
    try:
        yield
    except CheckoutError as error:
        raise Refused(map(str, error.faults)) from None


def of_source(source: str, faults: Iterable[Fault]) -> list[str]:
    """Return a line for each fault of a file."""
    return [f"{source_name(source)}: {each}" for each in faults]


# Documents of another kind -----------------------------------------------------------


@frozen
class Kind:
    """
    A kind of document.

    Attributes:
        name: its name, with an article.
        origin: how to get one; "" (the default) for kinds that no command needs.
    """

    name: str
    origin: str = ""


CHECKOUT = Kind(
    "a checkout document", "`checkout-core demo --document` prints one to start from"
)
QUOTE = Kind("a quote document", "`checkout-core price FILE --format quote` writes one")
RETURNS = Kind("a document of returns", "`checkout-core refund --help` shows one")
STORE = Kind("a store", "a checkout document holds one as its `store`")
STORE_WITH_CATALOGUE = Kind("a store with its catalogue")
STORED_ORDER = Kind(
    "a stored order", "`write_order_detail(order, stored=True)` makes one"
)
_SAMPLE = "`checkout-core init FOLDER --papers` writes one"
MONTH = Kind("an order with its papers", _SAMPLE)
SELLER = Kind("a seller", _SAMPLE)
PARTIES = Kind("the parties of an invoice", _SAMPLE)
ORDER = Kind("an order")
REFUND = Kind("a refund document")
CART = Kind("a cart")
EVALUATION = Kind("an evaluation")

#: The beginning of the schema version of a document that has one.
_VERSIONS: Mapping[str, Kind] = {
    "checkout_core.quote/": QUOTE,
    "checkout_core.refund/": REFUND,
}
#: The first of these keys that a document has decides its kind.
_KEYS: Mapping[str, Kind] = {
    OURS: STORED_ORDER,
    "papers": MONTH,
    "legal_name": SELLER,
    "buyer": PARTIES,
    "order_items": ORDER,
    "cart": CHECKOUT,
    "catalogue": STORE_WITH_CATALOGUE,
    "cart_items": CART,
    "returned": RETURNS,
    "cancel": RETURNS,
    "applicable_coupons": EVALUATION,
    "promotions": STORE,
    "coupons": STORE,
}


def kind_of(document: Any) -> Kind | None:
    """
    Return the kind of a document, None if it is not known.

    >>> kind_of({"cart": {}, "at": None}).name
    'a checkout document'
    """
    if not isinstance(document, Mapping):
        return None
    version = document.get("schema_version")
    if isinstance(version, str):
        for start, kind in _VERSIONS.items():
            if version.startswith(start):
                return kind
    return next((kind for key, kind in _KEYS.items() if key in document), None)


def document_of(source: str, data: bytes, *kinds: Kind) -> Any:
    """Return `document_in` of *data*; its faults are those of *source*."""
    with blaming(source):
        return document_in(data, *kinds)


def document_in(
    data: bytes, *kinds: Kind, hints: Mapping[Kind, str] = MappingProxyType({})
) -> Any:
    """
    Return the document in *data*; raises `CheckoutError` if it is of another kind.

    A document of unknown kind is returned: its reader can report a mistyped key.
    *hints* says for other kinds what to do; by default how to get one of the first of
    *kinds*.
    """
    is_stored = not {QUOTE, STORED_ORDER, MONTH}.isdisjoint(kinds)
    document = loads(data, limit=MOST_STORED if is_stored else MAX_CHARACTERS)
    found = kind_of(document)
    if found is None or found in kinds:
        return document
    wanted = " or ".join(kind.name for kind in kinds)
    wants = STORED_ORDER if found is ORDER and STORED_ORDER in kinds else kinds[0]
    origin = hints.get(found, wants.origin)
    facts = {"found": found.name, "wanted": wanted, "origin": origin}
    raise CheckoutError([fault("", "wrong_kind", None, **facts)])


# Options -----------------------------------------------------------------------------


def refuse_spread(source: str, number: int, line: bytes) -> None:
    """Raise `Refused` if the first line is but the beginning of a document."""
    if number == 1 and line.strip() in (b"{", b"["):
        why = "this is one document on many lines, and each has a line of its own"
        raise Refused([f"{source_name(source)}: {why}; remove the line ends in it"])


def refuse_unused(args: Namespace, names: Collection[str], choice: str) -> None:
    """Raise `Refused` for each given option of *names*; *choice* is the reason."""
    found = [name for name in names if getattr(args, name) is not None]
    if found:
        raise Refused(
            f"--{name.replace('_', '-')}: this has no effect {choice}; leave it out"
            for name in found
        )


def layout_options(args: Namespace, *names: str) -> dict[str, Any]:
    """
    Return the options of *names* that were args, as arguments of a view.

    Raises `Refused` for a width or a locale that no view accepts.
    """
    found = {
        name: value for name in names if (value := getattr(args, name)) is not None
    }
    check = Validator()
    if "width" in found:
        check.count("--width", found["width"], low=NARROWEST, high=WIDEST)
    if "locale" in found:
        try:
            Numbers.of(found["locale"], currency_of("INR"))
        except CheckoutError as error:
            check.found += [renamed(each, "--locale") for each in error.faults]
    if check.found:
        raise Refused(map(str, check.found))
    return found


def renamed(found: Fault, path: str) -> Fault:
    """Return a fault with *path* as its path."""
    return evolve(found, path=path)


__all__ = [
    "CART",
    "CHECKOUT",
    "EVALUATION",
    "MONTH",
    "ORDER",
    "PARTIES",
    "QUOTE",
    "REFUND",
    "RETURNS",
    "SELLER",
    "STANDARD_INPUT",
    "STORE",
    "STORED_ORDER",
    "STORE_WITH_CATALOGUE",
    "Kind",
    "Refused",
    "blaming",
    "by_path",
    "document_in",
    "document_of",
    "kind_of",
    "layout_options",
    "of_source",
    "refuse_spread",
    "refuse_unused",
    "renamed",
    "source_name",
]
