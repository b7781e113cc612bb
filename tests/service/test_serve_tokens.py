# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Secrets and tokens of `serve`: from files, variables and arguments, and not shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checkout_core.cli import command_parser, main, serve_tokens, serving
from checkout_core.service import Caller
from tests.factories.service import ARJUN, MEERA, SECRET, SHOP


OTHER = b"another secret, which is as long as the first"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the variables out of the environment."""
    for name in serve_tokens.TOKENS.variables:
        monkeypatch.delenv(name, raising=False)


def tokens(*arguments: str) -> Any:
    """Return the tokens that the command would serve with."""
    given = command_parser().parse_args(["serve", *arguments])
    serving.check_options(given)
    serving.settle(given)
    app = serving.make_app(given)
    app.database.close()
    return app.tokens


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return what a command that does not start says."""
    status = main(["serve", "--port", "0", *arguments])
    printed = capsys.readouterr()
    assert (2, "") == (status, printed.out)
    return [each.removeprefix("checkout-core: ") for each in printed.err.splitlines()]


def test_a_file_of_secrets(tmp_path: Path) -> None:
    """The first line signs, the others verify."""
    path = tmp_path / "secret"
    path.write_bytes(OTHER + b"\r\n\n" + SECRET + b"\n")

    assert (OTHER, SECRET) == tokens("--secret-file", str(path)).secrets


def test_a_secret_of_any_bytes(tmp_path: Path) -> None:
    """It need not be text."""
    secret = bytes(range(128, 192))
    path = tmp_path / "secret"
    path.write_bytes(secret)

    assert (secret,) == tokens("--secret-file", str(path)).secrets


def test_secrets_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a file; a file comes before it."""
    lines = f"{OTHER.decode()}\n{SECRET.decode()}"
    monkeypatch.setenv(serve_tokens.SECRET_VARIABLE, lines)

    assert (OTHER, SECRET) == tokens().secrets


def test_without_a_secret_it_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty-two random bytes; an empty variable is none."""
    monkeypatch.setenv(serve_tokens.SECRET_VARIABLE, "")
    (one,), (two,) = tokens().secrets, tokens().secrets

    assert (32, True) == (len(one), one != two)


def test_tokens_of_several_customers(tmp_path: Path) -> None:
    """A line has a customer's id and a token; without an id it is the first one's."""
    store = tmp_path / "store.json"
    store.write_text(
        '{"store_id": "shop", "store": {"currency": "INR"}, "catalogue": [],'
        ' "customers": [{"id": "meera"}, {"id": "arjun of pune"}]}'
    )
    path = tmp_path / "tokens"
    path.write_text(f"{MEERA}\n\narjun of pune\t{ARJUN}\n")
    found = tokens("--store", str(store), "--token-file", str(path))

    assert {MEERA: Caller("meera", True), ARJUN: Caller("arjun of pune", True)} == {
        token: caller for token, caller in found.fixed.items() if not caller.merchant
    }


def test_tokens_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of customers as in a file, the merchant's former ones with the new one."""
    monkeypatch.setenv(serve_tokens.TOKEN_VARIABLE, f"cust_meera {MEERA}")
    monkeypatch.setenv(
        serve_tokens.MERCHANT_TOKEN_VARIABLE, f"{SHOP}\n{SHOP.upper()}\n"
    )
    merchant = Caller("merchant", merchant=True)

    assert {
        MEERA: Caller("cust_meera", True),
        SHOP: merchant,
        SHOP.upper(): merchant,
    } == tokens().fixed


def test_a_customer_whom_the_store_does_not_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of them is named, and no token is shown."""
    path = tmp_path / "tokens"
    path.write_text(f"none {MEERA}\n{SHOP}\nnobody {ARJUN}\n")
    said = "the store has no customer with this id; add it there, or correct the id"

    assert [
        f"--token-file, line 1: {said} (got 'none')",
        f"--token-file, line 3: {said} (got 'nobody')",
    ] == refused(capsys, "--token-file", str(path))


def test_all_that_is_wrong_is_said_and_not_shown(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of files and variables alike."""
    (tmp_path / "secret").write_text(f"{'s' * 31}\n{'s' * 32}\n")
    (tmp_path / "tokens").write_text(f"meera {'t' * 15}\narjun {'u' * 16}\n")
    (tmp_path / "none").write_text("\n \n")
    monkeypatch.setenv(serve_tokens.MERCHANT_TOKEN_VARIABLE, "m" * 31)
    files = ("--secret-file", str(tmp_path / "secret"))
    found = refused(capsys, *files, "--token-file", str(tmp_path / "tokens"))
    empty = refused(capsys, "--secret-file", str(tmp_path / "none"))

    assert [
        "--secret-file, line 1: a secret needs at least 32 bytes;",
        "--token-file, line 1: this token needs at least 16 characters;",
        "$CHECKOUT_CORE_MERCHANT_TOKEN: this token needs at least 32 characters;",
    ] == [f"{each.partition(';')[0]};" for each in found]
    assert all(each.endswith("(got '****')") for each in found)
    assert "--secret-file: this is missing; give a line that is not blank" == empty[0]


def test_a_token_of_two_callers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be the last one's."""
    path = tmp_path / "tokens"
    path.write_text(f"cust_meera {SHOP}\ncust_arjun {SHOP}\n")
    said = "two callers have this token; give each its own (got '****')"

    assert [f"--token-file, line 2: {said}", f"--merchant-token: {said}"] == refused(
        capsys, "--token-file", str(path), "--merchant-token", SHOP
    )


def test_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named."""
    path = str(tmp_path / "nowhere")

    assert [f"{path}: No such file or directory"] == refused(
        capsys, "--secret-file", path
    )


@pytest.mark.parametrize("name", ["token", "merchant-token"])
def test_a_token_is_given_once(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An argument beside the file would have no effect."""
    path = tmp_path / "tokens"
    path.write_text(f"{ARJUN}-{SHOP}\n")

    assert [
        f"--{name}: this has no effect with --{name}-file; leave it out"
    ] == refused(capsys, f"--{name}-file", str(path), f"--{name}", SHOP)


def test_what_was_given_is_not_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither token is; one that others can read is warned of."""
    monkeypatch.setenv(serve_tokens.MERCHANT_TOKEN_VARIABLE, SHOP)
    prepared = serving.prepare(
        command_parser().parse_args(["serve", "--port", "0", "--token", MEERA])
    )
    prepared.close()
    printed = capsys.readouterr()

    assert [False, False] == [
        each in f"{prepared.greeting}{printed}" for each in (MEERA, SHOP)
    ]
    assert [
        (
            "checkout-core: --token: every user of this machine can read arguments;"
            " use --token-file or $CHECKOUT_CORE_TOKEN"
        )
    ] == printed.err.splitlines()
