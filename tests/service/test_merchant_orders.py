# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The merchant's lists: orders by what is known of them, and unpaid refunds."""

from __future__ import annotations

import base64

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest

from attrs import evolve

from checkout_core.orders import Reversed
from checkout_core.service.saving import change_order
from checkout_core.testing.gateway import Trouble
from tests.factories.service import ADDRESS, ARJUN, MEERA, MERCHANT, NOON, SHOP, TEE
from tests.factories.service_client import INVALID, Service


def listed(service: Service, name: str, query: str = "") -> dict[str, Any]:
    """Return a part of a list of the merchant."""
    return service.done("GET", f"{MERCHANT}/{name}?{query}", token=SHOP)


def numbers(service: Service, query: str = "") -> list[str]:
    """Return the numbers of the orders that a search finds."""
    found = listed(service, "orders", query)["orders"]
    return [each["order_number"] for each in found]


def whole(service: Service, name: str, query: str) -> list[dict[str, Any]]:
    """Return a list part by part."""
    found, cursor = [], ""
    while True:
        part = listed(service, name, f"{query}{cursor}")
        found += part[name]
        if part["next_cursor"] is None:
            return found
        cursor = f"&cursor={part['next_cursor']}"


def test_what_an_entry_says(service: Service) -> None:
    """The order's columns: states and amounts, and who placed it."""
    number = service.paid()

    assert {
        "orders": [
            {
                "order_number": number,
                "placed_at": "2026-11-24T06:30:00+00:00",
                "user_id": "meera",
                "status": "confirmed",
                "payment_status": "success",
                "currency": "INR",
                "to_be_paid": Decimal("1068.80"),
                "amount_paid": Decimal("1068.80"),
                "amount_unpaid": 0,
                "is_reversed": False,
            }
        ],
        "next_cursor": None,
    } == listed(service, "orders")


def test_orders_are_found_by_what_is_known_of_them(service: Service) -> None:
    """Each parameter alone, and two together."""
    paid = service.paid()
    service.clock.later(hours=1)
    of_arjun = service.number(token=ARJUN)
    service.clock.later(hours=1)
    rich = service.order(service.rich_cart())["order"]["order_number"]
    with service.app.database.reading() as unit:
        row = unit.orders.get(paid)
    assert row is not None
    gone = Reversed("X1", paid, Decimal("1068.80"), service.clock.at, "auto_refunded")
    change_order(service.app, row, lambda order: order.after(gone))
    first, second = (NOON + timedelta(hours=x) for x in (0.5, 1.5))

    found = {
        query: numbers(service, query)
        for query in (
            "",
            "status=pending",
            "payment_status=pending&status=pending&user_id=meera",
            "user_id=arjun",
            f"email={quote(str(ADDRESS['email']).upper())}",
            f"phone={quote('+91 ' + str(ADDRESS['phone'])[-10:])}",
            f"number={rich[:6]}",
            "number=%25",
            f"placed_from={quote(first.isoformat())}",
            f"placed_to={quote(first.isoformat())}",
            f"placed_from={quote(first.isoformat())}&placed_to={quote(second.isoformat())}",
            "reversed=true",
            "reversed=false",
        )
    }

    assert [
        [rich, of_arjun, paid],
        [rich, of_arjun],
        [rich],
        [of_arjun],
        [rich],
        [rich],
        [rich],
        [],
        [rich, of_arjun],
        [paid],
        [of_arjun],
        [paid],
        [rich, of_arjun],
    ] == list(found.values())


def test_parts_make_the_whole_whatever_comes_meanwhile(service: Service) -> None:
    """Each order once, the newest first, also those of one moment."""
    placed = []
    for _ in range(3):
        placed += [service.number(), service.number(token=ARJUN)]
        service.clock.later(seconds=1)
    first = listed(service, "orders", "limit=2")
    service.clock.later(seconds=1)
    service.number()
    cursor = first["next_cursor"]
    rest = listed(service, "orders", f"limit=100&cursor={cursor}")

    assert sorted(placed) == sorted(
        each["order_number"] for each in (*first["orders"], *rest["orders"])
    )
    assert (7, None) == (
        len({each["order_number"] for each in whole(service, "orders", "limit=3")}),
        rest["next_cursor"],
    )
    moments = [each["placed_at"] for each in whole(service, "orders", "limit=1")]
    assert sorted(moments, reverse=True) == moments


