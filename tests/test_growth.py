# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is read, checked, refunded, judged and shown costs linear time, never more.

Counted are the steps of Python, which no machine's speed changes: for n, 2n and 4n of
what a case counts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    Offer,
    OfferGroup,
    Quote,
    Store,
    coupon,
    diff,
    dumps,
    evaluate,
    lint,
    promotion,
    quote,
    read_checkout,
    read_order,
    read_quote,
    read_store,
    verify,
    write_order_detail,
    write_quote,
)
from checkout_core.orders import Order, PaymentUpdate, Refunded
from checkout_core.playground.answers import answer
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.tax import TaxPolicy
from checkout_core.values import thawed
from checkout_core.views import (
    difference_html,
    differences,
    explain,
    html,
    receipt,
    refund_html,
    refund_svg,
    svg,
    waterfall,
)
from checkout_core.wire import loads, read_refund, write_refund
from tests.factories.carts import AT
from tests.factories.tables import case
from tests.factories.work import work


#: How much more 4n may take than 2n, of what 2n takes more than n: n to the 1.15.
MOST = 2**1.15

Call = Callable[[], object]


def cart_of(lines: int, **more: Any) -> Cart:
    """Return a cart of so many lines of 200.00."""
    fields: dict[str, Any] = {"tax_rate": 18, **more}
    return Cart("INR", [Line(f"p{at}", 2, "100.00", **fields) for at in range(lines)])


def offers_of(count: int) -> list[Offer]:
    """Return so many promotions that all take 1 % off every line."""
    one = {"discount_type": "percentage", "discount_percent": 1}
    return [
        promotion(f"o{at}", "discount", one, applies_to_product="all")
        for at in range(count)
    ]


def quoted(lines: int = 5, offers: int = 3) -> Quote:
    """Return a quote with its figures read, as a stored one has them."""
    found = quote(cart_of(lines), Store("INR", promotions=offers_of(offers)), at=AT)
    assert (lines, offers) == (len(found.lines), len(found.promotions))
    assert found.entries
    return found


def placed(found: Quote) -> Order:
    """Return the order of a quote."""
    return Order.placed(found, number="ORD-1", at=AT)


def refunds_of(found: Quote, count: int) -> list[Refund]:
    """Return refunds of the first so many lines, one after the other."""
    back: list[Refund] = []
    for at in range(count):
        back.append(refund(found, {at: 2}, id=f"R{at}", at=AT, earlier=back))
    return back


# What is counted, made beforehand for its size ------------------------------------


def check(found: Quote) -> Call:
    """Add up a quote, which it does once."""
    return evolve(read_quote(write_quote(found))).check


def verifying(found: Quote) -> Call:
    """Write a quote and verify it."""
    return lambda: verify(found)


def reading_quote(found: Quote) -> Call:
    """Read a stored quote."""
    text = dumps(write_quote(found))
    return lambda: read_quote(text, verify=True)


def reading_wrong_rows(found: Quote) -> Call:
    """Refuse a stored quote whose rows are all wrong."""
    document = loads(dumps(write_quote(found)))
    for row in document["entries"]:
        row["rate"] = "3"

    def refused() -> None:
        with pytest.raises(CheckoutError):
            read_quote(document, verify=True)

    return refused


def reading_order(order: Order, *, verify: bool = True) -> Call:
    """Read a stored order."""
    text = dumps(write_order_detail(order, stored=True))
    return lambda: read_order(text, verify=verify)


def paid_often(count: int) -> Order:
    """Return an order that was paid for a rupee at a time."""
    order = placed(quoted())
    for at in range(count):
        order = order.after(PaymentUpdate(f"P{at}", Decimal("1.00"), order.placed_at))
    return order


def refunded_often(count: int) -> Order:
    """Return a paid order of which one line after the other came back."""
    found = quoted(count + 1)
    order = placed(found)
    order = order.after(PaymentUpdate("P", order.to_be_paid, order.placed_at))
    for each in refunds_of(found, count):
        order = order.after(Refunded(each))
    return order


def invoicing(lines: int = 5, payments: int = 1) -> Call:
    """Take what offers of the merchant lowered off an invoice of many HSN codes."""
    goods = [
        Line(f"p{at}", 2, "100.00", tax_rate=18, hsn_code=f"{1000 + at}")
        for at in range(lines)
    ]
    order = placed(quote(Cart("INR", goods), Store("INR")))
    off: dict[str, Any] = {"gateway_discount": lines, "funded_by": "merchant"}
    for at in range(payments):
        paid = PaymentUpdate(f"P{at}", 2 * lines, order.placed_at, **off)
        order = order.after(paid)
    return order.invoice


def refunding(count: int, **more: Any) -> Call:
    """Take one unit of each of so many lines back."""
    found, store = quoted(count), Store("INR", promotions=offers_of(3))
    units = dict.fromkeys(range(count), 1)
    return lambda: refund(found, units, id="R", at=AT, store=store, **more)


