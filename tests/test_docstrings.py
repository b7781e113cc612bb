# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Docstrings name every attribute, and their examples print what is shown."""

from __future__ import annotations

import doctest
import enum
import inspect
import pkgutil
import re

from collections.abc import Callable, Iterator
from importlib import import_module

import attrs
import pytest

import checkout_core

from tests import public_names


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


def documented(section: str, text: str) -> set[str]:
    """Return the names in a section of a docstring; a line can tell of several."""
    found = re.search(rf"^{section}:\n((?:    .*\n?|\n)*)", text, re.MULTILINE)
    lines = re.findall(r"^    (\w[\w, \n]*): ", found[1] if found else "", re.MULTILINE)
    return {name for line in lines for name in re.split(r",\s+", line)}


def classes() -> Iterator[tuple[str, type]]:
    """Yield the public classes that have fields, each once and with its name."""
    seen: set[type] = set()
    for module in public_names.MODULES:
        for name in public_names.names(module):
            kind = getattr(import_module(module), name)
            if inspect.isclass(kind) and attrs.has(kind) and kind not in seen:
                seen.add(kind)
                yield f"{module.partition('.')[2]}.{name}".lstrip("."), kind


def test_there_are_public_classes() -> None:
    """Modules whose classes are not found would pass all the same."""
    assert 150 < len(dict(classes()))


@pytest.mark.parametrize(("name", "kind"), list(classes()), ids=dict(classes()))
def test_every_attribute_is_documented(name: str, kind: type) -> None:
    """Each has its shape, its unit and its default in the docstring of the class."""
    fields = {each.name for each in attrs.fields(kind) if each.name[0] != "_"}

    assert set() == fields - documented("Attributes", inspect.getdoc(kind) or "")


@pytest.mark.parametrize(("name", "kind"), list(classes()), ids=dict(classes()))
def test_an_amount_says_its_unit(name: str, kind: type) -> None:
    """Major units, percent or points: a Decimal alone could be any of them."""
    amounts = [each.name for each in attrs.fields(kind) if "Decimal" in str(each.type)]
    unit = re.search(r"major units|percent|points", inspect.getdoc(kind) or "")

    assert not amounts or unit


def calls() -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield the functions and classes of the root, each with its name."""
    for name in checkout_core.__all__:
        call = getattr(checkout_core, name)
        if callable(call) and not issubclass(type(call), enum.EnumMeta):
            yield name, call


@pytest.mark.parametrize(("name", "call"), list(calls()), ids=dict(calls()))
def test_every_parameter_is_named(name: str, call: Callable[..., object]) -> None:
    """In a section of its own, or in the text between marks."""
    text = inspect.getdoc(call) or ""
    named = documented("Args", text) | documented("Attributes", text)
    named |= set(re.findall(r"[*`](\w+)[*`]", text))

    assert set() == set(inspect.signature(call).parameters) - named
