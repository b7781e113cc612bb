# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Limits of offers that hold when many orders are placed at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from checkout_core import Quote, Store


TABLES = """
CREATE TABLE IF NOT EXISTS offer (
    id TEXT PRIMARY KEY,
    redeemed INTEGER NOT NULL DEFAULT 0,
    total_redemptions INTEGER
);
CREATE TABLE IF NOT EXISTS redemption (
    idempotency_key TEXT NOT NULL PRIMARY KEY,
    offer_id TEXT NOT NULL,
    customer_id TEXT
);
CREATE TABLE IF NOT EXISTS redeemed_by (
    offer_id TEXT,
    customer_id TEXT,
    redeemed INTEGER NOT NULL,
    PRIMARY KEY (offer_id, customer_id)
);
"""

OFFER_ON_SALE = """
INSERT INTO offer (id, total_redemptions) VALUES (:offer_id, :total_redemptions)
ON CONFLICT (id) DO UPDATE SET total_redemptions = excluded.total_redemptions
"""

NOTE_THE_KEY = """
INSERT INTO redemption (idempotency_key, offer_id, customer_id)
VALUES (:idempotency_key, :offer_id, :customer_id)
ON CONFLICT (idempotency_key) DO NOTHING
"""

COUNT_THE_OFFER = """
UPDATE offer SET redeemed = redeemed + :count
WHERE id = :offer_id
  AND (total_redemptions IS NULL OR redeemed + :count <= total_redemptions)
"""

COUNT_THE_CUSTOMER = """
INSERT INTO redeemed_by (offer_id, customer_id, redeemed)
VALUES (:offer_id, :customer_id, :count)
ON CONFLICT (offer_id, customer_id)
DO UPDATE SET redeemed = redeemed_by.redeemed + :count
WHERE redeemed_by.redeemed + :count <= :per_customer_redemptions
"""

#: Runs a statement with its parameters, and returns how many rows it changed.
Run = Callable[[str, Mapping[str, Any]], int]


class OrderedBefore(Exception):
    """This cart was ordered before: answer with the order that is stored."""


class UsedUp(Exception):
    """An offer reached a limit since the cart was priced: price the cart again."""


def put_on_sale(run: Run, store: Store) -> None:
    """Give each offer of *store* its row; what was redeemed before stays."""
    for offer in (*store.promotions, *store.coupons):
        limit = offer.limits.total_redemptions
        run(OFFER_ON_SALE, {"offer_id": offer.id, "total_redemptions": limit})


def redeem(run: Run, quote: Quote, store: Store) -> None:
    """
    Count the offers of *quote*, in the transaction that stores its order.

    Raises `OrderedBefore` or `UsedUp`: then roll back.
    """
    limits = {each.id: each.limits for each in (*store.promotions, *store.coupons)}
    for each in sorted(quote.figures.redemptions, key=lambda row: row.offer_id):
        row = {
            "idempotency_key": each.idempotency_key,
            "offer_id": each.offer_id,
            "customer_id": each.customer_id,
            "count": each.count,
        }
        if not run(NOTE_THE_KEY, row):
            raise OrderedBefore(quote.cart.id)
        if not run(COUNT_THE_OFFER, row):
            raise UsedUp(each.offer_id)
        per_customer = limits[each.offer_id].per_customer_redemptions
        if per_customer is not None and each.customer_id is not None:
            row["per_customer_redemptions"] = per_customer
            if not run(COUNT_THE_CUSTOMER, row):
                raise UsedUp(each.offer_id)
