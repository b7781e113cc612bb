# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Values of foreign types, at every argument of every public callable.

Whatever is given, the answer is a value or one of the two errors that README
names; nothing inside ever fails over a value that nobody checked.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import re

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from checkout_core import (
    Address,
    Cart,
    CheckoutError,
    Customer,
    GatewayError,
    Line,
    Loyalty,
    Order,
    RefundPolicy,
    Shipping,
    Store,
    TaxPolicy,
    TaxSlab,
    coupon,
    diff,
    evaluate,
    http,
    promotion,
    quote,
    read_checkout,
    refund,
    write_order_detail,
    write_quote,
    write_refund,
)
from checkout_core import juspay as gateway
from checkout_core.cart import Payment
from checkout_core.cart.people import ADDRESS_KEYS
from checkout_core.gateway import Capabilities, PaymentRef, PaymentReport, started
from checkout_core.juspay import mandates, rules
from checkout_core.ledger import Refusal
from checkout_core.offers import (
    above,
    categories,
    part,
    percentage_off,
    products,
    sale,
    tier,
)
from checkout_core.orders import (
    ExcessReturned,
    PaymentState,
    PaymentUpdate,
    Refunded,
    ShipmentState,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.refunds import FundedDiscount, price_reductions
from checkout_core.subscriptions import (
    Pause,
    Recurrence,
    Subscription,
    SubscriptionPlan,
    debits,
    mandate,
)
from checkout_core.tax import TaxComponent
from checkout_core.values import thawed
from checkout_core.views.invoices import en16931
from checkout_core.wire import endpoints


NOON = datetime.fromisoformat("2026-11-22T12:00:00+05:30")
TEE = Line("tee", 2, "499.00", tax_rate=18, price_including_tax=True)
TEN = coupon(
    "ten",
    "discount",
    ["TEN"],
    {"discount_type": "percentage", "discount_percent": 10},
    applies_to_product="all",
)
CART = Cart(
    "INR",
    [TEE],
    id="c1",
    coupon_code="TEN",
    customer=Customer("u1", loyalty_points_balance=10, credit_balance=5),
    shipping=Shipping("60.00"),
    shipping_address=Address(state="Goa"),
)
STORE = Store("INR", coupons=[TEN], loyalty=Loyalty(value_per_point=1), tax=TaxPolicy())
QUOTE = quote(CART, STORE, at=NOON)
PENDING = Order.placed(QUOTE, number="O-1", at=NOON)
ORDER = PENDING.after(PaymentUpdate("P1", PENDING.amount_unpaid, NOON))
LIMITS = Capabilities(longest_id=20, capture=True, void=True)
WAITING = PENDING.after(started(PENDING, at=NOON, capabilities=LIMITS))
PAID = PaymentReport(id="O-1", state=PaymentState.STARTED)
EXCESSIVE = ORDER.after(PaymentUpdate("P2", Decimal(5), NOON))
REDUCTION = price_reductions(QUOTE, [FundedDiscount("P1", NOON, Decimal(1))])[0]
NOTE = refund(QUOTE, {0: 1}, id="R1", at=NOON)
INDIAN = quote(
    CART.changed(coupon_code=None), Store("INR", tax=TaxPolicy(seller_state="Goa"))
)
DAILY = Recurrence("daily")
SUBSCRIBED = TEE.changed(
    on_subscription=True,
    subscription_plan="Monthly",
    subscription_interval=1,
    subscription_frequency="monthly",
)
MONTHLY = SubscriptionPlan("Monthly", Recurrence("monthly"), billing_limit=3)
AGREED = Subscription(CART, MONTHLY, NOON)
MANDATE = mandate(AGREED, STORE)
DEBIT = next(iter(debits(AGREED, STORE)))
KEYS = gateway.Credentials("merchant", "key")
REQUEST = gateway.order_status(KEYS, order_id="O1")
RESPONSE = http.Response(200, (), b'{"order_id": "O1", "status": "NEW"}')
SDK = gateway.SdkPayload(payload=gateway.SdkFields(client_id="shop"))
SESSION = http.Response(
    200,
    (),
    b'{"status": "NEW", "order_id": "O1", "sdk_payload": {"payload": {"a": "b"}}}',
)
PARAMETERS = (("order_id", "O1"), ("status", "NEW"), ("signature", "x"))
EVENT = b'{"id": "e", "event_name": "ORDER_SUCCEEDED", "content": {}}'
CREATED = http.Response(200, (), b'{"order_id": "O-1", "status": "NEW"}')
RETURN_URL = "https://shop.example/paid"
SHOP = gateway.JuspayGateway(credentials=KEYS, payment_page_client_id="shop")
METHOD = {
    "payment_provider_slug": "juspay",
    "integration_type": "hyper-checkout",
    "return_url": RETURN_URL,
    "action": "paymentPage",
}
PAYING: dict[str, Any] = {
    "order": PENDING,
    "payment_method": METHOD,
    "gateway": SHOP,
    "at": NOON,
}
OWN_PAGE: dict[str, Any] = {
    "order": PENDING,
    "return_url": RETURN_URL,
    "gateway": SHOP,
    "at": NOON,
}
NEED = endpoints.ask_payment(**PAYING)
OWN_NEED = endpoints.ask_payment_on_own_page(**OWN_PAGE)
RETURNS = {
    "id": "R1",
    "at": "2026-11-22T12:00:00+05:30",
    "returned": [{"line": 0, "quantity": 1}],
}


class Foreign:
    """A class that no part of the package knows."""


#: What nobody expects, by a name for the test's id.
FOREIGN: dict[str, Any] = {
    "None": None,
    "True": True,
    "zero": 0,
    "one": 1,
    "below zero": -1,
    "huge": 10**400,
    "float": 1.5,
    "nan": float("nan"),
    "Decimal NaN": Decimal("NaN"),
    "Decimal huge": Decimal("1E+999999"),
    "text": "x",
    "no text": "",
    "surrogate": "\ud800",
    "long text": "x" * 100_000,
    "bytes": b"x",
    "list": [],
    "list of one": [1],
    "list of None": [None],
    "tuple": (),
    "dict": {},
    "dict of text": {"a": 1},
    "dict of numbers": {1: 2},
    "set": {1},
    "object": object(),
    "class": Foreign,
    "function": len,
    "date": date(2026, 11, 22),
    "naive": datetime(2026, 11, 22),  # noqa: DTZ001 - that is what is foreign
    "delta": timedelta(1),
}

PACKAGES = (
    "checkout_core",
    "checkout_core.cart",
    "checkout_core.offers",
    "checkout_core.store",
    "checkout_core.tax",
    "checkout_core.tax.india",
    "checkout_core.money",
    "checkout_core.values",
    "checkout_core.orders",
    "checkout_core.refunds",
    "checkout_core.subscriptions",
    "checkout_core.wire",
    "checkout_core.wire.endpoints",
    "checkout_core.views",
    "checkout_core.views.invoices",
    "checkout_core.juspay",
    "checkout_core.juspay.rules",
)
#: Public functions of modules that have no list of their own.
FUNCTIONS = {
    "checkout_core.gateway": (
        "check_void",
        "events_of",
        "payment_of",
        "started",
        "to_capture",
    ),
    "checkout_core.http": (
        "decode_form",
        "encode_form",
        "masked",
        "masked_headers",
        "no_answer",
    ),
    "checkout_core.juspay.mandates": ("check_epoch", "check_mandate"),
    "checkout_core.juspay.requests": ("base_url", "is_sandbox"),
    "checkout_core.juspay.sdk": ("commerce_engine_sdk_payload", "juspay_sdk_payload"),
    "checkout_core.subscriptions.calendar": (
        "check_rule_value",
        "debit_dates",
        "needs_authentication",
        "next_debit_date",
        "notify_before",
    ),
}

#: A value that is right for every parameter of its name.
GIVEN: dict[str, Any] = {
    "amount": "100.00",
    "at": NOON,
    "cart": CART,
    "credentials": KEYS,
    "currency": "INR",
    "customer_id": "u1",
    "document": {},
    "frequency": "MONTHLY",
    "line": TEE,
    "mandate_id": "m1",
    "note": NOTE,
    "object_reference_id": "n1",
    "order_id": "O1",
    "path": "here",
    "quote": QUOTE,
    "request": REQUEST,
    "response": RESPONSE,
    "rule_value": 1,
    "start": NOON,
    "store": STORE,
    "debit": DEBIT,
    "txn_uuid": "t1",
}
GIVEN |= {
    "lines": [TEE],
    "name": "x",
    "product_id": "tee",
    "quantity": 1,
    "selling_price": "499.00",
    "estimated_cost": "60.00",
    "id": "i1",
    "text": "{}",
    "value": "x",
    "choices": ("x", "y"),
    "gateway": "PAYU",
    "email": "a@shop.example",
    "phone": "9800000001",
    "plan": MONTHLY,
    "starts_at": NOON,
    "subscription": AGREED,
    "agreed": MANDATE,
    "cycle": 1,
    "kind": "billing",
    "address": gateway.Address(),
    "sdk": gateway.SdkFields(),
    "order": gateway.Order(order_id="O1"),
    "url": "https://shop.example",
    "one": "O1",
    "other": "O2",
    "after": NOON,
    "reason": "timeout",
    "description": "Monthly box",
    "txn_date": NOON + timedelta(days=2),
    "pause_start_date": NOON + timedelta(days=2),
    "pause_end_date": NOON + timedelta(days=9),
    "resume_date": NOON + timedelta(days=2),
    "headers": (("Authorization", "Basic eDp5"),),
    "username": "x",
    "password": "y",
    "body": EVENT,
    "query": "order_id=O1&status=NEW",
    "unique_request_id": "r1",
    "parameters": {"order_id": "O1", "signature": "x"},
    "response_key": "k",
    "payment_page_client_id": "shop",
    "payment_method_type": "UPI",
    "payment_method": "UPI",
    "count": 3,
    "pairs": (("a", "b"),),
    "terms": gateway.MandateTerms(max_amount="1000"),
    "custom": {"PAYTM:key": "x"},
    "mandate": MANDATE,
    "total": 100,
    "weights": [1, 2],
    "cadence": "monthly",
    "billing": Recurrence("monthly"),
}

ITEM = {"product_id": "tee", "quantity": 1, "selling_price": 1, "tax_rate": 5}
BASKET = {"currency": "INR", "cart_items": [ITEM]}
DEAR = coupon("dear", "free-shipping", ["DEAR"], minimum_order_total=5000)
DEAR_STORE = Store("INR", coupons=[DEAR])
DEAR_QUOTE = quote(CART.changed(coupon_code="DEAR"), DEAR_STORE, at=NOON)

#: The values of callables that differ from those of the names above.
OWN: dict[str, dict[str, Any]] = {
    "checkout_core.store.shipping_rates": {"document": {"type": "flat", "amount": 60}},
    "checkout_core.tax.india.gstin": {"text": "27AAPFU0939F1ZV"},
    "checkout_core.wire.endpoints.ask_payment": PAYING,
    "checkout_core.wire.endpoints.ask_payment_on_own_page": OWN_PAGE,
    "checkout_core.wire.endpoints.begin_create_order": {
        "request": {"cart_id": "c1", "payment_method": PAYING["payment_method"]},
        "order_number": "O-1",
        "gateway": SHOP,
    },
    "checkout_core.wire.endpoints.begin_juspay_create_order": {
        "request": {"order_number": "O-1", "return_url": RETURN_URL},
        "order": PENDING,
        "gateway": SHOP,
    },
    "checkout_core.wire.endpoints.finish_create_order": {
        "pending": NEED,
        "answer": SESSION,
    },
    "checkout_core.wire.endpoints.finish_juspay_create_order": {
        "pending": OWN_NEED,
        "answer": CREATED,
    },
    "checkout_core.wire.endpoints.place_order": {"order_number": "O-1"},
    "checkout_core.wire.endpoints.read_create_order": {"request": {"cart_id": "c1"}},
    "checkout_core.wire.endpoints.read_juspay_create_order": {
        "request": {"order_number": "O-1", "return_url": RETURN_URL},
        "gateway": SHOP,
    },
    "checkout_core.Charge": {"amount": 40},
    "checkout_core.coupon": {"gift": "free-shipping", "codes": ["POST"]},
    "checkout_core.offers.above": {"percent": 10},
    "checkout_core.offers.bonus_points": {"points": 50, "on": products("tee")},
    "checkout_core.offers.bundle": {"price": 1},
    "checkout_core.offers.buy_x_get_y": {
        "buy": products("tee"),
        "get": categories("mugs"),
        "buy_quantity": 2,
    },
    "checkout_core.offers.every_nth": {"n": 3, "percent_off": 50},
    "checkout_core.offers.fixed_price": {"price": 399, "from_quantity": 2},
    "checkout_core.offers.free_goods": {"get": 1, "every_quantity": 3},
    "checkout_core.offers.part": {"on": products("tee"), "quantity": 2},
    "checkout_core.offers.percentage_off": {"percent": 10},
    "checkout_core.offers.sale": {"on": products("tee"), "price": 1},
    "checkout_core.offers.set_price": {"size": 3, "price": 1},
    "checkout_core.offers.shipping_discount": {"percent_off": 50},
    "checkout_core.offers.tier": {"minimum": 3, "percent_off": 5},
    "checkout_core.offers.up_to": {"percent": 10},
    "checkout_core.offers.volume_based": {"slabs": [above(5, 10)]},
    "checkout_core.near_miss": {
        "now": DEAR_QUOTE,
        "store": DEAR_STORE,
        "refusal": DEAR_QUOTE.refusals[0],
    },
    "checkout_core.promotion": {"gift": "free-shipping"},
    "checkout_core.read_cart": {"document": BASKET},
    "checkout_core.read_checkout": {"document": {"cart": BASKET}},
    "checkout_core.read_order": {"document": write_order_detail(ORDER, stored=True)},
    "checkout_core.read_quote": {"document": write_quote(QUOTE)},
    "checkout_core.read_refund": {"document": write_refund(NOTE)},
    "checkout_core.read_store": {"document": {"currency": "INR"}},
    "checkout_core.refund": {"returned": {0: 1}},
    "checkout_core.write_order_detail": {"order": ORDER},
    "checkout_core.diff": {"before": QUOTE, "after": DEAR_QUOTE},
    "checkout_core.write_difference": {"found": diff(QUOTE, DEAR_QUOTE)},
    "checkout_core.write_evaluation": {"evaluation": evaluate(CART, STORE, at=NOON)},
    "checkout_core.subscriptions.Change": {"line": 0},
    "checkout_core.Order": {
        "number": "O-1",
        "quote": QUOTE,
        "placed_at": NOON,
        "status": "pending",
    },
    "checkout_core.orders.StatusChange": {"name": "confirmed"},
    "checkout_core.views.invoices.einvoice": {"quote": INDIAN},
    "checkout_core.views.invoices.check_en16931": {"invoice": en16931(QUOTE)},
    "checkout_core.views.refusal_text": {
        "refusal": Refusal(
            offer_id=None,
            kind="coupon",
            code="unknown_code",
            message="We do not know this code.",
            short_units=0,
            short_amount=Decimal(0),
            name=None,
        )
    },
    "checkout_core.views.differences": {"found": diff(QUOTE, DEAR_QUOTE)},
    "checkout_core.views.difference_html": {"found": diff(QUOTE, DEAR_QUOTE)},
    "checkout_core.views.verdicts": {"evaluation": evaluate(CART, STORE, at=NOON)},
    "checkout_core.gateway.events_of": {"order": WAITING, "found": PAID, "sent": {}},
    "checkout_core.gateway.payment_of": {"order": WAITING, "found": PAID},
    "checkout_core.gateway.started": {"order": PENDING, "capabilities": LIMITS},
    "checkout_core.gateway.check_void": {"capabilities": LIMITS},
    "checkout_core.gateway.to_capture": {
        "capabilities": LIMITS,
        "ref": PaymentRef(id="O1", amount=Decimal("100.00"), currency="INR"),
    },
    "checkout_core.juspay.mandate_of": {"order": ORDER},
    "checkout_core.juspay.payment_of": {
        "order": WAITING,
        "answer": gateway.Order(order_id="O-1"),
    },
    "checkout_core.juspay.events_of": {
        "order": WAITING,
        "answer": gateway.Order(order_id="O-1"),
        "sent": {},
    },
    "checkout_core.juspay.started": {"order": PENDING},
    "checkout_core.Disputed": {"payment": "P1", "state": "opened"},
    "checkout_core.Reversed": {"payment": "P1", "kind": "auto_refunded"},
    "checkout_core.orders.refunds_by_payment": {
        "order": ORDER,
        "due": NOTE,
        "given": {},
    },
    "checkout_core.orders.unpaid_return": {"order": PENDING, "shipment_id": "S1"},
    "checkout_core.orders.unpaid_return_id": {"shipment_id": "S1"},
    "checkout_core.views.reduction_note": {"reduction": REDUCTION},
    "checkout_core.juspay.offers_list": {
        "paying_with": [
            gateway.PayingWith(payment_method_type="UPI", payment_method_reference="r1")
        ],
    },
    "checkout_core.juspay.payment_filter_of": {"payment": Payment("upi")},
    "checkout_core.juspay.refund_txn": {"txn_id": "t1"},
    "checkout_core.refunds.supplier_refunds": {"refund": NOTE},
    "checkout_core.refunds.price_reductions": {
        "discounts": [FundedDiscount("P1", NOON, Decimal(1))],
    },
    "checkout_core.orders.ShipmentUpdate": {"state": "shipped"},
    "checkout_core.orders.Refunded": {"refund": NOTE},
    "checkout_core.juspay.receipt_of": {
        "answer": gateway.Order(amount=Decimal(1), currency="INR")
    },
    "checkout_core.subscriptions.Pause": {"begins": NOON.date()},
    "checkout_core.wire.write_checkout": {"checkout": read_checkout({"cart": BASKET})},
    "checkout_core.wire.read_plan": {
        "document": {
            "subscription_plan": "Tea",
            "billing_interval": 1,
            "billing_frequency": "monthly",
        }
    },
    "checkout_core.wire.answer_text": {"call": "price", "document": "{}"},
    "checkout_core.wire.read_coupon": {"document": thawed(TEN.document)},
    "checkout_core.wire.read_promotion": {
        "document": thawed(promotion("ten", percentage_off(10)).document)
    },
    "checkout_core.wire.read_returns": {"document": RETURNS},
    "checkout_core.GiftCard": {"code": "GIFT-1234", "balance": 500},
    "checkout_core.Line": {"tax_rate": 18},
    "checkout_core.OfferGroup": {"pick": "best"},
    "checkout_core.Part": {"due": "now"},
    "checkout_core.Payment": {"method": "upi"},
    "checkout_core.evaluate": {"at": NOON},
    "checkout_core.quote": {"at": NOON},
    "checkout_core.subscriptions.check_debit": {"amount": MANDATE.maximum},
    "checkout_core.juspay.sdk.commerce_engine_sdk_payload": {"sdk": SDK},
    "checkout_core.juspay.sdk.juspay_sdk_payload": {"sdk": SDK},
    "checkout_core.juspay.default_end": {"start": 1598965200},
    "checkout_core.subscriptions.calendar.notify_before": {"debit": NOON},
    "checkout_core.juspay.read_session": {"response": SESSION},
    "checkout_core.juspay.returned": {"parameters": PARAMETERS},
    "checkout_core.juspay.sign": {"parameters": PARAMETERS},
    "checkout_core.juspay.signature_form": {"parameters": PARAMETERS},
    "checkout_core.juspay.requests.base_url": {"name": "sandbox"},
    "checkout_core.juspay.rules.check_amount": {"value": "1.00"},
    "checkout_core.juspay.rules.check_capture": {"value": "1.00"},
    "checkout_core.juspay.rules.check_email": {"value": "a@shop.example"},
    "checkout_core.juspay.mandates.check_epoch": {"value": 1598965200},
    "checkout_core.juspay.rules.check_gateway_id": {"value": 23},
    "checkout_core.juspay.rules.check_https_url": {"value": "https://shop.example"},
    "checkout_core.juspay.mandates.check_mandate": {"terms": GIVEN["terms"]},
    "checkout_core.juspay.rules.check_method": {"value": "UPI"},
    "checkout_core.juspay.rules.check_mobile_country_code": {"value": "91"},
    "checkout_core.juspay.rules.check_part": {"value": "1.00"},
    "checkout_core.juspay.rules.check_phone": {"value": "9800000001"},
    "checkout_core.juspay.rules.check_refund": {"value": "1.00"},
    "checkout_core.juspay.rules.check_return_url": {"value": "https://shop.example"},
    "checkout_core.subscriptions.calendar.check_rule_value": {"value": 1},
    "checkout_core.juspay.rules.check_udf": {"name": "udf1"},
    "checkout_core.juspay.rules.check_webhook_url": {"value": "https://shop.example"},
    "checkout_core.subscriptions.calendar.debit_dates": {"start": NOON.date()},
    "checkout_core.subscriptions.calendar.next_debit_date": {
        "start": NOON.date(),
        "after": NOON.date(),
    },
    "checkout_core.juspay.execute_debit": {"mandate_id": "m1"},
    "checkout_core.juspay.latest": {
        "one": gateway.read_event(EVENT),
        "other": gateway.read_event(EVENT),
    },
    "checkout_core.juspay.stronger": {
        "one": gateway.Order(order_id="O1"),
        "other": gateway.Order(order_id="O1"),
    },
    "checkout_core.juspay.status_of": {"name": "NEW"},
    "checkout_core.juspay.update_order": {"quote": QUOTE},
    "checkout_core.http.decode_form": {"text": "a=b"},
}

Case = tuple[Callable[..., Any], dict[str, Any]]

#: What is given to callables that take any number of things made by another one.
MADE: dict[str, tuple[Any, ...]] = {
    "bundle": (part(products("tee")), part(products("mug"))),
    "quantity_tiers": (tier(3, percent_off=5),),
    "spend_tiers": (tier(100, percent_off=5),),
    "unit_price": (sale(products("tee"), price=1),),
}


def is_checked(kind: object) -> bool:
    """Return whether a callable looks at what it is given: bare records do not."""
    if not callable(kind):
        return False
    if not isinstance(kind, type):
        return True
    bare = hasattr(kind, "__attrs_attrs__") and not hasattr(kind, "__attrs_init__")
    shape = getattr(kind, "_is_protocol", False)
    return not (bare or shape or issubclass(kind, (enum.Enum, BaseException, dict)))


def parameters(call: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return the parameters that have a name."""
    varying = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    found = inspect.signature(call).parameters.values()
    return [each for each in found if each.kind not in varying]


def each_alone(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return a callable of any number of ids as one of a single id."""

    def one(id: object) -> Any:  # noqa: A002 - a name of the table above
        return call(id)

    return one


def public() -> Iterator[tuple[str, Case]]:
    """Yield every public callable with values that are right for it."""
    seen: set[object] = set()
    for package in (*PACKAGES, *FUNCTIONS):
        module = importlib.import_module(package)
        for name in FUNCTIONS.get(package) or module.__all__:
            call = getattr(module, name)
            if not is_checked(call) or call in seen:
                continue
            seen.add(call)
            if name in ("categories", "products", "variants"):
                call = each_alone(call)
            if name in MADE:
                call = partial(call, *MADE[name])
            own = OWN.get(f"{package}.{name}", {})
            needed = [
                each.name for each in parameters(call) if each.default is each.empty
            ]
            short = package.removeprefix("checkout_core").removeprefix(".")
            where = f"{short}.{name}" if short else name
            yield where, (call, {**{key: GIVEN.get(key) for key in needed}, **own})


def changing(noun: Any, *names: str) -> Callable[..., Any]:
    """Return `noun.changed` with its arguments by name."""

    def call(**given: Any) -> Any:
        return noun.changed(**given)

    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None)
            for name in names
        ]
    )
    return call


