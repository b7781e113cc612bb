# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The objects of the checkout document whose schema comes from their tables of keys.

`python -m tests.contract.generated` writes them into the schema that comes along; a
test fails where the two differ.
"""

from __future__ import annotations

import json

from collections.abc import Mapping
from typing import Any

from checkout_core.cart.cart import CART
from checkout_core.cart.charges import CHOSEN_CHARGE
from checkout_core.cart.gift_cards import GIFT_CARD
from checkout_core.cart.instalments import PART
from checkout_core.cart.line import LINE
from checkout_core.cart.payment import PAYMENT
from checkout_core.cart.people import ADDRESS, CUSTOMER, SHIPPING
from checkout_core.keys import KeyTable, ObjectTable
from checkout_core.offers import BENEFITS
from checkout_core.offers.benefits.accelerated_rewards import REWARD_ROW
from checkout_core.offers.benefits.target import ROW
from checkout_core.offers.conditions import CONDITIONS, WINDOW
from checkout_core.store.charges import CHARGE
from checkout_core.store.groups import GROUP
from checkout_core.store.policies import LOYALTY
from checkout_core.store.suppliers import SUPPLIER
from checkout_core.values import OURS
from checkout_core.wire.cart import COMPUTED_KEYS, ECHO_KEYS
from checkout_core.wire.checkout import ORDER_FACTS
from checkout_core.wire.offers import OFFERS
from tests.paths import SOURCE


PATH = SOURCE / "wire" / "schemas" / "checkout.schema.json"

TABLES: Mapping[str, KeyTable | ObjectTable] = {
    "Cart": CART,
    "Charge": CHARGE,
    "Conditions": CONDITIONS,
    "ChosenCharge": CHOSEN_CHARGE,
    "Customer": CUSTOMER,
    "GiftCard": GIFT_CARD,
    "Line": LINE,
    "Loyalty": LOYALTY,
    "OfferGroup": GROUP,
    "OfferRow": ROW,
    "Order": ORDER_FACTS,
    "Part": PART,
    "Payment": PAYMENT,
    "RewardRow": REWARD_ROW,
    "Shipping": SHIPPING,
    "Supplier": SUPPLIER,
    "Window": WINDOW,
}
#: Our own benefits have their keys in one object each.
OWN: Mapping[str, Any] = {
    each.__name__: each for each in BENEFITS.values() if each.kind
}
#: The offers: what a type allows in `details` is a condition, which is not generated.
CONDITIONED = ("Promotion", "Coupon")


def schemas() -> dict[str, Any]:
    """Return the schema of each object by its name."""
    found = {name: table.schema() for name, table in TABLES.items()}
    found |= {name: each.keys.schema() for name, each in OWN.items()}
    # Keys of the vendor that pricing does not use may hold anything.
    line = found["Line"]["properties"]
    line |= dict.fromkeys((*ECHO_KEYS, *COMPUTED_KEYS), True)
    # Where `write_cart` has the keys that the vendor's items do not have.
    own = {key: line[key] for key in ("price_per", "unit")}
    line[OURS] = {
        "anyOf": [
            {"type": "object", "properties": own, "additionalProperties": False},
            {"type": "null"},
        ]
    }
    found["Address"] = {
        "type": "object",
        "properties": {
            key: {"anyOf": [kind.schema, {"type": "null"}]}
            for key, kind in ADDRESS.items()
        },
        "additionalProperties": False,
    }
    kept = json.loads(PATH.read_text("utf-8"))["$defs"]
    for name in CONDITIONED:
        offer = OFFERS[name.lower()].schema()
        offer["properties"] |= {"details": True, "applies_to_product": True}
        found[name] = kept[name] | offer
        conditions = [each for each in kept[name]["allOf"] if not is_of_a_kind(each)]
        found[name]["allOf"] = conditions + [
            of_a_kind(each.kind, f"{name.lower()}_type", each.type)
            for each in OWN.values()
        ]
    return found


def of_a_kind(kind: str, key: str, wanted: str) -> dict[str, Any]:
    """Return the condition that a *kind* of our own goes with one type."""
    benefit = {
        "type": "object",
        "properties": {"kind": {"const": kind}},
        "required": ["kind"],
    }
    own = {
        "type": "object",
        "properties": {"benefit": benefit},
        "required": ["benefit"],
    }
    return {
        "if": {"properties": {OURS: own}, "required": [OURS]},
        "then": {"properties": {key: {"const": wanted}}},
    }


def is_of_a_kind(condition: dict[str, Any]) -> bool:
    """Return whether a condition is one of `of_a_kind`."""
    return bool(condition["if"].get("required") == [OURS])


def main() -> None:
    """Write the schemas of the tables into the file."""
    document = json.loads(PATH.read_text("utf-8"))
    document["$defs"] |= schemas()
    text = json.dumps(document, indent=2, ensure_ascii=False)
    PATH.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
