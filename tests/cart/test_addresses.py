# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How addresses are told: phones, dialling codes, India where nobody said so."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Address, CheckoutError
from checkout_core.cart.addresses import check_phone, indian_phone, written_address
from checkout_core.cart.people import ADDRESS_KEYS
from checkout_core.checks import Validator
from checkout_core.values import thawed
from tests.factories.faults import faults


MOBILE = "9800000001"

#: what is given -> how it is written
WRITTEN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "plus and code": (
        {"phone": "+91 98000 00001"},
        {"phone": MOBILE, "country_code": "+91"},
    ),
    "zeros and code": (
        {"phone": "0091-98000-00001"},
        {"phone": MOBILE, "country_code": "+91"},
    ),
    "code alone": ({"phone": "919800000001"}, {"phone": MOBILE, "country_code": "+91"}),
    "a zero": ({"phone": "098000 00001"}, {"phone": MOBILE, "country_code": "+91"}),
    "brackets": (
        {"phone": "(98000) [00001]"},
        {"phone": MOBILE, "country_code": "+91"},
    ),
    "ten digits": (
        {"phone": "6000000001"},
        {"phone": "6000000001", "country_code": "+91"},
    ),
    "ten digits that begin like the code": (
        {"phone": "9198000000"},
        {"phone": "9198000000", "country_code": "+91"},
    ),
    "a landline": (
        {"phone": "+91 22 1234 5678"},
        {"phone": "2212345678", "country_code": "+91"},
    ),
    "a landline with its 0": (
        {"phone": "(080) 2222-3333"},
        {"phone": "8022223333", "country_code": "+91"},
    ),
    "a landline without it": ({"phone": "22 1234 5678"}, {"phone": "22 1234 5678"}),
    "a 0 too many": ({"phone": "+91 098000 00001"}, {"phone": "+91 098000 00001"}),
    "nine digits": ({"phone": "980000000"}, {"phone": "980000000"}),
    "eleven digits": ({"phone": "98000000011"}, {"phone": "98000000011"}),
    "no number": ({"phone": "ask the guard"}, {"phone": "ask the guard"}),
    "another country's digits": (
        {"phone": "98000 00001", "country": "Nepal"},
        {"phone": "98000 00001", "country": "Nepal"},
    ),
    "another country's code": (
        {"phone": "98000 00001", "country_code": "+977"},
        {"phone": "98000 00001", "country_code": "+977"},
    ),
    "a 0 in another country": (
        {"phone": "098000 00001", "country": "Nepal"},
        {"phone": "098000 00001", "country": "Nepal"},
    ),
    "an Indian number abroad": (
        {"phone": "+91 98000 00001", "country": "Nepal", "country_code": "+977"},
        {"phone": MOBILE, "country": "Nepal", "country_code": "+91"},
    ),
    "a pincode": (
        {"pincode": "560001"},
        {"pincode": "560001", "country_code": "+91", "country": "India"},
    ),
    "a pincode with a blank": (
        {"pincode": "560 001"},
        {"pincode": "560 001", "country_code": "+91", "country": "India"},
    ),
    "five digits": ({"pincode": "56000"}, {"pincode": "56000"}),
    "a state": (
        {"state": "karnataka"},
        {"state": "karnataka", "country_code": "+91", "country": "India"},
    ),
    "GST's word for abroad": (
        {"state": "Other Countries"},
        {"state": "Other Countries"},
    ),
    "nulls": (
        {"state": "Goa", "country": None, "country_code": None},
        {"state": "Goa", "country": "India", "country_code": "+91"},
    ),
    "India by name": (
        {"country": "IND"},
        {"country": "IND", "country_code": "+91"},
    ),
    "six digits of another country": (
        {"pincode": "018956", "country": "Singapore"},
        {"pincode": "018956", "country": "Singapore"},
    ),
    "six digits under another code": (
        {"pincode": "018956", "country_code": "+65"},
        {"pincode": "018956", "country_code": "+65"},
    ),
    "a code without its plus": (
        {"phone": "098000-00001", "country_code": "91", "city": "Pune"},
        {"phone": MOBILE, "country_code": "+91", "city": "Pune"},
    ),
    "nothing": ({}, {}),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_address_is_written(name: str) -> None:
    """India is filled in, its phones are ten digits, the rest is as given."""
    given, expected = WRITTEN[name]
    address = Address(**given)

    assert expected == thawed(written_address(address).fields)
    assert given == thawed(address.fields)


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_written_the_same_again(name: str) -> None:
    """An address that comes back as it was told stays so."""
    once = written_address(Address(**WRITTEN[name][0]))

    assert once == written_address(once)


