# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Columns of SQLAlchemy that hold nouns (`checkout-core[sqlalchemy]`).

A quote, an order or a refund is kept as JSON text, in which amounts are text, so no
database rounds them.  What is loaded is verified: a text whose figures were changed is
a `CheckoutError` on load.  Nouns are frozen, so SQLAlchemy needs to track no change
within them: assign another one.  Equal nouns have equal text, so `==`, `!=` and `in_`
find a noun by its value; what compares with something else (a `LIKE`) is refused by a
`CheckoutError`, wrapped in SQLAlchemy's `StatementError`.

>>> import sqlalchemy as sa
>>> quotes = sa.Table("quotes", sa.MetaData(), sa.Column("quote", QuoteType()))
>>> quotes.c.quote.type
QuoteType()
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from sqlalchemy import Dialect, Text
from sqlalchemy.dialects.mysql import LONGTEXT
from sqlalchemy.types import TypeDecorator, TypeEngine

from checkout_core.integrations.documents import ORDER, QUOTE, REFUND, Kind
from checkout_core.orders import Order
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund


__all__ = ["OrderType", "QuoteType", "RefundType"]


T = TypeVar("T")


class _NounType(TypeDecorator[T]):
    """A noun as the text of its document."""

    impl = Text
    cache_ok = True
    kind: ClassVar[Kind[Any]]
    verify = True

    @property
    def python_type(self) -> type[T]:
        """The class of what is loaded."""
        noun: type[T] = self.kind.noun
        return noun

    def __repr__(self) -> str:
        """Show the constructor's call, which Alembic writes into a migration."""
        return f"{type(self).__name__}({'' if self.verify else 'verify=False'})"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the column: of MySQL's only the longest is long enough."""
        if dialect.name in ("mysql", "mariadb"):
            return dialect.type_descriptor(LONGTEXT())
        return super().load_dialect_impl(dialect)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the text that is stored; raise `CheckoutError` for another class."""
        return None if value is None else self.kind.text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> T | None:  # noqa: ARG002
        """Return the noun; raise `CheckoutError` if its text was changed."""
        if value is None:
            return None
        found: T = self.kind.loaded(value, verify=self.verify)
        return found


class QuoteType(_NounType[Quote]):
    """
    A column that holds a `Quote`, NULL for None.

    Args:
        verify: whether every figure is calculated again on load, True by default.
            False checks form and fingerprint only, and takes a fraction of the time:
            for a database that only you write to.
    """

    kind = QUOTE
    cache_ok = True

    def __init__(self, *, verify: bool = True) -> None:
        super().__init__()
        self.verify = verify


class OrderType(_NounType[Order]):
    """
    A column that holds an `Order`, NULL for None.

    Args:
        verify: as of `QuoteType`, True by default.
    """

    kind = ORDER
    cache_ok = True

    def __init__(self, *, verify: bool = True) -> None:
        super().__init__()
        self.verify = verify


class RefundType(_NounType[Refund]):
    """A column that holds a `Refund`, NULL for None; it is always checked on load."""

    kind = REFUND
    cache_ok = True
