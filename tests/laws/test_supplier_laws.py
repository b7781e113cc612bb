# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds of every order with suppliers: its parts are the whole of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from attrs import fields
from hypothesis import assume, given
from hypothesis import strategies as st

from checkout_core import CheckoutError, Quote, dumps, verify, write_quote
from checkout_core.books.payouts import payouts
from checkout_core.books.settlement import settlement
from checkout_core.ledger.suppliers import SupplierFigures
from checkout_core.refunds import FundedDiscount, RefundPolicy, price_reductions
from checkout_core.refunds.suppliers import SupplierRefund, supplier_refunds
from checkout_core.testing import strategies as ours
from checkout_core.wire import loads
from checkout_core.wire.quotes import fingerprint
from tests.factories.market import alone
from tests.factories.orders import at
from tests.factories.returns import POLICIES, priced, returns, walked


Document = dict[str, Any]

#: Checkouts in which several suppliers take part, where the draw has it.
MARKETS = ours.documents(most=4).flatmap(ours.supplied)
#: Each amount of a supplier, and the total of the order that it is a part of.
PARTS = {
    "subtotal": "subtotal",
    "promotion_discount_amount": "promotion_discount_amount",
    "coupon_discount_amount": "coupon_discount_amount",
    "item_tax": "item_total_tax",
    "shipping_amount": "shipping_amount",
    "shipping_tax_amount": "shipping_tax_amount",
    "handling_charge_excluding_tax": "handling_charge_excluding_tax",
    "handling_charge_tax_amount": "handling_charge_tax_amount",
    "round_off": "round_off",
    "grand_total": "grand_total",
    "funded": "funded_savings",
    "points": "points_value",
    "credit": "credit_balance_used",
    "to_be_paid": "to_be_paid",
}
AMOUNTS = [
    each.name
    for each in fields(SupplierFigures)
    if each.name in PARTS or each.name == "taxable_value"
]


def by_name(owners: Any) -> Counter[str]:
    """Return what the components of some rows come to, by their names."""
    found: Counter[str] = Counter()
    for each in owners:
        found[each.name] += each.amount
    return +found


def summed_up(rows: Any, *keys: str) -> Counter[Any]:
    """Return what rows come to under each of their keys, net and by component."""
    found: Counter[Any] = Counter()
    for row in rows:
        key = tuple([getattr(row, name) for name in keys])
        found[key] += row.taxable_value
        for each in row.components:
            found[*key, each.name, each.rate] += each.amount
    return Counter({key: amount for key, amount in found.items() if amount})


@given(MARKETS)
def test_the_suppliers_are_the_order(document: Document) -> None:
    """Every field adds up, and each line is of one supplier."""
    quoted = priced(document)[1]
    suppliers, totals = quoted.suppliers, quoted.totals

    for name, total in PARTS.items():
        assert getattr(totals, total) == sum(getattr(x, name) for x in suppliers)
    assert sum(line.taxable_value for line in quoted.lines) == sum(
        each.taxable_value for each in suppliers
    )
    assert [*range(len(quoted.lines))] == sorted(i for x in suppliers for i in x.lines)
    assert [line.supplier or "" for line in quoted.cart.lines] == [
        next(each.id for each in suppliers if i in each.lines)
        for i in range(len(quoted.lines))
    ]
    assert sorted(each.id for each in suppliers) == [each.id for each in suppliers]


@given(MARKETS)
def test_the_rows_of_suppliers_are_those_of_the_order(document: Document) -> None:
    """By category and rate, by code, and each component."""
    quoted = priced(document)[1]
    figures, suppliers = quoted.figures, quoted.suppliers
    every = [row for each in suppliers for row in each.tax_rows]
    coded = [row for each in suppliers for row in each.hsn_rows]
    keys = ("hsn_code", "rate", "cess_rate", "unit", "category", "buyer")

    assert summed_up(figures.tax_rows, "category", "rate") == (
        summed_up(every, "category", "rate")
    )
    assert summed_up(figures.hsn_rows, *keys) == summed_up(coded, *keys)
    assert sum(x.quantity for x in figures.hsn_rows) == sum(x.quantity for x in coded)
    for each in suppliers:
        parts = [part for row in each.tax_rows for part in row.components]
        assert by_name(parts) == by_name(each.components)


