# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The answer of a route, also if it raises: each kind of error is one kind of envelope.

Promises that nothing a route raises leaves this module, and that what the operator has
to know is a line of the log: a mistake of ours, a damaged order, trouble of the
database, a gateway that refuses our key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.service import logs
from checkout_core.service.calls import Call, RequestError
from checkout_core.service.dependencies import App, new_id
from checkout_core.service.idempotency import answer_once
from checkout_core.service.ports import DatabaseTrouble, StoredOrderError
from checkout_core.wire.envelopes import Envelope, failed, gateway_failed, refused


if TYPE_CHECKING:
    from checkout_core.service.routes import Route


T = TypeVar("T")

SERVER_ERROR, UNAVAILABLE = 500, 503


def answer(route: Route, call: Call) -> Envelope:
    """Return the answer of a route to a call; with a key it is carried out once."""

    def run(call: Call) -> Envelope:
        return translated(call.app, lambda: route.handler(call))

    return translated(call.app, lambda: answer_once(call, route, run))


def translated(app: App, work: Callable[[], T]) -> T | Envelope:
    """Return what *work* returns, or the envelope of what it raises."""
    try:
        return work()
    except RequestError as error:
        return error.envelope
    except CheckoutError as error:
        return refused(error)
    except GatewayError as error:
        return gateway_failed(error)
    except DatabaseTrouble as error:
        logs.write(app.clock(), "database_trouble", reason=str(error.reason))
        return unavailable("database_unavailable", f"{error}", error.retry_after)
    except StoredOrderError as error:
        codes, number = sorted({each.code for each in error.faults}), error.number
        logs.write(app.clock(), "order_damaged", order_number=number, faults=codes)
        return failed(SERVER_ERROR, "order_damaged", "this order cannot be read")
    except Exception as error:  # noqa: BLE001 - a service answers, and says it in its log
        name = new_id()
        logs.write(
            app.clock(),
            "failed",
            id=name,
            error=type(error).__name__,
            places=logs.frames(error),
        )
        return failed(
            SERVER_ERROR, "internal_error", f"internal error, in the log as {name}"
        )


def unavailable(code: str, why: str, retry_after: int) -> Envelope:
    """Return the answer of a service that cannot answer now (HTTP 503)."""
    message = f"{why}; send the request again in {retry_after} s"
    headers = (("Retry-After", f"{retry_after}"),)
    return failed(UNAVAILABLE, code, message, headers=headers)
