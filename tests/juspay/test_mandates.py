# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Mandates: the terms that are taken."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.juspay import MandateTerms, Policy, default_end
from checkout_core.juspay.mandates import check_epoch, check_mandate
from tests.factories.faults import faults_of


if TYPE_CHECKING:
    pass


#: 2026-11-24T00:10:00+05:30, a day earlier in UTC.
AT = datetime(2026, 11, 23, 18, 40, tzinfo=UTC)
NOW = 1795459200


def terms(**given: Any) -> MandateTerms:
    """Return terms with a maximum."""
    return MandateTerms(**{"max_amount": "1000.00", **given})


def test_terms_are_sent_in_the_order_of_the_official_sample() -> None:
    """Every field of the sample, booleans as words, moments as epoch seconds."""
    given = terms(
        frequency="MONTHLY",
        rule_value=1,
        rule_type="ON",
        revokable_by_customer=True,
        start_date=NOW,
        end_date=1914141600,
    )
    assert (
        ("options.create_mandate", "REQUIRED"),
        ("mandate.amount_rule", "VARIABLE"),
        ("mandate.max_amount", "1000.00"),
        ("mandate.revokable_by_customer", "true"),
        ("mandate.block_funds", "false"),
        ("mandate.start_date", "1795459200"),
        ("mandate.end_date", "1914141600"),
        ("mandate.frequency", "MONTHLY"),
        ("mandate.rule_value", "1"),
        ("mandate.rule_type", "ON"),
    ) == check_mandate(given, Decimal(1), AT)


def test_a_mandate_starts_now_and_lasts_thirty_years() -> None:
    """What is left out of the terms is filled in."""
    found = dict(check_mandate(terms(), Decimal(1), AT))
    assert ("1795459200", "2742230400") == (
        found["mandate.start_date"],
        found["mandate.end_date"],
    )


def test_a_debit_of_one_time_needs_no_dates_and_no_blocked_funds() -> None:
    """The official sample of a one-time mandate has neither."""
    assert [
        "options.create_mandate",
        "mandate.amount_rule",
        "mandate.max_amount",
        "mandate.frequency",
    ] == [key for key, _ in check_mandate(terms(frequency="ONETIME"), Decimal(1), AT)]


def test_a_debit_of_one_time_may_block_funds_and_end() -> None:
    """An end is later than now where there is no start."""
    given = terms(frequency="ONETIME", block_funds=True, end_date=NOW + 1)
    found = dict(check_mandate(given, Decimal(1), AT))
    assert ("true", "1795459201") == (
        found["mandate.block_funds"],
        found["mandate.end_date"],
    )


def test_a_debit_of_one_time_that_says_its_start_has_no_end_all_the_same() -> None:
    """Thirty years are the default of what recurs."""
    given = terms(frequency="ONETIME", start_date=NOW)
    found = dict(check_mandate(given, Decimal(1), AT))

    assert (str(NOW), False) == (
        found["mandate.start_date"],
        "mandate.end_date" in found,
    )


def test_a_fixed_maximum_is_the_amount_of_the_order() -> None:
    """It may be left out then."""
    given = MandateTerms(amount_rule="FIXED")
    found = dict(check_mandate(given, Decimal("99.50"), AT))
    assert "99.50" == found["mandate.max_amount"]


REFUSED = [
    # terms, path, code
    ({"max_amount": None}, "max_amount", "mandate_maximum_missing"),
    ({"max_amount": "0.99"}, "max_amount", "mandate_maximum_too_small"),
    ({"max_amount": "100001.01"}, "max_amount", "mandate_maximum_too_large"),
    ({"max_amount": "1.001"}, "max_amount", "amount_decimals"),
    ({"max_amount": 1.5}, "max_amount", "float_given"),
    ({"amount_rule": "FIXED"}, "max_amount", "mandate_maximum_not_fixed"),
    ({"amount_rule": "SOME"}, "amount_rule", "not_a_choice"),
    ({"frequency": "HOURLY"}, "frequency", "not_a_choice"),
    ({"rule_type": "NEAR"}, "rule_type", "not_a_choice"),
    ({"frequency": "WEEKLY"}, "rule_value", "mandate_rule_value_missing"),
    (
        {"frequency": "WEEKLY", "rule_value": 8},
        "rule_value",
        "mandate_rule_value_range",
    ),
    (
        {"frequency": "FORTNIGHTLY", "rule_value": 17},
        "rule_value",
        "mandate_rule_value_range",
    ),
    (
        {"frequency": "YEARLY", "rule_value": 32},
        "rule_value",
        "mandate_rule_value_range",
    ),
    (
        {"frequency": "MONTHLY", "rule_value": 0},
        "rule_value",
        "mandate_rule_value_range",
    ),
    (
        {"frequency": "MONTHLY", "rule_value": "1-7"},
        "rule_value",
        "mandate_rule_value_range",
    ),
    ({"frequency": "DAILY", "rule_value": 1}, "rule_value", "mandate_rule_value_given"),
    ({"rule_value": 1}, "rule_value", "mandate_rule_value_given"),
    (
        {"frequency": "ONETIME", "rule_value": 1},
        "rule_value",
        "mandate_rule_value_given",
    ),
    ({"block_funds": True}, "block_funds", "mandate_block_funds"),
    (
        {"frequency": "ONETIME", "block_funds": False},
        "block_funds",
        "mandate_block_funds",
    ),
    ({"revokable_by_customer": "yes"}, "revokable_by_customer", "wrong_type"),
    ({"start_date": 1598965200}, "start_date", "mandate_start_not_today"),
    ({"start_date": NOW * 1000}, "start_date", "time_milliseconds"),
    ({"start_date": "soon"}, "start_date", "time_epoch"),
    ({"start_date": 10**40}, "start_date", "time_epoch"),
    ({"start_date": AT.replace(tzinfo=None)}, "start_date", "time_naive"),
    ({"end_date": NOW}, "end_date", "mandate_end_not_later"),
    (
        {"frequency": "ONETIME", "end_date": NOW},
        "end_date",
        "mandate_end_not_later",
    ),
    ({"end_date": -1}, "end_date", "time_epoch"),
    ({"end_date": True}, "end_date", "time_epoch"),
]


