# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Stores: policies checked once, offers compiled once, and nothing that can change."""

from __future__ import annotations

import pickle

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import (
    Charge,
    Loyalty,
    Offer,
    Redemptions,
    Rounding,
    Store,
    TaxPolicy,
    coupon,
    promotion,
    read_store,
)
from checkout_core.offers import Choice, FundedBy
from checkout_core.store import Handling
from checkout_core.store.charges import MAX_CHARGES
from checkout_core.store.compiled import code_key
from checkout_core.store.store import MAX_OFFERS
from checkout_core.tax import ChargeTax, InclusiveSplit, TaxLevel
from checkout_core.tax.india.states import state_of
from checkout_core.values import Record
from tests.factories.faults import faults_of


TEN: dict[str, Any] = {"discount_type": "percentage", "discount_percent": 10}


def ten(name: str = "ten", **fields: Any) -> Offer:
    """Return a promotion of ten percent on everything."""
    given = {"details": TEN, "applies_to_product": "all", **fields}
    return promotion(name, "discount", **given)


def code(name: str, *codes: str, **fields: Any) -> Offer:
    """Return a coupon of ten percent on everything."""
    return coupon(
        name, "discount", codes, TEN, **{"applies_to_product": "all", **fields}
    )


def on(
    details: dict[str, Any], scope: str | None = None, kind: str = "discount"
) -> Offer:
    """Return a coupon with these details."""
    more: dict[str, Any] = {} if scope is None else {"applies_to_product": scope}
    return coupon("o1", kind, ["SAVE"], details, **more)


def test_a_store_has_a_default_for_everything_else() -> None:
    """A currency makes a store."""
    store = Store("INR")
    policies = store.policies

    assert ((), (), Redemptions(), "INR") == (
        store.promotions,
        store.coupons,
        store.redemptions,
        store.currency.code,
    )
    assert (None, Handling.PER_UNIT, (), None, TaxPolicy(), Rounding.HALF_UP, None) == (
        policies.free_shipping_threshold,
        policies.handling,
        policies.charges,
        policies.loyalty,
        policies.tax,
        policies.rounding,
        policies.round_off,
    )


def test_a_store_keeps_everything_it_is_given() -> None:
    """Each policy has its field."""
    store = Store(
        "INR",
        promotions=[ten()],
        coupons=[code("save", "SAVE")],
        offer_redemptions={"ten": 1},
        code_redemptions={"SAVE": 2},
        free_shipping_threshold="500",
        handling="per_line",
        charges=[Charge("Cash on delivery", 40)],
        loyalty=Loyalty(value_per_point="0.25"),
        tax=TaxPolicy(seller_state="Goa"),
        rounding="half_even",
        round_off="0.05",
    )
    policies = store.policies

    assert (
        (ten(),),
        (code("save", "SAVE"),),
        Redemptions({"ten": 1}, {"SAVE": 2}),
    ) == (
        store.promotions,
        store.coupons,
        store.redemptions,
    )
    assert (
        Decimal(500),
        Handling.PER_LINE,
        (Charge("Cash on delivery", 40),),
        Loyalty(value_per_point="0.25"),
        TaxPolicy(seller_state="30"),
        Rounding.HALF_EVEN,
        Decimal("0.05"),
    ) == (
        policies.free_shipping_threshold,
        policies.handling,
        policies.charges,
        policies.loyalty,
        policies.tax,
        policies.rounding,
        policies.round_off,
    )


def test_the_policies_amounts_in_minor_units() -> None:
    """Pricing reads ints."""
    minor = Store(
        "INR",
        free_shipping_threshold="500",
        round_off="0.05",
        charges=[Charge("Gift wrap", "2.50", tax_rate=18)],
    ).minor

    assert (50000, 5, [250]) == (
        minor.threshold,
        minor.step,
        [each.amount for each in minor.charges],
    )


