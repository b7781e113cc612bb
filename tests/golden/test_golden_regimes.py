# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Three stores outside India: the bytes of their documents, their receipts and stories.

The US store names the components of its tax, the European and the Japanese one their
only tax.  When a change of the bytes is meant, run
`python -m tests.golden.test_golden_regimes` and read the difference before it is
committed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import (
    Quote,
    dumps,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_cart,
    write_order,
    write_quote,
)
from checkout_core.views import explain, receipt
from checkout_core.wire.quotes import fingerprint


if TYPE_CHECKING:
    from collections.abc import Callable


HERE = Path(__file__).parent / "regimes"
NAMES = ("us-sales-tax", "eu-vat", "jp-consumption-tax")
ENGINE = "checkout-core 0.8.0"


def as_json(document: dict[str, Any]) -> str:
    """Return a document as indented text."""
    return dumps(document, indent=2)


def written(quoted: Quote) -> dict[str, Any]:
    """Return the quote document that version 0.8.0 writes of a quote."""
    document = write_quote(quoted) | {"engine": ENGINE}
    return document | {"fingerprint": fingerprint(document)}


FORMS: dict[str, Callable[[Quote], str]] = {
    "order.json": lambda quoted: as_json(write_order(quoted)),
    "cart.json": lambda quoted: as_json(write_cart(quoted)),
    "quote.json": lambda quoted: as_json(written(quoted)),
    "receipt.txt": receipt,
    "explain.txt": explain,
}


def priced(name: str) -> Quote:
    """Return the quote of a checkout document in this folder."""
    checkout = read_checkout((HERE / f"{name}.checkout.json").read_bytes())
    return quote(checkout.cart, checkout.store, at=checkout.at)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_are_the_same(name: str, form: str) -> None:
    """Equal inputs give equal bytes, in every release."""
    expected = (HERE / f"{name}.{form}").read_text(encoding="utf-8")

    assert expected == FORMS[form](priced(name)) + "\n"


#: Every component by hand: the kind of its row, its name and rate, what it is of, and
#: the amount.
BY_HAND: dict[str, list[tuple[str, str, str, str]]] = {
    "us-sales-tax": [
        # 39.98 x 6.25 % = 2.49875, x 2 % = 0.7996.
        ("tax", "State", "6.25", "2.50"),
        ("tax", "City", "2", "0.80"),
        # 12.50 x 6.25 % = 0.78125, x 2 % = 0.25.
        ("tax", "State", "6.25", "0.78"),
        ("tax", "City", "2", "0.25"),
        # 10.00 x 6.25 % = 0.625, x 2 % = 0.20.
        ("shipping_tax", "State", "6.25", "0.63"),
        ("shipping_tax", "City", "2", "0.20"),
        # 1.50 x 6.25 % = 0.09375, x 2 % = 0.03.
        ("handling_tax", "State", "6.25", "0.09"),
        ("handling_tax", "City", "2", "0.03"),
        # 3.00 x 8.25 % = 0.2475.
        ("charge_tax", "Sales tax", "8.25", "0.25"),
    ],
    "eu-vat": [
        # 99.80 x 20 / 120 = 16.6333.
        ("tax", "VAT", "20", "16.63"),
        # 12.00 x 5.5 / 105.5 = 0.62559.
        ("tax", "VAT", "5.5", "0.63"),
        # 6.00 x 20 / 120 = 1.00.
        ("shipping_tax", "VAT", "20", "1.00"),
    ],
    "jp-consumption-tax": [
        # (2,170 + 999) x 8 % = 253.52, down 253: 2,170 / 3,169 of it is 173.24 and
        # 999 / 3,169 is 79.76, so the yen that is left is the second line's.
        ("tax", "Consumption tax", "8", "173"),
        ("tax", "Consumption tax", "8", "80"),
        # 5,405 x 10 % = 540.5, down 540.
        ("tax", "Consumption tax", "10", "540"),
        # 505 x 10 % = 50.5, down 50.
        ("shipping_tax", "Consumption tax", "10", "50"),
    ],
}

#: Place of supply, total tax and total.
SUMS = {
    # 2.50 + 0.80 + 0.78 + 0.25 + 0.63 + 0.20 + 0.09 + 0.03 + 0.25 = 5.53;
    # 39.98 + 12.50 + 10.00 + 1.50 + 3.00 + 5.53 = 72.51.
    "us-sales-tax": (["Sales tax"], "5.53", "72.51"),
    # 16.63 + 0.63 + 1.00 = 18.26; 99.80 + 12.00 + 6.00 = 117.80.
    "eu-vat": (["VAT"], "18.26", "117.80"),
    # 173 + 80 + 540 + 50 = 843; 2,170 + 999 + 5,405 + 505 + 843 = 9,922.
    "jp-consumption-tax": (["Consumption tax"], "843", "9922"),
}


@pytest.mark.parametrize("name", NAMES)
def test_every_component_is_that_of_the_hand(name: str) -> None:
    """Goods and charges alike, each component is rounded once."""
    document = write_quote(priced(name))
    rows = [
        (each["kind"], each["name"], each["rate"], each["amount"])
        for each in document["entries"]
        if each["kind"].endswith("tax")
    ]

    assert BY_HAND[name] == rows
    assert SUMS[name] == (
        document["place_of_supply"]["components"],
        document["totals"]["total_tax"],
        document["totals"]["grand_total"],
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_document_verifies_by_itself(name: str) -> None:
    """A stored quote names its regime, and is recomputed by it."""
    stored = (HERE / f"{name}.quote.json").read_text(encoding="utf-8")

    verify(stored)
    assert priced(name).figures == read_quote(stored).figures


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_india_is_left(name: str) -> None:
    """A store that names its regime has its names in every document and paper."""
    quoted = priced(name)

    assert [] == [form for form, write in FORMS.items() if "GST" in write(quoted)]


if __name__ == "__main__":
    for name in NAMES:
        for form, write in FORMS.items():
            path = HERE / f"{name}.{form}"
            path.write_text(write(priced(name)) + "\n", encoding="utf-8")
