# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A person pays, fails and refunds on the pages of the demo's fake gateway."""

from __future__ import annotations

import base64
import hashlib
import re

from argparse import Namespace
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from attrs import evolve

from checkout_core.cli.demo import DemoGateway
from checkout_core.cli.gateways import GATEWAYS, Opened
from checkout_core.service import App, SqlDatabase
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.testing.gateway.page import act, index_page, payment_page
from checkout_core.values import Record
from tests.factories.providers import JuspayProvider
from tests.factories.service import Clock, make_app
from tests.factories.service_client import Client, Service


#: Where the shopper comes back to, on the service itself.
BACK = "http://localhost/demo/back"
PAGE = {
    "payment_provider_slug": "juspay",
    "integration_type": "hyper-checkout",
    "return_url": BACK,
}
EXPRESS = {
    **PAGE,
    "integration_type": "express-checkout",
    "payment_method_type": "NB",
    "payment_method": "NB_HDFC",
}


@pytest.fixture
def url() -> str:
    """Return the URL of a database in memory."""
    return "sqlite://"


def opened(monkeypatch: pytest.MonkeyPatch, key: str = "") -> Opened:
    """Return the gateway that `serve` opens, with an API key or without."""
    for name in ("JUSPAY_WEBHOOK_USERNAME", "JUSPAY_WEBHOOK_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("JUSPAY_API_KEY", raising=False)
    if key:
        monkeypatch.setenv("JUSPAY_API_KEY", key)
    arguments = Namespace(
        url="http://shop",
        gateway="juspay",
        client_id="client",
        merchant_id="merchant",
        environment=None,
    )
    return GATEWAYS["juspay"].open(arguments, Record(), Clock())


class Person(Service):
    """A service with the demo's gateway, and a person in front of its pages."""

    @property
    def demo(self) -> DemoGateway:
        """The fake gateway."""
        assert isinstance(self.app.transport, DemoGateway)
        return self.app.transport

    def look(self, link: str, status: int = 200) -> str:
        """Return the page that a link leads to."""
        answer = self.client.request("GET", link)
        assert status == answer.status_code
        return answer.text

    def click(self, link: str, action: str, **fields: str) -> str:
        """Click a button; return where that leads to."""
        answer = self.client.request("POST", link, data={"action": action, **fields})
        assert 303 == answer.status_code
        return str(answer.headers["location"])

    def ordered(self, method: Any = PAGE) -> tuple[str, str]:
        """Return the number of an order, and the link to the page of its payment."""
        created = self.order(payment_method=method)
        info = created["payment_info"]
        link = (
            info["payment_links"]["web"]
            if method is PAGE
            else info["payment"]["authentication"]["url"]
        )
        return created["order"]["order_number"], link

    def status(self, number: str) -> tuple[str, str]:
        """Return status and payment status of an order."""
        order = self.done("GET", f"orders/{number}")["order"]
        return order["status"], order["payment_status"]


@pytest.fixture
def person(database: SqlDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Yield a person in front of a running demo."""
    there = opened(monkeypatch)
    app = make_app(database, gateway=there.gateway, transport=there.transport)
    app = evolve(app, more_routes=tuple(there.pages(app)))
    assert isinstance(app.clock, Clock)
    with Client(app) as client:
        yield Person(app, app.clock, JuspayProvider(Loopback()), client)


class Seen(HTMLParser):
    """What a page has: its elements, and the texts of its buttons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.buttons: list[str] = []
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self._within = tag
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        """Note what a button says."""
        if self._within == "button":
            self.buttons.append(data)
            self._within = ""


def buttons(page: str) -> list[str]:
    """Return what the buttons of a page say."""
    return Seen(page).buttons


def test_a_person_pays(person: Person) -> None:
    """The link of the order leads to the page, the click to a paid order and back."""
    number, link = person.ordered()
    before = person.look(link)
    there = person.click(link, "pay")
    back = person.look(there)
    after = person.look(link)

    assert [
        "Pay 1068.80 INR",
        "Let the payment fail",
        "Pay in cash at the door",
    ] == buttons(before)
    assert there.startswith(f"{BACK}?order_id={number}&status=CHARGED&")
    assert ("confirmed", "success") == person.status(number)
    assert ["Back in the shop", number, "confirmed", "success", "1068.80 INR"] == [
        each
        for each in re.findall(">([^<>]+)<", back.partition("<main>")[2])
        if each not in {"Order", "Status", "Payment", "Paid", "All payments"}
        and not each.startswith("This is")
    ]
    assert ["Refund 1068.80 INR"] == buttons(after)


@pytest.mark.parametrize(
    ("action", "expected"),
    [("fail", ("pending", "failed")), ("door", ("confirmed", "pending"))],
)
def test_a_person_does_not_pay(
    person: Person, action: str, expected: tuple[str, str]
) -> None:
    """The payment fails, or is left to the courier; the person is back in the shop."""
    number, link = person.ordered()
    there = person.click(link, action)

    assert there.startswith(f"{BACK}?order_id={number}&")
    assert expected == person.status(number)


def test_a_person_tries_again(person: Person) -> None:
    """After a payment that failed there is the button once more."""
    number, link = person.ordered(EXPRESS)
    person.click(link, "fail")
    person.click(link, "pay")
    person.click(link, "fail")

    assert ("confirmed", "success") == person.status(number)


@pytest.mark.parametrize(
    ("action", "status", "left"),
    [("refund-arrives", "success", []), ("refund-fails", "failed", ["Refund"])],
)
def test_a_refund_of_the_shop(
    person: Person, action: str, status: str, left: list[str]
) -> None:
    """A cancelled order's money waits until the person lets it arrive or fail."""
    number, link = person.ordered()
    person.click(link, "pay")
    person.cancel(number)
    page = person.look(link)
    [name] = re.findall('name="refund" value="([^"]+)"', page)
    there = person.click(link, action, refund=name)
    person.click(link, action, refund=name)
    (refund,) = person.done("GET", f"orders/{number}/refunds")["refunds"]

    assert ["Let 1068.80 INR arrive", "Let the refund of 1068.80 INR fail"] == buttons(
        page
    )
    assert (status, there) == (refund["status"], link.removeprefix("http://shop"))
    assert left == [each.partition(" ")[0] for each in buttons(person.look(link))]


def test_a_refund_on_the_dashboard(person: Person) -> None:
    """The person is the merchant; once all is back there is no button for it."""
    number, link = person.ordered()
    person.click(link, "pay")
    there = person.click(link, "refund")
    person.click(link, "refund")
    page = person.look(link)
    status = person.done("GET", f"orders/{number}/payment-status")

    assert link.removeprefix("http://shop") == there
    assert ([], "0.00", "1068.80 INR, erf_") == (
        buttons(page),
        str(status["amount_paid"]),
        page[page.index("1068.80 INR, erf_") :][:17],
    )


def test_a_payment_without_a_way_back(person: Person) -> None:
    """The page is there again; the order has no URL to return to."""
    number, link = person.ordered()
    gateway = person.demo.gateway
    order = {**gateway.orders[number.lower()], "return_url": ""}
    orders = Record({**gateway.orders, number.lower(): order})
    person.demo.loopback.gateway = evolve(gateway, orders=orders)

    assert link.removeprefix("http://shop") == person.click(link, "pay")


def test_all_payments(person: Person) -> None:
    """The newest first, each with its link; none at the beginning."""
    empty = person.look("/demo")
    first, second = person.ordered()[1], person.ordered()[1]
    person.click(first, "pay")
    page = person.look("/demo")

    assert "place an order first" in empty
    assert [second, first] == Seen(page).links
    assert page.index("waiting for the payment") < page.index("paid")


@pytest.mark.parametrize(
    ("link", "status"),
    [
        ("/demo/merchant/pay/ordeh_1", 404),
        ("/demo/v2/pay/start/merchant-id/x", 404),
        ("/demo/back", 400),
        ("/demo/back?order_id=A1&status=CHARGED&status_id=21&signature=x", 400),
    ],
)
def test_a_link_that_is_none(person: Person, link: str, status: int) -> None:
    """It says so, and leads to the list."""
    page = person.look(link, status)

    assert ["/demo"] == Seen(page).links


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"action=steal", 400),
        (b"\xff", 400),
        (b"action=" + b"x" * 2000, 413),
    ],
)
def test_a_click_that_is_none(person: Person, body: bytes, status: int) -> None:
    """Nothing happens."""
    number, link = person.ordered()
    answer = person.client.request("POST", link, content=body)

    assert (status, ("pending", "pending")) == (
        answer.status_code,
        person.status(number),
    )


