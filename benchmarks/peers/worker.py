# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The far end of a Python peer: `python -m benchmarks.peers.worker MODULE PART FOLDER`.

A line of standard input says what to price and how often, `typical 500`; a line of
standard output answers with what that took and what came out:
`{"nanoseconds": 123, "answer": {"to_be_paid": "1.00"}}`.
"""

from __future__ import annotations

import json
import sys
import time

from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any


def main(module: str, part: str, folder: str) -> None:
    """Prepare every workload of *folder*, then price what is asked for."""
    documents: dict[str, Any] = {
        path.stem: json.loads(path.read_bytes(), parse_float=Decimal)
        for path in sorted(Path(folder).glob("*.json"))
        if "." not in path.stem
    }
    carts = import_module(f"benchmarks.peers.{module}").carts(part, documents)
    print(json.dumps({"ready": sorted(carts)}), flush=True)
    for line in sys.stdin:
        workload, times = line.split()
        price, told = carts[workload]
        start = time.perf_counter_ns()
        for _ in range(int(times)):
            found = price()
        took = time.perf_counter_ns() - start
        print(json.dumps({"nanoseconds": took, "answer": told(found)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
