# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The part of an order that one supplier has on paper: its rows, its place, its funders.

Promises that each row of a quote is in the part of exactly one supplier.  Knows no
papers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.ledger.rows import postings
from checkout_core.money.exact import exact_sum, to_decimal
from checkout_core.papers.particulars import Paid, Party
from checkout_core.pricing.places import shown_place
from checkout_core.refunds.suppliers import owner_of
from checkout_core.store.suppliers import part_hint
from checkout_core.tax.india.buyer import buyer_gstin
from checkout_core.tax.india.states import State, is_abroad, state_of


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from checkout_core.cart import Address
    from checkout_core.checks import Validator
    from checkout_core.ledger.suppliers import SupplierFigures
    from checkout_core.pricing import Quote


__all__ = ["Block", "block_of", "buyer_of", "delivery_of", "paper_of"]


@frozen(kw_only=True)
class Block:
    """
    What one supplier has on paper.

    Under section 9(5) the operator of the store owes the tax, so those lines are in the
    operator's part and not in their supplier's.

    Attributes:
        supplier: the supplier's id, "" for the store's own seller.
        gstin: the registration that it was priced by, None if not known.
        state: the state that it was priced in, None if not known.
        is_registered: whether it collects tax.
        place_state: the name of the place of supply.
        place_code: its two digits.
        components: the names of the equal parts of every rate.
        lines: the indexes of its lines.
        owners: the suppliers whose charges and round-off are on it: its own, and those
            who have no paper since all their goods are under section 9(5).
        only: the id of the only supplier of the order, whose rows name none; "" if
            there are several.
        is_whole: whether it is all of the order.
        is_split: whether lines under section 9(5) make its total another one than that
            of the supplier's figures.
        round_off: outside tax.
        funded: what others fund of it.
    """

    supplier: str
    gstin: str | None
    state: State | None
    is_registered: bool
    place_state: str
    place_code: str
    components: tuple[str, ...]
    lines: tuple[int, ...]
    owners: frozenset[str]
    only: str
    is_whole: bool
    is_split: bool
    round_off: Decimal
    funded: tuple[Paid, ...]

    def has(self, line: int | None, supplier: str | None) -> bool:
        """Return whether a row of a line, or of a supplier without one, is in it."""
        if line is not None:
            return line in self.lines
        return (self.only if supplier is None else supplier) in self.owners


def block_of(check: Validator, quote: Quote, supplier: str) -> Block | None:
    """Return what *supplier* has on paper; faults go into *check*."""
    by_id = {each.id: each for each in quote.policies.suppliers}
    if supplier and supplier not in by_id:
        hint = part_hint(supplier, by_id)
        check.add("supplier", "unknown_supplier", supplier, hint=hint)
        return None
    figures = {each.id: each for each in quote.suppliers}
    mine = figures.get(supplier)
    place = _place(quote, supplier, mine)
    if place is None:
        check.add("place_of_supply", "place_unknown", None)
        return None
    state, code, components = place
    operated = [i for i, each in enumerate(quote.cart.lines) if each.section_9_5]
    lines = [i for i in (() if mine is None else mine.lines) if i not in operated]
    if not supplier:
        lines = sorted([*lines, *operated])
    owners = {supplier}
    if not supplier:
        owners |= {x.id for x in quote.suppliers if x.id and _is_off_paper(quote, x)}
    is_whole = owners >= figures.keys() and not (supplier and operated)
    tax, other = quote.policies.tax, by_id.get(supplier)
    return Block(
        supplier=supplier,
        gstin=tax.seller_gstin if other is None else other.gstin,
        state=tax.seller_state if other is None else other.state,
        is_registered=other is None or other.registered,
        place_state=state,
        place_code=code,
        components=() if operated else components,
        lines=tuple(lines),
        owners=frozenset(owners),
        only=_only(quote),
        is_whole=is_whole,
        is_split=bool(operated) and not is_whole,
        round_off=exact_sum(
            _nothing(quote), [figures[x].round_off for x in owners if x in figures]
        ),
        funded=tuple(_funded(quote, lines)),
    )


