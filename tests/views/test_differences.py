# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A difference as text: what is said of each thing, and that it adds up."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import (
    Address,
    Cart,
    Charge,
    Customer,
    Line,
    Loyalty,
    Quote,
    Shipping,
    Store,
    coupon,
    diff,
    promotion,
    quote,
)
from checkout_core.cart import GiftCard, Part, Payment
from checkout_core.currencies import CURRENCIES
from checkout_core.ledger import SUMS
from checkout_core.offers import amount_off, percentage_off
from checkout_core.views import LANGUAGES, difference_html, differences
from checkout_core.views.compared.totals import LABELS, MOST
from checkout_core.views.language import Language
from checkout_core.views.layout import columns
from checkout_core.views.waterfall.difference import difference_bars
from tests.factories.faults import faults_of
from tests.factories.names import BAD_NAMES


AT = "2026-11-22T12:00:00+05:30"
INR = CURRENCIES["INR"]
LATER = "2026-12-22T12:00:00+05:30"
TEA = Line("tea", 2, "250.00", tax_rate=5, product_name="Tea")
MUG = Line("mug", 1, "100.00", tax_rate=18, product_name="Mug")
TEN = promotion(
    "ten", percentage_off(10), name="Ten off", expires_at="2026-12-01T00:00:00Z"
)


def priced(
    *lines: Line, store: Store | None = None, at: str | None = AT, **cart: Any
) -> Quote:
    """Return the quote of two teas, or of *lines*, in rupees."""
    return quote(Cart("INR", lines or [TEA], **cart), store or Store("INR"), at=at)


def section(before: Quote, after: Quote, heading: str) -> list[str]:
    """Return the lines of a section of the text."""
    text = differences(diff(before, after), width=60)
    parts = [each.strip("\n").split("\n") for each in text.split("=" * 60)]
    (found,) = [each[2:] for each in parts if each[0] == heading]
    return found


def test_the_whole_of_it() -> None:
    """What was done, what it does to each total, and the rows that make it.

    Ten percent of 500.00 are no longer taken off, nor the 5 % of tax on them; 100.00
    and 18.00 of tax are added.
    """
    store = Store("INR", promotions=[TEN])
    found = diff(priced(store=store), priced(TEA, MUG, store=store, at=LATER))

    assert [
        "To be paid before                        ₹472.50",
        "To be paid after                         ₹643.00",
        "Difference                              +₹170.50",
        "=" * 48,
        "What they were made from",
        "-" * 48,
        "Moment of pricing",
        "  2026-11-22 12:00 → 2026-12-22 12:00",
        "=" * 48,
        "Lines",
        "-" * 48,
        "Tea",
        "  Promotions: ₹50.00 → ₹0.00",
        "  Tax: ₹22.50 → ₹25.00",
        "Mug                                        added",
        "  1 x ₹100.00",
        "=" * 48,
        "Offers",
        "-" * 48,
        "Ten off                        no longer applies",
        "  It saved ₹52.50.",
        "  This offer has ended.",
        "=" * 48,
        "Totals",
        "-" * 48,
        "Goods without tax              ₹500.00 → ₹600.00",
        "Tax on the goods                 ₹22.50 → ₹43.00",
        "Goods with tax                 ₹522.50 → ₹643.00",
        "Promotions                        ₹50.00 → ₹0.00",
        "Tax in the total                 ₹22.50 → ₹43.00",
        "Total                          ₹472.50 → ₹643.00",
        "To be paid                     ₹472.50 → ₹643.00",
        "Saved by promotions               ₹52.50 → ₹0.00",
        "Saved in all                      ₹52.50 → ₹0.00",
        "=" * 48,
        "What makes the difference",
        "-" * 48,
        "Promotions, Tea                          +₹50.00",
        "Tax, Tea, GST 5%                          +₹2.50",
        "Goods without tax, Mug                  +₹100.00",
        "Tax, Mug, GST 18%                        +₹18.00",
    ] == differences(found).splitlines()


