# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What gift cards pay, by hand, and what a quote shows of them."""

from __future__ import annotations

import json
import pickle

from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Customer,
    GiftCard,
    Line,
    Loyalty,
    Quote,
    Store,
    dumps,
    evaluate,
    near_miss,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_order,
    write_quote,
)
from checkout_core.wire.quotes import fingerprint
from tests.factories.faults import faults_of


D = Decimal
NOON = "2026-11-22T12:00:00+05:30"
#: The same moment, and a second later.
NOW, NEXT = "2026-11-22T06:30:00Z", "2026-11-22T06:30:01Z"
TEE = Line("tee", 1, "500.00", tax_rate=0)
#: 500.00, of which the first card expires now.
CARDS = (
    GiftCard("AAAA1111", "200.00", expires_at=NOON),
    GiftCard("BBBB2222", "150.00"),
    GiftCard("CCCC3333", "400.00"),
)


def priced(*cards: GiftCard, store: Store | None = None, **more: Any) -> Quote:
    """Return a quote at noon of one tee for 500.00, paid with gift cards."""
    fields = {"id": "c1", "credit_balance_used": "100.00"} | more
    customer = Customer("u", credit_balance="100.00", loyalty_points_balance=1000)
    cart = Cart("INR", [TEE], gift_cards=cards, customer=customer, **fields)
    return quote(cart, store or Store("INR"), at=NOON)


def test_cards_pay_in_the_carts_order_before_credit() -> None:
    """An expired one pays nothing, and the last one what is left."""
    found = priced(*CARDS)

    assert [
        ("points", "", "0", "0", ""),
        ("gift_card", "****1111", "200.00", "0.00", "gift_card_expired"),
        ("gift_card", "****2222", "150.00", "150.00", ""),
        ("gift_card", "****3333", "400.00", "350.00", "nothing_left_to_pay"),
        ("credit", "", "100.00", "0.00", "nothing_left_to_pay"),
    ] == [(x.kind, x.name, str(x.asked), str(x.granted), x.why) for x in found.tenders]
    totals = found.totals
    assert (D("500.00"), D("500.00"), D("500.00"), D("0.00")) == (
        totals.credit_balance_used,
        totals.other_savings,
        totals.grand_total,
        totals.to_be_paid,
    )
    assert [
        ("gift_card", "****2222", D("150.00")),
        ("gift_card", "****3333", D(350)),
    ] == [(row.kind, row.name, row.amount) for row in found.entries[-2:]]


def test_points_pay_before_cards() -> None:
    """25.00 of points, 150.00 of the card, 100.00 of credit; 225.00 is left."""
    loyal = Store("INR", loyalty=Loyalty(value_per_point="0.25", points_per_unit=1))
    found = priced(CARDS[1], store=loyal, loyalty_points_redeemed=100)
    order = write_order(found)

    assert [D("25.00"), D("150.00"), D("100.00")] == [x.value for x in found.tenders]
    assert (D("250.00"), D("225.00"), 475) == (
        order["credit_balance_used"],
        order["to_be_paid"],
        # Cards and credit earn points, points do not.
        order["loyalty_points_earned"],
    )


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (GiftCard("AAAA1111", 0), "gift_card_empty"),
        (GiftCard("AAAA1111", 0, expires_at=NOON), "gift_card_expired"),
        (
            GiftCard("AAAA1111", 5, expires_at="2026-11-22T06:30:00Z"),
            "gift_card_expired",
        ),
        (GiftCard("AAAA1111", 5, expires_at="2026-11-22T06:30:01Z"), ""),
        (GiftCard("AAAA1111", 5), ""),
    ],
)
def test_a_card_that_pays_nothing_is_refused(card: GiftCard, expected: str) -> None:
    """As a value with a sentence, under the masked code."""
    found = priced(card)
    sentences = {
        "gift_card_expired": "This gift card has ended.",
        "gift_card_empty": "This gift card is used up.",
    }

    assert (
        [(None, "gift_card", expected, "****1111", sentences[expected], D("0.00"))]
        if expected
        else []
    ) == [
        (x.offer_id, x.kind, x.code, x.name, x.message, x.short_amount)
        for x in found.refusals
    ]
    for refusal in found.refusals:
        assert near_miss(found, Store("INR"), refusal) is None


def test_a_card_after_all_is_paid_says_so() -> None:
    """It pays 0.00, and is not refused."""
    found = priced(GiftCard("AAAA1111", 500), GiftCard("BBBB2222", 1))

    assert ("nothing_left_to_pay", D("0.00")) == (
        found.tenders[2].why,
        found.tenders[2].value,
    )
    assert () == found.refusals


