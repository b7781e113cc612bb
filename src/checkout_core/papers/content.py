# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The goods and charges of an invoice, a credit note or a debit note of one supplier.

Promises rows of the quote, the refund or the fee, in the categories of papers.  Knows
no form of a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from checkout_core.checks import ZERO
from checkout_core.money.exact import exact_sum, plain, to_decimal
from checkout_core.orders.debit_notes import DebitNote
from checkout_core.papers.credited import as_sold
from checkout_core.papers.items import refunded_items, sold_items
from checkout_core.papers.particulars import Item
from checkout_core.refunds import PriceReduction, Refund
from checkout_core.statuses import TaxCategory
from checkout_core.tax.india.supplies import BETWEEN_STATES


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from checkout_core.papers.block import Block
    from checkout_core.pricing import Quote
    from checkout_core.refunds import Returned
    from checkout_core.tax.india.states import State


__all__ = ["Content", "content_of", "is_within_state", "with_heads"]


@frozen
class Content:
    """
    What a document holds.

    Attributes:
        items: goods and charges, each in its category.
        sold: the same as they were sold; of a note on a fee ().
        round_off: outside tax, in major units, with its sign.
    """

    items: tuple[Item, ...]
    sold: tuple[Item, ...]
    round_off: Decimal


def nothing(quote: Quote) -> Decimal:
    """Return 0 with the digits of the quote's currency."""
    return to_decimal(0, quote.cart.currency.exponent)


def is_within_state(quote: Quote, block: Block) -> bool:
    """Return whether what is in *block* is supplied within its seller's state."""
    if quote.supply_type in BETWEEN_STATES or block.state is None:
        return False
    return block.place_code == block.state.code


def with_heads(quote: Quote, block: Block) -> Block:
    """Return a block with the taxes of its own place, as reverse charge needs them."""
    state: State | None = block.state
    if state is None or not is_within_state(quote, block):
        return evolve(block, components=("IGST",))
    return evolve(block, components=("CGST", state.local_tax))


def content_of(
    quote: Quote,
    block: Block,
    note: Refund | PriceReduction | DebitNote | None,
    reductions: Sequence[PriceReduction],
    code: str,
) -> Content:
    """
    Return what an invoice holds, or a *note* on it.

    *code* is the HSN code of a fee on top of a payment.
    """
    zero, here = nothing(quote), with_heads(quote, block)
    if isinstance(note, DebitNote):
        return Content((_surcharge(note, code, zero),), (), zero)
    sold = _followed(quote, sold_items(quote, here, reductions))
    if note is None:
        return Content(sold, sold, block.round_off)
    returned: Sequence[Returned] = ()
    if isinstance(note, PriceReduction):
        kept = [each for each in note.rows if block.has(each.line, each.supplier)]
        entries = list(evolve(note, rows=tuple(kept)).entries)
    else:
        whole = as_sold(quote, note.entries)
        entries = [each for each in whole if block.has(each.line, each.supplier)]
        returned = note.returned
    back = _followed(quote, refunded_items(quote, here, entries, returned))
    rounded = [each.amount for each in entries if each.kind == "round_off"]
    return Content(back, sold, exact_sum(zero, rounded))


def _followed(quote: Quote, items: Sequence[Item]) -> tuple[Item, ...]:
    """Return items in the categories that this kind of supply makes of them."""
    category = quote.place.supply.category
    return tuple([evolve(each, category=category(each.category)) for each in items])


def _surcharge(note: DebitNote, code: str, zero: Decimal) -> Item:
    """Return the fee on top of a payment as the item of a debit note."""
    return Item(
        number=1,
        kind="surcharge",
        line=None,
        name="Surcharge on the payment",
        hsn_code=code,
        quantity=0,
        free_quantity=0,
        unit=None,
        subtotal=note.taxable_value,
        discount=zero,
        taxable_value=note.taxable_value,
        category=str(TaxCategory.STANDARD),
        rate=plain(exact_sum(ZERO, [each.rate for each in note.components])),
        cess_rate=ZERO,
        taxes=note.components,
    )
