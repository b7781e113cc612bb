# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the books need that the order does not hold, as a document."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checkout_core.books import Dates, Payout, read_dates
from tests.factories.faults import faults_of


def test_everything_is_read() -> None:
    """The order's number, its invoice, its payouts; what is absent has its default."""
    document = {
        "order": "A1",
        "invoice": {"date": "2026-11-23", "number": "INV-7"},
        "payouts": [
            {"at": "2026-11-24", "gross": "10.00", "fee": "0.20", "id": "PO1"},
            {"at": "2026-11-25T01:00:00+05:30", "gross": 5, "paid_by": "courier"},
        ],
    }

    assert (
        "A1",
        Dates(
            invoice=date(2026, 11, 23),
            invoice_number="INV-7",
            payouts=[
                Payout(at=date(2026, 11, 24), gross="10.00", fee="0.20", id="PO1"),
                Payout(at="2026-11-25T01:00:00+05:30", gross=5, paid_by="courier"),
            ],
            offset="+05:30",
        ),
    ) == read_dates(document, offset="+05:30")
    assert ("A1", Dates()) == read_dates({"order": "A1", "invoice": None})


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (None, [("", "required")]),
        ([], [("", "wrong_type")]),
        ({}, [("order", "required")]),
        ({"order": "A1", "number": "I"}, [("number", "unknown_key")]),
        (
            {"order": "A1", "invoice": {"number": "I", "day": 1}},
            [("invoice.day", "unknown_key"), ("invoice.date", "required")],
        ),
        (
            {"order": "", "invoice": {"date": "2026-02-30", "number": 7}},
            [
                ("order", "empty_text"),
                ("invoice.date", "bad_day"),
                ("invoice.number", "wrong_type"),
            ],
        ),
        ({"order": "A1", "payouts": {}}, [("payouts", "wrong_type")]),
        (
            {"order": "A1", "payouts": [5, {"at": "2026-11-24", "net": 5}]},
            [
                ("payouts[0]", "wrong_type"),
                ("payouts[0].at", "bad_time"),
                ("payouts[0].gross", "required"),
                ("payouts[1].net", "unknown_key"),
                ("payouts[1].gross", "required"),
            ],
        ),
    ],
)
def test_bad_documents(document: Any, expected: list[tuple[str, str]]) -> None:
    """Every fault at once, with its path."""
    assert expected == faults_of(read_dates, document)


def test_an_offset_that_is_none() -> None:
    """It is the argument's own."""
    assert [("offset", "bad_offset")] == faults_of(
        read_dates, {"order": "A1"}, offset="IST"
    )
