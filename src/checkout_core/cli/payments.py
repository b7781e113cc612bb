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
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core import juspay
from checkout_core.checks import Validator
from checkout_core.cli.blame import Refused, of_source, renamed
from checkout_core.errors import CheckoutError
from checkout_core.http import Request, masked
from checkout_core.juspay import Credentials, Due, MandateTerms
from checkout_core.juspay.orders import ACTIONS
from checkout_core.transports.urllib import UrllibTransport
from checkout_core.values import Record, thawed
from checkout_core.wire import dumps
from checkout_core.wire.envelopes import customer_fields, names_of


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from checkout_core.cli.arguments import Parser
    from checkout_core.errors import Fault
    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout


#: The currency of an amount by default.
CURRENCY = "INR"
#: The variable with the API key: other users can read a command line.
KEY_VARIABLE = "JUSPAY_API_KEY"
#: The variable with the merchant id, instead of the option.
MERCHANT_VARIABLE = "JUSPAY_MERCHANT_ID"
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


def create_order(given: Namespace, checkout: Checkout, priced: Quote) -> str:
    """Return the request that creates an order, or the answer to it."""
    return _asked(
        given,
        lambda check: juspay.create_order(
            priced,
            _credentials(given, check),
            **_order(given, checkout, priced),
            **_fields(given, checkout, check),
        ),
    )


def create_session(given: Namespace, checkout: Checkout, priced: Quote) -> str:
    """Return the request that creates a session, or the answer to it."""
    return _asked(
        given,
        lambda check: juspay.create_session(
            priced,
            _credentials(given, check),
            payment_page_client_id=given.client_id,
            action=given.action,
            **_order(given, checkout, priced),
            **names_of(checkout.cart),
            **_fields(given, checkout, check),
        ),
    )


def refund(given: Namespace) -> str:
    """Return the request that refunds an order, or the answer to it."""
    return _asked(
        given,
        lambda check: juspay.refund_order(
            _credentials(given, check),
            order_id=given.order_id,
            unique_request_id=given.refund_id,
            amount=given.amount,
            currency=given.currency or CURRENCY,
            customer_id=given.customer_id,
            environment=given.environment,
        ),
    )


def mandate(given: Namespace) -> str:
    """Return the request that reads or changes a mandate, or the answer to it."""
    who = {
        "mandate_id": given.mandate_id,
        "customer_id": given.customer_id,
        "environment": given.environment,
    }
    make = MANDATES[given.what]
    return _asked(given, lambda check: make(_credentials(given, check), given, who))


#: The commands for a mandate, by Juspay's names; "execute" is our name for a debit.
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
            currency=given.currency or CURRENCY,
            **who,
        ),
        "cancel_recurring_transaction": lambda keys, given, who: juspay.cancel_debit(
            keys, order_id=given.order_id, **who
        ),
        "execute": lambda keys, given, who: juspay.execute_mandate(
            Due(given.amount, given.currency or CURRENCY),
            keys,
            order_id=given.order_id,
            currency=given.currency or CURRENCY,
            execution_date=_moment(given.date),
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


def _moment(text: str | None) -> Any:
    """Return a time if the text is one; epoch seconds stay text."""
    try:
        # Without the test for "-", a number could be read as a date without dashes.
        return datetime.fromisoformat(text) if text and "-" in text else text
    except ValueError:
        return text


def _credentials(given: Namespace, check: Validator) -> Credentials:
    key, merchant_id = os.environ.get(KEY_VARIABLE) or None, merchant_id_of(given)
    if given.send:
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


def merchant_id_of(given: Namespace) -> str | None:
    """Return the merchant id of the option, else of the environment."""
    found: str | None = given.merchant_id
    return os.environ.get(MERCHANT_VARIABLE) or None if found is None else found


def _order(given: Namespace, checkout: Checkout, priced: Quote) -> dict[str, Any]:
    """Return the arguments of every order that is created."""
    return {
        "order_id": given.order_id or checkout.order.order_number,
        "environment": given.environment,
        "currency": priced.currency,
        "at": checkout.at or datetime.now(UTC),
    }


#: Fields that consist of several fields on the wire.
_GROUPS = frozenset({"billing_address", "shipping_address", "mandate", "metadata"})
#: The fields of `--field` except `metadata.`: wire name, group, name in the group.
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


def _fields(given: Namespace, checkout: Checkout, check: Validator) -> dict[str, Any]:
    """
    Return the order's fields: the customer of the document, and `--field`.

    A given field replaces that of the document, also within an address.
    """
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
    """Return the terms of a mandate; unreadable values are refused later."""
    terms: dict[str, Any] = dict(texts)
    for name in ("block_funds", "revokable_by_customer"):
        if name in texts:
            terms[name] = _WORDS.get(texts[name], texts[name])
    for name in ("start_date", "end_date"):
        terms[name] = _moment(texts.get(name))
    if texts.get("rule_value", "") in _DAYS:
        terms["rule_value"] = int(texts["rule_value"])
    return MandateTerms(**terms)


#: Every frequency's days are within these.
_DAYS = tuple(str(day) for day in range(1, 32))


#: The names of values in a request, and their source: the option named like the value
#: in *given*, an argument, or the environment.
_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "api_key": f"${KEY_VARIABLE}",
        "mandate_id": "MANDATE",
        "merchant_id": "--merchant-id",
        "environment": "--environment",
        "order_id": "--order-id",
        "unique_request_id": "--refund-id",
        "payment_page_client_id": "--client-id",
        "action": "--action",
        "amount": "--amount",
        "currency": "--currency",
        "customer_id": "--customer-id",
        "pause_start_date": "--start",
        "pause_end_date": "--end",
        "resume_date": "--end",
        "execution_date": "--date",
        "txn_date": "--date",
        "object_reference_id": "--reference",
        "description": "--description",
    }
)


@contextmanager
def blaming_options(given: Namespace) -> Iterator[None]:
    """Report faults of a request for their option, else for the document."""
    try:
        yield
    except CheckoutError as error:
        raise Refused(_line(given, each) for each in error.faults) from None


def _line(given: Namespace, found: Fault) -> str:
    source = _source(given, found)
    if source:
        return str(renamed(found, source))
    return of_source(getattr(given, "file", given.command), [found])[0]


def _source(given: Namespace, found: Fault) -> str:
    """Return the option, argument or variable that a value came from, "" for none."""
    if found.path.startswith(("--", "$")):
        return found.path.replace("--field.", "--field ", 1)
    source = _SOURCES.get(found.path, "")
    if source.startswith("--"):
        name = source[2:].replace("-", "_")
        # Without such an option, or if it was not given, the value has another source.
        if not hasattr(given, name) or (
            getattr(given, name) is None and found.value is not None
        ):
            source = f"${MERCHANT_VARIABLE}" if found.path == "merchant_id" else ""
    fields = {each.partition("=")[0] for each in getattr(given, "field", ())}
    wire = found.path.replace("_address.", "_address_")
    return f"--field {wire}" if wire in fields else source


def _asked(given: Namespace, make: Callable[[Validator], Request]) -> str:
    """
    Return the printed request that *make* returns, or the answer to it.

    What *make* notes in its check and what the request itself refuses are raised
    together.
    """
    check = Validator()
    request = check.within("", lambda: make(check))
    check.raise_any()
    assert request is not None
    if given.send:
        # After this, an error leaves the result unknown.
        given.sent = True
        response = UrllibTransport().send(request)
        return dumps(_told(juspay.read(request, response)), indent=2)
    if given.print == "json":
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
    """Return an answer as plain data, without absent values."""
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
