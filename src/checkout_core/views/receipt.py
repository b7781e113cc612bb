# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The receipt: what a shop prints, on paper of a fixed width.

Promises that the column of figures adds up from the first item to the total and from
the total to what is to be paid, digit by digit.  Its words, numbers and dates are those
of the locale.  Every figure is a row of the ledger or a sum of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.pricing import Quote
from checkout_core.pricing.totals import residue_of
from checkout_core.statuses import FundedBy, TaxCategory
from checkout_core.tax import InclusiveSplit
from checkout_core.tax.rates import CESS, PER_UNIT
from checkout_core.tax.regime import NAMELESS
from checkout_core.tenders import TENDERS
from checkout_core.views.layout import clean
from checkout_core.views.paper import NARROWEST, WIDEST, WIDTH, Layout, layout_of
from checkout_core.words import joined, message


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.cart import Line
    from checkout_core.ledger import AppliedOffer, QuotedLine
    from checkout_core.tenders import TenderKind
    from checkout_core.views.language import Catalogue, Language
    from checkout_core.words import Words


#: What a line's note says of goods that are not taxed as others, and what stands for
#: the name of their tax.
CATEGORIES: Mapping[str, tuple[str, str]] = {
    TaxCategory.STANDARD: ("", message("No tax")),
    TaxCategory.ZERO: (message("tax: zero"), message("Zero")),
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
}

#: What an offer is called that a payer other than the seller pays for.
_PAID_BY: Mapping[str, str] = {
    FundedBy.PLATFORM: message("{offer}, paid by the platform"),
    FundedBy.BRAND: message("{offer}, paid by the brand"),
}

#: The engine's own components of tax, as papers call them.
_CESSES: Mapping[str, str] = {CESS: message("Cess"), PER_UNIT: message("Cess per unit")}


def receipt(
    quote: Quote,
    *,
    locale: str | None = None,
    width: int = WIDTH,
    catalogue: Catalogue | None = None,
) -> str:
    """
    Return *quote* as plain text of *width* columns, as *locale* has words and numbers.

    *locale* is a name like "de_DE"; None (the default) stands for English, with the
    numbers of "en_IN" if the currency is INR and of "en" elsewhere, and dates by ISO
    8601.  `LANGUAGES` have words of their own, all other locales English ones, unless
    *catalogue*, the host's own translations (None by default), has them.  *width* is 48
    by default.  Prices are those that the shop shows: tax is added below if they do not
    include it.  Savings count discounts of offers and free shipping, but not points and
    credit, which are payments.  Raises `CheckoutError` for an unknown locale and a
    width below 32 or above 240.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> print(receipt(quote(Cart("INR", [tee]), Store("INR")), width=32))
    Tee                      ₹998.00
      2 x ₹499.00, 5% tax included
    --------------------------------
    1 line, 2 units          ₹998.00
    ================================
    Total                    ₹998.00
    To be paid               ₹998.00
    ================================
    Tax in the total          ₹47.52
      GST 5% on ₹950.48       ₹47.52
    """
    expect(quote=(quote, Quote))
    layout = layout_of(quote, locale, width, catalogue)
    double = "=" * layout.width
    lines = [
        *_moment(layout, quote),
        *_goods(layout, quote),
        "-" * layout.width,
        *_sum(layout, quote),
        double,
        *_payment(layout, quote),
    ]
    for section in (_taxes(layout, quote), _saved(layout, quote)):
        if section:
            lines += [double, *section]
    return layout.language.page(lines)


def _moment(layout: Layout, quote: Quote) -> list[str]:
    if quote.at is None:
        return []
    moment = layout.at_the_end(layout.language.moment(quote.at))
    return [moment, "-" * layout.width]


def _goods(layout: Layout, quote: Quote) -> Iterator[str]:
    for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
        name = layout.language.isolated(printed_name(line))
        yield from layout.amount(name, quoted.listed)
        yield from layout.note(_terms(layout.language, line, quoted))


def printed_name(line: Line) -> str:
    """Return what a line is called: its product, then its variant."""
    names = [clean(line.product_name), clean(line.variant_name or "")]
    return ", ".join(name for name in names if name) or clean(line.product_id)


def _terms(language: Language, line: Line, quoted: QuotedLine) -> str:
    parts = [
        language.text(
            "{count} x {price}",
            count=language.count(line.quantity),
            price=language.money(line.selling_price),
        )
    ]
    if quoted.free_quantity:
        parts.append(
            language.many(
                "{number} more free", "{number} more free", quoted.free_quantity
            )
        )
    parts.append(tax_note(language, line, quoted))
    return joined(language, [part for part in parts if part])


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


