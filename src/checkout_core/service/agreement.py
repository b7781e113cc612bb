# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The price that the shopper agreed to: what a cart showed them last, and an order's now.

Between the two, points and credit may be spent elsewhere, an offer may end and the
catalogue may change.  Promises that an order costs no more than its cart showed, and
that a refusal says what changed; what became cheaper goes through.

Knows nothing of how a price is calculated.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from checkout_core.money.exact import amounts_of, grid_of
from checkout_core.service.calls import RequestError
from checkout_core.wire import dumps, loads
from checkout_core.wire.endpoints import price_changed


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checkout_core.cart import Line
    from checkout_core.pricing import Quote
    from checkout_core.service.ports import CartRow


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
    return dumps([[*each[:3], f"{each.amount:f}"] for each in _shown(quote)])


# From the columns of the quote's sheet: its lines and figures have much that is not
# shown here.
def _shown(quote: Quote) -> list[Shown]:
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


def check_agreed(row: CartRow, quote: Quote, expected_total: Decimal | None) -> None:
    """
    Raise `RequestError` (409 `price_changed`) if an order costs more than was agreed.

    Args:
        row: the cart as it is stored, with what it showed last; one that an older
            release showed says nothing.
        quote: its price now.
        expected_total: what the request expects to be paid: any other total is refused;
            None refuses a total that is higher than the one shown.
    """
    before = [] if row.shown is None else [*map(_read, loads(row.shown))]
    now, total = quote.to_be_paid, expected_total
    if expected_total is None:
        if not before or now <= before[-1].amount:
            return
        total = before[-1].amount
    elif expected_total == now:
        return
    changes = _changes(before, _shown(quote)) if before else []
    if expected_total is not None:
        changes = [each for each in changes if each["what"] != TOTAL]
        changes.append(_change(TOTAL, TOTAL, expected_total, now))
    raise RequestError(price_changed(total, quote, changes))


def _read(row: list[str]) -> Shown:
    what, key, name, amount = row
    return Shown(what, key, name, Decimal(amount))


def _changes(
    before: Iterable[Shown], now: Iterable[Shown]
) -> list[Mapping[str, object]]:
    """Return each amount that differs, in the order of the cart's parts."""
    old = {(each.what, each.key): each for each in before}
    new = {(each.what, each.key): each for each in now}
    # What is gone comes before the total.
    *parts, total = new
    keys = [*parts, *(key for key in old if key not in new), total]
    found: list[Mapping[str, object]] = []
    for key in keys:
        named = new.get(key) or old[key]
        nothing = named.amount - named.amount
        first, last = (
            each[key].amount if key in each else nothing for each in (old, new)
        )
        if first != last:
            found.append(_change(named.what, named.name, first, last))
    return found


def _change(what: str, name: str, before: Decimal, now: Decimal) -> dict[str, object]:
    return {
        "path": what,
        "code": "price_changed",
        "value": f"{now:f}",
        "message": f"{name}: {before:f} before, {now:f} now",
        "what": what,
        "name": name,
        "before": before,
        "now": now,
    }
