# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The port of payments: what any payment gateway can do, values in and values out.

A gateway never sends anything.  What it can do is an `Operation`: the request to send,
and how its answer is read.  The host's transport sends it, so that an order is stored
before the money is asked for, and an answer can be read again after a crash.

Promises that a payment is never started twice because an answer was lost, and that a
payment counts only with the id, amount and currency that were asked for.

Capturing and voiding are not part of the port: no route asks for them, and every
gateway here takes the money when the shopper pays.

Knows nothing of any gateway, of sockets and of the host's API.
"""

from __future__ import annotations

import hashlib

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from attrs import field, frozen

from checkout_core.checks import Validator, expect
from checkout_core.errors import GatewayError, shown
from checkout_core.http import Conversation, Request, Response
from checkout_core.orders import Order, PaymentState, PaymentUpdate
from checkout_core.statuses import Funder
from checkout_core.values import Record


if TYPE_CHECKING:
    from checkout_core.cart import Cart


T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

#: The number of characters of an id that is a digest.
_DIGEST = 16

#: The `integration_type` of a payment that the shopper pays on the merchant's own page.
OWN_PAGE = "own-page"


class RefundState(StrEnum):
    """
    The state of a refund at a gateway; a word that is not known is `PENDING`.

    - `PENDING`: not done.
    - `SUCCESS`: the customer has the money.
    - `FAILURE`: it will not be paid.
    """

    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"


# Values -----------------------------------------------------------------------------


@frozen(kw_only=True)
class Capabilities:
    """
    What gateways differ in.

    Attributes:
        longest_id: the most characters of a payment's id.
        alphanumeric_ids: whether an id holds letters and digits only; False by default,
            where "-" is taken too.
        mandates: whether a payment can come with a mandate for later debits; False by
            default, and then an order with subscription lines is not charged.
    """

    longest_id: int
    alphanumeric_ids: bool = False
    mandates: bool = False


@frozen(kw_only=True)
class PaymentRequest:
    """
    What is asked of a gateway: the money of one payment of an order.

    Attributes:
        order: the order, whose figures were checked; it holds `payment`.
        payment: the payment that begins, in state `started`: id, amount and moment.
        method: how the shopper pays, the `payment_method` of the request; the gateway
            has checked it.
        return_url: where the shopper comes back to.
        fields: further fields in the gateway's own names, as the host gave them; None
            for none.
        mandate: the terms of a mandate in the gateway's own class; None (the default)
            for those that the gateway derives from the order.
    """

    order: Order
    payment: PaymentUpdate
    method: Record
    return_url: str
    fields: Mapping[str, object] | None = field(default=None, repr=False)
    mandate: object | None = None

    @property
    def id(self) -> str:
        """Our id of the payment, by which the gateway knows it."""
        return self.payment.id

    @property
    def amount(self) -> Decimal:
        """What is asked for, in major units."""
        return self.payment.amount

    @property
    def currency(self) -> str:
        """The ISO 4217 code of the amount."""
        return self.order.quote.currency

    @property
    def at(self) -> datetime:
        """When the payment began."""
        return self.payment.at

    @property
    def cart(self) -> Cart:
        """Who pays and where they live."""
        return self.order.quote.cart


@frozen(kw_only=True)
class PaymentRef:
    """
    A payment that was started before, and what was asked for.

    Attributes:
        id: our id of it.
        amount: what was asked for, in major units.
        currency: its ISO 4217 code.
        customer_id: the customer's id, "" (the default) for a guest; some gateways
            route by it.
    """

    id: str
    amount: Decimal
    currency: str
    customer_id: str = ""


@frozen(kw_only=True)
class Started:
    """
    What a gateway answered to a payment that it took.

    Attributes:
        client: what the shopper's browser or app needs, in the gateway's own words.
        problem: why the shopper cannot go on with it although the payment was taken: it
            is for another amount, or cannot be shown; None (the default) for nothing.
    """

    client: Record = field(repr=False)
    problem: GatewayError | None = None


@frozen(kw_only=True)
class RefundStatus:
    """
    One refund as the gateway knows it.

    Attributes:
        id: our id of it.
        state: how far it is, None if the gateway does not know it.
    """

    id: str
    state: RefundState | None


@frozen(kw_only=True)
class PaymentReport:
    """
    One payment as the gateway knows it now.

    All amounts are in major units; those after `reference` say nothing until it has
    succeeded.

    Attributes:
        id: our id of it.
        state: started, failed or succeeded; None if the gateway does not know it.
        method: the payment method in the gateway's words, None if not known yet.
        reference: the gateway's own id of the payment, None if not known yet.
        received: what the payer was charged, None for exactly what was asked for.
        gateway_discount: what an offer of the gateway took off.
        funded_by: the part of that discount of each funder.
        surcharge, surcharge_tax: the gateway's additional fee, and the tax on it.
        refunds: every refund that the answer tells of.
        problem: why the payment does not count although it was made: its amount,
            currency or id differs from what was asked for, or a part of it is not
            explained; None (the default) for nothing.
    """

    id: str
    state: PaymentState | None
    method: str | None = None
    reference: str | None = None
    received: Decimal | None = None
    gateway_discount: Decimal = Decimal(0)
    funded_by: Mapping[Funder, Decimal] = field(factory=dict)
    surcharge: Decimal = Decimal(0)
    surcharge_tax: Decimal = Decimal(0)
    refunds: tuple[RefundStatus, ...] = ()
    problem: GatewayError | None = None

    @property
    def not_found(self) -> bool:
        """Whether the gateway knows no such payment."""
        return self.state is None


@frozen
class Operation(Generic[T_co]):
    """
    One operation of a gateway.

    Attributes:
        request: what to send.
        read: returns the result for the answer, or the next call if the operation takes
            another request; raises `GatewayError` for an answer that cannot be used.
    """

    request: Request
    read: Callable[[Response], T_co | Operation[T_co]]


class Gateway(Protocol):
    """
    A merchant's account at a payment gateway, with its credentials and settings.

    Every method raises `CheckoutError` for values that the gateway would refuse.
    """

    @property
    def slug(self) -> str:
        """The `payment_provider_slug` of requests, and the last part of its URL."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def check_method(self, method: Record, path: str) -> None:
        """
        Check how a shopper wants to pay.

        Args:
            method: the `payment_method` of a request; its `payment_provider_slug` is
                this gateway's.
            path: its place in the request, for the faults.
        """
        ...

    def check_return_url(self, url: object, path: str) -> None:
        """
        Check the URL that the shopper returns to.

        Args:
            url: what the request says, of any type.
            path: its place in the request, for the fault.
        """
        ...

    def start(self, asked: PaymentRequest) -> Operation[Started]:
        """
        Ask for a payment.

        It is one request, whose answer is kept: read again, it gives the same result.

        Args:
            asked: the order, how and where it is paid.
        """
        ...

    def status(self, ref: PaymentRef) -> Operation[PaymentReport]:
        """
        Read what became of a payment; an unknown one is an answer too.

        Args:
            ref: the payment, and what was asked for: anything else is a `problem`.
        """
        ...

    def refund(
        self, payment_id: str, *, refund_id: str, amount: Decimal, currency: str
    ) -> Operation[RefundStatus]:
        """
        Send money of a payment that succeeded back.

        Args:
            payment_id: our id of the payment.
            refund_id: our id of the refund, which is carried out once, however often it
                is sent.
            amount: how much, in major units.
            currency: its ISO 4217 code.
        """
        ...

    def event(self, headers: Mapping[str, str], body: bytes) -> str:
        """
        Return our id of the payment that an event is about, "" for anything else.

        Raises `GatewayError`: `unauthorized` if the gateway did not send it,
        `unusable_event` if it cannot be read.

        Args:
            headers: those of the request, their names in lower case.
            body: the bytes of the request.
        """
        ...

    def returned(self, url: str) -> str:
        """
        Return our id of the payment that a shopper returns from.

        It only says that they are back: read its status.  Raises `GatewayError`:
        `unauthorized` if the gateway did not sign it, `unusable_return` if it cannot be
        read.

        Args:
            url: the URL that the shopper returned with, or its query.
        """
        ...


