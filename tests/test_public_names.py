# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is public: `__all__` of the public modules, and the page that lists them."""

from __future__ import annotations

import inspect
import pkgutil
import re

from importlib import import_module

import pytest

import checkout_core

from tests.paths import DOCS, README
from tests.public_names import MODULES, PAGE, names, page, sentence


EVERY = [(module, name) for module in MODULES for name in names(module)]
TEXTS = [page.read_text("utf-8") for page in (README, *DOCS.rglob("*.md"))]


def test_the_page_lists_the_public_names() -> None:
    """Else `python tests/public_names.py` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_module_is_on_the_page_once() -> None:
    """And each of them exists."""
    found = {
        each.name
        for each in pkgutil.walk_packages(checkout_core.__path__, "checkout_core.")
    }

    assert (len(MODULES), set()) == (
        len(set(MODULES)),
        {*MODULES} - {"checkout_core"} - found,
    )


def test_other_modules_are_private() -> None:
    """The package says so once, for all of them."""
    text = " ".join((checkout_core.__doc__ or "").split())

    assert "All other modules and names are private" in text
    assert "docs/public-names.md" in text


@pytest.mark.parametrize("module", MODULES)
def test_public_names_are_in_order(module: str) -> None:
    """Constants, classes, functions, each by the alphabet and once."""
    given = names(module)

    assert sorted(set(given), key=order) == list(given)


def order(name: str) -> tuple[int, str]:
    """Return the place of a name, as the linter sorts them."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize(("module", "name"), EVERY)
def test_a_public_name_says_what_it_is(module: str, name: str) -> None:
    """In one sentence, which the page shows."""
    assert "." == sentence(module, name)[-1:]


def test_pages_import_public_names() -> None:
    """What is shown to hosts is what is promised to them."""
    shown = [
        (module, name.strip())
        for text in TEXTS
        for module, given in re.findall(
            r"^>>> from (checkout_core[\w.]*) import ([\w, ]+)$", text, re.MULTILINE
        )
        for name in given.split(",")
    ]

    assert len(shown) > 50
    assert [] == [each for each in shown if each not in set(EVERY)]


def test_the_root_exports_the_types_of_its_functions() -> None:
    """A caller can annotate what goes in and what comes out."""
    classes = {
        name
        for module, name in EVERY
        if inspect.isclass(getattr(import_module(module), name))
    }
    used = {
        word
        for name in checkout_core.__all__
        if inspect.isfunction(call := getattr(checkout_core, name))
        for annotation in call.__annotations__.values()
        for word in re.findall(r"\w+", annotation)
    }

    assert set() == (used & classes) - set(checkout_core.__all__)
