# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The numbers of a quote, on the grid of its currency.

A document can hold 7.125 rupees, which no order can.  Promises that it is found before
anything is written of it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import fields

from checkout_core.checks import Validator
from checkout_core.pricing.quoted import priced_sheet


if TYPE_CHECKING:
    from checkout_core.ledger.sheet import Sheet
    from checkout_core.pricing import Quote


__all__ = ["sheet_on_grid"]


def sheet_on_grid(quote: Quote) -> Sheet:
    """
    Return every number of a quote in minor units.

    Raises `CheckoutError` for an amount of a stored quote that is off its currency's
    grid, which a document can hold and no order.
    """
    sheet = quote.sheet
    if priced_sheet(quote) is None and not _is_whole(sheet):
        check, currency, figures = Validator(), quote.cart.currency, quote.figures
        found = [(f"lines[{i}].", line) for i, line in enumerate(figures.lines)]
        for name in ("promotions", "coupons"):
            for i, offer in enumerate(getattr(figures, name)):
                path = f"{name}[{i}]."
                parts = enumerate(offer.lines)
                found.append((path, offer))
                found += [(f"{path}lines[{k}].", part) for k, part in parts]
        for path, each in found:
            for field in fields(type(each)):
                value = getattr(each, field.name)
                if isinstance(value, Decimal) and not field.name.endswith("_rate"):
                    check.minor(path + field.name, value, currency)
        check.raise_any()
    return sheet


def _is_whole(sheet: Sheet) -> bool:
    """Return whether the amounts of lines and offers are whole minor units."""
    goods, shown = sheet.goods, sheet.shown
    columns = [goods.promoted, goods.couponed, goods.tax, shown.unit_prices]
    columns += [(each.net, each.tax, each.total) for each in shown.handling if each]
    for offer in (*sheet.promotions, *sheet.coupons):
        columns += [(offer.saving,), offer.discounts, offer.savings]
    return all({*map(type, column)} <= {int} for column in columns)