def paper_of(quote: Quote) -> Callable[[int | None, str | None], str]:
    """
    Return whose paper has a row of a line, or of a supplier without one.

    The paper of a supplier, "" for the store's own; as `Block.has` says of each.
    """
    lines, owner = quote.cart.lines, owner_of(quote)
    moved = {x.id for x in quote.suppliers if x.id and _is_off_paper(quote, x)}

    def whose(line: int | None, supplier: str | None) -> str:
        """Return the id of the supplier whose paper it is."""
        name = owner(line, supplier)
        is_moved = name in moved if line is None else lines[line].section_9_5
        return "" if is_moved else name

    return whose


def _only(quote: Quote) -> str:
    """Return the id of an order's only supplier, "" if there are several."""
    first, *others = [each.id for each in quote.suppliers]
    return "" if others else first


def _is_off_paper(quote: Quote, figures: SupplierFigures) -> bool:
    """Return whether a supplier has goods under section 9(5) and nothing else."""
    charged = any(
        # A delivery that is free leaves nothing to put on paper.
        (row.net or row.taxes)
        and row.line is None
        and row.supplier in (None, figures.id)
        for row in postings(quote.entries, _nothing(quote))
    )
    lines = quote.cart.lines
    return not charged and all(lines[i].section_9_5 for i in figures.lines)


def _nothing(quote: Quote) -> Decimal:
    return to_decimal(0, quote.cart.currency.exponent)


def _place(
    quote: Quote, supplier: str, figures: SupplierFigures | None
) -> tuple[str, str, tuple[str, ...]] | None:
    """
    Return name and code of the place of supply and its taxes, None if not known.

    A quote from before places were kept says its taxes only; its addresses say where it
    was, if they still lead to the same taxes.
    """
    if figures is not None:
        found = figures.place_of_supply
    else:
        found = shown_place(quote.place) if supplier else quote.store_place
    state, code, components = found.state, found.code, found.components
    if state is None:
        again = quote.policies.tax.regime_in(quote.currency).place(quote.cart)
        if again.component_names == components:
            state, code = again.state, again.code
    if state is None or code is None:
        return None
    return state, code, components


def _funded(quote: Quote, lines: Sequence[int]) -> list[Paid]:
    """Return what each funder pays of some lines, by the offers that it funds."""
    payers = {
        each.id: str(each.funded_by) for each in (*quote.promotions, *quote.coupons)
    }
    found: dict[str, Decimal] = {}
    for row in quote.entries:
        if row.kind == "funded" and row.line in lines:
            payer = payers.get(row.offer or "", "")
            found[payer] = exact_sum(found.get(payer, _nothing(quote)), [row.amount])
    return [Paid("funded", payer, amount) for payer, amount in found.items()]


def buyer_of(quote: Quote) -> Party:
    """
    Return the recipient: who the billing address names, else the shipping address.

    The registration is that of the first of these that has one in India.
    """
    cart = quote.cart
    known = [x for x in (cart.billing_address, cart.shipping_address) if x is not None]
    if not known:
        return Party(name="", lines=(), state="", code="", country="", gstin="")
    return _party(known[0], buyer_gstin(cart))


def delivery_of(quote: Quote) -> Party | None:
    """Return where the goods go, None if it is the recipient's address or a shop."""
    cart = quote.cart
    where = cart.shipping_address
    if where is None or cart.collects_in_store:
        return None
    buyer = buyer_of(quote)
    found = _party(where, "")
    is_same = (found.name, found.lines, found.state, found.country) == (
        buyer.name,
        buyer.lines,
        buyer.state,
        buyer.country,
    )
    return None if is_same else found


def _party(address: Address, gstin: str) -> Party:
    abroad = is_abroad(address.country)
    state = None if abroad else state_of(address.state)
    person = " ".join(filter(None, (address.first_name, address.last_name)))
    city = " ".join(filter(None, (address.city, address.pincode)))
    lines = (address.address_line1, address.address_line2, address.landmark, city)
    return Party(
        name=address.business_name or person,
        lines=tuple([each for each in lines if each.strip()]),
        state=address.state if state is None else state.name,
        code="" if state is None else state.code,
        country=address.country if abroad else "",
        gstin=gstin,
    )