def test_a_tax_policy_keeps_what_it_is_given() -> None:
    """The seller's state is known by any of its names."""
    policy = TaxPolicy(
        seller_state="in-mh",
        level="document",
        inclusive_split="net_exact",
        charge_tax="apportion",
    )

    assert (
        state_of("27"),
        TaxLevel.DOCUMENT,
        InclusiveSplit.NET_EXACT,
        ChargeTax.APPORTION,
    ) == (
        policy.seller_state,
        policy.level,
        policy.inclusive_split,
        policy.charge_tax,
    )


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"seller_gstin": "27aapfu0939f1zv"}, "Maharashtra"),
        ({"seller_gstin": "27AAPFU0939F1ZV", "seller_state": "IN-MH"}, "Maharashtra"),
    ],
    ids=["alone", "with-state"],
)
def test_a_sellers_number_names_the_state(fields: dict[str, str], state: str) -> None:
    """Its first two digits are the state's code."""
    policy = TaxPolicy(**fields)

    assert ("27AAPFU0939F1ZV", state_of(state)) == (
        policy.seller_gstin,
        policy.seller_state,
    )


def test_cash_is_rounded_to_its_coins() -> None:
    """A currency with cash steps rounds to them when asked to."""
    assert Decimal("0.05") == Store("CHF", round_off="cash").policies.round_off


def test_loyalty_keeps_what_it_is_given() -> None:
    """Factors have six decimals, whatever the currency has."""
    loyalty = Loyalty(
        value_per_point="0.000001",
        points_per_unit="0.1",
        minimum_points=5,
        maximum_points=50,
        maximum_percent="12.5",
    )

    assert (Decimal("0.000001"), Decimal("0.1"), 5, 50, Decimal("12.5")) == (
        loyalty.value_per_point,
        loyalty.points_per_unit,
        loyalty.minimum_points,
        loyalty.maximum_points,
        loyalty.maximum_percent,
    )


