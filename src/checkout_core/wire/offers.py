# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The vendor's Promotion and Coupon: what is around a benefit, read and written.

Promises that every `Offer` is valid, that all faults of an object are reported together
with their paths in it, and that the object is kept unchanged (`Offer.document`).  What
an offer gives is read by the file of its benefit in `offers.benefits`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve

from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.keys import ObjectTable
from checkout_core.kinds import (
    AMOUNT,
    COUNT,
    FLAG,
    MOMENT,
    NOTE,
    OBJECT,
    Kind,
    choice,
    identifier,
    identifiers,
)
from checkout_core.offers import (
    BENEFITS,
    COUPON_TYPES,
    MAX_ROWS,
    PROMOTION_TYPES,
    FundedBy,
    Gift,
    Limits,
    Offer,
    Priority,
    Scope,
)
from checkout_core.offers.benefits.table import OWN_BENEFIT, read_benefit
from checkout_core.offers.conditions import (
    CONDITIONS,
    EXCLUSION,
    Conditions,
    Exclude,
)
from checkout_core.values import OURS, Record


if TYPE_CHECKING:
    from collections.abc import Sequence


#: How often an offer can be redeemed; these are the attributes of `Limits`.
LIMITS = ObjectTable(
    {
        "total_redemptions": COUNT,
        "per_customer_redemptions": COUNT,
        "per_coupon_code_redemptions": COUNT,
    }
)
_NO_LIMITS = Limits()
#: Which units a coupon discounts.
RULES = ObjectTable(
    {"max_applicable_items": COUNT, "application_priority": choice(Priority)}
)
#: For how much an offer can be redeemed, in addition to the vendor's limits.
OWN_LIMITS = ObjectTable({"total_discount_amount": AMOUNT})
#: Our own keys of the vendor's object.
OWN = ObjectTable(
    {
        "funded_by": choice(FundedBy),
        "conditions": CONDITIONS.as_kind(),
        "exclude": EXCLUSION,
        "benefit": OWN_BENEFIT,
        "group": identifier("the id of a group of the store"),
        "redemption_limits": OWN_LIMITS.as_kind(),
    }
)
_NOTHING_OWN: Mapping[str, Any] = dict.fromkeys(OWN.kinds)

_TEXTS = identifiers(MAX_ROWS)
_COMMON: Mapping[str, Kind] = {
    "id": identifier("the offer's id"),
    "name": NOTE,
    "description": NOTE,
    "tags": _TEXTS,
    "redemption_limits": LIMITS.as_kind(lambda limits: Limits(**limits)),
    "redemption_count": COUNT,
    "minimum_order_total": AMOUNT,
    "starts_at": MOMENT,
    "expires_at": MOMENT,
    "details": OBJECT,
    "applies_to_product": choice(Scope),
    OURS: OWN.as_kind(),
}
#: Whether an offer can apply together with promotions.
_COMBINABLE = {
    "promotion": "can_be_used_with_other_promotion",
    "coupon": "can_be_used_with_promotion",
}
#: The keys of each kind of offer.  What its type allows in `details` and
#: `applies_to_product` is for its benefit to say.
OFFERS: Mapping[str, ObjectTable] = {
    "promotion": ObjectTable(
        {
            **_COMMON,
            "promotion_type": choice(PROMOTION_TYPES),
            _COMBINABLE["promotion"]: FLAG,
        },
        needed=("id", "promotion_type", _COMBINABLE["promotion"]),
    ),
    "coupon": ObjectTable(
        {
            **_COMMON,
            "coupon_type": choice(COUPON_TYPES),
            "coupon_code": _TEXTS,
            "application_rules": RULES.as_kind(),
            _COMBINABLE["coupon"]: FLAG,
        },
        needed=("id", "coupon_type", "coupon_code", _COMBINABLE["coupon"]),
    ),
}
# What is read together; in this order, and in these of the keys, faults are reported.
_WINDOW = OFFERS["promotion"].only("starts_at", "expires_at")
_BEFORE_DETAILS = {
    "promotion": OFFERS["promotion"].only("description", "tags", "id", "name"),
    "coupon": OFFERS["coupon"].only(
        "description", "tags", "application_rules", "id", "name"
    ),
}
_AFTER_DETAILS = OFFERS["promotion"].only(
    "minimum_order_total", "redemption_limits", "redemption_count"
)
_OWN = OFFERS["promotion"].only(OURS)


