# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""`checkout-core play`: what it serves, what it refuses, what it writes."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from html import escape
from http.client import HTTPConnection
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import checkout_core

from checkout_core.cli import main
from checkout_core.cli.play_files import (
    PYODIDE_FILES,
    archive,
    export,
    missing,
    policy,
    site,
    type_of,
)
from checkout_core.cli.play_server import MOST_BYTES, PlayServer
from checkout_core.playground.answers import SCENARIOS, answer
from checkout_core.views import LANGUAGES


PAGE = files("checkout_core.playground") / "page"
REQUEST = json.dumps(
    {"document": (PAGE / "scenarios" / "bogo.json").read_text("utf-8")}
).encode()


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """Return a folder with files that are named like Pyodide's."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in (*PYODIDE_FILES, "package.json"):
        (folder / name).write_text(f"this is {name}")
    return folder


@contextmanager
def served(host: str = "127.0.0.1", assets: Path | None = None) -> Iterator[PlayServer]:
    """Serve a page on a free port."""
    pyodide = "pyodide/" if assets else ""
    found = site(endpoint="answer", pyodide=pyodide, assets=assets)
    with PlayServer(host, 0, found, policy(pyodide)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def server(assets: Path) -> Iterator[PlayServer]:
    """Return a running server with files of Pyodide."""
    with served(assets=assets) as found:
        yield found


class Answered:
    """What a server sent: its status, its headers and its body."""

    def __init__(self, server: PlayServer, method: str, path: str, **more: Any) -> None:
        host, port = server.server_address[:2]
        with closing(HTTPConnection(str(host), port, timeout=10)) as connection:
            connection.request(method, path, **more)
            response = connection.getresponse()
            self.status = response.status
            self.headers = response.headers
            self.body = response.read()


def posted(server: PlayServer, body: Any = REQUEST, **headers: str) -> Answered:
    """Return what is answered to a request of the page."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    all_headers = {"Content-Type": "application/json", **named}
    return Answered(server, "POST", "/answer", body=body, headers=all_headers)


# Files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?reload", "text/html; charset=utf-8"),
        ("/page.css", "text/css; charset=utf-8"),
        ("/page.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
        ("/scenarios/bogo.json", "application/json"),
        ("/engine.zip", "application/zip"),
        ("/pyodide/pyodide.mjs", "text/javascript; charset=utf-8"),
        ("/pyodide/pyodide.asm.wasm", "application/wasm"),
    ],
)
def test_files(server: PlayServer, path: str, kind: str) -> None:
    """Each has its media type, which a browser may not doubt, and HEAD has no body."""
    got, head = Answered(server, "GET", path), Answered(server, "HEAD", path)

    assert (200, kind, "nosniff") == (
        got.status,
        got.headers["Content-Type"],
        got.headers["X-Content-Type-Options"],
    )
    assert str(len(got.body)) == head.headers["Content-Length"]
    assert (200, b"") == (head.status, head.body)


def test_every_file_of_the_page_has_a_media_type() -> None:
    """A new one of a new kind is a row of the table."""
    assert [] == [name for name in site() if not type_of(name)]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/scenarios",
        "/scenarios/",
        "/pyodide/",
        "/pyodide/package.json",
        "/../pyproject.toml",
        "/scenarios/../../answers.py",
        "/..%2f..%2fanswers.py",
        "/%2e%2e/answers.py",
        "//etc/passwd",
        "/page.css%00.js",
        "/answer",
    ],
)
def test_what_is_not_in_the_table(server: PlayServer, path: str) -> None:
    """No path leads to another file, and no folder is listed."""
    got = Answered(server, "GET", path)

    assert (404, b"there is nothing here\n") == (got.status, got.body)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods(server: PlayServer, method: str) -> None:
    """There are none, so no other page is told that it may ask."""
    got = Answered(server, method, "/answer")

    assert (501, None) == (got.status, got.headers["Access-Control-Allow-Origin"])


def test_without_pyodide_there_is_no_archive() -> None:
    """The page then asks the server alone."""
    with served() as server:
        index = Answered(server, "GET", "/").body.decode()

        assert '<meta name="endpoint" content="answer">' in index
        assert '<meta name="pyodide" content="">' in index
        assert 404 == Answered(server, "GET", "/engine.zip").status


# Requests ----------------------------------------------------------------------------


