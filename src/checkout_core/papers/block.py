# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The part of an order that one supplier has on paper: its rows, its place, its tenders.

Promises that each row of a quote is in the part of exactly one supplier.  Knows no
papers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.money.exact import exact_sum, to_decimal
from checkout_core.papers.particulars import Paid, Party
from checkout_core.tax.india.states import is_abroad, state_of


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.cart import Address, Line
    from checkout_core.checks import Validator
    from checkout_core.ledger import Entry
    from checkout_core.ledger.rows import Posting
    from checkout_core.pricing import Quote
    from checkout_core.refunds import Refund


__all__ = ["Block", "block_of", "buyer_of", "delivery_of", "funders_of"]


@frozen(kw_only=True)
class Block:
    """
    What one supplier has on paper.

    Attributes:
        supplier: the supplier's id, "" for the store's own seller.
        gstin: the registration that it was priced by, None if not known.
        state: the state that it was priced in, None if not known.
        place_state: the name of the place of supply.
        place_code: its two digits.
        components: the names of the equal parts of every rate.
        entries: the rows of the ledger.
        lines: the indexes of its lines.
        is_whole: whether it is all of the order.
        round_off: outside tax.
        tenders: what others fund, and what pays in place of money.
    """

    supplier: str
    gstin: str | None
    state: Any
    place_state: str
    place_code: str
    components: tuple[str, ...]
    entries: tuple[Entry, ...]
    lines: tuple[int, ...]
    is_whole: bool
    round_off: Decimal
    tenders: tuple[Paid, ...]

    def has(self, row: Posting) -> bool:
        """Return whether a posting of the quote is of this supplier."""
        return row.line is None or row.line in self.lines

    def refunded(self, note: Refund) -> tuple[Entry, ...]:
        """Return the rows of a refund that are of this supplier."""
        return note.entries

    def refunded_round_off(self, note: Refund) -> Decimal:
        """Return what of the round-off is mirrored."""
        return note.round_off

    def refund_tenders(self, note: Refund) -> list[Paid]:
        """Return where a refund goes."""
        tenders = [
            Paid(each.kind, each.name, each.value, each.restored)
            for each in note.tenders
        ]
        return [
            Paid("funded", "", note.funded),
            Paid("unpaid", "", note.unpaid),
            Paid("gateway_discount", "", note.gateway_discount),
            Paid("charge", note.charge_reason, note.charge),
            Paid("surcharge", "", note.surcharge.copy_negate()),
            Paid("gateway", "", note.gateway),
            *tenders,
            Paid("moved", "", note.moved),
        ]


def block_of(check: Validator, quote: Quote, supplier: str) -> Block | None:
    """Return what *supplier* has on paper; faults go into *check*."""
    if supplier:
        check.add("supplier", "unknown_supplier", supplier)
        return None
    tax = quote.policies.tax
    where = quote.cart.shipping_address or quote.cart.billing_address
    place = state_of(where.state) if where is not None else None
    place = place or tax.seller_state
    if quote.place.component_names == ("GST",) or place is None:
        check.add("place_of_supply", "place_unknown", None)
        return None
    return Block(
        supplier=supplier,
        gstin=tax.seller_gstin,
        state=tax.seller_state,
        place_state=place.name,
        place_code=place.code,
        components=quote.place.component_names,
        entries=quote.entries,
        lines=tuple(range(len(quote.lines))),
        is_whole=True,
        round_off=quote.totals.round_off,
        tenders=(*funders_of(quote, quote.entries), *_tenders(quote)),
    )


def supply_type_of(quote: Quote) -> str:
    """Return the kind of supply."""
    return str(getattr(quote, "supply_type", "regular"))


def recipient_rate(line: Line) -> Decimal | None:
    """Return the rate at which the recipient pays."""
    found: Decimal | None = getattr(line, "reverse_charge_rate", None)
    return found


def _tenders(quote: Quote) -> list[Paid]:
    return [
        Paid(each.kind, each.name, each.value, each.granted)
        for each in quote.tenders
        if each.value
    ]


def funders_of(quote: Quote, entries: Iterable[Entry]) -> list[Paid]:
    """Return what each funder pays of the rows, by the offers that it funds."""
    payers = {
        each.id: str(each.funded_by) for each in (*quote.promotions, *quote.coupons)
    }
    found: dict[str, Decimal] = {}
    zero = to_decimal(0, quote.cart.currency.exponent)
    for row in entries:
        if row.kind == "funded":
            payer = payers.get(row.offer or "", "")
            found[payer] = exact_sum(found.get(payer, zero), [row.amount])
    return [Paid("funded", payer, amount) for payer, amount in found.items()]


def buyer_of(quote: Quote) -> Party:
    """
    Return the recipient: who the billing address names, else the shipping address.

    The registration is that of the first of these that has one.
    """
    cart = quote.cart
    known = [x for x in (cart.billing_address, cart.shipping_address) if x is not None]
    if not known:
        return Party(name="", lines=(), state="", code="", country="", gstin="")
    numbers = [each.tax_identification_number.strip() for each in known]
    return _party(known[0], next(filter(None, numbers), ""))


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
        gstin=gstin.upper(),
    )
