# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What opens Juspay's payment page in an app or a browser: the SDK payload, spelt out.

Promises Juspay's own spelling, and that of Commerce Engine's page, which ends three
keys with a blank.

Knows nothing of requests.
"""

from __future__ import annotations

from typing import Any

from attrs import evolve

from checkout_core.checks import expect
from checkout_core.juspay.answers import (
    SdkFields,
    SdkPayload,
)
from checkout_core.juspay.decode import written_moment
from checkout_core.values import thawed


#: The SDK payload's keys: attribute, Juspay's spelling, Commerce Engine's spelling
#: with the blank that ends three of its keys, in the order of Commerce Engine's page.
SDK_KEYS: tuple[tuple[str, str, str], ...] = (
    ("client_id", "clientId", "clientId"),
    ("merchant_id", "merchantId", "merchantId"),
    ("client_auth_token", "clientAuthToken", "clientAuthToken"),
    ("client_auth_token_expiry", "clientAuthTokenExpiry", "clientAuthTokenExpiry"),
    ("environment", "environment", "environment"),
    ("order_id", "orderId", "orderId"),
    ("amount", "amount", "amount"),
    ("action", "action", "action"),
    ("customer_id", "customerId", "customerId"),
    ("first_name", "firstName", "firstName"),
    ("last_name", "lastName", "lastName"),
    ("return_url", "returnUrl", "returnUrl"),
    ("customer_phone", "customerPhone", "customerPhone"),
    ("customer_email", "customerEmail", "customerEmail"),
    ("currency", "currency", "currency"),
    ("description", "description", "description"),
    ("create_mandate", "options.createMandate", "options.createMandate"),
    ("mandate_max_amount", "mandate.maxAmount", "mandate.maxAmount"),
    ("mandate_start_date", "mandate.startDate", "mandate.start_date "),
    ("mandate_end_date", "mandate.endDate", "mandate.end_date "),
    ("mandate_frequency", "mandate.frequency", "mandate.frequency"),
    ("mandate_rule_value", "mandate.ruleValue", "mandate.rule_value "),
)


def juspay_sdk_payload(sdk: SdkPayload) -> dict[str, Any]:
    """Return the complete SDK payload in Juspay's own spelling."""
    expect(sdk=(sdk, SdkPayload))
    inner = sdk.payload or SdkFields()
    shown = {
        key: getattr(inner, name)
        for name, key, _ in SDK_KEYS
        if getattr(inner, name) is not None
    }
    if inner.session_max_amount is not None:
        shown["mandateMaxAmount"] = inner.session_max_amount
    expiry = {} if sdk.expiry is None else {"expiry": written_moment(sdk.expiry)}
    return {
        "requestId": sdk.request_id,
        "service": sdk.service,
        "payload": {**shown, **thawed(inner.other)},
        **expiry,
        **thawed(sdk.other),
    }


def commerce_engine_sdk_payload(
    sdk: SdkPayload, *, every_key: bool = False
) -> dict[str, Any]:
    """
    Return the SDK payload in Commerce Engine's spelling, blanks at the end included.

    Only the documented keys; with *every_key* also those without a value, as "".
    """
    expect(sdk=(sdk, SdkPayload))
    inner = sdk.payload or SdkFields()
    most = inner.mandate_max_amount or inner.session_max_amount
    inner = evolve(inner, mandate_max_amount=most)
    return {
        "requestId": sdk.request_id or "",
        "service": sdk.service or "",
        "payload": {
            key: getattr(inner, name) or ""
            for name, _, key in SDK_KEYS
            if every_key or getattr(inner, name) is not None
        },
    }
