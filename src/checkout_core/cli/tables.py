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
from checkout_core.views.formats import Numbers
from checkout_core.views.layout import clean
from checkout_core.wire import write_evaluation


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

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
    **layout: Any,
) -> str:
    """Return every offer with what it saves or why not; *layout* as for the view."""

    def pretty() -> RenderableType:
        return _verdicts(evaluation)

    plain = plain_verdicts(evaluation, **layout)
    return shown(color, plain, pretty, width=layout.get("width"))


def _verdicts(evaluation: Evaluation) -> Table:
    from rich.text import Text

    quote = evaluation.quote
    money = Numbers.of(None, quote.cart.currency).money
    written = write_evaluation(evaluation)
    table = new_table("", "Offer", "Saves", "Why, and what would change it")
    table.title = Text(f"{money(quote.to_be_paid)} is to be paid.", TITLE)
    table.title_justify = "left"
    for kind in ("promotions", "coupons"):
        rows = {each["id"]: each for each in written[f"inapplicable_{kind}"]}
        offers = getattr(evaluation, kind)
        table.add_section()
        for each in sorted(offers, key=lambda verdict: not verdict.applies):
            name = Text(clean(each.offer.name) or clean(each.offer.id))
            if each.offer.codes:
                name.append(f" ({clean(each.offer.codes[0])})", WEAK)
            if each.applies:
                saving = money(each.saving) if each.saving else ""
                paid, without = money(each.with_offer), money(each.without_offer)
                sentence = f"Pay {paid} with it, {without} without."
                table.add_row(Text("✓", GOOD), name, Text(saving, GOOD), sentence)
            else:
                refused = rows[each.offer.id]
                reason, hint = clean(refused["reason"]), clean(refused["suggestion"])
                if hint.startswith(reason.removesuffix(".")):
                    reason = ""
                sentence = " ".join(filter(None, (reason, hint)))
                table.add_row(Text("✗", BAD), name, "", Text(sentence, WEAK))
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


def new_table(*columns: str) -> Table:
    """Return an empty table with *columns* by their titles."""
    from rich.box import ROUNDED
    from rich.table import Column, Table
    from rich.text import Text

    return Table(*[Column(Text(each, TITLE)) for each in columns], box=ROUNDED)


__all__ = ["diagnosis", "findings", "new_table", "verdicts", "verified"]
