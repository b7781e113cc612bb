# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A small client: calls of this package, sent by a transport of yours.

Promises that an order is never created twice if an answer is lost: the client asks for
the order's status before it sends a create again.  Each call is a generator that yields
requests and receives answers; the two clients differ only in how they wait.

Knows nothing of sockets, retries or time.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from attrs import frozen

from checkout_core import gateway
from checkout_core.errors import GatewayError
from checkout_core.http import (
    Conversation,
    Request,
    Response,
    converse,
    converse_async,
)
from checkout_core.juspay import captures, commands, lists, offers, orders, refunds
from checkout_core.juspay.answers import (
    Mandate,
    MandateList,
    Notification,
    OfferList,
    Order,
    OrderList,
    Refund,
    Session,
)
from checkout_core.juspay.credentials import AnyCredentials
from checkout_core.juspay.fields import due_of
from checkout_core.juspay.responses import (
    read_mandate,
    read_mandates,
    read_notification,
    read_offers,
    read_order,
    read_orders,
    read_refund,
    read_session,
)
from checkout_core.money.parse import number


if TYPE_CHECKING:
    from checkout_core.http import AsyncTransport, Transport
    from checkout_core.juspay.fields import Payable


T = TypeVar("T")

#: Reads the answer to one request.
Reader: TypeAlias = Callable[[Request, Response], T]

#: How a create was sent, so that its status is requested in the same way.
SENDING = ("customer_id", "routing_id", "version", "policy")


def ask(request: Request, read: Reader[T]) -> Conversation[T]:
    """Send one request and read its answer."""
    return gateway.ask(_call(request, read))


def create(
    request: Request, status: Request, read: Reader[T]
) -> Conversation[T | Order]:
    """
    Send a create; if its answer is lost, ask for the order before sending it again.

    Returns the answer to the create, or the order that *status* returns.
    """
    return gateway.create(_call(request, read), _call(status, read_order))


def resume(
    request: Request, status: Request, read: Reader[T]
) -> Conversation[T | Order]:
    """
    Continue a create that may or may not have been sent: ask for the order first.

    Returns what `create` does.
    """
    return gateway.resume(_call(request, read), _call(status, read_order))


def _call(request: Request, read: Reader[T]) -> gateway.Operation[T]:
    return gateway.Operation(request, lambda response: read(request, response))


@frozen
class _Calls:
    """The calls of one merchant, as conversations."""

    credentials: AnyCredentials
    environment: str

    def create_order(
        self, quote: Payable, order_id: str, fields: dict[str, Any]
    ) -> Conversation[Order]:
        request = orders.create_order(
            quote,
            self.credentials,
            order_id=order_id,
            environment=self.environment,
            **fields,
        )
        found = yield from create(request, self.asking(order_id, fields), read_order)
        return _same(found, quote)

    def create_session(
        self, quote: Payable, order_id: str, fields: dict[str, Any]
    ) -> Conversation[Session]:
        request = orders.create_session(
            quote,
            self.credentials,
            order_id=order_id,
            environment=self.environment,
            **fields,
        )
        found = yield from create(request, self.asking(order_id, fields), read_session)
        if isinstance(found, Session):
            return found
        message = (
            f"the order {order_id} exists, but the answer with its session was lost;"
            " pay it by its links or create a session for another order id"
        )
        raise GatewayError(message, error_code="session_lost")

    def asking(self, order_id: str, fields: dict[str, Any]) -> Request:
        sending = {name: fields[name] for name in SENDING if name in fields}
        return orders.order_status(
            self.credentials,
            order_id=order_id,
            environment=self.environment,
            **sending,
        )

    def order_status(
        self, order_id: str, fields: dict[str, Any]
    ) -> Conversation[Order]:
        return ask(self.asking(order_id, fields), read_order)

    def refund(
        self,
        order: Order,
        unique_request_id: str,
        amount: Decimal | str | int | None,
        fields: dict[str, Any],
    ) -> Conversation[Order]:
        fields = {"customer_id": order.customer_id, **fields}
        order_id = order.order_id or ""
        request = orders.refund_order(
            self.credentials,
            order_id=order_id,
            unique_request_id=unique_request_id,
            amount=amount,
            left=_left(order, unique_request_id),
            currency=order.currency or "INR",
            environment=self.environment,
            **fields,
        )
        try:
            return (yield from ask(request, read_order))
        except GatewayError as error:
            if error.error_code != "duplicate.call":
                raise
            duplicate = error
        # The refund was accepted before, but its answer was lost.
        found = yield from ask(self.asking(order_id, fields), read_order)
        asked = None if amount is None else number(amount, "amount")
        known = {each.unique_request_id: each.amount for each in found.refunds}
        if unique_request_id in known and asked in (None, known[unique_request_id]):
            return found
        raise duplicate

    def mandate_status(
        self, mandate_id: str, fields: dict[str, Any]
    ) -> Conversation[Mandate]:
        request = commands.mandate_status(
            self.credentials,
            mandate_id=mandate_id,
            environment=self.environment,
            **fields,
        )
        return ask(request, read_mandate)

    def capture(
        self,
        order: Order,
        amount: Decimal | str | int | None,
        idempotence_key: str | None,
        fields: dict[str, Any],
    ) -> Conversation[Order]:
        request = captures.capture_txn(
            self.credentials,
            txn_uuid=order.transaction,
            order_id=order.order_id or "",
            amount=amount,
            idempotence_key=idempotence_key,
            currency=order.currency or "INR",
            environment=self.environment,
            **{"customer_id": order.customer_id, **fields},
        )
        return ask(request, read_order)

    def void(self, order: Order, fields: dict[str, Any]) -> Conversation[Order]:
        request = captures.void_txn(
            self.credentials,
            txn_uuid=order.transaction,
            order_id=order.order_id or "",
            environment=self.environment,
            **{"customer_id": order.customer_id, **fields},
        )
        return ask(request, read_order)

    def refund_txn(self, fields: dict[str, Any]) -> Conversation[Refund]:
        request = refunds.refund_txn(
            self.credentials, environment=self.environment, **fields
        )
        return ask(request, read_refund)

    def mandates(
        self, customer_id: str, fields: dict[str, Any]
    ) -> Conversation[MandateList]:
        request = lists.list_mandates(
            self.credentials,
            customer_id=customer_id,
            environment=self.environment,
            **fields,
        )
        return ask(request, read_mandates)

    def notification_status(
        self, object_reference_id: str, fields: dict[str, Any]
    ) -> Conversation[Notification]:
        request = lists.notification_status(
            self.credentials,
            object_reference_id=object_reference_id,
            environment=self.environment,
            **fields,
        )
        return ask(request, read_notification)

    def orders(self, fields: dict[str, Any]) -> Conversation[OrderList]:
        request = lists.list_orders(
            self.credentials, environment=self.environment, **fields
        )
        return ask(request, read_orders)

    def offers(self, quote: Payable, fields: dict[str, Any]) -> Conversation[OfferList]:
        request = offers.offers_list(
            quote, self.credentials, environment=self.environment, **fields
        )
        return ask(request, read_offers)


