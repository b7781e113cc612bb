# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Reads the store of a checkout document, by which a cart is priced.

Null means the default; values are checked by the constructors.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from checkout_core.cart.instalments import PART
from checkout_core.errors import CheckoutError, Fault, join
from checkout_core.keys import KeyTable
from checkout_core.offers import Offer
from checkout_core.store import Loyalty, Store, shipping_rates, tax_classes
from checkout_core.store.charges import CHARGE, MAX_CHARGES
from checkout_core.store.groups import GROUP, MAX_GROUPS
from checkout_core.store.policies import (
    LOYALTY,
)
from checkout_core.store.store import MAX_OFFERS
from checkout_core.store.suppliers import SUPPLIER, Supplier
from checkout_core.tax import TaxPolicy
from checkout_core.values import MAPPINGS, safe
from checkout_core.wire.offers import read_coupon, read_promotion
from checkout_core.wire.reader import (
    IN_LIST,
    DocumentReader,
    Unknown,
    absent_fields,
    given_fields,
    known_currency,
    relocated,
    without_unknown,
)
from checkout_core.wire.text import read_object


if TYPE_CHECKING:
    from checkout_core.wire.text import Document


N = TypeVar("N")


STORE_KEYS = (
    "currency",
    "promotions",
    "coupons",
    "offer_redemptions",
    "code_redemptions",
    "offer_discounts",
    "offer_groups",
    "maximum_coupons",
    "free_shipping_threshold",
    "shipping_rates",
    "handling",
    "charges",
    "loyalty",
    "tax",
    "tax_classes",
    "rounding",
    "round_off",
    "fixed_discount",
    "utc_offset",
    "payment_plan",
    "suppliers",
    "handling_hsn_code",
)
TAX_KEYS = (
    "seller_state",
    "seller_gstin",
    "level",
    "inclusive_split",
    "charge_tax",
    "regime",
    "tax_name",
    "place_of_supply",
    "export",
)
_STORE_PARTS = (
    "currency",
    "promotions",
    "coupons",
    "shipping_rates",
    "charges",
    "offer_groups",
    "tax",
    "tax_classes",
    "loyalty",
    "suppliers",
)


def read_store(document: Document, *, unknown: Unknown = "error") -> Store:
    """
    Return the store of a document that is the `store` of a checkout document.

    *document* and *unknown* are as for `read_checkout`.  Raises `CheckoutError` with
    every fault.
    """
    reader = DocumentReader(unknown)
    store = store_of(reader, "", read_object(document), None)
    reader.check.raise_any()
    assert store is not None
    return store


def store_of(
    reader: DocumentReader, path: str, data: Mapping[str, Any], currency: Any
) -> Store | None:
    """
    Return the store of an object at *path*, None with its faults added to *reader*.

    *currency* is that of the cart, for a store that names none.
    """
    before = len(reader.check.found)
    reader.keys(path, data, STORE_KEYS)
    charges = _listed(reader, data, path, "charges", MAX_CHARGES, CHARGE)
    groups = _listed(reader, data, path, "offer_groups", MAX_GROUPS, GROUP)
    promotions = _offers(reader, data, path, "promotions", read_promotion)
    coupons = _offers(reader, data, path, "coupons", read_coupon)
    own = data.get("currency")
    fields: dict[str, Any] = {
        **given_fields(data, [key for key in STORE_KEYS if key not in _STORE_PARTS]),
        "tax": reader.instance(data, path, "tax", TAX_KEYS, TaxPolicy),
        "loyalty": reader.instance(data, path, "loyalty", LOYALTY.names, Loyalty),
        "shipping_rates": _table(
            reader, data, path, "shipping_rates", shipping_rates, None
        ),
        "tax_classes": _table(reader, data, path, "tax_classes", tax_classes, ()),
        "suppliers": _suppliers(reader, data, path),
        "charges": charges.values(),
        "offer_groups": groups.values(),
        "promotions": promotions.values(),
        "coupons": coupons.values(),
        "currency": currency if own is None else own,
    }
    if reader.check.lenient and data.get("payment_plan") is not None:
        plan = without_unknown(data["payment_plan"], PART.names)
        fields["payment_plan"] = plan
    indexes = {
        "charges": tuple(charges),
        "offer_groups": tuple(groups),
        "promotions": tuple(promotions),
        "coupons": tuple(coupons),
    }
    whole, store = len(reader.check.found) == before, None
    try:
        store = Store(**fields)
    except CheckoutError as error:
        unread, named = _unread_groups(data, groups), data.get("suppliers") or ()
        for fault in error.faults:
            if fault.code == "unknown_group" and fault.value in unread:
                continue
            if fault.code == "unknown_supplier" and fault.value in named:
                continue
            # If only the cart names a currency, its fault is reported for the cart.
            if fault.path != "currency" or own is not None or not path:
                placed = _classed(relocated(fault, indexes), data)
                reader.check.found.append(placed.under(path))
        whole = False
    reader.check.on_grid(known_currency(fields["currency"]))
    return store if whole else None


