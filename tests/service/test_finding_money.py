# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Money is found although no event comes: by polls and sweeps, before a cancel or a retry.

The shop of these tests has no webhook: what happens at the gateway is not reported.
"""

from __future__ import annotations

import threading
import time

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from attrs import evolve

from checkout_core.service import App, SqlDatabase, sweeping, tasks
from checkout_core.service.database import SqlUnit
from checkout_core.service.database.migrations.versions.r0007_service_of_0_7_0 import (
    add_tasks,
)
from checkout_core.service.ports import Task, Unit
from checkout_core.service.sweeping import KINDS, Sweeper, Swept, sweep
from checkout_core.service.tasks import wait_after
from checkout_core.testing.gateway import Trouble
from checkout_core.values import OURS
from tests.factories.providers import JuspayProvider, PaisaPayProvider, Provider
from tests.factories.service import make_app
from tests.factories.service_client import Client, Service, running


if TYPE_CHECKING:
    from checkout_core.http import Request, Response, Transport


PAID = Decimal("1068.80")


@pytest.fixture(params=[JuspayProvider, PaisaPayProvider], ids=["juspay", "paisapay"])
def provider(request: pytest.FixtureRequest) -> Provider:
    """Return one gateway after the other."""
    found: Provider = request.param()
    return found


def status(service: Service, number: str) -> dict[str, Any]:
    """Return what `payment-status` says."""
    return service.done("GET", f"orders/{number}/payment-status")


def refunds(service: Service, number: str) -> list[dict[str, Any]]:
    """Return the refunds that the shopper sees."""
    found: list[dict[str, Any]] = service.done("GET", f"orders/{number}/refunds")[
        "refunds"
    ]
    return found


def sent_back(service: Service) -> dict[str, list[Decimal]]:
    """Return what the gateway gave back of each of its payments."""
    return {
        each: [amount for _, amount in service.provider.refunds(each)]
        for each in service.provider.ids()
    }


def asked(service: Service, word: str = "status") -> int:
    """Return how often the gateway was asked for a status, or for another thing."""
    return service.provider.sent().count(word)


def retry(service: Service, number: str) -> str:
    """Return the gateway's id of another payment."""
    body = {"payment_method": service.provider.method}
    content = service.done("POST", f"orders/{number}/retry-payment", body)
    return service.provider.id_in(content["payment_info"])


def two_pages(service: Service) -> tuple[str, str]:
    """Return the number of an order with two open pages, and the id of the second."""
    cart = service.cart()["id"]
    number = service.order(cart)["order"]["order_number"]
    elsewhere = {**service.provider.method, "return_url": "https://shop.example/app"}
    content = service.order(cart, payment_method=elsewhere)
    return number, service.provider.id_in(content["payment_info"])


# Asked for -----------------------------------------------------------------------


def test_money_on_an_older_page_is_found(service: Service) -> None:
    """A poll asks for every page that is open, and not for the newest alone."""
    number, _ = two_pages(service)
    service.provider.pay(number)

    assert ("success", PAID, 0) == (
        status(service, number)["status"],
        status(service, number)["amount_paid"],
        status(service, number)["amount_unpaid"],
    )


def test_money_on_an_older_page_goes_back_with_a_cancel(service: Service) -> None:
    """The gateway keeps nothing of a cancelled order, whichever page was paid."""
    number, second = two_pages(service)
    service.provider.pay(number)
    service.cancel(number)

    assert {number: [PAID], second: []} == sent_back(service)
    assert [PAID] == [each["refund_amount"] for each in refunds(service, number)]


def test_a_retry_finds_what_was_paid_before(service: Service) -> None:
    """The newest page failed and an older one was paid: there is no third page."""
    number, second = two_pages(service)
    service.provider.fail(second)
    service.provider.pay(number)
    body = {"payment_method": service.provider.method}
    content = service.done("POST", f"orders/{number}/retry-payment", body)

    assert ({}, [number, second]) == (
        content["payment_info"],
        service.provider.ids(),
    )


