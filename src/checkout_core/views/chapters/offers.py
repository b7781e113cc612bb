# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What each offer did, which choice came second, and why others do not apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger.totals import share
from checkout_core.money.exact import difference, exact_sum
from checkout_core.pricing.refusals import payment_names
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.statuses import FundedBy
from checkout_core.views.labels import printed_name
from checkout_core.views.layout import clean
from checkout_core.views.sums import discount_of, tax_saved
from checkout_core.views.terms import terms_of
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from checkout_core.ledger import AppliedLine, AppliedOffer, Refusal
    from checkout_core.views.chapters.story import Story


#: What is said of an offer that another than the seller pays for.
_PAYS_FOR_IT: Mapping[str, str] = {
    FundedBy.PLATFORM: message(
        "The platform pays for it, so it is taken off after tax and does not change"
        " the tax."
    ),
    FundedBy.BRAND: message(
        "The brand pays for it, so it is taken off after tax and does not change the"
        " tax."
    ),
}

#: What is said of the next best choice, by whether it has coupons and saves less.
_NEXT_BEST = {
    (False, True): message(
        "The next best choice of promotions, {names}, saves {amount} less."
    ),
    (False, False): message(
        "The next best choice of promotions, {names}, saves just as much but comes"
        " later in the store."
    ),
    (True, True): message(
        "The next best choice of offers, {names}, saves {amount} less."
    ),
    (True, False): message(
        "The next best choice of offers, {names}, saves just as much but comes later in"
        " the store."
    ),
}


def offers(story: Story) -> Iterator[str]:
    """Tell what each offer that applies did, and what the next best was."""
    promotions, before = story.quote.promotions, story.before
    for offer, lefts in zip(promotions, before, strict=False):
        yield from _applied(story, offer, lefts)
    yield from _runner_up(story)
    of_coupons = before[len(promotions) :]
    for offer, lefts in zip(story.quote.coupons, of_coupons, strict=True):
        yield from _applied(story, offer, lefts)


def _applied(
    story: Story, offer: AppliedOffer, lefts: Mapping[int, Decimal]
) -> Iterator[str]:
    """Tell what one offer did: its terms, its lines, what it saved."""
    words, name = story.words, story.applied(offer)
    known = story.known.get((offer.kind, offer.id))
    if known is not None:
        yield words.text(
            "{offer} gives {terms}.", offer=name, terms=terms_of(known, words)
        )
    discount = discount_of(offer, story.zero)
    if discount:
        lowered = [lefts[each.line] for each in offer.lines if each.discount]
        whole = exact_sum(story.zero, lowered)
        yield words.text(
            "{offer} took off {amount}, which is {rate} of the {whole} that these lines"
            " came to before it:",
            offer=name,
            amount=story.money(discount),
            rate=words.rate(share(discount, whole)),
            whole=story.money(whole),
        )
    for each in offer.lines:
        yield f"  {_on_line(story, each, lefts)}"
    if offer.shipping_discount is not None:
        yield words.text(
            "{offer} took off {amount} of the shipping.",
            offer=name,
            amount=story.money(offer.shipping_discount),
        )
    elif offer.scope == "shipping":
        yield words.text("{offer} made the shipping free.", offer=name)
    if offer.bonus_points:
        yield words.many(
            "{offer} adds {number} point.",
            "{offer} adds {number} points.",
            offer.bonus_points,
            offer=name,
        )
    if offer.saving:
        if offer.funded_by != "seller":
            yield words.text(_PAYS_FOR_IT[offer.funded_by])
        yield _saves(story, offer)


def _saves(story: Story, offer: AppliedOffer) -> str:
    """Return what an offer saves, and how much of that is tax on top."""
    whole, tax = story.money(offer.saving), tax_saved(offer, story.zero)
    if not tax:
        return story.words.text("It saves {amount}.", amount=whole)
    return story.words.text(
        "It saves {amount}: {off} off prices and {tax} of tax on top of them.",
        amount=whole,
        off=story.money(difference(offer.saving, tax)),
        tax=story.money(tax),
    )


def _on_line(story: Story, each: AppliedLine, lefts: Mapping[int, Decimal]) -> str:
    """Tell what an offer did to one line; *lefts* are what lines came to before."""
    words, line = story.words, story.quote.cart.lines[each.line]
    if each.free_quantity:
        return words.many(
            "{name}: {number} more for free in addition to the {quantity} in the cart,"
            " worth {amount} with tax.",
            "{name}: {number} more for free in addition to the {quantity} in the cart,"
            " worth {amount} with tax.",
            each.free_quantity,
            name=printed_name(line),
            quantity=words.count(line.quantity),
            amount=story.money(each.saving),
        )
    return words.text(
        "{name}: {discount} off {amount}.",
        name=printed_name(line),
        discount=story.money(each.discount),
        amount=story.money(lefts[each.line]),
    )


def _runner_up(story: Story) -> Iterator[str]:
    """Tell which choice of offers came second."""
    words, figures = story.words, story.quote.figures
    offers = [
        *[("promotion", each) for each in figures.runner_up],
        *[("coupon", each) for each in figures.runner_up_coupons],
    ]
    if not offers:
        return
    names = words.listed(
        [words.text('"{name}"', name=story.named(*each)) for each in offers]
    )
    yield words.text(
        _NEXT_BEST[bool(figures.runner_up_coupons), bool(figures.runner_up_behind)],
        names=names,
        amount=story.money(figures.runner_up_behind),
    )


def refusals(story: Story) -> Iterator[str]:
    """Tell why each refused offer does not apply, and what is missing."""
    for each in story.quote.refusals:
        yield _refused(story, each)
    others = story.quote.figures.promotions_not_matching
    if others:
        yield story.words.many(
            "{number} other promotion does not match any item in this cart.",
            "{number} other promotions do not match any item in this cart.",
            others,
        )


def _refused(story: Story, refusal: Refusal) -> str:
    words, name = story.words, story.refused(refusal)
    # A later release may have stored a code that is not known here.
    reason = REFUSAL_REASONS.get(refusal.code)
    if reason is None:
        code = refusal.code.replace("_", " ")
        return words.text("{offer} does not apply: {code}.", offer=name, code=code)
    units = refusal.short_units or refusal.short_orders
    if refusal.gift is not None:
        return words.many(
            "{offer} does not apply: {number} more of the items it discounts must be in"
            " the cart.",
            "{offer} does not apply: {number} more of the items it discounts must be in"
            " the cart.",
            units,
            offer=name,
        )
    is_short = bool(units or refusal.short_amount)
    if reason.agent_for_good and not is_short:
        return words.text(reason.agent_for_good, offer=name)
    if reason.agent_several:
        return words.many(reason.agent, reason.agent_several, units, offer=name)
    amount = story.money(refusal.short_amount)
    payment = clean(payment_names(words, refusal.payments))
    return words.text(reason.agent, offer=name, amount=amount, payment=payment)


__all__ = ["offers", "refusals"]
