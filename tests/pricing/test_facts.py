# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Offers that ask for facts or exclude lines: refusals in their order, and figures."""

from __future__ import annotations

import json

from typing import Any

import pytest

from attrs import evolve

from checkout_core import (
    Cart,
    Conditions,
    Exclude,
    Line,
    Payment,
    Quote,
    Store,
    dumps,
    promotion,
    quote,
    read_quote,
    verify,
    write_quote,
)
from checkout_core.offers import categories, percentage_off
from checkout_core.pricing.refusals import named_payments, payment_names
from checkout_core.views import explain, refusal_text
from checkout_core.words import English
from tests.factories.carts import AT, Document, line, priced
from tests.factories.faults import faults_of
from tests.factories.offers import (
    buy_get,
    coupon,
    fixed,
    outcome,
    percentage,
    row,
)
from tests.factories.offers import promotion as vendors
from tests.factories.tables import case


GOLD = {"category_ids": ["gold"]}
TEE_AND_COIN = "T 1 x 600.00; G 1 x 5000.00 in gold"


def ten(own: Document, **fields: Any) -> Document:
    """Return a promotion of 10 % on everything with own keys."""
    return vendors("discount", percentage("10"), "all", x_checkout_core=own, **fields)


def when(**conditions: Any) -> Document:
    """Return 10 % on everything under conditions."""
    return ten({"conditions": conditions})


def said(quoted: Quote) -> list[str]:
    """Return the sentences of the refusals."""
    return [each.message for each in quoted.refusals]


# The order of the checks, each with what comes after it; noon of a Sunday.
ORDER: list[tuple[str, Document, Document]] = [
    ("not_started", {"starts_at": "2027-01-01T00:00:00Z"}, {}),
    ("expired", {"expires_at": "2026-11-22T00:00:00Z"}, {}),
    ("outside_hours", {}, {"windows": [{"weekdays": [1]}]}),
    ("limit_reached", {"redemption_limits": {"total_redemptions": 0}}, {}),
    ("customer_limit_reached", {}, {}),
    ("wrong_channel", {}, {"channels": ["app"]}),
    ("wrong_pincode", {}, {"pincodes": ["56"]}),
    ("wrong_group", {}, {"customer_groups": ["vip"]}),
    ("not_first_order", {}, {"first_order": True}),
    ("too_few_orders", {}, {"minimum_orders": 2}),
    ("wrong_payment", {}, {"payment": [{"method": "upi"}]}),
    ("all_excluded", {}, {}),
    ("below_minimum", {"minimum_order_total": "1000000.00"}, {}),
]


@pytest.mark.parametrize("first", range(len(ORDER)), ids=[each[0] for each in ORDER])
def test_the_first_failing_code_is_told(first: int) -> None:
    """Of an offer that fails all checks from one on."""
    fields: Document = {}
    conditions: Document = {}
    own: Document = {}
    for code, more, asked in ORDER[first:]:
        if "starts_at" not in fields or "expires_at" not in more:
            # One that has not started cannot have ended.
            fields |= more
        conditions |= asked
        if code == "customer_limit_reached":
            limits = fields.get("redemption_limits", {})
            fields["redemption_limits"] = {**limits, "per_customer_redemptions": 1}
        if code == "all_excluded":
            own["exclude"] = {"product_ids": ["A"]}
    own["conditions"] = conditions
    found = priced(
        "A 1 x 100.00",
        ten(own, **fields),
        customer={"id": "u1", "offer_redemptions": {"p": 1}},
    )

    assert [ORDER[first][0]] == [each.code for each in found.refusals]


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        case(
            "hours",
            {"windows": [{"to": "09:00"}]},
            "This offer is not open at this time.",
        ),
        case("channel", {"channels": ["app"]}, "This offer is not available here."),
        case("place", {"pincodes": ["1"]}, "This offer does not reach your address."),
        case("group", {"customer_groups": ["x"]}, "This offer is for members only."),
        case("first", {"first_order": True}, "This offer is for a first order."),
        case(
            "one order",
            {"minimum_orders": 3},
            "This offer opens after 1 more order.",
        ),
        case(
            "orders",
            {"minimum_orders": 4},
            "This offer opens after 2 more orders.",
        ),
        case(
            "payment",
            {"payment": [{"method": "upi"}]},
            "Pay with UPI to use this offer.",
        ),
        case(
            "payments",
            {
                "payment": [
                    {"method": "card", "issuer": "HDFC", "card_type": "credit"},
                    {"method": "emi", "emi_months": 6},
                    {"method": "card", "bin": "4555", "network": "Visa"},
                    {"method": "wallet"},
                ]
            },
            "Pay with a card (HDFC, credit), EMI (6 months) or a card (Visa, number"
            " 4555...) to use this offer.",
        ),
    ],
)
def test_sentences(conditions: Document, sentence: str) -> None:
    """A shopper reads what is asked for; of payments the first three."""
    found = priced(
        "A 1 x 100.00", when(**conditions), customer={"orders_placed": 2, "id": "u"}
    )

    assert [sentence] == said(found)
    assert sentence == refusal_text(found.refusals[0], found, locale="en_IN")


