# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A request to a route, and the errors that answer it.

A route is a plain function from a `Call`, which has the `App`, to an envelope; it may
block, since it never runs on the event loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.checks import Validator
from checkout_core.service import request_ids
from checkout_core.wire import loads
from checkout_core.wire.envelopes import CONFLICT, NOT_FOUND, Envelope, failed


if TYPE_CHECKING:
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import CartRow, OrderRow, OrderSummary, Unit
    from checkout_core.service.tokens import Caller
    from checkout_core.values import Record


class RequestError(Exception):
    """
    An error answer; raising it rolls the transaction back.

    Attributes:
        envelope: the answer.
    """

    def __init__(self, envelope: Envelope) -> None:
        self.envelope = envelope
        super().__init__(envelope.status)


def request_error(
    status: int, code: str, message: str, *, retry_after: int | None = None
) -> RequestError:
    """
    Return the error that is answered with this status and code.

    With *retry_after* the answer says in how many seconds the same request may be sent
    again.
    """
    headers = () if retry_after is None else (("Retry-After", f"{retry_after}"),)
    return RequestError(failed(status, code, message, headers=headers))


def named(check: Validator, path: str, value: object, *, needed: str) -> str:
    """Return a text by which something is found again: blanks alone are none."""
    given = "" if isinstance(value, str) and value.isspace() else value
    return check.text(path, given, needed=needed)


#: The conflicts that pass by themselves: after so many seconds the same request may be
#: sent again.
PASSING: Mapping[str, int] = MappingProxyType(
    {
        "cart_changes": 1,
        "order_number_taken": 1,
        "payment_in_progress": 5,
        "request_in_progress": 1,
    }
)


def conflict(code: str, message: str) -> RequestError:
    """Return the error of a request that the present state forbids (HTTP 409)."""
    return request_error(CONFLICT, code, message, retry_after=PASSING.get(code))


@frozen(kw_only=True)
class Call:
    """
    One request to a route.

    Attributes:
        app: the dependencies of the service.
        path: the parameters of the path, by name.
        query: the parameters of the query, by name.
        headers: the headers by their names in lower case.
        body: the body as it was sent.
        identity: the owner of its token; None on a route that needs no token.
        may_ask: whether the gateway may be asked, True by default; False if it answers
            too slowly: a route that reads then says what the database knows.
        reserved: a random text that is the same in every repeat of a request with an
            Idempotency-Key, "" (the default) for a request without one.
    """

    app: App
    path: Mapping[str, str] = field(factory=dict)
    query: Mapping[str, str] = field(factory=dict)
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    identity: Caller | None = None
    may_ask: bool = True
    reserved: str = ""

    @property
    def caller(self) -> Caller:
        """Who is calling; not for routes that need no token."""
        assert self.identity is not None
        return self.identity

    def document(self) -> Record:
        """Return the body, which must be a JSON object."""
        check = Validator()
        document = check.record("", loads(self.body))
        check.raise_any()
        return document


def own_cart(unit: Unit, call: Call) -> CartRow:
    """Return the caller's cart of the path; the cart of another caller is not found."""
    row = unit.carts.get(call.path["id"])
    if row is None or row.owner != call.caller.id:
        raise no_cart(call.path["id"])
    return row


def no_cart(cart_id: str) -> RequestError:
    """Return the error of a request for a cart that does not exist."""
    return request_error(NOT_FOUND, "cart_not_found", f"there is no cart {cart_id!r}")


def own_order(
    unit: Unit,
    call: Call,
    number: str | None = None,
    *,
    known: OrderRow | None = None,
) -> OrderRow:
    """
    Return an order of the caller; the merchant may read any order.

    *known* is its row as it was read before in this request.
    """
    name = call.path["order_number"] if number is None else number
    row = unit.orders.get(name, known)
    if row is None or not may_read(call, row.owner):
        raise no_order(name)
    request_ids.note(order_number=row.order.number)
    return row


def own_summary(unit: Unit, call: Call) -> OrderSummary:
    """Return what is known of the order of the path without reading it."""
    found = unit.orders.summary(call.path["order_number"])
    if found is None or not may_read(call, found.owner):
        raise no_order(call.path["order_number"])
    request_ids.note(order_number=found.number)
    return found


def may_read(call: Call, owner: str) -> bool:
    """Return whether the caller may read an order of *owner*; the merchant may any."""
    return call.caller.merchant or call.caller.id == owner


def no_order(number: str) -> RequestError:
    """Return the error of a request for an order that does not exist."""
    message = f"there is no order {number!r}"
    return request_error(NOT_FOUND, "order_not_found", message)


def read_own_order(call: Call) -> OrderRow:
    """Return the order of the path, read in a transaction of its own."""
    with call.app.database.reading() as unit:
        return own_order(unit, call)
