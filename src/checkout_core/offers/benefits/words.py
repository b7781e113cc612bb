# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""English for the parts of an offer, used by the terms and the warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import NumberFormat, OfferRules
    from checkout_core.offers.selectors import Choice


def named(product_id: str | None, variant_id: str | None) -> str:
    """Return the product and variant of a row, "" if it applies to all."""
    variant = "" if variant_id is None else f"variant {variant_id}"
    return ", ".join([each for each in (product_id, variant) if each])


def named_by(choice: Choice) -> str:
    """Return what one side of a row means."""
    category = "" if choice.category_id is None else f"category {choice.category_id}"
    goods = named(choice.product_id, choice.variant_id)
    return ", ".join([each for each in (goods, category) if each])


def in_an_order(rules: OfferRules) -> str:
    """Return the minimum order that an offer requires, "" if it requires none."""
    least = rules.minimum_order_total
    return f" in an order of {least:f} or more" if least else ""


def at_most_in_all(terms: str, most: Decimal | None, numbers: NumberFormat) -> str:
    """Return *terms* with the largest discount of the offer, if it has one."""
    return terms if most is None else f"{terms}, at most {numbers.money(most)} in all"
