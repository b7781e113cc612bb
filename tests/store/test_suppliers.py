# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The suppliers of a store: what they are known by, and what is refused."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import Address, Charge, Store, dumps, quote, read_checkout
from checkout_core.store.suppliers import Supplier
from checkout_core.tax.india.gstin import check_character
from checkout_core.tax.india.states import state_of
from checkout_core.wire.quotes import write_quote
from tests.factories.carts import Document, checkout, line
from tests.factories.faults import faults_of
from tests.factories.tables import case


GSTIN = "27AABCS4321Q1Z2"


def test_a_supplier_is_known_by_its_gstin() -> None:
    """State, account number and registration follow; its name is its id."""
    found = Supplier("mh", gstin=GSTIN)

    assert ("mh", "mh", "", GSTIN, state_of("27"), "AABCS4321Q", None, True) == (
        found.id,
        found.name,
        found.legal_name,
        found.gstin,
        found.state,
        found.pan,
        found.address,
        found.registered,
    )


def test_what_is_said_counts() -> None:
    """A name, another account number, and that it collects no tax."""
    found = Supplier(
        "mh",
        name="Pune Spices",
        legal_name="Pune Spices LLP",
        gstin=GSTIN.lower(),
        state="Maharashtra",
        pan="ABCDE1234F",
        address={"city": "Pune"},
        registered=False,
    )

    assert ("Pune Spices", "Pune Spices LLP", GSTIN, "ABCDE1234F", False) == (
        found.name,
        found.legal_name,
        found.gstin,
        found.pan,
        found.registered,
    )
    assert Address(city="Pune") == found.address


def test_without_a_gstin_it_is_not_registered() -> None:
    """Nothing follows from a state alone."""
    found = Supplier("a", state="MH")

    assert (state_of("27"), None, None, False) == (
        found.state,
        found.gstin,
        found.pan,
        found.registered,
    )
    assert Supplier("a", state=state_of("27")) == found
    assert None is Supplier("a").state
    assert Supplier("a", state="MH", registered=True).registered


def test_a_gstin_without_an_account_number_has_none() -> None:
    """That of a government office has four letters and five digits."""
    first = "27MUMA12345A1Z"
    found = Supplier("office", gstin=first + check_character(first))

    assert (None, True) == (found.pan, found.registered)


def test_an_address_can_be_one_already() -> None:
    """It is taken as it is, also where something else is wrong."""
    pune = Address(city="Pune")

    assert pune == Supplier("mh", address=pune).address
    assert [("pan", "bad_pan")] == faults_of(Supplier, "mh", address=pune, pan="x")


