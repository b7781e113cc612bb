# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
One thing wrong is one fault, and many things wrong are told together.

Each law takes a document that holds every key, and puts one fault (or one more)
into every place of it.
"""

from __future__ import annotations

import json
import pickle

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import (
    Cart,
    Charge,
    CheckoutError,
    Customer,
    Line,
    Shipping,
    Store,
    coupon,
    read_cart,
    read_checkout,
    read_store,
)
from checkout_core.errors import MAX_FAULTS
from checkout_core.store import tax_classes
from checkout_core.values import Record
from checkout_core.wire.cart import COMPUTED_KEYS, ECHO_KEYS
from tests.factories.faults import faults, faults_of
from tests.paths import EVERY_KEY


if TYPE_CHECKING:
    from collections.abc import Iterator


Way = tuple[str | int, ...]

TOGETHER = {"can_be_used_with_promotion": True}
#: One offer of each kind, with every amount that it can hold.
OFFERS: list[dict[str, Any]] = [
    {
        "id": "percent",
        "coupon_type": "discount",
        "applies_to_product": "product",
        "minimum_order_total": "100",
        "details": {
            "discount_type": "percentage",
            "discount_percent": "10",
            "maximum_discount_amount": "50",
            "products": [
                {"product_id": "a", "minimum_value": "10", "maximum_value": "900"}
            ],
        },
    },
    {
        "id": "free goods",
        "coupon_type": "free-goods",
        "details": {
            "spending_criteria_type": "minimum-purchase-amount",
            "products": [
                {
                    "product_id": "a",
                    "auto_scale": True,
                    "slab": {"minimum_purchase_amount": "10", "get_quantity": 1},
                },
                {
                    "variant_id": "v",
                    "slabs": [
                        {"minimum_purchase_amount": "10", "get_quantity": 1},
                        {"minimum_purchase_amount": "20", "get_quantity": 2},
                    ],
                },
            ],
        },
    },
    {
        "id": "fixed price",
        "coupon_type": "fixed-price",
        "details": {
            "spending_criteria_type": "minimum-purchase-amount",
            "products": [
                {
                    "product_id": "a",
                    "minimum_purchase_amount": "10",
                    "maximum_purchase_amount": "900",
                    "offer_price": "5",
                }
            ],
        },
    },
    {
        "id": "buy and get",
        "coupon_type": "buy-x-get-y",
        "details": {
            "spending_criteria_type": "minimum-purchase-amount",
            "maximum_discount_amount": "50",
            "products": [
                {
                    "minimum_purchase_amount": "10",
                    "buy_product_id": "a",
                    "get_from_category_id": "x",
                    "get_quantity": 1,
                    "get_offer_type": "discount",
                    "get_discount_percent": "50",
                }
            ],
        },
    },
    {
        "id": "volume",
        "coupon_type": "volume-based",
        "details": {
            "maximum_discount_amount": "50",
            "products": [
                {
                    "product_id": "a",
                    "slabs": [
                        {
                            "quantity": 2,
                            "condition": "greater",
                            "discount_percent": "5",
                        }
                    ],
                }
            ],
        },
    },
    {
        "id": "rewards",
        "coupon_type": "accelerated-rewards",
        "applies_to_product": "category",
        "details": {"category_id": ["x"], "bonus_loyalty_point": 5},
    },
]

#: Keys whose numbers are amounts of the document's currency.
AMOUNTS = {
    "selling_price",
    "listing_price",
    "handling_charge_excluding_tax",
    "cess_per_unit",
    "credit_balance_used",
    "credit_balance",
    "estimated_cost",
    "minimum_order_total",
    "fixed_discount_amount",
    "maximum_discount_amount",
    "minimum_value",
    "maximum_value",
    "minimum_purchase_amount",
    "maximum_purchase_amount",
    "offer_price",
    "free_shipping_threshold",
    "free_threshold",
    "amount",
    "round_off",
}
#: What decides which keys an object has: without it they cannot be read.
KINDS = {
    "promotion_type",
    "coupon_type",
    "discount_type",
    "spending_criteria_type",
    "auto_scale",
    "type",
}
#: Objects whose keys are the host's own.
FREE = {
    "metadata",
    "offer_redemptions",
    "code_redemptions",
    "fulfillment_preference",
    *ECHO_KEYS,
}
#: Objects whose keys are names.
NAMED = {"tax_classes"}


def document() -> dict[str, Any]:
    """Return a new document with every key, and no fault."""
    found: dict[str, Any] = json.loads(EVERY_KEY.read_text())
    line = found["cart"]["cart_items"][0]
    line["attributes"] = [{"key": "colour", "value": "red"}]
    found["store"]["tax_classes"]["toys"] = {"tax_rate": "5", "cess_per_unit": "1"}
    found["store"]["coupons"] += [
        {
            **TOGETHER,
            "coupon_code": [f"C{at}"],
            "starts_at": "2026-01-01T00:00:00Z",
            "expires_at": "2027-01-01T00:00:00Z",
            **json.loads(json.dumps(offer)),
        }
        for at, offer in enumerate(OFFERS)
    ]
    return found


def walked(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Yield every place of *value*, the outer before the inner."""
    yield way, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield from walked(each, (*way, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from walked(each, (*way, at))


def path_of(way: Way) -> str:
    """Return the path of a fault at *way*."""
    found = ""
    for key in way:
        dot = "." if found else ""
        found += f"[{key}]" if isinstance(key, int) else f"{dot}{key}"
    return found


def holder(whole: Any, way: Way) -> Any:
    """Return the object or list that holds the place *way*."""
    for key in way[:-1]:
        whole = whole[key]
    return whole


def changed(*changes: tuple[Way, Any]) -> dict[str, Any]:
    """Return the document with values set at some places."""
    whole = document()
    for way, value in changes:
        holder(whole, way)[way[-1]] = value
    return whole


def is_read(way: Way) -> bool:
    """Return whether a place is looked at: what an order computes is not."""
    return way[-1] not in COMPUTED_KEYS


def has_amount(way: Way, value: Any) -> bool:
    """Return whether an amount is at a place."""
    by_weight = {"up_to", "amount"} & {way[-1]} and way[:4] == (
        "store",
        "shipping_rates",
        "zones",
        0,
    )
    return value is not None and (
        way[-1] in AMOUNTS or (way[-1] == "up_to" and not by_weight)
    )


PLACES = [(way, value) for way, value in walked(document()) if way and is_read(way)]
LEAVES = [way for way, value in PLACES if not isinstance(value, dict | list)]
MONEY = [way for way, value in PLACES if has_amount(way, value)]
OBJECTS = [
    way
    for way, value in PLACES
    if isinstance(value, dict) and not FREE & set(way) and way[-1] not in NAMED
]
HOLDERS = [way for way, value in PLACES if isinstance(value, dict | list)]
NUMBERS = [
    way
    for way, value in PLACES
    if way in MONEY
    or (str(value).isdigit() and not isinstance(value, bool) and not FREE & set(way))
]


def test_the_document_is_right_and_large() -> None:
    """What is wrong below is wrong by its change, and there are places enough."""
    read_checkout(document())

    assert (True, True, True) == (
        len(LEAVES) > 200,
        len(MONEY) > 35,
        len(OBJECTS) > 60,
    )


@pytest.mark.parametrize("way", LEAVES, ids=path_of)
def test_one_foreign_value_is_one_fault(way: Way) -> None:
    """A value that no field takes is told once, where it is."""
    assert [path_of(way)] == [
        path for path, _ in faults_of(read_checkout, changed((way, object())))
    ]


@pytest.mark.parametrize("way", MONEY, ids=path_of)
def test_one_amount_off_the_grid_is_one_fault(way: Way) -> None:
    """A third decimal of rupees is told once, where it was given."""
    assert [(path_of(way), "off_grid")] == faults_of(
        read_checkout, changed((way, "4.999"))
    )


@pytest.mark.parametrize("way", NUMBERS, ids=path_of)
def test_one_number_below_zero_is_one_fault(way: Way) -> None:
    """Nothing of a checkout is negative, and a text of digits may be a name."""
    assert [path_of(way)] == [
        path for path, _ in faults_of(read_checkout, changed((way, -1)))
    ]


@pytest.mark.parametrize("way", [(), *OBJECTS], ids=path_of)
def test_one_unknown_key_is_one_fault(way: Way) -> None:
    """A key that an object does not have is told once."""
    place = (*way, "qqq")

    assert [(path_of(place), "unknown_key")] == faults_of(
        read_checkout, changed((place, 1))
    )


@pytest.mark.parametrize("way", HOLDERS, ids=path_of)
def test_one_place_of_another_shape_is_one_fault(way: Way) -> None:
    """A text where an object or a list is expected is told once."""
    assert 1 == len(faults_of(read_checkout, changed((way, 5.5))))


@pytest.mark.parametrize("way", LEAVES, ids=path_of)
def test_one_key_that_is_missing_is_one_fault_at_most(way: Way) -> None:
    """What has no default is asked for once."""
    whole = document()
    del holder(whole, way)[way[-1]]
    told = ""
    try:
        read_checkout(whole)
    except CheckoutError as error:
        told = str(error)

    assert 1 >= len(told.splitlines())


def is_hidden(amount: Way, foreign: Way) -> bool:
    """Return whether an amount cannot be read because of what is foreign."""
    if foreign == ("cart", "currency"):
        return amount[0] in ("cart", "customer")
    if foreign == ("store", "currency"):
        return amount[0] == "store"
    if foreign[-1] not in KINDS:
        return False
    inside = foreign[:-1] if foreign[-1] != "discount_type" else foreign[:-2]
    return amount[: len(inside)] == inside


@pytest.mark.parametrize(
    "way", [way for way in LEAVES if not FREE & set(way)], ids=path_of
)
def test_every_amount_off_the_grid_is_told_beside_any_other_fault(way: Way) -> None:
    """One error names all amounts, whatever else is wrong in their line or offer."""
    money = [each for each in MONEY if each != way]
    off = {each: holder(document(), each)[each[-1]] for each in money}
    # A thousandth more, so that edges which ascend still do.
    changes = [
        (each, f"{Decimal(old) + Decimal('0.001')}") for each, old in off.items()
    ]
    told = faults_of(read_checkout, changed(*changes, (way, {"q": 1})))
    paths = [path for path, _ in told]
    wanted = {path_of(each) for each in money if not is_hidden(each, way)}

    assert (set(), len(set(paths)), True) == (
        wanted - set(paths),
        len(paths),
        any(path.startswith(path_of(way)) for path in paths),
    )


def test_a_line_has_all_its_faults_in_one_error() -> None:
    """Its amounts are compared with the currency although the line has faults."""
    item = {
        "product_id": "t",
        "quantity": 0,
        "selling_price": "499.123",
        "tax_rate": None,
    }
    with pytest.raises(CheckoutError) as caught:
        read_cart({"currency": "INR", "cart_items": [item]})

    assert [
        ("cart_items[0].tax_rate", "required"),
        ("cart_items[0].quantity", "count_out_of_range"),
        ("cart_items[0].selling_price", "off_grid"),
    ] == faults(caught.value)


def test_a_listing_price_that_was_not_given_has_no_fault() -> None:
    """It is the selling price, whose fault is enough; given itself, it has its own."""
    lines = [
        Line("a", 1, "1.001", tax_rate=18),
        Line("b", 1, "1.001", tax_rate=18, listing_price="1.001"),
    ]
    with pytest.raises(CheckoutError) as caught:
        Cart("INR", lines)

    assert {
        "cart_items[0].selling_price",
        "cart_items[1].listing_price",
        "cart_items[1].selling_price",
    } == {each.path for each in caught.value.faults}


def test_a_cart_made_in_python_names_its_amounts_beside_its_other_faults() -> None:
    """A foreign line and an id that is not a text hide no amount."""
    lines: Any = ["x", Line("a", 1, "1.001", tax_rate=18)]
    with pytest.raises(CheckoutError) as caught:
        Cart(
            "INR",
            lines,
            id=5,  # type: ignore[arg-type]
            credit_balance_used="1.001",
            customer=Customer(credit_balance="1.001"),
            shipping=Shipping("1.001"),
        )

    assert [
        ("cart_items[0]", "wrong_type"),
        ("id", "wrong_type"),
        ("credit_balance_used", "off_grid"),
        ("customer.credit_balance", "off_grid"),
        ("cart_items[1].selling_price", "off_grid"),
        ("shipping.estimated_cost", "off_grid"),
    ] == faults(caught.value)


def test_a_store_made_in_python_names_its_amounts_beside_its_other_faults() -> None:
    """Foreign charges, offers and classes hide no amount."""
    ten = coupon("c", "free-shipping", ["C"], minimum_order_total="1.001")
    classes = tax_classes({"books": {"tax_rate": 5, "cess_per_unit": "1.001"}})
    charges: Any = ["x", Charge("Gift wrap", "1.001")]
    coupons: Any = [5, ten]
    named: Any = ["x", *classes]
    with pytest.raises(CheckoutError) as caught:
        Store(
            "INR",
            charges=charges,
            coupons=coupons,
            tax_classes=named,
            shipping_rates="x",  # type: ignore[arg-type]
            free_shipping_threshold="1.001",
        )

    assert [
        ("shipping_rates", "wrong_type"),
        ("charges[0]", "wrong_type"),
        ("tax_classes[0]", "wrong_type"),
        ("coupons[0]", "wrong_type"),
        ("free_shipping_threshold", "off_grid"),
        ("charges[1].amount", "off_grid"),
        ("tax_classes[1].periods[0].cess_per_unit", "off_grid"),
        ("coupons[1].minimum_order_total", "off_grid"),
    ] == faults(caught.value)


def test_without_a_currency_no_amount_is_off_its_grid() -> None:
    """Nobody knows how many decimals it has; the store's other faults are named."""
    with pytest.raises(CheckoutError) as caught:
        read_store({"handling": "x", "free_shipping_threshold": "1.001"})

    assert [("currency", "required"), ("handling", "not_a_choice")] == faults(
        caught.value
    )


def test_amounts_cross_a_process_border_with_the_faults() -> None:
    """Who reads the line elsewhere can still compare them with the currency."""
    with pytest.raises(CheckoutError) as caught:
        Line("a", 0, "1.001", tax_rate=18)
    error = pickle.loads(pickle.dumps(caught.value))

    assert ("selling_price", Decimal("1.001")) == error.amounts[0]


def test_a_cart_and_a_store_that_differ_are_told_beside_other_faults() -> None:
    """The two currencies are compared although a line cannot be read."""
    whole = changed((("store", "currency"), "USD"), (("cart", "id"), 5))

    assert ("store.currency", "currency_mismatch") in faults_of(read_checkout, whole)


def test_the_moment_is_asked_for_beside_other_faults() -> None:
    """Offers need it, whether or not they can be read."""
    whole = changed((("at",), None), (("store", "coupons", 0, "id"), 5))

    assert [("at", "time_required"), ("store.coupons[0].id", "wrong_type")] == sorted(
        faults_of(read_checkout, whole)
    )


def test_a_record_tells_all_its_faults() -> None:
    """Metadata with two floats is refused for both, and for a hundred at most."""
    kept = {"a": 1.5, "b": [2.5, {"c": 3.5}], "d": "text"}
    with pytest.raises(CheckoutError) as few:
        Record(kept, "metadata")
    with pytest.raises(CheckoutError) as many:
        Record({"a": [1.5] * 1_000, **{f"b{at}": 1.5 for at in range(1_000)}})

    assert (["metadata.a", "metadata.b[0]", "metadata.b[1].c"], MAX_FAULTS) == (
        [each.path for each in few.value.faults],
        len(many.value.faults),
    )
