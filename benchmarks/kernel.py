# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Straight-line integer kernels of the three workloads: the limit for pure Python.

Each does what its workload needs and nothing else: no checks, no policies, no
generality, no explanation.  What can be known before the cart is known is
prepared beforehand, as columns of ints; the arithmetic is the contract's, so
that the results are the expected `to_be_paid` and `total_tax`.  The tax of each
line is kept, as an invoice needs it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias


if TYPE_CHECKING:
    from collections.abc import Callable


def primitive(net: int, numerator: int, denominator: int) -> int:
    """Return one multiply-add-floor-divide: tax rounded half up."""
    return (net * numerator + denominator) // (2 * denominator)


def paise(text: Any) -> int:
    """Return an amount in paise."""
    return int(Decimal(str(text)) * 100)


def _lines(document: dict[str, Any]) -> list[tuple[int, int, int, int, bool]]:
    """Return (price, quantity, doubled numerator, doubled denominator, inclusive)."""
    found = []
    for line in document["cart"]["cart_items"]:
        rate = int(Decimal(line["tax_rate"]) * 100)
        inclusive = line["price_including_tax"]
        base = 10_000 + rate if inclusive else 10_000
        found.append(
            (
                paise(line["selling_price"]),
                line["quantity"],
                2 * rate,
                2 * base,
                inclusive,
            )
        )
    return found


def _shipping(document: dict[str, Any]) -> tuple[int, int]:
    quoted = document["cart"]["shipping"]
    cost = paise(quoted["estimated_cost"])
    return cost, int(Decimal(quoted["tax_rate"]) * 100)


#: What a kernel returns: to_be_paid, total_tax, and the tax of each line.
Result: TypeAlias = tuple[int, int, list[int]]


def small(document: dict[str, Any]) -> Callable[[], Result]:
    """Return the kernel of three exclusive lines and a shipping cost."""
    lines = [(p, q, n, d) for p, q, n, d, _ in _lines(document)]
    cost, rate = _shipping(document)

    def kernel() -> Result:
        subtotal = 0
        taxes = []
        for price, quantity, numerator, denominator in lines:
            net = price * quantity
            subtotal += net
            taxes.append((net * numerator + (denominator >> 1)) // denominator)
        tax = sum(taxes) + (cost * 2 * rate + 10_000) // 20_000
        return subtotal + cost + tax, tax, taxes

    return kernel


def _shared(total: int, weights: list[int], ranks: list[int]) -> list[int]:
    """Return largest-remainder shares; ties to the larger weight, then the rank."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    left = total - sum(shares)
    if left:
        order = sorted(
            [
                (-(total * weight % whole), -weight, rank, at)
                for at, (weight, rank) in enumerate(zip(weights, ranks, strict=True))
            ]
        )
        for each in order[:left]:
            shares[each[3]] += 1
    return shares


def _ranks(document: dict[str, Any]) -> list[int]:
    keys = [line["product_id"] for line in document["cart"]["cart_items"]]
    ranks = [0] * len(keys)
    for rank, at in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        ranks[at] = rank
    return ranks


def _due(
    left: list[int],
    lines: list[tuple[int, int, int, int, bool]],
    cost: int,
    rate: int,
) -> Result:
    """Return what the lines and their delivery cost with tax."""
    taxable = 0
    taxes = []
    for net, (_, _, numerator, denominator, inclusive) in zip(left, lines, strict=True):
        part = (net * numerator + (denominator >> 1)) // denominator
        taxable += net - part if inclusive else net
        taxes.append(part)
    tax = sum(taxes) + (cost * 2 * rate + 10_000) // 20_000
    return taxable + cost + tax, tax, taxes


def typical(document: dict[str, Any]) -> Callable[[], Result]:
    """Return the kernel of ten mixed lines, 10 % off, a coupon and shipping."""
    lines, ranks = _lines(document), _ranks(document)
    cost, rate = _shipping(document)
    off = paise(500)

    def kernel() -> Result:
        left = [price * quantity for price, quantity, _, _, _ in lines]
        total = (sum(left) * 10 * 2 + 100) // 200
        left = [a - b for a, b in zip(left, _shared(total, left, ranks), strict=True)]
        left = [a - b for a, b in zip(left, _shared(off, left, ranks), strict=True)]
        return _due(left, lines, cost, rate)

    return kernel


def large(document: dict[str, Any]) -> Callable[[], Result]:
    """Return the kernel of 200 lines, buy 2 get 1, 20 category promotions, a coupon."""
    lines, ranks = _lines(document), _ranks(document)
    cost, rate = _shipping(document)
    off = paise(2500)
    items = document["cart"]["cart_items"]
    of_category: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        for category in item["category_ids"]:
            of_category.setdefault(category, []).append(at)
    bought = of_category["b2g1"]
    steps = [
        (
            int(Decimal(str(offer["details"]["discount_percent"])) * 100),
            at,
            [ranks[each] for each in at],
        )
        for offer in document["store"]["promotions"][1:]
        for at in [of_category[offer["details"]["category_id"][0]]]
    ]

    def kernel() -> Result:
        left = [price * quantity for price, quantity, _, _, _ in lines]
        # Buy 2 get 1: a third of the units, the cheapest, is free.
        free = sum([lines[at][1] for at in bought]) // 3
        for at in sorted(bought, key=lambda at: (lines[at][0], ranks[at])):
            price, quantity = lines[at][:2]
            taken = min(free, quantity)
            left[at] -= taken * price
            free -= taken
            if not free:
                break
        for percent, found, own in steps:
            weights = [left[at] for at in found]
            total = (sum(weights) * percent * 2 + 10_000) // 20_000
            for at, less in zip(found, _shared(total, weights, own), strict=True):
                left[at] -= less
        left = [a - b for a, b in zip(left, _shared(off, left, ranks), strict=True)]
        return _due(left, lines, cost, rate)

    return kernel


KERNELS: dict[str, Callable[[dict[str, Any]], Callable[[], Result]]] = {
    "small": small,
    "typical": typical,
    "large": large,
}