def refunding_after(count: int) -> Call:
    """Take the last line back when so many were before."""
    found = quoted(count + 1)
    earlier = refunds_of(found, count)
    return lambda: refund(found, {count: 2}, id="R", at=AT, earlier=earlier)


def cancelling(count: int) -> Call:
    """Take all of so many lines back."""
    found = quoted(count)
    return lambda: cancellation(found, id="R", at=AT)


def reading_refund(count: int) -> Call:
    """Read the refund of so many lines."""
    text = dumps(write_refund(cancellation(quoted(count), id="R", at=AT)))
    return lambda: read_refund(text)


def dated(classes: int, periods: int) -> dict[str, Any]:
    """Return a store whose classes change their rate every day."""
    days = [
        (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)).isoformat()
        for day in range(periods + 1)
    ]
    rates = [
        {"tax_rate": "5", "valid_from": days[at], "valid_to": days[at + 1]}
        # The dates come in no order.
        for at in sorted(range(periods), key=lambda day: day * 7 % 11)
    ]
    return {
        "currency": "INR",
        "tax_classes": {f"class {at}": rates for at in range(classes)},
    }


def reading_classes(classes: int = 1, periods: int = 2) -> Call:
    """Read a store with a tax table."""
    text = dumps(dated(classes, periods))
    return lambda: read_store(text)


def pricing_classes(lines: int, periods: int) -> Call:
    """Price lines of a class whose rate of today is found last."""
    table = dated(1, periods)
    store, last = read_store(table), table["tax_classes"]["class 0"][-1]
    cart = cart_of(lines, tax_rate=None, tax_class="class 0")
    return lambda: quote(cart, store, at=last["valid_from"])


def pricing_handling(count: int) -> Call:
    """Price lines whose handling is taxed in the shares of all goods."""
    store = Store("INR", tax=TaxPolicy(charge_tax="apportion"))
    cart = cart_of(count, handling_charge_excluding_tax="10.00")
    return lambda: quote(cart, store, at=AT).check()


def picking(count: int) -> Call:
    """Price a line in a store that picks the best of so many, after as many others."""
    one = {"discount_type": "fixed-amount", "fixed_discount_amount": "0.01"}
    store = Store(
        "INR",
        promotions=[
            promotion(
                f"{name}{at}", "discount", one, applies_to_product="all", group=name
            )
            for name in ("all", "best")
            for at in range(count)
        ],
        offer_groups=[OfferGroup(each, each) for each in ("all", "best")],
    )
    cart = cart_of(1)
    return lambda: quote(cart, store, at=AT).to_be_paid


def entering(count: int) -> Call:
    """Price a cart with twenty codes of a store that has so many coupons."""
    one = {"discount_type": "fixed-amount", "fixed_discount_amount": "0.01"}
    coupons = [
        coupon(f"c{at}", "discount", [f"C{at}"], one, applies_to_product="all")
        for at in range(count)
    ]
    store = Store("INR", coupons=coupons, maximum_coupons=20)
    cart = cart_of(1).changed(coupon_codes=[f"C{at}" for at in range(count)][-20:])
    return lambda: evaluate(cart, store, at=AT)


def judging(count: int) -> Call:
    """Judge two lines in a store with so many promotions that apply together."""
    store, cart = Store("INR", promotions=offers_of(count)), cart_of(2)
    return lambda: evaluate(cart, store, at=AT)


def reading_store(count: int) -> Call:
    """Read a store with so many offers."""
    offers = [thawed(each.document) for each in offers_of(count)]
    text = dumps({"currency": "INR", "promotions": offers})
    return lambda: read_store(text)


def reading_checkout(count: int) -> Call:
    """Read a checkout document of so many lines."""
    item = {"quantity": 1, "selling_price": "1.00", "tax_rate": "5"}
    items = [{**item, "product_id": f"p{at}"} for at in range(count)]
    text = dumps({"cart": {"currency": "INR", "cart_items": items}})
    return lambda: read_checkout(text)


def linting(count: int) -> Call:
    """Look through a store with so many offers."""
    store = Store("INR", promotions=offers_of(count))
    return lambda: lint(store)


def showing(view: Callable[..., object], **size: int) -> Call:
    """Show a quote in Hindi."""
    found = quoted(**size)
    return lambda: view(found, locale="hi_IN")


def comparing(count: int, view: Callable[..., object] | None = None) -> Call:
    """Compare two quotes whose lines all differ, or show in Hindi what differs."""
    before, after = quoted(count), quoted(count, offers=1)
    if view is None:
        return lambda: diff(before, after)
    found = diff(before, after)
    return lambda: view(found, locale="hi_IN")


def showing_refund(view: Callable[..., object], count: int) -> Call:
    """Show the refund of so many lines in Hindi."""
    found = quoted(count)
    note = cancellation(found, id="R", at=AT)
    return lambda: view(found, note, locale="hi_IN")


