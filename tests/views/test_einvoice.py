# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The Indian e-invoice: the identities that the government's portal checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import CheckoutError, Quote, read_quote, write_quote
from checkout_core.views.invoices import einvoice
from tests.factories.carts import line
from tests.factories.offers import coupon, fixed, free_goods, percentage, promotion
from tests.factories.tables import case
from tests.factories.tax import quoted


TAXES = ("IgstAmt", "CgstAmt", "SgstAmt", "CesAmt", "CesNonAdvlAmt")
#: Of each sum of the document, the fields of the items it sums.
SUMS = {
    "AssVal": ("AssAmt",),
    "CgstVal": ("CgstAmt",),
    "SgstVal": ("SgstAmt",),
    "IgstVal": ("IgstAmt",),
    "CesVal": ("CesAmt", "CesNonAdvlAmt"),
}


def total(found: dict[str, Any], *names: str) -> Decimal:
    """Return the sum of fields."""
    return sum((found[name] for name in names), Decimal(0))


def check(found: Quote) -> dict[str, Any]:
    """Return the e-invoice of a quote, once every identity was printed and holds."""
    made = einvoice(found)
    items, values = made["ItemList"], made["ValDtls"]
    for item in items:
        print(f"{item['TotAmt']} - {item['Discount']} == {item['AssAmt']}")  # noqa: T201
        assert item["AssAmt"] == item["TotAmt"] - item["Discount"]
        taxes = " + ".join(str(item[name]) for name in TAXES)
        print(f"{item['AssAmt']} + {taxes} == {item['TotItemVal']}")  # noqa: T201
        assert item["TotItemVal"] == item["AssAmt"] + total(item, *TAXES)
        assert item["CgstAmt"] == item["SgstAmt"]
    for name, parts in SUMS.items():
        assert values[name] == sum(total(item, *parts) for item in items)
    sums = ("AssVal", "CgstVal", "SgstVal", "IgstVal", "CesVal", "RndOffAmt")
    said = " + ".join(str(values[name]) for name in sums)
    print(f"{said} == {values['TotInvVal']}")  # noqa: T201
    assert values["TotInvVal"] == total(values, *sums)
    assert found.totals.grand_total == values["TotInvVal"]
    assert [str(at) for at in range(1, len(items) + 1)] == [i["SlNo"] for i in items]
    return made


FULL: dict[str, Any] = {
    "cart": {
        "shipping": {
            "estimated_cost": "59.00",
            "tax_rate": "18",
            "price_including_tax": True,
        }
    },
    "store": {
        "round_off": "1",
        "charges": [
            {"name": "gift wrap", "amount": "19.99", "tax_rate": "12"},
            {"name": "donation", "amount": "0"},
        ],
    },
}


def cart() -> list[dict[str, Any]]:
    """Return goods with everything that a line can owe."""
    return [
        line(
            "A 2 x 499.00 at 18 inside",
            hsn_code="6109",
            product_name="Tee",
            handling_charge_excluding_tax="5.55",
            handling_charge_tax_rate="18",
        ),
        line("B 3 x 33.33 at 5", hsn_code="4901"),
        line("C 1 x 999.99 at 28", cess_rate="12"),
        line("D 5 x 20.00 at 28 inside", cess_rate="5", cess_per_unit="1.25"),
    ]


@pytest.mark.parametrize(
    ("seller", "to", "taxed"),
    [
        case("intra-state", "Kerala", "Kerala", "CgstVal SgstVal"),
        case("inter-state", "Kerala", "Goa", "IgstVal"),
        case("within a union territory", "Ladakh", "Ladakh", "CgstVal SgstVal"),
    ],
)
@pytest.mark.parametrize("level", ["line", "unit", "document"])
@pytest.mark.parametrize("charge_tax", ["own_rate", "highest", "apportion"])
def test_everything_at_once(
    seller: str, to: str, taxed: str, level: str, charge_tax: str
) -> None:
    """Two offers, cess of both kinds, delivery, handling, a charge, a round-off."""
    found = quoted(
        cart(),
        promotion("discount", percentage("10"), "all"),
        coupon("discount", fixed("100"), "all"),
        seller=seller,
        to=to,
        tax={"level": level, "charge_tax": charge_tax},
        **FULL,
    )
    values = check(found)["ValDtls"]

    names = ("CgstVal", "SgstVal", "IgstVal")
    assert taxed.split() == [name for name in names if values[name]]
    assert not values["TotInvVal"] % 1


