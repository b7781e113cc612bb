# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Which GST: the seller's state against the place of supply."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core.currencies import CURRENCIES
from checkout_core.pricing.context import PricingContext
from checkout_core.pricing.recompute import store_of
from checkout_core.revisions import CURRENT, FOURTH
from checkout_core.tax.india.gstin import check_character
from checkout_core.tax.india.place import India
from checkout_core.tax.india.states import STATES, state_of
from checkout_core.tax.regime import Place
from checkout_core.views.language import Language
from tests.factories.carts import line
from tests.factories.tables import case
from tests.factories.tax import INDIA, quoted, refused, taxes


#: Union territories without a legislature, and the seas: UTGST instead of SGST.
UTGST = ("04", "26", "31", "35", "38", "97")


def split(**more: Any) -> str:
    """Return the tax on 100.00 at 18 % sold from Maharashtra."""
    return taxes(quoted("A 1 x 100.00 at 18", seller="Maharashtra", **more))[0]


def test_within_one_state_the_rate_is_halved() -> None:
    """An intra-state sale carries CGST and SGST."""
    assert split(to="Maharashtra") == "CGST 9.00 SGST 9.00"


def test_between_states_there_is_one_tax() -> None:
    """An inter-state sale carries IGST."""
    assert split(to="Karnataka") == "IGST 18.00"


def test_within_a_union_territory_the_other_half_is_utgst() -> None:
    """A sale within Chandigarh carries CGST and UTGST."""
    found = quoted("A 1 x 100.00 at 18", seller="Chandigarh", to="04")

    assert ["CGST 9.00 UTGST 9.00"] == taxes(found)
    assert ("CGST", "UTGST") == found.place.component_names


def test_three_baskets_cost_the_same_or_differ_by_the_halves_rounding() -> None:
    """62.51 at 18 %: two halves of 5.63, or 11.25 in one."""
    said = "A 1 x 62.51 at 18"
    found = [
        quoted(said, seller=seller, to=to)
        for seller, to in (("Goa", "Goa"), ("Ladakh", "38"), ("Goa", "Ladakh"))
    ]

    assert ["CGST 5.63 SGST 5.63"] == taxes(found[0])
    assert ["CGST 5.63 UTGST 5.63"] == taxes(found[1])
    assert ["IGST 11.25"] == taxes(found[2])
    assert ["73.77", "73.77", "73.76"] == [str(each.to_be_paid) for each in found]


@pytest.mark.parametrize("code", sorted({each.code for each in STATES.values()}))
def test_every_state_has_its_local_tax(code: str) -> None:
    """Six codes pay UTGST, all others SGST; 96 is abroad for everyone in India."""
    found = quoted("A 1 x 200.00 at 5", seller=code, to=code)
    local = "UTGST" if code in UTGST else "SGST"

    assert [f"CGST 5.00 {local} 5.00"] == taxes(found)
    other = "27" if code != "27" else "07"
    assert ["IGST 10.00"] == taxes(quoted("A 1 x 200.00 at 5", seller=other, to=code))


@pytest.mark.parametrize(
    ("seller", "to"),
    [
        case("a name in any case", "maharashtra", "MAHARASHTRA"),
        case("its GST code", "27", "Maharashtra"),
        case("its ISO code", "IN-MH", "27"),
        case("& for and", "Jammu & Kashmir", "jammu and kashmir"),
        case("the old name of Odisha", "Orissa", "IN-OD"),
        case("the old name of Puducherry", "Pondicherry", "34"),
        case("the old name of Uttarakhand", "Uttaranchal", "IN-UT"),
        case("Delhi's long name", "NCT of Delhi", "New Delhi"),
        case("Telangana's two ISO codes", "IN-TG", "IN-TS"),
        case("the merged territory", "Daman & Diu", "26"),
        case("blanks around and between", "  Tamil   Nadu ", "33"),
    ],
)
def test_states_by_any_of_their_names(seller: str, to: str) -> None:
    """Two spellings of one state are one state."""
    found = quoted("A 1 x 100.00 at 18", seller=seller, to=to)

    assert found.place.is_split


def test_ladakh_other_countries_and_other_territory_are_known() -> None:
    """Codes 38, 96 and 97 exist, 25, 28 and 99 name no place of supply."""
    names = [None if (s := state_of(code)) is None else s.name for code in FAR]

    assert ["Ladakh", "Other Countries", "Other Territory", None, None, None] == names


