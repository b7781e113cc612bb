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

from checkout_core.checks import MAX_NOTE, ZERO, Validator
from checkout_core.errors import join
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
)
from checkout_core.offers.benefits.table import read_benefit
from checkout_core.values import OURS, Record


if TYPE_CHECKING:
    from collections.abc import Sequence


_COMMON_KEYS = (
    "id",
    "name",
    "description",
    "tags",
    "redemption_limits",
    "redemption_count",
    "minimum_order_total",
    "starts_at",
    "expires_at",
    "details",
    "applies_to_product",
    OURS,
)
#: The keys of each kind of offer; the last one says whether it is combinable.
_KEYS = {
    "promotion": (*_COMMON_KEYS, "promotion_type", "can_be_used_with_other_promotion"),
    "coupon": (
        *_COMMON_KEYS,
        "coupon_type",
        "coupon_code",
        "application_rules",
        "can_be_used_with_promotion",
    ),
}
_KNOWN = {kind: dict.fromkeys(keys) for kind, keys in _KEYS.items()}
LIMIT_KEYS = (
    "total_redemptions",
    "per_customer_redemptions",
    "per_coupon_code_redemptions",
)
RULE_KEYS = ("max_applicable_items", "application_priority")
#: Our own keys of the vendor's object.
OWN_KEYS = ("funded_by",)


def promotion(
    id: str,  # noqa: A002 - the vendor's own name
    gift: Gift | str | None = None,
    details: Mapping[str, Any] | None = None,
    *,
    can_be_used_with_other_promotion: bool = True,
    funded_by: str | None = None,
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
        funded_by: who pays for it: `seller` (default), `platform` or `brand`.
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
    return _built("promotion", id, own, details, funded_by, common)


def coupon(
    id: str,  # noqa: A002 - the vendor's own name
    gift: Gift | str | None = None,
    codes: Sequence[str] | None = None,
    details: Mapping[str, Any] | None = None,
    *,
    can_be_used_with_promotion: bool = True,
    funded_by: str | None = None,
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
        funded_by: who pays for it: `seller` (default), `platform` or `brand`.
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
    return _built("coupon", id, own, details, funded_by, common)


def _built(
    kind: Literal["promotion", "coupon"],
    name: object,
    own: Mapping[str, Any],
    details: Mapping[str, Any] | None,
    funded_by: str | None,
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
    if funded_by is not None:
        document[OURS] = {"funded_by": funded_by}
    for key, value in common.items():
        _once(check, document, key, _timed(value))
    check.raise_any()
    return _read(document, kind, check)


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
    is_coupon = kind == "coupon"
    document = check.record("", data)
    check.raise_any()
    check.keys("", document, _KNOWN[kind])
    offer_type = _type(check, kind, document)
    name = document.get("name")
    together = _KEYS[kind][-1]
    if document.get(together) is None:
        check.add(together, "required", None, expected="true or false")
    starts = check.maybe_time("starts_at", document.get("starts_at"))
    expires = check.maybe_time("expires_at", document.get("expires_at"))
    if starts is not None and expires is not None and expires < starts:
        check.add("expires_at", "window_reversed", document["expires_at"])
    for key in ("description", "tags"):
        _informational(check, key, document.get(key))
    rules = _rules(check, document.get("application_rules") if is_coupon else None)
    known_id = check.text("id", document.get("id"), needed="the offer's id")
    known_name = known_id if name is None else check.text("name", name, limit=MAX_NOTE)
    benefit = read_benefit(check, offer_type, document)
    minimum = check.maybe_amount(
        "minimum_order_total", document.get("minimum_order_total")
    )
    limits = _limits(check, document.get("redemption_limits"))
    count = check.maybe_count("redemption_count", document.get("redemption_count"))
    combinable = document.get(together) is None or check.flag(
        together, document.get(together)
    )
    codes = _codes(check, document.get("coupon_code")) if is_coupon else ()
    funded_by = _funded_by(check, document.get(OURS))
    check.raise_any()
    assert benefit is not None
    return Offer(
        kind=kind,
        id=known_id,
        name=known_name,
        type=offer_type,
        benefit=benefit,
        starts_at=starts,
        expires_at=expires,
        minimum_order_total=minimum or ZERO,
        limits=limits,
        redemption_count=count or 0,
        combinable=combinable,
        codes=codes,
        priority=rules[0],
        max_applicable_items=rules[1],
        funded_by=funded_by,
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


def _informational(check: Validator, key: str, value: object) -> None:
    if key == "tags" and value is not None:
        check.texts(key, value, limit=MAX_ROWS)
    elif value is not None:
        check.text(key, value, limit=MAX_NOTE)


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


def _limits(check: Validator, data: object) -> Limits:
    path = "redemption_limits"
    if data is None:
        return Limits()
    found = check.record(path, data)
    check.keys(path, found, LIMIT_KEYS)
    return Limits(
        *(check.maybe_count(join(path, key), found.get(key)) for key in LIMIT_KEYS)
    )


def _rules(check: Validator, data: object) -> tuple[Priority, int | None]:
    path = "application_rules"
    if data is None:
        return Priority.CHEAPEST_FIRST, None
    found = check.record(path, data)
    check.keys(path, found, RULE_KEYS)
    most = check.maybe_count(
        f"{path}.max_applicable_items", found.get("max_applicable_items")
    )
    order = found.get("application_priority")
    if order is None:
        return Priority.CHEAPEST_FIRST, most
    return check.choice(f"{path}.application_priority", order, Priority), most


def _funded_by(check: Validator, data: object) -> FundedBy:
    path = OURS
    if data is None:
        return FundedBy.SELLER
    found = check.record(path, data)
    check.keys(path, found, OWN_KEYS)
    who = found.get("funded_by")
    if who is None:
        return FundedBy.SELLER
    return check.choice(f"{path}.funded_by", who, FundedBy)


__all__ = [
    "coupon",
    "promotion",
    "read_coupon",
    "read_promotion",
]
