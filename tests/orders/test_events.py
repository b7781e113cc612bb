# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Events are checked where they are made, and an order takes nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import CheckoutError, cancellation, dumps, read_order, refund
from checkout_core import write_order_detail as detail
from checkout_core.orders import (
    ExcessReturned,
    Funder,
    Order,
    PaymentState,
    PaymentUpdate,
    Refunded,
    ShipmentState,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.refunds import Units
from tests.factories.faults import faults_of
from tests.factories.orders import at, paid, placed, priced


TEXT = "2026-11-22T12:00:00Z"
MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


# What is read -----------------------------------------------------------------------


def test_amounts_and_times_are_read_as_text() -> None:
    """As everywhere; an order that was told so is stored and read again."""
    event = PaymentUpdate("P1", "843.30", TEXT)
    sent = ExcessReturned("X1", "1.00", TEXT)

    assert (Decimal("843.30"), MOMENT, PaymentState.SUCCEEDED) == (
        event.amount,
        event.at,
        event.state,
    )
    assert (Decimal("1.00"), MOMENT) == (sent.amount, sent.at)
    assert MOMENT == StatusChange("confirmed", TEXT).at
    order = placed().after(event)
    assert order == read_order(dumps(detail(order, stored=True)))


@pytest.mark.parametrize(
    "units", [{2: 1, 0: 3}, ((2, 1), (0, 3)), [[0, 3], [2, 1]]], ids=str
)
def test_units_are_a_mapping_or_its_pairs(units: Any) -> None:
    """Kept by the line's index, the first line first."""
    event = ShipmentUpdate("S1", "shipped", TEXT, units=units)

    assert (Units({0: 3, 2: 1}), ShipmentState.SHIPPED) == (event.units, event.state)
    assert "Units({0: 3, 2: 1})" == repr(event.units)


def test_a_payment_received_what_it_settles() -> None:
    """Unless somebody says otherwise."""
    event = PaymentUpdate("P1", "843.30", TEXT)

    assert ("843.30", "0", (), "0", "0", "843.30") == (
        str(event.received),
        str(event.gateway_discount),
        event.funded_by,
        str(event.surcharge),
        str(event.surcharge_tax),
        str(event.refundable),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, ((Funder.BANK, Decimal(150)),)),
        ("brand", ((Funder.BRAND, Decimal(150)),)),
        (
            {"platform": 100, "bank": "50.00"},
            ((Funder.BANK, Decimal(50)), (Funder.PLATFORM, Decimal(100))),
        ),
        (
            [("bank", 100), ("brand", 20), ("bank", 30)],
            ((Funder.BANK, Decimal(130)), (Funder.BRAND, Decimal(20))),
        ),
    ],
)
def test_who_funds_a_discount(given: Any, expected: Any) -> None:
    """One funder, or several with their amounts."""
    event = PaymentUpdate("P1", 1000, TEXT, gateway_discount=150, funded_by=given)

    assert (expected, Decimal(850)) == (event.funded_by, event.received)


@pytest.mark.parametrize("kind", [PaymentUpdate, ShipmentUpdate, ExcessReturned])
def test_an_id_may_be_as_long_as_a_note(kind: Any) -> None:
    """Gateways and couriers make them."""
    assert "x" * 10_000 == kind(**{**GOOD[kind], "id": "x" * 10_000}).id


def test_nobody_funds_nothing() -> None:
    """Without a discount nobody gave one."""
    assert () == PaymentUpdate("P1", 1000, TEXT, funded_by="bank").funded_by


# What is refused --------------------------------------------------------------------

