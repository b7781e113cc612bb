# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Carts built in Python: checked as documents are, and unchangeable after that."""

from __future__ import annotations

import pickle

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import (
    Address,
    Cart,
    Customer,
    Line,
    Shipping,
    TaxSlab,
    read_cart,
)
from checkout_core.cart import ProductType
from checkout_core.cart.line import MAX_CATEGORIES, MAX_LINES
from checkout_core.cart.people import ADDRESS_KEYS
from checkout_core.money import Rounding
from checkout_core.tax import Place, TaxCategory, TaxComponent
from checkout_core.tax.india.supplies import SUPPLIES
from checkout_core.tax.rates import MAX_SLABS, Rate
from checkout_core.tenders import TenderRequest
from checkout_core.values import Record, thawed
from tests.factories.faults import faults_of


def tee(**fields: Any) -> Line:
    """Return a line that is right but for *fields*."""
    given = {
        "product_id": "tee",
        "quantity": 2,
        "selling_price": "499.00",
        "tax_rate": 18,
    }
    return Line(**{**given, **fields})


def cart(*lines: Line, **fields: Any) -> Cart:
    """Return a cart in INR."""
    return Cart("INR", lines or [tee()], **fields)


def test_a_line_has_a_default_for_everything_else() -> None:
    """Four values make a line."""
    expected = {
        "product_id": "tee",
        "quantity": 2,
        "selling_price": Decimal("499.00"),
        "tax_rate": Decimal(18),
        "tax_slabs": (),
        "tax_category": TaxCategory.STANDARD,
        "tax_class": None,
        "tax_components": (),
        "cess_rate": Decimal(0),
        "cess_per_unit": Decimal(0),
        "price_including_tax": False,
        "variant_id": None,
        "line_id": None,
        "category_ids": (),
        "product_type": ProductType.PHYSICAL,
        "listing_price": Decimal("499.00"),
        "handling_charge_excluding_tax": Decimal(0),
        "handling_charge_tax_rate": Decimal(0),
        "handling_charge_tax_components": (),
        "weight_grams": 0,
        "min_order_quantity": 1,
        "max_order_quantity": None,
        "incremental_quantity": 1,
        "sku": None,
        "slug": "",
        "product_name": "tee",
        "variant_name": None,
        "hsn_code": None,
        "price_per": 1,
        "unit": None,
        "supplier": None,
        "section_9_5": False,
        "reverse_charge_rate": None,
        "on_subscription": False,
        "subscription_plan": None,
        "subscription_interval": None,
        "subscription_frequency": None,
        "echo": Record(),
    }

    assert expected == attrs.asdict(tee(), recurse=False)


FULL: dict[str, Any] = {
    "product_id": "tee",
    "quantity": 6,
    "selling_price": Decimal("499.00"),
    "tax_slabs": (TaxSlab(Decimal(2500), Decimal(5)), TaxSlab(None, Decimal(18))),
    "tax_rate": Decimal(5),
    "tax_category": TaxCategory.STANDARD,
    "tax_class": None,
    "tax_components": (),
    "cess_rate": Decimal("1.5"),
    "cess_per_unit": Decimal("0.50"),
    "price_including_tax": True,
    "variant_id": "m",
    "line_id": "l1",
    "category_ids": ("apparel", "sale"),
    "product_type": ProductType.DIGITAL,
    "listing_price": Decimal("599.00"),
    "handling_charge_excluding_tax": Decimal("2.50"),
    "handling_charge_tax_rate": Decimal(0),
    "handling_charge_tax_components": (TaxComponent("State", Decimal("6.25")),),
    "weight_grams": 250,
    "min_order_quantity": 2,
    "max_order_quantity": 8,
    "incremental_quantity": 3,
    "sku": "TEE-M",
    "slug": "tee-m",
    "product_name": "Tee",
    "variant_name": "Medium",
    "hsn_code": "6109",
    "price_per": 1,
    "unit": "PCS",
    "supplier": "mh",
    "section_9_5": True,
    "reverse_charge_rate": Decimal(18),
    "on_subscription": True,
    "subscription_plan": "monthly",
    "subscription_interval": 1,
    "subscription_frequency": "month",
    "echo": Record({"seller_id": "s1", "attributes": [{"name": "Colour"}]}),
}


def test_a_line_keeps_everything_it_is_given() -> None:
    """What was given clean comes out equal."""
    assert FULL == attrs.asdict(Line(**FULL), recurse=False)


@pytest.mark.parametrize(
    "slabs",
    [
        [{"up_to": "2500", "rate": "5"}, {"rate": "18"}],
        [{"up_to": 2500, "rate": 5}, {"up_to": None, "rate": 18}],
        (TaxSlab(Decimal(2500), Decimal(5)), TaxSlab(None, Decimal(18))),
    ],
    ids=["texts", "ints", "nouns"],
)
def test_slabs_are_given_as_objects_or_nouns(slabs: Any) -> None:
    """Both spell the same slabs, and a line with slabs needs no rate."""
    line = tee(tax_rate=None, tax_slabs=slabs)

    assert (FULL["tax_slabs"], (Decimal(5), Decimal(18))) == (
        line.tax_slabs,
        line.rates,
    )


