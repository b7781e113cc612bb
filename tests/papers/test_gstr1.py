# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""GSTR-1: a month worked out by hand, and each section by itself."""

from __future__ import annotations

import tracemalloc

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import (
    CheckoutError,
    Order,
    PaymentUpdate,
    Refund,
    Refunded,
    RefundPolicy,
    dumps,
)
from checkout_core.papers.gstr1 import (
    GstDocument,
    Gstr1,
    Original,
    ShippingBill,
    gstr1,
    read_documents,
)
from checkout_core.papers.gstr1.hsn import Codes
from tests.factories.carts import AT
from tests.factories.gst_papers import (
    HOME,
    KA,
    KATHMANDU,
    MH,
    MUMBAI,
    OWN,
    PUNE,
    SHOP,
    SUPPLIERS,
    goods,
    ordered,
    plain,
    sold,
    two_suppliers,
)
from tests.factories.portal import GSTR1, refused


DAY = "2026-11-22"
LATER = "2026-11-29T10:00:00+05:30"
PERIOD = "112026"


def invoice(number: str, found: Any, **more: Any) -> GstDocument:
    """Return the invoice of a quote or an order."""
    return GstDocument(**{"number": number, "date": DAY, "sold": found, **more})


def credit(number: str, order: Order, note: Any, **more: Any) -> GstDocument:
    """Return a credit note of the month."""
    given = {"number": number, "date": "2026-11-29", "sold": order, "kind": "CRN"}
    return GstDocument(**{**given, "note": note, **more})


def back(order: Order, units: int = 1) -> Refund:
    """Return the refund of some units of the first line."""
    return order.refund({0: units}, id="R1", at=LATER)


def filed(*documents: GstDocument, **more: Any) -> Gstr1:
    """Return the return of some documents, whose tables agree; the portal takes it."""
    given = {"gstin": OWN, "period": PERIOD, **more}
    found = gstr1(iter(documents), **given)
    assert Decimal("0.00") == found.cross_check.difference
    assert {Decimal("0.00")} == set(found.cross_check.taxes.values())
    assert [] == refused(GSTR1, dumps(found.document))
    return found


def section(name: str, *documents: GstDocument, **more: Any) -> Any:
    """Return one section of the return of some documents."""
    return plain(filed(*documents, **more).document)[name]


LAMP = [goods("Lamp", "1000.00", "18", hsn_code="9405")]
TEES = [goods("Tee", "500.00", "5", quantity=2)]


# A month -----------------------------------------------------------------------------


