# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Transactions that the database undoes are carried out again, and do nothing twice.

PostgreSQL undoes one of two that wait for each other; a trigger does it here, at a
chosen statement on a chosen table.
"""

from __future__ import annotations

import itertools

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core.service import SqlDatabase
from checkout_core.service.database.orders import SqlOrders
from checkout_core.service.database.payments import SqlPayments
from checkout_core.testing.gateway import Trouble
from checkout_core.wire.orders import write_placed
from tests.factories.manual import AT_THE_DOOR, BY_CASH, SHOP_WITH_CASH
from tests.factories.providers import HYPER, JuspayProvider
from tests.factories.service import MERCHANT, NOON, SHOP
from tests.factories.service_client import Service, running
from tests.factories.service_processes import DATABASES, SERVERS, fresh


ON_EACH = pytest.mark.parametrize(
    "kind", DATABASES, ids=lambda kind: kind.partition("+")[0]
)
ON_POSTGRESQL = pytest.mark.parametrize(
    "kind", SERVERS, ids=["postgresql"][: len(SERVERS)]
)

# What the database undid ------------------------------------------------------------


SERIALISATION, DEADLOCK = "40001", "40P01"
#: A sequence counts on where a transaction is undone.
UNDOING = """
CREATE SEQUENCE statement;
CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('statement') = {nth} THEN
        RAISE EXCEPTION 'for the sake of another' USING ERRCODE = '{state}';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER undoing AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION undo();
"""


@contextmanager
def undoing(url: str, table: str, nth: int, state: str) -> Iterator[Callable[[], int]]:
    """Undo the transaction of the nth statement on a table; yield what counts them."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(UNDOING.format(table=table, nth=nth, state=state))

        def count() -> int:
            query = "SELECT last_value FROM statement WHERE is_called"
            return connection.exec_driver_sql(query).scalar() or 0

        yield count
    engine.dispose()


def delete(service: Service) -> Callable[[], Any]:
    """Return what deletes a cart, and returns whether it is there."""
    cart = service.cart()["id"]

    def act() -> object:
        service.done("DELETE", f"carts/{cart}")
        return service.refused("GET", f"carts/{cart}")

    return act


def delete_newest(service: Service) -> Callable[[], Any]:
    """Return what deletes the newest of two carts, and returns which one is left."""
    first = service.cart()["id"]
    service.clock.later(seconds=1)
    service.cart()

    def act() -> object:
        service.done("DELETE", "carts/users/meera")
        return service.done("GET", "carts/users/meera")["cart"]["id"] == first

    return act


def repeat(service: Service) -> Callable[[], Any]:
    """Return what begins another payment of an order, and returns the attempts."""
    cart = service.cart()["id"]
    number = str(service.order(cart)["order"]["order_number"])
    method = {**HYPER, "return_url": "https://shop.example/other"}

    def act() -> object:
        service.order(cart, payment_method=method)
        with service.app.database.reading() as unit:
            attempts = unit.payments.attempts(number)
        answers = [bool(each.answer) for each in attempts]
        return len(service.provider.ids()), [each.number for each in attempts], answers

    return act


def transfer(service: Service) -> Callable[[], Any]:
    """Return what notes a bank transfer, and returns the refund."""
    number = service.paid()
    service.cancel(number, refund_mode="bank-transfer", bank_account_id="acc_7")
    [refund] = service.done("GET", f"orders/{number}/refunds")["refunds"]
    path = f"{MERCHANT}/orders/{number}/refunds/{refund['request_number']}/paid"
    body = {"at": NOON.isoformat(), "reference": "UTR1"}

    def act() -> object:
        found = service.done("POST", path, body, token=SHOP)["refund"]
        return found["status"], found["payment_reference_number"]

    return act


