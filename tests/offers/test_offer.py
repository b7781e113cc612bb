# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Offers: every benefit is read, every impossible offer refused, none is changed."""

from __future__ import annotations

import pickle

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import CheckoutError, Offer, coupon, promotion
from checkout_core.offers import (
    MAX_ROWS,
    AcceleratedRewards,
    BuyGetRow,
    BuyXGetY,
    Choice,
    Condition,
    Criterion,
    FixedDiscount,
    FixedPrice,
    FixedPriceRow,
    FreeGoods,
    FreeGoodsRow,
    FreeGoodsSlab,
    FreeShipping,
    FundedBy,
    Limits,
    PercentageDiscount,
    Priority,
    Row,
    Scope,
    Target,
    VolumeBased,
    VolumeRow,
    VolumeSlab,
)
from checkout_core.values import thawed
from checkout_core.wire.offers import read_coupon, read_promotion
from tests.factories.faults import faults_of


TEN: dict[str, Any] = {"discount_type": "percentage", "discount_percent": 10}
BY_QUANTITY = {"spending_criteria_type": "minimum-quantity"}
BY_AMOUNT = {"spending_criteria_type": "minimum-purchase-amount"}
EVERY: Target[Decimal] = Target(Scope.ALL, (Row(),), ())

BENEFITS: list[tuple[str, dict[str, Any], str | None, Any, str]] = [
    # type, details, applies_to_product, the benefit, the scope it shows
    ("discount", TEN, "all", PercentageDiscount(Decimal(10), None, EVERY), "cart"),
    (
        "discount",
        {
            **TEN,
            "discount_percent": "12.50",
            "maximum_discount_amount": "100.00",
            "products": [
                {
                    "product_id": None,
                    "variant_id": None,
                    "minimum_quantity": 2,
                    "maximum_quantity": 5,
                    "minimum_value": "100",
                    "maximum_value": "1000",
                }
            ],
            "category_id": [],
        },
        "all",
        PercentageDiscount(
            Decimal("12.5"),
            Decimal(100),
            Target(
                Scope.ALL,
                (
                    Row(
                        minimum_quantity=2,
                        maximum_quantity=5,
                        minimum_value=Decimal(100),
                        maximum_value=Decimal(1000),
                    ),
                ),
                (),
            ),
        ),
        "cart",
    ),
    (
        "discount",
        {**TEN, "products": [{"product_id": "tee"}, {"variant_id": "m"}, {}]},
        "product",
        PercentageDiscount(
            Decimal(10),
            None,
            Target(
                Scope.PRODUCT, (Row(product_id="tee"), Row(variant_id="m"), Row()), ()
            ),
        ),
        "product",
    ),
    (
        "discount",
        {**TEN, "category_id": ["a", "b"], "products": None},
        "category",
        PercentageDiscount(
            Decimal(10), None, Target(Scope.CATEGORY, (Row(),), ("a", "b"))
        ),
        "category",
    ),
    (
        "discount",
        {"discount_type": "fixed-amount", "fixed_discount_amount": "99.50"},
        "all",
        FixedDiscount(Decimal("99.50"), EVERY),
        "cart",
    ),
    (
        "fixed-price",
        {
            **BY_QUANTITY,
            "products": [
                {
                    "product_id": "tee",
                    "minimum_quantity": 2,
                    "maximum_quantity": 4,
                    "offer_price": "400",
                },
                {"variant_id": "m", "minimum_quantity": 0, "offer_price": 0},
            ],
        },
        None,
        FixedPrice(
            Criterion.QUANTITY,
            (
                FixedPriceRow("tee", None, 2, 4, Decimal(400)),
                FixedPriceRow(None, "m", 0, None, Decimal(0)),
            ),
        ),
        "product",
    ),
    (
        "fixed-price",
        {
            **BY_AMOUNT,
            "products": [
                {
                    "product_id": "tee",
                    "minimum_purchase_amount": "500",
                    "maximum_purchase_amount": "900.50",
                    "offer_price": "400",
                }
            ],
        },
        "product",
        FixedPrice(
            Criterion.AMOUNT,
            (
                FixedPriceRow(
                    "tee", None, Decimal(500), Decimal("900.50"), Decimal(400)
                ),
            ),
        ),
        "product",
    ),
    (
        "free-goods",
        {
            **BY_QUANTITY,
            "products": [
                {
                    "product_id": "tee",
                    "auto_scale": True,
                    "slab": {
                        "buy_quantity": 3,
                        "get_quantity": 1,
                        "condition": "greater-or-equal",
                    },
                },
                {
                    "product_id": "mug",
                    "auto_scale": False,
                    "slabs": [
                        {"buy_quantity": 2, "get_quantity": 0},
                        {"buy_quantity": 5, "get_quantity": 2},
                    ],
                },
            ],
        },
        "product",
        FreeGoods(
            Criterion.QUANTITY,
            (
                FreeGoodsRow("tee", None, True, (FreeGoodsSlab(3, 1),)),
                FreeGoodsRow(
                    "mug", None, False, (FreeGoodsSlab(2, 0), FreeGoodsSlab(5, 2))
                ),
            ),
        ),
        "product",
    ),
    (
        "free-goods",
        {
            **BY_AMOUNT,
            "products": [
                {"slabs": [{"minimum_purchase_amount": "99.5", "get_quantity": 1}]}
            ],
        },
        None,
        FreeGoods(
            Criterion.AMOUNT,
            (FreeGoodsRow(None, None, False, (FreeGoodsSlab(Decimal("99.5"), 1),)),),
        ),
        "product",
    ),
    ("free-shipping", {}, None, FreeShipping(), "shipping"),
    (
        "buy-x-get-y",
        {
            **BY_QUANTITY,
            "maximum_discount_amount": 500,
            "products": [
                {
                    "minimum_quantity": 2,
                    "buy_product_id": "tee",
                    "get_from_category_id": "mugs",
                    "get_quantity": 1,
                    "get_offer_type": "discount",
                    "get_discount_percent": "50",
                },
                {
                    "minimum_quantity": 1,
                    "buy_variant_id": "m",
                    "get_variant_id": "s",
                    "get_quantity": 2,
                    "get_offer_type": "free",
                    "get_discount_percent": 30,
                },
            ],
        },
        "product",
        BuyXGetY(
            Criterion.QUANTITY,
            (
                BuyGetRow(
                    2,
                    Choice("tee", None, None),
                    Choice(None, None, "mugs"),
                    1,
                    Decimal(50),
                ),
                BuyGetRow(
                    1, Choice(None, "m", None), Choice(None, "s", None), 2, Decimal(100)
                ),
            ),
            Decimal(500),
        ),
        "product",
    ),
    (
        "buy-x-get-y",
        {
            **BY_AMOUNT,
            "products": [
                {
                    "minimum_purchase_amount": "999.00",
                    "buy_product_id": "tee",
                    "buy_from_category_id": "sale",
                    "get_product_id": "mug",
                    "get_quantity": 1,
                    "get_offer_type": "free",
                }
            ],
        },
        None,
        BuyXGetY(
            Criterion.AMOUNT,
            (
                BuyGetRow(
                    Decimal(999),
                    Choice("tee", None, "sale"),
                    Choice("mug", None, None),
                    1,
                    Decimal(100),
                ),
            ),
            None,
        ),
        "product",
    ),
    (
        "volume-based",
        {
            "maximum_discount_amount": "100",
            "products": [
                {
                    "product_id": "tee",
                    "slabs": [
                        {
                            "quantity": 5,
                            "condition": "less-or-equal",
                            "discount_percent": 5,
                        },
                        {"quantity": 5, "condition": "greater", "discount_percent": 10},
                    ],
                }
            ],
        },
        None,
        VolumeBased(
            (
                VolumeRow(
                    "tee",
                    None,
                    (
                        VolumeSlab(5, Condition.LESS_OR_EQUAL, Decimal(5)),
                        VolumeSlab(5, Condition.GREATER, Decimal(10)),
                    ),
                ),
            ),
            Decimal(100),
        ),
        "product",
    ),
    (
        "accelerated-rewards",
        {"bonus_loyalty_point": 50, "products": [{"product_id": "tee"}]},
        "product",
        AcceleratedRewards(50, Target(Scope.PRODUCT, (Row(product_id="tee"),), ())),
        "product",
    ),
    (
        "accelerated-rewards",
        {"bonus_loyalty_point": 0, "category_id": ["a"]},
        "category",
        AcceleratedRewards(0, Target(Scope.CATEGORY, (Row(),), ("a",))),
        "category",
    ),
]