def test_a_way_back_of_a_strange_payment(person: Person) -> None:
    """What the gateway signed need not be an order of this service."""
    demo = person.demo
    order = {"order_id": "Z9", "status": "NEW", "status_id": 10, "return_url": BACK}
    strange = evolve(demo.gateway, orders=Record({"z9": order}))

    assert "not of this service" in person.look(strange.return_url("Z9"))


def test_the_pages_load_nothing(person: Person) -> None:
    """No script, nothing from elsewhere; the policy allows the page's style only."""
    number, link = person.ordered()
    pages = [person.look(each) for each in (link, "/demo")]
    person.click(link, "pay")
    person.cancel(number)
    pages += [person.look(link), person.look("/demo/back", 400)]
    headers = person.client.request("GET", link).headers
    [style] = re.findall("<style>(.*?)</style>", pages[0], re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    for page in pages:
        seen = Seen(page)
        assert not {"script", "img", "link", "iframe"} & set(seen.tags)
        assert all(
            each.startswith(("/demo", "http://shop/demo")) for each in seen.links
        )
        assert 'lang="en"' in page
        assert 'name="viewport"' in page
        assert 1 == seen.tags.count("h1") == seen.tags.count("main")
        assert len(seen.buttons) == seen.tags.count("button")
    assert f"style-src 'sha256-{digest}'" in headers["content-security-policy"]


def test_nothing_of_an_order_is_markup() -> None:
    """A name that would be a script is its letters."""
    order = {
        "id": "o1",
        "order_id": "A1",
        "merchant_id": "<b>shop</b>",
        "status": "CHARGED",
        "amount": 5,
        "amount_refunded": 1,
        "currency": "INR",
        "customer_email": "",
        "customer_id": '"><script>x</script>',
        "payment_links": {"web": '/"onclick="x'},
        "refunds": [
            {"unique_request_id": '"<i>', "amount": 1, "status": "PENDING"},
        ],
    }
    gateway = Gateway(orders=Record({"a1": order}), pages="/demo")
    pages = payment_page(gateway, "A1") + index_page(gateway)
    plain = evolve(gateway, orders=Record({"a1": {**order, "customer_id": ""}}))

    assert not {"b", "script", "i"} & set(Seen(pages).tags)
    assert 'onclick="x"' not in pages
    assert "a guest" in payment_page(plain, "A1")
    assert None is act(gateway, "A1", "pay", "")


def test_with_a_key_there_are_no_pages(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They cannot be reached where money moves."""
    there = opened(monkeypatch, key="a_real_key")
    app = make_app(database)

    assert ((), App) == (tuple(there.pages(app)), type(app))
    with Client(app) as client:
        assert 404 == client.request("GET", "/demo").status_code