@given(MARKETS)
def test_each_supplier_adds_up(document: Document) -> None:
    """Its invoice is the sum of what is on it, and what is left is to be paid."""
    for each in priced(document)[1].suppliers:
        assert each.subtotal - each.promotion_discount_amount == (
            each.taxable_value + each.coupon_discount_amount
        )
        taxes = (
            each.item_tax + each.shipping_tax_amount + each.handling_charge_tax_amount
        )
        assert taxes == sum(part.amount for part in each.components)
        net = (
            each.taxable_value
            + each.shipping_amount
            + each.handling_charge_excluding_tax
        )
        assert each.grand_total == net + taxes + each.round_off
        assert net == sum(row.taxable_value for row in each.tax_rows)
        assert each.to_be_paid == (
            each.grand_total - each.funded - each.points - each.credit
        )


@given(MARKETS)
def test_no_supplier_is_paid_less_than_nothing(document: Document) -> None:
    """
    Each share is at most what was left, and the round-off has one sign.

    Where something is funded, it also makes up for what is funded beyond a total.
    """
    quoted = priced(document)[1]
    sign = -1 if quoted.totals.round_off < 0 else 1
    funded = quoted.totals.funded_savings

    for each in quoted.suppliers:
        amounts = [getattr(each, name) for name in AMOUNTS if name != "round_off"]
        assert min(amounts) >= 0
        assert funded or each.round_off * sign >= 0


@given(MARKETS)
def test_the_unregistered_collects_nothing(document: Document) -> None:
    """Only the tax that the operator pays in its place is on its invoice."""
    quoted = priced(document)[1]

    for each in quoted.suppliers:
        if not each.registered:
            operated = [i for i in each.lines if quoted.cart.lines[i].section_9_5]
            assert each.shipping_tax_amount == 0
            assert each.item_tax == sum(quoted.lines[i].tax_amount for i in operated)


@given(ours.documents())
def test_one_supplier_in_the_stores_place_changes_nothing(document: Document) -> None:
    """Same state, registered: the order is the same to the last row."""
    before = priced(alone(document))[1]
    state = document["store"]["tax"]["seller_state"]
    document["store"]["suppliers"] = {"one": {"state": state, "registered": True}}
    for line in document["cart"]["cart_items"]:
        line["supplier"] = "one"
    after = priced(document)[1]

    for name in ("totals", "lines", "promotions", "coupons", "charges", "place"):
        assert getattr(before, name) == getattr(after, name)
    assert before.entries == after.entries
    assert before.figures.tax_rows == after.figures.tax_rows
    assert before.figures.hsn_rows == after.figures.hsn_rows
    (one,), (whole,) = after.suppliers, before.suppliers
    assert [getattr(whole, name) for name in AMOUNTS] == [
        getattr(one, name) for name in AMOUNTS
    ]
    assert (whole.components, whole.tax_rows, whole.place_of_supply) == (
        one.components,
        one.tax_rows,
        one.place_of_supply,
    )


@given(MARKETS, st.data())
def test_lines_can_change_places(document: Document, data: Any) -> None:
    """No figure of a supplier but the indexes of its lines depends on them."""
    for coupon in document["store"]["coupons"]:
        rules = coupon["application_rules"]
        if rules is not None and rules["application_priority"] == "first_added":
            coupon["application_rules"] = None
    before = priced(document)[1]
    items = document["cart"]["cart_items"]
    document["cart"]["cart_items"] = data.draw(st.permutations(items))
    after = priced(document)[1]

    assert before.totals == after.totals
    for name in ("id", "tax_paid_by", "grand_total", "to_be_paid", "components"):
        assert [getattr(each, name) for each in before.suppliers] == [
            getattr(each, name) for each in after.suppliers
        ]


# Documents -------------------------------------------------------------------------


