# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of a stored quote compared with those that its cart and policies give.

Promises that every figure, total and row is compared, but for what only offers decide.
"""

from __future__ import annotations

from itertools import repeat, zip_longest
from typing import TYPE_CHECKING

import attrs

from checkout_core.ledger import Entry, QuotedLine
from checkout_core.ledger.suppliers import SupplyPlace
from checkout_core.money.exact import exact_sum, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.pricing.candidate import Candidate
from checkout_core.pricing.context import PricingContext
from checkout_core.pricing.figures import redeemed, taken_of_budgets, with_codes
from checkout_core.pricing.ledger import OF_OFFERS, Ledger
from checkout_core.pricing.places import shown_place
from checkout_core.pricing.recompute import (
    budgeted_of,
    recompute,
    replayed,
    store_of,
)
from checkout_core.pricing.result import shown_off
from checkout_core.statuses import FundedBy
from checkout_core.store.compiled import code_key
from checkout_core.tenders import BY_CODE, TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from checkout_core.currencies import Currency
    from checkout_core.ledger import Figures, Redemption, Refusal
    from checkout_core.pricing.quoted import Quote
    from checkout_core.pricing.result import PricingResult


#: Figures of a line that do not depend on its offers alone.
_OF_LINES = tuple(
    each.name
    for each in attrs.fields(QuotedLine)
    if each.name not in ("free_quantity", "on_promotion")
)
#: Totals whose rows only offers write, so that they cannot be recomputed.
_SAVINGS = (
    "promotion_savings",
    "coupon_savings",
    "total_savings",
    "funded_savings",
    "to_be_paid",
)


def verify_figures(quote: Quote) -> Iterator[tuple[str, object, object]]:
    """
    Yield (path, figure, recomputed figure) for all that offers do not decide.

    Everything follows from the cart, the policies and what the offers took off
    each line; nothing of the quote's own figures is reused.
    """
    figures = quote.figures
    priced = recompute(quote.cart, quote.policies, figures, quote.revision, quote.at)
    yield from _place_again(quote, priced)
    ledger = Ledger(priced)
    expected = ledger.figures
    yield from _lines_again(figures, expected)
    yield from _totals_again(figures, expected, quote.cart.currency)
    exponent = quote.cart.currency.exponent
    due = to_decimal(priced.to_be_paid, exponent)
    yield "totals.to_be_paid", figures.totals.to_be_paid, due
    funded = to_decimal(sum(priced.chosen.coupon.funded or ()), exponent)
    yield "totals.funded_savings", figures.totals.funded_savings, funded
    for name in (
        "charges",
        "tax_rows",
        "hsn_rows",
        "shipping_tax_rate",
        "estimated_delivery_days",
        "instalments",
        "suppliers",
    ):
        yield name, getattr(figures, name), getattr(expected, name)
    yield (
        "refusals",
        refused_tenders(figures.refusals),
        refused_tenders(expected.refusals),
    )
    yield from _tenders_again(figures, expected)
    yield from _offers_again(quote, expected)
    yield from _given_again(quote, priced)
    own: list[tuple[int, Entry]] = []
    of_offers: list[tuple[int, Entry]] = []
    for index, entry in enumerate(quote.written):
        (of_offers if entry.kind in OF_OFFERS else own).append((index, entry))
    yield from _rows_again(own, ledger.written)
    of_offers.sort(key=lambda row: _by_offer(row[1]))
    yield from _rows_again(of_offers, _offer_rows(quote))


def _place_again(
    quote: Quote, priced: PricingResult
) -> Iterator[tuple[str, object, object]]:
    """Yield what a document says of the place, as far as its revision says it."""
    said, expected = shown_place(quote.place), shown_place(priced.place)
    if quote.revision.place_is_names:
        yield "place_of_supply", said.components, expected.components
        return
    yield "supply_type", quote.supply_type, priced.place.supply.name
    for each in attrs.fields(SupplyPlace):
        name = each.name
        yield f"place_of_supply.{name}", getattr(said, name), getattr(expected, name)


def _tenders_again(
    figures: Figures, expected: Figures
) -> Iterator[tuple[str, object, object]]:
    """Yield each tender and the tender that the cart's requests grant."""
    for kind, tender in TENDERS.items():
        recorded, recomputed = (
            [each for each in found.tenders if each.kind == kind]
            for found in (figures, expected)
        )
        for index, (said, again) in enumerate(zip_longest(recorded, recomputed)):
            path = f"{tender.key}[{index}]" if tender.several else tender.key
            yield path, said, again


def _lines_again(
    figures: Figures, expected: Figures
) -> Iterator[tuple[str, object, object]]:
    """Yield the fields of every line, except those that only offers decide."""
    for index, (mine, wanted) in enumerate(
        zip(figures.lines, expected.lines, strict=True)
    ):
        path = f"lines[{index}]."
        for name in _OF_LINES:
            yield path + name, getattr(mine, name), getattr(wanted, name)


def _totals_again(
    figures: Figures, expected: Figures, currency: Currency
) -> Iterator[tuple[str, object, object]]:
    """Yield every total; those that only offers write keep their value."""
    for each in attrs.fields(type(figures.totals)):
        name = each.name
        path, actual = f"totals.{name}", getattr(figures.totals, name)
        total = getattr(expected.totals, name)
        if name in _SAVINGS:
            # `check_ledger` summed its rows already; compare only the number of
            # decimals.
            total = to_decimal(to_minor(actual, currency, path), currency.exponent)
        elif name == "loyalty_points_earned":
            bonus = sum(offer.bonus_points for offer in figures.coupons)
            total = to_decimal(int(total) + bonus, 0)
        yield path, actual, total


