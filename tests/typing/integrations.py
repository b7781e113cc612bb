# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Code that must type-check against the integrations; it is never executed.

A wrong use is marked as one: were it allowed, mypy would find the mark unused.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from fastapi import FastAPI, Response
from pydantic import BaseModel, TypeAdapter
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from checkout_core import (
    Address,
    Cart,
    Order,
    Quote,
    Refund,
    Store,
    quote,
    write_order,
)
from checkout_core.errors import CheckoutError
from checkout_core.integrations.fastapi import (
    CartBody,
    CheckoutBody,
    ExactJSONResponse,
    ExactRoute,
    StoreBody,
)
from checkout_core.integrations.msgspec import encode, raw
from checkout_core.integrations.orjson import default
from checkout_core.integrations.pydantic import (
    CartDocument,
    CheckoutDocument,
    OrderDocument,
    QuoteDocument,
    RefundDocument,
    StoreDocument,
    error_details,
)
from checkout_core.integrations.sqlalchemy import OrderType, QuoteType, RefundType
from checkout_core.wire import write_checkout, write_store


class Basket(BaseModel):
    """A document is the noun to who uses the model."""

    cart: CartDocument
    store: StoreDocument
    checkout: CheckoutDocument
    last: QuoteDocument | None = None
    orders: list[OrderDocument] = []
    refunds: list[RefundDocument] = []


def nouns(
    basket: Basket,
) -> tuple[Cart, Store, Quote | None, list[Order], list[Refund]]:
    """Return the fields by their classes."""
    wrong: Store = basket.cart  # type: ignore[assignment]
    return basket.cart, wrong, basket.last, basket.orders, basket.refunds


class Base(DeclarativeBase):
    """Tables."""


class Row(Base):
    """The type of a column is that of its attribute."""

    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote: Mapped[Quote] = mapped_column(QuoteType(verify=False))
    order: Mapped[Order | None] = mapped_column(OrderType())
    refund: Mapped[Refund | None] = mapped_column(RefundType())


READER: TypeAdapter[Cart] = TypeAdapter(CartDocument)
app = FastAPI()
app.router.route_class = ExactRoute


@app.post("/quote")
def price(checkout: CheckoutBody, cart: CartBody, store: StoreBody) -> QuoteDocument:
    """Return a noun where its document is declared."""
    again = quote(cart, store.changed(round_off="1"), at=checkout.at)
    return quote(checkout.cart.changed(id="c1"), checkout.store, at=again.at)


def answers(row: Row, error: CheckoutError) -> list[object]:
    """Return what goes out."""
    answer: Response = ExactJSONResponse(write_order(row.quote))
    text: bytes = encode({"quote": row.quote, "amount": Decimal(1)})
    part: msgspec.Raw = raw(row.quote)
    details = error_details(error, "body", 0)
    stored = [write_store(READER.validate_python({}))]  # type: ignore[arg-type]
    home = Address(fields={"state": "Goa"}, city="Panaji")
    return [
        answer,
        text,
        part,
        details,
        stored,
        home,
        default(row.quote),
        write_checkout,
    ]
