# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The public interface as text: each public name with its fields, types and defaults.

`python -m tests.public_api` writes docs/public-api.txt, so that a change of the
interface is a change of that file, which a reviewer sees.  Types and defaults stand
there as they are written in the source, whatever Python reads it.
"""

from __future__ import annotations

import ast
import inspect

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.public_names import MODULES, PAGE, names


if TYPE_CHECKING:
    from collections.abc import Iterator


FILE = PAGE.parent / "public-api.txt"
PACKAGE = MODULES[0]

HEAD = """\
The public interface of checkout_core, by module: what can be given and what comes back.
`python -m tests.public_api` writes this file; a test compares it with the source.
"""

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

#: A table longer than this is shown by its type alone: its rows are data.
LONGEST = 300


def text() -> str:
    """Return the whole file."""
    return "\n".join([HEAD, *(section(module) for module in MODULES)])


def section(module: str) -> str:
    """Return the part of a module: its public names in the order of `__all__`."""
    lines = [f"    {line}" for name in names(module) for line in shown(module, name)]
    return "\n".join([module, "", *lines, ""])


def shown(module: str, name: str) -> Iterator[str]:
    """Yield the lines of a public name, or where else it is public."""
    home = home_of(module, name)
    if home == module:
        yield from definition(module, name)
    else:
        yield f"{name}: see {home}"


def home_of(module: str, name: str) -> str:
    """Return the module that shows a name: the first but for the package itself."""
    found = getattr(import_module(module), name)
    for each in filter(importable, MODULES[1:]):
        if name in names(each) and getattr(import_module(each), name) is found:
            return each
    return module


@cache
def importable(module: str) -> bool:
    """Tell whether what a module of an extra and its names import is installed."""
    try:
        found = import_module(module)
        return all(hasattr(found, name) for name in names(module))
    except ModuleNotFoundError:
        return False


def definition(module: str, name: str) -> Iterator[str]:
    """Yield the lines of a name, as the module that binds it defines it."""
    match bound(module).get(name):
        case ast.ClassDef():
            yield from class_lines(getattr(import_module(module), name), name)
        case ast.FunctionDef() | ast.AsyncFunctionDef() as node:
            yield from function_lines(node)
        case ast.AnnAssign() | ast.Assign() as node:
            yield constant(node)
        case ast.ImportFrom(module=str(other)) as node if other.startswith(PACKAGE):
            (old,) = [e.name for e in node.names if name == (e.asname or e.name)]
            yield from definition(other, old)
        case ast.ImportFrom(module=str(other)):
            yield f"{name}: {other}.{name}"
        case _:  # a name that its module loads when it is asked for
            yield from definition(getattr(import_module(module), name).__module__, name)


@cache
def bound(module: str) -> dict[str, ast.stmt]:
    """Return what binds each name of a module; the last one counts."""
    source = Path(import_module(module).__file__ or "").read_text(encoding="utf-8")
    found: dict[str, ast.stmt] = {}
    for node in statements(ast.parse(source).body):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                found[node.name] = node
            case ast.Assign() | ast.AnnAssign():
                found[target(node)] = node
            case ast.ImportFrom():
                for alias in node.names:
                    found[alias.asname or alias.name] = node
    return found


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body, and those below `if` and `try`."""
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            yield from statements([*node.body, *node.orelse])
        else:
            yield node


def target(node: ast.Assign | ast.AnnAssign) -> str:
    """Return the name that a statement assigns."""
    return ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)


def constant(node: ast.Assign | ast.AnnAssign) -> str:
    """Return an assignment; the value of a long table is left out."""
    line = ast.unparse(node)
    if len(line) <= LONGEST:
        return line
    kind = (
        f": {ast.unparse(node.annotation)}" if isinstance(node, ast.AnnAssign) else ""
    )
    return f"{target(node)}{kind} = ..."


def function_lines(node: Function) -> Iterator[str]:
    """Yield the decorators of a function and its signature."""
    for decorator in node.decorator_list:
        yield f"@{ast.unparse(decorator)}"
    word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    gives = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    yield f"{word} {node.name}({ast.unparse(node.args)}){gives}"


def class_lines(found: type[Any], name: str) -> Iterator[str]:
    """Yield a class: how it is made, its fields and its methods, inherited ones too."""
    node = class_node(found)
    for decorator in node.decorator_list:
        yield f"@{ast.unparse(decorator)}"
    bases = ", ".join(ast.unparse(each) for each in (*node.bases, *node.keywords))
    yield f"class {name}({bases})" if bases else f"class {name}"
    seen: set[str] = set()
    for owner in found.__mro__:
        if owner.__module__.startswith(PACKAGE):
            rows = [row for row in members(class_node(owner)) if row[0] not in seen]
            seen.update(member for member, _ in rows)
            yield from (f"    {line}" for _, lines in rows for line in lines)


def class_node(found: type[Any]) -> ast.ClassDef:
    """Return the statement that makes a class."""
    node = bound(found.__module__)[found.__name__]
    assert isinstance(node, ast.ClassDef)
    return node


def members(node: ast.ClassDef) -> Iterator[tuple[str, list[str]]]:
    """Yield the public members of a class: a name and its lines."""
    private = inspect.cleandoc(ast.get_docstring(node) or "")
    for each in statements(node.body):
        match each:
            case ast.Assign() | ast.AnnAssign():
                name, lines = target(each), [constant(each)]
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                name, lines = each.name, list(function_lines(each))
            case _:
                continue
        hidden = name.startswith("_") and not name.endswith("__")
        if not hidden and f"{name}: not public" not in private:
            yield name, lines


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
