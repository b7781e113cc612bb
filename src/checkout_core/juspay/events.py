# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What Juspay sends without a request: events, and the customer's return.

Promises that secrets are compared in constant time, that an event is read to the same
values as an answer, and that a signature covers every parameter, also unknown ones.
Events and returns only prove that something happened: read the order's status before
delivering.

Knows nothing of HTTP servers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import quote, quote_plus, unquote

from attrs import field, frozen

from checkout_core.checks import expect
from checkout_core.errors import GatewayError
from checkout_core.http import check_pairs, decode_form
from checkout_core.juspay.answers import (
    Mandate,
    Notification,
    Order,
    Refund,
    Txn,
    progress,
)
from checkout_core.juspay.credentials import JwtCredentials
from checkout_core.juspay.decode import instance_of, parse
from checkout_core.juspay.messages import refuse
from checkout_core.juspay.rules import check_choice, check_secret
from checkout_core.juspay.sealing import is_sealed, opened_event
from checkout_core.juspay.statuses import ENDED, Status, status_of
from checkout_core.values import Record


Content: TypeAlias = Order | Mandate | Notification | Refund | Txn

#: What an event is about, by the key of its content.
CONTENTS: Mapping[str, type[Content]] = MappingProxyType(
    {
        "order": Order,
        "mandate": Mandate,
        "notification": Notification,
        "refund": Refund,
        "txn": Txn,
    }
)

_UNSIGNED = frozenset({"signature", "signature_algorithm"})
_ALGORITHMS = frozenset({"", "HMAC-SHA256"})


@frozen(kw_only=True)
class Event:
    """
    One event; an id that was seen before is the same event again.

    Attributes:
        id: Juspay's id of the event.
        event_name: what happened, like 'ORDER_SUCCEEDED'.
        date_created: when it happened, None if the event does not say.
        content: the order, mandate, notification, refund or transaction it is about,
            None if the kind of content is not known; all data are then in `other`.
        other: the keys that have no attribute, and values that cannot be read.
    """

    id: str
    event_name: str
    date_created: datetime | None = None
    content: Content | None = None
    other: Record = Record()


@frozen(kw_only=True)
class _Envelope:
    id: str | None = None
    event_name: str | None = None
    date_created: datetime | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Returned:
    """
    The parameters of the URL a customer returns with, decoded; "" for each missing one.

    Attributes:
        order_id: the id that the order was created with.
        status, status_id: the status of the order, by name and by number.
        mandate_id, mandate_token, mandate_status: the mandate that came with the order.
        signature, signature_algorithm: what `signature_form` verifies.
        other: every other parameter.
    """

    order_id: str = ""
    status: str = ""
    status_id: str = ""
    mandate_id: str = ""
    mandate_token: str = field(default="", repr=False)
    mandate_status: str = ""
    signature: str = ""
    signature_algorithm: str = ""
    other: Record = Record()

    @property
    def state(self) -> Status:
        """The row of the status table it claims."""
        return status_of(self.status)


class SignatureForm(StrEnum):
    """
    How a signed text was encoded; both are documented, most values show no difference.

    - `JAVA`: as in Juspay's Java sample: blank '+', '~' '%7E', '*' left alone.
    - `RFC3986`: as the text says: blank '%20', '~' left alone, '*' '%2A'.
    """

    JAVA = "java"
    RFC3986 = "rfc3986"


def is_from_juspay(
    headers: Mapping[str, str] | Sequence[tuple[str, str]],
    username: str,
    password: str,
) -> bool:
    """
    Return whether an event carries the user name and password of the dashboard.

    Compared in constant time.  Such an event has no signature; one that is encrypted
    has (`read_event`).  Raises `CheckoutError` for an empty user name or password,
    which anyone could send.
    """
    for path, value in (("username", username), ("password", password)):
        secret = check_secret(path, value)
        if not secret:
            raise refuse(path, "field_missing", secret, expected="the dashboard's")
    pairs = check_pairs("headers", headers)
    found = [value for name, value in pairs if name.lower() == "authorization"]
    pair = f"{username}:{password}".encode("utf-8", "surrogatepass")
    expected = base64.b64encode(pair)
    scheme, _, signature = (found[0] if len(found) == 1 else "").partition(" ")
    same = hmac.compare_digest(signature.strip().encode("utf-8", "replace"), expected)
    return same and scheme.lower() == "basic"


def read_event(body: bytes, credentials: JwtCredentials | None = None) -> Event:
    """
    Return the event in *body*, or raise `GatewayError` for one that cannot be used.

    Unknown events and contents are read, not refused: answer them with 200.  With
    *credentials* only an event is read that Juspay signed and encrypted for these keys,
    and the signature is what proves where it is from; any other is `unauthorized`.
    Without them an encrypted one cannot be read (`unusable_event`).
    """
    expect(body=(body, bytes), credentials=(credentials, JwtCredentials | None))
    if credentials is not None:
        body = opened_event(body, credentials)
    elif is_sealed(body):
        message = "the event is encrypted; give the credentials with its keys"
        raise GatewayError(message, error_code="unusable_event")
    document = parse(body)
    if not isinstance(document, dict):
        reason = document or "it is not a JSON object"
        raise GatewayError(
            f"the event cannot be used: {reason}", error_code="unusable_event"
        )
    envelope = instance_of(
        _Envelope, {k: v for k, v in document.items() if k != "content"}
    )
    missing = tuple(
        name for name in ("id", "event_name") if not getattr(envelope, name)
    )
    if missing:
        raise GatewayError(
            f"the event has no {' and no '.join(missing)}",
            error_code="unusable_event",
            fields=missing,
        )
    content = document.get("content")
    found: Content | None = None
    other = dict(envelope.other)
    inner = dict(content) if isinstance(content, dict) else {}
    for key, kind in CONTENTS.items():
        if found is None and isinstance(inner.get(key), dict):
            found = instance_of(kind, inner.pop(key))
    if inner or (content is not None and not isinstance(content, dict)):
        other["content"] = inner or content
    return Event(
        id=envelope.id or "",
        event_name=envelope.event_name or "",
        date_created=envelope.date_created,
        content=found,
        other=Record(other),
    )


