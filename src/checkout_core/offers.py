# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Promotions and coupons: the vendor's offer objects, read and checked.

Promises that every `Offer` is valid: its benefit is one of eight classes with exact
values, its times have offsets, and the vendor's object is kept unchanged
(`Offer.document`).  `pricing` applies offers to carts; `store` compiles them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from attrs import frozen

from checkout_core.checks import MAX_NOTE, MAX_QUANTITY, ZERO, Amount, Validator
from checkout_core.values import OURS, Record, safe


if TYPE_CHECKING:
    from collections.abc import Sequence


#: The grid amounts are on: `Decimal` as given, or `int` minor units when compiled.
Grid = TypeVar("Grid")

#: How many rows, slabs and categories one offer may hold.
MAX_ROWS = 1_000

HUNDRED = Decimal(100)

#: What an offer for products has at least one of.
A_ROW = "a row with a product_id or a variant_id"


class Scope(StrEnum):
    """How an offer's rows select lines."""

    ALL = "all"
    PRODUCT = "product"
    CATEGORY = "category"


class Criterion(StrEnum):
    """Whether a row's limits are units or money."""

    QUANTITY = "minimum-quantity"
    AMOUNT = "minimum-purchase-amount"


class Priority(StrEnum):
    """
    In which order units are picked.

    - `CHEAPEST_FIRST`: by unit amount, line key, unit
    - `MOST_EXPENSIVE_FIRST`: by unit amount downwards, line key, unit
    - `FIRST_ADDED`: by the line's place in the cart, unit
    """

    CHEAPEST_FIRST = "cheapest_first"
    MOST_EXPENSIVE_FIRST = "most_expensive_first"
    FIRST_ADDED = "first_added"


class FundedBy(StrEnum):
    """Who pays for an offer; only the seller's discounts lower the taxable value."""

    SELLER = "seller"
    PLATFORM = "platform"
    BRAND = "brand"


@frozen
class Row(Generic[Grid]):
    """Which lines, with minimums and maximums; None for no limit."""

    product_id: str | None = None
    variant_id: str | None = None
    minimum_quantity: int | None = None
    maximum_quantity: int | None = None
    minimum_value: Grid | None = None
    maximum_value: Grid | None = None


@frozen
class Target(Generic[Grid]):
    """The rows of an offer and how they select lines."""

    scope: Scope
    rows: tuple[Row[Grid], ...]
    category_ids: tuple[str, ...]


@frozen
class PercentageDiscount(Generic[Grid]):
    """Benefit 1: a percentage of all eligible amounts together."""

    percent: Decimal
    maximum_discount_amount: Grid | None
    target: Target[Grid]


@frozen
class FixedDiscount(Generic[Grid]):
    """Benefit 2: one amount off the order, once."""

    amount: Grid
    target: Target[Grid]


@frozen
class FixedPriceRow(Generic[Grid]):
    """From `minimum` on, at most `maximum` (units, or the amount) at `offer_price`."""

    product_id: str | None
    variant_id: str | None
    minimum: int | Grid
    maximum: int | Grid | None
    offer_price: Grid


@frozen
class FixedPrice(Generic[Grid]):
    """Benefit 3: units at a price of their own."""

    criterion: Criterion
    rows: tuple[FixedPriceRow[Grid], ...]


@frozen
class FreeGoodsSlab(Generic[Grid]):
    """From `minimum` (units, or the amount) on, `get_quantity` free units."""

    minimum: int | Grid
    get_quantity: int


@frozen
class FreeGoodsRow(Generic[Grid]):
    """Free units for each line: in proportion (`auto_scale`) or by slabs."""

    product_id: str | None
    variant_id: str | None
    auto_scale: bool
    slabs: tuple[FreeGoodsSlab[Grid], ...]


@frozen
class FreeGoods(Generic[Grid]):
    """Benefit 4: extra units of the same product; no amount changes."""

    criterion: Criterion
    rows: tuple[FreeGoodsRow[Grid], ...]


@frozen
class FreeShipping:
    """Benefit 5: the whole shipping cost."""


@frozen
class Choice:
    """Which lines a buy or get side selects; None does not restrict it."""

    product_id: str | None
    variant_id: str | None
    category_id: str | None


