# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Why a quote is what it is, in sentences a support agent can read aloud.

Follows the order of pricing: prices, charges, promotions, coupon, taxes, round-off,
points and credit, points earned, what is left to pay.  Every sentence about money has
an amount.  A quote holds the effect of offers but not their terms; with the store,
their terms and the names of refused offers are shown as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import ZERO, expect
from checkout_core.ledger import Component
from checkout_core.ledger.totals import share
from checkout_core.money.exact import difference, exact_sum, plain, to_decimal
from checkout_core.pricing import Quote
from checkout_core.pricing.promotions import Candidate
from checkout_core.pricing.recompute import replayed
from checkout_core.reasons import REFUSAL_REASONS, TENDER_REASONS, Reason
from checkout_core.store import Store
from checkout_core.tax import InclusiveSplit, TaxLevel
from checkout_core.tax.regime import NAMELESS
from checkout_core.tenders import TENDERS
from checkout_core.views.formats import Numbers
from checkout_core.views.layout import clean, in_quotes, listed
from checkout_core.views.receipt import (
    added_tax,
    charges_of,
    discount_of,
    label_of,
    offers_of,
    printed_name,
    residue,
    savings_of,
    tax_note,
    tax_saved,
    title_of,
    titles_of,
    waived_shipping,
)
from checkout_core.views.terms import terms_of


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from checkout_core.ledger import AppliedLine, AppliedOffer, Refusal, Tender
    from checkout_core.offers import Offer
    from checkout_core.tenders import TenderKind, TenderRequest


def explain(quote: Quote, store: Store | None = None) -> str:
    """
    Return the explanation of *quote*, one sentence a line, in English.

    *store* is the store it was priced in; without it (None), terms and names of offers
    are left out.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> print(explain(quote(Cart("INR", [tee]), Store("INR"))))
    Tee: 2 x ₹499.00 is ₹998.00, 5% tax included.
    <BLANKLINE>
    Tax on Tee: GST at 5% is ₹47.52, within its price; ₹950.48 is the taxable value.
    The tax is ₹47.52 in all.
    <BLANKLINE>
    The total is ₹998.00.
    ₹998.00 is to be paid.
    """
    expect(quote=(quote, Quote), store=(store, Store | None))
    zero = to_decimal(0, quote.cart.currency.exponent)
    offers: dict[tuple[str, str], Offer] = {}
    if store is not None:
        offers = {(x.kind, x.id): x for x in (*store.promotions, *store.coupons)}
    numbers = Numbers.of(None, quote.cart.currency)
    explanation = Explanation(
        quote=quote,
        zero=zero,
        numbers=numbers,
        titles=titles_of(quote),
        known=offers,
        before=_before(quote),
    )
    chapters = (
        explanation.prices(),
        explanation.charges(),
        explanation.offers(),
        explanation.refusals(),
        explanation.shipping(),
        explanation.taxes(),
        explanation.sum(),
    )
    return "\n\n".join(text for each in chapters if (text := "\n".join(each)))


def _before(quote: Quote) -> dict[tuple[str, int], dict[int, Decimal]]:
    """Return what was left of each line that an offer touched, before it did."""
    cart = quote.cart
    state = Candidate(list(cart.columns.list_amounts))
    return {
        (offer.kind, offer.sequence): {
            each.line: to_decimal(state.remaining[each.line], cart.currency.exponent)
            for each in offer.lines
        }
        for offer in replayed(state, offers_of(quote), cart.currency)
    }


