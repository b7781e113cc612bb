# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The option of the origins whose pages may call the service from a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cli.serve_group import OptionGroup


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser
    from checkout_core.service import App


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--cors-origin",
        action="append",
        metavar="URL",
        help="an origin whose pages may call the service from a browser, such as"
        " https://shop.example; repeat it for others (default: none)",
    )


def _check(check: Validator, arguments: Namespace) -> None:
    from checkout_core.service.cors import check_origin

    for each in arguments.cors_origin or ():
        check_origin(check, "--cors-origin", each)


def _change(app: App, arguments: Namespace) -> App:
    return evolve(app, cors_origins=tuple(arguments.cors_origin or ()))


CORS = OptionGroup(takes=_takes, check=_check, change=_change)
