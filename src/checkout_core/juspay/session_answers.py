# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's answer to a session as a value: an order, and what opens its payment page.

As in `answers`, whose part this is: the wire's names are the attributes, and keys that
are missing or null are None.

Knows nothing of HTTP or JSON text; `decode` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.juspay.statuses import Status, status_of
from checkout_core.values import Record


if TYPE_CHECKING:
    from datetime import datetime


@frozen(kw_only=True)
class PaymentLinks:
    """
    Where the customer can pay; never built from an order's id.

    Attributes:
        web, mobile: the payment page for a browser and for a phone.
        iframe: the page for a frame within the merchant's own.
        expiry: when the links end, with its offset.
        other: every other key, and every value that could not be read.
    """

    web: str | None = None
    mobile: str | None = None
    iframe: str | None = None
    expiry: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class SdkFields:
    """
    The values that open the payment page, as text; a repr does not show the token.

    `session_max_amount` is the maximum under the name that a session gives it.

    Attributes:
        client_id, merchant_id: the merchant's app and account.
        client_auth_token, client_auth_token_expiry: the token, and when it ends.
        environment: "sandbox" or "production".
        order_id: the merchant's id of the order.
        amount: in major units.
        action: what the page does, such as "paymentPage".
        customer_id, first_name, last_name, customer_phone, customer_email: the
            customer.
        return_url: where the customer returns to.
        currency: an ISO 4217 code.
        description: what the customer reads about the payment.
        create_mandate: "REQUIRED" or "OPTIONAL".
        mandate_max_amount, session_max_amount: the largest debit, in major units, under
            either name.
        mandate_start_date, mandate_end_date: epoch seconds.
        mandate_frequency, mandate_rule_value: how often it is debited, and on which
            day.
        other: every other key, and every value that could not be read.
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
    """
    The object that is passed to the SDK unchanged.

    Attributes:
        request_id: a new id for each session.
        service: the SDK's product, such as "in.juspay.hyperpay".
        payload: the fields of the page.
        expiry: when it ends, with its offset.
        other: every other key, and every value that could not be read.
    """

    request_id: str | None = None
    service: str | None = None
    payload: SdkFields | None = None
    expiry: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Session:
    """
    The answer to a session: an order and what opens its payment page.

    Attributes:
        id: Juspay's id of the order.
        order_id: the merchant's id of the order.
        status: by name, such as "NEW"; `state` reads it.
        payment_links: where it can be paid without the SDK.
        sdk_payload: what opens the payment page.
        order_expiry: when the order ends, with its offset.
        other: every other key, and every value that could not be read.
    """

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
