# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Stored carts and a job over them, for the back-test."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from checkout_core import coupon, dumps, promotion
from checkout_core.backtest import Job
from checkout_core.offers import amount_off, percentage_off


AT = "2026-11-22T12:00:00+05:30"
TODAY = dumps(
    {
        "currency": "INR",
        "promotions": [promotion("ten", percentage_off(10), name="Ten").document],
    }
)
NEXT = dumps(
    {
        "currency": "INR",
        "coupons": [
            coupon(
                "fifty",
                amount_off("50.00"),
                ["FIFTY"],
                name="Fifty",
                minimum_order_total="500.00",
            ).document
        ],
    }
)
JOB = Job(TODAY, NEXT, at=AT)


def row(number: int) -> dict[str, Any]:
    """
    Return a stored cart of 1 to 5 shirts at 300.00, without their tax of 18 %.

    Each fifth says what it was paid with ten percent off; each seventh is of a guest,
    the others of 11 customers.
    """
    quantity = 1 + number % 5
    shirts = {
        "product_id": "shirt",
        "quantity": quantity,
        "selling_price": "300.00",
        "tax_rate": "18",
    }
    cart = {"currency": "INR", "cart_items": [shirts], "coupon_code": "FIFTY"}
    customer = None if number % 7 == 0 else {"id": f"u{number % 11}"}
    paid = str(Decimal("318.60") * quantity) if number % 5 == 0 else None
    return {
        "cart_id": f"c{number}",
        "cart": cart,
        "customer": customer,
        "expected_to_be_paid": paid,
    }


def rows(count: int) -> list[dict[str, Any]]:
    """Return so many stored carts."""
    return [row(number) for number in range(count)]


def as_lines(file: Path, found: list[dict[str, Any]]) -> Path:
    """Write carts as JSON Lines; return the file."""
    file.write_text("".join(f"{dumps(each)}\n" for each in found), "utf-8")
    return file


def as_columns(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return carts with their objects as text, as a table has them."""
    return [
        {
            name: dumps(value) if isinstance(value, dict) else value
            for name, value in each.items()
        }
        for each in found
    ]


def as_parquet(file: Path, found: list[dict[str, Any]], group: int = 1_000) -> Path:
    """Write carts as Parquet, in row groups of *group* rows; return the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(as_columns(found))
    pq.write_table(table, file, row_group_size=group)
    return file