def test_nothing_differs() -> None:
    """It says so."""
    assert [
        "To be paid before        ₹525.00",
        "To be paid after         ₹525.00",
        "=" * 32,
        "The two quotes say the same.",
    ] == differences(diff(priced(), priced()), width=32).splitlines()


def test_what_a_line_says() -> None:
    """Its own words for what is known, its key for the rest."""
    other = TEA.changed(
        quantity=3, selling_price="240.00", tax_rate=12, product_name="Assam"
    )

    assert [
        "Assam",
        "  Units: 2 → 3",
        "  Price: ₹250.00 → ₹240.00",
        "  weight_grams: 0 → 40",
        "  Name: Tea → Assam",
        "  Tax: ₹25.00 → ₹86.40",
        "  Tax rate: 5% → 12%",
    ] == section(priced(), priced(other.changed(weight_grams=40)), "Lines")


def test_a_line_that_differs_in_what_is_not_shown() -> None:
    """It is named all the same."""
    found = section(priced(), priced(TEA.changed(slug="tea-assam")), "Lines")

    assert ["Tea", "  slug: none → tea-assam"] == found


def test_removed() -> None:
    """With what it cost."""
    assert ["Mug                                                  removed"] == section(
        priced(TEA, MUG), priced(), "Lines"
    )[:1]


def test_what_is_said_of_a_person() -> None:
    """What a price depends on is shown; of the rest, that it differs."""
    home = Address(state="Karnataka", pincode="560001", first_name="Asha")
    found = section(
        priced(),
        priced(shipping_address=home, customer_note="Ring twice."),
        "What they were made from",
    )

    assert [
        "State of the delivery                       none → Karnataka",
        "Pincode of the delivery                        none → 560001",
        "shipping_address.first_name                          differs",
        "customer_note                                        differs",
    ] == [each for each in found if "place" not in each]


def test_values_of_every_kind() -> None:
    """Amounts, rates, factors, counts, yes and no, lists, and nothing."""
    points = Loyalty(value_per_point="0.25", maximum_percent=50, minimum_points=1200)
    before = priced(metadata={"gift": True, "shelf": None, "tags": ["a", "b"]})
    found = section(
        before,
        priced(store=Store("INR", loyalty=points, round_off="0.50")),
        "What they were made from",
    )

    assert [
        "metadata.gift                                     yes → none",
        "metadata.tags                                 a and b → none",
        "policies.loyalty.value_per_point                 none → 0.25",
        "policies.loyalty.points_per_unit                    none → 0",
        "policies.loyalty.minimum_points                 none → 1,200",
        "policies.loyalty.maximum_percent                  none → 50%",
        "policies.loyalty.points_mode                   none → tender",
        "policies.round_off                              none → ₹0.50",
    ] == found


def test_delivery_and_charges() -> None:
    """The rate and the days of a delivery; a charge before and after."""
    cost = Shipping("60", tax_rate=5)
    late = Shipping("60", tax_rate=18, estimated_delivery_days=3)
    stores = [
        Store("INR", charges=[Charge("Wrap", "10", tax_rate=each)]) for each in (5, 18)
    ]
    found = section(
        priced(store=stores[0], shipping=cost),
        priced(store=stores[1], shipping=late),
        "Delivery and charges",
    )

    assert [
        "Tax rate of the delivery                            5% → 18%",
        "Days of the delivery                                none → 3",
        "Wrap                                         ₹10.00 → ₹10.00",
        "  Tax rate: 5% → 18%",
    ] == found


def test_payment() -> None:
    """Points with their value, credit, and when the parts of the rest are due."""
    store = Store("INR", loyalty=Loyalty(value_per_point="0.25"))
    buyer = Customer(credit_balance=100, loyalty_points_balance=40)
    plan = [
        Part("now", percent=25),
        Part("2026-12-24", amount=100),
        Part("on_delivery"),
    ]
    found = section(
        priced(store=store, customer=buyer),
        priced(
            store=store,
            customer=buyer,
            loyalty_points_redeemed=20,
            credit_balance_used=25,
            payment_plan=plan,
        ),
        "Payment",
    )

    assert [
        "Value of the points                 none → 20 points (₹5.00)",
        "Credit                                         none → ₹25.00",
        "Due now                                    ₹525.00 → ₹123.75",
        "Due on 2026-12-24                             none → ₹100.00",
        "Due on delivery                               none → ₹271.25",
    ] == found


