# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Pages of other origins: which may call, what they may send and read."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from checkout_core.checks import Validator
from checkout_core.cli import main
from checkout_core.service import SqlDatabase
from checkout_core.service.cors import check_origin
from tests.factories.service import BASE, MEERA, TEE
from tests.factories.service_client import Service, running


SHOP, APP = "https://shop.example", "http://localhost:5173"
SENT = "authorization, content-type, idempotency-key, x-request-id"


@pytest.fixture
def shop(database: SqlDatabase) -> Iterator[Service]:
    """Yield a service that pages of two origins may call."""
    with running(database, cors_origins=(SHOP, APP)) as service:
        yield service


def preflight(
    service: Service, origin: str, method: str = "POST", headers: str = SENT
) -> httpx.Response:
    """Return the answer to what a browser asks before it sends a request."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }
    return service.client.request("OPTIONS", f"{BASE}/carts", headers=asked)


@pytest.mark.parametrize("origin", [SHOP, APP])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_browser_may_send_what_the_service_takes(
    shop: Service, origin: str, method: str
) -> None:
    """It asks without a token, and is let in for all our headers."""
    answer = preflight(shop, origin, method)

    assert (200, origin, "600", None) == (
        answer.status_code,
        answer.headers["access-control-allow-origin"],
        answer.headers["access-control-max-age"],
        answer.headers.get("access-control-allow-credentials"),
    )
    assert set(SENT.split(", ")) <= set(
        answer.headers["access-control-allow-headers"].lower().split(", ")
    )
    assert "x-request-id" in answer.headers


@pytest.mark.parametrize(
    ("origin", "method", "headers"),
    [
        ("https://evil.example", "POST", SENT),
        ("https://shop.example.evil.example", "POST", SENT),
        ("http://shop.example", "POST", SENT),
        ("https://shop.example:8443", "POST", SENT),
        ("null", "POST", SENT),
        (SHOP, "PATCH", SENT),
        (SHOP, "POST", "cookie"),
    ],
)
def test_what_a_browser_may_not_send(
    shop: Service, origin: str, method: str, headers: str
) -> None:
    """Origins are compared as a whole."""
    assert 400 == preflight(shop, origin, method, headers).status_code


def asked(service: Service, path: str, **headers: str) -> httpx.Response:
    """Return the answer to a POST of a page."""
    content = (
        b'{"items": [{"product_id": "tee", "variant_id": "tee-m", "quantity": 1}]}'
    )
    return service.client.request(
        "POST", f"{BASE}/{path}", headers=headers, content=content
    )


def test_a_page_may_read_answers(shop: Service) -> None:
    """Also refusals, and the headers that it needs to go on."""
    token = f"Bearer {MEERA}"
    answers = [
        asked(shop, "carts", Origin=SHOP, Authorization=token),
        asked(shop, "carts", Origin=SHOP),
        asked(shop, "none", Origin=SHOP),
    ]

    assert [200, 401, 404] == [each.status_code for each in answers]
    assert [(SHOP, "X-Request-Id, Retry-After, Idempotent-Replayed", "Origin")] * 3 == [
        (
            each.headers["access-control-allow-origin"],
            each.headers["access-control-expose-headers"],
            each.headers["vary"],
        )
        for each in answers
    ]


def test_another_page_reads_nothing(shop: Service) -> None:
    """A browser keeps the answer from it; other programs need no permission."""
    token = f"Bearer {MEERA}"
    other = asked(shop, "carts", Origin="https://evil.example", Authorization=token)
    program = asked(shop, "carts", Authorization=token)

    assert [(200, None)] * 2 == [
        (each.status_code, each.headers.get("access-control-allow-origin"))
        for each in (other, program)
    ]


def test_without_origins_no_page_may_call(service: Service) -> None:
    """As it is unless somebody asks for it."""
    answer = preflight(service, SHOP)
    service.cart(TEE)

    assert (405, []) == (
        answer.status_code,
        [each for each in answer.headers if each.startswith("access-control")],
    )


@pytest.mark.parametrize(
    "origin",
    [SHOP, APP, "https://shop.example:8443", "http://[::1]:3000", "https://10.0.0.1"],
)
def test_an_origin(origin: str) -> None:
    """It is written as browsers send it."""
    check = Validator()
    check_origin(check, "--cors-origin", origin)

    assert [] == check.found


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "*",
        "null",
        "shop.example",
        "https://",
        "https://shop.example/",
        "https://shop.example:443",
        "http://shop.example:80",
        "https://Shop.example",
        "https://*.shop.example",
        "https://sh\u00f6p.example",
        "https://user@shop.example",
        "https://shop.example?",
        "https://shop.example:port",
        "https://[::1",
        "ftp://shop.example",
        "file:///shop.html",
    ],
)
def test_a_text_that_is_no_origin(origin: str) -> None:
    """It would never be equal to what a browser sends."""
    check = Validator()
    check_origin(check, "--cors-origin", origin)

    assert ["bad_origin"] == [each.code for each in check.found]


def test_origins_are_checked_before_anything_is_opened(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each that is wrong has its line."""
    wrong = ("--cors-origin", "*", "--cors-origin", SHOP, "--cors-origin", f"{SHOP}/")
    status = main(["serve", "--port", "0", *wrong])
    said = (
        "an origin is a scheme, a host and a port that is not the usual one; write it"
        " like https://shop.example"
    )

    assert (
        2,
        [
            f"checkout-core: --cors-origin: {said} (got '*')",
            f"checkout-core: --cors-origin: {said} (got '{SHOP}/')",
        ],
    ) == (status, capsys.readouterr().err.splitlines())
