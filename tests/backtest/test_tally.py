# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What results come to: the same of any parts, in any order, in memory and in files."""

from __future__ import annotations

import hashlib

from datetime import UTC, datetime
from decimal import Decimal
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core.ledger.totals import SUMS
from tests.factories.backtest import JOB, as_columns, rows


if TYPE_CHECKING:
    from pathlib import Path

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

from checkout_core.backtest import reprice  # noqa: E402 - it needs pyarrow
from checkout_core.backtest.columns import batch_of  # noqa: E402 - likewise
from checkout_core.backtest.row import (  # noqa: E402 - likewise
    FaultRow,
    OfferRow,
    Repriced,
    Side,
)
from checkout_core.backtest.tally import NOTHING, added, tally  # noqa: E402 - likewise
from checkout_core.ledger.sheet import RefusedAmount  # noqa: E402 - likewise


def results(count: int) -> Any:
    """Return the results of carts, of which each tenth is broken, as one batch."""
    found = as_columns(rows(count))
    for number in range(0, count, 10):
        found[number]["cart"] = "{"
    (batch,) = reprice(JOB, [pa.RecordBatch.from_pylist(found)])
    return batch


ROWS = results(40)
WHOLE = tally([ROWS])


def test_counts_and_sums() -> None:
    """
    Each five carts have 1 to 5 shirts at 318.60 each, ten percent off.

    Of eight such fives, four carts of one shirt are broken: 116 shirts are left.
    """
    assert (40, 4, 8, 4, {"not_json": 4}) == (
        WHOLE.rows,
        WHOLE.faulty,
        WHOLE.expected,
        WHOLE.reproduced,
        WHOLE.faults,
    )
    assert 116 * 31860 == WHOLE.sums["base"]["to_be_paid"]
    assert 116 * 3540 == WHOLE.sums["base"]["saving"]
    assert 8 * 31860 == WHOLE.sums["row"]["expected_to_be_paid"]
    # Of each five, the cart of one shirt is 200.00 short of 500.00.
    assert 4 * 20000 == WHOLE.sums["proposed"]["short_amount"]


def test_sums_are_those_of_the_decimals() -> None:
    """Of every total, as Arrow reads it."""
    found = [each for each in ROWS.to_pylist() if each["base"]]

    for side in ("base", "proposed"):
        for name in SUMS:
            amounts = [each[side]["totals"][name] for each in found]
            digits = -amounts[0].as_tuple().exponent
            expected = int(sum(amounts).scaleb(digits))
            assert expected == WHOLE.sums[side][name]


def test_the_digest_of_a_row() -> None:
    """A list of the columns in JSON, amounts in minor units; any program can say it."""
    totals = (-5, *range(1, len(SUMS) - 1), 1 << 70)
    side = Side(
        totals,
        [OfferRow("coupon", "k", "Käse", "K", 5)],
        [RefusedAmount("coupon", None, None, "unknown_code", 0, 0)],
    )
    at = datetime(2026, 11, 22, 6, 30, 0, 250_000, UTC)
    row = Repriced("c1", at, None, 12950, (FaultRow("a", "b", "c"),), side, None, None)
    # Each text has a tab behind it, also the last of an entry, which a line feed ends.
    row_text = ["c1", "1795329000250000", r"\N", "12950", "a\tb\tc\t\n"]
    side_text = [
        "".join(f"{each}\t" for each in totals),
        "coupon\tk\tKäse\tK\t5\t\n",
        "coupon\t\\N\t\\N\tunknown_code\t0\t0\t\n",
    ]
    texts = [*row_text, "".join(f"{each}\t" for each in side_text), r"\A", r"\N"]
    text = "".join(f"{each}\t" for each in texts)
    found = tally([batch_of([row], 2)])

    assert hashlib.sha256(text.encode()).hexdigest() == found.hexadecimal
    assert (-5, 1 << 70) == (
        found.sums["base"]["subtotal"],
        found.sums["base"]["loyalty_points_earned"],
    )


TEXTS = st.text("\\\t\nNAtna", max_size=3)


@given(*[st.tuples(TEXTS, st.none() | TEXTS, TEXTS)] * 2)
def test_other_rows_have_another_digest(
    first: tuple[str, str | None, str], second: tuple[str, str | None, str]
) -> None:
    """Whatever their texts are: what keeps them apart is never within them."""
    found = []
    for cart_id, customer, code in (first, second):
        faults = (FaultRow(code, code, cart_id),)
        row = Repriced(cart_id, None, customer, None, faults, None, None, None)
        found.append(tally([batch_of([row], 2)]).digest)

    assert (first == second) == (found[0] == found[1])


def test_a_part_of_a_column_is_written_as_itself() -> None:
    """Whatever characters the other rows have."""
    rows = [
        Repriced(text, None, text, None, (FaultRow(text, "a", ""),), None, None, None)
        for text in ("a\tb", "", "c", "d\\e", "f\n", "g")
    ]
    whole = batch_of(rows, 2)

    for first, end in combinations(range(len(rows) + 1), 2):
        alone = batch_of(rows[first:end], 2)
        assert tally([alone]) == tally([whole.slice(first, end - first)])


def test_two_equal_rows_count_twice() -> None:
    """With an exclusive or they would be as none."""
    one = ROWS.slice(3, 1)

    assert 2 * tally([one]).digest % 2**256 == tally([one, one]).digest


@given(st.lists(st.integers(0, 40), max_size=5), st.randoms())
def test_parts_add_up_to_the_whole(cuts: list[int], random: Any) -> None:
    """However the rows are cut, in whatever order the parts come."""
    ends = sorted({0, 40, *cuts})
    parts = [ROWS.slice(start, end - start) for start, end in pairwise(ends)]
    random.shuffle(parts)

    assert tally(parts) == WHOLE
    assert added(tally([each]) for each in parts) == WHOLE


def test_nothing() -> None:
    """No batch, and a batch of no row."""
    assert tally([]) == tally([ROWS.slice(0, 0)]) == NOTHING
    assert "0" * 64 == NOTHING.hexadecimal


@pytest.mark.parametrize("flavour", [{}, {"use_deprecated_int96_timestamps": True}])
def test_files_have_the_tally_of_what_was_written(
    tmp_path: Path, flavour: dict[str, Any]
) -> None:
    """Also as Spark writes moments."""
    file = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_batches([ROWS]), file, row_group_size=7, **flavour)

    assert tally(pq.read_table(file).to_batches(max_chunksize=3)) == WHOLE


def test_amounts_are_exact_beyond_a_word_of_64_bits() -> None:
    """Twice the largest amount that one word holds, and less than its negative."""
    for amount in (2**63 - 1, 2**63, -(2**63) - 1, 10**28 - 1):
        totals = (amount,) * len(SUMS)
        side = Side(totals, [], [])
        row = Repriced("c1", None, None, amount, (), side, side, None)
        found = tally([batch_of([row, row], 2)])

        assert 2 * amount == found.sums["base"]["grand_total"]
        assert 2 * amount == found.sums["row"]["expected_to_be_paid"]
        exact = batch_of([row], 2).column("expected_to_be_paid").to_pylist()
        assert [Decimal(amount).scaleb(-2)] == exact
