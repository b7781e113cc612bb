# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
HTTP as values: a request, an answer, what sends one, and a conversation of several.

Promises that no secret and no body is shown in a repr, that every request says whether
it may be sent again, and that a form is written to the same bytes everywhere.

Knows nothing of sockets and of what a request is about.
"""

from __future__ import annotations

import re

from collections.abc import Generator, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar
from urllib.parse import quote_plus, unquote_to_bytes

from attrs import field, frozen

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, GatewayError, fault
from checkout_core.errors.describe import named


if TYPE_CHECKING:
    from checkout_core.errors import Fault


__all__ = [
    "FORM",
    "JSON",
    "Answer",
    "AsyncTransport",
    "Conversation",
    "Repeat",
    "Request",
    "Response",
    "Transport",
    "converse",
    "decode_form",
    "encode_form",
    "masked",
    "masked_headers",
    "no_answer",
]


T = TypeVar("T")

#: The media type of a form.
FORM = "application/x-www-form-urlencoded"
#: The media type of JSON.
JSON = "application/json"

#: What is shown in place of a secret.
MASK = "****"
#: Words in the names of headers that hold secrets, whatever a gateway calls them.
_SECRET_WORDS = re.compile("auth|cookie|key|password|secret|sign|token", re.IGNORECASE)
#: Names with such a word that hold none.
_OPEN_HEADERS = frozenset({"idempotency-key"})
#: Matches a text that a form has as it is.
_AS_IT_IS = re.compile(r"[0-9A-Za-z_.~-]*").fullmatch
#: Schemes that are shown before a masked secret.
_SCHEMES = frozenset({"basic", "bearer"})


class Repeat(StrEnum):
    """
    Whether a request may be sent again when no answer came.

    - `SAFE`: it only reads; send it as often as you like.
    - `SAME_ID`: the second one is refused or changes nothing; send it unchanged.
    - `ASK_FIRST`: a repeat may act twice; read the status of what it does first.
    """

    SAFE = "safe"
    SAME_ID = "same_id"
    ASK_FIRST = "ask_first"


def _shown_headers(headers: tuple[tuple[str, str], ...]) -> str:
    return repr(masked_headers(headers))


def length_only(body: bytes) -> str:
    """
    Return the length of a body for a repr: the body holds personal data and tokens.

    >>> length_only(b"order_id=A1")
    '<11 bytes>'
    """
    return f"<{len(body)} bytes>"


@frozen
class Request:
    """
    One request, ready to be sent.

    Attributes:
        method: 'GET' or 'POST'.
        url: absolute, every part of it percent-encoded.
        headers: pairs in the order they are written; secrets among them are masked in
            the repr, by the names of their headers (`Authorization`, `X-Api-Key`).
        body: what is sent, b"" for a GET (the default).
        call: by keyword; the gateway's name for the call, by which its answer is read;
            None (the default) for a request that a caller constructed.
        order_id: by keyword; the order or charge it is about, "" (the default) for
            none; read its status if no answer comes.
        repeat: by keyword; whether it may be sent again, by default only after the
            status was read.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = field(repr=_shown_headers)
    body: bytes = field(default=b"", repr=length_only)
    call: str | None = field(default=None, kw_only=True)
    order_id: str = field(default="", kw_only=True)
    repeat: Repeat = field(default=Repeat.ASK_FIRST, kw_only=True)


@frozen
class Response:
    """
    An HTTP answer.

    Attributes:
        status: the HTTP status, like 200.
        headers: pairs in the order they were received; none by default.
        body: the bytes of the answer, b"" by default; not shown in the repr, since it
            can hold a token.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=length_only)


#: What became of a request: the answer, or the error if there is none.
Answer: TypeAlias = Response | GatewayError
#: Yields requests, receives answers, returns the result.
Conversation: TypeAlias = Generator[Request, Answer, T]


class Transport(Protocol):
    """
    Sends a request and waits for the answer, whatever its status.

    It never decides whether to send again.
    """

    def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` (`no_answer`) if there is none."""
        ...


class AsyncTransport(Protocol):
    """Sends a request from an event loop; see `Transport`."""

    async def send(self, request: Request) -> Response:
        """Return the answer; raise `GatewayError` (`no_answer`) if there is none."""
        ...


