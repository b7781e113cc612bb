# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a payment begins at Juspay: on its page, by express, or on an own page.

Promises that a price which depends on one way to pay is not asked for in another: the
page is locked to it, and an express payment by another method is refused.  On an own
page the merchant shows the methods, and what was used is compared afterwards
(`instruments`).

Knows nothing of the port's other operations.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.errors.describe import shown
from checkout_core.gateway import (
    OWN_PAGE,
    Operation,
    PaymentRef,
    PaymentRequest,
    Started,
    ref_of,
)
from checkout_core.juspay.answers import Order
from checkout_core.juspay.customer import customer_fields, names_of
from checkout_core.juspay.fields import Due
from checkout_core.juspay.instruments import instrument_differs, payment_filter_of
from checkout_core.juspay.messages import refuse
from checkout_core.juspay.orders import (
    ACTIONS,
    create_order,
    create_order_and_pay,
    create_session,
)
from checkout_core.juspay.payment_info import (
    order_info,
    page_info,
    transaction_info,
)
from checkout_core.juspay.responses import read_order, read_session, read_txn
from checkout_core.money.parse import number
from checkout_core.values import Record, thawed


if TYPE_CHECKING:
    from datetime import tzinfo
    from decimal import Decimal

    from checkout_core.http import Response
    from checkout_core.juspay.credentials import AnyCredentials
    from checkout_core.juspay.policy import Policy


HYPER, EXPRESS = "hyper-checkout", "express-checkout"
#: Express payments without secrets; cards are paid on the payment page, so that their
#: numbers do not pass through the merchant's server.
METHODS = ("UPI", "NB", "WALLET")

_COMMON = (
    "payment_provider_slug",
    "integration_type",
    "gateway_reference_id",
    "return_url",
)
#: The keys of a `payment_method` by each.
METHOD_KEYS = {
    HYPER: (*_COMMON, "action"),
    EXPRESS: (*_COMMON, "payment_method_type", "payment_method", "upi_vpa"),
}
#: The field that locks a payment page.
_FILTER = "payment_filter"


