# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Sessions: begun as a guest, renewed by tokens for one use, ended for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core.service import Caller, SqlDatabase
from checkout_core.service.database.statements import FORGOTTEN
from checkout_core.service.ports import SessionRow
from checkout_core.service.sessions import read_ends, watch_ends
from tests.factories.service import MEERA, MERCHANT, NOON, SHOP
from tests.factories.service_client import Service, running


DENIED = (401, "unauthorized")


def renew(service: Service, refresh: str) -> dict[str, Any]:
    """Return new tokens."""
    body = {"refresh_token": refresh}
    return service.done("POST", "auth/refresh-token", body)


def not_renewed(service: Service, refresh: str) -> tuple[int, str]:
    """Return how a refresh token is refused."""
    return service.refused("POST", "auth/refresh-token", {"refresh_token": refresh})


def reaches(service: Service, token: str) -> int:
    """Return the status of a request with a token."""
    return service.ask("GET", "orders", token=token)[0]


def test_a_guests_session(service: Service) -> None:
    """A guest has a cart and an order without an account."""
    session = service.done("POST", "auth/anonymous")
    token = session["access_token"]
    cart = service.cart(token=token)
    order = service.order(cart["id"], token=token)

    assert (True, "") == (
        session["user"]["is_anonymous"],
        order["payment_info"]["sdk_payload"]["payload"]["customerId"],
    )
    assert (404, "cart_not_found") == service.refused("GET", f"carts/{cart['id']}")


def test_a_session_is_renewed(service: Service) -> None:
    """When the access token has ended, the other one gives new ones."""
    session = service.done("POST", "auth/anonymous")
    cart = service.cart(token=session["access_token"])
    service.clock.later(hours=2)
    path = f"carts/{cart['id']}"
    ended = service.refused("GET", path, token=session["access_token"])
    fresh = renew(service, session["refresh_token"])

    assert (DENIED, cart["id"]) == (
        ended,
        service.done("GET", path, token=fresh["access_token"])["cart"]["id"],
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, (400, "invalid_request")),
        ({"refresh_token": 1}, (400, "invalid_request")),
        ({"refresh_token": "guess"}, DENIED),
        ({"refresh_token": MEERA}, DENIED),
        (b'{"refresh_token": "\\ud800"}', (400, "invalid_request")),
        (b'{"refresh_token": "' + b"x" * 5000 + b'"}', DENIED),
    ],
)
def test_a_session_that_is_not_renewed(
    service: Service, body: object, said: object
) -> None:
    """Only a refresh token of ours is exchanged."""
    assert said == service.refused("POST", "auth/refresh-token", body)


def test_an_access_token_renews_nothing(service: Service) -> None:
    """Each token is for one thing."""
    session = service.done("POST", "auth/anonymous")

    assert DENIED == not_renewed(service, session["access_token"])
    assert 401 == reaches(service, session["refresh_token"])


# One use ----------------------------------------------------------------------------


def test_a_refresh_token_is_for_one_use(
    service: Service, lines: list[dict[str, Any]]
) -> None:
    """A second use, later on, ends the session: its own tokens and the thief's."""
    first = service.done("POST", "auth/anonymous")
    second = renew(service, first["refresh_token"])
    service.clock.later(seconds=31)
    third = renew(service, second["refresh_token"])
    before = [reaches(service, x["access_token"]) for x in (first, second, third)]
    lines.clear()
    again = not_renewed(service, first["refresh_token"])
    after = [reaches(service, x["access_token"]) for x in (first, second, third)]

    assert ([200] * 3, DENIED, [401] * 3) == (before, again, after)
    assert [DENIED] * 3 == [
        not_renewed(service, each["refresh_token"]) for each in (first, second, third)
    ]
    assert ["refresh_token_reused"] == [
        each["event"] for each in lines if each["event"] != "answered"
    ]


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (30, 200), (31, 401)])
def test_an_answer_that_was_lost_on_its_way(
    service: Service, seconds: int, status: int
) -> None:
    """The same request within 30 seconds gets tokens that work."""
    first = service.done("POST", "auth/anonymous")
    lost = renew(service, first["refresh_token"])
    service.clock.later(seconds=seconds)
    body = {"refresh_token": first["refresh_token"]}
    found, document = service.ask("POST", "auth/refresh-token", body)

    assert status == found
    if status == 200:
        fresh = renew(service, document["content"]["refresh_token"])
        assert 200 == reaches(service, fresh["access_token"])
        # The answer that was lost is of the same generation, so it was used now.
        service.clock.later(seconds=31)
        assert DENIED == not_renewed(service, lost["refresh_token"])


