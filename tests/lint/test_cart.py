# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What papers in India need of a cart, and its neighbours that lack nothing."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import Store, lint, read_checkout
from checkout_core.lint.cart import is_hsn_code
from tests.factories.carts import Document, checkout, line
from tests.factories.faults import faults_of
from tests.factories.tables import case


KARNATAKA = "29AABCC1234D1Z7"
#: Goods that papers can name.
FINE: Document = {"hsn_code": "6109", "unit": "PCS"}
THERE = {"state": "Karnataka", "country": "India"}


def found(
    cart: Document | None = None,
    *,
    goods: list[Document] | None = None,
    **store: Any,
) -> list[tuple[str, str]]:
    """Return path and code of what is found about a cart in Karnataka's store."""
    tax = {"seller_state": "KA", **store.pop("tax", {})}
    document = checkout(
        [line("A 1 x 100.00 at 18", **FINE)] if goods is None else goods,
        cart={"shipping_address": THERE, **(cart or {})},
        store={"tax": tax, **store},
        code=None,
    )
    read = read_checkout(json.dumps(document))
    return [(each.path, each.code) for each in lint(read.store, read.cart)]


def test_a_cart_that_lacks_nothing() -> None:
    """Code, unit and state are there."""
    assert [] == found()


def test_other_regimes_ask_nothing() -> None:
    """Neither code nor unit outside India."""
    goods = [line("A 1 x 100.00 at 18", listing_price="1.00")]
    read = read_checkout(json.dumps(checkout(goods, code=None, currency="EUR")))

    assert () == lint(read.store, read.cart)


def test_only_a_cart_is_looked_at() -> None:
    """Another value is refused."""
    assert [("cart", "wrong_type")] == faults_of(lint, Store("INR"), 5)


# The buyer -------------------------------------------------------------------------

TRADER = {"tax_identification_number": KARNATAKA, "business_name": "Sai Traders"}
CITY = {"city": "Pune"}


@pytest.mark.parametrize(
    ("cart", "path"),
    [
        case(
            "of the billing address",
            {"billing_address": {**TRADER, "state": "Maharashtra"}},
            "cart.billing_address.tax_identification_number",
        ),
        case(
            "of the shipping address",
            {"shipping_address": {**TRADER, "state": "MH"}},
            "cart.shipping_address.tax_identification_number",
        ),
        case(
            "the billing address counts where both have one",
            {
                "billing_address": {**TRADER, "state": "MH"},
                "shipping_address": {**TRADER, **THERE},
            },
            "cart.billing_address.tax_identification_number",
        ),
    ],
)
def test_a_gstin_of_another_state(cart: Document, path: str) -> None:
    """29 in an address of Maharashtra."""
    assert [(path, "gstin_of_another_state")] == found(cart)


@pytest.mark.parametrize(
    "cart",
    [
        case("of the same state", {"billing_address": {**TRADER, **THERE}}),
        case("of no state", {"billing_address": {**TRADER}}),
        case(
            "of a state that is not known",
            {"billing_address": {**TRADER, "state": "XX"}},
        ),
        case(
            "abroad", {"billing_address": {**TRADER, "state": "MH", "country": "Nepal"}}
        ),
        case("no GSTIN", {"billing_address": {"state": "MH"}}),
        case(
            "a blank one",
            {"billing_address": {"state": "MH", "tax_identification_number": " "}},
        ),
        case(
            "none that is valid",
            {
                "billing_address": {
                    "state": "MH",
                    "tax_identification_number": "29AABCC1234D1Z8",
                }
            },
        ),
        case(
            "of the billing address, so the shipping address does not count",
            {
                "billing_address": {**TRADER, **THERE},
                "shipping_address": {**TRADER, "state": "MH"},
            },
        ),
    ],
)
def test_a_gstin_of_no_other_state(cart: Document) -> None:
    """Nothing is found where the two agree, or one of them is not known."""
    assert [] == found(cart)


@pytest.mark.parametrize(
    ("cart", "path"),
    [
        case("delivery", {"shipping_address": CITY}, "cart.shipping_address.state"),
        case(
            "the bill alone",
            {"shipping_address": None, "billing_address": CITY},
            "cart.billing_address.state",
        ),
        case(
            "both",
            {"shipping_address": CITY, "billing_address": CITY},
            "cart.shipping_address.state",
        ),
    ],
)
def test_an_address_without_a_state(cart: Document, path: str) -> None:
    """The seller's own state counts, which is probably not meant."""
    assert [(path, "state_missing")] == found(cart)


