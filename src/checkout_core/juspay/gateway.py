# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay as a gateway: the port of `checkout_core.gateway` on the calls of this package.

Promises that a refund which Juspay carried out before is read and not sent again, that
nothing is captured of an order for another amount, and that no event or return is
believed without its secret.

Knows nothing of sockets and of the host's API.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import Factory, evolve, field, frozen

from checkout_core.checks import Validator
from checkout_core.errors import GatewayError
from checkout_core.gateway import (
    Capabilities,
    Operation,
    PaymentRef,
    PaymentReport,
    PaymentRequest,
    RefundStatus,
    Started,
    check_void,
    to_capture,
)
from checkout_core.http import Request, Response
from checkout_core.juspay.amounts import check_part
from checkout_core.juspay.answers import Order as JuspayOrder
from checkout_core.juspay.captures import capture_txn, void_txn
from checkout_core.juspay.consent import mandate_of
from checkout_core.juspay.credentials import AnyCredentials, JwtCredentials
from checkout_core.juspay.events import (
    Event,
    is_from_juspay,
    read_event,
    read_return,
    returned,
    signature_form,
)
from checkout_core.juspay.host_fields import fields_of, read_fields
from checkout_core.juspay.messages import collected
from checkout_core.juspay.orders import (
    ACTIONS,
    order_status,
    refund_order,
)
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.reconcile import capabilities_of, payment_report
from checkout_core.juspay.requests import base_url, is_sandbox
from checkout_core.juspay.responses import read_order
from checkout_core.juspay.rules import check_idempotence_key, check_text
from checkout_core.juspay.sealing import is_sealed, opened_event
from checkout_core.juspay.starting import (
    EXPRESS,
    HYPER,
    METHOD_KEYS,
    METHODS,
    Account,
    other,
)
from checkout_core.juspay.urls import check_return_url
from checkout_core.orders import Order
from checkout_core.subscriptions.calendar import KOLKATA
from checkout_core.values import Record


if TYPE_CHECKING:
    from datetime import tzinfo
    from decimal import Decimal

    from checkout_core.juspay.mandates import MandateTerms


__all__ = ["EXPRESS", "HYPER", "METHODS", "JuspayGateway"]


#: What can be captured as a whole; in parts, and what can be voided.  Whether one that
#: failed may be tried again is not public: Juspay decides.
_HELD = frozenset({"AUTHORIZED", "CAPTURE_FAILED", "VOID_FAILED"})
_PARTLY_HELD = _HELD | {"PARTIAL_CHARGED"}
#: What a capture, and a void, need not be sent for again.
_CAPTURED = frozenset({"CHARGED", "CAPTURE_INITIATED"})
_VOIDED = frozenset({"VOIDED", "VOID_INITIATED", "AUTO_VOIDED", "MERCHANT_VOIDED"})