@frozen(kw_only=True)
class Account:
    """
    What of a merchant's account every payment needs; see `JuspayGateway`.

    Attributes:
        credentials: who the merchant is.
        payment_page_client_id: the client id of the payment page.
        environment: a preset's name or a https URL.
        policy: the rules that Juspay agreed with the merchant.
        zone: the time zone of the dates of mandates.
    """

    credentials: AnyCredentials
    payment_page_client_id: str
    environment: str
    policy: Policy
    zone: tzinfo

    def start(
        self, asked: PaymentRequest, fields: dict[str, Any], terms: Any
    ) -> Operation[Started]:
        """
        Return the operation that asks for a payment.

        Raises `CheckoutError` for what Juspay would refuse, and for a way to pay that
        the price is not for.
        """
        kind = asked.method["integration_type"]
        own = fields.pop(_FILTER, None)
        if kind not in (EXPRESS, OWN_PAGE):
            lock = _page_filter(asked, own)
            more = {} if lock is None else {_FILTER: lock}
            return self._session(asked, {**fields, **more}, terms)
        named = asked.fields if isinstance(asked.fields, Mapping) else {}
        if named.get(_FILTER) is not None:
            raise refuse(f"fields.{_FILTER}", "payment_filter_no_page", own)
        if kind == OWN_PAGE:
            return self._order(asked, fields, terms)
        _check_express(asked)
        return self._transaction(asked, fields, terms)

    def _session(
        self, asked: PaymentRequest, fields: dict[str, Any], terms: Any
    ) -> Operation[Started]:
        request = create_session(
            Due(asked.amount, asked.currency),
            self.credentials,
            payment_page_client_id=self.payment_page_client_id,
            action=asked.method.get("action") or ACTIONS[0],
            at=asked.at,
            zone=self.zone,
            **names_of(asked.cart),
            **self._common(asked, fields, terms),
        )

        def read(response: Response) -> Started:
            session = read_session(request, response)
            assert session.sdk_payload is not None
            assert session.sdk_payload.payload is not None
            amount = session.sdk_payload.payload.amount
            client = Record(page_info(session, asked, fields))
            return Started(client=client, problem=differs(asked.amount, amount))

        return Operation(request, read)

    def _transaction(
        self, asked: PaymentRequest, fields: dict[str, Any], terms: Any
    ) -> Operation[Started]:
        method = asked.method
        request = create_order_and_pay(
            Due(asked.amount, asked.currency),
            self.credentials,
            payment_method_type=method["payment_method_type"],
            payment_method=method["payment_method"],
            upi_vpa=method.get("upi_vpa"),
            **self._common(asked, fields, terms),
        )

        def read(response: Response) -> Started:
            txn = read_txn(request, response)
            try:
                return Started(client=Record(transaction_info(txn)))
            except GatewayError as error:
                return Started(client=Record(), problem=error)

        return Operation(request, read)

    def _order(
        self, asked: PaymentRequest, fields: dict[str, Any], terms: Any
    ) -> Operation[Started]:
        request = create_order(
            Due(asked.amount, asked.currency),
            self.credentials,
            at=asked.at,
            zone=self.zone,
            **self._common(asked, fields, terms),
        )

        def read(response: Response) -> Started:
            order = read_order(request, response)
            client = Record(order_info(order, asked, fields))
            return Started(client=client, problem=differs(asked.amount, order.amount))

        return Operation(request, read)

    def _common(
        self, asked: PaymentRequest, fields: dict[str, Any], terms: Any
    ) -> dict[str, Any]:
        """Return the arguments that all three ways to make an order share."""
        return {
            **customer_fields(asked.cart),
            "order_id": asked.id,
            "return_url": asked.return_url,
            "gateway_reference_id": asked.method.get("gateway_reference_id"),
            "currency": asked.currency,
            "environment": self.environment,
            "policy": self.policy,
            **fields,
            "mandate": terms,
        }


def _page_filter(asked: PaymentRequest, own: Any) -> Any:
    """Return what locks the page: the price's payment, else the merchant's filter."""
    payment = ref_of(asked.order, asked.payment).instrument
    if payment is None:
        return own
    lock = payment_filter_of(payment)
    if lock is None:
        raise refuse("payment_method", "payment_not_here", payment.method)
    if own is not None and thawed(own) != lock:
        # The pages do not say when one filter lies within another.
        raise refuse(f"fields.{_FILTER}", "payment_filter_differs", own)
    return lock


def _check_express(asked: PaymentRequest) -> None:
    """Refuse an express payment by another method than the quote's payment."""
    chosen = Order(
        payment_method_type=asked.method["payment_method_type"],
        payment_method=asked.method["payment_method"],
    )
    payment = ref_of(asked.order, asked.payment).instrument
    problem = instrument_differs(chosen, payment)
    if problem is not None:
        name = problem.fields[0]
        path = f"payment_method.{name}"
        raise refuse(path, "payment_differs", asked.method[name], why=problem)


def other(order: Order, ref: PaymentRef) -> GatewayError | None:
    """Return the error for an order that is not the one that was asked for."""
    if order.currency not in (None, ref.currency):
        message = (
            f"the gateway's order is in {shown(order.currency)}, not {ref.currency}"
        )
        return GatewayError(message, error_code="currency_differs")
    return differs(ref.amount, order.amount)


def differs(asked: Decimal, answered: Decimal | str | None) -> GatewayError | None:
    """
    Return the error for an order that is for another amount than was asked for.

    An answer may have no amount; one that is not a number does not equal any.
    """
    if answered is None:
        return None
    amount: Decimal | str = answered
    with suppress(CheckoutError):
        amount = number(answered, "amount")
    if amount == asked:
        return None
    message = f"the gateway's order is for {amount} instead of {asked}"
    return GatewayError(message, error_code="amount_differs")