GOOD: dict[Any, dict[str, Any]] = {
    PaymentUpdate: {"id": "P1", "amount": "1.00", "at": TEXT},
    ShipmentUpdate: {"id": "S1", "state": "shipped", "at": TEXT},
    StatusChange: {"name": "confirmed", "at": TEXT},
    ExcessReturned: {"id": "X1", "amount": "1.00", "at": TEXT},
}
BAD: list[tuple[Any, dict[str, Any], list[tuple[str, str]]]] = [
    (PaymentUpdate, {"id": ""}, [("id", "empty_text")]),
    (PaymentUpdate, {"amount": 0}, [("amount", "not_positive")]),
    (PaymentUpdate, {"amount": -1}, [("amount", "negative")]),
    (PaymentUpdate, {"amount": 1.0}, [("amount", "float_given")]),
    (PaymentUpdate, {"at": "noon"}, [("at", "bad_time")]),
    (PaymentUpdate, {"at": "2026-11-22T12:00:00"}, [("at", "naive_time")]),
    (PaymentUpdate, {"state": "maybe"}, [("state", "not_a_choice")]),
    (PaymentUpdate, {"method": 1}, [("method", "wrong_type")]),
    (PaymentUpdate, {"reference": 1}, [("reference", "wrong_type")]),
    (PaymentUpdate, {"received": "0.99"}, [("received", "does_not_add_up")]),
    (PaymentUpdate, {"received": -1}, [("received", "negative")]),
    (PaymentUpdate, {"surcharge": -1}, [("surcharge", "negative")]),
    (PaymentUpdate, {"surcharge_tax": None}, [("surcharge_tax", "required")]),
    (PaymentUpdate, {"gateway_discount": 2}, [("gateway_discount", "does_not_add_up")]),
    (
        PaymentUpdate,
        {"gateway_discount": 1, "funded_by": "landlord"},
        [("funded_by", "not_a_choice")],
    ),
    (
        PaymentUpdate,
        {"gateway_discount": 1, "funded_by": {"bank": "0.50"}},
        [("funded_by", "does_not_add_up")],
    ),
    (
        PaymentUpdate,
        {"gateway_discount": 1, "funded_by": {"bank": 1, "brand": 0}},
        [("funded_by[brand]", "not_positive")],
    ),
    (
        PaymentUpdate,
        {"gateway_discount": 1, "funded_by": [("bank",), "b"]},
        [("funded_by[0]", "wrong_type"), ("funded_by[1]", "wrong_type")],
    ),
    (PaymentUpdate, {"funded_by": 1}, [("funded_by", "wrong_type")]),
    (
        PaymentUpdate,
        {"id": 1, "amount": "x", "at": 1, "state": 1},
        [
            ("amount", "bad_amount"),
            ("id", "wrong_type"),
            ("at", "bad_time"),
            ("state", "not_a_choice"),
        ],
    ),
    (ShipmentUpdate, {"state": "sent"}, [("state", "not_a_choice")]),
    (ShipmentUpdate, {"id": None}, [("id", "required")]),
    *[
        (kind, {"id": "x" * 10_001}, [("id", "too_long")])
        for kind in (PaymentUpdate, ShipmentUpdate, ExcessReturned)
    ],
    (ShipmentUpdate, {"units": 1}, [("units", "wrong_type")]),
    (ShipmentUpdate, {"units": {0: 0}}, [("units[0]", "count_out_of_range")]),
    (ShipmentUpdate, {"units": {-1: 1}}, [("units[-1]", "count_out_of_range")]),
    (ShipmentUpdate, {"units": {"0": 1}}, [("units[0]", "bad_count")]),
    (ShipmentUpdate, {"units": [(0, 1), (0, 1)]}, [("units[1]", "line_twice")]),
    (
        ShipmentUpdate,
        {"units": (0, 1)},
        [("units[0]", "wrong_type"), ("units[1]", "wrong_type")],
    ),
    (StatusChange, {"name": "lost"}, [("name", "not_a_choice")]),
    (StatusChange, {"reason": None}, [("reason", "wrong_type")]),
    (
        StatusChange,
        {"feedback": 1, "at": None},
        [("at", "bad_time"), ("feedback", "wrong_type")],
    ),
    (ExcessReturned, {"amount": 0}, [("amount", "not_positive")]),
    (ExcessReturned, {"amount": -1}, [("amount", "negative")]),
    (ExcessReturned, {"id": "", "at": ""}, [("id", "empty_text"), ("at", "bad_time")]),
    (
        ExcessReturned,
        {"gateway_discount": "1.01"},
        [("gateway_discount", "does_not_add_up")],
    ),
]


