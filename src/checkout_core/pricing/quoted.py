# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The quote: what a cart costs and why.

Holds the columns of ints that the stages computed and turns them into figures when a
figure is first read.  Frozen, comparable and picklable.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.errors import counted
from checkout_core.ledger import Ledger, check_ledger
from checkout_core.money import to_decimal
from checkout_core.pricing.figures import FiguresBuilder
from checkout_core.pricing.result import PricingResult
from checkout_core.version import engine


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.cart import Cart
    from checkout_core.ledger import (
        AppliedOffer,
        Entry,
        Figures,
        QuotedLine,
        Refusal,
        Tender,
        Totals,
    )
    from checkout_core.revisions import Revision
    from checkout_core.store import Policies
    from checkout_core.tax.regime import Place


@frozen(eq=False)
class Quote:
    """
    What a cart costs in a store at a moment, explained row by row.

    `cart`, `policies`, `at` and `place` are what it was made from; everything
    else is in `figures`, of which the most used are properties here.
    """

    cart: Cart
    policies: Policies
    at: datetime | None
    place: Place
    _source: PricingResult | Ledger = field(repr=False)

    @cached_property
    def _account(self) -> Ledger | FiguresBuilder:
        source = self._source
        return FiguresBuilder(source) if isinstance(source, PricingResult) else source

    @cached_property
    def figures(self) -> Figures:
        """Totals, lines, offers, tenders: everything but the rows."""
        return self._account.figures

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the ledger, in the order of events."""
        return self._account.entries

    @property
    def to_be_paid(self) -> Decimal:
        """What is left to pay with money, in major units."""
        source = self._source
        if isinstance(source, PricingResult):
            return to_decimal(source.to_be_paid, self.cart.currency.exponent)
        return source.figures.totals.to_be_paid

    @property
    def payment_required(self) -> bool:
        """Whether there is anything to pay with money."""
        return self.to_be_paid > 0

    @property
    def currency(self) -> str:
        """The ISO 4217 code of every amount."""
        return self.cart.currency.code

    @property
    def revision(self) -> Revision:
        """The revision of the pricing rules that it was priced by."""
        return self._source.revision

    @property
    def engine(self) -> str:
        """Name and version of the engine that priced it, "" if not known."""
        source = self._source
        if isinstance(source, Ledger):
            return source.engine
        return "" if source.revision.without_engine else engine()

    @property
    def totals(self) -> Totals:
        """Every total of the contract's section 4, by its name."""
        return self._account.totals

    @property
    def lines(self) -> tuple[QuotedLine, ...]:
        """What each line costs, in the cart's order."""
        return self._account.lines

    @property
    def promotions(self) -> tuple[AppliedOffer, ...]:
        """The promotions that apply, in their sequence."""
        return self._account.promotions

    @property
    def coupons(self) -> tuple[AppliedOffer, ...]:
        """The coupon that applies, if one does."""
        return self._account.coupons

    @property
    def shipping_tax_rate(self) -> Decimal:
        """The rate that the delivery is taxed at, in percent."""
        return self._account.shipping_tax_rate

    @property
    def estimated_delivery_days(self) -> int | None:
        """How many days the delivery takes, None if neither store nor cart says so."""
        return self._account.estimated_delivery_days

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The offers that concern the cart and do not apply, with the reason."""
        return self.figures.refusals

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """What pays in place of money, in the order in which it pays."""
        return self.figures.tenders

    @property
    def coupon_code(self) -> str | None:
        """The code of the coupon that applies, in the store's spelling."""
        coupons = self.coupons
        return coupons[0].code if coupons else None

    def check(self) -> None:
        """Raise `CheckoutError` if a figure is not the sum of its rows."""
        account = Ledger(self.figures, self.entries)
        check_ledger(account, self.cart.currency.exponent)

    def __eq__(self, other: object) -> bool:
        """Compare cart, policies, moment, place, figures and rows."""
        if not isinstance(other, Quote):
            return NotImplemented
        return self._seen() == other._seen()

    def __hash__(self) -> int:
        """Hash by the cart, the moment and the amount to be paid."""
        return hash((self.cart, self.at, self.to_be_paid))

    def __repr__(self) -> str:
        """
        Show what is to be paid, for how many lines and when, on one line.

        Nothing of the customer is in it: a repr ends up in logs.
        """
        paid = f"{self.currency} {self.to_be_paid}"
        lines = counted(len(self.cart.lines), "line")
        at = "" if self.at is None else f", at {self.at.isoformat()}"
        return f"<Quote {paid}, {lines}{at}>"

    def _seen(self) -> tuple[object, ...]:
        return (
            self.cart,
            self.policies,
            self.at,
            self.place,
            self.revision,
            self.engine,
            self.figures,
            self.entries,
        )
