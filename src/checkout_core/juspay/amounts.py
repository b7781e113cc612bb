# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rules for amounts and currencies.

Promises that an amount is sent as it is written: above zero, with no more decimals than
its currency and the API have.

Knows nothing of orders, refunds and captures.
"""

from __future__ import annotations

from decimal import Decimal

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError
from checkout_core.juspay.messages import refuse
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.money import currency_of, number, to_decimal, to_minor


MAX_WIRE_DECIMALS = 2


def check_currency(value: object = "INR", *, path: str = "currency") -> str:
    """
    Return an active ISO 4217 code.

    >>> check_currency("SGD")
    'SGD'
    """
    return currency_of(value, path).code


def check_amount(
    value: object,
    currency: str = "INR",
    policy: Policy = POLICY,
    *,
    path: str = "amount",
) -> Decimal:
    """
    Return an amount that can be requested, in major units, as it is written.

    Above zero, at most two decimals and never more than the currency has, and at
    least the policy's minimum.  Decimals that are only zeros are cut to that.
    Source: S002 ("100.15" and "100" are valid, "100.1532" is not).

    >>> check_amount("100.15"), check_amount("1.230", "KWD")
    (Decimal('100.15'), Decimal('1.23'))
    """
    expect(policy=(policy, Policy))
    if value is None:
        raise refuse(path, "amount_missing", value)
    amount = number(value, path)
    if amount <= 0:
        raise refuse(path, "amount_not_positive", value)
    kept = _on_the_wire(amount, currency, value, path)
    minimum = policy.minimum_amount.get(currency)
    if minimum is not None and kept < number(minimum, "minimum_amount"):
        raise refuse(
            path, "amount_below_minimum", value, minimum=minimum, currency=currency
        )
    return kept


def check_part(value: object, currency: str = "INR", *, path: str) -> Decimal:
    """
    Return an amount above zero, without a minimum.

    >>> check_part("0.50", path="amount")
    Decimal('0.50')
    """
    amount = number(value, path)
    if amount <= 0:
        raise refuse(path, "amount_not_positive", value)
    return _on_the_wire(amount, currency, value, path)


def _on_the_wire(amount: Decimal, currency: str, value: object, path: str) -> Decimal:
    known = currency_of(currency)
    digits = min(MAX_WIRE_DECIMALS, known.exponent)
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)  # number() let nothing else through
    if -exponent <= digits:
        return amount
    try:
        minor = to_minor(amount, known, path)
    except CheckoutError:
        raise refuse(path, "amount_decimals", value, digits=digits) from None
    kept, lost = divmod(minor, 10 ** (known.exponent - digits))
    if lost:
        raise refuse(path, "amount_decimals", value, digits=digits)
    return to_decimal(kept, digits)


def written(amount: Decimal) -> str:
    """
    Return an amount in plain digits, never with an exponent.

    >>> written(Decimal("1054.25")), written(Decimal("1E+2"))
    ('1054.25', '100')
    """
    return f"{amount:f}"


def check_refund(
    value: object,
    left: Decimal | None = None,
    currency: str = "INR",
    *,
    path: str = "amount",
) -> Decimal:
    """
    Return an amount to refund: above zero and no more than is *left*.

    >>> check_refund("10.50", Decimal(100))
    Decimal('10.50')
    """
    return _at_most(value, left, currency, path, "refund_above_left")


def check_capture(
    value: object,
    left: Decimal | None = None,
    currency: str = "INR",
    *,
    path: str = "amount",
) -> Decimal:
    """
    Return an amount to capture: above zero and no more than is *left* of what is held.

    >>> check_capture("3.00", Decimal(3))
    Decimal('3.00')
    """
    return _at_most(value, left, currency, path, "capture_above_left")


def _at_most(
    value: object, left: Decimal | None, currency: str, path: str, code: str
) -> Decimal:
    found = check_part(value, currency, path=path)
    limit = found if left is None else number(left, "left")
    if found > limit:
        raise refuse(path, code, value, limit=written(limit), currency=currency)
    return found
