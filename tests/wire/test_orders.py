# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Orders as documents: for others, and for ourselves to go on with."""

from __future__ import annotations

import json

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import jsonschema
import pytest

from checkout_core import (
    CheckoutError,
    dumps,
    read_order,
    write_order,
    write_order_detail,
)
from checkout_core.orders import (
    ExcessReturned,
    Order,
    PaymentUpdate,
    Refunded,
    StatusChange,
)
from checkout_core.refunds import RefundPolicy, refund
from checkout_core.wire import loads
from tests.factories.addresses import address
from tests.factories.faults import faults
from tests.factories.orders import at, moved, paid, placed, priced, with_shipment
from tests.paths import SCHEMAS, TESTS


GOLDEN = TESTS / "golden" / "orders"
SCHEMA = json.loads((SCHEMAS / "order.strict.schema.json").read_text())
DETAIL = jsonschema.Draft202012Validator(
    {"$ref": "#/$defs/OrderDetail", "$defs": SCHEMA["$defs"]}
)
OURS = "x_checkout_core"
ADDRESS = address(id="a1")


def lived() -> Order:
    """Return an order to which nearly everything happened."""
    order = paid(paid(placed(), "100.00", method="UPI"), name="P2", reference="RRN7")
    order = paid(order, "5.00", "P3", state="failed")
    order = paid(order, "20.00", "P4")
    order = with_shipment(order, "S1", "shipped", {0: 3, 1: 1})
    order = with_shipment(order, "S1", "delivered")
    order = with_shipment(order, "S2", "scheduled", {1: 1})
    order = order.after(ExcessReturned("X1", Decimal("20.00"), at(6)))
    for name, back in (("R1", {0: 1}), ("R2", {0: 1, 1: 1})):
        policy = RefundPolicy(tenders="pro_rata", minimum_amount=100)
        note = refund(
            order.quote,
            back,
            id=name,
            at=at(9),
            earlier=order.refunds,
            policy=policy,
            reason="torn",
        )
        order = order.after(Refunded(note))
    return order


def discounted() -> Order:
    """Return a cancelled order that a bank, a brand and a gateway had a part in."""
    order = placed(credit_balance_used="0")
    event = PaymentUpdate(
        "P1",
        order.to_be_paid,
        at(1),
        method="CARD",
        gateway_discount="93.30",
        funded_by={"bank": "90.00", "brand": "3.30"},
        surcharge="10.00",
        surcharge_tax="1.80",
    )
    order = order.after(event)
    # 893.30 settled, 93.30 of it given: 811.80 came in, and 800.00 may go back.
    order = order.after(StatusChange("cancelled", at(2), "too slow", "ship sooner"))
    return order.after(Refunded(order.cancellation(id="R1", at=at(3))))


STAGES: list[Callable[[], Order]] = [
    placed,
    lived,
    lambda: moved(placed(), "cancelled", "why not"),
    lambda: placed(credit_balance_used="500.00", lines=[priced().cart.lines[2]]),
    discounted,
]


@pytest.mark.parametrize("made", STAGES)
def test_what_is_stored_is_read_as_it_was(made: Callable[[], Order]) -> None:
    """An equal order, and the same bytes when it is stored again."""
    order = made()
    text = dumps(write_order_detail(order, stored=True))

    assert order == read_order(text) == read_order(text, verify=True)
    assert text == dumps(write_order_detail(read_order(text), stored=True))


def test_a_trusted_order_is_not_calculated_again() -> None:
    """A refund beyond what was paid is found only by verification."""
    document = json.loads(dumps(write_order_detail(lived(), stored=True)))
    for payment in document[OURS]["payments"]:
        payment["state"] = "failed"
    del document["payment_status"]
    with pytest.raises(CheckoutError) as caught:
        read_order(json.dumps(document), verify=True)

    assert [(f"{OURS}.refunds", "refund_exceeds_paid")] == faults(caught.value)
    assert Decimal(0) == read_order(json.dumps(document)).amount_received


