# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The SQL for limits, run as it stands on its page by a host that obeys it.

The statements are read from the page, and what the host does where one of them
touches no row is what the sentence below it says.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from enum import Enum, auto
from importlib.util import module_from_spec, spec_from_file_location
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa

from checkout_core import Cart, Customer, Line, Quote, Redemptions, Store, coupon, quote
from tests.factories.schemas import new_schema
from tests.factories.service_processes import SERVERS
from tests.paths import DOCS, EXAMPLES


TABLES, NOTE, COUNT, COUNT_CUSTOMER = re.findall(
    r"^```sql\n(.*?)\n```$",
    (DOCS / "how-to" / "postgresql-limits.md").read_text("utf-8"),
    re.DOTALL | re.MULTILINE,
)
AT = "2026-11-22T12:00:00+05:30"


def store(total: int) -> Store:
    """Return a store with half off, so many times and once a customer."""
    half = coupon(
        "half",
        "discount",
        ["FIRST"],
        {"discount_type": "percentage", "discount_percent": 50},
        applies_to_product="all",
        redemption_limits={"total_redemptions": total, "per_customer_redemptions": 1},
    )
    return Store("INR", coupons=[half])


class Said(Enum):
    """What the database said of an order."""

    STORED = auto()
    ORDERED_BEFORE = auto()
    USED_UP = auto()
    CUSTOMER_LIMIT = auto()


class Host:
    """A host that stores orders, with the coupon *total* times to give away."""

    def __init__(self, engine: sa.Engine, total: int) -> None:
        self.engine = engine
        self.store = store(total)
        self.said: list[Said] = []
        with engine.begin() as connection:
            for each in TABLES.split(";\n"):
                connection.execute(sa.text(each))
            connection.execute(
                sa.text("CREATE TABLE stored (cart_id TEXT PRIMARY KEY, paid TEXT)")
            )
            connection.execute(
                sa.text(
                    "INSERT INTO offer (id, total_redemptions) VALUES ('half', :n)"
                ),
                {"n": total},
            )

    def priced(self, buyer: str, cart_id: str, price: str) -> Quote:
        """Return the quote of one thing with the coupon, by the counters of now."""
        counts = dict(self.rows("SELECT id, redeemed FROM offer"))
        used = {
            offer_id: redeemed
            for offer_id, customer_id, redeemed in self.rows(
                "SELECT offer_id, customer_id, redeemed FROM redeemed_by"
            )
            if customer_id == buyer
        }
        cart = Cart(
            "INR",
            [Line("thing", 1, price, tax_rate=0)],
            id=cart_id,
            coupon_code="FIRST",
            customer=Customer(buyer, offer_redemptions=used),
        )
        return quote(cart, self.store, at=AT, redemptions=Redemptions(offers=counts))

    def buy(self, priced: Quote) -> str:
        """Return what is paid once the order is stored, however often it is told."""
        cart = priced.cart
        said = self.committed(priced)
        self.said.append(said)
        if said is Said.STORED:
            return str(priced.to_be_paid)
        if said is Said.ORDERED_BEFORE:
            return str(dict(self.rows("SELECT cart_id, paid FROM stored"))[cart.id])
        price = str(cart.lines[0].selling_price)
        return self.buy(self.priced(cart.customer.id or "", cart.id, price))

    def committed(self, priced: Quote) -> Said:
        """Return what became of one try, which leaves all of it or nothing."""
        limits = {x.id: x.limits.per_customer_redemptions for x in self.store.coupons}
        with self.engine.connect() as connection, connection.begin() as transaction:
            for each in sorted(
                priced.figures.redemptions, key=lambda x: x.offer_id or ""
            ):
                values = {
                    "idempotency_key": each.idempotency_key,
                    "offer_id": each.offer_id,
                    "customer_id": each.customer_id,
                    "count": each.count,
                    "per_customer_redemptions": limits[each.offer_id or ""],
                }
                for statement, no_row in (
                    (NOTE, Said.ORDERED_BEFORE),
                    (COUNT, Said.USED_UP),
                    (COUNT_CUSTOMER, Said.CUSTOMER_LIMIT),
                ):
                    if not connection.execute(sa.text(statement), values).rowcount:
                        transaction.rollback()
                        return no_row
            connection.execute(
                sa.text("INSERT INTO stored VALUES (:cart_id, :paid)"),
                {"cart_id": priced.cart.id, "paid": str(priced.to_be_paid)},
            )
        return Said.STORED

    def rows(self, statement: str) -> list[Any]:
        """Return all rows of a query."""
        with self.engine.connect() as connection:
            return sorted(
                tuple(each) for each in connection.execute(sa.text(statement))
            )


@pytest.fixture
def on_server() -> Callable[[str], AbstractContextManager[str]]:
    """Return what makes a place without tables on a server."""
    return new_schema


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    """Yield an empty database."""
    found = sa.create_engine(url)
    yield found
    found.dispose()