def _sum(layout: Layout, quote: Quote) -> Iterator[str]:
    """Yield what makes the total: items, discounts, added tax, charges, round-off."""
    zero = to_decimal(0, quote.cart.currency.exponent)
    units = sum(line.quantity for line in quote.cart.lines)
    list_total = exact_sum(zero, [quoted.listed for quoted in quote.lines])
    words = layout.language
    label = words.text(
        "{lines}, {units}",
        lines=words.many("{number} line", "{number} lines", len(quote.lines)),
        units=words.many("{number} unit", "{number} units", units),
    )
    yield from layout.amount(label, list_total)
    for offer in offers_of(quote):
        yield from _offer(layout, offer, zero)
    added = added_tax(quote, zero)
    if added:
        yield from layout.amount(words.text("Tax added to prices"), added)
    yield from _shipping(layout, quote, zero)
    handling = exact_sum(zero, [x.handling_charge_including_tax for x in quote.lines])
    if handling:
        net = exact_sum(zero, [x.handling_charge_excluding_tax for x in quote.lines])
        label = words.text("Handling, tax included")
        if handling == net:
            label = words.text("Handling")
        yield from layout.amount(label, handling)
    for name, amount in charges_of(quote):
        yield from layout.amount(words.isolated(name), amount)
    rounded = difference(quote.totals.round_off, residue(quote))
    if rounded:
        yield from layout.amount(words.text("Round-off"), rounded)


def offers_of(quote: Quote) -> tuple[AppliedOffer, ...]:
    """Return every offer that applies, in the order of events."""
    return (*quote.promotions, *quote.coupons)


def label_of(offer: AppliedOffer) -> str:
    """Return what an applied offer is called, with the coupon's code."""
    code = "" if offer.code is None else f" ({clean(offer.code)})"
    return (clean(offer.name) or clean(offer.id)) + code


def discount_of(offer: AppliedOffer, zero: Decimal) -> Decimal:
    """Return an offer's discount on the lines, each in its own basis."""
    return exact_sum(zero, [each.discount for each in offer.lines])


def _offer(layout: Layout, offer: AppliedOffer, zero: Decimal) -> Iterator[str]:
    words = layout.language
    label = words.isolated(label_of(offer))
    points = offer.bonus_points
    if points:
        figure = words.many("+{number} point", "+{number} points", points)
        yield from layout.figure(label, figure)
    free = sum(each.free_quantity for each in offer.lines)
    if free:
        figure = words.many("{number} free", "{number} free", free)
        yield from layout.figure(label, figure)
    discount = discount_of(offer, zero)
    if discount and offer.funded_by == "seller":
        yield from layout.amount(label, discount.copy_negate())


def added_tax(quote: Quote, zero: Decimal) -> Decimal:
    """Return the tax that comes on top of prices without tax."""
    pairs = zip(quote.cart.lines, quote.lines, strict=True)
    return exact_sum(
        zero, [x.tax_amount for line, x in pairs if not line.price_including_tax]
    )


def waived_shipping(quote: Quote, zero: Decimal) -> Decimal:
    """Return the shipping cost that an offer or the threshold waived."""
    kinds = ("promotion_saving", "coupon_saving", "threshold_saving")
    return exact_sum(
        zero, [x.amount for x in quote.entries if x.kind in kinds and x.line is None]
    )


def _shipping(layout: Layout, quote: Quote, zero: Decimal) -> Iterator[str]:
    totals = quote.totals
    waived = waived_shipping(quote, zero)
    cost = waived or totals.shipping_amount_including_tax
    if not cost:
        return
    words = layout.language
    label = words.text("Shipping, tax included")
    if cost == totals.shipping_estimated_cost:
        label = words.text("Shipping")
    yield from layout.amount(label, cost)
    if waived:
        by = [label_of(x) for x in offers_of(quote) if x.scope == "shipping"]
        label = words.isolated(by[0]) if by else words.text("Free shipping")
        yield from layout.amount(label, waived.copy_negate())


def charges_of(quote: Quote) -> list[tuple[str, Decimal]]:
    """Return the store's own charges, each with its tax."""
    return [
        (clean(x.name), exact_sum(x.amount, [each.amount for each in x.components]))
        for x in quote.figures.charges
    ]


def residue(quote: Quote) -> Decimal:
    """Return the part of the round-off that is already in the prices shown."""
    currency = quote.cart.currency
    if quote.policies.tax.inclusive_split is not InclusiveSplit.NET_EXACT:
        return to_decimal(0, currency.exponent)

    def minor(*amounts: Decimal) -> int:
        return sum([to_minor(amount, currency, "amount") for amount in amounts])

    found = residue_of(
        [line.price_including_tax for line in quote.cart.lines],
        [minor(each.left, each.funded) for each in quote.lines],
        [minor(each.taxable_value, each.tax_amount) for each in quote.lines],
    )
    return to_decimal(found, currency.exponent)


