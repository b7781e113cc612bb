# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Drives an example over HTTP, from a cart to a refund: `python drive.py flask`.

It starts the app with the Python that it runs under, on a free port and with a database
of its own, and prints what it sends and what comes back.  Exit status: 0 if every
figure is right, 1 if one is not, 3 if the framework is not installed.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen


HERE = Path(__file__).parent
#: How each app is started: what comes before, and what serves.
SERVED = {
    "django": (
        ["django", "migrate", "--run-syncdb", "--verbosity", "0"],
        ["django", "runserver", "--noreload", "127.0.0.1:{port}"],
    ),
    "fastapi": ([], ["uvicorn", "fastapi_shop.app:app", "--port", "{port}"]),
    "flask": ([], ["flask", "--app", "flask_shop.app", "run", "--port", "{port}"]),
}
ITEMS = [{"product_id": "tee", "quantity": 2}, {"product_id": "tea", "quantity": 1}]


class Wrong(Exception):
    """An answer is not the one that is right."""


def expect(expected: object, found: object) -> None:
    """Raise `Wrong` if two values differ."""
    if expected != found:
        raise Wrong(f"expected {expected!r}, found {found!r}")


class Client:
    """Sends requests to one app, and prints them."""

    def __init__(self, url: str) -> None:
        self.url = url

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Any:
        """Return the document of an answer, decimals as `Decimal`."""
        data = None
        if body is not None:
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **(headers or {})}
        request = Request(self.url + path, data, sent, method=method)
        try:
            with urlopen(request, timeout=30) as answer:
                found, text = answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                found, text = error.code, error.read().decode()
        print(f"{method} {path} {found}\n  {text[:400]}", flush=True)
        expect(status, found)
        return json.loads(text, parse_float=Decimal)


def story(client: Client) -> None:
    """Go from a cart to a refund; every figure is worked out by hand."""
    # A coupon that is refused, and why: 998.00 + 250.00 is 752.00 short of 2000.00.
    cart = {"items": ITEMS, "coupon_code": "BIG500", "customer_id": "meera"}
    priced = client.send("POST", "/carts", cart)
    expect(Decimal("1331.30"), priced["to_be_paid"])
    expect("below_minimum", priced["refusals"][0]["code"])
    expect("Add ₹752.00 more to use this offer.", priced["refusals"][0]["message"])
    expect(Decimal("752.00"), priced["refusals"][0]["short_amount"])

    # A coupon that applies: 79.97 off the tees, 20.03 off the tea before its tax.
    # 918.03 + 229.97 and 5 % of it + 60.00 and 18 % of it.
    cart["coupon_code"] = "WELCOME100"
    carts = [client.send("POST", "/carts", cart) for _ in range(4)]
    for each in carts:
        expect(Decimal("1230.30"), each["to_be_paid"])
        expect([], each["refusals"])

    # Of four orders at once, one uses the coupon: once for each customer.
    def order(each: Mapping[str, Any]) -> Any:
        for status in (200, 409):
            try:
                wanted = {"cart_id": each["cart_id"]}
                return client.send("POST", "/orders", wanted, status=status)
            except Wrong:
                continue
        raise Wrong("neither an order nor a conflict")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(order, carts))
    (placed,) = [each for each in answers if "number" in each]
    cart_id = carts[answers.index(placed)]["cart_id"]
    for each in answers:
        if each is not placed:
            told = "the cart costs 1331.30 now, and not 1230.30"
            expect({"message": told}, each)

    # Asked again, it is the same order and the same payment.
    expect(placed, client.send("POST", "/orders", {"cart_id": cart_id}))
    number = placed["number"]
    expect(("pending", Decimal("0.00")), (placed["status"], placed["amount_paid"]))
    expect("https://sandbox.juspay.in/", placed["payment_link"][:26])

    # The customer pays, and Juspay posts an event, twice; anybody else's is refused.
    event = client.send("POST", f"/fake-gateway/{placed['payment_id']}", {})
    client.send("POST", "/webhooks/juspay", event["body"], status=401)
    for _ in range(2):
        client.send("POST", "/webhooks/juspay", event["body"], event["headers"])
        paid = client.send("GET", f"/orders/{number}")
        expect(("confirmed", Decimal("1230.30")), (paid["status"], paid["amount_paid"]))

    # One tee comes back: what was paid for it, with its tax and less its discount.
    returns = {"id": "R1", "returned": {"0": 1}}
    for _ in range(2):
        note = client.send("POST", f"/orders/{number}/refunds", returns)
        expect({"id": "R1", "amount": REFUND, "gateway": REFUND}, note)
    refunded = client.send("GET", f"/orders/{number}")
    expect(REFUND, refunded["amount_refunded"])

    mistakes(client, cart, number)


