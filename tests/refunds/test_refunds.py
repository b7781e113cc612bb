# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Money back, by hand: what each return refunds, and where it goes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import (
    Address,
    Cart,
    Charge,
    CheckoutError,
    Customer,
    Line,
    Loyalty,
    Quote,
    Shipping,
    Store,
    TaxPolicy,
    coupon,
    promotion,
    quote,
)
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.refunds.proration import apportion, to_tenders
from checkout_core.store import tax_classes
from factories.orders import faults


AT = "2026-12-01T10:00:00+05:30"
D = Decimal


def sold(*lines: Line, store: Store | None = None, **cart: Any) -> Quote:
    """Return the quote of some lines."""
    return quote(Cart("INR", lines, **cart), store or Store("INR"), at=AT)


def walked(quoted: Quote, *steps: dict[int, int], **more: Any) -> tuple[Refund, ...]:
    """Return the refunds of some returns, one after the other."""
    found: tuple[Refund, ...] = ()
    for at, step in enumerate(steps):
        found += (refund(quoted, step, id=f"R{at}", at=AT, earlier=found, **more),)
    return found


def texts(values: Any) -> list[str]:
    """Return amounts as text."""
    return [str(each) for each in values]


def refused(*arguments: Any, **more: Any) -> list[tuple[str, str]]:
    """Return path and code of everything that is wrong with a refund."""
    with pytest.raises(CheckoutError) as caught:
        refund(*arguments, **{"id": "R", "at": AT} | more)
    return faults(caught.value)


# The cumulative method ----------------------------------------------------------


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
    found = walked(quoted, *[{0: units} for units in steps])

    assert D(price) == quoted.to_be_paid
    assert amounts == texts(each.gateway + each.credit for each in found)


def test_tax_inside_stays_inside() -> None:
    """Halves are equal in every refund, and the three make the price."""
    store = Store("INR", tax=TaxPolicy(seller_state="Goa"))
    tee = Line("tee", 3, "33.33", tax_rate=18, price_including_tax=True)
    quoted = sold(tee, store=store, shipping_address=Address(state="Goa"))
    lines = [each.lines[0] for each in walked(quoted, {0: 1}, {0: 1}, {0: 1})]

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
    (found,) = walked(quoted, {0: 1, 1: 1})

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
    lines = [each.lines[0] for each in walked(quoted, {0: 1}, {0: 1}, {0: 1})]

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
    found = walked(sold(lamp), {0: 1}, {0: 2}, policy=RefundPolicy(shipping="never"))

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
    found = walked(quoted, *path)

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
    found = walked(funded_quote(), {0: 1}, {0: 1}, {0: 1})

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
    found = walked(quoted, {0: 1}, {0: 1})

    assert ["20.00", "20.00"] == texts(each.funded for each in found)
    assert ["80.00", "80.00"] == texts(each.gateway for each in found)


# Delivery, charges, round-off ---------------------------------------------------

WRAP = Charge("Gift wrap", "9.00", tax_rate=18)


def delivered(**more: Any) -> Quote:
    """Return two lines with delivery and a charge."""
    return sold(
        Line("a", 2, "100.00", tax_rate=0),
        Line("b", 1, "100.00", tax_rate=0),
        store=Store("INR", charges=[WRAP], **more),
        shipping=Shipping("50.00", tax_rate=18),
    )


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
    found = walked(delivered(), {0: 1}, {0: 1}, {1: 1}, policy=policy)

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

    assert expected == refused(delivered(), {}, policy=policy, shipping=shipping)


