# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The request for a refund of one transaction, or for one that is paid out at once.

An order is refunded by `orders.refund_order`; this call names the attempt that is
refunded, where an order was charged twice, or asks Juspay to pay out to the payer's
card at once.  Instant refunds are an option of the merchant's account and work for
saved cards; `instant_with_fallback` takes the usual way where they do not.

Promises that every refund has an id by which Juspay knows it again.  Sources: the page
of refunds by transaction id and its samples, `POST /refunds`.

Knows nothing of answers.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from checkout_core.juspay.amounts import check_currency, check_refund, written
from checkout_core.juspay.messages import collected
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.requests import VERSION, Call, Draft
from checkout_core.juspay.rules import (
    check_choice,
    check_identifier,
    check_order_id,
    check_refund_id,
)
from checkout_core.money.parse import number


if TYPE_CHECKING:
    from checkout_core.http import Request
    from checkout_core.juspay.credentials import AnyCredentials
    from checkout_core.money import Amount


class RefundType(StrEnum):
    """
    How a refund is paid.

    - `STANDARD`: by the gateway that took the money.
    - `INSTANT`: at once, to the payer's saved card.
    - `INSTANT_WITH_FALLBACK`: at once, else by that gateway.
    """

    STANDARD = "STANDARD"
    INSTANT = "INSTANT"
    INSTANT_WITH_FALLBACK = "INSTANT_WITH_FALLBACK"


def refund_txn(
    credentials: AnyCredentials,
    *,
    unique_request_id: str,
    txn_id: str | None = None,
    order_id: str | None = None,
    refund_type: RefundType = RefundType.STANDARD,
    amount: Amount,
    left: Amount | None = None,
    currency: str = "INR",
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that refunds one transaction, or the one that paid an order.

    Give *txn_id* (`Order.txn_id`, such as "merchant-A1-2") or *order_id*, one of both.
    *unique_request_id* is new for each refund and the same for a repeat; *left* is how
    much is left, if the caller knows.  Raises `CheckoutError` with every fault.
    """
    draft = Draft(credentials, environment, version, policy)
    draft.put("unique_request_id", check_refund_id, unique_request_id)
    code = collected(draft, check_currency, currency)
    rest = None if left is None else collected(draft, number, left, "left")
    part = code and collected(draft, check_refund, amount, rest, code)
    draft.pairs += [("amount", written(part))] if part else []
    ident = ""
    if (txn_id is None) is (order_id is None):
        draft.refuse("txn_id", "refund_of_one", txn_id)
    elif order_id is None:
        draft.put("txn_id", check_identifier, "txn_id", txn_id)
    else:
        ident = draft.put("order_id", check_order_id, order_id, policy)
    kind = collected(draft, check_choice, "refund_type", refund_type, RefundType)
    if kind not in (None, RefundType.STANDARD):
        draft.pairs.append(("refund_type", str(kind)))
    route = draft.route(routing_id, customer_id, ident)
    return draft.post(Call.REFUND_TXN, "/refunds", ident, route)
