# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `juspay` commands: a request to look at, and to send where one says so.

The API key comes from the environment and is never printed: what is printed
asks for it again.  Without `--send` nothing leaves this machine.
"""

from __future__ import annotations

import os
import shlex

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core import juspay
from checkout_core.adapters.urllib import UrllibTransport
from checkout_core.checks import Check
from checkout_core.errors import CheckoutError, fault
from checkout_core.juspay import Credentials, Request, masked
from checkout_core.values import Record, thawed
from checkout_core.wire import dumps


if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout


#: Where the secret is: never on a command line, which others can read.
KEY_VARIABLE = "JUSPAY_API_KEY"
#: What stands for it while a request is only looked at.
PLACEHOLDER = "JUSPAY_API_KEY-is-not-set"


def takes_gateway(parser: ArgumentParser) -> None:
    """Add what every call takes."""
    parser.add_argument("--merchant-id", default="merchant-id")
    parser.add_argument(
        "--environment",
        default="sandbox",
        help="a preset or an https URL (default: %(default)s)",
    )
    parser.add_argument(
        "--send", action="store_true", help=f"send it, with ${KEY_VARIABLE}"
    )
    parser.add_argument(
        "--print",
        dest="shape",
        choices=("curl", "json"),
        default="curl",
        help="how the request is printed (default: %(default)s)",
    )


def takes_order(parser: ArgumentParser) -> None:
    """Add what an order is created from."""
    parser.add_argument(
        "file", metavar="FILE", help="a checkout document, or - for standard input"
    )
    parser.add_argument(
        "--order-id", help="default: the order_number of the document's order"
    )
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a field of the order: return_url, customer_email, udf1, ...",
    )
    takes_gateway(parser)


def takes_session(parser: ArgumentParser) -> None:
    """Add what a session needs besides."""
    parser.add_argument("--client-id", default="", help="payment_page_client_id")
    parser.add_argument("--action", default="paymentPage")
    takes_order(parser)


def takes_refund(parser: ArgumentParser) -> None:
    """Add what a refund is made from."""
    parser.add_argument("--order-id", required=True)
    parser.add_argument("--refund-id", required=True, help="unique_request_id")
    parser.add_argument("--amount", help="default: all that is left")
    takes_gateway(parser)


def takes_mandate(parser: ArgumentParser) -> None:
    """Add what a mandate command takes."""
    parser.add_argument("mandate_id", metavar="MANDATE")
    parser.add_argument("what", choices=("check_status", "revoke", "pause", "resume"))
    parser.add_argument("--start", help="of the pause, epoch seconds")
    parser.add_argument("--end", help="of the pause, or when to resume, epoch seconds")
    takes_gateway(parser)


def create_order(given: Namespace, checkout: Checkout, priced: Quote) -> str:
    """Return the request that creates an order, or the answer to it."""
    request = juspay.create_order(
        priced,
        _credentials(given),
        order_id=_order_id(given, checkout),
        environment=given.environment,
        currency=priced.currency,
        **_fields(given, checkout),
    )
    return _done(request, given)


def create_session(given: Namespace, checkout: Checkout, priced: Quote) -> str:
    """Return the request that creates a session, or the answer to it."""
    request = juspay.create_session(
        priced,
        _credentials(given),
        order_id=_order_id(given, checkout),
        environment=given.environment,
        currency=priced.currency,
        payment_page_client_id=given.client_id,
        action=given.action,
        **_fields(given, checkout),
    )
    return _done(request, given)


def refund(given: Namespace) -> str:
    """Return the request that refunds an order, or the answer to it."""
    request = juspay.refund_order(
        _credentials(given),
        order_id=given.order_id,
        unique_request_id=given.refund_id,
        amount=given.amount,
        environment=given.environment,
    )
    return _done(request, given)


def mandate(given: Namespace) -> str:
    """Return the request that reads or changes a mandate, or the answer to it."""
    who = {"mandate_id": given.mandate_id, "environment": given.environment}
    keys = _credentials(given)
    builders: dict[str, Callable[[], Request]] = {
        "check_status": lambda: juspay.mandate_status(keys, **who),
        "revoke": lambda: juspay.revoke_mandate(keys, **who),
        "pause": lambda: juspay.pause_mandate(
            keys,
            pause_start_date=given.start or "",
            pause_end_date=given.end or "",
            **who,
        ),
        "resume": lambda: juspay.resume_mandate(
            keys, resume_date=given.end or "", **who
        ),
    }
    return _done(builders[given.what](), given)


def _credentials(given: Namespace) -> Credentials:
    key = os.environ.get(KEY_VARIABLE, "")
    if given.send and not key:
        expected = "the API key of the merchant"
        raise CheckoutError(
            [fault(f"${KEY_VARIABLE}", "required", None, expected=expected)]
        )
    return Credentials(given.merchant_id, key or PLACEHOLDER)


def _order_id(given: Namespace, checkout: Checkout) -> str:
    number: str = given.order_id or checkout.order.order_number
    return number


def _fields(given: Namespace, checkout: Checkout) -> dict[str, Any]:
    """Return the order's fields: the customer of the document, and `--field`."""
    check = Check()
    found: dict[str, Any] = {}
    if checkout.cart.customer.id is not None:
        found["customer_id"] = checkout.cart.customer.id
    known = juspay.OrderFields.__annotations__
    for each in given.field:
        name, equals, value = each.partition("=")
        if not equals:
            check.add("--field", "wrong_type", each, expected="NAME=VALUE", found=each)
        else:
            check.keys("--field", {name: value}, known)
            found[name] = value
    check.raise_any()
    return found


def _done(request: Request, given: Namespace) -> str:
    if given.send:
        response = UrllibTransport().send(request)
        return dumps(_told(juspay.read(request, response)), indent=2)
    if given.shape == "json":
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


def _told(answer: Any) -> Any:
    """Return an answer as plain data, what is absent left out."""
    if attrs.has(type(answer)) and not isinstance(answer, Record):
        fields = {
            each.name: _told(getattr(answer, each.name))
            for each in attrs.fields(type(answer))
        }
        return {key: each for key, each in fields.items() if each not in (None, {}, [])}
    if isinstance(answer, datetime):
        return answer.isoformat()
    if isinstance(answer, tuple | list):
        return [_told(each) for each in answer]
    if isinstance(answer, str):
        return str(answer)
    if isinstance(answer, Decimal | int):
        return answer
    return thawed(answer)
