# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""INV-01: documents worked out by hand, and what the portal would refuse."""

from __future__ import annotations

import datetime as dt
import json

from typing import Any

import pytest

from attrs import evolve

from checkout_core import (
    CheckoutError,
    Order,
    PaymentUpdate,
    Quote,
    Refunded,
    RefundPolicy,
    dumps,
    read_quote,
    write_quote,
)
from checkout_core.papers.inv01 import inv01, inv01_findings
from checkout_core.papers.seller import Seller
from checkout_core.wire.quotes import fingerprint
from tests.factories.carts import AT
from tests.factories.gst_documents import credited, holds
from tests.factories.gst_papers import (
    HOME,
    KATHMANDU,
    MH,
    MUMBAI,
    OWN,
    PUNE,
    SELLERS,
    SHOP,
    goods,
    ordered,
    plain,
    sold,
    two_suppliers,
)


DAY = "2026-11-22"
COLLECTED = {"fulfillment_type": "collect-in-store", "pickup_location_id": "s1"}


def made(found: Quote | Order, supplier: str = "", **more: Any) -> dict[str, Any]:
    """Return a document as JSON says it; it is valid and adds up."""
    given = {"number": "INV/1", "date": DAY, **more}
    whole = inv01(found, SELLERS[supplier], supplier=supplier, **given)
    holds(whole)
    found_again: dict[str, Any] = plain(whole)
    return found_again


def amounts(row: dict[str, Any], *keys: str) -> list[str]:
    """Return some values of a row as texts."""
    return [str(row[key]) for key in keys]


# Worked by hand ----------------------------------------------------------------------


def test_each_supplier_has_a_document_with_its_own_taxes() -> None:
    """Case 20: 600.00 + 30.00 within Karnataka, 400.00 + 20.00 from Maharashtra."""
    found = two_suppliers(SHOP)

    own, other = made(found), made(found, "mh", number="INV/2")

    keys = ("AssVal", "CgstVal", "SgstVal", "IgstVal", "TotInvVal")
    expected = ["630.00", "56.70", "56.70", "0.00", "743.40"]
    assert expected == amounts(own["ValDtls"], *keys)
    expected = ["420.00", "0.00", "0.00", "23.60", "443.60"]
    assert expected == amounts(other["ValDtls"], *keys)
    assert "EcmGstin" not in own["TranDtls"]
    assert OWN == other["TranDtls"]["EcmGstin"]
    assert (MH, "29") == (other["SellerDtls"]["Gstin"], other["BuyerDtls"]["Pos"])


def test_the_whole_document_of_a_line() -> None:
    """Every section and every key, of 2 x 500.00 with 5 % to another state."""
    lines = [goods("Tee", "500.00", "5", quantity=2)]

    found = made(sold(lines, MUMBAI))

    assert {
        "Version": "1.1",
        "TranDtls": {
            "TaxSch": "GST",
            "SupTyp": "B2B",
            "RegRev": "N",
            "IgstOnIntra": "N",
        },
        "DocDtls": {"Typ": "INV", "No": "INV/1", "Dt": "22/11/2026"},
        "SellerDtls": {
            "Gstin": OWN,
            "LglNm": "Own Traders Private Limited",
            "Addr1": "1 MG Road",
            "Loc": "Bengaluru",
            "Pin": 560001,
            "Stcd": "29",
        },
        "BuyerDtls": {
            "Gstin": "27AAPFU0939F1ZV",
            "LglNm": "Bina Mart",
            "Pos": "27",
            "Addr1": "7 Hill Road",
            "Loc": "Mumbai",
            "Pin": 400001,
            "Stcd": "27",
        },
        "ItemList": [
            {
                "SlNo": "1",
                "PrdDesc": "Tee of a shop",
                "IsServc": "N",
                "HsnCd": "6109",
                "Qty": 2,
                "FreeQty": 0,
                "Unit": "PCS",
                "UnitPrice": "500.000",
                "TotAmt": "1000.00",
                "Discount": "0.00",
                "AssAmt": "1000.00",
                "GstRt": 5,
                "CesRt": 0,
                "IgstAmt": "50.00",
                "CgstAmt": "0.00",
                "SgstAmt": "0.00",
                "CesAmt": "0.00",
                "CesNonAdvlAmt": "0.00",
                "OthChrg": "0.00",
                "TotItemVal": "1050.00",
            }
        ],
        "ValDtls": {
            "AssVal": "1000.00",
            "CgstVal": "0.00",
            "SgstVal": "0.00",
            "IgstVal": "50.00",
            "CesVal": "0.00",
            "Discount": "0.00",
            "OthChrg": "0.00",
            "RndOffAmt": "0.00",
            "TotInvVal": "1050.00",
        },
    } == found


