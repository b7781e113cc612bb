# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What delivery costs by the store's table."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Quote, dumps, read_quote, write_quote
from checkout_core.pricing.context import PricingContext
from checkout_core.pricing.recompute import store_of
from checkout_core.revisions import CURRENT, FOURTH
from checkout_core.tax.india.states import state_of, state_of_revision_4
from tests.factories.carts import line
from tests.factories.offers import coupon, fixed
from tests.factories.tables import case
from tests.factories.tax import quoted, refused


Rate = dict[str, Any]

WEIGHTS: Rate = {
    "type": "by_weight",
    "slabs": [
        {"up_to": 500, "amount": "40.00"},
        {"up_to": 1000, "amount": "60.00"},
        {"amount": "90.00"},
    ],
}
VALUES: Rate = {
    "type": "by_value",
    "slabs": [
        {"up_to": "499.99", "amount": "50.00"},
        {"up_to": "999.99", "amount": "25.00"},
        {"up_to": "5000", "amount": "0"},
    ],
}
GOODS = (("A 2 x 100.00", 150, "physical"), ("B 1 x 300.00", 200, "bundle"))
DIGITAL = (("D 7 x 900.00", 900, "digital"),)


def lines(*said: tuple[str, int, str]) -> list[dict[str, Any]]:
    """Return lines from what is said, their grams and kinds."""
    return [
        line(each, weight_grams=grams, product_type=kind) for each, grams, kind in said
    ]


def shipped(
    rates: Rate, said: tuple[tuple[str, int, str], ...] = GOODS, **more: Any
) -> Quote:
    """Return the quote of 500 grams worth 500.00, three units."""
    store = {"shipping_rates": rates, **more.pop("store", {})}
    return quoted(lines(*said), store=store, **more)


def cost(rates: Rate, *said: tuple[str, int, str], **more: Any) -> str:
    """Return what the delivery costs without tax."""
    found = shipped(rates, said or GOODS, **more)
    return str(found.totals.shipping_estimated_cost)


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        case("flat", {"type": "flat", "amount": "60.00"}, "60.00"),
        case("per unit: 3 x 25", {"type": "per_unit", "amount": "25.00"}, "75.00"),
        case("per unit and nothing", {"type": "per_unit", "amount": "0"}, "0.00"),
        case("500 g: the edge is within", WEIGHTS, "40.00"),
        case("500.00: in the second slab", VALUES, "25.00"),
        case("flat and nothing", {"type": "flat", "amount": "0"}, "0.00"),
        case(
            "118 with 18 inside",
            {
                "type": "flat",
                "amount": "118.00",
                "tax_rate": "18",
                "price_including_tax": True,
            },
            "100.00",
        ),
    ],
)
def test_by_hand(rates: Rate, expected: str) -> None:
    """Three units, 500 grams, 500.00."""
    assert expected == cost(rates)


@pytest.mark.parametrize(
    ("grams", "expected"),
    [(0, "40.00"), (500, "40.00"), (501, "60.00"), (1000, "60.00"), (1001, "90.00")],
)
def test_edges_of_weight(grams: int, expected: str) -> None:
    """A slab holds up to its edge; the last without an edge holds always."""
    assert expected == cost(WEIGHTS, ("A 1 x 1.00", grams, "physical"))


@pytest.mark.parametrize(
    ("price", "expected"),
    [("0", "50.00"), ("499.99", "50.00"), ("500", "25.00"), ("1000", "0.00")],
)
def test_edges_of_value(price: str, expected: str) -> None:
    """The value is what the goods list, before discounts."""
    assert expected == cost(VALUES, (f"A 1 x {price}", 0, "physical"))
    off = coupon("discount", fixed("9"), "all")
    found = quoted(
        lines((f"A 1 x {price}", 0, "physical")),
        off,
        store={"shipping_rates": VALUES},
    )
    assert expected == str(found.totals.shipping_estimated_cost)


