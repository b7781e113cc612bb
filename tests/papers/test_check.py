# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What law asks of the invoices for an order, and orders that lack nothing."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Order, Quote, dumps, quote, read_checkout, read_quote
from checkout_core.papers.check import check_invoice
from checkout_core.papers.inv01 import inv01
from tests.factories import gst_papers
from tests.factories.carts import Document, line, lines
from tests.factories.faults import faults_of
from tests.factories.market import bought, supplied
from tests.factories.offers import (
    buy_get,
    coupon,
    percentage,
    promotion,
)
from tests.factories.tables import case
from tests.factories.tax import quoted
from tests.paths import TESTS


#: Goods that papers can name.
FINE: Document = {"hsn_code": "8528", "unit": "NOS"}
#: Whom an invoice can name.
NAMED = {
    "first_name": "Asha",
    "address_line1": "14 MG Road",
    "state": "Karnataka",
    "country": "India",
}


def sold(price: str = "60000.00", rate: str = "18", **more: Any) -> Quote:
    """Return one item sold from Karnataka to a buyer there whom it names."""
    cart = {"shipping_address": NAMED, **more.pop("cart", {})}
    goods = [line(f"A 1 x {price} at {rate}", **FINE, **more.pop("fields", {}))]
    return quoted(goods, seller=more.pop("seller", "KA"), cart=cart, **more)


def codes(found: Quote | Order, **more: Any) -> list[str]:
    """Return the codes of what is found."""
    return [each.code for each in check_invoice(found, **more)]


CASES = {
    path.stem: case_
    for path in sorted((TESTS / "cases" / "india").glob("*.json"))
    if "warnings" in (case_ := json.loads(path.read_text("utf-8")))
}
#: Warnings about the buyer and the place, which the cases name.
OF_BUYER = {"gstin_of_another_state", "recipient_missing", "state_missing"}


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_warned_of_as_it_says(name: str) -> None:
    """The codes that concern the buyer and the place, all of them."""
    checkout = read_checkout(dumps(CASES[name]["document"]))
    found = codes(quote(checkout.cart, checkout.store, at=checkout.at))

    assert sorted(CASES[name]["warnings"]) == sorted(OF_BUYER.intersection(found))


def test_the_cases_of_warnings_are_there() -> None:
    """Three of them name warnings, one none."""
    assert ["07", "08", "19"] == [name[:2] for name in CASES]


def test_an_order_is_checked_as_its_quote() -> None:
    """Both are taken; another value is refused."""
    found = sold("100.00", cart={"shipping_address": {"city": "Pune"}})

    assert ["state_missing"] == codes(found)
    assert ["state_missing"] == codes(
        Order.placed(found, number="A1", at=found.at or "")
    )
    assert [("sold", "wrong_type")] == faults_of(check_invoice, "A1")


def test_outside_india_nothing_is_asked() -> None:
    """Neither a name nor an e-way bill."""
    goods = [line("A 1 x 900000.00 at 18", listing_price="1.00")]

    assert [] == codes(quoted(goods, currency="EUR"))


# The buyer -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        case("at 50,000", "50000.00", ["recipient_missing"]),
        case("below", "49999.99", []),
    ],
)
def test_who_buys_for_fifty_thousand_is_named(price: str, expected: list[str]) -> None:
    """The value without tax counts, which is the limit itself."""
    found = sold(price, cart={"shipping_address": {"state": "KA"}})

    assert expected == [x for x in codes(found) if x == "recipient_missing"]


