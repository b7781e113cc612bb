# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The results of a back-test as tables of DuckDB, and what is asked of them.

Promises that every amount stays a decimal: a sum of `DECIMAL(28, 2)` is a
`DECIMAL(38, 2)` in DuckDB, and no question here makes a `DOUBLE`.  Knows no stores.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from checkout_core.backtest.columns import schema_of
from checkout_core.backtest.figures import (
    Applied,
    BadRows,
    CartChange,
    Displaced,
    NearMiss,
    OfferName,
    Orders,
    PaidOtherwise,
    Refused,
    Reproduction,
    Total,
)
from checkout_core.errors.extras import needing
from checkout_core.ledger.totals import POINTS, SUMS
from checkout_core.money.exact import to_decimal


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


#: DuckDB gives moments with their zone only to those who have pytz.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: The two stores, by the names of their columns.
SIDES = ("base", "proposed")

#: A cart that both stores price is compared.  Its place, file and row, is what makes it
#: one cart: the ids of carts are the host's, and may occur twice.
#: Else a folder `base=1` makes a column `base`.
_FILES = (
    "read_parquet([{names}], filename = true, file_row_number = true,"
    " hive_partitioning = false)"
)
_NOTHING = "(SELECT *, '' AS filename, 0 AS file_row_number FROM nothing)"
_VIEWS = """
CREATE VIEW placed AS
SELECT *, struct_pack(f := filename, r := file_row_number) AS place
FROM {source};
CREATE VIEW compared AS
SELECT *, base.totals.to_be_paid AS before, proposed.totals.to_be_paid AS after,
    proposed.totals.to_be_paid - base.totals.to_be_paid AS change
FROM placed WHERE base IS NOT NULL AND proposed IS NOT NULL;
CREATE VIEW applied AS {applied};
CREATE VIEW refused AS {refused};
"""

_APPLIED = """
SELECT '{side}' AS side, place, change, o.kind AS kind, o.id AS id, o.name AS name,
    o.code AS code, o.saving AS saving
FROM (SELECT place, change, unnest({side}.offers) AS o FROM compared)
"""

_REFUSED = """
SELECT '{side}' AS side, place, paid, o.kind AS kind, o.offer_id AS id,
    o.name AS name, o.code AS code, o.short_amount AS short_amount,
    o.short_units AS short_units
FROM (
    SELECT place, {side}.totals.to_be_paid AS paid, unnest({side}.refusals) AS o
    FROM compared
)
"""

_COUNTS = "SELECT count(*), count(*) FILTER (WHERE len(faults) > 0) FROM placed"

_REPRODUCED = """
SELECT count(reproduced), count(*) FILTER (WHERE reproduced),
    sum(base.totals.to_be_paid - expected_to_be_paid) FILTER (WHERE NOT reproduced)
FROM placed
"""

_BAD = """
SELECT code, rows, cart_id, path, message
FROM (
    SELECT x.code AS code, x.path AS path, x.message AS message, cart_id,
        count(DISTINCT place) OVER (PARTITION BY x.code) AS rows,
        row_number() OVER (PARTITION BY x.code ORDER BY place, x.path) AS nth
    FROM (SELECT place, cart_id, unnest(faults) AS x FROM placed)
)
WHERE nth = 1 ORDER BY rows DESC, code
"""

_OTHERWISE = """
SELECT cart_id, expected_to_be_paid, base.totals.to_be_paid
FROM placed WHERE NOT reproduced
ORDER BY abs(base.totals.to_be_paid - expected_to_be_paid) DESC, cart_id, place
LIMIT 10
"""

_ORDERS = """
SELECT count(*), count(*) FILTER (WHERE change < 0), count(*) FILTER (WHERE change > 0),
    sum(before - after) FILTER (WHERE change < 0), sum(change) FILTER (WHERE change > 0)
FROM compared
"""

_OFFERS = """
SELECT kind, id, side, count(*), sum(saving) FROM applied GROUP BY ALL
"""

