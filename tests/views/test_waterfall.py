# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The bars of quotes and refunds: what each is, and that nothing is counted twice."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Cart,
    Charge,
    Line,
    Quote,
    Shipping,
    Store,
    TaxPolicy,
    dumps,
    promotion,
    quote,
    read_checkout,
)
from checkout_core.offers import amount_off, percentage_off
from checkout_core.refunds import RefundPolicy, cancellation, refund
from checkout_core.testing import strategies as ours
from checkout_core.views import Bar, Waterfall, refund_waterfall, waterfall
from checkout_core.views.sums import residue
from checkout_core.views.waterfall.bars import SIGNS
from tests.factories.faults import faults_of
from tests.factories.refunds import AT, SOLD, delivered, note, tendered


def signed(bars: tuple[Bar, ...]) -> Decimal:
    """Return what the rows of some bars are in what is to be paid."""
    rows = [row for bar in bars for row in bar.rows]
    return sum((SIGNS[row.kind] * row.amount for row in rows), Decimal(0))


def table(found: Waterfall) -> list[tuple[str, str, str]]:
    """Return key, label and figure of every bar."""
    return [(bar.key, bar.label, bar.figure) for bar in found.bars]


def priced(document: dict[str, Any]) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def demo() -> Quote:
    """Return the quote of the demo."""
    text = files("checkout_core").joinpath("demo.json").read_text("utf-8")
    checkout = read_checkout(text)
    return quote(checkout.cart, checkout.store, at=checkout.at)


TEE = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
TEA = Line("Tea", 1, "250.00", tax_rate=5)


def test_the_bars_of_a_cart_with_everything() -> None:
    """They are the figures of the receipt, in its order."""
    assert [
        ("listed", "Listed amount", "₹3,827.00"),
        ("promotion:home-10", "Festive home, 10% off", "-₹134.00"),
        ("free:promotion:soap-3-1", "Soap: buy 3, get 1 free", "2 free"),
        ("coupon:namaste", "Namaste, 150 off (NAMASTE150)", "-₹150.00"),
        ("tax", "Tax added to prices", "+₹19.42"),
        ("shipping", "Shipping", "+₹94.40"),
        ("handling", "Handling", "+₹17.70"),
        ("charge:0", "Gift wrap", "+₹35.40"),
        ("total", "Total", "₹3,709.92"),
        ("points:0", "1,240 points", "-₹310.00"),
        ("credit:1", "Credit", "-₹100.00"),
        ("to_be_paid", "To be paid", "₹3,299.92"),
    ] == table(waterfall(demo()))


def test_levels_by_hand() -> None:
    """998 + 250 listed; 100 off, 80.06 and 19.94 of it; 5 % of 230.06 on top."""
    store = Store("INR", promotions=[promotion("hundred", amount_off(100))])
    cart = Cart("INR", [TEE, TEA], shipping=Shipping("60.00", tax_rate=18))
    found = waterfall(quote(cart, store, at="2026-11-22T12:00:00+05:30"))

    assert [
        ("listed", "0.00", "1248.00"),
        ("promotion:hundred", "1248.00", "1148.00"),
        ("tax", "1148.00", "1159.50"),
        ("shipping", "1159.50", "1230.30"),
        ("to_be_paid", "0.00", "1230.30"),
    ] == [(bar.key, str(bar.start), str(bar.end)) for bar in found.bars]
    assert Decimal("66.02") == found.bars[-1].inside
    assert "From ₹1,248.00 to ₹1,230.30" == found.title


