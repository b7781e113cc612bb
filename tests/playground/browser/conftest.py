# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""
A headless Chromium that looks at the playground.

What is needed: selenium (the extra `browser`), Debian's `chromium` (or another one that
CHECKOUT_CORE_TEST_BROWSER names) and `chromium-driver`, and for the engine in the
browser a folder `node_modules` with `pyodide` and `axe-core`, which
CHECKOUT_CORE_TEST_NPM names.
"""

from __future__ import annotations

import json
import os
import shutil
import threading

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.cli.play_files import policy, site
from checkout_core.cli.play_server import ENDPOINT, PlayServer


if TYPE_CHECKING:
    from selenium.webdriver import Chrome


CHROMIUM = os.environ.get("CHECKOUT_CORE_TEST_BROWSER") or shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
NPM = os.environ.get("CHECKOUT_CORE_TEST_NPM")

_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Page:
    """
    The playground in a browser.

    Attributes:
        driver: the browser.
        base: the address of the page.
    """

    def __init__(self, driver: Any, base: str) -> None:
        self.driver = driver
        self.base = base

    def open(
        self, fragment: str = "", *, width: int = 1440, dark: bool = False
    ) -> Page:
        """Load the page anew, in a window of a width and in a theme."""
        self.size(width)
        self.theme(dark=dark)
        self.driver.get("about:blank")
        self.driver.get(f"{self.base}{fragment}")
        self.until("document.getElementById('paid')?.textContent.trim()")
        return self

    def size(self, width: int) -> None:
        """Give the window a width; the narrow ones are phones."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 500,
        )

    def theme(self, *, dark: bool) -> None:
        """Say which theme the reader prefers."""
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[theme])

    def command(self, name: str, **facts: Any) -> None:
        """Send a command of Chromium's own protocol."""
        self.driver.execute_cdp_cmd(name, facts)

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what an expression of JavaScript is."""
        return self.driver.execute_script(f"return {script}", *arguments)

    def awaited(self, script: str, *arguments: Any) -> Any:
        """Return what statements of JavaScript, which may wait, return."""
        return self.driver.execute_async_script(
            f"const args = arguments; (async () => {{ {script} }})()"
            ".then(args[args.length - 1], (why) => args[args.length - 1](`${why}`));",
            *arguments,
        )

    def until(self, script: str, seconds: int = 20) -> Any:
        """Wait until an expression of JavaScript is true, and return it."""
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, seconds, 0.05).until(
            lambda _: self.run(script)
        )

    def text(self, ident: str) -> str:
        """Return the text of an element."""
        return str(self.run("document.getElementById(arguments[0]).textContent", ident))

    def type(self, path: str, value: str) -> None:
        """Type a value into the field of a path."""
        self.run(
            "((field, value) => { field.value = value;"
            " field.dispatchEvent(new Event('input')); })"
            "(document.querySelector(`[data-path='${arguments[0]}']`), arguments[1])",
            path,
            value,
        )

    def write(self, text: str) -> None:
        """Write a document into the JSON."""
        self.run(
            "((area, text) => { area.value = text;"
            " area.dispatchEvent(new Event('input')); })"
            "(document.getElementById('json'), arguments[0])",
            text,
        )

    def document(self) -> str:
        """Return the document, as the JSON has it."""
        return str(self.run("document.getElementById('json').value"))

    def complaints(self) -> list[str]:
        """Return what the browser complained about since it was last asked."""
        return [each["message"] for each in self.driver.get_log("browser")]

    def requested(self) -> set[str]:
        """Return the hosts that were asked since this was last asked."""
        found = set()
        for each in self.driver.get_log("performance"):
            message = json.loads(each["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                scheme, _, rest = url.partition(":")
                found.add(rest.split("/")[2] if scheme.startswith("http") else scheme)
        return found


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Return a browser, or skip where there is none."""
    pytest.importorskip("selenium", reason="the extra `browser` is not installed")
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("chromium and chromedriver are not on this machine")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = CHROMIUM
    folder = tmp_path_factory.mktemp("chromium")
    for each in (*_ARGUMENTS, f"--user-data-dir={folder}"):
        options.add_argument(each)
    logs = {"browser": "ALL", "performance": "ALL"}
    options.set_capability("goog:loggingPrefs", logs)
    found = Chrome(options=options, service=ChromeService(DRIVER))
    found.set_script_timeout(120)
    yield found
    found.quit()


@pytest.fixture(scope="session")
def npm() -> Path:
    """Return the folder of npm's packages, or skip where there is none."""
    if NPM is None:
        pytest.skip(
            "$CHECKOUT_CORE_TEST_NPM names no node_modules with pyodide, axe-core"
        )
    return Path(NPM)


def _served(pyodide: str = "", assets: Path | None = None) -> Iterator[str]:
    found = site(endpoint=ENDPOINT, pyodide=pyodide, assets=assets)
    with PlayServer("127.0.0.1", 0, found, policy(pyodide)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def endpoint_url() -> Iterator[str]:
    """Return the address of a server that prices by itself."""
    yield from _served()


@pytest.fixture(scope="session")
def pyodide_url(npm: Path) -> Iterator[str]:
    """Return the address of a server that has Pyodide too."""
    yield from _served("pyodide/", npm / "pyodide")


def _watched(driver: Chrome, url: str) -> Iterator[Page]:
    """Yield a page; afterwards nothing was complained of and nobody else was asked."""
    found = Page(driver, url)
    found.driver.get("about:blank")
    found.complaints()
    found.requested()
    yield found
    assert [] == found.complaints()
    assert found.requested() <= {url.split("/")[2], "data", "blob", "about"}


@pytest.fixture
def page(driver: Chrome, endpoint_url: str) -> Iterator[Page]:
    """Return the page where the local server prices."""
    yield from _watched(driver, endpoint_url)


@pytest.fixture
def local_page(driver: Chrome, pyodide_url: str) -> Iterator[Page]:
    """Return the page where the engine runs in the browser."""
    yield from _watched(driver, pyodide_url)