def test_a_refusal_says_how_far_it_is() -> None:
    """Orders that are missing, and how one can pay instead."""
    orders = priced("A 1 x 100.00", when(minimum_orders=3)).refusals[0]
    payment = priced(
        "A 1 x 100.00", when(payment=[{"method": "upi", "app": "PhonePe"}])
    ).refusals[0]

    assert (3, ()) == (orders.short_orders, orders.payments)
    assert (0, [("upi", "PhonePe")]) == (
        payment.short_orders,
        [(each.method, each.app) for each in payment.payments],
    )


@pytest.mark.parametrize(
    ("method", "name"),
    [
        case("a card", Payment("card"), "a card"),
        case("UPI", Payment("upi", app="PhonePe"), "UPI (PhonePe)"),
        case("a bank", Payment("netbanking", issuer="SBI"), "net banking (SBI)"),
        case("a wallet", Payment("wallet"), "a wallet"),
        case("months", Payment("emi", emi_months=1), "EMI (1 month)"),
        case("later", Payment("pay_later"), "a pay-later account"),
        case("cash", Payment("cash_on_delivery"), "cash on delivery"),
        case("a transfer", Payment("bank_transfer"), "a bank transfer"),
        case("prepaid", Payment("card", card_type="prepaid"), "a card (prepaid)"),
    ],
)
def test_every_method_has_a_name(method: Payment, name: str) -> None:
    """What a sentence calls a payment."""
    english = English(Cart("INR", [Line("a", 1, "1.00", tax_rate=0)]).currency)

    assert name == payment_names(english, named_payments([method]))


def test_a_method_of_a_later_release_keeps_its_word() -> None:
    """A stored refusal can name a method that is not known here."""
    found = priced("A 1 x 100.00", when(payment=[{"method": "upi"}]))
    (refusal,) = found.refusals
    (payment,) = refusal.payments
    later = evolve(refusal, payments=(evolve(payment, method="barter"),))

    assert "Pay with barter to use this offer." == refusal_text(
        later, found, locale="en_IN"
    )


def test_explain_tells_what_was_asked_for() -> None:
    """The agent reads the reason as well."""
    found = priced(
        "A 1 x 100.00",
        {**when(payment=[{"method": "upi"}]), "name": "UPI day"},
        {**when(minimum_orders=2), "id": "q", "name": "Loyal"},
    )
    told = " ".join(explain(found, locale="en_IN").split())

    assert "it is for payments with UPI." in told
    assert "the customer has to place 2 more orders first." in told