def test_only_a_redemption_has_the_code() -> None:
    """With the amount to take, and a key that shows it as little as anything else."""
    found = priced(*CARDS)
    taken = found.figures.redemptions

    assert [
        (None, "gift_card", "BBBB2222", "u", 1, "c1/gift_card/1", "", D("150.00")),
        (None, "gift_card", "CCCC3333", "u", 1, "c1/gift_card/2", "", D("350.00")),
    ] == [attrs.astuple(each) for each in taken]
    assert "BBBB2222" not in f"{found!r} {taken!r} {found.cart.gift_cards!r}"
    assert "code='****2222'" in repr(taken)
    assert [("cart_without_id", None)] * 2 == [
        (x.why, x.idempotency_key) for x in priced(*CARDS, id="").figures.redemptions
    ]
    written = write_quote(found)
    assert ["****1111", "****2222", "****3333"] == [
        each["code"] for each in written["cart"]["gift_cards"]
    ]
    shown = dumps({**written, "redemptions": None})
    assert not any(card.code in shown for card in CARDS)


def test_a_stored_quote_is_the_same() -> None:
    """Read, verified, pickled, and priced from its own masked cart."""
    found = priced(*CARDS)
    verify(found)
    text = dumps(write_quote(found))
    again = read_quote(text, verify=True)

    assert found == again == read_quote(text) == pickle.loads(pickle.dumps(found))
    assert text == dumps(write_quote(again))
    masked = quote(found.cart, Store("INR"), at=NOON)
    assert found.tenders == masked.tenders
    assert "****2222" == masked.figures.redemptions[0].code


def told(change: Any) -> list[tuple[str, str]]:
    """Return the faults of a stored quote after a *change* of its document."""
    document: dict[str, Any] = json.loads(dumps(write_quote(priced(*CARDS))))
    change(document)
    document["fingerprint"] = fingerprint(document)
    return faults_of(read_quote, dumps(document), verify=True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda x: x["redemptions"][0].update(code="BBBB9999"),
            ["redemptions"],
        ),
        (lambda x: x["redemptions"][0].update(amount="1.00"), ["redemptions"]),
        (lambda x: x["redemptions"].pop(), ["redemptions"]),
        (lambda x: x["refusals"][0].update(code="gift_card_empty"), ["refusals"]),
        (lambda x: x["refusals"].clear(), ["refusals"]),
        (lambda x: x["gift_cards"][1].update(asked="151.00"), ["gift_cards[1]"]),
        (
            lambda x: x["gift_cards"][1].update(name="****9999"),
            ["gift_cards.granted"] * 2,
        ),
    ],
)
def test_what_a_stored_quote_cannot_say(change: Any, expected: list[str]) -> None:
    """Everything but the whole code follows from the cart."""
    assert expected == [path for path, _ in told(change)][:2][: len(expected)]


def test_a_code_of_the_same_mask_is_the_hosts_word() -> None:
    """The quote's own cart shows no more than that."""
    document = json.loads(dumps(write_quote(priced(*CARDS))))
    document["redemptions"][0]["code"] = "XXXX2222"
    document["fingerprint"] = fingerprint(document)

    assert "XXXX2222" == read_quote(document, verify=True).figures.redemptions[0].code


def test_a_sentence_may_be_of_an_earlier_release() -> None:
    """What a refusal says is not what it is."""
    document = json.loads(dumps(write_quote(priced(*CARDS))))
    document["refusals"][0]["message"] = "It is over."
    document["fingerprint"] = fingerprint(document)

    assert "It is over." == read_quote(document, verify=True).refusals[0].message


def test_a_card_that_expires_needs_a_moment() -> None:
    """In Python and in a document; one that does not expire needs none."""
    cart = Cart("INR", [TEE], gift_cards=CARDS)
    document = {
        "cart": {
            "currency": "INR",
            "cart_items": [
                {
                    "product_id": "tee",
                    "quantity": 1,
                    "selling_price": 500,
                    "tax_rate": 0,
                }
            ],
            "gift_cards": [{"code": "AAAA1111", "balance": 1, "expires_at": NOON}],
        }
    }
    store = Store("INR")

    assert [("at", "gift_card_time_required")] == faults_of(quote, cart, store)
    assert [("at", "gift_card_time_required")] == faults_of(read_checkout, document)
    paid = quote(Cart("INR", [TEE], gift_cards=CARDS[1:]), store)
    assert D("0.00") == paid.to_be_paid
    with pytest.raises(CheckoutError):
        quote(cart, Store("JPY"))


def test_offers_are_evaluated_with_the_cards() -> None:
    """What is to be paid is what they leave, and the quote shows no code."""
    cart = Cart("INR", [TEE], gift_cards=CARDS[1:2])
    found = evaluate(cart, Store("INR"), at=NOON)

    assert (D("350.00"), "****2222") == (
        found.quote.to_be_paid,
        found.quote.cart.gift_cards[0].code,
    )
