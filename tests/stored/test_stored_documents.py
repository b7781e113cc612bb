# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What version 0.1.0 stored is read, verified and refunded by the rules of its time.

The documents of `0.1.0` were written by that version: of each shop the checkout
that it priced, the quote, and the order after a payment, a delivered parcel and a
refund.  Each of the five hits a rule that has changed since; a sixth, of which only
quote and order are kept, holds what was not checked then.  They are never written
anew.
"""

from __future__ import annotations

import json
import pickle

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    RefundPolicy,
    Store,
    dumps,
    promotion,
    quote,
    read_cart,
    read_checkout,
    read_order,
    read_quote,
    refund,
    verify,
    write_order_detail,
    write_quote,
)
from checkout_core.juspay import mandate_of
from checkout_core.orders import Order, Refunded
from checkout_core.pricing import quote_by
from checkout_core.refunds import Units
from checkout_core.revisions import FIRST
from checkout_core.values import thawed
from checkout_core.views import explain
from checkout_core.views.invoices import einvoice
from checkout_core.wire import loads
from checkout_core.wire.quotes import fingerprint
from checkout_core.wire.text import MAX_CHARACTERS
from tests.factories.faults import faults


if TYPE_CHECKING:
    from checkout_core import Quote


HERE = Path(__file__).parent / "0.1.0"
NAMES = (
    "funded-and-rounded",
    "wholly-funded",
    "inclusive-apportioned",
    "places-row-by-row",
    "postal-code-abroad",
)
LATER = "2026-11-30T12:00:00+05:30"
SCHEMA = json.loads(
    (files("checkout_core.wire") / "schemas" / "quote.schema.json").read_text()
)


def text_of(name: str, form: str) -> str:
    """Return a document as it was stored."""
    return (HERE / f"{name}.{form}.json").read_text(encoding="utf-8")


def priced_now(name: str) -> Quote:
    """Return today's quote of a checkout of then."""
    checkout = read_checkout(text_of(name, "checkout"))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def figures(found: Quote) -> list[str]:
    """Return what the changed rules are about."""
    totals = found.totals
    return [
        str(each)
        for each in (
            totals.total_savings,
            totals.shipping_amount,
            totals.shipping_tax_amount,
            totals.round_off,
            totals.grand_total,
            totals.to_be_paid,
        )
    ]


@pytest.mark.parametrize(
    ("name", "then", "now"),
    [
        # 108.06 is owed: 120.40 was rounded to 120, now 108.06 is to 108.
        (
            "funded-and-rounded",
            ["12.34", "0.00", "0.00", "-0.40", "120.00", "107.66"],
            ["12.34", "0.00", "0.00", "-0.06", "120.34", "108.00"],
        ),
        # All of 4.01 is funded: the total was rounded up to 4.05.
        (
            "wholly-funded",
            ["4.01", "0.00", "0.00", "0.04", "4.05", "0.04"],
            ["4.01", "0.00", "0.00", "0.00", "4.01", "0.00"],
        ),
        # 10.00 over 140.00 with 40 % inside and 100.00 at 0 %: 5.00 + 5.00 before,
        # of which 2 x 0.71 is tax, now 5.83 + 4.17, of which 2 x 0.83 is.
        (
            "inclusive-apportioned",
            ["0.00", "8.58", "1.42", "0.00", "260.00", "260.00"],
            ["0.00", "8.34", "1.66", "0.00", "260.00", "260.00"],
        ),
        # One place, the cheapest first: the coat's row had it, now the sock has it.
        (
            "places-row-by-row",
            ["50.00", "0.00", "0.00", "0.00", "100.00", "100.00"],
            ["5.00", "0.00", "0.00", "0.00", "145.00", "145.00"],
        ),
        # New York 11201 is no postal code of India.
        (
            "postal-code-abroad",
            ["30.00", "40.00", "0.00", "0.00", "140.00", "110.00"],
            ["30.00", "2500.00", "0.00", "0.00", "2600.00", "2570.00"],
        ),
    ],
    ids=NAMES,
)
def test_what_changed(name: str, then: list[str], now: list[str]) -> None:
    """The stored quote says what it said; the same cart is priced anew otherwise."""
    assert [then, now] == [
        figures(read_quote(text_of(name, "quote"))),
        figures(priced_now(name)),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_quote_verifies(name: str) -> None:
    """As it was stored, and once it was read and stored again: the same bytes."""
    text = text_of(name, "quote")
    found = read_quote(text, verify=True)

    verify(text)
    verify(found)
    assert text == dumps(write_quote(found), indent=2) + "\n"
    assert (1, "") == (found.revision.number, found.engine)
    jsonschema.Draft202012Validator(SCHEMA).validate(loads(text))


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_of_then_price_as_they_did(name: str) -> None:
    """What a refund prices the kept goods by is what 0.1.0 priced the order by."""
    checkout = read_checkout(text_of(name, "checkout"))
    again = quote_by(FIRST, checkout.cart, checkout.store, checkout.at, None)

    # How a refusal is said is no figure, and is in the fingerprint.
    said = {"refusals": None, "fingerprint": None}
    assert loads(text_of(name, "quote")) | said == write_quote(again) | said


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("funded-and-rounded", ["/coupon/c1/FEST"]),
        ("wholly-funded", ["cart-2/coupon/c1/FEST"]),
        ("places-row-by-row", ["/coupon/c1/FEST"]),
    ],
)
def test_a_key_that_was_committed_stays(name: str, expected: list[str]) -> None:
    """Redemptions of carts without an id have the key that the host stored."""
    found = read_quote(text_of(name, "quote")).figures.redemptions

    assert expected == [each.idempotency_key for each in found]
    assert [""] == [each.why for each in found]