@pytest.mark.parametrize("rates", [WEIGHTS, VALUES, {"type": "flat", "amount": "9"}])
def test_digital_goods_ship_free(rates: Rate) -> None:
    """A cart of nothing but digital goods costs nothing to deliver."""
    assert "0.00" == cost(rates, *DIGITAL)


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        case("flat", {"type": "flat", "amount": "60.00"}, "60.00"),
        case("per unit", {"type": "per_unit", "amount": "25.00"}, "75.00"),
        case("by weight", WEIGHTS, "40.00"),
        case("by value", VALUES, "25.00"),
    ],
)
def test_digital_goods_beside_others_do_not_count(rates: Rate, expected: str) -> None:
    """7 units, 6300 grams and 6300.00 that nobody carries."""
    assert expected == cost(rates, *GOODS, *DIGITAL)


RATES: Rate = {"type": "flat", "amount": "60.00", "tax_rate": "18"}


class TestBesideTheTable:
    """The caller's quote wins, the shop ships nothing, a threshold frees."""

    def test_a_quoted_cost_wins(self) -> None:
        """Cost, rate and days are the caller's."""
        cart = {"shipping": {"estimated_cost": "10", "estimated_delivery_days": 9}}
        found = shipped({**RATES, "estimated_delivery_days": 2}, cart=cart)

        assert ("10.00", "0.00", 9) == (
            str(found.totals.shipping_amount),
            str(found.totals.shipping_tax_amount),
            found.figures.estimated_delivery_days,
        )

    def test_the_table_says_the_days(self) -> None:
        """Estimated days come with the rate."""
        found = shipped({**RATES, "estimated_delivery_days": 2})

        assert ("60.00", "10.80", 2) == (
            str(found.totals.shipping_amount),
            str(found.totals.shipping_tax_amount),
            found.figures.estimated_delivery_days,
        )

    def test_the_table_says_the_code(self) -> None:
        """It is on the rows of the delivery and sums up its tax: 60.00 with 10.80."""
        found = shipped({**RATES, "hsn_code": "996812"})
        other = shipped(RATES)

        assert ["996812"] == [x.hsn_code for x in found.entries if x.kind == "shipping"]
        assert [("996812", "60.00")] == [
            (each.hsn_code, str(each.taxable_value)) for each in found.figures.hsn_rows
        ]
        assert () == other.figures.hsn_rows
        assert found.totals == other.totals

    def test_a_stored_quote_has_the_code_of_its_table(self) -> None:
        """Where none is given, the document has no key for it."""
        found = shipped({**RATES, "hsn_code": "996812"})
        written = write_quote(found)

        assert found.policies == read_quote(dumps(written)).policies
        assert "996812" == written["store"]["shipping_rates"]["hsn_code"]
        assert "hsn_code" not in write_quote(shipped(RATES))["store"]["shipping_rates"]

    def test_collected_in_store(self) -> None:
        """Nothing is shipped, so no table is read, not even one of zones."""
        zones = {"type": "by_zone", "zones": [{"states": ["Goa"], "rate": RATES}]}
        cart = {"fulfillment_preference": {"fulfillment_type": "collect-in-store"}}

        assert "0.00" == cost(zones, cart=cart)

    @pytest.mark.parametrize(
        ("store", "own", "expected"),
        [
            case(
                "the store's, reached", {"free_shipping_threshold": "500"}, None, "0.00"
            ),
            case("missed", {"free_shipping_threshold": "500.01"}, None, "60.00"),
            case(
                "the table's own wins", {"free_shipping_threshold": "1"}, "501", "60.00"
            ),
            case("and may be lower", {"free_shipping_threshold": "900"}, "500", "0.00"),
            case("and stand alone", {}, "500", "0.00"),
        ],
    )
    def test_free_from_a_threshold(
        self, store: dict[str, str], own: str | None, expected: str
    ) -> None:
        """`free_threshold` of a rate stands in for the store's."""
        found = shipped({**RATES, "free_threshold": own}, store=store)

        assert expected == str(found.totals.shipping_amount)
        freed = "70.80" if expected == "0.00" else "0.00"
        assert freed == str(found.totals.other_savings)

    def test_the_smallest_cost_is_freed_too(self) -> None:
        """A paisa of delivery is one that the threshold frees."""
        cart = {"shipping": {"estimated_cost": "0.01"}}
        found = shipped(RATES, cart=cart, store={"free_shipping_threshold": "1"})

        assert ("0.00", "0.01") == (
            str(found.totals.shipping_amount),
            str(found.totals.other_savings),
        )

    def test_a_quoted_cost_has_the_stores_threshold(self) -> None:
        """The table's threshold goes with the table's cost."""
        cart = {"shipping": {"estimated_cost": "10"}}
        found = shipped({**RATES, "free_threshold": "1"}, cart=cart)

        assert "10.00" == str(found.totals.shipping_amount)


