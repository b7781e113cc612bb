# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The ports implemented with SQL: SQLite in a file, or PostgreSQL by its URL.

Promises that counters, points and credit move only by compare-and-set, and that a
transaction is committed to the disk before its block ends.  Plain SQLAlchemy Core
without an event loop, since SQLite does not support one: the service runs these blocks
on its own threads, as many as there are connections, and both databases run the same
statements.

Knows no rule of carts or orders.
"""

from __future__ import annotations

import threading

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import sqlalchemy as sa

from attrs import frozen
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite

from checkout_core.service.ports import (
    Attempt,
    BankTransfer,
    CartRow,
    OrderRow,
    PriorCounts,
    RefundRequest,
)
from checkout_core.store import Redemptions
from checkout_core.wire import dumps, read_order, write_order_detail


if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy.engine import Connection, Row

    from checkout_core.ledger import Redemption
    from checkout_core.offers import Limits


#: Increased when older releases can no longer use these tables.
SCHEMA = 1
#: How long SQLite waits for another writer, in seconds.
BUSY_TIMEOUT = 30
#: A lock so that only one of several services creates the tables; the number is
#: arbitrary.
_CREATION_LOCK = {
    "postgresql": f"SELECT pg_advisory_xact_lock({0x636865636B6F7574})",
    # A SQLite writer is exclusive already.
    "sqlite": "SELECT 1",
}
#: Both support `ON CONFLICT DO NOTHING`, through their own insert functions.
_INSERT: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

_META = sa.MetaData()
_KEY = sa.String(255)

_SCHEMA = sa.Table("checkout_schema", _META, sa.Column("version", sa.Integer))

_CARTS = sa.Table(
    "cart",
    _META,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("owner", _KEY, nullable=False),
    sa.Column("wish", sa.Text, nullable=False, key="contents"),
    sa.Column("order_number", _KEY),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Index("cart_of_owner", "owner", "created_at"),
)
_CLAIMS = sa.Table(
    "idempotency_key",
    _META,
    sa.Column("owner", _KEY, primary_key=True),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("asked", _KEY, nullable=False, key="digest"),
    sa.Column("cart_id", _KEY, nullable=False),
)
_ORDERS = sa.Table(
    "placed_order",
    _META,
    sa.Column("number", _KEY, primary_key=True),
    sa.Column("cart_id", _KEY, nullable=False, unique=True),
    sa.Column("owner", _KEY, nullable=False),
    sa.Column("placed_at", sa.String(40), nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("granted", sa.BigInteger, nullable=False),
    sa.Column("restored", sa.BigInteger, nullable=False),
    sa.Column("credited", sa.BigInteger, nullable=False),
    sa.Index("order_of_owner", "owner", "placed_at"),
)
_REDEMPTIONS = sa.Table(
    "redemption",
    _META,
    sa.Column("idempotency_key", sa.String(1100), primary_key=True),
    sa.Column("order_number", _KEY, nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("offer_id", _KEY, nullable=False),
    sa.Column("code", _KEY),
    sa.Column("customer_id", _KEY),
    sa.Column("redeemed", sa.BigInteger, nullable=False),
)
#: One row for each counter: an offer, a code, an offer for a customer.
_COUNTERS = sa.Table(
    "counter",
    _META,
    sa.Column("what", sa.String(20), primary_key=True),
    sa.Column("name", _KEY, primary_key=True),
    sa.Column("customer_id", _KEY, primary_key=True),
    sa.Column("redeemed", sa.BigInteger, nullable=False),
)
_ACCOUNTS = sa.Table(
    "account",
    _META,
    sa.Column("customer_id", _KEY, primary_key=True),
    sa.Column("points", sa.BigInteger, nullable=False),
    sa.Column("credit", sa.BigInteger, nullable=False),
)
_ATTEMPTS = sa.Table(
    "attempt",
    _META,
    sa.Column("gateway_key", _KEY, primary_key=True),
    sa.Column("gateway_id", _KEY, nullable=False),
    sa.Column("order_number", _KEY, nullable=False),
    sa.Column("nth", sa.Integer, nullable=False, key="number"),
    sa.Column("asked", _KEY, nullable=False, key="digest"),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("until", sa.String(40), nullable=False),
    sa.Column("answer", sa.Text),
    sa.UniqueConstraint("order_number", "number"),
)
_REFUND_REQUESTS = sa.Table(
    "refund_call",
    _META,
    sa.Column("id", _KEY, primary_key=True),
    sa.Column("note", _KEY, nullable=False, key="refund_id"),
    sa.Column("order_number", _KEY, nullable=False, index=True),
    sa.Column("gateway_id", _KEY, nullable=False),
    sa.Column("amount", sa.String(40), nullable=False),
    sa.Column("status", sa.String(40), nullable=False, index=True),
)
_TRANSFERS = sa.Table(
    "bank_transfer",
    _META,
    sa.Column("order_number", _KEY, primary_key=True),
    sa.Column("note", _KEY, primary_key=True, key="refund_id"),
    sa.Column("amount", sa.String(40), nullable=False),
    sa.Column("bank_account_id", _KEY, nullable=False),
    sa.Column("paid_at", sa.String(40)),
    sa.Column("reference", _KEY),
)


class SqlDatabase:
    """
    A database by its URL; missing tables are created.

    `sqlite:///shop.db` is a file, `sqlite://` is in memory and ends with the object,
    `postgresql+psycopg://...` is PostgreSQL.  *connections* is the maximum number of
    open connections; a block waits for a free one.
    """

    def __init__(self, url: str, *, connections: int = 8) -> None:
        parsed = sa.make_url(url)
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        in_memory = self._is_sqlite and parsed.database in (None, "", ":memory:")
        more: dict[str, Any] = {}
        if self._is_sqlite:
            more = {"timeout": BUSY_TIMEOUT, "check_same_thread": False}
        self.connections = 1 if in_memory else connections
        self._engine = sa.create_engine(
            parsed,
            poolclass=sa.QueuePool,
            pool_size=self.connections,
            max_overflow=0,
            pool_pre_ping=not self._is_sqlite,
            # Parameters of statements hold addresses and orders, and errors are logged.
            hide_parameters=True,
            connect_args=more,
        )
        # SQLite allows one writer at a time and makes others sleep for growing
        # intervals; a lock lets the writers of this process take turns instead.
        self._writer_lock: AbstractContextManager[object] = (
            threading.Lock() if self._is_sqlite else nullcontext()
        )
        if self._is_sqlite:
            event.listen(self._engine, "connect", _sqlite_connects)
            event.listen(self._engine, "begin", _sqlite_begins)
        try:
            self._create()
        except BaseException:
            # The caller cannot close it, since the constructor raises.
            self.close()
            raise

    def _create(self) -> None:
        with self._transaction(writes=True) as connection:
            connection.exec_driver_sql(_CREATION_LOCK[connection.dialect.name])
            _META.create_all(connection)
            found = connection.scalar(sa.select(_SCHEMA.c.version))
            if found is None:
                connection.execute(_SCHEMA.insert().values(version=SCHEMA))
            elif found != SCHEMA:
                message = f"the tables have version {found}, and {SCHEMA} is needed"
                raise ValueError(message)

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        lock = self._writer_lock if writes else nullcontext()
        with lock, self._engine.connect() as connection:
            bound = connection.execution_options(checkout_writes=writes)
            with bound.begin():
                yield bound

    @contextmanager
    def reading(self) -> Iterator[SqlUnit]:
        """Begin a transaction that changes nothing."""
        with self._transaction(writes=False) as connection:
            yield SqlUnit(_Sql(connection, locks=False))

    @contextmanager
    def writing(self) -> Iterator[SqlUnit]:
        """Begin a transaction that is committed at its end, undone by an error."""
        with self._transaction(writes=True) as connection:
            yield SqlUnit(_Sql(connection, locks=True))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _sqlite_connects(connection: Any, _record: object) -> None:
    # Transactions begin explicitly and not at the driver's first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _sqlite_begins(connection: Connection) -> None:
    # A reader that becomes a writer can be refused; one that begins as writer waits.
    writes = connection.get_execution_options().get("checkout_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@frozen
class _Sql:
    """A connection in a transaction, and whether what it reads is locked."""

    connection: Connection
    locks: bool

    def one(self, table: sa.Table, *where: Any) -> Row[Any] | None:
        """Return the one row that fits, held until the end by a writer."""
        query = sa.select(table).where(*where)
        if self.locks:
            query = query.with_for_update()
        return self.connection.execute(query).one_or_none()

    def of_key(self, column: sa.Column[str], key: str) -> Row[Any] | None:
        """Return the row of a key; any text can be a key."""
        # PostgreSQL cannot compare with a text that contains NUL.
        return None if "\0" in key else self.one(column.table, column == key)

    def insert(self, table: sa.Table, **values: Any) -> bool:
        """Insert a row; return False if its key exists."""
        insert = _INSERT[self.connection.dialect.name](table)
        # Not every driver counts what was inserted, but all say what they return.
        query = insert.values(values).on_conflict_do_nothing().returning(sa.true())
        return self.connection.execute(query).first() is not None

    def update(self, table: sa.Table, *where: Any, **values: Any) -> bool:
        """Change the matching rows; return False if there is none."""
        done = self.connection.execute(sa.update(table).where(*where).values(values))
        return done.rowcount > 0


@frozen
class SqlUnit:
    """One transaction."""

    _sql: _Sql

    @property
    def carts(self) -> SqlCarts:
        """The carts."""
        return SqlCarts(self._sql)

    @property
    def orders(self) -> SqlOrders:
        """The orders."""
        return SqlOrders(self._sql)

    @property
    def counters(self) -> SqlCounters:
        """How often offers were redeemed."""
        return SqlCounters(self._sql)

    @property
    def balances(self) -> SqlBalances:
        """The customers' points and credit."""
        return SqlBalances(self._sql)

    @property
    def payments(self) -> SqlPayments:
        """Requests to the gateway."""
        return SqlPayments(self._sql)


