# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the lower rooms keep away from, where no tool of the trade says it.

The floors themselves, and that the lower rooms import nothing that does I/O, are
contracts of import-linter in `pyproject.toml`.  Here stands the rest, read from
the source with `ast`: no float, no clock by a method, no decimal context of the
host's, and an import that costs little.
"""

from __future__ import annotations

import ast
import subprocess
import sys

from typing import TYPE_CHECKING

from tests.paths import SOURCE


if TYPE_CHECKING:
    from collections.abc import Iterator


#: The rooms that may do I/O; the package's own two modules stand above all floors.
EDGE = ("transports", "backtest", "service", "cli", "testing", "__main__")

#: Functions that reach a file, a terminal or any module, and methods that reach
#: the clock or a module by its name.
FUNCTIONS = {
    "__import__",
    "breakpoint",
    "eval",
    "exec",
    "import_module",
    "input",
    "open",
    "print",
}
METHODS = {"import_module", "now", "today", "utcnow"}
#: Names that few need, and former names, are loaded when they are asked for.
LAZY = ("later",)

#: How alike two words are is no money: difflib takes it as a float.
RATIOS = {"checks": ["0.58"]}

CONTEXTS = {"getcontext", "setcontext", "localcontext", "DefaultContext"}

FILES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts): path
    for path in sorted(SOURCE.rglob("*.py"))
}
TREES = {
    name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()
}


def room_of(module: str) -> str:
    """Return the room that a module is in."""
    return module.split(".", maxsplit=1)[0]


LOW = [module for module in FILES if room_of(module) not in EDGE]


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield the full name of everything that a module imports, with its node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node


def mentioned(module: str) -> tuple[set[str], set[str]]:
    """Return the names that a module uses, and the attributes."""
    nodes = list(ast.walk(TREES[module]))
    return (
        {
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        },
        {node.attr for node in nodes if isinstance(node, ast.Attribute)},
    )


def test_the_lower_rooms_reach_nothing_by_a_function() -> None:
    """What needs no import does no I/O either: no `datetime.now`, no `open`."""
    found = {}
    for module in LOW:
        names, methods = mentioned(module)
        allowed = {"import_module"} if module in LAZY else set()
        used = names & FUNCTIONS - allowed | methods & METHODS
        if used:
            found[module] = used

    assert {} == found


def test_json_is_read_and_written_in_two_rooms() -> None:
    """Of the lower rooms only wire and juspay know JSON text."""
    assert {"juspay", "wire"} == {
        room_of(module)
        for module in LOW
        for name, _ in imported(TREES[module])
        if name.split(".")[0] == "json"
    }


def test_babel_is_loaded_only_by_a_view_that_needs_it() -> None:
    """Babel stands inside functions of views, never at the head of a module."""
    assert [] == [
        (module, name)
        for module, tree in TREES.items()
        for name in at_the_head(module, tree)
    ]


def at_the_head(module: str, tree: ast.Module) -> list[str]:
    """Return what a module loads of babel before a view needs it."""
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    guarded = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    return [
        name
        for name, node in imported(tree)
        if name.split(".")[0] == "babel"
        and (
            id(node) not in inside | guarded
            or (room_of(module) != "views" and id(node) not in guarded)
        )
    ]


def test_no_float_is_made() -> None:
    """Neither written nor converted to; asking whether something is one is fine."""
    made = {
        module: [
            ast.unparse(node)
            for node in ast.walk(TREES[module])
            if (isinstance(node, ast.Constant) and type(node.value) in {float, complex})
            or (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "float"
            )
        ]
        for module in LOW
    }

    assert RATIOS == {module: found for module, found in made.items() if found}


def test_no_division_yields_a_float() -> None:
    """Between ints `/` makes a float, so the lower rooms never divide with it."""
    assert [] == [
        (module, ast.unparse(node))
        for module in LOW
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
    ]


def test_the_decimal_context_is_the_hosts() -> None:
    """The lower rooms neither read nor set it; babel rounds by one of its own."""
    found = {
        module: used
        for module in LOW
        if (used := set.union(*mentioned(module)) & CONTEXTS)
    }

    own = {"localcontext"}
    assert {"views.formats": own, "views.language": own} == found


PROBE = """
import sys
import attrs, datetime, decimal, re
before, context = set(sys.modules), repr(decimal.getcontext())
import checkout_core
loaded = {name.split(".")[0] for name in set(sys.modules) - before}
assert context == repr(decimal.getcontext()), "the decimal context was changed"
print(*sorted(loaded - {"checkout_core"}))
"""


def loaded() -> set[str]:
    """Return what importing the package loads, beyond attrs and three of Python's."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SOURCE.parent), "PYTHONHASHSEED": "0"},
    )
    return set(run.stdout.split())


def test_importing_the_package_is_light() -> None:
    """A fresh interpreter has neither babel nor json nor difflib afterwards."""
    assert set() == loaded() & {
        "babel",
        "difflib",
        "json",
        "hashlib",
        "hypothesis",
        "socket",
        "asyncio",
        "logging",
        "random",
        "uuid",
        "unittest",
    }


def test_importing_the_package_loads_little_but_itself() -> None:
    """Beyond attrs, dates and decimals nothing of size is loaded."""
    assert set() == loaded() - {"_bisect", "bisect", "math", "numbers"}


def test_the_wire_loads_json_only_when_it_reads() -> None:
    """Who only builds carts in Python never needs json."""
    code = (
        "import sys, checkout_core as c\n"
        "c.quote(c.Cart('INR', [c.Line('tee', 1, 5, tax_rate=18)]), c.Store('INR'))\n"
        "before = 'json' in sys.modules\n"
        "c.dumps({})\n"
        "print(before, 'json' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SOURCE.parent)},
    )

    assert "False True" == run.stdout.strip()
