# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The port of payments: what any payment gateway can do, values in and values out.

A gateway never sends anything.  What it can do is an `Operation`: the request to send,
and how its answer is read.  The host's transport sends it, so that an order is stored
before the money is asked for, and an answer can be read again after a crash.

Promises that what a gateway cannot do is refused before anything is sent.

Knows nothing of any gateway, of sockets and of the host's API.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from attrs import field, frozen

from checkout_core.checks import Validator, expect
from checkout_core.errors import GatewayError
from checkout_core.gateway.reports import PaymentReport, RefundStatus
from checkout_core.http import Request, Response
from checkout_core.money.parse import currency_of, number
from checkout_core.orders import Order, PaymentUpdate
from checkout_core.values import Record


if TYPE_CHECKING:
    from checkout_core.cart import Cart
    from checkout_core.cart.payment import Payment


T_co = TypeVar("T_co", covariant=True)

#: The `integration_type` of a payment that the shopper pays on the merchant's own page.
OWN_PAGE = "own-page"


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
        capture: whether money can be held first and taken later; False by default,
            where it is taken when the shopper pays.
        partial_capture: whether a part of it can be taken; False by default.
        void: whether held money can be given back; False by default.
    """

    longest_id: int
    alphanumeric_ids: bool = False
    mandates: bool = False
    capture: bool = False
    partial_capture: bool = False
    void: bool = False


@frozen(kw_only=True)
class PaymentRequest:
    """
    What is asked of a gateway: the money of one payment of an order.

    Attributes:
        order: the order, whose figures were checked; it holds `payment`.
        payment: the payment that begins, in state `started`: id, amount and moment.
        method: how the shopper pays, the `payment_method` of the request; the gateway
            has checked it.  For a payment on the merchant's own page it has but the
            `integration_type` `OWN_PAGE`, which `start` refuses if there is no such.
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
        instrument: the payment that the price is for, None (the default) where any will
            do; one that was made in another way is a `problem`.
    """

    id: str
    amount: Decimal
    currency: str
    customer_id: str = ""
    instrument: Payment | None = None


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


@frozen
class Operation(Generic[T_co]):
    """
    One operation of a gateway.

    Attributes:
        request: what to send.
        read: returns the result for the answer, whatever its HTTP status, or the next
            call if the operation takes another request; raises `GatewayError` for an
            answer that cannot be used, with its `http_status`, or with `error_code`
            `unusable_answer` if the request may have been carried out all the same
            (`GatewayError.unclear`).
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
            method: the `payment_method` of a request, which comes from the shopper;
                its `payment_provider_slug` and `return_url` are checked without it.
            path: its place in the request, for the faults.
        """
        ...

    def check_return_url(self, url: object, path: str) -> None:
        """
        Check the URL that the shopper returns to, in every request for a payment.

        Args:
            url: what the request says, of any type; None if it says nothing.
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

    def capture(
        self, ref: PaymentRef, *, capture_id: str, amount: Decimal | None = None
    ) -> Operation[PaymentReport]:
        """
        Take the money of a payment that is held.

        Sent again it takes nothing more: what was taken before is an answer too.
        Raises `CheckoutError` for what the gateway cannot do (`to_capture`).

        Args:
            ref: the payment, and what was asked for.
            capture_id: our id of the capture, which is carried out once.
            amount: how much, in major units; None (the default) for the whole.
        """
        ...

    def void(self, ref: PaymentRef) -> Operation[PaymentReport]:
        """
        Give the money of a payment that is held back; nothing was taken.

        Sent again it changes nothing.  Raises `CheckoutError` (`no_void`) if the
        gateway cannot.

        Args:
            ref: the payment, and what was asked for.
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


def to_capture(
    capabilities: Capabilities, ref: PaymentRef, amount: Decimal | None = None
) -> Decimal:
    """
    Return how much of a payment a capture takes: *amount*, or the whole.

    Above zero, on the currency's grid and no more than was asked for.  Raises
    `CheckoutError` for any other amount (`not_positive`, `off_grid`,
    `capture_above_asked`), for a gateway that captures nothing (`no_capture`) and for
    a part where it takes the whole only (`no_partial_capture`).

    Args:
        capabilities: what the gateway can do.
        ref: the payment, and what was asked for.
        amount: how much, in major units; None (the default) for the whole.
    """
    expect(capabilities=(capabilities, Capabilities), ref=(ref, PaymentRef))
    check = Validator()
    if not capabilities.capture:
        check.add("amount", "no_capture", amount)
        check.raise_any()
    if amount is None:
        return ref.amount
    value = number(amount, "amount")
    if value <= 0:
        check.add("amount", "not_positive", amount)
    elif value > ref.amount:
        facts = {"limit": ref.amount, "currency": ref.currency}
        check.add("amount", "capture_above_asked", amount, **facts)
    elif value != ref.amount and not capabilities.partial_capture:
        check.add("amount", "no_partial_capture", amount)
    check.minor("amount", value, currency_of(ref.currency))
    check.raise_any()
    return value


def check_void(capabilities: Capabilities) -> None:
    """
    Raise `CheckoutError` (`no_void`) if a gateway cannot give held money back.

    Args:
        capabilities: what the gateway can do.
    """
    expect(capabilities=(capabilities, Capabilities))
    check = Validator()
    if not capabilities.void:
        check.add("", "no_void", None)
    check.raise_any()
