# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Limits of offers that hold under load, by the conditions of an UPDATE."""

from __future__ import annotations

from django.db.models import F, Q

from checkout_core import Quote, Store
from django_shop.models import Offer, RedeemedBy, Redemption
from shop.limits import OrderedBefore, UsedUp


def put_on_sale(store: Store) -> None:
    """Give each offer of *store* its row; what was redeemed before stays."""
    for offer in (*store.promotions, *store.coupons):
        limit = {"total_redemptions": offer.limits.total_redemptions}
        Offer.objects.update_or_create(id=offer.id, defaults=limit)


def redeem(quote: Quote, store: Store) -> None:
    """
    Count the offers of *quote*, in the transaction that stores its order.

    Raises `OrderedBefore` or `UsedUp`: then roll back.
    """
    limits = {each.id: each.limits for each in (*store.promotions, *store.coupons)}
    for each in sorted(quote.figures.redemptions, key=lambda row: row.offer_id):
        _, is_new = Redemption.objects.get_or_create(
            idempotency_key=each.idempotency_key
        )
        if not is_new:
            raise OrderedBefore(quote.cart.id)
        more = F("redeemed") + each.count
        left = Q(total_redemptions=None) | Q(total_redemptions__gte=more)
        offers = Offer.objects.filter(left, id=each.offer_id)
        if not offers.update(redeemed=more):
            raise UsedUp(each.offer_id)
        per_customer = limits[each.offer_id].per_customer_redemptions
        if per_customer is not None and each.customer_id is not None:
            own = {"offer_id": each.offer_id, "customer_id": each.customer_id}
            RedeemedBy.objects.get_or_create(**own)
            left = Q(redeemed__lte=per_customer - each.count)
            if not RedeemedBy.objects.filter(left, **own).update(redeemed=more):
                raise UsedUp(each.offer_id)