#: Each zone costs what its name says.
ZONES: Rate = {
    "type": "by_zone",
    "zones": [
        {"countries": ["India"], "rate": {"type": "flat", "amount": "90"}},
        {"states": ["Goa", "Karnataka"], "rate": {"type": "flat", "amount": "70"}},
        {"postal_codes": ["4"], "rate": {"type": "flat", "amount": "50"}},
        {
            "postal_codes": ["40", "SW1A 1"],
            "states": ["Kerala"],
            "rate": WEIGHTS,
        },
        {"postal_codes": ["4000"], "rate": {"type": "per_unit", "amount": "1"}},
        {"postal_codes": ["4000"], "rate": {"type": "per_unit", "amount": "2"}},
        {"countries": ["Nepal", "Bhutan"], "rate": VALUES},
    ],
}


#: Two zones that leave most of the world out.
NEPAL: Rate = {
    "type": "by_zone",
    "zones": [
        ZONES["zones"][-1],
        {"states": ["Goa"], "rate": {"type": "flat", "amount": "70"}},
    ],
}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        case("the longest prefix", {"pincode": "400001"}, "3.00"),
        case("the next longest: by weight", {"pincode": "401107"}, "40.00"),
        case("the shortest", {"pincode": "411001"}, "50.00"),
        case("prefixes before states", {"pincode": "411001", "state": "Goa"}, "50.00"),
        case("blanks and case do not count", {"pincode": "sw1a1aa"}, "40.00"),
        case("the state", {"pincode": "560001", "state": "Karnataka"}, "70.00"),
        case("by its code", {"state": "30"}, "70.00"),
        case("by its ISO code", {"state": "in-ka"}, "70.00"),
        case("another zone's state: by weight", {"state": "KERALA "}, "40.00"),
        case("the country", {"state": "Punjab", "country": "india"}, "90.00"),
        case("India where none is given", {"city": "Pune"}, "90.00"),
        case("a country abroad: by value", {"country": " NEPAL"}, "25.00"),
    ],
)
def test_zones(address: dict[str, str], expected: str) -> None:
    """The longest postal prefix, else the state, else the country."""
    assert expected == cost(ZONES, cart={"shipping_address": address})


def test_blanks_do_not_make_a_prefix_longer() -> None:
    """SW1A 1 has five characters that count, SW1A1A has six."""
    zones = [
        {"postal_codes": ["SW1A 1"], "rate": {"type": "flat", "amount": "5"}},
        {"postal_codes": ["SW1A1A"], "rate": {"type": "flat", "amount": "6"}},
    ]
    rates = {"type": "by_zone", "zones": zones}

    assert "6.00" == cost(rates, cart={"shipping_address": {"pincode": "SW1A 1AA"}})


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        case("New York", {"country": "USA", "pincode": "11201"}, "2500.00"),
        case("Delhi", {"country": "India", "pincode": "110001"}, "40.00"),
        case("no country is India", {"pincode": "110001"}, "40.00"),
        case("India, another code", {"country": "India", "pincode": "560001"}, "80.00"),
        case(
            "Albany, a code of the zone", {"country": "usa", "pincode": "12207"}, "9.00"
        ),
        case("Kathmandu: no code of Nepal's", {"country": "Nepal"}, "500.00"),
        case("Patan: one", {"country": "Nepal", "pincode": "44700"}, "500.00"),
    ],
)
def test_postal_codes_are_those_of_a_country(
    address: dict[str, str], expected: str
) -> None:
    """They count in the countries that their zone names, else in India."""
    zones = [
        {"postal_codes": ["11"], "rate": {"type": "flat", "amount": "40"}},
        {"countries": ["India"], "rate": {"type": "flat", "amount": "80"}},
        {"countries": ["USA"], "rate": {"type": "flat", "amount": "2500"}},
        {
            "postal_codes": ["122"],
            "countries": ["USA"],
            "rate": {"type": "flat", "amount": "9"},
        },
        {
            "postal_codes": ["44"],
            "countries": ["Bhutan", "Nepal"],
            "rate": {"type": "flat", "amount": "500"},
        },
    ]
    rates = {"type": "by_zone", "zones": zones}

    assert expected == cost(rates, cart={"shipping_address": address})