def test_another_page_is_not_opened_for_what_was_paid(service: Service) -> None:
    """Ordering the cart again, to come back elsewhere, finds the payment."""
    cart = service.cart()["id"]
    number = service.order(cart)["order"]["order_number"]
    service.provider.pay(number)
    elsewhere = {**service.provider.method, "return_url": "https://shop.example/app"}
    content = service.order(cart, payment_method=elsewhere)

    assert (False, "success", [number]) == (
        content["payment_required"],
        content["order"]["payment_status"],
        service.provider.ids(),
    )


def test_another_page_waits_until_the_first_is_known(service: Service) -> None:
    """While the gateway is away nothing is begun that might be paid twice."""
    cart = service.cart()["id"]
    number = service.order(cart)["order"]["order_number"]
    service.provider.fail_next(Trouble.NO_CONNECTION)
    elsewhere = {**service.provider.method, "return_url": "https://shop.example/app"}
    body = {"cart_id": cart, "payment_method": elsewhere}

    assert (502, "no_answer") == service.refused("POST", "orders", body)
    assert [number] == service.provider.ids()


def test_a_failed_page_can_still_be_paid(service: Service) -> None:
    """A failed transaction does not end its order at the gateway."""
    number = service.number()
    service.provider.fail(number)
    first = status(service, number)["status"]
    service.provider.pay(number)

    assert ("failed", "success") == (first, status(service, number)["status"])


def test_both_pages_are_paid(service: Service) -> None:
    """What came twice goes back by itself, and the shopper sees that it does."""
    number, second = two_pages(service)
    service.provider.pay(number)
    service.provider.pay(second)
    said = status(service, number)
    [refund] = refunds(service, number)

    assert ("success", PAID, "pending", "more was paid than was due") == (
        said["status"],
        refund["refund_amount"],
        refund["status"],
        refund["refund_remarks"],
    )
    assert [PAID] == [
        amount for amounts in sent_back(service).values() for amount in amounts
    ]


def test_a_paid_order_is_paid_again(service: Service) -> None:
    """A poll asks for the other page as long as it may be paid, and not after."""
    number, second = two_pages(service)
    service.provider.pay(number)
    first = status(service, number)
    once = refunds(service, number)
    service.provider.pay(second)
    again = status(service, number)
    [refund] = refunds(service, number)
    service.clock.later(hours=48)
    before = asked(service)
    after = status(service, number)

    assert ([], PAID, 0) == (
        once,
        refund["refund_amount"],
        asked(service) - before,
    )
    # Nothing of it changes what the order has.
    assert [("success", PAID)] * 3 == [
        (each["status"], each["amount_paid"]) for each in (first, again, after)
    ]


def test_a_cancelled_order_says_that_its_money_went_back(service: Service) -> None:
    """A poll finds what was paid too late, and from then on each one says so."""
    number = service.number()
    service.cancel(number)
    before = status(service, number)
    service.provider.pay(number)
    seen = [status(service, number) for _ in range(2)]
    order = service.done("GET", f"orders/{number}")["order"]

    assert OURS not in before
    assert [(0, 0, {"excess_returned": PAID})] * 2 == [
        (each["amount_paid"], each["amount_unpaid"], each[OURS]) for each in seen
    ]
    assert PAID == order[OURS]["excess_returned"]
    assert [PAID] == sent_back(service)[number]


def test_a_page_that_is_over_is_not_asked_for(service: Service) -> None:
    """After the fulfilment window a poll asks nobody."""
    number = service.number()
    service.clock.later(hours=48)
    before = asked(service)

    assert ("pending", 0) == (
        status(service, number)["status"],
        asked(service) - before,
    )


def test_a_cancel_does_not_wait_for_a_gateway_that_is_away(service: Service) -> None:
    """It goes through after one call; what was paid is found by a sweep later."""
    number, second = two_pages(service)
    service.provider.pay(number)
    before = len(service.provider.sent())
    service.provider.fail_next(Trouble.NO_CONNECTION)
    order = service.cancel(number)
    calls = len(service.provider.sent()) - before
    listed = refunds(service, number)
    service.clock.later(seconds=20)
    sweep(service.app)

    assert ("cancelled", 1, [Decimal(0)]) == (
        order["status"],
        calls,
        [each["refund_amount"] for each in listed],
    )
    assert {number: [PAID], second: []} == sent_back(service)
    assert [0, PAID] == sorted(
        each["refund_amount"] for each in refunds(service, number)
    )


