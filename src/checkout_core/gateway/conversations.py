# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How an operation is carried out: its request is sent, and what its answer asks for.

Promises that a payment is never started twice because an answer was lost: its status is
read before it is sent again.

Knows nothing of any gateway and of sockets; a transport sends each request.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from checkout_core.errors import GatewayError
from checkout_core.gateway.port import Operation
from checkout_core.http import Conversation


T = TypeVar("T")


class Known(Protocol):
    """What is known of a payment: a `PaymentReport`, or a gateway's own value."""

    @property
    def not_found(self) -> bool:
        """Whether the gateway knows no such payment."""
        ...


K = TypeVar("K", bound=Known)


def ask(call: Operation[T]) -> Conversation[T]:
    """Send a call, and those that its answers ask for; return the result."""
    while True:
        answer = yield call.request
        if isinstance(answer, GatewayError):
            raise answer
        found = call.read(answer)
        if not isinstance(found, Operation):
            return found
        call = found


def create(start: Operation[T], status: Operation[K]) -> Conversation[T | K]:
    """
    Start a payment; if its answer is lost, read its status before it is sent again.

    Returns the result of *start*, or that of *status* if the payment exists but the
    answer to it did not come.
    """
    try:
        return (yield from ask(start))
    except GatewayError as error:
        if not error.unclear:
            raise
    known = yield from ask(status)
    if known.not_found:
        return (yield from ask(start))
    return known


def resume(start: Operation[T], status: Operation[K]) -> Conversation[T | K]:
    """
    Continue a payment that may or may not have been sent: read its status first.

    Returns what `create` does.
    """
    known = yield from ask(status)
    if known.not_found:
        return (yield from create(start, status))
    return known
