# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Values that fit a schema of the OpenAPI document, for examples."""

from __future__ import annotations

import re

from collections.abc import Mapping
from typing import Any


#: A text that fits each format.
_FORMATS: Mapping[str, str] = {"date-time": "2026-11-24T12:00:00+05:30"}
#: Texts of which one fits each pattern that the document uses.
_TEXTS = ("1.00", "2026-11-24", *_FORMATS.values(), "560001", "29", "INR")
_REFERENCE = "#/components/schemas/"


def resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """Return the schema that a reference names, or the schema itself."""
    while (name := name_of(schema)) is not None:
        schema = schemas[name]
    return schema


def name_of(schema: Mapping[str, Any]) -> str | None:
    """Return the name that a reference has, None for a schema that is none."""
    found: str = schema.get("$ref", "")
    return found.removeprefix(_REFERENCE) or None


def sample(
    schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str = "..."
) -> Any:
    """Return a small value of a schema: what is required, and the first choice."""
    schema = resolved(schema, schemas)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            first = schema[choice][0]
            if "properties" not in schema:
                return sample(first, schemas, name)
            # The choice is between further keys of an object.
            return sample(
                {
                    "properties": schema["properties"],
                    "required": [*schema.get("required", ()), *first["required"]],
                },
                schemas,
            )
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type", "object")
    match kinds[0] if isinstance(kinds, list) else kinds:
        case "object":
            properties = schema.get("properties", {})
            wanted = schema.get("required") or list(properties)[:1]
            return {each: sample(properties[each], schemas, each) for each in wanted}
        case "array":
            return [sample(schema["items"], schemas, name)]
        case "boolean":
            return True
        case "integer" | "number":
            return schema.get("minimum", 1) or 1
        case _:
            text = _FORMATS.get(schema.get("format", ""), name)
            fits = re.compile(schema.get("pattern", "")).search
            return next(filter(fits, (text, *_TEXTS)))
