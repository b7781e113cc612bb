# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Captures and voids: the requests, what the fake gateway answers, what is believed."""

from __future__ import annotations

import json

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from checkout_core import juspay
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.gateway import (
    AuthorizationState,
    Operation,
    PaymentRef,
    PaymentReport,
    ask,
)
from checkout_core.http import Repeat, Request, Response, converse, decode_form
from checkout_core.juspay import Credentials, Due, JuspayGateway
from checkout_core.juspay.reconcile import payment_report
from checkout_core.orders import PaymentState
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.values import Record, thawed
from tests.factories.faults import faults_of


if TYPE_CHECKING:
    from collections.abc import Callable


SHOP = Credentials("merchant-id", "LOOPBACK_KEY")
ACCOUNT = JuspayGateway(credentials=SHOP, payment_page_client_id="shop")
REF = PaymentRef(id="A1", amount=Decimal("1054.25"), currency="INR", customer_id="c1")
TXN = "euld46jp7R1jE3tB8ss"


def capture(txn_uuid: str = TXN, **fields: Any) -> Request:
    """Return a request that captures."""
    return juspay.capture_txn(
        SHOP, **{"txn_uuid": txn_uuid, "order_id": "A1", **fields}
    )


def void(txn_uuid: str = TXN, **fields: Any) -> Request:
    """Return a request that voids."""
    given_fields = {"txn_uuid": txn_uuid, "order_id": "A1", **fields}
    return juspay.void_txn(SHOP, **given_fields)


def sent(request: Request) -> tuple[str, str, str]:
    """Return method, path and body."""
    path = request.url.removeprefix("https://sandbox.juspay.in")
    return request.method, path, request.body.decode("ascii")


# Requests -----------------------------------------------------------------------------


def test_the_whole_is_captured() -> None:
    """The capture page sends no fields."""
    assert ("POST", f"/v2/txns/{TXN}/capture", "") == sent(capture())


def test_a_part_is_captured() -> None:
    """The fields of the page of captures for Simpl, in its order."""
    request = capture(amount="3.00", left="3.00", idempotence_key="moz1702884759")

    assert (
        "POST",
        f"/v2/txns/{TXN}/capture",
        "amount=3.00&idempotence_key=moz1702884759",
    ) == sent(request)


def test_a_transaction_is_voided() -> None:
    """The void page sends no fields."""
    assert ("POST", f"/v2/txns/{TXN}/void", "") == sent(void())


@pytest.mark.parametrize("request_", [capture(), void()])
def test_both_may_be_sent_again_unchanged(request_: Request) -> None:
    """The second one is refused; the order is known, to read its status."""
    assert (Repeat.SAME_ID, "A1") == (request_.repeat, request_.order_id)


