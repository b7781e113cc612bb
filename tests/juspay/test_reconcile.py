# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What Juspay says of a payment, told to an order: twice, late, and wrongly."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from checkout_core import GatewayError
from checkout_core.juspay import Order as Answer
from checkout_core.juspay import PaymentOffer, Policy, TxnDetail
from checkout_core.juspay.reconcile import payment_of, started
from checkout_core.juspay.rules import check_order_id
from checkout_core.orders import Order, PaymentUpdate
from tests.factories.orders import at, placed


def begun() -> Order:
    """Return an order whose payment was asked for."""
    order = placed()
    return order.after(started(order, at=at(0)))


def said(status: str, **fields: Any) -> Answer:
    """Return what Juspay says of the payment."""
    given = {"order_id": "ORD-1", "amount": placed().to_be_paid, "currency": "INR"}
    return Answer(status=status, **{**given, **fields})


def told(order: Order, *answers: Answer) -> Order:
    """Return the order after some answers."""
    for answer in answers:
        order = order.after(payment_of(order, answer, at=at(1)))
    return order


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("NEW", "pending"),
        ("PENDING_VBV", "pending"),
        ("SOMETHING_NEW", "pending"),
        ("AUTHENTICATION_FAILED", "failed"),
        ("CHARGED", "success"),
    ],
)
def test_what_a_status_means(status: str, expected: str) -> None:
    """Only CHARGED is paid; what nobody knows stays pending."""
    assert expected == told(begun(), said(status)).payment_status


def test_every_order_of_the_news_ends_paid() -> None:
    """Pending, failed and charged, each twice, in any order."""
    news = [said("PENDING_VBV"), said("AUTHORIZATION_FAILED"), said("CHARGED")]
    for order_of_news in permutations(news * 2, 6):
        order = told(begun(), *order_of_news)
        assert ("success", "confirmed", 1) == (
            order.payment_status,
            order.status,
            len(order.payments),
        )


def test_method_and_reference_are_kept() -> None:
    """Where an answer has them."""
    order = told(begun(), said("CHARGED", payment_method="UPI", txn_id="t-1"))
    (payment,) = order.payments

    assert ("UPI", "t-1") == (payment.method, payment.reference)


def test_an_answer_without_them_loses_neither() -> None:
    """What the host noted as it began still holds."""
    begins = PaymentUpdate(
        "ORD-1", "843.30", at(0), state="started", method="UPI", reference="t-1"
    )
    (payment,) = told(placed().after(begins), said("CHARGED")).payments

    assert ("succeeded", "UPI", "t-1") == (
        payment.state,
        payment.method,
        payment.reference,
    )


def test_who_paid_how_much_is_told() -> None:
    """Of 843.30 a brand's offer gave 43.30; the gateway took 10.00 and 1.80 of tax."""
    order = begun()
    answer = said(
        "CHARGED",
        effective_amount=Decimal("811.80"),
        offers=(PaymentOffer(offer_code="TEN", status="AVAILED"),),
        txn_detail=TxnDetail(surcharge_amount=Decimal(10), tax_amount=Decimal("1.80")),
    )
    policy = Policy(offer_funding={"TEN": "brand"})
    event = payment_of(order, answer, at=at(1), policy=policy)

    assert event == PaymentUpdate(
        "ORD-1",
        "843.30",
        at(1),
        received="811.80",
        gateway_discount="43.30",
        funded_by="brand",
        surcharge="10.00",
        surcharge_tax="1.80",
    )


def test_a_policy_that_takes_a_discount_nobody_explains() -> None:
    """The order is paid, by a bank that nobody named."""
    answer = said("CHARGED", effective_amount=Decimal("800.00"))
    policy = Policy(unexplained_discount="accept")
    event = payment_of(begun(), answer, at=at(1), policy=policy)

    assert (("bank", Decimal("43.30")),) == event.funded_by


@pytest.mark.parametrize("status", ["NEW", "COD_INITIATED", "AUTHORIZATION_FAILED"])
def test_before_a_charge_nothing_came(status: str) -> None:
    """The official answer to an update says 3 of 90 while it is NEW."""
    event = payment_of(begun(), said(status, effective_amount=Decimal(3)), at=at(1))

    assert event.amount == event.received
    assert 0 == event.gateway_discount


def test_the_id_in_another_case() -> None:
    """Juspay compares order ids without case, and so do we."""
    assert "success" == told(begun(), said("CHARGED", order_id="ord-1")).payment_status


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"order_id": "ORD-2"}, ("order_id",)),
        ({"order_id": None}, ("order_id",)),
        ({"amount": None}, ("amount",)),
        ({"amount": 1}, ("amount",)),
        ({"currency": "USD"}, ("currency",)),
        ({"amount": 1, "currency": None}, ("amount", "currency")),
    ],
)
def test_money_that_was_not_asked_for(
    fields: dict[str, Any], named: tuple[str, ...]
) -> None:
    """It is an error that says what differs, and the order stays as it is."""
    with pytest.raises(GatewayError) as caught:
        told(begun(), said("CHARGED", **fields))

    assert named == caught.value.fields


def test_the_second_payment_has_an_id_of_its_own() -> None:
    """The first failed; the next asks for all of it again."""
    order = told(begun(), said("AUTHORIZATION_FAILED"))
    again = started(order, at=at(2))
    order = order.after(again)
    assert ("ORD-1-2", order.to_be_paid) == (again.id, again.amount)

    paid = told(order, said("CHARGED", order_id="ORD-1-2"))
    assert "success" == paid.payment_status
    late = told(paid, said("CHARGED"))
    assert late.to_be_paid == late.amount_overpaid


@pytest.mark.parametrize(
    ("number", "policy"),
    [
        ("ORD-2026-11-1001", Policy()),
        ("ORD-2026-11-10017", Policy()),
        ("ORD1001", Policy(alphanumeric_only=True)),
        ("ORD1001", Policy(order_id_limit=8)),
    ],
)
def test_an_id_that_has_no_room_for_a_count(number: str, policy: Policy) -> None:
    """A digest stands for both: another for every payment, and each can be sent."""
    order = Order.placed(placed().quote, number=number, at=at(0))
    names = []
    for _ in range(3):
        payment = started(order, at=at(1), policy=policy)
        order = order.after(payment)
        names.append(payment.id)

    assert number == names[0]
    assert 3 == len(set(names))
    for name in names[1:]:
        limit = policy.session_order_id_limit
        assert name == check_order_id(name, policy, limit=limit)
        assert len(name) <= policy.order_id_limit


def test_an_id_with_room_says_what_it_is() -> None:
    """It is read by people, too."""
    order = Order.placed(placed().quote, number="ORD-2026-11-100", at=at(0))
    again = started(order.after(started(order, at=at(1))), at=at(2))

    assert "ORD-2026-11-100-2" == again.id
