# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Kind and place of supply in India, and who supplies: sections 1 to 3 of its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .states import INDIA, NAMES, WITHOUT_LEGISLATURE, filled, spelled, state_code


Json = Mapping[str, Any]

#: Where India is supplied, or the name of the tax of another country.
Supply = str

#: The components of each, and the order in which a quote names them.
HEADS: dict[Supply, tuple[str, ...]] = {
    "unknown": ("GST",),
    "intra": ("CGST", "SGST"),
    "intra_union_territory": ("CGST", "UTGST"),
    "inter": ("IGST",),
}
ORDER = ("CGST", "SGST", "UTGST", "IGST", "GST")
ABROAD = "96"
#: What the untaxed categories of a line become where nothing is charged.
WITHOUT_PAYMENT = {
    "sez_without_payment": "sez_without_payment",
    "export_without_payment": "export",
}
UNTAXED = {"standard", "zero", "nil_rated", "exempt"}


@dataclass(frozen=True)
class Seller:
    """Who supplies: the store itself has the id ""; the state by its code."""

    id: str
    name: str
    gstin: str | None
    registered: bool
    state: str | None


@dataclass(frozen=True)
class Place:
    """Where a supply is, and what decided."""

    code: str | None
    supply: Supply
    why: str

    @property
    def kind(self) -> str:
        """A union territory is a state here."""
        return "intra" if self.supply.startswith("intra") else self.supply

    def written(self) -> dict[str, Any]:
        """State by its name in the table, code two digits."""
        return {
            "state": None if self.code is None else NAMES[self.code],
            "code": self.code,
            "kind": self.kind,
            "why": self.why,
            "components": list(HEADS[self.supply]),
        }


def is_indian(currency: str, tax: Json) -> bool:
    """Another regime has neither places nor kinds of supply."""
    if tax.get("regime") is not None:
        return bool(tax["regime"] == "india")
    known = tax.get("seller_state") or tax.get("seller_gstin")
    return currency == "INR" or bool(known)


def sellers_of(store: Json) -> dict[str, Seller]:
    """The store's own seller and its suppliers; state from `state`, else the GSTIN."""
    tax = store.get("tax") or {}
    own = Seller(
        "",
        "",
        tax.get("seller_gstin"),
        registered=True,
        state=state_of(tax.get("seller_state"), tax.get("seller_gstin")),
    )
    found = {"": own}
    for ident, each in (store.get("suppliers") or {}).items():
        gstin, registered = each.get("gstin"), each.get("registered")
        found[ident] = Seller(
            ident,
            each.get("name") or ident,
            gstin,
            bool(gstin) if registered is None else registered,
            state_of(each.get("state"), gstin),
        )
    return found


def state_of(state: str | None, gstin: str | None) -> str | None:
    """The code of a state that is named, else that a GSTIN begins with."""
    if state:
        return state_code(state)
    return gstin[:2] if gstin else None


def collected(cart: Json) -> bool:
    """Whether the buyer collects in store."""
    preference = cart.get("fulfillment_preference") or {}
    return bool(preference.get("fulfillment_type") == "collect-in-store")


def is_abroad(address: Json | None) -> bool:
    """A country is given and is not India."""
    country = filled(address, "country")
    return country is not None and spelled(country) not in INDIA


def buyer_abroad(cart: Json) -> bool:
    """The shipping address decides, else the billing address; not if collected."""
    if collected(cart):
        return False
    for key in ("shipping_address", "billing_address"):
        if is_abroad(cart.get(key)):
            return True
        if filled(cart.get(key), "state") is not None:
            return False
    return False


def supplying(cart: Json, store: Json) -> set[str]:
    """The ids of who supplies something of a cart, the store itself always."""
    costs = (cart.get("shipping") or {}).get("suppliers") or {}
    charges = [each.get("supplier") for each in store.get("charges") or ()]
    named = {line.get("supplier") for line in cart["cart_items"]}
    named |= {*charges, *(name for name, cost in costs.items() if Decimal(cost))}
    return {"", *(each or "" for each in named)}


def knows_a_state(cart: Json, store: Json) -> bool:
    """With no seller's state nothing is read."""
    sellers = sellers_of(store)
    ids = supplying(cart, store)
    return any(sellers[each].state for each in ids if each in sellers)