NAMES = [f"{row[0]}-{at}" for at, row in enumerate(BENEFITS)]


def vendor(
    kind: str, offer_type: str, details: Any, scope: str | None
) -> dict[str, Any]:
    """Return the vendor's object with what every offer has."""
    together = {
        "promotion": "can_be_used_with_other_promotion",
        "coupon": "can_be_used_with_promotion",
    }
    found: dict[str, Any] = {
        "id": "o1",
        f"{kind}_type": offer_type,
        together[kind]: True,
        "details": details,
    }
    if scope is not None:
        found["applies_to_product"] = scope
    if kind == "coupon":
        found["coupon_code"] = ["SAVE"]
    return found


@pytest.mark.parametrize(
    ("offer_type", "details", "scope", "benefit", "shown"), BENEFITS, ids=NAMES
)
def test_a_coupon_gives_every_benefit(
    offer_type: str,
    details: dict[str, Any],
    scope: str | None,
    benefit: Any,
    shown: str,
) -> None:
    """The vendor's details are one of eight nouns, with exact values."""
    offer = read_coupon(vendor("coupon", offer_type, details, scope))

    assert (benefit, shown, offer_type) == (offer.benefit, offer.scope, offer.type)


ONLY_COUPONS = ("fixed-price", "accelerated-rewards")
GIVEN = [row for row in BENEFITS if row[0] not in ONLY_COUPONS]


