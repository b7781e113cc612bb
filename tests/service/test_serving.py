# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""`checkout-core serve`: what it says, what it refuses, and the lines of its page."""

from __future__ import annotations

import base64
import json
import re
import shutil
import socket
import subprocess
import sys
import urllib.request

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from checkout_core.cli import (
    command_parser,
    gateways,
    main,
    serve_tokens,
    serve_webhooks,
    serving,
)
from checkout_core.cli.serve_group import OptionGroup
from checkout_core.cli.sources import KEY_VARIABLE, MERCHANT_VARIABLE
from checkout_core.juspay import Credentials, order_status
from checkout_core.service import App, SqlDatabase
from checkout_core.transports.httpx import HttpxTransport
from checkout_core.values import thawed
from tests.factories.service import CATALOGUE, MEERA, SECRET, SHOP
from tests.paths import DOCS


PAGE = DOCS / "how-to" / "service.md"
COMMAND = [sys.executable, "-m", "checkout_core", "serve"]


@contextmanager
def service_process(*arguments: str) -> Iterator[tuple[str, list[str]]]:
    """Yield where a served process is, and what it printed."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("Payments to click"):
                break
        yield lines[0].removeprefix("Serving on "), lines
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()
        process.stderr.close()


def test_the_lines_of_the_page_lead_to_a_payload() -> None:
    """Three lines with curl take a cart to what opens the payment page."""
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("this machine has no curl or no bash to run the page's lines")
    found = re.search(
        r"^```sh\n(shop=.*?)\n```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    assert 3 == found[1].count("curl ")
    with service_process("--token", "only-for-this-demo") as (url, _):
        lines = found[1].replace("http://127.0.0.1:8000", url)
        run = subprocess.run(
            ["bash", "-ec", lines], capture_output=True, text=True, check=True
        )
    answer = json.loads(run.stdout.splitlines()[-1])
    payload = answer["content"]["payment_info"]["sdk_payload"]["payload"]

    assert (answer["content"]["order"]["order_number"], "INR", True) == (
        payload["orderId"],
        payload["currency"],
        answer["content"]["order"]["is_coupon_applied"],
    )


def test_it_says_where_it_is_and_with_what() -> None:
    """The URL, the storefront, new tokens, and that no money moves."""
    with (
        service_process() as (url, lines),
        urllib.request.urlopen(f"{url}/health") as answer,
    ):
        health = json.loads(answer.read())
    tokens = [each.rpartition(": ")[2] for each in lines[2:4]]

    assert [
        f"Serving on {url}",
        f"Storefront: {url}/api/v1/demo/storefront",
        f"Token: {tokens[0]}",
        f"Merchant's token: {tokens[1]}",
        "No money moves: $JUSPAY_API_KEY is not set.",
        f"Payments to click: {url}/demo",
    ] == lines
    assert [43, 43] == [*map(len, tokens)]
    assert health["success"]


# In this process ---------------------------------------------------------------------


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, kept_logs: None) -> None:
    """Keep the log as it was, and the environment empty."""
    for name in (
        KEY_VARIABLE,
        serve_tokens.SECRET_VARIABLE,
        serve_tokens.TOKEN_VARIABLE,
        serve_tokens.MERCHANT_TOKEN_VARIABLE,
        gateways.USER_VARIABLE,
        gateways.PASSWORD_VARIABLE,
    ):
        monkeypatch.delenv(name, raising=False)


def app(*arguments: str) -> Any:
    """Return the app that the command would serve from."""
    given = command_parser().parse_args(["serve", "--token", MEERA, *arguments])
    serving.settle(given)
    return serving.make_app(given)


def test_without_a_key_the_gateway_is_a_fake(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It answers at today's time."""
    found = app()
    answer = found.transport.send(
        order_status(found.gateway.credentials, order_id="A1", environment="sandbox")
    )
    found.database.close()

    assert (200, True) == (answer.status, b"NOT_FOUND" in answer.body)


