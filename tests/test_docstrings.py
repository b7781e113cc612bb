# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The examples in the docstrings print what stands below them."""

from __future__ import annotations

import doctest
import pkgutil

from importlib import import_module

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
