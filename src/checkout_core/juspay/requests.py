# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A request to Juspay as a value: method, URL, headers and body, ready to be sent.

Promises that equal inputs give equal bytes, that all faults of a request are
reported together before there is one, that every request says whether it may be
sent again, and that no secret is in a repr or an error.

Knows nothing of sockets, answers, quotes or carts.
"""

from __future__ import annotations

import base64
import json
import re

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote_to_bytes

from attrs import field, frozen

from checkout_core.checks import expect, listed
from checkout_core.errors import Faults
from checkout_core.juspay.rules import (
    MASK,
    POLICY,
    Policy,
    check_https_url,
    check_pairs,
    check_routing_id,
    refuse,
    refused,
    taken,
    unless_secret,
    wrong_secret,
)


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


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

#: The version of S002.  Juspay answers a create with the client auth token from
#: 2018-07-01 on, where the request asks for it.
VERSION = "2023-01-01"

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

_VERSION = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
).fullmatch
_VISIBLE = re.compile(r"[!-~]{1,255}").fullmatch
_KEY = re.compile(r"[!-9;-~]{1,512}").fullmatch
_SECRET_HEADERS = frozenset({"authorization"})


class Repeat(StrEnum):
    """
    Whether a request may be sent again when no answer came.

    - `SAFE`: it only reads; send it as often as you like.
    - `SAME_ID`: the second one is refused or changes nothing; send it unchanged.
    - `ASK_FIRST`: it may act twice; ask for the order's status before.
    """

    SAFE = "safe"
    SAME_ID = "same_id"
    ASK_FIRST = "ask_first"


class Call(StrEnum):
    """Which of the documented calls a request is; `REPEATS` says how it repeats."""

    CREATE_ORDER = "create_order"
    CREATE_ORDER_AND_PAY = "create_order_and_pay"
    CREATE_SESSION = "create_session"
    ORDER_STATUS = "order_status"
    UPDATE_ORDER = "update_order"
    REFUND_ORDER = "refund_order"
    EXECUTE_MANDATE = "execute_mandate"
    MANDATE_STATUS = "mandate_status"
    REVOKE_MANDATE = "revoke_mandate"
    PAUSE_MANDATE = "pause_mandate"
    RESUME_MANDATE = "resume_mandate"
    NOTIFY_MANDATE = "notify_mandate"
    CANCEL_DEBIT = "cancel_debit"


#: How each call repeats.  No page names an idempotency header; a create of a known
#: order id is refused, but answers with no token, so its status is asked first.  A
#: refund is known by its unique_request_id ("duplicate.call"); updates and commands
#: set a state that is the same the second time.  A notification reaches a person.
REPEATS: Mapping[Call, Repeat] = MappingProxyType(
    {
        Call.CREATE_ORDER: Repeat.ASK_FIRST,
        Call.CREATE_ORDER_AND_PAY: Repeat.ASK_FIRST,
        Call.CREATE_SESSION: Repeat.ASK_FIRST,
        Call.ORDER_STATUS: Repeat.SAFE,
        Call.UPDATE_ORDER: Repeat.SAME_ID,
        Call.REFUND_ORDER: Repeat.SAME_ID,
        Call.EXECUTE_MANDATE: Repeat.ASK_FIRST,
        Call.MANDATE_STATUS: Repeat.SAFE,
        Call.REVOKE_MANDATE: Repeat.SAME_ID,
        Call.PAUSE_MANDATE: Repeat.SAME_ID,
        Call.RESUME_MANDATE: Repeat.SAME_ID,
        Call.NOTIFY_MANDATE: Repeat.ASK_FIRST,
        Call.CANCEL_DEBIT: Repeat.SAME_ID,
    }
)


def _shown_headers(headers: tuple[tuple[str, str], ...]) -> str:
    return repr(masked_headers(headers))


def length_only(body: bytes) -> str:
    """
    Return how a body is shown: it carries names, numbers and tokens.

    >>> length_only(b"order_id=A1")
    '<11 bytes>'
    """
    return f"<{len(body)} bytes>"


@frozen
class Request:
    """
    One call, ready to be sent.

    Attributes:
        method: 'GET' or 'POST'.
        url: absolute, every part of it percent-encoded.
        headers: pairs in the order they are written; the secret is among them and
            is masked in the repr.
        body: what is sent, b"" for a GET.
        call: which call it is, None for one that was made by hand.
        order_id: the order it is about, "" for none; what to ask the status of.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = field(repr=_shown_headers)
    body: bytes = field(default=b"", repr=length_only)
    call: Call | None = None
    order_id: str = ""

    @property
    def repeat(self) -> Repeat:
        """Whether it may be sent again."""
        return Repeat.ASK_FIRST if self.call is None else REPEATS[self.call]


@frozen
class Credentials:
    """
    Who is calling: the merchant id as the dashboard spells it and an API key.

    >>> Credentials("merchant-id", "a-secret-key")
    Credentials(merchant_id='merchant-id', api_key='****')
    """

    merchant_id: str
    api_key: str = field(repr=lambda _: repr(MASK))

    def __attrs_post_init__(self) -> None:
        """Check that both can be sent in a header."""
        faults = Faults()
        merchant: object = self.merchant_id
        key: object = self.api_key
        if not (isinstance(merchant, str) and _VISIBLE(merchant)):
            faults.found.append(refused("merchant_id", "merchant_id_shape", merchant))
        if not (isinstance(key, str) and _KEY(key)):
            faults.found.append(refused("api_key", "api_key_shape", MASK))
        faults.raise_any()