def test_delivery_by_word_needs_its_policy() -> None:
    """Another policy says itself what is refunded."""
    assert [("shipping", "shipping_not_explicit")] == refused(
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
    found = walked(quoted, *[{0: units} for units in steps])

    assert amounts == texts(each.amount for each in found)
    assert rounded == texts(each.round_off for each in found)


def test_the_round_off_waits_where_charges_are_kept() -> None:
    """100.40 was rounded to 100.00; half of it is 50.20, whatever is kept."""
    quoted = sold(Line("a", 2, "50.20", tax_rate=0), store=Store("INR", round_off="1"))
    found = walked(quoted, {0: 1}, {0: 1}, policy=RefundPolicy(charges="never"))

    assert ["50.20", "49.80"] == texts(each.amount for each in found)


def test_the_round_off_of_what_is_not_refunded_stays() -> None:
    """Where the delivery is kept, no refund goes below nothing."""
    quoted = sold(
        Line("a", 1, "0.20", tax_rate=0),
        store=Store("INR", round_off="1"),
        shipping=Shipping("50.10"),
    )
    (found,) = walked(quoted, {0: 1}, policy=RefundPolicy(shipping="never"))

    assert "50.00" == str(quoted.to_be_paid)
    assert ("0.00", "-0.20") == (str(found.amount), str(found.round_off))


# Tenders ------------------------------------------------------------------------

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


def went(notes: tuple[Refund, ...]) -> list[tuple[str, str, int, str]]:
    """Return where each refund went."""
    return [
        (str(x.gateway), str(x.credit), x.points, str(x.points_value)) for x in notes
    ]


def test_the_waterfall() -> None:
    """Money first, then credit, then points: the reverse of how they paid."""
    found = walked(tendered(), {0: 1}, {0: 1}, {0: 1}, {0: 1})

    assert [
        ("100.00", "0.00", 0, "0.00"),
        ("100.00", "0.00", 0, "0.00"),
        ("40.00", "60.00", 0, "0.00"),
        ("0.00", "0.00", 400, "100.00"),
    ] == went(found)


def test_pro_rata() -> None:
    """Every tender by its share, cumulatively."""
    policy = RefundPolicy(tenders="pro_rata")
    found = walked(tendered(), {0: 1}, {0: 2}, {0: 1}, policy=policy)

    assert [
        ("60.00", "15.00", 100, "25.00"),
        ("120.00", "30.00", 200, "50.00"),
        ("60.00", "15.00", 100, "25.00"),
    ] == went(found)


@pytest.mark.parametrize(
    ("way", "points"),
    [
        ("none", [0, 0, 0]),
        ("full_refund_only", [0, 0, 400]),
        ("pro_rata", [100, 200, 100]),
    ],
)
def test_points_restored(way: str, points: list[int]) -> None:
    """Never, with the last unit, or as their value is refunded."""
    policy = RefundPolicy(tenders="pro_rata", points_restored=way)
    found = walked(tendered(), {0: 1}, {0: 2}, {0: 1}, policy=policy)

    assert points == [each.points for each in found]
    assert ["25.00", "50.00", "25.00"] == texts(each.points_value for each in found)


def test_points_without_a_value_are_none() -> None:
    """Where points paid nothing, none come back."""
    (found,) = walked(sold(Line("a", 1, "5.00", tax_rate=0)), {0: 1})

    assert (0, 0) == (found.points, found.points_reversed)


def test_a_change_of_policy_loses_nothing() -> None:
    """After a waterfall, pro rata takes what is left."""
    quoted = tendered()
    first = walked(quoted, {0: 2})
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
    (found,) = walked(quoted, {0: 1}, policy=policy)

    assert (gateway, moved, moved) == (
        str(found.gateway),
        str(found.credit),
        str(found.moved),
    )


def test_currencies_without_a_known_minimum_have_none() -> None:
    """One yen goes through the gateway."""
    quoted = quote(Cart("JPY", [Line("a", 1, 1, tax_rate=0)]), Store("JPY"))
    (found,) = walked(quoted, {0: 1})

    assert "1" == str(found.gateway)


def test_what_is_owed_is_forgiven_before_money_goes_back() -> None:
    """Of a half-paid order the debt shrinks first; then what came goes back."""
    quoted = sold(Line("a", 4, "25.00", tax_rate=0))
    found = walked(quoted, {0: 1}, {0: 2}, {0: 1}, paid="40.00")

    assert ["25.00", "35.00", "0.00"] == texts(each.unpaid for each in found)
    assert ["0.00", "15.00", "25.00"] == texts(each.gateway for each in found)


def test_money_that_was_charged_back_is_not_paid_back() -> None:
    """Where less is there now than was given, nothing more goes out."""
    quoted = sold(Line("a", 2, "25.00", tax_rate=0))
    first = walked(quoted, {0: 1})
    second = refund(quoted, {0: 1}, id="B", at=AT, earlier=first, paid="10.00")

    assert ("0.00", "25.00") == (str(second.gateway), str(second.unpaid))


def test_points_earned_are_taken_back() -> None:
    """Earned on 400.00 - 100.00; what is kept still earns, by the rules of then."""
    policy = RefundPolicy(tenders="pro_rata")
    found = walked(tendered(), {0: 1}, {0: 2}, {0: 1}, policy=policy)

    assert 30 == tendered().totals.loyalty_points_earned
    assert [8, 15, 7] == [each.points_reversed for each in found]


ONE_A_RUPEE = Loyalty(value_per_point="1", points_per_unit=1)


def rewarded(
    least: int = 1, loyalty: Loyalty | None = ONE_A_RUPEE
) -> tuple[Quote, Store]:
    """Return an order with a bonus of 50 points, and its store."""
    bonus = coupon(
        "c",
        "accelerated-rewards",
        ["C"],
        {
            "bonus_loyalty_point": 50,
            "products": [{"product_id": "a", "minimum_quantity": least}],
        },
        applies_to_product="product",
    )
    store = Store("INR", coupons=[bonus], loyalty=loyalty)
    line = Line("a", 2, "10.00", tax_rate=0)
    return sold(line, store=store, coupon_code="C"), store


def test_a_bonus_stays_until_everything_is_back() -> None:
    """While offers are retained, so is what they gave."""
    quoted, _ = rewarded(2)

    assert [10, 60] == [x.points_reversed for x in walked(quoted, {0: 1}, {0: 1})]


def test_a_bonus_that_is_no_longer_earned_is_taken_back() -> None:
    """What is kept is judged anew, its bonus too."""
    quoted, store = rewarded(2)
    policy = RefundPolicy(promotion_break="recompute")
    found = walked(quoted, {0: 1}, {0: 1}, policy=policy, store=store)

    assert [60, 10] == [each.points_reversed for each in found]


def test_a_bonus_needs_no_programme() -> None:
    """Without one nothing else was earned, and nothing else is taken back."""
    quoted, store = rewarded(2, None)
    policy = RefundPolicy(promotion_break="recompute")
    found = walked(quoted, {0: 1}, {0: 1}, policy=policy, store=store)

    assert [50, 0] == [each.points_reversed for each in found]


# Broken promotions ----------------------------------------------------------------


def volume(percent: int, least: int = 2, **more: Any) -> Any:
    """Return a promotion for many units of a product."""
    slab = {"quantity": least, "condition": "greater", "discount_percent": percent}
    return promotion(
        "v",
        "volume-based",
        {"products": [{"product_id": "a", "slabs": [slab]}], **more},
        applies_to_product="product",
    )


def test_recompute_keeps_the_price_of_what_is_kept() -> None:
    """Three for 270.00 become two for 200.00: 70.00 come back, then all the rest."""
    store = Store("INR", promotions=[volume(10)])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store)
    policy = RefundPolicy(promotion_break="recompute")
    found = walked(quoted, {0: 1}, {0: 1}, {0: 1}, policy=policy, store=store)

    assert ["70.00", "100.00", "100.00"] == texts(each.gateway for each in found)


