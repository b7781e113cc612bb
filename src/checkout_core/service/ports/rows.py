# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The rows that the service stores, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.tenders import OF_CUSTOMER


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.errors import Fault
    from checkout_core.orders import Order
    from checkout_core.values import JsonText


class StoredOrderError(Exception):
    """
    A stored order that is not what was written: it was changed or damaged.

    Attributes:
        number: its order number.
        faults: what is wrong with its document.
    """

    def __init__(self, number: str, faults: Sequence[Fault]) -> None:
        self.number = number
        self.faults = tuple(faults)
        super().__init__(f"the stored order {number} cannot be read")


@frozen
class CartRow:
    """
    A cart: its owner and its contents as JSON text.

    Attributes:
        id: the cart's id, in its URL.
        owner: the caller who made it.
        contents: products and quantities, code, addresses and what else the shopper
            chose, as JSON text; a repr does not show it.
        order_number: the order made from the cart, None before that.
        shown: the amounts that the shopper was shown last, as JSON text; None if they
            were never shown or by an older release.
    """

    id: str
    owner: str
    contents: str = field(repr=False)
    order_number: str | None = None
    shown: str | None = field(default=None, repr=False)


@frozen(kw_only=True)
class OrderRow:
    """
    An order, its owner, and what it gave the customer's account so far.

    Attributes:
        order: the order in its present state.
        cart_id: the cart that it was made from.
        owner: the caller who placed it.
        granted: the points that it earned, 0 by default.
        restored: what its refunds gave back of each kind of tender, a count of points
            or an amount in minor units; 0 by default.
        version: how often the order was stored, 0 before it is; two rows of an order
            with one version are equal.
    """

    order: Order
    cart_id: str
    owner: str
    granted: int = 0
    restored: Mapping[str, int] = field(factory=lambda: dict.fromkeys(OF_CUSTOMER, 0))
    version: int = 0


@frozen(kw_only=True)
class OrderRecord:
    """
    A row of an order with all that is stored of it, serialised.

    It is made before a transaction, so that none waits while it is made.

    Attributes:
        row: the order as it is to be stored; its version is that which it replaces.
        happened: the order without its quote, as JSON text.
        summary: its entry in a list without `order_items`, as JSON text.
        shown: the order as its owner sees it without the lists of `OrderDocuments`, as
            JSON text; None if that depends on the moment.
        shown_by: identifies the rules by which `shown` was made.
        currency: the code of its currency.
        to_be_paid, amount_paid, amount_unpaid: in minor units.
        email, phone: by which it is found, as `OrderFilters` has them; None for none.
        reversed: whether a payment of it was taken back.
        documents: what never changes, None for an order that was stored before.
    """

    row: OrderRow
    happened: str = field(repr=False)
    summary: str = field(repr=False)
    shown: str | None = field(repr=False)
    shown_by: str
    currency: str
    to_be_paid: int
    amount_paid: int
    amount_unpaid: int
    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    reversed: bool
    documents: OrderDocuments | None = None


@frozen(kw_only=True)
class OrderDocuments:
    """
    What never changes of an order and grows with its lines, as JSON texts.

    Attributes:
        quote: what the shopper accepted, compressed.
        items: the list `order_items`.
        offers: an object with the other lists that have a row for each line.
    """

    quote: bytes = field(repr=False)
    items: str = field(repr=False)
    offers: str = field(repr=False)


@frozen(kw_only=True)
class OrderSummary:
    """
    What is known of an order without reading it.

    Attributes:
        number: its number.
        placed_at: when it was placed, as text in ISO form.
        owner: the caller who placed it.
        status, payment_status: as the order has them.
        to_be_paid, amount_paid, amount_unpaid: in major units of its currency.
        currency: the code of the currency.
        reversed: whether a payment of it was taken back.
        summary: its entry in a list without `order_items`, as JSON text; None if it has
            to be made again, since it was made by other rules or changed since.
        size: how many characters its `order_items` are.
    """

    number: str
    placed_at: str
    owner: str
    status: str
    payment_status: str
    to_be_paid: Decimal
    amount_paid: Decimal
    amount_unpaid: Decimal
    currency: str
    reversed: bool
    summary: str | None = field(repr=False)
    size: int

    @property
    def cursor(self) -> tuple[str, str]:
        """Its place in a list, from which the next part of the list begins."""
        return self.placed_at, self.number


@frozen(kw_only=True)
class OrderFilters:
    """
    Which orders are searched for: all that hold; None (the default) asks nothing.

    Attributes:
        status, payment_status: as the order has them.
        owner: the caller who placed it.
        email: an address of the order, in lower case.
        phone: the last digits of a number of the order, at most ten.
        number: how its number begins.
        placed_from: placed at this moment or later.
        placed_to: placed before this moment.
        reversed: whether a payment of it was taken back.
    """

    status: str | None = None
    payment_status: str | None = None
    owner: str | None = None
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    number: str | None = None
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    reversed: bool | None = None


