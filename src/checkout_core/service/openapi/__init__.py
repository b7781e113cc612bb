# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The service as an OpenAPI 3.1 document, made from its table of routes.

Requests are described completely; answers by the keys that a client needs.  Requests
use the definitions of the checkout document's schema, which is included.
"""

from __future__ import annotations

import json

from importlib.resources import files
from typing import Any

from checkout_core.service.openapi.requests import PARAMETERS, REQUESTS
from checkout_core.service.openapi.responses import FAILURE, HEADERS, RESPONSES
from checkout_core.service.openapi.shapes import ANY, TEXT, Schema, answer, ref
from checkout_core.service.routes import Access, Route


__all__ = ["PARAMETERS", "REQUESTS", "RESPONSES", "document"]


def document(routes: tuple[Route, ...], version: str) -> dict[str, Any]:
    """Return the OpenAPI document of *routes*."""
    paths: dict[str, dict[str, Any]] = {}
    for each in routes:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "checkout-core, the reference service",
            "version": version,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": {
                **_own_schemas(),
                **REQUESTS,
                **_contents(),
                "Failure": FAILURE,
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "gateway": {"type": "http", "scheme": "basic"},
            },
        },
    }


def _contents() -> dict[str, Schema]:
    # A request and an answer of the same name have separate schemas.
    return {f"{name}Content": schema for name, schema in RESPONSES.items()}


def _operation(route: Route) -> dict[str, Any]:
    names = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    key = ("Idempotency-Key",) if route.takes_key else ()
    replayed = ("Idempotent-Replayed",) if route.takes_key else ()
    operation: dict[str, Any] = {
        "operationId": route.operation,
        "summary": route.purpose,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": TEXT}
            for name in names
        ]
        + [
            {"name": name, "required": False, **PARAMETERS[name]}
            for name in (*route.parameters, *key, "X-Request-Id")
        ],
        "security": _security(route),
        "responses": {
            "200": {**_success(route), **_headers("X-Request-Id", *replayed)},
            "default": {
                **_json("Failure", "the request was refused, and why"),
                **_headers("X-Request-Id", *replayed, "Retry-After"),
            },
        },
    }
    if route.request:
        operation["requestBody"] = {"required": True, **_content(ref(route.request))}
    return operation


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.path.startswith("/webhooks"):
        return [{"gateway": []}]
    return [] if route.access is Access.PUBLIC else [{"token": []}]


def _success(route: Route) -> dict[str, Any]:
    inner = ref(f"{route.response}Content") if route.response else ANY
    found = answer(message=TEXT, success={"const": True}, content=inner)
    return {"description": "done", **_content(found)}


def _headers(*names: str) -> dict[str, Any]:
    return {"headers": {name: HEADERS[name] for name in names}}


def _json(name: str, description: str) -> dict[str, Any]:
    return {"description": description, **_content(ref(name))}


def _content(schema: Schema) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _own_schemas() -> dict[str, Schema]:
    """Return the nouns of the checkout document's schema, of which bodies are made."""
    folder = files("checkout_core.wire") / "schemas"
    text = (folder / "checkout.schema.json").read_text("utf-8")
    found = json.loads(
        text.replace("#/$defs/", "#/components/schemas/"), object_hook=_spelled_out
    )
    return dict(found["$defs"])


def _spelled_out(found: dict[str, Any]) -> dict[str, Any]:
    """Return an object of a schema whose properties are objects, not `true`."""
    properties = found.get("properties")
    if not isinstance(properties, dict):
        return found
    plain = {name: {} if each is True else each for name, each in properties.items()}
    return {**found, "properties": plain}
