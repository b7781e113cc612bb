# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The ledger of one quote: its rows, and every figure that is a sum of them.

Promises one definition of each figure, for a quote that was just priced and for one
that a document holds.  What was priced is worked out part by part when a part is first
read, so that `to_be_paid` or `totals` cost no more than they need; what a document says
is there from the start, and never worked out again.  Knows no store once it is pickled:
rows and figures are, columns are not.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from checkout_core.ledger import Figures
from checkout_core.ledger.figures import applied_offers
from checkout_core.ledger.once import once
from checkout_core.ledger.rows import entries_of
from checkout_core.ledger.said import sheet_of_figures
from checkout_core.ledger.summaries import hsn_rows, tax_rows
from checkout_core.ledger.totals import shown_totals
from checkout_core.money.exact import grid_of, to_decimal
from checkout_core.pricing.figures import (
    codes_redeemed,
    instalments_of,
    quoted_charges,
    quoted_lines,
    quoted_tenders,
    redeemed,
    taken_of_budgets,
    with_codes,
)
from checkout_core.pricing.refusals import refusals_of
from checkout_core.pricing.rows import rows_of
from checkout_core.pricing.sheet import sheet_of
from checkout_core.revisions import CURRENT
from checkout_core.tenders import TENDERS
from checkout_core.version import engine


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from checkout_core.ledger import (
        AppliedOffer,
        Entry,
        Instalment,
        QuotedCharge,
        QuotedLine,
        Refusal,
        Tender,
        Totals,
    )
    from checkout_core.ledger.sheet import OfferEffect, Sheet
    from checkout_core.ledger.suppliers import SupplierFigures
    from checkout_core.pricing.result import PricingResult
    from checkout_core.revisions import Revision


T = TypeVar("T")

#: Kinds of rows that offers write.
OF_OFFERS = ("promotion_saving", "coupon_saving", "funded", "points_bonus")
#: Kinds of rows that come after those of offers.
_AFTER_OFFERS = (
    "points_saving",
    *[each.row for each in TENDERS.values()],
    *[each.count_row for each in TENDERS.values() if each.unit],
    "points_earned",
)
#: What is pickled; each other part is one of the figures.
_PARTS = ("figures", "entries", "written", "revision", "engine")


def part(make: Callable[[Any], T]) -> once[T]:
    """Return a property that a document says, or that *make* works out, `once`."""
    name = make.__name__

    def found(ledger: Ledger) -> T:
        said = ledger._said  # noqa: SLF001 - of the one class that has parts
        known: T = make(ledger) if said is None else said(name)
        return known

    found.__name__, found.__doc__ = name, make.__doc__
    return once(found)