FAR = ("38", "96", "97", "25", "28", "99")


GOA = {"state": "Goa", **INDIA}
MUMBAI = {"state": "Maharashtra", **INDIA}
NEPAL = {"state": "Bagmati", "country": "Nepal"}
COLLECTS = {"fulfillment_type": "collect-in-store"}


@pytest.mark.parametrize(
    ("cart", "expected"),
    [
        case("no address: the seller's state", {}, "CGST 9.00 SGST 9.00"),
        case(
            "delivery before billing: away",
            {"shipping_address": GOA, "billing_address": MUMBAI},
            "IGST 18.00",
        ),
        case(
            "delivery before billing: home",
            {"shipping_address": MUMBAI, "billing_address": GOA},
            "CGST 9.00 SGST 9.00",
        ),
        case("billing alone", {"billing_address": GOA}, "IGST 18.00"),
        case(
            "a delivery without a state says nothing",
            {"shipping_address": {"city": "Pune"}, "billing_address": MUMBAI},
            "CGST 9.00 SGST 9.00",
        ),
        case(
            "a blank state says nothing",
            {"shipping_address": {"state": "  ", **INDIA}},
            "CGST 9.00 SGST 9.00",
        ),
        case("an export", {"shipping_address": NEPAL}, "IGST 18.00"),
        case(
            "abroad wins over a billing address at home",
            {"shipping_address": NEPAL, "billing_address": MUMBAI},
            "IGST 18.00",
        ),
        case("code 96", {"shipping_address": {"state": "96"}}, "IGST 18.00"),
        case(
            "a country's code is India too",
            {"shipping_address": {"state": "Maharashtra", "country": " in "}},
            "CGST 9.00 SGST 9.00",
        ),
        case(
            "collected in store",
            {"shipping_address": GOA, "fulfillment_preference": COLLECTS},
            "CGST 9.00 SGST 9.00",
        ),
        case(
            "collected in store by a buyer abroad",
            {"billing_address": NEPAL, "fulfillment_preference": COLLECTS},
            "CGST 9.00 SGST 9.00",
        ),
    ],
)
def test_which_address_decides(cart: dict[str, Any], expected: str) -> None:
    """The shop, else the delivery, else the bill."""
    assert expected == split(cart=cart)


def test_without_the_sellers_state_no_state_is_read() -> None:
    """A state nobody knows is no fault where nothing depends on it."""
    found = quoted("A 1 x 100.00 at 18", to="Atlantis")

    assert ["GST 18.00"] == taxes(found)


@pytest.mark.parametrize(
    ("cart", "path"),
    [
        case(
            "of delivery",
            {"shipping_address": {"state": "Atlantis"}},
            "cart.shipping_address.state",
        ),
        case(
            "of the bill, though delivery decides",
            {"shipping_address": GOA, "billing_address": {"state": "25"}},
            "cart.billing_address.state",
        ),
        case(
            "though it is collected",
            {
                "shipping_address": {"state": "x" * 65},
                "fulfillment_preference": COLLECTS,
            },
            "cart.shipping_address.state",
        ),
    ],
)
def test_a_state_that_nobody_knows(cart: dict[str, Any], path: str) -> None:
    """An unknown state is an error, even one that decides nothing."""
    store = {"tax": {"seller_state": "Goa"}}

    assert [(path, "unknown_state")] == refused(cart=cart, store=store)


def test_the_sellers_own_state_must_be_known() -> None:
    """A misspelled state of the seller is a fault of the store."""
    expected = [("store.tax.seller_state", "unknown_state")]

    assert expected == refused(store={"tax": {"seller_state": "Kerela"}})


def test_an_export_under_bond_is_a_category_of_its_own() -> None:
    """Exported goods at rate 0 stand under export, not under standard."""
    exported = {
        "product_id": "A",
        "quantity": 1000,
        "selling_price": "100",
        "tax_rate": "0",
        "tax_category": "export",
    }
    found = quoted([exported], seller="Kerala", to="96")

    assert ["IGST 0.00"] == taxes(found)
    assert [("export", "100000.00")] == [
        (each.category, str(each.taxable_value)) for each in found.figures.tax_rows
    ]