def refused_tenders(refusals: Iterable[Refusal]) -> list[tuple[str | None, str]]:
    """Return each tender that is refused and why, without the sentence."""
    return [(each.name, each.code) for each in refusals if each.kind in BY_CODE]


def _offers_again(
    quote: Quote, expected: Figures
) -> Iterator[tuple[str, object, object]]:
    """Yield what follows from the applied offers: sequences, codes and redemptions."""
    cart, figures = quote.cart, quote.figures
    touched = {
        each.line
        for offer in figures.promotions
        for each in offer.lines
        if each.discount or each.free_quantity or each.residue
    }
    for index, line in enumerate(figures.lines):
        yield f"lines[{index}].on_promotion", line.on_promotion, index in touched
    entered = list(dict.fromkeys(map(code_key, cart.codes)))
    for kind, offers in (
        ("promotion", figures.promotions),
        ("coupon", figures.coupons),
    ):
        for index, offer in enumerate(offers):
            path = f"{kind}s[{index}]"
            yield f"{path}.kind", offer.kind, kind
            yield f"{path}.sequence", offer.sequence, index + 1
            known = None if offer.code is None else code_key(offer.code)
            yield f"{path}.code", known, _code_of(kind, known, entered)
    count = len(figures.coupons)
    yield "coupons", count, min(count, quote.policies.maximum_coupons)
    said = figures.redemptions
    paying = [each for each in expected.redemptions if each.kind in BY_CODE]
    yield "redemptions", said, with_codes((*_redeemed_again(quote), *paying), said)


def _code_of(kind: str, known: str | None, entered: list[str]) -> str | None:
    """Return the code that an offer has to have; each one *entered* is used once."""
    if kind == "promotion":
        return None
    if known is not None and known in entered:
        entered.remove(known)
        return known
    return entered[0] if entered else ""


def _redeemed_again(quote: Quote) -> tuple[Redemption, ...]:
    """Return the counters to raise, with what is taken of budgets worked out again."""
    cart, figures, revision = quote.cart, quote.figures, quote.revision
    offers = (*figures.promotions, *figures.coupons)
    budgeted = budgeted_of(figures.redemptions)
    if not budgeted:
        return redeemed(offers, cart, revision, repeat(None, len(offers)))
    store = store_of(cart, quote.policies)
    context = PricingContext.of(cart, store, revision, quote.at)
    state = Candidate(list(cart.columns.list_amounts))
    applied = replayed(state, offers, context, budgeted)
    return redeemed(offers, cart, revision, taken_of_budgets(applied, cart))


def _given_again(
    quote: Quote, priced: PricingResult
) -> Iterator[tuple[str, object, object]]:
    """Yield what offers took off the delivery, and residues, where a limit bears."""
    context, figures = priced.context, quote.figures
    exponent = quote.cart.currency.exponent
    state = Candidate(list(context.cart.columns.list_amounts))
    room = list(priced.left.remaining)
    for kind, offers in (
        ("promotions", figures.promotions),
        ("coupons", figures.coupons),
    ):
        found = replayed(state, offers, context)
        for index, (each, offer) in enumerate(zip(found, offers, strict=True)):
            given, path = each.adjustment, f"{kind}[{index}]"
            left = context.delivery_cost - state.shipping_off
            off = shown_off(given.shipping, left)
            shown = None if off is None else to_decimal(off, exponent)
            yield f"{path}.shipping_discount", offer.shipping_discount, shown
            kept = dict(zip(given.lines, given.residues or repeat(0), strict=False))
            for i, part in enumerate(offer.lines):
                if part.residue:
                    residue = min(kept.get(part.line, 0), room[part.line])
                    room[part.line] -= residue
                    shown = to_decimal(residue, exponent)
                    yield f"{path}.lines[{i}].residue", part.residue, shown


def _rows_again(
    rows: Sequence[tuple[int, Entry]], expected: Sequence[Entry]
) -> Iterator[tuple[str, object, object]]:
    """Yield the fields of every row that differ from the recomputed row."""
    yield "entries", len(rows), len(expected)
    for (index, row), wanted in zip(rows, expected, strict=False):
        if not _is_same(row, wanted):
            path = f"entries[{index}]"
            for each in attrs.fields(Entry):
                name = each.name
                yield f"{path}.{name}", getattr(row, name), getattr(wanted, name)


def _is_same(row: Entry, wanted: Entry) -> bool:
    """Return whether two rows are equal, and their numbers digit for digit."""
    return (
        row == wanted
        and str(row.amount) == str(wanted.amount)
        and str(row.rate) == str(wanted.rate)
    )


def _offer_rows(quote: Quote) -> list[Entry]:
    """Return the rows that the offers of a quote have written."""
    found = []
    figures = quote.figures
    for offer in (*figures.promotions, *figures.coupons):
        kind = f"{offer.kind}_saving"
        rest = exact_sum(offer.saving, [x.saving.copy_negate() for x in offer.lines])
        found.append(Entry(kind, rest, None, offer.id))
        found.append(
            Entry("points_bonus", to_decimal(offer.bonus_points, 0), None, offer.id)
        )
        for each in offer.lines:
            found.append(Entry(kind, each.saving, each.line, offer.id))
            if offer.funded_by != FundedBy.SELLER:
                found.append(Entry("funded", each.discount, each.line, offer.id))
    return sorted([each for each in found if each.amount], key=_by_offer)


def _by_offer(row: Entry) -> tuple[str, str, int, Decimal]:
    line = -1 if row.line is None else row.line
    return (row.kind, row.offer or "", line, row.amount)
