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
from checkout_core.views.layout import clean, wrapped
from checkout_core.views.paper import WIDTH, Layout, layout_of
from checkout_core.views.refused import sentence_of, suggestion_of
from checkout_core.wire.write import write_evaluation
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checkout_core.evaluation import Verdict
    from checkout_core.offers import Offer
    from checkout_core.pricing import Quote
    from checkout_core.views.language import Catalogue, Language


#: The headings, by the kind of the offers and whether they apply.
HEADINGS = {
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
    catalogue: Catalogue | None = None,
) -> str:
    """
    Return *evaluation* as plain text of *width* columns.

    *locale* and *catalogue* are as for `receipt`.  Raises `CheckoutError` for an
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
    layout = layout_of(quote, locale, width, catalogue)
    words = layout.language
    lines = layout.amount(words.text(PAID), quote.to_be_paid)
    english = write_evaluation(evaluation)
    for kind, offers in (
        ("promotion", evaluation.promotions),
        ("coupon", evaluation.coupons),
    ):
        rows = {each["id"]: each for each in english[f"inapplicable_{kind}s"]}
        for applies in (True, False):
            group = [each for each in offers if each.applies is applies]
            if group:
                heading = words.text(HEADINGS[kind, applies])
                lines += ["=" * width, heading, "-" * width]
                for verdict in group:
                    row = rows.get(verdict.offer.id)
                    lines += _verdict(layout, quote, verdict, row)
    if not (evaluation.promotions or evaluation.coupons):
        lines += ["=" * width, words.text(NO_OFFERS)]
    return layout.language.page(lines)


def _verdict(
    layout: Layout, quote: Quote, verdict: Verdict, english: Mapping[str, str] | None
) -> Iterator[str]:
    """Yield one offer; *english* is its entry in the document if it does not apply."""
    words = layout.language
    label = label_of(words, verdict.offer)
    if english is None:
        yield from layout.figure(label, saving_of(words, verdict))
    else:
        yield from wrapped(label, layout.width)
    for sentence in sentences_of(words, quote, verdict, english):
        yield from layout.note(sentence)


def sentences_of(
    words: Language, quote: Quote, verdict: Verdict, english: Mapping[str, str] | None
) -> list[str]:
    """
    Return what is paid with an offer and without, or why it does not apply.

    *english* is as for its entry in the document, None if the offer applies.
    """
    if english is None:
        paid = words.text(
            "Pay {paid} with it, {without} without.",
            paid=words.money(verdict.with_offer),
            without=words.money(verdict.without_offer),
        )
        return [paid]
    assert verdict.refusal is not None
    reason = sentence_of(verdict.refusal, quote, words)
    hint = suggestion_of(verdict, quote, words)
    # The suggestion to add a gift begins with what the reason already says.
    said = english["reason"].removesuffix(".")
    has_reason = english["suggestion"].startswith(said)
    return [x for x in ([hint] if has_reason else [reason, hint]) if x]


def saving_of(words: Language, verdict: Verdict) -> str:
    """Return what an offer that applies saves, in words."""
    if not verdict.saving:
        return words.text("applies")
    return words.text("saves {amount}", amount=words.money(verdict.saving))


def label_of(words: Language, offer: Offer) -> str:
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
    "HEADINGS",
    "NO_OFFERS",
    "PAID",
    "label_of",
    "saving_of",
    "sentences_of",
    "verdicts",
]
