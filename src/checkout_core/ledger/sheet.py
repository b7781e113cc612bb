# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every number of a quote, by columns, in minor units.

A `Sheet` is what a quote says, whether it was just priced or is held by a document: the
totals, what each line costs, what offers, tenders and charges come to, the summaries of
tax, and the rows.  Lines, totals, rows and documents are views of it, and `check`
compares its parts with its rows.  Lines are columns, one list for each figure: two
lines of 100.00 and 200.00 with 10 % off are `listed=[10000, 20000]` and
`left=[9000, 18000]`.

Promises that nothing is worked out before it is read: lines, rows and summaries are
functions until then.  Knows no rule of pricing.

An amount is an int of minor units, a number of points is an int.  An amount of a
stranger's document can be off the currency's grid (7.125 rupees): then it is a
`Fraction` of minor units, which sums and compares exactly like an int.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from attrs import define

from checkout_core.ledger.once import once


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checkout_core.revisions import Revision


#: A row in minor units: the fields of an `Entry`, in their order.
Row: TypeAlias = tuple[
    str,
    int,
    int | None,
    str | None,
    str | None,
    Decimal | None,
    str | None,
    str | None,
    str | None,
]


class TaxedAt(NamedTuple):
    """
    How a line is taxed.

    Attributes:
        rate: in percent, without a cess.
        cess_rate: in percent, 0 without one.
        labels: name and percentage of each component, in the order of documents.
    """

    rate: Decimal
    cess_rate: Decimal
    labels: tuple[tuple[str, Decimal], ...]


class Handling(NamedTuple):
    """
    The handling of a line: without tax, its rate, its tax, and both together.

    `rate` is in percent, the effective one if the charge is apportioned.
    """

    net: int
    rate: Decimal
    tax: int
    total: int


# By position, as the sheet itself.
@define(eq=False, repr=False)
class Goods:
    """
    What the totals are sums of, as columns: one entry for each line of the cart.

    Attributes:
        listed: price x quantity, in the line's own basis.
        left: what is left of it after all offers.
        funded: the part of the discounts that a funder other than the seller pays.
        subtotal: without tax, before discounts.
        promoted: what promotions took off the taxable value.
        couponed: what the coupon and points took off the taxable value.
        taxable: what the tax is on.
        tax: the tax, a cess included.
        pointed: the part of `couponed` that points took off.
        points_off: what points took off the line, in its own basis.
    """

    listed: Sequence[int]
    left: Sequence[int]
    funded: Sequence[int]
    subtotal: Sequence[int]
    promoted: Sequence[int]
    couponed: Sequence[int]
    taxable: Sequence[int]
    tax: Sequence[int]
    pointed: Sequence[int]
    points_off: Sequence[int]


@define(eq=False, repr=False, kw_only=True)
class Shown:
    """
    What else a line shows, as columns: one entry for each line of the cart.

    Attributes:
        taxed_at: how it is taxed.
        unit_prices: the price of one unit without tax.
        free_units: units that are given in addition to those billed.
        on_promotion: whether a promotion discounted it or gave it free units.
        is_free: whether nothing is left of a price above 0.
        handling: what its handling costs, None without any.
    """

    taxed_at: Sequence[TaxedAt]
    unit_prices: Sequence[int]
    free_units: Sequence[int]
    on_promotion: Sequence[bool]
    is_free: Sequence[bool]
    handling: Sequence[Handling | None]


class OfferFacts(Protocol):
    """What is said of an offer: an `Offer` and an `AppliedOffer` have all of it."""

    @property
    def id(self) -> str:
        """The offer's id."""
        ...

    @property
    def name(self) -> str:
        """Its name in the store."""
        ...

    @property
    def type(self) -> str:
        """What it gives, such as `discount`."""
        ...

    @property
    def scope(self) -> str:
        """What it is for: `cart`, `product`, `category` or `shipping`."""
        ...

    @property
    def funded_by(self) -> str:
        """Who pays for it: `seller`, `platform` or `brand`."""
        ...

    @property
    def for_payment(self) -> bool:
        """Whether it is for some ways to pay only."""
        ...


class OfferEffect(NamedTuple):
    """
    An offer that applies, and what it did.

    Attributes:
        offer: what is said of it.
        code: the coupon's code in the store's spelling, None for promotions.
        saving: what the shopper saves, tax and delivery included.
        points: points that it adds.
        lines: the index of each line that it touched, in the cart's order.
        discounts: what it took off each of them, in the line's own basis.
        savings: what the shopper saves on each of them.
        units: the units that it added, by the line's index.
        shipping: what it took off the delivery cost, in that cost's own basis; None if
            it took nothing, or all that was left.
        residues: what the shopper saves on each of `lines` beyond the discount and its
            tax, so that it is worth its face value; () for nothing on any of them.
    """

    offer: OfferFacts
    code: str | None
    saving: int
    points: int
    lines: Sequence[int]
    discounts: Sequence[int]
    savings: Sequence[int]
    units: Mapping[int, int]
    shipping: int | None = None
    residues: Sequence[int] = ()