@pytest.mark.parametrize(
    ("offer_type", "details", "scope", "benefit", "shown"),
    GIVEN,
    ids=[name for name in NAMES if not name.startswith(ONLY_COUPONS)],
)
def test_a_promotion_gives_six_of_them(
    offer_type: str,
    details: dict[str, Any],
    scope: str | None,
    benefit: Any,
    shown: str,
) -> None:
    """Promotions read as coupons do."""
    offer = read_promotion(vendor("promotion", offer_type, details, scope))

    assert (benefit, shown, offer_type) == (offer.benefit, offer.scope, offer.type)


@pytest.mark.parametrize(
    ("offer_type", "details", "scope"), [row[:3] for row in BENEFITS], ids=NAMES
)
def test_an_offer_keeps_the_vendors_object(
    offer_type: str, details: dict[str, Any], scope: str | None
) -> None:
    """What was read is written back unchanged."""
    given = vendor("coupon", offer_type, details, scope)

    assert given == thawed(read_coupon(given).document)


@pytest.mark.parametrize(
    ("offer_type", "details", "scope"), [row[:3] for row in BENEFITS], ids=NAMES
)
def test_an_offer_can_be_pickled(
    offer_type: str, details: dict[str, Any], scope: str | None
) -> None:
    """A pickled offer is equal, and so is its hash."""
    offer = read_coupon(vendor("coupon", offer_type, details, scope))
    copied = pickle.loads(pickle.dumps(offer))

    assert (offer, hash(offer)) == (copied, hash(copied))


def test_an_offer_is_frozen() -> None:
    """No field of an offer can be set."""
    offer: Any = promotion("o1", "free-shipping")
    for each in attrs.fields(Offer):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(offer, each.name, None)


FULL: dict[str, Any] = {
    "id": "o1",
    "name": "Ten off",
    "description": "All of it",
    "tags": ["sale"],
    "redemption_limits": {
        "total_redemptions": 100,
        "per_customer_redemptions": 0,
        "per_coupon_code_redemptions": None,
    },
    "redemption_count": 7,
    "minimum_order_total": "500.00",
    "starts_at": "2026-11-22T12:00:00+05:30",
    "expires_at": "2026-11-22T06:30:00Z",
    "details": TEN,
    "applies_to_product": "all",
    "coupon_type": "discount",
    "coupon_code": ["SAVE", " spare "],
    "application_rules": {
        "max_applicable_items": 3,
        "application_priority": "most_expensive_first",
    },
    "can_be_used_with_promotion": False,
    "x_checkout_core": {"funded_by": "brand"},
}


def test_an_offer_keeps_everything_it_is_given() -> None:
    """Each key of the vendor's object has its field."""
    found = attrs.asdict(read_coupon(FULL), recurse=False)
    del found["benefit"], found["document"]
    noon = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)

    assert {
        "kind": "coupon",
        "id": "o1",
        "name": "Ten off",
        "type": "discount",
        "starts_at": noon,
        "expires_at": noon,
        "minimum_order_total": Decimal(500),
        "limits": Limits(100, 0, None),
        "redemption_count": 7,
        "combinable": False,
        "codes": ("SAVE", " spare "),
        "priority": Priority.MOST_EXPENSIVE_FIRST,
        "max_applicable_items": 3,
        "funded_by": FundedBy.BRAND,
        "group": None,
        "conditions": None,
        "exclude": None,
    } == found


def test_an_offer_has_a_default_for_everything_else() -> None:
    """Id, type and details make a promotion."""
    found = attrs.asdict(promotion("o1", "free-shipping"), recurse=False)
    del found["document"]

    assert {
        "kind": "promotion",
        "id": "o1",
        "name": "o1",
        "type": "free-shipping",
        "benefit": FreeShipping(),
        "starts_at": None,
        "expires_at": None,
        "minimum_order_total": Decimal(0),
        "limits": Limits(),
        "redemption_count": 0,
        "combinable": True,
        "codes": (),
        "priority": Priority.CHEAPEST_FIRST,
        "max_applicable_items": None,
        "funded_by": FundedBy.SELLER,
        "group": None,
        "conditions": None,
        "exclude": None,
    } == found


NULLS = [
    "name",
    "description",
    "tags",
    "redemption_limits",
    "redemption_count",
    "minimum_order_total",
    "starts_at",
    "expires_at",
    "application_rules",
    "x_checkout_core",
]