def test_delivery_without_a_code_joins_the_goods_it_follows() -> None:
    """Case 31: of 60.00, 35.00 follow exempt goods and 25.00 those at 18 %."""
    lines = [
        goods("A", "140.00", "0", tax_category="exempt"),
        goods("B", "100.00", "18"),
    ]
    shipping = {"estimated_cost": "60.00", "tax_rate": "18"}
    store = {"tax": {"charge_tax": "apportion"}}

    found = made(sold(lines, SHOP, shipping=shipping, store=store))

    (item,) = found["ItemList"]
    keys = ("TotAmt", "AssAmt", "CgstAmt", "SgstAmt", "TotItemVal", "UnitPrice")
    expected = ["125.00", "125.00", "11.25", "11.25", "147.50", "125.000"]
    assert expected == amounts(item, *keys)
    assert ["175.00", "322.50"] == amounts(found["ValDtls"], "OthChrg", "TotInvVal")


def test_a_delivery_is_shared_over_the_goods_of_its_rate() -> None:
    """60.00 with 5.40 and 5.40 over 200.00 and 100.00: 40.00 and 20.00."""
    lines = [goods("A", "200.00", "18"), goods("B", "100.00", "18")]

    found = made(sold(lines, SHOP, shipping={"estimated_cost": "60.00"}))

    keys = ("AssAmt", "CgstAmt", "SgstAmt")
    expected = [["240.00", "21.60", "21.60"], ["120.00", "10.80", "10.80"]]
    assert expected == [amounts(each, *keys) for each in found["ItemList"]]


def test_free_units_and_a_service() -> None:
    """Case 34: 4 bought and 2 free; the delivery has a code and no units."""
    lines = [goods("Tee", "100.00", "5", quantity=4, price_including_tax=True)]
    promotion = {
        "id": "p",
        "name": "p",
        "description": None,
        "tags": None,
        "redemption_limits": None,
        "redemption_count": 0,
        "minimum_order_total": None,
        "starts_at": "2026-01-01T00:00:00Z",
        "expires_at": None,
        "promotion_type": "free-goods",
        "applies_to_product": "product",
        "details": {
            "spending_criteria_type": "minimum-quantity",
            "products": [
                {
                    "product_id": "Tee",
                    "variant_id": None,
                    "auto_scale": True,
                    "slab": {
                        "buy_quantity": 2,
                        "get_quantity": 1,
                        "condition": "greater-or-equal",
                    },
                }
            ],
        },
        "can_be_used_with_other_promotion": True,
    }
    shipping = {"estimated_cost": "50.00", "tax_rate": "18", "hsn_code": "996812"}
    store = {"promotions": [promotion]}

    tee, delivery = made(sold(lines, SHOP, shipping=shipping, store=store))["ItemList"]

    assert (4, 2, "PCS", "N") == (
        tee["Qty"],
        tee["FreeQty"],
        tee["Unit"],
        tee["IsServc"],
    )
    assert ["95.240", "380.96", "9.52"] == amounts(
        tee, "UnitPrice", "TotAmt", "CgstAmt"
    )
    assert (0, "Y", "996812") == (
        delivery["Qty"],
        delivery["IsServc"],
        delivery["HsnCd"],
    )
    assert "Unit" not in delivery
    assert "50.000" == delivery["UnitPrice"]


def test_a_zone_has_tax_between_states_in_its_own_state() -> None:
    """1,000.00 at 18 % to a SEZ in Karnataka: 180.00 of IGST."""
    lines = [goods("Lamp", "1000.00", "18")]

    found = made(sold(lines, SHOP, supply_type="sez_with_payment"))

    assert "SEZWP" == found["TranDtls"]["SupTyp"]
    assert ["180.00", "1180.00"] == amounts(found["ValDtls"], "IgstVal", "TotInvVal")


@pytest.mark.parametrize(
    ("supply", "typ", "total"),
    [
        ("sez_without_payment", "SEZWOP", "1000.00"),
        ("deemed_export", "DEXP", "1180.00"),
    ],
)
def test_kinds_of_supply_have_words(supply: str, typ: str, total: str) -> None:
    """The value and the word of each."""
    lines = [goods("Lamp", "1000.00", "18")]

    found = made(sold(lines, SHOP, supply_type=supply))

    assert (typ, total) == (
        found["TranDtls"]["SupTyp"],
        found["ValDtls"]["TotInvVal"],
    )


def test_an_export_under_a_letter_of_undertaking() -> None:
    """No tax; exempt goods are an item too, since an export is zero-rated."""
    lines = [
        goods("Lamp", "1000.00", "18"),
        goods("Book", "200.00", "0", tax_category="exempt"),
    ]
    store = {"tax": {"export": "lut"}}
    bill = {"ShipBNo": "1234567", "ShipBDt": DAY, "Port": "INBLR4", "CntCode": "NP"}

    found = made(sold(lines, KATHMANDU, store=store), export=bill)

    assert "EXPWOP" == found["TranDtls"]["SupTyp"]
    assert {
        "Gstin": "URP",
        "LglNm": "Everest Goods",
        "Pos": "96",
        "Addr1": "1 Durbar Marg",
        "Loc": "Kathmandu",
        "Pin": 999999,
        "Stcd": "96",
    } == found["BuyerDtls"]
    assert [0, 0] == [each["GstRt"] for each in found["ItemList"]]
    assert "1200.00" == found["ValDtls"]["TotInvVal"]
    assert {**bill, "ShipBDt": "22/11/2026"} == found["ExpDtls"]


