# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The waterfall of a quote, as values: from what was listed to what is to be paid.

Promises that the last step ends at what is to be paid, and that each row of the ledger
that moves money belongs to one step.

The steps are those of the receipt, so prices count as the shop shows them.  Tax that is
inside the prices is part of the first step and gets none of its own, which would count
it twice: only tax on top of prices is a step, and a total says how much tax is `inside`
it.  What someone other than the seller pays comes after the total, and so after tax;
points and credit pay like money and come last.

A section is one step or several that share their rows, and its steps add up to these
rows: the steps of "goods" (prices, offers and tax on top) and those of "shipping" (its
cost, and the same taken off) are together their rows; each other step is its rows
alone.  One offer is not the sum of its own rows where prices include tax: its discount
of 99.80 with 5 % inside is 95.05 in the ledger, and the rest is tax that the ledger
never had.  Where the round-off also holds the residue of `net_exact`, which is in the
prices already, its step is the row without that.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.checks import expect
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.pricing import Quote
from checkout_core.statuses import FundedBy
from checkout_core.tenders import TENDERS
from checkout_core.views.labels import (
    granted_label,
    label_of,
    size_of,
    taxed,
    titles_of,
)
from checkout_core.views.language import Language
from checkout_core.views.sums import (
    added_tax,
    charges_of,
    discount_of,
    discounting,
    offers_of,
    residue,
    shipping_cost,
    taken_off_shipping,
)
from checkout_core.views.waterfall.bars import SIGNS, Chain
from checkout_core.words import joined, message


if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from checkout_core.ledger import AppliedOffer, Entry
    from checkout_core.views.language import Translations
    from checkout_core.views.waterfall.bars import Waterfall


#: The bars of kinds of rows that are not called as their kind.
_BARS: Mapping[str, str] = MappingProxyType(
    {
        "subtotal": "listed",
        "shipping_discount": "free_shipping",
        "shipping_tax": "shipping",
        "handling_tax": "handling",
        "charge_tax": "charge",
    }
)

#: Who pays for an offer that another than the seller pays for.
_PAID_BY: Mapping[str, str] = {
    FundedBy.PLATFORM: message("Paid by the platform"),
    FundedBy.BRAND: message("Paid by the brand"),
}


def waterfall(
    quote: Quote, *, locale: str | None = None, translations: Translations | None = None
) -> Waterfall:
    """
    Return the bars of *quote*, from what was listed to what is to be paid.

    Raises `CheckoutError` for an unknown locale.

    Args:
        quote: what is shown.
        locale: the language and the number formats, a name like "de_DE"; None (the
            default) for English, with the number formats of India if the currency is
            INR.
        translations: those of the host, asked before those of this package; None
            (the default) for none.

    >>> from checkout_core import Cart, Line, Shipping, Store, quote
    >>> tea = Line("Tea", 2, "250.00", tax_rate=5)
    >>> cart = Cart("INR", [tea], shipping=Shipping("60.00", tax_rate=18))
    >>> for bar in waterfall(quote(cart, Store("INR"))).bars:
    ...     print(bar.key, bar.figure, bar.start, bar.end)
    listed ₹500.00 0.00 500.00
    tax +₹25.00 500.00 525.00
    shipping +₹70.80 525.00 595.80
    to_be_paid ₹595.80 0.00 595.80
    """
    expect(quote=(quote, Quote))
    return bars_of(quote, Language.of(locale, quote.cart.currency, translations))


def bars_of(quote: Quote, language: Language) -> Waterfall:
    """Return the bars of *quote* in the words of *language*."""
    return _Bars(quote, language).waterfall()


