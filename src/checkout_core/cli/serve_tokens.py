# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The options of who may call the service: fixed tokens, and the secret that signs others.

Promises that all processes of one service share them, also those that were not given.
"""

from __future__ import annotations

import os
import secrets

from typing import TYPE_CHECKING

from checkout_core.cli.serve_group import OptionGroup
from checkout_core.http import MASK


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser
    from checkout_core.service import App, Catalogue, Tokens


#: A further secret, from the environment only.
SECRET_VARIABLE = "CHECKOUT_CORE_SECRET"  # noqa: S105 - its name


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--token", help="the token of the first customer (default: a new one, printed)"
    )
    parser.add_argument(
        "--merchant-token",
        metavar="TOKEN",
        help="the token of the merchant (default: a new one, printed)",
    )


def _check(check: Validator, arguments: Namespace) -> None:
    if arguments.token and arguments.token == arguments.merchant_token:
        check.add("--merchant-token", "same_tokens", MASK)


def _settle(arguments: Namespace) -> None:
    arguments.token = arguments.token or secrets.token_urlsafe(24)
    arguments.merchant_token = arguments.merchant_token or secrets.token_urlsafe(24)
    arguments.secret = os.environ.get(SECRET_VARIABLE) or secrets.token_urlsafe(32)


def _lines(_: App, arguments: Namespace) -> Sequence[str]:
    return (
        f"Token: {arguments.token}",
        f"Merchant's token: {arguments.merchant_token}",
    )


def tokens_of(arguments: Namespace, catalogue: Catalogue) -> Tokens:
    """Return who may call; the customer's token is a guest's if the store has none."""
    from checkout_core.service import Caller, Tokens

    customer = next(iter(catalogue.customers), None)
    fixed = {
        arguments.merchant_token: Caller("merchant", merchant=True),
        arguments.token: (
            Caller("guest_demo") if customer is None else Caller(customer, True)
        ),
    }
    return Tokens(catalogue.store_id, arguments.secret.encode(), fixed)


TOKENS = OptionGroup(
    takes=_takes,
    check=_check,
    settle=_settle,
    lines=_lines,
    variables={
        SECRET_VARIABLE: "signs tokens of guests; without it they end with the process"
    },
)
