# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tax by category and rate, and the goods by HSN code, as people read them.

What is taxed alike is added up, goods and charges together: 90.00 of goods at 18 % and
60.00 of delivery at 18 % are one row of 150.00 with 13.50 of CGST and 13.50 of SGST.
A tax of 0.00 has no row in the ledger, but a summary shows it.  Knows no rule of tax.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.ledger.rows import SPARSE, Component, TaxCategoryName
from checkout_core.values import maker_of


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from checkout_core.ledger.sheet import Summary


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
    What is under one HSN code at one rate, as an invoice and a return sum it up.

    Goods and charges that have a code; the last four are None in quotes before quote/5,
    whose rows are those of goods.

    Attributes:
        hsn_code: the code of the lines and charges.
        rate: in percent, without a cess.
        cess_rate: in percent, 0 without one.
        quantity: how many units there are, those that are billed and those that are
            free; 0 of services.
        taxable_value: the net amounts added up, in major units.
        components: what the tax consists of; a component of 0.00 is shown too.
        unit: a code of `UQC`, "NA" of services, None (the default) if it is not known.
        category: how it is taxed, such as `standard`.
        buyer: `b2b` for a buyer with a GSTIN in India, else `b2c`.
        supplier: the supplier of an order with several, None (the default) of others.
    """

    hsn_code: str
    rate: Decimal
    cess_rate: Decimal
    quantity: int
    taxable_value: Decimal
    components: tuple[Component, ...]
    unit: str | None = field(default=None, metadata={SPARSE: True})
    category: TaxCategoryName | None = field(default=None, metadata={SPARSE: True})
    buyer: str | None = field(default=None, metadata={SPARSE: True})
    supplier: str | None = field(default=None, metadata={SPARSE: True})


def tax_rows(
    summaries: Iterable[Summary], money: Callable[[int], Decimal]
) -> tuple[TaxRow, ...]:
    """Return the tax by category and rate; *money* makes `Decimal`."""
    return tuple(
        [
            TaxRow(
                word,
                taxed_at.rate,
                taxed_at.cess_rate,
                money(net),
                components(taxed_at.labels, taxes, money),
            )
            for word, taxed_at, _, _, _, _, net, taxes in summaries
        ]
    )


def hsn_rows(
    summaries: Iterable[Summary],
    money: Callable[[int], Decimal],
    buyer: str | None,
    *,
    several: bool,
) -> tuple[HsnRow, ...]:
    """
    Return what is under each HSN code and rate; *money* makes `Decimal`.

    *buyer* is the kind of buyer, None if rows do not say it; *several* says that the
    order has several suppliers.
    """
    return tuple(
        [
            HsnRow(
                hsn_code=each.word,
                rate=each.taxed_at.rate,
                cess_rate=each.taxed_at.cess_rate,
                quantity=each.quantity,
                taxable_value=money(each.net),
                components=components(each.taxed_at.labels, each.taxes, money),
                unit=each.unit or None,
                category=each.category or None,
                buyer=buyer,
                supplier=each.supplier if several else None,
            )
            for each in summaries
        ]
    )


def components(
    labels: Iterable[tuple[str, Decimal]],
    amounts: Iterable[int],
    money: Callable[[int], Decimal],
) -> tuple[Component, ...]:
    """Return tax components with their names, rates and amounts."""
    make = maker_of(Component)
    return tuple(
        [
            make(name, rate, money(amount))
            for (name, rate), amount in zip(labels, amounts, strict=True)
        ]
    )
