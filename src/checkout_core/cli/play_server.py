# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The local server of the playground: the files of a site, and one address that answers.

Promises that only names in the site's table are served, that a page of another origin
can neither read nor ask anything (also not by a name that it lets point here), and that
no body above a limit is read.
"""

from __future__ import annotations

import socket
import sys

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from checkout_core.cli.play_files import INDEX, type_of
from checkout_core.cli.streams import complain
from checkout_core.playground import answer


if TYPE_CHECKING:
    from checkout_core.cli.play_files import Site


#: Where a request of the page is answered.
ENDPOINT = "answer"
#: The body of a request has at most this many bytes.
MOST_BYTES = 1_000_000
#: The port that an address of HTTP need not name.
USUAL_PORT = 80
_JSON = "application/json"

_HEADERS = (
    ("Cache-Control", "no-cache"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)


class PlayServer(ThreadingHTTPServer):
    """
    A server of one site, bound when it is made; raises `OSError` if it cannot be.

    Attributes:
        site: the files that are served.
        policy: the content security policy of every answer.
        hosts: what a request may name as its host, with the port.
        url: where the page is.
    """

    daemon_threads = True

    def __init__(self, host: str, port: int, site: Site, policy: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.site = site
        self.policy = f"{policy}; frame-ancestors 'none'"
        super().__init__((host, port), PlayHandler)
        named = f"[{host}]" if ":" in host else host
        bound = self.server_address[1]
        self.hosts = hosts_of(named, bound)
        self.url = f"http://{named}:{bound}/"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the name of the base class
        """Say nothing of a client that went away, and anything else in one line."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            what = f"internal error, please report it ({type(error).__name__}: {error})"
            complain(f"checkout-core: play: {what}")


def hosts_of(name: str, port: int) -> frozenset[str]:
    """
    Return what a request may name as its host; browsers leave out the usual port.

    >>> "localhost:80" in hosts_of("127.0.0.1", 80), "localhost" in hosts_of("::1", 80)
    (True, True)
    >>> "localhost" in hosts_of("127.0.0.1", 8014)
    False
    """
    names = {name, "localhost", "127.0.0.1", "[::1]"}
    found = frozenset(f"{each}:{port}" for each in names)
    return found | names if port == USUAL_PORT else found


class PlayHandler(BaseHTTPRequestHandler):
    """Answers one connection of a `PlayServer`."""

    protocol_version = "HTTP/1.1"
    server_version = "checkout-core"
    sys_version = ""
    #: How long a connection may be silent, in seconds.
    timeout = 30

    def do_GET(self) -> None:
        """Send a file of the site."""
        self._file()

    def do_HEAD(self) -> None:
        """Send the head of a file of the site."""
        self._file()

    def do_POST(self) -> None:
        """Send the answer to a request of the page."""
        # Whatever was not read would be taken for the next request.
        self.close_connection = True
        if not self._is_own():
            return
        if self._name() != ENDPOINT:
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")
            return
        size = self.headers.get("Content-Length", "")
        # Zeros in front do not count, and no number is that long.
        digits = size.lstrip("0")[:20] or "0"
        if self.headers.get_content_type() != _JSON:
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {_JSON}")
        elif not (size.isascii() and size.isdigit()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "send a Content-Length")
        elif int(digits) > MOST_BYTES:
            most = f"send at most {MOST_BYTES} bytes"
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, most)
        else:
            self._answer(self.rfile.read(int(digits)))

    def _answer(self, body: bytes) -> None:
        try:
            request = body.decode()
        except UnicodeDecodeError:
            self._refuse(HTTPStatus.BAD_REQUEST, "send UTF-8")
            return
        self._send(HTTPStatus.OK, _JSON, answer(request).encode())

    def _file(self) -> None:
        if not self._is_own():
            return
        name = self._name() or INDEX
        read = self._own.site.get(name)
        if read is None:
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")
            return
        try:
            body = read()
        except OSError as error:
            why = f"{name} cannot be read: {error.strerror}"
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, why)
        else:
            self._send(HTTPStatus.OK, type_of(name), body)

    def _name(self) -> str:
        """Return the name of what is asked for, "" for the page."""
        return self.path.partition("?")[0].removeprefix("/")

    def _is_own(self) -> bool:
        """Return whether the page itself asks; else refuse."""
        host = self.headers.get("Host", "")
        origin = self.headers.get("Origin")
        if host not in self._own.hosts:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, f"open {self._own.url}")
            return False
        if origin not in (None, f"http://{host}"):
            self._refuse(HTTPStatus.FORBIDDEN, "only the page itself may ask")
            return False
        return True

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{why}\n".encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self._own.policy)
        if self.close_connection:
            self.send_header("Connection", "close")
        for name, value in _HEADERS:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    @property
    def _own(self) -> PlayServer:
        """The server; each connection has one of this kind."""
        assert isinstance(self.server, PlayServer)
        return self.server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        """Log nothing: what is typed on the page is private."""


__all__ = ["ENDPOINT", "MOST_BYTES", "PlayServer", "hosts_of"]
