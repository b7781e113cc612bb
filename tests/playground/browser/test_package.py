# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The package for JavaScript in a page: its wheels and Pyodide by their addresses."""

from __future__ import annotations

import json
import threading

from typing import TYPE_CHECKING

from checkout_core import dumps, loads
from checkout_core.cli.play_files import ARCHIVE, INDEX, policy, site
from checkout_core.cli.play_server import PlayServer
from checkout_core.wire import answer_text
from tests.paths import CASES, DOCS


if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome


PROGRAM = """
const done = arguments[arguments.length - 1];
import("/index.js")
    .then(({ load }) => load({ pyodide: "/pyodide/", wheels: ["engine.zip"] }))
    .then((engine) => engine.answer("price", arguments[0]))
    .then(done, (why) => done(`${why}`));
"""


def test_a_page_prices(driver: Chrome, npm: Path) -> None:
    """The answer is what Python gives, byte for byte."""
    document = dumps(loads((CASES / "01-worked-example.json").read_bytes())["document"])
    package = DOCS / "bindings" / "js" / "index.js"
    found = {
        **site(pyodide="pyodide/", assets=npm / "pyodide"),
        INDEX: lambda: b"<!doctype html><title>A shop</title>",
        "index.js": package.read_bytes,
    }
    assert ARCHIVE in found
    with PlayServer("127.0.0.1", 0, found, policy("pyodide/")) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            driver.get(server.url)
            answer = driver.execute_async_script(PROGRAM, document)
        finally:
            server.shutdown()
            thread.join()

    expected = answer_text("price", document, "text")
    assert (json.loads(expected), expected) == (json.loads(answer), answer)