class Known(Protocol):
    """What is known of a payment: a `PaymentReport`, or a gateway's own value."""

    @property
    def not_found(self) -> bool:
        """Whether the gateway knows no such payment."""
        ...


K = TypeVar("K", bound=Known)


# Conversations ----------------------------------------------------------------------


def ask(call: Operation[T]) -> Conversation[T]:
    """Send a call, and those that its answers ask for; return the result."""
    while True:
        answer = yield call.request
        if isinstance(answer, GatewayError):
            raise answer
        found = call.read(answer)
        if not isinstance(found, Operation):
            return found
        call = found


def create(start: Operation[T], status: Operation[K]) -> Conversation[T | K]:
    """
    Start a payment; if its answer is lost, read its status before it is sent again.

    Returns the result of *start*, or that of *status* if the payment exists but the
    answer to it did not come.
    """
    try:
        return (yield from ask(start))
    except GatewayError as error:
        if not error.unclear:
            raise
    known = yield from ask(status)
    if known.not_found:
        return (yield from ask(start))
    return known


def resume(start: Operation[T], status: Operation[K]) -> Conversation[T | K]:
    """
    Continue a payment that may or may not have been sent: read its status first.

    Returns what `create` does.
    """
    known = yield from ask(status)
    if known.not_found:
        return (yield from create(start, status))
    return known


