# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every offer of a store for one cart, as text: what it saves or why not.

Coupons and promotions are separate lists; in each, offers that apply come first, in the
store's order.  The sentences are those of `write_evaluation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.evaluation import Evaluation
from checkout_core.views.layout import clean, wrapped
from checkout_core.views.receipt import WIDTH, Layout, layout_of
from checkout_core.wire.write import write_evaluation


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checkout_core.evaluation import Verdict


def verdicts(evaluation: Evaluation, *, width: int = WIDTH) -> str:
    """
    Return *evaluation* as plain text of *width* columns, in English.

    Raises `CheckoutError` for a width below 32 or above 240.

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
    layout = layout_of(quote, None, width)
    lines = layout.amount("To be paid", quote.to_be_paid)
    written = write_evaluation(evaluation)
    for kind, offers in (
        ("promotion", evaluation.promotions),
        ("coupon", evaluation.coupons),
    ):
        groups = (
            ("that apply", [each for each in offers if each.applies]),
            ("that do not apply", [each for each in offers if not each.applies]),
        )
        rows = {each["id"]: each for each in written[f"inapplicable_{kind}s"]}
        for title, group in groups:
            if group:
                lines += ["=" * width, f"{kind.capitalize()}s {title}", "-" * width]
                for verdict in group:
                    lines += _verdict(layout, verdict, rows.get(verdict.offer.id))
    if not (evaluation.promotions or evaluation.coupons):
        lines += ["=" * width, "The store has no offers."]
    return "\n".join(lines)


def _verdict(
    layout: Layout, verdict: Verdict, refused: Mapping[str, str] | None
) -> Iterator[str]:
    """Yield one offer; *refused* is its entry in the document if it does not apply."""
    offer = verdict.offer
    label = clean(offer.name) or clean(offer.id)
    if offer.codes:
        more = len(offer.codes) - 1
        label += f" ({clean(offer.codes[0])}{f' and {more} more' if more else ''})"
    if refused is None:
        money = layout.numbers.money
        saves = f"saves {money(verdict.saving)}" if verdict.saving else "applies"
        yield from layout.figure(label, saves)
        paid, without = money(verdict.with_offer), money(verdict.without_offer)
        sentences = [f"Pay {paid} with it, {without} without."]
    else:
        yield from wrapped(label, layout.width)
        reason, suggestion = clean(refused["reason"]), clean(refused["suggestion"])
        # The suggestion to add a gift begins with what the reason already says.
        has_reason = suggestion.startswith(reason.removesuffix("."))
        sentences = [suggestion] if has_reason else [reason, suggestion]
    for sentence in filter(None, sentences):
        yield from layout.note(sentence)


__all__ = [
    "verdicts",
]
