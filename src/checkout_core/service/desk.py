# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The dependencies of every route: catalogue, database, gateway, clock.

A route is a plain function from a request (`Asked`, which has the `Desk`) to an
envelope; it may block, since it never runs on the event loop.
"""

from __future__ import annotations

import secrets

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.cart import Customer
from checkout_core.checks import Validator
from checkout_core.pricing import quote
from checkout_core.refunds import RefundPolicy
from checkout_core.store import Redemptions
from checkout_core.wire import loads
from checkout_core.wire.envelopes import CONFLICT, NOT_FOUND, Envelope, failed


if TYPE_CHECKING:
    from checkout_core.http import Transport
    from checkout_core.pricing import Quote
    from checkout_core.service.ports import CartRow, Database, OrderRow, Unit
    from checkout_core.service.shelf import Shelf
    from checkout_core.service.tokens import Caller, Tokens
    from checkout_core.values import Record
    from checkout_core.wire.envelopes import Shop


#: Letters and digits that do not look alike.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: An id on a payment page has at most 17 characters, and an attempt adds up to four.
NUMBER_LENGTH = 12


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """An error answer; raising it rolls the transaction back."""

    def __init__(self, envelope: Envelope) -> None:
        self.envelope = envelope
        super().__init__(envelope.status)


def refuse(status: int, code: str, message: str) -> Refused:
    """Return the refusal with this code."""
    return Refused(failed(status, code, message))


def now() -> datetime:
    """Return the moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def new_id(length: int = NUMBER_LENGTH) -> str:
    """Return a random id that cannot be guessed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


@frozen(kw_only=True)
class Desk:
    """
    The dependencies and settings of the service.

    Attributes:
        shelf: the catalogue and its customers.
        database: where carts, orders and payments are stored.
        shop, transport: the account at the gateway, and what sends requests to it.
        tokens: checks who is calling.
        webhook: user name and password that events carry; None refuses all events.
        refunds: the refund policy.
        lease: how long only the request that began an attempt may continue it, more
            than three timeouts of the transport; after a crash a retry waits until it
            ends.
        clock: returns the present moment.
    """

    shelf: Shelf
    database: Database
    shop: Shop
    transport: Transport
    tokens: Tokens
    webhook: tuple[str, str] | None = field(default=None, repr=False)
    refunds: RefundPolicy = field(factory=RefundPolicy)
    lease: timedelta = timedelta(seconds=30)
    clock: Callable[[], datetime] = now

    def customer(self, unit: Unit, owner: str, *, known: bool) -> Customer:
        """Return the customer with their balances now; those of a guest are 0."""
        if not known:
            return Customer()
        points, credit = unit.accounts.get(owner)
        before = self.shelf.customers.get(owner, Customer()).offer_redemptions
        redeemed = {**before, **unit.counters.of_customer(owner)}
        return self.shelf.customer(owner, points, credit, redeemed)

    def redemptions(self, unit: Unit) -> Redemptions:
        """Return how often offers and codes were redeemed, in the store and here."""
        before, here = self.shelf.store.redemptions, unit.counters.counts()
        return Redemptions(
            {**before.offers, **here.offers}, {**before.codes, **here.codes}
        )

    def priced(
        self, unit: Unit, cart_id: str, wish: Mapping[str, Any], caller: Caller
    ) -> Quote:
        """Return the quote of a stored cart now; raise `CheckoutError` if invalid."""
        customer = self.customer(unit, caller.id, known=caller.known)
        cart = self.shelf.cart(cart_id, wish, customer)
        return quote(
            cart,
            self.shelf.store,
            at=self.clock(),
            redemptions=self.redemptions(unit),
        )

    def open_accounts(self) -> None:
        """Open accounts for new customers, with the balances of the catalogue."""
        with self.database.writing() as unit:
            for name, customer in self.shelf.customers.items():
                credit = self.shelf.minor(customer.credit_balance)
                unit.accounts.open(name, customer.loyalty_points_balance, credit)


@frozen(kw_only=True)
class Asked:
    """
    One request: its path, query, headers and body.

    Header names are lower case.  `who` is the owner of its token.
    """

    desk: Desk
    path: Mapping[str, str] = field(factory=dict)
    query: Mapping[str, str] = field(factory=dict)
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    who: Caller | None = None

    @property
    def caller(self) -> Caller:
        """Who is calling; not for routes that need no token."""
        assert self.who is not None
        return self.who

    def document(self) -> Record:
        """Return the body, which must be a JSON object."""
        check = Validator()
        found = check.record("", loads(self.body))
        check.raise_any()
        return found


def own_cart(unit: Unit, asked: Asked) -> CartRow:
    """Return the caller's cart of the path; the cart of another caller is not found."""
    row = unit.carts.get(asked.path["id"])
    if row is None or row.owner != asked.caller.id:
        raise no_cart(asked.path["id"])
    return row


def no_cart(cart_id: str) -> Refused:
    """Return the refusal for a cart that does not exist."""
    return refuse(NOT_FOUND, "cart_not_found", f"there is no cart {cart_id!r}")


def own_order(unit: Unit, asked: Asked, number: str | None = None) -> OrderRow:
    """Return an order of the caller; the merchant may read any order."""
    name = asked.path["order_number"] if number is None else number
    row = unit.orders.get(name)
    caller = asked.caller
    if row is None or not (caller.merchant or row.owner == caller.id):
        raise refuse(NOT_FOUND, "order_not_found", f"there is no order {name!r}")
    return row


def conflict(code: str, message: str) -> Refused:
    """Return a refusal because of the present state (HTTP 409)."""
    return refuse(CONFLICT, code, message)
