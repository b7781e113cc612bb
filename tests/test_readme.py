# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The README is short and says what is so; so do the pages that its parts moved to."""

from __future__ import annotations

import re
import tomllib

from enum import StrEnum

import pytest

from checkout_core.juspay.gateway import EXPRESS, HYPER, METHODS
from checkout_core.juspay.orders import ACTIONS
from checkout_core.money import Rounding
from checkout_core.refunds.policy import (
    ChargeRefund,
    PromotionBreak,
    Restored,
    TenderOrder,
)
from checkout_core.store import Handling
from checkout_core.tax import ChargeTax, InclusiveSplit, TaxLevel
from tests.paths import DOCS, README


TEXT = README.read_text("utf-8")
FLOORS = (DOCS / "explanation" / "floors.md").read_text("utf-8")
POLICIES = (DOCS / "reference" / "policies.md").read_text("utf-8")


def test_the_readme_is_short() -> None:
    """A newcomer reads it to the end; all else is in docs."""
    assert len(TEXT.splitlines()) <= 150


def test_commands_stand_alone_on_their_lines() -> None:
    """The two commands of a fresh clone can be copied, and `.ci/run` finds them."""
    found = re.findall(r"^python3 -m venv .*$", TEXT, re.MULTILINE)

    assert [
        (
            "python3 -m venv .venv && .venv/bin/pip install -q -e ."
            " && .venv/bin/checkout-core demo"
        ),
        (
            "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'"
            " && .venv/bin/python -m pytest -n auto"
        ),
    ] == found


def test_the_way_to_a_waterfall_of_ones_own() -> None:
    """A picture of one's own cart is reached without another page."""
    names = ("init shop", "--format html > ", "--format svg > ", "play` serves")

    assert [] == [each for each in names if each not in TEXT]


def test_the_calls_of_the_endpoints() -> None:
    """The table names every action and every payment method there is."""
    page = DOCS / "how-to" / "endpoints.md"
    lines = page.read_text("utf-8").splitlines()
    rows = {line.split("`")[1]: line for line in lines if "| `POST" in line}

    for kind, names in ((HYPER, ACTIONS), (EXPRESS, METHODS)):
        assert f": {', '.join(f'`{name}`' for name in names)}" in rows[kind]


@pytest.mark.parametrize(
    ("policy", "choices"),
    [
        ("rounding", Rounding),
        ("tax.level", TaxLevel),
        ("tax.inclusive_split", InclusiveSplit),
        ("tax.charge_tax", ChargeTax),
        ("handling", Handling),
        ("tenders", TenderOrder),
        ("promotion_break", PromotionBreak),
        ("shipping", ChargeRefund),
        ("points_restored", Restored),
    ],
)
def test_every_choice_of_a_policy(policy: str, choices: type[StrEnum]) -> None:
    """The table names each, whatever comes first."""
    head = f"| `{policy}` | "
    (row,) = [each for each in POLICIES.splitlines() if each.startswith(head)]
    values = row.split(" | ")[1]

    assert set(choices) == set(re.findall(r"`(\w+)`", values))


def test_the_floors_are_those_that_hold() -> None:
    """The rooms stand in the order that the contracts of the imports keep."""
    blocks = re.findall(r"^```text\n(.*?)\n```$", FLOORS, re.DOTALL | re.MULTILINE)
    rooms = [each.split()[0] for each in blocks[-1].splitlines()]
    project = tomllib.loads((README.parent / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    floors = [room for layer in layers for room in layer.split(" | ")]

    assert [each for each in floors if each in rooms] == rooms
    assert [] == [each for each in floors if each not in blocks[-1]]
