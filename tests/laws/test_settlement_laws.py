# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Whatever was paid by whom, and whatever went away: nothing is counted twice."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import CheckoutError, Order, PaymentUpdate, Quote, RefundPolicy
from checkout_core.orders import Disputed, Event, Refunded, Reversed
from checkout_core.refunds import FundedDiscount, price_reductions, refund
from checkout_core.testing import strategies as ours
from tests.factories.orders import at
from tests.factories.returns import AT, POLICIES, priced, returns, walked


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.ledger import Entry


def unit_of(quoted: Quote) -> Decimal:
    """Return one minor unit."""
    return Decimal(1).scaleb(-quoted.cart.currency.exponent)


def without_round_off(quoted: Quote) -> Decimal:
    """Return what is to be paid for goods and charges: a round-off is not reduced."""
    up = max(quoted.totals.round_off, Decimal(0))
    return max(quoted.to_be_paid - up, Decimal(0))


def percent_of(amount: Decimal, percent: int, unit: Decimal) -> Decimal:
    """Return some percent of an amount, on the grid."""
    return (amount * percent / 100).quantize(unit)


PERCENTS = st.sampled_from([0, 1, 10, 33, 50, 99, 100])


@given(ours.documents(), st.lists(PERCENTS, min_size=1, max_size=3))
def test_the_rows_of_reductions_are_the_discounts(
    document: dict[str, Any], percents: list[int]
) -> None:
    """Each adds up, halves are equal, and no row is lowered below nothing."""
    _, quoted = priced(document)
    left = without_round_off(quoted)
    discounts = []
    for i, percent in enumerate(percents):
        amount = percent_of(left, percent, unit_of(quoted))
        discounts.append(FundedDiscount(f"P{i}", at(i), amount))
        left -= amount
    found = price_reductions(quoted, discounts)
    order = Order.placed(quoted, number="1", at=at(0))
    taken: defaultdict[Any, Decimal] = defaultdict(Decimal)

    assert [each.amount for each in discounts if each.amount] == [
        each.amount for each in found
    ]
    for each in found:
        for row in each.rows:
            equal = [x.amount for x in row.taxes if x.name in ("CGST", "SGST", "UTGST")]
            assert len(set(equal)) <= 1
            assert len(equal) in (0, 2)
            assert min([row.net, *[tax.amount for tax in row.taxes]]) >= 0
        for entry in each.entries:
            taken[entry.kind, entry.line, entry.name, entry.rate] += entry.amount
    whole: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in order.invoice().rows:
        whole[row.kind, row.line, row.name, row.rate] += row.net
        for tax in row.taxes:
            whole[row.kind, row.line, tax.name, tax.rate] += tax.amount
    names = {"tax": "subtotal", "shipping_tax": "shipping"}
    names |= {"handling_tax": "handling", "charge_tax": "charge"}
    for (kind, line, name, rate), amount in taken.items():
        assert amount <= whole[names.get(kind, kind), line, name, rate]


@given(ours.documents(), PERCENTS)
def test_the_invoice_is_the_quote_less_the_reduction(
    document: dict[str, Any], percent: int
) -> None:
    """In the whole, by rate, and by HSN code."""
    _, quoted = priced(document)
    whole = without_round_off(quoted)
    off = percent_of(whole, percent, unit_of(quoted))
    order = Order.placed(quoted, number="1", at=at(0))
    if quoted.to_be_paid:
        event = PaymentUpdate(
            "P1",
            quoted.to_be_paid,
            at(1),
            gateway_discount=off,
            funded_by="merchant",
        )
        order = order.after(event)
    found = order.invoice()
    zero = Decimal(0)

    assert quoted.totals.grand_total - off == found.amount
    assert found.amount == found.taxable_value + found.tax_amount + found.round_off
    assert found.taxable_value == sum((x.taxable_value for x in found.tax_rows), zero)
    assert found.tax_amount == sum(
        (tax.amount for row in found.tax_rows for tax in row.components), zero
    )
    assert (
        min(
            [x.taxable_value for x in found.tax_rows]
            + [x.taxable_value for x in found.hsn_rows],
            default=0,
        )
        >= 0
    )


def summed(entries: Iterable[Entry]) -> dict[Any, Decimal]:
    """Return the sums of rows by kind, line and component."""
    found: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in entries:
        name = row.name if "tax" in row.kind else None
        found[row.kind, row.line, name] += row.amount
    return found


@given(ours.documents(), POLICIES, st.sampled_from([1, 10, 33, 99, 100]), st.data())
def test_returns_end_at_the_invoice(
    document: dict[str, Any], policy: dict[str, Any], percent: int, data: Any
) -> None:
    """All refunds together are the quote's rows less the reduction's, and the money."""
    checkout, quoted = priced(document)
    whole = without_round_off(quoted)
    off = percent_of(whole, percent, unit_of(quoted))
    reductions = price_reductions(quoted, [FundedDiscount("P1", at(1), off)])
    found = walked(
        quoted,
        returns(data.draw, quoted),
        reductions=reductions,
        policy=RefundPolicy(**policy),
        store=checkout.store,
    )
    lowered = summed(row for each in reductions for row in each.entries)
    back = summed(row for each in found for row in each.entries)
    sold = summed(quoted.entries)

    assert quoted.to_be_paid - off == sum(each.gateway + each.moved for each in found)
    for each in found:
        each.check()
    for key, amount in lowered.items():
        assert sold[key] - amount == back[key]


