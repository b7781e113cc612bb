# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The quote as a document: written, read back and verified from itself alone.

Promises that the document holds everything a quote says and everything it was
made from but the offers that were not used, that its amounts are text (no store
of JSON can bend them), and that equal quotes have equal bytes and fingerprints.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.checks import Check, expect
from checkout_core.errors import CheckoutError
from checkout_core.ledger import Account, Entry, Figures
from checkout_core.pricing import Quote
from checkout_core.pricing.settling import settled_again
from checkout_core.revisions import REVISIONS, Revision
from checkout_core.shipping import BY_ZONE, RATE_KEYS, ZONE_KEYS
from checkout_core.tax import Place
from checkout_core.taxtable import TAX_KEYS
from checkout_core.values import thawed
from checkout_core.wire.nouns import check_version, opened, plain, structured
from checkout_core.wire.read import (
    CART_KEYS,
    CUSTOMER_KEYS,
    ECHO_KEYS,
    LINE_KEYS,
    STORE_KEYS,
    Document,
    read_cart,
    read_store,
)
from checkout_core.wire.text import dumps, loads


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.cart import Cart, Customer, Line
    from checkout_core.shipping import ShippingRate, ShippingRates
    from checkout_core.store import Policies
    from checkout_core.taxtable import TaxPeriod


#: One for each revision of the rules, the newest last.  Raised when a document can
#: no longer be read, or its figures no longer be followed, by older releases.
SCHEMA_VERSIONS: Mapping[str, Revision] = MappingProxyType(
    {f"checkout_core.quote/{each.number}": each for each in REVISIONS}
)

#: What stands in a quote document beside the figures.
_ASIDE = (
    "schema_version",
    "engine",
    "fingerprint",
    "at",
    "currency",
    "payment_required",
    "place_of_supply",
    "cart",
    "customer",
    "store",
    "entries",
)

_FIGURES = tuple(each.name for each in attrs.fields(Figures))
QUOTE_KEYS = (*_ASIDE, *_FIGURES)


def write_quote(quote: Quote) -> dict[str, Any]:
    """
    Return our own complete form of *quote*, with its fingerprint.

    Amounts, rates and points are text.  A quote that was read is written as it
    was: by its own revision, and with the engine that priced it.
    """
    expect(quote=(quote, Quote))
    document = {
        "schema_version": f"checkout_core.quote/{quote.revision.number}",
        **({} if quote.revision.without_engine else {"engine": quote.engine}),
        "at": None if quote.at is None else quote.at.isoformat(),
        "currency": quote.currency,
        "payment_required": quote.payment_required,
        "place_of_supply": list(quote.place.heads),
        "cart": write_cart_input(quote.cart),
        "customer": _fields(quote.cart.customer, CUSTOMER_KEYS),
        "store": write_policies(quote.policies, quote.currency),
        **plain(quote.figures, without_defaults=True),
        "entries": plain(quote.entries),
    }
    return {"fingerprint": fingerprint(document), **document}