@pytest.mark.parametrize(
    ("address", "path", "missing"),
    [
        case("nothing", {}, "billing_address", "name, address_line1, state"),
        case(
            "no name",
            {"shipping_address": {**NAMED, "first_name": " "}},
            "shipping_address",
            "name",
        ),
        case(
            "no line",
            {"shipping_address": {**NAMED, "address_line1": ""}},
            "shipping_address",
            "address_line1",
        ),
        case(
            "no state",
            {"shipping_address": {**NAMED, "state": None}},
            "shipping_address",
            "state",
        ),
        case(
            "the billing address is on the invoice",
            {"shipping_address": NAMED, "billing_address": {"state": "KA"}},
            "billing_address",
            "name, address_line1",
        ),
        case(
            "abroad there is no State",
            {"shipping_address": {"first_name": "Sita", "country": "Nepal"}},
            "shipping_address",
            "address_line1",
        ),
        case(
            "a tax number abroad is no registration",
            {
                "shipping_address": {
                    "first_name": "Sita",
                    "country": "Nepal",
                    "tax_identification_number": "X1",
                }
            },
            "shipping_address",
            "address_line1",
        ),
    ],
)
def test_what_an_invoice_would_lack(address: Document, path: str, missing: str) -> None:
    """Name, address line and State, of the address that the invoice has."""
    found = [
        each
        for each in check_invoice(sold(cart={"shipping_address": None, **address}))
        if each.code == "recipient_missing"
    ]

    assert [(f"cart.{path}", "")] == [(each.path, each.offer_id) for each in found]
    assert f"50,000 or more names its buyer with address and State; {missing} of" in (
        found[0].message
    )


@pytest.mark.parametrize(
    "address",
    [
        case("all of it", NAMED),
        case("a last name", {**NAMED, "first_name": None, "last_name": "Rao"}),
        case("a business", {**NAMED, "first_name": None, "business_name": "Sai"}),
        case(
            "registered",
            {"state": "KA", "tax_identification_number": "29AABCC1234D1Z7"},
        ),
        case("abroad", {**NAMED, "state": "Bagmati", "country": "Nepal"}),
    ],
)
def test_a_buyer_who_is_named(address: Document) -> None:
    """Nothing is missing, or the GSTIN says who it is."""
    assert "recipient_missing" not in codes(sold(cart={"shipping_address": address}))


def test_each_suppliers_invoice_is_looked_at() -> None:
    """Two invoices of 30,000.00 need no name, one of 60,000.00 does."""
    said = "A 1 x 30000.00 at 18; B 1 x 30000.00 at 18"
    one, two = (
        bought(supplied(said, names, **FINE)) for names in (["mh", "mh"], ["mh", "gj"])
    )

    assert ["recipient_missing", "eway_bill"] == codes(one)
    assert [] == codes(two)


# The consignment -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "rate", "expected"),
    [
        case("50,000.00 with its tax", "42372.88", "18", []),
        case("a paisa more", "42372.89", "18", ["eway_bill"]),
        case("without tax", "50000.01", "0", ["eway_bill"]),
    ],
)
def test_a_consignment_above_the_limit(
    price: str, rate: str, expected: list[str]
) -> None:
    """Tax counts: 42,372.88 at 18 % inter-state is 50,000.00 (7,627.12)."""
    assert expected == codes(sold(price, rate, seller="MH"))


def test_a_consignment_is_named_by_its_supplier() -> None:
    """The operator's is that of the cart."""
    own = [x for x in check_invoice(sold()) if x.code == "eway_bill"]
    other = check_invoice(bought(supplied("A 1 x 60000.00 at 18", ["mh"], **FINE)))

    assert [("cart.cart_items", "eway_bill")] == [(x.path, x.code) for x in own]
    assert "70800.00 are sent, more than 50,000," in own[0].message
    assert ("suppliers[mh]", "eway_bill") == (other[-1].path, other[-1].code)


@pytest.mark.parametrize(
    ("fields", "cart"),
    [
        case("a service", {"hsn_code": "998313"}, {}),
        case("a download", {"product_type": "digital"}, {}),
        case(
            "collected",
            {},
            {"fulfillment_preference": {"fulfillment_type": "collect-in-store"}},
        ),
        case("exempt", {"tax_rate": "0", "tax_category": "exempt"}, {}),
        case("nil by the tariff", {"tax_rate": "0", "tax_category": "nil_rated"}, {}),
    ],
)
def test_what_needs_no_eway_bill(fields: Document, cart: Document) -> None:
    """Nothing is carried, or what is carried does not count."""
    goods = [{**line("A 1 x 60000.00 at 18", **FINE), **fields}]
    found = quoted(goods, seller="KA", cart={"shipping_address": NAMED, **cart})

    assert "eway_bill" not in codes(found)


def test_goods_without_a_code_are_carried() -> None:
    """They are goods until a code says otherwise."""
    goods = [line("A 1 x 60000.00 at 18", unit="NOS")]
    found = quoted(goods, seller="KA", cart={"shipping_address": NAMED})

    assert ["hsn_missing", "eway_bill"] == codes(found)


