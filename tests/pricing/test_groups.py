# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Groups of promotions: one after another, each on what the groups before it left.

The names of the offers say what they take off: `ten` is 10 %, `off150` is 150.00.
"""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import (
    Cart,
    Line,
    Offer,
    OfferGroup,
    Quote,
    Shipping,
    Store,
    coupon,
    evaluate,
    promotion,
    quote,
    read_quote,
    verify,
    write_order,
    write_quote,
)
from checkout_core.offers import amount_off, free_shipping, percentage_off, row
from tests.factories.carts import AT
from tests.factories.tables import case


SALE, MEMBER = OfferGroup("sale", "best"), OfferGroup("member", "all")


def percent(name: str, value: int, group: str | None = None, **more: Any) -> Offer:
    """Return a promotion of a percentage of everything."""
    return promotion(name, percentage_off(value), group=group, **more)


def off(name: str, amount: int, group: str | None = None, **more: Any) -> Offer:
    """Return a promotion of an amount off everything."""
    return promotion(name, amount_off(amount), group=group, **more)


TEN = percent("ten", 10, "sale")
OFF150 = off("off150", 150, "sale")
FIVE = percent("five", 5, "member")
ALONE: dict[str, Any] = {"can_be_used_with_other_promotion": False}


def sold(*offers: Offer, groups: tuple[OfferGroup, ...] = (SALE, MEMBER)) -> Quote:
    """Return the quote of goods for 1,000.00 in a store with these promotions."""
    cart = Cart("INR", [Line("A", 1, "1000.00", tax_rate=0)])
    found = quote(cart, Store("INR", promotions=offers, offer_groups=groups), at=AT)
    found.check()
    verify(found)
    assert found == read_quote(write_quote(found), verify=True)
    return found


def said(found: Quote) -> tuple[str, list[str], list[tuple[str | None, str]]]:
    """Return what is to be paid, what applies in its sequence, and what does not."""
    return (
        str(found.to_be_paid),
        [each.id for each in found.promotions],
        [(each.offer_id, each.code) for each in found.refusals],
    )


LESSER = "excluded_by_promotion"


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        case(
            "150.00 is more than 10 %, and 5 % of 850.00 are 42.50",
            (FIVE, TEN, OFF150),
            ("807.50", ["off150", "five"], [("ten", LESSER)]),
        ),
        case(
            "promotions without a group come last: 10 % of 807.50",
            (percent("loose", 10), FIVE, TEN, OFF150),
            ("726.75", ["off150", "five", "loose"], [("ten", LESSER)]),
        ),
        case(
            "an exclusive one stays alone, and is better here",
            (FIVE, TEN, OFF150, percent("thirty", 30, **ALONE)),
            (
                "700.00",
                ["thirty"],
                [("ten", LESSER), ("off150", LESSER), ("five", LESSER)],
            ),
        ),
        case(
            "an exclusive one that saves less than the chain",
            (percent("nineteen", 19, **ALONE), FIVE, TEN, OFF150),
            ("807.50", ["off150", "five"], [("ten", LESSER), ("nineteen", LESSER)]),
        ),
        case(
            "of two that save the same, the first in the store",
            (off("off100", 100, "sale"), TEN),
            ("900.00", ["off100"], [("ten", LESSER)]),
        ),
        case(
            "a better one after two that save the same",
            (off("off100", 100, "sale"), TEN, OFF150),
            ("850.00", ["off150"], [("off100", LESSER), ("ten", LESSER)]),
        ),
        case(
            "in a group nobody asks what combines",
            (percent("ten", 10, "member", **ALONE), percent("five", 5, "member")),
            ("855.00", ["ten", "five"], []),
        ),
        case(
            "one member of a best group is all of it",
            (percent("five", 5), TEN),
            ("855.00", ["ten", "five"], []),
        ),
        case(
            "a member that does not apply says why itself",
            (off("much", 500, "sale", minimum_order_total="1000.01"), TEN, OFF150),
            ("850.00", ["off150"], [("much", "below_minimum"), ("ten", LESSER)]),
        ),
        case(
            "a member that gives nothing says why itself",
            (
                promotion(
                    "two",
                    percentage_off(50, rows=[row(product="A", minimum_quantity=2)]),
                    group="sale",
                ),
                TEN,
            ),
            ("900.00", ["ten"], [("two", "quantity_too_low")]),
        ),
        case(
            "a group of which nothing applies leaves all to the next",
            (
                percent("never", 50, "sale", starts_at="2027-01-01T00:00:00Z"),
                off("nor", 50, "sale", minimum_order_total="5000"),
                FIVE,
            ),
            ("950.00", ["five"], [("never", "not_started"), ("nor", "below_minimum")]),
        ),
        case(
            "a minimum looks at the listed sum, whatever earlier groups took",
            (OFF150, percent("five", 5, "member", minimum_order_total="1000")),
            ("807.50", ["off150", "five"], []),
        ),
        case(
            "of equal savings a chain stands where its first member in the store does",
            (
                off("last", 50, "member"),
                off("exclusive", 100, **ALONE),
                off("first", 50, "sale"),
            ),
            ("900.00", ["first", "last"], [("exclusive", LESSER)]),
        ),
        case(
            "and behind an exclusive one before it",
            (
                off("exclusive", 100, **ALONE),
                off("last", 50, "member"),
                off("first", 50, "sale"),
            ),
            ("900.00", ["exclusive"], [("first", LESSER), ("last", LESSER)]),
        ),
    ],
)
def test_which_promotions_apply(
    offers: tuple[Offer, ...],
    expected: tuple[str, list[str], list[tuple[str | None, str]]],
) -> None:
    """Group after group, then those without one; exclusive ones against all of them."""
    assert expected == said(sold(*offers))


def test_two_members_of_which_neither_gives_anything() -> None:
    """The group takes nothing, and the promotions without a group see all of it."""
    two = [row(product="A", minimum_quantity=2)]
    offers = [
        promotion(name, percentage_off(50, rows=two), group="sale") for name in "ab"
    ]

    assert (
        "900.00",
        ["ten"],
        [("a", "quantity_too_low"), ("b", "quantity_too_low")],
    ) == said(sold(*offers, percent("ten", 10)))


def test_the_runner_up_is_the_chain() -> None:
    """30 % alone saves 107.50 more than 150.00 and 42.50."""
    found = sold(FIVE, TEN, OFF150, percent("thirty", 30, **ALONE)).figures

    assert (("off150", "five"), (), "107.50") == (
        found.runner_up,
        found.runner_up_coupons,
        str(found.runner_up_behind),
    )


def test_the_order_counts_through_the_groups() -> None:
    """The first group's promotion has the sequence 1."""
    order = write_order(sold(FIVE, TEN, OFF150))

    assert [("off150", 1), ("five", 2)] == [
        (each["promotion_id"], each["applied_sequence"])
        for each in order["applied_promotions"]
    ]