@frozen
class SqlCarts:
    """The carts."""

    _sql: _Sql

    def get(self, cart_id: str) -> CartRow | None:
        """Return a cart, None if there is none."""
        return _cart(self._sql.of_key(_CARTS.c.id, cart_id))

    def newest(self, owner: str) -> CartRow | None:
        """Return the owner's newest cart that has not been ordered."""
        query = (
            sa.select(_CARTS)
            .where(_CARTS.c.owner == owner, _CARTS.c.order_number.is_(None))
            .order_by(_CARTS.c.created_at.desc(), _CARTS.c.id)
            .limit(1)
        )
        return _cart(self._sql.connection.execute(query).one_or_none())

    def add(self, row: CartRow, at: datetime) -> None:
        """Store a new cart."""
        self._sql.insert(_CARTS, **attrs.asdict(row), created_at=at.isoformat())

    def put(self, row: CartRow) -> None:
        """Store a changed cart."""
        self._sql.update(
            _CARTS,
            _CARTS.c.id == row.id,
            contents=row.contents,
            order_number=row.order_number,
        )

    def delete(self, cart_id: str) -> None:
        """Delete a cart."""
        self._sql.connection.execute(sa.delete(_CARTS).where(_CARTS.c.id == cart_id))

    def claim(self, owner: str, key: str, digest: str, cart_id: str) -> tuple[str, str]:
        """Return the request under an idempotency key, and the cart it created."""
        self._sql.insert(_CLAIMS, owner=owner, key=key, digest=digest, cart_id=cart_id)
        row = self._sql.one(_CLAIMS, _CLAIMS.c.owner == owner, _CLAIMS.c.key == key)
        assert row is not None
        return row.digest, row.cart_id