def _left(order: Order, unique_request_id: str) -> Decimal | None:
    """Return how much of an order can still be refunded, None if that is not known."""
    known = [each.unique_request_id for each in order.refunds]
    if order.amount is None or unique_request_id in known:
        return None
    return order.amount - (order.amount_refunded or 0)


def _same(order: Order, quote: Payable) -> Order:
    """Return *order* if its amount is that of the quote, else raise."""
    amount, currency = order.amount, order.currency or quote.currency
    due = due_of(quote)
    if amount is None or (amount, currency) == (due, quote.currency):
        return order
    message = (
        f"the order {order.order_id} is for {amount} {currency} instead of"
        f" {due} {quote.currency}; it was created for another quote"
    )
    code = "currency_differs" if amount == due else "amount_differs"
    raise GatewayError(message, error_code=code)


@frozen
class JuspayClient:
    """
    The calls of a merchant, each sent by `transport` and read.

    Every method raises `CheckoutError` for values that the API would refuse, before
    anything is sent, and `GatewayError` for an answer that cannot be used.

    Attributes:
        credentials: merchant id and API key, or the keys of JWT authentication.
        transport: sends each request; with such keys a `transports.jwt.JwtTransport`.
        environment: a preset's name, 'sandbox' by default, or a https URL.
    """

    credentials: AnyCredentials
    transport: Transport
    environment: str = "sandbox"

    def create_order(self, quote: Payable, *, order_id: str, **fields: Any) -> Order:
        """Create an order for what is due of *quote*."""
        return self._held(self._calls.create_order(quote, order_id, fields))

    def create_session(
        self, quote: Payable, *, order_id: str, **fields: Any
    ) -> Session:
        """Create an order and the payload that opens the payment page for it."""
        return self._held(self._calls.create_session(quote, order_id, fields))

    def order_status(self, order_id: str, **fields: Any) -> Order:
        """Return the order as Juspay knows it now; *customer_id* routes the call."""
        return self._held(self._calls.order_status(order_id, fields))

    def refund(
        self,
        order: Order,
        *,
        unique_request_id: str,
        amount: Decimal | str | int | None = None,
        **fields: Any,
    ) -> Order:
        """Refund *amount* of an order, or all that is left; the same id only once."""
        calls = self._calls.refund(order, unique_request_id, amount, fields)
        return self._held(calls)

    def mandate_status(self, mandate_id: str, **fields: Any) -> Mandate:
        """Return the mandate as Juspay knows it now; *customer_id* routes the call."""
        return self._held(self._calls.mandate_status(mandate_id, fields))

    def capture(
        self,
        order: Order,
        *,
        amount: Decimal | str | int | None = None,
        idempotence_key: str | None = None,
        **fields: Any,
    ) -> Order:
        """
        Take the money of an order that is held: all of it, or *amount*.

        A part needs an *idempotence_key*: new for each, the same for a repeat.
        """
        calls = self._calls.capture(order, amount, idempotence_key, fields)
        return self._held(calls)

    def void(self, order: Order, **fields: Any) -> Order:
        """Give the money of an order that is held back."""
        return self._held(self._calls.void(order, fields))

    def refund_txn(self, **fields: Any) -> Refund:
        """Refund one transaction, or pay out at once; see `juspay.refund_txn`."""
        return self._held(self._calls.refund_txn(fields))

    def mandates(self, customer_id: str, **fields: Any) -> MandateList:
        """Return all mandates of a customer, those that ended included."""
        return self._held(self._calls.mandates(customer_id, fields))

    def notification_status(
        self, object_reference_id: str, **fields: Any
    ) -> Notification:
        """Return what became of a notification about a debit."""
        calls = self._calls.notification_status(object_reference_id, fields)
        return self._held(calls)

    def orders(self, **fields: Any) -> OrderList:
        """Return a page of the merchant's orders: *count* of them from *offset* on."""
        return self._held(self._calls.orders(fields))

    def offers(self, quote: Payable, **fields: Any) -> OfferList:
        """Return the offers on what is due of *quote*; see `juspay.offers_list`."""
        return self._held(self._calls.offers(quote, fields))

    @property
    def _calls(self) -> _Calls:
        return _Calls(self.credentials, self.environment)

    def _held(self, conversation: Conversation[T]) -> T:
        return converse(conversation, self.transport)