def test_points_that_are_a_discount() -> None:
    """They pay nothing, so only how many they are is said; in all, they save 5.25.

    20 points are 5.00 off 500.00, and 0.25 of tax.
    """
    store = Store(
        "INR", loyalty=Loyalty(value_per_point="0.25", points_mode="discount")
    )
    buyer = Customer(loyalty_points_balance=40)
    before, after = [
        priced(store=store, customer=buyer, loyalty_points_redeemed=each)
        for each in (0, 20)
    ]

    assert ["Value of the points                         none → 20 points"] == section(
        before, after, "Payment"
    )
    assert "Saved in all                                   ₹0.00 → ₹5.25" in section(
        before, after, "Totals"
    )


def test_facts_of_several() -> None:
    """Each card, chosen charge and part of a payment has a name of its own."""
    store = Store("INR", charges=[Charge("Tip", id="tip", when="chosen", open={})])
    found = section(
        priced(store=store),
        priced(
            store=store,
            payment=Payment("card", card_type="debit"),
            charges=[{"id": "tip", "amount": "20.00"}],
            gift_cards=[GiftCard("AAAA1111", "50", expires_at="2027-01-01T00:00:00Z")],
            payment_plan=[Part("now", percent=25), Part("on_delivery")],
        ),
        "What they were made from",
    )

    assert [
        "Chosen charge tip                                 none → tip",
        "Amount of the charge tip                       none → ₹20.00",
        "Payment method                                 none → a card",
        "Kind of card                                    none → debit",
        "Gift card ****1111                           none → ****1111",
        "Balance of gift card ****1111                  none → ₹50.00",
        "End of gift card ****1111            none → 2027-01-01 00:00",
        "Part 1 of the payment                         none → Due now",
        "Share of part 1                                   none → 25%",
        "Part 2 of the payment                 none → Due on delivery",
    ] == found


def test_a_line_that_is_no_longer_taxed() -> None:
    """What is called by a code in documents has a name."""
    found = section(
        priced(), priced(TEA.changed(tax_rate=0, tax_category="exempt")), "Lines"
    )

    assert "  Tax category: Taxed → Exempt" in found


def test_a_gift_card_that_is_refused() -> None:
    """It is called one, and as it pays nothing it is no payment."""
    ended = GiftCard("AAAA1111", 100, expires_at=AT)
    after = priced(gift_cards=[ended])

    assert [
        "Gift card ****1111                            does not apply",
        "  This gift card has ended.",
    ] == section(priced(), after, "Offers")
    assert "Payment" not in differences(diff(priced(), after))


def test_offers() -> None:
    """One that applies now, one that saves otherwise, one that still does not apply."""
    big = [
        promotion("big", percentage_off(5), name="Big", minimum_order_total=each)
        for each in (900, 800)
    ]
    late = promotion("late", percentage_off(2), starts_at="2026-12-01T00:00:00Z")
    five = promotion("five", percentage_off(5), name="Five off")
    before = Store("INR", promotions=[big[0], late, five])
    after = Store("INR", promotions=[big[1], late])

    assert [
        "Big                                           does not apply",
        "  Before: Add ₹400.00 more to use this offer.",
        "  Add ₹300.00 more to use this offer.",
        "late                                             applies now",
        "  Before: This offer has not started yet.",
        "  It saves ₹10.50.",
        "Five off                                   no longer applies",
        "  It saved ₹26.25.",
        "  The second quote does not name it.",
    ] == sorted_by_offer(
        section(priced(store=before), priced(store=after, at=LATER), "Offers")
    )


def sorted_by_offer(lines: list[str]) -> list[str]:
    """Return the lines of three offers, Big first."""
    blocks: list[list[str]] = []
    for each in lines:
        if not each.startswith(" "):
            blocks.append([])
        blocks[-1].append(each)
    order = {"Big": 0, "late": 1, "Five off": 2}
    blocks.sort(key=lambda block: order[block[0].split("  ")[0]])
    return [line for block in blocks for line in block]


