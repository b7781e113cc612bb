# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Sums of rows that several papers show: discounts, added tax, charges, savings.

Views never calculate a price; every figure is a row of the ledger or a sum of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from checkout_core.cart.instalments import NOW
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.pricing.totals import residue_of
from checkout_core.tax import InclusiveSplit
from checkout_core.views.labels import due_label, label_of
from checkout_core.views.layout import clean


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.ledger import AppliedOffer, Tender
    from checkout_core.pricing import Quote
    from checkout_core.views.language import Language


def offers_of(quote: Quote) -> tuple[AppliedOffer, ...]:
    """Return every offer that applies, in the order of events."""
    return (*quote.promotions, *quote.coupons)


def discount_of(offer: AppliedOffer, zero: Decimal) -> Decimal:
    """Return an offer's discount on the lines, each in its own basis."""
    return exact_sum(zero, [each.discount for each in offer.lines])


def added_tax(quote: Quote, zero: Decimal) -> Decimal:
    """Return the tax that comes on top of prices without tax."""
    pairs = zip(quote.cart.lines, quote.lines, strict=True)
    return exact_sum(
        zero, [x.tax_amount for line, x in pairs if not line.price_including_tax]
    )


#: What each offer, and last the threshold (None), took off the shipping.
TakenOff: TypeAlias = list[tuple["AppliedOffer | None", "Decimal"]]


def shipping_cost(quote: Quote, taken_off: TakenOff) -> Decimal:
    """Return the shipping cost with its tax, before what is taken off it."""
    paid = quote.totals.shipping_amount_including_tax
    return exact_sum(paid, [off for _, off in taken_off])


def taken_off_shipping(quote: Quote, zero: Decimal) -> TakenOff:
    """Return what each offer, and last the threshold (None), took off the shipping."""
    threshold = [x.amount for x in quote.entries if x.kind == "threshold_saving"]
    found: TakenOff = [
        (each, each.saving) for each in offers_of(quote) if each.scope == "shipping"
    ]
    found.append((None, exact_sum(zero, threshold)))
    return [(by, amount) for by, amount in found if amount]


def charges_of(quote: Quote) -> list[tuple[str, Decimal]]:
    """Return the store's own charges, each with its tax."""
    return [
        (clean(x.name), exact_sum(x.amount, [each.amount for each in x.components]))
        for x in quote.charges
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


def discounting(quote: Quote, zero: Decimal) -> list[tuple[Tender, Decimal]]:
    """
    Return the tenders that are a discount and pay nothing, as points can be.

    Each with what it takes off the lines, in their own bases.
    """
    off = exact_sum(zero, [each.points_discount for each in quote.lines])
    found = [each for each in quote.tenders if each.granted and not each.value]
    return [(each, off) for each in found if off]


def dues_of(words: Language, quote: Quote) -> list[tuple[str, Decimal]]:
    """Return when each part is due, with its amount; [] if all of it is due now."""
    parts = quote.instalments
    if [each.due for each in parts] in ([], [NOW]):
        return []
    return [(due_label(words, each.due), each.amount) for each in parts]


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
        zero,
        [
            difference(difference(x.saving, x.discount), x.residue)
            for x in offer.lines
            if x.discount
        ],
    )


__all__ = [
    "added_tax",
    "charges_of",
    "discount_of",
    "discounting",
    "dues_of",
    "offers_of",
    "residue",
    "savings_of",
    "shipping_cost",
    "taken_off_shipping",
    "tax_saved",
]
