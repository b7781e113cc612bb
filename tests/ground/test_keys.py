# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Tables of keys: one source of what is checked, read, written and described."""

from __future__ import annotations

import inspect

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from checkout_core import Cart, CheckoutError, Customer, Line, Shipping, read_cart
from checkout_core.cart.cart import CART
from checkout_core.cart.line import LINE
from checkout_core.cart.people import ADDRESS, CUSTOMER, SHIPPING
from checkout_core.checks import Validator
from checkout_core.errors.describe import NumberLiteral
from checkout_core.keys import KeyTable
from checkout_core.kinds import Kind
from checkout_core.offers.benefits.target import ROW
from checkout_core.store.charges import CHARGE
from checkout_core.store.policies import LOYALTY
from checkout_core.values import Record
from checkout_core.wire.cart import write_line
from checkout_core.wire.checkout import ORDER_FACTS
from checkout_core.wire.offers import LIMITS, OFFERS, RULES


TABLES = (LINE, CART, CUSTOMER, SHIPPING, ORDER_FACTS, LOYALTY, CHARGE)
KINDS = {
    f"{table.kind.__name__}.{key.name}": key.kind
    for table in TABLES
    for key in table.keys.values()
} | {f"Address.{key}": kind for key, kind in ADDRESS.items()}
for name, table in {**OFFERS, "row": ROW, "limits": LIMITS, "rules": RULES}.items():
    KINDS |= {f"{name}.{key}": kind for key, kind in table.kinds.items()}


class Word(str):
    """A text of a class of its own."""

    __slots__ = ()


#: What may be given by mistake, or in another spelling, in place of any value.
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 3, -1, 18, 101, 1_000, 1_001, 10**6 + 1, 10**15),
    *(1.5, Decimal(0), Decimal("0.00"), Decimal(18), Decimal("12.505")),
    *(Decimal("1E+3"), Decimal("1E-7"), Decimal("1" * 61), Decimal("NaN")),
    *("", " ", "a", "x" * 256, "x" * 10_001, "tab\tand\nline", "bell\x07", "\ud800"),
    *("0", "-0", "-0.00", "-1", "18", "18.50", "12.505", "1000.000001", "1e5", "05"),
    *("INR", "usd", "standard", "exempt", "physical", Word("digital"), Word("12.50")),
    *([], (), ["a"], ("a", "b"), ["a", ""], ["a", 1], [None], {}, {"a": 1}, b"x"),
    *({"fulfillment_type": "delivery"}, [{"name": "PST", "rate": 7}]),
    *([{"up_to": 5, "rate": 5}, {"rate": 18}], [{"rate": 5}], NumberLiteral("1e5")),
    *(Customer("u1"), Shipping(5), Line("tee", 1, 5, tax_rate=5)),
    "2026-11-22T12:00:00+05:30",
)
values = st.sampled_from(VALUES)
#: Few of many keys, since one wrong value hides what others do together.
line_fields = st.dictionaries(st.sampled_from(list(LINE.names)), values, max_size=4)
cart_fields = st.dictionaries(st.sampled_from(list(CART.keys)), values, max_size=3)

TEE: dict[str, Any] = {
    "product_id": "tee",
    "quantity": 4,
    "selling_price": "499.00",
    "tax_rate": "18",
}


def outcome(make: Callable[[], Any]) -> Any:
    """Return what is made, with all its parts, or the faults."""
    try:
        return repr(make())
    except CheckoutError as error:
        return [(each.path, each.code, each.message) for each in error.faults]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind.__name__)
def test_the_table_has_the_arguments_of_the_constructor(table: KeyTable) -> None:
    """No argument is left unchecked."""
    taken = list(inspect.signature(table.kind).parameters)

    assert sorted(taken) == sorted(table.keys)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_right_at_first_sight_is_right(name: str) -> None:
    """The quick look takes no value that the check refuses or reads otherwise."""
    kind: Kind = KINDS[name]
    for value in VALUES:
        found, check = kind.quick(value), Validator()
        if found is not None:
            assert (repr(found), []) == (
                repr(kind.check(check, "", value)),
                check.found,
            )


def test_the_amounts_of_an_object_are_kept() -> None:
    """They are compared with the decimals of the currency once that is known."""
    check = Validator()
    row = Record({"maximum_value": Decimal("1E+1"), "minimum_value": "1.005"})

    ROW.read(check, "products[0]", row)

    assert [
        ("products[0].minimum_value", Decimal("1.005")),
        ("products[0].maximum_value", Decimal(10)),
    ] == check.amounts


def test_the_faults_of_an_object_are_in_the_order_of_its_table() -> None:
    """An unknown key comes first, whatever the order of the document."""
    check = Validator()
    rules = {"application_priority": "last", "max_applicable_items": "2", "most": 3}

    RULES.as_kind().check(check, "application_rules", rules)

    assert ["most", "max_applicable_items", "application_priority"] == [
        each.path.removeprefix("application_rules.") for each in check.found
    ]


@settings(max_examples=300)
@given(fields=line_fields)
def test_a_line_of_a_document_is_that_of_the_constructor(
    fields: dict[str, Any],
) -> None:
    """The same line, or the same faults in the same order, one level further in."""
    document = TEE | fields
    arguments = {key: value for key, value in document.items() if value is not None}
    needed: dict[str, Any] = {**dict.fromkeys(LINE.needed), **arguments}

    def read() -> Line:
        return read_cart({"currency": "XXX", "cart_items": [document]}).lines[0]

    expected = outcome(lambda: Line(**needed))
    found = outcome(lambda: LINE.read(arguments))

    assert expected == found
    if isinstance(expected, list):
        inside = [
            (path.removeprefix("cart_items[0]."), code, message)
            for path, code, message in outcome(read)
            if path.startswith("cart_items[0].")
        ]
        assert expected == inside