@pytest.mark.parametrize(
    "cart",
    [
        case("no address at all", {"shipping_address": None}),
        case(
            "collected in store",
            {
                "shipping_address": CITY,
                "fulfillment_preference": {"fulfillment_type": "collect-in-store"},
            },
        ),
        case("said by the cart", {"shipping_address": CITY, "place_of_supply": "27"}),
        case("in the bill", {"shipping_address": CITY, "billing_address": THERE}),
        case("a state that is not known", {"shipping_address": {"state": "XX"}}),
    ],
)
def test_a_state_that_is_not_missing(cart: Document) -> None:
    """Something else decided, or pricing says what is wrong."""
    assert [] == found(cart)


def test_without_the_sellers_state_none_is_missing() -> None:
    """Nothing is read then."""
    assert [] == found({"shipping_address": CITY}, tax={"seller_state": None})


# Lines and charges -----------------------------------------------------------------


def delivered(**shipping: Any) -> Document:
    """Return a cart whose delivery costs 50.00 and has a code."""
    return {"shipping": {"estimated_cost": "50.00", "hsn_code": "9968", **shipping}}


def test_an_untaxed_delivery_of_taxed_goods() -> None:
    """A rate of 0 under `own_rate`."""
    expected = [("cart.shipping.tax_rate", "delivery_untaxed")]

    assert expected == found(delivered(tax_rate="0"))


@pytest.mark.parametrize(
    ("cart", "tax"),
    [
        case("at a rate", delivered(tax_rate="18"), {}),
        case("as the goods are", delivered(), {}),
        case("for nothing", delivered(tax_rate="0", estimated_cost="0.00"), {}),
        case("apportioned", delivered(tax_rate="0"), {"charge_tax": "apportion"}),
        case("at the highest rate", delivered(tax_rate="0"), {"charge_tax": "highest"}),
        case(
            "with components of its own",
            delivered(tax_components=[{"name": "Levy", "rate": "1"}]),
            {},
        ),
    ],
)
def test_a_delivery_that_is_taxed(cart: Document, tax: dict[str, str]) -> None:
    """Its own rate, that of the goods, or nothing to tax."""
    assert [] == found(cart, tax=tax)


def test_an_untaxed_delivery_of_untaxed_goods() -> None:
    """Goods at 0 % alone make no tax due on the delivery."""
    goods = [line("A 1 x 100.00", **FINE)]

    assert [] == found(delivered(tax_rate="0"), goods=goods)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        case("four digits", "6109", True),
        case("five", "61091", True),
        case("six", "610910", True),
        case("eight", "61091000", True),
        case("a service", "996331", True),
        case("two", "61", False),
        case("three", "610", False),
        case("seven", "6109100", False),
        case("nine", "610910000", False),
        case("zeros", "0000", False),
        case("letters", "61O9", False),
        case("a line after it", "6109\n", False),
        case("digits of another script", "६१०९", False),
        case("none", None, False),
        case("empty", "", False),
    ],
)
def test_a_code_of_goods(code: str | None, expected: object) -> None:
    """Four, five, six or eight digits, not all of them 0."""
    assert expected is is_hsn_code(code)


def test_what_papers_need_of_a_line() -> None:
    """A code and a unit of each, by its index."""
    goods = [line("A 1 x 1.00", **FINE), line("B 1 x 1.00", hsn_code="61")]

    assert [
        ("cart.cart_items[1].hsn_code", "hsn_missing"),
        ("cart.cart_items[1].unit", "unit_missing"),
    ] == found(goods=goods)


@pytest.mark.parametrize(
    "fields",
    [
        case("a service", {"hsn_code": "9963"}),
        case("a download", {"hsn_code": "6109", "product_type": "digital"}),
    ],
)
def test_what_is_not_counted_has_no_unit(fields: Document) -> None:
    """Only goods are counted."""
    assert [] == found(goods=[line("A 1 x 1.00", **fields)])


def test_goods_without_a_code_need_both() -> None:
    """No code says that it is a service."""
    assert ["hsn_missing", "unit_missing"] == [
        code for _, code in found(goods=[line("A 1 x 1.00")])
    ]


@pytest.mark.parametrize(
    ("said", "printed", "expected"),
    [
        case(
            "spec: 100.00 inside against 99.00", "1 x 100.00 at 18 inside", "99.00", 1
        ),
        case("and 99.00 against 99.00", "1 x 99.00 at 18 inside", "99.00", 0),
        case("84.75 with 15.26 is 100.01", "1 x 84.75 at 18", "100.00", 1),
        case("84.74 with 15.26 is 100.00", "1 x 84.74 at 18", "100.00", 0),
        case("99.05 and two halves of 2.48 are 104.01", "1 x 99.05 at 5", "104.00", 1),
        case("one unit counts, not two", "2 x 50.00 at 18 inside", "99.00", 0),
        case("no listing price was given", "1 x 100.00 at 18", None, 0),
        case("the listing price is the price", "1 x 100.00 at 18", "100.00", 0),
    ],
)
def test_goods_above_the_printed_price(
    said: str, printed: str | None, expected: int
) -> None:
    """One unit with its tax, by the rule of a line."""
    goods = [line(f"A {said}", listing_price=printed, **FINE)]

    assert [("cart.cart_items[0].selling_price", "above_mrp")] * expected == found(
        goods=goods
    )


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [case("half up", "half_up", 1), case("half even", "half_even", 0)],
)
def test_a_price_is_rounded_as_the_store_rounds(rounding: str, expected: int) -> None:
    """0.25 at 10 % between states: 0.025 is 0.03 or 0.02, so it costs 0.28 or 0.27."""
    goods = [line("A 1 x 0.25 at 10", listing_price="0.27", **FINE)]

    assert expected == len(
        found({"shipping_address": {"state": "Goa"}}, goods=goods, rounding=rounding)
    )


