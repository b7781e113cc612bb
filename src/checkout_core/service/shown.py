# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The amounts that a cart shows, which are what the shopper agrees to.

Knows nothing of how a price is calculated.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from checkout_core.money.exact import amounts_of, grid_of
from checkout_core.wire import dumps, loads


if TYPE_CHECKING:
    from checkout_core.cart import Line
    from checkout_core.pricing import Quote


class Shown(NamedTuple):
    """
    One amount that a cart shows.

    Attributes:
        what: what it is for: `line`, `promotion`, `coupon`, `delivery`, `handling`,
            `charge`, `tax`, `points`, `gift_card`, `credit` or `total`.
        key: which one of several, "" if there is only one.
        name: what the shopper calls it.
        amount: in major units; what is taken off is positive, too.
    """

    what: str
    key: str
    name: str
    amount: Decimal


TOTAL = "total"


def shown_of(quote: Quote) -> str:
    """Return the amounts that a cart shows, as the text that is stored with it."""
    return dumps([[*each[:3], f"{each.amount:f}"] for each in amounts_shown(quote)])


# From the columns of the quote's sheet: its lines and figures have much that is not
# shown here.
def amounts_shown(quote: Quote) -> list[Shown]:
    """Return every amount of a quote by what it is for, the total last."""
    sheet, lines = quote.sheet, quote.cart.lines
    totals, money = sheet.totals, grid_of(sheet.exponent)
    found = [
        Shown(
            "line", f"{line.product_id}/{line.variant_id or ''}", _name_of(line), paid
        )
        for line, paid in zip(
            lines, amounts_of(sheet.goods.listed, sheet.exponent), strict=True
        )
    ]
    for kind, applied in (("promotion", sheet.promotions), ("coupon", sheet.coupons)):
        for offer, _, saving, *_ in applied:
            name = offer.name or offer.id
            found.append(Shown(kind, offer.id, name, money(saving)))
    # That of the totals has the charges, too.
    handling = sum([each.total for each in sheet.shown.handling if each is not None])
    for what, amount in (
        ("delivery", totals["shipping_amount_including_tax"]),
        ("handling", handling),
        ("tax", totals["item_total_tax"]),
    ):
        found.append(Shown(what, "", what, money(amount)))
    for i, charge in enumerate(sheet.charges):
        key, amount = charge.ids["id"] or str(i), charge.net + sum(charge.taxes)
        found.append(Shown("charge", key, charge.name, money(amount)))
    for i, tender in enumerate(sheet.tenders):
        key = tender.name and f"{i}/{tender.name}"
        name = tender.name or tender.kind
        found.append(Shown(tender.kind, key, name, money(tender.value)))
    found.append(Shown(TOTAL, "", TOTAL, quote.to_be_paid))
    return found


def _name_of(line: Line) -> str:
    """Return what the shopper calls a line."""
    return line.variant_name or line.product_name or line.product_id


def read_shown(text: str) -> list[Shown]:
    """Return the amounts of a text that `shown_of` returned."""
    return [
        Shown(what, key, name, Decimal(amount))
        for what, key, name, amount in loads(text)
    ]
