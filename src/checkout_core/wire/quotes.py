# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The quote as a document: written, read and verified without other data.

Promises that the document holds all figures of a quote and all it was made from, except
offers that were not used; that its amounts are text (JSON databases cannot round them),
and that equal quotes have equal bytes and fingerprints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import NOTHING, fields

from checkout_core.cart.cart import CART
from checkout_core.cart.instalments import write_plan
from checkout_core.cart.people import CUSTOMER, SHIPPING
from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError
from checkout_core.ledger.rows import COUNTS
from checkout_core.money.exact import grid_of
from checkout_core.pricing import Quote
from checkout_core.pricing.quoted import priced_sheet
from checkout_core.pricing.recompute import store_of
from checkout_core.pricing.verify import verify_figures
from checkout_core.revisions import REVISIONS, Revision
from checkout_core.store.charges import CHARGE
from checkout_core.store.policies import LOYALTY, Policies
from checkout_core.store.shipping import BY_ZONE, RATE_KEYS, ZONE_KEYS
from checkout_core.store.suppliers import SUPPLIER
from checkout_core.store.tax_classes import TAX_KEYS
from checkout_core.values import MAPPINGS, thawed
from checkout_core.wire.cart import write_line
from checkout_core.wire.codec import (
    check_version,
    decimal_text,
    unstructure,
    unstructure_fields,
)
from checkout_core.wire.parts import (
    FIGURE_KEYS,
    QuoteParts,
    add_unequal,
    quoted_again,
)
from checkout_core.wire.store import STORE_KEYS
from checkout_core.wire.tenders import write_tenders
from checkout_core.wire.text import MAX_STORED, dumps, read_object, sorted_text
from checkout_core.wire.writer import AMOUNTS, NUMBERS, Amounts, quoted_numbers


if TYPE_CHECKING:
    from checkout_core.cart import Cart
    from checkout_core.ledger.sheet import Sheet
    from checkout_core.store import ShippingRates
    from checkout_core.store.shipping import ShippingRate
    from checkout_core.store.suppliers import Supplier
    from checkout_core.store.tax_classes import TaxPeriod
    from checkout_core.wire.text import Document


#: One for each revision of the rules, the newest last.  A new one is added if older
#: releases cannot read a document or would calculate other figures.
SCHEMA_VERSIONS: Mapping[str, Revision] = MappingProxyType(
    {f"checkout_core.quote/{each.number}": each for each in REVISIONS}
)


def write_quote(quote: Quote, *, amounts: Amounts = NUMBERS) -> dict[str, Any]:
    """
    Return our own complete form of *quote*, with its fingerprint.

    Amounts, rates and points are text.  A quote that was read is written
    with the revision and engine that priced it.  Raises `CheckoutError` for other
    *amounts*.

    Args:
        quote: what is written.
        amounts: how numbers are written that the host gave, in its `metadata` or an
            address: with "numbers" (the default) as they were given.  With "text" those
            are text that JavaScript would round (see `dumps`): a program that reads the
            document and writes it again keeps what the fingerprint is of.
    """
    expect(quote=(quote, Quote))
    check = Validator()
    check.choice("amounts", amounts, AMOUNTS)
    check.raise_any()
    cart = write_cart_input(quote.cart)
    document = {
        "schema_version": f"checkout_core.quote/{quote.revision.number}",
        **({} if quote.revision.without_engine else {"engine": quote.engine}),
        "at": None if quote.at is None else quote.at.isoformat(),
        "currency": quote.currency,
        "payment_required": quote.payment_required,
        **_place(quote),
        "cart": cart if amounts == NUMBERS else quoted_numbers(cart),
        "customer": CUSTOMER.write(quote.cart.customer),
        "store": write_policies(quote.policies, quote.currency),
        **_written(quote),
    }
    return {"fingerprint": fingerprint(document, checked=True), **document}


def _place(quote: Quote) -> dict[str, Any]:
    """Return the kind and the place of a supply, as the revision writes them."""
    if quote.revision.place_is_names:
        return {"place_of_supply": list(quote.place.component_names)}
    return {
        "supply_type": quote.supply_type,
        "place_of_supply": {
            "state": quote.place.state,
            "code": quote.place.code,
            "kind": quote.place.kind,
            "why": quote.place.why,
            "components": list(quote.place.component_names),
        },
    }


