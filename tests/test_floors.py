# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The floors: a room imports only rooms below it, and the lower ones do no I/O.

Everything here is read from the source with `ast`: imports for type checkers
count too, since a floor that only a type looks through is none.
"""

from __future__ import annotations

import ast
import subprocess
import sys

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import checkout_core


if TYPE_CHECKING:
    from collections.abc import Iterator


SOURCE = Path(checkout_core.__file__).parent
NAME = "checkout_core"

#: From the ground up; a room that does not exist yet has its place all the same.
FLOORS = (
    "errors",
    "version",
    "currencies",
    "money",
    "values",
    "checks",
    "states",
    "statuses",
    "gstin",
    "cart",
    "offers",
    "shipping",
    "taxtable",
    "store",
    "ledger",
    "tax",
    "lint",
    "pricing",
    "evaluation",
    "orders",
    "juspay",
    "wire",
    "views",
    "ports",
    "client",
    "adapters",
    "service",
    "testing",
    "cli",
)
PRICING = (
    "taxes",
    "charges",
    "ground",
    "benefits",
    "promotions",
    "refusals",
    "tenders",
    "work",
    "quoted",
    "settling",
    "__init__",
)
#: The rooms that may do I/O; the package's own two modules stand above all floors.
DOORS = ("adapters", "service", "cli", "testing", "__main__")

FORBIDDEN = {
    "asyncio",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "socket",
    "subprocess",
    "threading",
    "time",
    "uuid",
}

#: How alike two words are is no money: difflib takes it as a float.
NO_MONEY = {"checks": ["0.58"]}

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


def is_low(module: str) -> bool:
    """Return whether *module* lies below the doors."""
    return room_of(module) not in DOORS


LOW = [module for module in FILES if is_low(module)]


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield the full name of everything that a module imports, with its node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node


def own(module: str) -> set[str]:
    """Return the modules of the package that *module* imports."""
    found = set()
    for name, _ in imported(TREES[module]):
        if not name.startswith(f"{NAME}."):
            continue
        inner = name.removeprefix(f"{NAME}.")
        # `from a.b import c`: c is a module, or a name within module or package b.
        for each in (inner, f"{inner}.__init__"):
            if each in FILES:
                found.add(each)
                break
        else:
            outer = inner.rpartition(".")[0]
            found.add(outer if outer in FILES else f"{outer}.__init__".lstrip("."))
    return found


def standard(module: str) -> set[str]:
    """Return the top-level names outside the package that *module* imports."""
    found = {name.split(".")[0] for name, _ in imported(TREES[module])}
    return found - {NAME, "__future__"}


GRAPH = {module: own(module) for module in FILES}


@pytest.mark.parametrize(
    "module", [each for each in FILES if each not in {"__init__", "__main__"}]
)
def test_a_room_imports_only_rooms_below_it(module: str) -> None:
    """Every import goes downhill."""
    room = room_of(module)
    above = {
        other
        for other in map(room_of, GRAPH[module])
        if other != room
        and (other not in FLOORS or FLOORS.index(other) > FLOORS.index(room))
    }

    assert set() == above


def test_every_room_has_its_floor() -> None:
    """A new room is given its place in the list above."""
    rooms = {room_of(module) for module in FILES} - {"__init__", "__main__"}

    assert set() == rooms - set(FLOORS)


@pytest.mark.parametrize(
    "module", [each for each in FILES if room_of(each) == "pricing"]
)
def test_a_stage_imports_only_stages_below_it(module: str) -> None:
    """Inside pricing too, every import goes downhill."""
    stage = module.removeprefix("pricing.")
    above = {
        other
        for other in GRAPH[module]
        if room_of(other) == "pricing"
        and PRICING.index(other.removeprefix("pricing.")) >= PRICING.index(stage)
    }

    assert set() == above


def test_every_stage_has_its_floor() -> None:
    """The list of stages is that of the files."""
    assert set(PRICING) == {
        module.removeprefix("pricing.")
        for module in FILES
        if room_of(module) == "pricing"
    }


def test_no_two_modules_import_each_other() -> None:
    """There is no way from a module back to itself."""
    left = {module: set(others) for module, others in GRAPH.items()}
    while free := {module for module, others in left.items() if not others & set(left)}:
        for module in free:
            del left[module]

    assert {} == left


def test_nothing_below_the_doors_imports_them() -> None:
    """What does I/O is imported by nothing that does none."""
    assert [] == [
        (module, other)
        for module in LOW
        for other in GRAPH[module]
        if not is_low(other)
    ]


@pytest.mark.parametrize("module", LOW)
def test_the_lower_rooms_do_no_io(module: str) -> None:
    """No clock, no files, no sockets, no chance, no threads."""
    assert set() == standard(module) & FORBIDDEN


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
#: Names of the orders' side are loaded when they are asked for.
LAZY = ("__init__", "wire.__init__")


@pytest.mark.parametrize("module", LOW)
def test_the_lower_rooms_use_no_back_door(module: str) -> None:
    """What needs no import does no I/O either: no `datetime.now`, no `open`."""
    nodes = list(ast.walk(TREES[module]))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    methods = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    allowed = {"import_module"} if module in LAZY else set()

    assert set() == names & FUNCTIONS - allowed | methods & METHODS


@pytest.mark.parametrize("module", LOW)
def test_json_is_read_and_written_in_two_rooms(module: str) -> None:
    """Wire and juspay know JSON text, nobody else."""
    allowed = {"json"} if room_of(module) in {"wire", "juspay"} else set()

    assert set() == (standard(module) & {"json"}) - allowed


@pytest.mark.parametrize("module", FILES)
def test_babel_is_loaded_only_by_a_view_that_needs_it(module: str) -> None:
    """Babel stands inside functions of views, never at the head of a module."""
    tree = TREES[module]
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
    at_the_head = [
        name
        for name, node in imported(tree)
        if name.split(".")[0] == "babel"
        and (
            id(node) not in inside | guarded
            or (room_of(module) != "views" and id(node) not in guarded)
        )
    ]

    assert [] == at_the_head


@pytest.mark.parametrize("module", LOW)
def test_no_float_is_made(module: str) -> None:
    """Neither written nor converted to; asking whether something is one is fine."""
    made = [
        ast.unparse(node)
        for node in ast.walk(TREES[module])
        if (isinstance(node, ast.Constant) and type(node.value) in {float, complex})
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "float"
        )
    ]

    assert NO_MONEY.get(module, []) == made


@pytest.mark.parametrize("module", LOW)
def test_no_division_yields_a_float(module: str) -> None:
    """Between ints `/` makes a float, so nobody divides with it."""
    assert [] == [
        ast.unparse(node)
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
    ]


@pytest.mark.parametrize("module", LOW)
def test_no_module_holds_global_state(module: str) -> None:
    """Nothing is declared global, and the decimal context is nobody's to set."""
    # Babel rounds by the context, so a view gives it one of its own.
    allowed = {"localcontext"} if room_of(module) == "views" else set()
    tree = TREES[module]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert ([], set()) == (
        [node for node in ast.walk(tree) if isinstance(node, ast.Global)],
        (names & {"getcontext", "setcontext", "localcontext", "DefaultContext"})
        - allowed,
    )


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
