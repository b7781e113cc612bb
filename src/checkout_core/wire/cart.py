# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Reads the cart of a checkout document, and writes its lines.

Null means the default; values are checked by the constructors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checkout_core.cart import Address, Cart, Customer, Line, Shipping
from checkout_core.cart.cart import CART
from checkout_core.cart.charges import CHOSEN_CHARGE
from checkout_core.cart.gift_cards import GIFT_CARD
from checkout_core.cart.instalments import PART
from checkout_core.cart.line import LINE, MAX_LINES
from checkout_core.cart.payment import PAYMENT, Payment
from checkout_core.cart.people import ADDRESS_KEYS, SHIPPING
from checkout_core.errors import CheckoutError, join
from checkout_core.values import MAPPINGS, OURS, Record, thawed
from checkout_core.wire.reader import (
    DocumentReader,
    Unknown,
    given_fields,
    known_currency,
    relocated,
    without_unknown,
)
from checkout_core.wire.text import read_object


if TYPE_CHECKING:
    from checkout_core.wire.text import Document


#: Keys of the vendor's items that pricing does not use: written back unchanged.
ECHO_KEYS = (
    "product_image_url",
    "stock_available",
    "backorder",
    "associated_options",
    "attributes",
    "subscriptions",
    "seller_id",
    "seller_detail",
    "tax_type",
)
#: Keys of the vendor's items that pricing computes: accepted, but computed again.
COMPUTED_KEYS = (
    "on_promotion",
    "is_free_item",
    "free_quantity",
    "promotion_discount_amount",
    "coupon_discount_amount",
    "selling_price_excluding_tax",
    "handling_charge_including_tax",
    "tax_amount",
)
#: In order: a fault names the known keys in the order of the document's.
_LINE_KNOWN = dict.fromkeys((*LINE.names, *ECHO_KEYS, *COMPUTED_KEYS, OURS))
_LINE_KEYS = frozenset(LINE.names)
#: The keys of a cart that hold no object of ours.
_PLAIN_KEYS = tuple(
    key
    for key in CART.names
    if key
    not in (
        "currency",
        "cart_items",
        "shipping",
        "shipping_address",
        "billing_address",
        "payment",
    )
)
#: The keys of a cart that hold lists of objects, with the keys of these.
_LISTS: Mapping[str, Sequence[str]] = {
    "charges": CHOSEN_CHARGE.names,
    "gift_cards": GIFT_CARD.names,
    "payment_plan": PART.names,
}


def read_cart(
    document: Document, *, customer: Customer | None = None, unknown: Unknown = "error"
) -> Cart:
    """
    Return the cart of a document that is the `cart` of a checkout document.

    *customer* is who buys, by default a guest; *document* and *unknown* are as for
    `read_checkout`.  Raises `CheckoutError` with every fault.
    """
    reader = DocumentReader(unknown)
    cart = cart_of(reader, "", read_object(document), customer)
    reader.check.raise_any()
    assert cart is not None
    return cart


def cart_of(
    reader: DocumentReader,
    path: str,
    data: Mapping[str, Any],
    customer: Customer | None,
) -> Cart | None:
    """
    Return the cart of an object at *path*, None with its faults added to *reader*.

    Paths of the cart's own faults name the indexes of the document, also if some of its
    lines could not be read.
    """
    before = len(reader.check.found)
    reader.keys(path, data, CART.names)
    items = reader.entries(data, path, "cart_items", MAX_LINES)
    if data.get("cart_items") is None:
        reader.check.add(join(path, "cart_items"), "required", None, expected="lines")
    lines = [_line(reader, where, each) for where, each in items]
    indexes = [i for i, line in enumerate(lines) if line is not None]
    fields = {
        **given_fields(data, _PLAIN_KEYS),
        "currency": data.get("currency"),
        "lines": [line for line in lines if line is not None],
        "customer": customer,
        "shipping": reader.instance(
            data, path, "shipping", SHIPPING.names, Shipping, SHIPPING.needed
        ),
        "shipping_address": _address(reader, data, path, "shipping_address"),
        "billing_address": _address(reader, data, path, "billing_address"),
        "payment": reader.instance(
            data, path, "payment", PAYMENT.names, Payment, PAYMENT.needed
        ),
    }
    if reader.check.lenient:
        fields |= {
            key: without_unknown(data[key], names)
            for key, names in _LISTS.items()
            if data.get(key) is not None
        }
    whole, cart = len(reader.check.found) == before, None
    try:
        cart = Cart(**fields)
    except CheckoutError as error:
        # Lines that could not be read are missing from the list, so indexes differ
        # from the document's, and an empty cart may be one whose lines were
        # refused.
        for fault in error.faults:
            if fault.code != "empty_cart" or data.get("cart_items") in ([], ()):
                placed = relocated(fault, {"cart_items": indexes})
                reader.check.found.append(placed.under(path))
    reader.check.on_grid(known_currency(data.get("currency")))
    return cart if whole else None


def _line(reader: DocumentReader, path: str, data: Any) -> Line | None:
    if not isinstance(data, MAPPINGS):
        reader.check.needed(path, data, "an object")
        return None
    fields: Mapping[str, Any] = data
    echo: dict[str, Any] = {}
    if not data.keys() <= _LINE_KEYS:
        fields = data = _measured(reader, path, data)
        reader.keys(path, data, _LINE_KNOWN)
        # Keys that are computed again are ignored, but their values must be JSON.
        computed = {key: data[key] for key in COMPUTED_KEYS if key in data}
        reader.check.record(path, computed)
        echo = {key: data[key] for key in ECHO_KEYS if key in data}
        fields = {key: data[key] for key in LINE.names if key in data}
    given = {key: each for key, each in fields.items() if each is not None}
    if echo:
        given["echo"] = echo
    try:
        line: Line = LINE.read(given)
    except CheckoutError as error:
        reader.check.extend(error, path)
        return None
    return line


def _measured(
    reader: DocumentReader, path: str, data: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return an item with the keys of our own object, where `write_cart` has them."""
    if data.get(OURS) is None:
        return data
    where, own = join(path, OURS), reader.check.mapping(join(path, OURS), data[OURS])
    found = {key: each for key, each in data.items() if key != OURS}
    if own is None:
        return found
    reader.keys(where, own, _MEASURE)
    for key in _MEASURE:
        if own.get(key) is not None and found.get(key) is not None:
            choices = f"{key} and {OURS}.{key}"
            reader.check.add(join(where, key), "one_of", own[key], choices=choices)
        elif own.get(key) is not None:
            found[key] = own[key]
    return found


#: Keys of a line that the vendor's items do not have.
_MEASURE = ("price_per", "unit")


def _address(
    reader: DocumentReader, data: Mapping[str, Any], path: str, key: str
) -> Address | None:
    """Return the address under *key*; its nulls are echoed, so they are kept."""
    found = reader.known_part(data, path, key, ADDRESS_KEYS)
    if found is None:
        return None
    where, part = found
    fields = {name: part[name] for name in ADDRESS_KEYS if name in part}
    return reader.make(where, Address, fields)


def written_measure(line: Line) -> dict[str, Any]:
    """Return our own key of a vendor's item, nothing for goods that are counted."""
    if line.price_per == 1 and line.unit is None:
        return {}
    found = LINE.write(line)
    return {OURS: Record({key: found[key] for key in _MEASURE if key in found})}


def write_line(line: Line) -> dict[str, Any]:
    """Return a line as its document, from which it can be read."""
    found = LINE.write(line)
    if line.echo:
        found |= {key: thawed(line.echo[key]) for key in ECHO_KEYS if key in line.echo}
    return found
