# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a back-test says of itself: its sample, its break-even, what it can know.

Each section is a function from a `Summary` to markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.backtest.report.words import carts, counted
from checkout_core.backtest.summaries import ENOUGH
from checkout_core.money.exact import difference, exact_sum
from checkout_core.views.markup import escaped, tag


if TYPE_CHECKING:
    from checkout_core.backtest.figures import Sampled, Summary
    from checkout_core.views.language import Language


def sample(found: Sampled, language: Language) -> str:
    """Return what a sample says of all carts."""
    customers = counted(language, found.customers, "customer", "customers")
    said = _lead(
        f"Every figure of this page is of a sample: whole customers, each drawn with"
        f" probability {found.rate} by a hash of the id; a guest's cart is drawn by"
        f" itself. {carts(language, found.changed)} of it change, of {customers}."
    )
    if found.margin is None:
        return said + _text(
            f"Fewer than {ENOUGH} sampled carts change, so the page has no interval"
            " and no estimate for all carts: draw more."
        )
    low = difference(found.estimate, found.margin)
    high = exact_sum(found.estimate, [found.margin])
    return said + _text(
        f"On all carts the change of what is paid is estimated at"
        f" {language.signed(found.estimate)}, between {language.signed(low)} and"
        f" {language.signed(high)} (95% interval: 1.96 standard errors of whole"
        " customers, rounded up). The interval covers what the drawing of the sample"
        " can do, nothing else."
    )


def break_even(summary: Summary, language: Language) -> str:
    """Return what would pay for what is given away, as arithmetic."""
    found = summary.break_even
    if found is None:
        return _lead(
            "The proposed offers do not lower what is paid in all, so there is nothing"
            " to pay for."
        )
    number = counted(language, found.orders, "order", "orders")
    return _lead(
        f"Shoppers would pay {language.money(found.given)} less. Today an order pays"
        f" {language.money(found.average)} on average, so {number} more of exactly"
        " that average would bring as much."
    ) + _text(
        "That assumes that each of them is new, pays today's average and costs nothing"
        " to make and to deliver. With goods that cost something, more are needed: at a"
        " margin of a quarter, four times as many."
    )


def knows(summary: Summary) -> str:
    """Return what pricing again can know, and what this was made of."""
    moment = (
        "each cart at the moment at which it was placed"
        if summary.at is None
        else f"every cart at {summary.at}"
    )
    return _lead(
        "The same carts were priced by today's store and by the proposed one,"
        f" {moment}, and compared to the last digit. What shoppers would have done"
        " otherwise (buy more to reach an offer, come back, stay away) is not known"
        " here, and no figure claims it."
    ) + tag(
        "p",
        escaped(f"checkout-core {summary.engine}, job "),
        tag("code", escaped(summary.fingerprint), class_="wide"),
        class_="soft",
    )


def _lead(text: str) -> str:
    return tag("p", escaped(text), class_="lead")


def _text(text: str) -> str:
    return tag("p", escaped(text))


__all__ = ["break_even", "knows", "sample"]