def test_a_bar_says_what_it_is_made_of() -> None:
    """The rows of the offer, of the tax on top, and of the delivery."""
    store = Store("INR", promotions=[promotion("hundred", amount_off(100))])
    cart = Cart("INR", [TEE, TEA], shipping=Shipping("60.00", tax_rate=18))
    found = waterfall(quote(cart, store, at="2026-11-22T12:00:00+05:30"))
    bars = {bar.key: bar for bar in found.bars}
    offer = bars["promotion:hundred"]

    assert ["subtotal", "tax", "subtotal"] == [x.kind for x in bars["listed"].rows]
    assert ["promotion_discount"] * 2 == [x.kind for x in offer.rows]
    assert ["promotion_saving"] * 2 == [x.kind for x in offer.told]
    assert offer.offer is not None
    assert "hundred" == offer.offer.id
    assert [1] == [x.line for x in bars["tax"].rows]
    assert ["shipping", "shipping_tax"] == [x.kind for x in bars["shipping"].rows]


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ({"round_off": "1"}, ("round_off", "0.50")),
        ({"round_off": "100"}, ("round_off", "39.50")),
        ({"charges": [Charge("Gift wrap", 9, tax_rate=0)]}, ("charge:0", "9.00")),
        (
            {"promotions": [promotion("p", percentage_off(10))]},
            ("promotion:p", "-124.80"),
        ),
        (
            {"promotions": [promotion("p", percentage_off(10), funded_by="platform")]},
            ("funded:promotion:p", "-124.80"),
        ),
        (
            {"promotions": [promotion("p", percentage_off(10), funded_by="brand")]},
            ("funded:promotion:p", "-124.80"),
        ),
    ],
)
def test_a_step_for_each_of_what_a_store_can_do(
    store: dict[str, Any], expected: tuple[str, str]
) -> None:
    """998.00 and 250.00, with 12.50 of tax on top, are 1260.50."""
    found = waterfall(
        quote(Cart("INR", [TEE, TEA]), Store("INR", **store), at="2026-11-22T12:00Z")
    )

    assert expected in [(bar.key, str(bar.amount)) for bar in found.steps]


def test_shipping_that_is_free_is_added_and_taken_off() -> None:
    """By the threshold: its bar has no offer."""
    cart = Cart("INR", [TEA], shipping=Shipping("60.00", tax_rate=18))
    found = waterfall(quote(cart, Store("INR", free_shipping_threshold="200")))

    assert [
        ("shipping", "Shipping", "+₹70.80"),
        ("free_shipping", "Free shipping", "-₹70.80"),
    ] == table(found)[2:4]
    assert found.bars[3].offer is None


def test_shipping_without_tax_has_no_note() -> None:
    """There is nothing to say of it but what it costs."""
    cart = Cart("INR", [TEA], shipping=Shipping("60.00", tax_rate=0))
    found = waterfall(quote(cart, Store("INR")))

    assert ("shipping", "+₹60.00", "") == (
        found.bars[2].key,
        found.bars[2].figure,
        found.bars[2].note,
    )


def test_inclusive_tax_is_no_step() -> None:
    """It is inside the prices; the total says how much of it there is."""
    found = waterfall(quote(Cart("INR", [TEE]), Store("INR")))

    assert ["listed", "to_be_paid"] == [bar.key for bar in found.bars]
    assert ["₹47.52 of it is tax"] == [bar.note for bar in found.bars[1:]]


def test_a_cart_that_costs_nothing() -> None:
    """There is a waterfall of it all the same."""
    gift = Line("Sample", 1, "0.00", tax_rate=0)
    found = waterfall(quote(Cart("JPY", [gift]), Store("JPY")))

    assert [
        ("listed", "Listed amount", "¥0"),
        ("to_be_paid", "To be paid", "¥0"),
    ] == table(found)
    assert "" == found.bars[-1].note


def test_words_and_amounts_of_a_locale() -> None:
    """The sign stands where the locale has it."""
    lamp = Line("Lampe", 1, "100.00", tax_rate=19)
    found = waterfall(quote(Cart("EUR", [lamp]), Store("EUR")), locale="de_DE")

    assert "+19,00\xa0€" == found.bars[1].figure
    assert ("de-DE", "ltr") == (found.language, found.direction)
    mirrored = waterfall(quote(Cart("EUR", [lamp]), Store("EUR")), locale="ar")
    assert "rtl" == mirrored.direction
    assert "+" in mirrored.bars[1].figure


def test_a_cost_has_the_plus_of_its_locale() -> None:
    """Where the minus is no hyphen, too: what is added is not taken off."""
    sold = quote(Cart("INR", [Line("A", 1, "10.00", tax_rate=10)]), Store("INR"))
    figures = [
        waterfall(sold, locale=each).bars[1].figure
        for each in ("sv_SE", "ar_AE", "de_AT")
    ]

    assert [
        "+1,00\u00a0INR",
        "\u200f\u200e+1.00\u00a0₹",
        "+₹\u00a01,00",
    ] == figures


