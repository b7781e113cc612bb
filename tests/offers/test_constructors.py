# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Offers written in Python: the vendor's objects they are, and what they refuse."""

from __future__ import annotations

import pickle
import warnings

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Cart, Line, Store, coupon, promotion, quote
from checkout_core import offers as room
from checkout_core.offers import (
    EVERYTHING,
    Choice,
    Gift,
    Selector,
    above,
    amount_off,
    bonus_points,
    buy_x_get_y,
    categories,
    fixed_price,
    free_goods,
    free_shipping,
    percentage_off,
    products,
    row,
    up_to,
    variants,
    volume_based,
)
from checkout_core.testing import strategies as ours
from checkout_core.values import thawed
from checkout_core.wire import read_coupon, read_promotion
from tests.factories.faults import faults_of


UNITS = {"spending_criteria_type": "minimum-quantity"}
MONEY = {"spending_criteria_type": "minimum-purchase-amount"}
PRODUCT = {"applies_to_product": "product"}

#: A gift, the vendor's type, and what stands in the vendor's object.
WRITTEN: list[tuple[Gift, str, dict[str, Any]]] = [
    (
        percentage_off(10),
        "discount",
        {
            "applies_to_product": "all",
            "details": {"discount_type": "percentage", "discount_percent": 10},
        },
    ),
    (
        percentage_off(
            "12.5", on=categories("mugs", "sale"), rows=[row(minimum_quantity=3)]
        ),
        "discount",
        {
            "applies_to_product": "category",
            "details": {
                "discount_type": "percentage",
                "discount_percent": "12.5",
                "products": [{"minimum_quantity": 3}],
                "category_id": ["mugs", "sale"],
            },
        },
    ),
    (
        percentage_off(10, on=products("tee") | variants("red"), maximum="99.50"),
        "discount",
        {
            "applies_to_product": "product",
            "details": {
                "discount_type": "percentage",
                "discount_percent": 10,
                "maximum_discount_amount": "99.50",
                "products": [{"product_id": "tee"}, {"variant_id": "red"}],
            },
        },
    ),
    (
        percentage_off(
            10, rows=[row(product="tee", maximum_quantity=2), row(maximum_value=50)]
        ),
        "discount",
        {
            "applies_to_product": "product",
            "details": {
                "discount_type": "percentage",
                "discount_percent": 10,
                "products": [
                    {"product_id": "tee", "maximum_quantity": 2},
                    {"maximum_value": 50},
                ],
            },
        },
    ),
    (
        percentage_off(10, rows=[row(product="tee")])
        + percentage_off(10, rows=[row(variant="red", minimum_value=100)]),
        "discount",
        {
            "applies_to_product": "product",
            "details": {
                "discount_type": "percentage",
                "discount_percent": 10,
                "products": [
                    {"product_id": "tee"},
                    {"variant_id": "red", "minimum_value": 100},
                ],
            },
        },
    ),
    (
        amount_off("99.50", rows=[row(minimum_value=500, maximum_value="1000")]),
        "discount",
        {
            "applies_to_product": "all",
            "details": {
                "discount_type": "fixed-amount",
                "fixed_discount_amount": "99.50",
                "products": [{"minimum_value": 500, "maximum_value": "1000"}],
            },
        },
    ),
    (
        amount_off(50, on=products("tee")) + amount_off(50, on=products("mug")),
        "discount",
        {
            "applies_to_product": "product",
            "details": {
                "discount_type": "fixed-amount",
                "fixed_discount_amount": 50,
                "products": [{"product_id": "tee"}, {"product_id": "mug"}],
            },
        },
    ),
    (free_shipping(), "free-shipping", {}),
    (
        free_goods(1, every_quantity=3, product="tee"),
        "free-goods",
        {
            **PRODUCT,
            "details": {
                **UNITS,
                "products": [
                    {
                        "product_id": "tee",
                        "auto_scale": True,
                        "slab": {
                            "buy_quantity": 3,
                            "get_quantity": 1,
                            "condition": "greater-or-equal",
                        },
                    }
                ],
            },
        },
    ),
    (
        free_goods(2, from_quantity=5) + free_goods(1, from_quantity=2),
        "free-goods",
        {
            **PRODUCT,
            "details": {
                **UNITS,
                "products": [
                    {
                        "auto_scale": False,
                        "slabs": [
                            {
                                "buy_quantity": quantity,
                                "get_quantity": free,
                                "condition": "greater-or-equal",
                            }
                        ],
                    }
                    for quantity, free in ((5, 2), (2, 1))
                ],
            },
        },
    ),
    (
        free_goods(1, every_amount="99.50", variant="red"),
        "free-goods",
        {
            **PRODUCT,
            "details": {
                **MONEY,
                "products": [
                    {
                        "variant_id": "red",
                        "auto_scale": True,
                        "slab": {
                            "minimum_purchase_amount": "99.50",
                            "get_quantity": 1,
                            "condition": "greater-or-equal",
                        },
                    }
                ],
            },
        },
    ),
    (
        free_goods(1, from_amount=99),
        "free-goods",
        {
            **PRODUCT,
            "details": {
                **MONEY,
                "products": [
                    {
                        "auto_scale": False,
                        "slabs": [
                            {
                                "minimum_purchase_amount": 99,
                                "get_quantity": 1,
                                "condition": "greater-or-equal",
                            }
                        ],
                    }
                ],
            },
        },
    ),
    (
        buy_x_get_y(buy=products("tee"), get=categories("mugs"), buy_quantity=2)
        + buy_x_get_y(
            buy=variants("red"),
            get=variants("red"),
            buy_quantity=1,
            get_quantity=3,
            percent_off="50",
        ),
        "buy-x-get-y",
        {
            **PRODUCT,
            "details": {
                **UNITS,
                "products": [
                    {
                        "minimum_quantity": 2,
                        "buy_product_id": "tee",
                        "get_from_category_id": "mugs",
                        "get_quantity": 1,
                        "get_offer_type": "free",
                    },
                    {
                        "minimum_quantity": 1,
                        "buy_variant_id": "red",
                        "get_variant_id": "red",
                        "get_quantity": 3,
                        "get_offer_type": "discount",
                        "get_discount_percent": "50",
                    },
                ],
            },
        },
    ),
    (
        buy_x_get_y(
            buy=categories("tees"),
            get=products("mug"),
            buy_amount="999.00",
            maximum=120,
        ),
        "buy-x-get-y",
        {
            **PRODUCT,
            "details": {
                **MONEY,
                "products": [
                    {
                        "minimum_purchase_amount": "999.00",
                        "buy_from_category_id": "tees",
                        "get_product_id": "mug",
                        "get_quantity": 1,
                        "get_offer_type": "free",
                    }
                ],
                "maximum_discount_amount": 120,
            },
        },
    ),
    (
        volume_based([up_to(5, 5), above(5, "12.5")], product="tee", maximum=100)
        + volume_based([above(1, 10)], variant="red", maximum=100),
        "volume-based",
        {
            **PRODUCT,
            "details": {
                "products": [
                    {
                        "product_id": "tee",
                        "slabs": [
                            {
                                "quantity": 5,
                                "condition": "less-or-equal",
                                "discount_percent": 5,
                            },
                            {
                                "quantity": 5,
                                "condition": "greater",
                                "discount_percent": "12.5",
                            },
                        ],
                    },
                    {
                        "variant_id": "red",
                        "slabs": [
                            {
                                "quantity": 1,
                                "condition": "greater",
                                "discount_percent": 10,
                            }
                        ],
                    },
                ],
                "maximum_discount_amount": 100,
            },
        },
    ),
    (
        fixed_price(399, product="tee", from_quantity=2, up_to=4)
        + fixed_price("9.90", variant="red", from_quantity=0),
        "fixed-price",
        {
            **PRODUCT,
            "details": {
                **UNITS,
                "products": [
                    {
                        "product_id": "tee",
                        "minimum_quantity": 2,
                        "maximum_quantity": 4,
                        "offer_price": 399,
                    },
                    {
                        "variant_id": "red",
                        "minimum_quantity": 0,
                        "offer_price": "9.90",
                    },
                ],
            },
        },
    ),
    (
        fixed_price(399, from_amount=500, up_to="900.50"),
        "fixed-price",
        {
            **PRODUCT,
            "details": {
                **MONEY,
                "products": [
                    {
                        "minimum_purchase_amount": 500,
                        "maximum_purchase_amount": "900.50",
                        "offer_price": 399,
                    }
                ],
            },
        },
    ),
    (
        bonus_points(50, on=EVERYTHING),
        "accelerated-rewards",
        {**PRODUCT, "details": {"products": [{}], "bonus_loyalty_point": 50}},
    ),
    (
        bonus_points(5, on=categories("mugs"), rows=[row(minimum_quantity=2)]),
        "accelerated-rewards",
        {
            "applies_to_product": "category",
            "details": {
                "products": [{"minimum_quantity": 2}],
                "category_id": ["mugs"],
                "bonus_loyalty_point": 5,
            },
        },
    ),
    (
        bonus_points(5, on=EVERYTHING, rows=[row(product="tee", minimum_value=9)])
        + bonus_points(5, on=products("mug")),
        "accelerated-rewards",
        {
            **PRODUCT,
            "details": {
                "products": [
                    {"product_id": "tee", "minimum_value": 9},
                    {"product_id": "mug"},
                ],
                "bonus_loyalty_point": 5,
            },
        },
    ),
]
NAMES = [f"{offer_type}-{i}" for i, (_, offer_type, _) in enumerate(WRITTEN)]


