# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""Bad checkout documents: what is said about each, with path, code and words."""

from __future__ import annotations

import pickle

from time import thread_time
from types import MappingProxyType
from typing import Any

import pytest

from checkout_core import (
    Cart,
    Checkout,
    CheckoutError,
    dumps,
    read_cart,
    read_checkout,
    read_store,
)
from checkout_core.cart.line import MAX_LINES
from checkout_core.checks import MAX_ID, MAX_NOTE
from checkout_core.offers import MAX_ROWS
from checkout_core.store.charges import MAX_CHARGES
from checkout_core.store.store import MAX_OFFERS
from checkout_core.tax.rates import MAX_SLABS
from checkout_core.values import MAX_DEPTH
from checkout_core.wire.text import MAX_CHARACTERS
from tests.factories.bad_documents import (
    BAD,
    GONE,
    LINE,
    MUG,
    OFFER,
    TEE,
    TEN,
    edited,
    good,
)
from tests.factories.faults import faults


IDS = [
    f"{row[1][0][0] or 'document'}-{row[1][0][1]}-{at}" for at, row in enumerate(BAD)
]


def refused(document: Any) -> CheckoutError:
    """Return the error that reading *document* raises."""
    with pytest.raises(CheckoutError) as caught:
        read_checkout(document)
    return caught.value


def test_the_good_document_is_good() -> None:
    """What is bad below is bad because of its change."""
    assert isinstance(read_checkout(good()), Checkout)


@pytest.mark.parametrize(("changes", "expected", "message"), BAD, ids=IDS)
def test_a_bad_document_is_told_what_is_wrong(
    changes: dict[str, Any], expected: list[tuple[str, str]], message: str
) -> None:
    """Every fault has its path and code, and the first its exact words."""
    error = refused(edited(changes))

    assert (expected, message) == (
        faults(error),
        error.faults[0].message,
    )


WITHOUT_FLOATS = [at for at, row in enumerate(BAD) if row[1][0][1] != "float_given"]


@pytest.mark.parametrize("at", WITHOUT_FLOATS, ids=[IDS[at] for at in WITHOUT_FLOATS])
def test_text_bytes_and_mappings_are_refused_alike(at: int) -> None:
    """A document means the same in each form that is taken."""
    document = edited(BAD[at][0])
    text = dumps(document)

    assert [BAD[at][1]] * 3 == [
        faults(refused(form))
        for form in (text, text.encode(), MappingProxyType(document))
    ]


@pytest.mark.parametrize("at", range(len(BAD)), ids=IDS)
def test_the_error_of_a_document_travels(at: int) -> None:
    """It is pickled with its faults and is plain data for an answer."""
    error = refused(edited(BAD[at][0]))

    assert (error.faults, [path for path, _ in BAD[at][1]]) == (
        pickle.loads(pickle.dumps(error)).faults,
        [each["path"] for each in error.as_json()],
    )


@pytest.mark.parametrize(
    "document", [None, 5, [], "[]", '"cart"', "5", "null", b"[]"], ids=ascii
)
def test_a_document_is_an_object(document: Any) -> None:
    """Nothing else is read, by any reader."""
    codes = []
    for read in (read_checkout, read_cart, read_store):
        with pytest.raises(CheckoutError) as caught:
            read(document)
        codes += faults(caught.value)

    assert [("", "wrong_type")] * 3 == codes


MANY: dict[str, Any] = {
    "at": "now",
    "colour": "red",
    "cart.id": 5,
    "cart.cart_items.0.quantity": 0,
    "cart.cart_items.0.sku": 5,
    "cart.cart_items.1.selling_price": "x",
    "cart.cart_items.1.colour": "red",
    "cart.shipping.estimated_cost": -1,
    "cart.shipping_address.city": 5,
    "customer.loyalty_points_balance": -1,
    "order.status": "done",
    "store.rounding": "x",
    "store.tax.level": "order",
    "store.loyalty.points_per_unit": "-1",
    "store.charges.0.amount": GONE,
    "store.promotions.0.details.discount_percent": 101,
    "store.coupons.0.id": GONE,
}


def test_everything_wrong_is_told_together() -> None:
    """One error names every fault of a document, whatever part it is in."""
    expected = {
        ("at", "bad_time"),
        ("colour", "unknown_key"),
        (f"{TEE}.quantity", "count_out_of_range"),
        (f"{TEE}.sku", "wrong_type"),
        (f"{MUG}.selling_price", "bad_amount"),
        (f"{MUG}.colour", "unknown_key"),
        ("cart.shipping.estimated_cost", "negative"),
        ("cart.shipping_address.city", "wrong_type"),
        ("customer.loyalty_points_balance", "count_out_of_range"),
        ("order.status", "not_a_choice"),
        ("store.rounding", "not_a_choice"),
        ("store.tax.level", "not_a_choice"),
        ("store.loyalty.points_per_unit", "negative"),
        ("store.charges[0].amount", "required"),
        (f"{OFFER}.details.discount_percent", "rate_out_of_range"),
        ("store.coupons[0].id", "required"),
    }

    assert expected <= set(faults(refused(edited(MANY))))


