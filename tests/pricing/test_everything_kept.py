# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""All of it in one store: stored, read back, verified, and in hostile contexts."""

from __future__ import annotations

import decimal
import json

from decimal import Context
from typing import Any

import pytest

from checkout_core import (
    CheckoutError,
    Quote,
    dumps,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_order,
    write_quote,
)
from checkout_core.views import explain, receipt
from checkout_core.views.invoices import check_en16931, einvoice, en16931
from tests.factories.carts import checkout, line
from tests.factories.faults import faults
from tests.factories.offers import coupon, fixed, percentage, promotion
from tests.factories.tables import case
from tests.factories.tax import kept


REFORM = "2025-09-22T00:00:00+05:30"
STORE: dict[str, Any] = {
    "tax": {
        "seller_gstin": "27AAPFU0939F1ZV",
        "level": "document",
        "inclusive_split": "net_exact",
        "charge_tax": "apportion",
    },
    "tax_classes": {
        "butter": [
            {"valid_to": REFORM, "tax_rate": "12", "hsn_code": "0405"},
            {"valid_from": REFORM, "tax_rate": "5", "hsn_code": "0405"},
        ],
        "apparel": {"tax_slabs": [{"up_to": "2500", "rate": "5"}, {"rate": "18"}]},
    },
    "shipping_rates": {
        "type": "by_zone",
        "zones": [
            {
                "postal_codes": ["400", "401"],
                "rate": {
                    "type": "by_weight",
                    "slabs": [{"up_to": 999, "amount": "40"}, {"amount": "59.99"}],
                    "tax_rate": "18",
                    "price_including_tax": True,
                    "estimated_delivery_days": 2,
                    "free_threshold": "99999",
                },
            },
            {
                "states": ["Goa", "IN-KA", "38"],
                "rate": {"type": "per_unit", "amount": "9.99", "tax_rate": "12"},
            },
            {
                "countries": ["India"],
                "rate": {
                    "type": "by_value",
                    "slabs": [{"up_to": "500", "amount": "99"}, {"amount": "0"}],
                },
            },
        ],
    },
    "handling": "per_line",
    "charges": [
        {
            "name": "gift wrap",
            "amount": "23.60",
            "tax_rate": "18",
            "price_including_tax": True,
        }
    ],
    "round_off": "1",
}
LINES = [
    line("A 2 x 499.00 at 18 inside", hsn_code="6109", weight_grams=300),
    line("B 3 x 33.33", tax_class="butter"),
    line("C 1 x 2700.00 inside", tax_class="apparel", hsn_code="6203"),
    line("D 5 x 20.00 at 28 inside", cess_rate="5"),
    line("E 10 x 7.77 at 28", cess_per_unit="1.25", hsn_code="2402"),
    line("F 1 x 50.00", tax_category="exempt", hsn_code="4901"),
    line("G 1 x 999.00 at 18", product_type="digital", weight_grams=10_000),
    line(
        "H 1 x 10.00 at 3",
        handling_charge_excluding_tax="4.44",
        handling_charge_tax_rate="18",
    ),
]
OFFERS = (
    promotion("discount", percentage("7"), "all"),
    coupon("discount", fixed("33.33"), "all"),
)
PLACES = [
    case("intra-state", {"state": "Maharashtra", "pincode": "400001"}, "CGST SGST"),
    case("inter-state", {"state": "Goa"}, "IGST"),
    case("to a union territory", {"state": "38"}, "IGST"),
    case("by value", {"state": "Punjab"}, "IGST"),
]


def document(address: dict[str, str], **tax: str) -> str:
    """Return the text of a checkout document with everything in it."""
    store = {**STORE, "tax": {**STORE["tax"], **tax}}
    cart = {"shipping_address": address}
    return json.dumps(checkout(LINES, *OFFERS, store=store, cart=cart))


def priced(text: str) -> Quote:
    """Return the quote of a document."""
    found = read_checkout(text)
    return quote(found.cart, found.store, at=found.at)


def everything(text: str) -> list[str]:
    """Return all that can be made of a quote, as text."""
    found = priced(text)
    found.check()
    vat = en16931(found, reasons={"E": ("VATEX-EU-132", "")})
    check_en16931(vat)
    stored = dumps(write_quote(found))
    verify(read_quote(stored))
    return [
        stored,
        dumps(write_order(found)),
        receipt(found),
        explain(found),
        repr(einvoice(found)),
        repr(vat),
    ]


