# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rules of EN 16931 that the figures of an invoice keep, each by its name.

Promises every rule that is broken at once, and the tolerances of the official test
(eInvoicing-EN16931 1.3.16 of the European Commission, `EN16931-UBL-model.sch`): the tax
of a row, and the value of a row of S, may be off by less than 1.00; all else is exact.

Categories other than S, Z, E, AE, G and O are compared by the totals only: no quote has
them.

Knows no party, number or date, and no XML.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.errors import Faults
from checkout_core.money.exact import decimals, difference, exact_sum, share_of
from checkout_core.papers.en16931 import VatCharge, VatInvoice, VatLine, VatRow


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal


__all__ = ["check_en16931"]

#: The rules about the number of decimals, by the field that each of them is about.
_TOTALS: Mapping[str, str] = MappingProxyType(
    {
        "bt_106": "BR-DEC-09",
        "bt_107": "BR-DEC-10",
        "bt_108": "BR-DEC-11",
        "bt_109": "BR-DEC-12",
        "bt_110": "BR-DEC-13",
        "bt_112": "BR-DEC-14",
        "bt_113": "BR-DEC-16",
        "bt_114": "BR-DEC-17",
        "bt_115": "BR-DEC-18",
    }
)
_MAX_DECIMALS = 2
#: Of each list: its rule about decimals, the last two digits of its rule about the rate
#: of a category, and its rule about what is invoiced with O.
_LISTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "lines": ("BR-DEC-23", "05", "BR-O-12"),
        "allowances": ("BR-DEC-01", "06", "BR-O-13"),
        "charges": ("BR-DEC-05", "07", "BR-O-14"),
    }
)
#: The categories with rules of their own, and whether each has a reason (rule 10).
_CATEGORIES: Mapping[str, bool] = MappingProxyType(
    {"S": False, "Z": False, "E": True, "AE": True, "G": True, "O": True}
)


def check_en16931(invoice: VatInvoice) -> None:
    """
    Raise `CheckoutError` with every rule of EN 16931 that *invoice* breaks.

    BR-CO-04, BR-CO-10 to BR-CO-18, BR-DEC, BR-O-11 to BR-O-14, and of each category
    (S, Z, E, AE, G, O) its rules 01 and 05 to 10.  Source: the text of the rules in
    github.com/ConnectingEurope/eInvoicing-EN16931, release 1.3.16.

    Args:
        invoice: figures, as `en16931` makes them.
    """
    expect(invoice=(invoice, VatInvoice))
    found = Faults()
    _sums(found, invoice)
    _decimals(found, invoice)
    _parts(found, invoice)
    _rows(found, invoice)
    _alone(found, invoice)
    found.raise_any()


def _entries(
    invoice: VatInvoice,
) -> Iterator[tuple[str, str, VatLine | VatCharge]]:
    """Yield each line, allowance and charge with the name of its list and its path."""
    for name in _LISTS:
        for index, each in enumerate(getattr(invoice, name)):
            yield name, f"{name}[{index}]", each


def _same(
    found: Faults, path: str, rule: str, actual: Decimal, expected: Decimal
) -> None:
    if actual != expected:
        found.add(path, "does_not_add_up", actual, expected=expected, identity=rule)


def _sums(found: Faults, invoice: VatInvoice) -> None:
    """BR-CO-10 to BR-CO-16, and BR-S-08 with its sisters for all rows together."""
    zero = _zero(invoice)
    for name, field, rule in (
        ("lines", "bt_106", "BR-CO-10"),
        ("allowances", "bt_107", "BR-CO-11"),
        ("charges", "bt_108", "BR-CO-12"),
    ):
        amounts = [each.amount for each in getattr(invoice, name)]
        _same(found, field, rule, getattr(invoice, field), exact_sum(zero, amounts))
    less = difference(invoice.bt_106, invoice.bt_107)
    net = exact_sum(less, [invoice.bt_108])
    _same(found, "bt_109", "BR-CO-13", invoice.bt_109, net)
    tax = exact_sum(zero, [row.tax for row in invoice.breakdown])
    _same(found, "bt_110", "BR-CO-14", invoice.bt_110, tax)
    gross = exact_sum(invoice.bt_109, [invoice.bt_110])
    _same(found, "bt_112", "BR-CO-15", invoice.bt_112, gross)
    due = exact_sum(difference(invoice.bt_112, invoice.bt_113), [invoice.bt_114])
    _same(found, "bt_115", "BR-CO-16", invoice.bt_115, due)
    base = exact_sum(zero, [row.taxable for row in invoice.breakdown])
    off = difference(base, invoice.bt_109).copy_abs()
    if off >= sum(row.rate > 0 for row in invoice.breakdown):
        _same(found, "breakdown", "BR-S-08", base, invoice.bt_109)


def _decimals(found: Faults, invoice: VatInvoice) -> None:
    """BR-DEC: no amount has more than two decimals, in any currency."""

    def short(path: str, rule: str, amount: Decimal) -> None:
        if decimals(amount) > _MAX_DECIMALS:
            _broken(found, path, rule, amount, "an amount of at most 2 decimals")

    for field, rule in _TOTALS.items():
        short(field, rule, getattr(invoice, field))
    for name, path, each in _entries(invoice):
        short(f"{path}.amount", _LISTS[name][0], each.amount)
    for index, row in enumerate(invoice.breakdown):
        short(f"breakdown[{index}].taxable", "BR-DEC-19", row.taxable)
        short(f"breakdown[{index}].tax", "BR-DEC-20", row.tax)