def forged(quoted: Quote, draw: Any) -> Document | None:
    """Return the document of a quote with one figure of a supplier changed."""
    document: Document = loads(dumps(write_quote(quoted)))
    if not document.get("suppliers"):
        return None
    figures = document["suppliers"][draw(st.integers(0, len(quoted.suppliers) - 1))]
    name = draw(st.sampled_from([*AMOUNTS, "gstin", "name", "registered", "lines"]))
    unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
    match name:
        case "gstin" | "name":
            figures[name] = "another"
        case "registered":
            figures[name] = not figures[name]
        case "lines":
            figures[name] = [*figures[name], len(quoted.lines)]
        case _:
            figures[name] = f"{Decimal(figures[name]) + unit:f}"
    document["fingerprint"] = fingerprint(document)
    return document


@given(MARKETS, st.data())
def test_a_forged_figure_of_a_supplier_is_found(document: Document, data: Any) -> None:
    """One unit more, or another fact, although the fingerprint fits."""
    found = forged(priced(document)[1], data.draw)
    assume(found is not None)

    with pytest.raises(CheckoutError):
        verify(dumps(found))


# Refunds ---------------------------------------------------------------------------


@given(MARKETS, POLICIES, st.data())
def test_refunds_by_supplier_are_the_refunds(
    document: Document, policy: Document, data: Any
) -> None:
    """Each sum is the refund's; after all is back, each supplier has its invoice."""
    checkout, quoted = priced(document)
    notes = walked(
        quoted,
        returns(data.draw, quoted),
        policy=RefundPolicy(**policy),
        store=checkout.store,
    )
    back: dict[str, list[SupplierRefund]] = defaultdict(list)
    for note in notes:
        parts = supplier_refunds(quoted, note)
        assert [*note.entries] == sorted(
            [row for each in parts for row in each.entries], key=note.entries.index
        )
        for name in ("amount", "gateway", "charge", "unpaid"):
            assert getattr(note, name) == sum(getattr(x, name) for x in parts)
        assert note.points_value == sum(each.points for each in parts)
        for each in parts:
            back[each.id].append(each)
            shared = (each.gateway, each.credit, each.points, each.charge, each.unpaid)
            assert min(shared) >= 0
            assert each.amount == sum(shared, each.funded)

    for figures in quoted.suppliers:
        all_of_it = back[figures.id]
        assert figures.grand_total == sum(each.amount for each in all_of_it)
        assert figures.funded == sum(each.funded for each in all_of_it)
        assert sum(part.amount for part in figures.components) == sum(
            each.tax for each in all_of_it
        )


@given(
    MARKETS,
    POLICIES,
    st.sampled_from(["gross", "value"]),
    st.sampled_from(["0", "7.5", "100"]),
    st.data(),
)
def test_what_is_withheld_ends_at_nothing(
    document: Document, policy: Document, base: str, percent: str, data: Any
) -> None:
    """Whatever lowers the price, and comes back in which order, ends at 0."""
    checkout, quoted = priced(document)
    off = quoted.to_be_paid * data.draw(st.sampled_from([0, 0, 1, 30, 100])) / 100
    unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
    given_ = FundedDiscount("P1", at(1), off.quantize(unit))
    lowered = price_reductions(quoted, [given_])
    notes = walked(
        quoted,
        returns(data.draw, quoted),
        policy=RefundPolicy(**policy),
        store=checkout.store,
        reductions=lowered,
    )
    known = {each.id for each in quoted.policies.suppliers}
    taken = {name: {"percent": percent, "tax_rate": 18} for name in known}
    rows = settlement({"A": quoted}, {"A": [*lowered, *notes]}, taken, tds_base=base)
    ends: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        ends[row.supplier, row.kind, row.name] += row.amount
        ends[row.supplier, row.kind, row.name, "base"] += row.base or 0

    assert {} == {key: amount for key, amount in ends.items() if amount}
    assert set() == {amount for amount in payouts(rows).values() if amount}
    assert {each.id for each in quoted.suppliers if each.id} == (
        {row.supplier for row in rows}
    )