def test_a_month_worked_by_hand() -> None:
    """Ten documents of every section, each with its figures."""
    shop, away = ordered(TEES, SHOP), ordered(TEES, MUMBAI)
    person = ordered(TEES, HOME)
    dear = ordered([goods("Ring", "60000.00", "3", quantity=2)], PUNE)
    milk = goods("Milk", "50.00", "0", tax_category="exempt", hsn_code="0401")
    export = ordered(LAMP, KATHMANDU, store={"tax": {"export": "lut"}})
    bill = ShippingBill("INBLR4", "1234567", "2026-11-23")
    known = Original("INV/4", DAY)
    documents = [
        invoice("INV/1", shop),
        invoice("INV/2", away),
        invoice("INV/3", ordered([*LAMP, milk], HOME)),
        invoice("INV/4", dear),
        invoice("INV/5", export, shipping_bill=bill),
        invoice("INV/6", person),
        invoice("INV/7", person, is_cancelled=True),
        credit("CN/1", shop, back(shop)),
        credit("CN/2", person, back(person), original=Original("INV/6", DAY)),
        credit("CN/3", dear, back(dear), original=known),
    ]

    found = filed(*documents)

    assert {
        "gstin": OWN,
        "fp": PERIOD,
        "version": "GST3.2.3",
        "hash": "hash",
        "b2b": [
            {
                "ctin": "27AAPFU0939F1ZV",
                "inv": [
                    {
                        "inum": "INV/2",
                        "idt": "22-11-2026",
                        "val": "1050.00",
                        "pos": "27",
                        "rchrg": "N",
                        "inv_typ": "R",
                        "itms": [item(1, 5, "1000.00", iamt="50.00")],
                    }
                ],
            },
            {
                "ctin": "29AAPFU0939F1ZR",
                "inv": [
                    {
                        "inum": "INV/1",
                        "idt": "22-11-2026",
                        "val": "1050.00",
                        "pos": "29",
                        "rchrg": "N",
                        "inv_typ": "R",
                        "itms": [item(1, 5, "1000.00", camt="25.00", samt="25.00")],
                    }
                ],
            },
        ],
        "b2cl": [
            {
                "pos": "27",
                "inv": [
                    {
                        "inum": "INV/4",
                        "idt": "22-11-2026",
                        "val": "123600.00",
                        "itms": [item(1, 3, "120000.00", iamt="3600.00")],
                    }
                ],
            }
        ],
        "b2cs": [
            small("29", 5, "500.00", camt="12.50", samt="12.50"),
            small("29", 18, "1000.00", camt="90.00", samt="90.00"),
        ],
        "cdnr": [
            {
                "ctin": "29AAPFU0939F1ZR",
                "nt": [
                    {
                        "ntty": "C",
                        "nt_num": "CN/1",
                        "nt_dt": "29-11-2026",
                        "val": "525.00",
                        "pos": "29",
                        "rchrg": "N",
                        "inv_typ": "R",
                        "itms": [item(1, 5, "500.00", camt="12.50", samt="12.50")],
                    }
                ],
            }
        ],
        "cdnur": [
            {
                "ntty": "C",
                "nt_num": "CN/3",
                "nt_dt": "29-11-2026",
                "val": "61800.00",
                "typ": "B2CL",
                "pos": "27",
                "itms": [item(1, 3, "60000.00", iamt="1800.00")],
            }
        ],
        "exp": [
            {
                "exp_typ": "WOPAY",
                "inv": [
                    {
                        "inum": "INV/5",
                        "idt": "22-11-2026",
                        "val": "1000.00",
                        "sbpcode": "INBLR4",
                        "sbnum": "1234567",
                        "sbdt": "23-11-2026",
                        "itms": [
                            {
                                "rt": 0,
                                "txval": "1000.00",
                                "iamt": "0.00",
                                "csamt": "0.00",
                            }
                        ],
                    }
                ],
            }
        ],
        "nil": {
            "inv": [
                {
                    "sply_ty": "INTRAB2C",
                    "nil_amt": "0.00",
                    "expt_amt": "50.00",
                    "ngsup_amt": "0.00",
                }
            ]
        },
        "hsn": {
            "hsn_b2b": [
                coded(
                    1,
                    "6109",
                    "Tee of a shop",
                    3,
                    5,
                    "1500.00",
                    iamt="50.00",
                    camt="12.50",
                    samt="12.50",
                )
            ],
            "hsn_b2c": [
                coded(1, "0401", "Milk of a shop", 1, 0, "50.00"),
                coded(2, "6109", "Ring of a shop", 1, 3, "60000.00", iamt="1800.00"),
                coded(
                    3,
                    "6109",
                    "Tee of a shop",
                    1,
                    5,
                    "500.00",
                    camt="12.50",
                    samt="12.50",
                ),
                coded(4, "9405", "Lamp of a shop", 1, 0, "1000.00"),
                coded(
                    5,
                    "9405",
                    "Lamp of a shop",
                    1,
                    18,
                    "1000.00",
                    camt="90.00",
                    samt="90.00",
                ),
            ],
        },
        "doc_issue": {
            "doc_det": [
                {
                    "doc_num": 1,
                    "docs": [
                        {
                            "num": 1,
                            "from": "INV/1",
                            "to": "INV/7",
                            "totnum": 7,
                            "cancel": 1,
                            "net_issue": 6,
                        }
                    ],
                },
                {
                    "doc_num": 5,
                    "docs": [
                        {
                            "num": 1,
                            "from": "CN/1",
                            "to": "CN/3",
                            "totnum": 3,
                            "cancel": 0,
                            "net_issue": 3,
                        }
                    ],
                },
            ]
        },
    } == plain(found.document)
    assert (10, 0, ()) == (found.counted, found.passed_over, found.findings)
    assert "<Gstr1 29AABCC1234D1Z7 of 112026, 10 documents>" == repr(found)
    assert Decimal("64050.00") == found.value == found.cross_check.sections
    assert {
        "iamt": "1850.00",
        "camt": "115.00",
        "samt": "115.00",
        "csamt": "0.00",
    } == plain(found.taxes)


def item(number: int, rate: int, value: str, **taxes: str) -> dict[str, Any]:
    """Return one rate of a document."""
    return {"num": number, "itm_det": {"rt": rate, "txval": value, **heads(taxes)}}


def heads(taxes: dict[str, str]) -> dict[str, str]:
    """Return all four taxes, 0.00 of those that are not given."""
    return dict.fromkeys(("iamt", "camt", "samt", "csamt"), "0.00") | taxes


