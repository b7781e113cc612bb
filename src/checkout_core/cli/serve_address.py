# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The options of where `serve` listens."""

from __future__ import annotations

import socket

from ipaddress import ip_address
from typing import TYPE_CHECKING

from checkout_core.cli.serve_group import OptionGroup


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser


LAST_PORT = 65_535


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen on (default: %(default)s)",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        help="the port to listen on, 0 for any free one (default: %(default)s)",
    )


def _check(check: Validator, arguments: Namespace) -> None:
    check.count("--port", arguments.port, high=LAST_PORT)


def listening(arguments: Namespace) -> socket.socket:
    """Return a bound socket; raise `OSError` for a port that is in use."""
    bound = socket.create_server((arguments.host, arguments.port))
    # asyncio does not set this for sockets that it did not create; without it the
    # body of an answer waits until its head is acknowledged.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def reachable(host: str, port: int) -> str:
    """
    Return the URL by which this machine reaches a service that listens there.

    >>> reachable("0.0.0.0", 8000), reachable("127.0.0.1", 80)
    ('http://localhost:8000', 'http://127.0.0.1:80')
    """
    name = "localhost" if ip_address(host).is_unspecified else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


ADDRESS = OptionGroup(takes=_takes, check=_check)
