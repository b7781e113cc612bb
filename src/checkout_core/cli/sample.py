# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
An order to a business, with what its papers are made of: files for the commands.

The goods and the offers are those of the demo.  Promises equal bytes each time, and an
order that is priced, placed and paid here, so that it is stored as this release does.
"""

from __future__ import annotations

from importlib.resources import files

from checkout_core.orders import Order, PaymentUpdate
from checkout_core.pricing import quote
from checkout_core.wire import dumps, read_checkout, write_order_detail


__all__ = ["NAMES", "contents"]

#: The files, in the order in which they are read.
NAMES = (
    "cart.json",
    "order.json",
    "month.jsonl",
    "dates.jsonl",
    "seller.json",
    "parties.json",
    "README.md",
)
#: The document that `month.jsonl` and `dates.jsonl` say was issued for the order.
_PAPER = {"number": "INV/26-27/0001", "date": "2026-11-05"}


def contents() -> dict[str, bytes]:
    """Return the bytes of each file by its name."""
    source = files("checkout_core.cli") / "start" / "papers"
    order = write_order_detail(_order((source / "cart.json").read_bytes()), stored=True)
    made = {
        "order.json": order,
        "month.jsonl": {"order": order, "papers": [_PAPER]},
    }
    return {
        name: f"{dumps(made[name])}\n".encode()
        if name in made
        else (source / name).read_bytes()
        for name in NAMES
    }


def _order(document: bytes) -> Order:
    """Return the order of a checkout document, placed and paid."""
    checkout = read_checkout(document)
    assert checkout.at is not None
    sold = quote(checkout.cart, checkout.store, at=checkout.at)
    placed = Order.placed(
        sold, number=checkout.order.order_number or "", at=checkout.at
    )
    paid = PaymentUpdate("pay-1", sold.totals.to_be_paid, checkout.at, method="UPI")
    return placed.after(paid)
