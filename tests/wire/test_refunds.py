# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Refunds as documents, and documents that ask for one."""

from __future__ import annotations

import json

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import CheckoutError, dumps
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.values import Record
from checkout_core.wire import read_refund, read_returns, write_refund
from tests.factories.faults import faults
from tests.factories.refunds import AT, SOLD, note, refunds_of, returns_document, wallet


def document(**more: Any) -> Any:
    """Return that refund as somebody reads it."""
    return json.loads(dumps(write_refund(note(**more))))


@pytest.mark.parametrize(
    "made",
    [
        note(),
        note({0: 3, 1: 2, 2: 1}, reason="all of it"),
        cancellation(SOLD, id="C", at=AT, paid=0),
        cancellation(
            SOLD,
            id="C",
            at=AT,
            policy=RefundPolicy(
                cancellation_charge=50, cancellation_reason="packed already"
            ),
        ),
    ],
)
def test_a_refund_is_read_as_it_was_written(made: Refund) -> None:
    """From text, from data, from frozen data."""
    written = write_refund(made)

    assert made == read_refund(dumps(written))
    assert made == read_refund(json.loads(dumps(written)))
    assert made == read_refund(Record(written))


def test_a_total_that_no_order_has() -> None:
    """A refund names its totals as the quote does."""
    with pytest.raises(CheckoutError) as caught:
        note().total("grand_totals")

    assert [("name", "not_a_choice")] == faults(caught.value)


def test_a_document_says_lines_and_charges() -> None:
    """Who does not add rows up reads the sums."""
    found = document(returned={0: 3, 1: 2, 2: 1})

    assert ["270.00", "472.50", "180.00"] == [x["amount"] for x in found["lines"]]
    assert ("70.80", "10.80", "0.00") == (
        found["shipping"]["amount"],
        found["shipping"]["tax_amount"],
        found["charges"]["amount"],
    )
    assert ("993.30", "ORD-1") == (found["amount"], found["order_number"])


def put(*path: Any) -> Callable[[Any], None]:
    """Return a change that puts the last of *path* where the others lead."""

    def change(data: Any) -> None:
        *way, last, value = path
        for step in way:
            data = data[step]
        data[last] = value

    return change


def row(kind: str, amount: str, **more: Any) -> dict[str, Any]:
    """Return a row of a refund as data."""
    empty = dict.fromkeys(("line", "offer", "name", "rate"))
    return {"kind": kind, "amount": amount} | empty | more


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("schema_version", "x"), [("schema_version", "bad_schema_version")]),
        (put("gateway", 1), [("gateway", "bad_amount")]),
        (put("more", 1), [("more", "unknown_key")]),
        (put("at", "noon"), [("at", "bad_time")]),
        (put("amount", "1.00"), [("amount", "does_not_add_up")]),
        (put("lines", 0, "quantity", 2), [("lines", "does_not_add_up")]),
        (put("shipping", None), [("shipping", "does_not_add_up")]),
        (
            put("gateway", "900.00"),
            [("amount", "does_not_add_up")],
        ),
        (
            put("points_value", "1.00"),
            [
                ("amount", "does_not_add_up"),
                ("due.points_value", "does_not_add_up"),
            ],
        ),
        (put("moved", "99.00"), [("moved", "does_not_add_up")]),
        (put("moved", "-1.00"), [("moved", "negative")]),
        (
            put("gateway_discount", "-1.00"),
            [("amount", "does_not_add_up"), ("gateway_discount", "negative")],
        ),
        (
            put("charge", "-1.00"),
            [("amount", "does_not_add_up"), ("charge", "negative")],
        ),
        (
            put("entries", [row("points", "1.00")]),
            [
                ("amount", "does_not_add_up"),
                ("due", "does_not_add_up"),
                ("entries[0].kind", "not_a_choice"),
            ],
        ),
        (
            put("entries", 0, "amount", "-1.00"),
            [
                ("amount", "does_not_add_up"),
                ("due", "does_not_add_up"),
                ("entries[0].amount", "negative"),
            ],
        ),
    ],
)
def test_a_refund_that_was_changed(
    change: Callable[[Any], None], expected: list[tuple[str, str]]
) -> None:
    """Each fault has its path."""
    data = document()
    change(data)

    with pytest.raises(CheckoutError) as caught:
        read_refund(data)

    assert expected == faults(caught.value)


def test_halves_that_differ_are_seen() -> None:
    """CGST is SGST in every refund."""
    data = document()
    halves = [x for x in data["entries"] if x["name"] in ("CGST", "SGST")][:2]
    one, other = (Decimal(x["amount"]) for x in halves)
    halves[0]["amount"] = f"{one + Decimal('0.01')}"
    halves[1]["amount"] = f"{other - Decimal('0.01')}"

    with pytest.raises(CheckoutError) as caught:
        read_refund(data)

    assert {"does_not_add_up"} == {code for _, code in faults(caught.value)}


