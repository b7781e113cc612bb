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

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.cli.blame import Refused, blaming
from checkout_core.cli.gateways import (
    GATEWAYS,
    PASSWORD_VARIABLE,
    SANDBOX,
    USER_VARIABLE,
)
from checkout_core.cli.sources import KEY_VARIABLE, MERCHANT_VARIABLE
from checkout_core.errors import CheckoutError, fault
from checkout_core.http import MASK


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser
    from checkout_core.service import App


#: Further secrets, from the environment only.
SECRET_VARIABLE = "CHECKOUT_CORE_SECRET"  # noqa: S105 - its name

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

LAST_PORT = 65_535
#: One day, in seconds; no shopper waits longer to pay.
LONGEST_LEASE = 86_400


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
        "--gateway",
        choices=tuple(GATEWAYS),
        default="juspay",
        help="the gateway that takes the payments (default: %(default)s)",
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


@frozen
class Prepared:
    """A listening service, to be run and then closed in any case."""

    url: str
    greeting: str
    run: Callable[[], None]
    close: Callable[[], None]


def prepare(arguments: Namespace) -> Prepared:
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
    _check(arguments)
    token = arguments.token or secrets.token_urlsafe(24)
    merchant = arguments.merchant_token or secrets.token_urlsafe(24)
    # Bound before the database is opened, which would have to be closed again.
    listening = socket.create_server((arguments.host, arguments.port))
    try:
        # asyncio does not set this for sockets that it did not create; without it the
        # body of an answer waits until its head is acknowledged.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        app = make_app(arguments, token, merchant)
    except BaseException:
        listening.close()
        raise
    host, port = listening.getsockname()[:2]
    url = f"http://{host}:{port}"
    logs.to_stderr()
    config = uvicorn.Config(
        service.create_app(app),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    base = f"{url}/api/v1/{app.catalogue.store_id}/storefront"
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
        app.database.close()

    return Prepared(url, "\n".join(lines), partial(server.run, [listening]), close)


def _check(arguments: Namespace) -> None:
    """Raise `Refused` with all values that the service cannot be started with."""
    check = Validator()
    check.count("--port", arguments.port, high=LAST_PORT)
    check.count("--lease", arguments.lease, low=1, high=LONGEST_LEASE)
    if arguments.token and arguments.token == arguments.merchant_token:
        check.add("--merchant-token", "same_tokens", MASK)
    choice = GATEWAYS[arguments.gateway]
    choice.check(check, arguments)
    if check.found:
        raise Refused(map(str, check.found))
    choice.refuse(arguments)


def make_app(arguments: Namespace, token: str, merchant: str) -> App:
    """Return the dependencies of the service for the arguments and the environment."""
    from checkout_core.service import App, Caller, SqlDatabase, Tokens, read_catalogue
    from checkout_core.service.dependencies import now

    if arguments.store is None:
        text = files("checkout_core").joinpath("demo-store.json").read_bytes()
    else:
        text = Path(arguments.store).read_bytes()
    with blaming(f"{arguments.store}"):
        catalogue = read_catalogue(text)
        check = Validator()
        opened = check.within(
            "shop",
            lambda: GATEWAYS[arguments.gateway].open(arguments, catalogue.fields, now),
        )
        check.raise_any()
    assert opened is not None
    gateway, transport = opened
    agreed = {merchant: Caller("merchant", merchant=True)}
    customer = next(iter(catalogue.customers), None)
    agreed[token] = Caller("guest_demo") if customer is None else Caller(customer, True)
    secret = os.environ.get(SECRET_VARIABLE) or secrets.token_urlsafe(32)
    try:
        # Opened last, so that an earlier error leaves nothing to close.
        database = SqlDatabase(arguments.database)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        kind = type(error).__name__
        bad = fault(
            "--database",
            "bad_database",
            arguments.database.partition(":")[0],
            kind=kind,
        )
        raise Refused([str(bad)]) from None
    return App(
        catalogue=catalogue,
        database=database,
        gateway=gateway,
        transport=transport,
        tokens=Tokens(catalogue.store_id, secret.encode(), agreed),
        carts=catalogue.carts,
        lease=timedelta(seconds=arguments.lease),
    )
