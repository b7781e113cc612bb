# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the two payment endpoints answer, byte for byte: as it goes well, and otherwise.

When a change of the bytes is meant, run `python -m tests.golden.test_golden_envelopes`
with `tests` on the path and read the difference before it is committed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checkout_core import GatewayError, dumps
from checkout_core.juspay import Credentials, MandateTerms
from checkout_core.juspay.gateway import JuspayGateway
from checkout_core.orders import Order
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.wire.endpoints import (
    begin_juspay_create_order,
    finish_create_order,
    finish_juspay_create_order,
)
from checkout_core.wire.envelopes import Answered, Envelope, PaymentPending
from tests.factories.endpoints import EXPRESS, HYPER, SHOP, begin, cart
from tests.factories.orders import NOON, moved, paid, priced


HERE = Path(__file__).parent / "endpoints"
IN_ORDER = {"order_number": "ORD-1", "return_url": "https://shop.example/paid"}
TERMS = MandateTerms(max_amount=1000, frequency="MONTHLY", rule_value=5)
STRANGER = JuspayGateway(
    credentials=Credentials("merchant-id", "ANOTHER_KEY"), payment_page_client_id="shop"
)


def order() -> Order:
    """Return an order that is not paid."""
    return Order.placed(cart(), number="ORD-1", at=NOON)


def created(method: Any = None, *troubles: Trouble, **more: Any) -> Envelope:
    """Return what create order answers, the call sent where there is one."""
    return answered(begin(method, **more), finish_create_order, troubles)


def in_juspay(known: Order | None, *troubles: Trouble, **changes: Any) -> Envelope:
    """Return what create order in Juspay answers."""
    begun = begin_juspay_create_order(
        {**IN_ORDER, **changes}, known, gateway=SHOP, at=NOON
    )
    return answered(begun, finish_juspay_create_order, troubles)


def answered(
    begun: Answered | PaymentPending, finish: Any, troubles: tuple[Trouble, ...]
) -> Envelope:
    """Return the answer, from the gateway where one is asked."""
    if isinstance(begun, Answered):
        return begun.envelope
    answer: Any
    try:
        answer = Loopback(Gateway(at=NOON).failing(*troubles)).send(begun.call)
    except GatewayError as error:
        answer = error
    found: Envelope = finish(begun, answer)
    return found


@cache
def envelopes() -> dict[str, Envelope]:
    """Return every envelope that stands in a file, by its name."""
    free = cart(credit_balance_used="500.00", lines=[priced().cart.lines[2]])
    return {
        "hyper-checkout": created(HYPER),
        "hyper-checkout-mandate": created(HYPER, mandate=TERMS),
        "express-checkout": created(EXPRESS),
        "nothing-to-pay": created(HYPER, quote=free),
        "paid-later": created(),
        "paid-already": created(HYPER, existing=paid(order())),
        "bad-request": created(
            {"integration_type": "magic", "card_number": "4111111111111111"}
        ),
        "no-such-cart": created(HYPER, quote=cart(id="cart_02")),
        "cancelled": created(HYPER, existing=moved(order(), "cancelled")),
        "bad-key": created(HYPER, gateway=STRANGER),
        "no-answer": created(HYPER, Trouble.TIMEOUT_AFTER_ACCEPT),
        "server-error": created(EXPRESS, Trouble.SERVER_ERROR),
        "unusable-answer": created(HYPER, Trouble.MALFORMED_JSON),
        "juspay-create-order": in_juspay(order()),
        "juspay-bad-request": in_juspay(order(), return_url="paid", amount=1),
        "juspay-no-such-order": in_juspay(None),
        "juspay-nothing-to-pay": in_juspay(paid(order())),
        "juspay-another-amount": in_juspay(order(), Trouble.AMOUNT_MISMATCH),
    }


def text_of(envelope: Envelope) -> str:
    """Return an envelope as it stands in its file: status and document."""
    shown = {"status": envelope.status, "document": envelope.document}
    return dumps(shown, indent=2) + "\n"


def test_every_file_is_an_envelope() -> None:
    """None is left over."""
    assert sorted(envelopes()) == sorted(path.stem for path in HERE.glob("*.json"))


@pytest.mark.parametrize("name", envelopes())
def test_the_bytes_are_the_same(name: str) -> None:
    """Equal requests and answers give equal bytes."""
    expected = (HERE / f"{name}.json").read_text(encoding="utf-8")

    assert expected == text_of(envelopes()[name])


if __name__ == "__main__":
    for name, envelope in envelopes().items():
        (HERE / f"{name}.json").write_text(text_of(envelope), encoding="utf-8")