_DISPLACED = """
WITH gone AS (
    SELECT * FROM applied AS x WHERE side = 'base' AND NOT EXISTS (
        SELECT 1 FROM applied AS y WHERE y.side = 'proposed' AND y.place = x.place
            AND y.kind = x.kind AND y.id = x.id)
), came AS (
    SELECT * FROM applied AS x WHERE side = 'proposed' AND NOT EXISTS (
        SELECT 1 FROM applied AS y WHERE y.side = 'base' AND y.place = x.place
            AND y.kind = x.kind AND y.id = x.id)
)
SELECT gone.kind, gone.id, came.kind, came.id, count(*), sum(gone.saving),
    sum(came.saving), count(*) FILTER (WHERE gone.change > 0)
FROM gone JOIN came ON gone.place = came.place
GROUP BY gone.kind, gone.id, came.kind, came.id
ORDER BY count(*) DESC, gone.id, came.id, gone.kind, came.kind
"""

_REFUSALS = """
SELECT * FROM (
    SELECT kind, id, min(name), code,
        count(DISTINCT place) FILTER (WHERE side = 'base') AS base,
        count(DISTINCT place) FILTER (WHERE side = 'proposed') AS proposed
    FROM refused GROUP BY kind, id, code
)
ORDER BY greatest(base, proposed) DESC, kind, id, code
"""

_NEAR = """
SELECT * FROM (
    SELECT kind, id, code, count(*),
        count(*) FILTER (WHERE short_amount * 10 <= paid
            AND (short_amount > 0 OR short_units = 1)) AS near,
        min(short_amount) FILTER (WHERE short_amount > 0),
        min(short_units) FILTER (WHERE short_units > 0)
    FROM refused
    WHERE side = 'proposed' AND (short_amount > 0 OR short_units > 0)
    GROUP BY kind, id, code
)
ORDER BY near DESC, kind, id, code
"""

_MOST = """
SELECT place.f, place.r, cart_id, epoch_us("at"), customer_id, before, after
FROM compared WHERE change <> 0
ORDER BY abs(change) DESC, cart_id, place LIMIT 10
"""

_RANKS = """
SELECT change FROM (
    SELECT change, row_number() OVER (ORDER BY change) AS rank
    FROM compared WHERE change <> 0
)
WHERE rank IN ({ranks}) ORDER BY rank
"""

#: Whole customers; each cart of a guest is a cluster of its own.
_CLUSTERS = """
SELECT count(*), sum(whole * whole)
FROM (
    SELECT sum(CAST(change * {minor} AS HUGEINT)) AS whole
    FROM compared WHERE change <> 0
    GROUP BY CASE WHEN customer_id IS NULL THEN place END, customer_id
)
"""


