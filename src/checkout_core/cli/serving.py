# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `serve` command: runs the reference service.

Without an API key in the environment it uses a fake gateway in this process, where no
money moves.  Needs `checkout-core[service]`.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.cli.blame import Refused, blaming, refuse_unused, renamed
from checkout_core.cli.payments import (
    KEY_VARIABLE,
    MERCHANT_VARIABLE,
    merchant_id_of,
)
from checkout_core.errors import CheckoutError, fault
from checkout_core.http import MASK
from checkout_core.juspay import Credentials
from checkout_core.juspay.requests import base_url
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.transports.urllib import UrllibTransport
from checkout_core.wire.envelopes import Shop


if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

    from checkout_core.cli.arguments import Parser
    from checkout_core.http import Request, Response, Transport
    from checkout_core.service import Desk


#: Further secrets, from the environment only.
SECRET_VARIABLE = "CHECKOUT_CORE_SECRET"  # noqa: S105 - its name
USER_VARIABLE = "JUSPAY_WEBHOOK_USERNAME"
PASSWORD_VARIABLE = "JUSPAY_WEBHOOK_PASSWORD"  # noqa: S105 - its name

#: The environment variables that the command reads.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        KEY_VARIABLE: "the API key at Juspay; without it no money moves",
        MERCHANT_VARIABLE: "the merchant id, where --merchant-id is not given",
        USER_VARIABLE: "the user name that Juspay's events carry",
        PASSWORD_VARIABLE: "their password; without both, every event is refused",
        SECRET_VARIABLE: "signs tokens of guests; without it they end with the process",
    }
)

#: The default environment for payments.
SANDBOX = "sandbox"
LAST_PORT = 65_535
#: One day, in seconds; no shopper waits longer to pay.
LONGEST_LEASE = 86_400
#: Below a third of a lease, since a create can take three requests.
TIMEOUT = 8.0


def takes_service(parser: Parser) -> None:
    """Add the arguments of the service."""
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
    parser.add_argument(
        "--database",
        default="sqlite://",
        metavar="URL",
        help="sqlite:///shop.db or postgresql://... (default: in memory)",
    )
    parser.add_argument(
        "--store", metavar="FILE", help="a store with its catalogue (default: a demo)"
    )
    parser.add_argument(
        "--token", help="the token of the first customer (default: a new one, printed)"
    )
    parser.add_argument(
        "--merchant-token",
        metavar="TOKEN",
        help="the token of the merchant (default: a new one, printed)",
    )
    parser.add_argument(
        "--merchant-id",
        metavar="ID",
        help=f"your merchant id at Juspay (default: ${MERCHANT_VARIABLE});"
        f" needed with ${KEY_VARIABLE}",
    )
    parser.add_argument(
        "--client-id",
        metavar="ID",
        help=f"your payment_page_client_id at Juspay; needed with ${KEY_VARIABLE}",
    )
    parser.add_argument(
        "--environment",
        metavar="NAME",
        help="sandbox, production, another preset or an https URL, with"
        f" ${KEY_VARIABLE} (default: {SANDBOX})",
    )
    parser.add_argument(
        "--lease",
        type=int,
        default=30,
        metavar="SECONDS",
        help="how long to wait for a payment that was begun (default: %(default)s)",
    )


