# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Our own documents against the JSON Schemas that the package carries."""

from __future__ import annotations

import json

from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from checkout_core import quote, read_checkout, write_quote
from checkout_core.wire import read
from checkout_core.wire.quotes import QUOTE_KEYS


SCHEMAS = {
    name: json.loads(
        (files("checkout_core.wire") / "schemas" / f"{name}.schema.json").read_text()
    )
    for name in ("checkout", "quote")
}
CASES = sorted((Path(__file__).parents[1] / "cases" / "pricing").glob("*.json"))
GOOD = [path for path in CASES if '"error": true' not in path.read_text()]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_checkout_documents_follow_their_schema(path: Path) -> None:
    """A document that is priced follows the checkout schema."""
    document = json.loads(path.read_text())["document"]

    jsonschema.Draft202012Validator(SCHEMAS["checkout"]).validate(document)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_quote_documents_follow_their_schema(path: Path) -> None:
    """A quote that is written follows the quote schema."""
    text = json.dumps(json.loads(path.read_text(), parse_float=str)["document"])
    checkout = read_checkout(text)
    document = write_quote(quote(checkout.cart, checkout.store, at=checkout.at))

    jsonschema.Draft202012Validator(SCHEMAS["quote"]).validate(document)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Cart", read.CART_KEYS),
        ("Line", (*read.LINE_KEYS, *read.ECHO_KEYS, *read.COMPUTED_KEYS)),
        ("Store", read.STORE_KEYS),
        ("Customer", read.CUSTOMER_KEYS),
        ("Shipping", read.SHIPPING_KEYS),
        ("Tax", read.TAX_KEYS),
        ("Loyalty", read.LOYALTY_KEYS),
        ("Charge", read.CHARGE_KEYS),
        ("Order", read.ORDER_KEYS),
    ],
)
def test_the_schema_knows_the_keys_that_are_read(
    name: str, keys: tuple[str, ...]
) -> None:
    """The schema and the reader know the same keys."""
    assert set(keys) == set(SCHEMAS["checkout"]["$defs"][name]["properties"])


def test_the_quote_schema_knows_the_keys_that_are_written() -> None:
    """The schema and the writer know the same keys of a quote."""
    assert set(QUOTE_KEYS) == set(SCHEMAS["quote"]["properties"])
