# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Refunds of what is paid in parts, by hand: what is not paid yet comes first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Cart, Customer, Line, Part, Quote, Store, quote, read_store
from checkout_core.orders import Order, PaymentUpdate, Refunded
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.wire import read_returns
from tests.factories.faults import faults_of
from tests.factories.refunds import AT


D = Decimal
QUARTER = [Part("now", percent=25), Part("on_delivery")]


def planned(plan: Any = QUARTER, credit: str = "0") -> Quote:
    """Return 1,049.00 for seven units, paid in parts."""
    customer = Customer("u", credit_balance=credit)
    cart = Cart(
        "INR",
        [
            Line("a", 6, "100.00", tax_rate=0),
            Line("b", 1, "449.00", tax_rate=0),
        ],
        payment_plan=plan,
        customer=customer,
        credit_balance_used=credit,
    )
    return quote(cart, Store("INR"))


def test_what_is_not_paid_yet_comes_first() -> None:
    """600.00 less to collect, and nothing back; then 186.75 less and 262.25 back."""
    quoted = planned()
    first = refund(quoted, {0: 6}, id="A", at=AT, paid="262.25")
    second = refund(quoted, {1: 1}, id="B", at=AT, paid="262.25", earlier=[first])

    assert (D("600.00"), D("0.00")) == (first.unpaid, first.gateway)
    assert (D("186.75"), D("262.25")) == (second.unpaid, second.gateway)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        # 200.00 of credit and 849.00 of money, of which 212.25 is paid: the unpaid
        # 636.75 are all of the first 500.00.
        (QUARTER, ("0.00", "0.00", "500.00")),
        # Without a plan the gateway's own part of it is lowered: of 500.00 it is
        # 500.00 x 849.00 / 1,049.00 = 404.67, and 95.33 are the credit's.
        ((), ("0.00", "95.33", "404.67")),
    ],
)
def test_pro_rata_too(plan: Any, expected: tuple[str, ...]) -> None:
    """As long as something is unpaid, no tender gives back anything."""
    policy = RefundPolicy(tenders="pro_rata", minimum_amount=0)
    quoted = planned(plan, credit="200.00")
    found = refund(quoted, {0: 5}, id="A", at=AT, paid="212.25", policy=policy)

    assert expected == (str(found.gateway), str(found.credit), str(found.unpaid))


def test_pro_rata_of_what_was_paid() -> None:
    """After the unpaid 636.75, 412.25 are shared: 212.25 of money, 200.00 of credit."""
    policy = RefundPolicy(tenders="pro_rata", minimum_amount=0)
    quoted = planned(credit="200.00")
    found: list[Refund] = []
    for name, units in (("A", {0: 6}), ("B", {1: 1})):
        note = refund(
            quoted, units, id=name, at=AT, paid="212.25", policy=policy, earlier=found
        )
        found.append(note)

    assert [("0.00", "0.00", "600.00"), ("212.25", "200.00", "36.75")] == [
        (str(x.gateway), str(x.credit), str(x.unpaid)) for x in found
    ]


@pytest.mark.parametrize(
    ("policy", "plan", "expected"),
    [
        ({}, QUARTER, ("262.25", "0.00", "100.00", "786.75")),
        ({"cancellation_charge": 50}, QUARTER, ("212.25", "50.00", "100.00", "786.75")),
        ({"advance": "kept"}, QUARTER, ("0.00", "262.25", "100.00", "786.75")),
        (
            {"advance": "kept", "cancellation_charge": 50},
            QUARTER,
            ("0.00", "262.25", "100.00", "786.75"),
        ),
        # Without a plan there is no advance.
        ({"advance": "kept"}, (), ("262.25", "0.00", "100.00", "786.75")),
    ],
)
def test_an_advance_is_returned_or_kept(
    policy: dict[str, Any], plan: Any, expected: tuple[str, ...]
) -> None:
    """Of 1,149.00, 100.00 by credit; what is not paid lapses either way."""
    cart = planned(plan, credit="100.00").cart
    lines = [*cart.lines, Line("c", 1, "100.00", tax_rate=0)]
    quoted = quote(cart.changed(lines=lines), Store("INR"))
    chosen = RefundPolicy(**policy, cancellation_reason="advance")
    found = cancellation(quoted, id="C", at=AT, paid="262.25", policy=chosen)
    found.check()

    assert expected == (
        str(found.gateway),
        str(found.charge),
        str(found.credit),
        str(found.unpaid),
    )
    assert ("advance" if found.charge else "") == found.charge_reason