def test_a_cess_and_the_delivery_count() -> None:
    """40,000.00 at 18 % and 1 % is 47,600.00; with 2,500.00 of delivery above."""
    shipping = {"estimated_cost": "2500.00", "tax_rate": "0", "hsn_code": "9968"}
    fields = {"cess_rate": "1"}

    assert [] == codes(sold("40000.00", fields=fields))
    # A delivery of 2400.00 makes it 50,000.00, which is no more than that.
    for cost, expected in (("2400.00", 0), ("2500.00", 1)):
        cart = {"shipping": {**shipping, "estimated_cost": cost}}
        found = codes(sold("40000.00", fields=fields, cart=cart))
        assert expected == found.count("eway_bill")


def test_each_consignment_counts_its_own_delivery() -> None:
    """48,000.00 and 100.00: delivery 2,004.17 is 2,000.00 and 4.17."""
    goods = supplied("A 1 x 48000.00; B 1 x 100.00", ["mh", "gj"], **FINE)
    shipping = {"tax_rate": "0", "hsn_code": "9968"}
    at, above = (
        bought(goods, cart={"shipping": {**shipping, "estimated_cost": cost}})
        for cost in ("2004.17", "2004.18")
    )

    # 2004.17 * 48000 / 48100 is 2000.00 and 2004.18 gives 2000.01.
    assert "eway_bill" not in codes(at)
    assert ["suppliers[mh]"] == [
        each.path for each in check_invoice(above) if each.code == "eway_bill"
    ]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        case("Delhi", "Delhi", 0),
        case("Bihar", "Bihar", 0),
        case("Karnataka", "Karnataka", 1),
    ],
)
def test_some_states_have_a_higher_limit_within(state: str, expected: int) -> None:
    """70,800.00 within Delhi or Bihar needs none; between states it does."""
    address = {"shipping_address": {**NAMED, "state": state}}

    assert expected == codes(sold(seller=state, cart=address)).count("eway_bill")
    assert 1 == codes(sold(seller="Goa", cart=address)).count("eway_bill")


def test_a_host_gives_limits_of_its_own() -> None:
    """70,800.00 within Karnataka against 70,800 and 70,799.99."""
    found = sold()

    assert [] == codes(found, limits={"29": "70800"})
    assert ["eway_bill"] == codes(found, limits={"29": Decimal("70799.99")})
    assert ["eway_bill"] == codes(found, limits={"27": 10**6})


def test_limits_are_by_the_codes_of_states() -> None:
    """Every fault at once."""
    limits = {"KA": 1, "29": "much", "97": 5}

    assert [("limits.KA", "unknown_state"), ("limits.29", "bad_amount")] == (
        faults_of(check_invoice, sold(), limits=limits)
    )
    assert [("limits", "wrong_type")] == faults_of(check_invoice, sold(), limits=5)


@pytest.mark.parametrize(
    "supply",
    ["sez_with_payment", "sez_without_payment", "export_without_payment"],
)
@pytest.mark.parametrize("category", ["exempt", "nil_rated"])
def test_untaxed_goods_do_not_count_in_any_supply(supply: str, category: str) -> None:
    """60,000.00 do not count, goods at a rate do: 10.00 or 50,000.01."""
    untaxed = line("E 1 x 60000.00", tax_category=category, **FINE)
    cart = {"shipping_address": NAMED, "supply_type": supply}
    one, two = (
        codes(quoted([untaxed, line(said, **FINE)], seller="KA", cart=cart))
        for said in ("A 1 x 10.00 at 18", "A 1 x 50000.01 at 18")
    )

    assert "eway_bill" not in one
    assert "eway_bill" in two


def test_an_exempt_charge_does_not_count_in_any_supply() -> None:
    """49,990.00 of goods, and 20.00 of a charge that is exempt or is not."""
    goods = [line("A 1 x 49990.00", **FINE)]
    cart = {"shipping_address": NAMED, "supply_type": "sez_without_payment"}
    wrap = {"name": "Wrap", "amount": "20.00", "tax_rate": "0", "hsn_code": "9985"}

    for category, expected in (("exempt", 0), ("zero", 1)):
        store = {"charges": [{**wrap, "tax_category": category}]}
        found = codes(quoted(goods, seller="KA", cart=cart, store=store))
        assert expected == found.count("eway_bill")


