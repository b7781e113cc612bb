# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Several suppliers in one cart: what is theirs, what is shared, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import CheckoutError
from tests.factories.carts import Document
from tests.factories.market import SELLERS, bought, supplied, turned_away
from tests.factories.offers import own, percentage, promotion, row
from tests.factories.tables import case
from tests.factories.tax import named, quoted, refused, taxes


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core import Quote


#: 600.00 of the operator, 400.00 of Maharashtra's seller.
TWO = supplied("P 1 x 600.00 at 18; Q 1 x 400.00 at 5", ["", "mh"])
DELIVERY = {"estimated_cost": "50.00", "tax_rate": "18"}
FEE = {"id": "f", "name": "Fee", "amount": "50.00", "tax_rate": "18"}


def blocks(found: Quote, *names: str) -> list[tuple[str, ...]]:
    """Return the id and some figures of each supplier, as text."""
    return [
        (each.id, *[str(getattr(each, name)) for name in names])
        for each in found.suppliers
    ]


def delivered(found: Quote) -> list[tuple[str, ...]]:
    """Return the delivery of each supplier and its tax."""
    return blocks(found, "shipping_amount", "shipping_tax_amount")


def charged(found: Quote) -> list[tuple[str, ...]]:
    """Return the handling and charges of each supplier and their tax."""
    return blocks(found, "handling_charge_excluding_tax", "handling_charge_tax_amount")


def heads(found: Quote) -> list[str]:
    """Return the whole tax of each supplier by its components."""
    return [
        " ".join([each.id, *[f"{x.name} {x.amount}" for x in each.components]])
        for each in found.suppliers
    ]


# Whose tax it is -----------------------------------------------------------------


def test_each_supplier_has_the_tax_of_its_own_place() -> None:
    """To Karnataka: halves from Karnataka, one tax from elsewhere."""
    goods = supplied(
        "A 1 x 100.00 at 18; B 1 x 100.00 at 18; C 1 x 100.00 at 18", [None, "mh", "ch"]
    )

    assert ["CGST 9.00 SGST 9.00", "IGST 18.00", "IGST 18.00"] == taxes(bought(goods))


def test_the_place_of_several_is_the_buyers() -> None:
    """Kinds differ, so it is mixed; components are in the order of papers."""
    goods = supplied(
        "A 1 x 1.00 at 18; B 1 x 1.00 at 18; C 1 x 1.00 at 18", ["mh", "ch", ""]
    )
    found = bought(goods, to="CH").place

    assert ("Chandigarh", "04", "mixed", "shipping_address") == (
        found.state,
        found.code,
        found.kind,
        found.why,
    )
    assert ("CGST", "UTGST", "IGST") == found.component_names


def test_without_an_address_each_supplies_at_home() -> None:
    """All are intra-state, so is the order; its state is the operator's."""
    goods = supplied("A 1 x 100.00 at 18; B 1 x 100.00 at 18", ["", "ch"])
    found = bought(goods, to=None)

    assert ["CGST 9.00 SGST 9.00", "CGST 9.00 UTGST 9.00"] == taxes(found)
    assert ("29", "intra", "no_address", ("CGST", "SGST", "UTGST")) == (
        found.place.code,
        found.place.kind,
        found.place.why,
        found.place.component_names,
    )
    assert [("29", "intra"), ("04", "intra")] == [
        (each.place_of_supply.code, each.place_of_supply.kind)
        for each in found.suppliers
    ]


def test_a_supplier_whose_state_is_not_known_has_one_tax() -> None:
    """What it is called then is GST; the order's place is the operator's side."""
    suppliers = {"x": {"name": "X", "registered": True}}
    goods = supplied("A 1 x 100.00 at 18; B 1 x 100.00 at 18", ["", "x"])
    found = bought(goods, store={"suppliers": suppliers})

    assert ["CGST 9.00 SGST 9.00", "GST 18.00"] == taxes(found)
    assert ("29", "mixed", ("CGST", "SGST", "GST")) == (
        found.place.code,
        found.place.kind,
        found.place.component_names,
    )


