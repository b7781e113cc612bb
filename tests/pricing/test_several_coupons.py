# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Several codes on one cart: together with the promotions, or one in place of all.

Goods cost 2,000.00; A100 takes 100.00 off, B10 10 % and HALF half, which is never used
together with anything else.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    Offer,
    Quote,
    Store,
    coupon,
    evaluate,
    promotion,
    quote,
    read_cart,
    read_quote,
    refund,
    verify,
    write_cart,
    write_order,
    write_quote,
)
from checkout_core.evaluation import Verdict
from checkout_core.offers import amount_off, percentage_off
from tests.factories.carts import AT
from tests.factories.faults import faults_of
from tests.factories.tables import case


ALONE: dict[str, Any] = {"can_be_used_with_promotion": False}


def off(name: str, amount: int, *codes: str, **more: Any) -> Offer:
    """Return a coupon of an amount off everything."""
    return coupon(name, amount_off(amount), codes or [name.upper()], **more)


def percent(name: str, value: int, *codes: str, **more: Any) -> Offer:
    """Return a coupon of a percentage of everything."""
    return coupon(name, percentage_off(value), codes or [name.upper()], **more)


A100, B10 = off("a100", 100), percent("b10", 10)
HALF = percent("half", 50, **ALONE)
TENTH = promotion("tenth", percentage_off(10))


def basket(*codes: str) -> Cart:
    """Return a cart of goods for 2,000.00 with these codes."""
    goods = Line("A", 1, "2000.00", tax_rate=0)
    return Cart("INR", [goods], id="cart_1", coupon_codes=codes)


def shop(*offers: Offer, most: int = 2) -> Store:
    """Return a store with these offers, of whose coupons *most* can apply."""
    return Store(
        "INR",
        promotions=[each for each in offers if each.kind == "promotion"],
        coupons=[each for each in offers if each.kind == "coupon"],
        maximum_coupons=most,
    )


def sold(*offers: Offer, codes: tuple[str, ...], most: int = 2) -> Quote:
    """Return the quote of such a cart in such a store, once it is verified."""
    found = quote(basket(*codes), shop(*offers, most=most), at=AT)
    found.check()
    verify(found)
    verify(write_quote(found))
    assert found == read_quote(write_quote(found), verify=True)
    return found


def said(found: Quote) -> tuple[str, list[str], list[tuple[str | None, str]]]:
    """Return what is to be paid, the codes that apply, and what does not."""
    return (
        str(found.to_be_paid),
        list(found.coupon_codes),
        [(each.offer_id, each.code) for each in found.refusals],
    )


TOO_MANY, REPLACED = "too_many_coupons", "excluded_by_coupon"
BETTER = "better_promotion_applied"