def test_an_order_of_the_first_version_is_still_read() -> None:
    """What was stored in 2026 says what it said then, by the rules of then."""
    order, now = read_order((GOLDEN / "version-1.json").read_text()), lived()

    assert now.quote.totals == order.quote.totals
    assert attrs.evolve(now, quote=order.quote) == order
    assert (order.amount_settled, None) == (order.amount_received, order.feedback)


def test_an_order_of_the_second_version_is_read_and_written_alike() -> None:
    """Every fact that the first had no place for, to the byte; with a quote/2."""
    text = (GOLDEN / "version-2.json").read_text()
    order, now = read_order(text), discounted()

    assert now.quote.figures == order.quote.figures
    assert attrs.evolve(now, quote=order.quote) == order
    assert text == dumps(write_order_detail(order, stored=True), indent=2) + "\n"
    assert ("ship sooner", "800.00", "93.30", "811.80") == (
        loads(text)["feedback"],
        str(order.refunds[0].gateway),
        str(order.refunds[0].gateway_discount),
        str(order.amount_received),
    )


SAID_BESIDE = {
    "order_number": "ORD-2",
    "order_date": "2026-11-22T12:00:01+05:30",
    "status": "draft",
    "payment_status": "failed",
    "feedback": "quick",
}


def test_what_was_changed_beside_the_order() -> None:
    """What others read says what the order says, each field of it."""
    document = json.loads((GOLDEN / "version-2.json").read_text())
    with pytest.raises(CheckoutError) as caught:
        read_order(json.dumps(document | SAID_BESIDE))

    assert [(key, "does_not_add_up") for key in SAID_BESIDE] == faults(caught.value)


@pytest.mark.parametrize("made", STAGES)
def test_the_vendor_reads_it(made: Callable[[], Order]) -> None:
    """Without our own key it is the vendor's OrderDetail, strictly."""
    document = json.loads(dumps(write_order_detail(made())))
    document |= {
        "billing_address": ADDRESS,
        "shipping_address": ADDRESS,
        "fulfillment_preference": {
            "fulfillment_type": "delivery",
            "preference_type": "auto",
            "shipments": [],
        },
    }

    assert [] == [each.message for each in DETAIL.iter_errors(document)]


def test_what_others_see_of_a_life() -> None:
    """Payments and refunds are transactions, shipments are shipments."""
    found = write_order_detail(lived())

    assert [
        ("payment", "P1", "success"),
        ("payment", "P2", "success"),
        ("payment", "P3", "failed"),
        ("payment", "P4", "success"),
        ("refund", "R1", "refund_initiated"),
        ("refund", "R2", "refund_initiated"),
    ] == [
        (each["transaction_type"], each["request_number"], each["payment_status"])
        for each in found["payments"]
    ]
    assert [("S1", "delivered", True), ("S2", "scheduled", False)] == [
        (each["reference_number"], each["status"], each["is_return_allowed"])
        for each in found["shipments"]
    ]
    assert at(1).isoformat() == found["payment_success_date"]
    assert ({}, False) == (
        found["cancellation_refund_details"],
        found["is_cancellation_allowed"],
    )


def test_what_a_cancellation_would_refund() -> None:
    """The shopper sees it before they ask for it."""
    assert {
        "loyalty_point": 400,
        "refundable_amount": Decimal("893.30"),
        "cancellation_charges": Decimal("0.00"),
        "cancellation_charges_reason": "",
        "payment_mode": "original-payment-mode",
    } == write_order_detail(paid(placed()))["cancellation_refund_details"]


def test_a_variant_is_named_in_its_shipment() -> None:
    """Product and variant, as the vendor has them."""
    line = priced().cart.lines[0].changed(variant_id="red")
    order = with_shipment(paid(placed(lines=[line])), "S1", "scheduled", {0: 3})

    (shipment,) = write_order_detail(order)["shipments"]
    assert ["red"] == [each["variant_id"] for each in shipment["shipment_items"]]


