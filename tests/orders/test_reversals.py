# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Money that went away without a refund of ours, disputes, fees on top, and plans."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from attrs import evolve

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    Part,
    RefundPolicy,
    Store,
    dumps,
    quote,
    read_order,
    refund,
)
from checkout_core.currencies import CURRENCIES
from checkout_core.orders import (
    Disputed,
    Event,
    Order,
    PaymentUpdate,
    Refunded,
    Reversed,
    refunds_by_payment,
)
from checkout_core.orders.debit_notes import debit_note
from checkout_core.orders.transitions import MONEY_EVENTS
from checkout_core.views import credit_note, refund_waterfall
from checkout_core.wire import read_refund, write_order_detail, write_refund
from tests.factories.faults import faults
from tests.factories.market import bought, supplied
from tests.factories.orders import NOON, at, moved, paid


def order_of(*prices: str) -> Order:
    """Return a pending order of untaxed lines."""
    lines = [Line(f"L{i}", 1, each, tax_rate=0) for i, each in enumerate(prices)]
    sold = quote(Cart("INR", lines), Store("INR"))
    return Order.placed(sold, number="ORD-1", at=NOON)


def gone(amount: Any, name: str = "A1", **fields: Any) -> Reversed:
    """Return the event of money of the first payment that went away."""
    given = {"payment": "P1", "at": at(5), "kind": "auto_refunded", **fields}
    return Reversed(name, amount=amount, **given)


def disputed(state: str, amount: Any = "1000.00", name: str = "C1") -> Disputed:
    """Return the state of a dispute about the first payment."""
    return Disputed(name, "P1", amount, at(5), state)


def refused(order: Order, event: Event) -> list[tuple[str, str]]:
    """Return why an order does not take an event."""
    with pytest.raises(CheckoutError) as caught:
        order.after(event)
    return faults(caught.value)


def money(order: Order) -> tuple[str, ...]:
    """Return what an order says of its money."""
    found = (
        order.amount_settled,
        order.amount_received,
        order.amount_paid,
        order.amount_unpaid,
        order.amount_held,
        order.amount_overpaid,
    )
    return tuple(map(str, found))


ORDER = order_of("600.00", "400.00")
PAID = paid(ORDER)


def test_money_that_went_away_is_no_longer_paid() -> None:
    """No status moves; a flag says it."""
    order = PAID.after(gone("300.00"))

    assert ("700.00", "700.00", "700.00", "300.00", "700.00", "0.00") == money(order)
    assert ("confirmed", "partially_paid", True, False, None) == (
        order.status,
        order.payment_status,
        order.payment_reversed,
        order.payment_disputed,
        order.payment_success_date,
    )
    assert (False, 0) == (PAID.payment_reversed, len(PAID.reversals))


def test_what_went_away_is_not_refunded_a_second_time() -> None:
    """Cancelled after all of it went: nothing; after a part: the rest."""
    for amount, left in (("1000.00", "0.00"), ("300.00", "700.00")):
        order = moved(PAID.after(gone(amount)), "cancelled")
        note = order.cancellation(id="C", at=at(6))
        note.check()

        assert (left, amount) == (str(note.gateway), str(note.unpaid))
        assert "0.00" == str(order.after(Refunded(note)).amount_held)


def test_whether_a_gateway_can_send_money_back() -> None:
    """All of one payment went: it is the way back unless the merchant took money."""
    empty = PAID.after(gone("1000.00"))
    noted = PaymentUpdate("B1", "1000.00", at(6), manual=True)

    assert [True, True, False] == [
        each.is_paid_through_gateway for each in (PAID, empty, empty.after(noted))
    ]


def test_a_part_came_back_before_the_rest_went_away() -> None:
    """600.00 refunded, 400.00 reversed: the last line brings nothing."""
    order = PAID.after(Refunded(PAID.refund({0: 1}, id="R1", at=at(2))))
    order = order.after(gone("400.00"))
    note = order.refund({1: 1}, id="R2", at=at(3))

    assert ("0.00", "400.00") == (str(note.gateway), str(note.unpaid))
    assert [("reversal.amount", "refund_exceeds_paid")] == refused(
        order, gone("0.01", "A2")
    )