def _cart(row: Row[Any] | None) -> CartRow | None:
    if row is None:
        return None
    return CartRow(row.id, row.owner, row.contents, row.order_number)


@frozen
class SqlOrders:
    """The orders, each as the document that `write_order_detail` stores."""

    _sql: _Sql

    def get(self, number: str) -> OrderRow | None:
        """Return an order, None if there is none."""
        return _order(self._sql.of_key(_ORDERS.c.number, number))

    def of_cart(self, cart_id: str) -> OrderRow | None:
        """Return the order that a cart became."""
        return _order(self._sql.one(_ORDERS, _ORDERS.c.cart_id == cart_id))

    def page(self, owner: str, skip: int, limit: int) -> tuple[list[OrderRow], int]:
        """Return some of the owner's orders, newest first, and how many there are."""
        mine = _ORDERS.c.owner == owner
        counted = sa.select(sa.func.count()).select_from(_ORDERS).where(mine)
        query = (
            sa.select(_ORDERS)
            .where(mine)
            .order_by(_ORDERS.c.placed_at.desc(), _ORDERS.c.number)
            .offset(skip)
            .limit(limit)
        )
        rows = self._sql.connection.execute(query).all()
        found = [each for each in map(_order, rows) if each is not None]
        return found, self._sql.connection.scalar(counted) or 0

    def add(self, row: OrderRow) -> None:
        """Store a new order."""
        self._sql.insert(
            _ORDERS,
            number=row.order.number,
            cart_id=row.cart_id,
            owner=row.owner,
            placed_at=row.order.placed_at.isoformat(),
            **_order_values(row),
        )

    def put(self, row: OrderRow) -> None:
        """Store a changed order."""
        self._sql.update(
            _ORDERS, _ORDERS.c.number == row.order.number, **_order_values(row)
        )


def _order_values(row: OrderRow) -> Mapping[str, Any]:
    return {
        "document": dumps(write_order_detail(row.order, stored=True)),
        "granted": row.granted,
        "restored": row.restored,
        "credited": row.credited,
    }