def test_a_code_that_no_coupon_has() -> None:
    """It is called by itself."""
    code = coupon("k", percentage_off(10), ["TEN"], name="Ten")
    store = Store("INR", coupons=[code])

    assert [
        "X                                             does not apply",
        "  We do not know this code.",
        "Ten (TEN)                                  no longer applies",
        "  It saved ₹52.50.",
        "  The second quote does not name it.",
    ] == section(
        priced(store=store, coupon_code="TEN"),
        priced(store=store, coupon_code="X"),
        "Offers",
    )


def test_an_offer_that_takes_it_off_another_line() -> None:
    """What it saves is the same, and it is named all the same."""
    five = promotion("five", amount_off(10), name="Ten rupees off")
    store = Store("INR", promotions=[five])
    jar = Line("jar", 1, "500.00", tax_rate=5, product_name="Jar")

    assert ["Ten rupees off                        applies, but otherwise"] == section(
        priced(store=store), priced(jar, store=store), "Offers"
    )


def test_an_offer_that_saves_more() -> None:
    """Ten percent of 500.00, then of 750.00, each with 5 % of tax."""
    store = Store("INR", promotions=[TEN])

    assert [
        "Ten off                               applies, but otherwise",
        "  It saves ₹52.50 → ₹78.75.",
    ] == section(
        priced(store=store), priced(TEA.changed(quantity=3), store=store), "Offers"
    )


def test_rows_that_add_up_to_nothing() -> None:
    """Of one line as much less as of another more: the difference has no bar."""
    lines = [Line(x, 1, "100.00", tax_rate=0, product_name=x) for x in ("A", "B")]
    others = [
        lines[0].changed(selling_price="90.00"),
        lines[1].changed(selling_price="110.00"),
    ]
    found = diff(priced(*lines), priced(*others))

    assert ["before", "after"] == [
        each.key for each in difference_bars(found, Language.of(None, INR)).bars
    ]
    assert [
        "Goods without tax, A                                 -₹10.00",
        "Goods without tax, B                                 +₹10.00",
    ] == section(priced(*lines), priced(*others), "What makes the difference")


def test_points_that_are_earned() -> None:
    """A total that is a count has no currency."""
    stores = [Store("INR", loyalty=Loyalty(points_per_unit=each)) for each in (0, 1)]
    page = difference_html(diff(priced(store=stores[0]), priced(store=stores[1])))

    assert "+500" in page
    assert "+₹500" not in page


def test_very_many_rows() -> None:
    """The first are shown, and the others as one sum, so that they still add up."""
    lines = [Line(f"p{i}", 1, 10, tax_rate=0) for i in range(MOST + 3)]
    more = [each.changed(quantity=2) for each in lines]
    found = section(priced(*lines), priced(*more), "What makes the difference")

    assert MOST + 1 == len(found)
    assert "3 more rows                                          +₹30.00" == found[-1]


def test_every_total_has_a_name() -> None:
    """A new one is seen here."""
    assert list(SUMS) == list(LABELS)


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("width", [32, 48])
def test_it_is_as_wide_as_its_paper(locale: str, width: int) -> None:
    """In every language, names of goods included."""
    store = Store("INR", promotions=[TEN])
    lines = [
        MUG.changed(product_id=f"p{i}", product_name=x) for i, x in enumerate(BAD_NAMES)
    ]
    found = diff(priced(store=store), priced(TEA, *lines, store=store, at=LATER))

    for line in differences(found, locale=locale, width=width).splitlines():
        assert columns(line) <= width


@pytest.mark.parametrize("call", [differences, difference_html])
def test_bad_arguments(call: Any) -> None:
    """What is no difference, and a locale that there is not."""
    assert [("found", "wrong_type")] == faults_of(call, priced())
    assert [("locale", "unknown_locale")] == faults_of(
        call, diff(priced(), priced()), locale="xx"
    )
