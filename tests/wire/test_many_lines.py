# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A quote whose document is longer than a stranger's may be is stored all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    Quote,
    Store,
    dumps,
    loads,
    quote,
    read_order,
    read_quote,
    write_order_detail,
    write_quote,
)
from checkout_core.cli import main
from checkout_core.orders import Order
from checkout_core.wire import read_promotion
from checkout_core.wire.text import MAX_CHARACTERS
from tests.factories.faults import faults
from tests.factories.offers import percentage, promotion, row


AT = "2026-11-22T12:00:00Z"
LINES, OFFERS = 5_000, 10


@pytest.fixture(scope="module")
def sold() -> Quote:
    """Return a quote of 5,000 lines, each with ten promotions."""
    tees = [Line(f"tee{i}", 2, f"{100 + i % 97}.99", tax_rate=18) for i in range(LINES)]
    offers = [
        read_promotion(promotion("discount", percentage("1", row()), id=f"one{i}"))
        for i in range(OFFERS)
    ]
    found = quote(Cart("INR", tees), Store("INR", promotions=offers), at=AT)
    assert OFFERS == len(found.promotions)
    return found


def test_it_is_written_read_and_verified(sold: Quote, tmp_path: Path) -> None:
    """By the readers, and by the command."""
    text = dumps(write_quote(sold))
    file = tmp_path / "quote.json"
    file.write_text(text)

    assert len(text) > MAX_CHARACTERS
    assert LINES * OFFERS == sum(len(each.lines) for each in sold.promotions)
    assert sold == read_quote(text) == read_quote(text, verify=True)
    assert 0 == main(["verify", str(file)])


def test_its_order_is_written_and_read(sold: Quote) -> None:
    """The document repeats each saving for the vendor, and is twice as long."""
    order = Order.placed(sold, number="ORD-1", at=AT)

    assert order == read_order(dumps(write_order_detail(order, stored=True)))


def test_a_document_of_strangers_may_not_be_so_long(sold: Quote) -> None:
    """What nobody stored is refused before it is parsed."""
    with pytest.raises(CheckoutError) as caught:
        loads(dumps(write_quote(sold)))

    assert [("", "document_too_large")] == faults(caught.value)