def test_the_answer(server: PlayServer) -> None:
    """It is what the function returns, byte for byte."""
    got = posted(server, Origin=server.url.rstrip("/"))

    assert (200, "application/json", answer(REQUEST.decode()).encode()) == (
        got.status,
        got.headers["Content-Type"],
        got.body,
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "many"}, 411),
        ({"Content_Length": "²"}, 411),
        ({"Content_Length": str(MOST_BYTES + 1)}, 413),
        ({"Content_Length": "9" * 4000}, 413),
        ({"Content_Length": f"{'0' * 20}{MOST_BYTES + 1}"}, 413),
        ({"Content_Length": f"{'0' * 5000}{MOST_BYTES + 1}"}, 413),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
    ],
)
def test_requests_of_others(
    server: PlayServer, headers: dict[str, str], status: int
) -> None:
    """A page elsewhere can ask nothing, under no name, and no endless body is read."""
    encoded = {name: value.encode("utf-8") for name, value in headers.items()}
    got = posted(server, **encoded)  # type: ignore[arg-type]

    assert (status, "text/plain; charset=utf-8") == (
        got.status,
        got.headers["Content-Type"],
    )


def test_a_body_of_the_largest_size(server: PlayServer) -> None:
    """It is read and refused by the engine, not by the server."""
    got = posted(server, b" " * MOST_BYTES)

    assert (200, "not_json") == (got.status, json.loads(got.body)["faults"][0]["code"])


def test_a_body_that_is_no_text(server: PlayServer) -> None:
    """It is told what is expected."""
    got = posted(server, b'{"document": "\xff"}')

    assert (400, b"send UTF-8\n") == (got.status, got.body)


def test_a_post_to_a_file(server: PlayServer) -> None:
    """There is one address that answers."""
    got = Answered(server, "POST", "/page.js", body=b"{}")

    assert 404 == got.status


def test_a_length_with_zeros_in_front(server: PlayServer) -> None:
    """It is the number that it is."""
    got = posted(server, b"{}", Content_Length=f"{'0' * 5000}2")

    assert (200, "document") == (got.status, json.loads(got.body)["faults"][0]["path"])


def test_a_file_that_is_gone(server: PlayServer, assets: Path) -> None:
    """It is told to the page, and not as a traceback."""
    (assets / "pyodide.mjs").unlink()
    got = Answered(server, "GET", "/pyodide/pyodide.mjs")

    assert (
        500,
        b"pyodide/pyodide.mjs cannot be read: No such file or directory\n",
    ) == (got.status, got.body)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BrokenPipeError("gone"), ""),
        (ConnectionResetError("gone"), ""),
        (
            ZeroDivisionError("a bug"),
            (
                "checkout-core: play: internal error, please report it"
                " (ZeroDivisionError: a bug)\n"
            ),
        ),
    ],
)
def test_a_connection_that_fails(
    server: PlayServer,
    error: Exception,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A reader that goes away is no news; anything else is one line."""
    try:
        raise error
    except (OSError, ArithmeticError):
        server.handle_error(None, ("127.0.0.1", 1))

    assert ("", told) == capsys.readouterr()


def test_a_file_for_another_host(server: PlayServer) -> None:
    """A name of somebody else that was made to point here shows nothing."""
    got = Answered(server, "GET", "/", headers={"Host": "evil.example"})

    assert (421, f"open {server.url}\n".encode()) == (got.status, got.body)


def test_the_page_reaches_nobody_else(server: PlayServer) -> None:
    """Every answer says so, for the page and for its worker."""
    for path in ("/", "/worker.js", "/nothing"):
        found = Answered(server, "GET", path).headers["Content-Security-Policy"]

        assert found.startswith("default-src 'none'; script-src 'self' 'wasm-")
        assert "http" not in found
        assert found.endswith("; frame-ancestors 'none'")


def has_ipv6() -> bool:
    """Return whether this machine can listen on ::1."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")
def test_the_other_protocol() -> None:
    """An address with colons is one of IPv6."""
    with served("::1") as server:
        port = server.server_address[1]

        assert f"http://[::1]:{port}/" == server.url
        assert 200 == Answered(server, "GET", "/").status


# The archive -------------------------------------------------------------------------


def test_every_language_is_a_choice_of_the_page() -> None:
    """Each by its own name and in its own direction; English needs no locale."""
    page = site()["index.html"]().decode()
    names = {"hi": "हिन्दी", "ta": "தமிழ்", "de": "Deutsch", "ar": "العربية"}
    choices = page.partition('<select id="locale">')[2].partition("</select>")[0]

    assert len(LANGUAGES) == choices.count("<option")
    assert '<option value="" lang="en" dir="ltr">English</option>' in page
    assert [] == [
        code
        for code, name in names.items()
        if f'<option value="{code}" lang="{code}" dir="{direction(code)}">{name}<'
        not in page
    ]


def direction(code: str) -> str:
    """Return in which direction a language of the page is written."""
    return "rtl" if code == "ar" else "ltr"


