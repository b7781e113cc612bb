# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Whether the figures of a quote are the sums of its rows.

Promises every figure that is not, with its path, in time linear in rows and offers, for
documents from anywhere.  Nothing is priced: what a row should be is not known here.

Whole columns of a sheet are compared, so that of a quote that adds up no path is named
and no decimal is made.  Where a column differs, each of its figures is compared, and
the figure is shown as the quote has it.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from operator import add, sub
from typing import TYPE_CHECKING, TypeAlias

from attrs import define

from checkout_core.errors import Faults
from checkout_core.ledger.rows import POSTINGS
from checkout_core.ledger.totals import POINTS, SUMS, added_up
from checkout_core.money.exact import EXACT, to_decimal
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from checkout_core.ledger.figures import Figures
    from checkout_core.ledger.sheet import OfferEffect, Row, Sheet, Summary

    _Rows: TypeAlias = defaultdict[str, list[Row]]
    #: Amounts by whether they are net, by category or HSN code, and by rate.
    _Amounts: TypeAlias = dict[tuple[bool, str | None, Decimal | None], int]


#: How each total follows from its rows, as a fault says it.
_IDENTITIES = {
    name: " ".join(f"{'-+'[sign > 0]} {kind}" for kind, sign in kinds)
    for name, kinds in SUMS.items()
}
#: Kinds of rows that tenders write.
_OF_TENDERS = frozenset(
    [row for each in TENDERS.values() for row in (each.row, each.count_row)]
)


@define(eq=False)
class _Differences:
    """
    The figures that do not add up so far.

    Attributes:
        faults: a fault for each.
        exponent: the number of the currency's decimals.
        figures: returns what the quote shows.
    """

    faults: Faults
    exponent: int
    figures: Callable[[], Figures]

    def compare(
        self,
        path: str,
        actual: int,
        expected: int,
        identity: str,
        digits: int | None = None,
    ) -> None:
        """
        Note that two sums differ, if they do.

        *digits* are the decimals of both, 0 for counts, by default the currency's.
        """
        if actual != expected:
            digits = self.exponent if digits is None else digits
            self.add(path, _shown(actual, digits), _shown(expected, digits), identity)

    def add(self, path: str, actual: object, expected: object, identity: str) -> None:
        """Note that a figure differs from what it should be."""
        self.faults.add(
            path, "does_not_add_up", actual, expected=expected, identity=identity
        )


def _shown(minor: int, digits: int) -> Decimal:
    """Return minor units in major units, with more decimals where they need them."""
    if isinstance(minor, int):
        return to_decimal(minor, digits)
    return EXACT.divide(minor.numerator, minor.denominator * 10**digits)


def check_sheet(
    sheet: Sheet, figures: Callable[[], Figures], *, equal: Collection[str] = ()
) -> None:
    """
    Raise `CheckoutError` with every figure that does not add up.

    Compares totals, lines, offers, tenders and summaries with the rows, and tests the
    identities of a line.  Nothing is priced again.

    Args:
        sheet: the figures and rows.
        figures: returns what the quote shows; called if a figure does not add up.
        equal: names of components that are equal on every line, () by default.
    """
    rows: _Rows = defaultdict(list)
    for row in sheet.rows:
        rows[row[0]].append(row)
    found = _Differences(Faults(), sheet.exponent, figures)
    _check_totals(sheet, rows, found)
    _check_places(sheet, found)
    _check_lines(sheet, rows, equal, found)
    for kind, effects in (("promotion", sheet.promotions), ("coupon", sheet.coupons)):
        _check_offers(kind, effects, rows[f"{kind}_saving"], found)
    if sheet.rated:
        _check_rates(sheet, rows, found)
    else:
        _check_tax_rows(sheet, found)
    bonus = sum([each.points for each in (*sheet.promotions, *sheet.coupons)])
    added = sum([row[1] for row in rows["points_bonus"]])
    found.compare("coupons.bonus_points", bonus, added, "its rows", 0)
    _check_tenders(sheet, rows, found)
    for name, total in sheet.totals.items():
        if total < 0 and name != "round_off":
            amount = getattr(figures().totals, name)
            found.faults.add(f"totals.{name}", "negative", amount)
    found.faults.raise_any()