def test_a_faulty_line_does_not_hide_the_rest_of_the_cart() -> None:
    """The other keys of the cart are still looked at."""
    changes = {f"{LINE}.quantity": 0, "cart.credit_balance_used": "x", "cart.id": 5}

    assert {
        (f"{TEE}.quantity", "count_out_of_range"),
        ("cart.credit_balance_used", "bad_amount"),
        ("cart.id", "wrong_type"),
    } == set(faults(refused(edited(changes))))


def test_the_error_reads_line_by_line() -> None:
    """One line for each fault: where, what, and what was found."""
    changes = {f"{LINE}.quantity": "2", "order.payment_status": "paid"}

    assert (
        "cart.cart_items[0].quantity: this must be a whole number, written without a"
        " point (got '2')\n"
        "order.payment_status: this must be one of 'pending', 'success', 'failed',"
        " 'partially_paid' (got 'paid')"
    ) == str(refused(edited(changes)))


UNKNOWN = [row[0] for row in BAD if row[1][0][1] == "unknown_key"]


@pytest.mark.parametrize("changes", UNKNOWN, ids=[next(iter(row)) for row in UNKNOWN])
def test_unknown_keys_may_be_ignored(changes: dict[str, Any]) -> None:
    """With unknown="ignore" a key nobody knows changes nothing that is priced."""
    expected = read_checkout(good())
    found = read_checkout(edited(changes), unknown="ignore")

    assert (expected.cart, expected.at, expected.order, expected.store.policies) == (
        found.cart,
        found.at,
        found.order,
        found.store.policies,
    )


NULLS = [
    "order",
    "customer",
    "store.promotions",
    "store.coupons",
    "store.charges",
    "store.loyalty",
    "store.tax",
    "store.currency",
    "store.round_off",
    "store.free_shipping_threshold",
    "store.shipping_rates",
    "store.offer_redemptions",
    "store.code_redemptions",
    "cart.id",
    "cart.coupon_code",
    "cart.loyalty_points_redeemed",
    "cart.credit_balance_used",
    "cart.shipping",
    "cart.shipping_address",
    "cart.billing_address",
    "cart.fulfillment_preference",
    "cart.customer_note",
    "cart.metadata",
    f"{LINE}.variant_id",
    f"{LINE}.line_id",
    f"{LINE}.cess_rate",
    f"{LINE}.tax_slabs",
    f"{LINE}.tax_category",
    f"{LINE}.price_including_tax",
    f"{LINE}.category_ids",
    f"{LINE}.product_type",
    f"{LINE}.listing_price",
    f"{LINE}.weight_grams",
    f"{LINE}.min_order_quantity",
    f"{LINE}.max_order_quantity",
    f"{LINE}.incremental_quantity",
]


@pytest.mark.parametrize("path", NULLS)
def test_null_stands_for_the_default(path: str) -> None:
    """A null is read as if the key were absent."""
    absent = edited({path: None})
    place: Any = absent
    *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in way:
        place = place[key]
    del place[last]

    assert read_checkout(absent) == read_checkout(edited({path: None}))


def test_a_document_without_a_store_has_one_without_offers() -> None:
    """Cart alone is enough, and then no moment is needed."""
    found = read_checkout(edited({"store": GONE, "at": GONE}))

    assert ("INR", (), None) == (
        found.store.currency.code,
        found.store.promotions,
        found.at,
    )


def test_a_store_by_itself_needs_a_currency() -> None:
    """There is no cart to take it from."""
    with pytest.raises(CheckoutError) as caught:
        read_store({"handling": "per_unit"})

    assert [("currency", "required")] == faults(caught.value)


def test_a_cart_by_itself_has_its_own_paths() -> None:
    """Paths begin where the document begins."""
    with pytest.raises(CheckoutError) as caught:
        read_cart({"currency": "INR", "cart_items": [{"product_id": "tee"}]})

    assert {"cart_items[0].quantity", "cart_items[0].selling_price"} <= {
        each.path for each in caught.value.faults
    }


def test_a_cart_by_itself_is_read() -> None:
    """As it is within a checkout document."""
    cart = read_cart(good()["cart"])

    assert (Cart, ["tee", "mug"]) == (
        type(cart),
        [line.product_id for line in cart.lines],
    )


def lines(count: int) -> list[dict[str, Any]]:
    """Return as many different lines."""
    one = {"quantity": 1, "selling_price": 1, "tax_rate": 5}
    return [{**one, "product_id": f"p{at}"} for at in range(count)]


def slabs(count: int) -> list[dict[str, Any]]:
    """Return as many ascending slabs."""
    return [*({"up_to": at, "rate": 5} for at in range(count - 1)), {"rate": 5}]


def nested(depth: int) -> Any:
    """Return objects within objects."""
    found: Any = 0
    for _ in range(depth):
        found = {"a": found}
    return found