def converse(conversation: Conversation[T], transport: Transport) -> T:
    """
    Return the result of a conversation.

    Raises what the conversation raises, such as `GatewayError` for an answer that it
    cannot use.

    Args:
        conversation: a generator that yields requests and receives answers.
        transport: what sends them, one after another.
    """
    try:
        request = next(conversation)
        while True:
            answer: Answer
            try:
                answer = transport.send(request)
            except GatewayError as error:
                answer = error
            request = conversation.send(answer)
    except StopIteration as end:
        result: T = end.value
        return result


async def converse_async(conversation: Conversation[T], transport: AsyncTransport) -> T:
    """Return the result of a conversation from an event loop; see `converse`."""
    try:
        request = next(conversation)
        while True:
            answer: Answer
            try:
                answer = await transport.send(request)
            except GatewayError as error:
                answer = error
            request = conversation.send(answer)
    except StopIteration as end:
        result: T = end.value
        return result


def no_answer(request: Request, reason: str) -> GatewayError:
    """
    Return the error for a request without an answer: a timeout, a lost connection.

    It is not known whether the request was carried out.  The error is retryable if a
    repeat does no harm; else read the order's status first.

    Args:
        request: the one that was sent.
        reason: what happened, in a few words; it is shown.
    """
    expect(request=(request, Request))
    retryable = request.repeat is not Repeat.ASK_FIRST
    advice = "send it again" if retryable else "ask for the status before sending again"
    return GatewayError(
        f"no answer came ({reason}); {advice}",
        error_code="no_answer",
        retryable=retryable,
    )


# Forms ----------------------------------------------------------------------------


def encode_form(pairs: Iterable[tuple[str, str]]) -> str:
    """
    Return *pairs* as application/x-www-form-urlencoded, in their order, UTF-8.

    >>> encode_form([("metadata.JUSPAY:gateway_reference_id", "BUS"), ("d", "a b~*")])
    'metadata.JUSPAY%3Agateway_reference_id=BUS&d=a+b~%2A'
    """
    return "&".join(
        [
            f"{_encoded(key)}={_encoded(value)}"
            for key, value in check_pairs("pairs", pairs)
        ]
    )


def _encoded(text: str) -> str:
    # Most is written as it is, which takes a fifth of the time to see.
    return text if _AS_IT_IS(text) else quote_plus(text, errors="replace")


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


# Secrets --------------------------------------------------------------------------


def masked_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """
    Return *headers* with secrets masked: those whose names say that they hold one.

    >>> masked_headers([("Authorization", "Basic a2V5Og=="), ("X-Api-Key", "k_1")])
    (('Authorization', 'Basic ****'), ('X-Api-Key', '****'))
    """
    return tuple(
        (name, _masked_value(value) if _is_secret(name) else value)
        for name, value in check_pairs("headers", headers)
    )


def _is_secret(name: str) -> bool:
    """Return whether a header of this name holds a secret."""
    return _SECRET_WORDS.search(name) is not None and name.lower() not in _OPEN_HEADERS


def _masked_value(value: str) -> str:
    """Return the mask of a secret, after the scheme of an authorization."""
    scheme, blank, _ = value.partition(" ")
    return f"{scheme} {MASK}" if blank and scheme.lower() in _SCHEMES else MASK


def masked(request: Request) -> dict[str, object]:
    """
    Return a request as plain data that can be printed: the secret is masked.

    The body is shown as text, and also as pairs if it is a form.
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


def check_pairs(path: str, value: object) -> tuple[tuple[str, str], ...]:
    """
    Return the pairs of two texts in a mapping, or in a list of pairs.

    Raises `CheckoutError` for anything else; it shows no value, since one of them may
    be a secret.

    >>> check_pairs("headers", {"Content-Type": "text/plain"})
    (('Content-Type', 'text/plain'),)
    """
    pairs = value.items() if isinstance(value, Mapping) else value
    if isinstance(pairs, str | bytes) or not isinstance(pairs, Iterable):
        raise CheckoutError([_masked(path, value, "a list of pairs of two texts")])
    found = []
    for i, pair in enumerate(pairs):
        match pair:
            case [str() as key, str() as text]:
                found.append((key, text))
            case _:
                where = f"{path}[{i}]"
                raise CheckoutError([_masked(where, pair, "a pair of two texts")])
    return tuple(found)


def _masked(path: str, value: object, expected: str) -> Fault:
    return fault(path, "wrong_type", MASK, expected=expected, found=named(value))
