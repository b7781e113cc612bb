# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a back-test says of orders: what was paid, how many change, by which parts.

Each section is a function from a `Summary` to markup.  Knows no offers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.backtest.report.charts import Row, chart
from checkout_core.backtest.report.words import (
    carts,
    share,
    total_change,
    total_figure,
    total_label,
)
from checkout_core.ledger.totals import POINTS
from checkout_core.money.exact import difference, to_decimal
from checkout_core.views.layout import clean
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page.bars import BarList
from checkout_core.views.page.tables import NUMBER, TEXT, named, table
from checkout_core.views.waterfall.bars import Chain


if TYPE_CHECKING:
    from checkout_core.backtest.figures import Bucket, Summary, Total
    from checkout_core.views.language import Language


def reproduced(summary: Summary, language: Language) -> str:
    """Return how far today's offers are those that carts were sold by."""
    found, money = summary.reproduction, language.money
    others = found.stored - found.reproduced
    if not found.stored:
        return _lead(
            "No row says what was paid (expected_to_be_paid), so it is not known"
            " whether today's store is the one that these carts were sold by."
        )
    if not others:
        return _lead(
            "For every cart that says what was paid, today's store gives the same to"
            " the last digit, so the figures below start from what was sold."
        )
    lead = _lead(
        f"For {carts(language, others)} today's store gives something else, in all"
        f" {language.signed(found.difference)} against what was paid. They are"
        " compared below with what today's store gives, not with what was paid."
    )
    rows = [
        [
            named(clean(each.cart_id or "")),
            escaped(money(each.paid)),
            escaped(money(each.base)),
            escaped(language.signed(each.difference)),
        ]
        for each in found.most
    ]
    heads = [
        ("Cart", TEXT),
        ("Paid", NUMBER),
        ("Today's store", NUMBER),
        ("Difference", NUMBER),
    ]
    caption = f"Those that differ most, {len(rows)} of {language.count(others)}"
    opens = tag("summary", escaped("The carts that differ most"), class_="aside")
    return lead + tag("details", opens, table(caption, heads, rows))


def changed(summary: Summary, language: Language) -> str:
    """Return how many orders get cheaper, dearer or stay, and by how much."""
    orders, money = summary.orders, language.money
    zero = to_decimal(0, summary.currency.exponent)
    rows = [
        ("Cheaper", orders.cheaper, difference(zero, orders.saved), "gain"),
        ("Dearer", orders.dearer, orders.added, "cost"),
        ("The same", orders.same, zero, "neutral"),
    ]
    drawn = chart(
        [
            Row(
                label=label,
                note=share(language, count, orders.compared),
                figure=carts(language, count),
                amounts=(count,),
                colours=(colour,),
            )
            for label, count, _, colour in rows
        ]
    )
    cells = [
        [
            escaped(label),
            escaped(language.count(count)),
            escaped(share(language, count, orders.compared)),
            escaped(language.signed(amount)),
        ]
        for label, count, amount, _ in rows
    ]
    net = difference(orders.added, orders.saved)
    foot = [
        "All compared orders",
        escaped(language.count(orders.compared)),
        "",
        escaped(language.signed(net)),
    ]
    heads = [
        ("Orders", TEXT),
        ("Carts", NUMBER),
        ("Share", NUMBER),
        ("Change of what is paid", NUMBER),
    ]
    paid = summary.total("to_be_paid")
    said = _lead(
        f"Of {carts(language, orders.compared)} that both stores price,"
        f" {language.count(orders.changed)}"
        f" ({share(language, orders.changed, orders.compared)}) would pay something"
        f" else: {money(paid.after)} in all in place of {money(paid.before)}."
    )
    return said + tag("figure", drawn) + table("Orders that change", heads, cells, foot)


#: The colour of the bar of each part of what is to be paid, as bars of a quote have it.
_KINDS = {
    "subtotal": "listed",
    "item_total_tax": "tax",
    "promotion_discount_amount": "promotion",
    "coupon_discount_amount": "coupon",
    "shipping_estimated_cost": "shipping",
    "shipping_discount_amount": "free_shipping",
    "shipping_tax_amount": "shipping",
    "handling_charge_excluding_tax": "handling",
    "handling_charge_tax_amount": "handling",
    "round_off": "round_off",
    "funded_savings": "funded",
    "points_value": "points",
    "credit_balance_used": "credit",
}


