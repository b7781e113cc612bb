# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Mandates: the terms a customer agrees to, and the days they will be debited.

Promises that terms Juspay would refuse are refused here first, by the field's wire
name, and that debit days are worked out from the stored rule value every time, so
that a 31st comes back after February.  Days are of Asia/Kolkata unless the caller
says otherwise; what goes on the wire is epoch seconds, UTC.

Knows nothing of subscriptions, requests or clocks.
"""

from __future__ import annotations

import re

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import Check, listed
from checkout_core.juspay.rules import (
    POLICY,
    Policy,
    check_choice,
    check_part,
    refuse,
    refused,
    taken,
    written,
)
from checkout_core.money import number, type_name


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo

    from checkout_core.errors import CheckoutError, Faults
    from checkout_core.money import Amount


#: India has kept one offset since 1945, so no time-zone database is read.
KOLKATA = timezone(timedelta(hours=5, minutes=30), "Asia/Kolkata")

DEFAULT_YEARS = 30
SMALLEST_MAXIMUM = Decimal(1)
NOTICE = timedelta(hours=24)


class CreateMandate(StrEnum):
    """
    Whether the customer must give a mandate.

    - `REQUIRED`: only instruments that can carry one are offered.
    - `OPTIONAL`: the customer decides.
    """

    REQUIRED = "REQUIRED"
    OPTIONAL = "OPTIONAL"


class AmountRule(StrEnum):
    """
    What may be debited later.

    - `FIXED`: the maximum, which is the amount of the order.
    - `VARIABLE`: anything up to the maximum.
    """

    FIXED = "FIXED"
    VARIABLE = "VARIABLE"


class Frequency(StrEnum):
    """
    How often the customer may be debited; ASPRESENTED is whenever they are asked.

    Source: the mandate pages and the types of the official Node package.
    """

    ONETIME = "ONETIME"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    FORTNIGHTLY = "FORTNIGHTLY"
    MONTHLY = "MONTHLY"
    BIMONTHLY = "BIMONTHLY"
    QUARTERLY = "QUARTERLY"
    HALFYEARLY = "HALFYEARLY"
    YEARLY = "YEARLY"
    ASPRESENTED = "ASPRESENTED"


class RuleType(StrEnum):
    """
    Where the debit lies relative to the day of the rule.

    - `ON`: on that day.
    - `BEFORE`: on it or earlier (what Razorpay does in any case).
    - `AFTER`: on it or later (what Paytm does in any case).
    """

    ON = "ON"
    BEFORE = "BEFORE"
    AFTER = "AFTER"


#: The largest rule value of each frequency that has one (Commerce Engine's order
#: page: 1-7 from Monday, 1-16, 1-31); the other three take none.
RULE_VALUES: Mapping[Frequency, int] = MappingProxyType(
    {
        Frequency.WEEKLY: 7,
        Frequency.FORTNIGHTLY: 16,
        Frequency.MONTHLY: 31,
        Frequency.BIMONTHLY: 31,
        Frequency.QUARTERLY: 31,
        Frequency.HALFYEARLY: 31,
        Frequency.YEARLY: 31,
    }
)

#: How many months lie between two debits.
MONTHS: Mapping[Frequency, int] = MappingProxyType(
    {
        Frequency.MONTHLY: 1,
        Frequency.BIMONTHLY: 2,
        Frequency.QUARTERLY: 3,
        Frequency.HALFYEARLY: 6,
        Frequency.YEARLY: 12,
    }
)

#: Above these the customer authenticates every debit: the Reserve Bank of India's
#: limits in rupees as Juspay's mandate pages give them (2026-11), by purpose.
AUTHENTICATION_ABOVE: Mapping[str, Decimal] = MappingProxyType(
    {
        "": Decimal(15_000),
        "credit_card_bill": Decimal(100_000),
        "insurance": Decimal(100_000),
        "mutual_fund": Decimal(100_000),
    }
)

_EPOCH = re.compile(r"[0-9]{1,11}").fullmatch
_MILLISECONDS = re.compile(r"[0-9]{12,14}").fullmatch
#: The start of 2200: within the calendar in every zone, and 30 years on as well.
LAST_EPOCH = 7258118400


@frozen(kw_only=True)
class MandateTerms:
    """
    What a customer agrees to; None is left to the rules or not sent.

    Attributes:
        max_amount: the largest debit, in major units; with FIXED the amount of the
            order, and then it may be left out.
        create_mandate, amount_rule, frequency, rule_type: a member of the enum of
            that name or its text.
        rule_value: the day: 1-7, 1-16 or 1-31 by the frequency.
        start_date: a moment or epoch seconds, today; None is now, and for ONETIME
            nothing at all.
        end_date: later than the start; None is 30 years later, and for ONETIME
            nothing at all.
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
    if not isinstance(terms, MandateTerms):
        raise refuse(
            "mandate",
            "type_expected",
            terms,
            found=type_name(terms),
            expected="MandateTerms",
        )
    check = Check()
    create = taken(
        check,
        check_choice,
        "options.create_mandate",
        terms.create_mandate,
        CreateMandate,
    )
    rule = taken(
        check, check_choice, "mandate.amount_rule", terms.amount_rule, AmountRule
    )
    frequency = taken(
        check, check_choice, "mandate.frequency", terms.frequency, Frequency
    )
    kind = None
    if terms.rule_type is not None:
        kind = taken(
            check, check_choice, "mandate.rule_type", terms.rule_type, RuleType
        )
    maximum = taken(check, _maximum, terms, rule, amount, currency, policy)
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