def small(place: str, rate: int, value: str, **taxes: str) -> dict[str, Any]:
    """Return a row of b2cs within the state."""
    return {
        "sply_ty": "INTRA",
        "typ": "OE",
        "pos": place,
        "rt": rate,
        "txval": value,
        **taxes,
        "csamt": "0.00",
    }


def coded(
    number: int,
    code: str,
    name: str,
    units: int,
    rate: int,
    value: str,
    **taxes: str,
) -> dict[str, Any]:
    """Return a row of the table by HSN code."""
    return {
        "num": number,
        "hsn_sc": code,
        "desc": name,
        "uqc": "PCS",
        "qty": units,
        "rt": rate,
        "txval": value,
        **heads(taxes),
    }


# Sections ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("supply", "word", "tax"),
    [
        ("sez_with_payment", "SEWP", "180.00"),
        ("sez_without_payment", "SEWOP", "0.00"),
        ("deemed_export", "DE", "0.00"),
    ],
)
def test_zones_and_deemed_exports_are_of_registered_buyers(
    supply: str, word: str, tax: str
) -> None:
    """A zone is between states; a deemed export within its own has halves."""
    found = section("b2b", invoice("INV/1", sold(LAMP, SHOP, supply_type=supply)))

    (row,) = found[0]["inv"]
    assert (word, tax) == (row["inv_typ"], row["itms"][0]["itm_det"]["iamt"])


def test_on_reverse_charge_the_buyers_tax_is_shown_and_is_not_the_sellers() -> None:
    """1,000.00 at 18 %: 90.00 twice in the invoice, nothing in the taxes."""
    haulage = goods(
        "Haulage",
        "1000.00",
        "0",
        hsn_code="996791",
        tax_category="reverse_charge",
        reverse_charge_rate="18",
    )
    documents = [
        invoice("INV/1", sold([haulage], SHOP)),
        invoice("INV/2", sold([haulage], HOME)),
    ]

    found = filed(*documents)

    whole = plain(found.document)
    row = whole["b2b"][0]["inv"][0]
    assert ("Y", "1000.00") == (row["rchrg"], row["val"])
    assert [item(1, 18, "1000.00", camt="90.00", samt="90.00")] == row["itms"]
    assert [small("29", 0, "1000.00", camt="0.00", samt="0.00")] == whole["b2cs"]
    assert {Decimal("0.00")} == set(found.taxes.values())
    assert [("NA", 0, 0)] * 2 == [
        (each["uqc"], each["qty"], each["rt"])
        for rows in whole["hsn"].values()
        for each in rows
    ]


def test_exports_with_payment_and_notes_on_them() -> None:
    """Without a shipping bill yet; the credit note names its kind and no place."""
    order = ordered(LAMP, KATHMANDU)
    note = credit("CN/1", order, back(order))

    found = filed(invoice("INV/1", order), note)

    whole = plain(found.document)
    assert "WPAY" == whole["exp"][0]["exp_typ"]
    assert "sbnum" not in whole["exp"][0]["inv"][0]
    (row,) = whole["cdnur"]
    assert ("EXPWP", "pos" in row) == (row["typ"], False)
    assert ["shipping_bill_missing"] == [each.code for each in found.findings]
    lut = ordered(LAMP, KATHMANDU, store={"tax": {"export": "lut"}})
    (row,) = section("cdnur", credit("CN/1", lut, back(lut)))
    assert "EXPWOP" == row["typ"]


@pytest.mark.parametrize(
    ("day", "period", "value", "name"),
    [
        ("2024-07-31", "072024", "250000.00", "b2cs"),
        ("2024-07-31", "072024", "250001.00", "b2cl"),
        ("2024-08-01", "082024", "100000.00", "b2cs"),
        ("2024-08-01", "082024", "100001.00", "b2cl"),
    ],
)
def test_the_limit_of_large_invoices(
    day: str, period: str, value: str, name: str
) -> None:
    """It fell on 1 August 2024; what is exactly the limit is small."""
    found = sold([goods("Car", value, "0", tax_category="zero")], PUNE)

    whole = filed(invoice("INV/1", found, date=day), period=period).document

    assert name in whole
    assert {"data"} == set(whole["hsn"])


def test_before_may_2025_all_buyers_have_one_list() -> None:
    """Rows of both kinds of buyers are one there."""
    found = section(
        "hsn",
        invoice("INV/1", sold(TEES, SHOP), date="2025-04-30"),
        invoice("INV/2", sold(TEES, HOME), date="2025-04-30"),
        period="042025",
    )

    assert [4] == [each["qty"] for each in found["data"]]


