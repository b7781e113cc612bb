# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The benefits: what an offer can give, one file each, all in one table.

To add a benefit, write its file next to the others and its line into `BENEFITS`; a type
checker names what the file lacks.  The vendor's benefits are read from `details`, our
own from `x_checkout_core.benefit`; where that is given, `details` is for others.

Everything that depends on the kind of a benefit loops over the table or asks the
benefit: reading, the store's index, pricing, terms, warnings, refunds.  Promises that a
benefit changes nothing, that its discounts add up to the offer and never exceed a line,
and that the work does not depend on the size of a quantity.  Knows nothing of windows,
minimum totals or the choice of offers.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.checks import did_you_mean, listed
from checkout_core.kinds import OBJECT
from checkout_core.offers.benefits.accelerated_rewards import AcceleratedRewards
from checkout_core.offers.benefits.benefit import OWN_PATH
from checkout_core.offers.benefits.bundle import Bundle
from checkout_core.offers.benefits.buy_x_get_y import BuyXGetY
from checkout_core.offers.benefits.every_nth import EveryNth
from checkout_core.offers.benefits.fixed_discount import FixedDiscount
from checkout_core.offers.benefits.fixed_price import FixedPrice
from checkout_core.offers.benefits.free_goods import FreeGoods
from checkout_core.offers.benefits.free_shipping import FreeShipping
from checkout_core.offers.benefits.percentage_discount import PercentageDiscount
from checkout_core.offers.benefits.quantity_tiers import QuantityTiers
from checkout_core.offers.benefits.set_price import SetPrice
from checkout_core.offers.benefits.shipping_discount import ShippingDiscount
from checkout_core.offers.benefits.spend_tiers import SpendTiers
from checkout_core.offers.benefits.target import read_target
from checkout_core.offers.benefits.unit_price import UnitPrice
from checkout_core.offers.benefits.volume_based import VolumeBased
from checkout_core.values import OURS, Record


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.checks import Validator
    from checkout_core.offers.benefits.benefit import Benefit


#: Every benefit by its name, in the order in which messages list types and kinds.
BENEFITS: Mapping[str, type[Benefit]] = MappingProxyType(
    {
        "percentage_discount": PercentageDiscount,
        "fixed_discount": FixedDiscount,
        "free_goods": FreeGoods,
        "free_shipping": FreeShipping,
        "buy_x_get_y": BuyXGetY,
        "volume_based": VolumeBased,
        "fixed_price": FixedPrice,
        "accelerated_rewards": AcceleratedRewards,
        "unit_price": UnitPrice,
        "set_price": SetPrice,
        "bundle": Bundle,
        "every_nth": EveryNth,
        "spend_tiers": SpendTiers,
        "quantity_tiers": QuantityTiers,
        "shipping_discount": ShippingDiscount,
    }
)


def types_of(kind: str) -> tuple[str, ...]:
    """
    Return the vendor's types of a `promotion` or a `coupon`.

    >>> types_of("coupon")[-2:]
    ('fixed-price', 'accelerated-rewards')
    """
    return tuple(
        dict.fromkeys(each.type for each in BENEFITS.values() if kind in each.kinds)
    )


#: Every `promotion_type` of the vendor.
PROMOTION_TYPES = types_of("promotion")
#: Every `coupon_type` of the vendor.
COUPON_TYPES = types_of("coupon")
#: The benefits of each type by their `discount_type`, "" for the only one of its type.
_ALIKE: dict[str, dict[str, type[Benefit]]] = {
    name: {
        each.discount_type: each
        for each in BENEFITS.values()
        if each.type == name and not each.kind
    }
    for name in COUPON_TYPES
}
#: The vendor's types that tie units together, whichever benefit it is: what a stored
#: quote says of an offer that the store does not have any more.
TYING_TYPES = frozenset(
    name
    for name in COUPON_TYPES
    if all(each.ties_units for each in BENEFITS.values() if each.type == name)
)
#: Our own benefits by their kind.
_OWN = {each.kind: each for each in BENEFITS.values() if each.kind}
#: The kind of `x_checkout_core.benefit`; what is in it is read by `read_benefit`.
OWN_BENEFIT = evolve(
    OBJECT,
    schema={"oneOf": [{"$ref": f"#/$defs/{each.__name__}"} for each in _OWN.values()]},
)


def read_benefit(check: Validator, offer_type: str, document: Record) -> Benefit | None:
    """
    Return the benefit of an offer whose type is the vendor's; None if it has a fault.

    The faults go into *check*; a type that is not known is the caller's to report.
    """
    ours = document.get(OURS)
    own = ours.get("benefit") if isinstance(ours, Record) else None
    if own is not None:
        # What is not an object is the caller's to report too.
        if not isinstance(own, Record):
            return None
        return _read_own(check, offer_type, document, own)
    alike = _ALIKE.get(offer_type, {})
    only = alike.get("")
    if only is not None and not only.has_details:
        return only.read(check, document)
    details = check.mapping("details", document.get("details"))
    if details is None or not alike:
        return None
    if only is not None:
        return only.read(check, document)
    discount_type = details.get("discount_type")
    if isinstance(discount_type, str) and discount_type in alike:
        return alike[discount_type].read(check, document)
    read_target(check, document)
    check.choice("details.discount_type", discount_type, alike)
    return None


def _read_own(
    check: Validator, offer_type: str, document: Record, own: Record
) -> Benefit | None:
    """Return our own benefit, whose kind has to go with the vendor's type."""
    path, kind = f"{OWN_PATH}.kind", own.get("kind")
    if kind is None:
        check.add(path, "benefit_without_kind", None, choices=listed(_OWN))
        return None
    found = _OWN.get(kind) if isinstance(kind, str) else None
    if found is None:
        hint = did_you_mean(str(kind), _OWN)
        check.add(path, "unknown_benefit", kind, hint=hint)
        return None
    if found.type != offer_type and offer_type in COUPON_TYPES:
        check.add(
            path,
            "benefit_of_another_type",
            kind,
            benefit=kind,
            wanted=repr(found.type),
            found=repr(offer_type),
        )
    return found.read(check, document)


__all__ = [
    "BENEFITS",
    "COUPON_TYPES",
    "OWN_BENEFIT",
    "PROMOTION_TYPES",
    "TYING_TYPES",
    "read_benefit",
    "types_of",
]
