# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Ten carts and two stores whose figures are worked out by hand, and their results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from checkout_core import coupon, dumps, promotion
from checkout_core.backtest import Job
from checkout_core.offers import amount_off, percentage_off


AT = "2026-10-12T12:00:00+05:30"

TEN = promotion(
    "ten", percentage_off(10), name="10% from 1,000", minimum_order_total="1000"
)
TWENTY = promotion(
    "twenty", percentage_off(20), name="20% from 2,000", minimum_order_total="2000"
)
LATER = promotion(
    "later", percentage_off(5), name="Later", starts_at="2027-01-01T00:00:00+05:30"
)
HUGE = promotion(
    "huge", amount_off(10), name="10 from 100,000", minimum_order_total="100000"
)
FIFTY = coupon(
    "fifty", amount_off(50), ["SAVE50"], name="50 off", minimum_order_total="500"
)

#: Each cart: its id, its customer, what its goods cost, the code, and what was paid.
#:
#:     cart       goods  today  then  change
#:     c01   a      400    400   400
#:     c02   a    1,000    900 1,000    +100
#:     c03   b    1,900  1,710 1,900    +190
#:     c04   b    2,000  1,800 1,600    -200
#:     c05   c    3,000  2,700 2,400    -300
#:     c06          600    550   550          SAVE50 saves 50
#:     c07        1,200  1,030 1,150    +120  likewise, after 120 of ten
#:     c08   d      400    400   400          SAVE50 is 100 short
#:     c09   d    1,990  1,791 1,990    +199  no coupon has this code
#:     c10   e    5,000  4,500 4,000    -500
#:     all      17,490  15,781 15,390   -391
CARTS: tuple[tuple[str, str | None, str, str | None, str | None], ...] = (
    ("c01", "a", "400", None, "400.00"),
    ("c02", "a", "1000", None, "900.00"),
    ("c03", "b", "1900", None, "1710.00"),
    ("c04", "b", "2000", None, "1800.00"),
    ("c05", "c", "3000", None, "2700.00"),
    ("c06", None, "600", "SAVE50", "550.00"),
    ("c07", None, "1200", "SAVE50", "1030.00"),
    ("c08", "d", "400", "SAVE50", "390.00"),
    ("c09", "d", "1990", "NOPE", None),
    ("c10", "e", "5000", None, "4550.00"),
)


def store(*offers: Any, currency: str = "INR") -> str:
    """Return a store of some offers as text."""
    found: dict[str, Any] = {"currency": currency}
    for kind in ("promotion", "coupon"):
        documents = [each.document for each in offers if each.kind == kind]
        if documents:
            found[f"{kind}s"] = documents
    return dumps(found)


JOB = Job(store(TEN, HUGE, FIFTY), store(TWENTY, LATER, HUGE, FIFTY))


def row(
    cart_id: str,
    price: str,
    *,
    customer: str | None = None,
    code: str | None = None,
    paid: str | None = None,
    quantity: int = 1,
    currency: str = "INR",
    at: str = AT,
) -> dict[str, Any]:
    """Return a row of one product without tax."""
    goods = {
        "product_id": "tee",
        "quantity": quantity,
        "selling_price": price,
        "tax_rate": "0",
    }
    cart: dict[str, Any] = {"currency": currency, "cart_items": [goods]}
    if code is not None:
        cart["coupon_code"] = code
    found: dict[str, Any] = {"cart_id": cart_id, "placed_at": at, "cart": cart}
    if customer is not None:
        found["customer"] = {"id": customer}
    if paid is not None:
        found["expected_to_be_paid"] = paid
    return found


ROWS = [
    row(cart_id, price, customer=customer, code=code, paid=paid)
    for cart_id, customer, price, code, paid in CARTS
]
#: Two rows that cannot be priced.
BAD = [row("bad-1", "100", quantity=0), {"cart_id": "bad-2", "placed_at": AT}]


def write_carts(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows as JSON Lines; return the file."""
    file = folder / "carts.jsonl"
    file.write_text("".join(f"{dumps(each)}\n" for each in rows), "utf-8")
    return file


def write_results(
    folder: Path, job: Job, *parts: list[dict[str, Any]], done: bool = True
) -> Path:
    """Write the results of rows, a file for each of *parts*; return the folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from checkout_core.backtest import reprice

    results = folder / "results"
    results.mkdir(parents=True, exist_ok=True)
    before = len(list(results.glob("*.parquet")))
    for number, rows in enumerate(parts, before):
        lines = pa.RecordBatch.from_pydict({"value": [dumps(each) for each in rows]})
        file = results / f"part-{number:05}.parquet"
        pq.write_table(pa.Table.from_batches(list(reprice(job, [lines]))), file)
        if done:
            file.with_suffix(".json").write_text("{}", "utf-8")
    return folder
