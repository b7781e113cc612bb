# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The server of `serve` in a thread of this process, and clients that send bytes."""

from __future__ import annotations

import socket
import threading

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import frozen

from checkout_core.cli.serve_server import StoppingServer, make_server
from checkout_core.service import App


#: Longer than anything that these tests wait for, in seconds.
PATIENCE = 30.0


@frozen
class Listening:
    """A server that runs, and where."""

    server: StoppingServer
    thread: threading.Thread
    address: tuple[str, int]

    def connect(self) -> socket.socket:
        """Return a connection to it."""
        return socket.create_connection(self.address, PATIENCE)

    def ask(self, text: str) -> bytes:
        """Send a text on a connection of its own; return all that comes back."""
        with self.connect() as client:
            client.sendall(text.encode())
            return rest(client)


@contextmanager
def listening(app: App) -> Iterator[Listening]:
    """Yield a server of *app*, once it listens."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = make_server(app)
        thread = threading.Thread(target=server.run, args=([bound],))
        thread.start()
        found = Listening(server, thread, bound.getsockname())
        try:
            while not server.started and thread.is_alive():
                threading.Event().wait(0.01)
            yield found
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def rest(client: socket.socket) -> bytes:
    """Return all bytes until the other side ends the connection."""
    found = bytearray()
    while True:
        try:
            part = client.recv(65_536)
        except ConnectionResetError:
            break
        if not part:
            break
        found += part
    return bytes(found)


def head(method: str, path: str, *headers: str) -> str:
    """Return the head of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: shop", *headers]
    return "\r\n".join(lines) + "\r\n\r\n"