@pytest.mark.parametrize("zone", ["India", "IN", "ind"])
@pytest.mark.parametrize("said", ["india", " IN", "IND", ""])
def test_india_by_any_of_its_names(zone: str, said: str) -> None:
    """A country that is not said is India, and India has three names."""
    zones = [{"countries": [zone], "rate": {"type": "flat", "amount": "5"}}]
    address = {"city": "Pune", "country": said}

    found = cost(
        {"type": "by_zone", "zones": zones}, cart={"shipping_address": address}
    )
    assert "5.00" == found


@pytest.mark.parametrize("cart", [{}, {"shipping_address": {"country": "Chad"}}])
def test_digital_goods_need_no_zone(cart: dict[str, Any]) -> None:
    """Nothing is carried anywhere, so nowhere is out of reach."""
    assert "0.00" == cost(NEPAL, *DIGITAL, cart=cart)


def test_a_state_of_another_country() -> None:
    """States that India does not have are compared as they are spelled."""
    zones = [{"states": ["Québec"], "rate": {"type": "flat", "amount": "5"}}]
    address = {"state": "QUÉBEC", "country": "Canada"}

    found = cost(
        {"type": "by_zone", "zones": zones}, cart={"shipping_address": address}
    )
    assert "5.00" == found


@pytest.mark.parametrize("said", ["27", "IN 27", "in-mh"])
def test_a_code_abroad_is_no_state_of_india(said: str) -> None:
    """Osaka is prefecture 27 of Japan, Maharashtra is state 27 of India."""
    zones = [{"states": ["Maharashtra"], "rate": {"type": "flat", "amount": "5"}}]
    store = {"shipping_rates": {"type": "by_zone", "zones": zones}}
    cart = {"shipping_address": {"state": said, "country": "Japan"}}

    expected = [("cart.shipping_address.state", "not_serviceable")]
    assert expected == refused(cart=cart, store=store)


def zoned(state: str, *countries: str) -> Rate:
    """Return 5.00 for a state, and 90.00 for all of India and of the USA."""
    named = {"countries": [*countries]} if countries else {}
    zones = [
        {"states": [state], **named, "rate": {"type": "flat", "amount": "5"}},
        {"countries": ["India", "US"], "rate": {"type": "flat", "amount": "90"}},
    ]
    return {"type": "by_zone", "zones": zones}


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        case("letters, and a name", "TN", "Tamil Nadu"),
        case("a name, and letters", "Tamil Nadu", "tn"),
        case("a name without its blank", "Tamil Nadu", "Tamilnadu"),
        case("J&K", "Jammu and Kashmir", "J&K"),
        case("code and name", "29-Karnataka", "KA"),
    ],
)
def test_a_zone_in_letters_meets_its_state(zone: str, said: str) -> None:
    """Where it fell to the country's rate until version 0.7.0."""
    rates = zoned(zone)

    assert "5.00" == cost(rates, cart={"shipping_address": {"state": said}})
    assert "90.00" == cost(rates, cart={"shipping_address": {"state": "Goa"}})


