# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Whatever an order is paid with and in how many parts: it adds up, now and later."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    dumps,
    read_quote,
    read_refund,
    verify,
    write_quote,
    write_refund,
)
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.tenders import TENDERS, masked
from tests.factories import tenders
from tests.factories.returns import AT, POLICIES, priced, returns, rows, walked


def restored(notes: tuple[Refund, ...]) -> list[Decimal]:
    """Return what each tender of a quote got back, the last to pay first."""
    rows = [[part.restored for part in note.tenders] for note in notes]
    return [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]


@given(tenders.documents())
def test_a_stored_quote_is_verified_and_shows_no_code(document: dict[str, Any]) -> None:
    """The whole code stands where its card is redeemed, and only there."""
    checkout, quoted = priced(document)
    quoted.check()
    verify(quoted)
    written = write_quote(quoted)
    text = dumps(written)
    again = read_quote(text, verify=True)

    assert (quoted, text) == (again, dumps(write_quote(again)))
    taken = [each for each in quoted.figures.redemptions if each.kind == "gift_card"]
    paid = [each for each in quoted.tenders if each.kind == "gift_card" and each.value]
    codes = [each.code for each in checkout.cart.gift_cards]
    assert [(each.code, each.amount) for each in taken] == [
        (code, tender.value)
        for code, tender in zip(codes, quoted.tenders[1:-1], strict=True)
        if tender.value
    ]
    assert [masked(each.code or "") for each in taken] == [x.name for x in paid]
    shown = dumps({**written, "redemptions": []})
    assert [] == [code for code in codes if masked(code) != "****" and code in shown]


@given(tenders.documents())
def test_tenders_pay_in_their_order(document: dict[str, Any]) -> None:
    """Each pays what it can of what those before left, and none pays tax or more."""
    _, quoted = priced(document)
    totals, left = quoted.totals, Decimal(0)
    for each in reversed(quoted.tenders):
        if each.why != "nothing_left_to_pay" and not TENDERS[each.kind].unit:
            assert each.granted in (0, each.asked) or each.why == "balance"
        if left and each.kind != "points":
            # Something was left for the next one, so this one paid all it could.
            assert each.why != "nothing_left_to_pay"
        left += each.value
    assert totals.grand_total - totals.funded_savings - left == totals.to_be_paid
    assert totals.to_be_paid >= 0


@given(tenders.documents())
def test_instalments_are_what_is_to_be_paid(document: dict[str, Any]) -> None:
    """None is nothing, and the days ascend."""
    _, quoted = priced(document)
    found = quoted.instalments
    amounts = [each.amount for each in found]

    assert quoted.to_be_paid == sum(amounts)
    assert all(each > 0 for each in amounts)
    dues = [each.due for each in found if each.due not in ("now", "on_delivery")]
    assert sorted(dues) == dues
    assert quoted.due_now == sum(x.amount for x in found if x.due == "now")
    assert quoted.collect_on_delivery == sum(
        x.amount for x in found if x.due == "on_delivery"
    )


@given(tenders.documents())
def test_points_as_a_discount_are_worth_their_value(document: dict[str, Any]) -> None:
    """They come off the goods in the lines' own basis, or save what they are worth."""
    _, quoted = priced(document)
    loyalty = quoted.policies.loyalty
    if loyalty is None or loyalty.points_mode != "discount":
        assert not any(each.points_discount for each in quoted.lines)
        return
    unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
    points = quoted.totals.loyalty_points_redeemed
    value = (points * loyalty.value_per_point / unit).to_integral_value(
        "ROUND_FLOOR"
    ) * unit
    saved = sum(x.amount for x in quoted.entries if x.kind == "points_saving")
    own = sum(each.points_discount for each in quoted.lines)
    at_face = quoted.policies.fixed_discount == "face_value"

    assert value == (own if not at_face else saved) or (at_face and own <= saved)
    assert quoted.totals.points_value == 0


@given(tenders.documents(), POLICIES, st.sampled_from([0, 1, 2, 4, 4]), st.data())
def test_every_tender_gets_back_what_it_paid(
    document: dict[str, Any], policy: dict[str, Any], quarters: int, data: Any
) -> None:
    """Whatever was paid so far and in whatever steps the goods come back."""
    checkout, quoted = priced(document)
    unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
    paid = (quoted.to_be_paid * quarters / 4).quantize(unit)
    path = returns(data.draw, quoted)
    found = walked(
        quoted,
        path,
        policy=RefundPolicy(**policy),
        store=checkout.store,
        paid=paid,
    )
    for each in found:
        each.check()
        assert each == read_refund(dumps(write_refund(each)))

    assert rows(quoted.entries) == rows([x for each in found for x in each.entries])
    assert paid == sum(each.gateway + each.moved for each in found)
    assert quoted.to_be_paid - paid == sum(each.unpaid for each in found)
    assert [x.granted for x in quoted.tenders][::-1] == restored(found)


@given(tenders.documents(), POLICIES, st.sampled_from([0, 1, 2, 4]), st.data())
def test_of_a_plan_what_is_not_paid_comes_first(
    document: dict[str, Any], policy: dict[str, Any], quarters: int, data: Any
) -> None:
    """As long as anything is unpaid, no tender and no gateway gives anything back."""
    checkout, quoted = priced(document)
    if all(each.due == "now" for each in quoted.instalments):
        return
    unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
    paid = (quoted.to_be_paid * quarters / 4).quantize(unit)
    unpaid = quoted.to_be_paid - paid
    for each in walked(
        quoted,
        returns(data.draw, quoted),
        policy=RefundPolicy(**policy),
        store=checkout.store,
        paid=paid,
    ):
        amount = each.amount - each.funded
        assert min(amount, unpaid) == each.unpaid
        unpaid -= each.unpaid


@given(tenders.documents(), POLICIES, st.sampled_from([0, 1, 2, 4]))
def test_an_advance_that_is_kept_is_all_that_was_paid(
    document: dict[str, Any], policy: dict[str, Any], quarters: int
) -> None:
    """The rest lapses, and what cards, credit and points paid goes back."""
    _, quoted = priced(document)
    unit = Decimal(1).scaleb(-quoted.cart.currency.exponent)
    paid = (quoted.to_be_paid * quarters / 4).quantize(unit)
    planned = any(each.due != "now" for each in quoted.instalments)
    chosen = RefundPolicy(**policy, advance="kept", cancellation_reason="advance")
    found = cancellation(quoted, id="C", at=AT, policy=chosen, paid=paid)
    found.check()

    assert (paid if planned else 0, quoted.to_be_paid - paid) == (
        found.charge,
        found.unpaid,
    )
    assert [x.granted for x in quoted.tenders][::-1] == restored((found,))


@given(tenders.documents(), st.data())
def test_points_come_back_by_the_share_of_their_discount(
    document: dict[str, Any], data: Any
) -> None:
    """Cumulatively, rounded down."""
    _, quoted = priced(document)
    whole = sum(x.amount for x in quoted.entries if x.kind == "points_discount")
    if not whole:
        return
    points = int(quoted.totals.loyalty_points_redeemed)
    back = so_far = Decimal(0)
    found: tuple[Refund, ...] = ()
    for index, step in enumerate(returns(data.draw, quoted)):
        note = refund(quoted, step, id=f"R{index}", at=AT, earlier=found)
        found += (note,)
        back += note.points
        so_far += sum(x.amount for x in note.entries if x.kind == "points_discount")
        assert points * so_far // whole == back
