# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The tenders of a quote document: one of a kind, and several of a kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core.checks import Validator
from checkout_core.ledger import Tender
from checkout_core.tenders import TENDERS
from checkout_core.wire.tenders import read_tenders, write_tenders


#: As if an order could use the credit of several accounts, each with a name.
SEVERAL = {
    "points": TENDERS["points"],
    "credit": attrs.evolve(TENDERS["credit"], several=True, key="credits"),
}
POINTS = Tender(
    kind="points",
    asked=Decimal(9),
    granted=Decimal(5),
    value=Decimal("1.25"),
    why="balance",
)
FIVE = {"asked": "9", "granted": "5", "value": "1.25", "why": "balance"}


def credit(value: str, name: str = "") -> Tender:
    """Return credit that pays *value*."""
    paid = Decimal(value)
    return Tender(
        kind="credit", name=name, asked=paid, granted=paid, value=paid, why=""
    )


def written(value: str, **more: str) -> dict[str, str]:
    """Return what a document says of that credit."""
    return {**more, "asked": value, "granted": value, "value": value, "why": ""}


def test_the_only_one_of_a_kind_is_an_object() -> None:
    """Its key says its kind, and it has no name."""
    tenders, document = (POINTS, credit("2.00")), {"points": FIVE}
    document["credit"] = written("2.00")
    check = Validator()

    assert document == write_tenders(tenders)
    assert (tenders, []) == (read_tenders(check, document), check.found)


@pytest.mark.parametrize("names", [("A",), ("B", "A")])
def test_several_of_a_kind_are_a_list(names: tuple[str, ...]) -> None:
    """In the order in which they pay, each with its name."""
    tenders = (POINTS, *[credit("2.00", name) for name in names])
    document: dict[str, Any] = {"points": FIVE}
    document["credits"] = [written("2.00", name=name) for name in names]
    check = Validator()

    assert document == write_tenders(tenders, SEVERAL)
    assert (tenders, []) == (read_tenders(check, document, SEVERAL), check.found)


def test_none_of_several_is_not_written() -> None:
    """A document that was written before there were any is the same."""
    check = Validator()

    assert {"points": FIVE} == write_tenders([POINTS], SEVERAL)
    assert (POINTS,) == read_tenders(check, {"points": FIVE}, SEVERAL)
    assert [] == check.found


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("credit", None, ["credit"]),
        ("credit", written("2", kind="credit"), ["credit.kind"]),
        ("points", {**FIVE, "name": ""}, ["points.name"]),
    ],
)
def test_an_object_repeats_nothing(key: str, value: Any, expected: list[str]) -> None:
    """Kind and name are said by the key, and everything else is needed."""
    document = {"points": FIVE, "credit": written("2.00"), key: value}
    check = Validator()

    read_tenders(check, document)

    assert expected == [each.path for each in check.found]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, ["credits"]),
        ([written("2.00", name="A", kind="credit")], ["credits[0].kind"]),
        ([written("2.00", name="A"), 7], ["credits[1]"]),
    ],
)
def test_faults_of_a_list(value: Any, expected: list[str]) -> None:
    """Each has the place of the tender that it is in."""
    check = Validator()

    read_tenders(check, {"points": FIVE, "credits": value}, SEVERAL)

    assert expected == [each.path for each in check.found]