@pytest.mark.parametrize("key", NULLS)
def test_null_stands_for_the_default(key: str) -> None:
    """A null is as good as an absent key, and is kept in the document."""
    absent = {name: value for name, value in FULL.items() if name != key}
    one, two = read_coupon({**FULL, key: None}), read_coupon(absent)

    assert (two, {**FULL, key: None}) == (
        attrs.evolve(one, document=two.document),
        thawed(one.document),
    )


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, (Priority.CHEAPEST_FIRST, None)),
        ({"max_applicable_items": 0}, (Priority.CHEAPEST_FIRST, 0)),
        ({"application_priority": "first_added"}, (Priority.FIRST_ADDED, None)),
        ({"application_priority": None}, (Priority.CHEAPEST_FIRST, None)),
    ],
    ids=str,
)
def test_application_rules_may_be_partial(
    rules: dict[str, Any], expected: tuple[Priority, int | None]
) -> None:
    """What a rule leaves open has its default."""
    offer = read_coupon({**FULL, "application_rules": rules})

    assert expected == (offer.priority, offer.max_applicable_items)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, "seller"),
        ({"funded_by": None}, "seller"),
        ({"funded_by": "seller"}, "seller"),
        ({"funded_by": "platform"}, "platform"),
    ],
    ids=str,
)
def test_who_funds_an_offer(own: dict[str, Any], expected: str) -> None:
    """The seller, unless our own key says otherwise."""
    assert expected == read_coupon({**FULL, "x_checkout_core": own}).funded_by


def test_functions_and_documents_make_the_same_offer() -> None:
    """JSON is one way to spell an offer, Python another."""
    rest = {
        key: value
        for key, value in FULL.items()
        if key not in {"id", "coupon_type", "coupon_code", "details"}
    }

    assert (
        read_coupon(FULL),
        read_promotion(vendor("promotion", "discount", TEN, "all")),
    ) == (
        coupon("o1", "discount", ["SAVE", " spare "], TEN, **rest),
        promotion("o1", "discount", TEN, applies_to_product="all"),
    )


def buy_get(**fields: Any) -> dict[str, Any]:
    """Return details of one buy-x-get-y row that is right but for *fields*."""
    row = {
        "minimum_quantity": 2,
        "buy_product_id": "tee",
        "get_product_id": "tee",
        "get_quantity": 1,
        "get_offer_type": "free",
    }
    return {**BY_QUANTITY, "products": [{**row, **fields}]}


def volume(*slabs: Any) -> dict[str, Any]:
    """Return details of one volume-based row."""
    return {"products": [{"product_id": "tee", "slabs": list(slabs)}]}


def slab(quantity: Any = 1, condition: Any = "greater", percent: Any = 5) -> Any:
    """Return one slab of a volume-based row."""
    return {"quantity": quantity, "condition": condition, "discount_percent": percent}


def free(by: dict[str, Any], **row: Any) -> dict[str, Any]:
    """Return details of one free-goods row."""
    return {**by, "products": [row]}


def priced(by: dict[str, Any], **row: Any) -> dict[str, Any]:
    """Return details of one fixed-price row."""
    return {**by, "products": [{"product_id": "tee", "offer_price": 1, **row}]}


ROWS = "details.products"
ROW = "details.products[0]"

