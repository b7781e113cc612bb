# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is answered without an envelope: the page of the routes, and metrics."""

from __future__ import annotations

import json
import re
import shlex
import sys

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from prometheus_client.parser import text_string_to_metric_families

from checkout_core.cli import command_parser, main, serving
from checkout_core.cli.serve_metrics import METRICS_VARIABLE
from checkout_core.service import Caller, SqlDatabase, Tokens, logs
from checkout_core.service.metrics import FOLDER_VARIABLE, Metrics
from checkout_core.service.openapi import document
from checkout_core.service.openapi.page import page
from checkout_core.service.openapi.samples import sample
from checkout_core.service.pages import load_metrics
from checkout_core.service.ports import DatabaseTrouble
from checkout_core.service.ports import Trouble as Reason
from checkout_core.service.routes import ROUTES
from checkout_core.service.threads import BusyError, Threads
from checkout_core.testing.gateway import Trouble
from tests.factories.service import AGREED, BASE, MEERA, NOON, SECRET, SHOP, make_app
from tests.factories.service_client import Client, Service, running


#: Elements that have no end tag.
VOID = {"meta"}
WATCH = "token-of-the-metrics-alone"


class Read(HTMLParser):
    """Reads a page: its ids, links, and whether every element ends."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.feed(text)
        assert [] == self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" else []
        if tag in ("script", "link", "img", "iframe") or "src" in found:
            self.loads.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note its end."""
        assert tag == self.open.pop()


def test_the_page_is_whole_and_loads_nothing(service: Service) -> None:
    """Every link leads somewhere, and nothing comes from elsewhere."""
    answer = service.client.request("GET", "/docs")
    found = Read(answer.text)
    inner = [each[1:] for each in found.links if each.startswith("#")]

    assert (200, "text/html; charset=utf-8", []) == (
        answer.status_code,
        answer.headers["content-type"],
        found.loads,
    )
    assert len(found.ids) == len(set(found.ids))
    assert (set(), ["/openapi.json"]) == (
        set(inner) - set(found.ids),
        [each for each in found.links if not each.startswith("#")],
    )
    assert "url(" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")


def test_the_page_has_every_route_and_every_schema(service: Service) -> None:
    """By their operations and names, under headings that go down by one."""
    found = Read(service.client.request("GET", "/docs").text)
    described = service.client.request("GET", "/openapi.json").json()
    schemas = {f"schema-{name}" for name in described["components"]["schemas"]}

    assert set() == ({each.operation for each in ROUTES} | schemas) - set(found.ids)
    steps = zip(found.headings, found.headings[1:], strict=False)
    assert [] == [(one, two) for one, two in steps if two > one + 1]
    assert 1 == found.headings[0]


def test_the_commands_send_what_the_routes_take() -> None:
    """Each body is valid by its schema, and each command is one for a shell."""
    described = document(ROUTES, "1")
    text = page(described).text
    commands = [
        shlex.split(
            re.sub("<[^>]*>", "", each)
            .replace("&quot;", '"')
            .replace("&#x27;", "'")
            .replace("&lt;", "<")
            .replace("&amp;", "&")
        )
        for each in re.findall("<pre[^>]*>(.*?)</pre>", text, re.DOTALL)
    ]
    bodies = {
        each[3].removeprefix("$SHOP"): each[each.index("-d") + 1]
        for each in commands
        if "-d" in each
    }
    schemas = described["components"]["schemas"]
    for route in ROUTES:
        if route.request:
            jsonschema.validate(
                json.loads(bodies[route.path]),
                {
                    "$ref": f"#/components/schemas/{route.request}",
                    "components": {"schemas": schemas},
                },
            )

    assert len(ROUTES) == len(commands)
    assert {"curl"} == {each[0] for each in commands}


