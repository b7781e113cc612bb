# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes that say whether the service works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.wire.envelopes import Envelope, succeeded


if TYPE_CHECKING:
    from checkout_core.service.calls import Call


def health(call: Call) -> Envelope:
    """Check that the service and its database work."""
    with call.app.database.reading() as unit:
        unit.carts.get("")
    return succeeded("The service and its database work.", {})
