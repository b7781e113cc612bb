# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The cases of the contract about settlement: what Juspay says, what it comes to."""

from __future__ import annotations

import json

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from checkout_core import Cart, GatewayError, Line, Store, quote, read_checkout
from checkout_core.http import Request, Response
from checkout_core.juspay import Order as Answer
from checkout_core.juspay import Policy, is_paid, payment_of, read_order, receipt_of
from checkout_core.orders import Order, PaymentUpdate, Refunded
from tests.factories.orders import NOON, at


FOLDER = Path(__file__).parent / "india"
CASES = {
    name: case
    for name, case in (
        (path.stem, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(FOLDER.glob("*.json"))
    )
    if "payment" in case
}


def placed(case: dict[str, Any]) -> Order:
    """Return the order of a case, whose payment was asked for."""
    asked = case["payment"]["asked"]
    if "document" in case:
        checkout = read_checkout(case["document"])
        sold = quote(checkout.cart, checkout.store, at=checkout.at)
    else:
        line = Line("A", 1, asked["amount"], tax_rate=0)
        sold = quote(Cart(asked["currency"], [line]), Store(asked["currency"]))
    order = Order.placed(sold, number=asked["order_id"], at=NOON)
    ident, amount = asked["order_id"], asked["amount"]
    return order.after(PaymentUpdate(ident, amount, at(0), state="started"))


def answered(case: dict[str, Any]) -> Answer:
    """Return what Juspay answers, as it is read."""
    body = json.dumps(case["payment"]["answer"]).encode()
    return read_order(Request("GET", "", ()), Response(200, (), body))


def told(case: dict[str, Any]) -> Order:
    """Return the order once Juspay has answered."""
    payment, answer = case["payment"], answered(case)
    policy = Policy(offer_funding=payment.get("funding", {}))
    asked = payment["asked"]
    assert is_paid(
        answer,
        order_id=asked["order_id"],
        amount=asked["amount"],
        currency=asked["currency"],
    )
    order = placed(case)
    return order.after(payment_of(order, answer, at=at(1), policy=policy))


#: What a case may say of the payment, and of the order that it pays.
RECEIPT = ("received", "gateway_discount", "surcharge", "surcharge_tax")
TOTALS = ("amount_paid", "amount_received", "amount_unpaid")


@pytest.mark.parametrize("name", [each for each in CASES if "invalid" not in each])
def test_what_came_in(name: str) -> None:
    """To the digit: received, discounted, charged on top, refundable; and by whom."""
    case = CASES[name]
    expected, order = case["payment"]["expected"], told(case)
    (payment,) = order.payments
    funders = [str(funder) for funder, _ in payment.funded_by]

    receipt = receipt_of(answered(case))
    assert {key: each for key, each in expected.items() if key in RECEIPT} == {
        key: str(getattr(receipt, key)) for key in RECEIPT if key in expected
    }
    assert {
        key: Decimal(each)
        for key, each in expected.items()
        if key in (*RECEIPT, "refundable")
    } == {
        key: getattr(payment, key)
        for key in (*RECEIPT, "refundable")
        if key in expected
    }
    assert {key: each for key, each in expected.items() if key in TOTALS} == {
        key: str(getattr(order, key)) for key in TOTALS if key in expected
    }
    assert [expected["funded_by"]] * bool(expected["funded_by"]) == funders
    assert "success" == order.payment_status


@pytest.mark.parametrize("name", [each for each in CASES if "invalid" in each])
def test_what_is_no_payment(name: str) -> None:
    """An error that says why, and the order is not paid."""
    case = CASES[name]
    with pytest.raises(GatewayError) as caught:
        told(case)

    assert case["payment"]["expected"]["code"] == caught.value.error_code


def test_returns_of_a_discounted_payment() -> None:
    """1000.00 paid with 900.00: 300.00, 299.99 and 300.01 go back."""
    case = CASES["38-returns-of-a-discounted-payment"]
    order = told(case)
    found = []
    for i, each in enumerate(case["refunds"]):
        units = {int(line): count for line, count in each["returned"].items()}
        note = order.refund(units, id=f"R{i}", at=at(2))
        order = order.after(Refunded(note))
        figures = {"amount": note.amount, "gateway": note.gateway}
        figures["gateway_discount"] = note.gateway_discount
        found.append({name: str(figure) for name, figure in figures.items()})

    assert [
        {**each, **row} for each, row in zip(case["refunds"], found, strict=True)
    ] == (case["refunds"])
    assert (Decimal(0), Decimal(0)) == (order.amount_held, order.discount_held)


def test_the_merchant_pays_the_offer() -> None:
    """150.00 of 1000.00 lower the supply; 850.00 are left, as if sold so."""
    case = CASES["39-merchant-pays-the-offer"]
    order = told(case)
    (reduction,) = order.price_reductions
    totals = order.quote.totals

    assert case["expected"] == {
        name: str(getattr(totals, name)) for name in case["expected"]
    }
    for name, found in (("reduction", reduction), ("invoice", order.invoice())):
        assert case[name] == {
            "taxable_value": str(found.taxable_value),
            "components": [
                {"name": each.name, "amount": str(each.amount)}
                for each in found.components
            ],
            "amount": str(found.amount),
        }
