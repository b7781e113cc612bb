# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Where peers are installed: a virtual environment and an npm folder in a cache.

Both are made from pinned lists beside this file, once for each state of the lists;
a change of a list makes a new folder.  Nothing is installed where the project lives.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys

from pathlib import Path

from benchmarks.peers.answers import complaint


HERE = Path(__file__).parent
#: The file that says a folder is whole.
DONE = "installed"
#: The seconds that one step of an installation may take.
LONGEST = 900


class Absent(Exception):  # noqa: N818
    """Peers cannot be had here; the message says why."""


def cache() -> Path:
    """Return the folder for what is installed, unless another is named."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "checkout-core-peers"


def python(folder: Path, *, install: bool) -> Path:
    """Return the interpreter that has the Python peers; *install* them if need be."""
    pins = HERE / "requirements.txt"
    home = folder / f"python-{_digest(sys.version, pins.read_text('utf-8'))}"
    found = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if _is_needed(home, install=install):
        shutil.rmtree(home, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(home)])
        pip = [str(found), "-m", "pip", "install", "--quiet", "--no-deps"]
        _run([*pip, "--disable-pip-version-check", "-r", str(pins)])
        (home / DONE).touch()
    return found


def packages(folder: Path, *, install: bool) -> Path:
    """Return the folder whose node_modules has the JavaScript peers, as `python`."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise Absent(f"no {tool} on this machine")
    lists = [HERE / "package.json", HERE / "package-lock.json"]
    home = folder / f"node-{_digest(*(each.read_text('utf-8') for each in lists))}"
    if _is_needed(home, install=install):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for each in lists:
            shutil.copy(each, home)
        # No script of a package runs: what is needed here is JavaScript alone.
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        _run([*npm, "--loglevel=error"], home)
        (home / DONE).touch()
    return home


def _is_needed(home: Path, *, install: bool) -> bool:
    """Return whether peers have to be installed; raise `Absent` if they may not be."""
    if (home / DONE).exists():
        return False
    if not install:
        raise Absent("not installed; `python -m benchmarks.peers` does it, in minutes")
    return True


def pinned() -> dict[str, str]:
    """Return the version of every package that the lists name."""
    found: dict[str, str] = json.loads((HERE / "package.json").read_bytes())[
        "dependencies"
    ]
    for line in (HERE / "requirements.txt").read_text("utf-8").splitlines():
        name, equal, version = line.partition("==")
        if equal and not line.startswith("#"):
            found[name] = version
    return found


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


def _run(command: list[str], folder: Path | None = None) -> None:
    words = [Path(command[0]).name, *command[1:4]]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Absent(f"{' '.join(words)} failed: {error}") from error
    if done.returncode:
        why = complaint(done.stderr or done.stdout)
        raise Absent(f"{' '.join(words)} failed: {why}")