@pytest.mark.parametrize(
    ("offers", "codes", "most", "expected"),
    [
        case(
            "in the store's order: 100.00, then 10 % of 1,900.00",
            (A100, B10),
            ("b10", "A100"),
            2,
            ("1710.00", ["A100", "B10"], []),
        ),
        case(
            "the other order of the store",
            (B10, A100),
            ("A100", "B10"),
            2,
            ("1700.00", ["B10", "A100"], []),
        ),
        case(
            "there is one place",
            (A100, B10),
            ("B10", "A100"),
            1,
            ("1900.00", ["A100"], [("b10", TOO_MANY)]),
        ),
        case(
            "a coupon that gives nothing takes no place",
            (off("much", 50, minimum_order_total="2000.01"), A100, B10),
            ("MUCH", "A100", "B10"),
            2,
            ("1710.00", ["A100", "B10"], [("much", "below_minimum")]),
        ),
        case(
            "a coupon that gives nothing says so, though no place is left",
            (A100, off("much", 50, minimum_order_total="2000.01")),
            ("A100", "MUCH"),
            1,
            ("1900.00", ["A100"], [("much", "below_minimum")]),
        ),
        case(
            "a minimum looks at what promotions left, not other coupons",
            (TENTH, A100, percent("b10", 10, minimum_order_total="1800.00")),
            ("A100", "B10"),
            2,
            ("1530.00", ["A100", "B10"], []),
        ),
        case(
            "and is missed by 0.01",
            (TENTH, A100, percent("b10", 10, minimum_order_total="1800.01")),
            ("A100", "B10"),
            2,
            ("1700.00", ["A100"], [("b10", "below_minimum")]),
        ),
        case(
            "two codes of one coupon count once, as the first of its own list",
            (off("a100", 100, "FIRST", "SECOND"),),
            ("second", " first "),
            2,
            ("1900.00", ["FIRST"], []),
        ),
        case(
            "one code in two spellings",
            (A100,),
            ("a100", "A100 "),
            2,
            ("1900.00", ["A100"], []),
        ),
        case(
            "a code that no coupon has is said once, after the coupons",
            (A100, off("much", 50, minimum_order_total="2000.01")),
            ("NONE", "much", "none", "other", "a100"),
            3,
            (
                "1900.00",
                ["A100"],
                [
                    ("much", "below_minimum"),
                    (None, "unknown_code"),
                    (None, "unknown_code"),
                ],
            ),
        ),
        case(
            "1,000.00 alone is more than 290.00",
            (A100, B10, HALF),
            ("B10", "A100", "HALF"),
            2,
            ("1000.00", ["HALF"], [("a100", REPLACED), ("b10", REPLACED)]),
        ),
        case(
            "it replaces promotions and coupons",
            (TENTH, A100, HALF),
            ("A100", "HALF"),
            2,
            ("1000.00", ["HALF"], [("tenth", REPLACED), ("a100", REPLACED)]),
        ),
        case(
            "what saves the same does not replace the others",
            (A100, B10, off("alone", 290, **ALONE)),
            ("ALONE", "A100", "B10"),
            2,
            ("1710.00", ["A100", "B10"], [("alone", BETTER)]),
        ),
        case(
            "0.01 more does",
            (A100, B10, off("alone", 290, **ALONE), percent("third", 15, **ALONE)),
            ("ALONE", "A100", "B10", "THIRD"),
            2,
            (
                "1700.00",
                ["THIRD"],
                [("a100", REPLACED), ("b10", REPLACED), ("alone", REPLACED)],
            ),
        ),
        case(
            "of two alone that save the same, the first in the store",
            (off("one", 500, **ALONE), percent("two", 25, **ALONE)),
            ("TWO", "ONE"),
            1,
            ("1500.00", ["ONE"], [("two", REPLACED)]),
        ),
        case(
            "none of those alone saves enough",
            (TENTH, off("one", 200, **ALONE), percent("two", 5, **ALONE)),
            ("TWO", "ONE"),
            1,
            ("1800.00", [], [("one", BETTER), ("two", BETTER)]),
        ),
        case(
            "one alone that does not apply says why itself",
            (A100, percent("half", 50, minimum_order_total="2000.01", **ALONE)),
            ("A100", "HALF"),
            2,
            ("1900.00", ["A100"], [("half", "below_minimum")]),
        ),
        case(
            "one alone with nothing to replace",
            (off("much", 50, minimum_order_total="2000.01"), HALF),
            ("MUCH", "HALF"),
            2,
            ("1000.00", ["HALF"], [("much", "below_minimum")]),
        ),
        case(
            "one that found no place is not replaced",
            (A100, B10, HALF),
            ("A100", "B10", "HALF"),
            1,
            ("1000.00", ["HALF"], [("a100", REPLACED), ("b10", TOO_MANY)]),
        ),
    ],
)
def test_which_coupons_apply(
    offers: tuple[Offer, ...],
    codes: tuple[str, ...],
    most: int,
    expected: tuple[str, list[str], list[tuple[str | None, str]]],
) -> None:
    """One after another on top of the promotions, or one alone in place of all."""
    assert expected == said(sold(*offers, codes=codes, most=most))


def test_the_order_of_the_codes_is_no_matter() -> None:
    """Coupons are looked at in the store's order."""
    found = {
        str(sold(A100, B10, HALF, TENTH, codes=codes, most=3).figures.coupons)
        for codes in permutations(["A100", "B10", "HALF"])
    }

    assert 1 == len(found)


