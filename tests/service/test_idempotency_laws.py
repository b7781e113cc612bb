# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Laws of requests with keys: repeats change nothing, whatever is asked for."""

from __future__ import annotations

import json

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from typing import Any

import httpx
import pytest

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from checkout_core.service import SqlDatabase
from tests.factories.providers import HYPER
from tests.factories.service import BASE, MEERA, MERCHANT, SHOP, TEA, TEE
from tests.factories.service_client import Service, running


@frozen
class Wanted:
    """A request about one of two carts, and of their orders."""

    what: str
    cart: int
    count: int


WANTED = st.builds(
    Wanted,
    st.sampled_from(
        ["new", "item", "coupon", "points", "credit", "order", "cancel", "refund"]
    ),
    st.integers(0, 1),
    st.integers(0, 3),
)
#: Requests, and after each of them which of those so far are sent again.
SEQUENCES = st.lists(
    st.tuples(WANTED, st.lists(st.integers(0, 11), max_size=2)), max_size=12
)


@frozen
class Sender:
    """Sends the requests of one sequence to one service."""

    service: Service
    carts: dict[int, str]
    orders: dict[int, str]

    def request(self, wanted: Wanted) -> tuple[str, Any, str]:
        """Return the path, the body and the token of a request, as it is now."""
        cart = self.carts.get(wanted.cart, "none")
        number = self.orders.get(wanted.cart, "none")
        path = f"{BASE}/carts/{cart}"
        match wanted.what:
            case "new":
                return f"{BASE}/carts", {"items": [TEE, TEA][: wanted.count]}, MEERA
            case "item":
                return f"{path}/items", {**TEE, "quantity": wanted.count}, MEERA
            case "coupon":
                code = ["SAVE100", "TWO", "NONE", "two"][wanted.count]
                return f"{path}/coupon", {"coupon_code": code}, MEERA
            case "points":
                points = {"loyalty_point_redeemed": wanted.count * 40}
                return f"{path}/loyalty-points", points, MEERA
            case "credit":
                credit = {"credit_balance_used": wanted.count * 50}
                return f"{path}/credit-balance", credit, MEERA
            case "order":
                order = {"cart_id": cart, "payment_method": HYPER}
                return f"{BASE}/orders", order, MEERA
            case "cancel":
                path = f"{BASE}/orders/{number}/cancel"
                return path, {"cancellation_reason": "no more"}, MEERA
            case _:
                path = f"{MERCHANT}/orders/{number}/refunds"
                returned: dict[str, Any] = {
                    "id": f"R{wanted.count}",
                    "returned": {"0": 1},
                }
                return path, returned, SHOP

    def send(self, key: str, request: tuple[str, Any, str]) -> httpx.Response:
        """Return the answer to a request with a key."""
        path, body, token = request
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        return self.service.client.request("POST", path, headers=headers, json=body)

    def learn(self, wanted: Wanted, answer: httpx.Response) -> None:
        """Note what a first answer made."""
        if answer.status_code != 200:
            return
        content = answer.json()["content"]
        if wanted.what == "new":
            self.carts[wanted.cart] = content["cart"]["id"]
        if wanted.what == "order":
            self.orders[wanted.cart] = content["order"]["order_number"]
            self.service.pay(self.orders[wanted.cart])

    def state(self) -> tuple[object, ...]:
        """Return what there is in the end, without ids that are drawn."""
        service = self.service
        carts = [service.done("GET", f"carts/{each}") for each in self.carts.values()]
        listed = service.done("GET", "orders")["orders"]
        orders = [service.done("GET", f"orders/{x}") for x in self.orders.values()]
        gateway = service.gateway.gateway.orders
        return (
            [each["cart"]["to_be_paid"] for each in carts],
            [each["cart"]["cart_items"] for each in carts],
            sorted(str(each["status"]) for each in listed),
            [each["order"]["payment_status"] for each in orders],
            sorted(str(each["amount_refunded"]) for each in gateway.values()),
            service.balances(),
            service.redemptions(),
        )


@contextmanager
def sender() -> Iterator[Sender]:
    """Yield a sender to a new service."""
    with closing(SqlDatabase("sqlite://")) as database, running(database) as service:
        yield Sender(service, {}, {})


@settings(max_examples=12, deadline=None)
@given(SEQUENCES)
def test_a_sequence_with_repeats_is_the_sequence_without(
    sequence: list[tuple[Wanted, list[int]]],
) -> None:
    """Each request answers alike, each repeat as its first, and the end is the same."""
    with sender() as plain, sender() as repeating:
        sent: list[tuple[str, tuple[str, Any, str], httpx.Response]] = []
        for index, (wanted, again) in enumerate(sequence):
            once = plain.send(f"{index}", plain.request(wanted))
            plain.learn(wanted, once)
            request = repeating.request(wanted)
            first = repeating.send(f"{index}", request)
            repeating.learn(wanted, first)
            sent.append((f"{index}", request, first))
            for key, known, answer in [sent[each % len(sent)] for each in again]:
                repeat = repeating.send(key, known)
                assert (answer.status_code, answer.content, "true") == (
                    repeat.status_code,
                    repeat.content,
                    repeat.headers["idempotent-replayed"],
                )
            assert (once.status_code, once.json().get("code")) == (
                first.status_code,
                first.json().get("code"),
            )
        assert plain.state() == repeating.state()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def one() -> Iterator[Sender]:
    """Yield a sender to a service that all examples share."""
    with sender() as found:
        yield found


KEYS = count()


@settings(max_examples=40, deadline=None)
@given(
    body=st.dictionaries(st.text(max_size=5), JSON, max_size=3),
    blanks=st.integers(0, 8),
)
def test_any_body_is_answered_alike_twice(
    one: Sender, body: dict[str, Any], blanks: int
) -> None:
    """Whatever the text of the body, and however it is spaced and sorted."""
    texts = [json.dumps(body), json.dumps(body, sort_keys=True, indent=blanks)]
    headers = {"Authorization": f"Bearer {MEERA}", "Idempotency-Key": f"{next(KEYS)}"}
    first, again = (
        one.service.client.request(
            "POST", f"{BASE}/carts", headers=headers, content=text
        )
        for text in texts
    )

    assert (first.status_code, first.content, "true") == (
        again.status_code,
        again.content,
        again.headers["idempotent-replayed"],
    )
