# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The life of an order, step by step."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import Any

import attrs
import pytest

from checkout_core import CheckoutError, dumps, read_order, write_order_detail
from checkout_core.orders import (
    TRANSITIONS,
    ExcessReturned,
    Order,
    OrderStatus,
    PaymentStatus,
    PaymentUpdate,
    Refunded,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.refunds import RefundPolicy, Units, refund
from tests.factories.faults import faults, faults_of
from tests.factories.orders import NOON, at, moved, paid, placed, priced, with_shipment


ALL = {0: 3, 1: 2, 2: 1}


def refused(order: Order, event: Any) -> list[tuple[str, str]]:
    """Return what is wrong with an event."""
    return faults_of(order.after, event)


def confirmed() -> Order:
    """Return a paid order."""
    return paid(placed())


class TestPlaced:
    """What an order begins with."""

    def test_something_to_pay(self) -> None:
        """It waits for its payment."""
        order = placed()

        assert ("pending", "pending", None) == (
            order.status,
            order.payment_status,
            order.payment_success_date,
        )

    def test_nothing_to_pay(self) -> None:
        """Credit pays for everything: it is confirmed, and paid at once."""
        order = placed(credit_balance_used="500.00", lines=[priced().cart.lines[2]])

        assert ("0.00", "confirmed", "success", NOON) == (
            str(order.to_be_paid),
            order.status,
            order.payment_status,
            order.payment_success_date,
        )

    def test_a_status_of_ones_own(self) -> None:
        """A host may start with a draft or an approval."""
        order = Order.placed(priced(), number="N", at=NOON, status="draft")

        assert "draft" == order.status

    def test_bad_beginnings(self) -> None:
        """Number, moment and status are checked together."""
        with pytest.raises(CheckoutError) as caught:
            Order.placed(priced(), number="", at="today", status="shipped")

        assert [
            ("number", "empty_text"),
            ("at", "bad_time"),
            ("status", "not_a_choice"),
        ] == faults(caught.value)


class TestPayments:
    """Split, repeated, late, out of order."""

    def test_a_part(self) -> None:
        """What came and what is missing are the whole."""
        order = paid(placed(), "100.00")

        assert ("100.00", "743.30", "partially_paid", "pending") == (
            str(order.amount_paid),
            str(order.amount_unpaid),
            order.payment_status,
            order.status,
        )

    def test_two_parts(self) -> None:
        """The last part confirms the order, and is when it was paid."""
        order = paid(paid(placed(), "100.00"), name="P2", when=at(5))

        assert ("confirmed", "success", at(5)) == (
            order.status,
            order.payment_status,
            order.payment_success_date,
        )

    def test_the_day_of_payment_is_that_of_the_last_part_needed(self) -> None:
        """Parts told out of order are put in order; what came beyond is no part."""
        order = paid(placed(), "743.30", name="P2", when=at(5))
        order = paid(order, "100.00", when=at(2))
        order = paid(order, "1.00", name="P3", when=at(9))

        assert at(5) == order.payment_success_date

    def test_the_day_of_payment_waits_for_the_last_paisa(self) -> None:
        """All but one paisa is not all."""
        order = paid(placed(), "843.29", when=at(2))
        order = paid(order, "0.01", name="P2", when=at(5))

        assert at(5) == order.payment_success_date

    def test_what_is_returned_unpaid_is_no_longer_asked_for(self) -> None:
        """Of 843.30 the refund cancels a part; what was paid before is the rest."""
        order = placed(loyalty_points_redeemed=0, credit_balance_used="0")
        note = order.refund({0: 1}, id="R1", at=at(2))
        order = order.after(Refunded(note))
        rest = order.to_be_paid - note.unpaid
        whole = paid(order, rest, when=at(3))

        assert (note.unpaid, rest, rest, "pending") == (
            order.amount_cancelled,
            order.amount_unpaid,
            order.amount_due(at(2)),
            order.payment_status,
        )
        assert (
            rest,
            Decimal(0),
            Decimal(0),
            PaymentStatus.SUCCESS,
            OrderStatus.CONFIRMED,
            at(3),
        ) == (
            whole.amount_paid,
            whole.amount_unpaid,
            whole.amount_overpaid,
            whole.payment_status,
            whole.status,
            whole.payment_success_date,
        )

    @pytest.mark.parametrize(
        ("state", "status"), [("started", "pending"), ("failed", "failed")]
    )
    def test_nothing_paid_and_all_cancelled(self, state: str, status: str) -> None:
        """Nothing is asked for any more, and it is not paid either."""
        order = moved(paid(placed(), state=state), "cancelled")
        order = order.after(Refunded(order.cancellation(id="R1", at=at(3))))

        assert (Decimal(0), Decimal(0), PaymentStatus(status), None) == (
            order.amount_unpaid,
            order.amount_due(at(3)),
            order.payment_status,
            order.payment_success_date,
        )

    @pytest.mark.parametrize(("manual", "through"), [(True, False), (False, True)])
    def test_who_took_a_payment(self, manual: bool, through: bool) -> None:  # noqa: FBT001
        """What the merchant took confirms like any other; no gateway refunds it."""
        order = paid(placed(), manual=manual)

        assert ("confirmed", through) == (order.status, order.is_paid_through_gateway)

    def test_an_id_of_the_gateway_is_not_the_merchants(self) -> None:
        """A payment that began at the gateway does not end in the merchant's hand."""
        order = paid(placed(), "100.00", state="started")
        with pytest.raises(CheckoutError) as caught:
            paid(order, "100.00", manual=True)

        assert [("payment.id", "payment_id_used")] == [
            (each.path, each.code) for each in caught.value.faults
        ]

    def test_a_webhook_that_comes_twice(self) -> None:
        """The second time changes nothing."""
        order = confirmed()

        assert order is paid(order, "843.30")

    def test_failed_then_succeeded(self) -> None:
        """A payment that failed may still come through."""
        order = paid(placed(), state="failed")
        assert "failed" == order.payment_status

        assert "success" == paid(order).payment_status

    def test_succeeded_then_failed(self) -> None:
        """Money that is there does not go away by an old message."""
        order = confirmed()

        assert order is paid(order, "843.30", state="failed")

    def test_started_is_pending(self) -> None:
        """A payment under way is neither paid nor failed."""
        order = paid(paid(placed(), state="failed"), "843.30", "P2", state="started")

        assert "pending" == order.payment_status

    def test_the_same_id_with_another_amount(self) -> None:
        """That is no repetition but a mistake."""
        event = PaymentUpdate("P1", Decimal("1.00"), at(1))

        assert [("payment.amount", "payment_differs")] == refused(confirmed(), event)

    def test_amounts_off_the_grid(self) -> None:
        """No currency of the order has them; each is named."""
        event = PaymentUpdate(
            "P1",
            "1.001",
            at(1),
            gateway_discount="0.002",
            funded_by={"bank": "0.0015", "brand": "0.0005"},
            surcharge="0.001",
        )

        assert [
            ("amount", "off_grid"),
            ("gateway_discount", "off_grid"),
            ("surcharge", "off_grid"),
            ("funded_by[bank]", "off_grid"),
            ("funded_by[brand]", "off_grid"),
        ] == refused(placed(), event)

    def test_too_much(self) -> None:
        """What came twice is shown, and can be sent back once."""
        order = paid(confirmed(), "843.30", "P2")
        assert ("843.30", "843.30") == (
            str(order.amount_paid),
            str(order.amount_overpaid),
        )
        sent = ExcessReturned("X1", Decimal("800.00"), at(3))
        order = order.after(sent)

        assert "43.30" == str(order.amount_overpaid)
        assert order is order.after(sent)
        assert [("excess.id", "refund_id_used")] == refused(
            order, ExcessReturned("X1", Decimal("1.00"), at(3))
        )
        assert [("excess.amount", "refund_exceeds_paid")] == refused(
            order, ExcessReturned("X2", Decimal("43.31"), at(3))
        )

    def test_what_is_sent_back_is_on_the_grid(self) -> None:
        """Like a payment."""
        order = paid(confirmed(), "843.30", "P2")

        assert [("amount", "off_grid")] == refused(
            order, ExcessReturned("X", "0.001", at(3))
        )

    def test_a_payment_after_the_cancellation(self) -> None:
        """It is not lost: all of it is to be sent back."""
        order = moved(placed(), "cancelled", "changed my mind")
        note = order.cancellation(id="R1", at=at(3))
        order = order.after(Refunded(note))
        assert ("0.00", "843.30") == (str(note.gateway), str(note.unpaid))
        order = paid(order)

        assert ("cancelled", "843.30", "changed my mind") == (
            order.status,
            str(order.amount_overpaid),
            order.reason,
        )

    def test_a_charge_that_credit_paid_for(self) -> None:
        """It was never money that came: a late payment is sent back whole."""
        order = moved(placed(), "cancelled")
        policy = RefundPolicy(cancellation_charge=30)
        note = order.cancellation(id="R1", at=at(3), policy=policy)
        order = order.after(Refunded(note))
        assert ("30.00", "20.00", "843.30", "0.00") == (
            str(note.charge),
            str(note.credit),
            str(note.unpaid),
            str(order.amount_held),
        )
        assert order == read_order(dumps(write_order_detail(order, stored=True)))

        assert "843.30" == str(paid(order).amount_overpaid)

    def test_a_charge_that_money_paid_for(self) -> None:
        """It is kept, and nothing is left over."""
        order = moved(confirmed(), "cancelled")
        policy = RefundPolicy(cancellation_charge=30)
        note = order.cancellation(id="R1", at=at(3), policy=policy)
        order = order.after(Refunded(note))

        assert ("813.30", "0.00", "0.00") == (
            str(note.gateway),
            str(order.amount_held),
            str(order.amount_overpaid),
        )

    def test_amounts_in_a_narrow_context(self) -> None:
        """However few digits the caller works with, none of ours is lost."""
        with localcontext(Context(prec=2)):
            order = paid(paid(placed(), "0.01"), "843.30", "P2")
            found = (order.amount_paid, order.amount_unpaid, order.amount_overpaid)
            first = paid(placed(), "0.01")
            left = first.amount_unpaid

        assert ("843.30", "0.00", "0.01", "843.29") == tuple(map(str, (*found, left)))


class TestParcels:
    """Units leave in shipments; the order's status says how many did."""

    def test_in_one_shipment(self) -> None:
        """Scheduled, shipped, delivered: the shortest life."""
        order = confirmed()
        found = []
        for state in ("scheduled", "shipped", "delivered"):
            order = with_shipment(order, "S1", state, ALL)
            found.append(str(order.status))

        assert ["awaiting_shipment", "shipped", "complete"] == found

    def test_the_former_name_of_shipments(self) -> None:
        """It is read for one release more, with a warning."""
        order = with_shipment(confirmed(), "S1", "shipped", {0: 3})

        with pytest.warns(DeprecationWarning, match="use Order.shipments"):
            assert order.shipments == order.parcels

    def test_in_two_shipments(self) -> None:
        """Until the last unit is there, everything is in part."""
        order = confirmed()
        steps: list[tuple[str, str, dict[int, int] | None]] = [
            ("S1", "scheduled", {0: 2}),
            ("S1", "shipped", None),
            ("S2", "shipped", {0: 1, 1: 2, 2: 1}),
            ("S1", "delivered", None),
            ("S2", "undelivered", None),
            ("S2", "shipped", None),
            ("S2", "delivered", None),
        ]
        found = []
        for name, state, units in steps:
            order = with_shipment(order, name, state, units)
            found.append(str(order.status))

        assert [
            "partially_scheduled",
            "partially_shipped",
            "shipped",
            "partially_delivered",
            "partially_undelivered",
            "shipped",
            "complete",
        ] == found

    def test_back_to_the_origin(self) -> None:
        """Nobody was there: it goes back, and that is the end."""
        order = with_shipment(confirmed(), "S1", "shipped", ALL)
        order = with_shipment(order, "S1", "undelivered")
        assert "undelivered" == order.status

        assert (
            "return_to_origin"
            == with_shipment(order, "S1", "returned_to_origin").status
        )

    def test_one_back_and_one_delivered(self) -> None:
        """What is delivered and what went back together are everything."""
        order = with_shipment(confirmed(), "S1", "shipped", {0: 3})
        order = with_shipment(order, "S2", "shipped", {1: 2, 2: 1})
        order = with_shipment(order, "S1", "returned_to_origin")
        assert "partially_return_to_origin" == order.status

        assert "complete" == with_shipment(order, "S2", "delivered").status

    def test_told_twice_or_late(self) -> None:
        """A shipment's old news changes nothing."""
        order = with_shipment(confirmed(), "S1", "shipped", ALL)

        assert order is with_shipment(order, "S1", "shipped")
        assert order is with_shipment(order, "S1", "scheduled")

    @pytest.mark.parametrize(
        ("units", "expected"),
        [
            ({}, [("shipment.units", "required")]),
            ({7: 1}, [("shipment.units[7]", "no_such_line")]),
            ({0: 4}, [("shipment.units[0]", "not_so_many_to_pack")]),
            (
                {0: 4, 7: 1},
                [
                    ("shipment.units[0]", "not_so_many_to_pack"),
                    ("shipment.units[7]", "no_such_line"),
                ],
            ),
        ],
    )
    def test_units_that_are_not_there(
        self, units: dict[int, int], expected: list[tuple[str, str]]
    ) -> None:
        """A shipment holds units of the order that are in no other."""
        event = ShipmentUpdate("S1", "scheduled", at(2), units)

        assert expected == refused(confirmed(), event)

    def test_a_unit_in_two_shipments(self) -> None:
        """What is packed is packed."""
        order = with_shipment(confirmed(), "S1", "scheduled", {0: 2})

        assert [("shipment.units[0]", "not_so_many_to_pack")] == refused(
            order, ShipmentUpdate("S2", "scheduled", at(2), ((0, 2),))
        )

    def test_a_shipment_does_not_change_its_content(self) -> None:
        """Another content is another shipment."""
        order = with_shipment(confirmed(), "S1", "scheduled", {0: 2})

        assert [("shipment.units", "parcel_differs")] == refused(
            order, ShipmentUpdate("S1", "shipped", at(2), ((0, 1),))
        )

    @pytest.mark.parametrize("state", ["delivered", "undelivered"])
    def test_a_shipment_nobody_shipped(self, state: str) -> None:
        """It cannot arrive."""
        fresh = ShipmentUpdate("S1", state, at(2), ((0, 3),))
        packed = with_shipment(confirmed(), "S1", "scheduled", {0: 3})

        assert [("event", "illegal_event")] == refused(confirmed(), fresh)
        assert [("event", "illegal_event")] == refused(packed, fresh)


class TestSteps:
    """What people decide."""

    def test_from_draft_to_confirmed(self) -> None:
        """Submitted, looked at, confirmed."""
        order = Order.placed(priced(), number="N", at=NOON, status="draft")
        found = []
        for name in ("submitted", "approval_asked", "confirmed"):
            order = moved(order, name)
            found.append(str(order.status))

        assert ["pending", "awaiting_approval", "confirmed"] == found

    def test_the_reason_is_that_of_the_last_step(self) -> None:
        """What was said when it was confirmed is not why it was cancelled."""
        confirmed = moved(placed(), "confirmed", "by phone")

        assert ("by phone", "") == (
            confirmed.reason,
            moved(confirmed, "cancelled").reason,
        )

    def test_the_same_step_twice(self) -> None:
        """It is where it was."""
        order = moved(placed(), "cancelled", "why not")

        assert order is moved(order, "cancelled", "again")

    def test_feedback_is_kept_for_ever(self) -> None:
        """What the shopper said when they cancelled, and nobody else's words."""
        order = placed().after(
            StatusChange("cancelled", at(2), "too slow", "ship sooner")
        )
        confirmed_by_phone = placed().after(
            StatusChange("confirmed", at(2), "", "friendly")
        )

        assert ("too slow", "ship sooner", None) == (
            order.reason,
            order.feedback,
            confirmed_by_phone.feedback,
        )

    def test_an_illegal_one_says_what_was_legal(self) -> None:
        """The order is still what it was, and the error is readable."""
        order = with_shipment(confirmed(), "S1", "shipped", ALL)
        with pytest.raises(CheckoutError) as caught:
            moved(order, "cancelled")

        (fault,) = caught.value.faults
        assert ("event", "illegal_event", "shipped") == (
            fault.path,
            fault.code,
            order.status,
        )
        assert "'delivered'" in fault.message

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            (status, status in ("pending", "awaiting_approval", "confirmed"))
            for status in ("draft", "pending", "awaiting_approval", "confirmed")
        ]
        + [
            ("partially_scheduled", True),
            ("awaiting_shipment", True),
            ("partially_shipped", False),
            ("complete", False),
            ("cancelled", False),
        ],
    )
    def test_when_a_shopper_may_cancel(self, status: str, *, expected: bool) -> None:
        """Once it is placed, until something is shipped."""
        order = attrs.evolve(placed(), status=status)

        assert expected is order.is_cancellation_allowed


