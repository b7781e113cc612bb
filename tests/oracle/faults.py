# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why a document is refused, as far as sections 1 to 3 of the page for India say it.

A fault is a code, or none where the contract names none, and the path it lies under.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .money import exact, exponent_of, minor
from .states import CODES, NAMES, filled, spelled
from .supplies import (
    ABROAD,
    is_abroad,
    is_indian,
    is_zero_rated,
    knows_a_state,
    said_supply_type,
    sellers_of,
    state_of,
)
from .zones import shipping_of


Json = Mapping[str, Any]


class Refused(NamedTuple):
    """A fault: its code if the contract has one, and where it is."""

    code: str | None
    path: str


def faults_of(document: Json) -> list[Refused]:
    """Everything that refuses the document."""
    cart, store = document["cart"], document.get("store") or {}
    found = list(of_suppliers(store))
    if found:
        return found
    found += of_lines(cart, store)
    found += of_charges(cart, store)
    if is_indian(cart["currency"], store.get("tax") or {}):
        found += of_states(cart, store)
    try:
        shipping_of(cart, store)
    except LookupError:
        found.append(Refused("not_serviceable", "cart"))
    return found


def of_suppliers(store: Json) -> Iterator[Refused]:
    """An id is not empty; a state is one, and that of the GSTIN."""
    for ident, each in (store.get("suppliers") or {}).items():
        path = f"store.suppliers.{ident}"
        if ident == "":
            yield Refused(None, "store.suppliers")
            continue
        state, gstin = each.get("state"), each.get("gstin")
        if state and spelled(state) not in CODES:
            yield Refused("unknown_state", path)
        elif state and gstin and state_of(state, None) != gstin[:2]:
            yield Refused(None, path)


def of_lines(cart: Json, store: Json) -> Iterator[Refused]:
    """Lines: their suppliers, what these may collect, categories, reverse charge."""
    sellers = sellers_of(store)
    said = said_supply_type(cart, store)
    for i, line in enumerate(cart["cart_items"]):
        path = f"cart.cart_items[{i}]"
        supplier = line.get("supplier") or ""
        category = line.get("tax_category") or "standard"
        if supplier not in sellers:
            yield Refused("unknown_supplier", f"{path}.supplier")
        elif (
            not sellers[supplier].registered
            and not line.get("section_9_5")
            and is_taxed(line)
        ):
            yield Refused("supplier_not_registered", path)
        if line.get("section_9_5") and not supplier:
            yield Refused(None, path)
        if category != "standard" and is_taxed(line):
            yield Refused("category_needs_zero_rate", path)
        if category == "reverse_charge" and is_zero_rated(said):
            yield Refused("reverse_charge_not_here", f"{path}.tax_category")


def is_taxed(line: Json) -> bool:
    """A rate or cess above 0."""
    rates = [line.get("tax_rate"), line.get("cess_rate")]
    slabs = line.get("tax_slabs")
    if slabs:
        rates = [line.get("cess_rate"), *(slab["rate"] for slab in slabs)]
    return any(exact(rate or 0) > 0 for rate in rates)


def of_charges(cart: Json, store: Json) -> Iterator[Refused]:
    """Charges: their suppliers, and costs that sum to what delivery costs."""
    sellers = sellers_of(store)
    for i, charge in enumerate(store.get("charges") or ()):
        if (charge.get("supplier") or "") not in sellers:
            yield Refused("unknown_supplier", f"store.charges[{i}].supplier")
    shipping = cart.get("shipping") or {}
    costs = shipping.get("suppliers")
    if costs is None:
        return
    exponent = exponent_of(cart["currency"])
    if any(ident not in sellers for ident in costs):
        yield Refused("unknown_supplier", "cart.shipping.suppliers")
    total = sum(minor(cost, exponent) for cost in costs.values())
    if total != minor(shipping["estimated_cost"], exponent):
        yield Refused(None, "cart.shipping")


def of_states(cart: Json, store: Json) -> Iterator[Refused]:
    """A state that decides nothing must still be known."""
    said = filled(cart, "place_of_supply")
    others = {ABROAD, spelled(NAMES[ABROAD])}
    if said is not None and spelled(said) not in {*CODES, *others}:
        yield Refused("unknown_state", "cart.place_of_supply")
    if not knows_a_state(cart, store):
        return
    for key in ("shipping_address", "billing_address"):
        state = filled(cart.get(key), "state")
        if (
            state is not None
            and not is_abroad(cart.get(key))
            and spelled(state) not in CODES
        ):
            yield Refused("unknown_state", f"cart.{key}.state")
