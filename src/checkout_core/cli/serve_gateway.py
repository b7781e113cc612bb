# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The options of the gateway that takes the payments of `serve`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.checks import Validator
from checkout_core.cli.gateways import (
    GATEWAYS,
    PASSWORD_VARIABLE,
    SANDBOX,
    USER_VARIABLE,
)
from checkout_core.cli.juspay_keys import VARIABLES as KEY_VARIABLES
from checkout_core.cli.juspay_keys import has_account
from checkout_core.cli.serve_group import OptionGroup
from checkout_core.cli.sources import KEY_VARIABLE, MERCHANT_VARIABLE


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from checkout_core.cli.arguments import Parser
    from checkout_core.cli.gateways import Opened
    from checkout_core.service import App, Catalogue


#: One day, in seconds; no shopper waits longer to pay.
LONGEST_LEASE = 86_400


def _takes(parser: Parser) -> None:
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


def _check(check: Validator, arguments: Namespace) -> None:
    check.count("--lease", arguments.lease, low=1, high=LONGEST_LEASE)
    GATEWAYS[arguments.gateway].check(check, arguments)


def _refuse(arguments: Namespace) -> None:
    GATEWAYS[arguments.gateway].refuse(arguments)


def gateway_of(arguments: Namespace, catalogue: Catalogue) -> Opened:
    """Return the gateway that was opened; raise `CheckoutError` for wrong fields."""
    from checkout_core.service.dependencies import now

    check, choice = Validator(), GATEWAYS[arguments.gateway]
    opened = check.within("shop", lambda: choice.open(arguments, catalogue.fields, now))
    check.raise_any()
    assert opened is not None
    return opened


def _change(app: App, arguments: Namespace) -> App:
    return evolve(app, lease=timedelta(seconds=arguments.lease))


def _lines(_: App, arguments: Namespace) -> Sequence[str]:
    if has_account():
        return ()
    # Imported here, since the other commands do not need it.
    from checkout_core.cli.demo import DEMO

    return (
        f"No money moves: ${KEY_VARIABLE} is not set.",
        f"Payments to click: {arguments.url}{DEMO}",
    )


GATEWAY = OptionGroup(
    takes=_takes,
    check=_check,
    refuse=_refuse,
    change=_change,
    lines=_lines,
    variables={
        KEY_VARIABLE: "the API key at Juspay; without it no money moves",
        MERCHANT_VARIABLE: "the merchant id, where --merchant-id is not given",
        USER_VARIABLE: "the user name that Juspay's events carry",
        PASSWORD_VARIABLE: "their password; without both, events in clear are refused",
        **KEY_VARIABLES,
    },
)
