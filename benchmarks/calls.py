# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a shop calls: one table, from which tests, report, history and laws read.

A line says what is made ready for a sample and then runs, how its answer is checked
before a time is taken, and what it may cost at most.  To measure another call, add a
line.
"""

from __future__ import annotations

import sys

from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from io import BytesIO, TextIOWrapper
from typing import Any, Literal, NamedTuple, TypeAlias
from xml.etree import ElementTree as ET

from benchmarks import gateway
from benchmarks.carts import AT
from benchmarks.samples import Sample
from checkout_core import (
    Cart,
    CheckoutError,
    Quote,
    Store,
    dumps,
    evaluate,
    juspay,
    lint,
    quote,
    read_cart,
    read_checkout,
    read_order,
    read_quote,
    read_store,
    verify,
    views,
    write_order,
    write_order_detail,
    write_quote,
)
from checkout_core.cli import main
from checkout_core.money.parse import currency_of
from checkout_core.orders import Order
from checkout_core.refunds import cancellation, refund
from checkout_core.subscriptions import (
    Bill,
    Recurrence,
    Subscription,
    SubscriptionPlan,
)
from checkout_core.wire import loads


Run: TypeAlias = Callable[[], Any]

#: The language of what people read.
LOCALE = "hi_IN"
#: How many bills a subscription has, and documents a file of them.
BILLS, DOCUMENTS = 12, 2


class Call(NamedTuple):
    """
    What is measured.

    make: what is made ready for a sample, and returned to be run.
    right: whether the answer of a run is right.
    unit: what `limits` count: the kernel of the workload, or its quote.
    limits: the most that small, typical and large may cost; None for no target.
        The kernel of small is a dozen operations, so its limit counts primitives.
    fresh: whether each run needs what was made ready for it alone.
    """

    make: Callable[[Sample], Run]
    right: Callable[[Sample, Any], bool]
    unit: Literal["kernel", "quote"] = "quote"
    limits: tuple[float | None, float | None, float | None] = (None, None, None)
    fresh: bool = False

    def checked(self, sample: Sample) -> Run:
        """Return what is run for a sample, whose answer was right once."""
        answer = self.make(sample)()
        assert self.right(sample, answer), answer
        return self.make(sample)


# What runs ------------------------------------------------------------------------


def totals(cart: Cart, store: Store, at: Any) -> tuple[Any, ...]:
    """Return the totals of a new quote, what each offer saves, and the refusals."""
    found = quote(cart, store, at=at)
    offers = (*found.promotions, *found.coupons)
    return found.totals, [each.saving for each in offers], found.refusals


def ordered(cart: Cart, store: Store, at: Any) -> dict[str, Any]:
    """Return the order of a new quote."""
    return write_order(quote(cart, store, at=at))


def through(text: str) -> str:
    """Return the text of the order of a document's text."""
    checkout = read_checkout(text)
    return dumps(ordered(checkout.cart, checkout.store, checkout.at))


def through_store(text: str, store: Store, at: Any) -> str:
    """Return the text of the order of a cart's text."""
    return dumps(ordered(read_cart(text), store, at))


def compiled(store: Store) -> Store:
    """Return a store with the same policies and offers."""
    return Store.of(
        store.currency.code,
        store.policies,
        promotions=store.promotions,
        coupons=store.coupons,
        redemptions=store.redemptions,
    )


def billed(cart: Cart, store: Store, at: Any) -> list[Bill]:
    """Return the bills of a subscription of a year."""
    plan = SubscriptionPlan("box", Recurrence("monthly"), billing_limit=BILLS)
    return list(Subscription(cart, plan, at or AT).bills(store))


def playing(sample: Sample) -> Run:
    """Return what answers the playground."""
    from checkout_core.playground import answer

    return partial(answer, dumps({"document": sample.text, "locale": LOCALE}))


def printed(lines: bytes) -> bytes:
    """Return what `price --lines` prints for documents on lines."""
    given, output = sys.stdin, BytesIO()
    sys.stdin = TextIOWrapper(BytesIO(lines), encoding="utf-8")
    try:
        with TextIOWrapper(output, encoding="utf-8") as stream:
            with redirect_stdout(stream):
                assert main(["price", "--lines", "-"]) == 0
            stream.flush()
            return output.getvalue()
    finally:
        sys.stdin = given


def _lines(sample: Sample) -> Run:
    line = dumps(loads(sample.text))
    return partial(printed, f"{line}\n".encode() * DOCUMENTS)


