# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""When a cart says that it can be paid for, and what it misses until then."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Address, Cart, CheckoutError, Line, Store, quote, write_cart
from tests.factories.faults import faults


HOME = Address(state="Goa")
NOWHERE = Address(city=None, state="")
DELIVERY = {"fulfillment_type": "delivery"}
COLLECTION = {"fulfillment_type": "collect-in-store"}
READY = ("ready-for-payment", None)
TEE = Line("tee", 1, 100, tax_rate=0)
EBOOK = Line("ebook", 1, 100, tax_rate=0, product_type="digital")


def missing(what: str) -> tuple[str, str]:
    """Return status and message of a cart that misses something."""
    return ("not-ready-for-payment", f"Give {what} first.")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, missing("a shipping address and a fulfillment preference")),
        ({"shipping_address": HOME}, missing("a fulfillment preference")),
        ({"fulfillment_preference": DELIVERY}, missing("a shipping address")),
        (
            {"fulfillment_preference": DELIVERY, "billing_address": HOME},
            missing("a shipping address"),
        ),
        (
            {"fulfillment_preference": DELIVERY, "shipping_address": NOWHERE},
            missing("a shipping address"),
        ),
        ({"fulfillment_preference": DELIVERY, "shipping_address": HOME}, READY),
        ({"fulfillment_preference": COLLECTION}, missing("a billing address")),
        ({"fulfillment_preference": COLLECTION, "billing_address": HOME}, READY),
        ({"fulfillment_preference": COLLECTION, "shipping_address": HOME}, READY),
        (
            {"lines": [EBOOK]},
            missing("a billing address and a fulfillment preference"),
        ),
        (
            {
                "lines": [EBOOK],
                "billing_address": HOME,
                "fulfillment_preference": DELIVERY,
            },
            READY,
        ),
        (
            {
                "lines": [EBOOK, TEE],
                "billing_address": HOME,
                "fulfillment_preference": DELIVERY,
            },
            missing("a shipping address"),
        ),
    ],
    ids=str,
)
def test_what_a_cart_needs(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    """An address by how it is delivered, and that somebody said how."""
    given = {"lines": [TEE], **fields}
    found = write_cart(quote(Cart("INR", given.pop("lines"), **given), Store("INR")))

    assert expected == (found["status"], found["status_error_message"])


def test_a_lenient_shop_asks_for_nothing() -> None:
    """Every cart is ready then."""
    found = write_cart(quote(Cart("INR", [TEE]), Store("INR")), ready="lenient")

    assert READY == (found["status"], found["status_error_message"])


def test_another_word_is_refused() -> None:
    """A shop is strict or lenient."""
    with pytest.raises(CheckoutError) as caught:
        write_cart(quote(Cart("INR", [TEE]), Store("INR")), ready="never")

    assert [("ready", "not_a_choice")] == faults(caught.value)