def test_by_hand() -> None:
    """The fields of one item of goods and one of services."""
    found = quoted(
        cart()[:1],
        promotion("discount", percentage("10"), "all"),
        seller="Kerala",
        to="Kerala",
        **FULL,
    )
    made = check(found)

    goods, shipping, handling, wrap = made["ItemList"]
    # 998.00 less 99.80 is 898.20; 898.20 x 9/118 = 68.507; 998.00 x 9/118 = 76.119.
    assert {
        "SlNo": "1",
        "PrdDesc": "Tee",
        "IsServc": "N",
        "HsnCd": "6109",
        "Qty": 2,
        "FreeQty": 0,
        "UnitPrice": Decimal("422.880"),
        "TotAmt": Decimal("845.76"),
        "Discount": Decimal("84.58"),
        "AssAmt": Decimal("761.18"),
        "GstRt": Decimal(18),
        "CesRt": Decimal(0),
        "IgstAmt": Decimal("0.00"),
        "CgstAmt": Decimal("68.51"),
        "SgstAmt": Decimal("68.51"),
        "CesAmt": Decimal("0.00"),
        "CesNonAdvlAmt": Decimal("0.00"),
        "TotItemVal": Decimal("898.20"),
    } == goods
    assert [
        ("Shipping", "Y", "50.00", "4.50"),
        ("Handling of Tee", "Y", "11.10", "1.00"),
        ("gift wrap", "Y", "19.99", "1.20"),
    ] == [
        (each["PrdDesc"], each["IsServc"], str(each["AssAmt"]), str(each["CgstAmt"]))
        for each in (shipping, handling, wrap)
    ]


def test_an_apportioned_charge_is_one_item_for_each_rate() -> None:
    """An item has one rate of the law, so 40.00 over 5 and 18 % are two items."""
    found = quoted(
        [
            line("A 1 x 300.00 at 5", **HANDLED),
            line("B 1 x 100.00 at 18"),
            line("C 1 x 0 at 28"),
        ],
        seller="Goa",
        to="Goa",
        tax={"charge_tax": "apportion"},
        cart={"shipping": {"estimated_cost": "40.00", "tax_rate": "12"}},
        store={
            "charges": [
                {
                    "name": "wrap",
                    "amount": "42.00",
                    "tax_rate": "12",
                    "price_including_tax": True,
                }
            ]
        },
    )

    # 42.00 are 30.55 with 5 and 11.45 with 18 % inside: 315 : 118.
    assert [
        ("Shipping", "5", "30.00", "0.75"),
        ("Shipping", "18", "10.00", "0.90"),
        ("Handling of A", "5", "3.00", "0.08"),
        ("Handling of A", "18", "1.00", "0.09"),
        ("wrap", "5", "29.09", "0.73"),
        ("wrap", "18", "9.71", "0.87"),
    ] == [
        (item["PrdDesc"], str(item["GstRt"]), str(item["AssAmt"]), str(item["CgstAmt"]))
        for item in check(found)["ItemList"][3:]
    ]


HANDLED = {"handling_charge_excluding_tax": "4.00", "handling_charge_tax_rate": "12"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        case("goods", "6109", "N"),
        case("services are chapter 99", "998439", "Y"),
        case("no code", None, "N"),
    ],
)
def test_the_code_tells_services_from_goods(code: str | None, expected: str) -> None:
    """The portal refuses a service whose code is one of goods, and the reverse."""
    found = quoted([line("A 1 x 1.00 at 18", hsn_code=code)], seller="Goa", to="Goa")

    assert expected == check(found)["ItemList"][0]["IsServc"]


def test_free_units_are_listed_beside() -> None:
    """FreeQty counts what came on top; no amount changes."""
    gift = promotion("free-goods", free_goods((2, 1)))
    found = quoted("A 2 x 100.00 at 18", gift, seller="Goa", to="Goa")

    assert (2, 1) == tuple(
        check(found)["ItemList"][0][name] for name in ("Qty", "FreeQty")
    )


def test_a_delivery_that_was_freed_is_no_item() -> None:
    """Items are what is charged."""
    free = promotion("free-shipping")
    found = quoted(cart()[1:2], free, seller="Goa", to="Goa", cart=FULL["cart"])

    assert ["B"] == [each["PrdDesc"] for each in check(found)["ItemList"]]


def test_a_specific_cess_counts_with_the_other() -> None:
    """CesVal is both kinds of cess."""
    found = quoted(cart()[2:], seller="Goa", to="Kerala")
    made = check(found)

    # 93.75 left of 100.00 hold 28 and 5 %: 19.74 and 3.52.
    assert [("120.00", "0.00"), ("3.52", "6.25")] == [
        (str(each["CesAmt"]), str(each["CesNonAdvlAmt"])) for each in made["ItemList"]
    ]
    assert "129.77" == str(made["ValDtls"]["CesVal"])