def _check_totals(sheet: Sheet, rows: _Rows, found: _Differences) -> None:
    """Add a fault for each total that is not the sum of its rows."""
    # Most kinds are part of several totals, so the rows of a kind are added up once.
    sums = {kind: sum([row[1] for row in each]) for kind, each in rows.items()}
    wanted = added_up(sums)
    if sheet.totals == wanted:
        return
    totals, exponent = found.figures().totals, sheet.exponent
    for name, expected in wanted.items():
        if sheet.totals[name] != expected:
            # Counts are shown with the decimals of the other totals.
            minor = expected * 10**exponent if name in POINTS else expected
            shown = _shown(minor, exponent)
            found.add(f"totals.{name}", getattr(totals, name), shown, _IDENTITIES[name])


def _check_places(sheet: Sheet, found: _Differences) -> None:
    """Add a fault for every row or offer that names a line which does not exist."""
    lines = range(len(sheet.goods.listed))
    effects = (*sheet.promotions, *sheet.coupons)
    places = {row[2] for row in sheet.rows}
    for effect in effects:
        places.update(effect.lines)
    if places <= {None, *lines}:
        return
    known = set(lines)

    def note(path: str, line: int) -> None:
        found.add(path, line, f"below {len(lines)}", "the number of lines")

    for index, row in enumerate(sheet.rows):
        if row[2] is not None and row[2] not in known:
            note(f"entries[{index}].line", row[2])
    for kind, offers in (("promotions", sheet.promotions), ("coupons", sheet.coupons)):
        for index, effect in enumerate(offers):
            for i, line in enumerate(effect.lines):
                if line not in known:
                    note(f"{kind}[{index}].lines[{i}].line", line)


def _check_lines(
    sheet: Sheet, rows: _Rows, equal: Collection[str], found: _Differences
) -> None:
    """Add a fault for each figure of a line that its rows or offers contradict."""
    columns = [
        (name, said, expected, identity)
        for name, said, expected, identity in (
            *_columns_of_goods(sheet, rows),
            *_columns_of_handling(sheet, rows),
        )
        if list(said) != expected
    ]
    uneven = _uneven(sheet, equal)
    if not columns and not uneven:
        return
    for index, line in enumerate(found.figures().lines):
        path = f"lines[{index}]"
        for name, said, expected, identity in columns:
            if said[index] != expected[index]:
                digits = sheet.exponent
                actual = getattr(line, name)
                if name == "free_quantity":
                    digits, actual = 0, Decimal(actual)
                shown = _shown(expected[index], digits)
                found.add(f"{path}.{name}", actual, shown, identity)
        for first, i in uneven.get(index, ()):
            one, other = line.components[first], line.components[i]
            identity = f"{one.name} = {other.name}"
            found.add(f"{path}.components", other.amount, one.amount, identity)


def _columns_of_goods(
    sheet: Sheet, rows: _Rows
) -> Iterator[tuple[str, Sequence[int], list[int], str]]:
    """Yield the name of a figure, its column, what that should be, and why."""
    goods, count = sheet.goods, len(sheet.goods.listed)
    yield "subtotal", goods.subtotal, _by_line(rows["subtotal"], count), "its rows"
    promoted = _by_line(rows["promotion_discount"], count)
    yield "promotion_discount_amount", goods.promoted, promoted, "its rows"
    couponed = _by_line(rows["coupon_discount"], count)
    if rows["points_discount"]:
        pointed = _by_line(rows["points_discount"], count)
        couponed = list(map(add, couponed, pointed))
    yield "coupon_discount_amount", goods.couponed, couponed, "its rows"
    yield "tax_amount", goods.tax, _by_line(rows["tax"], count), "its rows"
    yield "tax_amount", goods.tax, list(map(sum, sheet.components)), "components"
    net = list(map(sub, map(sub, goods.subtotal, goods.promoted), goods.couponed))
    yield "taxable_value", goods.taxable, net, "subtotal - discounts"
    yield "funded", goods.funded, _by_line(rows["funded"], count), "its rows"
    left = defaultdict(int, enumerate(goods.listed))
    units: defaultdict[int, int] = defaultdict(int)
    for effect in (*sheet.promotions, *sheet.coupons):
        for line, discount in zip(effect.lines, effect.discounts, strict=True):
            left[line] -= discount
        for line, added in effect.units.items():
            units[line] += added
    kept = [left[line] for line in range(count)]
    if any(goods.points_off):
        kept = list(map(sub, kept, goods.points_off))
    yield "left", goods.left, kept, "listed - what offers and points took"
    free = [units[line] for line in range(count)] if units else [0] * count
    yield "free_quantity", sheet.shown.free_units, free, "offers"


