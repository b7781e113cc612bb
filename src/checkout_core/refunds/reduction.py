# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Price reductions: a discount at the gateway that the merchant funds.

A bank that pays a part of the price changes no tax.  A merchant that lets the gateway
take something off sells for less: the goods' value and the tax on it fall.  If the
money came before the invoice was made, the invoice is the quote less the rows of the
reduction (CGST Act s.15(3)(a)); if later, the rows are a credit note (s.34 and
s.15(3)(b)).  The quote never changes.

Promises that the rows of a reduction add up to the discount, that none is more than
what is left of its row in the quote, that equal halves of a tax stay equal, and that
refunds after it do not change it.

The discount is shared over the goods of each line, each handling, the delivery and each
charge, by what each costs with tax, less what others fund.  Each share is split as an
amount that includes its own tax: 150.00 of goods for 1000.00 with 18 % inside is
150.00 x 9 / 118 = 11.44 of CGST, 11.44 of SGST and 127.12 of value; the invoice has
847.46 - 127.12 = 720.34, and 76.27 - 11.44 = 64.83 of either tax.  A share that is all
that is left of its rows takes their own figures.  The round-off takes no share.

What came back before the discount has been credited as it was sold: it takes no share
beyond what is left of its rows, and the others take the rest.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.ledger import Component, Entry
from checkout_core.ledger.rows import Posting, postings
from checkout_core.money import allocate
from checkout_core.money.exact import exact_sum, rate_millionths, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.money.rounding import divide
from checkout_core.pricing import Quote
from checkout_core.refunds.note import Refund
from checkout_core.refunds.rows import OrderRows, RowKey, Rows
from checkout_core.tax.regimes import EQUAL


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.money import Rounding


#: The kind of row of the tax on each kind of net amount.
TAX_OF = {
    "subtotal": "tax",
    "handling": "handling_tax",
    "shipping": "shipping_tax",
    "charge": "charge_tax",
}
_HUNDRED_PERCENT = 100_000_000


@frozen
class FundedDiscount:
    """
    The part of one payment's discount that the merchant funds.

    Attributes:
        payment: the payment's id.
        at: when it was received, with its offset.
        amount: in major units.
    """

    payment: str
    at: datetime
    amount: Decimal


