# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Changes that are planned without a lock and stored if nothing changed since.

A writer keeps others waiting, on SQLite all of them.  Promises that nothing is priced
or serialised in a writing transaction: it compares what the plan began with, and
writes.  Only a change of one row that others changed at every try before is planned in
the end while its row is held, so that it is carried out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import frozen


if TYPE_CHECKING:
    from checkout_core.service.ports import Database, Unit


P = TypeVar("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

#: How often a change is planned again that another one came before.
TRIES = 5


@frozen
class Known(Generic[T_co]):
    """
    What a plan returns that has nothing to write.

    Attributes:
        result: what the change returns at once, without a writing transaction.
    """

    result: T_co


def write_unchanged(
    database: Database,
    plan: Callable[[Unit], P | Known[T]],
    store: Callable[[Unit, P], T],
    *,
    holds: bool = False,
    is_one: bool = False,
) -> T | None:
    """
    Return what *store* returns, None if other writers came first again and again.

    Args:
        database: where both read and write.
        plan: reads what it needs and returns all that is to be written, or `Known`; it
            writes nothing, and may be called again.
        store: compares and writes; it returns None if what *plan* read has changed.
        holds: whether *plan* reads one row only; its last try is then made in the
            writing transaction, which holds that row.
        is_one: whether *store* is one statement, as for `Database.write`.
    """
    for left in reversed(range(TRIES)):
        if holds and not left:
            return database.write(lambda unit: _stored(unit, plan(unit), store))
        with database.reading() as unit:
            planned = plan(unit)
        if isinstance(planned, Known):
            return planned.result

        def work(unit: Unit, planned: P = planned) -> T:
            return store(unit, planned)

        done = database.write(work, is_one=is_one)
        if done is not None:
            return done
    return None


def _stored(unit: Unit, planned: P | Known[T], store: Callable[[Unit, P], T]) -> T:
    return planned.result if isinstance(planned, Known) else store(unit, planned)