# Exclusions -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "offer", "expected"),
    [
        case(
            "the coin does not count: 600.00 of 1,000.00",
            TEE_AND_COIN,
            ten({"exclude": GOLD}, minimum_order_total="1000.00"),
            "below_minimum 400.00",
        ),
        case(
            "all on the tee",
            "T 1 x 1000.00; G 1 x 5000.00 in gold",
            ten({"exclude": GOLD}, minimum_order_total="1000.00"),
            "900.00 5000.00",
        ),
        case(
            "nothing but the coin",
            "G 1 x 5000.00 in gold",
            ten({"exclude": GOLD}, minimum_order_total="9000.00"),
            "all_excluded",
        ),
        case(
            "the product it is for",
            TEE_AND_COIN,
            vendors(
                "discount",
                percentage("10", row("G")),
                x_checkout_core={"exclude": GOLD},
            ),
            "all_excluded",
        ),
        case(
            "one of the products it is for",
            TEE_AND_COIN,
            vendors(
                "discount",
                percentage("10", row("G"), row("T")),
                x_checkout_core={"exclude": GOLD},
            ),
            "540.00 5000.00",
        ),
        case(
            "a category of which one line is excluded",
            "T 1 x 600.00 in sale; G 1 x 5000.00 in gold,sale",
            vendors(
                "discount",
                percentage("10", categories=["sale"]),
                "category",
                x_checkout_core={"exclude": {"product_ids": ["G"]}},
            ),
            "540.00 5000.00",
        ),
        case(
            "the bought line does not count",
            "A 2 x 100.00; B 1 x 50.00",
            vendors(
                "buy-x-get-y",
                buy_get((2, "A", 1, "B")),
                x_checkout_core={
                    "exclude": {"variant_ids": ["x"], "product_ids": ["A"]}
                },
            ),
            "no_matching_items",
        ),
        case(
            "nothing of the cart is excluded",
            "T 1 x 1000.00",
            ten({"exclude": GOLD}),
            "900.00",
        ),
        case(
            "an exclusion that asks nothing",
            "G 1 x 1000.00 in gold",
            ten({"exclude": {}}),
            "900.00",
        ),
    ],
)
def test_an_excluded_line(said: str, offer: Document, expected: str) -> None:
    """Neither in the target nor in the minimum, and the other offers see it."""
    assert expected == outcome(said, offer)


def test_the_distance_is_that_of_the_others() -> None:
    """1,000.00 less the 600.00 that count."""
    offer = ten({"exclude": GOLD}, minimum_order_total="1000.00")
    found = priced(TEE_AND_COIN, offer)

    assert ["Add ₹400.00 more to use this offer."] == said(found)


def test_what_is_reduced_can_be_excluded() -> None:
    """A listing price above the selling price; a line without one is not reduced."""
    goods = [
        line("A 1 x 100.00", listing_price="120.00"),
        line("B 1 x 100.00", listing_price="100.00"),
        line("C 1 x 100.00"),
        line("D 1 x 100.00", listing_price="90.00"),
    ]
    found = priced(goods, ten({"exclude": {"discounted": True}}))

    assert ["100.00", "90.00", "90.00", "90.00"] == [str(x.left) for x in found.lines]


def test_the_minimum_of_a_coupon_looks_at_what_promotions_left() -> None:
    """Of 1,000.00 and a coin 100.00 go: 900.00 of 950.00, the coin aside."""
    off = vendors("discount", fixed("100.00", row("T")))
    save = coupon(
        "discount",
        percentage("10"),
        "all",
        minimum_order_total="950.00",
        x_checkout_core={"exclude": GOLD},
    )
    found = priced("T 1 x 1000.00; G 1 x 5000.00 in gold", off, save)

    assert ["Add ₹50.00 more to use this offer."] == said(found)


def test_free_delivery_that_excludes_everything() -> None:
    """Delivery is for every line: with each of them excluded it is for none."""
    free = vendors("free-shipping", x_checkout_core={"exclude": GOLD})
    shipping = {"shipping": {"estimated_cost": "60.00", "tax_rate": "0"}}

    assert ("all_excluded", "600.00 5000.00") == (
        outcome("G 1 x 5000.00 in gold", free, cart=shipping),
        outcome(TEE_AND_COIN, free, cart=shipping),
    )


