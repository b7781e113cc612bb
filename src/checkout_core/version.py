# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The version of the installed package, from its metadata.

Quote documents and the command line show it.
"""

from __future__ import annotations

from functools import cache


@cache
def installed_version() -> str:
    """
    Return the version of this package, as the installer wrote it down.

    >>> installed_version().count(".")
    2
    """
    # Imported here, since it takes a tenth of the package's import time.
    from importlib.metadata import version

    return version("checkout-core")


def engine() -> str:
    """
    Return what a quote document names as the engine that wrote it.

    >>> engine().partition(" ")[0]
    'checkout-core'
    """
    return f"checkout-core {installed_version()}"