def test_what_is_not_taxable_has_a_table_less_its_notes() -> None:
    """By place and buyer; a voucher without a code is in no table at all."""
    lines = [
        goods("Salt", "30.00", "0", tax_category="nil_rated", hsn_code="2501"),
        goods("Petrol", "70.00", "0", tax_category="outside_scope", hsn_code="2710"),
        goods("Voucher", "99.00", "0", tax_category="outside_scope", hsn_code=None),
    ]
    order = ordered(lines, PUNE)
    documents = [
        invoice("INV/1", order),
        invoice("INV/2", sold(lines, SHOP)),
        credit("CN/1", order, back(order), original=Original("INV/1", DAY)),
    ]

    found = filed(*documents)

    assert [
        {
            "sply_ty": "INTRB2C",
            "nil_amt": "0.00",
            "expt_amt": "0.00",
            "ngsup_amt": "70.00",
        },
        {
            "sply_ty": "INTRAB2B",
            "nil_amt": "30.00",
            "expt_amt": "0.00",
            "ngsup_amt": "70.00",
        },
    ] == plain(found.document)["nil"]["inv"]
    assert {"b2b", "b2cs", "cdnur"}.isdisjoint(found.document)
    assert Decimal("170.00") == found.cross_check.hsn
    assert Decimal("0.00") == found.cross_check.hsn_missing
    assert Decimal("170.00") == found.value


def test_what_comes_back_whole_leaves_no_row() -> None:
    """Neither in b2cs nor by code."""
    order = ordered(TEES, HOME)

    whole = filed(
        invoice("INV/1", order), credit("CN/1", order, back(order, 2))
    ).document

    assert {"b2cs", "hsn"}.isdisjoint(whole)


def test_what_has_no_code_and_no_unit_is_reported() -> None:
    """The value is a figure of the result, and the table is not filled in silently."""
    lines = [
        goods("A", "100.00", "18", hsn_code=None),
        goods("B", "50.00", "18", unit=None),
    ]
    shipping = {"estimated_cost": "10.00", "tax_rate": "18"}

    found = filed(invoice("INV/1", sold(lines, SHOP, shipping=shipping)))

    assert Decimal("110.00") == found.cross_check.hsn_missing
    assert [("hsn_missing", ""), ("unit_missing", "6109")] == [
        (each.code, each.offer_id) for each in found.findings
    ]
    (row,) = plain(found.document)["hsn"]["hsn_b2b"]
    assert ("OTH", 1) == (row["uqc"], row["qty"])


def test_charges_are_in_the_table_by_code() -> None:
    """With their own unit, or as services."""
    charges = [
        {"name": "Bag", "amount": "5.00", "hsn_code": "4819", "unit": "NOS"},
        {"name": "Wrap", "amount": "9.00", "hsn_code": "998541"},
    ]
    shipping = {"estimated_cost": "50.00", "hsn_code": "996812"}
    store = {"charges": charges}

    found = sold(LAMP, SHOP, shipping=shipping, store=store)
    rows = section("hsn", invoice("INV/1", found))["hsn_b2b"]

    assert [
        ("4819", "NOS", "Bag", 0, "5.00"),
        ("9405", "PCS", "Lamp of a shop", 1, "1000.00"),
        ("996812", "NA", "Delivery", 0, "50.00"),
        ("998541", "NA", "Wrap", 0, "9.00"),
    ] == [(x["hsn_sc"], x["uqc"], x["desc"], x["qty"], x["txval"]) for x in rows]


def test_series_say_which_numbers_are_missing() -> None:
    """From A/01 to A/09 there are nine numbers, and three have documents."""
    found = sold(TEES, SHOP)
    documents = [invoice(each, found) for each in ("A/09", "A/01", "A/02", "B", "C7")]

    whole = filed(*documents)

    docs = whole.document["doc_issue"]["doc_det"][0]["docs"]
    assert [("A/01", "A/09", 3), ("B", "B", 1), ("C7", "C7", 1)] == [
        (each["from"], each["to"], each["totnum"]) for each in docs
    ]
    (missing,) = whole.findings
    assert ("numbers_missing", "A/") == (missing.code, missing.offer_id)
    assert missing.message == (
        "A/01 to A/09 are 9 numbers; no document has 6 of them; say which were"
        " cancelled"
    )


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("A/1", "A/2", "A/3"), []),
        (("A/3", "A/1", "A/2"), []),
        (("A/3", "A/2", "A/1"), []),
        (("A/1", "A/1", "A/3"), ["numbers_missing", "numbers_twice"]),
        (("A/3", "A/1", "A/3", "A/2"), ["numbers_twice"]),
        (("B", "B"), ["numbers_twice"]),
    ],
)
def test_a_number_that_is_there_twice_fills_no_gap(
    numbers: tuple[str, ...], expected: list[str]
) -> None:
    """Whatever the order of the documents."""
    found = sold(TEES, SHOP)

    whole = filed(*[invoice(each, found) for each in numbers])

    assert expected == [each.code for each in whole.findings]


