# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A promotion or a coupon: what it gives, when, how often, and to whom.

`checkout_core.promotion` and `coupon` make offers, `wire.offers` reads them from the
vendor's objects; both check every value.  `store` compiles offers, `pricing` applies
them to carts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

from checkout_core.statuses import FundedBy


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import Benefit, Priority
    from checkout_core.offers.conditions import Conditions, Exclude
    from checkout_core.values import Record


@frozen
class Limits:
    """
    How often and for how much an offer can be redeemed; None: no limit, 0: never.

    Attributes:
        total_redemptions: by all customers together.
        per_customer_redemptions: by one customer; guests are not counted.
        per_coupon_code_redemptions: with one code of a coupon.
        total_discount_amount: its budget, in major units: what all its redemptions
            together take off goods and delivery.
    """

    total_redemptions: int | None = None
    per_customer_redemptions: int | None = None
    per_coupon_code_redemptions: int | None = None
    total_discount_amount: Decimal | None = None


@frozen(kw_only=True)
class Offer:
    """
    A promotion or a coupon, made by `promotion`, `coupon` or their readers.

    Attributes:
        kind: `promotion` or `coupon`.
        id: the host's id, unique among the offers of its kind.
        name: what the shopper reads, the id if it is not given.
        type: the vendor's `promotion_type` or `coupon_type`, such as `discount`.
        benefit: one of `BENEFITS`, with its amounts in major units.
        starts_at, expires_at: the offer applies while starts_at <= at < expires_at;
            None for no limit.
        minimum_order_total: what the lines have to come to at least, in major units.
        limits: how often and for how much it can be redeemed.
        redemption_count: how often it was redeemed, if `Redemptions` does not say.
        combinable: whether it can apply together with other promotions; the vendor's
            `can_be_used_with_other_promotion` (promotion) or
            `can_be_used_with_promotion` (coupon).
        codes: the codes of a coupon, empty for a promotion.
        priority: in which order units are picked.
        max_applicable_items: the most units it discounts, None for no limit.
        funded_by: who pays for it; `seller` by default.
        conditions: what has to hold of the cart and the moment; None for nothing.
        exclude: the lines that do not exist for it; None for none.
        group: the id of the promotion's group in the store, None (the default) for
            none; what `combinable` says is then not looked at.
        document: the vendor's object: as it was given, written back unchanged, or as
            it would be given for an offer that was built in Python.
    """

    kind: Literal["promotion", "coupon"]
    id: str
    name: str
    type: str
    benefit: Benefit
    starts_at: datetime | None
    expires_at: datetime | None
    minimum_order_total: Decimal
    limits: Limits
    redemption_count: int
    combinable: bool
    codes: tuple[str, ...]
    priority: Priority
    max_applicable_items: int | None
    funded_by: FundedBy
    conditions: Conditions | None
    exclude: Exclude | None
    group: str | None = None
    document: Record

    @property
    def for_payment(self) -> bool:
        """Whether it is for some ways to pay only."""
        return self.conditions is not None and bool(self.conditions.payment)

    @property
    def scope(self) -> str:
        """What it applies to: cart, product, category or shipping."""
        return self.benefit.scope