@pytest.mark.parametrize(
    "components",
    [
        [
            {"name": "GST", "rate": "5"},
            {"name": "QST", "rate": "9.5", "compound": True},
        ],
        [TaxComponent("GST", Decimal(5)), TaxComponent("QST", Decimal("9.5"), True)],
    ],
    ids=["objects", "nouns"],
)
def test_components_stand_in_for_gst(components: Any) -> None:
    """Both spell the same components, and a line with them needs no rate."""
    expected = (
        TaxComponent("GST", Decimal(5), compound=False),
        TaxComponent("QST", Decimal("9.5"), compound=True),
    )
    line = tee(tax_rate=None, tax_components=components)

    assert (expected, expected) == (line.tax_components, line.extras)


def test_a_cess_is_a_component_beside_gst() -> None:
    """It joins the rate, and is never in it."""
    assert (TaxComponent("CESS", Decimal(12)),) == tee(cess_rate=12).extras


def test_a_line_without_slabs_has_one_rate() -> None:
    """Its own."""
    assert (Decimal(18),) == tee().rates


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, ("tee", "")),
        ({"variant_id": "m"}, ("tee", "m")),
        ({"line_id": "l1"}, ("l1", "")),
        ({"line_id": "l1", "variant_id": "m"}, ("l1", "")),
        ({"line_id": ""}, ("", "")),
    ],
)
def test_the_key_of_a_line(fields: dict[str, Any], key: tuple[str, str]) -> None:
    """A line_id where one is given, else the product and its variant."""
    assert key == tee(**fields).key


@pytest.mark.parametrize(
    ("minor", "currency", "price"),
    [
        (49900, "INR", "499.00"),
        (5, "INR", "0.05"),
        (60, "JPY", "60"),
        (7, "KWD", "0.007"),
    ],
)
def test_a_price_in_minor_units(minor: int, currency: str, price: str) -> None:
    """Paise are rupees with two decimals, and fields go through."""
    line = Line.from_minor("tee", 2, minor, currency=currency, tax_rate=18, slug="t")

    assert (price, "t", 2) == (str(line.selling_price), line.slug, line.quantity)


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (499.0, "INR", ("selling_price", "bad_count")),
        ("49900", "INR", ("selling_price", "bad_count")),
        (True, "INR", ("selling_price", "bad_count")),
        (-1, "INR", ("selling_price", "count_out_of_range")),
        (None, "INR", ("selling_price", "required")),
        (1, "XXX", ("currency", "unknown_currency")),
    ],
)
def test_minor_units_are_whole(
    minor: Any, currency: str, expected: tuple[str, str]
) -> None:
    """A price in minor units is an int >= 0 of a known currency."""
    assert [expected] == faults_of(
        lambda: Line.from_minor("tee", 2, minor, currency=currency, tax_rate=18)
    )


SLABS = [{"up_to": "2500", "rate": "5"}, {"rate": "18"}]