def exports(cart: Json, store: Json) -> bool:
    """A buyer abroad, if anything is read."""
    return knows_a_state(cart, store) and buyer_abroad(cart)


def said_supply_type(cart: Json, store: Json) -> str | None:
    """What `supply_type` says, or `lut` of a buyer abroad."""
    given = cart.get("supply_type")
    tax = store.get("tax") or {}
    if given is None and tax.get("export") == "lut" and exports(cart, store):
        return "export_without_payment"
    return given


def supply_type_of(cart: Json, store: Json) -> str:
    """Null is regular; for a buyer abroad an export, under lut without payment."""
    said = said_supply_type(cart, store)
    if said is not None:
        return said
    return "export_with_payment" if exports(cart, store) else "regular"


def is_zero_rated(supply_type: str | None) -> bool:
    """SEZ or export, with or without payment."""
    return (supply_type or "").startswith(("sez_", "export_"))


def without_payment(supply_type: str) -> bool:
    """Every rate and cess is 0, on lines and charges."""
    return supply_type in WITHOUT_PAYMENT


def category_under(category: str, supply_type: str) -> str:
    """What the supply type makes of the category of a line or a charge."""
    if supply_type in WITHOUT_PAYMENT and category in UNTAXED:
        return WITHOUT_PAYMENT[supply_type]
    if supply_type in {"sez_with_payment", "deemed_export"} and category == "standard":
        return supply_type
    return category


def gstin_of(address: Json | None) -> str | None:
    """The GSTIN of an address."""
    return filled(address, "tax_identification_number")


def buyer_gstin(cart: Json) -> str | None:
    """The billing address's, else the shipping address's."""
    return gstin_of(cart.get("billing_address")) or gstin_of(
        cart.get("shipping_address")
    )


def where(cart: Json, tax: Json, supply_type: str) -> tuple[str | None, str]:
    """The first that holds of what does not depend on who supplies, and which it is."""
    if filled(cart, "place_of_supply") is not None:
        said = spelled(str(cart["place_of_supply"]))
        other = said in {ABROAD, spelled(NAMES[ABROAD])}
        return ABROAD if other else state_code(said), "override"
    if collected(cart):
        return (
            state_of(tax.get("seller_state"), tax.get("seller_gstin")),
            "collected",
        )
    export = supply_type.startswith("export_")
    if export or (supply_type == "regular" and buyer_abroad(cart)):
        return ABROAD, "abroad"
    gstin = buyer_gstin(cart)
    if tax.get("place_of_supply") == "gstin" and gstin and gstin[:2] in NAMES:
        return gstin[:2], "gstin"
    for key in ("shipping_address", "billing_address"):
        state = filled(cart.get(key), "state")
        if state is not None and not is_abroad(cart.get(key)):
            return state_code(state), key
    return None, "no_address"


def place_of(cart: Json, store: Json, state: str | None) -> Place:
    """The place of what a seller of that state supplies, and which heads it has."""
    if state is None:
        return Place(None, "unknown", "seller_unknown")
    supply_type = supply_type_of(cart, store)
    code, why = where(cart, store.get("tax") or {}, supply_type)
    code = state if code is None else code
    if code != state or is_zero_rated(supply_type):
        return Place(code, "inter", why)
    territory = state in WITHOUT_LEGISLATURE
    return Place(code, "intra_union_territory" if territory else "intra", why)


def place_of_all(places: Iterable[Place], own: Place) -> dict[str, Any]:
    """The buyer's side of all, kind `mixed` where they differ."""
    found = list(places)
    if len({each.supply for each in found}) == len({each.code for each in found}) == 1:
        return found[0].written()
    known = next((each for each in found if each.supply != "unknown"), found[0])
    if known.why == "no_address":
        known = Place(own.code or known.code, known.supply, "no_address")
    kinds = {each.kind for each in found}
    heads = {name for each in found for name in HEADS[each.supply]}
    return {
        **known.written(),
        "kind": kinds.pop() if len(kinds) == 1 else "mixed",
        "components": [name for name in ORDER if name in heads],
    }
