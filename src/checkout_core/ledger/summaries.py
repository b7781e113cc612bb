# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tax by category and rate, and the goods by HSN code: sums of postings.

What is taxed alike is added up, goods and charges together: 90.00 of goods at 18 % and
60.00 of delivery at 18 % are one row of 150.00 with 13.50 of CGST and 13.50 of SGST.
Promises that every amount of a summary is a sum of amounts that were written in rows;
a tax of 0.00 has no row, but a summary shows it.  Knows no rule of tax.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from checkout_core.ledger.rows import Component, TaxCategoryName


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@frozen
class TaxRow:
    """
    The tax of one category at one rate, goods and charges together.

    Attributes:
        category: such as `standard` or `exempt`.
        rate: in percent, without a cess.
        cess_rate: in percent, 0 without one.
        taxable_value: the net amounts added up, in major units.
        components: what the tax consists of; a component of 0.00 is shown too.
    """

    category: TaxCategoryName
    rate: Decimal
    cess_rate: Decimal
    taxable_value: Decimal
    components: tuple[Component, ...]


@frozen(kw_only=True)
class HsnRow:
    """
    The goods under one HSN code at one rate, as an invoice sums them up.

    Attributes:
        hsn_code: the code of the lines.
        rate: in percent, without a cess.
        cess_rate: in percent, 0 without one.
        quantity: how many units are billed; free units do not count.
        taxable_value: the net amounts added up, in major units.
        components: what the tax consists of; a component of 0.00 is shown too.
    """

    hsn_code: str
    rate: Decimal
    cess_rate: Decimal
    quantity: int
    taxable_value: Decimal
    components: tuple[Component, ...]


class TaxBasis(NamedTuple):
    """
    How a net amount is taxed: amounts that are taxed alike are added up.

    Attributes:
        word: what they are summed up by: a tax category, or an HSN code.
        rate: in percent, without a cess.
        cess_rate: in percent, 0 without one.
        labels: name and percentage of each component, in the order of documents.
    """

    word: str
    rate: Decimal
    cess_rate: Decimal
    labels: tuple[tuple[str, Decimal], ...]


class TaxedAmount(NamedTuple):
    """
    A net amount and the tax on it, as they were written in rows, in minor units.

    Attributes:
        category: how it is taxed, by category.
        goods: the same by HSN code, None for charges and goods without a code.
        quantity: units of goods that are billed, 0 of charges.
        amounts: the net amount, then each component in the order of the labels.
    """

    category: TaxBasis
    goods: TaxBasis | None
    quantity: int
    amounts: tuple[int, ...]


def tax_rows(
    taxed: Iterable[TaxedAmount], money: Callable[[int], Decimal]
) -> tuple[TaxRow, ...]:
    """Return the tax by category and rate, in that order; *money* makes `Decimal`."""
    sums: dict[TaxBasis, tuple[int, ...]] = {}
    for each in taxed:
        _add(sums, each.category, each.amounts)
    return tuple(
        [
            TaxRow(
                basis.word,
                basis.rate,
                basis.cess_rate,
                money(net),
                components(basis.labels, taxes, money),
            )
            for basis, (net, *taxes) in sorted(sums.items())
        ]
    )


def hsn_rows(
    taxed: Iterable[TaxedAmount], money: Callable[[int], Decimal]
) -> tuple[HsnRow, ...]:
    """Return the goods by HSN code and rate; goods without a code are left out."""
    sums: dict[TaxBasis, tuple[int, ...]] = {}
    for each in taxed:
        if each.goods is not None:
            _add(sums, each.goods, (each.quantity, *each.amounts))
    return tuple(
        [
            HsnRow(
                hsn_code=basis.word,
                rate=basis.rate,
                cess_rate=basis.cess_rate,
                quantity=quantity,
                taxable_value=money(net),
                components=components(basis.labels, taxes, money),
            )
            for basis, (quantity, net, *taxes) in sorted(sums.items())
        ]
    )


def components(
    labels: Iterable[tuple[str, Decimal]],
    amounts: Iterable[int],
    money: Callable[[int], Decimal],
) -> tuple[Component, ...]:
    """Return tax components with their names, rates and amounts."""
    return tuple(
        [
            Component(name, rate, money(amount))
            for (name, rate), amount in zip(labels, amounts, strict=True)
        ]
    )


def _add(
    sums: dict[TaxBasis, tuple[int, ...]], basis: TaxBasis, amounts: tuple[int, ...]
) -> None:
    known = sums.get(basis)
    if known is not None:
        amounts = tuple([a + b for a, b in zip(known, amounts, strict=True)])
    sums[basis] = amounts