@pytest.mark.parametrize(("given_terms", "path", "code"), REFUSED)
def test_terms_that_juspay_would_refuse_are_refused_by_their_wire_name(
    given_terms: dict[str, Any], path: str, code: str
) -> None:
    """One fault, under the key that would have been sent."""
    assert [(f"mandate.{path}", code)] == faults_of(
        lambda: check_mandate(terms(**given_terms), Decimal(1), AT)
    )


def test_whether_a_mandate_is_required_is_one_of_two_words() -> None:
    """The option has a prefix of its own."""
    assert [("options.create_mandate", "not_a_choice")] == faults_of(
        lambda: check_mandate(terms(create_mandate="DISABLED"), Decimal(1), AT)
    )


def test_all_faults_of_the_terms_are_reported_together() -> None:
    """Four fields, four faults."""
    given = MandateTerms(frequency="WEEKLY", rule_type="NEAR", end_date=1)
    assert [
        ("mandate.rule_type", "not_a_choice"),
        ("mandate.max_amount", "mandate_maximum_missing"),
        ("mandate.rule_value", "mandate_rule_value_missing"),
        ("mandate.end_date", "mandate_end_not_later"),
    ] == faults_of(lambda: check_mandate(given, Decimal(1), AT))


def test_a_mandate_needs_to_know_what_day_it_is() -> None:
    """There is no clock: now is an argument."""
    assert [("at", "time_missing")] == faults_of(
        lambda: check_mandate(terms(), Decimal(1), None)
    )


def test_terms_are_terms() -> None:
    """A plain mapping is refused."""
    assert [("mandate", "type_expected")] == faults_of(
        lambda: check_mandate({"max_amount": 1}, Decimal(1), AT)
    )


def test_a_fixed_maximum_is_not_compared_with_an_amount_that_was_refused() -> None:
    """One fault is enough."""
    found = dict(check_mandate(terms(amount_rule="FIXED"), None, AT))
    assert "1000.00" == found["mandate.max_amount"]


def test_today_is_the_day_in_india() -> None:
    """Twenty to seven in the evening of the 23rd, UTC, is the 24th there."""
    start = datetime(2026, 11, 24, 18, 29, 59, tzinfo=UTC)
    found = dict(check_mandate(terms(start_date=start), Decimal(1), AT))
    assert "1795544999" == found["mandate.start_date"]


def test_today_is_the_day_where_the_caller_says() -> None:
    """In UTC it is still the 23rd."""
    start = datetime(2026, 11, 24, 18, 29, 59, tzinfo=UTC)
    assert [("mandate.start_date", "mandate_start_not_today")] == faults_of(
        lambda: check_mandate(terms(start_date=start), Decimal(1), AT, zone=UTC)
    )


@pytest.mark.parametrize("maximum", ["1", "100001.00"])
def test_a_maximum_may_lie_on_its_bounds(maximum: str) -> None:
    """The smallest and the largest are taken."""
    found = dict(check_mandate(terms(max_amount=maximum), Decimal(1), AT))
    assert maximum == found["mandate.max_amount"]


def test_the_threshold_is_the_merchants() -> None:
    """A policy raises or lowers it."""
    policy = Policy(mandate_threshold=Decimal(500))
    assert [("mandate.max_amount", "mandate_maximum_too_large")] == faults_of(
        lambda: check_mandate(terms(), Decimal(1), AT, policy=policy)
    )


def test_a_moment_lies_before_the_year_2200() -> None:
    """So that thirty years more are within every calendar."""
    last = check_epoch("start_date", 7258118400)
    assert (7258118400, [("start_date", "time_epoch")]) == (
        last,
        faults_of(lambda: check_epoch("start_date", last + 1)),
    )


def test_terms_and_policies_are_given_by_name() -> None:
    """Fields this many are not told apart by their place."""
    with pytest.raises(TypeError):
        MandateTerms("1000.00")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Policy(True)  # type: ignore[call-arg]


EPOCHS = [
    # value, expected
    (1598965200, 1598965200),
    ("1598965200", 1598965200),
    (datetime(2020, 9, 1, 13, tzinfo=UTC), 1598965200),
    (datetime(2020, 9, 1, 13, 0, 0, 999999, tzinfo=UTC), 1598965200),
    (0, 0),
]


@pytest.mark.parametrize(("value", "expected"), EPOCHS)
def test_a_moment_is_sent_in_whole_seconds(value: Any, expected: int) -> None:
    """Moments come as times, numbers or text."""
    assert expected == check_epoch("start_date", value)


@pytest.mark.parametrize(
    "value",
    [10**5_000, -(10**5_000), Decimal(1598965200)],
    ids=["endless", "endless below zero", "a Decimal"],
)
def test_numbers_that_are_no_moment_are_refused(value: Any) -> None:
    """A number too long to be written out, or of another type, is no whole second."""
    assert [("start_date", "time_epoch")] == faults_of(
        lambda: check_epoch("start_date", value)
    )


def test_a_leap_day_is_clamped_after_thirty_years() -> None:
    """29 February 2024 ends on 28 February 2054."""
    start = check_epoch("start", datetime(2024, 2, 29, 12, tzinfo=UTC))
    end = check_epoch("end", datetime(2054, 2, 28, 12, tzinfo=UTC))
    assert end == default_end(start)
