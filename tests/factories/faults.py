# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What an error says, as the tests compare it: path and code of every fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import CheckoutError


if TYPE_CHECKING:
    from collections.abc import Callable


def faults(error: CheckoutError) -> list[tuple[str, str]]:
    """Return path and code of every fault of an error."""
    return [(each.path, each.code) for each in error.faults]


def faults_of(
    call: Callable[..., object], *given: Any, **named: Any
) -> list[tuple[str, str]]:
    """Return path and code of every fault that a call raises."""
    with pytest.raises(CheckoutError) as caught:
        call(*given, **named)
    return faults(caught.value)
