# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's answers about an attempt to pay as values: the transaction, the bank behind it.

As in `answers`, whose part this is: the wire's names are the attributes, and keys that
are missing or null are None.

Knows nothing of HTTP or JSON text; `decode` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.values import Record


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


@frozen(kw_only=True)
class TxnDetail:
    """
    One attempt to pay an order.

    Attributes:
        txn_id, txn_uuid: Juspay's ids of the attempt.
        order_id: the order it pays for.
        status: its state by name, such as "CHARGED".
        error_code, error_message: why it failed, in the bank's words.
        net_amount: the amount of the order, in major units.
        surcharge_amount, tax_amount: the gateway's additional fee, and the tax on it,
            in major units.
        txn_amount: the three together, in major units: what was asked of the payer
            before any offer.
        offer_deduction_amount: what the gateway's offers took off, in major units.
        gateway_id, gateway: the gateway behind Juspay, by number (as text) and name.
        currency: an ISO 4217 code.
        express_checkout: whether it was paid without the payment page.
        redirect: whether the payer was sent to another page.
        created: when it began, with its offset.
        txn_flow_type: how it was paid, such as "EMI" or "CASH_PAY".
        txn_object_type: what was paid, such as "EMANDATE_REGISTER"; None for an order
            without a mandate.
        source_object, source_object_id: the kind of thing it belongs to, such as
            "MANDATE", and its id.
        metadata: the gateway's own data.
        other: every other key, and every value that could not be read.
    """

    txn_id: str | None = None
    txn_uuid: str | None = None
    order_id: str | None = None
    status: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    net_amount: Decimal | None = None
    surcharge_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    txn_amount: Decimal | None = None
    offer_deduction_amount: Decimal | None = None
    gateway_id: str | None = None
    gateway: str | None = None
    currency: str | None = None
    express_checkout: bool | None = None
    redirect: bool | None = None
    created: datetime | None = None
    txn_flow_type: str | None = None
    txn_object_type: str | None = None
    source_object: str | None = None
    source_object_id: str | None = None
    metadata: Record | None = None
    other: Record = Record()


@frozen(kw_only=True)
class GatewayReply:
    """
    The answer of the payment gateway behind Juspay to an attempt.

    Attributes:
        resp_code, resp_message: the result in the gateway's code and words.
        rrn: the retrieval reference number, by which a bank finds the payment.
        epg_txn_id, auth_id_code: the gateway's id of the payment, and the bank's code
            of its authorization.
        txn_id: Juspay's id of the attempt.
        created: when the gateway answered, with its offset.
        other: every other key, and every value that could not be read.
    """

    resp_code: str | None = None
    resp_message: str | None = None
    rrn: str | None = None
    epg_txn_id: str | None = None
    auth_id_code: str | None = None
    txn_id: str | None = None
    created: datetime | None = None
    other: Record = Record()
