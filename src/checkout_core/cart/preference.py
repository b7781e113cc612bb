# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The vendor's fulfillment preference: how the customer receives the goods.

Promises a fault for each value of another type than the vendor's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkout_core.cart.line import MAX_LINES
from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.values import Record


class StoredPreference(Record):
    """A fulfillment preference of which only the type is checked, as 0.1.0 did."""

    __slots__ = ()


def checked_preference(check: Validator, document: object) -> Record | None:
    """Return the preference as a record, or None with its faults noted."""
    path = "fulfillment_preference"
    preference = check.mapping(path, document)
    if preference is None:
        return None
    fulfillment = preference.get("fulfillment_type")
    check.choice(f"{path}.fulfillment_type", fulfillment, _FULFILMENTS)
    if isinstance(preference, StoredPreference):
        return preference
    _check_values(check, path, preference, _PREFERENCE)
    if preference.get("preference_type") is not None:
        chosen = preference["preference_type"]
        check.choice(f"{path}.preference_type", chosen, ("user", "auto"))
    return preference


def _check_values(
    check: Validator, path: str, preference: Mapping[str, Any], known: Mapping[str, Any]
) -> None:
    """
    Add a fault for each value of an object that is neither null nor of its kind.

    *known* gives the kind of each key: None for any value (checked elsewhere), `str`
    for text, `int` for a count, a mapping for an object, a list of one item for a list
    of such items.
    """
    check.keys(path, preference, known)
    for key, kind in known.items():
        value, where = preference.get(key), f"{path}.{key}"
        if value is None or kind is None:
            continue
        if kind is str:
            check.text(where, value, limit=MAX_NOTE)
        elif kind is int:
            check.count(where, value)
        elif isinstance(kind, list):
            for i, each in enumerate(check.items(where, value, limit=MAX_LINES)):
                inner = f"{where}[{i}]"
                _check_values(check, inner, check.record(inner, each), kind[0])
        else:
            _check_values(check, where, check.record(where, value), kind)


_FULFILMENTS = ("collect-in-store", "delivery", "partial-collect-and-delivery")


_COURIER: Mapping[str, Any] = {
    "shipping_provider_id": str,
    "shipping_provider_name": str,
    "courier_company_id": str,
    "courier_company_name": str,
}


_LOCATION: Mapping[str, Any] = {"pickup_location_id": str, "pickup_location_name": str}


_ITEMS: Mapping[str, Any] = {
    "items": [
        {
            "product_id": str,
            "product_name": str,
            "variant_id": str,
            "variant_name": str,
            "quantity": int,
        }
    ]
}


#: The keys of the vendor's three preferences, with the kind of each.
_PREFERENCE: Mapping[str, Any] = {
    "fulfillment_type": None,
    "preference_type": None,
    **_LOCATION,
    "shipments": [{"id": str, **_COURIER}],
    "collect-in-store": {**_LOCATION, **_ITEMS},
    "delivery": {**_COURIER, **_ITEMS},
}


__all__ = [
    "StoredPreference",
    "checked_preference",
]
