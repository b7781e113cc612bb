# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The sheet of figures and rows that are given, as by a document.

Promises the same sheet as a priced quote with these figures has, whether or not they
add up.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.ledger.rows import COUNTS
from checkout_core.ledger.sheet import (
    CHARGE_IDS,
    ChargeAmount,
    Goods,
    Handling,
    OfferEffect,
    RefusedAmount,
    Sheet,
    Shown,
    Summary,
    TaxedAt,
    TenderAmount,
)
from checkout_core.ledger.totals import POINTS, SUMS
from checkout_core.money.parse import minor_units
from checkout_core.revisions import CURRENT
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from checkout_core.ledger.figures import AppliedOffer, Figures, QuotedLine
    from checkout_core.ledger.rows import Component, Entry
    from checkout_core.ledger.sheet import Row
    from checkout_core.ledger.summaries import HsnRow, TaxRow
    from checkout_core.revisions import Revision


def sheet_of_figures(
    figures: Figures,
    entries: Sequence[Entry],
    exponent: int,
    revision: Revision = CURRENT,
) -> Sheet:
    """
    Return the sheet of *figures* and rows; *exponent* is the currency's.

    *revision* is the one that they are by, today's by default.
    """
    minor, lines = minor_of(exponent), figures.lines
    return Sheet(
        exponent,
        revision,
        {
            name: (_whole if name in POINTS else minor)(getattr(figures.totals, name))
            for name in SUMS
        },
        Goods(
            listed=[minor(line.listed) for line in lines],
            left=[minor(line.left) for line in lines],
            funded=[minor(line.funded) for line in lines],
            subtotal=[minor(line.subtotal) for line in lines],
            promoted=[minor(line.promotion_discount_amount) for line in lines],
            couponed=[minor(line.coupon_discount_amount) for line in lines],
            taxable=[minor(line.taxable_value) for line in lines],
            tax=[minor(line.tax_amount) for line in lines],
            pointed=_pointed(figures, entries, minor),
            points_off=[minor(line.points_discount) for line in lines],
        ),
        _effects(figures.promotions, minor),
        _effects(figures.coupons, minor),
        _Said(figures, entries, minor),
    )


def _pointed(
    figures: Figures, entries: Sequence[Entry], minor: Callable[[Decimal], int]
) -> list[int]:
    """Return what points took off the taxable value of each line, as its rows say."""
    found = [0] * len(figures.lines)
    if figures.totals.coupon_discount_amount:
        for row in entries:
            line = row.line
            if row.kind == "points_discount" and line is not None and line < len(found):
                found[line] += minor(row.amount)
    return found


@define(eq=False)
class _Said:
    """The parts of a sheet that are not always read, of figures and rows."""

    figures: Figures
    entries: Sequence[Entry]
    minor: Callable[[Decimal], int]

    def shown(self, _: Sheet) -> Shown:
        lines, minor = self.figures.lines, self.minor
        return Shown(
            taxed_at=[_taxed_at(line.tax_rate, line) for line in lines],
            unit_prices=[minor(line.selling_price_excluding_tax) for line in lines],
            free_units=[line.free_quantity for line in lines],
            on_promotion=[line.on_promotion for line in lines],
            is_free=[line.is_free_item for line in lines],
            handling=[_handling(line, minor) for line in lines],
        )

    def components(self, _: Sheet) -> list[list[int]]:
        return [_amounts(line.components, self.minor) for line in self.figures.lines]

    def charges(self, _: Sheet) -> list[ChargeAmount]:
        return [
            ChargeAmount(
                each.name,
                self.minor(each.amount),
                each.tax_rate,
                _labels(each.components),
                _amounts(each.components, self.minor),
                {key: getattr(each, key) for key in CHARGE_IDS},
            )
            for each in self.figures.charges
        ]

    def tenders(self, _: Sheet) -> list[TenderAmount]:
        found = []
        for each in self.figures.tenders:
            count = _whole if TENDERS[each.kind].unit else self.minor
            asked, granted = count(each.asked), count(each.granted)
            value = self.minor(each.value)
            found.append(
                TenderAmount(each.kind, each.name, asked, granted, value, each.why)
            )
        return found

    def refused(self, _: Sheet) -> list[RefusedAmount]:
        return [
            RefusedAmount(
                each.kind,
                each.offer_id,
                each.name,
                each.code,
                each.short_units,
                self.minor(each.short_amount),
            )
            for each in self.figures.refusals
        ]

    def summaries(self, _: Sheet) -> tuple[list[Summary], list[Summary]]:
        minor = self.minor
        return (
            [
                Summary(
                    row.category,
                    _taxed_at(row.rate, row),
                    "",
                    "",
                    "",
                    0,
                    minor(row.taxable_value),
                    _amounts(row.components, minor),
                )
                for row in self.figures.tax_rows
            ],
            [
                Summary(
                    row.hsn_code,
                    _taxed_at(row.rate, row),
                    row.unit or "",
                    row.category or "",
                    row.supplier or "",
                    row.quantity,
                    minor(row.taxable_value),
                    _amounts(row.components, minor),
                )
                for row in self.figures.hsn_rows
            ],
        )

    def rows(self, sheet: Sheet) -> list[Row]:
        return rows_in_minor(self.entries, sheet.exponent)


