# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Refunds at the gateway: send those that wait, and note what became of them.

Promises that a refund which may have been carried out is sent again with the same id
only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.gateway import (
    RefundStatus,
    ask,
)
from checkout_core.http import converse
from checkout_core.service import logs
from checkout_core.service.dependencies import App


if TYPE_CHECKING:
    from checkout_core.service.ports import Unit


def send_refunds(app: App, number: str | None = None) -> None:
    """
    Send every refund that the gateway has not accepted, of one order or of all.

    A refund without an answer stays stored and is sent again with the same id, which
    the gateway carries out once.
    """
    with app.database.reading() as unit:
        requests = [
            each for each in unit.payments.refund_requests(number) if not each.status
        ]
    for refund in requests:
        try:
            call = app.gateway.refund(
                refund.gateway_id,
                refund_id=refund.id,
                amount=refund.amount,
                currency=app.catalogue.store.currency.code,
            )
            found = converse(ask(call), app.transport)
        except (GatewayError, CheckoutError) as error:
            kind = type(error).__name__
            logs.write(app.clock(), "refund_waits", id=refund.id, error=kind)
            continue
        with app.database.writing() as unit:
            update_refund_requests(unit, refund.order_number, (found,))


def update_refund_requests(
    unit: Unit, number: str, refunds: Iterable[RefundStatus]
) -> None:
    """Store what the gateway says of an order's refund requests."""
    states = {each.id: each.state for each in refunds}
    for request in unit.payments.refund_requests(number):
        status = str(states.get(request.id) or request.status)
        if status != request.status:
            unit.payments.put_refund_request(evolve(request, status=status))