def test_retain_gives_back_what_was_paid_for_the_units() -> None:
    """The same returns by the stored shares."""
    store = Store("INR", promotions=[volume(10)])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store)

    assert ["90.00"] * 3 == texts(
        each.gateway for each in walked(quoted, {0: 1}, {0: 1}, {0: 1})
    )


def test_recompute_never_asks_for_money() -> None:
    """Where what is kept costs more than was paid, nothing comes back."""
    store = Store("INR", promotions=[volume(60)])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store)
    policy = RefundPolicy(promotion_break="recompute")
    found = walked(quoted, {0: 1}, {0: 1}, {0: 1}, policy=policy, store=store)

    assert ["0.00", "20.00", "100.00"] == texts(each.gateway for each in found)
    assert 1 == found[0].lines[0].quantity


def test_recompute_keeps_the_halves_of_goods_and_of_handling_apart() -> None:
    """
    322.11 were paid and 238.34 are kept: 83.77 by 107.37 as one unit was priced.

    89.99, twice 8.10, 1.00 and twice 0.09 fall to 70.21, 6.31, 0.78 and 0.07; the
    two paise left are one for each half of the tax on goods, 631.96 of them.
    """
    store = Store("INR", promotions=[volume(10)], tax=TaxPolicy(seller_state="Goa"))
    tee = Line(
        "a",
        3,
        "99.99",
        tax_rate=18,
        handling_charge_excluding_tax="1.00",
        handling_charge_tax_rate=18,
    )
    quoted = sold(tee, store=store, shipping_address=Address(state="Goa"))
    policy = RefundPolicy(promotion_break="recompute")
    (found,) = walked(quoted, {0: 1}, policy=policy, store=store)

    (line,) = found.lines
    assert ("83.77", "70.21", "0.78") == (
        str(found.amount),
        str(line.taxable_value),
        str(line.handling_charge_excluding_tax),
    )
    assert ["6.32", "6.32"] == texts(each.amount for each in line.components)
    assert ["0.07", "0.07"] == texts(each.amount for each in line.handling_components)


