# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What every document of INV-01 has to be: valid, and exactly added up."""

from __future__ import annotations

import json

from typing import Any

import jsonschema

from checkout_core import dumps
from tests.paths import TESTS


SCHEMA = json.loads((TESTS / "papers" / "inv01-1.1.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def holds(whole: dict[str, Any]) -> None:
    """Assert that a document is valid, and that it adds up exactly."""
    VALIDATOR.validate(json.loads(dumps(whole)))
    rows, values = whole["ItemList"], whole["ValDtls"]
    reverse = whole["TranDtls"]["RegRev"] == "Y"
    for each in rows:
        assert each["AssAmt"] == each["TotAmt"] - each["Discount"]
        heads = ("IgstAmt", "CgstAmt", "SgstAmt", "CesAmt", "CesNonAdvlAmt")
        taxes = sum(each[key] for key in heads)
        assert reverse or each["TotItemVal"] == each["AssAmt"] + taxes
    for value, keys in {
        "AssVal": ["AssAmt"],
        "CgstVal": ["CgstAmt"],
        "SgstVal": ["SgstAmt"],
        "IgstVal": ["IgstAmt"],
        "CesVal": ["CesAmt", "CesNonAdvlAmt"],
    }.items():
        assert values[value] == sum(each[key] for each in rows for key in keys)
    whole_total = sum(each["TotItemVal"] for each in rows)
    rest = values["OthChrg"] + values["RndOffAmt"]
    assert values["TotInvVal"] == whole_total + rest


def credited(note: object) -> dict[str, Any]:
    """Return the facts of a credit note."""
    return {
        "kind": "CRN",
        "number": "CN/1",
        "date": "2026-12-01",
        "note": note,
        "invoices": [("INV/1", "2026-11-22")],
    }