BAD_PARTS: list[tuple[Callable[[], object], list[tuple[str, str]]]] = [
    (lambda: TaxPolicy(seller_state="Bombay"), [("seller_state", "unknown_state")]),
    (lambda: TaxPolicy(seller_state="25"), [("seller_state", "unknown_state")]),
    (lambda: TaxPolicy(seller_state=""), [("seller_state", "unknown_state")]),
    (lambda: TaxPolicy(seller_state=27), [("seller_state", "wrong_type")]),  # type: ignore[arg-type]
    (lambda: TaxPolicy(seller_gstin="27AAPFU0939F1Z"), [("seller_gstin", "bad_gstin")]),
    (
        lambda: TaxPolicy(seller_gstin="27AAPFU0939F1ZV", seller_state="Goa"),
        [("seller_gstin", "gstin_of_another_state")],
    ),
    (lambda: TaxPolicy(level="order"), [("level", "not_a_choice")]),
    (lambda: TaxPolicy(inclusive_split="x"), [("inclusive_split", "not_a_choice")]),
    (lambda: TaxPolicy(charge_tax="x"), [("charge_tax", "not_a_choice")]),
    (
        lambda: TaxPolicy(level="unit", inclusive_split="net_exact"),
        [("inclusive_split", "level_pair")],
    ),
    (
        lambda: Loyalty(value_per_point="-1", points_per_unit="x"),
        [("value_per_point", "negative"), ("points_per_unit", "bad_amount")],
    ),
    (
        lambda: Loyalty(value_per_point=Decimal("1.0000001")),
        [("value_per_point", "bad_amount")],
    ),
    (
        lambda: Loyalty(minimum_points=-1, maximum_points=-1, maximum_percent=101),
        [
            ("minimum_points", "count_out_of_range"),
            ("maximum_points", "count_out_of_range"),
            ("maximum_percent", "rate_out_of_range"),
        ],
    ),
    (lambda: Charge("", 1), [("name", "empty_text")]),
    (
        lambda: Charge(None, None, tax_rate=1001, price_including_tax=None),  # type: ignore[arg-type]
        [
            ("name", "required"),
            ("amount", "required"),
            ("tax_rate", "rate_out_of_range"),
            ("price_including_tax", "required"),
        ],
    ),
    (
        lambda: Redemptions({"a": -1}, {"b": "1"}),  # type: ignore[dict-item]
        [
            ("offer_redemptions.a", "count_out_of_range"),
            ("code_redemptions.b", "bad_count"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("build", "expected"), BAD_PARTS, ids=[str(row[1])[:50] for row in BAD_PARTS]
)
def test_a_bad_part_is_refused(
    build: Callable[[], object], expected: list[tuple[str, str]]
) -> None:
    """Policies are checked like everything else."""
    assert expected == faults_of(build)


BAD_STORES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"currency": "XXX"}, [("currency", "unknown_currency")]),
    ({"shipping_rates": 5}, [("shipping_rates", "wrong_type")]),
    ({"handling": "free"}, [("handling", "not_a_choice")]),
    ({"rounding": "bankers"}, [("rounding", "not_a_choice")]),
    ({"round_off": 0}, [("round_off", "bad_step")]),
    ({"round_off": "-1"}, [("round_off", "negative")]),
    ({"round_off": "cash"}, [("round_off", "no_cash_step")]),
    ({"tax_classes": ["apparel"]}, [("tax_classes[0]", "wrong_type")]),
    ({"round_off": "0.001"}, [("round_off", "off_grid")]),
    ({"free_shipping_threshold": "x"}, [("free_shipping_threshold", "bad_amount")]),
    ({"free_shipping_threshold": "0.001"}, [("free_shipping_threshold", "off_grid")]),
    ({"charges": ["cod"]}, [("charges[0]", "wrong_type")]),
    (
        {"charges": [Charge("a", 1), Charge("b", "0.001")]},
        [("charges[1].amount", "off_grid")],
    ),
    ({"charges": [Charge("a", 1)] * (MAX_CHARGES + 1)}, [("charges", "too_many")]),
    ({"loyalty": {}}, [("loyalty", "wrong_type")]),
    ({"tax": "none"}, [("tax", "wrong_type")]),
    (
        {"offer_redemptions": {"a": -1}, "code_redemptions": {"b": 1.5}},
        [
            ("offer_redemptions.a", "count_out_of_range"),
            ("code_redemptions.b", "float_given"),
        ],
    ),
    ({"promotions": [{"id": "a"}]}, [("promotions[0]", "wrong_type")]),
    ({"promotions": [code("a", "A")]}, [("promotions[0]", "wrong_type")]),
    ({"coupons": [ten()]}, [("coupons[0]", "wrong_type")]),
    ({"promotions": [ten(), ten()]}, [("promotions[1].id", "same_offer_id")]),
    (
        {"coupons": [code("a", "A"), code("b", "B"), code("a", "C")]},
        [("coupons[2].id", "same_offer_id")],
    ),
    (
        {"coupons": [code("a", "SAVE"), code("b", "SAVE")]},
        [("coupons[1].coupon_code[0]", "same_coupon_code")],
    ),
    (
        {"coupons": [code("a", "Save10"), code("b", "X", "  sAVE10 ")]},
        [("coupons[1].coupon_code[1]", "same_coupon_code")],
    ),
    (
        {"coupons": [code("a", "STRASSE"), code("b", "straße")]},
        [("coupons[1].coupon_code[0]", "same_coupon_code")],
    ),
    ({"promotions": [ten()] * (MAX_OFFERS + 1)}, [("promotions", "too_many")]),
    (
        {"handling": "x", "rounding": "y", "round_off": "z", "promotions": [5]},
        [
            ("round_off", "bad_amount"),
            ("handling", "not_a_choice"),
            ("rounding", "not_a_choice"),
            ("promotions[0]", "wrong_type"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("fields", "expected"), BAD_STORES, ids=[str(row[1])[:60] for row in BAD_STORES]
)
def test_a_bad_store_is_refused(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Every fault of a store is named, with the path a document would have."""
    assert expected == faults_of(lambda: Store(**{"currency": "INR", **fields}))


BY_AMOUNT = {"spending_criteria_type": "minimum-purchase-amount"}
ROW = "coupons[0].details.products[0]"

OFF_GRID: list[tuple[Offer, str]] = [
    (
        on({**TEN, "maximum_discount_amount": "0.001"}, "all"),
        "coupons[0].details.maximum_discount_amount",
    ),
    (
        on({"discount_type": "fixed-amount", "fixed_discount_amount": "0.001"}, "all"),
        "coupons[0].details.fixed_discount_amount",
    ),
    (
        on({**TEN, "products": [{"minimum_value": "0.001"}]}, "all"),
        f"{ROW}.minimum_value",
    ),
    (
        on({**TEN, "products": [{"maximum_value": "0.001"}]}, "all"),
        f"{ROW}.maximum_value",
    ),
    (
        on(
            {
                **BY_AMOUNT,
                "products": [{"minimum_purchase_amount": "0.001", "offer_price": 1}],
            },
            kind="fixed-price",
        ),
        f"{ROW}.minimum_purchase_amount",
    ),
    (
        on(
            {
                **BY_AMOUNT,
                "products": [
                    {
                        "minimum_purchase_amount": 1,
                        "maximum_purchase_amount": "1.001",
                        "offer_price": 1,
                    }
                ],
            },
            kind="fixed-price",
        ),
        f"{ROW}.maximum_purchase_amount",
    ),
    (
        on(
            {
                "spending_criteria_type": "minimum-quantity",
                "products": [{"minimum_quantity": 1, "offer_price": "0.001"}],
            },
            kind="fixed-price",
        ),
        f"{ROW}.offer_price",
    ),
    (
        on(
            {
                **BY_AMOUNT,
                "products": [
                    {
                        "slabs": [
                            {"minimum_purchase_amount": 1, "get_quantity": 1},
                            {"minimum_purchase_amount": "1.001", "get_quantity": 1},
                        ]
                    }
                ],
            },
            kind="free-goods",
        ),
        f"{ROW}.slabs[1].minimum_purchase_amount",
    ),
    (
        on(
            {
                **BY_AMOUNT,
                "products": [
                    {
                        "minimum_purchase_amount": "0.001",
                        "buy_product_id": "a",
                        "get_product_id": "b",
                        "get_quantity": 1,
                        "get_offer_type": "free",
                    }
                ],
            },
            kind="buy-x-get-y",
        ),
        f"{ROW}.minimum_purchase_amount",
    ),
    (
        on(
            {
                "maximum_discount_amount": "0.001",
                "products": [
                    {
                        "slabs": [
                            {
                                "quantity": 1,
                                "condition": "greater",
                                "discount_percent": "0.000001",
                            }
                        ]
                    }
                ],
            },
            kind="volume-based",
        ),
        "coupons[0].details.maximum_discount_amount",
    ),
    (code("o1", "SAVE", minimum_order_total="0.001"), "coupons[0].minimum_order_total"),
]


@pytest.mark.parametrize(
    ("offer", "path"),
    OFF_GRID,
    ids=[f"{row[0].type}-{row[1][11:]}" for row in OFF_GRID],
)
def test_an_offers_amount_off_the_grid_has_the_vendors_path(
    offer: Offer, path: str
) -> None:
    """The path is that of the vendor's object, not that of our noun."""
    assert [(path, "off_grid")] == faults_of(lambda: Store("INR", coupons=[offer]))


def test_a_promotion_and_a_coupon_may_share_an_id() -> None:
    """Ids are unique within their list."""
    store = Store("INR", promotions=[ten("a")], coupons=[code("a", "A")])

    assert ("a", "a") == (store.promotions[0].id, store.coupons[0].id)


def test_a_coupon_may_repeat_its_own_code() -> None:
    """Two spellings of one code in one coupon are the coupon's; the first is shown."""
    store = Store("INR", coupons=[code("a", "Save", "SAVE")])

    assert {"save": (0, "Save")} == store.index.codes


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("SAVE", "save"),
        (" SAVE\t", "SAVE"),
        ("straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ],
)
def test_codes_are_compared_without_case_and_blanks(one: str, two: str) -> None:
    """Two spellings of a code have one key."""
    assert code_key(one) == code_key(two)


def test_as_many_charges_as_the_limit() -> None:
    """The limit belongs to what is allowed."""
    assert MAX_CHARGES == len(
        Store("INR", charges=[Charge("a", 1)] * MAX_CHARGES).policies.charges
    )


def row(**fields: Any) -> dict[str, Any]:
    """Return details of one row of a percentage."""
    return {**TEN, "products": [fields]}


def buy_get(**row: Any) -> dict[str, Any]:
    """Return details of one buy-x-get-y row."""
    common = {"minimum_quantity": 1, "get_quantity": 1, "get_offer_type": "free"}
    return {
        "spending_criteria_type": "minimum-quantity",
        "products": [{**common, **row}],
    }


VOLUME = {
    "products": [
        {
            "product_id": "a",
            "slabs": [{"quantity": 1, "condition": "greater", "discount_percent": 5}],
        }
    ]
}

REACHED: list[tuple[Offer, tuple[Choice, ...], bool]] = [
    # offer, what it names, whether the index alone would find too much
    (on(TEN, "all"), (Choice(),), False),
    (on(row(minimum_quantity=2), "all"), (Choice(),), False),
    (on(row(product_id="a"), "product"), (Choice("a"),), False),
    (on(row(product_id="a", variant_id="m"), "product"), (Choice("a", "m"),), False),
    (on(row(variant_id="m"), "product"), (Choice(None, "m"),), False),
    (
        on({**TEN, "category_id": ["x", "y"]}, "category"),
        (Choice(None, None, "x"), Choice(None, None, "y")),
        False,
    ),
    (on({}, kind="free-shipping"), (Choice(),), False),
    (on(VOLUME, kind="volume-based"), (Choice("a"),), False),
    (
        on(buy_get(buy_product_id="a", get_from_category_id="x"), kind="buy-x-get-y"),
        (Choice("a"), Choice(None, None, "x")),
        False,
    ),
    (
        on(
            buy_get(buy_product_id="a", buy_from_category_id="x", get_variant_id="m"),
            kind="buy-x-get-y",
        ),
        (Choice("a", None, "x"), Choice(None, "m")),
        True,
    ),
]


@pytest.mark.parametrize(
    ("offer", "choices", "is_checked"),
    REACHED,
    ids=[f"{each[0].type}-{at}" for at, each in enumerate(REACHED)],
)
def test_what_an_offer_reaches(
    offer: Offer,
    choices: tuple[Choice, ...],
    is_checked: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """The index holds an offer under what it names."""
    (compiled,) = Store("INR", coupons=[offer]).index.coupons

    assert (choices, is_checked) == (
        compiled.offer.benefit.reach().choices,
        compiled.also_checked is not None,
    )


def test_the_index_of_a_store() -> None:
    """A cart meets only offers that can concern it."""
    index = Store(
        "INR",
        promotions=[
            ten("a"),
            ten("b", details=row(product_id="tee"), applies_to_product="product"),
            ten(
                "c",
                details={**TEN, "category_id": ["x"]},
                applies_to_product="category",
            ),
            ten("d", details=row(), applies_to_product="product"),
        ],
        coupons=[code("k", "SAVE", " Spare ")],
    ).index

    assert ({0, 3}, {("tee", None): {1}}, {"x": {2}}, None) == (
        index.reach.always,
        index.reach.by_product,
        index.reach.by_category,
        index.conditioned,
    )
    assert {"save": (0, "SAVE"), "spare": (0, " Spare ")} == index.codes


def test_a_compiled_offer_is_in_minor_units() -> None:
    """Amounts are ints, percentages stay, and what pricing asks is noted."""
    offer = ten(
        details={**TEN, "discount_percent": "12.5", "maximum_discount_amount": "9.50"},
        minimum_order_total="500",
        redemption_limits={"total_redemptions": 0},
        x_checkout_core={"funded_by": "platform"},
    )
    (compiled,) = Store("INR", promotions=[offer]).index.promotions
    benefit: Any = compiled.benefit

    assert (950, Decimal("12.5"), 50000, True, True, FundedBy.PLATFORM, 0) == (
        benefit.maximum_discount_amount,
        benefit.percent,
        compiled.minimum,
        compiled.limited,
        compiled.funded,
        compiled.offer.funded_by,
        compiled.position,
    )


def test_a_store_without_one_of_its_offers() -> None:
    """Everything else is the same."""
    first, second = ten("a"), ten("b")
    store = Store(
        "INR",
        promotions=[first, second],
        coupons=[code("k", "SAVE")],
        round_off="1",
        offer_redemptions={"a": 1},
    )

    assert Store(
        "INR",
        promotions=[second],
        coupons=[code("k", "SAVE")],
        round_off="1",
        offer_redemptions={"a": 1},
    ) == store.without(first)


NOUNS: list[Any] = [
    TaxPolicy(seller_state="Goa", level="document"),
    Loyalty(value_per_point="0.25"),
    Charge("Gift wrap", 40),
    Redemptions({"ten": 1}, {"SAVE": 2}),
    Store(
        "INR",
        promotions=[ten()],
        coupons=[code("k", "SAVE")],
        charges=[Charge("Gift wrap", 40)],
        tax=TaxPolicy(seller_state="Goa"),
        offer_redemptions={"ten": 1},
    ),
]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda each: type(each).__name__)
def test_a_noun_is_frozen(noun: Any) -> None:
    """No field of a noun can be set."""
    for each in attrs.fields(type(noun)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(noun, each.name, None)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_noun_can_be_pickled(noun: Any, protocol: int) -> None:
    """A pickled noun is equal, and so is its hash."""
    copied = pickle.loads(pickle.dumps(noun, protocol))

    assert (noun, hash(noun)) == (copied, hash(copied))


@pytest.mark.parametrize(
    "other",
    [
        {"currency": "USD"},
        {"promotions": [ten()]},
        {"coupons": [code("k", "SAVE")]},
        {"round_off": 1},
        {"offer_redemptions": {"a": 1}},
        {"tax": TaxPolicy(level="unit")},
    ],
    ids=lambda each: next(iter(each)),
)
def test_stores_that_differ_are_not_equal(other: dict[str, Any]) -> None:
    """A difference in any field is one."""
    assert Store("INR") != Store(**{"currency": "INR", **other})


def test_constructors_and_documents_make_the_same_store() -> None:
    """JSON is one way to spell a store, Python another."""
    document = {
        "currency": "INR",
        "promotions": [
            {
                "id": "ten",
                "promotion_type": "discount",
                "can_be_used_with_other_promotion": True,
                "details": TEN,
                "applies_to_product": "all",
            }
        ],
        "charges": [{"name": "Gift wrap", "amount": 40, "tax_rate": "18"}],
        "loyalty": {"value_per_point": "0.25"},
        "tax": {"seller_state": "Goa"},
        "round_off": "1",
        "code_redemptions": {"SAVE": 3},
    }
    expected = Store(
        "INR",
        promotions=[ten()],
        charges=[Charge("Gift wrap", 40, tax_rate=18)],
        loyalty=Loyalty(value_per_point="0.25"),
        tax=TaxPolicy(seller_state="Goa"),
        round_off=1,
        code_redemptions={"SAVE": 3},
    )

    assert expected == read_store(document)


def test_counters_are_beside_the_offers() -> None:
    """What is absent is not counted here."""
    assert (Record(), Record()) == (Redemptions().offers, Redemptions().codes)
