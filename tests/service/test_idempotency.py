# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Requests with an Idempotency-Key: carried out once, answered alike."""

from __future__ import annotations

import json

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier
from types import ModuleType
from typing import Any

import attrs
import httpx
import pytest

from checkout_core.service import (
    Caller,
    SqlDatabase,
    Tokens,
    carts,
    catalogue,
    priced_carts,
)
from checkout_core.service.database.answers import SqlAnswers
from checkout_core.service.database.statements import FORGOTTEN
from checkout_core.service.ports import (
    CartRow,
    DatabaseTrouble,
    KeptAnswer,
    Trouble,
    Unit,
)
from checkout_core.service.routes import ROUTES
from tests.factories.providers import HYPER
from tests.factories.service import (
    ADDRESS,
    ARJUN,
    BASE,
    MEERA,
    MERCHANT,
    NOON,
    SECRET,
    SHOP,
    TEA,
    TEE,
)
from tests.factories.service_client import Service, running
from tests.factories.service_processes import DATABASES, fresh


def post(
    service: Service, path: str, body: Any, key: str | None = "k1", token: str = MEERA
) -> httpx.Response:
    """Return the answer to a POST with a key."""
    headers = {"Authorization": f"Bearer {token}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    full = path if path.startswith("/") else f"{BASE}/{path}"
    content = body if isinstance(body, bytes) else json.dumps(body)
    return service.client.request("POST", full, headers=headers, content=content)


def said(answer: httpx.Response) -> tuple[int, str | None, str | None]:
    """Return status, code and whether it was replayed."""
    code = answer.json().get("code")
    return answer.status_code, code, answer.headers.get("idempotent-replayed")


NEW = {"items": [TEE]}
REUSED = (409, "idempotency_key_reused", None)
IN_PROGRESS = (409, "request_in_progress", None)


def count_carts(service: Service, owner: str = "meera") -> int:
    """Return how many carts a caller has."""
    found: list[CartRow] = []

    def delete_all(unit: Unit) -> None:
        while (newest := unit.carts.newest(owner)) is not None:
            unit.carts.delete(newest.id)
            found.append(newest)
        raise KeyError  # which undoes it

    with suppress(KeyError):
        service.app.database.write(delete_all)
    return len(found)


# The same answer --------------------------------------------------------------------


def test_a_repeat_gets_the_same_answer(service: Service) -> None:
    """Byte for byte, with a header that says so, and nothing is done again."""
    one, two, three = (post(service, "carts", NEW) for _ in range(3))

    assert (one.content, one.content) == (two.content, three.content)
    assert [None, "true", "true"] == [
        each.headers.get("idempotent-replayed") for each in (one, two, three)
    ]
    assert 1 == count_carts(service)


def test_a_cart_that_has_changed_is_answered_as_it_was(service: Service) -> None:
    """A repeat tells what the first request led to, and undoes nothing."""
    first = post(service, "carts", NEW)
    path = f"carts/{first.json()['content']['cart']['id']}"
    post(service, f"{path}/items", TEA, "k2")
    again = post(service, "carts", NEW)
    service.done("DELETE", path)

    assert (first.content, first.content) == (
        again.content,
        post(service, "carts", NEW).content,
    )
    assert 0 == count_carts(service)


def test_every_kind_of_post_is_carried_out_once(service: Service) -> None:
    """Of a shopper and of the merchant; each repeat has the answer of the first."""
    cart = service.cart(TEE, TEA)["id"]
    addresses = {"billing_address": ADDRESS, "shipping_address": ADDRESS}
    sent: list[tuple[str, Any, str]] = [
        (f"carts/{cart}/items", TEE, MEERA),
        (f"carts/{cart}/coupon", {"coupon_code": "SAVE100"}, MEERA),
        (f"carts/{cart}/loyalty-points", {"loyalty_point_redeemed": 40}, MEERA),
        (f"carts/{cart}/credit-balance", {"credit_balance_used": 20}, MEERA),
        (f"carts/{cart}/address", addresses, MEERA),
        ("orders", {"cart_id": cart, "payment_method": HYPER}, MEERA),
    ]
    twice = [
        [post(service, path, body, f"{index}", token) for _ in range(2)]
        for index, (path, body, token) in enumerate(sent)
    ]
    number = twice[-1][0].json()["content"]["order"]["order_number"]
    service.pay(number)
    merchant = f"{MERCHANT}/orders/{number}"
    returns = {"id": "R1", "returned": {"0": 1}}
    reason = {"cancellation_reason": "no more"}
    more: list[tuple[str, Any, str]] = [
        (f"{merchant}/refunds", returns, SHOP),
        (f"orders/{number}/cancel", reason, MEERA),
    ]
    twice += [
        [post(service, path, body, f"m{index}", token) for _ in range(2)]
        for index, (path, body, token) in enumerate(more)
    ]

    assert [(200, None, None)] * 8 == [said(each[0]) for each in twice]
    assert [(200, None, "true")] * 8 == [said(each[1]) for each in twice]
    assert [each[0].content for each in twice] == [each[1].content for each in twice]


def test_the_order_of_keys_is_no_difference(service: Service) -> None:
    """Two bodies that mean the same are the same request."""
    one = b'{"items": [{"product_id": "tee", "variant_id": "tee-m", "quantity": 2}]}'
    two = b'{"items":[{"quantity":2,"variant_id":"tee-m","product_id":"tee"}]} '

    assert [(200, None, None), (200, None, "true")] == [
        said(post(service, "carts", each)) for each in (one, two)
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("carts", {"items": [TEA]}),
        ("carts", {"items": [TEE], "metadata": {}}),
        ("carts", b""),
        ("carts", b"\xff"),
        ("carts?x=1", NEW),
        ("orders", NEW),
        ("carts/none/items", NEW),
    ],
)
def test_a_key_is_for_one_request(service: Service, path: str, body: Any) -> None:
    """Another body, path or query under a used key is refused, and not done."""
    post(service, "carts", NEW)

    assert REUSED == said(post(service, path, body))
    assert 1 == count_carts(service)