def test_recompute_gives_back_what_has_become_cheaper() -> None:
    """A capped discount that weighs more on less: the rest is on the line kept."""
    cap = promotion(
        "p",
        "discount",
        {
            "discount_type": "percentage",
            "discount_percent": 10,
            "maximum_discount_amount": "50.00",
        },
        applies_to_product="all",
    )
    store = Store("INR", promotions=[cap])
    quoted = sold(
        Line("a", 1, "500.00", tax_rate=0), Line("b", 1, "500.00", tax_rate=0),
        store=store,
    )  # fmt: skip
    policy = RefundPolicy(promotion_break="recompute")
    first, second = walked(quoted, {0: 1}, {1: 1}, policy=policy, store=store)

    assert ("500.00", "450.00") == (str(first.gateway), str(second.gateway))
    assert [(0, 1, 0, "475.00"), (1, 0, 0, "25.00")] == [
        (x.line, x.quantity, x.free_quantity, str(x.amount)) for x in first.lines
    ]


@pytest.mark.parametrize("rate", ["0", "12"])
def test_recompute_taxes_what_is_kept_as_it_was(rate: str) -> None:
    """Goods of a class at 0 or 12 % that the store taxes at 40 % since."""
    then = Store("INR", tax_classes=tax_classes({"milk": {"tax_rate": rate}}))
    now = Store("INR", tax_classes=tax_classes({"milk": {"tax_rate": "40"}}))
    quoted = sold(Line("a", 2, "100.00", tax_class="milk"), store=then)
    policy = RefundPolicy(promotion_break="recompute")
    found = walked(quoted, {0: 1}, policy=policy, store=now)

    assert [f"{100 + int(rate)}.00"] == texts(each.gateway for each in found)


def test_recompute_counts_delivery_that_is_no_longer_free() -> None:
    """What is kept misses the threshold and pays its delivery."""
    store = Store("INR", free_shipping_threshold="150.00")
    quoted = sold(
        Line("a", 2, "100.00", tax_rate=0), store=store, shipping=Shipping("30.00")
    )
    policy = RefundPolicy(promotion_break="recompute")
    found = walked(quoted, {0: 1}, {0: 1}, policy=policy, store=store)

    assert ["70.00", "130.00"] == texts(each.gateway for each in found)


def test_recompute_with_what_others_fund() -> None:
    """The shopper keeps what is paid for them while the offer holds."""
    funded = coupon(
        "c",
        "discount",
        ["C"],
        {"discount_type": "fixed-amount", "fixed_discount_amount": "60.00"},
        applies_to_product="all",
        x_checkout_core={"funded_by": "platform"},
        minimum_order_total="250.00",
    )
    store = Store("INR", coupons=[funded])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store, coupon_code="C")
    policy = RefundPolicy(promotion_break="recompute")
    found = walked(quoted, {0: 1}, {0: 1}, {0: 1}, policy=policy, store=store)

    assert ["40.00", "100.00", "100.00"] == texts(each.gateway for each in found)
    assert D("60.00") == sum(each.funded for each in found)


