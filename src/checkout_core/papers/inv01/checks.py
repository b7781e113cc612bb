# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the portal would find in the sums, the taxes and the date of a document.

Promises the portal's tolerances.  Knows no addresses.
"""

from __future__ import annotations

import datetime as dt

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from checkout_core.lint import Finding
from checkout_core.money.exact import difference, halved, share_of, to_decimal
from checkout_core.papers.inv01.messages import add


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checkout_core.checks import Validator


__all__ = ["MAX_ROUND_OFF", "check_day", "check_sums", "check_taxes", "inv01_findings"]


#: The largest `RndOffAmt` that the schema takes, up or down.
MAX_ROUND_OFF = Decimal("99.99")
#: By how much a tax may differ from value x rate.
TOLERANCE = Decimal("1.00")
#: The rates that the portal knows.  Source: its master of tax rates.
SCHEDULE = frozenset(
    to_decimal(each, 2)
    for each in (0, 10, 25, 100, 150, 300, 500, 600, 750, 1200, 1800, 2800, 4000)
)


def check_day(
    check: Validator, day: dt.date | None, today: dt.date | None, days: int
) -> None:
    """Add a fault for a day after *today*, or too long before it."""
    if day is None or today is None:
        return
    last = day + dt.timedelta(days=days)
    if day > today:
        add(check, "date", "date_in_future", str(day), today=today)
    elif last < today:
        add(check, "date", "reported_too_late", str(day), days=days, last=last)


def check_taxes(
    check: Validator,
    items: Sequence[Mapping[str, Any]],
    *,
    is_intra: bool,
    igst_on_intra: bool,
    with_rates: bool,
) -> None:
    """
    Add a fault for each tax that is not due there, or is not value x rate.

    Notes have other values than their taxes come from, so they are not compared
    *with_rates*.
    """
    split = any(each["CgstAmt"] or each["SgstAmt"] for each in items)
    if is_intra and igst_on_intra and split:
        add(check, "igst_on_intra", "halves_with_flag", igst_on_intra)
    for i, each in enumerate(items):
        path = f"ItemList[{i}]"
        igst, halves = each["IgstAmt"], (each["CgstAmt"], each["SgstAmt"])
        if igst and is_intra and not igst_on_intra:
            add(check, f"{path}.IgstAmt", "igst_within_state", igst)
        if any(halves) and not is_intra:
            add(check, f"{path}.CgstAmt", "halves_across_states", halves[0])
        if not with_rates:
            continue
        value, rate = each["AssAmt"], each["GstRt"]
        dues = {"CgstAmt": halved(rate), "SgstAmt": halved(rate)}
        if igst or not any(halves):
            dues = {"IgstAmt": rate}
        # Reverse charge without a known rate has none.
        for key, part in dues.items():
            due = share_of(value, 100, 2, part)
            if difference(each[key], due).copy_abs() > TOLERANCE:
                add(
                    check,
                    f"{path}.{key}",
                    "tax_differs",
                    each[key],
                    rate=f"{part:f}",
                    base=value,
                    tolerance=TOLERANCE,
                )


def check_sums(
    check: Validator, values: Mapping[str, Decimal], expected: Decimal | None
) -> None:
    """Add a fault for a round-off that is too large, and for another total."""
    rounded, total = values["RndOffAmt"], values["TotInvVal"]
    if rounded.copy_abs() > MAX_ROUND_OFF:
        where = "totals.round_off"
        check.add(where, "round_off_too_large", rounded, limit=MAX_ROUND_OFF)
    if total < 0:
        # Where goods under section 9(5) are on another paper, and cost next to nothing.
        check.add("totals.round_off", "total_below_zero", rounded, total=total)
    if expected is not None and total != expected:
        add(check, "totals.grand_total", "total_differs", expected, total=total)


def inv01_findings(document: Mapping[str, Any]) -> tuple[Finding, ...]:
    """
    Return what the portal may refuse of a document, and what others may ask for.

    A rate that is in no schedule (2240), and a recipient without a GSTIN, whom an e-way
    bill has to name from 1 August 2026 on.

    Args:
        document: what `inv01` returned.
    """
    found = []
    for i, each in enumerate(document["ItemList"]):
        if each["GstRt"] not in SCHEDULE:
            text = f"{each['GstRt']:f} % is in no schedule of GST (2240); check it"
            found.append(Finding(f"ItemList[{i}].GstRt", "rate_unknown", "", text))
    there = document.get("ShipDtls", {})
    if there.get("Gstin") == "URP" and there["Stcd"] != "96":
        text = "the recipient has no GSTIN; an e-way bill names it where there is one"
        found.append(Finding("ShipDtls.Gstin", "recipient_unregistered", "", text))
    return tuple(found)