def open_accounts(service: Service) -> Callable[[], Any]:
    """Return what opens accounts once more, and returns what is in one."""

    def act() -> object:
        service.app.open_balances()
        return service.balances()

    return act


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("prepare", "table", "nth", "state", "found"),
    [
        (delete, "cart", 1, SERIALISATION, (404, "cart_not_found")),
        (delete_newest, "cart", 1, DEADLOCK, True),
        # The attempt, the order that it is of, the answer of the gateway.
        (repeat, "attempt", 1, DEADLOCK, (2, [2, 1], [True, True])),
        (repeat, "placed_order", 1, SERIALISATION, (2, [2, 1], [True, True])),
        (repeat, "attempt", 2, DEADLOCK, (2, [2, 1], [True, True])),
        (transfer, "bank_transfer", 1, SERIALISATION, ("success", "UTR1")),
        (open_accounts, "account", 1, DEADLOCK, (400, 500_00)),
    ],
)
def test_an_undone_request_is_carried_out(
    kind: str,
    prepare: Callable[[Service], Callable[[], Any]],
    table: str,
    nth: int,
    state: str,
    found: object,
    tmp_path: Path,
) -> None:
    """Its client gets the same answer, and it is done once."""
    with (
        fresh(kind, tmp_path) as url,
        closing(SqlDatabase(url)) as database,
        running(database, provider=JuspayProvider()) as service,
    ):
        act = prepare(service)
        with undoing(url, table, nth, state) as count:
            result = act()
            statements = count()

    assert found == result
    # The statement was sent again.
    assert statements > nth


# No answer is made while the database waits -----------------------------------------


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Yield how many connections a thread had when it made an order an answer."""
    in_use, found = dict[int, int](), list[int]()

    def begun(_: object, record: object, __: object) -> None:
        in_use[id(record)] = get_ident()

    def ended(_: object, record: object) -> None:
        in_use.pop(id(record), None)

    def watched(*args: Any) -> object:
        found.append(list(in_use.values()).count(get_ident()))
        return write_placed(*args)

    monkeypatch.setattr("checkout_core.wire.asking.write_placed", watched)
    sa.event.listen(sa.Pool, "checkout", begun)
    sa.event.listen(sa.Pool, "checkin", ended)
    yield found
    sa.event.remove(sa.Pool, "checkout", begun)
    sa.event.remove(sa.Pool, "checkin", ended)


@pytest.mark.parametrize(
    ("method", "paid"),
    [(HYPER, False), (HYPER, True), (None, False), (BY_CASH, False)],
    ids=["its page", "paid", "no payment", "cash"],
)
def test_an_answer_is_repeated_without_a_transaction(
    method: dict[str, str] | None,
    paid: bool,  # noqa: FBT001 - a parameter of the test
    database: SqlDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All that is read for it is read before."""
    with running(database, catalogue=SHOP_WITH_CASH) as service:
        cart = service.cart()["id"]
        if method == BY_CASH:
            service.done("POST", f"carts/{cart}/payment", AT_THE_DOOR)
        first = service.order(cart, payment_method=method)
        number = first["order"]["order_number"]
        if paid:
            service.pay(number)
        with watching(monkeypatch) as found:
            again = service.order(cart, payment_method=method)

    assert ([0], number) == (found, again["order"]["order_number"])


# Between two reads ------------------------------------------------------------------


@ON_EACH
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_payment_that_begins_between_two_reads(
    kind: str, nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A status is answered while another request begins the order's next payment.

    It begins right after the order was read for the *nth* time.
    """
    with (
        fresh(kind, tmp_path) as url,
        closing(SqlDatabase(url)) as database,
        running(database) as service,
    ):
        cart = service.cart()["id"]
        number = str(service.order(cart)["order"]["order_number"])
        original, reads = SqlOrders.get, itertools.count(1)
        method = {**HYPER, "return_url": "https://shop.example/other"}

        def get(self: Any, name: str, *known: Any) -> Any:
            found = original(self, name, *known)
            if next(reads) == nth:
                service.order(cart, payment_method=method)
            return found

        monkeypatch.setattr(SqlOrders, "get", get)
        found = service.done("GET", f"orders/{number}/payment-status")
        pages = service.provider.ids()

    assert ("pending", 2) == (found["status"], len(pages))


@pytest.mark.parametrize("lost", [True, False], ids=["sent again", "a new one"])
def test_others_that_come_first_again_and_again(
    lost: bool,  # noqa: FBT001 - a parameter of the test
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A payment that others change all the time is being prepared by them."""
    cart = service.cart()["id"]
    body = {"cart_id": cart, "payment_method": HYPER}
    if lost:
        service.provider.fail_next(Trouble.NO_CONNECTION, Trouble.NO_CONNECTION)
        service.ask("POST", "orders", body)
    else:
        service.done("POST", "orders", body)
        body["payment_method"] = {**HYPER, "return_url": "https://shop.example/other"}
    with monkeypatch.context() as patch:
        patch.setattr(SqlPayments, "latest", lambda *_: None)
        refused = service.refused("POST", "orders", body)
        during = service.provider.ids()
    service.done("POST", "orders", body)

    assert (409, "payment_in_progress") == refused
    assert len(during) + 1 == len(service.provider.ids())
