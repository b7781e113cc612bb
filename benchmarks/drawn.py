# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Documents as the strategies of a release draw them: right ones, and some refused.

Runs in a process of its own, for `benchmarks.before`, with the sources and the tests of
a commit before this one: `python -m drawn COUNT SEED` prints one document on a line.
"""

from __future__ import annotations

import json
import sys

from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from checkout_core.testing import strategies as ours
from tests.factories.regimes import american
from tests.factories.spoiled import spoiled


def main() -> None:
    """Print documents; what JSON cannot say becomes text."""
    count, first = map(int, sys.argv[1:])
    most = ours.documents(most=40)
    each = st.one_of(ours.documents(), ours.documents(), american(), most, spoiled())

    @seed(first)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(each)
    def show(document: Any) -> None:
        print(json.dumps(document, default=str))

    show()


if __name__ == "__main__":
    main()
