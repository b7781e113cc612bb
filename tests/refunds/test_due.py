# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is due of rows, by hand: goods, delivery, charges and the round-off."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Address,
    Line,
    Quote,
    Shipping,
    Store,
    TaxPolicy,
    coupon,
    promotion,
)
from checkout_core.refunds import RefundPolicy, refund
from tests.factories.carts import sold
from tests.factories.refunds import AT, delivered, refund_faults, refunds_of, texts


D = Decimal


@pytest.mark.parametrize(
    ("quantity", "price", "steps", "amounts"),
    [
        (3, "100.00", [1, 1, 1], ["33.33", "33.34", "33.33"]),
        (3, "100.00", [2, 1], ["66.67", "33.33"]),
        (3, "0.01", [1, 1, 1], ["0.00", "0.01", "0.00"]),
        (7, "1.00", [3, 3, 1], ["0.43", "0.43", "0.14"]),
        (2, "0.05", [1, 1], ["0.03", "0.02"]),
        (1, "0.00", [1], ["0.00"]),
    ],
)
def test_a_line_is_refunded_by_units(
    quantity: int, price: str, steps: list[int], amounts: list[str]
) -> None:
    """What is due so far, rounded once, less what was refunded."""
    off = coupon(
        "c",
        "discount",
        ["C"],
        {
            "discount_type": "fixed-amount",
            "fixed_discount_amount": D(quantity) * 200 - D(price),
        },
        applies_to_product="all",
    )
    quoted = sold(
        Line("a", quantity, "200.00", tax_rate=0),
        store=Store("INR", coupons=[off]),
        coupon_code="C",
    )
    found = refunds_of(quoted, *[{0: units} for units in steps])

    assert D(price) == quoted.to_be_paid
    assert amounts == texts(each.gateway + each.credit for each in found)


def test_tax_inside_stays_inside() -> None:
    """Halves are equal in every refund, and the three make the price."""
    store = Store("INR", tax=TaxPolicy(seller_state="Goa"))
    tee = Line("tee", 3, "33.33", tax_rate=18, price_including_tax=True)
    quoted = sold(tee, store=store, shipping_address=Address(state="Goa"))
    lines = [each.lines[0] for each in refunds_of(quoted, {0: 1}, {0: 1}, {0: 1})]

    assert [
        ("28.24", ["2.54", "2.54"]),
        ("28.25", ["2.55", "2.55"]),
        ("28.24", ["2.54", "2.54"]),
    ] == [(str(x.taxable_value), texts(c.amount for c in x.components)) for x in lines]
    assert D("99.99") == sum(each.amount for each in lines)


def test_mixed_rates_keep_the_rates_of_then() -> None:
    """Each component comes back at its own rate."""
    quoted = sold(
        Line("tea", 2, "250.00", tax_rate=5), Line("soap", 1, "48.00", tax_rate="18")
    )
    (found,) = refunds_of(quoted, {0: 1, 1: 1})

    assert [("GST", "5", "12.50"), ("GST", "18", "8.64")] == [
        (c.name, str(c.rate), str(c.amount)) for x in found.lines for c in x.components
    ]
    assert ("319.14", "319.14") == (str(found.amount), str(found.gateway))


def test_discounts_come_back_by_units_too() -> None:
    """Subtotal less both discounts is the taxable value, in every refund."""
    ten = promotion(
        "p",
        "discount",
        {"discount_type": "percentage", "discount_percent": 10},
        applies_to_product="all",
    )
    one = coupon(
        "c",
        "discount",
        ["C"],
        {"discount_type": "fixed-amount", "fixed_discount_amount": 1},
        applies_to_product="all",
        can_be_used_with_promotion=True,
    )
    quoted = sold(
        Line("a", 3, "10.00", tax_rate=0),
        store=Store("INR", promotions=[ten], coupons=[one]),
        coupon_code="C",
    )
    lines = [each.lines[0] for each in refunds_of(quoted, {0: 1}, {0: 1}, {0: 1})]

    assert [
        ("10.00", "1.00", "0.33", "8.67"),
        ("10.00", "1.00", "0.34", "8.66"),
        ("10.00", "1.00", "0.33", "8.67"),
    ] == [
        (
            str(x.subtotal),
            str(x.promotion_discount_amount),
            str(x.coupon_discount_amount),
            str(x.taxable_value),
        )
        for x in lines
    ]


