# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Tables, colour and progress: on a terminal only, and never in what is piped."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from checkout_core.cli import main, progress
from checkout_core.cli.style import is_terminal


if TYPE_CHECKING:
    from collections.abc import Callable


pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

DEMO = files("checkout_core").joinpath("demo.json").read_bytes()

LINE = {"product_id": "tea", "quantity": 1, "selling_price": 10, "tax_rate": 0}
CART = json.dumps({"cart": {"currency": "INR", "cart_items": [LINE]}})

CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
#: What stands in a table, and never in plain text.
FRAME = re.compile("[╭│╰✓✗]")


class Terminal:
    """A pseudo-terminal, and what is written to it."""

    def __init__(self) -> None:
        self.found = b""
        self.reading, self.writing = pty.openpty()
        self.stream = os.fdopen(self.writing, "w", encoding="utf-8")
        # It holds a few thousand bytes: somebody has to read while they are written.
        self.reader = Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        # Linux ends a terminal that nothing writes to by an error.
        with suppress(OSError):
            while part := os.read(self.reading, 65_536):
                self.found += part

    def read(self) -> str:
        """Return what was written; nothing more is written then."""
        self.stream.close()
        self.reader.join()
        os.close(self.reading)
        return self.found.decode().replace("\r\n", "\n")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with the demo, its quote and a store without findings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    Path("cart.json").write_bytes(DEMO)
    Path("carts.jsonl").write_text(f"{CART}\n" * 3)
    Path("store.json").write_text('{"currency": "INR"}')


@pytest.fixture
def seen(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., str]:
    """Return what runs a command with a terminal as its standard output."""

    def run(*arguments: str, status: int = 0) -> str:
        terminal = Terminal()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", terminal.stream)
            found = main(arguments)
        shown = terminal.read()
        assert (status, b"") == (found, capsysbinary.readouterr().err)
        return shown

    return run


@pytest.fixture
def piped(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., str]:
    """Return what runs a command whose standard output is no terminal."""

    def run(*arguments: str, status: int = 0) -> str:
        assert status == main(arguments)
        out, err = capsysbinary.readouterr()
        assert b"" == err
        return out.decode()

    return run


@pytest.fixture
def quoted(piped: Callable[..., str]) -> None:
    """Write the demo's quote."""
    Path("quote.json").write_text(piped("demo", "--format", "quote"))


#: Commands with tables and colour, the status of each, and what stands in them.
STYLED: dict[tuple[str, ...], tuple[int, list[str]]] = {
    ("verify", "quote.json"): (
        0,
        ["✓ This quote adds up: INR 3299.92 is to be paid."],
    ),
    ("evaluate", "cart.json"): (
        0,
        [
            "│ To be paid                      │     ₹3,299.92 │",
            "│ ✓ Festive home, 10% off         │ saves ₹136.24 │ Pay ₹3,299.92 with",
            "│ ✗ 5% off everything             │               │ Another offer",
            "│ ✓ Namaste, 150 off (NAMASTE150) │ saves ₹150.84 │",
        ],
    ),
    ("lint", "cart.json"): (
        1,
        ["│ promotions[4] │ monsoon │ it has no maximum_discount_amount, so"],
    ),
    ("lint", "store.json"): (0, ["✓ No likely mistakes were found in these offers."]),
    ("doctor",): (0, ["│ ✓ │ Python", "│ - │ $JUSPAY_API_KEY", "│ not set"]),
    ("--help",): (0, ["usage: checkout-core [-h] [--version] COMMAND ..."]),
}


