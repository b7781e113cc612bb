# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A server that says a byte now and then, and never comes to an end."""

from __future__ import annotations

import threading

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer


@contextmanager
def dripping(text: bytes) -> Iterator[str]:
    """Say one thing, and then a byte now and then until the other side goes away."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline() not in (b"", b"\r\n"):
                pass
            try:
                self.wfile.write(text)
                while not over.wait(0.02):
                    self.wfile.write(b"x")
            except OSError:
                pass

    over = threading.Event()
    server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
