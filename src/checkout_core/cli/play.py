# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `play` command: serves the playground on this machine, or writes it to a folder.

With Pyodide's files (`--assets`) or their address (`--pyodide`) the engine runs in the
browser; without them the local server prices what is typed.  Needs no network and no
extra.
"""

from __future__ import annotations

import re

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from checkout_core.checks import Validator
from checkout_core.cli.blame import Refused, refuse_unused
from checkout_core.cli.ending import Answer
from checkout_core.cli.serve_address import LAST_PORT
from checkout_core.cli.streams import put


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser


HOST = "127.0.0.1"
PORT = 8014

#: A base address: what a policy may have, and ends where a file name begins.
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.:\[\]-]+/(?:[A-Za-z0-9._~@+-]+/)*"
).fullmatch


def takes_play(parser: Parser) -> None:
    """Add the arguments of the playground."""
    parser.add_argument(
        "--host", help=f"the address to listen on (default: {HOST}, only this machine)"
    )
    parser.add_argument(
        "--port",
        type=int,
        help=f"the port to listen on, 0 for any free one (default: {PORT})",
    )
    parser.add_argument(
        "--assets",
        metavar="FOLDER",
        help="the folder with Pyodide's files, like node_modules/pyodide, to run the"
        " engine in the browser (default: it runs in this process)",
    )
    parser.add_argument(
        "--pyodide",
        metavar="URL",
        help="the address of Pyodide's files, in place of --assets",
    )
    parser.add_argument(
        "--export",
        metavar="FOLDER",
        help="write the page into a new folder, for any static host, and end",
    )


def play(args: Namespace) -> Answer:
    """Serve the playground until the process is interrupted, or write it."""
    # Imported here, since no other command needs a server or an archive.
    from checkout_core.cli.play_files import PYODIDE, export, policy, site
    from checkout_core.cli.play_server import ENDPOINT, PlayServer

    assets = None if args.assets is None else Path(args.assets)
    _check(args, assets)
    pyodide = PYODIDE if assets else args.pyodide or ""
    if args.export is not None:
        count = export(site(pyodide=pyodide, assets=assets), Path(args.export))
        return Answer(
            f"Wrote {count} files to {args.export}; any static host takes them."
        )
    files = site(endpoint=ENDPOINT, pyodide=pyodide, assets=assets)
    host, port = args.host or HOST, PORT if args.port is None else args.port
    try:
        bound = PlayServer(host, port, files, policy(pyodide))
    except OSError as error:
        taken = f"cannot listen on {host}, port {port}: {error.strerror}"
        other = "give another --host or --port, 0 for any free one"
        raise Refused([f"play: {taken}; {other}"]) from None
    with bound as server:
        put(f"The playground is on {server.url}\n{_engine(pyodide)}")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    return Answer("Stopped.")


def _engine(pyodide: str) -> str:
    """Return where prices are made."""
    if pyodide:
        return "The engine runs in the browser."
    return "The engine runs in this process; --assets FOLDER lets the browser run it."


def _check(args: Namespace, assets: Path | None) -> None:
    """Raise `Refused` with all values that the page cannot be made with."""
    from checkout_core.cli.play_files import missing

    if args.export is not None:
        refuse_unused(args, ("host", "port"), "with --export")
    if args.assets is not None:
        refuse_unused(args, ("pyodide",), "with --assets")
    check = Validator()
    if args.port is not None:
        check.count("--port", args.port, high=LAST_PORT)
    lines = [str(each) for each in check.found]
    if assets is not None and (lacks := missing(assets)):
        lines.append(
            f"--assets: {args.assets} has no {', '.join(lacks)};"
            " `npm install pyodide` puts them into node_modules/pyodide"
        )
    if args.pyodide is not None and not _is_address(args.pyodide):
        lines.append(
            "--pyodide: this is not a base address; write it like"
            f" 'https://host.example/pyodide/' (got {args.pyodide!r})"
        )
    if args.export is not None:
        if args.assets is None and args.pyodide is None:
            lines.append(
                "--export: no server answers a written page;"
                " give --assets or --pyodide too"
            )
        if Path(args.export).exists():
            lines.append(f"--export: {args.export} exists; give a new folder")
    if lines:
        raise Refused(lines)


def _is_address(text: str) -> bool:
    """Return whether *text* is the address of a folder on a host."""
    try:
        parts = urlsplit(text)
        return bool(_ADDRESS(text) and parts.hostname and parts.port != 0)
    except ValueError:
        return False


__all__ = ["HOST", "PORT", "play", "takes_play"]