def explained(summary: Summary, language: Language) -> str:
    """Return the waterfall of the change of what is to be paid, part by part."""
    paid = summary.total("to_be_paid")
    zero = to_decimal(0, summary.currency.exponent)
    chain = Chain(language, zero)
    for name, amount in summary.parts:
        if amount:
            chain.step(
                name,
                total_label(name),
                amount,
                kind=_KINDS[name],
                figure=language.signed(amount),
            )
    if summary.unexplained:
        chain.step(
            "unexplained",
            "Not explained: the results are not as they were written",
            summary.unexplained,
            kind="round_off",
            figure=language.signed(summary.unexplained),
        )
    if not chain.bars:
        return _lead("No part of what is paid changes.")
    chain.step("change", "Change of what is paid", zero, figure=" ")
    last = chain.bars.pop()
    chain.total("change", last.label, zero)
    found = chain.waterfall("")
    said = _lead(
        f"From {language.money(paid.before)} to {language.money(paid.after)}. Each"
        " step is what one part adds or, with a minus sign, takes off; together they"
        " are the change to the last digit. Tax follows what is taken off where prices"
        " include it."
    )
    bars = BarList(found, language, lambda _: "").items()
    return said + tag("figure", bars)


def totals(summary: Summary, language: Language) -> str:
    """Return every total that is something in one of the stores."""
    found = [each for each in summary.totals if each.before or each.after]
    moved = [each for each in found if each.change and each.name not in POINTS]
    drawn = ""
    if moved:
        drawn = tag(
            "figure",
            chart([_moved(each, language) for each in moved]),
            tag(
                "figcaption",
                "The change of each total that changes; totals overlap, so these do"
                " not add up.",
            ),
        )
    rows = [
        [
            escaped(total_label(each.name)),
            escaped(total_figure(language, each.name, each.before)),
            escaped(total_figure(language, each.name, each.after)),
            escaped(total_change(language, each.name, each.change)),
        ]
        for each in found
    ]
    heads = [
        ("Total", TEXT),
        ("Today", NUMBER),
        ("Proposed", NUMBER),
        ("Change", NUMBER),
    ]
    if not rows:
        return _lead("Every total is 0 in both stores.")
    return drawn + table("Totals of all compared orders", heads, rows)


#: Totals of which less is good for the shopper, and those of which more is.
_SAVINGS = frozenset(
    name
    for name in (
        "promotion_discount_amount",
        "coupon_discount_amount",
        "shipping_discount_amount",
        "funded_savings",
        "points_value",
        "credit_balance_used",
        "promotion_savings",
        "coupon_savings",
        "other_savings",
        "total_savings",
    )
)


def _moved(total: Total, language: Language) -> Row:
    saves = (total.change > 0) is (total.name in _SAVINGS)
    return Row(
        label=total_label(total.name),
        figure=language.signed(total.change),
        amounts=(total.change,),
        colours=("gain" if saves else "cost",),
    )


def spread(summary: Summary, language: Language) -> str:
    """Return how the change of an order lies: buckets and quantiles."""
    if not summary.buckets:
        return _lead("No order changes.")
    drawn = chart(
        [
            Row(
                label=_ends(each, language),
                figure=carts(language, each.carts),
                amounts=(each.carts,),
                colours=(
                    "gain" if each.high is not None and each.high <= 0 else "cost",
                ),
            )
            for each in summary.buckets
        ]
    )
    rows = [
        [escaped(_QUANTILES[each.percent]), escaped(language.signed(each.change))]
        for each in summary.quantiles
    ]
    heads = [("Of the orders that change", TEXT), ("Change", NUMBER)]
    said = _lead(
        f"Of {carts(language, summary.orders.changed)} that change: by how much. A"
        " bucket begins with its first amount and ends before its second."
    )
    return (
        said
        + tag("figure", drawn)
        + table("Quantiles: each is the change of one order", heads, rows)
    )


_QUANTILES = {
    0: "the lowest",
    5: "5% change by this or less",
    25: "25% change by this or less",
    50: "half change by this or less",
    75: "75% change by this or less",
    95: "95% change by this or less",
    100: "the highest",
}


def _ends(bucket: Bucket, language: Language) -> str:
    signed = language.signed
    if bucket.low is None:
        assert bucket.high is not None
        return f"below {signed(bucket.high)}"
    if bucket.high is None:
        return f"{signed(bucket.low)} or more"
    return f"{signed(bucket.low)} to {signed(bucket.high)}"


def _lead(text: str) -> str:
    return tag("p", escaped(text), class_="lead")


__all__ = ["changed", "explained", "reproduced", "spread", "totals"]
