# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What Juspay says of money that went away, as events of an order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import GatewayError, juspay
from checkout_core.gateway import (
    DisputeReport,
    PaymentReport,
    RefundState,
    RefundStatus,
    ReversalReport,
    events_of,
)
from checkout_core.http import Request
from checkout_core.juspay import Credentials, Due, Policy
from checkout_core.juspay import events_of as juspay_events
from checkout_core.orders import DisputeState, Order, PaymentState, PaymentUpdate
from checkout_core.testing.gateway import Gateway, Loopback
from tests.factories.orders import at, placed


SHOP = Credentials("merchant-id", "LOOPBACK_KEY")
WHOLE = placed().to_be_paid


def begun() -> tuple[Loopback, Order]:
    """Return a fake Juspay, and an order whose payment it was asked for."""
    there, order = Loopback(Gateway()), placed()
    order = order.after(PaymentUpdate("ORD-1", WHOLE, at(0), state="started"))
    there.send(juspay.create_order(Due(WHOLE), SHOP, order_id="ORD-1"))
    return there, order


def asked(
    there: Loopback, order: Order, sent: dict[str, Decimal] | None = None, **more: Any
) -> Order:
    """Return the order once its status was read, twice."""
    request: Request = juspay.order_status(SHOP, order_id="ORD-1")
    for _ in range(2):
        answer = juspay.read_order(request, there.send(request))
        events = juspay_events(order, answer, at=at(3), sent=sent or {}, **more)
        for event in events:
            order = order.after(event)
    return order


def went(order: Order) -> list[tuple[str, str]]:
    """Return why money of an order went away, and how much of it."""
    return [(str(each.kind), str(each.amount)) for each in order.reversals]


def paid() -> tuple[Loopback, Order]:
    """Return a fake Juspay, and an order that was paid there."""
    there, order = begun()
    there.take(there.gateway.pay("ORD-1"))
    return there, asked(there, order)


def test_an_automatic_refund_of_a_payment_that_had_succeeded() -> None:
    """All of it went away; asked again it is still the same."""
    there, order = paid()
    there.take(there.gateway.auto_refund("ORD-1"))
    after = asked(there, order)

    assert [("auto_refunded", str(WHOLE))] == went(after)
    assert ("confirmed", "0.00", True) == (
        after.status,
        str(after.amount_paid),
        after.payment_reversed,
    )


def test_an_automatic_refund_of_one_that_never_did() -> None:
    """The payment failed, and nothing went away."""
    there, order = begun()
    there.take(there.gateway.pay("ORD-1"))
    there.take(there.gateway.auto_refund("ORD-1"))
    after = asked(there, order)

    assert ([], "failed") == (went(after), after.payment_status)


def test_a_refund_on_the_dashboard() -> None:
    """It counts while it is pending, and no longer once it failed."""
    there, order = paid()
    there.take(there.gateway.refund_on_dashboard("ORD-1", "100.00", "PENDING"))
    pending = asked(there, order)
    (known,) = pending.reversals
    there.take(there.gateway.settle_refund("ORD-1", known.id, "FAILURE"))
    failed = asked(there, pending)

    assert [("refunded_elsewhere", "100.00")] == went(pending)
    assert WHOLE - 100 == pending.amount_paid
    assert ([("undone", "100.00")], WHOLE) == (went(failed), failed.amount_paid)


def test_one_that_failed_at_once_never_counted() -> None:
    """There is nothing to undo."""
    there, order = paid()
    there.take(there.gateway.refund_on_dashboard("ORD-1", "100.00", "FAILURE"))

    assert [] == went(asked(there, order))


def test_our_own_refund_is_no_reversal() -> None:
    """The host knows its ids; the rest went by itself."""
    there, order = paid()
    there.send(
        juspay.refund_order(
            SHOP, order_id="ORD-1", unique_request_id="r1", amount="100.00"
        )
    )
    assert [] == went(asked(there, order, {"r1": Decimal("100.00")}))

    there.take(there.gateway.auto_refund("ORD-1"))
    after = asked(there, order, {"r1": Decimal("100.00")})
    assert [("auto_refunded", str(WHOLE - 100))] == went(after)


@pytest.mark.parametrize(
    ("step", "state", "left"),
    [
        ("open_chargeback", "opened", WHOLE),
        ("win_chargeback", "won", WHOLE),
        ("lose_chargeback", "lost", Decimal(0)),
    ],
)
def test_a_chargeback(step: str, state: str, left: Decimal) -> None:
    """Opened and won it is a flag; lost, the money is gone."""
    there, order = paid()
    there.take(there.gateway.open_chargeback("ORD-1"))
    if step != "open_chargeback":
        order = asked(there, order)
        there.take(getattr(there.gateway, step)("ORD-1"))
    after = asked(there, order)

    assert ([state], left) == (
        [str(each.state) for each in after.disputes],
        after.amount_held,
    )


