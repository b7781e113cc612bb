# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What two quotes differ in: facts, lines, offers, charges, tenders and totals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    Address,
    Cart,
    Charge,
    Customer,
    Difference,
    Line,
    Loyalty,
    Quote,
    Shipping,
    Store,
    coupon,
    diff,
    dumps,
    promotion,
    quote,
    read_quote,
    write_quote,
)
from checkout_core.cart import Part
from checkout_core.ledger import AppliedOffer, Refusal
from checkout_core.offers import percentage_off
from checkout_core.wire import loads
from checkout_core.wire.quotes import fingerprint
from tests.factories.faults import faults_of


AT = "2026-11-22T12:00:00+05:30"
LATER = "2026-12-22T12:00:00+05:30"
TEA = Line("tea", 2, "250.00", tax_rate=5)
MUG = Line("mug", 1, "100.00", tax_rate=18)


def priced(
    *lines: Line, store: Store | None = None, at: str | None = AT, **cart: Any
) -> Quote:
    """Return the quote of two teas, or of *lines*, in rupees."""
    return quote(Cart("INR", lines or [TEA], **cart), store or Store("INR"), at=at)


def facts(found: Difference) -> list[tuple[str, Any, Any]]:
    """Return the facts that differ as plain values."""
    return [(each.name, each.before, each.after) for each in found.facts]


def parts(found: Difference, name: str) -> list[tuple[str, str]]:
    """Return the kinds of the rows that make a total differ, and their amounts."""
    (total,) = [each for each in found.totals if each.name == name]
    return [(each.row.kind, str(each.amount)) for each in total.parts]


def test_a_quote_differs_in_nothing_from_itself() -> None:
    """Also if it was priced twice."""
    assert (True, (), ()) == (
        diff(priced(), priced()).is_empty,
        diff(priced(), priced()).facts,
        diff(priced(), priced()).totals,
    )


def test_a_document_says_what_was_priced() -> None:
    """What is read from it differs in nothing."""
    store = Store("INR", promotions=[promotion("ten", percentage_off(10))])
    before = priced(TEA, MUG, store=store)

    assert diff(before, read_quote(dumps(write_quote(before)))).is_empty


def test_one_more_unit() -> None:
    """250.00 more, and 5 % of it: 12.50; the line says so, and every total."""
    found = diff(priced(), priced(TEA.changed(quantity=3)))
    (line,) = found.lines

    assert (("tea", ""), 0, 0) == (line.key, line.before, line.after)
    assert [("quantity", 2, 3)] == [(x.name, x.before, x.after) for x in line.given]
    assert ("262.50", "525.00", "787.50") == (
        str(found.to_be_paid),
        str(found.before.to_be_paid),
        str(found.after.to_be_paid),
    )
    assert [("subtotal", "250.00"), ("tax", "12.50")] == parts(found, "to_be_paid")
    assert [("tax", "12.50")] == parts(found, "total_tax")
    assert [
        "subtotal",
        "item_total_tax",
        "subtotal_including_tax",
        "total_tax",
        "grand_total",
        "to_be_paid",
    ] == [each.name for each in found.totals]


def test_a_line_of_another_price_and_rate() -> None:
    """The net amount is one row; the tax is another one at each rate.

    500.00 at 5 % are 25.00 of tax, 480.00 at 12 % are 57.60.
    """
    found = diff(priced(), priced(TEA.changed(selling_price="240.00", tax_rate=12)))
    (line,) = found.lines

    assert {"selling_price", "listing_price", "tax_rate"} >= {
        each.name for each in line.given
    }
    assert ("tax_rate", 5, 12) in [(x.name, x.before, x.after) for x in line.figures]
    assert [
        ("subtotal", None, "500.00", "480.00"),
        ("tax", 12, "0.00", "57.60"),
        ("tax", 5, "25.00", "0.00"),
    ] == [(x.kind, x.rate, str(x.before), str(x.after)) for x in found.rows]
    assert Decimal("12.60") == found.to_be_paid


def test_lines_that_were_added_and_removed() -> None:
    """Each with the index that it has in its own cart."""
    found = diff(priced(MUG, TEA), priced(TEA, Line("jar", 1, "80.00", tax_rate=0)))

    assert [(("mug", ""), 0, None), (("jar", ""), None, 1)] == [
        (each.key, each.before, each.after) for each in found.lines
    ]
    assert [("mug", ""), ("mug", ""), ("jar", "")] == [each.line for each in found.rows]
    assert Decimal("-38.00") == found.to_be_paid


def test_the_order_of_the_lines_is_no_difference() -> None:
    """Rows belong to lines by their keys, not by their places."""
    assert diff(priced(MUG, TEA), priced(TEA, MUG)).is_empty