def promotion(
    id: str,  # noqa: A002 - the vendor's own name
    gift: Gift | str | None = None,
    details: Mapping[str, Any] | None = None,
    *,
    can_be_used_with_other_promotion: bool = True,
    exclude: Exclude | None = None,
    conditions: Conditions | None = None,
    funded_by: Literal["seller", "platform", "brand"] | None = None,
    group: str | None = None,
    budget: Amount | None = None,
    **common: Any,
) -> Offer:
    """
    Return a promotion.

    Args:
        id: unique among the store's promotions.
        gift: what it gives, made by a function of `checkout_core.offers`; or the
            vendor's `promotion_type`, one of `PROMOTION_TYPES`.  It has to be given.
        details: the vendor's object for that type; None with a `Gift`.
        can_be_used_with_other_promotion: whether it can apply together with others;
            True by default.
        exclude: the lines that do not exist for it, None (the default) for none.
        conditions: what has to hold of the cart and the moment, None (the default) for
            nothing.
        funded_by: who pays for it: `seller` (default), `platform` or `brand`.
        group: the id of its group in the store, None (the default) for none.
        budget: what all its redemptions together can take off goods and delivery, in
            major units; None (the default) for no limit.
        common: further keys of the vendor's object, such as `minimum_order_total`,
            `starts_at`, `expires_at` or `redemption_limits`.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> from checkout_core.offers import percentage_off
    >>> ten = promotion("ten", percentage_off(10), minimum_order_total=999)
    >>> ten.document["promotion_type"], ten.benefit.percent
    ('discount', Decimal('10'))

    The same in the vendor's words:

    >>> words = {"discount_type": "percentage", "discount_percent": 10}
    >>> promotion("ten", "discount", words, applies_to_product="all").benefit.percent
    Decimal('10')
    """
    own = {
        "promotion_type": gift,
        "can_be_used_with_other_promotion": can_be_used_with_other_promotion,
    }
    ours = {
        "funded_by": funded_by,
        "conditions": conditions,
        "exclude": exclude,
        "group": group,
        "redemption_limits": _budget(budget),
    }
    return _built("promotion", id, own, details, ours, common)


def coupon(
    id: str,  # noqa: A002 - the vendor's own name
    gift: Gift | str | None = None,
    codes: Sequence[str] | None = None,
    details: Mapping[str, Any] | None = None,
    *,
    can_be_used_with_promotion: bool = True,
    exclude: Exclude | None = None,
    conditions: Conditions | None = None,
    funded_by: Literal["seller", "platform", "brand"] | None = None,
    budget: Amount | None = None,
    **common: Any,
) -> Offer:
    """
    Return a coupon.

    Args:
        id: unique among the store's coupons.
        gift: what it gives, made by a function of `checkout_core.offers`; or the
            vendor's `coupon_type`, one of `COUPON_TYPES`.  It has to be given.
        codes: what a shopper can enter, in any case and with blanks around it; they
            have to be given, but there may be none.
        details: the vendor's object for that type; None with a `Gift`.
        can_be_used_with_promotion: whether it can apply together with promotions;
            True by default.
        exclude: the lines that do not exist for it, None (the default) for none.
        conditions: what has to hold of the cart and the moment, None (the default) for
            nothing.
        funded_by: who pays for it: `seller` (default), `platform` or `brand`.
        budget: what all its redemptions together can take off goods and delivery, in
            major units; None (the default) for no limit.
        common: further keys of the vendor's object, such as `minimum_order_total`,
            `starts_at`, `redemption_limits` or `application_rules`.

    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> from checkout_core.offers import free_shipping
    >>> coupon("k", free_shipping(), ["POST"]).codes
    ('POST',)
    """
    own = {
        "coupon_type": gift,
        "coupon_code": codes,
        "can_be_used_with_promotion": can_be_used_with_promotion,
    }
    ours = {
        "funded_by": funded_by,
        "conditions": conditions,
        "exclude": exclude,
        "redemption_limits": _budget(budget),
    }
    return _built("coupon", id, own, details, ours, common)


def _built(
    kind: Literal["promotion", "coupon"],
    name: object,
    own: Mapping[str, Any],
    details: Mapping[str, Any] | None,
    ours: Mapping[str, Any],
    common: Mapping[str, Any],
) -> Offer:
    """Return the offer of the vendor's object that the arguments describe."""
    check = Validator()
    document = {"id": name, **own}
    type_key = f"{kind}_type"
    gift = own[type_key]
    if isinstance(gift, Gift):
        if type(gift.benefit) not in BENEFITS.values():
            # Only a gift that was built by hand; it has no words to be read by.
            check.wrong_type(
                type_key, gift.benefit, "a benefit of checkout_core.offers"
            )
            check.raise_any()
        document |= {type_key: gift.type, **gift.benefit.document()}
    if details is not None:
        _once(check, document, "details", details)
    kept = {**document.pop(OURS, {}), **_own_document(check, ours)}
    if kept:
        document[OURS] = kept
    for key, value in common.items():
        _once(check, document, key, _timed(value))
    check.raise_any()
    return _read(document, kind, check)


def _budget(amount: object) -> dict[str, Any] | None:
    """Return our own limits of an offer with a budget, None for one without."""
    return None if amount is None else {"total_discount_amount": amount}


