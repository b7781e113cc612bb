# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is not installed: the one error of all that needs more than the core.

Promises that it names the extra of the package that has it.  Knows no library.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from checkout_core.errors import CheckoutError, fault


if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def needing(extra: str, path: str = "") -> Iterator[None]:
    """
    Raise a `CheckoutError` (`extra_missing`) where what is imported within is missing.

    Args:
        extra: the extra of the package that has it, such as "spark".
        path: where it was asked for, "" by default.

    >>> with needing("pdf"):
    ...     import no_library
    Traceback (most recent call last):
    checkout_core.errors.CheckoutError: this needs more than the core; install \
checkout-core[pdf] (got 'no_library')
    """
    try:
        yield
    except ImportError as error:
        facts = {"extra": f"checkout-core[{extra}]"}
        missing = fault(path, "extra_missing", error.name, **facts)
        raise CheckoutError([missing]) from None


__all__ = ["needing"]
