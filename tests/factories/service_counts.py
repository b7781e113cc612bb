# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Counts how often a stored order is read and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from checkout_core.ledger import check
from checkout_core.service.database import orders as repository
from checkout_core.wire import parts


#: What is counted: documents read, those whose figures are calculated again, and
#: quotes whose rows are added up.
READ, VERIFIED, CHECKED = "read", "verified", "checked"


def counting_orders(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return what was counted since the test cleared it."""
    found: Counter[str] = Counter()

    def counting(module: Any, function: str, what: str) -> None:
        original: Callable[..., Any] = getattr(module, function)

        def counted(*args: Any, **more: Any) -> Any:
            found[what] += 1
            return original(*args, **more)

        monkeypatch.setattr(module, function, counted)

    counting(repository, "read_parts", READ)
    counting(parts, "quoted_again", VERIFIED)
    counting(check, "check_sheet", CHECKED)
    return found
