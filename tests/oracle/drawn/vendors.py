# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Random benefits of the vendor, with rows, limits, slabs and categories."""

from collections.abc import Callable, Sequence

from .carts import CATEGORIES, VARIANTS
from .chance import Chance, Document


UNITS, MONEY = "minimum-quantity", "minimum-purchase-amount"


def named(chance: Chance) -> Document:
    """Return what a row matches; null matches every one."""
    return {
        "product_id": chance.maybe(0.7, chance.product()),
        "variant_id": chance.maybe(0.15, chance.one(VARIANTS[2:])),
    }


def row(chance: Chance, *, names: bool) -> Document:
    """Return a row with minimums and maximums."""
    least = chance.maybe(0.3, chance.number(0, 4))
    return {
        **(named(chance) if names else {"product_id": None, "variant_id": None}),
        "minimum_quantity": least,
        "maximum_quantity": chance.maybe(0.3, (least or 0) + chance.number(1, 4)),
        "minimum_value": chance.maybe(0.3, chance.edge()),
        "maximum_value": None,
    }


TARGETS = ("all", "all", "category", "product", "product")


def targeted(
    chance: Chance, targets: Sequence[str] = TARGETS
) -> tuple[str, list[Document], list[str]]:
    """Return `applies_to_product`, rows and categories."""
    to = chance.one(targets)
    least = 1 if to == "product" else 0
    count = chance.number(least, 3) if to == "product" else chance.number(0, 1)
    rows = [row(chance, names=to == "product") for _ in range(count)]
    for each in rows:
        if each["minimum_value"] is None and chance.often(0.2):
            each["maximum_value"] = chance.edge()
    return to, rows, chance.some(CATEGORIES, 1) if to == "category" else []


def discount(chance: Chance) -> Document:
    """Return a percentage or a fixed amount."""
    to, rows, categories = targeted(chance)
    if chance.often(0.5):
        details: Document = {
            "discount_type": "percentage",
            "discount_percent": chance.percent(),
            "maximum_discount_amount": chance.maybe(0.2, chance.money()),
        }
    else:
        details = {
            "discount_type": "fixed-amount",
            "fixed_discount_amount": chance.one(
                [chance.money(1, 3000), chance.money(), chance.edge()]
            ),
        }
    more = {"products": rows, "category_id": categories}
    return {"applies_to_product": to, "details": {**details, **more}}


def rewards(chance: Chance) -> Document:
    """Return bonus points; the rows have no maximums."""
    to, rows, categories = targeted(chance, TARGETS[2:])
    kept = ("product_id", "variant_id", "minimum_quantity", "minimum_value")
    details = {
        "products": [{key: each[key] for key in kept} for each in rows],
        "category_id": categories,
        "bonus_loyalty_point": chance.one([0, 10, 50]),
    }
    return {"applies_to_product": to, "details": details}


def fixed_price(chance: Chance) -> Document:
    """Return a price from some units or some amount on."""
    by = chance.one([UNITS, MONEY])
    rows = []
    for _ in range(chance.number(1, 2)):
        found = {**named(chance), "offer_price": chance.money(0, 6000)}
        if by == UNITS:
            least = chance.number(1, 4)
            found |= {
                "minimum_quantity": least,
                "maximum_quantity": chance.maybe(0.4, least + chance.number(0, 3)),
            }
        else:
            low, high = chance.range()
            found |= {
                "minimum_purchase_amount": low,
                "maximum_purchase_amount": chance.maybe(0.5, high),
            }
        rows.append(found)
    details = {"spending_criteria_type": by, "products": rows}
    return {"applies_to_product": "product", "details": details}


def free_goods(chance: Chance) -> Document:
    """Return free units, in scale or by slabs."""
    by = chance.one([UNITS, UNITS, MONEY])
    rows = []
    for _ in range(chance.number(1, 2)):
        edges: list[int | str]
        if by == UNITS:
            key, edges = "buy_quantity", sorted({*chance_counts(chance)})
        else:
            key, edges = "minimum_purchase_amount", [chance.money(500, 9000)]
        slabs = [
            {key: edge, "get_quantity": chance.number(0, 3), "condition": AT_LEAST}
            for edge in edges
        ]
        if chance.often(0.5):
            rows.append({**named(chance), "auto_scale": True, "slab": slabs[0]})
        else:
            rows.append({**named(chance), "auto_scale": False, "slabs": slabs})
    details = {"spending_criteria_type": by, "products": rows}
    return {"applies_to_product": "product", "details": details}


AT_LEAST = "greater-or-equal"


def chance_counts(chance: Chance) -> list[int]:
    """Return one to three counts of units."""
    return [chance.number(1, 6) for _ in range(chance.number(1, 3))]


def free_shipping(chance: Chance) -> Document:
    """Return free shipping, which has neither target nor details."""
    del chance
    return {}


def side(chance: Chance, which: str) -> Document:
    """Return one side of a row, by product, variant, category or both."""
    found = {
        f"{which}_product_id": chance.maybe(0.7, chance.product()),
        f"{which}_variant_id": chance.maybe(0.1, "v1"),
        f"{which}_from_category_id": chance.maybe(0.3, chance.one(CATEGORIES)),
    }
    if all(value is None for value in found.values()):
        found[f"{which}_product_id"] = chance.product()
    return found


def buy_x_get_y(chance: Chance) -> Document:
    """Return units bought for units got."""
    by = chance.one([UNITS, UNITS, MONEY])
    rows = []
    for _ in range(chance.number(1, 2)):
        buy = side(chance, "buy")
        get = side(chance, "get")
        if chance.often(0.4):
            get = {key.replace("buy", "get"): value for key, value in buy.items()}
        percent = chance.maybe(0.5, chance.percent())
        edge = (
            {"minimum_quantity": chance.number(1, 3)}
            if by == UNITS
            else {
                "minimum_purchase_amount": chance.one([chance.money(), chance.edge()])
            }
        )
        rows.append(
            {
                **edge,
                **buy,
                **get,
                "get_quantity": chance.number(1, 2),
                "get_offer_type": "free" if percent is None else "discount",
                "get_discount_percent": percent,
            }
        )
    details = {
        "spending_criteria_type": by,
        "products": rows,
        "maximum_discount_amount": chance.maybe(0.2, chance.money()),
    }
    return {"applies_to_product": "product", "details": details}


def volume(chance: Chance) -> Document:
    """Return slabs by quantity."""
    rows = []
    for _ in range(chance.number(1, 2)):
        slabs = []
        for condition in ("greater", "less-or-equal"):
            counts = sorted({*chance_counts(chance)}) if chance.often(0.7) else []
            slabs += [
                {
                    "quantity": count,
                    "condition": condition,
                    "discount_percent": chance.percent(),
                }
                for count in counts
            ]
        if slabs:
            rows.append({**named(chance), "slabs": slabs})
    if not rows:
        slab = {"quantity": 1, "condition": "greater", "discount_percent": "10"}
        rows = [{**named(chance), "slabs": [slab]}]
    details = {
        "products": rows,
        "maximum_discount_amount": chance.maybe(0.2, chance.money()),
    }
    return {"applies_to_product": "product", "details": details}


BOTH: dict[str, Callable[[Chance], Document]] = {
    "discount": discount,
    "free-goods": free_goods,
    "free-shipping": free_shipping,
    "buy-x-get-y": buy_x_get_y,
    "volume-based": volume,
}
OF_COUPONS = {**BOTH, "fixed-price": fixed_price, "accelerated-rewards": rewards}