def test_the_buyers_side_is_of_who_is_known() -> None:
    """Where the operator's state is not known, a supplier's is read."""
    goods = supplied("A 1 x 100.00 at 18; B 1 x 100.00 at 18", ["", "mh"])
    found = quoted(goods, to="KA", store={"suppliers": SELLERS})

    assert ["GST 18.00", "IGST 18.00"] == taxes(found)
    assert ("29", "mixed", "shipping_address") == (
        found.place.code,
        found.place.kind,
        found.place.why,
    )
    assert ["unknown", "inter"] == [
        each.place_of_supply.kind for each in found.suppliers
    ]


def test_an_export_is_one_for_all() -> None:
    """A buyer abroad, under bond: nothing is due of anyone."""
    address = {"state": "Bagmati", "country": "Nepal"}
    found = bought(
        supplied("A 1 x 118.00 at 18 inside; B 1 x 100.00 at 18", ["", "mh"]),
        cart={"shipping_address": address},
        tax={"export": "lut"},
    )

    assert ["IGST 0.00", "IGST 0.00"] == taxes(found)
    assert ("export_without_payment", "96") == (found.supply_type, found.place.code)
    assert [("", "118.00"), ("mh", "100.00")] == blocks(found, "taxable_value")


@pytest.mark.parametrize(
    ("regime", "fields"),
    [
        ("named", {}),
        ("components", {"tax_components": [{"name": "VAT", "rate": "18"}]}),
    ],
)
def test_elsewhere_all_suppliers_have_one_tax(regime: str, fields: Document) -> None:
    """Only in India is it a question of the supplier's state."""
    found = quoted(
        supplied(
            "A 1 x 100.00; B 1 x 50.00", ["", "b"], **(fields or {"tax_rate": "18"})
        ),
        tax={"regime": regime, "tax_name": "VAT"},
        store={"suppliers": {"b": {"name": "B", "registered": True}}},
    )

    assert [" VAT 18.00", "b VAT 9.00"] == heads(found)


def test_one_supplier_is_the_whole_order() -> None:
    """Its place is the order's, its delivery and its handling have its taxes."""
    goods = supplied(
        "A 1 x 100.00 at 18", ["mh"], handling_charge_excluding_tax="10.00"
    )
    found = bought(goods, cart={"shipping": DELIVERY})

    # 18.00 of goods, 1.80 of handling, 9.00 of delivery.
    assert ["mh IGST 28.80"] == heads(found)
    assert ("inter", ("IGST",)) == (found.place.kind, found.place.component_names)
    assert {None} == {row.supplier for row in found.entries}


def test_a_free_delivery_of_one_supplier_has_rows_of_the_order() -> None:
    """Also once it was asked what the offer saves: 50.00 with 18 % is 59.00."""
    goods = supplied("A 1 x 100.00 at 18", ["mh"])
    found = bought(
        goods,
        cart={"shipping": {"estimated_cost": "50.00"}},
        store={
            "promotions": [promotion("free-shipping", None, None)],
            "tax": {"charge_tax": "apportion"},
        },
    )

    assert "59.00" == str(found.promotions[0].saving)
    assert ["shipping", "shipping_discount"] == [
        row.kind for row in found.entries if row.kind.startswith("shipping")
    ]
    assert {None} == {row.supplier for row in found.entries}


def test_a_cart_that_names_none_is_the_stores() -> None:
    """One entry, whose figures are those of the order."""
    found = bought(supplied("A 1 x 100.00 at 18; B 1 x 50.00 at 5", [None, ""]))
    (whole,) = found.suppliers

    # 18.00 and 2.50 in halves of 9.00 and 1.25.
    assert ("", "", None, True, None, (0, 1)) == (
        whole.id,
        whole.name,
        whole.gstin,
        whole.registered,
        whole.tax_paid_by,
        whole.lines,
    )
    assert ["CGST 10.25", "SGST 10.25"] == [
        f"{each.name} {each.amount}" for each in whole.components
    ]
    assert ("150.00", "20.50", "170.50") == (
        str(whole.taxable_value),
        str(whole.item_tax),
        str(whole.grand_total),
    )


def test_tax_by_document_is_of_each_suppliers_goods() -> None:
    """5 % of 10.10 is 0.51 for each, and not 1.01 of 20.20."""
    goods = supplied("A 1 x 10.10 at 5; B 1 x 10.10 at 5", ["gj", "mh"])

    assert [("gj", "0.51"), ("mh", "0.51")] == blocks(
        bought(goods, tax={"level": "document"}), "item_tax"
    )