def test_refunds_that_wait_and_that_failed(service: Service) -> None:
    """With the order, the amount, since when, and how often they were tried."""
    first, second = service.paid(), service.paid()
    service.provider.fail_next(None, Trouble.SERVER_ERROR)
    service.refund(first, "R1", {"0": 1})
    service.clock.later(minutes=1)
    service.refund(second, "R2", {"0": 1})
    (request,) = service.gateway.gateway.orders[second.lower()]["refunds"]
    service.apply(
        service.gateway.gateway.settle_refund(
            second, request["unique_request_id"], "FAILURE"
        )
    )
    waiting = listed(service, "refunds", "status=waiting")["refunds"]
    failed = listed(service, "refunds", "status=failed")["refunds"]

    assert [
        {
            "order_number": first,
            "refund_id": "R1",
            "payment_id": first,
            "amount": Decimal("499.00"),
            "status": "waiting",
            "is_sent": False,
            "since": "2026-11-24T06:30:00+00:00",
            "tries": 1,
        }
    ] == [{k: v for k, v in each.items() if k != "next_try"} for each in waiting]
    assert "2026-11-24T06:30:15" <= waiting[0]["next_try"] < "2026-11-24T06:30:17"
    assert [
        {
            "order_number": second,
            "refund_id": "R2",
            "payment_id": second,
            "amount": Decimal("499.00"),
            "status": "failed",
            "is_sent": True,
            "since": "2026-11-24T06:31:00+00:00",
            "tries": 0,
            "next_try": None,
        }
    ] == failed
    assert [*waiting, *failed] == whole(service, "refunds", "limit=1")
    assert [*waiting, *failed] == listed(service, "refunds")["refunds"]


def test_a_refund_of_an_older_release_comes_first(service: Service) -> None:
    """It has no moment, and the list goes on behind it."""
    first, second = service.paid(), service.paid()
    for number in (first, second):
        service.refund(number, "R1", {"0": 1})

    def forgotten(unit: Any) -> None:
        (request,) = unit.payments.refund_requests(second)
        unit.payments.put_refund_request(evolve(request, asked_at=None), request)

    service.app.database.write(forgotten)
    found = whole(service, "refunds", "limit=1")

    assert [(second, True), (first, False)] == [
        (each["order_number"], each["since"] is None) for each in found
    ]


#: Cursors that no answer had.
NUMBERS, NO_MOMENT, NUL, SURROGATE, DEEP, NO_UTC = (
    base64.urlsafe_b64encode(each).decode()
    for each in (
        b"[1, 2]",
        b'["now", "a"]',
        rb'["", "\u0000"]',
        rb'["", "\ud800"]',
        b"[" * 30_000,
        b'["0001-01-01T00:00:00+14:00", "a"]',
    )
)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("orders?status=open", ["status"]),
        ("orders?payment_status=paid", ["payment_status"]),
        (
            "orders?placed_from=today&placed_to=2026-11-24T10:00",
            ["placed_from", "placed_to"],
        ),
        ("orders?reversed=yes&limit=101", ["reversed", "limit"]),
        ("orders?limit=0", ["limit"]),
        (f"orders?limit={'9' * 5000}", ["limit"]),
        ("orders?limit=many", ["limit"]),
        ("orders?phone=none", ["phone"]),
        ("orders?email=", ["email"]),
        (f"orders?user_id={'u' * 256}", ["user_id"]),
        ("orders?user_id=%00", ["user_id"]),
        ("orders?page=2", ["page"]),
        ("orders?cursor=x", ["cursor"]),
        ("orders?placed_from=0001-01-01T00:00:00%2B14:00", ["placed_from"]),
        ("orders?placed_to=9999-12-31T23:59:59-14:00", ["placed_to"]),
        (f"orders?cursor={NUMBERS}", ["cursor"]),
        (f"orders?cursor={SURROGATE}", ["cursor"]),
        (f"orders?cursor={DEEP}", ["cursor"]),
        ("orders?cursor=%C3%A9", ["cursor"]),
        ("refunds?status=pending", ["status"]),
        ("refunds?user_id=meera", ["user_id"]),
        (f"refunds?cursor={NO_MOMENT}", ["cursor"]),
        (f"refunds?cursor={NUL}", ["cursor"]),
        (f"refunds?cursor={NO_UTC}", ["cursor"]),
    ],
)
def test_parameters_that_cannot_be(
    path: str, wrong: list[str], service: Service
) -> None:
    """All that is wrong is said."""
    status, found = service.ask("GET", f"{MERCHANT}/{path}", token=SHOP)

    assert (*INVALID, wrong) == (
        status,
        found["code"],
        [each["path"] for each in found["errors"]],
    )


@pytest.mark.parametrize("name", ["orders", "refunds"])
def test_the_lists_are_the_merchants(name: str, service: Service) -> None:
    """No shopper sees them."""
    path = f"{MERCHANT}/{name}"

    assert (403, "forbidden") == service.refused("GET", path, token=MEERA)


def test_a_list_reads_no_order(service: Service, counts: Any) -> None:
    """It is made of columns."""
    for _ in range(3):
        service.number()
    counts.clear()

    assert 3 == len(numbers(service))
    assert 0 == sum(counts.values())


def test_a_cart_is_not_an_order(service: Service) -> None:
    """What is not placed is not listed."""
    service.cart(TEE)

    assert {"orders": [], "next_cursor": None} == listed(service, "orders")
