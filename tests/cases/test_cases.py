# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The cases of the contract: carts, and what an independent reading makes of them."""

from __future__ import annotations

import json
import pickle

from decimal import Decimal
from pathlib import Path
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
    write_cart,
    write_order,
    write_quote,
)
from checkout_core.wire import loads


CASES = Path(__file__).parent
PRICED: list[Any] = []
REFUSED: list[Any] = []
for path in sorted((CASES / "pricing").glob("*.json")):
    case = loads(path.read_bytes())
    named = pytest.param(case, id=path.stem)
    (REFUSED if case["expected"].get("error") else PRICED).append(named)
WORKLOADS = ["small", "typical", "large"]


def priced(document: dict[str, Any]) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def spelled(value: object) -> object:
    """Return a figure as the cases spell it."""
    if isinstance(value, bool) or value is None:
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def test_every_case_is_there() -> None:
    """All 99 cases are run, one way or the other."""
    assert (83, 16) == (len(PRICED), len(REFUSED))


@pytest.mark.parametrize("case", PRICED)
def test_the_order_has_the_expected_figures(case: dict[str, Any]) -> None:
    """Every expected field of the order, digit for digit."""
    order = write_order(priced(case["document"]))

    expected = case["expected"]
    assert expected == {key: spelled(order[key]) for key in expected}


@pytest.mark.parametrize("case", PRICED)
def test_the_quote_says_why_not(case: dict[str, Any]) -> None:
    """Refusals, the number of promotions that concern no line, the round-off."""
    found = priced(case["document"])
    said = {
        "refusals": [
            {"offer_id": each.offer_id, "code": each.code} for each in found.refusals
        ],
        "promotions_not_matching": found.figures.promotions_not_matching,
        "round_off": spelled(found.totals.round_off),
    }

    expected = {key: case[key] for key in said if key in case}
    assert expected == {key: said[key] for key in expected}


@pytest.mark.parametrize("case", REFUSED)
def test_an_impossible_document_is_refused(case: dict[str, Any]) -> None:
    """The document is refused as a whole."""
    with pytest.raises(CheckoutError):
        priced(case["document"])


@pytest.mark.parametrize("case", PRICED)
def test_the_quote_verifies_and_comes_back(case: dict[str, Any]) -> None:
    """A quote is written, verified and read back with equal bytes."""
    found = priced(case["document"])
    text = dumps(write_quote(found))

    verify(text)
    again = read_quote(text, verify=True)

    assert found == again
    assert text == dumps(write_quote(again))
    assert dumps(write_order(found)) == dumps(write_order(again))
    assert dumps(write_cart(found)) == dumps(write_cart(again))


@pytest.mark.parametrize("case", PRICED)
def test_the_quote_is_picklable(case: dict[str, Any]) -> None:
    """A quote crosses a process border unchanged."""
    found = priced(case["document"])

    again = pickle.loads(pickle.dumps(found))

    assert found == again
    assert hash(found) == hash(again)
    assert dumps(write_quote(found)) == dumps(write_quote(again))


@pytest.mark.parametrize("name", WORKLOADS)
def test_the_workloads_have_the_expected_figures(name: str) -> None:
    """The carts of the benchmarks come to what they should."""
    document = (CASES / "workloads" / f"{name}.json").read_bytes()
    expected = json.loads((CASES / "workloads" / f"{name}.expected.json").read_text())
    checkout = read_checkout(document)

    order = write_order(quote(checkout.cart, checkout.store, at=checkout.at))

    fields = expected["order"]
    assert fields == {key: spelled(order[key]) for key in fields}