def test_every_scenario_is_a_choice_of_the_page() -> None:
    """In the order of the table, after the choice of no scenario."""
    page = site()["index.html"]().decode()
    choices = page.partition('<select id="scenario">')[2].partition("</select>")[0]

    assert ["", *SCENARIOS] == re.findall('value="([^"]*)"', choices)
    assert [] == [
        each for each in SCENARIOS.values() if f">{escape(each)}</option>" not in page
    ]


def test_the_archive_prices(tmp_path: Path) -> None:
    """Alone, with nothing else installed, it answers as this process does."""
    with zipfile.ZipFile(io.BytesIO(archive())) as packed:
        packed.extractall(tmp_path)
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from checkout_core.playground import answer\n"
        "from checkout_core.version import installed_version\n"
        "request = sys.stdin.buffer.read().decode()\n"
        "sys.stdout.buffer.write(answer(request).encode())\n"
        "sys.stderr.write(installed_version())\n"
    )
    for locale in LANGUAGES:
        request = json.dumps({**json.loads(REQUEST), "locale": locale})
        ran = subprocess.run(
            [sys.executable, "-I", "-S", "-c", program],
            input=request.encode(),
            capture_output=True,
            check=True,
        )

        assert answer(request).encode() == ran.stdout
        assert ran.stderr


def test_the_archive_holds_no_more_than_it_needs() -> None:
    """No room that does I/O, no other locale, nothing compiled."""
    with zipfile.ZipFile(io.BytesIO(archive())) as packed:
        names = packed.namelist()
        times = {each.date_time for each in packed.infolist()}
    rooms = {each.split("/")[1] for each in names if each.startswith("checkout_core/")}
    locales = {
        re.split(r"[_.]", Path(each).name)[0]
        for each in names
        if each.startswith("babel/locale-data/") and each.endswith(".dat")
    }

    assert set() == rooms & {"cli", "service", "testing", "transports", "adapters"}
    assert {"root", *LANGUAGES} == locales
    assert {"py"} <= {each.rpartition(".")[2] for each in names}
    assert [] == [each for each in names if "__pycache__" in each]
    assert [] == [each for each in names if "/playground/page/" in each]
    assert {(1980, 1, 1, 0, 0, 0)} == times


def test_the_archive_while_something_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python writes under another name first, which is gone a moment later."""
    folder = tmp_path / "checkout_core" / "__pycache__"
    folder.mkdir(parents=True)
    (tmp_path / "checkout_core" / "money.py").touch()
    (folder / "money.cpython-311.pyc.140012").touch()
    monkeypatch.setattr(checkout_core, "__path__", [str(folder.parent)])
    with zipfile.ZipFile(io.BytesIO(archive.__wrapped__())) as packed:
        ours = [each for each in packed.namelist() if each.startswith("checkout_core/")]

    assert ["checkout_core/money.py"] == ours


# The command -------------------------------------------------------------------------


def test_it_serves_until_it_is_interrupted(
    assets: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It says where, and where prices are made."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    def visit() -> None:
        try:
            for _ in range(600):
                browser = HTTPConnection("127.0.0.1", port, timeout=10)
                with suppress(OSError), closing(browser):
                    browser.request("GET", "/")
                    browser.getresponse().read()
                    return
                time.sleep(0.05)
        finally:
            # Whatever came of the visit, the server ends, and the test with it.
            os.kill(os.getpid(), signal.SIGINT)

    for options, where in (
        (
            (),
            "The engine runs in this process; --assets FOLDER lets the browser run it.",
        ),
        (("--assets", str(assets)), "The engine runs in the browser."),
    ):
        visitor = threading.Thread(target=visit)
        visitor.start()
        status = main(["play", "--port", str(port), *options])
        visitor.join()
        url = f"http://127.0.0.1:{port}/"

        assert (0, f"The playground is on {url}\n{where}\nStopped.\n", "") == (
            status,
            *capfd.readouterr(),
        )


def test_a_port_that_is_taken(capsysbinary: Any) -> None:
    """It is told, and nothing is served."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status = main(["play", "--port", str(port)])

    assert (
        2,
        b"",
        (
            f"checkout-core: play: cannot listen on 127.0.0.1, port {port}: Address"
            " already in use; give another --host or --port, 0 for any free one\n"
        ).encode(),
    ) == (
        status,
        *capsysbinary.readouterr(),
    )


