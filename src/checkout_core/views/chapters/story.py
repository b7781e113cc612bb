# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the chapters of an explanation tell of: a quote, and the words to tell it in.

Knows no sentence, only the names in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.money.exact import difference, to_decimal
from checkout_core.views.labels import label_of, titles_of
from checkout_core.views.layout import clean
from checkout_core.views.sums import offers_of
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from checkout_core.ledger import AppliedOffer, Refusal
    from checkout_core.offers import Offer
    from checkout_core.pricing import Quote
    from checkout_core.views.language import Language


#: The kinds of refusals that are offers.
_OFFERS = ("promotion", "coupon")
#: What is said of, by its kind, as the subject of sentences.
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "promotion": message('The promotion "{name}"'),
        "coupon": message('The coupon "{name}"'),
        "charge": message('The charge "{name}"'),
        "gift_card": message("The gift card {name}"),
    }
)


@frozen(eq=False, kw_only=True)
class Story:
    """
    A quote and the words to explain it in.

    Attributes:
        quote: the quote to explain.
        zero: 0 with the currency's decimals.
        words: the language of the reader.
        titles: what papers call components of tax.
        known: the store's offers by kind and id.
        before: for each offer that applies, promotions first, the amount of each line
            that it touched before it did, by the line's index.
    """

    quote: Quote
    zero: Decimal
    words: Language
    titles: Mapping[str, str]
    known: Mapping[tuple[str, str], Offer]
    before: Sequence[Mapping[int, Decimal]]

    @classmethod
    def of(cls, quote: Quote, words: Language, offers: Iterable[Offer]) -> Story:
        """Return the story of *quote*; *offers* are those of its store, if known."""
        return cls(
            quote=quote,
            zero=to_decimal(0, quote.cart.currency.exponent),
            words=words,
            titles=titles_of(quote),
            known={(each.kind, each.id): each for each in offers},
            before=_before(quote),
        )

    def money(self, amount: Decimal) -> str:
        """Return an amount as text."""
        return self.words.money(amount)

    def applied(self, offer: AppliedOffer) -> str:
        """Return what an offer that applies is called, as the subject of sentences."""
        return self._called(offer.kind, label_of(offer))

    def refused(self, refusal: Refusal) -> str:
        """Return what is refused, as the subject of sentences."""
        entered = clean(self.quote.cart.coupon_code or "")
        if refusal.kind == "coupon" and refusal.offer_id is None:
            code = entered or clean(refusal.name or "")
            return self.words.text('The code "{code}"', code=code)
        # What is not an offer has its name in the refusal only.
        name = clean(refusal.name or "") or clean(refusal.offer_id or "")
        if refusal.kind in _OFFERS and refusal.offer_id is not None:
            name = self.named(refusal.kind, refusal.offer_id)
        if refusal.kind == "coupon" and entered:
            return self.words.text(
                'The coupon "{name}" ({code})', name=name, code=entered
            )
        return self._called(refusal.kind, name)

    def _called(self, kind: str, name: str) -> str:
        return self.words.text(_CALLED[kind], name=name)

    def named(self, kind: str, id_: str) -> str:
        """Return the name of an offer, its id if the store is not given."""
        known = self.known.get((kind, id_))
        return clean(id_ if known is None else known.name) or clean(id_)


def _before(quote: Quote) -> list[dict[int, Decimal]]:
    """Return what was left of each line that an offer touched, before it did."""
    found, left = [], [each.listed for each in quote.lines]
    for offer in offers_of(quote):
        found.append({each.line: left[each.line] for each in offer.lines})
        for each in offer.lines:
            left[each.line] = difference(left[each.line], each.discount)
    return found


__all__ = ["Story"]
