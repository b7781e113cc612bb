# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The items of a paper: goods and charges with their value and tax, and sums by rate.

Promises that each amount is that of a posting.  Only the tax that a recipient pays on
reverse charge is worked out here, since it is never paid to the seller: 1,000.00 at 18
% within a state are 90.00 of CGST and 90.00 of SGST on paper, and 1,000.00 in total.

Knows no titles and no parties.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.checks import ZERO
from checkout_core.ledger import Component, TaxRow
from checkout_core.ledger.rows import postings
from checkout_core.money.exact import (
    difference,
    exact_sum,
    halved,
    share_of,
    to_decimal,
)
from checkout_core.orders.invoice import invoice_of
from checkout_core.papers.particulars import Item
from checkout_core.statuses import TaxCategory


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checkout_core.cart import Line
    from checkout_core.ledger import Entry
    from checkout_core.ledger.rows import Posting
    from checkout_core.papers.block import Block
    from checkout_core.pricing import Quote
    from checkout_core.refunds import PriceReduction, Returned


__all__ = ["heads_of", "refunded_items", "sold_items", "tax_rows_of"]


#: The heads of GST in the order of their columns; others come after them.
_HEADS = ("CGST", "SGST", "UTGST", "IGST")


def sold_items(
    quote: Quote, block: Block, reductions: Sequence[PriceReduction]
) -> tuple[Item, ...]:
    """Return what was sold, less price reductions: the goods, then the charges."""
    zero = to_decimal(0, quote.cart.currency.exponent)
    before = postings(quote.entries, zero)
    after = invoice_of(quote, reductions).rows
    goods = {each.line: each for each in after if each.kind == "subtotal"}
    found = [_goods(quote, block, i, goods.get(i), zero) for i in block.lines]
    found += [
        _charge(quote, each, sold.net)
        for sold, each in zip(before, after, strict=True)
        if each.kind != "subtotal"
        and block.has(each.line, each.supplier)
        and (each.net or each.taxes)
    ]
    return _numbered(found)


def refunded_items(
    quote: Quote,
    block: Block,
    entries: Iterable[Entry],
    returned: Iterable[Returned],
) -> tuple[Item, ...]:
    """Return what is credited: the goods that came back, then the charges."""
    zero = to_decimal(0, quote.cart.currency.exponent)
    units = {each.line: (each.quantity, each.free_quantity) for each in returned}
    goods, charges = [], []
    for each in postings(entries, zero):
        if each.kind == "subtotal" and each.line is not None:
            quantity, free = units.get(each.line, (0, 0))
            found = _goods(quote, block, each.line, each, zero)
            goods.append(
                evolve(
                    found,
                    quantity=quantity,
                    free_quantity=free,
                    subtotal=each.net,
                    discount=zero,
                )
            )
        else:
            charges.append(_charge(quote, each, each.net))
    return _numbered([*goods, *charges])


def _numbered(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple([evolve(each, number=i) for i, each in enumerate(items, 1)])


def _goods(
    quote: Quote, block: Block, index: int, row: Posting | None, zero: Decimal
) -> Item:
    """Return the goods of a line; one whose price is 0 has no posting."""
    line, quoted = quote.cart.lines[index], quote.lines[index]
    net, taxes = (zero, ()) if row is None else (row.net, row.taxes)
    category = str((row and row.category) or line.tax_category)
    item = Item(
        number=0,
        kind="subtotal",
        line=index,
        name=_name(line),
        hsn_code=line.hsn_code or "",
        quantity=quoted.quantity,
        free_quantity=quoted.free_quantity,
        unit=line.unit,
        subtotal=quoted.subtotal,
        discount=difference(quoted.subtotal, net),
        taxable_value=net,
        category=category,
        rate=quoted.tax_rate,
        cess_rate=quoted.cess_rate,
        taxes=taxes,
    )
    charged = line.reverse_charge_rate
    if category != TaxCategory.REVERSE_CHARGE or charged is None:
        return item
    return evolve(
        item, rate=charged, recipient_taxes=_on_recipient(block, net, charged)
    )


def _on_recipient(block: Block, net: Decimal, rate: Decimal) -> tuple[Component, ...]:
    """Return what the recipient pays by head, each rounded half up by itself."""
    names = block.components
    part = halved(rate) if len(names) > 1 else rate
    return tuple([Component(each, part, share_of(net, 100, 2, part)) for each in names])


def _charge(quote: Quote, row: Posting, subtotal: Decimal) -> Item:
    """Return a delivery, a line's handling or a charge, at one rate."""
    name = row.name or ""
    if row.line is not None:
        name = _name(quote.cart.lines[row.line])
    return Item(
        number=0,
        kind=row.kind,
        line=row.line,
        name=name,
        hsn_code=row.hsn_code or "",
        quantity=0,
        free_quantity=0,
        unit=None,
        subtotal=subtotal,
        discount=difference(subtotal, row.net),
        taxable_value=row.net,
        category=row.category or str(TaxCategory.STANDARD),
        rate=row.rate or ZERO,
        cess_rate=ZERO,
        taxes=row.taxes,
    )


def _name(line: Line) -> str:
    """Return the names of product and variant, else the product's id."""
    names = [line.product_name, line.variant_name or ""]
    return ", ".join(each for each in names if each.strip()) or line.product_id


def heads_of(block: Block, items: Sequence[Item]) -> tuple[str, ...]:
    """Return the names of the taxes of a paper in the order of their columns."""
    taxes = [*block.components]
    for item in items:
        taxes += [each.name for each in (*item.taxes, *item.recipient_taxes)]
    found = dict.fromkeys(taxes)
    known = [each for each in _HEADS if each in found]
    return (*known, *[each for each in found if each not in _HEADS])


def tax_rows_of(items: Iterable[Item]) -> tuple[TaxRow, ...]:
    """Return value and tax by category and rate; the lowest rate comes first."""
    groups: dict[tuple[str, Decimal, Decimal], list[Item]] = {}
    for item in items:
        groups.setdefault((item.category, item.rate, item.cess_rate), []).append(item)
    order = [str(each) for each in TaxCategory]
    found = []
    for key in sorted(groups, key=lambda key: (order.index(key[0]), *key[1:])):
        first, *others = groups[key]
        values = [each.taxable_value for each in others]
        taxes = [
            tax for each in groups[key] for tax in (*each.taxes, *each.recipient_taxes)
        ]
        value = exact_sum(first.taxable_value, values)
        found.append(TaxRow(*key, value, _added_up(taxes)))
    return tuple(found)


def _added_up(taxes: Iterable[Component]) -> tuple[Component, ...]:
    """Return taxes added up by name and rate, in the order of the first of each."""
    found: dict[tuple[str, Decimal], Decimal] = {}
    for each in taxes:
        key = each.name, each.rate
        before = found.get(key)
        found[key] = each.amount if before is None else exact_sum(before, [each.amount])
    return tuple([Component(*key, amount) for key, amount in found.items()])