@pytest.mark.parametrize(
    ("countries", "address", "expected"),
    [
        case("Tennessee", ["US"], {"state": "TN", "country": "US"}, "5.00"),
        case("in small letters", ["US"], {"state": "tn", "country": "us"}, "5.00"),
        case("no Tamil Nadu", ["US"], {"state": "Tamil Nadu"}, "90.00"),
        case("no TN of India", ["US"], {"state": "TN"}, "90.00"),
        case("where none is named", [], {"state": "TN", "country": "US"}, "5.00"),
        case("both", ["IN", "US"], {"state": "TN", "country": "US"}, "5.00"),
        case("and Tamil Nadu", ["IN", "US"], {"state": "Tamil Nadu"}, "5.00"),
    ],
)
def test_letters_of_another_country_are_its_own(
    countries: list[str], address: dict[str, str], expected: str
) -> None:
    """TN is Tennessee in the USA, and Tamil Nadu in India."""
    rates = zoned("TN", *countries)

    assert expected == cost(rates, cart={"shipping_address": address})


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        case("of Pakistan", {"state": "Punjab", "country": "Pakistan"}, "150.00"),
        case("in capitals", {"state": "PUNJAB ", "country": "pakistan"}, "150.00"),
        case("another one there", {"state": "Sindh", "country": "Pakistan"}, "200.00"),
        case("of India", {"state": "Punjab"}, "90.00"),
        case("by its letters", {"state": "PB", "country": "India"}, "90.00"),
        case("of neither", {"state": "Punjab", "country": "Nepal"}, "70.00"),
    ],
)
def test_a_state_is_one_of_the_countries_of_its_zone(
    address: dict[str, str], expected: str
) -> None:
    """Until version 0.9.0, a Punjab of either country had the rate of another zone."""
    zones = [
        {"countries": ["Nepal"], "rate": {"type": "flat", "amount": "70"}},
        {"countries": ["India"], "rate": {"type": "flat", "amount": "90"}},
        {"countries": ["Pakistan"], "rate": {"type": "flat", "amount": "200"}},
        {
            "states": ["Punjab"],
            "countries": ["Pakistan"],
            "rate": {"type": "flat", "amount": "150"},
        },
    ]

    found = cost(
        {"type": "by_zone", "zones": zones}, cart={"shipping_address": address}
    )
    assert expected == found


@pytest.mark.parametrize(
    ("zone", "said", "expected"),
    [
        case("letters named none", "TN", "Tamil Nadu", (500, 9000)),
        case("nor of an address", "Tamil Nadu", "TN", (500, 9000)),
        case("letters on both sides are one text", "TN", "tn", (500, 500)),
        case("names did", "Tamil Nadu", "33", (500, 500)),
        case("ISO codes did", "IN-TN", "tamil nadu", (500, 500)),
    ],
)
def test_older_documents_keep_their_zone(
    zone: str, said: str, expected: tuple[int, int]
) -> None:
    """Of today's rules, and of revision 4."""
    found = shipped(zoned(zone), cart={"shipping_address": {"state": said}})
    priced = [
        PricingContext.of(found.cart, store_of(found.cart, found.policies), each)
        for each in (CURRENT, FOURTH)
    ]

    assert expected == tuple(each.delivery_cost for each in priced)


def test_a_text_too_long_is_no_state_of_revision_4() -> None:
    """64 characters are read, as today."""
    assert state_of_revision_4("Goa" + " " * 61) == state_of("Goa")
    assert None is state_of_revision_4("Goa" + " " * 62)


def test_the_bill_goes_where_no_delivery_is_said() -> None:
    """Without a shipping address the billing address decides."""
    assert "70.00" == cost(ZONES, cart={"billing_address": {"state": "Goa"}})


class TestNotServiceable:
    """The fault names the field that decides."""

    @pytest.mark.parametrize(
        ("cart", "path"),
        [
            case("no address", {}, "cart.shipping_address"),
            case(
                "the postal code",
                {"shipping_address": {"pincode": "110001", "state": "Delhi"}},
                "cart.shipping_address.pincode",
            ),
            case(
                "the state",
                {"shipping_address": {"state": "Delhi", "country": "India"}},
                "cart.shipping_address.state",
            ),
            case(
                "a namesake of a state, abroad",
                {"shipping_address": {"state": "Goa", "country": "Chad"}},
                "cart.shipping_address.state",
            ),
            case(
                "the country",
                {"shipping_address": {"country": "Chad"}},
                "cart.shipping_address.country",
            ),
            case(
                "an address that says none of them",
                {"shipping_address": {"city": "Delhi"}},
                "cart.shipping_address",
            ),
            case(
                "of the bill",
                {"billing_address": {"pincode": "110001"}},
                "cart.billing_address.pincode",
            ),
        ],
    )
    def test_no_zone(self, cart: dict[str, Any], path: str) -> None:
        """Nobody ships there."""
        store = {"shipping_rates": NEPAL}

        assert [(path, "not_serviceable")] == refused(cart=cart, store=store)

    def test_above_the_last_slab(self) -> None:
        """Goods too dear (or heavy) for every slab: the goods are named."""
        expected = [("cart.cart_items", "not_serviceable")]
        store = {"shipping_rates": VALUES}

        assert expected == refused(said="A 1 x 5000.01", store=store)


