# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How orders are stored: of any length, as columns, and texts made for a look."""

from __future__ import annotations

import json

from collections import Counter
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core.refunds import RefundPolicy
from checkout_core.service import SqlDatabase, orders
from checkout_core.service.database.carts import SqlCarts
from checkout_core.service.database.orders import SqlOrders
from checkout_core.service.documents import email_key, packed, phone_key, unpacked
from checkout_core.service.limits import Limits
from checkout_core.service.ports import (
    OrderFilters,
    OrderRecord,
    OrderRow,
    OrderSummary,
)
from checkout_core.service.unchanged import TRIES, write_unchanged
from checkout_core.wire import dumps
from tests.factories.service import (
    ADDRESS,
    ARJUN,
    CATALOGUE,
    MEERA,
    MERCHANT,
    NOON,
    SHOP,
    TEE,
)
from tests.factories.service_client import Service, running
from tests.factories.service_counts import READ
from tests.factories.service_processes import SERVERS
from tests.factories.tables import case


#: How long a thread is waited for, in seconds.
PATIENCE = 60
#: An order of so many lines with an offer, written as one document, is longer than what
#: is read of strangers.
LINES = 4_100


def large_catalogue() -> dict[str, Any]:
    """Return a catalogue of many products, with a promotion for all of them."""
    document = deepcopy(CATALOGUE)
    document["catalogue"] += [
        {
            "product_id": f"p{i}",
            "product_name": f"Product {i}",
            "selling_price": "100.00",
            "tax_rate": "18",
        }
        for i in range(LINES)
    ]
    document["store"]["promotions"] = [
        {
            "id": "off",
            "promotion_type": "discount",
            "applies_to_product": "all",
            "details": {"discount_type": "percentage", "discount_percent": 1},
            "can_be_used_with_other_promotion": True,
        }
    ]
    return document


