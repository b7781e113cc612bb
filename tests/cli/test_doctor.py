# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""`doctor`: what is usable here, without a secret and without a trace."""

from __future__ import annotations

import json
import socket
import sqlite3
import sys
import tomllib

from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from sqlalchemy import URL

from checkout_core.cli import doctor, main
from checkout_core.cli.doctor import EXTRAS, libraries
from checkout_core.cli.serving import VARIABLES
from checkout_core.version import installed_version
from checkout_core.views.language import LANGUAGES
from tests.paths import ROOT


#: Extras for those who work on the project, and the one that is all others.
NOT_FOR_HOSTS = {"all", "browser", "dev", "docs", "examples", "test", "validators"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, with no account in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def found(capsys: pytest.CaptureFixture[str], *more: str, status: int = 0) -> Any:
    """Return what the command prints as JSON."""
    assert status == main(["doctor", "--format", "json", *more])
    out, err = capsys.readouterr()
    assert "" == err
    return json.loads(out)


def test_every_extra_has_its_purpose() -> None:
    """Those that a host can ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    extras = {*project["optional-dependencies"]} - NOT_FOR_HOSTS

    assert {"", *extras} == {*EXTRAS}


def test_libraries() -> None:
    """Installed and new enough, too old, not installed; for development left out."""
    version = metadata.version("attrs")
    rows = libraries(
        [
            "attrs>=22",
            "attrs",
            "attrs>=1000; extra == 'httpx'",
            "no-such[binary]>=3.2.3; extra == 'postgres'",
            "no-such; extra == 'cli'",
            "pytest>=8; extra == 'test'",
            "checkout-core[httpx]; extra == 'cli'",
        ]
    )

    assert [
        ("attrs", True, f"{version} (at least 22)", "needed"),
        ("attrs", True, version, "needed"),
        ("httpx: attrs", False, f"{version} is too old (at least 1000)",
         EXTRAS["httpx"]),
        ("postgres: no-such", False, "not installed (at least 3.2.3)",
         EXTRAS["postgres"]),
        ("cli: no-such", False, "not installed", EXTRAS["cli"]),
    ] == [(x.what, x.usable, x.state, x.purpose) for x in rows]  # fmt: skip


def test_this_installation(capsys: pytest.CaptureFixture[str]) -> None:
    """The package, the interpreter, the libraries and the languages."""
    parts = found(capsys)
    rows = {each["what"]: each for part in parts.values() for each in part}

    assert ["core", "libraries", "languages", "variables", "database"] == list(parts)
    assert installed_version() == rows["checkout-core"]["state"]
    assert sys.version.startswith(rows["Python"]["state"])
    assert rows["attrs"]["state"].startswith(metadata.version("attrs"))
    assert rows["hi: Hindi"]["usable"]
    assert {f"${name}" for name in VARIABLES} == {
        each["what"] for each in parts["variables"]
    }
    assert len(LANGUAGES) == len(parts["languages"])


def test_a_package_without_metadata(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sources that are not installed have no extras."""

    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", missing)

    assert [] == found(capsys)["libraries"]


def test_a_language_without_its_catalogue(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its numbers are written, and its words are not."""

    def missing(tag: str) -> None:
        raise FileNotFoundError(tag)

    monkeypatch.setattr(doctor, "own_catalogue", missing)

    rows = [(each["what"], each["usable"]) for each in found(capsys)["languages"]]

    assert ("en: English", True) == rows[0]
    assert ("hi: Hindi", False) == rows[1]
    assert [False] * (len(LANGUAGES) - 1) == [usable for _, usable in rows[1:]]


def test_no_secret_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A variable is set or it is not, an empty one is not."""
    for name in VARIABLES:
        monkeypatch.setenv(name, "hush-hush")
    monkeypatch.setenv("JUSPAY_MERCHANT_ID", "")
    assert 0 == main(["doctor"])
    out, _ = capsys.readouterr()
    states = {each["what"]: each["state"] for each in found(capsys)["variables"]}

    assert "hush" not in out
    assert ("set", "not set") == (
        states["$JUSPAY_API_KEY"],
        states["$JUSPAY_MERCHANT_ID"],
    )


def test_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Each part has its title, each row its mark."""
    assert 0 == main(["doctor"])
    lines = capsys.readouterr().out.splitlines()

    assert "core:" == lines[0]
    assert lines[1].startswith("  ok  checkout-core  ")
    assert any(line.startswith("  --  $JUSPAY_API_KEY ") for line in lines)
    assert "database:" not in lines


# Databases --------------------------------------------------------------------------


def database(
    capsys: pytest.CaptureFixture[str], url: str, status: int
) -> tuple[str, str]:
    """Return what is said of a database, and its name."""
    (row,) = found(capsys, "--database", url, status=status)["database"]

    assert (status == 0) == row["usable"]
    return row["what"], row["state"]


def test_a_database_in_memory(capsys: pytest.CaptureFixture[str]) -> None:
    """It is usable, and its version is printed."""
    name, state = database(capsys, "sqlite://", 0)

    assert ("sqlite://", f"sqlite {sqlite3.sqlite_version}") == (name, state)


def test_a_database_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """It is read and not written."""
    with sqlite3.connect("shop.db") as made:
        made.execute("CREATE TABLE a (b)")
    made.close()
    before = Path("shop.db").read_bytes()

    assert database(capsys, "sqlite:///shop.db", 0)[1].startswith("sqlite 3.")
    assert before == Path("shop.db").read_bytes()
    assert ["shop.db"] == [each.name for each in Path().iterdir()]


def test_a_database_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """It is not made, but it could be."""
    assert (
        "sqlite:///shop.db",
        "not there yet; it is created when used",
    ) == database(capsys, "sqlite:///shop.db", 0)
    assert [] == list(Path().iterdir())


def test_a_database_in_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder is named, and the status says that it cannot be used."""
    assert (
        f"{tmp_path.resolve()}/none cannot be written to"
        == (database(capsys, "sqlite:///none/shop.db", 1)[1])
    )


def test_a_file_that_is_no_database(capsys: pytest.CaptureFixture[str]) -> None:
    """The reason is that of the driver."""
    Path("shop.db").write_text("no database " * 99)

    assert (
        "DatabaseError: file is not a database"
        == (database(capsys, "sqlite:///shop.db", 1)[1])
    )


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_server_that_does_not_answer(
    scheme: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reason is that of the driver, and the password is not printed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    name, state = database(capsys, f"{scheme}://u:hush@127.0.0.1:{port}/shop", 1)

    assert "OperationalError: " == state[:18]
    assert "hush" not in name + state


def test_a_url_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused in one line, which does not repeat it."""
    name, state = database(capsys, "hush", 1)

    assert ("--database", "hush" in state) == (name, False)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "postgresql://u:hush/shop",
            (
                "this is not the address of a database; write it like"
                " 'postgresql://user:password@host/name'"
            ),
        ),
        (
            "",
            (
                "this is not the address of a database; write it like"
                " 'postgresql://user:password@host/name'"
            ),
        ),
        (
            "postgresql://u:my@hush@127.0.0.1:1/shop",
            "the user or password has an @; write it as %40",
        ),
        (
            "sqlite+hushed:///shop.db",
            "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:sqlite.hushed",
        ),
    ],
)
def test_addresses_with_a_mistake(
    url: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is shown is the fix and no part of a password."""
    assert ("--database", told) == database(capsys, url, 1)


def test_options_of_a_driver(capsys: pytest.CaptureFixture[str]) -> None:
    """They are not shown, since a password can be one."""
    sqlite3.connect("shop.db").close()

    for name in ("shop.db", "new.db"):
        url = f"sqlite:///{name}?timeout=9"

        assert f"sqlite:///{name}" == database(capsys, url, 0)[0]


def test_a_file_with_signs_of_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    """It is this file that is opened and no other."""
    name = "a%41 #1.db"
    sqlite3.connect(name).close()
    # SQLAlchemy reads escapes in the name since 2.1, and its own text of it always.
    url = URL.create("sqlite", database=name).render_as_string()

    assert database(capsys, url, 0)[1].startswith("sqlite 3.")
    assert [name] == [each.name for each in Path().iterdir()]


def test_a_database_needs_its_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it the row says what to install."""
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)

    assert "needs checkout-core[service]" == database(capsys, "sqlite://", 1)[1]
