# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a back-test says of single carts: those that change most, and the bad rows.

Each section is a function from a `Summary` to markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from checkout_core.backtest.report.charts import Row, chart
from checkout_core.backtest.report.words import counted
from checkout_core.backtest.row import read_row
from checkout_core.differences import Difference, diff
from checkout_core.errors import CheckoutError
from checkout_core.pricing import Quote, quote
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
    from checkout_core.backtest.figures import CartChange, Summary
    from checkout_core.backtest.job import Job, Stores
    from checkout_core.views.compared import Item
    from checkout_core.views.language import Language


#: What gives the rows of a source that have some ids, each as `read_row` takes it.
CartsById: TypeAlias = Callable[[Iterable[str]], Iterable[Mapping[str, Any]]]


def differences_of(
    summary: Summary, job: Job, carts_by_id: CartsById
) -> dict[str, Difference]:
    """
    Return what the two quotes of the most changed carts differ in, by their ids.

    A cart that the source does not have any more, or that has the id of another, is
    left out: amounts have to be those of the results.  So is one that limited offers
    treat otherwise than the counters of the stores say, since carts came before it.
    """
    stores = job.stores()
    wanted = {each.cart_id: each for each in summary.most}
    found = {}
    for row in carts_by_id(list(wanted)):
        cart_id = str(row.get("cart_id"))
        change = wanted.get(cart_id)
        difference = None if change is None else _difference(row, stores, change)
        if difference is not None:
            found[cart_id] = difference
    return found


def _difference(
    row: Mapping[str, Any], stores: Stores, change: CartChange
) -> Difference | None:
    basket = read_row(row, stores)
    if basket.cart is None or basket.faults:
        return None
    try:
        before, after = (
            quote(basket.cart, store, at=basket.at)
            for store in (stores.base, stores.proposed)
        )
    except CheckoutError:
        return None
    return diff(before, after) if _is_of(before, after, change) else None


def most(summary: Summary, language: Language, found: Mapping[str, Difference]) -> str:
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
            behind=_behind(each, language, _of(each, found)),
        )
        for each in summary.most
    ]
    hint = "Open a cart to see what differs, and which rows of its ledger make it so."
    return tag("figure", chart(rows), tag("figcaption", escaped(hint)))


def _of(cart: CartChange, found: Mapping[str, Difference]) -> Difference | None:
    """Return what is *found* of a cart, and not of another one with its id."""
    each = found.get(cart.cart_id)
    return each if each is not None and _is_of(each.before, each.after, cart) else None


def _is_of(before: Quote, after: Quote, cart: CartChange) -> bool:
    return (before.to_be_paid, after.to_be_paid) == (cart.before, cart.after)


def _note(cart: CartChange, language: Language) -> str:
    moment = [] if cart.at is None else [f"{language.moment(cart.at)} UTC"]
    customer = "guest" if cart.customer_id is None else clean(cart.customer_id)
    return " · ".join([*moment, customer])


def _behind(cart: CartChange, language: Language, found: Difference | None) -> str:
    money = language.money
    parts = [tag("p", escaped(f"{money(cart.before)} today, {money(cart.after)} then"))]
    if found is None:
        said = (
            "The cart was not found again as it was priced, or carts before it used an"
            " offer up; its rows are not shown."
        )
        return "".join([*parts, tag("p", said, class_="soft")])
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


__all__ = ["CartsById", "bad", "differences_of", "most"]
