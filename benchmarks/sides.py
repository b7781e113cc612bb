# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The service of this checkout and of a commit before it, each as its users run it.

The one before has a virtual environment of its own, with what that commit requires.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs

from tests.factories.service_processes import ServiceProcess, fresh, service_process


ROOT = Path(__file__).parents[1]
#: As many products as the biggest order has lines.
PRODUCTS = 3_000
#: Limits on what one caller does are not what is measured.
UNLIMITED = {"--max-lines": "5000", "--max-carts": "1000000", "--rate": "0"}


@attrs.frozen
class Side:
    """
    One of two services.

    Attributes:
        name: what the table calls it.
        python: the interpreter that has it installed.
        source: the folder of its sources, "" where it is installed.
        workers: how many processes answer, where it can be said.
        store: the store of its demo, as JSON text.
    """

    name: str
    python: str
    source: str
    workers: int
    store: str

    def known(self) -> set[str]:
        """Return which of the options that only later commits have it accepts."""
        text = subprocess.run(
            [self.python, "-m", "checkout_core", "serve", "--help"],
            env={**os.environ, "PYTHONPATH": self.source},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return {each for each in ("--workers", *UNLIMITED) if each in text}

    @contextmanager
    def service(self, kind: str, gateway: str) -> Iterator[ServiceProcess]:
        """Yield it on an empty database, with *gateway* as the URL of its gateway."""
        known = self.known()
        options = [
            word
            for name in UNLIMITED
            if name in known
            for word in (name, UNLIMITED[name])
        ]
        if "--workers" in known:
            options += ["--workers", str(self.workers)]
        with (
            tempfile.TemporaryDirectory() as folder,
            fresh(kind, Path(folder)) as database,
            service_process(
                database,
                *("--store", str(_store(Path(folder), self.store)), *options),
                *("--merchant-id", "merchant", "--client-id", "page"),
                *("--environment", gateway),
                python=self.python,
                PYTHONPATH=self.source,
                JUSPAY_API_KEY="a-key-that-no-gateway-hears",
            ) as found,
        ):
            yield found


def _store(folder: Path, text: str) -> Path:
    """Write a store with many more products into a folder; return its path."""
    document = json.loads(text)
    pattern = document["catalogue"][0]
    document["catalogue"] += [
        {**pattern, "product_id": f"product-{i}", "variant_id": None, "sku": f"S{i}"}
        for i in range(PRODUCTS)
    ]
    path = folder / "store.json"
    path.write_text(json.dumps(document))
    return path


@contextmanager
def sides(commit: str | None, workers: int) -> Iterator[list[Side]]:
    """Yield *commit*'s service, if one is given, and then this checkout's."""
    demo = "src/checkout_core/demo-store.json"
    here = Side(
        "this checkout",
        sys.executable,
        str(ROOT / "src"),
        workers,
        (ROOT / demo).read_text("utf-8"),
    )
    if commit is None:
        yield [here]
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = subprocess.run(
            ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
        )
        source, python = folder / "source", folder / "venv" / "bin" / "python"
        source.mkdir()
        subprocess.run(
            ["tar", "-x", "-C", str(source)], input=archive.stdout, check=True
        )
        uv = str(Path(sys.executable).parent / "uv")
        for command in (
            ("venv", "-q", "--python", sys.executable, str(folder / "venv")),
            (
                *("pip", "install", "-q", "--python", str(python)),
                f"{source}[service,postgres]",
            ),
        ):
            subprocess.run([uv, *command], check=True)
        # Both sell from the older store, which both can read.
        text = (source / demo).read_text("utf-8")
        yield [Side(commit, str(python), "", 1, text), attrs.evolve(here, store=text)]


@contextmanager
def silent() -> Iterator[str]:
    """Yield the URL of a gateway that takes every request and answers none."""
    with socket.create_server(("127.0.0.1", 0), backlog=1000) as listening:
        kept: list[socket.socket] = []

        def take() -> None:
            with suppress(OSError):
                while True:
                    kept.append(listening.accept()[0])

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        # A socket that is only closed would not wake the thread.
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        for each in kept:
            each.close()