@pytest.mark.parametrize("name", NAMES)
def test_no_document_borrows_the_rules_of_another_revision(name: str) -> None:
    """An old quote in new clothes does not add up, nor does a new one in old."""
    old = loads(text_of(name, "quote"))
    new = write_quote(priced_now(name))
    engine = new.pop("engine")
    old |= {"schema_version": "checkout_core.quote/2", "engine": engine}
    new["schema_version"] = "checkout_core.quote/1"
    del new["supply_type"]
    new["place_of_supply"] = new["place_of_supply"]["components"]

    for forged in (old, new):
        forged["fingerprint"] = fingerprint(forged)
        with pytest.raises(CheckoutError) as caught:
            verify(forged)
        assert {"does_not_add_up"} == {each.code for each in caught.value.faults}


def test_a_document_without_an_engine_names_none() -> None:
    """The key came with the second revision: there it is needed, before unknown."""
    old = loads(text_of("wholly-funded", "quote")) | {"engine": "checkout-core 0.1.0"}
    new = write_quote(priced_now("wholly-funded"))
    del new["engine"]

    found = []
    for document in (old, new):
        with pytest.raises(CheckoutError) as caught:
            read_quote(document, verify=True)
        found += faults(caught.value)
        assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(document)

    assert [("engine", "unknown_key"), ("engine", "required")] == found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("funded-and-rounded", ("97.65", "0.00")),
        ("inclusive-apportioned", ("210.00", "0.00")),
        ("places-row-by-row", ("80.00", "0.00")),
        ("postal-code-abroad", ("60.00", "30.00")),
    ],
)
@pytest.mark.parametrize("promotion_break", ["retain", "recompute"])
def test_the_rest_is_refunded(
    name: str, promotion_break: str, expected: tuple[str, str]
) -> None:
    """What the first refund left of the payment and of the credit comes back."""
    order = read_order(text_of(name, "order"), verify=True)
    store = read_checkout(text_of(name, "checkout")).store
    left = {
        at: line.quantity - order.returned.get(at, 0)
        for at, line in enumerate(order.quote.lines)
    }

    note = refund(
        order.quote,
        {at: units for at, units in left.items() if units},
        id="R2",
        at=LATER,
        earlier=order.refunds,
        policy=RefundPolicy(promotion_break=promotion_break),
        store=store,
    )

    assert expected == (str(note.gateway), str(note.credit))
    assert "0.00" == str(order.after(Refunded(note)).amount_held)


