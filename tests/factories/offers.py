# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The vendor's documents of promotions and coupons, and what offers come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checkout_core import Quote
from tests.factories.carts import Document, priced


#: The vendor's names for the two kinds of edges.
UNITS = "minimum-quantity"
MONEY = "minimum-purchase-amount"


def promotion(
    kind: str,
    details: Document | None = None,
    to: str | None = "product",
    **fields: Any,
) -> Document:
    """Return a promotion, called p and combinable unless *fields* say otherwise."""
    return {
        **_common("p", kind, details, to),
        "promotion_type": kind,
        "can_be_used_with_other_promotion": True,
        **fields,
    }


def coupon(
    kind: str,
    details: Document | None = None,
    to: str | None = "product",
    **fields: Any,
) -> Document:
    """Return a coupon, called c and combinable unless *fields* say otherwise."""
    return {
        **_common("c", kind, details, to),
        "coupon_type": kind,
        "coupon_code": ["CODE"],
        "application_rules": None,
        "can_be_used_with_promotion": True,
        **fields,
    }


def own(kind: str, **keys: Any) -> Document:
    """Return the keys of an offer that say what our own benefit of a *kind* is."""
    return {"x_checkout_core": {"benefit": {"kind": kind, **keys}}}


def ours(kind: str, **keys: Any) -> Document:
    """Return a promotion of the vendor's type `discount` with a benefit of our own."""
    return promotion("discount", None, None, **own(kind, **keys))


def rules(most: int | None, priority: str | None = "cheapest_first") -> Document:
    """Return application_rules."""
    return {"max_applicable_items": most, "application_priority": priority}


def _common(name: str, kind: str, details: Document | None, to: str | None) -> Document:
    # Delivery is not for products: the vendor's object has neither of the two.
    aimed = {"applies_to_product": to, "details": details or {}}
    return {
        "id": name,
        "name": name,
        "description": None,
        "tags": None,
        "redemption_limits": None,
        "redemption_count": 0,
        "minimum_order_total": None,
        "starts_at": "2026-01-01T00:00:00Z",
        "expires_at": None,
        **({} if kind == "free-shipping" else aimed),
    }


def row(
    product: str | None = None,
    variant: str | None = None,
    *,
    units: tuple[int | None, int | None] = (None, None),
    money: tuple[str | None, str | None] = (None, None),
) -> Document:
    """Return a row; *units* and *money* are its minimum and its maximum."""
    return {
        "product_id": product,
        "variant_id": variant,
        "minimum_quantity": units[0],
        "maximum_quantity": units[1],
        "minimum_value": money[0],
        "maximum_value": money[1],
    }


def percentage(
    percent: str,
    *rows: Document,
    most: str | None = None,
    categories: Sequence[str] = (),
) -> Document:
    """Return the details of a percentage discount."""
    return {
        "discount_type": "percentage",
        "discount_percent": percent,
        "maximum_discount_amount": most,
        "products": list(rows),
        "category_id": list(categories),
    }


def fixed(amount: str, *rows: Document, categories: Sequence[str] = ()) -> Document:
    """Return the details of a discount of one amount."""
    return {
        "discount_type": "fixed-amount",
        "fixed_discount_amount": amount,
        "products": list(rows),
        "category_id": list(categories),
    }


def fixed_price(
    *rows: tuple[str | None, Any, Any, str], by: str = UNITS, variant: str | None = None
) -> Document:
    """Return the details of a fixed price; rows are (product, from, to, price)."""
    edge = "quantity" if by == UNITS else "purchase_amount"
    return {
        "spending_criteria_type": by,
        "products": [
            {
                "product_id": product,
                "variant_id": variant,
                f"minimum_{edge}": minimum,
                f"maximum_{edge}": maximum,
                "offer_price": price,
            }
            for product, minimum, maximum, price in rows
        ],
    }


def free_goods(
    *slabs: tuple[Any, int],
    product: str | None = "A",
    variant: str | None = None,
    by: str = UNITS,
    scaled: bool = False,
) -> Document:
    """Return the details of free goods in one row; slabs are (from, free units)."""
    edge = "buy_quantity" if by == UNITS else "minimum_purchase_amount"
    found = [
        {edge: minimum, "get_quantity": free, "condition": "greater-or-equal"}
        for minimum, free in slabs
    ]
    more = {"auto_scale": True, "slab": found[0]} if scaled else {"slabs": found}
    named = {"product_id": product, "variant_id": variant}
    return {"spending_criteria_type": by, "products": [{**named, **more}]}


def side(which: str, said: str) -> Document:
    """Return one side of a row, said as `A`, `A/red`, `/red`, `@shoes` or `A@shoes`."""
    named, _, category = said.partition("@")
    product, _, variant = named.partition("/")
    return {
        f"{which}_product_id": product or None,
        f"{which}_variant_id": variant or None,
        f"{which}_from_category_id": category or None,
    }


def buy_get(
    *rows: tuple[Any, str, int, str],
    percent: str | None = None,
    most: str | None = None,
    by: str = UNITS,
) -> Document:
    """Return the details of buy x get y; rows are (from, bought, free units, got)."""
    edge = "minimum_quantity" if by == UNITS else "minimum_purchase_amount"
    return {
        "spending_criteria_type": by,
        "products": [
            {
                edge: minimum,
                **side("buy", bought),
                **side("get", got),
                "get_quantity": free,
                "get_offer_type": "free" if percent is None else "discount",
                "get_discount_percent": percent,
            }
            for minimum, bought, free, got in rows
        ],
        "maximum_discount_amount": most,
    }


def volume(
    *rows: tuple[str | None, str], most: str | None = None, variant: str | None = None
) -> Document:
    """Return the details of a volume discount; slabs are said as `>5 10, <=2 5`."""
    return {
        "products": [
            {
                "product_id": product,
                "variant_id": variant,
                "slabs": [_slab(each) for each in said.split(", ")],
            }
            for product, said in rows
        ],
        "maximum_discount_amount": most,
    }


def _slab(said: str) -> Document:
    edge, percent = said.split()
    return {
        "quantity": int(edge.lstrip("<=>")),
        "condition": "greater" if edge.startswith(">") else "less-or-equal",
        "discount_percent": percent,
    }


def rewards(points: int, *rows: Document, categories: Sequence[str] = ()) -> Document:
    """Return the details of accelerated rewards; their rows have no maximums."""
    kept = ("product_id", "variant_id", "minimum_quantity", "minimum_value")
    return {
        "products": [{key: each[key] for key in kept} for each in rows],
        "category_id": list(categories),
        "bonus_loyalty_point": points,
    }


# What comes out ----------------------------------------------------------------


def outcome(said: str | list[Document], *offers: Document, **more: Any) -> str:
    """
    Return what is left of each line once *offers* applied, or why none does.

    `90.00 50.00` is what is left, `+1 +0` what comes free, `quantity_too_low 2` the
    first refusal with its distance, `not matching` an offer that concerns no line.
    """
    found = priced(said, *offers, **more)
    if not (found.promotions or found.coupons):
        return refused(found)[0] if found.refusals else "not matching"
    if any(each.free_quantity for each in found.lines):
        return " ".join(f"+{each.free_quantity}" for each in found.lines)
    return left(found)


def left(found: Quote) -> str:
    """Return what is left of each line, in one text."""
    return " ".join(str(each.left) for each in found.lines)


def refused(found: Quote) -> list[str]:
    """Return every refusal as its code and, where there is one, its distance."""
    return [
        f"{each.code} {each.short_units or each.short_amount or ''}".strip()
        for each in found.refusals
    ]