def test_the_choices_of_an_advance() -> None:
    """Returned by default; a document of returns can say it."""
    assert "returned" == RefundPolicy().advance
    assert [("advance", "not_a_choice")] == faults_of(RefundPolicy, advance="lost")
    document = {"id": "C", "at": AT, "cancel": True, "policy": {"advance": "kept"}}
    assert "kept" == read_returns(document).policy.advance


def test_an_order_asks_for_what_is_due() -> None:
    """25 % now, 25 % on a day, the rest at the door: refunds cancel the last first."""
    plan = [
        Part("now", percent=25),
        Part("2026-12-24", percent=25),
        Part("on_delivery"),
    ]
    order = Order.placed(planned(plan), number="A", at="2026-12-01T10:00:00+05:30")
    early = _at("2026-12-23T23:59:59+05:30")
    late = _at("2026-12-24T00:00:00+05:30")

    assert ("pending", D("262.25"), D("524.50")) == (
        order.status,
        order.amount_due(early),
        order.amount_due(late),
    )
    paid = order.after(PaymentUpdate("P", "262.25", early, state="succeeded"))
    assert ("confirmed", "partially_paid", D("0.00"), D("262.25"), D("786.75")) == (
        paid.status,
        paid.payment_status,
        paid.amount_due(early),
        paid.amount_due(late),
        paid.amount_unpaid,
    )
    note = paid.refund({0: 6}, id="R", at=late)
    after = paid.after(Refunded(note))
    assert [("now", "262.25"), ("2026-12-24", "186.75")] == [
        (x.due, str(x.amount)) for x in after.instalments
    ]
    assert (D("186.75"), D("0.00")) == (after.amount_due(late), after.amount_overpaid)


def test_an_order_that_asks_for_nothing_now() -> None:
    """It is confirmed at once, and collected at the door."""
    quoted = planned([Part("on_delivery")])
    order = Order.placed(quoted, number="A", at="2026-12-01T10:00:00+05:30")

    assert ("confirmed", "pending", D("0.00")) == (
        order.status,
        order.payment_status,
        order.amount_due(order.placed_at),
    )


def test_the_whole_rest_can_be_paid_at_once() -> None:
    """More than is due settles the parts in their order."""
    order = Order.placed(planned(), number="A", at="2026-12-01T10:00:00+05:30")
    at = order.placed_at
    paid = order.after(PaymentUpdate("P", "1049.00", at, state="succeeded"))

    assert ("confirmed", "success", D("0.00"), D("0.00")) == (
        paid.status,
        paid.payment_status,
        paid.amount_due(at),
        paid.amount_overpaid,
    )


def test_a_moment_is_needed() -> None:
    """A text is none."""
    order = Order.placed(planned(), number="A", at="2026-12-01T10:00:00+05:30")

    assert [("at", "wrong_type")] == faults_of(order.amount_due, "2026-12-01")


def test_what_is_kept_is_priced_without_the_plan() -> None:
    """Repriced after a return, a store's plan changes nothing."""
    document = {
        "currency": "INR",
        "payment_plan": [{"due": "now", "percent": 25}, {"due": "on_delivery"}],
    }
    store = read_store(document)
    quoted = quote(planned(None).cart, store)
    policy = RefundPolicy(promotion_break="recompute")
    found = refund(
        quoted, {0: 6}, id="A", at=AT, paid="262.25", policy=policy, store=store
    )

    assert (D("600.00"), D("0.00")) == (found.unpaid, found.gateway)


def _at(text: str) -> Any:
    return PaymentUpdate("P", 1, text).at
