# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Single changes of a module's source, as a mistake would make them.

Promises the same list for the same source, and a compiled module for each change.  It
knows nothing of the corpus.  What only documents a value is not changed: annotations,
`__repr__`, assertions, `__all__`, texts.
"""

from __future__ import annotations

import ast

from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple


#: What each comparison becomes: its edge moved, and its contrary.
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
CALCULATED: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mult,),
    ast.Div: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
}
OTHER_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
#: Arguments that say how a class or a loop is made, and no figure.
GUARDS = {
    *("strict", "init", "kw_only", "repr", "eq", "hash", "order", "slots", "frozen"),
    *("takes_self", "compare", "sparse"),
}
#: Functions that no figure depends on.
ASIDE = {"__repr__", "__str__", "__dir__", "__getstate__", "__setstate__", "__reduce__"}


class Site(NamedTuple):
    """One change: where it is, what it is, and how it is made and taken back."""

    line: int
    #: The lines of its statement, which a case runs if it can see the change.
    lines: range
    #: The outermost function it is in and its first line, None at the module's level.
    function: tuple[str, int] | None
    what: str
    make: Callable[[], None]
    undo: Callable[[], None]


class Mutant(NamedTuple):
    """A change by its place: enough to make it again."""

    module: str
    number: int
    line: int
    lines: range
    function: tuple[str, int] | None
    what: str

    @property
    def name(self) -> str:
        """Module, line, and what is changed, of a release of the source."""
        return f"{self.module}:{self.line} [{self.number}] {self.what}"


class Module:
    """The source of a module with all changes of it."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.rows = self.text.splitlines()
        self.tree = ast.parse(self.text)
        self.sites = list(_Sites().of(self.tree))

    def mutants(self) -> list[Mutant]:
        """Return every change."""
        return [
            Mutant(self.name, number, each.line, each.lines, each.function, each.what)
            for number, each in enumerate(self.sites)
        ]

    def compiled(self, number: int, *, alone: bool = False) -> CodeType:
        """Return the module with one change; *alone* compiles only what is around."""
        site = self.sites[number]
        body = self.tree.body
        if alone:
            body = [each for each in body if _is_around(each, site.line)]
        site.make()
        try:
            tree = ast.fix_missing_locations(ast.Module(body, []))
            return compile(tree, str(self.path), "exec")
        finally:
            site.undo()


def _is_around(statement: ast.stmt, line: int) -> bool:
    """Return whether a statement has a line, or is an import that changes how."""
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return True
    return statement.lineno <= line <= (statement.end_lineno or statement.lineno)


def code_of(module: CodeType, function: tuple[str, int]) -> CodeType | None:
    """Return the code of a function of a compiled module, None if it is not there."""
    waiting = [module]
    while waiting:
        for each in waiting.pop().co_consts:
            if isinstance(each, CodeType):
                if (each.co_qualname, each.co_firstlineno) == function:
                    return each
                waiting.append(each)
    return None


