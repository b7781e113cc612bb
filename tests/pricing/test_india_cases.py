# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The cases of the contract for India: place of supply, suppliers, categories."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    CheckoutError,
    Quote,
    dumps,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_order,
    write_quote,
)
from tests.paths import INDIA_CASES


#: Those that are about what Juspay says have a `payment`, the journal has `events`.
CASES = {
    name: case
    for name, case in (
        (path.stem, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(INDIA_CASES.glob("*.json"))
    )
    if "document" in case and not {"payment", "events"} & set(case)
}
PRICED = [name for name, case in CASES.items() if not case["expected"].get("error")]
REFUSED = [name for name in CASES if name not in PRICED]
#: What a case may say next to document and figures; the latter three have tests of
#: their own.
COMPARED = {"why", "document", "expected", "round_off", "quote"}
ELSEWHERE = {"warnings", "settlement", "refund"}


def priced(name: str) -> Quote:
    """Return the quote of a case."""
    checkout = read_checkout(dumps(CASES[name]["document"]))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def spelled(value: object) -> object:
    """Return a figure as the cases spell it."""
    if isinstance(value, bool | int) or value is None:
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def alike(expected: Any, found: Any) -> Any:
    """Return what is found of the keys that stand in *expected*, at any depth."""
    if isinstance(expected, dict):
        return {
            key: alike(each, found_at(found, key)) for key, each in expected.items()
        }
    if isinstance(expected, list):
        assert len(expected) == len(found)
        return [alike(*pair) for pair in zip(expected, found, strict=True)]
    return spelled(found)


def found_at(found: Any, key: str) -> Any:
    """Return a key of what is written, or an attribute of what is quoted."""
    if isinstance(found, dict):
        return found.get(key)
    return getattr(found, key)


def test_every_case_is_there() -> None:
    """All 34 are run, one way or the other."""
    assert (29, 5) == (len(PRICED), len(REFUSED))


@pytest.mark.parametrize("name", CASES)
def test_nothing_a_case_says_is_left_aside(name: str) -> None:
    """Every key of a case is one that is compared."""
    assert set() == set(CASES[name]) - COMPARED - ELSEWHERE


@pytest.mark.parametrize("name", PRICED)
def test_the_order_has_the_expected_figures(name: str) -> None:
    """Every expected field of the order, digit for digit, and the round-off."""
    case, found = CASES[name], priced(name)
    order = write_order(found)

    expected = case["expected"]
    assert expected == {key: spelled(order[key]) for key in expected}
    if "round_off" in case:
        assert case["round_off"] == spelled(found.totals.round_off)


@pytest.mark.parametrize("name", [name for name in PRICED if "quote" in CASES[name]])
def test_the_quote_has_the_expected_figures(name: str) -> None:
    """Place and kind of supply, lines and rows in order, suppliers by id."""
    found, expected = priced(name), dict(CASES[name]["quote"])
    suppliers = expected.pop("suppliers", [])
    by_id = {each.id: each for each in found.suppliers}

    assert expected == alike(expected, write_quote(found))
    assert suppliers == [alike(each, by_id[each["id"]]) for each in suppliers]


@pytest.mark.parametrize("name", PRICED)
def test_the_quote_verifies_and_comes_back(name: str) -> None:
    """A quote is written, verified and read back with equal bytes."""
    found = priced(name)
    text = dumps(write_quote(found))

    verify(text)
    assert text == dumps(write_quote(read_quote(text, verify=True)))


@pytest.mark.parametrize("name", REFUSED)
def test_an_impossible_document_is_refused(name: str) -> None:
    """With the code of the case, at its path."""
    with pytest.raises(CheckoutError) as caught:
        priced(name)

    expected = CASES[name]["expected"]
    found = [(each.code, each.path) for each in caught.value.faults]
    assert [(expected["code"], expected["path"])] == found