def _rule_value_given(frequency: Frequency, value: object) -> CheckoutError:
    return refuse(
        "mandate.rule_value", "mandate_rule_value_given", value, frequency=frequency
    )


def _frequency(faults: Faults, frequency: Frequency, terms: MandateTerms) -> None:
    value = terms.rule_value
    if frequency not in RULE_VALUES:
        if value is not None:
            faults.extend(_rule_value_given(frequency, value))
    else:
        taken(faults, check_rule_value, frequency, value)
    once = frequency is Frequency.ONETIME
    if terms.block_funds is not None and terms.block_funds is not once:
        faults.found.append(
            refused("mandate.block_funds", "mandate_block_funds", terms.block_funds)
        )


def check_rule_value(frequency: Frequency, value: object) -> int:
    """
    Return the day a frequency is debited on.

    >>> check_rule_value(Frequency.WEEKLY, 7)
    7
    """
    path = "mandate.rule_value"
    high = RULE_VALUES[frequency]
    if value is None:
        raise refuse(
            path, "mandate_rule_value_missing", value, high=high, frequency=frequency
        )
    if type(value) is not int or not 1 <= value <= high:
        raise refuse(
            path, "mandate_rule_value_range", value, high=high, frequency=frequency
        )
    return value


def _period(
    faults: Faults,
    terms: MandateTerms,
    frequency: Frequency,
    at: datetime | None,
    zone: tzinfo,
) -> tuple[int | None, int | None]:
    now = taken(faults, check_epoch, "at", at)
    if now is None:
        return None, None
    once = frequency is Frequency.ONETIME
    start = None if once else now
    if terms.start_date is not None:
        start = taken(faults, check_epoch, "mandate.start_date", terms.start_date)
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
        end = taken(faults, check_epoch, "mandate.end_date", terms.end_date)
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
    # A hostile int of a million digits must not be written out to be refused.
    return type(value) is int and abs(value) < 10**15


