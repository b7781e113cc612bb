# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The playground on a host that is slow, or that has lost a file."""

from __future__ import annotations

import threading

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from checkout_core.cli.play_files import policy, site
from checkout_core.cli.play_server import PlayServer


BOGO = "scenarios/bogo.json"


@contextmanager
def served(changes: dict[str, Callable[[], bytes] | None]) -> Iterator[str]:
    """Serve the page with other files in place of some, None for no file."""
    found = {**site(endpoint="answer"), **changes}
    kept = {name: read for name, read in found.items() if read is not None}
    with PlayServer("127.0.0.1", 0, kept, policy("")) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


def choose(page: Any, scenario: str) -> None:
    """Choose what to start from."""
    page.run(
        "((list, name) => { list.value = name; list.dispatchEvent(new Event('change'));"
        " })(document.getElementById('scenario'), arguments[0])",
        scenario,
    )


def test_the_last_choice_is_shown(page: Any) -> None:
    """A document that comes late does not replace the one that was chosen after it."""
    asked, released = threading.Event(), threading.Event()
    real = site()[BOGO]

    def late() -> bytes:
        asked.set()
        released.wait(30)
        return real()

    with served({BOGO: late}) as url:
        other = type(page)(page.driver, url).open()
        choose(other, "bogo")
        assert asked.wait(30)
        choose(other, "refund")
        other.until("document.getElementById('json').value.includes('R1')")
        released.set()
        other.until(
            "performance.getEntriesByType('resource').some("
            "(each) => each.name.endsWith('bogo.json') && each.responseEnd > 0)"
        )
        other.awaited("await new Promise((done) => setTimeout(done, 100));")
        shown = other.document()
        named = other.run("document.getElementById('scenario').value")
        other.complaints()
        other.requested()

    assert "refund" == named
    assert '"R1"' in shown


def test_a_file_that_is_lost(page: Any) -> None:
    """The page says so, and shows what it showed before."""
    with served({BOGO: None}) as url:
        other = type(page)(page.driver, url).open()
        before = other.document()
        choose(other, "bogo")
        other.until("!document.getElementById('faults').hidden")
        told = other.text("fault-list")
        named = other.run("document.getElementById('scenario').value")
        shown = other.document()
        other.complaints()
        other.requested()

    assert "This could not be opened: scenarios/bogo.json: 404" == told
    assert ("coupon", before) == (named, shown)