@frozen(eq=False, kw_only=True)
class Explanation:
    """
    A quote and its number formats; each method yields one chapter of sentences.

    Attributes:
        quote: the quote to explain.
        zero: 0 with the currency's decimals.
        numbers: the number formats.
        titles: what papers call components of tax.
        known: the store's offers by kind and id.
        before: the amount of each line before an offer, by its kind and sequence.
    """

    quote: Quote
    zero: Decimal
    numbers: Numbers
    titles: Mapping[str, str]
    known: Mapping[tuple[str, str], Offer]
    before: Mapping[tuple[str, int], Mapping[int, Decimal]]

    def money(self, amount: Decimal) -> str:
        """Return an amount as text."""
        return self.numbers.money(amount)

    def many(self, number: Decimal | int, what: str) -> str:
        """Return a number of things, one or several."""
        return f"{self.numbers.count(number)} {what}{'' if number == 1 else 's'}"

    def how_much(self, amount: Decimal, kind: TenderKind) -> str:
        """Return how much of a tender: a number of points, or an amount."""
        return self.many(amount, kind.unit) if kind.unit else self.money(amount)

    def prices(self) -> Iterator[str]:
        """Say what each line comes to before offers."""
        quote = self.quote
        for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
            price = self.money(line.selling_price)
            note = tax_note(self.numbers, line, quoted)
            count = self.numbers.count(line.quantity)
            list_amount = self.money(quoted.listed)
            yield (
                f"{printed_name(line)}: {count} x {price} is {list_amount}"
                f"{f', {note}' if note else ''}."
            )
        if len(quote.lines) > 1:
            total = exact_sum(self.zero, [x.listed for x in quote.lines])
            yield f"All lines come to {self.money(total)}."

    def charges(self) -> Iterator[str]:
        """Tell the charges in addition to the goods."""
        quote = self.quote
        totals = quote.totals
        cost = waived_shipping(quote, self.zero) or totals.shipping_amount_including_tax
        if cost:
            net = totals.shipping_estimated_cost
            tax = difference(cost, net)
            rate = self.numbers.rate(quote.figures.shipping_tax_rate)
            more = f", {self.money(net)} and {rate} tax" if tax else ""
            yield f"Shipping costs {self.money(cost)}{more}."
        for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
            if quoted.handling_charge_including_tax:
                whole = self.money(quoted.handling_charge_including_tax)
                yield f"Handling of {printed_name(line)} costs {whole}, tax included."
        for name, amount in charges_of(quote):
            yield f"{name} costs {self.money(amount)}, tax included."

    def offers(self) -> Iterator[str]:
        """Tell what each offer that applies did, and what the next best was."""
        for offer in self.quote.promotions:
            yield from self.applied(offer)
        yield from self.runner_up()
        for offer in self.quote.coupons:
            yield from self.applied(offer)

    def applied(self, offer: AppliedOffer) -> Iterator[str]:
        """Tell what one offer did: its terms, its lines, what it saved."""
        name = f"The {offer.kind} {in_quotes(label_of(offer))}"
        terms = self.known.get((offer.kind, offer.id))
        if terms is not None:
            yield f"{name} gives {terms_of(terms, self.numbers)}."
        discount = discount_of(offer, self.zero)
        if discount:
            lefts = self.before[offer.kind, offer.sequence]
            lowered = [lefts[each.line] for each in offer.lines if each.discount]
            whole = exact_sum(self.zero, lowered)
            percent = self.numbers.rate(share(discount, whole))
            yield (
                f"{name} took off {self.money(discount)}, which is {percent} of the"
                f" {self.money(whole)} that these lines came to before it:"
            )
        for each in offer.lines:
            yield self.on_line(offer, each)
        if offer.scope == "shipping":
            yield f"{name} made the shipping free."
        if offer.bonus_points:
            yield f"{name} adds {self.many(offer.bonus_points, 'point')}."
        if offer.saving:
            if offer.funded_by != "seller":
                yield (
                    f"The {offer.funded_by} pays for it, so it is taken off after"
                    " tax and does not change the tax."
                )
            yield f"It saves {self.saving(offer)}."

    def saving(self, offer: AppliedOffer) -> str:
        """Return what an offer saves, and how much of that is tax on top."""
        whole, tax = self.money(offer.saving), tax_saved(offer, self.zero)
        if not tax:
            return whole
        off = self.money(difference(offer.saving, tax))
        return f"{whole}: {off} off prices and {self.money(tax)} of tax on top of them"

    def on_line(self, offer: AppliedOffer, each: AppliedLine) -> str:
        """Tell what an offer did to one line."""
        line = self.quote.cart.lines[each.line]
        if each.free_quantity:
            return (
                f"  {printed_name(line)}: {self.numbers.count(each.free_quantity)} more"
                f" for free in addition to the {self.numbers.count(line.quantity)} in"
                f" the cart, worth {self.money(each.saving)} with tax."
            )
        remaining = self.money(self.before[offer.kind, offer.sequence][each.line])
        return f"  {printed_name(line)}: {self.money(each.discount)} off {remaining}."

    def named(self, kind: str, id_: str) -> str:
        """Return the name of an offer, its id if the store is not given."""
        known = self.known.get((kind, id_))
        return in_quotes(clean(id_ if known is None else known.name) or clean(id_))

    def runner_up(self) -> Iterator[str]:
        """Tell which choice of promotions came second."""
        figures = self.quote.figures
        if not figures.runner_up:
            return
        names = listed([self.named("promotion", x) for x in figures.runner_up])
        if figures.runner_up_behind:
            behind = self.money(figures.runner_up_behind)
            yield f"The next best choice of promotions, {names}, saves {behind} less."
        else:
            yield (
                f"The next best choice of promotions, {names}, saves just as much but"
                " comes later in the store."
            )

    def refusals(self) -> Iterator[str]:
        """Tell why each refused offer does not apply, and what is missing."""
        for each in self.quote.refusals:
            # A later release may have stored a code that is not known here.
            reason = REFUSAL_REASONS.get(each.code) or Reason(
                shopper=each.message, agent=each.code.replace("_", " ")
            )
            why = reason.agent
            if each.gift is not None:
                why = "{units} more of the items it discounts must be in the cart"
            elif not each.short_units and not each.short_amount:
                why = reason.agent_for_good or why
            why = why.format(
                units=self.numbers.count(each.short_units),
                amount=self.money(each.short_amount),
            )
            yield f"{self.refused(each)} does not apply: {why}."
        others = self.quote.figures.promotions_not_matching
        if others:
            match = "does not match" if others == 1 else "do not match"
            yield (
                f"{self.many(others, 'other promotion')} {match} any item in this cart."
            )

    def refused(self, refusal: Refusal) -> str:
        """Return what a refused offer is called, with the code that was entered."""
        entered = clean(self.quote.cart.coupon_code or "")
        if refusal.offer_id is None:
            return f"The code {in_quotes(entered)}"
        name = self.named(refusal.kind, refusal.offer_id)
        code = f" ({entered})" if refusal.kind == "coupon" else ""
        return f"The {refusal.kind} {name}{code}"

    def shipping(self) -> Iterator[str]:
        """Tell what the free-shipping threshold did."""
        quote = self.quote
        waived = exact_sum(
            self.zero,
            [x.amount for x in quote.entries if x.kind == "threshold_saving"],
        )
        remaining = exact_sum(self.zero, [x.left for x in quote.lines])
        if waived:
            yield (
                f"After offers the lines come to {self.money(remaining)}, which is"
                f" enough for free shipping and saves {self.money(waived)}."
            )
        edge = quote.policies.free_shipping_threshold
        charged = quote.cart.shipping and quote.totals.shipping_amount
        if edge is not None and charged:
            short = difference(edge, remaining)
            yield (
                f"Shipping is free from {self.money(edge)}; {self.money(short)} more"
                " is needed."
            )

    def taxes(self) -> Iterator[str]:
        """Tell the place of supply and each line's tax by component."""
        quote = self.quote
        if not quote.totals.total_tax:
            return
        yield from self.place()
        for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
            parts = [each for each in quoted.components if each.amount]
            if not parts:
                yield f"No tax is due on {printed_name(line)}."
                continue
            if line.tax_slabs:
                rate = self.numbers.rate(quoted.tax_rate)
                yield (
                    f"{printed_name(line)} is taxed at {rate}, the rate for the price"
                    " of one unit after offers."
                )
            where = "within its price" if line.price_including_tax else "on top"
            yield (
                f"Tax on {printed_name(line)}: {self.parts(parts)}, {where};"
                f" {self.money(quoted.taxable_value)} is the taxable value."
            )
        for what, kind in (
            ("shipping", "shipping_tax"),
            ("handling", "handling_tax"),
            ("the store's charges", "charge_tax"),
        ):
            parts = self.merged(kind)
            if parts:
                yield f"Tax on {what}: {self.parts(parts)}."
        added = added_tax(quote, self.zero)
        if added:
            yield f"Tax on top of prices adds {self.money(added)}."
        yield f"The tax is {self.money(quote.totals.total_tax)} in all."

    def merged(self, kind: str) -> list[Component]:
        """Return the rows of one kind of tax, added up by component and rate."""
        found: dict[tuple[str, Decimal], Decimal] = {}
        for each in self.quote.entries:
            if each.kind == kind:
                key = (each.name or "", each.rate or ZERO)
                found[key] = exact_sum(found.get(key, self.zero), [each.amount])
        return [Component(*key, amount) for key, amount in found.items()]

    def parts(self, components: Sequence[Component]) -> str:
        """Return the components of a tax as a list."""
        found = []
        for each in components:
            title, amount = title_of(each.name, self.titles), self.money(each.amount)
            rate = self.numbers.rate(each.rate) if each.rate else ""
            said = "" if title == NAMELESS else title
            named = " at ".join(x for x in (said, rate) if x)
            found.append(f"{named} is {amount}")
        return listed(found)

    def place(self) -> Iterator[str]:
        """Tell where the goods are supplied, and how tax is rounded."""
        tax = self.quote.policies.tax
        where = tax.regime_in(self.quote.currency).explained(self.quote.place)
        if where:
            yield where
        if tax.level is TaxLevel.DOCUMENT:
            yield "Tax is rounded once for all lines of one rate, then shared out."
        elif tax.level is TaxLevel.UNIT:
            yield "Tax is rounded on each unit."

    def sum(self) -> Iterator[str]:
        """Tell the total, points and credit, points earned, and what is left to pay."""
        quote = self.quote
        totals = quote.totals
        inside = residue(quote)
        rounded = difference(totals.round_off, inside)
        step = quote.policies.round_off
        if step is not None and rounded:
            does = "takes off" if rounded < 0 else "adds"
            whole = quote.revision.grand_total_on_step or not totals.funded_savings
            yield (
                f"{'The total' if whole else 'What the shopper owes'} is rounded to a"
                f" multiple of {self.money(step)}, which {does}"
                f" {self.money(rounded.copy_abs())}."
            )
        if quote.policies.tax.inclusive_split is InclusiveSplit.NET_EXACT and inside:
            yield (
                "Tax is calculated on the net price; a round-off of"
                f" {self.money(inside)} makes net price and tax equal to the prices"
                " shown."
            )
        saved = exact_sum(
            self.zero, [amount for _, amount in savings_of(quote, self.zero)]
        )
        if saved:
            yield f"In all, the shopper saves {self.money(saved)}."
        yield f"The total is {self.money(totals.grand_total)}."
        if totals.funded_savings:
            funded = self.money(totals.funded_savings)
            yield f"Funders other than the seller pay {funded}."
        tenders = zip(quote.cart.tenders, quote.tenders, strict=True)
        yield from [self.tender(*each) for each in tenders if each[0].asked]
        yield from self.earned()
        if quote.payment_required:
            yield f"{self.money(totals.to_be_paid)} is to be paid."
        else:
            yield "Nothing is left to pay."

    def tender(self, request: TenderRequest, tender: Tender) -> str:
        """Say what was asked for of a tender, what it paid, and why not more."""
        kind, loyalty = TENDERS[tender.kind], self.quote.policies.loyalty
        facts = {"balance": self.how_much(request.balance, kind)}
        minimum = ""
        if loyalty is not None:
            facts["least"] = self.many(loyalty.minimum_points, "point")
            facts["most"] = self.many(loyalty.maximum_points or 0, "point")
            facts["percent"] = self.numbers.rate(loyalty.maximum_percent or ZERO)
            if loyalty.minimum_points and tender.why != "below_minimum_points":
                minimum = f", and at least {facts['least']} must be redeemed"
        sentence = kind.paid
        if tender.why:
            sentence = (not tender.granted and kind.nothing) or kind.less
        count = self.numbers.count if kind.unit else self.money
        return sentence.format(
            asked=self.how_much(tender.asked, kind),
            granted=count(tender.granted),
            value=self.money(tender.value),
            why=TENDER_REASONS[tender.why].format(**facts) if tender.why else "",
            minimum=minimum,
            name=tender.name,
        )

    def earned(self) -> Iterator[str]:
        """Tell the points that the order earns."""
        totals, loyalty = self.quote.totals, self.quote.policies.loyalty
        points = totals.loyalty_points_earned
        if not points:
            return
        bonus = sum(offer.bonus_points for offer in offers_of(self.quote))
        own = int(points) - bonus
        if loyalty is not None and own:
            goods = exact_sum(self.zero, [x.taxable_value for x in self.quote.lines])
            used = [
                tender.value
                for tender in self.quote.tenders
                if not TENDERS[tender.kind].earns_points
            ]
            base = difference(goods, exact_sum(self.zero, used))
            each = f"{plain(loyalty.points_per_unit):f}"
            less = ", less the points used" if any(used) else ""
            yield (
                f"The order earns {self.many(own, 'point')}: {each} for each"
                f" {self.money(to_decimal(1, 0))} of {self.money(base)}, the goods"
                f" without tax{less}."
            )
        if bonus:
            yield f"Offers add {self.many(bonus, 'point')}."


__all__ = ["Explanation", "explain"]
