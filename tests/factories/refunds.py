# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Quotes that were sold, and refunds of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from checkout_core import (
    Charge,
    Customer,
    Line,
    Loyalty,
    Quote,
    Shipping,
    Store,
    promotion,
)
from checkout_core.ledger import Tender
from checkout_core.pricing.ledger import Ledger
from checkout_core.refunds import Refund, refund
from tests.factories.carts import sold
from tests.factories.faults import faults_of
from tests.factories.orders import priced


AT = "2026-12-01T10:00:00+05:30"


def refunds_of(
    quoted: Quote, *steps: dict[int, int], **more: Any
) -> tuple[Refund, ...]:
    """Return the refunds of some returns, one after the other."""
    found: tuple[Refund, ...] = ()
    for index, step in enumerate(steps):
        made = refund(quoted, step, id=f"R{index}", at=AT, earlier=found, **more)
        found = (*found, made)
    return found


def texts(values: Any) -> list[str]:
    """Return amounts as text."""
    return [str(each) for each in values]


def refund_faults(*arguments: Any, **more: Any) -> list[tuple[str, str]]:
    """Return path and code of everything that is wrong with a refund."""
    return faults_of(refund, *arguments, **{"id": "R", "at": AT} | more)


WRAP = Charge("Gift wrap", "9.00", tax_rate=18)


def delivered(**more: Any) -> Quote:
    """Return two lines with delivery and a charge."""
    return sold(
        Line("a", 2, "100.00", tax_rate=0),
        Line("b", 1, "100.00", tax_rate=0),
        store=Store("INR", charges=[WRAP], **more),
        shipping=Shipping("50.00", tax_rate=18),
    )


LOYAL = Store("INR", loyalty=Loyalty(value_per_point="0.25", points_per_unit="0.1"))


def tendered(**more: Any) -> Quote:
    """Return 400.00 paid with 100.00 of points, 60.00 of credit, 240.00 of money."""
    return sold(
        Line("a", 4, "100.00", tax_rate=0),
        store=LOYAL,
        customer=Customer("u", loyalty_points_balance=400, credit_balance="60.00"),
        loyalty_points_redeemed=400,
        credit_balance_used="60.00",
        **more,
    )


def wallet() -> Quote:
    """Return 400.00 paid with points, credit, 40.00 of a wallet and 200.00 of money."""
    quoted = tendered()
    tender = Tender(
        kind="credit",
        name="wallet",
        asked=Decimal("40.00"),
        granted=Decimal("40.00"),
        value=Decimal("40.00"),
        why="",
    )
    totals = attrs.evolve(quoted.totals, to_be_paid=Decimal("200.00"))
    figures = attrs.evolve(
        quoted.figures, totals=totals, tenders=(*quoted.tenders, tender)
    )
    return attrs.evolve(quoted, ledger=Ledger.stored(figures, quoted.entries))


def volume(percent: int, least: int = 2, **more: Any) -> Any:
    """Return a promotion for many units of a product."""
    slab = {"quantity": least, "condition": "greater", "discount_percent": percent}
    return promotion(
        "v",
        "volume-based",
        {"products": [{"product_id": "a", "slabs": [slab]}], **more},
        applies_to_product="product",
    )


SOLD = priced()


def note(returned: dict[int, int] | None = None, **more: Any) -> Refund:
    """Return a refund of the order that `tests.factories.orders` prices."""
    fields = {"id": "R1", "at": AT, "order_number": "ORD-1"} | more
    return refund(SOLD, {0: 1, 1: 2} if returned is None else returned, **fields)


def returns_document(**more: Any) -> dict[str, Any]:
    """Return a document of returns."""
    return {"id": "R9", "at": AT, "returned": {"0": 1}} | more
