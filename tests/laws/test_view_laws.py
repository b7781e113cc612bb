# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Pictures and pages say what documents say: a second reading that knows no view."""

from __future__ import annotations

import re

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import dumps, quote, read_checkout, write_order, write_quote
from checkout_core.refunds import RefundPolicy, cancellation, refund
from checkout_core.testing import strategies as ours
from checkout_core.views import (
    LANGUAGES,
    Language,
    credit_note,
    html,
    receipt,
    refund_html,
    refund_svg,
    refund_waterfall,
    svg,
    waterfall,
)
from checkout_core.wire import Checkout, loads, write_refund


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checkout_core import Quote


#: A bar as a document tells it: its key, and what it adds, or the level of a total.
Step = tuple[str, Decimal]
AT = "2026-12-01T10:00:00+05:30"
#: Rows of what is saved, which are about the delivery where they are of no line.
FREED_BY = ("promotion_saving", "coupon_saving", "threshold_saving")
POLICIES = st.fixed_dictionaries(
    {
        "tenders": st.sampled_from(["waterfall", "pro_rata"]),
        "shipping": st.sampled_from(["full_on_full_return", "pro_rata"]),
        "minimum_amount": st.sampled_from([None, 0, 5]),
        "cancellation_charge": st.sampled_from(["0", "1"]),
    }
)


def priced(document: dict[str, Any]) -> tuple[Checkout, Quote]:
    """Return a document, read, and its quote."""
    checkout = read_checkout(dumps(document))
    return checkout, quote(checkout.cart, checkout.store, at=checkout.at)


def total(rows: Iterable[Any], *keys: str) -> Decimal:
    """Return the sum of some amounts of every row."""
    return sum((Decimal(row.get(key, 0)) for row in rows for key in keys), Decimal(0))


def offered(offers: list[Any]) -> Iterator[Step]:
    """Yield what sellers take off, and what offers give in place of money."""
    for offer in offers:
        key = f"{offer['kind']}:{offer['id']}"
        off = total(offer["lines"], "discount")
        if off and offer["funded_by"] == "seller":
            yield key, -off
        if any(each["free_quantity"] for each in offer["lines"]):
            yield f"free:{key}", Decimal(0)
        if offer["bonus_points"]:
            yield f"points:{key}", Decimal(0)


def added(found: dict[str, Any]) -> Iterator[Step]:
    """Yield tax on top, delivery, handling, charges, and what is rounded."""
    lines, totals, tax = found["lines"], found["totals"], found["store"]["tax"]
    bought = list(zip(found["cart"]["cart_items"], lines, strict=True))
    net = [line for one, line in bought if not one["price_including_tax"]]
    gross = [line for one, line in bought if one["price_including_tax"]]
    free = [
        row
        for row in found["entries"]
        if row["kind"] in FREED_BY and row["line"] is None
    ]
    # Offers come before the threshold, which frees what they left.
    free.sort(key=lambda row: row["kind"] == "threshold_saving")
    waived = [total([row], "amount") for row in free]
    rounded = total([totals], "round_off")
    if tax["inclusive_split"] == "net_exact":
        # Net amounts and their tax may miss the price that was shown; it stands.
        rounded -= total(gross, "left", "funded")
        rounded += total(gross, "taxable_value", "tax_amount")
    steps = [
        ("tax", total(net, "tax_amount")),
        ("shipping", total([totals], "shipping_amount_including_tax") + sum(waived)),
        *(("free_shipping" + i * ":more", -off) for i, off in enumerate(waived)),
        ("handling", total(lines, "handling_charge_including_tax")),
    ]
    yield from [step for step in steps if step[1]]
    for index, each in enumerate(found["charges"]):
        amount = total([each], "amount") + total(each["components"], "amount")
        yield f"charge:{index}", amount
    if rounded:
        yield "round_off", rounded


def steps_of(found: dict[str, Any]) -> list[Step]:
    """
    Return the bars of a quote's document, with the levels that they come to.

    Written from the words of the document: what was listed, what is taken off it, what
    is added, and who pays.
    """
    offers = found["promotions"] + found["coupons"]
    payers = [
        (f"funded:{offer['kind']}:{offer['id']}", -total(offer["lines"], "discount"))
        for offer in offers
        if offer["funded_by"] != "seller"
    ]
    cards = found.get("gift_cards", [])
    payers.append(("points:0", -total([found["points"]], "value")))
    payers += [
        (f"gift_card:{i}", -total([each], "value")) for i, each in enumerate(cards, 1)
    ]
    payers.append((f"credit:{1 + len(cards)}", -total([found["credit"]], "value")))
    paid = [step for step in payers if step[1]]
    steps = [("listed", total(found["lines"], "listed"))]
    steps += offered(offers)
    points = total(found["lines"], "points_discount")
    steps += [("points_discount", -points)] * bool(points)
    steps += added(found)
    level = sum((amount for _, amount in steps), Decimal(0))
    if paid:
        steps += [("total", level), *paid]
        level += sum((amount for _, amount in paid), Decimal(0))
    return [*steps, ("to_be_paid", level)]


@given(ours.documents())
def test_a_waterfall_is_its_documents(document: dict[str, Any]) -> None:
    """Each bar's amount is worked out from the figures of the quote's document."""
    _, sold = priced(document)
    fall, order = waterfall(sold), write_order(sold)
    steps = steps_of(loads(dumps(write_quote(sold))))
    levels = {bar.key: bar for bar in fall.bars if bar.kind == "total"}

    assert steps == [(bar.key, bar.amount) for bar in fall.bars]
    assert order["to_be_paid"] == steps[-1][1]
    assert order["grand_total"] == levels.get("total", fall.bars[-1]).amount
    assert order["total_tax"] == levels.get("total", fall.bars[-1]).inside


