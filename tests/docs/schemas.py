# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The JSON Schemas as tables: each key, its shape, and what it means.

The shape is the schema's.  The meaning is the schema's description, else what the
docstring of the class that is read from the object says of the attribute.
"""

from __future__ import annotations

import inspect
import json
import re

from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from checkout_core import cart, ledger, offers, store, tax
from checkout_core.ledger.suppliers import SupplierFigures, SupplyPlace, TaxTotal
from checkout_core.pricing.quoted import Quote
from checkout_core.store.shipping import ShippingRate, ShippingZone
from checkout_core.store.tax_classes import TaxPeriod


#: The classes that are read from the objects of the checkout document.
CLASSES: Mapping[str, tuple[type, ...]] = {
    "Address": (cart.Address,),
    "Cart": (cart.Cart,),
    "Charge": (store.Charge,),
    "Bundle": (offers.Bundle, offers.Component),
    "Coupon": (offers.Offer, offers.Limits),
    "Customer": (cart.Customer,),
    "EveryNth": (offers.EveryNth,),
    "GiftCard": (cart.GiftCard,),
    "Line": (cart.Line,),
    "Part": (cart.Part,),
    "Loyalty": (store.Loyalty,),
    "Promotion": (offers.Offer, offers.Limits),
    "QuantityTiers": (offers.QuantityTiers, offers.QuantityTier),
    "SetPrice": (offers.SetPrice,),
    "Shipping": (cart.Shipping,),
    "ShippingDiscount": (offers.ShippingDiscount,),
    "ShippingRate": (ShippingRate,),
    "ShippingZone": (ShippingZone,),
    "SpendTiers": (offers.SpendTiers, offers.SpendTier),
    "Store": (store.Store, store.Policies),
    "Supplier": (store.Supplier,),
    "SupplierFigures": (SupplierFigures,),
    "SupplyPlace": (SupplyPlace,),
    "TaxTotal": (TaxTotal,),
    "Tax": (tax.TaxPolicy,),
    "TaxComponent": (tax.TaxComponent,),
    "TaxPeriod": (TaxPeriod,),
    "TaxSlab": (tax.TaxSlab,),
    "Totals": (ledger.Totals,),
    "UnitPrice": (offers.UnitPrice, offers.Sale),
    "QuotedLine": (ledger.QuotedLine,),
    "Component": (ledger.Component,),
    "AppliedOffer": (ledger.AppliedOffer,),
    "AppliedLine": (ledger.AppliedLine,),
    "Refusal": (ledger.Refusal,),
    "QuotedCharge": (ledger.QuotedCharge,),
    "TaxRow": (ledger.TaxRow,),
    "HsnRow": (ledger.HsnRow,),
    "Tender": (ledger.Tender,),
    "NamedTender": (ledger.Tender,),
    "Instalment": (ledger.Instalment,),
    "Redemption": (ledger.Redemption,),
    "Entry": (ledger.Entry,),
    "quote document": (Quote, ledger.Figures),
}
#: Our own benefits, whose keys stand with the details of the vendor's.
OWN = {each.__name__: each for each in offers.BENEFITS.values() if each.kind}
#: What keys mean that no class has under this name.
MEANINGS: Mapping[str, str] = {
    "amount_off": "what is taken off, at most all of it; one of the three",
    "applies_to_product": "what `details` are for: `all`, `product`, `category`",
    "can_be_used_with_other_promotion": "whether it applies together with others",
    "can_be_used_with_promotion": "whether it applies together with promotions",
    "coupon_code": "the codes, each of one coupon only",
    "coupon_type": "what it gives; `details` have the keys of that type",
    "promotion_type": "what it gives; `details` have the keys of that type",
    "details": "the keys of its type, see [offers](offers.md)",
    "redemption_limits": "how often it can be redeemed; null for no limit",
    "application_rules": "how many units it discounts, and in which order",
    "at": "the moment of pricing; needed if there are offers",
    "bonus_loyalty_point": "how many points",
    "buy_from_category_id": "the category to buy from; one of the three `buy_` keys",
    "buy_product_id": "the product to buy",
    "buy_variant_id": "the variant to buy",
    "cart": "what is bought",
    "cart_items": "the lines, at least one",
    "category_ids": "categories; a line in any of them matches",
    "category_id": "the categories, where `applies_to_product` is `category`",
    "collect-in-store": "where it is collected",
    "condition": "whether the slab holds up to its quantity, or above it",
    "currency": "the ISO 4217 code of every amount",
    "customer": "what is known of the customer",
    "delivery": "who delivers",
    "description": "for the host; nothing depends on it",
    "discount_percent": "what is taken off, of all eligible amounts together",
    "discount_type": "a percentage, or one amount off the order",
    "entries": "the ledger: every row, in the order of events",
    "fingerprint": "SHA-256 of all other keys, in hexadecimal",
    "fixed_discount_amount": "what it takes off, once, at most what is eligible",
    "fulfillment_type": "`collect-in-store` moves the place of supply to the seller",
    "get_discount_percent": "what is taken off each, if it is `discount`",
    "get_from_category_id": "the category to get from; one of the three `get_` keys",
    "get_offer_type": "whether the units are free, or cheaper",
    "get_product_id": "the product to get",
    "get_quantity": "the units to get for each set",
    "get_variant_id": "the variant to get",
    "kind": "which of our own benefits it is",
    "maximum_discount_amount": "the most it takes off in all; null for no limit",
    "maximum_purchase_amount": "the amount above which no unit has the price",
    "maximum_quantity": "the most units that it discounts",
    "maximum_value": "the largest amount that it discounts",
    "minimum_purchase_amount": "what its lines have to come to at least",
    "minimum_quantity": "the fewest units its lines have to have together",
    "minimum_value": "what its lines have to come to at least",
    "offer_price": "the price of a unit",
    "order": "what `--format order` writes beside the figures",
    "order_date": "the moment the order was placed",
    "order_number": "the host's number",
    "payment_required": "whether anything is left to pay",
    "payment_status": "how far it is paid",
    "percent": "what is taken off the gift; 100: it is free",
    "percent_off": "the percentage that is taken off, above 0; one of the three",
    "pickup_location_id": "the host's id",
    "pickup_location_name": "what the shopper reads",
    "place_of_supply": "where the supply is, and which components tax has there",
    "supply_type": "what kind of supply it is",
    "points": "the tender of loyalty points",
    "credit": "the tender of store credit",
    "price": "what it costs, if it costs more without; one of the three",
    "product_id": "which lines it matches; null for any",
    "product_ids": "products; a line of any of them matches",
    "products": "the rows; those of a discount set limits",
    "quantity": "the limit of the slab, in units",
    "slab": "the one slab, where `auto_scale` is true",
    "shipments": "how the goods travel, echoed",
    "slabs": "the slabs of the row",
    "spending_criteria_type": "whether minimums are units or money",
    "status": "where it is",
    "store": "the policies, and the offers",
    "tags": "for the host; nothing depends on them",
    "up_to": "to what weight in grams or value; null in the last",
    "tiers": "the tiers, ascending",
    "target": "which lines it is for; null for all",
    "variant_id": "which lines it matches; null for any",
    "variant_ids": "variants; a line of any of them matches",
    "zones": "the zones; the most exact place decides, of equally exact ones the first",
    "x_checkout_core": "our own keys: who pays, for whom, what it gives, its group",
}

#: Shapes that have a name in the schema and need no section of their own.
WORDS = {
    "Amount": "amount",
    "Count": "count",
    "Identifier": "identifier",
    "Note": "note",
    "Percent": "percent",
    "Rate": "rate",
    "Text": "text",
    "Time": "moment",
}

ATTRIBUTES = re.compile(r"^(?:Attributes|Args):\n((?:    .*\n?|\n)*)", re.MULTILINE)
ENTRY = re.compile(
    r"^    (\w[\w, \n]*):\s+(.*(?:\n {8}.*|\n(?=\n {8}))*)", re.MULTILINE
)


def attributes(kind: type) -> dict[str, str]:
    """Return what the docstring of a class says of each attribute and argument."""
    found: dict[str, str] = {}
    for section in ATTRIBUTES.findall(inspect.getdoc(kind) or ""):
        for several, said in ENTRY.findall(section):
            for name in re.split(r",\s+", several):
                found.setdefault(name, " ".join(said.split()))
    return found


def schema(name: str) -> dict[str, Any]:
    """Return a schema that comes along."""
    path = files("checkout_core").joinpath(f"wire/schemas/{name}.schema.json")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


# Shapes -----------------------------------------------------------------------------


def shape(node: Any) -> str:
    """Return the shape of a value in a few words; null is said by `required`."""
    if not isinstance(node, dict):
        return "anything" if node else "nothing"
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return WORDS.get(name) or f"[{name}](#{name.lower()})"
    if "const" in node:
        return f"`{json.dumps(node['const'])}`"
    if "enum" in node:
        return ", ".join(f"`{each}`" for each in node["enum"] if each is not None)
    for key in ("anyOf", "oneOf"):
        if key in node:
            shapes = [shape(each) for each in node[key] if not is_null(each)]
            return " or ".join(dict.fromkeys(shapes))
    kind = node.get("type", "")
    if isinstance(kind, list):
        return " or ".join(shape({**node, "type": each}) for each in kind)
    named = SHAPES.get(kind)
    return "anything" if named is None else named(node)


def is_null(node: Any) -> bool:
    """Return whether a schema takes null only."""
    return isinstance(node, dict) and node.get("type") == "null"


def _array(node: dict[str, Any]) -> str:
    return f"list of {'rows' if inside(node) else shape(node.get('items', True))}"


def _object(node: dict[str, Any]) -> str:
    if "properties" in node:
        return "{" + ", ".join(f"`{key}`" for key in node["properties"]) + "}"
    more = node.get("additionalProperties")
    return f"{{key: {shape(more)}}}" if isinstance(more, dict) else "object"


def _text(node: dict[str, Any]) -> str:
    if "format" in node:
        return str(node["format"])
    if "maxLength" in node:
        return f"text, at most {node['maxLength']:,} characters"
    return "text"


def _whole(node: dict[str, Any]) -> str:
    if "minimum" in node and "maximum" in node:
        return f"whole number, {node['minimum']:,} to {node['maximum']:,}"
    return "whole number"


SHAPES: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "array": _array,
    "object": _object,
    "string": _text,
    "integer": _whole,
    "number": lambda _: "number",
    "boolean": lambda _: "true or false",
}


# Tables -----------------------------------------------------------------------------


def checkout() -> list[str]:
    """Return the objects of the checkout document, but for the details of offers."""
    return sections(
        schema("checkout"),
        lambda name: name not in WORDS and not is_of_offer(name),
    )


def quote() -> list[str]:
    """Return the objects of the quote document."""
    return sections(schema("quote"), lambda _: True)


def details() -> list[str]:
    """Return the details of every kind of offer."""
    found = schema("checkout")
    return sections(found | {"properties": None}, is_of_offer)


def is_of_offer(name: str) -> bool:
    """Return whether an object says what an offer gives."""
    return name in OWN or name.endswith(("Details", "Row"))


def sections(found: dict[str, Any], wanted: Callable[[str], bool]) -> list[str]:
    """Return a section for each object of a schema that is wanted."""
    lines = []
    if found["properties"]:
        lines += keys(found["title"], found)
    for name, node in found.get("$defs", {}).items():
        if wanted(name):
            lines += ["", f"### {name}", ""]
            if said := node.get("description"):
                lines += [f"{said[0].upper()}{said[1:]}.", ""]
            lines += body(name, node)
    return lines


def body(name: str, node: dict[str, Any]) -> list[str]:
    """Return a table for each form that an object can have, or its shape."""
    forms = [each for each in objects(node) if each.get("properties")]
    if not forms:
        return [f"{shape(node)[:1].upper()}{shape(node)[1:]}."]
    lines = []
    for form in forms:
        if len(forms) > 1:
            lines += [f"{heading(form)}:", ""]
        lines += [*keys(name, form), ""]
    return lines[:-1]


def objects(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the forms of an object."""
    if any(isinstance(each, dict) for each in node.get("properties", {}).values()):
        yield node
        return
    for key in ("oneOf", "anyOf"):
        for each in node.get(key, ()):
            yield from objects(each)