def test_what_others_funded_never_costs_the_shopper() -> None:
    """Of a unit that is free by the platform, none is asked for at a later return."""
    row = {
        "buy_product_id": "a",
        "buy_variant_id": None,
        "buy_from_category_id": None,
        "get_product_id": "a",
        "get_variant_id": None,
        "get_from_category_id": None,
        "minimum_purchase_amount": "0.01",
        "get_quantity": 1,
        "get_offer_type": "free",
        "get_discount_percent": None,
    }
    free = promotion(
        "b",
        "buy-x-get-y",
        {"spending_criteria_type": "minimum-purchase-amount", "products": [row]},
        applies_to_product="product",
        x_checkout_core={"funded_by": "platform"},
    )
    store = Store("INR", promotions=[free])
    quoted = sold(Line("a", 5, "0.03", tax_rate=0), store=store)
    found: tuple[Refund, ...] = ()
    for at in range(5):
        way = "retain" if at else "recompute"
        policy = RefundPolicy(promotion_break=way)
        found += (
            refund(
                quoted,
                {0: 1},
                id=f"R{at}",
                at=AT,
                earlier=found,
                policy=policy,
                store=store,
            ),
        )
        found[-1].check()

    assert quoted.totals.funded_savings == sum(each.funded for each in found)
    assert quoted.to_be_paid == sum(each.due.gateway for each in found)


def test_looking_at_offers_again_needs_the_store() -> None:
    """Both policies say so."""
    quoted = sold(Line("a", 1, "1.00", tax_rate=0))

    for way in ("recompute", "bundle_only"):
        assert [("store", "required")] == refused(
            quoted, {0: 1}, policy=RefundPolicy(promotion_break=way)
        )


def bought_two() -> tuple[Quote, Store]:
    """Return an order in which a cup makes a plate free, and a spoon."""
    row = {
        "buy_product_id": "cup",
        "buy_variant_id": None,
        "buy_from_category_id": None,
        "get_product_id": "plate",
        "get_variant_id": None,
        "get_from_category_id": None,
        "minimum_quantity": 1,
        "get_quantity": 1,
        "get_offer_type": "free",
        "get_discount_percent": None,
    }
    offer = promotion(
        "b",
        "buy-x-get-y",
        {"spending_criteria_type": "minimum-quantity", "products": [row]},
        applies_to_product="product",
    )
    store = Store("INR", promotions=[offer])
    return (
        sold(
            Line("cup", 1, "50.00", tax_rate=0, product_name="Cup"),
            Line("plate", 1, "40.00", tax_rate=0),
            Line("spoon", 2, "5.00", tax_rate=0),
            store=store,
        ),
        store,
    )


BUNDLES = RefundPolicy(promotion_break="bundle_only")


@pytest.mark.parametrize(
    ("step", "missing"), [({0: 1}, "'plate'"), ({1: 1, 2: 1}, "'Cup'")]
)
def test_a_bundle_is_not_torn_apart(step: dict[int, int], missing: str) -> None:
    """The bought and the free come back together; the fault names the rest."""
    quoted, store = bought_two()

    with pytest.raises(CheckoutError, match=missing) as caught:
        refund(quoted, step, id="R", at=AT, policy=BUNDLES, store=store)

    assert [("returned", "bundle_broken")] == faults(caught.value)


def test_a_whole_bundle_comes_back() -> None:
    """Together they may, and what no offer ties may by itself."""
    quoted, store = bought_two()
    found = walked(quoted, {2: 1}, {0: 1, 1: 1}, policy=BUNDLES, store=store)

    assert ["5.00", "50.00"] == texts(each.gateway for each in found)


def test_an_offer_for_everything_is_no_bundle() -> None:
    """A percentage off ties nothing together."""
    ten = promotion(
        "p",
        "discount",
        {"discount_type": "percentage", "discount_percent": 10},
        applies_to_product="all",
    )
    store = Store("INR", promotions=[ten])
    quoted = sold(Line("a", 2, "10.00", tax_rate=0), store=store)

    assert ["9.00"] == texts(
        each.gateway for each in walked(quoted, {0: 1}, policy=BUNDLES, store=store)
    )


