# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The chapters of an explanation, each a function that yields sentences of a `Story`.

`CHAPTERS` has them in the order of pricing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.views.chapters.goods import charges, prices, shipping
from checkout_core.views.chapters.offers import offers, refusals
from checkout_core.views.chapters.payment import payment, points
from checkout_core.views.chapters.story import Story
from checkout_core.views.chapters.taxes import taxes


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


CHAPTERS: tuple[Callable[[Story], Iterator[str]], ...] = (
    prices,
    charges,
    offers,
    refusals,
    points,
    shipping,
    taxes,
    payment,
)


__all__ = ["CHAPTERS", "Story"]
