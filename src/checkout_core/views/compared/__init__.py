# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What two quotes differ in, in words: the same sections on paper and as a page.

Each section is a function from a `Comparison` to its items.  Knows neither paper nor
markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.views.compared.comparison import Comparison, Item
from checkout_core.views.compared.facts import facts
from checkout_core.views.compared.goods import lines
from checkout_core.views.compared.items import charges, tenders
from checkout_core.views.compared.offers import offers
from checkout_core.views.compared.totals import (
    PAID,
    paid_parts,
    parts_of,
    total_label,
)
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


#: The sections before the totals: the name of each, its heading and its items.
SECTIONS: tuple[tuple[str, str, Callable[[Comparison], Iterator[Item]]], ...] = (
    ("facts", message("What they were made from"), facts),
    ("lines", message("Lines"), lines),
    ("offers", message("Offers"), offers),
    ("charges", message("Delivery and charges"), charges),
    ("tenders", message("Payment"), tenders),
)
#: The heading of the totals, and what is said if there is no difference.
TOTALS = message("Totals")
NOTHING = message("The two quotes say the same.")


__all__ = [
    "NOTHING",
    "PAID",
    "SECTIONS",
    "TOTALS",
    "Comparison",
    "Item",
    "paid_parts",
    "parts_of",
    "total_label",
]
