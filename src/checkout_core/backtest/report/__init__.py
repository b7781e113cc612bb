# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The report of a back-test: one page of HTML, without scripts, that needs nothing else.

Promises that its first line says how far today's offers give what was paid, that it
claims nothing that pricing again cannot know, and that equal figures give equal text.
Numbers are as a locale writes them; its sentences are English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.backtest.report.charts import RULES
from checkout_core.backtest.report.notes import break_even, knows, sample
from checkout_core.backtest.report.offers import (
    displaced,
    heard,
    near,
    offers,
    refusals,
)
from checkout_core.backtest.report.orders import (
    changed,
    explained,
    reproduced,
    spread,
    totals,
)
from checkout_core.backtest.report.single import bad, most
from checkout_core.backtest.report.words import carts, counted, language_of, share
from checkout_core.views.page.document import document, section, short_texts


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.backtest.figures import CartChange, Summary
    from checkout_core.differences import Difference
    from checkout_core.views.language import Language


def report_html(
    summary: Summary,
    differences: Mapping[CartChange, Difference] | None = None,
    *,
    locale: str | None = None,
    title: str = "Back-test",
) -> str:
    """
    Return the figures of a back-test as an HTML document.

    Raises `CheckoutError` for an unknown locale and for a *title* that is not a text.

    Args:
        summary: the figures.
        differences: what the quotes of the most changed carts differ in, as
            `differences_of` returns it; None (the default) for none.
        locale: the number formats, a name like "de_DE"; None (the default) for those
            of English.  The words are English in any locale.
        title: what is written above everything; "" for nothing.
    """
    (title,) = short_texts(title=title)
    language = language_of(locale, summary.currency)
    found: Mapping[CartChange, Difference] = differences or {}
    sections = [
        section("paid", "What was paid", reproduced(summary, language)),
        section("orders", "Orders that change", changed(summary, language)),
        section("heard", "What to look at first", heard(summary, language)),
        section("parts", "What makes the change", explained(summary, language)),
        section("spread", "By how much orders change", spread(summary, language)),
        section("offers", "Offers", offers(summary, language)),
        section("displaced", "Who displaces whom", displaced(summary, language)),
        section("refusals", "Refusals", refusals(summary, language)),
        section("near", "Near misses", near(summary, language)),
        section("totals", "Totals", totals(summary, language)),
        section("most", "The most changed orders", most(summary, language, found)),
        section("bad", "Bad rows", bad(summary, language)),
    ]
    if summary.sample is not None:
        sections.append(section("sample", "Sample", sample(summary.sample, language)))
    sections += [
        section("break-even", "Break-even", break_even(summary, language)),
        section("knows", "What this page knows", knows(summary)),
    ]
    return document(
        language,
        title=title,
        heading=_first_line(summary, language),
        facts=_facts(summary, language),
        pay=_figures(summary, language),
        sections=sections,
        engine=f"checkout-core {summary.engine}",
        rules=RULES,
    )


def _first_line(summary: Summary, language: Language) -> str:
    """Return how many stored totals today's offers give again."""
    found = summary.reproduction
    if not found.stored:
        return "No stored total to check today's offers by"
    totals = counted(language, found.stored, "stored total", "stored totals")
    return f"Today's offers reproduce {language.count(found.reproduced)} of {totals}"


def _facts(summary: Summary, language: Language) -> list[str]:
    rows = counted(language, summary.rows, "row", "rows")
    bad_rows = counted(language, summary.faulty, "bad row", "bad rows")
    facts = [rows, bad_rows]
    if summary.sample is not None:
        facts.append(f"a sample of {summary.sample.rate}")
    return facts


def _figures(summary: Summary, language: Language) -> list[tuple[str, str]]:
    paid, orders = summary.total("to_be_paid"), summary.orders
    changed_share = share(language, orders.changed, orders.compared)
    return [
        ("Change of what is paid", language.signed(paid.change)),
        ("Today", language.money(paid.before)),
        ("Proposed", language.money(paid.after)),
        ("Orders that change", f"{carts(language, orders.changed)} ({changed_share})"),
    ]


__all__ = ["report_html"]