def test_the_discount_of_a_reversed_payment_goes_back_to_its_funder() -> None:
    """850.00 went; the bank's 150.00 stay until the order is cancelled."""
    order = paid(ORDER, gateway_discount="150.00").after(gone("850.00"))
    note = order.cancellation(id="C", at=at(6))

    assert ("150.00", "0.00", "150.00", "850.00") == (
        str(order.amount_paid),
        str(note.gateway),
        str(note.gateway_discount),
        str(note.unpaid),
    )
    assert (Decimal(0), Decimal(0)) == (
        order.after(Refunded(note)).amount_held,
        order.after(Refunded(note)).discount_held,
    )


def test_a_double_payment_that_went_back_by_itself() -> None:
    """It is not overpaid any more, and the first one counts."""
    order = paid(PAID, "1000.00", "P2").after(gone("1000.00", payment="P2"))

    assert ("1000.00", "1000.00", "1000.00", "0.00", "1000.00", "0.00") == money(order)


def test_a_chargeback_after_the_excess_went_back() -> None:
    """Of two payments one was sent back and one was taken back: nothing is there."""
    order = paid(PAID, "1000.00", "P2")
    order = order.after(order.return_of_excess(id="X1", at=at(3)))
    order = order.after(disputed("lost"))
    note = order.cancellation(id="C", at=at(6))

    assert ("0.00", "0.00", "1000.00") == (
        str(order.amount_paid),
        str(note.gateway),
        str(note.unpaid),
    )


def test_a_discount_that_went_back_with_excess_before_a_reversal() -> None:
    """
    What was sent back took what it says, though its payment settled less since.

    500.00, then 1000.00 with 100.00 of a bank: of the excess of 500.00 the bank paid
    100.00 x 500 / 1000 = 50.00, of the 100.00 that are sent back 10.00.  400.00 of the
    second payment go away: 500.00 + 600.00 less 100.00 are 1000.00 paid, 90.00 of it by
    the bank, and 1400.00 - 400.00 - 90.00 = 910.00 are there.
    """
    order = ORDER.after(PaymentUpdate("P1", "500.00", at(1), state="succeeded"))
    order = order.after(
        PaymentUpdate(
            "P2", "1000.00", at(2), state="succeeded", gateway_discount="100.00"
        )
    )
    back = order.return_of_excess(id="X1", at=at(3), amount="100.00")
    order = moved(order.after(back).after(gone("400.00", payment="P2")), "cancelled")
    note = order.cancellation(id="C", at=at(6))

    assert "10.00" == str(back.gateway_discount)
    assert ("1000.00", "90.00", "0.00") == (
        str(order.amount_paid),
        str(order.gateway_discount),
        str(order.amount_overpaid),
    )
    assert ("910.00", "90.00") == (str(note.gateway), str(note.gateway_discount))
    assert "0.00" == str(order.after(Refunded(note)).amount_held)


def test_a_discount_that_stays_when_a_bank_takes_the_excess_back() -> None:
    """
    It goes back to its funder, with no money.

    500.00, then 1000.00 with 100.00 of a bank: 500.00 of excess, 50.00 of it of the
    bank.  All goods come back: 950.00, and 50.00 to the bank; 1400.00 - 950.00 = 450.00
    are there, all of the second payment.  The payer's bank takes them: 500.00 + 550.00
    are settled, 50.00 more than 1000.00, and all of that is of the first bank.
    """
    order = ORDER.after(PaymentUpdate("P1", "500.00", at(1), state="succeeded"))
    order = order.after(
        PaymentUpdate(
            "P2", "1000.00", at(2), state="succeeded", gateway_discount="100.00"
        )
    )
    note = order.refund({0: 1, 1: 1}, id="R1", at=at(3))
    order = order.after(Refunded(note))
    order = order.after(Disputed("C1", "P2", "900.00", at(5), "lost"))
    back = order.return_of_excess(id="X1", at=at(6))
    after = order.after(back)

    assert ("950.00", "50.00") == (str(note.gateway), str(note.gateway_discount))
    assert ["450.00"] == [str(each.amount) for each in order.reversals]
    assert ("50.00", "0.00", "50.00") == (
        str(back.amount),
        str(back.gateway),
        str(back.gateway_discount),
    )
    assert ("0.00", "0.00", "0.00") == (
        str(after.amount_held),
        str(after.discount_held),
        str(after.amount_overpaid),
    )


