# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Budgets of money: what an offer takes of one, and that it never takes more.

Each edge is tried at and one above it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    Offer,
    OfferGroup,
    Quote,
    Redemptions,
    Shipping,
    Store,
    coupon,
    dumps,
    promotion,
    quote,
    read_quote,
    read_store,
    verify,
    write_quote,
)
from checkout_core.offers import (
    EVERYTHING,
    amount_off,
    bonus_points,
    free_goods,
    free_shipping,
    percentage_off,
)
from checkout_core.wire import read_promotion, write_store
from tests.factories.carts import AT
from tests.factories.faults import faults_of
from tests.factories.tables import case


def goods(price: str = "1000.00", **fields: Any) -> Line:
    """Return a line of one unit without tax."""
    return Line("A", 1, price, **{"tax_rate": 0, **fields})


def sold(
    *offers: Offer,
    taken: dict[str, Any] | None = None,
    line: Line | None = None,
    groups: tuple[OfferGroup, ...] = (),
    **cart: Any,
) -> Quote:
    """Return the quote in a store that has *taken* of budgets, once it is verified."""
    store = Store(
        "INR",
        promotions=[each for each in offers if each.kind == "promotion"],
        coupons=[each for each in offers if each.kind == "coupon"],
        offer_discounts=taken,
        offer_groups=groups,
    )
    found = quote(Cart("INR", [line or goods()], id="c1", **cart), store, at=AT)
    found.check()
    verify(found)
    assert found == read_quote(dumps(write_quote(found)), verify=True)
    return found


def amounts(found: Quote) -> list[str | None]:
    """Return what each redemption takes of a budget."""
    return [
        None if each.amount is None else str(each.amount)
        for each in found.figures.redemptions
    ]


def codes(found: Quote) -> list[str]:
    """Return why offers do not apply."""
    return [each.code for each in found.refusals]


@pytest.mark.parametrize(
    ("gift", "line", "expected"),
    [
        case("10 % of 1,000.00", percentage_off(10), goods(), "100.00"),
        case(
            "an amount off a price with tax inside",
            amount_off(18),
            goods("118.00", tax_rate=18, price_including_tax=True),
            "18.00",
        ),
        case(
            "an amount off a price with tax on top",
            amount_off(18),
            goods("118.00", tax_rate=18),
            "18.00",
        ),
        case("the delivery, without its tax", free_shipping(), goods(), "50.00"),
        case(
            "two free units at their price",
            free_goods(2, every_quantity=1),
            goods("99.00", tax_rate=18),
            "198.00",
        ),
    ],
)
def test_what_an_offer_takes(gift: Any, line: Line, expected: str) -> None:
    """Off goods and delivery in their own basis, free units at their price."""
    found = sold(
        promotion("p", gift, budget="1000"),
        line=line,
        shipping=Shipping("50.00", tax_rate=18),
    )

    assert [expected] == amounts(found)


def test_what_another_pays_is_taken_too() -> None:
    """The budget is that of the offer, whoever pays for it."""
    offer = promotion("p", amount_off(70), funded_by="brand", budget="1000")

    assert ["70.00"] == amounts(sold(offer))


def test_an_offer_without_a_budget_says_no_amount() -> None:
    """Nor does its document have the key."""
    found = sold(promotion("p", amount_off(70)))

    assert [None] == amounts(found)
    assert "amount" not in write_quote(found)["redemptions"][0]


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        case("nothing yet", None, ("900.00", [])),
        case("of another offer", {"other": "999.00"}, ("900.00", [])),
        case("all but 100.00", {"p": "400.00"}, ("900.00", [])),
        case("all but 99.99", {"p": "400.01"}, ("1000.00", ["limit_reached"])),
        case("all", {"p": "500.00"}, ("1000.00", ["limit_reached"])),
        case("more than all", {"p": "600"}, ("1000.00", ["limit_reached"])),
    ],
)
def test_it_never_takes_more_than_is_left(
    taken: dict[str, str] | None, expected: tuple[str, list[str]]
) -> None:
    """10 % of 1,000.00 need 100.00 of a budget of 500.00."""
    found = sold(promotion("p", percentage_off(10), budget="500.00"), taken=taken)

    assert expected == (str(found.to_be_paid), codes(found))


def test_the_others_see_what_it_did_not_take() -> None:
    """A promotion whose budget is too small takes nothing off what comes after it."""
    found = sold(
        promotion("small", percentage_off(50), budget="499.99"),
        promotion("ten", percentage_off(10)),
    )

    assert ("900.00", ["limit_reached"]) == (str(found.to_be_paid), codes(found))


def test_it_is_not_picked_as_the_best() -> None:
    """Of a group that picks the best, it is none that gives something."""
    found = sold(
        promotion("small", percentage_off(50), group="sale", budget="499.99"),
        promotion("ten", percentage_off(10), group="sale"),
        groups=(OfferGroup("sale", "best"),),
    )

    assert ("900.00", ["limit_reached"]) == (str(found.to_be_paid), codes(found))


def test_a_coupon_has_one_too() -> None:
    """100.00 off, of which 99.99 are left."""
    offer = coupon("c", amount_off(100), ["C"], budget="99.99")

    assert ["limit_reached"] == codes(sold(offer, coupon_code="C"))