@pytest.mark.parametrize(("address", "heads"), PLACES)
def test_stored_and_read_back(address: dict[str, str], heads: str) -> None:
    """The quote verifies from itself alone, and its bytes are the same again."""
    found = priced(document(address))

    assert heads == " ".join(found.place.component_names)
    kept(found)
    assert found == read_quote(dumps(write_quote(found)))
    assert not found.to_be_paid % 1


@pytest.mark.parametrize(("address", "heads"), PLACES)
@pytest.mark.parametrize("level", ["line", "unit", "document"])
@pytest.mark.parametrize("charge_tax", ["own_rate", "highest", "apportion"])
def test_in_every_mode(
    address: dict[str, str], heads: str, level: str, charge_tax: str
) -> None:
    """Each pair of policies is kept, with prices gross exactly too."""
    text = document(
        address, level=level, charge_tax=charge_tax, inclusive_split="gross_exact"
    )

    kept(priced(text))


HOSTILE = [
    case("three digits", Context(prec=3)),
    case("inexact numbers raise", Context(prec=28, traps=[decimal.Inexact])),
    case("rounded ones too", Context(prec=2, traps=[decimal.Rounded, decimal.Inexact])),
    case("always up", Context(prec=5, rounding=decimal.ROUND_CEILING)),
    case("small exponents", Context(prec=4, Emax=2, Emin=-2)),
    case("floats raise", Context(traps=[decimal.FloatOperation])),
]


@pytest.mark.parametrize("context", HOSTILE)
def test_the_hosts_decimal_context_changes_nothing(context: Context) -> None:
    """Precision, rounding and traps of the caller's thread are not looked at."""
    text = document({"state": "Maharashtra", "pincode": "400001"})
    expected = everything(text)

    with decimal.localcontext(context):
        found = everything(text)

    assert expected == found


@pytest.mark.parametrize(
    "path",
    [
        ("lines", 1, "components", 0, "amount"),
        ("lines", 3, "cess_rate"),
        ("lines", 2, "tax_rate"),
        ("tax_rows", 0, "taxable_value"),
        ("tax_rows", 0, "components", 0, "amount"),
        ("hsn_rows", 0, "taxable_value"),
        ("hsn_rows", 0, "components", 0, "amount"),
        ("charges", 0, "components", 0, "amount"),
        ("totals", "round_off"),
        ("totals", "shipping_tax_amount"),
        ("shipping_tax_rate",),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_a_forged_figure_is_found(path: tuple[Any, ...]) -> None:
    """One paisa more anywhere is a quote that does not verify."""
    found = priced(document({"state": "Maharashtra", "pincode": "400001"}))
    forged = json.loads(dumps(write_quote(found)))
    *way, last = path
    part = forged
    for each in way:
        part = part[each]
    part[last] = str(decimal.Decimal(part[last]) + decimal.Decimal("0.01"))

    with pytest.raises(CheckoutError):
        verify(read_quote(forged))


@pytest.mark.parametrize(
    ("tax", "expected"),
    [
        case(
            "the unit level and the exact net",
            {"level": "unit", "inclusive_split": "net_exact"},
            ("inclusive_split", "level_pair"),
        ),
        case("no such level", {"level": "cart"}, ("level", "not_a_choice")),
        case(
            "no such split",
            {"inclusive_split": "exact"},
            ("inclusive_split", "not_a_choice"),
        ),
        case(
            "no such charge tax",
            {"charge_tax": "lowest"},
            ("charge_tax", "not_a_choice"),
        ),
        case("no such key", {"levels": "line"}, ("levels", "unknown_key")),
        case("no text", {"seller_state": 27}, ("seller_state", "wrong_type")),
    ],
)
def test_a_bad_policy(tax: dict[str, Any], expected: tuple[str, str]) -> None:
    """Each policy is named."""
    path, code = expected
    text = json.dumps(checkout("A 1 x 1", store={"tax": tax}))
    with pytest.raises(CheckoutError) as raised:
        read_checkout(text)

    assert [(f"store.tax.{path}", code)] == faults(raised.value)