def test_the_recipient_pays_on_reverse_charge() -> None:
    """1,000.00 at 18 %: 90.00 twice on paper, 1,000.00 in the total."""
    lines = [
        goods(
            "Haulage",
            "1000.00",
            "0",
            hsn_code="996791",
            unit=None,
            tax_category="reverse_charge",
            reverse_charge_rate="18",
        )
    ]

    found = made(sold(lines, SHOP))

    (item,) = found["ItemList"]
    assert "Y" == found["TranDtls"]["RegRev"]
    assert ["90.00", "90.00", "1000.00"] == amounts(
        item, "CgstAmt", "SgstAmt", "TotItemVal"
    )
    assert ["90.00", "1000.00"] == amounts(found["ValDtls"], "CgstVal", "TotInvVal")


def test_the_operator_has_the_lines_whose_tax_it_owes() -> None:
    """Case 30: a meal of a supplier in Maharashtra is on the operator's paper."""
    meal = goods(
        "Thali", "200.00", "5", supplier="mh", section_9_5=True, hsn_code="996331"
    )
    spice = goods("Spice", "100.00", "5", supplier="mh")

    found = sold([meal, spice], SHOP)
    own, other = made(found), made(found, "mh")

    assert ["200.00", "5.00", "210.00"] == amounts(
        own["ValDtls"], "AssVal", "CgstVal", "TotInvVal"
    )
    assert ["100.00", "5.00", "105.00"] == amounts(
        other["ValDtls"], "AssVal", "IgstVal", "TotInvVal"
    )


def test_handling_goes_with_its_line_to_the_operator() -> None:
    """10.00 that follow a meal at 5 % have the halves of the operator's state."""
    meal = goods(
        "Thali",
        "200.00",
        "5",
        supplier="mh",
        section_9_5=True,
        hsn_code="996331",
        handling_charge_excluding_tax="10.00",
    )

    found = made(sold([meal], SHOP))

    (item,) = found["ItemList"]
    keys = ("AssAmt", "CgstAmt", "SgstAmt", "TotItemVal")
    assert ["210.00", "5.25", "5.25", "220.50"] == amounts(item, *keys)


def test_a_credit_note_of_a_supplier() -> None:
    """Case 29: 400.00 at 5 % come back, and no delivery."""
    order = Order.placed(two_suppliers(SHOP), number="A1", at=AT)
    note = paid(order).refund({1: 1}, id="R1", at=LATER)

    found = made(order, "mh", **credited(note) | {"invoices": [("INV/2", DAY)]})

    assert ["400.00", "20.00", "420.00"] == amounts(
        found["ValDtls"], "AssVal", "IgstVal", "TotInvVal"
    )
    assert {"PrecDocDtls": [{"InvNo": "INV/2", "InvDt": "22/11/2026"}]} == found[
        "RefDtls"
    ]
    assert ("CRN", 1) == (found["DocDtls"]["Typ"], found["ItemList"][0]["Qty"])


def test_a_delivery_that_comes_back_joins_what_comes_back() -> None:
    """A comes back with 30.00 of the delivery, which is 25.42 and 2.29 twice."""
    lines = [goods("A", "200.00", "18"), goods("B", "100.00", "18")]
    order = paid(ordered(lines, SHOP, shipping={"estimated_cost": "60.00"}))
    note = order.refund({0: 1}, id="R1", at=LATER, shipping="30.00", policy=BY_HAND)

    found = made(order, **credited(note))

    (item,) = found["ItemList"]
    keys = ("AssAmt", "CgstAmt", "SgstAmt", "TotItemVal")
    assert ["225.42", "20.29", "20.29", "266.00"] == amounts(item, *keys)


def test_a_delivery_alone_comes_back_as_part_of_what_was_sold() -> None:
    """40.00 of 60.00 was with A, and 20.00 with B; no unit comes back."""
    lines = [goods("A", "200.00", "18"), goods("B", "100.00", "18")]
    order = paid(ordered(lines, SHOP, shipping={"estimated_cost": "60.00"}))
    order = order.after(
        Refunded(
            order.refund({0: 1, 1: 1}, id="R1", at=LATER, shipping="0", policy=BY_HAND)
        )
    )
    note = order.refund({}, id="R2", at=LATER, shipping="70.80", policy=BY_HAND)

    found = made(order, **credited(note))

    assert ["40.00", "20.00"] == [each["AssAmt"] for each in found["ItemList"]]
    assert [(0, "6109")] * 2 == [
        (each["Qty"], each["HsnCd"]) for each in found["ItemList"]
    ]
    assert "70.80" == found["ValDtls"]["TotInvVal"]


