# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Mandates: the terms a customer agrees to.

Promises that terms that Juspay would refuse are refused here first, by the field's wire
name.  Days are in Asia/Kolkata unless the caller says otherwise; epoch seconds (UTC)
are sent.  The calendar of the debits is `orders.schedule`.

Knows nothing of subscriptions, requests or clocks.
"""

from __future__ import annotations

import re

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Validator, expect
from checkout_core.juspay.amounts import check_part, written
from checkout_core.juspay.messages import collected, refuse, refused, wrong_type
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.rules import check_choice
from checkout_core.subscriptions.calendar import (
    DEFAULT_YEARS,
    KOLKATA,
    AmountRule,
    Frequency,
    RuleType,
    check_rule_value,
    months_later,
)


if TYPE_CHECKING:
    from checkout_core.errors import Faults
    from checkout_core.money import Amount


SMALLEST_MAXIMUM = Decimal(1)


class CreateMandate(StrEnum):
    """
    Whether the customer must give a mandate.

    - `REQUIRED`: only instruments that can carry one are offered.
    - `OPTIONAL`: the customer decides.
    """

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"


_EPOCH = re.compile(r"[0-9]{1,11}").fullmatch
_MILLISECONDS = re.compile(r"[0-9]{12,14}").fullmatch
#: The start of 2200: within the calendar in every zone, and 30 years on as well.
LAST_EPOCH = 7258118400


@frozen(kw_only=True)
class MandateTerms:
    """
    The terms a customer agrees to; None means the default, or that it is not sent.

    Attributes:
        max_amount: the largest debit, in major units; with FIXED the amount of the
            order, and then it may be left out.
        create_mandate, amount_rule, frequency, rule_type: a member of the enum of
            that name or its text.
        rule_value: the day: 1-7, 1-16 or 1-31 by the frequency.
        start_date: a moment or epoch seconds, today; None is now (not sent for
            ONETIME).
        end_date: later than the start; None is 30 years later (not sent for ONETIME).
        block_funds: False for recurring debits; True or None for ONETIME.
        revokable_by_customer: whether the customer may end it alone.
    """

    max_amount: Amount | None = None
    create_mandate: str = CreateMandate.REQUIRED
    amount_rule: str = AmountRule.VARIABLE
    frequency: str = Frequency.ASPRESENTED
    rule_value: int | None = None
    rule_type: str | None = None
    start_date: datetime | int | str | None = None
    end_date: datetime | int | str | None = None
    block_funds: bool | None = None
    revokable_by_customer: bool | None = None


def check_mandate(
    terms: object,
    amount: Decimal | None,
    at: datetime | None,
    *,
    currency: str = "INR",
    zone: tzinfo = KOLKATA,
    policy: Policy = POLICY,
) -> tuple[tuple[str, str], ...]:
    """
    Return the terms of a mandate as pairs, for an order of *amount* made *at*.

    Raises `CheckoutError` with every fault, each under its wire name.  Sources: the
    mandate pages, and the four answers of the payment-link samples to bad terms.

    >>> terms = MandateTerms(max_amount="1000.00", frequency="MONTHLY", rule_value=1)
    >>> dict(check_mandate(terms, Decimal(1), datetime(2020, 9, 1, 13, tzinfo=UTC)))[
    ...     "mandate.start_date"
    ... ]
    '1598965200'
    """
    expect(zone=(zone, tzinfo), policy=(policy, Policy))
    if not isinstance(terms, MandateTerms):
        raise wrong_type("mandate", terms, "MandateTerms")
    check = Validator()
    create = collected(
        check,
        check_choice,
        "options.create_mandate",
        terms.create_mandate,
        CreateMandate,
    )
    rule = collected(
        check, check_choice, "mandate.amount_rule", terms.amount_rule, AmountRule
    )
    frequency = collected(
        check, check_choice, "mandate.frequency", terms.frequency, Frequency
    )
    kind = None
    if terms.rule_type is not None:
        kind = collected(
            check, check_choice, "mandate.rule_type", terms.rule_type, RuleType
        )
    maximum = collected(check, _maximum, terms, rule, amount, currency, policy)
    for name in ("block_funds", "revokable_by_customer"):
        if getattr(terms, name) is not None:
            check.flag(f"mandate.{name}", getattr(terms, name))
    start = end = None
    funds = terms.block_funds
    if frequency is not None:
        _frequency(check, frequency, terms)
        start, end = _period(check, terms, frequency, at, zone)
        if funds is None and frequency is not Frequency.ONETIME:
            funds = False
    check.raise_any()
    found = {
        "options.create_mandate": create,
        "mandate.amount_rule": rule,
        "mandate.max_amount": maximum and written(maximum),
        "mandate.revokable_by_customer": flag(terms.revokable_by_customer),
        "mandate.block_funds": flag(funds),
        "mandate.start_date": start,
        "mandate.end_date": end,
        "mandate.frequency": frequency,
        "mandate.rule_value": terms.rule_value,
        "mandate.rule_type": kind,
    }
    return tuple((key, str(value)) for key, value in found.items() if value is not None)


def flag(value: bool | None) -> str | None:  # noqa: FBT001 - it is the value
    """
    Return a boolean as the wire spells it, None for None.

    >>> flag(True), flag(None)
    ('true', None)
    """
    return None if value is None else str(value).lower()


def _maximum(
    terms: MandateTerms,
    rule: AmountRule | None,
    amount: Decimal | None,
    currency: str,
    policy: Policy,
) -> Decimal:
    path = "mandate.max_amount"
    fixed = rule is AmountRule.FIXED
    asked = amount if fixed and terms.max_amount is None else terms.max_amount
    if asked is None:
        raise refuse(path, "mandate_maximum_missing", None)
    found = check_part(asked, currency, path=path)
    if found < SMALLEST_MAXIMUM:
        raise refuse(path, "mandate_maximum_too_small", asked)
    if found > policy.mandate_threshold:
        limit = written(policy.mandate_threshold)
        raise refuse(path, "mandate_maximum_too_large", asked, limit=limit)
    if fixed and amount is not None and found != amount:
        raise refuse(path, "mandate_maximum_not_fixed", asked, amount=written(amount))
    return found


def _frequency(faults: Faults, frequency: Frequency, terms: MandateTerms) -> None:
    collected(faults, check_rule_value, frequency, terms.rule_value)
    once = frequency is Frequency.ONETIME
    if terms.block_funds is not None and terms.block_funds is not once:
        faults.found.append(
            refused("mandate.block_funds", "mandate_block_funds", terms.block_funds)
        )


def _period(
    faults: Faults,
    terms: MandateTerms,
    frequency: Frequency,
    at: datetime | None,
    zone: tzinfo,
) -> tuple[int | None, int | None]:
    now = collected(faults, check_epoch, "at", at)
    if now is None:
        return None, None
    once = frequency is Frequency.ONETIME
    start = None if once else now
    if terms.start_date is not None:
        start = collected(faults, check_epoch, "mandate.start_date", terms.start_date)
        if start is not None and _day(start, zone) != _day(now, zone):
            today = _day(now, zone).isoformat()
            faults.found.append(
                refused(
                    "mandate.start_date",
                    "mandate_start_not_today",
                    terms.start_date,
                    today=today,
                )
            )
    end = None
    if terms.end_date is not None:
        end = collected(faults, check_epoch, "mandate.end_date", terms.end_date)
        if end is not None and end <= (now if start is None else start):
            faults.found.append(
                refused("mandate.end_date", "mandate_end_not_later", terms.end_date)
            )
    elif start is not None and not once:
        end = default_end(start, zone)
    return start, end


def check_epoch(path: str, value: object) -> int:
    """
    Return a moment as whole epoch seconds, from a datetime, an int or its text.

    >>> check_epoch("start_date", datetime(2020, 9, 1, 13, tzinfo=UTC))
    1598965200
    """
    if value is None:
        raise refuse(path, "time_missing", value)
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise refuse(path, "time_naive", value)
        # Whole seconds by subtraction: timestamp() is a float.
        found = (value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    else:
        found = -1
        text = str(value) if _is_small(value) else value
        if isinstance(text, str) and _EPOCH(text):
            found = int(text)
        elif isinstance(text, str) and _MILLISECONDS(text):
            raise refuse(path, "time_milliseconds", value)
    if not 0 <= found <= LAST_EPOCH:
        raise refuse(path, "time_epoch", value)
    return found


def _is_small(value: object) -> bool:
    # A hostile int of a million digits must not be converted to text.
    return type(value) is int and abs(value) < 10**15


def _day(epoch: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(epoch, zone).date()


def default_end(start: int, zone: tzinfo = KOLKATA) -> int:
    """
    Return the default end of a mandate: 30 years later, in epoch seconds.

    The same day and time in *zone*; the 28th if there is no 29 February.

    >>> default_end(1598965200) - 1598965200 == (30 * 365 + 7) * 86400
    True
    """
    expect(zone=(zone, tzinfo))
    begins = check_epoch("start", start)
    began = datetime.fromtimestamp(begins, zone)
    day = months_later(began.date(), 12 * DEFAULT_YEARS)
    ends = began.replace(year=day.year, day=day.day)
    return check_epoch("mandate.end_date", ends)
