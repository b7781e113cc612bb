# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The round-off of the total: to a step, to the smallest coin, never of the tax."""

from __future__ import annotations

import pytest

from checkout_core.currencies import CASH_STEPS, CURRENCIES
from tests.factories.offers import coupon, fixed
from tests.factories.tables import case
from tests.factories.tax import quoted, refused


@pytest.mark.parametrize(
    ("price", "step", "round_off", "total"),
    [
        case("1234.50 is half: up", "1234.50", "1", "0.50", "1235.00"),
        case("1234.49 is below", "1234.49", "1", "-0.49", "1234.00"),
        case("749.59 to the rupee", "749.59", "1", "0.41", "750.00"),
        case("nothing to round", "750.00", "1", "0.00", "750.00"),
        case("to five paise", "4.98", "0.05", "0.02", "5.00"),
        case("to fifty", "4.74", "0.50", "-0.24", "4.50"),
        case("to a hundred", "149.99", "100", "-49.99", "100.00"),
        case("down to nothing", "0.49", "1", "-0.49", "0.00"),
        case("no step", "749.59", None, "0.00", "749.59"),
        case(
            "no coin in India smaller than a rupee's paisa",
            "0.01",
            "0.01",
            "0.00",
            "0.01",
        ),
    ],
)
def test_by_hand(price: str, step: str | None, round_off: str, total: str) -> None:
    """A signed entry of its own, outside tax."""
    found = quoted(f"A 1 x {price}", store={"round_off": step})

    assert (round_off, total) == (
        str(found.totals.round_off),
        str(found.totals.grand_total),
    )


@pytest.mark.parametrize(
    ("mode", "total"),
    [
        ("half_up", "3"),
        ("half_even", "2"),
        ("half_down", "2"),
        ("up", "3"),
        ("down", "2"),
    ],
)
def test_with_every_rounding(mode: str, total: str) -> None:
    """2.50 is half a rupee."""
    found = quoted("A 1 x 2.50", store={"round_off": "1", "rounding": mode})

    assert f"{total}.00" == str(found.to_be_paid)


def test_the_tax_stays_what_it_was() -> None:
    """Quebec: cash rounding of the total must not change the tax."""
    said = "A 1 x 1.83 at 5; B 1 x 2.86 at 5"
    card = quoted(said, currency="CAD", tax={"level": "document"})
    coins = quoted(
        said, currency="CAD", tax={"level": "document"}, store={"round_off": "cash"}
    )

    assert ("4.92", "4.90") == (str(card.to_be_paid), str(coins.to_be_paid))
    assert "0.23" == str(card.totals.total_tax) == str(coins.totals.total_tax)
    assert "-0.02" == str(coins.totals.round_off)


def test_charges_are_rounded_off_with_the_goods_and_tenders_come_after() -> None:
    """10.30 and 5.25 are 15.55, rounded to 16.00; 5.50 of credit leave 10.50."""
    found = quoted(
        "A 1 x 10.30",
        cart={"shipping": {"estimated_cost": "5.25"}, "credit_balance_used": "5.50"},
        customer={"id": "u", "credit_balance": "5.50"},
        store={"round_off": "1"},
    )

    assert ("0.45", "16.00", "10.50") == (
        str(found.totals.round_off),
        str(found.totals.grand_total),
        str(found.to_be_paid),
    )


@pytest.mark.parametrize(
    ("price", "funded", "step", "expected"),
    [
        case("88.06 is 88.00", "100.40", "12.34", "1", ("-0.06", "100.34", "88.00")),
        case("88.16 is 88.00", "100.50", "12.34", "1", ("-0.16", "100.34", "88.00")),
        case("87.66 is 88.00", "100.00", "12.34", "1", ("0.34", "100.34", "88.00")),
        case("all of it", "4.01", "4.01", "0.05", ("0.00", "4.01", "0.00")),
        case("0.40 is nothing", "100.40", "100.00", "1", ("-0.40", "100.00", "0.00")),
        case("0.50 is 1.00", "100.50", "100.00", "1", ("0.50", "101.00", "1.00")),
    ],
)
def test_what_others_fund_is_not_rounded(
    price: str, funded: str, step: str, expected: tuple[str, str, str]
) -> None:
    """What the shopper owes lies on the step, and never below nothing."""
    found = quoted(
        f"A 1 x {price}",
        coupon(
            "discount", fixed(funded), "all", x_checkout_core={"funded_by": "brand"}
        ),
        store={"round_off": step},
    )

    totals = found.totals
    assert (funded, *expected) == tuple(
        str(each)
        for each in (
            totals.funded_savings,
            totals.round_off,
            totals.grand_total,
            totals.to_be_paid,
        )
    )