def test_a_price_reduction_is_a_credit_note_or_a_discount() -> None:
    """An offer of the merchant of 118.00 over 1,180.00 takes 100.00 off the value."""
    order = ordered([goods("Lamp", "1000.00", "18")], MUMBAI)
    order = order.after(
        PaymentUpdate(
            "P1", "1180.00", AT, gateway_discount="118.00", funded_by="merchant"
        )
    )
    (reduction,) = order.price_reductions

    within = made(order)
    before, after = made(order, reductions=()), made(order, **credited(reduction))

    keys = ("TotAmt", "Discount", "AssAmt", "IgstAmt")
    expected = ["1000.00", "100.00", "900.00", "162.00"]
    assert expected == amounts(within["ItemList"][0], *keys)
    assert "1180.00" == before["ValDtls"]["TotInvVal"]
    assert ["100.00", "18.00", "118.00"] == amounts(
        after["ValDtls"], "AssVal", "IgstVal", "TotInvVal"
    )
    assert within == made(order, reductions=[reduction])


def fee() -> tuple[Order, Any]:
    """Return an order with a fee of the merchant of 50.00 and 9.00, and its note."""
    order = ordered([goods("Lamp", "1000.00", "18")], SHOP)
    order = order.after(
        PaymentUpdate(
            "P1",
            "1180.00",
            AT,
            surcharge="50.00",
            surcharge_tax="9.00",
            surcharge_by="merchant",
        )
    )
    return order, order.debit_notes[0]


def test_a_fee_of_the_merchant_is_a_debit_note() -> None:
    """50.00 with 4.50 twice, under the code that the caller gives."""
    order, note = fee()

    found = made(order, kind="DBN", note=note, invoices=[("INV/1", DAY)], code="997159")

    (item,) = found["ItemList"]
    assert ["50.00", "4.50", "4.50", "59.00"] == amounts(
        item, "AssAmt", "CgstAmt", "SgstAmt", "TotItemVal"
    )
    assert ("Y", "997159") == (item["IsServc"], item["HsnCd"])


def test_handling_and_charges_have_their_own_codes() -> None:
    """Each is a service; a voucher without a code is a charge outside the scope."""
    line = goods(
        "Vase",
        "100.00",
        "18",
        handling_charge_excluding_tax="10.00",
        handling_charge_tax_rate="18",
    )
    charges = [
        {"name": "Gift wrap", "amount": "20.00", "tax_rate": "18", "hsn_code": "9985"},
        {"name": "Donation", "amount": "5.00", "tax_category": "outside_scope"},
    ]
    store = {"charges": charges, "handling_hsn_code": "996719"}

    found = made(sold([line], SHOP, store=store))

    assert [
        ("Vase of a shop", "6109", "100.00"),
        ("Handling of Vase of a shop", "996719", "10.00"),
        ("Gift wrap", "9985", "20.00"),
    ] == [(x["PrdDesc"], x["HsnCd"], x["AssAmt"]) for x in found["ItemList"]]
    assert "5.00" == found["ValDtls"]["OthChrg"]


@pytest.mark.parametrize(
    "charge", [{}, {"charge_tax": "apportion", "tax_rate": "5"}], ids=["own", "policy"]
)
def test_charges_and_handling_that_follow_the_goods_join_them(
    charge: dict[str, str],
) -> None:
    """100.00 with 10.00 of handling and 20.00 of wrapping: 130.00 at 18 %."""
    line = goods("Vase", "100.00", "18", handling_charge_excluding_tax="10.00")
    store = {"charges": [{"name": "Wrap", "amount": "20.00", **charge}]}

    (item,) = made(sold([line], SHOP, store=store))["ItemList"]

    assert ["130.00", "11.70"] == amounts(item, "AssAmt", "CgstAmt")


def test_a_delivery_of_the_stores_table_joins_goods_too() -> None:
    """Where its rate says nothing of tax."""
    store = {"shipping_rates": {"type": "flat", "amount": "40.00"}}

    (item,) = made(sold([goods("Vase", "100.00", "18")], SHOP, store=store))["ItemList"]

    assert "140.00" == item["AssAmt"]


def zones(here: dict[str, Any], there: dict[str, Any]) -> dict[str, Any]:
    """Return a table of rates for Karnataka and Maharashtra."""
    rates = [("Karnataka", here), ("Maharashtra", there)]
    found = [{"states": [state], "rate": rate} for state, rate in rates]
    return {"shipping_rates": {"type": "by_zone", "zones": found}}


def test_of_a_table_by_zone_the_zone_that_applied_counts() -> None:
    """100.00 with 40.00 in Karnataka, whatever is asked of Maharashtra."""
    follows = {"type": "flat", "amount": "40.00"}
    own = {**follows, "tax_rate": "18"}
    vase = [goods("Vase", "100.00", "18")]

    (item,) = made(sold(vase, SHOP, store=zones(follows, own)))["ItemList"]

    assert "140.00" == item["AssAmt"]
    assert [("store.shipping_rates.zones[0].rate.hsn_code", "hsn_code")] == refused(
        sold(vase, SHOP, store=zones(own, follows))
    )


def test_a_delivery_of_the_stores_table_has_the_code_of_its_rate() -> None:
    """40.00 with 3.60 and 3.60, as an item of its own."""
    rate = {"type": "flat", "amount": "40.00", "tax_rate": "18"}
    vase = [goods("Vase", "100.00", "18")]
    store = {"shipping_rates": {**rate, "hsn_code": "996812"}}

    _, item = made(sold(vase, SHOP, store=store))["ItemList"]

    assert ["996812", "40.00", "3.60"] == amounts(item, "HsnCd", "AssAmt", "CgstAmt")
    assert [("store.shipping_rates.hsn_code", "hsn_code")] == refused(
        sold(vase, SHOP, store={"shipping_rates": rate})
    )


