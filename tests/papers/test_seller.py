# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The seller that papers name: its registration, its state, its document."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import CheckoutError
from checkout_core.papers.seller import SELLER, Seller, read_seller
from checkout_core.tax.india.states import STATES


#: Made of the smallest: what every seller has to say.
SHOP: dict[str, Any] = {
    "gstin": "29AABCT1332L1ZA",
    "legal_name": "Tee Traders Private Limited",
    "address1": "1 MG Road",
    "location": "Bengaluru",
    "pin": "560001",
}


def faults(error: pytest.ExceptionInfo[CheckoutError]) -> list[tuple[str, str]]:
    """Return where and what is wrong."""
    return [(each.path, each.code) for each in error.value.faults]


def test_the_state_is_that_of_the_registration() -> None:
    """It need not be given, and the number is put into upper case."""
    shop = Seller(**SHOP | {"gstin": "29aabct1332l1za"})

    assert "29AABCT1332L1ZA" == shop.gstin
    assert STATES["29"] == shop.state
    assert repr(shop) == "<Seller 29AABCT1332L1ZA, Karnataka>"


@pytest.mark.parametrize("state", ["Karnataka", "29", "IN-KA", STATES["29"]])
def test_a_state_has_several_spellings(state: Any) -> None:
    """All of them are one state."""
    assert Seller(**SHOP) == Seller(**SHOP, state=state)


def test_a_seller_without_a_registration_says_the_state() -> None:
    """Nothing else tells where such a seller is."""
    shop = Seller(**SHOP | {"gstin": None, "state": "Kerala"})

    assert (None, STATES["32"]) == (shop.gstin, shop.state)
    assert repr(shop) == "<Seller not registered, Kerala>"


def test_all_faults_are_found_at_once() -> None:
    """In the order of the keys."""
    with pytest.raises(CheckoutError) as error:
        Seller(
            gstin="29AABCT1332L1Z0",
            legal_name="",
            address1="",
            location="",
            pin="0560001",
            state="Karnatka",
        )

    assert [
        ("gstin", "bad_gstin_check"),
        ("legal_name", "empty_text"),
        ("address1", "empty_text"),
        ("location", "empty_text"),
        ("pin", "bad_pin"),
        ("state", "unknown_state"),
    ] == faults(error)


@pytest.mark.parametrize(
    ("wrong", "path", "code"),
    [
        ({"gstin": None}, "state", "required"),
        ({"state": "Kerala"}, "gstin", "gstin_of_another_state"),
        ({"gstin": "29AABCT1332L1Z0"}, "gstin", "bad_gstin_check"),
        ({"pin": 560001}, "pin", "wrong_type"),
        ({"pin": None}, "pin", "required"),
        ({"pin": "560 001"}, "pin", "bad_pin"),
        ({"state": 29}, "state", "wrong_type"),
        ({"legal_name": None}, "legal_name", "required"),
        ({"legal_name": "  "}, "legal_name", "empty_text"),
        ({"address1": "\t"}, "address1", "empty_text"),
        ({"location": "\u00a0"}, "location", "empty_text"),
    ],
)
def test_one_thing_that_is_wrong(wrong: Any, path: str, code: str) -> None:
    """One fault, where it is."""
    with pytest.raises(CheckoutError) as error:
        Seller(**SHOP | wrong)

    assert [(path, code)] == faults(error)


def test_an_old_number_is_of_the_state_of_today() -> None:
    """28 was Andhra Pradesh before it was divided, and is 37 today."""
    assert STATES["37"] == Seller(**SHOP | {"gstin": "28AAACT2727Q1ZU"}).state


def test_a_number_of_no_state_needs_one() -> None:
    """99 is the central government's, and names no state."""
    number = {"gstin": "99AAACT2727Q1ZL"}
    with pytest.raises(CheckoutError) as error:
        Seller(**SHOP | number)

    assert [("state", "required")] == faults(error)
    assert STATES["07"] == Seller(**SHOP | number | {"state": "Delhi"}).state


def test_a_document_is_read_and_written() -> None:
    """What is written is read as an equal seller."""
    shop = read_seller(SHOP | {"trade_name": "Tee", "bank": "HDFC\nHDFC0000001"})

    assert {
        "gstin": "29AABCT1332L1ZA",
        "legal_name": "Tee Traders Private Limited",
        "trade_name": "Tee",
        "address1": "1 MG Road",
        "address2": "",
        "location": "Bengaluru",
        "pin": "560001",
        "state": "Karnataka",
        "phone": "",
        "email": "",
        "bank": "HDFC\nHDFC0000001",
        "signatory": "",
        "declaration": "",
    } == SELLER.write(shop)
    assert shop == read_seller(SELLER.write(shop))


def test_faults_of_a_document_have_its_path() -> None:
    """An unknown key is one of them."""
    with pytest.raises(CheckoutError) as error:
        read_seller(SHOP | {"pin": "1", "pan": "AABCT1332L"})

    assert [("seller.pan", "unknown_key"), ("seller.pin", "bad_pin")] == faults(error)
    with pytest.raises(CheckoutError) as error:
        read_seller([], "shop")  # type: ignore[arg-type]

    assert [("shop", "wrong_type")] == faults(error)