def _suppliers(
    reader: DocumentReader, data: Mapping[str, Any], path: str
) -> list[Supplier]:
    """Return the suppliers that could be read; each is under its id."""
    if data.get("suppliers") is None:
        return []
    found, part = [], reader.part(data, path, "suppliers")
    for name, each in (part or {}).items():
        where = join(join(path, "suppliers"), safe(name))
        if not isinstance(each, MAPPINGS):
            reader.check.needed(where, each, "an object")
            continue
        reader.keys(where, each, SUPPLIER.names)
        fields = {"id": name, **given_fields(each, SUPPLIER.names)}
        supplier = reader.make(where, Supplier, fields)
        if supplier is not None:
            found.append(supplier)
    return found


def _table(
    reader: DocumentReader,
    data: Mapping[str, Any],
    path: str,
    key: str,
    read: Callable[..., N],
    default: N,
) -> N | None:
    """Return the table that *read* makes of the object under *key*."""
    if data.get(key) is None:
        return default
    part = reader.part(data, path, key)
    if part is None:
        return default
    fields = {"document": part, "lenient": reader.check.lenient}
    table = reader.make(join(path, key), read, fields)
    return default if table is None else table


def _listed(
    reader: DocumentReader,
    data: Mapping[str, Any],
    path: str,
    key: str,
    limit: int,
    table: KeyTable,
) -> dict[int, Any]:
    """Return the instances that could be read, by their index in the list at *key*."""
    found = {}
    for index, where, each in reader.objects(data, path, key, limit):
        reader.keys(where, each, table.names)
        needed = absent_fields(each, table.needed)
        instance = reader.make(
            where, table.kind, {**given_fields(each, table.names), **needed}
        )
        if instance is not None:
            found[index] = instance
    return found


def _unread_groups(data: Mapping[str, Any], read: Collection[int]) -> list[Any]:
    """Return the ids of groups with a fault: who names one makes no fault of it."""
    given = data.get("offer_groups")
    return [
        each.get("id")
        for i, each in enumerate(given if isinstance(given, list | tuple) else ())
        if i not in read and isinstance(each, MAPPINGS)
    ]


def _offers(
    reader: DocumentReader,
    data: Mapping[str, Any],
    path: str,
    key: str,
    read: Callable[..., Offer],
) -> dict[int, Offer]:
    """Return the offers that could be read, by their index in the list."""
    lenient = reader.check.lenient
    offers = {}
    for index, where, each in reader.objects(data, path, key, MAX_OFFERS):
        offer = reader.make(where, read, {"document": each, "lenient": lenient})
        if offer is not None:
            offers[index] = offer
    return offers


_PERIOD = re.compile(r"\.periods(\[[0-9]+\])(.*)").fullmatch


def _classed(fault: Fault, data: Mapping[str, Any]) -> Fault:
    """Return a fault of a store's tax class with the path it has in the document."""
    entry = IN_LIST(fault.path)
    period = _PERIOD(entry[3]) if entry and entry[1] == "tax_classes" else None
    if entry is None or period is None:
        return fault
    name, periods = list(data["tax_classes"].items())[int(entry[2])]
    index = "" if isinstance(periods, Mapping) else period[1]
    return evolve(fault, path=f"tax_classes.{safe(name)}{index}{period[2]}")
