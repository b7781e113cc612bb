# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The answers of the two endpoints, errors included.

An envelope is a value: an HTTP status and a document.  Errors name each wrong field and
never show a secret.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.cart.addresses import check_email, check_phone
from checkout_core.checks import Validator
from checkout_core.deprecated import former
from checkout_core.values import Record, thawed
from checkout_core.wire.write import READY


if TYPE_CHECKING:
    from checkout_core.cart import Address
    from checkout_core.errors import CheckoutError, GatewayError
    from checkout_core.gateway import Operation, Started
    from checkout_core.http import Request
    from checkout_core.orders.order import Order
    from checkout_core.refunds import RefundPolicy


__all__ = [
    "Answered",
    "CartPolicy",
    "Envelope",
    "PaymentPending",
    "content_of",
    "failed",
    "gateway_failed",
    "refused",
    "succeeded",
]


OK, BAD_REQUEST, UNAUTHORIZED, NOT_FOUND, CONFLICT, BAD_GATEWAY = (
    200,
    400,
    401,
    404,
    409,
    502,
)


@frozen
class Envelope:
    """
    An answer of an endpoint.

    Attributes:
        status: the HTTP status.
        document: the body: `{message, success, content}` if it succeeded, else
            `{message, success, code, errors}`.
        headers: further headers of the answer, such as `("Retry-After", "3")`; none by
            default.
    """

    status: int
    document: Record
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def success(self) -> bool:
        """Whether the request succeeded."""
        return self.status == OK


@frozen
class Answered:
    """
    The final answer, with nothing to send.

    Attributes:
        envelope: what the shopper gets.
        order: the order to store; None (the default) for none.
    """

    envelope: Envelope
    order: Order | None = None


@frozen
class PaymentPending:
    """
    A payment that was begun: store `order`, send `call`, call `finish_*` on its answer.

    Attributes:
        order: the order with the payment in state `started`.
        start: the gateway's call: what to send, and how the answer is read.
        refunds: the policy that decides what the answer says about a cancellation; None
            (the default) for `RefundPolicy()`.
    """

    order: Order
    start: Operation[Started]
    refunds: RefundPolicy | None = None

    @property
    def call(self) -> Request:
        """The request to send."""
        return self.start.request


STRICT = "strict"
CONTACTS = ("lenient", STRICT)


@frozen(kw_only=True)
class CartPolicy:
    """
    What a cart needs before it can be paid.

    Raises `CheckoutError` for other words.

    Attributes:
        phones: "strict" refuses an invalid phone number when the address is set;
            "lenient" (the default) leaves that to the gateway.
        emails: the same for an email address.
        ready: with "strict" (the default) a cart is ready for payment once it has an
            address and a fulfillment preference; with "lenient" always.
    """

    phones: str = CONTACTS[0]
    ready: str = READY[0]
    emails: str = CONTACTS[0]

    def __attrs_post_init__(self) -> None:
        """Check all words."""
        check = Validator()
        check.choice("phones", self.phones, CONTACTS)
        check.choice("emails", self.emails, CONTACTS)
        check.choice("ready", self.ready, READY)
        check.raise_any()

    def check_contact(self, check: Validator, path: str, address: Address) -> None:
        """
        Add a fault for a phone or an email of *address* that is strictly refused.

        *check* collects the faults; *path* is the address's place in the request.
        """
        if self.phones == STRICT:
            check_phone(check, path, address)
        if self.emails == STRICT:
            check_email(check, path, address)


def succeeded(message: str, content: Mapping[str, Any]) -> Envelope:
    """Return the envelope of a success with *message* and *content*."""
    return Envelope(
        OK, Record({"message": message, "success": True, "content": content})
    )


def failed(
    status: int,
    code: str,
    message: str,
    errors: Sequence[Mapping[str, object]] | None = None,
    *,
    headers: tuple[tuple[str, str], ...] = (),
) -> Envelope:
    """
    Return an error envelope with *status*, *code*, *message* and field errors.

    *headers* are further headers of the answer, none by default.
    """
    document = {
        "message": message,
        "success": False,
        "code": code,
        "errors": list(errors or ()),
    }
    return Envelope(status, Record(document), headers)


def refused(error: CheckoutError, status: int = BAD_REQUEST) -> Envelope:
    """Return the error envelope for invalid input, with every fault."""
    message = "; ".join(str(fault) for fault in error.faults[:3])
    return failed(status, "invalid_request", message, error.as_json())


def gateway_failed(error: GatewayError) -> Envelope:
    """
    Return the envelope of a gateway's error: 502.

    If it is not known whether the gateway acted, the message says so.  If the gateway
    refuses the merchant's key, the shopper has made no mistake and has to learn nothing
    of it: the answer has words of our own and the code `gateway_refuses_us`.

    >>> from checkout_core import GatewayError
    >>> gateway_failed(GatewayError("no", http_status=401)).document["code"]
    'gateway_refuses_us'
    """
    if error.http_status in (401, 403):
        message = "no payment can be made now: the shop cannot use its payment gateway"
        return failed(BAD_GATEWAY, "gateway_refuses_us", message)
    code = error.error_code or "gateway_error"
    message = error.error_message
    if error.unclear:
        message += (
            "; it is not known whether the payment was begun: ask for its status, or"
            " send the request again to begin another payment"
        )
    errors = [
        {"path": name, "code": code, "value": "", "message": error.error_message}
        for name in error.fields
    ]
    return failed(BAD_GATEWAY, code, message, errors)


def content_of(envelope: Envelope) -> dict[str, Any]:
    """Return a copy of the content of a successful envelope."""
    found: dict[str, Any] = thawed(envelope.document["content"])
    return found


__getattr__ = former(
    __name__,
    {
        "Done": f"{__name__}:Answered",
        "Need": f"{__name__}:PaymentPending",
        "Shop": "checkout_core.juspay.gateway:JuspayGateway",
        "customer_fields": "checkout_core.juspay.customer:customer_fields",
        "juspay_address": "checkout_core.juspay.customer:juspay_address",
        "names_of": "checkout_core.juspay.customer:names_of",
    },
)