def test_three_buyers_a_retry_and_a_used_up_offer(engine: sa.Engine) -> None:
    """All saw half off twice to be had: two get it once each, nobody pays twice."""
    host = Host(engine, total=2)
    asha = host.priced("asha", "cart-1", "100.00")
    asha_again = host.priced("asha", "cart-2", "200.00")
    binoy = host.priced("binoy", "cart-3", "900.00")
    chitra = host.priced("chitra", "cart-4", "5000.00")

    assert ["50.00", "50.00", "200.00", "450.00", "450.00", "5000.00"] == [
        host.buy(each) for each in (asha, asha, asha_again, binoy, binoy, chitra)
    ]
    assert [
        Said.STORED,
        Said.ORDERED_BEFORE,
        *(Said.CUSTOMER_LIMIT, Said.STORED),
        Said.STORED,
        Said.ORDERED_BEFORE,
        *(Said.USED_UP, Said.STORED),
    ] == host.said
    assert [("half", 2, 2)] == host.rows(
        "SELECT id, redeemed, total_redemptions FROM offer"
    )
    assert [
        ("cart-1/coupon/half/FIRST", "half", "asha"),
        ("cart-3/coupon/half/FIRST", "half", "binoy"),
    ] == host.rows("SELECT idempotency_key, offer_id, customer_id FROM redemption")
    assert [("half", "asha", 1), ("half", "binoy", 1)] == host.rows(
        "SELECT offer_id, customer_id, redeemed FROM redeemed_by"
    )
    assert ["cart-1", "cart-2", "cart-3", "cart-4"] == [
        each for (each,) in host.rows("SELECT cart_id FROM stored")
    ]


def test_a_redemption_without_a_key_is_not_counted(engine: sa.Engine) -> None:
    """Who forgot to give the cart an id hears of it before anything is stored."""
    host = Host(engine, total=1)
    values = {"idempotency_key": None, "offer_id": "half", "customer_id": "asha"}

    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.text(NOTE), values)

    assert [] == host.rows("SELECT idempotency_key FROM redemption")


@pytest.mark.parametrize(
    "url", ["file", *SERVERS], indirect=True, ids=lambda url: url.partition(":")[0]
)
def test_three_buyers_at_once(engine: sa.Engine) -> None:
    """Of three orders sent in one moment one takes the last half off."""
    host = Host(engine, total=1)
    waiting = [host.priced(f"u{n}", f"cart-{n}", "100.00") for n in range(3)]
    start, paid = Barrier(3), list[str]()

    def send(each: Quote) -> None:
        start.wait()
        paid.append(host.buy(each))

    threads = [Thread(target=send, args=(each,)) for each in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [Decimal(50), Decimal(100), Decimal(100)] == sorted(map(Decimal, paid))
    assert [("half", 1)] == host.rows("SELECT id, redeemed FROM offer")
    assert 1 == len(host.rows("SELECT idempotency_key FROM redemption"))


def test_the_example_runs_the_same_statements() -> None:
    """Word for word; only its tables may be there already."""
    text = (EXAMPLES / "shop" / "limits.py").read_text("utf-8")
    blocks = re.findall(r'= """(.*?)"""', text, re.DOTALL)
    words = [" ".join(each.replace(" IF NOT EXISTS", "").split()) for each in blocks]

    for statement in (*TABLES.split(";\n"), NOTE, COUNT, COUNT_CUSTOMER):
        plain = " ".join(statement.rstrip(";").split())
        assert any(
            plain.replace("( ", "(").replace(" )", ")")
            in each.replace("( ", "(").replace(" )", ")")
            for each in words
        ), plain


def test_the_example_keeps_the_limits(engine: sa.Engine) -> None:
    """Two get half off, nobody gets it twice, and a retry is told from another cart."""
    spec = spec_from_file_location("limits", EXAMPLES / "shop" / "limits.py")
    assert spec is not None
    assert spec.loader is not None
    limits = module_from_spec(spec)
    spec.loader.exec_module(limits)
    half = store(2)

    def bought(buyer: str, cart_id: str) -> str:
        cart = Cart(
            "INR",
            [Line("thing", 1, "100.00", tax_rate=0)],
            id=cart_id,
            coupon_code="FIRST",
            customer=Customer(buyer),
        )
        try:
            with engine.begin() as connection:
                limits.redeem(runner(connection), quote(cart, half, at=AT), half)
        except (limits.OrderedBefore, limits.UsedUp) as told:
            return type(told).__name__
        return "counted"

    with engine.begin() as connection:
        for each in filter(str.strip, limits.TABLES.split(";")):
            connection.execute(sa.text(each))
        limits.put_on_sale(runner(connection), half)

    assert ["counted", "OrderedBefore", "UsedUp", "counted", "UsedUp"] == [
        bought("asha", "cart-1"),
        bought("asha", "cart-1"),
        bought("asha", "cart-2"),
        bought("binoy", "cart-3"),
        bought("chitra", "cart-4"),
    ]


def runner(connection: sa.Connection) -> Callable[[str, Any], int]:
    """Return what runs a statement and counts its rows, as the example asks for it."""

    def run(statement: str, row: Any) -> int:
        return connection.execute(sa.text(statement), row).rowcount

    return run
