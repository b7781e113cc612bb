# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the source is written, where no tool of the trade says it.

One name is one thing: `at` is a moment and an index is not.  Classes of many fields are
made by keyword, and a file is one subject.  What departs from that stands here, in a
literal table with its reason.
"""

from __future__ import annotations

import ast
import inspect

from importlib import import_module
from pkgutil import walk_packages

import attrs
import pytest

import checkout_core

from tests.paths import SOURCE


FILES = {
    path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(SOURCE.rglob("*.py"))
}

#: The most fields that a class is made of by position.
MOST_FIELDS = 5
#: The most lines of a file.
MOST_LINES = 500

#: Classes of more fields that are made by position.  Each is made at least once for
#: every cart that is priced, and a comment beside the class or its call says what
#: keywords were measured to cost.
BY_POSITION = {
    "checkout_core.ledger.figures.QuotedLine": "one for each line; twice as long",
    "checkout_core.cart.compiled.CartRules": "one for each cart that is priced",
    "checkout_core.ledger.sheet.Goods": "one for each quote; twice as long",
    "checkout_core.ledger.sheet.Sheet": "one for each quote; twice as long",
    "checkout_core.ledger.rows.Entry": "one for each row; by keyword a fifth longer",
    "checkout_core.offers.benefits.benefit.Adjustment": "one for each offer applied",
    "checkout_core.offers.benefits.benefit.Basket": "one for each choice of offers",
    "checkout_core.pricing.candidate.Candidate": "one for each choice of offers",
    "checkout_core.pricing.charges.ChargePart": "several for each quote",
    "checkout_core.pricing.context.PricingContext": "a tenth of a small cart's quote",
    "checkout_core.pricing.coupons.Chosen": "one for each quote; twice as long",
    "checkout_core.pricing.promotions.Promoted": "by keyword twice as long",
    "checkout_core.pricing.result.PricingResult": "0.3 of a small cart's 6 us",
    "checkout_core.tax.line_rule.LineRule": "one for each rate; twice as long",
    "checkout_core.tax.regime.Place": "a regime names its components, and little else",
}

#: Files that are longer because each is one table.
LONGER: dict[str, str] = {}


def classes() -> dict[str, type]:
    """Return every attrs class of the package by its full name."""
    found = {}
    for module in walk_packages(checkout_core.__path__, "checkout_core."):
        if module.name.endswith("__main__"):
            continue
        for each in vars(import_module(module.name)).values():
            if inspect.isclass(each) and attrs.has(each):
                name = f"{each.__module__}.{each.__qualname__}"
                if name.startswith("checkout_core."):
                    found[name] = each
    return found


def by_position(call: object) -> list[str]:
    """Return the parameters of a constructor that can be given by position."""
    assert callable(call)
    return [
        name
        for name, parameter in list(inspect.signature(call).parameters.items())[1:]
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
        and parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]


def test_classes_of_many_fields_are_made_by_keyword() -> None:
    """Two of six arguments that change places are no error a type checker sees."""
    assert set(BY_POSITION) == {
        name
        for name, each in classes().items()
        for made in ("__init__", "__attrs_init__")
        if made in vars(each) and len(by_position(vars(each)[made])) > MOST_FIELDS
    }


def indices(tree: ast.AST) -> list[int]:
    """Return the lines where `at` is the target of a loop, or annotated as an int."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.For(target=target) | ast.comprehension(target=target):
                names = [
                    each for each in ast.walk(target) if isinstance(each, ast.Name)
                ]
                found += [each.lineno for each in names if each.id == "at"]
            case ast.arg(arg="at", annotation=ast.expr() as kind):
                found += [node.lineno] if "int" in ast.unparse(kind).split() else []
            case ast.AnnAssign(target=ast.Name(id="at"), annotation=kind):
                found += [node.lineno] if "int" in ast.unparse(kind).split() else []
            case ast.AugAssign(target=ast.Name(id="at")):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for at, line in enumerate(lines): ...", [1]),
        ("found = [\n    at\n    for at in range(9)\n]", [3]),
        ("def line_of(at: int | None) -> Line: ...", [1]),
        ("at: int = 0\nat += 1", [1, 2]),
        ("def quote(cart: Cart, *, at: datetime | None = None) -> Quote: ...", []),
        ("at = clock()", []),
    ],
)
def test_an_index_called_at_is_found(text: str, expected: list[int]) -> None:
    """In loops, comprehensions, parameters and counters; a moment may be `at`."""
    assert expected == sorted(indices(ast.parse(text)))


def test_at_is_always_a_moment() -> None:
    """An index is `i`, `index` or says of what, so that `at` means one thing."""
    assert {} == {
        name: found
        for name, text in FILES.items()
        if (found := indices(ast.parse(text)))
    }


def test_a_file_is_one_subject() -> None:
    """What takes more lines is cut along its subjects, unless it is one table."""
    assert set(LONGER) == {
        name for name, text in FILES.items() if len(text.splitlines()) > MOST_LINES
    }
