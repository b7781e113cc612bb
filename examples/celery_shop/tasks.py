# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tasks of the worker: `celery -A celery_shop.tasks worker`.

What goes through the broker is JSON, so amounts travel as the text of a document.
"""

from __future__ import annotations

import os
import sqlite3

from pathlib import Path
from typing import Any

from celery import Celery

from checkout_core import CheckoutError, dumps, read_quote, write_quote
from shop import orders


#: Messages are files of this folder, so that no broker has to be installed.
FOLDER = Path(os.environ.get("SHOP_QUEUE", "shop-queue")).resolve()
FOLDER.mkdir(parents=True, exist_ok=True)

app = Celery("celery_shop")
app.conf.update(
    broker_url=os.environ.get("SHOP_BROKER", "filesystem://"),
    broker_transport_options={
        "data_folder_in": str(FOLDER),
        "data_folder_out": str(FOLDER),
        "control_folder": str(FOLDER),
    },
    result_backend=os.environ.get("SHOP_RESULTS", FOLDER.as_uri()),
    # A task that a worker died of is given to another: each of them may run twice.
    task_acks_late=True,
)
orders.create_tables()


@app.task
def price(wanted: dict[str, Any], customer_id: str | None = None) -> str:
    """Return the quote of a cart as the text of its document."""
    return dumps(write_quote(orders.price(wanted, customer_id)))


@app.task
def verify(document: str) -> list[dict[str, Any]]:
    """Return what is wrong with a stored quote, [] if its figures add up."""
    try:
        read_quote(document, verify=True)
    except CheckoutError as error:
        return error.as_json()
    return []


@app.task(autoretry_for=(sqlite3.OperationalError,), retry_backoff=True)
def settle(headers: dict[str, str], body: str) -> None:
    """Apply an event of Juspay; run twice, it changes nothing the second time."""
    orders.settle(headers, body.encode())