def _day(epoch: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(epoch, zone).date()


def default_end(start: int, zone: tzinfo = KOLKATA) -> int:
    """
    Return the end of a mandate that names none: 30 years later, in epoch seconds.

    The same day and time in *zone*, the 28th for a 29 February that is not there.

    >>> default_end(1598965200) - 1598965200 == (30 * 365 + 7) * 86400
    True
    """
    began = datetime.fromtimestamp(start, zone)
    year = began.year + DEFAULT_YEARS
    day = min(began.day, monthrange(year, began.month)[1])
    return check_epoch("mandate.end_date", began.replace(year=year, day=day))


def debit_dates(
    frequency: Frequency, rule_value: int | None, start: date, count: int
) -> tuple[date, ...]:
    """
    Return the first *count* debit days on or after *start*, fewer where none follow.

    ASPRESENTED has none, ONETIME one.  From monthly on the first is the first day
    of the rule on or after *start*, and the others follow it in whole months.

    >>> days = debit_dates(Frequency.FORTNIGHTLY, 16, date(2018, 1, 24), 5)
    >>> ["%d-%02d" % (day.day, day.month) for day in days]
    ['31-01', '15-02', '28-02', '15-03', '31-03']
    """
    days = _days(frequency, rule_value, start)
    return tuple(day for day, _ in zip(days, range(count), strict=False))


def next_debit_date(
    frequency: Frequency, rule_value: int | None, start: date, after: date
) -> date | None:
    """
    Return the first debit day later than *after*, or None where none follows.

    >>> next_debit_date(Frequency.MONTHLY, 31, date(2026, 1, 1), date(2026, 2, 28))
    datetime.date(2026, 3, 31)
    """
    for day in _days(frequency, rule_value, start):
        if day > after:
            return day
    return None


def _days(frequency: Frequency, rule_value: int | None, start: date) -> Iterator[date]:
    value = 1
    if frequency in RULE_VALUES:
        value = check_rule_value(frequency, rule_value)
    elif rule_value is not None:
        raise _rule_value_given(frequency, rule_value)
    match frequency:
        case Frequency.ASPRESENTED:
            return iter(())
        case Frequency.ONETIME:
            return iter((start,))
        case Frequency.DAILY:
            return _every(start, 1)
        case Frequency.WEEKLY:
            return _every(start, 7, (value - start.isoweekday()) % 7)
        case Frequency.FORTNIGHTLY:
            return _fortnights(start, value)
    return _monthly(start, value, MONTHS[frequency])


def _every(start: date, step: int, ahead: int = 0) -> Iterator[date]:
    for ordinal in range(start.toordinal() + ahead, date.max.toordinal() + 1, step):
        yield date.fromordinal(ordinal)


def _fortnights(start: date, value: int) -> Iterator[date]:
    for year, month, last in _months(start, 1):
        for day in (min(value, 15), min(15 + value, last)):
            if (found := date(year, month, day)) >= start:
                yield found


def _monthly(start: date, value: int, step: int) -> Iterator[date]:
    past = start.day > min(value, monthrange(start.year, start.month)[1])
    for year, month, last in _months(start, step, ahead=int(past)):
        # From the rule's own value each time: 31 Jan, 28 Feb, and 31 Mar again.
        yield date(year, month, min(value, last))


def _months(start: date, step: int, ahead: int = 0) -> Iterator[tuple[int, int, int]]:
    first = start.year * 12 + start.month - 1 + ahead
    for at in range(first, (date.max.year + 1) * 12, step):
        year, month = at // 12, at % 12 + 1
        yield year, month, monthrange(year, month)[1]


def notify_before(debit: datetime) -> datetime:
    """
    Return the last moment to tell the customer of a debit: 24 hours before it.

    >>> notify_before(datetime(2026, 3, 31, 9, tzinfo=UTC)).isoformat()
    '2026-03-30T09:00:00+00:00'
    """
    return debit - NOTICE


def needs_authentication(amount: Amount, purpose: str = "") -> bool:
    """
    Return whether a debit in rupees needs the customer to authenticate it.

    *purpose* is a key of `AUTHENTICATION_ABOVE`.

    >>> needs_authentication("15000"), needs_authentication("15000.01")
    (False, True)
    """
    if purpose not in AUTHENTICATION_ABOVE:
        choices = listed(AUTHENTICATION_ABOVE)
        raise refuse("purpose", "field_unknown", purpose, choices=choices)
    return number(amount, "amount") > AUTHENTICATION_ABOVE[purpose]