def test_what_tenders_pay_is_no_discount() -> None:
    """Credit lowers what is to be paid, not the invoice."""
    found = quoted(
        "A 1 x 100.00 at 18",
        seller="Goa",
        to="Goa",
        cart={"credit_balance_used": "18"},
        customer={"id": "u", "credit_balance": "18"},
    )

    assert "118.00" == str(check(found)["ValDtls"]["TotInvVal"])
    assert "100.00" == str(found.to_be_paid)


def test_net_exact_rounds_off_its_residue() -> None:
    """84.75 + 15.26 - 0.01."""
    found = quoted(
        "A 1 x 100.00 at 18 inside",
        seller="Goa",
        to="Kerala",
        tax={"inclusive_split": "net_exact"},
    )

    assert "-0.01" == str(check(found)["ValDtls"]["RndOffAmt"])


def test_a_quote_that_was_stored_gives_the_same() -> None:
    """The e-invoice is a reading of the quote, not of the cart."""
    found = quoted(cart(), seller="Goa", to="Goa", **FULL)

    assert einvoice(found) == einvoice(read_quote(write_quote(found)))


def test_without_a_place_nobody_knows_which_tax_it_is() -> None:
    """The seller's state and the buyer's are needed."""
    with pytest.raises(CheckoutError) as raised:
        einvoice(quoted("A 1 x 100.00 at 18"))

    (fault,) = raised.value.faults
    assert ("place_of_supply", "place_unknown") == (fault.path, fault.code)


def test_everything_that_is_no_indian_invoice_is_named_at_once() -> None:
    """Dinars, nowhere, rounded off by more than the schema has room for."""
    found = quoted("A 1 x 400.000", currency="KWD", store={"round_off": "1000"})
    with pytest.raises(CheckoutError) as raised:
        einvoice(found)

    assert [
        ("currency", "not_in_rupees", "KWD"),
        ("place_of_supply", "place_unknown", None),
        ("totals.round_off", "round_off_too_large", Decimal("-400.000")),
    ] == [(each.path, each.code, each.value) for each in raised.value.faults]


def test_other_taxes_than_gst_have_no_field() -> None:
    """A line taxed by another country's components is no Indian invoice."""
    parts = [{"name": "VAT", "rate": "20"}]
    found = quoted([line("A 1 x 100.00", tax_components=parts)], seller="Goa", to="Goa")
    with pytest.raises(CheckoutError) as raised:
        einvoice(found)

    (fault,) = raised.value.faults
    assert ("cart.cart_items", "not_gst", "VAT") == (
        fault.path,
        fault.code,
        fault.value,
    )


def test_a_charge_that_is_all_tax_is_an_item() -> None:
    """0.01 with tax inside, rounded up: a net of nothing and a tax of 0.01."""
    tiny = {"tax_rate": "18", "price_including_tax": True}
    found = quoted(
        "A 1 x 100.00 at 18",
        seller="Goa",
        to="Kerala",
        store={
            "rounding": "up",
            "charges": [{"name": "bag", "amount": "0.01", **tiny}],
        },
        cart={"shipping": {"estimated_cost": "0.01", **tiny}},
    )

    assert "118.02" == str(check(found)["ValDtls"]["TotInvVal"])


@given(st.data())
def test_the_identities_hold(data: st.DataObject) -> None:
    """Whatever is sold, at every level, from and to anywhere."""
    rates = st.sampled_from(["0", "0.25", "1.5", "3", "5", "12", "18", "28", "40"])
    paise = st.integers(0, 500_000).map(lambda n: f"{n // 100}.{n % 100:02}")
    lines = [
        line(
            f"L{at} {data.draw(st.integers(1, 9))} x {data.draw(paise)}"
            f" at {data.draw(rates)}{data.draw(st.sampled_from(['', ' inside']))}",
            cess_rate=data.draw(st.sampled_from(["0", "0", "12"])),
            handling_charge_excluding_tax=data.draw(paise),
            handling_charge_tax_rate=data.draw(rates),
        )
        for at in range(data.draw(st.integers(1, 5)))
    ]
    found = quoted(
        lines,
        promotion("discount", percentage(str(data.draw(st.integers(1, 100)))), "all"),
        seller=data.draw(st.sampled_from(["Goa", "Ladakh"])),
        to=data.draw(st.sampled_from(["Goa", "Ladakh", "96"])),
        tax={
            "level": data.draw(st.sampled_from(["line", "unit", "document"])),
            "charge_tax": data.draw(
                st.sampled_from(["own_rate", "highest", "apportion"])
            ),
        },
        store={"round_off": data.draw(st.sampled_from([None, "1", "0.05"]))},
        cart={
            "shipping": {
                "estimated_cost": data.draw(paise),
                "tax_rate": data.draw(rates),
            }
        },
    )

    check(found)