FLAT: Rate = {"type": "flat", "amount": "1"}


class TestBadTables:
    """Every field of a table, with its path."""

    @pytest.mark.parametrize(
        ("rates", "expected"),
        [
            case("no type", {}, ("type", "required")),
            case("an unknown type", {"type": "free"}, ("type", "not_a_choice")),
            case("no amount", {"type": "flat"}, ("amount", "required")),
            case(
                "a negative one",
                {"type": "flat", "amount": "-1"},
                ("amount", "negative"),
            ),
            case(
                "off the grid",
                {"type": "flat", "amount": "0.001"},
                ("amount", "off_grid"),
            ),
            case("an unknown key", {**FLAT, "price": 1}, ("price", "unknown_key")),
            case("a bad rate", {**FLAT, "tax_rate": "x"}, ("tax_rate", "bad_rate")),
            case(
                "no flag for a rate",
                {**FLAT, "tax_rate": False},
                ("tax_rate", "wrong_type"),
            ),
            case(
                "a bad flag",
                {**FLAT, "price_including_tax": "yes"},
                ("price_including_tax", "wrong_type"),
            ),
            case(
                "bad days",
                {**FLAT, "estimated_delivery_days": "2"},
                ("estimated_delivery_days", "bad_count"),
            ),
            case(
                "a bad threshold",
                {**FLAT, "free_threshold": "-1"},
                ("free_threshold", "negative"),
            ),
            case("no slabs", {"type": "by_weight"}, ("slabs", "required")),
            case(
                "empty slabs", {"type": "by_value", "slabs": []}, ("slabs", "bad_slabs")
            ),
            case(
                "descending slabs",
                {
                    "type": "by_weight",
                    "slabs": [{"up_to": 2, "amount": 1}, {"up_to": 1, "amount": 1}],
                },
                ("slabs", "bad_slabs"),
            ),
            case(
                "two open slabs",
                {"type": "by_weight", "slabs": [{"amount": 1}, {"amount": 1}]},
                ("slabs", "bad_slabs"),
            ),
            case(
                "an open slab first",
                {
                    "type": "by_value",
                    "slabs": [{"amount": 1}, {"up_to": 1, "amount": 1}],
                },
                ("slabs", "bad_slabs"),
            ),
            case(
                "half a gram",
                {"type": "by_weight", "slabs": [{"up_to": "0.5", "amount": 1}]},
                ("slabs[0].up_to", "bad_count"),
            ),
            case(
                "a slab off the grid",
                {"type": "by_value", "slabs": [{"up_to": "0.001", "amount": 1}]},
                ("slabs[0].up_to", "off_grid"),
            ),
            case(
                "a slab without a cost",
                {"type": "by_value", "slabs": [{"up_to": 1}]},
                ("slabs[0].amount", "required"),
            ),
            case(
                "a slab with a rate",
                {"type": "by_value", "slabs": [{"amount": 1, "rate": 1}]},
                ("slabs[0].rate", "unknown_key"),
            ),
            case("no zones", {"type": "by_zone"}, ("zones", "required")),
            case(
                "empty zones",
                {"type": "by_zone", "zones": []},
                ("zones", "empty_target"),
            ),
            case(
                "a rate beside zones",
                {"type": "by_zone", "zones": [], "amount": 1},
                ("amount", "unknown_key"),
            ),
            case(
                "a zone without places",
                {"type": "by_zone", "zones": [{"rate": FLAT}]},
                ("zones[0]", "row_without_target"),
            ),
            case(
                "a zone with empty places",
                {"type": "by_zone", "zones": [{"states": [], "rate": FLAT}]},
                ("zones[0]", "row_without_target"),
            ),
            case(
                "a zone without a rate",
                {"type": "by_zone", "zones": [{"states": ["Goa"]}]},
                ("zones[0].rate", "required"),
            ),
            case(
                "a zone within a zone",
                {"type": "by_zone", "zones": [{"states": ["Goa"], "rate": ZONES}]},
                ("zones[0].rate.type", "not_a_choice"),
            ),
            case(
                "an empty prefix",
                {"type": "by_zone", "zones": [{"postal_codes": [""], "rate": FLAT}]},
                ("zones[0].postal_codes[0]", "empty_text"),
            ),
            case(
                "a blank prefix",
                {"type": "by_zone", "zones": [{"postal_codes": [" "], "rate": FLAT}]},
                ("zones[0].postal_codes[0]", "empty_text"),
            ),
            case(
                "slabs beside an amount",
                {**FLAT, "slabs": []},
                ("slabs", "unknown_key"),
            ),
            case(
                "an amount beside slabs",
                {**WEIGHTS, "amount": 1},
                ("amount", "unknown_key"),
            ),
            case(
                "a prefix that is a number",
                {"type": "by_zone", "zones": [{"postal_codes": [4], "rate": FLAT}]},
                ("zones[0].postal_codes[0]", "wrong_type"),
            ),
            case(
                "one prefix without a list",
                {"type": "by_zone", "zones": [{"postal_codes": "4", "rate": FLAT}]},
                ("zones[0].postal_codes", "wrong_type"),
            ),
            case(
                "places that are a number",
                {"type": "by_zone", "zones": [{"states": 0, "rate": FLAT}]},
                ("zones[0].states", "wrong_type"),
            ),
            case(
                "no object",
                {"type": "by_zone", "zones": [5]},
                ("zones[0]", "wrong_type"),
            ),
            case(
                "no number in a zone",
                {
                    "type": "by_zone",
                    "zones": [
                        {"states": ["Goa"], "rate": {"type": "flat", "amount": "x"}}
                    ],
                },
                ("zones[0].rate.amount", "bad_amount"),
            ),
            case("a bad code", {**FLAT, "hsn_code": 9968}, ("hsn_code", "wrong_type")),
            case(
                "a bad tax rate in a zone",
                {
                    "type": "by_zone",
                    "zones": [{"states": ["Goa"], "rate": {**FLAT, "tax_rate": "x"}}],
                },
                ("zones[0].rate.tax_rate", "bad_rate"),
            ),
            case(
                "a bad edge of a value",
                {"type": "by_value", "slabs": [{"up_to": "x", "amount": "1"}]},
                ("slabs[0].up_to", "bad_amount"),
            ),
            case(
                "off the grid in a zone",
                {
                    "type": "by_zone",
                    "zones": [
                        {"states": ["Goa"], "rate": {"type": "flat", "amount": "0.001"}}
                    ],
                },
                ("zones[0].rate.amount", "off_grid"),
            ),
        ],
    )
    def test_a_bad_table(self, rates: Rate, expected: tuple[str, str]) -> None:
        """The path reads like the document."""
        path, code = expected

        assert (f"store.shipping_rates.{path}", code) == (
            refused(store={"shipping_rates": rates})[0]
        )

    def test_an_amount_has_one_fault(self) -> None:
        """Below zero and between two paise, it is negative."""
        rates = {"type": "flat", "amount": "-0.001"}

        assert [("store.shipping_rates.amount", "negative")] == refused(
            store={"shipping_rates": rates}
        )

    def test_every_slab_that_is_none(self) -> None:
        """One that is no object hides none of the others."""
        rates = {"type": "by_weight", "slabs": [5, {"amount": "-1"}, 6]}

        assert [
            ("store.shipping_rates.slabs[0]", "wrong_type"),
            ("store.shipping_rates.slabs[1].amount", "negative"),
            ("store.shipping_rates.slabs[2]", "wrong_type"),
        ] == refused(store={"shipping_rates": rates})