def heading(form: dict[str, Any]) -> str:
    """Return what tells this form from the others: its keys of one choice."""
    fixed = {
        key: [each["const"]] if "const" in each else each["enum"]
        for key, each in form["properties"].items()
        if isinstance(each, dict) and ("const" in each or "enum" in each)
    }
    if not fixed:
        return f"With {', '.join(f'`{each}`' for each in form.get('required', ()))}"
    key, values = next(iter(fixed.items()))
    return f"With `{key}` {' or '.join(f'`{each}`' for each in values)}"


def keys(name: str, node: dict[str, Any]) -> list[str]:
    """Return the table of the keys of an object, with those within its rows."""
    meaning: dict[str, str] = dict(MEANINGS)
    for kind in CLASSES.get(name, ()):
        meaning |= attributes(kind)
    rows = []
    for path, each, is_required in walked(node, ""):
        said = each.get("description", "") if isinstance(each, dict) else ""
        said = said or meaning.get(path.rpartition(".")[2], "")
        if each is True and not said:
            said = "echoed as given"
        needed = "yes" if is_required else ""
        said = re.sub(r"\b(None|True|False)\b|\(\)", in_json, said)
        rows.append(f"| `{path}` | {shape(each)} | {needed} | {said} |")
    head = ["| key | shape | needed | what it is |", "|---|---|---|---|"]
    return [*head, *(each.replace("\n", " ") for each in rows)]


def in_json(word: re.Match[str]) -> str:
    """Return what JSON calls a value of Python."""
    return {"None": "null", "()": "none"}.get(word[0], word[0].lower())


def walked(node: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any, bool]]:
    """Yield each key with its schema, those of rows under the key of the list."""
    for key, each in node["properties"].items():
        if is_null(each):
            continue
        yield f"{prefix}{key}", each, key in node.get("required", ())
        inner = inside(each)
        if inner is not None:
            yield from walked(inner, f"{prefix}{key}[].")


def inside(node: Any) -> dict[str, Any] | None:
    """Return the object that the entries of a list are, if it has no name."""
    for each in (node, *node.get("anyOf", ())) if isinstance(node, dict) else ():
        items = each.get("items")
        forms = list(objects(items)) if isinstance(items, dict) else []
        if forms:
            shared = set.intersection(
                *(set(form.get("required", ())) for form in forms)
            )
            keys_ = [form["properties"].items() for form in reversed(forms)]
            merged = {k: v for form in keys_ for k, v in form if not is_null(v)}
            return {"properties": merged, "required": shared}
    return None
