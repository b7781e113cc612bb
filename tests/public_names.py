# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The public modules, and the page that lists their names.

A new public name costs a line in the `__all__` of its module, a new public module a
line in `MODULES`; then `python tests/public_names.py` writes docs/public-names.md.
"""

from __future__ import annotations

import ast
import inspect
import re

from functools import cache
from importlib import import_module
from pathlib import Path

import checkout_core


PAGE = Path(__file__).parent.parent / "docs" / "public-names.md"

#: Every module whose `__all__` is a promise, in the order in which a reader meets them.
MODULES: tuple[str, ...] = (
    "checkout_core",
    "checkout_core.cart",
    "checkout_core.offers",
    "checkout_core.store",
    "checkout_core.tax",
    "checkout_core.tax.india",
    "checkout_core.tenders",
    "checkout_core.pricing",
    "checkout_core.evaluation",
    "checkout_core.differences",
    "checkout_core.lint",
    "checkout_core.ledger",
    "checkout_core.views",
    "checkout_core.views.invoices",
    "checkout_core.views.tax_invoice",
    "checkout_core.papers.seller",
    "checkout_core.papers.particulars",
    "checkout_core.papers.tax_invoice",
    "checkout_core.papers.words",
    "checkout_core.papers.inv01",
    "checkout_core.papers.gstr1",
    "checkout_core.papers.en16931",
    "checkout_core.papers.vat_rules",
    "checkout_core.papers.ubl",
    "checkout_core.papers.check",
    "checkout_core.books",
    "checkout_core.books.settlement",
    "checkout_core.books.payouts",
    "checkout_core.backtest",
    "checkout_core.playground",
    "checkout_core.wire",
    "checkout_core.wire.endpoints",
    "checkout_core.wire.envelopes",
    "checkout_core.orders",
    "checkout_core.refunds",
    "checkout_core.subscriptions",
    "checkout_core.gateway",
    "checkout_core.http",
    "checkout_core.juspay",
    "checkout_core.juspay.rules",
    "checkout_core.integrations.django",
    "checkout_core.integrations.fastapi",
    "checkout_core.integrations.msgspec",
    "checkout_core.integrations.orjson",
    "checkout_core.integrations.pydantic",
    "checkout_core.integrations.rest_framework",
    "checkout_core.integrations.sqlalchemy",
    "checkout_core.transports.httpx",
    "checkout_core.transports.jwt",
    "checkout_core.transports.retrying",
    "checkout_core.transports.urllib",
    "checkout_core.service",
    "checkout_core.service.database.migrations",
    "checkout_core.service.ports",
    "checkout_core.service.standard_webhooks",
    "checkout_core.service.sweeping",
    "checkout_core.cli",
    "checkout_core.testing.gateway",
    "checkout_core.testing.server",
    "checkout_core.testing.strategies",
    "checkout_core.money",
    "checkout_core.currencies",
    "checkout_core.values",
    "checkout_core.statuses",
    "checkout_core.words",
    "checkout_core.reasons",
    "checkout_core.revisions",
    "checkout_core.errors",
)

HEAD = """\
# Public names

These names are the interface of `checkout_core`: a module listed here and the names of
its `__all__`.  All other modules and names are private and may change with every
release.  A public name that moves or is renamed can be imported under its former name
for one more release, with a `DeprecationWarning`.

`python tests/public_names.py` writes this page from `__all__` and the docstrings.
"""


def names(module: str) -> tuple[str, ...]:
    """Return the public names of a module, in the order of its `__all__`."""
    return tuple(import_module(module).__all__)


def sentence(module: str, name: str) -> str:
    """Return what a name is in one sentence, "" if nothing above or in it says so."""
    found = getattr(import_module(module), name)
    own = str(getattr(found, "__module__", "")).startswith(f"{checkout_core.__name__}.")
    defined = inspect.isclass(found) or inspect.isroutine(found)
    text = found.__doc__ if own and defined else None
    first = (text or comment(module, name)).strip().partition("\n\n")[0]
    return re.split(r"(?<=\.)\s", " ".join(first.split()), maxsplit=1)[0]


def comment(module: str, name: str) -> str:
    """Return the comment "#:" above a constant, in the module that defines it."""
    lines, statements = parsed(module)
    for node in statements:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if name == alias.name:
                    return comment(node.module or "", name)
        else:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and name == target.id:
                first = last = node.lineno - 1
                while lines[first - 1].lstrip().startswith("#:"):
                    first -= 1
                return " ".join(each.lstrip(" #:") for each in lines[first:last])
    return ""


@cache
def parsed(
    module: str,
) -> tuple[list[str], list[ast.Assign | ast.AnnAssign | ast.ImportFrom]]:
    """Return the lines of a module, and what binds names in it."""
    text = Path(import_module(module).__file__ or "").read_text(encoding="utf-8")
    kinds = (ast.Assign, ast.AnnAssign, ast.ImportFrom)
    found = [each for each in ast.walk(ast.parse(text)) if isinstance(each, kinds)]
    return text.splitlines(), found


def page() -> str:
    """Return the page: a table of names for each public module."""
    return "\n".join([HEAD, *(section(module) for module in MODULES)])


def section(module: str) -> str:
    """Return the part of a module: what it is, and a table of its names."""
    about = (import_module(module).__doc__ or "").strip().partition("\n\n")[0]
    rows = [
        f"| `{name}` | {sentence(module, name).replace('|', '&#124;')} |"
        for name in names(module)
    ]
    head = [f"## {module}", "", " ".join(about.split()), ""]
    return "\n".join([*head, "| name | what it is |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