# Who shares a charge -------------------------------------------------------------


def test_a_delivery_is_shared_by_value_in_its_own_basis() -> None:
    """59.00 with tax over 600.00 and 400.00: 35.40 and 23.60, of it 5.40 and 3.60."""
    shipping = {**DELIVERY, "estimated_cost": "59.00", "price_including_tax": True}
    found = bought(TWO, cart={"shipping": shipping})

    assert [("", "30.00", "5.40"), ("mh", "20.00", "3.60")] == delivered(found)
    assert "18" == str(found.shipping_tax_rate)


def test_goods_for_nothing_share_by_units() -> None:
    """Three units and one: 37.50 and 12.50."""
    goods = supplied("A 3 x 0.00; B 1 x 0.00", ["", "mh"])
    found = bought(goods, cart={"shipping": {**DELIVERY, "tax_rate": "0"}})

    assert [("", "37.50", "0.00"), ("mh", "12.50", "0.00")] == delivered(found)


def test_a_paisa_goes_to_the_smaller_id() -> None:
    """By code points, "10" is before "9"."""
    suppliers = {
        name: {"name": name, "state": "MH", "registered": True} for name in ("9", "10")
    }
    goods = supplied("A 1 x 5.00; B 1 x 5.00", ["9", "10"])
    found = bought(
        goods,
        cart={"shipping": {"estimated_cost": "0.01", "tax_rate": "0"}},
        store={"suppliers": suppliers},
    )

    assert [("10", "0.01", "0.00"), ("9", "0.00", "0.00")] == delivered(found)


def test_each_share_is_taxed_as_its_own_goods() -> None:
    """30.00 at 18 % and 20.00 at 5 %: 6.40 of 50.00 is 12.80 %."""
    shipping = {"estimated_cost": "50.00"}
    for policy in ("apportion", "highest"):
        found = bought(TWO, cart={"shipping": shipping}, tax={"charge_tax": policy})

        assert [("", "30.00", "5.40"), ("mh", "20.00", "1.00")] == delivered(found)
        assert "12.8" == f"{found.shipping_tax_rate.normalize():f}"


def test_what_a_supplier_costs_can_be_said() -> None:
    """45.00 and 5.00 in place of 30.00 and 20.00."""
    costs = {"": "45.00", "mh": "5.00"}
    found = bought(TWO, cart={"shipping": {**DELIVERY, "suppliers": costs}})

    assert [("", "45.00", "8.10"), ("mh", "5.00", "0.90")] == delivered(found)


def test_a_supplier_can_have_the_whole_cost() -> None:
    """Nothing is said of the other, so it has no delivery."""
    found = bought(TWO, cart={"shipping": {**DELIVERY, "suppliers": {"mh": "50.00"}}})

    assert [("", "0.00", "0.00"), ("mh", "50.00", "9.00")] == delivered(found)


def test_a_supplier_without_goods_can_deliver() -> None:
    """Gujarat's seller carries all of it and supplies nothing else."""
    found = bought(TWO, cart={"shipping": {**DELIVERY, "suppliers": {"gj": "50.00"}}})

    assert [("", "0.00", "0.00"), ("gj", "50.00", "9.00"), ("mh", "0.00", "0.00")] == (
        delivered(found)
    )
    assert [(0,), (), (1,)] == [each.lines for each in found.suppliers]
    assert "gj IGST 9.00" == heads(found)[1]


def test_a_discount_leaves_the_shares() -> None:
    """Of 45.00 and 5.00, 10.00 off leave 36.00 and 4.00."""
    costs = {"": "45.00", "mh": "5.00"}
    off = promotion(
        "free-shipping", None, None, **own("shipping_discount", amount_off="10")
    )
    found = bought(
        TWO,
        cart={"shipping": {**DELIVERY, "suppliers": costs}},
        store={"promotions": [off]},
    )

    assert [("", "36.00", "6.48"), ("mh", "4.00", "0.72")] == delivered(found)


def test_a_freed_delivery_is_free_for_all() -> None:
    """The threshold frees every share."""
    found = bought(
        TWO,
        cart={"shipping": DELIVERY},
        store={"free_shipping_threshold": "1000.00"},
    )

    assert [("", "0.00", "0.00"), ("mh", "0.00", "0.00")] == delivered(found)


