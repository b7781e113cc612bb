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
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from warnings import warn

from checkout_core.later import named


P = ParamSpec("P")
T = TypeVar("T")


def former(
    module: str,
    names: Mapping[str, str],
    otherwise: Callable[[str], Any] | None = None,
) -> Callable[[str], Any]:
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
        otherwise: the `__getattr__` for all other names, such as one made by `later`;
            None (the default) if there are none.
    """

    def find(name: str) -> Any:
        if otherwise is not None and name not in names:
            return otherwise(name)
        found = named(module, name, names)
        new = names[name].replace(":", ".")
        warn_of_former(f"{module}.{name}", new, depth=3)
        return found

    return find


def warn_of_former(name: str, new: str, *, depth: int = 3) -> None:
    """
    Warn that *name* leaves with the next release, and say what is *new* in its place.

    *depth* is how many calls above the caller's line the warning points to: 3 is the
    caller of the caller.

    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as found:
    ...     warnings.simplefilter("always")
    ...     warn_of_former("Cart.sum", "Cart.total")
    >>> print(found[0].message)
    Cart.sum is deprecated and leaves with the next release; use Cart.total
    """
    warn(
        f"{name} is deprecated and leaves with the next release; use {new}",
        DeprecationWarning,
        stacklevel=depth,
    )


def renamed_argument(
    before: str, now: str
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """
    Return a decorator: the argument *now* can still be given by its name *before*.

    >>> import warnings
    >>> @renamed_argument("size", "count")
    ... def repeated(*, count): return "x" * count
    >>> with warnings.catch_warnings(record=True) as found:
    ...     warnings.simplefilter("always")
    ...     repeated(size=2)
    'xx'
    >>> print(found[0].message)
    the argument size of repeated() is deprecated; use count
    """

    def decorate(call: Callable[P, T]) -> Callable[P, T]:
        @wraps(call)
        def called(*args: P.args, **kwargs: P.kwargs) -> T:
            # Given by both names, the call itself refuses the former one.
            if before in kwargs and now not in kwargs:
                warn(
                    f"the argument {before} of {call.__name__}() is deprecated;"
                    f" use {now}",
                    DeprecationWarning,
                    stacklevel=2,
                )
                kwargs[now] = kwargs.pop(before)
            return call(*args, **kwargs)

        return called

    return decorate
