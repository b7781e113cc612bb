# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The total, points and credit, points earned, and what is left to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.tax import InclusiveSplit
from checkout_core.tenders import TENDERS
from checkout_core.views.labels import tendered, why_less
from checkout_core.views.layout import clean
from checkout_core.views.sums import (
    discounting,
    dues_of,
    offers_of,
    residue,
    savings_of,
)
from checkout_core.words import message, messages


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.ledger import Tender
    from checkout_core.tenders import TenderRequest
    from checkout_core.views.chapters.story import Story


#: What is rounded, by whether it is the total and whether rounding lowers it.
_ROUNDED = {
    (True, True): message(
        "The total is rounded to a multiple of {step}, which takes off {amount}."
    ),
    (True, False): message(
        "The total is rounded to a multiple of {step}, which adds {amount}."
    ),
    (False, True): message(
        "What the shopper owes is rounded to a multiple of {step}, which takes off"
        " {amount}."
    ),
    (False, False): message(
        "What the shopper owes is rounded to a multiple of {step}, which adds {amount}."
    ),
}

#: What the goods earn, by whether points were used.
_EARNS = {
    False: messages(
        "The order earns {number} point: {points} for each {unit} of {base}, the goods"
        " without tax.",
        "The order earns {number} points: {points} for each {unit} of {base}, the goods"
        " without tax.",
    ),
    True: messages(
        "The order earns {number} point: {points} for each {unit} of {base}, the goods"
        " without tax, less the points used.",
        "The order earns {number} points: {points} for each {unit} of {base}, the goods"
        " without tax, less the points used.",
    ),
}


def payment(story: Story) -> Iterator[str]:
    """Tell the total, points and credit, points earned, and what is left to pay."""
    quote, words = story.quote, story.words
    totals = quote.totals
    yield from _rounded(story)
    saved = exact_sum(
        story.zero, [amount for _, amount in savings_of(quote, story.zero, words)]
    )
    if saved:
        yield words.text(
            "In all, the shopper saves {amount}.", amount=story.money(saved)
        )
    yield words.text("The total is {amount}.", amount=story.money(totals.grand_total))
    if totals.funded_savings:
        yield words.text(
            "Funders other than the seller pay {amount}.",
            amount=story.money(totals.funded_savings),
        )
    as_discount = [tender for tender, _ in discounting(quote, story.zero)]
    for request, tender in _asked(story):
        if tender not in as_discount:
            yield _tender(story, request, tender)
    yield from _earned(story)
    if quote.payment_required:
        yield words.text(
            "{amount} is to be paid.", amount=story.money(totals.to_be_paid)
        )
    else:
        yield words.text("Nothing is left to pay.")
    for label, amount in dues_of(words, quote):
        yield "  " + words.text(
            "{label}: {amount}.", label=label, amount=story.money(amount)
        )


def points(story: Story) -> Iterator[str]:
    """Tell what points do that are a discount."""
    as_discount = dict(discounting(story.quote, story.zero))
    for request, tender in _asked(story):
        if tender in as_discount:
            yield _tender(story, request, tender)
            yield story.words.text(
                "This is a discount: {amount} is off the prices of the goods, and tax"
                " is on what is left.",
                amount=story.money(as_discount[tender]),
            )


def _asked(story: Story) -> list[tuple[TenderRequest, Tender]]:
    """Return what was asked for and is not among the refusals already."""
    tenders = zip(story.quote.cart.tenders, story.quote.tenders, strict=True)
    return [x for x in tenders if x[0].asked and x[1].why not in REFUSAL_REASONS]


def _rounded(story: Story) -> Iterator[str]:
    quote, words = story.quote, story.words
    totals, inside = quote.totals, residue(quote)
    rounded = difference(totals.round_off, inside)
    step = quote.policies.round_off
    if step is not None and rounded:
        whole = quote.revision.grand_total_on_step or not totals.funded_savings
        yield words.text(
            _ROUNDED[bool(whole), rounded < 0],
            step=story.money(step),
            amount=story.money(rounded.copy_abs()),
        )
    if quote.policies.tax.inclusive_split is InclusiveSplit.NET_EXACT and inside:
        yield words.text(
            "Tax is calculated on the net price; a round-off of {amount} makes net"
            " price and tax equal to the prices shown.",
            amount=story.money(inside),
        )


def _tender(story: Story, request: TenderRequest, tender: Tender) -> str:
    """Say what was asked for of a tender, what it paid, and why not more."""
    words, kind = story.words, TENDERS[tender.kind]
    sentence = kind.paid
    if tender.why:
        sentence = (not tender.granted and kind.nothing) or kind.less
    facts = {
        "asked": tendered(words, kind, tender.asked),
        "granted": tendered(words, kind, tender.granted),
        "value": story.money(_value(story, tender)),
        "why": why_less(words, story.quote, request, tender) if tender.why else "",
        "name": clean(tender.name),
    }
    if isinstance(sentence, str):
        return words.text(sentence, **facts)
    return words.many(*sentence, int(tender.granted or tender.asked), **facts)


def _value(story: Story, tender: Tender) -> Decimal:
    """Return what a tender pays, or what points save that are a discount."""
    if tender.value or not tender.granted:
        return tender.value
    rows = [x.amount for x in story.quote.entries if x.kind == "points_saving"]
    return exact_sum(story.zero, rows)


def _earned(story: Story) -> Iterator[str]:
    """Tell the points that the order earns."""
    quote, words = story.quote, story.words
    totals, loyalty = quote.totals, quote.policies.loyalty
    points = totals.loyalty_points_earned
    if not points:
        return
    bonus = sum(offer.bonus_points for offer in offers_of(quote))
    own = int(points) - bonus
    if loyalty is not None and own:
        goods = exact_sum(story.zero, [x.taxable_value for x in quote.lines])
        used = [
            tender.value
            for tender in quote.tenders
            if not TENDERS[tender.kind].earns_points
        ]
        yield words.many(
            *_EARNS[any(used)],
            own,
            points=words.numbers.exact(loyalty.points_per_unit),
            unit=story.money(to_decimal(1, 0)),
            base=story.money(difference(goods, exact_sum(story.zero, used))),
        )
    if bonus:
        yield words.many(
            "Offers add {number} point.", "Offers add {number} points.", bonus
        )


__all__ = ["payment", "points"]
