# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The GST registration number: every form, its state, its check character."""

from __future__ import annotations

import string

from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import CheckoutError, TaxPolicy
from checkout_core.tax.india.gstin import Gstin, check_character, gstin
from tests.factories.tables import case
from tests.factories.tax import quoted, refused, taxes


ALPHABET = string.digits + string.ascii_uppercase


def numbered(first: str) -> str:
    """Return the number that begins with 14 characters."""
    return first + check_character(first)


def codes(text: object, path: str = "gstin") -> list[tuple[str, str]]:
    """Return what is wrong with a number."""
    try:
        gstin(text, path)
    except CheckoutError as error:
        return [(each.path, each.code) for each in error.faults]
    return []


@pytest.mark.parametrize(
    "number",
    ["27AAPFU0939F1ZV", "29AAECM9636P1ZJ", "29AAGCB7383J1Z4", "24AAACC1206D1ZM"],
)
def test_numbers_of_real_companies(number: str) -> None:
    """Published numbers pass, and any case of letters is one number."""
    assert Gstin(number, number[:2], "regular") == gstin(number)
    assert gstin(number) == gstin(number.lower())


def test_a_published_number_that_is_wrong() -> None:
    """29AAFCA7488L1Z0 stands in documents; its last character should be W."""
    with pytest.raises(CheckoutError) as raised:
        gstin("29AAFCA7488L1Z0")

    (fault,) = raised.value.faults
    assert ("gstin", "bad_gstin_check") == (fault.path, fault.code)
    assert "should be W" in fault.message


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        case("an ordinary taxpayer", "27AAPFU0939F1Z", "regular"),
        case("its second place of business", "27AAPFU0939F2Z", "regular"),
        case("a letter where Z is usual", "27AAPFU0939F1A", "regular"),
        case("a digit where Z is usual", "27AAPFU0939F15", "regular"),
        case("a collector of tax at source", "27AAPFU0939F1C", "tax_collector"),
        case("a deductor of tax at source", "27AAPFU0939F1D", "tax_deductor"),
        case("a deductor with a TAN", "27MUMB12345F1D", "tax_deductor"),
        case("a government department", "27MUMB12345F1Z", "government"),
        case("a non-resident", "0717USA12345NR", "non_resident"),
        case("online services from abroad", "9917USA12345OS", "online_services"),
        case("a body of the United Nations", "0717UNO00157UN", "united_nations"),
        case("another notified body", "2717IND00157ON", "united_nations"),
        case("Ladakh", "38AAPFU0939F1Z", "regular"),
        case("other territory", "97AAPFU0939F1Z", "regular"),
        case("other countries", "96AAPFU0939F1Z", "regular"),
        case("the centre", "99AAPFU0939F1Z", "regular"),
    ],
)
def test_every_form(first: str, kind: str) -> None:
    """Each kind of registration is told by its form."""
    number = numbered(first)

    assert Gstin(number, first[:2], kind) == gstin(number)


@pytest.mark.parametrize(
    ("prefix", "today"),
    [case("Daman and Diu", "25", "26"), case("undivided Andhra Pradesh", "28", "37")],
)
def test_old_prefixes_name_the_state_of_today(prefix: str, today: str) -> None:
    """A number keeps its old prefix, its state is where that territory is now."""
    number = numbered(f"{prefix}AAPFU0939F1Z")

    assert Gstin(number, today, "regular") == gstin(number)
    for tax in ({}, {"seller_state": today}):
        found = quoted("A 1 x 1.00", tax={**tax, "seller_gstin": number}, to=today)
        assert found.place.is_split


@pytest.mark.parametrize(
    "number",
    [
        case("empty", ""),
        case("too short", "27AAPFU0939F1Z"),
        case("too long", "27AAPFU0939F1ZVV"),
        case("a newline at its end", "27AAPFU0939F1Z\n"),
        case("blanks around it", " 27AAPFU0939F1Z"),
        case("letters for the state", "MHAAPFU0939F1ZV"),
        case("a digit in the PAN's letters", "27A1PFU0939F1ZV"),
        case("entity 0", numbered("27AAPFU0939F0Z")),
        case("a K where Z is usual", numbered("27AAPFU0939F1K")),
        case("foreign digits", "२७AAPFU0939F1ZV"),
        case("a letter that upper-cases to S", "27AA\u017fFU0939F1ZS"),
        case("online services without 99", numbered("2717USA12345OS")),
        case("a number", 27),
        case("nothing", None),
        case("bytes", b"27AAPFU0939F1ZV"),
    ],
)
def test_no_form_at_all(number: object) -> None:
    """Anything else is refused, wherever it came from."""
    assert [("seller.number", "bad_gstin")] == codes(number, "seller.number")


@pytest.mark.parametrize("prefix", ["00", "39", "50", "95", "98"])
def test_a_state_that_there_is_not(prefix: str) -> None:
    """Well formed, but no state has this code."""
    assert [("gstin", "bad_gstin_state")] == codes(numbered(f"{prefix}AAPFU0939F1Z"))


def test_one_wrong_character_is_always_found() -> None:
    """Every single substitution changes the check character."""
    number = "27AAPFU0939F1ZV"
    for at in range(14):
        for other in ALPHABET.replace(number[at], ""):
            first = number[:at] + other + number[at + 1 : 14]
            assert number[-1] != check_character(first), first


