# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A sample: whole customers, the same ones each time, drawn without a float."""

from __future__ import annotations

import hashlib

from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import CheckoutError, dumps
from tests.factories.backtest import as_columns, rows


pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from checkout_core.backtest.sample import (  # noqa: E402 - it needs pyarrow
    is_drawn,
    sampled,
    share,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ("1", None),
        ("0.010", Decimal("0.01")),
        (Decimal("0.5"), Decimal("0.5")),
    ],
)
def test_shares(given: object, expected: Decimal | None) -> None:
    """All is no share."""
    assert expected == share(given)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("0", "bad_sample"),
        ("1.01", "bad_sample"),
        ("-0.5", "bad_sample"),
        ("0.0000001", "bad_sample"),
        (True, "bad_sample"),
        (0.01, "float_given"),
        ("some", "bad_sample"),
    ],
)
def test_what_is_no_share(given: object, code: str) -> None:
    """Above 0 and at most 1, and never a float."""
    with pytest.raises(CheckoutError) as caught:
        share(given)

    assert [("sample", code)] == [(e.path, e.code) for e in caught.value.faults]


def test_what_is_drawn() -> None:
    """The hash as a number, below the share of 2 ** 256."""
    hashed = int.from_bytes(hashlib.sha256(b"customer u1").digest(), "big")
    exact = Decimal(hashed * 10**6 // 2**256) / 10**6

    assert not is_drawn("customer u1", exact)
    assert is_drawn("customer u1", exact + Decimal("0.000001"))


@given(st.text(), st.integers(1, 99), st.integers(1, 99))
def test_a_smaller_sample_is_within_a_larger_one(key: str, a: int, b: int) -> None:
    """Whoever is drawn for 1 % is drawn for 2 % too."""
    less, more = sorted((a, b))

    assert is_drawn(key, Decimal(less) / 100) <= is_drawn(key, Decimal(more) / 100)


def drawn(found: list[dict[str, Any]], part: Decimal, *, lines: bool) -> list[str]:
    """Return the ids of the carts that are drawn, of columns or of lines."""
    if lines:
        texts = [dumps(each) for each in found]
        batch = pa.RecordBatch.from_arrays([pa.array(texts)], ["value"])
        kept = sampled(batch, part).column(0).to_pylist()
        return [found[texts.index(each)]["cart_id"] for each in kept]
    batch = pa.RecordBatch.from_pylist(as_columns(found))
    ids: list[str] = sampled(batch, part).column("cart_id").to_pylist()
    return ids


def test_customers_are_whole_and_guests_are_drawn_by_their_cart() -> None:
    """As columns and as lines, the same ones."""
    found, part = rows(150), Decimal("0.4")
    expected = [
        each["cart_id"]
        for each in found
        if is_drawn(
            f"customer {each['customer']['id']}"
            if each["customer"]
            else f"cart {each['cart_id']}",
            part,
        )
    ]

    assert 0 < len(expected) < 150
    assert expected == drawn(found, part, lines=False)
    assert expected == drawn(found, part, lines=True)


def test_rows_without_an_id_are_drawn_by_their_text() -> None:
    """So a sample has its share of what cannot be read."""
    texts = [f"broken {number}" for number in range(200)]
    batch = pa.RecordBatch.from_arrays([pa.array(texts)], ["value"])
    part = Decimal("0.25")

    assert [each for each in texts if is_drawn(f"row {each}", part)] == sampled(
        batch, part
    ).column(0).to_pylist()


def test_no_sample_is_all() -> None:
    """The batch itself, also without a column of customers."""
    batch = pa.RecordBatch.from_pylist([{"cart_id": "c1", "cart": "{}"}])

    assert sampled(batch, None) is batch
    expected = int(is_drawn("cart c1", Decimal("0.5")))
    assert expected == sampled(batch, Decimal("0.5")).num_rows
