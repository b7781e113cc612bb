# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Whose money is that goes back: funders of discounts, and fees on top."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from checkout_core import PaymentUpdate
from checkout_core.books.shares import Fees, Funders, taken
from tests.factories.orders import at


def minor(amount: Decimal) -> int:
    """Return paise."""
    return int(amount * 100)


def paid(name: str, off: str, **funded_by: Any) -> PaymentUpdate:
    """Return a payment of 100.00 with a discount."""
    return PaymentUpdate(
        name, "100.00", at(1), gateway_discount=off, funded_by=funded_by
    )


def test_what_is_taken_is_never_more_than_is_left() -> None:
    """In proportion, all of it at the end, and nothing of nothing."""
    left = {"a": 2, "b": 1}

    assert {"a": 1, "b": 0} == taken(1, left)
    assert {"a": 1, "b": 1} == taken(5, left)
    assert {"a": 0, "b": 0} == taken(1, left)
    assert {} == taken(1, {})


def test_a_discount_goes_back_to_those_who_funded_it() -> None:
    """60.00 of a bank and 40.00 of a brand: 33.33 is 20.00 and 13.33."""
    funders = Funders([paid("P1", "100.00", bank=60, brand=40)], minor)

    assert {"bank": 2000, "brand": 1333} == funders.of_refund(3333)
    assert {"bank": 2000, "brand": 1334} == funders.of_refund(3334)
    assert {"bank": 2000, "brand": 1333} == funders.of_refund(3333)


def test_what_no_row_could_take_is_the_merchants() -> None:
    """Of 10.00 the price fell by 9.60: the last 0.40 was round-off."""
    funders = Funders([paid("P1", "15.00", bank=5, merchant=10)], minor)
    funders.reduce(960)

    assert {"bank": 500, "merchant": 40} == funders.of_refund(540)


def test_excess_is_the_last_payments() -> None:
    """The second payment's bank first; of the first its merchant's part of 50 %."""
    payments = [
        paid("P1", "20.00", brand=10, merchant=10),
        paid("P2", "10.00", bank=10),
        paid("P3", "0"),
    ]
    funders = Funders(payments, minor)

    assert {"bank": 400} == funders.of_excess(400)
    assert {"bank": 600, "brand": 200, "merchant": 200} == funders.of_excess(1000)
    assert {"brand": 800, "merchant": 800} == funders.of_excess(1600)


def test_excess_that_goods_took_before() -> None:
    """The bank had 1.50 back with goods; the rest of its 4.50 is the brand's."""
    payments = [
        paid("P1", "2.25", brand="2.25"),
        paid("P2", "4.50", bank="4.50"),
    ]
    funders = Funders(payments, minor)

    assert {"brand": 75, "bank": 150} == funders.of_refund(225)
    assert {"bank": 300, "brand": 150} == funders.of_excess(450)


def test_fees_by_payment() -> None:
    """What a bank took back of one payment's fee is not given back again."""
    payments = [
        PaymentUpdate("P1", "100.00", at(1), surcharge="10.00"),
        PaymentUpdate("P2", "100.00", at(1), surcharge="5.00"),
        PaymentUpdate("P3", "100.00", at(1)),
    ]
    fees = Fees(payments, {}, minor)

    assert {"gateway_fee": 400} == fees.of_payment("P1", 400)
    assert {} == fees.of_payment("P3", 0)
    assert {"gateway_fee": 1100} == fees.of_refund(1100)
