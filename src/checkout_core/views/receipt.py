# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The receipt: what a shop prints, on paper of a fixed width.

Promises that the column of figures adds up from the first item to the total and from
the total to what is to be paid, digit by digit.  Its words are English; its numbers are
those of the locale.  Every figure is a row of the ledger or a sum of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator, expect
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.pricing import Quote
from checkout_core.pricing.totals import residue_of
from checkout_core.tax import InclusiveSplit, TaxCategory
from checkout_core.tax.rates import CESS
from checkout_core.tenders import TENDERS
from checkout_core.views.formats import Numbers
from checkout_core.views.layout import clean, row, wrapped


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from checkout_core.cart import Line
    from checkout_core.ledger import AppliedOffer, QuotedLine, TaxRow


#: Rolls for thermal printers are 32, 42, 48 or 64 columns wide.
WIDTH = 48
NARROWEST = 32
WIDEST = 240


def receipt(quote: Quote, *, locale: str | None = None, width: int = WIDTH) -> str:
    """
    Return *quote* as plain text of *width* columns, numbers as *locale* has them.

    *locale* is a name like "de_DE"; None (the default) stands for "en_IN" if the
    currency is INR and for "en" elsewhere.  *width* is 48 by default.  Prices are those
    that the shop shows: tax is added below if they do not include it.  Savings count
    discounts of offers and free shipping, but not points and credit, which are
    payments.  Raises `CheckoutError` for an unknown locale and a width below 32 or
    above 240.

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
    layout = layout_of(quote, locale, width)
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
    return "\n".join(lines)


@frozen(eq=False)
class Layout:
    """
    The paper that a quote is printed on.

    Attributes:
        width: in columns.
        numbers: the number formats of the locale.
        titles: what papers call components of tax.
    """

    width: int
    numbers: Numbers
    titles: Mapping[str, str]

    def figure(self, label: str, figure: str, indent: int = 0) -> list[str]:
        """Return a label with any figure."""
        return row(label, figure, self.width, indent)

    def amount(self, label: str, amount: Decimal, indent: int = 0) -> list[str]:
        """Return a label with an amount of money."""
        return self.figure(label, self.numbers.money(amount), indent)

    def note(self, text: str) -> list[str]:
        """Return text below a label."""
        return [f"  {each}" for each in wrapped(text, self.width - 2)]


def layout_of(quote: Quote, locale: str | None, width: int) -> Layout:
    """Return the paper of a quote; raise for an unknown locale or a bad width."""
    check = Validator()
    columns = check.count("width", width, low=NARROWEST, high=WIDEST)
    check.raise_any()
    return Layout(columns, Numbers.of(locale, quote.cart.currency), titles_of(quote))


def _moment(layout: Layout, quote: Quote) -> list[str]:
    if quote.at is None:
        return []
    return [f"{quote.at:%Y-%m-%d %H:%M}".rjust(layout.width), "-" * layout.width]


def _goods(layout: Layout, quote: Quote) -> Iterator[str]:
    for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
        yield from layout.amount(printed_name(line), quoted.listed)
        yield from layout.note(_terms(layout.numbers, line, quoted))


def printed_name(line: Line) -> str:
    """Return what a line is called: its product, then its variant."""
    names = [clean(line.product_name), clean(line.variant_name or "")]
    return ", ".join(name for name in names if name) or clean(line.product_id)


def _terms(numbers: Numbers, line: Line, quoted: QuotedLine) -> str:
    parts = [f"{numbers.count(line.quantity)} x {numbers.money(line.selling_price)}"]
    if quoted.free_quantity:
        parts.append(f"{numbers.count(quoted.free_quantity)} more free")
    parts.append(tax_note(numbers, line, quoted))
    return ", ".join(part for part in parts if part)


def tax_note(numbers: Numbers, line: Line, quoted: QuotedLine) -> str:
    """Return how a line is taxed, "" if it has no tax and no special category."""
    if line.tax_category is not TaxCategory.STANDARD:
        return f"tax: {line.tax_category.replace('_', ' ')}"
    rates = [
        f"{numbers.rate(each.rate)} {clean(each.name)}" for each in line.tax_components
    ]
    if quoted.tax_rate and not rates:
        rates.append(f"{numbers.rate(quoted.tax_rate)} tax")
    if quoted.cess_rate:
        rates.append(f"{numbers.rate(quoted.cess_rate)} cess")
    elif any(each.name.startswith(CESS) for each in quoted.components):
        rates.append("cess")
    if not rates:
        return ""
    if line.price_including_tax:
        return f"{' and '.join(rates)} included"
    return f"plus {' and '.join(rates)}"


def _sum(layout: Layout, quote: Quote) -> Iterator[str]:
    """Yield what makes the total: items, discounts, added tax, charges, round-off."""
    zero = to_decimal(0, quote.cart.currency.exponent)
    units = sum(line.quantity for line in quote.cart.lines)
    list_total = exact_sum(zero, [quoted.listed for quoted in quote.lines])
    yield from layout.amount(
        f"{_many(layout, len(quote.lines), 'line')}, {_many(layout, units, 'unit')}",
        list_total,
    )
    for offer in offers_of(quote):
        yield from _offer(layout, offer, zero)
    added = added_tax(quote, zero)
    if added:
        yield from layout.amount("Tax added to prices", added)
    yield from _shipping(layout, quote, zero)
    handling = exact_sum(zero, [x.handling_charge_including_tax for x in quote.lines])
    if handling:
        net = exact_sum(zero, [x.handling_charge_excluding_tax for x in quote.lines])
        yield from layout.amount(_charge("Handling", handling, net), handling)
    for name, amount in charges_of(quote):
        yield from layout.amount(name, amount)
    rounded = difference(quote.totals.round_off, residue(quote))
    if rounded:
        yield from layout.amount("Round-off", rounded)


def _many(layout: Layout, number: int, what: str) -> str:
    return f"{layout.numbers.count(number)} {what}{'' if number == 1 else 's'}"


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
    label = label_of(offer)
    if offer.bonus_points:
        points = layout.numbers.count(offer.bonus_points)
        yield from layout.figure(label, f"+{points} points")
    free = sum(each.free_quantity for each in offer.lines)
    if free:
        yield from layout.figure(label, f"{layout.numbers.count(free)} free")
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
    label = _charge("Shipping", cost, totals.shipping_estimated_cost)
    yield from layout.amount(label, cost)
    if waived:
        by = [label_of(x) for x in offers_of(quote) if x.scope == "shipping"]
        yield from layout.amount(by[0] if by else "Free shipping", waived.copy_negate())


def _charge(name: str, amount: Decimal, net: Decimal) -> str:
    return name if amount == net else f"{name}, tax included"


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
    yield from layout.amount("Total", totals.grand_total)
    if totals.grand_total != totals.to_be_paid:
        yield from _tenders(layout, quote, zero)
        yield "-" * layout.width
    yield from layout.amount("To be paid", totals.to_be_paid)


def _tenders(layout: Layout, quote: Quote, zero: Decimal) -> Iterator[str]:
    for offer in offers_of(quote):
        if offer.funded_by != "seller":
            label = f"{label_of(offer)}, paid by the {offer.funded_by}"
            yield from layout.amount(label, discount_of(offer, zero).copy_negate())
    for tender in quote.tenders:
        if tender.value:
            kind = TENDERS[tender.kind]
            granted = layout.numbers.tendered(tender.granted, kind.unit)
            label = kind.label.format(granted=granted, name=tender.name)
            yield from layout.amount(label, tender.value.copy_negate())


def _taxes(layout: Layout, quote: Quote) -> list[str]:
    rows = [
        each
        for each in quote.figures.tax_rows
        if each.taxable_value or any(part.amount for part in each.components)
    ]
    if not quote.totals.total_tax:
        return []
    found = layout.amount("Tax in the total", quote.totals.total_tax)
    for each in rows:
        on = layout.numbers.money(each.taxable_value)
        for label, amount in _components(layout, each, quote):
            found += layout.amount(f"{label} on {on}", amount, 2)
    return found


def _components(
    layout: Layout, taxed: TaxRow, quote: Quote
) -> Iterator[tuple[str, Decimal]]:
    due = [each for each in taxed.components if each.rate or each.amount]
    for each in due:
        name = title_of(each.name, layout.titles)
        rate = f" {layout.numbers.rate(each.rate)}" if each.rate else ""
        yield f"{name}{rate}", each.amount
    if not due:
        category = taxed.category.replace("_", " ").capitalize()
        untaxed = taxed.category == TaxCategory.STANDARD
        nothing = to_decimal(0, quote.cart.currency.exponent)
        yield "No tax" if untaxed else category, nothing


def titles_of(quote: Quote) -> Mapping[str, str]:
    """
    Return what papers call the components that the store's regime calls otherwise.

    A component that a line or charge names itself keeps its name.
    """
    titles = quote.policies.tax.regime_in(quote.currency).titles
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


def title_of(name: str, titles: Mapping[str, str]) -> str:
    """Return what papers call a component; *titles* is what `titles_of` returns."""
    if name in titles:
        return titles[name]
    return name.capitalize() if name.startswith(CESS) else clean(name)


def savings_of(quote: Quote, zero: Decimal) -> list[tuple[str, Decimal]]:
    """
    Return what the shopper saved: by each offer, by free shipping, and in tax.

    A discount on prices without tax also lowers the tax on them: of 100.00 off, 20.03
    are off such a line at 5 %, which saves 1.00 of tax and 101.00 in all.
    """
    offers = offers_of(quote)
    tax = exact_sum(zero, [tax_saved(offer, zero) for offer in offers])
    threshold = [x.amount for x in quote.entries if x.kind == "threshold_saving"]
    found = [
        *((label_of(x), difference(x.saving, tax_saved(x, zero))) for x in offers),
        ("Free shipping", exact_sum(zero, threshold)),
        ("Tax saved", tax),
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
    savings = savings_of(quote, zero)
    if savings:
        whole = exact_sum(zero, [amount for _, amount in savings])
        found += layout.amount("You saved", whole)
        for label, amount in savings:
            found += layout.amount(label, amount, 2)
    if totals.loyalty_points_earned:
        points = layout.numbers.count(totals.loyalty_points_earned)
        found += layout.figure("You earn", f"{points} points")
    return found


__all__ = [
    "NARROWEST",
    "WIDEST",
    "WIDTH",
    "Layout",
    "added_tax",
    "charges_of",
    "discount_of",
    "label_of",
    "layout_of",
    "offers_of",
    "own_names",
    "printed_name",
    "receipt",
    "residue",
    "savings_of",
    "tax_note",
    "tax_saved",
    "title_of",
    "titles_of",
    "waived_shipping",
]
