# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A back-test of offers: what stored carts would have cost in another store.

Promises that every figure comes from pricing a real cart, exactly; it claims nothing
about what shoppers would have done.

    Job         two stores and a moment, a value with a fingerprint
    reprice     batches of carts in, batches of results out (needs `[backtest]`)
    run         stored carts in, a folder of results out, on all cores (likewise)
    summary     a folder of results in, the figures of its report out (likewise)
    report_html the figures as one page
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.backtest.job import Job
from checkout_core.later import later


if TYPE_CHECKING:
    from checkout_core.backtest.batches import reprice
    from checkout_core.backtest.document import summary_document
    from checkout_core.backtest.figures import Summary
    from checkout_core.backtest.most_changed import differences_of
    from checkout_core.backtest.report import report_html
    from checkout_core.backtest.running import Outcome, Progress, run
    from checkout_core.backtest.summaries import summary


#: What needs pyarrow is loaded when it is asked for.
_LATER = {
    "batches": ("reprice",),
    "document": ("summary_document",),
    "figures": ("Summary",),
    "most_changed": ("differences_of",),
    "report": ("report_html",),
    "running": ("Outcome", "Progress", "run"),
    "summaries": ("summary",),
}


__getattr__ = later(__name__, _LATER)


__all__ = [
    "Job",
    "Outcome",
    "Progress",
    "Summary",
    "differences_of",
    "report_html",
    "reprice",
    "run",
    "summary",
    "summary_document",
]
