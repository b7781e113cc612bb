# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The shapes that the schemas of bodies and answers are made of."""

from __future__ import annotations

from typing import Any

from checkout_core.values import OURS


Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 255}
MAYBE: Schema = {"type": ["string", "null"], "maxLength": 255}
AMOUNT: Schema = {"type": "number", "description": "exact, in the store's currency"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
ANY: Schema = {"type": "object"}


def ref(name: str) -> Schema:
    """Return the reference to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(of: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def request(required: str = "", **properties: Schema) -> Schema:
    """Return the schema of a body: no other keys, *required* the ones it needs."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def answer(**properties: Schema) -> Schema:
    """Return the schema of an answer with at least these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def with_own(own: Schema, **properties: Schema) -> Schema:
    """Return the same with our own facts, which can be left out."""
    found = answer(**properties)
    return {**found, "properties": {**properties, OURS: own}}
