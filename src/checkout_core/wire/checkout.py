# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Reads a checkout document: cart, customer, store, moment and facts of the order.

Promises that a document is either read completely or refused with every fault, each
with its path, its value and the fix.  Null means the default, and unknown keys are
refused with the nearest known one unless *unknown* is "ignore".  Values are checked by
the constructors.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.cart import Cart, Customer
from checkout_core.cart.people import CUSTOMER
from checkout_core.errors import Fault
from checkout_core.keys import Key, KeyTable
from checkout_core.kinds import MOMENT, TEXT, choice
from checkout_core.statuses import OrderStatus, PaymentStatus
from checkout_core.store import Store
from checkout_core.tenders import any_ends
from checkout_core.wire.cart import cart_of
from checkout_core.wire.reader import DocumentReader, Unknown, known_currency
from checkout_core.wire.store import store_of
from checkout_core.wire.text import read_object


if TYPE_CHECKING:
    from checkout_core.wire.text import Document


CHECKOUT_KEYS = ("at", "cart", "order", "customer", "store")


@frozen(init=False)
class OrderFacts:
    """
    The facts of an order that do not depend on prices.

    Attributes:
        order_number: the host's number, "" by default.
        order_date: when it was placed, None if it was not.
        status: one of `OrderStatus`, by default `draft`.
        payment_status: one of `PaymentStatus`, by default `pending`.
    """

    order_number: str
    order_date: datetime | None
    status: str
    payment_status: str

    def __init__(
        self,
        *,
        order_number: str = "",
        order_date: datetime | str | None = None,
        status: str = "draft",
        payment_status: str = "pending",
    ) -> None:
        given = ORDER_FACTS.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **ORDER_FACTS.cleaned(given)
        )


#: The keys of the facts of an order, in the order of their faults.
ORDER_FACTS = KeyTable(
    OrderFacts,
    Key("order_number", TEXT),
    Key("order_date", MOMENT),
    Key("status", choice(OrderStatus, make=str)),
    Key("payment_status", choice(PaymentStatus, make=str)),
)


_NO_FACTS = OrderFacts()


@frozen
class Checkout:
    """
    The parts of a checkout document, for `quote(cart, store, at=at)`.

    Attributes:
        cart: what the customer wants to buy.
        store: the prices' rules: offers, tax, charges.
        at: the moment of pricing, None if the document has none.
        order: the facts of the order, with their defaults if the document has none.
    """

    cart: Cart
    store: Store
    at: datetime | None
    order: OrderFacts


def read_checkout(document: Document, *, unknown: Unknown = "error") -> Checkout:
    """
    Return the cart, store, moment and order facts of a checkout document.

    *document* is JSON text, bytes or a mapping; *unknown* "error" (default) refuses
    unknown keys, "ignore" skips them.  Raises `CheckoutError` with every fault, also of
    offers that do not apply.

    >>> read_checkout('''{"cart": {"currency": "INR", "cart_items": [
    ...     {"product_id": "tee", "quantity": 1, "selling_price": 499, "tax_rate": 18}
    ... ]}}''').cart.lines[0].selling_price
    Decimal('499')
    """
    reader = DocumentReader(unknown)
    check = reader.check
    data = read_object(document)
    reader.keys("", data, CHECKOUT_KEYS)
    at = check.maybe_time("at", data.get("at"))
    customer = reader.instance(data, "", "customer", CUSTOMER.names, Customer)
    basket = reader.part(data, "", "cart")
    cart = None if basket is None else cart_of(reader, "cart", basket, customer)
    currency = None if basket is None else basket.get("currency")
    store_data = {} if data.get("store") is None else reader.part(data, "", "store")
    store = (
        None if store_data is None else store_of(reader, "store", store_data, currency)
    )
    order = reader.instance(data, "", "order", ORDER_FACTS.names, OrderFacts)
    if data.get("at") is None and store_data is not None and _has_offers(store_data):
        check.add("at", "time_required", None)
    elif data.get("at") is None and cart is not None and any_ends(cart.tenders):
        check.add("at", "gift_card_time_required", None)
    of_cart, of_store = (
        known_currency(currency),
        known_currency((store_data or {}).get("currency")),
    )
    if of_cart is not None and of_store is not None and of_cart != of_store:
        check.add(
            "store.currency",
            "currency_mismatch",
            of_store.code,
            cart=of_cart.code,
            store=of_store.code,
        )
    check.found = [_of_customer(fault) for fault in check.found]
    check.raise_any()
    assert cart is not None and store is not None  # noqa: PT018 - no fault, so both
    return Checkout(cart, store, at, order or _NO_FACTS)


def _has_offers(store: Mapping[str, Any]) -> bool:
    lists = (store.get("promotions"), store.get("coupons"))
    return any(isinstance(each, list | tuple) and each for each in lists)


def _of_customer(fault: Fault) -> Fault:
    """Return a fault of the customer with its path in the document."""
    inner = fault.path.removeprefix("cart.customer.")
    if inner == fault.path:
        return fault
    return Fault(f"customer.{inner}", fault.code, fault.value, fault.message)