def test_goods_have_the_components_of_their_suppliers_place() -> None:
    """99.05 at 5 % to Karnataka: 104.00 from Maharashtra, 104.01 from the store."""
    goods = [line("A 1 x 99.05 at 5", listing_price="104.00", **FINE)]
    suppliers = {"mh": {"name": "Sai", "state": "MH", "registered": True}}
    other = [{**goods[0], "supplier": "mh"}]

    assert 1 == len(found(goods=goods, suppliers=suppliers))
    assert [] == found(goods=other, suppliers=suppliers)


def test_no_tax_is_added_to_a_supply_without_payment() -> None:
    """100.00 at 18 % costs 100.00 in a special economic zone."""
    goods = [line("A 1 x 100.00 at 18", listing_price="110.00", **FINE)]

    assert 1 == len(found(goods=goods))
    assert [] == found({"supply_type": "sez_without_payment"}, goods=goods)


def test_a_cess_by_the_unit_is_part_of_the_price() -> None:
    """100.00 at 28 % and 4.00 is 132.00, whatever the quantity."""
    goods = [line("A 3 x 100.00 at 28", cess_per_unit="4.00", **FINE)]

    assert [] == found(goods=[{**goods[0], "listing_price": "132.00"}])
    assert 1 == len(found(goods=[{**goods[0], "listing_price": "131.99"}]))


def test_a_state_that_is_none_is_a_fault_of_pricing() -> None:
    """No price is known there, and nothing is found of it."""
    goods = [line("A 1 x 100.00 at 18", listing_price="1.00", **FINE)]

    assert [] == found({"shipping_address": {"state": "XX"}}, goods=goods)


def test_a_cess_is_part_of_the_price() -> None:
    """100.00 at 28 % and 12 % is 140.00, which is above 139.99."""
    goods = [line("A 1 x 100.00 at 28", cess_rate="12", **FINE)]

    assert [] == found(goods=[{**goods[0], "listing_price": "140.00"}])
    assert ["above_mrp"] == [
        code for _, code in found(goods=[{**goods[0], "listing_price": "139.99"}])
    ]


def test_slabs_are_known_once_it_is_priced() -> None:
    """Their rate depends on what offers leave of the price."""
    slabs = [{"up_to": "50.00", "rate": "5"}, {"rate": "18"}]
    goods = line("A 1 x 100.00", tax_slabs=slabs, listing_price="101.00", **FINE)
    del goods["tax_rate"]

    assert [] == found(goods=[goods])


WRAP = {"id": "w", "name": "Gift wrap", "amount": "10.00"}
FLAT = {"type": "flat", "amount": "50.00", "tax_rate": "18"}
FOLLOWING = {"type": "flat", "amount": "50.00"}


def zones(goa: Document, karnataka: Document) -> Document:
    """Return the table of two states."""
    rates = [("Goa", goa), ("Karnataka", karnataka)]
    found = [{"states": [state], "rate": rate} for state, rate in rates]
    return {"type": "by_zone", "zones": found}


