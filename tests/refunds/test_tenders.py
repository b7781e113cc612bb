# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Which tender a refund goes to, by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Cart,
    Line,
    Store,
    quote,
)
from checkout_core.refunds import Refund, RefundPolicy, refund
from factories.refunds import AT, refunds_of, sold, tendered, texts


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
