# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Gift cards of a cart: what is checked, and that no code is shown."""

from __future__ import annotations

import pickle

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Cart, CheckoutError, GiftCard, Line, dumps, read_cart
from checkout_core.tenders import masked
from checkout_core.wire.quotes import write_cart_input
from tests.factories.faults import faults_of


TEE = Line("tee", 1, "500.00", tax_rate=0)
CODE = "GIFT-AAAA-1111"


def cart(*cards: Any) -> Cart:
    """Return a cart that is paid with gift cards."""
    return Cart("INR", [TEE], gift_cards=cards)


def test_a_card_is_made_of_its_keys() -> None:
    """In Python or in a document, the code without the blanks around it."""
    ends = datetime(2026, 12, 1, tzinfo=UTC)
    made = GiftCard(f" {CODE}\t", "200.00", expires_at=ends)
    read = cart({"code": CODE, "balance": 200, "expires_at": "2026-12-01T00:00:00Z"})

    assert (CODE, Decimal("200.00"), ends) == (
        made.code,
        made.balance,
        made.expires_at,
    )
    assert (made,) == read.gift_cards
    assert made == pickle.loads(pickle.dumps(made))


@pytest.mark.parametrize(
    ("code", "expected"),
    [("12345", "****2345"), ("1234", "****"), ("****2345", "****2345"), ("é", "****")],
)
def test_what_is_shown_of_a_code(code: str, expected: str) -> None:
    """The last four characters, none of a code that has no more."""
    assert (expected, expected) == (masked(code), masked(masked(code)))


def test_no_code_is_shown() -> None:
    """Neither of a card, nor of a cart, nor of what it asks for."""
    card = GiftCard(CODE, "200.00")
    paid = cart(card)

    for shown in (repr(card), str(card), repr(paid), repr(paid.tenders)):
        assert CODE not in shown
    assert "****1111" in repr(card)
    assert "****1111" == paid.masked.gift_cards[0].code


def test_a_document_has_the_whole_code() -> None:
    """Of a cart's own: it is read again as the same cart."""
    paid = cart(GiftCard(CODE, "200.00", expires_at="2026-12-01T00:00:00Z"))
    written = write_cart_input(paid)

    assert [
        {"code": CODE, "balance": "200.00", "expires_at": "2026-12-01T00:00:00+00:00"}
    ] == written["gift_cards"]
    assert paid == read_cart(dumps(written))
    assert "gift_cards" not in write_cart_input(cart())


def test_cards_are_called_by_their_masks() -> None:
    """Two can have the same; they are told apart by their places."""
    paid = cart(GiftCard("AA1111", 1), GiftCard("BB1111", 2), GiftCard("A", 3))
    names = ["****1111", "****1111", "****"]

    assert names == [x.name for x in paid.tenders if x.kind == "gift_card"]
    assert paid.tenders == paid.masked.tenders


def test_masked_cards_may_be_equal() -> None:
    """The cart of a stored quote does not say whether they were one card."""
    paid = cart(GiftCard("****1111", 1), GiftCard("****1111", 1))

    assert 2 == len(paid.gift_cards)


CARD = {"code": CODE, "balance": "5.00"}


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        (CODE, [("gift_cards", "wrong_type")]),
        ([CODE], [("gift_cards[0]", "wrong_type")]),
        ([None], [("gift_cards[0]", "required")]),
        ([CARD] * 21, [("gift_cards", "too_many")]),
        (
            [{}],
            [("gift_cards[0].code", "required"), ("gift_cards[0].balance", "required")],
        ),
        ([{**CARD, "code": " "}], [("gift_cards[0].code", "empty_text")]),
        ([{**CARD, "code": 11111111}], [("gift_cards[0].code", "wrong_type")]),
        ([{**CARD, "code": CODE * 19}], [("gift_cards[0].code", "too_long")]),
        (
            [{**CARD, "code": f"\x00{CODE}"}],
            [("gift_cards[0].code", "control_character")],
        ),
        ([{**CARD, "cod": CODE}], [("gift_cards[0].cod", "unknown_key")]),
        ([{**CARD, "balance": "-1"}], [("gift_cards[0].balance", "negative")]),
        ([{**CARD, "balance": 1.5}], [("gift_cards[0].balance", "float_given")]),
        ([{**CARD, "balance": "0.001"}], [("gift_cards[0].balance", "off_grid")]),
        ([{**CARD, "expires_at": "2026"}], [("gift_cards[0].expires_at", "bad_time")]),
        (
            [{**CARD, "expires_at": "2026-12-01T00:00:00"}],
            [("gift_cards[0].expires_at", "naive_time")],
        ),
        (
            [CARD, {**CARD, "code": f" {CODE.lower()} "}],
            [("gift_cards[1].code", "same_gift_card")],
        ),
        (
            [{"code": CODE, "balance": "0.001", "expires_at": "2026"}, {"code": ""}],
            [
                ("gift_cards[0].expires_at", "bad_time"),
                ("gift_cards[1].code", "empty_text"),
                ("gift_cards[1].balance", "required"),
                ("gift_cards[0].balance", "off_grid"),
            ],
        ),
    ],
)
def test_faults_of_cards(cards: Any, expected: list[tuple[str, str]]) -> None:
    """Each has its path and its code, and all are named together."""
    assert expected == faults_of(Cart, "INR", [TEE], gift_cards=cards)


@pytest.mark.parametrize(
    "cards",
    [
        CODE,
        [CODE],
        [{**CARD, "cod": CODE}],
        [{**CARD, "code": CODE * 19}],
        [{**CARD, "code": f"\x00{CODE}"}],
        [CARD, {**CARD, "code": CODE.lower()}],
    ],
)
def test_no_fault_shows_a_code(cards: Any) -> None:
    """Neither as text nor as data."""
    document = {**write_cart_input(cart()), "gift_cards": cards}
    made: list[Callable[[], Cart]] = [
        lambda: Cart("INR", [TEE], gift_cards=cards),
        lambda: read_cart(document),
    ]
    for make in made:
        with pytest.raises(CheckoutError) as caught:
            make()
        shown = f"{caught.value} {caught.value.as_json()}"
        assert CODE.casefold() not in shown.casefold()
        assert "****" in shown


def test_the_faults_of_one_card() -> None:
    """As of its constructor, and a code of digits is masked too."""
    with pytest.raises(CheckoutError) as caught:
        GiftCard(1234567890, "0.0000001")  # type: ignore[arg-type]

    assert [("code", "****7890"), ("balance", "0.0000001")] == [
        (each.path, each.value) for each in caught.value.faults
    ]


def test_unknown_keys_can_be_ignored() -> None:
    """Of cards and of the parts of a plan, as of everything else."""
    document = write_cart_input(cart())
    document["gift_cards"] = [{**CARD, "colour": "red"}, 7]
    document["payment_plan"] = [{"due": "now", "note": ""}]
    with pytest.raises(CheckoutError) as caught:
        read_cart(document, unknown="ignore")
    document["gift_cards"] = [{**CARD, "colour": "red"}]
    read = read_cart(document, unknown="ignore")

    assert ["gift_cards[1]"] == [each.path for each in caught.value.faults]
    assert (1, 1) == (len(read.gift_cards), len(read.payment_plan or ()))