@pytest.mark.parametrize(
    ("fields", "route"),
    [({}, "A1"), ({"customer_id": "c1"}, "c1"), ({"routing_id": "r1"}, "r1")],
)
def test_both_go_the_way_of_the_order(fields: dict[str, Any], route: str) -> None:
    """By the customer's id, or another, or the order's."""
    assert [route] * 2 == [
        dict(each.headers)["x-routing-id"]
        for each in (capture(**fields), void(**fields))
    ]


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        (
            {"txn_uuid": "", "order_id": "", "currency": "XXY"},
            [
                ("order_id", "order_id_missing"),
                ("currency", "unknown_currency"),
                ("txn_uuid", "field_missing"),
            ],
        ),
        ({"amount": "1"}, [("idempotence_key", "capture_key_missing")]),
        (
            {"amount": "0", "idempotence_key": "a/b"},
            [
                ("amount", "amount_not_positive"),
                ("idempotence_key", "capture_key_shape"),
            ],
        ),
        (
            {"amount": "1.001", "idempotence_key": "k" * 256},
            [("amount", "amount_decimals"), ("idempotence_key", "capture_key_shape")],
        ),
        (
            {"amount": "2", "left": "1.99", "idempotence_key": "k"},
            [("amount", "capture_above_left")],
        ),
        (
            {"amount": "2", "currency": "XXY", "left": 0.5, "idempotence_key": "k"},
            [("currency", "unknown_currency"), ("left", "float_given")],
        ),
        ({"idempotence_key": "k"}, [("idempotence_key", "capture_key_alone")]),
    ],
)
def test_every_fault_of_a_capture_is_reported(
    fields: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """Ids, amount and key."""
    assert faults == faults_of(lambda: capture(**fields))


def test_every_fault_of_a_void_is_reported() -> None:
    """Both ids."""
    assert [
        ("order_id", "order_id_missing"),
        ("txn_uuid", "order_id_characters"),
    ] == faults_of(lambda: void("a/b", order_id=""))


def test_money_can_be_held_first() -> None:
    """The flag is the metadata of the pre-authorization page."""
    request = juspay.create_order(
        Due("10"), SHOP, order_id="A1", metadata={"txns.auto_capture": "false"}
    )
    form = dict(decode_form(request.body.decode("ascii")))

    assert "false" == form["metadata.txns.auto_capture"]


# Answers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "status", "status_id", "report"),
    [
        (capture(), "CHARGED", 21, (PaymentState.SUCCEEDED, None)),
        (
            capture(),
            "CAPTURE_INITIATED",
            33,
            (PaymentState.STARTED, AuthorizationState.CAPTURING),
        ),
        (
            capture(),
            "CAPTURE_FAILED",
            34,
            (PaymentState.STARTED, AuthorizationState.CAPTURE_FAILED),
        ),
        (capture(), "AUTHORIZED", 25, (PaymentState.STARTED, AuthorizationState.HELD)),
        (void(), "VOIDED", 31, (PaymentState.FAILED, None)),
        (
            void(),
            "VOID_INITIATED",
            32,
            (PaymentState.STARTED, AuthorizationState.VOIDING),
        ),
        (
            void(),
            "VOID_FAILED",
            35,
            (PaymentState.STARTED, AuthorizationState.VOID_FAILED),
        ),
    ],
)
def test_each_status_of_the_two_pages(
    request_: Request, status: str, status_id: int, report: tuple[object, object]
) -> None:
    """Only CHARGED is paid, only VOIDED is over without money."""
    document = {
        "order_id": "A1",
        "status": status,
        "status_id": status_id,
        "amount": 1054.25,
        "currency": "INR",
        "txn_id": "merchant_id-A1-1",
        "txn_uuid": TXN,
        "bank_error_code": "SUCCESS",
        "refunded": False,
        "amount_refunded": 0,
    }
    body = json.dumps(document).encode()
    order = juspay.read_order(request_, Response(200, (), body))
    found = payment_report(order, REF)

    assert (*report, "merchant_id-A1-1") == (
        found.state,
        found.authorization,
        found.reference,
    )


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"txn_uuid": "a", "txn_detail": juspay.TxnDetail(txn_uuid="b")}, "a"),
        ({"txn_detail": juspay.TxnDetail(txn_uuid="b")}, "b"),
        ({}, ""),
    ],
)
def test_the_transaction_of_an_order(fields: dict[str, Any], found: str) -> None:
    """It stands in one of two places."""
    assert found == juspay.Order(**fields).transaction


# The fake gateway ---------------------------------------------------------------------


def opened() -> Loopback:
    """Return the way to a gateway with one order."""
    there = Loopback(Gateway())
    order = juspay.create_order(
        Due("1054.25"), SHOP, order_id="A1", customer_id="c1", at=there.gateway.at
    )
    there.send(order)
    return there


def held() -> Loopback:
    """Return the way to a gateway that holds the money of an order."""
    there = opened()
    there.take(there.gateway.authorize("A1"))
    return there


def in_state(status: str) -> Loopback:
    """Return the way to a gateway whose order has another status."""
    there = held()
    order = {**thawed(there.gateway.orders["a1"]), "status": status, "status_id": None}
    there.gateway = evolve(there.gateway, orders=Record({"a1": order}))
    return there


def txn(there: Loopback) -> str:
    """Return the transaction's id, as the status tells it."""
    request = juspay.order_status(SHOP, order_id="A1")
    return juspay.read_order(request, there.send(request)).transaction


def status_after(there: Loopback, request: Request) -> str | None:
    """Return the status of the order in the answer."""
    return juspay.read_order(request, there.send(request)).status


def error_after(there: Loopback, request: Request) -> str:
    """Return the code of the error that answers."""
    with pytest.raises(GatewayError) as caught:
        status_after(there, request)
    return caught.value.error_code


