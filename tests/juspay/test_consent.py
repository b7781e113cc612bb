# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the subscription lines of an order ask the customer to agree to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Customer,
    Line,
    Loyalty,
    Store,
    coupon,
    quote,
)
from checkout_core.juspay import MandateTerms
from checkout_core.juspay.consent import mandate_of
from checkout_core.orders import Order, PaymentUpdate
from checkout_core.store import tax_classes
from tests.factories.faults import faults


NOON = datetime.fromisoformat("2026-11-22T12:00:00+05:30")
#: Thirty years on, and the week of the last bill within them.
LAST = datetime.fromisoformat("2056-11-22T12:00:00+05:30")
SAVE = coupon(
    "c1",
    "discount",
    ["SAVE100"],
    {"discount_type": "fixed-amount", "fixed_discount_amount": 100},
    applies_to_product="all",
)


def line(name: str = "box", price: str = "499.00", **fields: Any) -> Line:
    """Return a line that is bought every month, tax free."""
    given = {
        "tax_rate": 0,
        "on_subscription": True,
        "subscription_plan": "Monthly box",
        "subscription_interval": 1,
        "subscription_frequency": "monthly",
    }
    return Line(name, 1, price, **{**given, **fields})


ONCE = Line("book", 1, "200.00", tax_rate=0)


def placed(*lines: Line, store: Store | None = None, **fields: Any) -> Order:
    """Return an order of those lines, placed at noon."""
    shop = store or Store("INR", coupons=[SAVE])
    priced = quote(Cart("INR", lines, **fields), shop, at=NOON)
    return Order.placed(priced, number="ORD-1", at=NOON)


def terms(maximum: str, **fields: Any) -> MandateTerms:
    """Return a mandate by the calendar, on the 22nd of every month."""
    given: dict[str, Any] = {
        "max_amount": maximum,
        "amount_rule": "VARIABLE",
        "frequency": "MONTHLY",
        "rule_value": 22,
        "rule_type": "ON",
        "end_date": LAST,
        **fields,
    }
    return MandateTerms(**given)


@pytest.mark.parametrize(
    ("lines", "fields", "expected"),
    [
        ([ONCE], {}, None),
        ([line(on_subscription=False)], {}, None),
        ([line(subscription_frequency=None)], {}, None),
        ([line(subscription_plan=None)], {}, None),
        ([line(subscription_interval=None)], {}, None),
        ([line(price="0.00"), ONCE], {}, None),
        # One plan, and nothing else: every debit is the order's amount.
        ([line()], {}, terms("499.00", amount_rule="FIXED")),
        # What is bought once is paid with the first debit: 499 + 200.
        ([line(), ONCE], {}, terms("699.00")),
        # The coupon holds for the first payment only: 399, later 499.
        ([line()], {"coupon_code": "SAVE100"}, terms("499.00")),
        # Two plans of one rhythm are one debit: 499 + 301.
        (
            [line(), line("tea", "301.00", subscription_plan="Monthly tea")],
            {},
            terms("800.00", amount_rule="FIXED"),
        ),
        # No calendar of a bank has both: what falls on one day is 499 + 301.
        (
            [line(), line("tea", "301.00", subscription_frequency="weekly")],
            {},
            terms(
                "800.00",
                frequency="ASPRESENTED",
                rule_value=None,
                rule_type=None,
            ),
        ),
        # Every 2 months from 22 November.
        (
            [line(subscription_interval=2)],
            {},
            terms("499.00", amount_rule="FIXED", frequency="BIMONTHLY"),
        ),
        # A Sunday.
        (
            [line(subscription_frequency="weekly")],
            {},
            terms("499.00", amount_rule="FIXED", frequency="WEEKLY", rule_value=7),
        ),
    ],
    ids=[
        "nothing recurs",
        "not subscribed",
        "no frequency",
        "no plan",
        "no interval",
        "free of charge",
        "one plan",
        "something else beside it",
        "a coupon that ends",
        "two plans of one rhythm",
        "two rhythms",
        "every two months",
        "weekly",
    ],
)
def test_what_the_lines_ask_for(
    lines: list[Line], fields: dict[str, Any], expected: MandateTerms | None
) -> None:
    """The largest debit, the rhythm and its day, thirty years long."""
    found = mandate_of(placed(*lines, **fields))

    assert said(expected) == said(found)


def said(found: MandateTerms | None) -> dict[str, str] | None:
    """Return terms as text by their names."""
    if found is None:
        return None
    names = MandateTerms.__annotations__
    return {name: str(getattr(found, name)) for name in names}


def test_a_tax_that_rises_is_covered() -> None:
    """The maximum is that of the dearest cycle: 100 at 5 %, from 2027 at 18 %."""
    new_year = "2027-01-01T00:00:00+05:30"
    periods = [
        {"valid_to": new_year, "tax_rate": "5"},
        {"valid_from": new_year, "tax_rate": "18"},
    ]
    shop = Store("INR", tax_classes=tax_classes({"boxes": periods}))
    order = placed(line(price="100.00", tax_rate=None, tax_class="boxes"), store=shop)
    found = mandate_of(order)

    assert found is not None
    assert ("105.00", "118.00", "VARIABLE") == (
        str(order.to_be_paid),
        str(found.max_amount),
        str(found.amount_rule),
    )


def test_points_pay_the_first_debit_only() -> None:
    """400 points of 0.25 leave 399.00 to pay now, and 499.00 later."""
    shop = Store("INR", loyalty=Loyalty(value_per_point="0.25"))
    order = placed(
        line(),
        store=shop,
        loyalty_points_redeemed=400,
        customer=Customer("u1", loyalty_points_balance=400),
    )
    found = mandate_of(order)

    assert found is not None
    assert ("399.00", "499.00") == (str(order.to_be_paid), str(found.max_amount))


@pytest.mark.parametrize(
    "paid",
    [{"loyalty_points_redeemed": 400}, {"credit_balance_used": "100.00"}],
    ids=["points", "credit"],
)
def test_one_debit_in_thirty_years_is_all_that_it_costs(paid: dict[str, Any]) -> None:
    """What points or credit left of the order is no limit of what is debited."""
    order = placed(
        line(subscription_interval=400),
        store=Store("INR", loyalty=Loyalty(value_per_point="0.25")),
        customer=Customer("u1", loyalty_points_balance=400, credit_balance="100.00"),
        **paid,
    )
    found = mandate_of(order)

    assert found is not None
    assert ("399.00", "499.00") == (str(order.to_be_paid), str(found.max_amount))


def test_what_is_still_to_pay_counts() -> None:
    """An order that is paid in part asks for the rest, and later for all of it."""
    order = placed(line(), ONCE).after(PaymentUpdate("P1", ONCE.selling_price, NOON))
    found = mandate_of(order)

    assert found is not None
    assert ("499.00", "499.00", "FIXED") == (
        str(order.amount_unpaid),
        str(found.max_amount),
        str(found.amount_rule),
    )


def test_a_plan_that_no_schedule_has() -> None:
    """All faults of all lines, each at its line."""
    order = placed(
        ONCE,
        line(subscription_frequency="often"),
        line("tea", subscription_interval=0),
    )
    with pytest.raises(CheckoutError) as caught:
        mandate_of(order)

    assert [
        ("cart_items[1].subscription_frequency", "not_a_choice"),
        ("cart_items[2].subscription_interval", "count_out_of_range"),
    ] == faults(caught.value)
