# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's answers as values.

One class for each document, with the wire's names as attributes; keys that are missing
or null are None, and unknown or unreadable values are in `other`.  Amounts are exact,
moments have their offset, and only CHARGED is paid.

Knows nothing of HTTP or JSON text; `responses` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.checks import expect
from checkout_core.gateway import RefundState
from checkout_core.juspay.statuses import (
    REFUND_STATES,
    MandateState,
    Status,
    status_of,
)
from checkout_core.values import Record


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


@frozen(kw_only=True)
class PaymentLinks:
    """Where the customer can pay; never built from an order's id."""

    web: str | None = None
    mobile: str | None = None
    iframe: str | None = None
    expiry: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class ClientAuth:
    """The token that opens the SDK for fifteen minutes; not shown in the repr."""

    client_auth_token: str | None = field(default=None, repr=False)
    client_auth_token_expiry: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class CardToken:
    """A network's token for a card."""

    card_reference: str | None = None
    card_fingerprint: str | None = None
    last_four_digits: str | None = None
    card_isin: str | None = None
    expiry_year: str | None = None
    expiry_month: str | None = None
    par: str | None = field(default=None, repr=False)
    tokenization_status: str | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Card:
    """The card of a payment, as far as the merchant may know it."""

    card_brand: str | None = None
    card_fingerprint: str | None = None
    card_isin: str | None = None
    card_issuer: str | None = None
    card_issuer_country: str | None = None
    card_reference: str | None = None
    card_type: str | None = None
    expiry_month: str | None = None
    expiry_year: str | None = None
    extended_card_type: str | None = None
    juspay_bank_code: str | None = None
    last_four_digits: str | None = None
    name_on_card: str | None = field(default=None, repr=False)
    saved_to_locker: bool | None = None
    token: CardToken | None = None
    token_created: CardToken | None = None
    tokenization_user_consent: bool | None = None
    using_saved_card: bool | None = None
    using_token: bool | None = None
    other: Record = Record()


@frozen(kw_only=True)
class TxnDetail:
    """One attempt to pay an order."""

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
    """The answer of the payment gateway behind Juspay to an attempt."""

    resp_code: str | None = None
    resp_message: str | None = None
    rrn: str | None = None
    epg_txn_id: str | None = None
    auth_id_code: str | None = None
    txn_id: str | None = None
    created: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Refund:
    """A refund: an entry of an order, or a separate answer."""

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
class Upi:
    """The UPI side of a payment."""

    payer_vpa: str | None = field(default=None, repr=False)
    other: Record = Record()


@frozen(kw_only=True)
class PaymentInfo:
    """What a mandate was registered with."""

    payment_method: str | None = None
    payment_method_type: str | None = None
    upi: Upi | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Mandate:
    """A mandate in its present state; its tokens are not shown in the repr."""

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
    """One page of a customer's mandates."""

    total: int | None = None
    offset: int | None = None
    count: int | None = None
    object: str | None = None
    list: tuple[Mandate, ...] = ()
    other: Record = Record()


@frozen(kw_only=True)
class Notification:
    """A notification of the customer about a future debit."""

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
    """A scheduled debit that was cancelled."""

    order_id: str | None = None
    txn_uuid: str | None = None
    txn_status: str | None = None
    response_message: str | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Authentication:
    """The URL and HTTP method by which the customer continues a payment."""

    url: str | None = None
    method: str | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Payment:
    """How a started payment continues."""

    authentication: Authentication | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Txn:
    """A payment that was started: the answer to a debit or to create-and-pay."""

    order_id: str | None = None
    txn_id: str | None = None
    txn_uuid: str | None = None
    status: str | None = None
    payment: Payment | None = None
    txn_detail: TxnDetail | None = None
    other: Record = Record()

    @property
    def state(self) -> Status:
        """Its row of the status table."""
        return status_of(self.status)


@frozen(kw_only=True)
class OfferBenefit:
    """The benefit of an offer: DISCOUNT and EMI_DISCOUNT at once, CASHBACK later."""

    type: str | None = None
    amount: Decimal | None = None
    calculation_info: Record | None = None
    other: Record = Record()


@frozen(kw_only=True)
class PaymentOffer:
    """An offer of a bank, a brand or the platform that belongs to a payment."""

    offer_id: str | None = None
    offer_code: str | None = None
    status: str | None = None
    benefits: tuple[OfferBenefit, ...] = ()
    other: Record = Record()

    @property
    def availed(self) -> bool:
        """Whether the payer got it; only one status says so."""
        return self.status == "AVAILED"