def latest(one: Event, other: Event) -> Event:
    """
    Return the event of two about one thing that counts; *one* if they are equal.

    Reduce events with it, in any order.  For orders the one with more progress counts;
    for mandates one that has ended, which is final; else the later one.
    """
    expect(one=(one, Event), other=(other, Event))
    return other if _weight(other) > _weight(one) else one


def _weight(event: Event) -> tuple[tuple[object, ...], datetime]:
    at = event.date_created or datetime.min.replace(tzinfo=UTC)
    match event.content:
        case Order() as order:
            return progress(order), at
        case Mandate() as mandate:
            return (mandate.state in ENDED,), at
    return (), at


def read_return(query: str) -> tuple[tuple[str, str], ...]:
    """
    Return the parameters of a return URL, or of its query, decoded once.

    >>> read_return("https://shop.example/?order_id=A1&status=NEW")
    (('order_id', 'A1'), ('status', 'NEW'))
    """
    expect(query=(query, str))
    text = query.partition("#")[0]
    before, mark, after = text.partition("?")
    try:
        return decode_form(after if mark else before)
    except UnicodeError:
        raise GatewayError(
            "the return URL is not UTF-8", error_code="unusable_return"
        ) from None


def returned(parameters: Iterable[tuple[str, str]]) -> Returned:
    """Return the parameters of a return URL as a value; they are not verified yet."""
    pairs = _single(parameters)
    if pairs is None:
        raise GatewayError(
            "the return URL holds a parameter twice", error_code="unusable_return"
        )
    known = {
        name: pairs.pop(name, "")
        for name in (
            "order_id",
            "status",
            "status_id",
            "mandate_id",
            "mandate_token",
            "mandate_status",
            "signature",
            "signature_algorithm",
        )
    }
    return Returned(**known, other=Record(pairs))


def signature_form(
    parameters: Iterable[tuple[str, str]], response_key: str
) -> SignatureForm | None:
    """
    Return how the parameters of a return URL are signed, None for a wrong signature.

    *parameters* are decoded once; the signature may still be encoded once or twice
    more, as the documented example is.  Compared in constant time.  The PHP kit's
    form, which encodes only once, is not taken: `a=1&b=2` as one value and as two
    parameters have the same signature there.
    """
    if not check_secret("response_key", response_key):
        raise refuse("response_key", "field_missing", "", expected="the dashboard's")
    pairs = _single(parameters)
    if pairs is None or pairs.get("signature_algorithm", "") not in _ALGORITHMS:
        return None
    signature = pairs.get("signature", "")
    for _ in range(2):
        signature = unquote(signature)
    # A form decoder makes a blank of the plus that base64 has.
    signature = signature.replace(" ", "+")
    found = None
    for form in SignatureForm:
        expected = sign(pairs.items(), response_key, form)
        same = hmac.compare_digest(
            signature.encode("utf-8", "replace"), expected.encode()
        )
        if same and found is None:
            found = form
    return found


def sign(
    parameters: Iterable[tuple[str, str]],
    response_key: str,
    form: SignatureForm = SignatureForm.JAVA,
) -> str:
    """
    Return the signature of parameters in base64, as Juspay makes it.

    Every key and value is encoded, the pairs are sorted and joined, the whole is
    encoded once more and signed with HMAC-SHA256.  Source: the page on status
    verification and its Java sample.

    >>> sign([("status_id", "10"), ("order_id", "a b"), ("status", "NEW")], "k")
    'xYcwQRhG59sXMV65ZqpjuGUZYhM9CgWn6ld6BlpQZpI='
    """
    form = check_choice("form", form, SignatureForm)
    secret = check_secret("response_key", response_key)
    pairs = sorted(
        (_encoded(key, form), _encoded(value, form))
        for key, value in check_pairs("parameters", parameters)
        if key not in _UNSIGNED
    )
    message = _encoded("&".join(f"{key}={value}" for key, value in pairs), form)
    key = secret.encode("utf-8", "surrogatepass")
    digest = hmac.new(key, message.encode("ascii"), hashlib.sha256)
    return base64.b64encode(digest.digest()).decode("ascii")


def _encoded(text: str, form: SignatureForm) -> str:
    if form is SignatureForm.JAVA:
        return quote_plus(text, safe="*", errors="replace").replace("~", "%7E")
    return quote(text, safe="", errors="replace")


def _single(parameters: Iterable[tuple[str, str]]) -> dict[str, str] | None:
    """Return the parameters by name; None if one occurs twice."""
    pairs = check_pairs("parameters", parameters)
    found = dict(pairs)
    return found if len(found) == len(pairs) else None