def _parts(found: Faults, invoice: VatInvoice) -> None:
    """BR-CO-04 and rules 05 to 07: each line has a category, and its rate fits it."""
    for name, path, each in _entries(invoice):
        letter, rate = each.category, each.rate
        if not letter and name == "lines":
            expected = f"one of {', '.join(_CATEGORIES)}"
            _broken(found, f"{path}.category", "BR-CO-04", letter, expected)
        fits, expected = rate == 0, "0"
        if letter == "S":
            fits, expected = rate is not None and rate > 0, "above 0"
        elif letter == "O":
            fits, expected = rate is None, "None"
        if letter in _CATEGORIES and not fits:
            rule = f"BR-{letter}-{_LISTS[name][1]}"
            found.add(f"{path}.rate", "breaks_rule", rate, expected=expected, rule=rule)


def _broken(found: Faults, path: str, rule: str, value: object, expected: str) -> None:
    found.add(path, "breaks_rule", value, expected=expected, rule=rule)


def _rows(found: Faults, invoice: VatInvoice) -> None:
    """BR-CO-18 and rule 01: the breakdown has each category and rate once."""
    rows, sums = invoice.breakdown, _sums_by_place(invoice)
    if not rows:
        expected = "a row for each category and rate"
        _broken(found, "breakdown", "BR-CO-18", None, expected)
    counts = Counter(_place(row.category, row.rate) for row in rows)
    taxed = {letter for letter, _ in sums}
    with_rows = {letter for letter, _ in counts}
    for place in {**sums, **counts}:
        letter, rate = place
        rule = f"BR-{letter}-01"
        if letter == "S" and (letter in taxed) == (letter in with_rows):
            rule = "BR-S-08"
        fits = counts[place] == 1 and (place in sums or letter != "S")
        if letter in _CATEGORIES and not fits:
            at = "" if rate is None else f" at {rate}"
            expected = f"one row for what is of {letter}{at}, and none without it"
            _broken(found, "breakdown", rule, counts[place], expected)
    zero = _zero(invoice)
    for index, row in enumerate(rows):
        value = sums.get(_place(row.category, row.rate), zero)
        _row(found, f"breakdown[{index}]", row, value)


def _row(found: Faults, path: str, row: VatRow, value: Decimal) -> None:
    """BR-CO-17 and rules 08 to 10 of a row whose lines and charges come to *value*."""
    letter, zero = row.category, difference(value, value)
    digits = max(_MAX_DECIMALS, decimals(zero))
    tax = zero if letter == "O" else share_of(row.taxable, 100, digits, row.rate)
    if difference(row.tax, tax).copy_abs() >= 1:
        _same(found, f"{path}.tax", "BR-CO-17", row.tax, tax)
        if letter == "S":
            _same(found, f"{path}.tax", "BR-S-09", row.tax, tax)
    if letter not in _CATEGORIES:
        return
    if letter != "S":
        _same(found, f"{path}.taxable", f"BR-{letter}-08", row.taxable, value)
        _same(found, f"{path}.tax", f"BR-{letter}-09", row.tax, zero)
    elif difference(row.taxable, value).copy_abs() >= 1:
        _same(found, f"{path}.taxable", "BR-S-08", row.taxable, value)
    _reason(found, path, row)


def _reason(found: Faults, path: str, row: VatRow) -> None:
    """Rule 10: why no VAT is due is said where there is a reason, and only there."""
    has, needs = bool(row.reason_code or row.reason), _CATEGORIES[row.category]
    if has != needs:
        expected = (
            "a VATEX code or a text; give `reasons`" if needs else "left out: no reason"
        )
        value = row.reason_code or row.reason or None
        rule = f"BR-{row.category}-10"
        _broken(found, f"{path}.reason_code", rule, value, expected)


def _alone(found: Faults, invoice: VatInvoice) -> None:
    """BR-O-11 to BR-O-14: what is outside the scope of VAT is invoiced by itself."""
    if all(row.category != "O" for row in invoice.breakdown):
        return
    others = [
        ("BR-O-11", f"breakdown[{index}]", row.category)
        for index, row in enumerate(invoice.breakdown)
    ]
    others += [
        (_LISTS[name][2], path, each.category)
        for name, path, each in _entries(invoice)
        if each.category
    ]
    expected = "O, or on an invoice without O"
    for rule, path, letter in others:
        if letter != "O":
            _broken(found, f"{path}.category", rule, letter, expected)


def _zero(invoice: VatInvoice) -> Decimal:
    return difference(invoice.bt_106, invoice.bt_106)


def _place(category: str, rate: Decimal | None) -> tuple[str, Decimal | None]:
    """Return what one row of the breakdown is of: S by rate, the others by category."""
    return category, rate if category == "S" else None


def _sums_by_place(
    invoice: VatInvoice,
) -> dict[tuple[str, Decimal | None], Decimal]:
    """Return what lines and charges, less allowances, come to for each row."""
    found: dict[tuple[str, Decimal | None], Decimal] = {}
    zero = _zero(invoice)
    for name, _, each in _entries(invoice):
        place = _place(each.category, each.rate)
        sign = each.amount.copy_negate() if name == "allowances" else each.amount
        found[place] = exact_sum(found.get(place, zero), [sign])
    return found