def spoiled(change: Callable[[Any], object]) -> list[tuple[str, str]]:
    """Return what is wrong with a stored order once it was changed."""
    document = json.loads(dumps(write_order_detail(lived(), stored=True)))
    change(document)
    with pytest.raises(CheckoutError) as caught:
        read_order(json.dumps(document), verify=True)
    return faults(caught.value)


def put(*path: Any) -> Callable[[Any], None]:
    """Return what puts the last value at the path of the others."""
    *way, key, value = path

    def change(document: Any) -> None:
        for step in way:
            document = document[step]
        document[key] = value

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put(OURS, None), [(OURS, "required")]),
        (put(OURS, []), [(OURS, "wrong_type")]),
        (
            put(OURS, "schema_version", "checkout_core.order/4"),
            [(f"{OURS}.schema_version", "bad_schema_version")],
        ),
        (put(OURS, "colour", "red"), [(f"{OURS}.colour", "unknown_key")]),
        (put(OURS, "number", ""), [(f"{OURS}.number", "empty_text")]),
        (put(OURS, "placed_at", "2026"), [(f"{OURS}.placed_at", "bad_time")]),
        (put(OURS, "status", "lost"), [(f"{OURS}.status", "not_a_choice")]),
        (put(OURS, "payments", {}), [(f"{OURS}.payments", "wrong_type")]),
        (
            put(OURS, "excess", 0, 1),
            [
                (f"{OURS}.excess[0]", "wrong_type"),
                (f"{OURS}.excess[0].id", "wrong_type"),
                (f"{OURS}.excess[0].amount", "bad_amount"),
                (f"{OURS}.excess[0].at", "bad_time"),
            ],
        ),
        (
            put(OURS, "payments", 0, "state", "maybe"),
            [(f"{OURS}.payments[0].state", "not_a_choice")],
        ),
        (
            put(OURS, "payments", 0, "at", "noon"),
            [(f"{OURS}.payments[0].at", "bad_time")],
        ),
        (
            put(OURS, "payments", 0, "amount", 1),
            [(f"{OURS}.payments[0].amount", "bad_amount")],
        ),
        (
            put(OURS, "payments", 0, "amount", "-1.00"),
            [(f"{OURS}.payments[0].amount", "negative")],
        ),
        (
            put(OURS, "payments", 0, "id", "P2"),
            [(f"{OURS}.payments[1].id", "id_twice")],
        ),
        (
            put(OURS, "parcels", 0, "units", 0, [0]),
            [(f"{OURS}.parcels[0].units[0]", "wrong_type")],
        ),
        (
            put(OURS, "parcels", 0, "units", 0, [0, "x"]),
            [(f"{OURS}.parcels[0].units[0][1]", "bad_count")],
        ),
        (
            put(OURS, "parcels", 0, "units", 0, [0, 0]),
            [(f"{OURS}.parcels[0].units[0]", "count_out_of_range")],
        ),
        (
            put(OURS, "payments", 0, "received", "90.00"),
            [(f"{OURS}.payments[0].received", "does_not_add_up")],
        ),
        (
            put(OURS, "payments", 0, "amount", "100.001"),
            [(f"{OURS}.payments[0].received", "does_not_add_up")],
        ),
        (
            lambda whole: whole[OURS]["payments"][0].update(
                surcharge="0.001", received="100.001"
            ),
            [
                (f"{OURS}.payments[0].received", "off_grid"),
                (f"{OURS}.payments[0].surcharge", "off_grid"),
            ],
        ),
        (
            put(OURS, "excess", 0, "amount", "0.001"),
            [(f"{OURS}.excess[0].amount", "off_grid")],
        ),
        (
            put(OURS, "refunds", 0, "gateway_discount", "1.00"),
            [
                (f"{OURS}.refunds[0].amount", "does_not_add_up"),
                (f"{OURS}.refunds", "refund_exceeds_paid"),
            ],
        ),
        (
            put(OURS, "excess", 0, "gateway_discount", "1.00"),
            [(f"{OURS}.refunds", "refund_exceeds_paid")],
        ),
        (
            put(OURS, "parcels", 0, "units", 0, [0, 4]),
            [(f"{OURS}.parcels.units[0]", "more_than_bought")],
        ),
        (
            put(OURS, "parcels", 0, "units", 0, [9, 1]),
            [(f"{OURS}.parcels.units[9]", "more_than_bought")],
        ),
        (
            put(OURS, "refunds", 0, "returned", 0, "quantity", 3),
            [(f"{OURS}.refunds.units[0]", "more_than_bought")],
        ),
        (
            put(OURS, "refunds", 0, "credit", "900.00"),
            [(f"{OURS}.refunds[0].amount", "does_not_add_up")],
        ),
        (
            put(OURS, "refunds", 0, "due", "credit", "900.00"),
            [
                (f"{OURS}.refunds[0].due", "does_not_add_up"),
                (f"{OURS}.refunds.due.credit", "refund_exceeds_paid"),
            ],
        ),
        (
            put(OURS, "payments", 1, "state", "failed"),
            [(f"{OURS}.refunds", "refund_exceeds_paid")],
        ),
        (
            put(OURS, "quote", "totals", "to_be_paid", "1.00"),
            [
                (f"{OURS}.quote.fingerprint", "fingerprint_differs"),
                (f"{OURS}.quote.totals.to_be_paid", "does_not_add_up"),
            ],
        ),
        (put("status", "complete"), [("status", "does_not_add_up")]),
        (put("order_number", "ORD-2"), [("order_number", "does_not_add_up")]),
        (put("payment_status", "failed"), [("payment_status", "does_not_add_up")]),
    ],
)
def test_a_stored_order_that_was_changed(
    change: Callable[[Any], None], expected: list[tuple[str, str]]
) -> None:
    """Each fault is named with its path."""
    assert expected == spoiled(change)