BAD_LINES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"product_id": ""}, [("product_id", "empty_text")]),
    ({"product_id": None}, [("product_id", "required")]),
    ({"product_id": "x" * 256}, [("product_id", "too_long")]),
    ({"product_id": "a\x00"}, [("product_id", "control_character")]),
    ({"quantity": 0}, [("quantity", "count_out_of_range")]),
    ({"quantity": 1_000_001}, [("quantity", "count_out_of_range")]),
    ({"quantity": "2"}, [("quantity", "bad_count")]),
    ({"quantity": 2.0}, [("quantity", "bad_count")]),
    ({"quantity": None}, [("quantity", "required")]),
    ({"selling_price": 499.0}, [("selling_price", "float_given")]),
    ({"selling_price": "-1"}, [("selling_price", "negative")]),
    ({"selling_price": None}, [("selling_price", "required")]),
    ({"tax_rate": None}, [("tax_rate", "required")]),
    ({"tax_rate": "1000.01"}, [("tax_rate", "rate_out_of_range")]),
    ({"tax_rate": "18%"}, [("tax_rate", "bad_rate")]),
    ({"tax_class": 5}, [("tax_class", "wrong_type")]),
    ({"cess_per_unit": "-1"}, [("cess_per_unit", "negative")]),
    (
        {"tax_components": [{"name": "GST", "rate": 5}]},
        [("tax_components", "components_stand_alone")],
    ),
    (
        {
            "tax_rate": None,
            "tax_components": [{"name": "GST", "rate": 5}],
            "cess_rate": 1,
        },
        [("tax_components", "components_stand_alone")],
    ),
    (
        {
            "tax_rate": None,
            "tax_components": [{"nam": "GST"}, 5, {"name": "", "rate": "x"}],
        },
        [
            ("tax_components[0].nam", "unknown_key"),
            ("tax_components[0].name", "required"),
            ("tax_components[0].rate", "required"),
            ("tax_components[1]", "wrong_type"),
            ("tax_components[2].name", "empty_text"),
            ("tax_components[2].rate", "bad_rate"),
        ],
    ),
    (
        {"tax_rate": None, "tax_components": [{"name": "a", "rate": 1}] * 21},
        [("tax_components", "too_many")],
    ),
    (
        {
            "tax_rate": None,
            "tax_category": "exempt",
            "tax_components": [{"name": "GST", "rate": 5}],
        },
        [("tax_category", "category_needs_zero_rate")],
    ),
    ({"cess_rate": "-1"}, [("cess_rate", "rate_out_of_range")]),
    ({"tax_category": "free"}, [("tax_category", "not_a_choice")]),
    ({"tax_category": "exempt"}, [("tax_category", "category_needs_zero_rate")]),
    (
        {"tax_category": "zero", "tax_rate": 0, "cess_rate": 1},
        [("tax_category", "category_needs_zero_rate")],
    ),
    (
        {"tax_category": "export", "tax_rate": 0, "tax_slabs": SLABS},
        [("tax_category", "category_needs_zero_rate")],
    ),
    ({"price_including_tax": 1}, [("price_including_tax", "wrong_type")]),
    ({"category_ids": "apparel"}, [("category_ids", "wrong_type")]),
    ({"category_ids": ["a", ""]}, [("category_ids[1]", "empty_text")]),
    ({"category_ids": ["a"] * 1_001}, [("category_ids", "too_many")]),
    ({"product_type": "gas"}, [("product_type", "not_a_choice")]),
    ({"listing_price": "x"}, [("listing_price", "bad_amount")]),
    (
        {"handling_charge_excluding_tax": -1},
        [("handling_charge_excluding_tax", "negative")],
    ),
    (
        {"handling_charge_tax_rate": 1001},
        [("handling_charge_tax_rate", "rate_out_of_range")],
    ),
    ({"weight_grams": "1"}, [("weight_grams", "bad_count")]),
    ({"min_order_quantity": 3}, [("quantity", "below_min_order_quantity")]),
    ({"max_order_quantity": 1}, [("quantity", "above_max_order_quantity")]),
    ({"max_order_quantity": -1}, [("max_order_quantity", "count_out_of_range")]),
    ({"incremental_quantity": 3}, [("quantity", "not_a_multiple")]),
    ({"incremental_quantity": 0}, [("incremental_quantity", "count_out_of_range")]),
    (
        {"min_order_quantity": 4, "max_order_quantity": 1, "incremental_quantity": 5},
        [
            ("quantity", "below_min_order_quantity"),
            ("quantity", "above_max_order_quantity"),
            ("quantity", "not_a_multiple"),
        ],
    ),
    ({"variant_id": 1}, [("variant_id", "wrong_type")]),
    ({"line_id": 1}, [("line_id", "wrong_type")]),
    ({"sku": 1}, [("sku", "wrong_type")]),
    ({"slug": None}, [("slug", "wrong_type")]),
    ({"product_name": "x" * 10_001}, [("product_name", "too_long")]),
    ({"hsn_code": 6109}, [("hsn_code", "wrong_type")]),
    ({"on_subscription": "yes"}, [("on_subscription", "wrong_type")]),
    ({"subscription_interval": "1"}, [("subscription_interval", "bad_count")]),
    ({"echo": []}, [("echo", "wrong_type")]),
    ({"tax_slabs": {}}, [("tax_slabs", "wrong_type")]),
    ({"tax_slabs": [{"up_to": 1, "rate": 5}]}, [("tax_slabs", "bad_slabs")]),
    (
        {"tax_slabs": [{"rate": 5}, {"rate": 18}]},
        [("tax_slabs", "bad_slabs")],
    ),
    (
        {"tax_slabs": [{"up_to": 5, "rate": 5}, {"up_to": 4, "rate": 5}, {"rate": 1}]},
        [("tax_slabs", "bad_slabs")],
    ),
    (
        {"tax_slabs": [{"up_to": 5, "rate": 5}, {"up_to": 5, "rate": 5}, {"rate": 1}]},
        [("tax_slabs", "bad_slabs")],
    ),
    ({"tax_slabs": [5]}, [("tax_slabs[0]", "wrong_type")]),
    ({"tax_slabs": [{"up_to": 5}]}, [("tax_slabs[0].rate", "required")]),
    (
        {"tax_slabs": [{"upto": 5, "rate": 5}, {"rate": 1}]},
        [("tax_slabs[0].upto", "unknown_key")],
    ),
    (
        {"tax_slabs": [{"up_to": "-5", "rate": 5000}, {"rate": 1}]},
        [
            ("tax_slabs[0].up_to", "negative"),
            ("tax_slabs[0].rate", "rate_out_of_range"),
        ],
    ),
    (
        {"tax_slabs": [{"up_to": n, "rate": 5} for n in range(MAX_SLABS + 1)]},
        [("tax_slabs", "too_many")],
    ),
    (
        {"quantity": 0, "selling_price": "x", "tax_rate": 5000, "sku": 1},
        [
            ("selling_price", "bad_amount"),
            ("tax_rate", "rate_out_of_range"),
            ("quantity", "count_out_of_range"),
            ("sku", "wrong_type"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("fields", "expected"), BAD_LINES, ids=[str(row[0])[:50] for row in BAD_LINES]
)
def test_a_bad_line_is_refused(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Every fault of a line is named, together."""
    assert sorted(expected) == sorted(faults_of(lambda: tee(**fields)))


GOOD_LINES: list[dict[str, Any]] = [
    {"quantity": 1_000_000},
    {"selling_price": 0},
    {"tax_rate": 1000},
    {"tax_rate": 500, "cess_rate": 500},
    {"tax_rate": 0, "tax_category": "exempt"},
    {"tax_rate": 0, "tax_category": "outside_scope"},
    {"category_ids": ["a"] * MAX_CATEGORIES},
    {"tax_slabs": [{"rate": 5}]},
    {"tax_slabs": []},
    {"tax_slabs": [{"up_to": n, "rate": 5} for n in range(MAX_SLABS - 1)] + SLABS[1:]},
    {"product_id": "x" * 255},
    {"product_name": "x" * 10_000},
    {"product_name": ""},
    {"min_order_quantity": 2, "max_order_quantity": 2, "incremental_quantity": 2},
    {"min_order_quantity": 0},
    {"echo": {}},
]


@pytest.mark.parametrize(
    "fields", GOOD_LINES, ids=[str(row)[:50] for row in GOOD_LINES]
)
def test_a_line_at_the_edge_is_taken(fields: dict[str, Any]) -> None:
    """Limits belong to what is allowed."""
    assert "tee" in tee(**fields).product_id.replace("x" * 255, "tee")


def test_faults_of_a_line_are_in_the_order_of_its_fields() -> None:
    """Handling comes after the quantity, and its rate after its amount."""
    given: dict[str, Any] = {
        "tax_rate": 5,
        "handling_charge_excluding_tax": -1,
        "handling_charge_tax_rate": 1001,
        "handling_charge_tax_components": 5,
        "weight_grams": -1,
    }

    assert [
        ("quantity", "count_out_of_range"),
        ("handling_charge_excluding_tax", "negative"),
        ("handling_charge_tax_rate", "rate_out_of_range"),
        ("handling_charge_tax_components", "wrong_type"),
        ("weight_grams", "count_out_of_range"),
    ] == faults_of(lambda: Line("a", 0, 1, **given))


def test_a_bad_slab_is_not_also_a_missing_rate() -> None:
    """One mistake is told once."""
    assert [("tax_slabs[0].rate", "required")] == faults_of(
        lambda: tee(tax_rate=None, tax_slabs=[{"up_to": 5}])
    )


def test_an_address_keeps_what_it_is_given() -> None:
    """Nulls are kept, absent keys stay absent, and reading gives text."""
    address = Address(state="Goa", city=None, is_phone_verified=True)

    assert (
        {"state": "Goa", "city": None, "is_phone_verified": True},
        "Goa",
        "",
        "",
        "",
    ) == (
        thawed(address.fields),
        address["state"],
        address["city"],
        address["pincode"],
        address["is_phone_verified"],
    )


@pytest.mark.parametrize("key", ADDRESS_KEYS)
def test_every_key_of_an_address_is_checked(key: str) -> None:
    """Texts are texts and marks are booleans."""
    given: Any = {key: 7}

    assert [(key, "wrong_type")] == faults_of(lambda: Address(**given))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"stat": "Goa"}, ("stat", "unknown_key")),
        ({"state": "x" * 10_001}, ("state", "too_long")),
        ({"state": "Goa\x00"}, ("state", "control_character")),
        ({"is_phone_verified": "yes"}, ("is_phone_verified", "wrong_type")),
    ],
    ids=["key", "long", "control", "flag"],
)
def test_a_bad_address_is_refused(
    fields: dict[str, Any], expected: tuple[str, str]
) -> None:
    """Addresses are checked like everything else."""
    assert [expected] == faults_of(lambda: Address(**fields))


def test_a_customer_without_id_is_a_guest() -> None:
    """A guest owns nothing and used up nothing."""
    guest = Customer()

    assert (None, 0, Decimal(0), Record()) == (
        guest.id,
        guest.loyalty_points_balance,
        guest.credit_balance,
        guest.offer_redemptions,
    )


def test_a_bad_customer_is_refused() -> None:
    """Every fault of a customer is named."""
    given: dict[str, Any] = {
        "loyalty_points_balance": -1,
        "credit_balance": "x",
        "offer_redemptions": {"ten": "1"},
    }

    assert [
        ("id", "wrong_type"),
        ("loyalty_points_balance", "count_out_of_range"),
        ("credit_balance", "bad_amount"),
        ("offer_redemptions.ten", "bad_count"),
    ] == faults_of(lambda: Customer(5, **given))  # type: ignore[arg-type]


def test_bad_shipping_is_refused() -> None:
    """Every fault of a quoted delivery is named."""
    given: dict[str, Any] = {
        "tax_rate": 1001,
        "price_including_tax": "no",
        "estimated_delivery_days": -1,
    }

    assert [
        ("estimated_cost", "negative"),
        ("tax_rate", "rate_out_of_range"),
        ("price_including_tax", "wrong_type"),
        ("estimated_delivery_days", "count_out_of_range"),
    ] == faults_of(lambda: Shipping(-1, **given))


def test_a_cart_has_a_default_for_everything_else() -> None:
    """A currency and lines make a cart."""
    found = attrs.asdict(cart(), recurse=False)
    del found["currency"], found["columns"], found["asks_tender"]

    assert {
        "lines": (tee(),),
        "id": "",
        "gift_cards": (),
        "payment_plan": None,
        "coupon_code": None,
        "coupon_codes": (),
        "loyalty_points_redeemed": 0,
        "credit_balance_used": Decimal(0),
        "charges": (),
        "payment": None,
        "channel": None,
        "supply_type": None,
        "place_of_supply": None,
        "tenders": (
            TenderRequest(kind="points", asked=Decimal(0), balance=Decimal(0)),
            TenderRequest(kind="credit", asked=Decimal(0), balance=Decimal(0)),
        ),
        "shipping": None,
        "customer": Customer(),
        "shipping_address": None,
        "billing_address": None,
        "fulfillment_preference": None,
        "customer_note": None,
        "metadata": Record(),
    } == found


@pytest.mark.parametrize("code", ["", " ", "\t\n", "\u3000"])
def test_a_blank_code_is_no_code(code: str) -> None:
    """Who enters blanks enters nothing."""
    assert None is cart(coupon_code=code).coupon_code


def test_lines_come_from_any_iterable() -> None:
    """A generator of lines is as good as a list."""
    assert (tee(),) == Cart("INR", (line for line in [tee()])).lines


def slabbed(up_to: str) -> Line:
    """Return a line with one edge."""
    return tee(tax_slabs=[{"up_to": up_to, "rate": 5}, {"rate": 18}])


BAD_CARTS: list[tuple[Callable[[], Cart], list[tuple[str, str]]]] = [
    (lambda: Cart("INR", []), [("cart_items", "empty_cart")]),
    (lambda: Cart("INR", "tee"), [("cart_items", "wrong_type")]),  # type: ignore[arg-type]
    (
        lambda: Cart("INR", {"tee": tee()}),  # type: ignore[dict-item]
        [("cart_items", "wrong_type")],
    ),
    (lambda: Cart("INR", ["tee"]), [("cart_items[0]", "wrong_type")]),  # type: ignore[list-item]
    (lambda: Cart("inr", [tee()]), [("currency", "unknown_currency")]),
    (lambda: Cart(None, [tee()]), [("currency", "required")]),  # type: ignore[arg-type]
    (
        lambda: Cart("XXX", [], id=5, coupon_code="x" * 256),  # type: ignore[arg-type]
        [
            ("currency", "unknown_currency"),
            ("coupon_code", "too_long"),
            ("cart_items", "empty_cart"),
            ("id", "wrong_type"),
        ],
    ),
    (lambda: cart(tee(), tee()), [("cart_items[1]", "same_line_key")]),
    (
        lambda: cart(tee(line_id="a"), tee(product_id="a"), tee(), tee(variant_id="")),
        [("cart_items[1]", "same_line_key"), ("cart_items[3]", "same_line_key")],
    ),
    (
        lambda: cart(tee(), tee(product_id="b", selling_price="1.001")),
        [
            ("cart_items[1].selling_price", "off_grid"),
        ],
    ),
    (
        lambda: cart(tee(listing_price="1.001")),
        [("cart_items[0].listing_price", "off_grid")],
    ),
    (
        lambda: cart(tee(handling_charge_excluding_tax="0.001")),
        [("cart_items[0].handling_charge_excluding_tax", "off_grid")],
    ),
    (
        lambda: cart(slabbed("2500.001")),
        [("cart_items[0].tax_slabs[0].up_to", "off_grid")],
    ),
    (
        lambda: Cart("JPY", [tee(selling_price=1)], shipping=Shipping("0.5")),
        [("shipping.estimated_cost", "off_grid")],
    ),
    (lambda: cart(credit_balance_used="0.001"), [("credit_balance_used", "off_grid")]),
    (lambda: cart(credit_balance_used="-1"), [("credit_balance_used", "negative")]),
    (
        lambda: cart(loyalty_points_redeemed=-1),
        [("loyalty_points_redeemed", "count_out_of_range")],
    ),
    (lambda: cart(customer="u1"), [("customer", "wrong_type")]),
    (lambda: cart(shipping=5), [("shipping", "wrong_type")]),
    (lambda: cart(shipping_address="Goa"), [("shipping_address", "wrong_type")]),
    (lambda: cart(billing_address={}), [("billing_address", "wrong_type")]),
    (lambda: cart(customer_note="x" * 10_001), [("customer_note", "too_long")]),
    (lambda: cart(metadata=[]), [("metadata", "wrong_type")]),
    (lambda: cart(metadata={"a": 1.5}), [("metadata.a", "float_given")]),
    (lambda: cart(metadata={1: 2}), [("metadata", "wrong_type")]),
    (
        lambda: cart(fulfillment_preference={"fulfillment_type": "drone"}),
        [("fulfillment_preference.fulfillment_type", "not_a_choice")],
    ),
    (
        lambda: cart(fulfillment_preference={}),
        [("fulfillment_preference.fulfillment_type", "required")],
    ),
    (
        lambda: cart(
            fulfillment_preference={
                "fulfillment_type": "delivery",
                "preference_type": "maybe",
                "pickup_location_id": 7,
                "pickup_location_name": True,
                "shipments": [{"id": 1, "courier": "x"}, "y"],
                "collect-in-store": [],
                "delivery": {"items": [{"quantity": "2"}], "surplus": 1},
                "bogus": 1,
            }
        ),
        [
            ("fulfillment_preference.bogus", "unknown_key"),
            ("fulfillment_preference.preference_type", "not_a_choice"),
            ("fulfillment_preference.pickup_location_id", "wrong_type"),
            ("fulfillment_preference.pickup_location_name", "wrong_type"),
            ("fulfillment_preference.shipments[0].id", "wrong_type"),
            ("fulfillment_preference.shipments[0].courier", "unknown_key"),
            ("fulfillment_preference.shipments[1]", "wrong_type"),
            ("fulfillment_preference.collect-in-store", "wrong_type"),
            ("fulfillment_preference.delivery.surplus", "unknown_key"),
            ("fulfillment_preference.delivery.items[0].quantity", "bad_count"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("build", "expected"), BAD_CARTS, ids=[str(row[1])[:60] for row in BAD_CARTS]
)
def test_a_bad_cart_is_refused(
    build: Callable[[], Cart], expected: list[tuple[str, str]]
) -> None:
    """Every fault of a cart is named, with the path a document would have."""
    assert sorted(expected) == sorted(faults_of(build))


def test_as_many_lines_as_the_limit() -> None:
    """The limit belongs to what is allowed."""
    lines = [tee(product_id=f"p{at}") for at in range(MAX_LINES)]

    assert MAX_LINES == len(cart(*lines).lines)


def test_too_many_lines_are_refused() -> None:
    """One more is too many."""
    assert [("cart_items", "too_many")] == faults_of(
        lambda: cart(*[tee()] * (MAX_LINES + 1))
    )


@pytest.mark.parametrize(
    "preference",
    [
        {
            "fulfillment_type": "collect-in-store",
            "preference_type": "user",
            "pickup_location_id": "p1",
            "pickup_location_name": "Indiranagar",
        },
        {
            "fulfillment_type": "delivery",
            "preference_type": "auto",
            "shipments": [
                {
                    "id": "s1",
                    "shipping_provider_id": "delhivery",
                    "shipping_provider_name": None,
                    "courier_company_id": "c1",
                    "courier_company_name": None,
                }
            ],
        },
        {
            "fulfillment_type": "partial-collect-and-delivery",
            "preference_type": None,
            "collect-in-store": {
                "pickup_location_id": "p1",
                "items": [{"product_id": "tee", "variant_id": None, "quantity": 1}],
            },
            "delivery": {
                "shipping_provider_id": "delhivery",
                "items": [{"product_id": "cap", "product_name": "Cap", "quantity": 1}],
            },
        },
    ],
    ids=lambda each: each["fulfillment_type"],
)
def test_a_preference_is_kept(preference: dict[str, Any]) -> None:
    """The vendor's three forms are taken whole."""
    found = cart(fulfillment_preference=preference).fulfillment_preference

    assert preference == thawed(found)


@pytest.mark.parametrize(
    ("preference", "expected"),
    [
        (None, False),
        ({"fulfillment_type": "delivery"}, False),
        ({"fulfillment_type": "collect-in-store"}, True),
        ({"fulfillment_type": "partial-collect-and-delivery"}, False),
    ],
    ids=str,
)
def test_who_collects_in_store(
    preference: dict[str, Any] | None, *, expected: bool
) -> None:
    """Only a full collection ships nothing."""
    assert expected is cart(fulfillment_preference=preference).collects_in_store


NOUNS: list[Any] = [
    Line(**FULL),
    TaxSlab(None, Decimal(5)),
    Address(state="Goa"),
    Customer("u1", offer_redemptions={"ten": 1}),
    Shipping("60.00", tax_rate=18),
    cart(
        Line(**FULL),
        tee(),
        metadata={"a": [1, {"b": None}]},
        shipping=Shipping(60),
        shipping_address=Address(state="Goa"),
        fulfillment_preference={"fulfillment_type": "delivery"},
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


def test_a_pickled_cart_is_priced_as_before() -> None:
    """The columns that pricing reads travel with the cart."""
    noun = NOUNS[-1]
    copied = pickle.loads(pickle.dumps(noun))

    assert attrs.asdict(noun.columns) == attrs.asdict(copied.columns)


@pytest.mark.parametrize(
    "other",
    [
        {"quantity": 3},
        {"selling_price": "499.01"},
        {"echo": {"a": 1}},
        {"category_ids": ["a"]},
        {"line_id": "x"},
    ],
    ids=str,
)
def test_lines_that_differ_are_not_equal(other: dict[str, Any]) -> None:
    """A difference in any field is one, for the line and its cart."""
    assert (True, True) == (tee() != tee(**other), cart(tee()) != cart(tee(**other)))


def test_equal_amounts_are_equal_however_they_are_spelled() -> None:
    """499, '499.00' and Decimal are one price."""
    prices: list[Any] = [499, "499.00", Decimal("4.99E+2")]

    assert 1 == len({cart(tee(selling_price=price)) for price in prices})


def test_constructors_and_documents_make_the_same_cart() -> None:
    """JSON is one way to spell a cart, Python another."""
    document = {
        "currency": "INR",
        "id": "c1",
        "cart_items": [
            {
                "product_id": "tee",
                "quantity": 2,
                "selling_price": "499.00",
                "tax_rate": "18",
                "seller_id": "s1",
            }
        ],
        "shipping": {"estimated_cost": "60.00"},
        "shipping_address": {"state": "Goa", "city": None},
    }
    expected = Cart(
        "INR",
        [tee(echo={"seller_id": "s1"})],
        id="c1",
        shipping=Shipping(60),
        shipping_address=Address(state="Goa", city=None),
    )

    assert expected == read_cart(document)


def test_the_columns_of_a_cart() -> None:
    """Pricing reads minor units, ranks by key and two indexes."""
    columns = cart(
        tee(product_id="b", category_ids=["x", "x"], handling_charge_excluding_tax="1"),
        tee(product_id="a", variant_id="m", category_ids=["x"], tax_slabs=SLABS),
        shipping=Shipping("60", tax_rate=18, price_including_tax=True),
    ).columns

    assert {
        "list_amounts": (99800, 99800),
        "prices": (49900, 49900),
        "quantities": (2, 2),
        "inclusive": (False, False),
        "rate": (0, 2),
        "ranks": (1, 0),
        "by_product": {
            ("b", None): [0],
            ("a", None): [1],
            ("a", "m"): [1],
            (None, "m"): [1],
        },
        "by_category": {"x": [0, 1]},
        "total": 199600,
        "is_inside": False,
        "no_further": ((), ()),
        "suppliers": (),
        "is_shared": False,
        "heads": (),
        "everything": range(2),
        "discounted": (),
        "units": (2, 2),
        "pieces": (2, 2),
        "categories": (),
        "shipping": (6000, 3, False),
        "handling": ((0, 100, 1, True),),
        "rates": (
            *[Rate.of(Decimal(each), inclusive=False) for each in (18, 0, 5)],
            Rate.of(Decimal(18), inclusive=True),
        ),
    } == {
        name: value
        for name, value in attrs.asdict(columns, recurse=False).items()
        if name not in ("classed", "kept", "slabs") and not name.startswith("_")
    }


def test_the_charges_of_a_cart_have_their_rates() -> None:
    """A delivery and two charges of one rate: the amounts, and each rate once."""
    charged = {"handling_charge_excluding_tax": "1", "handling_charge_tax_rate": 12}
    columns = cart(
        tee(product_id="a", **charged),
        tee(product_id="b"),
        tee(product_id="c", **charged),
        shipping=Shipping("60", tax_rate=18, price_including_tax=True),
    ).columns

    assert ((0, 100, 1, False), (2, 100, 1, False)) == columns.handling
    assert (6000, 2, False) == columns.shipping
    assert (
        Rate.of(Decimal(18), inclusive=False),
        Rate.of(Decimal(12), inclusive=False),
        Rate.of(Decimal(18), inclusive=True),
    ) == columns.rates


def test_the_limits_of_slabs_are_amounts_of_the_line() -> None:
    """5 % up to 2,500.00 a unit, of 2 units, on top and inside: 5,000.00, 5,250.00."""
    columns = cart(
        tee(product_id="a", tax_slabs=SLABS),
        tee(product_id="b", tax_slabs=SLABS, price_including_tax=True),
    ).columns

    assert [(0, (500000,), (0, 1)), (1, (525000,), (2, 3))] == [
        (each.line, each.limits, each.rates) for each in columns.slabs
    ]


def test_the_line_rules_of_a_cart_are_made_once() -> None:
    """Pricing the same cart again finds them; other names or rounding have others."""
    columns = cart(tee(), tee(product_id="b", tax_slabs=SLABS)).columns
    names, half_up = ("CGST", "SGST"), Rounding.HALF_UP
    place, other_place = Place(names), Place(("IGST",))
    untaxed = Place(names, supply=SUPPLIES["sez_without_payment"])
    found = columns.rules(place, half_up, net_exact=False)

    assert columns.rates == tuple(rule.rate for rule in found.by_rate)
    assert names == found.by_rate[0].names
    assert found is columns.rules(place, half_up, net_exact=False)
    assert [False, False, False, False] == [
        other is found
        for other in (
            columns.rules(other_place, half_up, net_exact=False),
            columns.rules(untaxed, half_up, net_exact=False),
            columns.rules(place, Rounding.UP, net_exact=False),
            columns.rules(place, half_up, net_exact=True),
        )
    ]


def test_a_line_is_changed_into_another() -> None:
    """Everything else stays, and the new value is checked."""
    line = Line(**FULL)

    assert (Line(**{**FULL, "sku": "x"}), line) == (line.changed(sku="x"), Line(**FULL))
    assert [("quantity", "bad_count")] == faults_of(lambda: line.changed(quantity="1"))


def test_a_cart_is_changed_into_another() -> None:
    """Everything else stays, and the columns are made anew."""
    first = cart(tee(), id="c1", metadata={"a": 1})
    second = first.changed(lines=[tee(quantity=3)])

    assert (cart(tee(quantity=3), id="c1", metadata={"a": 1}), (149700,)) == (
        second,
        second.columns.list_amounts,
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"tax_rate": 0}, False),
        ({"tax_rate": 0, "tax_slabs": SLABS}, True),
        ({"tax_rate": None, "tax_components": [{"name": "GST", "rate": 5}]}, True),
        ({"tax_rate": 0, "cess_rate": 5}, True),
        ({"tax_rate": 0, "cess_per_unit": 5}, True),
        ({"tax_rate": 0, "tax_category": "exempt"}, True),
        ({"tax_rate": None, "tax_class": "apparel"}, False),
    ],
    ids=str,
)
def test_whether_a_line_has_its_own_tax(
    fields: dict[str, Any], *, expected: bool
) -> None:
    """A class of the store's table stands in only where it has none."""
    assert expected is tee(**fields).has_own_tax


CESS = (TaxComponent("CESS", Decimal(12)),)
QUEBEC = (TaxComponent("QST", Decimal(10), compound=True),)


@pytest.mark.parametrize(
    ("rate", "extras", "inclusive", "expected"),
    [
        ("18", (), False, ((9, 50), (9, 100), (), (1, 1))),
        ("18", (), True, ((9, 59), (9, 118), (), (50, 59))),
        ("28", CESS, False, ((7, 25), (7, 50), ((3, 25),), (1, 1))),
        ("28", CESS, True, ((1, 5), (1, 10), ((3, 35),), (5, 7))),
        ("5", QUEBEC, False, ((1, 20), (1, 40), ((21, 200),), (1, 1))),
        ("0", (), True, ((0, 1), (0, 1), (), (1, 1))),
        ("0.000001", (), False, ((1, 10**8), (1, 2 * 10**8), (), (1, 1))),
    ],
    ids=["on-top", "inside", "cess", "cess-inside", "compound", "zero", "smallest"],
)
def test_a_rate_is_reduced_fractions(
    rate: str,
    extras: tuple[TaxComponent, ...],
    *,
    inclusive: bool,
    expected: tuple[Any, ...],
) -> None:
    """One component, half of it, the further ones and the taxable part."""
    found = Rate.of(Decimal(rate), extras, inclusive=inclusive)

    assert expected == (found.whole, found.half, found.shares, found.net)


@pytest.mark.parametrize(
    ("rate", "extras", "expected"),
    [
        ("18", (), (True, "18", "0")),
        ("28", CESS, (True, "28", "12")),
        ("0", (TaxComponent("GST", Decimal(5)), *QUEBEC), (False, "15.5", "0")),
    ],
    ids=["gst", "cess", "quebec"],
)
def test_the_percentage_that_is_shown(
    rate: str, extras: tuple[TaxComponent, ...], expected: tuple[bool, str, str]
) -> None:
    """GST without its cess; other countries' components together."""
    found = Rate.of(Decimal(rate), extras, inclusive=False)

    assert expected == (found.by_regime, str(found.shown), str(found.cess_percent))


def test_a_line_that_is_changed_has_one_fault_of_its_price() -> None:
    """A listing price that was not given has none, in the changed line neither."""
    line = tee(selling_price="499.005").changed(quantity=3)

    assert ["cart_items[0].selling_price"] == [
        path for path, _ in faults_of(lambda: Cart("INR", [line]))
    ]
