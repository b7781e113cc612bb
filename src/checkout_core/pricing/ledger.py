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

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import fields

from checkout_core.ledger import Figures, hsn_rows, tax_rows
from checkout_core.money import grid_of, to_decimal
from checkout_core.pricing.figures import (
    applied_offers,
    quoted_charges,
    quoted_lines,
    quoted_tenders,
    redeemed,
    summed,
)
from checkout_core.pricing.refusals import refusal
from checkout_core.pricing.rows import Rows
from checkout_core.revisions import CURRENT
from checkout_core.tenders import TENDERS
from checkout_core.version import engine


if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from typing import Any

    from checkout_core.ledger import (
        AppliedOffer,
        Entry,
        HsnRow,
        QuotedCharge,
        QuotedLine,
        Redemption,
        Refusal,
        TaxRow,
        Tender,
        Totals,
    )
    from checkout_core.pricing.result import PricingResult
    from checkout_core.revisions import Revision


#: Kinds of rows that offers write.
OF_OFFERS = ("promotion_saving", "coupon_saving", "funded", "points_bonus")
#: Kinds of rows that come after those of offers.
_AFTER_OFFERS = (
    *[each.row for each in TENDERS.values()],
    *[each.count_row for each in TENDERS.values() if each.count_row],
    "points_earned",
)
_FIGURES = tuple(each.name for each in fields(Figures))
#: What is pickled.
_PARTS = (
    *_FIGURES,
    "figures",
    "entries",
    "written",
    "revision",
    "engine",
)


class Ledger:
    """
    The rows of a quote and the figures that are sums of them.

    `Ledger(result)` is that of a pricing result, `Ledger.stored` that of a document.
    Each figure is one of `ledger.Figures`.
    """

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
        # A cached property that is in the instance's dictionary is never worked out.
        found = cls.__new__(cls)
        own = vars(found)
        own.update({name: getattr(figures, name) for name in _FIGURES})
        own.update(figures=figures, written=entries, revision=revision, engine=engine)
        if again is None:
            own["entries"] = entries
        else:
            own["_again"] = again
        return found

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what was worked out and not how, so that no store goes along."""
        return {name: getattr(self, name) for name in _PARTS}

    @cached_property
    def _result(self) -> PricingResult:
        assert self._again is not None
        return self._again()

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self._result)

    @property
    def _exponent(self) -> int:
        return self._result.cart.currency.exponent

    # The rows ---------------------------------------------------------------------

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The rows, in the order of events; net amounts have their rates."""
        rows = self._rows.entries()
        return rows if self._again is None else _with_offers(rows, self.written)

    @cached_property
    def written(self) -> tuple[Entry, ...]:
        """The rows as a document of the revision has them."""
        if self.revision.rows_without_rates:
            return Rows(self._result, rated=False).entries()
        return self.entries

    @cached_property
    def revision(self) -> Revision:
        """The pricing rules that it was priced by."""
        return self._result.context.revision

    @cached_property
    def engine(self) -> str:
        """Name and version of the engine, "" if documents of the revision omit it."""
        return "" if self.revision.without_engine else engine()

    # The figures ------------------------------------------------------------------

    @cached_property
    def figures(self) -> Figures:
        """Everything but the rows."""
        return Figures(**{name: getattr(self, name) for name in _FIGURES})

    @property
    def to_be_paid(self) -> Decimal:
        """What is left to pay with money, as the totals have it."""
        if "totals" in vars(self):
            return self.totals.to_be_paid
        return to_decimal(self._result.to_be_paid, self._exponent)

    @cached_property
    def totals(self) -> Totals:
        """Every total of the contract's section 4, by its name."""
        return summed(self._rows.sums, self._exponent)

    @cached_property
    def lines(self) -> tuple[QuotedLine, ...]:
        """What each line costs, in the cart's order."""
        return quoted_lines(self._result, self._rows.discounts)

    @cached_property
    def promotions(self) -> tuple[AppliedOffer, ...]:
        """The promotions that apply, in their sequence."""
        return applied_offers("promotion", self._rows.promotions, self._exponent)

    @cached_property
    def coupons(self) -> tuple[AppliedOffer, ...]:
        """The coupon that applies, if one does."""
        return applied_offers("coupon", self._rows.coupons, self._exponent)

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """The offers that concern the cart and do not apply, with the reason."""
        result = self._result
        return tuple([refusal(each, result.cart) for each in result.chosen.refused])

    @cached_property
    def promotions_not_matching(self) -> int:
        """How many promotions concern no line."""
        return self._result.chosen.not_matching

    @cached_property
    def charges(self) -> tuple[QuotedCharge, ...]:
        """The store's own charges with the tax on each."""
        return quoted_charges(self._result)

    @cached_property
    def tax_rows(self) -> tuple[TaxRow, ...]:
        """The tax by category and rate, goods and charges together."""
        return tax_rows(self._rows.posted(), grid_of(self._exponent))

    @cached_property
    def hsn_rows(self) -> tuple[HsnRow, ...]:
        """The goods by HSN code and rate; lines without a code are left out."""
        return hsn_rows(self._rows.posted(), grid_of(self._exponent))

    @cached_property
    def shipping_tax_rate(self) -> Decimal:
        """The rate that the delivery is taxed at, in percent."""
        return self._result.delivery.rate

    @cached_property
    def estimated_delivery_days(self) -> int | None:
        """How many days the delivery takes, None if neither store nor cart says so."""
        return self._result.context.delivery_days

    @cached_property
    def tenders(self) -> tuple[Tender, ...]:
        """What pays in place of money, in the order in which it pays."""
        return quoted_tenders(self._result)

    @cached_property
    def redemptions(self) -> tuple[Redemption, ...]:
        """The counters to raise when the order is placed."""
        offers = (*self.promotions, *self.coupons)
        return redeemed(offers, self._result.cart, self.revision)

    @cached_property
    def runner_up(self) -> tuple[str, ...]:
        """The ids of the next best choice of promotions, () without one."""
        return self._result.chosen.runner_up

    @cached_property
    def runner_up_behind(self) -> Decimal:
        """How much less the next best choice saves, in major units."""
        return to_decimal(self._result.chosen.ahead, self._exponent)


def _with_offers(
    rows: tuple[Entry, ...], written: tuple[Entry, ...]
) -> tuple[Entry, ...]:
    """Return rows that were priced again with those that offers wrote then."""
    given = [each for each in written if each.kind in OF_OFFERS]
    before = [each for each in rows if each.kind not in _AFTER_OFFERS]
    return (*before, *given, *rows[len(before) :])