@frozen
class BuyGetRow(Generic[Grid]):
    """Buy `minimum` (units, or for an amount), get `get_quantity` at `percent` off."""

    minimum: int | Grid
    buy: Choice
    get: Choice
    get_quantity: int
    percent: Decimal


@frozen
class BuyXGetY(Generic[Grid]):
    """Benefit 6: units for buying other units."""

    criterion: Criterion
    rows: tuple[BuyGetRow[Grid], ...]
    maximum_discount_amount: Grid | None


class Condition(StrEnum):
    """How a slab's quantity is compared."""

    LESS_OR_EQUAL = "less-or-equal"
    GREATER = "greater"


@frozen
class VolumeSlab:
    """A percentage that holds below or above a quantity."""

    quantity: int
    condition: Condition
    percent: Decimal


@frozen
class VolumeRow:
    """The slabs of one product."""

    product_id: str | None
    variant_id: str | None
    slabs: tuple[VolumeSlab, ...]


@frozen
class VolumeBased(Generic[Grid]):
    """Benefit 7: a percentage that depends on how many are bought."""

    rows: tuple[VolumeRow, ...]
    maximum_discount_amount: Grid | None


@frozen
class AcceleratedRewards(Generic[Grid]):
    """Benefit 8: bonus points once per order; no money moves."""

    bonus_loyalty_point: int
    target: Target[Grid]


Benefit: TypeAlias = (
    PercentageDiscount[Grid]
    | FixedDiscount[Grid]
    | FixedPrice[Grid]
    | FreeGoods[Grid]
    | FreeShipping
    | BuyXGetY[Grid]
    | VolumeBased[Grid]
    | AcceleratedRewards[Grid]
)

PROMOTION_TYPES = (
    "discount",
    "free-goods",
    "free-shipping",
    "buy-x-get-y",
    "volume-based",
)
COUPON_TYPES = (*PROMOTION_TYPES, "fixed-price", "accelerated-rewards")

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
PROMOTION_KEYS = (*_COMMON_KEYS, "promotion_type", "can_be_used_with_other_promotion")
COUPON_KEYS = (
    *_COMMON_KEYS,
    "coupon_type",
    "coupon_code",
    "application_rules",
    "can_be_used_with_promotion",
)


@frozen
class Limits:
    """How often an offer can be redeemed; None for no limit, 0 for never."""

    total_redemptions: int | None = None
    per_customer_redemptions: int | None = None
    per_coupon_code_redemptions: int | None = None


@frozen
class Offer:
    """
    A promotion or a coupon, made by `promotion`, `coupon` or their readers.

    Attributes:
        kind: `promotion` or `coupon`.
        id: the host's id, unique among the offers of its kind.
        name: what the shopper reads, the id if it is not given.
        type: the vendor's `promotion_type` or `coupon_type`, such as `discount`.
        benefit: one of the eight benefits, with its amounts in major units.
        starts_at, expires_at: the offer applies while starts_at <= at < expires_at;
            None for no limit.
        minimum_order_total: what the lines have to come to at least, in major units.
        limits: how often it can be redeemed.
        redemption_count: how often it was redeemed, if `Redemptions` does not say.
        combinable: whether it can apply together with other promotions; the vendor's
            `can_be_used_with_other_promotion` (promotion) or
            `can_be_used_with_promotion` (coupon).
        codes: the codes of a coupon, empty for a promotion.
        priority: in which order units are picked.
        max_applicable_items: the most units it discounts, None for no limit.
        funded_by: who pays for it; `seller` by default.
        document: the vendor's object as it was given, written back unchanged.
    """

    kind: Literal["promotion", "coupon"]
    id: str
    name: str
    type: str
    benefit: Benefit[Decimal]
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
    document: Record

    @property
    def scope(self) -> str:
        """What it applies to: cart, product, category or shipping."""
        match self.benefit:
            case FreeShipping():
                return "shipping"
            case (
                PercentageDiscount(target=target)
                | FixedDiscount(target=target)
                | AcceleratedRewards(target=target)
            ):
                return "cart" if target.scope is Scope.ALL else str(target.scope)
        return "product"


