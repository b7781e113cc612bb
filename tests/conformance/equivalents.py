# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Mutants that no document can tell from the engine, each with the reason."""

from __future__ import annotations


#: (module, line of the source, change) to the reason.
EQUIVALENT: dict[tuple[str, str, str], str] = {}