class InProcess:
    """A fake gateway for a demo: one request at a time, at the present moment."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._loopback = Loopback(Gateway())

    def send(self, request: Request) -> Response:
        """Return the answer to *request*."""
        with self._lock:
            gateway = self._loopback.gateway
            self._loopback.gateway = gateway.later(self._clock() - gateway.at)
            return self._loopback.send(request)


@frozen
class Prepared:
    """A listening service, to be run and then closed in any case."""

    url: str
    greeting: str
    run: Callable[[], None]
    close: Callable[[], None]


def prepare(given: Namespace) -> Prepared:
    """
    Return the service for the arguments; its port is already bound.

    Raises `CheckoutError` for a store or a database that cannot be used, and `OSError`
    for a port that is in use.
    """
    try:
        import uvicorn

        from checkout_core import service
        from checkout_core.service import logs
    except ImportError as error:
        missing = fault("", "extra_missing", error.name, extra="checkout-core[service]")
        raise CheckoutError([missing]) from None
    _check(given)
    token = given.token or secrets.token_urlsafe(24)
    merchant = given.merchant_token or secrets.token_urlsafe(24)
    # Bound before the database is opened, which would have to be closed again.
    listening = socket.create_server((given.host, given.port))
    try:
        # asyncio does not set this for sockets that it did not create; without it the
        # body of an answer waits until its head is acknowledged.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        desk = desk_of(given, token, merchant)
    except BaseException:
        listening.close()
        raise
    host, port = listening.getsockname()[:2]
    url = f"http://{host}:{port}"
    logs.to_stderr()
    config = uvicorn.Config(
        service.create_app(desk),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    base = f"{url}/api/v1/{desk.shelf.store_id}/storefront"
    lines = [
        f"Serving on {url}",
        f"Storefront: {base}",
        f"Token: {token}",
        f"Merchant's token: {merchant}",
    ]
    if KEY_VARIABLE not in os.environ:
        lines.append(f"No money moves: ${KEY_VARIABLE} is not set.")

    def close() -> None:
        listening.close()
        desk.database.close()

    return Prepared(url, "\n".join(lines), partial(server.run, [listening]), close)


def _check(given: Namespace) -> None:
    """Raise `Refused` with all values that the service cannot be started with."""
    check = Validator()
    check.count("--port", given.port, high=LAST_PORT)
    check.count("--lease", given.lease, low=1, high=LONGEST_LEASE)
    if given.environment is not None:
        try:
            base_url(given.environment)
        except CheckoutError as error:
            check.found += [renamed(each, "--environment") for each in error.faults]
    if given.token and given.token == given.merchant_token:
        check.add("--merchant-token", "same_tokens", MASK)
    if KEY_VARIABLE in os.environ:
        for name, value, expected in (
            ("--merchant-id", merchant_id_of(given), f"it, or ${MERCHANT_VARIABLE}"),
            ("--client-id", given.client_id, "the client id Juspay gave for the page"),
        ):
            if value is None:
                check.needed(name, value, expected)
    if check.found:
        raise Refused(map(str, check.found))
    if KEY_VARIABLE not in os.environ:
        # These options would have no effect with the fake gateway.
        refuse_unused(given, ("merchant_id", "environment"), f"without ${KEY_VARIABLE}")


def desk_of(given: Namespace, token: str, merchant: str) -> Desk:
    """Return the desk for the arguments and the environment."""
    from checkout_core.service import Caller, Desk, SqlDatabase, Tokens, read_shelf
    from checkout_core.service.desk import now

    if given.store is None:
        text = files("checkout_core").joinpath("demo-store.json").read_bytes()
    else:
        text = Path(given.store).read_bytes()
    with blaming(f"{given.store}"):
        shelf = read_shelf(text)
    agreed = {merchant: Caller("merchant", merchant=True)}
    customer = next(iter(shelf.customers), None)
    agreed[token] = Caller("guest_demo") if customer is None else Caller(customer, True)
    key = os.environ.get(KEY_VARIABLE)
    transport: Transport
    if key is None:
        fake = Gateway()
        credentials = Credentials(fake.merchant_id, fake.api_key)
        transport, environment = InProcess(now), SANDBOX
    else:
        credentials = Credentials(merchant_id_of(given) or "", key)
        transport = UrllibTransport(timeout=TIMEOUT)
        environment = given.environment or SANDBOX
    user, password = os.environ.get(USER_VARIABLE), os.environ.get(PASSWORD_VARIABLE)
    secret = os.environ.get(SECRET_VARIABLE) or secrets.token_urlsafe(32)
    try:
        # Opened last, so that an earlier error leaves nothing to close.
        database = SqlDatabase(given.database)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        kind = type(error).__name__
        bad = fault(
            "--database", "bad_database", given.database.partition(":")[0], kind=kind
        )
        raise Refused([str(bad)]) from None
    return Desk(
        shelf=shelf,
        database=database,
        shop=Shop(
            credentials=credentials,
            payment_page_client_id=given.client_id or "demo",
            environment=environment,
            **shelf.shop,
        ),
        transport=transport,
        tokens=Tokens(shelf.store_id, secret.encode(), agreed),
        webhook=(user, password) if user and password else None,
        lease=timedelta(seconds=given.lease),
    )
