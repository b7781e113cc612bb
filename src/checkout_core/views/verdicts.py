# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every offer of a store for one cart, as text: what it saves or why not.

Coupons and promotions are separate lists; in each, offers that apply come first, in the
store's order.  The sentences are those of `write_evaluation`, in the words of the
locale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.evaluation import Evaluation
from checkout_core.evaluation.suggestions import suggestion
from checkout_core.views.layout import clean, wrapped
from checkout_core.views.paper import WIDTH, Paper, paper_of
from checkout_core.views.refused import sentence_of, suggestion_of
from checkout_core.words import English, message


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.evaluation import Verdict
    from checkout_core.offers import Offer
    from checkout_core.pricing import Quote
    from checkout_core.views.language import Language, Translations


#: The headings, by the kind of the offers and whether they apply.
_HEADINGS = {
    ("promotion", True): message("Promotions that apply"),
    ("promotion", False): message("Promotions that do not apply"),
    ("coupon", True): message("Coupons that apply"),
    ("coupon", False): message("Coupons that do not apply"),
}
#: Above and instead of all offers.
PAID = message("To be paid")
NO_OFFERS = message("The store has no offers.")


def verdicts(
    evaluation: Evaluation,
    *,
    locale: str | None = None,
    width: int = WIDTH,
    translations: Translations | None = None,
) -> str:
    """
    Return *evaluation* as plain text of *width* columns.

    *locale* and *translations* are as for `receipt`.  Raises `CheckoutError` for an
    unknown locale and a width below 32 or above 240.

    >>> from checkout_core import Cart, Line, Store, coupon, evaluate
    >>> tea = Line("Tea", 1, "250.00", tax_rate=0)
    >>> half = {"discount_type": "percentage", "discount_percent": 50}
    >>> store = Store("INR", coupons=[
    ...     coupon("c1", "discount", ["HALF"], half, applies_to_product="all")
    ... ])
    >>> found = evaluate(Cart("INR", [tea]), store, at="2026-11-22T12:00:00Z")
    >>> print(verdicts(found, width=40))
    To be paid                       ₹250.00
    ========================================
    Coupons that apply
    ----------------------------------------
    c1 (HALF)                  saves ₹125.00
      Pay ₹125.00 with it, ₹250.00 without.
    """
    expect(evaluation=(evaluation, Evaluation))
    quote = evaluation.quote
    paper = paper_of(quote, locale, width, translations)
    words = paper.language
    lines = paper.amount(words.text(PAID), quote.to_be_paid)
    groups = list(groups_of(evaluation))
    for heading, group in groups:
        lines += ["=" * width, words.text(heading), "-" * width]
        for verdict in group:
            lines += _verdict(paper, quote, verdict)
    if not groups:
        lines += ["=" * width, words.text(NO_OFFERS)]
    return words.page(lines)


def groups_of(evaluation: Evaluation) -> Iterator[tuple[str, list[Verdict]]]:
    """Yield the headings, each with its verdicts; those without any are left out."""
    for (kind, applies), heading in _HEADINGS.items():
        verdicts = getattr(evaluation, f"{kind}s")
        group = [each for each in verdicts if each.applies is applies]
        if group:
            yield heading, group


def _verdict(paper: Paper, quote: Quote, verdict: Verdict) -> Iterator[str]:
    words = paper.language
    label = offer_label(words, verdict.offer)
    if verdict.applies:
        yield from paper.figure(label, saving_of(words, verdict))
    else:
        yield from wrapped(label, paper.width)
    for sentence in sentences_of(words, quote, verdict):
        yield from paper.note(sentence)


def sentences_of(words: Language, quote: Quote, verdict: Verdict) -> list[str]:
    """Return what is paid with an offer and without, or why it does not apply."""
    if verdict.refusal is None:
        paid = words.text(
            "Pay {paid} with it, {without} without.",
            paid=words.money(verdict.with_offer),
            without=words.money(verdict.without_offer),
        )
        return [paid]
    reason = sentence_of(verdict.refusal, quote, words)
    hint = suggestion_of(verdict, quote, words)
    # The suggestion to add a gift begins with what the reason already says.
    english = suggestion(English(quote.cart.currency), quote.cart, verdict.near_miss)
    has_reason = english.startswith(verdict.refusal.message.removesuffix("."))
    return [x for x in ([hint] if has_reason else [reason, hint]) if x]


def saving_of(words: Language, verdict: Verdict) -> str:
    """Return what an offer that applies saves, in words."""
    if not verdict.saving:
        return words.text("applies")
    return words.text("saves {amount}", amount=words.money(verdict.saving))


def offer_label(words: Language, offer: Offer) -> str:
    """Return what an offer is called, with its first code."""
    name = clean(offer.name) or clean(offer.id)
    if not offer.codes:
        return words.isolated(name)
    code, more = clean(offer.codes[0]), len(offer.codes) - 1
    if not more:
        return words.text("{name} ({code})", name=name, code=code)
    return words.many(
        "{name} ({code} and {number} more)",
        "{name} ({code} and {number} more)",
        more,
        name=name,
        code=code,
    )


__all__ = [
    "NO_OFFERS",
    "PAID",
    "groups_of",
    "offer_label",
    "saving_of",
    "sentences_of",
    "verdicts",
]
