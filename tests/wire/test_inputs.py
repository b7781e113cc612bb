# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is priced, written as a document and read again."""

from __future__ import annotations

from typing import Any

import pytest

from hypothesis import given

from checkout_core import (
    Checkout,
    CheckoutError,
    Store,
    dumps,
    loads,
    read_cart,
    read_checkout,
    read_store,
)
from checkout_core.testing.strategies import checkouts
from checkout_core.wire import OrderFacts, write_checkout, write_store
from tests.factories.faults import faults_of
from tests.factories.nouns import CART, CHECKOUT
from tests.factories.orders import NOON


@given(checkout=checkouts())
def test_what_is_written_is_read(checkout: Checkout) -> None:
    """Any checkout comes back equal from its text, and its store alone does too."""
    found = read_checkout(dumps(write_checkout(checkout)))

    assert (checkout, checkout.store) == (
        found,
        read_store(dumps(write_store(checkout.store))),
    )


def test_counters_and_facts_are_kept() -> None:
    """What only some checkouts have."""
    store = CHECKOUT.store.changed(
        offer_redemptions={"ten": 2}, code_redemptions={"SAVE": 1}
    )
    facts = OrderFacts(order_number="O1", order_date=NOON, status="confirmed")
    checkout = Checkout(CART, store, None, facts)
    document = write_checkout(checkout)
    found = read_checkout({**document, "at": NOON})

    assert (facts, store) == (found.order, found.store)
    assert NOON.isoformat() == document["order"]["order_date"]


def test_amounts_are_text() -> None:
    """No reader of JSON can round them."""
    document = loads(dumps(write_checkout(CHECKOUT)))

    assert ("499.00", "60.00", "40.00", "0.25") == (
        document["cart"]["cart_items"][0]["selling_price"],
        document["cart"]["shipping"]["estimated_cost"],
        document["store"]["charges"][0]["amount"],
        document["store"]["loyalty"]["value_per_point"],
    )


@pytest.mark.parametrize("write", [write_checkout, write_store])
def test_another_class_is_refused(write: Any) -> None:
    """Both say what they take."""
    name = write.__name__.removeprefix("write_")

    assert [(name, "wrong_type")] == faults_of(write, {})


def test_a_store_without_offers() -> None:
    """Every policy has its default."""
    store = Store("JPY")

    assert store == read_store(write_store(store))


@pytest.mark.parametrize("lines", [[], ()], ids=["a list", "a tuple"])
def test_a_cart_without_lines(lines: object) -> None:
    """A tuple, which a record that is kept holds, is no other case."""
    with pytest.raises(CheckoutError) as caught:
        read_cart({"currency": "INR", "cart_items": lines})

    assert ["cart_items"] == [each.path for each in caught.value.faults]
