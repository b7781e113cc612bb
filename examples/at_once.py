# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Uses Django's shop from several threads at once: `python at_once.py`.

It prints how many orders each cart became, and how many payments were kept.  On SQLite
the transactions wait for each other from the start; a server needs the locks of
`orders.py`: `SHOP_DATABASE=postgresql://user@localhost/name python at_once.py`.
"""

from __future__ import annotations

import os
import threading

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import django

from django.core.management import call_command
from django.db import connection


os.environ.pop("JUSPAY_API_KEY", None)  # only the fake gateway is asked
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_shop.settings")
django.setup()

from checkout_core.orders import PaymentState, PaymentUpdate  # noqa: E402
from django_shop import orders  # noqa: E402
from shop import gateway  # noqa: E402


ROUNDS = 10
WANTED = {"items": [{"product_id": "tee", "quantity": 1}]}


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Return what steps return that all begin together."""
    start = threading.Barrier(len(steps))

    def begun(step: Callable[[], object]) -> object:
        try:
            start.wait()
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(begun, steps))


def placed_once() -> int:
    """Return how many orders four requests for one cart without offers place."""
    cart_id = orders.price(WANTED, None).cart.id
    return len({*at_once(*[lambda: orders.place(cart_id).number] * 4)})


def paid_late() -> bool:
    """Return whether a payment is kept that comes while the customer asks again."""
    cart_id = orders.price(WANTED, None).cart.id
    order = orders.place(cart_id)
    (payment,) = order.payments
    gateway.payment_link(order)
    event = gateway.pay_at_the_fake_gateway(payment.id)
    # As far as the shop knows, it failed: the next request begins another one.
    update = PaymentUpdate(
        payment.id, payment.amount, payment.at, state=PaymentState.FAILED
    )
    orders.save(order.after(update))
    at_once(
        lambda: orders.settle(dict(event.headers), event.body),
        lambda: orders.place(cart_id),
    )
    return orders.order_of(order.number).amount_paid == order.to_be_paid


call_command("migrate", run_syncdb=True, verbosity=0)
print("orders of each cart:", {placed_once() for _ in range(ROUNDS)})
print("payments kept:", sum(paid_late() for _ in range(ROUNDS)))
