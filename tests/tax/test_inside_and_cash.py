# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Prices with tax inside and totals in coins, as other projects have them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.factories.carts import line
from tests.factories.offers import fixed, promotion
from tests.factories.tax import cases, quoted


Given = dict[str, Any]

CASES = {each["id"]: each for each in cases("tax/data/inside_and_cash.json")}

#: What is not run, and why.
DIFFERENT = {
    "docs/zuora-round-net": "net_exact taxes the net it rounded: 0.12, -0.01",
    "brick_money/cash-04": "no total is negative",
    "brick_money/cash-05": "no total is negative",
    "brick_money/cash-err": "rounding never refuses",
    "docs/d365-987345-half_up-zero": "a step of zero is refused",
    "docs/d365-987345-down-zero": "a step of zero is refused",
    "docs/d365-987345-up-zero": "a step of zero is refused",
}
RUN = [name for name in CASES if name not in DIFFERENT]


def test_every_case_is_run_or_listed() -> None:
    """Nothing is passed over in silence."""
    assert set(DIFFERENT) <= set(CASES)
    assert 78 == len(CASES)


@pytest.mark.parametrize("name", RUN)
def test_as_they_have_it(name: str) -> None:
    """Our figure is theirs."""
    given, expected = CASES[name]["input"], CASES[name]["expected"]
    found = OPERATIONS[given["op"]](given)

    wanted = {key: plain(each) for key, each in expected.items() if key != "raw_4dp"}
    assert wanted == {key: found[key] for key in wanted}


def plain(value: Any) -> Any:
    """Return figures as `Decimal`s."""
    return (
        [plain(each) for each in value] if isinstance(value, list) else Decimal(value)
    )


def extracted(given: Given) -> Given:
    """Take the tax out of a price, of a whole currency or one with cents."""
    off = promotion("discount", fixed(given.get("discount", "0")), "all")
    one = line(f"A 1 x {given['gross']} at {given['rates_pct'][0]} inside")
    found = quoted(
        [one],
        *([off] if "discount" in given else []),
        currency="JPY" if given.get("decimals") == "0" else "USD",
    )
    return {"net": found.lines[0].taxable_value, "tax": found.totals.total_tax}


def net_of_gross(given: Given) -> Given:
    """Return what is left of a price without its tax."""
    return extracted({"gross": given["gross"], "rates_pct": [given["rate_pct"]]})


def stepped(given: Given) -> Given:
    """Round a total of three decimals to a step."""
    store = {"round_off": given["increment"], "rounding": given["mode"]}
    found = quoted(f"A 1 x {given['value']}", currency="KWD", store=store)
    return {"value": found.to_be_paid}


def cash(given: Given) -> Given:
    """Round what is paid in coins and not what is paid by card."""
    said = "; ".join(
        f"{each['id']} 1 x {each['unit_price']} at {given['tax_rate_pct']}"
        for each in given["lines"]
    )
    more: Given = {"currency": given["currency"], "tax": {"level": "document"}}
    return {
        "total_card": quoted(said, **more).to_be_paid,
        "total_cash": quoted(said, store={"round_off": "cash"}, **more).to_be_paid,
    }


def coins(given: Given) -> Given:
    """Tax a price and round it to cents, nickels and dimes."""
    said = f"A 1 x {given['price']} at {given['tax_rate_pct']}"
    steps = {"cent": None, "nickel": "0.05", "dime": "0.10"}
    return {
        name: quoted(said, currency="USD", store={"round_off": step}).to_be_paid
        for name, step in steps.items()
    }


def coin(given: Given) -> Given:
    """Return the smallest coin of a currency."""
    found = quoted("A 1 x 1", currency=given["currency"], store={"round_off": "cash"})
    return {"increment": found.policies.round_off}


OPERATIONS = {
    "extract_included_tax": extracted,
    "net_of_gross": net_of_gross,
    "round_to_increment": stepped,
    "cash_total": cash,
    "tax_then_cash": coins,
    "cash_increment": coin,
}
