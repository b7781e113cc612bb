# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The document of a page: its head, its heading with the main figures, its sections.

Knows nothing of what the sections hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import Validator
from checkout_core.views.layout import clean
from checkout_core.views.markup import escaped, tag
from checkout_core.views.page.bars import STRIPES
from checkout_core.views.page.style import style
from checkout_core.views.page.tables import named


if TYPE_CHECKING:
    from checkout_core.views.language import Language
    from checkout_core.views.page.bars import BarList


def short_texts(**texts: object) -> list[str]:
    """Return arguments that have to be short texts; raises `CheckoutError`."""
    check = Validator()
    found = [check.text(name, value) for name, value in texts.items()]
    check.raise_any()
    return found


def section(name: str, heading: str, *content: str) -> str:
    """Return a part of a page under its *heading*; *content* is markup."""
    head = tag("h2", escaped(heading), id=f"{name}-heading")
    return tag("section", head, *content, id=name, aria_labelledby=f"{name}-heading")


def figure(bars: BarList, language: Language) -> str:
    """Return the waterfall, with a hint if there is something to open."""
    items = bars.items()
    if "<details" not in items:
        return tag("figure", items)
    hint = language.text("Open a bar to see the rules and the rows behind it.")
    return tag("figure", items, tag("figcaption", escaped(hint)))


def document(
    language: Language,
    *,
    title: str,
    heading: str,
    facts: list[str],
    pay: list[tuple[str, str]],
    sections: list[str],
    engine: str = "",
    rules: str = "",
) -> str:
    """
    Return a whole document.

    Args:
        language: the language of its words.
        title: the line above the heading, "" for nothing.
        heading: what it is about.
        facts: what is below the heading, as text.
        pay: the main figures, each with what it is called before it.
        sections: the rest, as markup.
        engine: what the quote was made with; "" (the default) for just the name.
        rules: of style, for what only this page has; "" (the default) for none.
    """
    whole = " · ".join(filter(None, [clean(title), heading]))
    figures = [
        tag("div", tag("dt", escaped(name)), tag("dd", tag("bdi", escaped(figure))))
        for name, figure in pay
    ]
    header = tag(
        "header",
        tag("p", named(clean(title)), class_="soft") if title else "",
        tag("h1", named(heading)),
        tag("p", " · ".join([named(each) for each in facts]), class_="soft"),
        tag("dl", *figures, class_="pay"),
    )
    skip = tag(
        "a", escaped(language.text("Skip to the figures")), class_="skip", href="#main"
    )
    foot = tag("footer", tag("p", named(engine or "checkout-core")))
    body = [skip, STRIPES, header, tag("main", *sections, id="main"), foot]
    head = [
        '<meta charset="utf-8"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        '<meta name="color-scheme" content="light dark"/>',
        tag("title", escaped(whole)),
        tag("style", style(rules)),
    ]
    root = tag(
        "html",
        "\n",
        tag("head", "\n", "\n".join(head), "\n"),
        "\n",
        tag("body", "\n", "\n".join(body), "\n"),
        "\n",
        lang=language.tag,
        dir=language.direction,
    )
    return f"<!DOCTYPE html>\n{root}"


__all__ = ["document", "figure", "section", "short_texts"]