def _columns_of_handling(
    sheet: Sheet, rows: _Rows
) -> Iterator[tuple[str, Sequence[int], list[int], str]]:
    """Yield the same of a line's handling, which few carts have."""
    handling = sheet.shown.handling
    if not rows["handling"] and not any(handling):
        return
    count = len(handling)
    net = [0 if each is None else each.net for each in handling]
    tax = [0 if each is None else each.tax for each in handling]
    total = [0 if each is None else each.total for each in handling]
    charged = _by_line(rows["handling"], count)
    yield "handling_charge_excluding_tax", net, charged, "rows"
    taxed = [
        by_rows if charge or said else own
        for charge, said, by_rows, own in zip(
            charged, net, _by_line(rows["handling_tax"], count), tax, strict=True
        )
    ]
    yield "handling_charge_tax_amount", tax, taxed, "rows"
    both = list(map(add, net, tax))
    yield "handling_charge_including_tax", total, both, "charge + tax"


def _by_line(rows: Sequence[Row], count: int) -> list[int]:
    """Return the sum of *rows* for each of so many lines."""
    if not rows:
        return [0] * count
    # Only taxes have several rows of a line.
    found = {row[2]: row[1] for row in rows}
    if len(found) < len(rows):
        found = dict.fromkeys(found, 0)
        for row in rows:
            found[row[2]] += row[1]
    return [found.get(line, 0) for line in range(count)]


