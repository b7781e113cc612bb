# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The verdicts on all offers as text: what is shown, on paper of any width."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Cart, CheckoutError, Line, Store, coupon, evaluate, promotion
from checkout_core.evaluation import Evaluation
from checkout_core.views import verdicts
from checkout_core.views.layout import columns


AT = "2026-11-22T12:00:00+05:30"
TEN: dict[str, Any] = {"discount_type": "percentage", "discount_percent": 10}
BIG: dict[str, Any] = {"discount_type": "fixed-amount", "fixed_discount_amount": 500}
ALL: dict[str, Any] = {"applies_to_product": "all"}


def judged(
    *, promotions: Any = (), coupons: Any = (), currency: str = "INR", **more: Any
) -> Evaluation:
    """Return the verdicts of a store on two tees at 499.00, tax 0."""
    cart = Cart(
        currency, [Line("tee", 2, "499.00", tax_rate=0, product_name="Tee")], **more
    )
    store = Store(currency, promotions=promotions, coupons=coupons)
    return evaluate(cart, store, at=AT)


def test_a_store_without_offers() -> None:
    """There is nothing to say but the price."""
    assert [
        "To be paid               ₹998.00",
        "================================",
        "The store has no offers.",
    ] == verdicts(judged(), width=32).splitlines()


def test_promotions_and_coupons_stand_apart() -> None:
    """What applies comes first, each with what is to be paid with it and without.

    998.00 less 99.80; the coupon takes 500.00 of the 898.20 that are left.
    """
    found = judged(
        promotions=[
            promotion(
                "big", "discount", BIG, name="Big", minimum_order_total=2000, **ALL
            ),
            promotion("ten", "discount", TEN, name="Ten off", **ALL),
        ],
        coupons=[
            coupon(
                "late",
                "discount",
                ["LATE"],
                TEN,
                expires_at="2026-01-01T00:00:00Z",
                **ALL,
            ),
            coupon("c5", "discount", ["FIVE", "CINQ", "OTRO"], BIG, **ALL),
        ],
    )
    reasons = {
        each.offer.id: each.refusal.message
        for each in (*found.promotions, *found.coupons)
        if each.refusal
    }

    assert [
        "To be paid                       ₹898.20",
        "=" * 40,
        "Promotions that apply",
        "-" * 40,
        "Ten off                     saves ₹99.80",
        "  Pay ₹898.20 with it, ₹998.00 without.",
        "=" * 40,
        "Promotions that do not apply",
        "-" * 40,
        "Big",
        f"  {reasons['big']}",
        "=" * 40,
        "Coupons that apply",
        "-" * 40,
        "c5 (FIVE and 2 more)       saves ₹500.00",
        "  Pay ₹398.20 with it, ₹898.20 without.",
        "=" * 40,
        "Coupons that do not apply",
        "-" * 40,
        "late (LATE)",
        f"  {reasons['late']}",
    ] == verdicts(found, width=40).splitlines()


def test_an_offer_whose_name_is_blank() -> None:
    """It is called by its id."""
    found = judged(promotions=[promotion("ten", "discount", TEN, name=" ", **ALL)])

    assert "ten                 saves ₹99.80" in verdicts(found, width=32).splitlines()


def test_a_suggestion_follows_its_refusal() -> None:
    """A change after which the shopper pays no more is the document's sentence."""
    half: dict[str, Any] = {"discount_type": "percentage", "discount_percent": 50}
    found = judged(
        promotions=[
            promotion("half", "discount", half, minimum_order_total=1400, **ALL)
        ]
    )
    lines = verdicts(found, width=60).splitlines()

    refusal = found.promotions[0].refusal

    assert refusal is not None
    assert ["half", f"  {refusal.message}"] == lines[4:6]
    assert lines[6].startswith("  Take 1 more of Tee and pay ₹748.50")


def test_an_offer_that_applies_and_saves_no_money() -> None:
    """Points are no saving: it is only said that it applies."""
    points = {"bonus_loyalty_point": 50, "products": [{"product_id": "tee"}]}
    found = judged(
        coupons=[
            coupon(
                "double",
                "accelerated-rewards",
                ["POINTS"],
                points,
                applies_to_product="product",
            )
        ]
    )
    lines = verdicts(found, width=32).splitlines()

    assert "double (POINTS)          applies" == lines[4]


def test_rupees_are_grouped_as_in_india() -> None:
    """Two of 1,00,000.00."""
    cart = Cart("INR", [Line("gold", 2, "100000", tax_rate=0)])
    found = verdicts(evaluate(cart, Store("INR"), at=AT), width=32)

    assert "To be paid          ₹2,00,000.00" == found.splitlines()[0]


def test_another_currency_is_written_in_english() -> None:
    """Dollars have their own grouping, as in the story of a quote."""
    found = judged(currency="USD")

    assert (
        "To be paid               $998.00" == verdicts(found, width=32).splitlines()[0]
    )


@pytest.mark.parametrize("width", [32, 48, 240])
def test_no_line_is_wider_than_the_paper(width: int) -> None:
    """Names wrap, whatever blanks are in them."""
    name = "A very long name of an offer that nobody would print on paper\nor anywhere"
    found = judged(
        promotions=[promotion("ten", "discount", TEN, name=name, **ALL)],
        coupons=[coupon("c", "free-shipping", ["POST"], name=name)],
    )
    lines = verdicts(found, width=width).splitlines()

    assert width == max(map(columns, lines))


@pytest.mark.parametrize("width", [31, 241])
def test_a_width_that_no_paper_has(width: int) -> None:
    """The limits are those of the receipt."""
    with pytest.raises(CheckoutError, match="width: this must lie between 32 and 240"):
        verdicts(judged(), width=width)


@pytest.mark.parametrize(
    ("catalogue", "expected"),
    [
        ([], "  Add 1 of soap: it is free."),
        (
            [Line("soap", 1, "40.00", tax_rate=0)],
            "  Add 1 of soap: it is free, and you pay ₹30.00 in all.",
        ),
    ],
    ids=["of no known price", "of a known price"],
)
def test_a_missing_gift_is_named_once(catalogue: list[Line], expected: str) -> None:
    """The refusal and the suggestion are one sentence, with the price if known."""
    row = {
        "minimum_quantity": 3,
        "buy_product_id": "A",
        "get_product_id": "soap",
        "get_quantity": 1,
        "get_offer_type": "free",
    }
    details = {"spending_criteria_type": "minimum-quantity", "products": [row]}
    store = Store("INR", promotions=[promotion("g", "buy-x-get-y", details)])
    cart = Cart("INR", [Line("A", 3, "10.00", tax_rate=0)])
    found = evaluate(cart, store, at="2026-11-22T12:00:00+05:30", catalogue=catalogue)

    assert ["g", expected] == verdicts(found, width=80).splitlines()[-2:]
