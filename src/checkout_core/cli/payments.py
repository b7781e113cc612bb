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

from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core import juspay
from checkout_core.adapters.urllib import UrllibTransport
from checkout_core.checks import Check
from checkout_core.errors import CheckoutError, fault
from checkout_core.juspay import Credentials, Due, MandateTerms, Request, masked
from checkout_core.values import Record, thawed
from checkout_core.wire import dumps
from checkout_core.wire.envelopes import customer_fields, names_of


if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping

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
        help="a field of the order by its name on the wire: return_url, udf1,"
        " billing_address_city, metadata.PAYTM:key, mandate.max_amount, ...",
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
    _takes_customer(parser)
    takes_gateway(parser)


def takes_mandate(parser: ArgumentParser) -> None:
    """Add what a mandate command takes."""
    parser.add_argument("mandate_id", metavar="MANDATE")
    parser.add_argument("what", choices=tuple(MANDATES))
    parser.add_argument("--start", help="of the pause: epoch seconds or a time")
    parser.add_argument("--end", help="of the pause, or when to resume")
    parser.add_argument("--order-id", help="to execute, or to cancel")
    parser.add_argument("--amount", help="to execute, or to tell of")
    parser.add_argument("--date", help="of the debit to execute, or to tell of")
    parser.add_argument("--reference", help="your own id of what is told")
    parser.add_argument("--description", help="what the customer is told")
    _takes_customer(parser)
    takes_gateway(parser)


def _takes_customer(parser: ArgumentParser) -> None:
    parser.add_argument("--currency", default="INR", help="(default: %(default)s)")
    parser.add_argument("--customer-id", help="whose it is, which routes the call")


def create_order(given: Namespace, checkout: Checkout, priced: Quote) -> str:
    """Return the request that creates an order, or the answer to it."""
    request = juspay.create_order(
        priced,
        _credentials(given),
        order_id=_order_id(given, checkout),
        environment=given.environment,
        currency=priced.currency,
        at=_now(checkout),
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
        at=_now(checkout),
        **names_of(checkout.cart),
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
        currency=given.currency,
        customer_id=given.customer_id,
        environment=given.environment,
    )
    return _done(request, given)


def mandate(given: Namespace) -> str:
    """Return the request that reads or changes a mandate, or the answer to it."""
    who = {
        "mandate_id": given.mandate_id,
        "customer_id": given.customer_id,
        "environment": given.environment,
    }
    return _done(MANDATES[given.what](_credentials(given), given, who), given)


#: What can be done with a mandate, by the commands' own names; a debit is no command.
MANDATES: Mapping[str, Callable[[Credentials, Namespace, dict[str, Any]], Request]]
MANDATES = MappingProxyType(
    {
        "check_status": lambda keys, _, who: juspay.mandate_status(keys, **who),
        "revoke": lambda keys, _, who: juspay.revoke_mandate(keys, **who),
        "pause": lambda keys, given, who: juspay.pause_mandate(
            keys,
            pause_start_date=_moment(given.start),
            pause_end_date=_moment(given.end),
            **who,
        ),
        "resume": lambda keys, given, who: juspay.resume_mandate(
            keys, resume_date=_moment(given.end), **who
        ),
        "pre_debit_notify": lambda keys, given, who: juspay.notify_mandate(
            keys,
            object_reference_id=given.reference,
            description=given.description,
            amount=given.amount,
            txn_date=_moment(given.date),
            currency=given.currency,
            **who,
        ),
        "cancel_recurring_transaction": lambda keys, given, who: juspay.cancel_debit(
            keys, order_id=given.order_id, **who
        ),
        "execute": lambda keys, given, who: juspay.execute_mandate(
            Due(given.amount, given.currency),
            keys,
            order_id=given.order_id,
            currency=given.currency,
            execution_date=_moment(given.date),
            **who,
        ),
    }
)


def _moment(text: str | None) -> Any:
    """Return a time, where it is written as one; epoch seconds stay text."""
    try:
        # Without this a number could be read as a day without dashes.
        return datetime.fromisoformat(text) if text and "-" in text else text
    except ValueError:
        return text


def _now(checkout: Checkout) -> datetime:
    return checkout.at or datetime.now(UTC)


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


#: Fields that are no text of their own, but of several fields on the wire.
_GROUPS = frozenset({"billing_address", "shipping_address", "mandate", "metadata"})
#: What `--field` takes besides `metadata.`: the wire's name, its group, its own name.
_FIELDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{
            name: ("", name)
            for name in juspay.OrderFields.__annotations__
            if name not in _GROUPS
        },
        **{
            f"{kind}_address_{each.name}": (f"{kind}_address", each.name)
            for kind in ("billing", "shipping")
            for each in attrs.fields(juspay.Address)
        },
        **{
            f"mandate.{each.name}": ("mandate", each.name)
            for each in attrs.fields(MandateTerms)
            if each.name != "create_mandate"
        },
        "options.create_mandate": ("mandate", "create_mandate"),
    }
)
_WORDS = {"true": True, "false": False}


def _fields(given: Namespace, checkout: Checkout) -> dict[str, Any]:
    """
    Return the order's fields: what the document says of the customer, and `--field`.

    A field that is given stands in for the document's, of an address too.
    """
    check = Check()
    found = customer_fields(checkout.cart)
    groups: dict[str, dict[str, Any]] = {"": found}
    for each in given.field:
        name, equals, value = each.partition("=")
        group, _, key = name.partition(".")
        if not equals:
            check.add("--field", "wrong_type", each, expected="NAME=VALUE", found=each)
        elif group == "metadata" and key:
            groups.setdefault(group, {})[key] = value
        elif name in _FIELDS:
            group, key = _FIELDS[name]
            groups.setdefault(group, {})[key] = value
        else:
            check.keys("--field", {name: value}, _FIELDS)
    check.raise_any()
    for kind in ("billing_address", "shipping_address"):
        if kind in groups:
            found[kind] = attrs.evolve(
                found.get(kind, juspay.Address()), **groups[kind]
            )
    if "metadata" in groups:
        found["metadata"] = groups["metadata"]
    if "mandate" in groups:
        found["mandate"] = _terms(groups["mandate"])
    return found


def _terms(texts: dict[str, str]) -> MandateTerms:
    """Return the terms of a mandate; what cannot be read is left to be refused."""
    terms: dict[str, Any] = dict(texts)
    for name in ("block_funds", "revokable_by_customer"):
        if name in texts:
            terms[name] = _WORDS.get(texts[name], texts[name])
    for name in ("start_date", "end_date"):
        terms[name] = _moment(texts.get(name))
    if texts.get("rule_value", "") in _DAYS:
        terms["rule_value"] = int(texts["rule_value"])
    return MandateTerms(**terms)


#: No frequency has a day beyond these.
_DAYS = tuple(str(day) for day in range(1, 32))


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
