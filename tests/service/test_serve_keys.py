# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The account of `serve` at Juspay: an API key, or the keys of JWT authentication."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checkout_core.cli import command_parser, juspay_keys, main, serve_gateway, serving
from checkout_core.cli.serve_sweep import SWEEP
from checkout_core.cli.sources import KEY_VARIABLE
from checkout_core.juspay import Credentials, JwtCredentials
from checkout_core.transports.jwt import JwtTransport
from checkout_core.transports.retrying import Retrying
from tests.factories.jwt import pair_of


ACCOUNT = ("--merchant-id", "my-shop", "--client-id", "shop")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the variables out of the environment."""
    for name in serve_gateway.GATEWAY.variables:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put the keys into files that the environment names; return their folder."""
    for name, variable, key in (
        ("mine.pem", juspay_keys.PRIVATE_VARIABLE, pair_of("merchant")[0]),
        ("juspays.pem", juspay_keys.PUBLIC_VARIABLE, pair_of("juspay")[1]),
    ):
        (tmp_path / name).write_text(key)
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setenv(juspay_keys.ID_VARIABLE, "key_1")
    return tmp_path


def served(*arguments: str) -> Any:
    """Return what the command would serve with, and its lines at the start."""
    given = command_parser().parse_args(["serve", *ACCOUNT, *arguments])
    serving.check_options(given)
    serving.settle(given)
    app = serving.make_app(given)
    app.database.close()
    lines = [*serve_gateway.GATEWAY.lines(app, given), *SWEEP.lines(app, given)]
    return app, lines


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return where a command that does not start finds fault."""
    status = main(["serve", "--port", "0", *ACCOUNT, *arguments])
    printed = capsys.readouterr()
    assert (2, "") == (status, printed.out)
    lines = [each.removeprefix("checkout-core: ") for each in printed.err.splitlines()]
    assert not [line for line in lines if "BEGIN" in line]
    return [line.partition(": ")[0] for line in lines]


def test_an_api_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """As ever: calls in clear, events with a password."""
    monkeypatch.setenv(KEY_VARIABLE, "k")
    app, lines = served()

    assert (Credentials("my-shop", "k"), True) == (
        app.gateway.credentials,
        isinstance(app.transport, Retrying),
    )
    assert [True] == [line.startswith("Events are refused") for line in lines]


@pytest.mark.usefixtures("keys")
def test_the_keys_of_jwt_authentication() -> None:
    """Calls are sealed, and nothing more is said: sealed events need no password."""
    app, lines = served("--environment", "hdfc", "--workers", "1")

    assert (
        JwtCredentials("my-shop", "key_1", pair_of("merchant")[0], pair_of("juspay")[1])
        == app.gateway.credentials
    )
    assert (True, app.gateway.credentials, []) == (
        isinstance(app.transport, JwtTransport),
        app.transport.credentials,
        lines,
    )


@pytest.mark.usefixtures("keys")
def test_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """The API key is for the calls that Juspay does not take sealed."""
    monkeypatch.setenv(KEY_VARIABLE, "k")
    app, _ = served()
    assert ("k", True) == (
        app.gateway.credentials.api_key,
        app.gateway.capabilities.void,
    )


def test_every_fault_of_keys_names_its_variable(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    keys: Path,
) -> None:
    """Keys that are exchanged, an id that no header carries, a key with a colon."""
    mine, juspays = keys / "mine.pem", keys / "juspays.pem"
    monkeypatch.setenv(juspay_keys.ID_VARIABLE, "key 1")
    monkeypatch.setenv(juspay_keys.PRIVATE_VARIABLE, str(juspays))
    monkeypatch.setenv(juspay_keys.PUBLIC_VARIABLE, str(mine))
    monkeypatch.setenv(KEY_VARIABLE, "a:b")

    assert [
        f"${juspay_keys.ID_VARIABLE}",
        f"${KEY_VARIABLE}",
        f"${juspay_keys.PRIVATE_VARIABLE}",
        f"${juspay_keys.PUBLIC_VARIABLE}",
    ] == refused(capsys)


def test_keys_without_files_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each of both is named."""
    monkeypatch.setenv(juspay_keys.ID_VARIABLE, "key_1")

    assert [
        f"${juspay_keys.PRIVATE_VARIABLE}",
        f"${juspay_keys.PUBLIC_VARIABLE}",
    ] == refused(capsys)


def test_a_file_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], keys: Path
) -> None:
    """The command says which, and ends as for every other file."""
    missing = keys / "none.pem"
    monkeypatch.setenv(juspay_keys.PRIVATE_VARIABLE, str(missing))

    assert main(["serve", "--port", "0", *ACCOUNT]) != 0
    assert str(missing) in capsys.readouterr().err


@pytest.mark.usefixtures("keys")
def test_a_merchant_id_is_needed_with_keys_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing else is blamed for it."""
    monkeypatch.delenv("JUSPAY_MERCHANT_ID", raising=False)
    status = main(["serve", "--port", "0", "--client-id", "shop"])
    assert (2, True) == (status, "--merchant-id" in capsys.readouterr().err)
