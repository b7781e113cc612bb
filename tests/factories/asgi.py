# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Requests to an ASGI application in this process."""

from __future__ import annotations

import asyncio

from typing import Any

import httpx


def asked(app: Any, method: str, path: str, **fields: Any) -> httpx.Response:
    """Return the answer of *app* to one request."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://shop"
        ) as client:
            return await client.request(method, path, **fields)

    return asyncio.run(ask())
