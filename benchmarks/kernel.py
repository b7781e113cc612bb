# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Straight-line integer kernels of the three workloads: the limit for pure Python.

Each does what its workload needs and nothing else: no checks, no policies, no
generality, no explanation.  What can be known before the cart is known is
prepared beforehand, as columns of ints; the arithmetic is the contract's, ties
included.  A kernel that is slow flatters the engine, so `LIMITS` says what it
may cost, in primitives of the same run.
"""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter, mul
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


#: The most a kernel may cost, in primitives; typical has no limit of its own.
LIMITS = {"small": 45, "large": 4_500}

#: to_be_paid, total_tax, and the tax of each line.
Result: TypeAlias = tuple[int, int, list[int]]
Kernel: TypeAlias = "Callable[[], Result]"

#: How many primitives one call of `primitives` does.
PRIMITIVES = 1_000


def primitives() -> int:
    """Do a thousand integer multiply-add-floor-divides, ten to a turn of the loop."""
    net, numerator, half, denominator, one = 124_999, 36, 118, 236, 0
    for _ in range(PRIMITIVES // 10):
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
        one = (net * numerator + half) // denominator
    return one


def paise(text: Any) -> int:
    """Return an amount in paise, a rate in hundredths of a percent."""
    return int(Decimal(str(text)) * 100)


class _Columns(NamedTuple):
    """
    A cart as columns: tax is `(net * numerator + half) // denominator`.

    `inside` picks the lines that hold their tax, `ranks` orders the line keys.
    """

    prices: list[int]
    quantities: list[int]
    taxes: list[tuple[int, int, int]]
    inside: Callable[[Sequence[Any]], tuple[Any, ...]]
    ranks: list[int]
    shipping: int
    shipping_rate: int


def _columns(document: dict[str, Any]) -> _Columns:
    items = document["cart"]["cart_items"]
    taxes = []
    for item in items:
        rate = paise(item["tax_rate"])
        base = 10_000 + rate if item["price_including_tax"] else 10_000
        taxes.append((2 * rate, base, 2 * base))
    keys = [item["product_id"] for item in items]
    order = {key: rank for rank, key in enumerate(sorted(keys))}
    inside = [at for at, item in enumerate(items) if item["price_including_tax"]]
    quoted = document["cart"]["shipping"]
    return _Columns(
        [paise(item["selling_price"]) for item in items],
        [item["quantity"] for item in items],
        taxes,
        itemgetter(*inside) if len(inside) > 1 else tuple,
        [order[key] for key in keys],
        paise(quoted["estimated_cost"]),
        paise(quoted["tax_rate"]),
    )


def _after(
    total: int, whole: int, weights: Sequence[int], ranks: Sequence[int]
) -> list[int]:
    """
    Return what is left of *weights*, which sum to *whole*, once they pay *total*.

    Largest remainder: every share is rounded down but those whose remainder is
    at the edge or above it.  Where the edge is a tie, the larger weight goes
    first, then the lower rank.
    """
    rests = [total * weight % whole for weight in weights]
    more = sum(rests) // whole
    if not more:
        return [weight - total * weight // whole for weight in weights]
    falling = sorted(rests, reverse=True)
    edge = falling[more - 1]
    if edge != falling[more]:
        bias = whole - edge
        return [weight - (total * weight + bias) // whole for weight in weights]
    left = [weight - total * weight // whole for weight in weights]
    for _, _, _, at in sorted(
        [
            (-rest, -weight, rank, at)
            for at, (rest, weight, rank) in enumerate(
                zip(rests, weights, ranks, strict=True)
            )
        ]
    )[:more]:
        left[at] -= 1
    return left


def small(document: dict[str, Any]) -> Kernel:
    """Return the kernel of three exclusive lines and a shipping cost."""
    cart = _columns(document)
    cost, rate = cart.shipping, cart.shipping_rate
    lines = [
        (price, quantity, *tax)
        for price, quantity, tax in zip(
            cart.prices, cart.quantities, cart.taxes, strict=True
        )
    ]

    def kernel() -> Result:
        tax = (cost * rate + 5_000) // 10_000
        subtotal = 0
        taxes = []
        for price, quantity, numerator, half, denominator in lines:
            net = price * quantity
            part = (net * numerator + half) // denominator
            subtotal += net
            tax += part
            taxes.append(part)
        return subtotal + cost + tax, tax, taxes

    return kernel


def _due(left: Sequence[int], cart: _Columns) -> Result:
    """Return what the lines and their delivery cost with tax."""
    cost = cart.shipping
    taxes = [
        (net * numerator + half) // denominator
        for net, (numerator, half, denominator) in zip(left, cart.taxes, strict=True)
    ]
    tax = sum(taxes) + (cost * cart.shipping_rate + 5_000) // 10_000
    return sum(left) - sum(cart.inside(taxes)) + cost + tax, tax, taxes


def typical(document: dict[str, Any]) -> Kernel:
    """Return the kernel of ten mixed lines, 10 % off, a coupon and shipping."""
    cart = _columns(document)
    prices, quantities, ranks = cart.prices, cart.quantities, cart.ranks
    off = paise(500)

    def kernel() -> Result:
        left = list(map(mul, prices, quantities))
        whole = sum(left)
        total = (whole + 5) // 10
        left = _after(total, whole, left, ranks)
        return _due(_after(off, whole - total, left, ranks), cart)

    return kernel


def large(document: dict[str, Any]) -> Kernel:
    """Return the kernel of 200 lines, buy 2 get 1, 20 category promotions, a coupon."""
    cart = _columns(document)
    prices, quantities, ranks = cart.prices, cart.quantities, cart.ranks
    off = paise(2500)
    found: dict[str, list[int]] = {}
    for at, item in enumerate(document["cart"]["cart_items"]):
        for category in item["category_ids"]:
            found.setdefault(category, []).append(at)
    bought = [(prices[at], ranks[at], quantities[at], at) for at in found["b2g1"]]
    third = sum([quantities[at] for at in found["b2g1"]]) // 3
    steps = [
        (
            paise(offer["details"]["discount_percent"]),
            found[offer["details"]["category_id"][0]],
        )
        for offer in document["store"]["promotions"][1:]
    ]
    # The first ten categories hold every line once, the last ten again: so each
    # ten is one walk over the lines, in an order that is known beforehand.
    rounds = []
    order = list(range(len(prices)))
    for ten in (steps[:10], steps[10:]):
        wanted = [at for _, lines in ten for at in lines]
        assert sorted(wanted) == list(range(len(prices)))
        cuts = [
            (percent, slice(20 * nth, 20 * nth + 20), [ranks[at] for at in lines])
            for nth, (percent, lines) in enumerate(ten)
        ]
        rounds.append((itemgetter(*[order.index(at) for at in wanted]), cuts))
        order = wanted
    back = itemgetter(*[order.index(at) for at in range(len(prices))])

    def kernel() -> Result:
        left = list(map(mul, prices, quantities))
        # Buy 2 get 1: a third of the units, the cheapest, is free.
        free = third
        for price, _, quantity, at in sorted(bought):
            if free <= quantity:
                left[at] -= free * price
                break
            left[at] = 0
            free -= quantity
        for pick, cuts in rounds:
            before = pick(left)
            left = []
            for percent, cut, own in cuts:
                weights = before[cut]
                whole = sum(weights)
                total = (whole * percent + 5_000) // 10_000
                left += _after(total, whole, weights, own)
        left = back(left)
        return _due(_after(off, sum(left), left, ranks), cart)

    return kernel


KERNELS: dict[str, Callable[[dict[str, Any]], Kernel]] = {
    "small": small,
    "typical": typical,
    "large": large,
}
