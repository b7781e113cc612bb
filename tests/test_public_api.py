# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The public interface, down to each argument: a change of it is seen in a file."""

from __future__ import annotations

import ast

import pytest

from tests.public_api import (
    FILE,
    constant,
    function_lines,
    importable,
    members,
    section,
)
from tests.public_names import MODULES, names


WRITTEN = FILE.read_text(encoding="utf-8")


@pytest.fixture
def module(request: pytest.FixtureRequest) -> str:
    """Return the name of a module whose extra is installed."""
    name: str = request.param
    if not importable(name):
        pytest.skip(f"what {name} imports is not installed")
    return name


@pytest.mark.parametrize("module", MODULES, indirect=True)
def test_the_file_is_the_interface(module: str) -> None:
    """Else `python -m tests.public_api` writes it again, and a reviewer sees how."""
    start = WRITTEN.index(f"\n{module}\n") + 1
    end = WRITTEN.find("\n\ncheckout_core", start) + 1 or len(WRITTEN)

    assert WRITTEN[start:end] == section(module)


def test_the_file_shows_the_public_modules() -> None:
    """And nothing else, in the order in which a reader meets them."""
    shown = [line for line in WRITTEN.splitlines()[3:] if line and line[0] != " "]

    assert list(MODULES) == shown


@pytest.mark.parametrize("module", MODULES, indirect=True)
def test_every_public_name_is_shown(module: str) -> None:
    """By its definition, or by the module that shows it."""
    lines = section(module).splitlines()

    assert [] == [
        name
        for name in names(module)
        if not any(
            line.startswith(
                tuple(
                    f"    {word}{name}{end}"
                    for word in ("", "class ", "def ", "async def ")
                    for end in (":", "(", " =", "")
                )
            )
            for line in lines
        )
    ]


def test_a_function() -> None:
    """Its arguments with their types and defaults, and what it gives."""
    found = section("checkout_core.money")

    assert (
        "    def allocate(total: int, weights: Sequence[int], "
        "ranks: Sequence[int] | None=None) -> list[int]\n" in found
    )


def test_a_member() -> None:
    """Fields and methods count, and what a docstring calls not public does not."""
    (node,) = ast.parse(
        '''
class Basket:
    """
    Attributes:
        rows: not public: the columns.
    """

    size: int = field(default=3)
    rows: list[int]
    _seen: bool

    @property
    def total(self) -> Money: ...

    async def fill(self, *, upto: int = 3) -> None: ...

    def __len__(self) -> int: ...

    def _empty(self) -> None: ...
'''
    ).body
    assert isinstance(node, ast.ClassDef)

    assert {
        "size": ["size: int = field(default=3)"],
        "total": ["@property", "def total(self) -> Money"],
        "fill": ["async def fill(self, *, upto: int=3) -> None"],
        "__len__": ["def __len__(self) -> int"],
    } == dict(members(node))


def test_a_long_table() -> None:
    """Its type is the promise; its rows are data."""
    (node,) = ast.parse(f"ROWS: tuple[int, ...] = {tuple(range(200))}").body
    assert isinstance(node, ast.AnnAssign)

    assert "ROWS: tuple[int, ...] = ..." == constant(node)


def test_a_short_constant() -> None:
    """It is shown as it stands."""
    (node,) = ast.parse("MOST = 5_000").body
    assert isinstance(node, ast.Assign)

    assert "MOST = 5000" == constant(node)


def test_a_decorated_function() -> None:
    """What changes how it is called is shown."""
    (node,) = ast.parse("@overload\ndef read(text: str | bytes) -> Cart: ...").body
    assert isinstance(node, ast.FunctionDef)

    assert ["@overload", "def read(text: str | bytes) -> Cart"] == list(
        function_lines(node)
    )