def encode_form(pairs: Iterable[tuple[str, str]]) -> str:
    """
    Return *pairs* as application/x-www-form-urlencoded, in their order, UTF-8.

    >>> encode_form([("metadata.JUSPAY:gateway_reference_id", "BUS"), ("d", "a b~*")])
    'metadata.JUSPAY%3Agateway_reference_id=BUS&d=a+b~%2A'
    """
    return "&".join(
        f"{quote_plus(key, errors='replace')}={quote_plus(value, errors='replace')}"
        for key, value in check_pairs("pairs", pairs)
    )


def decode_form(text: str) -> tuple[tuple[str, str], ...]:
    """
    Return the pairs of a form body, empty values kept.

    Raises `UnicodeError` for bytes that are not UTF-8.

    >>> decode_form("customer_id=&d=a+b")
    (('customer_id', ''), ('d', 'a b'))
    """
    expect(text=(text, str))
    return tuple(
        (_decoded(key), _decoded(value))
        for key, _, value in (each.partition("=") for each in text.split("&") if each)
    )


def _decoded(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8")


def masked_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """
    Return *headers* with the secret one masked.

    >>> masked_headers([("Authorization", "Basic a2V5Og==")])
    (('Authorization', 'Basic ****'),)
    """
    return tuple(
        (name, f"Basic {MASK}" if name.lower() in _SECRET_HEADERS else value)
        for name, value in check_pairs("headers", headers)
    )


def masked(request: Request) -> dict[str, object]:
    """
    Return a request as plain data that can be printed: the secret is masked.

    The body is there as text, and also as pairs where it is a form.
    """
    expect(request=(request, Request))
    headers = dict(masked_headers(request.headers))
    body = request.body.decode("utf-8")
    shown: dict[str, object] = {
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": body,
    }
    if headers.get("Content-Type") == FORM:
        shown["form"] = [list(each) for each in decode_form(body)]
    return shown


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
    Return whether no money moves there: a sandbox's URL or this machine's.

    >>> is_sandbox("https://sandbox.juspay.in"), is_sandbox("https://api.juspay.in")
    (True, False)
    """
    expect(url=(url, str))
    names = (name for name in BASE_URLS if name.endswith("sandbox"))
    return url in {BASE_URLS[name] for name in names} or url.startswith("http:")


class Draft(Faults):
    """A request while its fields are checked: what was found, and what is sent."""

    __slots__ = ("base", "credentials", "pairs", "policy", "version")

    def __init__(
        self,
        credentials: Credentials,
        environment: object,
        version: object,
        policy: Policy = POLICY,
    ) -> None:
        if not isinstance(credentials, Credentials):
            # Masked: who gives the API key itself must not find it in a log.
            expected = "Credentials(merchant_id, api_key)"
            raise wrong_secret("credentials", credentials, expected)
        expect(policy=(policy, Policy))
        super().__init__()
        self.credentials = credentials
        self.policy = policy
        self.pairs: list[tuple[str, str]] = []
        self.base = taken(self, base_url, environment) or ""
        self.version = version if isinstance(version, str) else ""
        if not _VERSION(self.version):
            self.refuse("version", "version_shape", version)

    @property
    def sandbox(self) -> bool:
        """Whether it goes where no money moves."""
        return is_sandbox(self.base)

    def refuse(self, path: str, code: str, value: object, **facts: object) -> None:
        """Note one fault of this room and go on."""
        self.found.append(refused(path, code, value, **facts))

    def put(self, key: str, check: Callable[..., str], *args: object) -> str:
        """Check one field and send it under *key*; '' in place of a refused one."""
        value = taken(self, check, *args) or ""
        self.pairs.append((key, value))
        return value

    def route(
        self, routing_id: object, customer_id: object, otherwise: str
    ) -> list[tuple[str, str]]:
        """Return x-routing-id: the caller's, else the customer's id, else the last."""
        if routing_id is not None:
            value = taken(self, check_routing_id, routing_id) or ""
            return [("x-routing-id", value)]
        if isinstance(customer_id, str) and customer_id:
            return [("x-routing-id", header_value(customer_id))]
        return [("x-routing-id", otherwise)] if otherwise else []

    def get(
        self, call: Call, path: str, order_id: str, route: list[tuple[str, str]]
    ) -> Request:
        """Return the request that reads *path*, or raise everything that was found."""
        self.raise_any()
        return Request(
            "GET",
            f"{self.base}{path}",
            (*self._headers(), *route),
            b"",
            call,
            order_id,
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
            call,
            order_id,
        )

    def _headers(self) -> list[tuple[str, str]]:
        pair = f"{self.credentials.api_key}:".encode("ascii")
        return [
            ("Authorization", f"Basic {base64.b64encode(pair).decode('ascii')}"),
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
