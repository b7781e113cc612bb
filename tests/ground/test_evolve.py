# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Public values are copied with a change: by `attrs.evolve`, `copy.replace`, `changed`.

A constructor takes whatever its attributes hold, so that all of them work, and a change
is checked as a new value is.
"""

from __future__ import annotations

import copy
import inspect
import sys

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import attrs
import pytest

from checkout_core import (
    Address,
    Cart,
    Charge,
    CheckoutError,
    Conditions,
    Customer,
    Disputed,
    ExcessReturned,
    Exclude,
    GiftCard,
    Line,
    Loyalty,
    OfferGroup,
    Part,
    Payment,
    PaymentUpdate,
    Redemptions,
    Refunded,
    RefundPolicy,
    Reversed,
    ShipmentUpdate,
    Shipping,
    StatusChange,
    TaxPolicy,
    Window,
)
from checkout_core.backtest import Job
from checkout_core.books import Dates, Payout, Settled
from checkout_core.books.settlement import Commission
from checkout_core.cart import ChosenCharge
from checkout_core.currencies import CURRENCIES
from checkout_core.offers import products
from checkout_core.orders import PaymentState
from checkout_core.papers.gstr1 import GstDocument, Original, ShippingBill
from checkout_core.papers.particulars import Irn
from checkout_core.papers.seller import Seller
from checkout_core.store import Supplier
from checkout_core.subscriptions import (
    Change,
    Pause,
    Recurrence,
    Subscription,
    SubscriptionPlan,
)
from checkout_core.tax.india import State
from checkout_core.views.theme import Theme
from checkout_core.wire import OrderFacts
from tests import public_names
from tests.factories.faults import faults_of
from tests.factories.nouns import CHECKOUT, ORDER, REFUND
from tests.factories.orders import NOON


LINE = Line(
    "tee",
    4,
    "100.00",
    tax_slabs=[{"up_to": 500, "rate": 5}, {"rate": 18}],
    cess_per_unit="1.50",
    product_type="digital",
    handling_charge_excluding_tax=5,
    handling_charge_tax_rate=18,
    max_order_quantity=8,
    incremental_quantity=2,
    echo={"seller_id": "s1"},
)
HOME = Address(state="Goa", country="India", is_phone_verified=True, city=None)
CART = Cart(
    "INR",
    [LINE],
    id="c1",
    coupon_code="TEN",
    loyalty_points_redeemed=7,
    credit_balance_used="2.50",
    shipping=Shipping("40.00", tax_rate=18, estimated_delivery_days=3),
    customer=Customer("u1", loyalty_points_balance=9, credit_balance="10.00"),
    shipping_address=HOME,
    fulfillment_preference={"fulfillment_type": "delivery"},
    customer_note="Ring twice.",
    metadata={"a": [1]},
)
STORE = CHECKOUT.store.changed(
    round_off="1",
    offer_redemptions={"ten": 2},
    code_redemptions={"SAVE": 1},
    free_shipping_threshold="500.00",
)
SELLER = TaxPolicy(seller_gstin="27AAPFU0939F1ZV", charge_tax="highest")
MONTHLY = SubscriptionPlan("Box", Recurrence("monthly"), price="90.00", trial_days=3)
TODAY = NOON.date()
BOX = Subscription(CART, MONTHLY, NOON, changes=[Change(2, 0, quantity=2)], skipped=[3])
PAID = PaymentUpdate(
    "P1", "105.00", NOON, gateway_discount="5.00", funded_by="brand", surcharge=2
)

#: A value of each class with a constructor of its own, a change, and one that is
#: refused, with the code of the first fault.
CASES: list[tuple[Any, dict[str, Any], dict[str, Any], str]] = [
    (LINE, {"quantity": 6}, {"quantity": 5}, "not_a_multiple"),
    (HOME, {"fields": HOME.fields}, {"fields": {"sity": 1}}, "unknown_key"),
    (CART, {"customer_note": None}, {"lines": []}, "empty_cart"),
    (CART, {"credit_balance_used": Decimal("1.00")}, {"id": 5}, "wrong_type"),
    (CART, {"currency": CURRENCIES["USD"]}, {"currency": "usd"}, "unknown_currency"),
    (STORE, {"round_off": Decimal("0.05")}, {"round_off": 0}, "bad_step"),
    (STORE, {"coupons": ()}, {"promotions": STORE.coupons}, "wrong_type"),
    (SELLER, {"level": "unit"}, {"seller_gstin": "x"}, "bad_gstin"),
    (
        TaxPolicy(seller_state="Goa"),
        {"seller_state": None},
        {"seller_state": State("99", "Nowhere", utgst=False)},
        "wrong_type",
    ),
    (
        Charge("Wrap", 40, tax_components=[{"name": "GST", "rate": 5}]),
        {"amount": Decimal(50)},
        {"amount": -1},
        "negative",
    ),
    (Customer("u1"), {"id": None}, {"loyalty_points_balance": "1"}, "bad_count"),
    (
        Payment("card", issuer="HDFC", bin="4555"),
        {"bin": None},
        {"emi_months": 3},
        "not_of_method",
    ),
    (
        Window(weekdays=[5], from_="22:00"),
        {"to": "02:00"},
        {"to": "2:00"},
        "bad_time_of_day",
    ),
    (
        Conditions(channels=["app"], payment=[Payment("upi")]),
        {"payment": ()},
        {"minimum_orders": 0},
        "count_out_of_range",
    ),
    (
        Exclude(products("a")),
        {"discounted": True},
        {"on": "a"},
        "wrong_type",
    ),
    (ChosenCharge("tip", 20), {"amount": None}, {"id": ""}, "empty_text"),
    (
        GiftCard("GIFT-1234", 500),
        {"expires_at": NOON},
        {"balance": -1},
        "negative",
    ),
    (OfferGroup("sale", "best"), {"pick": "all"}, {"pick": "one"}, "not_a_choice"),
    (Part("now", percent=25), {"due": "on_delivery"}, {"due": "later"}, "bad_due"),
    (Shipping("40.00"), {"tax_rate": Decimal(5)}, {"tax_rate": "x"}, "bad_rate"),
    (
        Loyalty(maximum_percent=50, maximum_points=3),
        {"minimum_points": 2},
        {"minimum_points": -2},
        "count_out_of_range",
    ),
    (Redemptions({"a": 1}), {"codes": {"B": 2}}, {"codes": {"B": -2}}, ""),
    (
        RefundPolicy(tenders="pro_rata"),
        {"shipping": "explicit"},
        {"charges": "explicit"},
        "not_a_choice",
    ),
    (ORDER, {"reason": "late"}, {"number": ""}, "empty_text"),
    (PAID, {"state": PaymentState.STARTED}, {"received": 1}, "does_not_add_up"),
    (
        ShipmentUpdate("S1", "shipped", NOON, {0: 1}),
        {"state": "delivered"},
        {"units": {0: 0}},
        "count_out_of_range",
    ),
    (StatusChange("cancelled", NOON), {"reason": "x"}, {"at": "now"}, "bad_time"),
    (Refunded(REFUND), {"refund": REFUND}, {"refund": None}, "wrong_type"),
    (ExcessReturned("E1", 5, NOON), {"amount": Decimal(6)}, {"amount": 0}, ""),
    (
        Reversed("A1", "P1", 5, NOON, "auto_refunded"),
        {"amount": Decimal(6)},
        {"kind": "gone"},
        "not_a_choice",
    ),
    (
        Disputed("C1", "P1", 5, NOON, "opened"),
        {"state": "lost"},
        {"payment": ""},
        "empty_text",
    ),
    (Change(2, 0, selling_price=5), {"cycle": 3}, {"cycle": 0}, "count_out_of_range"),
    (
        Pause(TODAY),
        {"ends": TODAY + timedelta(days=3)},
        {"begins": None},
        "required",
    ),
    (Recurrence("monthly", 3), {"interval": 2}, {"interval": 0}, "count_out_of_range"),
    (MONTHLY, {"price": None}, {"billing": "monthly"}, "wrong_type"),
    (BOX, {"skipped": frozenset({4})}, {"skipped": [0]}, "count_out_of_range"),
    (
        OrderFacts(order_date=NOON, status="confirmed"),
        {"order_number": "1"},
        {"status": "x"},
        "not_a_choice",
    ),
    (
        Supplier("mh", gstin="27AAPFU0939F1ZV"),
        {"name": "Pune"},
        {"state": "Goa"},
        "gstin_of_another_state",
    ),
    (Theme(colour="#112233"), {"font": "Inter"}, {"colour": "red"}, "bad_colour"),
    (
        Seller(
            gstin="27AAPFU0939F1ZV",
            legal_name="Lamps",
            address1="1 MG Road",
            location="Pune",
            pin="411001",
        ),
        {"phone": "9800000000"},
        {"pin": "0"},
        "bad_pin",
    ),
    (Irn("a" * 64), {"qr": "text"}, {"number": "a"}, "bad_irn"),
    (
        GstDocument(number="INV/1", date="2026-11-22", sold=ORDER),
        {"is_cancelled": True},
        {"number": "inv/1"},
        "bad_paper_number",
    ),
    (
        Original("INV/1", "2026-11-22", "118.00"),
        {"number": "INV/2"},
        {"date": "22-11-2026"},
        "bad_day",
    ),
    (
        ShippingBill("INBLR4", "1234567", "2026-11-22"),
        {"port": "INMAA1"},
        {"port": ""},
        "empty_text",
    ),
    (Dates(), {"invoice_number": "INV/1"}, {"invoice": "soon"}, "bad_time"),
    (Payout(at="2026-11-24", gross="9.00"), {"fee": 1}, {"gross": 0}, "not_positive"),
    (Settled(at="2026-12-05"), {"tds_base": "value"}, {"at": "soon"}, "bad_time"),
    (
        Commission(percent=10),
        {"tax_rate": Decimal(18)},
        {"amount": 1},
        "one_of",
    ),
    (
        Job('{"currency": "INR"}', '{"currency": "INR"}', at="2026-11-22T12:00:00Z"),
        {"at": None, "engine": "0.9.1"},
        {"proposed": '{"currency": "EUR"}'},
        "stores_in_two_currencies",
    ),
]
IDS = [f"{type(row[0]).__name__}-{'-'.join(row[1])}" for row in CASES]


def classes() -> Iterator[type[Any]]:
    """Yield every public class of attrs, once."""
    seen = set()
    for module in public_names.MODULES:
        for name in public_names.names(module):
            kind = getattr(import_module(module), name)
            if inspect.isclass(kind) and attrs.has(kind) and kind not in seen:
                seen.add(kind)
                yield kind


def has_own_constructor(kind: type) -> bool:
    """Return whether the constructor is written by hand."""
    return "__attrs_init__" in vars(kind)


def test_there_is_a_case_for_every_constructor() -> None:
    """Constructors that attrs writes take the attributes anyway."""
    assert {type(row[0]) for row in CASES} == set(
        filter(has_own_constructor, classes())
    )


@pytest.mark.parametrize("kind", list(classes()), ids=lambda kind: kind.__qualname__)
def test_the_attributes_are_arguments(kind: type[Any]) -> None:
    """What is set when a value is made can be given when it is made."""
    names = [each.alias for each in attrs.fields(kind) if each.init]

    assert set() == set(names) - set(inspect.signature(kind).parameters)


@pytest.mark.parametrize("row", CASES, ids=IDS)
def test_a_copy_without_a_change_is_equal(row: Any) -> None:
    """In every part, also those that are worked out."""
    value = row[0]
    found = attrs.evolve(value)

    assert (value, hash(value), repr(value)) == (found, hash(found), repr(found))
    assert value is not found


def changed_by_method(value: Any, **changes: Any) -> Any:
    """Return `value.changed(...)`."""
    return value.changed(**changes)


def replaced(value: Any, **changes: Any) -> Any:
    """Return `copy.replace(value, ...)`."""
    if sys.version_info < (3, 13):
        pytest.skip("copy.replace came with Python 3.13")
    if not hasattr(value, "__replace__"):
        pytest.skip("attrs makes what copy.replace needs since 25.4")
    return copy.replace(value, **changes)


def is_open(row: Any, way: Callable[..., Any]) -> bool:
    """Return whether a value can be changed in this way."""
    return way is not changed_by_method or hasattr(row[0], "changed")


@pytest.mark.parametrize(
    ("row", "way"),
    [
        pytest.param(row, way, id=f"{name}-{way.__name__}")
        for row, name in zip(CASES, IDS, strict=True)
        for way in (attrs.evolve, replaced, changed_by_method)
        if is_open(row, way)
    ],
)
def test_a_change_is_made_and_checked(row: Any, way: Any) -> None:
    """What is named differs, all else is kept; what is refused is told as ever."""
    value, change, wrong, code = row

    found = way(value, **change)
    others = [
        each.name
        for each in attrs.fields(type(value))
        if each.init and each.name not in change
    ]

    assert change == {name: getattr(found, name) for name in change}
    assert [getattr(value, name) for name in others] == [
        getattr(found, name) for name in others
    ]
    with pytest.raises(CheckoutError) as caught:
        way(value, **wrong)
    assert code in {"", caught.value.faults[0].code}


CHANGED: list[tuple[Any, str, str]] = [
    (CART, "coupon_cod", "did you mean 'coupon_code'?"),
    (LINE, "quantitty", "did you mean 'quantity'?"),
    (STORE, "roundoff", "did you mean 'round_off'?"),
    (BOX, "skip", "did you mean 'skipped'?"),
]


@pytest.mark.parametrize(
    ("value", "name", "hint"), CHANGED, ids=lambda each: type(each).__name__
)
def test_an_unknown_name_is_refused(value: Any, name: str, hint: str) -> None:
    """With the name that was probably meant."""
    with pytest.raises(CheckoutError) as caught:
        value.changed(**{name: 1})

    assert [(name, "unknown_key", f"this key is not known here; {hint}")] == [
        (each.path, each.code, each.message) for each in caught.value.faults
    ]


def test_what_is_worked_out_is_no_argument() -> None:
    """The compiled parts of a cart and a store follow from the others."""
    assert [[(name, "unknown_key")] for name in ("tenders", "columns", "policies")] == [
        faults_of(CART.changed, tenders=()),
        faults_of(CART.changed, columns=None),
        faults_of(STORE.changed, policies=STORE.policies),
    ]


def test_what_follows_from_a_change_follows() -> None:
    """A copy is priced as a cart or store that was made so."""
    cart = attrs.evolve(CART, lines=[LINE.changed(quantity=6)])
    store = attrs.evolve(STORE, round_off="5")

    assert ((6,), Decimal(5), 5) == (
        cart.columns.quantities,
        store.policies.round_off,
        store.offer_redemptions["ten"] + 3,
    )


def test_a_key_of_an_address_is_changed_by_its_name() -> None:
    """All others are kept, nulls included."""
    home: Any = HOME
    found = attrs.evolve(home, city="Panaji")

    assert {**HOME.fields, "city": "Panaji"} == dict(found.fields)


@pytest.mark.parametrize("change", [{"exponent": 5}, {"code": []}], ids=repr)
def test_a_currency_is_one_of_the_table(change: dict[str, Any]) -> None:
    """A currency with other decimals is refused."""
    foreign = attrs.evolve(CURRENCIES["INR"], **change)

    assert [("currency", "unknown_currency")] == faults_of(
        CART.changed, currency=foreign
    )
