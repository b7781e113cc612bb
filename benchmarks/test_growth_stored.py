# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How checking, storing, reading and refunding grow: each at n, 2n and 4n."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from benchmarks.carts import (
    AT,
    NAMES,
    cart_of,
    checkout_of,
    store_of_matching,
    store_with,
)
from checkout_core import (
    Quote,
    dumps,
    lint,
    quote,
    read_order,
    read_quote,
    read_store,
    verify,
    write_order_detail,
    write_quote,
)
from checkout_core.orders import Order
from checkout_core.refunds import Refund, refund


#: Lines of a promotion and a coupon, and promotions on ten lines.
LINES = pytest.mark.parametrize("lines", [50, 100, 200])
OFFERS = pytest.mark.parametrize("offers", [10, 20, 40])


def of_lines(lines: int) -> Quote:
    """Return the quote of so many lines, its figures read."""
    found = quote(cart_of(lines), store_with(0), at=AT)
    assert lines == len(found.lines)
    assert Decimal("50.00") == sum(each.discount for each in found.coupons[0].lines)
    found.check()
    return found


def of_offers(offers: int) -> Quote:
    """Return the quote of ten lines and so many promotions, its figures read."""
    found = quote(cart_of(10), store_of_matching(offers, together=True), at=AT)
    assert offers == len(found.promotions)
    found.check()
    return found


def placed(found: Quote) -> Order:
    """Return the order of a quote."""
    return Order.placed(found, number="ORD-1", at=AT)


def checking(found: Quote) -> Callable[[], None]:
    """Return what checks a copy of a quote: a quote adds its rows up only once."""
    stored = read_quote(write_quote(found))
    return lambda: evolve(stored).check()


@LINES
def test_check_lines(benchmark: Any, lines: int) -> None:
    """Every figure against the rows it is a sum of."""
    benchmark(checking(of_lines(lines)))


@OFFERS
def test_check_offers(benchmark: Any, offers: int) -> None:
    """What each offer took off each line."""
    benchmark(checking(of_offers(offers)))


@LINES
def test_verify_lines(benchmark: Any, lines: int) -> None:
    """Written, read and settled again."""
    found = of_lines(lines)

    benchmark(lambda: verify(found))


@LINES
def test_read_quote_lines(benchmark: Any, lines: int) -> None:
    """A stored quote, from its text."""
    found = of_lines(lines)
    text = dumps(write_quote(found))
    assert found == read_quote(text)

    benchmark(lambda: read_quote(text))


@OFFERS
def test_read_quote_offers(benchmark: Any, offers: int) -> None:
    """A stored quote of many offers, from its text."""
    found = of_offers(offers)
    text = dumps(write_quote(found))
    assert found == read_quote(text)

    benchmark(lambda: read_quote(text))


@LINES
def test_read_order_lines(benchmark: Any, lines: int) -> None:
    """A stored order, from its text."""
    order = placed(of_lines(lines))
    text = dumps(write_order_detail(order, stored=True))
    assert order == read_order(text)

    benchmark(lambda: read_order(text))


@pytest.mark.parametrize("name", NAMES)
def test_read_order(benchmark: Any, name: str) -> None:
    """The stored order of a workload, from its text."""
    checkout = checkout_of(name)
    order = placed(quote(checkout.cart, checkout.store, at=checkout.at))
    text = dumps(write_order_detail(order, stored=True))
    assert order == read_order(text)

    benchmark(lambda: read_order(text))


@LINES
def test_refund_lines(benchmark: Any, lines: int) -> None:
    """One of two units of every line comes back."""
    found = of_lines(lines)
    units = dict.fromkeys(range(lines), 1)

    def refunded() -> Refund:
        return refund(found, units, id="R", at=AT)

    assert lines == len(refunded().lines)
    refunded().check()
    benchmark(refunded)


@pytest.mark.parametrize("count", [10, 20, 40])
def test_refund_after_others(benchmark: Any, count: int) -> None:
    """The last line comes back when all others were refunded one by one."""
    found = of_lines(count + 1)
    earlier: list[Refund] = []
    for at in range(count):
        earlier.append(refund(found, {at: 2}, id=f"R{at}", at=AT, earlier=earlier))

    def refunded() -> Refund:
        return refund(found, {count: 2}, id="R", at=AT, earlier=earlier)

    given = [each.gateway for each in (*earlier, refunded())]
    assert found.to_be_paid == sum(given)
    benchmark(refunded)


@OFFERS
def test_lint(benchmark: Any, offers: int) -> None:
    """Promotions of a percentage that nothing caps, which is said of each."""
    store = store_of_matching(offers, together=True)
    assert offers == len({each.path for each in lint(store)})

    benchmark(lambda: lint(store))


@pytest.mark.parametrize("periods", [50, 100, 200])
def test_read_dated_classes(benchmark: Any, periods: int) -> None:
    """A class of goods whose rate has changed every day."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    days = [(first + timedelta(day)).isoformat() for day in range(periods + 1)]
    rates = [
        {"tax_rate": "5", "valid_from": days[at], "valid_to": days[at + 1]}
        for at in range(periods)
    ]
    text = dumps({"currency": "INR", "tax_classes": {"milk": rates}})
    assert periods == len(read_store(text).policies.tax_classes[0].periods)

    benchmark(lambda: read_store(text))