def test_a_key_belongs_to_its_caller(service: Service) -> None:
    """Another's key is another key; the merchant's is none of a customer's."""
    answers = [post(service, "carts", NEW, token=each) for each in (MEERA, ARJUN, SHOP)]

    assert [(200, None, None)] * 3 == [said(each) for each in answers]
    assert 3 == len({each.json()["content"]["cart"]["id"] for each in answers})


def test_a_customer_who_is_called_merchant(database: SqlDatabase) -> None:
    """Who is called like the merchant does not get the merchant's answers."""
    impostor = "token-of-an-impostor"
    fixed = {SHOP: Caller("merchant", merchant=True), impostor: Caller("merchant")}
    with running(database, tokens=Tokens("shop", SECRET, fixed)) as service:
        answers = [post(service, "carts", NEW, token=each) for each in (SHOP, impostor)]

    assert [(200, None, None)] * 2 == [said(each) for each in answers]


def test_a_guest_keeps_keys_when_tokens_are_renewed(service: Service) -> None:
    """Keys are of the user and not of a token."""
    session = service.done("POST", "auth/anonymous")
    refresh = {"refresh_token": session["refresh_token"]}
    fresh_tokens = service.done("POST", "auth/refresh-token", refresh)
    answers = [
        post(service, "carts", NEW, token=each["access_token"])
        for each in (session, fresh_tokens)
    ]

    assert [(200, None, None), (200, None, "true")] == [said(each) for each in answers]


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_none(service: Service, key: str) -> None:
    """It is refused, and nothing is done."""
    answer = post(service, "carts", NEW, key)

    assert (400, "invalid_request", None) == said(answer)
    assert ["Idempotency-Key"] == [each["path"] for each in answer.json()["errors"]]
    assert 0 == count_carts(service)


def test_other_methods_and_sessions_take_no_key(service: Service) -> None:
    """GET and DELETE are repeated as they are; each session is a new one."""
    headers = {"Idempotency-Key": "k1"}
    ids = {
        service.done("POST", "auth/anonymous", headers=headers)["user"]["id"]
        for _ in range(2)
    }
    cart = service.cart()["id"]
    service.done("GET", f"carts/{cart}", headers=headers)
    service.done("DELETE", f"carts/{cart}", headers=headers)

    assert (2, (404, "cart_not_found")) == (
        len(ids),
        service.refused("DELETE", f"carts/{cart}", headers=headers),
    )


def test_no_token_is_kept() -> None:
    """What would be kept with tokens of sessions in it takes no key."""
    with_tokens = {each for each in ROUTES if each.response in {"Session", "Tokens"}}

    assert 2 == len(with_tokens)
    assert [] == [each for each in with_tokens if each.takes_key]


# What is kept -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("carts", {}, 400),
        ("carts", b"{", 400),
        ("carts/none/items", TEE, 404),
        ("orders/none/cancel", {"cancellation_reason": "x"}, 404),
        ("auth/logout", b"", 409),
    ],
)
def test_a_final_refusal_is_kept(
    service: Service, path: str, body: Any, status: int
) -> None:
    """Whoever asks again hears the same."""
    one, two = (post(service, path, body) for _ in range(2))

    assert (status, one.content, "true") == (
        two.status_code,
        two.content,
        two.headers["idempotent-replayed"],
    )


