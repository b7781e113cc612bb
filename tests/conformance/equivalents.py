# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What no document can tell from the engine: mutants and functions, with the reason."""

from __future__ import annotations


#: Functions that no document reaches or that decide no figure.
OUTSIDE: dict[tuple[str, str], str] = {
    ("checkout_core.pricing", "checked"): "a shortcut past checks that find nothing",
    ("checkout_core.pricing", "_refuse_types"): "values of Python, not of documents",
}

#: (module, line of the source, change) to the reason.
EQUIVALENT: dict[tuple[str, str, str], str] = {}