def test_parts_that_are_captured() -> None:
    """Each is settled and the rest is asked for; the whole is the payment."""
    there, order = begun()
    there.take(there.gateway.authorize("ORD-1"))
    held = asked(there, order)
    there.take(there.gateway.capture_part("ORD-1", "100.00"))
    some = asked(there, held)
    there.take(there.gateway.capture_part("ORD-1", f"{WHOLE - 100}"))
    whole = asked(there, some)

    assert ["pending", "partially_paid", "success"] == [
        str(each.payment_status) for each in (held, some, whole)
    ]
    assert [Decimal(0), Decimal(100), WHOLE] == [
        each.amount_paid for each in (held, some, whole)
    ]


def test_a_part_of_another_order() -> None:
    """It counts as little as a whole one."""
    there, order = begun()
    there.take(there.gateway.authorize("ORD-1"))
    there.take(there.gateway.capture_part("ORD-1", "100.00"))
    other = placed().after(PaymentUpdate("ORD-1", "800.00", at(0), state="started"))
    with pytest.raises(GatewayError) as caught:
        asked(there, other)

    assert "differs_from_request" == caught.value.error_code
    assert Decimal(100) == asked(there, order).amount_paid


def test_a_void() -> None:
    """Nothing was taken."""
    there, order = begun()
    there.take(there.gateway.authorize("ORD-1"))
    there.take(there.gateway.void("ORD-1"))

    assert "failed" == asked(there, order).payment_status


def test_a_fee_of_the_merchant() -> None:
    """The policy says whose it is."""
    there, order = begun()
    there.take(there.gateway.pay_by_offer("ORD-1", "0", "10.00", surcharge_tax="1.80"))
    after = asked(there, order, policy=Policy(surcharge_by="merchant"))

    assert ["11.80"] == [str(each.amount) for each in after.debit_notes]
    assert () == asked(there, order).debit_notes


# Reports of any gateway ---------------------------------------------------------------


def reported(order: Order, *, sent: Any = None, **fields: Any) -> Order:
    """Return an order after a report of its payment, which succeeded."""
    given = {"state": PaymentState.SUCCEEDED, **fields}
    found = PaymentReport(id="ORD-1", **given)
    for event in events_of(order, found, at=at(3), sent=sent or {}):
        order = order.after(event)
    return order


def began() -> Order:
    """Return an order whose payment was started."""
    return placed().after(PaymentUpdate("ORD-1", WHOLE, at(0), state="started"))


def test_no_more_goes_than_is_there() -> None:
    """Two reversals that are too much together, and a refund without an amount."""
    refunds = (
        RefundStatus(id="d1", state=RefundState.SUCCESS, amount=WHOLE - 10),
        RefundStatus(id="d2", state=RefundState.SUCCESS),
        RefundStatus(id="d3", state=None, amount=Decimal(5)),
    )
    reversals = (
        ReversalReport(id="a1", amount=Decimal(100), at=at(2)),
        ReversalReport(id="a2"),
    )
    after = reported(began(), refunds=refunds, reversals=reversals)

    assert [("a1", Decimal(10), at(2)), ("d1", WHOLE - 10, at(3))] == [
        (each.id, each.amount, each.at) for each in after.reversals
    ]


def test_a_dispute_without_an_amount_is_about_all_of_it() -> None:
    """And says the same when it is told again."""
    open_, lost = (
        (DisputeReport(id="c1", amount=amount, state=state),)
        for amount, state in (
            (None, DisputeState.OPENED),
            (Decimal(1), DisputeState.LOST),
        )
    )
    order = reported(began(), disputes=open_)

    assert [WHOLE] == [each.amount for each in order.disputes]
    assert Decimal(0) == reported(order, disputes=lost).amount_held


def test_figures_that_cannot_be() -> None:
    """An amount off the grid is an error of the gateway."""
    disputes = (
        DisputeReport(id="c1", amount=Decimal("0.001"), state=DisputeState.LOST),
    )
    with pytest.raises(GatewayError) as caught:
        reported(began(), disputes=disputes)

    assert ("unusable_receipt", ("dispute.amount",)) == (
        caught.value.error_code,
        caught.value.fields,
    )


def test_what_was_taken_in_part() -> None:
    """The report says how much."""
    after = reported(began(), settled=Decimal("100.00"))

    assert (Decimal(100), WHOLE) == (after.amount_paid, after.payments[0].whole)
