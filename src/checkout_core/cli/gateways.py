# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The gateways that `serve` can be started with: one row of a table for each.

Promises that all faults of a gateway's arguments are found before anything is opened,
and that no money moves where the environment has no API key.
"""

from __future__ import annotations

import os

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.cli.blame import refuse_unused, renamed
from checkout_core.cli.juspay_keys import credentials_of, has_account
from checkout_core.cli.payments import merchant_id_of
from checkout_core.cli.sources import KEY_VARIABLE, MERCHANT_VARIABLE
from checkout_core.errors import CheckoutError
from checkout_core.juspay import Credentials, JuspayGateway, JwtCredentials
from checkout_core.juspay.requests import base_url
from checkout_core.transports.jwt import JwtTransport
from checkout_core.transports.retrying import Retrying


if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

    from starlette.routing import BaseRoute

    from checkout_core.gateway import Gateway
    from checkout_core.http import Transport
    from checkout_core.service import App
    from checkout_core.values import Record


USER_VARIABLE = "JUSPAY_WEBHOOK_USERNAME"
PASSWORD_VARIABLE = "JUSPAY_WEBHOOK_PASSWORD"  # noqa: S105 - its name

#: The default environment for payments.
SANDBOX = "sandbox"
#: How long one call may take, from its beginning to the end of the answer, in seconds;
#: with the retries below it is less than a third of a lease, since a create can take
#: three calls.
DEADLINE = 8.0
#: A call is sent again only if it failed within this many seconds: a refusal because of
#: too many calls (429) is, and a call that waited in vain is not.
RETRY_WITHIN = 1.0
#: How long a connection is kept for the next call, in seconds.
KEPT = 30.0


def _no_pages(_: App) -> Sequence[BaseRoute]:
    return ()


@frozen
class Opened:
    """
    A gateway that was opened.

    Attributes:
        gateway: the merchant's account.
        transport: sends requests to it.
        pages: returns the routes of pages of its own, none by default.
    """

    gateway: Gateway
    transport: Transport
    pages: Callable[[App], Sequence[BaseRoute]] = _no_pages


@frozen
class GatewayChoice:
    """
    A gateway to choose.

    Attributes:
        check: notes the faults of the arguments, and of their environment.
        refuse: raises `Refused` for an argument that would have no effect.
        open: returns what was opened for the arguments, the merchant's fields of every
            payment and the clock.
    """

    check: Callable[[Validator, Namespace], None]
    refuse: Callable[[Namespace], None]
    open: Callable[[Namespace, Record, Callable[[], datetime]], Opened]


def kept_transport() -> Retrying:
    """Return the transport to a gateway; it keeps its connections for further calls."""
    # Imported here, since no other command needs it.
    import httpx

    from checkout_core.transports.httpx import HttpxTransport

    client = httpx.Client(timeout=DEADLINE, limits=httpx.Limits(keepalive_expiry=KEPT))
    transport = HttpxTransport(client, deadline=DEADLINE)
    return Retrying(transport, within=RETRY_WITHIN)


def _check_juspay(check: Validator, arguments: Namespace) -> None:
    if arguments.environment is not None:
        try:
            base_url(arguments.environment)
        except CheckoutError as error:
            check.found += [renamed(each, "--environment") for each in error.faults]
    if has_account():
        merchant_id = merchant_id_of(arguments)
        # A merchant id that is missing is named below.
        credentials_of(check, "merchant-id" if merchant_id is None else merchant_id)
        for name, value, expected in (
            ("--merchant-id", merchant_id, f"it, or ${MERCHANT_VARIABLE}"),
            (
                "--client-id",
                arguments.client_id,
                "the client id Juspay gave for the page",
            ),
        ):
            if value is None:
                check.needed(name, value, expected)


def _refuse_unused_of_juspay(arguments: Namespace) -> None:
    if not has_account():
        # These options would have no effect with the fake gateway.
        refuse_unused(
            arguments, ("merchant_id", "environment"), f"without ${KEY_VARIABLE}"
        )


def _open_juspay(
    arguments: Namespace, fields: Record, clock: Callable[[], datetime]
) -> Opened:
    user, password = os.environ.get(USER_VARIABLE), os.environ.get(PASSWORD_VARIABLE)
    events = (user, password) if user and password else None
    if not has_account():
        return _demo(arguments, fields, clock, events)
    check = Validator()
    credentials = credentials_of(check, merchant_id_of(arguments) or "")
    check.raise_any()
    assert credentials is not None
    gateway = JuspayGateway(
        credentials=credentials,
        payment_page_client_id=arguments.client_id,
        environment=arguments.environment or SANDBOX,
        fields=fields,
        webhook=events,
    )
    transport: Transport = kept_transport()
    if isinstance(credentials, JwtCredentials):
        transport = JwtTransport(transport, credentials)
    return Opened(gateway, transport)


def _demo(
    arguments: Namespace,
    fields: Record,
    clock: Callable[[], datetime],
    events: tuple[str, str] | None,
) -> Opened:
    """Return the fake gateway of this process, and its pages."""
    # Imported here, since no other command needs it.
    from checkout_core.cli.demo import DemoGateway, routes_of

    # `sweep` serves no pages, so it has no URL.
    base = vars(arguments).get("url", "http://localhost")
    demo = DemoGateway(clock, base, arguments.gateway, events)
    account = demo.gateway
    gateway = JuspayGateway(
        credentials=Credentials(account.merchant_id, account.api_key),
        payment_page_client_id=arguments.client_id or "demo",
        environment=SANDBOX,
        fields=fields,
        webhook=(account.username, account.password),
        response_key=account.response_key,
    )
    return Opened(gateway, demo, lambda app: routes_of(app, demo))


#: Every gateway by its slug.
GATEWAYS: Mapping[str, GatewayChoice] = MappingProxyType(
    {"juspay": GatewayChoice(_check_juspay, _refuse_unused_of_juspay, _open_juspay)}
)
