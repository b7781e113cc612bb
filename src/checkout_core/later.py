# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Names that a module offers and that are loaded when they are first asked for.

A package that offers more than most programs use sets `__getattr__ = later(__name__,
{...})`, so that its import costs no more than what all of them use.

Knows nothing of what it loads.
"""

from __future__ import annotations

import sys

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def named(module: str, name: str, places: Mapping[str, str]) -> Any:
    """
    Return what a *name* is, which has the place "package.module:Name".

    Raises the `AttributeError` of *module* for a name without a place.

    >>> named("shop", "Sum", {"Sum": "decimal:Decimal"})
    <class 'decimal.Decimal'>
    """
    if name not in places:
        message = f"module {module!r} has no attribute {name!r}"
        raise AttributeError(message)
    place, _, found = places[name].partition(":")
    return getattr(import_module(place), found)


def later(package: str, names: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """
    Return the `__getattr__` of a package that offers names of its modules.

    A name that was found is kept in the package, so it is looked up once.  The modules
    themselves can be asked for too, as if they had been imported with the package.

    Args:
        package: its full name, the `__name__`.
        names: the names of each module of the package, by the module's own name.
    """
    places = {
        name: f"{package}.{module}:{name}"
        for module, offered in names.items()
        for name in offered
    }

    def find(name: str) -> Any:
        if name in names:
            return import_module(f"{package}.{name}")
        found = named(package, name, places)
        setattr(sys.modules[package], name, found)
        return found

    return find


__all__ = ["later", "named"]