def test_one_code_by_either_key_is_one_quote() -> None:
    """`coupon_codes` with one code gives the figures of `coupon_code`."""
    store = shop(TENTH, A100)
    cart = basket()

    one = quote(cart.changed(coupon_code="a100"), store, at=AT)
    several = quote(cart.changed(coupon_codes=["a100"]), store, at=AT)

    assert one.figures == several.figures


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        case("coupons only", (A100, B10, HALF), ((), ("a100", "b10"), "710.00")),
        case(
            "promotions and a coupon",
            (TENTH, A100, HALF),
            (("tenth",), ("a100",), "700.00"),
        ),
        case(
            "another one alone",
            (A100, percent("most", 49, **ALONE), HALF),
            ((), ("most",), "20.00"),
        ),
        case(
            "what can be used together, if another one alone saves no more",
            (A100, off("alone", 100, **ALONE), HALF),
            ((), ("a100",), "900.00"),
        ),
        case("one alone, and nothing else", (HALF,), ((), (), "0.00")),
    ],
)
def test_the_runner_up(
    offers: tuple[Offer, ...], expected: tuple[tuple[str, ...], tuple[str, ...], str]
) -> None:
    """The next best choice, with its coupons, and how much less it saves."""
    codes = ("A100", "B10", "HALF", "MOST", "ALONE")
    found = sold(*offers, codes=codes).figures

    assert expected == (
        found.runner_up,
        found.runner_up_coupons,
        str(found.runner_up_behind),
    )


def test_documents_of_several_coupons() -> None:
    """The first code, all savings together, rows and a redemption for each coupon."""
    found = sold(A100, B10, codes=("B10", "A100"))
    order = write_order(found)

    for document in (order, write_cart(found)):
        assert ("A100", "290.00", "290.00") == (
            document["coupon_code"],
            str(document["coupon_discount_amount"]),
            str(document["coupon_savings"]),
        )
        assert [("a100", "100.00"), ("b10", "190.00")] == [
            (each["coupon_id"], str(each["savings"]))
            for each in document["applied_coupons"]
        ]
    assert [
        ("a100", "A100", "cart_1/coupon/a100/A100"),
        ("b10", "B10", "cart_1/coupon/b10/B10"),
    ] == [
        (each.offer_id, each.code, each.idempotency_key)
        for each in found.figures.redemptions
    ]
    written = write_quote(found)
    assert (None, ["B10", "A100"]) == (
        written["cart"]["coupon_code"],
        written["cart"]["coupon_codes"],
    )
    assert 2 == written["store"]["maximum_coupons"]


def test_an_unknown_code_has_its_name() -> None:
    """Of several codes, the refusal says which one nobody knows."""
    found = sold(A100, codes=("a100", "x1"))

    assert [("x1", "unknown_code")] == [
        (each.name, each.code) for each in found.refusals
    ]


def test_a_refund_of_everything() -> None:
    """What both coupons left is given back."""
    found = sold(A100, B10, codes=("B10", "A100"))
    note = refund(found, {0: 1}, id="r1", at=AT)

    assert "1710.00" == str(note.gateway)


