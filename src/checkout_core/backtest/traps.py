# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a pricing team should hear of its proposed offers before they start.

An offer that never applies, one that applies always, and one that takes the place of
another where the shopper would pay more.  Knows no files and no words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.backtest.figures import Trap


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checkout_core.backtest.figures import (
        Displaced,
        NearMiss,
        OfferFigures,
        OfferName,
        Refused,
    )


#: Reasons of which the nearest cart says how far away the offer is.
_SHORT = ("below_minimum", "value_too_low", "quantity_too_low")


def traps(
    compared: int,
    offers: Iterable[OfferFigures],
    refusals: Sequence[Refused],
    near: Sequence[NearMiss],
    displaced: Sequence[Displaced],
) -> tuple[Trap, ...]:
    """
    Return what should be heard, offer by offer; () where no cart is *compared*.

    What makes carts dearer comes last, that of most carts first.
    """
    if not compared:
        return ()
    found: list[Trap] = []
    for each in offers:
        if each.state == "removed":
            continue
        if not each.proposed.carts:
            today = each.state != "new" and not each.base.carts
            found.append(_never(each.offer, refusals, near, today=today))
        elif each.proposed.carts == compared:
            today = each.base.carts == compared
            found.append(
                Trap(
                    code="always_applies",
                    offer=each.offer,
                    carts=compared,
                    today=today,
                )
            )
    dearer = [
        Trap(code="dearer", offer=each.came, carts=each.dearer, other=each)
        for each in displaced
        if each.dearer
    ]
    return (*found, *sorted(dearer, key=lambda each: -each.carts))


def _never(
    offer: OfferName,
    refusals: Sequence[Refused],
    near: Sequence[NearMiss],
    *,
    today: bool,
) -> Trap:
    """Return why an offer applies to no cart."""
    reasons = tuple(
        (each.code, each.proposed)
        for each in refusals
        if (each.kind, each.offer_id) == (offer.kind, offer.id) and each.proposed
    )
    carts = sum(count for _, count in reasons)
    if not reasons:
        code = "no_code" if offer.kind == "coupon" else "no_goods"
        return Trap(code=code, offer=offer, carts=0, today=today)
    (why, _), *others = reasons
    if others:
        return Trap(
            code="never_applied",
            offer=offer,
            carts=carts,
            reasons=tuple(sorted(reasons, key=lambda each: -each[1])),
            today=today,
        )
    nearest = [each for each in near if each.offer == offer]
    if why in _SHORT and nearest:
        return Trap(
            code="out_of_reach",
            offer=offer,
            carts=carts,
            reasons=reasons,
            short=nearest[0].nearest,
            short_units=nearest[0].nearest_units,
            today=today,
        )
    return Trap(
        code="always_refused", offer=offer, carts=carts, reasons=reasons, today=today
    )


__all__ = ["traps"]