# What is right --------------------------------------------------------------------


def _same(sample: Sample, found: Quote) -> bool:
    return sample.answers(write_order(found)) and sample.quote == found


def _text(sample: Sample, found: str) -> bool:
    return sample.answers(loads(found))


def _totals(sample: Sample, found: tuple[Any, ...]) -> bool:
    whole = sample.quote
    savings = [each.saving for each in (*whole.promotions, *whole.coupons)]
    return found == (whole.totals, savings, whole.refusals)


def _silent(_: Sample, found: object) -> bool:
    """Return whether nothing was said, which is how a check says yes."""
    return found is None


def _verified(sample: Sample, found: object) -> bool:
    """Return whether nothing was said, and another total is refused."""
    document = loads(sample.quote_text)
    document["totals"]["to_be_paid"] = "0.07"
    try:
        verify(dumps(document))
    except CheckoutError:
        return found is None
    return False


def _evaluated(sample: Sample, found: Any) -> bool:
    store, code = sample.store, sample.quote.coupon_code
    applied = [each for each in found.coupons if code in each.offer.codes]
    return (
        found.quote == sample.quote
        and [each.offer for each in found.promotions] == list(store.promotions)
        and [each.offer for each in found.coupons] == list(store.coupons)
        and {sample.quote.to_be_paid} >= {each.with_offer for each in applied}
    )


def _linted(sample: Sample, found: Any) -> bool:
    """Return whether every percentage without a cap was found, and no other."""
    uncapped = {
        each.id
        for each in (*sample.store.promotions, *sample.store.coupons)
        if dict(each.document["details"] or ()).get("discount_type") == "percentage"
    }
    return uncapped == {each.offer_id for each in found if each.code == "missing_cap"}


def _refunded(sample: Sample, found: Any) -> bool:
    found.check()
    given = len(found.lines) == len(sample.cart.lines)
    return given and 0 < found.gateway <= sample.quote.to_be_paid


def _cancelled(sample: Sample, found: Any) -> bool:
    found.check()
    return bool(found.gateway == sample.quote.to_be_paid)


def _billed(sample: Sample, found: list[Bill]) -> bool:
    first, cards = sample.quote.to_be_paid, sample.cart.gift_cards
    # What a card holds is taken from it once.
    later = first + sum(each.balance for each in cards)
    return [first, *[later] * (BILLS - 1)] == [each.amount for each in found]


def _shown(sample: Sample, found: str) -> bool:
    """Return whether a text says what is to be paid."""
    from checkout_core.views.formats import Numbers

    paid = sample.quote.to_be_paid
    return Numbers.of(LOCALE, currency_of(sample.quote.currency)).money(paid) in found


def _drawn(sample: Sample, found: str) -> bool:
    return ET.fromstring(found).tag.endswith("svg") and _shown(sample, found)


def _played(sample: Sample, found: str) -> bool:
    shown = loads(found)
    # Juspay wants a customer, whom these documents do not have.
    return sample.answers(loads(shown["order"])) and not [
        each for each in shown["faults"] if not each["path"].startswith("jus")
    ]


def _printed(sample: Sample, found: bytes) -> bool:
    rows = [loads(row)["totals"]["to_be_paid"] for row in found.splitlines()]
    return [f"{sample.quote.to_be_paid}"] * DOCUMENTS == rows


def _asked(sample: Sample, found: Any) -> bool:
    return f"amount={sample.quote.to_be_paid}".encode() in found.body


def _opened(sample: Sample, found: Any) -> bool:
    return bool(loads(found.body)["amount"] == f"{sample.quote.to_be_paid}")


def _answer(name: str) -> Callable[[Sample], Run]:
    return lambda sample: partial(juspay.read, *gateway.answered(sample)[name])