def test_a_round_off_is_kept_apart() -> None:
    """99.99 with 18 % is 117.99, rounded to 118.00."""
    store = {"round_off": "1"}

    found = made(sold([goods("Lamp", "99.99", "18")], SHOP, store=store))

    assert ["0.01", "118.00"] == amounts(found["ValDtls"], "RndOffAmt", "TotInvVal")


def test_a_cess_has_fields_of_its_own() -> None:
    """1,000.00 with 28 % and a cess of 12 %, and 4.00 for each of two units."""
    line = goods(
        "Car", "500.00", "28", quantity=2, cess_rate="12", cess_per_unit="4.00"
    )

    found = made(sold([line], MUMBAI))

    (item,) = found["ItemList"]
    assert ["120.00", "8.00"] == amounts(item, "CesAmt", "CesNonAdvlAmt")
    assert ["128.00", "1408.00"] == amounts(found["ValDtls"], "CesVal", "TotInvVal")


def test_another_address_of_delivery_is_named() -> None:
    """Bought in Bengaluru, sent to a person in Pune: the place is Maharashtra."""
    found = sold([goods("Lamp", "100.00", "18")], PUNE, billing_address=SHOP)

    whole = made(found)

    assert ("27", "29") == (whole["BuyerDtls"]["Pos"], whole["BuyerDtls"]["Stcd"])
    assert {
        "Gstin": "URP",
        "LglNm": "Chitra Rao",
        "Addr1": "3 Lake View",
        "Loc": "Pune",
        "Pin": 411002,
        "Stcd": "27",
    } == whole["ShipDtls"]
    findings = inv01_findings(inv01(found, SELLERS[""], "INV/1", DAY))
    assert ["recipient_unregistered"] == [each.code for each in findings]


def test_a_delivery_abroad_names_no_registration() -> None:
    """Billed in India and sent abroad: 96 of the delivery, and IGST."""
    lines = [goods("Lamp", "100.00", "18")]
    away = {**KATHMANDU, "tax_identification_number": "PAN123"}

    whole = made(sold(lines, away, billing_address=SHOP, supply_type="regular"))

    assert ("B2B", "96") == (whole["TranDtls"]["SupTyp"], whole["BuyerDtls"]["Pos"])
    assert ("URP", "96") == (whole["ShipDtls"]["Gstin"], whole["ShipDtls"]["Stcd"])


@pytest.mark.parametrize(
    "more",
    [
        {"billing_address": {**SHOP, "phone": "9800000001"}},
        {"billing_address": SHOP, "fulfillment_preference": COLLECTED},
    ],
    ids=["same", "collected"],
)
def test_no_other_delivery_is_named(more: dict[str, Any]) -> None:
    """It is the buyer's address on paper, or nothing is sent."""
    buyer = HOME if "fulfillment_preference" in more else SHOP

    assert "ShipDtls" not in made(sold([goods("Lamp", "9.00", "18")], buyer, **more))


def test_facts_of_the_caller_are_kept_in_the_portals_words() -> None:
    """Dispatch, transport, another operator, and IGST within a state."""
    there = {
        "Nm": "Warehouse 2",
        "Addr1": "9 Ring Road",
        "Loc": "Hubli",
        "Pin": 580020,
        "Stcd": "29",
    }
    moved = {"Distance": 0, "TransMode": "1", "TransDocDt": "2026-11-23"}

    whole = made(
        sold([goods("Lamp", "9.00", "18")], MUMBAI),
        dispatch=there,
        transport=moved,
        ecommerce=MH.lower(),
        igst_on_intra=True,
    )

    assert there == whole["DispDtls"]
    assert {**moved, "TransDocDt": "23/11/2026"} == whole["EwbDtls"]
    assert (MH, "Y") == (
        whole["TranDtls"]["EcmGstin"],
        whole["TranDtls"]["IgstOnIntra"],
    )


def test_texts_are_cut_and_what_the_portal_refuses_in_them_is_taken_out() -> None:
    """Quotation marks, a second line too short, a phone with blanks, a short name."""
    buyer = {
        **SHOP,
        "business_name": 'The "Asha"\\ Stores ' + "x" * 100,
        "address_line2": "B1",
        "phone": "+91 98000-00001",
        "email": "asha@example.com",
        "pincode": "560 002",
    }
    line = goods("A", "9.00", "18", product_name="A")
    seller = Seller(
        gstin=OWN,
        legal_name="Own Traders",
        trade_name="Own",
        address1="1 MG Road",
        address2="First floor",
        location="Bengaluru",
        pin="560001",
        phone="12345",
        email="no",
    )

    whole = plain(inv01(sold([line], buyer), seller, "INV/1", dt.date(2026, 11, 22)))

    bought = whole["BuyerDtls"]
    assert ("The Asha Stores " + "x" * 84, "12 Park Road B1") == (
        bought["LglNm"],
        bought["Addr1"],
    )
    assert ("919800000001", "asha@example.com", 560002) == (
        bought["Ph"],
        bought["Em"],
        bought["Pin"],
    )
    assert "Addr2" not in bought
    assert {"TrdNm": "Own", "Addr2": "First floor"} == {
        key: each
        for key, each in whole["SellerDtls"].items()
        if key in ("TrdNm", "Addr2", "Ph", "Em")
    }
    assert "PrdDesc" not in whole["ItemList"][0]


