# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The parts of a quote's document, each read when it is first asked for.

Most who read a stored quote want its amount, or its lines, and not the cart of which it
was made.  Promises that a part is what `write_quote` wrote, and that a document of any
wrong form raises the same `CheckoutError` whichever part is asked for first: with every
fault of every part.  Adds nothing up: that is what `verify` is for.
"""

from __future__ import annotations

import typing

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.cart import Customer
from checkout_core.cart.people import CUSTOMER
from checkout_core.cart.preference import StoredPreference
from checkout_core.checks import Validator
from checkout_core.ledger import Entry, Figures
from checkout_core.ledger.rows import POSTINGS
from checkout_core.offers import COUPON_TYPES
from checkout_core.pricing import Quote
from checkout_core.pricing.ledger import Ledger
from checkout_core.pricing.quoted import unread_quote
from checkout_core.pricing.recompute import budgeted_of, recompute, replay
from checkout_core.pricing.verify import refused_tenders
from checkout_core.revisions import REVISIONS
from checkout_core.store import tax_classes
from checkout_core.store.compiled import code_key
from checkout_core.tax.india.supplies import SUPPLIES
from checkout_core.tax.regime import Place
from checkout_core.wire.cart import read_cart
from checkout_core.wire.codec import structure
from checkout_core.wire.store import read_store
from checkout_core.wire.tenders import TENDER_KEYS, read_tenders


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from checkout_core.pricing.result import PricingResult
    from checkout_core.revisions import Revision
    from checkout_core.store import Policies, Store


#: The keys of a quote document in addition to the figures.
_ASIDE = (
    "schema_version",
    "engine",
    "fingerprint",
    "at",
    "currency",
    "payment_required",
    "supply_type",
    "place_of_supply",
    "cart",
    "customer",
    "store",
    "entries",
)
_FIGURES = tuple(each.name for each in attrs.fields(Figures))
#: What figures are that a document leaves out where they are nothing else.
_SPARSE = {
    each.name: each.default
    for each in attrs.fields(Figures)
    if each.default is not attrs.NOTHING
}
#: The figures, with the keys of the tenders where the figures have them.
FIGURE_KEYS = tuple(
    key for name in _FIGURES for key in (TENDER_KEYS if name == "tenders" else (name,))
)
#: A dictionary, since every key of a document is looked for in it.
QUOTE_KEYS = dict.fromkeys((*_ASIDE, *FIGURE_KEYS))
#: The keys of each revision, by its number.
_KEYS = {
    each.number: dict.fromkeys(
        [
            key
            for key in QUOTE_KEYS
            if not (key == "supply_type" and each.place_is_names)
            and not (key == "engine" and each.without_engine)
        ]
    )
    for each in REVISIONS
}
#: What each figure but the tenders is.
_KINDS = typing.get_type_hints(Figures, include_extras=True)
del _KINDS["tenders"]

#: Postings that are always of a line.
_BY_LINE = ("subtotal", "handling")
#: Kinds of rows that are always of a line.
_OF_LINES = {
    "funded",
    *[kind for kind, (first, _) in POSTINGS.items() if first in _BY_LINE],
}
#: The key of the rows.
_ROWS = "entries"


class QuoteParts:
    """
    The parts of a document, by the names that `Quote` and `Figures` have for them.

    A part is read by a call with its name, once; `written` are the rows.
    """

    def __init__(self, data: Mapping[str, Any], revision: Revision) -> None:
        """Hold a document, which may not change any more, and its revision."""
        self._data = data
        self._revision = revision
        self._found: dict[str, Any] = {}
        self._store: Store | None = None

    def __call__(self, name: str) -> Any:
        """
        Return a part, or the `store` that its policies were read as.

        Raises `CheckoutError` with every fault of the form of the document, and for
        lines that it does not have.
        """
        if name == "store":
            return self._store
        if name not in self._found:
            check = Validator()
            found = self._read(check, name)
            self._check_lines(check, name, found)
            if check.found:
                # Every fault of every part, whichever part is asked for first.
                self.quote()
                check.raise_any()
            self._found[name] = found
        return self._found[name]

    def unread(self) -> Quote:
        """
        Return the quote, whose parts are read when they are asked for.

        Raises `CheckoutError` if what is read at once is of a wrong form: the keys,
        the moment and the place.
        """
        check = Validator()
        engine = self._head(check)
        at, place = self._tail(check)
        if check.found:
            self.quote()
        revision = self._revision
        again = partial(_priced_again, self, revision, at)
        ledger = Ledger.read(
            self, revision, engine, again if revision.rows_without_rates else None
        )
        return unread_quote(at, place, ledger)

    def quote(self) -> Quote:
        """Return the quote, all of it read; raise `CheckoutError` with every fault."""
        check, data, revision = Validator(), self._data, self._revision
        engine = self._head(check)
        cart, policies = self._read(check, "cart"), self._read(check, "policies")
        for name in ("promotions", "coupons"):
            _check_types(check, name, data.get(name))
        figures = {name: self._read(check, name) for name in _KINDS}
        tenders = self._read(check, "tenders")
        entries = self._read(check, "written")
        at, place = self._tail(check)
        check.raise_any()
        whole = Figures(**figures, tenders=tenders)
        again = None
        if revision.rows_without_rates:
            again = partial(recompute, cart, policies, whole, revision, at)
        ledger = Ledger.stored(whole, entries, revision, engine, again)
        return Quote(cart, policies, at, place, ledger)

    def again(self) -> Quote | None:
        """
        Return the quote that follows from the document's cart, policies and offers.

        None if it does not follow; raises `CheckoutError` if a part that is needed, or
        that follows from nothing, is of a wrong form.
        """
        check = Validator()
        engine = self._head(check)
        at, place = self._tail(check)
        check.raise_any()
        return quoted_again(self, at, place, self._revision, engine)

    def _head(self, check: Validator) -> str:
        """Return the engine; faults of the keys come first in a document."""
        check.keys("", self._data, _KEYS[self._revision.number])
        if self._revision.without_engine:
            return ""
        needed = "the engine that wrote it"
        return check.text("engine", self._data.get("engine"), needed=needed)

    def _tail(self, check: Validator) -> tuple[datetime | None, Place]:
        """Return the moment and the place."""
        data = self._data
        at = check.maybe_time("at", data.get("at"))
        check.text("currency", data.get("currency"), needed="the code of the cart's")
        check.flag("payment_required", data.get("payment_required"))
        return at, _place(check, data, self._revision)

    def _read(self, check: Validator, name: str) -> Any:
        """Return a part; faults of its form are added to *check*."""
        data, revision = self._data, self._revision
        match name:
            case "cart":
                customer = _customer(check, data.get("customer"))
                cart = _part(data, "cart")
                return check.within(
                    "cart",
                    lambda: read_cart(_cart_of(cart, revision), customer=customer),
                )
            case "policies":
                store = _part(data, "store")
                found = check.within("store", lambda: _policies_of(store, revision))
                self._store, policies = found or (None, None)
                return policies
            case "written":
                return structure(check, tuple[Entry, ...], data.get(_ROWS), _ROWS)
            case "tenders":
                return read_tenders(check, data)
            case "figures":
                return Figures(**{each: self(each) for each in _FIGURES})
        if name in _SPARSE and data.get(name) is None:
            return _SPARSE[name]
        return structure(check, _KINDS[name], data.get(name), name)

    def check_lines(self, check: Validator, quote: Quote) -> None:
        """Add a fault for each line that *quote* has and its cart has not."""
        for name in ("lines", "promotions", "coupons", "written"):
            self._check_lines(check, name, getattr(quote, name))

    def _check_lines(self, check: Validator, name: str, found: Any) -> None:
        """Add a fault for each line that a part has and the cart has not."""
        if check.found:
            return
        items = _part(self._data, "cart").get("cart_items")
        count = len(items) if isinstance(items, list | tuple) else 0
        match name:
            case "lines" if len(found) != count:
                add_unequal(check, len(found), count)
            case "written":
                rows = [(f"{_ROWS}[{i}]", row.line) for i, row in enumerate(found)]
                _check_indexes(check, rows, count)
                for i, row in enumerate(found):
                    if row.line is None and row.kind in _OF_LINES:
                        expected = "the index of its line"
                        check.needed(f"{_ROWS}[{i}].line", None, expected)
            case "promotions" | "coupons":
                _check_types(check, name, self._data.get(name))
                rows = [
                    (f"{name}[{i}].lines[{k}]", each.line)
                    for i, offer in enumerate(found)
                    for k, each in enumerate(offer.lines)
                ]
                _check_indexes(check, rows, count)


#: Figures that follow from no other part, since they are about the store's offers, and
#: the redemptions, which show the codes of gift cards.
_TOLD = (
    "refusals",
    "promotions_not_matching",
    "runner_up",
    "runner_up_behind",
    "runner_up_coupons",
    "redemptions",
)


def quoted_again(
    said: Callable[[str], Any],
    at: datetime | None,
    place: Place,
    revision: Revision,
    engine: str,
) -> Quote | None:
    """
    Return the quote that follows from its cart, its policies and its offers.

    None if its currency, its place or its offers contradict them.  Raises
    `CheckoutError` if its figures do not add up.

    Args:
        said: returns `cart`, `policies`, the `store` with these, which is asked for
            after them, and each figure by its name.
        at, place, revision, engine: of the quote.
    """
    cart, policies, store = said("cart"), said("policies"), said("store")
    promotions, coupons = said("promotions"), said("coupons")
    entered = {code_key(code) for code in cart.codes}
    codes = [code_key(each.code or "") for each in coupons]
    offers = (*promotions, *coupons)
    if (
        store.currency != cart.currency
        or any(each.code is not None or each.bonus_points for each in promotions)
        or any(each.code is None for each in coupons)
        or not entered.issuperset(codes)
        or len({*codes}) < len(codes)
        or len(codes) > policies.maximum_coupons
        or len({(each.kind, each.id) for each in offers}) < len(offers)
        or any(len({x.line for x in each.lines}) < len(each.lines) for each in offers)
    ):
        return None
    budgeted = budgeted_of(said("redemptions"))
    result = replay(cart, store, promotions, coupons, revision, at, budgeted)
    if not _is_same_place(result.place, place, revision):
        return None
    told = {name: said(name) for name in _TOLD}
    refused = refused_tenders(Ledger(result).refusals)
    if refused != refused_tenders(told["refusals"]):
        return None
    found = Quote(cart, policies, at, place, Ledger.repriced(result, engine, told))
    found.check()
    return found


#: The keys of a place of supply.
_PLACE = ("state", "code", "kind", "why", "components")
#: How many components the places of an order's suppliers have at most.
_MOST_COMPONENTS = 5


def _place(check: Validator, data: Mapping[str, Any], revision: Revision) -> Place:
    """Return the place of supply, faults of its form added to *check*."""
    path = "place_of_supply"
    if revision.place_is_names:
        return Place(check.texts(path, data.get(path), limit=2))
    said = check.choice("supply_type", data.get("supply_type"), SUPPLIES)
    found = check.mapping(path, data.get(path))
    if found is None:
        return Place(())
    check.keys(path, found, _PLACE)
    where = f"{path}.components"
    names = check.texts(where, found.get("components"), limit=_MOST_COMPONENTS)
    state, code, kind, why = [
        check.maybe_text(f"{path}.{key}", found.get(key)) for key in _PLACE[:4]
    ]
    return Place(names, state, code, kind, why, SUPPLIES[said])


def _is_same_place(priced: Place, place: Place, revision: Revision) -> bool:
    """Return whether a place is the one that was priced, as far as documents say it."""
    if revision.place_is_names:
        return priced.component_names == place.component_names
    return priced == place


def add_unequal(check: Validator, lines: int, expected: int) -> None:
    """Add the fault that a document has not as many lines as its cart."""
    identity = "the lines of the cart"
    check.add("lines", "does_not_add_up", lines, expected=expected, identity=identity)


def _check_indexes(
    check: Validator, rows: Iterable[tuple[str, int | None]], count: int
) -> None:
    expected, identity = f"below {count}", "the number of lines"
    for path, line in rows:
        if line is not None and line >= count:
            check.add(
                f"{path}.line",
                "does_not_add_up",
                line,
                expected=expected,
                identity=identity,
            )


def _priced_again(
    parts: QuoteParts, revision: Revision, at: datetime | None
) -> PricingResult:
    """Return the quote of a document, priced once more."""
    cart, policies, figures = parts("cart"), parts("policies"), parts("figures")
    return recompute(cart, policies, figures, revision, at)


def _check_types(check: Validator, kind: str, offers: Any) -> None:
    """Add a fault for each applied offer whose type no offer has."""
    for i, offer in enumerate(offers if isinstance(offers, list) else ()):
        said = offer.get("type") if isinstance(offer, Mapping) else None
        if isinstance(said, str):
            check.choice(f"{kind}[{i}].type", said, COUPON_TYPES)


def _part(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def _cart_of(data: Mapping[str, Any], revision: Revision) -> Mapping[str, Any]:
    """Return the cart's document, its preference marked where it was not checked."""
    key = "fulfillment_preference"
    if revision.inputs_less_checked and isinstance(data.get(key), Mapping):
        return {**data, key: StoredPreference(data[key], key)}
    return data


def _policies_of(data: Mapping[str, Any], revision: Revision) -> tuple[Store, Policies]:
    """Return a store with policies that price as those of *data*, and the latter."""
    key = "tax_classes"
    if not revision.inputs_less_checked or not isinstance(data.get(key), Mapping):
        store = read_store(data)
        return store, store.policies
    # The lines hold the rates of their classes, which tax nothing any more.
    check = Validator()
    classes = check.within(key, lambda: tax_classes(data[key]))
    bare = check.within("", lambda: read_store({**data, key: {}}))
    check.raise_any()
    assert classes is not None
    assert bare is not None
    return bare, attrs.evolve(bare.policies, tax_classes=classes)


def _customer(check: Validator, data: Any) -> Customer | None:
    fields = check.mapping("customer", data)
    if fields is None:
        return None
    check.keys("customer", fields, CUSTOMER.names)
    known = {key: fields[key] for key in CUSTOMER.names if key in fields}
    return check.within("customer", lambda: Customer(**known))
