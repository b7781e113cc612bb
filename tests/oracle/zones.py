# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Delivery by zone, of tables whose zones are flat: section 5 of the contract."""

from collections.abc import Mapping, Sequence
from typing import Any

from .facts import bare
from .states import CODES, INDIA, filled, spelled
from .supplies import collected


Json = Mapping[str, Any]


def shipping_of(cart: Json, store: Json) -> Json:
    """What the caller quotes, else the table says, where collected goods cost none."""
    if cart.get("shipping") is not None:
        given: Json = cart["shipping"]
        return given
    table = store.get("shipping_rates")
    if table is None or collected(cart):
        return {}
    address = cart.get("shipping_address") or cart.get("billing_address")
    rate = rate_for(table, address)
    return {
        "estimated_cost": rate["amount"],
        "tax_rate": rate.get("tax_rate"),
        "price_including_tax": rate.get("price_including_tax"),
    }


def rate_for(table: Json, address: Json | None) -> Json:
    """Postal-code prefix, the longest wins, else state, else country."""
    pincode = bare(filled(address, "pincode") or "")
    country = filled(address, "country")
    state = filled(address, "state")
    best: tuple[int, int] = (0, 0)
    found: Json | None = None
    for zone in table["zones"]:
        place = (0, 0)
        prefixes = [
            len(bare(prefix))
            for prefix in zone.get("postal_codes") or ()
            if pincode.startswith(bare(prefix))
        ]
        named = [same_country(each) for each in zone.get("countries") or ()]
        here = same_country(country or "India")
        if prefixes and here in (named or ["india"]):
            place = (3, max(prefixes))
        elif state and names_state(zone.get("states") or (), state, here, named):
            place = (2, 0)
        elif here in named:
            place = (1, 0)
        if place > best:
            best, found = place, zone["rate"]
    if found is None:
        msg = "not serviceable"
        raise LookupError(msg)
    return found


def names_state(
    states: Sequence[str], state: str, here: str, named: Sequence[str]
) -> bool:
    """
    Only in the countries that the zone names, or in any if it names none.

    Punjab is a state of Pakistan too, so by itself a state of India is one there.
    """
    if named and here not in named:
        return False
    if here == "india":
        return any(same_state(each, state) for each in states)
    return any(
        each.strip().casefold() == state.strip().casefold()
        and (bool(named) or spelled(each) not in CODES)
        for each in states
    )


def same_country(country: str) -> str:
    """India by name or code is one."""
    return "india" if spelled(country) in INDIA else spelled(country)


def same_state(one: str, other: str) -> bool:
    """Two spellings of a state of India are one state."""
    return CODES.get(spelled(one), spelled(one)) == CODES.get(
        spelled(other), spelled(other)
    )
