# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The `migrate` command: what it prints, and what it refuses."""

from __future__ import annotations

import sqlite3

from contextlib import closing
from pathlib import Path

import pytest

from checkout_core.cli import main
from checkout_core.service.database import migrations
from tests.paths import TESTS


DUMP = (TESTS / "service" / "databases" / "0.6.0.sql").read_text("utf-8")


def ran(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    """Return the status and both outputs of the command."""
    status = main(["migrate", *args])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a database of 0.6.0 is."""
    found = tmp_path / "shop.db"
    with closing(sqlite3.connect(found)) as connection:
        connection.executescript(DUMP)
    return found


def test_an_older_database(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said from which revision to which, once."""
    url = f"sqlite:///{path}"

    assert [
        (0, "The tables had revision 0005 and have revision 0007.\n", ""),
        (0, "The tables have revision 0007 already; nothing is changed.\n", ""),
    ] == [ran(capsys, "--database", url) for _ in range(2)]


def test_damaged_orders_are_named(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are converted."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE placed_order SET document = '{}' WHERE number = 'Y84F7C0W1PBG'"
        )
    _, out, _ = ran(capsys, "--database", f"sqlite:///{path}")

    expected = "These orders are damaged and cannot be read: Y84F7C0W1PBG\n"
    assert expected == out.partition("\n")[2]


def test_an_empty_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its tables are created."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    expected = (0, "The tables are created, with revision 0007.\n", "")

    assert expected == ran(capsys, "--database", url)


def test_a_database_that_cannot_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence says why, without the URL and its password."""
    status, out, err = ran(capsys, "--database", "sqlite:////nowhere/shop.db")

    assert (2, "") == (status, out)
    assert "--database" in err
    assert "nowhere" not in err


def test_a_newer_database(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left as it is."""
    ran(capsys, "--database", f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    status, _, err = ran(capsys, "--database", f"sqlite:///{path}")

    assert (2, True) == (status, "use the release that made them" in err)


def test_without_the_extra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said what to install."""
    monkeypatch.setitem(__import__("sys").modules, migrations.__name__, None)
    monkeypatch.delattr("checkout_core.service.database.migrations")
    status, _, err = ran(capsys, "--database", "sqlite:///shop.db")

    assert (2, True) == (status, "checkout-core[service]" in err)
