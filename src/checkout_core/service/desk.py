# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What every route has at hand: the shelf, the database, the gateway, the clock.

A route is a plain function from a `Desk` and what was `Asked` to an envelope;
it may block, since it never runs on the event loop.
"""

from __future__ import annotations

import secrets

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.cart import Customer
from checkout_core.checks import Check
from checkout_core.orders import RefundPolicy
from checkout_core.pricing import quote
from checkout_core.store import Redemptions
from checkout_core.wire import loads
from checkout_core.wire.envelopes import CONFLICT, NOT_FOUND, Envelope, failed


if TYPE_CHECKING:
    from checkout_core.ports import Transport
    from checkout_core.pricing import Quote
    from checkout_core.service.ports import CartRow, Database, OrderRow, Unit
    from checkout_core.service.shelf import Shelf
    from checkout_core.service.tokens import Caller, Tokens
    from checkout_core.values import Record
    from checkout_core.wire.envelopes import Shop


#: Letters and digits that nobody mistakes for one another.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: A payment page takes 17 characters, and an attempt adds up to four.
NUMBER_LENGTH = 12


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """An answer that undoes the transaction it is raised in."""

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
    """Return an id that nobody can guess."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


@frozen(kw_only=True)
class Desk:
    """
    What the service works with; everything that differs between hosts.

    Attributes:
        shelf: what is sold.
        database: what is kept.
        shop, transport: the account at the gateway, and the way there.
        tokens: who may call.
        webhook: user name and password that events carry; None takes no events.
        refunds: how money is given back.
        lease: how long an attempt is left to who began it, above three timeouts of
            the transport; after a crash a retry waits for its end.
        clock: what time it is.
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
        """Return who buys, with what they own now; a guest owns nothing."""
        if not known:
            return Customer()
        points, credit = unit.accounts.get(owner)
        before = self.shelf.customers.get(owner, Customer()).offer_redemptions
        redeemed = {**before, **unit.counters.of_customer(owner)}
        return self.shelf.customer(owner, points, credit, redeemed)

    def redemptions(self, unit: Unit) -> Redemptions:
        """Return how often offers and codes were redeemed, by the store and here."""
        before, here = self.shelf.store.redemptions, unit.counters.counts()
        return Redemptions(
            {**before.offers, **here.offers}, {**before.codes, **here.codes}
        )

    def priced(
        self, unit: Unit, cart_id: str, wish: Mapping[str, Any], caller: Caller
    ) -> Quote:
        """Return what a wish costs now; raise `CheckoutError` where it cannot be."""
        customer = self.customer(unit, caller.id, known=caller.known)
        cart = self.shelf.cart(cart_id, wish, customer)
        return quote(
            cart,
            self.shelf.store,
            at=self.clock(),
            redemptions=self.redemptions(unit),
        )

    def open_accounts(self) -> None:
        """Give the shelf's customers what they begin with, where they are new."""
        with self.database.writing() as unit:
            for name, customer in self.shelf.customers.items():
                credit = self.shelf.minor(customer.credit_balance)
                unit.accounts.open(name, customer.loyalty_points_balance, credit)


@frozen(kw_only=True)
class Asked:
    """
    One request: what stands in its path, its query, its headers and its body.

    Header names are lower case.  `who` is whose token it came with.
    """

    desk: Desk
    path: Mapping[str, str] = field(factory=dict)
    query: Mapping[str, str] = field(factory=dict)
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    who: Caller | None = None

    @property
    def caller(self) -> Caller:
        """Who is calling; routes that anybody may call do not look."""
        assert self.who is not None
        return self.who

    def document(self) -> Record:
        """Return the body, which has to be a JSON object."""
        check = Check()
        found = check.record("", loads(self.body))
        check.raise_any()
        return found


def own_cart(unit: Unit, asked: Asked) -> CartRow:
    """Return the caller's cart of the path; another's is not there."""
    row = unit.carts.get(asked.path["id"])
    if row is None or row.owner != asked.caller.id:
        raise no_cart(asked.path["id"])
    return row


def no_cart(cart_id: str) -> Refused:
    """Return that there is no such cart."""
    return refuse(NOT_FOUND, "cart_not_found", f"there is no cart {cart_id!r}")


def own_order(unit: Unit, asked: Asked, number: str | None = None) -> OrderRow:
    """Return an order of the caller's, or anybody's for the merchant."""
    name = asked.path["order_number"] if number is None else number
    row = unit.orders.get(name)
    caller = asked.caller
    if row is None or not (caller.merchant or row.owner == caller.id):
        raise refuse(NOT_FOUND, "order_not_found", f"there is no order {name!r}")
    return row


def conflict(code: str, message: str) -> Refused:
    """Return that it cannot be done as things stand."""
    return refuse(CONFLICT, code, message)