@frozen(kw_only=True)
class PriceReduction:
    """
    By how much a payment lowered the price: the rows of a credit note.

    Amounts are in major units.

    Attributes:
        payment: the id of the payment that brought the discount.
        at: when that was received, with its offset.
        rows: the value and the tax that are taken off the goods of a line, its
            handling, the delivery or a charge; in the order of the quote.
        zero: nothing, with the currency's digits.
    """

    payment: str
    at: datetime
    rows: tuple[Posting, ...]
    zero: Decimal = field(repr=False)

    @property
    def taxable_value(self) -> Decimal:
        """By how much the value of goods and charges falls."""
        return exact_sum(self.zero, [each.net for each in self.rows])

    @property
    def components(self) -> tuple[Component, ...]:
        """By how much each tax falls, by its name and rate."""
        return components_of(self.rows)

    @property
    def amount(self) -> Decimal:
        """By how much the price falls, tax included."""
        taxes = [each.amount for row in self.rows for each in row.taxes]
        return exact_sum(self.taxable_value, taxes)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The same as rows of the ledger."""
        return tuple([entry for row in self.rows for entry in _entries(row)])


def components_of(rows: Iterable[Posting]) -> tuple[Component, ...]:
    """Return the taxes of *rows* by name and rate, in the order of the rows."""
    found: dict[tuple[str, Decimal], Decimal] = {}
    for row in rows:
        for each in row.taxes:
            key = each.name, each.rate
            before = found.get(key)
            amount = each.amount
            found[key] = amount if before is None else exact_sum(before, [amount])
    return tuple([Component(*key, amount) for key, amount in found.items()])


def _entries(row: Posting) -> list[Entry]:
    """Return the rows of the ledger that a posting is of."""
    found = [
        Entry(
            row.kind,
            row.net,
            row.line,
            name=row.name,
            rate=row.rate,
            category=row.category,
            hsn_code=row.hsn_code,
        )
    ]
    for each in row.taxes:
        kind = TAX_OF[row.kind]
        found.append(Entry(kind, each.amount, row.line, name=each.name, rate=each.rate))
    return found


def price_reductions(
    quote: Quote,
    discounts: Iterable[FundedDiscount],
    earlier: Sequence[Refund] = (),
) -> tuple[PriceReduction, ...]:
    """
    Return the price reduction that each of *discounts* is.

    The first one is shared over the whole order, each later one over what is left.

    Args:
        quote: the quote that was ordered.
        discounts: what the merchant funds of each payment, in the order in which they
            were received.
        earlier: all refunds of the order so far.

    >>> from datetime import datetime
    >>> from decimal import Decimal
    >>> from checkout_core import Cart, Line, Store, quote
    >>> lamp = Line("Lamp", 1, "1000.00", tax_rate=18, price_including_tax=True)
    >>> noon = datetime.fromisoformat("2026-11-22T12:00:00+05:30")
    >>> given = FundedDiscount("P1", noon, Decimal("150.00"))
    >>> (found,) = price_reductions(quote(Cart("INR", [lamp]), Store("INR")), [given])
    >>> found.taxable_value, found.amount
    (Decimal('127.12'), Decimal('150.00'))
    """
    check = Validator()
    check.instance("quote", quote, Quote, "a Quote")
    given = check.items("discounts", discounts, limit=MAX_NOTE)
    for i, each in enumerate(given):
        path, expected = f"discounts[{i}]", "a FundedDiscount"
        if check.instance(path, each, FundedDiscount, expected) is not None:
            check.amount(f"{path}.amount", each.amount)
    for i, note in enumerate(check.items("earlier", earlier, limit=MAX_NOTE)):
        check.instance(f"earlier[{i}]", note, Refund, "a Refund")
    check.raise_any()
    given = [each for each in given if each.amount]
    if not given:
        return ()
    rows = OrderRows(quote, earlier)
    left = {
        key: amount - rows.refunded.get(key, 0) for key, amount in rows.charged.items()
    }
    posts = _posts(rows, quote.policies.rounding)
    return tuple([_reduction(each, posts, rows, left) for each in given])


def reduced_rows(reductions: Iterable[PriceReduction], rows: OrderRows) -> Rows:
    """Return the rows that *reductions* take off an order, in minor units."""
    found: Rows = {}
    for reduction in reductions:
        for posting in reduction.rows:
            net, *taxes = _keys(posting)
            amounts = [posting.net, *[each.amount for each in posting.taxes]]
            for key, amount in zip((net, *taxes), amounts, strict=True):
                found[key] = found.get(key, 0) + rows.minor(amount)
    return found


def _keys(posting: Posting) -> list[RowKey]:
    """Return the keys of a posting's rows: of its net amount, then of its taxes."""
    name = posting.name if posting.kind == "charge" else None
    kind, line, supplier = TAX_OF[posting.kind], posting.line, posting.supplier
    net = RowKey(posting.kind, line, None, name, supplier=supplier)
    taxes = [
        RowKey(kind, line, None, each.name, each.rate, supplier)
        for each in posting.taxes
    ]
    return [net, *taxes]


