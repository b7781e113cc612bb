# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Compares two quotes.

Rows are added up by what they are of, so neither the order of the lines nor that of the
rows counts: a line of 100.00 with 18 % on top that is 120.00 in the second quote has
the rows `subtotal` +20.00, CGST +1.80 and SGST +1.80, and the difference of `total_tax`
is 1.80 + 1.80 = 3.60.  Promises that `diff(b, a)` is `diff(a, b)` with its sides
exchanged, and time that is linear in lines and rows.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import fields

from checkout_core.cart import Address
from checkout_core.cart.cart import CART
from checkout_core.cart.instalments import NOW
from checkout_core.cart.line import MAX_LINES
from checkout_core.checks import expect
from checkout_core.differences.match import changes, matched
from checkout_core.differences.nouns import (
    Change,
    Difference,
    ItemChange,
    LineChange,
    OfferChange,
    RowChange,
    TotalChange,
    TotalPart,
)
from checkout_core.errors import CheckoutError, fault
from checkout_core.ledger import SUMS, AppliedOffer, Refusal
from checkout_core.ledger.rows import COUNTS, NET
from checkout_core.ledger.totals import FEEDS
from checkout_core.money.exact import exact_sum, to_decimal
from checkout_core.pricing import Quote


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from checkout_core.ledger import AppliedLine

    #: What rows are of: kind, line, offer, name and rate.
    _Of: TypeAlias = tuple[
        str, tuple[str, str] | None, str | None, str | None, Decimal | None
    ]


#: What a quote says of the delivery, apart from the rows: attributes of its totals and
#: of the quote itself.
_DELIVERY_TOTALS = (
    "shipping_estimated_cost",
    "shipping_discount_amount",
    "shipping_amount",
    "shipping_tax_amount",
    "shipping_amount_including_tax",
)
_DELIVERY = ("shipping_tax_rate", "estimated_delivery_days")

#: What a quoted line repeats of the line.
_ALSO_GIVEN = frozenset({"line_id", "product_id", "variant_id", "quantity"})

#: The order of offers says when they apply: what changes by it are their savings.
_SEQUENCE = "sequence"

_NO_POINTS = Decimal(0)


def diff(before: Quote, after: Quote) -> Difference:
    """
    Return what two quotes differ in.

    Each total that differs has the rows that make its difference.  Raises
    `CheckoutError` for quotes in different currencies, and for one whose figures are
    not the sums of its rows.

    Args:
        before: the first quote: what was priced, or what a document says.
        after: the second quote.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> store = Store("INR")
    >>> one = quote(Cart("INR", [Line("Tea", 2, "250.00", tax_rate=5)]), store)
    >>> more = quote(Cart("INR", [Line("Tea", 3, "250.00", tax_rate=5)]), store)
    >>> found = diff(one, more)
    >>> found
    <Difference INR 525.00 -> 787.50>
    >>> total = found.totals[-1]
    >>> total.name, [(each.row.kind, each.amount) for each in total.parts]
    ('to_be_paid', [('subtotal', Decimal('250.00')), ('tax', Decimal('12.50'))])
    >>> diff(one, one).is_empty
    True
    """
    expect(before=(before, Quote), after=(after, Quote))
    if before.currency != after.currency:
        currencies = {"first": before.currency, "second": after.currency}
        wrong = fault("after", "quotes_in_two_currencies", after.currency, **currencies)
        raise CheckoutError([wrong])
    before.check()
    after.check()
    return _Comparison(before, after).difference()


