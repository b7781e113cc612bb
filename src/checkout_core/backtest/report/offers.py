# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a back-test says of offers: traps, savings, who displaces whom, refusals.

Each section is a function from a `Summary` to markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.backtest.report.charts import Row, chart, keys
from checkout_core.backtest.report.words import (
    STATES,
    codes_of,
    counted,
    offer_note,
    share,
    trap_text,
    why,
)
from checkout_core.money.exact import difference
from checkout_core.views.layout import clean
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page.tables import NUMBER, TEXT, named, small, table


if TYPE_CHECKING:
    from checkout_core.backtest.figures import (
        OfferFigures,
        OfferName,
        Refused,
        Summary,
    )
    from checkout_core.views.language import Language


def heard(summary: Summary, language: Language) -> str:
    """Return the traps."""
    items = [
        tag(
            "li",
            tag("strong", named(clean(each.offer.name))),
            escaped(trap_text(language, each, summary.orders.compared)),
            small(offer_note(each.offer)),
        )
        for each in summary.traps
    ]
    if not summary.orders.compared:
        return _lead("No cart was priced by both stores, so no offer was tried.")
    if not any(each.state != "removed" for each in summary.offers):
        return _lead("The proposed store has no offer.")
    if not items:
        return _lead("Every proposed offer applies somewhere, and none everywhere.")
    return tag("ul", *items, class_="refused")


def offers(summary: Summary, language: Language) -> str:
    """Return on how many carts each offer applies, and what it saves."""
    if not summary.offers:
        return _lead("Neither store has an offer.")
    shown = [x for x in summary.offers if x.base.saving or x.proposed.saving]
    drawn = ""
    if shown:
        rows = [
            Row(
                label=clean(each.offer.name),
                note=_note(each),
                figure=language.signed(
                    difference(each.proposed.saving, each.base.saving)
                ),
                amounts=(each.base.saving, each.proposed.saving),
                colours=("listed", "total"),
            )
            for each in shown
        ]
        drawn = tag(
            "figure",
            keys(("listed", "upper bar: today"), ("total", "lower bar: proposed")),
            chart(rows),
            tag("figcaption", "What shoppers save by each offer, and its change."),
        )
    cells = [
        [
            named(clean(each.offer.name)) + small(_note(each)),
            escaped(language.count(each.base.carts)),
            escaped(language.count(each.proposed.carts)),
            escaped(language.money(each.base.saving)),
            escaped(language.money(each.proposed.saving)),
            escaped(
                language.signed(difference(each.proposed.saving, each.base.saving))
            ),
        ]
        for each in summary.offers
    ]
    heads = [
        ("Offer", TEXT),
        ("Carts today", NUMBER),
        ("Carts proposed", NUMBER),
        ("Saving today", NUMBER),
        ("Saving proposed", NUMBER),
        ("Change", NUMBER),
    ]
    caption = "Each offer of both stores; savings are with tax, as shoppers see them"
    return drawn + table(caption, heads, cells)


def displaced(summary: Summary, language: Language) -> str:
    """Return which offers take the place of which."""
    if not summary.displaced:
        return _lead("No offer takes the place of another on any cart.")
    rows = [
        [
            _named(each.gone),
            _named(each.came),
            escaped(language.count(each.carts)),
            escaped(language.money(each.base_saving)),
            escaped(language.money(each.proposed_saving)),
            escaped(language.count(each.dearer)),
        ]
        for each in summary.displaced
    ]
    heads = [
        ("Applies today, and not then", TEXT),
        ("Applies then, and not today", TEXT),
        ("Carts", NUMBER),
        ("First saves", NUMBER),
        ("Second saves", NUMBER),
        ("Carts that pay more", NUMBER),
    ]
    said = _lead(
        "Pairs on the same cart. A cart of which two offers change places with two is"
        " in four rows, so the rows do not add up."
    )
    return said + table("Who displaces whom", heads, rows)


def refusals(summary: Summary, language: Language) -> str:
    """Return what is refused, by its code, in both stores."""
    if not summary.refusals:
        return _lead("Nothing was refused in either store.")
    rows = [
        [
            _refused(each),
            tag("code", escaped(each.code)) + small(why(each.code)),
            escaped(language.count(each.base)),
            escaped(language.count(each.proposed)),
        ]
        for each in summary.refusals
    ]
    heads = [
        ("What", TEXT),
        ("Why", TEXT),
        ("Carts today", NUMBER),
        ("Carts proposed", NUMBER),
    ]
    said = _lead(
        "A promotion is refused only where a cart has goods that it is about, a coupon"
        " only where its code was entered."
    )
    return said + table("Refusals by offer and code", heads, rows)


def near(summary: Summary, language: Language) -> str:
    """Return the near misses of the proposed offers."""
    if not summary.near:
        return _lead("No cart is short of a proposed offer by an amount or by units.")
    rows = []
    for each in summary.near:
        if each.nearest is not None:
            nearest = language.money(each.nearest)
        else:
            number = each.nearest_units or 0
            nearest = counted(language, number, "unit", "units")
        rows.append(
            [
                _named(each.offer),
                tag("code", escaped(each.code)),
                escaped(language.count(each.carts)),
                escaped(language.count(each.near)),
                escaped(share(language, each.near, each.carts)),
                escaped(nearest),
            ]
        )
    heads = [
        ("Proposed offer", TEXT),
        ("Why", TEXT),
        ("Carts short of it", NUMBER),
        ("Near", NUMBER),
        ("Share", NUMBER),
        ("Nearest", NUMBER),
    ]
    said = _lead(
        "Near is a cart that is short of an offer by an amount of at most a tenth of"
        " what it would pay or, where units are counted, by one unit."
    )
    return said + table("Near misses", heads, rows)


def _note(figures: OfferFigures) -> str:
    parts = [offer_note(figures.offer), codes_of(figures), STATES[figures.state]]
    return " · ".join(filter(None, parts))


def _named(offer: OfferName) -> str:
    return named(clean(offer.name)) + small(offer_note(offer))


def _refused(refused: Refused) -> str:
    name = clean(refused.name or "") or "A code that no coupon has"
    ident = refused.offer_id
    note = refused.kind if ident is None else f"{refused.kind} {clean(ident)}"
    return named(name) + small(note)


def _lead(text: str) -> str:
    return tag("p", escaped(text), class_="lead")


__all__ = ["displaced", "heard", "near", "offers", "refusals"]
