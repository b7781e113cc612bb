# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the commands print for people: plain text, or a table on a terminal.

Promises that both hold the same facts; `style` decides which is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.cli.style import BAD, GOOD, TITLE, WEAK, shown
from checkout_core.views import verdicts as plain_verdicts
from checkout_core.views.language import Language
from checkout_core.views.layout import clean
from checkout_core.views.paper import WIDTH
from checkout_core.views.verdicts import (
    NO_OFFERS,
    PAID,
    groups_of,
    offer_label,
    saving_of,
    sentences_of,
)


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from checkout_core.evaluation import Evaluation
    from checkout_core.lint import Finding


def verified(color: str | None, text: str) -> str:
    """Return that a quote adds up."""

    def pretty() -> RenderableType:
        from rich.text import Text

        return Text.assemble(("✓ ", GOOD), (text, TITLE))

    return shown(color, text, pretty)


def findings(color: str | None, found: Sequence[Finding]) -> str:
    """Return the findings about the offers of a store, one on each line or row."""
    plain = "\n".join(map(str, found))
    if not found:
        plain = "No likely mistakes were found in these offers."

    def pretty() -> RenderableType:
        from rich.text import Text

        if not found:
            return Text.assemble(("✓ ", GOOD), plain)
        table = new_table("Where", "Offer", "What looks wrong")
        for each in found:
            table.add_row(
                Text(each.path, WEAK),
                Text(clean(each.offer_id), TITLE),
                Text.assemble(each.message, (f" ({each.code})", WEAK)),
            )
        return table

    return shown(color, plain, pretty)


def verdicts(
    color: str | None,
    evaluation: Evaluation,
    *,
    locale: str | None = None,
    width: int | None = None,
) -> str:
    """
    Return every offer with what it saves or why not, *width* columns wide.

    *width* is by default that of the view, for a table that of the terminal.

    What is written from right to left is not a table: terminals disagree about the
    order of its columns.
    """
    plain = plain_verdicts(evaluation, locale=locale, width=width or WIDTH)
    words = Language.of(locale, evaluation.quote.cart.currency)
    if words.direction == "rtl":
        return plain
    return shown(
        color,
        plain,
        lambda: _verdicts(evaluation, words),
        width=width,
    )


def _verdicts(evaluation: Evaluation, words: Language) -> Table:
    from rich.text import Text

    quote = evaluation.quote
    groups = list(groups_of(evaluation))
    table = new_table(*([""] * (3 if groups else 2)), show_header=False)
    table.columns[1].justify = "right"
    paid = Text(words.money(quote.to_be_paid), TITLE)
    table.add_row(Text(words.text(PAID), TITLE), paid)
    for heading, group in groups:
        table.add_section()
        table.add_row(Text(words.text(heading), TITLE))
        for each in group:
            mark, style = (("✓ ", GOOD), "") if each.applies else (("✗ ", BAD), WEAK)
            name = Text.assemble(mark, offer_label(words, each.offer))
            saves = saving_of(words, each) if each.applies else ""
            sentences = " ".join(sentences_of(words, quote, each))
            table.add_row(name, Text(saves, GOOD), Text(sentences, style))
    if not groups:
        table.add_section()
        table.add_row(words.text(NO_OFFERS))
    return table


def diagnosis(
    color: str | None, parts: Mapping[str, Sequence[tuple[str, bool, str, str]]]
) -> str:
    """
    Return what is usable here, part by part.

    Each row is a name, whether it is usable, its state and its purpose.
    """
    rows = [row for part in parts.values() for row in part]
    names = max(len(name) for name, *_ in rows)
    states = max(len(state) for *_, state, _ in rows)
    lines = []
    for title, part in parts.items():
        if part:
            lines += [f"{title}:"]
        for name, usable, state, purpose in part:
            mark = "ok" if usable else "--"
            row = f"  {mark}  {name:<{names}}  {state:<{states}}  {purpose}"
            lines.append(row.rstrip())

    def pretty() -> RenderableType:
        from rich.text import Text

        table = new_table("", "What", "State", "What it is for")
        for part in parts.values():
            table.add_section()
            for name, usable, state, purpose in part:
                mark = Text("✓", GOOD) if usable else Text("-", WEAK)
                table.add_row(mark, name, state, Text(purpose, WEAK))
        return table

    return shown(color, "\n".join(lines), pretty)


def new_table(*columns: str, show_header: bool = True) -> Table:
    """Return an empty table with *columns* by their titles, shown by default."""
    from rich.box import ROUNDED
    from rich.table import Column, Table
    from rich.text import Text

    titles = [Column(Text(each, TITLE)) for each in columns]
    return Table(*titles, box=ROUNDED, show_header=show_header)


__all__ = ["diagnosis", "findings", "new_table", "verdicts", "verified"]
