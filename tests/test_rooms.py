# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Tests follow the rooms of the package: where they stand, and what they keep away from.

A test knows a room by its public names, however deep its module: what begins with an
underscore can change without a test of another room failing.
"""

from __future__ import annotations

import ast
import hashlib
import sys

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.paths import ROOT, SOURCE, TESTS


if TYPE_CHECKING:
    from collections.abc import Iterator


ROOMS = {path.stem for path in SOURCE.iterdir() if path.suffix in {"", ".py"}}

#: Folders that are no room's, and what they hold.
BESIDES = {
    "bindings": "the engine in other languages, through its packages",
    "cases": "the cases of the contract",
    "conformance": "cases in text that a program in any language can be held against",
    "contract": "JSON Schemas, the vendor's and ours",
    "docs": "README and the pages: what they say is so",
    "examples": "the apps of examples/, driven over HTTP",
    "factories": "what tests are made of",
    "golden": "documents and receipts, byte for byte",
    "ground": "the single modules below all rooms: errors, money, checks, values ...",
    "laws": "what holds for every cart",
    "oracle": "a second reading of the contract",
    "seeds": "what the vendor's documents say, row by row",
    "stored": "documents of older releases",
    "typing": "code for type checkers",
    "vectors": "the numbers of other projects",
}

#: Files at the root, and what of the whole project they are about.
AT_THE_ROOT = {
    "__init__": "how to find a test",
    "conftest": "how hypothesis looks",
    "paths": "where documents stand",
    "public_api": "the file of the public interface, and what writes it",
    "public_names": "the page of public names, and what writes it",
    "test_build": "the wheel and the source distribution, as they are built",
    "test_calls": "every call without a document",
    "test_docstrings": "every docstring",
    "test_floors": "every module below the edge",
    "test_foreign_values": "every public callable",
    "test_former_names": "every former name",
    "test_growth": "the time of everything that is read, checked or judged",
    "test_habits": "how every module is written",
    "test_optimised": "every reader without asserts",
    "test_packaging": "the package as it is shipped",
    "test_printed_rates": "the rates of README, demos and docstrings",
    "test_public_api": "every public name, down to its arguments",
    "test_public_names": "every public name",
    "test_readme": "the README",
    "test_repr": "every class that is shown",
    "test_rooms": "where tests stand",
}

#: Names with an underscore that a test uses, and why there is no other way.
PRIVATE = {
    ("conformance/mutants.py", "_exit"): "os._exit has no other name",
    ("backtest/test_running.py", "_exit"): "os._exit has no other name",
    ("test_foreign_values.py", "_is_protocol"): "typing.is_protocol is Python 3.13's",
    ("service/test_slow_clients.py", "_exit"): "os._exit has no other name",
}

#: What every named tuple has; the underscore keeps it apart from its fields.
OF_TUPLES = ("_asdict", "_fields", "_make", "_replace")

#: Files of fewer bytes may be alike: that is a coincidence, or an empty list.
SMALL = 200

FILES = {
    path.relative_to(TESTS).as_posix(): path
    for path in sorted(TESTS.rglob("*.py"))
    if "__pycache__" not in path.parts
}


def test_every_folder_is_a_rooms() -> None:
    """What is tested there can be told from the folder's name alone."""
    folders = {name.partition("/")[0] for name in FILES if "/" in name}

    assert set() == folders - ROOMS - set(BESIDES)
    assert set() == set(BESIDES) - folders
    assert set() == set(BESIDES) & ROOMS


def test_what_stands_at_the_root() -> None:
    """Only what is about the project as a whole."""
    assert list(AT_THE_ROOT) == sorted(path.stem for path in TESTS.glob("*.py"))


def test_no_test_imports_another() -> None:
    """What two files need is a helper, and helpers stand in `factories`."""
    assert [] == [
        (name, node.module)
        for name, path in FILES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module is not None
        and node.module.startswith("tests.")
        and node.module.rpartition(".")[2].startswith(("test_", "conftest"))
    ]


def test_no_folder_of_tests_is_on_the_path() -> None:
    """Otherwise `tax` or `service` would be modules of the tests."""
    assert [] == [
        each for each in sys.path if each and Path(each).resolve().is_relative_to(TESTS)
    ]


# Private names ----------------------------------------------------------------------


def private(source: str) -> Iterator[str]:
    """Yield every name with an underscore that *source* uses and is not its own."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=module, names=names):
                parts = [*(module or "").split("."), *(each.name for each in names)]
                yield from filter(is_private, parts)
            case ast.Import(names=names):
                for each in names:
                    yield from filter(is_private, each.name.split("."))
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass
            case ast.Attribute(attr=name) if is_private(name):
                yield name
            case ast.Call(
                func=ast.Name(id="getattr" | "hasattr" | "setattr" | "delattr")
                | ast.Attribute(attr="setattr" | "delattr"),
                args=[_, ast.Constant(value=str(name)), *_],
            ) if is_private(name):
                yield name
            case ast.Constant(value=str(text)) if text.startswith("checkout_core."):
                parts = text.replace(":", ".").split(".")
                yield from (each for each in parts if is_private(each))


def is_private(name: str) -> bool:
    """Return whether a name is a room's own, and not the language's."""
    if name.startswith("__") or name in {"_", *OF_TUPLES}:
        return False
    return name.startswith("_")


def test_no_test_uses_a_private_name() -> None:
    """Those of the table have their reason, and each of them is still used."""
    found = {
        (name, each)
        for name, path in FILES.items()
        for each in private(path.read_text(encoding="utf-8"))
    }

    assert set(PRIVATE) == found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from checkout_core.wire.text import _slow", ["_slow"]),
        ("from checkout_core._wire import fast", ["_wire"]),
        ("import checkout_core._wire", ["_wire"]),
        ("text._slow()", ["_slow"]),
        ("quote(cart, store)._rows", ["_rows"]),
        ("monkeypatch.setattr(text, '_slow', None)", ["_slow"]),
        ("getattr(text, '_slow')", ["_slow"]),
        ("monkeypatch.setattr('checkout_core.wire._slow', None)", ["_slow"]),
        ("self._client = client", []),
        ("for _ in lines: pass", []),
        ("text.__name__", []),
        ("{'_links': 1}", []),
    ],
)
def test_private_names_are_found(source: str, expected: list[str]) -> None:
    """However they are reached; a class of the tests has private names of its own."""
    assert expected == list(private(source))


# Twins ------------------------------------------------------------------------------


def test_no_file_stands_twice() -> None:
    """What two places need stands in one of them, and the other names it."""
    found = defaultdict(list)
    for folder in (TESTS, ROOT / "benchmarks", SOURCE):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                data = path.read_bytes()
                if len(data) > SMALL:
                    found[hashlib.sha256(data).digest()].append(path.as_posix())

    assert [] == [twins for twins in found.values() if len(twins) > 1]