def test_with_a_key_it_is_juspay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets come from the environment."""
    monkeypatch.setenv(KEY_VARIABLE, "a-key")
    monkeypatch.setenv(gateways.USER_VARIABLE, "user")
    monkeypatch.setenv(gateways.PASSWORD_VARIABLE, "password")
    monkeypatch.setenv(serve_tokens.SECRET_VARIABLE, SECRET.decode())
    found = app("--environment", "production", "--merchant-id", "us")
    found.database.close()
    inner = found.transport.transport

    assert (
        (HttpxTransport, gateways.DEADLINE, gateways.RETRY_WITHIN),
        Credentials("us", "a-key"),
        "production",
        ("user", "password"),
        (SECRET,),
    ) == (
        (type(inner), inner.deadline, found.transport.within),
        found.gateway.credentials,
        found.gateway.environment,
        found.gateway.webhook,
        found.tokens.secrets,
    )


@pytest.mark.parametrize(
    ("customers", "caller"),
    [([{"id": "u1"}], ("u1", True)), ([], ("guest_demo", False))],
)
def test_a_store_of_ones_own(tmp_path: Path, customers: Any, caller: object) -> None:
    """The token is its first customer's, or a guest's where it knows nobody."""
    path = tmp_path / "store.json"
    path.write_text(json.dumps({**CATALOGUE, "customers": customers}))
    found = app("--store", str(path))
    found.database.close()
    known = found.tokens.fixed[MEERA]

    assert ("shop", caller) == (found.catalogue.store_id, (known.id, known.known))


def test_a_store_says_how_it_sells(tmp_path: Path) -> None:
    """What stands under `shop` goes into every payment, and decides about carts."""
    habits = {
        "fields": {"udf1": "web", "metadata": {"PAYTM:PROMO": "{order_number}"}},
        "phones": "strict",
        "ready": "lenient",
    }
    path = tmp_path / "store.json"
    path.write_text(json.dumps({**CATALOGUE, "shop": habits}))
    found = app("--store", str(path))
    found.database.close()

    assert habits == {
        "fields": thawed(found.gateway.fields),
        "phones": found.carts.phones,
        "ready": found.carts.ready,
    }


def test_a_store_whose_fields_the_gateway_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file and the place in it are named, and nothing is opened."""
    path = tmp_path / "store.json"
    shop = {"fields": {"udf1": "{order}"}}
    path.write_text(json.dumps({**CATALOGUE, "shop": shop}))
    status = main(["serve", "--port", "0", "--store", str(path)])

    assert (2, True) == (
        status,
        f"{path}: shop.fields.udf1: " in capsys.readouterr().err,
    )


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://host/none", "sqlite:////nowhere/at/all.db"]
)
def test_a_database_that_cannot_be_used(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said in a line, and no password with it."""
    status = main(["serve", "--port", "0", "--database", url])
    printed = capsys.readouterr()

    assert (2, "", True) == (
        status,
        printed.out,
        "database: this database cannot be used" in printed.err,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "99999"], "--port: this must lie between 0 and 65535 (got 99999)"),
        (["--port", "-1"], "--port: this must lie between 0 and 65535 (got -1)"),
        (["--lease", "0"], "--lease: this must lie between 1 and 86400 (got 0)"),
        (["--environment", "live"], "--environment: "),
        (["--environment", "ftp://pay.example"], "--environment: "),
        (["--token", "a"], "--token: this token needs at least 16 characters"),
        (["--merchant-token", MEERA], "--merchant-token: this token needs at least 32"),
        (
            ["--token", SHOP, "--merchant-token", SHOP],
            "--merchant-token: two callers have this token; give each its own",
        ),
    ],
)
def test_what_no_service_starts_with(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said before anything is listened to or opened."""
    status = main(["serve", "--database", "nonsense", *arguments])
    printed = capsys.readouterr()

    assert (2, "", 1, True) == (
        status,
        printed.out,
        len(printed.err.splitlines()),
        printed.err.startswith(f"checkout-core: {said}"),
    )


def test_with_a_key_the_account_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No placeholder is ever sent to Juspay; the environment may hold the merchant."""
    monkeypatch.setenv(KEY_VARIABLE, "a-key")
    monkeypatch.delenv(MERCHANT_VARIABLE, raising=False)

    assert 2 == main(["serve"])
    lines = capsys.readouterr().err.splitlines()
    assert ["--merchant-id", "--client-id"] == [line.split(": ")[1] for line in lines]

    monkeypatch.setenv(MERCHANT_VARIABLE, "us")
    assert 2 == main(["serve"])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("checkout-core: --client-id: ")


def test_without_a_key_no_account_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nobody is to believe that the fake gateway is the one that was named."""
    status = main(["serve", "--environment", "production", "--merchant-id", "us"])
    said = "this has no effect without $JUSPAY_API_KEY; leave it out"

    assert (
        2,
        [
            f"checkout-core: --merchant-id: {said}",
            f"checkout-core: --environment: {said}",
        ],
    ) == (status, capsys.readouterr().err.splitlines())


def test_what_was_opened_is_closed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The port and the database, if a group of options cannot be carried out."""

    def change(app: App, _: Namespace) -> App:
        opened.append(app.database)
        raise KeyboardInterrupt

    def close(database: SqlDatabase) -> None:
        closed.append(database)
        really_close(database)

    closed: list[object] = []
    opened: list[object] = []
    really_close = SqlDatabase.close
    monkeypatch.setattr(SqlDatabase, "close", close)
    groups = (*serving.GROUPS, OptionGroup(change=change))
    monkeypatch.setattr(serving, "GROUPS", groups)
    port = free_port()

    assert 130 == main(["serve", "--port", port])
    assert opened == closed
    assert 1 == len(opened)
    socket.create_server(("127.0.0.1", int(port))).close()


def test_a_store_that_is_wrong_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is told, not the command."""
    path = tmp_path / "store.json"
    path.write_text("{}")
    status = main(["serve", "--port", "0", "--store", str(path)])
    lines = capsys.readouterr().err.splitlines()

    assert 2 == status
    assert [] == [x for x in lines if not x.startswith(f"checkout-core: {path}: ")]


def free_port() -> str:
    """Return a port that nobody listens to."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return str(found.getsockname()[1])


#: Each option of the command: a value that is not its default, and where it goes.
HEEDED: dict[str, tuple[str, Callable[[Any, Any], object]]] = {
    "--connections": ("70", lambda _, app: str(app.limits.connections)),
    "--max-attempts": ("7", lambda _, app: str(app.limits.attempts)),
    "--max-carts": ("7", lambda _, app: str(app.limits.carts)),
    "--max-lines": ("7", lambda _, app: str(app.limits.lines)),
    "--rate": ("0", lambda _, app: str(app.limits.rate)),
    "--client-id": ("page", lambda _, app: app.gateway.payment_page_client_id),
    "--cors-origin": (
        "https://shop.example",
        lambda _, app: app.cors_origins[0] if len(app.cors_origins) == 1 else "",
    ),
    "--database": (
        "sqlite:///shop.db",
        lambda _, __: "sqlite:///shop.db" if Path("shop.db").exists() else "",
    ),
    "--environment": ("hdfc", lambda _, app: app.gateway.environment),
    "--gateway": ("juspay", lambda _, app: app.gateway.slug),
    "--host": ("0.0.0.0", lambda ready, _: ready.url.split(":")[1].strip("/")),
    "--lease": ("77", lambda _, app: str(int(app.lease.total_seconds()))),
    "--merchant-id": ("us", lambda _, app: app.gateway.credentials.merchant_id),
    "--merchant-token": (SHOP, lambda _, app: named(app, SHOP, "merchant")),
    "--merchant-token-file": (
        "merchant.txt",
        lambda _, app: named(app, SHOP, "merchant") and "merchant.txt",
    ),
    "--port": (free_port(), lambda ready, _: ready.url.rpartition(":")[2]),
    "--store": (
        "store.json",
        lambda _, app: "store.json" if app.catalogue.store_id == "shop" else "",
    ),
    "--secret-file": (
        "secret.txt",
        lambda _, app: "secret.txt" if app.tokens.secrets == (SECRET,) else "",
    ),
    "--sweep": ("77", lambda _, app: str(int(app.sweep.total_seconds()))),
    "--token": (MEERA, lambda _, app: named(app, MEERA, "u1")),
    "--token-file": (
        "tokens.txt",
        lambda _, app: named(app, MEERA, "u1") and "tokens.txt",
    ),
    "--webhook-url": (
        "https://erp.example/hooks",
        lambda _, app: app.outgoing and app.outgoing.url,
    ),
}


def named(app: Any, token: str, owner: str) -> str:
    """Return *token*, if it is that of *owner*."""
    return token if app.tokens.fixed[token].id == owner else ""


@pytest.mark.parametrize("option", HEEDED)
def test_each_option_is_heeded(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its value arrives where it belongs."""
    from checkout_core import service

    desks: list[Any] = []
    create_app = service.create_app

    def kept(app: Any) -> Any:
        desks.append(app)
        return create_app(app)

    monkeypatch.setattr(service, "create_app", kept)
    monkeypatch.setattr(uvicorn.Server, "run", lambda *_: None)
    monkeypatch.chdir(tmp_path)
    Path("store.json").write_text(
        json.dumps({**CATALOGUE, "customers": [{"id": "u1"}]})
    )
    Path("secret.txt").write_bytes(SECRET + b"\n")
    Path("merchant.txt").write_text(f"{SHOP}\n")
    Path("tokens.txt").write_text(f"{MEERA}\n")
    given: dict[str, str] = {"--port": "0"}
    if option in {"--merchant-id", "--environment", "--client-id"}:
        monkeypatch.setenv(KEY_VARIABLE, "a-key")
        given |= {"--merchant-id": "shop", "--client-id": "shop"}
    secret = f"whsec_{base64.b64encode(bytes(24)).decode()}"
    monkeypatch.setenv(serve_webhooks.WEBHOOK_SECRET_VARIABLE, secret)
    if option in {"--token", "--token-file"}:
        given["--store"] = "store.json"
    value, found = HEEDED[option]
    ready = serving.prepare(
        command_parser().parse_args(
            ["serve", *(x for pair in {**given, option: value}.items() for x in pair)]
        )
    )
    ready.run()
    ready.close()

    assert value == found(ready, desks[0])


def test_every_option_has_its_place_above() -> None:
    """A new one is given a value and where it goes; workers have a file of tests."""
    options = command_parser().commands["serve"].options

    assert set(HEEDED) == set(options) - {"-h", "--help", "--workers"}


def test_all_that_is_wrong_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Not one thing after the other."""
    status = main(["serve", "--port", "-1", "--lease", "-1", "--environment", "live"])

    assert (2, 3) == (status, len(capsys.readouterr().err.splitlines()))


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    """It is said in a line."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status = main(["serve", "--port", str(taken.getsockname()[1])])

    assert (2, True) == (status, "in use" in capsys.readouterr().err)


def test_without_its_libraries(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what to install."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    status = main(["serve"])

    assert (2, True) == (
        status,
        "install checkout-core[service]" in capsys.readouterr().err,
    )


@pytest.mark.parametrize(("key", "count"), [("a-key", 6), (None, 7)])
def test_it_runs_until_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    key: str | None,
    count: int,
) -> None:
    """When the server ends, the database is closed and the command with it."""

    def ends(_: uvicorn.Server, sockets: list[socket.socket]) -> None:
        for each in sockets:
            each.close()

    monkeypatch.setattr(uvicorn.Server, "run", ends)
    if key is not None:
        monkeypatch.setenv(KEY_VARIABLE, key)
    account = ["--merchant-id", "shop", "--client-id", "shop"] if key else []
    status = main(["serve", "--port", "0", *account])
    lines = capsys.readouterr().out.splitlines()

    assert (0, count, "Stopped.") == (status, len(lines), lines[-1])


def test_the_core_loads_no_service() -> None:
    """Neither importing the package nor the command needs the extra's libraries."""
    code = (
        "import sys, checkout_core, checkout_core.cli\n"
        "names = ('starlette', 'uvicorn', 'sqlalchemy', 'psycopg', 'hypothesis')\n"
        "print([each for each in names if each in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "[]" == run.stdout.strip()


def test_serving_needs_no_hypothesis() -> None:
    """What only tests need is not needed to serve."""
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "import checkout_core.cli.serving, checkout_core.service\n"
        "print('well')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "well" == run.stdout.strip()