def test_a_token_of_two_renewals_ago_has_no_grace(service: Service) -> None:
    """Only the last one can be an answer that was lost."""
    first = service.done("POST", "auth/anonymous")
    second = renew(service, first["refresh_token"])
    renew(service, second["refresh_token"])

    assert DENIED == not_renewed(service, first["refresh_token"])
    assert 401 == reaches(service, second["access_token"])


def test_twenty_equal_renewals_at_once(service: Service) -> None:
    """All get tokens of one generation, and the session goes on."""
    first = service.done("POST", "auth/anonymous")
    start = Barrier(20)

    def once(_: int) -> str:
        start.wait()
        return str(renew(service, first["refresh_token"])["refresh_token"])

    with ThreadPoolExecutor(20) as pool:
        tokens = list(pool.map(once, range(20)))
    found = [service.app.tokens.caller(each, NOON, "refresh") for each in tokens]
    sessions = [each.session for each in found if each is not None]

    assert [1] * 20 == [each.generation for each in sessions if each is not None]
    assert renew(service, tokens[-1])


def test_a_session_whose_row_was_lost_goes_on(service: Service) -> None:
    """A database in memory ends with its process; the secret may outlive it."""
    tokens = service.app.tokens
    caller = tokens.caller(tokens.issue(Caller("guest_1"), NOON)[0], NOON)
    assert caller is not None
    _, refresh = tokens.renew(caller, NOON, 7)
    fresh = renew(service, refresh)

    assert 200 == reaches(service, fresh["access_token"])
    found = tokens.caller(fresh["refresh_token"], NOON, "refresh")
    assert found is not None
    assert found.session is not None
    assert 8 == found.session.generation


# Ended ------------------------------------------------------------------------------


def test_a_session_is_ended_by_its_owner(service: Service) -> None:
    """Neither token opens anything then; other sessions go on."""
    one, two = (service.done("POST", "auth/anonymous") for _ in range(2))
    service.done("POST", "auth/logout", token=one["access_token"])

    assert (401, 200) == (
        reaches(service, one["access_token"]),
        reaches(service, two["access_token"]),
    )
    assert DENIED == not_renewed(service, one["refresh_token"])
    assert DENIED == service.refused("POST", "auth/logout", token=one["access_token"])


def test_one_of_several_sessions_of_a_customer(service: Service) -> None:
    """A telephone is logged out, the other one is not; a renewed one is ended whole."""
    tokens = service.app.tokens
    meera = Caller("meera", known=True)
    (one, refresh), (two, _) = (tokens.issue(meera, NOON) for _ in range(2))
    fresh = renew(service, refresh)
    service.done("POST", "auth/logout", token=fresh["access_token"])

    assert [401, 401, 200] == [
        reaches(service, each) for each in (one, fresh["access_token"], two)
    ]


def test_a_fixed_token_has_no_session(service: Service) -> None:
    """It is the host's, and ends with its settings."""
    assert (409, "no_session") == service.refused("POST", "auth/logout")


def test_the_merchant_ends_all_sessions_of_a_user(service: Service) -> None:
    """Those that were there; one that begins later is not ended, nor a fixed token."""
    tokens = service.app.tokens
    meera = Caller("meera", known=True)
    (one, first), (two, second) = (tokens.issue(meera, NOON) for _ in range(2))
    guest = service.done("POST", "auth/anonymous")
    path, body = f"{MERCHANT}/sessions/end", {"user_id": "meera"}
    ended = [service.done("POST", path, body, token=SHOP) for _ in range(2)]
    service.clock.later(seconds=1)
    later, _ = tokens.issue(meera, service.clock())

    assert [{}, {}] == ended
    assert [401, 401, 200, 200, 200] == [
        reaches(service, each)
        for each in (one, two, guest["access_token"], later, MEERA)
    ]
    assert [DENIED] * 2 == [not_renewed(service, each) for each in (first, second)]