BAD_DETAILS: list[tuple[str, Any, str | None, list[tuple[str, str]]]] = [
    # A percentage or an amount.
    (
        "discount",
        {**TEN, "discount_percent": 101},
        "all",
        [("details.discount_percent", "rate_out_of_range")],
    ),
    (
        "discount",
        {**TEN, "discount_percent": "-1"},
        "all",
        [("details.discount_percent", "rate_out_of_range")],
    ),
    (
        "discount",
        {"discount_type": "percentage"},
        "all",
        [("details.discount_percent", "required")],
    ),
    (
        "discount",
        {**TEN, "maximum_discount_amount": -5},
        "all",
        [("details.maximum_discount_amount", "negative")],
    ),
    (
        "discount",
        {"discount_type": "fixed-amount"},
        "all",
        [("details.fixed_discount_amount", "required")],
    ),
    (
        "discount",
        {"discount_type": "fixed-amount", "fixed_discount_amount": "-1"},
        "all",
        [("details.fixed_discount_amount", "negative")],
    ),
    (
        "discount",
        {
            "discount_type": "fixed-amount",
            "fixed_discount_amount": 1,
            "discount_percent": 5,
        },
        "all",
        [("details.discount_percent", "unknown_key")],
    ),
    (
        "discount",
        {"discount_percent": 10},
        "all",
        [("details.discount_type", "required")],
    ),
    (
        "discount",
        {**TEN, "discount_type": "half"},
        "all",
        [("details.discount_type", "not_a_choice")],
    ),
    # Targets.
    ("discount", TEN, None, [("applies_to_product", "required")]),
    ("discount", TEN, "brand", [("applies_to_product", "not_a_choice")]),
    ("discount", TEN, "product", [(ROWS, "empty_target")]),
    ("discount", {**TEN, "products": []}, "product", [(ROWS, "empty_target")]),
    ("discount", TEN, "category", [("details.category_id", "empty_target")]),
    (
        "discount",
        {**TEN, "category_id": [""]},
        "category",
        [("details.category_id[0]", "empty_text")],
    ),
    (
        "discount",
        {**TEN, "products": [{"product_id": "tee"}]},
        "all",
        [(ROW, "row_names_target")],
    ),
    (
        "discount",
        {**TEN, "products": [{"variant_id": "m"}]},
        "all",
        [(ROW, "row_names_target")],
    ),
    (
        "discount",
        {**TEN, "products": [{}, {"product_id": "tee"}], "category_id": ["a"]},
        "category",
        [(f"{ROWS}[1]", "row_names_target")],
    ),
    ("discount", {**TEN, "products": ["tee"]}, "all", [(ROW, "wrong_type")]),
    (
        "discount",
        {**TEN, "products": [{}] * (MAX_ROWS + 1)},
        "all",
        [(ROWS, "too_many")],
    ),
    (
        "discount",
        {**TEN, "category_id": ["a"] * (MAX_ROWS + 1)},
        "category",
        [("details.category_id", "too_many")],
    ),
    (
        "discount",
        {
            **TEN,
            "products": [
                {
                    "minimum_quantity": -1,
                    "maximum_quantity": "5",
                    "minimum_value": -1,
                    "maximum_value": 1,
                    "sku": 1,
                }
            ],
        },
        "all",
        [
            (f"{ROW}.sku", "unknown_key"),
            (f"{ROW}.minimum_quantity", "count_out_of_range"),
            (f"{ROW}.maximum_quantity", "bad_count"),
            (f"{ROW}.minimum_value", "negative"),
        ],
    ),
    # Rewards reach products or categories, never all.
    (
        "accelerated-rewards",
        {"bonus_loyalty_point": 5},
        "all",
        [("applies_to_product", "not_a_choice")],
    ),
    (
        "accelerated-rewards",
        {"category_id": ["a"]},
        "category",
        [("details.bonus_loyalty_point", "required")],
    ),
    (
        "accelerated-rewards",
        {"category_id": ["a"], "bonus_loyalty_point": -1},
        "category",
        [("details.bonus_loyalty_point", "count_out_of_range")],
    ),
    # Rows by quantity or amount.
    (
        "fixed-price",
        {},
        None,
        [("details.spending_criteria_type", "required"), (ROWS, "empty_target")],
    ),
    ("fixed-price", {**BY_QUANTITY, "products": []}, None, [(ROWS, "empty_target")]),
    (
        "fixed-price",
        {
            "spending_criteria_type": "weight",
            "products": [{"minimum_quantity": 1, "offer_price": 1}],
        },
        None,
        [("details.spending_criteria_type", "not_a_choice")],
    ),
    (
        "fixed-price",
        priced(BY_QUANTITY, minimum_quantity=1),
        "all",
        [("applies_to_product", "not_a_choice")],
    ),
    (
        "fixed-price",
        priced(BY_QUANTITY),
        None,
        [(f"{ROW}.minimum_quantity", "required")],
    ),
    (
        "fixed-price",
        priced(BY_QUANTITY, minimum_quantity=-1),
        None,
        [(f"{ROW}.minimum_quantity", "count_out_of_range")],
    ),
    (
        "fixed-price",
        priced(BY_QUANTITY, minimum_quantity=1, offer_price=None),
        None,
        [(f"{ROW}.offer_price", "required")],
    ),
    (
        "fixed-price",
        priced(BY_QUANTITY, minimum_quantity=1, offer_price="-1"),
        None,
        [(f"{ROW}.offer_price", "negative")],
    ),
    (
        "fixed-price",
        priced(BY_QUANTITY, minimum_quantity=1, product_id=5),
        None,
        [(f"{ROW}.product_id", "wrong_type")],
    ),
    (
        "fixed-price",
        priced(BY_QUANTITY, minimum_quantity=1, minimum_purchase_amount=1),
        None,
        [(f"{ROW}.minimum_purchase_amount", "unknown_key")],
    ),
    (
        "fixed-price",
        priced(BY_AMOUNT, minimum_purchase_amount=0),
        None,
        [(f"{ROW}.minimum_purchase_amount", "not_positive")],
    ),
    (
        "fixed-price",
        priced(BY_AMOUNT, minimum_purchase_amount="-1"),
        None,
        [(f"{ROW}.minimum_purchase_amount", "negative")],
    ),
    (
        "fixed-price",
        priced(BY_AMOUNT),
        None,
        [(f"{ROW}.minimum_purchase_amount", "required")],
    ),
    # Free goods.
    (
        "free-goods",
        free(BY_QUANTITY),
        None,
        [(f"{ROW}.slabs", "required")],
    ),
    (
        "free-goods",
        free(BY_QUANTITY, slabs=[]),
        None,
        [(f"{ROW}.slabs", "empty_target")],
    ),
    (
        "free-goods",
        free(BY_QUANTITY, auto_scale=1, slabs=[{"buy_quantity": 1, "get_quantity": 1}]),
        None,
        [(f"{ROW}.auto_scale", "wrong_type")],
    ),
    (
        "free-goods",
        free(
            BY_QUANTITY, auto_scale=True, slab={"buy_quantity": 0, "get_quantity": -1}
        ),
        None,
        [
            (f"{ROW}.slab.buy_quantity", "count_out_of_range"),
            (f"{ROW}.slab.get_quantity", "count_out_of_range"),
        ],
    ),
    (
        "free-goods",
        free(
            BY_QUANTITY,
            slabs=[
                {"buy_quantity": 2, "get_quantity": 1},
                {"buy_quantity": 2, "get_quantity": 2},
            ],
        ),
        None,
        [(f"{ROW}.slabs", "slab_order")],
    ),
    (
        "free-goods",
        free(
            BY_AMOUNT,
            slabs=[
                {"minimum_purchase_amount": 2, "get_quantity": 1},
                {"minimum_purchase_amount": "2.00", "get_quantity": 2},
            ],
        ),
        None,
        [(f"{ROW}.slabs", "slab_order")],
    ),
    (
        "free-goods",
        free(BY_AMOUNT, slabs=[{"minimum_purchase_amount": 0, "get_quantity": 1}]),
        None,
        [(f"{ROW}.slabs[0].minimum_purchase_amount", "not_positive")],
    ),
    (
        "free-goods",
        free(
            BY_QUANTITY,
            slabs=[{"buy_quantity": 2, "get_quantity": 1, "condition": "greater"}],
        ),
        None,
        [(f"{ROW}.slabs[0].condition", "not_a_choice")],
    ),
    (
        "free-goods",
        free(BY_QUANTITY, slabs=[{"buy_quantity": 2}]),
        None,
        [(f"{ROW}.slabs[0].get_quantity", "required")],
    ),
    # Buy x, get y.
    (
        "buy-x-get-y",
        buy_get(minimum_quantity=0),
        None,
        [(f"{ROW}.minimum_quantity", "count_out_of_range")],
    ),
    (
        "buy-x-get-y",
        buy_get(get_quantity=0),
        None,
        [(f"{ROW}.get_quantity", "count_out_of_range")],
    ),
    (
        "buy-x-get-y",
        buy_get(get_quantity=1_000_001),
        None,
        [(f"{ROW}.get_quantity", "count_out_of_range")],
    ),
    ("buy-x-get-y", buy_get(buy_product_id=None), None, [(ROW, "row_without_target")]),
    ("buy-x-get-y", buy_get(get_product_id=None), None, [(ROW, "row_without_target")]),
    (
        "buy-x-get-y",
        buy_get(buy_product_id=None, get_product_id=None),
        None,
        [(ROW, "row_without_target"), (ROW, "row_without_target")],
    ),
    (
        "buy-x-get-y",
        buy_get(get_offer_type="gift", get_discount_percent=5),
        None,
        [(f"{ROW}.get_offer_type", "not_a_choice")],
    ),
    (
        "buy-x-get-y",
        buy_get(get_offer_type="discount"),
        None,
        [(f"{ROW}.get_discount_percent", "percent_missing")],
    ),
    (
        "buy-x-get-y",
        buy_get(get_offer_type="discount", get_discount_percent=101),
        None,
        [(f"{ROW}.get_discount_percent", "rate_out_of_range")],
    ),
    (
        "buy-x-get-y",
        buy_get(get_discount_percent="x"),
        None,
        [(f"{ROW}.get_discount_percent", "bad_rate")],
    ),
    (
        "buy-x-get-y",
        {**buy_get(), "maximum_discount_amount": "-1"},
        None,
        [("details.maximum_discount_amount", "negative")],
    ),
    (
        "buy-x-get-y",
        {**buy_get(), "maximum": 1},
        None,
        [("details.maximum", "unknown_key")],
    ),
    # By volume.
    ("volume-based", {"products": []}, None, [(ROWS, "empty_target")]),
    ("volume-based", volume(), None, [(f"{ROW}.slabs", "empty_target")]),
    ("volume-based", volume(slab(), slab()), None, [(f"{ROW}.slabs", "slab_order")]),
    (
        "volume-based",
        volume(slab(percent=None)),
        None,
        [(f"{ROW}.slabs[0].discount_percent", "required")],
    ),
    (
        "volume-based",
        volume(slab(percent=101)),
        None,
        [(f"{ROW}.slabs[0].discount_percent", "rate_out_of_range")],
    ),
    (
        "volume-based",
        volume(slab(quantity=-1)),
        None,
        [(f"{ROW}.slabs[0].quantity", "count_out_of_range")],
    ),
    (
        "volume-based",
        volume(slab(condition="equal")),
        None,
        [(f"{ROW}.slabs[0].condition", "not_a_choice")],
    ),
    (
        "volume-based",
        {**volume(slab()), "maximum_discount_amount": "x"},
        None,
        [("details.maximum_discount_amount", "bad_amount")],
    ),
    # No details.
    ("discount", None, "all", [("details", "required")]),
    (
        "discount",
        [],
        "all",
        [("details", "wrong_type")],
    ),
]


