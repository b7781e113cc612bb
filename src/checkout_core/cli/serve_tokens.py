# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The options of who may call the service: fixed tokens, and the secrets that sign others.

Each comes from a file, from a variable or, for tokens only, from an argument, which
every user of the machine can see in a list of processes.  Promises that none is printed
but one that was made here for a demo, that no fault shows one, and that all processes
of one service share them, also those that were not given.
"""

from __future__ import annotations

import os
import secrets

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.cli.blame import Refused, refuse_unused
from checkout_core.cli.serve_group import OptionGroup
from checkout_core.cli.streams import complain
from checkout_core.errors import fault
from checkout_core.http import MASK


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser
    from checkout_core.errors import Fault
    from checkout_core.service import App, Caller, Catalogue, Tokens


SECRET_VARIABLE = "CHECKOUT_CORE_SECRET"  # noqa: S105 - its name
TOKEN_VARIABLE = "CHECKOUT_CORE_TOKEN"  # noqa: S105 - its name
MERCHANT_TOKEN_VARIABLE = "CHECKOUT_CORE_MERCHANT_TOKEN"  # noqa: S105 - its name

#: The variable of each option, by the option's name in the arguments.
_VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "secret": SECRET_VARIABLE,
        "token": TOKEN_VARIABLE,
        "merchant_token": MERCHANT_TOKEN_VARIABLE,
    }
)
#: What a random token is made of, in bytes.
_RANDOM = 32


@frozen
class Given:
    """
    The lines of a secret or of tokens.

    Attributes:
        source: the option or the variable that they came from, "" if none was given.
        lines: each with its number, without blank ones.
    """

    source: str
    lines: tuple[tuple[int, str], ...]

    def path(self, number: int) -> str:
        """Return where a line is."""
        one = len(self.lines) == 1
        return self.source if one else f"{self.source}, line {number}"


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--secret-file",
        metavar="FILE",
        help="a secret of 32 bytes or more that signs tokens; further lines are former"
        f" ones that still verify (default: ${SECRET_VARIABLE}, or a new one)",
    )
    parser.add_argument(
        "--token",
        help="the token of the first customer, for a demo: others can read arguments"
        f" (default: ${TOKEN_VARIABLE}, or a new one, printed)",
    )
    parser.add_argument(
        "--token-file",
        metavar="FILE",
        help="lines of a customer's id and a token, or a token of the first customer",
    )
    parser.add_argument(
        "--merchant-token",
        metavar="TOKEN",
        help="the token of the merchant, for a demo"
        f" (default: ${MERCHANT_TOKEN_VARIABLE}, or a new one, printed)",
    )
    parser.add_argument(
        "--merchant-token-file",
        metavar="FILE",
        help="the token of the merchant; further lines are former ones",
    )


def _given(arguments: Namespace, name: str) -> Given:
    """Return what a file, else an argument, else a variable holds."""
    option = f"--{name.replace('_', '-')}"
    file = getattr(arguments, f"{name}_file")
    if file is not None:
        # Bytes that are no UTF-8 are a secret too.
        text = Path(file).read_text("utf-8", "surrogateescape")
        return Given(f"{option}-file", tuple(_lines_of(text)))
    argument = getattr(arguments, name, None)
    if argument is not None:
        return Given(option, ((1, argument),))
    variable = _VARIABLES[name]
    text = os.environ.get(variable, "")
    if text:
        return Given(f"${variable}", tuple(_lines_of(text)))
    return Given("", ())


def _lines_of(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.strip()


def _named(line: str, source: str) -> tuple[str | None, str]:
    """Return the customer's id of a line, None for the first one's, and a token."""
    if source == "--token":
        return None, line
    *name, token = line.rsplit(maxsplit=1)
    return (name[0] if name else None), token


def _secret(line: str) -> bytes:
    return line.encode("utf-8", "surrogateescape")


def _check(check: Validator, arguments: Namespace) -> None:
    from checkout_core.service.tokens import check_fixed, check_secret

    given = {name: _given(arguments, name) for name in _VARIABLES}
    seen = set()
    for name, found in given.items():
        if found.source and not found.lines:
            check.needed(found.source, None, "a line that is not blank")
        for number, line in found.lines:
            path = found.path(number)
            if name == "secret":
                check_secret(check, path, _secret(line))
                continue
            merchant = name == "merchant_token"
            token = line if merchant else _named(line, found.source)[1]
            check_fixed(check, path, token, merchant=merchant)
            if token in seen:
                check.add(path, "same_tokens", MASK)
            seen.add(token)


def _refuse(arguments: Namespace) -> None:
    for name in ("token", "merchant_token"):
        if getattr(arguments, f"{name}_file") is not None:
            option = f"--{name.replace('_', '-')}-file"
            refuse_unused(arguments, (name,), f"with {option}")


def _settle(arguments: Namespace) -> None:
    secret, token, merchant = (_given(arguments, name) for name in _VARIABLES)
    arguments.secrets = [_secret(line) for _, line in secret.lines] or [
        secrets.token_bytes(_RANDOM)
    ]
    arguments.tokens = token
    arguments.merchant_tokens = merchant
    arguments.printed = []
    if not token.lines:
        arguments.tokens = Given("--token", ((1, secrets.token_urlsafe(_RANDOM)),))
        arguments.printed.append(f"Token: {arguments.tokens.lines[0][1]}")
    if not merchant.lines:
        made = secrets.token_urlsafe(_RANDOM)
        arguments.merchant_tokens = Given("--merchant-token", ((1, made),))
        arguments.printed.append(f"Merchant's token: {made}")
    for name in ("token", "merchant_token"):
        if getattr(arguments, name) is not None:
            option = f"--{name.replace('_', '-')}"
            complain(
                f"checkout-core: {option}: every user of this machine can read"
                f" arguments; use {option}-file or ${_VARIABLES[name]}"
            )


def _lines(_: App, arguments: Namespace) -> Sequence[str]:
    printed: list[str] = arguments.printed
    return printed


def tokens_of(arguments: Namespace, catalogue: Catalogue) -> Tokens:
    """
    Return who may call; the first customer's token is a guest's if the store has none.

    Raises `Refused` with each customer of a token that the store does not have.
    """
    from checkout_core.service import Caller, Tokens

    first = next(iter(catalogue.customers), None)
    given: Given = arguments.tokens
    fixed: dict[str, Caller] = {}
    faults: list[Fault] = []
    for number, line in given.lines:
        name, token = _named(line, given.source)
        name = first if name is None else name
        if name is not None and name not in catalogue.customers:
            faults.append(fault(given.path(number), "no_such_customer", name))
        guest = Caller("guest_demo")
        fixed[token] = guest if name is None else Caller(name, known=True)
    if faults:
        raise Refused(map(str, faults))
    for _, line in arguments.merchant_tokens.lines:
        fixed[line] = Caller("merchant", merchant=True)
    return Tokens(catalogue.store_id, arguments.secrets, fixed)


TOKENS = OptionGroup(
    takes=_takes,
    check=_check,
    refuse=_refuse,
    settle=_settle,
    lines=_lines,
    variables={
        SECRET_VARIABLE: "signs tokens of guests; without it they end with the process",
        TOKEN_VARIABLE: "the tokens of customers, as --token-file has them",
        MERCHANT_TOKEN_VARIABLE: "the token of the merchant",
    },
)
