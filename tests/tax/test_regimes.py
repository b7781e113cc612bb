# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Tax regimes: which one a store has, and what it calls its tax."""

from __future__ import annotations

import ast
import re

from decimal import Decimal
from typing import Any

import pytest

import checkout_core

from checkout_core import (
    CheckoutError,
    TaxPolicy,
    dumps,
    quote,
    read_checkout,
    read_quote,
    write_order,
    write_quote,
)
from checkout_core.tax.regimes import EQUAL, KEYS, REGIMES, RESERVED
from checkout_core.views import explain, receipt
from checkout_core.wire.quotes import fingerprint
from tests.factories.carts import line
from tests.factories.faults import faults
from tests.factories.tables import case
from tests.paths import SOURCE


GST = ("GST",)


def document(currency: str, *lines: dict[str, Any], **store: Any) -> dict[str, Any]:
    """Return a checkout document of a store whose `tax` is *store*."""
    return {
        "cart": {
            "currency": currency,
            "cart_items": list(lines) or [line("A 1 x 100.00 at 20")],
            "shipping": {"estimated_cost": "10.00", "tax_rate": "20"},
        },
        "store": {"tax": store},
    }


def priced(currency: str, *lines: dict[str, Any], **store: Any) -> checkout_core.Quote:
    """Return the quote of such a document."""
    found = read_checkout(dumps(document(currency, *lines, **store)))
    return quote(found.cart, found.store)


@pytest.mark.parametrize(
    ("currency", "tax", "names", "tax_type"),
    [
        case("rupees are India", "INR", {}, GST, "GST"),
        case(
            "a seller in India is, in any currency",
            "USD",
            {"seller_state": "Goa"},
            ("CGST", "SGST"),
            "GST",
        ),
        case("any other store has the name of before", "EUR", {}, GST, "GST"),
        case("India by its name", "EUR", {"regime": "india"}, GST, "GST"),
        case(
            "one tax by its name",
            "EUR",
            {"regime": "named", "tax_name": "VAT"},
            ("VAT",),
            "VAT",
        ),
        case(
            "one tax by its name, in rupees too",
            "INR",
            {"regime": "named", "tax_name": "Octroi"},
            ("Octroi",),
            "Octroi",
        ),
        case(
            "a plain rate among components",
            "USD",
            {"regime": "components", "tax_name": "Sales tax"},
            ("Sales tax",),
            "Sales tax",
        ),
        case(
            "a plain rate without a name",
            "USD",
            {"regime": "components"},
            ("Tax",),
            "Tax",
        ),
    ],
)
def test_which_regime_a_store_has(
    currency: str, tax: dict[str, str], names: tuple[str, ...], tax_type: str
) -> None:
    """The one it names, else that of its seller's state or currency."""
    found = priced(currency, **tax)
    order = write_order(found)

    assert names == found.place.component_names
    assert {names} == {tuple(x.name for x in y.components) for y in found.lines}
    assert [tax_type] == [each["tax_type"] for each in order["order_items"]]
    assert Decimal("132.00") == found.to_be_paid


@pytest.mark.parametrize(
    ("currency", "tax", "label", "told"),
    [
        case("India's name", "INR", {}, "GST 20%", "GST at 20% is "),
        case("none", "EUR", {}, "Tax 20%", "20% is "),
        case(
            "the store's",
            "EUR",
            {"regime": "named", "tax_name": "TVA"},
            "TVA 20%",
            "TVA at 20% is ",
        ),
        case("none here", "USD", {"regime": "components"}, "Tax 20%", "20% is "),
    ],
)
def test_what_papers_call_it(
    currency: str, tax: dict[str, str], label: str, told: str
) -> None:
    """Receipt and story have the regime's name, and none where it has none."""
    found = priced(currency, **tax)

    assert f"\n  {label} on " in receipt(found)
    assert f"\nTax on shipping: {told}" in explain(found)
    assert "place of supply" not in explain(found)


@pytest.mark.parametrize(
    "where",
    ["shipping", "handling", "charges", "flat rate", "zone"],
)
def test_a_name_that_the_cart_brings_is_its_own(where: str) -> None:
    """A Canadian charge may say GST in a store that names no regime."""
    own = [{"name": "GST", "rate": "5"}]
    given = document("CAD")
    cart, store = given["cart"], given["store"]
    rate = {"type": "flat", "amount": "10.00", "tax_components": own}
    match where:
        case "shipping":
            cart["shipping"] = {"estimated_cost": "10.00", "tax_components": own}
        case "handling":
            cart["cart_items"][0] |= {
                "handling_charge_excluding_tax": "10.00",
                "handling_charge_tax_components": own,
            }
        case "charges":
            charge = {"name": "Wrap", "amount": "10.00", "tax_components": own}
            store["charges"] = [charge]
        case "flat rate":
            del cart["shipping"]
            store["shipping_rates"] = rate
        case "zone":
            del cart["shipping"]
            zones = [{"countries": ["India"], "rate": rate}]
            store["shipping_rates"] = {"type": "by_zone", "zones": zones}
            cart["shipping_address"] = {"country": "India"}
    found = read_checkout(dumps(given))
    paper = receipt(quote(found.cart, found.store))

    assert "\n  GST 5% on CA$10.00 " in paper


