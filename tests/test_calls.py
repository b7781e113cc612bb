# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the public calls refuse when nobody read a document first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import (
    Cart,
    Line,
    Shipping,
    Store,
    coupon,
    evaluate,
    quote,
    read_cart,
    read_checkout,
)
from checkout_core.errors import MAX_FAULTS
from checkout_core.http import AsyncTransport, Transport
from checkout_core.ledger.check import check_sheet
from checkout_core.ledger.said import sheet_of_figures
from checkout_core.money.exact import to_decimal
from checkout_core.transports.limits import check_url
from tests.factories.faults import faults_of


TEE = Cart("INR", [Line("tee", 2, "499.00", tax_rate=18, price_including_tax=True)])
OFFER = coupon(
    "c1",
    "discount",
    ["TEN"],
    {"discount_type": "percentage", "discount_percent": 10},
    applies_to_product="all",
)


def test_cart_and_store_have_one_currency() -> None:
    """A price in another currency would be a guess."""
    assert [("store.currency", "currency_mismatch")] == faults_of(
        quote, TEE, Store("JPY")
    )


def test_offers_need_a_moment() -> None:
    """There is no clock in here, so the caller says when."""
    store = Store("INR", coupons=[OFFER])

    assert [("at", "time_required")] == faults_of(quote, TEE, store)


@pytest.mark.parametrize("call", [quote, evaluate])
def test_documents_are_read_before_they_are_priced(call: Any) -> None:
    """A mapping is no cart, no store and no counters, and the error says so."""
    moment = {"at": "2026-11-22T12:00:00+05:30"}

    assert [
        ("cart", "wrong_type"),
        ("store", "wrong_type"),
        ("redemptions", "wrong_type"),
    ] == faults_of(call, {}, {}, redemptions={"c1": 1}, **moment)
    assert [("cart", "wrong_type")] == faults_of(call, {}, Store("INR"), **moment)


def test_both_are_said_at_once() -> None:
    """All that does not fit together is one error."""
    store = Store("JPY", coupons=[OFFER])

    assert [
        ("store.currency", "currency_mismatch"),
        ("at", "time_required"),
    ] == faults_of(quote, TEE, store)


def test_a_quote_equals_no_other_thing() -> None:
    """Comparing it with something else is False, not an error."""
    assert quote(TEE, Store("INR")) != "998.00"
    assert False is (quote(TEE, Store("INR")) == "998.00")


def test_quotes_are_equal_by_what_they_say() -> None:
    """Made twice they are the same; of another cart they are not."""
    one = Cart("INR", [Line("tee", 1, "499.00", tax_rate=18, price_including_tax=True)])
    found = quote(TEE, Store("INR"))

    assert quote(TEE, Store("INR")) == found
    assert quote(one, Store("INR")) != found


def test_a_quote_says_when_it_arrives() -> None:
    """The days are the caller's, on the quote as in its figures."""
    slow = TEE.changed(shipping=Shipping("60.00", estimated_delivery_days=4))
    found = quote(slow, Store("INR"))

    assert (4, 4) == (
        found.estimated_delivery_days,
        found.figures.estimated_delivery_days,
    )


def test_a_paisa_is_to_be_paid() -> None:
    """Anything above nothing asks for a payment."""
    found = [
        quote(Cart("INR", [Line("tee", 1, price, tax_rate=0)]), Store("INR"))
        for price in ("0.01", "0.00")
    ]

    assert [True, False] == [each.payment_required for each in found]


def test_a_cart_needs_its_items() -> None:
    """Null and absent are the same: nothing to price."""
    required = [("cart_items", "required")]

    assert required == faults_of(read_cart, {"currency": "INR"})[:1]
    assert required == faults_of(read_cart, {"currency": "INR", "cart_items": None})[:1]


def test_a_fault_of_the_customer_is_said_where_the_document_has_it() -> None:
    """The customer travels on the cart, but stands beside it in the document."""
    document = {
        "cart": {
            "currency": "INR",
            "cart_items": [
                {
                    "product_id": "tee",
                    "quantity": 1,
                    "selling_price": "1",
                    "tax_rate": "0",
                }
            ],
        },
        "customer": {"id": "u1", "credit_balance": "1.005"},
    }

    assert [("customer.credit_balance", "off_grid")] == faults_of(
        read_checkout, document
    )


def test_more_faults_than_anyone_reads_are_counted() -> None:
    """A hundred are listed; a last one says how many there are beyond."""
    found = faults_of(read_cart, {f"k{at}": 1 for at in range(MAX_FAULTS + 50)})

    assert (MAX_FAULTS + 1, ("", "more_faults")) == (len(found), found[-1])


def test_no_total_may_be_negative() -> None:
    """Only the round-off has a sign."""
    priced = quote(TEE, Store("INR"))
    minus = [
        attrs.evolve(row, amount=-row.amount) if row.kind == "tax" else row
        for row in priced.entries
    ]
    tax = to_decimal(-15224, 2)
    totals = attrs.evolve(priced.totals, item_total_tax=tax, total_tax=tax)
    figures = attrs.evolve(priced.figures, totals=totals)

    sheet = sheet_of_figures(figures, minus, 2)
    found = faults_of(check_sheet, sheet, lambda: figures)

    assert [
        ("totals.item_total_tax", "negative"),
        ("totals.total_tax", "negative"),
    ] == [each for each in found if each[1] == "negative"]
    assert Decimal("-152.24") == tax


@pytest.mark.parametrize(
    "url",
    ["https://api.juspay.in/orders", "http://localhost:8080/", "http://127.0.0.1:1/"],
)
def test_where_a_secret_may_go(url: str) -> None:
    """Encrypted, or not off this machine."""
    assert None is check_url(url)  # type: ignore[func-returns-value]


@pytest.mark.parametrize("port", [Transport, AsyncTransport])
def test_a_transport_only_sends(port: type) -> None:
    """Whatever has `send` can be plugged in."""
    assert ["send"] == [name for name in vars(port) if not name.startswith("_")]
