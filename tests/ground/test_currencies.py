# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every currency there is, once from the document to the receipt, digit by digit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checkout_core import dumps, write_order, write_quote
from checkout_core.currencies import CURRENCIES
from checkout_core.views import receipt
from tests.factories.tax import quoted, refused, rounded


#: ISO 4217 as of February 2026; all others have two digits.
DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}
PRICES = {0: "12345", 2: "12345.67", 3: "12345.675", 4: "12345.6785"}


def test_how_many_there_are() -> None:
    """139 currencies have two digits, 26 have not."""
    assert 165 == len(CURRENCIES)
    assert 26 == len(DIGITS)
    assert set(DIGITS) <= set(CURRENCIES)


@pytest.mark.parametrize("code", sorted(CURRENCIES))
def test_end_to_end(code: str) -> None:
    """Price, tax and total have the currency's digits in every form of the quote."""
    digits = DIGITS.get(code, 2)
    price = PRICES[digits]
    tax = rounded(Fraction(price) * 18 / 100, digits)
    total = tax + rounded(Fraction(price), digits)
    found = quoted(f"A 1 x {price} at 18", currency=code)

    assert (str(tax), str(total)) == (
        str(found.totals.total_tax),
        str(found.to_be_paid),
    )
    stored = dumps(write_quote(found))
    assert f'"to_be_paid": "{total}"' in stored
    ordered = dumps(write_order(found))
    assert f'"to_be_paid": {total}' in ordered
    assert f'"item_total_tax": {tax}' in ordered
    printed = receipt(found)
    for amount in (tax, total):
        assert f"{amount:,}\n" in f"{printed}\n", printed


@pytest.mark.parametrize(
    ("code", "price"),
    [("JPY", "0.5"), ("INR", "0.005"), ("KWD", "0.0005"), ("CLF", "0.00005")],
)
def test_one_digit_more_is_refused(code: str, price: str) -> None:
    """Amounts are never rounded on the way in."""
    found = refused(said=f"A 1 x {price}", currency=code)

    assert ("cart.cart_items[0].selling_price", "off_grid") == found[0]


@pytest.mark.parametrize("code", ["XAU", "XXX", "XTS", "BTC", "inr", "", "₹"])
def test_what_one_cannot_settle_in(code: str) -> None:
    """Metals, tests, coins of the net and other spellings are no currencies."""
    assert [("cart.currency", "unknown_currency")] == refused(currency=code)