@pytest.mark.parametrize(
    ("said", "gift", "exclude", "sentence"),
    [
        case("a free soap", "A 2 x 100.00", "S", GOLD, "Add 1 of S: it is free."),
        case(
            "a soap that is excluded",
            "A 2 x 100.00",
            "S",
            {"product_ids": ["S"]},
            "This offer needs items that are not in your cart.",
        ),
        case(
            "a soap in the cart that is excluded",
            "A 2 x 100.00; S 1 x 20.00 in gold",
            "S",
            GOLD,
            "This offer needs items that are not in your cart.",
        ),
    ],
)
def test_an_excluded_gift_is_not_asked_for(
    said: str, gift: str, exclude: Document, sentence: str
) -> None:
    """To add it would not help."""
    offer = vendors(
        "buy-x-get-y",
        buy_get((2, "A", 1, gift)),
        x_checkout_core={"exclude": exclude},
    )

    assert [sentence] == [each.message for each in priced(said, offer).refusals]


def test_equal_exclusions_are_one() -> None:
    """A cart works them out once for all offers of a store."""
    gold = Exclude(categories("gold"))
    store = Store(
        "INR",
        promotions=[
            promotion(f"p{i}", percentage_off(10), exclude=gold) for i in range(3)
        ],
    )

    assert 1 == len({id(each.exclude) for each in store.index.promotions})


# Documents --------------------------------------------------------------------------


def test_a_quote_keeps_what_it_was_made_of() -> None:
    """Payment, channel, groups and the store's offset are read again as they were."""
    document: dict[str, Document] = {
        "cart": {
            "payment": {"method": "card", "issuer": "HDFC"},
            "channel": "app",
        },
        "customer": {"id": "u1", "groups": ["vip"], "orders_placed": 0},
        "store": {"utc_offset": "+05:30"},
    }
    found = priced("A 1 x 100.00", when(channels=["app"]), **document)
    written = write_quote(found)
    verify(json.loads(dumps(written)))
    again = read_quote(dumps(written))

    assert (found.cart, found.policies) == (again.cart, again.policies)
    assert document["cart"] == {key: written["cart"][key] for key in document["cart"]}
    assert "+05:30" == written["store"]["utc_offset"]
    assert ["vip"] == written["customer"]["groups"]


def test_a_quote_without_them_does_not_name_them() -> None:
    """Keys that say nothing are left out."""
    written = write_quote(priced("A 1 x 100.00", when(channels=["app"])))

    assert {"payment", "channel"}.isdisjoint(written["cart"])
    assert {"groups", "orders_placed"}.isdisjoint(written["customer"])
    assert "utc_offset" not in written["store"]
    assert {"short_orders", "payments"}.isdisjoint(written["refusals"][0])


@pytest.mark.parametrize(
    ("offset", "code"),
    [
        case("no sign", "05:30", "bad_offset"),
        case("too far", "+14:01", "bad_offset"),
        case("no minutes", "+05", "bad_offset"),
        case("60 minutes", "+05:60", "bad_offset"),
        case("a zone", "Asia/Kolkata", "bad_offset"),
        case("a number", 5, "wrong_type"),
    ],
)
def test_a_bad_offset(offset: Any, code: str) -> None:
    """An offset is a sign, two digits of hours and two of minutes."""
    assert [("utc_offset", code)] == faults_of(lambda: Store("INR", utc_offset=offset))


@pytest.mark.parametrize("offset", ["-14:00", "+00:00", "-00:00", "+13:59", "+14:00"])
def test_a_good_offset(offset: str) -> None:
    """It is kept as it was given."""
    assert offset == Store("INR", utc_offset=offset).policies.utc_offset


def test_the_hours_are_those_of_the_store() -> None:
    """Noon in India is 06:30 in London, where the shop opens at 06:00."""
    early = promotion(
        "early",
        percentage_off(10),
        conditions=Conditions(windows=[{"from": "06:00", "to": "07:00"}]),  # type: ignore[list-item] # a document is as good
    )
    cart = Cart("INR", [Line("a", 1, "100.00", tax_rate=0)])
    here, there = (
        quote(cart, Store("INR", promotions=[early], utc_offset=each), at=AT)
        for each in (None, "+00:00")
    )

    assert ("100.00", "90.00") == (str(here.to_be_paid), str(there.to_be_paid))