def test_a_page_shows_text_as_text() -> None:
    """What a document says cannot become an element."""
    found = document(ROUTES, "<b>1</b>")

    assert "&lt;b&gt;1&lt;/b&gt;" in page(found).text
    assert "<b>" not in page(found).text


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "boolean"}, True),
        ({"type": ["string", "null"]}, "..."),
        ({"type": "string", "format": "date-time"}, "2026-11-24T12:00:00+05:30"),
        ({"type": "integer", "minimum": 0}, 1),
        ({"type": "integer", "minimum": 3}, 3),
        ({"enum": ["a", "b"]}, "a"),
        ({"type": "array", "items": {"const": 7}}, [7]),
        ({"type": "object"}, {}),
        ({"properties": {"a": {"type": "number"}, "b": {}}}, {"a": 1}),
        ({"anyOf": [{"$ref": "#/components/schemas/One"}, {}]}, "..."),
    ],
)
def test_samples(schema: dict[str, Any], expected: object) -> None:
    """Each kind of schema has a value."""
    assert expected == sample(schema, {"One": {"type": "string"}})


# Metrics -----------------------------------------------------------------------------


@pytest.fixture
def service(database: SqlDatabase) -> Iterator[Service]:
    """Yield a running service whose metrics have a token of their own."""
    tokens = {**AGREED, WATCH: Caller("metrics", operator=True)}
    with running(
        database, tokens=Tokens("shop", SECRET, tokens), sweep=None
    ) as started:
        yield started


def scraped(service: Service, token: str = WATCH) -> dict[tuple[str, ...], float]:
    """Return the figures by the name and the labels of each."""
    answer = service.client.request(
        "GET", "/metrics", headers={"Authorization": f"Bearer {token}"}
    )
    assert 200 == answer.status_code, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (each.name, *each.labels.values()): each.value
        for family in text_string_to_metric_families(answer.text)
        for each in family.samples
    }


def test_requests_are_counted_by_route_and_status(service: Service) -> None:
    """With their durations; no label is what a client sent."""
    service.cart()
    service.refused("GET", "carts/none-of-these")
    service.refused("GET", "carts/or-these")
    found = scraped(service)
    name, path = "checkout_core_request_seconds", "/api/v1/{store_id}/storefront/carts"

    assert (1, 2, 2) == (
        found[f"{name}_count", "POST", path, "200"],
        found[f"{name}_count", "GET", f"{path}/{{id}}", "404"],
        found[f"{name}_bucket", "+Inf", "GET", f"{path}/{{id}}", "404"],
    )
    assert 0 < found[f"{name}_sum", "POST", path, "200"] < 30
    assert [] == [each for each in found if "none-of-these" in each]


def test_calls_of_the_gateway_and_waits_for_the_database(service: Service) -> None:
    """By operation and outcome."""
    service.number()
    service.provider.fail_next(Trouble.NO_CONNECTION)
    service.ask(
        "POST",
        "orders",
        {"cart_id": service.cart()["id"], "payment_method": service.provider.method},
    )
    found = scraped(service)
    calls = {
        each[1:]: value
        for each, value in found.items()
        if each[0] == "checkout_core_gateway_call_seconds_count"
    }

    # Where an answer is lost, the status is asked for before another page is.
    assert {
        ("create_session", "200"): 2,
        ("create_session", "no_answer"): 1,
        ("order_status", "200"): 1,
    } == calls
    for writes in ("true", "false"):
        assert found["checkout_core_database_wait_seconds_count", writes] > 1


