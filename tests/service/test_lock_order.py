# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Buyers and cancellers at once, of offers whose names sort in two ways.

By their bytes `B` and `D` come before `a` and `c`, in a dictionary they do not: what is
locked in another order by one of two transactions is a deadlock.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa

from checkout_core.service import SqlDatabase
from tests.factories.service import CATALOGUE, STORE
from tests.factories.service_client import running
from tests.factories.service_processes import SORTING, fresh


NAMES = ("a", "B", "c", "D")
OFFERS = [
    {
        "id": name,
        "name": name,
        "promotion_type": "discount",
        "applies_to_product": "all",
        "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 1},
        "can_be_used_with_other_promotion": True,
        "redemption_limits": {"total_redemptions": 100_000},
    }
    for name in NAMES
]
SHOP = {**CATALOGUE, "store": {**STORE, "promotions": OFFERS}}
#: So many threads buy, and cancel each second order at once.
THREADS, ORDERS = 12, 8


@pytest.mark.parametrize("kind", SORTING, ids=lambda kind: kind.partition("+")[0])
def test_buyers_and_cancellers(kind: str, tmp_path: Path) -> None:
    """Every request is carried out, and the counters are right at the end."""
    with fresh(kind, tmp_path) as url:
        found, redeemed = bought_and_cancelled(url)
        undone = deadlocks(url)

    kept = THREADS * ORDERS // 2
    assert (Counter({200: THREADS * ORDERS * 3 // 2}), dict.fromkeys(NAMES, kept)) == (
        found,
        redeemed,
    )
    # A request whose transaction was undone is carried out in the end; here none was.
    assert 0 == undone


def deadlocks(url: str) -> int:
    """Return how many transactions PostgreSQL undid since others waited for them."""
    if url.startswith("sqlite"):
        return 0
    engine = sa.create_engine(url)
    here = "WHERE datname = current_database()"
    with engine.connect() as connection:
        # The server's processes of our connections have noted it once they are gone.
        others = f"SELECT count(*) - 1 FROM pg_stat_activity {here}"
        while connection.exec_driver_sql(others).scalar():
            connection.rollback()
        counted = f"SELECT deadlocks FROM pg_stat_database {here}"
        found = connection.exec_driver_sql(counted).scalar()
    engine.dispose()
    assert isinstance(found, int)
    return found


def bought_and_cancelled(url: str) -> tuple[Counter[int], dict[str, int]]:
    """Let all buy and cancel; return the statuses, and the counters of offers."""
    with (
        closing(SqlDatabase(url)) as database,
        running(database, catalogue=SHOP) as service,
    ):
        start = Barrier(THREADS)

        def buy(_: int) -> Counter[int]:
            token = service.done("POST", "auth/anonymous")["access_token"]
            statuses = Counter[int]()
            start.wait()
            for nth in range(ORDERS):
                cart = service.cart(token=token)["id"]
                status, answer = service.ask(
                    "POST", "orders", {"cart_id": cart}, token=token
                )
                statuses[status] += 1
                if nth % 2 and status == 200:
                    number = answer["content"]["order"]["order_number"]
                    body = {"cancellation_reason": "changed my mind"}
                    path = f"orders/{number}/cancel"
                    statuses[service.ask("POST", path, body, token=token)[0]] += 1
            return statuses

        with ThreadPoolExecutor(THREADS) as pool:
            found = sum(pool.map(buy, range(THREADS)), Counter[int]())
        return found, service.redemptions()
