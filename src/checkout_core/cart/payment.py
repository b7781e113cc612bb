# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a customer pays, as far as offers and charges depend on it: the method, the card.

A pattern of a bank offer is a payment too: one that the customer can try.  Promises
that texts are compared trimmed and without case.  Holds no whole card number.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import Factory, field, frozen

from checkout_core.checks import MAX_ID, Validator
from checkout_core.errors import fault
from checkout_core.keys import Key, KeyTable, Together
from checkout_core.kinds import Kind, choice, count


if TYPE_CHECKING:
    from checkout_core.errors import Fault
    from checkout_core.keys import Values


#: How one can pay.
Method: TypeAlias = Literal[
    "card",
    "upi",
    "netbanking",
    "wallet",
    "emi",
    "pay_later",
    "cash_on_delivery",
    "bank_transfer",
]
#: What is paid in cash to the courier.
CASH_ON_DELIVERY: Method = "cash_on_delivery"
#: What the customer sends to the merchant's bank.
BANK_TRANSFER: Method = "bank_transfer"
CardType: TypeAlias = Literal["credit", "debit", "prepaid"]

_DETAILS = ("network", "card_type", "issuer", "bin", "app")
#: Which further keys a payment by each method can have.
METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "card": _DETAILS,
        "upi": _DETAILS,
        "netbanking": _DETAILS,
        "wallet": _DETAILS,
        "emi": (*_DETAILS, "emi_months"),
        "pay_later": _DETAILS,
        CASH_ON_DELIVERY: (),
        BANK_TRANSFER: (),
    }
)
CARD_TYPES = ("credit", "debit", "prepaid")


def plain_text(value: str) -> str:
    """
    Return the same text for all spellings that are compared as equal.

    >>> plain_text(" hdfc ") == plain_text("HDFC")
    True
    """
    return value.strip().casefold()


def _terms(payment: Payment) -> dict[str, str | int]:
    """Return what a payment says, in the form in which payments are compared."""
    said = (
        (name, getattr(payment, name)) for name in ("method", *_DETAILS, "emi_months")
    )
    return {
        name: plain_text(value) if isinstance(value, str) else value
        for name, value in said
        if value is not None
    }


@frozen(init=False, kw_only=True)
class Payment:
    """
    How a customer pays, or wants to; a condition names payments likewise.

    Raises `CheckoutError` with every fault.

    Attributes:
        method: one of `METHODS`.
        network: the network of the card, such as "Visa"; None (the default) if not
            known.
        card_type: `credit`, `debit` or `prepaid`; None by default.
        issuer: the bank, such as "HDFC"; None by default.
        bin: the first digits of the card's number, 1 to 8 of them; None by default.
        app: the app of a UPI payment or the wallet, such as "PhonePe"; None by default.
        emi_months: over how many months an `emi` is paid, 1 to 120; None by default.
        terms: no argument: what is given, texts trimmed and without case.

    >>> bank = Payment("card", issuer="HDFC")
    >>> bank.matches(Payment("card", issuer=" hdfc ", card_type="credit"))
    True
    """

    method: Method
    network: str | None
    card_type: CardType | None
    issuer: str | None
    bin: str | None
    app: str | None
    emi_months: int | None
    terms: Mapping[str, str | int] = field(
        init=False, eq=False, repr=False, default=Factory(_terms, takes_self=True)
    )

    def __init__(
        self,
        method: Method,
        *,
        network: str | None = None,
        card_type: CardType | None = None,
        issuer: str | None = None,
        bin: str | None = None,  # noqa: A002 - the field's own name
        app: str | None = None,
        emi_months: int | None = None,
    ) -> None:
        given = PAYMENT.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **PAYMENT.cleaned(given)
        )

    def matches(self, payment: Payment) -> bool:
        """
        Return whether *payment* is one of those that this pattern means.

        It is if the method and each further key of the pattern are equal, and if its
        `bin` begins with that of the pattern.
        """
        other = payment.terms
        for name, value in self.terms.items():
            found = other.get(name)
            if found != value and not (
                name == "bin" and str(found or "").startswith(str(value))
            ):
                return False
        return True


_BIN = re.compile(r"[0-9]{1,8}").fullmatch


def _check_bin(check: Validator, path: str, value: object) -> str:
    found = check.text(path, value, needed="the first digits of a card")
    if found and not _BIN(found):
        check.add(path, "bad_bin", value)
    return found


def _check_name(check: Validator, path: str, value: object) -> str:
    expected = "a name that is not blank"
    found = check.text(path, value, needed=expected)
    if found and not found.strip():
        check.add(path, "empty_text", value, expected=expected)
    return found


_NAME = Kind(
    check=_check_name,
    schema={"type": "string", "pattern": "\\S", "maxLength": MAX_ID},
)
_BIN_KIND = Kind(check=_check_bin, schema={"type": "string", "pattern": "^[0-9]{1,8}$"})


def _of_method(given: Mapping[str, Any], _values: Values) -> list[Fault]:
    """Return a fault for every key that a payment by its method does not have."""
    method = given.get("method")
    known = METHODS.get(method) if isinstance(method, str) else None
    if known is None:
        return []
    return [
        fault(name, "not_of_method", value, method=method)
        for name, value in given.items()
        if value is not None and name != "method" and name not in known
    ]


#: The keys of a payment, in the order of their faults.
PAYMENT = KeyTable(
    Payment,
    Key("method", choice(tuple(METHODS))),
    Key("network", _NAME, sparse=True),
    Key("card_type", choice(CARD_TYPES), sparse=True),
    Key("issuer", _NAME, sparse=True),
    Key("bin", _BIN_KIND, sparse=True),
    Key("app", _NAME, sparse=True),
    Key("emi_months", count(low=1, high=120), sparse=True),
    Together(_of_method),
)


__all__ = ["CARD_TYPES", "METHODS", "PAYMENT", "CardType", "Method", "Payment"]
