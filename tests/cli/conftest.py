# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""No colour that was asked for outside of the tests."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def uncoloured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave nothing in the environment that decides about colour."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