def _payment(layout: Layout, quote: Quote) -> Iterator[str]:
    totals = quote.totals
    zero = to_decimal(0, quote.cart.currency.exponent)
    words = layout.language
    yield from layout.amount(words.text("Total"), totals.grand_total)
    if totals.grand_total != totals.to_be_paid:
        yield from _tenders(layout, quote, zero)
        yield "-" * layout.width
    yield from layout.amount(words.text("To be paid"), totals.to_be_paid)


def _tenders(layout: Layout, quote: Quote, zero: Decimal) -> Iterator[str]:
    for offer in offers_of(quote):
        if offer.funded_by != "seller":
            label = layout.language.text(
                _PAID_BY[offer.funded_by], offer=label_of(offer)
            )
            yield from layout.amount(label, discount_of(offer, zero).copy_negate())
    for tender in quote.tenders:
        if tender.value:
            kind = TENDERS[tender.kind]
            label = layout.language.text(
                kind.label,
                granted=tendered(layout.language, kind, tender.granted),
                name=clean(tender.name),
            )
            yield from layout.amount(label, tender.value.copy_negate())


def tendered(words: Words, kind: TenderKind, amount: Decimal) -> str:
    """Return how much of a tender: a number of its units, or an amount."""
    return words.many(*kind.counted, int(amount)) if kind.unit else words.money(amount)


def _taxes(layout: Layout, quote: Quote) -> list[str]:
    rows = [
        each
        for each in quote.figures.tax_rows
        if each.taxable_value or any(part.amount for part in each.components)
    ]
    if not quote.totals.total_tax:
        return []
    words, titles = layout.language, titles_of(quote)
    found = layout.amount(words.text("Tax in the total"), quote.totals.total_tax)
    nothing = to_decimal(0, quote.cart.currency.exponent)
    for each in rows:
        on = words.money(each.taxable_value)
        due = [part for part in each.components if part.rate or part.amount]
        for part in due:
            tax = taxed(words, part.name, part.rate, titles)
            label = words.text("{tax} on {amount}", tax=tax, amount=on)
            found += layout.amount(label, part.amount, 2)
        if not due:
            tax = words.text(CATEGORIES[each.category][1])
            label = words.text("{tax} on {amount}", tax=tax, amount=on)
            found += layout.amount(label, nothing, 2)
    return found


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


def savings_of(
    quote: Quote, zero: Decimal, words: Language
) -> list[tuple[str, Decimal]]:
    """
    Return what the shopper saved: by each offer, by free shipping, and in tax.

    A discount on prices without tax also lowers the tax on them: of 100.00 off, 20.03
    are off such a line at 5 %, which saves 1.00 of tax and 101.00 in all.
    """
    offers = offers_of(quote)
    tax = exact_sum(zero, [tax_saved(offer, zero) for offer in offers])
    threshold = [x.amount for x in quote.entries if x.kind == "threshold_saving"]
    found = [
        *(
            (words.isolated(label_of(x)), difference(x.saving, tax_saved(x, zero)))
            for x in offers
        ),
        (words.text("Free shipping"), exact_sum(zero, threshold)),
        (words.text("Tax saved"), tax),
    ]
    return [(label, amount) for label, amount in found if amount]


def tax_saved(offer: AppliedOffer, zero: Decimal) -> Decimal:
    """Return the tax that an offer saved on prices without tax, by the final rates."""
    return exact_sum(
        zero, [difference(x.saving, x.discount) for x in offer.lines if x.discount]
    )


def _saved(layout: Layout, quote: Quote) -> list[str]:
    totals = quote.totals
    zero = to_decimal(0, quote.cart.currency.exponent)
    found = []
    words = layout.language
    savings = savings_of(quote, zero, words)
    if savings:
        whole = exact_sum(zero, [amount for _, amount in savings])
        found += layout.amount(words.text("You saved"), whole)
        for label, amount in savings:
            found += layout.amount(label, amount, 2)
    if totals.loyalty_points_earned:
        points = words.many(
            *TENDERS["points"].counted, int(totals.loyalty_points_earned)
        )
        found += layout.figure(words.text("You earn"), points)
    return found


__all__ = [
    "CATEGORIES",
    "NARROWEST",
    "WIDEST",
    "WIDTH",
    "added_tax",
    "charges_of",
    "discount_of",
    "label_of",
    "offers_of",
    "own_names",
    "printed_name",
    "receipt",
    "residue",
    "savings_of",
    "tax_note",
    "tax_saved",
    "taxed",
    "tendered",
    "title_of",
    "titles_of",
    "waived_shipping",
]
