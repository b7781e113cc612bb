# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The quote as a document: written, read and verified without other data.

Promises that the document holds all figures of a quote and all it was made from, except
offers that were not used; that its amounts are text (JSON databases cannot round them),
and that equal quotes have equal bytes and fingerprints.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.cart.cart import CART
from checkout_core.cart.people import CUSTOMER, SHIPPING
from checkout_core.cart.preference import StoredPreference
from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError
from checkout_core.ledger import Entry, Figures
from checkout_core.offers import COUPON_TYPES
from checkout_core.pricing import Quote
from checkout_core.pricing.ledger import Ledger
from checkout_core.pricing.recompute import recompute, verify_figures
from checkout_core.revisions import REVISIONS, Revision
from checkout_core.store import tax_classes
from checkout_core.store.shipping import BY_ZONE, RATE_KEYS, ZONE_KEYS
from checkout_core.store.tax_classes import TAX_KEYS
from checkout_core.tax.regime import Place
from checkout_core.values import thawed
from checkout_core.wire.cart import read_cart, write_line
from checkout_core.wire.codec import (
    check_version,
    structure,
    unstructure,
    unstructure_fields,
)
from checkout_core.wire.store import STORE_KEYS, read_store
from checkout_core.wire.tenders import TENDER_KEYS, read_tenders, write_tenders
from checkout_core.wire.text import MAX_STORED, dumps, read_object


if TYPE_CHECKING:
    from checkout_core.cart import Cart, Customer
    from checkout_core.store import Policies, ShippingRates
    from checkout_core.store.shipping import ShippingRate
    from checkout_core.store.tax_classes import TaxPeriod
    from checkout_core.wire.text import Document


#: One for each revision of the rules, the newest last.  A new one is added if older
#: releases cannot read a document or would calculate other figures.
SCHEMA_VERSIONS: Mapping[str, Revision] = MappingProxyType(
    {f"checkout_core.quote/{each.number}": each for each in REVISIONS}
)

#: The keys of a quote document in addition to the figures.
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
#: The figures, with the keys of the tenders where the figures have them.
_FIGURE_KEYS = tuple(
    key for name in _FIGURES for key in (TENDER_KEYS if name == "tenders" else (name,))
)
QUOTE_KEYS = (*_ASIDE, *_FIGURE_KEYS)


def write_quote(quote: Quote) -> dict[str, Any]:
    """
    Return our own complete form of *quote*, with its fingerprint.

    Amounts, rates and points are text.  A quote that was read is written
    with the revision and engine that priced it.
    """
    expect(quote=(quote, Quote))
    document = {
        "schema_version": f"checkout_core.quote/{quote.revision.number}",
        **({} if quote.revision.without_engine else {"engine": quote.engine}),
        "at": None if quote.at is None else quote.at.isoformat(),
        "currency": quote.currency,
        "payment_required": quote.payment_required,
        "place_of_supply": list(quote.place.component_names),
        "cart": write_cart_input(quote.cart),
        "customer": CUSTOMER.write(quote.cart.customer),
        "store": write_policies(quote.policies, quote.currency),
        **_written(quote.figures),
        "entries": unstructure(quote.written),
    }
    return {"fingerprint": fingerprint(document), **document}


def _written(figures: Figures) -> dict[str, Any]:
    """Return the figures as plain data, with the tenders by their keys."""
    found: dict[str, Any] = {}
    for name, each in unstructure(figures, without_defaults=True).items():
        found |= write_tenders(figures.tenders) if name == "tenders" else {name: each}
    return found


def _check_types(check: Validator, data: Mapping[str, Any]) -> None:
    """Add a fault for each applied offer whose type no offer has."""
    for kind in ("promotions", "coupons"):
        offers = data.get(kind)
        for i, offer in enumerate(offers if isinstance(offers, list) else ()):
            said = offer.get("type") if isinstance(offer, Mapping) else None
            if isinstance(said, str):
                check.choice(f"{kind}[{i}].type", said, COUPON_TYPES)