# Payments of an order ---------------------------------------------------------------


def started(order: Order, *, at: datetime, capabilities: Capabilities) -> PaymentUpdate:
    """
    Return the next payment to ask for: the whole unpaid amount of an order.

    Its id is the order's number, from the second payment on with a count; a digest of
    both if that is longer than the gateway takes or holds what it does not take.
    """
    expect(order=(order, Order), capabilities=(capabilities, Capabilities))
    moment = _moment(at)
    count = len(order.payments)
    ident = order.number
    if count:
        ident = f"{order.number}-{count + 1}"
        longest = capabilities.longest_id
        if len(ident) > longest or capabilities.alphanumeric_ids:
            digest = hashlib.sha256(ident.encode()).hexdigest()
            ident = digest[: min(longest, _DIGEST)]
    return PaymentUpdate(ident, order.amount_unpaid, moment, state=PaymentState.STARTED)


def payment_under(order: Order, payment_id: str) -> PaymentUpdate:
    """
    Return the payment of *order* with this id; gateways ignore the case of letters.

    Raises `GatewayError` (`order_differs`) if there is none.
    """
    for each in order.payments:
        if each.id.lower() == payment_id.lower():
            return each
    raise GatewayError(
        f"the gateway's answer is about order {shown(payment_id)}, which is"
        f" not a payment of order {order.number}",
        error_code="order_differs",
        fields=("order_id",),
    )


def ref_of(order: Order, payment: PaymentUpdate) -> PaymentRef:
    """Return what a gateway has to know of a payment that was started."""
    return PaymentRef(
        id=payment.id,
        amount=payment.amount,
        currency=order.quote.currency,
        customer_id=order.quote.cart.customer.id or "",
    )


def payment_of(order: Order, found: PaymentReport, *, at: datetime) -> PaymentUpdate:
    """
    Return the event of an order for what a gateway says about one of its payments.

    Events may be applied twice, late and in any order.  Raises `GatewayError` for a
    payment of another order and for one that does not count (`problem`).

    Args:
        order: it holds the payment, begun with `started`.
        found: what the gateway says.
        at: when it said so.
    """
    expect(order=(order, Order), found=(found, PaymentReport))
    moment = _moment(at)
    known = payment_under(order, found.id)
    if found.problem is not None:
        raise found.problem
    state = found.state or PaymentState.STARTED
    method = found.method or known.method
    reference = found.reference or known.reference
    if state is not PaymentState.SUCCEEDED:
        return PaymentUpdate(
            known.id,
            known.amount,
            moment,
            state=state,
            method=method,
            reference=reference,
        )
    return PaymentUpdate(
        known.id,
        known.amount,
        moment,
        state=state,
        method=method,
        reference=reference,
        received=known.amount if found.received is None else found.received,
        gateway_discount=found.gateway_discount,
        funded_by=found.funded_by,
        surcharge=found.surcharge,
        surcharge_tax=found.surcharge_tax,
    )


def _moment(at: object) -> datetime:
    check = Validator()
    found = check.time("at", at)
    check.raise_any()
    assert found is not None
    return found