def shipped(*offers: Offer, cost: str) -> list[str]:
    """Return what applies to goods for 1,000.00 whose delivery has 18 % on top."""
    cart = Cart(
        "INR",
        [Line("A", 1, "1000.00", tax_rate=0)],
        shipping=Shipping(cost, tax_rate=18),
    )
    store = Store("INR", promotions=offers, offer_groups=[MEMBER, SALE])
    return [each.id for each in quote(cart, store, at=AT).promotions]


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        case("100.01 with tax", "84.75", ["free"]),
        case("99.99 with tax", "84.74", ["ten"]),
    ],
)
def test_the_delivery_counts_with_its_tax(cost: str, expected: list[str]) -> None:
    """Free delivery is compared with 10 % by what the shopper saves."""
    free = promotion("free", free_shipping(), group="sale")

    assert expected == shipped(TEN, free, cost=cost)


def test_what_earlier_groups_saved_is_no_difference() -> None:
    """Another's discount, free units and free delivery count for all members alike."""
    offers = [
        promotion("funded", amount_off(100), group="member", funded_by="brand"),
        promotion("free", free_shipping(), group="member"),
        TEN,
        off("off89", 89, "sale"),
        off("off91", 91, "sale"),
    ]

    assert ["funded", "free", "off91"] == shipped(*offers, cost="50.00")


def test_a_coupon_that_replaces_the_chain() -> None:
    """All that were eligible are replaced by it, members that were not picked too."""
    half = coupon(
        "half", percentage_off(50), ["HALF"], can_be_used_with_promotion=False
    )
    store = Store(
        "INR",
        promotions=[FIVE, TEN, OFF150],
        coupons=[half],
        offer_groups=[SALE, MEMBER],
    )
    cart = Cart("INR", [Line("A", 1, "1000.00", tax_rate=0)], coupon_code="HALF")
    found = quote(cart, store, at=AT)

    assert ["ten", "off150", "five"] == [each.offer_id for each in found.refusals]
    assert {"excluded_by_coupon"} == {each.code for each in found.refusals}
    assert (("off150", "five"), "307.50") == (
        found.figures.runner_up,
        str(found.figures.runner_up_behind),
    )


def test_every_member_has_a_verdict() -> None:
    """What was picked with its saving, the other with its reason."""
    store = Store("INR", promotions=[FIVE, TEN, OFF150], offer_groups=[SALE, MEMBER])
    cart = Cart("INR", [Line("A", 1, "1000.00", tax_rate=0)])
    verdicts = evaluate(cart, store, at=AT).promotions

    assert [("42.50", "850.00"), ("0.00", "807.50"), ("150.00", "855.00")] == [
        (str(each.saving), str(each.without_offer)) for each in verdicts
    ]
    assert [None, LESSER, None] == [
        None if each.refusal is None else each.refusal.code for each in verdicts
    ]
