# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The page that figures stand on, and what they were measured with."""

from __future__ import annotations

import platform
import sysconfig

from pathlib import Path


README = Path(__file__).parent / "README.md"


def processor() -> str:
    """Return how many processors there are, and their name."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        if names:
            return f"{len(names)} x {names[0]}"
    return platform.processor() or "unknown processor"


def build() -> str:
    """Return the interpreter, its compiler, and whether it was built to be fast."""
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    chosen = [
        option
        for option in ("--enable-optimizations", "--with-lto")
        if option in options
    ]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return (
        f"{python} ({platform.python_compiler()}),"
        f" {' '.join(chosen) or 'not optimised'}"
    )


def machine(date: str) -> list[str]:
    """Return the machine, the interpreter and the day."""
    return [
        f"- machine: {processor()}",
        f"- interpreter: {build()}",
        f"- date: {date}",
    ]


def put(name: str, table: str) -> None:
    """Put *table* where README.md has the figures called *name*."""
    first, last = f"<!-- {name} -->", f"<!-- end of {name} -->"
    head, mark, rest = README.read_text("utf-8").partition(first)
    tail = rest.partition(last)[2]
    assert mark, f"{README} has no {first}"
    README.write_text(f"{head}{first}\n\n{table}\n\n{last}{tail}", "utf-8")