def promotion(
    id: str,  # noqa: A002 - the vendor's own name
    promotion_type: str,
    details: Mapping[str, Any] | None = None,
    *,
    can_be_used_with_other_promotion: bool = True,
    **fields: Any,
) -> Offer:
    """
    Return a promotion from the values of the vendor's Promotion.

    *id* is unique among the store's promotions.  *promotion_type* is one of
    `PROMOTION_TYPES` and decides the keys of *details*.  With
    *can_be_used_with_other_promotion* (default True) it can apply together with others;
    *fields* are further keys of the vendor's object, such as `applies_to_product`.
    Raises `CheckoutError` with every fault; paths are those of the vendor's object.

    >>> ten = {"discount_type": "percentage", "discount_percent": 10}
    >>> promotion("ten", "discount", ten, applies_to_product="all").benefit.percent
    Decimal('10')
    """
    document = {
        "id": id,
        "promotion_type": promotion_type,
        "can_be_used_with_other_promotion": can_be_used_with_other_promotion,
        **({} if details is None else {"details": details}),
        **_timed(fields),
    }
    return read_promotion(document)


def coupon(
    id: str,  # noqa: A002 - the vendor's own name
    coupon_type: str,
    coupon_code: Sequence[str],
    details: Mapping[str, Any] | None = None,
    *,
    can_be_used_with_promotion: bool = True,
    **fields: Any,
) -> Offer:
    """
    Return a coupon from the values of the vendor's Coupon.

    *coupon_code* lists the codes that a shopper can enter; *coupon_type* is one of
    `COUPON_TYPES`; *can_be_used_with_promotion* (default True) lets it apply together
    with promotions.  *id*, *details* and *fields* are as for `promotion`.  Raises
    `CheckoutError` with every fault.

    >>> coupon("k", "free-shipping", ["POST"]).codes
    ('POST',)
    """
    document = {
        "id": id,
        "coupon_type": coupon_type,
        "coupon_code": coupon_code,
        "can_be_used_with_promotion": can_be_used_with_promotion,
        **({} if details is None else {"details": details}),
        **_timed(fields),
    }
    return read_coupon(document)