def _own_document(check: Validator, ours: Mapping[str, Any]) -> dict[str, Any]:
    """Return our own keys of the vendor's object that the arguments describe."""
    found = {key: each for key, each in ours.items() if each is not None}
    for key, kind in (("conditions", Conditions), ("exclude", Exclude)):
        value = found.get(key)
        if isinstance(value, Conditions | Exclude) and isinstance(value, kind):
            found[key] = value.document()
        elif value is not None:
            check.wrong_type(f"{OURS}.{key}", value, f"{kind.__name__}(...)")
    return found


def _once(check: Validator, document: dict[str, Any], key: str, value: object) -> None:
    """Set a key of the vendor's object that no other argument has set."""
    if document.get(key) is None:
        document[key] = value
    elif value is not None:
        hint = "another argument already gives it; drop this"
        check.add(key, "unknown_key", value, hint=hint)


def _timed(value: object) -> object:
    """Return a time as JSON has it, any other value as it is."""
    return value.isoformat() if isinstance(value, datetime) else value


def read_promotion(document: Mapping[str, Any], *, lenient: bool = False) -> Offer:
    """
    Return the promotion that a vendor's Promotion object describes.

    *lenient* (default False) ignores unknown keys.  Raises `CheckoutError` with every
    fault.
    """
    return _read(document, "promotion", Validator(lenient=lenient))


def read_coupon(document: Mapping[str, Any], *, lenient: bool = False) -> Offer:
    """
    Return the coupon that a vendor's Coupon object describes.

    *lenient* (default False) ignores unknown keys.  Raises `CheckoutError` with every
    fault.
    """
    return _read(document, "coupon", Validator(lenient=lenient))


def _read(
    data: Mapping[str, Any], kind: Literal["promotion", "coupon"], check: Validator
) -> Offer:
    if not isinstance(data, Mapping):
        check.wrong_type("", data, f"a {kind} object")
        check.raise_any()
    document = check.record("", data)
    check.raise_any()
    table = OFFERS[kind]
    table.known(check, "", document)
    offer_type = _type(check, kind, document)
    together = _COMBINABLE[kind]
    if document.get(together) is None:
        check.add(together, "required", None, expected="true or false")
    window = _WINDOW.read(check, "", document)
    starts, expires = window["starts_at"], window["expires_at"]
    if starts is not None and expires is not None and expires < starts:
        check.add("expires_at", "window_reversed", document["expires_at"])
    first = _BEFORE_DETAILS[kind].read(check, "", document)
    rules = first.get("application_rules") or {}
    benefit = read_benefit(check, offer_type, document)
    terms = _AFTER_DETAILS.read(check, "", document)
    combinable = document.get(together) is None or check.flag(
        together, document.get(together)
    )
    codes = _codes(check, document.get("coupon_code")) if kind == "coupon" else ()
    own = _OWN.read(check, "", document)[OURS] or _NOTHING_OWN
    if kind == "coupon" and own["group"] is not None:
        check.add(f"{OURS}.group", "group_of_coupon", own["group"])
    limits = terms["redemption_limits"] or _NO_LIMITS
    if own["redemption_limits"] is not None:
        limits = evolve(limits, **own["redemption_limits"])
    check.raise_any()
    assert benefit is not None
    return Offer(
        kind=kind,
        id=first["id"],
        name=first["id"] if first["name"] is None else first["name"],
        type=offer_type,
        benefit=benefit,
        starts_at=starts,
        expires_at=expires,
        minimum_order_total=terms["minimum_order_total"] or ZERO,
        limits=limits,
        redemption_count=terms["redemption_count"] or 0,
        combinable=combinable,
        codes=codes,
        priority=rules.get("application_priority") or Priority.CHEAPEST_FIRST,
        max_applicable_items=rules.get("max_applicable_items"),
        funded_by=own["funded_by"] or FundedBy.SELLER,
        conditions=own["conditions"],
        exclude=own["exclude"],
        group=own["group"],
        document=document,
    )


def _type(check: Validator, kind: str, document: Record) -> str:
    """Return the vendor's type of an offer, which its kind has to allow."""
    key = f"{kind}_type"
    known = COUPON_TYPES if kind == "coupon" else PROMOTION_TYPES
    found = document.get(key)
    if found in COUPON_TYPES and found not in known:
        choices = ", ".join(known)
        check.add(
            key, "wrong_benefit", found, kind=kind, benefit=found, choices=choices
        )
    elif found is None:
        check.add(key, "required", None, expected=", ".join(known))
    else:
        check.choice(key, found, known)
    return str(found)


def _codes(check: Validator, data: object) -> tuple[str, ...]:
    if data is None:
        check.add("coupon_code", "required", None, expected="a list of codes")
        return ()
    found = check.texts("coupon_code", data, limit=MAX_ROWS)
    for i, code in enumerate(found):
        if code and not code.strip():
            path = f"coupon_code[{i}]"
            check.add(path, "empty_text", code, expected="a code one can type")
    return found


__all__ = [
    "coupon",
    "promotion",
    "read_coupon",
    "read_promotion",
]