def _written(quote: Quote) -> dict[str, Any]:
    """Return figures and rows as plain data, with the tenders by their keys."""
    found: dict[str, Any] = {}
    for name, each in unstructure(quote.figures, without_defaults=True).items():
        more = write_tenders(quote.tenders) if name == "tenders" else {name: each}
        found |= more
    sheet = priced_sheet(quote)
    return found | {
        "entries": unstructure(quote.written) if sheet is None else rows_of(sheet)
    }


# A quote that was just priced has no row as an `Entry`.  To make 1,379 of them for 200
# lines and to write these took 8 of the 26 times that the quote itself takes; to write
# the sheet's rows takes 3.
def rows_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the rows of a *sheet* as `unstructure` writes them, one by one."""
    money, count = grid_of(sheet.exponent), grid_of(0)
    found = []
    for kind, minor, line, offer, name, rate, category, code, supplier in sheet.rows:
        row: dict[str, Any] = {
            "kind": kind,
            # An amount on the grid is never written with an exponent.
            "amount": str((count if kind in COUNTS else money)(minor)),
            "line": line,
            "offer": offer,
            "name": name,
            "rate": None if rate is None else decimal_text(rate),
        }
        if category is not None:
            row["category"] = category
        if code is not None:
            row["hsn_code"] = code
        if supplier is not None:
            row["supplier"] = supplier
        found.append(row)
    return found


def fingerprint(document: Mapping[str, Any], *, checked: bool = False) -> str:
    """
    Return the SHA-256 of the canonical form of a quote document, in hex.

    That form is the same text for all equal documents: keys are sorted.  *checked* says
    that no float is in the document, as in one that was read from text or just written.
    """
    import hashlib

    bare = {key: each for key, each in document.items() if key != "fingerprint"}
    text = sorted_text(bare) if checked else dumps(bare, sort_keys=True)
    # Half a surrogate pair has no UTF-8; a reader finds it later, and says where it is.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verify(quote: Quote | Document) -> None:
    """
    Check every identity of *quote*, a `Quote` or its document, without other data.

    Checks the fingerprint, compares totals, lines and offers with their rows, and
    calculates all taxes and charges again from the amounts after offers.  Raises
    `CheckoutError` with every figure that differs.
    """
    if isinstance(quote, Quote):
        again = quoted_again(
            partial(_said_by, quote),
            quote.at,
            quote.place,
            quote.revision,
            quote.engine,
        )
        if again is not None and is_same(_written(quote), _written(again)):
            return
    document = write_quote(quote) if isinstance(quote, Quote) else quote
    read_quote(document, verify=True)


def _said_by(quote: Quote, name: str) -> Any:
    """Return a part of a quote by its name, as `QuoteParts` has it of a document."""
    if name == "store":
        return store_of(quote.cart, quote.policies)
    return getattr(quote if name in ("cart", "policies") else quote.figures, name)


def read_quote(document: Document, *, verify: bool = False) -> Quote:
    """
    Return the quote that a quote document holds.

    Offers are not applied again, so a stored quote keeps its figures when the store's
    offers change.  Raises `CheckoutError` with every fault.

    By default the document is trusted, as a host trusts its own database: its
    fingerprint must be that of its content, and no figure is calculated again.  The
    fingerprint is not a signature: it shows a change by mistake, and a person who
    changes a document on purpose can write a new one.  Read a document that strangers
    could have written with *verify*.

    Args:
        document: JSON text, bytes or a mapping.  A trusted text may have any length.
            Its parts are read when they are first asked for, so one whose fingerprint
            is right and whose form is wrong raises its `CheckoutError` then.
        verify: True adds every figure up and calculates all taxes and charges again, as
            `verify` does; False by default.
    """
    expect(verify=(verify, bool))
    limit = MAX_STORED if verify else None
    data = read_object(document, "a quote document", limit=limit)
    own = isinstance(document, str | bytes)
    return quote_of(data, verify=verify, own=own)


def quote_of(data: Mapping[str, Any], *, verify: bool, own: bool) -> Quote:
    """
    Return the quote of a document as `read_quote` does.

    *own* says that *data* was made for this call, so that it can be read later.
    """
    check = Validator()
    revision = SCHEMA_VERSIONS[check_version(check, "", data, *SCHEMA_VERSIONS)]
    parts = QuoteParts(data, revision)
    written = data.get("fingerprint")
    if verify:
        again = _again(parts, data)
        if again is not None and written == fingerprint(data, checked=own):
            return again
    elif own and written == fingerprint(data, checked=own):
        return parts.unread()
    quote = parts.quote()
    if written != fingerprint(data, checked=own):
        check.add("fingerprint", "fingerprint_differs", written)
    if verify:
        _check_quote(check, quote, data)
    else:
        parts.check_lines(check, quote)
    check.raise_any()
    return quote


def _again(parts: QuoteParts, data: Mapping[str, Any]) -> Quote | None:
    """
    Return the quote of a document that says what it must, else None.

    The quote is made again from the cart, the policies and what each offer took off
    each line, as if it had just been priced.  If all that follows from these is written
    exactly as the document has it, then each figure has the right form and is the right
    one.  So only a document with a fault is read and checked figure by figure.
    """
    try:
        quote = parts.again()
    except CheckoutError:
        return None
    if quote is None:
        return None
    written = {"currency": quote.currency, "payment_required": quote.payment_required}
    written |= _written(quote)
    told = {key: data[key] for key in (*written, *FIGURE_KEYS) if key in data}
    return quote if is_same(told, written) else None


def is_same(value: Any, expected: Any) -> bool:
    """
    Return whether two values are the same in JSON: 1, true and 1.0 are three.

    >>> is_same({"a": [1]}, {"a": [1]}), is_same([True], [1])
    (True, False)
    """
    kind = type(expected)
    if kind is dict:
        if not isinstance(value, MAPPINGS) or value.keys() != expected.keys():
            return False
        for key, each in expected.items():
            mine = value[key]
            # Most values are text, or there is only one of them, such as None: this
            # takes half the time that a call for each does.
            if mine is each or (type(mine) is str and mine == each):
                continue
            if not is_same(mine, each):
                return False
        return True
    if kind is list:
        return (
            isinstance(value, list | tuple)
            and len(value) == len(expected)
            and all(map(is_same, value, expected))
        )
    return type(value) is kind and bool(value == expected)


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
        add_unequal(check, len(quote.lines), len(quote.cart.lines))
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


# What it was made from ----------------------------------------------------------


def write_cart_input(cart: Cart) -> dict[str, Any]:
    """Return the `cart` of a checkout document, from which `cart` can be read."""
    found = {key: unstructure(getattr(cart, key)) for key in _PLAIN_KEYS}
    for each in _LATER_KEYS:
        value = getattr(cart, each.name)
        if value != CART.absent[each.name]:
            write = each.kind.write
            found[each.path] = value if write is None else write(value)
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
#: The keys of a cart that came later than the others: left out where they say nothing.
_LATER_KEYS = tuple(each for each in CART.written if each.sparse)
_PLAIN_KEYS = tuple(
    each.path
    for each in CART.written
    if not each.sparse
    and each.path not in ("currency", "cart_items", "shipping", *_ADDRESSES, *_RECORDS)
)


def write_policies(policies: Policies, currency: str) -> dict[str, Any]:
    """Return the `store` of a checkout document, without offers and counters."""
    found = {}
    for key in _POLICY_KEYS:
        value = getattr(policies, key)
        if key not in _LATER_POLICIES or value != _LATER_POLICIES[key]:
            found[key] = _WRITERS.get(key, unstructure)(value)
    tax, loyalty = policies.tax, policies.loyalty
    seller = tax.seller_state
    return {
        "currency": currency,
        **found,
        "tax_classes": {
            each.name: [_period(period) for period in each.periods]
            for each in policies.tax_classes
        },
        "shipping_rates": _rates(policies.shipping_rates),
        "charges": [CHARGE.write(each) for each in policies.charges],
        "loyalty": None if loyalty is None else LOYALTY.write(loyalty),
        "tax": {
            **_sparse(unstructure(tax), *_LATER_TAX),
            "seller_state": None if seller is None else seller.code,
        },
    }


#: Keys of `tax` that came later than the others.
_LATER_TAX = ("regime", "tax_name", "place_of_supply", "export")
#: Policies that came later than the others, with what is not written: documents that do
#: not use them keep their bytes.
_LATER_POLICIES: Mapping[str, object] = MappingProxyType(
    {
        each.name: each.default
        for each in fields(Policies)
        if each.default is not NOTHING
    }
)


def _suppliers(suppliers: Iterable[Supplier]) -> dict[str, Any]:
    return {each.id: SUPPLIER.write(each) for each in suppliers}


_WRITERS: Mapping[str, Callable[[Any], Any]] = {
    "payment_plan": write_plan,
    "suppliers": _suppliers,
}
_POLICY_PARTS = ("shipping_rates", "tax_classes", "tax", "loyalty", "charges")
_POLICY_KEYS = tuple(
    key for key in STORE_KEYS if hasattr(Policies, key) and key not in _POLICY_PARTS
)


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
    if rate.hsn_code is None:
        del found["hsn_code"]
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