@pytest.mark.parametrize(
    ("offer_type", "details", "scope", "expected"),
    BAD_DETAILS,
    ids=[f"{row[0]}-{row[3][0][1]}-{at}" for at, row in enumerate(BAD_DETAILS)],
)
def test_an_impossible_benefit_is_refused(
    offer_type: str, details: Any, scope: str | None, expected: list[tuple[str, str]]
) -> None:
    """Path and code say what cannot be."""
    found = faults_of(lambda: read_coupon(vendor("coupon", offer_type, details, scope)))

    assert sorted(expected) == sorted(found)


BAD_COUPONS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"id": None}, [("id", "required")]),
    ({"id": ""}, [("id", "empty_text")]),
    ({"id": 5}, [("id", "wrong_type")]),
    ({"name": "x" * 10_001}, [("name", "too_long")]),
    ({"description": 5}, [("description", "wrong_type")]),
    ({"tags": "sale"}, [("tags", "wrong_type")]),
    ({"coupon_type": None, "applies_to_product": None}, [("coupon_type", "required")]),
    (
        {"coupon_type": "gift", "applies_to_product": None},
        [("coupon_type", "not_a_choice")],
    ),
    (
        {"coupon_type": {}, "applies_to_product": None},
        [("coupon_type", "not_a_choice")],
    ),
    (
        {"can_be_used_with_promotion": None},
        [("can_be_used_with_promotion", "required")],
    ),
    ({"can_be_used_with_promotion": 1}, [("can_be_used_with_promotion", "wrong_type")]),
    ({"starts_at": "2026-11-22"}, [("starts_at", "bad_time")]),
    ({"starts_at": "2026-11-22T12:00:00"}, [("starts_at", "naive_time")]),
    ({"expires_at": "2026-11-22T12:00:00"}, [("expires_at", "naive_time")]),
    ({"expires_at": "2026-11-22T06:29:59Z"}, [("expires_at", "window_reversed")]),
    ({"minimum_order_total": "-1"}, [("minimum_order_total", "negative")]),
    ({"redemption_count": -1}, [("redemption_count", "count_out_of_range")]),
    ({"redemption_limits": 5}, [("redemption_limits", "wrong_type")]),
    (
        {"redemption_limits": {"total_redemptions": -1, "per_user": 1}},
        [
            ("redemption_limits.per_user", "unknown_key"),
            ("redemption_limits.total_redemptions", "count_out_of_range"),
        ],
    ),
    ({"coupon_code": None}, [("coupon_code", "required")]),
    ({"coupon_code": "SAVE"}, [("coupon_code", "wrong_type")]),
    ({"coupon_code": ["A", ""]}, [("coupon_code[1]", "empty_text")]),
    ({"coupon_code": [" \t"]}, [("coupon_code[0]", "empty_text")]),
    ({"coupon_code": ["x" * 256]}, [("coupon_code[0]", "too_long")]),
    ({"coupon_code": ["x"] * (MAX_ROWS + 1)}, [("coupon_code", "too_many")]),
    ({"application_rules": []}, [("application_rules", "wrong_type")]),
    (
        {
            "application_rules": {
                "max_applicable_items": -1,
                "application_priority": "x",
            }
        },
        [
            ("application_rules.max_applicable_items", "count_out_of_range"),
            ("application_rules.application_priority", "not_a_choice"),
        ],
    ),
    ({"application_rules": {"max": 1}}, [("application_rules.max", "unknown_key")]),
    ({"x_checkout_core": 5}, [("x_checkout_core", "wrong_type")]),
    (
        {"x_checkout_core": {"funded_by": "me"}},
        [("x_checkout_core.funded_by", "not_a_choice")],
    ),
    ({"x_checkout_core": {"paid_by": 1}}, [("x_checkout_core.paid_by", "unknown_key")]),
    ({"promotion_type": "discount"}, [("promotion_type", "unknown_key")]),
    ({"coupon_codes": []}, [("coupon_codes", "unknown_key")]),
]