def test_a_rate_that_is_in_no_schedule_is_found() -> None:
    """It is no refusal: schedules change."""
    whole = inv01(sold([goods("A", "9.00", "17")], SHOP), SELLERS[""], "INV/1", DAY)

    (found,) = inv01_findings(whole)
    assert ("ItemList[0].GstRt", "rate_unknown") == (found.path, found.code)


BY_HAND = RefundPolicy(shipping="explicit")
LATER = "2026-12-01T10:00:00+05:30"


def paid(order: Order) -> Order:
    """Return an order that is paid through a gateway."""
    return order.after(PaymentUpdate("P1", order.to_be_paid, AT))


# Refused -----------------------------------------------------------------------------


def refused(found: Quote | Order, *args: Any, **more: Any) -> list[tuple[str, str]]:
    """Return where and why a document is refused."""
    seller = args[0] if args else SELLERS[more.get("supplier", "")]
    given = {"number": "INV/1", "date": DAY, **more}
    with pytest.raises(CheckoutError) as error:
        inv01(found, seller, **given)
    return [(each.path, each.code) for each in error.value.faults]


GOODS = [goods("Lamp", "1000.00", "18")]


def test_the_seller_has_to_be_the_one_that_was_priced() -> None:
    """Another registration or state, none at all, and an unregistered supplier."""
    other, bare = SELLERS["ka"], {"name": "Anu", "state": "KA"}
    without = Seller(
        legal_name="Own Traders",
        address1="1 MG Road",
        location="Bengaluru",
        pin="560001",
        state="Karnataka",
    )
    found = sold(GOODS, SHOP)

    assert [("seller.gstin", "other_seller")] == refused(found, other)
    assert [("seller.gstin", "seller_not_registered")] == refused(found, without)
    nowhere = sold(GOODS, SHOP, store={"tax": {"seller_gstin": None}})
    assert [("place_of_supply", "place_unknown")] == refused(nowhere, ecommerce=MH)
    home = {"tax": {"seller_gstin": None, "seller_state": "Kerala"}}
    of_kerala = sold(GOODS, MUMBAI, store=home)
    expected = [("seller.gstin", "seller_of_another_state")]
    assert expected == refused(of_kerala)
    lines = [goods("Pot", "10.00", "0", supplier="anu")]
    anu = sold(lines, SHOP, store={"suppliers": {"anu": bare}})
    expected = [("seller.gstin", "seller_not_registered")]
    assert expected == refused(anu, without, supplier="anu")


def test_the_buyer_has_to_be_registered_elsewhere() -> None:
    """Without a GSTIN nothing is reported; nobody sells to themselves."""
    assert [("cart.shipping_address.tax_identification_number", "b2c")] == refused(
        sold(GOODS, HOME)
    )
    assert [
        ("cart.shipping_address.tax_identification_number", "b2c"),
        ("cart.shipping_address", "required"),
    ] == refused(sold(GOODS, None))
    own = {**SHOP, "tax_identification_number": OWN}
    assert [
        ("cart.billing_address.tax_identification_number", "same_gstin")
    ] == refused(sold(GOODS, own))
    there = {**SHOP, "state": "Kerala"}
    assert [
        (
            "cart.shipping_address.tax_identification_number",
            "buyer_of_another_state",
        )
    ] == refused(sold(GOODS, there))


def test_an_address_has_to_be_whole() -> None:
    """Every part that the portal needs is named, and nothing is filled in."""
    poor = {
        "tax_identification_number": SHOP["tax_identification_number"],
        "pincode": "12",
    }

    assert [
        ("cart.billing_address.business_name", "text_length"),
        ("cart.billing_address.address_line1", "text_length"),
        ("cart.billing_address.city", "text_length"),
        ("cart.billing_address.state", "state_missing"),
        ("cart.billing_address.pincode", "pin_missing"),
    ] == refused(sold(GOODS, SHOP, billing_address=poor))


def test_codes_and_units_of_the_lines() -> None:
    """A code of three digits or of zeros, none, and goods without a unit."""
    lines = [
        goods("A", "1.00", "18", hsn_code="610"),
        goods("B", "1.00", "18", hsn_code="0000", unit=None),
        goods("C", "1.00", "18", hsn_code=None),
        goods("D", "1.00", "18", hsn_code="9963", unit=None),
    ]
    shipping = {"estimated_cost": "9.00", "tax_rate": "18", "hsn_code": "6109"}

    assert [
        ("cart.cart_items[0].hsn_code", "hsn_code"),
        ("cart.cart_items[1].hsn_code", "hsn_code"),
        ("cart.cart_items[1].unit", "unit_missing"),
        ("cart.cart_items[2].hsn_code", "hsn_code"),
        ("cart.shipping.hsn_code", "service_code"),
    ] == refused(sold(lines, SHOP, shipping=shipping))


