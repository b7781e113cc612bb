# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Orders that a bank paid a part of, and a gateway took a fee on: what goes back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import (
    Cart,
    CheckoutError,
    GatewayError,
    Line,
    Store,
    cancellation,
    dumps,
    quote,
    read_refund,
    refund,
    write_refund,
)
from checkout_core.juspay import OfferBenefit, PaymentOffer, TxnDetail
from checkout_core.juspay import Order as Answer
from checkout_core.juspay.reconcile import payment_of, started
from checkout_core.orders import Event, ExcessReturned, Order, PaymentUpdate, Refunded
from checkout_core.refunds import RefundPolicy
from checkout_core.views import credit_note
from checkout_core.wire import read_returns
from tests.factories.faults import faults
from tests.factories.orders import NOON, at


ID = "asg1620572051"
#: Official example 30: the offer that gave 150 of 1,000.
OFFER = PaymentOffer(
    offer_id="2c8701bd-94da-4e40-b56e-4aa481cddd0f",
    offer_code="OfferCardBase1",
    status="AVAILED",
    benefits=(OfferBenefit(type="DISCOUNT", amount=Decimal(150)),),
)


def order_of(*prices: str) -> Order:
    """Return a pending order of untaxed lines."""
    lines = [Line(f"L{at}", 1, each, tax_rate=0) for at, each in enumerate(prices)]
    sold = quote(Cart("INR", lines), Store("INR"))
    return Order.placed(sold, number=ID, at=NOON)


def told(order: Order, effective: int, **fields: Any) -> Order:
    """Return the order once Juspay said that it is CHARGED."""
    order = order.after(started(order, at=at(0)))
    given: dict[str, Any] = {
        "order_id": order.payments[-1].id,
        "status": "CHARGED",
        "status_id": 21,
        "currency": "INR",
        "amount": order.payments[-1].amount,
        "effective_amount": Decimal(effective),
        "offers": (OFFER,),
        **fields,
    }
    return order.after(payment_of(order, Answer(**given), at=at(1)))


def money(order: Order) -> tuple[str, ...]:
    """Return what an order says of its money."""
    found = (
        order.amount_paid,
        order.amount_received,
        order.amount_unpaid,
        order.gateway_discount,
    )
    return (order.payment_status, *map(str, found))


def everything(order: Order) -> dict[int, int]:
    """Return every unit of an order."""
    return {at: line.quantity for at, line in enumerate(order.quote.lines)}


def test_an_offer_at_the_gateway() -> None:
    """1,000.00 settled by 850.00 of the card and 150.00 of the bank: 850.00 can go."""
    order = told(order_of("1000.00"), 850)
    note = order.refund(everything(order), id="R1", at=at(2))

    assert ("success", "1000.00", "850.00", "0.00", "150.00") == money(order)
    assert (("bank", Decimal("150.00")),) == order.payments[0].funded_by
    assert ("1000.00", "850.00", "150.00") == (
        str(note.amount),
        str(note.gateway),
        str(note.gateway_discount),
    )
    assert order.after(Refunded(note)).amount_held == 0


def test_a_surcharge() -> None:
    """250.00 came in, 100.00 of it for the order: the gateway's 150.00 stay."""
    txn = TxnDetail(
        net_amount=Decimal(100),
        surcharge_amount=Decimal(150),
        tax_amount=Decimal(0),
        txn_amount=Decimal(250),
    )
    order = told(order_of("100.00"), 250, offers=(), txn_detail=txn)
    note = order.refund(everything(order), id="R1", at=at(2))

    assert ("success", "100.00", "250.00", "0.00", "0.00") == money(order)
    assert ("150.00", "100.00", "100.00") == (
        str(order.payments[0].surcharge),
        str(order.payments[0].refundable),
        str(note.gateway),
    )


def test_a_discount_nobody_explains() -> None:
    """850 of 1,000 and no offer that says why: the order stays unpaid."""
    with pytest.raises(GatewayError) as caught:
        told(order_of("1000.00"), 850, offers=())

    assert "unexplained_discount" == caught.value.error_code


def test_returns_of_a_discounted_payment() -> None:
    """1,000.00 paid with 900.00: three returns give 300.00, 299.99 and 300.01."""
    order = told(order_of("333.33", "333.33", "333.34"), 900)
    found = []
    for line in (0, 1, 2):
        note = order.refund({line: 1}, id=f"R{line}", at=at(2))
        note.check()
        order = order.after(Refunded(note))
        found.append((str(note.amount), str(note.gateway_discount), str(note.gateway)))

    assert [
        ("333.33", "33.33", "300.00"),
        ("333.33", "33.34", "299.99"),
        ("333.34", "33.33", "300.01"),
    ] == found
    assert ("0.00", "0.00", "900.00") == (
        str(order.amount_held),
        str(order.discount_held),
        str(order.amount_refunded),
    )