def test_an_offer_on_the_lines_in_another_order_is_the_same() -> None:
    """What it took off each line has the keys of the lines too."""
    store = Store("INR", promotions=[promotion("ten", percentage_off(10))])

    found = diff(priced(MUG, TEA, store=store), priced(TEA, MUG, store=store))
    assert found.is_empty


def test_an_offer_that_has_ended() -> None:
    """10 % of 500.00 and the 5 % on top of it: 52.50 more to pay."""
    ten = promotion("ten", percentage_off(10), expires_at="2026-12-01T00:00:00Z")
    store = Store("INR", promotions=[ten])
    found = diff(priced(store=store), priced(store=store, at=LATER))
    (offer,) = found.offers

    assert ("promotion", "ten", "52.50") == (
        offer.kind,
        offer.id,
        str(found.to_be_paid),
    )
    assert isinstance(offer.before, AppliedOffer)
    assert isinstance(offer.after, Refusal)
    assert "expired" == offer.after.code
    assert ["at"] == [each.name for each in found.facts]
    assert [("promotion_discount", "50.00"), ("tax", "2.50")] == parts(
        found, "to_be_paid"
    )


def test_an_offer_that_saves_otherwise() -> None:
    """It applies to both, and takes more off one."""
    store = Store("INR", promotions=[promotion("ten", percentage_off(10))])
    found = diff(priced(store=store), priced(MUG, TEA, store=store))
    (offer,) = found.offers

    assert isinstance(offer.before, AppliedOffer)
    assert isinstance(offer.after, AppliedOffer)
    assert ("52.50", "64.30") == (str(offer.before.saving), str(offer.after.saving))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"redemption_limits": {"total": 0}}, "limit_reached"),
        ({"minimum_order_total": 900}, "below_minimum"),
    ],
)
def test_why_an_offer_is_gone(changed: dict[str, Any], expected: str) -> None:
    """The second quote has its code."""
    if "redemption_limits" in changed:
        changed = {"redemption_limits": {"total_redemptions": 0}}
    stores = [
        Store("INR", promotions=[promotion("ten", percentage_off(10), **more)])
        for more in ({}, changed)
    ]
    found = diff(priced(store=stores[0]), priced(store=stores[1]))
    (offer,) = found.offers

    assert isinstance(offer.after, Refusal)
    assert expected == offer.after.code


def test_an_offer_that_only_one_of_the_stores_has() -> None:
    """The other quote says nothing of it."""
    store = Store("INR", promotions=[promotion("ten", percentage_off(10))])
    (offer,) = diff(priced(), priced(store=store)).offers

    assert offer.before is None
    assert isinstance(offer.after, AppliedOffer)


def test_a_code_that_no_coupon_has() -> None:
    """It has no id, and the entered code is among the facts."""
    store = Store("INR", coupons=[coupon("k", percentage_off(10), ["TEN"])])
    found = diff(
        priced(store=store, coupon_code="ten"), priced(store=store, coupon_code="X")
    )

    assert [("coupon_code", "ten", "X")] == facts(found)
    assert [("coupon", ""), ("coupon", "k")] == [(x.kind, x.id) for x in found.offers]


def test_what_the_cart_says() -> None:
    """Each key by its path; nothing is said of keys that neither cart has."""
    home = Address(state="Karnataka", pincode="560001", first_name="Asha")
    found = diff(
        priced(),
        priced(
            at=LATER,
            shipping_address=home,
            customer=Customer(loyalty_points_balance=20),
            metadata={"shelf": {"row": 3}},
        ),
    )

    assert [
        ("customer.loyalty_points_balance", 0, 20),
        ("shipping_address.state", None, "Karnataka"),
        ("shipping_address.pincode", None, "560001"),
        ("shipping_address.first_name", None, "Asha"),
        ("metadata.shelf.row", None, 3),
    ] == [each for each in facts(found) if each[0] != "at"]


def test_what_the_cart_no_longer_says() -> None:
    """The other way round, a key that is gone is None."""
    found = diff(priced(shipping_address=Address(pincode="560001")), priced())

    assert ("shipping_address.pincode", "560001", None) in facts(found)


def test_data_of_the_host_of_two_kinds() -> None:
    """An object on one side and a text on the other are both told."""
    found = diff(
        priced(metadata={"gift": "yes", "from": {"name": "A"}}),
        priced(metadata={"gift": {"to": "B"}, "from": "C"}),
    )

    assert [
        ("metadata.gift", "yes", None),
        ("metadata.gift.to", None, "B"),
        ("metadata.from", None, "C"),
        ("metadata.from.name", "A", None),
    ] == facts(found)


