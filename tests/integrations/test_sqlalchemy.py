# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Columns of SQLAlchemy that hold nouns, on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from checkout_core import CheckoutError, Order, Quote, Refund, dumps, write_quote
from checkout_core.integrations.sqlalchemy import OrderType, QuoteType, RefundType
from tests.factories.faults import faults
from tests.factories.nouns import ORDER, QUOTE, REFUND
from tests.factories.orders import priced


class Base(DeclarativeBase):
    """The tables of this test."""


class Row(Base):
    """A row of a host."""

    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote: Mapped[Quote | None] = mapped_column(QuoteType())
    trusted: Mapped[Quote | None] = mapped_column(QuoteType(verify=False))
    order: Mapped[Order | None] = mapped_column(OrderType())
    known: Mapped[Order | None] = mapped_column(OrderType(verify=False))
    refund: Mapped[Refund | None] = mapped_column(RefundType())


@pytest.fixture
def session() -> Iterator[Session]:
    """Open an empty database in memory."""
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def stored(session: Session, **fields: Any) -> None:
    """Store one row and forget it."""
    session.add(Row(id=1, **fields))
    session.commit()
    session.expire_all()


def tamper(session: Session, column: str, old: str, new: str) -> None:
    """Change the text of a column behind the application's back."""
    found = session.execute(sa.text(f'SELECT "{column}" FROM "row"')).scalar_one()
    assert old in found
    session.execute(
        sa.text(f'UPDATE "row" SET "{column}" = :text'),
        {"text": found.replace(old, new)},
    )
    session.commit()
    session.expire_all()


def test_what_is_stored_is_loaded(session: Session) -> None:
    """Every noun comes back equal, of every kind of column."""
    fields = {
        "quote": QUOTE,
        "trusted": QUOTE,
        "order": ORDER,
        "known": ORDER,
        "refund": REFUND,
    }
    stored(session, **fields)

    row = session.get_one(Row, 1)

    assert fields == {name: getattr(row, name) for name in fields}


def test_the_text_is_that_of_the_document(session: Session) -> None:
    """Other programs read the column as JSON."""
    stored(session, quote=QUOTE)

    text = session.execute(sa.text('SELECT quote FROM "row"')).scalar_one()

    assert dumps(write_quote(QUOTE)) == text


def test_null_is_none(session: Session) -> None:
    """An empty column holds nothing, and can be asked for."""
    stored(session)

    assert (None, None) == (
        session.get_one(Row, 1).quote,
        session.execute(sa.select(Row.quote).where(Row.quote.is_(None))).scalar_one(),
    )


@pytest.mark.parametrize("column", ["quote", "trusted"])
def test_a_tampered_quote_is_not_loaded(session: Session, column: str) -> None:
    """The fingerprint tells, also where no figure is calculated again."""
    stored(session, **{column: QUOTE})
    tamper(session, column, '"currency": "INR"', '"currency": "USD"')

    with pytest.raises(CheckoutError) as caught:
        session.get_one(Row, 1)

    assert "fingerprint" in {each.path for each in caught.value.faults}


def test_verify_calculates_again(session: Session) -> None:
    """Who may write rows can write a fingerprint too; only `verify` finds that out."""
    from checkout_core.wire.quotes import fingerprint

    document = write_quote(QUOTE)
    document["totals"]["subtotal"] = "1.00"
    document["fingerprint"] = fingerprint(document)
    session.execute(
        sa.text('INSERT INTO "row" (id, quote, trusted) VALUES (1, :text, :text)'),
        {"text": dumps(document)},
    )
    trusted = session.execute(sa.select(Row.trusted)).scalar_one()

    with pytest.raises(CheckoutError) as caught:
        session.execute(sa.select(Row.quote)).scalar_one()

    assert ("1.00", True) == (
        str(trusted.totals.subtotal if trusted else ""),
        "does_not_add_up" in {each.code for each in caught.value.faults},
    )


@pytest.mark.parametrize(
    ("column", "noun", "key"),
    [("order", ORDER, "amount"), ("refund", REFUND, "gateway")],
)
def test_other_tampered_nouns_are_not_loaded(
    session: Session, column: str, noun: object, key: str
) -> None:
    """An order and a refund are checked too."""
    stored(session, **{column: noun})
    tamper(session, column, f'"{key}": "', f'"{key}": "9')

    with pytest.raises(CheckoutError):
        session.get_one(Row, 1)


def test_another_class_is_not_stored(session: Session) -> None:
    """The error is ours, with SQLAlchemy's around it."""
    session.add(Row(id=1, quote=ORDER))

    with pytest.raises(StatementError) as caught:
        session.commit()

    assert isinstance(caught.value.orig, CheckoutError)
    assert [("", "wrong_type")] == faults(caught.value.orig)


def test_a_noun_is_found_by_its_value(session: Session) -> None:
    """Equal quotes have equal text."""
    stored(session, quote=priced())
    other = priced(coupon_code=None)

    def found(condition: Any) -> list[int]:
        return list(session.scalars(sa.select(Row.id).where(condition)))

    assert [[1], [], [1], [1]] == [
        found(Row.quote == QUOTE),
        found(Row.quote == other),
        found(Row.quote != other),
        found(Row.quote.in_([other, QUOTE])),
    ]


def test_a_quote_is_not_compared_with_text(session: Session) -> None:
    """A pattern has no noun, so it is refused instead of finding nothing."""
    with pytest.raises(StatementError, match="of the class Quote"):
        session.scalars(sa.select(Row.id).where(Row.quote.like("%tee%")))


def test_an_equal_noun_changes_nothing(session: Session) -> None:
    """Assigning what is there already writes no row."""
    stored(session, quote=QUOTE)
    row = session.get_one(Row, 1)

    row.quote = priced()
    unchanged = session.is_modified(row)
    row.quote = priced(coupon_code=None)

    assert (False, True) == (unchanged, session.is_modified(row))


@pytest.mark.parametrize(
    ("kind", "shown", "noun"),
    [
        (QuoteType(), "QuoteType()", Quote),
        (QuoteType(verify=False), "QuoteType(verify=False)", Quote),
        (OrderType(), "OrderType()", Order),
        (RefundType(), "RefundType()", Refund),
    ],
)
def test_what_a_migration_writes(
    kind: TypeDecorator[Any], shown: str, noun: type
) -> None:
    """Alembic writes the repr of a type; the class tells what is loaded."""
    assert (shown, noun) == (repr(kind), kind.python_type)


def test_a_refund_is_always_checked() -> None:
    """There is no quicker reader, so no argument asks for one."""
    kind: Any = RefundType

    with pytest.raises(TypeError):
        kind(verify=False)


def test_the_column_of_each_database() -> None:
    """Text without a limit; MySQL's TEXT ends at 64 KB, and a quote can be longer."""
    table = sa.Table("t", sa.MetaData(), sa.Column("quote", QuoteType()))
    statement = sa.schema.CreateTable(table)
    dialects: list[Any] = [mysql, postgresql]

    assert ["quote LONGTEXT", "quote TEXT"] == [
        str(statement.compile(dialect=each.dialect())).split("(")[1].strip(" )\n\t")
        for each in dialects
    ]