# Codes of charges ------------------------------------------------------------------


WRAP: Document = {"name": "Wrap", "amount": "30.00", "tax_rate": "18"}
FLAT: Document = {"type": "flat", "amount": "50.00"}


@pytest.mark.parametrize(
    ("cart", "store", "expected"),
    [
        case(
            "a charge at its own rate, where the others are shared",
            {},
            {
                "tax": {"charge_tax": "apportion"},
                "charges": [{**WRAP, "charge_tax": "own_rate"}],
            },
            ["store.charges[0].hsn_code"],
        ),
        case(
            "a shared one",
            {},
            {"charges": [{**WRAP, "charge_tax": "apportion"}]},
            [],
        ),
        case(
            "delivery at the highest rate",
            {"shipping": {"estimated_cost": "30.00"}},
            {"tax": {"charge_tax": "highest"}},
            ["cart.shipping.hsn_code"],
        ),
        case(
            "the table of the store",
            {},
            {"shipping_rates": {**FLAT, "tax_rate": "18"}},
            ["store.shipping_rates.hsn_code"],
        ),
        case(
            "a code in the table",
            {},
            {"shipping_rates": {**FLAT, "tax_rate": "18", "hsn_code": "9968"}},
            [],
        ),
        case("the table follows the goods", {}, {"shipping_rates": FLAT}, []),
        case(
            "a delivery that the store frees",
            {"shipping": {"estimated_cost": "30.00", "tax_rate": "18"}},
            {"free_shipping_threshold": "1.00"},
            [],
        ),
        case(
            "a charge that was not chosen",
            {},
            {"charges": [{**WRAP, "id": "w", "when": "chosen"}]},
            [],
        ),
        case(
            "one that was",
            {"charges": [{"id": "w"}]},
            {"charges": [{**WRAP, "id": "w", "when": "chosen"}]},
            ["store.charges[0].hsn_code"],
        ),
    ],
)
def test_a_charge_on_the_order_without_a_code(
    cart: Document, store: Document, expected: list[str]
) -> None:
    """It has its own rate, and no code of its own; the e-invoice asks for the same."""
    found = gst_papers.sold(
        [gst_papers.goods("A", "100.00", "18")], gst_papers.SHOP, store=store, **cart
    )
    seller = gst_papers.SELLERS[""]

    assert expected == [x.path for x in check_invoice(found) if x.code == "hsn_missing"]
    if expected:
        assert [(path, "hsn_code") for path in expected] == faults_of(
            inv01, found, seller, "INV/1", "2026-11-22"
        )
    else:
        assert inv01(found, seller, "INV/1", "2026-11-22")["ItemList"]


def test_a_charge_cannot_join_goods_that_cost_nothing() -> None:
    """Goods of 0.00 leave a delivery of 9.00 nothing to join."""
    shipping = {"estimated_cost": "9.00", "tax_rate": None}
    gift = gst_papers.goods("Gift", "0.00", "18")
    found = gst_papers.sold([gift], gst_papers.SHOP, shipping=shipping)

    assert ["cart.shipping.hsn_code"] == [
        x.path for x in check_invoice(found) if x.code == "hsn_missing"
    ]


def test_a_delivery_does_not_join_goods_on_reverse_charge() -> None:
    """On paper these have the recipient's rate of 18 %, and the delivery has 0."""
    goods = gst_papers.goods("A", "100.00", "0", tax_category="reverse_charge")
    shipping = {"estimated_cost": "9.00", "tax_rate": None}
    paths = [
        [
            x.path
            for x in check_invoice(
                gst_papers.sold(
                    [{**goods, "reverse_charge_rate": rate}],
                    gst_papers.SHOP,
                    shipping=shipping,
                )
            )
        ]
        for rate in ("18", None)
    ]

    assert [["cart.shipping.hsn_code"], []] == paths


def test_of_an_older_quote_only_its_cart_is_looked_at() -> None:
    """Its place is not known, and neither is who is told what."""
    text = (TESTS / "stored" / "0.5.0" / "charges-without-rates.quote.json").read_text(
        "utf-8"
    )
    found = codes(read_quote(text))

    assert "hsn_missing" in found
    assert not {"recipient_missing", "eway_bill", "above_mrp"}.intersection(found)