@pytest.mark.parametrize("read", [read_refund, read_returns])
def test_only_objects_are_documents(read: Callable[[Any], object]) -> None:
    """A list is none."""
    with pytest.raises(CheckoutError) as caught:
        read("[]")

    assert [("", "wrong_type")] == faults(caught.value)


def test_other_tenders_are_listed() -> None:
    """Points and credit have keys of their own, as ever; another has a row."""
    (made,) = refunds_of(wallet(), {0: 4})
    data = json.loads(dumps(write_refund(made)))

    assert made == read_refund(data)
    assert {"gateway": "200.00", "credit": "60.00", "points_value": "100.00"} == (
        data["due"]
    )
    assert ("60.00", 400, "100.00") == (
        data["credit"],
        data["points"],
        data["points_value"],
    )
    assert [
        {
            "kind": "credit",
            "name": "wallet",
            "due": "40.00",
            "value": "40.00",
            "restored": "40.00",
        }
    ] == data["tenders"]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("due", "41.00", [("due", "does_not_add_up")]),
        (
            "value",
            "41.00",
            [("amount", "does_not_add_up"), ("credit[wallet]", "does_not_add_up")],
        ),
        ("restored", "41.00", [("credit[wallet]", "does_not_add_up")]),
        ("kind", "gold", [("tenders[0].kind", "not_a_choice")]),
    ],
)
def test_a_row_of_another_tender_is_checked(
    key: str, value: str, expected: list[tuple[str, str]]
) -> None:
    """It adds up with all others."""
    (made,) = refunds_of(wallet(), {0: 4})
    data = json.loads(dumps(write_refund(made)))
    data["tenders"][0][key] = value

    with pytest.raises(CheckoutError) as caught:
        read_refund(data)

    assert expected == faults(caught.value)


def test_returns_are_read() -> None:
    """Everything a refund takes can stand in the document."""
    first = note({0: 1})
    found = read_returns(
        dumps(
            returns_document(
                returned=[{"line": 0, "quantity": 1}],
                shipping="20.80",
                paid="800.00",
                reason="too small",
                order_number="ORD-1",
                policy={"shipping": "explicit", "minimum_amount": "2.00"},
                store={"currency": "INR"},
                earlier=[write_refund(first)],
            )
        )
    )
    made = found.refund(SOLD)

    assert (
        refund(
            SOLD,
            {0: 1},
            id="R9",
            at=AT,
            shipping="20.80",
            paid="800.00",
            reason="too small",
            order_number="ORD-1",
            policy=RefundPolicy(shipping="explicit", minimum_amount="2.00"),
            earlier=[first],
        )
        == made
    )
    assert "INR" == found.store.currency.code if found.store else False


def test_lines_may_be_numbers_in_python() -> None:
    """A host that never wrote JSON has ints for keys."""
    assert {2: 1} == read_returns(returns_document(returned={2: 1})).returned


def test_a_cancellation_is_asked_for() -> None:
    """It needs no units, and takes what is left."""
    found = read_returns(returns_document(cancel=True, returned=None)).refund(SOLD)

    assert cancellation(SOLD, id="R9", at=AT) == found


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"id": None}, [("id", "required")]),
        ({"at": None}, [("at", "bad_time")]),
        ({"units": 1}, [("units", "unknown_key")]),
        ({"cancel": 1}, [("cancel", "wrong_type")]),
        (
            {"cancel": True, "returned": {"0": 1}, "shipping": "10.00"},
            [("returned", "unknown_key"), ("shipping", "unknown_key")],
        ),
        ({"returned": 1}, [("returned", "wrong_type")]),
        ({"returned": {"x": 1}}, [("returned.x.line", "bad_count")]),
        (
            {"returned": {"9" * 5000: 1}},
            [(f"returned.{'9' * 57}....line", "bad_count")],
        ),
        ({"returned": {"0": 0}}, [("returned.0.quantity", "count_out_of_range")]),
        ({"returned": {"0": 1, "00": 1}}, [("returned.00", "line_twice")]),
        ({"returned": [1]}, [("returned[0]", "wrong_type"), *[
            (f"returned[0].{x}", "required") for x in ("line", "quantity")]]),
        (
            {"returned": [{"line": 0, "quantity": 1, "x": 1}]},
            [("returned[0].x", "unknown_key")],
        ),
        ({"policy": {"shipping": "x"}}, [("policy.shipping", "not_a_choice")]),
        ({"policy": {"x": "x"}}, [("policy.x", "unknown_key")]),
        ({"store": {"currency": "x"}}, [("store.currency", "unknown_currency")]),
        ({"earlier": [{}]}, [("earlier[0].schema_version", "bad_schema_version")]),
        ({"gateway_discount": "-1"}, [("gateway_discount", "negative")]),
        ({"paid": "-1", "shipping": "x"}, [
            ("shipping", "bad_amount"), ("paid", "negative")]),
    ],
)  # fmt: skip
def test_returns_are_checked(
    more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each fault has its path."""
    with pytest.raises(CheckoutError) as caught:
        read_returns(returns_document(**more))

    assert expected == faults(caught.value)