@given(ours.documents(), st.data())
def test_a_return_before_the_discount_is_not_changed_by_it(
    document: dict[str, Any], data: Any
) -> None:
    """What was credited stays credited, whatever comes later and is returned later."""
    _, quoted = priced(document)
    path = returns(data.draw, quoted)
    some = path[: data.draw(st.integers(0, len(path) - 1))]
    before = walked(quoted, some, paid=0)
    unit = unit_of(quoted)
    left = quoted.to_be_paid - sum((x.unpaid for x in before), Decimal(0))
    off = percent_of(left, data.draw(PERCENTS), unit)
    given_ = [FundedDiscount("P1", at(1), off)]
    found = before
    reductions = price_reductions(quoted, given_, before)
    for i, step in enumerate(path[len(some) :]):
        # Later refunds do not move what the discount is taken off.
        assert reductions == price_reductions(quoted, given_, found)
        note = refund(
            quoted,
            step,
            id=f"L{i}",
            at=AT,
            earlier=found,
            paid=left,
            reductions=reductions,
        )
        note.check()
        found = (*found, note)

    # Where only the round-off is left, less can be taken off.
    placed = sum((each.amount for each in reductions), Decimal(0))
    assert placed <= off
    assert left - placed == sum(x.gateway + x.moved for x in found) or not found


@given(
    st.integers(1, 10**7),
    st.integers(0, 100),
    st.integers(0, 10**5),
    st.integers(0, 10**4),
)
def test_what_came_in_adds_up(amount: int, percent: int, fee: int, tax: int) -> None:
    """`amount + surcharge + surcharge_tax == received + gateway_discount`."""
    cents = Decimal("0.01")
    whole = amount * cents
    off = (whole * percent / 100).quantize(cents)
    event = PaymentUpdate(
        "P1",
        whole,
        at(1),
        gateway_discount=off,
        surcharge=fee * cents,
        surcharge_tax=tax * cents,
    )

    assert event.amount + event.fee == event.received + event.gateway_discount
    assert event.received == event.refundable + event.fee
    assert sum(part for _, part in event.funded_by) == event.gateway_discount


@given(st.data(), ours.documents())
def test_any_order_of_the_news_gives_one_state(
    data: Any, document: dict[str, Any]
) -> None:
    """What is refused at first is told again; told twice is the same."""
    _, quoted = priced(document)
    # Enough for all that goes away: beyond that, who comes first has it.
    unit, whole = unit_of(quoted), max(quoted.to_be_paid, unit_of(quoted) * 64)
    half = (whole / 2).quantize(unit)
    quarter = (whole / 8).quantize(unit, ROUND_DOWN)
    kinds = ["auto_refunded", "refunded_elsewhere", "undone"]
    news: list[Event] = [
        PaymentUpdate(name, half, at(1), gateway_discount=off, funded_by=who)
        for name, off, who in (("P1", 0, "bank"), ("P2", quarter, "merchant"))
    ]
    for i in range(data.draw(st.integers(1, 2))):
        kind = data.draw(st.sampled_from(kinds))
        news.append(Reversed(f"A{i}", "P1", quarter, at(2), kind))
    states = data.draw(st.permutations(["opened", "won", "lost"]))[:2]
    news += [Disputed("C1", "P1", quarter, at(3), state) for state in states]

    def lived(events: list[Event]) -> Order:
        order = Order.placed(quoted, number="1", at=at(0))
        for event in events * 3:
            try:
                order = order.after(event)
            except CheckoutError:
                continue
        return order

    one, other = lived(news), lived(data.draw(st.permutations(news)))
    # An order is confirmed by the payment that completes it, if nothing went before.
    assert (one.reversals, one.disputes) == (other.reversals, other.disputes)
    names = ["settled", "received", "paid", "unpaid", "there", "overpaid"]
    if not one.amount_overpaid:
        # Too much money is that of the payment which came last, and with it goes the
        # discount that the merchant gave for it.
        names.append("held")
    for name in names:
        assert getattr(one.settlement, name) == getattr(other.settlement, name)
    assert one == lived([*news, *news])


@given(ours.documents(), st.data())
def test_a_cancellation_sends_back_what_is_there(
    document: dict[str, Any], data: Any
) -> None:
    """Whatever went away before: payers and funders get all the rest, and no more."""
    _, quoted = priced(document)
    unit, whole = unit_of(quoted), quoted.to_be_paid
    order = Order.placed(quoted, number="1", at=at(0))
    if not whole:
        return
    off = percent_of(whole, data.draw(PERCENTS), unit)
    who = data.draw(st.sampled_from(["bank", "merchant"]))
    fee = data.draw(st.sampled_from([0, 5])) * unit
    order = order.after(
        PaymentUpdate(
            "P1", whole, at(1), gateway_discount=off, funded_by=who, surcharge=fee
        )
    )
    gone = percent_of(order.amount_received, data.draw(PERCENTS), unit)
    if gone:
        order = order.after(Reversed("A1", "P1", gone, at(2), "auto_refunded"))
    policy = RefundPolicy(
        surcharge=data.draw(st.sampled_from(["never", "on_cancellation"]))
    )
    there, kept = order.amount_received, order.settlement.fee
    note = order.cancellation(id="C1", at=at(3), policy=policy)
    note.check()
    after = order.after(Refunded(note))

    given_back = note.gateway + note.moved
    assert given_back == there - (kept if policy.surcharge == "never" else 0)
    # A discount of the merchant is off the price; the round-off, which is no part of
    # it, can be all that is left for the discount to go back from.
    left = off - order.settlement.reduced
    most = off if who == "bank" else max(Decimal(0), quoted.totals.round_off)
    assert left == note.gateway_discount
    assert Decimal(0) <= left <= most
    assert Decimal(0) == after.amount_held == after.discount_held
