# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `juspay` commands: print a request, or send it with `--send`.

The API key comes from the environment and is never printed: a printed request names the
variable.  Without `--send` nothing is sent.
"""

from __future__ import annotations

import os
import shlex

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core import juspay
from checkout_core.checks import Validator
from checkout_core.cli.order_fields import fields_of, moment_of
from checkout_core.cli.sources import KEY_VARIABLE, MERCHANT_VARIABLE
from checkout_core.http import Request, masked
from checkout_core.juspay import Credentials, Due
from checkout_core.juspay.customer import names_of
from checkout_core.juspay.orders import ACTIONS
from checkout_core.transports.urllib import UrllibTransport
from checkout_core.values import Record, thawed
from checkout_core.wire import dumps


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from checkout_core.cli.arguments import Parser
    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout


#: The currency of an amount by default.
CURRENCY = "INR"
#: The environment variables that the calls read.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        KEY_VARIABLE: "the API key at Juspay; needed with --send, and never printed",
        MERCHANT_VARIABLE: "the merchant id, where --merchant-id is not given",
    }
)
#: The text in a printed request for a variable that is not set.
PLACEHOLDER = "{}-is-not-set"


def takes_gateway(parser: Parser) -> None:
    """Add the arguments of every call."""
    parser.add_argument(
        "--merchant-id",
        metavar="ID",
        help="your merchant id as Juspay's dashboard spells it (default:"
        f" ${MERCHANT_VARIABLE}); needed with --send, without it a printed request"
        " holds a placeholder",
    )
    parser.add_argument(
        "--environment",
        default="sandbox",
        metavar="NAME",
        help="sandbox, production, another preset or an https URL"
        " (default: %(default)s)",
    )
    parser.add_argument(
        "--send",
        action="store_true",
        help=f"send the request, with ${KEY_VARIABLE}, and print the answer as JSON",
    )
    parser.add_argument(
        "--print",
        choices=("curl", "json"),
        help="how a request that is not sent is printed; without the API key"
        " (default: curl)",
    )


def takes_order(parser: Parser) -> None:
    """Add the arguments of an order."""
    parser.add_argument(
        "file", metavar="FILE", help="a checkout document, or - for standard input"
    )
    parser.add_argument(
        "--order-id",
        metavar="ID",
        help="the order's id at Juspay (default: the order_number of the document's"
        " order)",
    )
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a field of the order by its name on the wire: return_url, udf1,"
        " billing_address_city, metadata.PAYTM:key, mandate.max_amount, ...",
    )
    takes_gateway(parser)


def takes_session(parser: Parser) -> None:
    """Add the further arguments of a session."""
    parser.add_argument(
        "--client-id",
        metavar="ID",
        default="",
        help="the payment_page_client_id that Juspay gave you; needed",
    )
    parser.add_argument(
        "--action",
        default="paymentPage",
        help=f"what the page is opened for: {', '.join(ACTIONS)}"
        " (default: %(default)s)",
    )
    takes_order(parser)


def takes_refund(parser: Parser) -> None:
    """Add the arguments of a refund."""
    parser.add_argument(
        "--order-id",
        metavar="ID",
        required=True,
        help="the id that the order was created with",
    )
    parser.add_argument(
        "--refund-id",
        metavar="ID",
        required=True,
        help="your own id of the refund (unique_request_id), a new one for each refund",
    )
    parser.add_argument(
        "--amount", help="how much to refund (default: all that is left)"
    )
    _takes_customer(parser)
    takes_gateway(parser)


def takes_mandate(parser: Parser) -> None:
    """Add the arguments of a mandate command."""
    parser.add_argument("mandate_id", metavar="MANDATE", help="the mandate's id")
    parser.add_argument(
        "what",
        choices=tuple(MANDATES),
        metavar="WHAT",
        help=f"one of {', '.join(MANDATES)}",
    )
    for name, metavar, text in (
        ("start", "TIME", "when the pause begins: epoch seconds or a time"),
        ("end", "TIME", "when the pause ends, or when to resume"),
        ("order-id", "ID", "the order of the debit to execute or to cancel"),
        ("amount", "AMOUNT", "the amount of the debit to execute or to notify of"),
        ("date", "TIME", "the time of the debit to execute or to notify of"),
        ("reference", "ID", "your own id of the notification"),
        ("description", "TEXT", "the text that the customer reads"),
    ):
        takers = [
            what
            for what, options in MANDATE_OPTIONS.items()
            if name.replace("-", "_") in options
        ]
        parser.add_argument(
            f"--{name}", metavar=metavar, help=f"{text}; with {', '.join(takers)}"
        )
    _takes_customer(parser)
    takes_gateway(parser)


def _takes_customer(parser: Parser) -> None:
    parser.add_argument(
        "--currency",
        metavar="CODE",
        help=f"the currency of --amount (default: {CURRENCY})",
    )
    parser.add_argument(
        "--customer-id",
        metavar="ID",
        help="the customer's id, by which Juspay routes the call",
    )


def create_order(arguments: Namespace, checkout: Checkout, priced: Quote) -> str:
    """Return the request that creates an order, or the answer to it."""
    return asked(
        arguments,
        lambda check: juspay.create_order(
            priced,
            credentials_of(arguments, check),
            **_order(arguments, checkout, priced),
            **fields_of(arguments, checkout, check),
        ),
    )


def create_session(arguments: Namespace, checkout: Checkout, priced: Quote) -> str:
    """Return the request that creates a session, or the answer to it."""
    return asked(
        arguments,
        lambda check: juspay.create_session(
            priced,
            credentials_of(arguments, check),
            payment_page_client_id=arguments.client_id,
            action=arguments.action,
            **_order(arguments, checkout, priced),
            **names_of(checkout.cart),
            **fields_of(arguments, checkout, check),
        ),
    )


def refund(arguments: Namespace) -> str:
    """Return the request that refunds an order, or the answer to it."""
    return asked(
        arguments,
        lambda check: juspay.refund_order(
            credentials_of(arguments, check),
            order_id=arguments.order_id,
            unique_request_id=arguments.refund_id,
            amount=arguments.amount,
            currency=arguments.currency or CURRENCY,
            customer_id=arguments.customer_id,
            environment=arguments.environment,
        ),
    )


def mandate(arguments: Namespace) -> str:
    """Return the request that reads or changes a mandate, or the answer to it."""
    who = {
        "mandate_id": arguments.mandate_id,
        "customer_id": arguments.customer_id,
        "environment": arguments.environment,
    }
    make = MANDATES[arguments.what]
    return asked(
        arguments, lambda check: make(credentials_of(arguments, check), arguments, who)
    )


#: The commands for a mandate, by Juspay's names; "execute" is our name for a debit.
MANDATES: Mapping[str, Callable[[Credentials, Namespace, dict[str, Any]], Request]]
MANDATES = MappingProxyType(
    {
        "check_status": lambda keys, _, who: juspay.mandate_status(keys, **who),
        "revoke": lambda keys, _, who: juspay.revoke_mandate(keys, **who),
        "pause": lambda keys, arguments, who: juspay.pause_mandate(
            keys,
            pause_start_date=moment_of(arguments.start),
            pause_end_date=moment_of(arguments.end),
            **who,
        ),
        "resume": lambda keys, arguments, who: juspay.resume_mandate(
            keys, resume_date=moment_of(arguments.end), **who
        ),
        "pre_debit_notify": lambda keys, arguments, who: juspay.notify_mandate(
            keys,
            object_reference_id=arguments.reference,
            description=arguments.description,
            amount=arguments.amount,
            txn_date=moment_of(arguments.date),
            currency=arguments.currency or CURRENCY,
            **who,
        ),
        "cancel_recurring_transaction": lambda keys, arguments, who: (
            juspay.cancel_debit(keys, order_id=arguments.order_id, **who)
        ),
        "execute": lambda keys, arguments, who: juspay.execute_mandate(
            Due(arguments.amount, arguments.currency or CURRENCY),
            keys,
            order_id=arguments.order_id,
            currency=arguments.currency or CURRENCY,
            execution_date=moment_of(arguments.date),
            **who,
        ),
    }
)

#: The options of each of them, in addition to the customer.
MANDATE_OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "check_status": (),
        "revoke": (),
        "pause": ("start", "end"),
        "resume": ("end",),
        "pre_debit_notify": ("reference", "description", "amount", "date", "currency"),
        "cancel_recurring_transaction": ("order_id",),
        "execute": ("order_id", "amount", "date", "currency"),
    }
)


def credentials_of(arguments: Namespace, check: Validator) -> Credentials:
    """Return the credentials; what is missing to send with them is noted."""
    key, merchant_id = os.environ.get(KEY_VARIABLE) or None, merchant_id_of(arguments)
    if arguments.send:
        for where, value, expected in (
            (f"${KEY_VARIABLE}", key, "the API key of the merchant"),
            ("--merchant-id", merchant_id, f"it, or ${MERCHANT_VARIABLE}"),
        ):
            if value is None:
                check.needed(where, value, expected)
    return Credentials(
        PLACEHOLDER.format(MERCHANT_VARIABLE) if merchant_id is None else merchant_id,
        key or PLACEHOLDER.format(KEY_VARIABLE),
    )


def merchant_id_of(arguments: Namespace) -> str | None:
    """Return the merchant id of the option, else of the environment."""
    found: str | None = arguments.merchant_id
    return os.environ.get(MERCHANT_VARIABLE) or None if found is None else found


def _order(arguments: Namespace, checkout: Checkout, priced: Quote) -> dict[str, Any]:
    """Return the arguments of every order that is created."""
    return {
        "order_id": arguments.order_id or checkout.order.order_number,
        "environment": arguments.environment,
        "currency": priced.currency,
        "at": checkout.at or datetime.now(UTC),
    }


def asked(arguments: Namespace, make: Callable[[Validator], Request]) -> str:
    """
    Return the printed request that *make* returns, or the answer to it.

    What *make* notes in its check and what the request itself refuses are raised
    together.
    """
    check = Validator()
    request = check.within("", lambda: make(check))
    check.raise_any()
    assert request is not None
    if arguments.send:
        # After this, an error leaves the result unknown.
        arguments.sent = True
        response = UrllibTransport().send(request)
        return dumps(_as_data(juspay.read(request, response)), indent=2)
    if arguments.print == "json":
        return dumps(masked(request), indent=2)
    return as_curl(request)


def as_curl(request: Request) -> str:
    """Return the command that sends *request*; the secret stays in the environment."""
    parts = [f"curl --request {request.method} {shlex.quote(request.url)}"]
    parts.append(f'--user "${KEY_VARIABLE}:"')
    parts += [
        f"--header {shlex.quote(f'{name}: {value}')}"
        for name, value in request.headers
        if name.lower() != "authorization"
    ]
    if request.body:
        parts.append(f"--data-raw {shlex.quote(request.body.decode())}")
    return " \\\n  ".join(parts)


def _as_data(answer: Any) -> Any:
    """Return an answer as plain data, without absent values."""
    if attrs.has(type(answer)) and not isinstance(answer, Record):
        fields = {
            each.name: _as_data(getattr(answer, each.name))
            for each in attrs.fields(type(answer))
        }
        return {key: each for key, each in fields.items() if each not in (None, {}, [])}
    if isinstance(answer, datetime):
        return answer.isoformat()
    if isinstance(answer, tuple | list):
        return [_as_data(each) for each in answer]
    if isinstance(answer, str):
        return str(answer)
    if isinstance(answer, Decimal | int):
        return answer
    return thawed(answer)