def mistakes(client: Client, cart: Mapping[str, Any], number: str) -> None:
    """What cannot be done is said, with the place and the fix."""
    faulty = {"items": [{"product_id": "tee", "quantity": 0}]}
    (fault,) = client.send("POST", "/carts", faulty, status=422)["errors"]
    expect("cart_items[0].quantity", fault["path"])
    expect("this must lie between 1 and 1000000", fault["message"])
    for nobody in ([], {}, 7, "\ud800"):
        client.send("POST", "/carts", {**cart, "customer_id": nobody}, status=422)
    client.send("POST", "/orders", {"cart_id": "\ud800"}, status=422)
    client.send("GET", "/orders/ORD-0", status=404)
    for nothing in ("null", "[]", "7", "{"):
        client.send("POST", f"/orders/{number}/refunds", nothing, status=422)
    more = {"id": "R2", "returned": {"0": 2}}
    answer = client.send("POST", f"/orders/{number}/refunds", more, status=422)
    expect("more_than_bought", answer["errors"][0]["code"])


#: Half of 918.03, rounded once.
REFUND = Decimal("459.02")


@contextmanager
def running(command: list[str], environment: Mapping[str, str]) -> Iterator[None]:
    """Run a module of Python until the end of the block; it must not end before."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=HERE, env=environment
    )
    try:
        yield
        expect(None, process.poll())
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int) -> None:
    """Wait until something listens."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Wrong(f"nothing listens on port {port} after a minute")


def served(name: str, environment: dict[str, str]) -> None:
    """Start an app that answers over HTTP, and go through the story."""
    before, command = SERVED[name]
    if before:
        subprocess.run(
            [sys.executable, "-m", *before], cwd=HERE, env=environment, check=True
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with running([each.format(port=port) for each in command], environment):
        wait_for(port)
        story(Client(f"http://127.0.0.1:{port}"))


def worked(environment: dict[str, str]) -> None:
    """Start a worker, and give it a price, a check and an event of Juspay to do."""
    os.environ.update(environment)
    sys.path.insert(0, str(HERE))
    from celery_shop import tasks
    from shop import gateway, orders

    worker = "celery --quiet -A celery_shop.tasks worker --pool solo"
    with running(worker.split(), environment):
        cart = {"items": ITEMS, "coupon_code": "WELCOME100"}
        document = tasks.price.delay(cart, "meera").get(60)
        found = json.loads(document)
        print(found["totals"]["to_be_paid"], flush=True)
        expect("1230.30", found["totals"]["to_be_paid"])
        expect([], tasks.verify.delay(document).get(60))
        changed = document.replace("1230.30", "1.30")
        faults = tasks.verify.delay(changed).get(60)
        print(faults, flush=True)
        expect(True, bool(faults))

        order = orders.place(found["cart"]["id"])
        print(gateway.payment_link(order), flush=True)
        event = gateway.pay_at_the_fake_gateway(order.payments[-1].id)
        for _ in range(2):
            tasks.settle.delay(dict(event.headers), event.body.decode()).get(60)
            settled = orders.order_of(order.number)
            print(settled, flush=True)
            expect(
                ("confirmed", order.to_be_paid), (settled.status, settled.amount_paid)
            )


def main(arguments: list[str]) -> int:
    """Drive the example that is named, and return the exit status."""
    names = [*SERVED, "celery"]
    if len(arguments) != 1 or arguments[0] not in names:
        print(f"usage: drive.py {'|'.join(names)}", file=sys.stderr)
        return 2
    name = arguments[0]
    if find_spec(name) is None:
        print(f"{name} is not installed for {sys.executable}", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("JUSPAY_", "SHOP_"))
        }
        environment |= {
            "SHOP_DATABASE": f"{folder}/shop.sqlite3",
            "SHOP_QUEUE": f"{folder}/queue",
            "DJANGO_SETTINGS_MODULE": "django_shop.settings",
        }
        try:
            if name == "celery":
                worked(environment)
            else:
                served(name, environment)
        except Wrong as wrong:
            print(f"drive.py {name}: {wrong}", file=sys.stderr)
            return 1
    print(f"{name}: every figure is right")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