@pytest.mark.parametrize(
    ("name", "back", "expected"),
    [
        # 10.00 of 12.00 stays due for the other cup; the lamp's funding is untouched.
        ("funded-and-rounded", 1, ("10.00", "0.00")),
        ("wholly-funded", 0, ("0.00", "0.04")),
        ("inclusive-apportioned", 1, ("50.00", "0.00")),
        # By today's rules the coat would lose its 50.00 and the mug bring nothing.
        ("places-row-by-row", 2, ("20.00", "0.00")),
        ("postal-code-abroad", 0, ("50.00", "0.00")),
    ],
    ids=NAMES,
)
def test_what_is_kept_is_priced_by_the_rules_of_then(
    name: str, back: int, expected: tuple[str, str]
) -> None:
    """One unit comes back and the offers are looked at again, as 0.1.0 did."""
    note = refund(
        read_quote(text_of(name, "quote")),
        {back: 1},
        id="R1",
        at=LATER,
        policy=RefundPolicy(promotion_break="recompute"),
        store=read_checkout(text_of(name, "checkout")).store,
    )

    assert expected == (str(note.gateway), str(note.credit))


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_order_is_read(name: str) -> None:
    """Its quote, its payment, its parcel and its refund are what they were."""
    order = read_order(text_of(name, "order"))

    assert read_quote(text_of(name, "quote")) == order.quote
    assert (1, 1, 1) == (len(order.payments), len(order.shipments), len(order.refunds))
    assert ("complete", "success") == (order.status, order.payment_status)


def test_a_stored_quote_is_explained_by_the_rules_of_then() -> None:
    """It was the total that was rounded, whatever others paid of it."""
    story = explain(read_quote(text_of("funded-and-rounded", "quote")))

    assert (
        "The total is rounded to a multiple of ₹1.00, which takes off ₹0.40." in story
    )


@pytest.mark.parametrize("name", NAMES)
def test_nobody_wrote_down_which_engine_priced_it(name: str) -> None:
    """Documents of the first form do not say."""
    assert "" == read_quote(text_of(name, "quote")).engine


def test_the_papers_of_a_stored_quote() -> None:
    """The e-invoice has the charge in the parts that it was taxed in then."""
    items = einvoice(read_quote(text_of("inclusive-apportioned", "quote")))["ItemList"]

    assert [
        ("Shipping", "0", "5.00", "0.00"),
        ("Shipping", "40", "3.58", "0.71"),
    ] == [
        tuple(str(each[key]) for key in ("PrdDesc", "GstRt", "AssAmt", "CgstAmt"))
        for each in items
        if each["PrdDesc"] == "Shipping"
    ]


# What 0.1.0 did not check --------------------------------------------------------

#: Its preference has keys and values of no table, two of its tax classes amounts off
#: the grid; its first payment, its parcel and what was sent back have no id, and the
#: parcel names the lamp twice.
LOOSE = "less-checked"
STORE = Store(
    "INR",
    promotions=[
        promotion(
            "ten",
            "discount",
            {"discount_type": "percentage", "discount_percent": 10},
            applies_to_product="all",
            minimum_order_total="300",
        )
    ],
)


def test_a_loose_quote_verifies() -> None:
    """What it was made from stays as it was given, byte for byte."""
    text = text_of(LOOSE, "quote")
    found = read_quote(text, verify=True)

    verify(text)
    assert text == dumps(write_quote(found), indent=2) + "\n"
    assert loads(text)["cart"]["fulfillment_preference"] == thawed(
        found.cart.fulfillment_preference
    )
    assert found.cart == pickle.loads(pickle.dumps(found.cart)).changed()


def test_a_loose_order_is_read_and_refunded() -> None:
    """
    One of 3 lamps comes back, after one of 2 mugs; the 10 % need 300.

    What stays is 2 x 100.00 + 18 % and 50.00 + 5 %, 288.50; 413.10 - 47.25 is paid.
    """
    order = read_order(text_of(LOOSE, "order"), verify=True)

    note = order.refund(
        {0: 1},
        id="R2",
        at=LATER,
        policy=RefundPolicy(promotion_break="recompute"),
        store=STORE,
    )

    assert "77.35" == str(note.gateway)
    assert "288.50" == str(order.after(Refunded(note)).amount_held)