def fingerprint(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form of a quote document, in hex."""
    import hashlib

    bare = {key: each for key, each in document.items() if key != "fingerprint"}
    return hashlib.sha256(canonical(bare).encode()).hexdigest()


def canonical(document: Any) -> str:
    """
    Return the one text that equal documents share: sorted keys.

    >>> canonical({"b": 1, "a": [True]})
    '{"a": [true], "b": 1}'
    """
    return dumps(document, sort_keys=True)


def verify(quote: Quote | Document) -> None:
    """
    Check every identity of a quote, from itself alone.

    The fingerprint, every total against its rows, lines and offers against
    theirs, and all taxes and charges computed anew from what is left.  Raises
    `CheckoutError` with every figure that does not hold.
    """
    read_quote(write_quote(quote) if isinstance(quote, Quote) else quote)


def read_quote(document: Document) -> Quote:
    """
    Return the quote that a quote document holds, verified.

    Nothing is priced again, so a stored quote keeps its figures whatever the
    store's offers have become.
    """
    given = loads(document) if isinstance(document, str | bytes) else document
    check = Check()
    data = opened(check, "", given, "a quote document")
    revision = SCHEMA_VERSIONS[check_version(check, "", data, *SCHEMA_VERSIONS)]
    engine = ""
    if revision.without_engine:
        check.keys("", data, [key for key in QUOTE_KEYS if key != "engine"])
    else:
        check.keys("", data, QUOTE_KEYS)
        needed = "the engine that wrote it"
        engine = check.text("engine", data.get("engine"), needed=needed)
    cart = store = None
    customer = _customer(check, data.get("customer"))
    try:
        cart = read_cart(_part(data, "cart"), customer=customer)
    except CheckoutError as error:
        check.extend(error, "cart")
    try:
        store = read_store(_part(data, "store"))
    except CheckoutError as error:
        check.extend(error, "store")
    own = {key: data[key] for key in _FIGURES if key in data}
    figures = structured(check, Figures, own, "")
    entries = structured(check, tuple[Entry, ...], data.get("entries"), "entries")
    at = check.maybe_time("at", data.get("at"))
    check.text("currency", data.get("currency"), needed="the code of the cart's")
    check.flag("payment_required", data.get("payment_required"))
    heads = check.texts("place_of_supply", data.get("place_of_supply"), limit=2)
    check.raise_any()
    assert cart is not None
    assert store is not None
    account = Account(figures, entries, revision, engine)
    quote = Quote(cart, store.policies, at, Place(heads), account)
    _check_quote(check, quote, data)
    check.raise_any()
    return quote


def _check_quote(check: Check, quote: Quote, data: Mapping[str, Any]) -> None:
    written = data.get("fingerprint")
    if written != fingerprint(data):
        check.add("fingerprint", "fingerprint_differs", written)
    said: dict[str, object] = {
        "currency": quote.currency,
        "payment_required": quote.payment_required,
    }
    for key, expected in said.items():
        if data.get(key) != expected:
            identity = "cart and totals"
            check.add(
                key,
                "does_not_add_up",
                data.get(key),
                expected=expected,
                identity=identity,
            )
    if len(quote.lines) != len(quote.cart.lines):
        check.add(
            "lines",
            "does_not_add_up",
            len(quote.lines),
            expected=len(quote.cart.lines),
            identity="the lines of the cart",
        )
        return
    try:
        quote.check()
    except CheckoutError as error:
        check.extend(error)
        return
    for path, actual, expected in settled_again(quote):
        # 1.0 equals 1.00, but only one of them is on the currency's grid.
        if repr(actual) != repr(expected):
            identity = "the rule of the contract"
            check.add(
                path, "does_not_add_up", actual, expected=expected, identity=identity
            )


def _part(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def _customer(check: Check, given: Any) -> Customer | None:
    from checkout_core.cart import Customer

    fields = check.opened("customer", given)
    if fields is None:
        return None
    check.keys("customer", fields, CUSTOMER_KEYS)
    known = {key: fields[key] for key in CUSTOMER_KEYS if key in fields}
    return check.within("customer", lambda: Customer(**known))


# What it was made from ----------------------------------------------------------


def write_cart_input(cart: Cart) -> dict[str, Any]:
    """Return the `cart` of a checkout document, from which `cart` can be read."""
    found = {
        key: getattr(cart, key)
        for key in CART_KEYS
        if key not in ("currency", "cart_items", "shipping", *_ADDRESSES, *_RECORDS)
    }
    found["credit_balance_used"] = _text(cart.credit_balance_used)
    found["currency"] = cart.currency.code
    found["cart_items"] = [_line(line) for line in cart.lines]
    shipping = cart.shipping
    found["shipping"] = None if shipping is None else _attrs(shipping)
    for key in _ADDRESSES:
        address = getattr(cart, key)
        found[key] = None if address is None else thawed(address.fields)
    for key in _RECORDS:
        found[key] = thawed(getattr(cart, key))
    return found


_ADDRESSES = ("shipping_address", "billing_address")
_RECORDS = ("fulfillment_preference", "metadata")


def _line(line: Line) -> dict[str, Any]:
    found = _taxed(line, LINE_KEYS)
    return found | {
        key: thawed(line.echo[key]) for key in ECHO_KEYS if key in line.echo
    }


def write_policies(policies: Policies, currency: str) -> dict[str, Any]:
    """Return the `store` of a checkout document, without offers and counters."""
    found = {
        key: getattr(policies, key)
        for key in STORE_KEYS
        if hasattr(policies, key) and key not in _POLICY_PARTS
    }
    tax = policies.tax
    seller = tax.seller_state
    return {
        "currency": currency,
        **{key: _text(value) for key, value in found.items()},
        "tax_classes": {
            each.name: [_period(period) for period in each.periods]
            for each in policies.tax_classes
        },
        "shipping_rates": _rates(policies.shipping_rates),
        "charges": [_attrs(charge) for charge in policies.charges],
        "loyalty": None if policies.loyalty is None else _attrs(policies.loyalty),
        "tax": {
            **_attrs(tax),
            "seller_state": None if seller is None else seller.code,
        },
    }


_POLICY_PARTS = ("shipping_rates", "tax_classes", "tax", "loyalty", "charges")


def _rates(table: ShippingRates[Decimal] | None) -> dict[str, Any] | None:
    if table is None:
        return None
    if table.rate is not None:
        return _rate(table.rate)
    zones = [
        {**_fields(zone, ZONE_KEYS[:3]), "rate": _rate(zone.rate)}
        for zone in table.zones
    ]
    return {"type": BY_ZONE, "zones": zones}


def _rate(rate: ShippingRate[Decimal]) -> dict[str, Any]:
    found = {"type": str(rate.basis), **_fields(rate, RATE_KEYS[1:])}
    found["slabs"] = [_attrs(slab) for slab in rate.slabs] or None
    return found


def _period(period: TaxPeriod) -> dict[str, Any]:
    found = _taxed(period, TAX_KEYS)
    for key in ("valid_from", "valid_to"):
        edge = getattr(period, key)
        found[key] = None if edge is None else edge.isoformat()
    return found


def _taxed(noun: Any, names: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a line or period, its slabs and components as objects."""
    found = _fields(noun, names)
    for key in ("tax_slabs", "tax_components"):
        found[key] = [_attrs(each) for each in getattr(noun, key)] or None
    return found


def _attrs(noun: Any) -> dict[str, Any]:
    return _fields(noun, [each.name for each in attrs.fields(type(noun))])


def _fields(noun: Any, names: Any) -> dict[str, Any]:
    return {name: _text(getattr(noun, name)) for name in names}


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str):
        return str(value)
    return thawed(value)