@pytest.mark.parametrize(("kind", "change", "expected"), BAD)
def test_an_event_that_cannot_be(
    kind: Any, change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """It is refused where it is made, with every fault."""
    assert attrs.has(type(kind(**GOOD[kind])))
    assert expected == faults_of(lambda: kind(**{**GOOD[kind], **change}))


FOREIGN: list[tuple[Callable[[], object], list[tuple[str, str]]]] = [
    (lambda: placed().after("paid"), [("event", "wrong_type")]),  # type: ignore[arg-type]
    (lambda: placed().after(1), [("event", "wrong_type")]),  # type: ignore[arg-type]
    (lambda: Refunded("R1"), [("refund", "wrong_type")]),  # type: ignore[arg-type]
    (
        lambda: Order.placed("x", number="", at=1),  # type: ignore[arg-type]
        [("quote", "wrong_type"), ("number", "empty_text"), ("at", "bad_time")],
    ),
    (
        lambda: Order(
            number="",
            quote=1,  # type: ignore[arg-type]
            placed_at="noon",
            status="lost",
            payments=1,  # type: ignore[arg-type]
            shipments=[PaymentUpdate("P1", 1, TEXT)],  # type: ignore[list-item]
            refunds=["R1"],  # type: ignore[list-item]
            excess=[1],  # type: ignore[list-item]
            reason=None,  # type: ignore[arg-type]
            feedback=1,  # type: ignore[arg-type]
        ),
        [
            ("quote", "wrong_type"),
            ("number", "empty_text"),
            ("placed_at", "bad_time"),
            ("status", "not_a_choice"),
            ("payments", "wrong_type"),
            ("shipments[0]", "wrong_type"),
            ("refunds[0]", "wrong_type"),
            ("excess[0]", "wrong_type"),
            ("reason", "wrong_type"),
            ("feedback", "wrong_type"),
        ],
    ),
    (
        lambda: refund(priced(), [1], id="R", at=TEXT),  # type: ignore[arg-type]
        [("returned", "wrong_type")],
    ),
    (
        lambda: refund(priced(), 1, id="", at=TEXT),  # type: ignore[arg-type]
        [("id", "empty_text"), ("returned", "wrong_type")],
    ),
    (
        lambda: refund(priced(), None, id="R", at=TEXT),  # type: ignore[arg-type]
        [("returned", "required")],
    ),
    (
        lambda: refund(
            "x",  # type: ignore[arg-type]
            {0: 1},
            id="R",
            at=TEXT,
            earlier=[1],  # type: ignore[list-item]
            policy="x",  # type: ignore[arg-type]
            store="x",  # type: ignore[arg-type]
        ),
        [
            ("quote", "wrong_type"),
            ("earlier[0]", "wrong_type"),
            ("policy", "wrong_type"),
            ("store", "wrong_type"),
        ],
    ),
    (
        lambda: cancellation("x", id="R", at=TEXT, earlier=1),  # type: ignore[arg-type]
        [("quote", "wrong_type"), ("earlier", "wrong_type")],
    ),
    (
        lambda: paid(placed()).refund([0], id="R", at=TEXT),  # type: ignore[arg-type]
        [("returned", "wrong_type")],
    ),
    (
        lambda: placed().return_of_excess(id="X", at=TEXT),
        [("amount", "not_positive")],
    ),
]


@pytest.mark.parametrize(("call", "expected"), FOREIGN)
def test_values_of_foreign_types(
    call: Callable[[], object], expected: list[tuple[str, str]]
) -> None:
    """They are your mistake and said to be one, never a traceback of ours."""
    assert expected == faults_of(call)


def test_the_event_that_was_no_event_says_what_is_one() -> None:
    """Named one by one."""
    with pytest.raises(
        CheckoutError, match="PaymentUpdate, ShipmentUpdate, StatusChange, Refunded"
    ):
        placed().after({"paid": True})  # type: ignore[arg-type]


def test_an_order_refunds_what_it_knows() -> None:
    """As `refund` does, told everything that the order knows."""
    order = paid(placed(), "800.00", gateway_discount="80.00")
    first = order.refund({1: 2}, id="R1", at=at(5), reason="torn")
    order = order.after(Refunded(first))
    second = order.refund({2: 1}, id="R2", at=at(5))

    assert second == refund(
        order.quote,
        {2: 1},
        id="R2",
        at=at(5),
        earlier=[first],
        paid="800.00",
        gateway_discount="80.00",
        order_number="ORD-1",
    )
    assert ("torn", "ORD-1") == (first.reason, first.order_number)