def rows_in_minor(entries: Iterable[Entry], exponent: int) -> list[Row]:
    """Return rows in major units as rows in minor units."""
    minor = minor_of(exponent)
    return [
        (
            row.kind,
            (_whole if row.kind in COUNTS else minor)(row.amount),
            row.line,
            row.offer,
            row.name,
            row.rate,
            row.category,
            row.hsn_code,
            row.supplier,
        )
        for row in entries
    ]


def minor_of(exponent: int) -> Callable[[Decimal], int]:
    """
    Return what makes minor units of an amount, a `Fraction` if it is off the grid.

    >>> from decimal import Decimal
    >>> minor_of(2)(Decimal("12.5")), minor_of(2)(Decimal("7.125"))
    (1250, Fraction(1425, 2))
    """

    def minor(amount: Decimal) -> int:
        whole = minor_units(amount, exponent)
        if whole is not None:
            return whole
        # It adds and compares like any other number.
        return Fraction(amount) * 10**exponent  # type: ignore[no-any-return]

    return minor


_whole = minor_of(0)


def _effects(
    offers: Iterable[AppliedOffer], minor: Callable[[Decimal], int]
) -> list[OfferEffect]:
    found = []
    for offer in offers:
        units: dict[int, int] = {}
        for each in offer.lines:
            if each.free_quantity:
                known = units.get(each.line, 0)
                units[each.line] = known + each.free_quantity
        found.append(
            OfferEffect(
                offer,
                offer.code,
                minor(offer.saving),
                offer.bonus_points,
                [each.line for each in offer.lines],
                [minor(each.discount) for each in offer.lines],
                [minor(each.saving) for each in offer.lines],
                units,
                None
                if offer.shipping_discount is None
                else minor(offer.shipping_discount),
                [minor(each.residue) for each in offer.lines],
            )
        )
    return found


def _handling(line: QuotedLine, minor: Callable[[Decimal], int]) -> Handling | None:
    found = Handling(
        minor(line.handling_charge_excluding_tax),
        line.handling_charge_tax_rate,
        minor(line.handling_charge_tax_amount),
        minor(line.handling_charge_including_tax),
    )
    return found if any(found) else None


def _taxed_at(rate: Decimal, taxed: QuotedLine | TaxRow | HsnRow) -> TaxedAt:
    return TaxedAt(rate, taxed.cess_rate, _labels(taxed.components))


def _labels(components: Iterable[Component]) -> tuple[tuple[str, Decimal], ...]:
    return tuple([(each.name, each.rate) for each in components])


def _amounts(
    components: Iterable[Component], minor: Callable[[Decimal], int]
) -> list[int]:
    return [minor(each.amount) for each in components]
