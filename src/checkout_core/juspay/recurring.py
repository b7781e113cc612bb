# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The requests for a subscription's mandate and its debits.

Promises terms that pass `check_mandate` when the mandate starts today, and a debit
for exactly the amount of its row, with notice in time.  Knows nothing of carts or
clocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.http import Request
from checkout_core.juspay.commands import execute_mandate, notify_mandate
from checkout_core.juspay.credentials import AnyCredentials
from checkout_core.juspay.fields import Due
from checkout_core.juspay.mandates import CreateMandate, MandateTerms
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.requests import VERSION
from checkout_core.subscriptions import Debit, Mandate
from checkout_core.subscriptions.calendar import AmountRule, Frequency


if TYPE_CHECKING:
    from decimal import Decimal


def mandate_terms(
    mandate: Mandate,
    amount: Decimal,
    *,
    create_mandate: str = CreateMandate.REQUIRED,
    revokable_by_customer: bool | None = None,
) -> MandateTerms:
    """
    Return the mandate terms to send with the first order, whose amount is *amount*.

    Juspay accepts FIXED only if the order's amount is the maximum; after trial days, or
    with points in the first bill, the terms are VARIABLE.
    """
    expect(mandate=(mandate, Mandate))
    once = mandate.frequency is Frequency.ONETIME
    fixed = mandate.amount_rule is AmountRule.FIXED and amount == mandate.maximum
    return MandateTerms(
        max_amount=mandate.maximum,
        create_mandate=create_mandate,
        amount_rule=AmountRule.FIXED if fixed else AmountRule.VARIABLE,
        frequency=mandate.frequency,
        rule_value=mandate.rule_value,
        rule_type=None if mandate.rule_value is None else mandate.rule_type,
        start_date=None if once else mandate.starts_at,
        end_date=mandate.ends_at,
        revokable_by_customer=revokable_by_customer,
    )


def execute_debit(
    debit: Debit,
    credentials: AnyCredentials,
    *,
    order_id: str,
    mandate_id: str,
    customer_id: str,
    notification_id: str | None = None,
    display_invoice_number: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that makes one debit of a schedule, on its day.

    Call `check_debit` first, to check that the mandate still allows it.
    """
    expect(debit=(debit, Debit))
    return execute_mandate(
        Due(debit.amount, debit.currency),
        credentials,
        order_id=order_id,
        mandate_id=mandate_id,
        customer_id=customer_id,
        currency=debit.currency,
        notification_id=notification_id,
        execution_date=debit.at,
        display_invoice_number=display_invoice_number,
        environment=environment,
        routing_id=routing_id,
        version=version,
        policy=policy,
    )


def notify_debit(
    debit: Debit,
    credentials: AnyCredentials,
    *,
    mandate_id: str,
    object_reference_id: str,
    description: str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """Return the request that notifies the customer of one debit of a schedule."""
    expect(debit=(debit, Debit))
    return notify_mandate(
        credentials,
        mandate_id=mandate_id,
        object_reference_id=object_reference_id,
        description=description,
        amount=debit.amount,
        txn_date=debit.at,
        currency=debit.currency,
        customer_id=customer_id,
        environment=environment,
        routing_id=routing_id,
        version=version,
    )