def test_notes_of_bars() -> None:
    """How much was bought, at which tax, and the tax of what is charged beside it."""
    tea = TEA.changed(handling_charge_excluding_tax="10", handling_charge_tax_rate=18)
    cart = Cart("INR", [TEE, tea], shipping=Shipping("60.00", tax_rate=18))

    assert [
        ("listed", "2 lines, 3 units"),
        ("tax", "GST 5%"),
        ("shipping", "₹60.00 and ₹10.80 of tax"),
        ("handling", "₹10.00 and ₹1.80 of tax"),
        ("to_be_paid", "₹72.62 of it is tax"),
    ] == [(bar.key, bar.note) for bar in waterfall(quote(cart, Store("INR"))).bars]


def test_a_charge_of_nothing_has_no_sign() -> None:
    """It neither adds nor takes off."""
    store = Store("INR", charges=[Charge("Card", "0.00"), Charge("Bag", "0.01")])
    found = waterfall(quote(Cart("INR", [TEA]), store))

    assert [
        ("charge", "₹0.00", "0.00"),
        ("charge", "+₹0.01", "0.01"),
    ] == [(bar.kind, bar.figure, str(bar.amount)) for bar in found.bars[2:4]]
    assert [[], ["Bag"]] == [[x.name for x in b.rows] for b in found.bars[2:4]]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("sv", "+12,50\xa0INR"),
        ("nb", "+12,50\xa0INR"),
        ("fi", "+12,50\xa0INR"),
        ("fa", "\u200e+\u200e₹\xa012.50"),
        ("he", "\u200f\u200e+12.50\xa0\u200f₹"),
        ("de_CH", "₹+12.50"),
        ("nl", "₹\xa0+12,50"),
    ],
)
def test_what_is_added_has_a_plus(locale: str, expected: str) -> None:
    """Also where the locale's minus is not the hyphen that its amounts have."""
    found = waterfall(quote(Cart("INR", [TEA]), Store("INR")), locale=locale)

    assert ("tax", expected) == (found.bars[1].key, found.bars[1].figure)


def test_text_tells_every_bar() -> None:
    """The text alternative of pictures."""
    found = waterfall(quote(Cart("INR", [TEA]), Store("INR")))

    assert (
        "Listed amount: ₹250.00; Tax added to prices: +₹12.50; To be paid: ₹262.50"
        == found.text
    )


def test_an_unknown_locale() -> None:
    """It is a fault like any other."""
    bought = quote(Cart("INR", [TEA]), Store("INR"))

    expected = [("locale", "unknown_locale")]
    assert expected == faults_of(waterfall, bought, locale="xx_YY_ZZ")


@given(ours.documents())
def test_steps_chain_and_rows_belong_to_one_bar(document: dict[str, Any]) -> None:
    """For every quote: levels, sums, sections and rows."""
    found = priced(document)
    fall = waterfall(found)
    steps = fall.steps

    assert 0 == steps[0].start
    assert all(before.end == after.start for before, after in pairwise(steps))
    assert all(bar.start + bar.amount == bar.end for bar in steps)
    assert found.to_be_paid == steps[-1].end == fall.bars[-1].end
    assert found.to_be_paid == sum(bar.amount for bar in steps)
    assert all(
        before.end == bar.end == bar.amount
        for before, bar in pairwise(fall.bars)
        if bar.kind == "total"
    )
    assert len(fall.bars) == len({bar.key for bar in fall.bars})

    mine = sorted(map(repr, [row for bar in steps for row in bar.rows]))
    money = [row for row in found.entries if row.kind in SIGNS]
    assert sorted(map(repr, money)) == mine

    inside = residue(found)
    for section in {bar.section for bar in steps}:
        bars = tuple(bar for bar in steps if bar.section == section)
        kinds = {row.kind for bar in bars for row in bar.rows}
        rows = signed(bars)
        if section == "goods" and "round_off" not in kinds:
            rows += inside
        elif section == "round_off":
            rows -= inside
        assert rows == sum(bar.amount for bar in bars), section
    assert fall == waterfall(found)


