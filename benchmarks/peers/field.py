# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Who takes part, how each is started, and what each cannot say of the workloads."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Peer(NamedTuple):
    """
    One row of the tables.

    name: as the tables and the chart have it.
    runs: our interpreter, that of the Python peers, or node.
    module: the file beside this one that prices, without its suffix.
    part: which of the carts of that file, where it has several.
    package: whose version is named; empty for ours.
    exact: the answer must be right, since the cart is ours.
    limits: what it cannot say, or what differs; empty where nothing does.
    """

    name: str
    runs: Literal["ours", "python", "node"]
    module: str
    part: str
    package: str
    exact: bool
    limits: str


KERNEL = "kernel"
QUOTE = "quote"
TOTALS = "quote, totals read"
EVERY = "quote, every figure"

PEERS = (
    Peer(
        KERNEL,
        *("ours", "ours", "kernel", ""),
        exact=True,
        limits="straight-line integers for one workload each, without the savings",
    ),
    Peer(QUOTE, *("ours", "ours", "quote", ""), exact=True, limits=""),
    Peer(TOTALS, *("ours", "ours", "totals", ""), exact=True, limits=""),
    Peer(
        EVERY,
        *("ours", "ours", "order", ""),
        exact=True,
        limits="`write_order`: the order document with each line and offer",
    ),
    Peer(
        "dinero.js, by hand",
        *("node", "by_hand", "dinero", "dinero.js"),
        exact=True,
        limits="no division, so tax inside a price and shares are computed beside it",
    ),
    Peer(
        "dinero.js, its allocate",
        *("node", "by_hand", "dineroAllocate", "dinero.js"),
        exact=False,
        limits=(
            "the same cart, but shares by its own `allocate`, which gives what is left "
            "over to the first lines: the next percentage then rounds another sum"
        ),
    ),
    Peer(
        "currency.js, by hand",
        *("node", "by_hand", "currency", "currency.js"),
        exact=True,
        limits=(
            "amounts are binary floats of whole paise; every step rounds, so a "
            "percentage is given as an integer; it splits evenly only"
        ),
    ),
    Peer(
        "prices, by hand",
        *("python", "by_hand", "prices", "prices"),
        exact=True,
        limits="no shares; each rounding looks up the places of the currency",
    ),
    Peer(
        "py-moneyed, by hand",
        *("python", "by_hand", "moneyed", "py-moneyed"),
        exact=True,
        limits=(
            "no shares; its `round` obeys the caller's decimal context, half even "
            "unless set, so amounts are rounded beside it"
        ),
    ),
    Peer(
        "stockholm, by hand",
        *("python", "by_hand", "stockholm", "stockholm"),
        exact=True,
        limits="no shares; each operation converts and checks both sides",
    ),
    Peer(
        "Vendure",
        *("node", "vendure", "-", "@vendure/core"),
        exact=False,
        limits=(
            "all prices of a channel include tax or none does: offers are computed "
            "without tax, then taken off a price with it as they are; percentages add "
            "up instead of following each other; buy 2 get 1 frees one unit, however "
            "many are bought; binary floats"
        ),
    ),
    Peer(
        "django-oscar, no SQL",
        *("python", "oscar", "-", "django-oscar"),
        exact=False,
        limits=(
            "offers look at prices without tax, or all with it, so the coupon takes "
            "more than its face off lines that include tax; percentages add up; the "
            "cheapest product is free once; tax is rounded by unit, to four places"
        ),
    ),
    Peer(
        "Medusa",
        *("node", "medusa", "-", "@medusajs/promotion"),
        exact=False,
        limits=(
            "never rounds; offers go by their number, highest first, so the coupon of "
            "500 comes before 10 %; buy 2 get 1 starts with the dearest lines"
        ),
    ),
)
