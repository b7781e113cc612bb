# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `serve` command: runs the reference service.

Without an API key in the environment it uses a fake gateway in this process, where no
money moves.  Needs `checkout-core[service]`.  Its options are groups, one literal list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from checkout_core.checks import Validator
from checkout_core.cli.blame import Refused, blaming
from checkout_core.cli.serve_address import ADDRESS, listening, reachable
from checkout_core.cli.serve_cors import CORS
from checkout_core.cli.serve_database import DATABASE, open_database
from checkout_core.cli.serve_gateway import GATEWAY, gateway_of
from checkout_core.cli.serve_group import OptionGroup
from checkout_core.cli.serve_limits import LIMITS
from checkout_core.cli.serve_metrics import METRICS
from checkout_core.cli.serve_running import run_here, run_workers
from checkout_core.cli.serve_store import STORE, catalogue_of
from checkout_core.cli.serve_sweep import SWEEP
from checkout_core.cli.serve_tokens import TOKENS, tokens_of
from checkout_core.cli.serve_webhooks import WEBHOOKS
from checkout_core.cli.serve_workers import WORKERS
from checkout_core.errors.extras import needing


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser
    from checkout_core.service import App, Catalogue, Tokens


#: Every group of options, in the order of the help, the greeting and the faults.
GROUPS: tuple[OptionGroup, ...] = (
    ADDRESS,
    WORKERS,
    DATABASE,
    STORE,
    TOKENS,
    GATEWAY,
    SWEEP,
    WEBHOOKS,
    METRICS,
    LIMITS,
    CORS,
)

#: The environment variables that the command reads.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {name: purpose for each in GROUPS for name, purpose in each.variables.items()}
)


def takes_service(parser: Parser) -> None:
    """Add the arguments of the service."""
    for each in GROUPS:
        each.takes(parser)


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
    needing_service()
    from checkout_core.service import logs

    check_options(arguments)
    # Bound before the database is opened, which would have to be closed again.
    bound = listening(arguments)
    host, port = bound.getsockname()[:2]
    url = f"http://{host}:{port}"
    arguments.url = reachable(host, port)
    try:
        settle(arguments)
        app = make_app(arguments)
    except BaseException:
        bound.close()
        raise
    logs.to_stderr()
    lines = [
        f"Serving on {url}",
        f"Storefront: {url}/api/v1/{app.catalogue.store_id}/storefront",
        *(line for each in GROUPS for line in each.lines(app, arguments)),
    ]

    def run() -> None:
        if arguments.workers == 1:
            run_here(app, bound)
        else:
            # Each worker opens its own; this one showed that it can be used.
            app.database.close()
            run_workers(make_app, arguments, bound)

    def close() -> None:
        bound.close()
        app.database.close()

    return Prepared(url, "\n".join(lines), run, close)


def needing_service() -> None:
    """Raise `CheckoutError` if the libraries of the service are not installed."""
    with needing("service"):
        import uvicorn  # noqa: F401 - whether it can be imported

        from checkout_core import service  # noqa: F401 - the same


def check_options(arguments: Namespace, groups: Iterable[OptionGroup] = GROUPS) -> None:
    """Raise `Refused` with all values of *groups* that nothing can be started with."""
    check, known = Validator(), tuple(groups)
    for each in known:
        each.check(check, arguments)
    if check.found:
        raise Refused(map(str, check.found))
    for each in known:
        each.refuse(arguments)


def settle(arguments: Namespace) -> None:
    """Decide what all processes of the service share; the arguments have it then."""
    for each in GROUPS:
        each.settle(arguments)


def make_app(arguments: Namespace) -> App:
    """Return the dependencies of the service for settled arguments."""
    catalogue = catalogue_of(arguments)
    return opened(arguments, catalogue, tokens_of(arguments, catalogue), GROUPS)


def opened(
    arguments: Namespace,
    catalogue: Catalogue,
    tokens: Tokens,
    groups: Iterable[OptionGroup],
) -> App:
    """Return the dependencies with what the options of *groups* say."""
    from checkout_core.service import App

    with blaming(f"{arguments.store}"):
        payments = gateway_of(arguments, catalogue)
    # Opened last, so that an earlier error leaves nothing to close.
    database = open_database(arguments)
    app = App(
        catalogue=catalogue,
        database=database,
        gateway=payments.gateway,
        transport=payments.transport,
        tokens=tokens,
        carts=catalogue.carts,
    )
    try:
        for each in groups:
            app = each.change(app, arguments)
    except BaseException:
        database.close()
        raise
    return evolve(app, more_routes=tuple(payments.pages(app)))