def test_a_failure_is_not_kept(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same request is carried out again, and another one is still refused."""
    with monkeypatch.context() as broken:
        broken.setattr(CartRow, "__init__", None)
        failed = [said(post(service, "carts", NEW)) for _ in range(2)]
    other = said(post(service, "carts", {"items": [TEA]}))
    well = [said(post(service, "carts", NEW)) for _ in range(2)]

    assert ([(500, "internal_error", None)] * 2, REUSED) == (failed, other)
    assert [(200, None, None), (200, None, "true")] == well


def test_an_answer_that_will_change_is_not_kept(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A payment that is being prepared is asked for again with the same key."""
    cart = service.cart()["id"]
    body = {"cart_id": cart, "payment_method": HYPER}
    number = service.order(cart)["order"]["order_number"]
    until = NOON + service.app.lease

    def forget(unit: Unit) -> None:
        last = unit.payments.latest(number)
        assert last is not None
        unit.payments.put(attrs.evolve(last, answer=None, until=until))

    service.app.database.write(forget)
    waits = post(service, "orders", body)
    service.clock.later(seconds=31)
    done = [said(post(service, "orders", body)) for _ in range(2)]

    assert (409, "payment_in_progress", None) == said(waits)
    assert int(waits.headers["retry-after"]) >= 1
    assert [(200, None, None), (200, None, "true")] == done


def test_a_key_is_free_again_after_a_day(service: Service) -> None:
    """Twenty-four hours after it was first used."""
    first = post(service, "carts", NEW)
    service.clock.later(hours=23, minutes=59)
    same = post(service, "carts", NEW)
    service.clock.later(minutes=1)
    other = post(service, "carts", {"items": [TEA]})
    again = post(service, "carts", {"items": [TEA]})

    assert [(200, None, None), (200, None, "true")] * 2 == [
        said(each) for each in (first, same, other, again)
    ]
    assert 2 == count_carts(service)


def old(index: int, digest: str) -> KeptAnswer:
    """Return one of many rows."""
    return KeptAnswer(
        owner="meera",
        key=f"old {index}",
        digest=digest,
        reserved="",
        at=NOON,
        leased_until=NOON,
    )


def test_old_answers_are_deleted(service: Service) -> None:
    """Each request with a key deletes a few."""
    database = service.app.database
    count = FORGOTTEN + 5

    def held(digest: str) -> list[str]:
        return database.write(
            lambda unit: [
                unit.answers.held(old(i, digest)).digest for i in range(count)
            ]
        )

    held("kept")
    service.clock.later(hours=24, seconds=1)
    post(service, "carts", NEW)
    one = Counter(held("new"))
    post(service, "carts", NEW, "k2")

    assert ({"kept": 5, "new": FORGOTTEN}, FORGOTTEN) == (
        one,
        Counter(held("newer"))["newer"],
    )


def test_what_an_answer_holds_is_kept_as_it_is(service: Service) -> None:
    """Characters that no UTF-8 has, too: half of a pair in an order's note."""
    cart = service.cart()["id"]
    body = b'{"customer_note": "\\u00e9 \\ud83d\\ude00"}'
    one, two = (post(service, f"carts/{cart}/customer-note", body) for _ in range(2))

    assert (one.content, "é 😀") == (
        two.content,
        two.json()["content"]["cart"]["customer_note"],
    )


# While and after the first ----------------------------------------------------------


def held(service: Service, key: str = "k1") -> KeptAnswer:
    """Return the row of a key."""
    empty = KeptAnswer(
        owner="meera", key=key, digest="", reserved="", at=NOON, leased_until=NOON
    )
    return service.app.database.write(lambda unit: unit.answers.held(empty))


def test_while_the_first_is_carried_out_others_wait(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked to come again, and get the answer then."""
    during: list[httpx.Response] = []
    read = catalogue.read_item

    def slow(*args: Any) -> Any:
        if not during:
            during.append(post(service, "carts", NEW))
            during.append(post(service, "carts", {"items": [TEA]}))
        return read(*args)

    with monkeypatch.context() as patched:
        patched.setattr(carts, "read_item", slow)
        first = post(service, "carts", NEW)

    assert (IN_PROGRESS, "1", REUSED) == (
        said(during[0]),
        during[0].headers["retry-after"],
        said(during[1]),
    )
    assert (first.content, 1) == (
        post(service, "carts", NEW).content,
        count_carts(service),
    )


def crashing(
    service: Service, monkeypatch: pytest.MonkeyPatch, path: str, body: Any
) -> None:
    """Send a request whose process ends before its answer is kept."""

    def ends(*_: object) -> None:
        raise DatabaseTrouble(Trouble.UNREACHABLE)

    with monkeypatch.context() as patched:
        patched.setattr(SqlAnswers, "put", ends)
        assert 200 == post(service, path, body).status_code


def test_a_crash_before_the_answer_is_kept_makes_no_second_cart(
    service: Service, monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]]
) -> None:
    """The repeat waits for the lease and finds the cart that was made."""
    crashing(service, monkeypatch, "carts", NEW)
    waits = post(service, "carts", NEW)
    service.clock.later(seconds=60)
    done = [post(service, "carts", NEW) for _ in range(2)]

    assert IN_PROGRESS == said(waits)
    assert [(200, None, None), (200, None, "true")] == [said(each) for each in done]
    assert (1, done[0].content) == (count_carts(service), done[1].content)
    assert ["answer_not_kept"] == [
        each["event"] for each in lines if each["event"] != "answered"
    ]


def test_a_crash_makes_no_second_order_and_no_second_refund(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cart becomes one order, and a refund has an id."""
    body = {"cart_id": service.cart()["id"], "payment_method": HYPER}
    crashing(service, monkeypatch, "orders", body)
    service.clock.later(seconds=60)
    first, again = (post(service, "orders", body) for _ in range(2))
    number = first.json()["content"]["order"]["order_number"]
    service.pay(number)
    path = f"{MERCHANT}/orders/{number}/refunds"
    returns = {"id": "R1", "returned": {"0": 1}}
    refunds = [post(service, path, returns, each, SHOP) for each in ("r1", "r2", "r1")]

    assert 1 == service.done("GET", "orders")["pagination"]["total_records"]
    assert first.content == again.content
    assert 1 == len({each.content for each in refunds})
    assert 1 == len(service.done("GET", f"orders/{number}/refunds")["refunds"])


@pytest.mark.parametrize(
    ("module", "name"),
    # Before the cart is priced, and between that and storing it.
    [(carts, "read_item"), (priced_carts, "shown_of")],
)
def test_who_comes_late_does_not_change_the_answer(
    service: Service, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    """A request that took longer than its lease was taken over: that answer stays."""
    second: list[httpx.Response] = []
    usual = getattr(module, name)
    begun: list[int] = []

    def too_slow(*args: Any) -> Any:
        if not begun:
            begun.append(1)
            service.clock.later(seconds=60)
            second.append(post(service, "carts", NEW))
        return usual(*args)

    with monkeypatch.context() as patched:
        patched.setattr(module, name, too_slow)
        first = post(service, "carts", NEW)
    kept = post(service, "carts", NEW)

    assert [(200, None, None), (200, None, None), (200, None, "true")] == [
        said(each) for each in (first, *second, kept)
    ]
    # Both answered about one cart, since its id was reserved with the key.
    assert (1, second[0].content) == (count_carts(service), kept.content)


# Races ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DATABASES, ids=lambda kind: kind.partition("+")[0])
def test_twenty_equal_requests_at_once(kind: str, tmp_path: Path) -> None:
    """Through two applications: one effect; the others have its answer or wait."""
    with (
        fresh(kind, tmp_path) as url,
        closing(SqlDatabase(url)) as here,
        closing(SqlDatabase(url)) as there,
        running(here) as one,
        running(there, transport=one.gateway) as two,
    ):
        cart = one.cart()["id"]
        paid = one.paid()
        requests: list[tuple[str, Any, str]] = [
            ("carts", NEW, MEERA),
            ("orders", {"cart_id": cart, "payment_method": HYPER}, MEERA),
            (
                f"{MERCHANT}/orders/{paid}/refunds",
                {"id": "R1", "returned": {"0": 1}},
                SHOP,
            ),
        ]
        for index, (path, body, token) in enumerate(requests):

            def send(
                service: Service,
                start: Barrier = Barrier(20),  # noqa: B008 - one for each request
                sent: tuple[Any, ...] = (path, body, f"k{index}", token),
            ) -> httpx.Response:
                start.wait()
                return post(service, *sent)

            with ThreadPoolExecutor(20) as pool:
                answers = list(pool.map(send, [one, two] * 10))
            ends = Counter(said(each) for each in answers)
            done = {each.content for each in answers if each.status_code == 200}
            last = post(two, path, body, f"k{index}", token)

            assert (1, 1, {last.content}) == (ends[200, None, None], len(done), done)
            assert set(ends) <= {(200, None, None), (200, None, "true"), IN_PROGRESS}
        orders_placed = one.done("GET", "orders")["pagination"]["total_records"]
        refunds = one.done("GET", f"orders/{paid}/refunds")["refunds"]
        assert (1, 2, 1) == (count_carts(one), orders_placed, len(refunds))
