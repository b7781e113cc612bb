# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What an offer gives, written in Python: one function for each benefit.

`checkout_core.promotion` and `coupon` make an offer of what these functions return;
selectors say which goods it is for.  Every fault has its path in the vendor's object,
which is `Offer.document`.

>>> from checkout_core import promotion
>>> from checkout_core.offers import categories, percentage_off
>>> sale = promotion("sale", percentage_off(10, on=categories("mugs"), maximum=500))
>>> sale.document["details"]["category_id"]
('mugs',)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.deprecated import former
from checkout_core.later import later
from checkout_core.offers.benefits.benefit import Benefit, Gift, Priority
from checkout_core.offers.benefits.details import MAX_ROWS, Criterion
from checkout_core.offers.offer import Limits, Offer
from checkout_core.offers.selectors import (
    EVERYTHING,
    Choice,
    Selector,
    categories,
    products,
    variants,
)
from checkout_core.statuses import FundedBy


if TYPE_CHECKING:
    from checkout_core.offers.benefits.accelerated_rewards import (
        AcceleratedRewards,
        bonus_points,
    )
    from checkout_core.offers.benefits.bundle import Bundle, Component, bundle, part
    from checkout_core.offers.benefits.buy_x_get_y import BuyXGetY, buy_x_get_y
    from checkout_core.offers.benefits.every_nth import EveryNth, UnitOrder, every_nth
    from checkout_core.offers.benefits.fixed_discount import FixedDiscount, amount_off
    from checkout_core.offers.benefits.fixed_price import (
        FixedPrice,
        FixedPriceRow,
        fixed_price,
    )
    from checkout_core.offers.benefits.free_goods import (
        FreeGoods,
        FreeGoodsRow,
        FreeGoodsSlab,
        free_goods,
    )
    from checkout_core.offers.benefits.free_shipping import FreeShipping, free_shipping
    from checkout_core.offers.benefits.own import Cut
    from checkout_core.offers.benefits.percentage_discount import (
        PercentageDiscount,
        percentage_off,
    )
    from checkout_core.offers.benefits.quantity_tiers import (
        QuantityTier,
        QuantityTiers,
        quantity_tiers,
    )
    from checkout_core.offers.benefits.set_price import SetPrice, set_price
    from checkout_core.offers.benefits.shipping_discount import (
        ShippingDiscount,
        shipping_discount,
    )
    from checkout_core.offers.benefits.sides import BuyGetRow
    from checkout_core.offers.benefits.spend_tiers import (
        SpendTier,
        SpendTiers,
        spend_tiers,
    )
    from checkout_core.offers.benefits.table import (
        BENEFITS,
        COUPON_TYPES,
        PROMOTION_TYPES,
    )
    from checkout_core.offers.benefits.target import Row, Scope, Target, row
    from checkout_core.offers.benefits.tiers import Tier, tier
    from checkout_core.offers.benefits.unit_price import (
        Sale,
        UnitPrice,
        sale,
        unit_price,
    )
    from checkout_core.offers.benefits.volume_based import (
        Condition,
        VolumeBased,
        VolumeRow,
        VolumeSlab,
        above,
        up_to,
        volume_based,
    )
    from checkout_core.offers.conditions import Conditions, Exclude, Window


#: A store without offers needs no benefit, so each is imported on first use.
_LATER = {
    "conditions": ("Conditions", "Exclude", "Window"),
    "benefits.accelerated_rewards": ("AcceleratedRewards", "bonus_points"),
    "benefits.bundle": ("Bundle", "Component", "bundle", "part"),
    "benefits.buy_x_get_y": ("BuyXGetY", "buy_x_get_y"),
    "benefits.every_nth": ("EveryNth", "UnitOrder", "every_nth"),
    "benefits.fixed_discount": ("FixedDiscount", "amount_off"),
    "benefits.fixed_price": ("FixedPrice", "FixedPriceRow", "fixed_price"),
    "benefits.free_goods": ("FreeGoods", "FreeGoodsRow", "FreeGoodsSlab", "free_goods"),
    "benefits.free_shipping": ("FreeShipping", "free_shipping"),
    "benefits.own": ("Cut",),
    "benefits.percentage_discount": ("PercentageDiscount", "percentage_off"),
    "benefits.quantity_tiers": ("QuantityTier", "QuantityTiers", "quantity_tiers"),
    "benefits.set_price": ("SetPrice", "set_price"),
    "benefits.shipping_discount": ("ShippingDiscount", "shipping_discount"),
    "benefits.sides": ("BuyGetRow",),
    "benefits.spend_tiers": ("SpendTier", "SpendTiers", "spend_tiers"),
    "benefits.table": ("BENEFITS", "COUPON_TYPES", "PROMOTION_TYPES"),
    "benefits.target": ("Row", "Scope", "Target", "row"),
    "benefits.tiers": ("Tier", "tier"),
    "benefits.unit_price": ("Sale", "UnitPrice", "sale", "unit_price"),
    "benefits.volume_based": (
        "Condition",
        "VolumeBased",
        "VolumeRow",
        "VolumeSlab",
        "above",
        "up_to",
        "volume_based",
    ),
}


__all__ = [
    "BENEFITS",
    "COUPON_TYPES",
    "EVERYTHING",
    "MAX_ROWS",
    "PROMOTION_TYPES",
    "AcceleratedRewards",
    "Benefit",
    "Bundle",
    "BuyGetRow",
    "BuyXGetY",
    "Choice",
    "Component",
    "Condition",
    "Conditions",
    "Criterion",
    "Cut",
    "EveryNth",
    "Exclude",
    "FixedDiscount",
    "FixedPrice",
    "FixedPriceRow",
    "FreeGoods",
    "FreeGoodsRow",
    "FreeGoodsSlab",
    "FreeShipping",
    "FundedBy",
    "Gift",
    "Limits",
    "Offer",
    "PercentageDiscount",
    "Priority",
    "QuantityTier",
    "QuantityTiers",
    "Row",
    "Sale",
    "Scope",
    "Selector",
    "SetPrice",
    "ShippingDiscount",
    "SpendTier",
    "SpendTiers",
    "Target",
    "Tier",
    "UnitOrder",
    "UnitPrice",
    "VolumeBased",
    "VolumeRow",
    "VolumeSlab",
    "Window",
    "above",
    "amount_off",
    "bonus_points",
    "bundle",
    "buy_x_get_y",
    "categories",
    "every_nth",
    "fixed_price",
    "free_goods",
    "free_shipping",
    "part",
    "percentage_off",
    "products",
    "quantity_tiers",
    "row",
    "sale",
    "set_price",
    "shipping_discount",
    "spend_tiers",
    "tier",
    "unit_price",
    "up_to",
    "variants",
    "volume_based",
]

__getattr__ = former(
    __name__,
    {
        "coupon": "checkout_core:coupon",
        "promotion": "checkout_core:promotion",
        "read_coupon": "checkout_core.wire:read_coupon",
        "read_promotion": "checkout_core.wire:read_promotion",
    },
    otherwise=later(__name__, _LATER),
)
