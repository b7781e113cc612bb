# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of a back-test as a JSON document, `summary.json`.

Promises that every amount is text, digit for digit: JavaScript reads a number of JSON
as a float.  Keys are the names of the fields of `Summary`; totals have their change
too, and `parts` what makes it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import fields, has

from checkout_core.backtest.figures import Summary
from checkout_core.currencies import Currency


def summary_document(summary: Summary) -> dict[str, Any]:
    """
    Return the figures as plain data, ready for `dumps`.

    `parts` has what each part adds to what is to be paid, and each total its `change`.
    """
    found: dict[str, Any] = _plain(summary)
    found["parts"] = {name: str(amount) for name, amount in summary.parts}
    for total, written in zip(summary.totals, found["totals"], strict=True):
        written["change"] = str(total.change)
    return found


def _plain(value: Any) -> Any:
    match value:
        case Currency():
            return value.code
        case Decimal():
            return str(value)
        case datetime():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case _ if has(type(value)):
            names = [each.name for each in fields(type(value))]
            return {name: _plain(getattr(value, name)) for name in names}
        case _:
            return value


__all__ = ["summary_document"]