def test_what_is_there_twice_is_named() -> None:
    """How often, and the first of them; cancelled ones count too."""
    found = sold(TEES, SHOP)
    numbers = ("A/1", "A/2", "A/2", "A/1")
    documents = [invoice(each, found) for each in numbers]

    (twice,) = filed(*documents, invoice("A/1", found, is_cancelled=True)).findings

    assert twice.message == (
        "documents whose number another one has: 3, such as A/2; give each its own,"
        " or leave one out"
    )


# The tables compared -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("buyer", "moved", "missing"),
    [
        (HOME, "27", {"camt": "-25.00", "samt": "-25.00"}),
        (PUNE, "29", {"iamt": "-50.00"}),
    ],
)
def test_a_tax_that_no_table_shows_is_found(
    buyer: dict[str, Any], moved: str, missing: dict[str, str]
) -> None:
    """A place that was changed afterwards leads to a row without that tax."""
    found = sold(TEES, buyer)
    changed = evolve(found, place=evolve(found.place, code=moved))

    whole = gstr1([invoice("INV/1", changed)], OWN, PERIOD)

    check = whole.cross_check
    assert Decimal("0.00") == check.difference
    assert missing == {key: str(each) for key, each in check.taxes.items() if each}
    assert [(key, "taxes_differ") for key in missing] == [
        (each.path, each.code) for each in whole.findings
    ]


def test_values_that_differ_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tees of 500.00 that are not in the table by code."""
    monkeypatch.setattr(Codes, "add", lambda *_args, **_more: None)

    whole = gstr1([invoice("INV/1", sold(TEES, SHOP))], OWN, PERIOD)

    assert Decimal("1000.00") == whole.cross_check.difference
    assert ["values_differ"] == [each.code for each in whole.findings]


# Suppliers and operators -------------------------------------------------------------


def test_each_registration_has_a_return_of_its_own() -> None:
    """Case 20: the other supplier's documents are passed over."""
    found = two_suppliers(SHOP)
    milk = goods("Milk", "9.00", "0", tax_category="exempt", supplier="mh")
    untaxed = sold([milk], HOME)
    documents = [
        invoice("INV/1", found),
        invoice("MH/1", found, supplier="mh"),
        invoice("MH/2", untaxed, supplier="mh"),
        invoice("INV/2", found, date="2026-10-31"),
    ]

    own, other = filed(*documents), filed(*documents, gstin=MH)

    assert (1, 3, Decimal("630.00")) == (own.counted, own.passed_over, own.value)
    assert (2, 2, Decimal("429.00")) == (other.counted, other.passed_over, other.value)
    assert "supeco" not in own.document
    assert {
        "clttx": [
            {
                "etin": OWN,
                "suppval": "420.00",
                "igst": "23.60",
                "cgst": "0.00",
                "sgst": "0.00",
                "cess": "0.00",
            }
        ]
    } == plain(other.document)["supeco"]


def test_the_operator_files_what_it_owes_the_tax_of() -> None:
    """Case 30: the meal is in the operator's tables, and in the supplier's supeco."""
    meal = goods(
        "Thali", "200.00", "5", supplier="mh", section_9_5=True, hsn_code="996331"
    )
    order = ordered([meal], HOME)
    documents = [
        invoice("INV/1", order),
        invoice("MH/1", order, supplier="mh"),
        credit("MC/1", order, back(order), supplier="mh", date="2026-12-01"),
    ]

    own, other = filed(*documents), plain(filed(*documents, gstin=MH).document)

    assert Decimal("200.00") == own.value
    paid = {"etin": OWN, "suppval": "200.00", "igst": "0.00", "cess": "0.00"}
    assert {"paytx": [{**paid, "cgst": "5.00", "sgst": "5.00"}]} == other["supeco"]
    assert "b2cs" not in other
    gone = filed(
        *documents[:2],
        credit("MC/1", order, back(order), supplier="mh"),
        gstin=MH,
    )
    assert "supeco" not in gone.document


def test_another_operator_can_be_named() -> None:
    """The store itself sells through it."""
    found = section("supeco", invoice("INV/1", sold(TEES, SHOP), ecommerce=MH))

    assert (MH, "1000.00") == (
        found["clttx"][0]["etin"],
        found["clttx"][0]["suppval"],
    )


