# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The tables of parametrized tests, whose rows are named by their arithmetic."""

from __future__ import annotations

from typing import Any

import pytest


def case(why: str, *values: Any) -> Any:
    """Return a row of a table, named by its arithmetic."""
    return pytest.param(*values, id=why)