def _order(row: Row[Any] | None) -> OrderRow | None:
    if row is None:
        return None
    order = read_order(row.document)
    return OrderRow(
        order, row.cart_id, row.owner, row.granted, row.restored, row.credited
    )


@frozen
class SqlCounters:
    """How often offers were redeemed."""

    _sql: _Sql

    def counts(self) -> Redemptions:
        """Return how often each offer and each code was redeemed."""
        query = sa.select(_COUNTERS).where(_COUNTERS.c.customer_id == "")
        found: dict[str, dict[str, int]] = {"offer": {}, "code": {}}
        for row in self._sql.connection.execute(query):
            found[row.what][row.name] = row.redeemed
        return Redemptions(found["offer"], found["code"])

    def of_customer(self, customer_id: str) -> dict[str, int]:
        """Return how often a customer redeemed each offer."""
        query = sa.select(_COUNTERS).where(_COUNTERS.c.customer_id == customer_id)
        rows = self._sql.connection.execute(query)
        return {row.name: row.redeemed for row in rows}

    def commit(
        self,
        redemption: Redemption,
        limits: Limits,
        order_number: str,
        before: PriorCounts,
    ) -> bool:
        """Count a redemption once for its key; return False if a limit is reached."""
        count = redemption.count
        new = self._sql.insert(
            _REDEMPTIONS,
            # Never None: every cart of the service has an id.
            idempotency_key=redemption.idempotency_key,
            order_number=order_number,
            kind=redemption.kind,
            offer_id=redemption.offer_id,
            code=redemption.code,
            customer_id=redemption.customer_id,
            # A row of a result has a method `count`.
            redeemed=count,
        )
        if not new:
            return True
        offer, code, buyer = (
            redemption.offer_id,
            redemption.code,
            redemption.customer_id,
        )
        increments = [(("offer", offer, ""), limits.total_redemptions, before.offer)]
        if code is not None:
            most = limits.per_coupon_code_redemptions
            increments.append((("code", code, ""), most, before.code))
        if buyer is not None:
            most = limits.per_customer_redemptions
            increments.append((("customer", offer, buyer), most, before.customer))
        return all(self._increment(*each, count) for each in increments)

    def _increment(
        self, key: tuple[str, str, str], most: int | None, before: int, count: int
    ) -> bool:
        what, name, customer = key
        self._sql.insert(
            _COUNTERS, what=what, name=name, customer_id=customer, redeemed=before
        )
        where = [*_counter(*key)]
        if most is not None:
            where.append(_COUNTERS.c.redeemed + count <= most)
        more = _COUNTERS.c.redeemed + count
        return self._sql.update(_COUNTERS, *where, redeemed=more)

    def release(self, order_number: str) -> None:
        """Subtract the redemptions of an order from the counters."""
        mine = _REDEMPTIONS.c.order_number == order_number
        rows = self._sql.connection.execute(
            # In the same order as `commit`, so that two transactions cannot deadlock.
            sa.select(_REDEMPTIONS)
            .where(mine)
            .order_by(_REDEMPTIONS.c.kind, _REDEMPTIONS.c.offer_id)
        ).all()
        self._sql.connection.execute(sa.delete(_REDEMPTIONS).where(mine))
        for row in rows:
            less = _COUNTERS.c.redeemed - row.redeemed
            self._sql.update(
                _COUNTERS, *_counter("offer", row.offer_id, ""), redeemed=less
            )
            if row.code is not None:
                self._sql.update(
                    _COUNTERS, *_counter("code", row.code, ""), redeemed=less
                )
            if row.customer_id is not None:
                where = _counter("customer", row.offer_id, row.customer_id)
                self._sql.update(_COUNTERS, *where, redeemed=less)


def _counter(what: str, name: str, customer_id: str) -> tuple[Any, ...]:
    return (
        _COUNTERS.c.what == what,
        _COUNTERS.c.name == name,
        _COUNTERS.c.customer_id == customer_id,
    )


