# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Carts of a source, found again by their ids, in both kinds of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout_core import dumps
from tests.factories.ten_carts import ROWS, row


pytest.importorskip("pyarrow", reason="pyarrow of an extra is not installed")


def ids_of(folder: Path, *wanted: str) -> list[object]:
    """Return the ids of the rows that were found."""
    from checkout_core.backtest.sources import source_of
    from checkout_core.backtest.wanted import carts_by_id

    return [each["cart_id"] for each in carts_by_id(source_of(folder), wanted)]


def test_lines(tmp_path: Path) -> None:
    """Also where a line is no JSON, and where an id is in a text of another row."""
    other = row("other", "1", customer="c04")
    lines = [*(dumps(each) for each in ROWS), dumps(other), '{"cart_id": "c04"', ""]
    (tmp_path / "carts.jsonl").write_text("\n".join(lines), "utf-8")

    assert ["c04", "c09"] == ids_of(tmp_path, "c09", "c04", "c99")
    assert [] == ids_of(tmp_path)


def test_an_id_in_escapes(tmp_path: Path) -> None:
    """Beyond ASCII every line is read, however it writes the id."""
    lines = [
        '{"cart_id": "caf\\u00e9"}',
        '{"cart_id": "caf\u00e9"}',
        '{"cart_id": "cafe"}',
    ]
    (tmp_path / "carts.jsonl").write_text("\n".join(lines), "utf-8")

    assert ["café", "café"] == ids_of(tmp_path, "café")


def test_an_id_as_php_writes_it(tmp_path: Path) -> None:
    """Its "/" is an escape; a line of that id alone is not missed."""
    (tmp_path / "carts.jsonl").write_text('{"cart_id": "2026\\/1"}\n{"cart_id": "x"}')

    assert ["2026/1"] == ids_of(tmp_path, "2026/1")


def test_parquet(tmp_path: Path) -> None:
    """Whole numbers are ids too; a column of lines is one of text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    carts = [dumps(each["cart"]) for each in ROWS]
    columns = {"cart_id": list(range(len(carts))), "cart": carts}
    pq.write_table(pa.table(columns), tmp_path / "carts.parquet")
    texts = {"value": [dumps(each) for each in ROWS]}
    (tmp_path / "lines").mkdir()
    pq.write_table(pa.table(texts), tmp_path / "lines" / "carts.parquet")

    assert [3, 7] == ids_of(tmp_path / "carts.parquet", "7", "3")
    assert ["c03"] == ids_of(tmp_path / "lines", "c03")
