# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Whether the figures of a quote are the sums of its rows.

Promises every figure that is not, with its path, in time linear in rows and offers, for
documents from anywhere.  Nothing is priced: what a row should be is not known here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from checkout_core.errors import Faults
from checkout_core.ledger.rows import POSTINGS
from checkout_core.ledger.totals import SUMS
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from checkout_core.ledger.figures import AppliedLine, Figures, QuotedLine
    from checkout_core.ledger.rows import Entry

    _Same: TypeAlias = Callable[[str, Decimal, Decimal, str], None]
    #: Amounts by whether they are net, by category or HSN code, and by rate.
    _Amounts: TypeAlias = dict[tuple[bool, str | None, Decimal | None], list[Decimal]]


#: How each total follows from its rows, as a fault says it.
_IDENTITIES = {
    name: " ".join(f"{'-+'[sign > 0]} {kind}" for kind, sign in kinds)
    for name, kinds in SUMS.items()
}


def check_ledger(
    figures: Figures,
    entries: Sequence[Entry],
    exponent: int,
    *,
    rated: bool = True,
    equal: Collection[str] = (),
) -> None:
    """
    Raise `CheckoutError` with every figure that does not add up.

    Compares totals, lines, offers, tenders and summaries with their rows, and tests the
    identities of a line.  Nothing is priced again.

    Args:
        figures: what the quote shows.
        entries: its rows, in the order of events.
        exponent: the number of the currency's decimals.
        rated: whether rows of net amounts have their rates, as they have since quote/3;
            True by default.
        equal: names of components that are equal on every line, () by default.
    """
    found = Faults()

    def same(path: str, actual: Decimal, expected: Decimal, identity: str) -> None:
        if actual != expected:
            found.add(
                path, "does_not_add_up", actual, expected=expected, identity=identity
            )

    zero = to_decimal(0, exponent)
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    _check_totals(figures, by_kind, zero, same)
    _check_places(figures, entries, found)
    _check_lines(figures, entries, equal, same)
    _check_offers(figures, by_kind, zero, same)
    if rated:
        _check_rates(figures, by_kind, zero, same)
    else:
        _check_tax_rows(figures, zero, same)
    bonus = sum(x.bonus_points for x in (*figures.promotions, *figures.coupons))
    rows = [entry.amount for entry in by_kind.get("points_bonus", ())]
    added = exact_sum(to_decimal(0, 0), rows)
    same("coupons.bonus_points", to_decimal(bonus, 0), added, "its rows")
    _check_tenders(figures, by_kind, zero, same)
    for name in SUMS:
        amount = getattr(figures.totals, name)
        if name != "round_off" and amount < 0:
            found.add(f"totals.{name}", "negative", amount)
    found.raise_any()


def _check_totals(
    figures: Figures,
    by_kind: Mapping[str, Sequence[Entry]],
    zero: Decimal,
    same: _Same,
) -> None:
    """Add a fault for each total that is not the sum of its rows."""
    # Most kinds are part of several totals, so the rows of a kind are added up once.
    plus = {
        kind: exact_sum(zero, [entry.amount for entry in rows])
        for kind, rows in by_kind.items()
    }
    minus = {kind: amount.copy_negate() for kind, amount in plus.items()}
    for name, kinds in SUMS.items():
        amounts = [
            (plus if sign > 0 else minus)[kind] for kind, sign in kinds if kind in plus
        ]
        wanted, actual = exact_sum(zero, amounts), getattr(figures.totals, name)
        same(f"totals.{name}", actual, wanted, _IDENTITIES[name])


def _check_lines(
    figures: Figures, entries: Sequence[Entry], equal: Collection[str], same: _Same
) -> None:
    """Add a fault for each figure of a line that its rows or offers contradict."""
    by_line: dict[int | None, list[Entry]] = {}
    for entry in entries:
        by_line.setdefault(entry.line, []).append(entry)
    applied: dict[int, list[AppliedLine]] = {}
    for offer in (*figures.promotions, *figures.coupons):
        for each in offer.lines:
            applied.setdefault(each.line, []).append(each)
    for index, line in enumerate(figures.lines):
        path = f"lines[{index}]"
        _check_line(path, line, by_line.get(index, ()), applied.get(index, ()), same)
        _check_halves(path, line, equal, same)