def plain(value: Any) -> Any:
    """Return kept JSON with each amount in its shortest text, for a comparison."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, bool) or value is None:
        return value
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except ArithmeticError:
        return value


@pytest.mark.parametrize(("gift", "offer_type", "keys"), WRITTEN, ids=NAMES)
def test_a_gift_is_the_vendors_object(
    gift: Gift, offer_type: str, keys: dict[str, Any]
) -> None:
    """What Python says is what the vendor's JSON says, and no more."""
    found = coupon("o1", gift, ["SAVE"])

    assert plain(
        {
            "id": "o1",
            "coupon_type": offer_type,
            "coupon_code": ["SAVE"],
            "can_be_used_with_promotion": True,
            **keys,
        }
    ) == plain(thawed(found.document))


@pytest.mark.parametrize(("gift", "offer_type", "keys"), WRITTEN, ids=NAMES)
def test_a_gift_says_what_the_vendors_object_says(
    gift: Gift, offer_type: str, keys: dict[str, Any]
) -> None:
    """Type, details and what it applies to can be read off a gift."""
    assert (offer_type, keys.get("applies_to_product"), plain(keys.get("details"))) == (
        gift.type,
        gift.applies_to_product,
        plain(thawed(gift.details)),
    )


CART = Cart(
    "INR",
    [
        Line("tee", 7, "100.05", tax_rate=18, category_ids=["tees"]),
        Line("mug", 3, "33.33", tax_rate=5, category_ids=["mugs"]),
        Line("cap", 2, "50.00", tax_rate=5, variant_id="red", category_ids=["sale"]),
    ],
    coupon_code="SAVE",
)


