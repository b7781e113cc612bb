# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The ports of the database: what the service asks of it.

A `Unit` is one transaction: all of it is committed or nothing.  Rows that a writing
unit has read cannot change until the unit ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar


if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from checkout_core.ledger import Redemption
    from checkout_core.offers import Limits
    from checkout_core.service.ports.answers import Answers
    from checkout_core.service.ports.rows import (
        Attempt,
        BankTransfer,
        CartRow,
        Counts,
        Draw,
        OrderFilters,
        OrderRecord,
        OrderRow,
        OrderSummary,
        OutgoingEvent,
        PriorCounts,
        RefundRequest,
        ShownOrder,
        Task,
    )
    from checkout_core.service.ports.sessions import Sessions


T = TypeVar("T")


class Carts(Protocol):
    """The carts."""

    def get(self, cart_id: str) -> CartRow | None:
        """Return a cart, None if there is none."""
        ...

    def newest(self, owner: str) -> CartRow | None:
        """Return the owner's newest cart that has not been ordered."""
        ...

    def add(self, row: CartRow, at: datetime, *, most: int) -> bool:
        """
        Store a new cart.

        Returns False, and stores nothing, if the owner has *most* carts that are not
        ordered yet, or a cart has this id.
        """
        ...

    def put(self, row: CartRow, before: CartRow) -> bool:
        """Store a changed cart; return False if it is no longer as *before*."""
        ...

    def delete(self, cart_id: str) -> None:
        """Delete a cart."""
        ...


class Orders(Protocol):
    """The orders."""

    def get(self, number: str, known: OrderRow | None = None) -> OrderRow | None:
        """
        Return an order, None if there is none.

        *known* is the row of this order that the request got before from this
        database: if its version is still the stored one, it is returned, and the order
        is not read again.
        """
        ...

    def shown(self, number: str, shown_by: str) -> ShownOrder | None:
        """Return an order as its owner sees it by these rules, None without one."""
        ...

    def summary(self, number: str) -> OrderSummary | None:
        """Return what is known of an order without reading it, None without one."""
        ...

    def page(self, owner: str, skip: int, limit: int) -> tuple[list[OrderSummary], int]:
        """Return some of the owner's orders, newest first, and how many there are."""
        ...

    def search(
        self, filters: OrderFilters, after: tuple[str, str] | None, limit: int
    ) -> list[OrderSummary]:
        """
        Return orders that fit, newest first, of the whole shop.

        *after* is the `cursor` of the last one that the caller has, None to begin.
        """
        ...

    def items(self, numbers: Iterable[str]) -> dict[str, bytes]:
        """
        Return `order_items` of orders as JSON, by their numbers.

        One that has to be made again is left out.
        """
        ...

    def add(self, record: OrderRecord) -> OrderRow | None:
        """
        Store a new order with its documents.

        Returns its row as stored, None if its number or its cart is taken.
        """
        ...

    def is_still(self, row: OrderRow) -> bool:
        """Return whether a stored order is still as *row*; a writer holds it then."""
        ...

    def put(self, record: OrderRecord) -> OrderRow | None:
        """Store a changed order; return its row, None if it changed meanwhile."""
        ...


class Counters(Protocol):
    """How often offers were redeemed, what their budgets gave, and orders placed."""

    def read(
        self,
        *,
        offers: Iterable[str] = (),
        codes: Iterable[str] = (),
        budgets: Iterable[str] = (),
        customer_id: str | None = None,
    ) -> Counts:
        """
        Return what was counted here; a name without a counter is left out.

        Args:
            offers: offers whose redemptions are asked for.
            codes: codes whose redemptions are asked for.
            budgets: offers whose budgets are asked for.
            customer_id: a customer whose redemptions and orders are asked for, None
                (the default) for no customer.
        """
        ...

    def commit(
        self,
        redemption: Redemption,
        limits: Limits,
        order_number: str,
        before: PriorCounts,
        draw: Draw | None = None,
    ) -> bool:
        """Count a redemption once for its key; return False if a limit is reached."""
        ...

    def release(self, order_number: str) -> None:
        """Subtract the redemptions of an order from the counters."""
        ...

    def count_order(self, customer_id: str, seen: int, *, alone: bool) -> bool:
        """
        Count an order; return False if it must be *alone* and another came since.

        *seen* is how many orders the customer had placed when the cart was priced; a
        new counter begins with it.
        """
        ...

    def release_order(self, customer_id: str) -> None:
        """Subtract an order of a customer that was counted."""
        ...


class Balances(Protocol):
    """
    What known customers have of each kind of tender, by its key in `TENDERS`.

    Points are counts, and credit is in minor units.
    """

    def get(self, customer_id: str) -> dict[str, int]:
        """Return the balance of each kind of tender; never below zero."""
        ...

    def spend(self, customer_id: str, amounts: Mapping[str, int]) -> bool:
        """Take *amounts* by kind; return False and take nothing if there is less."""
        ...

    def add(self, customer_id: str, amounts: Mapping[str, int]) -> None:
        """Give *amounts* by kind; negative ones are taken, even below zero."""
        ...

    def open(self, customer_id: str, amounts: Mapping[str, int]) -> None:
        """Open an account with *amounts* by kind, unless there is one."""
        ...


