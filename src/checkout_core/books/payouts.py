# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What suppliers are paid, and what the operator reports of the tax it collected.

Promises that both are sums of the rows of `settlement`, so that payouts and the return
(GSTR-8) agree to the paisa.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.books.settlement import SettlementKind
from checkout_core.checks import ZERO, Validator
from checkout_core.errors import join
from checkout_core.money.exact import difference, exact_sum
from checkout_core.tax.india.names import CGST, IGST


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checkout_core.books.settlement import SettlementRow


__all__ = ["Gstr8Row", "gstr8", "payouts"]

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])").fullmatch


def payouts(rows: Iterable[SettlementRow]) -> dict[str, Decimal]:
    """
    Return what each supplier is paid, by its id: the sum of its rows.

    *rows* are of one currency, as `settlement` returns them.
    """
    found: dict[str, Decimal] = {}
    for row in rows:
        found[row.supplier] = exact_sum(found.get(row.supplier, ZERO), [row.amount])
    return found


@frozen(kw_only=True)
class Gstr8Row:
    """
    What an operator reports of one supplier in a month; amounts are in major units.

    Attributes:
        supplier: the supplier's id.
        supplied: the value of its taxable supplies.
        returned: the value of those that came back.
        net: what tax is collected of: the one less the other.
        tax: the tax collected by head, such as `IGST`.
    """

    supplier: str
    supplied: Decimal
    returned: Decimal
    net: Decimal
    tax: Mapping[str, Decimal]


def gstr8(rows: Iterable[SettlementRow], month: str) -> tuple[Gstr8Row, ...]:
    """
    Return the tax collected at source in a month, supplier by supplier.

    So the return and the payouts agree to the paisa.  Raises `CheckoutError` for a
    month of another form and for rows without a moment.

    Args:
        rows: as `settlement` returns them, of any months.
        month: such as "2026-11", in the offset of each row's moment.
    """
    check = Validator()
    text = check.text("month", month)
    if not _MONTH(text):
        check.add("month", "bad_month", month)
    collected = [row for row in rows if row.kind is SettlementKind.TCS]
    for row in collected:
        if row.at is None:
            check.add(join("rows", row.order), "required", None, expected="its moment")
    check.raise_any()
    found: dict[str, list[SettlementRow]] = {}
    for row in collected:
        if row.at is not None and row.at.strftime("%Y-%m") == text:
            found.setdefault(row.supplier, []).append(row)
    return tuple([_month_of(name, found[name]) for name in sorted(found)])


def _month_of(supplier: str, rows: Sequence[SettlementRow]) -> Gstr8Row:
    # Two halves are on one value.
    first = [row for row in rows if row.name in (CGST, IGST)]
    sold = exact_sum(ZERO, [row.base or ZERO for row in first if row.refund is None])
    back = exact_sum(ZERO, [row.base or ZERO for row in first if row.refund])
    tax: dict[str, Decimal] = {}
    for row in rows:
        name = row.name or ""
        tax[name] = exact_sum(tax.get(name, ZERO), [row.amount.copy_negate()])
    return Gstr8Row(
        supplier=supplier,
        supplied=sold,
        returned=difference(ZERO, back),
        net=exact_sum(sold, [back]),
        tax=tax,
    )
