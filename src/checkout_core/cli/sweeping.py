# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `sweep` command: asks for open payments and sends waiting refunds of a service.

It shares the work with the processes that serve from the same database, and serves
nothing itself.  Needs `checkout-core[service]`.
"""

from __future__ import annotations

import secrets
import signal
import threading

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.checks import Validator
from checkout_core.cli.ending import Answer
from checkout_core.cli.juspay_keys import has_account
from checkout_core.cli.serve_database import DATABASE, is_in_memory
from checkout_core.cli.serve_gateway import GATEWAY
from checkout_core.cli.serve_group import OptionGroup
from checkout_core.cli.serve_store import STORE, catalogue_of
from checkout_core.cli.serve_sweep import EVERY, LONGEST
from checkout_core.cli.serve_webhooks import WEBHOOKS
from checkout_core.cli.serving import check_options, needing_service, opened
from checkout_core.cli.sources import KEY_VARIABLE
from checkout_core.cli.streams import put


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser
    from checkout_core.service.sweeping import Swept


#: How often the process looks whether it is to end, in seconds.
_LOOK = 0.5
#: The most tasks of one sweep.
_MOST = 1_000_000


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--once", action="store_true", help="sweep once, and say what was done"
    )
    parser.add_argument(
        "--every",
        type=int,
        default=EVERY,
        metavar="SECONDS",
        help="how long to wait between two sweeps (default: %(default)s)",
    )
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="do at most N tasks in a sweep (default: all that are due)",
    )


def _check(check: Validator, arguments: Namespace) -> None:
    check.count("--every", arguments.every, low=1, high=LONGEST)
    if arguments.limit is not None:
        check.count("--limit", arguments.limit, low=1, high=_MOST)
    if is_in_memory(arguments.database):
        check.needed("--database", None, "that of the service")
    if not has_account():
        # The fake gateway of another process has its payments.
        check.needed(f"${KEY_VARIABLE}", None, "the API key of the service")


#: Every group of options, in the order of the help and the faults.
GROUPS: tuple[OptionGroup, ...] = (
    OptionGroup(takes=_takes, check=_check),
    DATABASE,
    STORE,
    GATEWAY,
    WEBHOOKS,
)

#: The environment variables that the command reads.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {name: purpose for each in GROUPS for name, purpose in each.variables.items()}
)


def takes_sweep(parser: Parser) -> None:
    """Add the arguments of a sweep."""
    for each in GROUPS:
        each.takes(parser)


def run_sweep(arguments: Namespace) -> Answer:
    """Sweep once, or until the process is interrupted; return what was done."""
    needing_service()
    from checkout_core.service import Tokens, logs, sweeping

    check_options(arguments, GROUPS)
    catalogue = catalogue_of(arguments)
    # Nothing is served, so nothing can be asked with a token.
    tokens = Tokens(catalogue.store_id, secrets.token_bytes(32), {})
    app = opened(arguments, catalogue, tokens, GROUPS)
    logs.to_stderr()
    try:
        if arguments.once:
            return Answer(_line(sweeping.sweep(app, limit=arguments.limit)))
        sweeper = sweeping.Sweeper(
            app, timedelta(seconds=arguments.every), arguments.limit, report=_report
        )
        with _until_stopped() as stopped:
            sweeper.start()
            # A signal that another thread gets is seen between two waits.
            while not stopped.is_set():
                stopped.wait(_LOOK)
        sweeper.stop()
    finally:
        app.database.close()
    return Answer("Stopped.")


def _line(swept: Swept) -> str:
    return str(swept) or "Nothing was due."


def _report(swept: Swept) -> None:
    if str(swept):
        put(str(swept))


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Yield what is set by the signals that end a process, and later no longer is."""
    stopped = threading.Event()
    ending = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, lambda *_: stopped.set()) for each in ending]
    try:
        yield stopped
    finally:
        for each, handler in zip(ending, before, strict=True):
            signal.signal(each, handler)