def test_a_seller_known_by_the_state_alone() -> None:
    """The document counts for the registration whose state it is."""
    store = {"tax": {"seller_gstin": None, "seller_state": "Karnataka"}}
    found = invoice("INV/1", sold(TEES, SHOP, store=store))

    assert (1, 0) == (filed(found).counted, filed(found, gstin=MH).counted)


def test_a_supplier_without_a_registration_is_in_no_return() -> None:
    """Not in that of a supplier of the same state either."""
    asha = {"state": "Maharashtra", "name": "Asha"}
    lines = [
        goods("P", "600.00", "18"),
        goods("Q", "400.00", "5", supplier="mh"),
        goods("U", "1000.00", "0", supplier="un"),
    ]
    found = sold(lines, HOME, store={"suppliers": {**SUPPLIERS, "un": asha}})
    documents = [
        invoice(f"{each or 'INV'}/1".upper(), found, supplier=each)
        for each in ("", "mh", "un")
    ]

    whole = filed(*documents, gstin=MH)

    assert (1, 2, Decimal("400.00")) == (whole.counted, whole.passed_over, whole.value)
    (series,) = whole.document["doc_issue"]["doc_det"][0]["docs"]
    assert "MH/1" == series["from"] == series["to"]


def test_a_registration_of_a_supplier_is_not_the_stores() -> None:
    """Though the store's own seller is known by the same state alone."""
    store = {"tax": {"seller_gstin": None, "seller_state": "KA"}}
    lines = [goods("P", "600.00", "18"), goods("Q", "400.00", "5", supplier="ka")]
    found = sold(lines, HOME, store=store)
    documents = [invoice("INV/1", found), invoice("KA/1", found, supplier="ka")]

    own, other = filed(*documents), filed(*documents, gstin=KA)

    assert (Decimal("600.00"), Decimal("400.00")) == (own.value, other.value)


# Notes -------------------------------------------------------------------------------


def surcharged(buyer: dict[str, Any], *, lines: Any = LAMP) -> Order:
    """Return an order with a fee of the merchant of 50.00 and 9.00."""
    order = ordered(lines, buyer)
    return order.after(
        PaymentUpdate(
            "P1",
            order.to_be_paid,
            AT,
            surcharge="50.00",
            surcharge_tax="9.00",
            surcharge_by="merchant",
        )
    )


def test_debit_notes_add() -> None:
    """To the buyer's notes, or to the sums of the unregistered."""
    shop, home = surcharged(SHOP), surcharged(HOME)
    dear = surcharged(PUNE, lines=[goods("Ring", "200000.00", "3")])

    def debit(number: str, order: Order, **more: Any) -> GstDocument:
        (note,) = order.debit_notes
        given = {"kind": "DBN", "note": note, "code": "997159", **more}
        return invoice(number, order, **given)

    found = filed(
        debit("DN/1", shop),
        debit("DN/2", home),
        debit("DN/3", dear, original=Original("INV/3", DAY, "206000.00")),
    )

    whole = plain(found.document)
    (row,) = whole["cdnr"][0]["nt"]
    assert ("D", "59.00") == (row["ntty"], row["val"])
    assert [small("29", 18, "50.00", camt="4.50", samt="4.50")] == whole["b2cs"]
    assert [("D", "B2CL")] == [(x["ntty"], x["typ"]) for x in whole["cdnur"]]
    assert [4] == [each["doc_num"] for each in whole["doc_issue"]["doc_det"]]
    assert "997159" == whole["hsn"]["hsn_b2c"][0]["hsn_sc"]
    assert Decimal("150.00") == found.value


def test_a_price_reduction_is_within_the_invoice_or_a_note() -> None:
    """118.00 off 1,180.00: 900.00 either way."""
    order = ordered(LAMP, SHOP)
    order = order.after(
        PaymentUpdate(
            "P1", "1180.00", AT, gateway_discount="118.00", funded_by="merchant"
        )
    )
    within = {"number": "INV/1", "date": DAY}
    note = {"kind": "CRN", "number": "CN/1", "date": "2026-11-29", "payment": "P1"}

    one = filed(*read_documents(order, [within]))
    two = filed(*read_documents(order, [within, note]))

    assert Decimal("900.00") == one.value == two.value
    assert "1062.00" == plain(one.document)["b2b"][0]["inv"][0]["val"]
    assert "1180.00" == plain(two.document)["b2b"][0]["inv"][0]["val"]