@pytest.mark.parametrize("way", ["status", "cancel", "sweep"])
def test_money_that_settles_nothing_hides_no_other(service: Service, way: str) -> None:
    """A page that was charged with another amount does not keep the other from use."""
    number, second = two_pages(service)
    service.provider.alter(second, "another currency")
    service.provider.pay(number)
    service.clock.later(seconds=20)
    ways: dict[str, Callable[[], object]] = {
        "status": lambda: status(service, number),
        "cancel": lambda: service.cancel(number),
        "sweep": lambda: sweep(service.app),
    }
    ways[way]()
    with service.app.database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None

    assert {number: "succeeded", second: "started"} == {
        each.id: each.state for each in row.order.payments
    }


# By leases ---------------------------------------------------------------------------


class Held:
    """A way to the gateway on which the next status waits until it is let go."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.waits = False
        self.reached = threading.Event()
        self.let_go = threading.Event()
        self.asked = 0

    def send(self, request: Request) -> Response:
        """Send, late where it is a status."""
        if request.method == "GET":
            self.asked += 1
            if self.waits:
                self.reached.set()
                assert self.let_go.wait(30)
        return self.transport.send(request)


def test_a_second_poll_answers_from_the_database(url: str, provider: Provider) -> None:
    """While one poll asks, another one of the same order does not ask too."""
    if url == "sqlite://":
        pytest.skip("a database in memory has one connection, which the poll may have")
    database, held = SqlDatabase(url), Held(provider.transport)
    with running(database, provider=provider, transport=held) as service:
        number = service.number()
        provider.pay(number)
        held.waits = True
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(status, service, number)
            assert held.reached.wait(30)
            swept = sweep(service.app)
            second = status(service, number)
            held.let_go.set()
            found = first.result(30)
    database.close()

    assert ("success", "pending", 1, "") == (
        found["status"],
        second["status"],
        held.asked,
        str(swept),
    )


def test_two_sweepers_share_the_work(url: str, provider: Provider) -> None:
    """Each payment is asked for once, whoever does it."""
    database, other = SqlDatabase(url), SqlDatabase(url)
    with running(database, provider=provider) as service:
        if url == "sqlite://":
            # Another one in memory would be empty.
            other.close()
            other = database
        numbers = [service.number() for _ in range(6)]
        for number in numbers:
            service.provider.pay(number)
        service.clock.later(seconds=20)
        before = asked(service)
        apps = [service.app, evolve(service.app, database=other)]
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(sweep, apps))
        calls = asked(service) - before
        states = {status(service, number)["status"] for number in numbers}
    database.close()
    other.close()

    assert (6, 6, {"success"}) == (
        calls,
        sum(each.put_off["payment"] for each in done),
        states,
    )


def test_a_sweeper_that_dies_keeps_nothing(service: Service) -> None:
    """Its lease ends, and the next sweep does what it left."""
    number = service.number()
    service.provider.pay(number)
    service.clock.later(seconds=20)
    at, until = service.app.clock(), service.app.clock() + service.app.lease
    [task] = service.app.database.write(
        lambda unit: unit.tasks.claim(["payment"], at, until, 1)
    )
    during = str(sweep(service.app))
    service.clock.later(seconds=30)
    after = str(sweep(service.app))

    assert (number.lower(), "", "payment: 0 ended, 1 put off", "success") == (
        task.key,
        during,
        after,
        status(service, number)["status"],
    )


# Swept -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("payment", [15, 30, 60, 120, 300, 900, 3600, 3600]),
        ("refund", [15, 30, 60, 120, 300, 900, 3600, 21_600, 21_600]),
    ],
)
def test_the_table_of_waits(kind: str, table: list[int]) -> None:
    """Each wait is that of the table and up to a tenth more; the last one repeats."""
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    for tries, seconds in enumerate(table):
        task = Task(kind=kind, key="A1", due_at=noon, tries=tries)
        wait = wait_after(KINDS[kind].steps, task)

        assert seconds <= wait.total_seconds() <= 1.1 * seconds


def test_tasks_that_failed_together_wait_differently() -> None:
    """They are spread over the tenth, always in the same way."""
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    tasks = [Task(kind="payment", key=f"A{i}", due_at=noon) for i in range(100)]
    waits = [wait_after((3600,), each) for each in tasks]

    assert waits == [wait_after((3600,), each) for each in tasks]
    assert 90 < len(set(waits))


def test_an_open_page_is_asked_for_by_the_table(service: Service) -> None:
    """Some 50 times in two days, and then no more."""
    key, begun, waits = service.number().lower(), service.clock.at, []
    before = asked(service)
    while True:
        with service.app.database.reading() as unit:
            task = unit.tasks.get("payment", key)
        if task is None:
            break
        waits.append(task.due_at - service.clock.at)
        service.clock.at = task.due_at
        sweep(service.app)

    assert timedelta(hours=48) <= service.clock.at - begun < timedelta(hours=50)
    assert len(waits) == asked(service) - before
    assert [15, 15, 30, 60, 120, 300, 900, 3600] == [_step(each) for each in waits[:8]]
    assert 45 < len(waits) < 60


def _step(wait: timedelta) -> int:
    """Return the step of the table that a wait is of."""
    steps = [15, 30, 60, 120, 300, 900, 3600]
    return max(each for each in steps if each <= wait.total_seconds())


def test_a_payment_that_is_known_is_not_asked_for(service: Service) -> None:
    """An event or a poll found it: it is asked for once more, after two days."""
    service.paid()
    calls = []
    for hours in (1, 46, 2, 100):
        service.clock.later(hours=hours)
        before = asked(service)
        calls.append((str(sweep(service.app)), asked(service) - before))

    assert [
        ("payment: 0 ended, 1 put off", 0),
        ("", 0),
        ("payment: 1 ended, 0 put off", 1),
        ("", 0),
    ] == calls


def test_a_sweep_has_a_limit(service: Service) -> None:
    """What is left is done by the next one."""
    for _ in range(3):
        service.number()
    service.clock.later(seconds=20)
    done = [str(sweep(service.app, limit=2)) for _ in range(3)]

    assert ["payment: 0 ended, 2 put off", "payment: 0 ended, 1 put off", ""] == done


def test_a_gateway_that_is_away_is_asked_again(
    service: Service, lines: list[dict[str, Any]]
) -> None:
    """The task is put off, and the log says why."""
    number = service.number()
    service.provider.pay(number)
    service.clock.later(seconds=20)
    service.provider.fail_next(Trouble.NO_CONNECTION)
    first = str(sweep(service.app))
    service.clock.later(seconds=20)
    second = str(sweep(service.app))
    [waits] = [each for each in lines if each["event"] == "payment_waits"]

    assert ["payment: 0 ended, 1 put off"] * 2 == [first, second]
    assert PAID == status(service, number)["amount_paid"]
    assert (number.lower(), "no_answer") == (waits["id"], waits["code"])


class Broken:
    """A way to the gateway that has a fault of its own, once."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.breaks = True

    def send(self, request: Request) -> Response:
        """Send, or fail as only a mistake in a program does."""
        if self.breaks:
            self.breaks = False
            raise ZeroDivisionError
        return self.transport.send(request)


