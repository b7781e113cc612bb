# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Random benefits of our own, conditions and exclusions."""

from collections.abc import Callable, Sequence
from typing import Any

from .carts import CATEGORIES, CHANNELS, GROUPS, PAYMENTS
from .chance import Chance, Document


def selector(chance: Chance, *, empty: float = 0.4) -> Document:
    """Return a selector: no ids, or ids of one kind or of several."""
    found: Document = {}
    if chance.often(empty):
        return found
    if chance.often(0.6):
        count = chance.number(1, 3)
        found["product_ids"] = sorted({chance.product() for _ in range(count)})
    if chance.often(0.2):
        found["variant_ids"] = chance.some(["v1", "v2"], 1)
    if not found or chance.often(0.3):
        found["category_ids"] = chance.some(CATEGORIES, 1)
    return found


def target(chance: Chance) -> Document:
    """Return a target, or none: all lines."""
    return {} if chance.often(0.3) else {"target": selector(chance)}


def cut(chance: Chance, ways: Sequence[str]) -> Document:
    """Return one of the alternatives."""
    way = chance.one(ways)
    if way == "percent_off":
        return {way: chance.percent()}
    if way == "price":
        return {way: chance.money(0, 6000)}
    return {way: chance.one([chance.money(), chance.edge()])}


WAYS = ("price", "amount_off", "percent_off")


def capped(chance: Chance) -> Document:
    """Return a cap, or none."""
    return {"maximum_discount_amount": chance.money()} if chance.often(0.25) else {}


def ascending(values: Sequence[Any]) -> list[Any]:
    """Return the values once each, smallest first."""
    return sorted(set(values))


def unit_price(chance: Chance) -> Document:
    """Return sale prices in rows."""
    rows = [
        {
            **selector(chance),
            **cut(chance, WAYS),
            **({"maximum_quantity": chance.number(1, 4)} if chance.often(0.3) else {}),
        }
        for _ in range(chance.number(1, 3))
    ]
    return {"rows": rows, **capped(chance)}


def set_price(chance: Chance) -> Document:
    """Return any n for a price."""
    return {
        **target(chance),
        "size": chance.number(2, 4),
        "price": chance.one([chance.money(0), chance.edge()]),
        "max_sets": chance.maybe(0.3, chance.number(1, 3)),
        **capped(chance),
    }


def bundle(chance: Chance) -> Document:
    """Return components together for a price, a percent or an amount off."""
    components = []
    for i in range(chance.number(2, 3)):
        part = selector(chance, empty=0.15 if i else 0)
        if chance.often(0.7):
            part["quantity"] = chance.one([1, 1, 1, 2, 3])
        components.append(part)
    return {
        "components": components,
        **cut(chance, WAYS),
        "max_bundles": chance.maybe(0.3, chance.number(1, 3)),
        **capped(chance),
    }


def every_nth(chance: Chance) -> Document:
    """Return one unit of every n cheaper."""
    n = chance.number(2, 4)
    return {
        **target(chance),
        "n": n,
        "position": chance.maybe(0.5, chance.number(1, n)),
        "order": chance.one([None, "dearest_first", "cheapest_first"]),
        **cut(chance, WAYS),
        "max_groups": chance.maybe(0.3, chance.number(1, 3)),
        **capped(chance),
    }


def spend_tiers(chance: Chance) -> Document:
    """Return tiers by the amount left."""
    edges = {chance.edge() for _ in range(chance.number(1, 3))}
    tiers = [
        {
            "minimum_value": edge,
            **cut(chance, WAYS[1:]),
            **capped(chance),
        }
        for edge in sorted(edges, key=lambda edge: (len(edge), edge))
    ]
    return {**target(chance), "tiers": tiers, **capped(chance)}


def quantity_tiers(chance: Chance) -> Document:
    """Return tiers by the quantity of all lines of the target."""
    edges = ascending([chance.number(1, 12) for _ in range(chance.number(1, 3))])
    tiers = [{"minimum_quantity": edge, **cut(chance, WAYS)} for edge in edges]
    return {**target(chance), "tiers": tiers, **capped(chance)}


def shipping_discount(chance: Chance) -> Document:
    """Return part of the delivery."""
    return {**cut(chance, WAYS), **capped(chance)}


#: Each kind with the vendor's type it needs.
OWN: dict[str, tuple[str, Callable[[Chance], Document]]] = {
    "unit_price": ("discount", unit_price),
    "set_price": ("discount", set_price),
    "bundle": ("discount", bundle),
    "every_nth": ("discount", every_nth),
    "spend_tiers": ("discount", spend_tiers),
    "quantity_tiers": ("volume-based", quantity_tiers),
    "shipping_discount": ("free-shipping", shipping_discount),
}


def window(chance: Chance) -> Document:
    """Return a window, often over midnight."""
    found: Document = {}
    if chance.often(0.6):
        found["weekdays"] = chance.some([1, 4, 5, 6, 7], 1)
    if chance.often(0.7):
        found["from"] = chance.one(["22:00", "12:00", "16:30", "02:00"])
    if chance.often(0.7):
        found["to"] = chance.one(["02:00", "22:00", "24:00", "12:00"])
    return found


def pattern(chance: Chance) -> Document:
    """Return a payment that another one may match."""
    whole = chance.one(PAYMENTS)
    found = {
        key: value
        for key, value in whole.items()
        if key == "method" or chance.often(0.4)
    }
    if "issuer" in found and chance.often(0.2):
        found["issuer"] = f" {found['issuer'].lower()} "
    if "bin" in found:
        found["bin"] = found["bin"][: chance.number(1, 8)]
    return found


def conditions(chance: Chance) -> Document:
    """Return conditions, one or a few of them."""
    ways: list[tuple[str, Any]] = [
        ("windows", [window(chance) for _ in range(chance.number(1, 2))]),
        ("channels", chance.some(CHANNELS, 1)),
        ("pincodes", chance.some(["5600", "56 AB", "4", "110001", "1"], 1)),
        ("customer_groups", chance.some(GROUPS, 1)),
        ("first_order", chance.often(0.8)),
        ("minimum_orders", chance.number(1, 3)),
        ("payment", [pattern(chance) for _ in range(chance.number(1, 2))]),
        ("payment", [pattern(chance) for _ in range(chance.number(1, 2))]),
    ]
    return dict(chance.random.sample(ways, chance.one([1, 1, 2])))


def exclude(chance: Chance) -> Document:
    """Return what an offer does not see."""
    found = selector(chance, empty=0.3)
    if not found or chance.often(0.4):
        found["discounted"] = chance.often(0.8)
    return found
