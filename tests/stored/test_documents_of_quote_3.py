# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What version 0.5.0 stored is read, verified and refunded by the rules of its time.

The documents of `0.5.0` were written by that version: of six shops the checkout, the
quote, and the order after a payment and a refund of one unit of the first line.  They
are never written anew.
"""

from __future__ import annotations

import json
import pickle

from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from checkout_core import (
    dumps,
    read_order,
    read_quote,
    verify,
    write_order_detail,
    write_quote,
)
from checkout_core.orders import Refunded
from checkout_core.wire import loads


HERE = Path(__file__).parent / "0.5.0"
#: What is paid for each, and what was left of it after the refund.
SHOPS = {
    "charges-by-rate": ("1473.00", "1043.55"),
    "charges-without-rates": ("579.00", "392.00"),
    "free-delivery-and-discounts": ("1858.00", "1408.90"),
    "free-units-in-slabs": ("4068.00", "1000.00"),
    "own-components": ("83.90", "62.25"),
    "shipping-freed": ("1250.00", "751.00"),
}
LATER = "2026-11-30T12:00:00+05:30"
SCHEMA = json.loads(
    (files("checkout_core.wire") / "schemas" / "quote.schema.json").read_text()
)


def text_of(name: str, form: str) -> str:
    """Return a document as it was stored."""
    return (HERE / f"{name}.{form}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHOPS)
def test_a_stored_quote_verifies_and_keeps_its_bytes(name: str) -> None:
    """As it was stored, and once it was read and stored again."""
    text = text_of(name, "quote")
    found = read_quote(text, verify=True)

    verify(text)
    verify(found)
    assert text == dumps(write_quote(found), indent=2) + "\n"
    assert (3, "checkout-core 0.5.0") == (found.revision.number, found.engine)
    assert SHOPS[name][0] == str(found.to_be_paid)
    assert found == pickle.loads(pickle.dumps(found))
    jsonschema.Draft202012Validator(SCHEMA).validate(loads(text))


@pytest.mark.parametrize("name", SHOPS)
def test_a_stored_order_keeps_its_bytes(name: str) -> None:
    """The quote, the payment and the refund that it holds."""
    text = text_of(name, "order")
    written = write_order_detail(read_order(text, verify=True), stored=True)

    assert text == dumps(written, indent=2) + "\n"


@pytest.mark.parametrize("name", SHOPS)
def test_the_rest_is_refunded(name: str) -> None:
    """After the refund of one unit, all that is held is given back."""
    order = read_order(text_of(name, "order"), verify=True)
    left = {
        index: line.quantity - order.returned.get(index, 0)
        for index, line in enumerate(order.quote.lines)
    }

    note = order.refund(
        {index: units for index, units in left.items() if units}, id="R2", at=LATER
    )
    held = order.after(Refunded(note)).amount_held

    assert SHOPS[name][1] == str(order.amount_held)
    assert order.amount_held - note.gateway == held
