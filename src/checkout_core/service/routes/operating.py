# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of the gateway and of operating the service."""

from __future__ import annotations

from checkout_core.service import health, recording
from checkout_core.service.routes.route import Access, Route


ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/webhooks/{provider}",
        operation="payments_webhook_post",
        handler=recording.webhook,
        request="Event",
        access=Access.PUBLIC,
        asks_gateway=True,
    ),
    Route(
        method="GET",
        path="/live",
        operation="operating_live_get",
        handler=health.live,
        access=Access.PUBLIC,
        on_loop=True,
    ),
    Route(
        method="GET",
        path="/ready",
        operation="operating_ready_get",
        handler=health.ready,
        access=Access.PUBLIC,
        is_probe=True,
    ),
    # The former name of `/ready`.
    Route(
        method="GET",
        path="/health",
        operation="routes_health_get",
        handler=health.ready,
        access=Access.PUBLIC,
        is_probe=True,
    ),
)