@pytest.mark.parametrize("known", [[volume(10)], []])
def test_a_volume_offer_is_a_bundle(known: list[Any]) -> None:
    """Its units come back together, even where the store has forgotten the offer."""
    store = Store("INR", promotions=[volume(10)])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store)

    assert [("returned", "bundle_broken")] == refused(
        quoted, {0: 1}, policy=BUNDLES, store=Store("INR", promotions=known)
    )


# Cancellation -----------------------------------------------------------------------


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


# What is refused --------------------------------------------------------------------

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
    assert expected == refused(ONE, returned, **more)


def test_an_id_is_used_once() -> None:
    """A refund of the same id would be the same refund to the gateway."""
    first = walked(ONE, {0: 1})

    assert [("id", "refund_id_used")] == refused(ONE, {0: 1}, id="R0", earlier=first)


def test_after_everything_nothing_is_left() -> None:
    """A refund after everything is refused."""
    everything = walked(ONE, {0: 1}, {0: 1})

    assert [("returned[0]", "more_than_bought")] == refused(
        ONE, {0: 1}, earlier=everything
    )


def others() -> list[Refund]:
    """Return refunds that are not of `ONE`, for one reason each."""
    (own,) = walked(ONE, {0: 1})
    (back,) = own.returned
    return [
        walked(sold(Line("a", 2, "11.00", tax_rate=0)), {0: 2})[0],
        walked(sold(Line("a", 2, "10.00", tax_rate=5)), {0: 1})[0],
        attrs.evolve(own, currency="USD"),
        attrs.evolve(own, entries=(attrs.evolve(own.entries[0], amount=D("20.01")),)),
        attrs.evolve(own, entries=(attrs.evolve(own.entries[0], amount=D("-0.01")),)),
        attrs.evolve(own, due=attrs.evolve(own.due, gateway=D("20.01"))),
        attrs.evolve(own, returned=(attrs.evolve(back, line=1),)),
        attrs.evolve(own, returned=(attrs.evolve(back, quantity=3),)),
    ]


@pytest.mark.parametrize("other", others())
def test_refunds_of_another_order_do_not_fit(other: Refund) -> None:
    """What was refunded is of this order and no more than it."""
    found = refused(ONE, {0: 1}, id="X", earlier=[other])

    assert ("earlier", "refunds_do_not_fit") == found[0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"tenders": "x"}, [("tenders", "not_a_choice")]),
        ({"promotion_break": None}, [("promotion_break", "required")]),
        ({"shipping": "x"}, [("shipping", "not_a_choice")]),
        ({"charges": "explicit"}, [("charges", "not_a_choice")]),
        ({"points_restored": "x"}, [("points_restored", "not_a_choice")]),
        ({"minimum_amount": -1}, [("minimum_amount", "negative")]),
        (
            {"cancellation_charge": 1.5, "cancellation_reason": None},
            [
                ("cancellation_charge", "float_given"),
                ("cancellation_reason", "wrong_type"),
            ],
        ),
    ],
)
def test_a_policy_is_checked(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Every fault of a policy at once."""
    with pytest.raises(CheckoutError) as caught:
        RefundPolicy(**fields)

    assert expected == faults(caught.value)


# Shares -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "figures", "expected"),
    [
        (0, [[0]], [[0]]),
        (1, [[3], [3]], [[1], [0]]),
        (3, [[2], [1, 1]], [[1], [1, 1]]),
        (2, [[1], [1, 1], [1]], [[1], [0, 0], [1]]),
        (1, [[5, 5]], [[0, 0]]),
        (3, [[1], [5, 5]], [[1], [1, 1]]),
        (1, [[0], [5, 5]], [[0], [0, 0]]),
        (3, [[3], [1, 1]], [[3], [0, 0]]),
    ],
)
def test_split(total: int, figures: list[list[int]], expected: list[list[int]]) -> None:
    """Largest remainders first, pairs together, nobody above what they have."""
    assert expected == apportion(total, figures)


def test_tenders_without_anything_take_nothing() -> None:
    """An order that cost nothing is refunded to nobody."""
    assert [0, 0, 0] == to_tenders(0, [0, 0, 0], [0, 0, 0], pro_rata=True)