def test_a_hold_is_told_in_an_event() -> None:
    """It is no payment yet."""
    event = juspay.read_event(held().events[0].body)
    assert isinstance(event.content, juspay.Order)

    assert ("ORDER_AUTHORIZED", "AUTHORIZED", False) == (
        event.event_name,
        event.content.status,
        event.content.state.paid,
    )


def test_parts_are_captured_until_nothing_is_left() -> None:
    """A key that is sent again takes nothing more."""
    there = held()
    parts = [("1000", "k1"), ("1000", "k1"), ("54.25", "k2"), ("54.25", "k2")]

    assert ["PARTIAL_CHARGED"] * 2 + ["CHARGED"] * 2 == [
        status_after(there, capture(txn(there), amount=amount, idempotence_key=key))
        for amount, key in parts
    ]


@pytest.mark.parametrize(
    ("there", "make", "code"),
    [
        (opened(), capture, "RESOURCE_NOT_FOUND"),
        (in_state("CHARGED"), capture, "Invalid"),
        (in_state("CHARGED"), void, "Invalid"),
        (in_state("VOIDED"), void, "Invalid"),
    ],
)
def test_only_what_is_held_is_captured_or_voided(
    there: Loopback, make: Callable[[str], Request], code: str
) -> None:
    """In the shape of the void page."""
    assert code == error_after(there, make(txn(there) or TXN))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (b"amount=1", "Mandatory fields are missing"),
        (b"amount=0&idempotence_key=k", "Invalid"),
        (b"amount=x&idempotence_key=k", "Invalid"),
        (b"amount=1054.26&idempotence_key=k", "Invalid"),
    ],
)
def test_a_part_that_cannot_be_captured(fields: bytes, code: str) -> None:
    """No key, no amount, more than is held."""
    there = held()
    request = capture(txn(there), amount="1", idempotence_key="k")

    assert code == error_after(there, evolve(request, body=fields))


# The port -----------------------------------------------------------------------------


def done(there: Loopback, call: Operation[PaymentReport]) -> PaymentReport:
    """Return what a payment is after an operation."""
    return converse(ask(call), there)


def settled(there: Loopback, amount: str | None = None, name: str = "k1") -> Any:
    """Return state and authorization after a capture."""
    part = None if amount is None else Decimal(amount)
    found = done(there, ACCOUNT.capture(REF, capture_id=name, amount=part))
    return found.state, found.authorization


def test_a_capture_of_everything_names_no_amount() -> None:
    """So it goes through gateways that take no parts."""
    there = held()
    settled(there, "1054.25")

    assert b"" == there.sent[-1].body


def test_a_capture_in_parts() -> None:
    """Each part is paid; when all of it is captured nothing is held any more."""
    there = held()
    part = (PaymentState.SUCCEEDED, AuthorizationState.PARTLY_CAPTURED)

    assert [part, part, (PaymentState.SUCCEEDED, None)] == [
        settled(there, "1000.00"),
        settled(there, "1000.00"),
        settled(there, "54.25", "k2"),
    ]


@pytest.mark.parametrize("status", ["CHARGED", "CAPTURE_INITIATED"])
def test_what_is_captured_is_not_captured_again(status: str) -> None:
    """The status is read, and nothing else is sent."""
    there = in_state(status)
    count = len(there.sent)
    settled(there)

    assert ["GET"] == [each.method for each in there.sent[count:]]


@pytest.mark.parametrize(
    "status", ["VOIDED", "VOID_INITIATED", "AUTO_VOIDED", "MERCHANT_VOIDED"]
)
def test_what_is_voided_is_not_voided_again(status: str) -> None:
    """The status is read, and nothing else is sent."""
    there = in_state(status)
    count = len(there.sent)
    done(there, ACCOUNT.void(REF))

    assert ["GET"] == [each.method for each in there.sent[count:]]


@pytest.mark.parametrize(
    ("there", "call"),
    [
        (Loopback(), ACCOUNT.capture(REF, capture_id="k1")),
        (opened(), ACCOUNT.capture(REF, capture_id="k1")),
        (in_state("PARTIAL_CHARGED"), ACCOUNT.capture(REF, capture_id="k1")),
        (in_state("VOIDED"), ACCOUNT.capture(REF, capture_id="k1")),
        (opened(), ACCOUNT.void(REF)),
        (in_state("CHARGED"), ACCOUNT.void(REF)),
    ],
)
def test_where_nothing_is_held_nothing_is_sent(
    there: Loopback, call: Operation[PaymentReport]
) -> None:
    """Unknown, not paid, captured in part, voided, charged."""
    count = len(there.sent)
    with pytest.raises(GatewayError) as caught:
        done(there, call)

    assert ("nothing_authorized", ["GET"]) == (
        caught.value.error_code,
        [each.method for each in there.sent[count:]],
    )


