# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Docstrings name every attribute, and their examples print what is shown."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
import re

from collections.abc import Iterator
from importlib import import_module

import attrs
import pytest

import checkout_core


MODULES = [
    each.name
    for each in pkgutil.walk_packages(checkout_core.__path__, "checkout_core.")
    if not each.name.endswith("__main__")
]


def test_there_are_examples() -> None:
    """Modules whose examples are not found would pass all the same."""
    finder = doctest.DocTestFinder()
    found = [
        test
        for name in MODULES
        for test in finder.find(import_module(name))
        if test.examples
    ]

    assert 100 < len(found)


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    """What a reader would try works as it is shown."""
    found = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)

    assert 0 == found.failed


#: The packages whose public classes say what each attribute is.
DOCUMENTED = (
    "cart",
    "cli",
    "currencies",
    "errors",
    "evaluation",
    "reasons",
    "revisions",
    "store",
)


def classes() -> Iterator[tuple[str, type]]:
    """Yield the public classes of these packages, each with its name."""
    for package in DOCUMENTED:
        module = import_module(f"checkout_core.{package}")
        for name in module.__all__:
            kind = getattr(module, name)
            if inspect.isclass(kind) and attrs.has(kind):
                yield f"{package}.{name}", kind


def attributes_of(kind: type) -> set[str]:
    """Return the names in the section "Attributes" of a class."""
    section = re.search(
        r"^Attributes:\n((?:    .*\n?|\n)*)", inspect.getdoc(kind) or "", re.MULTILINE
    )
    text = section[1] if section else ""
    return set(re.findall(r"^    (\w+): ", text, re.MULTILINE))


def test_there_are_public_classes() -> None:
    """Packages whose classes are not found would pass all the same."""
    assert 15 < len(dict(classes()))


@pytest.mark.parametrize(("name", "kind"), list(classes()), ids=dict(classes()))
def test_every_attribute_is_documented(name: str, kind: type) -> None:
    """Each has its shape, its unit and its default in the docstring of the class."""
    fields = {each.name for each in attrs.fields(kind) if each.name[0] != "_"}

    assert set() == fields - attributes_of(kind)
