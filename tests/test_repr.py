# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What values show of themselves: enough to tell them apart, and nobody's name."""

from __future__ import annotations

import re

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import attrs
import pytest

import checkout_core

from checkout_core import (
    Address,
    Cart,
    Checkout,
    Customer,
    Line,
    Store,
    cancellation,
    dumps,
    evaluate,
    quote,
    read_quote,
    write_cart,
    write_quote,
)
from checkout_core.orders import Order
from checkout_core.service.ports import CartRow
from checkout_core.subscriptions import Recurrence, Subscription, SubscriptionPlan
from checkout_core.wire import OrderFacts
from tests.factories.endpoints import ADDRESS, HYPER, begin, cart, through
from tests.factories.orders import NOON, STORE, paid


#: As keys of JSON, of which no type says what belongs to which.
FIELDS: dict[str, Any] = ADDRESS
HOME = Address(**FIELDS)
TEE = Line("tee", 1, "100.00", tax_rate=5)
AT = "2026-11-22T12:00:00+05:30"

SHOWN: list[tuple[object, str]] = [
    (
        quote(Cart("INR", [TEE]), Store("INR"), at=AT),
        f"<Quote INR 105.00, 1 line, at {AT}>",
    ),
    (
        quote(
            Cart("JPY", [Line("a", 1, 8, tax_rate=0), Line("b", 2, 9, tax_rate=0)]),
            Store("JPY"),
        ),
        "<Quote JPY 26, 2 lines>",
    ),
    (Cart("INR", [TEE]), "<Cart INR, 1 line>"),
    (Cart("INR", [TEE], id="cart_01"), "<Cart cart_01 INR, 1 line>"),
    (
        Order.placed(
            quote(Cart("INR", [TEE]), Store("INR"), at=AT), number="ORD-1", at=AT
        ),
        f"<Order ORD-1 pending, <Quote INR 105.00, 1 line, at {AT}>>",
    ),
    (HOME, "<Address Karnataka, India>"),
    (Address(country="Japan", city="Kyoto"), "<Address Japan>"),
    (Address(first_name="Meera"), "<Address without a state>"),
    (Customer(), "<Customer guest, 0 points, 0 credit>"),
    (
        Customer("9800000001", loyalty_points_balance=1, credit_balance="2.50"),
        "<Customer known, 1 point, 2.50 credit>",
    ),
]


@pytest.mark.parametrize(("value", "shown"), SHOWN, ids=[x for _, x in SHOWN])
def test_what_is_shown(value: object, shown: str) -> None:
    """One line: what it is, what it comes to, and when."""
    assert (shown, shown) == (repr(value), f"{value}")


#: What nobody should find in a log: who it is, and where exactly they live.
PERSONAL = {
    *(
        value
        for key, value in FIELDS.items()
        if isinstance(value, str) and key not in ("country_code", "state", "country")
    ),
    "ring twice",
    "9800000002",
}


def reached(value: Any, seen: dict[int, Any]) -> Iterator[Any]:
    """Yield every value of attrs that hangs on *value*."""
    if id(value) in seen:
        return
    seen[id(value)] = value
    if attrs.has(type(value)):
        yield value
        for each in attrs.fields(type(value)):
            yield from reached(getattr(value, each.name), seen)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from reached(each, seen)


def at_hand() -> list[Any]:
    """Return what a shop has in its hands while it sells to one customer."""
    sold = cart(
        customer_note="Please ring twice.",
        metadata={"gift": {"phone": "9800000002"}},
    )
    need = begin(HYPER, sold)
    monthly = Subscription(
        sold.cart, SubscriptionPlan("Box", Recurrence("monthly")), AT
    )
    return [
        Checkout(sold.cart, STORE, NOON, OrderFacts()),
        [sold, sold.figures, sold.entries, read_quote(dumps(write_quote(sold)))],
        evaluate(sold.cart, STORE, at=NOON),
        paid(Order.placed(sold, number="ORD-1", at=NOON)),
        cancellation(sold, id="R1", at=NOON),
        [monthly, monthly.quote_of(1, STORE)],
        [need, through(need), begin({}, sold)],
        CartRow("cart_01", "u1", dumps(write_cart(sold))),
    ]


def test_nobody_is_shown() -> None:
    """No phone, e-mail, name, street or note is in the repr of anything at hand."""
    found = list(reached(at_hand(), {}))

    assert {
        "Address",
        "Cart",
        "CartRow",
        "Checkout",
        "Customer",
        "Answered",
        "Envelope",
        "Evaluation",
        "Figures",
        "Line",
        "PaymentPending",
        "Order",
        "PaymentUpdate",
        "Quote",
        "Refund",
        "Request",
        "Subscription",
    } <= {type(each).__name__ for each in found}
    assert set() == {
        (type(each).__name__, mark)
        for each in found
        for mark in PERSONAL
        if mark in repr(each)
    }


#: What fields are called that hold somebody's name, number, address or secret;
#: `phones` and `emails` are policies.
PRIVATE = re.compile(
    r"email(?!s)|phone(?!s)|vpa|[a-z]_token$|secret|password|api_key|line\d|landmark"
    r"|(first|last|full)_name|name_on_card|customer_note|contents"
)


def nouns() -> Iterator[type[Any]]:
    """Yield every class of the package whose repr attrs makes of its fields."""
    for module in walk_packages(checkout_core.__path__, "checkout_core."):
        if module.name.endswith("__main__"):
            continue
        for each in vars(import_module(module.name)).values():
            if isinstance(each, type) and attrs.has(each):
                # Who writes the repr by hand says what is in it above; what one stage
                # of pricing passes to the next has only that of every object.
                code = getattr(each.__repr__, "__code__", None)
                made = code is not None and code.co_filename.startswith("<attrs ")
                if made and each.__module__ == module.name:
                    yield each


def test_no_field_of_such_a_name_is_shown() -> None:
    """Whoever adds one says that it is not shown, or what is shown instead."""
    found = {
        (noun.__name__, field.name): field.repr is not True
        for noun in nouns()
        for field in attrs.fields(noun)
        if PRIVATE.search(field.name) and field.type != "bool | None"
    }

    assert ("Credentials", "api_key") in found
    assert [] == [each for each, is_hidden in found.items() if not is_hidden]