class _Comparison:
    """
    Two quotes that are compared.

    Attributes:
        before, after: the quotes.
    """

    def __init__(self, before: Quote, after: Quote) -> None:
        self.before = before
        self.after = after
        self._quotes = before, after
        self._keys = [_keys(before), _keys(after)]
        self._zero = to_decimal(0, before.cart.currency.exponent)

    def difference(self) -> Difference:
        """Return all that differs."""
        rows = self._rows()
        return Difference(
            before=self.before,
            after=self.after,
            facts=tuple(changes(_facts(self.before), _facts(self.after))),
            lines=tuple(self._lines()),
            offers=tuple(self._offers()),
            charges=tuple(self._items(lambda quote: quote.charges, _charge_name)),
            delivery=tuple(changes(_delivery(self.before), _delivery(self.after))),
            tenders=tuple(self._items(lambda quote: quote.tenders, _tender_name)),
            instalments=self._instalments(),
            rows=rows,
            totals=self._totals(rows),
        )

    def _lines(self) -> Iterator[LineChange]:
        before, after = self.before, self.after
        pairs = matched(
            list(enumerate(self._keys[0])),
            list(enumerate(self._keys[1])),
            lambda each: each[1],
        )
        for one, other in pairs:
            if one is None or other is None:
                index, key = one or other or (0, ("", ""))
                yield LineChange(
                    key=key,
                    before=None if one is None else index,
                    after=None if other is None else index,
                )
                continue
            i, key = one
            j, _ = other
            given = tuple(changes(before.cart.lines[i], after.cart.lines[j]))
            figures = tuple(
                each
                for each in changes(before.lines[i], after.lines[j])
                if each.name not in _ALSO_GIVEN
            )
            if given or figures:
                yield LineChange(
                    key=key, before=i, after=j, given=given, figures=figures
                )

    def _offers(self) -> Iterator[OfferChange]:
        first, second = _offers_of(self.before), _offers_of(self.after)
        for one, other in matched(first, second, _offer_name):
            said = self._of_offer(0, one), self._of_offer(1, other)
            if said[0] != said[1]:
                kind, name = _offer_name(one if other is None else other)
                yield OfferChange(kind=kind, id=name, before=one, after=other)

    def _of_offer(self, side: int, each: AppliedOffer | Refusal | None) -> object:
        """Return what a quote says of an offer, its lines by their keys."""
        if each is None:
            return None
        keys, kind = self._keys[side], type(each)
        said = {x.name: getattr(each, x.name) for x in fields(kind)}
        said.pop(_SEQUENCE, None)
        if isinstance(each, Refusal):
            said["line"] = None if each.line is None else keys[each.line]
        else:
            lines = [(keys[x.line], _but_its_line(x)) for x in each.lines]
            said["lines"] = sorted(lines, key=str)
        return kind, said

    def _items(
        self,
        of: Callable[[Quote], Sequence[Any]],
        name_of: Callable[[Any], tuple[str, str]],
    ) -> Iterator[ItemChange]:
        for one, other in matched(of(self.before), of(self.after), name_of):
            kind, name = name_of(one if other is None else other)
            found: tuple[Change, ...] = ()
            if one is not None and other is not None:
                found = tuple(changes(one, other))
                if not found:
                    continue
            yield ItemChange(
                kind=kind, name=name, before=one, after=other, changes=found
            )

    def _instalments(self) -> tuple[ItemChange, ...]:
        """Return the parts of the payment that differ, () if all of both is due now."""
        if all(each.due == NOW for x in self._quotes for each in x.instalments):
            return ()
        return tuple(self._items(lambda quote: quote.instalments, _instalment_name))

    def _rows(self) -> tuple[RowChange, ...]:
        """Return the rows whose sums differ, those of a line together."""
        sums: dict[_Of, list[Decimal]] = {}
        places: dict[_Of, int] = {}
        lines: dict[tuple[str, str] | None, int] = {}
        last = MAX_LINES
        for side, quote in enumerate(self._quotes):
            keys = self._keys[side]
            for index, key in enumerate(keys):
                lines[key] = min(index, lines.get(key, last))
            for place, each in enumerate(quote.entries):
                of = (
                    each.kind,
                    None if each.line is None else keys[each.line],
                    each.offer,
                    each.name,
                    None if each.kind in NET else each.rate,
                )
                known = sums.get(of)
                if known is None:
                    zero = _NO_POINTS if each.kind in COUNTS else self._zero
                    known = sums[of] = [zero, zero]
                known[side] = exact_sum(known[side], [each.amount])
                places[of] = min(place, places.get(of, place))
        found = [of for of, (one, other) in sums.items() if one != other]
        found.sort(key=lambda of: (lines.get(of[1], last), places[of], str(of)))
        return tuple(
            [
                RowChange(
                    kind=kind,
                    line=line,
                    offer=offer,
                    name=name,
                    rate=rate,
                    before=sums[of][0],
                    after=sums[of][1],
                )
                for of in found
                for kind, line, offer, name, rate in [of]
            ]
        )

    def _totals(self, rows: Sequence[RowChange]) -> tuple[TotalChange, ...]:
        """Return the totals that differ, each with its parts of the *rows*."""
        parts: dict[str, list[TotalPart]] = defaultdict(list)
        for row in rows:
            amount = row.difference
            off = amount.copy_negate()
            for name, sign in FEEDS[row.kind]:
                parts[name].append(TotalPart(row, amount if sign > 0 else off))
        found = []
        for name in SUMS:
            one = getattr(self.before.totals, name)
            other = getattr(self.after.totals, name)
            if one != other:
                found.append(
                    TotalChange(
                        name=name, before=one, after=other, parts=tuple(parts[name])
                    )
                )
        return tuple(found)


# What a quote says -------------------------------------------------------------------


def _keys(quote: Quote) -> list[tuple[str, str]]:
    return [line.key for line in quote.cart.lines]


def _facts(quote: Quote) -> dict[str, Any]:
    """Return what a quote was made from, but its lines and its currency."""
    cart = {
        key.path: _fact(getattr(quote.cart, name))
        for name, key in CART.keys.items()
        if name not in ("lines", "currency")
    }
    return cart | {
        "at": quote.at,
        # All else of it follows from these and from other facts.
        "place": {
            "component_names": quote.place.component_names,
            "state": quote.place.state,
            "supply": quote.supply_type,
        },
        "policies": quote.policies,
        "revision": quote.revision.number,
        "engine": quote.engine,
    }


def _fact(value: Any) -> Any:
    """Return the keys of an address, any other value as it is."""
    return value.fields if isinstance(value, Address) else value


def _delivery(quote: Quote) -> dict[str, Any]:
    """Return the figures of the delivery."""
    totals = {name: getattr(quote.totals, name) for name in _DELIVERY_TOTALS}
    return totals | {name: getattr(quote, name) for name in _DELIVERY}


def _offers_of(quote: Quote) -> list[AppliedOffer | Refusal]:
    return [*quote.promotions, *quote.coupons, *quote.refusals]


def _offer_name(each: Any) -> tuple[str, str]:
    """Return the kind and the id of an offer, "" for a code that is not known."""
    if isinstance(each, AppliedOffer):
        return each.kind, each.id
    return each.kind, each.offer_id or ""


def _but_its_line(each: AppliedLine) -> dict[str, Any]:
    return {
        x.name: getattr(each, x.name) for x in fields(type(each)) if x.name != "line"
    }


def _charge_name(each: Any) -> tuple[str, str]:
    return "charge", each.name


def _tender_name(each: Any) -> tuple[str, str]:
    return each.kind, each.name


def _instalment_name(each: Any) -> tuple[str, str]:
    return "instalment", each.due


__all__ = ["diff"]