def test_a_small_note_between_states_is_filed_by_its_invoice() -> None:
    """It lowers the sums if the invoice was small, and says what is missing if not."""
    order = ordered(TEES, PUNE)
    note = back(order)

    found = filed(
        invoice("INV/1", order),
        credit("CN/1", order, note, original=Original("INV/1", DAY)),
    )

    (row,) = plain(found.document)["b2cs"]
    assert ("INTER", "500.00", "25.00") == (row["sply_ty"], row["txval"], row["iamt"])
    with pytest.raises(CheckoutError) as error:
        filed(credit("CN/1", order, note))
    assert [("CN/1.original", "original_missing")] == faults(error)


def faults(error: pytest.ExceptionInfo[CheckoutError]) -> list[tuple[str, str]]:
    """Return where and what is wrong."""
    return [(each.path, each.code) for each in error.value.faults]


MIXED = [
    goods("A", "140.00", "0", tax_category="exempt"),
    goods("B", "100.00", "18"),
]
SHARED = {"tax": {"charge_tax": "apportion"}}


def test_a_delivery_that_is_credited_has_the_rates_of_the_goods() -> None:
    """Case 31: of 20.00 that come back, 11.67 are exempt and 8.33 at 18 %."""
    shipping = {"estimated_cost": "60.00"}
    order = ordered(MIXED, SHOP, shipping=shipping, store=SHARED)
    order = order.after(PaymentUpdate("P1", order.to_be_paid, AT))
    policy = RefundPolicy(shipping="explicit")
    order = order.after(
        Refunded(order.refund({0: 1, 1: 1}, id="R1", at=LATER, policy=policy))
    )
    third = order.refund({}, id="R2", at=LATER, policy=policy, shipping="21.50")

    whole = plain(filed(credit("CN/1", order, third)).document)

    (row,) = whole["cdnr"][0]["nt"]
    assert ("21.50", "8.33") == (row["val"], row["itms"][0]["itm_det"]["txval"])
    assert "-11.67" == whole["nil"]["inv"][0]["expt_amt"]


def test_all_charges_that_are_credited_leave_nothing() -> None:
    """Two charges at the same rates have their taxes in one row of the refund."""
    charges = [
        {"name": "Wrap", "amount": "11.00"},
        {"name": "Card", "amount": "7.00"},
    ]
    shipping = {"estimated_cost": "60.00"}
    store = {**SHARED, "charges": charges}
    order = ordered(MIXED, HOME, shipping=shipping, store=store)
    order = order.after(PaymentUpdate("P1", order.to_be_paid, AT))
    everything = order.refund(
        {0: 1, 1: 1},
        id="R1",
        at=LATER,
        policy=RefundPolicy(
            shipping="full_on_full_return", charges="full_on_full_return"
        ),
    )

    found = filed(invoice("INV/1", order), credit("CN/1", order, everything))

    assert everything.amount == order.quote.totals.grand_total
    assert {"b2cs", "nil", "hsn"}.isdisjoint(found.document)
    assert Decimal("0.00") == found.value == found.cross_check.hsn_missing


# Refused -----------------------------------------------------------------------------


def test_documents_are_checked_one_by_one() -> None:
    """Every fault has the document's number."""
    order, other = ordered(TEES, SHOP), ordered([*TEES, *LAMP], SHOP)
    foreign = other.refund({1: 1}, id="R1", at=LATER)
    vat = goods(
        "A", "1.00", "0", tax_rate=None, tax_components=[{"name": "VAT", "rate": "9"}]
    )
    zone = sold(LAMP, HOME, supply_type="sez_with_payment")
    documents: list[Any] = [
        "a document",
        credit("CN/1", order, foreign),
        invoice("INV/1", sold([vat], SHOP)),
        invoice("INV/2", zone),
        invoice("INV/3", order, supplier="nn"),
    ]

    with pytest.raises(CheckoutError) as error:
        gstr1(documents, OWN, PERIOD)

    assert [
        ("documents[0]", "wrong_type"),
        ("CN/1.note", "refunds_do_not_fit"),
        ("INV/1.sold.cart.cart_items", "not_of_gst"),
        ("INV/2.sold.cart.billing_address", "recipient_gstin_missing"),
        ("INV/3.supplier", "unknown_supplier"),
    ] == faults(error)


def test_it_stops_at_a_hundred_faults() -> None:
    """A file of the wrong kind is not read to its end."""
    rest = iter(["x"] * 500)

    with pytest.raises(CheckoutError) as error:
        gstr1(rest, OWN, PERIOD)  # type: ignore[arg-type]

    assert 101 == len(error.value.faults)
    assert 399 == len(list(rest))