def test_a_charge_for_the_cancellation_is_the_shoppers() -> None:
    """50.00 of 850.00 are kept; the bank has its 150.00 back."""
    order = told(order_of("1000.00"), 850)
    policy = RefundPolicy(cancellation_charge=50)
    note = order.cancellation(id="R1", at=at(2), policy=policy)
    note.check()

    assert ("800.00", "150.00", "50.00") == (
        str(note.gateway),
        str(note.gateway_discount),
        str(note.charge),
    )


def test_what_is_too_little_for_the_gateway_is_credit() -> None:
    """The shopper's own part counts, 0.90 of 1.00; the bank's is not theirs."""
    order = told(order_of("1.00", "999.00"), 900)
    note = order.refund({0: 1}, id="R1", at=at(2))

    assert ("0.00", "0.90", "0.90", "0.10") == (
        str(note.gateway),
        str(note.credit),
        str(note.moved),
        str(note.gateway_discount),
    )


def test_a_part_that_was_paid_with_a_discount() -> None:
    """500.00 of 1,000.00 with 75.00 given: what is not paid yet is forgiven first."""
    order = order_of("600.00", "400.00")
    order = order.after(PaymentUpdate("P1", "500.00", at(1), gateway_discount="75.00"))
    note = order.refund({0: 1}, id="R1", at=at(2))
    order = order.after(Refunded(note))
    # 500.00 of the 600.00 never came; of the other 100.00 15 % were the bank's.
    assert ("500.00", "85.00", "15.00") == (
        str(note.unpaid),
        str(note.gateway),
        str(note.gateway_discount),
    )

    # What comes now came too late: it goes back whole, and the discount stays.
    late = order.after(PaymentUpdate("P2", "500.00", at(3)))
    sent = late.return_of_excess(id="X1", at=at(4))
    last = late.after(sent).refund({1: 1}, id="R2", at=at(5))
    assert ("500.00", "340.00", "60.00", "75.00") == (
        str(sent.gateway),
        str(last.gateway),
        str(last.gateway_discount),
        str(late.gateway_discount),
    )


# What came too much -----------------------------------------------------------------


def test_a_second_payment_goes_back_and_not_the_first() -> None:
    """The bank gave 150.00 of the first; of the second nobody gave anything."""
    order = told(order_of("1000.00"), 850).after(PaymentUpdate("P2", "1000.00", at(2)))
    sent = order.return_of_excess(id="X1", at=at(3))

    assert ("1000.00", "1000.00", "150.00") == (
        str(order.amount_overpaid),
        str(sent.gateway),
        str(order.gateway_discount),
    )


def test_a_second_payment_with_an_offer_of_its_own() -> None:
    """Of 600.00 too much, 200.00 are excess, and a tenth of that was given."""
    order = order_of("1000.00").after(PaymentUpdate("P1", "600.00", at(1)))
    order = order.after(PaymentUpdate("P2", "600.00", at(2), gateway_discount="60.00"))
    part = order.return_of_excess(id="X1", at=at(3), amount="100.00")
    order = order.after(part)
    rest = order.return_of_excess(id="X2", at=at(3))

    assert [("100.00", "10.00"), ("100.00", "10.00")] == [
        (str(each.amount), str(each.gateway_discount)) for each in (part, rest)
    ]
    assert "40.00" == str(order.after(rest).gateway_discount)


def test_what_came_too_much_reaches_back_over_two_payments() -> None:
    """Of 500.00 too much 300.00 are the last's, and 200.00 a third of 600.00 before."""
    order = order_of("1000.00")
    for name, amount, given in (
        ("P1", "600.00", "60.00"),
        ("P2", "600.00", "120.00"),
        ("P3", "300.00", "0"),
    ):
        order = order.after(PaymentUpdate(name, amount, at(1), gateway_discount=given))
    sent = order.return_of_excess(id="X1", at=at(3))

    # A third of the 120.00 that the bank gave of the second.
    assert ("500.00", "40.00") == (str(sent.amount), str(sent.gateway_discount))


def test_the_last_to_succeed_came_too_much() -> None:
    """A payment begun first and told last is the one that was not needed."""
    order = order_of("1000.00").after(
        PaymentUpdate("P1", "1000.00", at(0), state="started")
    )
    order = order.after(
        PaymentUpdate("P2", "1000.00", at(1), gateway_discount="150.00")
    )
    order = order.after(PaymentUpdate("P1", "1000.00", at(1), gateway_discount="80.00"))
    sent = order.return_of_excess(id="X1", at=at(3))

    assert (["P2", "P1"], "80.00") == (
        [each.id for each in order.payments],
        str(sent.gateway_discount),
    )