def test_costs_that_are_nothing_share_nothing() -> None:
    """0.00 each, however it is said."""
    shipping = {"estimated_cost": "0.00", "suppliers": {"": "0.00", "mh": "0.00"}}

    assert [("", "0.00", "0.00"), ("mh", "0.00", "0.00")] == delivered(
        bought(TWO, cart={"shipping": shipping})
    )


@pytest.mark.parametrize(
    ("supplier", "expected"),
    [
        case("shared", None, [("", "30.00", "5.40"), ("mh", "20.00", "3.60")]),
        case("the operator's", "", [("", "50.00", "9.00"), ("mh", "0.00", "0.00")]),
        case("a seller's", "mh", [("", "0.00", "0.00"), ("mh", "50.00", "9.00")]),
        case(
            "of a seller without goods",
            "gj",
            [("", "0.00", "0.00"), ("gj", "50.00", "9.00"), ("mh", "0.00", "0.00")],
        ),
    ],
)
def test_whose_a_charge_is(
    supplier: str | None, expected: Sequence[tuple[str, ...]]
) -> None:
    """Shared by value, or one supplier's alone."""
    fee = {**FEE, **({} if supplier is None else {"supplier": supplier})}

    assert expected == charged(bought(TWO, store={"charges": [fee]}))


def test_a_charge_of_a_seller_in_a_cart_of_the_store() -> None:
    """It makes two suppliers of one: 50.00 with IGST."""
    found = bought(
        supplied("P 1 x 600.00 at 18", [None]),
        store={"charges": [{**FEE, "supplier": "mh"}]},
    )

    assert [" CGST 54.00 SGST 54.00", "mh IGST 9.00"] == heads(found)


def test_a_charge_without_tax_keeps_its_category() -> None:
    """Each share is outside the scope."""
    fee = {"id": "f", "name": "Deposit", "amount": "50.00"}
    fee["tax_category"] = "outside_scope"
    found = bought(TWO, store={"charges": [fee]})

    assert [("", "30.00", "0.00"), ("mh", "20.00", "0.00")] == charged(found)
    assert [("outside_scope", "30.00"), ("standard", "600.00")] == [
        (row.category, str(row.taxable_value)) for row in found.suppliers[0].tax_rows
    ]


def test_handling_goes_with_its_line() -> None:
    """10.00 of the operator in halves, 20.00 of the seller in one tax."""
    goods = [
        {**TWO[0], "handling_charge_excluding_tax": "10.00"},
        {**TWO[1], "handling_charge_excluding_tax": "20.00"},
    ]
    for each in goods:
        each["handling_charge_tax_rate"] = "18"
    found = bought(goods)

    assert [("", "10.00", "1.80"), ("mh", "20.00", "3.60")] == charged(found)
    assert [" CGST 54.90 SGST 54.90", "mh IGST 23.60"] == heads(found)


# Who is not registered -----------------------------------------------------------


def test_the_charges_of_the_unregistered_have_no_tax() -> None:
    """Its delivery of 20.00 and its handling of 5.00 are at rate 0."""
    goods = supplied("P 1 x 600.00 at 18; Q 1 x 400.00", ["", "asha"])
    goods[1] |= {
        "handling_charge_excluding_tax": "5.00",
        "handling_charge_tax_rate": "18",
    }
    found = bought(goods, cart={"shipping": DELIVERY})

    assert [("", "30.00", "5.40"), ("asha", "20.00", "0.00")] == delivered(found)
    assert [("", "0.00", "0.00"), ("asha", "5.00", "0.00")] == charged(found)
    assert [True, False] == [each.registered for each in found.suppliers]


def test_alone_too_the_unregistered_charges_no_tax() -> None:
    """Its delivery of 50.00 is at rate 0, which is what the order shows."""
    found = bought(supplied("Q 1 x 400.00", ["asha"]), cart={"shipping": DELIVERY})

    assert ("0.00", "0", "450.00") == (
        str(found.totals.shipping_tax_amount),
        str(found.shipping_tax_rate),
        str(found.to_be_paid),
    )