@pytest.mark.parametrize(
    ("tax", "expected"),
    [
        case("no such regime", {"regime": "vat"}, [("regime", "not_a_choice")]),
        case(
            "and nothing more about its keys",
            {"regime": "vat", "tax_name": "VAT"},
            [("regime", "not_a_choice")],
        ),
        case("one tax needs its name", {"regime": "named"}, [("tax_name", "required")]),
        case(
            "an empty name",
            {"regime": "named", "tax_name": ""},
            [("tax_name", "empty_text")],
        ),
        case(
            "a name of India's components",
            {"regime": "named", "tax_name": "CGST"},
            [("tax_name", "reserved_component")],
        ),
        case(
            "a name without a regime",
            {"tax_name": "VAT"},
            [("tax_name", "not_of_regime")],
        ),
        case(
            "a seller in India under another regime",
            {"regime": "components", "seller_gstin": "27AAPFU0939F1ZV"},
            [("seller_gstin", "not_of_regime")],
        ),
        case(
            "a state that is known nowhere is one fault",
            {"regime": "components", "seller_state": "Kerela"},
            [("seller_state", "unknown_state")],
        ),
    ],
)
def test_keys_that_do_not_fit_a_regime(
    tax: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each key belongs to some regimes, and each regime says what it needs."""
    with pytest.raises(CheckoutError) as caught:
        TaxPolicy(**tax)

    assert expected == faults(caught.value)


def test_a_key_names_the_regimes_it_belongs_to() -> None:
    """The message says what to do about it."""
    with pytest.raises(CheckoutError, match="have this: 'named', 'components'; name"):
        TaxPolicy(tax_name="VAT")


def test_a_stored_quote_is_checked_by_its_regime() -> None:
    """A document whose names are not those of its regime is found out."""
    stored = write_quote(priced("EUR", regime="named", tax_name="VAT"))
    changed = {**stored, "store": {**stored["store"]}}
    changed["store"]["tax"] = {**stored["store"]["tax"], "tax_name": "TVA"}
    changed["fingerprint"] = fingerprint(changed)

    with pytest.raises(CheckoutError) as caught:
        read_quote(changed, verify=True)
    assert ("place_of_supply.components", "does_not_add_up") in faults(caught.value)


@pytest.mark.parametrize(
    ("tax", "expected"),
    [
        case("none", {}, set()),
        case("one", {"regime": "india"}, {"regime"}),
        case(
            "both",
            {"regime": "named", "tax_name": "VAT"},
            {"regime", "tax_name"},
        ),
    ],
)
def test_a_store_that_names_none_keeps_its_bytes(
    tax: dict[str, str], expected: set[str]
) -> None:
    """The keys of a regime are in a quote document only if they are given."""
    stored = write_quote(priced("EUR", **tax))["store"]["tax"]

    assert expected == {"regime", "tax_name"} & set(stored)


def test_the_table_says_which_names_are_taken() -> None:
    """India's halves are equal and reserved, and so is nothing else."""
    assert {"CGST", "SGST", "UTGST"} == EQUAL
    assert ("CGST", "SGST", "UTGST", "IGST") == RESERVED
    own = ("seller_state", "seller_gstin", "place_of_supply", "export")
    assert (*own, "tax_name") == KEYS
    assert ["india", "named", "components"] == [*REGIMES]


#: Where India's names stand outside `tax/india`, and why.
ALLOWED = {
    "views/invoices.py": "the Indian e-invoice: its fields by component",
    "errors/messages.py": "the text of a fault of the e-invoice",
    "lint/cart.py": "what papers in India need: a unit of the GST portal",
}
#: Rooms that are about the law of one country, as their own names say.
ROOMS = {
    "tax/india/": "the regime itself",
    "papers/": "statutory papers: INV-01, GSTR-1, the tax invoice",
    "books/": "accounts of tax by component, TCS by head",
}
NAME = re.compile(r"\b(?:GST|CGST|SGST|UTGST|IGST)\b")


def code_of(tree: ast.AST) -> list[str]:
    """Return the names and texts of a module, without its docstrings."""
    holders = ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                found.append(text)
            case ast.Name(id=text) | ast.Attribute(attr=text) | ast.alias(name=text):
                found.append(text)
    return found


def test_only_india_knows_the_names_of_its_tax() -> None:
    """No other view, no ledger and no other regime has one of them in its code."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if any(
            NAME.search(text) for text in code_of(ast.parse(path.read_text("utf-8")))
        )
    }

    assert set(ALLOWED) == {each for each in found if not each.startswith((*ROOMS,))}
    assert set(ROOMS) == {
        room for room in ROOMS for each in found if each.startswith(room)
    }
    assert "tax/india/names.py" in found