def test_a_second_cancellation_after_a_chargeback() -> None:
    """
    Nothing is left to be cancelled or refunded, with a plan as without one.

    1000.00 and a fee of 15.00; 1000.00 went back, and then the bank took the 15.00 that
    were there: 985.00 were paid, and 1000.00 were refunded.
    """
    lines = [Line("L0", 1, "1000.00", tax_rate=0)]
    for plan in (None, [Part("on_delivery")]):
        sold = quote(Cart("INR", lines, payment_plan=plan), Store("INR"))
        order = Order.placed(sold, number="ORD-1", at=NOON)
        order = moved(paid(order, surcharge="15.00"), "cancelled")
        order = order.after(Refunded(order.cancellation(id="C", at=at(6))))
        order = order.after(disputed("lost", "1015.00"))
        note = order.cancellation(id="C2", at=at(7))
        after = order.after(Refunded(note))

        assert "985.00" == str(order.amount_paid)
        assert ("0.00", "0.00") == (str(note.gateway), str(note.unpaid))
        assert order.amount_unpaid == after.amount_unpaid


def test_a_late_payment_that_was_sent_back_pays_nothing() -> None:
    """The order was cancelled unpaid; what came after it went back."""
    order = moved(ORDER, "cancelled")
    order = order.after(Refunded(order.cancellation(id="C", at=at(1))))
    order = paid(order, "1000.00")
    order = order.after(order.return_of_excess(id="X1", at=at(3)))

    assert ("1000.00", "1000.00", "0.00", "0.00", "0.00", "0.00") == money(order)


def test_one_that_failed_is_undone() -> None:
    """A refund of the dashboard that failed after it counted; told again or late."""
    order = PAID.after(gone("300.00", kind="refunded_elsewhere"))
    back = order.after(gone("300.00", kind="undone"))

    assert money(PAID) == money(back)
    assert (False, 1) == (back.payment_reversed, len(back.reversals))
    assert back is back.after(gone("300.00", kind="refunded_elsewhere"))
    assert 1 == len(write_order_detail(back)["payments"])


def test_a_refund_that_was_sent_before_it_was_undone_leaves_excess() -> None:
    """The cancellation did not know the money; once it is there it goes back."""
    order = PAID.after(gone("300.00"))
    order = order.after(Refunded(order.cancellation(id="C", at=at(6))))

    assert "300.00" == str(order.after(gone("300.00", kind="undone")).amount_overpaid)


REFUSED: list[tuple[Order, Event, list[tuple[str, str]]]] = [
    (ORDER, gone("1.00"), [("reversal.payment", "payment_not_received")]),
    (ORDER, disputed("opened"), [("dispute.payment", "payment_not_received")]),
    (PAID, gone("1000.01"), [("reversal.amount", "refund_exceeds_paid")]),
    (PAID, gone("0.001"), [("reversal.amount", "off_grid")]),
    (PAID, disputed("lost", "0.001"), [("dispute.amount", "off_grid")]),
    (
        PAID.after(gone("1.00")),
        gone("2.00"),
        [("reversal.amount", "reversal_differs")],
    ),
    (
        PAID.after(gone("1.00")),
        gone("1.00", payment="P2"),
        [("reversal.payment", "reversal_differs")],
    ),
    (
        PAID.after(disputed("opened")),
        disputed("won", "1.00"),
        [("dispute.amount", "reversal_differs")],
    ),
]


