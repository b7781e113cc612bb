# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's answers about money that goes back as values: refunds, chargebacks.

As in `answers`, whose part this is: the wire's names are the attributes, and keys that
are missing or null are None.

Knows nothing of HTTP or JSON text; `decode` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.gateway import RefundState
from checkout_core.juspay.attempt_answers import TxnDetail
from checkout_core.juspay.statuses import CHARGEBACK_STATES, REFUND_STATES
from checkout_core.orders import DisputeState
from checkout_core.values import Record


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


@frozen(kw_only=True)
class Refund:
    """
    A refund: an entry of an order, or a separate answer.

    Attributes:
        id: the gateway's id; None while it is pending.
        unique_request_id: the id the merchant gave it.
        amount: in major units.
        status: by name, such as "PENDING"; `state` reads it.
        created: when it was asked for, with its offset.
        ref, reference_id: the gateway's references.
        arn, refund_arn: the acquirer's reference number, by which the payer's bank
            finds it.
        error_code, error_message: why it failed.
        sent_to_gateway: whether Juspay has passed it on.
        initiated_by: who asked for it, such as "API".
        refund_source: who pays it out, such as "RAZORPAY".
        refund_type: such as "STANDARD" or "INSTANT".
        pg_processed_at: when the gateway carried it out, with its offset.
        metadata: the gateway's own data.
        order_id, txn_id: the order, and Juspay's id of the attempt it gives back.
        gateway: the gateway behind Juspay, by name.
        response_code: the result in the gateway's code.
        epg_txn_id, authorization_id: the gateway's id of the payment, and the bank's
            code of its authorization.
        other: every other key, and every value that could not be read.
    """

    id: str | None = None
    unique_request_id: str | None = None
    amount: Decimal | None = None
    status: str | None = None
    created: datetime | None = None
    ref: str | None = None
    arn: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    sent_to_gateway: bool | None = None
    initiated_by: str | None = None
    refund_source: str | None = None
    refund_type: str | None = None
    pg_processed_at: datetime | None = None
    metadata: Record | None = None
    order_id: str | None = None
    txn_id: str | None = None
    gateway: str | None = None
    response_code: str | None = None
    refund_arn: str | None = None
    reference_id: str | None = None
    epg_txn_id: str | None = None
    authorization_id: str | None = None
    other: Record = Record()

    @property
    def state(self) -> RefundState:
        """Its state."""
        return REFUND_STATES.get(self.status or "", RefundState.PENDING)


@frozen(kw_only=True)
class Chargeback:
    """
    Money that a payer's bank asks back, past the merchant.

    Attributes:
        id: Juspay's id of it.
        amount: how much is asked back, in major units.
        object_reference_id: the gateway's id of it.
        dispute_status: how far it is, by name; `state` reads it.
        txn: the attempt to pay it belongs to.
        date_created, date_resolved, last_updated: when it came, was decided and last
            changed, with offsets.
        object: "chargeback".
        other: every other key, and every value that could not be read.
    """

    id: str | None = None
    amount: Decimal | None = None
    object_reference_id: str | None = None
    dispute_status: str | None = None
    txn: TxnDetail | None = None
    date_created: datetime | None = None
    date_resolved: datetime | None = None
    last_updated: datetime | None = None
    object: str | None = None
    other: Record = Record()

    @property
    def state(self) -> DisputeState:
        """Its state; an unknown word of Juspay's is `opened`."""
        name = (self.dispute_status or "").removeprefix("CHARGEBACK_")
        return CHARGEBACK_STATES.get(name, DisputeState.OPENED)