def test_an_error_of_one_task_stops_no_other(
    service: Service, lines: list[dict[str, Any]]
) -> None:
    """A fault of ours is in the log with its places, and the task is tried again."""
    paid = service.number()
    service.number()
    service.provider.pay(paid)
    service.clock.later(seconds=20)
    swept = sweep(evolve(service.app, transport=Broken(service.provider.transport)))
    [failed] = [each for each in lines if each["event"] == "task_failed"]

    assert 2 == sum(swept.ended.values()) + sum(swept.put_off.values())
    assert ("ZeroDivisionError", "payment") == (failed["error"], failed["kind"])
    assert any("look_for_payment" in each for each in failed["places"])


def test_tasks_of_nothing_end(service: Service) -> None:
    """What was deleted by other means is not asked for for ever."""
    for kind in ("payment", "refund"):
        service.app.database.write(
            lambda unit, kind=kind: unit.tasks.add(kind, "gone", service.clock.at)  # type: ignore[misc]
        )

    assert "payment: 1 ended, 0 put off; refund: 1 ended, 0 put off" == str(
        sweep(service.app)
    )


def test_a_sweeper_of_a_service_sweeps_until_it_is_stopped(
    database: SqlDatabase, provider: Provider
) -> None:
    """It runs beside the routes, and ends with the service."""
    with running(database, provider=provider) as service:
        number = service.number()
        provider.pay(number)
        service.clock.later(seconds=20)
        quick = evolve(service.app, sweep=timedelta(milliseconds=20))
        with Client(quick):
            until = time.monotonic() + 20
            while paid_in(database, number) != PAID and time.monotonic() < until:
                time.sleep(0.02)
        names = {each.name for each in threading.enumerate()}

    assert (PAID, set()) == (paid_in(database, number), names & {*KINDS})


