# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The folder of results: files that are made elsewhere, as an engine does."""

from __future__ import annotations

import hashlib

from typing import TYPE_CHECKING

import pytest


if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from checkout_core.backtest.folder import Folder, Manifest
from checkout_core.backtest.tally import NOTHING


def test_a_file_that_is_moved_is_a_part(tmp_path: Path) -> None:
    """It has its manifest, and is no longer where it was; changed, it is not done."""
    folder = Folder(tmp_path, 2)
    folder.results.mkdir()
    made = tmp_path / "made.parquet"
    made.write_bytes(b"results")
    sha256 = hashlib.sha256(b"results").hexdigest()
    manifest = Manifest("job", {"part": 3}, None, NOTHING, sha256)

    folder.move(3, made, manifest)

    assert not made.exists()
    assert b"results" == folder.part(3).read_bytes()
    assert manifest == folder.kept(3, "job", {"part": 3}, None)
    folder.part(3).write_bytes(b"others")
    assert folder.kept(3, "job", {"part": 3}, None) is None