class Ledger:
    """
    The rows of a quote and the figures that are sums of them.

    `Ledger(result)` is that of a pricing result; `Ledger.stored` and `Ledger.read` are
    those of a document.
    """

    #: Returns what a document says by its name, None for what was priced.
    _said: Callable[[str], Any] | None = None
    #: The sheet of what is said, None until it is read.
    _of_said: Sheet | None = None
    #: Prices the quote of a document again, None if that is not needed.
    _again: Callable[[], PricingResult] | None = None

    def __init__(self, result: PricingResult) -> None:
        """Hold what was priced; nothing is worked out yet."""
        self._result = result

    @classmethod
    def stored(
        cls,
        figures: Figures,
        entries: tuple[Entry, ...],
        revision: Revision = CURRENT,
        engine: str = "",
        again: Callable[[], PricingResult] | None = None,
    ) -> Ledger:
        """
        Return the ledger that a document holds.

        Args:
            figures: what the quote shows.
            entries: its rows, as the document has them.
            revision: the rules they were priced by, by default today's.
            engine: name and version of the engine, "" if the document does not say.
            again: prices the quote again if its rows have no rates, and is called when
                `entries` is first read; None (the default) if they have them.
        """
        found = cls.read(partial(getattr, figures), revision, engine, again)
        # A part that is in the instance's dictionary is never read or worked out.
        vars(found).update(figures=figures, written=entries)
        return found

    @classmethod
    def read(
        cls,
        said: Callable[[str], Any],
        revision: Revision,
        engine: str,
        again: Callable[[], PricingResult] | None,
    ) -> Ledger:
        """
        Return the ledger of a document whose parts are read when they are asked for.

        Args:
            said: reads a part by its name: `cart`, `policies`, `written` (the rows),
                `figures` or a field of `Figures`; it may raise `CheckoutError`.
            revision: the rules the document was priced by.
            engine: name and version of the engine, "" if the document does not say.
            again: as for `stored`.
        """
        found = cls.__new__(cls)
        own = vars(found)
        own.update(_said=said, revision=revision, engine=engine)
        if again is not None:
            own["_again"] = again
        return found

    @classmethod
    def repriced(
        cls, result: PricingResult, engine: str, told: Mapping[str, Any]
    ) -> Ledger:
        """
        Return the ledger of a stored quote that was priced again.

        Args:
            result: what its cart, its policies and its offers come to.
            engine: name and version of the engine that priced it first.
            told: the figures that do not follow from these, by their names.
        """
        found = cls(result)
        codes = with_codes(found.figures.redemptions, told["redemptions"])
        figures = evolve(found.figures, **{**told, "redemptions": codes})
        vars(found).update(engine=engine, refusals=figures.refusals, figures=figures)
        return found

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what was worked out and not how, so that no store goes along."""
        return {name: getattr(self, name) for name in _PARTS} | {
            "_said": partial(getattr, self.figures)
        }

    def input(self, name: str) -> Any:
        """Return the `cart` or the `policies` that the document says."""
        assert self._said is not None
        return self._said(name)

    @once
    def _result(self) -> PricingResult:
        assert self._again is not None
        return self._again()

    @once
    def _priced(self) -> Sheet:
        return sheet_of(self._result)

    def sheet(self, exponent: int) -> Sheet:
        """Return every number in minor units; *exponent* is the currency's."""
        if self._said is None:
            return self._priced
        if self._of_said is None:
            self._of_said = sheet_of_figures(
                self.figures, self.written, exponent, self.revision
            )
        return self._of_said

    @property
    def priced(self) -> Sheet | None:
        """The sheet that its documents are written of, None if a document said it."""
        return self._priced if self._said is None else None

    # The rows ---------------------------------------------------------------------

    @once
    def entries(self) -> tuple[Entry, ...]:
        """The rows, in the order of events; net amounts have their rates."""
        if self._said is not None and self._again is None:
            return self.written
        sheet = self._priced
        if self._said is None and sheet.rated:
            return entries_of(sheet.rows, sheet.exponent)
        rows = entries_of(rows_of(self._result, sheet, rated=True), sheet.exponent)
        return rows if self._said is None else _with_offers(rows, self.written)

    @part
    def written(self) -> tuple[Entry, ...]:
        """The rows as a document of the revision has them."""
        if self.revision.rows_without_rates:
            return entries_of(self._priced.rows, self._priced.exponent)
        return self.entries

    @once
    def revision(self) -> Revision:
        """The pricing rules that it was priced by."""
        return self._result.context.revision

    @once
    def engine(self) -> str:
        """Name and version of the engine, "" if documents of the revision omit it."""
        return "" if self.revision.without_engine else engine()

    # The figures ------------------------------------------------------------------

    @part
    def figures(self) -> Figures:
        """Everything but the rows, what only a document shows included."""
        result, sheet = self._result, self._priced
        money, chosen = grid_of(sheet.exponent), result.chosen
        of_tax, of_goods = sheet.summaries
        offers = (*self.promotions, *self.coupons)
        return Figures(
            totals=self.totals,
            lines=self.lines,
            promotions=self.promotions,
            coupons=self.coupons,
            refusals=self.refusals,
            promotions_not_matching=chosen.not_matching,
            charges=self.charges,
            tax_rows=tax_rows(of_tax, money),
            hsn_rows=hsn_rows(
                of_goods,
                money,
                result.buyer,
                several=len(result.suppliers) > 1,
            ),
            shipping_tax_rate=self.shipping_tax_rate,
            estimated_delivery_days=self.estimated_delivery_days,
            tenders=self.tenders,
            redemptions=(
                *redeemed(
                    offers,
                    result.cart,
                    self.revision,
                    taken_of_budgets(
                        (*chosen.promotions.applied, *chosen.coupon.applied),
                        result.cart,
                    ),
                ),
                *codes_redeemed(result.cart, sheet),
            ),
            runner_up=chosen.runner_up,
            runner_up_behind=money(chosen.ahead),
            runner_up_coupons=chosen.runner_up_coupons,
            instalments=self.instalments,
            suppliers=self.suppliers,
        )

    @part
    def shipping_tax_rate(self) -> Decimal:
        """The rate that the delivery is taxed at, in percent."""
        return self._result.delivery.rate

    @part
    def estimated_delivery_days(self) -> int | None:
        """How many days the delivery takes, None if neither store nor cart says so."""
        return self._result.context.delivery_days

    @once
    def to_be_paid(self) -> Decimal:
        """What is left to pay with money, as the totals have it."""
        if self._said is not None:
            return self.totals.to_be_paid
        return to_decimal(self._result.to_be_paid, self._result.cart.currency.exponent)

    @part
    def totals(self) -> Totals:
        """Every total of the contract's section 4, by its name."""
        return shown_totals(self._priced.totals, self._priced.exponent)

    @part
    def lines(self) -> tuple[QuotedLine, ...]:
        """What each line costs, in the cart's order."""
        return quoted_lines(self._result.cart, self._priced)

    @part
    def promotions(self) -> tuple[AppliedOffer, ...]:
        """The promotions that apply, in their sequence."""
        return self._applied("promotion", self._priced.promotions)

    @part
    def coupons(self) -> tuple[AppliedOffer, ...]:
        """The coupons that apply, in their order."""
        return self._applied("coupon", self._priced.coupons)

    def _applied(
        self, kind: str, effects: Sequence[OfferEffect]
    ) -> tuple[AppliedOffer, ...]:
        return applied_offers(kind, effects, self._priced.exponent)

    @part
    def refusals(self) -> tuple[Refusal, ...]:
        """What does not apply or pay, with the reason: offers, charges, cards."""
        result = self._result
        return refusals_of(
            result.cart, result.chosen.refused, result.uncharged, result.tenders
        )

    @part
    def tenders(self) -> tuple[Tender, ...]:
        """What pays in place of money, in the order in which it pays."""
        return quoted_tenders(self._priced)

    @part
    def charges(self) -> tuple[QuotedCharge, ...]:
        """The charges on the order, in the order of the store."""
        return quoted_charges(self._priced)

    @part
    def instalments(self) -> tuple[Instalment, ...]:
        """When the parts of what is to be paid are due; () if all of it is now."""
        result = self._result
        policies = result.context.store.policies
        return instalments_of(result.cart, policies, result.to_be_paid)

    @part
    def suppliers(self) -> tuple[SupplierFigures, ...]:
        """The figures of each supplier, () if the cart names none."""
        if self._result.context.parties is None:
            return ()
        # Loaded by the first cart that names a supplier.
        from checkout_core.pricing.supplied import suppliers_of

        return suppliers_of(self._result, self._priced)


def _with_offers(
    rows: tuple[Entry, ...], written: tuple[Entry, ...]
) -> tuple[Entry, ...]:
    """Return rows that were priced again with those that offers wrote then."""
    of_offers = [each for each in written if each.kind in OF_OFFERS]
    before = [each for each in rows if each.kind not in _AFTER_OFFERS]
    return (*before, *of_offers, *rows[len(before) :])
