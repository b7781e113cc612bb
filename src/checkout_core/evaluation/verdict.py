# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What an evaluation says: the verdict on each offer, and the hint that opens it.

Promises frozen values whose amounts are in major units of the cart's currency.  Knows
nothing of how they are found.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

from checkout_core.cart import Line, Payment
from checkout_core.ledger import MissingGift, Refusal
from checkout_core.offers import Offer
from checkout_core.pricing import Quote


@frozen(kw_only=True)
class NearMiss:
    """
    A change that makes an offer apply without costing more than now.

    The price is in major units.

    Attributes:
        line: the index of the line to order more of; None if the missing product is not
            in the cart, and `gift` says what to add, or if `payment` says how to pay.
        quantity: the new quantity of that line, or of the line to add; 0 if nothing is
            added.
        to_be_paid: the price of the changed cart, of `[*cart.lines, added]` if a line
            is added; None for a gift without a catalogue, whose price is not known.
        gift: the goods to add, None (the default) for a line of the cart.
        added: the line of the catalogue with `quantity` units, None (the default)
            without a gift or a catalogue.
        is_free: whether the added line costs nothing; False by default.
        payment: how to pay instead, None (the default) if that does not change.
    """

    line: int | None
    quantity: int
    to_be_paid: Decimal | None
    gift: MissingGift | None = None
    added: Line | None = None
    is_free: bool = False
    payment: Payment | None = None


@frozen(kw_only=True)
class WithPayment:
    """
    What a cart costs if it is paid in a way that some offer or charge names.

    Amounts are in major units.

    Attributes:
        payment: the way to pay.
        to_be_paid: what is then to be paid.
        saving: how much less that is than now; negative if it is more.
        offers: the ids of the offers that apply then and not now.
    """

    payment: Payment
    to_be_paid: Decimal
    saving: Decimal
    offers: tuple[str, ...]


def _priced(amount: Decimal | Callable[[], Decimal]) -> Decimal:
    return amount if isinstance(amount, Decimal) else amount()


@frozen(kw_only=True)
class Verdict:
    """
    What one offer does for one cart; amounts are in major units.

    Attributes:
        offer: the offer of the store.
        saving: what it saves; 0 if it does not apply.
        with_offer: what is to be paid with it.
        refusal: why it does not apply, None if it does.
        without: not public: what `without_offer` is worked out from.
        near_miss: which change makes it apply, None for none; only the `MAX_HINTS`
            offers that need the least money get one.
    """

    offer: Offer
    saving: Decimal
    with_offer: Decimal
    # The store without one of several combined offers is priced when it is asked for.
    _without: Decimal | Callable[[], Decimal] = field(
        alias="without", eq=_priced, repr=False
    )
    refusal: Refusal | None
    near_miss: NearMiss | None

    @cached_property
    def without_offer(self) -> Decimal:
        """
        What is to be paid as if the store did not have the offer.

        For a promotion that applies it is priced when it is first read; that takes as
        long as one quote.
        """
        return _priced(self._without)

    @property
    def applies(self) -> bool:
        """Whether the offer applies."""
        return self.refusal is None


@frozen
class Evaluation:
    """
    The verdicts on all offers of a store, in the store's order.

    Attributes:
        quote: the price of the cart as it is.
        promotions: a verdict on each promotion.
        coupons: a verdict on each coupon.
        with_payment: what would be paid with each payment that a condition of an offer
            or of a charge names, in the store's order; () (the default) if none does.
    """

    quote: Quote
    promotions: tuple[Verdict, ...]
    coupons: tuple[Verdict, ...]
    with_payment: tuple[WithPayment, ...] = ()


__all__ = ["Evaluation", "NearMiss", "Verdict", "WithPayment"]
