# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The option of where `serve` tells the merchant's systems what happens to orders."""

from __future__ import annotations

import os

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.checks import Validator
from checkout_core.cli.serve_group import OptionGroup
from checkout_core.transports.limits import check_url
from checkout_core.transports.urllib import UrllibTransport


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser
    from checkout_core.service import App


#: The secrets, from the environment only.
WEBHOOK_SECRET_VARIABLE = "CHECKOUT_CORE_WEBHOOK_SECRET"  # noqa: S105 - its name

#: How long a receiver may take, in seconds: the least that Standard Webhooks
#: recommends, and less than the lease of the task.
TIMEOUT = 15.0


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--webhook-url",
        metavar="URL",
        help="where your systems hear what happens to orders, signed with"
        f" ${WEBHOOK_SECRET_VARIABLE} (default: nowhere)",
    )


def _check(check: Validator, arguments: Namespace) -> None:
    if arguments.webhook_url is None:
        return
    try:
        check_url(arguments.webhook_url)
    except ValueError:
        check.add("--webhook-url", "webhook_url", arguments.webhook_url)
    _keys(check)


def _keys(check: Validator) -> tuple[bytes, ...]:
    from checkout_core.service.standard_webhooks import read_secrets

    path = f"${WEBHOOK_SECRET_VARIABLE}"
    text = os.environ.get(WEBHOOK_SECRET_VARIABLE, "")
    if not text.split():
        check.needed(path, None, "a secret, with --webhook-url")
    return read_secrets(check, path, text)


def _change(app: App, arguments: Namespace) -> App:
    from checkout_core.service.standard_webhooks import Receiver

    if arguments.webhook_url is None:
        return app
    keys = _keys(Validator())
    transport = UrllibTransport(timeout=TIMEOUT, deadline=TIMEOUT)
    return evolve(app, outgoing=Receiver(arguments.webhook_url, keys, transport))


WEBHOOKS = OptionGroup(
    takes=_takes,
    check=_check,
    change=_change,
    variables={
        WEBHOOK_SECRET_VARIABLE: "signs webhooks, as whsec_...; two while you change it"
    },
)