def test_codes_of_charges_that_have_a_rate_of_their_own() -> None:
    """Delivery, handling and a charge are services without a code."""
    line = goods(
        "Vase",
        "100.00",
        "18",
        handling_charge_excluding_tax="10.00",
        handling_charge_tax_rate="18",
    )
    store = {"charges": [{"name": "Wrap", "amount": "9.00", "tax_rate": "18"}]}
    shipping = {"estimated_cost": "9.00", "tax_rate": "18"}

    assert [
        ("cart.shipping.hsn_code", "hsn_code"),
        ("store.handling_hsn_code", "hsn_code"),
        ("store.charges[0].hsn_code", "hsn_code"),
    ] == refused(sold([line], SHOP, shipping=shipping, store=store))


def test_nothing_taxable_is_no_invoice_of_the_portal() -> None:
    """Exempt goods have a bill of supply."""
    lines = [goods("Milk", "50.00", "0", tax_category="exempt")]

    assert [("cart.cart_items", "nothing_taxable")] == refused(sold(lines, SHOP))


def test_a_delivery_cannot_join_goods_that_cost_nothing() -> None:
    """It is then a service of its own, and needs a code."""
    lines = [goods("Gift", "0.00", "18")]
    shipping = {"estimated_cost": "9.00", "tax_rate": None}

    found = refused(sold(lines, SHOP, shipping=shipping))

    assert [("cart.shipping.hsn_code", "hsn_code")] == found


def test_number_date_and_kind() -> None:
    """All faults of the arguments at once."""
    found = sold(GOODS, SHOP)

    assert [
        ("number", "bad_paper_number"),
        ("kind", "not_a_choice"),
        ("date", "date_in_future"),
        ("transport.Distance", "fact_missing"),
        ("transport.VehType", "fact_form"),
        ("dispatch", "wrong_type"),
        ("export.Ports", "unknown_key"),
        ("export.ShipBNo", "fact_form"),
        ("export.ShipBDt", "bad_day"),
        ("export.Port", "fact_form"),
        ("ecommerce", "bad_gstin"),
    ] == sorted(
        refused(
            found,
            number="inv/1",
            kind="BIL",
            today="2026-11-21",
            ecommerce="27X",
            dispatch=7,
            export={"Ports": "x", "ShipBNo": 'a"b', "ShipBDt": "x", "Port": "I-1"},
            transport={"VehType": "X"},
        ),
        key=lambda each: [
            "number",
            "kind",
            "date",
            "transport.Distance",
            "transport.VehType",
            "dispatch",
            "export.Ports",
            "export.ShipBNo",
            "export.ShipBDt",
            "export.Port",
            "ecommerce",
        ].index(each[0]),
    )
    assert [("transport.Distance", "fact_form")] == refused(
        found, transport={"Distance": 4001}
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-12-22", []),
        ("2026-12-23", [("date", "reported_too_late")]),
        ("soon", [("today", "bad_day")]),
    ],
)
def test_a_document_is_sent_within_thirty_days(today: str, expected: list[Any]) -> None:
    """The 30th day is in time; which day it is, the caller says."""
    found = sold(GOODS, SHOP)
    if expected:
        assert expected == refused(found, today=today)
    else:
        made(found, today=today)


def test_a_note_is_of_its_kind() -> None:
    """An invoice has none; the others need it, and the invoices that they correct."""
    order, note = fee()
    refund = order.refund({0: 1}, id="R1", at=LATER)
    elsewhere = ordered([goods("A", "1.00", "18"), goods("B", "1.00", "18")], SHOP)
    foreign = paid(elsewhere).refund({1: 1}, id="R1", at=LATER)

    assert [("note", "note_not_taken")] == refused(order, note=refund)
    assert [("invoices", "invoices_not_taken")] == refused(
        order, invoices=[("INV/0", DAY)]
    )
    assert [("code", "code_not_taken")] == refused(order, code="997159")
    assert [("code", "code_not_taken")] == refused(
        order, **credited(refund), code="997159"
    )
    assert [("kind", "not_a_choice")] == refused(
        order, kind="BIL", invoices=[("INV/0", DAY)], code="997159"
    )
    assert [
        ("invoices", "invoices_missing"),
        ("note", "note_missing"),
    ] == refused(order, kind="CRN", note=note)
    assert [("note", "note_missing")] == refused(
        order, kind="DBN", invoices=[("INV/1", DAY)]
    )
    assert [("note", "refunds_do_not_fit")] == refused(order, **credited(foreign))
    assert [
        ("invoices[0]", "wrong_type"),
        ("invoices[1].number", "bad_paper_number"),
        ("invoices[1].date", "bad_day"),
        ("invoices[2].number", "text_length"),
    ] == refused(
        order,
        **credited(refund) | {"invoices": ["INV/1", ("a", "b"), ("1", DAY)]},
    )
    assert [("code", "hsn_code")] == refused(
        order, kind="DBN", note=note, invoices=[("INV/1", DAY)]
    )
    two = Order.placed(two_suppliers(SHOP), number="A1", at=AT)
    expected = [("supplier", "surcharge_of_supplier")]
    assert (
        expected
        == refused(
            two,
            supplier="mh",
            kind="DBN",
            note=note,
            code="997159",
            invoices=[("INV/1", DAY)],
        )[:1]
    )


