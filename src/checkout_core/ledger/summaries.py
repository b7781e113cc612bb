# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tax by category and rate, and the goods by HSN code: sums of postings.

What is taxed alike is added up, goods and charges together: 90.00 of goods at 18 % and
60.00 of delivery at 18 % are one row of 150.00 with 13.50 of CGST and 13.50 of SGST.
Promises that every amount of a summary is a sum of rows of the ledger; only the names
and rates of the components come from elsewhere, since a tax of 0.00 has no row and a
summary shows it.  Knows no rule of tax.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from checkout_core.ledger.rows import Component, TaxCategoryName
from checkout_core.money import exact_sum


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checkout_core.ledger.rows import Posting

    #: Name and percentage of each component of a tax.
    Labels: TypeAlias = tuple[tuple[str, Decimal], ...]
    #: How something is taxed, and its rows if it has any.
    Taxed: TypeAlias = tuple["TaxBasis", Posting | None]
    #: What equal postings are added up by: a word, two rates and the components.
    _Key: TypeAlias = tuple[str, Decimal, Decimal, Labels]


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


@frozen(kw_only=True)
class TaxBasis:
    """
    How a net amount is taxed: equal ones are added up.

    Attributes:
        category: such as `standard`.
        rate: in percent, without a cess.
        cess_rate: in percent, 0 without one.
        labels: name and percentage of each component, in the order of documents.
        hsn_code: of goods, None without one.
        quantity: of goods, 0 of charges.
    """

    category: str
    rate: Decimal
    cess_rate: Decimal
    labels: Labels
    hsn_code: str | None = None
    quantity: int = 0


def tax_rows(taxed: Iterable[Taxed], zero: Decimal) -> tuple[TaxRow, ...]:
    """
    Return the tax by category and rate, in that order.

    *taxed* are postings with how they are taxed; what has no rows, such as goods for
    0.00, has a posting of None and is shown with zeros.
    """
    keyed = [
        ((each.category, each.rate, each.cess_rate, each.labels), posting)
        for each, posting in taxed
    ]
    return tuple(
        [TaxRow(*key[:3], net, parts) for key, net, parts in _summed(keyed, zero)]
    )


def hsn_rows(taxed: Iterable[Taxed], zero: Decimal) -> tuple[HsnRow, ...]:
    """Return the goods by HSN code and rate; goods without a code are left out."""
    keyed = []
    units: dict[_Key, int] = {}
    for each, posting in taxed:
        if each.hsn_code is not None:
            key = (each.hsn_code, each.rate, each.cess_rate, each.labels)
            keyed.append((key, posting))
            units[key] = units.get(key, 0) + each.quantity
    return tuple(
        [
            HsnRow(
                hsn_code=key[0],
                rate=key[1],
                cess_rate=key[2],
                quantity=units[key],
                taxable_value=net,
                components=parts,
            )
            for key, net, parts in _summed(keyed, zero)
        ]
    )


def _summed(
    keyed: Iterable[tuple[_Key, Posting | None]], zero: Decimal
) -> list[tuple[_Key, Decimal, tuple[Component, ...]]]:
    """Return every key with the sums of its postings, the keys in order."""
    found: dict[_Key, list[Decimal]] = {}
    for key, posting in keyed:
        sums = found.setdefault(key, [zero] * (1 + len(key[3])))
        if posting is not None:
            amounts = [posting.net, *_aligned(key[3], posting.taxes, zero)]
            pairs = zip(sums, amounts, strict=True)
            found[key] = [exact_sum(known, [amount]) for known, amount in pairs]
    return [
        (
            key,
            net,
            tuple(
                [
                    Component(name, rate, amount)
                    for (name, rate), amount in zip(key[3], amounts, strict=True)
                ]
            ),
        )
        for key, (net, *amounts) in sorted(found.items())
    ]


def _aligned(
    labels: Labels, taxes: Sequence[Component], zero: Decimal
) -> list[Decimal]:
    """Return an amount for each of *labels*: that of its tax, else *zero*."""
    found, at = [], 0
    for label in labels:
        if at < len(taxes) and label == (taxes[at].name, taxes[at].rate):
            found.append(taxes[at].amount)
            at += 1
        else:
            found.append(zero)
    return found