def test_points_and_credit_come_after() -> None:
    """88.06 owed is 88.00; 10 points of 0.25 and 5.05 of credit leave 80.45."""
    found = quoted(
        "A 1 x 100.40",
        coupon(
            "discount", fixed("12.34"), "all", x_checkout_core={"funded_by": "brand"}
        ),
        cart={"loyalty_points_redeemed": 10, "credit_balance_used": "5.05"},
        customer={"id": "u", "loyalty_points_balance": 10, "credit_balance": "5.05"},
        store={
            "round_off": "1",
            "loyalty": {"value_per_point": "0.25", "points_per_unit": "0"},
        },
    )

    assert "80.45" == str(found.to_be_paid)


#: The smallest coins of CLDR 47, and what 1.30 comes to.
COINS = {
    **dict.fromkeys(
        (
            *("AMD", "COP", "CRC", "CZK", "GYD", "HUF", "IDR", "MNT"),
            *("MUR", "NOK", "PKR", "SEK", "TWD", "TZS", "UZS"),
        ),
        ("1", "1.00"),
    ),
    "CAD": ("0.05", "1.30"),
    "CHF": ("0.05", "1.30"),
    "DKK": ("0.50", "1.50"),
}


@pytest.mark.parametrize("code", sorted(COINS))
def test_cash(code: str) -> None:
    """`cash` stands for the smallest coin of the store's currency."""
    step, total = COINS[code]
    found = quoted("A 1 x 1.30", currency=code, store={"round_off": "cash"})

    assert step == CASH_STEPS[code]
    assert total == str(found.to_be_paid)
    assert step == f"{found.policies.round_off}"


@pytest.mark.parametrize(
    ("price", "total"),
    [("1.02", "1.00"), ("1.03", "1.05"), ("1.07", "1.05"), ("1.08", "1.10")],
)
def test_swiss_francs(price: str, total: str) -> None:
    """Half a Rappen coin is 2.5 Rappen."""
    found = quoted(f"A 1 x {price}", currency="CHF", store={"round_off": "cash"})

    assert total == str(found.to_be_paid)


@pytest.mark.parametrize(("price", "total"), [("99.49", "99.00"), ("99.50", "100.00")])
def test_swedish_kronor(price: str, total: str) -> None:
    """There are no öre coins since 2010."""
    found = quoted(f"A 1 x {price}", currency="SEK", store={"round_off": "cash"})

    assert total == str(found.to_be_paid)


def test_only_these_have_coins_of_their_own() -> None:
    """The table is the literal one above, all of active currencies."""
    assert set(COINS) == set(CASH_STEPS)
    assert set(COINS) <= set(CURRENCIES)


@pytest.mark.parametrize(
    ("currency", "step", "expected"),
    [
        case("no coin in India", "INR", "cash", "no_cash_step"),
        case("none in Japan", "JPY", "cash", "no_cash_step"),
        case("zero", "INR", "0", "bad_step"),
        case("negative", "INR", "-1", "negative"),
        case("off the grid", "JPY", "0.5", "off_grid"),
        case("another word", "CHF", "coins", "bad_amount"),
        case("a flag", "CHF", True, "wrong_type"),
    ],
)
def test_a_bad_step(currency: str, step: object, expected: str) -> None:
    """A step is a positive amount of the currency, or `cash` where coins are known."""
    found = refused(said="A 1 x 1", currency=currency, store={"round_off": step})

    assert [("store.round_off", expected)] == found