@given(ours.documents(), st.data())
def test_every_refund_ends_at_nothing(document: dict[str, Any], data: Any) -> None:
    """From what was paid to its last tender; each row belongs to one bar."""
    sold = priced(document)
    units = {
        index: data.draw(st.integers(1, line.quantity))
        for index, line in enumerate(sold.lines)
    }
    made = refund(sold, units, id="R", at=AT)
    fall = refund_waterfall(sold, made)
    steps = fall.steps

    assert 0 == steps[0].start
    assert all(before.end == after.start for before, after in pairwise(steps))
    assert 0 == steps[-1].end
    totals = {bar.key: bar.amount for bar in fall.bars if bar.kind == "total"}
    assert made.amount == totals["refund"]
    assert sorted(map(repr, made.entries)) == sorted(
        map(repr, [row for bar in steps for row in bar.rows])
    )
    assert all(signed((bar,)) == bar.amount for bar in steps if bar.rows)


def test_the_bars_of_a_credit_note() -> None:
    """What was paid, the refund, and where it goes."""
    assert [
        ("goods", "Paid for the goods", "₹562.49"),
        ("refund", "Refund", "₹562.49"),
        ("gateway", "To your payment method", "₹562.49"),
    ] == table(refund_waterfall(SOLD, note()))


def test_what_is_kept_is_taken_off() -> None:
    """A cancellation with a charge, its points and its credit."""
    policy = RefundPolicy(cancellation_charge="50", cancellation_reason="packed")
    cancelled = cancellation(SOLD, id="C", at=AT, policy=policy)
    found = refund_waterfall(SOLD, cancelled)
    keys = [bar.key for bar in found.bars]

    assert ("kept", "Cancellation charge, packed", "-₹50.00") in table(found)
    assert keys.index("kept") + 1 == keys.index("given_back")
    assert {"gateway", "points", "credit"} <= {bar.kind for bar in found.bars}


def test_the_charge_of_a_refund_has_its_name() -> None:
    """All charges together, by the name of the only one."""
    sold = delivered()
    found = refund_waterfall(sold, cancellation(sold, id="C", at=AT))

    assert "Gift wrap" in [bar.label for bar in found.bars]


def test_every_bar_of_a_refund() -> None:
    """262.50 + 10 + 70.80 + 10 - 0.30 = 353; 25 are the brand's, 20 and 50 are kept."""
    tea = Line(
        "Tea",
        1,
        "250.00",
        tax_rate=5,
        handling_charge_excluding_tax="10.00",
        handling_charge_tax_rate=0,
    )
    tenth = promotion("p", percentage_off(10), funded_by="brand")
    names = {"Gift wrap": "9.00", "Insurance": "1.00"}
    charges = [Charge(name, cost, tax_rate=0) for name, cost in names.items()]
    store = Store("INR", round_off="1", charges=charges, promotions=[tenth])
    cart = Cart("INR", [tea], shipping=Shipping("60.00", tax_rate=18))
    sold = quote(cart, store, at="2026-11-22T12:00Z")
    policy = RefundPolicy(cancellation_charge="50")
    made = cancellation(sold, id="C", at=AT, gateway_discount="20", policy=policy)
    found = refund_waterfall(sold, made)

    assert [
        ("goods", "Paid for the goods", "₹262.50", "1 unit", 2),
        ("handling", "Handling", "+₹10.00", "", 1),
        ("shipping", "Shipping", "+₹70.80", "", 2),
        ("charge", "Charges", "+₹10.00", "", 2),
        ("round_off", "Round-off", "-₹0.30", "", 1),
        ("refund", "Refund", "₹353.00", "₹23.30 of it is tax", 0),
        ("funded", "Paid by others", "-₹25.00", "", 1),
        ("gateway_discount", "Discount of a payment offer", "-₹20.00", "", 0),
        ("kept", "Cancellation charge", "-₹50.00", "", 0),
        ("given_back", "Given back", "₹258.00", "", 0),
        ("gateway", "To your payment method", "₹258.00", "", 0),
    ] == [(x.key, x.label, x.figure, x.note, len(x.rows)) for x in found.bars]
    assert "Where ₹353.00 goes" == found.title


def test_what_was_not_paid_is_not_given_back() -> None:
    """Of 369.62, 10 were paid."""
    sold = delivered()
    made = cancellation(
        sold, id="C", at=AT, paid="10", policy=RefundPolicy(minimum_amount=0)
    )

    assert [
        ("unpaid", "Not paid", "-₹359.62"),
        ("given_back", "Given back", "₹10.00"),
        ("gateway", "To your payment method", "₹10.00"),
    ] == table(refund_waterfall(sold, made))[-3:]


