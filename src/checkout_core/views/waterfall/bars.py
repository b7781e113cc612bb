# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The bars of a waterfall, as values.

A bar is a step from one level to the next.  Promises that the steps chain: the first
starts at 0, and each starts where the one before ends; bars of the kind "total" are
between them and show the level that was reached.  Knows no quote and no refund.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import Factory, define, frozen

from checkout_core.ledger.totals import SUMS
from checkout_core.money.exact import exact_sum
from checkout_core.views.language import Language


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from checkout_core.ledger import AppliedOffer, Entry


#: With which sign a row of a kind is part of what is to be paid.
SIGNS: Mapping[str, int] = MappingProxyType(dict(SUMS["to_be_paid"]))


@frozen(kw_only=True)
class Bar:
    """
    One bar of a waterfall: a step from one level to the next, or a total.

    Attributes:
        key: what it is called in this waterfall and in no other bar of it, such as
            "promotion:ten" or "shipping".
        kind: what it is: "listed", "promotion", "coupon", "tax", "shipping",
            "free_shipping", "handling", "charge", "round_off", "funded", a key of
            `tenders.TENDERS`, or "total"; of a refund also "goods", "unpaid",
            "gateway_discount", "kept", "gateway" and "moved".
        section: the steps with which it shares its rows; its own key for most.
        label: what people call it.
        note: a few words more, "" (the default) for none.
        figure: its amount as people read it, or what it gives in place of money, such
            as "+20 points".
        amount: what the step adds, below 0 what it takes off; of a total its level.  In
            major units.
        start: the level that it starts from, 0 for a total.
        end: the level that it reaches.
        inside: of a total the tax in it, 0 elsewhere.
        offer: the offer that it is of; None (the default) for all other bars.
        rows: the rows of the ledger that this step moves, () for a total.
        told: further rows that move no money but say what an offer saves or what
            is counted; () by default.
    """

    key: str
    kind: str
    section: str
    label: str
    note: str = ""
    figure: str
    amount: Decimal
    start: Decimal
    end: Decimal
    inside: Decimal
    offer: AppliedOffer | None = None
    rows: tuple[Entry, ...] = ()
    told: tuple[Entry, ...] = ()


@frozen(kw_only=True)
class Waterfall:
    """
    The bars of a quote or a refund, in the order of events.

    Attributes:
        title: what it shows, in a few words.
        bars: steps and totals.
        language: the language of its words as HTML names it, such as "en" or "hi".
        direction: "ltr" or "rtl", that of the words.
    """

    title: str
    bars: tuple[Bar, ...]
    language: str
    direction: str

    @property
    def steps(self) -> tuple[Bar, ...]:
        """The bars that move from one level to the next: all but the totals."""
        return tuple([each for each in self.bars if each.kind != "total"])

    @property
    def text(self) -> str:
        """Every bar in words, for those who cannot see it."""
        return "; ".join(f"{each.label}: {each.figure}" for each in self.bars)


@define
class Chain:
    """
    The bars of a waterfall while it is made.

    Attributes:
        language: the words and the number formats.
        zero: 0 with the currency's decimals.
        level: the level that was reached.
        bars: the bars so far.
    """

    language: Language
    zero: Decimal
    level: Decimal = Factory(lambda self: self.zero, takes_self=True)
    bars: list[Bar] = Factory(list)

    def step(
        self,
        key: str,
        label: str,
        amount: Decimal,
        *,
        kind: str = "",
        section: str = "",
        note: str = "",
        figure: str = "",
        offer: AppliedOffer | None = None,
        rows: Iterable[Entry] = (),
        told: Iterable[Entry] = (),
    ) -> None:
        """Add a step; its kind and section are its *key* if they are not given."""
        end = exact_sum(self.level, [amount])
        first = not self.bars
        if not figure:
            figure = (
                self.language.money(amount) if first else self.language.signed(amount)
            )
        self.bars.append(
            Bar(
                key=key,
                kind=kind or key,
                section=section or key,
                label=label,
                note=note,
                figure=figure,
                amount=amount,
                start=self.level,
                end=end,
                inside=self.zero,
                offer=offer,
                rows=tuple(rows),
                told=tuple(told),
            )
        )
        self.level = end

    def total(self, key: str, label: str, inside: Decimal) -> None:
        """Add a bar that shows the level that was reached, and the tax *inside* it."""
        note, money = "", self.language.money
        if inside:
            note = self.language.text("{tax} of it is tax", tax=money(inside))
        self.bars.append(
            Bar(
                key=key,
                kind="total",
                section=key,
                label=label,
                note=note,
                figure=money(self.level),
                amount=self.level,
                start=self.zero,
                end=self.level,
                inside=inside,
            )
        )

    def waterfall(self, title: str) -> Waterfall:
        """Return what was made."""
        return Waterfall(
            title=title,
            bars=tuple(self.bars),
            language=self.language.tag,
            direction=self.language.direction,
        )


__all__ = ["SIGNS", "Bar", "Chain", "Waterfall"]