def test_a_quote_and_an_order_have_writers_of_their_own() -> None:
    """Neither takes the other's, and each names who does."""
    wrong: list[tuple[Callable[[], object], str, str]] = [
        (lambda: write_order(placed()), "quote", "write_order_detail"),  # type: ignore[arg-type]
        (lambda: write_order("x"), "quote", "write_order_detail"),  # type: ignore[arg-type]
        (lambda: write_order_detail(priced()), "order", "write_order"),  # type: ignore[arg-type]
    ]
    for call, path, other in wrong:
        with pytest.raises(CheckoutError, match=other) as caught:
            call()
        assert [(path, "wrong_type")] == faults(caught.value)


def test_every_fault_of_a_call_at_once() -> None:
    """What is no quote, and the words that no order has."""
    with pytest.raises(CheckoutError) as caught:
        write_order(1, status="lost", payment_status="maybe")  # type: ignore[arg-type]
    with pytest.raises(CheckoutError) as detail:
        write_order_detail(1, stored=1)  # type: ignore[arg-type]

    assert [
        ("quote", "wrong_type"),
        ("status", "not_a_choice"),
        ("payment_status", "not_a_choice"),
    ] == faults(caught.value)
    assert [("order", "wrong_type"), ("stored", "wrong_type")] == faults(detail.value)


@pytest.mark.parametrize("stranger", ["stored", "policy", "nonsense"])
def test_no_argument_is_taken_and_forgotten(stranger: str) -> None:
    """Python itself refuses what a writer does not know."""
    with pytest.raises(TypeError, match=stranger):
        write_order(priced(), **{stranger: None})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="order_number"):
        write_order_detail(placed(), order_number="OTHER")  # type: ignore[call-arg]


def test_where_a_cancellation_would_send_the_money() -> None:
    """Back the way it came, or to an account where nothing came through a gateway."""
    found = [
        write_order_detail(order)["cancellation_refund_details"]["payment_mode"]
        for order in (placed(), paid(placed(), "1.00", state="failed"), paid(placed()))
    ]

    assert ["bank-transfer", "bank-transfer", "original-payment-mode"] == found


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"x_checkout_core": 1}'])
def test_what_is_no_order(text: str) -> None:
    """One clear error, never a traceback of ours."""
    with pytest.raises(CheckoutError):
        read_order(text)