@settings(max_examples=300)
@given(fields=line_fields)
def test_a_line_is_changed_as_one_is_made(fields: dict[str, Any]) -> None:
    """Only what changes is checked, but nothing else can become wrong."""
    line = Line(**TEE, min_order_quantity=2, incremental_quantity=2, listing_price=600)
    others = {name: getattr(line, name) for name in LINE.keys}

    assert outcome(lambda: Line(**others | fields)) == outcome(
        lambda: line.changed(**fields)
    )


def shown(cart: Cart) -> list[Any]:
    """Return every part of a cart, with what is worked out."""
    return [getattr(cart, name) for name in (*CART.keys, "tenders")] + [
        cart.columns.prices,
        cart.columns.shipping,
    ]


@settings(max_examples=300)
@given(fields=cart_fields, keep=st.booleans())
def test_a_cart_is_changed_as_one_is_made(
    *, fields: dict[str, Any], keep: bool
) -> None:
    """Its lines are not checked again unless lines or currency change."""
    cart = Cart(
        "INR",
        [Line(**TEE)],
        shipping=Shipping(5),
        loyalty_points_redeemed=3,
        credit_balance_used="2.50",
    )
    kept = {name: getattr(cart, name) for name in CART.keys}
    if not keep:
        kept |= {"loyalty_points_redeemed": 0, "credit_balance_used": 0}

    expected = outcome(lambda: shown(Cart(**kept | fields)))

    assert expected == outcome(lambda: shown(cart.changed(keep_tenders=keep, **fields)))


def test_the_lines_are_compiled_once() -> None:
    """A coupon is tried in constant time, whatever the number of lines."""
    cart = Cart("INR", [Line(**TEE)])

    assert cart.changed(coupon_code="TEN").columns is cart.columns
    assert cart.changed(lines=cart.lines).columns is not cart.columns


def test_lines_that_can_be_read_once_are_read_once() -> None:
    """Also where something else is wrong, so that no fault is made up."""
    cart = Cart("INR", iter([Line(**TEE)]))

    assert cart == cart.changed(lines=iter(cart.lines))
    expected = [("id", "wrong_type", "this must be text, not a number")]
    assert expected == outcome(lambda: Cart("INR", iter(cart.lines), id=5))  # type: ignore[arg-type]
    assert expected == outcome(lambda: cart.changed(lines=iter(cart.lines), id=5))


def test_all_faults_come_in_the_order_of_the_table() -> None:
    """One line in which most values are wrong."""
    wrong: dict[str, Any] = {
        "quantity": 0,
        "selling_price": 1.5,
        "tax_category": "exempt",
        "tax_components": [{"name": "PST", "rate": 7}],
        "cess_rate": 1,
        "slug": 5,
        "min_order_quantity": 3,
        "product_id": "",
        "echo": {"seller_id": 1.5},
    }

    assert [
        ("selling_price", "float_given"),
        ("product_id", "empty_text"),
        ("tax_components", "components_stand_alone"),
        ("tax_category", "category_needs_zero_rate"),
        ("quantity", "count_out_of_range"),
        ("slug", "wrong_type"),
        ("seller_id", "float_given"),
    ] == [(path, code) for path, code, _ in outcome(lambda: Line(**wrong))]


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda **both: Shipping(5, **both), "tax_components"),
        (
            lambda tax_rate, tax_components: Line(
                **TEE,
                handling_charge_tax_rate=tax_rate,
                handling_charge_tax_components=tax_components,
            ),
            "handling_charge_tax_components",
        ),
    ],
)
def test_components_replace_a_rate(make: Callable[..., Any], path: str) -> None:
    """A rule between two keys, of the delivery cost and of a handling charge."""
    found = outcome(
        lambda: make(tax_rate=5, tax_components=[{"name": "PST", "rate": 7}])
    )

    assert [(path, "components_stand_alone")] == [
        (where, code) for where, code, _ in found
    ]


def test_a_line_is_written_as_it_was_given() -> None:
    """Amounts and rates are text; what is absent is null, or its default."""
    document = TEE | {"category_ids": ["x"], "seller_id": "s1"}
    line = read_cart({"currency": "INR", "cart_items": [document]}).lines[0]
    found = write_line(line)

    assert document == {key: found[key] for key in document}
    assert ("0", None, "physical") == (
        found["cess_rate"],
        found["tax_slabs"],
        found["product_type"],
    )
    assert "handling_charge_tax_components" not in found


@pytest.mark.parametrize(
    ("name", "taken", "refused", "code"),
    [
        ("sku", "x" * 255, "x" * 256, "too_long"),
        ("product_name", "x" * 10_000, "x" * 10_001, "too_long"),
        ("category_ids", ["c"] * 1_000, ["c"] * 1_001, "too_many"),
    ],
)
def test_a_text_or_a_list_that_is_one_too_long(
    name: str, taken: Any, refused: Any, code: str
) -> None:
    """The limit itself is taken."""
    line = Line(**TEE, **{name: taken})

    assert len(taken) == len(getattr(line, name))
    found = outcome(lambda: Line(**TEE, **{name: refused}))
    assert [(name, code)] == [fault[:2] for fault in found]
