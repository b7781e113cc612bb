# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Where the documentation of a command is.

The package's metadata may name the address of its documentation; without one a link is
the page's path in the sources.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata


#: The page of every command that has none of its own; its sections are their names.
PAGE = "how-to/command-line.md"

#: The label of the documentation's address in the package's metadata.
LABEL = "documentation"


@cache
def base_url() -> str:
    """Return the address of the documentation, "" if the package names none."""
    try:
        rows = metadata("checkout-core").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    pairs = (row.partition(",") for row in rows)
    return next((url.strip() for name, _, url in pairs if name.lower() == LABEL), "")


def link_to(page: str, *, base: str | None = None) -> str:
    """
    Return where *page* is: a path below `docs`, and after a `#` its section.

    *base* is the address of the documentation, "" for the sources; None (the default)
    is what the package names.

    >>> link_to("how-to/command-line.md#price", base="")
    'docs/how-to/command-line.md#price'
    >>> link_to("how-to/command-line.md#price", base="https://docs.example/")
    'https://docs.example/how-to/command-line.html#price'
    """
    known = base_url() if base is None else base
    if not known:
        return f"docs/{page}"
    return f"{known.rstrip('/')}/{page.replace('.md', '.html')}"


__all__ = ["PAGE", "base_url", "link_to"]
