# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Payments that the merchant takes: nothing is sent, and the price is the one asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Charge, Conditions, Line, Order, Part, Payment, Store, quote
from checkout_core.orders import StatusChange
from checkout_core.wire.endpoints import ask_payment
from checkout_core.wire.envelopes import Answered, PaymentPending, content_of
from checkout_core.wire.manual import CASH, TRANSFER
from tests.factories.endpoints import HYPER, SHOP, begin, cart
from tests.factories.orders import NOON, at, placed


BOTH = (CASH, TRANSFER)
BY_CASH = {"payment_provider_slug": "manual", "integration_type": CASH}
BY_TRANSFER = {"payment_provider_slug": "manual", "integration_type": TRANSFER}
AT_THE_DOOR = Payment("cash_on_delivery")
TO_THE_BANK = Payment("bank_transfer")
CARD = Payment("card")
ADVANCE = [Part("now", percent=25), Part("on_delivery")]


def errors(done: Answered | PaymentPending) -> Any:
    """Return the errors of a refusal."""
    assert isinstance(done, Answered)
    return done.envelope.document["errors"]


def answered(method: Any, **fields: Any) -> tuple[Any, ...]:
    """Return what an order of a cart with *fields* is answered with."""
    done = begin(method, cart(**fields), manual=BOTH)
    assert isinstance(done, Answered)
    assert done.order is not None
    content = content_of(done.envelope)
    assert {} == content["payment_info"]
    return (
        content["order"]["status"],
        content["order"]["payment_status"],
        content["payment_required"],
        done.order.status,
        len(done.order.payments),
    )


@pytest.mark.parametrize(
    ("method", "payment", "expected"),
    [
        (BY_CASH, AT_THE_DOOR, ("confirmed", "pending", False)),
        # Nothing of its price depends on the payment.
        (BY_CASH, None, ("confirmed", "pending", False)),
        (BY_TRANSFER, TO_THE_BANK, ("pending", "pending", True)),
        (BY_TRANSFER, None, ("pending", "pending", True)),
    ],
)
def test_nothing_is_sent(method: Any, payment: Any, expected: Any) -> None:
    """Cash confirms the order; a transfer is waited for."""
    status, payment_status, required = expected

    assert (status, payment_status, required, status, 0) == answered(
        method, payment=payment
    )


def test_an_advance_is_paid_another_way() -> None:
    """What is due before delivery can be sent to the bank or asked of the gateway."""
    fields: dict[str, Any] = {"payment": AT_THE_DOOR, "payment_plan": ADVANCE}
    asked = begin(HYPER, cart(**fields), manual=BOTH)
    assert isinstance(asked, PaymentPending)

    assert ("pending", "pending", True, "pending", 0) == answered(BY_TRANSFER, **fields)
    assert Decimal("210.83") == asked.order.payments[-1].amount


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        (BY_CASH, {"payment": CARD}),
        (BY_CASH, {"payment": TO_THE_BANK}),
        (BY_CASH, {"payment": AT_THE_DOOR, "payment_plan": ADVANCE}),
        (BY_TRANSFER, {"payment": CARD}),
        (BY_TRANSFER, {"payment": AT_THE_DOOR}),
        (HYPER, {"payment": TO_THE_BANK}),
    ],
)
def test_it_is_paid_by_what_it_was_priced_for(method: Any, fields: Any) -> None:
    """Anything else is refused, and nothing is ordered."""
    done = begin(method, cart(**fields), manual=BOTH)
    assert isinstance(done, Answered)

    assert (409, "payment_differs", None) == (
        done.envelope.status,
        done.envelope.document["code"],
        done.order,
    )


@pytest.mark.parametrize(
    ("method", "is_answered"), [(BY_CASH, True), (BY_TRANSFER, False)]
)
def test_a_fee_for_cash_is_in_the_price(method: Any, is_answered: bool) -> None:  # noqa: FBT001
    """A cart priced without a payment has no fee for cash, so it is not paid so."""
    fee = Charge("Cash on delivery", 50, conditions=Conditions(payment=[AT_THE_DOOR]))
    quoted = quote(cart().cart, Store("INR", charges=[fee]), at=NOON)
    done = begin(method, quoted, manual=BOTH)
    assert isinstance(done, Answered)

    assert is_answered == (done.order is None)
    assert is_answered == ("Cash on delivery" in done.envelope.document["message"])


@pytest.mark.parametrize(
    ("manual", "method", "path", "choices"),
    [
        ((), BY_CASH, "payment_method.payment_provider_slug", "'juspay'"),
        ((TRANSFER,), BY_CASH, "payment_method.integration_type", "'bank-transfer'"),
        (
            (TRANSFER,),
            {**HYPER, "payment_provider_slug": "cash"},
            "payment_method.payment_provider_slug",
            "'juspay', 'manual'",
        ),
    ],
)
def test_what_the_merchant_does_not_take(
    manual: Any, method: Any, path: str, choices: str
) -> None:
    """By default nothing, also where nothing is due now."""
    done = begin(method, cart(payment=AT_THE_DOOR, payment_plan=ADVANCE), manual=manual)
    (error,) = errors(done)

    assert (path, "not_a_choice") == (error["path"], error["code"])
    assert choices in error["message"]


def test_all_faults_of_a_manual_payment() -> None:
    """Unknown keys, a subscription that cannot be debited later, and `all`."""
    line = Line("milk", 1, "60.00", tax_rate=0, on_subscription=True)
    request = {
        "cart_id": "cart_01",
        "payment_method": {**BY_CASH, "return_url": "https://shop.example"},
        "all": True,
    }
    done = begin(request=request, quote=cart(lines=[line]), manual=BOTH)

    assert [
        ("payment_method.return_url", "unknown_key"),
        ("payment_method.payment_provider_slug", "no_mandates"),
        ("all", "not_with_manual"),
    ] == [(each["path"], each["code"]) for each in errors(done)]


@pytest.mark.parametrize("status", ["draft", "awaiting_approval"])
def test_cash_confirms_what_is_pending_only(status: str) -> None:
    """An order that is to be approved, or not placed yet, waits for that."""
    order = Order.placed(placed().quote, number="ORD-1", at=NOON, status=status)
    done = ask_payment(order, BY_CASH, gateway=SHOP, at=NOON, manual=BOTH)
    assert isinstance(done, Answered)

    assert order == done.order


def test_a_repeated_request_changes_nothing() -> None:
    """It is confirmed already, and may be under way."""
    order = placed().after(StatusChange("confirmed", at(1)))
    done = ask_payment(order, BY_CASH, gateway=SHOP, at=at(2), manual=BOTH)
    assert isinstance(done, Answered)

    assert order is done.order


@pytest.mark.parametrize(
    ("expected", "status"),
    [("843.30", 200), ("843.3", 200), (None, 200), ("843.29", 409), ("900", 409)],
)
def test_a_total_that_is_expected(expected: Any, status: int) -> None:
    """Any other total is refused, a lower one as well."""
    request = {"cart_id": "cart_01", "expected_total": expected}
    done = begin(request=request)
    assert isinstance(done, Answered)
    code = None if status == 200 else "price_changed"

    assert (status, code) == (done.envelope.status, done.envelope.document.get("code"))


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("all", "yes", "wrong_type"),
        ("expected_total", -1, "negative"),
        ("expected_total", "much", "bad_amount"),
    ],
)
def test_a_request_that_says_something_else(key: str, value: Any, code: str) -> None:
    """It is refused with the key."""
    (error,) = errors(begin(request={"cart_id": "cart_01", key: value}))

    assert (key, code) == (error["path"], error["code"])
