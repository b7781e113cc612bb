# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Whatever comes back in whatever order: no money is made, and none is lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import CheckoutError, Quote
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.refunds.reprice import priced_without
from checkout_core.testing import strategies as ours
from tests.factories.returns import AT, POLICIES, priced, returns, rows, walked


@given(ours.documents(), POLICIES, st.data())
def test_every_path_ends_at_what_was_paid(
    document: dict[str, Any], policy: dict[str, Any], data: Any
) -> None:
    """By row, by tender, by point: all refunds together are the order."""
    checkout, quoted = priced(document)
    path = returns(data.draw, quoted)
    found = walked(quoted, path, policy=RefundPolicy(**policy), store=checkout.store)
    totals = quoted.totals

    assert rows(quoted.entries) == rows([x for each in found for x in each.entries])
    assert (
        totals.to_be_paid,
        totals.credit_balance_used,
        totals.points_value,
        totals.loyalty_points_redeemed,
        totals.loyalty_points_earned,
    ) == tuple(
        sum(column)
        for column in zip(
            *[
                (
                    each.gateway + each.moved,
                    sum(x.restored for x in each.tenders if x.kind != "points"),
                    each.points_value,
                    each.points,
                    each.points_reversed,
                )
                for each in found
            ],
            strict=True,
        )
    )


@given(
    ours.documents(),
    POLICIES,
    st.sampled_from(["never", "explicit", None]),
    st.data(),
)
def test_every_refund_adds_up_and_costs_nothing(
    document: dict[str, Any],
    policy: dict[str, Any],
    shipping: str | None,
    data: Any,
) -> None:
    """Each is the sum of its tenders, none is negative, halves are equal."""
    checkout, quoted = priced(document)
    if shipping is not None:
        policy |= {"shipping": shipping}
    path = returns(data.draw, quoted)

    for each in walked(
        quoted, path, policy=RefundPolicy(**policy), store=checkout.store
    ):
        each.check()
        parts: tuple[Decimal, ...] = (
            each.gateway,
            each.moved,
            *[part.value for part in each.tenders],
            each.charge,
            each.unpaid,
        )
        assert each.amount - each.funded == sum(parts)
        assert min(parts) >= 0
        assert min(each.points, each.points_reversed) >= 0
        assert each.moved >= 0
        taxes = Counter(
            {
                (row.line, row.kind, row.rate, row.name): row.amount
                for row in each.entries
                if row.name in ("CGST", "SGST", "UTGST")
            }
        )
        for (line, kind, rate, name), amount in taxes.items():
            if name == "CGST":
                assert amount in (
                    taxes[line, kind, rate, "SGST"],
                    taxes[line, kind, rate, "UTGST"],
                )


@given(ours.documents(), POLICIES, st.data())
def test_no_row_is_taken_twice(
    document: dict[str, Any], policy: dict[str, Any], data: Any
) -> None:
    """Whatever becomes of offers, no row but the round-off is ever negative."""
    checkout, quoted = priced(document)
    path = returns(data.draw, quoted)
    found = walked(quoted, path, policy=RefundPolicy(**policy), store=checkout.store)
    sign = -1 if quoted.totals.round_off < 0 else 1

    for each in found:
        assert [] == [
            row
            for row in each.entries
            if row.amount * (sign if row.kind == "round_off" else 1) < 0
        ]


