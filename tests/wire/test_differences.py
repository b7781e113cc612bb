# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What two quotes differ in, as JSON."""

from __future__ import annotations

from typing import Any

from checkout_core import (
    Cart,
    Line,
    Quote,
    Store,
    diff,
    dumps,
    promotion,
    quote,
    write_difference,
)
from checkout_core.offers import percentage_off
from checkout_core.wire import loads
from tests.factories.faults import faults_of


STORE = Store(
    "INR",
    promotions=[
        promotion("ten", percentage_off(10), expires_at="2026-12-01T00:00:00Z"),
    ],
)


def priced(at: str, quantity: int = 2, **cart: Any) -> Quote:
    """Return the quote of some teas."""
    tea = Line("tea", quantity, "250.00", tax_rate=5)
    return quote(Cart("INR", [tea], **cart), STORE, at=at)


EARLY, LATE = "2026-11-22T12:00:00Z", "2026-12-22T12:00:00Z"
DOCUMENT = loads(dumps(write_difference(diff(priced(EARLY), priced(LATE, 3)))))


def test_the_document_as_others_read_it() -> None:
    """Amounts are text, a total names its rows by their places."""
    assert {
        "schema_version": "checkout_core.difference/1",
        "currency": "INR",
        "is_empty": False,
        "to_be_paid": {"before": "472.50", "after": "787.50", "difference": "315.00"},
        "facts": [
            {
                "name": "at",
                "before": "2026-11-22T12:00:00+00:00",
                "after": "2026-12-22T12:00:00+00:00",
            }
        ],
        "charges": [],
        "delivery": [],
        "tenders": [],
        "instalments": [],
    } == {
        name: DOCUMENT[name]
        for name in DOCUMENT
        if name not in ("lines", "offers", "rows", "totals")
    }
    assert {
        "kind": "subtotal",
        "line": ["tea", ""],
        "offer": None,
        "name": None,
        "rate": None,
        "before": "500.00",
        "after": "750.00",
        "difference": "250.00",
    } == DOCUMENT["rows"][0]
    assert {
        "name": "to_be_paid",
        "before": "472.50",
        "after": "787.50",
        "difference": "315.00",
        "parts": [
            {"row": 0, "amount": "250.00"},
            {"row": 1, "amount": "50.00"},
            {"row": 2, "amount": "15.00"},
        ],
    } == next(each for each in DOCUMENT["totals"] if each["name"] == "to_be_paid")


def test_a_line_has_what_was_given_and_its_figures() -> None:
    """Each value before and after."""
    (line,) = DOCUMENT["lines"]

    assert {"key": ["tea", ""], "before": 0, "after": 0} == {
        name: line[name] for name in ("key", "before", "after")
    }
    assert [{"name": "quantity", "before": 2, "after": 3}] == line["given"]
    assert {"name": "listed", "before": "500.00", "after": "750.00"} in line["figures"]


def test_an_offer_says_whether_it_applies() -> None:
    """And all that the quote says of it."""
    (offer,) = DOCUMENT["offers"]

    assert ("promotion", "ten") == (offer["kind"], offer["id"])
    assert (True, "52.50") == (offer["before"]["applies"], offer["before"]["saving"])
    assert (False, "expired") == (offer["after"]["applies"], offer["after"]["code"])


def test_an_offer_that_one_quote_does_not_have() -> None:
    """That side is null."""
    bare = quote(priced(EARLY).cart, Store("INR"), at=EARLY)
    (offer,) = write_difference(diff(bare, priced(EARLY)))["offers"]

    assert offer["before"] is None


def test_what_is_no_difference() -> None:
    """It is refused."""
    foreign: Any = {}

    assert [("found", "wrong_type")] == faults_of(write_difference, foreign)