class GiftCards(Protocol):
    """What was taken from gift cards, in minor units, by the keys of their codes."""

    def spent(self, keys: Iterable[str]) -> dict[str, int]:
        """Return what was taken from each card; those never used are left out."""
        ...

    def spend(self, key: str, amount: int, balance: int) -> bool:
        """Take *amount* of a card's *balance*; return False if there is less."""
        ...

    def give(self, key: str, amount: int) -> None:
        """Give *amount* back to a card."""
        ...


class Payments(Protocol):
    """Requests to the gateway and its answers."""

    def latest(self, order_number: str) -> Attempt | None:
        """Return the newest payment attempt of an order."""
        ...

    def attempts(self, order_number: str) -> list[Attempt]:
        """Return all payment attempts of an order, the newest first."""
        ...

    def attempt(self, gateway_id: str) -> Attempt | None:
        """Return an attempt by the gateway's order id, whatever its case."""
        ...

    def put(self, attempt: Attempt) -> None:
        """Store a new or changed attempt."""
        ...

    def refund_requests(self, order_number: str) -> list[RefundRequest]:
        """Return the refund requests of an order."""
        ...

    def refund_request(self, request_id: str) -> RefundRequest | None:
        """Return a refund request by its id at the gateway."""
        ...

    def unsettled_refunds(
        self,
        *,
        failed: bool | None,
        after: tuple[datetime | None, str] | None,
        limit: int,
    ) -> list[RefundRequest]:
        """
        Return refund requests that have not paid the customer, the oldest first.

        Those that *failed*, those that have not ended, or with None both; from behind
        the one whose cursor is *after*.
        """
        ...

    def count_failed_refunds(self) -> int:
        """Return how many refund requests failed and were not sent again."""
        ...

    def put_refund_request(
        self, request: RefundRequest, before: RefundRequest | None = None
    ) -> bool:
        """
        Store a refund request, a new one or the one that was *before*.

        Returns False, and stores nothing, if its status has changed since it was read,
        or if a new one exists.
        """
        ...

    def claim_refund(self, order_number: str, refund_id: str, digest: str) -> str:
        """
        Return the digest of what was asked for under the id of an order's refund.

        It is *digest* if the id is new.
        """
        ...

    def transfers(self, order_number: str) -> dict[str, BankTransfer]:
        """Return the bank transfers of an order's refunds, by refund id."""
        ...

    def put_transfer(self, transfer: BankTransfer) -> None:
        """Store a new or changed bank transfer."""
        ...


class Tasks(Protocol):
    """
    What is still to be done, shared by every process of the service.

    Who does a task has leased it before: two processes never do the same one at a time,
    and after a crash the lease ends by itself.
    """

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Add a task; one of this kind and key that is there stays as it is."""
        ...

    def claim(
        self, kinds: Collection[str], at: datetime, until: datetime, limit: int
    ) -> list[Task]:
        """
        Lease tasks of *kinds* that are due *at* a moment, the longest waiting first.

        At most *limit*, until the moment *until*; those that others lease are left out.
        """
        ...

    def get(self, kind: str, key: str) -> Task | None:
        """Return a task, None if there is none."""
        ...

    def of_keys(self, kind: str, keys: Collection[str]) -> dict[str, Task]:
        """Return the tasks of a kind by their keys; those that ended are left out."""
        ...

    def take(self, kind: str, key: str, at: datetime, until: datetime) -> Task | None:
        """Lease one task, due or not; None if there is none or another leases it."""
        ...

    def put_off(self, task: Task, due_at: datetime) -> None:
        """End the lease of a task that was tried; nothing if it is another's by now."""
        ...

    def release(self, task: Task) -> None:
        """End the lease of a task, which stays as it was; see `put_off`."""
        ...

    def done(self, kind: str, key: str) -> None:
        """Delete a task."""
        ...

    def late(self, at: datetime) -> dict[str, int]:
        """Return how many tasks of each kind are due *at* a moment."""
        ...


class Events(Protocol):
    """The webhooks to the merchant's systems."""

    def add(self, event: OutgoingEvent) -> None:
        """Store a new event."""
        ...

    def get(self, event_id: str) -> OutgoingEvent | None:
        """Return an event, None if there is none."""
        ...

    def delivered(self, event_id: str, at: datetime) -> None:
        """Note that the receiver took an event; forget those taken a month before."""
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
    def balances(self) -> Balances:
        """The customers' points and credit."""
        ...

    @property
    def gift_cards(self) -> GiftCards:
        """What was taken from gift cards."""
        ...

    @property
    def events(self) -> Events:
        """The webhooks to the merchant's systems."""
        ...

    @property
    def payments(self) -> Payments:
        """Requests to the gateway."""
        ...

    @property
    def answers(self) -> Answers:
        """The answers that are kept by the key of their request."""
        ...

    @property
    def sessions(self) -> Sessions:
        """The sessions that were renewed or ended."""
        ...

    @property
    def tasks(self) -> Tasks:
        """What is still to be done."""
        ...


class Database(Protocol):
    """Begins transactions; safe to share between threads."""

    def reading(self) -> AbstractContextManager[Unit]:
        """Begin a transaction that changes nothing."""
        ...

    def write(self, work: Callable[[Unit], T], *, is_one: bool = False) -> T:
        """
        Return what *work* returns in a writing transaction of its own.

        *work* may be called again if the database could not carry it out for reasons of
        its own, so it does nothing but read and write its unit.  *is_one* says that it
        is one statement, which a database carries out whole or not at all by itself.
        """
        ...

    def close(self) -> None:
        """Close every connection."""
        ...
