# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A request to Juspay as a value: method, URL, headers and body, ready to be sent.

Promises that equal inputs give equal bytes, that all faults of a request are reported
together before there is one, that every request says whether it may be sent again, and
that no secret is shown in a repr or an error.

Knows nothing of sockets, answers, quotes or carts.
"""

from __future__ import annotations

import base64
import json
import re

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from checkout_core.checks import expect, listed
from checkout_core.errors import Faults
from checkout_core.http import FORM, JSON, Repeat, Request, encode_form
from checkout_core.juspay.credentials import AnyCredentials, Credentials, JwtCredentials
from checkout_core.juspay.messages import (
    collected,
    refuse,
    refused,
    unless_secret,
    wrong_secret,
)
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.rules import check_routing_id
from checkout_core.juspay.urls import check_https_url


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


#: Where requests go.  Sources: S002 (production), the API introduction pages for
#: India, EU and Brazil (2026-11), the README of the official Node package (HDFC).
BASE_URLS: Mapping[str, str] = MappingProxyType(
    {
        "production": "https://api.juspay.in",
        "production-static": "https://api-ns1.juspay.in",
        "sandbox": "https://sandbox.juspay.in",
        "eu": "https://api.juspay.io",
        "eu-sandbox": "https://sandbox.juspay.io",
        "global-sandbox": "https://api.sandbox.juspay.io",
        "hdfc": "https://smartgateway.hdfcbank.com",
        "hdfc-sandbox": "https://smartgatewayuat.hdfcbank.com",
    }
)

#: Those of them that are sandboxes.
_SANDBOXES = frozenset(
    [url for name, url in BASE_URLS.items() if name.endswith("sandbox")]
)

#: The version of S002.  Juspay answers a create with the client auth token from
#: 2018-07-01 on, if the request asks for it.
VERSION = "2023-01-01"

_VERSION = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
).fullmatch


class Call(StrEnum):
    """Which of the documented calls a request is; `REPEATS` says how it repeats."""

    CREATE_ORDER = "create_order"
    CREATE_ORDER_AND_PAY = "create_order_and_pay"
    CREATE_SESSION = "create_session"
    ORDER_STATUS = "order_status"
    UPDATE_ORDER = "update_order"
    REFUND_ORDER = "refund_order"
    CAPTURE_TXN = "capture_txn"
    VOID_TXN = "void_txn"
    EXECUTE_MANDATE = "execute_mandate"
    MANDATE_STATUS = "mandate_status"
    REVOKE_MANDATE = "revoke_mandate"
    PAUSE_MANDATE = "pause_mandate"
    RESUME_MANDATE = "resume_mandate"
    NOTIFY_MANDATE = "notify_mandate"
    CANCEL_DEBIT = "cancel_debit"
    REFUND_TXN = "refund_txn"
    LIST_MANDATES = "list_mandates"
    NOTIFICATION_STATUS = "notification_status"
    LIST_ORDERS = "list_orders"
    LIST_OFFERS = "list_offers"


#: How each call repeats.  No page names an idempotency header; a create of a known
#: order id is refused, but answers with no token, so its status is asked first.  A
#: refund is known by its unique_request_id ("duplicate.call"), a capture of a part by
#: its idempotence_key; only an AUTHORIZED transaction is captured as a whole or voided,
#: so that a second one is refused.  Updates and commands set a state that is the same
#: the second time.  A notification reaches a person.
REPEATS: Mapping[Call, Repeat] = MappingProxyType(
    {
        Call.CREATE_ORDER: Repeat.ASK_FIRST,
        Call.CREATE_ORDER_AND_PAY: Repeat.ASK_FIRST,
        Call.CREATE_SESSION: Repeat.ASK_FIRST,
        Call.ORDER_STATUS: Repeat.SAFE,
        Call.UPDATE_ORDER: Repeat.SAME_ID,
        Call.REFUND_ORDER: Repeat.SAME_ID,
        Call.CAPTURE_TXN: Repeat.SAME_ID,
        Call.VOID_TXN: Repeat.SAME_ID,
        Call.EXECUTE_MANDATE: Repeat.ASK_FIRST,
        Call.MANDATE_STATUS: Repeat.SAFE,
        Call.REVOKE_MANDATE: Repeat.SAME_ID,
        Call.PAUSE_MANDATE: Repeat.SAME_ID,
        Call.RESUME_MANDATE: Repeat.SAME_ID,
        Call.NOTIFY_MANDATE: Repeat.ASK_FIRST,
        Call.CANCEL_DEBIT: Repeat.SAME_ID,
        Call.REFUND_TXN: Repeat.SAME_ID,
        Call.LIST_MANDATES: Repeat.SAFE,
        Call.NOTIFICATION_STATUS: Repeat.SAFE,
        Call.LIST_ORDERS: Repeat.SAFE,
        Call.LIST_OFFERS: Repeat.SAFE,
    }
)


#: The calls that Juspay takes signed and encrypted (the guide to JWT and the official
#: packages); all others need an API key.
SEALED = frozenset(
    {
        Call.CREATE_SESSION,
        Call.ORDER_STATUS,
        Call.REFUND_ORDER,
        Call.CREATE_ORDER_AND_PAY,
        Call.EXECUTE_MANDATE,
    }
)


def base_url(name: object) -> str:
    """
    Return the URL of a preset, or another https URL without a slash at its end.

    >>> base_url("sandbox"), base_url("https://gateway.example/")
    ('https://sandbox.juspay.in', 'https://gateway.example')
    """
    if isinstance(name, str):
        if name in BASE_URLS:
            return BASE_URLS[name]
        if "://" in name:
            return check_https_url(name, path="environment")
        name = unless_secret(name)
    raise refuse("environment", "base_url_unknown", name, choices=listed(BASE_URLS))


def is_sandbox(url: str) -> bool:
    """
    Return whether a URL is a sandbox or this machine, where no money moves.

    >>> is_sandbox("https://sandbox.juspay.in"), is_sandbox("https://api.juspay.in")
    (True, False)
    """
    expect(url=(url, str))
    return url in _SANDBOXES or url.startswith("http:")


class Draft(Faults):
    """A request while its fields are checked: its faults and its pairs."""

    __slots__ = ("base", "credentials", "pairs", "policy", "version")

    def __init__(
        self,
        credentials: AnyCredentials,
        environment: object,
        version: object,
        policy: Policy = POLICY,
    ) -> None:
        if not isinstance(credentials, Credentials | JwtCredentials):
            # Masked: if the API key itself is passed here, it must not be logged.
            expected = "Credentials(merchant_id, api_key)"
            raise wrong_secret("credentials", credentials, expected)
        expect(policy=(policy, Policy))
        super().__init__()
        self.credentials = credentials
        self.policy = policy
        self.pairs: list[tuple[str, str]] = []
        self.base = collected(self, base_url, environment) or ""
        self.version = version if isinstance(version, str) else ""
        if not _VERSION(self.version):
            self.refuse("version", "version_shape", version)

    @property
    def sandbox(self) -> bool:
        """Whether it is sent to a sandbox or to this machine."""
        return is_sandbox(self.base)

    def refuse(self, path: str, code: str, value: object, **facts: object) -> None:
        """Add one fault."""
        self.found.append(refused(path, code, value, **facts))

    def put(self, key: str, check: Callable[..., str], *args: object) -> str:
        """Check one field and add it under *key*; '' if it is refused."""
        value = collected(self, check, *args) or ""
        self.pairs.append((key, value))
        return value

    def route(
        self, routing_id: object, customer_id: object, otherwise: str
    ) -> list[tuple[str, str]]:
        """Return x-routing-id: *routing_id*, the customer's id or *otherwise*."""
        if routing_id is not None:
            value = collected(self, check_routing_id, routing_id) or ""
            return [("x-routing-id", value)]
        if isinstance(customer_id, str) and customer_id:
            return [("x-routing-id", header_value(customer_id))]
        return [("x-routing-id", otherwise)] if otherwise else []

    def get(
        self, call: Call, path: str, order_id: str, route: list[tuple[str, str]]
    ) -> Request:
        """Return the request that reads *path*, or raise all faults."""
        self._allow(call)
        self.raise_any()
        return Request(
            "GET",
            f"{self.base}{path}",
            (*self._headers(), *route),
            call=call,
            order_id=order_id,
            repeat=REPEATS[call],
        )

    def post(
        self,
        call: Call,
        path: str,
        order_id: str,
        route: list[tuple[str, str]],
        document: Mapping[str, object] | None = None,
    ) -> Request:
        """Return the request that posts the pairs as a form, or *document* as JSON."""
        self._allow(call)
        self.raise_any()
        if document is None:
            kind, text = FORM, encode_form(self.pairs)
        else:
            kind = JSON
            text = json.dumps(document, default=str, separators=(",", ":"))
        return Request(
            "POST",
            f"{self.base}{path}",
            (*self._headers(), ("Content-Type", kind), *route),
            text.encode("ascii"),
            call=call,
            order_id=order_id,
            repeat=REPEATS[call],
        )

    def _allow(self, call: Call) -> None:
        """Add a fault for a call that these credentials cannot make."""
        if self.credentials.api_key is None and call not in SEALED:
            self.refuse("credentials", "jwt_not_offered", call.value)

    def _headers(self) -> list[tuple[str, str]]:
        found = []
        if self.credentials.api_key is not None:
            pair = f"{self.credentials.api_key}:".encode("ascii")
            basic = f"Basic {base64.b64encode(pair).decode('ascii')}"
            found.append(("Authorization", basic))
        return [
            *found,
            ("x-merchantid", self.credentials.merchant_id),
            ("version", self.version),
        ]


def header_value(text: str) -> str:
    """
    Return *text* as a header can carry it: equal texts stay equal.

    >>> header_value("customer-id-007"), header_value("a é")
    ('customer-id-007', 'a%20%C3%A9')
    """
    return quote(text, safe="!#$&'()*+,/:;=?@[]", errors="replace")