@frozen
class AsyncJuspayClient:
    """
    The same calls from an event loop; see `JuspayClient`.

    Attributes:
        credentials: merchant id and API key, or the keys of JWT authentication.
        transport: sends each request; with such keys an `AsyncJwtTransport`.
        environment: a preset's name, 'sandbox' by default, or a https URL.
    """

    credentials: AnyCredentials
    transport: AsyncTransport
    environment: str = "sandbox"

    async def create_order(
        self, quote: Payable, *, order_id: str, **fields: Any
    ) -> Order:
        """Create an order for what is due of *quote*."""
        return await self._held(self._calls.create_order(quote, order_id, fields))

    async def create_session(
        self, quote: Payable, *, order_id: str, **fields: Any
    ) -> Session:
        """Create an order and the payload that opens the payment page for it."""
        return await self._held(self._calls.create_session(quote, order_id, fields))

    async def order_status(self, order_id: str, **fields: Any) -> Order:
        """Return the order as Juspay knows it now; *customer_id* routes the call."""
        return await self._held(self._calls.order_status(order_id, fields))

    async def refund(
        self,
        order: Order,
        *,
        unique_request_id: str,
        amount: Decimal | str | int | None = None,
        **fields: Any,
    ) -> Order:
        """Refund *amount* of an order, or all that is left; the same id only once."""
        calls = self._calls.refund(order, unique_request_id, amount, fields)
        return await self._held(calls)

    async def mandate_status(self, mandate_id: str, **fields: Any) -> Mandate:
        """Return the mandate as Juspay knows it now; *customer_id* routes the call."""
        return await self._held(self._calls.mandate_status(mandate_id, fields))

    async def capture(
        self,
        order: Order,
        *,
        amount: Decimal | str | int | None = None,
        idempotence_key: str | None = None,
        **fields: Any,
    ) -> Order:
        """
        Take the money of an order that is held: all of it, or *amount*.

        A part needs an *idempotence_key*: new for each, the same for a repeat.
        """
        calls = self._calls.capture(order, amount, idempotence_key, fields)
        return await self._held(calls)

    async def void(self, order: Order, **fields: Any) -> Order:
        """Give the money of an order that is held back."""
        return await self._held(self._calls.void(order, fields))

    async def refund_txn(self, **fields: Any) -> Refund:
        """Refund one transaction, or pay out at once; see `juspay.refund_txn`."""
        return await self._held(self._calls.refund_txn(fields))

    async def mandates(self, customer_id: str, **fields: Any) -> MandateList:
        """Return all mandates of a customer, those that ended included."""
        return await self._held(self._calls.mandates(customer_id, fields))

    async def notification_status(
        self, object_reference_id: str, **fields: Any
    ) -> Notification:
        """Return what became of a notification about a debit."""
        calls = self._calls.notification_status(object_reference_id, fields)
        return await self._held(calls)

    async def orders(self, **fields: Any) -> OrderList:
        """Return a page of the merchant's orders: *count* of them from *offset* on."""
        return await self._held(self._calls.orders(fields))

    async def offers(self, quote: Payable, **fields: Any) -> OfferList:
        """Return the offers on what is due of *quote*; see `juspay.offers_list`."""
        return await self._held(self._calls.offers(quote, fields))

    @property
    def _calls(self) -> _Calls:
        return _Calls(self.credentials, self.environment)

    async def _held(self, conversation: Conversation[T]) -> T:
        return await converse_async(conversation, self.transport)
