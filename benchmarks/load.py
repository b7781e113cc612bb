# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The reference service under load: `python -m benchmarks.load [DATABASE URL ...]`.

Starts `checkout-core serve` on each database (a SQLite file by default), lets
shoppers at it over loopback, and prints requests a second and the slowest of a
hundred for each step.  Shoppers and service share the machine, so the figures
are a floor.  Every answer is checked, and at the end the orders are counted.
`--write` puts the table into README.md beside this file.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import tempfile
import time

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.page import machine, put
from tests.factories.service_processes import fresh, guest, service_process


ITEM = {"product_id": "tiffin-steel", "variant_id": None, "quantity": 2}
OTHER = {"product_id": "diya-brass", "variant_id": None, "quantity": 1}
STEPS = ("create cart", "add item", "look at cart", "evaluate coupons", "create order")


class Shopper:
    """One kept connection with a token."""

    def __init__(self, base: str, token: str) -> None:
        parts = urlsplit(base)
        self.path = parts.path
        self.connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        self.headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }

    def ask(self, method: str, path: str, body: Any = None) -> tuple[float, Any]:
        """Return how long an answer took, in seconds, and its content."""
        text = None if body is None else json.dumps(body)
        begun = time.perf_counter()
        self.connection.request(method, f"{self.path}{path}", text, self.headers)
        answer = self.connection.getresponse()
        data = answer.read()
        took = time.perf_counter() - begun
        assert answer.status == 200, data
        return took, json.loads(data)["content"]


def shop(base: str, token: str, seconds: float) -> list[list[float]]:
    """Buy again and again for some seconds; return the times of every step."""
    shopper = Shopper(base, token)
    times: list[list[float]] = [[] for _ in STEPS]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        took, content = shopper.ask("POST", "/carts", {"items": [ITEM]})
        times[0].append(took)
        cart = content["cart"]["id"]
        took, content = shopper.ask("POST", f"/carts/{cart}/items", OTHER)
        times[1].append(took)
        due = content["cart"]["to_be_paid"]
        took, content = shopper.ask("GET", f"/carts/{cart}")
        times[2].append(took)
        took, _ = shopper.ask("GET", f"/carts/{cart}/evaluate-coupons")
        times[3].append(took)
        took, content = shopper.ask("POST", "/orders", {"cart_id": cart})
        times[4].append(took)
        assert due == content["order"]["to_be_paid"]
    return times


def measured(kind: str, shoppers: int, seconds: float) -> list[str]:
    """Return the rows of one database."""
    name = kind.partition("+")[0]
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh(kind, Path(folder)) as database,
        service_process(database) as service,
    ):
        tokens = [guest(service) for _ in range(shoppers)]
        with ProcessPoolExecutor(shoppers) as pool:
            runs = [pool.submit(shop, service.base, token, seconds) for token in tokens]
            found = [run.result() for run in runs]
        orders = sum(len(each[-1]) for each in found)
        counted = sum(
            service.ask("GET", "/orders?limit=1", token=token)[1]["content"][
                "pagination"
            ]["total_records"]
            for token in tokens
        )
        assert orders == counted, (orders, counted)
    rows = []
    for at, step in enumerate(STEPS):
        times = [took for each in found for took in each[at]]
        cuts = statistics.quantiles(times, n=100)
        rows.append(
            f"| {name} | {step} | {len(times) / seconds:.0f}"
            f" | {statistics.median(times) * 1e3:.1f} | {cuts[98] * 1e3:.1f} |"
        )
    total = sum(len(times) for each in found for times in each)
    rows.append(f"| {name} | all of these | {total / seconds:.0f} | | |")
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Load the reference service.")
    parser.add_argument("databases", nargs="*", default=["sqlite"], metavar="DATABASE")
    parser.add_argument("--shoppers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--date", default=time.strftime("%Y-%m-%d"))
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    given = parser.parse_args()
    parts = [
        *machine(given.date),
        f"- {given.shoppers} shoppers, {given.seconds:g} s on each database",
        "",
        "| database | step | requests a second | median, ms | p99, ms |",
        "|---|---|--:|--:|--:|",
    ]
    for kind in given.databases:
        parts += measured(kind, given.shoppers, given.seconds)
    table = "\n".join(parts)
    print(table)
    if given.write:
        put("load", table)


if __name__ == "__main__":
    main()
