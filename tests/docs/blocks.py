# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The blocks of code of a page, and what runs them.

All blocks of a page share one folder, new but for `examples`, and one namespace:

- `python` in the form of a session (`>>>`) prints what stands below it; else it runs.
- `sh` runs as one script, `bash -e`, with `checkout-core` and `python` on the path;
  what it left in the background is stopped at the end.
- `json` is JSON, and a cart, a store, a checkout or a quote is read as one.
- `toml` and `sql` are parsed; SQL by SQLite, parameters and all.
- `text`, `http` and the like are shown, and nothing is done with them.

A comment on the line above a block says what else it is:

- `<!-- file: cart.json -->`: the block is that file of the folder.  It is written
  before anything of the page runs, and Python in it is not run but compiled.
- `<!-- output -->`: the block is what the `sh` block before it prints.
- `<!-- not run: it needs a network -->`: the block is only shown, and why.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

from attrs import frozen
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from checkout_core import read_cart, read_checkout, read_quote, read_store
from tests.paths import EXAMPLES, SOURCE


FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
COMMENT = re.compile(r"^ *<!-- (?P<kind>file|output|not run)(?:: (?P<what>.+?))? -->$")

#: Words after the fence whose blocks are shown as they are.
SHOWN = frozenset({"text", "http", "ini", "nginx", "dockerfile", "diff", "javascript"})
#: How long the `sh` blocks of a page may take, in seconds; those of the longest page
#: need half a minute, and three on a busy machine.
PATIENCE = 600
END = "--- end of block"


@frozen(kw_only=True)
class Block:
    """
    A block of code of a page.

    Attributes:
        language: the word after the fence.
        text: what stands between the fences, with its last end of line.
        line: the line of its first character, from 1.
        kind: `file`, `output`, `not run` of the comment above, or "".
        what: the file's name, or the reason.
    """

    language: str
    text: str
    line: int
    kind: str
    what: str


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page; directives of MyST (`{toctree}`) are none."""
    lines = text.splitlines()
    i, kind, what = 0, "", ""
    while i < len(lines):
        line = lines[i]
        i += 1
        if comment := COMMENT.match(line):
            kind, what = comment["kind"], comment["what"] or ""
        elif fence := FENCE.match(line):
            first, indent = i, len(fence["indent"])
            while i < len(lines) and lines[i].strip() != fence["fence"]:
                i += 1
            inside = "".join(f"{each[indent:]}\n" for each in lines[first:i])
            i += 1
            if not fence["info"].startswith("{"):
                language = fence["info"].strip()
                yield Block(
                    language=language, text=inside, line=first + 1, kind=kind, what=what
                )
            kind = what = ""
        elif line.strip():
            kind = what = ""


def run(page: Path, folder: Path) -> Counter[str]:
    """Run every block of *page* in *folder*; return how many there are of each kind."""
    found = list(blocks(page.read_text("utf-8")))
    counts: Counter[str] = Counter()
    place_commands(folder)
    (folder / "examples").symlink_to(EXAMPLES)
    for block in found:
        counts[f"{block.language} {block.kind}".strip()] += 1
        if block.kind == "not run":
            assert block.what, f"{page.name}:{block.line}: why is this not run?"
        elif block.kind == "file":
            path = folder / block.what
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
    run_shell(page, [each for each in found if is_shell(each)], folder)
    run_python(page, found)
    rest = [each for each in found if each.kind not in {"not run", "output"}]
    for language in sorted({each.language for each in rest} - RUN):
        assert language in CHECKS, (
            f"{page.name}: no test knows {language!r}; see tests/docs/blocks.py"
        )
        CHECKS[language]([each for each in rest if each.language == language])
    return counts


# Commands ---------------------------------------------------------------------------


def is_shell(block: Block) -> bool:
    """Return whether a block is run by bash, or is what one printed."""
    return block.kind == "output" or (block.language == "sh" and not block.kind)


def place_commands(folder: Path) -> None:
    """Put `checkout-core` and `python` where a page's commands look for them."""
    bin_ = folder / ".venv" / "bin"
    bin_.mkdir(parents=True)
    for name, more in {
        "checkout-core": " -m checkout_core",
        "python": "",
        "python3": "",
    }.items():
        path = bin_ / name
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}"{more} "$@"\n', "utf-8")
        path.chmod(0o755)


