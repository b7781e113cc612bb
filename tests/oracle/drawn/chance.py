# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Chance with a seed, amounts on a currency's grid, and edges that are often met."""

import random

from collections.abc import Sequence
from typing import Any, TypeVar

from tests.oracle.money import minor, text


T = TypeVar("T")

#: Rates and percents that divide evenly, that do not, and that end in a half.
#: Above 100 % no discount saves an odd number of minor units: what is left over
#: of a face value is a residue.
PRODUCTS = ("A", "B", "C", "D")
RATES = ("0", "5", "12", "18", "18", "28", "0.25", "2.5", "33.333333", "150")
PERCENTS = ("5", "10", "10", "15", "20", "25", "33.333333", "50", "0.5", "100")


class Chance:
    """
    What a document is drawn from.

    `edges` are amounts of the cart in minor units: what a limit may lie on, one
    below or one above.  `products` are those of the cart, which offers mostly name.
    """

    def __init__(self, seed: str, exponent: int) -> None:
        """Begin anew with a seed."""
        self.random = random.Random(seed)
        self.exponent = exponent
        self.edges: list[int] = []
        self.products: list[str] = []

    def often(self, part: float) -> bool:
        """Return true in that part of the cases."""
        return self.random.random() < part

    def one(self, choices: Sequence[T]) -> T:
        """Return one of several."""
        return self.random.choice(choices)

    def number(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return self.random.randint(low, high)

    def some(self, choices: Sequence[T], least: int = 0) -> list[T]:
        """Return some of several, in their order."""
        count = self.number(least, len(choices))
        kept = sorted(self.random.sample(range(len(choices)), count))
        return [choices[i] for i in kept]

    def maybe(self, part: float, value: T) -> T | None:
        """Return a value in that part of the cases, else null."""
        return value if self.often(part) else None

    def money(self, low: int = 1, high: int = 20000) -> str:
        """Return an amount between two numbers of minor units."""
        if self.often(0.5):
            # Whole and half hundreds divide where others leave something over.
            step = self.one([1, 5, 50, 100, 500, 1000])
            near = min(high, self.number(1, 40) * step)
            return text(max(low, near), self.exponent)
        return text(self.number(low, high), self.exponent)

    def edge(self, low: int = 1) -> str:
        """Return an amount on an edge of the cart, or close to one."""
        if not self.edges or self.often(0.3):
            return self.money(low)
        near = self.one(self.edges) + self.one([-1, 0, 0, 0, 1])
        return text(max(low, near), self.exponent)

    def range(self) -> tuple[str, str]:
        """Return two amounts on edges, the smaller first."""
        low, high = sorted(minor(self.edge(), self.exponent) for _ in "ab")
        return text(low, self.exponent), text(high, self.exponent)

    def product(self) -> str:
        """Return a product, mostly one of the cart."""
        return self.one(self.products if self.often(0.8) else PRODUCTS)

    def rate(self) -> str:
        """Return a tax rate."""
        return self.one(RATES)

    def percent(self) -> str:
        """Return a percent of a discount."""
        if self.often(0.2):
            return f"{self.number(1, 99)}.{self.number(0, 9)}"
        return self.one(PERCENTS)


Document = dict[str, Any]
