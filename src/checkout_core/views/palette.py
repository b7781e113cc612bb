# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The colours of pictures and pages, in light and in dark.

Promises a contrast of at least 4.5 for every text on its ground and of 3 for every bar
on its paper, in both (WCAG 2.2, AA); no meaning is shown by colour alone.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen


if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen(kw_only=True)
class Palette:
    """
    The colours of one theme, each as "#rrggbb".

    Attributes:
        paper: the ground of everything.
        raised: the ground of tables' heads and of what is opened.
        ink: text.
        soft: text that says less.
        rule: lines between rows.
        link: what can be followed or opened.
        listed: the bar of the listed prices.
        gain: bars of offers: what the shopper saves.
        cost: bars of tax and charges: what is added.
        neutral: bars of rounding and of what is kept.
        tender: bars of what pays in place of money, and of what is given back.
        total: bars of totals.
    """

    paper: str
    raised: str
    ink: str
    soft: str
    rule: str
    link: str
    listed: str
    gain: str
    cost: str
    neutral: str
    tender: str
    total: str


LIGHT = Palette(
    paper="#ffffff",
    raised="#f4f6f8",
    ink="#1d2733",
    soft="#56616e",
    rule="#dfe4ea",
    link="#2b5a9b",
    listed="#6b7f95",
    gain="#1f7d5c",
    cost="#b3622a",
    neutral="#777d86",
    tender="#6a5bb5",
    total="#2c4763",
)
DARK = Palette(
    paper="#12171d",
    raised="#1b222b",
    ink="#e7ecf1",
    soft="#9fabb8",
    rule="#2c353f",
    link="#8ab8f0",
    listed="#8197ae",
    gain="#4db88d",
    cost="#dd9158",
    neutral="#8f979f",
    tender="#a596ec",
    total="#a9c1da",
)

#: The colour of each kind of bar, by the field of `Palette`.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "listed": "listed",
        "goods": "listed",
        "promotion": "gain",
        "coupon": "gain",
        "free_shipping": "gain",
        "funded": "gain",
        "tax": "cost",
        "shipping": "cost",
        "handling": "cost",
        "charge": "cost",
        "round_off": "neutral",
        "unpaid": "neutral",
        "gateway_discount": "neutral",
        "kept": "cost",
        "total": "total",
    }
)

#: The colours that fill bars, by the field of `Palette`.
FILLS = ("listed", "gain", "cost", "neutral", "tender", "total")


def colour_of(kind: str) -> str:
    """
    Return the colour of a kind of bar, a field of `Palette`; tenders share one.

    >>> colour_of("coupon"), colour_of("points")
    ('gain', 'tender')
    """
    return COLOURS.get(kind, "tender")


__all__ = ["COLOURS", "DARK", "FILLS", "LIGHT", "Palette", "colour_of"]