@pytest.mark.parametrize(
    ("cart", "store", "path"),
    [
        case(
            "the delivery",
            delivered(tax_rate="18", hsn_code=None),
            {},
            "cart.shipping.hsn_code",
        ),
        case(
            "a code that is none, though it follows the goods",
            delivered(hsn_code="99"),
            {},
            "cart.shipping.hsn_code",
        ),
        case(
            "a charge of the store",
            {},
            {"charges": [{**WRAP, "tax_rate": "18"}]},
            "store.charges[0].hsn_code",
        ),
        case(
            "one at a rate of its own where the others are shared",
            {},
            {
                "tax": {"charge_tax": "apportion"},
                "charges": [{**WRAP, "tax_rate": "18", "charge_tax": "own_rate"}],
            },
            "store.charges[0].hsn_code",
        ),
        case(
            "an exempt one where the others are shared",
            {},
            {
                "tax": {"charge_tax": "apportion"},
                "charges": [{**WRAP, "tax_rate": "0", "tax_category": "exempt"}],
            },
            "store.charges[0].hsn_code",
        ),
        case(
            "one of a supplier whose goods are not in the cart",
            {},
            {
                "suppliers": {"mh": {"name": "Sai", "state": "MH"}},
                "charges": [{**WRAP, "supplier": "mh"}],
            },
            "store.charges[0].hsn_code",
        ),
        case(
            "the delivery at the highest rate of the goods",
            delivered(hsn_code=None),
            {"tax": {"charge_tax": "highest"}},
            "cart.shipping.hsn_code",
        ),
        case(
            "the delivery of the store's table",
            {},
            {"shipping_rates": FLAT},
            "store.shipping_rates.hsn_code",
        ),
        case(
            "a code in the table that is none",
            {},
            {"shipping_rates": {**FLAT, "hsn_code": "99"}},
            "store.shipping_rates.hsn_code",
        ),
        case(
            "the zone that applies",
            {},
            {"shipping_rates": zones(FOLLOWING, FLAT)},
            "store.shipping_rates.zones[1].rate.hsn_code",
        ),
    ],
)
def test_a_charge_without_a_code(cart: Document, store: Document, path: str) -> None:
    """Where it has a rate of its own, it is a service with a code of its own."""
    assert [(path, "hsn_missing")] == found(cart, **store)


@pytest.mark.parametrize(
    ("cart", "store"),
    [
        case("delivery with a code", delivered(tax_rate="18"), {}),
        case("delivery as the goods", delivered(hsn_code=None), {}),
        case(
            "all is shared over the goods",
            delivered(tax_rate="18", hsn_code=None),
            {"tax": {"charge_tax": "apportion"}},
        ),
        case(
            "free delivery",
            delivered(tax_rate="5", hsn_code=None, estimated_cost="0"),
            {},
        ),
        case("a charge as the goods", {}, {"charges": [WRAP]}),
        case(
            "a charge that is shared over the goods",
            {},
            {"charges": [{**WRAP, "tax_rate": "18", "charge_tax": "apportion"}]},
        ),
        case(
            "a charge of the supplier whose goods they are",
            {},
            {"charges": [{**WRAP, "supplier": ""}]},
        ),
        case(
            "a code of the table",
            {},
            {"shipping_rates": {**FLAT, "hsn_code": "996812"}},
        ),
        case("the table follows the goods", {}, {"shipping_rates": FOLLOWING}),
        case(
            "another zone has a rate of its own",
            {},
            {"shipping_rates": zones(FLAT, FOLLOWING)},
        ),
        case("the table costs nothing", {}, {"shipping_rates": {**FLAT, "amount": 0}}),
        case(
            "nothing is delivered",
            {"fulfillment_preference": {"fulfillment_type": "collect-in-store"}},
            {"shipping_rates": FLAT},
        ),
        case(
            "no zone is there, as pricing says",
            {"shipping_address": {"state": "Kerala"}},
            {"shipping_rates": zones(FLAT, FLAT)},
        ),
        case(
            "a charge with a code",
            {},
            {"charges": [{**WRAP, "tax_rate": "18", "hsn_code": "998540"}]},
        ),
    ],
)
def test_a_charge_that_needs_no_code(cart: Document, store: Document) -> None:
    """It has one, or those of the goods."""
    assert [] == found(cart, **store)


@pytest.mark.parametrize(
    ("handling", "store", "expected"),
    [
        case("at its own rate", {"handling_charge_tax_rate": "18"}, {}, 1),
        case(
            "with a code",
            {"handling_charge_tax_rate": "18"},
            {"handling_hsn_code": "998540"},
            0,
        ),
        case("as the goods are", {}, {}, 0),
    ],
)
def test_handling_needs_a_code_of_its_own(
    handling: Document, store: Document, expected: int
) -> None:
    """Unless it is taxed as its goods are."""
    more = {**FINE, "handling_charge_excluding_tax": "5.00", **handling}
    goods = [line("A 1 x 100.00 at 18", **more)]

    assert [("store.handling_hsn_code", "hsn_missing")] * expected == found(
        goods=goods, **store
    )


def test_a_finding_says_what_to_do() -> None:
    """Its message is one sentence for people; no offer caused it."""
    document = checkout(
        [line("A 1 x 100.00 at 18", hsn_code="6109", unit="PCS", listing_price="117")],
        cart={"shipping_address": THERE},
        store={"tax": {"seller_state": "KA"}},
        code=None,
    )
    read = read_checkout(json.dumps(document))
    (finding,) = lint(read.store, read.cart)

    assert ("", "above_mrp") == (finding.offer_id, finding.code)
    assert (
        "one costs 118.00 with its tax, more than its listing price of 117; selling"
        " above the printed price is an offence"
    ) == finding.message
