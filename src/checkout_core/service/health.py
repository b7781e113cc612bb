# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes that say whether the service works: alive, and ready for shoppers.

A process that is alive is not started again; one that is not ready gets no requests
until it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.wire.envelopes import Envelope, failed, succeeded


if TYPE_CHECKING:
    from checkout_core.service.calls import Call


UNAVAILABLE = 503


def live(_: Call) -> Envelope:
    """Say that the process answers; asks nothing and waits for nothing."""
    return succeeded("The service is alive.", {})


def ready(call: Call) -> Envelope:
    """Check that the service and its database work, and that it does not end."""
    if call.app.stopping.is_set():
        return failed(UNAVAILABLE, "stopping", "the service is about to end")
    with call.app.database.reading() as unit:
        unit.carts.get("")
    return succeeded("The service and its database work.", {})