#: Every call that is measured.
CALLS: dict[str, Call] = {
    # Pricing.
    "quote": Call(
        lambda s: partial(quote, s.cart, s.store, at=s.at), _same, "kernel", (140, 3, 2)
    ),
    "quote, cold": Call(
        lambda s: partial(quote, s.built(), s.store, at=s.at),
        _same,
        limits=(1.5, 1.5, 1.5),
        fresh=True,
    ),
    "totals": Call(
        lambda s: partial(totals, s.cart, s.store, s.at),
        _totals,
        "kernel",
        (250, 4, 3),
    ),
    "write_order": Call(
        lambda s: partial(ordered, s.cart, s.store, s.at),
        Sample.answers,
        "kernel",
        (750, 10, 7),
    ),
    "text to text": Call(
        lambda s: partial(through, s.text), _text, "kernel", (None, 60, 45)
    ),
    "text to text, store read": Call(
        lambda s: partial(through_store, s.cart_text, s.store, s.at),
        _text,
        "kernel",
        (None, 40, 40),
    ),
    # What a priced cart becomes.
    "check": Call(lambda s: s.priced().check, _silent, limits=(None, 5, 5), fresh=True),
    "placed": Call(
        lambda s: partial(Order.placed, s.priced(), number="ORD-1", at=AT),
        lambda s, found: found == s.order,
        limits=(None, 5, 5),
        fresh=True,
    ),
    "create_order": Call(
        lambda s: partial(gateway.create_order, s.priced()),
        _asked,
        limits=(None, 5, 5),
        fresh=True,
    ),
    # What is stored.
    "verify": Call(
        lambda s: partial(verify, s.quote_text), _verified, limits=(None, 40, 40)
    ),
    "read_quote": Call(
        lambda s: partial(read_quote, s.quote_text),
        lambda s, found: found == s.quote,
        limits=(None, 15, 15),
    ),
    "read_order": Call(
        lambda s: partial(read_order, s.order_text),
        lambda s, found: found == s.order,
        limits=(None, 15, 15),
    ),
    # What has no target of its own, and still must grow with its input alone.
    "read": Call(
        lambda s: partial(read_checkout, s.text), lambda s, found: found == s.checkout
    ),
    "read_store": Call(
        lambda s: partial(read_store, s.store_text),
        lambda s, found: found == s.store,
    ),
    "Store.of": Call(
        lambda s: partial(compiled, s.store), lambda s, found: found == s.store
    ),
    "write_quote": Call(
        lambda s: lambda: dumps(write_quote(s.priced())),
        lambda s, found: found == s.quote_text,
    ),
    "write_order_detail": Call(
        lambda s: lambda: dumps(write_order_detail(s.order, stored=True)),
        lambda s, found: found == s.order_text,
    ),
    "evaluate": Call(lambda s: partial(evaluate, s.cart, s.store, at=s.at), _evaluated),
    "lint": Call(lambda s: partial(lint, s.store), _linted),
    "refund": Call(
        lambda s: partial(
            refund, s.quote, dict.fromkeys(range(len(s.cart.lines)), 1), id="R", at=AT
        ),
        _refunded,
    ),
    "cancellation": Call(
        lambda s: partial(cancellation, s.quote, id="R", at=AT), _cancelled
    ),
    "subscriptions": Call(lambda s: partial(billed, s.cart, s.store, s.at), _billed),
    # What people read, in Hindi.
    "receipt": Call(lambda s: partial(views.receipt, s.quote, locale=LOCALE), _shown),
    "explain": Call(
        lambda s: partial(views.explain, s.quote, s.store, locale=LOCALE), _shown
    ),
    "waterfall": Call(
        lambda s: partial(views.waterfall, s.quote, locale=LOCALE),
        lambda s, found: found.bars[-1].end == s.quote.to_be_paid,
    ),
    "svg": Call(lambda s: partial(views.svg, s.quote, locale=LOCALE), _drawn),
    "html": Call(
        lambda s: partial(views.html, s.quote, s.store, locale=LOCALE), _shown
    ),
    "playground": Call(playing, _played),
    "price --lines": Call(_lines, _printed),
    # Juspay: what else is asked, and what is answered.
    "create_order, with a mandate": Call(
        lambda s: partial(gateway.with_mandate, s.priced()), _asked, fresh=True
    ),
    "create_session": Call(
        lambda s: partial(gateway.create_session, s.priced()), _opened, fresh=True
    ),
    "refund_order": Call(
        lambda _: gateway.refund_order, lambda _, found: b"amount=1" in found.body
    ),
    "order_status": Call(
        lambda _: gateway.order_status, lambda _, found: found.method == "GET"
    ),
    "read a created order": Call(
        _answer("created"), lambda _, found: found.status == "NEW"
    ),
    "read a session": Call(
        _answer("opened"),
        lambda _, found: found.sdk_payload.payload.order_id == "ORD-2",
    ),
    "read a paid order": Call(
        _answer("paid"), lambda s, found: found.amount == s.quote.to_be_paid
    ),
    "read a refunded order": Call(
        _answer("refunded"),
        lambda _, found: [each.amount for each in found.refunds] == [1],
    ),
}