def test_a_sum_that_is_a_multiple_of_36_gives_0() -> None:
    """The outer modulus matters: without it there would be no 37th character."""
    ends = {check_character(f"27AAPFU{n:04}F1Z") for n in range(1_000)}

    assert "0" in ends
    assert ends <= set(ALPHABET)


@given(st.text(alphabet=ALPHABET, min_size=14, max_size=14))
def test_the_check_character_is_that_of_luhn(first: str) -> None:
    """The weighted digits of all 15 add up to a multiple of 36 in base 36."""
    total = sum(
        sum(divmod(ALPHABET.index(each) * (1 + at % 2), 36))
        for at, each in enumerate(numbered(first)[:14])
    )

    assert 0 == (total + ALPHABET.index(check_character(first))) % 36


class TestTheSellers:
    """`store.tax.seller_gstin`: it says the seller's state."""

    def test_it_gives_the_state(self) -> None:
        """The first two digits stand in for seller_state."""
        tax = {"seller_gstin": "27AAPFU0939F1ZV"}

        found = quoted("A 1 x 100.00 at 18", tax=tax, to="Maharashtra")

        assert ["CGST 9.00 SGST 9.00"] == taxes(found)
        assert "27AAPFU0939F1ZV" == found.policies.tax.seller_gstin

    def test_it_is_kept_in_upper_case(self) -> None:
        """Any case is read, one is written."""
        policy = TaxPolicy(seller_state="27", seller_gstin="27aapfu0939f1zv")

        assert "27AAPFU0939F1ZV" == policy.seller_gstin

    @pytest.mark.parametrize(
        ("tax", "expected"),
        [
            case(
                "no form",
                {"seller_gstin": "27AAPFU0939F"},
                [("store.tax.seller_gstin", "bad_gstin")],
            ),
            case(
                "no state",
                {"seller_gstin": numbered("40AAPFU0939F1Z")},
                [("store.tax.seller_gstin", "bad_gstin_state")],
            ),
            case(
                "a wrong check character",
                {"seller_gstin": "27AAPFU0939F1ZW"},
                [("store.tax.seller_gstin", "bad_gstin_check")],
            ),
            case(
                "no text",
                {"seller_gstin": 27},
                [("store.tax.seller_gstin", "bad_gstin")],
            ),
            case(
                "another state",
                {"seller_gstin": "27AAPFU0939F1ZV", "seller_state": "Goa"},
                [("store.tax.seller_gstin", "gstin_of_another_state")],
            ),
            case(
                "the state is what is wrong",
                {"seller_gstin": "27AAPFU0939F1ZV", "seller_state": "Atlantis"},
                [("store.tax.seller_state", "unknown_state")],
            ),
            case(
                "a prefix that is no state's, beside a state",
                {"seller_gstin": numbered("99AAPFU0939F1Z"), "seller_state": "Goa"},
                [("store.tax.seller_gstin", "gstin_of_another_state")],
            ),
        ],
    )
    def test_a_bad_one(
        self, tax: dict[str, object], expected: list[tuple[str, str]]
    ) -> None:
        """The store is refused, with the field and what is wrong."""
        assert expected == refused(store={"tax": tax})


class TestTheBuyers:
    """`tax_identification_number` of an address: a typo spoils the buyer's credit."""

    @staticmethod
    def faults(number: str, seller: str | None = "27", **fields: str) -> list[Any]:
        """Return what is wrong with a cart that is billed to *number*."""
        to = {"state": "27", "tax_identification_number": number, **fields}
        tax = {} if seller is None else {"seller_state": seller}
        return refused(store={"tax": tax}, cart={"billing_address": to})

    @pytest.mark.parametrize("number", ["", " ", "27AAPFU0939F1ZV", "29aagcb7383j1z4"])
    def test_what_is_taken(self, number: str) -> None:
        """None, or a GSTIN of any state: who is billed need not be who receives."""
        assert [] == self.faults(number)

    @pytest.mark.parametrize(
        ("number", "code"),
        [
            ("27AAPFU0939F", "bad_gstin"),
            (numbered("40AAPFU0939F1Z"), "bad_gstin_state"),
            ("27AAPFU0939F1ZW", "bad_gstin_check"),
        ],
    )
    def test_what_is_refused(self, number: str, code: str) -> None:
        """The field is named as the document has it."""
        path = "cart.billing_address.tax_identification_number"

        assert [(path, code)] == self.faults(number)

    def test_a_wrong_number_and_a_wrong_state_are_said_together(self) -> None:
        """All faults of the addresses are one error."""
        found = self.faults("27AAPFU0939F1ZW", state="Atlantis")

        assert ["bad_gstin_check", "unknown_state"] == [code for _, code in found]

    def test_other_countries_have_numbers_of_their_own(self) -> None:
        """A VAT number is none of GST's business."""
        assert [] == self.faults("DE136695976", country="Germany")

    def test_without_the_sellers_state_nothing_is_read(self) -> None:
        """A store that knows no GST leaves addresses alone."""
        assert [] == self.faults("27AAPFU0939F1ZW", seller=None)