def test_it_shows_neither_address_nor_registration() -> None:
    """Id, name and state, if it is known."""
    found = Supplier("mh", name="Pune Spices", gstin=GSTIN, address={"city": "Pune"})

    assert "<Supplier mh: Pune Spices, Maharashtra>" == repr(found)
    assert "<Supplier a: a>" == repr(Supplier("a"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        case("an empty id", {"id": ""}, [("id", "empty_text")]),
        case("a state that is none", {"state": "XX"}, [("state", "unknown_state")]),
        case("a number that is none", {"gstin": "27"}, [("gstin", "bad_gstin")]),
        case(
            "state and number that differ",
            {"state": "KA", "gstin": GSTIN},
            [("gstin", "gstin_of_another_state")],
        ),
        case("an account number", {"pan": "abcde1234f"}, [("pan", "bad_pan")]),
        case("one too long", {"pan": "ABCDE1234FG"}, [("pan", "bad_pan")]),
        case("an address", {"address": 5}, [("address", "wrong_type")]),
        case(
            "keys of an address",
            {"address": {"town": "Pune", "city": 5}},
            [("address.town", "unknown_key"), ("address.city", "wrong_type")],
        ),
        case(
            "whether it is registered",
            {"registered": 1},
            [("registered", "wrong_type")],
        ),
        case(
            "all at once",
            {"id": "", "state": "XX", "pan": "x"},
            [("id", "empty_text"), ("state", "unknown_state"), ("pan", "bad_pan")],
        ),
    ],
)
def test_a_supplier_that_is_refused(
    given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each fault at its own path."""
    assert expected == faults_of(Supplier, **{"id": "mh", **given})


def test_two_suppliers_have_two_ids() -> None:
    """Others than suppliers are refused too."""
    suppliers: list[Any] = [Supplier("a"), Supplier("a"), "b"]

    assert [
        ("suppliers[1].id", "same_supplier_id"),
        ("suppliers[2]", "wrong_type"),
    ] == (faults_of(Store, "INR", suppliers=suppliers))
    assert [("suppliers", "wrong_type")] == faults_of(Store, "INR", suppliers=5)


def test_a_charge_is_of_a_supplier_of_the_store() -> None:
    """The nearest id is named; "" and None are the store itself."""

    def charge(supplier: str | None) -> Charge:
        return Charge("Fee", amount=1, id=f"c{supplier}", supplier=supplier)

    store = Store(
        "INR",
        charges=[charge(""), charge(None), charge("mh")],
        suppliers=[Supplier("mh")],
    )
    assert ["", None, "mh"] == [each.supplier for each in store.charges]
    assert [("charges[0].supplier", "unknown_supplier")] == faults_of(
        Store, "INR", charges=[charge("mhh")], suppliers=[Supplier("mh")]
    )


# In documents ------------------------------------------------------------------------


def document(suppliers: Any, supplier: str | None = None) -> Document:
    """Return a checkout document of a store with *suppliers*."""
    goods = [line("A 1 x 100.00", supplier=supplier)]
    return checkout(goods, code=None, store={"suppliers": suppliers})


def refused(suppliers: Any, supplier: str | None = None) -> list[tuple[str, str]]:
    """Return the faults of a document."""
    return faults_of(read_checkout, json.dumps(document(suppliers, supplier)))


def test_a_document_has_suppliers_by_their_ids() -> None:
    """They are kept in the quote, with their state as its code."""
    given = {
        "mh": {"name": "Pune Spices", "gstin": GSTIN, "address": {"city": "Pune"}},
        "a": {"state": "Goa"},
    }
    read = read_checkout(json.dumps(document(given)))
    stored = json.loads(dumps(write_quote(quote(read.cart, read.store))))

    assert ["mh", "a"] == [each.id for each in read.store.suppliers]
    assert {
        "mh": {
            "name": "Pune Spices",
            "legal_name": "",
            "gstin": GSTIN,
            "state": "27",
            "pan": "AABCS4321Q",
            "address": {"city": "Pune"},
            "registered": True,
        },
        "a": {
            "name": "a",
            "legal_name": "",
            "gstin": None,
            "state": "30",
            "pan": None,
            "address": None,
            "registered": False,
        },
    } == stored["store"]["suppliers"]


def test_a_document_without_suppliers_keeps_its_bytes() -> None:
    """The key is written only if there are some."""
    empty: list[Any] = [None, {}]
    for given in empty:
        read = read_checkout(json.dumps(document(given)))
        assert () == read.store.suppliers
        assert "suppliers" not in write_quote(quote(read.cart, read.store))["store"]


@pytest.mark.parametrize(
    ("suppliers", "expected"),
    [
        case("a list", [], [("store.suppliers", "wrong_type")]),
        case("a text", {"mh": "Pune"}, [("store.suppliers.mh", "wrong_type")]),
        case(
            "a key that is none",
            {"mh": {"city": "Pune"}},
            [("store.suppliers.mh.city", "unknown_key")],
        ),
        case(
            "its id inside",
            {"mh": {"id": "mh"}},
            [("store.suppliers.mh.id", "unknown_key")],
        ),
        case("no id", {"": {"name": "x"}}, [("store.suppliers.id", "empty_text")]),
        case(
            "two faults",
            {"mh": {"pan": "x"}, "ka": {"state": "XX"}},
            [
                ("store.suppliers.mh.pan", "bad_pan"),
                ("store.suppliers.ka.state", "unknown_state"),
            ],
        ),
    ],
)
def test_suppliers_of_a_document_are_checked(
    suppliers: Any, expected: list[tuple[str, str]]
) -> None:
    """Each under its id."""
    assert expected == refused(suppliers)


def test_a_supplier_that_could_not_be_read_is_not_unknown() -> None:
    """Its charge has no second fault; one of another supplier has."""
    store = {
        "suppliers": {"mh": {"pan": "x"}},
        "charges": [
            {"name": "Fee", "amount": "1.00", "id": name, "supplier": name}
            for name in ("mh", "gj")
        ],
    }
    found = json.dumps(checkout([line("A 1 x 1.00")], code=None, store=store))

    assert [
        ("store.suppliers.mh.pan", "bad_pan"),
        ("store.charges[1].supplier", "unknown_supplier"),
    ] == faults_of(read_checkout, found)
