# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The version of the installed package, from its metadata and from nowhere else.

Knows nothing of prices; a quote document names it, the command line prints it.
"""

from __future__ import annotations

from functools import cache


#: The version of sources that nobody installed, for which nothing is written down.
UNKNOWN = "unknown"


@cache
def installed_version() -> str:
    """Return the version as the installer wrote it down, `UNKNOWN` where none did."""
    # Loaded late: it costs a tenth of the package's whole import.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("checkout-core")
    except PackageNotFoundError:
        return UNKNOWN


def engine() -> str:
    """
    Return what a quote document names as the engine that wrote it.

    >>> engine().partition(" ")[0]
    'checkout-core'
    """
    return f"checkout-core {installed_version()}"