@pytest.mark.parametrize(
    ("fields", "expected"), BAD_COUPONS, ids=[str(row[0])[:50] for row in BAD_COUPONS]
)
def test_an_impossible_coupon_is_refused(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Path and code say what cannot be."""
    assert expected == faults_of(lambda: read_coupon({**FULL, **fields}))


@pytest.mark.parametrize("offer_type", ONLY_COUPONS)
def test_a_promotion_cannot_give_a_coupons_benefit(offer_type: str) -> None:
    """Fixed prices and rewards need a code."""
    at = next(row for row in BENEFITS if row[0] == offer_type)

    assert [("promotion_type", "wrong_benefit")] == faults_of(
        lambda: read_promotion(vendor("promotion", *at[:3]))
    )


def test_the_wrong_benefit_is_named() -> None:
    """The message says what a promotion can give instead."""
    at = next(row for row in BENEFITS if row[0] == "fixed-price")
    with pytest.raises(CheckoutError) as caught:
        read_promotion(vendor("promotion", *at[:3]))

    assert (
        "a promotion cannot give 'fixed-price'; use one of discount, free-goods,"
        " free-shipping, buy-x-get-y, volume-based"
    ) == caught.value.faults[0].message


@pytest.mark.parametrize("read", [read_promotion, read_coupon])
@pytest.mark.parametrize("given", [None, [], "free-shipping", 5], ids=str)
def test_an_offer_is_an_object(read: Callable[[Any], Offer], given: Any) -> None:
    """Nothing else is read."""
    assert [("", "wrong_type")] == faults_of(lambda: read(given))


def test_unknown_keys_may_be_ignored_and_are_kept() -> None:
    """A lenient reader passes over them at every depth and writes them back."""
    given = {**FULL, "colour": "red", "details": {**TEN, "shade": "dark"}}

    assert given == thawed(read_coupon(given, lenient=True).document)


def test_what_a_row_names_is_shown() -> None:
    """A row that only names a variant is refused by that name."""
    document = {
        "id": "o",
        "promotion_type": "discount",
        "can_be_used_with_other_promotion": True,
        "applies_to_product": "all",
        "details": {**TEN, "products": [{"variant_id": "medium"}]},
    }

    with pytest.raises(CheckoutError) as caught:
        read_promotion(document)

    (fault,) = caught.value.faults
    assert "'medium'" in str(fault)


def test_many_faults_of_an_offer_are_told_together() -> None:
    """One error lists what is wrong with a promotion, in one go."""
    assert {
        ("promotion_type", "required"),
        ("can_be_used_with_other_promotion", "required"),
        ("id", "required"),
        ("starts_at", "bad_time"),
        ("details", "required"),
        ("typo", "unknown_key"),
    } == set(faults_of(lambda: read_promotion({"starts_at": "x", "typo": 1})))


def test_as_many_rows_as_the_limit() -> None:
    """The limit belongs to what is allowed."""
    details = {**TEN, "products": [{"product_id": "tee"}] * MAX_ROWS}
    offer = promotion("o1", "discount", details, applies_to_product="product")

    assert isinstance(offer.benefit, PercentageDiscount)
    assert MAX_ROWS == len(offer.benefit.target.rows)


def test_an_offer_of_a_hundred_percent() -> None:
    """Everything off is allowed."""
    details = {**TEN, "discount_percent": "100.000000"}
    offer = promotion("o1", "discount", details, applies_to_product="all")

    assert PercentageDiscount(Decimal(100), None, EVERY) == offer.benefit


SLAB = {"buy_quantity": 2, "get_quantity": 1, "condition": "greater-or-equal"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"auto_scale": True, "slab": SLAB, "slabs": [SLAB]}, [".slabs"]),
        ({"slabs": [SLAB], "slab": SLAB}, [".slab"]),
        ({"slab": SLAB}, [".slab"]),
        (
            {"slabs": [{**SLAB, "get_quantity": -1}], "slab": SLAB},
            [".slab", ".slabs[0].get_quantity"],
        ),
    ],
    ids=["slabs beside auto_scale", "a slab without it", "alone", "and a bad one"],
)
def test_a_slab_beside_those_that_are_read(
    row: dict[str, Any], expected: list[str]
) -> None:
    """It is refused, and hides nothing of the others."""
    details = {
        "spending_criteria_type": "minimum-quantity",
        "products": [{"product_id": "A", "variant_id": None, **row}],
    }
    with pytest.raises(CheckoutError) as caught:
        promotion("p", "free-goods", details, applies_to_product="product")

    assert [f"details.products[0]{each}" for each in expected] == [
        each.path for each in caught.value.faults
    ]