def _check_tenders(
    figures: Figures,
    by_kind: Mapping[str, Sequence[Entry]],
    zero: Decimal,
    same: _Same,
) -> None:
    """Add a fault for each tender that differs from its rows, and for other rows."""
    for kind, each in TENDERS.items():
        mine = [tender for tender in figures.tenders if tender.kind == kind]
        count = to_decimal(0, 0) if each.unit else zero
        for field, row, nothing in (
            ("granted", each.count_row if each.unit else each.row, count),
            ("value", each.row, zero),
        ):
            sums: dict[str, tuple[list[Decimal], list[Decimal]]] = {}
            for tender in mine:
                sums.setdefault(tender.name, ([], []))[0].append(getattr(tender, field))
            for entry in by_kind.get(row, ()):
                sums.setdefault(entry.name or "", ([], []))[1].append(entry.amount)
            for said, rows in sums.values():
                actual, expected = exact_sum(nothing, said), exact_sum(nothing, rows)
                same(f"{each.key}.{field}", actual, expected, "rows")


def _check_places(figures: Figures, entries: Sequence[Entry], found: Faults) -> None:
    """Add a fault for every row or offer that names a line which does not exist."""
    lines = range(len(figures.lines))

    def missing(path: str, line: int) -> None:
        expected, identity = f"below {len(lines)}", "the number of lines"
        found.add(path, "does_not_add_up", line, expected=expected, identity=identity)

    for index, entry in enumerate(entries):
        if entry.line is not None and entry.line not in lines:
            missing(f"entries[{index}].line", entry.line)
    for kind in ("promotions", "coupons"):
        for index, offer in enumerate(getattr(figures, kind)):
            for i, each in enumerate(offer.lines):
                if each.line not in lines:
                    missing(f"{kind}[{index}].lines[{i}].line", each.line)


def _check_line(
    path: str,
    line: QuotedLine,
    entries: Iterable[Entry],
    applied: Sequence[AppliedLine],
    same: _Same,
) -> None:
    """Add a fault for each figure of a line that its *entries* or offers contradict."""
    own: dict[str, list[Decimal]] = {}
    for entry in entries:
        own.setdefault(entry.kind, []).append(entry.amount)
    zero = difference(line.listed, line.listed)

    def rows(*kinds: str) -> Decimal:
        return exact_sum(zero, [each for kind in kinds for each in own.get(kind, ())])

    same(f"{path}.subtotal", line.subtotal, rows("subtotal"), "its rows")
    for kind in ("promotion_discount", "coupon_discount"):
        name = f"{kind}_amount"
        same(f"{path}.{name}", getattr(line, name), rows(kind), "its rows")
    same(f"{path}.tax_amount", line.tax_amount, rows("tax"), "its rows")
    parts = [component.amount for component in line.components]
    same(f"{path}.tax_amount", line.tax_amount, exact_sum(zero, parts), "components")
    off = (line.promotion_discount_amount, line.coupon_discount_amount)
    net = exact_sum(line.subtotal, [each.copy_negate() for each in off])
    same(f"{path}.taxable_value", line.taxable_value, net, "subtotal - discounts")
    same(f"{path}.funded", line.funded, rows("funded"), "its rows")
    left = exact_sum(line.listed, [each.discount.copy_negate() for each in applied])
    same(f"{path}.left", line.left, left, "listed - what offers took")
    free = sum(each.free_quantity for each in applied)
    same(f"{path}.free_quantity", Decimal(line.free_quantity), Decimal(free), "offers")
    if rows("handling") or line.handling_charge_excluding_tax:
        charge, tax = (
            line.handling_charge_excluding_tax,
            line.handling_charge_tax_amount,
        )
        same(f"{path}.handling_charge_excluding_tax", charge, rows("handling"), "rows")
        same(f"{path}.handling_charge_tax_amount", tax, rows("handling_tax"), "rows")
    same(
        f"{path}.handling_charge_including_tax",
        line.handling_charge_including_tax,
        exact_sum(
            line.handling_charge_excluding_tax, [line.handling_charge_tax_amount]
        ),
        "charge + tax",
    )