# What is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        case(
            "both keys",
            {"coupon_code": "A", "coupon_codes": ["B"]},
            [("coupon_codes", "codes_by_two_keys")],
        ),
        case("no list", {"coupon_codes": "A"}, [("coupon_codes", "wrong_type")]),
        case(
            "no text", {"coupon_codes": ["A", 1]}, [("coupon_codes[1]", "wrong_type")]
        ),
        case("too many", {"coupon_codes": ["A"] * 21}, [("coupon_codes", "too_many")]),
        case(
            "a code that cannot be typed",
            {"coupon_codes": ["A", "\x01", "x" * 256]},
            [("coupon_codes[1]", "control_character"), ("coupon_codes[2]", "too_long")],
        ),
    ],
)
def test_bad_codes(fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Each fault has its path, in Python and in a document."""
    document = {
        "currency": "INR",
        "cart_items": [
            {"product_id": "A", "quantity": 1, "selling_price": "1", "tax_rate": "0"}
        ],
    }

    for make in (
        lambda: basket().changed(**fields),
        lambda: read_cart({**document, **fields}),
    ):
        assert expected == faults_of(make)


@pytest.mark.parametrize("codes", [(), ("", " ", "\t")], ids=["none", "blank ones"])
def test_no_codes(codes: tuple[str, ...]) -> None:
    """Blank codes are none, also next to a code by the other key."""
    cart = basket().changed(coupon_code="A", coupon_codes=codes)

    assert ((), ("A",)) == (cart.coupon_codes, cart.codes)


def test_null_is_no_codes() -> None:
    """As for every key of a document."""
    line = {"product_id": "A", "quantity": 1, "selling_price": "1", "tax_rate": "0"}
    found = read_cart({"currency": "INR", "cart_items": [line], "coupon_codes": None})

    assert () == found.coupon_codes


@pytest.mark.parametrize("most", [0, -1, "2", None, True])
def test_a_bad_maximum(most: Any) -> None:
    """At least one coupon can apply."""
    found = faults_of(lambda: Store("INR", maximum_coupons=most))

    assert ["maximum_coupons"] == [path for path, _ in found]


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        case(
            "more than the store allows",
            {"store": {"maximum_coupons": 1}},
            ["coupons"],
        ),
        case(
            "a code that was not entered",
            {"cart": {"coupon_codes": ["A100"]}},
            ["coupons[1].code"],
        ),
        case("no code at all", {"cart": {"coupon_codes": []}}, ["coupons[0].code"]),
    ],
)
def test_a_stored_quote_that_was_changed(
    change: dict[str, dict[str, Any]], paths: list[str]
) -> None:
    """Its coupons fit the codes of its cart and the maximum of its store."""
    document = write_quote(sold(A100, B10, codes=("B10", "A100")))
    for key, fields in change.items():
        document[key] = {**document[key], **fields}

    with pytest.raises(CheckoutError) as caught:
        verify(document)

    found = [each.path for each in caught.value.faults]
    assert set(paths) <= set(found)


# Evaluation ---------------------------------------------------------------------------


def verdicts(cart: Cart, store: Store) -> list[Verdict]:
    """Return the verdicts on the coupons."""
    return list(evaluate(cart, store, at=AT).coupons)


def shown(found: list[Verdict]) -> list[tuple[str | None, str, str, str]]:
    """Return of each verdict why not, the saving, and what is paid with and without."""
    return [
        (
            None if each.refusal is None else each.refusal.code,
            str(each.saving),
            str(each.with_offer),
            str(each.without_offer),
        )
        for each in found
    ]


@pytest.mark.parametrize(
    ("codes", "most", "expected"),
    [
        case(
            "one is entered, the other would come in addition",
            ("A100",),
            2,
            [
                (None, "100.00", "1900.00", "2000.00"),
                (None, "190.00", "1710.00", "1900.00"),
                (None, "1000.00", "1000.00", "1900.00"),
            ],
        ),
        case(
            "with one place, each would come in place of the other",
            ("A100",),
            1,
            [
                (None, "100.00", "1900.00", "2000.00"),
                (None, "200.00", "1800.00", "2000.00"),
                (None, "1000.00", "1000.00", "2000.00"),
            ],
        ),
        case(
            "both are entered",
            ("B10", "A100"),
            2,
            [
                (None, "100.00", "1710.00", "1800.00"),
                (None, "190.00", "1710.00", "1900.00"),
                (None, "1000.00", "1000.00", "1710.00"),
            ],
        ),
        case(
            "both are entered, and there is one place",
            ("B10", "A100"),
            1,
            [
                (None, "100.00", "1900.00", "1800.00"),
                (TOO_MANY, "0.00", "1900.00", "1900.00"),
                (None, "1000.00", "1000.00", "2000.00"),
            ],
        ),
        case(
            "the one that replaces the others is entered",
            ("B10", "A100", "HALF"),
            2,
            [
                (REPLACED, "0.00", "1000.00", "1000.00"),
                (REPLACED, "0.00", "1000.00", "1000.00"),
                (None, "1000.00", "1000.00", "1710.00"),
            ],
        ),
    ],
)
def test_what_each_coupon_would_do(
    codes: tuple[str, ...], most: int, expected: list[tuple[str | None, str, str, str]]
) -> None:
    """A code is entered beside the cart's if several can apply, else in their place."""
    found = verdicts(basket(*codes), shop(A100, B10, HALF, most=most))

    assert expected == shown(found)


def test_a_hint_keeps_the_other_codes() -> None:
    """One more is worth 10 % of 3,900.00, if A100 stays."""
    deep = percent("deep", 60, minimum_order_total="4000.00")
    found = verdicts(basket("A100"), shop(A100, deep))
    hint = found[1].near_miss

    assert hint is not None
    assert (0, 2, "1560.00") == (hint.line, hint.quantity, str(hint.to_be_paid))