def run_shell(page: Path, found: list[Block], folder: Path) -> None:
    """Run the commands of a page, and compare what they print with what it shows."""
    if not found:
        return
    script = ["set -e", "trap 'kill $(jobs -p) 2>/dev/null || :' EXIT"]
    for block in found:
        if block.language == "sh":
            script += [block.text, f"printf '\\n%s %s\\n' '{END}' {block.line}"]
    ended = subprocess.run(
        [shutil.which("bash") or "bash", "-c", "\n".join(script)],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{folder}/.venv/bin{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(SOURCE.parent),
            "NO_COLOR": "1",
            "TZ": "UTC",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    printed = {
        int(number): text
        for text, number in re.findall(
            rf"(.*?)\n?^{END} (\d+)\n", ended.stdout, re.DOTALL | re.MULTILINE
        )
    }
    last = next((each.line for each in found if each.line not in printed), 0)
    assert 0 == ended.returncode, f"{page.name}:{last}: {ended.stderr}\n{ended.stdout}"
    before = 0
    for block in found:
        if block.kind == "output":
            given = printed[before]
            assert block.text.rstrip() == given.rstrip(), f"{page.name}:{block.line}"
        else:
            before = block.line


# Python -----------------------------------------------------------------------------


def run_python(page: Path, found: list[Block]) -> None:
    """Run the Python of a page in one namespace; what is a file is compiled."""
    special = {each.line: each for each in found if each.kind}
    parser = PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)
    for example in Sybil(parsers=[parser]).parse(page):
        if (block := special.get(example.line + 1)) is None:
            example.evaluate()
        elif block.kind == "file":
            compile(block.text, f"{page.name}:{block.line}", "exec")


# What is only checked ---------------------------------------------------------------


def check_json(found: list[Block]) -> None:
    """Parse JSON, and read what looks like one of our documents."""
    for block in found:
        document = json.loads(block.text)
        keys = set(document) if isinstance(document, dict) else set()
        if "schema_version" in keys and document["schema_version"].startswith("quote/"):
            read_quote(block.text, verify=True)
        elif "cart" in keys and "cart_items" in document["cart"]:
            read_checkout(block.text)
        elif {"cart_items", "currency"} <= keys:
            read_cart(block.text)
        elif "currency" in keys and {"promotions", "coupons", "tax", "charges"} & keys:
            read_store(block.text)


def check_lines(found: list[Block]) -> None:
    """Parse every line of JSON Lines."""
    for block in found:
        for line in block.text.splitlines():
            json.loads(line)


def check_toml(found: list[Block]) -> None:
    """Parse TOML."""
    for block in found:
        tomllib.loads(block.text)


class Nothing(dict[str, None]):
    """Parameters of a statement, each of them NULL."""

    def __missing__(self, name: str) -> None:
        """Return NULL for a parameter that nobody gave."""


def check_sql(found: list[Block]) -> None:
    """Let SQLite read each statement; the tables of the page are there."""
    with closing(sqlite3.connect(":memory:")) as database:
        for block in found:
            for statement in filter(str.strip, re.split(r";\s*(?:\n|$)", block.text)):
                makes = statement.lstrip().upper().startswith("CREATE")
                database.execute(
                    statement if makes else f"EXPLAIN {statement}", Nothing()
                )


def check_html(found: list[Block]) -> None:
    """Read HTML to its end."""
    for block in found:
        HTMLParser().feed(block.text)


def show(found: list[Block]) -> None:
    """Do nothing: there is nothing that could be wrong."""


#: Languages that run.
RUN = {"sh", "python"}
#: What is done with the blocks of each other language.
CHECKS: dict[str, Callable[[list[Block]], None]] = {
    "json": check_json,
    "jsonl": check_lines,
    "toml": check_toml,
    "sql": check_sql,
    "html": check_html,
    **dict.fromkeys(SHOWN, show),
}
