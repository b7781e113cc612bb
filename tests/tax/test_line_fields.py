# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What a line may say of its tax, and what it may not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.tables import case
from tests.factories.tax import refused


LINE = {"product_id": "A", "quantity": 1, "selling_price": "1.00"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        case("no word of tax", {}, ("tax_rate", "required")),
        case("a rate with a sign", {"tax_rate": "18%"}, ("tax_rate", "bad_rate")),
        case("above 1000", {"tax_rate": "1000.5"}, ("tax_rate", "rate_out_of_range")),
        case("a flag", {"tax_rate": True}, ("tax_rate", "wrong_type")),
        case(
            "a bad cess",
            {"tax_rate": "5", "cess_rate": "-1"},
            ("cess_rate", "rate_out_of_range"),
        ),
        case(
            "a negative cess",
            {"tax_rate": "5", "cess_per_unit": "-1"},
            ("cess_per_unit", "negative"),
        ),
        case(
            "a cess off the grid",
            {"tax_rate": "5", "cess_per_unit": "0.001"},
            ("cess_per_unit", "off_grid"),
        ),
        case("a class that is no text", {"tax_class": 5}, ("tax_class", "wrong_type")),
        case(
            "an HSN code that is a number",
            {"tax_rate": "5", "hsn_code": 6109},
            ("hsn_code", "wrong_type"),
        ),
        case(
            "no flag",
            {"tax_rate": "5", "price_including_tax": 1},
            ("price_including_tax", "wrong_type"),
        ),
        case(
            "handling above 1000 %",
            {"tax_rate": "5", "handling_charge_tax_rate": "1001"},
            ("handling_charge_tax_rate", "rate_out_of_range"),
        ),
        case(
            "a near miss",
            {"tax_rate": "5", "cess_per_units": "1"},
            ("cess_per_units", "unknown_key"),
        ),
    ],
)
def test_a_bad_field(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    """The field is named, under its line."""
    path, code = expected

    assert (f"cart.cart_items[0].{path}", code) == (
        refused(said=[{**LINE, **fields}])[0]
    )


def test_every_fault_is_reported_at_once() -> None:
    """Two lines, a policy, a table and a round-off: five faults in one error."""
    found = refused(
        said=[LINE, {**LINE, "product_id": "B", "tax_rate": "x"}],
        store={
            "tax": {"level": "cart"},
            "shipping_rates": {"type": "flat"},
            "round_off": "-1",
        },
    )

    assert {
        ("cart.cart_items[0].tax_rate", "required"),
        ("cart.cart_items[1].tax_rate", "bad_rate"),
        ("store.tax.level", "not_a_choice"),
        ("store.shipping_rates.amount", "required"),
        ("store.round_off", "negative"),
    } == set(found)