@frozen(kw_only=True)
class ShownOrder:
    """
    An order as its owner sees it.

    Attributes:
        owner: the caller who placed it.
        text: the order as JSON text; None if it has to be made again.
    """

    owner: str
    text: JsonText | None


@frozen(kw_only=True)
class Attempt:
    """
    One create request to the gateway, stored before it is sent.

    Attributes:
        gateway_id: the order's id at the gateway in this attempt.
        order_number: the order that it pays.
        number: 1 for an order's first attempt, 2 for its second, and so on.
        digest: the SHA-256 of the request in hex, used to recognise a repeat.
        at: when the attempt began.
        until: until this moment only the request that began the attempt may continue
            it.
        answer: the body of the answer, None until it is received, "" if it was lost.
    """

    gateway_id: str
    order_number: str
    number: int
    digest: str
    at: datetime
    until: datetime
    answer: str | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """Its id in lower case: gateways ignore the case of letters."""
        return self.gateway_id.lower()


#: The status of a refund request that failed and was sent again under another id.
REPLACED = "REPLACED"


@frozen(kw_only=True)
class RefundRequest:
    """
    One refund at the gateway, stored before the request is sent.

    Attributes:
        id: the gateway's unique_request_id.
        refund_id: the refund of the order that it is part of.
        order_number: the order whose money is refunded.
        gateway_id: the payment that the money is taken from.
        amount: in major units of the order's currency.
        status: the gateway's status, "" until it accepts the request; `REPLACED` once
            it failed and the merchant had it sent again as another request.
        asked_at: since when the money is owed; None (the default) where an older
            release, which did not note it, stored the request.
    """

    id: str
    refund_id: str
    order_number: str
    gateway_id: str
    amount: Decimal
    status: str = ""
    asked_at: datetime | None = None

    @property
    def cursor(self) -> tuple[datetime | None, str]:
        """Its place in a list, from which the next part of the list begins."""
        return self.asked_at, self.id


@frozen(kw_only=True)
class BankTransfer:
    """
    A refund that the merchant sends through a bank, stored with the refund.

    Attributes:
        refund_id: the refund of the order that it pays.
        order_number: the order whose money is refunded.
        amount: in major units of the order's currency.
        bank_account_id: the account that the customer chose; a repr does not show it.
        paid_at: when the merchant sent it, None until they report it.
        reference: the bank's reference, None until then.
    """

    refund_id: str
    order_number: str
    amount: Decimal
    bank_account_id: str = field(repr=False)
    paid_at: datetime | None = None
    reference: str | None = None


@frozen(kw_only=True)
class Task:
    """
    Something that is still to be done, by any of the processes that share a database.

    Attributes:
        kind: a key of `sweeping.KINDS`.
        key: what it is about, unique within its kind.
        due_at: from when on a sweeper does it.
        tries: how often a sweeper tried before.
        leased_until: until this moment only who leased it does it; None if it is not
            leased.  A process that dies keeps it no longer.
    """

    kind: str
    key: str
    due_at: datetime
    tries: int = 0
    leased_until: datetime | None = None


@frozen
class PriorCounts:
    """
    How often an offer was redeemed before this service began to count.

    A new counter of the database begins with it.

    Attributes:
        offer: by anyone.
        code: with the code, 0 for an offer without codes.
        customer: by the customer, 0 for a guest.
    """

    offer: int
    code: int
    customer: int


@frozen(kw_only=True)
class Counts:
    """
    What this service counted.

    Attributes:
        offers: how often offers were redeemed, by their id.
        codes: how often codes were redeemed.
        customer: how often the customer redeemed offers, by their id.
        taken: what was taken of the budgets of offers, in minor units, by their id.
        orders: how many orders the customer placed, None if none was counted yet.
    """

    offers: Mapping[str, int] = field(factory=dict)
    codes: Mapping[str, int] = field(factory=dict)
    customer: Mapping[str, int] = field(factory=dict)
    taken: Mapping[str, int] = field(factory=dict)
    orders: int | None = None


@frozen(kw_only=True)
class Draw:
    """
    What a redemption takes of the budget of its offer, in minor units.

    Attributes:
        amount: what it takes.
        most: the budget.
        before: what was taken before this service began to count.
    """

    amount: int
    most: int
    before: int


@frozen(kw_only=True)
class OutgoingEvent:
    """
    A webhook to the merchant's systems.

    Attributes:
        id: the same each time that it is sent.
        order_number: the order that it is about.
        event: its type, such as `order.paid`.
        body: what is sent, as JSON text.
        created_at: when it happened.
        delivered_at: when the receiver took it, None before that.
    """

    id: str
    order_number: str
    event: str
    body: str
    created_at: datetime
    delivered_at: datetime | None = None