def within(kind: type, use: Callable[[Any], Any], **needed: Any) -> Case:
    """Return the case of a bare record: its fields are checked where it is used."""

    def call(**given: Any) -> Any:
        return use(kind(**given))

    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None)
            for name in inspect.signature(kind).parameters
        ]
    )
    return call, needed


def line_fields(name: str) -> Callable[[Any], Any]:
    """Return what puts a record into a list of a line's."""
    return lambda record: TEE.changed(**{"tax_rate": None, name: [record]})


def addressed(**given: Any) -> Address:
    """Return an address of the given fields."""
    return Address(**given)


addressed.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
    [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=None)
        for key in ("fields", *ADDRESS_KEYS)
    ]
)
LINE_FIELDS = tuple(inspect.signature(Line).parameters)
CART_FIELDS = tuple(inspect.signature(Cart).parameters)
STORE_FIELDS = tuple(inspect.signature(Store).parameters)
PLAN_FIELDS = tuple(inspect.signature(Subscription).parameters)
TODAY = NOON.date()

#: Methods, and records that are checked where they are used.
MORE: dict[str, Case] = {
    "Cart.changed": (changing(CART, *CART_FIELDS), {}),
    "Line.changed": (changing(TEE, *LINE_FIELDS), {}),
    "Line.from_minor": (
        Line.from_minor,
        {
            "product_id": "tee",
            "quantity": 1,
            "selling_price": 1,
            "currency": "INR",
            "tax_rate": 18,
        },
    ),
    "RefundPolicy.minimum_for": (RefundPolicy().minimum_for, {"currency": "INR"}),
    "Refund.total": (NOTE.total, {"name": "subtotal"}),
    "Store.changed": (changing(STORE, *STORE_FIELDS), {}),
    "Store.of": (Store.of, {"currency": "INR", "policies": STORE.policies}),
    "Store.without": (STORE.without, {"offer": TEN}),
    "Address": (addressed, {}),
    "Address[]": (Address(state="Goa").__getitem__, {"key": "state"}),
    "Order.placed": (Order.placed, {"quote": QUOTE, "number": "O-2", "at": NOON}),
    "Order.after": (PENDING.after, {"event": StatusChange("confirmed", NOON)}),
    "Order.cancellation": (ORDER.cancellation, {"id": "R9", "at": NOON}),
    "PaymentUpdate": within(
        PaymentUpdate, PENDING.after, id="P9", amount=Decimal(1), at=NOON
    ),
    "StatusChange": within(StatusChange, PENDING.after, name="confirmed", at=NOON),
    "ShipmentUpdate": within(
        ShipmentUpdate,
        ORDER.after,
        id="B1",
        state=ShipmentState.SCHEDULED,
        at=NOON,
        units=((0, 1),),
    ),
    "ExcessReturned": within(
        ExcessReturned, EXCESSIVE.after, id="E1", amount=Decimal(1), at=NOON
    ),
    "Refunded": within(Refunded, ORDER.after, refund=NOTE),
    "Order.invoice": (ORDER.invoice, {"at": NOON}),
    "orders.Mandate.day": (MANDATE.day, {"at": NOON}),
    "orders.Pause.covers": (Pause(TODAY).covers, {"day": TODAY}),
    "subscriptions.SubscriptionPlan.of": (SubscriptionPlan.of, {"line": SUBSCRIBED}),
    "orders.Recurrence.day": (DAILY.day, {"anchor": TODAY, "steps": 1}),
    "orders.Recurrence.days": (DAILY.days, {"anchor": TODAY, "last": TODAY}),
    "orders.Subscription.changed": (changing(AGREED, *PLAN_FIELDS), {}),
    "orders.Subscription.is_paused": (AGREED.is_paused, {"day": TODAY}),
    "orders.Subscription.next_billing": (AGREED.next_billing, {"after": TODAY}),
    "orders.Subscription.next_shipping": (AGREED.next_shipping, {"after": TODAY}),
    "orders.Subscription.moment": (AGREED.moment, {"cycle": 1}),
    "orders.Subscription.cart_of": (AGREED.cart_of, {"cycle": 1}),
    "orders.Subscription.quote_of": (AGREED.quote_of, {"cycle": 1, "store": STORE}),
    "orders.Subscription.bills": (AGREED.bills, {"store": STORE}),
    "TaxSlab": within(TaxSlab, line_fields("tax_slabs"), up_to=None, rate=5),
    "TaxComponent": within(
        TaxComponent, line_fields("tax_components"), name="PST", rate=5
    ),
    "juspay.Address": within(
        gateway.Address, lambda record: rules.check_address("billing", record)
    ),
    "juspay.Due": within(gateway.Due, lambda record: record.to_be_paid, amount=1),
    "juspay.MandateTerms": within(
        gateway.MandateTerms,
        lambda record: mandates.check_mandate(record, Decimal(100), NOON),
        max_amount="1000",
    ),
}
CASES: dict[str, Case] = {**dict(public()), **MORE}