class _Bars:
    """
    The bars of one quote.

    Attributes:
        quote: the quote.
        language: the words and the number formats.
        chain: the bars so far.
    """

    def __init__(self, quote: Quote, language: Language) -> None:
        self.quote = quote
        self.language = language
        self._zero = to_decimal(0, quote.cart.currency.exponent)
        self._titles = titles_of(quote)
        self._residue = residue(quote)
        self._rounded = difference(quote.totals.round_off, self._residue)
        self._rows: dict[str, list[Entry]] = defaultdict(list)
        self._told: dict[tuple[str, str | None], list[Entry]] = defaultdict(list)
        self.chain = Chain(language, self._zero)
        self._sort_rows()

    def waterfall(self) -> Waterfall:
        """Return all bars."""
        quote, chain, text = self.quote, self.chain, self.language.text
        self._goods()
        self._shipping()
        self._charges()
        if self._rounded:
            self._step("round_off", text("Round-off"), self._rounded)
        totals = quote.totals
        if totals.grand_total != totals.to_be_paid:
            chain.total("total", text("Total"), totals.total_tax)
            self._tenders()
            chain.total("to_be_paid", text("To be paid"), self._zero)
        else:
            chain.total("to_be_paid", text("To be paid"), totals.total_tax)
        listed, paid = chain.bars[0].figure, chain.bars[-1].figure
        return chain.waterfall(
            text("From {listed} to {paid}", listed=listed, paid=paid)
        )

    # Which bar a row belongs to -----------------------------------------------------

    def _sort_rows(self) -> None:
        """Sort the rows by the bar that they belong to."""
        lines = self.quote.cart.lines
        lowered = self._lowered()
        for each in self.quote.entries:
            kind, index = each.kind, each.line
            if kind not in SIGNS:
                self._told[kind, each.offer].append(each)
                continue
            key = _BARS.get(kind, kind)
            if index is not None and kind == "tax":
                key = "listed" if lines[index].price_including_tax else "tax"
            elif kind == "round_off" and not self._rounded:
                key = "listed"
            elif kind == "funded":
                key = f"funded:{each.offer}"
            self._rows[lowered.get((kind, index), key)].append(each)

    def _lowered(self) -> dict[tuple[str, int | None], str]:
        """
        Return which bar has the row of a line's discount.

        The ledger has one row for all promotions of a line: it belongs to the last.
        """
        return {
            (f"{offer.kind}_discount", each.line): f"{offer.kind}:{offer.id}"
            for offer in offers_of(self.quote)
            if offer.funded_by == "seller"
            for each in offer.lines
            if each.discount
        }

    # The bars, in the order of events ------------------------------------------------

    def _step(self, key: str, label: str, amount: Decimal, **more: Any) -> None:
        """Add a step with the rows that belong to it."""
        self.chain.step(key, label, amount, rows=self._rows[key], **more)

    def _goods(self) -> None:
        """Add prices, what offers take off them, and tax on top."""
        quote, language = self.quote, self.language
        listed = exact_sum(self._zero, [each.listed for each in quote.lines])
        label, note = language.text("Listed amount"), size_of(language, quote)
        self._step("listed", label, listed, section="goods", note=note)
        for offer in offers_of(quote):
            self._offer(offer)
        self._points()
        added = added_tax(quote, self._zero)
        if added:
            label, note = language.text("Tax added to prices"), self._rates("tax")
            self._step("tax", label, added, section="goods", note=note)

    def _points(self) -> None:
        """Add what points take off, where they are a discount."""
        for tender, off in discounting(self.quote, self._zero):
            told = self._told["points_saving", None]
            self._step(
                "points_discount",
                granted_label(self.language, tender),
                off.copy_negate(),
                kind=tender.kind,
                section="goods",
                told=[*told, *self._told[TENDERS[tender.kind].count_row, None]],
            )

    def _offer(self, offer: AppliedOffer) -> None:
        """Add what an offer takes off, and what it gives in place of money."""
        words, key = self.language, f"{offer.kind}:{offer.id}"
        saved = self._told[f"{offer.kind}_saving", offer.id]
        discount = discount_of(offer, self._zero)
        if discount and offer.funded_by == "seller":
            off, rows = discount.copy_negate(), self._rows[key]
            self._step_of(offer, key, off, rows=rows, told=saved)
        free = sum([each.free_quantity for each in offer.lines])
        if free:
            figure = words.many("{number} free", "{number} free", free)
            note = words.text("in addition to the units in the cart")
            self._step_of(
                offer, f"free:{key}", self._zero, figure=figure, note=note, told=saved
            )
        points = offer.bonus_points
        if points:
            figure = words.many("+{number} point", "+{number} points", points)
            told = self._told["points_bonus", offer.id]
            self._step_of(offer, f"points:{key}", self._zero, figure=figure, told=told)

    def _step_of(
        self, offer: AppliedOffer, key: str, amount: Decimal, **more: Any
    ) -> None:
        """Add a step of an offer on the goods."""
        self.chain.step(
            key,
            self._named(offer),
            amount,
            kind=offer.kind,
            section="goods",
            offer=offer,
            **more,
        )

    def _shipping(self) -> None:
        """Add the delivery, and the same taken off if it is free."""
        quote, text, money = self.quote, self.language.text, self.language.money
        taken_off = taken_off_shipping(quote, self._zero)
        cost = shipping_cost(quote, taken_off)
        if not cost:
            return
        net = quote.totals.shipping_estimated_cost
        tax, note = difference(cost, net), ""
        if tax:
            note = text("{net} and {tax} of tax", net=money(net), tax=money(tax))
        self._step("shipping", text("Shipping"), cost, note=note)
        # The ledger has one row for all that is off it: it belongs to the first.
        key, rows = "free_shipping", self._rows["free_shipping"]
        for by, off in taken_off:
            label, note = text("Free shipping"), ""
            told = self._told["threshold_saving", None]
            if by is not None:
                label, told = self._named(by), self._told[f"{by.kind}_saving", by.id]
                if by.shipping_discount is None:
                    note = text("The shipping is free")
            self.chain.step(
                key,
                label,
                off.copy_negate(),
                kind="free_shipping",
                section="shipping",
                note=note,
                offer=by,
                rows=rows,
                told=told,
            )
            key, rows = f"{key}:more", []

    def _charges(self) -> None:
        """Add handling and the store's charges, each with its tax."""
        quote, text, money = self.quote, self.language.text, self.language.money
        lines = quote.lines
        handling = [each.handling_charge_including_tax for each in lines]
        whole, note = exact_sum(self._zero, handling), ""
        if whole:
            nets = [each.handling_charge_excluding_tax for each in lines]
            net = exact_sum(self._zero, nets)
            tax = difference(whole, net)
            if tax:
                note = text("{net} and {tax} of tax", net=money(net), tax=money(tax))
            self._step("handling", text("Handling"), whole, note=note)
        rows = iter(self._rows["charge"])
        for index, (name, amount) in enumerate(charges_of(quote)):
            mine, sum_ = [], self._zero
            while sum_ < amount:
                mine.append(next(rows))
                sum_ = exact_sum(sum_, [mine[-1].amount])
            label = self.language.isolated(name)
            self.chain.step(f"charge:{index}", label, amount, kind="charge", rows=mine)

    def _tenders(self) -> None:
        """Add what others than the shopper pay, then points and credit."""
        quote, language = self.quote, self.language
        # A promotion and a coupon may share an id; the promotion's rows come first.
        funded = {key: iter(rows) for key, rows in self._rows.items()}
        for offer in offers_of(quote):
            discounts = [each.discount for each in offer.lines if each.discount]
            if discounts and offer.funded_by != "seller":
                rows = islice(funded[f"funded:{offer.id}"], len(discounts))
                self.chain.step(
                    f"funded:{offer.kind}:{offer.id}",
                    self._named(offer),
                    exact_sum(self._zero, discounts).copy_negate(),
                    kind="funded",
                    offer=offer,
                    note=language.text(_PAID_BY[offer.funded_by]),
                    rows=rows,
                    told=self._told[f"{offer.kind}_saving", offer.id],
                )
        # Two gift cards can have one name; rows and tenders are in the same order.
        paid = {each.row: iter(self._rows[each.row]) for each in TENDERS.values()}
        for index, tender in enumerate(quote.tenders):
            if tender.value:
                kind = TENDERS[tender.kind]
                self.chain.step(
                    f"{tender.kind}:{index}",
                    granted_label(language, tender),
                    tender.value.copy_negate(),
                    kind=tender.kind,
                    rows=islice(paid[kind.row], 1),
                    told=self._told[kind.count_row, None],
                )

    def _named(self, offer: AppliedOffer) -> str:
        return self.language.isolated(label_of(offer))

    def _rates(self, key: str) -> str:
        """Return the taxes of a bar: "CGST 2.5%, SGST 2.5%"."""
        found: dict[str, None] = {}
        for each in self._rows[key]:
            name = each.name or ""
            found[taxed(self.language, name, each.rate, self._titles)] = None
        return joined(self.language, list(found))


__all__ = ["bars_of", "waterfall"]
