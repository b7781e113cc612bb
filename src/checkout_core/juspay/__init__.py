# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay: one payment gateway, as values: clients, requests and answers.

`JuspayGateway` is the account of a merchant behind the port of `checkout_core.gateway`;
the builders of requests, the readers of answers and the two clients serve a host that
talks to Juspay itself.  The rules for single fields are in `juspay.rules`.

Promises that this package opens no socket, reads no clock and shows no secret in a repr
or an error.
"""

from __future__ import annotations

from checkout_core.deprecated import former
from checkout_core.gateway import RefundState
from checkout_core.juspay.answers import (
    Authentication,
    Cancellation,
    Card,
    CardToken,
    Chargeback,
    ClientAuth,
    CombinedOffer,
    GatewayReply,
    ListedOffer,
    Mandate,
    MandateList,
    Notification,
    OfferBenefit,
    OfferCombination,
    OfferDescription,
    OfferList,
    Order,
    OrderBreakup,
    OrderList,
    Payment,
    PaymentInfo,
    PaymentLinks,
    PaymentOffer,
    Refund,
    SdkFields,
    SdkPayload,
    Session,
    Txn,
    TxnDetail,
    Upi,
    stronger,
)
from checkout_core.juspay.captures import capture_txn, void_txn
from checkout_core.juspay.client import AsyncJuspayClient, JuspayClient
from checkout_core.juspay.commands import (
    cancel_debit,
    execute_mandate,
    mandate_status,
    notify_mandate,
    pause_mandate,
    resume_mandate,
    revoke_mandate,
)
from checkout_core.juspay.consent import mandate_of
from checkout_core.juspay.credentials import Credentials, JwtCredentials
from checkout_core.juspay.events import (
    Event,
    Returned,
    SignatureForm,
    is_from_juspay,
    latest,
    read_event,
    read_return,
    returned,
    sign,
    signature_form,
)
from checkout_core.juspay.fields import Due, OrderFields, Payable, UpdateFields
from checkout_core.juspay.gateway import JuspayGateway
from checkout_core.juspay.instruments import instrument_differs, payment_filter_of
from checkout_core.juspay.jose import JwtForm
from checkout_core.juspay.lists import (
    list_mandates,
    list_orders,
    notification_status,
)
from checkout_core.juspay.mandates import CreateMandate, MandateTerms, default_end
from checkout_core.juspay.offers import PayingWith, offers_list
from checkout_core.juspay.orders import (
    ACTIONS,
    create_order,
    create_order_and_pay,
    create_session,
    order_status,
    refund_order,
    update_order,
)
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.receipts import Receipt, is_paid, receipt_of
from checkout_core.juspay.reconcile import events_of, payment_of, started
from checkout_core.juspay.recurring import execute_debit, mandate_terms, notify_debit
from checkout_core.juspay.refunds import RefundType, refund_txn
from checkout_core.juspay.responses import (
    error_of,
    read,
    read_cancellation,
    read_mandate,
    read_mandates,
    read_notification,
    read_offers,
    read_order,
    read_orders,
    read_refund,
    read_session,
    read_txn,
)
from checkout_core.juspay.rules import Address
from checkout_core.juspay.statuses import (
    STATUSES,
    MandateState,
    Outcome,
    Status,
    status_of,
)


__all__ = [
    "ACTIONS",
    "POLICY",
    "STATUSES",
    "Address",
    "AsyncJuspayClient",
    "Authentication",
    "Cancellation",
    "Card",
    "CardToken",
    "Chargeback",
    "ClientAuth",
    "CombinedOffer",
    "CreateMandate",
    "Credentials",
    "Due",
    "Event",
    "GatewayReply",
    "JuspayClient",
    "JuspayGateway",
    "JwtCredentials",
    "JwtForm",
    "ListedOffer",
    "Mandate",
    "MandateList",
    "MandateState",
    "MandateTerms",
    "Notification",
    "OfferBenefit",
    "OfferCombination",
    "OfferDescription",
    "OfferList",
    "Order",
    "OrderBreakup",
    "OrderFields",
    "OrderList",
    "Outcome",
    "Payable",
    "PayingWith",
    "Payment",
    "PaymentInfo",
    "PaymentLinks",
    "PaymentOffer",
    "Policy",
    "Receipt",
    "Refund",
    "RefundState",
    "RefundType",
    "Returned",
    "SdkFields",
    "SdkPayload",
    "Session",
    "SignatureForm",
    "Status",
    "Txn",
    "TxnDetail",
    "UpdateFields",
    "Upi",
    "cancel_debit",
    "capture_txn",
    "create_order",
    "create_order_and_pay",
    "create_session",
    "default_end",
    "error_of",
    "events_of",
    "execute_debit",
    "execute_mandate",
    "instrument_differs",
    "is_from_juspay",
    "is_paid",
    "latest",
    "list_mandates",
    "list_orders",
    "mandate_of",
    "mandate_status",
    "mandate_terms",
    "notification_status",
    "notify_debit",
    "notify_mandate",
    "offers_list",
    "order_status",
    "pause_mandate",
    "payment_filter_of",
    "payment_of",
    "read",
    "read_cancellation",
    "read_event",
    "read_mandate",
    "read_mandates",
    "read_notification",
    "read_offers",
    "read_order",
    "read_orders",
    "read_refund",
    "read_return",
    "read_session",
    "read_txn",
    "receipt_of",
    "refund_order",
    "refund_txn",
    "resume_mandate",
    "returned",
    "revoke_mandate",
    "sign",
    "signature_form",
    "started",
    "status_of",
    "stronger",
    "update_order",
    "void_txn",
]


#: The names that this package had before, by the module that has them now.
_FORMER = {
    "checkout_core.http": (
        "Repeat",
        "Request",
        "Response",
        "decode_form",
        "encode_form",
        "masked",
        "masked_headers",
        "no_answer",
    ),
    "checkout_core.juspay.contact": ("CONTACT",),
    "checkout_core.juspay.decode": ("READ_PAST",),
    "checkout_core.juspay.fields": ("ORDER_KEYS",),
    "checkout_core.juspay.mandates": ("check_epoch", "check_mandate"),
    "checkout_core.juspay.requests": (
        "BASE_URLS",
        "Call",
        "REPEATS",
        "VERSION",
        "base_url",
        "is_sandbox",
    ),
    "checkout_core.juspay.responses": ("READERS",),
    "checkout_core.juspay.rules": (
        "check_address",
        "check_amount",
        "check_choice",
        "check_contact",
        "check_currency",
        "check_customer_id",
        "check_email",
        "check_gateway_id",
        "check_https_url",
        "check_identifier",
        "check_metadata",
        "check_method",
        "check_mobile_country_code",
        "check_order_id",
        "check_part",
        "check_phone",
        "check_refund",
        "check_refund_id",
        "check_return_url",
        "check_routing_id",
        "check_text",
        "check_udf",
        "check_webhook_url",
        "same_order_id",
    ),
    "checkout_core.juspay.sdk": ("commerce_engine_sdk_payload", "juspay_sdk_payload"),
    "checkout_core.subscriptions.calendar": (
        "AUTHENTICATION_ABOVE",
        "AmountRule",
        "Frequency",
        "KOLKATA",
        "MONTHS",
        "RULE_VALUES",
        "RuleType",
        "check_rule_value",
        "debit_dates",
        "needs_authentication",
        "next_debit_date",
        "notify_before",
    ),
}


__getattr__ = former(
    __name__,
    {name: f"{module}:{name}" for module, names in _FORMER.items() for name in names},
)
