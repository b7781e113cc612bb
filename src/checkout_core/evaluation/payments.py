# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What would be paid with each payment that the store's offers and charges name.

Promises that each figure is that of the same cart with that payment, priced once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from attrs import Factory, define

from checkout_core.evaluation.hints import Tried
from checkout_core.evaluation.verdict import NearMiss, WithPayment
from checkout_core.pricing.prepared import Prepared


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from checkout_core.cart import Payment
    from checkout_core.evaluation.refused import RefusedOffer
    from checkout_core.pricing.coupons import Chosen
    from checkout_core.store import Store


#: What a payment says, in the form in which two are equal.
_Said: TypeAlias = tuple[tuple[str, str | int], ...]


@define(eq=False, repr=False)
class PaymentSearch:
    """
    One cart, and the same cart with other payments.

    Attributes:
        base: the cart as it is, with its chosen promotions.
        limit: what the shopper pays now, in major units.
        carts: the cart with other payments, by what they say.
        tried: those carts with codes.
    """

    base: Prepared
    limit: Decimal
    carts: dict[_Said, Prepared] = Factory(dict)
    tried: dict[tuple[_Said, tuple[str, ...]], Tried] = Factory(dict)

    def offers(self, now: Chosen) -> tuple[WithPayment, ...]:
        """Return each payment that the store names, where *now* are the offers now."""
        applied = set(_applied(now))
        found = []
        for payment in _different(_patterns(self.base.context.store)):
            tried = self.with_payment(payment, self.base.codes)
            then = _applied(tried.chosen)
            found.append(
                WithPayment(
                    payment=payment,
                    to_be_paid=tried.paid,
                    saving=self.limit - tried.paid,
                    offers=tuple(
                        [id_ for kind, id_ in then if (kind, id_) not in applied]
                    ),
                )
            )
        return tuple(found)

    def near_miss(self, refused: RefusedOffer) -> NearMiss | None:
        """Return the cheapest payment with which an offer applies, if it costs less."""
        compiled = refused.compiled
        conditions = compiled.conditions
        patterns = () if conditions is None else conditions.payment
        best: NearMiss | None = None
        least = self.limit
        for payment in _different(patterns):
            tried = self.with_payment(payment, refused.codes)
            if not tried.applies(compiled):
                continue
            if tried.paid < least or (best is None and tried.paid == least):
                least = tried.paid
                best = NearMiss(
                    line=None, quantity=0, to_be_paid=least, payment=payment
                )
        return best

    def with_payment(self, payment: Payment, codes: tuple[str, ...]) -> Tried:
        """Return the cart with another payment, and with *codes*."""
        said = _said(payment)
        known = self.tried.get((said, codes))
        if known is None:
            cart = self.carts.get(said)
            if cart is None:
                base = self.base
                context = base.context
                changed = context.cart.changed(payment=payment)
                cart = Prepared.of(changed, context.store, base.at, base.redemptions)
                self.carts[said] = cart
            known = self.tried[said, codes] = Tried(cart, cart.chosen(codes))
        return known


def _said(payment: Payment) -> _Said:
    return tuple(payment.terms.items())


def _different(payments: Iterable[Payment]) -> Iterable[Payment]:
    """Return the first of the payments that say the same, in their order."""
    found: dict[_Said, Payment] = {}
    for payment in payments:
        found.setdefault(_said(payment), payment)
    return found.values()


def _patterns(store: Store) -> Iterator[Payment]:
    """Yield the payments that promotions, coupons and charges name."""
    for conditions in [
        *[each.conditions for each in (*store.promotions, *store.coupons)],
        *[each.conditions for each in store.charges],
    ]:
        if conditions is not None:
            yield from conditions.payment


def _applied(chosen: Chosen) -> list[tuple[str, str]]:
    """Return the kind and the id of each offer of a choice."""
    return [
        (each.compiled.offer.kind, each.compiled.offer.id)
        for candidate in (chosen.promotions, chosen.coupon)
        for each in candidate.applied
    ]


__all__ = ["PaymentSearch"]
