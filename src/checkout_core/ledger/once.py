# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A property that is worked out when it is first read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar


if TYPE_CHECKING:
    from collections.abc import Callable


T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - a decorator
    """
    A property that is worked out when it is first read, and then kept.

    As `functools.cached_property`, which takes a lock until Python 3.12: a microsecond
    for each of the parts of a quote that takes ten.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        """Hold the function that works it out."""
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, holder: Any, _: type | None = None) -> T:
        """Work it out; what is in the instance's dictionary is found before this."""
        found = self._make(holder)
        vars(holder)[self._name] = found
        return found

    if TYPE_CHECKING:

        def __set__(self, holder: Any, value: T) -> None:
            """Keep *value*: at run time in the instance's dictionary, without this."""


__all__ = ["once"]