def refunded_steps_of(found: dict[str, Any]) -> Iterator[Step]:
    """Yield the bars of a refund's document that are not 0, and the levels between."""
    lines = found["lines"]
    level = Decimal(0)
    for key, amount in (
        ("goods", total(lines, "taxable_value", "tax_amount")),
        ("handling", total(lines, "handling")),
        ("shipping", total([found["shipping"]], "amount")),
        ("charge", total([found["charges"]], "amount")),
        ("round_off", total([found], "round_off")),
    ):
        if amount:
            level += amount
            yield key, amount
    yield "refund", level
    kept = [
        (key, total([found], field))
        for key, field in (
            ("funded", "funded"),
            ("unpaid", "unpaid"),
            ("gateway_discount", "gateway_discount"),
            ("kept", "charge"),
        )
    ]
    for key, amount in kept:
        if amount:
            level -= amount
            yield key, -amount
    if any(amount for _, amount in kept):
        yield "given_back", level
    own = total([found], "credit") - total([found], "moved")
    # The last that paid is the first that is given back.
    for key, amount in (
        ("gateway", total([found], "gateway")),
        ("credit", own),
        *((each["kind"], total([each], "value")) for each in found.get("tenders", [])),
        ("points", total([found], "points_value")),
        ("moved", total([found], "moved")),
    ):
        if amount:
            yield key, -amount


@given(ours.documents(), POLICIES, st.data())
def test_a_refund_is_its_document(
    document: dict[str, Any], policy: dict[str, Any], data: st.DataObject
) -> None:
    """Each bar's amount is worked out from the figures of the refund's document."""
    _, sold = priced(document)
    units = {
        index: data.draw(st.integers(1, line.quantity))
        for index, line in enumerate(sold.lines)
        if index == 0 or data.draw(st.booleans())
    }
    rules = RefundPolicy(**policy)
    if data.draw(st.booleans()):
        made = cancellation(sold, id="R", at=AT, policy=rules)
    else:
        made = refund(sold, units, id="R", at=AT, policy=rules)
    fall = refund_waterfall(sold, made)
    bars = [
        (bar.key.partition(":")[0], bar.amount)
        for bar in fall.bars
        if bar.amount or bar.kind == "total"
    ]

    assert list(refunded_steps_of(loads(dumps(write_refund(made))))) == bars
    assert made.tax_amount == max(bar.inside for bar in fall.bars)


LOCALES = st.sampled_from([None, *LANGUAGES[1:]])
#: Marks of direction, which take no column and are said in other ways on a page.
MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069"))
WIDE = 240


def printed(text: str) -> list[str]:
    """Return the figures of a text of `WIDE` columns, top to bottom."""
    rows = [re.split(r" {2,}", row.strip(" ")) for row in text.splitlines()]
    return [row[-1] for row in rows if len(row) > 1]


def money_in(figures: list[str]) -> list[str]:
    """Return the figures that are more than 0."""
    return [each for each in figures if re.search("[1-9]", each)]


def missing(figures: list[str], drawn: str) -> list[str]:
    """Return the figures that stand nowhere in a picture or page, whole."""
    words = "\n".join(ET.fromstring(drawn.removeprefix("<!DOCTYPE html>")).itertext())
    words = words.translate(MARKS)
    return [
        figure
        for figure in figures
        if not re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d.,]*\d)", words)
    ]


@given(ours.documents(), LOCALES)
def test_what_a_receipt_prints_stands_on_the_page(
    document: dict[str, Any], locale: str | None
) -> None:
    """Every figure of it, in every language; the picture has those of its sums."""
    checkout, sold = priced(document)
    text = receipt(sold, locale=locale, width=WIDE).translate(MARKS)
    # What offers saved in tax is a row of its own there, and part of each on the page.
    in_tax = Language.of(locale, checkout.cart.currency).text("Tax saved")
    text = "\n".join(row for row in text.splitlines() if in_tax not in row)
    goods, payment, *rest = text.split("=" * WIDE)
    # A component of tax that is rounded to 0 stands on the receipt only.
    of_all = [*printed(goods), *printed(payment), *money_in(printed("\n".join(rest)))]
    # When each part is due stands on the page, not in the picture.
    payment = "\n".join(x for x in payment.splitlines() if not x.startswith("  "))
    sums = goods.rpartition("-" * WIDE)[2] + payment
    page = html(sold, checkout.store, locale=locale)

    assert [] == missing(of_all, page)
    # An offer that gives units in place of money has no bar of what its payer pays.
    assert [] == missing(money_in(printed(sums)), svg(sold, locale=locale))


@given(ours.documents(), LOCALES, st.booleans())
def test_what_a_credit_note_prints_stands_on_the_page(
    document: dict[str, Any],
    locale: str | None,
    everything: bool,  # noqa: FBT001 - drawn
) -> None:
    """Every figure of it, in every language; the picture has where the money goes."""
    _, sold = priced(document)
    if everything:
        made = cancellation(sold, id="R", at=AT)
    else:
        made = refund(sold, {0: 1}, id="R", at=AT)
    text = credit_note(sold, made, locale=locale, width=WIDE).translate(MARKS)
    goods, refunded, _ = text.split("=" * WIDE)
    money = printed(refunded)
    drawn = money[:-1] if made.points_reversed else money

    assert [] == missing(printed(goods) + money, refund_html(sold, made, locale=locale))
    assert [] == missing(drawn, refund_svg(sold, made, locale=locale))