@pytest.mark.parametrize(("order", "event", "expected"), REFUSED)
def test_what_is_refused(
    order: Order, event: Event, expected: list[tuple[str, str]]
) -> None:
    """Of a payment that brought nothing, more than is there, and other words before."""
    assert expected == refused(order, event)


@pytest.mark.parametrize(
    ("states", "flags", "left"),
    [
        (["opened"], (False, True), "1000.00"),
        (["opened", "won"], (False, True), "1000.00"),
        (["won", "opened"], (False, True), "1000.00"),
        (["opened", "lost"], (True, True), "0.00"),
        (["lost"], (True, True), "0.00"),
        # The bank took it to arbitration.
        (["won", "lost"], (True, True), "0.00"),
        (["lost", "won"], (True, True), "0.00"),
    ],
)
def test_a_dispute(states: list[str], flags: tuple[bool, bool], left: str) -> None:
    """Opened or won it is a flag, lost it is a reversal; late news change nothing."""
    order = PAID
    for state in states:
        order = order.after(disputed(state))

    assert (flags, left) == (
        (order.payment_reversed, order.payment_disputed),
        str(order.amount_held),
    )
    assert "confirmed" == order.status
    assert order is order.after(disputed(states[0]))


def test_a_lost_dispute_takes_what_is_there() -> None:
    """600.00 were refunded before; the bank takes 1000.00, and 400.00 were there."""
    order = PAID.after(Refunded(PAID.refund({0: 1}, id="R1", at=at(2))))
    order = order.after(disputed("lost"))
    (reversal,) = order.reversals

    assert ("C1", "chargeback_lost", "400.00", "0.00") == (
        reversal.id,
        reversal.kind,
        str(reversal.amount),
        str(order.amount_held),
    )


def test_a_dispute_that_is_told_in_both_ways_counts_once() -> None:
    """The reversal by itself, then the lost dispute of the same id."""
    for amount in ("1000.00", "400.00"):
        event = gone(amount, "C1", kind="chargeback_lost")
        order = PAID.after(event).after(disputed("lost"))

        assert [event] == list(order.reversals)
        assert order.payment_disputed

    assert [] == list(PAID.after(gone("1000.00")).after(disputed("lost")).reversals[1:])


def test_any_order_of_the_news_gives_one_state() -> None:
    """What is refused at first is told again: by id, all of it counts once."""
    news: list[Event] = [
        PaymentUpdate("P1", "1000.00", at(1), gateway_discount="100.00"),
        gone("300.00"),
        gone("200.00", "A2", kind="refunded_elsewhere"),
        disputed("lost", "100.00"),
        disputed("opened", "100.00"),
    ]
    found = set()
    for some in permutations(news):
        order = ORDER
        for event in some * 2:
            try:
                order = order.after(event)
            except CheckoutError as error:
                codes = [each.code for each in error.faults]
                assert ["payment_not_received"] == codes
        found.add((money(order), order.reversals, order.disputes, order.status))

    assert 1 == len(found)
    assert ("400.00", "300.00") == found.pop()[0][:2]


def test_the_events_have_names() -> None:
    """They are legal in every status."""
    assert {"payment_reversed", "payment_disputed"} <= set(MONEY_EVENTS) & set(
        PAID.legal
    )


# Documents ----------------------------------------------------------------------------