# The price -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seller", "price", "expected"),
    [
        case("two halves of 2.48", "KA", "104.00", ["above_mrp"]),
        case("and no more", "KA", "104.01", []),
        case("one tax of 4.95", "MH", "104.00", []),
    ],
)
def test_a_price_has_the_components_of_the_quote(
    seller: str, price: str, expected: list[str]
) -> None:
    """99.05 at 5 %: 2.476 twice is 104.01, and 4.9525 once is 104.00."""
    fields = {"listing_price": price}

    assert expected == codes(sold("99.05", "5", seller=seller, fields=fields))


def test_a_price_is_rounded_as_the_quote_was() -> None:
    """0.25 at 10 % between states costs 0.28, or 0.27 if halves go to the even."""
    fields = {"listing_price": "0.27"}
    found = [
        codes(sold("0.25", "10", seller="MH", fields=fields, store={"rounding": each}))
        for each in ("half_up", "half_even")
    ]

    assert [["above_mrp"], []] == found


def test_components_of_a_line_are_counted_once() -> None:
    """100.00 with 5 % and 3 % of its own is 108.00."""
    parts = [{"name": "Levy", "rate": "5"}, {"name": "Other", "rate": "3"}]
    goods = {**line("A 1 x 100.00", **FINE), "tax_components": parts}
    cart = {"shipping_address": NAMED}
    found = [
        codes(quoted([{**goods, "listing_price": price}], seller="KA", cart=cart))
        for price in ("108.00", "107.99")
    ]

    assert [[], ["above_mrp"]] == found


def test_goods_above_the_printed_price_at_the_rate_they_had() -> None:
    """Slabs: 100.00 is at 18 % and 118.00 in all; one finding of each line."""
    slabs = [{"up_to": "50.00", "rate": "5"}, {"rate": "18"}]
    goods = line("A 1 x 100.00", tax_slabs=slabs, **FINE)
    del goods["tax_rate"]
    cart = {"shipping_address": NAMED}
    found = [
        codes(quoted([{**goods, "listing_price": price}], seller="KA", cart=cart))
        for price in ("118.00", "117.99")
    ]

    assert [[], ["above_mrp"]] == found
    assert ["above_mrp"] == codes(sold("100.00", fields={"listing_price": "117.99"}))


# What goes together ----------------------------------------------------------------


def together(offer: Document, second: str = "5") -> list[str]:
    """Return what is found of goods at 18 % and two gifts, the second at that rate."""
    said = f"A 1 x 100.00 at 18; B 1 x 10.00 in g at 12; C 1 x 10.00 in g at {second}"
    goods = [{**each, **FINE} for each in lines(said)]
    return codes(quoted(goods, offer, seller="KA", cart={"shipping_address": NAMED}))


GIFTS = buy_get((1, "A", 2, "@g"))


@pytest.mark.parametrize(
    ("offer", "second", "expected"),
    [
        case("gifts at two rates", promotion("buy-x-get-y", GIFTS), "5", 1),
        case("by a coupon", coupon("buy-x-get-y", GIFTS), "5", 1),
        case("at the same rate", promotion("buy-x-get-y", GIFTS), "12", 0),
        case(
            "a percentage over two rates",
            promotion("discount", percentage("10"), "all"),
            "5",
            0,
        ),
    ],
)
def test_what_is_given_at_another_rate_can_be_a_mixed_supply(
    offer: Document, second: str, expected: int
) -> None:
    """Given at 12 % and 5 %: s.8(b) asks for the highest rate of what is together."""
    found = together(offer, second)

    assert expected == found.count("mixed_rates_in_offer")


def test_goods_outside_the_scope_are_alone() -> None:
    """A voucher with taxed goods is found, and one by itself is not."""
    voucher = line("V 1 x 100.00", tax_category="outside_scope", **FINE)
    goods = [voucher, line("A 1 x 100.00 at 18", **FINE)]
    cart = {"shipping_address": NAMED}
    found = check_invoice(quoted(goods, seller="KA", cart=cart))

    assert [("cart.cart_items", "outside_scope_mixed")] == [
        (each.path, each.code) for each in found
    ]
    assert [] == codes(quoted([voucher], seller="KA", cart=cart))
    assert [] == codes(quoted(goods[1:], seller="KA", cart=cart))