@given(ours.documents(), st.data())
def test_the_path_does_not_matter(document: dict[str, Any], data: Any) -> None:
    """The same units in another order refund the same rows in the end."""
    _, quoted = priced(document)
    path = returns(data.draw, quoted)
    other = data.draw(st.permutations(path))
    before, after = path[: len(path) // 2], other[: len(other) // 2]

    def came(steps: list[dict[int, int]]) -> Counter[int]:
        found: Counter[int] = Counter()
        for step in steps:
            found.update(step)
        return found

    one, two = walked(quoted, before), walked(quoted, after)
    if came(before) == came(after):
        assert rows([x for e in one for x in e.entries]) == rows(
            [x for e in two for x in e.entries]
        )


@given(ours.documents(), st.data())
def test_a_cancellation_returns_all_that_is_left(
    document: dict[str, Any], data: Any
) -> None:
    """Whatever came back before, afterwards everything has."""
    _, quoted = priced(document)
    path = returns(data.draw, quoted)
    some = path[: data.draw(st.integers(0, len(path) - 1))]
    policy = RefundPolicy(shipping="never", charges="never")
    before = walked(quoted, some, policy=policy)
    last = cancellation(quoted, id="C", at=AT, earlier=before)

    everything = [x for each in (*before, last) for x in each.entries]
    assert rows(quoted.entries) == rows(everything)


@given(ours.documents(), st.sampled_from([0, 1, 2, 3]), st.data())
def test_no_more_is_paid_back_than_was_paid(
    document: dict[str, Any], quarters: int, data: Any
) -> None:
    """What the gateway never took is no money to give back."""
    _, quoted = priced(document)
    exponent = quoted.cart.currency.exponent
    paid = (quoted.to_be_paid * quarters / 4).quantize(Decimal(1).scaleb(-exponent))
    found = walked(quoted, returns(data.draw, quoted), paid=paid)

    assert paid == sum(each.gateway + each.moved for each in found)
    assert quoted.to_be_paid - paid == sum(each.unpaid for each in found)


@given(
    ours.documents(),
    POLICIES,
    st.sampled_from([1, 2, 3, 4]),
    st.sampled_from([1, 10, 33, 50, 99, 100]),
    st.data(),
)
def test_a_discount_goes_back_to_who_gave_it(
    document: dict[str, Any],
    policy: dict[str, Any],
    quarters: int,
    percent: int,
    data: Any,
) -> None:
    """In proportion at every step, to the last unit of it at the end."""
    checkout, quoted = priced(document)
    unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
    paid = (quoted.to_be_paid * quarters / 4).quantize(unit)
    given_ = (paid * percent / 100).quantize(unit)
    found = walked(
        quoted,
        returns(data.draw, quoted),
        paid=paid,
        gateway_discount=given_,
        policy=RefundPolicy(**policy),
        store=checkout.store,
    )

    assert paid - given_ == sum(each.gateway + each.moved for each in found)
    assert given_ == sum(each.gateway_discount for each in found)
    back = taken = Decimal(0)
    for each in found:
        each.check()
        back += each.due.gateway - each.unpaid
        taken += each.gateway_discount
        share = Fraction(given_ * back) / Fraction(paid * unit) if paid else Fraction()
        assert taken == half_up(share) * unit


@given(ours.documents())
def test_what_is_back_cannot_come_back_again(document: dict[str, Any]) -> None:
    """After everything, any further return is refused."""
    _, quoted = priced(document)
    all_of_it = {index: line.quantity for index, line in enumerate(quoted.lines)}
    found = walked(quoted, [all_of_it])

    with pytest.raises(CheckoutError) as caught:
        refund(quoted, {0: 1}, id="R9", at=AT, earlier=found)

    assert ["more_than_bought"] == [each.code for each in caught.value.faults]


def half_up(value: Fraction) -> int:
    """Return the nearest whole number, halves upwards."""
    return floor(value + Fraction(1, 2))


@given(ours.documents(), st.data())
def test_each_step_is_what_is_due_less_what_was_refunded(
    document: dict[str, Any], data: Any
) -> None:
    """Every figure of a line, against fractions: round what is due so far, once."""
    _, quoted = priced(document)
    path = returns(data.draw, quoted)
    unit = 10**quoted.cart.currency.exponent
    before: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
    back: Counter[int] = Counter()

    for step, note in zip(path, walked(quoted, path), strict=True):
        back.update(step)
        for line in note.lines:
            whole = quoted.lines[line.line]
            share = Fraction(back[line.line], whole.quantity)
            for name in (
                "taxable_value",
                "promotion_discount_amount",
                "coupon_discount_amount",
                "handling_charge_excluding_tax",
            ):
                before[line.line, name] += getattr(line, name)
                assert (
                    half_up(Fraction(getattr(whole, name)) * unit * share)
                    == before[line.line, name] * unit
                )
            for each in line.components:
                before[line.line, each.name] += each.amount
            for each in whole.components:
                assert (
                    half_up(Fraction(each.amount) * unit * share)
                    == before[line.line, each.name] * unit
                )


@given(ours.documents(), POLICIES, st.data())
def test_returning_everything_is_a_cancellation(
    document: dict[str, Any], policy: dict[str, Any], data: Any
) -> None:
    """One after the other, all at once, or cancelled: the same in the end."""
    checkout, quoted = priced(document)
    chosen = RefundPolicy(**policy)
    path = returns(data.draw, quoted)
    steps = walked(quoted, path, policy=chosen, store=checkout.store)
    everything = {index: line.quantity for index, line in enumerate(quoted.lines)}
    (once,) = walked(quoted, [everything], policy=chosen, store=checkout.store)
    cancelled = cancellation(quoted, id="R0", at=AT, policy=chosen)

    assert cancelled == once
    assert rows(once.entries) == rows([x for each in steps for x in each.entries])


@given(ours.documents(), st.lists(POLICIES, min_size=8, max_size=8), st.data())
def test_policies_may_change_on_the_way(
    document: dict[str, Any], policies: list[dict[str, Any]], data: Any
) -> None:
    """Whatever each refund was made by, together they are the order."""
    checkout, quoted = priced(document)
    path = returns(data.draw, quoted)
    found: tuple[Refund, ...] = ()
    for index, (step, policy) in enumerate(zip(path, policies, strict=False)):
        found += (
            refund(
                quoted,
                step,
                id=f"R{index}",
                at=AT,
                earlier=found,
                policy=RefundPolicy(**policy),
                store=checkout.store,
            ),
        )
        found[-1].check()

    assert rows(quoted.entries) == rows([x for each in found for x in each.entries])
    assert quoted.to_be_paid == sum(each.due.gateway for each in found)
    assert quoted.totals.credit_balance_used == sum(
        part.due for x in found for part in x.tenders if part.kind != "points"
    )


@given(ours.documents(), st.lists(st.integers(0, 100), min_size=1, max_size=5))
def test_delivery_by_word_ends_at_what_was_charged(
    document: dict[str, Any], percents: list[int]
) -> None:
    """Any amounts, one after the other, and the rest at last."""
    _, quoted = priced(document)
    exponent = quoted.cart.currency.exponent
    whole = quoted.totals.shipping_amount_including_tax
    policy = RefundPolicy(shipping="explicit")
    left = whole
    found: tuple[Refund, ...] = ()
    for index, percent in enumerate([*percents, 100]):
        part = (left * percent / 100).quantize(Decimal(1).scaleb(-exponent))
        if part:
            found += (
                refund(
                    quoted,
                    {},
                    id=f"R{index}",
                    at=AT,
                    earlier=found,
                    policy=policy,
                    shipping=part,
                ),
            )
            found[-1].check()
            left -= found[-1].shipping.amount

    # A single unit of a tax in two equal halves finds no place and stays.
    assert 0 <= left <= Decimal(1).scaleb(-exponent)
    if not left:
        assert whole == sum(each.shipping.amount for each in found)


@given(ours.documents(), st.data())
def test_recomputed_is_paid_less_the_price_of_what_is_kept(
    document: dict[str, Any], data: Any
) -> None:
    """Goods and handling: what they cost less what is kept costs, never below."""
    checkout, quoted = priced(document)
    path = returns(data.draw, quoted)
    policy = RefundPolicy(promotion_break="recompute", shipping="never")
    notes = walked(quoted, path, policy=policy, store=checkout.store)
    unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
    back, came = Counter[int](), Decimal(0)

    def goods(priced: Quote) -> Decimal:
        return sum(
            (
                x.taxable_value
                + x.tax_amount
                + x.handling_charge_including_tax
                - x.funded
                for x in priced.lines
            ),
            Decimal(0),
        )

    for step, note in list(zip(path, notes, strict=True))[:-1]:
        back.update(step)
        kept = priced_without(
            quoted, checkout.store, [back[index] for index in range(len(quoted.lines))]
        )
        assert kept is not None
        delivery = [x.totals.shipping_amount_including_tax for x in (quoted, kept)]
        due = goods(quoted) - goods(kept) - max(Decimal(0), delivery[1] - delivery[0])
        due = min(max(due, came), goods(quoted))
        came += sum(x.amount - x.funded for x in note.lines)
        # The shares of equal halves may leave a unit a line for later.
        assert 0 <= due - came <= 2 * unit * len(quoted.lines) or came == due