@pytest.mark.parametrize(("gift", "offer_type", "keys"), WRITTEN, ids=NAMES)
def test_a_gift_is_priced_as_the_vendors_object(
    gift: Gift, offer_type: str, keys: dict[str, Any]
) -> None:
    """The same benefit, and the same figures of a cart."""
    mine = coupon("o1", gift, ["SAVE"])
    theirs = coupon("o1", offer_type, ["SAVE"], **keys)
    one, two = (
        quote(CART, Store("INR", coupons=[each]), at="2026-11-22T12:00:00Z")
        for each in (mine, theirs)
    )

    assert (theirs.benefit, two.entries, two.refusals) == (
        mine.benefit,
        one.entries,
        one.refusals,
    )


@given(ours.coupons())
def test_a_coupon_built_in_python_is_the_one_of_its_document(
    document: dict[str, Any],
) -> None:
    """Whatever the benefit: written by it and read again it is the same."""
    gift = Gift(read_coupon(document).benefit)
    built = coupon("o1", gift, ["SAVE"])

    assert (built, gift.benefit) == (read_coupon(thawed(built.document)), built.benefit)


@given(ours.promotions())
def test_a_promotion_built_in_python_is_the_one_of_its_document(
    document: dict[str, Any],
) -> None:
    """Likewise for promotions."""
    gift = Gift(read_promotion(document).benefit)
    built = promotion("o1", gift, minimum_order_total="0.05")

    assert (built, gift.benefit) == (
        read_promotion(thawed(built.document)),
        built.benefit,
    )


