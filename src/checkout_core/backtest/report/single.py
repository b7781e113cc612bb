# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a back-test says of single carts: those that change most, and the bad rows.

Each section is a function from a `Summary` to markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.backtest.report.charts import Row, chart
from checkout_core.backtest.report.words import counted
from checkout_core.views.compared import (
    PAID,
    SECTIONS,
    Comparison,
    paid_parts,
    parts_of,
)
from checkout_core.views.layout import clean
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page.tables import NUMBER, TEXT, named, small, table


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.backtest.figures import CartChange, Summary
    from checkout_core.differences import Difference
    from checkout_core.views.compared import Item
    from checkout_core.views.language import Language


def most(
    summary: Summary, language: Language, found: Mapping[CartChange, Difference]
) -> str:
    """Return the carts that change most, each of which opens to what differs."""
    if not summary.most:
        return _lead("No order changes.")
    rows = [
        Row(
            label=clean(each.cart_id),
            note=_note(each, language),
            figure=language.signed(each.change),
            amounts=(each.change,),
            colours=("gain" if each.change < 0 else "cost",),
            behind=_behind(each, language, found.get(each)),
        )
        for each in summary.most
    ]
    hint = "Open a cart to see what differs, and which rows of its ledger make it so."
    return tag("figure", chart(rows), tag("figcaption", escaped(hint)))


def _note(cart: CartChange, language: Language) -> str:
    moment = [] if cart.at is None else [f"{language.moment(cart.at)} UTC"]
    customer = "guest" if cart.customer_id is None else clean(cart.customer_id)
    return " · ".join([*moment, customer])


def _behind(cart: CartChange, language: Language, found: Difference | None) -> str:
    money = language.money
    parts = [tag("p", escaped(f"{money(cart.before)} today, {money(cart.after)} then"))]
    if found is None:
        said = (
            f"Cart {clean(cart.cart_id)} was not found again as it was priced; its"
            " rows are not shown."
        )
        return "".join([*parts, tag("p", escaped(said), class_="soft")])
    comparison = Comparison(found, language)
    for _, heading, items_of in SECTIONS:
        items = [_item(each) for each in items_of(comparison)]
        if items:
            parts.append(tag("h3", escaped(heading)))
            parts.append(tag("ul", *items, class_="refused"))
    rows = [
        [named(label), escaped(amount)]
        for label, amount in parts_of(comparison, PAID, paid_parts(comparison))
    ]
    heads = [("Row", TEXT), ("Difference", NUMBER)]
    caption = f"What makes the difference of {clean(cart.cart_id)}"
    return "".join([*parts, table(caption, heads, rows)])


def _item(item: Item) -> str:
    figure = tag("p", named(item.figure)) if item.figure else ""
    notes = [tag("p", escaped(each), class_="soft") for each in item.notes]
    return tag("li", tag("strong", named(item.label)), figure, *notes)


def bad(summary: Summary, language: Language) -> str:
    """Return what is wrong with rows that could not be priced, by its code."""
    if not summary.bad:
        return _lead("Every row could be priced by both stores.")
    rows = [
        [
            tag("code", escaped(each.code)),
            escaped(language.count(each.rows)),
            named(clean(each.cart_id or "no id")),
            tag("span", escaped(clean(each.message)), class_="wide")
            + small(clean(each.path)),
        ]
        for each in summary.bad
    ]
    heads = [
        ("Code", TEXT),
        ("Rows", NUMBER),
        ("First of them", TEXT),
        ("What is wrong there", TEXT),
    ]
    number = counted(language, summary.faulty, "row", "rows")
    said = _lead(
        f"{number} of {language.count(summary.rows)} could not be priced by both"
        " stores; no other figure of this page has them. A row with two faults is in"
        " two rows here."
    )
    return said + table("Bad rows by code", heads, rows)


def _lead(text: str) -> str:
    return tag("p", escaped(text), class_="lead")


__all__ = ["bad", "most"]
