# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Former names: what was renamed or moved can be imported for one more release.

A module whose names went elsewhere sets `__getattr__ = former(__name__, {...})`.
Promises that such an import returns the very same object as the new name, and that it
warns and says where that is.

Knows nothing of what it imports, and imports it only when a former name is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any
from warnings import warn


def former(module: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """
    Return the `__getattr__` of a module that had other names before.

    The function raises `AttributeError` for a name that the module never had.

    >>> find = former("shop.old", {"Sum": "decimal:Decimal"})
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as found:
    ...     warnings.simplefilter("always")
    ...     find("Sum")
    <class 'decimal.Decimal'>
    >>> print(found[0].message)
    shop.old.Sum is deprecated and leaves with the next release; use decimal.Decimal

    Args:
        module: the full name of the module, its `__name__`.
        names: the new place of each former name, as "package.module:Name".
    """

    def find(name: str) -> Any:
        if name not in names:
            message = f"module {module!r} has no attribute {name!r}"
            raise AttributeError(message)
        place, _, new = names[name].partition(":")
        warn(
            f"{module}.{name} is deprecated and leaves with the next release;"
            f" use {place}.{new}",
            DeprecationWarning,
            stacklevel=2,
        )
        return getattr(import_module(place), new)

    return find
