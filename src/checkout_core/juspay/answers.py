# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's answers as values.

One class for each document, with the wire's names as attributes; keys that are missing
or null are None, and unknown or unreadable values are in `other`.  Amounts are exact,
moments have their offset, and only CHARGED is paid.

Knows nothing of HTTP or JSON text; `decode` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.checks import expect
from checkout_core.gateway import RefundState
from checkout_core.juspay.attempt_answers import GatewayReply, TxnDetail
from checkout_core.juspay.mandate_answers import (
    Cancellation,
    Mandate,
    MandateList,
    Notification,
)
from checkout_core.juspay.method_answers import Card, CardToken, PaymentInfo, Upi
from checkout_core.juspay.offer_answers import (
    CombinedOffer,
    ListedOffer,
    OfferCombination,
    OfferDescription,
    OfferList,
    OrderBreakup,
)
from checkout_core.juspay.reversal_answers import Chargeback, Refund
from checkout_core.juspay.session_answers import (
    PaymentLinks,
    SdkFields,
    SdkPayload,
    Session,
)
from checkout_core.juspay.statuses import Status, status_of
from checkout_core.values import Record


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


#: Every class that an answer is read into, those of its parts included.
__all__ = [
    "Authentication",
    "Cancellation",
    "Card",
    "CardToken",
    "Chargeback",
    "ClientAuth",
    "CombinedOffer",
    "GatewayReply",
    "ListedOffer",
    "Mandate",
    "MandateList",
    "Notification",
    "OfferBenefit",
    "OfferCombination",
    "OfferDescription",
    "OfferList",
    "Order",
    "OrderBreakup",
    "OrderList",
    "Payment",
    "PaymentInfo",
    "PaymentLinks",
    "PaymentOffer",
    "Refund",
    "SdkFields",
    "SdkPayload",
    "Session",
    "Txn",
    "TxnDetail",
    "Upi",
    "progress",
    "stronger",
]


@frozen(kw_only=True)
class ClientAuth:
    """
    The token that opens the SDK for fifteen minutes; not shown in the repr.

    Attributes:
        client_auth_token: the token.
        client_auth_token_expiry: when it ends, with its offset.
        other: every other key, and every value that could not be read.
    """

    client_auth_token: str | None = field(default=None, repr=False)
    client_auth_token_expiry: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Authentication:
    """
    The URL and HTTP method by which the customer continues a payment.

    Attributes:
        url: where the customer goes.
        method: "GET" or "POST".
        other: every other key, and every value that could not be read.
    """

    url: str | None = None
    method: str | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Payment:
    """
    How a started payment continues.

    Attributes:
        authentication: where the customer continues, None if nothing is left to do.
        other: every other key, and every value that could not be read.
    """

    authentication: Authentication | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Txn:
    """
    A payment that was started: the answer to a debit or to create-and-pay.

    Attributes:
        order_id: the merchant's id of the order.
        txn_id, txn_uuid: Juspay's ids of the attempt.
        status: by name, such as "PENDING_VBV"; `state` reads it.
        payment: how it continues.
        txn_detail: the attempt, if the answer has it.
        other: every other key, and every value that could not be read.
    """

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
    """
    The benefit of an offer: DISCOUNT and EMI_DISCOUNT at once, CASHBACK later.

    Attributes:
        type: "DISCOUNT", "EMI_DISCOUNT" or "CASHBACK".
        amount: in major units.
        calculation_info: how it was worked out, as it came.
        other: every other key, and every value that could not be read.
    """

    type: str | None = None
    amount: Decimal | None = None
    calculation_info: Record | None = None
    other: Record = Record()


@frozen(kw_only=True)
class PaymentOffer:
    """
    An offer of a bank, a brand or the platform that belongs to a payment.

    Attributes:
        offer_id, offer_code: Juspay's id of it, and the code the payer knows.
        status: by name; `availed` reads it.
        benefits: what it gives; () if the answer does not say.
        other: every other key, and every value that could not be read.
    """

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

    Attributes:
        id: Juspay's id of the order, such as "ordeh_xxxx".
        order_id: the merchant's id of it.
        merchant_id: the merchant's account.
        status, status_id: its state by name and number, such as "NEW" and 10; `state`
            reads the name.
        amount: what was requested, in major units.
        effective_amount: what the payer was charged, in major units; says nothing
            before CHARGED, and a refund does not lower it.
        paid_amount: how much of it was captured, in major units; one source only, for
            an order that is PARTIAL_CHARGED.
        currency: an ISO 4217 code.
        offers: the gateway's offers; () if there are none.
        refunded: whether all of it was given back.
        amount_refunded: what was given back, in major units, pending refunds included.
        maximum_eligible_refund_amount: what can still be given back, in major units.
        refunds: every refund asked for; () if there are none.
        chargebacks: every chargeback of its payer; () if there are none.
        customer_id, customer_email, customer_phone: the customer, as the merchant gave
            them.
        product_id: the merchant's id of what is paid for.
        return_url: where the customer returns to.
        date_created: when it was created, with its offset.
        payment_links: where it can be paid.
        juspay: the token that opens the SDK.
        txn_id, txn_uuid: Juspay's ids of the last attempt to pay.
        txn_detail: that attempt.
        payment_gateway_response: the gateway's answer to it.
        payment_method, payment_method_type: which method, and its kind, such as "VISA"
            and "CARD".
        auth_type: how the payer proved who they are, such as "THREE_DS".
        card: the card, None for other methods.
        payer_vpa: the payer's UPI address.
        emi_bank, emi_tenure: the bank of the instalments, and their number of months.
        gateway_id: the number of the gateway behind Juspay, as text.
        gateway_reference_id: the account at that gateway.
        bank_error_code, bank_error_message: why the last attempt failed.
        resp_code, resp_message: the result in the gateway's code and words.
        mandate: the mandate that was agreed to with it.
        create_mandate: "REQUIRED" or "OPTIONAL" as it was asked for.
        mandate_max_amount: the largest debit asked for, in major units.
        mandate_start_date, mandate_end_date: the term asked for, with offsets.
        metadata: the merchant's data, as it came.
        udf1, udf2, udf3, udf4, udf5, udf6, udf7, udf8, udf9, udf10: the merchant's own
            ten fields.
        other: every other key, and every value that could not be read.
    """

    id: str | None = None
    order_id: str | None = None
    merchant_id: str | None = None
    status: str | None = None
    status_id: int | None = None
    amount: Decimal | None = None
    effective_amount: Decimal | None = None
    paid_amount: Decimal | None = None
    currency: str | None = None
    offers: tuple[PaymentOffer, ...] = ()
    refunded: bool | None = None
    amount_refunded: Decimal | None = None
    maximum_eligible_refund_amount: Decimal | None = None
    refunds: tuple[Refund, ...] = ()
    chargebacks: tuple[Chargeback, ...] = ()
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
class OrderList:
    """
    One page of the merchant's orders.

    Attributes:
        total: how many orders there are.
        offset: how many come before this page.
        count: how many are on this page.
        object: the kind of document, "list".
        list: the orders of the page; () if there are none.
        other: every other key, and every value that could not be read.
    """

    total: int | None = None
    offset: int | None = None
    count: int | None = None
    object: str | None = None
    list: tuple[Order, ...] = ()
    other: Record = Record()


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