IDS = st.sampled_from(["a", "b"])
PERCENTS = st.decimals(0, 100, places=4)
AMOUNTS = st.decimals(Decimal("0.01"), 10_000, places=2)
COUNTS = st.integers(1, 9)
ROWS = st.lists(
    st.builds(
        row,
        minimum_quantity=ours.maybe(COUNTS),
        maximum_quantity=ours.maybe(COUNTS),
        minimum_value=ours.maybe(AMOUNTS),
        maximum_value=ours.maybe(AMOUNTS),
    ),
    max_size=2,
)
SIDES = st.one_of(IDS.map(products), IDS.map(variants))
DRAWN: st.SearchStrategy[Gift] = st.one_of(
    st.builds(
        percentage_off,
        PERCENTS,
        on=st.sampled_from([EVERYTHING, categories("a", "b")]),
        rows=ROWS,
        maximum=ours.maybe(AMOUNTS),
    ),
    st.builds(amount_off, AMOUNTS, on=st.just(products("a") | variants("b"))),
    st.builds(bonus_points, COUNTS, on=st.sampled_from([EVERYTHING, products("a")])),
    st.builds(
        fixed_price,
        AMOUNTS,
        product=ours.maybe(IDS),
        variant=ours.maybe(IDS),
        from_quantity=COUNTS,
        up_to=ours.maybe(COUNTS),
    ),
    st.builds(free_goods, COUNTS, every_amount=AMOUNTS, product=ours.maybe(IDS)),
    st.builds(free_goods, COUNTS, from_quantity=COUNTS, variant=ours.maybe(IDS)),
    st.builds(
        buy_x_get_y,
        buy=SIDES,
        get=SIDES,
        buy_quantity=COUNTS,
        get_quantity=COUNTS,
        percent_off=PERCENTS,
        maximum=ours.maybe(AMOUNTS),
    ),
    st.builds(
        volume_based,
        st.builds(lambda n, p: [up_to(n, p), above(n, p)], COUNTS, PERCENTS),
        product=ours.maybe(IDS),
        maximum=ours.maybe(AMOUNTS),
    ),
    st.builds(free_shipping),
)


@given(DRAWN)
def test_what_a_constructor_makes_is_what_its_document_says(gift: Gift) -> None:
    """Whatever the arguments: the document is read as the same offer."""
    built = coupon("o1", gift, ["SAVE"], funded_by="platform")

    assert built == read_coupon(thawed(built.document))