def test_a_loose_order_is_paid_again() -> None:
    """What the payment asks for looks at no class that no line is of."""
    assert mandate_of(read_order(text_of(LOOSE, "order"))) is None


def test_events_of_a_loose_order() -> None:
    """They have an id now, and of a line that was named twice the last counts."""
    order = read_order(text_of(LOOSE, "order"))

    assert ["without-an-id", "P2"] == [each.id for each in order.payments]
    assert ["without-an-id"] == [each.id for each in order.excess]
    assert [("without-an-id", Units({0: 2, 1: 2}))] == [
        (each.id, each.units) for each in order.shipments
    ]
    assert order == read_order(dumps(write_order_detail(order, stored=True)))


def test_a_loose_quote_in_new_clothes() -> None:
    """The second revision checks all of it."""
    document = loads(text_of(LOOSE, "quote"))
    document |= {"schema_version": "checkout_core.quote/2", "engine": "checkout-core"}

    with pytest.raises(CheckoutError) as caught:
        read_quote(document, verify=True)

    preference, classes = "cart.fulfillment_preference", "store.tax_classes"
    assert [
        (f"{preference}.slot", "unknown_key"),
        (f"{preference}.pickup_location_id", "wrong_type"),
        (f"{preference}.preference_type", "not_a_choice"),
        (f"{classes}.tea[0].cess_per_unit", "off_grid"),
        (f"{classes}.shirts[0].tax_slabs[0].up_to", "off_grid"),
    ] == faults(caught.value)


@pytest.mark.parametrize(
    ("part", "value", "expected"),
    [
        (
            ("cart", "fulfillment_preference", "fulfillment_type"),
            "drone",
            ("cart.fulfillment_preference.fulfillment_type", "not_a_choice"),
        ),
        (
            ("cart", "fulfillment_preference"),
            "drone",
            ("cart.fulfillment_preference", "wrong_type"),
        ),
        (
            ("cart", "fulfillment_preference", "slot"),
            0.5,
            ("cart.fulfillment_preference.slot", "float_given"),
        ),
        (
            ("store", "tax_classes", "tea"),
            [],
            ("store.tax_classes.tea", "empty_target"),
        ),
        (("store", "tax_classes"), 5, ("store.tax_classes", "wrong_type")),
    ],
)
def test_what_0_1_0_did_check(
    part: tuple[str, ...], value: object, expected: tuple[str, str]
) -> None:
    """It is checked still, at the same place."""
    document = loads(text_of(LOOSE, "quote"))
    holder = document
    for key in part[:-1]:
        holder = holder[key]
    holder[part[-1]] = value

    with pytest.raises(CheckoutError) as caught:
        read_quote(document, verify=True)

    assert [expected] == faults(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("payments", "P1", ("payments", "wrong_type")),
        ("payments", ["P1"], ("payments[0]", "wrong_type")),
        ("excess", [{"id": 5}], ("excess[0].id", "wrong_type")),
        ("parcels", [{"units": [[[], 1]]}], ("parcels[0].units[0][0]", "bad_count")),
    ],
)
def test_events_that_0_1_0_did_not_take(
    name: str, value: object, expected: tuple[str, str]
) -> None:
    """Nothing else is made to fit."""
    document = loads(text_of(LOOSE, "order"))
    document["x_checkout_core"][name] = value

    with pytest.raises(CheckoutError) as caught:
        read_order(document, verify=True)

    path, code = expected
    found = dict(faults(caught.value))
    assert code == found[f"x_checkout_core.{path}"]


# What is long --------------------------------------------------------------------


def test_what_is_longer_than_a_document_may_be() -> None:
    """Of many lines and many offers much is stored: it is read all the same."""
    long = {"note": "x" * MAX_CHARACTERS}
    cart = Cart("INR", [Line("tee", 1, "1.00", tax_rate=0)], metadata=long)
    order = Order.placed(quote(cart, Store("INR")), number="ORD-1", at=LATER)
    text = dumps(write_quote(order.quote))

    assert order.quote == read_quote(text, verify=True)
    assert order == read_order(dumps(write_order_detail(order, stored=True)).encode())
    with pytest.raises(CheckoutError) as caught:
        read_cart(text)
    assert [("", "document_too_large")] == faults(caught.value)