def test_the_keys_of_a_written_address_keep_the_vendors_order() -> None:
    """However it was built."""
    address = Address(state="Goa", phone=MOBILE, first_name="Meera")

    assert ["first_name", "country_code", "phone", "state", "country"] == list(
        written_address(address).fields
    )


def test_no_phone_is_no_phone_of_india() -> None:
    """An address without one has none."""
    assert indian_phone(Address(phone="")) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"phone": ""}, []),
        ({"phone": "+91 98000-00001"}, []),
        ({"phone": "12345678", "country": "Nepal"}, []),
        ({"phone": "12345678", "country_code": "+977"}, []),
        ({"phone": "12345678"}, []),
        ({"phone": "12345678", "state": "Goa"}, ["at.phone"]),
        ({"phone": "2212345678", "state": "Goa"}, ["at.phone"]),
        ({"phone": "2212345678", "state": "Goa", "country_code": "+91"}, []),
        ({"phone": "12345", "country": "Nepal"}, ["at.phone"]),
        ({"phone": "+977 12345678", "country": "Nepal"}, ["at.phone"]),
        ({"phone": "ask the guard"}, ["at.phone"]),
    ],
    ids=str,
)
def test_a_phone_nobody_can_be_called_by(
    given: dict[str, Any], expected: list[str]
) -> None:
    """In India one of India's, elsewhere digits, and nothing is no fault."""
    check = Validator()
    check_phone(check, "at", Address(**given))

    assert [(each, "bad_phone") for each in expected] == [
        (each.path, each.code) for each in check.found
    ]


# Attributes --------------------------------------------------------------------------


@pytest.mark.parametrize("key", ADDRESS_KEYS)
def test_every_key_is_an_attribute(key: str) -> None:
    """What is given under it, and what stands for nothing."""
    given: Any = True if key.startswith("is_") else "x"
    absent: Any = False if key.startswith("is_") else ""

    assert (given, absent, absent) == (
        getattr(Address(**{key: given}), key),
        getattr(Address(), key),
        getattr(Address(**{key: None}), key),
    )


def test_an_attribute_of_the_class_is_itself() -> None:
    """Tools that look at a class find what makes its attributes."""
    assert "city" == Address.city.name


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("ctiy", "did you mean 'city'?"),
        ("zzz", "known are 'id', 'first_name'"),
    ],
)
def test_a_key_that_no_address_has(key: str, hint: str) -> None:
    """It is refused with the nearest one, read or written."""
    for use in (lambda: Address()[key], lambda: Address(**{key: "x"})):  # type: ignore[arg-type]
        with pytest.raises(CheckoutError) as caught:
            use()
        [fault] = caught.value.faults
        assert (key, "unknown_key", True) == (
            fault.path,
            fault.code,
            hint in fault.message,
        )


def test_unknown_keys_and_wrong_values_are_told_together() -> None:
    """One error names them all."""
    given: Any = {"ctiy": "Pune", "state": 7, "phone": None}
    with pytest.raises(CheckoutError) as caught:
        Address(**given)

    assert [("ctiy", "unknown_key"), ("state", "wrong_type")] == faults(caught.value)
