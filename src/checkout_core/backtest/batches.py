# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Carts in, prices by both stores of a job out: Arrow record batches, row by row.

Promises the same rows in the same order, no state between batches, and that nothing in
the data raises.  Any engine that maps batches of Arrow can run it: a process pool,
Spark's `mapInArrow`, Ray Data, Dask, Daft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from checkout_core.backtest.columns import LINE, batch_of
from checkout_core.backtest.job import Job, Stores
from checkout_core.backtest.row import Basket, read_row, repriced
from checkout_core.backtest.values import rows_of, values_of
from checkout_core.errors import CheckoutError, fault
from checkout_core.version import installed_version
from checkout_core.wire.text import read_object


def reprice(job: Job, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """
    Yield the results of each batch of carts, in their order.

    Raises nothing for data: what is wrong with a row is in its `faults`.  Raises
    `CheckoutError` where the engine is of another version than the job's, so that the
    machines of a cluster never mix two.

    Args:
        job: the two stores and the moment.
        batches: carts, with the columns `cart_id` (text or a whole number), `cart`
            (JSON text or a struct, as the `cart` of a checkout document), and if they
            are there `placed_at` (text or a timestamp with its zone), `customer` (as
            `cart`) and `expected_to_be_paid` (decimal, whole number or text).  Or with
            the one column `value`: each row as the text of a JSON object of these keys.

    >>> import pyarrow as pa
    >>> job = Job('{"currency": "INR"}', '{"currency": "INR"}')
    >>> cart = '{"currency": "INR", "cart_items": []}'
    >>> carts = pa.RecordBatch.from_pylist([{"cart_id": "c1", "cart": cart}])
    >>> next(reprice(job, [carts])).to_pylist()[0]["faults"][0]["code"]
    'empty_cart'
    """
    check_engine(job)
    stores = job.stores()
    for batch in batches:
        rows = (repriced(each, stores) for each in baskets(batch, stores))
        yield batch_of(rows, stores.currency.exponent)


def check_engine(job: Job) -> None:
    """Raise a `CheckoutError` where the engine is of another version than the job's."""
    if job.engine != installed_version():
        facts = {"wanted": job.engine, "found": installed_version()}
        raise CheckoutError([fault("engine", "another_engine", job.engine, **facts)])


def baskets(batch: pa.RecordBatch, stores: Stores) -> Iterator[Basket]:
    """Yield each row of a batch of carts, read."""
    if batch.schema.names == [LINE]:
        for text in values_of(batch.column(0)):
            yield _of_line(text, stores)
    else:
        for row in rows_of(batch):
            yield read_row(row, stores)


def _of_line(text: Any, stores: Stores) -> Basket:
    try:
        row: Mapping[str, Any] = read_object(text)
    except CheckoutError as error:
        return Basket(None, None, None, None, None, list(error.faults))
    return read_row(row, stores)


__all__ = ["baskets", "check_engine", "reprice"]
