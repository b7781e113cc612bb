# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The offers that apply to one of the quotes only, or otherwise, and why.

Also whatever else can be refused: a chosen charge, a gift card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger import AppliedOffer, Refusal
from checkout_core.views.compared.comparison import Comparison, Item
from checkout_core.views.labels import label_of
from checkout_core.views.refused import refused_name, sentence_of


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.differences import OfferChange


def offers(comparison: Comparison) -> Iterator[Item]:
    """Yield each offer of which the quotes say different things."""
    for each in comparison.found.offers:
        yield Item(
            label=comparison.words.isolated(_called(comparison, each)),
            figure=_figure(comparison, each),
            notes=tuple(_notes(comparison, each)),
        )


def _called(comparison: Comparison, change: OfferChange) -> str:
    """Return what an offer is called, by the quote that says most of it."""
    found, words = comparison.found, comparison.words
    sides = [(found.after, change.after), (found.before, change.before)]
    for _, each in sides:
        if isinstance(each, AppliedOffer):
            return label_of(each)
    names = [
        refused_name(each, quote, words)
        for quote, each in sides
        if isinstance(each, Refusal)
    ]
    return names[0]


def _figure(comparison: Comparison, change: OfferChange) -> str:
    """Return whether an offer applies, before and after."""
    words, sides = comparison.words, (change.before, change.after)
    match [isinstance(each, AppliedOffer) for each in sides]:
        case [False, True]:
            return words.text("applies now")
        case [True, False]:
            return words.text("no longer applies")
        case [True, True]:
            return words.text("applies, but otherwise")
    return words.text("does not apply")


def _notes(comparison: Comparison, change: OfferChange) -> Iterator[str]:
    words, found = comparison.words, comparison.found
    before, after = change.before, change.after
    if isinstance(before, AppliedOffer) and isinstance(after, AppliedOffer):
        if before.saving != after.saving:
            yield words.text(
                "It saves {values}.",
                values=comparison.changed("saving", before.saving, after.saving),
            )
        return
    for quote, each in ((found.before, before), (found.after, after)):
        was = each is before
        match each:
            case AppliedOffer(saving=saving) if saving:
                amount = words.money(saving)
                said = words.text("It saved {amount}.", amount=amount)
                if not was:
                    said = words.text("It saves {amount}.", amount=amount)
                yield said
            case Refusal():
                reason = sentence_of(each, quote, words)
                yield words.text("Before: {reason}", reason=reason) if was else reason
    if after is None:
        yield words.text("The second quote does not name it.")


__all__ = ["offers"]