REFUSED: list[tuple[Callable[[], object], list[tuple[str, str]]]] = [
    # a call, the path and the code of each fault
    (lambda: percentage_off(None), [("details.discount_percent", "required")]),  # type: ignore[arg-type]
    (lambda: percentage_off(101), [("details.discount_percent", "rate_out_of_range")]),
    (lambda: percentage_off(1.5), [("details.discount_percent", "float_given")]),  # type: ignore[arg-type]
    (
        lambda: percentage_off("x", maximum=-1),
        [
            ("details.discount_percent", "bad_rate"),
            ("details.maximum_discount_amount", "negative"),
        ],
    ),
    (
        lambda: percentage_off(10, on=Selector(None)),  # type: ignore[arg-type]
        [("applies_to_product", "required")],
    ),
    (
        lambda: percentage_off(10, on=Selector(("tee",))),  # type: ignore[arg-type]
        [("applies_to_product[0]", "wrong_type")],
    ),
    (
        lambda: buy_x_get_y(
            buy=Selector((5,)),  # type: ignore[arg-type]
            get=products("tee"),
            buy_quantity=1,
        ),
        [("details.products[0].buy_product_id[0]", "wrong_type")],
    ),
    (
        lambda: promotion("ten", Gift(None)),  # type: ignore[arg-type]
        [("promotion_type", "wrong_type")],
    ),
    (
        lambda: promotion(10**5_000, percentage_off(10)),  # type: ignore[arg-type]
        [("id", "wrong_type")],
    ),
    (
        lambda: percentage_off(10, on="tee"),  # type: ignore[arg-type]
        [("applies_to_product", "wrong_type")],
    ),
    (
        lambda: percentage_off(10, on=products("a") | categories("b")),
        [("applies_to_product", "mixed_selector")],
    ),
    (
        lambda: percentage_off(10, on=Selector((Choice("a", None, "b"),))),
        [("applies_to_product", "mixed_selector")],
    ),
    (
        lambda: percentage_off(10, on=Selector()),
        [("applies_to_product", "empty_target")],
    ),
    (
        lambda: percentage_off(10, on=products("a"), rows=[row(minimum_quantity=2)]),
        [("details.products", "rows_and_products")],
    ),
    (
        lambda: percentage_off(10, on=categories("a"), rows=[row(product="b")]),
        [("details.products[0]", "row_names_target")],
    ),
    (
        lambda: percentage_off(10, rows=row(product="b")),  # type: ignore[arg-type]
        [("details.products", "wrong_type")],
    ),
    (
        lambda: percentage_off(10, rows=[row(), {"product_id": "b"}]),  # type: ignore[list-item]
        [("details.products[1]", "wrong_type")],
    ),
    (lambda: amount_off(None), [("details.fixed_discount_amount", "required")]),  # type: ignore[arg-type]
    (lambda: amount_off(-1), [("details.fixed_discount_amount", "negative")]),
    (
        lambda: bonus_points(-1, on=EVERYTHING, rows=[row(maximum_quantity=2)]),
        [
            ("details.products[0].maximum_quantity", "unknown_key"),
            ("details.bonus_loyalty_point", "count_out_of_range"),
        ],
    ),
    (lambda: row(minimum_quantity=-1), [("minimum_quantity", "count_out_of_range")]),
    (lambda: row(product=5), [("product_id", "wrong_type")]),  # type: ignore[arg-type]
    (lambda: fixed_price(9), [("details.spending_criteria_type", "one_of")]),
    (
        lambda: fixed_price(-9, from_quantity=1, from_amount=1),
        [
            ("details.spending_criteria_type", "one_of"),
            ("details.products[0].offer_price", "negative"),
        ],
    ),
    (
        lambda: fixed_price(9, from_amount=0),
        [("details.products[0].minimum_purchase_amount", "not_positive")],
    ),
    (
        lambda: free_goods(-1, every_quantity=1, from_amount=1),
        [
            ("details.spending_criteria_type", "one_of"),
            ("details.products[0].slabs[0].get_quantity", "count_out_of_range"),
        ],
    ),
    (
        lambda: free_goods(1, every_quantity=0),
        [("details.products[0].slab.buy_quantity", "count_out_of_range")],
    ),
    (
        lambda: buy_x_get_y(buy=products("a", "b"), get=EVERYTHING),
        [
            ("details.spending_criteria_type", "one_of"),
            ("details.products[0].buy_product_id", "not_one_choice"),
            ("details.products[0].get_product_id", "not_one_choice"),
        ],
    ),
    (
        lambda: buy_x_get_y(
            buy="a",  # type: ignore[arg-type]
            get=products("b"),
            buy_amount=0,
            get_quantity=0,
        ),
        [
            ("details.products[0].buy_product_id", "wrong_type"),
            ("details.products[0].minimum_purchase_amount", "not_positive"),
            ("details.products[0].get_quantity", "count_out_of_range"),
        ],
    ),
    (lambda: volume_based([]), [("details.products[0].slabs", "empty_target")]),
    (
        lambda: volume_based([above(5, 1), above(5, 2)]),
        [("details.products[0].slabs", "slab_order")],
    ),
    (
        lambda: volume_based([above(5, 1), 7]),  # type: ignore[list-item]
        [("details.products[0].slabs[1]", "wrong_type")],
    ),
    (
        lambda: above(-5, 101),
        [("quantity", "count_out_of_range"), ("discount_percent", "rate_out_of_range")],
    ),
    (lambda: up_to(2.5, 1), [("quantity", "float_given")]),  # type: ignore[arg-type]
    (products, [("product_ids", "empty_target")]),
    (lambda: variants("a", ""), [("variant_ids[1]", "empty_text")]),
    (lambda: categories(7), [("category_ids[0]", "wrong_type")]),  # type: ignore[arg-type]
    (
        lambda: percentage_off(10) + percentage_off(20),
        [("details", "gifts_differ")],
    ),
    (
        lambda: percentage_off(10) + percentage_off(10, on=categories("a")),
        [("details", "gifts_differ")],
    ),
    (lambda: amount_off(1) + amount_off(2), [("details", "gifts_differ")]),
    (
        lambda: bonus_points(1, on=EVERYTHING) + bonus_points(2, on=EVERYTHING),
        [("details", "gifts_differ")],
    ),
    (lambda: amount_off(1) + percentage_off(1), [("details", "gifts_differ")]),
    (lambda: free_shipping() + free_shipping(), [("details", "gifts_differ")]),
    (
        lambda: fixed_price(1, from_quantity=1) + fixed_price(1, from_amount=1),
        [("details", "gifts_differ")],
    ),
    (
        lambda: free_goods(1, from_quantity=1) + free_goods(1, from_amount=1),
        [("details", "gifts_differ")],
    ),
    (
        lambda: volume_based([above(1, 1)]) + volume_based([above(1, 1)], maximum=1),
        [("details", "gifts_differ")],
    ),
    (
        lambda: (
            buy_x_get_y(buy=products("a"), get=products("a"), buy_quantity=1)
            + buy_x_get_y(buy=products("a"), get=products("a"), buy_amount=1)
        ),
        [("details", "gifts_differ")],
    ),
    (
        lambda: promotion("o", percentage_off(1), {"a": 1}),
        [("details", "unknown_key")],
    ),
    (
        lambda: promotion("o", percentage_off(1), applies_to_product="all"),
        [("applies_to_product", "unknown_key")],
    ),
    (
        lambda: promotion("o", free_shipping(), promotion_type="free-shipping"),
        [("promotion_type", "unknown_key")],
    ),
    (
        lambda: coupon("o", free_shipping(), ["A"], coupon_code=["B"]),
        [("coupon_code", "unknown_key")],
    ),
    (
        lambda: promotion(
            "o",
            free_shipping(),
            funded_by="brand",
            x_checkout_core={"funded_by": "seller"},
        ),
        [("x_checkout_core", "unknown_key")],
    ),
    (
        lambda: promotion("o", free_shipping(), funded_by="nobody"),  # type: ignore[arg-type]
        [("x_checkout_core.funded_by", "not_a_choice")],
    ),
    (
        lambda: promotion("o", fixed_price(9, from_quantity=1)),
        [("promotion_type", "wrong_benefit")],
    ),
    (lambda: promotion("o"), [("promotion_type", "required"), ("details", "required")]),
    (
        lambda: coupon("o", free_shipping()),
        [("coupon_code", "required")],
    ),
    (
        lambda: promotion("o", percentage_off(1), minimum_total=5),
        [("minimum_total", "unknown_key")],
    ),
]


