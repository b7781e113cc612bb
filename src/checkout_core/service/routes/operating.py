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
    ),
    Route(
        method="GET",
        path="/health",
        operation="routes_health_get",
        handler=health.health,
        access=Access.PUBLIC,
    ),
)