def test_what_is_stored_is_counted(service: Service) -> None:
    """Tasks by kind, those that are due, and refunds that failed."""
    number = service.paid()
    service.refund(number, "R1", {"0": 1})
    (request,) = service.gateway.gateway.orders[number.lower()]["refunds"]
    step = service.gateway.gateway.settle_refund(
        number, request["unique_request_id"], "FAILURE"
    )
    service.apply(step)
    service.number()
    before = scraped(service)
    service.clock.later(hours=1)
    later = scraped(service)

    # Paid or not, a payment is asked for until no more can come.
    assert (2, 0, 2, 1) == (
        before["checkout_core_tasks", "payment"],
        before["checkout_core_tasks_due", "payment"],
        later["checkout_core_tasks_due", "payment"],
        before["checkout_core_refunds_failed",],
    )
    assert 1 == before["checkout_core_log_events_total", "refund_failed"]
    assert before["checkout_core_log_lines_dropped_total",] == logs.dropped()


def test_who_may_read_them(service: Service) -> None:
    """The merchant and their own token, which opens nothing else."""
    assert scraped(service, SHOP)
    assert (401, "unauthorized") == service.refused("GET", "/metrics", token="wrong")
    assert (403, "forbidden") == service.refused("GET", "/metrics", token=MEERA)
    assert (403, "forbidden") == service.refused("GET", "orders", token=WATCH)


def test_a_database_that_does_not_answer(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and when to ask again."""

    def gone(_: object) -> Any:
        raise DatabaseTrouble(Reason.UNREACHABLE)

    monkeypatch.setattr(SqlDatabase, "reading", gone)

    assert (503, "database_unavailable") == service.refused(
        "GET", "/metrics", token=SHOP
    )


def test_a_database_that_takes_too_long(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scrape does not wait for the others."""

    async def busy(*_: object) -> Any:
        raise BusyError

    monkeypatch.setattr(Threads, "run", busy)

    assert (503, "busy") == service.refused("GET", "/metrics", token=SHOP)


def test_the_files_of_several_processes_are_summed(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the variable, figures come from its folder; stored ones do as before."""
    service.cart()
    # A folder of its own: beside it is the database of the service, a file like theirs.
    folder = tmp_path / "figures"
    folder.mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    found = {each[0] for each in scraped(service)}

    assert "checkout_core_refunds_failed" in found
    assert "checkout_core_request_seconds_count" not in found


def test_a_measured_database_is_closed_as_it_is(database: SqlDatabase) -> None:
    """A host that measures its dependencies closes them."""
    measured = Metrics().measured(make_app(database))
    closed: list[bool] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqlDatabase, "close", lambda _: closed.append(True))
        measured.database.close()

    assert [True] == closed


def test_a_module_that_is_broken_is_not_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only the absence of the library means that nothing is counted."""
    monkeypatch.setitem(sys.modules, "checkout_core.service.metrics", None)

    with pytest.raises(ModuleNotFoundError, match="metrics"):
        load_metrics()


def test_nothing_is_counted_after_the_service_ended(database: SqlDatabase) -> None:
    """A process that goes on does not count for it."""
    before = len(logs.OBSERVERS)
    with Client(make_app(database)) as client:
        assert before + 1 == len(logs.OBSERVERS)
        client.request("GET", f"{BASE}/orders")

    assert before == len(logs.OBSERVERS)


def test_without_their_library(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The route says what to install."""
    monkeypatch.delitem(sys.modules, "checkout_core.service.metrics")
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with running(database) as service:
        status, found = service.ask("GET", "/metrics", token=SHOP)

    assert (404, "no_metrics", True) == (
        status,
        found["code"],
        "install checkout-core[metrics]" in found["message"],
    )


def test_serve_reads_their_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the environment; a token of someone else stays theirs."""
    monkeypatch.setenv(METRICS_VARIABLE, WATCH)
    given = command_parser().parse_args(["serve"])
    serving.settle(given)
    app = serving.make_app(given)
    app.database.close()

    assert Caller("metrics", operator=True) == app.tokens.caller(WATCH, NOON)


def test_serve_refuses_a_short_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it does every token."""
    monkeypatch.setenv(METRICS_VARIABLE, "short")

    assert 2 == main(["serve"])
    assert capsys.readouterr().err.startswith(f"checkout-core: ${METRICS_VARIABLE}: ")