@define(eq=False, kw_only=True)
class _Post:
    """
    What can be reduced: the goods of one line, a handling, the delivery or a charge.

    Attributes:
        posting: its net amount and taxes in the quote.
        keys: the keys of its rows, the net amount's first.
        left: what is left of each of them, in minor units.
        weight: what it costs with tax, less what others fund and earlier shares.
        funded: what others fund of it and is not refunded yet.
        rounding: how its taxes are rounded.
    """

    posting: Posting
    keys: list[RowKey]
    left: list[int]
    weight: int
    funded: int
    rounding: Rounding

    def room(self, rows: Rows) -> list[int]:
        """Return how much of its rows can be taken off; *rows* is what is left."""
        found = [
            max(0, min(own, rows.get(key, 0)))
            for own, key in zip(self.left, self.keys, strict=True)
        ]
        return _even(found, self.posting)

    def take(self, share: int, rows: Rows) -> list[int]:
        """Take at most *share* off its rows and *rows*; return the part of each row."""
        room = self.room(rows)
        part = min(share, max(0, sum(room) - self.funded))
        found = room if part == sum(room) else self._split(part, room)
        for i, (key, amount) in enumerate(zip(self.keys, found, strict=True)):
            self.left[i] -= amount
            rows[key] = rows.get(key, 0) - amount
        return found

    def _split(self, share: int, room: list[int]) -> list[int]:
        """Return *share* split as an amount with tax, each part within its *room*."""
        rates = [rate_millionths(each.rate) for each in self.posting.taxes]
        whole = _HUNDRED_PERCENT + sum(rates)
        taxes = [divide(share * rate, whole, self.rounding) for rate in rates]
        found = [0, *map(min, taxes, room[1:])]
        groups = _groups(self.posting)
        # Rounded up one by one, taxes of a tiny share can be more than it.
        for group in reversed(groups):
            over = max(0, sum(found) - share)
            for i in group:
                found[i] = max(0, found[i] + (-over // len(group)))
        found[0] = min(share - sum(found), room[0])
        # What the net amount cannot take any more is taken off the taxes.
        for group in groups:
            more = (share - sum(found)) // len(group)
            for i in group:
                found[i] = min(found[i] + more, room[i])
        return found


def _groups(posting: Posting) -> list[list[int]]:
    """Return the places of the taxes of a posting, those that are equal together."""
    groups: dict[object, list[int]] = {}
    for i, each in enumerate(posting.taxes, 1):
        key: object = ("equal", each.rate) if each.name in EQUAL else i
        groups.setdefault(key, []).append(i)
    return list(groups.values())


def _even(amounts: list[int], posting: Posting) -> list[int]:
    """Return *amounts* of a posting's rows, equal taxes as small as the smallest."""
    found = list(amounts)
    for group in _groups(posting):
        least = min(found[i] for i in group)
        for i in group:
            found[i] = least
    return found


def _posts(rows: OrderRows, rounding: Rounding) -> list[_Post]:
    """Return what of an order can be reduced, in the order of the quote."""
    quote, minor = rows.quote, rows.minor
    zero = to_decimal(0, quote.cart.currency.exponent)
    funded: dict[int | None, int] = {}
    unpaid: dict[int | None, int] = {}
    for key, amount in rows.charged.items():
        if key.kind == "funded":
            funded[key.line] = funded.get(key.line, 0) + amount
            rest = amount - rows.refunded.get(key, 0)
            unpaid[key.line] = unpaid.get(key.line, 0) + rest
    found = []
    for each in postings(quote.entries, zero):
        amounts = [minor(each.net), *[minor(tax.amount) for tax in each.taxes]]
        is_goods = each.kind == "subtotal"
        found.append(
            _Post(
                posting=each,
                keys=_keys(each),
                left=amounts,
                weight=max(0, sum(amounts) - is_goods * funded.get(each.line, 0)),
                funded=is_goods * unpaid.get(each.line, 0),
                rounding=rounding,
            )
        )
    return found


def _reduction(
    given: FundedDiscount, posts: Sequence[_Post], rows: OrderRows, left: Rows
) -> PriceReduction:
    """Return one price reduction; what is *left* of the rows becomes less."""
    missing = to_minor(given.amount, rows.quote.cart.currency, "amount")
    taken = [[0] * len(post.keys) for post in posts]
    places = list(range(len(posts)))
    while missing and any(posts[i].weight for i in places):
        shares = allocate(missing, [posts[i].weight for i in places])
        whole = []
        for i, share in zip(places, shares, strict=True):
            parts = posts[i].take(share, left)
            taken[i] = list(map(add, taken[i], parts))
            missing -= sum(parts)
            if sum(parts) == share:
                whole.append(i)
        # What one of them had no room for is shared over those that had.
        places = whole
    reduced = []
    for post, parts in zip(posts, taken, strict=True):
        post.weight = max(0, post.weight - sum(parts))
        if any(parts):
            reduced.append(_posting(post.posting, parts, rows.money))
    return PriceReduction(
        payment=given.payment, at=given.at, rows=tuple(reduced), zero=rows.money(0)
    )


def _posting(
    posting: Posting, parts: Sequence[int], money: Callable[[int], Decimal]
) -> Posting:
    """Return the *parts* of a posting's rows as a posting."""
    net, *taxes = parts
    return evolve(
        posting,
        net=money(net),
        taxes=tuple(
            [
                evolve(each, amount=money(part))
                for each, part in zip(posting.taxes, taxes, strict=True)
                if part
            ]
        ),
    )
