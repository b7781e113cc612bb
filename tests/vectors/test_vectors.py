# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The numbers of other projects' test suites, official examples and statutes.

Each case names its source.  Every case of the files is either run, in our own
words, or listed in `left_out` with the reason.
"""

from __future__ import annotations

import json

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.vectors.adapters import ADAPTERS
from tests.vectors.left_out import LEFT_OUT


FILES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "data").glob("*.json"))
}
SKIPPED = {
    f"{name}/{each}"
    for name, reasons in LEFT_OUT.items()
    for ids in reasons.values()
    for each in ids.split()
}
CASES = [each for found in FILES.values() for each in found["cases"]]
RUN = [each for each in CASES if each["id"] not in SKIPPED]

#: Figures of the sources that are none of ours: how others would show the same, or
#: what stood there before it was rounded.
NOT_OURS = ("numeric_code", "cldr_47", "raw_4dp", "category")


@pytest.mark.parametrize(
    "case", [pytest.param(each, id=f"{each['id']} ({each['source']})") for each in RUN]
)
def test_as_their_tests_have_it(case: dict[str, Any]) -> None:
    """Our answer is theirs, figure for figure."""
    found = ADAPTERS[case["input"]["op"]](case["input"])

    expected = {
        key: each for key, each in case["expected"].items() if key not in NOT_OURS
    }
    assert expected
    assert plain(expected) == plain(found, expected)


def plain(found: Any, wanted: Any = None) -> Any:
    """Return figures as `Decimal`s; of *found* only what is *wanted*."""
    if isinstance(found, dict):
        keys = [key for key in wanted or found if key not in NOT_OURS]
        return {
            # An error is an error, in whatever words.
            key: True if key == "error" else plain(found[key], (wanted or found)[key])
            for key in keys
        }
    if isinstance(found, list | tuple):
        inner = wanted or found
        assert len(inner) == len(found)
        return [plain(one, each) for one, each in zip(found, inner, strict=True)]
    if isinstance(found, str):
        try:
            return Decimal(found)
        except ArithmeticError:
            return found
    return found


class TestEveryCaseIsRunOrListed:
    """Nothing is passed over in silence."""

    @pytest.mark.parametrize("name", FILES)
    def test_by_file(self, name: str) -> None:
        """A file's cases are those that run and those that are listed, no others."""
        cases = {each["id"] for each in FILES[name]["cases"]}
        listed = [
            f"{name}/{each}"
            for ids in LEFT_OUT.get(name, {}).values()
            for each in ids.split()
        ]
        run = {each["id"] for each in RUN if each["id"] in cases}

        assert len(set(listed)) == len(listed)
        assert cases == run | set(listed)
        assert len(cases) == FILES[name]["count"]

    def test_no_other_file_is_listed(self) -> None:
        """The table speaks of the files that are there."""
        assert set(LEFT_OUT) <= set(FILES)

    def test_most_that_is_no_formatting_runs(self) -> None:
        """Of 550 cases that are not of formatting 344 run; more is better."""
        cases = [each for each in CASES if each["kind"] != "currency_format"]
        run = [each for each in RUN if each["kind"] != "currency_format"]

        assert len(run) / len(cases) > 0.6
