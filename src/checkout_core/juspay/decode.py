# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Reads a JSON document of Juspay's into a value of `answers`.

Promises that amounts stay exact, that the varying types of the real API are accepted
(numbers as text, text as numbers, `"null"`, `{}` for nothing, missing and new fields),
and that nothing of a document is lost: what cannot be read stays in `other`.

The codec of `wire` is not this one: it reads what we wrote ourselves and refuses
everything else with a path, where this one takes whatever an API of others sends.

Knows nothing of HTTP.
"""

from __future__ import annotations

import json
import re

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import fields

from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.juspay import answers
from checkout_core.juspay.rules import UDFS
from checkout_core.money.parse import number
from checkout_core.values import Record


if TYPE_CHECKING:
    from collections.abc import Hashable


T = TypeVar("T")
Reader = Callable[[object], object]

#: No answer in the documents is longer than 5,000 characters.
BODY_LIMIT = 1_000_000

#: An order has at most 25 attempts; a page of mandates is the longest list there is.
LIST_LIMIT = 1_000

#: Keys that are ignored, and why.
READ_PAST: Mapping[str, str] = MappingProxyType(
    {
        "bank_pg": "null in every sample; its meaning is documented nowhere",
        "rewards_breakup": "null in every sample; its meaning is documented nowhere",
    }
)

#: Keys with another name here, by the class they belong to.
RENAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # The answer to a mandate's create is flat and mixes camelCase with snake_case.
        "Order": {
            "options.createMandate": "create_mandate",
            "mandate.maxAmount": "mandate_max_amount",
            "mandate.startDate": "mandate_start_date",
            "mandate.endDate": "mandate_end_date",
        },
        # An order has mandate_status, a separate mandate has status.
        "Mandate": {"mandate_status": "status"},
        "SdkPayload": {"requestId": "request_id"},
        "SdkFields": {
            "clientId": "client_id",
            "merchantId": "merchant_id",
            "clientAuthToken": "client_auth_token",
            "clientAuthTokenExpiry": "client_auth_token_expiry",
            "orderId": "order_id",
            "customerId": "customer_id",
            "firstName": "first_name",
            "lastName": "last_name",
            "returnUrl": "return_url",
            "customerPhone": "customer_phone",
            "customerEmail": "customer_email",
            "options.createMandate": "create_mandate",
            "mandate.maxAmount": "mandate_max_amount",
            "mandateMaxAmount": "session_max_amount",
            "mandate.startDate": "mandate_start_date",
            "mandate.endDate": "mandate_end_date",
            "mandate.frequency": "mandate_frequency",
            "mandate.ruleValue": "mandate_rule_value",
            # Commerce Engine's page spells three keys with a blank at their end.
            "mandate.start_date ": "mandate_start_date",
            "mandate.end_date ": "mandate_end_date",
            "mandate.rule_value ": "mandate_rule_value",
            "mandate.start_date": "mandate_start_date",
            "mandate.end_date": "mandate_end_date",
            "mandate.rule_value": "mandate_rule_value",
        },
    }
)

#: Texts of the merchant: here "null" is the text, everywhere else it means None.
_OWN = frozenset({"customer_id", "order_id", "product_id", "unique_request_id", *UDFS})

_WHOLE = re.compile(r"-?[0-9]{1,18}").fullmatch
_EPOCH = re.compile(r"[0-9]{1,11}").fullmatch

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])"
    r":[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})"
).fullmatch

_EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)


def parse(body: bytes) -> dict[str, Any] | str | None:
    """
    Return the JSON object in *body*, the reason if it is not JSON, None for other JSON.

    Numbers stay exact; NaN and its like, deep nesting and megabytes are refused.

    >>> parse(b'{"amount": 0.10}'), parse(b"{"), parse(b"[]")
    ({'amount': Decimal('0.10')}, 'it is not JSON', None)
    """
    if len(body) > BODY_LIMIT:
        return f"it is longer than {BODY_LIMIT} bytes"
    try:
        found = json.loads(
            body.decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant
        )
        # `Record` limits the depth, so that every kept value can be read later.
        Record(found if isinstance(found, dict) else {})
    except UnicodeDecodeError:
        return "it is not UTF-8"
    except CheckoutError as error:
        deep = error.faults[0].code == "nested_too_deep"
        return "it is nested too deep" if deep else "it has text that is not Unicode"
    except RecursionError:
        return "it is nested too deep"
    except (ValueError, ArithmeticError):
        return "it is not JSON"
    return found if isinstance(found, dict) else None


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _text(value: object) -> str | None:
    return None if value == "null" else _own_text(value)


def _own_text(value: object) -> str:
    match value:
        case str():
            return value
        case int() if not isinstance(value, bool):
            return str(value)
    raise ValueError


def _whole(value: object) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and _WHOLE(value):
        return int(value)
    raise ValueError


def _amount(value: object) -> Decimal:
    return number(value, "amount")


def _flag(value: object) -> bool:
    match value:
        case bool():
            return value
        case "true" | "false":
            return value == "true"
    raise ValueError


def _moment(value: object) -> datetime | None:
    if value in ("null", ""):
        return None
    text = str(value) if type(value) is int and 0 <= value < 10**11 else value
    if isinstance(text, str) and _EPOCH(text):
        # By addition: fromtimestamp goes through a float on some platforms.
        return _EPOCH_START + timedelta(seconds=int(text))
    if isinstance(text, str) and _MOMENT(text):
        return datetime.fromisoformat(text)
    raise ValueError


def _record(value: object) -> Record:
    if isinstance(value, dict):
        return Record(value)
    raise ValueError


#: How a value is read, by the type its attribute is annotated with.
_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "str | None": _text,
        "int | None": _whole,
        "bool | None": _flag,
        "Decimal | None": _amount,
        "datetime | None": _moment,
        "Record | None": _record,
    }
)


@cache
def _table(kind: Any) -> Mapping[str, tuple[str, Reader]]:
    """Return the attribute of each key of a document, and its reader."""
    table = {}
    for each in fields(kind):
        annotation = str(each.type)
        if annotation.startswith("tuple["):
            inner_class = getattr(
                answers, annotation.removeprefix("tuple[").partition(",")[0]
            )
            table[each.name] = (each.name, _many(inner_class))
        elif annotation != "Record":
            name = annotation.removesuffix(" | None")
            reader = _READERS.get(annotation) or _one(getattr(answers, name))
            if each.name in _OWN and reader is _text:
                reader = _own_text
            table[each.name] = (each.name, reader)
    for key, name in RENAMED.get(kind.__name__, {}).items():
        table[key] = (name, table[name][1])
    return table


def _one(kind: type) -> Reader:
    def read(value: object) -> object:
        if value == "FILTERED":
            return None
        if isinstance(value, dict):
            return instance_of(kind, value)
        raise ValueError

    return read


def _many(kind: type) -> Reader:
    def read(value: object) -> object:
        if isinstance(value, list) and len(value) > LIST_LIMIT:
            raise GatewayError(
                f"a list in the answer has more than {LIST_LIMIT} entries",
                error_code="unusable_answer",
            )
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return tuple(instance_of(kind, each) for each in value)
        raise ValueError

    return read


def instance_of(kind: type[T], document: Mapping[str, Any]) -> T:
    """
    Return a value of a class of `answers` from a parsed JSON object.

    Keys without an attribute, and values that it cannot take, are in `other`.
    """
    table = _table(cast("Hashable", kind))
    found: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for key, value in document.items():
        if value is None or value == {}:
            # Some events write {} for null.
            continue
        if key in READ_PAST and not value:
            continue
        name, reader = table.get(key, ("", _unknown))
        try:
            found[name] = reader(value)
        except (ValueError, OverflowError):
            other[key] = value
    found["other"] = Record(other)
    return kind(**found)


def _unknown(_: object) -> object:
    raise ValueError


def written_moment(at: datetime) -> str:
    """
    Return a moment in Juspay's format.

    >>> written_moment(datetime(2023, 12, 30, 21, 46, 57, tzinfo=UTC))
    '2023-12-30T21:46:57Z'
    """
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
