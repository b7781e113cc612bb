# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A finished request in Juspay's encrypted form, and its answer or an event opened again.

Any request of this package can be sealed: its path gets `/v4` in front, and its form or
JSON becomes one signed and encrypted JSON document.  Only the status differs: a GET has
no body, so it is a POST to `/v4/order-status` with the order's id.  Builders and
readers know nothing of it.

Promises that an answer of success that is not sealed, or not by Juspay, is an error
whose request may have been carried out (`answer_not_opened`), and never a payment.

Sources: those of `jose`, and the services of the official .NET package, which seals
these calls and no other.
"""

from __future__ import annotations

import json

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from attrs import evolve

from checkout_core.checks import expect
from checkout_core.errors import GatewayError
from checkout_core.http import FORM, JSON, Request, Response, decode_form
from checkout_core.juspay.credentials import JwtCredentials
from checkout_core.juspay.decode import parse
from checkout_core.juspay.jose import Unopened, seal, sealed_of, unseal
from checkout_core.juspay.requests import SEALED, Call


if TYPE_CHECKING:
    from collections.abc import Mapping


_OK = range(200, 300)


def sealed(request: Request, credentials: JwtCredentials) -> Request:
    """
    Return *request*, signed and encrypted; itself if Juspay takes its call in clear.

    Two results differ, since each is encrypted with a key of its own that joserfc draws
    at random.
    """
    expect(request=(request, Request), credentials=(credentials, JwtCredentials))
    if request.call not in SEALED:
        return request
    parts = urlsplit(request.url)
    asks = request.call == Call.ORDER_STATUS
    path = "/v4/order-status" if asks else f"/v4{parts.path}"
    text = json.dumps(_document(request), separators=(",", ":"))
    body = seal(text, credentials.keys, credentials.key_id, credentials.form)
    headers = [each for each in request.headers if each[0] != "Content-Type"]
    return evolve(
        request,
        method="POST",
        url=parts._replace(path=path).geturl(),
        headers=(*headers, ("Content-Type", JSON)),
        body=body.encode("ascii"),
    )


def _document(request: Request) -> Mapping[str, object]:
    """Return what a request says, as a JSON object."""
    if request.method == "GET":
        return {"order_id": request.order_id}
    text = request.body.decode("ascii")
    if ("Content-Type", FORM) in request.headers:
        return dict(decode_form(text))
    found: Mapping[str, object] = json.loads(text)
    return found


def opened(response: Response, credentials: JwtCredentials) -> Response:
    """
    Return the answer to a sealed request with its text as Juspay signed it.

    An answer in clear is taken only if it is an error, such as a 401.  Raises
    `GatewayError` (`answer_not_opened`) for any other, and for one that cannot be
    opened with these keys.
    """
    expect(response=(response, Response), credentials=(credentials, JwtCredentials))
    found = sealed_of(parse(response.body))
    if found is None:
        if response.status not in _OK:
            return response
        reason = "it is not encrypted"
    else:
        try:
            return evolve(response, body=unseal(found, credentials.keys))
        except Unopened:
            reason = "it is not signed by Juspay for this merchant's keys"
    raise GatewayError(
        f"the answer with HTTP status {response.status} is not believed: {reason}",
        http_status=response.status,
        error_code="answer_not_opened",
    )


def is_sealed(body: bytes) -> bool:
    """
    Return whether the body of an event is encrypted.

    >>> is_sealed(b'{"JWT": "a.b.c.d.e"}'), is_sealed(b'{"id": "evt_1"}')
    (True, False)
    """
    expect(body=(body, bytes))
    return sealed_of(parse(body)) is not None


def opened_event(body: bytes, credentials: JwtCredentials) -> bytes:
    """
    Return the text of an event that Juspay signed and encrypted.

    Raises `GatewayError` (`unauthorized`) for one in clear, and for one that cannot be
    opened with these keys.
    """
    expect(body=(body, bytes), credentials=(credentials, JwtCredentials))
    found = sealed_of(parse(body))
    if found is not None:
        try:
            return unseal(found, credentials.keys)
        except Unopened:
            pass
    message = "the event is not signed by Juspay for this merchant's keys"
    raise GatewayError(message, error_code="unauthorized")