def test_a_supply_to_a_special_economic_zone_is_zero_rated() -> None:
    """It owes nothing, in a row of its own beside what is taxed and what is exempt."""
    goods = [
        line("A 1 x 100.00", tax_category="zero"),
        line("B 1 x 10.00", tax_category="exempt"),
        line("C 1 x 1.00 at 18"),
    ]
    found = quoted(goods, seller="Kerala", to="Goa")

    assert [("exempt", "10.00"), ("standard", "1.00"), ("zero", "100.00")] == [
        (each.category, str(each.taxable_value)) for each in found.figures.tax_rows
    ]
    assert "0.18" == str(found.totals.total_tax)


# Which of seven facts decides ------------------------------------------------------

TRADER = {"tax_identification_number": "29AABCC1234D1Z7", "business_name": "Sai"}


@pytest.mark.parametrize(
    ("cart", "tax", "expected"),
    [
        case("no address", {}, {}, "27 intra no_address"),
        case(
            "delivery before billing",
            {"shipping_address": GOA, "billing_address": MUMBAI},
            {},
            "30 inter shipping_address",
        ),
        case("the bill", {"billing_address": GOA}, {}, "30 inter billing_address"),
        case(
            "collected, whatever the addresses",
            {"shipping_address": GOA, "fulfillment_preference": COLLECTS},
            {},
            "27 intra collected",
        ),
        case("abroad", {"shipping_address": NEPAL}, {}, "96 inter abroad"),
        case(
            "abroad, and said to be regular",
            {"shipping_address": NEPAL, "supply_type": "regular"},
            {},
            "96 inter abroad",
        ),
        case(
            "an export to an address at home",
            {"shipping_address": MUMBAI, "supply_type": "export_with_payment"},
            {},
            "96 inter abroad",
        ),
        case(
            "the cart before all else",
            {
                "shipping_address": NEPAL,
                "place_of_supply": "ka",
                "fulfillment_preference": COLLECTS,
            },
            {},
            "29 inter override",
        ),
        case("other countries", {"place_of_supply": "96"}, {}, "96 inter override"),
        case(
            "a GSTIN where the policy asks for it",
            {"shipping_address": MUMBAI, "billing_address": {**TRADER, **INDIA}},
            {"place_of_supply": "gstin"},
            "29 inter gstin",
        ),
        case(
            "of the shipping address too",
            {"shipping_address": {**TRADER, **MUMBAI}},
            {"place_of_supply": "gstin"},
            "29 inter gstin",
        ),
        case(
            "by default delivery decides",
            {"shipping_address": {**TRADER, **MUMBAI}},
            {},
            "27 intra shipping_address",
        ),
        case(
            "without a GSTIN the addresses do",
            {"shipping_address": GOA},
            {"place_of_supply": "gstin"},
            "30 inter shipping_address",
        ),
        case(
            "a number of the central government is of no state",
            {
                "shipping_address": GOA,
                "billing_address": {
                    **INDIA,
                    "tax_identification_number": "9917SGP29001OS"
                    + check_character("9917SGP29001OS"),
                },
            },
            {"place_of_supply": "gstin"},
            "30 inter shipping_address",
        ),
        case(
            "a zone in the seller's own state",
            {"shipping_address": MUMBAI, "supply_type": "sez_with_payment"},
            {},
            "27 inter shipping_address",
        ),
        case(
            "a deemed export in it",
            {"shipping_address": MUMBAI, "supply_type": "deemed_export"},
            {},
            "27 intra shipping_address",
        ),
    ],
)
def test_why_it_is_there(
    cart: dict[str, Any], tax: dict[str, str], expected: str
) -> None:
    """The first of seven facts that holds, sold from Maharashtra."""
    said = "A 1 x 100.00 at 18"
    place = quoted(said, seller="Maharashtra", cart=cart, tax=tax).place

    assert expected == f"{place.code} {place.kind} {place.why}"


def test_without_the_sellers_state_it_is_not_known() -> None:
    """Even what the cart says is not read; the kind of supply is."""
    cart = {"place_of_supply": "29", "supply_type": "export_without_payment"}
    found = quoted("A 1 x 100.00 at 18", cart=cart)

    assert ("unknown", "seller_unknown", None, "export_without_payment") == (
        found.place.kind,
        found.place.why,
        found.place.code,
        found.supply_type,
    )
    assert ["GST 0.00"] == taxes(found)