@pytest.mark.usefixtures("quoted")
@pytest.mark.parametrize("command", STYLED, ids=" ".join)
def test_a_terminal_shows_tables_and_colour(
    command: tuple[str, ...], seen: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is good is marked as good, and columns are lined up."""
    monkeypatch.delenv("JUSPAY_API_KEY", raising=False)
    status, expected = STYLED[command]
    shown = seen(*command, status=status)
    lines = CODES.sub("", shown).splitlines()

    assert CODES.search(shown)
    for part in expected:
        assert any(part in line for line in lines), part


@pytest.mark.usefixtures("quoted")
@pytest.mark.parametrize("command", STYLED, ids=" ".join)
def test_a_pipe_gets_plain_text(
    command: tuple[str, ...],
    piped: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same bytes with rich and without it, whatever the terminal is."""
    status, _ = STYLED[command]
    plain = piped(*command, status=status)
    monkeypatch.setitem(sys.modules, "rich.console", None)

    assert not CODES.search(plain)
    assert not FRAME.search(plain)
    assert plain == piped(*command, status=status)


@pytest.mark.usefixtures("quoted")
@pytest.mark.parametrize("command", STYLED, ids=" ".join)
def test_a_terminal_without_rich(
    command: tuple[str, ...],
    seen: Callable[..., str],
    piped: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It gets the plain text of a pipe."""
    status, _ = STYLED[command]
    plain = piped(*command, status=status)
    monkeypatch.setitem(sys.modules, "rich.console", None)

    assert plain == seen(*command, status=status)


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_dumb_terminal(
    term: str,
    seen: Callable[..., str],
    piped: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It cannot draw, so it gets plain text."""
    monkeypatch.setenv("TERM", term)

    assert piped("evaluate", "cart.json") == seen("evaluate", "cart.json")


def test_no_color(seen: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`NO_COLOR` leaves the table and takes its colours; empty it does nothing."""
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b[32m" in seen("evaluate", "cart.json")

    monkeypatch.setenv("NO_COLOR", "1")
    shown = seen("evaluate", "cart.json")
    assert FRAME.search(shown)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)


def test_force_color(
    piped: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`FORCE_COLOR` draws into a pipe; empty it does nothing."""
    monkeypatch.setenv("FORCE_COLOR", "")
    assert not FRAME.search(piped("evaluate", "cart.json"))

    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32m" in piped("evaluate", "cart.json")


def test_the_option_decides_first(
    seen: Callable[..., str],
    piped: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`never` is plain text on a terminal, `always` is colour in a pipe."""
    command = ("evaluate", "cart.json", "--color")
    plain = piped("evaluate", "cart.json")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert plain == seen(*command, "never")
    assert "\x1b[32m" in seen(*command, "auto")

    monkeypatch.delenv("FORCE_COLOR")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b[32m" in piped(*command, "always")
    assert plain == piped(*command, "auto")


def test_color_without_rich(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who asks for it is told what to install."""
    monkeypatch.setitem(sys.modules, "rich.console", None)
    status = main(["evaluate", "cart.json", "--color", "always"])

    assert (
        2,
        (
            "",
            (
                "checkout-core: --color: this needs more than the core; install"
                " checkout-core[cli] (got 'rich.console')\n"
            ),
        ),
    ) == (status, tuple(capsys.readouterr()))


def test_the_width_of_a_table(piped: Callable[..., str]) -> None:
    """It is that of `--width`, else that of the terminal."""
    command = ("evaluate", "cart.json", "--color", "always")
    for width, more in ((60, ("--width", "60")), (120, ())):
        lines = CODES.sub("", piped(*command, *more)).splitlines()

        assert width >= max(map(len, lines)) > width // 2


def test_a_table_speaks_the_locale(piped: Callable[..., str]) -> None:
    """Words and numbers are those of the text."""
    command = ("evaluate", "cart.json", "--locale", "de_DE")
    plain = piped(*command)
    drawn = CODES.sub("", piped(*command, "--color", "always"))

    for each in ("3.299,92\u00a0₹", plain.split("  ")[0]):
        assert each in drawn
        assert each in plain


def test_arabic_is_no_table(piped: Callable[..., str]) -> None:
    """Terminals disagree about columns that run from right to left."""
    command = ("evaluate", "cart.json", "--locale", "ar_AE")

    assert piped(*command) == piped(*command, "--color", "always")


def test_a_missing_gift_is_named_once(piped: Callable[..., str]) -> None:
    """The refusal and the suggestion are one sentence, as in the text."""
    row = {
        "minimum_quantity": 3,
        "buy_product_id": "tea",
        "get_product_id": "soap",
        "get_quantity": 1,
        "get_offer_type": "free",
    }
    offer = {
        "id": "g",
        "promotion_type": "buy-x-get-y",
        "applies_to_product": "product",
        "details": {"spending_criteria_type": "minimum-quantity", "products": [row]},
        "can_be_used_with_other_promotion": True,
    }
    document = {
        "at": "2026-11-22T12:00:00+05:30",
        "cart": {"currency": "INR", "cart_items": [{**LINE, "quantity": 3}]},
        "store": {"currency": "INR", "promotions": [offer]},
    }
    Path("cart.json").write_text(json.dumps(document))
    drawn = CODES.sub("", piped("evaluate", "cart.json", "--color", "always"))

    assert "│ Add 1 of soap: it is free. │" in drawn


def test_names_cannot_steer_the_table(piped: Callable[..., str]) -> None:
    """Marks of rich in a name are printed as they are."""
    document = json.loads(DEMO)
    document["store"]["promotions"][0]["name"] = "[red]Home[/red] :smile:"
    Path("cart.json").write_text(json.dumps(document))

    assert "[red]Home[/red] :smile:" in CODES.sub(
        "", piped("evaluate", "cart.json", "--color", "always")
    )


def test_an_empty_store(piped: Callable[..., str]) -> None:
    """The table says that there are no offers."""
    document = {**json.loads(DEMO), "store": {"currency": "INR"}}
    document["cart"].pop("loyalty_points_redeemed")
    Path("cart.json").write_text(json.dumps(document))
    command = ("evaluate", "cart.json")

    for more in ((), ("--color", "always")):
        assert "The store has no offers." in piped(*command, *more)


def test_what_is_a_terminal() -> None:
    """A stream that is closed is none."""
    assert not is_terminal(None)


# Progress ---------------------------------------------------------------------------


@pytest.fixture
def watched(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[str, list[str]]]:
    """
    Return what prices three carts with a terminal as its standard error.

    It returns what was written to the terminal, and the lines of the answer.
    """

    def run() -> tuple[str, list[str]]:
        terminal = Terminal()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stderr", terminal.stream)
            assert 0 == main(LONG)
        return terminal.read(), capsysbinary.readouterr().out.decode().splitlines()

    return run


LONG = ["price", "carts.jsonl", "--lines"]


def test_progress_is_printed_on_a_terminal(
    watched: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents done and documents per second; the cursor comes back."""
    monkeypatch.setattr(progress, "PERIOD", 0)
    shown, lines = watched()

    assert re.search("3 documents, [0-9,]+ per second", CODES.sub("", shown))
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
    assert 3 == len(lines)


def test_progress_is_written_now_and_then(
    watched: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short run only says what was done in the end."""
    monkeypatch.setattr(progress, "PERIOD", 3600)
    shown, _ = watched()

    assert "1 documents" not in shown
    assert "3 documents" in shown


def test_progress_is_not_printed_on_a_dumb_terminal(
    watched: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could not be taken back."""
    monkeypatch.setenv("TERM", "dumb")
    shown, lines = watched()

    assert ("", 3) == (shown, len(lines))


def test_progress_needs_rich(
    watched: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it nothing is printed."""
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    shown, lines = watched()

    assert ("", 3) == (shown, len(lines))


def test_progress_does_not_disturb_the_answer() -> None:
    """Where standard output is a terminal too, only the answer is on it."""
    terminal = Terminal()
    assert 0 == process(terminal, *LONG)

    assert 3 == len([json.loads(line) for line in terminal.read().splitlines()])


def process(terminal: Terminal, *arguments: str) -> int:
    """Return the status of a process whose three streams are one terminal."""
    return subprocess.run(
        [sys.executable, "-m", "checkout_core", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=terminal.writing,
        stdout=terminal.writing,
        stderr=terminal.writing,
        check=False,
        timeout=60,
    ).returncode


def test_a_process_on_a_terminal() -> None:
    """It prints a table."""
    terminal = Terminal()
    assert 0 == process(terminal, "evaluate", "cart.json")

    assert "╭" == CODES.sub("", terminal.read())[0]
