# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The number and the date of a paper: what the portal takes, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from checkout_core.checks import Validator
from checkout_core.papers.numbers import paper_day, paper_number


@pytest.mark.parametrize(
    "number", ["1", "A", "INV/26-27/0001", "A-/0123456789ABC", "20260001"]
)
def test_a_number_is_kept_as_it_is(number: str) -> None:
    """Up to 16 capitals, digits, slashes and hyphens."""
    check = Validator()

    assert number == paper_number(check, "number", number)
    assert [] == check.found


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "bad_paper_number"),
        ("inv-1", "bad_paper_number"),
        ("0001", "bad_paper_number"),
        ("/1", "bad_paper_number"),
        ("-1", "bad_paper_number"),
        ("INV 1", "bad_paper_number"),
        ("INV-1\n", "bad_paper_number"),
        ("INV_1", "bad_paper_number"),
        ("A0123456789ABCDEF", "bad_paper_number"),
        (1, "wrong_type"),
        (None, "required"),
    ],
)
def test_a_number_that_the_portal_refuses_is_refused(number: Any, code: str) -> None:
    """With its path; nothing is put into capitals or cut."""
    check = Validator()

    assert paper_number(check, "number", number) == ""
    assert [("number", code)] == [(each.path, each.code) for each in check.found]


@pytest.mark.parametrize("day", ["2026-11-22", date(2026, 11, 22)])
def test_a_day_is_a_date_or_its_text(day: Any) -> None:
    """Text is that of ISO 8601."""
    check = Validator()

    assert date(2026, 11, 22) == paper_day(check, "date", day)
    assert [] == check.found


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("22/11/2026", "bad_day"),
        ("2026-02-30", "bad_day"),
        ("20261122", "bad_day"),
        (datetime(2026, 11, 22, tzinfo=UTC), "wrong_type"),
        (None, "required"),
    ],
)
def test_anything_else_is_no_day(day: Any, code: str) -> None:
    """A moment has a day only in a time zone."""
    check = Validator()

    assert paper_day(check, "date", day) is None
    assert [("date", code)] == [(each.path, each.code) for each in check.found]