@frozen(kw_only=True)
class JuspayGateway:
    """
    A merchant's account at Juspay, as a `checkout_core.gateway.Gateway`.

    Raises `CheckoutError` for fields that Juspay does not take.

    Attributes:
        credentials: merchant id and API key, or the keys of JWT authentication; with
            those the transport is a `transports.jwt.JwtTransport`.
        payment_page_client_id: the client id that Juspay gave for the payment page.
        environment: a preset's name ("sandbox" by default) or a https URL.
        slug: the name that requests use for this gateway, "juspay" by default.
        policy: the rules that Juspay agreed with the merchant.
        zone: the time zone of the dates of mandates, Asia/Kolkata by default.
        fields: further fields of every payment: `udf1` to `udf10`, `description`,
            `product_id` and `metadata`; `{order_number}` and `{customer_id}` in them
            are filled in.
        mandate: a function that returns the mandate of an order, or None; by default
            the one that its subscription lines need.
        webhook: user name and password that events carry; None (the default) refuses
            all events that are not encrypted.
        webhook_keys: further keys that events may be encrypted for, such as the next
            ones while keys are changed, () by default; those of `credentials` count by
            themselves.
        response_key: the key that signs the URL a shopper returns with; None (the
            default) refuses all of them.
    """

    credentials: AnyCredentials
    payment_page_client_id: str
    environment: str = "sandbox"
    slug: str = "juspay"
    policy: Policy = POLICY
    zone: tzinfo = Factory(lambda: KOLKATA)
    fields: Record = field(default=Record(), converter=read_fields)
    mandate: Callable[[Order], MandateTerms | None] = mandate_of
    webhook: tuple[str, str] | None = field(default=None, repr=False)
    webhook_keys: tuple[JwtCredentials, ...] = ()
    response_key: str | None = field(default=None, repr=False)

    @property
    def capabilities(self) -> Capabilities:
        """
        The longest id by the merchant's policy; mandates, captures and voids.

        Without an API key money is captured and voided on the dashboard: Juspay takes
        neither encrypted.
        """
        found = capabilities_of(self.policy)
        if self.credentials.api_key is not None:
            return found
        return evolve(found, capture=False, partial_capture=False, void=False)

    def check_method(self, method: Record, path: str) -> None:
        """Check the `payment_method` of a request, found at *path*."""
        check = Validator()
        kind = check.choice(
            f"{path}.integration_type", method.get("integration_type"), (HYPER, EXPRESS)
        )
        # The value of an unknown key may be a card number: it is not repeated.
        check.keys(path, dict.fromkeys(method), METHOD_KEYS[kind])
        if kind == HYPER:
            action = method.get("action")
            if action is not None:
                check.choice(f"{path}.action", action, ACTIONS)
        else:
            name = f"{path}.payment_method_type"
            check.choice(name, method.get("payment_method_type"), METHODS)
            needed = "the bank, wallet or way of UPI"
            name = f"{path}.payment_method"
            check.text(name, method.get("payment_method"), needed=needed)
        for name in ("gateway_reference_id", "upi_vpa"):
            if method.get(name) is not None:
                collected(check, check_text, f"{path}.{name}", method[name])
        check.raise_any()

    def check_return_url(self, url: object, path: str) -> None:
        """Check the URL that the shopper returns to, found at *path*."""
        check = Validator()
        if url in (None, ""):
            check.text(path, url, needed="a URL to come back to")
        else:
            sandbox = is_sandbox(collected(check, base_url, self.environment) or "")
            collected(check, check_return_url, url, sandbox=sandbox, path=path)
        check.raise_any()

    def start(self, asked: PaymentRequest) -> Operation[Started]:
        """
        Ask for a payment: on the payment page, by express, or on an own page.

        A price that depends on one way to pay locks the page to it; another way by
        express is refused.
        """
        check = Validator()
        fields = fields_of(check, self.fields, asked.order, asked.fields)
        terms = asked.mandate or check.within("", lambda: self.mandate(asked.order))
        account = Account(
            credentials=self.credentials,
            payment_page_client_id=self.payment_page_client_id,
            environment=self.environment,
            policy=self.policy,
            zone=self.zone,
        )
        call = check.within("", lambda: account.start(asked, fields, terms))
        check.raise_any()
        assert call is not None
        return call

    def status(self, ref: PaymentRef) -> Operation[PaymentReport]:
        """Read what became of an order at Juspay."""
        request = self._asking(ref.id, ref.customer_id)
        return Operation(
            request,
            lambda response: payment_report(
                read_order(request, response), ref, self.policy
            ),
        )

    def _asking(self, payment_id: str, customer_id: str | None = None) -> Request:
        return order_status(
            self.credentials,
            order_id=payment_id,
            customer_id=customer_id,
            environment=self.environment,
            policy=self.policy,
        )

    def capture(
        self, ref: PaymentRef, *, capture_id: str, amount: Decimal | None = None
    ) -> Operation[PaymentReport]:
        """
        Read an order, and capture it if it is not captured yet.

        A part is known by *capture_id*, its `idempotence_key`; the whole is captured
        once.
        """
        check = Validator()
        part = check.within("", lambda: to_capture(self.capabilities, ref, amount))
        if part is not None:
            collected(check, check_part, part, ref.currency, path="amount")
        key = collected(check, check_idempotence_key, capture_id, path="capture_id")
        check.raise_any()
        whole = part == ref.amount

        def make(order: JuspayOrder) -> Request | GatewayError:
            return other(order, ref) or capture_txn(
                self.credentials,
                txn_uuid=order.transaction,
                order_id=ref.id,
                amount=None if whole else part,
                idempotence_key=None if whole else key,
                currency=ref.currency,
                customer_id=ref.customer_id,
                environment=self.environment,
                policy=self.policy,
            )

        return self._settling(ref, _HELD if whole else _PARTLY_HELD, _CAPTURED, make)

    def void(self, ref: PaymentRef) -> Operation[PaymentReport]:
        """Read an order, and void it if it is not voided yet."""
        check_void(self.capabilities)

        def make(order: JuspayOrder) -> Request:
            return void_txn(
                self.credentials,
                txn_uuid=order.transaction,
                order_id=ref.id,
                customer_id=ref.customer_id,
                environment=self.environment,
                policy=self.policy,
            )

        return self._settling(ref, _PARTLY_HELD, _VOIDED, make)

    def _settling(
        self,
        ref: PaymentRef,
        held: frozenset[str],
        done: frozenset[str],
        make: Callable[[JuspayOrder], Request | GatewayError],
    ) -> Operation[PaymentReport]:
        """
        Return the operation on the last transaction of an order.

        It reads the order, whose status decides: one of *held* is followed by the
        request that *make* returns, one of *done* needs none.
        """
        asking = self._asking(ref.id, ref.customer_id)

        def read(response: Response) -> PaymentReport | Operation[PaymentReport]:
            order = read_order(asking, response)
            report = payment_report(order, ref, self.policy)
            if order.status in done:
                return report
            if order.status not in held or not order.transaction:
                message = f"the order {ref.id} is {order.status}: nothing of it is held"
                raise GatewayError(message, error_code="nothing_authorized")
            request = make(order)
            if isinstance(request, GatewayError):
                return evolve(report, problem=request)
            return Operation(
                request,
                lambda answer: payment_report(
                    read_order(request, answer), ref, self.policy
                ),
            )

        return Operation(asking, read)

    def refund(
        self, payment_id: str, *, refund_id: str, amount: Decimal, currency: str
    ) -> Operation[RefundStatus]:
        """Refund a part of an order; if it was refunded before, read the order."""
        request = refund_order(
            self.credentials,
            order_id=payment_id,
            unique_request_id=refund_id,
            amount=amount,
            currency=currency,
            environment=self.environment,
            policy=self.policy,
        )

        def read(response: Response) -> RefundStatus | Operation[RefundStatus]:
            try:
                return status_of(request, response)
            except GatewayError as error:
                if error.error_code != "duplicate.call":
                    raise
            asking = self._asking(payment_id)
            return Operation(asking, lambda answer: status_of(asking, answer))

        def status_of(asked: Request, response: Response) -> RefundStatus:
            refunds = read_order(asked, response).refunds
            states = {each.unique_request_id: each.state for each in refunds}
            return RefundStatus(id=refund_id, state=states.get(refund_id))

        return Operation(request, read)

    def event(self, headers: Mapping[str, str], body: bytes) -> str:
        """
        Return the id of the order that an event is about, "" for anything else.

        An encrypted event proves by its signature where it is from, any other by the
        user name and the password; both kinds come while a merchant changes to JWT.
        """
        content = self._event(headers, body).content
        return getattr(content, "order_id", None) or ""

    def _event(self, headers: Mapping[str, str], body: bytes) -> Event:
        if is_sealed(body):
            return read_event(self._opened(body))
        if self.webhook is None or not is_from_juspay(headers, *self.webhook):
            message = "the user name or the password is not that of the gateway"
            raise GatewayError(message, error_code="unauthorized")
        return read_event(body)

    def _opened(self, body: bytes) -> bytes:
        """Return the text of an encrypted event, opened with the first key that can."""
        own = self.credentials
        ours = (own,) if isinstance(own, JwtCredentials) else ()
        for each in (*ours, *self.webhook_keys):
            with suppress(GatewayError):
                return opened_event(body, each)
        message = "the event is not signed by the gateway for these keys"
        raise GatewayError(message, error_code="unauthorized")

    def returned(self, url: str) -> str:
        """Return the id of the order that a shopper returns from."""
        parameters = read_return(url)
        found = returned(parameters)
        key = self.response_key
        if key is None or signature_form(parameters, key) is None:
            message = "the URL is not signed by the gateway"
            raise GatewayError(message, error_code="unauthorized")
        return found.order_id