def _uneven(sheet: Sheet, equal: Collection[str]) -> dict[int, list[tuple[int, int]]]:
    """
    Return the components that should equal the first of them and do not.

    They are pairs of places among the components of a line, by the line's index.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    if not equal:
        return found
    for index, amounts in enumerate(sheet.components):
        # Components that are all equal need no look at their names.
        if len(amounts) > 1 and len({*amounts}) > 1:
            labels = sheet.shown.taxed_at[index].labels
            first, *rest = [
                i for i, (name, _) in enumerate(labels) if name in equal
            ] or [0]
            off = [(first, i) for i in rest if amounts[i] != amounts[first]]
            if off:
                found[index] = off
    return found


def _check_offers(
    kind: str, effects: Sequence[OfferEffect], rows: Sequence[Row], found: _Differences
) -> None:
    """Add a fault for each saving of an offer that its rows contradict."""
    # A promotion and a coupon may share an id; their rows differ by kind.
    savings: defaultdict[str | None, dict[int | None, int]] = defaultdict(dict)
    for row in rows:
        savings[row[3]][row[2]] = row[1]
    for index, effect in enumerate(effects):
        mine = savings[effect.offer.id]
        expected = sum(mine.values())
        lines, said = [mine.get(line, 0) for line in effect.lines], list(effect.savings)
        if effect.saving == expected and said == lines:
            continue
        path, exponent = f"{kind}s[{index}]", found.exponent
        offer = getattr(found.figures(), f"{kind}s")[index]
        if effect.saving != expected:
            shown = _shown(expected, exponent)
            found.add(f"{path}.saving", offer.saving, shown, "its rows")
        for i, (own, wanted) in enumerate(zip(said, lines, strict=True)):
            if own != wanted:
                actual, shown = offer.lines[i].saving, _shown(wanted, exponent)
                found.add(f"{path}.lines[{i}].saving", actual, shown, "its row")


def _check_tax_rows(sheet: Sheet, found: _Differences) -> None:
    """Add a fault if the tax summary does not have all tax and all net amounts."""
    of_tax, _ = sheet.summaries
    totals = sheet.totals
    tax = sum([sum(each.taxes) for each in of_tax])
    found.compare("tax_rows", tax, totals["total_tax"], "the total tax")
    net = sum([each.net for each in of_tax])
    charges = totals["shipping_amount"] + totals["handling_charge_excluding_tax"]
    wanted = sum(sheet.goods.taxable) + charges
    found.compare("tax_rows", net, wanted, "goods and charges")


def _check_rates(sheet: Sheet, rows: _Rows, found: _Differences) -> None:
    """
    Add a fault for each summary whose sums are not those of the rows.

    Rows and summaries are added up alike: net amounts by category (or HSN code) and
    rate, taxes by the rate of their component.
    """
    by_category, by_code = _rated(rows)
    if not sheet.revision.hsn_rows_of_goods:
        _add_charges(by_code, sheet.rows)
    for path, wanted, summaries in (
        ("tax_rows", by_category, sheet.summaries[0]),
        ("hsn_rows", by_code, sheet.summaries[1]),
    ):
        said = _said(summaries, coded=path == "hsn_rows")
        if said != wanted:
            for key in {**said, **wanted}:
                found.compare(path, said.get(key, 0), wanted.get(key, 0), "its rows")


def _said(summaries: Sequence[Summary], *, coded: bool) -> _Amounts:
    """Return the amounts of *summaries*; taxes have a word if they are by HSN code."""
    found: _Amounts = {}
    for word, taxed_at, *_, net, taxes in summaries:
        key: tuple[bool, str | None, Decimal] = (True, word, taxed_at.rate)
        found[key] = found.get(key, 0) + net
        for (_, rate), tax in zip(taxed_at.labels, taxes, strict=True):
            key = (False, word if coded else None, rate)
            found[key] = found.get(key, 0) + tax
    return found


def _rated(rows: _Rows) -> tuple[_Amounts, _Amounts]:
    """Return what the summaries of tax and of HSN codes should add up to."""
    by_category: _Amounts = {}
    by_code: _Amounts = {}
    codes = {row[2]: row[7] for row in rows["subtotal"]}
    # By the object of the rate first: rows share their rates, and a Decimal is a slow
    # key (0.15 us for 2.5, and 0.03 for an int).
    rates: dict[int, Decimal | None] = {}
    alike: defaultdict[tuple[int, str | None, str | None, int], list[int]]
    alike = defaultdict(list)
    for kind, (first, sign) in POSTINGS.items():
        code_of = (codes if first == "subtotal" else {}).get
        for _, minor, line, _, _, rate, word, _, _ in rows[kind]:
            number = id(rate)
            rates[number] = rate
            alike[sign, word, code_of(line), number].append(minor)
    for (sign, word, code, number), amounts in alike.items():
        is_net, rate, amount = bool(sign), rates[number], sum(amounts)
        signed = -amount if sign < 0 else amount
        key = (is_net, word if is_net else None, rate)
        by_category[key] = by_category.get(key, 0) + signed
        if code is not None:
            key = (is_net, code, rate)
            by_code[key] = by_code.get(key, 0) + signed
    return by_category, by_code


def _add_charges(by_code: _Amounts, rows: Sequence[Row]) -> None:
    """Add what is under the HSN codes of charges; a tax is under that of its amount."""
    code: str | None = None
    for kind, minor, _, _, _, rate, _, own, _ in rows:
        first, sign = POSTINGS.get(kind, ("subtotal", 0))
        if first != "subtotal":
            if sign > 0:
                code = own
            if code is not None:
                key = (bool(sign), code, rate)
                signed = -minor if sign < 0 else minor
                by_code[key] = by_code.get(key, 0) + signed


def _check_tenders(sheet: Sheet, rows: _Rows, found: _Differences) -> None:
    """Add a fault for each tender that differs from its rows, and for other rows."""
    used = [each for each in sheet.tenders if each.granted or each.value]
    if not used and rows.keys().isdisjoint(_OF_TENDERS):
        return
    for kind, each in TENDERS.items():
        mine = [tender for tender in used if tender.kind == kind]
        for field, row, digits in (
            ("granted", each.count_row or each.row, 0 if each.unit else None),
            ("value", each.row, None),
        ):
            said: dict[str, int] = {}
            for tender in mine:
                amount = getattr(tender, field)
                said[tender.name] = said.get(tender.name, 0) + amount
            wanted: dict[str, int] = {}
            for _, minor, _, _, name, *_ in rows[row]:
                wanted[name or ""] = wanted.get(name or "", 0) + minor
            for name in {**said, **wanted}:
                actual, expected = said.get(name, 0), wanted.get(name, 0)
                found.compare(f"{each.key}.{field}", actual, expected, "rows", digits)