@frozen
class SqlBalances:
    """The points and the credit of known customers."""

    _sql: _Sql

    def get(self, customer_id: str) -> tuple[int, int]:
        """Return points, and credit in minor units; never below zero."""
        # Not locked: `spend` compares the balance, and accounts are locked after
        # counters.
        query = sa.select(_ACCOUNTS).where(_ACCOUNTS.c.customer_id == customer_id)
        row = self._sql.connection.execute(query).one_or_none()
        return (0, 0) if row is None else (max(row.points, 0), max(row.credit, 0))

    def spend(self, customer_id: str, points: int, credit: int) -> bool:
        """Take points and credit; return False and take nothing if there is less."""
        enough = (_ACCOUNTS.c.points >= points, _ACCOUNTS.c.credit >= credit)
        return self._sql.update(
            _ACCOUNTS,
            _ACCOUNTS.c.customer_id == customer_id,
            *enough,
            points=_ACCOUNTS.c.points - points,
            credit=_ACCOUNTS.c.credit - credit,
        )

    def add(self, customer_id: str, points: int, credit: int) -> None:
        """Give points and credit; negative amounts are taken, even below zero."""
        self.open(customer_id, 0, 0)
        self._sql.update(
            _ACCOUNTS,
            _ACCOUNTS.c.customer_id == customer_id,
            points=_ACCOUNTS.c.points + points,
            credit=_ACCOUNTS.c.credit + credit,
        )

    def open(self, customer_id: str, points: int, credit: int) -> None:
        """Open an account, unless there is one."""
        self._sql.insert(
            _ACCOUNTS, customer_id=customer_id, points=points, credit=credit
        )


@frozen
class SqlPayments:
    """Requests to the gateway and its answers."""

    _sql: _Sql

    def latest(self, order_number: str) -> Attempt | None:
        """Return the newest payment attempt of an order."""
        query = (
            sa.select(_ATTEMPTS)
            .where(_ATTEMPTS.c.order_number == order_number)
            .order_by(_ATTEMPTS.c.number.desc())
            .limit(1)
        )
        return _attempt(self._sql.connection.execute(query).one_or_none())

    def attempt(self, gateway_id: str) -> Attempt | None:
        """Return an attempt by the gateway's order id, whatever its case."""
        key = gateway_id.lower()
        return _attempt(self._sql.of_key(_ATTEMPTS.c.gateway_key, key))

    def put(self, attempt: Attempt) -> None:
        """Store a new or changed attempt."""
        values = attrs.asdict(attempt) | {
            "at": attempt.at.isoformat(),
            "until": attempt.until.isoformat(),
        }
        key = attempt.gateway_id.lower()
        if not self._sql.insert(_ATTEMPTS, gateway_key=key, **values):
            self._sql.update(_ATTEMPTS, _ATTEMPTS.c.gateway_key == key, **values)

    def refund_requests(self, order_number: str | None = None) -> list[RefundRequest]:
        """Return the refund requests of an order, or all not yet accepted."""
        which = (
            _REFUND_REQUESTS.c.status == ""
            if order_number is None
            else _REFUND_REQUESTS.c.order_number == order_number
        )
        query = sa.select(_REFUND_REQUESTS).where(which).order_by(_REFUND_REQUESTS.c.id)
        return [
            RefundRequest(
                row.id,
                row.refund_id,
                row.order_number,
                row.gateway_id,
                Decimal(row.amount),
                row.status,
            )
            for row in self._sql.connection.execute(query)
        ]

    def put_refund_request(self, request: RefundRequest) -> None:
        """Store a new or changed refund request."""
        values = attrs.asdict(request) | {"amount": f"{request.amount:f}"}
        if not self._sql.insert(_REFUND_REQUESTS, **values):
            self._sql.update(
                _REFUND_REQUESTS, _REFUND_REQUESTS.c.id == request.id, **values
            )

    def transfers(self, order_number: str) -> dict[str, BankTransfer]:
        """Return the bank transfers of an order's refunds, by refund id."""
        query = sa.select(_TRANSFERS).where(_TRANSFERS.c.order_number == order_number)
        return {
            row.refund_id: BankTransfer(
                row.refund_id,
                row.order_number,
                Decimal(row.amount),
                row.bank_account_id,
                None if row.paid_at is None else datetime.fromisoformat(row.paid_at),
                row.reference,
            )
            for row in self._sql.connection.execute(query)
        }

    def put_transfer(self, transfer: BankTransfer) -> None:
        """Store a new or changed bank transfer."""
        paid_at = transfer.paid_at
        values = attrs.asdict(transfer) | {
            "amount": f"{transfer.amount:f}",
            "paid_at": None if paid_at is None else paid_at.isoformat(),
        }
        if not self._sql.insert(_TRANSFERS, **values):
            self._sql.update(
                _TRANSFERS,
                _TRANSFERS.c.order_number == transfer.order_number,
                _TRANSFERS.c.refund_id == transfer.refund_id,
                **values,
            )


def _attempt(row: Row[Any] | None) -> Attempt | None:
    if row is None:
        return None
    return Attempt(
        row.gateway_id,
        row.order_number,
        row.number,
        row.digest,
        datetime.fromisoformat(row.at),
        datetime.fromisoformat(row.until),
        row.answer,
    )