def test_a_coupon_alone_has_one_too() -> None:
    """What is too much of its budget replaces nothing."""
    offer = coupon(
        "c",
        amount_off(100),
        ["C"],
        can_be_used_with_promotion=False,
        budget="99.99",
    )

    assert ["limit_reached"] == codes(sold(offer, coupon_code="C"))


def test_points_take_nothing_of_what_is_left() -> None:
    """0.01 is left, and points need nothing of it."""
    offer = coupon("p", bonus_points(100, on=EVERYTHING), ["P"], budget="500.00")

    found = sold(offer, taken={"p": "499.99"}, coupon_code="P")

    assert ([], ["0.00"]) == (codes(found), amounts(found))


def test_a_budget_that_is_used_up_is_said_before_what_is_missing() -> None:
    """It is a limit, and limits come before minimums."""
    offer = promotion("p", amount_off(10), minimum_order_total=5000, budget="500.00")

    assert ["limit_reached"] == codes(sold(offer, taken={"p": "500.00"}))
    assert ["below_minimum"] == codes(sold(offer, taken={"p": "499.99"}))


def test_the_counters_of_the_call_take_the_place_of_the_store_s() -> None:
    """A host passes what its database has now."""
    offer = promotion("p", amount_off(10), budget="500.00")
    store = Store("INR", promotions=[offer], offer_discounts={"p": "500.00"})
    cart = Cart("INR", [goods()])

    fresh = quote(cart, store, at=AT, redemptions=Redemptions(discounts={"p": "490"}))

    assert "990.00" == str(fresh.to_be_paid)
    assert "1000.00" == str(quote(cart, store, at=AT).to_be_paid)


def test_a_counter_of_the_call_is_an_amount_of_the_store() -> None:
    """No currency is known before."""
    store, cart = Store("INR"), Cart("INR", [goods()])
    counted = Redemptions(discounts={"p": "1.001"})

    assert [("redemptions.offer_discounts.p", "off_grid")] == faults_of(
        quote, cart, store, at=AT, redemptions=counted
    )


# Keys ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "code"),
    [("-1", "negative"), (1.5, "float_given"), ("x", "bad_amount")],
)
def test_a_bad_budget(amount: Any, code: str) -> None:
    """It is an amount, 0 or more."""
    path = "x_checkout_core.redemption_limits.total_discount_amount"

    assert [(path, code)] == faults_of(promotion, "p", amount_off(10), budget=amount)


def test_a_budget_off_the_grid() -> None:
    """It is an amount in the store's currency."""
    offer = promotion("p", amount_off(10), budget="1.001")
    path = "promotions[0].x_checkout_core.redemption_limits.total_discount_amount"

    assert [(path, "off_grid")] == faults_of(Store, "INR", promotions=[offer])


def test_an_unknown_limit() -> None:
    """Nothing is accepted and ignored."""
    ours = {"x_checkout_core": {"redemption_limits": {"total": 1}}}

    assert [("x_checkout_core.redemption_limits.total", "unknown_key")] == faults_of(
        promotion, "p", amount_off(10), **ours
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"p": "-1"}, [("offer_discounts.p", "negative")]),
        ({"p": None, "q": 1.5}, [("offer_discounts", "float_given")]),
        ("x", [("offer_discounts", "wrong_type")]),
    ],
)
def test_bad_counters(given: Any, expected: list[tuple[str, str]]) -> None:
    """Each is an amount of 0 or more."""
    found = faults_of(Redemptions, discounts=given)

    assert expected[-1][1] in {code for _, code in found}


def test_counters_off_the_grid_of_a_store() -> None:
    """A store knows its currency."""
    assert [("offer_discounts.p", "off_grid")] == faults_of(
        Store, "INR", offer_discounts={"p": "0.001"}
    )


def test_the_documents_come_back() -> None:
    """An offer with a budget and a store with counters are read as equal ones."""
    offer = promotion("p", amount_off(10), budget="500.00")
    store = Store("INR", promotions=[offer], offer_discounts={"p": "12.50"})

    assert Decimal("500.00") == offer.limits.total_discount_amount
    assert offer == read_promotion(offer.document)
    assert store == read_store(write_store(store))
    assert "offer_discounts" not in write_store(Store("INR"))


def test_both_kinds_of_limits() -> None:
    """The vendor's counters and our own amount limit one offer."""
    offer = promotion(
        "p",
        amount_off(10),
        redemption_limits={"total_redemptions": 3},
        budget="500.00",
    )

    assert (3, Decimal("500.00")) == (
        offer.limits.total_redemptions,
        offer.limits.total_discount_amount,
    )


@pytest.mark.parametrize("amount", ["99.99", "100.01", "100"])
def test_a_stored_amount_that_was_changed(amount: str) -> None:
    """What an offer took of its budget follows from what it took off the lines."""
    document = write_quote(
        sold(
            promotion("p", percentage_off(10), budget="500"),
            promotion("free", free_shipping(), budget="500"),
            promotion("plain", amount_off(1)),
            shipping=Shipping("50.00", tax_rate=18),
        )
    )
    document["redemptions"][0]["amount"] = amount

    with pytest.raises(CheckoutError) as caught:
        verify(document)

    assert "redemptions" in [each.path for each in caught.value.faults]