@pytest.mark.parametrize(
    ("units", "policy", "expected"),
    [
        (
            1,
            {"points_restored": "full_refund_only", "tenders": "pro_rata"},
            [
                ("gateway", "To your payment method", "₹60.00"),
                ("credit:0", "To your credit", "₹15.00"),
                ("points:1", "Points, not restored", "₹25.00"),
            ],
        ),
        (
            4,
            {"minimum_amount": "500"},
            [
                ("credit:0", "To your credit", "₹60.00"),
                ("points:1", "400 points restored", "₹100.00"),
                ("moved", "To your credit, below the minimum", "₹240.00"),
            ],
        ),
    ],
)
def test_where_money_goes(
    units: int, policy: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    """400 were paid with 240 of money, 60 of credit and 400 points worth 100."""
    sold = tendered()
    made = refund(sold, {0: units}, id="R", at=AT, policy=RefundPolicy(**policy))
    found = refund_waterfall(sold, made)

    assert expected == table(found)[2:]
    assert "" == found.bars[1].note


def test_a_refund_of_another_order() -> None:
    """It names lines that the quote does not have, or is in another currency."""
    fewer = quote(Cart("INR", [TEA]), Store("INR"))
    euros = quote(Cart("EUR", [TEA, TEE, TEE.changed(line_id="b")]), Store("EUR"))

    for other in (fewer, euros):
        expected = [("refund", "refunds_do_not_fit")]
        assert expected == faults_of(refund_waterfall, other, note())


def test_other_classes_are_refused() -> None:
    """Each by the name of its argument."""
    assert [("quote", "wrong_type")] == faults_of(waterfall, None)
    assert [("quote", "wrong_type"), ("note", "wrong_type")] == faults_of(
        refund_waterfall, None, None
    )


def test_two_promotions_and_a_coupon_of_one_id() -> None:
    """Rows that are funded are told apart, also where ids are the same."""
    document = {
        "at": "2026-11-22T12:00:00Z",
        "cart": {
            "currency": "INR",
            "coupon_code": "A",
            "cart_items": [
                {"product_id": "t", "quantity": 1, "selling_price": 100, "tax_rate": 5}
            ],
        },
        "store": {
            "promotions": [
                {
                    "id": "same",
                    "promotion_type": "discount",
                    "applies_to_product": "all",
                    "can_be_used_with_other_promotion": True,
                    "details": {
                        "discount_type": "percentage",
                        "discount_percent": 10,
                    },
                    "x_checkout_core": {"funded_by": "platform"},
                }
            ],
            "coupons": [
                {
                    "id": "same",
                    "coupon_type": "discount",
                    "coupon_code": ["A"],
                    "applies_to_product": "all",
                    "can_be_used_with_promotion": True,
                    "details": {
                        "discount_type": "percentage",
                        "discount_percent": 20,
                    },
                    "x_checkout_core": {"funded_by": "brand"},
                }
            ],
        },
    }
    found = waterfall(priced(document))
    bars = {bar.key: bar for bar in found.bars}

    assert Decimal("-10.00") == bars["funded:promotion:same"].amount
    assert Decimal("-18.00") == bars["funded:coupon:same"].amount
    assert "Paid by the platform" == bars["funded:promotion:same"].note
    assert "Paid by the brand" == bars["funded:coupon:same"].note
    assert [Decimal("18.00")] == [x.amount for x in bars["funded:coupon:same"].rows]


def test_net_prices_and_a_residue() -> None:
    """1.02 with 18 % inside is 0.86 and 0.15; the round-off of 0.01 is in the price."""
    policy = TaxPolicy(inclusive_split="net_exact")
    bead = Line("Bead", 1, "1.02", tax_rate=18, price_including_tax=True)
    found = waterfall(quote(Cart("INR", [bead]), Store("INR", tax=policy)))

    assert ["listed", "to_be_paid"] == [bar.key for bar in found.bars]
    assert ["subtotal", "tax", "round_off"] == [x.kind for x in found.bars[0].rows]