def _check_halves(
    path: str, line: QuotedLine, equal: Collection[str], same: _Same
) -> None:
    """Add a fault for each component that should equal the first and does not."""
    halves = [each for each in line.components if each.name in equal]
    for each in halves[1:]:
        identity = f"{halves[0].name} = {each.name}"
        same(f"{path}.components", each.amount, halves[0].amount, identity)


def _check_offers(
    figures: Figures,
    by_kind: Mapping[str, Sequence[Entry]],
    zero: Decimal,
    same: _Same,
) -> None:
    """Add a fault for each saving of an offer that its rows contradict."""
    for kind, offers in (
        ("promotion", figures.promotions),
        ("coupon", figures.coupons),
    ):
        # A promotion and a coupon may share an id; their rows differ by kind.
        rows: dict[str | None, dict[int | None, Decimal]] = {}
        for entry in by_kind.get(f"{kind}_saving", ()):
            rows.setdefault(entry.offer, {})[entry.line] = entry.amount
        for index, offer in enumerate(offers):
            path, mine = f"{kind}s[{index}]", rows.get(offer.id, {})
            expected = exact_sum(zero, mine.values())
            same(f"{path}.saving", offer.saving, expected, "its rows")
            for i, each in enumerate(offer.lines):
                expected = mine.get(each.line, zero)
                same(f"{path}.lines[{i}].saving", each.saving, expected, "its row")


def _check_tax_rows(figures: Figures, zero: Decimal, same: _Same) -> None:
    """Add a fault if the tax summary does not have all tax and all net amounts."""
    parts = [each.amount for row in figures.tax_rows for each in row.components]
    total_tax = figures.totals.total_tax
    same("tax_rows", exact_sum(zero, parts), total_tax, "the total tax")
    net = [row.taxable_value for row in figures.tax_rows]
    expected = exact_sum(
        zero,
        [line.taxable_value for line in figures.lines]
        + [
            figures.totals.shipping_amount,
            figures.totals.handling_charge_excluding_tax,
        ],
    )
    same("tax_rows", exact_sum(zero, net), expected, "goods and charges")


def _check_rates(
    figures: Figures,
    by_kind: Mapping[str, Sequence[Entry]],
    zero: Decimal,
    same: _Same,
) -> None:
    """
    Add a fault for each summary whose sums are not those of the rows.

    Rows and summaries are added up alike: net amounts by category (or HSN code) and
    rate, taxes by the rate of their component.
    """
    taxed, goods = _rated(by_kind)
    for path, wanted, rows in (
        ("tax_rows", taxed, [(row.category, row) for row in figures.tax_rows]),
        ("hsn_rows", goods, [(row.hsn_code, row) for row in figures.hsn_rows]),
    ):
        said: _Amounts = {}
        for word, row in rows:
            said.setdefault((True, word, row.rate), []).append(row.taxable_value)
            code = word if path == "hsn_rows" else None
            for each in row.components:
                said.setdefault((False, code, each.rate), []).append(each.amount)
        for key in {**said, **wanted}:
            actual = exact_sum(zero, said.get(key, ()))
            same(path, actual, exact_sum(zero, wanted.get(key, ())), "its rows")


def _rated(by_kind: Mapping[str, Sequence[Entry]]) -> tuple[_Amounts, _Amounts]:
    """Return what the summaries of tax and of HSN codes should add up to."""
    taxed: _Amounts = {}
    goods: _Amounts = {}
    codes = {row.line: row.hsn_code for row in by_kind.get("subtotal", ())}
    for kind, (first, sign) in POSTINGS.items():
        coded = codes if first == "subtotal" else {}
        for row in by_kind.get(kind, ()):
            amount = row.amount if sign >= 0 else row.amount.copy_negate()
            code = coded.get(row.line)
            word = row.category if sign else None
            taxed.setdefault((bool(sign), word, row.rate), []).append(amount)
            if code is not None:
                goods.setdefault((bool(sign), code, row.rate), []).append(amount)
    return taxed, goods
