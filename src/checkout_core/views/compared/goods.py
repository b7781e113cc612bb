# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The lines that were added, were removed, or differ.

What is shown of a line is what was asked for and how it is taxed; what it costs is
among the rows of the totals.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.views.compared.comparison import Comparison, Item
from checkout_core.views.labels import price_note
from checkout_core.views.layout import clean
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.differences import LineChange
    from checkout_core.pricing import Quote


#: What people call what was asked for; all other keys of a line are called as they are.
GIVEN: Mapping[str, str] = MappingProxyType(
    {
        "quantity": message("Units"),
        "selling_price": message("Price"),
        "listing_price": message("Listed price"),
        "price_per": message("Price for so many"),
        "unit": message("Unit of measure"),
        "price_including_tax": message("Price with tax"),
        "product_name": message("Name"),
        "variant_name": message("Variant"),
        "tax_category": message("Tax category"),
        "hsn_code": message("HSN code"),
    }
)
#: What is shown of the figures of a line.
FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "tax_rate": message("Tax rate"),
        "cess_rate": message("Cess rate"),
        "free_quantity": message("Free units"),
        "promotion_discount_amount": message("Promotions"),
        "coupon_discount_amount": message("Coupon"),
        "tax_amount": message("Tax"),
    }
)


def lines(comparison: Comparison) -> Iterator[Item]:
    """Yield each line that differs, those added and removed with their price."""
    found, words = comparison.found, comparison.words
    for each in found.lines:
        label = words.isolated(comparison.named(each.key))
        if each.before is None:
            figure, notes = words.text("added"), _cost(comparison, found.after, each)
        elif each.after is None:
            figure = words.text("removed")
            notes = _cost(comparison, found.before, each)
        else:
            figure, notes = "", tuple(_changes(comparison, each))
            # What it costs can differ by less than is shown of a line.
            figure = "" if notes else words.text("differs")
        yield Item(label=label, figure=figure, notes=notes)


def _cost(comparison: Comparison, quote: Quote, each: LineChange) -> tuple[str, ...]:
    index = each.after if each.before is None else each.before
    assert index is not None
    return (price_note(comparison.words, quote.cart.lines[index]),)


def _changes(comparison: Comparison, each: LineChange) -> Iterator[str]:
    """Yield what differs of a line."""
    figures = {x.name: x for x in each.figures if x.name in FIGURES}
    given = {x.name: x for x in each.given if x.name not in FIGURES}
    for name, x in (given | figures).items():
        label = {**GIVEN, **FIGURES}.get(name)
        yield comparison.words.text(
            "{name}: {values}",
            name=clean(name) if label is None else comparison.words.text(label),
            values=comparison.changed(name, x.before, x.after),
        )


__all__ = ["FIGURES", "GIVEN", "lines"]
