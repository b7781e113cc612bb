# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A kind of supply that the tax regime does not read, which version 0.8.0 ignored.

The quote was written by the rules of that version: two units of 100.00 with 18 % VAT.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout_core import (
    CheckoutError,
    RefundPolicy,
    dumps,
    evaluate,
    quote,
    read_quote,
    read_store,
    refund,
    verify,
    write_quote,
)


TEXT = (Path(__file__).parent / "0.8.0" / "supply-type-unread.quote.json").read_text(
    encoding="utf-8"
)
STORE = read_store('{"currency": "EUR", "tax": {"regime": "named", "tax_name": "VAT"}}')


def test_it_is_read_verified_and_kept() -> None:
    """Byte for byte, as it was stored."""
    verify(TEXT)

    assert TEXT == dumps(write_quote(read_quote(TEXT, verify=True)))


@pytest.mark.parametrize("way", ["retain", "recompute"])
def test_it_is_refunded(way: str) -> None:
    """One unit of two, also where what is kept is priced again."""
    note = refund(
        read_quote(TEXT),
        {0: 1},
        id="R1",
        at="2026-12-01T10:00:00Z",
        policy=RefundPolicy(promotion_break=way),
        store=STORE,
    )

    assert "118.00" == str(note.amount)


@pytest.mark.parametrize("ask", [quote, evaluate])
def test_its_cart_is_refused_today(ask: object) -> None:
    """Nothing is accepted and ignored."""
    assert callable(ask)
    with pytest.raises(CheckoutError) as caught:
        ask(read_quote(TEXT).cart, STORE)

    assert [("cart.supply_type", "not_of_cart")] == [
        (each.path, each.code) for each in caught.value.faults
    ]