@pytest.mark.parametrize(("call", "expected"), REFUSED)
def test_what_is_refused_has_the_path_of_the_vendors_object(
    call: Callable[[], object], expected: list[tuple[str, str]]
) -> None:
    """All faults together, each where the vendor's JSON would have it."""
    assert expected == faults_of(call)


def test_null_says_nothing_twice() -> None:
    """A key of the vendor's object that is null leaves another argument alone."""
    built = promotion("o", free_shipping(), funded_by="brand", x_checkout_core=None)

    assert "brand" == built.funded_by


@pytest.mark.parametrize("other", [5, "ten", None])
def test_a_gift_is_joined_with_a_gift(other: Any) -> None:
    """Python says that anything else cannot be added."""
    with pytest.raises(TypeError):
        percentage_off(10) + other


@pytest.mark.parametrize("other", [5, "tee", None])
def test_a_selector_is_joined_with_a_selector(other: Any) -> None:
    """Python says that anything else cannot be joined."""
    with pytest.raises(TypeError):
        products("tee") | other


def test_the_keys_of_the_vendors_object_may_be_arguments() -> None:
    """The vendor's names of type and codes are taken by name, as they always were."""
    assert coupon("k", "free-shipping", ["POST"]) == coupon(
        "k", coupon_type="free-shipping", coupon_code=["POST"]
    )