def test_the_page_as_files(assets: Path, tmp_path: Path, capsysbinary: Any) -> None:
    """Everything that any static host needs, with the endpoint of none."""
    folder = tmp_path / "page"
    status = main(["play", "--export", str(folder), "--assets", str(assets)])
    written = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
    index = (folder / "index.html").read_text("utf-8")

    assert (
        0,
        f"Wrote {len(written)} files to {folder}; any static host takes them.\n",
    ) == (
        status,
        capsysbinary.readouterr().out.decode(),
    )
    assert {
        "index.html",
        "engine.zip",
        "worker.js",
        *(f"scenarios/{name}.json" for name in SCENARIOS),
        *(f"pyodide/{name}" for name in PYODIDE_FILES),
    } <= written
    assert '<meta name="endpoint" content="">' in index
    assert '<meta name="pyodide" content="pyodide/">' in index
    assert "default-src 'none'" in index


def test_a_page_that_loads_pyodide_from_elsewhere(tmp_path: Path) -> None:
    """Its policy lets it load from there and from nowhere else."""
    folder, url = tmp_path / "page", "https://files.example/pyodide/v314.0.7/full/"
    status = main(["play", "--export", str(folder), "--pyodide", url])
    index = (folder / "index.html").read_text("utf-8")

    assert (0, False) == (status, (folder / "pyodide").exists())
    assert f'<meta name="pyodide" content="{url}">' in index
    assert "script-src 'self' 'wasm-unsafe-eval' https://files.example;" in index
    assert "connect-src 'self' https://files.example;" in index


@pytest.mark.parametrize("there", ["", "mine"])
def test_a_page_that_cannot_be_written(
    there: str, tmp_path: Path, assets: Path, capsysbinary: Any
) -> None:
    """Nothing is left of it, and what was there stays."""
    (tmp_path / there).mkdir(exist_ok=True)
    folder = tmp_path / there / "new" / "page"
    before = sorted(tmp_path.rglob("*"))
    found = site(pyodide="pyodide/", assets=assets)
    (assets / "pyodide.mjs").unlink()
    with pytest.raises(FileNotFoundError):
        export(found, folder)

    assert [each for each in before if each.exists()] == sorted(tmp_path.rglob("*"))
    assert (b"", b"") == capsysbinary.readouterr()


@pytest.mark.parametrize(
    "url",
    ["https://[/", "https://[::1/", "https://a:99999/", "https://a:0/", "https://:9/"],
)
def test_an_address_that_is_none(url: str, tmp_path: Path, capsysbinary: Any) -> None:
    """It is refused before anything is written."""
    folder = tmp_path / "page"
    status = main(["play", "--export", str(folder), "--pyodide", url])
    complaint = (
        "checkout-core: --pyodide: this is not a base address; write it like"
        f" 'https://host.example/pyodide/' (got '{url}')\n"
    )

    assert (2, b"", complaint.encode()) == (status, *capsysbinary.readouterr())
    assert not folder.exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--port", "70000"], "--port: this must lie between 0 and 65535 (got 70000)"),
        (
            ["--assets", "nowhere"],
            (
                "--assets: nowhere has no pyodide.mjs, pyodide.asm.mjs,"
                " pyodide.asm.wasm, python_stdlib.zip, pyodide-lock.json;"
                " `npm install pyodide` puts them into node_modules/pyodide"
            ),
        ),
        (
            ["--pyodide", "https://host.example/pyodide"],
            (
                "--pyodide: this is not a base address; write it like"
                " 'https://host.example/pyodide/' (got 'https://host.example/pyodide')"
            ),
        ),
        (
            ["--pyodide", "javascript:alert(1)//"],
            (
                "--pyodide: this is not a base address; write it like"
                " 'https://host.example/pyodide/' (got 'javascript:alert(1)//')"
            ),
        ),
        (
            ["--export", "page"],
            (
                "--export: no server answers a written page;"
                " give --assets or --pyodide too"
            ),
        ),
        (
            ["--export", ".", "--pyodide", "http://localhost:9/"],
            "--export: . exists; give a new folder",
        ),
        (
            ["--export", "page", "--port", "1"],
            "--port: this has no effect with --export; leave it out",
        ),
        (
            ["--assets", "x", "--pyodide", "http://localhost:9/"],
            "--pyodide: this has no effect with --assets; leave it out",
        ),
    ],
)
def test_what_it_cannot_be_made_with(
    arguments: list[str], complaint: str, capsysbinary: Any
) -> None:
    """Each option is used or refused, with the fix."""
    status = main(["play", *arguments])
    out, err = capsysbinary.readouterr()

    assert (2, b"", f"checkout-core: {complaint}\n") == (status, out, err.decode())


def test_a_folder_that_is_complete(assets: Path) -> None:
    """Nothing is missing, until something is."""
    assert [] == missing(assets)

    (assets / "pyodide.asm.wasm").unlink()
    assert ["pyodide.asm.wasm"] == missing(assets)