class TestRefunds:
    """Money that goes back."""

    def test_units_that_came_back(self) -> None:
        """The order knows what is still with the customer."""
        order = with_shipment(confirmed(), "S1", "shipped", ALL)
        note = refund(order.quote, {0: 2}, id="R1", at=at(9))
        order = order.after(Refunded(note))

        assert (Units({0: 2}), note.gateway) == (order.returned, order.amount_refunded)
        assert order is order.after(Refunded(note))

    def test_one_id_for_two_refunds(self) -> None:
        """An id is used once."""
        order = confirmed()
        one = refund(order.quote, {0: 1}, id="R1", at=at(9))
        other = refund(order.quote, {0: 2}, id="R1", at=at(9))

        assert [("refund.id", "refund_id_used")] == refused(
            order.after(Refunded(one)), Refunded(other)
        )

    def test_more_units_than_were_bought(self) -> None:
        """A refund that was made without the earlier ones does not fit."""
        order = confirmed()
        policy = RefundPolicy(points_restored="none")
        for name in ("R1", "R2"):
            note = refund(order.quote, {0: 2}, id=name, at=at(9), policy=policy)
            if name == "R1":
                order = order.after(Refunded(note))

        assert [("refund.returned[0]", "more_than_bought")] == refused(
            order, Refunded(note)
        )

    def test_more_than_was_paid(self) -> None:
        """Money that never came cannot go."""
        order = paid(placed(), "10.00")
        note = refund(order.quote, {0: 2}, id="R1", at=at(9))

        assert [("refund.gateway", "refund_exceeds_paid")] == refused(
            order, Refunded(note)
        )

    def test_more_than_is_still_held(self) -> None:
        """What went as credit in the gateway's place does not go a second time."""
        order = confirmed()
        small = RefundPolicy(minimum_amount="500.00")
        one = refund(order.quote, {2: 1}, id="R1", at=at(9), policy=small)
        everything = refund(order.quote, ALL, id="R2", at=at(9))

        assert "0.00" < str(one.moved)
        assert [
            ("refund.gateway", "refund_exceeds_paid"),
            ("refund.returned[2]", "more_than_bought"),
        ] == refused(order.after(Refunded(one)), Refunded(everything))

    def test_a_cancellation_by_a_policy(self) -> None:
        """43.30 are kept of the 843.30."""
        policy = RefundPolicy(cancellation_charge="43.30", cancellation_reason="late")
        note = confirmed().cancellation(id="R1", at=at(3), policy=policy)

        assert ("800.00", "43.30") == (str(note.gateway), str(note.charge))

    def test_a_cancellation(self) -> None:
        """Everything comes back: money, credit, points; what was earned goes."""
        note = confirmed().cancellation(id="R1", at=at(3), reason="too late")

        assert ("843.30", "50.00", 400, 75, "too late") == (
            str(note.gateway),
            str(note.credit),
            note.points,
            note.points_reversed,
            note.reason,
        )


def test_the_table_is_closed() -> None:
    """Every status has a row, and every row leads to a status."""
    assert {str(each) for each in OrderStatus} == set(TRANSITIONS)
    assert {there for row in TRANSITIONS.values() for there in row.values()} <= set(
        TRANSITIONS
    )


def test_every_status_can_be_reached() -> None:
    """From a draft there is a way to each of the fifteen."""
    reached, fresh = {"draft"}, {"draft"}
    while fresh:
        fresh = {each for here in fresh for each in TRANSITIONS[here].values()}
        fresh -= reached
        reached |= fresh

    assert set(TRANSITIONS) == reached


def test_an_order_says_what_is_legal() -> None:
    """Its row of the table, and money at any time."""
    assert ("approval_asked", "confirmed", "paid", "cancelled") == placed().legal[:4]
    assert "refunded" in attrs.evolve(placed(), status="complete").legal