def _timed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of an offer with its times as JSON has them."""
    return {
        key: each.isoformat() if isinstance(each, datetime) else each
        for key, each in fields.items()
    }


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
    given: Mapping[str, Any], kind: Literal["promotion", "coupon"], check: Validator
) -> Offer:
    if not isinstance(given, Mapping):
        check.wrong_type("", given, f"a {kind} object")
        check.raise_any()
    is_coupon = kind == "coupon"
    document = check.record("", given)
    check.raise_any()
    check.keys("", document, COUPON_KEYS if is_coupon else PROMOTION_KEYS)
    type_key = f"{kind}_type"
    known = COUPON_TYPES if is_coupon else PROMOTION_TYPES
    name = document.get("name")
    offer_type = document.get(type_key)
    if offer_type in COUPON_TYPES and offer_type not in known:
        check.add(
            type_key,
            "wrong_benefit",
            offer_type,
            kind=kind,
            benefit=offer_type,
            choices=", ".join(known),
        )
    elif offer_type is None:
        check.add(type_key, "required", None, expected=", ".join(known))
    else:
        check.choice(type_key, offer_type, known)
    together = "can_be_used_with_promotion" if is_coupon else PROMOTION_KEYS[-1]
    if document.get(together) is None:
        check.add(together, "required", None, expected="true or false")
    starts = check.maybe_time("starts_at", document.get("starts_at"))
    expires = check.maybe_time("expires_at", document.get("expires_at"))
    if starts is not None and expires is not None and expires < starts:
        check.add("expires_at", "window_reversed", document["expires_at"])
    for key in ("description", "tags"):
        _informational(check, key, document.get(key))
    rules = _rules(check, document.get("application_rules") if is_coupon else None)
    offer = Offer(
        kind=kind,
        id=check.text("id", document.get("id"), needed="the offer's id"),
        name=(
            str(document.get("id"))
            if name is None
            else check.text("name", name, limit=MAX_NOTE)
        ),
        type=str(offer_type),
        benefit=_benefit(check, str(offer_type), document),
        starts_at=starts,
        expires_at=expires,
        minimum_order_total=(
            check.maybe_amount(
                "minimum_order_total", document.get("minimum_order_total")
            )
            or ZERO
        ),
        limits=_limits(check, document.get("redemption_limits")),
        redemption_count=(
            check.maybe_count("redemption_count", document.get("redemption_count")) or 0
        ),
        combinable=document.get(together) is None
        or check.flag(together, document.get(together)),
        codes=_codes(check, document.get("coupon_code")) if is_coupon else (),
        priority=rules[0],
        max_applicable_items=rules[1],
        funded_by=_funded_by(check, document.get(OURS)),
        document=document,
    )
    check.raise_any()
    return offer


def _informational(check: Validator, key: str, value: object) -> None:
    if key == "tags" and value is not None:
        check.texts(key, value, limit=MAX_ROWS)
    elif value is not None:
        check.text(key, value, limit=MAX_NOTE)


def _codes(check: Validator, given: object) -> tuple[str, ...]:
    if given is None:
        check.add("coupon_code", "required", None, expected="a list of codes")
        return ()
    found = check.texts("coupon_code", given, limit=MAX_ROWS)
    for at, code in enumerate(found):
        if code and not code.strip():
            path = f"coupon_code[{at}]"
            check.add(path, "empty_text", code, expected="a code one can type")
    return found


def _limits(check: Validator, given: object) -> Limits:
    path = "redemption_limits"
    if given is None:
        return Limits()
    found = check.record(path, given)
    keys = (
        "total_redemptions",
        "per_customer_redemptions",
        "per_coupon_code_redemptions",
    )
    check.keys(path, found, keys)
    return Limits(*(check.maybe_count(f"{path}.{key}", found.get(key)) for key in keys))


def _rules(check: Validator, given: object) -> tuple[Priority, int | None]:
    path = "application_rules"
    if given is None:
        return Priority.CHEAPEST_FIRST, None
    found = check.record(path, given)
    check.keys(path, found, ("max_applicable_items", "application_priority"))
    most = check.maybe_count(
        f"{path}.max_applicable_items", found.get("max_applicable_items")
    )
    order = found.get("application_priority")
    if order is None:
        return Priority.CHEAPEST_FIRST, most
    return check.choice(f"{path}.application_priority", order, Priority), most


def _funded_by(check: Validator, given: object) -> FundedBy:
    path = OURS
    if given is None:
        return FundedBy.SELLER
    found = check.record(path, given)
    check.keys(path, found, ("funded_by",))
    who = found.get("funded_by")
    if who is None:
        return FundedBy.SELLER
    return check.choice(f"{path}.funded_by", who, FundedBy)


def _benefit(check: Validator, offer_type: str, document: Record) -> Benefit[Decimal]:
    if offer_type == "free-shipping":
        return _free_shipping(check, document)
    details = check.mapping("details", document.get("details"))
    if details is None or offer_type not in COUPON_TYPES:
        return FreeShipping()
    scope = document.get("applies_to_product")
    match offer_type:
        case "discount":
            return _discount(
                check, details, _target(check, details, scope, tuple(Scope))
            )
        case "accelerated-rewards":
            keys = ("products", "category_id", "bonus_loyalty_point")
            check.keys("details", details, keys)
            points = details.get("bonus_loyalty_point")
            scopes = (Scope.PRODUCT, Scope.CATEGORY)
            target = _target(check, details, scope, scopes, _REWARD_ROW_KEYS)
            return AcceleratedRewards(
                check.count("details.bonus_loyalty_point", points), target
            )
    if scope is not None:
        check.choice("applies_to_product", scope, (Scope.PRODUCT,))
    match offer_type:
        case "volume-based":
            return _volume_based(check, details)
        case "fixed-price":
            return FixedPrice(*_by_criterion(check, details, _fixed_price_row))
        case "free-goods":
            return FreeGoods(*_by_criterion(check, details, _free_goods_row))
    return BuyXGetY(
        *_by_criterion(check, details, _buy_get_row, "maximum_discount_amount"),
        check.maybe_amount(
            "details.maximum_discount_amount", details.get("maximum_discount_amount")
        ),
    )


def _free_shipping(check: Validator, document: Record) -> FreeShipping:
    """Return the free-shipping benefit, which has neither details nor goods."""
    details = document.get("details")
    if details is not None and not check.lenient:
        hint = "free-shipping frees the whole cost and has no details; drop this"
        for key, value in check.record("details", details).items():
            check.add(f"details.{safe(key)}", "unknown_key", value, hint=hint)
    scope = document.get("applies_to_product")
    if scope is not None:
        hint = "free-shipping looks at no products; drop this"
        check.add("applies_to_product", "unknown_key", scope, hint=hint)
    return FreeShipping()


def _discount(
    check: Validator, details: Record, target: Target[Decimal]
) -> Benefit[Decimal]:
    kind = check.choice(
        "details.discount_type",
        details.get("discount_type"),
        ("percentage", "fixed-amount"),
    )
    common = ("discount_type", "products", "category_id")
    if kind != details.get("discount_type"):
        return FreeShipping()
    if kind == "fixed-amount":
        check.keys("details", details, (*common, "fixed_discount_amount"))
        amount = details.get("fixed_discount_amount")
        path = "details.fixed_discount_amount"
        if amount is None:
            check.add(path, "required", None, expected="the amount taken off")
            return FixedDiscount(ZERO, target)
        return FixedDiscount(check.amount(path, amount), target)
    check.keys(
        "details", details, (*common, "discount_percent", "maximum_discount_amount")
    )
    most = details.get("maximum_discount_amount")
    return PercentageDiscount(
        _percent(check, "details.discount_percent", details.get("discount_percent")),
        check.maybe_amount("details.maximum_discount_amount", most),
        target,
    )


def _percent(check: Validator, path: str, value: object) -> Decimal:
    if value is None:
        check.add(path, "required", None, expected="a percentage")
        return ZERO
    return check.rate(path, value)


_ROW_KEYS = (
    "product_id",
    "variant_id",
    "minimum_quantity",
    "maximum_quantity",
    "minimum_value",
    "maximum_value",
)
#: Bonus points are not money, so a maximum discount does not apply.
_REWARD_ROW_KEYS = ("product_id", "variant_id", "minimum_quantity", "minimum_value")


def _target(
    check: Validator,
    details: Record,
    scope: object,
    scopes: tuple[Scope, ...],
    row_keys: tuple[str, ...] = _ROW_KEYS,
) -> Target[Decimal]:
    chosen = check.choice("applies_to_product", scope, scopes)
    rows = []
    for path, each in _rows(check, "details.products", _listed(details, "products")):
        check.keys(path, each, row_keys)
        row = _row(check, path, each)
        named = row.product_id is not None or row.variant_id is not None
        if scope in (Scope.ALL, Scope.CATEGORY) and named:
            named_one = row.product_id or row.variant_id
            check.add(path, "row_names_target", named_one, target=chosen)
        rows.append(row)
    given = _listed(details, "category_id")
    categories = check.texts("details.category_id", given, limit=MAX_ROWS)
    if categories and scope in (Scope.ALL, Scope.PRODUCT):
        hint = (
            f"an offer for {chosen} looks at no categories; drop this, or use"
            " applies_to_product 'category'"
        )
        check.add("details.category_id", "unknown_key", given, hint=hint)
    if scope == Scope.PRODUCT and not _listed(details, "products"):
        check.add("details.products", "empty_target", [], expected=A_ROW)
    if scope == Scope.CATEGORY and not given:
        expected = "a category"
        check.add("details.category_id", "empty_target", [], expected=expected)
    return Target(chosen, tuple(rows) or (Row(),), categories)


def _rows(check: Validator, path: str, given: object) -> list[tuple[str, Record]]:
    found = []
    for at, each in enumerate(check.items(path, given, limit=MAX_ROWS)):
        row = check.mapping(f"{path}[{at}]", each)
        if row is not None:
            found.append((f"{path}[{at}]", row))
    return found


def _listed(details: Record, key: str) -> Any:
    """Return the list under *key*; null means an empty one."""
    given = details.get(key)
    return () if given is None else given


def _row(check: Validator, path: str, given: Record) -> Row[Decimal]:
    return Row(
        *_product(check, path, given),
        check.maybe_count(f"{path}.minimum_quantity", given.get("minimum_quantity")),
        check.maybe_count(f"{path}.maximum_quantity", given.get("maximum_quantity")),
        check.maybe_amount(f"{path}.minimum_value", given.get("minimum_value")),
        check.maybe_amount(f"{path}.maximum_value", given.get("maximum_value")),
    )


def _product(
    check: Validator, path: str, given: Record
) -> tuple[str | None, str | None]:
    return (
        check.maybe_text(f"{path}.product_id", given.get("product_id")),
        check.maybe_text(f"{path}.variant_id", given.get("variant_id")),
    )


def _by_criterion(
    check: Validator,
    details: Record,
    read_row: Any,
    *more: str,
) -> tuple[Criterion, Any]:
    check.keys("details", details, ("spending_criteria_type", "products", *more))
    criterion = check.choice(
        "details.spending_criteria_type",
        details.get("spending_criteria_type"),
        Criterion,
    )
    rows = _some_rows(check, "details.products", details, A_ROW)
    # The criterion decides which edges a row has.
    if criterion != details.get("spending_criteria_type"):
        return criterion, ()
    return criterion, tuple(read_row(check, path, row, criterion) for path, row in rows)


def _some_rows(
    check: Validator, path: str, given: Record, expected: str
) -> list[tuple[str, Record]]:
    """Return the rows under the last key of *path*; there must be one."""
    key = path.rpartition(".")[2]
    found = _listed(given, key) if key == "products" else given.get(key)
    if found == ():
        check.add(path, "empty_target", [], expected=expected)
    return _rows(check, path, found)


def _edge(
    check: Validator, path: str, given: Record, by: Criterion, keys: tuple[str, str]
) -> int | Decimal:
    """Return the positive edge of a row, in units or money."""
    key = keys[by is Criterion.AMOUNT]
    value = given.get(key)
    if by is Criterion.QUANTITY:
        return check.count(f"{path}.{key}", value, low=1)
    return _positive(check, f"{path}.{key}", value)


def _positive(check: Validator, path: str, value: object) -> Decimal:
    before = len(check.found)
    found = check.amount(path, value)
    if len(check.found) == before and not found:
        check.add(path, "not_positive", value)
    return found


def _fixed_price_row(
    check: Validator, path: str, given: Record, by: Criterion
) -> FixedPriceRow[Decimal]:
    minimum: int | Decimal
    maximum: int | Decimal | None
    if by is Criterion.QUANTITY:
        keys = ("minimum_quantity", "maximum_quantity")
        minimum = check.count(f"{path}.{keys[0]}", given.get(keys[0]))
        maximum = check.maybe_count(f"{path}.{keys[1]}", given.get(keys[1]))
    else:
        keys = ("minimum_purchase_amount", "maximum_purchase_amount")
        minimum = _positive(check, f"{path}.{keys[0]}", given.get(keys[0]))
        maximum = check.maybe_amount(f"{path}.{keys[1]}", given.get(keys[1]))
    check.keys(path, given, ("product_id", "variant_id", "offer_price", *keys))
    price = given.get("offer_price")
    return FixedPriceRow(
        *_product(check, path, given),
        minimum,
        maximum,
        check.amount(f"{path}.offer_price", price),
    )


def _free_goods_row(
    check: Validator, path: str, given: Record, by: Criterion
) -> FreeGoodsRow[Decimal]:
    check.keys(path, given, ("product_id", "variant_id", "auto_scale", "slab", "slabs"))
    scaled = given.get("auto_scale")
    auto = scaled is not None and check.flag(f"{path}.auto_scale", scaled)
    read, odd = ("slab", "slabs") if auto else ("slabs", "slab")
    misplaced = given.get(odd) not in (None, ())
    if misplaced:
        hint = (
            "with auto_scale only 'slab' is read; drop this"
            if auto
            else "without auto_scale only 'slabs' are read; drop this"
        )
        check.add(f"{path}.{odd}", "unknown_key", given[odd], hint=hint)
    if misplaced and given.get(read) is None:
        slabs = []
    elif auto:
        only = check.mapping(f"{path}.slab", given.get("slab"))
        slabs = [] if only is None else [(f"{path}.slab", only)]
    else:
        slabs = _some_rows(check, f"{path}.slabs", given, "a slab")
    before = len(check.found)
    keys = ("buy_quantity", "minimum_purchase_amount")
    key = keys[by is Criterion.AMOUNT]
    found = []
    for inner, slab in slabs:
        check.keys(inner, slab, (key, "get_quantity", "condition"))
        if slab.get("condition") is not None:
            check.choice(f"{inner}.condition", slab["condition"], ("greater-or-equal",))
        found.append(
            FreeGoodsSlab(
                _edge(check, inner, slab, by, keys),
                check.count(f"{inner}.get_quantity", slab.get("get_quantity")),
            )
        )
    if len(check.found) == before:
        _distinct(check, f"{path}.slabs", key, [slab.minimum for slab in found])
    return FreeGoodsRow(*_product(check, path, given), auto, tuple(found))


def _distinct(check: Validator, path: str, key: str, edges: Sequence[object]) -> None:
    if len(set(edges)) < len(edges):
        check.add(path, "slab_order", edges, field=key)


_SIDE = ("product_id", "variant_id", "from_category_id")


def _buy_get_row(
    check: Validator, path: str, given: Record, by: Criterion
) -> BuyGetRow[Decimal]:
    keys = ("minimum_quantity", "minimum_purchase_amount")
    buy = tuple(f"buy_{key}" for key in _SIDE)
    get = tuple(f"get_{key}" for key in _SIDE)
    rest = ("get_quantity", "get_offer_type", "get_discount_percent")
    check.keys(path, given, (keys[by is Criterion.AMOUNT], *buy, *get, *rest))
    kind = given.get("get_offer_type")
    check.choice(f"{path}.get_offer_type", kind, ("discount", "free"))
    percent = HUNDRED
    off = given.get("get_discount_percent")
    if kind == "discount" and off is None:
        check.add(f"{path}.get_discount_percent", "percent_missing", None)
    elif off is not None:
        read = check.rate(f"{path}.get_discount_percent", off)
        percent = read if kind == "discount" else HUNDRED
    return BuyGetRow(
        _edge(check, path, given, by, keys),
        _choice(check, path, given, buy),
        _choice(check, path, given, get),
        check.count(
            f"{path}.get_quantity", given.get("get_quantity"), low=1, high=MAX_QUANTITY
        ),
        percent,
    )


def _choice(
    check: Validator, path: str, given: Record, keys: tuple[str, ...]
) -> Choice:
    found = Choice(*(check.maybe_text(f"{path}.{key}", given.get(key)) for key in keys))
    if found == Choice(None, None, None):
        check.add(path, "row_without_target", None, choices=", ".join(keys))
    return found


def _volume_based(check: Validator, details: Record) -> VolumeBased[Decimal]:
    check.keys("details", details, ("products", "maximum_discount_amount"))
    rows = []
    products = _some_rows(check, "details.products", details, A_ROW)
    for path, given in products:
        check.keys(path, given, ("product_id", "variant_id", "slabs"))
        slabs = []
        before = len(check.found)
        for inner, slab in _some_rows(check, f"{path}.slabs", given, "a slab"):
            check.keys(inner, slab, ("quantity", "condition", "discount_percent"))
            percent = slab.get("discount_percent")
            slabs.append(
                VolumeSlab(
                    check.count(f"{inner}.quantity", slab.get("quantity")),
                    check.choice(
                        f"{inner}.condition", slab.get("condition"), Condition
                    ),
                    _percent(check, f"{inner}.discount_percent", percent),
                )
            )
        edges = [(slab.quantity, slab.condition) for slab in slabs]
        if len(check.found) == before:
            _distinct(check, f"{path}.slabs", "quantity", edges)
        rows.append(VolumeRow(*_product(check, path, given), tuple(slabs)))
    most = details.get("maximum_discount_amount")
    return VolumeBased(
        tuple(rows), check.maybe_amount("details.maximum_discount_amount", most)
    )


__all__ = ["Amount", "Benefit", "Offer", "coupon", "promotion"]