def test_what_the_store_says() -> None:
    """Its policies are facts too."""
    found = diff(priced(), priced(store=Store("INR", round_off="1")))

    assert [("policies.round_off", None, Decimal(1))] == facts(found)
    assert ("0.00", ()) == (str(found.to_be_paid), found.totals)


def test_charges_by_their_names() -> None:
    """One that costs more, one that is new; 20.00 and its 18 % are 23.60."""
    wrap = Charge("Wrap", "10", tax_rate=0)
    stores = [
        Store("INR", charges=[wrap]),
        Store("INR", charges=[Charge("Card", "20", tax_rate=18), wrap]),
    ]
    found = diff(priced(store=stores[0]), priced(store=stores[1]))

    (card,) = found.charges
    assert ("charge", "Card", None) == (card.kind, card.name, card.before)
    assert [("charge", "20.00"), ("charge_tax", "3.60")] == parts(found, "to_be_paid")
    assert [("charge", "Card", "20.00")] == [
        (x.kind, x.name, str(x.difference)) for x in found.rows if x.kind == "charge"
    ]


def test_a_delivery_at_another_rate() -> None:
    """The rate and the tax differ, and the net amount does not."""
    found = diff(
        priced(shipping=Shipping("60", tax_rate=5)),
        priced(shipping=Shipping("60", tax_rate=18)),
    )

    assert [
        ("shipping_tax_amount", "3.00", "10.80"),
        ("shipping_amount_including_tax", "63.00", "70.80"),
        ("shipping_tax_rate", "5", "18"),
    ] == [(x.name, str(x.before), str(x.after)) for x in found.delivery]
    assert [("shipping_tax", "10.80"), ("shipping_tax", "-3.00")] == parts(
        found, "to_be_paid"
    )


def test_tenders_and_parts_of_the_payment() -> None:
    """Credit pays 25.00 of 525.00; of the rest a quarter is due now."""
    buyer = Customer(credit_balance=100, loyalty_points_balance=40)
    plan = [Part("now", percent=25), Part("on_delivery")]
    found = diff(
        priced(customer=buyer),
        priced(customer=buyer, credit_balance_used=25, payment_plan=plan),
    )
    (credit,) = found.tenders

    assert ("credit", "", ["asked", "granted", "value"]) == (
        credit.kind,
        credit.name,
        [each.name for each in credit.changes],
    )
    assert [("now", "525.00", "125.00"), ("on_delivery", None, "375.00")] == [
        (
            x.name,
            None if x.before is None else str(x.before.amount),
            str(x.after.amount),
        )
        for x in found.instalments
    ]


def test_points_are_counted() -> None:
    """A number of points is no amount: 10 more, worth 2.50."""
    store = Store("INR", loyalty=Loyalty(value_per_point="0.25"))
    buyer = Customer(loyalty_points_balance=40)
    found = diff(
        priced(store=store, customer=buyer),
        priced(store=store, customer=buyer, loyalty_points_redeemed=10),
    )

    assert [("points", "2.50"), ("points_redeemed", "10")] == [
        (each.kind, str(each.difference)) for each in found.rows
    ]
    assert [("points_redeemed", "10")] == parts(found, "loyalty_points_redeemed")


def test_two_currencies() -> None:
    """One clear fault."""
    yen = quote(Cart("JPY", [Line("a", 1, 8, tax_rate=0)]), Store("JPY"))

    assert [("after", "quotes_in_two_currencies")] == faults_of(diff, priced(), yen)


def test_a_quote_that_does_not_add_up() -> None:
    """A difference of totals that are no sums would have no rows."""
    document = loads(dumps(write_quote(priced())))
    document["totals"]["to_be_paid"] = "1.00"
    document["fingerprint"] = fingerprint(document)
    spoiled = read_quote(dumps(document))

    assert [("totals.to_be_paid", "does_not_add_up")] == faults_of(
        diff, priced(), spoiled
    )


@pytest.mark.parametrize("foreign", [None, {}, "quote.json"])
def test_what_is_no_quote(foreign: Any) -> None:
    """Whichever of the two it is."""
    assert [("before", "wrong_type")] == faults_of(diff, foreign, priced())
    assert [("after", "wrong_type")] == faults_of(diff, priced(), foreign)


def test_nothing_of_the_customer_is_shown() -> None:
    """A repr ends up in logs."""
    home = Address(state="Karnataka", first_name="Asha")
    found = diff(priced(), priced(shipping_address=home))

    assert "<Difference INR 525.00 -> 525.00>" == repr(found)
    assert "Asha" not in repr(found.facts)
