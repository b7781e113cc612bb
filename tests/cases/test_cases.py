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
    evaluate,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_cart,
    write_evaluation,
    write_order,
    write_quote,
)
from checkout_core.wire import loads


CASES = Path(__file__).parent
PRICED: list[Any] = []
#: Those of the seven benefits, and those of what stands beyond them.
FIRST: list[Any] = []
MORE: list[Any] = []
REFUSED: list[Any] = []
for room, cases in (("pricing", FIRST), ("offers_more", MORE)):
    for path in sorted((CASES / room).glob("*.json")):
        case = loads(path.read_bytes())
        named = pytest.param(case, id=path.stem)
        if case["expected"].get("error"):
            REFUSED.append(named)
        else:
            PRICED.append(named)
            cases.append(named)
#: What a case may say next to the fields of the order.
BESIDES = {
    "left",
    "refusals",
    "round_off",
    "coupon_codes",
    "charges",
    "gift_cards",
    "instalments",
    "due_now",
    "collect_on_delivery",
    "with_payment",
}
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
    """All 99 + 63 cases are run, one way or the other."""
    assert (83, 60, 16 + 3) == (len(FIRST), len(MORE), len(REFUSED))


@pytest.mark.parametrize("case", PRICED)
def test_the_order_has_the_expected_figures(case: dict[str, Any]) -> None:
    """Every expected field of the order, digit for digit."""
    order = write_order(priced(case["document"]))

    expected = case["expected"]
    assert expected == {key: spelled(order[key]) for key in expected}


@pytest.mark.parametrize("case", FIRST)
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


def refused(found: Quote) -> list[dict[str, Any]]:
    """Return the refusals of a quote as the cases spell them."""
    said = []
    for each in found.refusals:
        refusal = {"offer_id": each.offer_id, "code": each.code}
        if each.kind in {"charge", "gift_card"}:
            refusal["kind"] = each.kind
        if each.kind == "gift_card":
            refusal["name"] = each.name
        said.append(refusal)
    return said


def besides(found: Quote) -> dict[str, Any]:
    """Return what a quote says next to the order, as the cases spell it."""
    return {
        "left": [spelled(line.left) for line in found.lines],
        "refusals": refused(found),
        "round_off": spelled(found.totals.round_off),
        "coupon_codes": list(found.coupon_codes),
        "charges": [
            {
                "name": each.name,
                "amount": spelled(each.amount),
                "tax": spelled(sum(part.amount for part in each.components)),
            }
            for each in found.figures.charges
        ],
        "gift_cards": [
            spelled(each.granted) for each in found.tenders if each.kind == "gift_card"
        ],
        "instalments": [
            {"due": str(each.due), "amount": spelled(each.amount)}
            for each in found.instalments
        ],
        "due_now": spelled(found.due_now),
        "collect_on_delivery": spelled(found.collect_on_delivery),
    }


@pytest.mark.parametrize("case", MORE)
def test_the_quote_has_the_expected_figures(case: dict[str, Any]) -> None:
    """What is left, refused, charged, paid by cards and due; no key, no refusal."""
    said = besides(priced(case["document"]))

    expected = {key: case[key] for key in said if key in case}
    expected.setdefault("refusals", [])
    assert expected == {key: said[key] for key in expected}


@pytest.mark.parametrize(
    "case", [each for each in MORE if "with_payment" in each.values[0]]
)
def test_another_payment_has_the_expected_figures(case: dict[str, Any]) -> None:
    """What `evaluate` says of each payment the offers name."""
    checkout = read_checkout(dumps(case["document"]))
    found = evaluate(checkout.cart, checkout.store, at=checkout.at)

    assert case["with_payment"] == [
        {
            "payment": {
                key: value
                for key, value in each["payment"].items()
                if value is not None
            },
            "to_be_paid": spelled(each["to_be_paid"]),
            "saving": spelled(each["saving"]),
            "offers": each["offers"],
        }
        for each in write_evaluation(found)["with_payment"]
    ]


@pytest.mark.parametrize("case", [*FIRST, *MORE])
def test_nothing_a_case_says_is_left_aside(case: dict[str, Any]) -> None:
    """Every key of a case is one that is compared."""
    known = {"why", "document", "expected", "promotions_not_matching", *BESIDES}

    assert set() == set(case) - known


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