def test_arguments_of_another_type() -> None:
    """Each is named."""
    assert [
        ("sold", "wrong_type"),
        ("seller", "wrong_type"),
    ] == sorted(refused("a quote", "a seller"), reverse=True)  # type: ignore[arg-type]
    found = sold(GOODS, SHOP)
    assert [("reductions[0]", "wrong_type")] == refused(found, reductions=[7])
    assert [("supplier", "unknown_supplier")] == refused(
        found, SELLERS["mh"], supplier="nn", ecommerce=MH
    )


def test_only_rupees() -> None:
    """Another currency has another country's papers."""
    found = sold(
        [goods("A", "1.00", "18")],
        SHOP,
        currency="EUR",
        store={"tax": {"seller_gstin": None}, "suppliers": {}},
    )

    assert [("currency", "not_in_rupees")] == refused(found)


def test_taxes_have_to_be_those_of_the_place_and_the_rate() -> None:
    """A line that names its own components can say anything."""
    lines = [
        goods(
            "A",
            "1000.00",
            "0",
            tax_rate=None,
            tax_components=[{"name": "Local tax", "rate": "18"}],
        )
    ]

    assert ("cart.cart_items", "not_gst") in refused(sold(lines, SHOP))


def altered(found: Quote, change: Any) -> Quote:
    """Return a quote of a document that somebody changed and signed again."""
    document = json.loads(dumps(write_quote(found)))
    change(document)
    document["fingerprint"] = fingerprint(document)
    return read_quote(dumps(document))


def test_a_place_that_was_changed_afterwards() -> None:
    """Halves are due within a state, IGST across states."""
    within, across = sold(GOODS, SHOP), sold(GOODS, MUMBAI)
    there, here = within.place, across.place
    moved = evolve(within, place=evolve(there, code=here.code, state=here.state))
    back = evolve(across, place=evolve(here, code=there.code, state=there.state))

    assert [("ItemList[0].CgstAmt", "halves_across_states")] == refused(moved)
    assert [("ItemList[0].IgstAmt", "igst_within_state")] == refused(back)
    made(back, igst_on_intra=True)


def test_halves_are_no_igst_within_a_state() -> None:
    """Whoever says so: goods priced within a state, a note on them, reverse charge."""
    charged = {"tax_category": "reverse_charge", "reverse_charge_rate": "18"}
    order = ordered(GOODS, SHOP)
    refund = order.refund({0: 1}, id="R1", at=LATER)
    expected = [("igst_on_intra", "halves_with_flag")]

    assert expected == refused(order, igst_on_intra=True)
    assert expected == refused(order, **credited(refund), igst_on_intra=True)
    recipients = sold([goods("Lamp", "1000.00", "0", **charged)], SHOP)
    assert expected == refused(recipients, igst_on_intra=True)
    zone = sold(GOODS, SHOP, supply_type="sez_with_payment")
    (item,) = made(zone)["ItemList"]
    assert ("180.00", "0.00") == (item["IgstAmt"], item["CgstAmt"])


def test_amounts_that_were_changed_afterwards() -> None:
    """A tax that is not the rate's by more than 1.00, and another total."""

    def taxed(document: dict[str, Any]) -> None:
        document["entries"][1]["amount"] = "91.01"

    def totalled(document: dict[str, Any]) -> None:
        document["totals"]["grand_total"] = "1180.01"

    assert [
        ("ItemList[0].CgstAmt", "tax_differs"),
        ("totals.grand_total", "total_differs"),
    ] == refused(altered(sold(GOODS, SHOP), taxed))
    assert [("totals.grand_total", "total_differs")] == refused(
        altered(sold(GOODS, SHOP), totalled)
    )


def test_too_many_items() -> None:
    """A thousand are taken."""
    lines = [goods(f"G{i}", "1.00", "18") for i in range(1001)]

    assert [("cart.cart_items", "too_many_items")] == refused(sold(lines, SHOP))


def test_a_round_off_above_the_total() -> None:
    """0.02 become 0.00, and half of that is on the operator's paper."""
    meal = goods(
        "Thali", "0.01", "5", supplier="mh", section_9_5=True, hsn_code="996331"
    )
    wrap = {"name": "Wrap", "amount": "0.01", "tax_rate": "18", "hsn_code": "998541"}
    store = {"round_off": "1", "charges": [{**wrap, "supplier": "mh"}]}

    found = refused(sold([meal], SHOP, store=store), supplier="mh")

    assert [("totals.round_off", "total_below_zero")] == found


def test_a_round_off_above_the_portals_limit() -> None:
    """To a step of 500 it can be 250.00."""
    found = sold([goods("A", "1000.00", "18")], SHOP, store={"round_off": "500"})

    assert [("totals.round_off", "round_off_too_large")] == refused(found)
