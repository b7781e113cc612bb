# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's answers about mandates as values: mandates, notifications, cancelled debits.

As in `answers`, whose part this is: the wire's names are the attributes, and keys that
are missing or null are None.

Knows nothing of HTTP or JSON text; `decode` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.juspay.method_answers import PaymentInfo
from checkout_core.juspay.statuses import MandateState
from checkout_core.values import Record


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


@frozen(kw_only=True)
class Mandate:
    """
    A mandate in its present state; its tokens are not shown in the repr.

    Attributes:
        mandate_id: Juspay's id of it.
        mandate_token, mandate_debit_token: the tokens that debits are made with.
        mandate_type: "MANDATE" (cards) or "EMANDATE" (UPI, net banking).
        status: by name, such as "ACTIVE"; `state` reads it.
        order_id: the order it was agreed to with.
        customer_id: the merchant's id of the customer.
        currency: an ISO 4217 code.
        max_amount: the largest debit, in major units.
        amount_rule: "FIXED" or "VARIABLE".
        frequency: how often it may be debited, such as "MONTHLY".
        rule_value: the day of the period, None if the frequency has none.
        rule_type: "ON", "BEFORE" or "AFTER" that day.
        start_date, end_date: when it begins and ends, with offsets.
        block_fund: whether the money is held until it is debited (one-time mandates).
        revokable_by_customer: whether the customer may end it alone.
        activated_at, last_activated_at: when it first and last became active, with
            offsets.
        last_updated: when it last changed, with its offset.
        pause_start_date, pause_end_date: when a pause begins and ends, with offsets.
        response_message: the bank's words.
        payment_info: what it was registered with.
        other: every other key, and every value that could not be read.
    """

    mandate_id: str | None = None
    mandate_token: str | None = field(default=None, repr=False)
    mandate_debit_token: str | None = field(default=None, repr=False)
    mandate_type: str | None = None
    status: str | None = None
    order_id: str | None = None
    customer_id: str | None = None
    currency: str | None = None
    max_amount: Decimal | None = None
    amount_rule: str | None = None
    frequency: str | None = None
    rule_value: int | None = None
    rule_type: str | None = None
    start_date: datetime | None = None
    end_date: datetime | None = None
    block_fund: bool | None = None
    revokable_by_customer: bool | None = None
    activated_at: datetime | None = None
    last_activated_at: datetime | None = None
    last_updated: datetime | None = None
    pause_start_date: datetime | None = None
    pause_end_date: datetime | None = None
    response_message: str | None = None
    payment_info: PaymentInfo | None = None
    other: Record = Record()

    @property
    def state(self) -> MandateState:
        """Its state."""
        known = {each.value: each for each in MandateState}
        return known.get(self.status or "", MandateState.UNKNOWN)


@frozen(kw_only=True)
class MandateList:
    """
    One page of a customer's mandates.

    Attributes:
        total: how many mandates the customer has.
        offset: how many come before this page.
        count: how many are on this page.
        object: the kind of document, "list".
        list: the mandates of the page; () if there are none.
        other: every other key, and every value that could not be read.
    """

    total: int | None = None
    offset: int | None = None
    count: int | None = None
    object: str | None = None
    list: tuple[Mandate, ...] = ()
    other: Record = Record()


@frozen(kw_only=True)
class Notification:
    """
    A notification of the customer about a future debit.

    Attributes:
        id: Juspay's id of it.
        object: the kind of document, "notification".
        object_reference_id: the id the merchant gave it.
        notification_type: how it is sent, such as "SMS".
        status: by name, such as "SUCCESS".
        description: what the customer reads.
        source_object, source_info: what it announces: the kind, such as "MANDATE", and
            its details as they came.
        provider_name, provider_response: who delivers it, and their answer as it came.
        mandate: the mandate that will be debited.
        date_created, last_updated: when it was made and last changed, with offsets.
        other: every other key, and every value that could not be read.
    """

    id: str | None = None
    object: str | None = None
    object_reference_id: str | None = None
    notification_type: str | None = None
    status: str | None = None
    description: str | None = None
    source_object: str | None = None
    source_info: Record | None = None
    provider_name: str | None = None
    provider_response: Record | None = None
    mandate: Mandate | None = None
    date_created: datetime | None = None
    last_updated: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Cancellation:
    """
    A scheduled debit that was cancelled.

    Attributes:
        order_id: the order of the debit.
        txn_uuid: Juspay's id of the debit.
        txn_status: its state by name.
        response_message: the result in words.
        other: every other key, and every value that could not be read.
    """

    order_id: str | None = None
    txn_uuid: str | None = None
    txn_status: str | None = None
    response_message: str | None = None
    other: Record = Record()
