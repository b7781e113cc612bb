# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Completion: bash itself is asked what it offers."""

from __future__ import annotations

import shutil
import subprocess
import sys

from pathlib import Path

import pytest

from checkout_core.cli import COMMANDS, command_parser, main
from checkout_core.cli.arguments import Parser
from checkout_core.cli.commands import PAYMENTS
from checkout_core.cli.completion import SHELLS


BASH = shutil.which("bash")

#: Sources the script and prints what its function offers for the words of the line.
ASKED = """
source "$1"; shift
COMP_WORDS=(checkout-core "$@") COMP_CWORD=$# COMP_LINE="checkout-core $*"
COMP_POINT=${#COMP_LINE}
function=$(complete -p checkout-core | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
"$function"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(autouse=True)
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Work in a folder with the script of bash, two files and a folder."""
    monkeypatch.chdir(tmp_path)
    assert 0 == main(["completion", "bash"])
    Path("script.bash").write_text(capsys.readouterr().out)
    Path("cart.json").touch()
    Path("store.json").touch()
    Path("shop").mkdir()


def offered(*words: str) -> set[str]:
    """Return what bash offers for the last of *words*."""
    assert BASH is not None
    done = subprocess.run(
        [BASH, "--norc", "-c", ASKED, "bash", "script.bash", *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert "" == done.stderr
    return set(done.stdout.split())


needs_bash = pytest.mark.skipif(BASH is None, reason="there is no bash here")


@needs_bash
def test_commands_are_offered() -> None:
    """All of them, and those that begin like what is typed."""
    assert set(COMMANDS) == offered("")
    assert {"price"} == offered("pri")
    assert set(PAYMENTS) == offered("juspay", "")


PARSERS: dict[tuple[str, ...], Parser] = {
    **{(name,): each for name, each in command_parser().commands.items()},
    **{
        ("juspay", name): each
        for name, each in command_parser().commands["juspay"].commands.items()
    },
}


@needs_bash
@pytest.mark.parametrize("words", PARSERS, ids=" ".join)
def test_every_option_is_offered(words: tuple[str, ...]) -> None:
    """Each that the command takes, and no other."""
    options = {name for name in PARSERS[words].options if name.startswith("--")}

    assert options == offered(*words, "--")


@needs_bash
def test_values_are_offered() -> None:
    """Those of an option, and those of an argument."""
    assert {"text", "json"} == offered("lint", "--format", "")
    assert {"auto", "always", "never"} == offered("evaluate", "--color", "")
    assert set(SHELLS) == offered("completion", "")


@needs_bash
def test_files_are_offered() -> None:
    """Documents are files, and `init` writes into a folder."""
    assert {"cart.json"} == offered("price", "ca")
    assert {"store.json"} == offered("price", "cart.json", "--store", "st")
    assert {"shop"} == offered("init", "s")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the program and every command."""
    assert 0 == main(["completion", shell])
    out = capsys.readouterr().out

    assert [] == [each for each in ("checkout-core", *COMMANDS) if each not in out]


def test_completion_needs_its_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it the message says what to install."""
    monkeypatch.setitem(sys.modules, "shtab", None)

    assert 2 == main(["completion", "bash"])
    assert (
        "",
        (
            "checkout-core: completion: this needs more than the core; install"
            " checkout-core[cli] (got 'shtab')\n"
        ),
    ) == tuple(capsys.readouterr())