#: What a docstring promises to raise besides.
DOCUMENTED: dict[str, tuple[type[Exception], ...]] = {
    "allocate": (TypeError, ValueError),
    "dumps": (TypeError,),
    "http.decode_form": (UnicodeError,),
    "juspay.read": (ValueError,),
}
#: Nothing but the type stands between "must be" and "not": a hint is in brackets.
half_a_sentence = re.compile("this must be [^(\n]*;.*, not ").search

PLACES = [
    pytest.param(name, each.name, id=f"{name}-{each.name}")
    for name, (call, _) in CASES.items()
    for each in parameters(call)
    # A gateway is code of the host: whatever has the operations of the port.
    if (name.startswith("wire.endpoints."), each.name) != (True, "gateway")
]


def test_the_public_callables_are_many() -> None:
    """The table follows `__all__`: what is new there is looked at too."""
    assert (True, True) == (len(CASES) > 150, len(PLACES) > 500)


@pytest.mark.parametrize("name", CASES)
def test_right_values_are_taken(name: str) -> None:
    """What is refused below is refused for the one argument that is foreign."""
    call, given = CASES[name]

    call(**given)


@pytest.mark.parametrize(("name", "argument"), PLACES)
def test_a_foreign_value_is_taken_or_refused_with_words(
    name: str, argument: str
) -> None:
    """Only the errors that README names leave a public callable, in whole sentences."""
    call, given = CASES[name]
    allowed: tuple[type[Exception], ...] = (
        CheckoutError,
        GatewayError,
        *DOCUMENTED.get(name, ()),
    )
    failed = {}
    for label, value in FOREIGN.items():
        try:
            found = call(**{**given, argument: value})
            if inspect.isgenerator(found):
                list(found)
        except allowed as error:
            if half_a_sentence(str(error)):
                failed[label] = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is wrong
            failed[label] = repr(error)

    assert {} == failed