def test_a_discount_is_not_sent_back_twice() -> None:
    """A payment with an offer went back; a later one brings nothing of it again."""
    order = order_of("1000.00").after(PaymentUpdate("P1", "1000.00", at(1)))
    order = order.after(
        PaymentUpdate("P2", "1000.00", at(2), gateway_discount="500.00")
    )
    order = order.after(order.return_of_excess(id="X1", at=at(3)))
    order = order.after(PaymentUpdate("P3", "1000.00", at(4)))
    part = order.return_of_excess(id="X2", at=at(5), amount="500.00")

    assert ("500.00", "500.00") == (
        str(order.excess[0].gateway_discount),
        str(part.gateway),
    )


# What an order refuses --------------------------------------------------------------


def paid_by_offer() -> Order:
    """Return an order of 1,000.00 for which 850.00 came in."""
    return told(order_of("1000.00"), 850)


def refunded(**change: Any) -> Event:
    """Return the refund of it all, with something of it changed."""
    order = paid_by_offer()
    note = order.refund({0: 1}, id="R1", at=at(2))
    return Refunded(evolve(note, **change))


REFUSED: list[tuple[Event, list[tuple[str, str]]]] = [
    # 1,000.00 would go to the shopper, who gave 850.00.
    (
        refunded(gateway=Decimal(1000), gateway_discount=Decimal(0)),
        [("refund.gateway", "refund_exceeds_paid")],
    ),
    # The bank would get back more than it gave.
    (
        refunded(gateway=Decimal(800), gateway_discount=Decimal(200)),
        [("refund.gateway", "refund_exceeds_paid")],
    ),
]


@pytest.mark.parametrize(("event", "expected"), REFUSED)
def test_a_refund_of_what_never_came(
    event: Event, expected: list[tuple[str, str]]
) -> None:
    """No more goes back to anybody than they gave."""
    with pytest.raises(CheckoutError) as caught:
        paid_by_offer().after(event)

    assert expected == faults(caught.value)


def test_an_excess_that_forgets_the_discount() -> None:
    """Who makes the event by hand is told what the payments say."""
    order = paid_by_offer()
    order = order.after(PaymentUpdate("P2", "1000.00", at(2), gateway_discount="80.00"))
    with pytest.raises(CheckoutError) as caught:
        order.after(ExcessReturned("X1", "1000.00", at(3)))

    assert [("excess.gateway_discount", "does_not_add_up")] == faults(caught.value)


@pytest.mark.parametrize("make", [refund, cancellation])
def test_a_discount_above_what_was_paid(make: Any) -> None:
    """It is a part of it."""
    sold = order_of("100.00").quote
    given = {"id": "R1", "at": at(1), "paid": "50.00", "gateway_discount": "50.01"}
    back = () if make is cancellation else ({0: 1},)
    with pytest.raises(CheckoutError) as caught:
        make(sold, *back, **given)

    assert [("gateway_discount", "does_not_add_up")] == faults(caught.value)


# On documents and paper -------------------------------------------------------------


def test_a_refund_document_says_the_discount() -> None:
    """It is read as it was written, and checked."""
    note = paid_by_offer().refund({0: 1}, id="R1", at=at(2))
    document = write_refund(note)

    assert ("checkout_core.refund/2", "850.00", "150.00") == (
        document["schema_version"],
        document["gateway"],
        document["gateway_discount"],
    )
    assert note == read_refund(dumps(document))


def test_a_refund_of_the_first_form_is_read() -> None:
    """It knew no discount."""
    note = order_of("10.00").refund({0: 1}, id="R1", at=at(2))
    document = {**write_refund(note), "schema_version": "checkout_core.refund/1"}
    del document["gateway_discount"]

    assert note == read_refund(dumps(document))
    assert "0.00" == str(read_refund(document).gateway_discount)


def test_a_document_of_returns_says_the_discount() -> None:
    """For who has a quote document and no order."""
    asked = read_returns(
        {
            "id": "R1",
            "at": "2026-12-01T10:00:00Z",
            "returned": {"0": 1},
            "paid": "1000.00",
            "gateway_discount": "150.00",
        }
    )

    assert "850.00" == str(asked.refund(order_of("1000.00").quote).gateway)


def test_a_credit_note_says_who_had_paid() -> None:
    """What the shopper gets, and what the offer had given, make the refund."""
    order = paid_by_offer()
    note = order.refund({0: 1}, id="R1", at=at(2))
    lines = credit_note(order.quote, note, width=48).splitlines()

    assert [
        "Refund                                 ₹1,000.00",
        "Discount of a payment offer              ₹150.00",
        "To your payment method                   ₹850.00",
    ] == lines[lines.index("=" * 48) + 1 :][:3]