class _Sites:
    """Walks a module and finds what can be changed."""

    def __init__(self) -> None:
        self.scope: list[str] = []
        self.function: tuple[str, int] | None = None
        self.lines = range(0)
        #: Functions of the module that make others while it is imported.
        self.makers: set[str] = set()

    def of(self, tree: ast.Module) -> Iterator[Site]:
        """Yield every change of a module."""
        self.makers = {
            each.id
            for node in ast.walk(tree)
            for each in getattr(node, "decorator_list", ())
            if isinstance(each, ast.Name)
        }
        yield from self._block(tree, "body")

    def _block(self, parent: Any, name: str) -> Iterator[Site]:
        body = getattr(parent, name)
        for index, each in enumerate(body):
            yield from self._statement(body, index, each)

    def _statement(self, body: list[Any], index: int, node: Any) -> Iterator[Site]:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield from self._definition(node)
            return
        aside = (ast.Import, ast.ImportFrom, ast.Assert, ast.Global, ast.Pass)
        if isinstance(node, aside) or _is_aside(node):
            return
        outer = self.lines
        compound = hasattr(node, "body")
        last = node.body[0].lineno - 1 if compound else node.end_lineno
        self.lines = range(node.lineno, max(node.lineno, last) + 1)
        if self.function:
            yield from self._removed(body, index, node)
        if isinstance(node, ast.Match):
            yield from self._cases(node)
        else:
            yield from self._fields(node)
        self.lines = outer

    def _cases(self, node: ast.Match) -> Iterator[Site]:
        """Yield the changes of a `match`, but for its patterns."""
        yield from self._inside(node, "subject", node.subject)
        for case in node.cases:
            if case.guard is not None:
                yield from self._condition(case, "guard")
                yield from self._inside(case, "guard", case.guard)
            yield from self._block(case, "body")

    def _fields(self, node: Any) -> Iterator[Site]:
        """Yield the changes of what a statement consists of, its blocks last."""
        if isinstance(node, (ast.If, ast.While)):
            yield from self._condition(node, "test")
        blocks = ("body", "orelse", "finalbody")
        for field, value in ast.iter_fields(node):
            if field not in ("annotation", "handlers", *blocks):
                yield from self._inside(node, field, value)
        for field in blocks:
            if getattr(node, field, None):
                yield from self._block(node, field)
        for handler in getattr(node, "handlers", ()):
            yield from self._block(handler, "body")

    def _definition(self, node: Any) -> Iterator[Site]:
        if node.name in ASIDE:
            return
        outer = self.function, self.lines
        self.scope.append(node.name)
        self.lines = range(node.lineno, node.body[0].lineno)
        if isinstance(node, ast.FunctionDef):
            # Defaults are made where the function is defined.
            for name in ("defaults", "kw_defaults"):
                yield from self._inside(node.args, name, getattr(node.args, name))
            if self.function is None and node.name not in self.makers:
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                self.function = ".".join(self.scope), first
        yield from self._block(node, "body")
        self.scope.pop()
        self.function, self.lines = outer

    def _site(self, node: Any, what: str, make: Any, undo: Any) -> Site:
        return Site(node.lineno, self.lines, self.function, what, make, undo)

    def _swap(self, node: Any, parent: Any, field: Any, new: Any, what: str) -> Site:
        """Return the change that puts *new* where *node* is."""
        if isinstance(parent, list):
            put, take = (
                (lambda: parent.__setitem__(field, new)),
                (lambda: parent.__setitem__(field, node)),
            )
        else:
            put, take = (
                (lambda: setattr(parent, field, new)),
                (lambda: setattr(parent, field, node)),
            )
        ast.copy_location(new, node)
        return self._site(node, what, put, take)

    def _removed(self, body: list[Any], index: int, node: Any) -> Iterator[Site]:
        """A statement that is left out; a value that is not returned."""
        if isinstance(node, ast.Return):
            none = node.value is None or _is(node.value, None)
            if not none:
                new = ast.Return(ast.Constant(None))
                yield self._swap(node, body, index, new, "return None")
            return
        kinds = (ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Delete)
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, kinds) or (isinstance(node, ast.Expr) and not text):
            what = f"without {_short(node)}"
            yield self._swap(node, body, index, ast.Pass(), what)

    def _condition(self, parent: Any, field: str) -> Iterator[Site]:
        """A condition and its contrary, where no comparison has it."""
        node = getattr(parent, field)
        one = isinstance(node, ast.Compare) and len(node.ops) == 1
        if one or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
            return
        new = ast.UnaryOp(ast.Not(), node)
        yield self._swap(node, parent, field, new, f"not ({_short(node)})")

    def _inside(self, parent: Any, field: Any, value: Any) -> Iterator[Site]:
        """Yield the changes of an expression and of what is in it."""
        if isinstance(value, list):
            for index, each in enumerate(value):
                yield from self._inside(value, index, each)
            return
        if not isinstance(value, ast.AST) or _is_guard(value):
            return
        yield from self._own(parent, field, value)
        for name, inner in ast.iter_fields(value):
            if name not in ("annotation", "ctx", "ops", "op", "returns"):
                yield from self._inside(value, name, inner)

    def _own(self, parent: Any, field: Any, node: Any) -> Iterator[Site]:
        """Yield the changes of one node."""
        match node:
            case ast.Compare() | ast.BinOp() | ast.BoolOp():
                yield from self._operators(node)
            case ast.UnaryOp(op=ast.Not() | ast.USub()):
                what = f"{_short(node)}: without {_name(node.op)}"
                yield self._swap(node, parent, field, node.operand, what)
            case ast.IfExp():
                yield from self._condition(node, "test")
            case ast.Constant(value=bool() | int() as value):
                whole = not isinstance(value, bool)
                for other in (value + 1, value - 1) if whole else (not value,):
                    yield self._attribute(node, "value", other, f"{value} to {other}")
            case ast.Call():
                yield from self._call(node)
            case ast.comprehension():
                for index, old in enumerate(node.ifs):
                    always, what = ast.Constant(True), f"without if {_short(old)}"
                    yield self._swap(old, node.ifs, index, always, what)

    def _operators(self, node: Any) -> Iterator[Site]:
        """Yield an operation with each other operator."""
        if isinstance(node, ast.Compare):
            for index, op in enumerate(node.ops):
                for other in COMPARED[type(op)]:
                    what = f"{_short(node)}: {_name(op)} to {other.__name__}"
                    yield self._item(node, node.ops, index, other(), what)
            return
        for kind in CALCULATED.get(type(node.op), ()):
            what = f"{_short(node)}: {_name(node.op)} to {kind.__name__}"
            yield self._attribute(node, "op", kind(), what)

    def _call(self, node: ast.Call) -> Iterator[Site]:
        name = node.func
        if isinstance(name, ast.Name) and name.id in OTHER_NAMES:
            other = OTHER_NAMES[name.id]
            what = f"{_short(node)}: {name.id} to {other}"
            yield self._attribute(name, "id", other, what)
            return
        first = node.args[:2]
        kinds = (ast.Name, ast.Attribute, ast.Subscript)
        if len(node.args) == 2 and all(isinstance(each, kinds) for each in first):
            old, new = list(node.args), [node.args[1], node.args[0]]
            yield self._site(
                node,
                f"{_short(node)}: arguments swapped",
                lambda: setattr(node, "args", new),
                lambda: setattr(node, "args", old),
            )

    def _item(self, node: Any, items: Any, index: int, new: Any, what: str) -> Site:
        old = items[index]
        return self._site(
            node,
            what,
            lambda: items.__setitem__(index, new),
            lambda: items.__setitem__(index, old),
        )

    def _attribute(self, node: Any, name: str, new: Any, what: str) -> Site:
        old = getattr(node, name)
        return self._site(
            node,
            what,
            lambda: setattr(node, name, new),
            lambda: setattr(node, name, old),
        )


def _is(node: Any, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _is_aside(node: Any) -> bool:
    """Return whether a statement decides no figure."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__" | "__slots__")]):
            return True
        case ast.AnnAssign(value=None):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))):
            return True
    return False


def _is_guard(node: ast.AST) -> bool:
    """Return whether an argument only guards those who write the engine."""
    return isinstance(node, ast.keyword) and node.arg in GUARDS


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else text[:57] + "..."
