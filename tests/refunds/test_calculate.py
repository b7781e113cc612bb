# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Cancellations, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import CheckoutError, Line
from checkout_core.refunds import Refund, RefundPolicy, cancellation
from tests.factories.carts import sold
from tests.factories.faults import faults
from tests.factories.refunds import AT, delivered, refund_faults, refunds_of, tendered


D = Decimal


def test_a_cancellation_refunds_everything() -> None:
    """Delivery, charges and round-off too, whatever the policy says of returns."""
    policy = RefundPolicy(shipping="never", charges="never")
    found = cancellation(delivered(round_off="1"), id="C", at=AT, policy=policy)

    assert ("370.00", "0.38", "370.00") == (
        str(found.amount),
        str(found.round_off),
        str(found.gateway),
    )


@pytest.mark.parametrize(
    ("charge", "gateway", "credit", "kept"),
    [
        ("0", "240.00", "60.00", "0.00"),
        ("40.00", "200.00", "60.00", "40.00"),
        ("239.50", "0.00", "60.50", "239.50"),
        ("250.00", "0.00", "50.00", "250.00"),
        ("900.00", "0.00", "0.00", "300.00"),
    ],
)
def test_a_cancellation_may_cost(
    charge: str, gateway: str, credit: str, kept: str
) -> None:
    """The charge is its own figure and never more than money and credit."""
    policy = RefundPolicy(cancellation_charge=charge, cancellation_reason="packed")
    found = cancellation(tendered(), id="C", at=AT, policy=policy)
    found.check()

    assert (gateway, credit, kept, 400, 30) == (
        str(found.gateway),
        str(found.credit),
        str(found.charge),
        found.points,
        found.points_reversed,
    )
    assert ("packed" if D(kept) else "") == found.charge_reason


def test_an_unpaid_order_is_cancelled_for_nothing() -> None:
    """No money goes back and none is charged; points and credit do."""
    policy = RefundPolicy(cancellation_charge="10.00")
    quoted = sold(Line("a", 1, "99.00", tax_rate=0))
    found = cancellation(quoted, id="C", at=AT, policy=policy, paid=0)

    assert ("0.00", "99.00", "0.00") == (
        str(found.gateway),
        str(found.unpaid),
        str(found.charge),
    )


def test_a_cancellation_is_checked() -> None:
    """Its faults come together."""
    with pytest.raises(CheckoutError) as caught:
        cancellation(
            sold(Line("a", 1, "1.00", tax_rate=0)),
            id="",
            at="now",
            reason="\x00",
            policy=RefundPolicy(cancellation_charge="0.001"),
        )

    assert [
        ("id", "empty_text"),
        ("at", "bad_time"),
        ("reason", "control_character"),
        ("cancellation_charge", "off_grid"),
    ] == faults(caught.value)


ONE = sold(Line("a", 2, "10.00", tax_rate=0))


@pytest.mark.parametrize(
    ("returned", "more", "expected"),
    [
        ({}, {}, [("returned", "nothing_returned")]),
        ({1: 1}, {}, [("returned[1]", "no_such_line")]),
        ({-1: 1}, {}, [("returned[-1]", "no_such_line")]),
        ({"0": 1}, {}, [("returned[0]", "no_such_line")]),
        ({0: 3}, {}, [("returned[0]", "more_than_bought")]),
        ({0: 0}, {}, [("returned[0]", "count_out_of_range")]),
        ({0: True}, {}, [("returned[0]", "bad_count")]),
        ({0: 1}, {"id": ""}, [("id", "empty_text")]),
        ({0: 1}, {"at": "2026-12-01T10:00:00"}, [("at", "naive_time")]),
        ({0: 1}, {"reason": 1}, [("reason", "wrong_type")]),
        ({0: 1}, {"order_number": 1}, [("order_number", "wrong_type")]),
        ({0: 1}, {"paid": "1.001"}, [("paid", "off_grid")]),
        ({0: 1}, {"paid": 1.5}, [("paid", "float_given")]),
        (
            {0: 1},
            {"policy": RefundPolicy(minimum_amount="0.001")},
            [("minimum_amount", "off_grid")],
        ),
    ],
)
def test_what_is_refused(
    returned: Any, more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Every fault has its path and its code."""
    assert expected == refund_faults(ONE, returned, **more)


def test_an_id_is_used_once() -> None:
    """A refund of the same id would be the same refund to the gateway."""
    first = refunds_of(ONE, {0: 1})

    assert [("id", "refund_id_used")] == refund_faults(
        ONE, {0: 1}, id="R0", earlier=first
    )


def test_after_everything_nothing_is_left() -> None:
    """A refund after everything is refused."""
    everything = refunds_of(ONE, {0: 1}, {0: 1})

    assert [("returned[0]", "more_than_bought")] == refund_faults(
        ONE, {0: 1}, earlier=everything
    )


def others() -> list[Refund]:
    """Return refunds that are not of `ONE`, for one reason each."""
    (own,) = refunds_of(ONE, {0: 1})
    (back,) = own.returned
    return [
        refunds_of(sold(Line("a", 2, "11.00", tax_rate=0)), {0: 2})[0],
        refunds_of(sold(Line("a", 2, "10.00", tax_rate=5)), {0: 1})[0],
        attrs.evolve(own, currency="USD"),
        attrs.evolve(own, entries=(attrs.evolve(own.entries[0], amount=D("20.01")),)),
        attrs.evolve(own, entries=(attrs.evolve(own.entries[0], amount=D("-0.01")),)),
        attrs.evolve(own, gateway_due=D("20.01")),
        attrs.evolve(own, returned=(attrs.evolve(back, line=1),)),
        attrs.evolve(own, returned=(attrs.evolve(back, quantity=3),)),
    ]


@pytest.mark.parametrize("other", others())
def test_refunds_of_another_order_do_not_fit(other: Refund) -> None:
    """What was refunded is of this order and no more than it."""
    found = refund_faults(ONE, {0: 1}, id="X", earlier=[other])

    assert ("earlier", "refunds_do_not_fit") == found[0]
