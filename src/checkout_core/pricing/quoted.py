# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The quote: what a cart costs and why.

Its figures and rows are in its ledger, which works each out when it is first read.
Frozen, comparable and picklable.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.cart.instalments import NOW, ON_DELIVERY
from checkout_core.errors.describe import counted
from checkout_core.money.exact import difference
from checkout_core.tax.regimes import EQUAL


if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.cart import Cart
    from checkout_core.cart.payment import Payment
    from checkout_core.ledger import (
        AppliedOffer,
        Entry,
        Figures,
        Instalment,
        QuotedCharge,
        QuotedLine,
        Refusal,
        Tender,
        Totals,
    )
    from checkout_core.ledger.sheet import Sheet
    from checkout_core.ledger.suppliers import SupplierFigures, SupplyPlace
    from checkout_core.pricing.ledger import Ledger
    from checkout_core.pricing.result import PricingResult
    from checkout_core.revisions import Revision
    from checkout_core.store import Policies
    from checkout_core.tax.regime import Place


class Unread:
    """
    The ledger of a quote that was just priced and that nothing has asked for yet.

    It becomes a `Ledger` with the first question.  What makes rows, figures and
    sentences is a fifth of the package, and loaded only then.
    """

    def __init__(self, result: PricingResult) -> None:
        """Hold what was priced, as a `Ledger` does."""
        self._result = result

    def __getattr__(self, name: str) -> Any:
        """Return a part of the ledger."""
        return getattr(_read(self), name)

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Pickle the ledger."""
        return _read(self).__reduce_ex__(protocol)


def _read(ledger: Any) -> Any:
    # Both hold nothing but the result, so the one becomes the other; in another thread
    # it may have done so by now.
    ledger.__class__ = _ledger_class()
    return ledger


# An import of what is loaded takes 0.6 us, a tenth of a small cart's quote.
@cache
def _ledger_class() -> type[Ledger]:
    from checkout_core.pricing.ledger import Ledger

    return Ledger


# Without slots, one is made in two thirds of the time.
@frozen(eq=False, slots=False)
class Quote:
    """
    What a cart costs in a store at a moment, explained row by row.

    `cart`, `policies`, `at` and `place` are what it was made from; everything
    else is in `figures`, of which the most used are properties here.

    Attributes:
        cart: what was priced.
        policies: the store's, as they were then.
        at: the moment it was priced for, with its offset; None if none was given.
        place: where the supply is, which decides the tax.
        ledger: not public: the figures and rows, worked out when they are first read.
    """

    cart: Cart
    policies: Policies
    at: datetime | None
    place: Place
    _ledger: Ledger | Unread = field(repr=False)

    if not TYPE_CHECKING:  # pragma: no branch - type checkers skip it

        def __getattr__(self, name: str) -> Any:
            """Return the cart or the policies of a stored quote: read now, and kept."""
            # Python asks only for what is not there, so a quote that was priced, or
            # made with a cart, never comes here.
            if name not in ("cart", "policies"):
                raise AttributeError(name)
            found = self._ledger.input(name)
            object.__setattr__(self, name, found)
            return found

    @property
    def figures(self) -> Figures:
        """Totals, lines, offers, tenders: everything but the rows."""
        return self._ledger.figures

    @property
    def sheet(self) -> Sheet:
        """Every number in minor units, as the figures and the rows have them."""
        return self._ledger.sheet(self.cart.currency.exponent)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the ledger, in the order of events."""
        return self._ledger.entries

    @property
    def written(self) -> tuple[Entry, ...]:
        """The rows as its document has them: without rates before quote/3."""
        return self._ledger.written

    @property
    def to_be_paid(self) -> Decimal:
        """What is left to pay with money, in major units."""
        return self._ledger.to_be_paid

    @property
    def payment_required(self) -> bool:
        """Whether there is anything to pay with money."""
        return self.to_be_paid > 0

    @property
    def currency(self) -> str:
        """The ISO 4217 code of every amount."""
        return self.cart.currency.code

    @property
    def supply_type(self) -> str:
        """What kind of supply it is, such as "regular" or "export_with_payment"."""
        return self.place.supply.name

    @property
    def revision(self) -> Revision:
        """The revision of the pricing rules that it was priced by."""
        return self._ledger.revision

    @property
    def engine(self) -> str:
        """Name and version of the engine that priced it, "" if not known."""
        return self._ledger.engine

    # The figures that are used most; the ledger defines them.

    @property
    def totals(self) -> Totals:
        """Every total of the contract's section 4, by its name."""
        return self._ledger.totals

    @property
    def lines(self) -> tuple[QuotedLine, ...]:
        """What each line costs, in the cart's order."""
        return self._ledger.lines

    @property
    def promotions(self) -> tuple[AppliedOffer, ...]:
        """The promotions that apply, in their sequence."""
        return self._ledger.promotions

    @property
    def coupons(self) -> tuple[AppliedOffer, ...]:
        """The coupons that apply, in their order."""
        return self._ledger.coupons

    @property
    def shipping_tax_rate(self) -> Decimal:
        """The rate that the delivery is taxed at, in percent."""
        return self._ledger.shipping_tax_rate

    @property
    def estimated_delivery_days(self) -> int | None:
        """How many days the delivery takes, None if neither store nor cart says so."""
        return self._ledger.estimated_delivery_days

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The offers that do not apply and the cards that do not pay, with reasons."""
        return self._ledger.refusals

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """What pays in place of money, in the order in which it pays."""
        return self._ledger.tenders

    @property
    def charges(self) -> tuple[QuotedCharge, ...]:
        """The charges on the order, in the order of the store."""
        return self._ledger.charges

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        """When each part of `to_be_paid` is due; () if nothing is to be paid."""
        found = self._ledger.instalments
        if found or not self.payment_required:
            return found
        from checkout_core.ledger import Instalment

        return (Instalment(NOW, self.to_be_paid),)

    @cached_property
    def suppliers(self) -> tuple[SupplierFigures, ...]:
        """The figures of each supplier, by its id; one entry where none is named."""
        found = self._ledger.suppliers
        if found:
            return found
        from checkout_core.pricing.supplied import whole_order

        tax, currency = self.policies.tax, self.currency
        return (whole_order(self.figures, self.place, tax, currency),)

    @property
    def store_place(self) -> SupplyPlace:
        """Where the store itself supplies, also if all goods are of other suppliers."""
        own = [each.place_of_supply for each in self.suppliers if not each.id]
        if own:
            return own[0]
        from checkout_core.pricing.places import shown_place

        regime = self.policies.tax.regime_in(self.currency)
        return shown_place(regime.place(self.cart))

    @property
    def due_now(self) -> Decimal:
        """What is to be paid when it is ordered, in major units."""
        return self._due(NOW)

    @property
    def collect_on_delivery(self) -> Decimal:
        """What the courier collects, in major units."""
        return self._due(ON_DELIVERY)

    def _due(self, due: str) -> Decimal:
        paid = self.to_be_paid
        parts = [each.amount for each in self.instalments if each.due == due]
        return parts[0] if parts else difference(paid, paid)

    @property
    def coupon_code(self) -> str | None:
        """The code of the first coupon that applies, in the store's spelling."""
        return next(iter(self.coupon_codes), None)

    @property
    def coupon_codes(self) -> tuple[str, ...]:
        """The codes of the coupons that apply, in their order."""
        return tuple([each.code for each in self.coupons if each.code is not None])

    @property
    def asked_payment(self) -> Payment | None:
        """
        The cart's payment if an offer or a charge of the quote depends on it, or None.

        What is to be paid is right for that way to pay and no other.
        """
        paid = self.cart.payment
        if paid is None:
            return None
        charged = {(each.id, each.name) for each in self.charges}
        asked = any(each.for_payment for each in (*self.promotions, *self.coupons))
        asked = asked or any(
            each.conditions is not None
            and bool(each.conditions.payment)
            and (each.id, each.name) in charged
            for each in self.policies.charges
        )
        return paid if asked else None

    @cached_property
    def _adds_up(self) -> bool:
        """True; raises `CheckoutError` if a figure is not the sum of its rows."""
        from checkout_core.ledger.check import check_sheet

        check_sheet(self.sheet, lambda: self.figures, equal=EQUAL)
        return True

    def check(self) -> None:
        """
        Raise `CheckoutError` if a figure is not the sum of its rows.

        A quote cannot change, so its rows are added up once, by the first call.
        """
        _ = self._adds_up

    def __getstate__(self) -> dict[str, Any]:
        """Copy and pickle the cart and the policies even if they were not read yet."""
        names = ("cart", "policies", "at", "place", "_ledger")
        return {name: getattr(self, name) for name in names}

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
            self.written,
        )


def priced_sheet(quote: Quote) -> Sheet | None:
    """Return the sheet of a quote that was priced, None if a document says it."""
    return quote._ledger.priced  # noqa: SLF001 - its own module


def unread_quote(at: datetime | None, place: Place, ledger: Ledger) -> Quote:
    """Return a stored quote, whose *ledger* reads its cart and its policies."""
    found = Quote.__new__(Quote)
    for name, value in (("at", at), ("place", place), ("_ledger", ledger)):
        object.__setattr__(found, name, value)
    return found
