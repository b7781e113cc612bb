# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A subscription's mandate as terms, its debits as requests."""

from __future__ import annotations

import json

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Cart, CheckoutError, Line, Store
from checkout_core.http import decode_form
from checkout_core.juspay import Credentials, execute_debit, mandate_terms, notify_debit
from checkout_core.juspay.mandates import check_mandate
from checkout_core.subscriptions import (
    Cadence,
    Change,
    Recurrence,
    Subscription,
    SubscriptionPlan,
    debits,
    mandate,
)


NOON = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)
STORE = Store("INR")


def subscribed(
    billing: Recurrence, price: str = "499.00", changes: Any = (), **fields: Any
) -> Subscription:
    """Return a subscription that begins on 30 November 2026."""
    cart = Cart("INR", [Line("box", 1, price, tax_rate=0)])
    return Subscription(
        cart, SubscriptionPlan("Box", billing, **fields), NOON, changes=changes
    )


MONTHLY = subscribed(Recurrence("monthly"), billing_limit=12)


def test_a_subscription_s_mandate_is_sent_with_its_first_order() -> None:
    """Every figure of the schedule, under Juspay's names."""
    terms = mandate_terms(mandate(MONTHLY, STORE), Decimal("499.00"))

    assert (
        ("options.create_mandate", "REQUIRED"),
        ("mandate.amount_rule", "FIXED"),
        ("mandate.max_amount", "499.00"),
        ("mandate.block_funds", "false"),
        ("mandate.start_date", "1796020200"),
        ("mandate.end_date", "1827556200"),
        ("mandate.frequency", "MONTHLY"),
        ("mandate.rule_value", "30"),
        ("mandate.rule_type", "ON"),
    ) == check_mandate(terms, Decimal("499.00"), NOON)


def test_a_single_debit_sends_neither_start_nor_rule() -> None:
    """It has an end all the same."""
    once = subscribed(Recurrence("monthly"), billing_limit=1, trial_days=7)
    terms = mandate_terms(mandate(once, STORE), Decimal(1), create_mandate="OPTIONAL")

    assert [
        ("options.create_mandate", "OPTIONAL"),
        ("mandate.amount_rule", "VARIABLE"),
        ("mandate.max_amount", "499.00"),
        ("mandate.end_date", "1799303400"),
        ("mandate.frequency", "ONETIME"),
    ] == list(check_mandate(terms, Decimal(1), NOON))


def test_a_fixed_mandate_is_sent_as_variable_where_the_first_order_differs() -> None:
    """Juspay wants the amount of the order to be the maximum."""
    trial = mandate(subscribed(Recurrence("monthly"), trial_days=7), STORE)
    found = dict(check_mandate(mandate_terms(trial, Decimal(1)), Decimal(1), NOON))

    assert ("FIXED", "VARIABLE", "499.00") == (
        trial.amount_rule,
        found["mandate.amount_rule"],
        found["mandate.max_amount"],
    )


REFUSED = [
    # price, moment of the order, code
    ("0.50", NOON, "mandate_maximum_too_small"),
    ("200000.00", NOON, "mandate_maximum_too_large"),
    ("499.00", NOON + timedelta(days=1), "mandate_start_not_today"),
]


@pytest.mark.parametrize(("price", "at", "code"), REFUSED)
def test_what_juspay_would_refuse_is_refused(
    price: str, at: datetime, code: str
) -> None:
    """A maximum out of bounds, a mandate that does not begin today."""
    weeks = subscribed(Recurrence("weekly", 5), price)
    terms = mandate_terms(mandate(weeks, STORE), Decimal(price))
    with pytest.raises(CheckoutError) as caught:
        check_mandate(terms, Decimal(price), at)

    assert [code] == [each.code for each in caught.value.faults]


@given(
    billing=st.builds(Recurrence, st.sampled_from(Cadence), st.integers(1, 13)),
    fields=st.fixed_dictionaries(
        {
            "billing_limit": st.none() | st.integers(1, 40),
            "trial_days": st.integers(0, 100),
            # After two of thirteen years some of the thirty looked at are left.
            "trial_cycles": st.integers(0, 2),
            "trial_price": st.sampled_from(["0", "1.00", "600.00"]),
        }
    ),
    raised=st.integers(2, 5),
)
def test_terms_of_any_schedule_pass(
    billing: Recurrence, fields: dict[str, Any], raised: int
) -> None:
    """Whatever the schedule, Juspay's rules take the mandate that is derived."""
    if fields["trial_price"] == "0" and fields["billing_limit"] is not None:
        fields["billing_limit"] += fields["trial_cycles"]
    found = subscribed(billing, changes=[Change(raised, 0, quantity=2)], **fields)
    agreed = mandate(found, STORE)
    first = next(found.bills(STORE)).amount or Decimal(1)
    sent = dict(check_mandate(mandate_terms(agreed, first), first, NOON))

    assert (str(agreed.maximum), agreed.frequency.value) == (
        sent["mandate.max_amount"],
        sent["mandate.frequency"],
    )


def test_a_row_is_debited(credentials: Credentials) -> None:
    """Its amount, on its day."""
    row = list(debits(MONTHLY, STORE))[3]
    request = execute_debit(
        row,
        credentials,
        order_id="SUB-1-4",
        mandate_id="m1",
        customer_id="u1",
        notification_id="n1",
    )
    sent = dict(decode_form(request.body.decode()))

    assert ("499.00", "INR", "1803796200", "SUB-1-4", "m1", "n1") == (
        sent["order.amount"],
        sent["order.currency"],
        sent["mandate.execution_date"],
        sent["order.order_id"],
        sent["mandate_id"],
        sent["mandate.notification_id"],
    )


def test_a_row_is_told(credentials: Credentials) -> None:
    """The notice names the amount and the moment of the debit."""
    row = list(debits(MONTHLY, STORE))[3]
    request = notify_debit(
        row,
        credentials,
        mandate_id="m1",
        object_reference_id="SUB-1-4",
        description="Your box for February",
    )
    sent = dict(decode_form(request.body.decode()))

    assert {"amount": "499.00", "txn_date": "1803796200"} == json.loads(
        sent["source_info"]
    )