def fingerprint(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form of a quote document, in hex."""
    import hashlib

    bare = {key: each for key, each in document.items() if key != "fingerprint"}
    return hashlib.sha256(canonical(bare).encode()).hexdigest()


def canonical(document: Any) -> str:
    """
    Return the same text for all equal documents: keys are sorted.

    >>> canonical({"b": 1, "a": [True]})
    '{"a": [true], "b": 1}'
    """
    return dumps(document, sort_keys=True)


def verify(quote: Quote | Document) -> None:
    """
    Check every identity of *quote*, a `Quote` or its document, without other data.

    Checks the fingerprint, compares totals, lines and offers with their rows, and
    calculates all taxes and charges again from the amounts after offers.  Raises
    `CheckoutError` with every figure that differs.
    """
    read_quote(write_quote(quote) if isinstance(quote, Quote) else quote)


def read_quote(document: Document, *, verify: bool = True) -> Quote:
    """
    Return the quote that a quote document holds, verified.

    Offers are not applied again, so a stored quote keeps its figures when the store's
    offers change.  Raises `CheckoutError` with every fault.

    Args:
        document: JSON text, bytes or a mapping.
        verify: False trusts a document that you know to be unchanged since
            `write_quote` wrote it: its form and its fingerprint are checked, but its
            figures are not added up and its taxes and charges not calculated again,
            which is most of the work.  True by default.
    """
    expect(verify=(verify, bool))
    data = read_object(document, "a quote document", limit=MAX_STORED)
    check = Validator()
    revision = SCHEMA_VERSIONS[check_version(check, "", data, *SCHEMA_VERSIONS)]
    engine = ""
    if revision.without_engine:
        check.keys("", data, [key for key in QUOTE_KEYS if key != "engine"])
    else:
        check.keys("", data, QUOTE_KEYS)
        needed = "the engine that wrote it"
        engine = check.text("engine", data.get("engine"), needed=needed)
    customer = _customer(check, data.get("customer"))
    cart_data, store_data = _part(data, "cart"), _part(data, "store")
    cart = check.within(
        "cart", lambda: read_cart(_cart_of(cart_data, revision), customer=customer)
    )
    policies = check.within("store", lambda: _policies_of(store_data, revision))
    own = {key: data[key] for key in _FIGURES if key in data}
    _check_types(check, own)
    figures = structure(check, Figures, {**own, "tenders": ()}, "")
    tenders = read_tenders(check, data)
    entries = structure(check, tuple[Entry, ...], data.get("entries"), "entries")
    at = check.maybe_time("at", data.get("at"))
    check.text("currency", data.get("currency"), needed="the code of the cart's")
    check.flag("payment_required", data.get("payment_required"))
    names = check.texts("place_of_supply", data.get("place_of_supply"), limit=2)
    check.raise_any()
    assert cart is not None
    assert policies is not None
    figures = attrs.evolve(figures, tenders=tenders)
    again = None
    if revision.rows_without_rates:
        again = partial(recompute, cart, policies, figures, revision)
    ledger = Ledger.stored(figures, entries, revision, engine, again)
    quote = Quote(cart, policies, at, Place(names), ledger)
    written = data.get("fingerprint")
    if written != fingerprint(data):
        check.add("fingerprint", "fingerprint_differs", written)
    if verify:
        _check_quote(check, quote, data)
    check.raise_any()
    return quote


def _check_quote(check: Validator, quote: Quote, data: Mapping[str, Any]) -> None:
    """Add a fault for every figure of *quote* that its rows and its rules deny."""
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
    for path, actual, expected in verify_figures(quote):
        # 1.0 equals 1.00, but only one of them has the currency's decimals.
        if repr(actual) != repr(expected):
            identity = "the rule of the contract"
            check.add(
                path, "does_not_add_up", actual, expected=expected, identity=identity
            )


def _part(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def _cart_of(data: Mapping[str, Any], revision: Revision) -> Mapping[str, Any]:
    """Return the cart's document, its preference marked where it was not checked."""
    key = "fulfillment_preference"
    if revision.inputs_less_checked and isinstance(data.get(key), Mapping):
        return {**data, key: StoredPreference(data[key], key)}
    return data


def _policies_of(data: Mapping[str, Any], revision: Revision) -> Policies:
    key = "tax_classes"
    if not revision.inputs_less_checked or not isinstance(data.get(key), Mapping):
        return read_store(data).policies
    # The lines hold the rates of their classes, which tax nothing any more.
    check = Validator()
    classes = check.within(key, lambda: tax_classes(data[key]))
    policies = check.within("", lambda: read_store({**data, key: {}}).policies)
    check.raise_any()
    assert classes is not None
    assert policies is not None
    return attrs.evolve(policies, tax_classes=classes)


def _customer(check: Validator, data: Any) -> Customer | None:
    from checkout_core.cart import Customer

    fields = check.mapping("customer", data)
    if fields is None:
        return None
    check.keys("customer", fields, CUSTOMER.names)
    known = {key: fields[key] for key in CUSTOMER.names if key in fields}
    return check.within("customer", lambda: Customer(**known))


# What it was made from ----------------------------------------------------------


def write_cart_input(cart: Cart) -> dict[str, Any]:
    """Return the `cart` of a checkout document, from which `cart` can be read."""
    found = {
        key: unstructure(value)
        for key in CART.names
        if key not in ("currency", "cart_items", "shipping", *_ADDRESSES, *_RECORDS)
        # Tenders of which a cart can have several, and has none.
        and (value := getattr(cart, key)) != ()
    }
    found["currency"] = cart.currency.code
    found["cart_items"] = [*map(write_line, cart.lines)]
    shipping = cart.shipping
    found["shipping"] = None if shipping is None else SHIPPING.write(shipping)
    for key in _ADDRESSES:
        address = getattr(cart, key)
        found[key] = None if address is None else thawed(address.fields)
    for key in _RECORDS:
        found[key] = thawed(getattr(cart, key))
    return found


_ADDRESSES = ("shipping_address", "billing_address")
_RECORDS = ("fulfillment_preference", "metadata")


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
        **{key: unstructure(value) for key, value in found.items()},
        "tax_classes": {
            each.name: [_period(period) for period in each.periods]
            for each in policies.tax_classes
        },
        "shipping_rates": _rates(policies.shipping_rates),
        "charges": [_sparse(each) for each in unstructure(policies.charges)],
        "loyalty": unstructure(policies.loyalty),
        "tax": {
            **_sparse(unstructure(tax), "regime", "tax_name"),
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
        {**unstructure_fields(zone, ZONE_KEYS[:3]), "rate": _rate(zone.rate)}
        for zone in table.zones
    ]
    return {"type": BY_ZONE, "zones": zones}


def _rate(rate: ShippingRate[Decimal]) -> dict[str, Any]:
    found = {"type": str(rate.basis), **unstructure_fields(rate, RATE_KEYS[1:])}
    found["slabs"] = unstructure(rate.slabs) or None
    return _sparse(found)


def _period(period: TaxPeriod) -> dict[str, Any]:
    found = unstructure_fields(period, TAX_KEYS)
    for key in ("tax_slabs", "tax_components"):
        found[key] = found[key] or None
    for key in ("valid_from", "valid_to"):
        edge = getattr(period, key)
        found[key] = None if edge is None else edge.isoformat()
    return found


def _sparse(found: dict[str, Any], *keys: str) -> dict[str, Any]:
    """
    Leave out *keys* that hold nothing, by default the components of a charge.

    They came later than the others, and documents that do not use them keep their bytes
    and can be read by older releases.
    """
    for key in keys or ("tax_components",):
        if not found[key]:
            del found[key]
    return found
