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
from checkout_core.views.refused import sentence_of, suggestion_of
from checkout_core.wire import write_evaluation
from checkout_core.words import message


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

    What is written from right to left is no table: terminals disagree about the order
    of its columns.
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


#: The headings, by the kind of the offers and whether they apply.
_HEADINGS = {
    ("promotions", True): message("Promotions that apply"),
    ("promotions", False): message("Promotions that do not apply"),
    ("coupons", True): message("Coupons that apply"),
    ("coupons", False): message("Coupons that do not apply"),
}


def _verdicts(evaluation: Evaluation, words: Language) -> Table:
    from rich.text import Text

    quote = evaluation.quote
    written = write_evaluation(evaluation)
    table = new_table("", "", "", show_header=False)
    paid = Text(words.money(quote.to_be_paid), TITLE)
    table.add_row(Text(words.text("To be paid"), TITLE), paid, "")
    for (kind, applies), heading in _HEADINGS.items():
        group = [x for x in getattr(evaluation, kind) if x.applies is applies]
        if group:
            table.add_section()
            table.add_row(Text(words.text(heading), TITLE), "", "")
        rows = {each["id"]: each for each in written[f"inapplicable_{kind}"]}
        for each in group:
            name = Text(clean(each.offer.name) or clean(each.offer.id))
            if each.offer.codes:
                name.append(f" ({clean(each.offer.codes[0])})", WEAK)
            if each.refusal is None:
                saves = words.money(each.saving) if each.saving else ""
                sentence = words.text(
                    "Pay {paid} with it, {without} without.",
                    paid=words.money(each.with_offer),
                    without=words.money(each.without_offer),
                )
                table.add_row(
                    Text.assemble(("✓ ", GOOD), name), Text(saves, GOOD), sentence
                )
            else:
                reason = sentence_of(each.refusal, quote, words)
                hint = suggestion_of(each, quote, words)
                # The suggestion to add a gift begins with what the reason already says.
                english = rows[each.offer.id]
                if english["suggestion"].startswith(
                    english["reason"].removesuffix(".")
                ):
                    reason = ""
                sentence = " ".join(filter(None, (reason, hint)))
                table.add_row(
                    Text.assemble(("✗ ", BAD), name), "", Text(sentence, WEAK)
                )
    if not (evaluation.promotions or evaluation.coupons):
        table.add_section()
        table.add_row(words.text("The store has no offers."), "", "")
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
