# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Whether the files of results are what was priced: counted and summed again, by DuckDB.

Promises that another reader finds the same rows and the same sum of every amount, to
the last minor unit, as the manifests have; and that what is to be paid is on every row
the sum of its parts, so that its change is explained by theirs.  Needs
`checkout-core[backtest]`.

Of 32,093.41 to be paid, 31,300.85 are goods and 4,268.72 their tax, less discounts of
3,130.09 and 462.89, then 99.00 of delivery and 17.82 of its tax.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from checkout_core.backtest.folder import digits_of
from checkout_core.backtest.messages import refuse, refused
from checkout_core.backtest.tally import Tally
from checkout_core.errors import CheckoutError
from checkout_core.ledger.totals import SUMS
from checkout_core.money.parse import minor_units


#: The parts of `to_be_paid`, each with its sign.
PARTS: Mapping[str, int] = {
    "subtotal": 1,
    "item_total_tax": 1,
    "promotion_discount_amount": -1,
    "coupon_discount_amount": -1,
    "shipping_amount": 1,
    "shipping_tax_amount": 1,
    "handling_charge_excluding_tax": 1,
    "handling_charge_tax_amount": 1,
    "round_off": 1,
    "funded_savings": -1,
    "points_value": -1,
    "credit_balance_used": -1,
}

_SIDES = ("base", "proposed")
_BROKEN = "rows that do not add up"


def check_exact(results: Path, found: Tally, exponent: int) -> None:
    """
    Raise a `CheckoutError` if the files of results are not exact (`results_differ`).

    Also if one of them cannot be read (`results_unreadable`).

    Args:
        results: the folder of the files, `.parquet`.
        found: what the manifests say that they come to.
        exponent: the decimals of the currency.
    """
    with duckdb.connect() as database:
        try:
            files = database.read_parquet(str(results / "*.parquet"))
            files.create_view("results")
            actual = summed(partial(_row, database), exponent)
        except duckdb.Error as error:
            why = str(error).splitlines()[0]
            raise refuse("out", "results_unreadable", str(results), why=why) from None
    check_sums(found, actual)


def check_sums(found: Tally, actual: Mapping[str, int]) -> None:
    """Raise a `CheckoutError` if what was `summed` is not what manifests say."""
    expected = _of_tally(found)
    unlike = [
        refused("out", "results_differ", actual[key], what=key, expected=expected[key])
        for key in expected
        if actual[key] != expected[key]
    ]
    if unlike:
        raise CheckoutError(unlike)


def explained(found: Tally) -> dict[str, int]:
    """
    Return how the change of `to_be_paid` comes about, by its parts, in minor units.

    They add up to the change, since `check_exact` looked at every row.
    """
    base, proposed = (found.sums[side] for side in _SIDES)
    return {name: sign * (proposed[name] - base[name]) for name, sign in PARTS.items()}


def _of_tally(found: Tally) -> dict[str, int]:
    return {
        "rows": found.rows,
        "faulty": found.faulty,
        "expected": found.expected,
        "reproduced": found.reproduced,
        **{
            f"{part}.{name}": amount
            for part, amounts in found.sums.items()
            for name, amount in amounts.items()
        },
        **{f"{side}: {_BROKEN}": 0 for side in _SIDES},
    }


def summed(
    row_of: Callable[[str], Sequence[Any]],
    exponent: int,
    *,
    length: str = "len",
    unnest: str = "unnest",
) -> dict[str, int]:
    """
    Return the counts and sums of results, in minor units.

    Args:
        row_of: returns the one row that a query of SQL gives, of the view `results`.
        exponent: the decimals of the currency.
        length: what SQL calls the length of a list; that of DuckDB by default.
        unnest: what SQL calls making rows of a list, likewise.
    """
    totals = {
        f"{side}.{name}": f"sum({side}.totals.{name})"
        for side in _SIDES
        for name in SUMS
    }
    columns = {
        "rows": "count(*)",
        "faulty": f"count(*) filter (where {length}(faults) > 0)",
        "expected": "count(expected_to_be_paid)",
        "reproduced": "count(*) filter (where reproduced)",
        "row.expected_to_be_paid": "sum(expected_to_be_paid)",
        **totals,
        **{
            f"{side}: {_BROKEN}": f"count(*) filter (where {_broken(side)})"
            for side in _SIDES
        },
    }
    # No name in a query is anyone's but ours.
    lists = {
        f"{side}.{name}": f"select sum(each.{name})"  # noqa: S608
        f" from (select {unnest}({side}.{entries}) as each from results)"
        for side in _SIDES
        for entries, name in (("offers", "saving"), ("refusals", "short_amount"))
    }
    query = f"select {', '.join(columns.values())} from results"  # noqa: S608
    found = dict(zip(columns, row_of(query), strict=True))
    for name, of_list in lists.items():
        found[name] = row_of(of_list)[0]
    return {name: _minor(name, value, exponent) for name, value in found.items()}


def _broken(side: str) -> str:
    """Return the condition that what is to be paid is not the sum of its parts."""
    parts = " ".join(
        f"{'+' if sign > 0 else '-'} {side}.totals.{name}"
        for name, sign in PARTS.items()
    )
    return f"{side}.totals.to_be_paid <> 0 {parts}"


def _row(database: duckdb.DuckDBPyConnection, query: str) -> Sequence[Any]:
    found = database.execute(query).fetchone()
    assert found is not None
    row: Sequence[Any] = found
    return row


def _minor(name: str, value: int | Decimal | None, exponent: int) -> int:
    if isinstance(value, Decimal):
        found = minor_units(value, digits_of(name.rpartition(".")[2], exponent))
        assert found is not None
        return found
    return value or 0


__all__ = ["PARTS", "check_exact", "check_sums", "explained", "summed"]
