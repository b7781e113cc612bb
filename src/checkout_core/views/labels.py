# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What papers call things: lines, offers, taxes and tenders.

Promises that no name of a document steers a terminal.  Knows no amount but those that
it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from checkout_core.cart.instalments import NOW, ON_DELIVERY
from checkout_core.checks import ZERO
from checkout_core.reasons import TENDER_REASONS
from checkout_core.statuses import TaxCategory
from checkout_core.tax.rates import CESS, PER_UNIT
from checkout_core.tax.regime import NAMELESS
from checkout_core.tenders import TENDERS
from checkout_core.views.layout import clean
from checkout_core.words import message


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.cart import Line
    from checkout_core.ledger import AppliedOffer, QuotedLine, Tender
    from checkout_core.pricing import Quote
    from checkout_core.tenders import TenderKind, TenderRequest
    from checkout_core.views.language import Language
    from checkout_core.words import Words


#: What a line's note says of goods that are not taxed as others, and what stands for
#: the name of their tax.
CATEGORIES: Mapping[str, tuple[str, str]] = {
    TaxCategory.STANDARD: ("", message("No tax")),
    TaxCategory.ZERO: (message("tax: zero"), message("Zero")),
    TaxCategory.NIL_RATED: (message("tax: nil-rated"), message("Nil-rated")),
    TaxCategory.EXEMPT: (message("tax: exempt"), message("Exempt")),
    TaxCategory.REVERSE_CHARGE: (
        message("tax: reverse charge"),
        message("Reverse charge"),
    ),
    TaxCategory.EXPORT: (message("tax: export"), message("Export")),
    TaxCategory.OUTSIDE_SCOPE: (
        message("tax: outside scope"),
        message("Outside scope"),
    ),
    # No line says one of these: they come from the kind of supply of the order.
    TaxCategory.SEZ_WITH_PAYMENT: ("", message("SEZ")),
    TaxCategory.SEZ_WITHOUT_PAYMENT: ("", message("SEZ, without tax")),
    TaxCategory.DEEMED_EXPORT: ("", message("Deemed export")),
}

#: What people call the rows of the ledger, by their kind.
ROWS: Mapping[str, str] = {
    "subtotal": message("Goods without tax"),
    "promotion_discount": message("Promotions"),
    "coupon_discount": message("Coupon"),
    "points_discount": message("Discount for points"),
    "tax": message("Tax"),
    "shipping": message("Shipping without tax"),
    "shipping_discount": message("Shipping that is free"),
    "shipping_tax": message("Tax on shipping"),
    "handling": message("Handling without tax"),
    "handling_tax": message("Tax on handling"),
    "charge": message("Charge without tax"),
    "charge_tax": message("Tax on the charge"),
    "round_off": message("Round-off"),
    "funded": message("Discount that others pay"),
    **{each.row: each.row_label for each in TENDERS.values()},
    "promotion_saving": message("Saved by the promotion"),
    "coupon_saving": message("Saved by the coupon"),
    "points_saving": message("Saved by points"),
    "threshold_saving": message("Saved by free shipping"),
    **{each.count_row: each.count_label for each in TENDERS.values() if each.unit},
    "points_earned": message("Points earned"),
    "points_bonus": message("Points added"),
}

#: When a part of the payment is due, unless it is on a day.
_DUE: Mapping[str, str] = {
    NOW: message("Due now"),
    ON_DELIVERY: message("Due on delivery"),
}

#: The engine's own components of tax, as papers call them.
_CESSES: Mapping[str, str] = {CESS: message("Cess"), PER_UNIT: message("Cess per unit")}


def printed_name(line: Line) -> str:
    """Return what a line is called: its product, then its variant."""
    names = [clean(line.product_name), clean(line.variant_name or "")]
    return ", ".join(name for name in names if name) or clean(line.product_id)


def size_of(words: Words, quote: Quote) -> str:
    """Return how many lines and units were bought, as in "1 line, 2 units"."""
    # Goods by measure are one piece: 2,500 g of rice are not 2,500 units.
    units = sum(quote.cart.columns.pieces)
    return words.text(
        "{lines}, {units}",
        lines=words.many("{number} line", "{number} lines", len(quote.lines)),
        units=words.many("{number} unit", "{number} units", units),
    )


def count_of(words: Language, line: Line) -> str:
    """Return the quantity of *line*, with its unit if it has one: "2,500 g"."""
    return words.measure(line.quantity, line.unit)


def price_of(words: Language, line: Line) -> str:
    """Return what one unit costs, or so many base units of goods by measure."""
    price = words.money(line.selling_price)
    if not line.is_measured:
        return price
    measure = words.measure(line.price_per, line.unit)
    return words.text("{price} per {measure}", price=price, measure=measure)


def price_note(words: Language, line: Line) -> str:
    """Return how many there are at which price: "2 x ₹499.00"."""
    count, price = count_of(words, line), price_of(words, line)
    if line.is_measured:
        return words.text("{count} at {price}", count=count, price=price)
    return words.text("{count} x {price}", count=count, price=price)