class Tables:
    """
    The results of a folder, open for questions.

    Raises `CheckoutError` where DuckDB is not installed (`extra_missing`).
    """

    def __init__(self, files: Sequence[Path], exponent: int) -> None:
        """Open the result *files*; amounts have *exponent* decimals."""
        with needing("backtest"):
            import duckdb
        self._exponent = exponent
        self._zero = to_decimal(0, exponent)
        self._database = duckdb.connect(":memory:")
        if files:
            names = ", ".join(_quoted(str(each)) for each in files)
            source = _FILES.format(names=names)
        else:
            self._database.register("nothing", schema_of(exponent).empty_table())
            source = _NOTHING
        views = _VIEWS.format(
            source=source,
            applied=" UNION ALL ".join(_APPLIED.format(side=x) for x in SIDES),
            refused=" UNION ALL ".join(_REFUSED.format(side=x) for x in SIDES),
        )
        self._database.execute(views)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def counts(self) -> tuple[int, int]:
        """Return how many rows there are, and how many have a fault."""
        rows, faulty = self._one(_COUNTS)
        return rows, faulty

    def bad(self) -> tuple[BadRows, ...]:
        """Return the codes of faults, most frequent first."""
        return tuple(
            BadRows(code=code, rows=rows, cart_id=cart, path=path, message=message)
            for code, rows, cart, path, message in self._all(_BAD)
        )

    def reproduction(self) -> Reproduction:
        """Return whether today's store gives what was paid."""
        stored, reproduced, more = self._one(_REPRODUCED)
        return Reproduction(
            stored=stored,
            reproduced=reproduced,
            difference=self._amount(more),
            most=tuple(
                PaidOtherwise(cart_id=cart, paid=paid, base=base)
                for cart, paid, base in self._all(_OTHERWISE)
            ),
        )

    def orders(self) -> Orders:
        """Return how many carts change, and by how much."""
        compared, cheaper, dearer, saved, added = self._one(_ORDERS)
        return Orders(
            compared=compared,
            cheaper=cheaper,
            dearer=dearer,
            saved=self._amount(saved),
            added=self._amount(added),
        )

    def totals(self) -> tuple[Total, ...]:
        """Return every total of all compared carts together."""
        columns = [f"sum({side}.totals.{name})" for name in SUMS for side in SIDES]
        sums = iter(self._one(f"SELECT {', '.join(columns)} FROM compared"))  # noqa: S608 - names of ours
        found = []
        for name in SUMS:
            exponent = 0 if name in POINTS else self._exponent
            zero = to_decimal(0, exponent)
            before, after = [zero if x is None else x for x in (next(sums), next(sums))]
            found.append(Total(name=name, before=before, after=after))
        return tuple(found)

    def applied(self) -> dict[tuple[str, str, str], Applied]:
        """Return where each offer applies, by its kind, its id and the side."""
        return {
            (kind, ident, side): Applied(carts=carts, saving=saving)
            for kind, ident, side, carts, saving in self._all(_OFFERS)
        }

    def displaced(self, names: Mapping[tuple[str, str], OfferName]) -> list[Displaced]:
        """Return which offers take the place of which; *names* by kind and id."""
        return [
            Displaced(
                gone=names[row[0], row[1]],
                came=names[row[2], row[3]],
                carts=row[4],
                base_saving=row[5],
                proposed_saving=row[6],
                dearer=row[7],
            )
            for row in self._all(_DISPLACED)
        ]

    def refusals(self) -> tuple[Refused, ...]:
        """Return what is refused and why, what is on most carts first."""
        return tuple(
            Refused(
                kind=kind,
                offer_id=ident,
                name=name,
                code=code,
                base=base,
                proposed=proposed,
            )
            for kind, ident, name, code, base, proposed in self._all(_REFUSALS)
        )

    def near(self, names: Mapping[tuple[str, str], OfferName]) -> tuple[NearMiss, ...]:
        """Return what the proposed offers are missed by, most near misses first."""
        return tuple(
            NearMiss(
                offer=names[kind, ident],
                code=code,
                carts=carts,
                near=near,
                nearest=nearest,
                nearest_units=units,
            )
            for kind, ident, code, carts, near, nearest, units in self._all(_NEAR)
        )

    def most(self) -> tuple[CartChange, ...]:
        """Return the ten carts that change most."""
        return tuple(
            CartChange(
                part=Path(file).name,
                row=row,
                cart_id=cart,
                at=None if micros is None else _EPOCH + timedelta(microseconds=micros),
                customer_id=who,
                before=before,
                after=after,
            )
            for file, row, cart, micros, who, before, after in self._all(_MOST)
        )

    def change_at(self, ranks: Iterable[int]) -> list[Decimal]:
        """Return the changes at some *ranks* of the changed carts, from 1 ascending."""
        listed = ", ".join(str(each) for each in ranks)
        return [change for (change,) in self._all(_RANKS.format(ranks=listed))]

    def between(
        self, ends: Sequence[tuple[Decimal | None, Decimal | None]]
    ) -> tuple[int, ...]:
        """Return how many changes lie from the first to below the second of *ends*."""
        columns = []
        for low, high in ends:
            tests = ["change <> 0"]
            tests += [] if low is None else [f"change >= {self._literal(low)}"]
            tests += [] if high is None else [f"change < {self._literal(high)}"]
            columns.append(f"count(*) FILTER (WHERE {' AND '.join(tests)})")
        return self._one(f"SELECT {', '.join(columns)} FROM compared")  # noqa: S608 - numbers of ours

    def clusters(self) -> tuple[int, int]:
        """Return whose carts change, and the sum of their squared changes, in minor."""
        customers, squares = self._one(_CLUSTERS.format(minor=10**self._exponent))
        return customers, squares or 0

    def _literal(self, amount: Decimal) -> str:
        return f"CAST('{amount}' AS DECIMAL(38, {self._exponent}))"

    def _amount(self, found: Decimal | None) -> Decimal:
        return self._zero if found is None else found

    def _all(self, question: str) -> list[tuple[Any, ...]]:
        return self._database.execute(question).fetchall()

    def _one(self, question: str) -> tuple[Any, ...]:
        (found,) = self._all(question)
        return found


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


__all__ = ["SIDES", "Tables"]