def large_cart(service: Service, lines: int, **more: Any) -> str:
    """Return the id of a cart of many lines."""
    items = [
        {"product_id": f"p{i}", "variant_id": None, "quantity": 2} for i in range(lines)
    ]
    return str(service.cart(*items, **more)["id"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "url", ["file", *SERVERS], indirect=True, ids=lambda url: url.partition(":")[0]
)
def test_an_order_of_any_length(database: SqlDatabase, counts: Counter[str]) -> None:
    """It is placed, looked at, listed, paid and refunded in parts."""
    with running(
        database, catalogue=large_catalogue(), limits=Limits(lines=5_000)
    ) as service:
        number = service.number(cart_id=large_cart(service, LINES))
        counts.clear()
        shown = service.done("GET", f"orders/{number}")["order"]
        listed = service.done("GET", "orders")["orders"]
        looks = dict(counts)
        service.pay(number)
        for name, first in (("R1", 0), ("R2", 1_500)):
            units = {str(i): 1 for i in range(first, first + 1_500)}
            service.refund(number, name, units)
        refunds = service.done("GET", f"orders/{number}/refunds")["refunds"]
        status = service.done("GET", f"orders/{number}/payment-status")["status"]

    assert (LINES, [LINES], {}) == (
        len(shown["order_items"]),
        [len(each["order_items"]) for each in listed],
        looks,
    )
    # One unit of two of 1,500 lines at 100.00, less 1 % and with tax of 18 %: 116.82.
    amounts = [each["refund_amount"] for each in refunds]
    assert [Decimal("175230.00")] * 2 == amounts
    assert "success" == status


# What is shown ------------------------------------------------------------------------


def again(service: Service, number: str) -> dict[str, Any]:
    """Return an order as it is shown when it is made again."""
    app = service.app
    with app.database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None
    text = dumps(orders.order_content(app, row.order)["order"])
    found: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return found


def test_what_is_shown_is_the_order(service: Service) -> None:
    """At every stage the text that is stored says what the order would say now."""
    number = service.number(cart_id=service.rich_cart())
    seen = []

    def look() -> None:
        shown = service.done("GET", f"orders/{number}")["order"]
        listed = service.done("GET", "orders")["orders"][0]
        order = again(service, number)
        assert order == shown
        assert {key: order[key] for key in listed if key in order} == {
            key: listed[key] for key in listed if key in order
        }
        seen.append((shown["status"], shown["payment_status"], listed["has_refund"]))

    look()
    service.pay(number)
    look()
    service.ship(number, "P1", "shipped", {"0": 1})
    look()
    service.refund(number, "R1", {"0": 1})
    look()

    assert [
        ("pending", "pending", False),
        ("confirmed", "success", False),
        ("partially_shipped", "success", False),
        ("partially_shipped", "success", True),
    ] == seen


def test_another_refund_policy_is_shown_at_once(
    database: SqlDatabase, counts: Counter[str]
) -> None:
    """What was made by other rules is made again, and the order is read for it."""
    with running(database) as service:
        number = service.paid()
        before = service.done("GET", f"orders/{number}")["order"]
    policy = RefundPolicy(cancellation_charge="100.00", cancellation_reason="late")
    with running(database, refunds=policy) as service:
        counts.clear()
        after = service.done("GET", f"orders/{number}")["order"]

    charges = [
        each["cancellation_refund_details"]["cancellation_charges"]
        for each in (before, after)
    ]
    assert ([Decimal("0.00"), Decimal("100.00")], {READ: 1}) == (charges, counts)


def test_a_plan_with_days_is_worked_out_at_each_look(database: SqlDatabase) -> None:
    """What is due depends on the day, so no text of it is kept."""
    document = deepcopy(CATALOGUE)
    plan = [{"due": "now", "percent": "50"}, {"due": "2026-12-01"}]
    document["shop"] = {"payment_plans": [plan]}
    with running(database, catalogue=document) as service:
        path = f"carts/{service.cart()['id']}"
        service.done("POST", f"{path}/payment-plan", {"payment_plan": plan})
        number = service.number(cart_id=path.removeprefix("carts/"))
        dues = []
        for days in (0, 10):
            service.clock.later(days=days)
            shown = service.done("GET", f"orders/{number}")["order"]
            dues.append(shown["x_checkout_core"]["due_now"])

    assert [Decimal("534.40"), Decimal("1068.80")] == dues


# Lists --------------------------------------------------------------------------------


def test_a_page_that_is_too_long(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said what to do; an order alone is always shown."""
    monkeypatch.setattr(orders, "MOST_CHARACTERS", 1_000)
    for _ in range(2):
        service.order()

    assert (400, "page_too_large") == service.refused("GET", "orders")
    assert 1 == len(service.done("GET", "orders?limit=1")["orders"])


@pytest.fixture
def five(service: Service) -> list[str]:
    """Return the numbers of five orders, the newest first, of two customers."""
    numbers: list[str] = []
    for token, is_paid in (
        (MEERA, True),
        (ARJUN, False),
        (MEERA, False),
        (MEERA, True),
        (ARJUN, True),
    ):
        cart = service.cart(TEE, token=token)["id"]
        if token == MEERA:
            body = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
            service.done("POST", f"carts/{cart}/address", body)
        number = service.number(cart_id=cart, token=token)
        if is_paid:
            service.pay(number)
        numbers.insert(0, number)
        service.clock.later(minutes=1)
    return numbers


def search(
    service: Service, filters: OrderFilters, limit: int = 100, after: Any = None
) -> list[OrderSummary]:
    """Return the orders that fit."""
    with service.app.database.reading() as unit:
        return unit.orders.search(filters, after, limit)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        case("all", {}, [0, 1, 2, 3, 4]),
        case("a status", {"status": "pending"}, [2, 3]),
        case("paid", {"payment_status": "success"}, [0, 1, 4]),
        case("a customer", {"owner": "arjun"}, [0, 3]),
        case("two of these", {"owner": "arjun", "status": "pending"}, [3]),
        case("an email", {"email": email_key(str(ADDRESS["email"]))}, [1, 2, 4]),
        case("a phone", {"phone": phone_key(f"+91 {ADDRESS['phone']}")}, [1, 2, 4]),
        case("from", {"placed_from": NOON + timedelta(minutes=2)}, [0, 1, 2]),
        case("to", {"placed_to": NOON + timedelta(minutes=2)}, [3, 4]),
        case("reversed", {"reversed": True}, []),
        case("not reversed", {"reversed": False}, [0, 1, 2, 3, 4]),
        case("NUL", {"email": "\0"}, []),
        case("NUL in a number", {"number": "\0"}, []),
        case("a pattern", {"number": "%"}, []),
    ],
)
def test_orders_are_searched(
    service: Service, five: list[str], asked: dict[str, Any], found: list[int]
) -> None:
    """All that is asked has to hold."""
    seen = search(service, OrderFilters(**asked))

    assert [five[i] for i in found] == [each.number for each in seen]


def test_a_search_by_the_begin_of_a_number(service: Service, five: list[str]) -> None:
    """Eight characters of twelve say which one."""
    seen = search(service, OrderFilters(number=five[2][:8]))

    assert [five[2]] == [each.number for each in seen]


def test_a_search_goes_on_behind_the_last_one(
    service: Service, five: list[str]
) -> None:
    """Whatever was placed since; two orders of one moment are told by their numbers."""
    service.clock.at = NOON
    same = sorted([service.number(), service.number()])
    seen: list[OrderSummary] = []
    while True:
        after = seen[-1].cursor if seen else None
        part = search(service, OrderFilters(), 2, after)
        if not part:
            break
        seen += part

    oldest = sorted([five[4], *same], reverse=True)
    assert [*five[:4], *oldest] == [each.number for each in seen]


def test_what_is_known_without_reading(service: Service, counts: Counter[str]) -> None:
    """Columns say how far an order is, and have the entry of a list."""
    number = service.paid()
    counts.clear()
    with service.app.database.reading() as unit:
        found = unit.orders.summary(number)
        none = [unit.orders.summary(each) for each in ("N", "\0")]
        shown = [unit.orders.shown(each, "") for each in ("N", "\0")]
    assert found is not None
    assert found.summary is not None

    assert (number, "confirmed", Decimal("1068.80"), "INR", False) == (
        found.number,
        found.status,
        found.amount_paid,
        found.currency,
        found.reversed,
    )
    assert (number, False) == (
        json.loads(found.summary)["order_number"],
        "order_items" in json.loads(found.summary),
    )
    assert ([None] * 2, [None] * 2, {}) == (none, shown, counts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        case("of a shopper", " Meera@Example.IN ", ("meera@example.in", None)),
        case("a phone", "+91 98000-00001", ("+91 98000-00001", "9800000001")),
        case("short", "12345", ("12345", "12345")),
        case("nothing", " ", (None, None)),
    ],
)
def test_how_an_order_is_found(text: str, expected: Any) -> None:
    """By an email in lower case, and by the last ten digits of a phone number."""
    assert expected == (email_key(text), phone_key(text))


# What is written once -----------------------------------------------------------------


def test_packed_text() -> None:
    """It is text again; what is none is recognised."""
    assert "₹ 1" == unpacked(packed("₹ 1"))
    assert [None, None] == [unpacked(b"\0"), unpacked(packed("a")[:-1])]


def quote_rows(url: str) -> list[Any]:
    """Return what is stored of quotes."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM order_quote").all()
    engine.dispose()
    return [tuple(each) for each in rows]


@pytest.mark.parametrize(
    "url", ["file", *SERVERS], indirect=True, ids=lambda url: url.partition(":")[0]
)
def test_a_quote_is_written_once(service: Service, url: str) -> None:
    """Payments, parcels and refunds change other columns."""
    number = service.number()
    before = quote_rows(url)
    service.pay(number)
    service.refund(number, "R1", {"0": 1})

    assert before == quote_rows(url)


# Who holds the lock -------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["file", *SERVERS], indirect=True, ids=lambda url: url.partition(":")[0]
)
@pytest.mark.parametrize("what", ["order", "edit"])
def test_no_writer_waits_while_another_one_prices(
    service: Service, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Meera's write is answered while Arjun's order, or his edit, is being priced."""
    cart, other = service.cart()["id"], service.cart(token=ARJUN)["id"]
    pricing, answered = Event(), Event()
    priced = type(service.app).priced

    def slow(self: Any, unit: Any, cart_id: str, contents: Any, caller: Any) -> Any:
        if caller.id == "arjun":
            pricing.set()
            assert answered.wait(PATIENCE)
        return priced(self, unit, cart_id, contents, caller)

    monkeypatch.setattr(type(service.app), "priced", slow)
    ended: list[int] = []

    def big() -> None:
        path, body = "orders", {"cart_id": other}
        if what == "edit":
            path, body = f"carts/{other}/customer-note", {"customer_note": "hello"}
        ended.append(service.ask("POST", path, body, token=ARJUN)[0])

    thread = Thread(target=big)
    thread.start()
    assert pricing.wait(PATIENCE)
    service.done("POST", f"carts/{cart}/customer-note", {"customer_note": "hello"})
    answered.set()
    thread.join()

    assert [200] == ended


def test_a_change_is_planned_again(database: SqlDatabase) -> None:
    """If another one came first; after a few times the caller hears of it."""
    seen: list[int] = []

    def plan(_unit: Any) -> int:
        seen.append(len(seen))
        return len(seen)

    done = [
        write_unchanged(database, plan, lambda _, nth: nth if nth == 3 else None),
        write_unchanged(database, plan, lambda _unit, _nth: None),
    ]

    assert ([3, None], 3 + TRIES) == (done, len(seen))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        case("an edit", "carts/{cart}/customer-note", {"customer_note": "hello"}),
        case("an order", "orders", {"cart_id": "{cart}"}),
    ],
)
def test_a_cart_that_others_change_all_the_time(
    service: Service, monkeypatch: pytest.MonkeyPatch, path: str, body: dict[str, str]
) -> None:
    """After a few tries the request is refused, and nothing is stored."""
    cart = service.cart()["id"]
    monkeypatch.setattr(SqlCarts, "put", lambda *_: False)
    sent = {key: value.format(cart=cart) for key, value in body.items()}

    refused = service.refused("POST", path.format(cart=cart), sent)

    assert (409, "cart_changes") == refused
    assert [] == service.done("GET", "orders")["orders"]


def test_an_order_that_others_change_all_the_time(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of it goes through all the same: its last try holds the row."""
    path = f"{MERCHANT}/orders/{service.paid()}/refunds"
    put, tries = SqlOrders.put, list[OrderRecord]()

    def late(orders: SqlOrders, record: OrderRecord) -> OrderRow | None:
        tries.append(record)
        return put(orders, record) if len(tries) == TRIES else None

    monkeypatch.setattr(SqlOrders, "put", late)
    body = {"id": "R1", "returned": {"0": 1}}
    refund = service.done("POST", path, body, token=SHOP)["refund"]

    assert ("R1", TRIES) == (refund["id"], len(tries))
