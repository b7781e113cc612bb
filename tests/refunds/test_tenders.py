# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Which tender a refund goes to, by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Cart, Line, Store, quote
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from tests.factories.carts import sold
from tests.factories.refunds import (
    AT,
    refund_faults,
    refunds_of,
    tendered,
    texts,
    wallet,
)


D = Decimal


def went(notes: tuple[Refund, ...]) -> list[tuple[str, str, int, str]]:
    """Return where each refund went."""
    return [
        (str(x.gateway), str(x.credit), x.points, str(x.points_value)) for x in notes
    ]


def test_the_waterfall() -> None:
    """Money first, then credit, then points: the reverse of how they paid."""
    found = refunds_of(tendered(), {0: 1}, {0: 1}, {0: 1}, {0: 1})

    assert [
        ("100.00", "0.00", 0, "0.00"),
        ("100.00", "0.00", 0, "0.00"),
        ("40.00", "60.00", 0, "0.00"),
        ("0.00", "0.00", 400, "100.00"),
    ] == went(found)


def test_pro_rata() -> None:
    """Every tender by its share, cumulatively."""
    policy = RefundPolicy(tenders="pro_rata")
    found = refunds_of(tendered(), {0: 1}, {0: 2}, {0: 1}, policy=policy)

    assert [
        ("60.00", "15.00", 100, "25.00"),
        ("120.00", "30.00", 200, "50.00"),
        ("60.00", "15.00", 100, "25.00"),
    ] == went(found)


def test_a_change_of_policy_loses_nothing() -> None:
    """After a waterfall, pro rata takes what is left."""
    quoted = tendered()
    first = refunds_of(quoted, {0: 2})
    policy = RefundPolicy(tenders="pro_rata")
    second = refund(quoted, {0: 1}, id="A", at=AT, earlier=first, policy=policy)
    third = refund(
        quoted, {0: 1}, id="B", at=AT, earlier=(*first, second), policy=policy
    )

    assert [
        ("200.00", "0.00", 0, "0.00"),
        ("0.00", "37.50", 250, "62.50"),
        ("40.00", "22.50", 150, "37.50"),
    ] == went((*first, second, third))


@pytest.mark.parametrize(
    ("minimum", "gateway", "moved"),
    [(None, "0.00", "0.99"), ("0", "0.99", "0.00"), ("0.99", "0.99", "0.00")],
)
def test_too_little_for_the_gateway_is_credit(
    minimum: Any, gateway: str, moved: str
) -> None:
    """Below the gateway's minimum it is paid as store credit, and counted as money."""
    quoted = sold(Line("a", 2, "0.99", tax_rate=0))
    policy = RefundPolicy(minimum_amount=minimum)
    (found,) = refunds_of(quoted, {0: 1}, policy=policy)

    assert (gateway, moved, moved) == (
        str(found.gateway),
        str(found.credit),
        str(found.moved),
    )


def test_currencies_without_a_known_minimum_have_none() -> None:
    """One yen goes through the gateway."""
    quoted = quote(Cart("JPY", [Line("a", 1, 1, tax_rate=0)]), Store("JPY"))
    (found,) = refunds_of(quoted, {0: 1})

    assert "1" == str(found.gateway)


def test_what_is_owed_is_forgiven_before_money_goes_back() -> None:
    """Of a half-paid order the debt shrinks first; then what came goes back."""
    quoted = sold(Line("a", 4, "25.00", tax_rate=0))
    found = refunds_of(quoted, {0: 1}, {0: 2}, {0: 1}, paid="40.00")

    assert ["25.00", "35.00", "0.00"] == texts(each.unpaid for each in found)
    assert ["0.00", "15.00", "25.00"] == texts(each.gateway for each in found)


def test_money_that_was_charged_back_is_not_paid_back() -> None:
    """Where less is there now than was given, nothing more goes out."""
    quoted = sold(Line("a", 2, "25.00", tax_rate=0))
    first = refunds_of(quoted, {0: 1})
    second = refund(quoted, {0: 1}, id="B", at=AT, earlier=first, paid="10.00")

    assert ("0.00", "25.00") == (str(second.gateway), str(second.unpaid))


# More than two tenders ----------------------------------------------------------------


def shares(found: Refund) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Return what each tender is due, its value, and what it is given back."""
    return {
        (each.kind, each.name): (str(each.due), str(each.value), str(each.restored))
        for each in found.tenders
    }


def test_every_tender_of_the_quote_has_its_share() -> None:
    """The last to pay is the first to be refunded, after the money."""
    first, second = refunds_of(wallet(), {0: 3}, {0: 1})

    assert ("200.00", "0.00") == (str(first.gateway), str(second.gateway))
    assert {
        ("credit", "wallet"): ("40.00", "40.00", "40.00"),
        ("credit", ""): ("60.00", "60.00", "60.00"),
        ("points", ""): ("0.00", "0.00", "0"),
    } == shares(first)
    assert {
        ("credit", "wallet"): ("0.00", "0.00", "0.00"),
        ("credit", ""): ("0.00", "0.00", "0.00"),
        ("points", ""): ("100.00", "100.00", "400"),
    } == shares(second)


def test_pro_rata_over_every_tender() -> None:
    """A quarter of 200.00, 40.00, 60.00 and 100.00."""
    (found,) = refunds_of(wallet(), {0: 1}, policy=RefundPolicy(tenders="pro_rata"))
    found.check()

    assert "50.00" == str(found.gateway)
    assert {
        ("credit", "wallet"): ("10.00", "10.00", "10.00"),
        ("credit", ""): ("15.00", "15.00", "15.00"),
        ("points", ""): ("25.00", "25.00", "100"),
    } == shares(found)


def test_a_charge_is_kept_from_money_first_and_never_from_points() -> None:
    """Of 270.00 the money holds 200.00, the wallet 40.00 and credit 30.00."""
    policy = RefundPolicy(cancellation_charge="270.00")
    found = cancellation(wallet(), id="C", at=AT, policy=policy)
    found.check()

    assert ("0.00", "270.00") == (str(found.gateway), str(found.charge))
    assert {
        ("credit", "wallet"): ("40.00", "0.00", "0.00"),
        ("credit", ""): ("60.00", "30.00", "30.00"),
        ("points", ""): ("100.00", "100.00", "400"),
    } == shares(found)


def test_a_refund_to_a_tender_that_the_order_does_not_have() -> None:
    """It is of another order."""
    other = refunds_of(wallet(), {0: 1})

    assert [("earlier", "refunds_do_not_fit")] == refund_faults(
        tendered(), {0: 1}, earlier=other
    )