@pytest.mark.parametrize(
    ("fields", "key", "value"),
    [
        case("a rate", {"tax_rate": "5"}, "tax_rate", "5"),
        case(
            "slabs",
            {"tax_rate": None, "tax_slabs": [{"up_to": "9", "rate": 0}, {"rate": 5}]},
            "tax_slabs",
            "a list of 2 items",
        ),
        case(
            "components",
            {"tax_rate": None, "tax_components": [{"name": "Levy", "rate": "1"}]},
            "tax_components",
            "a list of 1 item",
        ),
        case("a cess", {"cess_rate": "1"}, "cess_rate", "1"),
        case("a cess by unit", {"cess_per_unit": "1.00"}, "cess_per_unit", "1.00"),
    ],
)
def test_the_unregistered_collects_no_tax(
    fields: Document, key: str, value: str
) -> None:
    """CGST Act s.32; the operator collects it under section 9(5)."""
    goods = supplied("P 1 x 1.00 at 18; Q 1 x 400.00", ["", "asha"])
    goods[1] |= fields

    with pytest.raises(CheckoutError) as error:
        bought(goods)

    assert [(f"cart.cart_items[1].{key}", "supplier_not_registered", value)] == [
        (each.path, each.code, str(each.value)) for each in error.value.faults
    ]
    goods[1]["section_9_5"] = True
    assert [] == turned_away(goods)


def test_slabs_of_nothing_are_no_tax() -> None:
    """All rates are 0."""
    goods = supplied("Q 1 x 400.00", ["asha"])
    goods[0] |= {
        "tax_rate": None,
        "tax_slabs": [{"up_to": "9", "rate": 0}, {"rate": 0}],
    }

    assert [] == turned_away(goods)


# Section 9(5) --------------------------------------------------------------------


def test_the_operator_pays_the_tax_of_notified_services() -> None:
    """Halves of Karnataka on food, one tax on the book of the same seller."""
    food = supplied("F 1 x 200.00 at 5", ["mh"], section_9_5=True)
    found = bought([*food, *supplied("B 1 x 100.00 at 5", ["mh"])])

    assert ["CGST 5.00 SGST 5.00", "IGST 5.00"] == taxes(found)
    assert ["mh CGST 5.00 SGST 5.00 IGST 5.00"] == heads(found)
    assert [("mh", "", "mixed")] == [
        (each.id, each.tax_paid_by, each.place_of_supply.kind)
        for each in found.suppliers
    ]


def test_its_handling_has_the_operators_halves() -> None:
    """10.00 at 18 % in 0.90 and 0.90."""
    more = {"handling_charge_excluding_tax": "10.00", "handling_charge_tax_rate": "18"}
    food = supplied("F 1 x 200.00 at 5", ["mh"], section_9_5=True, **more)

    assert ["mh CGST 5.90 SGST 5.90"] == heads(bought(food))


def test_its_delivery_is_its_own() -> None:
    """At one rate, 10.00 of handling have halves and 50.00 of delivery IGST 9.00."""
    more = {"handling_charge_excluding_tax": "10.00", "handling_charge_tax_rate": "18"}
    food = supplied("F 1 x 200.00 at 5", ["mh"], section_9_5=True, **more)
    found = bought(food, cart={"shipping": DELIVERY})

    assert ["mh CGST 5.90 SGST 5.90 IGST 9.00"] == heads(found)


@pytest.mark.parametrize("supplier", [None, ""])
def test_the_operator_needs_another_supplier(supplier: str | None) -> None:
    """Its own goods are its own anyway."""
    goods = supplied("F 1 x 200.00 at 5", [supplier], section_9_5=True)

    assert [("cart.cart_items[0].section_9_5", "section_9_5_of_supplier")] == (
        turned_away(goods)
    )


# What is refused -----------------------------------------------------------------


def test_unknown_suppliers_are_named_at_once() -> None:
    """Of lines, and of the costs of delivery."""
    goods = supplied("P 1 x 1.00; Q 1 x 1.00", ["mhh", "gj"])
    costs = {"": "1.00", "xx": "49.00"}

    assert [
        ("cart.cart_items[0].supplier", "unknown_supplier"),
        ("cart.shipping.suppliers.xx", "unknown_supplier"),
    ] == turned_away(goods, cart={"shipping": {**DELIVERY, "suppliers": costs}})


