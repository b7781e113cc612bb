# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The page that figures stand on, and what they were measured with."""

from __future__ import annotations

import platform
import sysconfig

from pathlib import Path


README = Path(__file__).parent / "README.md"


def machine(date: str) -> list[str]:
    """Return the machine, the interpreter and the day."""
    processor = platform.processor() or "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        processor = f"{len(names)} x {names[0]}" if names else processor
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    build = [
        option
        for option in ("--enable-optimizations", "--with-lto")
        if option in options
    ]
    python = f"CPython {platform.python_version()} ({platform.python_compiler()})"
    return [
        f"- machine: {processor}",
        f"- interpreter: {python}, {' '.join(build) or 'not optimised'}",
        f"- date: {date}",
    ]


def put(name: str, table: str) -> None:
    """Put *table* where README.md has the figures called *name*."""
    first, last = f"<!-- {name} -->", f"<!-- end of {name} -->"
    head, mark, rest = README.read_text("utf-8").partition(first)
    tail = rest.partition(last)[2]
    assert mark, f"{README} has no {first}"
    README.write_text(f"{head}{first}\n\n{table}\n\n{last}{tail}", "utf-8")