def test_handling_goes_with_its_units() -> None:
    """A line's handling is its own figure, whatever the policy says of charges."""
    lamp = Line(
        "lamp",
        3,
        "100.00",
        tax_rate=0,
        handling_charge_excluding_tax="10.00",
        handling_charge_tax_rate=18,
    )
    found = refunds_of(
        sold(lamp), {0: 1}, {0: 2}, policy=RefundPolicy(shipping="never")
    )

    assert ["11.80", "23.60"] == texts(each.lines[0].handling for each in found)
    assert ["111.80", "223.60"] == texts(each.amount for each in found)
    assert ["1.80", "3.60"] == texts(
        each.lines[0].handling_components[0].amount for each in found
    )


@pytest.mark.parametrize(
    ("bought", "each", "path", "expected"),
    [
        # The free one comes with the last of the three it was given for.
        (3, 3, ({0: 2}, {0: 1}), [0, 1]),
        # Of two, one comes with each half, and none twice.
        (4, 2, ({0: 2}, {0: 2}), [1, 1]),
    ],
)
def test_free_units_come_along(
    bought: int, each: int, path: tuple[dict[int, int], ...], expected: list[int]
) -> None:
    """What was given for units comes back with them."""
    slab = {"buy_quantity": each, "get_quantity": 1, "condition": "greater-or-equal"}
    free = promotion(
        "p",
        "free-goods",
        {
            "spending_criteria_type": "minimum-quantity",
            "products": [{"product_id": "soap", "auto_scale": True, "slab": slab}],
        },
        applies_to_product="product",
    )
    quoted = sold(
        Line("soap", bought, "48.00", tax_rate=0),
        store=Store("INR", promotions=[free]),
    )
    found = refunds_of(quoted, *path)

    assert expected == [each.returned[0].free_quantity for each in found]


def funded_quote(off: str = "100.00") -> Quote:
    """Return three units of which the platform pays a part."""
    funded = coupon(
        "c",
        "discount",
        ["C"],
        {"discount_type": "fixed-amount", "fixed_discount_amount": off},
        applies_to_product="all",
        x_checkout_core={"funded_by": "platform"},
    )
    return sold(
        Line("a", 3, "100.00", tax_rate=18),
        store=Store("INR", coupons=[funded]),
        coupon_code="C",
    )


def test_what_others_funded_goes_back_to_them() -> None:
    """The shopper gets what is left of the price with its tax."""
    found = refunds_of(funded_quote(), {0: 1}, {0: 1}, {0: 1})

    assert ["118.00"] * 3 == texts(each.amount for each in found)
    assert ["33.34", "33.33", "33.33"] == texts(each.funded for each in found)
    assert ["84.66", "84.67", "84.67"] == texts(each.gateway for each in found)
    assert "33.34" == str(found[0].lines[0].funded)


def test_what_two_others_funded_goes_back_together() -> None:
    """30.00 and 10.00 of 200.00: half of the 40.00 comes with half of the goods."""
    offers = [
        promotion(
            name,
            "discount",
            {"discount_type": "fixed-amount", "fixed_discount_amount": off},
            applies_to_product="all",
            can_be_used_with_other_promotion=True,
            x_checkout_core={"funded_by": who},
        )
        for name, off, who in (("p", "30.00", "platform"), ("b", "10.00", "brand"))
    ]
    quoted = sold(
        Line("a", 2, "100.00", tax_rate=0), store=Store("INR", promotions=offers)
    )
    found = refunds_of(quoted, {0: 1}, {0: 1})

    assert ["20.00", "20.00"] == texts(each.funded for each in found)
    assert ["80.00", "80.00"] == texts(each.gateway for each in found)


