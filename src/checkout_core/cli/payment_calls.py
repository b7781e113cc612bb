# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `juspay` commands that are one call with values of their options: a row for each.

Promises that an option is given to the call by its name there, and left out if it was
not given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from attrs import frozen

from checkout_core import juspay
from checkout_core.cli.blame import refuse_unused
from checkout_core.cli.ending import Answer
from checkout_core.cli.payments import CURRENCY, asked, credentials_of, takes_gateway
from checkout_core.cli.sources import blaming_options
from checkout_core.juspay import Credentials, Due, PayingWith, RefundType


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser
    from checkout_core.http import Request


_PAYING_WITH = "paying_with"
#: What describes a way to pay.
_WAYS = tuple([each.name for each in attrs.fields(PayingWith)])
#: The options by their names: what the calls call each, its metavar, and its help.
OPTIONS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "txn-uuid": ("txn_uuid", "ID", "the transaction's txn_uuid, as its order says"),
        "order-id": ("order_id", "ID", "the id that the order was created with"),
        "txn-id": ("txn_id", "ID", "the transaction that is refunded, of an order's"),
        "refund-id": (
            "unique_request_id",
            "ID",
            "your own id of the refund (unique_request_id), a new one for each refund",
        ),
        "amount": ("amount", "AMOUNT", "how much"),
        "type": (
            "refund_type",
            "TYPE",
            f"how it is paid: {', '.join(RefundType)} (default: {RefundType.STANDARD})",
        ),
        "idempotence-key": (
            "idempotence_key",
            "KEY",
            "your own key of a part, a new one for each part; needed with --amount",
        ),
        "currency": (
            "currency",
            "CODE",
            f"the currency of --amount (default: {CURRENCY})",
        ),
        "paying-with": (
            _PAYING_WITH,
            "NAME=VALUE,...",
            "a way to pay: payment_method_type=CARD,card_bin=541333; once for each",
        ),
        "offer-code": ("offer_code", "CODE", "the only offer that is asked for"),
        "reference": (
            "object_reference_id",
            "ID",
            "the id that you gave the notification",
        ),
        "customer-id": (
            "customer_id",
            "ID",
            "the customer's id, by which Juspay routes the call",
        ),
    }
)


@frozen
class PaymentCall:
    """
    A command that is one call.

    Attributes:
        purpose: what it does, in one line of the help.
        call: makes the request of credentials and the values of options.
        needs: the options that have to be given.
        takes: those that can be left out.
        examples: commands for a shell.
    """

    purpose: str
    call: Callable[..., Request]
    needs: tuple[str, ...]
    takes: tuple[str, ...]
    examples: tuple[str, ...]

    def add_to(self, parser: Parser) -> None:
        """Add the arguments to a parser."""
        for name in (*self.needs, *self.takes):
            _, metavar, text = OPTIONS[name]
            parser.add_argument(
                f"--{name}",
                metavar=metavar,
                help=text,
                required=name in self.needs,
                action="append" if name == "paying-with" else "store",
            )
        takes_gateway(parser)

    def run(self, arguments: Namespace) -> Answer:
        """Return the request, or the answer to it."""
        given = {name: _value(arguments, name) for name in (*self.needs, *self.takes)}
        if given.get("amount", "") is None:
            refuse_unused(arguments, ("currency",), "without --amount")
        values = {
            OPTIONS[name][0]: value
            for name, value in given.items()
            if value is not None
        }

        def make(check: Validator) -> Request:
            if _PAYING_WITH in values:
                values[_PAYING_WITH] = _ways(check, values[_PAYING_WITH])
            keys = credentials_of(arguments, check)
            return self.call(keys, environment=arguments.environment, **values)

        with blaming_options(arguments):
            return Answer(asked(arguments, make))


def _value(arguments: Namespace, name: str) -> Any:
    return getattr(arguments, name.replace("-", "_"))


def _ways(check: Validator, texts: list[str]) -> list[PayingWith]:
    """Return the ways to pay that offers are asked for, which the answer numbers."""
    ways = []
    for number, text in enumerate(texts, start=1):
        pairs = [each.partition("=") for each in text.split(",")]
        fields = {name: value for name, _, value in pairs}
        check.keys("--paying-with", fields, _WAYS)
        known = {name: value for name, value in fields.items() if name in _WAYS}
        missing = {"payment_method_type": "", "payment_method_reference": str(number)}
        ways.append(PayingWith(**{**missing, **known}))
    return ways


def _offers(
    credentials: Credentials, *, amount: str, currency: str = CURRENCY, **fields: Any
) -> Request:
    return juspay.offers_list(
        Due(amount, currency), credentials, currency=currency, **fields
    )


#: Every command of this kind, by its name.
CALLS: Mapping[str, PaymentCall] = MappingProxyType(
    {
        "capture": PaymentCall(
            "take the money that a transaction holds, or a part of it",
            juspay.capture_txn,
            ("txn-uuid", "order-id"),
            ("amount", "currency", "idempotence-key", "customer-id"),
            (
                "checkout-core juspay capture --txn-uuid T1 --order-id A1",
                (
                    "checkout-core juspay capture --txn-uuid T1 --order-id A1"
                    " --amount 99.50 --idempotence-key A1-1"
                ),
            ),
        ),
        "void": PaymentCall(
            "release the money that a transaction holds",
            juspay.void_txn,
            ("txn-uuid", "order-id"),
            ("customer-id",),
            ("checkout-core juspay void --txn-uuid T1 --order-id A1",),
        ),
        "refund-transaction": PaymentCall(
            "give the money of one transaction back, or at once",
            juspay.refund_txn,
            ("refund-id", "amount"),
            ("txn-id", "order-id", "type", "currency", "customer-id"),
            (
                (
                    "checkout-core juspay refund-transaction --refund-id R1"
                    " --amount 99.50 --txn-id shop-A1-2"
                ),
                (
                    "checkout-core juspay refund-transaction --refund-id R1"
                    " --amount 99.50 --order-id A1 --type INSTANT_WITH_FALLBACK"
                ),
            ),
        ),
        "offers": PaymentCall(
            "list the offers of banks and brands on an amount",
            _offers,
            ("amount", "paying-with", "customer-id"),
            ("currency", "order-id", "offer-code"),
            (
                (
                    "checkout-core juspay offers --amount 1000 --customer-id c1"
                    " --paying-with payment_method_type=CARD,card_bin=541333"
                    " --paying-with payment_method_type=UPI"
                ),
            ),
        ),
        "mandates": PaymentCall(
            "list the mandates of a customer",
            juspay.list_mandates,
            ("customer-id",),
            (),
            ("checkout-core juspay mandates --customer-id c1",),
        ),
        "notification": PaymentCall(
            "say what became of a notification about a debit",
            juspay.notification_status,
            ("reference",),
            ("customer-id",),
            ("checkout-core juspay notification --reference n1",),
        ),
    }
)