def test_the_common_keys_stand_beside_a_gift() -> None:
    """Windows, limits and minimums are those of the vendor's object."""
    built = promotion(
        "ten",
        percentage_off(10),
        can_be_used_with_other_promotion=False,
        funded_by="brand",
        name="Ten off",
        starts_at=datetime(2026, 11, 22, tzinfo=UTC),
        minimum_order_total="500",
        redemption_limits={"total_redemptions": 5},
        description=None,
    )

    assert {
        "id": "ten",
        "promotion_type": "discount",
        "can_be_used_with_other_promotion": False,
        "applies_to_product": "all",
        "details": {"discount_type": "percentage", "discount_percent": Decimal(10)},
        "x_checkout_core": {"funded_by": "brand"},
        "name": "Ten off",
        "starts_at": "2026-11-22T00:00:00+00:00",
        "minimum_order_total": "500",
        "redemption_limits": {"total_redemptions": 5},
        "description": None,
    } == thawed(built.document)


@pytest.mark.parametrize(
    "name", ["coupon", "promotion", "read_coupon", "read_promotion"]
)
def test_former_names_of_the_room(name: str) -> None:
    """What makes and reads whole offers is elsewhere now, and says so."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = getattr(room, name)

    assert (True, [DeprecationWarning]) == (
        found in (coupon, promotion, read_coupon, read_promotion),
        [each.category for each in caught],
    )


@pytest.mark.parametrize("gift", [each for each, *_ in WRITTEN])
def test_gifts_and_offers_are_values(gift: Gift) -> None:
    """Equal after pickling, with the same hash; nothing given can change them later."""
    built = coupon("k", gift, ["POST"])
    copied, copied_gift = pickle.loads(pickle.dumps((built, gift)))

    assert (built, hash(built), gift, hash(gift)) == (
        copied,
        hash(copied),
        copied_gift,
        hash(copied_gift),
    )


def test_what_is_given_may_be_changed_afterwards() -> None:
    """Lists of rows, slabs and codes are copied."""
    rows, slabs, codes = [row(minimum_quantity=5)], [up_to(5, 5)], ["POST"]
    gifts = (percentage_off(5, rows=rows), volume_based(slabs))
    built = coupon("k", gifts[0], codes)
    before = repr((gifts, built, built.document))
    rows.clear()
    slabs.clear()
    codes.append("X")

    assert before == repr((gifts, built, built.document))
