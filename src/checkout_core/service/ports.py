# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the service keeps, and what it asks of whoever keeps it.

A `Unit` is one transaction: everything in it happens, or nothing does.  What a
writing unit has read stays as it is until the unit ends.  `database` implements
these with SQL; a host with another store writes its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen


if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.ledger import Redemption
    from checkout_core.offers import Limits
    from checkout_core.orders import Order
    from checkout_core.store import Redemptions


@frozen
class CartRow:
    """
    A cart: whose it is and what was asked for, as JSON text.

    `wish` holds addresses, so a repr does not show it; `order_number` is the order
    it became, None before that.
    """

    id: str
    owner: str
    wish: str = field(repr=False)
    order_number: str | None = None


@frozen
class OrderRow:
    """
    An order, whose it is, and what the customer's account had of it so far.

    `granted` counts the points that it earned, `restored` and `credited` the
    points and the credit (in minor units) that its refunds gave back.
    """

    order: Order
    cart_id: str
    owner: str
    granted: int = 0
    restored: int = 0
    credited: int = 0


@frozen
class Attempt:
    """
    One create at the gateway, noted before it is sent.

    `gateway_id` is what the order is called there this time, `nth` which
    attempt it is, `asked` what was asked in a few characters.  `answer` is the
    body of the answer, None while nobody knows of one and "" where it was lost;
    until `until` it is left to whoever began it.
    """

    gateway_id: str
    order_number: str
    nth: int
    asked: str
    at: datetime
    until: datetime
    answer: str | None = field(default=None, repr=False)


@frozen
class RefundCall:
    """
    Money to give back, noted before the gateway is asked to.

    `id` is the gateway's unique_request_id, `note` the refund it belongs to;
    `status` is the gateway's word for it, "" until it took it.
    """

    id: str
    note: str
    order_number: str
    gateway_id: str
    amount: Decimal
    status: str = ""


@frozen
class BankTransfer:
    """
    Money that the merchant gives back through a bank, noted with its refund.

    `note` is the refund, `bank_account_id` the account that the customer named;
    `paid_at` and `reference` say that it was sent, None until the merchant does.
    """

    note: str
    order_number: str
    amount: Decimal
    bank_account_id: str = field(repr=False)
    paid_at: datetime | None = None
    reference: str | None = None


@frozen
class Before:
    """How often an offer, its code and its customer counted before we counted."""

    offer: int
    code: int
    customer: int


class Carts(Protocol):
    """The carts."""

    def get(self, cart_id: str) -> CartRow | None:
        """Return a cart, None where there is none."""
        ...

    def newest(self, owner: str) -> CartRow | None:
        """Return the owner's newest cart that is no order yet."""
        ...

    def add(self, row: CartRow, at: datetime) -> None:
        """Keep a new cart."""
        ...

    def put(self, row: CartRow) -> None:
        """Keep a cart that has changed."""
        ...

    def delete(self, cart_id: str) -> None:
        """Forget a cart."""
        ...

    def claim(self, owner: str, key: str, asked: str, cart_id: str) -> tuple[str, str]:
        """
        Return what was asked under an idempotency key, and the cart made of it.

        They are *asked* and *cart_id* where the key is new.
        """
        ...


class Orders(Protocol):
    """The orders."""

    def get(self, number: str) -> OrderRow | None:
        """Return an order, None where there is none."""
        ...

    def of_cart(self, cart_id: str) -> OrderRow | None:
        """Return the order that a cart became."""
        ...

    def page(self, owner: str, skip: int, limit: int) -> tuple[list[OrderRow], int]:
        """Return some of the owner's orders, newest first, and how many there are."""
        ...

    def add(self, row: OrderRow) -> None:
        """Keep a new order."""
        ...

    def put(self, row: OrderRow) -> None:
        """Keep an order that has changed."""
        ...


class Counters(Protocol):
    """How often offers were redeemed."""

    def counts(self) -> Redemptions:
        """Return how often each offer and each code was."""
        ...

    def of_customer(self, customer_id: str) -> dict[str, int]:
        """Return how often a customer redeemed each offer."""
        ...

    def commit(
        self, redemption: Redemption, limits: Limits, order_number: str, before: Before
    ) -> bool:
        """Count a redemption once for its key; False where a limit is reached."""
        ...

    def release(self, order_number: str) -> None:
        """Take back what an order had redeemed."""
        ...


class Accounts(Protocol):
    """The points and the credit of known customers."""

    def get(self, customer_id: str) -> tuple[int, int]:
        """Return points, and credit in minor units; never below zero."""
        ...

    def spend(self, customer_id: str, points: int, credit: int) -> bool:
        """Take points and credit; False, and nothing taken, where there is less."""
        ...

    def give(self, customer_id: str, points: int, credit: int) -> None:
        """Give points and credit; what is negative is taken, below zero if need be."""
        ...

    def open(self, customer_id: str, points: int, credit: int) -> None:
        """Begin an account, unless there is one."""
        ...


class Payments(Protocol):
    """What is asked of the gateway, and what the gateway told."""

    def latest(self, order_number: str) -> Attempt | None:
        """Return the newest attempt to have an order paid."""
        ...

    def attempt(self, gateway_id: str) -> Attempt | None:
        """Return an attempt by the gateway's order id, whatever its case."""
        ...

    def put(self, attempt: Attempt) -> None:
        """Keep an attempt, new or changed."""
        ...

    def calls(self, order_number: str | None = None) -> list[RefundCall]:
        """Return the refund calls of an order, or all that the gateway did not take."""
        ...

    def put_call(self, call: RefundCall) -> None:
        """Keep a refund call, new or changed."""
        ...

    def transfers(self, order_number: str) -> dict[str, BankTransfer]:
        """Return what an order's refunds give back through a bank, by refund."""
        ...

    def put_transfer(self, transfer: BankTransfer) -> None:
        """Keep a bank transfer, new or changed."""
        ...


class Unit(Protocol):
    """One transaction."""

    @property
    def carts(self) -> Carts:
        """The carts."""
        ...

    @property
    def orders(self) -> Orders:
        """The orders."""
        ...

    @property
    def counters(self) -> Counters:
        """How often offers were redeemed."""
        ...

    @property
    def accounts(self) -> Accounts:
        """The customers' points and credit."""
        ...

    @property
    def payments(self) -> Payments:
        """What is asked of the gateway."""
        ...


class Database(Protocol):
    """Begins transactions; safe to share between threads."""

    def reading(self) -> AbstractContextManager[Unit]:
        """Begin a transaction that changes nothing."""
        ...

    def writing(self) -> AbstractContextManager[Unit]:
        """Begin a transaction that is committed at its end, undone by an error."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...