@pytest.mark.parametrize(
    ("kind", "category", "rate", "tax"),
    [
        case("regular", None, "standard", "18", "CGST 9.00 SGST 9.00"),
        case("to a zone", "sez_with_payment", "sez_with_payment", "18", "IGST 18.00"),
        case(
            "to a zone, untaxed",
            "sez_without_payment",
            "sez_without_payment",
            "0",
            "IGST 0.00",
        ),
        case("exported", "export_with_payment", "standard", "18", "IGST 18.00"),
        case("exported untaxed", "export_without_payment", "export", "0", "IGST 0.00"),
        case("deemed", "deemed_export", "deemed_export", "18", "CGST 9.00 SGST 9.00"),
    ],
)
def test_what_a_kind_of_supply_does(
    kind: str | None, category: str, rate: str, tax: str
) -> None:
    """Its category, its rate and its tax; the taxable value stays."""
    cart = {"supply_type": kind, "shipping_address": MUMBAI}
    found = quoted("A 1 x 100.00 at 18", seller="MH", cart=cart)

    assert [tax] == taxes(found)
    assert [(category, rate, "100.00")] == [
        (row.category, str(row.rate), str(row.taxable_value))
        for row in found.figures.tax_rows
    ]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        case(
            "of several suppliers",
            Place(("CGST", "SGST", "IGST"), "Goa", "30", "mixed"),
            "The place of supply is Goa; suppliers are in several states, so each of"
            " them has the taxes of their own: CGST, SGST and IGST.",
        ),
        case(
            "zero-rated at home",
            Place(("IGST",), "Maharashtra", "27", "inter"),
            "The supply is zero-rated, so there is one tax, IGST, although the place of"
            " supply is Maharashtra, where the seller is.",
        ),
        case(
            "outside",
            Place(("IGST",), "Goa", "30", "inter"),
            "The place of supply is outside Maharashtra, where the seller is, so there"
            " is one tax, IGST.",
        ),
        case(
            "halves",
            Place(("CGST", "SGST"), "Maharashtra", "27", "intra"),
            "The place of supply is Maharashtra, where the seller is, so the tax is two"
            " equal halves, CGST and SGST.",
        ),
        case(
            "not known",
            Place(("GST",), kind="unknown"),
            "The place of supply is not known, so the tax is shown as one amount.",
        ),
    ],
)
def test_a_place_is_explained(place: Place, expected: str) -> None:
    """In one sentence, by a seller in Maharashtra."""
    words = Language.of(None, CURRENCIES["INR"])

    assert expected == India(state_of("27")).explained(place, words)
    assert "" == India(None).explained(place, words)


def test_other_regimes_have_neither_kind_nor_place() -> None:
    """Both keys are refused where the regime does not read them."""
    cart = {"supply_type": "regular", "place_of_supply": "29"}
    store = {"tax": {"regime": "named", "tax_name": "VAT"}}

    assert [
        ("cart.supply_type", "not_of_cart"),
        ("cart.place_of_supply", "not_of_cart"),
    ] == refused(cart={**cart, "supply_type": "deemed_export"}, store=store)
    for key, value in cart.items():
        assert [(f"cart.{key}", "not_of_cart")] == refused(
            cart={key: value}, store=store
        )


@pytest.mark.parametrize(
    ("cart", "store", "expected"),
    [
        case("said by the cart", {"supply_type": "sez_with_payment"}, {}, 1),
        case("said by the store", {"shipping_address": NEPAL}, {"export": "lut"}, 1),
        case("a buyer abroad alone", {"shipping_address": NEPAL}, {}, 0),
        case("a deemed export", {"supply_type": "deemed_export"}, {}, 0),
    ],
)
def test_no_reverse_charge_where_it_is_zero_rated(
    cart: dict[str, Any], store: dict[str, str], expected: int
) -> None:
    """The buyer owes nothing either; a buyer abroad alone is priced as before."""
    goods = [line("A 1 x 100.00", tax_category="reverse_charge")]
    found = refused(
        said=goods, cart=cart, store={"tax": {"seller_state": "MH", **store}}
    )

    path = "cart.cart_items[0].tax_category"
    assert [(path, "reverse_charge_not_here")] * expected == found


def test_until_revision_4_no_address_was_no_place() -> None:
    """One component, whose rate is not halved; today the seller's state counts."""
    found = quoted("A 1 x 99.99 at 18 inside", seller="MH")
    store = store_of(found.cart, found.policies)
    priced = [
        PricingContext.of(found.cart, store, each).place for each in (CURRENT, FOURTH)
    ]

    assert [("CGST", "SGST"), ("GST",)] == [each.component_names for each in priced]
    assert "15.26" == str(found.totals.total_tax)