def test_nothing_delays_the_start_and_the_end(
    database: SqlDatabase, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refunds wait and the gateway is silent: the port is open, and closes in time."""
    monkeypatch.setattr(sweeping, "PATIENCE", 0.1)
    held = Held(provider.transport)
    with running(database, provider=provider, transport=held) as service:
        number = service.number()
        provider.pay(number)
        service.clock.later(seconds=20)
        held.waits = True
        quick = evolve(service.app, sweep=timedelta(milliseconds=20))
        with Client(quick) as client:
            assert held.reached.wait(30)
            answer = client.request("GET", "/health")
            ending = time.monotonic()
        took = time.monotonic() - ending
        held.let_go.set()
        for thread in threading.enumerate():
            if thread.name in KINDS:
                thread.join(30)

    assert 200 == answer.status_code
    assert took < 5
    assert PAID == paid_in(database, number)


def paid_in(database: SqlDatabase, number: str) -> Decimal:
    """Return how much of an order is paid."""
    with database.reading() as unit:
        row = unit.orders.get(number)
    assert row is not None
    return row.order.amount_paid


def test_trouble_of_the_database_does_not_end_a_sweeper(
    database: SqlDatabase, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, and sweeps again."""
    app = make_app(database)
    troubles = iter([True])
    claim = tasks.lease_next

    def broken(app: App, kinds: Collection[str]) -> Task | None:
        if next(troubles, False):
            raise OSError
        return claim(app, kinds)

    monkeypatch.setattr(sweeping, "lease_next", broken)
    reports: list[str] = []
    enough = threading.Event()

    def report(swept: Swept) -> None:
        reports.append(str(swept))
        if len(reports) > len(KINDS):
            enough.set()

    sweeper = Sweeper(app, timedelta(milliseconds=5), report=report)
    sweeper.start()
    assert enough.wait(20)
    sweeper.stop()

    assert ["sweep_failed"] == [each["event"] for each in lines]
    assert {""} == set(reports)


# Of an older release -----------------------------------------------------------------


def test_what_an_older_release_left_open_is_found(service: Service) -> None:
    """It knew no tasks: open payments and refunds get theirs with the tables."""
    number, other = service.number(), service.paid()
    service.provider.fail_next(None, Trouble.SERVER_ERROR)
    service.cancel(other)
    service.provider.pay(number)

    def forget(unit: Unit) -> None:
        [request] = unit.payments.refund_requests(other)
        unit.tasks.done("payment", number.lower())
        unit.tasks.done("payment", other.lower())
        unit.tasks.done("refund", request.id)
        assert isinstance(unit, SqlUnit)
        add_tasks(unit.sql.connection, service.clock.at)

    service.app.database.write(forget)
    swept = str(sweep(service.app))
    found = status(service, number)["status"]

    assert "payment: 0 ended, 2 put off; refund: 0 ended, 1 put off" == swept
    assert ("success", 1) == (found, len(service.provider.refunds(other)))
