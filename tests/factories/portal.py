# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the GST portal takes, by the schemas in `tests/papers`: each fault as a text.

Numbers are read as decimals: the rest of 3264.87 by 0.01 is not 0 in floats.
"""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator

from tests.paths import TESTS


def exactly(text: str) -> Any:
    """Return a JSON document with decimals for floats."""
    return json.loads(text, parse_float=Decimal)


def validator(name: str) -> Draft202012Validator:
    """Return what validates by the schema of a name."""
    path = TESTS / "papers" / f"{name}.schema.json"
    return Draft202012Validator(exactly(path.read_text("utf-8")))


INV01 = validator("inv01-1.1")
GSTR1 = validator("gstr1")


def refused(schema: Draft202012Validator, text: str) -> list[str]:
    """Return the places of a document that a schema refuses, and why."""
    return [
        f"{each.json_path}: {each.message}"
        for each in schema.iter_errors(exactly(text))
    ]
