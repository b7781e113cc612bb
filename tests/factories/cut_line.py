# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A line to a database's server that can be cut, or be kept from carrying anything."""

from __future__ import annotations

import socket
import threading

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa

from attrs import define, field


@define
class Line:
    """
    A line to the server of a database.

    Attributes:
        url: the URL of the database at this end of the line.
    """

    url: str
    _server: tuple[str, int]
    _carries: threading.Event = field(factory=threading.Event)
    _is_cut: bool = False
    _open: list[socket.socket] = field(factory=list)

    def cut(self) -> None:
        """End every connection, and each one that is begun."""
        self._is_cut = True
        self._end_all()

    def mend(self) -> None:
        """Let connections through again."""
        self._is_cut = False

    def freeze(self) -> None:
        """Keep every connection open and carry nothing."""
        self._carries.clear()

    def thaw(self) -> None:
        """Carry what was held, and all that follows."""
        self._carries.set()

    def _end_all(self) -> None:
        while self._open:
            one = self._open.pop()
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def take(self, listening: socket.socket) -> None:
        """Take connections until the line ends."""
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                if self._is_cut:
                    client.close()
                    continue
                server = socket.create_connection(self._server)
                self._open += [client, server]
                for one, other in ((client, server), (server, client)):
                    carrying = threading.Thread(target=self._carry, args=(one, other))
                    carrying.daemon = True
                    carrying.start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while part := one.recv(65_536):
                self._carries.wait()
                other.sendall(part)
            other.shutdown(socket.SHUT_WR)


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """Yield a line to the server of a database's URL."""
    there = sa.make_url(url)
    assert there.host is not None
    assert there.port is not None
    with socket.create_server(("127.0.0.1", 0)) as listening:
        here = there.set(host="127.0.0.1", port=listening.getsockname()[1])
        line = Line(
            here.render_as_string(hide_password=False), (there.host, there.port)
        )
        line.thaw()
        taking = threading.Thread(target=line.take, args=(listening,), daemon=True)
        taking.start()
        try:
            yield line
        finally:
            line.thaw()
            line.cut()