@pytest.mark.parametrize(
    ("way", "shipped", "charged"),
    [
        ("never", ["0.00", "0.00", "0.00"], ["0.00", "0.00", "0.00"]),
        ("full_on_full_return", ["0.00", "0.00", "59.00"], ["0.00", "0.00", "10.62"]),
        ("pro_rata", ["19.67", "19.66", "19.67"], ["3.54", "3.54", "3.54"]),
    ],
)
def test_delivery_and_charges_by_policy(
    way: str, shipped: list[str], charged: list[str]
) -> None:
    """Never, with the last unit, or by the value of what came back."""
    policy = RefundPolicy(shipping=way, charges=way)
    found = refunds_of(delivered(), {0: 1}, {0: 1}, {1: 1}, policy=policy)

    assert shipped == texts(each.shipping.amount for each in found)
    assert charged == texts(each.charges.amount for each in found)


def test_delivery_by_word() -> None:
    """What the caller says, tax in it, up to what was charged; charges are not."""
    policy = RefundPolicy(shipping="explicit")
    quoted = delivered()
    first = refund(quoted, {}, id="A", at=AT, policy=policy, shipping="0.01")
    second = refund(
        quoted, {0: 1}, id="B", at=AT, policy=policy, shipping="9", earlier=[first]
    )
    third = refund(
        quoted,
        {0: 1, 1: 1},
        id="C",
        at=AT,
        policy=policy,
        shipping="49.99",
        earlier=[first, second],
    )

    assert ["0.01", "9.00", "49.99"] == texts(
        each.shipping.amount for each in (first, second, third)
    )
    assert D("9.00") == sum(x.shipping.tax_amount for x in (first, second, third))
    assert ("0.01", ()) == (str(first.credit), first.returned)


@pytest.mark.parametrize(
    ("shipping", "expected"),
    [
        ("59.01", [("shipping", "more_than_charged")]),
        ("-1", [("shipping", "negative"), ("shipping", "more_than_charged")]),
        ("0.001", [("shipping", "off_grid")]),
        (0, [("returned", "nothing_returned")]),
        (None, [("returned", "nothing_returned")]),
    ],
)
def test_delivery_by_word_is_checked(
    shipping: Any, expected: list[tuple[str, str]]
) -> None:
    """No more than was charged, and something at all."""
    policy = RefundPolicy(shipping="explicit")

    assert expected == refund_faults(delivered(), {}, policy=policy, shipping=shipping)


def test_delivery_by_word_needs_its_policy() -> None:
    """Another policy says itself what is refunded."""
    assert [("shipping", "shipping_not_explicit")] == refund_faults(
        delivered(), {0: 1}, shipping="5.00"
    )


@pytest.mark.parametrize(
    ("price", "steps", "amounts", "rounded"),
    [
        ("10.30", [1, 1], ["10.30", "10.70"], ["0.00", "0.40"]),
        ("10.20", [1, 1], ["10.20", "9.80"], ["0.00", "-0.40"]),
        ("0.20", [1, 1], ["0.00", "0.00"], ["-0.20", "-0.20"]),
    ],
)
def test_the_round_off_comes_with_the_last_unit(
    price: str, steps: list[int], amounts: list[str], rounded: list[str]
) -> None:
    """Earlier only where more would be refunded than was paid."""
    quoted = sold(Line("a", 2, price, tax_rate=0), store=Store("INR", round_off="1"))
    found = refunds_of(quoted, *[{0: units} for units in steps])

    assert amounts == texts(each.amount for each in found)
    assert rounded == texts(each.round_off for each in found)


def test_the_round_off_waits_where_charges_are_kept() -> None:
    """100.40 was rounded to 100.00; half of it is 50.20, whatever is kept."""
    quoted = sold(Line("a", 2, "50.20", tax_rate=0), store=Store("INR", round_off="1"))
    found = refunds_of(quoted, {0: 1}, {0: 1}, policy=RefundPolicy(charges="never"))

    assert ["50.20", "49.80"] == texts(each.amount for each in found)


def test_the_round_off_of_what_is_not_refunded_stays() -> None:
    """Where the delivery is kept, no refund goes below nothing."""
    quoted = sold(
        Line("a", 1, "0.20", tax_rate=0),
        store=Store("INR", round_off="1"),
        shipping=Shipping("50.10"),
    )
    (found,) = refunds_of(quoted, {0: 1}, policy=RefundPolicy(shipping="never"))

    assert "50.00" == str(quoted.to_be_paid)
    assert ("0.00", "-0.20") == (str(found.amount), str(found.round_off))