def test_an_order_keeps_what_went_away() -> None:
    """Stored, read and verified; others see a refund."""
    order = PAID.after(gone("300.00")).after(disputed("opened"))
    document = write_order_detail(order, stored=True)

    assert "checkout_core.order/3" == document["x_checkout_core"]["schema_version"]
    assert order == read_order(dumps(document), verify=True)
    assert ("refund", "A1", Decimal("300.00"), "P1", "auto_refunded") == tuple(
        document["payments"][-1][key]
        for key in (
            "transaction_type",
            "request_number",
            "amount",
            "payment_reference_number",
            "payment_method",
        )
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"reversals": (gone("1.00", payment="P9"),)},
            [("reversals[0].payment", "payment_not_received")],
        ),
        (
            {"disputes": (evolve(disputed("won"), payment="P9"),)},
            [("disputes[0].payment", "payment_not_received")],
        ),
        (
            {"reversals": (gone("600.00"), gone("600.00", "A2"))},
            [("reversals", "refund_exceeds_paid"), ("refunds", "refund_exceeds_paid")],
        ),
        (
            {"reversals": (gone("1.00"), gone("2.00"))},
            [("reversals[1].id", "id_twice")],
        ),
    ],
)
def test_a_stored_order_that_cannot_be(
    change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each contradiction is named."""
    text = dumps(write_order_detail(evolve(PAID, **change), stored=True))
    with pytest.raises(CheckoutError) as caught:
        read_order(text, verify=True)

    assert [(f"x_checkout_core.{path}", code) for path, code in expected] == faults(
        caught.value
    )


@pytest.mark.parametrize("name", ["reversals", "disputes"])
def test_the_form_before_has_no_place_for_them(name: str) -> None:
    """A key that it does not know is refused, and not dropped."""
    document = write_order_detail(PAID, stored=True)
    document["x_checkout_core"][name] = []
    with pytest.raises(CheckoutError) as caught:
        read_order(dumps(document))

    assert [(f"x_checkout_core.{name}", "unknown_key")] == faults(caught.value)


# Fees on top --------------------------------------------------------------------------

FEE = {"surcharge": "100.00", "surcharge_tax": "18.00"}


def test_a_fee_stays_unless_the_policy_says_otherwise() -> None:
    """1118.00 came in; a cancellation gives back 1000.00, or all of it."""
    order = paid(ORDER, **FEE)
    stays, back = (
        order.cancellation(id="C", at=at(3), policy=RefundPolicy(surcharge=each))
        for each in ("never", "on_cancellation")
    )
    back.check()

    assert ("1000.00", "0.00", "1118.00", "118.00", "1000.00") == (
        str(stays.gateway),
        str(stays.surcharge),
        str(back.gateway),
        str(back.surcharge),
        str(back.gateway_due),
    )
    after = order.after(Refunded(back))
    assert ("0.00", "1118.00") == (str(after.amount_held), str(after.amount_refunded))
    assert (("P1", Decimal("1118.00")),) == refunds_by_payment(after, back, {})
    assert (("P1", Decimal("1000.00")),) == refunds_by_payment(order, stays, {})


def test_a_fee_is_given_back_once() -> None:
    """A second refund by hand is refused."""
    order = paid(ORDER, **FEE)
    policy = RefundPolicy(surcharge="on_cancellation")
    note = order.cancellation(id="C", at=at(3), policy=policy)
    more = evolve(note, surcharge=note.surcharge * 2, gateway=note.gateway + 118)

    assert [("refund.surcharge", "refund_exceeds_paid")] == refused(
        order, Refunded(more)
    )
    assert "0.00" == str(order.after(Refunded(note)).settlement.fee)


@pytest.mark.parametrize(
    ("amount", "settled", "fee"),
    [
        ("500.00", "500.00", "118.00"),
        ("1018.00", "0.00", "100.00"),
        ("1118.00", "0.00", "0.00"),
    ],
)
def test_a_fee_goes_away_last(amount: str, settled: str, fee: str) -> None:
    """What went away was the price first, and only then the fee."""
    order = paid(ORDER, **FEE).after(gone(amount))

    assert (settled, fee) == (str(order.amount_settled), str(order.settlement.fee))


def test_a_chargeback_of_a_fee_after_a_refund() -> None:
    """1000.00 were refunded, and the bank takes the fee that stayed."""
    order = paid(ORDER, **FEE)
    order = order.after(Refunded(order.cancellation(id="C", at=at(3))))
    order = order.after(gone("118.00"))

    assert ("0.00", "0.00", "0.00") == (
        str(order.amount_received - order.amount_refunded),
        str(order.amount_held),
        str(order.settlement.fee),
    )
    assert order == read_order(
        dumps(write_order_detail(order, stored=True)), verify=True
    )


def test_a_fee_that_went_away_makes_no_refund_negative() -> None:
    """
    An order with a plan was paid with a fee of 118.00, and all of it was refunded.

    The bank takes the fee: 118.00 less of the price count as paid, and of the price
    nothing is left to refund, so that a cancellation gives 0.00 and cancels 0.00.
    """
    plan = [Part("now", percent=25), Part("on_delivery")]
    lamp = Line("Lamp", 1, "1000.00", tax_rate=0)
    sold = quote(Cart("INR", [lamp], payment_plan=plan), Store("INR"))
    order = paid(Order.placed(sold, number="ORD-1", at=NOON), **FEE)
    order = order.after(Refunded(order.refund({0: 1}, id="R1", at=at(3))))
    order = order.after(gone("118.00"))
    note = order.cancellation(id="C", at=at(6))

    assert ("882.00", "0.00", "0.00", "0.00") == (
        str(order.amount_settled),
        str(note.gateway_due),
        str(note.gateway),
        str(note.unpaid),
    )
    note.check()


def test_a_refund_document_says_the_fee() -> None:
    """In a form of its own; without a fee the form before is written."""
    order = paid(ORDER, **FEE)
    policy = RefundPolicy(surcharge="on_cancellation")
    note = order.cancellation(id="C", at=at(3), policy=policy)
    document = write_refund(note)

    assert ("checkout_core.refund/3", "118.00") == (
        document["schema_version"],
        document["surcharge"],
    )
    assert note == read_refund(dumps(document))
    with pytest.raises(CheckoutError):
        evolve(note, surcharge=Decimal("-1.00")).check()


def test_a_fee_that_is_given_back_on_paper() -> None:
    """The column adds up, and the waterfall ends at nothing."""
    order = paid(ORDER, **FEE)
    policy = RefundPolicy(surcharge="on_cancellation")
    note = order.cancellation(id="C", at=at(3), policy=policy)
    lines = credit_note(order.quote, note).splitlines()

    assert [
        "Refund                                 ₹1,000.00",
        "Payment fee, given back                  ₹118.00",
        "To your payment method                 ₹1,118.00",
    ] == lines[lines.index("=" * 48) + 1 :][:3]
    bars = refund_waterfall(order.quote, note).bars
    assert ("surcharge", Decimal("1118.00"), Decimal("0.00")) == (
        bars[-2].key,
        bars[-2].end,
        bars[-1].end,
    )


def test_a_debit_note_for_a_fee_of_the_merchant() -> None:
    """150.00 and 27.01 of tax in two halves: the odd paisa joins the value."""
    event = PaymentUpdate(
        "P1",
        "1000.00",
        at(1),
        surcharge="150.00",
        surcharge_tax="27.01",
        surcharge_by="merchant",
    )
    note = debit_note(event, ("CGST", "SGST"), CURRENCIES["INR"])

    assert ("150.01", [("CGST", "9.00", "13.50"), ("SGST", "9.00", "13.50")]) == (
        str(note.taxable_value),
        [(each.name, str(each.rate), str(each.amount)) for each in note.components],
    )
    assert "177.01" == str(note.amount)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        (FEE, []),
        ({"surcharge_by": "merchant"}, []),
        ({**FEE, "surcharge_by": "merchant"}, [("P1", "100.00", ["18.00"])]),
        ({"surcharge": "5.00", "surcharge_by": "merchant"}, [("P1", "5.00", [])]),
        (
            {"surcharge_tax": "5.00", "surcharge_by": "merchant"},
            [("P1", "0.00", ["5.00"])],
        ),
    ],
)
def test_only_fees_of_the_merchant_have_a_note(
    fields: dict[str, str], expected: Any
) -> None:
    """One that the gateway keeps passes through."""
    assert expected == [
        (
            each.payment,
            str(each.taxable_value),
            [str(x.amount) for x in each.components],
        )
        for each in paid(ORDER, **fields).debit_notes
    ]


@pytest.mark.parametrize(
    ("suppliers", "state", "expected"),
    [
        (["", "mh"], "KA", ["CGST", "SGST"]),
        (["", "mh"], "MH", ["IGST"]),
        (["mh"], "KA", ["CGST", "SGST"]),
        (["mh"], "MH", ["IGST"]),
    ],
)
def test_the_store_charges_a_fee_from_its_own_state(
    suppliers: list[str], state: str, expected: list[str]
) -> None:
    """Karnataka, whoever supplies the goods: halves there, IGST to Maharashtra."""
    said = "; ".join(f"L{i} 1 x 500.00 at 18" for i in range(len(suppliers)))
    sold = bought(
        supplied(said, suppliers), cart={"shipping_address": {"state": state}}
    )
    order = paid(
        Order.placed(sold, number="ORD-1", at=NOON), **FEE, surcharge_by="merchant"
    )

    assert [expected] == [
        [each.name for each in note.components] for note in order.debit_notes
    ]


# Parts --------------------------------------------------------------------------------


def part(amount: str, **fields: Any) -> PaymentUpdate:
    """Return a payment of 1000.00 of which a part was taken."""
    return PaymentUpdate("P1", amount, at(2), asked="1000.00", **fields)


def test_a_part_that_was_taken() -> None:
    """It is settled, the rest is asked for; more of it takes its place."""
    order = ORDER.after(PaymentUpdate("P1", "1000.00", at(0), state="started"))
    some = order.after(part("400.00"))
    more = some.after(part("700.00"))

    assert ["400.00", "700.00"] == [str(x.amount_paid) for x in (some, more)]
    assert more is more.after(part("400.00"))
    whole = more.after(PaymentUpdate("P1", "1000.00", at(3)))
    assert ("success", "confirmed", None) == (
        whole.payment_status,
        whole.status,
        whole.payments[0].asked,
    )
    assert some == read_order(dumps(write_order_detail(some, stored=True)), verify=True)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: part("1000.01"), [("asked", "does_not_add_up")]),
        (
            lambda: ORDER.after(part("400.00")).after(
                PaymentUpdate("P1", "400.00", at(3))
            ),
            [("payment.amount", "payment_differs")],
        ),
        (
            lambda: ORDER.after(PaymentUpdate("P1", "1.00", at(3), asked="1.001")),
            [("asked", "off_grid")],
        ),
    ],
)
def test_a_part_that_cannot_be(make: Any, expected: list[tuple[str, str]]) -> None:
    """More than was asked for, of another payment, or off the grid."""
    with pytest.raises(CheckoutError) as caught:
        make()

    assert expected == faults(caught.value)


def test_the_plan_of_an_order() -> None:
    """As it was agreed, whatever is paid; without a plan all is due now."""
    plan = [Part("now", percent=20), Part("on_delivery")]
    cart = ORDER.quote.cart.changed(payment_plan=plan)
    order = Order.placed(quote(cart, Store("INR")), number="1", at=at(0))

    assert [("1", "now", "200.00"), ("2", "on_delivery", "800.00")] == [
        (each.id, each.due, str(each.amount)) for each in paid(order, "200.00").plan
    ]
    assert [("1", "now", "1000.00")] == [
        (each.id, each.due, str(each.amount)) for each in ORDER.plan
    ]


def test_which_payments_send_a_refund() -> None:
    """The first one first, less what it gave; what the merchant took stays."""
    order = paid(ORDER, "600.00", manual=True)
    order = paid(order, "300.00", "P2")
    order = paid(order, "100.00", "P3")
    note = refund(ORDER.quote, {0: 1}, id="R1", at=at(3))

    assert (("P2", Decimal("250.00")), ("P3", Decimal("100.00"))) == refunds_by_payment(
        order, note, {"P2": Decimal("50.00")}
    )
    assert (("P2", Decimal("300.00")), ("P3", Decimal("40.00"))) == refunds_by_payment(
        order.after(gone("60.00", payment="P3")), note, {}
    )