def offers(count: int) -> list[dict[str, Any]]:
    """Return as many different promotions."""
    small = {
        key: TEN[key] for key in TEN if key not in {"details", "applies_to_product"}
    }
    return [
        {**small, "promotion_type": "free-shipping", "id": f"{at}"}
        for at in range(count)
    ]


def within(rows: int) -> dict[str, Any]:
    """Return an offer with as many rows."""
    return {**TEN, "details": {**TEN["details"], "products": [{}] * rows}}


LIMITS: list[tuple[str, Any, Any, str]] = [
    # path, the most that is taken, one too many, code
    ("cart.cart_items", lines(MAX_LINES), lines(MAX_LINES + 1), "too_many"),
    (f"{LINE}.tax_slabs", slabs(MAX_SLABS), slabs(MAX_SLABS + 1), "too_many"),
    (f"{LINE}.category_ids", ["a"] * 1_000, ["a"] * 1_001, "too_many"),
    (f"{LINE}.product_id", "x" * MAX_ID, "x" * (MAX_ID + 1), "too_long"),
    (f"{LINE}.product_name", "x" * MAX_NOTE, "x" * (MAX_NOTE + 1), "too_long"),
    (f"{LINE}.quantity", 10**6, 10**6 + 1, "count_out_of_range"),
    (f"{LINE}.selling_price", "9" * 15, "9" * 16, "amount_too_large"),
    (f"{LINE}.weight_grams", 10**15 - 1, 10**15, "count_out_of_range"),
    ("cart.customer_note", "x" * MAX_NOTE, "x" * (MAX_NOTE + 1), "too_long"),
    ("cart.coupon_code", "x" * MAX_ID, "x" * (MAX_ID + 1), "too_long"),
    ("cart.metadata", nested(MAX_DEPTH), nested(MAX_DEPTH + 1), "nested_too_deep"),
    ("store.promotions", offers(MAX_OFFERS), offers(MAX_OFFERS + 1), "too_many"),
    ("store.promotions.0", within(MAX_ROWS), within(MAX_ROWS + 1), "too_many"),
    (
        "store.charges",
        [{"name": "a", "amount": 1}] * MAX_CHARGES,
        [{"name": "a", "amount": 1}] * (MAX_CHARGES + 1),
        "too_many",
    ),
    (
        "store.coupons.0.coupon_code",
        ["a"] * MAX_ROWS,
        ["a"] * (MAX_ROWS + 1),
        "too_many",
    ),
]


@pytest.mark.parametrize(
    ("path", "most"), [row[:2] for row in LIMITS], ids=[row[0] for row in LIMITS]
)
def test_what_reaches_the_limit_is_taken(path: str, most: Any) -> None:
    """Limits belong to what is allowed."""
    assert isinstance(read_checkout(edited({path: most})), Checkout)


@pytest.mark.parametrize(
    ("path", "more", "code"),
    [(row[0], row[2], row[3]) for row in LIMITS],
    ids=[row[0] for row in LIMITS],
)
def test_what_exceeds_the_limit_is_refused(path: str, more: Any, code: str) -> None:
    """One more is too many."""
    error = refused(edited({path: more}))

    assert code in {each.code for each in error.faults}


def test_a_document_as_large_as_the_limit() -> None:
    """Blanks at the end fill it up."""
    text = dumps(good())

    assert read_checkout(good()) == read_checkout(
        text + " " * (MAX_CHARACTERS - len(text))
    )


def test_a_document_that_is_too_large() -> None:
    """One character more, and it is not looked at."""
    text = dumps(good())
    error = refused(text + " " * (MAX_CHARACTERS - len(text) + 1))

    assert [("", "document_too_large")] == faults(error)


@pytest.mark.parametrize("depth", [2_000, 100_000])
def test_a_document_that_is_too_deep(depth: int) -> None:
    """The parser gives up before the interpreter does."""
    error = refused('{"cart": ' + "[" * depth + "]" * depth + "}")

    assert [("", "nested_too_deep")] == faults(error)


LONG: list[tuple[str, Any]] = [
    (f"{LINE}.product_id", "x" * 9_000_000),
    (f"{LINE}.quantity", "9" * 9_000_000),
    (f"{LINE}.selling_price", "9" * 9_000_000),
    (f"{LINE}.tax_rate", "0." + "1" * 9_000_000),
    ("cart.currency", "X" * 9_000_000),
    ("at", "2" * 9_000_000),
    ("store.tax.seller_state", "x" * 9_000_000),
    ("store.rounding", "x" * 9_000_000),
    ("cart.customer_note", "x" * 9_000_000),
    (f"{'x' * 9_000_000}", 1),
]


@pytest.mark.parametrize(("path", "value"), LONG, ids=[row[0][:40] for row in LONG])
def test_a_hostile_text_makes_a_short_error(path: str, value: str) -> None:
    """Neither the words of the error nor its making grow with the text."""
    text = dumps(edited({path: value}))
    before = thread_time()
    error = refused(text)
    seconds = thread_time() - before

    assert (True, True) == (len(str(error)) < 2_000, seconds < 2)
