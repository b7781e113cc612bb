# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What a request to Juspay costs to build, and an answer to read."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.calls import calls


CALLS = calls()


@pytest.mark.parametrize("name", CALLS)
def test_call(benchmark: Any, name: str) -> None:
    """One request or answer, checked when it was made."""
    benchmark(CALLS[name])
