# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Metrics as Prometheus reads them, and OpenTelemetry's collector with its receiver.

Requests and events are taken from the lines of the log, calls of the gateway and waits
for the database from wrappers around both, and what is stored, such as tasks, is
counted when it is asked for.  Promises that no label has a value that a client chose:
there are as many series as there are routes, statuses, operations and events.

Needs `checkout-core[metrics]`.  With several processes, the figures of all are summed
in files of a folder, PROMETHEUS_MULTIPROC_DIR, which `serve` makes for its workers.
"""

from __future__ import annotations

import os

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, frozen
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
)
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from checkout_core.errors import GatewayError
from checkout_core.service import logs


if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from types import TracebackType

    from checkout_core.http import Request, Response, Transport
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import Database, Unit


T = TypeVar("T")

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

#: The upper bounds of durations, in seconds.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
#: A moment after all others.
_ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


class Metrics:
    """What one process counts, in a registry of its own."""

    media_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._histogram(
            "request", "requests that were answered", ("method", "route", "status")
        )
        self._calls = self._histogram(
            "gateway_call", "calls of the payment gateway", ("operation", "outcome")
        )
        waits = self._histogram(
            "database_wait", "waits until a transaction began", ("writes",)
        )
        self._waits = _Waits(waits.labels("false"), waits.labels("true"))
        self._events = Counter(
            "checkout_core_log_events",
            "lines of the log, by their event",
            ("event",),
            registry=self._registry,
        )
        # To look for a series by its labels takes as long as to count in it.
        self._series: dict[tuple[str, ...], Any] = {}

    def _histogram(self, name: str, purpose: str, labels: tuple[str, ...]) -> Histogram:
        return Histogram(
            f"checkout_core_{name}_seconds",
            purpose,
            labels,
            buckets=BUCKETS,
            registry=self._registry,
        )

    @contextmanager
    def observing(self) -> Iterator[None]:
        """Count the lines of the log while the block runs."""
        logs.OBSERVERS.append(self.observe)
        try:
            yield
        finally:
            logs.OBSERVERS.remove(self.observe)

    def observe(self, event: str, facts: Mapping[str, Any]) -> None:
        """Count a line of the log; one that answers a request has its duration."""
        self._of(self._events, event).inc()
        if event == "answered":
            labels = (facts["method"], facts["route"], str(facts["status"]))
            found = self._of(self._requests, *labels)
            found.observe(facts["microseconds"] / 1e6)

    def _of(self, metric: Counter | Histogram, *labels: str) -> Any:
        found = self._series.get(labels)
        if found is None:
            # Two threads may make it at a time, and get the same one.
            found = self._series[labels] = metric.labels(*labels)
        return found

    def measured(self, app: App) -> App:
        """Return the dependencies with a gateway and a database that are measured."""
        return evolve(
            app,
            transport=_MeasuredTransport(app.transport, self._calls),
            database=_MeasuredDatabase(app.database, self._waits),
        )

    def text(self, app: App) -> bytes:
        """Return all figures, those of the other processes too; reads the database."""
        registry = self._registry
        if FOLDER_VARIABLE in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        stored = CollectorRegistry()
        stored.register(_Stored(app))
        return generate_latest(registry) + generate_latest(stored)


@frozen(eq=False)
class _Stored(Collector):
    """What is counted when it is asked for."""

    _app: App

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of the database, which are those of all processes."""
        at = self._app.clock()
        with self._app.database.reading() as unit:
            waiting, late = unit.tasks.late(_ALWAYS), unit.tasks.late(at)
            failed = unit.payments.count_failed_refunds()
        for name, purpose, found in (
            ("tasks", "tasks that are not done", waiting),
            ("tasks_due", "tasks that are due and not done", late),
        ):
            family = GaugeMetricFamily(
                f"checkout_core_{name}", purpose, labels=("kind",)
            )
            for kind in sorted(waiting):
                family.add_metric((kind,), found.get(kind, 0))
            yield family
        purpose = "refunds that failed, which the merchant has to send again"
        yield GaugeMetricFamily("checkout_core_refunds_failed", purpose, failed)
        purpose = "lines of the log that the answering process left out"
        yield CounterMetricFamily(
            "checkout_core_log_lines_dropped", purpose, logs.dropped()
        )


@frozen
class _MeasuredTransport:
    """A transport whose calls are measured."""

    _transport: Transport
    _calls: Histogram

    def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` if there is none."""
        began, outcome = perf_counter(), "error"
        try:
            response = self._transport.send(request)
            outcome = str(response.status)
        except GatewayError as error:
            outcome = error.error_code or outcome
            raise
        finally:
            labels = (request.call or "other", outcome)
            self._calls.labels(*labels).observe(perf_counter() - began)
        return response


@frozen
class _Waits:
    """The waits of transactions, of those that read and of those that write."""

    reads: Histogram
    writes: Histogram


@frozen
class _Begun:
    """A transaction whose wait is measured."""

    _transaction: AbstractContextManager[Unit]
    _waits: Histogram

    def __enter__(self) -> Unit:
        began = perf_counter()
        unit = self._transaction.__enter__()
        self._waits.observe(perf_counter() - began)
        return unit

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        return self._transaction.__exit__(kind, error, trace)


@frozen
class _MeasuredDatabase:
    """A database whose waits are measured."""

    _database: Database
    _waits: _Waits

    def reading(self) -> AbstractContextManager[Unit]:
        """Begin a transaction that changes nothing."""
        return _Begun(self._database.reading(), self._waits.reads)

    def write(self, work: Callable[[Unit], T], *, is_one: bool = False) -> T:
        """Return what *work* returns in a writing transaction of its own."""
        began = perf_counter()

        def measured(unit: Unit) -> T:
            self._waits.writes.observe(perf_counter() - began)
            return work(unit)

        return self._database.write(measured, is_one=is_one)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()