def test_a_store_without_suppliers_knows_none() -> None:
    """A line that names one is refused, the store itself is not."""
    goods = supplied("P 1 x 1.00; Q 1 x 1.00", ["mh", ""])

    assert [("cart.cart_items[0].supplier", "unknown_supplier")] == refused(said=goods)


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        case(
            "too little", {"": "49.99"}, [("cart.shipping.suppliers", "costs_differ")]
        ),
        case(
            "too much",
            {"": "50", "mh": "1"},
            [("cart.shipping.suppliers", "costs_differ")],
        ),
        case("none", {}, [("cart.shipping.suppliers", "costs_differ")]),
        case(
            "negative",
            {"": "-1", "mh": "51"},
            [("cart.shipping.suppliers", "negative")],
        ),
        case("no amount", {"mh": "x"}, [("cart.shipping.suppliers.mh", "bad_amount")]),
        case("a list", [1], [("cart.shipping.suppliers", "wrong_type")]),
    ],
)
def test_costs_are_the_whole_cost(costs: Any, expected: list[tuple[str, str]]) -> None:
    """To the last paisa, each an amount."""
    assert expected == turned_away(
        TWO, cart={"shipping": {**DELIVERY, "suppliers": costs}}
    )


# What belongs to the order -------------------------------------------------------


def test_what_others_fund_is_of_the_line() -> None:
    """The brand pays 40.00 of Q's 420.00; points and credit are of what is left."""
    offer = promotion(
        "discount",
        percentage("10", row("Q")),
        x_checkout_core={"funded_by": "brand"},
    )
    found = bought(
        TWO,
        cart={"credit_balance_used": "108.80"},
        customer={"credit_balance": "108.80"},
        store={"promotions": [offer]},
    )

    # 708.00 and 380.00 are left; a tenth of 1088.00 is 70.80 and 38.00.
    assert [
        ("", "708.00", "0.00", "70.80", "637.20"),
        ("mh", "420.00", "40.00", "38.00", "342.00"),
    ] == blocks(found, "grand_total", "funded", "credit", "to_be_paid")


def test_the_round_off_makes_up_for_what_is_funded_beyond_a_total() -> None:
    """1.02 with 18 % inside are 0.86 and 0.15: 0.01 is missing where all is funded."""
    offer = promotion(
        "discount",
        percentage("100", row("P"), row("Q")),
        x_checkout_core={"funded_by": "brand"},
    )
    inside = {"price_including_tax": True}
    goods = supplied("P 1 x 1.02 at 18; Q 1 x 1.02 at 18", ["", "mh"], **inside)
    found = bought(
        goods,
        to="KL",
        store={
            "promotions": [offer],
            "tax": {"inclusive_split": "net_exact"},
        },
    )

    assert [
        ("", "0.01", "1.02", "1.02", "0.00"),
        ("mh", "0.01", "1.02", "1.02", "0.00"),
    ] == blocks(found, "round_off", "grand_total", "funded", "to_be_paid")


def test_points_pay_before_credit() -> None:
    """100.00 of 708.00 and 420.00: 62.77 and 37.23; then 50.00 of what is left."""
    found = bought(
        TWO,
        cart={"loyalty_points_redeemed": 100, "credit_balance_used": "50.00"},
        customer={"loyalty_points_balance": 100, "credit_balance": "50.00"},
        store={"loyalty": {"value_per_point": "1", "points_per_unit": "0"}},
    )

    # 645.23 and 382.77: 31.38 (31.3828) and 18.62 (18.6172).
    assert [
        ("", "62.77", "31.38", "613.85"),
        ("mh", "37.23", "18.62", "364.15"),
    ] == blocks(found, "points", "credit", "to_be_paid")


def test_codes_are_summed_up_by_supplier() -> None:
    """Two suppliers of one code: two rows in the order, one in each block."""
    goods = supplied(
        "P 1 x 600.00 at 18; Q 2 x 200.00 at 18", ["", "mh"], hsn_code="6109"
    )
    found = bought(goods)

    assert [("", 1, "600.00"), ("mh", 2, "400.00")] == [
        (row.supplier, row.quantity, str(row.taxable_value))
        for row in found.figures.hsn_rows
    ]
    assert [[(None, 1, "600.00")], [(None, 2, "400.00")]] == [
        [(row.supplier, row.quantity, str(row.taxable_value)) for row in each.hsn_rows]
        for each in found.suppliers
    ]
    assert "IGST 72.00" == named(found.suppliers[1].hsn_rows[0].components)