@pytest.mark.parametrize("status", ["CAPTURE_FAILED", "VOID_FAILED"])
def test_what_failed_is_tried_again(status: str) -> None:
    """The gateway decides; this one takes only what is AUTHORIZED."""
    there = in_state(status)
    errors = []
    for call in (ACCOUNT.capture(REF, capture_id="k1"), ACCOUNT.void(REF)):
        with pytest.raises(GatewayError) as caught:
            done(there, call)
        errors.append((there.sent[-1].method, caught.value.error_code))

    assert [("POST", "Invalid")] * 2 == errors


def test_a_hold_without_a_transaction() -> None:
    """There is no URL to send the capture to."""
    there = held()
    order = {**thawed(there.gateway.orders["a1"]), "txn_uuid": None}
    there.gateway = evolve(there.gateway, orders=Record({"a1": order}))
    with pytest.raises(GatewayError) as caught:
        settled(there)

    assert "nothing_authorized" == caught.value.error_code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Decimal("1054.24")}, "amount_differs"),
        ({"amount": Decimal("9999.00")}, "amount_differs"),
        ({"currency": "USD"}, "currency_differs"),
    ],
)
def test_an_order_for_other_money_is_not_captured(
    changes: dict[str, Any], code: str
) -> None:
    """What is held is not what was asked for; the report says so."""
    there = held()
    count = len(there.sent)
    call = ACCOUNT.capture(evolve(REF, **changes), capture_id="k1")
    found = done(there, call)
    assert found.problem is not None

    assert (code, AuthorizationState.HELD, ["GET"]) == (
        found.problem.error_code,
        found.authorization,
        [each.method for each in there.sent[count:]],
    )


def test_an_amount_that_cannot_be_sent() -> None:
    """A dinar has three decimals, Juspay takes two; the key is checked with it."""
    ref = evolve(REF, currency="KWD")

    assert [("amount", "amount_decimals"), ("capture_id", "capture_key_shape")] == (
        faults_of(
            lambda: ACCOUNT.capture(ref, capture_id="a/b", amount=Decimal("1.001"))
        )
    )


# Laws ---------------------------------------------------------------------------------

wholes = st.integers(100, 10**9)


@given(whole=wholes, data=st.data())
def test_parts_that_add_up_are_captured_whole(whole: int, data: st.DataObject) -> None:
    """In any number of parts, each sent as often as you like, and no paisa more."""
    cuts = sorted(data.draw(st.sets(st.integers(1, whole - 1), max_size=5)))
    edges = [0, *cuts, whole]
    parts = [Decimal(b - a) / 100 for a, b in pairwise(edges)]
    there = Loopback(Gateway())
    ref = evolve(REF, amount=Decimal(whole) / 100)
    order = juspay.create_order(Due(ref.amount), SHOP, order_id="A1")
    there.send(order)
    there.take(there.gateway.authorize("A1"))
    settled = []
    for i, part in enumerate(parts):
        for _ in range(data.draw(st.integers(1, 2))):
            call = ACCOUNT.capture(ref, capture_id=f"k{i}", amount=part)
            found = done(there, call)
        assert PaymentState.SUCCEEDED == found.state
        settled.append(found.settled)
    taken = [
        Decimal(each)
        for txn in there.gateway.captures.values()
        for each in txn.values()
    ]

    assert [*(Decimal(edge) / 100 for edge in edges[1:-1]), None] == settled
    assert (parts if cuts else []) == taken


@given(amount=st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_no_amount_off_the_grid_is_captured(amount: Decimal) -> None:
    """Above zero, at most what was asked for, in whole paise; or refused at once."""
    fits = 0 < amount <= REF.amount and amount == round(amount, 2)
    try:
        ACCOUNT.capture(REF, capture_id="k1", amount=amount)
    except CheckoutError:
        assert not fits
    else:
        assert fits
