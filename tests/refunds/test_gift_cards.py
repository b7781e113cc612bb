# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Money goes back to the gift card that it came from, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkout_core import (
    Cart,
    Customer,
    GiftCard,
    Line,
    Loyalty,
    Quote,
    Store,
    dumps,
    quote,
    read_refund,
    write_refund,
)
from checkout_core.refunds import Refund, RefundPolicy, cancellation
from tests.factories.refunds import AT, refunds_of


D = Decimal
NOON = "2026-11-22T12:00:00+05:30"


def paid(*cards: GiftCard, credit: str = "0", points: int = 0) -> Quote:
    """Return 500.00 for five units, paid with gift cards, credit and points of 1.00."""
    customer = Customer("u", credit_balance=credit, loyalty_points_balance=points)
    cart = Cart(
        "INR",
        [Line("a", 5, "100.00", tax_rate=0)],
        gift_cards=cards,
        customer=customer,
        credit_balance_used=credit,
        loyalty_points_redeemed=points,
    )
    store = Store("INR", loyalty=Loyalty(value_per_point=1))
    return quote(cart, store, at=NOON)


def went(notes: tuple[Refund, ...]) -> list[list[str]]:
    """Return what goes to the gateway and then to each tender."""
    return [
        [str(note.gateway), *[str(part.restored) for part in note.tenders]]
        for note in notes
    ]


CARDS = (
    GiftCard("AAAA1111", "200.00", expires_at=NOON),
    GiftCard("BBBB2222", "150.00"),
    GiftCard("CCCC3333", "400.00"),
)


def test_the_last_card_used_is_the_first_to_get_back() -> None:
    """Of 500.00 by cards of 150.00 and 350.00, 400.00 is 350.00 and 50.00."""
    found = refunds_of(paid(*CARDS), {0: 4}, {0: 1})

    assert ["credit", "****3333", "****2222", "****1111", "points"] == [
        part.name or part.kind for part in found[0].tenders
    ]
    assert [
        ["0.00", "0.00", "350.00", "50.00", "0.00", "0"],
        ["0.00", "0.00", "0.00", "100.00", "0.00", "0"],
    ] == went(found)


def test_the_waterfall_with_everything() -> None:
    """Gateway 100.00, credit 50.00, cards of one mask 150.00 and 100.00, points."""
    cards = (GiftCard("AAAA1111", 100), GiftCard("BBBB1111", 150))
    quoted = paid(*cards, credit="50.00", points=100)

    assert [
        ["100.00", "0.00", "0.00", "0.00", "0"],
        ["0.00", "50.00", "50.00", "0.00", "0"],
        ["0.00", "0.00", "100.00", "0.00", "0"],
        ["0.00", "0.00", "0.00", "100.00", "0"],
        ["0.00", "0.00", "0.00", "0.00", "100"],
    ] == went(refunds_of(quoted, *[{0: 1}] * 5))


def test_pro_rata_every_card_is_a_tender() -> None:
    """A fifth of each with every unit."""
    cards = (GiftCard("AAAA1111", 100), GiftCard("BBBB1111", 150))
    quoted = paid(*cards, credit="50.00", points=100)
    policy = RefundPolicy(tenders="pro_rata")
    each = ["20.00", "10.00", "30.00", "20.00", "20"]

    assert [each] * 5 == went(refunds_of(quoted, *[{0: 1}] * 5, policy=policy))


def test_an_expired_card_gets_its_money_back() -> None:
    """When it ends matters to what it pays, and not to what it is given."""
    card = GiftCard("AAAA1111", 500, expires_at="2026-11-22T12:00:01+05:30")
    found = cancellation(paid(card), id="C", at=AT)

    assert [D("500.00")] == [x.restored for x in found.tenders if x.name]


def test_a_charge_is_kept_from_cards_last() -> None:
    """After money and credit, from the card that gets back first."""
    cards = (GiftCard("AAAA1111", 100), GiftCard("BBBB2222", 300))
    policy = RefundPolicy(cancellation_charge=150)
    found = cancellation(paid(*cards, credit="50.00"), id="C", at=AT, policy=policy)

    assert [D("0.00"), D("250.00"), D("100.00")] == [
        x.restored for x in found.tenders if x.kind != "points"
    ]
    assert D("150.00") == found.charge


@pytest.mark.parametrize("steps", [[{0: 4}], [{0: 2}, {0: 3}]])
def test_a_refund_is_stored_with_its_cards(steps: list[dict[int, int]]) -> None:
    """Each by its masked code, and it is read as the same refund."""
    for note in refunds_of(paid(*CARDS), *steps):
        text = dumps(write_refund(note))

        assert note == read_refund(text)
        assert "****3333" in text
        assert "CCCC" not in text
