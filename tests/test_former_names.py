# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Former modules and names can be imported for one more release."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from checkout_core import juspay, tax
from checkout_core.checks import Validator
from checkout_core.juspay import JuspayGateway, client, gateway
from checkout_core.juspay.reconcile import payment_of, started
from checkout_core.ledger import MissingGift, Tender, totals
from checkout_core.money import allocation, exact, parse, rounding
from checkout_core.transports.httpx import AsyncHttpxTransport, HttpxTransport
from checkout_core.transports.retrying import AsyncRetrying, Retrying
from checkout_core.transports.urllib import UrllibTransport
from checkout_core.wire import endpoints, envelopes
from tests.factories.orders import NOON, priced
from tests.factories.providers import HYPER, JuspayProvider


FORMER: dict[tuple[str, str], object] = {
    ("adapters.httpx", "AsyncHttpxTransport"): AsyncHttpxTransport,
    ("adapters.httpx", "HttpxTransport"): HttpxTransport,
    ("adapters.retrying", "AsyncRetrying"): AsyncRetrying,
    ("adapters.retrying", "Retrying"): Retrying,
    ("adapters.urllib", "UrllibTransport"): UrllibTransport,
    ("cart", "TaxCategory"): tax.TaxCategory,
    ("cart", "TaxComponent"): tax.TaxComponent,
    ("cart", "TaxSlab"): tax.TaxSlab,
    ("checks", "Check"): Validator,
    ("client", "AsyncJuspayClient"): client.AsyncJuspayClient,
    ("client", "JuspayClient"): client.JuspayClient,
    ("client", "ask"): client.ask,
    ("client", "resume"): client.resume,
    ("juspay.settlement", "payment_of"): payment_of,
    ("juspay.settlement", "started"): started,
    ("ledger", "Gift"): MissingGift,
    ("ledger", "Grant"): Tender,
    ("ledger", "share"): totals.share,
    ("ledger", "total"): totals.total,
    ("money", "currency_of"): parse.currency_of,
    ("money", "divide"): rounding.divide,
    ("money", "shares"): allocation.shares,
    ("money", "to_decimal"): exact.to_decimal,
    ("money", "to_minor"): parse.to_minor,
    ("store", "ChargeTax"): tax.ChargeTax,
    ("store", "InclusiveSplit"): tax.InclusiveSplit,
    ("store", "TaxLevel"): tax.TaxLevel,
    ("store", "TaxPolicy"): tax.TaxPolicy,
    ("wire.endpoints", "HYPER"): gateway.HYPER,
    ("wire.envelopes", "Done"): envelopes.Answered,
    ("wire.envelopes", "Need"): envelopes.PaymentPending,
    ("wire.envelopes", "Shop"): JuspayGateway,
}
#: What `juspay` offered itself before each of its names had one place.
OF_JUSPAY = [
    "AUTHENTICATION_ABOVE",
    "AmountRule",
    "BASE_URLS",
    "CONTACT",
    "Call",
    "Frequency",
    "KOLKATA",
    "MONTHS",
    "ORDER_KEYS",
    "READERS",
    "READ_PAST",
    "REPEATS",
    "RULE_VALUES",
    "Repeat",
    "Request",
    "Response",
    "RuleType",
    "VERSION",
    "base_url",
    "check_address",
    "check_amount",
    "check_choice",
    "check_contact",
    "check_currency",
    "check_customer_id",
    "check_email",
    "check_epoch",
    "check_gateway_id",
    "check_https_url",
    "check_identifier",
    "check_mandate",
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
    "check_rule_value",
    "check_text",
    "check_udf",
    "check_webhook_url",
    "commerce_engine_sdk_payload",
    "debit_dates",
    "decode_form",
    "encode_form",
    "is_sandbox",
    "juspay_sdk_payload",
    "masked",
    "masked_headers",
    "needs_authentication",
    "next_debit_date",
    "no_answer",
    "notify_before",
    "same_order_id",
]


@pytest.mark.parametrize(("module", "name"), FORMER)
def test_a_former_name(module: str, name: str) -> None:
    """It is the very same object, and the warning says where it is now."""
    full = f"checkout_core.{module}"
    home = import_module(full)
    with pytest.warns(
        DeprecationWarning, match=f"^{full}.{name} is deprecated"
    ) as warned:
        found = getattr(home, name)

    assert FORMER[module, name] is found
    # Python shows a program such a warning only where its own lines caused it.
    assert {__file__} == {each.filename for each in warned}


@pytest.mark.parametrize("name", ["AsyncTransport", "Transport"])
def test_a_former_protocol(name: str) -> None:
    """What a host annotates with is in `http`."""
    ports = import_module("checkout_core.ports")
    with pytest.warns(DeprecationWarning, match=f"http.{name}$"):
        getattr(ports, name)


@pytest.mark.parametrize("name", OF_JUSPAY)
def test_a_former_name_of_juspay(name: str) -> None:
    """It leads somewhere, and hides no name that is still there."""
    with pytest.warns(DeprecationWarning, match=f"juspay.{name} is deprecated"):
        getattr(juspay, name)

    assert name not in juspay.__all__


def test_a_name_that_never_was() -> None:
    """It is missing, as in any module."""
    with pytest.raises(AttributeError):
        _ = juspay.nothing


def test_the_former_argument_of_the_endpoints() -> None:
    """An account is still taken as *shop*."""
    shop: dict[str, Any] = {"shop": JuspayProvider().account()}
    quote = priced(id="cart_01")
    request = {"cart_id": "cart_01", "payment_method": HYPER}
    with pytest.warns(DeprecationWarning, match="use gateway"):
        found = endpoints.begin_create_order(
            request, quote, order_number="ORD-1", at=NOON, **shop
        )

    assert isinstance(found, envelopes.PaymentPending)