def label_of(offer: AppliedOffer) -> str:
    """Return what an applied offer is called, with the coupon's code."""
    code = "" if offer.code is None else f" ({clean(offer.code)})"
    return (clean(offer.name) or clean(offer.id)) + code


def tax_note(words: Words, line: Line, quoted: QuotedLine) -> str:
    """Return how a line is taxed, "" if it has no tax and no special category."""
    if line.tax_category is not TaxCategory.STANDARD:
        return words.text(CATEGORIES[line.tax_category][0])
    rates = [
        words.text("{rate} {tax}", rate=words.rate(each.rate), tax=clean(each.name))
        for each in line.tax_components
    ]
    if quoted.tax_rate and not rates:
        rates.append(words.text("{rate} tax", rate=words.rate(quoted.tax_rate)))
    if quoted.cess_rate:
        rates.append(words.text("{rate} cess", rate=words.rate(quoted.cess_rate)))
    elif any(each.name.startswith(CESS) for each in quoted.components):
        rates.append(words.text("cess"))
    if not rates:
        return ""
    if line.price_including_tax:
        return words.text("{taxes} included", taxes=words.listed(rates))
    return words.text("plus {taxes}", taxes=words.listed(rates))


def due_label(words: Language, due: str) -> str:
    """Return what people call the moment when a part of the payment is due."""
    if due in _DUE:
        return words.text(_DUE[due])
    return words.text("Due on {day}", day=words.day(due))


def tendered(words: Words, kind: TenderKind, amount: Decimal) -> str:
    """Return how much of a tender: a number of its units, or an amount."""
    return words.many(*kind.counted, int(amount)) if kind.unit else words.money(amount)


def why_less(words: Words, quote: Quote, request: TenderRequest, tender: Tender) -> str:
    """Return why no more of a tender was granted, with the facts of the case."""
    kind, loyalty = TENDERS[tender.kind], quote.policies.loyalty
    facts = {"balance": tendered(words, kind, request.balance)}
    if loyalty is None:
        return words.text(TENDER_REASONS[tender.why], **facts)
    points = TENDERS["points"].counted
    facts["least"] = words.many(*points, loyalty.minimum_points)
    facts["most"] = words.many(*points, loyalty.maximum_points or 0)
    facts["percent"] = words.rate(loyalty.maximum_percent or ZERO)
    why = words.text(TENDER_REASONS[tender.why], **facts)
    code = "below_minimum_points"
    is_nothing = kind.nothing and not tender.granted
    if not (is_nothing and loyalty.minimum_points) or tender.why == code:
        return why
    also = words.text(TENDER_REASONS[code], **facts)
    return words.text("{why}, and {also}", why=why, also=also)


def granted_label(words: Words, tender: Tender) -> str:
    """Return what papers call what is used of a tender: "200 points"."""
    kind = TENDERS[tender.kind]
    granted = tendered(words, kind, tender.granted)
    return words.text(kind.label, granted=granted, name=clean(tender.name))


def taxed(
    words: Words, name: str, rate: Decimal | None, titles: Mapping[str, str]
) -> str:
    """Return what papers call a tax, with its rate if it has one."""
    title = title_of(name, titles, words)
    if not rate:
        return title
    return words.text("{tax} {rate}", tax=title, rate=words.rate(rate))


def titles_of(quote: Quote) -> Mapping[str, str]:
    """
    Return what papers call the components that the store's regime calls otherwise.

    A component that a line or charge names itself keeps its name.
    """
    regime = quote.policies.tax.regime_in(quote.currency)
    titles = dict(regime.titles)
    if regime.tax_type == NAMELESS:
        titles[NAMELESS] = NAMELESS
    own = own_names(quote) if titles else ()
    return {name: title for name, title in titles.items() if name not in own}


def own_names(quote: Quote) -> set[str]:
    """Return the names of the components that lines and charges bring themselves."""
    rates = quote.policies.shipping_rates
    tables = () if rates is None else (rates.rate, *(x.rate for x in rates.zones))
    brought = [
        *[each.tax_components for each in quote.cart.lines],
        *[each.handling_charge_tax_components for each in quote.cart.lines],
        *[each.tax_components for each in quote.policies.charges],
        *[each.tax_components for each in tables if each is not None],
    ]
    if quote.cart.shipping is not None:
        brought.append(quote.cart.shipping.tax_components)
    return {part.name for parts in brought for part in parts}


def title_of(name: str, titles: Mapping[str, str], words: Words) -> str:
    """Return what papers call a component; *titles* is what `titles_of` returns."""
    title = _CESSES.get(name) or titles.get(name)
    if title is not None:
        return words.text(title)
    return name.capitalize() if name.startswith(CESS) else clean(name)


__all__ = [
    "CATEGORIES",
    "ROWS",
    "count_of",
    "due_label",
    "granted_label",
    "label_of",
    "own_names",
    "price_note",
    "price_of",
    "printed_name",
    "size_of",
    "tax_note",
    "taxed",
    "tendered",
    "title_of",
    "titles_of",
]