@pytest.mark.parametrize("period", ["132026", "112026x", "11-2026", None])
def test_a_period_is_a_month_and_a_year(period: Any) -> None:
    """All else is refused, together with a GSTIN that is not valid."""
    with pytest.raises(CheckoutError) as error:
        gstr1([], "29X", period)

    assert [("gstin", "bad_gstin"), ("period", "bad_period")] == faults(error)


def test_a_document_says_what_is_wrong_with_it() -> None:
    """All of it at once."""
    order = ordered(TEES, SHOP)
    with pytest.raises(CheckoutError) as error:
        GstDocument(
            number="inv",
            date="today",
            sold="an order",  # type: ignore[arg-type]
            note=back(order),
            original="INV/1",  # type: ignore[arg-type]
            ecommerce="29X",
            reductions=[7],  # type: ignore[list-item]
        )
    assert [
        ("sold", "wrong_type"),
        ("ecommerce", "bad_gstin"),
        ("original", "wrong_type"),
        ("note", "wrong_type"),
        ("number", "bad_paper_number"),
        ("date", "bad_day"),
        ("reductions[0]", "wrong_type"),
    ] == faults(error)
    with pytest.raises(CheckoutError) as error:
        invoice("INV/1", order, kind="CRN")
    assert [("note", "required")] == faults(error)
    assert "<GstDocument INV INV/1 of 2026-11-22>" == repr(invoice("INV/1", order))


# A line of a file --------------------------------------------------------------------


def test_papers_of_an_order_are_read_from_its_line() -> None:
    """The invoice of the list is the original of its notes, unless they name one."""
    order = ordered(TEES, PUNE)
    order = order.after(PaymentUpdate("P1", order.to_be_paid, AT))
    papers: list[dict[str, Any]] = [
        {"number": "INV/1", "date": DAY, "ecommerce": MH, "cancelled": False},
        {"kind": "CRN", "number": "CN/1", "date": DAY, "refund": "R1"},
        {
            "kind": "CRN",
            "number": "CN/2",
            "date": DAY,
            "refund": "R1",
            "original": {"number": "INV/9", "date": DAY, "value": "100001.00"},
        },
        {"number": "EX/1", "date": DAY, "shipping_bill": {"port": "A", "number": "1"}},
    ]

    with pytest.raises(CheckoutError) as error:
        read_documents(order, papers)
    assert [
        ("papers[1].refund", "unknown_note"),
        ("papers[2].refund", "unknown_note"),
        ("papers[3].shipping_bill.date", "required"),
    ] == faults(error)

    note = back(order)
    papers[3]["shipping_bill"] = {"port": "A", "number": "1", "date": DAY}
    found = read_documents(order.after(Refunded(note)), papers)

    assert (MH, note, ShippingBill("A", "1", DAY)) == (
        found[0].ecommerce,
        found[1].note,
        found[3].shipping_bill,
    )
    assert [None, "INV/1", "INV/9", None] == [
        None if each.original is None else each.original.number for each in found
    ]


def test_a_line_says_what_is_wrong_with_it() -> None:
    """Unknown keys, objects of another kind, notes that name nothing."""
    order = surcharged(SHOP)
    papers = [
        {"nummer": "INV/1"},
        "INV/1",
    ]
    with pytest.raises(CheckoutError) as error:
        read_documents(order, papers)
    assert [("papers[1]", "wrong_type")] == faults(error)
    with pytest.raises(CheckoutError) as error:
        read_documents(
            order,
            [
                {"nummer": "INV/1", "original": "x"},
                {"kind": "CRN"},
                {"kind": "DBN", "payment": "P2"},
                {"kind": "DBN", "payment": 7},
            ],
        )
    assert [
        ("papers[0].nummer", "unknown_key"),
        ("papers[0].original", "wrong_type"),
        ("papers[0].number", "required"),
        ("papers[0].date", "required"),
        ("papers[1].refund", "required"),
        ("papers[2].payment", "unknown_note"),
        ("papers[3].payment", "unknown_note"),
    ] == faults(error)
    (found,) = read_documents(
        order, [{"kind": "DBN", "number": "D1", "date": DAY, "payment": "P1"}]
    )
    assert found.note == order.debit_notes[0]


# Memory ------------------------------------------------------------------------------


def test_memory_does_not_grow_with_documents_that_are_added_up() -> None:
    """Two thousand small invoices take no more than two hundred."""
    found = sold(TEES, HOME)

    def most(count: int) -> int:
        documents = (invoice(f"INV/{i}", found) for i in range(1, count + 1))
        tracemalloc.start()
        try:
            gstr1(documents, OWN, PERIOD)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    most(10)
    assert most(2000) < most(200) + 20_000