def showing_refused(count: int) -> Call:
    """Show a quote that so many promotions do not apply to."""
    one = {"discount_type": "percentage", "discount_percent": 1}
    far = [
        promotion(
            f"o{at}",
            "discount",
            one,
            applies_to_product="all",
            minimum_order_total=10_000 + at,
        )
        for at in range(count)
    ]
    store = Store("INR", promotions=far)
    found = quote(cart_of(5), store, at=AT)
    assert count == len(found.refusals)
    return lambda: html(found, store, locale="hi_IN")


def answering(count: int) -> Call:
    """Answer the playground's request of so many lines, which all come back."""
    item = {"quantity": 1, "selling_price": "1.00", "tax_rate": "5"}
    items = [{**item, "product_id": f"p{at}"} for at in range(count)]
    document = {
        "cart": {"currency": "INR", "cart_items": items},
        "returns": {"id": "R", "at": AT, "returned": {str(i): 1 for i in range(count)}},
    }
    request = dumps({"document": dumps(document), "locale": "hi_IN"})
    assert loads(answer(request))["refund"] is not None
    return lambda: answer(request)


RECOMPUTE = RefundPolicy(promotion_break="recompute")


@pytest.mark.parametrize(
    ("make", "least"),
    [
        case("check, lines", lambda n: check(quoted(n)), 10),
        case("check, offers", lambda n: check(quoted(offers=n)), 10),
        case("verify, lines", lambda n: verifying(quoted(n)), 10),
        case("verify, offers", lambda n: verifying(quoted(offers=n)), 10),
        case("read_quote, lines", lambda n: reading_quote(quoted(n)), 10),
        case("read_quote, offers", lambda n: reading_quote(quoted(offers=n)), 10),
        case("read_quote, wrong rows", lambda n: reading_wrong_rows(quoted(n)), 10),
        case("read_order, lines", lambda n: reading_order(placed(quoted(n))), 10),
        case(
            "read_order, offers",
            lambda n: reading_order(placed(quoted(offers=n))),
            10,
        ),
        case(
            "read_order, trusted",
            lambda n: reading_order(placed(quoted(n)), verify=False),
            10,
        ),
        case("read_order, payments", lambda n: reading_order(paid_often(n)), 10),
        case("read_order, refunds", lambda n: reading_order(refunded_often(n)), 5),
        case("invoice, lines", lambda n: invoicing(lines=n), 20),
        case("invoice, payments", lambda n: invoicing(payments=n), 10),
        case("refund, lines", refunding, 10),
        case("refund, repriced", lambda n: refunding(n, policy=RECOMPUTE), 10),
        case("refund, earlier refunds", refunding_after, 5),
        case("cancellation, lines", cancelling, 10),
        case("read_refund, lines", reading_refund, 10),
        case("read_store, periods", lambda n: reading_classes(periods=n), 20),
        case("read_store, classes", lambda n: reading_classes(classes=n), 20),
        case("quote, lines and periods", lambda n: pricing_classes(n, n), 20),
        case("quote, apportioned handling", pricing_handling, 10),
        case("quote, groups of offers", picking, 20),
        case("evaluate, coupons", entering, 40),
        case("evaluate, promotions", judging, 20),
        case("read_store, offers", reading_store, 10),
        case("read_checkout, lines", reading_checkout, 10),
        case("lint, offers", linting, 20),
        case("receipt, lines", lambda n: showing(receipt, lines=n), 10),
        case("explain, lines", lambda n: showing(explain, lines=n), 10),
        case("explain, offers", lambda n: showing(explain, offers=n), 10),
        case("waterfall, lines", lambda n: showing(waterfall, lines=n), 10),
        case("waterfall, offers", lambda n: showing(waterfall, offers=n), 10),
        case("svg, lines", lambda n: showing(svg, lines=n), 10),
        case("svg, offers", lambda n: showing(svg, offers=n), 10),
        case("html, lines", lambda n: showing(html, lines=n), 10),
        case("html, offers", lambda n: showing(html, offers=n), 10),
        case("html, refused offers", showing_refused, 10),
        case("diff, lines", comparing, 10),
        case("differences, lines", lambda n: comparing(n, differences), 10),
        case("difference_html, lines", lambda n: comparing(n, difference_html), 10),
        case("refund_svg, lines", lambda n: showing_refund(refund_svg, n), 10),
        case("refund_html, lines", lambda n: showing_refund(refund_html, n), 10),
        case("playground, lines", answering, 10),
    ],
)
def test_linear(make: Callable[[int], Call], least: int) -> None:
    """Twice as much takes at most twice the lines, and a little."""
    calls = [make(least * factor) for factor in (1, 2, 4)]
    calls[0]()
    once, twice, four_times = [work(call).steps for call in calls]

    assert once < twice
    assert four_times - twice <= MOST * (twice - once)