@frozen(kw_only=True)
class Order:
    """
    An order in Juspay's answer to a create, status, update, refund, capture or void.

    The short answer to a create has no amount and no token.  An order that was refunded
    stays CHARGED, and `amount_refunded` counts refunds still pending.  `amount` is what
    was requested; `receipt_of` returns what the payer was charged.
    """

    id: str | None = None
    order_id: str | None = None
    merchant_id: str | None = None
    status: str | None = None
    status_id: int | None = None
    amount: Decimal | None = None
    effective_amount: Decimal | None = None
    currency: str | None = None
    offers: tuple[PaymentOffer, ...] = ()
    refunded: bool | None = None
    amount_refunded: Decimal | None = None
    maximum_eligible_refund_amount: Decimal | None = None
    refunds: tuple[Refund, ...] = ()
    customer_id: str | None = None
    customer_email: str | None = field(default=None, repr=False)
    customer_phone: str | None = field(default=None, repr=False)
    product_id: str | None = None
    return_url: str | None = None
    date_created: datetime | None = None
    payment_links: PaymentLinks | None = None
    juspay: ClientAuth | None = None
    txn_id: str | None = None
    txn_uuid: str | None = None
    txn_detail: TxnDetail | None = None
    payment_gateway_response: GatewayReply | None = None
    payment_method: str | None = None
    payment_method_type: str | None = None
    auth_type: str | None = None
    card: Card | None = None
    payer_vpa: str | None = field(default=None, repr=False)
    emi_bank: str | None = None
    emi_tenure: int | None = None
    gateway_id: str | None = None
    gateway_reference_id: str | None = None
    bank_error_code: str | None = None
    bank_error_message: str | None = None
    resp_code: str | None = None
    resp_message: str | None = None
    mandate: Mandate | None = None
    create_mandate: str | None = None
    mandate_max_amount: Decimal | None = None
    mandate_start_date: datetime | None = None
    mandate_end_date: datetime | None = None
    metadata: Record | None = None
    udf1: str | None = None
    udf2: str | None = None
    udf3: str | None = None
    udf4: str | None = None
    udf5: str | None = None
    udf6: str | None = None
    udf7: str | None = None
    udf8: str | None = None
    udf9: str | None = None
    udf10: str | None = None
    other: Record = Record()

    @property
    def state(self) -> Status:
        """Its row of the status table."""
        return status_of(self.status)

    @property
    def transaction(self) -> str:
        """The `txn_uuid` of its last attempt to pay, "" if there is none yet."""
        detail = self.txn_detail or TxnDetail()
        return self.txn_uuid or detail.txn_uuid or ""

    @property
    def not_found(self) -> bool:
        """Whether Juspay has no such order, so that it may be created (again)."""
        return self.status == "NOT_FOUND"


@frozen(kw_only=True)
class SdkFields:
    """
    The values that open the payment page, as text; a repr does not show the token.

    `session_max_amount` is the maximum under the name that a session gives it.
    """

    client_id: str | None = None
    merchant_id: str | None = None
    client_auth_token: str | None = field(default=None, repr=False)
    client_auth_token_expiry: str | None = None
    environment: str | None = None
    order_id: str | None = None
    amount: str | None = None
    action: str | None = None
    customer_id: str | None = None
    first_name: str | None = field(default=None, repr=False)
    last_name: str | None = field(default=None, repr=False)
    return_url: str | None = None
    customer_phone: str | None = field(default=None, repr=False)
    customer_email: str | None = field(default=None, repr=False)
    currency: str | None = None
    description: str | None = None
    create_mandate: str | None = None
    mandate_max_amount: str | None = None
    mandate_start_date: str | None = None
    mandate_end_date: str | None = None
    mandate_frequency: str | None = None
    mandate_rule_value: str | None = None
    session_max_amount: str | None = None
    other: Record = Record()


@frozen(kw_only=True)
class SdkPayload:
    """The object that is passed to the SDK unchanged."""

    request_id: str | None = None
    service: str | None = None
    payload: SdkFields | None = None
    expiry: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Session:
    """The answer to a session: an order and what opens its payment page."""

    id: str | None = None
    order_id: str | None = None
    status: str | None = None
    payment_links: PaymentLinks | None = None
    sdk_payload: SdkPayload | None = None
    order_expiry: datetime | None = None
    other: Record = Record()

    @property
    def state(self) -> Status:
        """Its row of the status table."""
        return status_of(self.status)


def stronger(one: Order, other: Order) -> Order:
    """
    Return the later of two states of an order; *one* if they are equal.

    Reduce answers and events with it, in any order: the result is the same, so late and
    repeated events do no harm.
    """
    expect(one=(one, Order), other=(other, Order))
    return other if progress(other) > progress(one) else one


def progress(order: Order) -> tuple[int, Decimal | int, int]:
    """
    Return an order's progress: status rank, refunded amount, completed refunds.

    >>> progress(Order(status="NEW")) < progress(Order(status="CHARGED"))
    True
    """
    done = sum(each.state is not RefundState.PENDING for each in order.refunds)
    return order.state.rank, order.amount_refunded or 0, done
