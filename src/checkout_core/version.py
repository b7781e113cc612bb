# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The version of the installed package, from its metadata.

Quote documents and the command line show it.
"""

from __future__ import annotations

from functools import cache


#: The version of sources that are not installed, which have no metadata.
UNKNOWN = "unknown"


@cache
def installed_version() -> str:
    """Return the version that the installer wrote, `UNKNOWN` if it is not installed."""
    # Imported here, since it takes a tenth of the package's import time.
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