def test_a_guest_is_ended_by_the_merchant(service: Service) -> None:
    """By the id that their orders have; a session after that is another guest's."""
    guest = service.done("POST", "auth/anonymous")
    body = {"user_id": guest["user"]["id"]}
    service.done("POST", f"{MERCHANT}/sessions/end", body, token=SHOP)

    assert 401 == reaches(service, guest["access_token"])
    assert 200 == reaches(
        service, service.done("POST", "auth/anonymous")["access_token"]
    )


@pytest.mark.parametrize("body", [{}, {"user_id": ""}, {"user_id": "a", "id": 1}])
def test_the_merchant_names_a_user(service: Service, body: dict[str, Any]) -> None:
    """Nothing is ended for less."""
    path = f"{MERCHANT}/sessions/end"

    assert (400, "invalid_request") == service.refused("POST", path, body, token=SHOP)


def test_an_end_in_another_process(tmp_path: Path) -> None:
    """It is known here after the next reading, and after a start."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    with (
        closing(SqlDatabase(url)) as here,
        closing(SqlDatabase(url)) as there,
        running(here) as one,
        running(there) as two,
    ):
        tokens = [one.done("POST", "auth/anonymous")["access_token"] for _ in range(3)]
        for each in tokens[:2]:
            one.done("POST", "auth/logout", token=each)
        before = [reaches(two, each) for each in tokens]
        read_ends(two.app)
        after = [reaches(two, each) for each in tokens]
        # An end that is committed late is older than the last reading.
        two.clock.later(seconds=59)
        read_ends(two.app)
        one.done("POST", "auth/logout", token=tokens[2])
        read_ends(two.app)
        late = reaches(two, tokens[2])
        with closing(SqlDatabase(url)) as again, running(again) as three:
            started = [reaches(three, each) for each in tokens]

    assert ([200] * 3, [401, 401, 200], 401, [401] * 3) == (
        before,
        after,
        late,
        started,
    )


def test_ends_are_known_as_long_as_tokens_live(service: Service) -> None:
    """After an hour no access token is left, and the end takes no memory."""
    for _ in range(3):
        token = service.done("POST", "auth/anonymous")["access_token"]
        service.done("POST", "auth/logout", token=token)
    held = [len(service.app.ended)]
    service.clock.later(hours=1, seconds=1)
    read_ends(service.app)

    assert [3, 0] == [*held, len(service.app.ended)]


def test_a_request_costs_no_statement_more(database: SqlDatabase) -> None:
    """Whether a session has ended is known without the database."""
    counts: list[int] = []

    def counted(*_: Any) -> None:
        counts[-1] += 1

    with running(database) as service:
        token = service.done("POST", "auth/anonymous")["access_token"]
        sa.event.listen(sa.Engine, "before_cursor_execute", counted)
        for each in (MEERA, token):
            counts.append(0)
            assert 200 == reaches(service, each)
        counts.append(0)
        service.done("POST", "auth/anonymous")
        sa.event.remove(sa.Engine, "before_cursor_execute", counted)

    assert (counts[0], 0) == (counts[1], counts[2])


def test_ends_are_read_until_the_service_stops(
    service: Service, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a reading that failed, of which there is a line."""
    app, tries = service.app, []

    def fails(*_: object) -> None:
        tries.append(1)
        if len(tries) == 3:
            app.stopping.set()
        if len(tries) == 2:
            raise RuntimeError

    monkeypatch.setattr(app.ended, "read", fails)
    lines.clear()
    watch_ends(app, 0.001)

    assert (3, [("ends_not_read", "RuntimeError")]) == (
        len(tries),
        [(each["event"], each["error"]) for each in lines],
    )


def test_rows_are_forgotten_when_no_token_is_left(service: Service) -> None:
    """Each renewal and each end deletes a few of those whose tokens have expired."""
    database = service.app.database
    count = FORGOTTEN + 5

    def fill(unit: Any) -> None:
        for index in range(count):
            unit.sessions.held(SessionRow(owner=f"u{index}", id="s", until=NOON))
            unit.sessions.put(
                SessionRow(owner=f"u{index}", id="s", until=NOON, ended_at=NOON)
            )

    database.write(fill)
    left = []
    for _ in range(3):
        with database.reading() as unit:
            left.append(len(list(unit.sessions.ended_since(NOON - timedelta(1)))))
        service.clock.later(seconds=1)
        renew(service, service.done("POST", "auth/anonymous")["refresh_token"])

    assert [count, 5, 0] == left