class TenderAmount(NamedTuple):
    """
    What pays a part of an order in place of money.

    Attributes:
        kind: a key of `TENDERS`.
        name: which one of several of its kind, "" if there is only one.
        asked, granted: counts of points, else amounts.
        value: what that pays.
        why: why less is granted than was asked for, else "".
    """

    kind: str
    name: str
    asked: int
    granted: int
    value: int
    why: str


class RefusedAmount(NamedTuple):
    """
    What does not apply or pay, and how much is missing: a `Refusal` without sentences.

    Attributes:
        kind: `promotion`, `coupon`, `charge` or `gift_card`.
        offer_id: the id of the offer or charge, None without one.
        name: its name in the store, None for an unknown code; of a gift card its code,
            masked.
        code: why, a key of `REFUSALS`.
        short_units: how many units are missing, 0 if that is not the reason.
        short_amount: how much the cart is short, 0 likewise.
    """

    kind: str
    offer_id: str | None
    name: str | None
    code: str
    short_units: int
    short_amount: int


#: What a charge can have in addition to its name.
CHARGE_IDS = ("id", "hsn_code", "unit")


class ChargeAmount(NamedTuple):
    """
    A charge of the store.

    Attributes:
        name: what the store calls it.
        net: without tax.
        rate: in percent; the effective rate if it is apportioned.
        labels: name and percentage of each component of its tax, rate by rate.
        taxes: the amount of each component, in the order of the labels.
        ids: its `CHARGE_IDS` by name, None for each that it does not have.
    """

    name: str
    net: int
    rate: Decimal
    labels: tuple[tuple[str, Decimal], ...]
    taxes: Sequence[int]
    ids: dict[str, str | None]


class Summary(NamedTuple):
    """
    Net amounts that are taxed alike, added up with the tax on them.

    Attributes:
        word: what they are summed up by: a tax category, or an HSN code.
        taxed_at: the rate and the components.
        unit: the unit of goods with an HSN code, "" for none; elsewhere "".
        category: of a summary by HSN code the tax category; elsewhere "".
        supplier: of a summary by HSN code the supplier, "" for the store itself;
            elsewhere "".
        quantity: units of goods, billed and free, by HSN code; else 0.
        net: the net amounts.
        taxes: the amount of each component, in the order of the labels.
    """

    word: str
    taxed_at: TaxedAt
    unit: str
    category: str
    supplier: str
    quantity: int
    net: int
    taxes: Sequence[int]


#: The tax by category and rate, and the goods by HSN code and rate.
Summaries: TypeAlias = "tuple[Sequence[Summary], Sequence[Summary]]"


class Source(Protocol):
    """What makes the parts of a sheet that are not always read, each of the sheet."""

    def shown(self, sheet: Sheet, /) -> Shown:
        """Return what else lines show."""
        ...

    def components(self, sheet: Sheet, /) -> Sequence[Sequence[int]]:
        """Return the amounts of the components of each line's tax."""
        ...

    def charges(self, sheet: Sheet, /) -> Sequence[ChargeAmount]:
        """Return the store's own charges."""
        ...

    def tenders(self, sheet: Sheet, /) -> Sequence[TenderAmount]:
        """Return what pays in place of money."""
        ...

    def refused(self, sheet: Sheet, /) -> Sequence[RefusedAmount]:
        """Return what does not apply or pay."""
        ...

    def summaries(self, sheet: Sheet, /) -> Summaries:
        """Return the tax by category, and the goods by HSN code."""
        ...

    def rows(self, sheet: Sheet, /) -> Sequence[Row]:
        """Return the rows."""
        ...


# By position: one is made for every quote that is read, and by keyword it takes twice
# as long.
@define(eq=False, repr=False, slots=False)
class Sheet:
    """
    Every number of a quote.

    Attributes:
        exponent: the number of the currency's decimals.
        revision: the rules it is by, which say what rows and summaries hold.
        totals: every total of `SUMS`, by its name, in its order.
        goods: what the totals are sums of, by line.
        promotions: the promotions that apply, in their sequence.
        coupons: the coupon that applies, if one does.
    """

    exponent: int
    revision: Revision
    totals: Mapping[str, int]
    goods: Goods
    promotions: Sequence[OfferEffect]
    coupons: Sequence[OfferEffect]
    _source: Source

    @property
    def rated(self) -> bool:
        """Whether rows of net amounts have their rates, as since quote/3."""
        return not self.revision.rows_without_rates

    @once
    def shown(self) -> Shown:
        """What else lines show."""
        return self._source.shown(self)

    @once
    def components(self) -> Sequence[Sequence[int]]:
        """By line, the amount of each component of its tax, in their order."""
        return self._source.components(self)

    @once
    def charges(self) -> Sequence[ChargeAmount]:
        """The store's own charges, in the store's order."""
        return self._source.charges(self)

    @once
    def tenders(self) -> Sequence[TenderAmount]:
        """What pays in place of money, in the order in which it pays."""
        return self._source.tenders(self)

    @once
    def refused(self) -> Sequence[RefusedAmount]:
        """What does not apply or pay, in the order of the quote's refusals."""
        return self._source.refused(self)

    @once
    def summaries(self) -> Summaries:
        """The tax by category and rate, and the goods by HSN code and rate."""
        return self._source.summaries(self)

    @once
    def rows(self) -> Sequence[Row]:
        """The rows as the quote's document has them, in the order of events."""
        return self._source.rows(self)
