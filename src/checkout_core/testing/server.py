# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The fake gateway over real HTTP, on this machine only, for tests of transports.

    with serving(Loopback()) as url:
        ...  # send requests to url

For a missing answer, the connection is closed without one.
"""

from __future__ import annotations

import threading

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from checkout_core.errors import GatewayError
from checkout_core.http import Request


if TYPE_CHECKING:
    from checkout_core.http import Transport


__all__ = ["serving"]


@contextmanager
def serving(gateway: Transport) -> Iterator[str]:
    """Serve *gateway* on a free port of the loopback interface; yield its URL."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        """Passes each request to the gateway, one after another."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Answer a POST."""
            self.handle_one()

        def do_GET(self) -> None:
            """Answer a GET."""
            self.handle_one()

        def handle_one(self) -> None:
            """Pass the request on and write the answer, or close without one."""
            length = int(self.headers.get("Content-Length") or 0)
            request = Request(
                self.command,
                f"https://loopback.invalid{self.path}",
                tuple(self.headers.items()),
                self.rfile.read(length),
            )
            try:
                with lock:
                    response = gateway.send(request)
            except GatewayError:
                self.close_connection = True
                return
            self.send_response(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, *_: object, **__: object) -> None:
            """Say nothing: requests carry secrets."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
