# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Whatever happens to an order: its journal balances, and each account is a sum."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from checkout_core.books import ROLES, TRANSACTIONS, Dates, journal
from checkout_core.ledger.rows import TAXES
from checkout_core.orders import Order, ReversalKind
from tests.factories import tenders
from tests.factories.lives import lives
from tests.factories.market import alone


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.books import Transaction
    from checkout_core.ledger import Entry


ZERO = Decimal(0)
#: Of one supplier: `test_supplier_journal` has those of several.
LIVES = lives(tenders.documents("INR", most=3).map(alone))
#: What an order earns, and what is taken off that.
EARNED = (
    *("sales", "shipping", "handling", "charge"),
    *("promotion_discount", "coupon_discount", "points_discount", "gateway_offer"),
)
INVOICED = st.sampled_from([None, Dates(invoice="2026-11-23")])


def balances(transactions: Iterable[Transaction]) -> defaultdict[str, Decimal]:
    """Return the balance of each role, debits positive."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for transaction in transactions:
        for row in transaction.rows:
            found[row.role] += row.amount
    return found


def families(found: dict[str, Decimal]) -> defaultdict[str, Decimal]:
    """Return balances by family of roles."""
    by_family: defaultdict[str, Decimal] = defaultdict(Decimal)
    for role, amount in found.items():
        by_family[role.partition(":")[0]] += amount
    return by_family


def sums(entries: Iterable[Entry]) -> defaultdict[str, Decimal]:
    """Return the sum of each kind of row."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in entries:
        found[row.kind] += row.amount
    return found


@given(LIVES, INVOICED)
def test_every_transaction_balances(order: Order, dates: Dates | None) -> None:
    """To the last paisa; a row has one side, above 0; kinds are in their order."""
    found = journal(order, dates=dates)

    for each in found:
        debits = sum((row.debit for row in each.rows if row.debit is not None), ZERO)
        credits_ = sum(
            (row.credit for row in each.rows if row.credit is not None), ZERO
        )
        assert debits == credits_ == each.total
        for row in each.rows:
            assert (row.debit is None) != (row.credit is None)
            assert (row.debit or row.credit or ZERO) > 0
            assert row.role in ROLES or row.role.partition(":")[0] in ROLES
            shared = row.date, row.txn, row.refs, row.memo, row.currency
            assert shared == (each.date, each.txn, each.refs, each.memo, each.currency)
    places = [(each.date, TRANSACTIONS.index(each.txn)) for each in found]
    assert sorted(places) == places
    assert len({each.number for each in found}) == len(found)


@given(LIVES)
def test_what_was_sold_is_the_sum_of_the_ledger(order: Order) -> None:
    """Goods, charges, taxes, discounts: the quote's rows less those of refunds."""
    dates = Dates(invoice="2026-11-23")
    by_family = families(balances(journal(order, dates=dates)))
    kept = sums(order.quote.entries)
    for note in order.refunds:
        for kind, amount in sums(note.entries).items():
            kept[kind] -= amount
    taxes = sum((kept[kind] for kind in TAXES), ZERO)
    lowered = [each.amount for x in order.price_reductions for each in x.components]
    notes = [each.amount for x in order.debit_notes for each in x.components]
    # A fee that went back takes the tax of its debit note along.
    fees = sum((x.surcharge for x in order.refunds), ZERO) or order.reversals

    assert -kept["subtotal"] == by_family["sales"]
    assert kept["shipping_discount"] - kept["shipping"] == by_family["shipping"]
    assert -kept["handling"] == by_family["handling"]
    assert -kept["charge"] == by_family["charge"]
    assert -kept["round_off"] == by_family["round_off"]
    assert kept["promotion_discount"] == by_family["promotion_discount"]
    assert kept["coupon_discount"] == by_family["coupon_discount"]
    assert kept["points_discount"] == by_family["points_discount"]
    assert kept["funded"] == by_family["funded"]
    if not fees:
        assert sum(lowered, ZERO) - sum(notes, ZERO) - taxes == by_family["tax"]


@given(LIVES, INVOICED)
def test_the_money_is_where_the_order_says(order: Order, dates: Dates | None) -> None:
    """What came less what went, with gateway, courier and bank together."""
    found = balances(journal(order, dates=dates))
    money = order.settlement
    there = money.received - money.sent_back

    assert there == found["gateway"] + found["courier"] + found["bank"]
    assert order.discount_held == families(found)["gateway_discount"]
    if order.settlement.overpaid == 0:
        assert found["gateway_discount:merchant"] >= 0


@given(LIVES)
def test_customers_owe_what_is_unpaid(order: Order) -> None:
    """What is not paid, less what came too much; a lost chargeback is a loss."""
    dates = Dates(invoice="2026-11-23")
    found = balances(journal(order, dates=dates))
    owed = order.to_be_paid - order.amount_cancelled - order.amount_settled
    owed += order.settlement.excess
    lost = [
        each.amount
        for each in order.reversals
        if each.kind is ReversalKind.CHARGEBACK_LOST
    ]
    booked = found["receivable"] + found["chargebacks"]

    if not order.reversals:
        assert order.amount_unpaid - order.amount_overpaid == booked
    # The fee on top that a bank took back was never owed.
    assert (
        owed
        <= booked
        <= owed
        + order.settlement.sum(each.fee for each in order.settlement.succeeded if lost)
    )
    assert 0 <= found["chargebacks"] <= sum(lost, ZERO)


@given(LIVES)
def test_nothing_is_left_of_an_order_that_came_back(order: Order) -> None:
    """Once everything is returned, what customers and funders owe is nothing."""
    everything = {i: line.quantity for i, line in enumerate(order.quote.lines)}
    if everything == dict(order.returned) and not order.amount_overpaid:
        found = balances(journal(order))
        by_family = families(found)
        if not order.reversals:
            assert ZERO == found["receivable"]
            assert ZERO == by_family["gateway_discount"]
            assert ZERO == found["chargebacks"]
        assert ZERO == sum((by_family[role] for role in EARNED), ZERO)


@given(LIVES, INVOICED)
def test_equal_orders_have_equal_journals(order: Order, dates: Dates | None) -> None:
    """It depends on the order and the arguments, and on nothing else."""
    assert journal(order, dates=dates) == journal(order, dates=dates)
